//! [`Related`] knows which papers are near a paper: those whose titles, abstracts and tags have the
//! same rare words.
//!
//! The measure is the cosine of TF-IDF vectors. Comparing all pairs would take hours for a large
//! list. So every word keeps a list of the papers that it says the most of, a paper's most telling
//! words choose candidates from these lists, and only candidates are compared.

use std::cell::RefCell;

use rapidhash::RapidHashMap;
use rayon::prelude::*;
use serde::{Deserialize, Serialize, Serializer};

use super::inverted::{DocId, Inverted, Postings, TermId};
use crate::fingerprint::{Fingerprint, Ingredients};

/// Words of a paper that choose candidates, the most telling first.
const TELLING: usize = 32;

/// Papers that a word chooses, those of which it says the most.
const CHOSEN: usize = 250;

/// Papers that are compared with a paper.
const CANDIDATES: usize = 36;

/// Documents whose words are put together at once.
const STRETCH: usize = 4_096;

/// Less similar papers are not related.
const LEAST: f32 = 0.08;

/// Similarities are rounded to so many steps, so that a paper that is added moves few others.
const STEPS: f32 = 256.0;

/// Logarithms of rarities are rounded to so many steps, for the same reason.
const RARITY_STEPS: f32 = 8.0;

/// What is near a document, for this index and the next one.
///
/// Written as a list of its fields, whose names would be half of it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Near {
    /// Of what tells the document from others and where it stands among them.
    pub document: Fingerprint,
    /// Of all that decides what is near it.
    pub made_of: Fingerprint,
    /// Nearest first.
    pub near: Vec<DocId>,
}

impl Serialize for Near {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.document, self.made_of, &self.near).serialize(serializer)
    }
}

pub struct Related {
    /// The words of each document with their weights; each document's vector has length 1.
    words: Lists<u32>,
    /// For each word the documents of which it says the most, with its weights there.
    chosen: Lists<DocId>,
    /// Of each word.
    names: Vec<Fingerprint>,
}

/// Lists of numbers with weights, one behind the other.
struct Lists<T> {
    /// Where each list begins, and the end of the last.
    starts: Vec<u32>,
    entries: Vec<(T, f32)>,
}

impl<T> Lists<T> {
    fn of(&self, number: u32) -> &[(T, f32)] {
        &self.entries[self.starts[number as usize] as usize..self.starts[number as usize + 1] as usize]
    }
}

/// What one thread needs again and again; all zeros and empty between uses.
#[derive(Default)]
struct Scratch {
    scores: Vec<f32>,
    touched: Vec<DocId>,
    ranks: Vec<u64>,
    weights: Vec<f32>,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

impl Related {
    pub fn new(index: &Inverted) -> Related {
        // A word of one paper alone makes it near to no other.
        let is_shared = |term: &TermId| topics(index, *term).nth(1).is_some();
        let shared: Vec<TermId> =
            (0..index.term_count() as TermId).into_par_iter().filter(is_shared).collect();
        let lengths = lengths(index);
        let words = words(index, &shared, &lengths);
        let chosen = chosen(index, &shared, &lengths);
        let name = |term: &TermId| Fingerprint::of_bytes(index.term(*term).as_bytes());
        Related { words, chosen, names: shared.par_iter().map(name).collect() }
    }

    /// For each document, told from others by a fingerprint in `documents`, the `most` nearest to it. What was
    /// found `before` is taken over where nothing that decides it changed.
    pub fn near(&self, documents: &[Fingerprint], most: usize, before: &[Near]) -> Vec<Near> {
        let made_of = self.made_of(documents, most);
        let numbers: RapidHashMap<Fingerprint, DocId> = documents.iter().copied().zip(0..).collect();
        let known: RapidHashMap<Fingerprint, &Near> =
            before.iter().map(|near| (near.made_of, near)).collect();
        let taken_over = |id: DocId| {
            let known =
                known.get(&made_of[id as usize]).filter(|near| near.document == documents[id as usize])?;
            let now = |other: &DocId| numbers.get(&before.get(*other as usize)?.document).copied();
            known.near.iter().map(now).collect::<Option<Vec<_>>>()
        };
        let ids = (0..documents.len() as DocId).into_par_iter();
        let near = ids.map(|id| Near {
            document: documents[id as usize],
            made_of: made_of[id as usize],
            near: taken_over(id).unwrap_or_else(|| self.nearest(id, most)),
        });
        near.collect()
    }

