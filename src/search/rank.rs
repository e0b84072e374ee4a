//! Ranking: which papers a query finds, best first.
//!
//! The score is BM25F, <https://doi.org/10.1561/1500000019>: a word's frequency is weighed by the
//! fields in which it stands. Every number is computed as in the browser
//! (`themes/daily/static/search-engine.js`), in the same order, so that both give the same list.

use super::inverted::{DocId, Inverted, WordId};
use super::query::Query;

/// How soon a word that is repeated adds nothing.
const SATURATION: f64 = 1.2;

/// How much long texts count for less.
const LENGTH_SHARE: f64 = 0.75;

/// Terms that the beginning of a word stands for, at most.
const COMPLETIONS: usize = 8;

/// A last word that is in the list, too, is taken for the beginning of another that is in so many times as many papers: in
/// a large list most beginnings are rare words.
const UNLIKELY: usize = 8;

/// Letters that such a word has at least: fewer begin too many others.
const BEGUN: usize = 3;

/// What a query finds.
#[derive(Debug, Default, PartialEq)]
pub struct Found {
    /// Best first; equal ones newest first.
    pub documents: Vec<(DocId, f64)>,
    /// Whether no paper has all of the words: these have the most of them.
    pub is_partial: bool,
    /// Words that no paper has.
    pub unknown: Vec<String>,
}

/// An index as ranking sees it.
pub struct Ranking<'i>(pub &'i Inverted);

/// What a word of a query stands for.
#[derive(PartialEq, Eq)]
struct Meant {
    typed: Option<WordId>,
    /// Longer words, where it is only begun.
    longer: Vec<WordId>,
}

/// A word as the index has it: each document once.
struct Group {
    postings: Vec<Weighed>,
}

struct Weighed {
    document: DocId,
    frequency: u16,
    /// What the word adds there. The word as it was typed adds more than longer ones, which are in more documents.
    rarity: f64,
}

