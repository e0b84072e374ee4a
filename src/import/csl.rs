//! CSL-JSON, as Zotero and Mendeley export it and as Crossref and DataCite answer it.
//!
//! <https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables>; where
//! Crossref differs, <https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md>.

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::publisher_text::{abstract_prose, plain, prose, styled};
use super::reading::{self, Lack, Reading, listing_day};
use super::{Extra, FoundPaper, SourceEntry, distinct, line, name, trace};
use crate::diagnostic::{Diagnostic, Lines};
use crate::paper::{
    Author, Day, Doi, EntryType, Name, Orcid, PartialDate, PersonName, Publication, WebUrl, parse_partial,
};
use crate::text::escape_markdown;

/// Reads an array of items, a single one, or an answer of Crossref's API; `file` is its path for messages.
/// Papers are listed under `day`, else under their own dates.
pub fn read(file: &str, text: &str, day: Option<Day>) -> Reading {
    let mut reading = Reading::default();
    let items = match items(text) {
        Ok(items) => items,
        Err(error) => {
            reading.diagnostics.push(super::json::not_json(file, text, &error));
            return reading;
        }
    };
    let lines = Lines::new(file, text);
    for (index, raw) in items.into_iter().enumerate() {
        let start = raw.get().as_ptr() as usize - text.as_ptr() as usize;
        let place = || lines.place(start..start + raw.get().len());
        let entry = format!("item {} of this file", index + 1);
        match serde_json::from_str(raw.get()) {
            Ok(item @ Value::Object(_)) => match paper(&item, day) {
                Ok(paper) => {
                    if let Some((typed, read)) = lost_day(&item) {
                        reading.diagnostics.push(reading::lost_day(&typed, read, place()));
                    }
                    let entry = SourceEntry { name: paper.title.clone(), place: place() };
                    reading.papers.push(FoundPaper { entry: Some(entry), ..paper });
                }
                Err(lack) => reading.diagnostics.push(lack.diagnostic(&entry, place())),
            },
            _ => {
                let message = format!("{entry} is no paper: it is not an object");
                reading
                    .diagnostics
                    .push(Diagnostic::error("bad-entry", message).at(place(), "it is left out"));
            }
        }
    }
    reading
}

/// The items of a text, each as it stands there.
fn items(text: &str) -> serde_json::Result<Vec<&RawValue>> {
    /// What Crossref's API answers: <https://api.crossref.org/swagger-ui/index.html>.
    #[derive(Deserialize)]
    struct Answer<'t> {
        #[serde(borrow)]
        message: &'t RawValue,
    }
    #[derive(Deserialize)]
    struct WorkList<'t> {
        #[serde(borrow)]
        items: Vec<&'t RawValue>,
    }
    // Serde takes an array for an object whose fields have no names.
    let is_array = |text: &str| text.trim_start().starts_with('[');
    let text = match serde_json::from_str(text) {
        Ok(Answer { message }) if !is_array(text) => message.get(),
        _ => text,
    };
    if is_array(text) {
        return serde_json::from_str(text);
    }
    match serde_json::from_str(text) {
        Ok(WorkList { items }) => Ok(items),
        Err(_) => serde_json::from_str(text).map(|item| vec![item]),
    }
}

