//! Reading a content file into a [`Paper`]: each field checked, each problem a diagnostic, all
//! problems of the file in one go.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rapidhash::RapidHashSet;

use super::identifier::TypedArxiv;
use super::{Alias, ClaimPlaces, Day, Paper, PartialDate, Passage, Rating, Status, Thumbnail, Withdrawn};
use super::{author, identifier, is_web_url, leading_date, link, parse_day, parse_partial, venue};
use crate::diagnostic::{Diagnostic, Severity};
use crate::fields::{Fields, Reader};
use crate::fingerprint::Fingerprint;
use crate::front_matter;
use crate::slug::{Slug, is_device};
use crate::source::SourceFile;
use crate::text::Fences;
use crate::yaml::{Node, Value};

impl Paper {
    /// Reads one content file; returns the paper only when nothing in the file is an error.
    ///
    /// `files` are the content folder's other files, which a paper may name.
    pub fn from_source(source: &SourceFile, files: &BTreeSet<String>) -> (Option<Paper>, Vec<Diagnostic>) {
        let parts = match front_matter::split(source) {
            Ok(parts) => parts,
            Err(diagnostic) => return (None, vec![*diagnostic]),
        };
        let reader = Reader::new(source.path.clone(), &source.text, parts.yaml.clone());
        let paper = reader.root("a paper").and_then(|fields| read(source, files, fields, parts.body));
        let diagnostics = reader.finish();
        let valid = diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error);
        (paper.filter(|_| valid), diagnostics)
    }
}

/// Reads every field, even when an earlier one is missing.
fn read(
    source: &SourceFile,
    files: &BTreeSet<String>,
    mut fields: Fields,
    body: Range<usize>,
) -> Option<Paper> {
    let title = title(&mut fields);
    let date = date(source, &mut fields);
    let authors = author::authors(&mut fields);
    let author_count = author_count(&mut fields, &authors);
    let published = partial_date(&mut fields, "published");
    let updated = partial_date(&mut fields, "updated");
    let version = version(&mut fields);
    let arxiv = identifier::arxiv(&mut fields);
    let primary_class = fields.text("primary_class");
    let doi = identifier::doi(&mut fields);
    let arxiv = arxiv.or_else(|| {
        let (doi, range) = doi.as_ref()?;
        let (id, version) = doi.arxiv()?;
        Some(TypedArxiv { id, version, range: range.clone() })
    });
    let cite_key = venue::cite_key(&mut fields);
    let (venue, publication) = venue::venue(&mut fields, cite_key.as_ref().map(|(key, _)| key.clone()));
    let tags = tags(&mut fields);
    let links = link::links(&mut fields, source, files);
    let summary = passage(&mut fields, "summary");
    let abstract_field = passage(&mut fields, "abstract");
    let upvotes = fields.count("upvotes");
    let comments = fields.count("comments");
    let stars = fields.count("stars");
    let weight = fields.integer("weight").map(|(weight, _)| weight);
    let submitted_by = fields.text("submitted_by");
    let organization = fields.text("organization");
    let thumbnail = thumbnail(source, files, &mut fields);
    let status = fields.choice("status", &Status::NAMED);
    let rating = rating(&mut fields);
    let awards = fields.texts("awards").into_iter().map(|(text, _)| text).collect();
    let withdrawn = withdrawn(&mut fields);
    let key = key(source, &mut fields);
    let aliases = aliases(&mut fields);
    let draft = fields.flag("draft").unwrap_or(false);
    let extra = extra(&mut fields);
    fields.finish(foreign_field);

    let (abstract_, notes) = match abstract_field {
        Some(text) => (Some(text), body_passage(&source.text, body)),
        None => split_body(&source.text, body),
    };
    let (key, key_range) = key?;
    let title = title?;
    let claims = ClaimPlaces {
        key: key_range.unwrap_or_else(|| title.range.clone()),
        arxiv: arxiv.as_ref().map_or(0..0, |arxiv| arxiv.range.clone()),
        doi: doi.as_ref().map_or(0..0, |(_, range)| range.clone()),
        cite_key: cite_key.map_or(0..0, |(_, range)| range),
    };
    Some(Paper {
        key,
        file: source.path.clone(),
        text: Fingerprint::of_bytes(source.text.as_bytes()),
        title,
        date: date?,
        authors,
        author_count,
        published,
        updated,
        version: version.or(arxiv.as_ref().and_then(|arxiv| arxiv.version)),
        arxiv: arxiv.map(|arxiv| arxiv.id),
        primary_class,
        doi: doi.map(|(doi, _)| doi),
        venue,
        publication,
        tags,
        links,
        summary,
        abstract_,
        notes,
        upvotes,
        comments,
        stars,
        weight,
        submitted_by,
        organization,
        thumbnail,
        status,
        rating,
        awards,
        withdrawn,
        aliases,
        draft,
        extra,
        claims,
    })
}

