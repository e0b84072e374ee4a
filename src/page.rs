//! A [`PlainPage`] is a page of the site that is no paper, such as About.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Severity};
use crate::fields::Reader;
use crate::front_matter;
use crate::paper::Passage;
use crate::slug::Slug;
use crate::source::SourceFile;

#[derive(Clone, Debug)]
pub struct PlainPage {
    pub file: Arc<str>,
    pub title: Passage,
    pub description: Option<String>,
    /// Below the site's root, without an ending: `about`.
    pub path: String,
    pub body: Passage,
    pub draft: bool,
}

impl PlainPage {
    /// Reads a file of `content/pages/`; returns the page only when nothing in the file is an
    /// error.
    pub fn from_source(source: &SourceFile) -> (Option<PlainPage>, Vec<Diagnostic>) {
        let parts = match front_matter::split(source) {
            Ok(parts) => parts,
            Err(diagnostic) => return (None, vec![*diagnostic]),
        };
        let reader = Reader::new(source.path.clone(), &source.text, parts.yaml.clone());
        let page = reader.root("a page").and_then(|mut fields| {
            let title = fields.text_at("title").map(|(title, range)| reader.passage(title, &range));
            if title.is_none() {
                let message = "this page has no `title`";
                reader.report(
                    Diagnostic::error("missing-title", message)
                        .at(reader.place_in_file(0..3), "a page needs a title"),
                );
            }
            let description = fields.text("description");
            let draft = fields.flag("draft").unwrap_or(false);
            fields.finish(|_| None);
            let body = Passage {
                text: source.text[parts.body.clone()].to_owned(),
                range: parts.body.clone(),
                verbatim: true,
            };
            Some(PlainPage {
                file: source.path.clone(),
                title: title?,
                description,
                path: path(source),
                body,
                draft,
            })
        });
        let diagnostics = reader.finish();
        let valid = diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error);
        (page.filter(|_| valid), diagnostics)
    }
}

/// `content/pages/about.md` becomes `about`.
fn path(source: &SourceFile) -> String {
    let below = source.path.splitn(3, '/').nth(2).unwrap_or(&source.path);
    let stem = below.rsplit_once('.').map_or(below, |(stem, _)| stem);
    let stem = stem.strip_suffix("/index").unwrap_or(stem);
    stem.split('/').map(|part| Slug::from_text(part).to_string()).collect::<Vec<_>>().join("/")
}
