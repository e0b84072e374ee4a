//! [`KnownShards`] are the files of the last index's shards, for the next one: a shard of the same terms and postings
//! need not be encoded again.

use std::collections::HashMap;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::fingerprint::Fingerprint;
use crate::memory;

const FORMAT: &str = "offprint shards 1\n";

/// What the files of a shard are named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardNames {
    pub terms: String,
    pub positions: String,
}

/// The names of shards' files, by what the shards are made of.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct KnownShards(pub HashMap<Fingerprint, ShardNames>);

impl KnownShards {
    /// Reads what was written. Nothing is known of a file that is missing or damaged.
    pub fn read(path: &Path) -> KnownShards {
        memory::kept(path, FORMAT).unwrap_or_default()
    }

    /// Writes all, whole or not at all.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        memory::keep(path, FORMAT, self)
    }
}
