//! Lists of names, as BibTeX and biblatex write them.

use super::tex::{inner_of_group, plain, split};
use crate::import::byline::{self, are_abbreviated, without_others};
use crate::import::words::without_number;
use crate::paper::{Name, PersonName};

/// Names in their order, and whether the list says that there are others.
pub fn names(value: &str) -> (Vec<Name>, bool) {
    let mut names = Vec::new();
    let mut has_others = false;
    let mut words: Vec<&str> = Vec::new();
    let all = split(value, char::is_whitespace);
    for word in all.into_iter().chain(["and"]) {
        if !word.eq_ignore_ascii_case("and") {
            words.push(word);
            continue;
        }
        // `{et al.}`
        while words.pop_if(|word| says_others(word)).is_some() {
            has_others = true;
        }
        for text in split_at_ampersands(&words) {
            let named = without_others(text.trim()).trim();
            has_others |= named.len() < text.trim().len();
            names.extend(several(named).unwrap_or_else(|| name(named).into_iter().collect()));
        }
        words.clear();
    }
    (names, has_others)
}

/// Whether a group or a command holds no name, but what says that there are others: `{et al.}`, `\textit{et al.}`.
fn says_others(word: &str) -> bool {
    let inner = inner_of_group(word).unwrap_or(word);
    word.ends_with('}') && plain(inner).is_some_and(|text| without_others(&text).trim().is_empty())
}

/// Some write `Ada Lovelace \& Charles Babbage`; `Barnes \& Noble` is a name.
fn split_at_ampersands(words: &[&str]) -> Vec<String> {
    let is_ampersand = |word: &&str| matches!(*word, "&" | "\\&");
    let is_whole = |words: &[&str]| words.len() > 1 && !words[0].starts_with('{');
    let parts: Vec<&[&str]> = words.split(is_ampersand).collect();
    match parts.iter().all(|part| is_whole(part)) {
        true => parts.iter().map(|part| part.join(" ")).collect(),
        false => vec![words.join(" ")],
    }
}

/// Whether all of a list may be two people with a comma between, where BibTeX reads one: `John Smith, Jane Doe` is no
/// other to it than `Alves Oliveira, Ana Maria`.
pub fn may_be_two(list: &str) -> bool {
    let is_whole_name = |part: &str| {
        let words: Vec<&str> = part.split_whitespace().collect();
        let is_name = |word: &&str| {
            word.starts_with(char::is_uppercase) && word.len() > 1 && !word.contains(['.', '{', '\\'])
        };
        words.len() == 2 && words.iter().all(is_name)
    };
    list.split_once(',').is_some_and(|(first, second)| is_whole_name(first) && is_whole_name(second))
}

/// The names of a list that was typed with commas, where BibTeX wants `and`: more commas than a name has, one at the
/// end, or names as databases have them.
fn several(text: &str) -> Option<Vec<Name>> {
    let parts: Vec<&str> = split(text, |char| char == ',').into_iter().map(str::trim).collect();
    // `Davis, Sammy B., Jr.`
    let names = parts.len() - parts.iter().rev().take_while(|part| Name::is_behind_name(part)).count();
    let is_list = match parts[..names] {
        [_] | [] => false,
        [family, .., ""] => family.contains(' '),
        [_, _] => are_abbreviated(&parts),
        [_, middle, _] => middle.contains(' '),
        _ => true,
    };
    let is_extended = parts.iter().any(|part| part.starts_with("family="));
    (is_list && !is_extended).then(|| byline::people(&plain(text).unwrap_or_default()).0)
}

