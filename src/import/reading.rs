//! A [`Reading`] is what a reader found in a file: papers, and what is wrong with the others.

use crate::diagnostic::{Diagnostic, Place};
use crate::paper::{Day, PartialDate};

use super::FoundPaper;

#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// In the order of the file.
    pub papers: Vec<FoundPaper>,
    pub diagnostics: Vec<Diagnostic>,
}

impl Reading {
    pub fn extend(&mut self, other: Reading) {
        self.papers.extend(other.papers);
        self.diagnostics.extend(other.diagnostics);
    }
}

/// Why an entry is no paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    Title,
    /// Nothing says when it is listed.
    Day,
}

impl Lack {
    /// `entry` names the entry: `entry 3 of this file`.
    pub fn diagnostic(self, entry: &str, place: Place) -> Diagnostic {
        match self {
            Lack::Title => {
                let message = format!("{entry} has no title");
                Diagnostic::error("bad-entry", message).at(place, "it is left out: give it a title")
            }
            Lack::Day => {
                let message = format!("nothing says under which day {entry} is listed");
                let fix = "it is left out: give it a date, or all that have none `--date YYYY-MM-DD`";
                Diagnostic::error("no-day", message).at(place, fix)
            }
        }
    }
}

/// Tells of a day that is none, or may be of two months, and what was taken of it.
pub fn lost_day(typed: &str, read: PartialDate, place: Place) -> Diagnostic {
    let fix = format!("{} is taken of it: write it as YYYY-MM-DD", read.iso());
    Diagnostic::warning("bad-date", format!("`{typed}` is no certain day of the calendar")).at(place, fix)
}

/// The day under which a paper is listed: the one that was asked for, else the one on which the
/// source took it in, else its own date. Of a month or a year that is the first day: never one that
/// is still to come, and the same whenever it is imported.
pub fn listing_day(
    asked: Option<Day>,
    added: Option<Day>,
    published: Option<PartialDate>,
) -> Result<Day, Lack> {
    asked.or(added).or(published.map(PartialDate::first_day)).ok_or(Lack::Day)
}
