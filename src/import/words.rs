//! Words of others as lines, paragraphs and names.

use std::borrow::Cow;
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
    let text = &*with_whole_formulas(text);
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

/// A text whose formulas are each on one line where their dollars stand alone on lines, as converters write them, with
/// empty lines or indentation in them or not.
pub(crate) fn with_whole_formulas(text: &str) -> Cow<'_, str> {
    const MOST_LINES: usize = 30;
    let is_mark = |line: &&str| matches!(line.trim(), "$" | "$$");
    if !text.contains('$') || !text.lines().any(|line| is_mark(&line)) {
        return Cow::Borrowed(text);
    }
    let lines: Vec<&str> = text.lines().collect();
    let mut joined: Vec<Cow<str>> = Vec::with_capacity(lines.len());
    let mut at = 0;
    while let Some(row) = lines.get(at) {
        let mark = row.trim();
        let body = &lines[at + 1..lines.len().min(at + 1 + MOST_LINES)];
        let close = body.iter().position(|line| line.trim() == mark).filter(|_| is_mark(row));
        let formula = close.and_then(|close| line(&body[..close].join(" ")).map(|formula| (formula, close)));
        // Two marks may also stand around what is between formulas.
        let is_formula = |formula: &str| {
            !formula.contains('$')
                && formula.contains(['\\', '=', '^', '_', '<', '>', '+'])
                && !formula.contains(". ")
        };
        match formula.filter(|(formula, _)| is_formula(formula)) {
            Some((formula, close)) => {
                let indent = &row[..row.len() - row.trim_start().len()];
                joined.push(format!("{indent}{mark}{formula}{mark}").into());
                at += close + 2;
            }
            None => {
                joined.push((*row).into());
                at += 1;
            }
        }
    }
    Cow::Owned(joined.join("\n"))
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
            &["bound", "$$p = \\frac{1}{N} + q$$", "for all n."],
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
    fn a_formula_is_whole_though_its_dollars_stand_alone() {
        let check = |text: &str, expected: &[&str]| assert_eq!(paragraphs(text), expected, "{text}");
        check("We bound\n$\n  x = 1\n  + y\n$\nfor all.", &["We bound $x = 1 + y$ for all."]);
        check("We bound\n\n$$\n\nx = 1\n\n$$\n\nfor all.", &["We bound", "$$x = 1$$", "for all."]);
        check("It costs\n$\nor more\n$\nand less.", &["It costs $ or more $ and less."]);
        check("$$\nx = 1\n$$\nWe sort. And\n$$\ny = 1\n$$", &["$$x = 1$$ We sort. And $$y = 1$$"]);
        check("$\nx", &["$ x"]);
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