fn name(text: &str) -> Option<Name> {
    let text = &without_number(text)?;
    // Some programs escape what is TeX already: `Birmel\textbackslash{}'e`.
    if text.contains("\\textbackslash") {
        let once = text.replace("\\textbackslash{}", "\\").replace("\\{", "{").replace("\\}", "}");
        return name(&once.replace("\\textbackslash ", "\\").replace("\\textbackslash", ""));
    }
    if let Some(group) = inner_of_group(text) {
        return plain(group).map(Name::literal);
    }
    let parts = split(text, |char| char == ',');
    if parts.iter().any(|part| part.trim_start().starts_with("family=")) {
        return extended(&parts);
    }
    let part = |index: usize| parts.get(index).and_then(|part| plain(part)).unwrap_or_default();
    match parts.len() {
        // `Jr` in the middle, whatever it is; not so in `Davis, Sammy, Jr.`.
        3 if !part(0).is_empty() && !part(2).is_empty() && !Name::is_behind_name(&part(2)) => {
            let name = Name::parse(&format!("{}, {}", part(0), part(2)));
            let with_suffix = name.person().map(|person| PersonName { suffix: &part(1), ..person }.into());
            with_suffix.or(Some(name))
        }
        1 => {
            let words: Vec<&str> = split(text, |char| char.is_whitespace() || char == '~')
                .into_iter()
                .filter(|word| !word.is_empty())
                .collect();
            match words.split_last() {
                // A family name of several words stands in braces.
                Some((family, given))
                    if !given.is_empty() && family.starts_with('{') && family.contains(' ') =>
                {
                    let given = plain(&given.join(" ")).unwrap_or_default();
                    let family = plain(family)?;
                    let (family, suffix) = Name::split_suffix(&family);
                    let family = family.trim_end_matches(',');
                    Some(PersonName { given: &given, prefix: "", family, suffix }.into())
                }
                _ => plain(text).map(|text| Name::parse(&text)),
            }
        }
        _ if part(1).is_empty() => plain(&part(0)).map(Name::literal),
        // A name within braces is never turned around. Behind a third comma there were others.
        2 | 3 if part(2).is_empty() => Some(Name::parse(&format!("{}, {}", part(0), part(1)))),
        _ => plain(text).map(|text| Name::parse(&text)),
    }
}

