//! Metadata behind a DOI, whoever registered it, by content negotiation at doi.org:
//! <https://citation.doi.org/docs.html>. Crossref, DataCite and others answer in CSL-JSON.

use std::time::Duration;

use serde_json::Value;

use super::Service;
use crate::fetch::Question;
use crate::import::{FoundPaper, WebUrl, line, name};
use crate::paper::{Author, Day, Doi, Name, Orcid, PartialDate, Publication, parse_partial};

/// Asks for the work with a DOI.
pub fn question(doi: &Doi, age: Duration) -> Question {
    // Everything but the resolver's own address.
    let url = doi.url();
    let path = url.strip_prefix("https://doi.org/").unwrap_or(&url).to_owned();
    Question { service: Service::Doi, path, accept: "application/vnd.citationstyles.csl+json", age }
}

/// Reads an answer; nothing when there is no work in it.
pub fn read(answer: &str, doi: &Doi, day: Day) -> Option<FoundPaper> {
    let work: Value = serde_json::from_str(answer).ok()?;
    let title = first_text(&work, "title").and_then(|title| line(&plain(&title)))?;
    let subtitle = first_text(&work, "subtitle").and_then(|subtitle| line(&plain(&subtitle)));
    let title = match subtitle {
        Some(subtitle) if !title.to_lowercase().contains(&subtitle.to_lowercase()) => {
            format!("{title}: {subtitle}")
        }
        _ => title,
    };
    let mut paper = FoundPaper::new(title, day);
    paper.doi = Some(doi.clone());
    paper.authors = people(&work, "author");
    paper.published = ["published", "issued", "published-online", "published-print", "created"]
        .iter()
        .find_map(|key| date(work.get(key)?));
    paper.abstract_ = first_text(&work, "abstract").map(|text| abstract_(&text)).unwrap_or_default();
    paper.venue = first_text(&work, "container-title").and_then(|venue| line(&plain(&venue)));
    let text = |key| first_text(&work, key).and_then(|text| line(&plain(&text)));
    paper.publication = Publication {
        year: paper.venue.as_ref().and(paper.published).map(PartialDate::year),
        kind: text("type").as_deref().and_then(kind).map(str::to_owned),
        volume: text("volume"),
        number: text("issue"),
        pages: text("page"),
        publisher: text("publisher"),
        editors: people(&work, "editor").iter().map(|editor| editor.name().printed()).collect(),
        series: text("collection-title"),
        cite_key: None,
    };
    let pdf = work.get("link").and_then(Value::as_array).into_iter().flatten().find(|link| {
        link.get("content-type").and_then(Value::as_str) == Some("application/pdf")
            && link.get("intended-application").and_then(Value::as_str) != Some("text-mining")
    });
    let pdf = pdf.and_then(|link| WebUrl::parse(link.get("URL")?.as_str()?));
    paper.links.extend(pdf.map(|url| ("pdf".to_owned(), url)));
    Some(paper)
}

/// Types of Crossref and of CSL: <https://docs.citationstyles.org/en/stable/specification.html>.
fn kind(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "journal-article" | "article-journal" => "article",
        "proceedings-article" | "paper-conference" => "inproceedings",
        "book-chapter" | "chapter" => "incollection",
        "book" | "monograph" => "book",
        "dissertation" | "thesis" => "phdthesis",
        "report" => "techreport",
        _ => return None,
    })
}

fn people(work: &Value, key: &str) -> Vec<Author> {
    let people = work.get(key).and_then(Value::as_array).into_iter().flatten();
    people.filter_map(person).collect()
}

fn person(person: &Value) -> Option<Author> {
    let part = |key| first_text(person, key).and_then(|text| line(&plain(&text)));
    let particle = [part("dropping-particle"), part("non-dropping-particle")];
    let prefix = particle.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let name = match (part("given"), part("family")) {
        (Some(given), Some(family)) => {
            Name::Person { given, family, prefix, suffix: part("suffix").unwrap_or_default() }
        }
        (None, None) => Name::Literal(part("literal").or_else(|| part("name"))?),
        (one, other) => name(one.or(other)?),
    };
    let affiliations = person.get("affiliation").and_then(Value::as_array).into_iter().flatten();
    let affiliations: Vec<String> =
        affiliations.filter_map(|place| line(&plain(&first_text(place, "name")?))).collect();
    let affiliation = (!affiliations.is_empty()).then(|| affiliations.join("; "));
    let orcid = first_text(person, "ORCID").and_then(|orcid| Orcid::parse(&orcid));
    Some(Author::new(name).with_affiliation(affiliation).with_orcid(orcid))
}

