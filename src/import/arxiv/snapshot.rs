//! arXiv's snapshot of all its metadata, a paper as a JSON object on each line:
//! <https://www.kaggle.com/datasets/Cornell-University/arxiv>. Parts of it, with fewer names, are about, too.

use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::{Entry, add_facts, repaired};
use crate::import::json::{text_at, utc_day};
use crate::import::reading::{Lack, listing_day};
use crate::import::{Extra, FoundPaper, line, name};
use crate::paper::{ArxivId, Author, Day, Name, PartialDate, PersonName};

/// Whether an object is of the snapshot: `categories` are classes, all in one text.
pub fn is_entry(item: &Value) -> bool {
    arxiv_id(item).is_some() && !classes(item).is_empty() && item.get("tags").is_none()
}

/// Reads an object for which [`is_entry`] holds. The paper is listed under `day`, else under the day of its first
/// version, else under the first day of the month that its id begins with.
pub fn paper(item: &Value, day: Option<Day>) -> Result<FoundPaper, Lack> {
    let text = |name| text_at(item, name).unwrap_or_default();
    let title = line(&repaired(text("title"))).ok_or(Lack::Title)?;
    let versions = item.get("versions").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let first = versions.first().and_then(created);
    let arxiv = arxiv_id(item);
    let published = first.map(PartialDate::from).or(arxiv.as_ref().and_then(|(id, _)| id.month()));

    let mut found = FoundPaper::new(title, listing_day(day, first, published)?);
    found.published = published;
    // The first version is what a paper is when nothing is said of it.
    if let Some(last) = versions.last().filter(|_| versions.len() > 1) {
        found.version =
            text_at(last, "version").and_then(|version| version.trim_start_matches('v').parse().ok());
        found.updated = created(last).or_else(|| utc_day(text("update_date"))).map(PartialDate::from);
    }
    found.arxiv = arxiv.map(|(id, _)| id);
    add_facts(
        &mut found,
        &Entry {
            summary: text("abstract").to_owned(),
            comment: text("comments").to_owned(),
            journal_ref: text("journal-ref").to_owned(),
            doi: text("doi").to_owned(),
            categories: classes(item).into_iter().map(str::to_owned).collect(),
            ..Entry::default()
        },
    );
    add_authors(&mut found, item);
    found.extra.extend(line(text("report-no")).map(|number| ("report number".into(), Extra::Text(number))));
    Ok(found)
}

fn arxiv_id(item: &Value) -> Option<(ArxivId, Option<u32>)> {
    match item.get("id")? {
        Value::String(id) => ArxivId::parse(id),
        _ => None,
    }
}

/// `"hep-ph cs.LG"`, in some parts of the snapshot as the one text of a list.
fn classes(item: &Value) -> Vec<&str> {
    match item.get("categories") {
        Some(Value::String(classes)) => classes.split_whitespace().collect(),
        Some(Value::Array(classes)) => {
            classes.iter().filter_map(Value::as_str).flat_map(str::split_whitespace).collect()
        }
        _ => Vec::new(),
    }
}

/// The day in UTC: `Mon, 2 Apr 2007 19:18:42 GMT`.
fn created(version: &Value) -> Option<Day> {
    let created = text_at(version, "created")?;
    let instant = rfc2822::parse(created).ok()?.timestamp();
    Some(TimeZone::UTC.to_datetime(instant).date())
}

/// `authors_parsed` has names taken apart, `authors` the line that was typed.
fn add_authors(found: &mut FoundPaper, item: &Value) {
    let parsed = item.get("authors_parsed").and_then(Value::as_array).into_iter().flatten();
    found.add_authors(parsed.filter_map(author));
    if found.authors.is_empty() {
        found.add_byline(&repaired(text_at(item, "authors").unwrap_or_default()));
    }
}

