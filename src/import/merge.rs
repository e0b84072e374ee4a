//! A merge writes into the file of a paper of the list what another source knows besides.
//!
//! What the file says stays: only fields that are not there are added, counts grow, and a version is
//! followed by a later one.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::{Extra, FoundPaper, content_file};
use crate::diagnostic::{Diagnostic, Place};
use crate::edit::{self, NewValue, PaperEdit, RewriteError};
use crate::paper::{LinkTarget, Paper, Publication};

/// Merges papers, which are one, into a file by its path from `root`; `files` are those of the content
/// folder. Says whether that changed anything. The file is old or new, never between.
pub fn merge(
    root: &Path,
    path: &Arc<str>,
    found: &[&FoundPaper],
    files: &BTreeSet<String>,
) -> Result<bool, Box<Diagnostic>> {
    edit::rewrite(root, path, files, found, |paper, text, found| merged(paper, text, found)).map_err(
        |error| {
            let message = format!("nothing is merged into this file: {error}");
            Box::new(Diagnostic::error("not-merged", message).at(Place::file(path.clone()), ""))
        },
    )
}

/// The text of a file with what a source knows besides.
fn merged(paper: &Paper, text: &str, found: &FoundPaper) -> Result<String, RewriteError> {
    let mut edit = PaperEdit::new(text)?;
    let mut new = missing(paper, found);
    if !new.authors.is_empty() {
        // It stood for the names.
        edit.remove("author_count")?;
    }
    for (name, before, now) in [
        ("upvotes", paper.upvotes, &mut new.upvotes),
        ("comments", paper.comments, &mut new.comments),
        ("stars", paper.stars, &mut new.stars),
    ] {
        if let Some(count) = now.filter(|_| before.is_some()) {
            edit.set(name, &NewValue::Plain(count.to_string()))?;
            *now = None;
        }
    }
    if let Some(version) = new.version.filter(|_| paper.version.is_some()) {
        edit.set("version", &NewValue::Plain(version.to_string()))?;
        new.version = None;
    }
    if let Some(updated) = new.updated.filter(|_| paper.updated.is_some()) {
        edit.set("updated", &NewValue::Plain(updated.iso()))?;
        new.updated = None;
    }
    if !paper.aliases.is_empty() {
        for alias in std::mem::take(&mut new.aliases) {
            edit.add_to_list("aliases", &alias)?;
        }
    }
    if !paper.links.is_empty() {
        for (label, url) in std::mem::take(&mut new.links) {
            edit.set(&format!("links.{label}"), &NewValue::Text(url.as_str().to_owned()))?;
        }
    }
    if !paper.extra.is_empty() {
        for (name, value) in std::mem::take(&mut new.extra) {
            edit.set(&format!("extra.{name}"), &extra_value(value))?;
        }
    }
    edit.append(&content_file::fields(&new))?;
    if !new.abstract_.is_empty() {
        edit.add_abstract(&content_file::abstract_(&new));
    }
    if let Some(notes) = &new.notes {
        edit.add_note(notes)?;
    }
    Ok(edit.text())
}

