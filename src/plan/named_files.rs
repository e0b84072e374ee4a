//! Finding the content files that Markdown names, without parsing it.
//!
//! The plan must know which files are published before any text is rendered. Whatever follows
//! `](`, `]:`, `src=`, `href=` or `\href{` may be a destination; what names no file is nothing.

use std::borrow::Cow;
use std::collections::BTreeSet;

use pulldown_cmark::{Event, Parser, Tag};

use super::Parts;
use crate::paper::{LinkTarget, Paper, Thumbnail};
use crate::percent;

/// Content files that papers, plain pages and descriptions of tags name: thumbnails, links, pictures.
pub fn named_content_files(parts: &Parts) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for paper in parts.catalog.papers() {
        if let Some(Thumbnail::Local(path)) = &paper.thumbnail {
            named.insert(path.clone());
        }
        for link in &paper.links {
            if let LinkTarget::Local(path) = link.target() {
                named.insert(path.clone());
            }
        }
        named.extend(content_files_in_texts(paper, parts.content_files));
    }
    for page in parts.pages {
        collect(&page.file, &page.body.text, parts.content_files, &mut named);
    }
    for description in parts.vocabulary.descriptions() {
        collect(parts.vocabulary.file(), &description.text, parts.content_files, &mut named);
    }
    named
}

/// Content files, out of `known`, that a paper's texts name.
pub fn content_files_in_texts(paper: &Paper, known: &BTreeSet<String>) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for passage in [&paper.abstract_, &paper.notes].into_iter().flatten() {
        collect(&paper.file, &passage.text, known, &mut named);
    }
    named
}

/// Returns the destination that a text begins with.
type Read = fn(&str) -> &str;

/// What a destination follows, and how it is written there.
const OPENINGS: [(&str, Read); 5] = [
    ("](", in_markdown),
    ("]:", in_markdown),
    ("src=", in_attribute),
    ("href=", in_attribute),
    ("\\href{", in_braces),
];

/// No path is longer; hostile texts hold thousands of openings.
const MAX_DESTINATION: usize = 1_000;

/// Adds the files, out of `known`, that the text of the content file `from` names.
fn collect(from: &str, text: &str, known: &BTreeSet<String>, named: &mut BTreeSet<String>) {
    if known.is_empty() {
        return;
    }
    for (opening, destination) in OPENINGS {
        for (at, _) in text.match_indices(opening) {
            let rest = &text[at + opening.len()..];
            let destination = destination(&rest[..rest.floor_char_boundary(MAX_DESTINATION)]);
            let decoded = with_characters(destination);
            for destination in std::iter::once(destination).chain(decoded.as_deref()) {
                let path = destination.split('#').next().unwrap_or_default();
                let path =
                    percent::decode(&unescaped(path)).and_then(|path| crate::source::resolve(from, &path));
                // Content is not trusted with scripts.
                let may_be_published =
                    |path: &String| known.contains(path) && !crate::source::is_script_bearing(path);
                if let Some(path) = path.filter(may_be_published) {
                    named.insert(path);
                }
            }
        }
    }
}

/// A destination in angle brackets, or up to a blank or the parenthesis that was open before it:
/// <https://spec.commonmark.org/0.31.2/#link-destination>.
fn in_markdown(text: &str) -> &str {
    let text = text.trim_start();
    let (text, ends_at_blank) = text.strip_prefix('<').map_or((text, true), |text| (text, false));
    let mut depth = 0_usize;
    let mut is_escaped = false;
    let end = text.bytes().position(|byte| {
        if std::mem::take(&mut is_escaped) {
            return false;
        }
        match byte {
            b'\\' => is_escaped = true,
            b'(' => depth += 1,
            b')' if ends_at_blank && depth == 0 => return true,
            b')' => depth = depth.saturating_sub(1),
            b'>' => return !ends_at_blank,
            _ => return ends_at_blank && byte.is_ascii_whitespace(),
        }
        false
    });
    &text[..end.unwrap_or(text.len())]
}

