//! A citation as a line of text, for messages and slides.

use super::csl;
use crate::paper::Paper;

/// More authors than these are `et al.`, the first few of whom are named.
const MOST_AUTHORS: usize = 10;

/// `Ada Lovelace and Charles Babbage. On Engines. Journal of Engines 3(2), 1–9, 2015. https://doi.org/…`
///
/// `url` is the absolute address of the paper's page, used when it has no other.
pub fn citation(paper: &Paper, url: Option<&str>) -> String {
    let publication = &paper.publication;
    let mut place = csl::container(paper).unwrap_or_default().to_owned();
    if let Some(volume) = &publication.volume {
        place.push_str(&format!(" {volume}"));
    }
    if let Some(number) = &publication.number {
        place.push_str(&format!("({number})"));
    }
    if let Some(pages) = publication.page_range() {
        place.push_str(&format!("{}{}", if place.is_empty() { "" } else { ", " }, pages.joined("–")));
    }
    let year = paper.year().to_string();
    let place = if place.is_empty() { year } else { format!("{place}, {year}") };
    let parts = [authors(paper), paper.plain_title(), place];
    let mut text = String::new();
    for part in parts.iter().filter(|part| !part.is_empty()) {
        text.push_str(part.trim());
        text.push_str(if part.ends_with(['.', '?', '!']) { " " } else { ". " });
    }
    text.push_str(&csl::address(paper, url).unwrap_or_default());
    text.trim_end().to_owned()
}

fn authors(paper: &Paper) -> String {
    let names: Vec<String> = paper.authors.iter().map(|author| author.name().printed()).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] if !paper.has_unnamed_authors() => one.clone(),
        [one, other] if !paper.has_unnamed_authors() => format!("{one} and {other}"),
        named if paper.has_unnamed_authors() => {
            format!("{} et al.", named[..named.len().min(MOST_AUTHORS)].join(", "))
        }
        many if many.len() > MOST_AUTHORS => format!("{} et al.", many[..MOST_AUTHORS].join(", ")),
        [first @ .., last] => format!("{}, and {last}", first.join(", ")),
    }
}
