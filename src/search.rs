//! The search [`Index`] says which papers have which words, and what is near a paper.
//!
//! It is made when a site is built, and published in small files of which a browser loads the few
//! that a query needs: there is no server. `docs/search.md` describes the files.

use rayon::prelude::*;

use crate::catalog::{Catalog, PaperId, Period, Term, TermKind};
use crate::config::Publish;
use crate::fingerprint::{Fingerprint, Ingredients};
use crate::text::Text;

mod bits;
mod block;
mod document;
mod files;
mod inverted;
mod kept;
mod known;
mod memo;
mod query;
mod rank;
mod related;
mod shard;
mod token;

pub use files::{Destination, Published, publish};
pub use kept::KeptBlocks;
pub use known::KnownShards;
pub use memo::Memo;
pub use related::Near;

use block::Block;
use document::Document;
use inverted::{DocId, Inverted, Joining};
use query::Query;
use rank::Ranking;
use related::Related;

/// The one file whose name says nothing of its content, below the index's folder.
pub const MANIFEST: &str = "manifest.json";

/// Documents in a block, on average.
const BLOCK: u64 = 256;

/// And at most.
const LARGEST_BLOCK: usize = 1_024;

pub struct Index {
    inverted: Inverted,
    /// Every document's paper.
    papers: Vec<PaperId>,
    /// Every document's title, as plain text.
    titles: Vec<String>,
    /// Every paper's document.
    documents: Vec<DocId>,
}

/// Every document's paper. Oldest first: a paper that is added today comes last and moves no other.
fn documents(catalog: &Catalog) -> Vec<PaperId> {
    let mut papers: Vec<PaperId> = catalog.ids().collect();
    papers.sort_by_key(|id| {
        let paper = catalog.paper(*id);
        (paper.date, &paper.key)
    });
    papers
}

/// For each paper those that an index of a catalog says are near it.
pub fn related(catalog: &Catalog, near: &[Near]) -> Vec<Vec<PaperId>> {
    let papers = documents(catalog);
    let mut related = vec![Vec::new(); papers.len()];
    for (paper, near) in papers.iter().zip(near) {
        related[paper.index()] = near.near.iter().map(|id| papers[*id as usize]).collect();
    }
    related
}

/// The documents of each block. One ends behind a paper of which a hash says so, so that a paper that comes or
/// goes changes no block but its own.
fn blocks(papers: &[PaperId], catalog: &Catalog) -> Vec<std::ops::Range<usize>> {
    let mut blocks = Vec::new();
    let mut start = 0;
    for (id, paper) in papers.iter().enumerate() {
        let hash = rapidhash::v3::rapidhash_v3(catalog.paper(*paper).key.as_str().as_bytes());
        let size = id + 1 - start;
        if hash.is_multiple_of(BLOCK) || size == LARGEST_BLOCK || id + 1 == papers.len() {
            blocks.push(start..id + 1);
            start = id + 1;
        }
    }
    blocks
}

/// A paper that a query finds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    pub paper: PaperId,
    /// Higher is better; 0 where a query has only filters.
    pub score: f64,
}

/// What a query finds, best first.
#[derive(Debug)]
pub struct Answer {
    pub hits: Vec<Hit>,
    /// Whether no paper has all of the words: these have the most of them.
    pub is_partial: bool,
    /// Words that no paper has.
    pub unknown: Vec<String>,
}

/// The query for the papers of a term: `author:"Ada Lovelace"`, and where `authors.yaml` or an `id` keeps
/// people of one name apart, by the last part of their page's address. Where another's name is the same but for
/// blanks, that has a slash before it.
pub fn filter_of_term(kind: TermKind, term: &Term) -> String {
    if term.has_namesakes {
        return format!("{}:/{}", kind.name(), term.slug);
    }
    if term.has_id {
        return format!("{}:{}", kind.name(), term.slug);
    }
    format!("{}:\"{}\"", kind.name(), term.name.replace('"', " "))
}

/// The query for the papers of a period: `date:2025-10-30`, `date:2025-10-27..2025-11-02`, `date:2025-10`.
pub fn filter_of_period(period: Period) -> String {
    match period {
        Period::Week { .. } => {
            format!("date:{}..{}", period.first_day(), period.last_day())
        }
        period => format!("date:{}", period.iso()),
    }
}

