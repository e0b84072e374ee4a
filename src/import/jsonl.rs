//! JSON Lines: a paper as an object on each line, in a form that belongs to no service.
//!
//! `docs/import.md` describes it. Lines are read as they come, so that a list of any length is no more
//! in memory than its papers.

use std::io::{self, BufRead, ErrorKind, Read};

use rayon::prelude::*;
use serde_json::Value;

use super::json::{count_at, text_at, utc_day};
use super::reading::{Lack, Reading, listing_day};
use super::{Extra, FoundPaper, WebUrl, line, name, paragraphs, trace};
use crate::diagnostic::{Diagnostic, Place};
use crate::paper::{ArxivId, Author, Day, Doi, Name, Orcid, PartialDate, Publication, Status, parse_partial};

/// So many lines are read at the same time.
const BATCH: usize = 1024;

/// The longest paper there is has thousands of authors and needs a hundredth of it.
const LONGEST_LINE: u64 = 16 << 20;

/// Reads lines; `file` is their path for messages. Papers are listed under `day`, else under the `date` of
/// each, else under the day on which it was published.
///
/// A line that is no paper is left out, with its place.
///
/// # Errors
///
/// Where the source cannot be read, or a line is longer than 16 MB.
pub fn read(file: &str, mut source: impl BufRead, day: Option<Day>) -> io::Result<Reading> {
    let mut reading = Reading::default();
    let mut line_count = 0;
    loop {
        let batch = next_lines(&mut source, line_count)?;
        if batch.is_empty() {
            return Ok(reading);
        }
        let read: Vec<Reading> = batch
            .par_iter()
            .enumerate()
            .map(|(index, line)| Row { file, number: line_count + index + 1, bytes: line }.read(day))
            .collect();
        line_count += batch.len();
        read.into_iter().for_each(|read| reading.extend(read));
        let is_foreign = line_count == batch.len()
            && reading.papers.is_empty()
            && reading.diagnostics.iter().any(|diagnostic| diagnostic.code == "bad-json");
        if is_foreign {
            // Each line of another format would be an error of its own.
            reading.diagnostics.truncate(1);
            return Ok(reading);
        }
    }
}

/// The next lines, with their ends; none at the end of the source.
fn next_lines(source: &mut impl BufRead, line_count: usize) -> io::Result<Vec<Vec<u8>>> {
    let mut lines = Vec::new();
    while lines.len() < BATCH {
        let mut line = Vec::new();
        source.take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        if line.is_empty() {
            break;
        }
        if line.len() as u64 == LONGEST_LINE {
            let message = format!("line {} is too long to be a paper", line_count + lines.len() + 1);
            return Err(io::Error::new(ErrorKind::FileTooLarge, message));
        }
        lines.push(line);
    }
    Ok(lines)
}

struct Row<'r> {
    file: &'r str,
    /// From 1.
    number: usize,
    bytes: &'r [u8],
}

impl Row<'_> {
    fn read(&self, day: Option<Day>) -> Reading {
        let text = String::from_utf8_lossy(self.bytes);
        let text = text.trim_end().trim_start_matches('\u{FEFF}');
        let mut reading = Reading::default();
        if text.trim_start().is_empty() {
            return reading;
        }
        let place = |range| Place::in_line(self.file.into(), self.number, text, range);
        let item = match serde_json::from_str(text) {
            Ok(item @ Value::Object(_)) => item,
            Ok(_) => {
                let message = "this line is no paper: it is not an object";
                let diagnostic = Diagnostic::error("bad-entry", message);
                reading.diagnostics.push(diagnostic.at(place(0..text.len()), "it is left out"));
                return reading;
            }
            Err(error) => {
                let at = error.column().saturating_sub(1);
                let message = error.to_string();
                let what = message.split(" at line ").next().unwrap_or_default();
                reading.diagnostics.push(
                    Diagnostic::error("bad-json", format!("this line is not valid JSON: {what}"))
                        .at(place(at..at + 1), "")
                        .help("each line is one whole object; `jq -c '.[]'` writes an array so"),
                );
                return reading;
            }
        };
        let mut fields = Fields { item: &item, unread: Vec::new() };
        match fields.paper(day) {
            Ok(paper) => reading.papers.push(paper),
            Err(lack) => {
                reading.diagnostics.push(lack.diagnostic("the paper of this line", place(0..text.len())));
            }
        }
        for name in fields.unread {
            let message = format!("`{name}` of this line cannot be read");
            let at = text.find(&format!("\"{name}\"")).unwrap_or_default();
            let range = place(at..at + name.len() + 2);
            reading
                .diagnostics
                .push(Diagnostic::warning("unread-value", message).at(range, "it is left out"));
        }
        reading
    }
}

