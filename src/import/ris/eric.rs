//! Records of ERIC, which look like those of MEDLINE and have other fields.
//!
//! <https://eric.ed.gov>: a search's results as a file.

use super::records::Record;
use super::{abstract_prose, date, isbn, issn, line, listing_day, plain, styled, tags, trace, whole_pages};
use crate::import::reading::Lack;
use crate::import::{Extra, FoundPaper, name};
use crate::paper::{Author, Day, Doi, EntryType, Name, PartialDate, Publication, WebUrl};

pub fn paper(record: &Record, day: Option<Day>) -> Result<FoundPaper, Lack> {
    let title = record.all("TI").find_map(|title| line(&styled(title))).ok_or(Lack::Title)?;
    let published = record.all("DP").next().and_then(date::typed);
    let mut paper = FoundPaper::new(title, listing_day(day, None, published)?);
    paper.published = published;
    let authors = record.all("AU").filter_map(|name| line(&plain(name)));
    paper.add_authors(authors.map(|printed| {
        Author::new(if printed.contains(',') { Name::parse(&printed) } else { name(printed) })
    }));
    if let Some(url) =
        record.first(&["OID"]).and_then(|id| WebUrl::parse(&format!("https://eric.ed.gov/?id={id}")))
    {
        paper.add_link("ERIC", url);
    }
    for address in record.all("AID") {
        match (Doi::parse(address), trace::address(address)) {
            (Some(doi), _) => paper.add_doi(doi),
            (None, Some(url)) => paper.add_address(&url),
            (None, None) => {}
        }
    }
    add_publication(&mut paper, record);
    paper.abstract_ =
        record.all("AB").next().map(|text| abstract_prose(without_terms(text))).unwrap_or_default();
    paper.tags = tags(record.all("OT"));
    let number = |tag: &'static str, kind: &'static str| {
        record.all(tag).filter_map(move |number| Some(number.split_once(kind)?.1.trim().to_owned()))
    };
    for (name, value) in [
        ("isbn", number("ISBN", "ISBN-").find_map(|number| isbn(&number))),
        ("issn", number("ISSN", "ISSN-").find_map(|number| issn(&number))),
        ("language", record.first(&["LA"]).filter(|language| language != "English")),
    ] {
        paper.extra.extend(value.map(|value| (name.into(), Extra::Text(value))));
    }
    Ok(paper)
}

fn add_publication(paper: &mut FoundPaper, record: &Record) {
    let kind = kind(record);
    let source = record.first(&["JT"]);
    let (venue, publisher) = match kind {
        Some(EntryType::Book) => (None, source),
        // ProQuest stands where the journal would.
        Some(kind) if kind.is_thesis() => (school(record), source),
        _ => (source, None),
    };
    if let Some(venue) = venue {
        paper.add_venue(venue);
    }
    paper.publication = Publication {
        year: paper.venue.as_ref().and(paper.published).map(PartialDate::year),
        kind,
        volume: record.first(&["VI"]),
        number: record.first(&["IP"]),
        pages: record.first(&["PG"]).map(|pages| whole_pages(&pages)),
        publisher,
        ..Publication::default()
    };
}

/// A document is of several kinds: `Journal Articles` and `Reports - Research`.
fn kind(record: &Record) -> Option<EntryType> {
    let is_a = |kind: &str| record.all("PT").any(|one| one.starts_with(kind));
    Some(match () {
        () if is_a("Journal Articles") => EntryType::Article,
        () if is_a("Dissertations/Theses - Master") => EntryType::MastersThesis,
        () if is_a("Dissertations/Theses") => EntryType::PhdThesis,
        () if is_a("Books") => EntryType::Book,
        () if is_a("Speeches/Meeting Papers") => EntryType::InProceedings,
        () if is_a("Reports") => EntryType::TechReport,
        () => return None,
    })
}

