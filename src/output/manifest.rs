//! The [`Manifest`] remembers what was written to an output folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rapidhash::v3::rapidhash_v3;
use serde::{Deserialize, Serialize};

use super::OutputError;

/// The version of the manifest's own form.
const FORM: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
pub struct Manifest {
    form: u32,
    /// By path below the output folder.
    files: BTreeMap<String, Entry>,
}

/// Hashes are in hexadecimal: JSON has no whole numbers of 64 bits.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    /// Of the bytes that stand there, or will when a build is done.
    hash: String,
    /// Of those before, while a build puts new ones in their place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<String>,
}

/// Tells one content from another; not meant to withstand forgery.
pub fn hash(bytes: &[u8]) -> u64 {
    rapidhash_v3(bytes)
}

impl Manifest {
    /// Its name for an output folder, given by its real path: each folder has a manifest of its own.
    pub fn file_name(output: &Path) -> String {
        let path = blake3::hash(output.as_os_str().as_encoded_bytes()).to_hex();
        format!("output-{}.json", &path[..12])
    }

    /// Reads a manifest. One that is missing, damaged or of another form is empty: the folder then
    /// counts as somebody else's.
    pub fn read(path: &Path) -> Manifest {
        let manifest: Option<Manifest> =
            fs::read(path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        manifest
            .filter(|manifest| manifest.form == FORM)
            .unwrap_or_else(|| Manifest { form: FORM, files: BTreeMap::new() })
    }

    /// Writes the manifest, whole or not at all.
    pub fn write(&self, path: &Path) -> Result<(), OutputError> {
        let bytes = serde_json::to_vec(self).expect("names and hashes can be written as JSON");
        let new = path.with_extension("json.new");
        fs::write(&new, bytes).map_err(OutputError::io(&new))?;
        fs::rename(&new, path).map_err(OutputError::io(path))
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    pub fn knows(&self, file: &str) -> bool {
        self.files.contains_key(file)
    }

    /// Whether bytes of this hash are what was written to a file.
    pub fn wrote(&self, file: &str, hash: u64) -> bool {
        let hash = hexadecimal(hash);
        self.files.get(file).is_some_and(|entry| entry.hash == hash || entry.before.as_ref() == Some(&hash))
    }

    /// A file is about to be written; until [`Manifest::settle`] it may be the old or the new one.
    pub fn expect(&mut self, file: &str, hash: u64) {
        let hash = hexadecimal(hash);
        match self.files.get_mut(file) {
            Some(entry) if entry.hash == hash => {}
            Some(entry) => entry.before = Some(std::mem::replace(&mut entry.hash, hash)),
            None => {
                self.files.insert(file.to_owned(), Entry { hash, before: None });
            }
        }
    }

    /// Every file that was expected is written.
    pub fn settle(&mut self) {
        for entry in self.files.values_mut() {
            entry.before = None;
        }
    }

    pub fn forget(&mut self, file: &str) {
        self.files.remove(file);
    }
}

fn hexadecimal(hash: u64) -> String {
    format!("{hash:016x}")
}
