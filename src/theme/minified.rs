//! Scripts that were made smaller, kept for the next command: to make them takes most of what a small site takes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::fingerprint::{Fingerprint, Ingredients};
use crate::memory;
use crate::render::minify_script;

/// What is kept, and how.
const FORMAT: &str = "offprint scripts 1\n";

/// Scripts as they are published, by the fingerprint of the program and of what they were.
type Scripts = BTreeMap<Fingerprint, String>;

pub struct Minified {
    root: PathBuf,
    kept: Scripts,
    asked_for: Mutex<Scripts>,
}

impl Minified {
    /// Those of the site at `root`. Whatever is missing or damaged is made again.
    pub fn open(root: &Path) -> Minified {
        let kept = memory::kept(&root.join(memory::SCRIPTS), FORMAT).unwrap_or_default();
        Minified { root: root.to_owned(), kept, asked_for: Mutex::default() }
    }

    pub fn script(&self, script: &str) -> String {
        let mut made_of = Ingredients::default();
        made_of.add(&(env!("OFFPRINT_PROGRAM"), script));
        let made_of = made_of.finish();
        let minified = self.kept.get(&made_of).cloned().unwrap_or_else(|| minify_script(script));
        let mut asked_for = self.asked_for.lock().unwrap_or_else(PoisonError::into_inner);
        asked_for.insert(made_of, minified.clone());
        minified
    }

    /// Keeps what was asked for, and forgets all others. A site that has no memory yet gets none: who only looks at a
    /// site leaves nothing there.
    pub fn keep(self) {
        let asked_for = self.asked_for.into_inner().unwrap_or_else(PoisonError::into_inner);
        if !asked_for.keys().eq(self.kept.keys()) && self.root.join(memory::FOLDER).is_dir() {
            // What cannot be written is made again the next time.
            let _ = memory::keep(&self.root.join(memory::SCRIPTS), FORMAT, &asked_for);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// Makes scripts smaller as a command does.
    #[track_caller]
    fn check(root: &Path, scripts: &[&str]) {
        let minified = Minified::open(root);
        for script in scripts {
            assert_eq!(minified.script(script), minify_script(script));
        }
        minified.keep();
    }

    #[test]
    fn a_kept_script_is_what_would_be_made() {
        let site = tempfile::tempdir().expect("a temporary folder");
        let file = site.path().join(memory::SCRIPTS);
        let kept = || memory::kept::<Scripts>(&file, FORMAT).map(|scripts| scripts.len());
        let (one, two) = ("function one() { return 1; }", "function two() { return 2; }");
        check(site.path(), &[one]);
        assert_eq!(kept(), None, "a site without a memory gets none");

        fs::create_dir(site.path().join(memory::FOLDER)).expect("the folder is ours");
        for _ in 0..2 {
            check(site.path(), &[one, two]);
            assert_eq!(kept(), Some(2));
        }
        check(site.path(), &[two]);
        assert_eq!(kept(), Some(1));
        fs::write(&file, "damaged").expect("the folder is ours");
        check(site.path(), &[two]);
        assert_eq!(kept(), Some(1));
    }
}
