//! Posts of the Proceedings of Machine Learning Research: Markdown files with front matter of their
//! own, a volume's in a folder `_posts`.

use std::path::Path;

use serde_json::Value;

use super::{FoundPaper, line};
use crate::diagnostic::{Diagnostic, Place};
use crate::front_matter;
use crate::paper::{Author, Day, EntryType, Name, PartialDate, PersonName, Publication, WebUrl, parse_day};
use crate::source::SourceFile;
use crate::yaml;

/// Whether a file that is no paper of a list looks like such a post.
pub fn is_post(text: &str) -> bool {
    text.contains("\nlayout: inproceedings\n") && text.contains("\ncontainer-title:")
}

/// Reads a post; `file` is its path for messages. The paper is listed under `day`, else under its own date.
pub fn read(file: &Path, text: &str, day: Option<Day>) -> Result<FoundPaper, Box<Diagnostic>> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text).to_owned();
    let source = SourceFile { path: file.to_string_lossy().replace('\\', "/").into(), text };
    let parts = front_matter::split(&source)?;
    let yaml_text = &source.text[parts.yaml.clone()];
    let fields = yaml::parse(yaml_text).map_err(|error| {
        let range = parts.yaml.start + error.range.start..parts.yaml.start + error.range.end;
        let message = format!("this is not valid YAML: {}", error.message);
        let place = Place::in_text(source.path.clone(), &source.text, range);
        Box::new(Diagnostic::error("yaml-syntax", message).at(place, ""))
    })?;
    let body = source.text[parts.body.clone()].trim();
    paper(&fields.to_json(), body, day).ok_or_else(|| {
        let message = "this file is no post of a volume";
        let fix = "a post has at least `title` and `date`";
        Box::new(Diagnostic::error("bad-entry", message).at(Place::file(source.path.clone()), fix))
    })
}

fn paper(fields: &Value, body: &str, day: Option<Day>) -> Option<FoundPaper> {
    // Where the two differ, `title` lost its TeX.
    let title = text(fields, "tex_title").or_else(|| text(fields, "title"))?;
    let published = parse_day(&text(fields, "date")?).ok()?;
    let mut new = FoundPaper::new(title, day.unwrap_or(published));
    new.published = Some(PartialDate::from(published));
    new.abstract_ = text(fields, "abstract").or_else(|| line(body)).into_iter().collect();
    new.authors = people(fields, "author").into_iter().map(Author::new).collect();
    new.venue = text(fields, "container-title").or_else(|| text(fields, "booktitle"));
    let pages = match (text(fields, "firstpage"), text(fields, "lastpage")) {
        (Some(first), Some(last)) if first != last => Some(format!("{first}-{last}")),
        (Some(page), _) => Some(page),
        _ => text(fields, "page"),
    };
    new.publication = Publication {
        kind: Some(EntryType::InProceedings),
        volume: text(fields, "volume"),
        number: text(fields, "number"),
        pages,
        publisher: text(fields, "publisher"),
        series: text(fields, "series"),
        cite_key: text(fields, "id")
            .filter(|id| id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_:".contains(&byte))),
        editors: people(fields, "editor"),
        year: Some(published.year()),
    };
    new.links = links(fields);
    Some(new)
}

fn links(fields: &Value) -> Vec<(String, WebUrl)> {
    let named = [
        ("pdf", "pdf"),
        ("software", "code"),
        ("video", "video"),
        ("openreview", "OpenReview"),
        ("supplementary", "Supplement"),
    ];
    let named = named.into_iter().filter_map(|(field, label)| Some((label.to_owned(), text(fields, field)?)));
    let extras = fields.get("extras").and_then(Value::as_array).into_iter().flatten();
    let extras = extras.filter_map(|extra| Some((text(extra, "label")?, text(extra, "link")?)));
    let mut links: Vec<(String, WebUrl)> = Vec::new();
    for (label, url) in named.chain(extras) {
        let url = WebUrl::parse(&url).filter(|_| links.iter().all(|(taken, _)| *taken != label));
        links.extend(url.map(|url| (label, url)));
    }
    links
}

fn people(fields: &Value, list: &str) -> Vec<Name> {
    let people = fields.get(list).and_then(Value::as_array).into_iter().flatten();
    people.filter_map(person).collect()
}

fn person(person: &Value) -> Option<Name> {
    if let Some(name) = person.as_str() {
        return Some(Name::parse(name));
    }
    let part = |key| text(person, key).unwrap_or_default();
    let (given, family) = (part("given"), part("family"));
    match (given.is_empty(), family.is_empty()) {
        (true, true) => text(person, "name").map(|name| Name::parse(&name)),
        (false, true) => Some(Name::literal(given)),
        (true, false) => Some(Name::literal(family)),
        (false, false) => {
            let (prefix, suffix) = (part("prefix"), part("suffix"));
            Some(PersonName { given: &given, family: &family, prefix: &prefix, suffix: &suffix }.into())
        }
    }
}

/// A field that is text or a number, and not blank.
fn text(fields: &Value, key: &str) -> Option<String> {
    let text = match fields.get(key)? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    line(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const POST: &str = "---
title: Sorting in n^2
tex_title: Sorting in $n^2$
abstract: 'Costs 5\\% of
  it.'
layout: inproceedings
id: berg99a
firstpage: 1
lastpage: 9
author:
- given: Ludwig
  prefix: van der
  family: Berg Sommer
- given: Ada
  family: Lovelace
date: 1999-12-31
container-title: Proceedings of Engines
volume: '7'
pdf: https://a.example/berg99a.pdf
software: no address
extras:
- label: Slides
  link: https://a.example/slides.pdf
---
";

    #[test]
    fn a_post_becomes_a_paper() {
        let paper = read(Path::new("1999-12-31-berg99a.md"), POST, None).expect("it is a post");
        assert_eq!(
            (paper.title.as_str(), paper.abstract_[0].as_str()),
            ("Sorting in $n^2$", "Costs 5\\% of it.")
        );
        let names: Vec<&str> = paper.authors.iter().map(|author| author.name().printed()).collect();
        assert_eq!(names, ["Ludwig van der Berg Sommer", "Ada Lovelace"]);
        assert_eq!(paper.day.to_string(), "1999-12-31");
        assert_eq!(paper.publication.pages.as_deref(), Some("1-9"));
        assert_eq!(paper.publication.cite_key.as_deref(), Some("berg99a"));
        let labels: Vec<&str> = paper.links.iter().map(|(label, _)| label.as_str()).collect();
        assert_eq!(labels, ["pdf", "Slides"]);
        assert!(is_post(POST));
    }

    #[test]
    fn what_is_no_post_says_so() {
        let code =
            |text: &str| read(Path::new("a.md"), text, None).map_err(|diagnostic| diagnostic.code).err();
        assert_eq!(code("---\ntitle: A\n---\n"), Some("bad-entry"));
        assert_eq!(code("---\ntitle: 'A\n---\n"), Some("yaml-syntax"));
        assert_eq!(code("# A\n"), Some("missing-front-matter"));
    }
}
