//! Finding the content files that Markdown names, without parsing it.
//!
//! The plan must know which files are published before any text is rendered. Whatever follows
//! `](`, `]:` or a quote of `src=` or `href=` may be a destination; what names no file is nothing.

use std::collections::BTreeSet;

use super::Parts;
use super::urls::percent_decode;
use crate::paper::{LinkTarget, Paper, Thumbnail};

/// Content files that papers and plain pages name: thumbnails, links, pictures.
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

/// Adds the files, out of `known`, that the text of the content file `from` names.
fn collect(from: &str, text: &str, known: &BTreeSet<String>, named: &mut BTreeSet<String>) {
    if known.is_empty() {
        return;
    }
    for opening in ["](", "]:", "src=", "href="] {
        for (at, _) in text.match_indices(opening) {
            let rest = text[at + opening.len()..].trim_start_matches([' ', '<', '"', '\'']);
            let end = rest.find([' ', ')', '>', '"', '\'', '\n', '#']).unwrap_or(rest.len());
            let path = percent_decode(&rest[..end]).and_then(|path| crate::source::resolve(from, &path));
            if let Some(path) = path.filter(|path| known.contains(path)) {
                named.insert(path);
            }
        }
    }
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
}
