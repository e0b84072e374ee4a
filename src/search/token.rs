//! A *token* is what the index knows a word by: without case and accents, plurals as singulars.
//!
//! The same rules run in the browser (`themes/daily/static/search-engine.js`);
//! `tests/tokens.json` holds cases that both are checked against.
//!
//! - A word is a run of letters and digits. A dot between digits belongs to it (`3.5`,
//!   `2305.02265`), and so do `+` and `#` at its end (`C++`). Apostrophes are left out.
//! - Words joined by `-`, `_`, `/`, `.` or `&` are found by each of them and by all of them
//!   together: `GPT-4` is `gpt`, `4` and `gpt4`.
//! - Chinese, Japanese and Korean are found by pairs of characters.

use unicode_normalization::UnicodeNormalization;

use crate::fold::letters;

/// One word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The tokens that it consists of, in order; at least one.
    pub parts: Vec<String>,
    /// The token of all of it, where it is more than one part.
    pub whole: Option<String>,
}

impl Word {
    /// All of its tokens.
    #[cfg(test)]
    pub fn tokens(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().chain(&self.whole).map(String::as_str)
    }
}

/// Room for most words.
const WORD: usize = 16;

/// Longer tokens are cut: nobody types more, and data in a text would fill the index.
const LONGEST: usize = 40;

/// Words that tell nothing of a paper. A query that has others does without them.
const STOP_WORDS: [&str; 36] = [
    "a", "an", "and", "are", "as", "at", "be", "been", "by", "can", "for", "from", "has", "have", "in", "is",
    "it", "its", "of", "on", "or", "our", "that", "the", "their", "these", "this", "to", "via", "was", "we",
    "were", "which", "while", "with", "you",
];

pub fn is_stop_word(token: &str) -> bool {
    STOP_WORDS.binary_search(&token).is_ok()
}

/// Takes a text apart.
pub fn words(text: &str) -> Vec<Word> {
    let chars = normalized(text);
    let mut words = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if is_unspaced(chars[at]) {
            let end = end_of(&chars, at, is_unspaced);
            words.push(Word { parts: pairs(&chars[at..end]), whole: None });
            at = end;
        } else if chars[at].is_alphanumeric() {
            at = joined(&chars, at, &mut words);
        } else {
            at += 1;
        }
    }
    words
}

/// Without case and accents; composed, so that a Korean syllable is one character.
fn normalized(text: &str) -> Vec<char> {
    let mut chars = Vec::with_capacity(text.len());
    let mut rest = text;
    // Most of a text is ASCII, which need not be looked up; but a mark changes the letter before it.
    while let Some(other) = rest.bytes().position(|byte| !byte.is_ascii()) {
        let (ascii, from) = rest.split_at(other.saturating_sub(1));
        chars.extend(lowercase(ascii));
        let first = usize::from(other > 0);
        let end = from.bytes().skip(first).position(|byte| byte.is_ascii());
        let (others, after) = from.split_at(end.map_or(from.len(), |end| first + end));
        chars.extend(letters(others).nfc());
        rest = after;
    }
    chars.extend(lowercase(rest));
    chars
}

fn lowercase(ascii: &str) -> impl Iterator<Item = char> {
    ascii.bytes().map(|byte| char::from(byte.to_ascii_lowercase()))
}

/// Reads words that are joined, from `at` on; returns where they end.
fn joined(chars: &[char], at: usize, words: &mut Vec<Word>) -> usize {
    let (first, mut at) = part(chars, at);
    // Most words are joined to none: they are read without a copy.
    if !is_joint(chars, at) && suffix(chars, at).is_empty() {
        words.push(Word { parts: vec![token(first)], whole: None });
        return at;
    }
    let mut whole = first.clone();
    let mut parts = vec![token(first)];
    while is_joint(chars, at) {
        let (part, end) = part(chars, at + 1);
        whole.push_str(&part);
        parts.push(token(part));
        at = end;
    }
    let suffix = suffix(chars, at);
    whole.extend(suffix);
    let has_whole = parts.len() > 1 || !suffix.is_empty();
    words.push(Word { parts, whole: has_whole.then(|| token(whole)) });
    at + suffix.len()
}