/// `{"date-parts": [[2015, 6, 9]]}`, at times with fewer parts.
fn date(date: &Value) -> Option<PartialDate> {
    let parts = date.get("date-parts")?.as_array()?.first()?.as_array()?;
    let number = |part: &Value| part.as_i64().or_else(|| part.as_str()?.parse().ok());
    let year = number(parts.first()?)?;
    let (month, day) = (parts.get(1).and_then(number), parts.get(2).and_then(number));
    let text = match (month, day) {
        (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year:04}-{month:02}"),
        _ => format!("{year:04}"),
    };
    parse_partial(&text).or_else(|_| parse_partial(&format!("{year:04}"))).ok()
}

/// A text, or the first of several.
fn first_text(value: &Value, key: &str) -> Option<String> {
    let value = value.get(key)?;
    match value.as_array().map_or(Some(value), |values| values.first())? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Paragraphs of JATS, a publishers' dialect of XML; a heading that only says `Abstract` goes.
fn abstract_(text: &str) -> Vec<String> {
    let broken = text.replace("</jats:p>", "\n\n").replace("</p>", "\n\n").replace("</jats:title>", "\n\n");
    let paragraphs = broken.split("\n\n").filter_map(|paragraph| line(&plain(paragraph)));
    paragraphs.filter(|paragraph| !paragraph.eq_ignore_ascii_case("abstract")).collect()
}

/// Without the tags and entities that publishers leave in titles.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        plain.push_str(before);
        let is_tag = tag[1..].starts_with(|char: char| char.is_ascii_alphabetic() || char == '/');
        match tag.find('>').filter(|_| is_tag) {
            Some(end) => rest = &tag[end + 1..],
            None => {
                plain.push('<');
                rest = &tag[1..];
            }
        }
    }
    plain.push_str(rest);
    for (entity, text) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
        plain = plain.replace(entity, text);
    }
    plain
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;

    const DAY: Day = date(2025, 10, 30);

    fn doi() -> Doi {
        Doi::parse("10.1000/engine<1>").expect("a DOI")
    }

    #[test]
    fn a_work_becomes_a_paper() {
        let answer = json!({
            "title": ["Sorting <i>Slowly</i> &amp; 1 < 2"],
            "subtitle": ["A Report"],
            "author": [
                {"given": "Ada", "family": "Lovelace", "ORCID": "http://orcid.org/0000-0002-1825-0097",
                 "affiliation": [{"name": "Engine Works"}]},
                {"name": "Acme Labs"},
                {"given": "Ludwig", "non-dropping-particle": "van der", "family": "Berg"},
            ],
            "issued": {"date-parts": [[2021, 6]]},
            "container-title": ["Journal of Engines"], "volume": "7", "issue": 2, "page": "1-9",
            "publisher": "Acme", "type": "journal-article",
            "abstract": "<jats:title>Abstract</jats:title><jats:p>We sort.</jats:p><jats:p>And stop.</jats:p>",
            "link": [{"URL": "https://a.example/1.pdf", "content-type": "application/pdf"}],
        });
        let paper = read(&answer.to_string(), &doi(), DAY).expect("it is a work");
        let expected = FoundPaper {
            authors: vec![
                Author::new(Name::parse("Ada Lovelace"))
                    .with_affiliation(Some("Engine Works".into()))
                    .with_orcid(Orcid::parse("0000-0002-1825-0097")),
                Author::new(Name::Literal("Acme Labs".into())),
                Author::new(Name::parse("Ludwig van der Berg")),
            ],
            published: parse_partial("2021-06").ok(),
            doi: Some(doi()),
            venue: Some("Journal of Engines".into()),
            publication: Publication {
                year: Some(2021),
                kind: Some("article".into()),
                volume: Some("7".into()),
                number: Some("2".into()),
                pages: Some("1-9".into()),
                publisher: Some("Acme".into()),
                ..Publication::default()
            },
            abstract_: vec!["We sort.".into(), "And stop.".into()],
            links: vec![("pdf".into(), WebUrl::parse("https://a.example/1.pdf").expect("an address"))],
            ..FoundPaper::new("Sorting Slowly & 1 < 2: A Report", DAY)
        };
        assert_eq!(paper, expected);
    }

    #[test]
    fn odd_works_are_read_as_far_as_they_go() {
        let odd = json!({"title": "A", "author": [1, {}, {"given": "Ada"}, {"literal": "B and C"}],
            "issued": {"date-parts": [["2021", 13]]}, "type": "dataset", "abstract": 3, "volume": null});
        let paper = read(&odd.to_string(), &doi(), DAY).expect("it has a title");
        assert_eq!(paper.published.map(PartialDate::iso).as_deref(), Some("2021"));
        assert_eq!(paper.authors.len(), 2);
        for answer in
            ["", "{}", "null", r#"{"title": []}"#, r#"{"title": " "}"#, "<html>", r#"{"title": "<i></i>"}"#]
        {
            assert_eq!(read(answer, &doi(), DAY), None, "{answer}");
        }
        assert_eq!(question(&doi(), Duration::ZERO).path, "10.1000/engine%3C1%3E");
    }
}
