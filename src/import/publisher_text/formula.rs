//! Formulas in texts of publishers: elements of JATS and HTML that hold TeX, MathML or both, as TeX between dollars.

use std::borrow::Cow;

use super::mathml;
use super::next_tag;
use crate::text::is_math_environment;

/// A text with its formulas as TeX. What an element holds besides a formula's TeX, MathML and pictures goes with it; one
/// that holds no formula stays.
pub fn with_formulas(text: &str) -> Cow<'_, str> {
    if !text.contains("math") {
        return Cow::Borrowed(text);
    }
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tag, after)) = next_tag(rest) {
        read.push_str(before);
        match at_start(tag, after) {
            Some((formula, behind)) => {
                read.push_str(&formula);
                rest = behind;
            }
            None => {
                read.push_str(tag);
                rest = after;
            }
        }
    }
    read.push_str(rest);
    Cow::Owned(read)
}

/// The formula of the element that a tag begins, and what stands behind it.
fn at_start<'t>(tag: &str, after: &'t str) -> Option<(String, &'t str)> {
    let name = name_of(tag).filter(|_| !tag.ends_with("/>"))?;
    let place = Place::of(name)?;
    let (inner, behind) = until_end(after, name)?;
    let formula = match place {
        // The same formula may stand beside it in MathML.
        Place::Tex => return Some((of_tex(inner, None)?, without_mathml(behind).unwrap_or(behind))),
        Place::MathMl => of_mathml(inner),
        Place::Inline => of_element(inner, Some(false)),
        Place::Displayed => of_element(inner, Some(true)),
        Place::Alternatives => of_element(inner, None),
    };
    Some((formula?, behind))
}

/// What an element of a formula is.
#[derive(Clone, Copy)]
enum Place {
    Tex,
    MathMl,
    Inline,
    Displayed,
    /// Notations of one formula.
    Alternatives,
}

impl Place {
    fn of(name: &str) -> Option<Place> {
        let (prefix, name) = name.split_once(':').unwrap_or(("", name));
        Some(match (prefix, name) {
            ("" | "jats", "tex-math") => Place::Tex,
            ("" | "mml" | "m", "math") => Place::MathMl,
            ("" | "jats", "inline-formula") => Place::Inline,
            ("" | "jats", "disp-formula") => Place::Displayed,
            ("" | "jats", "alternatives") => Place::Alternatives,
            _ => return None,
        })
    }
}

/// The name of the element that a tag begins.
fn name_of(tag: &str) -> Option<&str> {
    let inner = tag.strip_prefix('<')?.trim_end_matches(['>', '/']);
    inner.split(char::is_whitespace).next().filter(|name| !name.is_empty())
}

/// What stands before the end of an element, and what behind. None holds another of its name; to look no further than
/// there takes no longer than the text is long, however many have no end.
fn until_end<'t>(text: &'t str, name: &str) -> Option<(&'t str, &'t str)> {
    let limit = text.find(&format!("<{name}")).unwrap_or(text.len());
    let end = format!("</{name}>");
    let at = text[..limit].find(&end)?;
    Some((&text[..at], &text[at + end.len()..]))
}

/// The TeX that an element holds, else its MathML.
fn of_element(inner: &str, is_displayed: Option<bool>) -> Option<String> {
    let mut mathml = None;
    let mut rest = inner;
    while let Some((_, tag, after)) = next_tag(rest) {
        rest = after;
        let Some(name) = name_of(tag) else { continue };
        match Place::of(name) {
            Some(Place::Tex) => return of_tex(until_end(after, name)?.0, is_displayed),
            Some(Place::MathMl) if mathml.is_none() => {
                let (math, behind) = until_end(after, name)?;
                mathml = Some(math);
                rest = behind;
            }
            _ => {}
        }
    }
    let tex = mathml::as_tex(mathml?);
    Some(delimited(&tex, is_displayed == Some(true)))
}

fn of_mathml(inner: &str) -> Option<String> {
    Some(delimited(&mathml::as_tex(inner), false))
}