fn title(fields: &mut Fields) -> Option<Passage> {
    let title = passage(fields, "title");
    if title.is_none() {
        missing(fields, "title", "missing-title", "a paper needs a title");
    }
    title
}

/// The `date` field, else the date that begins the file's or a folder's name.
fn date(source: &SourceFile, fields: &mut Fields) -> Option<Day> {
    let typed = fields.text_at("date");
    let mut named = None;
    for name in source.path.rsplit('/') {
        let Some((text, _)) = leading_date(name) else { continue };
        match parse_day(text) {
            Ok(day) => {
                named = Some(day);
                break;
            }
            Err(fix) => fields.reader().report(
                Diagnostic::error(
                    "bad-date",
                    format!("the name `{name}` begins with no date of the calendar"),
                )
                .at(crate::diagnostic::Place::file(source.path.clone()), fix),
            ),
        }
    }
    let Some((text, range)) = typed else {
        if named.is_none() {
            let fix = "add the day it is listed under, such as `date: 2025-10-30`";
            missing(fields, "date", "missing-date", fix);
        }
        return named;
    };
    match (parse_day(&text), named) {
        (Ok(typed), Some(named)) if typed != named => {
            let message = format!("the date is {typed} here and {named} in the file's path");
            fields.reader().error("dates-disagree", &range, message, "remove one of the two");
            None
        }
        (Ok(typed), _) => Some(typed),
        (Err(fix), _) => {
            fields.reader().error("bad-date", &range, format!("`{text}` is no date of the calendar"), fix);
            None
        }
    }
}

fn missing(fields: &Fields, name: &'static str, code: &'static str, fix: &str) {
    let reader = fields.reader();
    let start = fields.range().start;
    let place = if reader.is_empty() { reader.place_in_file(0..3) } else { reader.place(&(start..start)) };
    reader.report(Diagnostic::error(code, format!("this paper has no `{name}`")).at(place, fix));
}

fn partial_date(fields: &mut Fields, name: &'static str) -> Option<PartialDate> {
    let (text, range) = fields.text_at(name)?;
    match parse_partial(&text) {
        Ok(date) => Some(date),
        Err(fix) => {
            fields.reader().error("bad-date", &range, format!("`{text}` is no date of the calendar"), fix);
            None
        }
    }
}

fn version(fields: &mut Fields) -> Option<u32> {
    let (number, range) = fields.count_at("version")?;
    let version = u32::try_from(number).ok();
    if version.is_none() {
        let message = format!("a version cannot be {number}");
        fields.reader().error(
            "out-of-range",
            &range,
            message,
            "expected the number of a version on arXiv, such as 2",
        );
    }
    version
}

/// The number of authors where their names are unknown.
fn author_count(fields: &mut Fields, authors: &[super::Author]) -> Option<u64> {
    let (count, range) = fields.count_at("author_count")?;
    if authors.is_empty() {
        return Some(count);
    }
    if count != authors.len() as u64 {
        let named = if authors.len() == 1 { "1 is".to_owned() } else { format!("{} are", authors.len()) };
        let message = format!("`author_count` is {count}, but {named} named");
        let fix = "remove it: it is for papers whose authors are unknown";
        fields.reader().warning("author-count", &range, message, fix);
    }
    None
}

fn tags(fields: &mut Fields) -> Vec<String> {
    let is_text = fields.is_text("tags");
    let typed = fields.list("tags");
    if is_text
        && let [Node { value: Value::String(text), range, .. }] = typed.as_slice()
        && text.contains([',', ';'])
    {
        let message = "this looks like several tags in one";
        let fix = "write a list: `tags: [first tag, second tag]`";
        fields.reader().warning("joined-tags", range, message, fix);
    }
    let mut tags: Vec<String> =
        fields.reader().texts("tags", typed).into_iter().map(|(tag, _)| tag).collect();
    keep_first(&mut tags);
    tags.shrink_to_fit();
    tags
}

/// Leaves one of each.
fn keep_first(texts: &mut Vec<String>) {
    let mut seen = RapidHashSet::default();
    let mut is_first = texts.iter().map(|text| seen.insert(text.as_str())).collect::<Vec<_>>().into_iter();
    texts.retain(|_| is_first.next().expect("it is as long"));
}

fn passage(fields: &mut Fields, name: &'static str) -> Option<Passage> {
    let (text, range) = fields.text_at(name)?;
    Some(fields.reader().passage(text, &range))
}

