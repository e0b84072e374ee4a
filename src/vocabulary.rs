//! The [`Vocabulary`] is what a list says of its tags: `content/tags.yaml`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::catalog::{TermId, Terms};
use crate::diagnostic::Diagnostic;
use crate::fields::Reader;
use crate::paper::Passage;
use crate::source::SourceFile;
use crate::yaml::{Key, Node, Value};

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
        let on_cycles = on_cycles(&parents);
        for (tag, (parent, range)) in &parents {
            if on_cycles.contains(tag) {
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

/// The tags whose parents lead back to themselves. However long the chains are, each tag is gone through once.
fn on_cycles(parents: &BTreeMap<TermId, (TermId, Range<usize>)>) -> BTreeSet<TermId> {
    let mut on_cycles = BTreeSet::new();
    // From where each tag was reached first.
    let mut reached: BTreeMap<TermId, TermId> = BTreeMap::new();
    for &start in parents.keys() {
        let mut tag = start;
        let from = loop {
            if let Some(from) = reached.get(&tag) {
                break Some(*from);
            }
            reached.insert(tag, start);
            match parents.get(&tag) {
                Some((parent, _)) => tag = *parent,
                None => break None,
            }
        };
        // Reached twice from one start: the way went round.
        if from == Some(start) {
            while on_cycles.insert(tag) {
                tag = parents[&tag].0;
            }
        }
    }
    on_cycles
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::config::Drafts;
    use crate::paper::Paper;
    use crate::people::People;

    /// The tags that cannot lie below themselves, where each of a list names its parent: `a<b`.
    fn cycles(parents: &[&str]) -> String {
        let pairs: Vec<_> = parents.iter().filter_map(|pair| pair.split_once('<')).collect();
        let tags: BTreeSet<&str> = pairs.iter().flat_map(|(tag, parent)| [*tag, *parent]).collect();
        let tags = tags.into_iter().collect::<Vec<_>>().join(", ");
        let text = format!("---\ntitle: A\ndate: 2025-10-30\ntags: [{tags}]\n---\n");
        let paper = SourceFile { path: "content/a.md".into(), text };
        let paper = Paper::from_source(&paper, &BTreeSet::new()).0.expect("it is a paper");
        let (catalog, _) = Catalog::new(vec![paper.into()], Drafts::LeftOut, &People::default());
        let text = pairs.iter().map(|(tag, parent)| format!("{tag}: {{parent: {parent}}}\n")).collect();
        let file = SourceFile { path: "content/tags.yaml".into(), text };
        let (_, found) = Vocabulary::from_source(&file, catalog.terms(crate::catalog::TermKind::Tag));
        found.iter().filter_map(|fault| fault.message.split('`').nth(1)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn only_tags_on_a_cycle_cannot_lie_below_themselves() {
        assert_eq!(cycles(&["a<b", "b<c", "d<b"]), "");
        assert_eq!(cycles(&["a<a", "b<a"]), "a");
        assert_eq!(cycles(&["a<b", "b<c", "c<d", "d<b", "e<d"]), "b c d");
        assert_eq!(cycles(&["b<c", "c<b", "a<c", "d<e", "e<d"]), "b c d e");
    }
}
