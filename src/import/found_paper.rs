//! A [`FoundPaper`] is a paper as a source describes it, before it is part of a list.

use std::borrow::Cow;

use crate::diagnostic::Place;
use crate::paper::{ArxivId, Author, Day, Doi, PartialDate, Publication, Rating, Status, WebUrl};
use crate::slug::Slug;

/// A paper as a source describes it.
///
/// Title, abstract and the reason for a withdrawal are in its [`Markup`]. Other texts are as a paper's
/// are.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundPaper {
    /// Where the source tells of it, for sources that people write by hand.
    pub entry: Option<SourceEntry>,
    pub markup: Markup,
    /// Not empty; one line, unless it is Markdown.
    pub title: String,
    /// What names its page, where no other paper has it.
    pub key: Option<Slug>,
    /// The day under which it is to be listed.
    pub day: Day,
    pub authors: Vec<Author>,
    /// Where the names are unknown.
    pub author_count: Option<u64>,
    pub published: Option<PartialDate>,
    pub updated: Option<PartialDate>,
    pub version: Option<u32>,
    pub arxiv: Option<ArxivId>,
    /// At arXiv: `cs.LG`.
    pub primary_class: Option<String>,
    pub doi: Option<Doi>,
    /// Where it appeared.
    pub venue: Option<String>,
    pub venue_short: Option<String>,
    pub venue_url: Option<WebUrl>,
    pub publication: Publication,
    /// By the usual names of front matter, or by labels of the source's own.
    pub links: Vec<(String, WebUrl)>,
    /// Paragraphs, of one line each unless they are Markdown.
    pub abstract_: Vec<String>,
    pub upvotes: Option<u64>,
    pub comments: Option<u64>,
    pub stars: Option<u64>,
    pub weight: Option<i64>,
    pub submitted_by: Option<String>,
    pub organization: Option<String>,
    pub thumbnail: Option<WebUrl>,
    /// Files of the content folder that it names, which may not be there.
    pub files: Vec<NamedFile>,
    /// Why, in the source's words; empty where it does not say.
    pub withdrawn: Option<String>,
    /// Whose words they are depends on the source: most say nothing of what a curator would call it.
    pub tags: Vec<String>,
    /// The curator's, in Markdown, as the notes.
    pub summary: Option<String>,
    pub notes: Option<String>,
    pub status: Option<Status>,
    pub rating: Option<Rating>,
    pub awards: Vec<String>,
    /// Old addresses, from the site's root.
    pub aliases: Vec<String>,
    pub draft: bool,
    /// What a paper has no field for, by name.
    pub extra: Vec<(Cow<'static, str>, Extra)>,
}

impl FoundPaper {
    /// A paper of which only this is known.
    pub fn new(title: impl Into<String>, day: Day) -> FoundPaper {
        FoundPaper {
            entry: None,
            markup: Markup::Tex,
            title: title.into(),
            key: None,
            day,
            authors: Vec::new(),
            author_count: None,
            published: None,
            updated: None,
            version: None,
            arxiv: None,
            primary_class: None,
            doi: None,
            venue: None,
            venue_short: None,
            venue_url: None,
            publication: Publication::default(),
            links: Vec::new(),
            abstract_: Vec::new(),
            upvotes: None,
            comments: None,
            stars: None,
            weight: None,
            submitted_by: None,
            organization: None,
            thumbnail: None,
            files: Vec::new(),
            withdrawn: None,
            tags: Vec::new(),
            summary: None,
            notes: None,
            status: None,
            rating: None,
            awards: Vec::new(),
            aliases: Vec::new(),
            draft: false,
            extra: Vec::new(),
        }
    }
}

/// An entry of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceEntry {
    /// By which people know it: `knuth:1984`.
    pub name: String,
    pub place: Place,
}

/// What a text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    /// TeX and HTML are read, and what would be Markdown is meant as it stands.
    Tex,
    /// Markdown with TeX, as in content files.
    Markdown,
}

/// A file of the content folder, and the field that names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedFile {
    /// The link's label; none for the thumbnail.
    pub label: Option<String>,
    /// From the site's root.
    pub path: String,
}

/// A value below `extra`.
#[derive(Clone, Debug, PartialEq)]
pub enum Extra {
    Count(u64),
    Text(String),
    Texts(Vec<String>),
    /// Whatever a curator keeps there.
    Other(serde_json::Value),
}
