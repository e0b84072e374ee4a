//! All papers of the site in BibTeX, in files that every tool takes.

use super::bibtex;
use crate::catalog::PaperId;
use crate::plan::PAPERS_PER_BIBLIOGRAPHY;
use crate::site::Site;

/// Returns a part, counted from 1, in the order of the list.
pub fn bibliography(site: &Site, part: usize) -> Vec<u8> {
    let entries: Vec<String> = papers(site, part).map(|id| bibtex::citation(site, id)).collect();
    entries.join("\n").into_bytes()
}

/// The papers of a part.
pub fn papers(site: &Site, part: usize) -> impl Iterator<Item = PaperId> + use<> {
    site.catalog().ids().skip((part - 1) * PAPERS_PER_BIBLIOGRAPHY).take(PAPERS_PER_BIBLIOGRAPHY)
}
