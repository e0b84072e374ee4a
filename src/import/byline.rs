//! Lists of people: a byline, which is one text that names several, as in `A. Lovelace, C. Babbage and G. Hopper (Acme
//! Labs)`, and lists whose entries are not all names.

use super::words::with_initials_last;
use super::{Extra, FoundPaper, line, name};
use crate::paper::{Author, Name};

impl FoundPaper {
    /// Takes in whom a byline names, and that there are others.
    pub(super) fn add_byline(&mut self, text: &str) {
        let (names, has_others) = people(text);
        self.authors.extend(names.into_iter().map(Author::new));
        if has_others {
            self.add_others();
        }
    }

    /// Takes in the entries of a list. arXiv has a colon behind a group, as an entry of its own, and some end with
    /// `et al.`.
    pub(super) fn add_authors(&mut self, entries: impl IntoIterator<Item = Author>) {
        let mut has_others = false;
        for entry in entries {
            let printed = entry.name().printed();
            let named = without_others(printed).trim_end_matches([',', ' ']);
            has_others |= named.len() < printed.len();
            match named {
                "" => {}
                ":" => {
                    if let Some(group) = self.authors.pop() {
                        let name = Name::literal(group.name().printed());
                        self.authors.push(group.with_name(name));
                    }
                }
                named if named.len() < printed.len() => {
                    let name = name(named.to_owned());
                    self.authors.push(entry.with_name(name));
                }
                _ => self.authors.push(entry),
            }
        }
        if has_others {
            self.add_others();
        }
    }

    fn add_others(&mut self) {
        const FIELD: &str = "authors_end";
        if !self.extra.iter().any(|(name, _)| name == FIELD) {
            self.extra.push((FIELD.into(), Extra::Text("and others".into())));
        }
    }
}

/// Names of a list; where most are `Lovelace, Ada`, that is how those are read that have a comma: the others are groups, or
/// people of one name.
pub(super) fn names(printed: Vec<String>) -> Vec<Name> {
    let is_named = |printed: &&String| !without_others(printed).is_empty();
    let (reversed, others): (Vec<&String>, Vec<&String>) =
        printed.iter().filter(is_named).partition(|printed| is_reversed(printed));
    let are_reversed = reversed.len() > others.len();
    let one = |printed: String| match are_reversed && is_reversed(&printed) {
        true => Name::parse(&printed),
        false => name(printed),
    };
    printed.into_iter().map(one).collect()
}

fn is_reversed(printed: &str) -> bool {
    // `King, Martin, Jr.`; `Sammy Davis, Jr.` is as printed.
    let mut name = printed;
    while Name::is_followed_by_suffix(name) {
        name = name.rsplit_once(", ").map_or("", |(name, _)| name);
    }
    name.split_once(", ").is_some_and(|(family, given)| !family.is_empty() && !given.contains([',', ';']))
}

/// Names in their order, and whether the text says that there are others.
///
/// Semicolons part names, else `and` and commas do. `Lovelace, Ada` is one person where that is the only reading:
/// alone, in lists by `and`, and in lists of initials such as `Lovelace, A., Babbage, C.`. What stands in parentheses, as
/// affiliations do, is left out.
pub(super) fn people(text: &str) -> (Vec<Name>, bool) {
    let text = without_parentheses(text);
    let named = without_others(text.trim());
    let (group, people) = match named.split_once(':') {
        // `Engine Collaboration: A. Lovelace, C. Babbage`
        Some((group, people)) if group.contains(' ') && Name::parse(group).person().is_none() => {
            (line(group), people)
        }
        _ => (None, named),
    };
    let parts = parts(people);
    let are_short = are_abbreviated(&parts);
    let person = |part: &String| if are_short { Some(with_initials_last(part)) } else { person(part) };
    let names = group.map(Name::literal).into_iter().chain(parts.iter().filter_map(person)).collect();
    (names, named.len() < text.trim().len())
}

/// Whether names are those of databases: `Lovelace A, Babbage CB`. Capitals without points may be a family name in
/// `Bo LI`, but not those of everybody where some are a single letter.
pub(super) fn are_abbreviated(names: &[impl AsRef<str>]) -> bool {
    let initials = |name: &str| {
        let (family, initials) = Name::split_suffix(name.trim()).0.rsplit_once(' ')?;
        let are_initials =
            matches!(initials.len(), 1..=3) && initials.bytes().all(|byte| byte.is_ascii_uppercase());
        (are_initials && family.chars().any(char::is_lowercase)).then_some(initials.len())
    };
    let lengths: Option<Vec<usize>> = names.iter().map(|name| initials(name.as_ref())).collect();
    lengths.is_some_and(|lengths| lengths.contains(&1))
}

