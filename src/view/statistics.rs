//! The statistics as templates see them: how many papers when, and which authors, tags and venues have most.

use super::companions::term_of;
use super::list::period_title;
use super::{PartView, RankingRowView, RankingView};
use crate::catalog::{Catalog, Group, Period, TermId, TermKind};
use crate::config::PeriodKind;
use crate::plot::{self, Column};
use crate::site::Site;

/// More months than this are too narrow to be told apart, and years stand for them.
const MONTHS: usize = 180;

/// Terms of each kind that are ranked.
const RANKED: usize = 15;

/// What the list holds, in numbers: `60 papers`, `1,309 authors`, `June 2015 to March 2025`.
pub fn facts(site: &Site) -> Vec<String> {
    let catalog = site.catalog();
    let words = site.words();
    let mut facts = vec![words.count("papers", catalog.papers().len())];
    for kind in TermKind::ALL {
        let count = catalog.terms(kind).all().len();
        if count > 0 {
            facts.push(words.count(kind.plural(), count));
        }
    }
    if let [newest, .., oldest] = catalog.groups(PeriodKind::Month) {
        let [from, to] = [oldest, newest].map(|group| period_title(words, group.period));
        facts.push(words.fill("span", &[("from", &from), ("to", &to)]));
    }
    facts
}

/// Papers over time, as SVG, with what it shows as a table: periods that have papers, newest first.
pub struct Timeline {
    pub plot_html: String,
    /// `Papers per month`
    pub heading: String,
    pub rows: Vec<PartView>,
}

pub fn timeline(site: &Site) -> Timeline {
    let catalog = site.catalog();
    let kind = scale(catalog);
    let groups = catalog.groups(kind);
    let words = site.words();
    let heading = words.text(match kind {
        PeriodKind::Year => "papers_per_year",
        _ => "papers_per_month",
    });
    let columns: Vec<Column> = buckets(catalog, kind)
        .into_iter()
        .map(|period| Column {
            value: found(groups, period).map_or(0, |group| group.papers.len()),
            tick: tick(period),
        })
        .collect();
    let name = match groups.iter().max_by_key(|group| group.papers.len()) {
        Some(most) => {
            let period = period_title(words, most.period);
            words.count_and("most_in", most.papers.len(), &[("heading", heading), ("period", &period)])
        }
        None => heading.to_owned(),
    };
    let rows = groups.iter().map(|group| PartView {
        name: period_title(words, group.period),
        url: site.plan().urls().period(group.period, 1),
        count_label: words.count("papers", group.papers.len()),
    });
    Timeline { plot_html: plot::columns(&name, &columns), heading: heading.to_owned(), rows: rows.collect() }
}

/// The terms of each kind with most papers, more than one; ties in alphabetical order; kinds without
/// such terms left out.
pub fn rankings(site: &Site) -> Vec<RankingView> {
    let years = buckets(site.catalog(), PeriodKind::Year);
    let rankings = TermKind::ALL.into_iter().map(|kind| {
        let terms = site.catalog().terms(kind).all();
        // One paper is nothing to be ranked by.
        let mut ranked: Vec<TermId> = (0..terms.len()).filter(|id| terms[*id].papers.len() > 1).collect();
        let order = |id: &TermId| (std::cmp::Reverse(terms[*id].papers.len()), *id);
        if ranked.len() > RANKED {
            ranked.select_nth_unstable_by_key(RANKED, order);
            ranked.truncate(RANKED);
        }
        ranked.sort_by_key(order);
        let most = ranked.first().map_or(0, |id| terms[*id].papers.len());
        let rows = ranked.iter().map(|id| RankingRowView {
            term: term_of(site, kind, *id, terms[*id].papers.len()),
            bar_html: plot::bar(terms[*id].papers.len(), most),
            line_html: if years.len() > 2 {
                plot::line(&per_year(site, kind, *id, &years))
            } else {
                String::new()
            },
        });
        RankingView {
            heading: site.words().text(kind.heading_key()).to_owned(),
            url: site.plan().terms_url(site.catalog(), kind),
            rows: rows.collect(),
        }
    });
    rankings.filter(|ranking| !ranking.rows.is_empty()).collect()
}

/// How many papers of a term are listed in each year.
fn per_year(site: &Site, kind: TermKind, id: TermId, years: &[Period]) -> Vec<usize> {
    let mut counts = vec![0; years.len()];
    for paper in &site.catalog().terms(kind).all()[id].papers {
        let year = Period::of(site.catalog().paper(*paper).date, PeriodKind::Year);
        let index = years.binary_search(&year).expect("the years reach from the first paper to the last");
        counts[index] += 1;
    }
    counts
}

/// The kind of period that a plot of the whole list has a column for.
fn scale(catalog: &Catalog) -> PeriodKind {
    if buckets(catalog, PeriodKind::Month).len() > MONTHS { PeriodKind::Year } else { PeriodKind::Month }
}

/// Every month or year from the oldest paper to the newest, with papers or without.
fn buckets(catalog: &Catalog, kind: PeriodKind) -> Vec<Period> {
    let (Some(newest), Some(oldest)) = (catalog.papers().first(), catalog.papers().last()) else {
        return Vec::new();
    };
    let years = oldest.date.year()..=newest.date.year();
    if kind == PeriodKind::Year {
        return years.map(Period::Year).collect();
    }
    let (first, last) = (Period::of(oldest.date, kind), Period::of(newest.date, kind));
    let months = years.flat_map(|year| (1..=12).map(move |month| Period::Month { year, month }));
    months.filter(|month| (first..=last).contains(month)).collect()
}

fn found(groups: &[Group], period: Period) -> Option<&Group> {
    // Newest first.
    groups.binary_search_by(|group| period.cmp(&group.period)).ok().map(|index| &groups[index])
}

/// Years are named, and of months the first of each.
fn tick(period: Period) -> Option<String> {
    match period {
        Period::Year(year) | Period::Month { year, month: 1 } => Some(year.to_string()),
        _ => None,
    }
}
