//! Related papers as templates see them.

use super::RelatedView;
use crate::catalog::{PaperId, TermId, TermKind};
use crate::site::Site;

/// More would be a list of its own.
const MOST: usize = 5;

/// Names that a reason gives, at most.
const NAMES: usize = 2;

/// The papers nearest to one, nearest first.
pub fn papers(site: &Site, id: PaperId) -> Vec<RelatedView> {
    let near = site.index().nearest(id, MOST).into_iter();
    near.map(|other| RelatedView {
        url: site.plan().urls().paper(&site.catalog().paper(other).key),
        title: site.index().title(other).to_owned(),
        reason: reason(site, id, other),
    })
    .collect()
}

/// Authors that two papers share, else tags; the rarest first, which say the most.
fn reason(site: &Site, id: PaperId, other: PaperId) -> Option<String> {
    [(TermKind::Author, "by"), (TermKind::Tag, "on")].into_iter().find_map(|(kind, word)| {
        let terms = site.catalog().terms(kind);
        let of_other = terms.of_paper(other);
        let mut shared: Vec<TermId> =
            terms.of_paper(id).iter().copied().filter(|term| of_other.contains(term)).collect();
        shared.sort_by_key(|term| terms.all()[*term].papers.len());
        shared.dedup();
        let names: Vec<&str> =
            shared.iter().take(NAMES).map(|term| terms.all()[*term].name.as_str()).collect();
        (!names.is_empty()).then(|| format!("also {word} {}", names.join(" and ")))
    })
}
