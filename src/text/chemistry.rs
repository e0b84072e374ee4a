//! Chemical formulas as the package mhchem reads them: `\ce{H2SO4}`, `\ce{Fe^3+}`, `\ce{2H2 + O2 -> 2H2O}`.

/// A piece of a chemical formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'t> {
    Text(&'t str),
    Lowered(&'t str),
    Raised(&'t str),
}

const ARROWS: [(&str, &str); 4] = [("<=>", "⇌"), ("<->", "↔"), ("->", "→"), ("<-", "←")];

/// Takes a formula apart.
///
/// Digits behind a letter or a bracket are lowered, others are a number of molecules. A sign that ends a word is a charge.
pub(super) fn parts(formula: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut before = None;
    let mut rest = formula;
    while let Some(first) = rest.chars().next() {
        let is_behind_atom = before.is_some_and(|c: char| c.is_alphabetic() || matches!(c, ')' | ']' | '}'));
        let (part, len) = if let Some((typed, arrow)) = arrow_at_start(rest) {
            (Part::Text(arrow), typed.len())
        } else if matches!(first, '^' | '_') {
            let (script, len) = script(&rest[1..]);
            (if first == '^' { Part::Raised(script) } else { Part::Lowered(script) }, 1 + len)
        } else if first.is_ascii_digit() && is_behind_atom {
            let len = number_len(rest);
            (Part::Lowered(&rest[..len]), len)
        } else if matches!(first, '+' | '-')
            && (is_behind_atom || before.is_some_and(|c| c.is_ascii_digit()))
            && ends_word(&rest[1..])
        {
            (Part::Raised(&rest[..1]), 1)
        } else {
            (Part::Text(&rest[..first.len_utf8()]), first.len_utf8())
        };
        parts.push(part);
        before = rest[..len].chars().next_back();
        rest = &rest[len..];
    }
    parts
}

/// Writes a formula as TeX's math, which knows nothing of mhchem.
pub(super) fn tex(formula: &str) -> String {
    let mut tex = String::with_capacity(formula.len() * 2);
    for part in parts(formula) {
        match part {
            Part::Text(text) => tex.push_str(text),
            Part::Lowered(text) => tex.extend(["_{", text, "}"]),
            Part::Raised(text) => tex.extend(["^{", text, "}"]),
        }
    }
    tex
}

fn arrow_at_start(text: &str) -> Option<(&'static str, &'static str)> {
    ARROWS.into_iter().find(|(typed, _)| text.starts_with(typed))
}

/// Returns what `^` or `_` before `text` shifts, and its length: a group, digits with a sign, or one letter.
fn script(text: &str) -> (&str, usize) {
    if let Some((inside, _)) = text.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        return (inside, inside.len() + 2);
    }
    let digits = number_len(text);
    let sign = usize::from(text[digits..].starts_with(['+', '-']));
    let len = match digits + sign {
        0 => text.chars().next().map_or(0, char::len_utf8),
        len => len,
    };
    (&text[..len], len)
}

/// The length of the digits at the start; `0.7` is one number, while the dot of `CuSO4.5H2O` binds water.
fn number_len(text: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    match text.strip_prefix("0.").map(digits) {
        Some(decimals) if decimals > 0 => 2 + decimals,
        _ => digits(text),
    }
}

fn ends_word(text: &str) -> bool {
    text.chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, ',' | ')' | ']' | '/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chemical_formula_is_taken_apart() {
        for (formula, meant) in [
            ("H2SO4", "H_{2}SO_{4}"),
            ("2H2 + O2 -> 2H2O", "2H_{2} + O_{2} → 2H_{2}O"),
            ("(NH4)2CO3", "(NH_{4})_{2}CO_{3}"),
            ("Fe^3+ SO4^2- Na+, Cl- e^-", "Fe^{3+} SO_{4}^{2-} Na^{+}, Cl^{-} e^{-}"),
            ("^{13}C", "^{13}C"),
            ("La0.7Sr_xMnO3", "La_{0.7}Sr_{x}MnO_{3}"),
            ("CuSO4.5H2O <=> A-B", "CuSO_{4}.5H_{2}O ⇌ A-B"),
            ("^", "^{}"),
        ] {
            assert_eq!(tex(formula), meant);
        }
    }
}
