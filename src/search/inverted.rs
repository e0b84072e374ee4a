//! The [`Inverted`] index says of every term in which documents it stands.

use rapidhash::RapidHashMap;
use rayon::prelude::*;

use super::document::{Document, Occurrence};

/// A document's number: 0 is the paper that was listed first.
pub type DocId = u32;

/// A term's number, in order of its bytes.
pub type TermId = u32;

/// Documents that one thread takes at a time.
const BLOCK: usize = 512;

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
    /// Where the positions of each posting begin, and how many there are.
    position_starts: Vec<u32>,
    position_counts: Vec<u16>,
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
    /// Indexes documents; `document` makes the one of a number below `count`.
    pub fn new(count: usize, document: impl Fn(DocId) -> Document + Sync) -> Inverted {
        let starts: Vec<usize> = (0..count).step_by(BLOCK).collect();
        let blocks: Vec<Block> = starts
            .into_par_iter()
            .map(|start| Block::new(start as DocId..(start + BLOCK).min(count) as DocId, &document))
            .collect();
        join(blocks)
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
        let start = self.index.position_starts[self.start + nth] as usize;
        &self.index.positions[start..start + usize::from(self.index.position_counts[self.start + nth])]
    }

    pub fn len(&self) -> usize {
        self.end - self.start
    }
}

/// Some documents, indexed by one thread.
struct Block {
    /// In the order in which they are met.
    terms: Vec<String>,
    /// In order of documents; `term` is a place in `terms`.
    postings: Vec<Posting>,
    positions: Vec<u16>,
    lengths: Vec<u32>,
}

struct Posting {
    term: u32,
    document: DocId,
    frequency: u16,
    topic: u8,
    position_start: u32,
    position_count: u16,
}

impl Block {
    fn new(documents: std::ops::Range<DocId>, document: impl Fn(DocId) -> Document) -> Block {
        let mut vocabulary: RapidHashMap<String, u32> = RapidHashMap::default();
        let mut number = |term: String| {
            let next = vocabulary.len() as u32;
            *vocabulary.entry(term).or_insert(next)
        };
        let (mut postings, mut positions, mut lengths) = (Vec::new(), Vec::new(), Vec::new());
        for id in documents {
            let Document { occurrences, facets, .. } = document(id);
            lengths.push(occurrences.len() as u32);
            let mut found: Vec<(u32, Occurrence)> = occurrences
                .into_iter()
                .map(|mut occurrence| (number(std::mem::take(&mut occurrence.token)), occurrence))
                .collect();
            // Stable: a word's positions stay in order.
            found.sort_by_key(|(term, _)| *term);
            for same in found.chunk_by(|(a, _), (b, _)| a == b) {
                let position_start = positions.len() as u32;
                positions.extend(same.iter().filter_map(|(_, occurrence)| occurrence.position));
                let topics = same.iter().filter(|(_, occurrence)| occurrence.is_topic).count();
                let weights = same.iter().map(|(_, occurrence)| occurrence.weight);
                postings.push(Posting {
                    term: same[0].0,
                    document: id,
                    frequency: weights.fold(0, u16::saturating_add),
                    topic: topics.min(usize::from(u8::MAX)) as u8,
                    position_start,
                    position_count: (positions.len() as u32 - position_start) as u16,
                });
            }
            for facet in facets {
                let (position_start, position_count) = (positions.len() as u32, 0);
                let (term, document) = (number(facet), id);
                let (frequency, topic) = (1, 0);
                postings.push(Posting { term, document, frequency, topic, position_start, position_count });
            }
        }
        let mut terms = vec![String::new(); vocabulary.len()];
        for (term, number) in vocabulary {
            terms[number as usize] = term;
        }
        Block { terms, postings, positions, lengths }
    }
}

/// Joins blocks, which are in order of their documents.
fn join(blocks: Vec<Block>) -> Inverted {
    // Most terms are in many blocks: told apart by their hashes first, few are left to be put in order.
    let mut numbers: RapidHashMap<&str, u32> = RapidHashMap::default();
    let mut number = |term| {
        let next = numbers.len() as u32;
        *numbers.entry(term).or_insert(next)
    };
    let numbered: Vec<Vec<u32>> =
        blocks.iter().map(|block| block.terms.iter().map(|term| number(term.as_str())).collect()).collect();
    let mut ordered: Vec<(&str, u32)> = numbers.into_iter().collect();
    ordered.par_sort_unstable();
    let mut places = vec![0; ordered.len()];
    for (place, (_, number)) in ordered.iter().enumerate() {
        places[*number as usize] = place;
    }
    let terms: Vec<String> = ordered.into_iter().map(|(term, _)| term.to_owned()).collect();
    // Where a block's posting belongs among all terms.
    let place = |numbers: &[u32], posting: &Posting| places[numbers[posting.term as usize] as usize];

    // Counted first, so that every posting is put where it belongs.
    let mut starts = vec![0_u32; terms.len() + 1];
    for (block, numbers) in blocks.iter().zip(&numbered) {
        for posting in &block.postings {
            starts[place(numbers, posting) + 1] += 1;
        }
    }
    for term in 0..terms.len() {
        starts[term + 1] += starts[term];
    }
    let count = starts[terms.len()] as usize;
    let mut next = starts.clone();
    let mut inverted = Inverted {
        terms,
        starts,
        documents: vec![0; count],
        frequencies: vec![0; count],
        topics: vec![0; count],
        position_starts: vec![0; count],
        position_counts: vec![0; count],
        positions: Vec::with_capacity(blocks.iter().map(|block| block.positions.len()).sum()),
        lengths: Vec::with_capacity(blocks.iter().map(|block| block.lengths.len()).sum()),
    };
    for (block, numbers) in blocks.into_iter().zip(numbered) {
        let base = inverted.positions.len() as u32;
        for posting in block.postings {
            let at = &mut next[place(&numbers, &posting)];
            inverted.documents[*at as usize] = posting.document;
            inverted.frequencies[*at as usize] = posting.frequency;
            inverted.topics[*at as usize] = posting.topic;
            inverted.position_starts[*at as usize] = base + posting.position_start;
            inverted.position_counts[*at as usize] = posting.position_count;
            *at += 1;
        }
        inverted.positions.extend(block.positions);
        inverted.lengths.extend(block.lengths);
    }
    inverted
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An index of texts; a word in capitals counts three times.
    pub fn index(texts: &[&str]) -> Inverted {
        Inverted::new(texts.len(), |id| {
            let mut document = Document::default();
            for (position, word) in texts[id as usize].split(' ').enumerate() {
                let weight = if word.chars().all(char::is_uppercase) { 3 } else { 1 };
                let (token, position) = (word.to_lowercase(), Some(position as u16));
                document.occurrences.push(Occurrence { token, position, weight, is_topic: weight == 1 });
            }
            document
        })
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
        let texts: Vec<String> = (0..3 * BLOCK + 7).map(|number| format!("all {}", number % 10)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let index = index(&texts);
        let all = index.postings(index.find("all").expect("it occurs"));
        assert!(all.documents().iter().copied().eq(0..texts.len() as DocId));
        let sevens = index.postings(index.find("7").expect("it occurs"));
        assert!(sevens.documents().iter().all(|id| id % 10 == 7) && sevens.len() > 150);
        assert_eq!(index.with_prefix("a"), 10..11);
    }
}