/// A run of letters and digits, without the apostrophes in it.
fn part(chars: &[char], mut at: usize) -> (String, usize) {
    let mut part = String::with_capacity(WORD);
    while let Some(&char) = chars.get(at) {
        let next = chars.get(at + 1).copied().unwrap_or(' ');
        let is_point = char == '.' && part.ends_with(is_digit) && is_digit(next);
        if is_word(char) || is_point {
            part.push(char);
        } else if !(matches!(char, '\'' | '’') && is_word(next)) {
            break;
        }
        at += 1;
    }
    (part, at)
}

/// Whether the character at `at` joins two words.
fn is_joint(chars: &[char], at: usize) -> bool {
    let joins = matches!(chars.get(at), Some('-' | '‐' | '‑' | '_' | '/' | '.' | '&'));
    joins && chars.get(at + 1).is_some_and(|next| is_word(*next))
}

/// `++` of `C++`: what stands at a word's end and not between two.
fn suffix(chars: &[char], at: usize) -> &[char] {
    let end = end_of(chars, at, |char| matches!(char, '+' | '#'));
    let is_at_end = end - at <= 2 && !chars.get(end).is_some_and(|next| next.is_alphanumeric());
    if is_at_end { &chars[at..end] } else { &[] }
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() && !is_unspaced(char)
}

fn is_digit(char: char) -> bool {
    char.is_ascii_digit()
}

fn end_of(chars: &[char], at: usize, belongs: impl Fn(char) -> bool) -> usize {
    chars[at..].iter().position(|char| !belongs(*char)).map_or(chars.len(), |length| at + length)
}

/// Scripts that leave no blanks between words (Thai, Lao, Burmese, Khmer, kana, Han), and Korean, whose endings stick to
/// them.
fn is_unspaced(char: char) -> bool {
    !char.is_ascii()
        && matches!(char,
        '\u{0E01}'..='\u{0E3A}' | '\u{0E40}'..='\u{0E59}' | '\u{0E81}'..='\u{0ED9}'
        | '\u{1000}'..='\u{1049}' | '\u{1780}'..='\u{17D3}'
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{20000}'..='\u{323AF}')
}

fn pairs(run: &[char]) -> Vec<String> {
    if run.len() == 1 {
        return vec![run[0].to_string()];
    }
    run.windows(2).map(|pair| pair.iter().collect()).collect()
}

/// A word as the index has it: not too long, and in the singular as far as its ending shows that.
fn token(mut word: String) -> String {
    // No character takes less than a byte.
    if word.len() > LONGEST
        && let Some((end, _)) = word.char_indices().nth(LONGEST)
    {
        word.truncate(end);
    }
    make_singular(&mut word);
    word
}

/// After D. Harman, "How effective is suffixing?" (1991), the S stemmer; but `classes` is `class`.
fn make_singular(word: &mut String) {
    if word.len() < 4 || !word.ends_with('s') || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return;
    }
    let ends_with = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    let dropped = if ends_with(&["ss", "us", "is"]) {
        0
    } else if word.ends_with("ies") && !ends_with(&["eies", "aies"]) {
        word.truncate(word.len() - 3);
        word.push('y');
        return;
    } else if ends_with(&["sses", "xes", "ches", "shes"]) {
        2
    } else {
        1
    };
    word.truncate(word.len() - dropped);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cases_that_the_browser_is_checked_against() {
        let cases: Vec<(String, Vec<String>)> =
            serde_json::from_str(include_str!("../../tests/tokens.json")).expect("pairs of text and tokens");
        for (text, expected) in cases {
            let words = words(&text);
            let tokens: Vec<&str> = words.iter().flat_map(Word::tokens).collect();
            assert_eq!(tokens, expected, "{text}");
        }
    }

    #[test]
    fn a_text_is_read_piece_by_piece_as_it_is_as_a_whole() {
        for text in [
            "Plain ASCII",
            "é",
            "aé",
            "éa b",
            "Cafe\u{301} au lait",
            "x² + \u{301}y",
            "ﬁn de siècle",
            "Größe ΣΑΣ",
            "한국어 \u{1112}\u{1161}\u{11AB}",
            "大規模 LLM",
            "a\u{323}\u{302}b",
            "İstanbul Ⅳ ½",
            "",
        ] {
            let whole: Vec<char> = letters(text).nfc().collect();
            assert_eq!(normalized(text), whole, "{text}");
        }
    }

    #[test]
    fn stop_words_are_in_order() {
        assert!(STOP_WORDS.is_sorted());
        assert!(is_stop_word("the") && !is_stop_word("transformer"));
    }
}
