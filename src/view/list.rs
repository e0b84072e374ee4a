//! Lists as templates see them: periods, terms, and the pages of a long list.

use super::{LinkView, PaginationView, PartView, PeriodView, TermGroupView, TermView};
use crate::catalog::{Group, PaperId, Period, Term, TermId, TermKind};
use crate::config::PeriodKind;
use crate::fold::fold;
use crate::paper::PartialDate;
use crate::percent;
use crate::plan::{self, Channel};
use crate::site::Site;
use crate::words::Words;

impl PeriodKind {
    pub fn name(self) -> &'static str {
        match self {
            PeriodKind::Day => "day",
            PeriodKind::Week => "week",
            PeriodKind::Month => "month",
            PeriodKind::Year => "year",
        }
    }
}

/// The `index`th of the catalog's periods of a kind.
pub fn period(site: &Site, kind: PeriodKind, index: usize) -> PeriodView {
    let groups = site.catalog().groups(kind);
    let Group { period, papers, ranked } = &groups[index];
    let (previous, next) = plan::neighbors(groups, index);
    let urls = site.plan().urls();
    let words = site.words();
    let part_kind = part_kind(kind, site.config().group_by);
    PeriodView {
        kind: kind.name(),
        title: period_title(words, *period),
        iso: period.iso(),
        url: urls.period(*period, 1),
        count: papers.len(),
        count_label: words.count("papers", papers.len()),
        previous: previous.map(|period| period_link(site, period)),
        next: next.map(|period| period_link(site, period)),
        neighbors_label: words.text(neighbors_key(kind)).to_owned(),
        within: within(site, *period),
        parts: part_kind.map_or_else(Vec::new, |kind| parts(site, kind, papers)),
        parts_label: part_kind.map(|part| {
            let papers = match plan::left_out(site.config(), kind, papers.len()) {
                Some(count) => words.count("more_papers", count),
                None => words.text("parts_of_all").to_owned(),
            };
            words.fill(parts_key(part), &[("papers", &papers)])
        }),
        ranked: *ranked,
    }
}

/// The kind of the shorter periods that list the papers of a longer one than the site's `own`.
fn part_kind(kind: PeriodKind, own: PeriodKind) -> Option<PeriodKind> {
    match kind {
        kind if kind <= own => None,
        // A year has too many days to choose from.
        PeriodKind::Year => Some(own.max(PeriodKind::Month)),
        _ => Some(own),
    }
}

/// The shorter periods in which papers are listed, with how many of these.
fn parts(site: &Site, kind: PeriodKind, papers: &[PaperId]) -> Vec<PartView> {
    let mut periods: Vec<Period> =
        papers.iter().map(|id| Period::of(site.catalog().date(*id), kind)).collect();
    periods.sort_unstable_by(|a, b| b.cmp(a));
    let parts = periods.chunk_by(|a, b| a == b).map(|part| PartView {
        name: short_title(site.words(), part[0]),
        url: site.plan().urls().period(part[0], 1),
        count_label: site.words().count("papers", part.len()),
    });
    parts.collect()
}

fn period_link(site: &Site, period: Period) -> LinkView {
    LinkView { name: short_title(site.words(), period), url: Some(site.plan().urls().period(period, 1)) }
}

/// `Thursday, October 30, 2025` · `Week 44, 2025` · `October 2025` · `2025`
pub fn period_title(words: &Words, period: Period) -> String {
    match period {
        Period::Day(day) => words.dates().day_of_week(day),
        Period::Week { year, week } => {
            words.fill("week", &[("week", &week.to_string()), ("year", &year.to_string())])
        }
        Period::Month { year, month } => words.dates().month(year, month),
        Period::Year(year) => words.dates().partial(PartialDate::of_year(year)),
    }
}

/// The same without the day of the week: `October 30, 2025`.
pub fn short_title(words: &Words, period: Period) -> String {
    match period {
        Period::Day(day) => words.dates().partial(day.into()),
        period => period_title(words, period),
    }
}

fn neighbors_key(kind: PeriodKind) -> &'static str {
    match kind {
        PeriodKind::Day => "previous_and_next_day",
        PeriodKind::Week => "previous_and_next_week",
        PeriodKind::Month => "previous_and_next_month",
        PeriodKind::Year => "previous_and_next_year",
    }
}

