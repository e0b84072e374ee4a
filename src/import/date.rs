//! Dates as reference managers write them: of BibTeX (`year` and `month`), of biblatex (`date`), of RIS and MEDLINE, and those
//! on which they took an entry in.

use crate::paper::{Day, PartialDate, month_name, parse_day, parse_partial};

/// Whether a word is the name or the number of a month, as BibTeX styles define them.
pub fn is_month(word: &str) -> bool {
    month(word).is_some()
}

/// Reads `date = {2015-06}`; of a span its beginning, and of what is uncertain what is there:
/// `1984/1986`, `2015-06-09T10:00:00`, `1723~`, `01.08.1993`. Seasons are months from 21 on, and left aside.
pub fn partial(text: &str) -> Option<PartialDate> {
    if let Some(date) = year_last(text) {
        return Some(date);
    }
    let text = text.split('/').next().unwrap_or_default().trim();
    let text = text.trim_matches(['[', ']', '~', '?', '%', '.']);
    parse_partial(text).ok().or_else(|| {
        let (year, rest) = text.split_once('-')?;
        let season: u8 = rest.split('-').next()?.parse().ok()?;
        (21..=41).contains(&season).then(|| parse_partial(year).ok())?
    })
}

/// Reads `year`, which at times is a whole date or has more around it, and `month`.
pub fn year_and_month(year: &str, month_text: Option<&str>, day: Option<&str>) -> Option<PartialDate> {
    if let Some(date) = partial(year).filter(|date| date.month().is_some()) {
        return Some(date);
    }
    let year = four_digits(year)?;
    let with = |rest: String| parse_partial(&format!("{year}{rest}")).ok();
    let Some(month_text) = month_text else { return with(String::new()) };
    let words: Vec<&str> =
        month_text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_name = words.iter().any(|word| word.starts_with(char::is_alphabetic));
    // `9 June` has its day first. Of `13-01`, which has no such month, nothing is certain.
    let found = match is_name {
        true => {
            words.iter().filter(|word| word.starts_with(char::is_alphabetic)).find_map(|word| month(word))
        }
        false => words.first().and_then(|word| month(word)),
    };
    let Some(month) = found else { return with(String::new()) };
    // `dec # "~12"`, `12 December`
    let typed_day = words.iter().filter(|_| is_name).find_map(|word| word.parse::<u8>().ok());
    let day = typed_day.or_else(|| day?.trim().parse().ok());
    day.and_then(|day| with(format!("-{month:02}-{day:02}"))).or_else(|| with(format!("-{month:02}")))
}

/// `2015/06/09/`, `2015///Summer`, `2015-06-09`, `9 June 2015`, `25/06/2015`; of a span, `27-30 June 2016`, its beginning.
pub fn typed(text: &str) -> Option<PartialDate> {
    let text = text.trim();
    if let Some(date) = year_last(text) {
        return Some(date);
    }
    let parts: Vec<&str> = text.split('/').map(str::trim).collect();
    match parts[..] {
        [year, month, ref rest @ ..] => {
            let day = rest.first().copied().filter(|day| !day.is_empty());
            year_and_month(year, Some(month).filter(|month| !month.is_empty()), day)
        }
        _ => {
            let rest = four_digits(text).map(|year| text.replacen(year, " ", 1));
            year_and_month(text, rest.as_deref(), None)
        }
    }
}

/// Three numbers of which the last is the year: `25/06/2015`, `06/25/2015`, `09.06.2015`. Of numbers that may both be
/// months, the first is the day where points follow them; else only the year is certain.
fn year_last(text: &str) -> Option<PartialDate> {
    let [first, second, year] = text.split(['/', '.', '-']).map(str::trim).collect::<Vec<_>>()[..] else {
        return None;
    };
    let (first_number, second_number): (u8, u8) = (first.parse().ok()?, second.parse().ok()?);
    let only_year = parse_partial(year).ok().filter(|date| date.month().is_none())?;
    let (day, month) = match (first_number, second_number) {
        (day, month) if day > 12 || day == month || text.contains('.') => (day, month),
        (month, day) if day > 12 => (day, month),
        _ => return Some(only_year),
    };
    parse_partial(&format!("{year}-{month:02}-{day:02}")).ok().or(Some(only_year))
}

/// Whether a text is a date with a month, and perhaps a day: `2009/05/22` is no edition.
pub fn is_month_or_day(text: &str) -> bool {
    typed(text).is_some_and(|date| date.month().is_some())
}

/// Whether a text is a month by its name, with a day or other months, and lacks a year: `Jan 28`, `28 January`, `Jan-Feb`.
pub fn is_without_year(text: &str) -> bool {
    let mut words = text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_day = |word: &str| word.parse().is_ok_and(|day: u8| (1..=31).contains(&day));
    let is_named = text.split(|char: char| !char.is_alphabetic()).any(is_month);
    is_named && words.all(|word| is_day(word) || is_month(word))
}

/// Whether a text tells a day that the date read from it lacks: one that is not in the calendar, `2015-02-30`, or one of two,
/// `04/05/2015`.
pub fn has_lost_day(text: &str, read: PartialDate) -> bool {
    let words = || text.split(|char: char| !char.is_alphanumeric());
    let is_name = |word: &str| word.starts_with(char::is_alphabetic) && is_month(word);
    let numbers = words().filter(|word| word.len() <= 2 && word.parse().is_ok_and(|number: u8| number > 0));
    let needed = if words().any(is_name) { 1 } else { 2 };
    read.day().is_none() && four_digits(text).is_some() && numbers.count() >= needed
}

