//! Words of others as lines, paragraphs and names.

use std::collections::HashSet;
use std::ops::Range;

use crate::paper::Name;
use crate::text::{LONGEST_FORMULA, Text, begins_with_list_part, is_math_environment};

/// A name such that it is printed as it was found: one that would be turned around, or taken for
/// several, is not taken apart. TeX in it is read, and marks that led to footnotes go.
pub(crate) fn name(printed: String) -> Name {
    let printed = as_read(&printed).unwrap_or(printed);
    let is_one = !printed.contains(',') && !printed.contains(" and ");
    let parsed = Name::parse(&printed);
    // `山田 太郎` is printed without its blank.
    let is_as_found = parsed.printed() == printed || parsed.is_family_first();
    match is_one && is_as_found || Name::is_followed_by_suffix(&printed) {
        true => parsed,
        false => Name::literal(printed),
    }
}

/// A name without TeX and marks; none where it has neither.
fn as_read(printed: &str) -> Option<String> {
    let bare = without_marks(printed);
    let is_tie = bare.split('~').all(|word| !word.is_empty());
    let read = if bare.contains('\\') { Text::inline(bare).plain() } else { bare.to_owned() };
    let read = if is_tie { read.replace(['~', '\u{A0}'], " ") } else { read };
    (read != printed && !read.contains('\\')).then_some(read)
}

/// `Ada Lovelace*`, `Ada Lovelace$^{1,2}$`, `Ada Lovelace\thanks{Acme}`, `Ada Lovelace (for the Engine Collaboration)`,
/// and words that part names where somebody cut a list elsewhere: `and Ada Lovelace`.
fn without_marks(printed: &str) -> &str {
    const COMMANDS: [&str; 5] = ["$^", "\\textsuperscript{", "\\thanks{", "\\footnote{", "\\footnotemark"];
    let is_name = |text: &&str| text.ends_with(|char: char| char.is_alphabetic() || char == '.');
    let name = printed.strip_prefix("and ").or_else(|| printed.strip_prefix("& ")).unwrap_or(printed);
    let name = name.strip_suffix(" and").unwrap_or(name).trim_start_matches("\\\\").trim_end_matches(':');
    let end = COMMANDS.iter().filter_map(|mark| name.find(mark)).min();
    let bare = &name[..end.unwrap_or(name.len())];
    // A name in another script may stand there, too.
    let noted = bare.trim_end().strip_suffix(')').and_then(|text| text.rsplit_once(" ("));
    let bare = noted.filter(|(_, note)| note.is_ascii()).map_or(bare, |(bare, _)| bare);
    let bare = bare.trim_end_matches(['*', '†', '‡', '§', '¶', '¹', '²', '³', ' ']);
    Some(bare).filter(is_name).unwrap_or(printed)
}

/// `van der Berg L.O.`, and `van der Berg LO 3rd` as MEDLINE has it.
pub(super) fn with_initials_last(printed: &str) -> Name {
    let is_initial = |char: char| char.is_uppercase() || ".-".contains(char);
    // `Davis SB Jr`; those of `Lee II` are initials.
    let (named, suffix) = match Name::split_suffix(printed) {
        (one, _) if !one.contains(' ') => (printed, ""),
        parted => parted,
    };
    match named.rsplit_once(' ').filter(|(_, initials)| initials.chars().all(is_initial)) {
        Some((family, initials)) => {
            let letters = initials.split_inclusive(char::is_uppercase).map(|part| part.trim_matches('.'));
            let initials: String =
                letters.filter(|letter| !letter.is_empty()).map(|letter| format!("{letter}. ")).collect();
            let initials = initials.replace(" -", "-");
            Name::parse(&format!("{family}, {} {suffix}", initials.trim_end()))
        }
        None => name(printed.to_owned()),
    }
}

