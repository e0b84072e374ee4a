//! Letters with an accent of TeX: `\"o`, `\v{s}`, `\'\i`.

use std::ops::Range;

use super::{Masked, Scanner};
use crate::text::accent;
use crate::text::command::Command;
use crate::text::formula;
use crate::text::math::{Display, Math};
use crate::text::symbol;
use crate::text::tree::Inline;

impl<'s> Scanner<'s> {
    /// Reads `\"o`, `\"{o}` or `\'\i`, unless the backslash is Markdown's before a quotation mark: `\"all\"`.
    pub(super) fn accented_letter(&mut self, at: usize, end: usize) -> Option<(String, usize)> {
        const MAX_QUOTATION: usize = 200;
        let name = &self.source[at + 1..at + 2];
        let marks = accent::combining_marks(name)?;
        let after = at + 2;
        if let Some((inside, after)) = self.braced(after, end) {
            return Some((self.accent_on(marks, name, inside)?, after));
        }
        let rest = &self.source[after..end];
        if let Some((letter, after)) = self.bare_letter(self.after_blank(after, end), end)
            && (rest.starts_with('\\') || self.is_all_of_group(at, after, end))
        {
            return Some((accent::accented(letter, marks), after));
        }
        let letter = rest.chars().next().filter(|c| c.is_ascii_alphabetic())?;
        let begins_word = !self.before(at).is_some_and(char::is_alphanumeric);
        // `today\'s` ends in no ś.
        let goes_on = self.after(after + 1, end).is_some_and(|c| c.is_alphanumeric() || c == '{');
        if name == "'" && letter == 's' && !begins_word && !goes_on {
            return None;
        }
        let limit = self.source.floor_char_boundary(end.min(after + MAX_QUOTATION));
        let is_quotation = begins_word
            && self.source[after..limit].match_indices(&self.source[at..after]).any(|(found, _)| {
                !self.after(after + found + 2, end).is_some_and(|c| c.is_alphabetic() || c == '{')
            });
        let letter = if is_quotation { None } else { accent::composed(letter, marks) };
        Some((letter?.into(), after + 1))
    }

    /// Reads an accent whose letter was left out of its braces, and that letter: `T{\"}ulu`, `Erd{\H}os`. A mark that
    /// stands there for itself is none: `{\"}Hello{\"}`, `O{\'}Brien`, `l{\'}eau`.
    pub(super) fn letter_behind_accent(
        &self,
        open: usize,
        close: usize,
        end: usize,
    ) -> Option<(String, usize)> {
        let name = self.source[open + 1..close].strip_prefix('\\')?;
        let marks = accent::combining_marks(name)?;
        let letter = self.after(close + 1, end)?;
        let letters = self.source[..open].chars().rev().take_while(|c| c.is_alphabetic());
        let is_meant = match name {
            // Elided words end before it, some behind a `u`: `qu'il`.
            "'" | "`" => {
                let is_long = letters.clone().count() > 1 && !self.source[..open].ends_with("qu");
                is_long && "aeiouy".contains(letter)
            }
            _ => letters.clone().count() > 0 && letter.is_lowercase(),
        };
        let composed = accent::composed(letter, marks).filter(|_| is_meant)?;
        Some((composed.into(), close + 1 + letter.len_utf8()))
    }

    /// Reads the letter that an accent without braces stands on, or the command for one, and returns where that ends.
    fn bare_letter(&self, at: usize, end: usize) -> Option<(char, usize)> {
        let letter = self.after(at, end)?;
        if letter != '\\' {
            return letter.is_alphabetic().then_some((letter, at + letter.len_utf8()));
        }
        let name = formula::command_name(&self.source[at..end])?;
        let Some(Command::Letter(shown)) = Command::named(name) else { return None };
        let mut letters = shown.chars();
        let letter = letters.next().filter(|_| letters.next().is_none())?;
        let command_end = at + 1 + name.len();
        let after = self.after_empty_group(command_end, end);
        // `Mart\'\i nez`
        let goes_on = self.after(command_end, end) == Some(' ')
            && self.after(command_end + 1, end).is_some_and(char::is_lowercase);
        Some((letter, after + usize::from(goes_on)))
    }

