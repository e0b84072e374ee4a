//! The [`Stage`] holds new pages until all of them are ready.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::OutputError;

/// A folder on the output's file system, so that a rename puts a page in its place in one step.
/// It is removed when dropped.
pub struct Stage {
    folder: PathBuf,
    ready: Mutex<BTreeSet<String>>,
}

impl Stage {
    /// An empty stage; what a killed build left on it is removed.
    pub fn new(memory: &Path, output: &Path) -> Result<Stage, OutputError> {
        let folder = if same_file_system(memory, output) {
            memory.join("stage")
        } else {
            // Beside the output folder: not in it, since everything in it is published.
            let name = output.file_name().unwrap_or_default().to_string_lossy();
            output.with_file_name(format!(".{name}.offprint-stage"))
        };
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(OutputError::io(&folder))?;
        }
        fs::create_dir_all(&folder).map_err(OutputError::io(&folder))?;
        Ok(Stage { folder, ready: Mutex::default() })
    }

    pub fn write(&self, file: &str, bytes: &[u8]) -> Result<(), OutputError> {
        let path = self.folder.join(file);
        let parent = file.rsplit_once('/').map_or("", |(parent, _)| parent);
        let ready = || self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        // Two threads may make one folder, but no file is written before it is there.
        if !ready().contains(parent) {
            let folder = self.folder.join(parent);
            fs::create_dir_all(&folder).map_err(OutputError::io(folder))?;
            ready().insert(parent.to_owned());
        }
        fs::write(&path, bytes).map_err(OutputError::io(&path))
    }

    /// Becomes the folder that all staged files go to, where there is none; says whether it did.
    ///
    /// A folder that is there stays, even an empty one: its owner and mode may be somebody's choice.
    pub fn become_folder(&self, to: &Path) -> bool {
        let has_parent = to.parent().is_none_or(|parent| fs::create_dir_all(parent).is_ok());
        !to.exists() && has_parent && fs::rename(&self.folder, to).is_ok()
    }

    /// Moves a staged file to its place.
    pub fn publish(&self, file: &str, to: &Path) -> Result<(), OutputError> {
        if fs::symlink_metadata(to).is_ok_and(|metadata| metadata.is_dir()) {
            // An empty folder may go; one with files is not ours to remove.
            if fs::remove_dir(to).is_err() {
                return Err(OutputError::InTheWay { path: to.to_owned(), wanted: file.to_owned() });
            }
        }
        fs::rename(self.folder.join(file), to).map_err(OutputError::io(to))
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next build.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[cfg(unix)]
fn same_file_system(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;

    let device = |path: &Path| {
        let existing = path.ancestors().find(|path| path.exists())?;
        fs::metadata(existing).ok().map(|metadata| metadata.dev())
    };
    device(a) == device(b)
}

#[cfg(not(unix))]
fn same_file_system(a: &Path, b: &Path) -> bool {
    a.components().next() == b.components().next()
}
