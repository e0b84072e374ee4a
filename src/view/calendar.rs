//! The archive as templates see it: a calendar of every day, with the number of its papers.

use std::collections::BTreeMap;

use jiff::civil;

use super::list::period_title;
use super::{CalendarCellView, CalendarDayView, CalendarMonthView, CalendarYearView};
use crate::catalog::{Catalog, Period};
use crate::config::PeriodKind;
use crate::paper::Day;
use crate::plan::Urls;
use crate::site::Site;
use crate::words::Words;

/// Days with papers that the archive shows one by one; the days of older years are on the years' pages.
const DAYS_IN_ARCHIVE: usize = 1_000;

/// How many papers are listed on each day.
struct Counts {
    days: BTreeMap<Day, usize>,
    busiest: usize,
}

impl Counts {
    fn of(catalog: &Catalog) -> Counts {
        let groups = catalog.groups(PeriodKind::Day);
        let days: BTreeMap<Day, usize> =
            groups.iter().map(|group| (group.period.first_day(), group.papers.len())).collect();
        let busiest = days.values().copied().max().unwrap_or(0);
        Counts { days, busiest }
    }
}

/// Years that have papers, newest first.
pub fn years(site: &Site) -> Vec<CalendarYearView> {
    let catalog = site.catalog();
    let counts = Counts::of(catalog);
    let busiest_month =
        catalog.groups(PeriodKind::Month).iter().map(|group| group.papers.len()).max().unwrap_or(0);
    let mut days_shown = 0;
    let years = catalog.groups(PeriodKind::Year).iter().map(|group| {
        let year = group.period.first_day().year();
        let days = counts.days.range(civil::date(year, 1, 1)..=civil::date(year, 12, 31)).count();
        // The newest year is shown whatever it holds.
        let is_shown = days_shown == 0 || days_shown + days <= DAYS_IN_ARCHIVE;
        days_shown += days;
        CalendarYearView {
            title: period_title(site.words(), group.period),
            url: site.plan().urls().period(group.period, 1),
            count_label: site.words().count("papers", group.papers.len()),
            months: if is_shown { months_of(site, group.period, &counts) } else { Vec::new() },
            overview: overview(site, year, busiest_month),
        }
    });
    years.collect()
}

/// The months of a month or a year that have papers, newest first; none for other periods.
pub fn months(site: &Site, period: Period) -> Vec<CalendarMonthView> {
    match period.kind() {
        PeriodKind::Day | PeriodKind::Week => Vec::new(),
        PeriodKind::Month | PeriodKind::Year => months_of(site, period, &Counts::of(site.catalog())),
    }
}

fn months_of(site: &Site, period: Period, counts: &Counts) -> Vec<CalendarMonthView> {
    let urls = site.plan().urls();
    let groups = site.catalog().groups(PeriodKind::Month).iter();
    let within = groups.filter(|group| Period::of(group.period.first_day(), period.kind()) == period);
    let months = within.map(|group| CalendarMonthView {
        title: period_title(site.words(), group.period),
        url: urls.period(group.period, 1),
        count_label: site.words().count("papers", group.papers.len()),
        weeks: weeks(group.period.first_day(), counts, urls, site.words()),
    });
    months.collect()
}

/// The twelve months of a year.
fn overview(site: &Site, year: i16, busiest: usize) -> Vec<CalendarCellView> {
    let (words, groups) = (site.words(), site.catalog().groups(PeriodKind::Month));
    let cells = (1..=12i8).zip(words.dates().months()).map(|(month, name)| {
        let period = Period::Month { year, month };
        // Newest first.
        let found = groups.binary_search_by(|group| period.cmp(&group.period));
        let count = found.map_or(0, |index| groups[index].papers.len());
        CalendarCellView {
            name: name.long.clone(),
            initial: name.narrow.clone(),
            count,
            short_count: short(count),
            label: label(words, &period_title(words, period), count),
            url: (count > 0).then(|| site.plan().urls().period(period, 1)),
            level: level(count, busiest),
        }
    });
    cells.collect()
}

/// `999`, `1.3k`, `14k`: three places at most.
fn short(count: usize) -> String {
    match count {
        0..1_000 => count.to_string(),
        1_000..10_000 => format!("{}.{}k", count / 1_000, count % 1_000 / 100),
        _ => format!("{}k", count / 1_000),
    }
}

/// The rows of the month that begins on `first`, Monday first.
fn weeks(first: Day, counts: &Counts, urls: &Urls, words: &Words) -> Vec<[Option<CalendarDayView>; 7]> {
    let mut weeks = Vec::new();
    let mut week: [Option<CalendarDayView>; 7] = Default::default();
    for number in 1..=first.days_in_month() {
        let day = civil::date(first.year(), first.month(), number);
        let column = usize::from(day.weekday().to_monday_zero_offset().unsigned_abs());
        week[column] = Some(cell(day, counts, urls, words));
        if column == 6 || number == first.days_in_month() {
            weeks.push(std::mem::take(&mut week));
        }
    }
    weeks
}

fn cell(day: Day, counts: &Counts, urls: &Urls, words: &Words) -> CalendarDayView {
    let count = counts.days.get(&day).copied().unwrap_or(0);
    CalendarDayView {
        day: day.day(),
        count,
        label: label(words, &words.dates().partial(day.into()), count),
        url: (count > 0).then(|| urls.period(Period::Day(day), 1)),
        level: level(count, counts.busiest),
    }
}

/// `October 30, 2025: 20 papers`
fn label(words: &Words, period: &str, count: usize) -> String {
    words.fill("count_of_period", &[("period", period), ("papers", &words.count("papers", count))])
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
        let counts = Counts { days: BTreeMap::from([(civil::date(2024, 2, 29), 2)]), busiest: 2 };
        let words = crate::words::english();
        let rows = weeks(civil::date(2024, 2, 1), &counts, &Urls::new("/", UrlStyle::Directory), &words);
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
    fn a_large_count_fits_a_small_cell() {
        let shown = [0, 27, 999, 1_000, 1_399, 9_999, 14_600].map(short);
        assert_eq!(shown, ["0", "27", "999", "1.0k", "1.3k", "9.9k", "14k"]);
    }

    #[test]
    fn a_level_is_a_quarter_of_the_busiest_day() {
        let levels: Vec<u8> = [0, 1, 25, 26, 50, 75, 76, 100].map(|count| level(count, 100)).to_vec();
        assert_eq!(levels, [0, 1, 1, 2, 2, 3, 4, 4]);
    }
}
