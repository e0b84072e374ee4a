//! A byline is one text that names several people: `A. Lovelace, C. Babbage and G. Hopper (Acme Labs)`.

use super::{Extra, FoundPaper, line, name};
use crate::paper::{Author, Name};

impl FoundPaper {
    /// Takes in whom a byline names, and that there are others.
    pub(super) fn add_byline(&mut self, text: &str) {
        let (names, has_others) = people(text);
        self.authors.extend(names.into_iter().map(Author::new));
        if has_others {
            self.extra.push(("authors_end".into(), Extra::Text("and others".into())));
        }
    }
}

/// Names in their order, and whether the text says that there are others.
///
/// Semicolons part names, else `and` and commas do. `Lovelace, Ada` is one person where that is the only reading:
/// alone, in lists by `and`, and in lists of initials such as `Lovelace, A., Babbage, C.`. What stands in parentheses, as
/// affiliations do, is left out.
fn people(text: &str) -> (Vec<Name>, bool) {
    let text = without_parentheses(text);
    let named = without_others(text.trim());
    let names = parts(named).iter().filter_map(|part| person(part)).collect();
    (names, named.len() < text.trim().len())
}

fn without_others(text: &str) -> &str {
    const OTHERS: [&str; 4] = ["et al.", "et al", "and others", "& others"];
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
    if text.contains(';') {
        return text.split(';').map(tidied).filter(|part| !part.is_empty()).collect();
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
    for part in by_and.iter().flat_map(|part| part.split(',')).map(tidied).filter(|part| !part.is_empty()) {
        match names.last_mut().filter(|_| Name::is_suffix(&part)) {
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

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let (names, has_others) = people(text);
        let mut listed: Vec<String> = names.iter().map(Name::listed).collect();
        listed.extend(has_others.then(|| "…".to_owned()));
        assert_eq!(listed, expected, "{text}");
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
    fn what_is_no_name_is_no_author() {
        check(
            "A. Lovelace (1), C. Babbage (1 and 2) ((1) Acme, (2) Engines)",
            &["Lovelace, A.", "Babbage, C."],
        );
        check("Ada Lovelace, et al.", &["Lovelace, Ada", "…"]);
        check("Lovelace, Ada and Babbage, Charles and others", &["Lovelace, Ada", "Babbage, Charles", "…"]);
        check("Sammy Davis, Jr., Ada Lovelace", &["Davis, Jr., Sammy", "Lovelace, Ada"]);
        check(" , ; (", &[]);
        check("", &[]);
    }
}
