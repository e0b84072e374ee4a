//! How lists are parted into pages.

use crate::catalog::{Group, Period, TermId, Terms};
use crate::config::{Config, PeriodKind};

/// Terms that a page of the author, tag or venue index holds.
const TERMS_PER_PAGE: usize = 1_000;

/// How many pages a list of `count` things needs; an empty list still has one.
pub fn page_count(count: usize, page_size: usize) -> usize {
    count.div_ceil(page_size).max(1)
}

/// A period longer than the site's own lists no more papers than these pages hold: on a large site
/// nobody turns the six hundredth page of a year, and its days have them all.
const PAGES_OF_A_LONGER_PERIOD: usize = 4;

/// How many pages a period of so many papers has.
pub fn period_pages(config: &Config, kind: PeriodKind, papers: usize) -> usize {
    let pages = page_count(papers, config.page_size);
    if kind > config.group_by { pages.min(PAGES_OF_A_LONGER_PERIOD) } else { pages }
}

/// How many of a period's papers are on none of its pages, if any.
pub fn left_out(config: &Config, kind: PeriodKind, papers: usize) -> Option<usize> {
    let listed = period_pages(config, kind, papers) * config.page_size;
    papers.checked_sub(listed).filter(|count| *count > 0)
}

/// The part of a list that stands on a page, counted from 1.
pub fn page_of<T>(list: &[T], page_size: usize, page: usize) -> &[T] {
    let start = (page_size * (page - 1)).min(list.len());
    &list[start..(start + page_size).min(list.len())]
}

/// The periods before and after one of a catalog's groups: only those that exist.
pub fn neighbors(groups: &[Group], index: usize) -> (Option<Period>, Option<Period>) {
    let previous = groups.get(index + 1).map(|group| group.period);
    let next = index.checked_sub(1).map(|index| groups[index].period);
    (previous, next)
}

/// The terms that stand on a page of their index, counted from 1.
pub fn terms_on_page(terms: &Terms, page: usize) -> impl Iterator<Item = TermId> + use<> {
    terms.ids().skip(TERMS_PER_PAGE * (page - 1)).take(TERMS_PER_PAGE)
}

pub fn terms_page_count(count: usize) -> usize {
    page_count(count, TERMS_PER_PAGE)
}

/// The page of an index on which a term stands, counted from 1.
pub fn page_of_term(id: TermId) -> usize {
    id.index() / TERMS_PER_PAGE + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_a_page_more_than_it_fills() {
        let list: Vec<usize> = (0..101).collect();
        assert_eq!((page_count(100, 50), page_count(101, 50), page_count(0, 50)), (2, 3, 1));
        assert_eq!(page_of(&list, 50, 3), [100]);
        assert_eq!(page_of(&list[..0], 50, 1), [0; 0]);
    }
}
