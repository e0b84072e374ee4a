//! Writing a text as a YAML scalar that is read back as the same text.

use std::fmt::Write;

use serde_json::Value;

/// Words that some reader of YAML takes for something else than text.
const RESERVED: [&str; 12] =
    ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf", "infinity"];

/// Returns a text as a value of a block mapping, on one line and quoted where it must be.
///
/// Single quotes where they will do, since a backslash within them is a backslash, which is what
/// TeX needs; double quotes where a character must be escaped.
pub fn scalar(text: &str) -> String {
    if text.chars().any(must_be_escaped) {
        return double_quoted(text);
    }
    if is_plain(text) { text.to_owned() } else { single_quoted(text) }
}

/// The same within `[…]` and `{…}`, where commas and brackets part values.
///
/// `like` is a scalar whose quotes are taken over where they will do.
pub fn flow_scalar(text: &str, like: Option<&str>) -> String {
    let written = scalar_like(text, like);
    let is_plain = !written.starts_with(['\'', '"']);
    if is_plain && text.contains([',', '[', ']', '{', '}', '?']) { single_quoted(text) } else { written }
}

/// Returns any value on one line.
pub fn flow(value: &Value) -> String {
    match value {
        Value::Null => "~".to_owned(),
        Value::String(text) => flow_scalar(text, None),
        Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let entries =
                map.iter().map(|(name, value)| format!("{}: {}", flow_scalar(name, None), flow(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

/// Like [`scalar`], with the quotes of another scalar where they will do.
pub fn scalar_like(text: &str, like: Option<&str>) -> String {
    match like.and_then(|like| like.chars().next()) {
        Some('"') => double_quoted(text),
        Some('\'') if !text.chars().any(must_be_escaped) => single_quoted(text),
        _ => scalar(text),
    }
}

fn single_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Whether a text without quotes is that text to every reader of YAML.
fn is_plain(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with([':', ' '])
        && !RESERVED.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Characters that YAML does not take as they are, and line breaks, which it folds.
fn must_be_escaped(char: char) -> bool {
    char.is_control() || matches!(char, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

fn double_quoted(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for char in text.chars() {
        match char {
            '"' | '\\' => quoted.extend(['\\', char]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            char if must_be_escaped(char) => {
                write!(quoted, "\\u{:04X}", u32::from(char)).expect("a string takes what is written");
            }
            char => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::scalar;
    use crate::yaml::{Value, as_written};

    #[test]
    fn what_was_written_is_read_back() {
        for text in [
            "Pointer Networks",
            "One: two",
            "Ends with a colon:",
            "C # and C#",
            "#hashtags",
            "It's 'quoted' and \"quoted\"",
            r#"$\mathcal{O}(n^2)$ by \emph{na\"{\i}ve} means"#,
            "{PF}$^2$ES",
            "{{ name }}",
            "[x]",
            "*bold*",
            "&amp; !tag |x >y %z @a `b`",
            "- a list",
            "? a key",
            "---",
            "...",
            "~",
            "Null",
            "NO",
            "2401.00010",
            "1984",
            "0x1F",
            "1e3",
            ".inf",
            "2025-10-30",
            " around ",
            "",
            "'",
            "\\",
            "two\nlines\tand a tab",
            "c1 \u{85} separator \u{2028} mark \u{FEFF} bell \u{7}",
            "深層学習 👩‍🔬 e\u{301}",
            "שלום \u{202B}",
        ] {
            let yaml = format!("title: {}\nnext: 1\n", scalar(text));
            let node = as_written(&yaml).unwrap_or_else(|error| panic!("{yaml}: {}", error.message));
            let Value::Mapping(entries) = node.value else { panic!("{yaml}") };
            let Value::String(read) = &entries[0].1.value else { panic!("{yaml}") };
            assert_eq!((read.as_str(), entries.len()), (text, 2), "{yaml}");
        }
    }

    #[test]
    fn only_what_needs_quotes_has_them() {
        assert_eq!(scalar("Attention Is All You Need"), "Attention Is All You Need");
        assert_eq!(scalar("BERT: Pre-training"), "'BERT: Pre-training'");
        assert_eq!(scalar(r"$\alpha$'s"), r"'$\alpha$''s'");
        assert_eq!(scalar("a\nb"), r#""a\nb""#);
    }
}
