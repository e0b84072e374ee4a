//! What is [`Known`] of the list that papers are added to: which papers it has, and which names.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::FoundPaper;
use crate::diagnostic::{Diagnostic, Severity};
use crate::fields::Reader;
use crate::front_matter;
use crate::layout;
use crate::paper::{
    ArxivId, Author, Day, Doi, EntryType, PageRange, Paper, PartialDate, Publication, key_of_path,
};
use crate::scaffold;
use crate::slug::Slug;
use crate::source::{self, SourceFile, Sources};
use crate::text::Text;

#[derive(Default)]
pub struct Known {
    /// With their files, as everything here. Of one paper from several sources, each id leads to its file.
    arxiv_ids: HashMap<ArxivId, Arc<str>>,
    /// Folded.
    dois: HashMap<String, Arc<str>>,
    /// By normalized title.
    titles: HashMap<String, Vec<(Identity, Arc<str>)>>,
    keys: HashSet<String>,
    /// The number from which on a key that begins so may be free: no key is ever given up.
    next_numbers: HashMap<String, u64>,
    /// Keys of files that have errors: nobody can say which papers they are.
    unreadable_keys: HashMap<String, Arc<str>>,
}

/// What says which paper a paper is.
#[derive(Clone, Debug, Default)]
pub struct Identity {
    arxiv: Option<ArxivId>,
    /// Folded.
    doi: Option<String>,
    /// Normalized.
    title: String,
    /// Words of the first author's name, folded; none where nobody is named.
    first_author: Vec<String>,
    /// Volume, number and first page, as far as they are known.
    position: [Option<String>; 3],
    /// The year of what comes out again under its title: a book, a manual, a page of the web.
    edition: Option<i16>,
}

/// A list as it was found.
#[derive(Default)]
pub struct Content {
    pub known: Known,
    /// How many files have errors. Of those their names are known, and what can be read.
    pub unreadable: usize,
    /// Every file of the content folder, by path from the site's root.
    pub files: BTreeSet<String>,
}

/// Reads the list of the site at `root`, drafts and all.
pub fn read(root: &Path) -> Content {
    let mut known = Known::default();
    if !root.join(layout::CONTENT).is_dir() {
        return Content::default();
    }
    let (Sources { papers, files, .. }, diagnostics) = source::read(root, layout::CONTENT);
    let unread: Vec<_> = diagnostics.iter().filter_map(unread_file).collect();
    let mut unreadable = unread.len();
    for path in unread {
        known.insert_key_of(path);
    }
    let read: Vec<_> = papers
        .par_iter()
        .map(|source| {
            let paper = Paper::from_source(source, &files).0?;
            Some((Identity::of_paper(&paper), paper.key.to_string()))
        })
        .collect();
    for (source, paper) in papers.iter().zip(read) {
        match paper {
            Some((identity, key)) => {
                known.keys.insert(key);
                known.insert(identity, &source.path);
            }
            None => {
                unreadable += 1;
                known.insert_faulty(source);
            }
        }
    }
    Content { known, unreadable, files }
}

/// The file that an error of reading is about.
fn unread_file(diagnostic: &Diagnostic) -> Option<&str> {
    let label = diagnostic.primary.as_ref().filter(|_| diagnostic.severity == Severity::Error)?;
    Some(&label.place.file)
}

impl Known {
    /// A file with errors may still say which paper it is.
    fn insert_faulty(&mut self, source: &SourceFile) {
        self.insert_key_of(&source.path);
        let Ok(parts) = front_matter::split(source) else { return };
        let reader = Reader::new(source.path.clone(), &source.text, parts.yaml);
        let Some(mut fields) = reader.root("a paper") else { return };
        let title = fields.text("title");
        let arxiv = fields.text("arxiv").and_then(|text| ArxivId::parse(&text)).map(|(id, _)| id);
        let doi = fields.text("doi").and_then(|text| Doi::parse(&text));
        let title = title.as_deref().map(normalized).unwrap_or_default();
        let doi = doi.as_ref().map(Doi::folded);
        self.insert(Identity { arxiv, doi, title, ..Identity::default() }, &source.path);
    }

    fn insert_key_of(&mut self, path: &str) {
        self.unreadable_keys.extend(key_of_path(path).map(|key| (key.to_string(), path.into())));
    }

    fn insert(&mut self, identity: Identity, file: &Arc<str>) {
        self.learn(&identity, file);
        if !identity.title.is_empty() {
            self.titles.entry(identity.title.clone()).or_default().push((identity, file.clone()));
        }
    }

    /// Takes in that a paper of the list has these ids, too: another source may know it by them alone.
    pub fn learn(&mut self, identity: &Identity, file: &Arc<str>) {
        if let Some(id) = &identity.arxiv {
            self.arxiv_ids.entry(id.clone()).or_insert_with(|| file.clone());
        }
        if let Some(doi) = &identity.doi {
            self.dois.entry(doi.clone()).or_insert_with(|| file.clone());
        }
    }

    /// Returns the file that a new paper gets, which is known from then on, or the one of the list that
    /// it has already. `base` is the key that the paper gets when no other one has it.
    pub fn claim(&mut self, identity: Identity, base: &Slug, day: Day) -> Result<Arc<str>, Arc<str>> {
        if let Some(file) = self.file_of(&identity, base).cloned() {
            self.learn(&identity, &file);
            return Err(file);
        }
        let key = self.free_key(base);
        let file: Arc<str> = scaffold::paper_path(day, &key).into();
        self.keys.insert(key.to_string());
        self.insert(identity, &file);
        Ok(file)
    }

