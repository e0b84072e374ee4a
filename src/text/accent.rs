//! TeX accents, composed: `\"o` is ö.

use unicode_normalization::UnicodeNormalization;

/// The combining marks that an accent command puts on a letter, or `None` if `name` is no accent.
///
/// Those with long names are MathSciNet's: <https://ctan.org/pkg/amsrefs>, the package mathscinet.
pub(super) fn combining_marks(name: &str) -> Option<&'static str> {
    let marks = match name {
        "`" => "\u{300}",
        "'" => "\u{301}",
        "^" => "\u{302}",
        "~" => "\u{303}",
        "=" => "\u{304}",
        "u" => "\u{306}",
        "." => "\u{307}",
        "\"" => "\u{308}",
        "r" | "ocirc" => "\u{30A}",
        "H" => "\u{30B}",
        "v" | "soft" => "\u{30C}",
        "d" | "udot" => "\u{323}",
        "c" => "\u{327}",
        "cb" | "textcommabelow" => "\u{326}",
        "k" | "polhk" => "\u{328}",
        "b" | "ubar" => "\u{331}",
        "t" => "\u{361}",
        "cfac" => "\u{302}\u{301}",
        "cfgrv" => "\u{302}\u{300}",
        "cftil" => "\u{302}\u{303}",
        "cfudot" => "\u{302}\u{323}",
        _ => return None,
    };
    Some(marks)
}

/// Puts `marks` on `letter`, as one character where Unicode has it and as letter and marks otherwise.
pub(super) fn accented(letter: char, marks: &str) -> String {
    match composed(letter, marks) {
        Some(character) => character.into(),
        None => format!("{letter}{marks}"),
    }
}

/// The one character that `letter` with `marks` is, or `None` if Unicode has none.
pub(super) fn composed(letter: char, marks: &str) -> Option<char> {
    // TeX takes the dot off an i that carries an accent; Unicode composes with the ordinary i.
    let letter = match letter {
        'ı' => 'i',
        'ȷ' => 'j',
        other => other,
    };
    let mut characters = std::iter::once(letter).chain(marks.chars()).nfc();
    characters.next().filter(|_| characters.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_and_an_accent_are_one_character_where_there_is_one() {
        assert_eq!(accented('o', "\u{308}"), "ö");
        assert_eq!(accented('ı', "\u{301}"), "í");
        assert_eq!(accented('q', "\u{301}"), "q\u{301}");
        assert_eq!(accented('ô', "\u{323}"), "ộ");
    }
}
