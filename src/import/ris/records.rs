//! Records of tagged lines: of RIS, `TY  - JOUR`, of MEDLINE, `PMID- 17`, of ERIC, `OWN - ERIC`, of EndNote,
//! `%0 Thesis`, and of Web of Science, `PT J`, before anything in them is understood.

use std::ops::Range;

/// One entry of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record<'t> {
    pub dialect: Dialect,
    pub fields: Vec<Field<'t>>,
    /// Bytes of its first line.
    pub head: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// <https://en.wikipedia.org/wiki/RIS_(file_format)>
    Ris,
    /// <https://www.nlm.nih.gov/bsd/mms/medlineelements.html>
    Medline,
    /// As MEDLINE, but for tags of four letters, which have a blank behind them: `ISBN - `.
    Eric,
    /// Tags of one character behind a percent sign: `%0 Journal Article`.
    EndNote,
    /// <https://images.webofknowledge.com/images/help/WOS/hs_wos_fieldtags.html>
    WebOfScience,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field<'t> {
    pub tag: &'t str,
    /// With the lines that go on, each behind a line break.
    pub value: String,
}

impl<'t> Field<'t> {
    fn new(tag: &'t str, value: &str) -> Field<'t> {
        Field { tag, value: value.trim().to_owned() }
    }
}

/// How lines of a record are written. Exporters do not agree on the blanks before the dash, but keep to their way: a
/// line of an abstract that begins with `RNA - ` is not taken for a field. Tags have two characters, and where blanks tell
/// them from words up to four: `PMID  - 17`.
#[derive(Clone, Copy)]
struct Style {
    dialect: Dialect,
    /// Bytes before the dash; Web of Science has none.
    dash: usize,
}

/// Records in the order of the file. Lines before the first are no part of it: some exporters name themselves there.
/// One that is not ended is ended by the next.
pub fn records(text: &str) -> Vec<Record<'_>> {
    let mut records: Vec<Record> = Vec::new();
    let mut style: Option<Style> = None;
    let mut at = 0;
    for whole in text.split_inclusive(['\n', '\r']) {
        let start = at;
        at += whole.len();
        let line = whole.trim_end_matches(['\n', '\r']);
        let shown = line.trim_start_matches('\u{FEFF}');
        if let Some((begun, field)) = beginning(shown, style) {
            style = Some(begun);
            let head = start + line.len() - shown.len()..start + line.len();
            records.push(Record { dialect: begun.dialect, fields: vec![field], head });
            continue;
        }
        let (Some(known), Some(record)) = (style, records.last_mut()) else { continue };
        if is_end(shown, known) {
            style = None;
            continue;
        }
        match field(shown, known) {
            Some(field) => record.fields.push(field),
            None => {
                // `\r\n` ends one line.
                let is_second_half = whole == "\n" && text[..start].ends_with('\r');
                if let Some(last) = record.fields.last_mut().filter(|_| !is_second_half) {
                    last.value.push('\n');
                    last.value.push_str(shown.trim());
                }
            }
        }
    }
    records
}

/// `TY  - JOUR`, `TY - JOUR`, `PMID- 17`, and where no other record is open, `PT J`, `OWN - ERIC` and
/// `%0 Thesis`.
fn beginning(line: &str, open: Option<Style>) -> Option<(Style, Field<'_>)> {
    let may_be_web_of_science = open.is_none_or(|style| style.dialect == Dialect::WebOfScience);
    let kind = line.strip_prefix("PT ").map(str::trim_end).filter(|_| may_be_web_of_science);
    if let Some(kind @ ("B" | "C" | "J" | "P" | "S")) = kind {
        let style = Style { dialect: Dialect::WebOfScience, dash: "PT".len() };
        return Some((style, Field::new("PT", kind)));
    }
    if line.trim_end() == "OWN - ERIC" && open.is_none_or(|style| style.dialect == Dialect::Eric) {
        let style = Style { dialect: Dialect::Eric, dash: "OWN ".len() };
        return Some((style, Field::new("OWN", "ERIC")));
    }
    let kind = line.strip_prefix("%0 ").map(str::trim).filter(|kind| !kind.is_empty());
    if let Some(kind) = kind.filter(|_| open.is_none_or(|style| style.dialect == Dialect::EndNote)) {
        return Some((Style { dialect: Dialect::EndNote, dash: 0 }, Field::new("0", kind)));
    }
    let (tag, blanks, dialect) = [("TY", 2, Dialect::Ris), ("PMID", 0, Dialect::Medline)]
        .into_iter()
        .find(|(tag, ..)| line.starts_with(tag))?;
    let behind = line[tag.len()..].trim_start_matches(' ');
    let dash = line.len() - behind.len();
    let value = behind.strip_prefix('-').filter(|_| dash <= tag.len() + blanks)?;
    let is_code = value.trim().bytes().all(|byte| byte.is_ascii_alphanumeric());
    (!value.trim().is_empty() && is_code).then(|| (Style { dialect, dash }, Field::new(tag, value)))
}

