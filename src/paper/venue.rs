//! Where a paper appeared, for pages of venues and for citations.

use std::ops::Range;

use super::{EntryType, Name, PageRange};
use crate::fields::Fields;
use crate::yaml::Value;

/// A conference or journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Venue {
    name: String,
    /// With the year at its end, where the name has one.
    dated_name: Option<String>,
    year: Option<i16>,
    short: Option<String>,
    url: Option<String>,
}

impl Venue {
    /// In full, without a year at its end, as papers of several years are gathered under it: `Neural Information
    /// Processing Systems`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// As it was given: `Computer Vision – ECCV 2020`.
    pub fn dated_name(&self) -> &str {
        self.dated_name.as_deref().unwrap_or(&self.name)
    }

    /// The year at the end of its name, which need not be the one in which a paper appeared: proceedings may come out in
    /// the year after.
    pub fn year(&self) -> Option<i16> {
        self.year
    }

    /// In short, with the year of its name, else with `year`: `ECCV 2020`.
    pub fn label(&self, year: Option<i16>) -> String {
        let name = self.short().unwrap_or(self.name());
        match self.year.or(year).map(|year| year.to_string()).filter(|year| !name.ends_with(year.as_str())) {
            Some(year) => format!("{name} {year}"),
            None => name.to_owned(),
        }
    }

    /// `NeurIPS`
    pub fn short(&self) -> Option<&str> {
        self.short.as_deref()
    }

    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }
}

/// What a citation says of the appearance, besides the venue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publication {
    pub year: Option<i16>,
    pub kind: Option<EntryType>,
    pub volume: Option<String>,
    pub number: Option<String>,
    pub pages: Option<String>,
    pub publisher: Option<String>,
    pub editors: Vec<Name>,
    pub series: Option<String>,
    pub cite_key: Option<String>,
}

impl Publication {
    pub fn page_range(&self) -> Option<PageRange<'_>> {
        self.pages.as_deref().map(PageRange::parse)
    }
}

/// Fields of BibTeX that say more of a publication, and the names that they have in a paper's `extra`.
pub const FIELDS_IN_EXTRA: [(&str, &str); 23] = [
    ("note", "note"),
    ("howpublished", "howpublished"),
    ("type", "genre"),
    ("edition", "edition"),
    ("chapter", "chapter"),
    ("eid", "eid"),
    ("address", "place"),
    ("location", "place"),
    ("isbn", "isbn"),
    ("issn", "issn"),
    ("eventtitle", "event"),
    ("translator", "translator"),
    ("langid", "language"),
    ("language", "language"),
    ("collaboration", "collaboration"),
    ("reportnumber", "report number"),
    ("version", "version"),
    ("holder", "holder"),
    ("titleaddon", "title addition"),
    ("maintitle", "main title"),
    ("volumes", "volumes"),
    ("addendum", "addendum"),
    ("pubstate", "publication state"),
];

/// Reads `venue` and the fields that go with it; `cite_key` was read before.
pub fn venue(fields: &mut Fields, cite_key: Option<String>) -> (Option<Venue>, Publication) {
    let venue = name(fields);
    let publication = Publication {
        year: year(fields).or_else(|| venue.as_ref()?.year),
        kind: fields.choice("type", &EntryType::NAMES),
        volume: fields.text("volume"),
        number: fields.text("number"),
        pages: fields.text("pages"),
        publisher: fields.text("publisher"),
        editors: fields.texts("editors").into_iter().map(|(name, _)| Name::parse(&name)).collect(),
        series: fields.text("series"),
        cite_key,
    };
    (venue, publication)
}

fn name(fields: &mut Fields) -> Option<Venue> {
    let node = fields.take("venue")?;
    let reader = fields.reader();
    if !matches!(node.value, Value::Mapping(_)) {
        let text = reader.text("venue", &node).filter(|text| !text.is_empty())?;
        return Some(named(text, None, None));
    }
    let range = node.range.clone();
    let mut map = reader.map("`venue`", node)?;
    let name = map.text("name");
    let short = map.text("short");
    let url = web_url(&mut map, "url");
    map.finish(|_| None);
    let Some(name) = name.or_else(|| short.clone()) else {
        reader.error("missing-name", &range, "this venue has no `name`", "add `name: …`");
        return None;
    };
    Some(named(name, short, url))
}