/// Reads one item. The paper is listed under `day`, else under its own date.
pub fn paper(item: &Value, day: Option<Day>) -> Result<FoundPaper, Lack> {
    let text = |key| first_text(item, key).and_then(|text| line(&plain(&text)));
    let title = title(item).ok_or(Lack::Title)?;
    let published = published(item).map(|(_, date)| date);
    let visited = item.get("accessed").and_then(date);
    let mut paper = FoundPaper::new(title, listing_day(day, None, published.or(visited))?);
    paper.add_authors(people(item, "author"));
    paper.published = published;
    for trace in ["number", "note", "archive_location"].into_iter().filter_map(text) {
        if let Some((id, version)) = trace::arxiv_in(&trace) {
            paper.add_arxiv(id, version);
        }
    }
    if let Some(doi) = text("DOI").and_then(|doi| Doi::parse(&doi)) {
        paper.add_doi(doi);
    }
    if let Some(url) = text("URL").and_then(|url| trace::address_of_field(&url)) {
        paper.add_address(&url);
    }
    let pdf = item.get("link").and_then(Value::as_array).into_iter().flatten().find(|link| {
        link.get("content-type").and_then(Value::as_str) == Some("application/pdf")
            && link.get("intended-application").and_then(Value::as_str) != Some("text-mining")
    });
    if let Some(url) = pdf.and_then(|link| WebUrl::parse(link.get("URL")?.as_str()?)) {
        paper.add_link("pdf", url);
    }
    // Zotero has a line for what it has no field for.
    let note = first_text(item, "note").unwrap_or_default();
    let id = |name: &'static str| text(name).or_else(|| trace::line_of_note(&note, name));
    paper.add_pubmed(id("PMID"), id("PMCID"));
    paper.abstract_ = first_text(item, "abstract").map(|text| abstract_prose(&text)).unwrap_or_default();
    let kind = kind(&text("type").unwrap_or_default(), text("genre").as_deref());
    // What appears at an institution has no other venue.
    let is_of_institution = kind.is_some_and(EntryType::is_of_institution);
    let in_note = || ["Publisher", "publisher"].iter().find_map(|name| trace::line_of_note(&note, name));
    let publisher =
        text("publisher").or_else(in_note).filter(|name| !(paper.arxiv.is_some() && trace::is_arxiv(name)));
    let (institution, publisher) = if is_of_institution { (publisher, None) } else { (None, publisher) };
    // Of a preprint Crossref names the server there.
    let server = || line(&plain(&first_text(item.get("institution")?.get(0)?, "name")?));
    let (book, series) = containers(item, kind);
    if let Some(venue) =
        book.or_else(|| text("event-title")).or_else(|| text("event")).or(institution).or_else(server)
    {
        paper.add_venue(venue);
    }
    // The last is Crossref's.
    let shorts = ["container-title-short", "journalAbbreviation", "short-container-title"];
    let short = shorts.into_iter().find_map(text);
    paper.venue_short = short.filter(|short| {
        kind == Some(EntryType::Article) && paper.venue.as_ref().is_some_and(|venue| venue != short)
    });
    let is_patent = text("type").is_some_and(|kind| kind == "patent");
    let report_number = text("number").filter(|number| {
        (kind == Some(EntryType::TechReport) || is_patent) && trace::arxiv_in(number).is_none()
    });
    paper.publication = Publication {
        year: paper.venue.as_ref().and(published).map(PartialDate::year),
        kind,
        // That of a series, if the book has none of its own.
        volume: text("volume").or_else(|| text("collection-number")),
        number: text("issue").or(report_number),
        pages: text("page").or_else(|| text("article-number")).map(|pages| pages.replace('–', "-")),
        publisher,
        editors: people(item, "editor").iter().map(|editor| editor.name().clone()).collect(),
        series: text("collection-title").or(series),
        cite_key: text("citation-key")
            .or_else(|| trace::line_of_note(&note, "Citation Key"))
            .or_else(|| text("id"))
            .filter(|key| is_cite_key(key)),
    };
    paper.tags = tags(item);
    let notes: Vec<String> = first_text(item, "annote").map(|text| prose(&text)).unwrap_or_default();
    paper.notes = (!notes.is_empty()).then(|| escape_markdown(&notes.join("\n\n")));
    for (name, value) in [
        (
            "note",
            text("note")
                .filter(|shown| trace::arxiv_in(shown).is_none() && !trace::is_note_of_database(&note)),
        ),
        ("genre", text("genre").filter(|genre| kind.and_then(EntryType::genre) != Some(genre.as_str()))),
        ("edition", text("edition")),
        ("place", text("publisher-place")),
        ("isbn", text("ISBN")),
        ("issn", text("ISSN")),
        ("language", text("language")),
        ("version", text("version")),
        ("volumes", text("number-of-volumes")),
    ] {
        paper.extra.extend(value.map(|value| (name.into(), Extra::Text(value))));
    }
    Ok(paper)
}

/// Where an item stands, and the series of which that is a volume. Crossref names the series first.
fn containers(item: &Value, kind: Option<EntryType>) -> (Option<String>, Option<String>) {
    let one = |title: &Value| line(&plain(title.as_str()?));
    match item.get("container-title").and_then(Value::as_array).map(Vec::as_slice) {
        Some([series, .., book]) if kind != Some(EntryType::Article) => (one(book), one(series)),
        _ => (first_text(item, "container-title").and_then(|title| line(&plain(&title))), None),
    }
}

