//! RIS, as reference managers and publishers export it, PubMed's MEDLINE format and ERIC's, `.nbib`, which have lines of the
//! same form, EndNote's tagged text, and the plain text of Web of Science.
//!
//! <https://en.wikipedia.org/wiki/RIS_(file_format)>, <https://www.nlm.nih.gov/bsd/mms/medlineelements.html>

mod endnote;
mod eric;
mod medline;
mod names;
mod records;
mod web_of_science;

pub(super) use records::records;
use records::{Dialect, Record};

use super::publisher_text::{abstract_prose, plain, prose, styled};
use super::reading::{self, Lack, Reading, listing_day};
use super::{Extra, FoundPaper, SourceEntry, csl, date, distinct, line, name, trace};
use crate::diagnostic::Lines;
use crate::paper::{Author, Day, Doi, EntryType, PartialDate, Publication};
use crate::text::escape_markdown;

/// Reads records; `file` is their path for messages. Papers are listed under `day`, else under their own dates.
pub fn read(file: &str, text: &str, day: Option<Day>) -> Reading {
    let lines = Lines::new(file, text);
    let mut reading = Reading::default();
    for (index, record) in records(text).iter().enumerate() {
        let place = lines.place(record.head.clone());
        let paper = match record.dialect {
            Dialect::Ris => paper(record, day),
            Dialect::Medline => medline::paper(record, day),
            Dialect::Eric => eric::paper(record, day),
            Dialect::EndNote => paper(&endnote::as_ris(record), day),
            Dialect::WebOfScience => web_of_science::paper(record, day),
        };
        match paper {
            Ok(paper) => {
                if let Some((typed, read)) = lost_day(record) {
                    reading.diagnostics.push(reading::lost_day(&typed, read, place.clone()));
                }
                let entry = SourceEntry { name: paper.title.clone(), place };
                reading.papers.push(FoundPaper { entry: Some(entry), ..paper });
            }
            Err(lack) => {
                let entry = format!("record {} of this file", index + 1);
                reading.diagnostics.push(lack.diagnostic(&entry, place));
            }
        }
    }
    reading
}

impl<'t> Record<'t> {
    /// The values of a tag, those that are not blank, as they stand there.
    fn all<'r>(&'r self, tag: &'r str) -> impl Iterator<Item = &'r str> {
        let fields = self.fields.iter().filter(move |field| field.tag == tag);
        fields.map(|field| field.value.trim()).filter(|value| !value.is_empty())
    }

    /// The first value of the first of some tags that is there, on one line.
    fn first(&self, tags: &[&str]) -> Option<String> {
        tags.iter().find_map(|tag| self.all(tag).find_map(|value| line(&plain(value))))
    }
}

fn paper(record: &Record, day: Option<Day>) -> Result<FoundPaper, Lack> {
    let title = title(record).ok_or(Lack::Title)?;
    let published = most_precise(dates(record).map(|(_, date)| date));
    let visited = record.all("Y2").next().and_then(date::typed);
    let mut paper = FoundPaper::new(sentence(title), listing_day(day, None, published.or(visited))?);
    paper.published = published;
    paper.add_authors(names::authors(record).into_iter().map(Author::new));
    add_identity(&mut paper, record);
    for (tag, label) in [("L1", Some("pdf")), ("UR", None), ("L2", None), ("LK", None)] {
        for url in record
            .all(tag)
            .flat_map(str::split_whitespace)
            .filter_map(|url| trace::address_of_field(url.trim_matches(';')))
        {
            match label.filter(|_| trace::arxiv_in(url.as_str()).is_none()) {
                Some(label) => paper.add_link(label, url),
                None => paper.add_address(&url),
            }
        }
    }
    paper.add_pubmed(record.first(&["PMID"]), record.first(&["PMC"]));
    add_publication(&mut paper, record);
    let abstracts = ["AB", "N2"].iter().find_map(|tag| record.all(tag).next());
    paper.abstract_ = abstracts.map(abstract_prose).unwrap_or_default();
    paper.tags = tags(record.all("KW"));
    add_notes(&mut paper, record);
    add_extra(&mut paper, record);
    Ok(paper)
}

/// `BT` is the title of a book, and of all else the book in which it is.
fn title(record: &Record) -> Option<String> {
    let own =
        ["TI", "T1", "CT"].iter().find_map(|tag| record.all(tag).find_map(|title| line(&styled(title))));
    own.or_else(|| {
        record
            .all("BT")
            .find_map(|title| line(&styled(title)))
            .filter(|_| kind(record) == Some(EntryType::Book))
    })
}

