//! A [`Reference`] names one paper, as people type or paste it.

use std::fmt;

use url::Url;

use crate::paper::{ArxivId, Doi};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    Arxiv(ArxivId),
    Doi(Doi),
    /// The id of a forum.
    OpenReview(String),
    /// An id of the ACL Anthology: `2023.acl-long.1`, `P19-1001`.
    Acl(String),
}

/// Why a text names no paper.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceError {
    #[error("`{0}` names no paper")]
    Unknown(String),
    #[error("`{0}` is an address, but not of one paper")]
    NotOnePaper(String),
    #[error("`{0}` is a file")]
    File(String),
    #[error("`{0}` looks like a title")]
    Title(String),
}

impl ReferenceError {
    pub fn help(&self) -> &'static str {
        match self {
            ReferenceError::Unknown(_) => {
                "expected an arXiv id such as 2401.00010, a DOI such as 10.1000/xyz, or the address of a paper"
            }
            ReferenceError::NotOnePaper(_) => {
                "addresses of arXiv, alphaXiv, Hugging Face papers, OpenReview, the ACL Anthology, doi.org, and those that hold a DOI are known"
            }
            ReferenceError::File(_) => "`offprint import` reads files",
            ReferenceError::Title(_) => "`offprint new` takes titles",
        }
    }
}

impl Reference {
    pub fn id(&self) -> &str {
        match self {
            Reference::Arxiv(id) => id.as_str(),
            Reference::Doi(doi) => doi.as_str(),
            Reference::OpenReview(id) | Reference::Acl(id) => id,
        }
    }

    /// Reads what was typed: an id, a DOI, or an address, with or without `https://`.
    pub fn parse(typed: &str) -> Result<Reference, ReferenceError> {
        let text = typed.trim().trim_start_matches('<').trim_end_matches(['>', ',', ';']);
        if let Some((id, _)) = ArxivId::parse(text) {
            return Ok(Reference::Arxiv(id));
        }
        if let Some(url) = as_url(text) {
            return of_url(&url).ok_or_else(|| ReferenceError::NotOnePaper(text.to_owned()));
        }
        if let Some(doi) = Doi::parse(text) {
            return Ok(of_doi(doi));
        }
        if is_acl_id(text) {
            return Ok(Reference::Acl(text.to_owned()));
        }
        let ending = text.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        Err(match ending.as_deref() {
            Some("bib" | "xml" | "json" | "jsonl" | "ris" | "md" | "pdf") => {
                ReferenceError::File(text.to_owned())
            }
            _ if text.contains(' ') => ReferenceError::Title(text.to_owned()),
            _ => ReferenceError::Unknown(text.to_owned()),
        })
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Reference::Arxiv(_) => "arXiv",
            Reference::Doi(_) => "DOI",
            Reference::OpenReview(_) => "OpenReview",
            Reference::Acl(_) => "ACL Anthology",
        };
        write!(f, "{kind} {}", self.id())
    }
}

