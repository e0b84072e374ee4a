//! A [`PaperEdit`] changes fields and notes in the text of a paper's file, and leaves every other byte
//! of it as it is: comments, order, quotes, line ends, a byte order mark.

use pulldown_cmark::{Event, Parser, Tag};

use crate::front_matter;
use crate::paper::notes_heading;
use crate::source::SourceFile;
use crate::text;

mod field;
mod file_edit;
mod kind;
mod list;
mod map;
mod rewrite;
mod shape;
#[cfg(test)]
mod tests;

pub use field::FieldPath;
pub use file_edit::{Edits, FileEdit, changed_meanwhile, differing_lines, edits};
pub use kind::new_value;
pub use map::MapEdit;
pub use rewrite::{RewriteError, rewrite};

use map::Splice;

/// The text of a file while it is edited.
#[derive(Clone, Debug)]
pub struct PaperEdit {
    /// The fence that opens the front matter, below a byte order mark if there is one.
    head: String,
    front_matter: MapEdit,
    /// The fence that closes the front matter, and the body.
    tail: String,
    /// Where the body begins in `tail`.
    body_start: usize,
    line_end: &'static str,
}

/// What a field is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewValue {
    /// Quoted where YAML needs it.
    Text(String),
    /// A number, a date, `true` or `false`: written as it is.
    Plain(String),
    List(Vec<String>),
    /// Whatever YAML can say, on one line.
    Any(serde_json::Value),
}

impl NewValue {
    /// Without the characters that are no text: they are not read back.
    fn cleaned(&self) -> NewValue {
        let mut value = self.clone();
        match &mut value {
            NewValue::Text(text) | NewValue::Plain(text) => text::clean_up(text),
            NewValue::List(items) => items.iter_mut().for_each(text::clean_up),
            NewValue::Any(value) => clean_up_within(value),
        }
        value
    }
}

fn clean_up_within(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::String(text) => text::clean_up(text),
        serde_json::Value::Array(items) => items.iter_mut().for_each(clean_up_within),
        serde_json::Value::Object(map) => map.values_mut().for_each(clean_up_within),
        _ => {}
    }
}

/// Why a file was not changed.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum EditError {
    #[error("its front matter cannot be read: {0}")]
    Unreadable(String),
    #[error("`{key}` cannot be changed in place{why}: edit the file by hand")]
    NotInPlace { key: String, why: &'static str },
}

impl PaperEdit {
    /// `text` is the whole file, with its byte order mark if it has one.
    pub fn new(text: &str) -> Result<PaperEdit, EditError> {
        let source =
            SourceFile { path: "".into(), text: text.strip_prefix('\u{FEFF}').unwrap_or(text).to_owned() };
        let mark = text.len() - source.text.len();
        let parts = front_matter::split(&source)
            .map_err(|diagnostic| EditError::Unreadable(diagnostic.message.clone()))?;
        let line_end = line_end(text);
        Ok(PaperEdit {
            head: text[..mark + parts.yaml.start].to_owned(),
            front_matter: MapEdit::new(source.text[parts.yaml.clone()].to_owned(), line_end)?,
            tail: source.text[parts.yaml.end..].to_owned(),
            body_start: parts.body.start - parts.yaml.end,
            line_end,
        })
    }

    /// The whole file.
    pub fn text(&self) -> String {
        [&self.head, self.front_matter.yaml(), &self.tail].concat()
    }

    /// The texts of a list, or a single one.
    pub fn texts(&self, key: &str) -> Vec<String> {
        self.front_matter.texts(FieldPath::dotted(key))
    }

    /// Sets a field, or one of a map, such as `links.code`. Says whether that changed anything.
    pub fn set(&mut self, key: &str, value: &NewValue) -> Result<bool, EditError> {
        self.front_matter.set(FieldPath::dotted(key), value)
    }

    /// Removes a field, or one of a map. Says whether there was one.
    pub fn remove(&mut self, key: &str) -> Result<bool, EditError> {
        self.front_matter.remove(FieldPath::dotted(key))
    }

