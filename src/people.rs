//! [`People`] are those who go by several names: `content/authors.yaml`.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place};
use crate::fields::Reader;
use crate::fold::fold_person;
use crate::paper::{Orcid, orcid, web_url};
use crate::source::SourceFile;
use crate::yaml::Value;

mod alike;
mod merge;

pub use alike::{alike, entry, merge_command};
pub use merge::merge;

/// One person, under the name that the list prefers.
#[derive(Clone, Debug)]
pub struct Person {
    pub name: String,
    pub orcid: Option<Orcid>,
    pub website: Option<String>,
    /// Bytes of the file.
    range: Range<usize>,
}

impl Person {
    /// Where the entry begins in the file that it was read from.
    pub fn place_in(&self, file: &SourceFile) -> Place {
        Place::in_text(file.path.clone(), &file.text, self.range.clone())
    }
}

#[derive(Clone, Debug, Default)]
pub struct People {
    file: Arc<str>,
    all: Vec<Person>,
    /// By each of their names, folded.
    by_name: HashMap<String, usize>,
}

impl People {
    /// Reads the file; what is wrong with it becomes diagnostics, and the rest is there.
    ///
    /// Each key is a preferred name, its value the other names: a name, a list of them, or a map of
    /// `also`, `orcid` and `url`.
    pub fn from_source(source: &SourceFile) -> (People, Vec<Diagnostic>) {
        let reader = Reader::new(source.path.clone(), &source.text, 0..source.text.len());
        let mut people = People { file: source.path.clone(), ..People::default() };
        let mut claims: HashMap<String, Range<usize>> = HashMap::new();
        let entries =
            reader.root("the list of authors").map(|mut fields| fields.take_all()).unwrap_or_default();
        for (key, node) in entries {
            let mut names = vec![(key.name.clone(), key.range.clone())];
            let mut person = Person {
                name: key.name.clone(),
                orcid: None,
                website: None,
                range: reader.range_in_file(&key.range),
            };
            match node.value {
                Value::Mapping(_) => {
                    let Some(mut map) = reader.map("an author", node) else { continue };
                    names.extend(map.texts("also"));
                    person.orcid = orcid(&mut map);
                    person.website = web_url(&mut map, "url");
                    map.finish(|name| match name {
                        "aliases" | "names" | "aka" => Some("write `also`"),
                        "website" | "homepage" => Some("write `url`"),
                        _ => None,
                    });
                }
                Value::Sequence(items) => names.extend(
                    items.into_iter().filter_map(|item| Some((reader.text(&key.name, &item)?, item.range))),
                ),
                Value::Null => {}
                _ => names.extend(reader.text(&key.name, &node).map(|name| (name, node.range.clone()))),
            }
            for (name, range) in names {
                people.claim(&reader, &mut claims, &name, &range);
            }
            people.all.push(person);
        }
        (people, reader.finish())
    }

    /// Gives a name to the person who is read now, unless another one has it.
    fn claim(
        &mut self,
        reader: &Reader,
        claims: &mut HashMap<String, Range<usize>>,
        name: &str,
        range: &Range<usize>,
    ) {
        let folded = fold_person(name);
        let person = self.all.len();
        match self.by_name.get(&folded) {
            // A spelling of the person's own that counts as the same anyway.
            Some(owner) if *owner == person => {}
            Some(owner) => reader.report(
                Diagnostic::error("duplicate-author", format!("`{name}` is two persons' name"))
                    .at(
                        reader.place(range),
                        format!("`{}` has it already: remove one of the two", self.all[*owner].name),
                    )
                    .related(reader.place(&claims[&folded]), "first given here"),
            ),
            None => {
                self.by_name.insert(folded.clone(), person);
                claims.insert(folded, range.clone());
            }
        }
    }

    /// In the order of the file.
    pub fn all(&self) -> &[Person] {
        &self.all
    }

    /// Whose name it is, if somebody of several names has it.
    pub fn find(&self, name: &str) -> Option<&Person> {
        if self.all.is_empty() {
            return None;
        }
        self.by_name.get(&fold_person(name)).map(|index| &self.all[*index])
    }

    pub fn place(&self, person: &Person) -> Place {
        Place::in_file(self.file.clone(), person.range.clone())
    }
}
