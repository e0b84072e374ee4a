//! Traces of what a format has no field for: an arXiv id in an address, a DOI in another, and
//! what an address leads to.

use super::FoundPaper;
use crate::paper::{ArxivId, Doi, EntryType, WebUrl};

/// Reads an id of arXiv that a text names as such: `arXiv:2401.00010 [cs]`, `https://arxiv.org/pdf/2401.00010v2`; or as the
/// volume of a journal that is none, by whatever name: `CoRR abs/2401.00010`, `ArXiv, abs/2401.00010`.
pub fn arxiv_in(text: &str) -> Option<(ArxivId, Option<u32>)> {
    const MARKS: [&str; 3] = ["arxiv.org/abs/", "arxiv.org/pdf/", "arxiv:"];
    let lower = text.to_ascii_lowercase();
    let named = MARKS.iter().filter_map(|mark| text.get(lower.find(mark)? + mark.len()..));
    let volumes = text.split_whitespace().filter_map(|word| word.strip_prefix("abs/"));
    named.chain(volumes).find_map(|id| {
        let id = id.trim_start();
        let end = id.find(|char: char| !(char.is_alphanumeric() || "./-".contains(char)));
        ArxivId::parse(id[..end.unwrap_or(id.len())].trim_end_matches(['.', '/']))
    })
}

/// Whether the name of a venue is arXiv's, which a paper's id says already.
pub fn is_arxiv(venue: &str) -> bool {
    let venue = venue.to_lowercase();
    venue.contains("arxiv") || matches!(venue.as_str(), "corr" | "computing research repository")
}

/// Where an address leads, as the name of a link: `pdf`, `code`, or a label of its own.
pub fn label_of(url: &WebUrl) -> &'static str {
    let url = url.as_str();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.trim_start_matches("www.").to_ascii_lowercase();
    let path = path.split(['?', '#']).next().unwrap_or_default();
    match host.as_str() {
        "openreview.net" => "OpenReview",
        "github.com" | "gitlab.com" | "codeberg.org" => "code",
        "youtube.com" | "youtu.be" | "vimeo.com" | "slideslive.com" => "video",
        _ if path.to_ascii_lowercase().ends_with(".pdf") || path.starts_with("doi/pdf/") => "pdf",
        _ => "Website",
    }
}

/// An address, at times without what it begins with: `www.a.example/x`.
pub fn address(typed: &str) -> Option<WebUrl> {
    let is_host = typed.trim().get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."));
    WebUrl::parse(typed).or_else(|| is_host.then(|| WebUrl::parse(&format!("https://{}", typed.trim())))?)
}

/// An address in a field that is for nothing else: `a.example/x` is one, too.
pub fn address_of_field(typed: &str) -> Option<WebUrl> {
    let typed = typed.trim();
    let host = typed.split_once('/').map(|(host, _)| host.split('.').collect::<Vec<_>>());
    let is_label = |label: &&str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let is_host = host.is_some_and(|labels| {
        let is_domain = |last: &&str| last.len() > 1 && last.bytes().all(|byte| byte.is_ascii_alphabetic());
        labels.len() > 1 && labels.iter().all(is_label) && labels.last().is_some_and(is_domain)
    });
    address(typed).or_else(|| is_host.then(|| WebUrl::parse(&format!("https://{typed}")))?)
}

