//! The memory of a site: what the program keeps between commands in `.offprint/`, beside the configuration.
//!
//! What lies in `cache/` costs time and nothing else when it is lost.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::fingerprint::Fingerprint;

/// From the site's root, as all of these.
pub const FOLDER: &str = ".offprint";

/// Answers of services, a file for each address.
pub const ANSWERS: &str = ".offprint/cache";

/// Pictures that were made smaller.
pub const PICTURES: &str = ".offprint/cache/pictures";

/// Blocks of the search index.
pub const BLOCKS: &str = ".offprint/cache/index";

/// Scripts that were made smaller.
pub const SCRIPTS: &str = ".offprint/cache/scripts";

/// Pages that are known to have no faults.
pub const CHECKED: &str = ".offprint/cache/check";

/// Writes a file, and the folders above it, such that it is old or new to readers, never between. Several programs and
/// threads may do so at once: the last one wins.
pub fn write(file: &Path, bytes: &[u8]) -> io::Result<()> {
    write_by(file, |new| new.write_all(bytes))
}

/// As [`write`], piece by piece.
pub fn write_by(file: &Path, write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let new = beside(file);
    let written = File::create(&new).map(BufWriter::new).and_then(|mut writer| {
        write(&mut writer)?;
        writer.flush()
    });
    written.and_then(|()| fs::rename(&new, file)).inspect_err(|_| {
        // What is left is of no use to anybody.
        let _ = fs::remove_file(&new);
    })
}

/// Remembers a value in a file, as [`write`] does. `format` names what is written and how: another format has another
/// name.
pub fn keep(file: &Path, format: &str, value: &impl Serialize) -> io::Result<()> {
    let value = postcard::to_stdvec(value).map_err(io::Error::other)?;
    write_by(file, |new| {
        new.write_all(format.as_bytes())?;
        new.write_all(&Fingerprint::of_bytes(&value).to_le_bytes())?;
        new.write_all(&value)
    })
}

/// What was remembered; none where the file is missing, damaged or of another format.
pub fn kept<T: DeserializeOwned>(file: &Path, format: &str) -> Option<T> {
    let bytes = fs::read(file).ok()?;
    let (check, value) = bytes.strip_prefix(format.as_bytes())?.split_first_chunk()?;
    if Fingerprint::of_bytes(value).to_le_bytes() != *check {
        return None;
    }
    postcard::from_bytes(value).ok()
}

/// Removes what programs left in a folder that ended while they wrote. Nobody may write there meanwhile.
pub fn sweep(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(NEW)) {
        // Who cannot remove it cannot build either, and is told then.
        let _ = fs::remove_file(entry.path());
    }
}

/// How names of files begin that are being written.
const NEW: &str = ".new-";

/// A name that nobody else writes to.
fn beside(file: &Path) -> PathBuf {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    file.with_file_name(format!("{NEW}{}-{number}", std::process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_program_left_is_removed_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("a.json");
        write(&file, b"one").expect("the folder is ours");
        fs::write(beside(&file), b"tw").expect("the folder is ours");
        sweep(folder.path());
        sweep(&folder.path().join("none"));
        let names = fs::read_dir(folder.path()).expect("it was made");
        assert_eq!(
            names.map(|entry| entry.expect("it is there").file_name()).collect::<Vec<_>>(),
            ["a.json"]
        );
    }

    #[test]
    fn what_is_remembered_is_whole_or_nothing() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("a/numbers");
        let numbers = vec![1_u64, 200, u64::MAX];
        let kept = |format: &str| super::kept::<Vec<u64>>(&file, format);
        assert_eq!(kept("numbers 1"), None);
        keep(&file, "numbers 1", &numbers).expect("the folder is ours");
        assert_eq!((kept("numbers 1"), kept("numbers 2")), (Some(numbers), None));
        let bytes = fs::read(&file).expect("it was written");
        for damaged in 0..bytes.len() {
            fs::write(&file, &bytes[..damaged]).expect("the folder is ours");
            assert_eq!(kept("numbers 1"), None, "cut at {damaged}");
            let mut other = bytes.clone();
            other[damaged] ^= 1;
            fs::write(&file, other).expect("the folder is ours");
            assert_eq!(kept("numbers 1"), None, "changed at {damaged}");
        }
    }

    #[test]
    fn a_file_is_whole_or_as_it_was() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("a/b.json");
        write(&file, b"one").expect("the folder is ours");
        let failed = write_by(&file, |new| {
            new.write_all(b"tw")?;
            Err(io::ErrorKind::StorageFull.into())
        });
        assert_eq!(failed.map_err(|error| error.kind()), Err(io::ErrorKind::StorageFull));
        assert_eq!(fs::read(&file).expect("it is there"), b"one");
        write(&file, b"two").expect("the folder is ours");
        assert_eq!(fs::read(&file).expect("it is there"), b"two");
        let names = fs::read_dir(folder.path().join("a")).expect("it was made");
        assert_eq!(names.count(), 1);
    }
}
