//! What takes all papers to compute: the search index, its files, and related papers.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;

use super::{Frame, Site};
use crate::catalog::PaperId;
use crate::fingerprint::{Fingerprint, Ingredients};
use crate::search::{self, Destination, Index, KeptBlocks, KnownShards, Near, Published};

/// Each part is made when it is first asked for: lists do without all of them.
#[derive(Default)]
pub(super) struct Indexed {
    index: Mutex<Option<Arc<Index>>>,
    kept_blocks: Arc<KeptBlocks>,
    index_fingerprint: OnceLock<Fingerprint>,
    related: OnceLock<Arc<Vec<Vec<PaperId>>>>,
    near: OnceLock<Arc<Vec<Near>>>,
    /// What an earlier index said, for this one.
    near_before: Arc<Vec<Near>>,
    /// What stands for what is related until that is made.
    related_before: Option<Arc<Vec<Vec<PaperId>>>>,
    /// The index as it is published, by path below its folder.
    search_files: OnceLock<BTreeMap<String, Vec<u8>>>,
    /// Of an index whose files were handed over.
    search_manifest: OnceLock<Vec<u8>>,
}

/// Files by path.
#[derive(Default)]
struct InMemory(Mutex<BTreeMap<String, Vec<u8>>>);

impl Destination for InMemory {
    fn put(&self, path: &str, bytes: Vec<u8>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), bytes);
    }

    fn leave(&self, _: &str) -> Option<Fingerprint> {
        None
    }
}

impl Site {
    /// Lets the index be made of what was kept of earlier ones, as far as that is the same.
    pub fn keep_blocks(&mut self, kept: Arc<KeptBlocks>) {
        self.indexed.kept_blocks = kept;
    }

    /// What search and related papers are read from. Whoever asks while it is made waits for it.
    pub fn index(&self) -> Arc<Index> {
        let mut index = self.indexed.index.lock().unwrap_or_else(PoisonError::into_inner);
        let make =
            || Arc::new(Index::new(&self.catalog, self.frame.config.publish, &self.indexed.kept_blocks));
        index.get_or_insert_with(make).clone()
    }

    /// Frees the index when all that was wanted of it is there; it is made again where it is asked for.
    pub fn forget_index(&self) {
        self.indexed.index.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// Of all that the index is made of.
    pub fn index_fingerprint(&self) -> Fingerprint {
        *self.indexed.index_fingerprint.get_or_init(|| {
            let mut ingredients = Ingredients::default();
            ingredients.add(&(env!("OFFPRINT_PROGRAM"), format!("{:?}", self.frame.config)));
            let papers: Vec<PaperId> = self.catalog.ids().collect();
            let fingerprints: Vec<Fingerprint> =
                papers.into_par_iter().map(|id| self.paper_fingerprint(id)).collect();
            fingerprints.into_iter().for_each(|fingerprint| ingredients.add_fingerprint(fingerprint));
            ingredients.finish()
        })
    }

    /// For each paper those nearest to it, as many as the configuration says.
    pub fn related(&self) -> &[Vec<PaperId>] {
        match (self.indexed.related.get(), &self.indexed.related_before) {
            (None, Some(before)) => before,
            _ => self.make_related(),
        }
    }

    /// The same, never what stands for it.
    pub fn make_related(&self) -> &[Vec<PaperId>] {
        self.indexed.related.get_or_init(|| match self.frame.config.related_papers {
            0 => Arc::new(vec![Vec::new(); self.catalog.papers().len()]),
            _ => Arc::new(search::related(&self.catalog, self.near())),
        })
    }

    /// For each document of the index those nearest to it.
    pub fn near(&self) -> &Arc<Vec<Near>> {
        self.indexed.near.get_or_init(|| {
            let most = self.frame.config.related_papers;
            Arc::new(self.index().near(&self.catalog, most, &self.indexed.near_before))
        })
    }

    /// Takes what is [`near`](Site::near) in a site of the same [fingerprint](Site::index_fingerprint).
    pub fn take_over_near(&mut self, near: Vec<Near>) {
        self.indexed.near = OnceLock::from(Arc::new(near));
    }

    /// The same of another fingerprint: what is still true of it is taken over.
    pub fn remember_near(&mut self, near: Vec<Near>) {
        self.indexed.near_before = Arc::new(near);
    }

    /// What is related, or what stands for it.
    fn known_related(&self) -> Option<&Arc<Vec<Vec<PaperId>>>> {
        self.indexed.related.get().or(self.indexed.related_before.as_ref())
    }

    /// Until what is related is made, lets what was related in an earlier state of the site stand for it, so
    /// that a page need not wait for the index.
    pub fn stand_in_related(&mut self, earlier: &Site) {
        let before = &earlier.indexed;
        self.indexed.near_before = before.near.get().unwrap_or(&before.near_before).clone();
        let Some(related) = earlier.known_related() else { return };
        if Arc::ptr_eq(&self.frame, &earlier.frame) {
            self.indexed.related_before = Some(related.clone());
            return;
        }
        let ids: HashMap<&str, PaperId> =
            self.catalog.numbered().map(|(id, paper)| (paper.key.as_str(), id)).collect();
        let now = |id: PaperId| ids.get(earlier.catalog.paper(id).key.as_str()).copied();
        let mut stand_in = vec![Vec::new(); self.catalog.papers().len()];
        for (id, nearby) in earlier.catalog.ids().zip(related.iter()) {
            if let Some(id) = now(id) {
                stand_in[id.index()] = nearby.iter().filter_map(|other| now(*other)).collect();
            }
        }
        self.indexed.related_before = Some(Arc::new(stand_in));
    }

    /// Lets each paper be related to the next one in the list, where pages are made only to be looked over.
    pub fn relate_neighbors(&mut self) {
        let most = self.frame.config.related_papers.min(1);
        let next = |id| self.catalog.neighbors(id)[1].into_iter().take(most).collect();
        self.indexed.related_before = Some(Arc::new(self.catalog.ids().map(next).collect()));
    }

    /// The files of the search index, by path below its folder.
    pub fn search_files(&self) -> &BTreeMap<String, Vec<u8>> {
        self.indexed.search_files.get_or_init(|| {
            if !self.frame.config.search {
                return BTreeMap::new();
            }
            let files = InMemory::default();
            let Published { manifest, .. } = self.published_index(&KnownShards::default(), &files);
            let mut files = files.0.into_inner().unwrap_or_else(PoisonError::into_inner);
            files.insert(search::MANIFEST.to_owned(), manifest);
            files
        })
    }

    /// Makes the files of the search index for somebody else to hold; the site keeps the manifest. Of `before`, what is
    /// still there is left there.
    pub fn publish_index(&self, before: &KnownShards, destination: &impl Destination) -> KnownShards {
        let Published { manifest, shards } = self.published_index(before, destination);
        // Where it is there already, it is the same.
        let _ = self.indexed.search_manifest.set(manifest);
        shards
    }

    /// The file of the search index that names the others.
    pub fn search_manifest(&self) -> &[u8] {
        let handed_over = self.indexed.search_manifest.get().map(Vec::as_slice);
        handed_over.or_else(|| self.search_file(search::MANIFEST)).unwrap_or_default()
    }

    fn published_index(&self, before: &KnownShards, destination: &impl Destination) -> Published {
        let Frame { config, plan, .. } = &*self.frame;
        search::publish(&self.index(), &self.catalog, config.publish, plan.urls(), before, destination)
    }

    pub fn search_file(&self, path: &str) -> Option<&[u8]> {
        self.search_files().get(path).map(Vec::as_slice)
    }
}
