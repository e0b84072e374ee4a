//! Reads the YAML that nearly all front matter is made of: `key: value` lines, lists and maps below each other, and
//! scalars that stand on one line, plain or in quotes.
//!
//! It takes a sixth of the parser's instructions, which were a third of what a paper costs in a build with nothing
//! changed. What may be anything else is left to the parser; of what it reads, the parser would say the same.

use std::ops::Range;

use memchr::{memchr_iter, memchr2_iter};

use super::{Key, Node, Value};

/// A text of this many bytes cannot break the limits of the parser.
const LONGEST: usize = 200_000;

const LONGEST_KEY: usize = 100;

/// How many lists and maps may lie in each other.
const DEEPEST: usize = 8;

/// Reads a map; none where it takes the parser to read it.
pub(super) fn read(text: &str) -> Option<Node> {
    if text.len() > LONGEST || !text.chars().all(is_simple) {
        return None;
    }
    let mut reader = Reader { text, line: None, next: 0, depth: 0 };
    reader.advance()?;
    let first = reader.line.filter(|line| line.indent == 0)?;
    reader.map(first)
}

/// Whether a character is text, or ends a line, and nothing else.
fn is_simple(character: char) -> bool {
    match character {
        '\n' | ' '..='~' => true,
        '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' => false,
        _ => character >= '\u{A0}',
    }
}

struct Reader<'t> {
    text: &'t str,
    /// The line that is read next, without the blanks around it; none at the end.
    line: Option<Line>,
    /// Where the line after that begins.
    next: usize,
    depth: usize,
}

/// A line, or what follows on it after `- `.
#[derive(Clone, Copy)]
struct Line {
    indent: usize,
    start: usize,
    end: usize,
}

impl<'t> Reader<'t> {
    /// Goes to the next line that is not empty. None where there is one of blanks.
    fn advance(&mut self) -> Option<()> {
        self.line = None;
        while self.next < self.text.len() {
            let start = self.next;
            let rest = &self.text[start..];
            let length = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
            self.next = start + length + 1;
            let text = rest[..length].trim_end_matches(' ');
            if length == 0 {
                continue;
            }
            if text.is_empty() {
                return None;
            }
            let indent = text.len() - text.trim_start_matches(' ').len();
            self.line = Some(Line { indent, start: start + indent, end: start + text.len() });
            break;
        }
        Some(())
    }

    fn text_of(&self, line: Line) -> &'t str {
        &self.text[line.start..line.end]
    }

    /// Reads a list or a map that begins with this line.
    fn block(&mut self, first: Line) -> Option<Node> {
        if self.text_of(first).starts_with("- ") { self.list(first, first.start) } else { self.map(first) }
    }

    /// Reads a map of which this line is the first entry.
    fn map(&mut self, first: Line) -> Option<Node> {
        self.enter()?;
        let mut entries = Vec::new();
        let mut line = first;
        loop {
            let key = key(self.text_of(line), line.start)?;
            let after_colon = key.range.end + 1;
            entries.push((key, self.value(first.indent, after_colon..line.end)?));
            match self.line.filter(|line| line.indent >= first.indent) {
                Some(next) if next.indent > first.indent => return None,
                Some(next) => line = next,
                None => break,
            }
        }
        self.depth -= 1;
        Some(node(Value::Mapping(entries), first.start..first.start))
    }

    /// Reads the value of an entry: `rest` is what follows the colon on its line.
    fn value(&mut self, indent: usize, rest: Range<usize>) -> Option<Node> {
        if !rest.is_empty() {
            return self.scalar_or_flow(indent, rest);
        }
        self.advance()?;
        match self.line {
            Some(line) if line.indent > indent => self.block(line),
            // The items of a list need not be indented.
            Some(line) if line.indent == indent && self.text_of(line).starts_with("- ") => {
                let item = self.item(line);
                self.list(line, item.start)
            }
            // It stands where the colon is.
            _ => Some(node(Value::Null, rest.start - 1..rest.start - 1)),
        }
    }

    /// Reads a list of which this line is the first item; messages name it by `place`.
    fn list(&mut self, first: Line, place: usize) -> Option<Node> {
        self.enter()?;
        let mut items = Vec::new();
        let mut line = first;
        loop {
            let item = self.item(line);
            items.push(match end_of_key(self.text_of(item)) {
                Some(_) if !self.text_of(item).starts_with(['"', '\'', '[', '{']) => self.map(item)?,
                _ => self.scalar_or_flow(line.indent, item.start..item.end)?,
            });
            match self.line.filter(|line| line.indent >= first.indent) {
                Some(next) if next.indent > first.indent => return None,
                Some(next) if self.text_of(next).starts_with("- ") => line = next,
                // The list was not indented.
                Some(_) if place != first.start => break,
                Some(_) => return None,
                None => break,
            }
        }
        self.depth -= 1;
        Some(node(Value::Sequence(items), place..place))
    }

    /// What follows `- `.
    fn item(&self, line: Line) -> Line {
        let text = self.text_of(line);
        let before = text.len() - text[1..].trim_start_matches(' ').len();
        Line { indent: line.indent + before, start: line.start + before, end: line.end }
    }

    fn enter(&mut self) -> Option<()> {
        self.depth += 1;
        (self.depth <= DEEPEST).then_some(())
    }

    /// Reads the end of a line, which is a whole value; `indent` is that of what it belongs to.
    fn scalar_or_flow(&mut self, indent: usize, rest: Range<usize>) -> Option<Node> {
        let text = &self.text[rest.clone()];
        let start = rest.end - text.trim_start_matches(' ').len();
        let (value, length) = flow_or_scalar(&self.text[start..rest.end], start)?;
        self.advance()?;
        // A text may go on there.
        if self.line.is_some_and(|line| line.indent > indent) {
            return None;
        }
        Some(node(value, start..start + length))
    }
}

