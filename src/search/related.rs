//! [`Related`] knows which papers are near a paper: those whose titles, abstracts and tags have the
//! same rare words.
//!
//! The measure is the cosine of TF-IDF vectors. Comparing all pairs would take hours for a large
//! list. So every word keeps a list of the papers that it says the most of, a paper's most telling
//! words choose candidates from these lists, and only candidates are compared.

use std::cell::RefCell;
use std::ops::Range;

use rapidhash::RapidHashMap;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::inverted::{DocId, Inverted, Postings, WordId};
use crate::fingerprint::{Fingerprint, Ingredients};

/// Words of a paper that choose candidates, the most telling first.
const TELLING: usize = 32;

/// Papers that a word chooses, those of which it says the most.
const CHOSEN: usize = 250;

/// Papers that are compared with a paper.
const CANDIDATES: usize = 36;

/// Documents whose words are put together at once.
const STRETCH: usize = 4_096;

/// Words that choose their documents at once.
const WORDS: usize = 1_024;

/// Words and documents beyond, some 17 million, are not compared.
const MOST: usize = 1 << (u32::BITS - Entry::TOPIC_BITS);

/// Less similar papers are not related.
const LEAST: f32 = 0.08;

/// Similarities are rounded to so many steps, so that a paper that is added moves few others.
const STEPS: f32 = 256.0;

/// Logarithms of rarities are rounded to so many steps, for the same reason.
const RARITY_STEPS: f32 = 8.0;

/// What is near a document, for this index and the next one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Near {
    /// Of what tells the document from others and where it stands among them.
    pub document: Fingerprint,
    /// Of all that decides what is near it.
    pub made_of: Fingerprint,
    /// Nearest first.
    pub near: Vec<DocId>,
}

pub struct Related {
    /// Every document's words.
    words: Lists<Entry>,
    /// For each word the documents of which it says the most.
    chosen: Lists<Entry>,
    /// Of each word.
    names: Vec<Fingerprint>,
    /// Of each word.
    rarities: Vec<f32>,
    /// Of each document's vector, words that no other document has included.
    lengths: Vec<f32>,
}

/// A word of a document, or a document of a word, and how often the word tells the topic there: two numbers in one, since
/// all words of all documents are most of what takes memory here.
#[derive(Clone, Copy, Default)]
struct Entry(u32);

impl Entry {
    const TOPIC_BITS: u32 = 8;

    fn new(number: u32, topic: u8) -> Entry {
        Entry(number << Entry::TOPIC_BITS | u32::from(topic))
    }

    fn number(self) -> usize {
        (self.0 >> Entry::TOPIC_BITS) as usize
    }

    fn topic(self) -> f32 {
        (self.0 & 0xFF) as f32
    }
}

/// Lists one behind the other.
struct Lists<T> {
    /// Where each list begins, and the end of the last.
    starts: Vec<u32>,
    entries: Vec<T>,
}