/// Without what says that there are others: `et al.`, `…`.
pub(super) fn without_others(text: &str) -> &str {
    const OTHERS: [&str; 10] = [
        "and et al.",
        "et al.",
        "et.al.",
        "et al",
        "and others",
        "& others",
        "and ...",
        "...",
        "…",
        "others",
    ];
    let ending = |words: &&str| {
        let at = text.len().checked_sub(words.len())?;
        text.get(at..).is_some_and(|end| end.eq_ignore_ascii_case(words)).then_some(at)
    };
    OTHERS
        .iter()
        .find_map(ending)
        .filter(|at| !text[..*at].ends_with(char::is_alphanumeric))
        .map_or(text, |at| &text[..at])
}

fn person(part: &str) -> Option<Name> {
    let printed = line(part).filter(|name| name.chars().any(char::is_alphanumeric))?;
    Some(match printed.contains(',') {
        true => Name::parse(&printed),
        false => name(printed),
    })
}

fn parts(text: &str) -> Vec<String> {
    if text.contains([';', '、']) {
        return text.split([';', '、']).map(tidied).filter(|part| !part.is_empty()).collect();
    }
    let by_and: Vec<String> = split_at_and(text).map(tidied).filter(|part| !part.is_empty()).collect();
    let is_reversed = |part: &String| {
        let names: Vec<&str> = part.split(',').map(str::trim).collect();
        matches!(names[..], [family, given] if by_and.len() > 1 || is_one_person(family, given))
    };
    if by_and.iter().all(is_reversed) {
        return by_and;
    }
    let mut names: Vec<String> = Vec::new();
    for part in
        by_and.iter().flat_map(|part| part.split([',', '，'])).map(tidied).filter(|part| !part.is_empty())
    {
        let is_behind =
            |last: &&mut String| Name::is_suffix(&part) || last.contains(' ') && Name::is_behind_name(&part);
        match names.last_mut().filter(is_behind) {
            Some(last) => *last = format!("{last}, {part}"),
            None => names.push(part),
        }
    }
    let is_paired = names.len() > 1
        && names.len().is_multiple_of(2)
        && names.chunks(2).all(|pair| !is_initials(&pair[0]) && is_initials(&pair[1]));
    if is_paired { names.chunks(2).map(|pair| pair.join(", ")).collect() } else { names }
}

/// Whether two names with a comma between them are a family's and a given one, not two people's.
fn is_one_person(family: &str, given: &str) -> bool {
    let is_word = |name: &str| !name.contains(' ');
    !family.is_empty()
        && !given.is_empty()
        && (is_word(family) || is_word(given) || family.starts_with(char::is_lowercase))
}

/// `A.`, `J.-P.`, `G B`
fn is_initials(name: &str) -> bool {
    name.split([' ', '-', '.']).all(|word| word.chars().count() <= 1 && word.chars().all(char::is_uppercase))
}

fn tidied(part: &str) -> String {
    part.split_whitespace().collect::<Vec<_>>().join(" ").trim_matches(',').trim().to_owned()
}

/// Pieces between the words `and` and `&`.
fn split_at_and(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let is_and = |word: &str| word == "&" || word.eq_ignore_ascii_case("and");
        let word = text.split_whitespace().find(|word| is_and(word));
        let Some(word) = word else {
            rest = None;
            return Some(text);
        };
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        rest = Some(&text[at + word.len()..]);
        Some(&text[..at])
    })
}