impl Index {
    /// Indexes what is published of a catalog, as far as `kept` does not hold that from before.
    pub fn new(catalog: &Catalog, publish: Publish, kept: &KeptBlocks) -> Index {
        let papers = documents(catalog);
        let titles: Vec<String> =
            papers.par_iter().map(|id| Text::inline(&catalog.paper(*id).title.text).plain()).collect();
        let joining = Joining::default();
        let add = |(number, documents): (usize, std::ops::Range<usize>)| {
            let made_of = document::fingerprint(&papers[documents.clone()], catalog, publish);
            let block = kept.get(made_of).unwrap_or_else(|| {
                let document = |id: usize| Document::new(papers[id], &titles[id], catalog, publish);
                let block = Block::new(documents.map(document));
                kept.keep(made_of, &block);
                block
            });
            joining.add(number, block);
            made_of
        };
        let made_of = blocks(&papers, catalog).into_par_iter().enumerate().map(add).collect();
        kept.keep_only(&made_of);
        let inverted = joining.join();
        let mut documents = vec![0; papers.len()];
        for (id, paper) in papers.iter().enumerate() {
            documents[paper.index()] = id as DocId;
        }
        Index { inverted, papers, titles, documents }
    }

    /// For each document the `most` nearest to it by what they are about; `before` is what an earlier index
    /// said.
    pub fn near(&self, catalog: &Catalog, most: usize, before: &[Near]) -> Vec<Near> {
        let document = |paper: &PaperId| {
            let paper = catalog.paper(*paper);
            let mut ingredients = Ingredients::default();
            // By which documents are in order.
            ingredients.add(&(paper.date.to_string(), paper.key.as_str()));
            ingredients.finish()
        };
        let documents: Vec<Fingerprint> = self.papers.par_iter().map(document).collect();
        Related::new(&self.inverted).near(&documents, most, before)
    }

    /// The most frequent known word that one letter more, less, changed or moved makes of an unknown one.
    pub fn correction(&self, word: &str) -> Option<&str> {
        Ranking(&self.inverted).correction(word)
    }

