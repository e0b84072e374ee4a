//! A [`Period`] is a day, week, month or year of the calendar.

use jiff::{ToSpan, civil};

use crate::config::PeriodKind;
use crate::paper::{Day, PartialDate, month_name, parse_day, parse_partial};

/// Weeks are those of ISO 8601: Monday first, and the year is the one that holds the Thursday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    Day(Day),
    Week { year: i16, week: i8 },
    Month { year: i16, month: i8 },
    Year(i16),
}

impl Period {
    /// The period of a kind in which a day lies.
    pub fn of(day: Day, kind: PeriodKind) -> Period {
        match kind {
            PeriodKind::Day => Period::Day(day),
            PeriodKind::Week => {
                let week = day.iso_week_date();
                Period::Week { year: week.year(), week: week.week() }
            }
            PeriodKind::Month => Period::Month { year: day.year(), month: day.month() },
            PeriodKind::Year => Period::Year(day.year()),
        }
    }

    pub fn kind(self) -> PeriodKind {
        match self {
            Period::Day(_) => PeriodKind::Day,
            Period::Week { .. } => PeriodKind::Week,
            Period::Month { .. } => PeriodKind::Month,
            Period::Year(_) => PeriodKind::Year,
        }
    }

    /// Its first day.
    pub fn first_day(self) -> Day {
        match self {
            Period::Day(day) => day,
            Period::Week { year, week } => civil::ISOWeekDate::new(year, week, civil::Weekday::Monday)
                .map_or(Day::MIN, civil::ISOWeekDate::date),
            Period::Month { year, month } => civil::date(year, month, 1),
            Period::Year(year) => civil::date(year, 1, 1),
        }
    }

    /// Its last day.
    pub fn last_day(self) -> Day {
        match self {
            Period::Day(day) => day,
            Period::Week { .. } => self.first_day().saturating_add(6.days()),
            Period::Month { .. } => self.first_day().last_of_month(),
            Period::Year(year) => civil::date(year, 12, 31),
        }
    }

    /// Reads a period of a kind by its name, or by a day in it: `2025-W44` and `2025-10-30` are one week.
    ///
    /// The error says what to write instead.
    pub fn parse(kind: PeriodKind, text: &str) -> Result<Period, String> {
        if let Ok(day) = parse_day(text) {
            return Ok(Period::of(day, kind));
        }
        match kind {
            PeriodKind::Day => parse_day(text).map(Period::Day),
            PeriodKind::Week => parse_week(text).ok_or_else(|| {
                "write it as YYYY-Www, such as 2025-W44, or as a day in it, YYYY-MM-DD".to_owned()
            }),
            PeriodKind::Month | PeriodKind::Year => {
                let date = parse_partial(text)?;
                match (kind, date.month()) {
                    (PeriodKind::Year, _) => Ok(Period::Year(date.year())),
                    (_, Some(month)) => Ok(Period::Month { year: date.year(), month }),
                    (_, None) => Err("write it as YYYY-MM, or as a day in it, YYYY-MM-DD".to_owned()),
                }
            }
        }
    }

    /// `2025-10-30`, `2025-W44`, `2025-10` or `2025`: its name in URLs and for machines.
    pub fn iso(self) -> String {
        match self {
            Period::Day(day) => PartialDate::from(day).iso(),
            Period::Week { year, week } => format!("{year:04}-W{week:02}"),
            Period::Month { year, month } => format!("{year:04}-{month:02}"),
            Period::Year(year) => format!("{year:04}"),
        }
    }

    /// `Thursday, October 30, 2025` · `Week 44, 2025` · `October 2025` · `2025`
    pub fn title(self) -> String {
        match self {
            Period::Day(day) => {
                format!("{}, {}", weekday_name(day.weekday()), PartialDate::from(day).label())
            }
            Period::Week { year, week } => format!("Week {week}, {year}"),
            Period::Month { year, month } => format!("{} {year}", month_name(month)),
            Period::Year(year) => year.to_string(),
        }
    }

