//! Importing turns lists of others into content files.
//!
//! A source is read into [`NewPaper`]s; [`add`] writes one file for each that the list does not have
//! yet. Sources are not trusted: what cannot be published is left out and counted.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::catalog::fold;
use crate::config::Config;
use crate::paper::{ArxivId, Day, Name, Paper, PartialDate, Publication};
use crate::placing::{self, Placed};
use crate::scaffold;
use crate::slug::Slug;
use crate::source;
use crate::text::{Text, escape_markdown_line};

pub mod capture;
mod content_file;
pub mod hf;
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
    /// Files of the list that could not be read: their papers are not known.
    pub unreadable: usize,
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

/// Writes a content file for each paper that the site's list does not have; the first of two that
/// are one paper wins.
pub fn add(root: &Path, papers: &[NewPaper]) -> Result<Added, WriteError> {
    let (mut list, unreadable) = Known::read(root);
    let mut added = Added { unreadable, ..Added::default() };
    for paper in papers {
        if list.has(paper) || write(root, paper, &mut list)? == Placed::Kept {
            added.known += 1;
            continue;
        }
        list.add(paper);
        added.new += 1;
        added.days.insert(paper.day);
    }
    Ok(added)
}

/// Writes a paper's file; keeps one that is named after the paper's arXiv id, since it is the
/// paper's, readable or not.
fn write(root: &Path, paper: &NewPaper, list: &mut Known) -> Result<Placed, WriteError> {
    let text = content_file::text(paper);
    for slug in names(paper) {
        // A key is taken wherever in the list its file lies.
        if !list.keys.insert(slug.to_string()) {
            continue;
        }
        let path = scaffold::paper_path(paper.day, &slug);
        match placing::place(root, &path, text.as_bytes()) {
            Ok(Placed::Kept) if paper.arxiv.is_none() => {}
            Ok(placed) => return Ok(placed),
            Err(error) => return Err(WriteError { path: root.join(path), error }),
        }
    }
    unreachable!("names go on for ever")
}

/// The names that a paper's file may have, best first: its arXiv id, else its citation key, else its
/// title's slug; then the same with a number.
fn names(paper: &NewPaper) -> impl Iterator<Item = Slug> {
    let best = match (&paper.arxiv, &paper.publication.cite_key) {
        (Some(arxiv), _) => Slug::from_text(&arxiv.as_str().replace('/', "-")),
        (None, Some(key)) => scaffold::slug(key),
        (None, None) => scaffold::slug(&escape_markdown_line(&paper.title)),
    };
    let numbered = best.clone();
    std::iter::once(best)
        .chain((2..).map(move |number: usize| Slug::from_text(&format!("{numbered}-{number}"))))
}

/// What tells whether a paper is in the list.
#[derive(Default)]
struct Known {
    keys: HashSet<String>,
    arxiv_ids: HashSet<ArxivId>,
    /// Folded titles, and whether a paper of that title has no arXiv id.
    titles: HashMap<String, bool>,
}

impl Known {
    /// Reads the site's list; also returns how many of its files could not be read.
    fn read(root: &Path) -> (Known, usize) {
        let mut known = Known::default();
        if !root.join(Config::CONTENT).is_dir() {
            return (known, 0);
        }
        let (sources, unreadable) = source::read(root, Config::CONTENT);
        let read: Vec<(Option<Paper>, String)> = sources
            .papers
            .par_iter()
            .map(|source| {
                let paper = Paper::from_source(source, &sources.files).0;
                let title =
                    paper.as_ref().map_or_else(String::new, |paper| Text::inline(&paper.title.text).plain());
                (paper, title)
            })
            .collect();
        let mut faulty =
            unreadable.iter().filter(|found| found.severity == crate::diagnostic::Severity::Error).count();
        for (paper, title) in read {
            let Some(paper) = paper else {
                faulty += 1;
                continue;
            };
            known.keys.insert(paper.key.to_string());
            known.add_identity(&title, paper.arxiv.as_ref());
        }
        (known, faulty)
    }

    /// Papers with two arXiv ids are two; otherwise those with one title are one.
    fn has(&self, paper: &NewPaper) -> bool {
        let title = self.titles.get(&fold(&plain_title(paper)));
        match &paper.arxiv {
            Some(arxiv) => self.arxiv_ids.contains(arxiv) || title.is_some_and(|lacks_arxiv| *lacks_arxiv),
            None => title.is_some(),
        }
    }

    fn add(&mut self, paper: &NewPaper) {
        self.add_identity(&plain_title(paper), paper.arxiv.as_ref());
    }

    fn add_identity(&mut self, title: &str, arxiv: Option<&ArxivId>) {
        *self.titles.entry(fold(title)).or_default() |= arxiv.is_none();
        self.arxiv_ids.extend(arxiv.cloned());
    }
}

fn plain_title(paper: &NewPaper) -> String {
    Text::inline(&escape_markdown_line(&paper.title)).plain()
}
