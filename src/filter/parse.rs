//! Reading a filter's text.

use std::ops::Range;
use std::sync::Arc;

use super::{Clause, Condition, Fact, Filter, Quantity, Span, State, TermName};
use crate::catalog::TermKind;
use crate::diagnostic::{Diagnostic, Place};
use crate::fields::nearest;
use crate::paper::{ArxivId, Day, Doi, Status, parse_partial};

pub const KEYS: [&str; 16] = [
    "tag",
    "author",
    "venue",
    "organization",
    "year",
    "date",
    "status",
    "rating",
    "upvotes",
    "comments",
    "stars",
    "has",
    "is",
    "arxiv",
    "doi",
    "key",
];

/// What people type who know other tools, and what to write here.
const FOREIGN_KEYS: [(&str, &str); 24] = [
    ("topic", "tag:"),
    ("category", "tag:"),
    ("keyword", "tag:"),
    ("label", "tag:"),
    ("subject", "tag:"),
    ("by", "author:"),
    ("person", "author:"),
    ("journal", "venue:"),
    ("conference", "venue:"),
    ("in", "venue:"),
    ("org", "organization:"),
    ("id", "key:"),
    ("slug", "key:"),
    ("since", "date:>="),
    ("after", "date:>"),
    ("before", "date:<"),
    ("until", "date:<="),
    ("day", "date:"),
    ("month", "date:"),
    ("published", "year:"),
    ("votes", "upvotes:"),
    ("score", "rating:"),
    ("state", "status:"),
    ("with", "has:"),
];

/// Each error shows the filter: a hostile one has tens of thousands.
const MOST_REPORTED: usize = 100;

/// How a filter is named in messages.
pub const FILE: &str = "filter";

/// Reads all that can be read, and reports the rest.
pub fn parse(text: &str) -> (Filter, Vec<Diagnostic>) {
    let mut parser = Parser { text, at: 0, clauses: Vec::new(), diagnostics: Vec::new() };
    parser.clauses();
    (Filter { text: text.to_owned(), clauses: parser.clauses }, parser.diagnostics)
}

/// The place of a range of a filter.
pub fn place(text: &str, range: Range<usize>) -> Place {
    Place::in_text(Arc::from(FILE), text, range)
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    clauses: Vec<Clause>,
    diagnostics: Vec<Diagnostic>,
}

/// A value of a key, without its quotes.
struct Item<'t> {
    text: &'t str,
    range: Range<usize>,
}

impl<'t> Parser<'t> {
    fn clauses(&mut self) {
        loop {
            let rest = self.rest().trim_start();
            self.at = self.text.len() - rest.len();
            if rest.is_empty() {
                return;
            }
            let excluded = rest.starts_with('-') && !ends_at(&rest[1..]);
            self.at += usize::from(excluded);
            self.term(excluded);
        }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Reads a phrase, a key and its values, or a word; before it, words that are typed as keys.
    fn term(&mut self, excluded: bool) {
        while self.word_as_key(excluded) {}
        if self.rest().starts_with(is_quote) {
            let item = self.quoted();
            self.push_text(excluded, Condition::Phrase(item.text.to_owned()));
            return;
        }
        let start = self.at;
        let Some((typed, after)) = key(self.rest()) else { return self.word(excluded) };
        let name = typed.to_ascii_lowercase();
        let known = KEYS.iter().find(|known| **known == name);
        match known {
            Some(key) if !ends_at(after) => {
                self.at += typed.len() + 1;
                self.values(excluded, key);
            }
            Some(key) => {
                let message = format!("`{key}:` has no value");
                let fix = format!("write the value after it without a blank, or `\"{typed}:\"` for the word");
                self.error("bad-filter-value", start..start + typed.len() + 1, message, fix);
                self.word(excluded);
            }
            // `Attention: a survey` and addresses are text.
            None => self.word(excluded),
        }
    }

    /// Reads a key that there is none of as a word; what follows its colon is a term of its own.
    fn word_as_key(&mut self, excluded: bool) -> bool {
        let Some((typed, after)) = key(self.rest()) else { return false };
        let name = typed.to_ascii_lowercase();
        if KEYS.contains(&name.as_str()) || ends_at(after) || after.starts_with("//") {
            return false;
        }
        self.unknown_key(typed, &name);
        let range = self.at..self.at + typed.len();
        self.at = range.end + 1;
        self.push_text(excluded, Condition::Word { text: typed.to_owned(), range });
        true
    }

    fn word(&mut self, excluded: bool) {
        let start = self.at;
        let rest = self.rest();
        let word = &rest[..rest.find(char::is_whitespace).unwrap_or(rest.len())];
        self.at += word.len();
        if matches!(word, "OR" | "AND" | "NOT" | "|" | "||" | "&&") {
            let fix = match word {
                "OR" | "|" | "||" => "for one of several values write `tag:one,two`",
                "NOT" => "write `-` before what is to be left out: `-tag:one`",
                _ => "remove it: everything next to each other must hold at once",
            };
            let message = format!("`{word}` has no meaning here; in quotes it is text");
            self.error("filter-operator", start..self.at, message, fix);
        }
        let is_address = word.contains("://");
        let condition = if let Some((id, _)) = ArxivId::parse(word).filter(|_| is_address) {
            Condition::Arxiv(vec![id])
        } else if let Some(doi) = Doi::parse(word).filter(|_| is_address) {
            Condition::Doi(vec![doi])
        } else {
            Condition::Word { text: word.to_owned(), range: start..self.at }
        };
        self.push_text(excluded, condition);
    }

    /// Reads a key's values, which commas part.
    fn values(&mut self, excluded: bool, key: &'static str) {
        let mut items = Vec::new();
        loop {
            if let Some(item) = self.value(key) {
                items.push(item);
            }
            if !self.rest().starts_with(',') {
                break;
            }
            self.at += 1;
        }
        if let Some(condition) = self.condition(key, items) {
            self.clauses.push(Clause { excluded, condition });
        }
    }

    fn value(&mut self, key: &str) -> Option<Item<'t>> {
        let start = self.at;
        let item = if self.rest().starts_with(is_quote) {
            self.quoted()
        } else {
            let rest = self.rest();
            let end = rest.find(|char: char| char.is_whitespace() || char == ',').unwrap_or(rest.len());
            self.at += end;
            Item { text: &rest[..end], range: start..self.at }
        };
        if item.text.trim().is_empty() {
            let place = start..self.at.max(start + usize::from(!self.rest().is_empty()));
            let fix = "name one; commas part several, without blanks";
            self.error("bad-filter-value", place, format!("a value of `{key}:` is missing"), fix);
            return None;
        }
        Some(item)
    }