    /// For each document a fingerprint of all that decides what is near it: its own words, and the words of
    /// all documents that its telling words choose.
    fn made_of(&self, documents: &[Fingerprint], most: usize) -> Vec<Fingerprint> {
        let vector = |(id, document): (usize, &Fingerprint)| {
            let mut ingredients = Ingredients::default();
            ingredients.add_fingerprint(*document);
            for (word, weight) in self.words.of(id as DocId) {
                ingredients.add_fingerprint(self.names[*word as usize]);
                ingredients.add_bytes(&weight.to_le_bytes());
            }
            ingredients.finish()
        };
        let vectors: Vec<Fingerprint> = documents.par_iter().enumerate().map(vector).collect();
        let chosen = |word: u32| {
            // A list has no order of its own.
            let mut chosen: Vec<Fingerprint> =
                self.chosen.of(word).iter().map(|(id, _)| vectors[*id as usize]).collect();
            chosen.sort_unstable();
            let mut ingredients = Ingredients::default();
            chosen.into_iter().for_each(|vector| ingredients.add_fingerprint(vector));
            ingredients.finish()
        };
        let chosen: Vec<Fingerprint> = (0..self.names.len() as u32).into_par_iter().map(chosen).collect();
        let own = |(id, vector): (usize, &Fingerprint)| {
            let mut ingredients = Ingredients::default();
            ingredients.add(&(env!("OFFPRINT_PROGRAM"), most));
            ingredients.add_fingerprint(*vector);
            for (word, _) in self.telling(id as DocId) {
                ingredients.add_fingerprint(chosen[word as usize]);
            }
            ingredients.finish()
        };
        vectors.par_iter().enumerate().map(own).collect()
    }

    /// The words that choose candidates, the most telling first.
    fn telling(&self, id: DocId) -> Vec<(u32, f32)> {
        let mut words = self.words.of(id).to_vec();
        let order =
            |(a, weight): &(u32, f32), (b, other): &(u32, f32)| other.total_cmp(weight).then(a.cmp(b));
        if words.len() > TELLING {
            words.select_nth_unstable_by(TELLING, order);
            words.truncate(TELLING);
        }
        words.sort_unstable_by(order);
        words
    }

    /// The `most` documents nearest to one, nearest first; of equally near ones the newest.
    fn nearest(&self, id: DocId, most: usize) -> Vec<DocId> {
        SCRATCH.with_borrow_mut(|scratch| {
            let candidates = self.candidates(id, scratch);
            let mut near = self.compared(id, &candidates, scratch);
            near.sort_unstable_by(|(a, nearness), (b, other)| other.cmp(nearness).then(b.cmp(a)));
            near.into_iter().take(most).map(|(id, _)| id).collect()
        })
    }

    /// The documents that share the most of a document's telling words.
    fn candidates(&self, id: DocId, scratch: &mut Scratch) -> Vec<DocId> {
        scratch.scores.resize(self.words.starts.len(), 0.0);
        let Scratch { scores, touched, ranks, .. } = scratch;
        for (word, weight) in self.telling(id) {
            for (other, weight_there) in self.chosen.of(word) {
                let score = &mut scores[*other as usize];
                if *score == 0.0 {
                    touched.push(*other);
                }
                *score += weight * weight_there;
            }
        }
        scores[id as usize] = 0.0;
        let others = touched.drain(..).filter(|other| *other != id);
        ranks.extend(others.map(|other| rank(std::mem::take(&mut scores[other as usize]), other)));
        if ranks.len() > CANDIDATES {
            ranks.select_nth_unstable_by(CANDIDATES, |a, b| b.cmp(a));
            ranks.truncate(CANDIDATES);
        }
        // The lower half is the document.
        ranks.drain(..).map(|rank| rank as DocId).collect()
    }

