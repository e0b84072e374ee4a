//! A paper's file is rewritten only if it is a paper before and after.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::EditError;
use crate::diagnostic::{Diagnostic, Severity};
use crate::paper::Paper;
use crate::placing::{self, CHANGED_MEANWHILE, Replaced};
use crate::source::{self, SourceFile};

/// Why a file was left as it is.
#[derive(Debug, thiserror::Error)]
pub enum RewriteError {
    #[error("it has errors, which `offprint check` shows")]
    Faulty,
    #[error("{0}")]
    Edit(#[from] EditError),
    #[error("it would no longer be a paper: {0}")]
    Spoiled(String),
    #[error("it {CHANGED_MEANWHILE}")]
    Outdated,
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// Makes edits of a file by its path from `root`, one after the other: `edit` gets the paper, its file's text, and what to
/// do, and returns the new text. `files` are those of the content folder. Says whether that changed anything. The file is
/// old or new, never between.
pub fn rewrite<E>(
    root: &Path,
    path: &Arc<str>,
    files: &BTreeSet<String>,
    edits: impl IntoIterator<Item = E>,
    edit: impl Fn(&Paper, &str, E) -> Result<String, RewriteError>,
) -> Result<bool, RewriteError> {
    let before = source::whole_text_of(root, path)?;
    let mut paper = read_back(path, &before, files).map_err(|_| RewriteError::Faulty)?;
    let mut after = before.clone();
    for to_do in edits {
        after = edit(&paper, &after, to_do)?;
        paper = read_back(path, &after, files).map_err(spoiled)?;
    }
    if after == before {
        return Ok(false);
    }
    match placing::replace(root, path, before.as_bytes(), after.as_bytes())? {
        Replaced::Replaced => Ok(true),
        Replaced::Differs => Err(RewriteError::Outdated),
    }
}

/// The paper of a file's text, which may have a byte order mark, or the errors that keep it from being one.
pub fn read_back(path: &Arc<str>, text: &str, files: &BTreeSet<String>) -> Result<Paper, Vec<Diagnostic>> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text).to_owned();
    let (paper, mut diagnostics) = Paper::from_source(&SourceFile { path: path.clone(), text }, files);
    diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
    paper.ok_or(diagnostics)
}

fn spoiled(errors: Vec<Diagnostic>) -> RewriteError {
    RewriteError::Spoiled(errors.into_iter().next().map(|error| error.message).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const PATH: &str = "content/a.md";
    const PAPER: &str = "---\ntitle: A\ndate: 2025-10-30\n---\n";

    /// What a rewrite says, and what the file is then.
    fn rewritten(before: &str, edits: &[(&str, &str)]) -> (String, String) {
        let root = tempfile::tempdir().expect("a temporary folder");
        let file = root.path().join(PATH);
        fs::create_dir(root.path().join("content")).expect("the folder is ours");
        fs::write(&file, before).expect("the folder is ours");
        let said = rewrite(root.path(), &PATH.into(), &BTreeSet::new(), edits, |_, text, (from, to)| {
            Ok(text.replace(from, to))
        });
        let said = said.map_or_else(|error| error.to_string(), |is_changed| is_changed.to_string());
        (said, fs::read_to_string(&file).expect("it is there"))
    }

    #[test]
    fn a_file_is_a_paper_before_and_after_or_as_it_was() {
        let retitled = PAPER.replace("A", "C");
        for (before, edits, said, after) in [
            (PAPER, &[("A", "B"), ("B", "C")][..], "true", retitled.as_str()),
            (PAPER, &[], "false", PAPER),
            (PAPER, &[("A", "B"), ("B", "A")], "false", PAPER),
            (
                PAPER,
                &[("2025-10-30", "soon")],
                "it would no longer be a paper: `soon` is no date of the calendar",
                PAPER,
            ),
            ("no paper", &[("no", "a")], "it has errors, which `offprint check` shows", "no paper"),
        ] {
            let expected = (said.to_owned(), after.to_owned());
            assert_eq!(rewritten(before, edits), expected, "{edits:?}");
        }
    }
}
