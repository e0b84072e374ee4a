//! A [`Filter`] picks papers: `tag:attention year:2024.. -status:read "point cloud"`.
//!
//! `docs/filters.md` specifies the language, and `tests/filters.json` holds cases that every reader of
//! it agrees on, in whatever language that is written.

use std::ops::Range;

use crate::catalog::TermKind;
use crate::diagnostic::Diagnostic;
use crate::paper::{ArxivId, Day, Doi, LinkKind, Status};

mod fold_text;
mod matching;
mod parse;
#[cfg(test)]
mod tests;

pub use matching::similar;

/// What a paper must be to be picked: every clause at once. Without clauses, every paper is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    text: String,
    clauses: Vec<Clause>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Whether it leaves out the papers of which its condition holds.
    pub excluded: bool,
    pub condition: Condition,
}

/// Of several values, one must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// As typed, and where in the filter; part of a word of the paper's texts.
    Word {
        text: String,
        range: Range<usize>,
    },
    /// As typed; words of the paper's texts, one after the other.
    Phrase(String),
    Term(TermKind, Vec<TermName>),
    Organization(Vec<String>),
    /// Keys as typed, in lower case.
    Key(Vec<String>),
    Arxiv(Vec<ArxivId>),
    Doi(Vec<Doi>),
    Status(Vec<Status>),
    Has(Vec<Fact>),
    Is(Vec<State>),
    Number(Quantity, Vec<Span<i64>>),
    /// The day of listing.
    Date(Vec<Span<Day>>),
}

/// A name or slug of a term, and where in the filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermName {
    pub name: String,
    pub range: Range<usize>,
}

/// Both ends belong to it; one that is absent is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span<T> {
    pub first: Option<T>,
    pub last: Option<T>,
}

/// What a paper has a number of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    Year,
    Upvotes,
    Comments,
    Stars,
    Rating,
}

impl Quantity {
    pub const NAMED: [(&'static str, Quantity); 5] = [
        ("year", Quantity::Year),
        ("upvotes", Quantity::Upvotes),
        ("comments", Quantity::Comments),
        ("stars", Quantity::Stars),
        ("rating", Quantity::Rating),
    ];
}

/// What a paper can have or lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    Link(LinkKind),
    Abstract,
    Summary,
    Notes,
    Authors,
    Tags,
    Venue,
    Organization,
    Arxiv,
    Doi,
    Thumbnail,
    Status,
    Rating,
    Upvotes,
    Awards,
}

impl Fact {
    pub const NAMED: [(&'static str, Fact); 22] = [
        ("pdf", Fact::Link(LinkKind::Pdf)),
        ("code", Fact::Link(LinkKind::Code)),
        ("project", Fact::Link(LinkKind::Project)),
        ("video", Fact::Link(LinkKind::Video)),
        ("slides", Fact::Link(LinkKind::Slides)),
        ("data", Fact::Link(LinkKind::Data)),
        ("model", Fact::Link(LinkKind::Model)),
        ("demo", Fact::Link(LinkKind::Demo)),
        ("abstract", Fact::Abstract),
        ("summary", Fact::Summary),
        ("notes", Fact::Notes),
        ("authors", Fact::Authors),
        ("tags", Fact::Tags),
        ("venue", Fact::Venue),
        ("organization", Fact::Organization),
        ("arxiv", Fact::Arxiv),
        ("doi", Fact::Doi),
        ("thumbnail", Fact::Thumbnail),
        ("status", Fact::Status),
        ("rating", Fact::Rating),
        ("upvotes", Fact::Upvotes),
        ("awards", Fact::Awards),
    ];
}

/// What a paper can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Draft,
    Withdrawn,
}

impl State {
    pub const NAMED: [(&'static str, State); 2] = [("draft", State::Draft), ("withdrawn", State::Withdrawn)];
}

impl Filter {
    /// Reads a filter; the errors are all that is wrong with it, each with its place in `text`.
    ///
    /// # Errors
    ///
    /// Unknown keys, values that a key does not take, quotes that are not closed, and `OR`, `AND`
    /// and `NOT`, which join nothing here.
    pub fn parse(text: &str) -> Result<Filter, Vec<Diagnostic>> {
        let (filter, errors) = Filter::parse_leniently(text);
        if errors.is_empty() { Ok(filter) } else { Err(errors) }
    }

    /// Reads what can be read, as a search does while somebody types or pastes a title: an unknown
    /// key is a word, a quote is closed at the end, and a value that a key does not take is left out.
    pub fn parse_leniently(text: &str) -> (Filter, Vec<Diagnostic>) {
        parse::parse(text)
    }

    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// The same without words and phrases.
    pub fn without_texts(&self) -> Filter {
        let is_text =
            |clause: &&Clause| matches!(clause.condition, Condition::Word { .. } | Condition::Phrase(_));
        let clauses = self.clauses.iter().filter(|clause| !is_text(clause)).cloned().collect();
        Filter { text: self.text.clone(), clauses }
    }

    /// Whether every paper is picked.
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }
}
