//! A YAML text as a small tree of [`Node`]s, each with its place in the text.
//!
//! The tree is validated by hand afterwards, so that every problem of a file is found in one run,
//! and so that a scalar's spelling is at hand: `arxiv: 2401.00010` is a number to YAML, which
//! would lose its last zero.
//!
//! Texts and keys are without the characters that are no text, as [`text::clean_up`] has it: in double quotes YAML can
//! spell any of them.

use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{Budget, DuplicateKeyPolicy, Location, MergeKeyPolicy, Options, Spanned};

use crate::text;

mod mistake;
mod scalar;
mod simple;

pub use mistake::mistake;
pub use scalar::{flow, flow_scalar, scalar, scalar_like};

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub value: Value,
    /// Bytes of the text given to [`parse`].
    pub range: Range<usize>,
    /// Where the value is spelled, which is elsewhere for an alias: `*year` stands for what `&year` names.
    pub spelled_at: Range<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    /// A plain scalar that YAML reads as a number.
    Number(f64),
    String(String),
    Sequence(Vec<Node>),
    /// In the order of the text; keys may repeat.
    Mapping(Vec<(Key, Node)>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    pub name: String,
    pub range: Range<usize>,
}

impl Node {
    /// What the value is called in a message.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::String(_) => "text",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a map",
        }
    }

    /// The entries of a map; none where it is something else.
    pub fn entries(&self) -> &[(Key, Node)] {
        match &self.value {
            Value::Mapping(entries) => entries,
            _ => &[],
        }
    }

    pub fn is_list_of_scalars(&self) -> bool {
        let is_scalar =
            |item: &Node| !matches!(item.value, Value::Null | Value::Sequence(_) | Value::Mapping(_));
        matches!(&self.value, Value::Sequence(items) if items.iter().all(is_scalar))
    }

    fn clean(&mut self) {
        match &mut self.value {
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
            Value::String(string) => text::clean_up(string),
            Value::Sequence(items) => items.iter_mut().for_each(Node::clean),
            Value::Mapping(entries) => entries.iter_mut().for_each(|(key, node)| {
                text::clean_up(&mut key.name);
                node.clean();
            }),
        }
    }

    /// The value as JSON; what JSON cannot say becomes null.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(bool) => (*bool).into(),
            Value::Number(number) if number.fract() == 0.0 && number.abs() < 9e15 => (*number as i64).into(),
            Value::Number(number) => (*number).into(),
            Value::String(text) => text.as_str().into(),
            Value::Sequence(items) => items.iter().map(Node::to_json).collect(),
            Value::Mapping(entries) => {
                let entries = entries.iter().map(|(key, node)| (key.name.clone(), node.to_json()));
                serde_json::Value::Object(entries.collect())
            }
        }
    }
}

/// Why a text is not YAML, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    pub message: String,
    pub range: Range<usize>,
}

/// Parses one document. An empty text is [`Value::Null`].
///
/// Texts are untrusted: the number of nodes, their depth and the expansion of aliases are limited.
pub fn parse(text: &str) -> Result<Node, SyntaxError> {
    let mut node = as_written(text)?;
    node.clean();
    Ok(node)
}

/// The document with all characters that it spells.
fn as_written(text: &str) -> Result<Node, SyntaxError> {
    simple::read(text).map_or_else(|| as_parsed(text), Ok)
}

fn as_parsed(text: &str) -> Result<Node, SyntaxError> {
    let ascii = text.is_ascii();
    let spanned: Spanned<RawValue> =
        serde_yaml::from_str_with_options(text, options()).map_err(|error| SyntaxError {
            message: first_line(&error),
            range: error.location().map_or(0..0, |location| range(&location, text, ascii)),
        })?;
    Ok(node(spanned, text, ascii))
}

fn options() -> Options {
    serde_yaml::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        strict_booleans: true,
        with_snippet: false,
        budget: budget(),
    }
}

/// How many lists and maps may lie in each other.
pub const DEEPEST: usize = 64;