/// Without parentheses and what is in them; those that are not closed stay.
fn without_parentheses(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut opened = Vec::new();
    for character in text.chars() {
        match character {
            ')' if !opened.is_empty() => kept.truncate(opened.pop().unwrap_or_default()),
            _ => {
                if character == '(' {
                    opened.push(kept.len());
                }
                kept.push(character);
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::parse_day;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let (names, has_others) = people(text);
        let mut listed: Vec<String> = names.iter().map(Name::listed).collect();
        listed.extend(has_others.then(|| "…".to_owned()));
        assert_eq!(listed, expected, "{text}");
    }

    #[test]
    fn a_group_among_names_with_commas_changes_no_other() {
        let listed = |printed: &[&str]| -> Vec<String> {
            let printed = printed.iter().map(|name| (*name).to_owned()).collect();
            names(printed).iter().map(Name::listed).collect()
        };
        assert_eq!(
            listed(&["Aad, Georges", "Abbott, Brad", "ATLAS Collaboration"]),
            ["Aad, Georges", "Abbott, Brad", "ATLAS Collaboration"]
        );
        let people = names(vec!["Aad, Georges".to_owned(), "Abbott, Brad".to_owned(), "Sukarno".to_owned()]);
        assert_eq!(people[0].printed(), "Georges Aad");
        assert_eq!(listed(&["Ada Lovelace", "Acme Labs, Paris"]), ["Lovelace, Ada", "Acme Labs, Paris"]);
    }

    #[test]
    fn names_stand_between_commas_and_the_last_behind_and() {
        let all = ["Lovelace, Ada", "Babbage, Charles", "Hopper, Grace"];
        check("Ada Lovelace, Charles Babbage, Grace Hopper", &all);
        check("Ada Lovelace, Charles Babbage and Grace Hopper", &all);
        check("Ada Lovelace, Charles Babbage, and  Grace\n  Hopper", &all);
        check("Ada Lovelace and Charles Babbage & Grace Hopper", &all);
        check("Ada Lovelace", &all[..1]);
        check("Andrea Sand", &["Sand, Andrea"]);
    }

    #[test]
    fn family_names_come_first_where_nothing_else_is_meant() {
        check("Lovelace, Ada", &["Lovelace, Ada"]);
        check("van der Berg, Ludwig Otto", &["Berg, Ludwig Otto van der"]);
        check("Lovelace, Ada; Babbage, Charles", &["Lovelace, Ada", "Babbage, Charles"]);
        check("Lovelace, Ada and Babbage, Charles", &["Lovelace, Ada", "Babbage, Charles"]);
        check(
            "Lovelace, A., Babbage, C. B. & Hopper, G.-M.",
            &["Lovelace, A.", "Babbage, C. B.", "Hopper, G.-M."],
        );
    }

    #[test]
    fn databases_have_initials_behind_family_names() {
        check(
            "Lovelace A, van der Berg LO, Hopper GB",
            &["Lovelace, A.", "Berg, L. O. van der", "Hopper, G. B."],
        );
        check("Bo LI, Xi WU", &["LI, Bo", "WU, Xi"]);
    }

    #[test]
    fn a_group_may_stand_before_its_people() {
        check(
            "Engine Collaboration: A. Lovelace, C. Babbage",
            &["Engine Collaboration", "Lovelace, A.", "Babbage, C."],
        );
    }

    #[test]
    fn entries_of_a_list_are_names_or_say_something_of_them() {
        let listed = |entries: &[&str]| {
            let mut paper = FoundPaper::new("A".to_owned(), parse_day("2025-10-30").expect("a day"));
            let entries = names(entries.iter().map(|entry| (*entry).to_owned()).collect());
            paper.add_authors(entries.into_iter().map(Author::new));
            let mut listed: Vec<String> = paper.authors.iter().map(|author| author.name().listed()).collect();
            listed.extend(paper.extra.iter().map(|(name, _)| name.to_string()));
            listed
        };
        for (entries, expected) in [
            (&["Lovelace, Ada", "Babbage, C."][..], &["Lovelace, Ada", "Babbage, C."][..]),
            (&["Ada Lovelace", "Acme, Berlin"], &["Lovelace, Ada", "Acme, Berlin"]),
            (&["Sammy Davis, Jr.", "Ada Lovelace"], &["Davis, Jr., Sammy", "Lovelace, Ada"]),
            (&["Davis, Sammy B., Jr.", "Lovelace, Ada"], &["Davis, Jr., Sammy B.", "Lovelace, Ada"]),
            (&["Essential Engines", ":", "Ada Lovelace"], &["Essential Engines", "Lovelace, Ada"]),
            (&["Ada Lovelace", "and Charles Babbage"], &["Lovelace, Ada", "Babbage, Charles"]),
            (
                &["Ada Lovelace and", "Charles Babbage", "et al."],
                &["Lovelace, Ada", "Babbage, Charles", "authors_end"],
            ),
            (&["Lovelace, Ada", "others"], &["Lovelace, Ada", "authors_end"]),
            (&["Ada Lovelace et al."], &["Lovelace, Ada", "authors_end"]),
        ] {
            assert_eq!(listed(entries), expected, "{entries:?}");
        }
    }

    #[test]
    fn what_is_no_name_is_no_author() {
        check(
            "A. Lovelace (1), C. Babbage (1 and 2) ((1) Acme, (2) Engines)",
            &["Lovelace, A.", "Babbage, C."],
        );
        check("Ada Lovelace, et al.", &["Lovelace, Ada", "…"]);
        check("Lovelace, Ada and Babbage, Charles and others", &["Lovelace, Ada", "Babbage, Charles", "…"]);
        check("Sammy Davis, Jr., Ada Lovelace", &["Davis, Jr., Sammy", "Lovelace, Ada"]);
        check("Ada Lovelace, MD, PhD, Grace Hopper", &["Lovelace, MD PhD, Ada", "Hopper, Grace"]);
        check("Davis SB Jr, Lovelace A", &["Davis, Jr, S. B.", "Lovelace, A."]);
        check("李明、王伟", &["李明", "王伟"]);
        check("李明，王伟", &["李明", "王伟"]);
        check("Ada Lovelace, ...", &["Lovelace, Ada", "…"]);
        check(" , ; (", &[]);
        check("", &[]);
    }
}
