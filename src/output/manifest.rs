//! The [`Manifest`] remembers what was written to an output folder.

use std::fs;
use std::path::Path;
use std::time::UNIX_EPOCH;

use rapidhash::RapidHashMap;
use serde::{Deserialize, Serialize};

use super::OutputError;
use crate::fingerprint::Fingerprint;
use crate::memory;
use crate::shard::Shard;

const FORMAT: &str = "offprint manifest 2\n";

#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// By path below the output folder.
    files: RapidHashMap<String, Entry>,
    /// Which part of the site the files are; absent when they are all of it.
    shard: Option<Shard>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    /// Of the bytes that stand there, or will when a build is done.
    content: Fingerprint,
    /// Of those before, while a build puts new ones in their place; of several, where builds were killed.
    before: Vec<Fingerprint>,
    /// Of what the file is made of; absent while it is not known to stand there.
    made_of: Option<Fingerprint>,
    /// The file's length and the time of its last change, as when it was last looked at.
    seen: Option<Seen>,
}

/// What tells without reading a file whether it is the one that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    length: u64,
    /// In nanoseconds since 1970.
    changed: u64,
}

/// A file that stands in its place.
pub struct Current {
    pub content: Fingerprint,
    /// Whether its length and time are those that are known.
    pub is_as_seen: bool,
}

impl Seen {
    pub fn look(path: &Path) -> Option<Seen> {
        let metadata = fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file)?;
        let changed = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(Seen { length: metadata.len(), changed: u64::try_from(changed.as_nanos()).ok()? })
    }
}

impl Manifest {
    /// Its name for an output folder, given like the site's root by its real path: each folder has a manifest of
    /// its own. One within the site is known by its way from the root, so that a site may be moved.
    pub fn file_name(root: &Path, output: &Path) -> String {
        let output = output.strip_prefix(root).unwrap_or(output);
        let path = blake3::hash(output.as_os_str().as_encoded_bytes()).to_hex();
        format!("output-{}", &path[..12])
    }

    /// Reads a manifest. One that is missing or damaged is empty: the folder then counts as somebody
    /// else's.
    pub fn read(path: &Path) -> Manifest {
        memory::kept(path, FORMAT).unwrap_or_default()
    }

    /// Writes the manifest, whole or not at all.
    pub fn write(&self, path: &Path) -> Result<(), OutputError> {
        memory::keep(path, FORMAT, self).map_err(OutputError::io(path))
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Which part of the site is there.
    pub fn shard(&self) -> Option<Shard> {
        self.shard
    }

    pub fn set_shard(&mut self, shard: Option<Shard>) {
        self.shard = shard;
    }

    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The files that are known to be made of these ingredients.
    pub fn made_of(&self, made_of: Fingerprint) -> impl Iterator<Item = &str> {
        let made = self.files.iter().filter(move |(_, entry)| entry.made_of == Some(made_of));
        made.map(|(file, _)| file.as_str())
    }

    pub fn knows(&self, file: &str) -> bool {
        self.files.contains_key(file)
    }

    /// Whether bytes of this content are what was written to a file.
    pub fn wrote(&self, file: &str, content: Fingerprint) -> bool {
        let is_known = |entry: &Entry| entry.content == content || entry.before.contains(&content);
        self.files.get(file).is_some_and(is_known)
    }

    /// A file's content, if it was made of the same ingredients and stands at `path` as it was
    /// written.
    pub fn current(&self, file: &str, made_of: Fingerprint, path: &Path) -> Option<Current> {
        let entry = self.files.get(file).filter(|entry| entry.made_of == Some(made_of))?;
        let content = entry.content;
        let seen = Seen::look(path)?;
        let is_as_seen = entry.seen == Some(seen);
        // A copy of the site has other times; then the bytes must tell.
        let is_same =
            is_as_seen || fs::read(path).is_ok_and(|bytes| Fingerprint::of_bytes(&bytes) == content);
        is_same.then_some(Current { content, is_as_seen })
    }

    /// A file's content, if it stands at `path` as it was last seen there.
    pub fn settled(&self, file: &str, path: &Path) -> Option<Fingerprint> {
        let entry = self.files.get(file).filter(|entry| entry.before.is_empty())?;
        (entry.seen.is_some() && entry.seen == Seen::look(path)).then_some(entry.content)
    }

    /// Whether it is known that a file stands in its place with this content.
    pub fn is_settled(&self, file: &str, content: Fingerprint, made_of: Option<Fingerprint>) -> bool {
        self.files.get(file).is_some_and(|entry| {
            entry.content == content
                && entry.before.is_empty()
                && entry.made_of == made_of
                && entry.seen.is_some() == made_of.is_some()
        })
    }

    /// A file is about to be written; until [`Manifest::settle`] it may be the old or the new one.
    pub fn expect(&mut self, file: &str, content: Fingerprint) {
        match self.files.get_mut(file) {
            Some(entry) => {
                let before = std::mem::replace(&mut entry.content, content);
                if before != content && !entry.before.contains(&before) {
                    entry.before.push(before);
                }
                // Of several files that are made of one thing, some would tell less than the truth.
                entry.made_of = None;
            }
            None => {
                let entry = Entry { content, before: Vec::new(), made_of: None, seen: None };
                self.files.insert(file.to_owned(), entry);
            }
        }
    }

    /// A file that was expected stands in its place, as it was seen there.
    pub fn settle(&mut self, file: &str, made_of: Option<Fingerprint>, seen: Option<Seen>) {
        if let Some(entry) = self.files.get_mut(file) {
            entry.before.clear();
            entry.made_of = made_of;
            entry.seen = seen;
        }
    }

    pub fn forget(&mut self, file: &str) {
        self.files.remove(file);
    }
}
