//! The [`Inverted`] index says of every term in which documents it stands.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use rapidhash::RapidHashMap;
use rayon::prelude::*;

use super::block::{Block, SEGMENTS, Segment, segment_of};
use crate::fingerprint::Fingerprint;

/// A document's number: 0 is the paper that was listed first.
pub type DocId = u32;

/// A term's number, in order of its bytes.
pub type WordId = u32;

/// Blocks that become an index. They come in any order, from several threads.
#[derive(Default)]
pub struct Joining {
    /// Of each block by its number the words in each document.
    lengths: Mutex<BTreeMap<usize, Vec<u32>>>,
    segments: [Mutex<SameSegments>; SEGMENTS],
}

/// The same segment of all blocks, in one piece: it is given up at once when it is joined, so that there is never all of
/// the blocks beside all of the index.
#[derive(Default)]
struct SameSegments {
    bytes: Vec<u8>,
    /// Each block's number, and where its segment is in `bytes`.
    blocks: Vec<(usize, Range<usize>)>,
}

#[derive(Debug)]
pub struct Inverted {
    /// One for each segment, in order.
    parts: Vec<Part>,
    /// Words in each document.
    lengths: Vec<u32>,
}

/// The postings of all terms of a segment, those of one term after those of another, each term's in order of documents.
#[derive(Debug)]
struct Part {
    /// The number of its first term.
    first: WordId,
    /// In order of their bytes.
    terms: Vec<String>,
    /// Of each term's postings.
    made_of: Vec<Fingerprint>,
    /// Where the postings of each term begin, and the end of the last.
    starts: Vec<u32>,
    documents: Vec<DocId>,
    /// How often a term stands in a document, by the weights of the fields; at least 1.
    frequencies: Counts,
    /// How often it stands where the document's topic is told.
    topics: Vec<u8>,
    /// Where the positions of each term begin.
    position_starts: Vec<u32>,
    /// How many positions each posting has.
    position_counts: Counts,
    positions: Vec<u16>,
}

/// The postings of one term.
#[derive(Clone, Copy)]
pub struct Postings<'i> {
    part: &'i Part,
    /// The term's place in its part.
    term: usize,
    start: usize,
    end: usize,
}

impl Joining {
    /// Takes a block in; its number tells its place among the others.
    pub fn add(&self, number: usize, block: Block) {
        for (same, Segment(segment)) in self.segments.iter().zip(block.segments()) {
            let SameSegments { bytes, blocks } = &mut *same.lock().unwrap_or_else(PoisonError::into_inner);
            let start = bytes.len();
            bytes.extend_from_slice(segment);
            blocks.push((number, start..bytes.len()));
        }
        self.lengths.lock().unwrap_or_else(PoisonError::into_inner).insert(number, block.lengths);
    }

    pub fn join(self) -> Inverted {
        let (mut first_documents, mut lengths) = (BTreeMap::new(), Vec::new());
        for (number, block) in self.lengths.into_inner().unwrap_or_else(PoisonError::into_inner) {
            first_documents.insert(number, lengths.len() as DocId);
            lengths.extend(block);
        }
        let part = |same: Mutex<SameSegments>| {
            let SameSegments { bytes, mut blocks } =
                same.into_inner().unwrap_or_else(PoisonError::into_inner);
            blocks.sort_unstable_by_key(|(number, _)| *number);
            let segments =
                blocks.into_iter().map(|(number, range)| (first_documents[&number], Segment(&bytes[range])));
            Part::new(&segments.collect::<Vec<_>>())
        };
        let mut parts: Vec<Part> = self.segments.into_par_iter().with_max_len(1).map(part).collect();
        let mut first = 0;
        for part in &mut parts {
            part.first = first;
            first += part.terms.len() as WordId;
        }
        Inverted { parts, lengths }
    }
}

impl Inverted {
    pub fn document_count(&self) -> usize {
        self.lengths.len()
    }

    pub fn term_count(&self) -> usize {
        self.parts.iter().map(|part| part.terms.len()).sum()
    }

    pub fn term(&self, id: WordId) -> &str {
        let (part, term) = self.place(id);
        &part.terms[term]
    }

    pub fn find(&self, term: &str) -> Option<WordId> {
        let part = self.part_of(term);
        let place = part.terms.binary_search_by(|other| other.as_str().cmp(term)).ok()?;
        Some(part.first + place as WordId)
    }

    /// Terms that begin with `prefix`, which is not empty.
    pub fn with_prefix(&self, prefix: &str) -> Range<WordId> {
        let part = self.part_of(prefix);
        let start = part.terms.partition_point(|term| term.as_str() < prefix);
        let length = part.terms[start..].partition_point(|term| term.starts_with(prefix));
        part.first + start as WordId..part.first + (start + length) as WordId
    }

