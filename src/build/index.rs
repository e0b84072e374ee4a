//! Hands over the search index, and what else is computed of it.
//!
//! Indexing all papers is the most that a build does at once. The index of the same papers is the same, so
//! what the last build computed is taken over; of others, the blocks whose papers are the same.

use std::sync::{Mutex, PoisonError};

use super::BuildOptions;
use crate::memory;
use crate::output::{Output, OutputError, StagedFile};
use crate::plan::SEARCH_FOLDER;
use crate::search::{KeptBlocks, Memo};
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
    let force = options.force;
    if !force {
        site.keep_blocks(KeptBlocks::InFolder(site.root().join(memory::BLOCKS)).into());
    }
    if site.config().related_papers > 0 {
        relate(site, output, force)?;
    }
    if !site.config().search || options.shard.is_some_and(|shard| !shard.holds_index()) {
        return Ok(Vec::new());
    }
    let made_of = site.index_fingerprint();
    if let Some(current) = output.current_below(SEARCH_FOLDER, made_of).filter(|_| !force) {
        return Ok(current);
    }
    let urls = site.plan().urls();
    let staged = Mutex::new(Vec::new());
    site.hand_over_search_files(|path, bytes| {
        let file = output.stage(&urls.file(&urls.search_file(path)), &bytes, Some(made_of));
        staged.lock().unwrap_or_else(PoisonError::into_inner).push(file);
    });
    staged.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().collect()
}

/// Finds out which papers are related, before the pages are made: their threads would wait for each
/// other.
fn relate(site: &mut Site, output: &Output, force: bool) -> Result<(), OutputError> {
    let made_of = site.index_fingerprint();
    let file = output.memory().join("related");
    let papers = site.catalog().papers().len();
    match Memo::read(&file).filter(|_| !force) {
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