/// A name without the number by which DBLP tells namesakes apart: `Wei Wang 0001`.
/// <https://dblp.org/faq/How+does+dblp+handle+homonyms+and+synonyms>
pub(super) fn without_number(printed: &str) -> Option<String> {
    let is_number = |word: &str| {
        word.len() == 4 && word.starts_with('0') && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let bare = |part: &str| match part.trim().rsplit_once(' ') {
        Some((name, number)) if is_number(number) => name.to_owned(),
        _ => part.trim().to_owned(),
    };
    line(&printed.split(',').map(bare).collect::<Vec<_>>().join(", "))
}

/// A text on one line, without control characters; nothing if that is empty.
pub(crate) fn line(text: &str) -> Option<String> {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| word.chars().filter(|char| !char.is_control()).collect())
        .filter(|word: &String| !word.is_empty())
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// Each text once, where it stands first.
pub(crate) fn distinct(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = HashSet::new();
    texts.filter(|text| seen.insert(text.clone())).collect()
}

/// arXiv's texts are broken into lines; a paragraph begins with an indented or behind an empty one. The parts of a list of
/// TeX stay together, which are indented too.
///
/// A displayed formula is not taken apart, however its lines are indented.
pub(crate) fn paragraphs(text: &str) -> Vec<String> {
    let mut joined = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(formula) = displayed(rest) {
        joined.push_str(&rest[..formula.start]);
        joined.extend(line(&rest[formula.clone()]));
        rest = &rest[formula.end..];
    }
    joined.push_str(rest);
    paragraphs_of_lines(&joined)
}

/// The first displayed formula of a text, with its delimiters. It holds no empty line.
fn displayed(text: &str) -> Option<Range<usize>> {
    let formula = |start: usize| {
        let rest = &text[start..];
        let (begin, end) = match rest {
            _ if rest.starts_with("$$") => ("$$", "$$".to_owned()),
            _ if rest.starts_with("\\[") && !text[..start].ends_with('\\') => ("\\[", "\\]".to_owned()),
            _ => {
                let begin = rest.strip_prefix("\\begin")?;
                let name = &begin[..=begin.bytes().take(20).position(|byte| byte == b'}')?];
                is_math_environment(name.trim_matches(['{', '}']))
                    .then_some(("\\begin", format!("\\end{name}")))?
            }
        };
        let limit = rest.floor_char_boundary(begin.len() + LONGEST_FORMULA);
        let body = &rest[begin.len()..limit];
        let is_gap = |after: &str| after.trim_start_matches([' ', '\t', '\r']).starts_with('\n');
        let gap = body.match_indices('\n').map(|(at, _)| at).find(|&at| is_gap(&body[at + 1..]));
        let length = body[..gap.unwrap_or(body.len())].find(&end)?;
        Some(start..start + begin.len() + length + end.len())
    };
    text.match_indices(['$', '\\']).find_map(|(start, _)| formula(start))
}

fn paragraphs_of_lines(text: &str) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut is_new = true;
    for row in text.lines() {
        let Some(words) = line(row) else {
            is_new = true;
            continue;
        };
        match paragraphs.last_mut() {
            Some(paragraph)
                if !is_new && (!row.starts_with([' ', '\t']) || begins_with_list_part(&words)) =>
            {
                paragraph.push(' ');
                paragraph.push_str(&words);
            }
            _ => paragraphs.push(words),
        }
        is_new = false;
    }
    paragraphs
}

/// Daily Papers have lost the backslashes of some signs: `64times64`, `sim14,000`, `geq 90%`. The signs, where numbers
/// beside them leave no doubt.
pub(crate) fn with_lost_signs(text: &str) -> String {
    const SIGNS: [(&str, &str); 5] =
        [("times", "×"), ("sim", "∼"), ("geq", "≥"), ("leq", "≤"), ("approx", "≈")];
    let mut mended = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let sign = SIGNS.iter().find_map(|(name, sign)| {
            let after = rest.strip_prefix(name)?;
            is_sign(&mended, name, after).then_some((sign, after))
        });
        match sign {
            Some((sign, after)) => {
                mended.push_str(sign);
                rest = after;
            }
            None => {
                mended.push(next);
                rest = &rest[next.len_utf8()..];
            }
        }
    }
    mended
}

