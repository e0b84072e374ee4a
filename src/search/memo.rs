//! What was computed of an index, for the next build of the same papers.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::catalog::PaperId;
use crate::fingerprint::Fingerprint;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Memo {
    /// Of all that the index was made of.
    pub made_of: Fingerprint,
    /// For each paper those nearest to it.
    pub related: Vec<Vec<PaperId>>,
}

impl Memo {
    /// Reads a memo. One that is missing, damaged or of other papers is none.
    pub fn read(path: &Path, made_of: Fingerprint, papers: usize) -> Option<Memo> {
        let memo: Memo = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
        let is_whole = memo.related.len() == papers && memo.related.iter().flatten().all(|id| *id < papers);
        Some(memo).filter(|memo| memo.made_of == made_of && is_whole)
    }

    /// Writes the memo, whole or not at all.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let new = path.with_extension("json.new");
        fs::write(&new, serde_json::to_vec(self).expect("numbers can be written as JSON"))?;
        fs::rename(&new, path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_memo_is_of_the_same_papers_or_none() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = folder.path().join("memo.json");
        let made_of = Fingerprint::of_bytes(b"two papers");
        let memo = Memo { made_of, related: vec![vec![1], vec![]] };
        memo.write(&path).expect("the folder is ours");
        assert_eq!(Memo::read(&path, made_of, 2), Some(memo));
        assert_eq!(Memo::read(&path, Fingerprint::of_bytes(b"others"), 2), None);
        assert_eq!(Memo::read(&path, made_of, 3), None);
        fs::write(&path, "{").expect("the folder is ours");
        assert_eq!(Memo::read(&path, made_of, 2), None);
    }
}
