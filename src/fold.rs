//! Folding makes of names that are one the same text: without case, accents, punctuation and spacing.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::paper::is_family_first;

/// Stands between given and family names, and in no folded name.
pub const BOUNDARY: char = ',';

/// Words that some write as a part of the family name.
const JOINED: [&str; 8] = ["al", "de", "den", "der", "el", "mc", "mac", "van"];

/// A person's name without case, accents, punctuation and spacing, but with a mark before the family name, which
/// is the last word: `Xue-Bin Peng` and `XueBin Peng` are one, `Xin Gao` and `Xing Ao` two. Initials behind a name
/// are one word: `Prathosh A. P` is `Prathosh AP`. `山田 太郎` is `山田太郎`, as which it is printed.
pub fn fold_person(name: &str) -> String {
    let mut folded = String::with_capacity(name.len() + 1);
    // Most names have fewer words.
    let mut words: Vec<usize> = Vec::with_capacity(4);
    let (mut begins_word, mut was_lower) = (true, false);
    for char in name.chars() {
        let (parts_words, is_lower, is_upper) = match char {
            'a'..='z' => (false, true, false),
            'A'..='Z' => (false, false, true),
            '0'..='9' => (false, false, false),
            '-' | '\u{2010}' | '.' => (true, false, false),
            char => (char.is_whitespace(), char.is_lowercase(), char.is_uppercase()),
        };
        begins_word |= parts_words || was_lower && is_upper;
        was_lower = is_lower;
        let mut add = |letter: char| {
            if std::mem::take(&mut begins_word) {
                words.push(folded.len());
            }
            folded.push(letter);
        };
        if char.is_ascii_alphanumeric() {
            add(char.to_ascii_lowercase());
        } else if !char.is_ascii() {
            letters(char.encode_utf8(&mut [0; 4])).filter(|letter| letter.is_alphanumeric()).for_each(add);
        }
    }
    if folded.is_empty() {
        return name.trim().to_owned();
    }
    let word = |index: usize| &folded[words[index]..words.get(index + 1).copied().unwrap_or(folded.len())];
    let mut family = words.len() - 1;
    while family > 1 && (word(family).chars().count() == 1 || JOINED.contains(&word(family - 1))) {
        family -= 1;
    }
    if family > 0 && !is_family_first(&folded) {
        folded.insert(words[family], BOUNDARY);
    }
    folded
}

/// A name without case, accents, punctuation and spacing. `+`, `#` and `&` stay: `C`, `C++` and
/// `C#` are three.
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    let stays = |char: &char| char.is_alphanumeric() || matches!(char, '+' | '#' | '&');
    if name.is_ascii() {
        folded.extend(name.chars().filter(stays).map(|char| char.to_ascii_lowercase()));
    } else {
        folded.extend(letters(name).filter(stays));
    }
    if folded.is_empty() { name.trim().to_owned() } else { folded }
}

/// A text without case and accents, its compatibility characters decomposed.
pub fn letters(text: &str) -> impl Iterator<Item = char> {
    // Of Cyrillic in Latin letters: signs for what is soft or hard.
    // The line that makes words of Arabic longer.
    let is_mark = |char: char| is_combining_mark(char) || matches!(char, 'ʹ' | 'ʺ' | 'ـ');
    text.nfkd().filter(move |char| !is_mark(*char)).flat_map(char::to_lowercase).flat_map(base_letters)
}

/// Letters that have a mark, or are two, without being composed of anything.
fn base_letters(char: char) -> impl Iterator<Item = char> {
    let (first, second) = match char {
        'ø' => ('o', None),
        'ł' => ('l', None),
        'đ' | 'ð' => ('d', None),
        'ı' => ('i', None),
        'ς' => ('σ', None),
        // Of Persian, and as some keyboards write Arabic's: the rules of Lucene's normalizers for the two languages.
        'ی' | 'ى' => ('ي', None),
        'ک' => ('ك', None),
        'ة' => ('ه', None),
        'ß' => ('s', Some('s')),
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        'þ' => ('t', Some('h')),
        char => (char, None),
    };
    std::iter::once(first).chain(second)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn case_accents_punctuation_and_spacing_do_not_tell_terms_apart() {
        for (a, b) in [
            ("Machine Learning", "machine-learning"),
            ("Erdős", "Erdos"),
            ("Łukasz", "Lukasz"),
            ("J. Smith", "J Smith"),
            ("Gelʹfand", "Gel'fand"),
            ("Podʺezd", "Podezd"),
            ("e\u{301}tale", "étale"),
            ("Ｃ", "c"),
            ("سعید کریمی", "سعيد كريمي"),
            ("محـمد", "محمد"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} and {b}");
        }
    }

    #[test]
    fn people_are_told_apart_by_where_their_family_names_begin() {
        for same in [
            ["Xue-Bin Peng", "XueBin Peng"],
            ["J. Smith", "J Smith"],
            ["Maria Garcia-Lopez", "Maria Garcia Lopez"],
            ["Ahmed Al-Ghamdi", "Ahmed Alghamdi"],
            ["Prathosh A. P", "Prathosh AP"],
            ["Petar Veličkovi ć", "Petar Velickovic"],
            ["Kimi Team", "KimiTeam"],
            ["山田 太郎", "山田太郎"],
            ["김 철수", "김철수"],
            ["Ludwig van der Berg", "Ludwig Van Der Berg"],
        ] {
            assert_eq!(fold_person(same[0]), fold_person(same[1]), "{same:?}");
        }
        for two in [["Bo Yang", "Boyang"], ["Xin Gao", "Xing Ao"], ["Li Fuyang", "Lifu Yang"]] {
            assert_ne!(fold_person(two[0]), fold_person(two[1]), "{two:?}");
        }
        assert_eq!(fold_person("!"), "!");
    }

    #[test]
    fn c_and_its_relatives_are_three_terms() {
        let folds: HashSet<String> = ["C", "C++", "C#", "c"].into_iter().map(fold).collect();
        assert_eq!(folds.len(), 3);
    }

    #[test]
    fn a_term_of_punctuation_alone_is_itself() {
        assert_eq!(fold("!?"), "!?");
        assert_ne!(fold("→"), fold("←"));
    }
}