fn named(dated_name: String, short: Option<String>, url: Option<String>) -> Venue {
    let (name, year) = split_year(&dated_name);
    let (short, year_of_short) = short.map(|short| split_year(&short)).unzip();
    let dated_name = year.is_some().then_some(dated_name);
    Venue { name, dated_name, year: year.or(year_of_short.flatten()), short, url }
}

/// An address on the web.
pub fn web_url(fields: &mut Fields, name: &'static str) -> Option<String> {
    let (url, range) = fields.text_at(name)?;
    if super::is_web_url(&url) {
        return Some(url);
    }
    let label = "expected an address that begins with https:// or http://";
    fields.reader().error("bad-link", &range, format!("`{url}` is not a link that can be published"), label);
    None
}

/// `NeurIPS 2015` into the name and the year; a name that is only a year stays.
fn split_year(text: &str) -> (String, Option<i16>) {
    let split = text.rsplit_once([' ', '\u{A0}']).and_then(|(name, year)| {
        let digits = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
        let year: i16 = digits.then(|| year.parse().ok())??;
        // `Proceedings of …, June 14-18, 2009` ends with a date.
        let ends_with_day =
            name.strip_suffix(',').is_some_and(|name| name.ends_with(|c: char| c.is_ascii_digit()));
        let name = Some(name.trim_end_matches([' ', ','])).filter(|_| !ends_with_day)?;
        ((1500..=2999).contains(&year) && !name.is_empty()).then(|| (name.to_owned(), year))
    });
    match split {
        Some((name, year)) => (name, Some(year)),
        None => (text.to_owned(), None),
    }
}

fn year(fields: &mut Fields) -> Option<i16> {
    let (year, range) = fields.integer("year")?;
    if (1500..=2999).contains(&year) {
        return Some(year as i16);
    }
    fields.reader().error(
        "out-of-range",
        &range,
        format!("{year} cannot be a year of publication"),
        "expected four digits",
    );
    None
}

/// Keys that BibTeX and Overleaf both take.
pub fn cite_key(fields: &mut Fields) -> Option<(String, Range<usize>)> {
    let (key, range) = fields.text_at("cite_key")?;
    let forbidden = |char: char| char.is_whitespace() || char.is_control() || "{}(),=\\\"#%~'".contains(char);
    match key.chars().find(|char| forbidden(*char)) {
        None => Some((key, fields.reader().range_in_file(&range))),
        Some(char) => {
            let message = format!("a citation key cannot hold `{}`", char.escape_default());
            fields.reader().error("bad-cite-key", &range, message, "write letters, digits, `:`, `_` and `-`");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{named, split_year};

    #[test]
    fn a_year_at_the_end_of_a_venue_is_split_off() {
        assert_eq!(split_year("NeurIPS 2015"), ("NeurIPS".to_owned(), Some(2015)));
        assert_eq!(split_year("Nature, 1953"), ("Nature".to_owned(), Some(1953)));
        assert_eq!(split_year("ICML, June 14-18, 2009"), ("ICML, June 14-18, 2009".to_owned(), None));
        assert_eq!(split_year("ACM 42"), ("ACM 42".to_owned(), None));
        assert_eq!(split_year("2015"), ("2015".to_owned(), None));
    }

    #[test]
    fn a_label_has_one_year() {
        let check = |name: &str, short: Option<&str>, label: &str| {
            let venue = named(name.to_owned(), short.map(str::to_owned), None);
            assert_eq!((venue.label(Some(2021)).as_str(), venue.dated_name()), (label, name));
        };
        check("Engines", None, "Engines 2021");
        check("Engines 2020", None, "Engines 2020");
        check("Conference on Engines 2020", Some("CE"), "CE 2020");
        check("Conference on Engines", Some("CE 2020"), "CE 2020");
        check("2021", None, "2021");
    }
}
