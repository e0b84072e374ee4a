//! Identifiers that others gave a paper or a person: arXiv, DOI, ORCID.

use std::fmt;
use std::ops::Range;

use super::date::{PartialDate, parse_partial};
use crate::fields::Fields;
use crate::percent;

/// An arXiv id without its version: `2401.00010`, or `hep-th/9901001` as before April 2007. A subject class is no part
/// of one: what was typed as `math.GT/0309136` is `math/0309136`.
///
/// <https://info.arxiv.org/help/arxiv_identifier.html>
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArxivId(String);

impl ArxivId {
    /// Reads an id, with or without `arXiv:`, a URL before it and a version after it; returns the
    /// version apart.
    pub fn parse(text: &str) -> Option<(ArxivId, Option<u32>)> {
        let text = text.trim();
        let text = text.trim_start_matches("https://").trim_start_matches("http://");
        let text = ["arxiv.org/abs/", "arxiv.org/pdf/", "www.arxiv.org/abs/", "export.arxiv.org/abs/"]
            .iter()
            .find_map(|prefix| text.strip_prefix(prefix))
            .unwrap_or(text);
        let text = strip_prefix_ignoring_case(text, "arxiv:").trim_end_matches(".pdf");
        let (id, version) = match text.rfind('v') {
            Some(at) if at > 0 && is_digits(&text[at + 1..]) => (&text[..at], text[at + 1..].parse().ok()),
            _ => (text, None),
        };
        let id = if is_new(id) { id.to_owned() } else { old(id)? };
        Some((ArxivId(id), version))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn url(&self) -> String {
        format!("https://arxiv.org/abs/{}", self.0)
    }

    /// The month that the id begins with, in which arXiv took the paper in:
    /// <https://info.arxiv.org/help/arxiv_identifier.html>.
    pub fn month(&self) -> Option<PartialDate> {
        let number = self.0.split_once('/').map_or(self.0.as_str(), |(_, number)| number);
        let (year, month) = (number.get(..2)?, number.get(2..4)?);
        // The first papers are of 1991.
        let century = if year >= "91" { "19" } else { "20" };
        parse_partial(&format!("{century}{year}-{month}")).ok()
    }

    pub fn pdf_url(&self) -> String {
        format!("https://arxiv.org/pdf/{}", self.0)
    }
}

impl fmt::Display for ArxivId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `YYMM.NNNN`, since 2015 `YYMM.NNNNN`.
fn is_new(id: &str) -> bool {
    id.split_once('.').is_some_and(|(month, number)| {
        month.len() == 4 && is_digits(month) && matches!(number.len(), 4 | 5) && is_digits(number)
    })
}

/// `archive/YYMMNNN`, the archive at times with a subject class, which is left out: `math.GT/0309136`.
fn old(id: &str) -> Option<String> {
    let (archive, number) = id.split_once('/')?;
    let letters =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
    // No archive has a dot in its name.
    let (archive, class) = archive.split_once('.').unwrap_or((archive, "XX"));
    let is_old = letters(archive) && letters(class) && number.len() == 7 && is_digits(number);
    is_old.then(|| format!("{}/{number}", archive.to_ascii_lowercase()))
}

/// A DOI as typed, without `https://doi.org/`: `10.1103/PhysRevLett.116.061102`. In an address the percent signs of its
/// encoding stand for other characters; in a DOI they are its own.
///
/// DOIs are compared without regard to case: <https://www.doi.org/doi-handbook/HTML/case-sensitivity.html>.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Doi(String);

impl Doi {
    pub fn parse(text: &str) -> Option<Doi> {
        let text = text.trim();
        match path_at_doi_org(text) {
            Some(path) => percent::decode(path).and_then(|doi| Doi::new(&doi)).or_else(|| Doi::new(path)),
            None => Doi::new(text),
        }
    }

