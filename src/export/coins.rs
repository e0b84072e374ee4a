//! COinS tell reference managers of every paper on a list.
//!
//! Each is the title of an empty element of the class `Z3988`, in the terms of OpenURL:
//! <https://archive.org/details/ocoins-info>, `info:ofi/fmt:kev:mtx:journal`.

use super::csl;
use super::entry_type::entry_type;
use crate::paper::{EntryType, PageRange, Paper, PersonName};
use crate::percent;

/// More authors would make lists heavy, and reference managers ask for the paper itself anyway.
const MOST_AUTHORS: usize = 20;

/// Returns the title of a paper's element. `title` is the paper's as plain text, `url` the absolute
/// address of its page.
pub fn coins(paper: &Paper, title: &str, url: Option<&str>) -> String {
    let genre = match entry_type(paper) {
        EntryType::Article => "article",
        EntryType::InProceedings => "proceeding",
        EntryType::Misc => "preprint",
        _ => "document",
    };
    let publication = &paper.publication;
    let pages = publication.page_range();
    let date = publication.year.map_or_else(|| paper.published_or_listed().iso(), |year| year.to_string());
    let mut pairs: Vec<(&str, String)> = vec![
        ("ctx_ver", "Z39.88-2004".to_owned()),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal".to_owned()),
        ("rft.genre", genre.to_owned()),
        ("rft.atitle", title.to_owned()),
        ("rft.date", date),
    ];
    let venue = csl::venue_name(paper).map(str::to_owned);
    for (key, value) in [
        ("rft.jtitle", venue),
        ("rft.volume", publication.volume.clone()),
        ("rft.issue", publication.number.clone()),
        ("rft.spage", pages.map(|pages| pages.first().to_owned())),
        ("rft.epage", pages.and_then(PageRange::last).map(str::to_owned)),
    ] {
        pairs.extend(value.map(|value| (key, value)));
    }
    for (index, author) in paper.authors.iter().take(MOST_AUTHORS).enumerate() {
        if let (0, Some(PersonName { given, family, .. })) = (index, author.name().person()) {
            pairs.push(("rft.aulast", family.to_owned()));
            pairs.push(("rft.aufirst", given.to_owned()));
        }
        pairs.push(("rft.au", author.name().printed().to_owned()));
    }
    if let Some(doi) = &paper.doi {
        pairs.push(("rft_id", format!("info:doi/{}", doi.as_str())));
    }
    if let Some(arxiv) = &paper.arxiv {
        pairs.push(("rft_id", arxiv.url()));
    }
    if let Some(url) = url.filter(|_| paper.doi.is_none() && paper.arxiv.is_none()) {
        pairs.push(("rft_id", url.to_owned()));
    }
    let pairs: Vec<String> =
        pairs.iter().map(|(key, value)| format!("{key}={}", percent::form(value))).collect();
    pairs.join("&")
}