    /// The same without the day of the week: `October 30, 2025`.
    pub fn short_title(self) -> String {
        match self {
            Period::Day(day) => PartialDate::from(day).label(),
            period => period.title(),
        }
    }
}

/// `2025-W44`, if that year has such a week.
fn parse_week(text: &str) -> Option<Period> {
    let (year, week) = text.split_once("-W").or_else(|| text.split_once("-w"))?;
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(year, 4) || !digits(week, 2) {
        return None;
    }
    let (year, week) = (year.parse().ok()?, week.parse().ok()?);
    let monday = civil::ISOWeekDate::new(year, week, civil::Weekday::Monday).ok()?;
    Some(Period::of(monday.date(), PeriodKind::Week))
}

fn weekday_name(weekday: civil::Weekday) -> &'static str {
    match weekday {
        civil::Weekday::Monday => "Monday",
        civil::Weekday::Tuesday => "Tuesday",
        civil::Weekday::Wednesday => "Wednesday",
        civil::Weekday::Thursday => "Thursday",
        civil::Weekday::Friday => "Friday",
        civil::Weekday::Saturday => "Saturday",
        civil::Weekday::Sunday => "Sunday",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_belongs_to_the_year_of_its_thursday() {
        let iso = |year, month, day| Period::of(civil::date(year, month, day), PeriodKind::Week).iso();
        assert_eq!(iso(2024, 12, 30), "2025-W01");
        assert_eq!(iso(2021, 1, 3), "2020-W53");
        assert_eq!(iso(2025, 10, 30), "2025-W44");
    }

    #[test]
    fn a_week_begins_on_monday() {
        let week = Period::of(civil::date(2025, 1, 1), PeriodKind::Week);
        assert_eq!(week.first_day(), civil::date(2024, 12, 30));
    }

    #[test]
    fn a_period_is_named_by_itself_or_by_a_day_in_it() {
        let parse =
            |kind, text: &str| Period::parse(kind, text).map(Period::iso).map_err(|_| text.to_owned());
        let iso = |text: &str| Ok(text.to_owned());
        for text in ["2025-W01", "2025-w01", "2024-12-30", "2025-01-05"] {
            assert_eq!(parse(PeriodKind::Week, text), iso("2025-W01"));
        }
        assert_eq!(parse(PeriodKind::Day, "2025-10-30"), iso("2025-10-30"));
        assert_eq!(parse(PeriodKind::Month, "2025-10"), iso("2025-10"));
        assert_eq!(parse(PeriodKind::Month, "2025-10-30"), iso("2025-10"));
        assert_eq!(parse(PeriodKind::Year, "2025"), iso("2025"));
        for (kind, text) in [
            (PeriodKind::Week, "2021-W53"),
            (PeriodKind::Week, "2025-W1"),
            (PeriodKind::Week, "2025-10"),
            (PeriodKind::Week, "tag:x"),
            (PeriodKind::Day, "2025-10"),
            (PeriodKind::Month, "2025"),
        ] {
            assert_eq!(parse(kind, text), Err(text.to_owned()));
        }
    }

    #[test]
    fn a_period_ends_with_its_last_day() {
        let last = |kind| Period::of(civil::date(2024, 2, 1), kind).last_day();
        assert_eq!(last(PeriodKind::Day), civil::date(2024, 2, 1));
        assert_eq!(last(PeriodKind::Week), civil::date(2024, 2, 4));
        assert_eq!(last(PeriodKind::Month), civil::date(2024, 2, 29));
        assert_eq!(last(PeriodKind::Year), civil::date(2024, 12, 31));
    }

    #[test]
    fn titles_always_print_the_year() {
        let day = civil::date(2025, 10, 30);
        assert_eq!(Period::Day(day).title(), "Thursday, October 30, 2025");
        assert_eq!(Period::of(day, PeriodKind::Week).title(), "Week 44, 2025");
        assert_eq!(Period::of(day, PeriodKind::Month).title(), "October 2025");
    }
}
