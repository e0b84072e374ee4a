//! *Trending* papers: those with most upvotes for their age.
//!
//! Age is counted from the newest day of the list, never by a clock: the same papers trend in the same
//! order until another is listed.

use super::{Catalog, PaperId};
use crate::config::PeriodKind;

/// How far back to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// The last two weeks, where a paper of today counts twice as much as one of three days ago.
    Rising,
    Week,
    Month,
    Year,
}

impl Span {
    pub const ALL: [Span; 4] = [Span::Rising, Span::Week, Span::Month, Span::Year];

    /// The age, in days, at which a paper is too old.
    fn days(self) -> u64 {
        match self {
            Span::Rising => 14,
            Span::Week => 7,
            Span::Month => 30,
            Span::Year => 365,
        }
    }

    /// The age, in days, at which upvotes count half.
    fn half_life(self) -> u64 {
        match self {
            Span::Rising => 3,
            span => span.days(),
        }
    }

    /// The period that it is like, which has a ranked page of its own.
    pub fn period(self) -> Option<PeriodKind> {
        match self {
            Span::Rising => None,
            Span::Week => Some(PeriodKind::Week),
            Span::Month => Some(PeriodKind::Month),
            Span::Year => Some(PeriodKind::Year),
        }
    }
}

/// The papers of a span that have upvotes, those first whose upvotes count most: `upvotes × h / (h + age)`
/// for a half-life `h` in days. Ties keep the order of the list. At most `limit`.
pub fn trending(catalog: &Catalog, span: Span, limit: usize) -> Vec<PaperId> {
    let Some(newest) = catalog.papers().first().map(|paper| paper.date) else { return Vec::new() };
    let age = |id: PaperId| {
        let days = newest.duration_since(catalog.date(id)).as_hours() / 24;
        days.unsigned_abs()
    };
    // The list is in order of days, so all that are young enough come first.
    let young = catalog.ids().take_while(|id| age(*id) < span.days());
    // An upvote of the newest day in parts so fine that no two ages are rounded to one.
    const UNIT: u128 = 1 << 40;
    let score = |id: PaperId| {
        let (upvotes, half_life) = (catalog.paper(id).upvotes.unwrap_or(0), span.half_life());
        u128::from(upvotes) * u128::from(half_life) * UNIT / u128::from(half_life + age(id))
    };
    let mut ranked: Vec<(u128, PaperId)> =
        young.map(|id| (score(id), id)).filter(|(score, _)| *score > 0).collect();
    ranked.sort_by_key(|(score, id)| (std::cmp::Reverse(*score), *id));
    ranked.truncate(limit);
    ranked.into_iter().map(|(_, id)| id).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::config::Drafts;
    use crate::paper::Paper;
    use crate::people::People;
    use crate::source::SourceFile;

    /// Papers as `date upvotes` each; the dates and upvotes of those that trend, in order.
    fn check(papers: &[(&str, u64)], span: Span, limit: usize, expected: &[(&str, u64)]) {
        let papers = papers.iter().enumerate().map(|(index, (date, upvotes))| {
            let text = format!("---\ntitle: Paper {index}\ndate: {date}\nupvotes: {upvotes}\n---\n");
            let source = SourceFile { path: format!("content/{index}.md").into(), text };
            Paper::from_source(&source, &BTreeSet::new()).0.expect("the paper is valid").into()
        });
        let (catalog, _) = Catalog::new(papers.collect(), Drafts::LeftOut, &People::default());
        let found = trending(&catalog, span, limit);
        let found: Vec<(String, u64)> = found
            .into_iter()
            .map(|id| catalog.paper(id))
            .map(|paper| (paper.date.to_string(), paper.upvotes.unwrap_or(0)))
            .collect();
        let found: Vec<(&str, u64)> = found.iter().map(|(date, upvotes)| (date.as_str(), *upvotes)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_new_needs_fewer_upvotes() {
        let papers = [("2025-10-30", 10), ("2025-10-27", 19), ("2025-10-27", 21), ("2025-10-01", 900)];
        check(&papers, Span::Rising, 9, &[("2025-10-27", 21), ("2025-10-30", 10), ("2025-10-27", 19)]);
        check(&papers, Span::Month, 2, &[("2025-10-01", 900), ("2025-10-27", 21)]);
    }

    #[test]
    fn a_paper_without_upvotes_never_trends() {
        check(&[("2025-10-30", 0)], Span::Year, 9, &[]);
        check(&[], Span::Year, 9, &[]);
    }
}