/// A title without the point that ends it where titles are sentences, unless that is an abbreviation's.
fn sentence(title: String) -> String {
    const LONGEST_ABBREVIATION: usize = 3;
    let has_word_last = |rest: &&str| {
        let word = rest.rsplit(' ').next().unwrap_or_default();
        !word.contains('.') && word.chars().count() > LONGEST_ABBREVIATION
    };
    title.strip_suffix('.').filter(has_word_last).map(str::to_owned).unwrap_or(title)
}

/// When it appeared, as it was typed and as far as it is read.
fn dates(record: &Record) -> impl Iterator<Item = (String, PartialDate)> {
    let first = |tag| record.all(tag).next().unwrap_or_default();
    let year = date::four_digits(first("PY")).or_else(|| date::four_digits(first("Y1")));
    // What was printed long before it came online has its date from then.
    let is_of_year = move |typed: &str| {
        let number = |text: &str| date::four_digits(text)?.parse::<i16>().ok();
        let years = number(year.unwrap_or(typed)).zip(number(typed));
        years.is_some_and(|(printed, online)| (printed - online).abs() < 2)
    };
    let date_of = move |tag| {
        let typed = record.all(tag).next()?;
        match (tag, year) {
            // EndNote has the rest of a date there: `Jan 28`.
            ("DA", Some(year)) if date::is_without_year(typed) => Some(format!("{typed} {year}")),
            // And there when it came online.
            ("ET", _) if !date::is_month_or_day(typed) || !is_of_year(typed) => None,
            _ => Some(typed.to_owned()),
        }
    };
    let typed = ["PY", "Y1", "DA", "ET"].into_iter().filter_map(date_of);
    typed.filter_map(|typed| date::typed(&typed).map(|date| (typed, date)))
}

/// A date whose day is lost, where no other one tells the day.
fn lost_day(record: &Record) -> Option<(String, PartialDate)> {
    let dates: Vec<(String, PartialDate)> = match record.dialect {
        Dialect::Ris => dates(record).collect(),
        Dialect::Medline => medline::dates(record).collect(),
        Dialect::EndNote => dates(&endnote::as_ris(record)).collect(),
        Dialect::Eric => Vec::new(),
        Dialect::WebOfScience => web_of_science::printed_date(record).into_iter().collect(),
    };
    let has_day = dates.iter().any(|(_, date)| date.day().is_some());
    dates.into_iter().find(|(typed, date)| date::has_lost_day(typed, *date)).filter(|_| !has_day)
}

/// Of several dates the one that says the most, and of these the first.
fn most_precise(dates: impl Iterator<Item = PartialDate>) -> Option<PartialDate> {
    let precision = |date: &PartialDate| (date.month().is_some(), date.day().is_some());
    dates.reduce(|best, other| if precision(&other) > precision(&best) { other } else { best })
}

fn add_identity(paper: &mut FoundPaper, record: &Record) {
    for doi in ["DO", "M3", "N1"].iter().flat_map(|tag| record.all(tag)).filter_map(Doi::parse) {
        paper.add_doi(doi);
    }
    // Some have no place for an id of arXiv but these.
    let volume = record.all("VL").next().unwrap_or_default();
    for tag in ["AN", "M1", "M3", "N1", "T2", "JO", "JF", "SP"] {
        for value in record.all(tag) {
            if let Some((id, version)) =
                trace::arxiv_in(value).or_else(|| trace::arxiv_in(&format!("{value} {volume}")))
            {
                paper.add_arxiv(id, version);
            }
        }
    }
}