    /// Whether what stands from `at` to `after` is all of a group: `{\r A}`.
    fn is_all_of_group(&self, at: usize, after: usize, end: usize) -> bool {
        self.before(at) == Some('{') && after == end && self.source[end..].starts_with('}')
    }

    /// Puts an accent on the first letter of an argument.
    fn accent_on(&mut self, marks: &str, name: &str, inside: Range<usize>) -> Option<String> {
        if inside.is_empty() {
            return Some(name.to_owned());
        }
        const MAX_ACCENTED: usize = 16;
        if inside.len() > MAX_ACCENTED {
            return None;
        }
        let content = self.inlines(inside);
        let [Inline::Text(text)] = content.as_slice() else {
            return None;
        };
        let mut characters = text.trim().chars();
        let first = characters.next().filter(|c| c.is_alphabetic())?;
        Some(accent::accented(first, marks) + characters.as_str())
    }

    /// Reads an accent that is named by a letter: `\v{s}`, `\c c`.
    pub(super) fn letter_accent(
        &mut self,
        at: usize,
        end: usize,
        name: &'s str,
        masked: &mut Masked<'s>,
    ) -> usize {
        let after = at + 1 + name.len();
        let Some(marks) = accent::combining_marks(name) else {
            return self.unknown(at, end, name, masked);
        };
        let accented = match self.braced(after, end) {
            Some((inside, after)) => {
                let argument = &self.source[inside.clone()];
                if let Some(content) = cut_command(name, argument) {
                    masked.punch(at..after, content);
                    return after;
                }
                let longest = if name.len() == 1 { 4 } else { 1 };
                let is_letter = argument.chars().count() <= longest || argument.starts_with('\\');
                let letter = if is_letter { self.accent_on(marks, name, inside) } else { None };
                letter.map(|letter| (letter, after))
            }
            None => self.bare_accented(at, after, end, name, marks),
        };
        match accented {
            Some((letter, after)) => {
                masked.punch(at..after, vec![Inline::Text(letter)]);
                after
            }
            None => self.unknown(at, end, name, masked),
        }
    }

    /// Reads `Hru\v s` and `{\r A}`. Where a word begins, a backslash before one of these letters may mean something else:
    /// `\d` are digits, `\r` ends a line.
    fn bare_accented(
        &self,
        at: usize,
        after: usize,
        end: usize,
        name: &str,
        marks: &str,
    ) -> Option<(String, usize)> {
        let start = self.after_blank(after, end);
        let (letter, after) = self.bare_letter(start, end)?;
        if self.is_all_of_group(at, after, end) {
            return Some((accent::accented(letter, marks), after));
        }
        let is_meant = matches!(name, "c" | "v" | "H")
            || self.before(at).is_some_and(|before| before.is_alphabetic() || before == '{')
            || letter.is_uppercase()
            || self.source[start..].starts_with('\\');
        let letter = accent::composed(letter, marks).filter(|_| is_meant)?;
        Some((letter.into(), after))
    }
}

/// Returns what a command shows whose first letter arXiv took for an accent: `\b{eta}` was `\beta`. A single letter has an
/// accent: `\v{s}` was no `\vs`.
fn cut_command(accent: &str, rest: &str) -> Option<Vec<Inline>> {
    if accent.len() > 1 || rest.chars().nth(1).is_none() {
        return None;
    }
    let name = format!("{accent}{rest}");
    if let Some(Command::Text(shown) | Command::Sign(shown, _)) = Command::named(&name) {
        return Some(vec![Inline::text_of(shown)]);
    }
    symbol::symbol(&name)?;
    let (math, _) = Math::read(&format!("\\{name}"), 0..name.len() + 1, Display::Inline);
    Some(vec![Inline::Math(Box::new(math))])
}
