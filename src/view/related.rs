//! Related papers as templates see them.

use serde::Serialize;

use super::RelatedView;
use crate::catalog::{PaperId, TermId, TermKind, Terms};
use crate::site::Site;
use crate::slug::Slug;
use crate::text::Text;
use crate::words::Words;

/// Terms that are looked through faster than they are sorted.
const FEW: usize = 32;

/// What is told of a related paper.
#[derive(Serialize)]
pub struct Nearby<'s> {
    key: &'s Slug,
    /// As it is written.
    title: &'s str,
    shared: Option<Shared<'s>>,
}

/// Terms that two papers share, the rarest first, which say the most.
#[derive(Serialize)]
struct Shared<'s> {
    /// The phrase that names them.
    phrase: &'static str,
    first: &'s str,
    second: Option<&'s str>,
}

/// The papers nearest to one, nearest first.
pub fn papers(site: &Site, id: PaperId) -> Vec<Nearby<'_>> {
    let nearby = |other: &PaperId| {
        let paper = site.catalog().paper(*other);
        Nearby { key: &paper.key, title: &paper.title.text, shared: shared(site, id, *other) }
    };
    site.related()[id.index()].iter().map(nearby).collect()
}

/// The same as templates see them.
pub fn views(site: &Site, papers: Vec<Nearby>) -> Vec<RelatedView> {
    let view = |nearby: Nearby| RelatedView {
        url: site.plan().urls().paper(nearby.key),
        title: Text::inline(nearby.title).plain(),
        reason: nearby.shared.map(|shared| shared.reason(site.words())),
    };
    papers.into_iter().map(view).collect()
}

impl Shared<'_> {
    fn reason(&self, words: &Words) -> String {
        let names = match self.second {
            Some(second) => &words.fill("two_names", &[("first", self.first), ("second", second)]),
            None => self.first,
        };
        words.fill(self.phrase, &[("names", names)])
    }
}

/// Authors that two papers share, else tags.
fn shared(site: &Site, id: PaperId, other: PaperId) -> Option<Shared<'_>> {
    [(TermKind::Author, "also_by"), (TermKind::Tag, "also_on")].into_iter().find_map(|(kind, phrase)| {
        let terms = site.catalog().terms(kind);
        let [first, second] = rarest_shared(terms, id, other);
        let name = |term: TermId| terms[term].name.as_str();
        Some(Shared { phrase, first: name(first?), second: second.map(name) })
    })
}

/// Of two that are as rare, the first that the paper names.
fn rarest_shared(terms: &Terms, id: PaperId, other: PaperId) -> [Option<TermId>; 2] {
    let of_other = terms.of_paper(other);
    // Collaborations have thousands of authors.
    let sorted = (of_other.len() > FEW).then(|| {
        let mut sorted = of_other.to_vec();
        sorted.sort_unstable();
        sorted
    });
    let has_other = |term: &TermId| match &sorted {
        Some(sorted) => sorted.binary_search(term).is_ok(),
        None => of_other.contains(term),
    };
    let is_rarer = |term: TermId, than: Option<TermId>| {
        than.is_none_or(|than| terms[term].papers.len() < terms[than].papers.len())
    };
    let mut rarest = [None; 2];
    for term in terms.of_paper(id).iter().copied().filter(has_other) {
        if rarest.contains(&Some(term)) {
            continue;
        }
        if is_rarer(term, rarest[0]) {
            rarest = [Some(term), rarest[0]];
        } else if is_rarer(term, rarest[1]) {
            rarest[1] = Some(term);
        }
    }
    rarest
}
