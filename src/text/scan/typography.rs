//! Dashes, ties, quotation marks and carets: what TeX types for characters that keyboards lack.

use super::{Masked, Purpose, Scanner};
use crate::text::formula::{self, Found};
use crate::text::math::Display;
use crate::text::symbol;
use crate::text::tree::{Inline, Style};

impl<'s> Scanner<'s> {
    /// A tie between two words is a no-break space; `~50%`, `5~10` and `z~2` keep their tilde.
    pub(super) fn tilde(&mut self, at: usize, end: usize, masked: &mut Masked<'s>) -> usize {
        let is_beside_dash = self.source[..at].ends_with("--") || self.source[at + 1..end].starts_with("--");
        // Nobody means "about" by it there: `95~\%`.
        if is_beside_dash || self.source[at + 1..end].starts_with("\\%") {
            masked.put_blank(at..at + 1);
            return at + 1;
        }
        let (before, after) = (self.before(at), self.shown_after(at + 1, end));
        let ends_word = before.is_some_and(|c| {
            c.is_alphanumeric()
                || matches!(c, '.' | ',' | ';' | ':' | ')' | '}' | ']' | '$' | '\'' | '"' | '%')
        });
        let begins_word = after
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, '\\' | '$' | '(' | '{' | '[' | '`' | '\''));
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        // Behind a single letter it means "about": `z~2`.
        let is_symbol = || {
            let mut back = self.source[..at].chars().rev();
            back.next().is_some_and(char::is_alphabetic)
                && back.next().is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '$'))
        };
        let is_about = is_digit(after) && (is_digit(before) || is_symbol());
        if ends_word && begins_word && !is_about {
            masked.put(at, '\u{A0}');
        } else {
            self.copy(at..at + 1, masked);
        }
        at + 1
    }

    /// `--` and `---` between words, or between blanks, are dashes; `--flag` and the rules of Markdown are not.
    pub(super) fn dashes(&mut self, at: usize, end: usize, masked: &mut Masked<'s>) -> usize {
        let len = self.source.as_bytes()[at..end].iter().take_while(|&&byte| byte == b'-').count();
        let after = at + len;
        let is_blank = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || c == '~');
        let (before, next) = (self.before(at), self.shown_after(after, end));
        let is_beside_thin_space =
            self.source[..at].ends_with("\\,") || self.source[after..end].starts_with("\\,");
        let is_between = match (is_blank(before), is_blank(next)) {
            _ if is_beside_thin_space => true,
            (true, true) => true,
            // ` --Word` begins an aside, ` --flag` is none.
            (true, false) => {
                next.is_some_and(char::is_uppercase)
                    && self.source[..at].trim_end_matches(' ').ends_with(char::is_alphanumeric)
            }
            (false, true) => before.is_some_and(char::is_alphanumeric),
            (false, false) => {
                before.is_some_and(|c| {
                    c.is_alphanumeric()
                        || matches!(c, ')' | '}' | ']' | '$' | '\'' | '"' | '.' | ',' | '%' | '*')
                }) && next.is_some_and(|c| {
                    c.is_alphanumeric() || matches!(c, '\\' | '(' | '{' | '$' | '`' | '"' | '*')
                })
            }
        };
        let dash = match len {
            2 => "–",
            3 => "—",
            _ => "",
        };
        if is_between && !dash.is_empty() && !self.is_rule(at) {
            masked.punch(at..after, vec![Inline::text_of(dash)]);
        } else {
            self.copy(at..after, masked);
        }
        after
    }

    /// Whether the line holds nothing but what Markdown draws rules and tables with, escaped or not.
    fn is_rule(&self, at: usize) -> bool {
        const MAX_RULE: usize = 1_000;
        let (before, after) = self.source.as_bytes().split_at(at);
        let is_line = |byte: &&u8| **byte != b'\n';
        let mut line = before.iter().rev().take_while(is_line).chain(after.iter().take_while(is_line));
        self.depth == 0
            && line.by_ref().take(MAX_RULE).all(|byte| b"-|:+= \t>\r\\".contains(byte))
            && line.next().is_none()
    }

    /// Reads code, or a quotation that TeX opens with backticks and closes with apostrophes.
    pub(super) fn backtick(&mut self, at: usize, end: usize, masked: &mut Masked<'s>) -> usize {
        let len = self.source.as_bytes()[at..end].iter().take_while(|&&byte| byte == b'`').count();
        let inside = at + len;
        let code_end = self.regions.closing_backticks(at, end);
        // Behind a letter a single backtick closes what another one opened.
        let may_open = len > 1 || !self.before(at).is_some_and(char::is_alphanumeric);
        let opens_word = may_open && self.shown_after(inside, end).is_some_and(char::is_alphanumeric);
        let quotation_end =
            may_open.then(|| self.quotation_end(inside, code_end.unwrap_or(end), len)).flatten();
        match (quotation_end, code_end) {
            (Some(close), _) => {
                let (open_mark, close_mark) = if len == 2 { ("“", "”") } else { ("‘", "’") };
                let close_len = if self.source[close..].starts_with("''") { 2 } else { 1 };
                let content = self.wrapped(open_mark, inside..close, close_mark);
                masked.punch(at..close + close_len, content);
                close + close_len
            }
            (None, Some(code_end)) if self.purpose != Purpose::FindText => {
                self.copy_understood(at..code_end, masked);
                code_end
            }
            (None, None) if len == 2 && opens_word => {
                masked.punch(at..inside, vec![Inline::text_of("“")]);
                inside
            }
            _ => {
                self.copy(at..inside, masked);
                inside
            }
        }
    }

    /// Two apostrophes are a quotation mark.
    pub(super) fn apostrophes(&mut self, at: usize, end: usize, masked: &mut Masked<'s>) -> usize {
        let len = self.source.as_bytes()[at..end].iter().take_while(|&&byte| byte == b'\'').count();
        let (before, next) = (self.before(at), self.shown_after(at + len, end));
        let begins = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '-'));
        let joins = next.is_some_and(|c| c.is_alphanumeric() || matches!(c, '$' | '\\' | '{'));
        let mark = match (len, begins, joins) {
            (2, true, true) => "“",
            (2, false, false) if next != Some('(') => "”",
            _ => "",
        };
        if mark.is_empty() {
            self.copy(at..at + len, masked);
        } else {
            masked.punch(at..at + len, vec![Inline::text_of(mark)]);
        }
        at + len
    }

    /// `R^2`, `10^{-4}`, `x^n` and `5^th` outside math are raised.
    pub(super) fn caret(&mut self, at: usize, end: usize, masked: &mut Masked<'s>) -> usize {
        let base = self.before(at).filter(|&base| may_have_script(base) || base == '|' && self.ends_bars(at));
        let has_base = base.is_some();
        if (has_base || self.is_isotope(at, end))
            && let Some(after) = self.braced_script(at, end, masked)
        {
            return after;
        }
        let script = &self.source[at + 1..end];
        let found = base.and_then(|base| raised(script).or_else(|| charge(base, script)));
        match found {
            Some(("circ", len)) => {
                masked.punch(at..at + 1 + len, vec![Inline::text_of("°")]);
                at + 1 + len
            }
            Some((text, len)) => {
                let content = vec![Inline::Styled(Style::Superscript, vec![Inline::text_of(text)])];
                masked.punch(at..at + 1 + len, content);
                at + 1 + len
            }
            None => {
                self.copy(at..at + 1, masked);
                at + 1
            }
        }
    }

    /// `AP_{50}` and `M_\odot` outside math are lowered; another underscore is Markdown's, or part of a name.
    pub(super) fn underscore(&mut self, at: usize, end: usize, masked: &mut Masked<'s>) -> usize {
        let has_base = self.before(at).is_some_and(may_have_script);
        if has_base && let Some(after) = self.braced_script(at, end, masked) {
            return after;
        }
        let name =
            formula::command_name(&self.source[at + 1..end]).filter(|name| symbol::symbol(name).is_some());
        if let Some(name) = name.filter(|_| has_base) {
            let end = at + 2 + name.len();
            return self.formula(at, Found { body: at..end, end, display: Display::Inline }, masked);
        }
        self.copy(at..at + 1, masked);
        at + 1
    }

    /// Whether a bar ends what is between bars: `|x|`, but not the cells of a table.
    fn ends_bars(&self, at: usize) -> bool {
        let between = self.source[..at].trim_end_matches('|');
        between.ends_with(|c: char| !c.is_whitespace())
            && between.bytes().rev().take_while(|&byte| byte != b'\n').any(|byte| byte == b'|')
    }

    /// Whether a number in braces is raised before a letter: `^{136}Xe`.
    fn is_isotope(&self, at: usize, end: usize) -> bool {
        let Some(number) = self.source[at + 1..end].strip_prefix('{') else { return false };
        let digits = number.bytes().take(4).take_while(u8::is_ascii_digit).count();
        let is_raised = |text: &str| {
            text.strip_prefix('}').is_some_and(|after| after.starts_with(|c: char| c.is_ascii_uppercase()))
        };
        (1..=3).contains(&digits) && is_raised(&number[digits..])
    }

    /// Raises or lowers what stands in braces behind `^` or `_`: as text where it is plain, else as a formula.
    fn braced_script(&mut self, at: usize, end: usize, masked: &mut Masked<'s>) -> Option<usize> {
        const MAX_SCRIPT: usize = 60;
        let (inside, after) = self.braced(at + 1, end)?;
        let text = &self.source[inside];
        if text.is_empty() || text.len() > MAX_SCRIPT || !self.source[..after].ends_with('}') {
            return None;
        }
        let style = if self.source[at..].starts_with('^') { Style::Superscript } else { Style::Subscript };
        if matches!(text, "\\circ" | "circ") && style == Style::Superscript {
            masked.punch(at..after, vec![Inline::text_of("°")]);
            return Some(after);
        }
        if text.chars().all(|c| c.is_alphanumeric() || "+-−*/.,".contains(c)) {
            masked.punch(at..after, vec![Inline::Styled(style, vec![Inline::text_of(text)])]);
            return Some(after);
        }
        let found = Found { body: at..after, end: after, display: Display::Inline };
        (formula::word_count(text) == 0).then(|| self.formula(at, found, masked))
    }

    /// Returns where the quotation ends that `len` backticks before `start` open. None holds another backtick.
    fn quotation_end(&self, start: usize, end: usize, len: usize) -> Option<usize> {
        const MAX_QUOTATION: usize = 400;
        let end = self.source.floor_char_boundary(end.min(start + MAX_QUOTATION));
        let inside = &self.source[start..end.max(start)];
        let inside = inside.split('`').next().unwrap_or_default();
        let inside = inside.split("&#96;").next().unwrap_or_default();
        if inside.starts_with(char::is_whitespace) || inside.is_empty() {
            return None;
        }
        match len {
            2 => {
                let is_mark = |at: usize| !inside[..at].ends_with('\\');
                let double = inside.find("''");
                let single = inside.match_indices('"').map(|(at, _)| at).find(|&at| is_mark(at));
                let close = [double, single].into_iter().flatten().min()?;
                Some(start + close)
            }
            1 => {
                // The first apostrophe that ends a word closes; one that begins a word shows that this is code.
                for (at, _) in inside.match_indices('\'') {
                    let before = inside[..at].chars().next_back()?;
                    if before == '\\' {
                        continue;
                    }
                    let after = inside[at + 1..].chars().next();
                    if !(before.is_alphanumeric()
                        || matches!(before, '.' | ',' | '!' | '?' | '}' | ')' | '$'))
                    {
                        return None;
                    }
                    if !after.is_some_and(|c| c.is_alphanumeric() || c == '\'') {
                        return Some(start + at);
                    }
                }
                None
            }
            _ => None,
        }
    }
}

