//! [`KeptBlocks`] are blocks of the last index, for the next one: the documents of a block that are the
//! same need not be read again.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use super::block::Block;
use crate::fingerprint::Fingerprint;

/// Where blocks are kept, each under the fingerprint of all that it is made of.
#[derive(Debug, Default)]
pub enum KeptBlocks {
    #[default]
    Nowhere,
    /// As bytes, those that the last index was made of.
    InMemory(Mutex<HashMap<Fingerprint, Vec<u8>>>),
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
                let bytes = blocks.lock().unwrap_or_else(PoisonError::into_inner).get(&made_of).cloned();
                Block::from_kept(bytes?)
            }
            KeptBlocks::InFolder(folder) => {
                let file = folder.join(file_name(made_of));
                let block = Block::from_kept(fs::read(&file).ok()?);
                if block.is_none() {
                    // Damaged: makes way for the one that is made now.
                    let _ = fs::remove_file(file);
                }
                block
            }
        }
    }

    /// Keeps these blocks and no others. What cannot be written is made again the next time.
    pub fn keep_only(&self, blocks: &[(Fingerprint, Block)]) {
        match self {
            KeptBlocks::Nowhere => {}
            KeptBlocks::InMemory(kept) => {
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                let mut before = std::mem::take(&mut *kept);
                for (made_of, block) in blocks {
                    let bytes = before.remove(made_of).unwrap_or_else(|| block.to_kept());
                    kept.insert(*made_of, bytes);
                }
            }
            KeptBlocks::InFolder(folder) => {
                let _ = fs::create_dir_all(folder);
                let mut old: HashMap<String, PathBuf> = files(folder).collect();
                for (made_of, block) in blocks {
                    let name = file_name(*made_of);
                    if old.remove(&name).is_none() {
                        // One that is written by half is not whole, which its last bytes tell.
                        let _ = fs::write(folder.join(name), block.to_kept());
                    }
                }
                for file in old.into_values() {
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
    use crate::search::document::Document;

    fn block(facet: &str) -> (Fingerprint, Block) {
        let mut document = Document::default();
        document.facets.push(facet.to_owned());
        (Fingerprint::of_bytes(facet.as_bytes()), Block::new(std::iter::once(document)))
    }

    fn check(kept: &KeptBlocks) {
        let [a, b, c] = ["is:a", "is:b", "is:c"].map(|facet| Fingerprint::of_bytes(facet.as_bytes()));
        assert!(kept.get(a).is_none());
        kept.keep_only(&[block("is:a"), block("is:b")]);
        let first = kept.get(a).expect("it was kept");
        assert!(first.terms().map(|term| term.name).eq([b"is:a"]));
        kept.keep_only(&[block("is:b"), block("is:c")]);
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
        let blocks = [(made_of, a)];
        kept.keep_only(&blocks);
        fs::write(folder.path().join(file_name(made_of)), "damaged").expect("the folder is ours");
        assert!(kept.get(made_of).is_none());
        kept.keep_only(&blocks);
        assert!(kept.get(made_of).is_some());
    }
}
