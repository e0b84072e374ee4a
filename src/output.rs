//! The [`Output`] is the folder that is published. This module is the only writer of it.
//!
//! Pages are staged first and put in place when the last one has succeeded, so that a build that
//! fails changes nothing. What the program wrote is remembered in a [`Manifest`] outside the
//! published folder, and only that is ever removed.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rapidhash::RapidHashSet;
use rayon::prelude::*;

use crate::fingerprint::Fingerprint;
use crate::layout;
use crate::memory;
use crate::shard::Shard;

mod folders;
mod manifest;
mod staging;

use folders::Folders;
use manifest::{Current, Manifest, Seen};
use staging::Stage;

/// Why an output folder is not written to.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    #[error("the output folder cannot be the site's own folder, or one that holds it")]
    HoldsSite,
    #[error("the output folder cannot lie in `{0}/`, which is part of the site")]
    InSource(&'static str),
    #[error("`{0}` is not a folder")]
    NotAFolder(PathBuf),
    #[error("`{0}` holds files that offprint did not write")]
    Foreign(PathBuf),
    #[error("`{path}` is in the way of `{wanted}`, and offprint did not write it")]
    InTheWay { path: PathBuf, wanted: String },
    #[error("`{folder}` holds {found}, which part {wanted} would take the place of")]
    OtherPart { folder: PathBuf, found: String, wanted: Shard },
    #[error("another offprint is writing to this site's output; try again when it is done")]
    Busy,
    #[error("{path}: {error}")]
    Io { path: PathBuf, error: io::Error },
}

impl OutputError {
    /// What to do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            OutputError::HoldsSite
            | OutputError::InSource(_)
            | OutputError::NotAFolder(_)
            | OutputError::OtherPart { .. } => Some("name a folder of its own with `--output DIR`"),
            OutputError::Foreign(_) => {
                Some("name another folder with `--output DIR`, or write beside what it holds with `--force`")
            }
            OutputError::InTheWay { .. } => Some("move it away"),
            OutputError::Busy => None,
            OutputError::Io { path, error } => hint(path, error.kind()),
        }
    }

    fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> OutputError {
        let path = path.into();
        move |error| OutputError::Io { path, error }
    }
}

/// What to do about an error of the system.
fn hint(path: &Path, kind: io::ErrorKind) -> Option<&'static str> {
    let is_memory = path.components().any(|part| part.as_os_str() == memory::FOLDER);
    match kind {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            Some("make room there and build again; what a build cannot finish, the next one mends")
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem if is_memory => {
            Some("let yourself write to `.offprint`, where builds remember what they wrote")
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            Some("let yourself write there, or name another folder with `--output DIR`")
        }
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => {
            Some("move away the file that is where a folder must be")
        }
        _ => None,
    }
}

/// An output folder, locked for one build.
pub struct Output {
    folder: PathBuf,
    manifest_file: PathBuf,
    manifest: Manifest,
    stage: Stage,
    /// The part of the site that is written; all of it without one.
    shard: Option<Shard>,
    /// Held until the output is dropped.
    _lock: File,
}

/// Files in an output folder that no build wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherFiles {
    /// A folder that holds nothing but such files is not written to.
    Refused,
    /// They stay, save those that a page replaces.
    Kept,
}

/// How many files of the output folder a build wrote, left as they were, or removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileCounts {
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
    /// Files that are no longer part of the site, and that somebody else changed.
    pub kept: usize,
}

/// A page as it will be published, waiting for the others.
pub struct StagedFile {
    /// Below the output folder, with `/` on every system.
    file: String,
    content: Fingerprint,
    /// Of what the page is made of.
    made_of: Option<Fingerprint>,
    standing: Standing,
    /// None where the file was not made again.
    bytes: Option<u64>,
}

/// How a staged file compares to what is in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// Another file is there, or none: its bytes wait to be put there.
    Changed,
    /// It stands there, but the manifest does not say yet of what it is made, or when it was last seen.
    Unsettled,
    /// It stands there just as the manifest says.
    Settled,
}

impl StagedFile {
    fn is_changed(&self) -> bool {
        self.standing == Standing::Changed
    }

    fn is_settled(&self) -> bool {
        self.standing == Standing::Settled
    }

    /// How long the file is; none where it stood there already and was not made again.
    pub fn bytes_made(&self) -> Option<u64> {
        self.bytes
    }

