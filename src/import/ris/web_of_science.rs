//! Records of Web of Science as papers.
//!
//! <https://images.webofknowledge.com/images/help/WOS/hs_wos_fieldtags.html>

use super::records::Record;
use super::{abstract_prose, date, isbn, issn, line, listing_day, plain, styled, tags};
use crate::import::reading::Lack;
use crate::import::{Extra, FoundPaper};
use crate::paper::{Author, Day, Doi, EntryType, Name, Orcid, PartialDate, Publication};

pub fn paper(record: &Record, day: Option<Day>) -> Result<FoundPaper, Lack> {
    let title = record.all("TI").find_map(|title| line(&styled(title))).ok_or(Lack::Title)?;
    let printed = printed_date(record).map(|(_, date)| date);
    let early = record.first(&["EA"]).and_then(|early| date::typed(&early));
    // A paper that is in no issue yet has only come online.
    let published = printed.or(early);
    let mut paper = FoundPaper::new(title, listing_day(day, None, published)?);
    paper.published = published;
    paper.add_authors(authors(record));
    for doi in ["DI", "D2"].iter().flat_map(|tag| record.all(tag)).filter_map(Doi::parse) {
        paper.add_doi(doi);
    }
    paper.add_pubmed(record.first(&["PM"]), None);
    add_publication(&mut paper, record);
    paper.abstract_ = record.all("AB").next().map(abstract_prose).unwrap_or_default();
    // Lines break within keywords, too.
    let keywords: Vec<String> = record.all("DE").filter_map(|keywords| line(&plain(keywords))).collect();
    paper.tags = tags(keywords.iter().map(String::as_str));
    if is_a(record, "Retracted Publication") {
        paper.withdrawn = Some(String::new());
    }
    for (name, value) in [
        ("isbn", record.first(&["BN"]).and_then(|number| isbn(&number))),
        ("issn", ["SN", "EI"].iter().flat_map(|tag| record.all(tag)).find_map(issn)),
        ("language", record.first(&["LA"]).filter(|language| language != "English")),
    ] {
        paper.extra.extend(value.map(|value| (name.into(), Extra::Text(value))));
    }
    Ok(paper)
}

/// The year, and the month or day, as they were typed and as far as they are read.
pub fn printed_date(record: &Record) -> Option<(String, PartialDate)> {
    let (year, month) = (record.first(&["PY"])?, record.first(&["PD"]));
    let read = date::year_and_month(&year, month.as_deref(), None)?;
    Some((month.map_or(year.clone(), |month| format!("{month} {year}")), read))
}

/// The names of `AF` are in full, those of `AU` in short; `OI` has their ORCID iDs and `C1` where they work.
fn authors(record: &Record) -> Vec<Author> {
    let lines =
        |tag: &'static str| record.all(tag).flat_map(str::lines).filter_map(|name| line(&plain(name)));
    let [full, book, short] = ["AF", "BF", "AU"].map(|tag| lines(tag).collect::<Vec<String>>());
    let named = [full, book, short].into_iter().find(|names| !names.is_empty()).unwrap_or_default();
    let ids: Vec<(String, Orcid)> = lines("OI")
        .flat_map(|line| line.split(';').map(str::to_owned).collect::<Vec<_>>())
        .filter_map(|entry| {
            let (name, id) = entry.rsplit_once('/')?;
            Some((name.trim().to_owned(), Orcid::parse(id.trim())?))
        })
        .collect();
    // `[Lovelace, Ada; Berg, Ludwig] Acme Labs, London, England.`
    let places: Vec<(String, String)> = lines("C1")
        .filter_map(|line| {
            let (names, place) = line.strip_prefix('[')?.split_once(']')?;
            Some((names.to_owned(), place.trim().trim_end_matches('.').to_owned()))
        })
        .collect();
    let author = |printed: String| {
        let orcid = ids.iter().find(|(name, _)| *name == printed).map(|(_, id)| id.clone());
        let works_at = |(names, _): &&(String, String)| names.split(';').any(|name| name.trim() == printed);
        let places: Vec<&str> = places.iter().filter(works_at).map(|(_, place)| place.as_str()).collect();
        let affiliation = (!places.is_empty()).then(|| places.join("; "));
        let name = if printed.contains(',') { Name::parse(&printed) } else { Name::literal(printed) };
        Author::new(name).with_affiliation(affiliation).with_orcid(orcid)
    };
    let groups = lines("CA").map(|group| Author::new(Name::literal(group)));
    named.into_iter().map(author).chain(groups).collect()
}

/// Whether it is of a kind, of which a document has several: `Article; Proceedings Paper`.
fn is_a(record: &Record, kind: &str) -> bool {
    record.all("DT").flat_map(|kinds| kinds.split(';')).any(|one| one.trim() == kind)
}

