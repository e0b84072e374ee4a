//! A [`Digest`] is the best papers of a day, week, month or year, to be sent as a message.
//!
//! It is a pure function of the site, as pages are: its date is that of its papers, and the same papers
//! make the same bytes.

use std::collections::HashSet;

use tera::Context;

use crate::catalog::{PaperId, Period};
use crate::config::PeriodKind;
use crate::diagnostic::Diagnostic;
use crate::filter::Filter;
use crate::paper::Day;
use crate::site::Site;
use crate::view::{self, DigestView};

mod message;
mod plain;

pub struct Digest<'s> {
    site: &'s Site,
    view: DigestView,
    /// The last day of the span that has papers.
    day: Day,
}

/// Which papers a digest tells of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    pub period: Period,
    /// The best ones, best first: most upvotes, then as the list has them.
    pub papers: Vec<PaperId>,
    /// How many there are to choose from.
    pub count: usize,
}

/// Why there is no message.
#[derive(Debug, thiserror::Error)]
pub enum DigestError {
    #[error(
        "a digest links to the site, whose address is unknown: set `base_url` in the configuration, or give `--base-url URL`"
    )]
    NoBaseUrl,
    #[error(
        "a message needs a sender: set `digest: {{from: Ada Lovelace <ada@example.org>}}` in the configuration; `--html` and `--text` need none"
    )]
    NoSender,
    /// Of a template.
    #[error("the digest cannot be rendered")]
    Template(Vec<Diagnostic>),
}

/// Chooses at most `limit` papers of a period, or of the newest one of its kind in which the filter
/// picks any; none where there are no papers.
pub fn select(
    site: &Site,
    kind: PeriodKind,
    period: Option<Period>,
    filter: &Filter,
    limit: usize,
) -> Option<Selection> {
    let picked: HashSet<PaperId> = filter.papers(site.catalog()).into_iter().collect();
    let groups = site.catalog().groups(kind).iter();
    groups.filter(|group| period.is_none_or(|period| period == group.period)).find_map(|group| {
        let mut papers: Vec<PaperId> =
            group.papers.iter().copied().filter(|id| picked.contains(id)).collect();
        let count = papers.len();
        papers.truncate(limit);
        (count > 0).then_some(Selection { period: group.period, papers, count })
    })
}

impl<'s> Digest<'s> {
    /// # Errors
    ///
    /// Where the site's address is unknown: a message is read elsewhere, and its links must be whole.
    pub fn new(site: &'s Site, selection: &Selection) -> Result<Digest<'s>, DigestError> {
        let view = view::digest(site, selection).ok_or(DigestError::NoBaseUrl)?;
        let days = site.catalog().papers().iter().map(|paper| paper.date);
        let kind = selection.period.kind();
        let day = days.filter(|day| Period::of(*day, kind) == selection.period).max();
        Ok(Digest { site, view, day: day.unwrap_or_else(|| selection.period.first_day()) })
    }

    /// Returns the HTML, which needs no other file.
    pub fn html(&self) -> Result<String, DigestError> {
        let mut context = Context::new();
        context.insert_value("digest", view::value(&self.view));
        self.site.theme().render("digest.html", &context, "the digest").map_err(DigestError::Template)
    }

    /// Returns plain text in lines that fit into a terminal.
    pub fn text(&self) -> String {
        plain::text(&self.view)
    }

    /// Returns the message, as mail programs store it: <https://www.rfc-editor.org/rfc/rfc5322>.
    pub fn message(&self) -> Result<Vec<u8>, DigestError> {
        message::message(self)
    }
}