    /// Takes a key that a file says itself; false where a paper has it.
    pub fn take_key(&mut self, key: &Slug) -> bool {
        !self.unreadable_keys.contains_key(key.as_str()) && self.keys.insert(key.to_string())
    }

    fn free_key(&mut self, base: &Slug) -> Slug {
        let is_free = |slug: &Slug| {
            let name = slug.as_str();
            !self.keys.contains(name) && !self.unreadable_keys.contains_key(name)
        };
        if is_free(base) {
            return base.clone();
        }
        // Short enough for a number within the longest slug.
        let start: String = base.as_str().chars().take(80).collect();
        let next = self.next_numbers.entry(start.clone()).or_insert(2);
        loop {
            let slug = Slug::from_text(&format!("{start}-{next}"));
            *next += 1;
            if is_free(&slug) {
                return slug;
            }
        }
    }

    /// The file of the paper with one of these ids.
    pub fn file_with(&self, arxiv: Option<&ArxivId>, doi: Option<&Doi>) -> Option<&Arc<str>> {
        arxiv
            .and_then(|id| self.arxiv_ids.get(id))
            .or_else(|| doi.and_then(|doi| self.dois.get(&doi.folded())))
    }

    /// The file of a paper that is in the list: by its arXiv id, its DOI, else its title and first
    /// author, else by the name `base` of a file that cannot be read.
    pub fn file_of(&self, identity: &Identity, base: &Slug) -> Option<&Arc<str>> {
        let with_id = identity
            .arxiv
            .as_ref()
            .and_then(|id| self.arxiv_ids.get(id))
            .or_else(|| self.dois.get(identity.doi.as_ref()?));
        let namesake = || {
            let mut namesakes = self.titles.get(&identity.title).into_iter().flatten();
            namesakes.find(|(namesake, _)| !namesake.differs_from(identity)).map(|(_, file)| file)
        };
        with_id.or_else(namesake).or_else(|| self.unreadable_keys.get(base.as_str()))
    }
}

impl Identity {
    /// `title` is the paper's as Markdown.
    pub fn of_found(found: &FoundPaper, title: &str) -> Identity {
        Identity {
            arxiv: found.arxiv.clone(),
            doi: found.doi.as_ref().map(Doi::folded),
            title: normalized(title),
            first_author: first_author(&found.authors),
            position: position(&found.publication),
            edition: edition(&found.publication, found.published),
        }
    }

    pub fn of_paper(paper: &Paper) -> Identity {
        Identity {
            arxiv: paper.arxiv.clone(),
            doi: paper.doi.as_ref().map(Doi::folded),
            title: normalized(&paper.title.text),
            first_author: first_author(&paper.authors),
            position: position(&paper.publication),
            edition: edition(&paper.publication, paper.published),
        }
    }

    /// Letters and digits of the title, without accents and case.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Whether two papers of one title are two: by ids of one kind that differ, by where they appeared, as a
    /// column has one title for years, by the years of a book's editions, or by first authors whose names have no word in common. Order and initials
    /// do not count: sources write names as they like.
    pub fn differs_from(&self, other: &Identity) -> bool {
        fn differ<T: PartialEq>(one: &Option<T>, two: &Option<T>) -> bool {
            one.is_some() && two.is_some() && one != two
        }
        let (one, two) = (&self.first_author, &other.first_author);
        differ(&self.arxiv, &other.arxiv)
            || differ(&self.doi, &other.doi)
            || differ(&self.edition, &other.edition)
            || self.position.iter().zip(&other.position).any(|(one, two)| differ(one, two))
            || (!one.is_empty() && !two.is_empty() && one.iter().all(|word| !two.contains(word)))
    }
}

/// What a publication says of its place, where that is a number: `??` is none.
fn position(publication: &Publication) -> [Option<String>; 3] {
    let numbered = |text: Option<&str>| {
        let digits: String = text?.chars().filter(char::is_ascii_digit).collect();
        (!digits.is_empty()).then_some(digits)
    };
    let first_page = publication.page_range().map(PageRange::first);
    [publication.volume.as_deref(), publication.number.as_deref(), first_page].map(numbered)
}

/// The year of a work that comes out again, changed, under one title.
fn edition(publication: &Publication, published: Option<PartialDate>) -> Option<i16> {
    let comes_again = matches!(
        publication.kind,
        Some(
            EntryType::Book
                | EntryType::Booklet
                | EntryType::Manual
                | EntryType::Proceedings
                | EntryType::Misc
        )
    );
    published.filter(|_| comes_again).map(PartialDate::year)
}

/// Words of the first author's name, but for initials.
fn first_author(authors: &[Author]) -> Vec<String> {
    let printed = authors.first().map(|author| author.name().printed()).unwrap_or_default();
    let words = printed.split(|char: char| char.is_whitespace() || matches!(char, '-' | '.' | ','));
    words.map(folded).filter(|word| word.chars().nth(1).is_some()).collect()
}

/// What spellings of one title have in common: letters and digits, without accents and case.
fn normalized(title: &str) -> String {
    let plain = Text::inline(title).plain();
    let folded = folded(&plain);
    if folded.is_empty() { plain } else { folded }
}

fn folded(text: &str) -> String {
    text.nfkd().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
