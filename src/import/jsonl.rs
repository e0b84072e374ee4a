//! JSON Lines: a paper as an object on each line, in a form that belongs to no service.
//!
//! `docs/import.md` describes it. Lines are read as they come, so that a list of any length is no more
//! in memory than its papers.

use std::io::{self, BufRead, ErrorKind, Read};

use rayon::prelude::*;
use serde_json::Value;

use super::arxiv::snapshot;
use super::reading::Reading;
use super::{Format, FoundPaper, SourceEntry};
use crate::diagnostic::{Diagnostic, Place};
use crate::paper::Day;

mod fields;

/// So many lines are read at the same time.
const BATCH: usize = 1024;

/// The longest paper there is has thousands of authors and needs a hundredth of it.
const LONGEST_LINE: u64 = 16 << 20;

/// What to do with an array of papers.
pub const OBJECT_PER_LINE: &str = "each line is one whole object; `jq -c '.[]'` writes an array so";

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
            let whole: Vec<u8> = batch.concat();
            let format =
                Format::of(&String::from_utf8_lossy(&whole)).filter(|format| *format != Format::Jsonl);
            if let (Some(format), Some(first)) = (format, reading.diagnostics.first_mut()) {
                first.help = Some(format.help());
            }
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
            Ok(item) => {
                let message = "this line is no paper: it is not an object";
                let diagnostic =
                    Diagnostic::error("bad-entry", message).at(place(0..text.len()), "it is left out");
                reading.diagnostics.push(match item {
                    Value::Array(_) => diagnostic.help(OBJECT_PER_LINE),
                    _ => diagnostic,
                });
                return reading;
            }
            Err(error) => {
                let at = error.column().saturating_sub(1);
                let message = error.to_string();
                let what = message.split(" at line ").next().unwrap_or_default();
                reading.diagnostics.push(
                    Diagnostic::error("bad-json", format!("this line is not valid JSON: {what}"))
                        .at(place(at..at + 1), "")
                        .help(OBJECT_PER_LINE),
                );
                return reading;
            }
        };
        let (paper, unread) = match snapshot::is_entry(&item) {
            true => (snapshot::paper(&item, day), Vec::new()),
            false => fields::paper(&item, day),
        };
        match paper {
            Ok(paper) => {
                let entry = SourceEntry { name: paper.title.clone(), place: place(0..text.len()) };
                reading.papers.push(FoundPaper { entry: Some(entry), ..paper });
            }
            Err(lack) => {
                reading.diagnostics.push(lack.diagnostic("the paper of this line", place(0..text.len())));
            }
        }
        for name in unread {
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::import::Extra;
    use crate::paper::{ArxivId, Author, Name, PartialDate, WebUrl, parse_partial};

    #[track_caller]
    fn one(text: &str) -> FoundPaper {
        let mut reading = read("a.jsonl", text.as_bytes(), None).expect("a text can be read");
        assert_eq!((reading.diagnostics.as_slice(), reading.papers.len()), (&[][..], 1));
        FoundPaper { entry: None, ..reading.papers.remove(0) }
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
            authors: vec![Author::new(Name::parse("Ada Lovelace")), Author::new(Name::literal("Acme Labs"))],
            version: Some(2),
            arxiv: ArxivId::parse("2510.00010").map(|(id, _)| id),
            primary_class: Some("cs.DS".into()),
            tags: vec!["slow".into()],
            links: vec![("code".into(), WebUrl::parse("https://code.example/a").expect("an address"))],
            abstract_: vec!["We sort.".into(), "And stop.".into()],
            stars: Some(3),
            extra: vec![("arxiv_classes".into(), Extra::Texts(vec!["cs.DS".into(), "68P10, 68Q25".into()]))],
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
        assert_eq!(days(r#""year": 2015"#), ("2015-01-01".into(), published("2015")));
        let both = r#""date": "2025-10-28", "published": "2025-10-27""#;
        assert_eq!(days(both), ("2025-10-28".into(), published("2025-10-27")));
        let line = r#"{"title": "A", "date": "2025-10-28"}"#;
        let reading = read("a.jsonl", line.as_bytes(), Some(date(2025, 11, 1))).expect("a text can be read");
        let found = &reading.papers[0];
        assert_eq!((found.day, found.published), (date(2025, 11, 1), parse_partial("2025-10-28").ok()));
    }

    #[test]
    fn tags_may_be_one_text() {
        for tags in [r#""agents, vision""#, r#""agents; vision""#, r#"["agents", "vision"]"#] {
            let found = one(&format!(r#"{{"title": "A", "date": "2025", "tags": {tags}}}"#));
            assert_eq!(found.tags, ["agents", "vision"], "{tags}");
        }
        let listed = one(r#"{"title": "A", "date": "2025", "tags": ["slow, very"]}"#);
        assert_eq!(listed.tags, ["slow, very"]);
    }

    #[test]
    fn an_array_is_told_how_to_become_lines() {
        let text = r#"[{"title": "A", "date": "2025"}]"#;
        let reading = read("a.json", text.as_bytes(), None).expect("a text can be read");
        assert_eq!(reading.diagnostics[0].help.as_deref(), Some(OBJECT_PER_LINE));
    }

    #[test]
    fn authors_may_be_one_text() {
        let found =
            one(r#"{"title": "A", "date": "2025", "authors": "Ada Lovelace, Charles Babbage et al."}"#);
        let authors: Vec<&str> = found.authors.iter().map(|author| author.name().printed()).collect();
        assert_eq!(authors, ["Ada Lovelace", "Charles Babbage"]);
        assert_eq!(found.extra, [("authors_end".into(), Extra::Text("and others".into()))]);
    }

    #[test]
    fn an_arxiv_id_says_the_month_where_nothing_else_does() {
        let found = one(r#"{"title": "A", "id": "2510.00010"}"#);
        assert_eq!((found.day, found.published), (date(2025, 10, 1), parse_partial("2025-10").ok()));
        let found = one(r#"{"title": "A", "id": "2510.00010", "date": "2025-11-03"}"#);
        assert_eq!((found.day, found.published), (date(2025, 11, 3), None));
    }

    #[test]
    fn lines_of_arxivs_snapshot_are_read() {
        let found = one(
            r#"{"id":"0704.0010","authors":"A. Lovelace","title":"Sorting","categories":"math.CO cs.DS","abstract":"  We sort.\n","versions":[{"version":"v1","created":"Mon, 2 Apr 2007 19:18:42 GMT"}],"authors_parsed":[["Lovelace","A.",""]]}"#,
        );
        assert_eq!((found.day, found.primary_class.as_deref()), (date(2007, 4, 2), Some("math.CO")));
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

    /// What a content file could not say is a value that is not what its name says.
    #[test]
    fn a_value_that_cannot_be_written_is_left_out_by_itself() {
        let nested = |depth| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        let check = |fields: &str, unread: &[&str], aliases: &[&str], extra: usize| {
            let line = format!(r#"{{"title": "A", "date": "2025", {fields}}}"#);
            let reading = read("a.jsonl", line.as_bytes(), None).expect("a text can be read");
            let told: Vec<_> =
                reading.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
            assert_eq!(told, unread, "{fields}");
            assert_eq!(reading.papers[0].aliases, aliases);
            assert_eq!(reading.papers[0].extra.len(), extra, "{fields}");
        };
        let aliases = ["`aliases` of this line cannot be read"];
        check(r#""aliases": ["old/a", "/b/", "/a/../b"]"#, &aliases, &["/b/"], 0);
        let extra = ["`extra` of this line cannot be read"];
        check(&format!(r#""extra": {{"a": {}, "b": 1}}"#, nested(62)), &[], &[], 2);
        check(&format!(r#""extra": {{"a": {}, "b": 1}}"#, nested(63)), &extra, &[], 1);
    }

    #[test]
    fn a_file_of_another_format_is_one_error() {
        let text = "[\n{\n\"title\": \"A\"\n}\n]".repeat(2);
        let reading = read("a.json", text.as_bytes(), None).expect("a text can be read");
        let codes: Vec<_> = reading.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
        assert_eq!((codes, reading.papers.len()), (vec!["bad-json"], 0));
    }
}