/// With the subtitle, which only Crossref has apart.
fn title(item: &Value) -> Option<String> {
    let title = first_text(item, "title").and_then(|title| line(&styled(&title)))?;
    let subtitle = first_text(item, "subtitle").and_then(|subtitle| line(&styled(&subtitle)));
    Some(match subtitle {
        Some(subtitle) if !title.to_lowercase().contains(&subtitle.to_lowercase()) => {
            format!("{title}: {subtitle}")
        }
        _ => title,
    })
}

/// Types of CSL and of Crossref as those of BibTeX.
pub(super) fn kind(kind: &str, genre: Option<&str>) -> Option<EntryType> {
    Some(match kind {
        "journal-article" | "article-journal" | "article-magazine" | "article-newspaper" => {
            EntryType::Article
        }
        "proceedings-article" | "paper-conference" => EntryType::InProceedings,
        "book-chapter" | "chapter" | "entry-encyclopedia" | "entry-dictionary" => EntryType::InCollection,
        "book" | "monograph" | "edited-book" | "reference-book" => EntryType::Book,
        "dissertation" | "thesis" if genre.is_some_and(is_masters) => EntryType::MastersThesis,
        "dissertation" | "thesis" => EntryType::PhdThesis,
        "report" => EntryType::TechReport,
        "collection" | "proceedings" => EntryType::Proceedings,
        "manuscript" => EntryType::Unpublished,
        "pamphlet" => EntryType::Booklet,
        _ => return None,
    })
}

/// Whether the words for a thesis are those for a master's.
pub(super) fn is_masters(genre: &str) -> bool {
    let genre = genre.to_lowercase();
    ["master", "m.sc", "msc", "mathesis", "m.a.", "diplom"].iter().any(|word| genre.contains(word))
}

fn people(item: &Value, key: &str) -> Vec<Author> {
    let people = item.get(key).and_then(Value::as_array).into_iter().flatten();
    people.filter_map(person).collect()
}

fn person(person: &Value) -> Option<Author> {
    let part = |key| first_text(person, key).and_then(|text| line(&plain(&text)));
    let particle = [part("dropping-particle"), part("non-dropping-particle")];
    let prefix = particle.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let name = match (part("given"), part("family")) {
        (Some(given), Some(family)) if Name::is_no_family(&family) => {
            Name::literal(format!("{given} {family}"))
        }
        (Some(given), Some(family)) => {
            let suffix = part("suffix").unwrap_or_default();
            PersonName { given: &given, prefix: &prefix, family: &family, suffix: &suffix }.into()
        }
        (None, None) => Name::literal(part("literal").or_else(|| part("name"))?),
        (one, other) => name(one.or(other)?),
    };
    let affiliations = person.get("affiliation").and_then(Value::as_array).into_iter().flatten();
    let affiliations: Vec<String> =
        affiliations.filter_map(|place| line(&plain(&first_text(place, "name")?))).collect();
    let affiliation = (!affiliations.is_empty()).then(|| affiliations.join("; "));
    let orcid = first_text(person, "ORCID").and_then(|orcid| Orcid::parse(&orcid));
    Some(Author::new(name).with_affiliation(affiliation).with_orcid(orcid))
}

/// When an item appeared, as it stands there and as far as it is read.
fn published(item: &Value) -> Option<(&Value, PartialDate)> {
    let keys = ["published", "issued", "published-online", "published-print", "created"];
    keys.iter().find_map(|key| item.get(key).and_then(|typed| Some((typed, date(typed)?))))
}

/// A date that is not in the calendar, and what is read of it.
fn lost_day(item: &Value) -> Option<(String, PartialDate)> {
    let (typed, read) = published(item)?;
    let typed = match typed.pointer("/date-parts/0").and_then(Value::as_array) {
        Some(parts) => {
            let part = |part: &Value| part.as_str().map_or_else(|| part.to_string(), str::to_owned);
            parts.iter().map(part).collect::<Vec<_>>().join("-")
        }
        None => words_of_date(typed)?,
    };
    super::date::has_lost_day(&typed, read).then_some((typed, read))
}

fn words_of_date(date: &Value) -> Option<String> {
    ["raw", "edtf", "literal"].into_iter().find_map(|key| first_text(date, key))
}

