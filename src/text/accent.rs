//! TeX accents, composed: `\"o` is ö.

use unicode_normalization::char::compose;

/// The combining mark that an accent command puts on a letter, or `None` if `name` is no accent.
pub(super) fn combining_mark(name: &str) -> Option<char> {
    let mark = match name {
        "`" => '\u{300}',
        "'" => '\u{301}',
        "^" => '\u{302}',
        "~" => '\u{303}',
        "=" => '\u{304}',
        "u" => '\u{306}',
        "." => '\u{307}',
        "\"" => '\u{308}',
        "r" => '\u{30A}',
        "H" => '\u{30B}',
        "v" => '\u{30C}',
        "d" => '\u{323}',
        "c" => '\u{327}',
        "k" => '\u{328}',
        "b" => '\u{331}',
        "t" => '\u{361}',
        _ => return None,
    };
    Some(mark)
}

/// Puts `mark` on `letter`, as one character where Unicode has it and as letter and mark otherwise.
pub(super) fn accented(letter: char, mark: char) -> String {
    match composed(letter, mark) {
        Some(character) => character.into(),
        None => [letter, mark].iter().collect(),
    }
}

/// The one character that `letter` with `mark` is, or `None` if Unicode has none.
pub(super) fn composed(letter: char, mark: char) -> Option<char> {
    // TeX takes the dot off an i that carries an accent; Unicode composes with the ordinary i.
    let letter = match letter {
        'ı' => 'i',
        'ȷ' => 'j',
        other => other,
    };
    compose(letter, mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_and_an_accent_are_one_character_where_there_is_one() {
        assert_eq!(accented('o', '\u{308}'), "ö");
        assert_eq!(accented('ı', '\u{301}'), "í");
        assert_eq!(accented('q', '\u{301}'), "q\u{301}");
    }
}