    /// Of the file's bytes.
    pub fn content(&self) -> Fingerprint {
        self.content
    }
}

impl Output {
    /// Opens an output folder for the site at `root`, or for a part of the site.
    ///
    /// A folder that holds the whole, or another part, is not for a part: most of what is there would be removed.
    /// Without a part, a folder that holds one is filled up.
    pub fn open(
        root: &Path,
        folder: &Path,
        shard: Option<Shard>,
        others: OtherFiles,
    ) -> Result<Output, OutputError> {
        let memory = root.join(memory::FOLDER);
        let (root, folder) = places(root, folder)?;
        let lock = lock(&memory)?;
        memory::sweep(&memory);
        let manifest_file = memory.join(Manifest::file_name(&root, &folder));
        let manifest = Manifest::read(&manifest_file);
        if others == OtherFiles::Refused {
            refuse_foreign(&folder, &manifest)?;
        }
        if let Some(wanted) = shard {
            refuse_other_part(&folder, &manifest, wanted)?;
        }
        let stage = Stage::new(&memory, &folder)?;
        Ok(Output { folder, manifest_file, manifest, stage, shard, _lock: lock })
    }

    /// Whether a file is there as it was made of the same ingredients; then it need not be made again.
    pub fn current(&self, file: &str, made_of: Fingerprint) -> Option<StagedFile> {
        let Current { content, is_as_seen } =
            self.manifest.current(file, made_of, &self.folder.join(file))?;
        Some(StagedFile {
            file: file.to_owned(),
            content,
            made_of: Some(made_of),
            standing: if is_as_seen { Standing::Settled } else { Standing::Unsettled },
            bytes: None,
        })
    }

    /// A file that stays as an earlier build left it, though what it is made of has another name now; none where it is not
    /// known to stand there.
    pub fn left(&self, file: &str, made_of: Fingerprint) -> Option<StagedFile> {
        let content = self.manifest.settled(file, &self.folder.join(file))?;
        let (file, made_of) = (file.to_owned(), Some(made_of));
        Some(StagedFile { file, content, made_of, standing: Standing::Unsettled, bytes: None })
    }

    /// The files below a folder that were made of the same ingredients, if all of them are there.
    pub fn current_below(&self, folder: &str, made_of: Fingerprint) -> Option<Vec<StagedFile>> {
        let files: Vec<&str> =
            self.manifest.made_of(made_of).filter(|file| file.starts_with(folder)).collect();
        let current: Option<Vec<StagedFile>> =
            files.par_iter().map(|file| self.current(file, made_of)).collect();
        current.filter(|files| !files.is_empty())
    }

    /// The folder for what the program remembers.
    pub fn memory(&self) -> &Path {
        self.manifest_file.parent().expect("the manifest lies in a folder")
    }

    /// Takes a file's bytes; they are published by [`Output::publish`]. Files may be staged from
    /// several threads.
    pub fn stage(
        &self,
        file: &str,
        bytes: &[u8],
        made_of: Option<Fingerprint>,
    ) -> Result<StagedFile, OutputError> {
        // A file that is not known may be another one's on a system that ignores case.
        let is_changed = !self.manifest.knows(file) || !holds(&self.folder.join(file), bytes);
        if is_changed {
            self.stage.write(file, bytes)?;
        }
        let content = Fingerprint::of_bytes(bytes);
        let standing = match is_changed {
            true => Standing::Changed,
            false if self.manifest.is_settled(file, content, made_of) => Standing::Settled,
            false => Standing::Unsettled,
        };
        let bytes = Some(bytes.len() as u64);
        Ok(StagedFile { file: file.to_owned(), content, made_of, standing, bytes })
    }

