//! Lists of names, as BibTeX and biblatex write them.

use std::borrow::Cow;

use super::tex::{inner_of_group, plain, split};
use crate::import::byline::{self, are_abbreviated, without_others};
use crate::import::words::without_number;
use crate::paper::{Name, PersonName, is_family_first};

/// Names in their order, and whether the list says that there are others.
pub fn names(value: &str) -> (Vec<Name>, bool) {
    let (entries, has_others) = entries(&without_marks(value));
    let read = |entry: &String| several(entry).unwrap_or_else(|| name(entry).into_iter().collect());
    (entries.iter().flat_map(read).collect(), has_others)
}

/// A list without what leads from names to footnotes, and with plain blanks: `Lee*, Gunwoo and Wei Wang$^{1,2}$`,
/// `J.\,R. Smith`, `Wayne C.\ Booth`.
fn without_marks(list: &str) -> Cow<'_, str> {
    const MARKS: [char; 6] = ['*', '+', '†', '‡', '§', '¶'];
    if !list.contains(['$', '\\']) && !list.contains(MARKS) {
        return Cow::Borrowed(list);
    }
    let mut bare = String::with_capacity(list.len());
    let mut rest = list;
    while let Some(char) = rest.chars().next() {
        let behind = &rest[char.len_utf8()..];
        let mark = superscript_len(rest).unwrap_or(0);
        let ends_name = || {
            let next = behind.trim_start_matches(MARKS).chars().next();
            bare.ends_with(|c: char| c.is_alphabetic() || matches!(c, '.' | '}'))
                && next.is_none_or(|c| c.is_whitespace() || matches!(c, ',' | '$' | '\\'))
        };
        let taken = match (char, behind.chars().next()) {
            _ if mark > 0 => mark,
            ('\\', Some(',' | ';' | ':' | ' ')) => {
                bare.push(' ');
                2
            }
            ('\\', Some('/' | '-')) => 2,
            ('\\', Some(next)) => {
                bare.extend([char, next]);
                1 + next.len_utf8()
            }
            // `C++ Group`
            ('+', next) if next != Some(',') => {
                bare.push(char);
                1
            }
            _ if MARKS.contains(&char) && ends_name() => char.len_utf8(),
            _ => {
                bare.push(char);
                char.len_utf8()
            }
        };
        rest = &rest[taken..];
    }
    Cow::Owned(bare)
}

/// The length of a superscript at the start: `$^{1,2}$`, `$^*$`, `\textsuperscript{1}`.
fn superscript_len(tex: &str) -> Option<usize> {
    if let Some(formula) = tex.strip_prefix("$^") {
        return formula.find('$').map(|end| 2 + end + 1);
    }
    let argument = tex.strip_prefix("\\textsuperscript{")?;
    argument.find('}').map(|end| tex.len() - argument.len() + end + 1)
}

/// What stands between the `and` of a list, and whether it says that there are others.
fn entries(value: &str) -> (Vec<String>, bool) {
    let mut entries = Vec::new();
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
            entries.push(named.to_owned());
        }
        words.clear();
    }
    (entries, has_others)
}

/// Whether a group or a command holds no name, but what says that there are others: `{et al.}`, `\textit{et al.}`.
fn says_others(word: &str) -> bool {
    let inner = inner_of_group(word).unwrap_or(word);
    word.ends_with('}') && plain(inner).is_some_and(|text| without_others(&text).trim().is_empty())
}

