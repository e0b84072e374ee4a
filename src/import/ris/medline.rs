//! Records of MEDLINE as papers.

use super::records::Record;
use super::{abstract_prose, date, line, listing_day, most_precise, plain, styled, tags, whole_pages};
use crate::import::reading::Lack;
use crate::import::words::with_initials_last;
use crate::import::{Extra, FoundPaper, name};
use crate::paper::{Author, Day, Doi, EntryType, Name, Orcid, PartialDate, Publication};

pub fn paper(record: &Record, day: Option<Day>) -> Result<FoundPaper, Lack> {
    let title = ["TI", "BTI"].iter().find_map(|tag| record.all(tag).find_map(|title| line(&styled(title))));
    // Every title is a sentence there.
    let title = title.map(|title| title.strip_suffix('.').map(str::to_owned).unwrap_or(title));
    let title = title.ok_or(Lack::Title)?;
    let printed = record.all("DP").next().and_then(printed_date);
    let published = most_precise(dates(record).map(|(_, date)| date));
    let mut paper = FoundPaper::new(title, listing_day(day, None, published)?);
    paper.published = published;
    paper.add_authors(authors(record));
    // `10.1000/a [doi]`
    let ids = ["LID", "AID"].iter().flat_map(|tag| record.all(tag));
    for doi in ids.filter_map(|id| Doi::parse(id.strip_suffix("[doi]")?)) {
        paper.add_doi(doi);
    }
    paper.add_pubmed(record.first(&["PMID"]), record.first(&["PMC"]));
    // A chapter of NCBI's Bookshelf is of a book.
    let book = record.first(&["BTI"]).filter(|_| record.all("TI").next().is_some());
    let is_chapter = book.is_some();
    if let Some(venue) = record.first(&["JT", "TA"]).or(book) {
        paper.add_venue(venue);
    }
    paper.venue_short =
        record.first(&["TA"]).filter(|short| paper.venue.as_ref().is_some_and(|venue| venue != short));
    paper.publication = Publication {
        year: paper.venue.as_ref().and(printed.or(published)).map(PartialDate::year),
        kind: match is_chapter {
            true => Some(EntryType::InCollection),
            false => paper.venue.as_ref().map(|_| EntryType::Article),
        },
        volume: record.first(&["VI"]),
        number: record.first(&["IP"]),
        pages: record.first(&["PG"]).map(|pages| whole_pages(&pages)),
        publisher: record.first(&["PB"]),
        editors: editors(record),
        ..Publication::default()
    };
    paper.abstract_ = record.all("AB").next().map(abstract_prose).unwrap_or_default();
    // KoreaMed has them in `KW`.
    paper.tags = tags(["OT", "KW"].iter().flat_map(|tag| record.all(tag)));
    if record.all("PT").any(|kind| kind == "Retracted Publication") {
        paper.withdrawn = Some(String::new());
    }
    // `1000-0001 (Electronic)`
    let number = record.first(&["IS"]).map(|number| number.split(' ').next().unwrap_or_default().to_owned());
    for (name, value) in
        [("issn", number), ("language", record.first(&["LA"]).filter(|language| language != "eng"))]
    {
        paper.extra.extend(value.map(|value| (name.into(), Extra::Text(value))));
    }
    Ok(paper)
}

/// When it was printed and when it came online, each as it was typed and as far as it is read.
pub fn dates(record: &Record) -> impl Iterator<Item = (String, PartialDate)> {
    let printed = record.all("DP").next().and_then(|typed| Some((typed.to_owned(), printed_date(typed)?)));
    let electronic = record.all("DEP").next().and_then(with_dashes);
    let electronic = electronic.and_then(|typed| date::typed(&typed).map(|date| (typed, date)));
    printed.into_iter().chain(electronic)
}

/// `2020 Mar 5`, `2020 Mar-Apr`, `2020 Winter`
fn printed_date(text: &str) -> Option<PartialDate> {
    let (year, rest) = text.split_once(' ').unwrap_or((text, ""));
    date::year_and_month(year, Some(rest).filter(|rest| !rest.is_empty()), None)
}

/// `20200305` is `2020-03-05`.
fn with_dashes(text: &str) -> Option<String> {
    Some(format!("{}-{}-{}", text.get(..4)?, text.get(4..6)?, text.get(6..8)?))
}

/// `FAU` is a name in full, behind which `AU` has it shortened; `AUID` and `AD` say more of the one before.
fn authors(record: &Record) -> Vec<Author> {
    struct Found {
        name: Name,
        affiliations: Vec<String>,
        orcid: Option<Orcid>,
        /// Whether the same name follows in short.
        is_repeated: bool,
    }
    let mut found: Vec<Found> = Vec::new();
    for field in &record.fields {
        let Some(value) = line(&plain(&field.value)) else { continue };
        let mut last = found.last_mut();
        let name = match field.tag {
            "FAU" if value.contains(',') => Name::parse(&value),
            "FAU" => name(value),
            "AU" => match last.as_mut().filter(|author| author.is_repeated) {
                Some(author) => {
                    author.is_repeated = false;
                    continue;
                }
                None => with_initials_last(&value),
            },
            "CN" => Name::literal(value),
            "AD" => {
                last.into_iter().for_each(|author| author.affiliations.extend(without_mail(&value)));
                continue;
            }
            "AUID" => {
                let orcid = value.strip_prefix("ORCID:").and_then(|id| Orcid::parse(id.trim()));
                last.into_iter().for_each(|author| author.orcid = orcid.clone());
                continue;
            }
            _ => continue,
        };
        let is_repeated = field.tag == "FAU";
        found.push(Found { name, affiliations: Vec::new(), orcid: None, is_repeated });
    }
    let author = |Found { name, affiliations, orcid, .. }: Found| {
        let affiliation = (!affiliations.is_empty()).then(|| affiliations.join("; "));
        Author::new(name).with_affiliation(affiliation).with_orcid(orcid)
    };
    found.into_iter().map(author).collect()
}

