//! The API of OpenReview: `GET https://api2.openreview.net/notes?id=…`.
//!
//! Venues before 2024 are in the first version of the API, at `api.openreview.net`, where fields have
//! no `value`: <https://docs.openreview.net/getting-started/using-the-api>.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::Service;
use crate::fetch::Question;
use crate::import::{Extra, FoundPaper, line, name, paragraphs};
use crate::paper::{Author, Day, PartialDate, WebUrl};

/// Asks for a forum; `service` is one of the two versions.
pub fn question(service: Service, forum: &str, age: Duration) -> Question {
    Question { service, path: format!("notes?id={forum}"), accept: "application/json", age }
}

/// Reads an answer of either version; nothing when there is no paper in it.
pub fn read(answer: &str, forum: &str, day: Day) -> Option<FoundPaper> {
    let answer: Value = serde_json::from_str(answer).ok()?;
    let note = answer.get("notes")?.as_array()?.first()?;
    let content = note.get("content")?;
    let title = line(field(content, "title")?.as_str()?)?;
    let mut paper = FoundPaper::new(title, day);
    paper.authors = texts(content, "authors").into_iter().map(name).map(Author::new).collect();
    let abstract_ = field(content, "abstract").and_then(Value::as_str);
    paper.abstract_ = abstract_.map(paragraphs).unwrap_or_default();
    paper.published = ["pdate", "odate", "cdate", "tcdate"]
        .iter()
        .find_map(|key| note.get(key)?.as_i64())
        .and_then(|milliseconds| Timestamp::from_millisecond(milliseconds).ok())
        .map(|instant| PartialDate::from(TimeZone::UTC.to_datetime(instant).date()));
    (paper.venue, paper.publication.year) = venue(content);
    paper.links.extend(pdf(content).map(|url| ("pdf".to_owned(), url)));
    paper.links.extend(
        WebUrl::parse(&format!("https://openreview.net/forum?id={forum}"))
            .map(|url| ("OpenReview".to_owned(), url)),
    );
    let code = ["code", "code_link", "software"].iter().find_map(|key| field(content, key)?.as_str());
    paper.links.extend(code.and_then(WebUrl::parse).map(|url| ("code".to_owned(), url)));
    let keywords = texts(content, "keywords");
    if !keywords.is_empty() {
        // The authors' words; tags are the curator's.
        paper.extra.push(("keywords".into(), Extra::Texts(keywords)));
    }
    Some(paper)
}

/// `ICLR 2024 poster` is `ICLR` and 2024; a paper under review has no venue yet.
fn venue(content: &Value) -> (Option<String>, Option<i16>) {
    let said = field(content, "venue").and_then(Value::as_str).and_then(line).unwrap_or_default();
    let lower = said.to_lowercase();
    let is_none = ["submitted", "under review", "withdrawn", "rejected", "desk", "reject", "blind"]
        .iter()
        .any(|word| lower.contains(word));
    if said.is_empty() || is_none {
        return (None, None);
    }
    let words: Vec<&str> = said.split(' ').collect();
    let year = words.iter().position(|word| {
        word.len() == 4 && word.parse::<i16>().is_ok_and(|year| (1990..=2100).contains(&year))
    });
    match year {
        Some(at) if at > 0 => (Some(words[..at].join(" ")), words[at].parse().ok()),
        _ => (Some(said), None),
    }
}

fn pdf(content: &Value) -> Option<WebUrl> {
    let path = field(content, "pdf")?.as_str()?;
    let is_local = path.starts_with('/') && !path.starts_with("//");
    WebUrl::parse(&if is_local { format!("https://openreview.net{path}") } else { path.to_owned() })
}

/// A field of either version.
fn field<'v>(content: &'v Value, key: &str) -> Option<&'v Value> {
    let field = content.get(key)?;
    Some(field.get("value").unwrap_or(field))
}

fn texts(content: &Value, key: &str) -> Vec<String> {
    let texts = field(content, key).and_then(Value::as_array).into_iter().flatten();
    texts.filter_map(|text| line(text.as_str()?)).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;

    const DAY: Day = date(2025, 10, 30);

    #[test]
    fn notes_of_both_versions_are_one_paper() {
        let content = [
            ("title", json!("Sorting,\nSlowly")),
            ("authors", json!(["Ada Lovelace", "Grace Hopper"])),
            ("abstract", json!("We sort $x$.\n\nAnd stop.")),
            ("keywords", json!(["sorting"])),
            ("venue", json!("ICLR 2024 poster")),
            ("pdf", json!("/pdf/abc.pdf")),
        ];
        let old: serde_json::Map<_, _> =
            content.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
        let new: serde_json::Map<_, _> =
            content.iter().map(|(key, value)| ((*key).to_owned(), json!({"value": value}))).collect();
        let [old, new] = [old, new].map(|content| {
            let answer =
                json!({"notes": [{"id": "aB3", "cdate": 1_700_000_000_000_i64, "content": content}]});
            read(&answer.to_string(), "aB3", DAY).expect("it is a paper")
        });
        assert_eq!(old, new);
        let url = |text| WebUrl::parse(text).expect("an address");
        let expected = FoundPaper {
            authors: ["Ada Lovelace", "Grace Hopper"].map(|text| Author::new(name(text.into()))).to_vec(),
            abstract_: vec!["We sort $x$.".into(), "And stop.".into()],
            published: Some(date(2023, 11, 14).into()),
            venue: Some("ICLR".into()),
            publication: crate::paper::Publication { year: Some(2024), ..Default::default() },
            links: vec![
                ("pdf".into(), url("https://openreview.net/pdf/abc.pdf")),
                ("OpenReview".into(), url("https://openreview.net/forum?id=aB3")),
            ],
            extra: vec![("keywords".into(), Extra::Texts(vec!["sorting".into()]))],
            ..FoundPaper::new("Sorting, Slowly", DAY)
        };
        assert_eq!(new, expected);
    }

    #[test]
    fn a_paper_under_review_has_no_venue() {
        for (said, name, year) in [
            ("Submitted to ICLR 2025", None, None),
            ("ICLR 2025 Conference Withdrawn Submission", None, None),
            ("NeurIPS 2023 Datasets and Benchmarks Poster", Some("NeurIPS"), Some(2023)),
            ("TMLR", Some("TMLR"), None),
        ] {
            let content = json!({ "venue": said });
            assert_eq!(venue(&content), (name.map(str::to_owned), year), "{said}");
        }
    }

    #[test]
    fn other_answers_are_no_paper() {
        for answer in
            ["", "{}", "[]", r#"{"notes": []}"#, r#"{"notes": [{"content": {"title": 1}}]}"#, "<html>"]
        {
            assert_eq!(read(answer, "aB3", DAY), None, "{answer}");
        }
    }
}