/// Groups by the names that INSPIRE has for them: `CMS`, `LIGO Scientific, Virgo`.
pub fn collaborations(value: &str) -> Vec<Name> {
    const GROUPS: [&str; 7] =
        ["collaboration", "collaborations", "consortium", "group", "project", "survey", "team"];
    let words = split(value, char::is_whitespace);
    let groups = words.split(|word| word.eq_ignore_ascii_case("and")).map(|words| words.join(" "));
    let named = groups.flat_map(|group| {
        let names = split(&group, |char| char == ',').into_iter().filter_map(plain);
        names.collect::<Vec<String>>()
    });
    let whole = |name: String| {
        let is_group = name.split(' ').any(|word| GROUPS.contains(&word.to_lowercase().as_str()));
        Name::literal(if is_group { name } else { format!("{name} Collaboration") })
    };
    named.map(whole).collect()
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

/// The entry of a list that may name more people than are read of it, or others, and how many those are. BibTeX parts
/// people by `and` alone: `John Smith, Jane Doe` is no other to it than `Alves Oliveira, Ana Maria`.
pub fn doubtful(list: &str) -> Option<(String, usize)> {
    let (entries, _) = entries(&without_marks(list));
    let mut with_comma = entries.iter().filter(|entry| entry.contains(','));
    let only = with_comma.next().filter(|_| with_comma.next().is_none());
    let is_doubtful = |entry: &&String| match several(entry) {
        // Where `John Smith` is a name, so is `Aristotle` behind the next comma, but which is it in `Smith, John, Doe`?
        Some(names) => names.iter().any(|name| {
            let printed = name.printed();
            name.person().is_none() && !printed.contains(' ') && !is_family_first(printed)
        }),
        None => {
            let parts: Vec<&str> = split(entry, |char| char == ',').into_iter().map(str::trim).collect();
            match parts[..] {
                [first, second] => only == Some(*entry) && is_whole_name(first) && is_whole_name(second),
                [_, middle, last] => {
                    !middle.is_empty()
                        && !last.is_empty()
                        && !is_extended(&parts)
                        && !Name::is_between_names(middle)
                        && !Name::is_behind_name(last)
                }
                _ => false,
            }
        }
    };
    let entry = entries.iter().find(is_doubtful)?;
    Some((entry.clone(), several(entry).map_or(1, |names| names.len())))
}

/// `Ada Lovelace`, `A. Lovelace`, `Ada B. Lovelace`
fn is_whole_name(part: &str) -> bool {
    let words: Vec<&str> = part.split_whitespace().collect();
    let is_name = |word: &&str| {
        word.starts_with(char::is_uppercase) && word.chars().count() > 1 && !word.contains(['.', '{', '\\'])
    };
    match words[..] {
        [given, family] => (is_name(&given) || Name::are_initials(given)) && is_name(&family),
        [given, middle, family] => is_name(&given) && Name::are_initials(middle) && is_name(&family),
        _ => false,
    }
}

/// The names of a list that was typed with commas or semicolons, where BibTeX wants `and`: more commas than a name has,
/// one at the end, names that begin with initials, or names as databases have them.
fn several(text: &str) -> Option<Vec<Name>> {
    let parts: Vec<&str> = split(text, |char| char == ',').into_iter().map(str::trim).collect();
    if is_extended(&parts) {
        return None;
    }
    // `Davis, Sammy B., Jr.`
    let names = parts.len() - parts.iter().rev().take_while(|part| Name::is_behind_name(part)).count();
    let is_list = match parts[..names] {
        // `&uuml;` ends with one, too.
        [_] | [] => !text.contains('&') && split(text, |char| char == ';').len() > 1,
        [family, ""] | [family, _, ""] => family.contains(' '),
        [first, second] => {
            are_abbreviated(&parts) || Name::begins_with_initials(first) && Name::begins_with_initials(second)
        }
        // Names in Han have no blank.
        [_, middle, _] => middle.contains(' ') || is_family_first(middle),
        _ => true,
    };
    is_list.then(|| match in_pairs(&parts) {
        Some(pairs) => pairs.iter().filter_map(|pair| plain(pair)).map(|name| Name::parse(&name)).collect(),
        None => byline::people(&plain(text).unwrap_or_default()).0,
    })
}

/// `Lovelace, Ada, Babbage, Charles B.`: families of one word, behind each its given name. Where these are initials a
/// byline knows them.
fn in_pairs(parts: &[&str]) -> Option<Vec<String>> {
    let is_word = |part: &str| !part.is_empty() && !part.contains([' ', '.', ';']) && !is_family_first(part);
    let is_given = |part: &str| {
        part.split_once(' ').map_or(is_word(part), |(given, rest)| is_word(given) && Name::are_initials(rest))
    };
    let is_pair = |pair: &[&str]| matches!(pair, [family, given] if is_word(family) && is_given(given));
    let are_pairs = parts.len() > 2 && parts.chunks(2).all(is_pair);
    are_pairs.then(|| parts.chunks(2).map(|pair| pair.join(", ")).collect())
}

fn name(text: &str) -> Option<Name> {
    let text = &without_number(text)?;
    // Some programs escape what is TeX already: `Birmel\textbackslash{}'e`.
    if text.contains("\\textbackslash") {
        let once = text.replace("\\textbackslash{}", "\\").replace("\\{", "{").replace("\\}", "}");
        return name(&once.replace("\\textbackslash ", "\\").replace("\\textbackslash", ""));
    }
    if let Some(group) = inner_of_group(text) {
        // `{Guy L. Steele, Jr.}`: no group has a suffix.
        let is_person = |name: &str| name.matches(',').count() == 1 && Name::is_followed_by_suffix(name);
        return plain(group)
            .map(|name| if is_person(&name) { Name::parse(&name) } else { Name::literal(name) });
    }
    let parts = split(text, |char| char == ',');
    if is_extended(&parts) {
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

/// Whether a name says of its parts what they are.
fn is_extended(parts: &[&str]) -> bool {
    parts.iter().any(|part| part.trim_start().starts_with("family="))
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
    fn marks_of_footnotes_and_blanks_of_tex_are_no_name() {
        check("Lee*, Gunwoo and Han+, Yoseob and Kim, Minkyu†", &["Gunwoo|Lee", "Yoseob|Han", "Minkyu|Kim"]);
        check(
            "Wei Wang$^{1,2}$ and Na Li*$^2$ and Bo Sun\\textsuperscript{1}",
            &["Wei|Wang", "Na|Li", "Bo|Sun"],
        );
        check(
            "Booth, Wayne C.\\ and J.\\,R. Smith and Ga\\-ber, Jo",
            &["Wayne C.|Booth", "J. R.|Smith", "Jo|Gaber"],
        );
        check("{C++ Group} and {Team A*B}", &["C++ Group", "Team A*B"]);
    }

    #[test]
    fn lists_with_commas_are_lists() {
        let all = ["Ada|Lovelace", "Charles|Babbage", "Grace|Hopper"];
        check("Ada Lovelace, Charles Babbage, and Grace Hopper", &all);
        check("Ada Lovelace, Charles Babbage, Grace Hopper", &all);
        check("Ada Lovelace and Charles Babbage \\& Grace Hopper", &all);
        check("Lovelace A, Babbage C, Hopper GB", &["A.|Lovelace", "C.|Babbage", "G. B.|Hopper"]);
        check("A. Lovelace, C. Babbage", &["A.|Lovelace", "C.|Babbage"]);
        check("A. Lovelace; C. Babbage", &["A.|Lovelace", "C.|Babbage"]);
        check("A. B. Lovelace, J.-P. Berg and G. Hopper", &["A. B.|Lovelace", "J.-P.|Berg", "G.|Hopper"]);
        check("Lovelace, A., Babbage, C., and Hopper, G.", &["A.|Lovelace", "C.|Babbage", "G.|Hopper"]);
        check("Lovelace, Ada, Babbage, Charles B.", &["Ada|Lovelace", "Charles B.|Babbage"]);
        check("李明, 王伟, 鈴木花子", &["李明", "王伟", "鈴木花子"]);
        check("李明, 王伟, 鈴木花子, 김철수", &["李明", "王伟", "鈴木花子", "김철수"]);
        check("Lovelace, Ada, and Hopper, G.", &["Ada|Lovelace", "G.|Hopper"]);
        check("Alves Oliveira, Ana Maria", &["Ana Maria|Alves Oliveira"]);
        check("Barnes \\& Noble", &["Barnes &|Noble"]);
    }

    #[test]
    fn an_entry_that_may_be_several_people_is_in_doubt() {
        for (list, entry, count) in [
            (" Ada Lovelace, Charles Babbage ", "Ada Lovelace, Charles Babbage", 1),
            ("Ada Lovelace, C. Babbage", "Ada Lovelace, C. Babbage", 1),
            ("Ada B. Lovelace, Charles Babbage and Grace Hopper", "Ada B. Lovelace, Charles Babbage", 1),
            ("Hopper, Grace and Lovelace, Babbage, Ada", "Lovelace, Babbage, Ada", 1),
            ("Lovelace, Ada, Babbage, Charles, Hopper", "Lovelace, Ada, Babbage, Charles, Hopper", 5),
        ] {
            assert_eq!(doubtful(list), Some((entry.to_owned(), count)));
        }
        for list in [
            "Lovelace, Ada",
            "{Alves Oliveira}, Ana Maria",
            "van Berg, Ludwig Otto",
            "Alves Oliveira, Ana Maria and Costa Silva, Rui Pedro",
            "Ada Lovelace, Charles Babbage, and Grace Hopper",
            "A. Lovelace, C. Babbage",
            "Davis, Jr., Sammy and Davis, Sammy, Jr.",
            "Lovelace, Ada, Babbage, Charles",
            "family=Berg, given=Ludwig, prefix=van",
            "李明, 王伟, 鈴木花子",
        ] {
            assert_eq!(doubtful(list), None, "{list}");
        }
    }

    #[test]
    fn others_are_told_in_many_ways() {
        for others in ["and others", "and et al.", "et al.", "et.al.", "and ...", ", et al.", "and {et al.}"]
        {
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
        check("{Sammy B. Davis, Jr.} and {Ada Lovelace, PhD}", &["Sammy B.|Davis|Jr.", "Ada|Lovelace|PhD"]);
        check("{Berg, Bohm, Jr.} and {Acme, Inc.}", &["Berg, Bohm, Jr.", "Acme, Inc."]);
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