/// An address, also one that was copied without its beginning.
fn as_url(text: &str) -> Option<Url> {
    const HOSTS: [&str; 8] = [
        "arxiv.org/",
        "alphaxiv.org/",
        "huggingface.co/",
        "hf.co/",
        "doi.org/",
        "dx.doi.org/",
        "openreview.net/",
        "aclanthology.org/",
    ];
    let lower = text.to_ascii_lowercase();
    let bare = lower.strip_prefix("www.").unwrap_or(&lower);
    let url = if HOSTS.iter().any(|host| bare.starts_with(host)) {
        Url::parse(&format!("https://{text}"))
    } else {
        Url::parse(text)
    };
    url.ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

fn of_url(url: &Url) -> Option<Reference> {
    let host = url.host_str()?.trim_start_matches("www.");
    let path = decoded(url.path());
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let is_at = |site: &str| host == site || host.ends_with(&format!(".{site}"));
    if is_at("arxiv.org") || is_at("alphaxiv.org") || is_at("ar5iv.org") {
        // What stands before the id says in which form the paper is shown.
        return arxiv_in(parts.split_first()?.1);
    }
    if is_at("huggingface.co") || is_at("hf.co") {
        let (first, rest) = parts.split_first()?;
        return (*first == "papers").then(|| arxiv_in(rest)).flatten();
    }
    if is_at("openreview.net") {
        let (_, id) = url.query_pairs().find(|(name, _)| name == "id")?;
        return is_plain(&id).then(|| Reference::OpenReview(id.into_owned()));
    }
    if is_at("aclanthology.org") || (is_at("aclweb.org") && parts.first() == Some(&"anthology")) {
        let id = parts.last()?;
        let id = [".pdf", ".bib", ".xml"].iter().find_map(|ending| id.strip_suffix(ending)).unwrap_or(id);
        return is_acl_id(id).then(|| Reference::Acl(id.to_owned()));
    }
    let start = parts.iter().position(|part| part.starts_with("10."))?;
    let mut parts = &parts[start..];
    // Publishers show an article in several forms.
    while let [rest @ .., "full" | "pdf" | "epdf" | "abstract" | "html" | "meta" | "fulltext"] = parts
        && rest.len() > 1
    {
        parts = rest;
    }
    let mut doi = parts.join("/");
    if is_at("biorxiv.org") || is_at("medrxiv.org") {
        doi = without_version(&doi);
    }
    Doi::parse(doi.trim_end_matches(".pdf")).map(of_doi)
}

fn of_doi(doi: Doi) -> Reference {
    match doi.arxiv() {
        Some((id, _)) => Reference::Arxiv(id),
        None => Reference::Doi(doi),
    }
}

fn arxiv_in(parts: &[&str]) -> Option<Reference> {
    let joined = parts.iter().take(2).copied().collect::<Vec<_>>().join("/");
    let id = parts.first().and_then(|id| ArxivId::parse(id)).or_else(|| ArxivId::parse(&joined));
    id.map(|(id, _)| Reference::Arxiv(id))
}

/// `10.1101/2020.01.01.123456v2.full` without its version and form.
fn without_version(doi: &str) -> String {
    let is_version = |at: &usize| {
        doi[at + 1..].starts_with(|char: char| char.is_ascii_digit())
            && doi[..*at].ends_with(|char: char| char.is_ascii_digit())
    };
    match doi.rfind('v').filter(is_version) {
        Some(at) => doi[..at].to_owned(),
        None => doi.to_owned(),
    }
}

/// `2023.acl-long.1`, or `P19-1001` until 2019: <https://aclanthology.org/info/ids/>.
fn is_acl_id(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let [year, volume, number] = text.split('.').collect::<Vec<_>>().as_slice() {
        let names_volume = volume.contains('-') && is_plain(volume);
        return year.len() == 4 && digits(year) && names_volume && digits(number);
    }
    text.split_once('-').is_some_and(|(volume, number)| {
        volume.len() == 3
            && volume.starts_with(|char: char| char.is_ascii_uppercase())
            && volume.get(1..).is_some_and(digits)
            && (4..=5).contains(&number.len())
            && digits(number)
    })
}

/// Letters, digits, `-` and `_`.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// Without percent signs, where they stand for text.
fn decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_paste_names_a_paper() {
        for (typed, expected) in [
            ("2305.02265", "arXiv 2305.02265"),
            (" arXiv:2305.02265v2 ", "arXiv 2305.02265"),
            ("https://arxiv.org/pdf/2305.02265v1.pdf#page=3", "arXiv 2305.02265"),
            ("arxiv.org/abs/2305.02265?context=cs", "arXiv 2305.02265"),
            ("https://arxiv.org/html/2305.02265v1/", "arXiv 2305.02265"),
            ("http://export.arxiv.org/abs/hep-th/9901001v3", "arXiv hep-th/9901001"),
            ("https://www.alphaxiv.org/abs/2305.02265v1", "arXiv 2305.02265"),
            ("https://www.alphaxiv.org/overview/2305.02265", "arXiv 2305.02265"),
            ("https://ar5iv.labs.arxiv.org/html/2305.02265", "arXiv 2305.02265"),
            ("https://huggingface.co/papers/2305.02265", "arXiv 2305.02265"),
            ("hf.co/papers/2305.02265", "arXiv 2305.02265"),
            ("10.48550/arXiv.2305.02265", "arXiv 2305.02265"),
            ("https://doi.org/10.48550/ARXIV.2305.02265", "arXiv 2305.02265"),
            ("https://doi.org/10.1000/a%3Cb%3E", "DOI 10.1000/a<b>"),
            ("doi:10.1000/XYZ", "DOI 10.1000/XYZ"),
            ("10.1000/xyz,", "DOI 10.1000/xyz"),
            ("https://dl.acm.org/doi/abs/10.1145/1.2", "DOI 10.1145/1.2"),
            ("https://onlinelibrary.wiley.com/doi/10.1002/abc.1/full", "DOI 10.1002/abc.1"),
            (
                "https://www.biorxiv.org/content/10.1101/2020.01.01.123456v2.full",
                "DOI 10.1101/2020.01.01.123456",
            ),
            ("https://openreview.net/forum?id=aB3-_x&noteId=z", "OpenReview aB3-_x"),
            ("openreview.net/pdf?id=aB3", "OpenReview aB3"),
            ("https://aclanthology.org/2023.acl-long.1/", "ACL Anthology 2023.acl-long.1"),
            ("https://www.aclweb.org/anthology/P19-1001.pdf", "ACL Anthology P19-1001"),
            ("P19-1001", "ACL Anthology P19-1001"),
        ] {
            let read = Reference::parse(typed).map(|reference| reference.to_string());
            assert_eq!(read.as_deref(), Ok(expected), "{typed}");
        }
    }

    #[test]
    fn what_names_no_paper_says_what_it_looks_like() {
        for (typed, expected) in [
            ("sorting", "`sorting` names no paper"),
            ("", "`` names no paper"),
            ("2305.0226x", "`2305.0226x` names no paper"),
            ("Sorting, Slowly", "`Sorting, Slowly` looks like a title"),
            ("papers.bib", "`papers.bib` is a file"),
            (
                "https://arxiv.org/list/cs.DS/new",
                "`https://arxiv.org/list/cs.DS/new` is an address, but not of one paper",
            ),
            ("https://arxiv.org", "`https://arxiv.org` is an address, but not of one paper"),
            (
                "https://huggingface.co/a/b",
                "`https://huggingface.co/a/b` is an address, but not of one paper",
            ),
            (
                "https://openreview.net/forum?id=../x",
                "`https://openreview.net/forum?id=../x` is an address, but not of one paper",
            ),
            ("https://a.example/%", "`https://a.example/%` is an address, but not of one paper"),
            ("file:///10.1000/x", "`file:///10.1000/x` names no paper"),
        ] {
            let error = Reference::parse(typed).expect_err(typed).to_string();
            assert_eq!(error, expected);
        }
    }
}