fn add_publication(paper: &mut FoundPaper, record: &Record) {
    let kind = kind(record);
    let publisher = record.first(&["PB"]);
    let is_thesis = kind.is_some_and(EntryType::is_thesis);
    let is_report = kind == Some(EntryType::TechReport);
    let titles = record.first(&["T2", "BT", "C3", "JF", "JO", "JA", "J2", "J1"]);
    let venue = match kind {
        Some(EntryType::Book) => None,
        // A thesis appears at its university, and a report at an institution, at times in a series.
        _ if is_thesis => publisher.clone(),
        _ if is_report => publisher.clone().or_else(|| titles.clone()),
        Some(EntryType::Article) => record.first(&["T2", "JF", "BT", "JO", "JA", "J2", "J1"]),
        _ => titles.clone(),
    };
    let is_institution = is_thesis || is_report && publisher.is_some();
    let printed = record.all("PY").next().and_then(date::typed);
    // What is no ISBN is the number of a report, as Zotero writes it.
    let report_number = || {
        record.first(&["SN"]).filter(|number| is_report && isbn(number).is_none() && issn(number).is_none())
    };
    if let Some(venue) = venue {
        paper.add_venue(venue);
    }
    if kind == Some(EntryType::Article) && paper.venue.is_some() {
        paper.venue_short = record.first(&["J2", "JA"]).filter(|short| Some(short) != paper.venue.as_ref());
    }
    paper.publication = Publication {
        // It may have come online in the year before.
        year: paper.venue.as_ref().and(printed.or(paper.published)).map(PartialDate::year),
        kind: paper.kind_at_arxiv(kind),
        volume: record.first(&["VL"]).filter(|volume| trace::arxiv_in(volume).is_none()),
        number: record
            .first(&["IS"])
            .filter(|number| is_short(number))
            .or_else(report_number)
            .or_else(|| record.first(&["SN", "M1"]).filter(|_| is_a(record, "PAT"))),
        pages: pages(record),
        publisher: publisher
            .filter(|name| !(is_institution || paper.arxiv.is_some() && trace::is_arxiv(name))),
        editors: names::editors(record),
        series: record.first(&["T3"]).or_else(|| titles.filter(|_| is_report && is_institution)),
        cite_key: record.first(&["ID"]).filter(|id| csl::is_cite_key(id)),
    };
}

/// Whether a record is of a type that BibTeX does not know.
fn is_a(record: &Record, kind: &str) -> bool {
    record.all("TY").next() == Some(kind)
}

/// Some databases have the first work that a paper cites where its number would be.
fn is_short(number: &str) -> bool {
    const LONGEST_NUMBER: usize = 40;
    number.chars().count() <= LONGEST_NUMBER
}

/// Types of RIS as those of BibTeX.
fn kind(record: &Record) -> Option<EntryType> {
    Some(match record.all("TY").next()? {
        "JOUR" | "EJOUR" | "JFULL" | "MGZN" | "NEWS" | "INPR" | "ABST" => EntryType::Article,
        "CPAPER" | "CONF" => EntryType::InProceedings,
        "CHAP" | "ECHAP" | "ENCYC" | "DICT" => EntryType::InCollection,
        "BOOK" | "EBOOK" | "EDBOOK" => EntryType::Book,
        "THES" if record.first(&["M3", "U1"]).is_some_and(|genre| csl::is_masters(&genre)) => {
            EntryType::MastersThesis
        }
        "THES" => EntryType::PhdThesis,
        "RPRT" | "GOVDOC" | "STAND" => EntryType::TechReport,
        "UNPB" | "UNPD" | "MANSCPT" => EntryType::Unpublished,
        "PAMP" => EntryType::Booklet,
        _ => return None,
    })
}

/// First and last page, else the number of the article; some exporters have both pages in the place of the first, and
/// others `No` and `Specified`.
fn pages(record: &Record) -> Option<String> {
    let is_page = |page: &String| {
        page.bytes().any(|byte| byte.is_ascii_digit())
            || page.to_lowercase().chars().all(|char| "ivxlcdm-".contains(char))
    };
    // `pp 37-64`
    let bare = |page: String| {
        let page = page.replace(['–', '—', '‐', '−'], "-");
        let number = page.trim_start_matches("pp").trim_start_matches('p').trim_start_matches(['.', ' ']);
        if number.starts_with(|char: char| char.is_ascii_digit()) { number.to_owned() } else { page }
    };
    let page = |tag: &str| record.first(&[tag]).map(bare).filter(is_page);
    let first = page("SP").or_else(|| page("C7")).filter(|first| trace::arxiv_in(first).is_none())?;
    match page("EP").filter(|last| *last != first && !first.contains('-')) {
        Some(last) => Some(whole_pages(&format!("{first}-{last}"))),
        None => Some(whole_pages(&first)),
    }
}

