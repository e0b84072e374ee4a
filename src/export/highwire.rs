//! Highwire tags tell Google Scholar and reference managers what a page describes.
//!
//! <https://scholar.google.com/intl/en/scholar/inclusion.html#indexing>

use super::csl;
use super::entry_type::entry_type;
use crate::catalog::PaperId;
use crate::paper::{EntryType, LinkKind, LinkTarget, Name, PageRange, Paper, PartialDate, PersonName};
use crate::site::Site;

/// The tags of a paper's page: names and contents. None for a paper without authors, since without
/// title, author and date all are ignored.
pub fn tags(site: &Site, id: PaperId) -> Vec<(&'static str, String)> {
    let paper = site.catalog().paper(id);
    if paper.authors.is_empty() {
        return Vec::new();
    }
    let mut tags = vec![("citation_title", site.entry(id).title.clone())];
    tags.extend(paper.authors.iter().map(|author| ("citation_author", family_first(author.name()))));
    tags.push(("citation_publication_date", slashed(paper.published_or_listed())));
    let publication = &paper.publication;
    if let Some(venue) = csl::venue_name(paper) {
        let tag = match entry_type(paper) {
            EntryType::Article => "citation_journal_title",
            _ => "citation_conference_title",
        };
        tags.push((tag, venue.to_owned()));
    }
    let pages = publication.page_range();
    for (tag, value) in [
        ("citation_volume", publication.volume.clone()),
        ("citation_issue", publication.number.clone()),
        ("citation_firstpage", pages.map(|pages| pages.first().to_owned())),
        ("citation_lastpage", pages.and_then(PageRange::last).map(str::to_owned)),
        ("citation_publisher", publication.publisher.clone()),
        ("citation_doi", paper.doi.as_ref().map(|doi| doi.as_str().to_owned())),
        ("citation_arxiv_id", paper.arxiv.as_ref().map(ToString::to_string)),
        ("citation_abstract_html_url", absolute(site, &site.plan().urls().paper(&paper.key))),
        ("citation_pdf_url", pdf(site, paper)),
        ("citation_keywords", Some(paper.tags.join("; ")).filter(|tags| !tags.is_empty())),
        ("citation_language", Some(site.config().language.clone())),
    ] {
        tags.extend(value.map(|value| (tag, value)));
    }
    tags
}

/// `van der Berg, Ludwig`, which leaves no doubt.
pub fn family_first(name: &Name) -> String {
    let Some(PersonName { given, prefix, family, suffix }) = name.person() else {
        return name.printed().to_owned();
    };
    let family: Vec<&str> = [prefix, family, suffix].into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}, {given}", family.join(" "))
}

/// `2025/11/03`, as far as the date is known.
fn slashed(date: PartialDate) -> String {
    date.iso().replace('-', "/")
}

fn pdf(site: &Site, paper: &Paper) -> Option<String> {
    let link = paper.links.iter().find(|link| link.kind() == LinkKind::Pdf);
    match link.map(|link| link.target()) {
        Some(LinkTarget::Web(url)) => Some(url.clone()),
        Some(LinkTarget::Local(path)) => absolute(site, &site.plan().content_file_url(path)?),
        None => paper.arxiv.as_ref().map(|arxiv| arxiv.pdf_url()),
    }
}

fn absolute(site: &Site, path: &str) -> Option<String> {
    site.config().base_url.absolute(path)
}
