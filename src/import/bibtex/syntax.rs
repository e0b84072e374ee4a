//! The [`Entry`]s of a BibTeX file, with their values as they were typed.
//!
//! Entries are split first, at lines that begin like one, so that what is wrong in one costs only
//! that one. The grammar is that of <https://ctan.org/pkg/bibtex> (`btxdoc`, `bibtex.web`), with what
//! files in use have besides: comments with `%`, commas that are missing, entries without a key.

use std::collections::HashMap;
use std::ops::Range;

use super::preamble;
use crate::diagnostic::{Diagnostic, Lines};

/// In bytes. Strings that are made of strings could double with each line.
const LONGEST_VALUE: usize = 1 << 20;

/// All strings where they are used may together take so many times what the file takes, beside some megabytes.
const LARGEST_EXPANSION: usize = 16;

/// More fields are no paper's.
const MOST_FIELDS: usize = 1_000;

/// Fields of an entry that cannot be read before the rest of it is left: each is looked for to the entry's end.
const MOST_UNREADABLE: usize = 100;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// In lower case: `article`.
    pub kind: String,
    /// At times empty.
    pub key: String,
    pub fields: Vec<Field>,
    /// Its first line, or the part of that which is the entry's.
    pub head: Range<usize>,
    /// Whether a part of it could not be read.
    pub is_broken: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// In lower case.
    pub name: String,
    /// TeX, without the outer braces or quotes.
    pub value: String,
    pub range: Range<usize>,
}

/// Reads every entry but comments, strings and preambles, whose commands are written out.
pub fn parse(lines: &Lines) -> (Vec<Entry>, Vec<Diagnostic>) {
    let text = lines.text();
    let mut parser = Parser {
        lines,
        text,
        at: 0,
        end: text.len(),
        next_line: 0,
        strings: HashMap::new(),
        preamble: String::new(),
        room: text.len() * LARGEST_EXPANSION + 4 * LONGEST_VALUE,
        diagnostics: vec![],
    };
    let mut entries = Vec::new();
    // Before which byte a comment was not closed.
    let mut unclosed_before = None;
    while let Some(head) = head_from(lines, parser.at) {
        parser.at = head.body;
        match head.kind.as_str() {
            "comment" => {
                // Where it is never closed, BibTeX's own rule is left: only the word is a comment. Behind such a one
                // no other is looked for beyond the next entry.
                parser.end = match unclosed_before {
                    Some(_) => parser.next_line_of_entry(head.body),
                    None => text.len(),
                };
                if unclosed_before == Some(parser.end) {
                    continue;
                }
                match parser.closing_brace(head.body - 1) {
                    Some(end) => parser.at = end + 1,
                    None => unclosed_before = Some(parser.end),
                }
            }
            _ => {
                parser.end = parser.next_line_of_entry(head.body);
                entries.extend(parser.entry(head));
            }
        }
    }
    preamble::write_out(&mut entries, &parser.preamble);
    (entries, parser.diagnostics)
}

/// `@article{`
struct Head {
    kind: String,
    start: usize,
    /// Behind the opening brace.
    body: usize,
    close: u8,
}

fn head_from(lines: &Lines, from: usize) -> Option<Head> {
    let text = lines.text();
    let mut at = from;
    loop {
        at += text.get(at..)?.find('@')?;
        let is_comment = || text[lines.line_at(at).start..at].trim_start().starts_with('%');
        if let Some(head) = head_at(text, at).filter(|_| !is_comment()) {
            return Some(head);
        }
        at += 1;
    }
}

fn head_at(text: &str, start: usize) -> Option<Head> {
    let rest = text[start..].strip_prefix('@')?.trim_start_matches([' ', '\t']);
    let kind_len = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let open = rest[kind_len..].trim_start();
    let close = match open.bytes().next()? {
        b'{' => b'}',
        b'(' => b')',
        _ => return None,
    };
    let body = text.len() - open.len() + 1;
    (kind_len > 0).then(|| Head { kind: rest[..kind_len].to_ascii_lowercase(), start, body, close })
}

/// Where the next line begins that begins like an entry.
fn next_line_of_entry(text: &str, from: usize) -> usize {
    let mut at = from;
    while let Some(line) = text[at..].find('\n') {
        at += line + 1;
        let blanks = text[at..].len() - text[at..].trim_start_matches([' ', '\t']).len();
        if head_at(text, at + blanks).is_some() {
            return at;
        }
    }
    text.len()
}