    /// Answers a query as the site's search page does. `catalog` is what was indexed.
    pub fn search(&self, catalog: &Catalog, query: &str) -> Answer {
        let query = Query::parse(query);
        let mut allowed = vec![false; self.papers.len()];
        for paper in query.filter.papers(catalog) {
            allowed[self.documents[paper.index()] as usize] = true;
        }
        let found = Ranking(&self.inverted).search(&query, allowed);
        let hits = found.documents.iter();
        Answer {
            hits: hits.map(|(id, score)| Hit { paper: self.papers[*id as usize], score: *score }).collect(),
            is_partial: found.is_partial,
            unknown: found.unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::config::{Drafts, UrlStyle};
    use crate::paper::Paper;
    use crate::people::People;
    use crate::plan::Urls;
    use crate::source::SourceFile;

    const PUBLISH: Publish = Publish { notes: true, status: true, rating: true };

    fn paper(number: usize, text: &str) -> Arc<Paper> {
        let (month, day) = (1 + number / 28 % 12, 1 + number % 28);
        let text = format!(
            "---\ntitle: Paper {number}\ndate: 2025-{month:02}-{day:02}\ntags: [t{}]\n---\nOn {text} and w{}, x{number}, y{number}.\n",
            number % 7,
            number % 90
        );
        let source = SourceFile { path: format!("content/{number}.md").into(), text };
        Paper::from_source(&source, &BTreeSet::new()).0.expect("the paper is valid").into()
    }

    /// A folder of files, of which some were there before.
    #[derive(Default)]
    struct Folder {
        before: BTreeMap<String, Vec<u8>>,
        now: Mutex<BTreeMap<String, Vec<u8>>>,
        left: Mutex<usize>,
    }

    impl Destination for Folder {
        fn put(&self, path: &str, bytes: Vec<u8>) {
            let other = self.now.lock().expect("no thread panics").insert(path.to_owned(), bytes);
            assert_eq!(other, None, "{path} is put there once");
        }

        fn leave(&self, path: &str) -> Option<Fingerprint> {
            let bytes = self.before.get(path)?;
            *self.left.lock().expect("no thread panics") += 1;
            self.now.lock().expect("no thread panics").insert(path.to_owned(), bytes.clone());
            Some(Fingerprint::of_bytes(bytes))
        }
    }

    /// What builds remember of each other.
    struct Remembered {
        blocks: KeptBlocks,
        near: Vec<Near>,
        shards: KnownShards,
        files: BTreeMap<String, Vec<u8>>,
    }

    impl Remembered {
        fn nothing(blocks: KeptBlocks) -> Remembered {
            let (near, shards, files) = (Vec::new(), KnownShards::default(), BTreeMap::new());
            Remembered { blocks, near, shards, files }
        }
    }

    /// What is published of an index, and how many files were there already.
    fn told(papers: &[Arc<Paper>], remembered: &mut Remembered) -> (impl PartialEq + use<>, usize) {
        let (catalog, _) = Catalog::new(papers.to_vec(), Drafts::LeftOut, &People::default());
        let index = Index::new(&catalog, PUBLISH, &remembered.blocks);
        remembered.near = index.near(&catalog, 3, &remembered.near);
        let folder = Folder { before: std::mem::take(&mut remembered.files), ..Folder::default() };
        let urls = Urls::new("/", UrlStyle::Directory);
        let Published { manifest, shards } =
            publish(&index, &catalog, PUBLISH, &urls, &remembered.shards, &folder);
        remembered.files = folder.now.into_inner().expect("no thread panics");
        remembered.shards = shards;
        let told = (manifest, remembered.files.clone(), related(&catalog, &remembered.near));
        (told, folder.left.into_inner().expect("no thread panics"))
    }

    #[test]
    fn an_index_of_kept_blocks_is_that_of_new_ones() {
        let mut papers: Vec<_> = (0..1_200).map(|number| paper(number, "sand")).collect();
        let mut remembered = Remembered::nothing(KeptBlocks::in_memory());
        for edit in 0..7 {
            match edit {
                1 => papers[300] = paper(300, "sand dunes of the moon"),
                2 => papers.push(paper(1_200, "sand")),
                3 => drop(papers.remove(17)),
                4 => papers.insert(0, paper(5_000, "dunes")),
                5 => papers.swap(3, 900),
                // Somebody removed them.
                6 => remembered.files.clear(),
                _ => {}
            }
            let (incremental, left) = told(&papers, &mut remembered);
            let mut nothing = Remembered::nothing(KeptBlocks::Nowhere);
            let (anew, _) = told(&papers, &mut nothing);
            assert!(incremental == anew, "after edit {edit}");
            assert_eq!(remembered.near, nothing.near);
            // A paper between others moves those after it.
            assert_eq!(left > 0, [1, 5].contains(&edit), "{left} files left after edit {edit}");
        }
    }

    #[test]
    fn an_edit_leaves_most_blocks_and_what_is_near_most_papers() {
        let mut papers: Vec<_> = (0..3_000).map(|number| paper(number, "sand")).collect();
        let made_of = |papers: &[Arc<Paper>]| {
            let (catalog, _) = Catalog::new(papers.to_vec(), Drafts::LeftOut, &People::default());
            let documents = documents(&catalog);
            let blocks = blocks(&documents, &catalog).into_iter();
            let made_of = blocks.map(|range| document::fingerprint(&documents[range], &catalog, PUBLISH));
            made_of.collect::<BTreeSet<_>>()
        };
        let before = made_of(&papers);
        let near = |papers: &[Arc<Paper>]| {
            let mut nothing = Remembered::nothing(KeptBlocks::Nowhere);
            told(papers, &mut nothing);
            nothing.near
        };
        let near_before = near(&papers);
        papers[700] = paper(700, "sand dunes");
        let after = made_of(&papers);
        assert!(before.len() > 2, "{} blocks", before.len());
        assert_eq!(after.difference(&before).count(), 1);
        let changed = near(&papers).iter().zip(&near_before).filter(|(a, b)| a.made_of != b.made_of).count();
        assert!((1..1_500).contains(&changed), "{changed} of 3,000");
    }
}