/// `{"date-parts": [[2015, 6, 9]]}`, at times with fewer parts; the first date of a span. Else
/// `{"raw": "2015-06-09"}`, or an `edtf` or `literal`, which may have it in words.
fn date(date: &Value) -> Option<PartialDate> {
    let Some(parts) = date.get("date-parts") else {
        return super::date::typed(&words_of_date(date)?);
    };
    let parts = parts.as_array()?.first()?.as_array()?;
    let number = |part: &Value| part.as_i64().or_else(|| part.as_str()?.parse().ok());
    let year = number(parts.first()?)?;
    let (month, day) = (parts.get(1).and_then(number), parts.get(2).and_then(number));
    let text = match (month, day) {
        (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year:04}-{month:02}"),
        _ => format!("{year:04}"),
    };
    let begun = [text.rsplit_once('-').map_or("", |(month, _)| month), text.get(..4)?];
    parse_partial(&text).ok().or_else(|| begun.into_iter().find_map(|text| parse_partial(text).ok()))
}

/// `keyword` is one text with commas, in some exports a list; DataCite has `categories`.
fn tags(item: &Value) -> Vec<String> {
    if let Some(keywords) = item.get("keyword").and_then(Value::as_array) {
        return distinct(keywords.iter().filter_map(|tag| line(&plain(tag.as_str()?))));
    }
    let keywords = first_text(item, "keyword").unwrap_or_default();
    let separator = if keywords.contains(';') { ';' } else { ',' };
    let categories = item.get("categories").and_then(Value::as_array).into_iter().flatten();
    let categories = categories.filter_map(Value::as_str);
    distinct(keywords.split(separator).chain(categories).filter_map(|tag| line(&plain(tag))))
}

