//! A [`FileEdit`] is a paper's file before and after an edit: valid afterwards, or it is none.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::rewrite::read_back;
use super::{EditError, PaperEdit};
use crate::catalog::{Catalog, PaperId};
use crate::config::Drafts;
use crate::diagnostic::{self, Diagnostic, Place, Severity};
use crate::listing::Listing;
use crate::paper::Paper;
use crate::people::People;
use crate::placing::{self, CHANGED_MEANWHILE, Replaced};
use crate::source;

pub struct FileEdit {
    /// From the site's root.
    pub path: Arc<str>,
    pub before: String,
    pub after: String,
}

/// What an edit of several papers comes to.
#[derive(Default)]
pub struct Edits {
    /// How many papers were to be edited.
    pub papers: usize,
    /// In the order of the papers; those of which the edit changes nothing are not among them.
    pub files: Vec<FileEdit>,
    /// Why the edit cannot be made.
    pub errors: Vec<Diagnostic>,
    /// Whether a key, an arXiv id or a DOI is another one, which may be another paper's.
    pub claims_more: bool,
}

/// Works out what an edit does to papers, and writes nothing.
///
/// Each changed text is read again: one that is no valid paper, or claims what is another paper's, is
/// an error.
pub fn edits(
    root: &Path,
    listing: &Listing,
    papers: &[PaperId],
    edit: impl Fn(&mut PaperEdit) -> Result<(), EditError>,
) -> Edits {
    let mut result = Edits { papers: papers.len(), ..Edits::default() };
    let mut changed_papers = Vec::new();
    for id in papers {
        let path = &listing.catalog.paper(*id).file;
        let text = match source::whole_text_of(root, path) {
            Ok(text) => text,
            Err(error) => {
                result.errors.push(source::unreadable(path, &error));
                continue;
            }
        };
        let edited = PaperEdit::new(&text).and_then(|mut paper| edit(&mut paper).map(|()| paper.text()));
        let after = match edited {
            Ok(after) if after == text => continue,
            Ok(after) => after,
            Err(error) => {
                let place = Place::file(path.clone());
                result.errors.push(Diagnostic::error("not-editable", error.to_string()).at(place, ""));
                continue;
            }
        };
        match read_back(path, &after, &listing.sources.files) {
            Ok(paper) => changed_papers.push((*id, paper)),
            Err(errors) => result.errors.extend(errors),
        }
        result.files.push(FileEdit { path: path.clone(), before: text, after });
    }
    let keeps_identity = |(id, paper): &(PaperId, Paper)| {
        let old = listing.catalog.paper(*id);
        (&old.key, &old.arxiv, &old.doi) == (&paper.key, &paper.arxiv, &paper.doi)
    };
    result.claims_more = !changed_papers.iter().all(keeps_identity);
    if result.errors.is_empty() && result.claims_more {
        result.errors = clashes(listing, changed_papers, &result.files);
    }
    result
}

/// Keys and ids that the changed papers would share with others.
fn clashes(listing: &Listing, changed: Vec<(PaperId, Paper)>, edits: &[FileEdit]) -> Vec<Diagnostic> {
    let mut papers = listing.catalog.papers().to_vec();
    for (id, paper) in changed {
        papers[id.index()] = Arc::new(paper);
    }
    let (_, mut diagnostics) = Catalog::new(papers, Drafts::Listed, &People::default());
    diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
    diagnostic::locate(&mut diagnostics, |file| {
        let changed = edits.iter().find(|edit| &*edit.path == file);
        let text = changed.map(|change| change.after.trim_start_matches('\u{FEFF}').to_owned());
        text.or_else(|| listing.text(file).map(str::to_owned))
    });
    diagnostics
}

impl FileEdit {
    /// Puts the new text in place of the old one, if the file is still what was read.
    pub fn write(&self, root: &Path) -> io::Result<Replaced> {
        placing::replace(root, &self.path, self.before.as_bytes(), self.after.as_bytes())
    }

    /// The lines that differ, with `-` and `+` before them.
    pub fn lines(&self) -> String {
        differing_lines(&self.before, &self.after)
    }
}

/// The error of a file that is not what was read any more, by its path from the site's root.
pub fn changed_meanwhile(path: impl Into<Arc<str>>) -> Diagnostic {
    let message = format!("this file {CHANGED_MEANWHILE}");
    Diagnostic::error("changed-meanwhile", message).at(Place::file(path), "repeat the command")
}

/// The lines between the first and the last one that differ, with `-` and `+` before them.
pub fn differing_lines(before: &str, after: &str) -> String {
    let (before, after): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let same = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let (before, after) = (&before[same..], &after[same..]);
    let same_at_end = before.iter().rev().zip(after.iter().rev()).take_while(|(a, b)| a == b).count();
    let mut lines = String::new();
    for (sign, changed) in [("-", before), ("+", after)] {
        for line in &changed[..changed.len() - same_at_end] {
            lines.push_str(&format!("{sign} {}\n", diagnostic::printable(line)));
        }
    }
    lines
}
