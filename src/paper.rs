//! A [`Paper`] is one paper of the list, valid in every field.
//!
//! [`Paper::from_source`] is the only way to make one.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::fingerprint::Fingerprint;
use crate::slug::{Slug, is_device};
use crate::text::Text;

mod author;
mod date;
mod entry_type;
mod identifier;
mod link;
mod name;
mod page_range;
mod read;
mod venue;

pub use author::Author;
pub use date::{Day, PartialDate, leading_date, month_name, parse_day, parse_partial};
pub use entry_type::EntryType;
pub use identifier::{ArxivId, Doi, Orcid, orcid};
pub use link::{Link, LinkKind, LinkTarget, WebUrl, is_web_url};
pub(crate) use name::is_family_first;
pub use name::{Name, PersonName};
pub use page_range::PageRange;
pub use read::{key_of_path, notes_heading, without_markdown_ending};
pub use venue::{FIELDS_IN_EXTRA, Publication, Venue, web_url};

/// Shared by reference only, so that what was checked once stays true.
#[derive(Clone, Debug)]
pub struct Paper {
    /// Names the paper's page; unique in a [`Catalog`](crate::catalog::Catalog).
    pub key: Slug,
    pub file: Arc<str>,
    /// Of the file's text.
    pub text: Fingerprint,
    pub title: Passage,
    /// The day it is listed under.
    pub date: Day,
    pub authors: Vec<Author>,
    /// Only where the names are unknown.
    pub author_count: Option<u64>,
    pub published: Option<PartialDate>,
    pub updated: Option<PartialDate>,
    pub version: Option<u32>,
    pub arxiv: Option<ArxivId>,
    pub primary_class: Option<String>,
    pub doi: Option<Doi>,
    pub venue: Option<Venue>,
    pub publication: Publication,
    pub tags: Vec<String>,
    pub links: Vec<Link>,
    pub summary: Option<Passage>,
    pub abstract_: Option<Passage>,
    pub notes: Option<Passage>,
    pub upvotes: Option<u64>,
    pub comments: Option<u64>,
    pub stars: Option<u64>,
    pub weight: Option<i64>,
    pub submitted_by: Option<String>,
    pub organization: Option<String>,
    pub thumbnail: Option<Thumbnail>,
    pub status: Option<Status>,
    pub rating: Option<Rating>,
    pub awards: Vec<String>,
    pub withdrawn: Option<Withdrawn>,
    /// Old addresses, from the site's root: `/old/url/`.
    pub aliases: Vec<Alias>,
    pub draft: bool,
    pub extra: BTreeMap<String, serde_json::Value>,
    pub claims: ClaimPlaces,
}

/// Where a paper says what no other may say, as bytes of its file.
#[derive(Clone, Debug)]
pub struct ClaimPlaces {
    /// Of the `slug`, else of the title.
    pub key: Range<usize>,
    pub arxiv: Range<usize>,
    pub doi: Range<usize>,
    pub cite_key: Range<usize>,
}

/// A stretch of Markdown as it was typed, and where.
#[derive(Clone, Debug)]
pub struct Passage {
    pub text: String,
    /// Bytes of the file. For a value in the front matter, the whole value.
    pub range: Range<usize>,
    /// Whether `text` is the file's text at `range`.
    pub verbatim: bool,
}

impl Passage {
    /// Where a part of the text stands in the file, whose text is asked for where that takes looking: YAML folds lines, and
    /// takes indentation and escapes away. The whole value, where it cannot be told.
    pub fn place(&self, part: Range<usize>, file: impl FnOnce() -> Option<String>) -> Range<usize> {
        let start = self.range.start;
        if self.verbatim {
            return start + part.start..start + part.end;
        }
        let found = || {
            let file = file()?;
            let typed = file.get(self.range.clone())?;
            let part_text = self.text.get(part.clone()).filter(|text| !text.is_empty())?;
            let number = self.text.match_indices(part_text).position(|(at, _)| at == part.start)?;
            let mut places =
                typed.match_indices(part_text).map(|(at, text)| start + at..start + at + text.len());
            let place = places.nth(number)?;
            let are_all_found = self.text.matches(part_text).count() == number + 1 + places.count();
            are_all_found.then_some(place)
        };
        found().unwrap_or_else(|| self.range.clone())
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Thumbnail {
    /// A file of the content folder, by path from the site's root.
    Local(String),
    Remote(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Unread,
    Reading,
    Read,
}

impl Status {
    pub const NAMED: [(&'static str, Status); 3] =
        [("unread", Status::Unread), ("reading", Status::Reading), ("read", Status::Read)];

    /// As in front matter: `unread`.
    pub fn name(self) -> &'static str {
        Status::NAMED.iter().find(|(_, status)| *status == self).map_or("", |(name, _)| name)
    }
}

/// One to five.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rating(u8);

impl Rating {
    /// None but for one to five.
    pub fn new(stars: u64) -> Option<Rating> {
        (1..=5).contains(&stars).then_some(Rating(stars as u8))
    }

    pub fn stars(self) -> u8 {
        self.0
    }
}

#[derive(Clone, Debug)]
pub struct Withdrawn {
    pub reason: Option<Passage>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// Begins with `/`; none of its parts is empty or `..`.
    pub path: String,
    pub range: Range<usize>,
}

impl Alias {
    /// Whether a path can be an old address; the error says what mends it.
    pub fn check(path: &str) -> Result<(), &'static str> {
        if !path.starts_with('/') || path.contains("//") {
            // `/papers//a` would be another address, and the same file.
            Err("begin it with one `/`, and write none twice: an alias is a path from the site's root")
        } else if path.split('/').any(|part| part == ".." || part == "." || is_device(part)) {
            Err("leave out `.`, `..` and names of devices")
        } else if path.contains(['?', '#', '\\', '%', ':', '*', '"', '<', '>', '|'])
            || path.chars().any(char::is_control)
        {
            Err("write letters, digits, `-`, `_`, `.` and `/`")
        } else {
            Ok(())
        }
    }
}

impl Paper {
    /// Whether there are more authors than are named, as `and others` says at the end of a list in BibTeX. Imports
    /// keep that as `authors_end`.
    pub fn has_unnamed_authors(&self) -> bool {
        !self.authors.is_empty() && self.extra.contains_key("authors_end")
    }

    /// Whether it says the same as another but for its abstract, summary and notes: then it stands in the
    /// same lists, at the same places, under the same address.
    pub fn is_listed_like(&self, other: &Paper) -> bool {
        let without_texts = |paper: &Paper| {
            let text = Fingerprint::of_bytes(b"");
            let (summary, abstract_, notes) = (None, None, None);
            // As it is debugged, which leaves no field out.
            format!("{:?}", Paper { text, summary, abstract_, notes, ..paper.clone() })
        };
        without_texts(self) == without_texts(other)
    }

    pub fn plain_title(&self) -> String {
        Text::inline(&self.title.text).plain()
    }

    /// Its own first date, else the day it is listed under.
    pub fn published_or_listed(&self) -> PartialDate {
        self.published.unwrap_or_else(|| self.date.into())
    }

    /// The year that citations print: its venue's, else that of its own date.
    pub fn year(&self) -> i16 {
        self.publication.year.unwrap_or_else(|| self.published_or_listed().year())
    }
}