/// An object, and the names of what in it is not what its name says.
struct Fields<'v> {
    item: &'v Value,
    unread: Vec<&'static str>,
}

impl Fields<'_> {
    fn paper(&mut self, day: Option<Day>) -> Result<FoundPaper, Lack> {
        let title = self.text("title").ok_or(Lack::Title)?;
        let listed =
            self.read("date", |text| utc_day(text).map(PartialDate::from).or(parse_partial(text).ok()));
        let published = self.read("published", partial_or_instant);
        let added = listed.and_then(PartialDate::full);
        let mut paper = FoundPaper::new(title, listing_day(day, added, published.or(listed))?);
        // A day that is the one of listing needs no field of its own.
        paper.published = published.or(listed.filter(|date| date.full() != Some(paper.day)));
        paper.updated = self.read("updated", partial_or_instant);
        paper.authors = self.authors();
        paper.author_count = self.count("author_count").filter(|_| paper.authors.is_empty());
        self.add_identity(&mut paper);
        self.add_links(&mut paper);
        self.add_venue(&mut paper);
        self.add_tags(&mut paper);
        paper.abstract_ = text_at(self.item, "abstract").map(paragraphs).unwrap_or_default();
        paper.summary = self.text("summary");
        paper.notes = text_at(self.item, "notes").map(str::to_owned).filter(|notes| !notes.trim().is_empty());
        paper.upvotes = self.count("upvotes");
        paper.comments = self.count("comments");
        paper.stars = self.count("stars");
        paper.weight = self.count("weight");
        paper.submitted_by = self.text("submitted_by");
        paper.organization = self.text("organization");
        paper.thumbnail = self.read("thumbnail", WebUrl::parse);
        paper.withdrawn = match self.item.get("withdrawn") {
            Some(Value::Bool(true)) => Some(self.text("withdrawn_reason").unwrap_or_default()),
            Some(Value::String(reason)) => Some(line(reason).unwrap_or_default()),
            _ => None,
        };
        paper.status = self.read("status", |text| {
            Status::NAMED.iter().find(|(name, _)| *name == text).map(|(_, status)| *status)
        });
        paper.draft = self.item.get("draft") == Some(&Value::Bool(true));
        Ok(paper)
    }

    /// A text or a number, on one line.
    fn text(&mut self, name: &'static str) -> Option<String> {
        match self.item.get(name)? {
            Value::String(text) => line(text),
            Value::Number(number) => Some(number.to_string()),
            Value::Null => None,
            _ => {
                self.unread.push(name);
                None
            }
        }
    }

    /// A text that means something.
    fn read<T>(&mut self, name: &'static str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(name)?;
        let value = read(&text);
        if value.is_none() {
            self.unread.push(name);
        }
        value
    }

    fn count(&mut self, name: &'static str) -> Option<u64> {
        let count = count_at(self.item, name);
        let is_there = !matches!(self.item.get(name), None | Some(Value::Null));
        if count.is_none() && is_there {
            self.unread.push(name);
        }
        count
    }

    /// Texts of a list, or a single one.
    fn texts(&mut self, name: &'static str) -> Vec<String> {
        match self.item.get(name) {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::String(text)) => line(text).into_iter().collect(),
            Some(Value::Array(items)) => {
                items.iter().filter_map(|item| item.as_str().and_then(line)).collect()
            }
            Some(_) => {
                self.unread.push(name);
                Vec::new()
            }
        }
    }

    /// Names, or maps; those of `author_details` say more than those of `authors`.
    fn authors(&mut self) -> Vec<Author> {
        for list in ["author_details", "authors"] {
            match self.item.get(list) {
                None | Some(Value::Null) => {}
                Some(Value::Array(authors)) => {
                    let authors: Vec<Author> = authors.iter().filter_map(author).collect();
                    if !authors.is_empty() {
                        return authors;
                    }
                }
                Some(_) => self.unread.push(list),
            }
        }
        Vec::new()
    }

    fn add_identity(&mut self, paper: &mut FoundPaper) {
        let version = self.count("version").and_then(|version| u32::try_from(version).ok());
        if let Some((id, typed)) = self.read("arxiv", ArxivId::parse) {
            paper.add_arxiv(id, version.or(typed));
        }
        if let Some(doi) = self.read("doi", Doi::parse) {
            paper.add_doi(doi);
        }
        let Some(id) = self.text("id") else { return };
        if let Some((id, typed)) = ArxivId::parse(&id) {
            paper.add_arxiv(id, version.or(typed));
        } else if let Some(doi) = Doi::parse(&id) {
            paper.add_doi(doi);
        } else if let Some(url) = WebUrl::parse(&id) {
            paper.add_address(&url);
        } else {
            paper.extra.push(("id", Extra::Text(id)));
            paper.extra.extend(self.text("source").map(|source| ("source", Extra::Text(source))));
        }
    }

    fn add_links(&mut self, paper: &mut FoundPaper) {
        if let Some(url) = self.read("url", WebUrl::parse) {
            paper.add_address(&url);
        }
        match self.item.get("links") {
            None | Some(Value::Null) => {}
            Some(Value::Object(links)) => {
                for (label, url) in links.iter().filter(|(_, url)| !url.is_null()) {
                    let Some(url) = url.as_str().and_then(WebUrl::parse) else {
                        self.unread.push("links");
                        continue;
                    };
                    // The addresses that an id has anyway say the id.
                    match (trace::arxiv_in(url.as_str()), line(label)) {
                        (Some((id, version)), _) => paper.add_arxiv(id, version),
                        (None, Some(label)) if label != "abs" => paper.add_link(&label, url),
                        _ => paper.add_address(&url),
                    }
                }
            }
            Some(_) => self.unread.push("links"),
        }
    }

    fn add_venue(&mut self, paper: &mut FoundPaper) {
        if let Some(venue) = self.text("venue") {
            paper.add_venue(venue);
        }
        paper.publication = Publication {
            year: self.read("year", |year| year.parse().ok()).filter(|_| paper.venue.is_some()),
            kind: self.text("type"),
            volume: self.text("volume"),
            number: self.text("number"),
            pages: self.text("pages"),
            publisher: self.text("publisher"),
            editors: self.texts("editors"),
            series: self.text("series"),
            cite_key: self.text("cite_key"),
        };
    }

    /// Of a paper at arXiv, tags that are classes are no tags: those are the curator's own words.
    fn add_tags(&mut self, paper: &mut FoundPaper) {
        paper.primary_class = self.text("primary_class");
        let tags = self.texts("tags");
        if paper.primary_class.is_some() || paper.arxiv.is_none() {
            paper.tags = tags;
            return;
        }
        let (classes, tags): (Vec<String>, Vec<String>) =
            tags.into_iter().partition(|tag| trace::is_arxiv_class(tag) || trace::is_subject_class(tag));
        paper.tags = tags;
        paper.primary_class = classes.iter().find(|class| trace::is_arxiv_class(class)).cloned();
        if classes.len() > 1 {
            paper.extra.push(("arxiv_classes", Extra::Texts(classes)));
        }
    }
}