fn node(value: Value, range: Range<usize>) -> Node {
    Node { value, spelled_at: range.clone(), range }
}

/// Where the colon is behind the key with which a text begins.
fn end_of_key(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let ends = |at: &usize| matches!(bytes.get(at + 1), Some(b' ') | None);
    memchr_iter(b':', bytes).find(ends).filter(|colon| *colon <= LONGEST_KEY)
}

/// Reads the key with which a text begins that stands at `start`.
fn key(text: &str, start: usize) -> Option<Key> {
    let colon = end_of_key(text)?;
    let Value::String(name) = plain(&text[..colon])? else { return None };
    Some(Key { name, range: start..start + colon })
}

/// Reads a scalar, or a list or map in brackets that begins at `start`; says how much of it messages mark, too.
fn flow_or_scalar(text: &str, start: usize) -> Option<(Value, usize)> {
    let inside = |close| text[1..].strip_suffix(close);
    match text.bytes().next()? {
        b'[' => {
            let items = flow_items(inside(']')?, start + 1)?;
            let items =
                items.into_iter().map(|(text, at)| flow_scalar(text, at)).collect::<Option<Vec<_>>>()?;
            Some((Value::Sequence(items), 1))
        }
        b'{' => {
            let entry = |(text, at): (&str, usize)| {
                let key = key(text, at)?;
                let value = text[key.range.len() + 1..].trim_start_matches(' ');
                Some((key, flow_scalar(value, at + text.len() - value.len())?))
            };
            let entries = flow_items(inside('}')?, start + 1)?;
            Some((Value::Mapping(entries.into_iter().map(entry).collect::<Option<_>>()?), 1))
        }
        _ => Some((scalar(text)?, text.len())),
    }
}

fn flow_scalar(text: &str, at: usize) -> Option<Node> {
    Some(node(scalar(text)?, at..at + text.len()))
}

/// The texts that commas part, without the blanks around them, each with its place.
fn flow_items(text: &str, start: usize) -> Option<Vec<(&str, usize)>> {
    let mut items = Vec::new();
    // Where the item begins, what will close its quote, and whether a quote would open one.
    let (mut from, mut quote, mut may_open) = (0, None, true);
    let ends = text.bytes().enumerate().map(|(at, byte)| (at, Some(byte))).chain([(text.len(), None)]);
    for (at, byte) in ends {
        match byte {
            _ if quote.is_some() && byte.is_some() => {
                if byte == quote {
                    quote = None;
                }
            }
            Some(b'[' | b']' | b'{' | b'}') => return None,
            Some(b'"' | b'\'') if may_open => (quote, may_open) = (byte, false),
            Some(b',') | None => {
                let item = text[from..at].trim_start_matches(' ');
                items.push((item.trim_end_matches(' '), start + at - item.len()));
                (from, may_open) = (at + 1, true);
            }
            Some(b' ') => may_open |= text[..at].ends_with(':'),
            // Elsewhere a quote is a character of a plain text.
            Some(_) => may_open = false,
        }
    }
    // An empty list has one empty item, and a quote that is open reaches over the end.
    (quote.is_none() && items.iter().all(|(item, _)| !item.is_empty())).then_some(items)
}

