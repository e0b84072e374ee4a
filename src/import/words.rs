//! Words of others as lines, paragraphs and names.

use std::ops::Range;

use crate::paper::Name;
use crate::text::is_math_environment;

/// A name such that it is printed as it was found: one that would be turned around, or taken for
/// several, is not taken apart.
pub(crate) fn name(printed: String) -> Name {
    let is_one = !printed.contains(',') && !printed.contains(" and ");
    let parsed = Name::parse(&printed);
    if is_one && parsed.printed() == printed { parsed } else { Name::Literal(printed) }
}

/// A text on one line, without control characters; nothing if that is empty.
pub(crate) fn line(text: &str) -> Option<String> {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| word.chars().filter(|char| !char.is_control()).collect())
        .filter(|word: &String| !word.is_empty())
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// arXiv's texts are broken into lines; a paragraph begins with an indented or behind an empty one.
///
/// A displayed formula is not taken apart, however its lines are indented.
pub(crate) fn paragraphs(text: &str) -> Vec<String> {
    let mut joined = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(formula) = displayed(rest) {
        joined.push_str(&rest[..formula.start]);
        joined.extend(line(&rest[formula.clone()]));
        rest = &rest[formula.end..];
    }
    joined.push_str(rest);
    paragraphs_of_lines(&joined)
}

/// The first displayed formula of a text, with its delimiters. It holds no empty line.
fn displayed(text: &str) -> Option<Range<usize>> {
    let formula = |start: usize| {
        let rest = &text[start..];
        let (begin, end) = match rest {
            _ if rest.starts_with("$$") => ("$$", "$$".to_owned()),
            _ if rest.starts_with("\\[") && !text[..start].ends_with('\\') => ("\\[", "\\]".to_owned()),
            _ => {
                let begin = rest.strip_prefix("\\begin")?;
                let name = &begin[..=begin.find('}')?];
                is_math_environment(name.trim_matches(['{', '}']))
                    .then_some(("\\begin", format!("\\end{name}")))?
            }
        };
        let body = &rest[begin.len()..];
        let length = body.find(&end)?;
        let is_gap = |after: &str| after.trim_start_matches([' ', '\t', '\r']).starts_with('\n');
        let has_gap = body[..length].match_indices('\n').any(|(at, _)| is_gap(&body[at + 1..length]));
        (!has_gap).then(|| start..start + begin.len() + length + end.len())
    };
    text.match_indices(['$', '\\']).find_map(|(start, _)| formula(start))
}

fn paragraphs_of_lines(text: &str) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut is_new = true;
    for row in text.lines() {
        let Some(words) = line(row) else {
            is_new = true;
            continue;
        };
        match paragraphs.last_mut() {
            Some(paragraph) if !is_new && !row.starts_with([' ', '\t']) => {
                paragraph.push(' ');
                paragraph.push_str(&words);
            }
            _ => paragraphs.push(words),
        }
        is_new = false;
    }
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_begins_with_an_indented_line_unless_it_is_within_a_formula() {
        let check = |text: &str, expected: &[&str]| assert_eq!(paragraphs(text), expected, "{text}");
        check("One\ntwo\n  three\n\nfour", &["One two", "three", "four"]);
        check(
            "bound\n  $$\n  p = \\frac{1}{N}\n  + q\n  $$\n  for all n.",
            &["bound", "$$ p = \\frac{1}{N} + q $$", "for all n."],
        );
        check("a \\[ x\n  y \\] b\n  c", &["a \\[ x y \\] b", "c"]);
        check("\\begin{align}\n  x\n\\end{align}", &["\\begin{align} x \\end{align}"]);
        check("$$ cheap\n\nand $$ dear", &["$$ cheap", "and $$ dear"]);
        check("\\begin{itemize}\n  x\n\\end{itemize}", &["\\begin{itemize}", "x \\end{itemize}"]);
    }

    #[test]
    fn a_line_has_no_breaks_and_no_control_characters() {
        assert_eq!(line(" One\n  two\u{A0}three\u{7}\u{85} \u{0} ").as_deref(), Some("One two three"));
        assert_eq!(line("\u{7} \n"), None);
    }
}
