//! A listing of Daily Papers as text: what a browser gives when the page is selected and copied.
//!
//! A header ends with the listed day. Then each paper has a title, an abstract, and a footer:
//! `• 4 authors`, `·`, and a date without its year where that is the current one, at times with a
//! count behind it. Some papers name an organization in place of the number of authors, some have
//! no footer at all.

use super::{Extra, FoundPaper, line, with_lost_signs};
use crate::diagnostic::{Diagnostic, Lines, Place};
use crate::paper::{Day, month_name};

/// Under which day papers are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// The day on which the listing was copied; papers keep its order.
    Captured,
    /// Each paper's own date; those without one have the day on which the listing was copied.
    Published,
}

/// The papers of a listing.
#[derive(Clone, Debug, Default)]
pub struct CopiedPage {
    entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    paper: FoundPaper,
    lack: Option<Lack>,
    /// Of the title.
    place: Place,
}

/// What an entry does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lack {
    /// How many authors there are; an organization may stand in their place.
    AuthorCount,
    /// When it was published.
    Date,
    /// Both.
    Footer,
}

/// The day of the capture is needed, and is not known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NeedsCaptureDay {
    #[error("{place}: the date `{date}` has no year")]
    Year { place: Box<Place>, date: String },
    #[error("{place}: this paper has no date to be listed under")]
    Date { place: Box<Place> },
    #[error("the text does not say in which year it was copied")]
    Day,
}

/// Reads the text of a listing.
pub fn read(
    file: &str,
    text: &str,
    captured_on: Option<Day>,
    grouping: Grouping,
) -> Result<CopiedPage, NeedsCaptureDay> {
    if captured_on.is_none() && grouping == Grouping::Captured {
        return Err(NeedsCaptureDay::Day);
    }
    let lines = Lines::new(file, text);
    let mut listing = CopiedPage::default();
    for (found, weight) in entries(&rows(text)).into_iter().zip(1..) {
        let place = lines.place(found.title_row.range.clone());
        let published = match &found.date {
            Some((date, row)) => Some(date.resolve(captured_on).ok_or_else(|| NeedsCaptureDay::Year {
                place: lines.place(row.range.clone()).into(),
                date: row.text.split_whitespace().take(2).collect::<Vec<_>>().join(" "),
            })?),
            None => None,
        };
        let own_day = published.filter(|_| grouping == Grouping::Published);
        let day = own_day
            .or(captured_on)
            .ok_or_else(|| NeedsCaptureDay::Date { place: Box::new(place.clone()) })?;
        let lack = found.lack();
        let mut paper = FoundPaper::new(with_lost_signs(&found.title), day);
        paper.abstract_ = found.abstract_.iter().map(|text| with_lost_signs(text)).collect();
        paper.author_count = found.author_count;
        paper.organization = found.organization;
        paper.published = published.map(Into::into);
        paper.weight = Some(weight);
        let count = found.date.and_then(|(date, _)| date.count);
        paper.extra.extend(count.map(|count| ("listed_count".into(), Extra::Count(count))));
        listing.entries.push(Entry { paper, lack, place });
    }
    Ok(listing)
}

impl CopiedPage {
    /// The papers whose entries say everything, and a warning for each other one.
    pub fn complete(self) -> (Vec<FoundPaper>, Vec<Diagnostic>) {
        let mut papers = Vec::new();
        let mut diagnostics = Vec::new();
        for entry in self.entries {
            match entry.lack {
                None => papers.push(entry.paper),
                Some(lack) => diagnostics.push(
                    Diagnostic::warning("incomplete-entry", lack.message())
                        .at(entry.place, "it is left out")
                        .help("`--incomplete` imports what is there"),
                ),
            }
        }
        (papers, diagnostics)
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Every paper, whatever its entry lacks.
    pub fn all(self) -> Vec<FoundPaper> {
        self.entries.into_iter().map(|entry| entry.paper).collect()
    }
}

impl Lack {
    fn message(self) -> &'static str {
        match self {
            Lack::AuthorCount => "this entry does not say how many authors there are",
            Lack::Date => "this entry has no date",
            Lack::Footer => "this entry has neither a number of authors nor a date",
        }
    }
}

/// A line that is not blank.
#[derive(Clone, Debug)]
struct Row<'t> {
    text: &'t str,
    /// Bytes of the listing.
    range: std::ops::Range<usize>,
    kind: Kind,
    is_after_blank: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// `• 4 authors`
    Authors(u64),
    /// `·`, before a date.
    Dot,
    Date(ListedDate),
    Text,
}