/// `123-8` is from 123 to 128.
fn whole_pages(pages: &str) -> String {
    let whole = pages.split_once('-').and_then(|(first, last)| {
        let kept = first.len().checked_sub(last.len()).filter(|kept| *kept > 0)?;
        let is_number = |page: &str| !page.is_empty() && page.bytes().all(|byte| byte.is_ascii_digit());
        (is_number(first) && is_number(last)).then(|| format!("{first}-{}{last}", &first[..kept]))
    });
    whole.unwrap_or_else(|| pages.to_owned())
}

/// Each in a field of its own, or on a line, or behind a semicolon; where there is a single field, behind a comma.
fn tags<'r>(values: impl Iterator<Item = &'r str>) -> Vec<String> {
    let values: Vec<&str> = values.collect();
    let is_list = values.len() == 1 && !values[0].contains([';', '\n']);
    let is_separator = |char: char| char == ';' || char == '\n' || (is_list && char == ',');
    let tags = values.iter().flat_map(|value| value.split(is_separator));
    // Databases mark what a paper is mostly about.
    distinct(tags.filter_map(|tag| line(plain(tag).trim_start_matches('*'))))
}

/// Notes are the curator's, unless a database wrote the record: its own are ids, which became ids, counts of citations,
/// which are of one day, and all that a paper cites. What people write beside such a record is in a field of its own.
fn add_notes(paper: &mut FoundPaper, record: &Record) {
    let is_of_database = record.all("DB").any(|name| !trace::is_arxiv(name));
    let mut notes = Vec::new();
    for note in record.all("RN") {
        notes.extend(prose(note));
    }
    for note in record.all("N1") {
        let lower = note.to_lowercase();
        if lower == "withdrawn" {
            paper.withdrawn = Some(String::new());
        } else if !is_of_database
            && trace::arxiv_in(note).is_none()
            && !trace::is_note_of_database(note)
            && !["doi:", "10."].iter().any(|start| lower.starts_with(start))
        {
            notes.extend(prose(note));
        }
    }
    paper.notes = (!notes.is_empty()).then(|| escape_markdown(&notes.join("\n\n")));
}

/// What a paper has no field for.
fn add_extra(paper: &mut FoundPaper, record: &Record) {
    let kind = kind(record).filter(|kind| kind.is_of_institution());
    let genre = record.first(&["M3"]).filter(|genre| {
        kind.is_some_and(|kind| kind.genre() != Some(genre.as_str()))
            && Doi::parse(genre).is_none()
            && trace::arxiv_in(genre).is_none()
    });
    let numbers = || record.all("SN").flat_map(|numbers| numbers.split([',', ';', '\n']));
    for (name, value) in [
        ("genre", genre),
        (
            if is_a(record, "COMP") { "version" } else { "edition" },
            record.first(&["ET"]).filter(|edition| !date::is_month_or_day(edition)),
        ),
        ("place", record.first(&["CY", "PP"])),
        ("isbn", numbers().find_map(isbn)),
        ("issn", numbers().find_map(issn)),
        ("language", record.first(&["LA"])),
    ] {
        paper.extra.extend(value.map(|value| (name.into(), Extra::Text(value))));
    }
}

/// `1000-0001`, `10000001 (ISSN)`
fn issn(number: &str) -> Option<String> {
    let number = number.split('(').next()?.trim();
    let digits: String = number.chars().filter(|char| *char != '-').collect();
    let (first, last) = digits.split_at_checked(4)?;
    let is_number = digits.len() == 8
        && digits.bytes().enumerate().all(|(at, byte)| byte.is_ascii_digit() || (at == 7 && byte == b'X'));
    is_number.then(|| format!("{first}-{last}"))
}