impl<T> Lists<T> {
    fn of(&self, number: usize) -> &[T] {
        &self.entries[self.starts[number] as usize..self.starts[number + 1] as usize]
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
        let is_shared = |term: &WordId| topics(index, *term).nth(1).is_some();
        let mut shared: Vec<WordId> =
            (0..index.term_count() as WordId).into_par_iter().filter(is_shared).collect();
        shared.truncate(MOST);
        let rarities: Vec<f32> = shared.par_iter().map(|term| rarity_of(index, *term)).collect();
        let lengths = lengths(index);
        let words = words(index, &shared);
        let chosen = chosen(index, &shared, &rarities, &lengths);
        let name = |term: &WordId| Fingerprint::of_bytes(index.term(*term).as_bytes());
        Related { words, chosen, names: shared.par_iter().map(name).collect(), rarities, lengths }
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
            for word in self.words.of(id) {
                ingredients.add_fingerprint(self.names[word.number()]);
                ingredients.add_bytes(&self.weight(id, *word).to_le_bytes());
            }
            ingredients.finish()
        };
        let vectors: Vec<Fingerprint> = documents.par_iter().enumerate().map(vector).collect();
        let chosen = |word: usize| {
            // A list has no order of its own.
            let mut chosen: Vec<Fingerprint> =
                self.chosen.of(word).iter().map(|document| vectors[document.number()]).collect();
            chosen.sort_unstable();
            let mut ingredients = Ingredients::default();
            chosen.into_iter().for_each(|vector| ingredients.add_fingerprint(vector));
            ingredients.finish()
        };
        let chosen: Vec<Fingerprint> = (0..self.names.len()).into_par_iter().map(chosen).collect();
        let own = |(id, vector): (usize, &Fingerprint)| {
            let mut ingredients = Ingredients::default();
            ingredients.add(&(env!("OFFPRINT_PROGRAM"), most));
            ingredients.add_fingerprint(*vector);
            for (word, _) in self.telling(id) {
                ingredients.add_fingerprint(chosen[word]);
            }
            ingredients.finish()
        };
        vectors.par_iter().enumerate().map(own).collect()
    }

    /// What a word counts in a document's vector.
    fn weight(&self, id: usize, word: Entry) -> f32 {
        word.topic() * self.rarities[word.number()] / self.lengths[id]
    }

    /// The words that choose candidates with their weights, the most telling first.
    fn telling(&self, id: usize) -> Vec<(usize, f32)> {
        let words = self.words.of(id).iter();
        let mut words: Vec<(usize, f32)> =
            words.map(|word| (word.number(), self.weight(id, *word))).collect();
        let order =
            |(a, weight): &(usize, f32), (b, other): &(usize, f32)| other.total_cmp(weight).then(a.cmp(b));
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
            // Borrowed: what is collected of an owned list keeps all of the list's memory.
            near.iter().take(most).map(|(id, _)| *id).collect()
        })
    }

    /// The documents that share the most of a document's telling words.
    fn candidates(&self, id: DocId, scratch: &mut Scratch) -> Vec<DocId> {
        scratch.scores.resize(self.words.starts.len(), 0.0);
        let Scratch { scores, touched, ranks, .. } = scratch;
        for (word, weight) in self.telling(id as usize) {
            for other in self.chosen.of(word) {
                let score = &mut scores[other.number()];
                if *score == 0.0 {
                    touched.push(other.number() as DocId);
                }
                *score += weight * (other.topic() * self.rarities[word] / self.lengths[other.number()]);
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
        let words = self.words.of(id as usize);
        for word in words {
            weights[word.number()] = self.weight(id as usize, *word) * self.rarities[word.number()];
        }
        let similarity = |other: DocId| -> f32 {
            let words = self.words.of(other as usize).iter();
            let sum: f32 = words.map(|word| word.topic() * weights[word.number()]).sum();
            sum / self.lengths[other as usize]
        };
        let near = candidates.iter().map(|other| (*other, similarity(*other)));
        let near = near.filter(|(_, similarity)| *similarity >= LEAST);
        let near = near.map(|(other, similarity)| (other, (similarity * STEPS).round() as u32)).collect();
        words.iter().for_each(|word| weights[word.number()] = 0.0);
        near
    }
}

/// A number that is larger for a higher score, and for the same score for a newer document. Scores are not
/// negative, so that their bits are in order of their values.
fn rank(score: f32, id: DocId) -> u64 {
    u64::from(score.to_bits()) << 32 | u64::from(id)
}

/// The documents of which a term tells the topic, with how often it stands there.
fn topics(index: &Inverted, term: WordId) -> impl Iterator<Item = (DocId, u8)> {
    topics_of(index.postings(term))
}

fn topics_of(postings: Postings) -> impl Iterator<Item = (DocId, u8)> {
    let topics = postings.documents().iter().zip(postings.topics());
    topics.filter(|(_, topic)| **topic > 0).map(|(id, topic)| (*id, *topic))
}

fn is_comparable((id, _): &(DocId, u8)) -> bool {
    (*id as usize) < MOST
}

/// Every document's words, by their places in `shared`.
fn words(index: &Inverted, shared: &[WordId]) -> Lists<Entry> {
    let count = index.document_count();
    let mut starts = vec![0_u32; count + 1];
    for term in shared {
        topics(index, *term).for_each(|(id, _)| starts[id as usize + 1] += 1);
    }
    for id in 0..count {
        starts[id + 1] += starts[id];
    }
    let mut entries = vec![Entry::default(); starts[count] as usize];
    // Each thread writes to a stretch that its cache holds.
    stretches(&starts, &mut entries, STRETCH).into_par_iter().for_each(|(documents, entries)| {
        let base = starts[documents.start];
        let mut next: Vec<u32> = starts[documents.clone()].iter().map(|start| start - base).collect();
        for (number, term) in (0..).zip(shared) {
            let postings = index.postings(*term).within(documents.start as DocId..documents.end as DocId);
            for (id, topic) in topics_of(postings) {
                let at = &mut next[id as usize - documents.start];
                entries[*at as usize] = Entry::new(number, topic);
                *at += 1;
            }
        }
    });
    Lists { starts, entries }
}

/// Lists in parts of `length` lists, each with the numbers of its lists and their entries.
fn stretches<'e, T>(
    starts: &[u32],
    mut entries: &'e mut [T],
    length: usize,
) -> Vec<(Range<usize>, &'e mut [T])> {
    let count = starts.len() - 1;
    let stretch = |first: usize| {
        let lists = first..count.min(first + length);
        let size = (starts[lists.end] - starts[first]) as usize;
        (lists, entries.split_off_mut(..size).expect("all lists are as long as the entries"))
    };
    (0..count).step_by(length).map(stretch).collect()
}