/// What a source says and the paper's file does not; counts that grew, and a later version.
fn missing(paper: &Paper, found: &FoundPaper) -> FoundPaper {
    // Every field is named, so that a new one is not forgotten.
    let FoundPaper {
        entry: _,
        markup,
        title,
        // The page has its address.
        key: _,
        day,
        authors,
        author_count,
        published,
        updated,
        version,
        arxiv,
        primary_class,
        doi,
        venue,
        venue_short,
        venue_url,
        publication: _,
        links,
        abstract_,
        upvotes,
        comments,
        stars,
        weight,
        submitted_by,
        organization,
        thumbnail,
        // Their paths are those of another list.
        files: _,
        withdrawn,
        tags,
        summary,
        notes,
        status,
        rating,
        awards,
        aliases,
        // Whether a paper is published, its file says by saying nothing, too.
        draft: _,
        extra,
    } = found;
    let is_later = version.is_some_and(|version| version > paper.version.unwrap_or(1));
    let is_grown =
        |before: Option<u64>, now: Option<u64>| now.filter(|now| before.is_none_or(|before| *now > before));
    let has_link = |label: &str, url: &str| {
        paper.links.iter().any(|link| {
            link.label().eq_ignore_ascii_case(label)
                || link.kind().name() == label
                || matches!(link.target(), LinkTarget::Web(known) if known == url)
        })
    };
    let has_alias = |alias: &str| paper.aliases.iter().any(|known| known.path == alias);
    let new_venue = venue.clone().filter(|_| paper.venue.is_none());
    FoundPaper {
        markup: *markup,
        authors: if paper.authors.is_empty() { authors.clone() } else { Vec::new() },
        author_count: author_count.filter(|_| paper.authors.is_empty() && paper.author_count.is_none()),
        published: published.filter(|_| paper.published.is_none()),
        updated: updated.filter(|_| paper.updated.is_none() || is_later),
        version: version.filter(|_| is_later),
        arxiv: arxiv.clone().filter(|_| paper.arxiv.is_none()),
        primary_class: primary_class.clone().filter(|_| paper.primary_class.is_none()),
        doi: doi.clone().filter(|_| paper.doi.is_none()),
        venue_short: venue_short.clone().filter(|_| new_venue.is_some()),
        venue_url: venue_url.clone().filter(|_| new_venue.is_some()),
        venue: new_venue,
        publication: publication(paper, found),
        links: links.iter().filter(|(label, url)| !has_link(label, url.as_str())).cloned().collect(),
        abstract_: if paper.abstract_.is_none() { abstract_.clone() } else { Vec::new() },
        upvotes: is_grown(paper.upvotes, *upvotes),
        comments: is_grown(paper.comments, *comments),
        stars: is_grown(paper.stars, *stars),
        weight: weight.filter(|_| paper.weight.is_none()),
        submitted_by: submitted_by.clone().filter(|_| paper.submitted_by.is_none()),
        organization: organization.clone().filter(|_| paper.organization.is_none()),
        thumbnail: thumbnail.clone().filter(|_| paper.thumbnail.is_none()),
        withdrawn: withdrawn.clone().filter(|_| paper.withdrawn.is_none()),
        // Which of a source's words are tags, the curator has decided where there is one.
        tags: if paper.tags.is_empty() { tags.clone() } else { Vec::new() },
        summary: summary.clone().filter(|_| paper.summary.is_none()),
        notes: notes.clone().filter(|_| paper.notes.is_none()),
        status: status.filter(|_| paper.status.is_none()),
        rating: rating.filter(|_| paper.rating.is_none()),
        awards: if paper.awards.is_empty() { awards.clone() } else { Vec::new() },
        aliases: aliases.iter().filter(|alias| !has_alias(alias)).cloned().collect(),
        extra: extra.iter().filter(|(name, _)| !paper.extra.contains_key(&**name)).cloned().collect(),
        ..FoundPaper::new(title.clone(), *day)
    }
}

/// Pages of one venue are not those of another.
fn publication(paper: &Paper, found: &FoundPaper) -> Publication {
    let known = &paper.publication;
    let new = &found.publication;
    let cite_key = new.cite_key.clone().filter(|_| known.cite_key.is_none());
    let is_same = match (&paper.venue, &found.venue) {
        (Some(known), Some(new)) => known.name().eq_ignore_ascii_case(new),
        _ => true,
    };
    if !is_same {
        return Publication { cite_key, ..Publication::default() };
    }
    let text = |known: &Option<String>, new: &Option<String>| new.clone().filter(|_| known.is_none());
    Publication {
        year: new.year.filter(|_| known.year.is_none()),
        kind: new.kind.filter(|_| known.kind.is_none()),
        volume: text(&known.volume, &new.volume),
        number: text(&known.number, &new.number),
        pages: text(&known.pages, &new.pages),
        publisher: text(&known.publisher, &new.publisher),
        editors: if known.editors.is_empty() { new.editors.clone() } else { Vec::new() },
        series: text(&known.series, &new.series),
        cite_key,
    }
}

