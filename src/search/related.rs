//! [`Related`] knows which papers are near a paper: those whose titles, abstracts and tags have the
//! same rare words.
//!
//! The measure is the cosine of TF-IDF vectors, in which a word that stands there again and again counts
//! at most twice as much as one that stands there once. Comparing all pairs would take hours for a large
//! list. So every word keeps a list of the papers that it says the most of, a paper's most telling
//! words choose candidates from these lists, and only candidates are compared.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::ops::Range;

use rapidhash::RapidHashMap;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::inverted::{DocId, Inverted, Postings, WordId};
use crate::fingerprint::{Fingerprint, Ingredients};

/// Words of a paper that choose candidates.
const TELLING: usize = 32;

/// Papers that a word chooses, those of which it says the most.
const CHOSEN: usize = 500;

/// Papers that are compared with a paper.
const CANDIDATES: usize = 64;

/// Documents whose words are put together at once.
const STRETCH: usize = 4_096;

/// Words that choose their documents at once.
const WORDS: usize = 1_024;

/// Words and documents beyond, some 17 million, are not compared.
const MOST: usize = 1 << (u32::BITS - Entry::AMOUNT_BITS);

/// Less similar papers are not related.
const LEAST: f64 = 0.09;

/// Similarities are rounded to so many steps, so that a paper that is added moves few others.
const STEPS: f64 = 256.0;

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

/// Weights are whole numbers: a sum of them is the same in any order, and so is what is near.
pub struct Related {
    /// Every document's words, each with its [`emphasis`] there.
    words: Lists,
    /// For each word the documents of which it says the most, each with the [`share`] that the word has of it.
    chosen: Lists,
    /// Of each word, the most frequent first: those that most documents have lie close together.
    names: Vec<Fingerprint>,
    /// Of each word, in steps.
    rarities: Vec<u32>,
    /// Of each document's vector, words that no other document has included.
    lengths: Vec<f64>,
}

/// The number of a word or a document, and an amount: two numbers in one, since all words of all documents are most of what
/// takes memory here.
#[derive(Clone, Copy, Default)]
struct Entry(u32);

impl Entry {
    const AMOUNT_BITS: u32 = 8;

    fn new(number: u32, amount: u8) -> Entry {
        Entry(number << Entry::AMOUNT_BITS | u32::from(amount))
    }

    fn number(self) -> usize {
        (self.0 >> Entry::AMOUNT_BITS) as usize
    }

    fn amount(self) -> u32 {
        self.0 & 0xFF
    }
}

/// Lists one behind the other.
struct Lists {
    /// Where each list begins, and the end of the last.
    starts: Vec<u32>,
    entries: Vec<Entry>,
}

impl Lists {
    fn of(&self, number: usize) -> &[Entry] {
        &self.entries[self.starts[number] as usize..self.starts[number + 1] as usize]
    }
}

/// What one thread needs again and again; scores and weights are zeros between uses.
#[derive(Default)]
struct Scratch {
    /// Of each document.
    scores: Vec<u32>,
    touched: Vec<DocId>,
    best: Vec<u64>,
    /// Of each word.
    weights: Vec<u32>,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

impl Related {
    pub fn new(index: &Inverted) -> Related {
        // A word of one paper alone makes it near to no other.
        let shared = |term: WordId| {
            let count = topics(index, term).count();
            (count > 1).then_some((Reverse(count), term))
        };
        let mut shared: Vec<(Reverse<usize>, WordId)> =
            (0..index.term_count() as WordId).into_par_iter().filter_map(shared).collect();
        shared.par_sort_unstable();
        shared.truncate(MOST);
        let documents = index.document_count();
        let rarities: Vec<u32> = shared.iter().map(|(Reverse(count), _)| rarity(documents, *count)).collect();
        let terms: Vec<WordId> = shared.into_iter().map(|(_, term)| term).collect();
        let name = |term: &WordId| Fingerprint::of_bytes(index.term(*term).as_bytes());
        let (lengths, (words, names)) = rayon::join(
            || lengths(index),
            || (words(index, &terms), terms.par_iter().map(name).collect::<Vec<_>>()),
        );
        let chosen = chosen(index, &terms, &rarities, &lengths);
        Related { words, chosen, names, rarities, lengths }
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
            // Words have no order of their own, either.
            let word = |word: &Entry| {
                let mut ingredients = [0; 16];
                ingredients[..8].copy_from_slice(&self.names[word.number()].to_le_bytes());
                ingredients[8..12].copy_from_slice(&self.rarities[word.number()].to_le_bytes());
                ingredients[12..].copy_from_slice(&word.amount().to_le_bytes());
                u64::from_le_bytes(Fingerprint::of_bytes(&ingredients).to_le_bytes())
            };
            let words = self.words.of(id).iter().map(word).fold(0, u64::wrapping_add);
            let mut ingredients = Ingredients::default();
            ingredients.add_fingerprint(*document);
            ingredients.add_bytes(&words.to_le_bytes());
            ingredients.add_bytes(&self.lengths[id].to_le_bytes());
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
            for word in self.telling(id) {
                ingredients.add_fingerprint(chosen[word.number()]);
            }
            ingredients.finish()
        };
        vectors.par_iter().enumerate().map(own).collect()
    }