impl<'i> Ranking<'i> {
    /// The most frequent term that one letter more, less, changed or moved makes of a word; of equally frequent
    /// ones the first in order. Facets, which have a colon, are no words.
    pub fn correction(&self, word: &str) -> Option<&'i str> {
        let (mut best, mut most) = (None, 0);
        for id in 0..self.0.term_count() as WordId {
            let term = self.0.term(id);
            let is_near = term.len().abs_diff(word.len()) <= 4
                && !term.contains(':')
                && strsim::osa_distance(term, word) == 1;
            if is_near && self.0.postings(id).len() > most {
                (best, most) = (Some(term), self.0.postings(id).len());
            }
        }
        best
    }

    /// Ranks the documents that a query finds, out of those that `allowed` says for each.
    pub fn search(&self, query: &Query, mut allowed: Vec<bool>) -> Found {
        let mut found = Found::default();
        if query.is_empty() {
            return found;
        }
        let count = self.0.document_count();
        for tokens in &query.excluded {
            self.phrase(tokens).into_iter().for_each(|id| allowed[id as usize] = false);
        }
        for tokens in &query.phrases {
            keep_only(self.phrase(tokens), &mut allowed);
        }

        let groups = self.groups(query, &mut found.unknown);
        let mut scores = vec![0.0; count];
        let mut hits = vec![0_u8; count];
        let average = self.average_length();
        for group in &groups {
            for Weighed { document, frequency, rarity } in &group.postings {
                let id = *document as usize;
                let frequency = f64::from(*frequency);
                let length = f64::from(shown_length(self.0.lengths()[id]));
                let share = SATURATION * (1.0 - LENGTH_SHARE + LENGTH_SHARE * length / average);
                scores[id] += rarity * (frequency * (SATURATION + 1.0) / (frequency + share));
                hits[id] = hits[id].saturating_add(1);
            }
        }
        let wanted = groups.len().min(usize::from(u8::MAX)) as u8;
        let most = (0..count).filter(|id| allowed[*id]).map(|id| hits[id]).max().unwrap_or(0);
        found.is_partial = most < wanted;
        if wanted > 0 && most == 0 {
            return found;
        }
        let documents = (0..count).filter(|id| allowed[*id] && hits[*id] == most);
        found.documents = documents.map(|id| (id as DocId, scores[id])).collect();
        found.documents.sort_by(|(a, a_score), (b, b_score)| b_score.total_cmp(a_score).then(b.cmp(a)));
        found
    }

    /// The words of a query, each with its documents; words of phrases count, too.
    fn groups(&self, query: &Query, unknown: &mut Vec<String>) -> Vec<Group> {
        let mut all: Vec<Meant> = Vec::new();
        let mut add = |meant: Meant| {
            if !all.contains(&meant) {
                all.push(meant);
            }
        };
        let only = |typed| Meant { typed, longer: Vec::new() };
        for token in query.phrases.iter().flatten() {
            add(only(self.0.find(token)));
        }
        for (place, word) in query.words.iter().enumerate() {
            if let Some(whole) = word.whole.as_ref().and_then(|whole| self.0.find(whole)) {
                add(only(Some(whole)));
                continue;
            }
            let is_last = query.is_open && place + 1 == query.words.len();
            for (place, part) in word.parts.iter().enumerate() {
                let meant = match is_last && place + 1 == word.parts.len() {
                    true => self.begun(part),
                    false => only(self.0.find(part)),
                };
                if meant == only(None) {
                    unknown.push(part.clone());
                }
                add(meant);
            }
        }
        all.into_iter().map(|meant| self.group(&meant)).collect()
    }

    /// What a word stands for that may go on.
    fn begun(&self, word: &str) -> Meant {
        let Some(typed) = self.0.find(word) else {
            return Meant { typed: None, longer: self.completions(word) };
        };
        let mut longer = match word.chars().count() >= BEGUN {
            true => self.completions(word),
            false => Vec::new(),
        };
        let count = |term: WordId| self.0.postings(term).len();
        if longer.first().is_none_or(|most| count(*most) < UNLIKELY * count(typed)) {
            longer.clear();
        }
        longer.retain(|term| *term != typed);
        Meant { typed: Some(typed), longer }
    }

    /// The most frequent terms that begin with `prefix`.
    fn completions(&self, prefix: &str) -> Vec<WordId> {
        if prefix.chars().count() < 2 {
            return Vec::new();
        }
        let range = self.0.with_prefix(prefix);
        let mut terms: Vec<WordId> = range.filter(|id| !self.0.term(*id).contains(':')).collect();
        terms.sort_by_key(|id| (std::cmp::Reverse(self.0.postings(*id).len()), *id));
        terms.truncate(COMPLETIONS);
        terms
    }

    /// The longer terms are as if they were one: a document's frequency is that of its most frequent one.
    fn group(&self, meant: &Meant) -> Group {
        let postings = |term: WordId| {
            let postings = self.0.postings(term);
            postings.documents().iter().copied().zip(postings.frequencies())
        };
        let typed: Vec<(DocId, u16)> = meant.typed.into_iter().flat_map(postings).collect();
        let mut longer: Vec<(DocId, u16)> = meant.longer.iter().copied().flat_map(postings).collect();
        longer.sort_unstable_by_key(|(id, frequency)| (*id, std::cmp::Reverse(*frequency)));
        longer.dedup_by_key(|(id, _)| *id);
        longer.retain(|(id, _)| typed.binary_search_by_key(id, |(typed, _)| *typed).is_err());
        let count = self.0.document_count();
        let rarities = [typed.len(), typed.len() + longer.len()].map(|documents| rarity(count, documents));
        let weighed = |postings: Vec<(DocId, u16)>, rarity: f64| {
            let weigh = move |(document, frequency)| Weighed { document, frequency, rarity };
            postings.into_iter().map(weigh)
        };
        Group { postings: weighed(typed, rarities[0]).chain(weighed(longer, rarities[1])).collect() }
    }

    /// The documents in which tokens follow each other.
    fn phrase(&self, tokens: &[String]) -> Vec<DocId> {
        let terms: Option<Vec<WordId>> = tokens.iter().map(|token| self.0.find(token)).collect();
        let Some(terms) = terms else { return Vec::new() };
        let first = self.0.postings(terms[0]);
        if terms.len() == 1 {
            return first.documents().to_vec();
        }
        let positions = first.positions().map(<[u16]>::to_vec);
        let mut found: Vec<(DocId, Vec<u16>)> = first.documents().iter().copied().zip(positions).collect();
        for (distance, term) in terms.iter().enumerate().skip(1) {
            let postings = self.0.postings(*term);
            let all_positions: Vec<&[u16]> = postings.positions().collect();
            found.retain_mut(|(id, starts)| {
                let Ok(nth) = postings.documents().binary_search(id) else { return false };
                let positions = all_positions[nth];
                starts.retain(|start| {
                    usize::from(*start)
                        .checked_add(distance)
                        .and_then(|position| u16::try_from(position).ok())
                        .is_some_and(|position| positions.binary_search(&position).is_ok())
                });
                !starts.is_empty()
            });
        }
        found.into_iter().map(|(id, _)| id).collect()
    }

    fn average_length(&self) -> f64 {
        let lengths = self.0.lengths();
        let sum: u64 = lengths.iter().map(|length| u64::from(shown_length(*length))).sum();
        sum as f64 / lengths.len().max(1) as f64
    }
}

fn keep_only(matching: impl IntoIterator<Item = DocId>, allowed: &mut [bool]) {
    let mut matches = vec![false; allowed.len()];
    matching.into_iter().for_each(|id| matches[id as usize] = true);
    for (allowed, matches) in allowed.iter_mut().zip(matches) {
        *allowed &= matches;
    }
}

/// What a word adds that stands in `frequency` of `count` documents.
///
/// Rounded, since logarithms may differ in their last digit from one program to another.
pub fn rarity(count: usize, frequency: usize) -> f64 {
    let (count, frequency) = (count as f64, frequency as f64);
    let rarity = (1.0 + (count - frequency + 0.5) / (frequency + 0.5)).ln();
    (rarity * 1024.0 + 0.5).floor() / 1024.0
}

/// A document's length in one byte, as `lengths.bin` has it: exact below 64, then with five bits
/// after the first.
pub fn length_byte(length: u32) -> u8 {
    let length = length.min(LONGEST);
    let shift = (32 - length.leading_zeros()).saturating_sub(6);
    (32 * shift + (length >> shift)) as u8
}

const LONGEST: u32 = 4095;

/// A document's length as [`length_byte`] keeps it.
pub fn shown_length(length: u32) -> u32 {
    let length = length.min(LONGEST);
    let shift = (32 - length.leading_zeros()).saturating_sub(6);
    length >> shift << shift
}
