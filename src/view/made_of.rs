//! What the views of papers and terms are made of, told without making them.
//!
//! Turning texts into HTML is most of the work of a build in which little changed. So a paper's
//! fingerprint is that of its file, and of what the rest of the site says to it: where its names and
//! links lead. All that the configuration says is part of the site's own fingerprint. Phrases, dates and addresses
//! are made of what is told here, and of that.

use memchr::memchr3_iter;

use super::paper;
use crate::catalog::{PaperId, Term, TermId, TermKind};
use crate::fingerprint::{Fingerprint, Ingredients};
use crate::paper::{LinkTarget, Orcid, Paper, Thumbnail};
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
            // Decides where it stands among others.
            ingredients.add_bytes(term.listed_as.as_bytes());
            ingredients.add_bytes(term.slug.as_str().as_bytes());
            let has_page = site.plan().has_page(kind, term.papers.len());
            ingredients.add(&(has_page, term.has_id, term.has_namesakes));
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

/// Of all that a page says of an author, a tag or a venue, but for its papers.
pub fn term(site: &Site, kind: TermKind, id: TermId) -> Fingerprint {
    // Taken apart, so that a new field is not forgotten; under which letter an index lists a term, its listed name says.
    let Term {
        name,
        listed_as,
        slug,
        initial: _,
        spellings,
        papers,
        website,
        orcid,
        is_joined,
        has_id,
        has_namesakes,
    } = &site.catalog().terms(kind)[id];
    let mut ingredients = Ingredients::default();
    ingredients.add_bytes(kind.name().as_bytes());
    ingredients.add_bytes(name.as_bytes());
    ingredients.add_bytes(listed_as.as_bytes());
    ingredients.add_bytes(slug.as_str().as_bytes());
    ingredients.add(&(spellings, papers.len(), website, is_joined, has_id, has_namesakes));
    ingredients.add(&site.plan().has_page(kind, papers.len()));
    ingredients.add(&orcid.as_ref().map(Orcid::url));
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
    let bytes = text.as_bytes();
    memchr3_iter(b'<', b']', b'\\', bytes).any(|at| match bytes[at] {
        b'<' => true,
        b']' => matches!(bytes.get(at + 1), Some(b'(' | b':')),
        _ => bytes[at..].starts_with(b"\\href") || bytes[at..].starts_with(b"\\url"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_links_are_found_wherever_they_stand() {
        for text in ["a [b](c)", "[b]: c", "<b", "a \\alpha] \\href{b}{c}", "\\url{a}"] {
            assert!(may_link(text), "{text}");
        }
        for text in ["", "a [b] c", "a > b", "\\hre]", "[b]", "\\"] {
            assert!(!may_link(text), "{text}");
        }
    }
}
