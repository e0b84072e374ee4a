//! A [`Diagnostic`] is one thing that is wrong, or odd, in what the user wrote: with a stable
//! code, the place, and the fix.
//!
//! Work goes on past a diagnostic, so that one run reports all of them. The same value is rendered
//! for people, as JSON, and as annotations for GitHub.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

mod counted;
mod github;
mod human;
mod json;
mod lines;

pub use counted::{counted, grouped};
pub use github::github;
pub use human::{Styling, human, human_in_full};
pub use json::json;
pub use lines::Lines;

/// How much a diagnostic weighs. Only errors stop a build; `--strict` makes warnings errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Error,
    Warning,
    Note,
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// Where in which file, with the line itself, so that it can be shown after the file is gone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// Relative to the site's root, with `/` on every system.
    pub file: Arc<str>,
    /// Absent when the whole file is meant.
    pub span: Option<PlaceSpan>,
    /// Bytes of the file that [`locate`] turns into a span.
    range: Option<Range<usize>>,
}

/// A stretch of one line. Lines and columns count from 1; columns count characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceSpan {
    pub line: usize,
    pub column: usize,
    /// One past the last column; at least `column + 1` unless the span is empty.
    pub end_column: usize,
    /// The line's text, without its end; long lines are cut around the span.
    pub text: String,
    /// How many characters of the line are left out before `text`.
    pub cut: usize,
}

/// What a frame shows of one line, at most.
const LONGEST_LINE: usize = 160;

impl Place {
    pub fn file(file: impl Into<Arc<str>>) -> Place {
        Place { file: file.into(), span: None, range: None }
    }

    /// A byte range of a file whose text is not at hand; [`locate`] finds its line later.
    pub fn in_file(file: Arc<str>, range: Range<usize>) -> Place {
        Place { file, span: None, range: Some(range) }
    }

    /// The place of a byte range in a file's text. A range over several lines is cut at the first
    /// one's end.
    pub fn in_text(file: Arc<str>, text: &str, range: Range<usize>) -> Place {
        let start = floor_char_boundary(text, range.start);
        let (before, behind) = text.split_at(start);
        let line = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
        let line_start = memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |at| at + 1);
        let line_end = memchr::memchr(b'\n', behind.as_bytes()).map_or(text.len(), |at| start + at);
        let column = before[line_start..].chars().count() + 1;
        let in_line = start - line_start..range.end.saturating_sub(line_start);
        let span = PlaceSpan::new(&text[line_start..line_end], line, column, in_line);
        Place { file, span: Some(span), range: None }
    }

    /// The place of a byte range in one line of a file whose other lines are not at hand.
    pub fn in_line(file: Arc<str>, number: usize, line: &str, range: Range<usize>) -> Place {
        let mut place = Place::in_text(file, line, range);
        if let Some(span) = &mut place.span {
            span.line = number;
        }
        place
    }
}

impl PlaceSpan {
    /// A range of bytes of the text of a line, cut at its end. `column` is that of its start, which is no middle of a
    /// character; `range` may go past the end.
    fn new(text: &str, line: usize, column: usize, range: Range<usize>) -> PlaceSpan {
        let text = text.trim_end_matches('\r');
        let start = range.start.min(text.len());
        let end = floor_char_boundary(text, range.end).max(start);
        let width = text[start..end].chars().count();

        let cut = if column > LONGEST_LINE / 2 { column - LONGEST_LINE / 4 } else { 0 };
        // A line may be a file: its beginning is not read for each place in it.
        let shown_start = match column - 1 - cut {
            0 => start,
            shown => text[..start].char_indices().rev().nth(shown - 1).map_or(0, |(at, _)| at),
        };
        let text = text[shown_start..].chars().take(LONGEST_LINE).collect();
        PlaceSpan { line, column, end_column: column + width, text, cut }
    }
}

