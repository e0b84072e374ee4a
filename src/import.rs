//! Importing turns lists of others into content files.
//!
//! A source is read into [`NewPaper`]s; [`add`] writes one file for each that the list does not have
//! yet. Sources are not trusted: what cannot be published is left out and counted.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Severity};
use crate::paper::{ArxivId, Day, Doi, Name, Paper, PartialDate, Publication};
use crate::placing::{self, Placed};
use crate::scaffold;
use crate::slug::Slug;
use crate::source::SourceFile;

pub mod capture;
mod content_file;
pub mod hf;
mod known;
pub mod pmlr;
mod python;

/// A paper as a source describes it. Title and abstract may hold TeX, but no Markdown.
#[derive(Clone, Debug)]
pub struct NewPaper {
    /// The day it will be listed under.
    pub day: Day,
    pub title: String,
    pub abstract_: String,
    pub authors: Vec<Name>,
    /// Only where the names are unknown.
    pub author_count: Option<u64>,
    pub published: Option<PartialDate>,
    pub arxiv: Option<ArxivId>,
    pub doi: Option<Doi>,
    /// Where it appeared.
    pub venue: Option<String>,
    pub publication: Publication,
    /// By the names of front matter, such as `code` and `video`, or labels of the source's own.
    pub links: Vec<(String, String)>,
    pub upvotes: Option<u64>,
    pub comments: Option<u64>,
    pub stars: Option<u64>,
    /// Its place in the source's own order.
    pub weight: Option<u64>,
    pub submitted_by: Option<String>,
    pub organization: Option<String>,
    pub thumbnail: Option<String>,
    pub withdrawn: bool,
    pub machine_summary: Option<String>,
    pub keywords: Vec<String>,
    /// A number that a listing shows and does not explain.
    pub listed_count: Option<u64>,
}

impl NewPaper {
    /// A paper of which nothing else is known.
    pub fn new(day: Day, title: String) -> NewPaper {
        NewPaper {
            day,
            title,
            abstract_: String::new(),
            authors: Vec::new(),
            author_count: None,
            published: None,
            arxiv: None,
            doi: None,
            venue: None,
            publication: Publication::default(),
            links: Vec::new(),
            upvotes: None,
            comments: None,
            stars: None,
            weight: None,
            submitted_by: None,
            organization: None,
            thumbnail: None,
            withdrawn: false,
            machine_summary: None,
            keywords: Vec::new(),
            listed_count: None,
        }
    }
}

/// What came of an import.
#[derive(Clone, Debug, Default)]
pub struct Added {
    pub new: usize,
    /// The days of the new papers.
    pub days: BTreeSet<Day>,
    /// Papers that the list had already, or that the source names twice.
    pub known: usize,
    /// Files of the list that have errors, so that not all is known of what it holds.
    pub unreadable: usize,
    /// Papers that no file can hold.
    pub diagnostics: Vec<Diagnostic>,
}

/// What a source holds and no content file does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Authors that the source itself does not show.
    pub hidden_authors: usize,
    /// Addresses that cannot be published.
    pub addresses: usize,
}

/// A file that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {error}")]
pub struct WriteError {
    pub path: PathBuf,
    pub error: io::Error,
}

/// Larger files are no lists that somebody reads: a year of the largest known one is a tenth of it.
const LARGEST: u64 = 256 << 20;

/// Reads a file that is to be imported.
pub fn read_file(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?.take(LARGEST + 1).read_to_string(&mut text)?;
    if text.len() as u64 > LARGEST {
        return Err(io::Error::new(ErrorKind::FileTooLarge, "this file is too large to be a list of papers"));
    }
    if text.starts_with('\u{FEFF}') {
        text.drain(..'\u{FEFF}'.len_utf8());
    }
    Ok(text)
}

/// Writes a content file for each paper that the list of the site at `root` does not have.
///
/// A paper that is found on several days is listed on the first of them.
pub fn add(root: &Path, mut papers: Vec<NewPaper>) -> Result<Added, WriteError> {
    // Stable: of two on one day the first one wins.
    papers.sort_by_key(|paper| paper.day);
    let (mut known, unreadable) = known::read(root);
    let mut added = Added { unreadable, ..Added::default() };
    for new in &papers {
        let title = content_file::title(new);
        let Some(slug) = known.new_key(new, &title, &base_name(new, &title)) else {
            added.known += 1;
            continue;
        };
        let path = scaffold::paper_path(new.day, &slug);
        let source = SourceFile { path: path.as_str().into(), text: content_file::text(new) };
        // Whatever others sent, only what can be read back becomes part of the list.
        let (paper, diagnostics) = Paper::from_source(&source, &BTreeSet::new());
        let Some(paper) = paper else {
            added.diagnostics.push(unusable(new, &diagnostics));
            continue;
        };
        match placing::place(root, &path, source.text.as_bytes()) {
            Ok(Placed::Created) => {
                known.insert(&paper);
                added.new += 1;
                added.days.insert(new.day);
            }
            Ok(Placed::Kept) => added.known += 1,
            Err(error) => return Err(WriteError { path: root.join(path), error }),
        }
    }
    Ok(added)
}

/// The name of a paper's file where no other paper has it: its arXiv id, else its citation key, else
/// its title.
fn base_name(new: &NewPaper, title: &str) -> Slug {
    match (&new.arxiv, &new.publication.cite_key) {
        (Some(arxiv), _) => Slug::from_text(&arxiv.as_str().replace('/', "-")),
        (None, Some(key)) => scaffold::slug(key),
        (None, None) => scaffold::slug(title),
    }
}

fn unusable(new: &NewPaper, diagnostics: &[Diagnostic]) -> Diagnostic {
    let message = format!("a paper cannot be written such that it can be read: {}", new.title);
    let reason = diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error);
    let diagnostic = Diagnostic::error("unusable-paper", message);
    match reason {
        Some(reason) => diagnostic.help(reason.message.clone()),
        None => diagnostic,
    }
}
