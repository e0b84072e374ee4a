//! The front matter of a Markdown file: the YAML between two lines of `---` at its top.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Place};
use crate::source::SourceFile;

/// Where front matter and body lie in a file's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontMatter {
    pub yaml: Range<usize>,
    pub body: Range<usize>,
}

/// Splits a file at its fences. What is wrong with them is the whole file's only problem: nothing
/// below can be read without them.
pub fn split(source: &SourceFile) -> Result<FrontMatter, Box<Diagnostic>> {
    let text = source.text.as_str();
    let first = line_at(text, 0);
    if text[first.clone()].trim_end() != "---" {
        let diagnostic = Diagnostic::error("missing-front-matter", "this file has no front matter");
        let place = Place::in_text(source.path.clone(), text, 0..first.end);
        let label = match text[first.clone()].trim_end() {
            "+++" => "front matter is YAML between lines of `---`; this looks like TOML",
            _ => "begin with a line `---`, then `title: …`, then a line `---`",
        };
        return Err(Box::new(diagnostic.at(place, label).help(
            "a file that is not a paper can be named `README.md` or begin with `_`, or live outside the content folder",
        )));
    }
    let start = next_line(text, first.end);
    let mut at = start;
    while at < text.len() {
        let line = line_at(text, at);
        // Few lines begin like an end of the front matter.
        let may_end = matches!(text.as_bytes()[at], b'-' | b'.');
        if may_end && matches!(text[line.clone()].trim_end(), "---" | "...") {
            return Ok(FrontMatter { yaml: start..line.start, body: next_line(text, line.end)..text.len() });
        }
        at = next_line(text, line.end);
    }
    let place = Place::in_text(source.path.clone(), text, first);
    Err(Box::new(
        Diagnostic::error("unclosed-front-matter", "the front matter is not closed")
            .at(place, "opened here; end it with a line `---`"),
    ))
}

fn line_at(text: &str, start: usize) -> Range<usize> {
    start..memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |at| start + at)
}

fn next_line(text: &str, end: usize) -> usize {
    (end + 1).min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Result<(String, String), &'static str> {
        let source = SourceFile { path: "content/a.md".into(), text: text.to_owned() };
        let split = split(&source).map_err(|diagnostic| diagnostic.code)?;
        Ok((text[split.yaml].to_owned(), text[split.body].to_owned()))
    }

    #[test]
    fn yaml_and_body_are_told_apart_whatever_the_line_ends() {
        assert_eq!(parts("---\na: 1\n---\nbody\n"), Ok(("a: 1\n".into(), "body\n".into())));
        assert_eq!(parts("---\r\na: 1\r\n---\r\nbody"), Ok(("a: 1\r\n".into(), "body".into())));
        assert_eq!(parts("---\n---"), Ok((String::new(), String::new())));
        assert_eq!(
            parts("---\na: |\n  x\n ---\n---\n---\n"),
            Ok(("a: |\n  x\n ---\n".into(), "---\n".into()))
        );
    }

    #[test]
    fn fences_that_are_missing_or_open_are_named() {
        assert_eq!(parts("# A paper\n"), Err("missing-front-matter"));
        assert_eq!(parts(""), Err("missing-front-matter"));
        assert_eq!(parts("---\ntitle: x\n"), Err("unclosed-front-matter"));
    }
}