    /// Candidates that are near, with their rounded similarities.
    fn compared(&self, id: DocId, candidates: &[DocId], scratch: &mut Scratch) -> Vec<(DocId, u32)> {
        scratch.weights.resize(self.chosen.starts.len(), 0.0);
        let weights = &mut scratch.weights;
        self.words.of(id).iter().for_each(|(word, weight)| weights[*word as usize] = *weight);
        let similarity = |other: DocId| -> f32 {
            self.words.of(other).iter().map(|(word, weight)| weight * weights[*word as usize]).sum()
        };
        let near = candidates.iter().map(|other| (*other, similarity(*other)));
        let near = near.filter(|(_, similarity)| *similarity >= LEAST);
        let near = near.map(|(other, similarity)| (other, (similarity * STEPS).round() as u32)).collect();
        self.words.of(id).iter().for_each(|(word, _)| weights[*word as usize] = 0.0);
        near
    }
}

/// A number that is larger for a higher score, and for the same score for a newer document. Scores are not
/// negative, so that their bits are in order of their values.
fn rank(score: f32, id: DocId) -> u64 {
    u64::from(score.to_bits()) << 32 | u64::from(id)
}

/// The documents of which a term tells the topic, with how often it stands there.
fn topics(index: &Inverted, term: TermId) -> impl Iterator<Item = (DocId, u8)> {
    topics_of(index.postings(term))
}

fn topics_of(postings: Postings) -> impl Iterator<Item = (DocId, u8)> {
    let topics = postings.documents().iter().zip(postings.topics());
    topics.filter(|(_, topic)| **topic > 0).map(|(id, topic)| (*id, *topic))
}

/// Every document's words: numbers in `shared`, with weights.
fn words(index: &Inverted, shared: &[TermId], lengths: &[f32]) -> Lists<u32> {
    let count = index.document_count();
    let mut starts = vec![0_u32; count + 1];
    for term in shared {
        topics(index, *term).for_each(|(id, _)| starts[id as usize + 1] += 1);
    }
    for id in 0..count {
        starts[id + 1] += starts[id];
    }
    let mut entries = vec![(0, 0.0); starts[count] as usize];
    let rarities: Vec<f32> = shared.par_iter().map(|term| rarity_of(index, *term)).collect();
    // Each thread writes to a stretch that its cache holds.
    let mut rest = entries.as_mut_slice();
    let stretches: Vec<_> = (0..count)
        .step_by(STRETCH)
        .map(|first| {
            let documents = first..count.min(first + STRETCH);
            let length = (starts[documents.end] - starts[first]) as usize;
            (documents, rest.split_off_mut(..length).expect("lists are as long as all stretches"))
        })
        .collect();
    stretches.into_par_iter().for_each(|(documents, entries)| {
        let base = starts[documents.start];
        let mut next: Vec<u32> = starts[documents.clone()].iter().map(|start| start - base).collect();
        for ((word, term), rarity) in (0..).zip(shared).zip(&rarities) {
            let postings = index.postings(*term).within(documents.start as DocId..documents.end as DocId);
            for (id, topic) in topics_of(postings) {
                let at = &mut next[id as usize - documents.start];
                entries[*at as usize] = (word, weight(topic, *rarity, lengths[id as usize]));
                *at += 1;
            }
        }
    });
    Lists { starts, entries }
}

/// The documents of which a term tells the topic, with its weights there.
fn weights(index: &Inverted, term: TermId, lengths: &[f32]) -> impl Iterator<Item = (DocId, f32)> {
    let rarity = rarity_of(index, term);
    topics(index, term).map(move |(id, topic)| (id, weight(topic, rarity, lengths[id as usize])))
}

/// What a word counts in a document where it tells the topic so often, and whose vector is so long.
fn weight(topic: u8, rarity: f32, length: f32) -> f32 {
    f32::from(topic) * rarity / length
}

/// The length of each document's vector, words that no other document has included.
fn lengths(index: &Inverted) -> Vec<f32> {
    let count = index.document_count();
    let mut squares = vec![0.0; count];
    for term in 0..index.term_count() as TermId {
        let rarity = rarity_of(index, term);
        for (id, topic) in topics(index, term) {
            squares[id as usize] += (f32::from(topic) * rarity).powi(2);
        }
    }
    squares.into_iter().map(f32::sqrt).collect()
}

/// The documents that each of some words chooses.
fn chosen(index: &Inverted, shared: &[TermId], lengths: &[f32]) -> Lists<DocId> {
    let choose = |term: &TermId| {
        let mut documents: Vec<(DocId, f32)> = weights(index, *term, lengths).collect();
        if documents.len() > CHOSEN {
            documents.select_nth_unstable_by(CHOSEN, |(a, weight), (b, other)| {
                other.total_cmp(weight).then(b.cmp(a))
            });
            documents.truncate(CHOSEN);
            documents.shrink_to_fit();
        }
        documents
    };
    let all: Vec<Vec<(DocId, f32)>> = shared.par_iter().map(choose).collect();
    let count = all.iter().map(Vec::len).sum();
    let mut chosen = Lists { starts: vec![0], entries: Vec::with_capacity(count) };
    for documents in all {
        chosen.entries.extend(documents);
        chosen.starts.push(chosen.entries.len() as u32);
    }
    chosen
}

/// How rare it is that a term tells the topic.
fn rarity_of(index: &Inverted, term: TermId) -> f32 {
    rarity(index.document_count(), topics(index, term).count())
}

/// The smoothed inverse document frequency of scikit-learn, in steps.
fn rarity(count: usize, frequency: usize) -> f32 {
    let rarity = ((1.0 + count as f32) / (1.0 + frequency as f32)).ln();
    (rarity * RARITY_STEPS).round() / RARITY_STEPS + 1.0
}
