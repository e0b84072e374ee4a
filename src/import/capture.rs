//! A Daily Papers page as text: what a person gets by selecting and copying it.
//!
//! After a header, each paper is a title, an abstract, and a few lines with the number of authors and
//! a date; the date lacks its year when that is the current one, and a count may follow it.

use jiff::civil;

use super::NewPaper;
use crate::paper::{Day, PartialDate, month_name};

/// What a listing holds.
#[derive(Debug, Default)]
pub struct Listing {
    pub papers: Vec<NewPaper>,
    /// A title and an abstract each, without number of authors and date: probably papers, too, but
    /// nothing on the page says so.
    pub undated: Vec<NewPaper>,
    /// Pieces of text that belong to no paper.
    pub stray: usize,
}

/// Under which day papers are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListedUnder {
    /// The day of the page, in the page's order.
    PageDay,
    /// Each paper's own day; those without one under the page's.
    Published,
}

/// The day on which the page was copied is needed, and was not given.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum CaptureError {
    #[error(
        "`{0}` has no year: give the day on which the page was copied, such as `--captured-on 2025-10-30`"
    )]
    NoYear(String),
    #[error("nothing says which day this list is of: give `--captured-on 2025-10-30`")]
    NoDay,
}

/// Reads a listing that was copied on a day.
pub fn read(text: &str, captured_on: Option<Day>, under: ListedUnder) -> Result<Listing, CaptureError> {
    let blocks = blocks(text);
    let (header, blocks) = blocks.split_at(header_length(&blocks));
    let page_day = match header.iter().rev().find_map(|block| date(block.first()?)) {
        Some((date, _)) => Some(date.resolve(captured_on)?),
        None => captured_on,
    };
    let mut listing = Listing::default();
    for entry in entries(blocks, &mut listing.stray) {
        let facts = entry.facts.map(facts).unwrap_or_default();
        let published = facts.date.map(|date| date.resolve(captured_on)).transpose()?;
        let day = match (under, published) {
            (ListedUnder::Published, Some(published)) => published,
            _ => page_day.ok_or(CaptureError::NoDay)?,
        };
        // Of all, so that those that are added later come where they were.
        let weight = (listing.papers.len() + listing.undated.len()) as u64 + 1;
        let papers = if published.is_some() { &mut listing.papers } else { &mut listing.undated };
        papers.push(NewPaper {
            abstract_: entry.abstract_,
            author_count: facts.author_count,
            published: published.map(PartialDate::from),
            weight: (under == ListedUnder::PageDay).then_some(weight),
            listed_count: facts.count,
            ..NewPaper::new(day, entry.title)
        });
    }
    Ok(listing)
}

/// A run of lines that are not blank, each without blanks at its ends.
type Block<'t> = Vec<&'t str>;

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_open = false;
    for line in text.lines() {
        let line = line.trim_matches(|char: char| char.is_whitespace() || char == '\u{FEFF}');
        if line.is_empty() {
            is_open = false;
        } else if is_open {
            blocks.last_mut().expect("an open block is there").push(line);
        } else {
            blocks.push(vec![line]);
            is_open = true;
        }
    }
    blocks
}

/// How many blocks stand before the first paper: up to the page's date, else up to the title of the
/// paper whose facts come first.
fn header_length(blocks: &[Block]) -> usize {
    let first_facts = blocks.iter().position(|block| is_facts(block)).unwrap_or(blocks.len());
    let is_date = |block: &Block| block.len() == 1 && date(block[0]).is_some();
    match blocks[..first_facts].iter().rposition(is_date) {
        Some(day) => day + 1,
        None => first_facts.saturating_sub(2),
    }
}

/// A paper's title and abstract, and the block with its facts.
struct Entry<'t> {
    title: String,
    abstract_: String,
    facts: Option<&'t Block<'t>>,
}

/// Takes blocks apart into papers. Most have a title, an abstract and facts; where facts are
/// missing, the next title tells where the next paper begins.
fn entries<'t>(blocks: &'t [Block<'t>], stray: &mut usize) -> Vec<Entry<'t>> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut texts: Vec<&Block> = Vec::new();
    for block in blocks {
        if is_facts(block) {
            let facts = (!texts.is_empty()).then_some(block);
            *stray += usize::from(facts.is_none());
            close(&mut texts, facts, &mut entries, stray);
        } else {
            texts.push(block);
        }
    }
    close(&mut texts, None, &mut entries, stray);
    entries
}