/// Whether an id was made for citing, not by a database: `vinyals2015pointer`, but not an address,
/// a number or Mendeley's `ITEM-1`.
pub(super) fn is_cite_key(id: &str) -> bool {
    id.chars().any(char::is_alphabetic)
        && !id.starts_with("ITEM-")
        && !id.starts_with("http")
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_:.+".contains(&byte))
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;
    use crate::paper::ArxivId;

    fn without_entries(reading: Reading) -> Vec<FoundPaper> {
        reading.papers.into_iter().map(|paper| FoundPaper { entry: None, ..paper }).collect()
    }

    #[test]
    fn an_answer_of_crossref_is_a_work_or_a_list_of_works() {
        let work =
            |title: &str| json!({"title": [title], "DOI": "10.1000/a", "issued": {"date-parts": [[2021]]}});
        let titles = |message| {
            let text = json!({"status": "ok", "message": message}).to_string();
            let reading = read("a.json", &text, None);
            assert_eq!(reading.diagnostics, []);
            reading.papers.into_iter().map(|paper| paper.title).collect::<Vec<_>>()
        };
        assert_eq!(titles(work("One")), ["One"]);
        assert_eq!(titles(json!({"total-results": 2, "items": [work("One"), work("Two")]})), ["One", "Two"]);
        assert_eq!(titles(json!({"items": []})), Vec::<String>::new());
    }

    /// Crossref wraps once; a hundred thousand times would be for the stack.
    #[test]
    fn an_answer_within_an_answer_is_no_list() {
        for depth in [2, 100_000] {
            let text = format!("{}{}{}", r#"{"message":"#.repeat(depth), "[]", "}".repeat(depth));
            let reading = read("a.json", &text, None);
            assert_eq!((reading.papers.len(), reading.diagnostics.len()), (0, 1), "{depth}");
        }
    }

    #[test]
    fn an_item_of_a_reference_manager_becomes_a_paper() {
        let text = json!([{
            "id": "lovelace2021", "type": "paper-conference", "title": "H<sub>2</sub>O <i>Slowly</i>",
            "author": [{"family": "Berg", "given": "Ludwig", "non-dropping-particle": "van der"},
                       {"literal": "Acme Labs"}],
            "issued": {"date-parts": [["2021", 6]]}, "container-title": "Engines 2021", "page": "1–9",
            "URL": "http://arxiv.org/abs/2106.00010v2", "note": "arXiv:2106.00010 [cs]", "publisher": "arXiv",
            "keyword": "sorting; slow, very", "annote": "For *Tuesday*.", "abstract": "We sort.",
        }])
        .to_string();
        let reading = read("a.json", &text, None);
        assert_eq!(reading.diagnostics, []);
        let expected = FoundPaper {
            authors: vec![
                Author::new(Name::parse("Ludwig van der Berg")),
                Author::new(Name::literal("Acme Labs")),
            ],
            published: parse_partial("2021-06").ok(),
            arxiv: ArxivId::parse("2106.00010").map(|(id, _)| id),
            venue: Some("Engines 2021".into()),
            publication: Publication {
                year: Some(2021),
                kind: Some(EntryType::InProceedings),
                pages: Some("1-9".into()),
                cite_key: Some("lovelace2021".into()),
                ..Publication::default()
            },
            tags: vec!["sorting".into(), "slow, very".into()],
            notes: Some(r"For \*Tuesday\*.".into()),
            abstract_: vec!["We sort.".into()],
            ..FoundPaper::new("H<sub>2</sub>O <i>Slowly</i>", date(2021, 6, 1))
        };
        assert_eq!(without_entries(reading), [expected]);
    }

    #[test]
    fn a_work_of_crossref_has_the_number_of_its_article_and_a_short_venue() {
        let text = json!([{"type": "journal-article", "title": ["A"], "issued": {"date-parts": [[2021]]},
            "container-title": ["Journal of Engines"], "short-container-title": ["J. Eng."], "article-number": "061102"}]);
        let found = &read("a.json", &text.to_string(), None).papers[0];
        assert_eq!(found.publication.pages.as_deref(), Some("061102"));
        assert_eq!(
            (found.venue.as_deref(), found.venue_short.as_deref()),
            (Some("Journal of Engines"), Some("J. Eng."))
        );
    }

    #[test]
    fn what_crossref_says_of_where_a_work_is_is_read() {
        let of = |item: serde_json::Value| read("a.json", &item.to_string(), None).papers.remove(0);
        let chapter = of(json!({"type": "book-chapter", "title": ["A"], "issued": {"date-parts": [[2015]]},
            "container-title": ["Lecture Notes", "Engines 2015"],
            "author": [{"family": "Collaboration", "given": "ATLAS"}], "note": "PMID: 17\nPMCID: PMC19"}));
        assert_eq!(chapter.venue.as_deref(), Some("Engines 2015"));
        assert_eq!(chapter.publication.series.as_deref(), Some("Lecture Notes"));
        assert_eq!(chapter.authors[0].name(), &Name::literal("ATLAS Collaboration"));
        assert_eq!((chapter.links.len(), chapter.extra), (2, vec![]));
        let preprint =
            of(json!({"type": "posted-content", "title": ["A"], "issued": {"date-parts": [[2020, 3]]},
            "institution": [{"name": "Acme Preprints"}]}));
        assert_eq!(preprint.venue.as_deref(), Some("Acme Preprints"));
        let patent = of(
            json!({"type": "patent", "title": "A", "number": "US17A", "issued": {"date-parts": [[1888]]}}),
        );
        assert_eq!(patent.publication.number.as_deref(), Some("US17A"));
    }

    #[test]
    fn formulas_of_publishers_are_tex() {
        let text = json!([{
            "title": "Search for <mml:math><mml:msup><mml:mi>B</mml:mi><mml:mn>0</mml:mn></mml:msup></mml:math> decays",
            "issued": {"date-parts": [[2021]]},
            "abstract": "<jats:p>At <jats:inline-formula><jats:alternatives><jats:tex-math>$$\\alpha _{s}$$</jats:tex-math>\
                         <mml:math><mml:mi>α</mml:mi></mml:math></jats:alternatives></jats:inline-formula> of \
                         <mml:math><mml:mfrac><mml:mn>1</mml:mn><mml:mn>2</mml:mn></mml:mfrac></mml:math>.</jats:p>",
        }])
        .to_string();
        let reading = read("a.json", &text, None);
        assert_eq!(reading.papers[0].title, "Search for $B^{0}$ decays");
        assert_eq!(reading.papers[0].abstract_, [r"At $\alpha _{s}$ of $\frac{1}{2}$."]);
    }

    #[test]
    fn what_appears_at_an_institution_has_it_as_its_venue() {
        let text = json!([
            {"type": "thesis", "title": "A", "publisher": "Acme University", "issued": {"literal": "9 May 2012"}, "keyword": ["x", "y, z"]},
            {"type": "report", "title": "B", "publisher": "Acme Labs", "number": "TR-17", "accessed": {"date-parts": [[2020, 1, 2]]}},
        ])
        .to_string();
        let reading = read("a.json", &text, None);
        assert_eq!(reading.diagnostics, []);
        let published = parse_partial("2012-05-09").ok();
        let thesis = FoundPaper {
            published,
            venue: Some("Acme University".into()),
            publication: Publication {
                year: Some(2012),
                kind: Some(EntryType::PhdThesis),
                ..Publication::default()
            },
            tags: vec!["x".into(), "y, z".into()],
            ..FoundPaper::new("A", date(2012, 5, 9))
        };
        let number = Some("TR-17".into());
        let report = FoundPaper {
            venue: Some("Acme Labs".into()),
            publication: Publication { kind: Some(EntryType::TechReport), number, ..Publication::default() },
            ..FoundPaper::new("B", date(2020, 1, 2))
        };
        assert_eq!(without_entries(reading), [thesis, report]);
    }

    #[test]
    fn what_zotero_has_no_field_for_stands_in_its_note() {
        let of = |item: Value| read("a.json", &item.to_string(), None).papers.remove(0);
        let found = of(
            json!({"title": "A", "issued": {"raw": "2015"}, "container-title": "Engines", "type": "article-journal",
            "note": "number: 7\npublisher: Acme", "language": "fr"}),
        );
        assert_eq!(found.publication.publisher.as_deref(), Some("Acme"));
        assert_eq!(found.extra, [("language".into(), Extra::Text("fr".into()))]);
        let found = of(
            json!({"title": "A", "issued": {"raw": "2015"}, "container-title": "Engines", "type": "chapter",
            "collection-title": "Notes", "collection-number": 12, "number-of-volumes": "3"}),
        );
        assert_eq!((found.publication.volume.as_deref(), found.extra.len()), (Some("12"), 1));
    }

    #[test]
    fn every_item_that_cannot_be_read_is_named_with_its_line() {
        let text = "[\n {\"title\": \"A\", \"issued\": {\"raw\": \"2021-06-09\"}},\n {\"id\": 1},\n 7,\n {\"title\": \"B\"}\n]";
        let reading = read("a.json", text, None);
        assert_eq!(
            without_entries(reading.clone()),
            [FoundPaper {
                published: parse_partial("2021-06-09").ok(),
                ..FoundPaper::new("A", date(2021, 6, 9))
            }]
        );
        let found: Vec<_> = reading
            .diagnostics
            .iter()
            .map(|diagnostic| {
                let span = diagnostic.primary.as_ref().and_then(|label| label.place.span.as_ref());
                (diagnostic.code, span.map(|span| span.line), diagnostic.message.as_str())
            })
            .collect();
        assert_eq!(
            found,
            [
                ("bad-entry", Some(3), "item 2 of this file has no title"),
                ("bad-entry", Some(4), "item 3 of this file is no paper: it is not an object"),
                ("no-day", Some(5), "nothing says under which day item 4 of this file is listed"),
            ]
        );
        assert_eq!(read("a.json", "{\"title\": ", None).diagnostics[0].code, "bad-json");
        assert_eq!(read("a.json", text, Some(date(2025, 10, 30))).papers.len(), 2);
    }

    #[test]
    fn ids_of_databases_are_no_citation_keys() {
        for id in ["http://zotero.org/users/1/items/A", "ITEM-1", "17", "a b", "10.1000/x"] {
            assert!(!is_cite_key(id), "{id}");
        }
        assert!(is_cite_key("DBLP:x2021") && is_cite_key("lovelace2021"));
    }

    #[test]
    fn a_day_that_is_none_is_told_and_the_month_kept() {
        for (parts, published, code) in [
            ("[2019, 2, 31]", "2019-02", Some("bad-date")),
            ("[\"2019\", \"2\", \"31\"]", "2019-02", Some("bad-date")),
            ("[2019, 21, 1]", "2019", Some("bad-date")),
            ("[2019, 21]", "2019", None),
            ("[2019, 2, 28]", "2019-02-28", None),
        ] {
            let text = format!("[{{\"title\": \"A\", \"issued\": {{\"date-parts\": [{parts}]}}}}]");
            let reading = read("a.json", &text, None);
            let codes = reading.diagnostics.first().map(|found| found.code);
            assert_eq!(
                (reading.papers[0].published, codes),
                (parse_partial(published).ok(), code),
                "{parts}"
            );
        }
    }
}
