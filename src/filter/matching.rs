//! Which papers of a catalog a filter picks.

use std::collections::HashSet;
use std::ops::Range;

use rayon::prelude::*;

use super::fold_text::{has_phrase, words};
use super::parse::{KEYS, place};
use super::{Clause, Condition, Fact, Filter, Quantity, Span, State};
use crate::catalog::{Catalog, PaperId, TermKind};
use crate::diagnostic::Diagnostic;
use crate::fold::fold;
use crate::paper::{LinkKind, Paper, Passage, parse_partial};
use crate::text::Text;

impl Filter {
    /// The papers that are picked, in the catalog's order.
    pub fn papers(&self, catalog: &Catalog) -> Vec<PaperId> {
        let mut picked: Vec<bool> = vec![true; catalog.papers().len()];
        let mut needles = Vec::new();
        for Clause { excluded, condition } in &self.clauses {
            match condition {
                Condition::Word { text, .. } => needles.push((*excluded, Needle::Word(fold(text)))),
                Condition::Phrase(phrase) => needles.push((*excluded, Needle::Phrase(fold(phrase)))),
                Condition::Term(kind, names) => {
                    let names: Vec<&str> = names.iter().map(|name| name.name.as_str()).collect();
                    let named = papers_of_terms(catalog, *kind, &names);
                    picked.iter_mut().zip(catalog.ids()).for_each(|(picked, id)| {
                        *picked &= named.contains(&id) != *excluded;
                    });
                }
                condition => {
                    let papers = picked.iter_mut().zip(catalog.papers());
                    papers.for_each(|(picked, paper)| *picked &= holds(condition, paper) != *excluded);
                }
            }
        }
        // Texts last: reading them takes longer than all the rest.
        let ids: Vec<PaperId> = catalog.ids().filter(|id| picked[id.index()]).collect();
        if needles.is_empty() {
            return ids;
        }
        let stands = |id: &PaperId| {
            let paper = catalog.paper(*id);
            needles.iter().all(|(excluded, needle)| needle.is_in(paper) != *excluded)
        };
        ids.into_par_iter().filter(stands).collect()
    }

    /// A note for each tag, author and venue that no paper of a catalog has.
    pub fn unknown_terms(&self, catalog: &Catalog) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        for clause in &self.clauses {
            let Condition::Term(kind, names) = &clause.condition else { continue };
            for name in names {
                if !papers_of_terms(catalog, *kind, &[&name.name]).is_empty() {
                    continue;
                }
                let message = format!("no {} of this list is called `{}`", kind.name(), name.name);
                let fix = match similar(catalog, *kind, &name.name) {
                    Some(similar) => format!("did you mean `{}`?", quoted(similar)),
                    None => "names are compared whole, without case, accents and punctuation".to_owned(),
                };
                diagnostics.push(
                    Diagnostic::note("unknown-term", message).at(place(&self.text, name.range.clone()), fix),
                );
            }
        }
        diagnostics
    }

    /// Words that other tools, or people in haste, write for a term: `status=read`, `2025-01-07`.
    pub fn words_like_terms(&self) -> Vec<Diagnostic> {
        let words = self.clauses.iter().filter_map(|clause| match &clause.condition {
            Condition::Word { text, range } => Some((text, range, term_like(text)?)),
            _ => None,
        });
        let note = |(word, range, term): (&String, &Range<usize>, String)| {
            Diagnostic::note("word-like-term", format!("`{word}` is looked for as text"))
                .at(place(&self.text, range.clone()), format!("did you mean `{term}`?"))
        };
        words.map(note).collect()
    }
}

/// The term that a word looks like.
fn term_like(word: &str) -> Option<String> {
    if parse_partial(word).is_ok_and(|date| date.month().is_some()) {
        return Some(format!("date:{word}"));
    }
    let (key, value) = word.split_once('=').filter(|(_, value)| !value.is_empty())?;
    let key = key.to_ascii_lowercase();
    KEYS.contains(&key.as_str()).then(|| format!("{key}:{value}"))
}

/// A value as it is written in a filter.
fn quoted(value: &str) -> String {
    if value.contains([' ', ',']) { format!("\"{value}\"") } else { value.to_owned() }
}

fn papers_of_terms(catalog: &Catalog, kind: TermKind, names: &[&str]) -> HashSet<PaperId> {
    let terms = catalog.terms(kind);
    let mut papers = HashSet::new();
    for name in names {
        for term in terms.called(name) {
            papers.extend(&terms[term].papers);
        }
        if kind == TermKind::Venue {
            let folded = fold(name);
            let short = |paper: &Paper| paper.venue.as_ref()?.short().map(fold);
            let called = catalog.numbered().filter(|(_, paper)| short(paper).as_ref() == Some(&folded));
            papers.extend(called.map(|(id, _)| id));
        }
    }
    papers
}

/// The term that was probably meant: of those that have every word of a name the one with the most
/// papers, else the one that is spelled most like it.
pub fn similar<'c>(catalog: &'c Catalog, kind: TermKind, name: &str) -> Option<&'c str> {
    let wanted = words(name);
    let wanted: Vec<&str> = wanted.split_whitespace().collect();
    let terms = catalog.terms(kind).all();
    let of_words = terms.iter().filter(|term| {
        let words = words(&term.name);
        wanted.iter().all(|wanted| words.split_whitespace().any(|word| word.starts_with(wanted)))
    });
    if let Some(term) = of_words.max_by_key(|term| (term.papers.len(), std::cmp::Reverse(&term.name))) {
        return Some(&term.name);
    }
    let folded = fold(name);
    let length = folded.chars().count();
    let longest = if length < 3 { 0 } else { 1 + length / 5 };
    let distances = terms.iter().filter(|term| term.name.len().abs_diff(name.len()) <= 2 * longest + 2);
    let distances = distances.map(|term| (strsim::damerau_levenshtein(&folded, &fold(&term.name)), term));
    let near = distances.filter(|(distance, _)| *distance <= longest);
    near.min_by_key(|(distance, term)| (*distance, &term.name)).map(|(_, term)| term.name.as_str())
}