/// Finds the lines of places that are known by their bytes only. `read` returns a file's text; it is asked once for
/// each file.
pub fn locate(diagnostics: &mut [Diagnostic], read: impl Fn(&str) -> Option<String>) {
    let mut unlocated: BTreeMap<Arc<str>, Vec<(&mut Place, Range<usize>)>> = BTreeMap::new();
    for diagnostic in diagnostics {
        for label in diagnostic.primary.iter_mut().chain(&mut diagnostic.related) {
            if let Some(range) = label.place.range.take() {
                unlocated.entry(label.place.file.clone()).or_default().push((&mut label.place, range));
            }
        }
    }
    for (file, places) in unlocated {
        let Some(text) = read(&file) else { continue };
        let lines = Lines::new(file, &text);
        places.into_iter().for_each(|(place, range)| *place = lines.place(range));
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.span {
            Some(span) => write!(f, "{}:{}:{}", self.file, span.line, span.column),
            None => f.write_str(&self.file),
        }
    }
}

/// The last character boundary at or before `index`, which may lie past the end.
fn floor_char_boundary(text: &str, index: usize) -> usize {
    let mut index = index.min(text.len());
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}

/// A place and what is to be said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub place: Place,
    pub message: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub severity: Severity,
    /// Stable, listed in `docs/diagnostics.md`: `unknown-field`.
    pub code: &'static str,
    /// One sentence without a full stop.
    pub message: String,
    /// Where, and what to do about it there.
    pub primary: Option<Label>,
    /// The other places involved: the second claimant of a URL, say.
    pub related: Vec<Label>,
    /// The fix, when it does not fit beside the place.
    pub help: Option<String>,
}

impl Diagnostic {
    pub fn error(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Error, code, message)
    }

    pub fn warning(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Warning, code, message)
    }

    pub fn note(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Note, code, message)
    }

    fn new(severity: Severity, code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity, code, message: message.into(), primary: None, related: Vec::new(), help: None }
    }

    pub fn at(mut self, place: Place, message: impl Into<String>) -> Diagnostic {
        self.primary = Some(Label { place, message: message.into() });
        self
    }

    pub fn related(mut self, place: Place, message: impl Into<String>) -> Diagnostic {
        self.related.push(Label { place, message: message.into() });
        self
    }

    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }
}

/// Puts diagnostics in the order in which they are shown: errors first, then by file and line.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    fn order(diagnostic: &Diagnostic) -> impl Ord {
        let place = diagnostic.primary.as_ref().map(|label| {
            let position = label.place.span.as_ref().map(|span| (span.line, span.column));
            (&label.place.file, position)
        });
        (diagnostic.severity, place, diagnostic.code, &diagnostic.message)
    }
    diagnostics.sort_by(|a, b| order(a).cmp(&order(b)));
}

pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

pub fn has_warnings(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Warning)
}

/// Control characters in quoted content could move a terminal's cursor or fake its lines.
pub fn printable(text: &str) -> String {
    text.chars()
        .map(|char| match char {
            '\t' => ' ',
            char if char.is_control() => '\u{FFFD}',
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
            char => char,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn places_are_located_with_one_look_at_each_file() {
        let place = |file: &str, range| Place::in_file(file.into(), range);
        let mut diagnostics = [
            Diagnostic::error("bad", "one").at(place("b", 2..3), "").related(place("a", 0..1), ""),
            Diagnostic::error("bad", "two").at(place("a", 4..5), ""),
            Diagnostic::error("bad", "three").at(place("gone", 4..5), ""),
        ];
        let asked = RefCell::new(Vec::new());
        locate(&mut diagnostics, |file| {
            asked.borrow_mut().push(file.to_owned());
            (file != "gone").then(|| "x\nyéz".to_owned())
        });
        let labels =
            diagnostics.iter().flat_map(|diagnostic| diagnostic.primary.iter().chain(&diagnostic.related));
        let places: Vec<String> = labels.map(|label| label.place.to_string()).collect();
        assert_eq!(places, ["b:2:1", "a:1:1", "a:2:2", "gone"]);
        assert_eq!(asked.into_inner(), ["a", "b", "gone"]);
    }
}
