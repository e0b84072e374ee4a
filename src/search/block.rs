//! A [`Block`] is some documents, indexed: what is kept of an index for the next one.
//!
//! Terms that begin alike are a [`Segment`], so that an index is joined, and blocks are given up, segment by segment. Its
//! bytes are terms in order of their bytes, each with its postings behind it. Numbers are [varints](varint).

use rapidhash::RapidHashMap;

use super::bits::varint;
use super::document::{Document, Occurrence};
use crate::fingerprint::Fingerprint;

/// The last bytes of a block that is kept say whether those before are whole.
const CHECK: usize = 16;

pub struct Block {
    /// Words in each document.
    pub lengths: Vec<u32>,
    bytes: Vec<u8>,
    /// Where each of [`SEGMENTS`] segments ends in `bytes`.
    ends: Vec<usize>,
}

/// The terms of a block that begin alike.
#[derive(Clone, Copy)]
pub struct Segment<'b>(pub &'b [u8]);

/// One for what comes before `a` in order of bytes, one for each letter, one for what comes behind `z`.
pub const SEGMENTS: usize = 28;

/// The segment that has a term.
pub fn segment_of(term: &[u8]) -> usize {
    match term.first() {
        Some(letter @ b'a'..=b'z') => usize::from(letter - b'a') + 1,
        Some(first) if *first > b'z' => SEGMENTS - 1,
        _ => 0,
    }
}

/// A document's posting of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting<'p> {
    /// Its number in the block.
    pub document: u32,
    /// How often the term stands there, by the weights of the fields; at least 1.
    pub frequency: u16,
    /// How often it stands where the document's topic is told.
    pub topic: u8,
    /// Where it stands, in ascending order.
    pub positions: &'p [u16],
}

/// A term of a block.
pub struct BlockTerm<'b> {
    /// In UTF-8.
    pub name: &'b [u8],
    pub postings: usize,
    /// Of all its postings together.
    pub positions: usize,
    encoded: &'b [u8],
}

/// What most postings are, in the lowest two bits of the gap to the document before.
const ONCE_IN_TOPIC: u32 = 1;
const ONCE_NOWHERE: u32 = 2;

impl Block {
    /// Indexes documents.
    pub fn new(documents: impl Iterator<Item = Document>) -> Block {
        let mut terms = Terms::default();
        let mut lengths = Vec::new();
        let mut places: Vec<(usize, usize)> = Vec::new();
        let mut positions = Vec::new();
        for (id, Document { mut occurrences, facets, .. }) in (0..).zip(documents) {
            lengths.push(occurrences.len() as u32);
            places.clear();
            let tokens = occurrences.iter_mut().map(|occurrence| std::mem::take(&mut occurrence.token));
            places.extend(tokens.enumerate().map(|(place, token)| (terms.number(token), place)));
            // By their numbers, which takes less than by their letters; a word's positions stay in order.
            places.sort_unstable();
            for same in places.chunk_by(|(term, _), (other, _)| term == other) {
                let occurrences = same.iter().map(|(_, place)| &occurrences[*place]);
                positions.clear();
                positions.extend(occurrences.clone().filter_map(|occurrence| occurrence.position));
                terms.encoders[same[0].0].add(posting(id, occurrences, &positions));
            }
            for facet in facets {
                let posting = Posting { document: id, frequency: 1, topic: 0, positions: &[] };
                let number = terms.number(facet);
                terms.encoders[number].add(posting);
            }
        }
        let mut block = Block { lengths, bytes: Vec::new(), ends: vec![0; SEGMENTS] };
        for (term, encoder) in terms.ordered() {
            block.push(&term, encoder);
            block.ends[segment_of(term.as_bytes())] = block.bytes.len();
        }
        // Of letters with which no term begins.
        let mut end = 0;
        for other in &mut block.ends {
            end = end.max(*other);
            *other = end;
        }
        block
    }

    /// Adds a term that comes behind all others.
    fn push(&mut self, term: &str, encoder: Encoder) {
        let Encoder { postings, positions, encoded, .. } = encoder;
        let bytes = &mut self.bytes;
        varint(term.len() as u32, bytes);
        bytes.extend_from_slice(term.as_bytes());
        varint(postings, bytes);
        varint(positions, bytes);
        varint(encoded.len() as u32, bytes);
        bytes.extend(encoded);
    }

