//! Where a formula stands in a source: between dollars, parentheses, brackets or in an environment.
//!
//! A dollar may also be money, part of a name, or nothing. The rules begin with Pandoc's `tex_math_dollars` (the
//! opening dollar touches what follows, the closing one what precedes and no digit after it) and are both looser and
//! stricter, for what abstracts hold:
//!
//! - `only $\sim$21K` and `$ \mathcal{O}(n) $` are math: a TeX command, `^` or `_` between the dollars vouches for it;
//! - `$5 to 10$` and `A$AP Rocky and A$AP Ferg` are not: words without any operator are a sentence.

use std::ops::Range;

use memchr::memmem;

use super::command::{Command, is_math_environment};
use super::math::{Display, MAX_LEN};
use super::symbol;

/// A formula that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The formula without its delimiters.
    pub(super) body: Range<usize>,
    /// Where the closing delimiter ends.
    pub(super) end: usize,
    pub(super) display: Display,
}

/// Deeper braces are not followed in search of a closing dollar.
const MAX_BRACES: usize = 16;

/// Finds the formula that the dollar at `start` opens.
pub(super) fn between_dollars(source: &str, start: usize, end: usize) -> Option<Found> {
    if source[start..end].starts_with("$$") {
        let body = start + 2..closing_double_dollar(source, start + 2, end)?;
        if source[body.clone()].trim().is_empty() {
            return None;
        }
        return Some(Found { end: body.end + 2, body, display: Display::Block });
    }
    let (nested, flat) = closing_dollars(source, start + 1, end);
    [nested, flat].into_iter().flatten().find_map(|close| {
        let body = &source[start + 1..close];
        let after = source[close + 1..end].chars().next();
        is_formula(body, after).then_some(Found {
            body: start + 1..close,
            end: close + 1,
            display: Display::Inline,
        })
    })
}

/// Finds the formula that `\(` or `\[` at `start` opens. In Markdown both are also plain brackets with a backslash.
pub(super) fn between_brackets(source: &str, start: usize, end: usize) -> Option<Found> {
    let is_display = source.as_bytes().get(start + 1) == Some(&b'[');
    let close = if is_display { r"\]" } else { r"\)" };
    let body_start = start + 2;
    let limit = source.floor_char_boundary(end.min(body_start + MAX_LEN));
    let len = memmem::find(&source.as_bytes()[body_start..limit], close.as_bytes())?;
    let body = &source[body_start..body_start + len];
    let is_math = if is_display {
        has_operator(body) || body.trim().len() == 1 && body.trim().bytes().all(|b| b.is_ascii_alphabetic())
    } else {
        !body.trim().is_empty() && (has_operator(body) || word_count(body) < 2)
    };
    let display = if is_display { Display::Block } else { Display::Inline };
    is_math.then_some(Found { body: body_start..body_start + len, end: body_start + len + 2, display })
}

/// Finds the environment of math that `\begin` at `start` opens.
pub(super) fn in_environment(source: &str, start: usize, end: usize) -> Option<Found> {
    let rest = source[start..end].strip_prefix("\\begin{")?;
    const LONGEST_NAME: usize = 16;
    let name = &rest[..rest.bytes().take(LONGEST_NAME).position(|byte| byte == b'}')?];
    if !is_math_environment(name) {
        return None;
    }
    let close = format!("\\end{{{name}}}");
    let limit = source.floor_char_boundary(end.min(start + MAX_LEN));
    let close_at = start + memmem::find(&source.as_bytes()[start..limit], close.as_bytes())?;
    let close_end = close_at + close.len();
    Some(Found { body: start..close_end, end: close_end, display: Display::Block })
}

/// Returns the end of the math that begins with the command at `start`, outside any delimiters: `\ell_1`, `\mu\mathrm{m}`.
pub(super) fn undelimited_len(tex: &str) -> usize {
    let mut len = 0;
    while let Some(name) = command_name(&tex[len..]) {
        let start = len;
        if !symbol::is_math(name) || (len > 0 && super::command::Command::named(name).is_some()) {
            break;
        }
        len += 1 + name.len();
        for _ in 0..symbol::argument_count(name).unwrap_or(0) {
            let Some(argument) = group_len(&tex[len..]).or_else(|| digit_len(&tex[len..])) else {
                return start;
            };
            len += argument;
        }
        while let Some(script) = script_len(&tex[len..]) {
            len += script;
        }
    }
    len
}

/// Returns the name of the command at the start of `tex`, if there is one of letters.
pub(super) fn command_name(tex: &str) -> Option<&str> {
    let name = tex.strip_prefix('\\')?;
    let len = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    (len > 0).then(|| &name[..len])
}

/// Returns the length of the command at the start of `tex`, which is a backslash: `\alpha`, `\,`.
pub(super) fn token_len(tex: &str) -> usize {
    let escaped = || tex[1..].chars().next().map_or(0, char::len_utf8);
    1 + command_name(tex).map_or_else(escaped, str::len)
}

