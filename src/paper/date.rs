//! Dates as papers have them: the calendar day of a listing, and publication dates that may lack
//! their day or month. There is no time of day and no time zone, so no date shifts by one.

use jiff::civil;

/// The day under which a paper is listed.
pub type Day = civil::Date;

/// `2015`, `2015-06` or `2015-06-09`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

impl PartialDate {
    /// A year of which no more is known.
    pub fn of_year(year: i16) -> PartialDate {
        PartialDate { year, month: None, day: None }
    }

    pub fn year(self) -> i16 {
        self.year
    }

    /// 1 to 12.
    pub fn month(self) -> Option<i8> {
        self.month
    }

    /// 1 to 31; only where the month is known.
    pub fn day(self) -> Option<i8> {
        self.day
    }

    /// The day, where it is known.
    pub fn full(self) -> Option<Day> {
        Day::new(self.year, self.month?, self.day?).ok()
    }

    /// The first day that it may mean.
    pub fn first_day(self) -> Day {
        civil::date(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The last day that it may mean.
    pub fn last_day(self) -> Day {
        match (self.month, self.day) {
            (Some(month), Some(day)) => civil::date(self.year, month, day),
            (Some(month), None) => civil::date(self.year, month, 1).last_of_month(),
            (None, _) => civil::date(self.year, 12, 31),
        }
    }

    /// `2015-06-09`, `2015-06` or `2015`.
    pub fn iso(self) -> String {
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", self.year),
            (Some(month), None) => format!("{:04}-{month:02}", self.year),
            _ => format!("{:04}", self.year),
        }
    }

    /// `June 9, 2015`, `June 2015` or `2015`.
    pub fn label(self) -> String {
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{} {day}, {}", month_name(month), self.year),
            (Some(month), None) => format!("{} {}", month_name(month), self.year),
            _ => self.year.to_string(),
        }
    }
}

impl From<Day> for PartialDate {
    fn from(day: Day) -> PartialDate {
        PartialDate { year: day.year(), month: Some(day.month()), day: Some(day.day()) }
    }
}

/// The English name of a month, 1 to 12.
pub fn month_name(month: i8) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    NAMES[(month.clamp(1, 12) - 1) as usize]
}

/// Reads `2025-10-30`. A time of day after it is left aside: a listing has days only.
///
/// The error says what to write instead.
pub fn parse_day(text: &str) -> Result<Day, String> {
    const FORM: &str = "write the whole date: YYYY-MM-DD";
    parse(text, FORM)?.full().ok_or_else(|| FORM.to_owned())
}

/// Reads `2015`, `2015-06` or `2015-06-09`; a time of day after it is left aside.
pub fn parse_partial(text: &str) -> Result<PartialDate, String> {
    parse(text, "write it as YYYY-MM-DD, YYYY-MM or YYYY")
}

/// `form` says how a date is to be written.
fn parse(text: &str, form: &str) -> Result<PartialDate, String> {
    let date = text.split(['T', 't', ' ']).next().unwrap_or_default();
    if let Some(meant) = with_two_digits(date) {
        return Err(format!("write {meant}"));
    }
    let mut parts = date.split('-');
    let year = number(parts.next(), 4).ok_or(form)?;
    if year == 0 {
        return Err("there is no year 0: the first day is 0001-01-01".to_owned());
    }
    let month = match parts.next() {
        None => return Ok(PartialDate { year, month: None, day: None }),
        Some(month) => number(Some(month), 2).ok_or(form)? as i8,
    };
    if !(1..=12).contains(&month) {
        return Err(format!("there is no month {month}; {form}"));
    }
    let day = match parts.next() {
        None => return Ok(PartialDate { year, month: Some(month), day: None }),
        Some(day) => number(Some(day), 2).ok_or(form)? as i8,
    };
    if parts.next().is_some() {
        return Err(form.to_owned());
    }
    let days = civil::date(year, month, 1).days_in_month();
    if !(1..=days).contains(&day) {
        return Err(format!("{} {year} has {days} days", month_name(month)));
    }
    Ok(PartialDate { year, month: Some(month), day: Some(day) })
}

