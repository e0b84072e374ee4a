//! A citation as a line of text, for messages and slides.

use super::csl;
use crate::paper::{Name, Paper};

/// More authors than these are `et al.`, the first few of whom are named.
const MOST_AUTHORS: usize = 10;

/// `Ada Lovelace and Charles Babbage. On Engines. Journal of Engines 3(2), 1–9, 2015. https://doi.org/…`
///
/// `url` is the absolute address of the paper's page, used when it has no other.
pub fn citation(paper: &Paper, url: Option<&str>) -> String {
    let publication = &paper.publication;
    let container = csl::container(paper).or(publication.series.as_deref());
    let mut place = container.unwrap_or_default().to_owned();
    if let Some(volume) = &publication.volume {
        place.push_str(&format!(" {volume}"));
    }
    if let Some(number) = &publication.number {
        let blank = if publication.volume.is_none() && !place.is_empty() { " " } else { "" };
        place.push_str(&format!("{blank}({number})"));
    }
    if let Some(pages) = publication.page_range() {
        place.push_str(&format!("{}{}", if place.is_empty() { "" } else { ", " }, pages.joined("–")));
    }
    // Of a book, which appeared nowhere else.
    if let Some(publisher) = publication.publisher.as_deref().filter(|_| paper.venue.is_none()) {
        place.push_str(&format!("{}{publisher}", if place.is_empty() { "" } else { ", " }));
    }
    let year = paper.year().to_string();
    let place = if place.is_empty() { year } else { format!("{place}, {year}") };
    let editors = if paper.authors.is_empty() { editors(paper) } else { String::new() };
    let parts = [authors(paper), editors, paper.plain_title(), place];
    let mut text = String::new();
    for part in parts.iter().filter(|part| !part.is_empty()) {
        text.push_str(part.trim());
        text.push_str(if part.ends_with(['.', '?', '!']) { " " } else { ". " });
    }
    text.push_str(&csl::address(paper, url).unwrap_or_default());
    text.trim_end().to_owned()
}

/// `Ada Lovelace and Charles Babbage (eds.)`
fn editors(paper: &Paper) -> String {
    let names: Vec<&str> = paper.publication.editors.iter().map(Name::printed).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => format!("{one} (ed.)"),
        [first @ .., last] => format!("{} and {last} (eds.)", first.join(", ")),
    }
}

fn authors(paper: &Paper) -> String {
    let names: Vec<&str> = paper.authors.iter().map(|author| author.name().printed()).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] if !paper.has_unnamed_authors() => (*one).to_owned(),
        [one, other] if !paper.has_unnamed_authors() => format!("{one} and {other}"),
        named if paper.has_unnamed_authors() => {
            format!("{} et al.", named[..named.len().min(MOST_AUTHORS)].join(", "))
        }
        many if many.len() > MOST_AUTHORS => format!("{} et al.", many[..MOST_AUTHORS].join(", ")),
        [first @ .., last] => format!("{}, and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::tests::paper;

    #[track_caller]
    fn check(fields: &str, cited: &str) {
        assert_eq!(citation(&paper("a", fields), None), cited);
    }

    #[test]
    fn a_book_has_its_editors_and_publisher() {
        check(
            "title: Engines\neditors: [Ada Lovelace, Charles Babbage]\npublisher: Press\nseries: LNE\nvolume: 12\npublished: 2010\ntype: book",
            "Ada Lovelace and Charles Babbage (eds.). Engines. LNE 12, Press, 2010.",
        );
        check(
            "title: Engines\nauthors: [Ada Lovelace]\npublisher: Press\npublished: 2010",
            "Ada Lovelace. Engines. Press, 2010.",
        );
    }

    #[test]
    fn a_number_without_a_volume_stands_apart() {
        check(
            "title: T\nvenue: Acme Labs\nnumber: AIM-1\ntype: techreport\nyear: 1980",
            "T. Acme Labs (AIM-1), 1980.",
        );
        check("title: T\nvenue: Engines\nvolume: 3\nnumber: 2\nyear: 1980", "T. Engines 3(2), 1980.");
    }

    #[test]
    fn proceedings_keep_the_year_of_their_name() {
        check("title: T\nvenue: Proceedings of ENG 2017\nyear: 2018", "T. Proceedings of ENG 2017, 2018.");
        check("title: T\nvenue: Journal of Engines 2018", "T. Journal of Engines, 2018.");
    }

    #[test]
    fn a_page_without_a_venue_begins_no_sentence() {
        check("title: T\npages: 1-9\npublished: 2010", "T. 1–9, 2010.");
    }
}
