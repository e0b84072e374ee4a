//! A [`Name`] is taken apart as citations need it: given and family names, and what stands before or behind.

use icu_properties::CodePointMapData;
use icu_properties::props::Script;

mod initials;
mod parse;
mod suffix;

/// A name as printed, which knows where its parts are. They lie in one text, since a large list has a million names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    printed: Box<str>,
    parts: Parts,
}

/// Where the parts of a [`Name`] end, as bytes of what is printed. The last one goes to the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Parts {
    /// A group, or a name that must not be taken apart.
    None,
    /// `Meire van der Fortunato Jr.`
    GivenFirst { given: u32, prefix: u32, family: u32 },
    /// `李明`
    FamilyFirst { family: u32 },
}

/// The parts of a person's name, for citations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PersonName<'n> {
    pub given: &'n str,
    /// `van der`, `de la`
    pub prefix: &'n str,
    pub family: &'n str,
    /// `Jr.`
    pub suffix: &'n str,
}

impl PersonName<'_> {
    /// In the order of print.
    fn parts(&self) -> [&str; 4] {
        [self.given, self.prefix, self.family, self.suffix]
    }
}

/// # Panics
///
/// If the name has more than four gigabytes.
impl From<PersonName<'_>> for Name {
    fn from(person: PersonName) -> Name {
        let length = |printed: &str| u32::try_from(printed.len()).expect("no file is that large");
        let PersonName { given, prefix, family, suffix } = person;
        if prefix.is_empty() && suffix.is_empty() && is_family_first(family) && is_family_first(given) {
            let parts = Parts::FamilyFirst { family: length(family) };
            return Name { printed: [family, given].concat().into(), parts };
        }
        let parts = person.parts().into_iter().filter(|part| !part.is_empty());
        let mut printed =
            String::with_capacity(parts.map(|part| part.len() + 1).sum::<usize>().saturating_sub(1));
        let [given, prefix, family, _] = person.parts().map(|part| {
            add(&mut printed, " ", part);
            length(&printed)
        });
        Name { printed: printed.into(), parts: Parts::GivenFirst { given, prefix, family } }
    }
}

impl Name {
    pub fn literal(printed: impl Into<Box<str>>) -> Name {
        Name { printed: printed.into(), parts: Parts::None }
    }

    /// None for a group, and for a name that must not be taken apart.
    pub fn person(&self) -> Option<PersonName<'_>> {
        let part = |start: u32, end: u32| {
            let part = &self.printed[start as usize..end as usize];
            if start == 0 { part } else { part.strip_prefix(' ').unwrap_or(part) }
        };
        let end = self.printed.len() as u32;
        match self.parts {
            Parts::None => None,
            Parts::GivenFirst { given, prefix, family } => Some(PersonName {
                given: part(0, given),
                prefix: part(given, prefix),
                family: part(prefix, family),
                suffix: part(family, end),
            }),
            Parts::FamilyFirst { family } => Some(PersonName {
                family: part(0, family),
                given: part(family, end),
                ..PersonName::default()
            }),
        }
    }

    /// As printed on the paper: `Meire van der Fortunato Jr.`, `李明`.
    pub fn printed(&self) -> &str {
        &self.printed
    }

    /// Whether it is printed as `李明` is.
    pub fn is_family_first(&self) -> bool {
        matches!(self.parts, Parts::FamilyFirst { .. })
    }

    /// As an index lists it: `Lovelace, Ada`, `Berg, Ludwig van der`, `Van Gool, Luc`.
    pub fn listed(&self) -> String {
        let Some(PersonName { given, prefix, family, suffix }) = self.person() else {
            return self.printed().to_owned();
        };
        let (before, behind) =
            if prefix.starts_with(char::is_uppercase) { (prefix, "") } else { ("", prefix) };
        let mut listed = String::with_capacity(self.printed.len() + ", , ".len());
        let parts = [(" ", before), (" ", family), (", ", suffix), (", ", given), (" ", behind)];
        for (separator, part) in parts {
            add(&mut listed, separator, part);
        }
        listed
    }

    /// As [`Name::parse`] takes it apart again: printed, if that does.
    pub fn written(&self) -> String {
        if Name::parse(&self.printed) == *self {
            return self.printed().to_owned();
        }
        match self.person() {
            None => format!("{{{}}}", self.printed),
            Some(PersonName { given, prefix, family, suffix }) => {
                joined(", ", [&joined(" ", [prefix, family]), suffix, given])
            }
        }
    }
}

