//! Answers and archives of the Hugging Face `daily_papers` API.
//!
//! `GET https://huggingface.co/api/daily_papers` answers an array of items, each with a `paper`.
//! Archives are known to hold items as Python `repr` texts, and arrays wrapped in an object.

use std::path::Path;

use serde_json::Value;

use super::{LeftOut, NewPaper, python};
use crate::diagnostic::{Diagnostic, Place};
use crate::paper::{ArxivId, Day, Name, is_web_url, leading_date, parse_day, parse_partial};

/// What a file holds.
#[derive(Debug, Default)]
pub struct Answer {
    pub papers: Vec<NewPaper>,
    /// What is wrong with the file, or with items of it.
    pub diagnostics: Vec<Diagnostic>,
    pub left_out: LeftOut,
}

/// Reads the text of a file. `day` is the one that was asked for, if it is not in the file's name
/// or in the answer itself.
pub fn read(file: &Path, text: &str, day: Option<Day>) -> Answer {
    let mut answer = Answer::default();
    let shown: std::sync::Arc<str> = file.to_string_lossy().replace('\\', "/").into();
    let value: Value = match serde_json::from_str(text.trim_start_matches('\u{FEFF}')) {
        Ok(value) => value,
        Err(error) => {
            answer.diagnostics.push(not_json(shown, text, &error));
            return answer;
        }
    };
    let (items, wrapped_day) = items(value);
    let named = file.file_name().and_then(|name| name.to_str()).and_then(leading_date);
    let named = named.and_then(|(date, _)| parse_day(date).ok());
    let Some(day) = day.or(named).or(wrapped_day) else {
        let message = "nothing says which day this answer is of";
        let fix = "name the file after its day, such as 2025-10-30.json, or give `--date 2025-10-30`";
        answer.diagnostics.push(Diagnostic::error("unknown-day", message).at(Place::file(shown), fix));
        return answer;
    };
    for (index, item) in items.into_iter().enumerate() {
        let item = match item {
            Value::String(text) => python::parse(&text),
            item => Some(item),
        };
        match item.as_ref().and_then(|item| paper(item, day, &mut answer.left_out)) {
            Some(paper) => answer.papers.push(paper),
            None => {
                let message = format!("item {} of this answer is no paper", index + 1);
                let fix = "a paper has at least `paper.id` and `paper.title`";
                answer
                    .diagnostics
                    .push(Diagnostic::error("bad-item", message).at(Place::file(shown.clone()), fix));
            }
        }
    }
    answer
}

fn not_json(file: std::sync::Arc<str>, text: &str, error: &serde_json::Error) -> Diagnostic {
    let before: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let at = (before + error.column().saturating_sub(1)).min(text.len());
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    Diagnostic::error("not-json", format!("this file is not JSON: {message}"))
        .at(Place::in_text(file, text, at..at + 1), "download it again")
}

/// The items of an answer, and its day where it names one.
fn items(value: Value) -> (Vec<Value>, Option<Day>) {
    match value {
        Value::Array(items) => (items, None),
        Value::Object(mut wrapper) => {
            let day = wrapper.get("date").and_then(Value::as_str).and_then(|date| parse_day(date).ok());
            match wrapper.remove("data") {
                Some(Value::Array(items)) => (items, day),
                // A single paper, as `/api/papers/ID` answers.
                _ => (vec![Value::Object(wrapper)], day),
            }
        }
        other => (vec![other], None),
    }
}

fn paper(item: &Value, day: Day, left_out: &mut LeftOut) -> Option<NewPaper> {
    let paper = item.get("paper").unwrap_or(item);
    let text = |value: &Value, key: &str| {
        value.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty()).map(str::to_owned)
    };
    let count = |value: &Value, key: &str| value.get(key).and_then(Value::as_u64);
    let id = text(paper, "id")?;
    let mut new = NewPaper::new(day, text(paper, "title").or_else(|| text(item, "title"))?);
    new.arxiv = ArxivId::parse(&id).map(|(id, _)| id);
    new.abstract_ = text(paper, "summary").or_else(|| text(item, "summary")).unwrap_or_default();
    new.authors = authors(paper, left_out);
    // Its date in UTC, which is the date on arXiv.
    new.published = text(paper, "publishedAt").and_then(|instant| parse_partial(&instant).ok());
    new.upvotes = count(paper, "upvotes");
    new.comments = count(item, "numComments").or_else(|| count(paper, "numComments"));
    new.stars = count(paper, "githubStars");
    new.machine_summary = text(paper, "ai_summary");
    new.keywords = texts(paper.get("ai_keywords"));
    new.withdrawn = paper.get("withdrawnAt").is_some_and(|instant| !instant.is_null());
    new.submitted_by = person(item.get("submittedBy").or_else(|| paper.get("submittedOnDailyBy")));
    new.organization = person(item.get("organization").or_else(|| paper.get("organization")));
    let mut web = |url: Option<String>| match url.map(|url| url.trim().to_owned()) {
        Some(url) if is_web_url(&url) => Some(url),
        Some(_) => {
            left_out.addresses += 1;
            None
        }
        None => None,
    };
    new.thumbnail = web(text(item, "thumbnail").or_else(|| text(paper, "thumbnail")));
    let media = texts(paper.get("mediaUrls").or_else(|| item.get("mediaUrls"))).into_iter();
    let video = media.chain(text(item, "mediaUrl")).find(|url| is_video(url));
    for (kind, url) in
        [("code", text(paper, "githubRepo")), ("project", text(paper, "projectPage")), ("video", video)]
    {
        new.links.extend(web(url).map(|url| (kind.to_owned(), url)));
    }
    Some(new)
}