/// `["Berg", "Ludwig", "Jr.", "Acme Labs"]`: family and given name, suffix, and affiliations.
fn author(parts: &Value) -> Option<Author> {
    let parts: Vec<String> = parts
        .as_array()?
        .iter()
        .map(|part| part.as_str().and_then(|part| line(&repaired(part))).unwrap_or_default())
        .collect();
    let part = |index: usize| parts.get(index).map_or("", String::as_str);
    // Initials were parted: `C. -P.`
    let given = part(1).replace(". -", ".-");
    let name = match (part(0), given.as_str()) {
        (one, "") | ("", one) => name(one.to_owned()),
        (family, given) => match Name::parse(&format!("{family}, {given}")).person() {
            Some(person) if person.suffix.is_empty() => PersonName { suffix: part(2), ..person }.into(),
            Some(person) => person.into(),
            None => Name::literal(format!("{given} {family}")),
        },
    };
    let affiliations =
        parts.iter().skip(3).filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join("; ");
    let is_name = name.printed().chars().any(char::is_alphanumeric);
    is_name.then(|| Author::new(name).with_affiliation(Some(affiliations).filter(|text| !text.is_empty())))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;
    use crate::paper::EntryType;
    use crate::paper::{Doi, Publication, parse_partial};

    #[test]
    fn an_object_of_the_snapshot_becomes_a_paper() {
        let item = json!({
            "id": "0704.0010", "submitter": "Charles Babbage", "authors": "A. Lov\\'elace, L. van der Berg (Acme), the Engine Collaboration",
            "title": "Sorting in\n  $n^2$", "comments": "9 pages", "journal-ref": "Phys.Rev.D76:013009,2007",
            "doi": "10.1000/a", "report-no": "ACME-1", "categories": "hep-ph cs.DS", "license": null,
            "abstract": "  We\nsort.\n  And stop.\n", "update_date": "2008-11-26",
            "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 23:18:42 GMT"}, {"version": "v2", "created": "Tue, 24 Jul 2007 20:10:27 GMT"}],
            "authors_parsed": [["Lovélace", "A. -B.", ""], ["van der Berg", "L.", "Jr.", "Acme"], ["Davis", "Sammy III", ""], ["Engine Collaboration", "", ""]],
        });
        assert!(is_entry(&item));
        let extra = |name: &'static str, text: &str| (name.into(), Extra::Text(text.to_owned()));
        let expected = FoundPaper {
            authors: vec![
                Author::new(Name::parse("A.-B. Lovélace")),
                Author::new(Name::parse("L. van der Berg Jr.")).with_affiliation(Some("Acme".into())),
                Author::new(Name::parse("Sammy Davis III")),
                Author::new(Name::literal("Engine Collaboration")),
            ],
            published: parse_partial("2007-04-02").ok(),
            updated: parse_partial("2007-07-24").ok(),
            version: Some(2),
            arxiv: ArxivId::parse("0704.0010").map(|(id, _)| id),
            primary_class: Some("hep-ph".into()),
            doi: Doi::parse("10.1000/a"),
            venue: Some("Phys.Rev.D".into()),
            publication: Publication {
                year: Some(2007),
                kind: Some(EntryType::Article),
                volume: Some("76".into()),
                pages: Some("013009".into()),
                ..Publication::default()
            },
            abstract_: vec!["We sort.".into(), "And stop.".into()],
            extra: vec![
                extra("arxiv_comment", "9 pages"),
                ("arxiv_classes".into(), Extra::Texts(vec!["hep-ph".into(), "cs.DS".into()])),
                extra("report number", "ACME-1"),
            ],
            ..FoundPaper::new("Sorting in $n^2$", date(2007, 4, 2))
        };
        assert_eq!(paper(&item, None), Ok(expected));
    }

    #[test]
    fn a_part_of_the_snapshot_has_authors_as_typed_and_the_month_of_the_id() {
        let item = json!({"id": "hep-th/9901001", "title": "A", "categories": ["hep-th"], "authors": "Ada Lovelace and Charles Babbage"});
        let found = paper(&item, None).expect("it has a title and a month");
        let authors: Vec<&str> = found.authors.iter().map(|author| author.name().printed()).collect();
        assert_eq!(authors, ["Ada Lovelace", "Charles Babbage"]);
        assert_eq!((found.day, found.published), (date(1999, 1, 1), parse_partial("1999-01").ok()));
    }

    #[test]
    fn others_are_no_author() {
        for others in [json!(["et al", "", ""]), json!(["al.", "et", ""]), json!(["others", "", ""])] {
            let item = json!({"id": "0704.0010", "title": "A", "categories": "math.CO", "authors_parsed": [["Lovelace", "Ada", ""], others]});
            let found = paper(&item, None).expect("it has a title and a month");
            assert_eq!(found.authors, [Author::new(Name::parse("Ada Lovelace"))]);
            assert_eq!(found.extra, [("authors_end".into(), Extra::Text("and others".into()))]);
        }
    }

    #[test]
    fn what_is_no_paper_says_why() {
        let untitled = json!({"id": "0704.0010", "categories": "math.CO"});
        assert_eq!(paper(&untitled, None), Err(Lack::Title));
        let undated = json!({"id": "0799.0010", "categories": "math.CO", "title": "A"});
        assert_eq!(paper(&undated, None), Err(Lack::Day));
        for other in
            [json!({"id": "0704.0010", "title": "A"}), json!({"id": "a", "categories": "cs.LG"}), json!({})]
        {
            assert!(!is_entry(&other), "{other}");
        }
    }
}
