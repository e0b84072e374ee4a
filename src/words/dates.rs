//! [`Dates`] writes days, months and years as a language does, after Unicode's CLDR.

use icu_calendar::{Date, Gregorian};
use icu_datetime::FixedCalendarDateTimeFormatter as Formatter;
use icu_datetime::fieldsets::enums::DateFieldSet;
use icu_datetime::fieldsets::{E, M, Y, YM, YMD, YMDE};
use icu_datetime::options::YearStyle;
use icu_datetime::pattern::{
    DateTimePattern, FixedCalendarDateTimeNames, MonthNameLength, WeekdayNameLength,
};
use icu_locale::Locale;
use jiff::civil;

use super::EVERY_LANGUAGE;
use crate::paper::{Day, PartialDate};

pub struct Dates {
    day_of_week: Formatter<Gregorian, YMDE>,
    day: Formatter<Gregorian, YMD>,
    month: Formatter<Gregorian, YM>,
    year: Formatter<Gregorian, Y>,
    months: [Name; 12],
    weekdays: [Name; 7],
}

/// What a month or a day of the week is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// `October`
    pub long: String,
    /// `O`: for a narrow column, not always told from its neighbors'.
    pub narrow: String,
}

impl Dates {
    pub fn new(locale: &Locale) -> Dates {
        let style = YearStyle::NoEra;
        Dates {
            day_of_week: Formatter::try_new(locale.into(), YMDE::long().with_year_style(style))
                .expect(EVERY_LANGUAGE),
            day: Formatter::try_new(locale.into(), YMD::long().with_year_style(style)).expect(EVERY_LANGUAGE),
            month: Formatter::try_new(locale.into(), YM::long().with_year_style(style))
                .expect(EVERY_LANGUAGE),
            year: Formatter::try_new(locale.into(), Y::long().with_year_style(style)).expect(EVERY_LANGUAGE),
            months: months(locale),
            weekdays: weekdays(locale),
        }
    }

    /// `Thursday, October 30, 2025`
    pub fn day_of_week(&self, day: Day) -> String {
        self.day_of_week.format(&gregorian(day)).to_string()
    }

    /// `October 30, 2025`, `October 2025` or `2025`.
    pub fn partial(&self, date: PartialDate) -> String {
        let day = gregorian(civil::date(date.year(), date.month().unwrap_or(1), date.day().unwrap_or(1)));
        match (date.month(), date.day()) {
            (Some(_), Some(_)) => self.day.format(&day).to_string(),
            (Some(_), None) => self.month.format(&day).to_string(),
            _ => self.year.format(&day).to_string(),
        }
    }

    /// `October 2025`; `month` from 1.
    pub fn month(&self, year: i16, month: i8) -> String {
        self.month.format(&gregorian(civil::date(year, month, 1))).to_string()
    }

    /// January first.
    pub fn months(&self) -> &[Name; 12] {
        &self.months
    }

    /// Monday first.
    pub fn weekdays(&self) -> &[Name; 7] {
        &self.weekdays
    }
}

fn gregorian(day: Day) -> Date<Gregorian> {
    Date::try_new_gregorian(day.year().into(), day.month().unsigned_abs(), day.day().unsigned_abs())
        .expect("a civil date is one of the Gregorian calendar")
}

fn months(locale: &Locale) -> [Name; 12] {
    let mut narrow: FixedCalendarDateTimeNames<Gregorian, DateFieldSet> =
        FixedCalendarDateTimeNames::try_new(locale.into()).expect(EVERY_LANGUAGE);
    narrow.include_month_names(MonthNameLength::StandaloneNarrow).expect(EVERY_LANGUAGE);
    let long: Formatter<Gregorian, M> = Formatter::try_new(locale.into(), M::long()).expect(EVERY_LANGUAGE);
    let pattern: DateTimePattern = "LLLLL".parse().expect("a pattern of CLDR");
    std::array::from_fn(|index| {
        let date = gregorian(civil::date(2024, 1, 1).saturating_add(jiff::Span::new().months(index as i64)));
        Name {
            long: long.format(&date).to_string(),
            narrow: written(&narrow.with_pattern_unchecked(&pattern).format(&date)),
        }
    })
}

fn weekdays(locale: &Locale) -> [Name; 7] {
    let mut narrow: FixedCalendarDateTimeNames<Gregorian, DateFieldSet> =
        FixedCalendarDateTimeNames::try_new(locale.into()).expect(EVERY_LANGUAGE);
    narrow.include_weekday_names(WeekdayNameLength::StandaloneNarrow).expect(EVERY_LANGUAGE);
    let long: Formatter<Gregorian, E> = Formatter::try_new(locale.into(), E::long()).expect(EVERY_LANGUAGE);
    let pattern: DateTimePattern = "ccccc".parse().expect("a pattern of CLDR");
    std::array::from_fn(|index| {
        // A Monday, and the days after it.
        let date = gregorian(civil::date(2024, 1, 1).saturating_add(jiff::Span::new().days(index as i64)));
        Name {
            long: long.format(&date).to_string(),
            narrow: written(&narrow.with_pattern_unchecked(&pattern).format(&date)),
        }
    })
}

fn written(text: &impl writeable::TryWriteable) -> String {
    text.try_write_to_string().map_or_else(|(_, text)| text.into_owned(), |text| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::parse_partial;

    fn dates(language: &str) -> Dates {
        Dates::new(&language.parse().expect("a language"))
    }

    #[test]
    fn dates_are_written_as_the_language_writes_them() {
        let day = civil::date(2025, 10, 30);
        let written = |language| {
            let dates = dates(language);
            let month = parse_partial("2025-10").expect("a month");
            let year = PartialDate::of_year(2025);
            [dates.day_of_week(day), dates.partial(day.into()), dates.partial(month), dates.partial(year)]
                .join(" · ")
        };
        assert_eq!(written("en"), "Thursday, October 30, 2025 · October 30, 2025 · October 2025 · 2025");
        assert_eq!(written("zh"), "2025年10月30日星期四 · 2025年10月30日 · 2025年10月 · 2025年");
        assert_eq!(written("ar"), "الخميس، 30 أكتوبر 2025 · 30 أكتوبر 2025 · أكتوبر 2025 · 2025");
    }

    #[test]
    fn months_and_days_have_names_for_narrow_columns() {
        let narrow =
            |names: &[Name]| names.iter().map(|name| name.narrow.clone()).collect::<Vec<_>>().join(" ");
        assert_eq!(narrow(dates("en").weekdays()), "M T W T F S S");
        assert_eq!(narrow(dates("en").months()), "J F M A M J J A S O N D");
        assert_eq!(narrow(dates("zh").weekdays()), "一 二 三 四 五 六 日");
        assert_eq!(dates("en").months()[9].long, "October");
        assert_eq!(dates("zh").weekdays()[0].long, "星期一");
    }
}
