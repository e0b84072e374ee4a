//! A [`Feed`] is what readers subscribe to, in whichever format: the newest papers of the site, or
//! of a term.

use std::borrow::Cow;

use quick_xml::escape::partial_escape;

use crate::catalog::PaperId;
use crate::paper::{Author, Day, LinkTarget};
use crate::plan::Channel;
use crate::site::Site;
use crate::text::Text;

use super::bibtex;

pub struct Feed {
    pub title: String,
    /// The absolute address of the page that the feed is of.
    pub home: String,
    /// In the order of the list, newest first.
    pub papers: Vec<PaperId>,
}

impl Feed {
    pub fn new(site: &Site, channel: Channel) -> Feed {
        let config = site.config();
        let (title, home, papers): (String, String, Vec<PaperId>) = match channel {
            Channel::Site => {
                let papers = site.catalog().ids().take(config.feeds.entries);
                (config.title.clone(), site.plan().urls().front(), papers.collect())
            }
            Channel::Term(kind, id) => {
                let term = &site.catalog().terms(kind)[id];
                let papers = term.papers.iter().copied().take(config.feeds.entries);
                let home = site.plan().urls().term(kind, &term.slug, 1);
                (format!("{} · {}", term.name, config.title), home, papers.collect())
            }
        };
        Feed { title, home: absolute(site, &home), papers }
    }
}

/// The paper itself, its code, and so on: titles and absolute addresses.
pub fn related(site: &Site, id: PaperId) -> Vec<(String, String)> {
    let paper = site.catalog().paper(id);
    let arxiv = paper.arxiv.iter().map(|arxiv| ("arXiv".to_owned(), arxiv.url()));
    let doi = paper.doi.iter().map(|doi| ("DOI".to_owned(), doi.url()));
    let links = paper.links.iter().filter_map(|link| {
        let url = match link.target() {
            LinkTarget::Web(url) => url.clone(),
            LinkTarget::Local(path) => absolute(site, &site.plan().content_file_url(path)?),
        };
        Some((link.label().to_owned(), url))
    });
    arxiv.chain(doi).chain(links).collect()
}

/// The abstract, the published notes and the citation as simple HTML. Readers of feeds drop MathML and relative
/// links, so formulas are plain text here and links are their text.
pub fn content(site: &Site, id: PaperId) -> String {
    let paper = site.catalog().paper(id);
    let mut html = String::new();
    if let Some(abstract_) = &paper.abstract_ {
        paragraphs(&Text::block(&abstract_.text), &mut html);
    }
    if let Some(notes) = paper.notes.as_ref().filter(|_| site.config().publish.notes) {
        html.push_str("<h2>Notes</h2>\n");
        paragraphs(&Text::block(&notes.text), &mut html);
    }
    html.push_str(&format!("<pre>{}</pre>\n", partial_escape(bibtex::citation(site, id).trim_end())));
    html
}

fn paragraphs(text: &Text, html: &mut String) {
    for paragraph in text.plain().split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
        let lines: Vec<Cow<str>> = paragraph.lines().map(partial_escape).collect();
        html.push_str(&format!("<p>{}</p>\n", lines.join("<br>\n")));
    }
}

/// Where a person can be found.
pub fn website(author: &Author) -> Option<String> {
    author.orcid().map(|orcid| orcid.url()).or_else(|| author.url().map(str::to_owned))
}

/// The absolute address of a path of the site.
pub fn absolute(site: &Site, path: &str) -> String {
    site.config().base_url.absolute(path).expect("a feed is planned with an address only")
}

/// A day as an instant of RFC 3339. Lists know days only, so the time is midnight, UTC.
pub fn instant(day: Day) -> String {
    format!("{day}T00:00:00Z")
}
