//! Hands over the search index, and what else is computed of it.
//!
//! Indexing all papers is the most that a build does at once. The index of the same papers is the same, so
//! what the last build computed is taken over; of others, the blocks whose papers are the same, and the shards whose
//! words are.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::{BuildOptions, Reuse};
use crate::fingerprint::Fingerprint;
use crate::memory;
use crate::output::{Output, OutputError, StagedFile};
use crate::plan::{SEARCH_FOLDER, Urls};
use crate::search::{Destination, KeptBlocks, KnownShards, Memo};
use crate::site::Site;

/// Returns the files of the index, but for its manifest, which is a page like any other.
pub fn stage(
    site: &mut Site,
    output: &Output,
    options: &BuildOptions,
) -> Result<Vec<StagedFile>, OutputError> {
    let staged = stage_files(site, output, options)?;
    // It is large, and pages need what was made of it only.
    site.forget_index();
    Ok(staged)
}

fn stage_files(
    site: &mut Site,
    output: &Output,
    options: &BuildOptions,
) -> Result<Vec<StagedFile>, OutputError> {
    if options.reuse == Reuse::Unchanged {
        site.keep_blocks(KeptBlocks::InFolder(site.root().join(memory::BLOCKS)).into());
    }
    if site.config().related_papers > 0 {
        relate(site, output, options.reuse)?;
    }
    if !site.config().search || options.shard.is_some_and(|shard| !shard.holds_index()) {
        return Ok(Vec::new());
    }
    let made_of = site.index_fingerprint();
    let memo = output.memory().join("shards");
    let before = match options.reuse {
        Reuse::Nothing => KnownShards::default(),
        Reuse::Unchanged => match output.current_below(SEARCH_FOLDER, made_of) {
            Some(current) => return Ok(current),
            None => KnownShards::read(&memo),
        },
    };
    let staging = Staging { output, urls: site.plan().urls(), made_of, staged: Mutex::default() };
    let shards = site.publish_index(&before, &staging);
    if shards != before {
        shards.write(&memo).map_err(|error| OutputError::Io { path: memo, error })?;
    }
    staging.staged.into_inner().unwrap_or_else(PoisonError::into_inner).into_values().collect()
}

/// Takes the index's files to the output.
struct Staging<'s> {
    output: &'s Output,
    urls: &'s Urls,
    /// What the index is made of.
    made_of: Fingerprint,
    /// By path: shards may share a file.
    staged: Mutex<HashMap<String, Result<StagedFile, OutputError>>>,
}

impl Staging<'_> {
    fn file(&self, path: &str) -> String {
        self.urls.file(&self.urls.search_file(path))
    }

    fn add(&self, path: &str, staged: Result<StagedFile, OutputError>) {
        self.staged.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), staged);
    }
}

impl Destination for Staging<'_> {
    fn put(&self, path: &str, bytes: Vec<u8>) {
        self.add(path, self.output.stage(&self.file(path), &bytes, Some(self.made_of)));
    }

    fn leave(&self, path: &str) -> Option<Fingerprint> {
        let staged = self.output.left(&self.file(path), self.made_of)?;
        let content = staged.content();
        self.add(path, Ok(staged));
        Some(content)
    }
}

/// Finds out which papers are related, before the pages are made: their threads would wait for each
/// other.
fn relate(site: &mut Site, output: &Output, reuse: Reuse) -> Result<(), OutputError> {
    let made_of = site.index_fingerprint();
    let file = output.memory().join("related");
    let papers = site.catalog().papers().len();
    match Memo::read(&file).filter(|_| reuse == Reuse::Unchanged) {
        Some(memo) if memo.made_of == made_of && memo.near.len() == papers => {
            site.take_over_near(memo.near);
            return Ok(());
        }
        Some(memo) => site.remember_near(memo.near),
        None => {}
    }
    let memo = Memo { made_of, near: site.near().to_vec() };
    memo.write(&file).map_err(|error| OutputError::Io { path: file, error })
}
