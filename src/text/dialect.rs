//! The dialect of TeX that abstracts are written in, as that of the converter.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::chemistry;
use super::formula;
use super::limits;
use super::math;
use super::switch;
use super::text_in_math;
use super::tree::clean;

/// Rewrites what abstracts hold and the converter does not: a bare `%` begins a comment in TeX, and a sentence in an
/// abstract means the sign; environments are numbered unless starred; labels have nothing to be referred from.
pub(super) fn rewritten(body: &str) -> String {
    let mut tex = String::with_capacity(body.len() + 8);
    let mut is_escaped = false;
    for character in clean(body).chars() {
        if character == '%' && !is_escaped {
            tex.push('\\');
        }
        is_escaped = character == '\\' && !is_escaped;
        tex.push(character);
    }
    // Two minus signs in a row are a range that was typed as in text: `45--63`.
    if tex.contains("--") {
        tex = tex.replace("--", "–");
    }
    if tex.contains(r"\text") || tex.contains("box") || tex.contains(r"\emph") {
        tex = text_in_math::with_math_apart(&tex);
    }
    if let Cow::Owned(grouped) = switch::in_groups(&tex, &math::is_macro) {
        tex = grouped;
    }
    if tex.contains(r"\cr") {
        tex = with_rows(&tex);
    }
    if tex.contains(r"\not\!") {
        // Who moves the stroke over a letter means `\not D`.
        tex = tex.replace(r"\not\!\!", r"\not\!").replace(r"\not\!", r"\not ");
    }
    if tex.contains(r"\ce{") {
        tex = with_chemistry(&tex);
    }
    if tex.contains(r"\begin{") {
        tex = with_known_environments(&tex);
    }
    if tex.contains(r"\mathop") || tex.contains(r"\operatorname") {
        tex = limits::with_known_operators(&tex);
    }
    with_known_commands(&tex)
}

/// Plain TeX ends rows with `\cr`, the last one, too.
fn with_rows(tex: &str) -> String {
    let mut rows = String::with_capacity(tex.len());
    let mut rest = tex;
    while let Some(at) = rest.find(r"\cr") {
        let after = &rest[at + r"\cr".len()..];
        rows.push_str(&rest[..at]);
        rows.push_str(match after.trim_start().chars().next() {
            Some('}') => "",
            _ if after.starts_with(|c: char| c.is_ascii_alphabetic()) => r"\cr",
            _ => r"\\ ",
        });
        rest = after;
    }
    rows + rest
}

/// `\ce{H2O}` becomes `\mathrm{H_{2}O}`.
fn with_chemistry(tex: &str) -> String {
    let mut written = String::with_capacity(tex.len() * 2);
    let mut rest = tex;
    while let Some(at) = rest.find(r"\ce{") {
        let group = &rest[at + r"\ce".len()..];
        let Some(len) = formula::group_len(group) else { break };
        written.push_str(&rest[..at]);
        let _ = write!(written, r"\mathrm{{{}}}", chemistry::tex(&group[1..len - 1]));
        rest = &group[len..];
    }
    written + rest
}

/// Environments that the converter knows by another name, or not at all.
fn with_known_environments(tex: &str) -> String {
    let mut written = String::with_capacity(tex.len() + 16);
    let mut rest = tex;
    while let Some(at) = rest.find(r"\begin{").into_iter().chain(rest.find(r"\end{")).min() {
        written.push_str(&rest[..at]);
        let (command, after) = rest[at..].split_at(rest[at..].find('{').unwrap_or(0) + 1);
        let Some((name, mut after)) = after.split_once('}') else {
            rest = &rest[at..];
            break;
        };
        let is_begin = command == r"\begin{";
        if is_begin && matches!(name, "alignat" | "alignat*" | "alignedat" | "xalignat" | "xalignat*") {
            // How many pairs of columns there are.
            after = formula::group_len(after).map_or(after, |len| &after[len..]);
        }
        if is_begin && matches!(name, "aligned" | "alignedat" | "gathered" | "split" | "array") {
            // Where it stands beside what surrounds it.
            after = ["[t]", "[b]", "[c]"].iter().find_map(|place| after.strip_prefix(place)).unwrap_or(after);
        }
        let small = |fence: &str| match is_begin {
            true => format!(r"{fence}\begin{{subarray}}{{cccccccccc}}"),
            false => format!(r"\end{{subarray}}{fence}"),
        };
        let fence = |open, close| if is_begin { open } else { close };
        match name {
            "equation" | "displaymath" => written.extend([command, "equation*}"]),
            "align" | "alignat" | "alignat*" | "eqnarray" | "eqnarray*" | "flalign" | "flalign*"
            | "xalignat" | "xalignat*" => written.extend([command, "align*}"]),
            "gather" | "multline" | "multline*" => written.extend([command, "gather*}"]),
            "alignedat" | "split" => written.extend([command, "aligned}"]),
            "math" => written.push_str(fence("{", "}")),
            "smallmatrix" => written.push_str(&small("")),
            "psmallmatrix" => written.push_str(&small(fence(r"\left(", r"\right)"))),
            "bsmallmatrix" => written.push_str(&small(fence(r"\left[", r"\right]"))),
            _ => written.extend([command, name, "}"]),
        }
        rest = after;
    }
    written + rest
}

