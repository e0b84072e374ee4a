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

/// A word as the index has it: the documents with their frequencies.
struct Group {
    postings: Vec<(DocId, u16)>,
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
            let weight = rarity(count, group.postings.len());
            for (id, frequency) in &group.postings {
                let id = *id as usize;
                let frequency = f64::from(*frequency);
                let length = f64::from(shown_length(self.0.lengths()[id]));
                let share = SATURATION * (1.0 - LENGTH_SHARE + LENGTH_SHARE * length / average);
                scores[id] += weight * (frequency * (SATURATION + 1.0) / (frequency + share));
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
        let mut keys: Vec<Vec<WordId>> = Vec::new();
        let mut add = |terms: Vec<WordId>| {
            if !keys.contains(&terms) {
                keys.push(terms);
            }
        };
        for token in query.phrases.iter().flatten() {
            add(self.0.find(token).into_iter().collect());
        }
        for (place, word) in query.words.iter().enumerate() {
            if let Some(whole) = word.whole.as_ref().and_then(|whole| self.0.find(whole)) {
                add(vec![whole]);
                continue;
            }
            let is_last = query.is_open && place + 1 == query.words.len();
            for (place, part) in word.parts.iter().enumerate() {
                let mut terms: Vec<WordId> = self.0.find(part).into_iter().collect();
                if terms.is_empty() && is_last && place + 1 == word.parts.len() {
                    terms = self.completions(part);
                }
                if terms.is_empty() {
                    unknown.push(part.clone());
                }
                add(terms);
            }
        }
        keys.into_iter().map(|terms| self.group(&terms)).collect()
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

    /// Several terms as if they were one: a document's frequency is that of its most frequent one.
    fn group(&self, terms: &[WordId]) -> Group {
        let mut postings: Vec<(DocId, u16)> = Vec::new();
        for term in terms {
            let term = self.0.postings(*term);
            postings.extend(term.documents().iter().copied().zip(term.frequencies()));
        }
        if terms.len() > 1 {
            postings.sort_unstable_by_key(|(id, frequency)| (*id, std::cmp::Reverse(*frequency)));
            postings.dedup_by_key(|(id, _)| *id);
        }
        Group { postings }
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