/// A line that begins a field.
fn field(line: &str, style: Style) -> Option<Field<'_>> {
    if style.dialect == Dialect::EndNote {
        let rest = line.strip_prefix('%')?;
        let (tag, value) = rest.split_at_checked(1)?;
        return (value.is_empty() || value.starts_with(' ')).then(|| Field::new(tag, value));
    }
    let is_name = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let tag = &line[..line.bytes().take_while(is_name).count()];
    if style.dialect == Dialect::WebOfScience {
        let value = &line[tag.len()..];
        let is_tag = tag.len() == 2 && tag.starts_with(|char: char| char.is_ascii_uppercase());
        return (is_tag && (value.is_empty() || value.starts_with(' '))).then(|| Field::new(tag, value));
    }
    let (longest, dash) = match style.dialect {
        // `TY` has two.
        Dialect::Ris if style.dash < 4 => (2, style.dash),
        Dialect::Ris => (4, style.dash - 2 + tag.len()),
        Dialect::Eric if tag.len() == style.dash => (4, style.dash + 1),
        Dialect::Medline | Dialect::Eric | Dialect::EndNote | Dialect::WebOfScience => (4, style.dash),
    };
    let (blanks, behind) = (line.get(tag.len()..dash)?, line.get(dash..)?);
    let value =
        behind.strip_prefix('-').filter(|value| value.is_empty() || value.starts_with([' ', '\t']))?;
    let is_tag =
        (2..=longest).contains(&tag.len()) && tag.starts_with(|char: char| char.is_ascii_uppercase());
    (is_tag && blanks.bytes().all(|byte| byte == b' ')).then(|| Field::new(tag, value))
}

/// `ER  - `, with whatever blanks, or `ER`; the others have no end.
fn is_end(line: &str, style: Style) -> bool {
    let behind = line.strip_prefix("ER").map(str::trim);
    match style.dialect {
        Dialect::Ris => behind == Some("-"),
        Dialect::Medline | Dialect::Eric | Dialect::EndNote => false,
        Dialect::WebOfScience => behind == Some(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&[(&str, &str)]]) {
        let records = records(text);
        let found: Vec<Vec<(&str, &str)>> = records
            .iter()
            .map(|record| record.fields.iter().map(|field| (field.tag, field.value.as_str())).collect())
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn records_end_with_their_last_line_or_before_the_next() {
        let two: &[&[(&str, &str)]] = &[&[("TY", "JOUR"), ("TI", "A")], &[("TY", "CONF"), ("TI", "B")]];
        check("TY  - JOUR\nTI  - A\nER  - \n\nTY  - CONF\nTI  - B\nER  -\n", two);
        check("\u{FEFF}TY  - JOUR\r\nTI  - A\r\nER  -\r\nTY  - CONF\r\nTI  - B\r\n", two);
        check("Provider: Acme\rTY - JOUR\rTI - A\rTY - CONF\rTI - B\rER -\rlate\r", two);
        check(
            "PMID- 17\nTI  - A\n\nPMID- 18\nTI  - B",
            &[&[("PMID", "17"), ("TI", "A\n")], &[("PMID", "18"), ("TI", "B")]],
        );
    }

    #[test]
    fn a_line_that_is_no_field_goes_on_with_the_last() {
        check(
            "TY  - JOUR\r\nAB  - We sort\r\nRNA - slowly.\r\n\r\n  And stop.\r\nER  -\r\n",
            &[&[("TY", "JOUR"), ("AB", "We sort\nRNA - slowly.\n\nAnd stop.")]],
        );
        check(
            "TY  - JOUR\nDO  - 10.1000/a\nPMID  - 17\nAB  - We\nRNA  - no\nSORTED  - it\nER  - ",
            &[&[
                ("TY", "JOUR"),
                ("DO", "10.1000/a"),
                ("PMID", "17"),
                ("AB", "We"),
                ("RNA", "no\nSORTED  - it"),
            ]],
        );
        check(
            "PMID- 17\nTI  - A long\n      title\nFAU - Lovelace, Ada",
            &[&[("PMID", "17"), ("TI", "A long\ntitle"), ("FAU", "Lovelace, Ada")]],
        );
    }

    #[test]
    fn lines_of_web_of_science_go_on_behind_blanks() {
        check(
            "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Lovelace, A\n   Berg, L\nTI We sort\n   DNA too\nBP 1\nER\n\n\
             PT S\nTI B\nER\n\nEF\n",
            &[
                &[("PT", "J"), ("AU", "Lovelace, A\nBerg, L"), ("TI", "We sort\nDNA too"), ("BP", "1")],
                &[("PT", "S"), ("TI", "B")],
            ],
        );
        check(
            "TY  - JOUR\nAB  - Of\nPT J\nTI  - A\nER  - ",
            &[&[("TY", "JOUR"), ("AB", "Of\nPT J"), ("TI", "A")]],
        );
    }

    #[test]
    fn what_is_no_record_is_none() {
        for text in [
            "",
            "TY",
            "TY  -",
            "TYPE  - JOUR",
            "TI  - A\nER  -",
            "TY  - not a type\n",
            "é\u{FEFF}TY",
            "ER  -",
        ] {
            check(text, &[]);
        }
        check("TY  - JOUR\né\nÄÖ  - x\nT\n", &[&[("TY", "JOUR\né\nÄÖ  - x\nT")]]);
    }
}
