//! [`KeptBlocks`] are blocks of the last index, for the next one: the documents of a block that are the
//! same need not be read again.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::block::Block;
use crate::fingerprint::Fingerprint;

/// Where blocks are kept, each under the fingerprint of all that it is made of.
#[derive(Debug, Default)]
pub enum KeptBlocks {
    #[default]
    Nowhere,
    /// As bytes, those that the last index was made of.
    InMemory(Mutex<HashMap<Fingerprint, Arc<[u8]>>>),
    /// In a folder, which may be missing, be damaged or be removed: then blocks are made anew.
    InFolder(PathBuf),
}

impl KeptBlocks {
    pub fn in_memory() -> KeptBlocks {
        KeptBlocks::InMemory(Mutex::default())
    }

    pub fn get(&self, made_of: Fingerprint) -> Option<Block> {
        match self {
            KeptBlocks::Nowhere => None,
            KeptBlocks::InMemory(blocks) => {
                // Threads read their blocks at the same time.
                let kept = blocks.lock().unwrap_or_else(PoisonError::into_inner).get(&made_of).cloned();
                Block::from_kept(&kept?)
            }
            KeptBlocks::InFolder(folder) => {
                let file = folder.join(file_name(made_of));
                let block = Block::from_kept(&fs::read(&file).ok()?);
                if block.is_none() {
                    // Damaged: makes way for the one that is made now.
                    let _ = fs::remove_file(file);
                }
                block
            }
        }
    }

    /// Keeps a block that was made. What cannot be written is made again the next time.
    pub fn keep(&self, made_of: Fingerprint, block: &Block) {
        match self {
            KeptBlocks::Nowhere => {}
            KeptBlocks::InMemory(kept) => {
                let bytes = block.to_kept().into();
                kept.lock().unwrap_or_else(PoisonError::into_inner).insert(made_of, bytes);
            }
            KeptBlocks::InFolder(folder) => {
                let _ = fs::create_dir_all(folder);
                // One that is written by half is not whole, which its last bytes tell.
                let _ = fs::write(folder.join(file_name(made_of)), block.to_kept());
            }
        }
    }

    /// Forgets all others.
    pub fn keep_only(&self, made_of: &HashSet<Fingerprint>) {
        match self {
            KeptBlocks::Nowhere => {}
            KeptBlocks::InMemory(kept) => {
                kept.lock().unwrap_or_else(PoisonError::into_inner).retain(|kept, _| made_of.contains(kept));
            }
            KeptBlocks::InFolder(folder) => {
                let names: HashSet<String> = made_of.iter().copied().map(file_name).collect();
                for (_, file) in files(folder).filter(|(name, _)| !names.contains(name)) {
                    let _ = fs::remove_file(file);
                }
            }
        }
    }
}

fn files(folder: &std::path::Path) -> impl Iterator<Item = (String, PathBuf)> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    entries.filter_map(|entry| Some((entry.file_name().into_string().ok()?, entry.path())))
}

fn file_name(made_of: Fingerprint) -> String {
    format!("{made_of}.block")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::block::Segment;
    use crate::search::document::Document;

    fn block(facet: &str) -> (Fingerprint, Block) {
        let mut document = Document::default();
        document.facets.push(facet.to_owned());
        (Fingerprint::of_bytes(facet.as_bytes()), Block::new(std::iter::once(document)))
    }

    fn check(kept: &KeptBlocks) {
        let [a, b, c] = ["is:a", "is:b", "is:c"].map(|facet| Fingerprint::of_bytes(facet.as_bytes()));
        assert!(kept.get(a).is_none());
        let keep = |facets: [&str; 2]| {
            let blocks = facets.map(block);
            blocks.iter().for_each(|(made_of, block)| kept.keep(*made_of, block));
            kept.keep_only(&blocks.iter().map(|(made_of, _)| *made_of).collect());
        };
        keep(["is:a", "is:b"]);
        let first = kept.get(a).expect("it was kept");
        let terms = first.segments().flat_map(Segment::terms);
        assert!(terms.map(|term| term.name).eq([b"is:a"]));
        keep(["is:b", "is:c"]);
        assert_eq!([a, b, c].map(|made_of| kept.get(made_of).is_some()), [false, true, true]);
    }

    #[test]
    fn blocks_that_an_index_has_no_use_for_are_not_kept() {
        check(&KeptBlocks::in_memory());
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        check(&KeptBlocks::InFolder(folder.path().join("blocks")));
    }

    #[test]
    fn a_damaged_block_is_made_and_kept_anew() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let kept = KeptBlocks::InFolder(folder.path().to_owned());
        let (made_of, a) = block("is:a");
        kept.keep(made_of, &a);
        fs::write(folder.path().join(file_name(made_of)), "damaged").expect("the folder is ours");
        assert!(kept.get(made_of).is_none());
        kept.keep(made_of, &a);
        assert!(kept.get(made_of).is_some());
    }
}
