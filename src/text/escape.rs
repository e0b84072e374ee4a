//! Any text as Markdown that reads as that text, for importers.

use std::fmt::Write as _;
use std::ops::Range;

use super::scan;

/// Writes `text`, which may hold TeX and HTML but no Markdown, as Markdown that [`Text::block`](super::Text::block)
/// reads as the same text.
///
/// Only what Markdown would otherwise read is escaped, so that the file stays readable: `a * b` and `snake_case` are as
/// they were. TeX stays alive. Blanks at the ends of lines are dropped, since Markdown reads them as breaks and code.
///
/// ```
/// use offprint::text::escape_markdown;
///
/// assert_eq!(escape_markdown("# of *p*-values, $x_i * y_i$"), r"\# of \*p\*-values, $x_i * y_i$");
/// ```
pub fn escape_markdown(text: &str) -> String {
    let is_text = text_mask(text, &scan::text_ranges(text));
    let counts = Counts::of(text, &is_text);
    let mut escaped = String::with_capacity(text.len() + 16);
    let mut start = 0;
    let mut is_after_text = false;
    for line in text.split('\n') {
        if start > 0 {
            escaped.push('\n');
        }
        let trimmed = line.trim_matches([' ', '\t', '\r']);
        let trimmed_start = start + (line.len() - line.trim_start_matches([' ', '\t', '\r']).len());
        let shown = without_break(trimmed);
        let is_text = &is_text[trimmed_start..trimmed_start + shown.len()];
        let marker = block_marker(shown, is_after_text).filter(|&at| is_text[at]);
        escape_line(shown, is_text, counts, marker, &mut escaped);
        is_after_text = !trimmed.is_empty();
        start += line.len() + 1;
    }
    escaped
}

/// Writes `text`, which may hold TeX and HTML but no Markdown, as Markdown that
/// [`Text::inline`](super::Text::inline) reads as the same text: a title, say.
///
/// What begins a block elsewhere is itself in a line, and stays as it is. Line breaks become blanks.
///
/// ```
/// use offprint::text::escape_markdown_line;
///
/// assert_eq!(escape_markdown_line("1. *S*: what $p*$ is"), r"1. \*S\*: what $p*$ is");
/// ```
pub fn escape_markdown_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_text = text_mask(&line, &scan::line_text_ranges(&line));
    let counts = Counts::of(&line, &is_text);
    let mut escaped = String::with_capacity(line.len() + 16);
    escape_line(&line, &is_text, counts, None, &mut escaped);
    escaped
}

/// Which bytes of `text` lie in `ranges`.
fn text_mask(text: &str, ranges: &[Range<usize>]) -> Vec<bool> {
    let mut is_text = vec![false; text.len()];
    for range in ranges {
        is_text[range.clone()].fill(true);
    }
    is_text
}

/// Without a backslash at the end, which is a break in Markdown and a blank in TeX.
fn without_break(line: &str) -> &str {
    let slashes = line.len() - line.trim_end_matches('\\').len();
    if slashes % 2 == 1 { &line[..line.len() - 1] } else { line }
}

/// How many of the characters that only mean something in pairs there are.
#[derive(Clone, Copy)]
struct Counts {
    stars: usize,
    underscores: usize,
    backticks: usize,
    /// Whether a line begins with a bracket, as the definition of a link does.
    has_label: bool,
    /// Whether a `\( or `\[` might be a formula's.
    has_open_bracket: bool,
}

impl Counts {
    fn of(text: &str, is_text: &[bool]) -> Counts {
        let count =
            |byte| text.bytes().zip(is_text).filter(|&(other, &is_text)| is_text && other == byte).count();
        Counts {
            stars: count(b'*'),
            underscores: count(b'_'),
            // One that TeX opens a quotation with would close code, too.
            backticks: text.matches('`').count(),
            has_label: text.lines().any(|line| line.trim_start().starts_with('[')),
            has_open_bracket: text.contains(r"\(") || text.contains(r"\["),
        }
    }
}

/// `marker` is where the character stands that would begin a block, if one would.
fn escape_line(line: &str, is_text: &[bool], counts: Counts, marker: Option<usize>, escaped: &mut String) {
    let mut before = None;
    for (at, character) in line.char_indices() {
        let after = line[at + character.len_utf8()..].chars().next();
        let is_special = is_text[at]
            && match character {
                '*' => counts.stars > 1 && !(is_blank(before) && is_blank(after)),
                '_' => {
                    counts.underscores > 1
                        && !(is_word(before) && is_word(after))
                        && !(is_blank(before) && is_blank(after))
                }
                '`' => counts.backticks > 1,
                ']' => after == Some('(') || after == Some(':') && counts.has_label,
                '&' => is_entity(&line[at..]),
                _ => false,
            };
        if !is_special && marker != Some(at) {
            escaped.push(character);
        } else if is_tex_command(character, after, counts) {
            let _ = write!(escaped, "&#{};", character as u32);
        } else {
            escaped.extend(['\\', character]);
        }
        before = Some(character);
    }
}

/// Whether a character with a backslash before it would be TeX: an accent, or the end of a formula.
fn is_tex_command(character: char, after: Option<char>, counts: Counts) -> bool {
    match character {
        '`' | '=' | '~' => after.is_some_and(|c| c.is_alphabetic() || c == '{'),
        ']' | ')' => counts.has_open_bracket,
        _ => false,
    }
}

/// Returns where the character stands that makes Markdown read a line as more than text.
fn block_marker(line: &str, is_after_text: bool) -> Option<usize> {
    let first = line.chars().next()?;
    let rest = line.trim_start_matches(first);
    let len = line.len() - rest.len();
    let is_marker = match first {
        '#' => len <= 6 && is_blank(rest.chars().next()),
        '>' => true,
        '-' | '+' | '*' => is_blank(line[1..].chars().next()) || is_rule(line, first),
        '_' | '=' => is_rule(line, first),
        '~' | '`' => len >= 3,
        '|' | ':' => line.chars().all(|c| matches!(c, '|' | ':' | '-' | ' ' | '\t')),
        '0'..='9' => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let is_number = digits <= 9
                && line[digits..].starts_with(['.', ')'])
                && is_blank(line[digits + 1..].chars().next())
                // Within a paragraph only a list that counts from 1 begins.
                && (!is_after_text || line[..digits].parse() == Ok(1));
            return is_number.then_some(digits);
        }
        _ => false,
    };
    let is_delimiter_row =
        first == '-' && line.contains('|') && line.chars().all(|c| matches!(c, '|' | ':' | '-' | ' ' | '\t'));
    (is_marker || is_delimiter_row).then_some(0)
}

/// Whether a line is a thematic break or the underline of a heading.
fn is_rule(line: &str, mark: char) -> bool {
    line.chars().all(|c| c == mark || matches!(c, ' ' | '\t'))
}

/// Whether `text`, which begins with `&`, begins with an entity: `&amp;`, `&#38;`.
fn is_entity(text: &str) -> bool {
    const MAX_NAME: usize = 40;
    let name = &text[1..];
    let len =
        name.bytes().take(MAX_NAME).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    len > 1 && name[len..].starts_with(';')
}

fn is_blank(character: Option<char>) -> bool {
    character.is_none_or(char::is_whitespace)
}

fn is_word(character: Option<char>) -> bool {
    character.is_some_and(char::is_alphanumeric)
}
