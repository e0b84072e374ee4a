//! A [`MapEdit`] changes entries in the text of a YAML map, and leaves every other byte of it as it is.
//!
//! A change replaces a stretch of the text. The YAML is then read again: if anything but what was to
//! be changed reads differently, the change is not made.

use std::ops::Range;

use super::field::{self, Context, FieldPath};
use super::{EditError, NewValue, list};
use crate::text;
use crate::yaml::{self, Node};

#[derive(Clone, Debug)]
pub struct MapEdit {
    yaml: String,
    line_end: &'static str,
}

impl MapEdit {
    /// `line_end` is `\n` or `\r\n`.
    pub fn new(yaml: String, line_end: &'static str) -> Result<MapEdit, EditError> {
        let edit = MapEdit { yaml, line_end };
        edit.root()?;
        Ok(edit)
    }

    pub fn yaml(&self) -> &str {
        &self.yaml
    }

    pub fn has(&self, path: FieldPath) -> bool {
        self.root().is_ok_and(|root| field::find(&root, path).is_some())
    }

    pub fn is_map(&self, path: FieldPath) -> bool {
        self.root().is_ok_and(|root| field::find(&root, path).is_some_and(|node| !node.entries().is_empty()))
    }

    /// The texts of a list, or a single one.
    pub fn texts(&self, path: FieldPath) -> Vec<String> {
        self.root().map_or_else(|_| Vec::new(), |root| field::texts(field::find(&root, path), &self.yaml))
    }

    /// Says whether that changed anything.
    pub fn set(&mut self, path: FieldPath, value: &NewValue) -> Result<bool, EditError> {
        let value = &value.cleaned();
        let root = self.root()?;
        if field::find(&root, path).is_some_and(|node| field::reads_as(node, &self.yaml, value)) {
            return Ok(false);
        }
        if let NewValue::List(items) = value
            && self.set_by_items(path, items)?
        {
            return Ok(true);
        }
        let changed = field::set(&self.context(&root), path, value);
        self.apply(path, changed, |node, yaml| node.is_some_and(|node| field::reads_as(node, yaml, value)))
    }

    /// Says whether there was something to remove.
    pub fn remove(&mut self, path: FieldPath) -> Result<bool, EditError> {
        let root = self.root()?;
        if field::find(&root, path).is_none() {
            return Ok(false);
        }
        let changed = field::remove(&self.context(&root), path);
        self.apply(path, changed, |node, _| node.is_none())
    }

    /// Adds a text to the end of a list, which is made where there is none. Says whether it was not
    /// in it already.
    pub fn add_to_list(&mut self, path: FieldPath, item: &str) -> Result<bool, EditError> {
        let mut item = item.to_owned();
        text::clean_up(&mut item);
        let root = self.root()?;
        let mut wanted = field::texts(field::find(&root, path), &self.yaml);
        if wanted.contains(&item) {
            return Ok(false);
        }
        wanted.push(item.clone());
        let changed = list::add(&self.context(&root), path, &item);
        self.apply(path, changed, |node, yaml| field::texts(node, yaml) == wanted)
    }

    /// Removes the texts of a list for which `is_meant` holds. Says whether there was one.
    pub fn remove_from_list(
        &mut self,
        path: FieldPath,
        is_meant: impl Fn(&str) -> bool,
    ) -> Result<bool, EditError> {
        let mut has_changed = false;
        loop {
            let root = self.root()?;
            let mut texts = field::texts(field::find(&root, path), &self.yaml);
            let Some(index) = texts.iter().position(|text| is_meant(text)) else { return Ok(has_changed) };
            texts.remove(index);
            let changed = list::remove(&self.context(&root), path, index);
            self.apply(path, changed, |node, yaml| field::texts(node, yaml) == texts)?;
            has_changed = true;
        }
    }