/// Enough for a paper with 20,000 authors, each a map; little for an attacker.
fn budget() -> Option<Budget> {
    serde_yaml::budget! {
        max_nodes: 200_000,
        max_events: 1_000_000,
        max_depth: DEEPEST,
        max_aliases: 1_000,
    }
}

fn first_line(error: &serde_yaml::Error) -> String {
    let text = error.without_snippet().to_string();
    let line = text.lines().next().unwrap_or_default().trim();
    // The place is shown by the diagnostic's frame.
    let line = line.split_once(" at line ").map_or(line, |(message, _)| message);
    line.trim_start_matches("error: ").trim_end_matches([':', '.']).to_owned()
}

fn node(spanned: Spanned<RawValue>, text: &str, ascii: bool) -> Node {
    let place = |location: &Location| range(location, text, ascii);
    let (range, spelled_at) = (place(&spanned.referenced), place(&spanned.defined));
    let value = match spanned.value {
        RawValue::Null => Value::Null,
        RawValue::Bool(bool) => Value::Bool(bool),
        RawValue::Number(number) => Value::Number(number),
        RawValue::String(string) => Value::String(string),
        RawValue::Sequence(items) => {
            Value::Sequence(items.into_iter().map(|item| node(item, text, ascii)).collect())
        }
        RawValue::Mapping(entries) => {
            let entry = |(key, value): (Spanned<String>, Spanned<RawValue>)| {
                let key_range = place(&key.referenced);
                (Key { name: key.value, range: key_range }, node(value, text, ascii))
            };
            Value::Mapping(entries.into_iter().map(entry).collect())
        }
    };
    Node { value, range, spelled_at }
}

/// The parser counts bytes where it can, else characters.
fn range(location: &Location, text: &str, ascii: bool) -> Range<usize> {
    let span = location.span();
    if let (Some(start), Some(length)) = (span.byte_offset(), span.byte_len()) {
        let start = (start as usize).min(text.len());
        return start..(start + length as usize).min(text.len());
    }
    let start = span.offset() as usize;
    let end = start + span.len() as usize;
    if ascii {
        return start.min(text.len())..end.min(text.len());
    }
    let byte_at = |index: usize| text.char_indices().nth(index).map_or(text.len(), |(at, _)| at);
    byte_at(start)..byte_at(end)
}

enum RawValue {
    Null,
    Bool(bool),
    Number(f64),
    String(String),
    Sequence(Vec<Spanned<RawValue>>),
    Mapping(Vec<(Spanned<String>, Spanned<RawValue>)>),
}

impl<'de> Deserialize<'de> for RawValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawValueVisitor)
    }
}

struct RawValueVisitor;

impl<'de> Visitor<'de> for RawValueVisitor {
    type Value = RawValue;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<RawValue, E> {
        Ok(RawValue::Null)
    }

