//! A refresh compares papers of the list with what services say of them today: a [`Refreshed`] paper
//! is what it found, and how its file becomes right again.

use std::collections::BTreeSet;
use std::path::Path;

use crate::edit::{self, NewValue, PaperEdit, RewriteError};
use crate::import::FoundPaper;
use crate::paper::{Paper, PartialDate};
use crate::reference::Reference;
use crate::source::SourceFile;
use crate::text::{Text, escape_markdown_line};

mod summary;

pub use summary::{markdown, text};

/// A paper of which services say something new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refreshed {
    /// From the site's root.
    pub file: String,
    /// Plain.
    pub title: String,
    pub reference: Reference,
    /// At least one.
    pub changes: Vec<Update>,
}

/// Texts are plain, and others wrote them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Update {
    /// Empty where no reason is given.
    Withdrawn {
        reason: String,
    },
    Version {
        before: Option<u32>,
        now: u32,
        updated: Option<PartialDate>,
    },
    /// Shown only: how a title is spelled is the curator's.
    Retitled {
        now: String,
    },
    Published {
        venue: String,
        year: Option<i16>,
        fields: Vec<(&'static str, NewValue)>,
    },
    Doi {
        now: String,
    },
    Count {
        field: &'static str,
        before: Option<u64>,
        now: u64,
    },
}

impl Update {
    /// What of the front matter becomes what; nothing for what is only shown.
    fn fields(&self) -> Vec<(&'static str, NewValue)> {
        match self {
            Update::Withdrawn { reason } if reason.is_empty() => {
                vec![("withdrawn", NewValue::Plain("true".to_owned()))]
            }
            Update::Withdrawn { reason } => {
                vec![("withdrawn", NewValue::Text(escape_markdown_line(reason)))]
            }
            Update::Version { now, updated, .. } => {
                let updated = updated.map(|date| ("updated", NewValue::Plain(date.iso())));
                updated.into_iter().chain([("version", NewValue::Plain(now.to_string()))]).collect()
            }
            Update::Retitled { .. } => Vec::new(),
            Update::Published { fields, .. } => fields.clone(),
            Update::Doi { now } => vec![("doi", NewValue::Text(now.clone()))],
            Update::Count { field, now, .. } => vec![(*field, NewValue::Plain(now.to_string()))],
        }
    }
}

impl Refreshed {
    /// Whether its file changes, and not only what is shown.
    pub fn is_written(&self) -> bool {
        self.changes.iter().any(|change| !change.fields().is_empty())
    }
}

/// How a service calls a paper of the list, if one knows it.
pub fn reference(paper: &Paper) -> Option<Reference> {
    let arxiv = paper.arxiv.clone().map(Reference::Arxiv);
    arxiv.or_else(|| paper.doi.clone().map(Reference::Doi))
}

/// What is new of a paper, if anything is. What the curator wrote is right: where they name a venue, a DOI
/// or a withdrawal, nobody else does.
pub fn compare(paper: &Paper, reference: &Reference, found: &FoundPaper) -> Option<Refreshed> {
    let mut changes = Vec::new();
    if paper.withdrawn.is_none() {
        changes.extend(found.withdrawn.clone().map(|reason| Update::Withdrawn { reason }));
    }
    // A paper of which no version is said is at its first.
    if let Some(now) = found.version.filter(|now| *now > paper.version.unwrap_or(1)) {
        changes.push(Update::Version { before: paper.version, now, updated: found.updated });
        let title = Text::inline(&escape_markdown_line(&found.title)).plain();
        if folded(&title) != folded(&Text::inline(&paper.title.text).plain()) {
            changes.push(Update::Retitled { now: title });
        }
    }
    if paper.venue.is_none() {
        changes.extend(published(paper, found));
    }
    if paper.doi.is_none() {
        changes.extend(found.doi.as_ref().map(|doi| Update::Doi { now: doi.as_str().to_owned() }));
    }
    for (field, before, now) in [
        ("upvotes", paper.upvotes, found.upvotes),
        ("comments", paper.comments, found.comments),
        ("stars", paper.stars, found.stars),
    ] {
        // Nobody wants to read that a paper has got no comment.
        let now = now.filter(|now| Some(*now) != before && (*now > 0 || before.is_some()));
        changes.extend(now.map(|now| Update::Count { field, before, now }));
    }
    let title = Text::inline(&paper.title.text).plain();
    let file = paper.file.to_string();
    (!changes.is_empty()).then(|| Refreshed { file, title, reference: reference.clone(), changes })
}

