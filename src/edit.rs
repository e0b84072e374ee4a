//! A [`PaperEdit`] changes fields and notes in the text of a paper's file, and leaves every other byte
//! of it as it is: comments, order, quotes, line ends, a byte order mark.
//!
//! A change replaces a stretch of the text. The YAML is then read again: if anything but what was to
//! be changed reads differently, the change is not made.

use std::ops::Range;

use crate::front_matter::{self, FrontMatter};
use crate::paper::notes_heading;
use crate::source::SourceFile;
use crate::yaml::{self, Node};

mod change;
mod field;
mod kind;
mod list;
mod shape;
#[cfg(test)]
mod tests;

pub use change::{Change, Changes, changes};
pub use kind::new_value;

use field::Context;

/// The text of a file while it is edited.
#[derive(Clone, Debug)]
pub struct PaperEdit {
    text: String,
    has_mark: bool,
    /// `\n`, or `\r\n` where the file's first line ends so.
    line_end: &'static str,
    parts: FrontMatter,
}

/// What a field is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewValue {
    /// Quoted where YAML needs it.
    Text(String),
    /// A number, a date, `true` or `false`: written as it is.
    Plain(String),
    List(Vec<String>),
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
        let without_mark = text.strip_prefix('\u{FEFF}');
        let has_mark = without_mark.is_some();
        let text = without_mark.unwrap_or(text).to_owned();
        let first_line = text.split_inclusive('\n').next().unwrap_or_default();
        let line_end = if first_line.ends_with("\r\n") { "\r\n" } else { "\n" };
        let parts = split(&text)?;
        let edit = PaperEdit { text, has_mark, line_end, parts };
        edit.root()?;
        Ok(edit)
    }

    /// The whole file.
    pub fn text(&self) -> String {
        let mark = if self.has_mark { "\u{FEFF}" } else { "" };
        format!("{mark}{}", self.text)
    }

    /// The texts of a list, or a single one.
    pub fn texts(&self, key: &str) -> Vec<String> {
        self.root().map_or_else(|_| Vec::new(), |root| field::texts(field::find(&root, key), self.yaml()))
    }

    /// Sets a field, or one of a map, such as `links.code`. Says whether that changed anything.
    pub fn set(&mut self, key: &str, value: &NewValue) -> Result<bool, EditError> {
        let root = self.root()?;
        if field::find(&root, key).is_some_and(|node| field::reads_as(node, self.yaml(), value)) {
            return Ok(false);
        }
        if let NewValue::List(items) = value
            && self.set_by_items(key, items)?
        {
            return Ok(true);
        }
        let changed = field::set(&self.context(&root), key, value);
        self.apply(key, changed, |node, yaml| node.is_some_and(|node| field::reads_as(node, yaml, value)))
    }

    /// Removes a field, or one of a map. Says whether there was one.
    pub fn remove(&mut self, key: &str) -> Result<bool, EditError> {
        let root = self.root()?;
        if field::find(&root, key).is_none() {
            return Ok(false);
        }
        let changed = field::remove(&self.context(&root), key);
        self.apply(key, changed, |node, _| node.is_none())
    }

    /// Adds a text to the end of a list, which is made where there is none. Says whether it was not
    /// in it already.
    pub fn add_to_list(&mut self, key: &str, item: &str) -> Result<bool, EditError> {
        let root = self.root()?;
        let mut wanted = field::texts(field::find(&root, key), self.yaml());
        if wanted.iter().any(|known| known == item) {
            return Ok(false);
        }
        wanted.push(item.to_owned());
        let changed = list::add(&self.context(&root), key, item);
        self.apply(key, changed, |node, yaml| field::texts(node, yaml) == wanted)
    }

    /// Removes the texts of a list for which `is_meant` holds. Says whether there was one.
    pub fn remove_from_list(
        &mut self,
        key: &str,
        is_meant: impl Fn(&str) -> bool,
    ) -> Result<bool, EditError> {
        let mut has_changed = false;
        loop {
            let root = self.root()?;
            let mut texts = field::texts(field::find(&root, key), self.yaml());
            let Some(index) = texts.iter().position(|text| is_meant(text)) else { return Ok(has_changed) };
            texts.remove(index);
            let changed = list::remove(&self.context(&root), key, index);
            self.apply(key, changed, |node, yaml| field::texts(node, yaml) == texts)?;
            has_changed = true;
        }
    }

    /// Adds a paragraph to the notes, below a heading `Notes`, which is made where there is none.
    pub fn add_note(&mut self, note: &str) {
        let body = &self.text[self.parts.body.clone()];
        let is_all_notes = self.root().is_ok_and(|root| field::find(&root, "abstract").is_some());
        let has_heading = is_all_notes || notes_heading(body).is_some();
        let has_last_line_end = body.is_empty() && self.text.ends_with('\n') || body.ends_with('\n');
        let end = self.line_end;
        let mut addition = String::new();
        if !has_last_line_end {
            addition.push_str(end);
        }
        let ends_blank = body.is_empty() || body.ends_with("\n\n") || body.ends_with("\n\r\n");
        if !ends_blank {
            addition.push_str(end);
        }
        if !has_heading {
            addition.push_str(&format!("## Notes{end}{end}"));
        }
        addition.push_str(&note.trim().lines().collect::<Vec<_>>().join(end));
        // A file without a final line break is kept so.
        if has_last_line_end {
            addition.push_str(end);
        }
        self.text.push_str(&addition);
        self.parts.body.end = self.text.len();
    }

    fn yaml(&self) -> &str {
        &self.text[self.parts.yaml.clone()]
    }

    fn root(&self) -> Result<Node, EditError> {
        yaml::parse(self.yaml()).map_err(|error| EditError::Unreadable(error.message))
    }

    fn context<'t>(&'t self, root: &'t Node) -> Context<'t> {
        Context { yaml: self.yaml(), root, line_end: self.line_end }
    }

    /// Where a list holds texts only, keeps those that stay, so that their comments stay with them.
    /// Says whether the list could be made that way.
    fn set_by_items(&mut self, key: &str, items: &[String]) -> Result<bool, EditError> {
        let mut attempt = self.clone();
        let root = self.root()?;
        if !field::find(&root, key).is_some_and(Node::is_list_of_scalars) {
            return Ok(false);
        }
        attempt.remove_from_list(key, |text| !items.iter().any(|item| item == text))?;
        for item in items {
            attempt.add_to_list(key, item)?;
        }
        let made = field::texts(field::find(&attempt.root()?, key), attempt.yaml());
        if made != items {
            return Ok(false);
        }
        *self = attempt;
        Ok(true)
    }

    /// Makes a change of the YAML, unless it does more than is meant: `is_meant` looks at the field
    /// afterwards.
    fn apply(
        &mut self,
        key: &str,
        changed: Result<Splice, &'static str>,
        is_meant: impl Fn(Option<&Node>, &str) -> bool,
    ) -> Result<bool, EditError> {
        let not_in_place = |why| EditError::NotInPlace { key: key.to_owned(), why };
        let Splice { range, text: new } = changed.map_err(not_in_place)?;
        let before = self.root()?;
        let start = self.parts.yaml.start;
        let mut text = self.text.clone();
        text.replace_range(start + range.start..start + range.end, &new);
        let parts = split(&text).map_err(|_| not_in_place(""))?;
        let yaml = &text[parts.yaml.clone()];
        let after = yaml::parse(yaml).map_err(|_| not_in_place(""))?;
        let is_whole = is_meant(field::find(&after, key), yaml)
            && field::others(&before, self.yaml(), key) == field::others(&after, yaml, key)
            && text[parts.body.clone()] == self.text[self.parts.body.clone()];
        if !is_whole {
            return Err(not_in_place(""));
        }
        (self.text, self.parts) = (text, parts);
        Ok(true)
    }
}

/// A stretch of the YAML, and what takes its place.
struct Splice {
    range: Range<usize>,
    text: String,
}

impl Splice {
    fn insert(at: usize, text: String) -> Splice {
        Splice { range: at..at, text }
    }
}

fn split(text: &str) -> Result<FrontMatter, EditError> {
    let source = SourceFile { path: "".into(), text: text.to_owned() };
    front_matter::split(&source).map_err(|diagnostic| EditError::Unreadable(diagnostic.message))
}