    /// Puts all staged files in their places and removes what earlier builds wrote besides.
    ///
    /// When this is interrupted, each file is either old or new, and the next build mends the rest.
    pub fn publish(mut self, staged: Vec<StagedFile>) -> Result<FileCounts, OutputError> {
        let mut counts = FileCounts::default();
        if self.is_current(&staged) {
            counts.unchanged = staged.len();
            return Ok(counts);
        }
        let wanted: RapidHashSet<&str> = staged.iter().map(|staged| staged.file.as_str()).collect();
        let mut stale: Vec<String> =
            self.manifest.files().filter(|file| !wanted.contains(file)).map(str::to_owned).collect();
        stale.sort_unstable();
        let changed = staged.iter().filter(|staged| staged.is_changed()).map(|staged| staged.file.as_str());
        folders::check_writable(&self.folder, changed.chain(stale.iter().map(String::as_str)))?;

        // Remember new files before they exist: after a kill they must still be known as ours.
        for staged in staged.iter().filter(|staged| !staged.is_settled()) {
            self.manifest.expect(&staged.file, staged.content);
        }
        self.manifest.set_shard(self.shard);
        self.manifest.write(&self.manifest_file)?;

        let is_whole = stale.is_empty() && staged.iter().all(|staged| staged.is_changed());
        if is_whole && self.stage.become_folder(&self.folder) {
            counts.written = staged.len();
        } else {
            self.replace(&staged, stale, &mut counts)?;
        }
        let unsettled: Vec<&StagedFile> = staged.iter().filter(|staged| !staged.is_settled()).collect();
        let seen: Vec<Option<Seen>> = unsettled
            .par_iter()
            .map(|staged| staged.made_of.and_then(|_| Seen::look(&self.folder.join(&staged.file))))
            .collect();
        for (staged, seen) in unsettled.into_iter().zip(seen) {
            self.manifest.settle(&staged.file, staged.made_of, seen);
        }
        self.manifest.write(&self.manifest_file)?;
        Ok(counts)
    }

    /// Whether the manifest says already all that it will when these files are published.
    fn is_current(&self, staged: &[StagedFile]) -> bool {
        // As many as are known, each of them known: then none is stale.
        staged.len() == self.manifest.files().count()
            && self.manifest.shard() == self.shard
            && staged.iter().all(StagedFile::is_settled)
    }

    /// Puts each changed file in its place.
    fn replace(
        &mut self,
        staged: &[StagedFile],
        stale: Vec<String>,
        counts: &mut FileCounts,
    ) -> Result<(), OutputError> {
        // Before new files come, since a folder may now stand where a file stood.
        for file in stale {
            self.remove(&file, counts)?;
        }
        let mut folders = Folders::new(&self.folder);
        for staged in staged {
            if staged.is_changed() {
                folders.prepare(&staged.file)?;
                self.stage.publish(&staged.file, &self.folder.join(&staged.file))?;
                counts.written += 1;
            } else {
                counts.unchanged += 1;
            }
        }
        Ok(())
    }

    fn remove(&mut self, file: &str, counts: &mut FileCounts) -> Result<(), OutputError> {
        match remove_ours(&self.folder, file, &self.manifest)? {
            Removal::Removed => counts.removed += 1,
            Removal::Gone => {}
            Removal::Kept => counts.kept += 1,
        }
        self.manifest.forget(file);
        Ok(())
    }
}

/// What [`clean`] found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    pub removed: usize,
    /// Files that offprint wrote and that somebody else changed.
    pub kept: usize,
}

/// Removes everything that builds wrote to an output folder, and nothing else.
pub fn clean(root: &Path, folder: &Path) -> Result<Cleaned, OutputError> {
    let memory = root.join(memory::FOLDER);
    let mut cleaned = Cleaned::default();
    if !memory.is_dir() {
        return Ok(cleaned);
    }
    let (root, folder) = places(root, folder)?;
    let _lock = lock(&memory)?;
    let manifest_file = memory.join(Manifest::file_name(&root, &folder));
    let manifest = Manifest::read(&manifest_file);
    for file in manifest.files() {
        match remove_ours(&folder, file, &manifest)? {
            Removal::Removed => cleaned.removed += 1,
            Removal::Gone => {}
            Removal::Kept => cleaned.kept += 1,
        }
    }
    // Fails, as it should, where other files are left.
    let _ = fs::remove_dir(&folder);
    remove_if_there(&manifest_file)?;
    Ok(cleaned)
}

/// The real paths of the site's root and of its output folder, links resolved, if the latter may be written to.
fn places(root: &Path, folder: &Path) -> Result<(PathBuf, PathBuf), OutputError> {
    let root = root.canonicalize().map_err(OutputError::io(root))?;
    let folder = real_path(folder)?;
    if root.starts_with(&folder) {
        return Err(OutputError::HoldsSite);
    }
    for source in layout::SITE_FOLDERS.into_iter().chain([memory::FOLDER, ".git"]) {
        let real = real_path(&root.join(source))?;
        if folder.starts_with(&real) {
            return Err(OutputError::InSource(source));
        }
        if real.starts_with(&folder) {
            return Err(OutputError::HoldsSite);
        }
    }
    // The folder itself, or the first above it that there is.
    let existing = folder.ancestors().find(|folder| folder.exists()).filter(|existing| !existing.is_dir());
    if let Some(file) = existing {
        return Err(OutputError::NotAFolder(file.to_owned()));
    }
    Ok((root, folder))
}