/// Whether an address leads to a record of a database, to a library's resolver of links, or through its proxy.
fn is_for_subscribers(url: &WebUrl) -> bool {
    const DATABASES: [&str; 8] = [
        "ebscohost.com",
        "embase.com",
        "isiknowledge.com",
        "ovid.com",
        "proquest.com",
        "scopus.com",
        "webofknowledge.com",
        "webofscience.com",
    ];
    let rest = url.as_str().split_once("://").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default().to_ascii_lowercase();
    let is_of =
        |domain: &&str| host.strip_suffix(*domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    let is_proxy = host.split('.').any(|label| matches!(label, "proxy" | "ezproxy"));
    // <https://en.wikipedia.org/wiki/OpenURL>
    let is_open_url = rest.contains("url_ver=Z39.88")
        || (rest.contains("sid=") && rest.contains("genre="))
        || host.starts_with("sfx.");
    DATABASES.iter().any(is_of) || is_proxy || is_open_url
}

/// Whether a note is a database's, or all of it what Zotero has no field for: counts of citations and dates of export are of
/// one day, and ids are read from where they stand.
pub fn is_note_of_database(note: &str) -> bool {
    const OF_DATABASES: [&str; 6] = [
        "export date:",
        "cited by",
        "times cited",
        "conference code:",
        "funding information:",
        "publisher copyright:",
    ];
    const OF_ZOTERO: [&str; 16] = [
        "zscc:",
        "publisher:",
        "_eprint:",
        "pmid:",
        "pmcid:",
        "citation key:",
        "tex.ids",
        "arxiv:",
        "number:",
        "issue:",
        "container-title:",
        "issn:",
        "isbn:",
        "doi:",
        "mag id:",
        "accepted:",
    ];
    let begins_with = |part: &str, starts: &[&str]| {
        let part = part.trim_start_matches([' ', '\\', '{']).to_lowercase();
        starts.iter().any(|start| part.starts_with(start))
    };
    let is_count = |part: &str| {
        let count = part.trim().split_once(" citations (").map(|(count, _)| count);
        count.is_some_and(|count| count.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let parts = || note.split([';', '\n']).filter(|part| !part.trim().is_empty());
    parts().any(|part| begins_with(part, &OF_DATABASES))
        || parts().all(|part| begins_with(part, &OF_ZOTERO) || is_count(part))
}

/// What a line of a note says of a paper: `PMID: 17`.
pub fn line_of_note(note: &str, name: &str) -> Option<String> {
    let value = |line: &str| Some(line.trim().strip_prefix(name)?.strip_prefix(':')?.trim().to_owned());
    note.lines().find_map(value).filter(|value| !value.is_empty())
}

impl FoundPaper {
    /// Takes in an address as what it says: an id of arXiv, a DOI, or a link. One for subscribers is of use where nothing
    /// else leads to the paper.
    pub(super) fn add_address(&mut self, url: &WebUrl) {
        if let Some((id, version)) = arxiv_in(url.as_str()) {
            self.add_arxiv(id, version);
        } else if let Some(doi) = Doi::parse(url.as_str()) {
            self.add_doi(doi);
        } else if !(is_for_subscribers(url) && (self.doi.is_some() || self.arxiv.is_some())) {
            self.add_link(label_of(url), url.clone());
        }
    }

    /// Takes in an id of arXiv, unless another one is known.
    pub(super) fn add_arxiv(&mut self, id: ArxivId, version: Option<u32>) {
        if self.arxiv.is_none() {
            self.version = version.filter(|version| *version > 1);
            self.arxiv = Some(id);
        }
    }

    /// Takes in a DOI, unless another one is known. One of arXiv's own is an id of arXiv.
    pub(super) fn add_doi(&mut self, doi: Doi) {
        match doi.arxiv() {
            Some((id, version)) => self.add_arxiv(id, version),
            None if self.doi.is_none() => self.doi = Some(doi),
            None => {}
        }
    }

    /// Takes in a link, unless there is one of its label or address.
    pub(super) fn add_link(&mut self, label: &str, url: WebUrl) {
        if self.links.iter().all(|(taken, known)| taken != label && *known != url) {
            self.links.push((label.to_owned(), url));
        }
    }

    /// Links to where PubMed has a paper, by its ids.
    pub(super) fn add_pubmed(&mut self, pmid: Option<String>, pmcid: Option<String>) {
        for (label, address, id) in [
            ("PubMed", "https://pubmed.ncbi.nlm.nih.gov/", pmid),
            ("PubMed Central", "https://pmc.ncbi.nlm.nih.gov/articles/", pmcid),
        ] {
            let id = id.filter(|id| id.bytes().all(|byte| byte.is_ascii_alphanumeric()));
            if let Some(url) = id.and_then(|id| WebUrl::parse(&format!("{address}{id}/"))) {
                self.add_link(label, url);
            }
        }
    }

    /// Its type, if the export that tells it says more than that it is at arXiv: many call that an article of a journal.
    pub(super) fn kind_at_arxiv(&self, kind: Option<EntryType>) -> Option<EntryType> {
        let is_preprint = self.arxiv.is_some() && self.venue.is_none();
        kind.filter(|kind| !(is_preprint && *kind == EntryType::Article))
            .filter(|kind| !(self.arxiv.is_some() && *kind == EntryType::Unpublished))
    }

    /// Takes in where it appeared; that it is at arXiv, its id says.
    pub(super) fn add_venue(&mut self, venue: String) {
        if let Some((id, version)) = arxiv_in(&venue) {
            self.add_arxiv(id, version);
        }
        if self.venue.is_none() && !(self.arxiv.is_some() && is_arxiv(&venue)) {
            self.venue = Some(venue);
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn notes_of_databases_and_of_reference_managers_are_known() {
        for (note, is_of_database) in [
            ("Cited by: 17; Export Date: 3 May 2020", true),
            ("Conference name: Engines; Conference code: 17; All Open Access", true),
            ("Publisher: Acme Group", true),
            ("{\\_eprint: https://doi.org/10.1000/a}", true),
            ("PMID: 17\nPMCID: PMC19", true),
            ("130 citations (Crossref) [2023-01-01]", true),
            ("PMID: 17\nRead it again.", false),
            ("Place: by the window.", false),
            ("We cited by hand", false),
            ("arXiv preprint", false),
            ("", true),
        ] {
            assert_eq!(super::is_note_of_database(note), is_of_database, "{note:?}");
        }
        assert_eq!(super::line_of_note("a\nPMID: 17\n", "PMID").as_deref(), Some("17"));
        assert_eq!(super::line_of_note("PMID 17", "PMID"), None);
    }

    use super::*;

    #[test]
    fn ids_are_found_where_they_are_named() {
        for (text, id) in [
            ("arXiv preprint arXiv:2401.00010", "2401.00010"),
            ("CoRR abs/2401.00010", "2401.00010"),
            ("CoRR, vol. abs/2401.00010, 2024", "2401.00010"),
            ("ArXiv abs/hep-th/9901001", "hep-th/9901001"),
            ("abs/2401.00010", "2401.00010"),
            ("https://arxiv.org/pdf/hep-th/9901001v2.pdf", "hep-th/9901001"),
            ("arXiv: 2401.00010v3 [cs.LG].", "2401.00010"),
        ] {
            assert_eq!(arxiv_in(text).as_ref().map(|(id, _)| id.as_str()), Some(id), "{text}");
        }
        for text in ["arXiv", "2401.00010", "arXiv:soon", "arxiv.org", "CoRR abs/soon", "Labs/2401.00010"] {
            assert_eq!(arxiv_in(text), None, "{text}");
        }
    }

    #[test]
    fn addresses_for_subscribers_are_known() {
        for (url, is_one) in [
            ("https://www.scopus.com/inward/record.uri?eid=1", true),
            ("http://sfx.campus.example/x?sid=A&id=doi:10.1000%2Fa", true),
            ("https://www-acme-com.proxy.campus.example/a", true),
            ("https://campus.example/x?url_ver=Z39.88-2004&genre=article", true),
            ("https://notscopus.com/a", false),
            ("https://a.example/scopus.com", false),
        ] {
            assert_eq!(is_for_subscribers(&WebUrl::parse(url).expect("an address")), is_one, "{url}");
        }
    }

    #[test]
    fn an_address_may_lack_its_scheme() {
        let check = |typed: &str, anywhere: Option<&str>, in_field: Option<&str>| {
            assert_eq!(address(typed).as_ref().map(WebUrl::as_str), anywhere, "{typed}");
            assert_eq!(address_of_field(typed).as_ref().map(WebUrl::as_str), in_field, "{typed}");
        };
        let full = Some("https://www.a.example/x");
        check("www.a.example/x", full, full);
        check("https://www.a.example/x", full, full);
        check("a.example/x", None, Some("https://a.example/x"));
        for typed in
            ["n/a", "a.pdf", "10.1000/x", "vol.2/3", "./a.md/b", "C:\\a.b/c", "Proc. A/B", "www. a b"]
        {
            check(typed, None, None);
        }
    }

    #[test]
    fn addresses_say_what_they_lead_to() {
        for (url, label) in [
            ("https://github.com/a/b", "code"),
            ("https://a.example/A.PDF?download=1", "pdf"),
            ("https://a.example/doi/pdf/10.1000/a", "pdf"),
            ("https://openreview.net/pdf?id=x", "OpenReview"),
            ("https://a.example", "Website"),
        ] {
            assert_eq!(label_of(&WebUrl::parse(url).expect("an address")), label, "{url}");
        }
    }
}
