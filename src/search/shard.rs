//! A *shard* is a stretch of the index, in order of terms, that a browser loads in one piece.
//!
//! It holds no statistics of the whole list, only what its own terms say, and its borders depend on
//! the terms beside them alone. So an edit changes the shards of the words that it touches.

use std::ops::Range;

use super::bits::{BitWriter, rice_parameter, varint};
use super::inverted::{DocId, Inverted, Postings, WordId};
use crate::fingerprint::{Fingerprint, Ingredients};

/// A shard ends where it is larger than this, by an estimate.
const LARGEST: usize = 16 * 1024;

/// And not before it has this size.
const SMALLEST: usize = 4 * 1024;

/// One in so many terms begins a new shard.
const BORDERS: u64 = 512;

/// Terms with more postings than this, in bytes, have a shard of their own.
const HEAVY: usize = 8 * 1024;

/// The terms of a shard.
pub struct Shard<'i> {
    index: &'i Inverted,
    terms: Range<WordId>,
}

/// What is published of a shard.
pub struct Encoded {
    pub terms: Vec<u8>,
    /// The positions of the same terms, which only phrases need.
    pub positions: Vec<u8>,
}

/// Cuts an index; the shards are in order.
pub fn shards(index: &Inverted) -> Vec<Shard<'_>> {
    let mut shards = Vec::new();
    let (mut start, mut size, mut was_heavy) = (0, 0, false);
    let count = index.term_count() as WordId;
    for id in 0..count {
        let term = index.term(id);
        let postings = estimated_bytes(index.postings(id));
        let is_heavy = postings > HEAVY;
        let hash = rapidhash::v3::rapidhash_v3(term.as_bytes());
        let is_border = hash.is_multiple_of(BORDERS) && size > SMALLEST;
        if id > start && (is_heavy || was_heavy || is_border || size > LARGEST) {
            shards.push(Shard { index, terms: start..id });
            (start, size) = (id, 0);
        }
        size += postings + term.len() / 2 + 4;
        was_heavy = is_heavy;
    }
    if start < count {
        shards.push(Shard { index, terms: start..count });
    }
    shards
}

/// What a term's postings take when they are encoded, within a tenth: encoding them all only to count would take as long
/// as everything else.
fn estimated_bytes(postings: Postings) -> usize {
    // In Rice's code a gap has its remainder, a zero and about one one; most frequencies have one bit or three.
    let bits = parameter(postings.documents()) as usize + 4;
    1 + (postings.len() * bits).div_ceil(8)
}

impl Shard<'_> {
    pub fn first_term(&self) -> WordId {
        self.terms.start
    }

    /// Of all that decides what [`encoded`](Shard::encoded) returns.
    pub fn made_of(&self) -> Fingerprint {
        let mut ingredients = Ingredients::default();
        ingredients.add(&env!("OFFPRINT_PROGRAM"));
        for term in self.terms.clone() {
            ingredients.add_bytes(self.index.term(term).as_bytes());
            ingredients.add_fingerprint(self.index.made_of(term));
        }
        ingredients.finish()
    }

    /// First all terms, each after what it shares with the one before, then all postings.
    pub fn encoded(&self) -> Encoded {
        let index = self.index;
        let (mut terms, mut postings, mut positions) = (Vec::new(), Vec::new(), Vec::new());
        let mut of_term = Vec::new();
        varint(self.terms.len() as u32, &mut terms);
        let mut previous: &[u8] = b"";
        for id in self.terms.clone() {
            let term = index.term(id).as_bytes();
            let shared = previous.iter().zip(term).take_while(|(a, b)| a == b).count();
            varint(shared as u32, &mut terms);
            varint((term.len() - shared) as u32, &mut terms);
            terms.extend_from_slice(&term[shared..]);
            varint(index.postings(id).len() as u32, &mut terms);
            let start = postings.len();
            let mut writer = BitWriter::new(&mut postings);
            add_postings(index.postings(id), &mut writer);
            writer.finish();
            varint((postings.len() - start) as u32, &mut terms);
            previous = term;

            of_term.clear();
            let mut writer = BitWriter::new(&mut of_term);
            add_positions(index.postings(id), &mut writer);
            writer.finish();
            varint(of_term.len() as u32, &mut positions);
            positions.extend_from_slice(&of_term);
        }
        terms.append(&mut postings);
        Encoded { terms, positions }
    }
}

