//! [`Watching`] tells when a file of a site changes.

use std::any::Any;
use std::collections::BTreeSet;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::config;
use crate::layout;
use crate::site::{ChangedFiles, SiteOptions};

/// Editors write in several steps, and a checkout touches many files: they are one change.
const QUIET: Duration = Duration::from_millis(20);

/// Changes that do not end are shown after this time nevertheless.
const PATIENCE: Duration = Duration::from_millis(500);

/// Changes are gathered from when this is made, and told from [`Watching::tell`] on.
pub struct Watching {
    watched: Watched,
    receiver: Receiver<Vec<PathBuf>>,
}

impl Watching {
    pub fn begin(options: &SiteOptions) -> notify::Result<Watching> {
        let root = options.root.canonicalize()?;
        let config = options.config.clone().unwrap_or_else(|| root.join(config::FILE_NAME));
        // The file may come later; its folder must be there.
        let folder = std::path::absolute(&config)?.parent().map(Path::canonicalize);
        let config = match (folder, config.file_name()) {
            (Some(Ok(folder)), Some(name)) => folder.join(name),
            _ => config,
        };
        let (sender, receiver) = mpsc::channel();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            let paths = match event {
                // Reading files is no change, and reading is what a change leads to.
                Ok(event) if matches!(event.kind, EventKind::Access(_)) => return,
                Ok(event) if event.need_rescan() => Vec::new(),
                Ok(event) => event.paths,
                // Something was missed: it may have been anything.
                Err(_) => Vec::new(),
            };
            // Nobody listens any more when the server ends.
            let _ = sender.send(paths);
        })?;
        let mut watched = Watched { watcher, root, config, folders: BTreeSet::new() };
        watched.begin()?;
        Ok(Watching { watched, receiver })
    }

    /// Calls `changed` after each change, in a thread of its own, until the process ends; and `failed` where that
    /// panics, which hides no later change.
    pub fn tell(
        self,
        changed: impl Fn(&ChangedFiles) + Send + 'static,
        failed: impl Fn(String) + Send + 'static,
    ) {
        std::thread::spawn(move || watch(self.watched, &self.receiver, changed, failed));
    }
}

struct Watched {
    watcher: RecommendedWatcher,
    root: PathBuf,
    config: PathBuf,
    /// Those that are watched now.
    folders: BTreeSet<PathBuf>,
}

impl Watched {
    fn begin(&mut self) -> notify::Result<()> {
        // The root alone tells of folders that come and go; what is built below it is not watched.
        self.watcher.watch(&self.root, RecursiveMode::NonRecursive)?;
        if let Some(folder) = self.config.parent().filter(|folder| **folder != self.root) {
            self.watcher.watch(folder, RecursiveMode::NonRecursive)?;
        }
        for folder in layout::SITE_FOLDERS {
            self.add(self.root.join(folder))?;
        }
        Ok(())
    }

    fn add(&mut self, folder: PathBuf) -> notify::Result<()> {
        if folder.is_dir() && !self.folders.contains(&folder) {
            self.watcher.watch(&folder, RecursiveMode::Recursive)?;
            self.folders.insert(folder);
        }
        Ok(())
    }

    /// Watches folders that came, and forgets those that went.
    fn follow(&mut self, paths: &[PathBuf]) {
        for folder in layout::SITE_FOLDERS.map(|folder| self.root.join(folder)) {
            if paths.contains(&folder) && self.folders.remove(&folder) {
                // It may be gone already, which ends its watch by itself.
                let _ = self.watcher.unwatch(&folder);
            }
            // A folder that cannot be watched shows its changes with the next of another one.
            let _ = self.add(folder);
        }
    }

    /// No paths are told where something was missed.
    fn changed(&self, paths: &[PathBuf]) -> ChangedFiles {
        if paths.is_empty() {
            return ChangedFiles::Anything;
        }
        let of_site = paths.iter().map(PathBuf::as_path).filter(|path| self.is_of_site(path));
        ChangedFiles::of(&self.root, of_site)
    }

    fn is_of_site(&self, path: &Path) -> bool {
        path == self.config
            || layout::SITE_FOLDERS.iter().any(|folder| path.starts_with(self.root.join(folder)))
    }
}

fn watch(
    mut watched: Watched,
    receiver: &Receiver<Vec<PathBuf>>,
    changed: impl Fn(&ChangedFiles),
    failed: impl Fn(String),
) {
    let mut has_missed = false;
    while let Ok(paths) = receiver.recv() {
        let paths = gather(receiver, paths);
        if paths.is_empty() || paths.iter().any(|path| watched.is_of_site(path)) {
            // Before reading: what changes from here on is heard of.
            watched.follow(&paths);
            let change = if has_missed { ChangedFiles::Anything } else { watched.changed(&paths) };
            let told = panic::catch_unwind(AssertUnwindSafe(|| changed(&change)));
            // What was not taken in is read with the next change.
            has_missed = told.is_err();
            if let Err(fault) = told {
                failed(message(&*fault));
            }
        }
    }
}

/// What a panic says.
fn message(fault: &(dyn Any + Send)) -> String {
    let text = fault.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| fault.downcast_ref::<&str>().copied()).unwrap_or("for no reason that is known").to_owned()
}

/// Waits until nothing more comes for a moment; returns no paths where something was missed.
fn gather(receiver: &Receiver<Vec<PathBuf>>, mut paths: Vec<PathBuf>) -> Vec<PathBuf> {
    let start = Instant::now();
    let mut has_missed = paths.is_empty();
    while start.elapsed() < PATIENCE {
        match receiver.recv_timeout(QUIET) {
            Ok(more) => {
                has_missed |= more.is_empty();
                paths.extend(more);
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
        }
    }
    if has_missed { Vec::new() } else { paths }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[test]
    fn a_change_that_cannot_be_taken_in_is_told_and_read_with_the_next_one() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("content")).expect("the folder is ours");
        let options = SiteOptions { root: folder.path().to_owned(), ..SiteOptions::default() };
        let watching = Watching::begin(&options).expect("the folder can be watched");
        let (sender, receiver) = mpsc::channel();
        let failures = sender.clone();
        let is_first = AtomicBool::new(true);
        let changed = move |change: &ChangedFiles| {
            assert!(!is_first.swap(false, Ordering::Relaxed), "no luck");
            let _ = sender.send(format!("{change:?}"));
        };
        watching.tell(changed, move |fault| {
            let _ = failures.send(fault);
        });
        for said in ["no luck", "Anything"] {
            fs::write(folder.path().join("content/a.md"), said).expect("the folder is ours");
            assert_eq!(receiver.recv_timeout(Duration::from_secs(20)).as_deref(), Ok(said));
        }
    }
}
