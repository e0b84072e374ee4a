//! The limits of an operator: what stands below and above it, as with `\mathop{\rm arg\,min}\limits_x`.
//!
//! The converter sets them for operators that it knows and for `\operatorname*`, and rejects `\limits` behind others.

use super::formula;
use super::symbol;

/// Writes operators of TeX's own, and limits that are asked for, as the converter reads them.
pub(super) fn with_known_operators(tex: &str) -> String {
    let mut written = String::with_capacity(tex.len() + 16);
    let mut rest = tex;
    while let Some(at) = rest.find('\\') {
        written.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((operator, after)) = operator(rest) {
            rest = push_operator(&operator, after, &mut written);
            continue;
        }
        let (command, after) = rest.split_at(formula::token_len(rest));
        written.push_str(command);
        rest = after;
    }
    written + rest
}

enum Operator<'t> {
    /// A word, set upright, and whether what is lowered stands below it in a display.
    Word(String, bool),
    Other(&'t str),
}

/// Reads the operator at the start of `tex`; returns it with what follows.
fn operator(tex: &str) -> Option<(Operator<'_>, &str)> {
    let name = formula::command_name(tex)?;
    let after = &tex[1 + name.len()..];
    match name {
        "mathop" => {
            let (inside, after) = argument(after)?;
            let word = word(inside).map(|word| Operator::Word(word, true));
            Some((word.unwrap_or(Operator::Other(inside)), after))
        }
        "operatorname" | "operatornamewithlimits" => {
            let unstarred = after.strip_prefix('*');
            let (inside, rest) = argument(unstarred.unwrap_or(after))?;
            let has_limits = unstarred.is_some() || name == "operatornamewithlimits";
            Some((Operator::Word(inside.to_owned(), has_limits), rest))
        }
        _ => None,
    }
}

/// Writes an operator with the limits that are asked for in `tex`, which follows it; returns the rest.
fn push_operator<'t>(operator: &Operator<'_>, tex: &'t str, written: &mut String) -> &'t str {
    let (is_asked_for, mut rest) = match formula::command_name(tex.trim_start()) {
        Some(name @ ("limits" | "nolimits" | "displaylimits")) => {
            (Some(name), &tex.trim_start()[1 + name.len()..])
        }
        _ => (None, tex),
    };
    let bare = match operator {
        Operator::Word(word, _) => format!(r"\operatorname{{{word}}}"),
        Operator::Other(inside) => format!(r"\mathop{{{inside}}}"),
    };
    match (operator, is_asked_for) {
        (_, Some("limits")) => {
            let mut operator = bare;
            for _ in 0..2 {
                let script = rest.trim_start();
                let command = match script.chars().next() {
                    Some('_') => "underset",
                    Some('^') => "overset",
                    _ => break,
                };
                let Some((limit, after)) = argument(&script[1..]) else { break };
                operator = format!(r"\{command}{{{limit}}}{{{operator}}}");
                rest = after;
            }
            // The whole keeps the distance of an operator.
            written.extend([r"\mathop{", &operator, "}"]);
        }
        (Operator::Word(word, true), None | Some("displaylimits")) => {
            written.extend([r"\operatorname*{", word, "}"]);
        }
        _ => written.push_str(&bare),
    }
    rest
}

/// Takes the argument at the start of `tex`: a group, without its braces, or one token.
fn argument(tex: &str) -> Option<(&str, &str)> {
    let tex = tex.trim_start();
    match tex.chars().next()? {
        '{' => formula::group_len(tex).map(|len| (&tex[1..len - 1], &tex[len..])),
        '}' | '^' | '_' | '&' => None,
        '\\' => {
            let name = formula::command_name(tex)?;
            let mut len = 1 + name.len();
            for _ in 0..symbol::argument_count(name).unwrap_or(0) {
                len += formula::group_len(&tex[len..])?;
            }
            Some(tex.split_at(len))
        }
        first => Some(tex.split_at(first.len_utf8())),
    }
}

/// Returns the word that is all of an operator, set upright: `\mathrm{argmin}`, `\rm arg\,min`, `\text{ess sup}`.
fn word(tex: &str) -> Option<String> {
    let tex = tex.trim();
    let name = formula::command_name(tex)?;
    let after = tex[1 + name.len()..].trim_start();
    let word = match name {
        "rm" => after,
        "mathrm" | "operatorname" | "text" | "textrm" => {
            let len = formula::group_len(after).filter(|&len| len == after.len())?;
            &after[1..len - 1]
        }
        _ => return None,
    };
    let letters = word.replace(r"\,", "").replace(r"\;", "").replace(r"\ ", "");
    let is_word = letters.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.'));
    let is_text = name.starts_with("text");
    let spaced = || if is_text { word.replace(r"\ ", " ").replace(' ', r"\ ") } else { word.to_owned() };
    (is_word && !letters.trim().is_empty()).then(spaced)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operator_has_its_limits() {
        for (tex, known) in [
            (r"\mathop{\mathrm{argmin}}\limits_x f", r"\mathop{\underset{x}{\operatorname{argmin}}} f"),
            (r"\mathop{\rm arg\,min}_{x\in X} f", r"\operatorname*{arg\,min}_{x\in X} f"),
            (r"\mathop{\text{ess sup}}_x", r"\operatorname*{ess\ sup}_x"),
            (
                r"\mathop\mathrm{lim} \limits _\alpha^{n+1}",
                r"\mathop{\overset{n+1}{\underset{\alpha}{\operatorname{lim}}}}",
            ),
            (
                r"\mathop{\mathbb{E}}\limits_\mathcal{X}",
                r"\mathop{\underset{\mathcal{X}}{\mathop{\mathbb{E}}}}",
            ),
            (r"\mathop{\mathbb E}_x, \mathop{ab}\nolimits_x", r"\mathop{\mathbb E}_x, \mathop{ab}_x"),
            (r"\operatorname*{argmax}\limits_x", r"\mathop{\underset{x}{\operatorname{argmax}}}"),
            (r"\operatorname*{argmax}\nolimits_x", r"\operatorname{argmax}_x"),
            (r"\operatorname{Spec} A \sum\limits_i", r"\operatorname{Spec} A \sum\limits_i"),
            (r"\mathop{\rm a}\limits", r"\mathop{\operatorname{a}}"),
            (r"\mathop, \\\operatorname, \mathop", r"\mathop{,} \\\operatorname{,} \mathop"),
        ] {
            assert_eq!(with_known_operators(tex), known);
        }
    }
}