/// Makes papers of the texts since the last facts. The facts, if any, are the last paper's.
fn close<'t>(
    texts: &mut Vec<&'t Block<'t>>,
    facts: Option<&'t Block<'t>>,
    entries: &mut Vec<Entry<'t>>,
    stray: &mut usize,
) {
    let first = entries.len();
    for text in texts.drain(..) {
        let line = text.join(" ");
        match entries[first..].last_mut() {
            // Abstracts may have paragraphs; a title is short and follows a whole abstract.
            Some(entry) if entry.abstract_.is_empty() => entry.abstract_ = line,
            Some(entry) if !is_title(&line) => {
                entry.abstract_.push_str("\n\n");
                entry.abstract_.push_str(&line);
            }
            _ => entries.push(Entry { title: line, abstract_: String::new(), facts: None }),
        }
    }
    if let (Some(facts), Some(last)) = (facts, entries[first..].last_mut()) {
        last.facts = Some(facts);
    }
    // What follows the last paper, such as a button of the page.
    if facts.is_none() {
        while entries.len() > first && entries.last().is_some_and(|entry| entry.abstract_.is_empty()) {
            entries.pop();
            *stray += 1;
        }
    }
}

/// The longest title that is told from a paragraph, in characters.
const LONGEST_TITLE: usize = 250;

fn is_title(line: &str) -> bool {
    line.chars().count() <= LONGEST_TITLE && !line.ends_with(['.', ':', ';', ','])
}

/// What stands below an abstract.
#[derive(Default)]
struct Facts {
    author_count: Option<u64>,
    date: Option<ListedDate>,
    count: Option<u64>,
}

fn facts(block: &Block) -> Facts {
    let mut facts = Facts::default();
    for line in block {
        for part in line.split('·').map(str::trim) {
            if let Some(count) = author_count(part) {
                facts.author_count = Some(count);
            } else if let Some((date, count)) = date(part) {
                facts.date = Some(date);
                facts.count = count;
            }
        }
    }
    facts
}

fn is_facts(block: &Block) -> bool {
    block.iter().any(|line| line.split('·').any(|part| author_count(part.trim()).is_some()))
}

/// `• 5 authors`
fn author_count(text: &str) -> Option<u64> {
    let text = text.trim_start_matches(|char: char| char.is_whitespace() || "•*-".contains(char));
    let (count, word) = text.split_once(char::is_whitespace)?;
    matches!(word.trim(), "author" | "authors").then(|| count.replace(',', "").parse().ok())?
}

/// A date that may lack its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ListedDate {
    month: i8,
    day: i8,
    year: Option<i16>,
}

impl ListedDate {
    /// The year is that of the day on which the page was copied, or the one before for a date that
    /// would still be to come.
    fn resolve(self, captured_on: Option<Day>) -> Result<Day, CaptureError> {
        let shown = || format!("{} {}", month_name(self.month), self.day);
        let on = |year| civil::Date::new(year, self.month, self.day).ok();
        let day = match (self.year, captured_on) {
            (Some(year), _) => on(year),
            (None, Some(captured_on)) => {
                let year = captured_on.year();
                on(year).filter(|day| *day <= captured_on).or_else(|| on(year - 1))
            }
            (None, None) => return Err(CaptureError::NoYear(shown())),
        };
        day.ok_or_else(|| CaptureError::NoYear(shown()))
    }
}

/// `Oct 30`, `May 3, 2023`, and the count after it: `May 24, 2024 2`.
fn date(text: &str) -> Option<(ListedDate, Option<u64>)> {
    let words: Vec<&str> = text.split([' ', ',', '\u{A0}']).filter(|word| !word.is_empty()).collect();
    let (name, day, rest) = match words.as_slice() {
        [name, day, rest @ ..] => (*name, day.parse().ok()?, rest),
        _ => return None,
    };
    let month = (1..=12).find(|month| is_month(*month, name))?;
    // A leap day has a month of 29 days in some year only.
    civil::Date::new(2024, month, day).ok()?;
    let (year, rest) = match rest {
        [year, rest @ ..] if year.len() == 4 => (Some(year.parse().ok()?), rest),
        rest => (None, rest),
    };
    let count = match rest {
        [] => None,
        [count] => Some(count.parse().ok()?),
        _ => return None,
    };
    Some((ListedDate { month, day, year }, count))
}

