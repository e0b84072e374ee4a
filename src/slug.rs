//! A [`Slug`] is a name that can stand in a URL and as a file's name on every system.

use std::fmt;

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

/// Lower-case ASCII letters, digits, `-`, `_` and `.`; neither empty, nor `.` or `..`, nor the name
/// of a device of another system, nor with a dot at an end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Slug(String);

/// Longer slugs are cut: file systems allow 255 bytes, and people read URLs.
const LONGEST: usize = 100;

/// Names that Windows keeps for devices, with any extension.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
    "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

impl Slug {
    /// Makes the slug of any text: `Neural ODEs` becomes `neural-odes`, `C++` `c-plus-plus`.
    ///
    /// A text that has nothing to spell in ASCII becomes a hash of itself, so that a slug is never
    /// empty.
    pub fn from_text(text: &str) -> Slug {
        let mut slug = String::with_capacity(text.len());
        // Composed already, as most texts are.
        if text.is_ascii() {
            text.chars().for_each(|char| spell(char, &mut slug));
        } else {
            text.nfc().for_each(|char| spell(char, &mut slug));
        }
        if slug.len() > LONGEST {
            let end = slug[..LONGEST].rfind('-').filter(|at| *at > LONGEST / 2).unwrap_or(LONGEST);
            slug.truncate(end);
        }
        slug.truncate(slug.trim_end_matches(['-', '.']).len());
        if slug.is_empty() {
            return Slug(format!("x{}", short_hash(text)));
        }
        if is_device(&slug) {
            // `nul.txt_` would still be one.
            let stem = slug.find('.').unwrap_or(slug.len());
            slug.insert(stem, '_');
        }
        Slug(slug)
    }

    /// Accepts what is a slug already.
    pub fn new(text: &str) -> Option<Slug> {
        let slug = Slug::from_text(text);
        (slug.0 == text).then_some(slug)
    }

    /// The same slug, told apart by a hash of `text` from those that are taken.
    pub fn distinct(&self, text: &str, is_taken: impl Fn(&Slug) -> bool) -> Slug {
        let first = format!("{}-{}", self.0, short_hash(text));
        let mut slug = Slug(first.clone());
        // The hash is short, for readers' sake, so that two texts may have one.
        let mut number = 1;
        while is_taken(&slug) {
            number += 1;
            slug = Slug(format!("{first}-{number}"));
        }
        slug
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Adds a character to a slug, as it is spelled in ASCII.
fn spell(char: char, slug: &mut String) {
    let mut add = |spelled: &str| spelled.chars().for_each(|char| push(char, slug));
    match char {
        '+' => add(" plus "),
        '#' => add(" sharp "),
        '&' => add(" and "),
        '\'' | '’' | 'ʹ' | 'ʺ' => {}
        char if char.is_ascii() => push(char, slug),
        char => add(deunicode::deunicode_char(char).unwrap_or(" ")),
    }
}

/// Adds an ASCII character; what is no part of a word becomes one hyphen between two.
fn push(char: char, slug: &mut String) {
    match char.to_ascii_lowercase() {
        // A dot stays within a word, such as `2401.00010`, and goes at its end: `A. Lovelace`.
        '.' if slug.is_empty() || slug.ends_with(['-', '.']) => {}
        char @ ('a'..='z' | '0'..='9' | '_' | '.') => slug.push(char),
        _ => {
            slug.truncate(slug.trim_end_matches(['-', '.']).len());
            if !slug.is_empty() {
                slug.push('-');
            }
        }
    }
}

/// Whether a file's name is a device's on Windows, whatever its extension.
pub fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    // Three or four letters, which few names have.
    matches!(stem.len(), 3 | 4) && DEVICES.iter().any(|device| stem.eq_ignore_ascii_case(device))
}

fn short_hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..6].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, slug: &str) {
        assert_eq!(Slug::from_text(text).as_str(), slug);
    }

    #[test]
    fn words_are_joined_by_hyphens() {
        check("Neural ODEs, revisited!", "neural-odes-revisited");
        check("2401.00010", "2401.00010");
        check("hep-th-9901001", "hep-th-9901001");
        check("O'Brien", "obrien");
        check("Gelʹfand", "gelfand");
        check("J. R. R. Tolkien", "j-r-r-tolkien");
        check("vs. the v1.2", "vs-the-v1.2");
    }

    #[test]
    fn accents_and_other_scripts_are_spelled_in_ascii() {
        check("Łukasz Kaiser", "lukasz-kaiser");
        check("李明", "li-ming");
        check("e\u{301}tale", "etale");
    }

    #[test]
    fn c_and_its_relatives_differ() {
        check("C", "c");
        check("C++", "c-plus-plus");
        check("C#", "c-sharp");
        check("Q&A", "q-and-a");
    }

    #[test]
    fn a_slug_is_never_empty_a_path_or_a_device() {
        check("", "xaf1349");
        check("...", "x2f1145");
        check("../../etc/passwd", "etc-passwd");
        check("CON", "con_");
        check("nul.txt", "nul_.txt");
        for text in ["", "...", "CON", "nul.txt", "aux.tar.gz"] {
            let slug = Slug::from_text(text);
            assert_eq!(Slug::new(slug.as_str()), Some(slug), "{text}");
        }
        check("Com1 ports", "com1-ports");
    }

    #[test]
    fn long_texts_are_cut_between_words() {
        assert_eq!(Slug::from_text(&"word ".repeat(100)).as_str().len(), 99);
        assert_eq!(Slug::from_text(&"w".repeat(1000)).as_str().len(), LONGEST);
    }

    #[test]
    fn slugs_are_told_apart_however_many_share_a_hash() {
        let slug = Slug::from_text("li li");
        let mut taken: Vec<Slug> = vec![slug.clone()];
        for _ in 0..3 {
            let distinct = slug.distinct("李李", |slug| taken.contains(slug));
            taken.push(distinct);
        }
        let taken: Vec<&str> = taken.iter().map(Slug::as_str).collect();
        assert_eq!(taken, ["li-li", "li-li-cc0e42", "li-li-cc0e42-2", "li-li-cc0e42-3"]);
    }

    #[test]
    fn only_slugs_are_taken_as_they_are() {
        assert!(Slug::new("pointer-networks").is_some());
        assert!(Slug::new("Pointer Networks").is_none());
        assert!(Slug::new("a/b").is_none());
    }
}
