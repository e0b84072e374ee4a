//! The *companions* of a term: other terms that its papers name, such as an author's co-authors.

use std::collections::BTreeMap;

use super::{CompanionsView, CountedView};
use crate::catalog::{TermId, TermKind};
use crate::site::Site;

/// Companions of each kind that a page names.
const SHOWN: usize = 12;

/// Papers with more authors than this say little about who works with whom, and would make the pages of
/// their authors slow to make.
const AUTHORS_OF_A_TEAM: usize = 200;

/// What the papers of a term name besides it: authors, tags, venues; kinds of which there are none left out.
pub fn companions(site: &Site, kind: TermKind, id: TermId) -> Vec<CompanionsView> {
    // The entry of a single paper names all of them already.
    if site.catalog().terms(kind)[id].papers.len() < 2 {
        return Vec::new();
    }
    let all = TermKind::ALL.into_iter().map(|other| companions_of_kind(site, kind, id, other));
    all.filter(|companions| !companions.terms.is_empty()).collect()
}

fn companions_of_kind(site: &Site, kind: TermKind, id: TermId, other: TermKind) -> CompanionsView {
    let terms = site.catalog().terms(other);
    let mut counts: BTreeMap<TermId, usize> = BTreeMap::new();
    for paper in &site.catalog().terms(kind)[id].papers {
        let named = terms.of_paper(*paper);
        if other == TermKind::Author && named.len() > AUTHORS_OF_A_TEAM {
            continue;
        }
        for (position, term) in named.iter().enumerate() {
            // Two names of one author on a paper are one author.
            if (other, *term) != (kind, id) && !named[..position].contains(term) {
                *counts.entry(*term).or_default() += 1;
            }
        }
    }
    // Whoever wrote one paper on a subject says little of it.
    let fewest = if kind != TermKind::Author && other == TermKind::Author { 2 } else { 1 };
    let mut counts: Vec<(TermId, usize)> = counts.into_iter().filter(|(_, count)| *count >= fewest).collect();
    // Terms are in alphabetical order, which decides ties.
    counts.sort_by_key(|(term, count)| (std::cmp::Reverse(*count), *term));
    let more = counts.len().saturating_sub(SHOWN);
    CompanionsView {
        kind: other.name(),
        heading: site.words().text(heading_key(kind, other)).to_owned(),
        terms: counts.iter().take(SHOWN).map(|(term, count)| term_of(site, other, *term, *count)).collect(),
        more_label: (more > 0).then(|| site.words().count("and_others", more)),
    }
}

/// A term with a number of papers: its own, or those that it shares with another.
pub fn term_of(site: &Site, kind: TermKind, id: TermId, count: usize) -> CountedView {
    CountedView {
        name: site.catalog().terms(kind)[id].name.clone(),
        url: site.plan().term_url_or_search(site.catalog(), kind, id),
        count,
        count_label: site.words().count("papers", count),
    }
}

fn heading_key(kind: TermKind, other: TermKind) -> &'static str {
    match (kind, other) {
        (TermKind::Author, TermKind::Author) => "written_with",
        (_, TermKind::Author) => "authors_heading",
        (TermKind::Tag, TermKind::Tag) => "also_tagged",
        (_, TermKind::Tag) => "tags_heading",
        (_, TermKind::Venue) => "appeared_in",
    }
}