/// A path with links resolved as far as it exists.
fn real_path(path: &Path) -> Result<PathBuf, OutputError> {
    let path = std::path::absolute(path).map_err(OutputError::io(path))?;
    let mut missing = Vec::new();
    let mut existing = path.as_path();
    loop {
        if let Ok(real) = existing.canonicalize() {
            return Ok(missing.iter().rev().fold(real, |path, name| path.join(name)));
        }
        match (existing.parent(), existing.file_name()) {
            (Some(parent), Some(name)) => {
                missing.push(name.to_owned());
                existing = parent;
            }
            // `..` after what does not exist.
            _ => return Err(OutputError::NotAFolder(path.clone())),
        }
    }
}

fn lock(memory: &Path) -> Result<File, OutputError> {
    fs::create_dir_all(memory).map_err(OutputError::io(memory))?;
    let path = memory.join("lock");
    let file = File::create(&path).map_err(OutputError::io(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => Err(OutputError::Busy),
        Err(fs::TryLockError::Error(error)) => Err(OutputError::io(path)(error)),
    }
}

/// An output folder with files must be one that the manifest knows.
fn refuse_foreign(folder: &Path, manifest: &Manifest) -> Result<(), OutputError> {
    if !manifest.is_empty() || !folder.exists() {
        return Ok(());
    }
    let mut entries = fs::read_dir(folder).map_err(OutputError::io(folder))?;
    if entries.next().is_some() { Err(OutputError::Foreign(folder.to_owned())) } else { Ok(()) }
}

/// An output folder with files must hold the part of the site that is wanted.
fn refuse_other_part(folder: &Path, manifest: &Manifest, wanted: Shard) -> Result<(), OutputError> {
    let held = manifest.shard();
    if manifest.is_empty() || held == Some(wanted) {
        return Ok(());
    }
    let found = held.map_or_else(|| "the whole site".to_owned(), |held| format!("part {held} of a site"));
    Err(OutputError::OtherPart { folder: folder.to_owned(), found, wanted })
}

/// Whether a file has exactly these bytes.
fn holds(path: &Path, bytes: &[u8]) -> bool {
    let same_length = fs::symlink_metadata(path)
        .is_ok_and(|metadata| metadata.is_file() && metadata.len() == bytes.len() as u64);
    same_length && fs::read(path).is_ok_and(|found| found == bytes)
}

enum Removal {
    Removed,
    /// It was not there any more.
    Gone,
    /// It is not what was written.
    Kept,
}

/// Removes a file that the manifest knows, and the folders that it leaves empty.
fn remove_ours(folder: &Path, file: &str, manifest: &Manifest) -> Result<Removal, OutputError> {
    let path = folder.join(file);
    if !is_inside(folder, file) {
        return Ok(Removal::Kept);
    }
    let bytes = match fs::symlink_metadata(&path) {
        Ok(metadata) if metadata.is_file() => fs::read(&path).map_err(OutputError::io(&path))?,
        Ok(_) => return Ok(Removal::Kept),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(Removal::Gone);
        }
        Err(error) => return Err(OutputError::io(&path)(error)),
    };
    if !manifest.wrote(file, Fingerprint::of_bytes(&bytes)) {
        return Ok(Removal::Kept);
    }
    remove_if_there(&path)?;
    let mut parent = path.parent();
    while let Some(empty) = parent.filter(|parent| *parent != folder) {
        // Fails on the first folder that still holds something.
        if fs::remove_dir(empty).is_err() {
            break;
        }
        parent = empty.parent();
    }
    Ok(Removal::Removed)
}

fn remove_if_there(path: &Path) -> Result<(), OutputError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(OutputError::io(path)(error)),
        _ => Ok(()),
    }
}

/// Whether no folder on the way to a file is a link, which could lead anywhere.
fn is_inside(folder: &Path, file: &str) -> bool {
    let mut path = folder.to_owned();
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    parts.iter().all(|part| {
        path.push(part);
        *part != ".." && fs::symlink_metadata(&path).map_or(true, |metadata| metadata.is_dir())
    })
}