/// `family=Berg, given=Ludwig, prefix=van der, useprefix=true`: <https://ctan.org/pkg/biblatex>,
/// extended name format.
fn extended(parts: &[&str]) -> Option<Name> {
    let part = |key: &str| {
        let value = parts.iter().find_map(|part| part.trim().strip_prefix(key)?.strip_prefix('='));
        value.and_then(|value| plain(value.trim_matches('"'))).unwrap_or_default()
    };
    let (given, family) = (part("given"), part("family"));
    if given.is_empty() {
        return plain(&family).map(Name::literal);
    }
    let (prefix, suffix) = (part("prefix"), part("suffix"));
    Some(PersonName { given: &given, prefix: &prefix, family: &family, suffix: &suffix }.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(list: &str, expected: &[&str]) {
        let (names, has_others) = names(list);
        let mut shown: Vec<String> = names
            .iter()
            .map(|name| match name.person() {
                None => name.printed().to_owned(),
                Some(PersonName { given, prefix, family, suffix }) => [given, prefix, family, suffix]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join("|"),
            })
            .collect();
        shown.extend(has_others.then(|| "…".to_owned()));
        assert_eq!(shown, expected);
    }

    #[test]
    fn lists_with_commas_are_lists() {
        let all = ["Ada|Lovelace", "Charles|Babbage", "Grace|Hopper"];
        check("Ada Lovelace, Charles Babbage, and Grace Hopper", &all);
        check("Ada Lovelace, Charles Babbage, Grace Hopper", &all);
        check("Ada Lovelace and Charles Babbage \\& Grace Hopper", &all);
        check("Lovelace A, Babbage C, Hopper GB", &["A.|Lovelace", "C.|Babbage", "G. B.|Hopper"]);
        check("Alves Oliveira, Ana Maria", &["Ana Maria|Alves Oliveira"]);
        check("Barnes \\& Noble", &["Barnes &|Noble"]);
    }

    #[test]
    fn a_list_of_one_may_be_two() {
        assert!(may_be_two(" Ada Lovelace, Charles Babbage "));
        for list in [
            "Lovelace, Ada",
            "{Alves Oliveira}, Ana Maria",
            "van Berg, Ludwig Otto",
            "Ada Lovelace, C. Babbage",
        ] {
            assert!(!may_be_two(list), "{list}");
        }
        assert!(!may_be_two("Ada Lovelace, Charles Babbage and Grace Hopper"));
    }

    #[test]
    fn others_are_told_in_many_ways() {
        for others in ["and others", "and et al.", "et al.", "and ...", ", et al."] {
            check(&format!("Ada Lovelace {others}"), &["Ada|Lovelace", "…"]);
        }
        check("Lovelace, Ada and Babbage, C. and et al.", &["Ada|Lovelace", "C.|Babbage", "…"]);
        for others in [
            "and {et al.}",
            "and {others}",
            "and \\emph{et al.}",
            "and {\\it et al.}",
            "{et al.}",
            ", {et al.}",
        ] {
            check(&format!("{{Lovelace}}, Ada {others}"), &["Ada|Lovelace", "…"]);
            check(&format!("Ada Lovelace {others}"), &["Ada|Lovelace", "…"]);
        }
        check("{Sorters et al.} and {Brothers}", &["Sorters et al.", "Brothers"]);
    }

    #[test]
    fn names_are_taken_apart() {
        check("山田 太郎 and 鈴木, 花子 and 김 철수", &["太郎|山田", "花子|鈴木", "철수|김"]);
        check("Lovelace, Ada and Charles Babbage", &["Ada|Lovelace", "Charles|Babbage"]);
        check(
            "van der Berg, Ludwig and\n Ludwig van der Berg",
            &["Ludwig|van der|Berg", "Ludwig|van der|Berg"],
        );
        check(
            "Fran\\textbackslash{}c\\{c\\}ois Radvanyi and Etienne Birmel\\textbackslash{}'e",
            &["François|Radvanyi", "Etienne|Birmelé"],
        );
        check("Davis, Jr., Sammy and others", &["Sammy|Davis|Jr.", "…"]);
        check(
            "Davis, Sammy B., Jr. and Lovelace, Ada, PhD and Hopper, Grace",
            &["Sammy B.|Davis|Jr.", "Ada|Lovelace|PhD", "Grace|Hopper"],
        );
        check("Davis, Sammy B., Jr.", &["Sammy B.|Davis|Jr."]);
        check("Davis, Sammy Jr. and {Davis Jr.}, Sammy", &["Sammy|Davis|Jr."; 2]);
        check("Sammy {Davis, Jr.} and Sammy {Davis Jr.}", &["Sammy|Davis|Jr."; 2]);
        check("Lovelace, Ada, MD, PhD and Smith, John V", &["Ada|Lovelace|MD PhD", "John V|Smith"]);
        check("Wei Wang 0001 and Wang 0002, Wei", &["Wei|Wang", "Wei|Wang"]);
        check("{Barnes and Noble, Inc.} AND {R Core Team}", &["Barnes and Noble, Inc.", "R Core Team"]);
        check("Catarina {Alves Oliveira} and Aristotle", &["Catarina|Alves Oliveira", "Aristotle"]);
        check(
            "{\\r A}str{\\\"o}m, Ada and I. M. Gel\\cprime fand and Bernste\\u\\i n, J. and Milo{\\v{s}}, B. and Hru{\\u\\i}, C.",
            &["Ada|Åström", "I. M.|Gelʹfand", "J.|Bernsteĭn", "B.|Miloš", "C.|Hruĭ"],
        );
        check("{\\\"O}zkal, Erhan and Mar{\\'i}a I. Corbal{\\'{a}}n", &["Erhan|Özkal", "María I.|Corbalán"]);
        check(
            "family=Ackooij, given=W., prefix=van, useprefix=true and Danti Lopez, I.",
            &["W.|van|Ackooij", "I.|Danti Lopez"],
        );
    }
}