/// A paper of proceedings that is in a journal is an article; a patent is nothing that BibTeX knows.
fn kind(record: &Record) -> Option<EntryType> {
    Some(match record.all("PT").next()? {
        "P" => return None,
        _ if is_a(record, "Book") => EntryType::Book,
        _ if is_a(record, "Book Chapter") => EntryType::InCollection,
        "C" | "B" | "S" if is_a(record, "Proceedings Paper") => EntryType::InProceedings,
        _ => EntryType::Article,
    })
}

fn add_publication(paper: &mut FoundPaper, record: &Record) {
    let short = record.first(&["JI"]);
    let kind = kind(record);
    if let Some(venue) = record.first(&["SO"]).filter(|_| kind != Some(EntryType::Book)) {
        paper.add_venue(in_title_case(&venue, short.as_deref()));
    }
    if kind == Some(EntryType::Article) && paper.venue.is_some() {
        paper.venue_short = short.filter(|short| Some(short) != paper.venue.as_ref());
    }
    let first = record.first(&["BP"]);
    let last = record.first(&["EP"]).filter(|last| Some(last) != first.as_ref());
    let pages = first.map(|first| last.map_or(first.clone(), |last| format!("{first}-{last}")));
    let editors = record.all("BE").flat_map(str::lines).filter_map(|name| line(&plain(name)));
    paper.publication = Publication {
        year: paper.venue.as_ref().and(paper.published).map(PartialDate::year),
        kind,
        volume: record.first(&["VL"]),
        number: record.first(&["IS"]),
        pages: pages.or_else(|| record.first(&["AR"])),
        publisher: record.first(&["PU"]).map(|publisher| in_title_case(&publisher, None)),
        editors: editors.map(|name| Name::parse(&name)).collect(),
        series: record.first(&["SE"]).map(|series| in_title_case(&series, None)),
        ..Publication::default()
    };
}

/// Words that stay as they are in capitals, unless they are all that a name is.
const ABBREVIATIONS: [&str; 30] = [
    "AAAI", "ACM", "ACS", "AI", "AIP", "BMC", "BMJ", "CVF", "CVPR", "EMBO", "EU", "ICCV", "IEEE", "IEICE",
    "IET", "II", "III", "IOP", "IT", "IV", "JAMA", "MDPI", "PLOS", "PNAS", "SIAM", "SPIE", "UK", "USA", "VI",
    "XI",
];

/// Words that are small within a title.
const SMALL: [&str; 22] = [
    "A", "AN", "AND", "AT", "BY", "DE", "DER", "DES", "DI", "DU", "ET", "FOR", "FROM", "FUR", "IN", "LA",
    "OF", "ON", "THE", "TO", "UND", "WITH",
];