/// The parts that are there.
fn joined<const N: usize>(separator: &str, parts: [&str; N]) -> String {
    let mut text = String::new();
    parts.into_iter().for_each(|part| add(&mut text, separator, part));
    text
}

/// Adds a part, if it is there, behind those before it.
fn add(text: &mut String, separator: &str, part: &str) {
    if !text.is_empty() && !part.is_empty() {
        text.push_str(separator);
    }
    text.push_str(part);
}

/// Whether a name is in letters of a language whose names begin with the family's and have no blanks.
pub(crate) fn is_family_first(name: &str) -> bool {
    let scripts = CodePointMapData::<Script>::new();
    let is_one = |char| {
        matches!(scripts.get(char), Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul)
            || char == LONG_VOWEL
    };
    !name.is_empty() && !name.is_ascii() && name.chars().all(is_one)
}

fn is_katakana(name: &str) -> bool {
    let scripts = CodePointMapData::<Script>::new();
    name.chars().all(|char| scripts.get(char) == Script::Katakana || char == LONG_VOWEL)
}

/// Belongs to hiragana and katakana both.
const LONG_VOWEL: char = 'ー';

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_han_kana_and_hangul_begin_with_the_family() {
        for (typed, printed) in [("李, 明", "李明"), ("田中, はな", "田中はな"), ("김, 민수", "김민수")]
        {
            let name = Name::parse(typed);
            assert_eq!(name.printed(), printed);
            assert_eq!([name.listed(), name.written()], [typed, typed]);
            for blank in [" ", "\u{3000}"] {
                assert_eq!(Name::parse(&typed.replace(", ", blank)), name);
            }
        }
        assert_eq!(Name::parse("李, Ming").printed(), "Ming 李");
        assert_eq!(Name::parse("堀, ジョー").printed(), "堀ジョー");
        // Names of other languages in katakana begin with the given one, a middle name has no place.
        for whole in ["李明", "ジョン スミス", "ジョン・スミス", "김 민 수"] {
            assert_eq!(Name::parse(whole), Name::literal(whole));
        }
    }

    #[test]
    fn a_name_is_written_such_that_it_is_read_back() {
        for (typed, written) in [
            ("Ada Lovelace", "Ada Lovelace"),
            ("Alves Oliveira, Catarina", "Alves Oliveira, Catarina"),
            ("Alves Oliveira, Jr., Catarina", "Alves Oliveira, Jr., Catarina"),
            ("Davis, Sammy, Jr.", "Sammy Davis Jr."),
            ("Lovelace, Ada, MD", "Lovelace, MD, Ada"),
            ("Sammy Davis Jr., MD", "Davis, Jr. MD, Sammy"),
            ("van der Berg, Ludwig", "Ludwig van der Berg"),
            ("{Fast Sorters}", "{Fast Sorters}"),
            ("ATLAS Collaboration", "ATLAS Collaboration"),
        ] {
            let name = Name::parse(typed);
            assert_eq!(name.written(), written);
            assert_eq!(Name::parse(&name.written()), name);
        }
        assert_eq!(Name::parse("{Fast Sorters}").printed(), "Fast Sorters");
    }

    #[test]
    fn parts_are_given_back_as_they_were() {
        for parts in [
            ["", "", "", ""],
            ["A", "", "", ""],
            ["", "b", "", "d"],
            [" A", "", " ", "d "],
            ["A", "b", "c", "d"],
        ] {
            let [given, prefix, family, suffix] = parts;
            let person = PersonName { given, prefix, family, suffix };
            assert_eq!(Name::from(person).person(), Some(person));
        }
    }

    #[test]
    fn a_name_is_printed_in_reading_order() {
        assert_eq!(Name::parse("de la Cruz, Juan").printed(), "Juan de la Cruz");
        assert_eq!(Name::parse("Davis, Jr., Sammy").printed(), "Sammy Davis Jr.");
    }
}