    /// What a word counts in a document's vector.
    fn weight(&self, word: Entry) -> u32 {
        word.amount() * self.rarities[word.number()]
    }

    /// The words that choose candidates, the most telling first.
    fn telling(&self, id: usize) -> impl Iterator<Item = Entry> {
        let words = self.words.of(id).iter();
        // The number that a word has, others may have in another index.
        let rank = |word: &Entry| (Reverse(self.weight(*word)), self.names[word.number()], word.0);
        let mut words: Vec<_> = words.map(rank).collect();
        if words.len() > TELLING {
            words.select_nth_unstable(TELLING);
            words.truncate(TELLING);
        }
        words.sort_unstable();
        words.into_iter().map(|(_, _, word)| Entry(word))
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
        let Scratch { scores, touched, best, .. } = scratch;
        scores.resize(self.lengths.len(), 0);
        // Room for one more than all.
        touched.resize(TELLING * CHOSEN + 1, 0);
        let mut count = 0;
        for word in self.telling(id as usize) {
            let own = share(self.weight(word), self.lengths[id as usize]);
            for other in self.chosen.of(word.number()) {
                let score = &mut scores[other.number()];
                // Without a branch, which nobody could foretell.
                touched[count] = other.number() as DocId;
                count += usize::from(*score == 0);
                *score += u32::from(own) * other.amount();
            }
        }
        scores[id as usize] = 0;
        let mut least = 0;
        for other in &touched[..count] {
            let rank = rank(std::mem::take(&mut scores[*other as usize]), *other);
            if rank > least && *other != id {
                best.push(rank);
                if best.len() == 8 * CANDIDATES {
                    least = keep_best(best);
                }
            }
        }
        keep_best(best);
        // The lower half is the document.
        best.drain(..).map(|rank| rank as DocId).collect()
    }

    /// Candidates that are near, with their rounded similarities.
    fn compared(&self, id: DocId, candidates: &[DocId], scratch: &mut Scratch) -> Vec<(DocId, u32)> {
        let weights = &mut scratch.weights;
        weights.resize(self.names.len(), 0);
        let words = self.words.of(id as usize);
        for word in words {
            weights[word.number()] = self.weight(*word) * self.rarities[word.number()];
        }
        let similarity = |other: DocId| -> f64 {
            let words = self.words.of(other as usize).iter();
            let product = words.map(|word| u64::from(word.amount()) * u64::from(weights[word.number()]));
            product.sum::<u64>() as f64 / (self.lengths[id as usize] * self.lengths[other as usize])
        };
        let near = candidates.iter().map(|other| (*other, similarity(*other)));
        let near = near.filter(|(_, similarity)| *similarity >= LEAST);
        let near = near.map(|(other, similarity)| (other, (similarity * STEPS).round() as u32)).collect();
        words.iter().for_each(|word| weights[word.number()] = 0);
        near
    }
}