/// Commands that the converter knows by another name, or that show nothing here: equations have no numbers.
fn with_known_commands(tex: &str) -> String {
    let has_numbers =
        ["equation*}", "align*}", "gather*}"].iter().any(|environment| tex.contains(environment));
    let mut written = String::with_capacity(tex.len() + 16);
    let mut rest = tex;
    while let Some(at) = rest.find('\\') {
        written.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(name) = formula::command_name(rest) else {
            let (escaped, after) = rest.split_at(formula::token_len(rest));
            written.push_str(escaped);
            rest = after;
            continue;
        };
        let after = &rest[1 + name.len()..];
        rest = match name {
            // The converter rejects an empty macro before `\end`.
            "nonumber" | "notag" | "xspace" => after,
            "sp" | "sb" => {
                written.push(if name == "sp" { '^' } else { '_' });
                after
            }
            // Labels have nothing to be referred from.
            "label" if after.starts_with('{') => after.find('}').map_or("", |end| &after[end + 1..]),
            "eqref" | "ref" | "cref" | "Cref" | "autoref" => match formula::group_len(after) {
                Some(len) => {
                    let label = after[1..len - 1].replace('_', r"\_");
                    let _ = write!(written, r"\text{{[{label}]}}");
                    &after[len..]
                }
                None => after,
            },
            "tag" => push_tag(after, has_numbers, &mut written),
            _ if is_fence(name) => {
                written.extend(["\\", name]);
                push_angle(after, &mut written)
            }
            _ => {
                written.extend(["\\", name]);
                after
            }
        };
    }
    written + rest
}

/// Writes the number that an equation is given by hand; where equations have none, behind it. Returns the rest.
fn push_tag<'t>(after: &'t str, has_numbers: bool, written: &mut String) -> &'t str {
    let (is_bare, group) = match after.strip_prefix('*') {
        Some(group) => (true, group),
        None => (false, after),
    };
    let group = group.trim_start();
    let (number, rest) = match formula::group_len(group) {
        Some(len) => (&group[1..len - 1], &group[len..]),
        None => group.split_at(group.chars().next().map_or(0, char::len_utf8)),
    };
    let number = match is_bare {
        true => format!(r"\text{{{number}}}"),
        false if has_numbers && !number.contains(['$', '\\']) => {
            let _ = write!(written, r"\tag{{{number}}}");
            return rest;
        }
        false => format!(r"\text{{({number})}}"),
    };
    written.extend([r"\qquad ", &text_in_math::with_math_apart(&number)]);
    rest
}

/// Whether `\name` makes a fence of what follows it: `\left`, `\bigl`.
fn is_fence(name: &str) -> bool {
    let size = name.trim_end_matches(['l', 'r', 'm']);
    matches!(name, "left" | "right" | "middle") || matches!(size, "big" | "Big" | "bigg" | "Bigg")
}

/// Writes a sign of inequality behind `\left` and its kin as the bracket that it means there. Returns the rest.
fn push_angle<'t>(after: &'t str, written: &mut String) -> &'t str {
    let fence = after.trim_start();
    let angle = match fence.chars().next() {
        Some('<') => Some((r"\langle ", 1)),
        Some('>') => Some((r"\rangle ", 1)),
        _ => match formula::command_name(fence) {
            Some("lt") => Some((r"\langle ", 3)),
            Some("gt") => Some((r"\rangle ", 3)),
            _ => None,
        },
    };
    match angle {
        Some((angle, len)) => {
            written.push_str(angle);
            &fence[len..]
        }
        None => after,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dialect_of_abstracts_is_that_of_the_converter() {
        for (typed, known) in [
            (r"5% \% a--b", r"5\% \% a–b"),
            (r"\begin{alignat}{2} a&=b \nonumber\end{alignat}", r"\begin{align*} a&=b \end{align*}"),
            (r"\begin{split}[t]a\end{split} \begin{math}b\end{math}", r"\begin{aligned}a\end{aligned} {b}"),
            (r"\begin{array}[c]{cc}a&b\end{array}", r"\begin{array}{cc}a&b\end{array}"),
            (r"\begin{align", r"\begin{align"),
            (r"\begin{align}L_{align}\end{align}", r"\begin{align*}L_{align}\end{align*}"),
            (r"a\label{eq:a} {\label b}", r"a {\label b}"),
            (
                r"\left< x\middle|y \right>, \bigl<, a<b",
                r"\left\langle  x\middle|y \right\rangle , \bigl\langle , a<b",
            ),
            (r"x \tag{1}, y \tag*{$A$}", r"x \qquad \text{(1)}, y \qquad {{A}}"),
            (r"\begin{gather}x \tag{1}\end{gather}", r"\begin{gather*}x \tag{1}\end{gather*}"),
            (r"\ell\sp p \sb{i}, \spadesuit", r"\ell^ p _{i}, \spadesuit"),
            (r"x \eqref{eq:a_1}", r"x \text{[eq:a\_1]}"),
        ] {
            assert_eq!(rewritten(typed), known);
        }
    }
}