    pub fn postings(&self, id: WordId) -> Postings<'_> {
        let (part, term) = self.place(id);
        Postings { part, term, start: part.starts[term] as usize, end: part.starts[term + 1] as usize }
    }

    /// Equal only for the same postings of a term. The same postings may have another where documents are in other
    /// [blocks](Block).
    pub fn made_of(&self, id: WordId) -> Fingerprint {
        let (part, term) = self.place(id);
        part.made_of[term]
    }

    /// Words in each document.
    pub fn lengths(&self) -> &[u32] {
        &self.lengths
    }

    /// A term's part, and its place there.
    fn place(&self, id: WordId) -> (&Part, usize) {
        let part = &self.parts[self.parts.partition_point(|part| part.first <= id) - 1];
        (part, (id - part.first) as usize)
    }

    fn part_of(&self, term: &str) -> &Part {
        &self.parts[segment_of(term.as_bytes())]
    }
}

impl<'i> Postings<'i> {
    /// In ascending order.
    pub fn documents(&self) -> &'i [DocId] {
        &self.part.documents[self.start..self.end]
    }

    pub fn frequencies(&self) -> impl Iterator<Item = u16> + use<'i> {
        self.part.frequencies.range(self.start..self.end).map(|frequency| frequency as u16)
    }

    /// How often the term stands where each document's topic is told.
    pub fn topics(&self) -> &'i [u8] {
        &self.part.topics[self.start..self.end]
    }

    /// Where the term stands in each of its documents, in ascending order.
    pub fn positions(&self) -> impl Iterator<Item = &'i [u16]> + use<'i> {
        let part = self.part;
        let before = part.position_counts.range(part.starts[self.term] as usize..self.start);
        let start =
            part.position_starts[self.term] as usize + before.map(|count| count as usize).sum::<usize>();
        part.position_counts.range(self.start..self.end).scan(start, move |at, count| {
            let positions = &part.positions[*at..*at + count as usize];
            *at += positions.len();
            Some(positions)
        })
    }

    pub fn len(&self) -> usize {
        self.end - self.start
    }

    /// Those of some documents.
    pub fn within(self, documents: Range<DocId>) -> Postings<'i> {
        let before = |limit: DocId| self.start + self.documents().partition_point(|id| *id < limit);
        Postings { start: before(documents.start), end: before(documents.end), ..self }
    }
}

/// Numbers of which nearly all are small.
#[derive(Debug)]
struct Counts {
    /// 255 where the number is in `large`.
    small: Vec<u8>,
    large: BTreeMap<usize, u32>,
}

impl Counts {
    fn zeros(count: usize) -> Counts {
        Counts { small: vec![0; count], large: BTreeMap::new() }
    }

    fn set(&mut self, at: usize, number: u32) {
        self.small[at] = number.try_into().unwrap_or(u8::MAX);
        if self.small[at] == u8::MAX {
            self.large.insert(at, number);
        }
    }

    fn range(&self, range: Range<usize>) -> impl Iterator<Item = u32> {
        let start = range.start;
        self.small[range].iter().enumerate().map(move |(at, small)| match small {
            &u8::MAX => self.large[&(start + at)],
            small => u32::from(*small),
        })
    }
}

impl Part {
    /// Joins the same segment of all blocks, each with the block's first document.
    fn new(segments: &[(DocId, Segment)]) -> Part {
        let Terms { names, sizes, places } = Terms::of(segments);
        let (mut starts, mut position_starts) = (vec![0], vec![0]);
        for [postings, positions] in &sizes {
            starts.push(starts[starts.len() - 1] + *postings as u32);
            position_starts.push(position_starts[position_starts.len() - 1] + *positions as u32);
        }
        let (postings, positions) = (starts[names.len()] as usize, position_starts[names.len()] as usize);
        let mut part = Part {
            first: 0,
            made_of: vec![Fingerprint::of_bytes(b""); names.len()],
            terms: names.into_iter().map(text).collect(),
            documents: vec![0; postings],
            frequencies: Counts::zeros(postings),
            topics: vec![0; postings],
            position_counts: Counts::zeros(postings),
            positions: vec![0; positions],
            starts,
            position_starts,
        };
        // Where each term's next posting and its positions go.
        let mut next: Vec<[usize; 2]> = part
            .starts
            .iter()
            .zip(&part.position_starts)
            .map(|(at, position)| [*at as usize, *position as usize])
            .collect();
        let mut places = places.into_iter();
        for (first_document, segment) in segments {
            for (term, place) in segment.terms().zip(&mut places) {
                part.made_of[place as usize] =
                    with_block(part.made_of[place as usize], *first_document, term.fingerprint());
                let [at, position_at] = &mut next[place as usize];
                term.decode(|posting| {
                    part.documents[*at] = first_document + posting.document;
                    part.frequencies.set(*at, posting.frequency.into());
                    part.topics[*at] = posting.topic;
                    part.position_counts.set(*at, posting.positions.len() as u32);
                    *at += 1;
                    let end = *position_at + posting.positions.len();
                    part.positions[*position_at..end].copy_from_slice(posting.positions);
                    *position_at = end;
                });
            }
        }
        part
    }
}