/// Of Rice's code for the gaps between documents.
fn parameter(documents: &[DocId]) -> u32 {
    let last = documents.last().map_or(0, |id| u64::from(*id) + 1);
    rice_parameter(last - documents.len() as u64, documents.len() as u64)
}

/// A byte with the parameter of Rice's code; then for every document the gap to the one before in
/// that code, and the frequency in the gamma code.
fn add_postings(postings: Postings, bits: &mut BitWriter) {
    let documents = postings.documents();
    let parameter = parameter(documents);
    bits.bits(parameter, 8);
    let mut next = 0;
    for (id, frequency) in documents.iter().zip(postings.frequencies()) {
        bits.rice(id - next, parameter);
        bits.gamma(u32::from(frequency));
        next = id + 1;
    }
}

/// A byte with the parameter of Rice's code; then for every document the number of positions and
/// one in the gamma code, and the gaps between them in Rice's. Nothing for a term without any.
fn add_positions(postings: Postings, bits: &mut BitWriter) {
    let (mut sum, mut count) = (0, 0);
    for positions in postings.positions() {
        sum += positions.last().map_or(0, |last| u64::from(*last));
        count += positions.len() as u64;
    }
    if count == 0 {
        return;
    }
    let parameter = rice_parameter(sum, count);
    bits.bits(parameter, 8);
    for positions in postings.positions() {
        bits.gamma(positions.len() as u32 + 1);
        let mut previous = 0;
        for position in positions {
            bits.rice(u32::from(position - previous), parameter);
            previous = *position;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::block::Block;
    use crate::search::document::{Document, Occurrence};
    use crate::search::inverted::Joining;

    /// Words that are in every second document, in every third, and so on, by chance; one in ten in titles.
    fn index() -> Inverted {
        let chance = |document: u32, word: u32| {
            rapidhash::v3::rapidhash_v3(&(u64::from(document) << 32 | u64::from(word)).to_le_bytes())
        };
        let document = |number: u32| {
            let mut document = Document::default();
            for word in (2..200).filter(|word| chance(number, *word).is_multiple_of(u64::from(*word))) {
                let weight = if chance(word, number).is_multiple_of(10) { 4 } else { 1 };
                let (token, position) = (format!("word{word}"), Some(word as u16));
                document.occurrences.push(Occurrence { token, position, weight, is_topic: true });
            }
            document
        };
        let joining = Joining::default();
        joining.add(0, Block::new((0..5_000).map(document)));
        joining.join()
    }

    #[test]
    fn sizes_are_estimated_within_a_tenth() {
        let index = index();
        let (mut estimated, mut encoded) = (0, 0);
        for id in 0..index.term_count() as WordId {
            let mut bytes = Vec::new();
            let mut writer = BitWriter::new(&mut bytes);
            add_postings(index.postings(id), &mut writer);
            writer.finish();
            estimated += estimated_bytes(index.postings(id));
            encoded += bytes.len();
        }
        assert!(encoded > 20_000 && estimated.abs_diff(encoded) * 10 < encoded, "{estimated}, {encoded}");
    }

    #[test]
    fn shards_are_all_terms_and_none_is_large() {
        let index = index();
        let shards = shards(&index);
        assert!(shards.len() > 1);
        assert!(shards.windows(2).all(|two| two[0].terms.end == two[1].terms.start));
        assert_eq!(
            (shards[0].terms.start, shards[shards.len() - 1].terms.end),
            (0, index.term_count() as WordId)
        );
        assert!(shards.iter().all(|shard| shard.encoded().terms.len() < 2 * LARGEST));
        let made_of: Vec<Fingerprint> = shards.iter().map(Shard::made_of).collect();
        assert!(made_of.iter().enumerate().all(|(at, one)| !made_of[..at].contains(one)));
    }
}
