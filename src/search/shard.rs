//! A *shard* is a stretch of the index, in order of terms, that a browser loads in one piece.
//!
//! It holds no statistics of the whole list, only what its own terms say, and its borders depend on
//! the terms beside them alone. So an edit changes the shards of the words that it touches.

use rayon::prelude::*;

use super::bits::{BitWriter, rice_parameter, varint};
use super::inverted::{Inverted, Postings, WordId};

/// A shard ends where it is larger than this.
const LARGEST: usize = 16 * 1024;

/// And not before it has this size.
const SMALLEST: usize = 4 * 1024;

/// One in so many terms begins a new shard.
const BORDERS: u64 = 512;

/// Terms with more postings than this, in bytes, have a shard of their own.
const HEAVY: usize = 8 * 1024;

pub struct Shard {
    pub first_term: String,
    pub terms: Vec<u8>,
    /// The positions of the same terms, which only phrases need.
    pub positions: Vec<u8>,
}

/// Cuts and encodes an index; returns what `each` makes of the shards, in order.
pub fn shards<T: Send>(index: &Inverted, each: impl Fn(Shard) -> T + Sync) -> Vec<T> {
    // Encoded twice: postings of all terms at once would be as much memory as all shards.
    let ids = (0..index.term_count() as WordId).into_par_iter();
    let sizes: Vec<usize> = ids.map(|id| postings(index.postings(id)).len()).collect();
    cuts(index, &sizes).into_par_iter().map(|range| each(shard(index, range))).collect()
}

/// The terms of each shard; `sizes` are how many bytes each term's postings take.
fn cuts(index: &Inverted, sizes: &[usize]) -> Vec<std::ops::Range<WordId>> {
    let mut cuts = Vec::new();
    let (mut start, mut size, mut was_heavy) = (0, 0, false);
    for (id, postings) in sizes.iter().enumerate() {
        let term = index.term(id as WordId);
        let is_heavy = *postings > HEAVY;
        let hash = rapidhash::v3::rapidhash_v3(term.as_bytes());
        let is_border = hash.is_multiple_of(BORDERS) && size > SMALLEST;
        if id > start && (is_heavy || was_heavy || is_border || size > LARGEST) {
            cuts.push(start as WordId..id as WordId);
            (start, size) = (id, 0);
        }
        size += postings + term.len() / 2 + 4;
        was_heavy = is_heavy;
    }
    if start < sizes.len() {
        cuts.push(start as WordId..sizes.len() as WordId);
    }
    cuts
}

/// First all terms, each after what it shares with the one before, then all postings.
fn shard(index: &Inverted, range: std::ops::Range<WordId>) -> Shard {
    let first_term = index.term(range.start).to_owned();
    let (mut terms, mut all_postings, mut positions) = (Vec::new(), Vec::new(), Vec::new());
    varint(range.len() as u32, &mut terms);
    let mut previous: &[u8] = b"";
    for id in range {
        let term = index.term(id).as_bytes();
        let shared = previous.iter().zip(term).take_while(|(a, b)| a == b).count();
        varint(shared as u32, &mut terms);
        varint((term.len() - shared) as u32, &mut terms);
        terms.extend_from_slice(&term[shared..]);
        varint(index.postings(id).len() as u32, &mut terms);
        let encoded = postings(index.postings(id));
        varint(encoded.len() as u32, &mut terms);
        all_postings.extend(encoded);
        previous = term;

        let of_term = positions_of(index.postings(id));
        varint(of_term.len() as u32, &mut positions);
        positions.extend(of_term);
    }
    terms.append(&mut all_postings);
    Shard { first_term, terms, positions }
}

/// A byte with the parameter of Rice's code; then for every document the gap to the one before in
/// that code, and the frequency in the gamma code.
fn postings(postings: Postings) -> Vec<u8> {
    let documents = postings.documents();
    let last = documents.last().map_or(0, |id| u64::from(*id) + 1);
    let parameter = rice_parameter(last - documents.len() as u64, documents.len() as u64);
    let mut writer = BitWriter::default();
    writer.bits(parameter, 8);
    let mut next = 0;
    for (id, frequency) in documents.iter().zip(postings.frequencies()) {
        writer.rice(id - next, parameter);
        writer.gamma(u32::from(frequency));
        next = id + 1;
    }
    writer.finish()
}

/// A byte with the parameter of Rice's code; then for every document the number of positions and
/// one in the gamma code, and the gaps between them in Rice's. Nothing for a term without any.
fn positions_of(postings: Postings) -> Vec<u8> {
    let (mut sum, mut count) = (0, 0);
    for positions in postings.positions() {
        sum += positions.last().map_or(0, |last| u64::from(*last));
        count += positions.len() as u64;
    }
    if count == 0 {
        return Vec::new();
    }
    let parameter = rice_parameter(sum, count);
    let mut writer = BitWriter::default();
    writer.bits(parameter, 8);
    for positions in postings.positions() {
        writer.gamma(positions.len() as u32 + 1);
        let mut previous = 0;
        for position in positions {
            writer.rice(u32::from(position - previous), parameter);
            previous = *position;
        }
    }
    writer.finish()
}