fn rating(fields: &mut Fields) -> Option<Rating> {
    let (stars, range) = fields.integer("rating")?;
    if let Some(rating) = u64::try_from(stars).ok().and_then(Rating::new) {
        return Some(rating);
    }
    fields.reader().error("out-of-range", &range, format!("a rating cannot be {stars}"), "expected 1 to 5");
    None
}

fn withdrawn(fields: &mut Fields) -> Option<Withdrawn> {
    let node = fields.take("withdrawn")?;
    match node.value {
        Value::Bool(false) => None,
        Value::Bool(true) => Some(Withdrawn { reason: None }),
        _ => {
            let reason = fields.reader().text("withdrawn", &node)?;
            Some(Withdrawn { reason: Some(fields.reader().passage(reason, &node.range)) })
        }
    }
}

fn thumbnail(source: &SourceFile, files: &BTreeSet<String>, fields: &mut Fields) -> Option<Thumbnail> {
    const PICTURES: [&str; 8] = ["png", "jpg", "jpeg", "webp", "gif", "avif", "svg", "apng"];
    let (text, range) = fields.text_at("thumbnail")?;
    if is_web_url(&text) {
        return Some(Thumbnail::Remote(text));
    }
    let reader = fields.reader();
    let extension = text.rsplit('.').next().unwrap_or_default().to_lowercase();
    if !PICTURES.contains(&extension.as_str()) {
        let label = format!("expected a file ending in {}", PICTURES.join(", "));
        reader.error("bad-thumbnail", &range, format!("`{text}` is not a picture"), label);
        return None;
    }
    let path = link::local_file(source, files, reader, &text, &range)?;
    Some(Thumbnail::Local(path))
}

/// `slug`, else the file's name without a leading date; `NAME/index.md` is NAME.
fn key(source: &SourceFile, fields: &mut Fields) -> Option<(Slug, Option<Range<usize>>)> {
    if let Some((text, range)) = fields.text_at("slug") {
        let slug = Slug::new(&text);
        if slug.is_none() {
            let fix = format!("write `slug: {}`", Slug::from_text(&text));
            let message = if is_device(&text) {
                format!("`{text}` is the name of a device on Windows")
            } else {
                format!("`{text}` cannot stand in a URL as it is")
            };
            fields.reader().error("bad-slug", &range, message, fix);
        }
        return Some((slug?, Some(fields.reader().range_in_file(&range))));
    }
    Some((key_of_path(&source.path)?, None))
}

/// The key of a paper whose file does not say one, from the file's path.
pub fn key_of_path(path: &str) -> Option<Slug> {
    let stem = without_markdown_ending(path)?;
    let mut names = stem.rsplit('/');
    let file = names.next()?;
    let name = if file == "index" { names.next()? } else { file };
    let name = match leading_date(name) {
        Some((_, rest)) if !rest.is_empty() => rest,
        _ => name,
    };
    Some(Slug::from_text(name))
}

/// The path of a Markdown file without `.md` or `.markdown`, in capitals or not.
pub fn without_markdown_ending(path: &str) -> Option<&str> {
    let (stem, ending) = path.rsplit_once('.')?;
    ["md", "markdown"].iter().any(|known| ending.eq_ignore_ascii_case(known)).then_some(stem)
}

fn aliases(fields: &mut Fields) -> Vec<Alias> {
    let reader = fields.reader();
    let alias = |(path, range): (String, Range<usize>)| match Alias::check(&path) {
        Ok(()) => Some(Alias { path, range: reader.range_in_file(&range) }),
        Err(fix) => {
            reader.error("bad-alias", &range, format!("`{path}` cannot be an old address"), fix);
            None
        }
    };
    fields.texts("aliases").into_iter().filter_map(alias).collect()
}

fn extra(fields: &mut Fields) -> BTreeMap<String, serde_json::Value> {
    let Some(mut extra) = fields.map("extra", "`extra`") else { return BTreeMap::new() };
    extra.take_all().into_iter().map(|(key, node)| (key.name, node.to_json())).collect()
}

/// What users of other tools type, and what it is called here.
fn foreign_field(name: &str) -> Option<&'static str> {
    Some(match name {
        "author" => "write `authors:` and a list",
        "pdf" => "write `links: {pdf: …}`",
        "code" | "github" => "write `links: {code: …}`",
        "url" | "link" => "write `links: {project: …}`, `arxiv:` or `doi:`",
        "project" => "write `links: {project: …}`",
        "categories" | "keywords" | "topics" => "write `tags:`",
        "description" => "write `summary:`",
        "publishDate" | "publish_date" | "pubDate" => {
            "write `published:` for the paper's own date, `date:` for the day it is listed under"
        }
        "paperurl" | "url_pdf" => "write `links: {pdf: …}`",
        "url_code" => "write `links: {code: …}`",
        "publication" | "publication_short" => "write `venue:`",
        "publication_types" | "pubtype" => "write `type:`",
        "excerpt" | "tldr" => "write `summary:`",
        "journal" | "booktitle" | "conference" | "container-title" => "write `venue:`",
        "eprint" | "arxiv_id" | "arxivId" => "write `arxiv:`",
        "image" | "cover" => "write `thumbnail:`",
        "lastmod" | "revised" => "write `updated:`",
        "taxonomies" | "layout" | "template" | "bibtex" | "note" => "put your own fields under `extra:`",
        _ => return None,
    })
}

