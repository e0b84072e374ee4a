//! What is [`Known`] of the list that papers are added to: which papers it has, and which names.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::FoundPaper;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::fields::Reader;
use crate::front_matter;
use crate::paper::{ArxivId, Doi, Paper, key_of_path};
use crate::slug::Slug;
use crate::source::{self, SourceFile, Sources};
use crate::text::Text;

#[derive(Default)]
pub struct Known {
    /// With their files, as everything here.
    arxiv_ids: HashMap<ArxivId, Arc<str>>,
    /// Folded.
    dois: HashMap<String, Arc<str>>,
    /// By normalized title.
    titles: HashMap<String, Vec<Identity>>,
    keys: HashSet<String>,
    /// Keys of files that have errors: nobody can say which papers they are.
    unreadable_keys: HashMap<String, Arc<str>>,
}

/// What tells two papers of one title apart.
#[derive(Clone, Debug)]
struct Identity {
    arxiv: Option<ArxivId>,
    /// Folded.
    doi: Option<String>,
    file: Arc<str>,
}

/// Reads the list of the site at `root`, drafts and all; returns the number of files with errors,
/// too. Of those their names are known, and what can be read.
pub fn read(root: &Path) -> (Known, usize) {
    let mut known = Known::default();
    if !root.join(Config::CONTENT).is_dir() {
        return (known, 0);
    }
    let (Sources { papers, files, .. }, diagnostics) = source::read(root, Config::CONTENT);
    let unread: Vec<_> = diagnostics.iter().filter_map(unread_file).collect();
    let mut unreadable = unread.len();
    for path in unread {
        known.insert_key_of(path);
    }
    let read: Vec<_> = papers.par_iter().map(|source| Paper::from_source(source, &files).0).collect();
    for (source, paper) in papers.iter().zip(read) {
        match paper {
            Some(paper) => known.insert(&paper),
            None => {
                unreadable += 1;
                known.insert_faulty(source);
            }
        }
    }
    (known, unreadable)
}

/// The file that an error of reading is about.
fn unread_file(diagnostic: &Diagnostic) -> Option<&str> {
    let label = diagnostic.primary.as_ref().filter(|_| diagnostic.severity == Severity::Error)?;
    Some(&label.place.file)
}

impl Known {
    pub fn insert(&mut self, paper: &Paper) {
        self.keys.insert(paper.key.to_string());
        let (arxiv, doi) = (paper.arxiv.clone(), paper.doi.as_ref());
        self.insert_identity(&paper.file, Some(&paper.title.text), arxiv, doi);
    }

    /// A file with errors may still say which paper it is.
    fn insert_faulty(&mut self, source: &SourceFile) {
        self.insert_key_of(&source.path);
        let Ok(parts) = front_matter::split(source) else { return };
        let reader = Reader::new(source.path.clone(), &source.text, parts.yaml);
        let Some(mut fields) = reader.root("a paper") else { return };
        let title = fields.text("title");
        let arxiv = fields.text("arxiv").and_then(|text| ArxivId::parse(&text)).map(|(id, _)| id);
        let doi = fields.text("doi").and_then(|text| Doi::parse(&text));
        self.insert_identity(&source.path, title.as_deref(), arxiv, doi.as_ref());
    }

    fn insert_key_of(&mut self, path: &str) {
        self.unreadable_keys.extend(key_of_path(path).map(|key| (key.to_string(), path.into())));
    }

    fn insert_identity(
        &mut self,
        file: &Arc<str>,
        title: Option<&str>,
        arxiv: Option<ArxivId>,
        doi: Option<&Doi>,
    ) {
        let doi = doi.map(Doi::folded);
        self.arxiv_ids.extend(arxiv.clone().map(|id| (id, file.clone())));
        self.dois.extend(doi.clone().map(|doi| (doi, file.clone())));
        if let Some(title) = title {
            let identity = Identity { arxiv, doi, file: file.clone() };
            self.titles.entry(normalized(title)).or_default().push(identity);
        }
    }

    /// Returns the key that a paper gets, or the file of the list that it has already.
    ///
    /// `title` is Markdown; `base` is the key that the paper gets when no other one has it.
    pub fn new_key(&self, found: &FoundPaper, title: &str, base: &Slug) -> Result<Slug, Arc<str>> {
        if let Some(file) = self.file_of(found, title).or_else(|| self.unreadable_keys.get(base.as_str())) {
            return Err(file.clone());
        }
        let is_free = |slug: &Slug| {
            let name = slug.as_str();
            !self.keys.contains(name) && !self.unreadable_keys.contains_key(name)
        };
        if is_free(base) {
            return Ok(base.clone());
        }
        // Short enough for a number within the longest slug.
        let start: String = base.as_str().chars().take(80).collect();
        let mut numbered = (2_u64..).map(|number| Slug::from_text(&format!("{start}-{number}")));
        Ok(numbered.find(is_free).expect("there are more numbers than papers"))
    }

    /// The file of the paper with one of these ids.
    pub fn file_with(&self, arxiv: Option<&ArxivId>, doi: Option<&Doi>) -> Option<&Arc<str>> {
        arxiv
            .and_then(|id| self.arxiv_ids.get(id))
            .or_else(|| doi.and_then(|doi| self.dois.get(&doi.folded())))
    }

    /// The file of a paper that is in the list: by its arXiv id, its DOI, else its title.
    fn file_of(&self, found: &FoundPaper, title: &str) -> Option<&Arc<str>> {
        self.file_with(found.arxiv.as_ref(), found.doi.as_ref()).or_else(|| {
            // Two papers with two ids may well have one title.
            let doi = found.doi.as_ref().map(Doi::folded);
            let mut namesakes = self.titles.get(&normalized(title)).into_iter().flatten();
            let same =
                namesakes.find(|namesake| !namesake.differs_from(found.arxiv.as_ref(), doi.as_deref()));
            same.map(|namesake| &namesake.file)
        })
    }
}

impl Identity {
    fn differs_from(&self, arxiv: Option<&ArxivId>, doi: Option<&str>) -> bool {
        let differ = |one: Option<&str>, two: Option<&str>| one.is_some() && two.is_some() && one != two;
        differ(self.arxiv.as_ref().map(ArxivId::as_str), arxiv.map(ArxivId::as_str))
            || differ(self.doi.as_deref(), doi)
    }
}

/// What spellings of one title have in common: letters and digits, without accents and case.
fn normalized(title: &str) -> String {
    let plain = Text::inline(title).plain();
    let folded: String =
        plain.nfkd().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if folded.is_empty() { plain } else { folded }
}