fn partial_or_instant(text: &str) -> Option<PartialDate> {
    parse_partial(text).ok().or_else(|| utc_day(text).map(PartialDate::from))
}

fn author(author: &Value) -> Option<Author> {
    if let Some(printed) = author.as_str() {
        return line(printed).map(name).map(Author::new);
    }
    let part = |key| text_at(author, key).and_then(line);
    let name = match (part("given"), part("family")) {
        (Some(given), Some(family)) => Name::Person {
            given,
            family,
            prefix: part("prefix").unwrap_or_default(),
            suffix: part("suffix").unwrap_or_default(),
        },
        (one, other) => match part("literal") {
            Some(literal) => Name::Literal(literal),
            None => name(part("name").or(one).or(other)?),
        },
    };
    let orcid = part("orcid").and_then(|orcid| Orcid::parse(&orcid));
    Some(Author::new(name).with_affiliation(part("affiliation")).with_orcid(orcid))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[track_caller]
    fn one(text: &str) -> FoundPaper {
        let mut reading = read("a.jsonl", text.as_bytes(), None).expect("a text can be read");
        assert_eq!((reading.diagnostics.as_slice(), reading.papers.len()), (&[][..], 1));
        reading.papers.remove(0)
    }

    #[test]
    fn a_line_becomes_a_paper() {
        let found = one(
            r#"{"id": "2510.00010v2", "title": "Sorting\nin $n^2$", "authors": ["Ada Lovelace", {"literal": "Acme Labs"}],
            "date": "2025-10-28", "abstract": "We\nsort.\n\nAnd stop.", "venue": "arXiv", "tags": ["cs.DS", "68P10, 68Q25", "slow"],
            "links": {"abs": "https://arxiv.org/abs/2510.00010", "pdf": "https://arxiv.org/pdf/2510.00010",
                      "code": "https://code.example/a", "video": null}, "upvotes": null, "stars": 3, "source": "x"}"#
                .replace('\n', " ")
                .as_str(),
        );
        let expected = FoundPaper {
            authors: vec![
                Author::new(Name::parse("Ada Lovelace")),
                Author::new(Name::Literal("Acme Labs".into())),
            ],
            version: Some(2),
            arxiv: ArxivId::parse("2510.00010").map(|(id, _)| id),
            primary_class: Some("cs.DS".into()),
            tags: vec!["slow".into()],
            links: vec![("code".into(), WebUrl::parse("https://code.example/a").expect("an address"))],
            abstract_: vec!["We sort.".into(), "And stop.".into()],
            stars: Some(3),
            extra: vec![("arxiv_classes", Extra::Texts(vec!["cs.DS".into(), "68P10, 68Q25".into()]))],
            ..FoundPaper::new("Sorting in $n^2$", date(2025, 10, 28))
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn the_day_is_never_made_up() {
        let found = |fields: &str| one(&format!("{{\"title\": \"A\", {fields}}}"));
        let days = |fields: &str| {
            let found = found(fields);
            (found.day.to_string(), found.published.map(PartialDate::iso))
        };
        let published = |date: &str| Some(date.to_owned());
        assert_eq!(days(r#""date": "2025-10-28T23:30:00Z""#), ("2025-10-28".into(), None));
        assert_eq!(days(r#""date": "2025-10""#), ("2025-10-01".into(), published("2025-10")));
        assert_eq!(days(r#""published": 2015"#), ("2015-01-01".into(), published("2015")));
        let both = r#""date": "2025-10-28", "published": "2025-10-27""#;
        assert_eq!(days(both), ("2025-10-28".into(), published("2025-10-27")));
        let line = r#"{"title": "A", "date": "2025-10-28"}"#;
        let reading = read("a.jsonl", line.as_bytes(), Some(date(2025, 11, 1))).expect("a text can be read");
        let found = &reading.papers[0];
        assert_eq!((found.day, found.published), (date(2025, 11, 1), parse_partial("2025-10-28").ok()));
    }

    #[test]
    fn every_line_that_is_no_paper_is_named() {
        let text = "{\"title\": \"A\", \"date\": \"2025\", \"doi\": \"x\"}\r\n\n7\n{\"title\": }\n{\"title\": \" \"}\n{\"title\": \"B\", \"date\": \"soon\"}";
        let reading = read("a.jsonl", text.as_bytes(), None).expect("a text can be read");
        assert_eq!(reading.papers.len(), 1);
        let found: Vec<String> = reading
            .diagnostics
            .iter()
            .map(|diagnostic| {
                let place = diagnostic.primary.as_ref().map(|label| label.place.to_string());
                format!("{} {}: {}", place.unwrap_or_default(), diagnostic.code, diagnostic.message)
            })
            .collect();
        assert_eq!(
            found,
            [
                "a.jsonl:1:32 unread-value: `doi` of this line cannot be read",
                "a.jsonl:3:1 bad-entry: this line is no paper: it is not an object",
                "a.jsonl:4:11 bad-json: this line is not valid JSON: expected value",
                "a.jsonl:5:1 bad-entry: the paper of this line has no title",
                "a.jsonl:6:1 no-day: nothing says under which day the paper of this line is listed",
                "a.jsonl:6:16 unread-value: `date` of this line cannot be read",
            ]
        );
    }

    #[test]
    fn a_file_of_another_format_is_one_error() {
        let text = "[\n{\n\"title\": \"A\"\n}\n]".repeat(2);
        let reading = read("a.json", text.as_bytes(), None).expect("a text can be read");
        let codes: Vec<_> = reading.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
        assert_eq!((codes, reading.papers.len()), (vec!["bad-json"], 0));
    }
}
