//! Metadata behind a DOI, whoever registered it, by content negotiation at doi.org:
//! <https://citation.doi.org/docs.html>. Crossref, DataCite and others answer in CSL-JSON.

use std::time::Duration;

use serde_json::Value;

use super::Service;
use crate::fetch::Question;
use crate::import::{FoundPaper, csl};
use crate::paper::{Day, Doi};

/// Asks for the work with a DOI.
pub fn question(doi: &Doi, age: Duration) -> Question {
    // Everything but the resolver's own address.
    let url = doi.url();
    let path = url.strip_prefix("https://doi.org/").unwrap_or(&url).to_owned();
    Question { service: Service::Doi, path, accept: "application/vnd.citationstyles.csl+json", age }
}

/// Reads an answer; nothing when there is no work in it.
pub fn read(answer: &str, doi: &Doi, day: Day) -> Option<FoundPaper> {
    let mut work: Value = serde_json::from_str(answer).ok()?;
    // An answer's own address is its DOI, and its id no citation key.
    let fields = work.as_object_mut()?;
    fields.retain(|key, _| !matches!(key.as_str(), "URL" | "id" | "DOI"));
    let mut paper = csl::paper(&work, Some(day)).ok()?;
    paper.doi = Some(doi.clone());
    Some(paper)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;
    use crate::paper::WebUrl;
    use crate::paper::{Author, EntryType, Name, Orcid, PartialDate, Publication, parse_partial};

    const DAY: Day = date(2025, 10, 30);

    fn doi() -> Doi {
        Doi::parse("10.1000/engine<1>").expect("a DOI")
    }

    #[test]
    fn a_work_becomes_a_paper() {
        let answer = json!({
            "title": ["Sorting <i>Slowly</i> &amp; 1 < 2"],
            "subtitle": ["A Report"],
            "author": [
                {"given": "Ada", "family": "Lovelace", "ORCID": "http://orcid.org/0000-0002-1825-0097",
                 "affiliation": [{"name": "Engine Works"}]},
                {"name": "Acme Labs"},
                {"given": "Ludwig", "non-dropping-particle": "van der", "family": "Berg"},
            ],
            "issued": {"date-parts": [[2021, 6]]},
            "container-title": ["Journal of Engines"], "volume": "7", "issue": 2, "page": "1-9",
            "publisher": "Acme", "type": "journal-article",
            "abstract": "<jats:title>Abstract</jats:title><jats:p>We sort.</jats:p><jats:p>And stop.</jats:p>",
            "link": [{"URL": "https://a.example/1.pdf", "content-type": "application/pdf"}],
        });
        let paper = read(&answer.to_string(), &doi(), DAY).expect("it is a work");
        let expected = FoundPaper {
            authors: vec![
                Author::new(Name::parse("Ada Lovelace"))
                    .with_affiliation(Some("Engine Works".into()))
                    .with_orcid(Orcid::parse("0000-0002-1825-0097")),
                Author::new(Name::literal("Acme Labs")),
                Author::new(Name::parse("Ludwig van der Berg")),
            ],
            published: parse_partial("2021-06").ok(),
            doi: Some(doi()),
            venue: Some("Journal of Engines".into()),
            publication: Publication {
                year: Some(2021),
                kind: Some(EntryType::Article),
                volume: Some("7".into()),
                number: Some("2".into()),
                pages: Some("1-9".into()),
                publisher: Some("Acme".into()),
                ..Publication::default()
            },
            abstract_: vec!["We sort.".into(), "And stop.".into()],
            links: vec![("pdf".into(), WebUrl::parse("https://a.example/1.pdf").expect("an address"))],
            ..FoundPaper::new("Sorting <i>Slowly</i> & 1 < 2: A Report", DAY)
        };
        assert_eq!(paper, expected);
    }

    #[test]
    fn odd_works_are_read_as_far_as_they_go() {
        let odd = json!({"title": "A", "author": [1, {}, {"given": "Ada"}, {"literal": "B and C"}],
            "issued": {"date-parts": [["2021", 13]]}, "type": "dataset", "abstract": 3, "volume": null});
        let paper = read(&odd.to_string(), &doi(), DAY).expect("it has a title");
        assert_eq!(paper.published.map(PartialDate::iso).as_deref(), Some("2021"));
        assert_eq!(paper.authors.len(), 2);
        for answer in
            ["", "{}", "null", r#"{"title": []}"#, r#"{"title": " "}"#, "<html>", r#"{"title": "<i></i>"}"#]
        {
            assert_eq!(read(answer, &doi(), DAY), None, "{answer}");
        }
        assert_eq!(question(&doi(), Duration::ZERO).path, "10.1000/engine%3C1%3E");
    }
}