/// The date that is meant where nothing but its form is wrong: of `2025-1-3` and `2025/01/03`, and of `3.1.2025`, where the
/// day always comes first.
fn with_two_digits(date: &str) -> Option<String> {
    let parts: Vec<&str> = date.split(['-', '/', '.']).collect();
    let [first, month, last] = parts[..] else { return None };
    let (year, day) = if date.contains('.') && last.len() == 4 { (last, first) } else { (first, last) };
    let meant = format!("{year}-{month:0>2}-{day:0>2}");
    (meant != date && parse(&meant, "").is_ok()).then_some(meant)
}

fn number(text: Option<&str>, digits: usize) -> Option<i16> {
    let text = text?;
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// A file's or folder's name that begins with a date: the date's text and what follows it.
pub fn leading_date(name: &str) -> Option<(&str, &str)> {
    let date = name.get(..10)?;
    let form = date.bytes().enumerate().all(|(index, byte)| match index {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let rest = &name[10..];
    (form && !rest.starts_with(|char: char| char.is_ascii_digit()))
        .then(|| (date, rest.trim_start_matches(['-', '_', ' '])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_have_one_spelling() {
        assert_eq!(parse_day("2025-10-30").map(|day| day.to_string()), Ok("2025-10-30".to_owned()));
        assert_eq!(parse_day("2025-10-30T23:59:00Z").map(|day| day.to_string()), Ok("2025-10-30".to_owned()));
        assert_eq!(parse_day("2025-10"), Err("write the whole date: YYYY-MM-DD".to_owned()));
        assert_eq!(parse_partial("autumn"), Err("write it as YYYY-MM-DD, YYYY-MM or YYYY".to_owned()));
    }

    #[test]
    fn a_date_in_another_form_is_said_as_it_should_be() {
        for (typed, fix) in [
            ("2025-8-20", "write 2025-08-20"),
            ("2025/10/30", "write 2025-10-30"),
            ("3.1.2025", "write 2025-01-03"),
            ("2025-2-30", "write the whole date: YYYY-MM-DD"),
            // That may be two.
            ("04/05/2025", "write the whole date: YYYY-MM-DD"),
        ] {
            assert_eq!(parse_day(typed), Err(fix.to_owned()), "{typed}");
        }
    }

    #[test]
    fn days_that_do_not_exist_say_how_long_the_month_is() {
        assert_eq!(parse_day("2025-02-30"), Err("February 2025 has 28 days".to_owned()));
        assert_eq!(parse_day("2024-02-30"), Err("February 2024 has 29 days".to_owned()));
        assert!(parse_day("2025-13-01").is_err());
    }

    #[test]
    fn there_is_no_year_0() {
        for text in ["0000-12-31", "0000-00-00", "0000-05", "0000"] {
            let error = parse_partial(text).expect_err(text);
            assert_eq!(error, "there is no year 0: the first day is 0001-01-01");
        }
        assert!(parse_day("0001-01-01").is_ok());
    }

    #[test]
    fn a_publication_date_may_lack_its_day_or_month() {
        assert_eq!(parse_partial("2015").map(PartialDate::label), Ok("2015".to_owned()));
        assert_eq!(parse_partial("2015-06").map(PartialDate::label), Ok("June 2015".to_owned()));
        assert_eq!(parse_partial("2015-06-09").map(PartialDate::label), Ok("June 9, 2015".to_owned()));
    }

    #[test]
    fn a_date_covers_the_days_that_it_may_mean() {
        for (text, first, last) in [
            ("2024", "2024-01-01", "2024-12-31"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2024-02-03", "2024-02-03", "2024-02-03"),
        ] {
            let date = parse_partial(text).expect(text);
            assert_eq!(
                (date.first_day().to_string(), date.last_day().to_string()),
                (first.into(), last.into())
            );
        }
    }

    #[test]
    fn a_name_may_begin_with_a_date() {
        assert_eq!(leading_date("2025-10-30-pointer-networks"), Some(("2025-10-30", "pointer-networks")));
        assert_eq!(leading_date("2025-10-30"), Some(("2025-10-30", "")));
        assert_eq!(leading_date("2025-10-301"), None);
        assert_eq!(leading_date("2401.00010"), None);
    }
}