fn in_attribute(text: &str) -> &str {
    let text = text.trim_start();
    let end = match text.chars().next() {
        Some(quote @ ('"' | '\'')) => return text[1..].split(quote).next().unwrap_or_default(),
        _ => text.find(|c: char| c.is_ascii_whitespace() || c == '>'),
    };
    &text[..end.unwrap_or(text.len())]
}

fn in_braces(text: &str) -> &str {
    text.split('}').next().unwrap_or_default().trim()
}

/// Returns a destination with the characters that it names: `a&amp;b.pdf`. None where it names none.
fn with_characters(destination: &str) -> Option<String> {
    let (_, name) = destination.split_once('&')?;
    if !name.contains(';') {
        return None;
    }
    // Markdown's reader knows all names.
    let link = format!("[](<{destination}>)");
    Parser::new(&link).find_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.into_string()),
        _ => None,
    })
}

/// Without the backslashes that Markdown and TeX put before punctuation.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        let is_escape = character == '\\' && rest.peek().is_some_and(char::is_ascii_punctuation);
        plain.extend(if is_escape { rest.next() } else { Some(character) });
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_pictures_and_definitions_name_files() {
        let known: BTreeSet<String> =
            ["content/a.png", "content/d/b c.pdf", "content/d/x.csv", "content/other.png"]
                .map(str::to_owned)
                .into();
        let mut named = BTreeSet::new();
        let text = "![a](../a.png) and [b](<b%20c.pdf>)\n\n[x]: x.csv\n[y](https://a.example/other.png)";
        collect("content/d/paper.md", text, &known, &mut named);
        let named: Vec<&str> = named.iter().map(String::as_str).collect();
        assert_eq!(named, ["content/a.png", "content/d/b c.pdf", "content/d/x.csv"]);
    }

    #[test]
    fn files_whose_scripts_would_run_are_not_published() {
        let files = ["content/a.html", "content/b.XHTML", "content/c.xml", "content/d.svg", "content/html"];
        let known: BTreeSet<String> = files.map(str::to_owned).into();
        let mut named = BTreeSet::new();
        collect(
            "content/paper.md",
            "[](a.html#x) [](b.XHTML) ![](c.xml) ![](d.svg) [](html)",
            &known,
            &mut named,
        );
        assert_eq!(named.into_iter().collect::<Vec<_>>(), ["content/d.svg", "content/html"]);
    }

    #[test]
    fn names_of_files_hold_characters_by_name() {
        let files = ["content/a&b.pdf", "content/c;d&e.png", "content/é.csv"];
        let known: BTreeSet<String> = files.map(str::to_owned).into();
        for text in [
            "[f](a&amp;b.pdf) ![](<c;d&#38;e.png>) [g](&eacute;.csv#x)",
            r#"<a href="a&amp;b.pdf">f</a> <img src=c;d&amp;e.png>"#.to_owned().as_str(),
        ] {
            let mut named = BTreeSet::new();
            collect("content/paper.md", text, &known, &mut named);
            assert!(named.len() >= 2 && named.is_subset(&known), "{text}: {named:?}");
        }
        let mut named = BTreeSet::new();
        collect("content/paper.md", "[f](a&b.pdf) [](&amp;&eacute;.csv) [](é.csv)", &known, &mut named);
        assert_eq!(named.into_iter().collect::<Vec<_>>(), ["content/a&b.pdf", "content/é.csv"]);
    }

    #[test]
    fn names_of_files_hold_blanks_parentheses_and_what_markdown_escapes() {
        let files = ["content/fig(1).png", "content/fig_2.png", "content/my fig.png", "content/x (y).pdf"];
        let known: BTreeSet<String> = files.map(str::to_owned).into();
        for text in [
            r"![a](fig(1).png) ![b](fig\_2.png) ![c](<my fig.png>) [d](<x (y).pdf> 'of d')",
            r#"<img src="my fig.png"><img src=fig_2.png><a href='x (y).pdf'>d</a> ![](fig\(1\).png)"#,
            "[a]: fig(1).png\n[b]: <my fig.png>\n[c]:\n  fig_2.png\n\n\\href{x (y).pdf}{d}",
        ] {
            let mut named = BTreeSet::new();
            collect("content/paper.md", text, &known, &mut named);
            assert_eq!(named, known, "{text}");
        }
    }
}