fn body_passage(text: &str, body: Range<usize>) -> Option<Passage> {
    let trimmed = text[body.clone()].trim_end();
    let start = body.start + (trimmed.len() - trimmed.trim_start_matches(['\n', '\r']).len());
    let range = start..body.start + trimmed.len();
    (!text[range.clone()].trim().is_empty()).then(|| Passage {
        text: text[range.clone()].to_owned(),
        range,
        verbatim: true,
    })
}

/// The abstract, without a heading that only says so, and the notes from a heading `Notes` on.
fn split_body(text: &str, body: Range<usize>) -> (Option<Passage>, Option<Passage>) {
    let blank = text[body.clone()].len() - text[body.clone()].trim_start().len();
    let first_line = text[body.start + blank..body.end].lines().next().unwrap_or_default();
    let body = match is_heading(first_line.trim_end(), "abstract") {
        true => body.start + blank + first_line.len()..body.end,
        false => body,
    };
    let Some(heading) = notes_heading(&text[body.clone()]) else { return (body_passage(text, body), None) };
    let abstract_ = body_passage(text, body.start..body.start + heading.start);
    let notes = body_passage(text, body.start + heading.end..body.end);
    (abstract_, notes)
}

/// The line of the heading `Notes` in a Markdown text, not within a fenced code block.
pub fn notes_heading(body: &str) -> Option<Range<usize>> {
    let mut fences = Fences::default();
    let mut at = 0;
    while at < body.len() {
        let end = memchr::memchr(b'\n', &body.as_bytes()[at..]).map_or(body.len(), |length| at + length + 1);
        let line = &body[at..end];
        if !fences.is_code(line) && is_heading(line.trim_end(), "notes") {
            return Some(at..end);
        }
        at = end;
    }
    None
}

/// `## Notes`, `# notes #`; `#notes` is no heading. `name` is in lower case.
fn is_heading(line: &str, name: &str) -> bool {
    if !line.starts_with('#') {
        return false;
    }
    let text = line.trim_start_matches('#');
    let rank = line.len() - text.len();
    (1..=6).contains(&rank)
        && text.starts_with([' ', '\t'])
        && text.trim_end_matches('#').trim().eq_ignore_ascii_case(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(body: &str) -> (Option<String>, Option<String>) {
        let (abstract_, notes) = split_body(body, 0..body.len());
        (abstract_.map(|passage| passage.text), notes.map(|passage| passage.text))
    }

    #[test]
    fn a_file_of_markdown_ends_in_capitals_or_not() {
        for path in ["content/2025-10-30-a.md", "content/a/index.MD", "content/a.Markdown"] {
            assert_eq!(key_of_path(path).as_ref().map(Slug::as_str), Some("a"), "{path}");
        }
        assert_eq!(key_of_path("content/a.txt"), None);
    }

    #[test]
    fn notes_begin_at_their_heading() {
        assert_eq!(parts("One.\n\n## Notes\n\nMine.\n"), (Some("One.".into()), Some("Mine.".into())));
        assert_eq!(parts("# notes #\nMine."), (None, Some("Mine.".into())));
        assert_eq!(parts("One.\n"), (Some("One.".into()), None));
        assert_eq!(parts("```pip x``` installs.\n\n## Notes\nMine.").1, Some("Mine.".into()));
        let parted = (Some("One.".into()), Some("Mine.".into()));
        assert_eq!(parts("\n## Abstract\n\nOne.\n\n## Notes\nMine."), parted);
        assert_eq!(parts("#notes on this"), (Some("#notes on this".into()), None));
        assert_eq!(parts("\n  \n"), (None, None));
    }

    #[test]
    fn a_heading_in_a_code_block_is_code() {
        let body = "```\n# Notes\n```\nstill the abstract";
        assert_eq!(parts(body), (Some(body.into()), None));
        let body = "```\n```python\n# Notes\n```\n~~~~\n~~~\n# Notes\n~~~~";
        assert_eq!(parts(body), (Some(body.into()), None));
    }
}
