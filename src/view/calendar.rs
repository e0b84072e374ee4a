//! The archive as templates see it: a calendar of every day, with the number of its papers.

use std::collections::BTreeMap;

use jiff::civil;

use super::label::counted;
use super::{CalendarDayView, CalendarMonthView, CalendarYearView};
use crate::catalog::Period;
use crate::config::PeriodKind;
use crate::paper::{Day, PartialDate};
use crate::plan::Urls;
use crate::site::Site;

/// Years that have papers, newest first.
pub fn years(site: &Site) -> Vec<CalendarYearView> {
    let catalog = site.catalog();
    let urls = site.plan().urls();
    let mut counts: BTreeMap<Day, usize> = BTreeMap::new();
    for group in catalog.groups(PeriodKind::Day) {
        counts.insert(group.period.first_day(), group.papers.len());
    }
    let busiest = counts.values().copied().max().unwrap_or(0);

    let mut years: Vec<CalendarYearView> = Vec::new();
    for group in catalog.groups(PeriodKind::Year) {
        years.push(CalendarYearView {
            title: group.period.title(),
            url: urls.period(group.period, 1),
            count_label: counted(group.papers.len(), "paper", "papers"),
            months: Vec::new(),
        });
    }
    for group in catalog.groups(PeriodKind::Month) {
        let first = group.period.first_day();
        let year = Period::of(first, PeriodKind::Year).title();
        let month = CalendarMonthView {
            title: group.period.title(),
            url: urls.period(group.period, 1),
            count_label: counted(group.papers.len(), "paper", "papers"),
            weeks: weeks(first, &counts, busiest, urls),
        };
        if let Some(year) = years.iter_mut().find(|view| view.title == year) {
            year.months.push(month);
        }
    }
    years
}

/// The rows of the month that begins on `first`, Monday first.
fn weeks(
    first: Day,
    counts: &BTreeMap<Day, usize>,
    busiest: usize,
    urls: &Urls,
) -> Vec<[Option<CalendarDayView>; 7]> {
    let mut weeks = Vec::new();
    let mut week: [Option<CalendarDayView>; 7] = Default::default();
    for number in 1..=first.days_in_month() {
        let day = civil::date(first.year(), first.month(), number);
        let column = usize::from(day.weekday().to_monday_zero_offset().unsigned_abs());
        week[column] = Some(cell(day, counts.get(&day).copied().unwrap_or(0), busiest, urls));
        if column == 6 || number == first.days_in_month() {
            weeks.push(std::mem::take(&mut week));
        }
    }
    weeks
}

fn cell(day: Day, count: usize, busiest: usize, urls: &Urls) -> CalendarDayView {
    let date = PartialDate::from(day).label();
    CalendarDayView {
        day: day.day(),
        count,
        label: format!("{date}: {}", counted(count, "paper", "papers")),
        url: (count > 0).then(|| urls.period(Period::Day(day), 1)),
        level: level(count, busiest),
    }
}

/// 0 for no papers, then the quarter of the busiest day's count in which a count lies.
fn level(count: usize, busiest: usize) -> u8 {
    match count * 4 {
        0 => 0,
        quarters if quarters <= busiest => 1,
        quarters if quarters <= 2 * busiest => 2,
        quarters if quarters <= 3 * busiest => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::UrlStyle;

    #[test]
    fn a_month_is_rows_of_weeks_that_begin_on_monday() {
        let counts = BTreeMap::from([(civil::date(2024, 2, 29), 2)]);
        let rows = weeks(civil::date(2024, 2, 1), &counts, 2, &Urls::new("/", UrlStyle::Directory));
        let shown: Vec<String> = rows
            .iter()
            .map(|week| {
                let cells = week
                    .iter()
                    .map(|cell| cell.as_ref().map_or("--".to_owned(), |cell| format!("{:2}", cell.day)));
                cells.collect::<Vec<_>>().join(" ")
            })
            .collect();
        assert_eq!(
            shown,
            [
                "-- -- --  1  2  3  4",
                " 5  6  7  8  9 10 11",
                "12 13 14 15 16 17 18",
                "19 20 21 22 23 24 25",
                "26 27 28 29 -- -- --"
            ]
        );
        let last = rows[4][3].as_ref().expect("2024 is a leap year");
        assert_eq!(last.label, "February 29, 2024: 2 papers");
        assert_eq!((last.url.as_deref(), last.level), (Some("/days/2024-02-29/"), 4));
    }

    #[test]
    fn a_level_is_a_quarter_of_the_busiest_day() {
        let levels: Vec<u8> = [0, 1, 25, 26, 50, 75, 76, 100].map(|count| level(count, 100)).to_vec();
        assert_eq!(levels, [0, 1, 1, 2, 2, 3, 4, 4]);
    }
}