/// Reads a scalar that is all of a text.
fn scalar(text: &str) -> Option<Value> {
    match text.bytes().next()? {
        b'\'' => {
            let inside = text[1..].strip_suffix('\'')?;
            let unescaped = inside.replace("''", "");
            (text.len() > 1 && !unescaped.contains('\'')).then(|| Value::String(inside.replace("''", "'")))
        }
        b'"' => {
            let inside = text[1..].strip_suffix('"')?;
            (text.len() > 1 && !inside.contains(['"', '\\'])).then(|| Value::String(inside.to_owned()))
        }
        _ => plain(text),
    }
}

/// Reads a scalar without quotes.
fn plain(text: &str) -> Option<Value> {
    let first = text.bytes().next()?;
    let begins_text = first.is_ascii_alphanumeric() || !first.is_ascii() || b"($/\\_<".contains(&first);
    if !begins_text || text.ends_with([':', ' ']) || ends_early(text) {
        return None;
    }
    match text {
        "null" | "Null" | "NULL" => Some(Value::Null),
        "true" | "True" | "TRUE" => Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => Some(Value::Bool(false)),
        _ if first.is_ascii_digit() && !is_text(text) => Some(Value::Number(number(text)?)),
        _ => Some(Value::String(text.to_owned())),
    }
}

/// Whether a text without quotes has a key or a comment in it: `a: b`, `a #b`.
fn ends_early(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr2_iter(b':', b'#', bytes).any(|at| match bytes[at] {
        b':' => bytes.get(at + 1) == Some(&b' '),
        _ => at > 0 && bytes[at - 1] == b' ',
    })
}

/// Whether what begins with a digit is no number, however YAML may spell numbers: `2025-10-30`, `10.1000/a`, `3D`.
fn is_text(text: &str) -> bool {
    // An exponent has its sign behind a letter.
    let has_hyphen = text.as_bytes().windows(2).any(|pair| pair[0].is_ascii_digit() && pair[1] == b'-');
    has_hyphen || text.bytes().any(|byte| b" /ghjklmpqrstuvwyzGHJKLMPQRSTUVWYZ".contains(&byte))
}