/// Returns the name of the command that `tex` begins with, if it is one that is read in texts or in math.
pub(crate) fn tex_command(tex: &str) -> Option<&str> {
    command_name(tex).filter(|name| {
        let is_letter = name.len() == 1;
        !is_letter && (symbol::is_math(name) || Command::named(name).is_some())
    })
}

/// TeX takes one character for an argument without braces: `\frac12`.
fn digit_len(tex: &str) -> Option<usize> {
    tex.starts_with(|c: char| c.is_ascii_digit()).then_some(1)
}

fn script_len(tex: &str) -> Option<usize> {
    let script = tex.strip_prefix(['_', '^'])?;
    if let Some(len) = group_len(script) {
        return Some(1 + len);
    }
    if let Some(name) = command_name(script) {
        return symbol::symbol(name).map(|_| 2 + name.len());
    }
    script.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '*').then_some(2)
}

/// Returns the length of the group in braces at the start of `tex`, braces included.
pub(super) fn group_len(tex: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut is_escaped = false;
    for (at, byte) in tex.bytes().enumerate().take(MAX_LEN) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'{' => depth += 1,
            b'}' if depth <= 1 => return (depth == 1).then_some(at + 1),
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 || depth > MAX_BRACES {
            return None;
        }
    }
    None
}

/// Returns the first closing dollar outside braces, and the first of all.
fn closing_dollars(source: &str, start: usize, end: usize) -> (Option<usize>, Option<usize>) {
    let mut flat = None;
    let mut depth = 0_usize;
    let mut is_escaped = false;
    let limit = end.min(start + MAX_LEN);
    for (at, byte) in (start..limit).zip(source.as_bytes()[start..limit].iter()) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'{' if depth < MAX_BRACES => depth += 1,
            b'{' => break,
            b'}' => depth = depth.saturating_sub(1),
            b'$' if depth == 0 => return (Some(at), flat),
            b'$' => flat = flat.or(Some(at)),
            _ => {}
        }
    }
    (None, flat)
}

fn closing_double_dollar(source: &str, start: usize, end: usize) -> Option<usize> {
    let mut is_escaped = false;
    let limit = end.min(start + MAX_LEN);
    let bytes = source.as_bytes();
    (start..limit.saturating_sub(1)).find(|&at| {
        let is_close = !is_escaped && bytes[at] == b'$' && bytes[at + 1] == b'$';
        is_escaped = bytes[at] == b'\\' && !is_escaped;
        is_close
    })
}