/// `ProQuest LLC, Ph.D. Dissertation, Acme University`
fn school(record: &Record) -> Option<String> {
    const SCHOOLS: [&str; 5] = ["University", "College", "Institute", "School", "Academy"];
    let source = record.first(&["SO"])?;
    let mut parts = source.rsplit(", ").map(|part| part.trim_end_matches('.'));
    parts.find(|part| SCHOOLS.iter().any(|school| part.contains(school))).map(str::to_owned)
}

/// Without the terms of ProQuest behind an abstract.
fn without_terms(text: &str) -> &str {
    const TERMS: &str = "[The dissertation citations contained here";
    text.find(TERMS).map_or(text, |at| text[..at].trim_end())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::import::ris::read;
    use crate::paper::parse_partial;

    #[test]
    fn a_record_of_eric_becomes_a_paper() {
        let text = "OWN - ERIC\r\nTI  - Sorting in Schools\r\nAU  - Lovelace, Ada B.\r\nAU  - Acme Board\r\nOT  - Slow Sorting\r\nOT  - Schools\r\n\
                    JT  - Engine Teacher\r\nSO  - Engine Teacher, v3 n2 p123-128 2020\r\nOID - EJ17\r\nVI  - 3\r\nIP  - 2\r\nPG  - 123-8\r\nDP  - Mar 2020\r\n\
                    LID - http://eric.ed.gov/?id=EJ17\r\nAID - http://dx.doi.org/10.1000/a\r\nAB  - We sort.\r\nISSN - ISSN-1000-0001\r\nISSN - EISSN-1000-0002\r\n\
                    LA  - English\r\nPT  - Journal Articles\r\nPT  - Reports - Research\r\n\r\n\r\n\
                    OWN - ERIC\r\nTI  - Teaching Engines\r\nAU  - Babbage, Charles\r\nJT  - ProQuest LLC\r\nSO  - ProQuest LLC, Ph.D. Dissertation, Acme University\r\n\
                    DP  - 2021\r\nAB  - We teach. [The dissertation citations contained here are those of others.]\r\nISBN - 979-8-2000-0000-1\r\nISSN - EISSN-\r\n\
                    PT  - Dissertations/Theses - Doctoral Dissertations\r\n";
        let reading = read("a.nbib", text, None);
        assert_eq!(reading.diagnostics, []);
        let url = |address: &str| WebUrl::parse(address).expect("an address");
        let article = FoundPaper {
            entry: reading.papers[0].entry.clone(),
            published: parse_partial("2020-03").ok(),
            authors: ["Lovelace, Ada B.", "Acme Board"].map(|name| Author::new(Name::parse(name))).to_vec(),
            doi: Doi::parse("10.1000/a"),
            links: vec![("ERIC".into(), url("https://eric.ed.gov/?id=EJ17"))],
            venue: Some("Engine Teacher".into()),
            publication: Publication {
                year: Some(2020),
                kind: Some(EntryType::Article),
                volume: Some("3".into()),
                number: Some("2".into()),
                pages: Some("123-128".into()),
                ..Publication::default()
            },
            abstract_: vec!["We sort.".into()],
            tags: vec!["Slow Sorting".into(), "Schools".into()],
            extra: vec![("issn".into(), Extra::Text("1000-0001".into()))],
            ..FoundPaper::new("Sorting in Schools", date(2020, 3, 1))
        };
        let thesis = FoundPaper {
            entry: reading.papers[1].entry.clone(),
            published: parse_partial("2021").ok(),
            authors: vec![Author::new(Name::parse("Babbage, Charles"))],
            venue: Some("Acme University".into()),
            publication: Publication {
                year: Some(2021),
                kind: Some(EntryType::PhdThesis),
                publisher: Some("ProQuest LLC".into()),
                ..Publication::default()
            },
            abstract_: vec!["We teach.".into()],
            ..FoundPaper::new("Teaching Engines", date(2021, 1, 1))
        };
        assert_eq!(reading.papers, [article, thesis]);
    }
}
