//! Texts without case, accents and punctuation, for looking up words and phrases in them.

use crate::fold::fold;

/// A text as words that were folded, a blank after each. A word ends at white space.
pub fn words(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if word.is_ascii() {
            let kept = word.chars().filter(|char| char.is_ascii_alphanumeric() || "+#&".contains(*char));
            folded.extend(kept.map(|char| char.to_ascii_lowercase()));
        } else {
            folded.push_str(&fold(word));
        }
        folded.push(' ');
    }
    folded
}

/// Whether a folded phrase stands in a text, from the beginning of a word to the end of one.
///
/// Here hyphens and other punctuation part words, too, and blanks count for nothing:
/// `state of the art` stands in `state-of-the-art`, and `art models` in `state-of-the-art models`.
pub fn has_phrase(text: &str, folded_phrase: &str) -> bool {
    let mut folded = String::with_capacity(text.len());
    let mut ends = vec![0];
    for word in text.split(parts_words) {
        if word.contains(char::is_alphanumeric) {
            folded.push_str(&fold(word));
            ends.push(folded.len());
        }
    }
    let is_end = |at: usize| ends.binary_search(&at).is_ok();
    ends.iter()
        .any(|start| folded[*start..].starts_with(folded_phrase) && is_end(start + folded_phrase.len()))
}

/// `+`, `#` and `&` belong to a word: `C++`.
fn parts_words(char: char) -> bool {
    let is_punctuation = char.is_ascii_punctuation() && !matches!(char, '+' | '#' | '&');
    char.is_whitespace() || is_punctuation || matches!(char, '–' | '—' | '‐' | '‑' | '“' | '”' | '‘' | '’')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_neither_case_nor_accents_nor_punctuation() {
        assert_eq!(words("The GPT-4,  naïve C++ — “Łukasz”"), "the gpt4 naive c++ — lukasz ");
    }

    #[test]
    fn a_phrase_begins_and_ends_with_a_word() {
        let text = "The state-of-the-art models of C++ (a aa)";
        for phrase in ["state of the art", "STATE-OF-THE-ART", "art models", "C++", "aa", "the"] {
            assert!(has_phrase(text, &fold(phrase)), "{phrase}");
        }
        for phrase in ["tate of", "art model", "state art", "C"] {
            assert!(!has_phrase(text, &fold(phrase)), "{phrase}");
        }
    }
}