    /// Adds entries, given as lines of YAML, behind the last one. Those that are there without a value get
    /// it where they are.
    pub fn append(&mut self, lines: &str) -> Result<(), EditError> {
        let root = self.root()?;
        let added = yaml::parse(lines).map_err(|error| EditError::Unreadable(error.message))?;
        let mut attempt = self.clone();
        let mut new = String::new();
        for (index, (key, node)) in added.entries().iter().enumerate() {
            if root.entries().iter().any(|(known, _)| known.name == key.name) {
                attempt.set(FieldPath::Top(&key.name), &field::value_of(node, lines))?;
            } else {
                let next = added.entries().get(index + 1);
                let end = next.map_or(lines.len(), |(next, _)| next.range.start);
                new.push_str(&lines[key.range.start..end]);
            }
        }
        if !new.is_empty() {
            attempt.append_new(&new)?;
        }
        *self = attempt;
        Ok(())
    }

    fn append_new(&mut self, lines: &str) -> Result<(), EditError> {
        let all = FieldPath::Top("");
        let (before, added) =
            (self.root()?, yaml::parse(lines).map_err(|error| EditError::Unreadable(error.message))?);
        let mut wanted = field::others(&before, &self.yaml, all);
        wanted.extend(field::others(&added, lines, all));
        let Splice { range, text } = field::append(&self.context(&before), lines);
        let mut yaml = self.yaml.clone();
        yaml.replace_range(range, &text);
        let is_whole = yaml::parse(&yaml).is_ok_and(|after| field::others(&after, &yaml, all) == wanted);
        if !is_whole {
            let key = added.entries().first().map(|(key, _)| key.name.clone()).unwrap_or_default();
            return Err(EditError::NotInPlace { key, why: "" });
        }
        self.yaml = yaml;
        Ok(())
    }

    fn root(&self) -> Result<Node, EditError> {
        yaml::parse(&self.yaml).map_err(|error| EditError::Unreadable(error.message))
    }

    fn context<'t>(&'t self, root: &'t Node) -> Context<'t> {
        Context { yaml: &self.yaml, root, line_end: self.line_end }
    }

    /// Where a list holds texts only, keeps those that stay, so that their comments stay with them.
    /// Says whether the list could be made that way.
    fn set_by_items(&mut self, path: FieldPath, items: &[String]) -> Result<bool, EditError> {
        let mut attempt = self.clone();
        let root = self.root()?;
        if !field::find(&root, path).is_some_and(Node::is_list_of_scalars) {
            return Ok(false);
        }
        attempt.remove_from_list(path, |text| !items.iter().any(|item| item == text))?;
        for item in items {
            attempt.add_to_list(path, item)?;
        }
        if attempt.texts(path) != items {
            return Ok(false);
        }
        *self = attempt;
        Ok(true)
    }

    /// Makes a change, unless it does more than is meant: `is_meant` looks at the field afterwards.
    fn apply(
        &mut self,
        path: FieldPath,
        changed: Result<Splice, &'static str>,
        is_meant: impl Fn(Option<&Node>, &str) -> bool,
    ) -> Result<bool, EditError> {
        let not_in_place = |why| EditError::NotInPlace { key: path.to_string(), why };
        let Splice { range, text } = changed.map_err(not_in_place)?;
        let before = self.root()?;
        let mut yaml = self.yaml.clone();
        yaml.replace_range(range, &text);
        let after = yaml::parse(&yaml).map_err(|_| not_in_place(""))?;
        let is_whole = is_meant(field::find(&after, path), &yaml)
            && field::others(&before, &self.yaml, path) == field::others(&after, &yaml, path);
        if !is_whole {
            return Err(not_in_place(""));
        }
        self.yaml = yaml;
        Ok(true)
    }
}

/// A stretch of the YAML, and what takes its place.
pub struct Splice {
    pub range: Range<usize>,
    pub text: String,
}

impl Splice {
    pub fn insert(at: usize, text: String) -> Splice {
        Splice { range: at..at, text }
    }
}