    /// What stands between the quote here and the next one, or the end.
    fn quoted(&mut self) -> Item<'t> {
        let start = self.at;
        let open = self.rest().chars().next().map_or(0, char::len_utf8);
        let inner = &self.text[start + open..];
        let (text, end) = match inner.char_indices().find(|(_, char)| is_quote(*char)) {
            Some((length, close)) => (&inner[..length], start + open + length + close.len_utf8()),
            None => {
                let message = "this quote is not closed";
                self.error(
                    "unclosed-quote",
                    start..start + open,
                    message,
                    "write `\"` where the phrase ends",
                );
                (inner, self.text.len())
            }
        };
        self.at = end;
        Item { text, range: start..end }
    }

    /// Text without a letter or digit, such as a dash, asks for nothing.
    fn push_text(&mut self, excluded: bool, condition: Condition) {
        let text = match &condition {
            Condition::Word { text, .. } | Condition::Phrase(text) => text,
            _ => "x",
        };
        if text.contains(char::is_alphanumeric) {
            self.clauses.push(Clause { excluded, condition });
        }
    }

    /// What a key and its values ask for; nothing where no value can be used.
    fn condition(&mut self, key: &'static str, items: Vec<Item>) -> Option<Condition> {
        let texts = |items: Vec<Item>| items.iter().map(|item| item.text.trim().to_owned()).collect();
        let quantity = Quantity::NAMED.iter().find(|(name, _)| *name == key);
        let condition = match key {
            "tag" => Condition::Term(TermKind::Tag, names(items)),
            "author" => Condition::Term(TermKind::Author, names(items)),
            "venue" => Condition::Term(TermKind::Venue, names(items)),
            "organization" => Condition::Organization(texts(items)),
            "key" => Condition::Key(items.iter().map(|item| item.text.trim().to_lowercase()).collect()),
            "status" => Condition::Status(self.choices(key, items, &Status::NAMED)),
            "has" => Condition::Has(self.choices(key, items, &Fact::NAMED)),
            "is" => Condition::Is(self.choices(key, items, &State::NAMED)),
            "arxiv" => {
                let fix = "expected `2401.00010`, or `hep-th/9901001` before April 2007";
                let read = |text: &str| ArxivId::parse(text).map(|(id, _)| id).ok_or(fix.to_owned());
                Condition::Arxiv(self.read_each(key, items, read))
            }
            "doi" => {
                let read = |text: &str| Doi::parse(text).ok_or("expected `10.1000/xyz`".to_owned());
                Condition::Doi(self.read_each(key, items, read))
            }
            "date" => Condition::Date(self.read_each(key, items, days)),
            _ => {
                let (_, quantity) = quantity.expect("every other key is a quantity's");
                Condition::Number(*quantity, self.read_each(key, items, numbers))
            }
        };
        (!condition.is_void()).then_some(condition)
    }

    fn choices<T: Copy>(&mut self, key: &str, items: Vec<Item>, choices: &[(&'static str, T)]) -> Vec<T> {
        let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
        self.read_each(key, items, |text| {
            let word = text.to_lowercase();
            let choice = choices.iter().find(|(known, _)| *known == word);
            choice.map(|(_, choice)| *choice).ok_or_else(|| match nearest(&word, &words) {
                Some(known) => format!("did you mean `{key}:{known}`?"),
                None => format!("expected one of {}", words.join(", ")),
            })
        })
    }

    fn read_each<T>(
        &mut self,
        key: &str,
        items: Vec<Item>,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Vec<T> {
        let mut values = Vec::new();
        for item in items {
            match read(item.text.trim()) {
                Ok(value) => values.push(value),
                Err(fix) => {
                    let message = format!("`{key}:` cannot be `{}`", item.text);
                    self.error("bad-filter-value", item.range, message, fix);
                }
            }
        }
        values
    }

    fn unknown_key(&mut self, typed: &str, name: &str) {
        let foreign = FOREIGN_KEYS.iter().find(|(foreign, _)| *foreign == name);
        let fix = match (foreign, nearest(name, &KEYS)) {
            (Some((_, ours)), _) => format!("did you mean `{ours}`?"),
            (None, Some(known)) => format!("did you mean `{known}:`?"),
            (None, None) => format!("expected one of {}; quote it to look for it as text", KEYS.join(", ")),
        };
        let message = format!("`{typed}:` is not a key of a filter");
        self.error("unknown-filter-key", self.at..self.at + typed.len(), message, fix);
    }

    fn error(
        &mut self,
        code: &'static str,
        range: Range<usize>,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) {
        if self.diagnostics.len() < MOST_REPORTED {
            self.diagnostics.push(Diagnostic::error(code, message).at(place(self.text, range), fix));
        }
    }
}

impl Condition {
    /// Whether every value of it was faulty.
    fn is_void(&self) -> bool {
        match self {
            Condition::Word { .. } | Condition::Phrase(_) => false,
            Condition::Term(_, names) => names.is_empty(),
            Condition::Organization(names) | Condition::Key(names) => names.is_empty(),
            Condition::Arxiv(ids) => ids.is_empty(),
            Condition::Doi(dois) => dois.is_empty(),
            Condition::Status(statuses) => statuses.is_empty(),
            Condition::Has(facts) => facts.is_empty(),
            Condition::Is(states) => states.is_empty(),
            Condition::Number(_, spans) => spans.is_empty(),
            Condition::Date(spans) => spans.is_empty(),
        }
    }
}

fn names(items: Vec<Item>) -> Vec<TermName> {
    items.into_iter().map(|item| TermName { name: item.text.trim().to_owned(), range: item.range }).collect()
}

/// The letters before a colon, and what follows it.
fn key(rest: &str) -> Option<(&str, &str)> {
    let length = rest.find(|char: char| !char.is_ascii_alphabetic() && char != '_')?;
    let after = rest[length..].strip_prefix(':')?;
    (length > 0).then(|| (&rest[..length], after))
}

fn ends_at(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(char::is_whitespace)
}

/// Straight quotes, and those that phones and word processors put in their place.
fn is_quote(char: char) -> bool {
    matches!(char, '"' | '“' | '”' | '„')
}

/// `50`, `>50`, `<=3`, `10..20`, `10..`
fn numbers(text: &str) -> Result<Span<i64>, String> {
    span(
        text,
        |text| {
            let is_number = text.len() <= 15 && text.bytes().all(|byte| byte.is_ascii_digit());
            let number: Option<i64> = is_number.then(|| text.parse().ok()).flatten();
            let number = number.ok_or("expected a number, `>50`, `<=3` or `10..20`")?;
            Ok(Span { first: Some(number), last: Some(number) })
        },
        |number| number + 1,
        |number| number - 1,
    )
}

/// `2025`, `2025-10`, `2025-10-30`, and spans of them as in [`numbers`].
fn days(text: &str) -> Result<Span<Day>, String> {
    span(
        text,
        |text| {
            let date = parse_partial(text)?;
            Ok(Span { first: Some(date.first_day()), last: Some(date.last_day()) })
        },
        |day| day.tomorrow().unwrap_or(Day::MAX),
        |day| day.yesterday().unwrap_or(Day::MIN),
    )
}

/// Reads a value or a span of values. `read` gives what one value covers, `next` and `previous` the
/// neighbors of a value.
fn span<T: Copy + PartialOrd>(
    text: &str,
    read: impl Fn(&str) -> Result<Span<T>, String>,
    next: impl Fn(T) -> T,
    previous: impl Fn(T) -> T,
) -> Result<Span<T>, String> {
    if let Some(value) = text.strip_prefix(">=") {
        return Ok(Span { last: None, ..read(value)? });
    }
    if let Some(value) = text.strip_prefix("<=") {
        return Ok(Span { first: None, ..read(value)? });
    }
    if let Some(value) = text.strip_prefix('>') {
        return Ok(Span { first: read(value)?.last.map(next), last: None });
    }
    if let Some(value) = text.strip_prefix('<') {
        return Ok(Span { first: None, last: read(value)?.first.map(previous) });
    }
    let Some((first, last)) = text.split_once("..") else { return read(text) };
    let first = if first.is_empty() { None } else { read(first)?.first };
    let last = if last.is_empty() { None } else { read(last)?.last };
    match (first, last) {
        (None, None) => Err("a span needs a beginning or an end".to_owned()),
        (Some(first), Some(last)) if last < first => Err("the first one must not be the greater".to_owned()),
        _ => Ok(Span { first, last }),
    }
}
