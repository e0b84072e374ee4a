//! [`Folders`] are those below the output folder that files are put into.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use std::{fs, io};

use super::{OutputError, is_inside};

/// Folders below the output folder that are known to be there.
pub struct Folders<'a> {
    output: &'a Path,
    ready: BTreeSet<String>,
}

impl Folders<'_> {
    pub fn new(output: &Path) -> Folders<'_> {
        Folders { output, ready: BTreeSet::new() }
    }

    /// Makes the folders that a file needs.
    pub fn prepare(&mut self, file: &str) -> Result<(), OutputError> {
        let parent = parent(file);
        if self.ready.contains(parent) {
            return Ok(());
        }
        let path = self.output.join(parent);
        if !is_inside(self.output, file) {
            return Err(OutputError::InTheWay { path, wanted: file.to_owned() });
        }
        fs::create_dir_all(&path).map_err(OutputError::io(&path))?;
        self.ready.insert(parent.to_owned());
        Ok(())
    }
}

/// Refuses where a file's folder, or the one that it is to be made in, may not be written to: whoever found that out on
/// the way would leave half a site.
pub fn check_writable<'f>(output: &Path, files: impl Iterator<Item = &'f str>) -> Result<(), OutputError> {
    if !output.is_dir() {
        return check_nearest(output);
    }
    let mut checked: HashSet<&str> = HashSet::new();
    let mut folders = files.map(parent).filter(|folder| checked.insert(folder));
    folders.try_for_each(|folder| check_nearest(&output.join(folder)))
}

/// Checks the folder at a path, or the nearest above it that is there. What is no folder is told when one is made.
fn check_nearest(path: &Path) -> Result<(), OutputError> {
    for folder in path.ancestors() {
        match may_write(folder) {
            Err(_) if !folder.is_dir() => {}
            result => return result.map_err(OutputError::io(folder)),
        }
    }
    Ok(())
}

/// An error where new files cannot be made in a folder. Bits of its mode alone would not tell.
#[cfg(unix)]
fn may_write(folder: &Path) -> io::Result<()> {
    use rustix::fs::{Access, AtFlags, CWD, accessat};

    let wanted = Access::WRITE_OK | Access::EXEC_OK;
    accessat(CWD, folder, wanted, AtFlags::EACCESS).map_err(io::Error::from)
}

#[cfg(not(unix))]
fn may_write(_: &Path) -> io::Result<()> {
    Ok(())
}

fn parent(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(parent, _)| parent)
}
