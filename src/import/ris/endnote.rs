//! Records of EndNote's tagged text, `.enw`, as those of RIS: Google Scholar, the ACL Anthology and CNKI export it.
//!
//! <https://en.wikipedia.org/wiki/EndNote#Tags_and_fields>

use super::records::{Dialect, Field, Record};

/// The same record with the tags of RIS. What these have no tag for is left out.
pub fn as_ris<'t>(record: &Record<'t>) -> Record<'t> {
    let kind = record.all("0").next().map_or("GEN", kind);
    let has = |tag: &str| record.all(tag).next().is_some();
    let of_proceedings = matches!(kind, "CONF" | "CPAPER");
    let tag = |tag: &str| {
        Some(match tag {
            "0" => "TY",
            "1" | "F" => "ID",
            "2" => "PMC",
            "7" => "ET",
            "8" => "DA",
            "9" => "M3",
            "@" => "SN",
            "[" => "Y2",
            "A" => "AU",
            "B" => "T2",
            "C" => "CY",
            "D" => "PY",
            "E" => "A2",
            "G" => "LA",
            "I" => "PB",
            "J" => "JF",
            "K" => "KW",
            "M" => "AN",
            "N" => "IS",
            "P" => "SP",
            "R" => "DO",
            // The ACL Anthology has the name of proceedings there.
            "S" if of_proceedings && !has("B") => "T2",
            "S" => "T3",
            "T" => "TI",
            "U" => "UR",
            "V" => "VL",
            "X" => "AB",
            // And their editors there, where others have those of the series.
            "Y" if of_proceedings => "A2",
            "Z" => "N1",
            _ => return None,
        })
    };
    let fields = record.fields.iter().filter_map(|field| {
        let tag = tag(field.tag)?;
        let value = if tag == "TY" { kind.to_owned() } else { field.value.clone() };
        Some(Field { tag, value })
    });
    Record { dialect: Dialect::Ris, fields: fields.collect(), head: record.head.clone() }
}

fn kind(name: &str) -> &'static str {
    match name {
        "Journal Article" | "Electronic Article" => "JOUR",
        "Magazine Article" => "MGZN",
        "Newspaper Article" => "NEWS",
        "Conference Paper" => "CPAPER",
        "Conference Proceedings" => "CONF",
        "Book" | "Edited Book" | "Electronic Book" => "BOOK",
        "Book Section" | "Electronic Book Section" | "Encyclopedia" | "Dictionary" => "CHAP",
        "Thesis" => "THES",
        "Report" | "Government Document" | "Standard" => "RPRT",
        "Unpublished Work" | "Manuscript" => "UNPD",
        "Pamphlet" => "PAMP",
        _ => "GEN",
    }
}

#[cfg(test)]
mod tests {
    use crate::import::FoundPaper;
    use crate::import::ris::read;
    use crate::paper::{Author, Doi, EntryType, Name, Publication, parse_partial};

    #[test]
    fn a_record_of_endnote_becomes_a_paper() {
        let text = "%0 Conference Proceedings\n%T Sorting\n%A Lovelace, Ada\n%A Babbage, Charles\n%Y Hopper, Grace\n\
                    %S Proceedings of Engines\n%D 2019\n%8 June\n%I Acme\n%F lovelace-2019-sorting\n%X We sort\nslowly.\n%R 10.1000/a\n%P 1-9\n\n\
                    %0 Journal Article\n%A 张三\n%T 排序\n%J 引擎学报\n%V 3\n%N 2\n%D 2021\n%K 甲;乙\n%@ 1000-0001\n";
        let reading = read("a.enw", text, None);
        assert_eq!(reading.diagnostics, []);
        let talk = FoundPaper {
            entry: reading.papers[0].entry.clone(),
            authors: ["Lovelace, Ada", "Babbage, Charles"]
                .map(|name| Author::new(Name::parse(name)))
                .to_vec(),
            published: parse_partial("2019-06").ok(),
            doi: Doi::parse("10.1000/a"),
            venue: Some("Proceedings of Engines".into()),
            publication: Publication {
                year: Some(2019),
                kind: Some(EntryType::InProceedings),
                pages: Some("1-9".into()),
                publisher: Some("Acme".into()),
                editors: vec![Name::parse("Hopper, Grace")],
                cite_key: Some("lovelace-2019-sorting".into()),
                ..Publication::default()
            },
            abstract_: vec!["We sort slowly.".into()],
            ..FoundPaper::new("Sorting", jiff::civil::date(2019, 6, 1))
        };
        assert_eq!(reading.papers[0], talk);
        let article = &reading.papers[1];
        assert_eq!(
            (article.venue.as_deref(), article.publication.kind),
            (Some("引擎学报"), Some(EntryType::Article))
        );
        assert_eq!((article.tags.len(), article.authors[0].name().printed()), (2, "张三"));
    }
}
