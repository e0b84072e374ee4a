//! A [`Term`] is what papers are gathered under: an author, a tag, a venue.
//!
//! Names that differ only in case, accents, punctuation or spacing are one term, save that the family names
//! of people are told apart from their given ones: `Xin Gao` is not `Xing Ao`, nor `Boyang`. A term goes by
//! its most frequent spelling, then by the one with most accents, then by the first in code-point order.

use std::collections::HashMap;
use std::ops::Index;

use rapidhash::RapidHashMap;

use super::{PaperId, TermId};
use crate::fold::{fold, fold_person};
use crate::paper::Orcid;
use crate::slug::Slug;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TermKind {
    Author,
    Tag,
    Venue,
}

impl TermKind {
    pub const ALL: [TermKind; 3] = [TermKind::Author, TermKind::Tag, TermKind::Venue];

    pub fn name(self) -> &'static str {
        match self {
            TermKind::Author => "author",
            TermKind::Tag => "tag",
            TermKind::Venue => "venue",
        }
    }

    pub fn plural(self) -> &'static str {
        match self {
            TermKind::Author => "authors",
            TermKind::Tag => "tags",
            TermKind::Venue => "venues",
        }
    }
}

#[derive(Debug)]
pub struct Term {
    pub name: String,
    /// The name as an index lists it: `Lovelace, Ada`.
    pub listed_as: String,
    pub slug: Slug,
    /// The letter under which an index lists it; a term without a letter stands under `#`.
    pub initial: char,
    /// Every spelling that occurs, in code-point order.
    pub spellings: Vec<String>,
    /// In the catalog's order.
    pub papers: Vec<PaperId>,
    /// A person's or venue's own page, from `authors.yaml`, else from the newest paper that names one.
    pub website: Option<String>,
    /// From `authors.yaml`, else from the newest paper that gives one.
    pub orcid: Option<Orcid>,
    /// Whether its spellings were joined by hand.
    pub is_joined: bool,
    /// Whether an `id` keeps it apart from namesakes.
    pub has_id: bool,
    /// Whether another term is called the same, as names are compared in filters.
    pub has_namesakes: bool,
}

/// All terms of one kind, by their initials, then in alphabetical order.
#[derive(Debug)]
pub struct Terms {
    pub(super) kind: TermKind,
    pub(super) all: Vec<Term>,
    /// By every identity that means a term.
    pub(super) by_identity: RapidHashMap<String, TermId>,
    /// Terms whose names [`fold`] does not tell apart, by what it makes of them.
    pub(super) namesakes: HashMap<String, Vec<TermId>>,
    /// Of every paper in turn, the terms it names.
    pub(super) named: Vec<TermId>,
    /// Where the terms of each paper begin in `named`, and where the last one's end.
    pub(super) starts: Vec<usize>,
}

impl Index<TermId> for Terms {
    type Output = Term;

    fn index(&self, id: TermId) -> &Term {
        &self.all[id.index()]
    }
}

impl Terms {
    pub fn all(&self) -> &[Term] {
        &self.all
    }

    /// Every term's id, in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = TermId> + ExactSizeIterator + use<> {
        TermId::all(self.all.len())
    }

    /// The terms with their ids, in order.
    pub fn numbered(&self) -> impl Iterator<Item = (TermId, &Term)> {
        self.ids().zip(&self.all)
    }

    /// The terms that a paper names, in its own order: as many as it has names.
    pub fn of_paper(&self, id: PaperId) -> &[TermId] {
        &self.named[self.starts[id.index()]..self.starts[id.index() + 1]]
    }

    /// The first term of each letter of an index.
    pub fn letters(&self) -> Vec<(char, TermId)> {
        let mut letters: Vec<(char, TermId)> = Vec::new();
        let mut at = 0;
        while let Some(Term { initial, .. }) = self.all.get(at) {
            letters.push((*initial, TermId::new(at)));
            // Terms of one initial stand together: a large index is not walked for each of its pages.
            at += self.all[at..].partition_point(|term| term.initial == *initial);
        }
        letters
    }

    /// The term that a name on a paper belongs to.
    pub fn find(&self, name: &str, id: Option<&str>) -> Option<TermId> {
        self.by_identity.get(&identity(self.kind, name, id)).copied()
    }

    /// Every term that has a name, in any of its spellings, or a slug: several where an `id`, or no more than a
    /// blank, keeps namesakes apart. In order. A slug behind a slash means that one term alone.
    pub fn called(&self, text: &str) -> Vec<TermId> {
        let of_slug = |slug| self.numbered().find(|(_, term)| term.slug.as_str() == slug);
        if let Some((id, _)) = text.strip_prefix('/').and_then(of_slug) {
            return vec![id];
        }
        let mut terms: Vec<TermId> = self.find(text, None).into_iter().collect();
        terms.extend(self.namesakes.get(&fold(text)).into_iter().flatten());
        let has_slug = |term: &Term| term.slug.as_str() == text;
        terms.extend(self.numbered().filter(|(_, term)| has_slug(term)).map(|(id, _)| id));
        if terms.is_empty() {
            // Typed without any blank: `adalovelace`.
            let folded = fold(text);
            let has_name = |term: &Term| term.spellings.iter().any(|name| fold(name) == folded);
            terms.extend(self.numbered().filter(|(_, term)| has_name(term)).map(|(id, _)| id));
        }
        terms.sort_unstable();
        terms.dedup();
        terms
    }
}

/// What makes two names one term: an `id` where there is one, else the folded name.
pub(super) fn identity(kind: TermKind, name: &str, id: Option<&str>) -> String {
    match (id, kind) {
        // A blank cannot stand in a folded name.
        (Some(id), _) => format!("id {id}"),
        (None, TermKind::Author) => fold_person(name),
        (None, TermKind::Tag | TermKind::Venue) => fold(name),
    }
}