fn extra_value(value: Extra) -> NewValue {
    match value {
        Extra::Count(count) => NewValue::Plain(count.to_string()),
        Extra::Text(text) => NewValue::Text(text),
        Extra::Texts(texts) => NewValue::List(texts),
        Extra::Other(value) => NewValue::Any(value),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::paper::WebUrl;
    use crate::paper::{ArxivId, Author, Doi, Name, parse_partial};
    use crate::source::SourceFile;

    fn found() -> FoundPaper {
        FoundPaper {
            authors: vec![Author::new(Name::parse("Ada Lovelace"))],
            published: parse_partial("2015-06").ok(),
            version: Some(3),
            arxiv: ArxivId::parse("1506.00010").map(|(id, _)| id),
            doi: Doi::parse("10.1000/a"),
            venue: Some("Engines".into()),
            publication: Publication { pages: Some("1-9".into()), ..Publication::default() },
            links: vec![("code".into(), WebUrl::parse("https://code.example/a").expect("an address"))],
            abstract_: vec!["We sort.".into()],
            upvotes: Some(14),
            weight: Some(-1),
            tags: vec!["slow".into()],
            aliases: vec!["/old/a/".into(), "/older/a/".into()],
            extra: vec![("place".into(), Extra::Text("Turin".into()))],
            ..FoundPaper::new("Sorting", jiff::civil::date(2025, 10, 30))
        }
    }

    #[track_caller]
    fn check(before: &str, expected: Expect) {
        let read = |text: &str| {
            let source = SourceFile { path: "content/2025-10-30/a.md".into(), text: text.to_owned() };
            Paper::from_source(&source, &BTreeSet::new()).0.expect("it is a paper")
        };
        let merge = |text: &str| merged(&read(text), text, &found()).expect("it can be merged");
        let after = merge(before);
        expected.assert_eq(&after);
        assert_eq!(merge(&after), after, "nothing is new any more");
    }

    #[test]
    fn what_a_file_does_not_say_is_added() {
        check(
            "---\ntitle: 'Sorting' # mine\nauthor_count: 1\ndoi:\n# end\n---\n## Notes\n\nMine.",
            expect![[r#"
                ---
                title: 'Sorting' # mine
                doi: '10.1000/a'
                # end
                authors:
                  - Ada Lovelace
                published: 2015-06
                version: 3
                arxiv: '1506.00010'
                venue: Engines
                pages: '1-9'
                tags:
                  - slow
                links:
                  code: https://code.example/a
                upvotes: 14
                weight: -1
                aliases:
                  - '/old/a/'
                  - '/older/a/'
                extra:
                  place: Turin
                ---
                We sort.

                ## Notes

                Mine."#]],
        );
    }

    #[test]
    fn what_a_file_says_stays() {
        check(
            "---\ntitle: Sorting, Slowly\nauthors: [Grace Hopper]\npublished: 2014\nversion: 1 # first\narxiv: '1506.00010'\n\
             venue: Bridges\nupvotes: 3\ntags: [fast]\nweight: 7\naliases: [/older/a/]\nlinks: {pdf: \"https://mine.example/a.pdf\"} # two\nextra:\n  place: Rome\n---\nWe do sort.\n",
            expect![[r#"
                ---
                title: Sorting, Slowly
                authors: [Grace Hopper]
                published: 2014
                version: 3 # first
                arxiv: '1506.00010'
                venue: Bridges
                upvotes: 14
                tags: [fast]
                weight: 7
                aliases: [/older/a/, '/old/a/']
                links: {pdf: "https://mine.example/a.pdf", code: https://code.example/a} # two
                extra:
                  place: Rome
                doi: '10.1000/a'
                ---
                We do sort.
            "#]],
        );
    }
}