/// TeX as it stands there, at times a whole document, with the delimiters that suit its place, or else its own.
fn of_tex(typed: &str, is_displayed: Option<bool>) -> Option<String> {
    const DELIMITERS: [(&str, &str, bool); 4] =
        [("$$", "$$", true), ("\\[", "\\]", true), ("\\(", "\\)", false), ("$", "$", false)];
    let document = typed.split_once("\\begin{document}").map_or(typed, |(_, document)| document);
    let document = document.split("\\end{document}").next().unwrap_or_default().trim();
    let own = DELIMITERS.into_iter().find_map(|(open, close, is_displayed)| {
        let body = document.strip_prefix(open)?.strip_suffix(close)?;
        Some((body.trim(), is_displayed))
    });
    let (body, is_displayed_itself) = own.unwrap_or((document, false));
    let name = body.strip_prefix("\\begin{").and_then(|rest| rest.split('}').next()).unwrap_or_default();
    // Several formulas, with words between, and what is a display by itself.
    if body.replace("\\$", "").contains('$') || (own.is_none() && is_math_environment(name)) {
        return Some(document.to_owned());
    }
    Some(delimited(body, is_displayed.unwrap_or(is_displayed_itself)))
}

fn delimited(tex: &str, is_displayed: bool) -> String {
    match (tex, is_displayed) {
        ("", _) => String::new(),
        (tex, true) => format!("$${tex}$$"),
        (tex, false) => format!("${tex}$"),
    }
}

/// What follows an element of MathML at the start of a text.
fn without_mathml(text: &str) -> Option<&str> {
    let (before, tag, after) = next_tag(text)?;
    let name = name_of(tag).filter(|name| matches!(Place::of(name), Some(Place::MathMl)))?;
    before.trim().is_empty().then(|| until_end(after, name)).flatten().map(|(_, behind)| behind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, read: &str) {
        assert_eq!(with_formulas(typed), read, "{typed}");
    }

    #[test]
    fn a_formula_is_inline_or_displayed_by_its_element() {
        check(
            "at <jats:inline-formula><jats:alternatives><jats:tex-math>$$\\alpha _{s}$$</jats:tex-math><mml:math><mml:mi>α</mml:mi></mml:math></jats:alternatives></jats:inline-formula> of",
            "at $\\alpha _{s}$ of",
        );
        check("<disp-formula><tex-math>$x$</tex-math></disp-formula>", "$$x$$");
        check("<tex-math>$$x$$</tex-math>", "$$x$$");
        check("<jats:tex-math>$x^2$</jats:tex-math> <mml:math><mml:mi>x</mml:mi></mml:math>.", "$x^2$.");
        check(
            "<inline-formula><tex-math notation=\"LaTeX\">$k$</tex-math></inline-formula>-Means",
            "$k$-Means",
        );
        check("<tex-math>k</tex-math>", "$k$");
        check("<tex-math>$a$ and $b$</tex-math>", "$a$ and $b$");
        check(
            "<disp-formula><tex-math>\\begin{equation}x\\end{equation}</tex-math></disp-formula>",
            "\\begin{equation}x\\end{equation}",
        );
    }

    #[test]
    fn of_a_document_the_formula_counts() {
        check(
            "<inline-formula><tex-math>\\documentclass[12pt]{minimal} \\usepackage{amsmath} \\begin{document}$$x_1$$\\end{document}</tex-math></inline-formula>",
            "$x_1$",
        );
    }

    #[test]
    fn mathml_is_tex() {
        check(
            "<mml:math xmlns:mml=\"http://www.w3.org/1998/Math/MathML\" display=\"inline\"><mml:mi>x</mml:mi></mml:math>-rays",
            "$x$-rays",
        );
        check("<jats:inline-formula><math><mi>x</mi></math></jats:inline-formula>", "$x$");
        check("<mml:math></mml:math>a", "a");
    }

    #[test]
    fn what_holds_no_formula_stays() {
        for text in ["<inline-formula>math</inline-formula>", "<math>x", "math <i>x</i>", "<math/>"] {
            check(text, text);
        }
        let open = "<math><tex-math><inline-formula>".repeat(50_000);
        check(&open, &open);
        let open = format!("{}</inline-formula>", "<inline-formula>math ".repeat(50_000));
        check(&open, &open);
        let twice = "<tex-math>x</tex-math><math>".repeat(20_000);
        assert_eq!(with_formulas(&twice).matches("$x$").count(), 20_000);
    }
}
