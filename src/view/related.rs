//! Related papers as templates see them.

use std::collections::BTreeSet;

use serde::Serialize;

use super::RelatedView;
use crate::catalog::{PaperId, TermId, TermKind};
use crate::site::Site;
use crate::text::Text;

/// Names that a reason gives, at most.
const NAMES: usize = 2;

/// What is told of a related paper.
#[derive(Serialize)]
pub struct Nearby<'s> {
    url: String,
    /// As it is written.
    title: &'s str,
    reason: Option<String>,
}

/// The papers nearest to one, nearest first.
pub fn papers(site: &Site, id: PaperId) -> Vec<Nearby<'_>> {
    let nearby = |other: &PaperId| {
        let paper = site.catalog().paper(*other);
        Nearby {
            url: site.plan().urls().paper(&paper.key),
            title: &paper.title.text,
            reason: reason(site, id, *other),
        }
    };
    site.related()[id.index()].iter().map(nearby).collect()
}

/// The same as templates see them.
pub fn views(papers: Vec<Nearby>) -> Vec<RelatedView> {
    let view = |nearby: Nearby| RelatedView {
        url: nearby.url,
        title: Text::inline(nearby.title).plain(),
        reason: nearby.reason,
    };
    papers.into_iter().map(view).collect()
}

/// Authors that two papers share, else tags; the rarest first, which say the most.
fn reason(site: &Site, id: PaperId, other: PaperId) -> Option<String> {
    let words = site.words();
    [(TermKind::Author, "also_by"), (TermKind::Tag, "also_on")].into_iter().find_map(|(kind, key)| {
        let terms = site.catalog().terms(kind);
        // Collaborations have thousands of authors.
        let mut of_other = terms.of_paper(other).to_vec();
        of_other.sort_unstable();
        let mut seen = BTreeSet::new();
        let is_shared = |term: &TermId| of_other.binary_search(term).is_ok() && seen.insert(*term);
        let mut shared: Vec<TermId> = terms.of_paper(id).iter().copied().filter(is_shared).collect();
        shared.sort_by_key(|term| terms[*term].papers.len());
        let names: Vec<&str> = shared.iter().take(NAMES).map(|term| terms[*term].name.as_str()).collect();
        let names = match names.as_slice() {
            [] => return None,
            [first, second, ..] => words.fill("two_names", &[("first", first), ("second", second)]),
            [only] => (*only).to_owned(),
        };
        Some(words.fill(key, &[("names", &names)]))
    })
}
