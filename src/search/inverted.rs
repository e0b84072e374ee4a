//! The [`Inverted`] index says of every term in which documents it stands.

use rapidhash::RapidHashMap;
use rayon::prelude::*;

use super::block::{Block, BlockTerm, BlockTerms};

/// A document's number: 0 is the paper that was listed first.
pub type DocId = u32;

/// A term's number, in order of its bytes.
pub type TermId = u32;

/// Stretches of terms that a thread joins: several, since they are not equally long.
const PARTS: usize = 4;

/// All postings, those of one term after those of another, each term's in order of documents.
#[derive(Debug, Default)]
pub struct Inverted {
    terms: Vec<String>,
    /// Where the postings of each term begin, and the end of the last.
    starts: Vec<u32>,
    documents: Vec<DocId>,
    /// How often a term stands in a document, by the weights of the fields; at least 1.
    frequencies: Vec<u16>,
    /// How often it stands where the document's topic is told.
    topics: Vec<u8>,
    /// Where the positions of each posting begin, and the end of the last.
    position_starts: Vec<u32>,
    positions: Vec<u16>,
    /// Words in each document.
    lengths: Vec<u32>,
}

/// The postings of one term.
#[derive(Clone, Copy)]
pub struct Postings<'i> {
    index: &'i Inverted,
    start: usize,
    end: usize,
}

impl Inverted {
    /// Joins blocks, which are in order of their documents.
    pub fn new(blocks: &[Block]) -> Inverted {
        let parts = parts(blocks);
        let sum = |what: usize| parts.iter().flat_map(|part| &part.sizes).map(|sizes| sizes[what]).sum();
        let (postings, positions): (usize, usize) = (sum(0), sum(1));
        let (mut bases, mut lengths) = (Vec::new(), Vec::new());
        for block in blocks {
            bases.push(lengths.len() as DocId);
            lengths.extend(block.lengths());
        }
        let mut starts = vec![0];
        for [postings, _] in parts.iter().flat_map(|part| &part.sizes) {
            starts.push(starts[starts.len() - 1] + *postings as u32);
        }
        let mut inverted = Inverted {
            terms: parts.iter().flat_map(|part| &part.terms).map(|term| text(term)).collect(),
            starts,
            documents: vec![0; postings],
            frequencies: vec![0; postings],
            topics: vec![0; postings],
            position_starts: vec![positions as u32; postings + 1],
            positions: vec![0; positions],
            lengths,
        };
        let mut rest = Arrays {
            documents: &mut inverted.documents,
            frequencies: &mut inverted.frequencies,
            topics: &mut inverted.topics,
            position_starts: &mut inverted.position_starts,
            positions: &mut inverted.positions,
        };
        let mut base = 0;
        let mut work = Vec::new();
        for part in &parts {
            let [postings, positions] =
                part.sizes.iter().fold([0, 0], |sum, sizes| [sum[0] + sizes[0], sum[1] + sizes[1]]);
            let arrays = Arrays {
                documents: take(&mut rest.documents, postings),
                frequencies: take(&mut rest.frequencies, postings),
                topics: take(&mut rest.topics, postings),
                position_starts: take(&mut rest.position_starts, postings),
                positions: take(&mut rest.positions, positions),
            };
            work.push((part, arrays, base));
            base += positions;
        }
        work.into_par_iter().for_each(|(part, arrays, base)| part.fill(arrays, &bases, base));
        inverted
    }

    pub fn document_count(&self) -> usize {
        self.lengths.len()
    }

    pub fn term_count(&self) -> usize {
        self.terms.len()
    }

    pub fn term(&self, id: TermId) -> &str {
        &self.terms[id as usize]
    }

    pub fn find(&self, term: &str) -> Option<TermId> {
        self.terms.binary_search_by(|other| other.as_str().cmp(term)).ok().map(|at| at as TermId)
    }