fn parts_key(kind: PeriodKind) -> &'static str {
    match kind {
        PeriodKind::Day => "parts_by_day",
        PeriodKind::Week => "parts_by_week",
        PeriodKind::Month => "parts_by_month",
        PeriodKind::Year => "parts_by_year",
    }
}

/// The longer periods in which a period's first day lies. A week is in no month: it may be in two.
fn within(site: &Site, period: Period) -> Vec<LinkView> {
    let longer: &[PeriodKind] = match period.kind() {
        PeriodKind::Day => &[PeriodKind::Week, PeriodKind::Month, PeriodKind::Year],
        PeriodKind::Month => &[PeriodKind::Year],
        PeriodKind::Week | PeriodKind::Year => &[],
    };
    longer.iter().map(|kind| period_link(site, Period::of(period.first_day(), *kind))).collect()
}

/// An author, a tag or a venue.
pub fn term(site: &Site, kind: TermKind, id: TermId) -> TermView {
    let term = &site.catalog().terms(kind)[id];
    TermView {
        kind: kind.name(),
        name: term.name.clone(),
        also: also(term),
        url: site.plan().term_url_or_search(site.catalog(), kind, id),
        count: term.papers.len(),
        count_label: site.words().count("papers", term.papers.len()),
        website: term.website.clone(),
        orcid_url: term.orcid.as_ref().map(|orcid| orcid.url()),
        feed_url: feed_url(site, kind, id),
    }
}

/// The names that were joined by hand, one of each that differ in more than spelling.
fn also(term: &Term) -> Vec<String> {
    if !term.is_joined {
        return Vec::new();
    }
    let mut told = vec![fold(&term.name)];
    let others = term.spellings.iter().filter(|name| {
        let folded = fold(name);
        let is_new = !told.contains(&folded);
        told.push(folded);
        is_new
    });
    others.cloned().collect()
}

/// A term's Atom feed, where one is planned.
pub fn feed_url(site: &Site, kind: TermKind, id: TermId) -> Option<String> {
    let slug = &site.catalog().terms(kind)[id].slug;
    let url = site.plan().urls().feed(Channel::Term(kind, id), Some(slug));
    site.plan().planned(url)
}

/// The terms on a page of an index, counted from 1, by letter.
pub fn term_groups(site: &Site, kind: TermKind, page: usize) -> Vec<TermGroupView> {
    let mut groups: Vec<TermGroupView> = Vec::new();
    let terms = site.catalog().terms(kind);
    for id in plan::terms_on_page(terms, page) {
        let known = &terms[id];
        let letter = known.initial;
        let term = TermView { name: known.listed_as.clone(), ..term(site, kind, id) };
        match groups.last_mut() {
            Some(group) if group.letter == letter.to_string() => group.terms.push(term),
            _ => groups.push(TermGroupView {
                letter: letter.to_string(),
                id: letter_id(letter),
                terms: vec![term],
            }),
        }
    }
    groups
}

/// Every letter of an index, each with the page and place where its terms begin.
pub fn letters(site: &Site, kind: TermKind) -> Vec<LinkView> {
    let letters = site.catalog().terms(kind).letters().into_iter();
    let links = letters.map(|(letter, id)| {
        let page = site.plan().urls().terms(kind, plan::page_of_term(id));
        let url = format!("{page}#{}", percent::path(&letter_id(letter)));
        LinkView { name: letter.to_string(), url: Some(url) }
    });
    links.collect()
}

fn letter_id(letter: char) -> String {
    if letter.is_alphabetic() { format!("letter-{letter}") } else { "letter-other".to_owned() }
}

/// Where page `number` of `count` stands; absent for a list on one page. `url` names each page.
pub fn pagination(
    words: &Words,
    number: usize,
    count: usize,
    url: impl Fn(usize) -> String,
) -> Option<PaginationView> {
    (count > 1).then(|| PaginationView {
        number,
        count,
        label: words.count_and("page_of", count, &[("number", &words.number(number))]),
        previous_url: (number > 1).then(|| url(number - 1)),
        next_url: (number < count).then(|| url(number + 1)),
        first_url: url(1),
        last_url: url(count),
    })
}