/// A month's name in full or by its first letters: `Oct`, `Sept`.
fn is_month(month: i8, name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let full = month_name(month);
    name.len() >= 3 && full.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn captured(day: &str) -> Option<Day> {
        Some(day.parse().expect("a date"))
    }

    #[track_caller]
    fn check(text: &str, papers: Expect) {
        let listing = read(text, captured("2025-10-30"), ListedUnder::PageDay).expect("the days are known");
        let mut shown = String::new();
        for paper in listing.papers.iter().chain(&listing.undated) {
            let published = paper.published.map_or_else(|| "?".to_owned(), |date| date.iso());
            let (authors, count) = (paper.author_count, paper.listed_count);
            shown.push_str(&format!(
                "{} #{} {:?} {:?} {published} {authors:?} {count:?}\n",
                paper.day,
                paper.weight.unwrap_or_default(),
                paper.title,
                paper.abstract_,
            ));
        }
        shown.push_str(&format!("{} undated, {} stray", listing.undated.len(), listing.stray));
        papers.assert_eq(&shown);
    }

    #[test]
    fn a_listing_is_read_in_its_order() {
        check(
            "new\n\nDaily Papers\n\nbyAda\n\nOct 29\n\nFirst Title\n\nFirst abstract.\n\n  • 5 authors\n·\nMay 3, 2023\n\n\
             Second Title\n\nSecond abstract.\n\n  • 1 author\n·\nMar 4 12\n\nThird\n\nThird abstract.\n\n  • 1,200 authors\n·\nMay 24, 2024 2\n",
            expect![[r#"
                2025-10-29 #1 "First Title" "First abstract." 2023-05-03 Some(5) None
                2025-10-29 #2 "Second Title" "Second abstract." 2025-03-04 Some(1) Some(12)
                2025-10-29 #3 "Third" "Third abstract." 2024-05-24 Some(1200) Some(2)
                0 undated, 0 stray"#]],
        );
    }

    #[test]
    fn other_line_ends_bullets_and_a_missing_header_do_not_matter() {
        check(
            "First Title\r\n\r\nFirst\r\nabstract.\r\n\r\n* 2 authors · Sept 1, 2023\r\n\r\nSecond\r\n\r\nAbstract.\r\n\r\n- 3 authors\r\n\u{A0}·\r\nDec 31\r\n",
            expect![[r#"
                2025-10-30 #1 "First Title" "First abstract." 2023-09-01 Some(2) None
                2025-10-30 #2 "Second" "Abstract." 2024-12-31 Some(3) None
                0 undated, 0 stray"#]],
        );
    }

    #[test]
    fn a_paper_without_facts_does_not_swallow_the_next_one() {
        check(
            "Oct 30\n\nUndated\n\nIts abstract.\n\nSecond paragraph.\n\nDated\n\nAbstract.\n\n• 2 authors\n·\nMay 1\n\nLast\n\nAlso undated.\n\nLoad more\n",
            expect![[r#"
                2025-10-30 #2 "Dated" "Abstract." 2025-05-01 Some(2) None
                2025-10-30 #1 "Undated" "Its abstract.\n\nSecond paragraph." ? None None
                2025-10-30 #3 "Last" "Also undated." ? None None
                2 undated, 1 stray"#]],
        );
    }

    #[test]
    fn a_year_is_asked_for_where_it_is_needed() {
        let text = "Oct 30, 2025\n\nTitle\n\nAbstract.\n\n• 2 authors\n·\nMay 1\n";
        let error = read(text, None, ListedUnder::PageDay).err();
        assert_eq!(error, Some(CaptureError::NoYear("May 1".to_owned())));
        let whole = text.replace("May 1", "May 1, 2024");
        assert!(read(&whole, None, ListedUnder::PageDay).is_ok());
        let no_day = read("Title\n\nAbstract.\n\n• 2 authors\n·\nMay 1, 2024\n", None, ListedUnder::PageDay);
        assert_eq!(no_day.err(), Some(CaptureError::NoDay));
    }

    #[test]
    fn papers_can_be_listed_under_their_own_days() {
        let text = "Oct 30\n\nTitle\n\nAbstract.\n\n• 2 authors\n·\nMay 1, 2024\n\nOther\n\nAbstract.\n";
        let listing = read(text, captured("2025-10-30"), ListedUnder::Published).expect("the days are known");
        let days = [&listing.papers[0], &listing.undated[0]].map(|paper| paper.day.to_string());
        assert_eq!(days, ["2024-05-01", "2025-10-30"]);
        assert!(listing.papers.iter().all(|paper| paper.weight.is_none()));
    }
}