    /// Terms that begin with `prefix`.
    pub fn with_prefix(&self, prefix: &str) -> std::ops::Range<TermId> {
        let start = self.terms.partition_point(|term| term.as_str() < prefix);
        let length = self.terms[start..].partition_point(|term| term.starts_with(prefix));
        start as TermId..(start + length) as TermId
    }

    pub fn postings(&self, id: TermId) -> Postings<'_> {
        let id = id as usize;
        Postings { index: self, start: self.starts[id] as usize, end: self.starts[id + 1] as usize }
    }

    /// Words in each document.
    pub fn lengths(&self) -> &[u32] {
        &self.lengths
    }
}

impl<'i> Postings<'i> {
    /// In ascending order.
    pub fn documents(&self) -> &'i [DocId] {
        &self.index.documents[self.start..self.end]
    }

    pub fn frequencies(&self) -> &'i [u16] {
        &self.index.frequencies[self.start..self.end]
    }

    /// How often the term stands where each document's topic is told.
    pub fn topics(&self) -> &'i [u8] {
        &self.index.topics[self.start..self.end]
    }

    /// Where the term stands in the `nth` of its documents, in ascending order.
    pub fn positions(&self, nth: usize) -> &'i [u16] {
        let starts = &self.index.position_starts[self.start + nth..];
        &self.index.positions[starts[0] as usize..starts[1] as usize]
    }

    pub fn len(&self) -> usize {
        self.end - self.start
    }

    /// Those of some documents.
    pub fn within(self, documents: std::ops::Range<DocId>) -> Postings<'i> {
        let before = |limit: DocId| self.start + self.documents().partition_point(|id| *id < limit);
        Postings { start: before(documents.start), end: before(documents.end), ..self }
    }
}

/// The terms of a stretch of all, while blocks are joined.
struct Part<'b> {
    /// In order of their bytes.
    terms: Vec<&'b [u8]>,
    /// Postings and positions of each.
    sizes: Vec<[usize; 2]>,
    /// Where each block's terms of this stretch begin; they end where those of the next part begin.
    blocks: Vec<BlockTerms<'b>>,
    /// Each term's place in `terms`, in the order in which [`Part::each_term`] comes by them.
    places: Vec<u32>,
    /// The first term behind the stretch, if there is one.
    end: Option<&'b [u8]>,
}

impl<'b> Part<'b> {
    fn new(blocks: Vec<BlockTerms<'b>>, end: Option<&'b [u8]>) -> Part<'b> {
        let mut part = Part { terms: Vec::new(), sizes: Vec::new(), blocks, places: Vec::new(), end };
        // Most terms are in many blocks: told apart by their hashes first, few are left to be put in order.
        let mut numbers: RapidHashMap<&[u8], u32> = RapidHashMap::default();
        let mut found = Vec::new();
        let mut sizes: Vec<[usize; 2]> = Vec::new();
        part.each_term(|_, term| {
            let number = *numbers.entry(term.name).or_insert(sizes.len() as u32);
            if number as usize == sizes.len() {
                sizes.push([0, 0]);
            }
            let [postings, positions] = &mut sizes[number as usize];
            *postings += term.postings;
            *positions += term.positions;
            found.push(number);
        });
        let mut ordered: Vec<(&[u8], u32)> = numbers.into_iter().collect();
        ordered.sort_unstable();
        let mut places = vec![0; ordered.len()];
        for ((_, number), place) in ordered.iter().zip(0..) {
            places[*number as usize] = place;
        }
        part.places = found.into_iter().map(|number| places[number as usize]).collect();
        part.sizes = ordered.iter().map(|(_, number)| sizes[*number as usize]).collect();
        part.terms = ordered.into_iter().map(|(term, _)| term).collect();
        part
    }

    /// Calls `each` with a block's number and a term, block by block.
    fn each_term(&self, mut each: impl FnMut(usize, BlockTerm<'b>)) {
        for (block, terms) in self.blocks.iter().enumerate() {
            let is_inside = |term: &BlockTerm| self.end.is_none_or(|end| term.name < end);
            terms.take_while(is_inside).for_each(|term| each(block, term));
        }
    }

    /// Puts all postings where they belong. `bases` are each block's first document, `base` is the number of
    /// positions before this part's.
    fn fill(&self, arrays: Arrays, bases: &[DocId], base: usize) {
        let mut next = Vec::with_capacity(self.sizes.len());
        let mut sum = [0, 0];
        for [postings, positions] in &self.sizes {
            next.push(sum);
            sum = [sum[0] + postings, sum[1] + positions];
        }
        let mut places = self.places.iter();
        self.each_term(|block, term| {
            let place = *places.next().expect("each term has a place");
            let [at, position_at] = &mut next[place as usize];
            term.decode(|posting| {
                arrays.documents[*at] = bases[block] + posting.document;
                arrays.frequencies[*at] = posting.frequency;
                arrays.topics[*at] = posting.topic;
                arrays.position_starts[*at] = (base + *position_at) as u32;
                *at += 1;
                let positions = &mut arrays.positions[*position_at..];
                positions[..posting.positions.len()].copy_from_slice(posting.positions);
                *position_at += posting.positions.len();
            });
        });
    }
}

