//! A [`Mistake`] is what most often makes a text no YAML, and what to write instead.

use std::ops::Range;

use super::SyntaxError;

/// What is probably wrong.
pub struct Mistake {
    /// Where in the text.
    pub range: Range<usize>,
    /// What to write instead, if that is known.
    pub fix: Option<&'static str>,
}

/// Looks at what the parser complains about.
pub fn mistake(text: &str, error: &SyntaxError) -> Mistake {
    let line_start = text[..error.range.start].rfind('\n').map_or(0, |at| at + 1);
    let line = text[line_start..].lines().next().unwrap_or_default();
    let above = text[..line_start].lines().next_back().unwrap_or_default();
    let message = error.message.as_str();
    let says = |words: &[&str]| words.iter().any(|word| message.contains(word));
    let mut range = error.range.clone();
    let fix = if let Some(mark) = mark_of_a_merge(text) {
        range = mark;
        "keep the lines of one side or of both, and remove git's marks `<<<<<<<`, `=======` and `>>>>>>>`"
    } else if says(&["unknown escape", "hexadecimal"]) {
        range = first_wrong_escape(text, range);
        "write the text in single quotes, where a backslash is one: 'Poincar\\''e'"
    } else if says(&["content after single-quoted"]) {
        "nothing stands behind a closing quote; a quote within single quotes is doubled: 'it''s'"
    } else if says(&["content after double-quoted"]) {
        "nothing stands behind a closing quote; a text that holds `\"` is written in single quotes: 'the \"best\" one'"
    } else if says(&["mapping values", "expected key"]) && is_indented_field(line, above) {
        "a field begins where the one above it begins; a text of several lines that holds `: ` must be quoted"
    } else if says(&["mapping values"]) {
        "a value that holds `: ` must be quoted: `title: 'One: two'`"
    } else if says(&["tabs"]) || indent(line).contains('\t') {
        "indent with blanks, not tabs"
    } else if says(&["unclosed quote"]) {
        "close the quote; a quote within single quotes is doubled: 'it''s'"
    } else if says(&["expected ':'", "expected '-'", "expected key"]) && is_tight_item(line) {
        "an item of a list has a blank behind its hyphen: `- Ada Lovelace`"
    } else if says(&["anchor"]) || needs_quotes(line) {
        "a value that begins with one of `{ [ & * ! | > @ % # '` or a backtick must be quoted"
    } else {
        return Mistake { range, fix: None };
    };
    Mistake { range, fix: Some(fix) }
}

/// The first line by which git says that it could not merge two versions.
fn mark_of_a_merge(text: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let shown = line.trim_end();
        if shown.starts_with("<<<<<<< ") || shown.starts_with(">>>>>>> ") || shown == "=======" {
            return Some(start..start + shown.len());
        }
        start += line.len();
    }
    None
}

fn indent(line: &str) -> &str {
    &line[..line.len() - line.trim_start().len()]
}

/// Whether a line is a field that is indented below one that has its value already.
fn is_indented_field(line: &str, above: &str) -> bool {
    let Some((_, value)) = field(above) else { return false };
    let has_value = !value.is_empty() && !value.starts_with(['|', '>', '#', '&']);
    has_value && indent(line).len() > indent(above).len() && field(line).is_some()
}

/// The name and the value of a field that has a line.
fn field(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.trim().split_once(':')?;
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let is_apart = value.is_empty() || value.starts_with(' ');
    (is_name && is_apart).then(|| (name, value.trim()))
}

/// `-Ada Lovelace`.
fn is_tight_item(line: &str) -> bool {
    let item = line.trim_start().strip_prefix('-');
    item.is_some_and(|item| item.starts_with(|c: char| c != '-' && !c.is_whitespace()))
}

/// The first backslash behind `range` that YAML gives no meaning: <https://yaml.org/spec/1.2.2/#57-escaped-characters>.
fn first_wrong_escape(yaml: &str, range: Range<usize>) -> Range<usize> {
    let mut at = range.start;
    while let Some(backslash) = yaml[at..].find('\\').map(|offset| at + offset) {
        let escape = &yaml[backslash + 1..];
        let digits = escape.bytes().skip(1).take_while(u8::is_ascii_hexdigit).count();
        match escape.chars().next() {
            Some(next) if "0abt\tnvfre \"/\\N_LP\n\r".contains(next) => at = backslash + 1 + next.len_utf8(),
            Some('x') if digits >= 2 => at = backslash + 4,
            Some('u') if digits >= 4 => at = backslash + 6,
            Some('U') if digits >= 8 => at = backslash + 10,
            next => return backslash..backslash + 1 + next.map_or(0, char::len_utf8),
        }
    }
    range
}

fn needs_quotes(line: &str) -> bool {
    let value = line.split_once(": ").map_or("", |(_, value)| value.trim_start());
    value.starts_with(['{', '[', '&', '*', '!', '|', '>', '@', '%', '`'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_mistakes_say_what_to_write() {
        for (text, fix) in [
            ("title: 'Don't stop'", "is doubled"),
            ("tags: ['a' b]", "nothing stands behind"),
            ("title: \"A \"B\" c\"", "in single quotes"),
            ("title: x\n  authors: [A B]", "begins where the one above"),
            ("title: x\n  authors:\n    - A B", "begins where the one above"),
            ("venue:\n  name: x\n    short: y", "begins where the one above"),
            ("tags: [a]\n  summary: y", "begins where the one above"),
            ("title: One: two", "must be quoted: `title"),
            ("venue:\n  name: One: two", "must be quoted: `title"),
            ("authors:\n  - A B\n  -C D", "blank behind its hyphen"),
            ("authors:\n- A B\n-C D\nyear: 2020", "blank behind its hyphen"),
            ("authors:\n  - A B\n  -C: D", "blank behind its hyphen"),
            ("title: x\n<<<<<<< HEAD\nyear: 2020\n=======\nyear: 2021\n>>>>>>> b", "git's marks"),
            ("year: 2020\n=======\nyear: 2021", "git's marks"),
            ("title: {A} paper", "begins with one of"),
            ("title: @A", "begins with one of"),
        ] {
            let error = crate::yaml::parse(text).expect_err(text);
            let found = mistake(text, &error).fix.unwrap_or_default();
            assert!(found.contains(fix), "{text}: {error:?}: {found}");
        }
    }
}
