//! The [`Vocabulary`] is what a list says of its tags: `content/tags.yaml`.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::catalog::{TermId, Terms};
use crate::diagnostic::Diagnostic;
use crate::fields::Reader;
use crate::paper::Passage;
use crate::source::SourceFile;
use crate::yaml::{Key, Node, Value};

/// Below the content folder.
pub const FILE_NAME: &str = "tags.yaml";

/// What is said of a tag.
#[derive(Debug, Default)]
pub struct Topic {
    /// Markdown with TeX.
    pub description: Option<Passage>,
    /// The wider tag.
    pub parent: Option<TermId>,
    /// Those that name this one as their parent, in the order of all tags.
    pub narrower: Vec<TermId>,
}

#[derive(Debug, Default)]
pub struct Vocabulary {
    file: Arc<str>,
    topics: BTreeMap<TermId, Topic>,
}

impl Vocabulary {
    /// Reads the file; what is wrong with it becomes diagnostics, and the rest is there.
    ///
    /// Each key is a tag that some paper has, its value a description, or a map of `description` and
    /// `parent`.
    pub fn from_source(source: &SourceFile, tags: &Terms) -> (Vocabulary, Vec<Diagnostic>) {
        let reader = Reader::new(source.path.clone(), &source.text, 0..source.text.len());
        let entries = reader.root("the list of tags").map(|mut fields| fields.take_all()).unwrap_or_default();
        let mut vocabulary = Vocabulary { file: source.path.clone(), topics: BTreeMap::new() };
        let mut parents: BTreeMap<TermId, (TermId, Range<usize>)> = BTreeMap::new();
        for (key, node) in entries {
            let entry = Entry::read(&reader, &key, node);
            let Some(tag) = tags.find(&key.name, None) else {
                let message = format!("no paper has the tag `{}`", key.name);
                reader.warning("unused-tag", &key.range, message, "correct it, or remove it");
                continue;
            };
            if vocabulary.topics.contains_key(&tag) {
                let message = format!("`{}` is described twice", tags[tag].name);
                reader.error("duplicate-tag", &key.range, message, "remove one of the two");
                continue;
            }
            vocabulary.topics.insert(tag, Topic { description: entry.description, ..Topic::default() });
            if let Some((name, range)) = entry.parent {
                match tags.find(&name, None) {
                    Some(parent) => drop(parents.insert(tag, (parent, range))),
                    None => {
                        let message = format!("no paper has the tag `{name}`, so that it has no page");
                        reader.warning("unused-tag", &range, message, "name a tag of some paper");
                    }
                }
            }
        }
        for (tag, (parent, range)) in &parents {
            if leads_back(*tag, &parents) {
                let message = format!("`{}` cannot lie below itself", tags[*tag].name);
                reader.error("tag-cycle", range, message, "name a wider tag, or none");
                continue;
            }
            vocabulary.topics.entry(*tag).or_default().parent = Some(*parent);
            vocabulary.topics.entry(*parent).or_default().narrower.push(*tag);
        }
        (vocabulary, reader.finish())
    }

    /// The file that it was read from, from the site's root; empty without one.
    pub fn file(&self) -> &Arc<str> {
        &self.file
    }

    pub fn descriptions(&self) -> impl Iterator<Item = &Passage> {
        self.topics.values().filter_map(|topic| topic.description.as_ref())
    }

    /// What is said of a tag, if anything is.
    pub fn topic(&self, tag: TermId) -> Option<&Topic> {
        self.topics.get(&tag)
    }
}

#[derive(Default)]
struct Entry {
    description: Option<Passage>,
    parent: Option<(String, Range<usize>)>,
}

impl Entry {
    fn read(reader: &Reader, key: &Key, node: Node) -> Entry {
        let range = node.range.clone();
        if !matches!(node.value, Value::Mapping(_)) {
            let text = reader.text(&key.name, &node);
            return Entry { description: text.map(|text| reader.passage(text, &range)), parent: None };
        }
        let Some(mut fields) = reader.map("a tag", node) else { return Entry::default() };
        let description = |(text, range): (String, Range<usize>)| reader.passage(text, &range);
        let entry = Entry {
            description: fields.text_at("description").map(description),
            parent: fields.text_at("parent"),
        };
        fields.finish(|name| match name {
            "about" | "text" | "summary" => Some("write `description`"),
            "broader" | "wider" => Some("write `parent`"),
            _ => None,
        });
        entry
    }
}

/// Whether a tag's parents lead to the tag itself.
fn leads_back(tag: TermId, parents: &BTreeMap<TermId, (TermId, Range<usize>)>) -> bool {
    let mut above = tag;
    // A chain is no longer than there are links.
    for _ in 0..parents.len() {
        match parents.get(&above) {
            Some((parent, _)) if *parent == tag => return true,
            Some((parent, _)) => above = *parent,
            None => return false,
        }
    }
    false
}