    fn new(text: &str) -> Option<Doi> {
        let text = strip_prefix_ignoring_case(text, "doi:").trim_start();
        // What newsletters add to addresses stays behind when somebody takes the DOI out of one.
        let text = text.split_once("?utm_").map_or(text, |(doi, _)| doi);
        let (registrant, suffix) = text.split_once('/')?;
        let number = registrant.strip_prefix("10.")?;
        let valid = !suffix.is_empty()
            && number.split('.').all(is_digits)
            && !text.chars().any(|char| char.is_whitespace() || char.is_control());
        valid.then(|| Doi(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The arXiv id that a DOI of arXiv holds, and its version: <https://info.arxiv.org/help/doi.html>.
    pub fn arxiv(&self) -> Option<(ArxivId, Option<u32>)> {
        ArxivId::parse(self.folded().strip_prefix("10.48550/arxiv.")?)
    }

    /// What two spellings of one DOI have in common.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }

    pub fn url(&self) -> String {
        let path = self.0.replace('%', "%25");
        let path = percent::iri(&path).replace('#', "%23").replace('?', "%3F");
        format!("https://doi.org/{path}")
    }
}

/// What an address of DOIs' resolver names. A `?` begins the address's query: that of a DOI is written `%3F` there,
/// <https://www.doi.org/doi-handbook/HTML/encoding-rules-for-urls.html>. A `#` may be the DOI's own, as old ones of
/// Wiley end with one and are seldom written as they should be.
fn path_at_doi_org(text: &str) -> Option<&str> {
    let text = ["https://", "http://"].iter().find_map(|scheme| text.strip_prefix(scheme))?;
    // Publishers had resolvers of their own.
    let hosts = ["doi.org/", "dx.doi.org/", "www.doi.org/", "doi.acm.org/", "doi.ieeecomputersociety.org/"];
    let path = hosts.iter().find_map(|host| text.strip_prefix(host))?;
    path.split('?').next()
}

/// An ORCID iD with a right check digit: `0000-0002-1825-0097`.
///
/// <https://support.orcid.org/hc/en-us/articles/360006897674>
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Orcid(String);

impl Orcid {
    pub fn parse(text: &str) -> Option<Orcid> {
        let text =
            text.trim().trim_start_matches("https://orcid.org/").trim_start_matches("http://orcid.org/");
        let text = text.to_ascii_uppercase();
        let groups: Vec<&str> = text.split('-').collect();
        if groups.len() != 4 || groups.iter().any(|group| group.len() != 4) {
            return None;
        }
        let characters: String = groups.concat();
        let (digits, check) = characters.split_at_checked(15)?;
        if !is_digits(digits) {
            return None;
        }
        let total = digits.bytes().fold(0, |total, byte| (total + u32::from(byte - b'0')) * 2);
        let expected = match (12 - total % 11) % 11 {
            10 => "X".to_owned(),
            digit => digit.to_string(),
        };
        (check == expected).then_some(Orcid(text))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn url(&self) -> String {
        format!("https://orcid.org/{}", self.0)
    }
}

/// An `arxiv` field: the id, the version if one was typed with it, and where in the file.
pub struct TypedArxiv {
    pub id: ArxivId,
    pub version: Option<u32>,
    pub range: Range<usize>,
}

/// Reads `arxiv`.
pub fn arxiv(fields: &mut Fields) -> Option<TypedArxiv> {
    let (text, range) = fields.text_at("arxiv")?;
    let reader = fields.reader();
    match ArxivId::parse(&text) {
        Some((id, version)) => Some(TypedArxiv { id, version, range: reader.range_in_file(&range) }),
        None => {
            let label = "expected `2401.00010`, or `hep-th/9901001` before April 2007";
            reader.error("bad-identifier", &range, format!("`{text}` is not an arXiv id"), label);
            None
        }
    }
}

/// Reads `doi`; returns where in the file, too.
pub fn doi(fields: &mut Fields) -> Option<(Doi, Range<usize>)> {
    let (text, range) = fields.text_at("doi")?;
    let reader = fields.reader();
    match Doi::parse(&text) {
        Some(doi) => Some((doi, reader.range_in_file(&range))),
        None => {
            reader.error(
                "bad-identifier",
                &range,
                format!("`{text}` is not a DOI"),
                "expected `10.1000/xyz`",
            );
            None
        }
    }
}

/// Reads `orcid`.
pub fn orcid(fields: &mut Fields) -> Option<Orcid> {
    let (text, range) = fields.text_at("orcid")?;
    let orcid = Orcid::parse(&text);
    if orcid.is_none() {
        let label = "expected four groups of four digits, the last one a right check digit";
        fields.reader().error("bad-identifier", &range, format!("`{text}` is not an ORCID iD"), label);
    }
    orcid
}

fn strip_prefix_ignoring_case<'t>(text: &'t str, prefix: &str) -> &'t str {
    match text.get(..prefix.len()) {
        Some(start) if start.eq_ignore_ascii_case(prefix) => &text[prefix.len()..],
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arxiv_id_tells_its_month() {
        for (id, month) in [
            ("2401.00010", Some("2024-01")),
            ("hep-th/9108001", Some("1991-08")),
            ("math.GT/0309136", Some("2003-09")),
            ("2413.00010", None),
        ] {
            let (arxiv, _) = ArxivId::parse(id).expect(id);
            assert_eq!(arxiv.month().map(PartialDate::iso).as_deref(), month, "{id}");
        }
    }

    #[test]
    fn arxiv_ids_of_both_forms_are_read_from_what_people_paste() {
        for (text, id, version) in [
            ("2401.00010", "2401.00010", None),
            ("arXiv:0704.0001v3", "0704.0001", Some(3)),
            ("https://arxiv.org/pdf/2401.00010v2.pdf", "2401.00010", Some(2)),
            ("hep-th/9901001", "hep-th/9901001", None),
            ("math.GT/0309136v1", "math/0309136", Some(1)),
            ("https://arxiv.org/abs/cond-mat.str-el/0103001", "cond-mat/0103001", None),
            ("arXiv:Math.gt/0309136", "math/0309136", None),
        ] {
            let (parsed, parsed_version) = ArxivId::parse(text).expect(text);
            assert_eq!((parsed.as_str(), parsed_version), (id, version));
        }
        for text in ["2401.0001x", "2401.10", "24010.0010", "", "v2", "hep-th/99"] {
            assert_eq!(ArxivId::parse(text), None, "{text}");
        }
    }

    #[test]
    fn dois_are_read_with_and_without_their_resolver() {
        assert_eq!(
            Doi::parse("https://doi.org/10.1000/XYZ.1").map(|doi| doi.folded()),
            Some("10.1000/xyz.1".to_owned())
        );
        assert_eq!(
            Doi::parse("doi:10.1000/xyz").map(|doi| doi.url()),
            Some("https://doi.org/10.1000/xyz".to_owned())
        );
        for (typed, doi) in [
            ("https://doi.org/10.1000/(A)1%3C2::B%3E3.0;2-2", Some("10.1000/(A)1<2::B>3.0;2-2")),
            ("http://dx.doi.org/10.1000/%c3%a9", Some("10.1000/é")),
            ("10.1000/a%3Cb", Some("10.1000/a%3Cb")),
            ("doi:10.1000/a%3Cb", Some("10.1000/a%3Cb")),
            // What is no UTF-8, no escape, or would be no DOI stays.
            ("https://doi.org/10.1000/a%FF", Some("10.1000/a%FF")),
            ("https://doi.org/10.1000/100%", Some("10.1000/100%")),
            ("https://doi.org/10.1000/a%20b", Some("10.1000/a%20b")),
            ("https://a.example/10.1000/a", None),
            ("https://doi.org/10.1000/a?utm_source=x&utm_medium=y", Some("10.1000/a")),
            ("https://doi.org/10.1000/a?nosfx=y", Some("10.1000/a")),
            ("https://doi.org/10.1000/a%3Fb", Some("10.1000/a?b")),
            ("10.1000/a?utm_source=x", Some("10.1000/a")),
            ("10.1000/a?b", Some("10.1000/a?b")),
            ("http://doi.acm.org/10.1000/a", Some("10.1000/a")),
            ("http://dx.doi.org/10.1000/1:2<3::AID-4>3.0.CO;2-#", Some("10.1000/1:2<3::AID-4>3.0.CO;2-#")),
        ] {
            assert_eq!(Doi::parse(typed).as_ref().map(Doi::as_str), doi, "{typed}");
        }
        let of_arxiv = Doi::parse("10.48550/arXiv.2401.00010").and_then(|doi| doi.arxiv());
        assert_eq!(of_arxiv.map(|(id, _)| id.to_string()).as_deref(), Some("2401.00010"));
        assert_eq!(Doi::parse("11.1000/xyz"), None);
        assert_eq!(Doi::parse("10.1000/"), None);
        assert_eq!(Doi::parse("10.1000/a b"), None);
    }

    #[test]
    fn an_orcid_needs_its_check_digit() {
        assert!(Orcid::parse("0000-0002-1825-0097").is_some());
        assert!(Orcid::parse("https://orcid.org/0000-0002-1694-233X").is_some());
        assert!(Orcid::parse("0000-0002-1825-0098").is_none());
        assert!(Orcid::parse("0000-0000-0000").is_none());
    }
}
