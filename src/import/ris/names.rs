//! Names as exporters write them.

use super::records::Record;
use super::{name, plain};
use crate::import::byline::{are_abbreviated, without_others};
use crate::import::words::{with_initials_last, without_number};
use crate::paper::Name;

pub fn authors(record: &Record) -> Vec<Name> {
    names(printed(record, &["AU", "A1"]).collect())
}

/// Editors; some databases name there whom a paper cites, all in one.
pub fn editors(record: &Record) -> Vec<Name> {
    const MOST_COMMAS: usize = 2;
    let is_one = |printed: &String| printed.matches(',').count() <= MOST_COMMAS;
    names(printed(record, &["ED", "A2"]).filter(is_one).collect())
}

/// The names of some tags, in the order in which they stand there; several in one field have semicolons between, or
/// commas where nothing else is meant.
fn printed<'r>(record: &'r Record, tags: &'r [&str]) -> impl Iterator<Item = String> + 'r {
    let fields = record.fields.iter().filter(|field| tags.contains(&field.tag));
    fields
        .flat_map(|field| {
            let value = plain(&field.value);
            let several = value.split(',').collect::<Vec<&str>>();
            let separator = if several.len() > 1 && are_abbreviated(&several) { ',' } else { ';' };
            value.split(separator).filter_map(without_number).collect::<Vec<String>>()
        })
        .filter(|name| name.chars().any(char::is_alphanumeric))
}

/// `Lovelace, Ada` is a person. What has no comma is a group where others have one: exporters that print names as they
/// are spoken do so with all of them, and so do those of databases that have `Lovelace A.`.
fn names(printed: Vec<String>) -> Vec<Name> {
    let named: Vec<&String> = printed.iter().filter(|name| !without_others(name).is_empty()).collect();
    let has_commas = named.iter().any(|name| name.contains(','));
    let are_short = named.iter().all(|name| ends_with_initials(name)) || are_abbreviated(&named);
    let one = |printed: String| match printed.contains(',') {
        true => with_comma(&printed),
        false if has_commas => match Name::parse(&printed) {
            person if person.is_family_first() => person,
            _ => Name::literal(printed),
        },
        false if are_short => with_initials_last(&printed),
        false => name(printed),
    };
    printed.into_iter().map(one).collect()
}

/// `Berg, Ludwig van der, Jr.`: particles stand behind the given name.
fn with_comma(printed: &str) -> Name {
    let parts: Vec<&str> = printed.split(',').map(str::trim).collect();
    let (family, given, behind) = match parts[..] {
        [one, ""] => return Name::literal(one),
        [family, given, ref behind @ ..] if behind.iter().all(|part| Name::is_behind_name(part)) => {
            (family, given, behind)
        }
        _ => return Name::parse(printed),
    };
    let (given, suffix) = Name::split_suffix(given);
    let is_particle = |word: &&str| word.starts_with(char::is_lowercase);
    let words: Vec<&str> = given.split(' ').collect();
    let particles = words[1..].iter().rev().take_while(|word| is_particle(word)).count();
    if particles == 0 {
        return Name::parse(printed);
    }
    let (given, particles) = words.split_at(words.len() - particles);
    let family = [particles, &[family]].concat().join(" ");
    let given = given.join(" ");
    let suffixes = [&[suffix][..], behind].concat();
    let suffixes = suffixes.iter().filter(|suffix| !suffix.is_empty()).map(|suffix| format!(", {suffix}"));
    Name::parse(&format!("{family}, {given}{}", suffixes.collect::<String>()))
}

/// `Adler D.G.`, `Martin J.-P.`; initials without points may be a name: `Bo LI`.
fn ends_with_initials(printed: &str) -> bool {
    printed.rsplit_once(' ').is_some_and(|(family, initials)| {
        let letters = initials.strip_suffix('.').map(|initials| initials.split('.'));
        let is_initial =
            |letter: &str| letter.trim_start_matches('-').chars().map(char::is_uppercase).eq([true]);
        !family.ends_with('.') && letters.is_some_and(|mut letters| letters.all(is_initial))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_han_needs_no_comma() {
        let typed = ["Lovelace, Ada", "山田 太郎", "Acme Labs"].map(str::to_owned).to_vec();
        let listed: Vec<String> = names(typed).iter().map(Name::listed).collect();
        assert_eq!(listed, ["Lovelace, Ada", "山田, 太郎", "Acme Labs"]);
    }

    #[test]
    fn particles_and_suffixes_stand_behind_the_given_name() {
        for (printed, listed) in [
            ("Berg, Ludwig van der, Jr.", "Berg, Jr., Ludwig van der"),
            ("Berg, Ludwig van der Jr.", "Berg, Jr., Ludwig van der"),
            ("Davis, Sammy B., Jr.", "Davis, Jr., Sammy B."),
            ("Davis, Sammy B. Jr.", "Davis, Jr., Sammy B."),
            ("Davis Jr., Sammy B.", "Davis, Jr., Sammy B."),
            ("Davis, S.B., III", "Davis, III, S.B."),
            ("Kumar, V", "Kumar, V"),
        ] {
            assert_eq!(with_comma(printed).listed(), listed);
        }
    }

    #[test]
    fn names_in_short_have_their_initials_last() {
        let names = [
            ("van der Berg LO", "Berg, L. O. van der"),
            ("van der Berg L.O.", "Berg, L. O. van der"),
            ("Martin J.-P.", "Martin, J.-P."),
            ("Lovelace A", "Lovelace, A."),
            ("Davis SB Jr", "Davis, Jr, S. B."),
            ("Davis S 3rd", "Davis, 3rd, S."),
            ("Lee II", "Lee, I. I."),
            ("Acme Labs", "Acme Labs"),
        ];
        for (printed, listed) in names {
            assert_eq!(with_initials_last(printed).listed(), listed);
        }
        for (printed, is_short) in [
            ("Adler D.G.", true),
            ("Martin J.-P.", true),
            ("Bo LI", false),
            ("J. P. Martin", false),
            ("Acme Inc.", false),
            ("A. B.", false),
        ] {
            assert_eq!(ends_with_initials(printed), is_short, "{printed}");
        }
    }
}