/// Whether what a paper's fields say meets a condition.
fn holds(condition: &Condition, paper: &Paper) -> bool {
    match condition {
        Condition::Organization(names) => {
            let organization = paper.organization.as_deref().map(fold);
            organization.is_some_and(|organization| names.iter().any(|name| fold(name) == organization))
        }
        Condition::Key(keys) => keys.iter().any(|key| key == paper.key.as_str()),
        Condition::Arxiv(ids) => paper.arxiv.as_ref().is_some_and(|id| ids.contains(id)),
        Condition::Doi(dois) => {
            let doi = paper.doi.as_ref().map(|doi| doi.folded());
            doi.is_some_and(|doi| dois.iter().any(|wanted| wanted.folded() == doi))
        }
        Condition::Status(statuses) => paper.status.is_some_and(|status| statuses.contains(&status)),
        Condition::Has(facts) => facts.iter().any(|fact| fact.holds(paper)),
        Condition::Is(states) => states.iter().any(|state| match state {
            State::Draft => paper.draft,
            State::Withdrawn => paper.withdrawn.is_some(),
        }),
        Condition::Number(quantity, spans) => {
            quantity.of(paper).is_some_and(|number| spans.iter().any(|span| span.contains(number)))
        }
        Condition::Date(spans) => spans.iter().any(|span| span.contains(paper.date)),
        Condition::Word { .. } | Condition::Phrase(_) | Condition::Term(..) => false,
    }
}

impl<T: PartialOrd> Span<T> {
    pub fn contains(&self, value: T) -> bool {
        self.first.as_ref().is_none_or(|first| *first <= value)
            && self.last.as_ref().is_none_or(|last| value <= *last)
    }
}

impl Quantity {
    /// How many a paper has; none where it does not say.
    pub fn of(self, paper: &Paper) -> Option<i64> {
        let count = |count: Option<u64>| count.map(|count| i64::try_from(count).unwrap_or(i64::MAX));
        match self {
            Quantity::Year => Some(paper.year().into()),
            Quantity::Upvotes => count(paper.upvotes),
            Quantity::Comments => count(paper.comments),
            Quantity::Stars => count(paper.stars),
            Quantity::Rating => paper.rating.map(|rating| rating.stars().into()),
        }
    }
}

impl Fact {
    /// Whether a paper has it.
    pub fn holds(self, paper: &Paper) -> bool {
        match self {
            // A paper on arXiv has its PDF there.
            Fact::Link(LinkKind::Pdf) => has_link(paper, LinkKind::Pdf) || paper.arxiv.is_some(),
            Fact::Link(kind) => has_link(paper, kind),
            Fact::Abstract => paper.abstract_.is_some(),
            Fact::Summary => paper.summary.is_some(),
            Fact::Notes => paper.notes.is_some(),
            Fact::Authors => !paper.authors.is_empty(),
            Fact::Tags => !paper.tags.is_empty(),
            Fact::Venue => paper.venue.is_some(),
            Fact::Organization => paper.organization.is_some(),
            Fact::Arxiv => paper.arxiv.is_some(),
            Fact::Doi => paper.doi.is_some(),
            Fact::Thumbnail => paper.thumbnail.is_some(),
            Fact::Status => paper.status.is_some(),
            Fact::Rating => paper.rating.is_some(),
            Fact::Upvotes => paper.upvotes.is_some(),
            Fact::Awards => !paper.awards.is_empty(),
        }
    }
}

fn has_link(paper: &Paper, kind: LinkKind) -> bool {
    paper.links.iter().any(|link| link.kind() == kind)
}

/// A text that is looked for, folded.
enum Needle {
    Word(String),
    Phrase(String),
}

impl Needle {
    /// Whether a text of the paper has it: the short ones are asked first.
    fn is_in(&self, paper: &Paper) -> bool {
        let venue = paper.venue.as_ref();
        let short = [
            Some(paper.key.as_str()),
            paper.arxiv.as_ref().map(|id| id.as_str()),
            paper.doi.as_ref().map(|doi| doi.as_str()),
            paper.organization.as_deref(),
            venue.map(|venue| venue.name()),
            venue.and_then(|venue| venue.short()),
        ];
        let passages =
            [Some(&paper.title), paper.summary.as_ref(), paper.abstract_.as_ref(), paper.notes.as_ref()];
        short.into_iter().flatten().any(|text| self.is_in_text(text))
            || paper.tags.iter().any(|tag| self.is_in_text(tag))
            || paper.authors.iter().any(|author| self.is_in_text(author.name().printed()))
            || passages.into_iter().flatten().any(|passage| self.is_in_passage(passage))
    }

    fn is_in_text(&self, text: &str) -> bool {
        match self {
            Needle::Word(word) => words(text).contains(word.as_str()),
            Needle::Phrase(phrase) => has_phrase(text, phrase),
        }
    }

    fn is_in_passage(&self, passage: &Passage) -> bool {
        let text = passage.text.as_str();
        // Most texts read the same before Markdown and TeX are taken out of them.
        if text.contains(['\\', '<', '`', '&']) || text.contains("](") {
            self.is_in_text(&Text::block(text).plain())
        } else {
            self.is_in_text(text)
        }
    }
}