/// Everyone who is not hidden.
fn authors(paper: &Value, left_out: &mut LeftOut) -> Vec<Name> {
    let mut names = Vec::new();
    for author in paper.get("authors").and_then(Value::as_array).into_iter().flatten() {
        if author.get("hidden").and_then(Value::as_bool) == Some(true) {
            left_out.hidden_authors += 1;
            continue;
        }
        let name = author.get("name").and_then(Value::as_str).map(str::trim).unwrap_or_default();
        if !name.is_empty() {
            names.push(as_printed(name));
        }
    }
    names
}

/// A name that would be printed in another order must not be taken apart.
fn as_printed(name: &str) -> Name {
    let words = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let parsed = Name::parse(&words);
    if parsed.printed() == words { parsed } else { Name::Literal(words) }
}

fn person(value: Option<&Value>) -> Option<String> {
    let value = value?;
    let name = ["fullname", "name", "user"].iter().find_map(|key| value.get(key).and_then(Value::as_str));
    name.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned)
}

fn texts(value: Option<&Value>) -> Vec<String> {
    let texts = value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

fn is_video(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default().to_lowercase();
    [".mp4", ".webm", ".mov", ".m4v"].iter().any(|ending| path.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(id: &str) -> String {
        format!(
            r#"{{"paper": {{"id": "{id}", "title": "One\n  two", "summary": "Text.", "upvotes": 3,
            "authors": [{{"name": "Ada", "hidden": false}}, {{"name": "Hidden", "hidden": true}}, {{"name": " "}}],
            "publishedAt": "2025-01-02T23:59:59.000Z", "githubRepo": "javascript:alert(1)",
            "projectPage": "https://a.example/", "mediaUrls": ["https://a.example/x.png", "https://a.example/x.MP4?y"]}},
            "title": "Another", "numComments": 1, "submittedBy": {{"name": "bob", "fullname": "Bob"}}}}"#
        )
    }

    fn read_named(name: &str, text: &str) -> Answer {
        read(Path::new(name), text, None)
    }

    #[test]
    fn an_item_becomes_a_paper() {
        let answer = read_named("2025-03-04.json", &format!("[{}]", item("2501.00001")));
        assert_eq!(answer.diagnostics, []);
        let [paper] = answer.papers.as_slice() else { panic!("there is one paper") };
        assert_eq!(paper.day.to_string(), "2025-03-04");
        assert_eq!(
            (paper.title.as_str(), paper.authors.as_slice()),
            ("One\n  two", &[Name::parse("Ada")][..])
        );
        assert_eq!(paper.published.map(|date| date.iso()).as_deref(), Some("2025-01-02"));
        assert_eq!(paper.arxiv.as_ref().map(|id| id.as_str()), Some("2501.00001"));
        let links: Vec<(&str, &str)> =
            paper.links.iter().map(|(kind, url)| (kind.as_str(), url.as_str())).collect();
        assert_eq!(links, [("project", "https://a.example/"), ("video", "https://a.example/x.MP4?y")]);
        assert_eq!(paper.submitted_by.as_deref(), Some("Bob"));
        assert_eq!((paper.upvotes, paper.comments), (Some(3), Some(1)));
        assert_eq!(answer.left_out, LeftOut { addresses: 1, hidden_authors: 1 });
    }

    #[test]
    fn archives_of_other_forms_are_read() {
        let python = r#"["{'paper': {'id': '2501.00002', 'title': \"It's\", 'authors': []}, 'x': None}"]"#;
        assert_eq!(read_named("2025-03-04.json", python).papers[0].title, "It's");
        let wrapped = format!(
            r#"{{"count": 1, "date": "2025-03-05", "status": 200, "data": [{}]}}"#,
            item("2501.00003")
        );
        assert_eq!(read_named("answer.json", &wrapped).papers[0].day.to_string(), "2025-03-05");
        let flat = r#"{"id": "2501.00004", "title": "Flat"}"#;
        assert_eq!(read(Path::new("x.json"), flat, parse_day("2025-03-06").ok()).papers[0].title, "Flat");
    }

    #[test]
    fn a_file_that_cannot_be_read_says_where() {
        let codes = |name: &str, text: &str| {
            let answer = read_named(name, text);
            let found = answer.diagnostics.iter().map(|diagnostic| {
                let place = diagnostic.primary.as_ref().map(|label| label.place.to_string());
                format!("{} {}", diagnostic.code, place.unwrap_or_default())
            });
            found.collect::<Vec<_>>().join(", ")
        };
        assert_eq!(codes("2025-03-04.json", "[\n  1,\n  x]"), "not-json 2025-03-04.json:3:3");
        assert_eq!(codes("answer.json", "[]"), "unknown-day answer.json");
        assert_eq!(
            codes("2025-03-04.json", r#"[{"paper": {}}, "not a literal", 7]"#).matches("bad-item").count(),
            3
        );
    }
}