/// `5`, `0.1`; what else may be a number is left to the parser.
fn number(text: &str) -> Option<f64> {
    const LONGEST: usize = 15;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let are_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (text.len() <= LONGEST && are_digits(whole) && are_digits(fraction)).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use walkdir::WalkDir;

    use super::*;
    use crate::random::Random;
    use crate::yaml::as_parsed;

    /// The parser says the same of what is read without it; says whether that is so.
    #[track_caller]
    fn check(text: &str) -> bool {
        let Some(read) = read(text) else { return false };
        assert_eq!(as_parsed(text).as_ref(), Ok(&read), "{text:?}");
        true
    }

    const SCALARS: [&str; 64] = [
        "a",
        "A title of words",
        "'it''s'",
        "'a: b'",
        "\"a, b\"",
        "\"\"",
        "''",
        "'",
        "\"",
        "a: b",
        "a #b",
        "a# b",
        "#a",
        "5",
        "007",
        "12.50",
        "2401.00010",
        "1e5",
        "0x1F",
        "0o17",
        "1_000",
        "12:30",
        "1.",
        ".5",
        "-1",
        "+1",
        "2025",
        "2025-10",
        "2025-10-30",
        "2025-10-3",
        "0000-0001-5000-000X",
        "1e-5",
        "1-2e",
        "5D",
        "2025-10-30T12:00:00Z",
        "10.1000/a.b",
        "3D vision",
        "5 a",
        "true",
        "False",
        "yes",
        "No",
        "on",
        "null",
        "~",
        "Null",
        "nan",
        ".inf",
        "Infinity",
        "é ö",
        "\u{1F600} x",
        "https://a.example/x?y=z#w",
        "$x^2$ and \\alpha",
        "(a) [b]",
        "[a]",
        "*a",
        "&a b",
        "!a",
        "|",
        ">-",
        "@a",
        "%a",
        "a\u{A0}b",
        "- a",
    ];

    const KEYS: [&str; 12] =
        ["title", "a", "b c", "Ada L.", "é", "true", "null", "5", "'q'", "a-b", "x:y", "a,b [c]"];

    fn flow(random: &mut Random) -> String {
        let count = random.below(4);
        let mut items = Vec::new();
        for _ in 0..count {
            items.push(match random.below(6) {
                0 => format!("{}: {}", random.pick(&KEYS), random.pick(&SCALARS)),
                _ => random.pick(&SCALARS).to_owned(),
            });
        }
        let joined = items.join(random.pick(&[", ", ",", " , "]));
        match random.below(3) {
            0 => {
                let entries: Vec<String> = (0..count)
                    .map(|at| format!("{}{at}: {}", random.pick(&KEYS), random.pick(&SCALARS)))
                    .collect();
                format!("{{{}}}", entries.join(", "))
            }
            1 => format!("[ {joined} ]"),
            _ => format!("[{joined}]"),
        }
    }

    fn value(random: &mut Random) -> String {
        match random.below(12) {
            0 => flow(random),
            1..=3 => random.pick(&SCALARS).to_owned(),
            _ => random.pick(&["a", "b c", "'d'", "2025-10-30", "7", "https://a.example/"]).to_owned(),
        }
    }

    fn document(random: &mut Random) -> String {
        let mut text = String::new();
        let mut indent = 0;
        for _ in 0..1 + random.below(7) {
            match random.below(10) {
                0 => indent += 1 + random.below(3),
                1..=6 => {}
                _ => indent = 0,
            }
            let key =
                if random.below(4) == 0 { random.pick(&KEYS) } else { random.pick(&["a", "b c", "é"]) };
            let line = match random.below(12) {
                0 => String::new(),
                1 => format!("{key}:"),
                2 => format!("- {key}: {}", value(random)),
                3 => format!("-   {}", value(random)),
                4 | 5 => format!("- {}", value(random)),
                6 => format!("{key}:  {} ", value(random)),
                7 => value(random),
                8 => format!("{key}:\n{}- {}", " ".repeat(indent + random.below(3)), value(random)),
                _ => format!("{key}: {}", value(random)),
            };
            text.push_str(&format!("{}{line}\n", " ".repeat(indent)));
        }
        // Something that nobody meant.
        if random.below(3) == 0 {
            let at = text.floor_char_boundary(random.below(text.len()));
            text.insert_str(
                at,
                random.pick(&[" ", ":", "-", "'", "\"", "#", ",", "]", "\n", "\t", "\r", "\u{85}", "é"]),
            );
        }
        text
    }

    #[test]
    fn of_what_is_read_the_parser_says_the_same() {
        let mut random = Random::new(7);
        let mut read = 0;
        let count = std::env::var("OFFPRINT_STEPS").map_or(20_000, |steps| steps.parse().expect("a number"));
        for _ in 0..count {
            read += usize::from(check(&document(&mut random)));
        }
        assert!(read * 20 > count, "{read} of {count}");
    }

    #[test]
    fn values_are_read_each_on_its_own() {
        for value in SCALARS {
            check(&format!("a: {value}\n"));
            check(&format!("a:\n  - {value}\n  - x\n"));
            check(&format!("a: [{value}, x]\n"));
            check(&format!("a: {{k: {value}}}\n"));
            check(&format!("{value}: x\n"));
        }
    }

    #[test]
    fn most_of_what_people_write_is_read() {
        for text in [
            "title: On Sorting\nauthors:\n  - Ada Lovelace\n  - name: Charles Babbage\n    orcid: 0000-0001\n\ntags: [a, b]\n",
            "title: 'It''s: sorted'\nauthors:\n- A\n- B\nvenue: {name: Engines, url: 'https://a.example/'}\nlinks:\n  code: https://b.example/c\n",
        ] {
            assert!(check(text), "{text}");
        }
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let (mut read, mut files) = (0, 0);
        for entry in WalkDir::new(content)
            .into_iter()
            .flatten()
            .filter(|entry| entry.path().extension().is_some_and(|ending| ending == "md"))
        {
            let text = std::fs::read_to_string(entry.path()).expect("it can be read");
            let yaml = text.strip_prefix("---\n").and_then(|rest| Some(rest.split_once("\n---\n")?.0));
            files += 1;
            read += usize::from(yaml.is_some_and(check));
        }
        assert!(read * 10 > files * 8, "{read} of {files}");
    }
}
