//! [`Fields`] is a YAML map that is read key by key, typed, with a diagnostic for all that is
//! wrong with it: wrong types, repeated keys, and keys that nobody asked for.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, counted};
use crate::paper::Passage;
use crate::text;
use crate::yaml::{self, Key, Node, Value};

/// A file that is being read, and what was found wrong in it so far.
pub struct Reader<'a> {
    file: Arc<str>,
    text: &'a str,
    /// Where the YAML lies in the text.
    yaml: Range<usize>,
    diagnostics: RefCell<Vec<Diagnostic>>,
}

impl<'a> Reader<'a> {
    pub fn new(file: Arc<str>, text: &'a str, yaml: Range<usize>) -> Reader<'a> {
        Reader { file, text, yaml, diagnostics: RefCell::default() }
    }

    pub fn report(&self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// The place of a range of the YAML.
    pub fn place(&self, range: &Range<usize>) -> Place {
        let start = self.yaml.start;
        self.place_in_file(range.start + start..range.end + start)
    }

    /// The place of a range of the whole file.
    pub fn place_in_file(&self, range: Range<usize>) -> Place {
        Place::in_text(self.file.clone(), self.text, range)
    }

    pub fn error(
        &self,
        code: &'static str,
        range: &Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
    ) {
        self.report(Diagnostic::error(code, message).at(self.place(range), label));
    }

    pub fn warning(
        &self,
        code: &'static str,
        range: &Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
    ) {
        self.report(Diagnostic::warning(code, message).at(self.place(range), label));
    }

    pub fn range_in_file(&self, range: &Range<usize>) -> Range<usize> {
        range.start + self.yaml.start..range.end + self.yaml.start
    }

    /// Whether there is nothing between the fences.
    pub fn is_empty(&self) -> bool {
        self.text[self.yaml.clone()].trim().is_empty()
    }

    /// A value as a passage of Markdown.
    pub fn passage(&self, text: String, range: &Range<usize>) -> Passage {
        let range = self.range_in_file(range);
        let verbatim = self.text[range.clone()] == text;
        Passage { text, range, verbatim }
    }

    /// A scalar as it is spelled in the file.
    fn spelling(&self, node: &Node) -> &'a str {
        &self.text[self.yaml.start + node.spelled_at.start..self.yaml.start + node.spelled_at.end]
    }

    /// Reads the whole YAML as one map; `what` names it in messages: `a paper`.
    pub fn root(&self, what: &'static str) -> Option<Fields<'_>> {
        match yaml::parse(&self.text[self.yaml.clone()]) {
            Ok(Node { value: Value::Null, range, .. }) => Some(Fields::new(self, what, Vec::new(), range)),
            Ok(node) => self.map(what, node),
            Err(error) => {
                self.report(self.syntax_error(error));
                None
            }
        }
    }

    fn syntax_error(&self, error: yaml::SyntaxError) -> Diagnostic {
        let mistake = yaml::mistake(&self.text[self.yaml.clone()], &error);
        let diagnostic =
            Diagnostic::error("yaml-syntax", format!("this is not valid YAML: {}", error.message))
                .at(self.place(&mistake.range), "");
        match mistake.fix {
            Some(fix) => diagnostic.help(fix),
            None => diagnostic,
        }
    }

    /// Reads a node that must be a map.
    pub fn map(&self, what: &'static str, node: Node) -> Option<Fields<'_>> {
        match node.value {
            Value::Mapping(entries) => Some(Fields::new(self, what, entries, node.range)),
            _ => {
                let message = format!("{what} must be a map of fields, not {}", node.kind());
                self.error("wrong-type", &node.range, message, "write `key: value` lines");
                None
            }
        }
    }

    /// Reads a scalar as text, as it was typed: `2401.00010` keeps its last zero.
    pub fn text(&self, name: &str, node: &Node) -> Option<String> {
        match &node.value {
            Value::String(text) => {
                // What an alias stands for is looked at where it stands.
                if node.range == node.spelled_at {
                    self.check_backslashes(node);
                }
                Some(text.trim().to_owned())
            }
            Value::Number(_) | Value::Bool(_) => Some(self.spelling(node).to_owned()),
            _ => {
                self.wrong_type(name, "text", node);
                None
            }
        }
    }

    /// Reports TeX that YAML took for characters: in double quotes `\theta` is a tab and `heta`.
    fn check_backslashes(&self, node: &Node) {
        let Some(quoted) = self.spelling(node).strip_prefix('"') else { return };
        let mut at = 0;
        while let Some(backslash) = quoted[at..].find('\\').map(|offset| at + offset) {
            if let Some(command) = text::tex_command(&quoted[backslash..]) {
                let start = node.spelled_at.start + 1 + backslash;
                let message = format!(
                    "in double quotes `\\{command}` is no TeX: YAML reads its first letter with the backslash"
                );
                let fix = "write the text in single quotes, where a backslash is one";
                self.error("lost-backslash", &(start..start + 1 + command.len()), message, fix);
                return;
            }
            at = quoted[backslash..].char_indices().nth(2).map_or(quoted.len(), |(len, _)| backslash + len);
        }
    }

    /// Reads scalars as texts with their places; blank ones are left out.
    pub fn texts(&self, name: &str, nodes: Vec<Node>) -> Vec<(String, Range<usize>)> {
        let texts = nodes.into_iter().filter_map(|node| Some((self.text(name, &node)?, node.range)));
        texts.filter(|(text, _)| !text.is_empty()).collect()
    }

    pub fn wrong_type(&self, name: &str, expected: &str, node: &Node) {
        let what = match (&node.value, expected) {
            (Value::Number(_), "a whole number") => format!("`{}`", self.spelling(node)),
            _ => node.kind().to_owned(),
        };
        let message = format!("`{name}` must be {expected}, not {what}");
        let label = match (&node.value, expected) {
            (Value::String(text), "a whole number") if text.parse::<u64>().is_ok() => {
                format!("write it without quotes: {name}: {text}")
            }
            (Value::String(text), "true or false") => match text.to_lowercase().as_str() {
                "yes" | "on" => format!("write `{name}: true`"),
                "no" | "off" => format!("write `{name}: false`"),
                _ => format!("expected {expected}"),
            },
            _ => format!("expected {expected}"),
        };
        self.error("wrong-type", &node.range, message, label);
    }

    pub fn finish(self) -> Vec<Diagnostic> {
        self.diagnostics.into_inner()
    }
}

/// Of one kind, in one map: a hostile file holds a hundred thousand.
const MOST_REPORTED: usize = 100;

pub struct Fields<'a> {
    reader: &'a Reader<'a>,
    what: &'static str,
    range: Range<usize>,
    entries: Vec<(Key, Node)>,
    asked: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    fn new(
        reader: &'a Reader<'a>,
        what: &'static str,
        entries: Vec<(Key, Node)>,
        range: Range<usize>,
    ) -> Fields<'a> {
        let mut by_name: Vec<usize> = (0..entries.len()).collect();
        by_name.sort_by_key(|index| entries[*index].0.name.as_str());
        let mut repeated: BTreeMap<usize, usize> = BTreeMap::new();
        for same in by_name.chunk_by(|a, b| entries[*a].0.name == entries[*b].0.name) {
            repeated.extend(same[1..].iter().map(|index| (*index, same[0])));
        }
        for (index, first) in repeated.iter().take(MOST_REPORTED) {
            let (key, first) = (&entries[*index].0, &entries[*first].0);
            let diagnostic = Diagnostic::error("duplicate-field", format!("`{}` is given twice", key.name))
                .at(reader.place(&key.range), "remove one of the two")
                .related(reader.place(&first.range), "first given here");
            reader.report(diagnostic);
        }
        let entries = entries.into_iter().enumerate().filter(|(index, _)| !repeated.contains_key(index));
        let entries = entries.map(|(_, entry)| entry).collect();
        Fields { reader, what, range, entries, asked: Vec::new() }
    }

    pub fn reader(&self) -> &'a Reader<'a> {
        self.reader
    }

    /// The whole map's place in the YAML.
    pub fn range(&self) -> &Range<usize> {
        &self.range
    }

    /// Takes a field's node; an empty value (`doi:`) counts as absent.
    pub fn take(&mut self, name: &'static str) -> Option<Node> {
        self.asked.push(name);
        let index = self.entries.iter().position(|(key, _)| key.name == name)?;
        let (_, node) = self.entries.swap_remove(index);
        (!matches!(node.value, Value::Null)).then_some(node)
    }

    /// Takes every entry that is left, for maps whose keys are the user's own.
    pub fn take_all(&mut self) -> Vec<(Key, Node)> {
        std::mem::take(&mut self.entries)
    }

    /// Text that is not blank, with its place.
    pub fn text_at(&mut self, name: &'static str) -> Option<(String, Range<usize>)> {
        let node = self.take(name)?;
        let text = self.reader.text(name, &node)?;
        (!text.is_empty()).then_some((text, node.range))
    }

    pub fn text(&mut self, name: &'static str) -> Option<String> {
        self.text_at(name).map(|(text, _)| text)
    }

    pub fn flag(&mut self, name: &'static str) -> Option<bool> {
        let node = self.take(name)?;
        match node.value {
            Value::Bool(value) => Some(value),
            _ => {
                self.reader.wrong_type(name, "true or false", &node);
                None
            }
        }
    }

    /// A whole number that is not negative.
    pub fn count(&mut self, name: &'static str) -> Option<u64> {
        self.count_at(name).map(|(count, _)| count)
    }

    /// A whole number that is not negative, and its place.
    pub fn count_at(&mut self, name: &'static str) -> Option<(u64, Range<usize>)> {
        let (number, range) = self.integer(name)?;
        match u64::try_from(number) {
            Ok(count) => Some((count, range)),
            Err(_) => {
                let message = format!("`{name}` cannot be negative");
                self.reader.error("out-of-range", &range, message, "expected 0 or more");
                None
            }
        }
    }

    /// A whole number and its place.
    pub fn integer(&mut self, name: &'static str) -> Option<(i64, Range<usize>)> {
        let node = self.take(name)?;
        match node.value {
            Value::Number(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
                Some((number as i64, node.range))
            }
            _ => {
                self.reader.wrong_type(name, "a whole number", &node);
                None
            }
        }
    }

    /// One of the given words.
    pub fn choice<T: Copy>(&mut self, name: &'static str, choices: &[(&'static str, T)]) -> Option<T> {
        let (text, range) = self.text_at(name)?;
        if let Some((_, choice)) = choices.iter().find(|(word, _)| *word == text) {
            return Some(*choice);
        }
        let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
        let message = format!("`{name}` cannot be `{text}`");
        let label = match nearest(&text, &words) {
            Some(word) => format!("did you mean `{word}`?"),
            None => format!("expected one of {}", words.join(", ")),
        };
        self.reader.error("unknown-value", &range, message, label);
        None
    }

    /// Whether a field is one text, and so no list.
    pub fn is_text(&self, name: &str) -> bool {
        self.entries.iter().any(|(key, node)| key.name == name && matches!(node.value, Value::String(_)))
    }

    /// A list; a single scalar is taken as a list of one.
    pub fn list(&mut self, name: &'static str) -> Vec<Node> {
        let Some(node) = self.take(name) else { return Vec::new() };
        match node.value {
            Value::Sequence(items) => items,
            Value::Mapping(_) => {
                self.reader.wrong_type(name, "a list", &node);
                Vec::new()
            }
            _ => vec![node],
        }
    }

    /// A list of texts with their places; blank ones are left out.
    pub fn texts(&mut self, name: &'static str) -> Vec<(String, Range<usize>)> {
        let nodes = self.list(name);
        self.reader.texts(name, nodes)
    }

    /// A map that is a field of this one.
    pub fn map(&mut self, name: &'static str, what: &'static str) -> Option<Fields<'a>> {
        let node = self.take(name)?;
        self.reader.map(what, node)
    }

    /// Reports every key that nobody asked for; where there are very many, the last one that is shown says how many
    /// more. `hint` may know better than the nearest name.
    pub fn finish(self, hint: impl Fn(&str) -> Option<&'static str>) {
        let more = self.entries.len().saturating_sub(MOST_REPORTED);
        for (number, (key, _)) in (1..=MOST_REPORTED).zip(&self.entries) {
            let label = match hint(&key.name) {
                Some(hint) => hint.to_owned(),
                None => match nearest(&key.name, &self.asked) {
                    Some(known) => format!("did you mean `{known}`?"),
                    None if self.asked.contains(&"extra") => "put it under `extra:`, or remove it".to_owned(),
                    None => "remove it".to_owned(),
                },
            };
            let mut message = format!("`{}` is not a field of {}", key.name, self.what);
            if number == MOST_REPORTED && more > 0 {
                message.push_str(&format!(", nor {}", counted(more, "other key", "other keys")));
            }
            self.reader.error("unknown-field", &key.range, message, label);
        }
    }
}

/// The known name nearest to what was typed, if any is near. Of two that are as near, a letter left
/// out counts less than another letter: `staus` is `status`, not `stars`.
pub fn nearest<'n>(typed: &str, names: &[&'n str]) -> Option<&'n str> {
    let typed = typed.to_lowercase().replace(['-', ' '], "_");
    names
        .iter()
        .map(|name| (strsim::damerau_levenshtein(&typed, name), *name))
        .filter(|(distance, name)| *distance <= 1 + name.len() / 5)
        .min_by(|(a_distance, a), (b_distance, b)| {
            let likeness = |name: &str| strsim::jaro(&typed, name);
            a_distance
                .cmp(b_distance)
                .then_with(|| likeness(b).total_cmp(&likeness(a)))
                .then_with(|| a.cmp(b))
        })
        .map(|(_, name)| name)
}