/// Reads the day on which a reference manager took an entry in: `2015-06-09T10:11:12Z`,
/// `2015-06-09 10:11:12 +0200`, `2015.06.09`, `09.06.2015`.
pub fn added(text: &str) -> Option<Day> {
    // Of a moment the day where somebody sat: midnight in Berlin is no day before.
    let date = text.trim().split(['T', ' ']).next().unwrap_or_default();
    parse_day(&date.replace(['.', '/'], "-")).ok().or_else(|| year_last(date)?.full())
}

/// 1 to 12. Names are English, German, French or Spanish, or begin one of these.
fn month(word: &str) -> Option<u8> {
    const ABROAD: [&[&str]; 12] = [
        &["januar", "jänner", "janvier", "enero"],
        &["februar", "février", "fevrier", "febrero"],
        &["märz", "maerz", "mrz", "mars", "marzo"],
        &["avril", "abril"],
        &["mai", "mayo"],
        &["juni", "juin", "junio"],
        &["juli", "juillet", "julio"],
        &["août", "aout", "agosto"],
        &["sept", "septembre", "septiembre"],
        &["oktober", "octobre", "octubre"],
        &["novembre", "noviembre"],
        &["dezember", "décembre", "decembre", "diciembre"],
    ];
    const SHORTEST: usize = 3;
    let word = word.to_lowercase();
    if let Some(number) = word.parse().ok().filter(|number| (1..=12).contains(number)) {
        return Some(number);
    }
    let is_named = |number: &u8| {
        let english = month_name(*number as i8).to_lowercase();
        let abroad = ABROAD[usize::from(*number) - 1];
        english.starts_with(&word) || abroad.iter().any(|name| name.starts_with(&word))
    };
    // `jui` begins two.
    let mut named = (1..=12).filter(is_named);
    let number = named.next().filter(|_| word.chars().count() >= SHORTEST)?;
    named.next().is_none().then_some(number)
}

/// The first four digits that stand alone: `c. 2012`, `2012a`.
pub fn four_digits(text: &str) -> Option<&str> {
    let mut groups = text.split(|char: char| !char.is_ascii_digit());
    groups.find(|group| group.len() == 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_far_as_they_go() {
        for (text, date) in [
            ("2015-06", Some("2015-06")),
            ("1984/1986", Some("1984")),
            ("01.08.1993", Some("1993-08-01")),
            ("2023-09-24T13:27:44+00:00", Some("2023-09-24")),
            ("1723~", Some("1723")),
            ("2015-21", Some("2015")),
            ("2012-13", None),
            ("19XXX-XX-XX", None),
        ] {
            assert_eq!(partial(text).map(PartialDate::iso).as_deref(), date, "{text}");
        }
        for (year, month, date) in [
            ("2015", None, "2015"),
            ("2015", Some("jun"), "2015-06"),
            ("2015", Some("dec~12"), "2015-12-12"),
            ("2015", Some("9 June"), "2015-06-09"),
            ("2015", Some("Sept."), "2015-09"),
            ("2015", Some("6"), "2015-06"),
            ("2015", Some("0"), "2015"),
            ("2015", Some("Jan-Feb"), "2015-01"),
            ("2001-02-20", None, "2001-02-20"),
            ("[c. 2012a]", Some("feb"), "2012-02"),
            ("2015", Some("Mai"), "2015-05"),
            ("2015", Some("Okt."), "2015-10"),
            ("2015", Some("März"), "2015-03"),
            ("2015", Some("17. Dezember"), "2015-12-17"),
            ("2015", Some("août"), "2015-08"),
            ("2015", Some("juil."), "2015-07"),
            ("2015", Some("jui"), "2015"),
            ("2015", Some("Enero"), "2015-01"),
        ] {
            assert_eq!(year_and_month(year, month, None).map(PartialDate::iso).as_deref(), Some(date));
        }
        assert_eq!(year_and_month("in press", None, None), None);
    }

    #[test]
    fn a_day_is_only_taken_where_it_is_certain() {
        for (text, date, has_lost) in [
            ("25/05/2018", "2018-05-25", false),
            ("05/25/2018", "2018-05-25", false),
            ("05/05/2018", "2018-05-05", false),
            ("04.05.2018", "2018-05-04", false),
            ("04/05/2018", "2018", true),
            ("31/02/2018", "2018", true),
            ("2018-02-30", "2018-02", true),
            ("2018-13-01", "2018", true),
            ("2018/Feb/30", "2018-02", true),
            ("2018/06//Summer", "2018-06", false),
            ("2018///", "2018", false),
            ("2018 Jan-Feb", "2018-01", false),
        ] {
            let read = typed(text).expect(text);
            assert_eq!((read.iso().as_str(), has_lost_day(text, read)), (date, has_lost), "{text}");
        }
    }

    #[test]
    fn days_of_reference_managers_are_read() {
        for text in [
            "2015-06-09T10:11:12Z",
            "2015-06-09 10:11:12 +0200",
            "2015-06-09T00:00:00.000+0200",
            "2015.06.09",
            "2015-06-09T10:11:12",
            "09.06.2015",
        ] {
            assert_eq!(added(text).map(|day| day.to_string()).as_deref(), Some("2015-06-09"), "{text}");
        }
        assert_eq!(added("Thu, 14 Oct 2021 09:16:20 +0200"), None);
    }
}