/// `Jun 9, 2015` or `Oct 28`, and the number behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ListedDate {
    /// 1 to 12.
    month: i8,
    /// 1 to 31.
    day: i8,
    year: Option<i16>,
    count: Option<u64>,
}

/// An entry as it stands in the text.
struct Found<'t> {
    title: String,
    /// The title's first row.
    title_row: Row<'t>,
    abstract_: Vec<String>,
    author_count: Option<u64>,
    organization: Option<String>,
    date: Option<(ListedDate, Row<'t>)>,
}

fn rows(text: &str) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    let mut start = 0;
    let mut is_after_blank = true;
    for whole in text.split_inclusive('\n') {
        let mut at = start;
        start += whole.len();
        if whole.trim().is_empty() {
            is_after_blank = true;
            continue;
        }
        for piece in pieces(whole) {
            let shown = piece.trim();
            let from = at + (piece.len() - piece.trim_start().len());
            rows.push(Row {
                text: shown,
                range: from..from + shown.len(),
                kind: kind(shown),
                is_after_blank,
            });
            at += piece.len();
            is_after_blank = false;
        }
    }
    rows
}

/// A footer that was copied as one line, `• 4 authors · Oct 28`, as the three it is.
fn pieces(whole: &str) -> Vec<&str> {
    let is_footer = |&(at, dot): &(usize, &str)| {
        let (before, after) = (whole[..at].trim(), whole[at + dot.len()..].trim());
        listed_date(after).is_some() && author_count(before).is_some()
    };
    match whole.match_indices('·').find(is_footer) {
        Some((at, dot)) => vec![&whole[..at], dot, &whole[at + dot.len()..]],
        None => vec![whole],
    }
}

fn kind(text: &str) -> Kind {
    if let Some(count) = author_count(text) {
        return Kind::Authors(count);
    }
    if let Some(date) = listed_date(text) {
        return Kind::Date(date);
    }
    if matches!(text, "·" | "•" | "∙" | "⋅" | "*" | "-") { Kind::Dot } else { Kind::Text }
}

fn author_count(text: &str) -> Option<u64> {
    let text = text.trim_start_matches(['•', '·', '∙', '*', '-']).trim_start();
    let (number, noun) = text.split_once(char::is_whitespace)?;
    let is_noun = matches!(noun.trim().to_ascii_lowercase().as_str(), "author" | "authors");
    if is_noun { number.replace(',', "").parse().ok() } else { None }
}

fn listed_date(text: &str) -> Option<ListedDate> {
    let mut words = text.split_whitespace();
    let month = month(words.next()?)?;
    let day_word = words.next()?;
    let day = day_word.trim_end_matches(',').parse().ok().filter(|day| (1..=31).contains(day))?;
    let rest: Vec<&str> = words.collect();
    let number = |text: &str| text.replace(',', "").parse().ok();
    let (year, count) = match rest.as_slice() {
        [] => (None, None),
        [year, rest @ ..] if day_word.ends_with(',') => {
            let year = year.parse().ok().filter(|year| (1000..=9999).contains(year))?;
            match rest {
                [] => (Some(year), None),
                [count] => (Some(year), Some(number(count)?)),
                _ => return None,
            }
        }
        [count] => (None, Some(number(count)?)),
        _ => return None,
    };
    // A day that the month never has is no date.
    (day <= jiff::civil::date(year.unwrap_or(LEAP_YEAR), month, 1).days_in_month()).then_some(ListedDate {
        month,
        day,
        year,
        count,
    })
}

const LEAP_YEAR: i16 = 2024;

/// `Jun`, `June`, `Jun.`
fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.');
    (1..=12).find(|month| {
        let name = month_name(*month);
        word.eq_ignore_ascii_case(name)
            || word.eq_ignore_ascii_case(&name[..3])
            || (*month == 9 && word.eq_ignore_ascii_case("Sept"))
    })
}

impl ListedDate {
    /// The day, where it has no year the last one of that name when the listing was copied.
    fn resolve(self, captured_on: Option<Day>) -> Option<Day> {
        if let Some(year) = self.year {
            return Day::new(year, self.month, self.day).ok();
        }
        // Where the site is ahead of the reader's clock it is tomorrow already.
        let last = captured_on?.tomorrow().ok()?;
        // February 29 is at most eight years ago.
        (0..=8)
            .filter_map(|ago| Day::new(last.year() - ago, self.month, self.day).ok())
            .find(|day| *day <= last)
    }
}

