//! CSL-JSON, which reference managers and citation processors read:
//! <https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables>.

use serde_json::{Map, Value, json};

use super::entry_type::entry_type;
use crate::paper::{Author, Link, LinkKind, LinkTarget, Name, Paper, PartialDate, PersonName};
use crate::text::Text;

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
    add("author", paper.authors.iter().map(Author::name).map(name).collect());
    add("issued", date(issued(paper)));
    add("container-title", json!(container(paper)));
    add("volume", json!(publication.volume));
    add("issue", json!(publication.number));
    add("page", json!(publication.page_range().map(|pages| pages.joined("-"))));
    add("editor", publication.editors.iter().map(name).collect());
    add("collection-title", json!(publication.series));
    add("publisher", json!(publication.publisher));
    if let Some(arxiv) = &paper.arxiv {
        add("archive", json!("arXiv"));
        add("number", json!(arxiv.as_str()));
    }
    add("DOI", json!(paper.doi.as_ref().map(|doi| doi.as_str())));
    add("URL", json!(address(paper, url)));
    add("note", json!(paper.withdrawn.as_ref().map(|_| "Withdrawn")));
    Value::Object(item)
}

/// Where a paper appeared; the arXiv id says of a preprint what there is to say.
pub fn container(paper: &Paper) -> Option<&str> {
    let is_preprint = entry_type(paper) == "misc" && paper.arxiv.is_some();
    paper.venue.as_ref().filter(|_| !is_preprint).map(|venue| venue.name())
}

/// The address of the paper itself, else that of its page.
pub fn address(paper: &Paper, url: Option<&str>) -> Option<String> {
    let arxiv = paper.arxiv.as_ref().map(|arxiv| arxiv.url());
    arxiv
        .or_else(|| paper.doi.as_ref().map(|doi| doi.url()))
        .or_else(|| own_page(paper))
        .or_else(|| url.map(str::to_owned))
}

/// Where a paper without ids is found: its page on the web, else its PDF.
fn own_page(paper: &Paper) -> Option<String> {
    let url = |is_meant: &dyn Fn(&Link) -> bool| {
        let link = paper.links.iter().find(|link| is_meant(link))?;
        match link.target() {
            LinkTarget::Web(url) => Some(url.clone()),
            LinkTarget::Local(_) => None,
        }
    };
    // An import names the page of an entry so.
    url(&|link| link.kind() == LinkKind::Project || link.label() == "Website")
        .or_else(|| url(&|link| link.kind() == LinkKind::Pdf))
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
        "article" => "article-journal",
        "inproceedings" => "paper-conference",
        "incollection" | "inbook" => "chapter",
        "book" | "proceedings" | "manual" | "booklet" => "book",
        "phdthesis" | "mastersthesis" => "thesis",
        "techreport" => "report",
        // The type of preprints and manuscripts.
        _ => "article",
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
