//! CSL-JSON, which reference managers and citation processors read:
//! <https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables>.

use serde_json::{Map, Value, json};

use super::entry_type::entry_type;
use crate::paper::{Author, EntryType, Link, LinkKind, LinkTarget, Name, Paper, PartialDate, PersonName};
use crate::text::Text;

/// What stands for a paper's other authors at the end of those that are named, as in BibTeX.
pub const OTHERS: &str = "others";

/// A paper as an item. `url` is the absolute address of its page, used when it has no other.
pub fn item(paper: &Paper, cite_key: &str, url: Option<&str>) -> Value {
    let mut item = citation(paper, cite_key, url);
    if let Some(text) = &paper.abstract_ {
        item["abstract"] = json!(Text::block(&text.text).plain());
    }
    if !paper.tags.is_empty() {
        item["keyword"] = json!(paper.tags.join(", "));
    }
    item
}

/// What a citation says of a paper: all but its abstract and tags.
pub fn citation(paper: &Paper, cite_key: &str, url: Option<&str>) -> Value {
    let publication = &paper.publication;
    let mut item = Map::new();
    let mut add = |name: &str, value: Value| {
        let is_empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        if !is_empty {
            item.insert(name.to_owned(), value);
        }
    };
    add("id", json!(cite_key));
    add("type", json!(kind(paper)));
    add("title", json!(paper.plain_title()));
    // No variable says that there are others. Pandoc takes this name for "et al.", and all others print it as it is.
    let others = paper.has_unnamed_authors().then(|| json!({"literal": OTHERS}));
    add("author", paper.authors.iter().map(Author::name).map(name).chain(others).collect());
    add("issued", date(issued(paper)));
    let is_of_institution = entry_type(paper).is_of_institution();
    let is_report = entry_type(paper) == EntryType::TechReport;
    add("container-title", json!(container(paper).filter(|_| !is_of_institution)));
    add("genre", json!(genre(paper)));
    add("volume", json!(publication.volume));
    add(if is_report { "number" } else { "issue" }, json!(publication.number));
    add("page", json!(publication.page_range().map(|pages| pages.joined("-"))));
    add("editor", publication.editors.iter().map(name).collect());
    add("collection-title", json!(publication.series));
    add("publisher", json!(publisher(paper)));
    if let Some(arxiv) = &paper.arxiv {
        add("archive", json!("arXiv"));
        // The number of a report is its own.
        match is_report {
            true => add("archive_location", json!(format!("arXiv:{}", arxiv.as_str()))),
            false => add("number", json!(arxiv.as_str())),
        }
    }
    add("DOI", json!(paper.doi.as_ref().map(|doi| doi.as_str())));
    add("URL", json!(address(paper, url)));
    add("note", json!(paper.withdrawn.as_ref().map(|_| "Withdrawn")));
    Value::Object(item)
}

/// Where a paper appeared; the arXiv id says of a preprint what there is to say.
pub fn container(paper: &Paper) -> Option<&str> {
    let is_preprint = entry_type(paper) == EntryType::Misc && paper.arxiv.is_some();
    venue_name(paper).filter(|_| !is_preprint)
}

/// Who published a paper: of what appears at an institution, that.
pub fn publisher(paper: &Paper) -> Option<&str> {
    let institution = container(paper).filter(|_| entry_type(paper).is_of_institution());
    institution.or(paper.publication.publisher.as_deref())
}

/// What a thesis or a report calls itself, as imports keep it: `Diplomarbeit`.
pub fn genre(paper: &Paper) -> Option<&str> {
    let typed = paper.extra.get("genre").and_then(Value::as_str);
    typed.or_else(|| entry_type(paper).genre())
}

/// The name of a paper's venue as citations have it: that of a journal without the year in which the paper appeared, which
/// stands beside it, and any other as it was given.
pub fn venue_name(paper: &Paper) -> Option<&str> {
    let venue = paper.venue.as_ref()?;
    let is_said_beside = entry_type(paper) == EntryType::Article && venue.year() == Some(paper.year());
    Some(if is_said_beside { venue.name() } else { venue.dated_name() })
}