fn is_formula(body: &str, after: Option<char>) -> bool {
    let core = body.trim();
    if core.is_empty() {
        return false;
    }
    let words = word_count(body);
    let is_tight = core.len() == body.len();
    let begins_with_digit = core.starts_with(|c: char| c.is_ascii_digit());
    let is_vouched_for = core.contains(['^', '_'])
        || core.split('\\').skip(1).any(|tex| tex.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!'))
        // `$>$25`, `${>}$0.41`: an operator by itself needs no one's word.
        || core.chars().all(|c| is_sign(c) || matches!(c, '{' | '}'))
        || words == 0 && is_middle(core);
    let is_delimited = match (body.starts_with(char::is_whitespace), body.ends_with(char::is_whitespace)) {
        (true, true) => !begins_with_digit && core.contains(char::is_alphabetic) && words == 0,
        (true, false) => is_number(core),
        (false, true) => is_letter(core) || core.strip_prefix(is_sign).is_some_and(is_number),
        (false, false) => true,
    };
    // `$10^6, $5k`: what follows is an amount, too.
    if begins_with_digit && body.ends_with(char::is_whitespace) && after.is_some_and(|c| c.is_ascii_digit()) {
        return false;
    }
    if !(is_vouched_for || is_delimited && !after.is_some_and(|c| c.is_ascii_digit())) {
        return false;
    }
    let is_amount = begins_with_digit && words > 0 && !has_operator(body);
    if is_amount {
        return is_tight && is_quantity(core);
    }
    words <= if is_tight && has_operator(body) { 5 } else { 1 }
}

/// Whether a character relates or joins two numbers.
fn is_sign(c: char) -> bool {
    matches!(c, '<' | '>' | '=' | '+' | '-' | '±' | '×' | '≤' | '≥' | '→')
}

/// Whether a text lacks what stands on both sides of it: `<z<`, `\,<z<\,`. Digits beside its dollars are no money then.
fn is_middle(text: &str) -> bool {
    let core = text.trim_matches(|c| matches!(c, '\\' | ',' | ';' | ':' | ' ' | '~'));
    let is_relation = |c| matches!(c, '<' | '>' | '=' | '≤' | '≥');
    core.starts_with(is_relation) && core.ends_with(is_relation) && core.contains(char::is_alphabetic)
}

fn is_letter(text: &str) -> bool {
    text.chars().count() == 1 && text.contains(char::is_alphabetic)
}

/// Whether a text is a number alone, or a percentage: `2.9\%`.
fn is_number(text: &str) -> bool {
    let digits = text.trim_end_matches(['%', '\\']);
    digits.ends_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}

/// Whether a text is a number with a unit: `30 FPS`, `12MP`, `5 cm`.
fn is_quantity(text: &str) -> bool {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim_start();
    let is_abbreviated = unit.contains(char::is_uppercase) && unit.len() <= 3 || unit.len() <= 2;
    is_abbreviated && unit.chars().all(char::is_alphabetic)
}

/// Whether a formula is nothing but text, in a style: `\textbf{PersistGS}`, `\textit{Trans-LoRA}`. It breaks into lines
/// and has the text's letters when it is read as text.
pub(super) fn is_text(body: &str) -> bool {
    const STYLES: [&str; 8] =
        ["emph", "textbf", "textit", "textnormal", "textrm", "textsc", "textsf", "texttt"];
    let mut rest = body.trim();
    while let Some(name) = command_name(rest).filter(|name| STYLES.contains(name)) {
        let argument = &rest[1 + name.len()..];
        let Some(len) = group_len(argument) else { return false };
        rest = argument[len..].trim_start_matches([' ', '~']);
        if rest.is_empty() {
            return true;
        }
    }
    false
}

/// Whether there is anything that only a formula has.
fn has_operator(body: &str) -> bool {
    let is_command = |tex: &str| !tex.starts_with(['$', '%', '&', '#', '_']);
    body.contains(['^', '_', '=', '<', '>', '+', '|']) || body.split('\\').skip(1).any(is_command)
}

/// Counts the words of a sentence, not those in braces, after a backslash, or that name a function.
pub(super) fn word_count(body: &str) -> usize {
    let mut count = 0;
    let mut depth = 0_usize;
    for word in body.split_whitespace() {
        let is_outside = depth == 0;
        for byte in word.bytes() {
            match byte {
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        let letters = word.trim_matches(|c: char| !c.is_alphabetic());
        let is_word = letters.chars().count() > 1
            && letters.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'));
        if is_outside && is_word && !word.starts_with(['\\', '{']) && !symbol::is_function(letters) {
            count += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, formulas: &[&str]) {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(start) = source[at..].find('$').map(|offset| at + offset) {
            match between_dollars(source, start, source.len()) {
                Some(formula) => {
                    found.push(&source[formula.body]);
                    at = formula.end;
                }
                None => at = start + 1,
            }
        }
        assert_eq!(found, formulas, "{source}");
    }

    #[test]
    fn dollars_around_a_formula_are_math() {
        check("$k$-NN", &["k"]);
        check("{PF}$^2$ES", &["^2"]);
        check("$p*$", &["p*"]);
        check("in $O(n \\log n)$ and $x$", &["O(n \\log n)", "x"]);
        check("only $\\sim$21K", &["\\sim"]);
        check("$ \\mathcal{O}(n) $", &[" \\mathcal{O}(n) "]);
        check("$$x$$", &["x"]);
        check("$\\text{a $x$ b}$", &["\\text{a $x$ b}"]);
        check("$a\\$b$", &["a\\$b"]);
        check("$10\\%$", &["10\\%"]);
        check("$>$25 and $<$60", &[">", "<"]);
        check("at 2$<z<$4, (0.9$<z<$2), from 3$<n<$5 to $k$", &["<z<", "<z<", "<n<", "k"]);
        check("2$\\,<z<\\,$4, 0.5$<z<$1.0, 10$<M_*<$11", &["\\,<z<\\,", "<z<", "<M_*<"]);
        check("any $ [n, k] $ code", &[" [n, k] "]);
        check("an $ [\\![256,2]\\!] $ code", &[" [\\![256,2]\\!] "]);
        check("100 ${>}$0.41, ($>40 $ million)", &["{>}", ">40 "]);
        check("up to $ 2.9\\%$ or $ 5$, the class $C $", &[" 2.9\\%", " 5", "C "]);
        check("at $30 FPS$ and $12MP$, for $2kM$ and $5 cm$", &["30 FPS", "12MP", "2kM", "5 cm"]);
    }

    #[test]
    fn a_formula_of_styled_words_is_text() {
        assert!(is_text(r"\textbf{PersistGS}") && is_text(r" \textit{a}~\texttt{b\_c} "));
        for formula in [r"\textbf{x}_2", r"\text{ReLU}", r"a\textbf{b}", r"\textbf{a", "x", ""] {
            assert!(!is_text(formula), "{formula}");
        }
    }

    #[test]
    fn money_and_names_are_not_math() {
        check("$5 million and $7 million", &[]);
        check("costs $5 and $7", &[]);
        check("US$3", &[]);
        check("$1,000-$2,000", &[]);
        check("from $5 to 10$ a day", &[]);
        check("costs $5 (US$7) or $ 5-$ 10, $30 USD, $20 USD", &[]);
        check("pay $<5 and >$6, $>5, $<7, $=5=$6", &[]);
        check("$5 million$ and $PATH $HOME", &[]);
        check("$10^6, $5k and $7", &[]);
        check("US$100 and \\$7, so 5$ and 6", &[]);
        check("Turki$hTweets", &[]);
        check("A$AP Rocky and A$AP Ferg", &[]);
        check("a $ sign and \\emph{a dollar} $ sign", &[]);
        check("$$", &[]);
        check("$$ $$", &[]);
    }
}