/// Whether a name stands between these for its sign.
fn is_sign(before: &str, name: &str, after: &str) -> bool {
    if before.ends_with('\\') {
        return false;
    }
    let is_digit = |char: char| char.is_ascii_digit();
    let meets_number = after.strip_prefix(' ').unwrap_or(after).starts_with(is_digit);
    match name {
        "times" if before.ends_with(is_digit) => !after.starts_with(char::is_alphabetic),
        "times" => before.strip_suffix(' ').unwrap_or(before).ends_with(is_digit) && meets_number,
        "sim" => {
            let behind =
                after.trim_start_matches(|char: char| char.is_ascii_digit() || matches!(char, '.' | ','));
            let is_word = behind.starts_with(char::is_alphabetic);
            !before.ends_with(char::is_alphanumeric) && after.starts_with(is_digit) && !is_word
        }
        _ => !before.ends_with(char::is_alphanumeric) && meets_number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_begins_with_an_indented_line_unless_it_is_within_a_formula() {
        let check = |text: &str, expected: &[&str]| assert_eq!(paragraphs(text), expected, "{text}");
        check("One\ntwo\n  three\n\nfour", &["One two", "three", "four"]);
        check(
            "bound\n  $$\n  p = \\frac{1}{N}\n  + q\n  $$\n  for all n.",
            &["bound", "$$ p = \\frac{1}{N} + q $$", "for all n."],
        );
        check("a \\[ x\n  y \\] b\n  c", &["a \\[ x y \\] b", "c"]);
        check("\\begin{align}\n  x\n\\end{align}", &["\\begin{align} x \\end{align}"]);
        check("$$ cheap\n\nand $$ dear", &["$$ cheap", "and $$ dear"]);
        check(
            "We list:\n  \\begin{enumerate}\n  \\item One\nmore.\n  \\item Two.\n  \\end{enumerate}\n  End.",
            &["We list: \\begin{enumerate} \\item One more. \\item Two. \\end{enumerate}", "End."],
        );
        check("\\begin{itemize}\n  x\n\\end{itemize}", &["\\begin{itemize}", "x \\end{itemize}"]);
    }

    #[test]
    fn tex_in_a_name_is_read_and_marks_go() {
        let check = |typed: &str, shown: &str| assert_eq!(name(typed.into()).printed(), shown, "{typed}");
        check(r"Tolúl\d{o}pé Ògúnrèmí", "Tolúlọpé Ògúnrèmí");
        check(r"Ond\v{r}ej Novák", "Ondřej Novák");
        check("Nikin~Matha", "Nikin Matha");
        check("Ada Lovelace*†", "Ada Lovelace");
        check("~", "~");
        check(r"Ada \ours{x", r"Ada \ours{x");
    }

    #[test]
    fn a_name_in_han_may_have_a_blank_behind_the_family() {
        for typed in ["山田 太郎", "山田\u{3000}太郎"] {
            assert_eq!(name(typed.into()), Name::parse("山田, 太郎"));
        }
        assert_eq!(name("山田太郎".into()), Name::literal("山田太郎"));
    }

    #[test]
    fn signs_that_lost_their_backslash_are_mended_beside_numbers() {
        let check = |text: &str, mended: &str| assert_eq!(with_lost_signs(text), mended);
        check("64times64, 64 times 288 times 512, a 6times speedup", "64×64, 64 × 288 × 512, a 6× speedup");
        check("sim14,000 at geq 90% or approx5", "∼14,000 at ≥ 90% or ≈5");
        check(
            r"5 times faster, sometimes, sim, simple 2, sim2real, $\geq 90\%$, $\sim14$",
            r"5 times faster, sometimes, sim, simple 2, sim2real, $\geq 90\%$, $\sim14$",
        );
    }

    #[test]
    fn a_line_has_no_breaks_and_no_control_characters() {
        assert_eq!(line(" One\n  two\u{A0}three\u{7}\u{85} \u{0} ").as_deref(), Some("One two three"));
        assert_eq!(line("\u{7} \n"), None);
    }
}
