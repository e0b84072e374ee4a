//! Titles in BibTeX, whose capitals survive styles that lower them.

use super::bibtex::braced;

/// A title whose capitals survive styles that lower all but its first letter: braces around words
/// with a capital after their first letter, and around formulas, which BibTeX does not tell from
/// words. What stands in braces already stays as it is.
pub fn protected(title: &str) -> String {
    let mut protected = String::with_capacity(title.len() + 16);
    let mut rest = title;
    while let Some(first) = rest.chars().next() {
        let (piece, after) = rest.split_at(piece_length(rest, first));
        let (compound, after_compound) = rest.split_at(compound_length(rest));
        if compound.len() > piece.len() {
            // BibTeX would take what is behind the formula for a word of its own: `F$^3$Set`.
            match compound.contains(char::is_uppercase) {
                true => protected.push_str(&braced(compound)),
                false => protected.push_str(compound),
            }
            rest = after_compound;
            continue;
        }
        let has_capital = piece.contains(char::is_uppercase);
        match first {
            // BibTeX lowers letters in `{\`: it takes that for an accented letter.
            '{' if has_capital && piece.starts_with("{\\") => protected.push_str(&braced(piece)),
            '$' if has_capital => protected.push_str(&braced(piece)),
            '\\' if has_capital && is_display_math(piece) => protected.push_str(&braced(&braced(piece))),
            char if char.is_alphanumeric() => push_word(&mut protected, piece),
            _ => protected.push_str(piece),
        }
        rest = after;
    }
    protected
}

/// The length of what a title begins with: a group in braces, a formula, a command, a word with
/// its hyphens, or a single character.
fn piece_length(text: &str, first: char) -> usize {
    match first {
        '{' => group_length(text),
        '$' => formula_length(text),
        '\\' if text.starts_with("\\[") => text.find("\\]").map_or(2, |end| end + 2),
        '\\' if text.starts_with("\\begin{") => match text.rfind("\\end{") {
            Some(end) => end + text[end..].find('}').map_or(0, |brace| brace + 1),
            None => command_length(text),
        },
        '\\' => command_length(text),
        char if char.is_alphanumeric() => word_length(text),
        char => char.len_utf8(),
    }
}

/// The length of words and formulas at the beginning of a title without a blank between them.
fn compound_length(text: &str) -> usize {
    let mut length = 0;
    while let Some(first) =
        text[length..].chars().next().filter(|first| *first == '$' || first.is_alphanumeric())
    {
        length += piece_length(&text[length..], first);
    }
    length
}

fn is_display_math(piece: &str) -> bool {
    piece.starts_with("\\[") || piece.starts_with("\\begin{")
}

fn group_length(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return at + 1,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// To the dollar that closes the formula: not an escaped one, nor one of a text within it.
fn formula_length(text: &str) -> usize {
    let mut depth = 0_i32;
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => {}
            b'{' => depth += 1,
            b'}' => depth -= 1,
            b'$' if depth == 0 => return at + 1,
            _ => {}
        }
        is_escaped = byte == b'\\' && !is_escaped;
    }
    text.len()
}

/// A backslash with letters, or with one other character.
fn command_length(text: &str) -> usize {
    let name = &text[1..];
    let letters = name.find(|char: char| !char.is_ascii_alphabetic()).unwrap_or(name.len());
    let length = if letters > 0 { letters } else { name.chars().next().map_or(0, char::len_utf8) };
    1 + length
}

/// A hyphen belongs to a word when letters stand on both sides: `U-Net`, but not `pages 1--9`.
fn word_length(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let is_hyphen = char == '-' && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        if !char.is_alphanumeric() && !is_hyphen {
            return at;
        }
    }
    text.len()
}

fn push_word(title: &mut String, word: &str) {
    let is_first = !title.contains(char::is_alphanumeric);
    let parts: Vec<&str> = word.split('-').collect();
    // In `U-Net` the hyphen joins a name; in `Self-Supervised` it joins words that a style may lower.
    let is_name = |pair: &[&str]| is_capital(pair[0]) && pair[1].starts_with(char::is_uppercase);
    if parts.windows(2).any(is_name) {
        title.push_str(&braced(word));
        return;
    }
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            title.push('-');
        }
        let has_inner_capital = part.chars().skip(1).any(char::is_uppercase);
        // A single capital after the first word is a name, or half of one: the vitamin in `vitamin C`.
        let is_lone_capital = is_capital(part) && word != "A" && (!is_first || index > 0);
        if has_inner_capital || is_lone_capital {
            title.push_str(&braced(part));
        } else {
            title.push_str(part);
        }
    }
}

fn is_capital(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
}