struct Parser<'t> {
    lines: &'t Lines<'t>,
    text: &'t str,
    at: usize,
    /// Where the entry must have ended.
    end: usize,
    /// The next line that begins like an entry, of which several may stand before it.
    next_line: usize,
    /// By name in lower case.
    strings: HashMap<String, String>,
    /// TeX for all entries.
    preamble: String,
    /// Bytes that strings may still stand for.
    room: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Parser<'_> {
    fn next_line_of_entry(&mut self, from: usize) -> usize {
        if self.next_line <= from {
            self.next_line = next_line_of_entry(self.text, from);
        }
        self.next_line
    }

    fn entry(&mut self, head: Head) -> Option<Entry> {
        let mut entry = Entry {
            kind: head.kind,
            key: String::new(),
            fields: Vec::new(),
            head: head.start..self.lines.line_at(head.start).end,
            is_broken: false,
        };
        if entry.kind == "preamble" {
            if let Ok(tex) = self.value() {
                self.preamble.push_str(&tex);
                self.preamble.push('\n');
            }
            self.at = self.closing_brace(head.body - 1).map_or(self.end, |end| end + 1);
            return None;
        }
        if entry.kind != "string" {
            entry.key = self.key(head.close);
        }
        let mut unreadable = 0;
        loop {
            self.skip(&[',']);
            if self.at >= self.end {
                if let Some(field) = entry.fields.pop_if(|field| swallowed_others(&field.value)) {
                    let message = format!("a brace of `{}` is never closed", field.name);
                    self.diagnostics.push(
                        Diagnostic::error("bibtex-syntax", message)
                            .at(self.lines.place(field.range), "the entry is left out: close it with `}`"),
                    );
                    entry.is_broken = true;
                    break;
                }
                let message = "this entry does not end before the next one";
                let fix = format!("write `{}` behind its last field", char::from(head.close));
                self.warn(entry.head.clone(), message, fix);
                break;
            }
            if self.byte() == Some(head.close) {
                self.at += 1;
                break;
            }
            match self.field() {
                Ok(field) => self.add(&mut entry, field),
                Err((range, message, fix)) => {
                    self.diagnostics
                        .push(Diagnostic::error("bibtex-syntax", message).at(self.lines.place(range), fix));
                    entry.is_broken = true;
                    unreadable += 1;
                    if unreadable == MOST_UNREADABLE {
                        self.at = self.end;
                        break;
                    }
                    self.at = self.next_line_of_field();
                }
            }
        }
        entry.head.end = entry.head.end.min(self.at);
        if entry.kind != "string" {
            return Some(entry);
        }
        self.strings.extend(entry.fields.into_iter().map(|field| (field.name, field.value)));
        None
    }

    /// The key, unless a field begins at once.
    fn key(&mut self, close: u8) -> String {
        self.skip(&[]);
        let rest = &self.text[self.at..self.end];
        let len =
            rest.bytes().take_while(|byte| !matches!(byte, b',' | b'\n' | b'\r' | b'=') && *byte != close);
        let len = len.count();
        if rest.as_bytes().get(len) == Some(&b'=') {
            return String::new();
        }
        self.at += len;
        rest[..len].trim().to_owned()
    }

    fn add(&mut self, entry: &mut Entry, field: Field) {
        if entry.fields.iter().any(|known| known.name == field.name) && entry.kind != "string" {
            let message = format!("`{}` is given twice in `{}`", field.name, entry.key);
            self.warn(field.range, message, "this one is left out: remove one of the two");
        } else if entry.fields.len() == MOST_FIELDS && entry.kind != "string" {
            let message = format!("`{}` has more than {MOST_FIELDS} fields", entry.key);
            let place = self.lines.place(field.range);
            self.diagnostics.push(Diagnostic::error("bibtex-syntax", message).at(place, "remove the rest"));
            entry.is_broken = true;
            self.at = self.end;
        } else {
            entry.fields.push(field);
        }
        self.skip(&[]);
        let is_end = self.at >= self.end || matches!(self.byte(), Some(b',' | b'}' | b')'));
        if !is_end {
            self.warn(self.at..self.at + 1, "a comma is missing here", "write one behind the value before");
        }
    }

    fn field(&mut self) -> Result<Field, (Range<usize>, String, &'static str)> {
        let start = self.at;
        let rest = &self.text[start..self.end];
        let name_len = rest.find(|char: char| char.is_whitespace() || "={}(),\"#%".contains(char));
        let name = &rest[..name_len.unwrap_or(rest.len())];
        self.at += name.len();
        self.skip(&[]);
        if name.is_empty() || self.byte() != Some(b'=') {
            let end = self.text[self.at..].chars().next().map_or(self.at, |char| self.at + char.len_utf8());
            let message = match name {
                "" => "a field's name is missing here".to_owned(),
                name => format!("`{name}` is not followed by `=`"),
            };
            return Err((self.at..end, message, "write fields as `name = {value},`"));
        }
        self.at += 1;
        let value = self.value()?;
        Ok(Field { name: name.to_lowercase(), value, range: start..start + name.len() })
    }

    /// Pieces with `#`s between.
    fn value(&mut self) -> Result<String, (Range<usize>, String, &'static str)> {
        let mut value = String::new();
        loop {
            self.skip(&[]);
            let piece = self.at;
            value.push_str(&self.piece()?);
            if value.len() > LONGEST_VALUE {
                let message = format!("this value is longer than {LONGEST_VALUE} bytes");
                return Err((piece..self.at, message, "shorten it, or what its strings stand for"));
            }
            self.skip(&[]);
            if self.byte() != Some(b'#') {
                break;
            }
            self.at += 1;
        }
        Ok(value)
    }

    /// What stands between `#`s.
    fn piece(&mut self) -> Result<String, (Range<usize>, String, &'static str)> {
        let start = self.at;
        match self.byte() {
            Some(b'{') => {
                let unclosed =
                    || (start..start + 1, "this brace is never closed".to_owned(), "close it with `}`");
                let end = self.closing_brace(start).ok_or_else(unclosed)?;
                self.at = end + 1;
                Ok(self.text[start + 1..end].to_owned())
            }
            Some(b'"') => {
                let unclosed =
                    || (start..start + 1, "this quote is never closed".to_owned(), "close it with `\"`");
                let end = self.closing_quote(start).ok_or_else(unclosed)?;
                self.at = end + 1;
                Ok(self.text[start + 1..end].to_owned())
            }
            _ => {
                let rest = &self.text[start..self.end];
                let len = rest.find(|char: char| char.is_whitespace() || ",#{}()\"=%".contains(char));
                let word = &rest[..len.unwrap_or(rest.len())];
                if word.is_empty() {
                    let fix = "write one in braces: `name = {value},`";
                    return Err((start..start + 1, "a value is missing here".to_owned(), fix));
                }
                self.at += word.len();
                let folded = word.to_lowercase();
                if let Some(value) = self.strings.get(&folded) {
                    let Some(room) = self.room.checked_sub(value.len()) else {
                        let message = "the strings of this file stand for far more than the file".to_owned();
                        return Err((start..self.at, message, "write the value in braces"));
                    };
                    self.room = room;
                    return Ok(value.clone());
                }
                if !word.starts_with(|char: char| char.is_ascii_digit()) && !super::date::is_month(&folded) {
                    let message = format!("no `@string` before this says what `{word}` is");
                    self.warn(start..self.at, message, "define it, or write the text in braces");
                }
                Ok(word.to_owned())
            }
        }
    }

    /// Where the brace at `open` is closed. As in BibTeX, a backslash before a brace changes nothing.
    fn closing_brace(&self, open: usize) -> Option<usize> {
        let mut depth = 0_usize;
        for (at, byte) in self.text.bytes().enumerate().take(self.end).skip(open) {
            match byte {
                b'{' | b'(' if at == open => depth = 1,
                b'{' => depth += 1,
                b'}' if depth == 1 => return Some(at),
                b'}' => depth -= 1,
                _ => {}
            }
        }
        None
    }

    fn closing_quote(&self, open: usize) -> Option<usize> {
        let mut depth = 0_usize;
        for (at, byte) in self.text.bytes().enumerate().take(self.end).skip(open + 1) {
            match byte {
                b'"' if depth == 0 => return Some(at),
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        None
    }

    /// Where the next line begins that begins like a field, else the end.
    fn next_line_of_field(&self) -> usize {
        let mut at = self.at;
        while let Some(line) = self.text[at..self.end].find('\n') {
            at += line + 1;
            let row = self.text[at..self.end].lines().next().unwrap_or_default();
            if is_like_field(row) || row.trim() == "}" {
                return at;
            }
        }
        self.end
    }

    /// Skips blanks, comments, and these.
    fn skip(&mut self, also: &[char]) {
        while let Some(char) = self.text[self.at..self.end].chars().next() {
            match char {
                '%' => {
                    let line = self.text[self.at..self.end].find('\n').map_or(self.end, |end| self.at + end);
                    self.at = line;
                }
                // A no-break space, too, as pages have where entries are copied from.
                _ if char.is_whitespace() || also.contains(&char) => self.at += char.len_utf8(),
                _ => break,
            }
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes()[..self.end].get(self.at).copied()
    }

    fn warn(&mut self, range: Range<usize>, message: impl Into<String>, fix: impl Into<String>) {
        let place = self.lines.place(range);
        self.diagnostics.push(Diagnostic::warning("bibtex-syntax", message).at(place, fix));
    }
}

/// Whether a line begins as `name =`.
fn is_like_field(row: &str) -> bool {
    let is_in_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    row.split_once('=')
        .is_some_and(|(name, _)| !name.trim().is_empty() && name.trim().bytes().all(is_in_name))
}

/// Whether a value that reaches to the end of its entry took in what comes behind it.
fn swallowed_others(value: &str) -> bool {
    value.trim_end().ends_with(',') || value.lines().skip(1).any(is_like_field)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Entries as `kind key: name=value; …`, then messages as `line: message`.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let (entries, diagnostics) = parse(&Lines::new("a.bib", text));
        let mut found: Vec<String> = entries
            .iter()
            .map(|entry| {
                let fields: Vec<String> =
                    entry.fields.iter().map(|field| format!("{}={}", field.name, field.value)).collect();
                let broken = if entry.is_broken { " (broken)" } else { "" };
                format!("{} {}: {}{broken}", entry.kind, entry.key, fields.join("; "))
            })
            .collect();
        found.extend(diagnostics.iter().map(|diagnostic| {
            let span = diagnostic.primary.as_ref().and_then(|label| label.place.span.as_ref());
            format!("{}: {}", span.map_or(0, |span| span.line), diagnostic.message)
        }));
        assert_eq!(found, expected);
    }

    #[test]
    fn values_are_in_braces_in_quotes_or_words() {
        check(
            "@Article{a,\n Title = {A {B} \"c\"},\n note=\"x {\"}\",\n year = 2020, month = dec # \"~12\" }",
            &["article a: title=A {B} \"c\"; note=x {\"}; year=2020; month=dec~12"],
        );
        check(
            "@string(cup = {Cambridge}) @book{b, publisher = CUP # { Press}}",
            &["book b: publisher=Cambridge Press"],
        );
        check(
            "@book{d,\u{a0}title =\u{a0}{T},\u{2003}year\u{a0}= 2020\u{a0}}",
            &["book d: title=T; year=2020"],
        );
        check("@article(c, title = {(x)})", &["article c: title=(x)"]);
        check("@article{, title = {T}}\n@article{title = {U}}", &["article : title=T", "article : title=U"]);
    }

    #[test]
    fn what_is_no_entry_is_skipped() {
        check(
            "text bob@example.org\n@comment{x, y={}}\n@Preamble{ {p} }\n% @article{no, title={T}}\n@misc{a, % why\n title={T} % 5\n}",
            &["misc a: title=T"],
        );
        check("@comment{never {closed}\n@misc{a, title={T}}", &["misc a: title=T"]);
        check("@comment{never\n@comment{@misc{no, title={N}}}\n@misc{a, title={T}}", &["misc a: title=T"]);
    }

    #[test]
    fn strings_of_strings_do_not_grow_without_limit() {
        let first = "@string{s0 = \"0123456789\"}\n".to_owned();
        let text =
            (1..40).fold(first, |text, at| text + &format!("@string{{s{at} = s{0} # s{0}}}\n", at - 1));
        let (_, diagnostics) = parse(&Lines::new("a.bib", &text));
        assert_eq!(diagnostics[0].message, "this value is longer than 1048576 bytes");
        let long = format!("@string{{s = {{{}}}}}\n", "q".repeat(10_000));
        let (entries, diagnostics) =
            parse(&Lines::new("a.bib", &(long + &"@misc{a, note = s}\n".repeat(9_000))));
        assert_eq!(diagnostics[0].message, "the strings of this file stand for far more than the file");
        let bytes: usize =
            entries.iter().flat_map(|entry| &entry.fields).map(|field| field.value.len()).sum();
        assert!(bytes < 8 << 20, "{bytes}");
    }

    #[test]
    fn an_entry_of_sixty_thousand_fields_is_broken() {
        let fields: String = (0..60_000).map(|number| format!("f{number} = 1,\n")).collect();
        let (entries, diagnostics) =
            parse(&Lines::new("a.bib", &format!("@misc{{a,\n{fields}}}\n@misc{{b, title={{T}}}}")));
        assert_eq!((entries.len(), entries[0].is_broken, entries[1].fields.len()), (2, true, 1));
        assert_eq!(diagnostics[0].message, "`a` has more than 1000 fields");
    }

    #[test]
    fn a_bad_entry_costs_only_itself() {
        check(
            "@a{x,\n author 💯 {A},\n title = {T}\n}\n@b{y, title = {never {closed},\n}\n@b{v, title = {a {b},\n year = {1999}\n}\n@c{z, title={T}\n@d{w, title={T}}",
            &[
                "a x: title=T (broken)",
                "b y:  (broken)",
                "b v:  (broken)",
                "c z: title=T",
                "d w: title=T",
                "2: `author` is not followed by `=`",
                "5: a brace of `title` is never closed",
                "7: a brace of `title` is never closed",
                "10: this entry does not end before the next one",
            ],
        );
    }

    #[test]
    fn small_slips_are_warned_of() {
        check(
            "@a{x, title={T} year={2020}, year={2021}, journal = nature}",
            &[
                "a x: title=T; year=2020; journal=nature",
                "1: a comma is missing here",
                "1: `year` is given twice in `x`",
                "1: no `@string` before this says what `nature` is",
            ],
        );
    }
}
