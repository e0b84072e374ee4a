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

/// One paper of so many may be left out of the years that plots show.
const OLDEST: usize = 100;

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

/// Papers over time, as SVG, with what it shows as a table: all periods that have papers, newest first.
pub struct Timeline {
    pub plot_html: String,
    /// `The first column stands for 44 papers before 1995.`
    pub note: Option<String>,
    /// `Papers per month`
    pub heading: String,
    pub rows: Vec<PartView>,
}

pub fn timeline(site: &Site) -> Timeline {
    let catalog = site.catalog();
    let first_year = first_year(catalog);
    let kind = scale(catalog, first_year);
    let groups = catalog.groups(kind);
    let words = site.words();
    let heading = words.text(match kind {
        PeriodKind::Year => "papers_per_year",
        _ => "papers_per_month",
    });
    let earlier = catalog.papers().iter().filter(|paper| paper.date.year() < first_year).count();
    let year = first_year.to_string();
    let before = (earlier > 0)
        .then(|| Column { value: earlier, tick: Some(words.fill("before_year", &[("year", &year)])) });
    let shown = buckets(catalog, kind, first_year).into_iter().map(|period| Column {
        value: found(groups, period).map_or(0, |group| group.papers.len()),
        tick: tick(period),
    });
    let columns: Vec<Column> = before.into_iter().chain(shown).collect();
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
    Timeline {
        plot_html: plot::columns(&name, &columns),
        note: (earlier > 0).then(|| {
            words.fill("papers_before", &[("papers", &words.count("papers", earlier)), ("year", &year)])
        }),
        heading: heading.to_owned(),
        rows: rows.collect(),
    }
}

/// The terms of each kind with most papers; kinds without such terms left out.
pub fn rankings(site: &Site) -> Vec<RankingView> {
    let years = buckets(site.catalog(), PeriodKind::Year, first_year(site.catalog()));
    let rankings = TermKind::ALL.into_iter().map(|kind| {
        let terms = site.catalog().terms(kind);
        let ranked = most_used(site.catalog(), kind, RANKED);
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

/// The terms with most papers, more than one, at most `count`; ties in alphabetical order.
pub fn most_used(catalog: &Catalog, kind: TermKind, count: usize) -> Vec<TermId> {
    let terms = catalog.terms(kind);
    // One paper is nothing to be ranked by.
    let mut ranked: Vec<TermId> = terms.ids().filter(|id| terms[*id].papers.len() > 1).collect();
    let order = |id: &TermId| (std::cmp::Reverse(terms[*id].papers.len()), *id);
    if ranked.len() > count {
        ranked.select_nth_unstable_by_key(count, order);
        ranked.truncate(count);
    }
    ranked.sort_by_key(order);
    ranked
}

/// How many papers of a term are listed in each of these years.
fn per_year(site: &Site, kind: TermKind, id: TermId, years: &[Period]) -> Vec<usize> {
    let mut counts = vec![0; years.len()];
    for paper in &site.catalog().terms(kind)[id].papers {
        let year = Period::of(site.catalog().date(*paper), PeriodKind::Year);
        // Older papers stand outside.
        if let Ok(index) = years.binary_search(&year) {
            counts[index] += 1;
        }
    }
    counts
}

/// The first year that plots show, of the years of all papers, newest first: the oldest, unless a few papers that are
/// much older would make all others too narrow to be seen. Those are one of a hundred at most, or a single one, and
/// without them the years are less than half as many.
fn first_shown(years: &[i16]) -> Option<i16> {
    let (newest, oldest) = (*years.first()?, *years.last()?);
    let earlier = years.len().div_ceil(OLDEST);
    let first = *years.iter().rev().nth(earlier).unwrap_or(&oldest);
    Some(if first - oldest > newest - first + 1 { first } else { oldest })
}

fn first_year(catalog: &Catalog) -> i16 {
    let years: Vec<i16> = catalog.papers().iter().map(|paper| paper.date.year()).collect();
    first_shown(&years).unwrap_or_default()
}

/// The kind of period that a plot of the whole list has a column for.
fn scale(catalog: &Catalog, first_year: i16) -> PeriodKind {
    let months = buckets(catalog, PeriodKind::Month, first_year).len();
    if months > MONTHS { PeriodKind::Year } else { PeriodKind::Month }
}

/// Every month or year from the oldest paper of `first_year` or later to the newest, with papers or without.
fn buckets(catalog: &Catalog, kind: PeriodKind, first_year: i16) -> Vec<Period> {
    let shown = || catalog.papers().iter().filter(|paper| paper.date.year() >= first_year);
    let (Some(newest), Some(oldest)) = (shown().next(), shown().next_back()) else {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_papers_that_are_much_older_stand_before_the_years_that_are_shown() {
        let check = |years: &[(i16, usize)], first| {
            let years: Vec<i16> = years.iter().flat_map(|(year, count)| vec![*year; *count]).collect();
            assert_eq!(first_shown(&years), first);
        };
        check(&[], None);
        check(&[(2025, 1)], Some(2025));
        check(&[(2025, 3), (1936, 1)], Some(2025));
        check(&[(2025, 3), (1936, 1), (1773, 1)], Some(1936));
        check(&[(2025, 100), (2024, 98), (1936, 1), (1773, 1)], Some(2024));
        check(&[(2025, 100), (2024, 97), (1936, 1), (1905, 1), (1773, 1)], Some(1936));
        // Half of the years are worth their room.
        check(&[(2025, 3), (2020, 1), (2015, 1)], Some(2015));
    }
}
