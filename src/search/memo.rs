//! What was computed of an index, for the next build of the same papers.

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Near;
use crate::fingerprint::Fingerprint;
use crate::memory;

const FORMAT: &str = "offprint related papers 2\n";

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Memo {
    /// Of all that the index was made of.
    pub made_of: Fingerprint,
    /// For each document those nearest to it.
    pub near: Vec<Near>,
}

impl Memo {
    /// Reads a memo. One that is missing or damaged is none.
    pub fn read(path: &Path) -> Option<Memo> {
        let memo: Memo = memory::kept(path, FORMAT)?;
        let is_whole =
            memo.near.iter().flat_map(|near| &near.near).all(|id| (*id as usize) < memo.near.len());
        is_whole.then_some(memo)
    }

    /// Writes the memo, whole or not at all.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        memory::keep(path, FORMAT, self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_memo_is_whole_or_none() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = folder.path().join("memo");
        let made_of = Fingerprint::of_bytes(b"two papers");
        let near = |near: &[u32]| Near { document: made_of, made_of, near: near.to_vec() };
        let memo = Memo { made_of, near: vec![near(&[1]), near(&[])] };
        memo.write(&path).expect("the folder is ours");
        assert_eq!(Memo::read(&path), Some(memo));
        Memo { made_of, near: vec![near(&[1])] }.write(&path).expect("the folder is ours");
        assert_eq!(Memo::read(&path), None);
    }
}