/// The address of the paper itself, else that of its page.
pub fn address(paper: &Paper, url: Option<&str>) -> Option<String> {
    let arxiv = paper.arxiv.as_ref().map(|arxiv| arxiv.url());
    arxiv
        .or_else(|| paper.doi.as_ref().map(|doi| doi.url()))
        .or_else(|| own_page(paper))
        .or_else(|| url.map(str::to_owned))
}

/// Where a paper without ids is found: at the first of those of its addresses on the web that tell the most.
fn own_page(paper: &Paper) -> Option<String> {
    let pages = paper.links.iter().filter_map(|link| match link.target() {
        LinkTarget::Web(url) if is_page(url) => Some((rank(link), url)),
        _ => None,
    });
    pages.min_by_key(|(rank, _)| *rank).map(|(_, url)| url.clone())
}

/// Whether an address is of the web, not of somebody's mail.
fn is_page(url: &str) -> bool {
    url.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http"))
}

/// What leads to the paper itself before what goes with it.
fn rank(link: &Link) -> u8 {
    match link.kind() {
        LinkKind::Project => 0,
        // An import names the page of an entry so.
        LinkKind::Other if link.label() == "Website" => 0,
        LinkKind::Pdf => 1,
        LinkKind::Other => 2,
        LinkKind::Code => 3,
        LinkKind::Data => 4,
        LinkKind::Model => 5,
        LinkKind::Demo => 6,
        LinkKind::Video => 7,
        LinkKind::Slides => 8,
    }
}

/// The date of the appearance: of a year of the venue's own, more is not known.
pub fn issued(paper: &Paper) -> PartialDate {
    let date = paper.published_or_listed();
    match paper.publication.year.filter(|year| *year != date.year()) {
        Some(year) => PartialDate::of_year(year),
        None => date,
    }
}

fn kind(paper: &Paper) -> &'static str {
    match entry_type(paper) {
        EntryType::Article => "article-journal",
        EntryType::InProceedings => "paper-conference",
        EntryType::InCollection | EntryType::InBook => "chapter",
        EntryType::Book | EntryType::Proceedings | EntryType::Manual | EntryType::Booklet => "book",
        EntryType::PhdThesis | EntryType::MastersThesis => "thesis",
        EntryType::TechReport => "report",
        // The type of preprints and manuscripts.
        EntryType::Unpublished | EntryType::Misc => "article",
    }
}

fn name(name: &Name) -> Value {
    let Some(PersonName { given, prefix, family, suffix }) = name.person() else {
        return json!({"literal": name.printed()});
    };
    let parts = [("family", family), ("given", given), ("non-dropping-particle", prefix), ("suffix", suffix)];
    let parts = parts.into_iter().filter(|(_, part)| !part.is_empty());
    parts.map(|(part, text)| (part.to_owned(), json!(text))).collect::<Map<_, _>>().into()
}

fn date(date: PartialDate) -> Value {
    let mut parts = vec![i64::from(date.year())];
    parts.extend(date.month().map(i64::from));
    parts.extend(date.day().map(i64::from));
    json!({"date-parts": [parts]})
}

#[cfg(test)]
mod tests {
    use super::address;
    use crate::export::tests::paper;

    #[test]
    fn the_address_is_the_papers_own_before_that_of_its_page() {
        for (fields, found) in [
            ("arxiv: 2501.00001\ndoi: 10.1000/a", "https://arxiv.org/abs/2501.00001"),
            ("doi: 10.1000/a\nlinks: {pdf: https://a.example/a.pdf}", "https://doi.org/10.1000/a"),
            ("links: {pdf: https://a.example/a.pdf, Website: https://a.example}", "https://a.example"),
            ("links: {pdf: https://a.example/a.pdf, project: https://a.example}", "https://a.example"),
            (
                "links: {OpenReview: https://b.example, pdf: https://a.example/a.pdf}",
                "https://a.example/a.pdf",
            ),
            ("links: {code: https://a.example, OpenReview: https://b.example}", "https://b.example"),
            ("links: {video: https://a.example, code: https://b.example}", "https://b.example"),
            ("links: {slides: HTTPS://a.example}", "HTTPS://a.example"),
            ("links: {Ask: mailto:ada@a.example}", "https://list.example/papers/a/"),
            ("", "https://list.example/papers/a/"),
        ] {
            let paper = paper("a", &format!("title: A\n{fields}"));
            assert_eq!(address(&paper, Some("https://list.example/papers/a/")).as_deref(), Some(found));
        }
    }
}
