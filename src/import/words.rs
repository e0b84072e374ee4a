//! Words of others as lines, paragraphs and names.

use crate::paper::Name;

/// A name such that it is printed as it was found: one that would be turned around, or taken for
/// several, is not taken apart.
pub(crate) fn name(printed: String) -> Name {
    const GROUPS: [&str; 3] = [" Collaboration", " Consortium", " Team"];
    let is_one = !printed.contains(',')
        && !printed.contains(" and ")
        && !GROUPS.iter().any(|ending| printed.ends_with(ending));
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
pub(crate) fn paragraphs(text: &str) -> Vec<String> {
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
    fn a_line_has_no_breaks_and_no_control_characters() {
        assert_eq!(line(" One\n  two\u{A0}three\u{7}\u{85} \u{0} ").as_deref(), Some("One two three"));
        assert_eq!(line("\u{7} \n"), None);
    }
}