/// Leaves the highest ranks of candidates; returns the lowest that is left, where there are enough.
fn keep_best(ranks: &mut Vec<u64>) -> u64 {
    if ranks.len() < CANDIDATES {
        return 0;
    }
    let (_, least, _) = ranks.select_nth_unstable_by(CANDIDATES - 1, |a, b| b.cmp(a));
    let least = *least;
    ranks.truncate(CANDIDATES);
    least
}

/// How much of a document's vector a word is: 255 where that is all, and never nothing.
fn share(weight: u32, length: f64) -> u8 {
    (f64::from(weight) / length * 255.0).ceil() as u8
}

/// A number that is larger for a higher score, and for the same score for a newer document.
fn rank(score: u32, id: DocId) -> u64 {
    u64::from(score) << 32 | u64::from(id)
}

/// The documents of which a term tells the topic, with its [`emphasis`] there.
fn topics(index: &Inverted, term: WordId) -> impl Iterator<Item = (DocId, u8)> {
    topics_of(index.postings(term))
}

fn topics_of(postings: Postings) -> impl Iterator<Item = (DocId, u8)> {
    let topics = postings.documents().iter().zip(postings.topics());
    topics.filter(|(_, topic)| **topic > 0).map(|(id, topic)| (*id, emphasis(*topic)))
}

fn is_comparable((id, _): &(DocId, u8)) -> bool {
    (*id as usize) < MOST
}

/// Every document's words, by their places in `shared`.
fn words(index: &Inverted, shared: &[WordId]) -> Lists {
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
fn stretches<'e>(
    starts: &[u32],
    mut entries: &'e mut [Entry],
    length: usize,
) -> Vec<(Range<usize>, &'e mut [Entry])> {
    let count = starts.len() - 1;
    let stretch = |first: usize| {
        let lists = first..count.min(first + length);
        let size = (starts[lists.end] - starts[first]) as usize;
        (lists, entries.split_off_mut(..size).expect("all lists are as long as the entries"))
    };
    (0..count).step_by(length).map(stretch).collect()
}

/// The length of each document's vector, words that no other document has included.
fn lengths(index: &Inverted) -> Vec<f64> {
    let mut squares = vec![0_u64; index.document_count()];
    for term in 0..index.term_count() as WordId {
        let rarity = rarity(squares.len(), topics(index, term).count());
        for (id, topic) in topics(index, term) {
            squares[id as usize] += u64::from(u32::from(topic) * rarity).pow(2);
        }
    }
    squares.into_iter().map(|square| (square as f64).sqrt()).collect()
}

/// The documents that each of some words chooses.
fn chosen(index: &Inverted, shared: &[WordId], rarities: &[u32], lengths: &[f64]) -> Lists {
    let mut starts = vec![0];
    for term in shared {
        let count = topics(index, *term).take_while(is_comparable).take(CHOSEN).count();
        starts.push(starts[starts.len() - 1] + count as u32);
    }
    let mut entries = vec![Entry::default(); starts[shared.len()] as usize];
    stretches(&starts, &mut entries, WORDS).into_par_iter().for_each(|(words, mut entries)| {
        let mut documents = Vec::new();
        for word in words {
            let weighed = |(id, topic): (DocId, u8)| {
                let (weight, length) = (u32::from(topic) * rarities[word], lengths[id as usize]);
                (id, f64::from(weight) / length, share(weight, length))
            };
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
            for (entry, (id, _, share)) in list.iter_mut().zip(&documents) {
                *entry = Entry::new(*id, *share);
            }
        }
    });
    Lists { starts, entries }
}

/// How much a word counts that tells a document's topic so many times: the saturation of BM25 with k₁ = 1, in
/// steps of a twelfth.
fn emphasis(times: u8) -> u8 {
    const ONCE: u32 = 12;
    let times = u32::from(times);
    ((2 * ONCE * times + times.div_ceil(2)) / (times + 1)) as u8
}

/// How rare it is that a word tells the topic, in steps: the smoothed inverse document frequency of scikit-learn.
fn rarity(count: usize, frequency: usize) -> u32 {
    let rarity = ((1.0 + count as f32) / (1.0 + frequency as f32)).ln();
    ((rarity + 1.0) * RARITY_STEPS).round() as u32
}
