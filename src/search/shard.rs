//! A *shard* is a stretch of the index, in order of terms, that a browser loads in one piece.
//!
//! It holds no statistics of the whole list, only what its own terms say, and its borders depend on
//! the terms beside them alone. So an edit changes the shards of the words that it touches.

use rayon::prelude::*;

use super::bits::{BitCount, BitWriter, Bits, rice_parameter, varint};
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
    // Postings of all terms at once would be as much memory as all shards.
    let size = |id| {
        let mut count = BitCount::default();
        add_postings(index.postings(id), &mut count);
        count.bytes()
    };
    let sizes: Vec<usize> = (0..index.term_count() as WordId).into_par_iter().map(size).collect();
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
    let (mut terms, mut postings, mut positions) = (Vec::new(), Vec::new(), Vec::new());
    let mut of_term = Vec::new();
    varint(range.len() as u32, &mut terms);
    let mut previous: &[u8] = b"";
    for id in range {
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
    Shard { first_term, terms, positions }
}

/// A byte with the parameter of Rice's code; then for every document the gap to the one before in
/// that code, and the frequency in the gamma code.
fn add_postings(postings: Postings, bits: &mut impl Bits) {
    let documents = postings.documents();
    let last = documents.last().map_or(0, |id| u64::from(*id) + 1);
    let parameter = rice_parameter(last - documents.len() as u64, documents.len() as u64);
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
fn add_positions(postings: Postings, bits: &mut impl Bits) {
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
