//! All papers of the site in BibTeX, in files that every tool takes.

use super::bibtex;
use crate::plan::{PAPERS_PER_BIBLIOGRAPHY, page_of};
use crate::site::Site;

/// Returns a part, counted from 1, in the order of the list.
pub fn bibliography(site: &Site, part: usize) -> Vec<u8> {
    let ids: Vec<usize> = (0..site.catalog().papers().len()).collect();
    let entries: Vec<String> =
        page_of(&ids, PAPERS_PER_BIBLIOGRAPHY, part).iter().map(|id| bibtex::citation(site, *id)).collect();
    entries.join("\n").into_bytes()
}
