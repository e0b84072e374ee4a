//! The archive as templates see it: a calendar of every day, with the number of its papers.

use jiff::civil;

use super::list::period_title;
use super::{CalendarCellView, CalendarDayView, CalendarMonthView, CalendarYearView};
use crate::catalog::{Group, Period};
use crate::config::PeriodKind;
use crate::paper::Day;
use crate::plan::Urls;
use crate::site::Site;
use crate::words::Words;

/// Days with papers that the archive shows one by one; the days of older years are on the years' pages.
const DAYS_IN_ARCHIVE: usize = 1_000;

/// How many papers are listed on each day.
struct Counts<'c> {
    /// Newest first.
    days: &'c [Group],
    scale: Scale,
}

/// How many papers the least busy and the busiest period of a kind hold, of those with papers.
#[derive(Clone, Copy)]
struct Scale {
    least: usize,
    most: usize,
}

impl<'c> Counts<'c> {
    fn of(days: &'c [Group]) -> Counts<'c> {
        Counts { days, scale: Scale::of(days) }
    }

    fn on(&self, day: Day) -> usize {
        let period = Period::Day(day);
        let found = self.days.binary_search_by(|group| period.cmp(&group.period));
        found.map_or(0, |index| self.days[index].papers.len())
    }
}

impl Scale {
    fn of(groups: &[Group]) -> Scale {
        let counts = || groups.iter().map(|group| group.papers.len());
        Scale { least: counts().min().unwrap_or(0), most: counts().max().unwrap_or(0) }
    }

    /// 0 for no papers, then 1 to 4: in which quarter of the way from the least busy period to the busiest a count
    /// lies, each quarter being the same ratio. One month of 2,000 papers leaves those of 30 and of 300 apart.
    fn level(self, count: usize) -> u8 {
        if count == 0 {
            return 0;
        }
        let [count, least, most] = [count, self.least, self.most].map(|count| count as u128);
        // The ratio `most / least` has a root that is no whole number: both sides are raised to the fourth power.
        let reached = (1..=3).filter(|quarter| count.pow(4) >= most.pow(*quarter) * least.pow(4 - quarter));
        1 + reached.count() as u8
    }
}

/// Years that have papers, newest first.
pub fn years(site: &Site) -> Vec<CalendarYearView> {
    let catalog = site.catalog();
    let counts = Counts::of(catalog.groups(PeriodKind::Day));
    let months = Scale::of(catalog.groups(PeriodKind::Month));
    let mut days_shown = 0;
    let years = catalog.groups(PeriodKind::Year).iter().map(|group| {
        let year = group.period.first_day().year();
        let days = catalog.days_within(group.period).len();
        // The newest year is shown whatever it holds.
        let is_shown = days_shown == 0 || days_shown + days <= DAYS_IN_ARCHIVE;
        days_shown += days;
        CalendarYearView {
            title: period_title(site.words(), group.period),
            url: site.plan().urls().period(group.period, 1),
            count_label: site.words().count("papers", group.papers.len()),
            months: if is_shown { months_of(site, group.period, &counts) } else { Vec::new() },
            overview: overview(site, year, months),
        }
    });
    years.collect()
}

/// The months of a month or a year that have papers, newest first; none for other periods.
pub fn months(site: &Site, period: Period) -> Vec<CalendarMonthView> {
    match period.kind() {
        PeriodKind::Day | PeriodKind::Week => Vec::new(),
        // A day is as busy as others of its year let it look: else a busy one would change the pages of all years.
        PeriodKind::Month | PeriodKind::Year => {
            let catalog = site.catalog();
            let year = catalog.days_within(Period::of(period.first_day(), PeriodKind::Year));
            months_of(site, period, &Counts::of(&catalog.groups(PeriodKind::Day)[year]))
        }
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
fn overview(site: &Site, year: i16, scale: Scale) -> Vec<CalendarCellView> {
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
            level: scale.level(count),
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
    let count = counts.on(day);
    CalendarDayView {
        day: day.day(),
        count,
        label: label(words, &words.dates().partial(day.into()), count),
        url: (count > 0).then(|| urls.period(Period::Day(day), 1)),
        level: counts.scale.level(count),
    }
}

/// `October 30, 2025: 20 papers`
fn label(words: &Words, period: &str, count: usize) -> String {
    words.fill("count_of_period", &[("period", period), ("papers", &words.count("papers", count))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::PaperId;
    use crate::config::UrlStyle;

    #[test]
    fn a_month_is_rows_of_weeks_that_begin_on_monday() {
        let days = [Group {
            period: Period::Day(civil::date(2024, 2, 29)),
            papers: PaperId::all(2).collect(),
            ranked: false,
        }];
        let counts = Counts::of(&days);
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
    fn a_level_is_a_quarter_of_the_way_to_the_busiest_day_in_equal_ratios() {
        let levels = |least, most, counts: &[usize]| -> Vec<u8> {
            counts.iter().map(|count| Scale { least, most }.level(*count)).collect()
        };
        assert_eq!(levels(1, 100, &[0, 1, 3, 4, 9, 10, 31, 32, 100]), [0, 1, 1, 2, 2, 3, 3, 4, 4]);
        assert_eq!(levels(1, 2_000, &[1, 6, 7, 100, 345, 2_000]), [1, 1, 2, 3, 4, 4]);
        assert_eq!(levels(10, 20, &[10, 12, 15, 17, 20]), [1, 2, 3, 4, 4]);
        assert_eq!(levels(1, 2, &[1, 2]), [1, 4]);
        assert_eq!(levels(3, 3, &[0, 3]), [0, 4]);
    }
}
