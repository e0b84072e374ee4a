//! The [`Catalog`] is every paper of the list: unique, in order, and grouped.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::ops::Range;
use std::sync::Arc;

use rapidhash::RapidHashMap;
use rayon::prelude::*;

use crate::config::{Drafts, PeriodKind};
use crate::diagnostic::{Diagnostic, Place};
use crate::paper::{ArxivId, Day, Doi, Paper};
use crate::people::People;
use crate::slug::Slug;

mod gather;
mod id;
mod period;
mod term;
mod trending;

pub use id::{PaperId, TermId};
pub use period::Period;
pub use term::{Term, TermKind, Terms};
pub use trending::{Span, trending};

/// Papers that take longer to give up than to hand over.
const MANY: usize = 1_000;

#[derive(Debug)]
pub struct Catalog {
    papers: Vec<Arc<Paper>>,
    /// Shared by states of a list in which the same papers stand in the same places.
    groups: Arc<Groups>,
}

/// In what order papers stand, and under what.
#[derive(Debug)]
struct Groups {
    /// Of each paper the day under which it is listed. Close together: groups and their pages ask for many.
    dates: Vec<Day>,
    days: Vec<Group>,
    weeks: Vec<Group>,
    months: Vec<Group>,
    years: Vec<Group>,
    authors: Terms,
    tags: Terms,
    venues: Terms,
    drafts_left_out: Vec<Arc<str>>,
}

/// The papers of one period.
#[derive(Debug)]
pub struct Group {
    pub period: Period,
    /// In the order in which a list shows them.
    pub papers: Vec<PaperId>,
    /// Whether that is the order of upvotes.
    pub ranked: bool,
}

impl Catalog {
    /// Orders and groups papers; papers that claim one key or identity become diagnostics. `people`
    /// says which names are one author's.
    pub fn new(mut papers: Vec<Arc<Paper>>, drafts: Drafts, people: &People) -> (Catalog, Vec<Diagnostic>) {
        let mut drafts_left_out = Vec::new();
        if drafts == Drafts::LeftOut {
            drafts_left_out.extend(papers.iter().filter(|paper| paper.draft).map(|paper| paper.file.clone()));
            drafts_left_out.sort();
            papers.retain(|paper| !paper.draft);
        }

        // Sort before grouping: a group keeps the order in which its papers are listed.
        papers.par_sort_by(|a, b| listing_order(a, b).then_with(|| a.file.cmp(&b.file)));
        let dates: Vec<Day> = papers.iter().map(|paper| paper.date).collect();
        // Authors are most of the work, and nothing here waits for anything else.
        let (authors, (mut diagnostics, (tags, (venues, [days, weeks, months, years])))) = rayon::join(
            || gather::authors(&papers, people),
            || {
                let kinds = [PeriodKind::Day, PeriodKind::Week, PeriodKind::Month, PeriodKind::Year];
                let groups = || kinds.map(|kind| group(&papers, &dates, kind));
                rayon::join(
                    || duplicates(&papers),
                    || {
                        rayon::join(
                            || gather::tags(&papers),
                            || rayon::join(|| gather::venues(&papers), groups),
                        )
                    },
                )
            },
        );
        diagnostics.extend(unused_people(people, &authors));
        let groups = Groups { dates, days, weeks, months, years, authors, tags, venues, drafts_left_out };
        (Catalog { papers, groups: Arc::new(groups) }, diagnostics)
    }

    /// The same catalog with other texts: each of the papers takes the place of one that
    /// [is listed alike](Paper::is_listed_like).
    pub fn revised(&self, papers: Vec<(PaperId, Paper)>) -> Catalog {
        let mut revised = Catalog { papers: self.papers.clone(), groups: self.groups.clone() };
        for (id, paper) in papers {
            revised.papers[id.index()] = Arc::new(paper);
        }
        revised
    }

    /// Newest day first; within a day most upvotes first, then lower weights, then keys.
    pub fn papers(&self) -> &[Arc<Paper>] {
        &self.papers
    }

    /// Every paper's id, in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = PaperId> + ExactSizeIterator + use<> {
        PaperId::all(self.papers.len())
    }

    /// The papers with their ids, in order.
    pub fn numbered(&self) -> impl Iterator<Item = (PaperId, &Arc<Paper>)> {
        self.ids().zip(&self.papers)
    }

    /// The papers before and after one.
    pub fn neighbors(&self, id: PaperId) -> [Option<PaperId>; 2] {
        let next = Some(id.index() + 1).filter(|next| *next < self.papers.len());
        [id.index().checked_sub(1), next].map(|index| index.map(PaperId::new))
    }

    pub fn paper(&self, id: PaperId) -> &Paper {
        &self.papers[id.index()]
    }

    /// The day under which a paper is listed.
    pub fn date(&self, id: PaperId) -> Day {
        self.groups.dates[id.index()]
    }

    /// Periods of one kind that have papers, newest first.
    pub fn groups(&self, kind: PeriodKind) -> &[Group] {
        match kind {
            PeriodKind::Day => &self.groups.days,
            PeriodKind::Week => &self.groups.weeks,
            PeriodKind::Month => &self.groups.months,
            PeriodKind::Year => &self.groups.years,
        }
    }

    /// The days with papers of a period, by their indices in [`Catalog::groups`].
    pub fn days_within(&self, period: Period) -> Range<usize> {
        let days = self.groups(PeriodKind::Day);
        let start = days.partition_point(|day| day.period.first_day() > period.last_day());
        let end = days.partition_point(|day| day.period.first_day() >= period.first_day());
        start..end
    }

    pub fn terms(&self, kind: TermKind) -> &Terms {
        match kind {
            TermKind::Author => &self.groups.authors,
            TermKind::Tag => &self.groups.tags,
            TermKind::Venue => &self.groups.venues,
        }
    }

    /// The files of drafts that are not published, in order of path.
    pub fn drafts_left_out(&self) -> &[Arc<str>] {
        &self.groups.drafts_left_out
    }
}