/// `FED` is a name in full, `ED` the same shortened.
fn editors(record: &Record) -> Vec<Name> {
    let full: Vec<Name> =
        record.all("FED").filter_map(|name| line(&plain(name))).map(|name| Name::parse(&name)).collect();
    match full.is_empty() {
        true => record
            .all("ED")
            .filter_map(|name| line(&plain(name)))
            .map(|name| with_initials_last(&name))
            .collect(),
        false => full,
    }
}

/// A place without the addresses for mail behind it, which are no business of a public list.
fn without_mail(place: &str) -> Option<String> {
    let words = place.split(' ').filter(|word| !word.contains('@')).collect::<Vec<&str>>().join(" ");
    let place =
        words.trim_end().trim_end_matches("Electronic address:").trim_end_matches(['.', ';', ',', ' ']);
    (!place.is_empty()).then(|| place.to_owned())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::import::ris::read;
    use crate::paper::{WebUrl, parse_partial};

    #[test]
    fn a_record_of_medline_becomes_a_paper() {
        let text = "PMID- 17\nOWN - NLM\nIS  - 1000-0001 (Electronic)\nVI  - 3\nIP  - 2\nDP  - 2020 Mar-Apr\nTI  - Sorting\n      slowly.\n\
                    LID - 10.1000/a [doi]\nLID - e17 [pii]\nPG  - 123-8\nAB  - BACKGROUND: We sort.\nCI  - (c) 2020 Acme.\n\
                    FAU - van der Berg, Ludwig Otto\nAU  - van der Berg LO\nAUID- ORCID: 0000-0002-1825-0097\nAD  - Acme Labs. Electronic address: ada@a.example.\nAD  - Engines. ada@a.example, b@a.example.\n\
                    FAU - Lovelace, Ada\nAU  - Lovelace A\nCN  - Engine Group\nLA  - eng\nPT  - Journal Article\nDEP - 20200305\n\
                    TA  - J Engines\nJT  - Journal of engines\nOT  - sorting\nKW  - slow\nPMC - PMC19\n";
        let reading = read("a.nbib", text, None);
        assert_eq!(reading.diagnostics, []);
        let url = |address: &str| WebUrl::parse(address).expect("an address");
        let expected = FoundPaper {
            entry: reading.papers[0].entry.clone(),
            published: parse_partial("2020-03-05").ok(),
            authors: vec![
                Author::new(Name::parse("van der Berg, Ludwig Otto"))
                    .with_affiliation(Some("Acme Labs; Engines".into()))
                    .with_orcid(Orcid::parse("0000-0002-1825-0097")),
                Author::new(Name::parse("Lovelace, Ada")),
                Author::new(Name::literal("Engine Group")),
            ],
            doi: Doi::parse("10.1000/a"),
            links: vec![
                ("PubMed".into(), url("https://pubmed.ncbi.nlm.nih.gov/17/")),
                ("PubMed Central".into(), url("https://pmc.ncbi.nlm.nih.gov/articles/PMC19/")),
            ],
            venue: Some("Journal of engines".into()),
            venue_short: Some("J Engines".into()),
            publication: Publication {
                year: Some(2020),
                kind: Some(EntryType::Article),
                volume: Some("3".into()),
                number: Some("2".into()),
                pages: Some("123-128".into()),
                ..Publication::default()
            },
            abstract_: vec!["BACKGROUND: We sort.".into()],
            tags: vec!["sorting".into(), "slow".into()],
            extra: vec![("issn".into(), Extra::Text("1000-0001".into()))],
            ..FoundPaper::new("Sorting slowly", date(2020, 3, 5))
        };
        assert_eq!(reading.papers, [expected]);
    }

    #[test]
    fn a_chapter_of_the_bookshelf_is_of_its_book() {
        let text = "PMID- 17\nTI  - Slow Sorting.\nBTI - StatSort\nPB  - Acme\nDP  - 2024 Jan\nED  - Hopper G\nFED - Hopper, Grace\n\nPMID- 18\nBTI - Sorting\nDP  - 2024\n";
        let papers = read("a.nbib", text, None).papers;
        let told = |paper: &FoundPaper| (paper.title.clone(), paper.venue.clone(), paper.publication.kind);
        let chapter = ("Slow Sorting".to_owned(), Some("StatSort".to_owned()), Some(EntryType::InCollection));
        assert_eq!(told(&papers[0]), chapter);
        assert_eq!(papers[0].publication.editors, [Name::parse("Hopper, Grace")]);
        assert_eq!(told(&papers[1]), ("Sorting".to_owned(), None, None));
    }

    #[test]
    fn suffixes_stand_last_without_a_comma() {
        let text = "PMID- 17\nTI  - A.\nDP  - 2020\nFAU - Davis, Sammy Bo Jr\nAU  - Davis SB Jr\nAU  - O'Berg S 3rd\nFAU - Smith, John V\n";
        let reading = read("a.nbib", text, None);
        let listed: Vec<String> =
            reading.papers[0].authors.iter().map(|author| author.name().listed()).collect();
        assert_eq!(listed, ["Davis, Jr, Sammy Bo", "O'Berg, 3rd, S.", "Smith, John V"]);
    }

    #[test]
    fn no_title_ends_with_a_point() {
        let reading = read("a.nbib", "PMID- 17\nTI  - Repair of DNA.\nDP  - 2020\n", None);
        assert_eq!(reading.papers[0].title, "Repair of DNA");
    }
}