fn published(paper: &Paper, found: &FoundPaper) -> Option<Update> {
    let venue = found.venue.clone()?;
    let publication = &found.publication;
    let mut fields = vec![("venue", NewValue::Text(venue.clone()))];
    let known = &paper.publication;
    let year = publication.year.filter(|_| known.year.is_none());
    fields.extend(year.map(|year| ("year", NewValue::Plain(year.to_string()))));
    let kind = publication.kind.filter(|_| known.kind.is_none());
    fields.extend(kind.map(|kind| ("type", NewValue::Text(kind.name().to_owned()))));
    for (field, known, found) in [
        ("volume", &known.volume, &publication.volume),
        ("number", &known.number, &publication.number),
        ("pages", &known.pages, &publication.pages),
        ("publisher", &known.publisher, &publication.publisher),
    ] {
        let found = found.clone().filter(|_| known.is_none());
        fields.extend(found.map(|text| (field, NewValue::Text(text))));
    }
    Some(Update::Published { venue, year: publication.year, fields })
}

/// What spellings of one title have in common.
fn folded(title: &str) -> String {
    title.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Writes what changed into a paper's file, if that is still what was `read`; everything else of it stays as it is.
/// `files` are those of the content folder.
pub fn write(
    root: &Path,
    read: &SourceFile,
    changed: &Refreshed,
    files: &BTreeSet<String>,
) -> Result<(), RewriteError> {
    edit::rewrite(root, &read.path, files, [changed], |_, text, changed| {
        if text.strip_prefix('\u{FEFF}').unwrap_or(text) != read.text {
            return Err(RewriteError::Outdated);
        }
        let mut edit = PaperEdit::new(text)?;
        for (field, value) in changed.changes.iter().flat_map(Update::fields) {
            edit.set(field, &value)?;
        }
        Ok(edit.text())
    })
    .map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::{Doi, Publication, parse_day, parse_partial};

    fn source(fields: &str) -> SourceFile {
        let text =
            format!("---\ntitle: Sorting, *Slowly*\ndate: 2025-10-30\narxiv: '2510.00010'\n{fields}---\n");
        SourceFile { path: "content/a.md".into(), text }
    }

    fn paper(fields: &str) -> Paper {
        Paper::from_source(&source(fields), &BTreeSet::new()).0.expect("it is a paper")
    }

    fn found() -> FoundPaper {
        FoundPaper::new("Sorting, slowly", parse_day("2025-10-30").expect("a day"))
    }

    fn changes(fields: &str, found: &FoundPaper) -> Vec<Update> {
        let paper = paper(fields);
        let reference = reference(&paper).expect("it has an id");
        compare(&paper, &reference, found).map(|changed| changed.changes).unwrap_or_default()
    }

    #[test]
    fn what_is_as_it_was_is_no_change() {
        let mut found = found();
        assert_eq!(changes("", &found), []);
        found.comments = Some(0);
        found.version = Some(2);
        found.upvotes = Some(3);
        found.withdrawn = Some("An error".into());
        found.venue = Some("Engines".into());
        found.doi = Doi::parse("10.1000/other");
        let known = "version: 2\nupvotes: 3\nwithdrawn: true\nvenue: Journal of Engines\ndoi: 10.1000/a\n";
        assert_eq!(changes(known, &found), []);
        // An older version of an answer is no news.
        found.version = Some(1);
        assert_eq!(changes(known, &found), []);
    }

    #[test]
    fn news_of_a_paper_are_its_changes() {
        let mut found = found();
        found.title = "Sorting, Quickly".into();
        found.version = Some(3);
        found.updated = parse_partial("2025-11-02").ok();
        found.withdrawn = Some(String::new());
        found.upvotes = Some(20);
        found.stars = Some(1);
        found.venue = Some("Engines".into());
        found.publication =
            Publication { year: Some(2026), volume: Some("7".into()), ..Publication::default() };
        let text = |text: &str| NewValue::Text(text.to_owned());
        let plain = |text: &str| NewValue::Plain(text.to_owned());
        assert_eq!(
            changes("upvotes: 14\nvolume: 6\n", &found),
            [
                Update::Withdrawn { reason: String::new() },
                Update::Version { before: None, now: 3, updated: found.updated },
                Update::Retitled { now: "Sorting, Quickly".into() },
                Update::Published {
                    venue: "Engines".into(),
                    year: Some(2026),
                    fields: vec![("venue", text("Engines")), ("year", plain("2026"))],
                },
                Update::Count { field: "upvotes", before: Some(14), now: 20 },
                Update::Count { field: "stars", before: None, now: 1 },
            ]
        );
    }

    #[test]
    fn a_title_is_news_only_with_a_version() {
        let mut found = found();
        found.title = "Sorting, Quickly".into();
        assert_eq!(changes("", &found), []);
        found.version = Some(2);
        found.title = "sorting slowly".into();
        assert_eq!(changes("", &found).len(), 1);
    }
}