    /// In order.
    pub fn segments(&self) -> impl Iterator<Item = Segment<'_>> {
        let starts = [0].iter().chain(&self.ends);
        starts.zip(&self.ends).map(|(start, end)| Segment(&self.bytes[*start..*end]))
    }

    /// The bytes that [`Block::from_kept`] reads.
    pub fn to_kept(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        varint(self.lengths.len() as u32, &mut bytes);
        self.lengths.iter().for_each(|length| varint(*length, &mut bytes));
        self.ends.iter().for_each(|end| varint(*end as u32, &mut bytes));
        bytes.extend_from_slice(&self.bytes);
        let check = Fingerprint::of_bytes(&bytes).to_string();
        bytes.extend_from_slice(check.as_bytes());
        bytes
    }

    /// None where the bytes are not whole.
    pub fn from_kept(bytes: &[u8]) -> Option<Block> {
        let (mut rest, check) = bytes.split_at_checked(bytes.len().checked_sub(CHECK)?)?;
        if Fingerprint::of_bytes(rest).to_string().as_bytes() != check {
            return None;
        }
        let lengths = (0..take(&mut rest)).map(|_| take(&mut rest)).collect();
        let ends = (0..SEGMENTS).map(|_| take(&mut rest) as usize).collect();
        Some(Block { lengths, ends, bytes: rest.to_vec() })
    }
}

impl<'b> Segment<'b> {
    /// In order of their bytes.
    pub fn terms(self) -> BlockTerms<'b> {
        BlockTerms(self.0)
    }
}

/// A word of a document, by all places where it stands.
fn posting<'p, 'o>(
    document: u32,
    same: impl Iterator<Item = &'o Occurrence> + Clone,
    positions: &'p [u16],
) -> Posting<'p> {
    let topics = same.clone().filter(|occurrence| occurrence.is_topic).count();
    let frequency = same.map(|occurrence| occurrence.weight).fold(0, u16::saturating_add);
    Posting { document, frequency, topic: topics.min(usize::from(u8::MAX)) as u8, positions }
}

/// The terms of a block that is being made, numbered as they come.
#[derive(Default)]
struct Terms {
    numbers: RapidHashMap<String, usize>,
    /// Of each term.
    encoders: Vec<Encoder>,
}

impl Terms {
    fn number(&mut self, term: String) -> usize {
        let next = self.encoders.len();
        let number = *self.numbers.entry(term).or_insert(next);
        if number == next {
            self.encoders.push(Encoder::default());
        }
        number
    }

    /// In order of their bytes.
    fn ordered(mut self) -> impl Iterator<Item = (String, Encoder)> {
        let mut terms: Vec<(String, usize)> = self.numbers.into_iter().collect();
        terms.sort_unstable();
        terms.into_iter().map(move |(term, number)| (term, std::mem::take(&mut self.encoders[number])))
    }
}

#[derive(Default)]
struct Encoder {
    postings: u32,
    positions: u32,
    /// The first document that the next posting can be of.
    next: u32,
    encoded: Vec<u8>,
}

impl Encoder {
    fn add(&mut self, posting: Posting) {
        let Posting { document, frequency, topic, positions } = posting;
        let form = match (frequency, topic, positions.len()) {
            (1, 1, 1) => ONCE_IN_TOPIC,
            (1, 0, 0) => ONCE_NOWHERE,
            _ => 0,
        };
        let bytes = &mut self.encoded;
        varint((document - self.next) << 2 | form, bytes);
        if form == 0 {
            varint(u32::from(frequency), bytes);
            varint(u32::from(topic), bytes);
            varint(positions.len() as u32, bytes);
        }
        let mut before = 0;
        for position in positions {
            varint(u32::from(position - before), bytes);
            before = *position;
        }
        self.next = document + 1;
        self.postings += 1;
        self.positions += positions.len() as u32;
    }
}

/// The terms of a segment from one of them on.
pub struct BlockTerms<'b>(&'b [u8]);

impl<'b> Iterator for BlockTerms<'b> {
    type Item = BlockTerm<'b>;

