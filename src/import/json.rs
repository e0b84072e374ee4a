//! What sources say in JSON: members, counts, instants, and what is no JSON at all.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::Format;
use crate::diagnostic::{Diagnostic, Place};
use crate::paper::{Day, parse_day};

pub fn not_json(file: &str, text: &str, error: &serde_json::Error) -> Diagnostic {
    let line_start: usize =
        text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let at = line_start + error.column().saturating_sub(1);
    let message = error.to_string();
    // The place is shown by the diagnostic's frame.
    let what = message.split(" at line ").next().unwrap_or_default();
    let help = match Format::of(text) {
        // Of formats only these two are arrays.
        Some(other) if !matches!(other, Format::Csl | Format::Hf) && !text.trim_start().starts_with('[') => {
            other.help()
        }
        _ => "save the answer again, whole: it begins with `[` and ends with `]`".to_owned(),
    };
    Diagnostic::error("bad-json", format!("this file is not valid JSON: {what}"))
        .at(Place::in_text(file.into(), text, at..at + 1), "")
        .help(help)
}

/// The day of an instant in UTC: `2024-05-27T23:30:00.000Z`.
pub fn utc_day(text: &str) -> Option<Day> {
    match text.trim().parse::<Timestamp>() {
        Ok(instant) => Some(TimeZone::UTC.to_datetime(instant).date()),
        Err(_) => parse_day(text.trim()).ok(),
    }
}

pub fn text_at<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key)?.as_str()
}

/// A count that front matter can hold.
pub fn count_at(value: &Value, key: &str) -> Option<u64> {
    const LARGEST: u64 = 1 << 52;
    value.get(key)?.as_u64().filter(|count| *count < LARGEST)
}