/// `978-1-00-000000-9 (ISBN)`, with or without dashes.
fn isbn(number: &str) -> Option<String> {
    let number = number.split('(').next()?.trim();
    let digits: Vec<u8> = number.bytes().filter(|byte| !b"- ".contains(byte)).collect();
    let is_number = matches!(digits.len(), 10 | 13)
        && digits.iter().enumerate().all(|(at, byte)| byte.is_ascii_digit() || (at == 9 && *byte == b'X'));
    is_number.then(|| number.to_owned())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::paper::{ArxivId, Name, WebUrl, parse_partial};

    #[track_caller]
    fn one(fields: &str) -> FoundPaper {
        let text = format!("TY  - JOUR\n{fields}\nER  - \n");
        let mut reading = read("a.ris", &text, None);
        assert_eq!((reading.diagnostics.as_slice(), reading.papers.len()), (&[][..], 1));
        FoundPaper { entry: None, ..reading.papers.remove(0) }
    }

    #[test]
    fn a_record_becomes_a_paper() {
        let found = one(
            "ID  - lovelace2015\nA1  - Lovelace, Ada\nA1  - Berg, Ludwig van der, Jr.\nAU  - Acme Labs\n\
             T1  - H<sub>2</sub>O &amp; <i>Engines</i>\nJO  - J. Eng.\nJF  - Journal of Engines\nJA  - J. Eng.\nY1  - 2015/06/09/\nVL  - 3\nIS  - 2\n\
             SP  - 123\nEP  - 145\nPB  - Acme\nSN  - 1000-0001\nDO  - https://doi.org/10.1000/a\nUR  - https://doi.org/10.1000/a\n\
             L1  - https://a.example/a.pdf\nL1  - C:\\papers\\a.pdf\nN2  - We sort\n10<sup>9</sup>.\nKW  - sorting\nKW  - slow, very\n\
             N1  - For *Tuesday*.\nN1  - Export Date: 3 May 2020\nLA  - en",
        );
        let expected = FoundPaper {
            authors: vec![
                Author::new(Name::parse("Lovelace, Ada")),
                Author::new(Name::parse("van der Berg, Jr., Ludwig")),
                Author::new(Name::literal("Acme Labs")),
            ],
            published: parse_partial("2015-06-09").ok(),
            doi: Doi::parse("10.1000/a"),
            links: vec![("pdf".into(), WebUrl::parse("https://a.example/a.pdf").expect("an address"))],
            venue: Some("Journal of Engines".into()),
            venue_short: Some("J. Eng.".into()),
            publication: Publication {
                year: Some(2015),
                kind: Some(EntryType::Article),
                volume: Some("3".into()),
                number: Some("2".into()),
                pages: Some("123-145".into()),
                publisher: Some("Acme".into()),
                cite_key: Some("lovelace2015".into()),
                ..Publication::default()
            },
            abstract_: vec!["We sort 10<sup>9</sup>.".into()],
            tags: vec!["sorting".into(), "slow, very".into()],
            notes: Some(r"For \*Tuesday\*.".into()),
            extra: vec![
                ("issn".into(), Extra::Text("1000-0001".into())),
                ("language".into(), Extra::Text("en".into())),
            ],
            ..FoundPaper::new("H<sub>2</sub>O & <i>Engines</i>", date(2015, 6, 9))
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn numbers_of_journals_have_eight_digits() {
        let check =
            |number, expected: Option<&str>| assert_eq!(issn(number).as_deref(), expected, "{number}");
        check("1000-0001", Some("1000-0001"));
        check("1000000X (ISSN)", Some("1000-000X"));
        check("1000-00X1", None);
        check("1000-000", None);
        check("abcdefé", None);
        check("1000000é", None);
        check("é000-001", None);
    }

    #[test]
    fn what_databases_leave_in_records_is_not_the_curators() {
        let found = one(
            "A1  - Lovelace A.\nA1  - Berg L.W.\nT1  - We sort.\nY1  - 2019//\nJF  - Engines\nSP  - No\nEP  - Specified\nC7  - 104501\n\
             SN  - 10000001 (ISSN); 9781000000009 (ISBN)\nKW  - *Sorting\nDB  - Acme Index\nA2  - Babbage, Boole, Byron, Shannon\nN1  - References: Babbage (1837)\n\
             RN  - For Tuesday.\nPMID  - 17\nDO  - 10.1000/a\nUR  - https://www.scopus.com/record?id=1\nL2  - https://a.example/a",
        );
        let url = |address: &str| WebUrl::parse(address).expect("an address");
        let expected = FoundPaper {
            authors: vec![Author::new(Name::parse("Lovelace, A.")), Author::new(Name::parse("Berg, L. W."))],
            published: parse_partial("2019").ok(),
            doi: Doi::parse("10.1000/a"),
            links: vec![
                ("Website".into(), url("https://a.example/a")),
                ("PubMed".into(), url("https://pubmed.ncbi.nlm.nih.gov/17/")),
            ],
            venue: Some("Engines".into()),
            publication: Publication {
                year: Some(2019),
                kind: Some(EntryType::Article),
                pages: Some("104501".into()),
                ..Publication::default()
            },
            tags: vec!["Sorting".into()],
            notes: Some("For Tuesday.".into()),
            extra: vec![
                ("isbn".into(), Extra::Text("9781000000009".into())),
                ("issn".into(), Extra::Text("1000-0001".into())),
            ],
            ..FoundPaper::new("We sort", date(2019, 1, 1))
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_cited_first_is_no_number() {
        let found = one(
            "TI  - A\nPY  - 2020\nJO  - Engines\nIS  - Babbage, C. (1837). On the Powers of Engines. London: Acme.",
        );
        assert_eq!(found.publication.number, None);
    }

    #[test]
    fn patents_have_numbers_and_programs_versions() {
        let of = |text: &str| read("a.ris", text, None).papers.remove(0);
        let found = of("TY  - PAT\nTI  - A\nPY  - 1999\nM1  - US17\nER  - ");
        assert_eq!(found.publication.number.as_deref(), Some("US17"));
        let found =
            of("TY  - COMP\nTI  - A\nPY  - 1999\nET  - 3.0\nN1  - Funding Information: Acme paid.\nER  - ");
        assert_eq!((found.extra, found.notes), (vec![("version".into(), Extra::Text("3.0".into()))], None));
    }

    #[test]
    fn last_pages_are_whole_numbers() {
        for (fields, pages) in
            [("SP  - 484-9", "484-489"), ("SP  - 737\nEP  - 8", "737-738"), ("SP  - 8\nEP  - 12", "8-12")]
        {
            let found = one(&format!("TI  - A\nPY  - 2020\nJO  - Engines\n{fields}"));
            assert_eq!(found.publication.pages.as_deref(), Some(pages));
        }
        for (typed, whole) in
            [("123-8", "123-128"), ("1-12", "1-12"), ("e17", "e17"), ("S1-S8", "S1-S8"), ("9-", "9-")]
        {
            assert_eq!(whole_pages(typed), whole);
        }
    }

    #[test]
    fn a_title_keeps_the_point_of_an_abbreviation() {
        for (typed, kept) in [
            ("We sort.", "We sort"),
            ("Acme Inc.", "Acme Inc."),
            ("In the U.S.", "In the U.S."),
            ("And then...", "And then..."),
        ] {
            assert_eq!(sentence(typed.to_owned()), kept);
        }
    }

    #[test]
    fn a_preprint_is_known_by_what_stands_where_it_should_not() {
        for fields in [
            "JO  - arXiv preprint arXiv:2106.00010",
            "T2  - CoRR\nVL  - abs/2106.00010",
            "T2  - ArXiv\nVL  - abs/2106.00010",
            "AN  - arXiv:2106.00010",
            "UR  - http://arxiv.org/abs/2106.00010",
            "DO  - 10.48550/arXiv.2106.00010",
            "M3  - arXiv:2106.00010 [cs]",
            "N1  - arXiv:2106.00010 [cs]",
            "SP  - arXiv:2106.00010",
        ] {
            let found = one(&format!("TI  - A\nPY  - 2021\n{fields}"));
            assert_eq!(found.arxiv, ArxivId::parse("2106.00010").map(|(id, _)| id), "{fields}");
            let Publication { volume, pages, .. } = found.publication;
            assert_eq!((found.venue, found.notes, volume, pages), (None, None, None, None), "{fields}");
            assert_eq!(found.publication.kind, None, "{fields}");
        }
        assert_eq!(one("TI  - A\nPY  - 2021\nVL  - abs/12").publication.volume.as_deref(), Some("abs/12"));
    }

    #[test]
    fn of_several_dates_the_one_that_says_the_most_counts() {
        for (fields, published, day) in [
            ("PY  - 2015\nDA  - 2015/06/09/", "2015-06-09", date(2015, 6, 9)),
            ("PY  - 2015///", "2015", date(2015, 1, 1)),
            ("Y1  - 2015/06//Summer", "2015-06", date(2015, 6, 1)),
            ("PY  - 2015-06-09\nDA  - Jun", "2015-06-09", date(2015, 6, 9)),
            ("Y1  - 27-30 June 2016", "2016-06-27", date(2016, 6, 27)),
            ("DA  - 9 June 2015", "2015-06-09", date(2015, 6, 9)),
            ("DA  - 2015 Jun 9", "2015-06-09", date(2015, 6, 9)),
            ("PY  - 2015/Jun/09", "2015-06-09", date(2015, 6, 9)),
            ("DA  - 25/06/2015", "2015-06-25", date(2015, 6, 25)),
            ("PY  - 2015\nDA  - Jan 28", "2015-01-28", date(2015, 1, 28)),
            ("PY  - 2015\nDA  - 28 January\nET  - 2015/01/14", "2015-01-28", date(2015, 1, 28)),
            ("PY  - 2015\nDA  - Jan-Feb", "2015-01", date(2015, 1, 1)),
            ("PY  - 2015\nDA  - Spring", "2015", date(2015, 1, 1)),
            ("PY  - 2015\nDA  - 01/02", "2015", date(2015, 1, 1)),
            ("PY  - 2015\nET  - 2014/12/30", "2014-12-30", date(2014, 12, 30)),
            ("PY  - 1988\nET  - 2009/05/22", "1988", date(1988, 1, 1)),
            ("ET  - 2009/05/22", "2009-05-22", date(2009, 5, 22)),
        ] {
            let found = one(&format!("TI  - A\n{fields}"));
            assert_eq!((found.published, found.day), (parse_partial(published).ok(), day), "{fields}");
        }
        let found = one("TI  - A\nJO  - Engines\nPY  - 2015\nET  - 2014/12/30");
        assert_eq!(found.publication.year, Some(2015));
        let edition = |fields: &str| one(&format!("TI  - A\nPY  - 2015\n{fields}")).extra;
        assert_eq!(edition("ET  - 2015/01/14"), []);
        assert_eq!(edition("ET  - 2nd 2015"), [("edition".into(), Extra::Text("2nd 2015".into()))]);
        let visited = one("TI  - A\nY2  - 2020/03/05/");
        assert_eq!((visited.published, visited.day), (None, date(2020, 3, 5)));
    }

    #[test]
    fn a_day_that_is_none_is_told_and_the_month_kept() {
        for text in [
            "TY  - JOUR\nTI  - A\nDA  - 2018-02-30\nER  - \n",
            "PMID- 17\nTI  - A\nDP  - 2018 Feb 30\n",
            "PMID- 17\nTI  - A\nDEP - 20180230\n",
            "PT J\nTI A\nPY 2018\nPD FEB 30\nER\n",
        ] {
            let reading = read("a.ris", text, None);
            let codes: Vec<_> = reading.diagnostics.iter().map(|found| found.code).collect();
            let published = parse_partial("2018-02").ok();
            assert_eq!((codes, reading.papers[0].published), (vec!["bad-date"], published), "{text}");
        }
    }

    #[test]
    fn keywords_are_told_apart_however_they_are_listed() {
        for fields in
            ["KW  - a b\nKW  - c", "KW  - a b; c", "KW  - a b, c", "KW  - a b\nc", "KW  - c; a b\nKW  - c"]
        {
            let mut tags = one(&format!("TI  - A\nPY  - 2015\n{fields}")).tags;
            tags.sort();
            assert_eq!(tags, ["a b", "c"], "{fields}");
        }
    }

    #[test]
    fn names_without_any_comma_are_as_they_are_spoken() {
        let authors = |fields: &str| -> Vec<String> {
            let found = one(&format!("TI  - A\nPY  - 2015\n{fields}"));
            found.authors.iter().map(|author| author.name().listed()).collect()
        };
        assert_eq!(
            authors("AU  - Ada Lovelace\nAU  - Charles Babbage"),
            ["Lovelace, Ada", "Babbage, Charles"]
        );
        assert_eq!(
            authors("AU  - Acme Labs\nAU  - Babbage, Charles\nAU  - ,"),
            ["Acme Labs", "Babbage, Charles"]
        );
    }

    #[test]
    fn every_record_that_is_no_paper_is_named_with_its_line() {
        let text = "TY  - JOUR\nTI  - A\nER  - \n\nTY  - BOOK\nBT  - B\nPY  - 2015\nER  - \n\nTY  - CHAP\nBT  - C\nER  - \n";
        let reading = read("a.ris", text, None);
        let found: Vec<String> = reading
            .diagnostics
            .iter()
            .map(|found| {
                format!(
                    "{} {}",
                    found.primary.as_ref().map(|label| label.place.to_string()).unwrap_or_default(),
                    found.message
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                "a.ris:1:1 nothing says under which day record 1 of this file is listed",
                "a.ris:10:1 record 3 of this file has no title"
            ]
        );
        assert_eq!(reading.papers.iter().map(|paper| paper.title.as_str()).collect::<Vec<_>>(), ["B"]);
    }
}