    fn next(&mut self) -> Option<BlockTerm<'b>> {
        if self.0.is_empty() {
            return None;
        }
        let length = take(&mut self.0) as usize;
        let name = slice(&mut self.0, length);
        let [postings, positions, length] = [(); 3].map(|()| take(&mut self.0) as usize);
        Some(BlockTerm { name, postings, positions, encoded: slice(&mut self.0, length) })
    }
}

impl BlockTerm<'_> {
    /// Equal only for the same postings.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of_bytes(self.encoded)
    }

    /// Calls `each` with the postings, in order of their documents.
    pub fn decode(&self, mut each: impl FnMut(Posting)) {
        let mut rest = self.encoded;
        let mut next = 0;
        let mut several = Vec::new();
        for _ in 0..self.postings {
            let gap = take(&mut rest);
            let document = next + (gap >> 2);
            next = document + 1;
            match gap & 3 {
                ONCE_IN_TOPIC => {
                    let positions = &[take(&mut rest) as u16];
                    each(Posting { document, frequency: 1, topic: 1, positions });
                }
                ONCE_NOWHERE => each(Posting { document, frequency: 1, topic: 0, positions: &[] }),
                _ => {
                    let (frequency, topic) = (take(&mut rest) as u16, take(&mut rest) as u8);
                    several.clear();
                    let mut position = 0;
                    several.extend((0..take(&mut rest)).map(|_| {
                        position += take(&mut rest) as u16;
                        position
                    }));
                    each(Posting { document, frequency, topic, positions: &several });
                }
            }
        }
    }
}

/// Takes a varint from the front of bytes that [`Block::new`] wrote.
#[inline]
fn take(bytes: &mut &[u8]) -> u32 {
    let (mut number, mut shift) = (0, 0);
    loop {
        let (byte, rest) = bytes.split_first().expect("varints are whole");
        *bytes = rest;
        number |= u32::from(byte & 0x7F) << shift;
        if *byte < 0x80 {
            return number;
        }
        shift += 7;
    }
}

fn slice<'b>(bytes: &mut &'b [u8], length: usize) -> &'b [u8] {
    let (front, rest) = bytes.split_at(length);
    *bytes = rest;
    front
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(words: &[(&str, u16, bool)], facet: &str) -> Document {
        let mut document = Document::default();
        for (position, (token, weight, is_topic)) in (0..).step_by(200).zip(words) {
            let (token, position) = ((*token).to_owned(), Some(position));
            document.occurrences.push(Occurrence { token, position, weight: *weight, is_topic: *is_topic });
        }
        document.facets.push(facet.to_owned());
        document
    }

    fn told(block: &Block) -> Vec<String> {
        let mut told = Vec::new();
        for term in block.segments().flat_map(Segment::terms) {
            term.decode(|posting| {
                let Posting { document, frequency, topic, positions } = posting;
                let name = String::from_utf8_lossy(term.name);
                told.push(format!("{name} in {document}: {frequency} {topic} {positions:?}"));
            });
        }
        told
    }

    #[test]
    fn a_block_says_what_its_documents_have() {
        let first = document(&[("b", 1, true), ("a", 4, true), ("b", 300, false)], "tag:x");
        let block = Block::new([first, document(&[("b", 1, true)], "tag:x")].into_iter());
        assert_eq!(block.lengths, [3, 1]);
        let expected = [
            "a in 0: 4 1 [200]",
            "b in 0: 301 1 [0, 400]",
            "b in 1: 1 1 [0]",
            "tag:x in 0: 1 0 []",
            "tag:x in 1: 1 0 []",
        ];
        assert_eq!(told(&block), expected);
        let b =
            block.segments().nth(2).and_then(|segment| segment.terms().next()).expect("it has such a term");
        assert_eq!((b.name, b.postings, b.positions), (&b"b"[..], 2, 3));
        let kept = Block::from_kept(&block.to_kept()).expect("it is whole");
        assert_eq!(kept.lengths, block.lengths);
        assert_eq!(told(&kept), expected);
    }

    #[test]
    fn a_damaged_block_is_none() {
        let kept = Block::new([document(&[("a", 1, true)], "tag:x")].into_iter()).to_kept();
        for length in 0..kept.len() {
            assert!(Block::from_kept(&kept[..length]).is_none(), "{length}");
        }
        let mut other = kept;
        other[3] ^= 1;
        assert!(Block::from_kept(&other).is_none());
    }
}