/// The terms of a segment of all blocks.
struct Terms<'b> {
    /// In order of their bytes.
    names: Vec<&'b [u8]>,
    /// Postings and positions of each.
    sizes: Vec<[usize; 2]>,
    /// The place in `names` of each block's terms, block by block.
    places: Vec<u32>,
}

impl<'b> Terms<'b> {
    fn of(segments: &[(DocId, Segment<'b>)]) -> Terms<'b> {
        // Most terms are in many blocks: told apart by their hashes first, few are left to be put in order.
        let mut numbers: RapidHashMap<&[u8], u32> = RapidHashMap::default();
        let mut found = Vec::new();
        let mut sizes: Vec<[usize; 2]> = Vec::new();
        for term in segments.iter().flat_map(|(_, segment)| segment.terms()) {
            let number = *numbers.entry(term.name).or_insert(sizes.len() as u32);
            if number as usize == sizes.len() {
                sizes.push([0, 0]);
            }
            let [postings, positions] = &mut sizes[number as usize];
            *postings += term.postings;
            *positions += term.positions;
            found.push(number);
        }
        let mut ordered: Vec<(&[u8], u32)> = numbers.into_iter().collect();
        ordered.sort_unstable();
        let mut places = vec![0; ordered.len()];
        for ((_, number), place) in ordered.iter().zip(0..) {
            places[*number as usize] = place;
        }
        Terms {
            places: found.into_iter().map(|number| places[number as usize]).collect(),
            sizes: ordered.iter().map(|(_, number)| sizes[*number as usize]).collect(),
            names: ordered.into_iter().map(|(term, _)| term).collect(),
        }
    }
}

/// The fingerprint of a term's postings in some blocks, and in the next one that has it.
fn with_block(before: Fingerprint, first_document: DocId, postings: Fingerprint) -> Fingerprint {
    let mut ingredients = [0; 20];
    ingredients[..8].copy_from_slice(&before.to_le_bytes());
    ingredients[8..16].copy_from_slice(&postings.to_le_bytes());
    ingredients[16..].copy_from_slice(&first_document.to_le_bytes());
    Fingerprint::of_bytes(&ingredients)
}

/// A term's bytes as the text that they were.
fn text(term: &[u8]) -> String {
    String::from_utf8(term.to_owned()).expect("terms are UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::document::{Document, Occurrence};

    /// A word in capitals counts three times.
    fn document(text: &&str) -> Document {
        let mut document = Document::default();
        for (position, word) in text.split(' ').enumerate() {
            let weight = if word.chars().all(char::is_uppercase) { 3 } else { 1 };
            let (token, position) = (word.to_lowercase(), Some(position as u16));
            document.occurrences.push(Occurrence { token, position, weight, is_topic: weight == 1 });
        }
        document
    }

    /// An index of texts, in blocks of seven, of which the last comes first.
    fn index(texts: &[&str]) -> Inverted {
        let joining = Joining::default();
        for (number, texts) in texts.chunks(7).enumerate().rev() {
            joining.add(number, Block::new(texts.iter().map(document)));
        }
        joining.join()
    }

    #[test]
    fn postings_say_how_often_and_where() {
        let index = index(&["B a b", "c b"]);
        let b = index.postings(index.find("b").expect("it occurs"));
        assert!(b.documents() == [0, 1] && b.frequencies().eq([4, 1]));
        assert_eq!(b.topics(), [1, 1]);
        assert!(b.positions().eq([&[0, 2][..], &[1]]) && b.within(1..2).positions().eq([&[1][..]]));
        assert_eq!((index.find("d"), index.lengths()), (None, &[3, 2][..]));
    }

    #[test]
    fn large_counts_are_kept_as_well() {
        let numbers = [0, 254, 255, 256, u32::MAX];
        let mut counts = Counts::zeros(numbers.len());
        numbers.iter().enumerate().for_each(|(at, number)| counts.set(at, *number));
        assert!(counts.range(0..5).eq(numbers) && counts.range(2..4).eq([255, 256]));
    }

    #[test]
    fn many_blocks_are_one_index() {
        let texts: Vec<String> = (0..1_543).map(|number| format!("all {}", number % 10)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let index = index(&texts);
        let all = index.postings(index.find("all").expect("it occurs"));
        assert!(all.documents().iter().copied().eq(0..texts.len() as DocId));
        let sevens = index.postings(index.find("7").expect("it occurs"));
        assert!(sevens.documents().iter().all(|id| id % 10 == 7) && sevens.len() > 150);
        assert_eq!(index.with_prefix("a"), 10..11);
    }
}