    fn visit_none<E>(self) -> Result<RawValue, E> {
        Ok(RawValue::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<RawValue, D::Error> {
        RawValue::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<RawValue, E> {
        Ok(RawValue::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<RawValue, E> {
        Ok(RawValue::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<RawValue, E> {
        Ok(RawValue::Number(value as f64))
    }

    fn visit_i128<E>(self, value: i128) -> Result<RawValue, E> {
        Ok(RawValue::Number(value as f64))
    }

    fn visit_u128<E>(self, value: u128) -> Result<RawValue, E> {
        Ok(RawValue::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<RawValue, E> {
        Ok(RawValue::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<RawValue, E> {
        Ok(RawValue::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<RawValue, E> {
        Ok(RawValue::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<RawValue, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(RawValue::Sequence(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<RawValue, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(RawValue::Mapping(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(text: &str, expected: Expect) {
        fn show(node: &Node, text: &str, out: &mut String) {
            let spelling = &text[node.range.clone()];
            match &node.value {
                Value::Sequence(items) => {
                    out.push_str("[ ");
                    items.iter().for_each(|item| show(item, text, out));
                    out.push_str("] ");
                }
                Value::Mapping(entries) => {
                    out.push_str("{ ");
                    for (key, value) in entries {
                        assert!(text[key.range.clone()].contains(&key.name), "{key:?}");
                        out.push_str(&format!("{}: ", key.name));
                        show(value, text, out);
                    }
                    out.push_str("} ");
                }
                value => out.push_str(&format!("{value:?}«{spelling}» ")),
            }
        }
        let shown = match parse(text) {
            Ok(node) => {
                let mut out = String::new();
                show(&node, text, &mut out);
                out
            }
            Err(error) => format!("{error:?}"),
        };
        expected.assert_eq(&shown);
    }

    #[test]
    fn scalars_keep_their_spelling() {
        check(
            "arxiv: 2401.00010\nb: 'é' # c\nc: é x\nd: No\ne: 2025-10-30\nf: ~",
            expect![[
                r#"{ arxiv: Number(2401.0001)«2401.00010» b: String("é")«'é'» c: String("é x")«é x» d: String("No")«No» e: String("2025-10-30")«2025-10-30» f: Null«~» } "#
            ]],
        );
    }

    #[test]
    fn what_is_no_text_is_dropped() {
        let node = parse(r#"{"a\x01": ["\x010\x02b\tc\nd", {"\u0085e": "\u202Ef\uFEFF"}]}"#);
        let json = node.expect("it is YAML").to_json();
        assert_eq!(json, serde_json::json!({"a": ["0b\tc\nd", {"e": "f"}]}));
    }

    #[test]
    fn an_alias_has_a_place_of_its_own_and_the_spelling_of_what_it_stands_for() {
        let text = "é: &year 2401.00010\nb: [*year, &flag true]\nc: *flag";
        let root = parse(text).expect("it is YAML");
        let of =
            |node: &Node| (text[node.range.clone()].to_owned(), text[node.spelled_at.clone()].to_owned());
        let [(_, first), (_, Node { value: Value::Sequence(list), .. }), (_, last)] = root.entries() else {
            panic!("three entries: {root:?}")
        };
        assert_eq!(of(first).1, "2401.00010");
        assert_eq!(of(&list[0]), ("*year".to_owned(), "2401.00010".to_owned()));
        assert_eq!(of(last), ("*flag".to_owned(), "true".to_owned()));
    }

    #[test]
    fn repeated_keys_are_all_there() {
        check(
            "a: 1\na: [x, {y: z}]",
            expect![[r#"{ a: Number(1.0)«1» a: [ String("x")«x» { y: String("z")«z» } ] } "#]],
        );
    }

    #[test]
    fn block_scalars_and_empty_values_are_read() {
        check(
            "a: |\n  one\n  two\nb: >-\n  three\n  four\nc:\nd: \"\"",
            expect![[r#"
            { a: String("one\ntwo\n")«one
              two
            » b: String("three four")«three
              four
            » c: Null«» d: String("")«""» } "#]],
        );
    }

    #[test]
    fn syntax_errors_have_a_place() {
        check("a: 'x\nb: 1", expect![[r#"SyntaxError { message: "unclosed quote", range: 3..4 }"#]]);
        check(
            "a: b: c",
            expect![[
                r#"SyntaxError { message: "mapping values are not allowed in this context", range: 4..5 }"#
            ]],
        );
        check(
            "a:\n\t- x",
            expect![[
                r#"SyntaxError { message: "tabs disallowed within this context (block indentation)", range: 4..5 }"#
            ]],
        );
        check("[1, 2", expect![[r#"SyntaxError { message: "unclosed bracket '['", range: 0..1 }"#]]);
        check(
            "a: *nowhere",
            expect![[r#"SyntaxError { message: "alias references unknown anchor", range: 3..4 }"#]],
        );
    }

    #[test]
    fn hostile_documents_are_refused() {
        check(
            &"[".repeat(20_000),
            expect![[r#"SyntaxError { message: "recursion limit exceeded", range: 255..256 }"#]],
        );
        check(
            "a: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e]\ng: [*f,*f,*f,*f,*f,*f,*f,*f]",
            expect![[
                r#"SyntaxError { message: "budget breached: Nodes { nodes: 200001 }", range: 171..173 }"#
            ]],
        );
    }
}