/// A title in capitals as it is printed: `JOURNAL OF ENGINES` is `Journal of Engines`. `short`, which is not in capitals, says
/// which words are: `IEEE Trans. Eng.`
fn in_title_case(title: &str, short: Option<&str>) -> String {
    if title.chars().any(char::is_lowercase) {
        return title.to_owned();
    }
    let short: Vec<&str> = short.unwrap_or_default().split(|char: char| !char.is_alphanumeric()).collect();
    let mut printed = String::with_capacity(title.len());
    let mut in_parentheses = false;
    let mut rest = title;
    while let Some(first) = rest.chars().next() {
        let is_word = first.is_alphanumeric();
        let end = rest.find(|char: char| char.is_alphanumeric() != is_word).unwrap_or(rest.len());
        let (piece, behind) = rest.split_at(end);
        let begins = printed.is_empty() || printed.trim_end().ends_with([':', '-', '/']);
        match short.iter().find(|word| word.eq_ignore_ascii_case(piece)) {
            _ if !is_word => {
                in_parentheses = piece.contains('(') || in_parentheses && !piece.contains(')');
                printed.push_str(piece);
            }
            _ if SMALL.contains(&piece) && !begins && !behind.starts_with('-') => {
                printed.push_str(&piece.to_lowercase())
            }
            Some(word) => printed.push_str(word),
            None if in_parentheses
                || ABBREVIATIONS.contains(&piece)
                || piece.contains(|c: char| c.is_numeric()) =>
            {
                printed.push_str(piece);
            }
            None => {
                let letters = piece.char_indices().nth(1).map_or(piece.len(), |(at, _)| at);
                printed.push_str(&piece[..letters]);
                printed.push_str(&piece[letters..].to_lowercase());
            }
        }
        rest = behind;
    }
    printed
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::import::ris::read;
    use crate::paper::{WebUrl, parse_partial};

    #[test]
    fn a_record_of_web_of_science_becomes_a_paper() {
        let text = "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Lovelace, A\n   van der Berg, L\nAF Lovelace, Ada\n   van der Berg, Ludwig\n\
                    CA Engine Grp\nTI Sorting H<sub>2</sub>O\n   slowly\nSO IEEE TRANSACTIONS ON ENGINES\nLA English\nDT Article; Retracted Publication\n\
                    DE sorting; analytical\n   engines\nID KEYWORDS-OF-THE-DATABASE\nAB We sort. (C) 2019 Acme B.V. All rights reserved.\n\
                    C1 [Lovelace, Ada; van der Berg, Ludwig] Acme Labs, London, England.\n   [Lovelace, Ada] Engines Inc, Paris, France.\n\
                    OI Lovelace, Ada/0000-0002-1825-0097; Other, Ann/0000-0001-5000-0007\nCR Babbage C, 1837, ENGINES, V1, P1\nNR 1\nTC 17\nPU ACME PUBLISHING\n\
                    SN 1000-0001\nEI 2000-0002\nJ9 IEEE T ENG\nJI IEEE Trans. Eng.\nPD MAR 5\nPY 2020\nVL 3\nIS 2\nBP 123\nEP 145\nDI 10.1000/a\nEA DEC 2019\n\
                    UT WOS:000000000000001\nPM 17\nER\n\nEF";
        let reading = read("savedrecs.txt", text, None);
        assert_eq!(reading.diagnostics, []);
        let expected = FoundPaper {
            entry: reading.papers[0].entry.clone(),
            published: parse_partial("2020-03-05").ok(),
            authors: vec![
                Author::new(Name::parse("Lovelace, Ada"))
                    .with_affiliation(Some("Acme Labs, London, England; Engines Inc, Paris, France".into()))
                    .with_orcid(Orcid::parse("0000-0002-1825-0097")),
                Author::new(Name::parse("van der Berg, Ludwig"))
                    .with_affiliation(Some("Acme Labs, London, England".into())),
                Author::new(Name::literal("Engine Grp")),
            ],
            doi: Doi::parse("10.1000/a"),
            links: vec![(
                "PubMed".into(),
                WebUrl::parse("https://pubmed.ncbi.nlm.nih.gov/17/").expect("an address"),
            )],
            venue: Some("IEEE Transactions on Engines".into()),
            venue_short: Some("IEEE Trans. Eng.".into()),
            publication: Publication {
                year: Some(2020),
                kind: Some(EntryType::Article),
                volume: Some("3".into()),
                number: Some("2".into()),
                pages: Some("123-145".into()),
                publisher: Some("Acme Publishing".into()),
                ..Publication::default()
            },
            abstract_: vec!["We sort.".into()],
            tags: vec!["sorting".into(), "analytical engines".into()],
            withdrawn: Some(String::new()),
            extra: vec![("issn".into(), Extra::Text("1000-0001".into()))],
            ..FoundPaper::new("Sorting H<sub>2</sub>O slowly", date(2020, 3, 5))
        };
        assert_eq!(reading.papers, [expected]);
    }

    #[test]
    fn a_paper_of_proceedings_has_a_number_of_its_own() {
        let text = "PT C\nAU Lovelace, A\nBE Babbage, C\n   Boole, G\nTI A\nSO 2019 IEEE/CVF CONFERENCE ON ENGINES (CEN 2019)\nSE Lecture Notes\n\
                    DT Proceedings Paper\nPY 2019\nAR 17\nER\n";
        let reading = read("savedrecs.txt", text, None);
        let paper = &reading.papers[0];
        assert_eq!(paper.venue.as_deref(), Some("2019 IEEE/CVF Conference on Engines (CEN 2019)"));
        assert_eq!(paper.publication.kind, Some(EntryType::InProceedings));
        assert_eq!(paper.publication.pages.as_deref(), Some("17"));
        assert_eq!(paper.publication.editors.len(), 2);
        assert_eq!(paper.authors[0].name().listed(), "Lovelace, A");
        assert_eq!(paper.published, parse_partial("2019").ok());
    }

    #[test]
    fn capitals_become_a_title() {
        for (title, short, printed) in [
            (
                "JOURNAL OF PHYSICS A-MATHEMATICAL AND THEORETICAL",
                None,
                "Journal of Physics A-Mathematical and Theoretical",
            ),
            ("PLOS ONE", Some("PLoS One"), "PLoS One"),
            ("ÉTUDES IN THE ARTS", None, "Études in the Arts"),
            ("SENSORS: THE JOURNAL", None, "Sensors: The Journal"),
            ("npj Engines", None, "npj Engines"),
            ("", None, ""),
        ] {
            assert_eq!(in_title_case(title, short), printed);
        }
    }
}
