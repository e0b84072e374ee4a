//! The font switches of TeX in a formula: `{\rm eff}`.
//!
//! A switch styles the rest of its group. Where an argument is due it strictly takes the argument's place, but who types
//! `T_\rm{eff}` or `M_\rm BH` means `T_{\rm eff}`.

use std::borrow::Cow;

use super::formula;
use super::symbol;

/// Returns the length of the switch at the start of `tex` with the group or the word that it styles as an argument.
pub(super) fn argument_len(tex: &str) -> Option<usize> {
    let rest = after(tex)?;
    let word_len = || rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    let len = formula::group_len(rest).unwrap_or_else(word_len);
    (len > 0).then(|| tex.len() - rest.len() + len)
}

/// Puts switches into groups of their own where they are an argument, or begin one of a macro: the converter puts the
/// argument in the macro's place without its group. `is_macro` knows the macros' names. A name of a function is upright
/// anyway, and loses its switch.
pub(super) fn in_groups<'t>(tex: &'t str, is_macro: &dyn Fn(&str) -> bool) -> Cow<'t, str> {
    let mut grouped = String::new();
    let mut from = 0;
    while let Some(at) = next(tex, from) {
        grouped.push_str(&tex[from..at]);
        let len = tex.len() - at - after(&tex[at..]).unwrap_or_default().len();
        let before = tex[..at].trim_end();
        let owner = before.strip_suffix('{').map(command_before);
        if owner == Some("operatorname") {
            from = at + len;
            continue;
        }
        let group_len = match before.chars().next_back() {
            Some('_' | '^') => argument_len(&tex[at..]),
            // `\bar\bf x`
            Some(_) if before.rfind('\\').is_some_and(|at| symbol::accent(&before[at + 1..]).is_some()) => {
                argument_len(&tex[at..])
            }
            Some('{') if owner.is_some_and(|name| is_macro(name) || name == "}") => {
                formula::group_len(&tex[before.len() - 1..]).map(|len| before.len() - 2 + len - at)
            }
            _ => None,
        };
        match group_len {
            Some(len) => grouped.extend(["{", &tex[at..at + len], "}"]),
            None => grouped.push_str(&tex[at..at + len]),
        }
        from = at + group_len.unwrap_or(len);
    }
    if from == 0 {
        return Cow::Borrowed(tex);
    }
    grouped.push_str(&tex[from..]);
    Cow::Owned(grouped)
}

/// Returns the name of the command that `tex` ends with, or the brace behind an argument of one.
fn command_before(tex: &str) -> &str {
    let tex = tex.trim_end_matches('*');
    let start = if tex.ends_with('}') { tex.len() - 1 } else { tex.rfind('\\').map_or(0, |at| at + 1) };
    &tex[start..]
}

/// Returns where the first switch begins that stands at `from` or behind it.
fn next(tex: &str, from: usize) -> Option<usize> {
    tex[from..].match_indices('\\').map(|(at, _)| from + at).find(|&at| after(&tex[at..]).is_some())
}

/// Returns what follows the switch at the start of `tex`, blanks left out.
fn after(tex: &str) -> Option<&str> {
    let name = formula::command_name(tex)?;
    let is_switch = matches!(name, "rm" | "bf" | "it" | "cal" | "sf" | "tt");
    is_switch.then(|| tex[1 + name.len()..].trim_start_matches(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_switch_that_is_an_argument_goes_with_a_group_or_a_word() {
        for (tex, argument) in [
            (r"\rm{eff}^2", Some(r"\rm{eff}")),
            (r"\rm BH, x", Some(r"\rm BH")),
            (r"\bf x", Some(r"\bf x")),
            (r"\rm", None),
            (r"\rm\alpha", None),
            (r"\rmfamily x", None),
        ] {
            assert_eq!(argument_len(tex).map(|len| &tex[..len]), argument, "{tex}");
        }
    }

    #[test]
    fn a_switch_has_a_group_where_the_converter_wants_one() {
        for (tex, grouped) in [
            (r"T_\rm{eff}^\rm T", r"T_{\rm{eff}}^{\rm T}"),
            (r"\bar\bf x + \hat \cal{H}_0, \bar x\bf y", r"\bar{\bf x} + \hat {\cal{H}}_0, \bar x\bf y"),
            (r"\abs{\bf x} + {\rm y}", r"\abs{{\bf x}} + {\rm y}"),
            (r"\nicefrac{1}{\rm d_\rm{x}}", r"\nicefrac{1}{{\rm d_\rm{x}}}"),
            (r"\operatorname*{\rm Spec} A", r"\operatorname*{Spec} A"),
            (r"\tilde{\rm S}, \rm x_\rm", r"\tilde{\rm S}, \rm x_\rm"),
            (r"\abs{\bf x", r"\abs{\bf x"),
        ] {
            assert_eq!(in_groups(tex, &|name| matches!(name, "abs" | "nicefrac")), grouped);
        }
    }
}