fn may_have_script(base: char) -> bool {
    base.is_alphanumeric() || matches!(base, ')' | ']' | '$' | '}')
}

/// Returns the sign that a caret raises behind a letter: `H^+`, `e^+e^-`.
fn charge(base: char, text: &str) -> Option<(&str, usize)> {
    let rest = text.strip_prefix(['+', '-', '−'])?;
    let mut after = rest.chars();
    let ends = match after.next() {
        Some(letter) if letter.is_alphabetic() => after.next() == Some('^'),
        next => {
            next.is_none_or(|c| c.is_whitespace() || matches!(c, ',' | '.' | ';' | ':' | ')' | ']' | '/'))
        }
    };
    let len = text.len() - rest.len();
    (base.is_alphabetic() && ends).then(|| (&text[..len], len))
}

/// Returns what a caret before `text` raises without braces, and how long it is.
fn raised(text: &str) -> Option<(&str, usize)> {
    const MAX_RAISED: usize = 8;
    if let Some(inside) = text.strip_prefix('(') {
        let limit = inside.floor_char_boundary(MAX_RAISED + 1);
        let inside = &inside[..inside[..limit].find(')')?];
        let digits = inside.trim_start_matches(['+', '-', '−']);
        let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
            && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '/'));
        return is_number.then_some((inside, inside.len() + 2));
    }
    let word_len = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    if matches!(&text[..word_len], "th" | "st" | "nd" | "rd" | "circ") {
        return Some((&text[..word_len], word_len));
    }
    let sign_len = text.len() - text.trim_start_matches(['+', '-', '−']).len();
    let number_len = sign_len + text[sign_len..].bytes().take_while(u8::is_ascii_digit).count();
    if number_len > sign_len && sign_len <= '−'.len_utf8() {
        let fraction = text[number_len..]
            .strip_prefix('.')
            .map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
        let len = if fraction > 0 { number_len + 1 + fraction } else { number_len };
        return Some((&text[..len], len));
    }
    if let Some(rest) = text.strip_prefix("\\circ")
        && !rest.starts_with(|c: char| c.is_ascii_alphabetic())
    {
        return Some(("circ", "\\circ".len()));
    }
    let is_letter = text[..word_len].chars().count() == 1;
    is_letter.then_some((&text[..word_len], word_len))
}