    /// Adds a text to the end of a list, which is made where there is none. Says whether it was not
    /// in it already.
    pub fn add_to_list(&mut self, key: &str, item: &str) -> Result<bool, EditError> {
        self.front_matter.add_to_list(FieldPath::dotted(key), item)
    }

    /// Removes the texts of a list for which `is_meant` holds. Says whether there was one.
    pub fn remove_from_list(
        &mut self,
        key: &str,
        is_meant: impl Fn(&str) -> bool,
    ) -> Result<bool, EditError> {
        self.front_matter.remove_from_list(FieldPath::dotted(key), is_meant)
    }

    /// Adds fields, given as lines of YAML, behind the last one. None of them may say anything yet.
    pub fn append(&mut self, lines: &str) -> Result<(), EditError> {
        self.front_matter.append(lines)
    }

    /// Puts an abstract before the notes of a file whose body has none.
    pub fn add_abstract(&mut self, markdown: &str) {
        let end = self.line_end;
        let (head, body) = self.tail.split_at(self.body_start);
        let body = body.trim_start_matches(['\r', '\n']);
        let lines = markdown.trim().lines().collect::<Vec<_>>().join(end);
        let fence_end = if head.ends_with('\n') { "" } else { end };
        let gap = if body.is_empty() { String::new() } else { format!("{end}{body}") };
        let body_start = head.len() + fence_end.len();
        self.tail = format!("{head}{fence_end}{lines}{end}{gap}");
        self.body_start = body_start;
    }

    /// Adds a paragraph to the notes, below a heading `Notes`, which is made where there is none. It is an error where
    /// a block of code or HTML before it has no end: the note would be published as code, or not at all.
    pub fn add_note(&mut self, note: &str) -> Result<(), EditError> {
        let body = &self.tail[self.body_start..];
        let is_all_notes = self.front_matter.has(FieldPath::Top("abstract"));
        let known_heading = notes_heading(body).map(|heading| heading.start);
        let has_heading = is_all_notes || known_heading.is_some();
        let has_last_line_end = body.is_empty() && self.tail.ends_with('\n') || body.ends_with('\n');
        let end = self.line_end;
        let mut addition = String::new();
        if !has_last_line_end {
            addition.push_str(end);
        }
        let ends_blank = body.is_empty() || body.ends_with("\n\n") || body.ends_with("\n\r\n");
        if !ends_blank {
            addition.push_str(end);
        }
        let heading = known_heading.unwrap_or(body.len() + addition.len());
        if !has_heading {
            addition.push_str(&format!("## Notes{end}{end}"));
        }
        addition.push_str(&note.trim().lines().collect::<Vec<_>>().join(end));
        // A file without a final line break is kept so.
        if has_last_line_end {
            addition.push_str(end);
        }
        let tail = format!("{}{addition}", self.tail);
        let found = notes_heading(&tail[self.body_start..]).map(|heading| heading.start);
        if has_open_end(body) || (!is_all_notes && found != Some(heading)) {
            let why = ", since a block of code or HTML above them has no end";
            return Err(EditError::NotInPlace { key: "Notes".to_owned(), why });
        }
        self.tail = tail;
        Ok(())
    }
}

/// Whether what is written below a text belongs to its last block, whatever blank lines are between: fenced code or a
/// comment without an end.
fn has_open_end(markdown: &str) -> bool {
    let below = format!("{markdown}\n\nx");
    let mut last_block = None;
    for event in Parser::new(&below) {
        if let Event::Start(tag @ (Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::Paragraph)) = event {
            last_block = Some(tag);
        }
    }
    last_block != Some(Tag::Paragraph)
}

/// How the lines of a file end: `\n`, or `\r\n` where the first one ends so.
pub fn line_end(text: &str) -> &'static str {
    let first_line = text.split_inclusive('\n').next().unwrap_or_default();
    if first_line.ends_with("\r\n") { "\r\n" } else { "\n" }
}