/// The length of each document's vector, words that no other document has included.
fn lengths(index: &Inverted) -> Vec<f32> {
    let count = index.document_count();
    let mut squares = vec![0.0; count];
    for term in 0..index.term_count() as WordId {
        let rarity = rarity_of(index, term);
        for (id, topic) in topics(index, term) {
            squares[id as usize] += (f32::from(topic) * rarity).powi(2);
        }
    }
    squares.into_iter().map(f32::sqrt).collect()
}

/// The documents that each of some words chooses.
fn chosen(index: &Inverted, shared: &[WordId], rarities: &[f32], lengths: &[f32]) -> Lists<Entry> {
    let mut starts = vec![0];
    for term in shared {
        let count = topics(index, *term).take_while(is_comparable).take(CHOSEN).count();
        starts.push(starts[starts.len() - 1] + count as u32);
    }
    let mut entries = vec![Entry::default(); starts[shared.len()] as usize];
    stretches(&starts, &mut entries, WORDS).into_par_iter().for_each(|(words, mut entries)| {
        let mut documents = Vec::new();
        for word in words {
            let weighed = |(id, topic)| (id, f32::from(topic) * rarities[word] / lengths[id as usize], topic);
            documents.clear();
            documents.extend(topics(index, shared[word]).take_while(is_comparable).map(weighed));
            if documents.len() > CHOSEN {
                documents.select_nth_unstable_by(CHOSEN, |(a, weight, _), (b, other, _)| {
                    other.total_cmp(weight).then(b.cmp(a))
                });
                documents.truncate(CHOSEN);
            }
            let list =
                entries.split_off_mut(..documents.len()).expect("lists are as long as their words choose");
            for (entry, (id, _, topic)) in list.iter_mut().zip(&documents) {
                *entry = Entry::new(*id, *topic);
            }
        }
    });
    Lists { starts, entries }
}

/// How rare it is that a term tells the topic.
fn rarity_of(index: &Inverted, term: WordId) -> f32 {
    rarity(index.document_count(), topics(index, term).count())
}

/// The smoothed inverse document frequency of scikit-learn, in steps.
fn rarity(count: usize, frequency: usize) -> f32 {
    let rarity = ((1.0 + count as f32) / (1.0 + frequency as f32)).ln();
    (rarity * RARITY_STEPS).round() / RARITY_STEPS + 1.0
}