impl Found<'_> {
    fn lack(&self) -> Option<Lack> {
        match (self.author_count, &self.date) {
            (Some(_), Some(_)) => None,
            (None, Some(_)) => Some(Lack::AuthorCount),
            (Some(_), None) => Some(Lack::Date),
            (None, None) => Some(Lack::Footer),
        }
    }
}

/// Finds the footers; what stands between two of them is one entry, or several.
fn entries<'t>(rows: &[Row<'t>]) -> Vec<Found<'t>> {
    let mut found = Vec::new();
    // Where the first entry begins that has no footer yet.
    let mut start = 0;
    let mut at = 0;
    while at < rows.len() {
        if let Some(footer) = footer(&rows[at..]) {
            let mut texts = split(&rows[start..at], start > 0);
            if let Some(last) = texts.last_mut() {
                last.author_count = footer.author_count;
                last.organization = footer.organization;
                last.date = footer.date;
            }
            found.append(&mut texts);
            at += footer.rows;
            start = at;
        } else {
            at += 1;
            // A date by itself ends the header of the page.
            if matches!(rows[at - 1].kind, Kind::Date(_)) {
                start = at;
            }
        }
    }
    // What has no footer, at the end, may be the end of the page.
    let rest = split(&rows[start..], true).into_iter();
    found.extend(rest.filter(|entry| entry.abstract_.first().is_some_and(|text| is_long(text))));
    found
}

/// What stands below an abstract.
struct Footer<'t> {
    author_count: Option<u64>,
    organization: Option<String>,
    date: Option<(ListedDate, Row<'t>)>,
    /// How many rows it takes.
    rows: usize,
}

/// Reads the footer that `rows` begin with, if they do.
fn footer<'t>(rows: &[Row<'t>]) -> Option<Footer<'t>> {
    let (first, rest) = rows.split_first()?;
    let dot = rest.first().filter(|row| row.kind == Kind::Dot);
    let dots = usize::from(dot.is_some());
    let date = rest.get(dots).and_then(|row| match row.kind {
        Kind::Date(date) => Some((date, row.clone())),
        _ => None,
    });
    let rows = 1 + dots + usize::from(date.is_some());
    let (author_count, organization) = match first.kind {
        Kind::Authors(count) => (Some(count), None),
        // Another line is part of a footer only right above its dot.
        Kind::Text if date.is_some() && dot.is_some_and(|dot| !dot.is_after_blank) => {
            (None, organization(first.text))
        }
        Kind::Dot if date.is_some() => (None, None),
        _ => return None,
    };
    Some(Footer { author_count, organization, date, rows })
}

/// `acme-labs Acme Labs`, the account and the name, is `Acme Labs`.
fn organization(text: &str) -> Option<String> {
    let text = line(text)?;
    let fold = |text: &str| -> String {
        text.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    match text.split_once(' ') {
        Some((account, name)) if fold(account).starts_with(&fold(name)) => Some(name.to_owned()),
        _ => Some(text),
    }
}

/// Lines that belong together, since no blank one parts them.
struct Block<'t> {
    first: Row<'t>,
    text: String,
}

/// Takes apart what stands before a footer. It is one entry, or several where footers are missing;
/// `is_exact` where nothing stands before the first one.
fn split<'t>(rows: &[Row<'t>], is_exact: bool) -> Vec<Found<'t>> {
    let blocks = blocks(rows);
    let begins_entry = |at: usize| {
        let is_behind_abstract = at == 0 || is_long(&blocks[at - 1].text) || !is_exact;
        is_behind_abstract
            && is_like_a_title(&blocks[at].text)
            && blocks.get(at + 1).is_some_and(|next| is_long(&next.text))
    };
    let mut starts: Vec<usize> =
        (0..blocks.len()).filter(|&at| (is_exact && at == 0) || begins_entry(at)).collect();
    if starts.is_empty() && !blocks.is_empty() {
        starts.push(blocks.len().saturating_sub(2));
    }
    let ends = starts.iter().skip(1).copied().chain([blocks.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(&start, end)| Found {
            title: blocks[start].text.clone(),
            title_row: blocks[start].first.clone(),
            abstract_: blocks[start + 1..end].iter().map(|block| block.text.clone()).collect(),
            author_count: None,
            organization: None,
            date: None,
        })
        .collect()
}