impl Drop for Catalog {
    /// Nobody waits until the last paper of a large list is given up.
    fn drop(&mut self) {
        let papers = std::mem::take(&mut self.papers);
        if papers.len() > MANY {
            rayon::spawn(move || drop(papers));
        }
    }
}

fn listing_order(a: &Paper, b: &Paper) -> std::cmp::Ordering {
    b.date.cmp(&a.date).then_with(|| rank(a).cmp(&rank(b)))
}

/// Lower is earlier: upvotes, then weight where given, then key.
fn rank(paper: &Paper) -> (std::cmp::Reverse<u64>, i64, &Slug) {
    let upvotes = std::cmp::Reverse(paper.upvotes.unwrap_or(0));
    (upvotes, paper.weight.unwrap_or(i64::MAX), &paper.key)
}

/// Papers by period, newest first. What is longer than a day is ranked by upvotes, where there
/// are any.
fn group(papers: &[Arc<Paper>], dates: &[Day], kind: PeriodKind) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (id, date) in PaperId::all(dates.len()).zip(dates) {
        let period = Period::of(*date, kind);
        match groups.last_mut() {
            Some(group) if group.period == period => group.papers.push(id),
            _ => groups.push(Group { period, papers: vec![id], ranked: false }),
        }
    }
    for group in &mut groups {
        let has_upvotes =
            group.papers.iter().any(|id| papers[id.index()].upvotes.is_some_and(|upvotes| upvotes > 0));
        group.ranked = has_upvotes && kind != PeriodKind::Day;
        if group.ranked {
            // Stable: papers with the same upvotes stay newest first.
            group.papers.sort_by_key(|id| std::cmp::Reverse(papers[id.index()].upvotes.unwrap_or(0)));
        }
    }
    groups
}

/// Entries of `authors.yaml` that no paper has use for, which may be misspelled.
fn unused_people(people: &People, authors: &Terms) -> Vec<Diagnostic> {
    let unused = people.all().iter().filter(|person| authors.find(&person.name, None).is_none());
    unused
        .map(|person| {
            let message = format!("no paper names `{}`, under any of the names given", person.name);
            Diagnostic::warning("unused-author", message).at(people.place(person), "correct it, or remove it")
        })
        .collect()
}

/// Finds papers that claim what only one can have.
fn duplicates(papers: &[Arc<Paper>]) -> Vec<Diagnostic> {
    let mut keys = Claimants::default();
    let mut arxiv_ids = Claimants::default();
    let mut dois = Claimants::default();
    for paper in papers {
        keys.claim(paper.key.as_str().into(), paper);
        if let Some(arxiv) = &paper.arxiv {
            arxiv_ids.claim(arxiv.as_str().into(), paper);
        }
        if let Some(doi) = &paper.doi {
            dois.claim(doi.folded().into(), paper);
        }
    }
    let fix = "give one of them a `slug` of its own, or remove it";
    let mut diagnostics = keys.told("duplicate-key", fix, |paper| {
        (format!("two papers want the page of the key `{}`", paper.key), &paper.claims.key)
    });
    let fix = "remove one of the two";
    diagnostics.extend(arxiv_ids.told("duplicate-arxiv", fix, |paper| {
        let id = paper.arxiv.as_ref().map(ArxivId::as_str).unwrap_or_default();
        (format!("arXiv {id} is listed twice"), &paper.claims.arxiv)
    }));
    diagnostics.extend(dois.told("duplicate-doi", fix, |paper| {
        let doi = paper.doi.as_ref().map(Doi::as_str).unwrap_or_default();
        (format!("the DOI {doi} is listed twice"), &paper.claims.doi)
    }));
    diagnostics
}

/// Who claims what.
#[derive(Default)]
struct Claimants<'p> {
    /// Nearly always the only one.
    first: RapidHashMap<Cow<'p, str>, &'p Paper>,
    others: RapidHashMap<Cow<'p, str>, Vec<&'p Paper>>,
}

impl<'p> Claimants<'p> {
    fn claim(&mut self, what: Cow<'p, str>, paper: &'p Paper) {
        match self.first.entry(what) {
            Entry::Occupied(entry) => self.others.entry(entry.key().clone()).or_default().push(paper),
            Entry::Vacant(entry) => {
                entry.insert(paper);
            }
        }
    }

    /// A diagnostic for every claimant but the first in order of path, so that the same file is blamed whatever the
    /// dates say. `claim` tells what is wrong, and where the claim stands.
    fn told(
        self,
        code: &'static str,
        fix: &str,
        claim: impl Fn(&'p Paper) -> (String, &'p Range<usize>),
    ) -> Vec<Diagnostic> {
        let mut told = Vec::new();
        for (what, mut claimants) in self.others {
            claimants.extend(self.first.get(&what));
            claimants.sort_by(|one, other| one.file.cmp(&other.file));
            let place = |paper: &'p Paper| Place::in_file(paper.file.clone(), claim(paper).1.clone());
            let first = claimants[0];
            let late = claimants[1..].iter();
            told.extend(late.map(|paper| duplicate(code, claim(paper).0, [place(paper), place(first)], fix)));
        }
        told
    }
}

fn duplicate(code: &'static str, message: String, [place, first]: [Place; 2], fix: &str) -> Diagnostic {
    Diagnostic::error(code, message).at(place, fix).related(first, "the other one")
}
