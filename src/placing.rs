//! Placing puts files into a site's sources: whole or not at all. A new one never over another one,
//! an edited one only over what was read before.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// What became of a file that was to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placed {
    Created,
    /// There was something of that name already.
    Kept,
}

/// Writes a file at a path from `root`, with the folders above it, unless there is something of its
/// name already.
///
/// # Errors
///
/// Also where a link leads out of `root` on the way.
pub fn place(root: &Path, path: &str, bytes: &[u8]) -> io::Result<Placed> {
    let file = root.join(path);
    let folder = file.parent().unwrap_or(root);
    // The site's own folder is made by whoever names it.
    fs::create_dir_all(root)?;
    stays_within(root, folder)?;
    fs::create_dir_all(folder)?;
    if fs::symlink_metadata(&file).is_ok() {
        return Ok(Placed::Kept);
    }
    // Hidden, so that nobody reads it before it is whole.
    let new = unused_name(folder)?;
    let written = write(&new, bytes).and_then(|_| publish(&new, &file));
    // The file has its own name now, or there is none; this one goes in any case.
    let _ = fs::remove_file(&new);
    written
}

/// What became of a file that was to be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replaced {
    Replaced,
    /// It is not what was read any more, and was left as it is.
    Differs,
}

/// What is said of a file that [`Replaced::Differs`].
pub const CHANGED_MEANWHILE: &str = "was changed by somebody else meanwhile, and left as it is";

/// Puts a new text in place of a file's, by its path from `root`, if the file still holds `old`.
/// Readers see the old text or the new one, never a part.
///
/// # Errors
///
/// Also where the file is not there any more, or a link leads out of `root`.
pub fn replace(root: &Path, path: &str, old: &[u8], new: &[u8]) -> io::Result<Replaced> {
    let file = root.join(path).canonicalize()?;
    stays_within(root, file.parent().unwrap_or(root))?;
    swap(&file, new, || Ok(fs::read(&file)? == old))
}

/// Puts a new text in place of a file's, whatever that is, as [`replace`] does.
pub fn overwrite(file: &Path, new: &[u8]) -> io::Result<()> {
    let file = file.canonicalize()?;
    swap(&file, new, || Ok(true)).map(|_| ())
}

/// A link stays one: what it leads to is replaced, so that `file` is none. It is asked about last, so that little time
/// is left for somebody else to write.
fn swap(file: &Path, new: &[u8], is_meant: impl FnOnce() -> io::Result<bool>) -> io::Result<Replaced> {
    let beside = unused_name(file.parent().unwrap_or(Path::new("/")))?;
    let written = write(&beside, new)
        // The only copy may be at stake, where power fails before the new one has reached the disk.
        .and_then(|written| written.sync_all())
        .and_then(|()| fs::set_permissions(&beside, fs::metadata(file)?.permissions()))
        .and_then(|()| match is_meant()? {
            true => fs::rename(&beside, file).map(|()| Replaced::Replaced),
            false => Ok(Replaced::Differs),
        });
    if !matches!(written, Ok(Replaced::Replaced)) {
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Looks at the nearest folder that exists, before others are made in it.
fn stays_within(root: &Path, folder: &Path) -> io::Result<()> {
    let nearest = folder.ancestors().find(|folder| fs::symlink_metadata(folder).is_ok()).unwrap_or(root);
    if nearest.canonicalize()?.starts_with(root.canonicalize()?) {
        return Ok(());
    }
    Err(io::Error::new(ErrorKind::PermissionDenied, "a link leads out of the site's folder"))
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<File> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    Ok(file)
}

/// Gives a whole file its name, unless that is taken.
fn publish(new: &Path, file: &Path) -> io::Result<Placed> {
    match fs::hard_link(new, file) {
        Ok(()) => Ok(Placed::Created),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(Placed::Kept),
        // Not every file system has links; a rename, too, gives the file its name in one step.
        Err(_) if fs::symlink_metadata(file).is_err() => fs::rename(new, file).map(|()| Placed::Created),
        Err(_) => Ok(Placed::Kept),
    }
}

fn unused_name(folder: &Path) -> io::Result<PathBuf> {
    // Threads write into one folder at the same time.
    static NEXT: AtomicU64 = AtomicU64::new(0);
    std::iter::repeat_with(|| NEXT.fetch_add(1, Ordering::Relaxed))
        .take(1000)
        .map(|number| folder.join(format!(".offprint-new-{}-{number}", std::process::id())))
        .find(|path| fs::symlink_metadata(path).is_err())
        .ok_or_else(|| {
            io::Error::new(ErrorKind::AlreadyExists, "unfinished files of earlier runs are in the way")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_there_is_kept() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        assert_eq!(place(folder.path(), "a/b.md", b"first").ok(), Some(Placed::Created));
        assert_eq!(place(folder.path(), "a/b.md", b"second").ok(), Some(Placed::Kept));
        assert_eq!(fs::read(folder.path().join("a/b.md")).ok().as_deref(), Some(&b"first"[..]));
        assert_eq!(fs::read_dir(folder.path().join("a")).expect("it was made").count(), 1);
    }

    #[test]
    fn a_file_is_replaced_only_while_it_is_what_was_read() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("a.md"), "old").expect("a file can be written");
        assert_eq!(replace(folder.path(), "a.md", b"older", b"new").ok(), Some(Replaced::Differs));
        assert_eq!(replace(folder.path(), "a.md", b"old", b"new").ok(), Some(Replaced::Replaced));
        assert_eq!(fs::read(folder.path().join("a.md")).ok().as_deref(), Some(&b"new"[..]));
        assert!(replace(folder.path(), "b.md", b"", b"new").is_err());
        assert_eq!(fs::read_dir(folder.path()).expect("it is there").count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_replaced_file_keeps_its_permissions_and_a_link_to_it() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("a.md");
        fs::write(&file, "old").expect("a file can be written");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).expect("it is ours");
        symlink(&file, folder.path().join("b.md")).expect("a link can be made");
        assert_eq!(replace(folder.path(), "b.md", b"old", b"new").ok(), Some(Replaced::Replaced));
        assert_eq!(fs::metadata(&file).expect("it is there").permissions().mode() & 0o777, 0o600);
        assert!(fs::symlink_metadata(folder.path().join("b.md")).expect("it is there").is_symlink());
        assert_eq!(fs::read(&file).ok().as_deref(), Some(&b"new"[..]));
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_outside_of_the_site() {
        let outside = tempfile::tempdir().expect("a temporary folder");
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::os::unix::fs::symlink(outside.path(), folder.path().join("content"))
            .expect("a link can be made");
        assert!(place(folder.path(), "content/a.md", b"text").is_err());
        assert!(place(folder.path(), "content/2025-10-30/a.md", b"text").is_err());
        assert_eq!(fs::read_dir(outside.path()).expect("it is there").count(), 0);
    }
}
