//! The [`Cache`] keeps answers of services, so that a second question costs nobody anything.
//!
//! A file for each address, in `.offprint/cache/`: written whole, and worth nothing when lost.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::memory;

#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// Of the site at `root`.
    pub fn of_site(root: &Path) -> Cache {
        Cache { folder: root.join(memory::ANSWERS) }
    }

    /// The answer to a question, unless it is older than `age` at the time `now`.
    pub fn get(&self, question: &str, age: Option<Duration>, now: SystemTime) -> Option<String> {
        let path = self.path(question);
        let written = fs::metadata(&path).and_then(|metadata| metadata.modified()).ok()?;
        // A file from the future is as good as new.
        let is_young = age.is_none_or(|age| now.duration_since(written).unwrap_or_default() < age);
        is_young.then(|| fs::read_to_string(&path).ok()).flatten()
    }

    pub fn put(&self, question: &str, answer: &str) -> io::Result<()> {
        memory::write(&self.path(question), answer.as_bytes())
    }

    /// Removes answers that are older than a month.
    pub fn prune(&self, now: SystemTime) {
        const MONTH: Duration = Duration::from_secs(31 * 24 * 3600);
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let written = entry.metadata().and_then(|metadata| metadata.modified());
            let is_old = written.is_ok_and(|at| now.duration_since(at).is_ok_and(|age| age > MONTH));
            if is_old {
                // What stays is in nobody's way.
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// When a service was last asked, by this program or another one.
    pub fn last_asked(&self, service: &str) -> Option<SystemTime> {
        fs::metadata(self.mark(service)).and_then(|metadata| metadata.modified()).ok()
    }

    /// Notes that a service is asked now. Without the note, another program may ask too soon.
    pub fn note_asked(&self, service: &str) {
        let noted = fs::create_dir_all(&self.folder).and_then(|()| fs::write(self.mark(service), ""));
        let _ = noted;
    }

    fn mark(&self, service: &str) -> PathBuf {
        self.folder.join(format!("{service}.asked"))
    }

    fn path(&self, question: &str) -> PathBuf {
        self.folder.join(blake3::hash(question.as_bytes()).to_hex().as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_kept_until_it_is_too_old() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let cache = Cache::of_site(folder.path());
        let now = SystemTime::now();
        let hour = Duration::from_secs(3600);
        assert_eq!(cache.get("a", Some(hour), now), None);
        cache.put("a", "answer").expect("the folder can be written to");
        assert_eq!(cache.get("a", Some(hour), now).as_deref(), Some("answer"));
        assert_eq!(cache.get("b", Some(hour), now), None);
        assert_eq!(cache.get("a", Some(hour), now + 2 * hour), None);
        assert_eq!(cache.get("a", None, now + 2 * hour).as_deref(), Some("answer"));
        cache.put("a", "another").expect("the folder can be written to");
        assert_eq!(cache.get("a", Some(hour), now).as_deref(), Some("another"));
        let count = || fs::read_dir(folder.path().join(memory::ANSWERS)).expect("it was made").count();
        assert_eq!(count(), 1);
        cache.prune(now + 24 * hour);
        assert_eq!(count(), 1);
        cache.prune(now + 32 * 24 * hour);
        assert_eq!(count(), 0);
    }
}
