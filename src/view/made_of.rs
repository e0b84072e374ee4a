//! What the views of a paper are made of, told without making them.
//!
//! Turning texts into HTML is most of the work of a build in which little changed. So a paper's
//! fingerprint is that of its file, and of what the rest of the site says to it: where its names and
//! links lead. All that the configuration says is part of the site's own fingerprint.

use super::paper;
use crate::catalog::{PaperId, TermKind};
use crate::fingerprint::{Fingerprint, Ingredients};
use crate::paper::{LinkTarget, Paper, Thumbnail};
use crate::site::Site;

/// Of all that the views, the citations and the entries in feeds of a paper are made of.
pub fn paper(site: &Site, id: PaperId) -> Fingerprint {
    let paper = site.catalog().paper(id);
    let mut ingredients = Ingredients::default();
    ingredients.add_bytes(paper.file.as_bytes());
    ingredients.add_fingerprint(paper.text);
    ingredients.add_bytes(site.cite_keys().of(id).as_bytes());
    for kind in TermKind::ALL {
        let terms = site.catalog().terms(kind);
        for term in terms.of_paper(id) {
            let term = &terms[*term];
            ingredients.add_bytes(term.name.as_bytes());
            ingredients.add_bytes(term.slug.as_str().as_bytes());
            ingredients.add(&site.plan().has_page(kind, term.papers.len()));
        }
    }
    for path in local_files(paper) {
        ingredients.add(&site.plan().content_file_url(path));
    }
    for text in [&paper.abstract_, &paper.notes].into_iter().flatten().filter(|text| may_link(&text.text)) {
        ingredients.add_bytes(paper::html_of(site, paper, text).as_bytes());
    }
    ingredients.finish()
}

fn local_files(paper: &Paper) -> impl Iterator<Item = &str> {
    let thumbnail = paper.thumbnail.iter().filter_map(|thumbnail| match thumbnail {
        Thumbnail::Local(path) => Some(path.as_str()),
        Thumbnail::Remote(_) => None,
    });
    let links = paper.links.iter().filter_map(|link| match link.target() {
        LinkTarget::Local(path) => Some(path.as_str()),
        LinkTarget::Web(_) => None,
    });
    thumbnail.chain(links)
}

/// Whether a text may link to, or show, anything of the site: links in Markdown, definitions of them,
/// HTML and TeX have one of these marks. Only the HTML knows where that leads.
pub fn may_link(text: &str) -> bool {
    ["](", "]:", "<", "\\href", "\\url"].iter().any(|mark| text.contains(mark))
}