fn blocks<'t>(rows: &[Row<'t>]) -> Vec<Block<'t>> {
    let mut blocks: Vec<Block<'t>> = Vec::new();
    // Without blank lines, the first line is the title.
    let is_dense = rows.iter().skip(1).all(|row| !row.is_after_blank);
    for (index, row) in rows.iter().enumerate() {
        let Some(text) = line(row.text) else { continue };
        match blocks.last_mut() {
            Some(block) if !(row.is_after_blank || is_dense && index == 1) => {
                block.text.push(' ');
                block.text.push_str(&text);
            }
            _ => blocks.push(Block { first: row.clone(), text }),
        }
    }
    blocks
}

/// Whether a text is as long as an abstract, in bytes.
fn is_long(text: &str) -> bool {
    text.len() >= 200
}

fn is_like_a_title(text: &str) -> bool {
    text.len() <= 300 && !text.ends_with(['.', ',', ':', ';'])
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use jiff::civil::date;

    use super::*;

    const CAPTURED: Day = date(2025, 10, 30);

    /// Checks the entries of a listing, a line each: title | abstract | footer.
    #[track_caller]
    fn check(text: &str, expected: Expect) {
        let listing =
            read("listing.txt", text, Some(CAPTURED), Grouping::Captured).expect("the day is given");
        let mut shown = String::new();
        for Entry { paper, lack, place } in listing.entries {
            let weight = paper.weight.expect("the order is kept");
            let abstract_ = paper.abstract_.join(" / ");
            shown.push_str(&format!("{weight} {} | {abstract_:.40} |", paper.title));
            if let Some(count) = paper.author_count {
                shown.push_str(&format!(" {count} authors"));
            }
            if let Some(name) = paper.organization {
                shown.push_str(&format!(" of {name}"));
            }
            if let Some(published) = paper.published {
                shown.push_str(&format!(" on {}", published.iso()));
            }
            for (name, value) in paper.extra {
                shown.push_str(&format!(" {name} {value:?}"));
            }
            if let Some(lack) = lack {
                shown.push_str(&format!(" {lack:?} {}", place));
            }
            shown.push('\n');
        }
        expected.assert_eq(&shown);
    }

    fn long(word: &str) -> String {
        format!("{}.", [word; 60].join(" "))
    }

    #[test]
    fn entries_stand_between_footers() {
        check(
            "new\n\nGet papers by mail!\n\nSubscribe\n\nDaily Papers\n\nbySomebody and others\n\nOct 30\n\n\
             Sorting Slowly\n\nWe sort.\n\n  • 4 authors\n·\nMay 3, 2023\n\n\
             Sorting Fast\n\nWe hurry.\n\n  • 1 authors\n·\nOct 28 14\n\n\
             Sorting Twice\n\nOnce more.\n\n  • 1,024 authors\n·\nSep 4, 2024 2\n\nPrevious\n\nNext\n",
            expect![[r#"
                1 Sorting Slowly | We sort. | 4 authors on 2023-05-03
                2 Sorting Fast | We hurry. | 1 authors on 2025-10-28 listed_count Count(14)
                3 Sorting Twice | Once more. | 1024 authors on 2024-09-04 listed_count Count(2)
            "#]],
        );
        check("", expect![""]);
        check("Oct 30\n\nNothing here\n", expect![""]);
    }

    #[test]
    fn a_text_that_passed_through_other_hands_is_read_too() {
        // Line ends of another system, no-break spaces, other bullets, no dot, one line.
        check(
            "A\r\n\r\nText.\r\n\r\n\u{A0}\u{A0}•\u{A0}4\u{A0}authors\r\n·\r\nMay\u{A0}3,\u{A0}2023\r\n\
             B\r\nText.\r\n* 2 authors\r\n•\r\nJune 4\r\n\
             C\nText\nbroken.\n- 1 author\nSept. 5, 2021\n\nD\nbroken\n\nText.\n\n4 authors · Jul 23 1\n",
            expect![[r#"
                1 A | Text. | 4 authors on 2023-05-03
                2 B | Text. | 2 authors on 2025-06-04
                3 C | Text broken. | 1 authors on 2021-09-05
                4 D broken | Text. | 4 authors on 2025-07-23 listed_count Count(1)
            "#]],
        );
    }

    #[test]
    fn without_a_header_the_first_entry_stands_right_before_its_footer() {
        check(
            "Daily Papers\n\nSubscribe\n\nA\n\nText.\n\n• 4 authors\n·\nMay 3, 2023\n",
            expect![[r#"
                1 A | Text. | 4 authors on 2023-05-03
            "#]],
        );
    }

    #[test]
    fn an_organization_may_stand_for_the_authors() {
        check(
            "Oct 30\n\nA\n\nText.\n\nacme-labs Acme Labs\n·\nMay 3, 2023\n\n\
             B\n\nText.\n\nGoogle DeepMind\n·\nMay 4\n\nC\n\nText.\n\n·\nMay 5\n\nD\n\nText.\n\n• 2 authors\n",
            expect![[r#"
                1 A | Text. | of Acme Labs on 2023-05-03 AuthorCount listing.txt:3:1
                2 B | Text. | of Google DeepMind on 2025-05-04 AuthorCount listing.txt:11:1
                3 C | Text. | on 2025-05-05 AuthorCount listing.txt:19:1
                4 D | Text. | 2 authors Date listing.txt:26:1
            "#]],
        );
    }

    #[test]
    fn entries_without_a_footer_do_not_swallow_the_next_one() {
        let text = format!(
            "Oct 30\n\nNo Footer\n\n{}\n\nWith One\n\n{}\n\nWe add:\n\n{}\n\n• 4 authors\n·\nMay 3, 2023\n\n\
             The Last\n\n{}\n",
            long("one"),
            long("two"),
            long("three"),
            long("four"),
        );
        check(
            &text,
            expect![[r#"
                1 No Footer | one one one one one one one one one one  | Footer listing.txt:3:1
                2 With One | two two two two two two two two two two  | 4 authors on 2023-05-03
                3 The Last | four four four four four four four four  | Footer listing.txt:19:1
            "#]],
        );
    }

    #[track_caller]
    fn check_date(text: &str, expected: Option<Day>) {
        assert_eq!(listed_date(text).and_then(|date| date.resolve(Some(CAPTURED))), expected, "{text}");
    }

    #[test]
    fn a_date_without_a_year_is_the_last_one() {
        check_date("Oct 30", Some(date(2025, 10, 30)));
        check_date("Jan 1", Some(date(2025, 1, 1)));
        check_date("Dec 31", Some(date(2024, 12, 31)));
        check_date("Feb 29", Some(date(2024, 2, 29)));
        // In another time zone it is tomorrow.
        check_date("Oct 31", Some(date(2025, 10, 31)));
        check_date("Nov 1", Some(date(2024, 11, 1)));
        check_date("Nov 1, 2025 3", Some(date(2025, 11, 1)));
    }

    #[test]
    fn what_only_resembles_a_date_is_text() {
        for text in [
            "May",
            "May 3 4 5",
            "May 32",
            "Feb 30",
            "Feb 29, 2023",
            "May we sort?",
            "Mayor 3",
            "Oct 3, 20",
            "3 May",
        ] {
            assert_eq!(listed_date(text), None, "{text}");
        }
    }

    const TWO: &str = "A\n\nText.\n\n• 4 authors\n·\nMay 3, 2023\n\nB\n\nText.\n\n• 4 authors\n·\nMay 4\n";

    #[test]
    fn papers_are_listed_under_the_day_of_the_capture_or_their_own() {
        let days = |grouping| -> Vec<Day> {
            let listing = read("listing.txt", TWO, Some(CAPTURED), grouping).expect("the day is given");
            listing.all().iter().map(|paper| paper.day).collect()
        };
        assert_eq!(days(Grouping::Captured), [CAPTURED, CAPTURED]);
        assert_eq!(days(Grouping::Published), [date(2023, 5, 3), date(2025, 5, 4)]);
    }

    #[test]
    fn the_day_of_the_capture_is_asked_for_only_where_it_is_needed() {
        let dated = TWO.replace("May 4", "May 4, 2024");
        let undated = TWO.replace("·\nMay 4", "");
        let needs =
            |text: &str, grouping| read("listing.txt", text, None, grouping).err().map(|e| e.to_string());
        assert_eq!(needs(&dated, Grouping::Published), None);
        assert_eq!(
            needs(&dated, Grouping::Captured).as_deref(),
            Some("the text does not say in which year it was copied")
        );
        assert_eq!(
            needs(TWO, Grouping::Published).as_deref(),
            Some("listing.txt:15:1: the date `May 4` has no year")
        );
        assert_eq!(
            needs(&undated, Grouping::Published).as_deref(),
            Some("listing.txt:9:1: this paper has no date to be listed under")
        );
    }
}