/// A part's stretch of what an index holds of postings.
struct Arrays<'i> {
    documents: &'i mut [DocId],
    frequencies: &'i mut [u16],
    topics: &'i mut [u8],
    position_starts: &'i mut [u32],
    positions: &'i mut [u16],
}

/// A term's bytes as the text that they were.
fn text(term: &[u8]) -> String {
    String::from_utf8(term.to_owned()).expect("terms are UTF-8")
}

/// Takes `count` items from the front.
fn take<'a, T>(rest: &mut &'a mut [T], count: usize) -> &'a mut [T] {
    rest.split_off_mut(..count).expect("parts are no longer than the whole")
}

/// All terms of some blocks in stretches that are joined each by one thread.
fn parts(blocks: &[Block]) -> Vec<Part<'_>> {
    // The largest block's terms tell where about as many are on both sides.
    let largest = blocks.iter().map(|block| (block.terms().count(), block)).max_by_key(|(count, _)| *count);
    let Some((count, largest)) = largest else { return Vec::new() };
    let step = (count / (rayon::current_num_threads() * PARTS)).max(1);
    let borders: Vec<&[u8]> = largest.terms().step_by(step).skip(1).map(|term| term.name).collect();
    // Where the terms of each part begin, block by block.
    let starts: Vec<Vec<BlockTerms>> = blocks
        .par_iter()
        .map(|block| {
            let mut terms = block.terms();
            let mut starts = vec![terms];
            for border in &borders {
                let mut ahead = terms;
                while ahead.next().is_some_and(|term| term.name < *border) {
                    terms = ahead;
                }
                starts.push(terms);
            }
            starts
        })
        .collect();
    let part = |number: usize| {
        let blocks = starts.iter().map(|starts| starts[number]).collect();
        Part::new(blocks, borders.get(number).copied())
    };
    (0..=borders.len()).into_par_iter().map(part).collect()
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

    /// An index of texts, in blocks of seven.
    fn index(texts: &[&str]) -> Inverted {
        let blocks: Vec<Block> =
            texts.chunks(7).map(|texts| Block::new(texts.iter().map(document))).collect();
        Inverted::new(&blocks)
    }

    #[test]
    fn postings_say_how_often_and_where() {
        let index = index(&["B a b", "c b"]);
        let b = index.postings(index.find("b").expect("it occurs"));
        assert_eq!((b.documents(), b.frequencies()), (&[0, 1][..], &[4, 1][..]));
        assert_eq!(b.topics(), [1, 1]);
        assert_eq!((b.positions(0), b.positions(1)), (&[0, 2][..], &[1][..]));
        assert_eq!((index.find("d"), index.lengths()), (None, &[3, 2][..]));
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
