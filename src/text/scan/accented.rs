//! Letters with an accent of TeX: `\"o`, `\v{s}`, `\'\i`.

use std::ops::Range;

use super::{Masked, Scanner};
use crate::text::accent;
use crate::text::command::Command;
use crate::text::math::{Display, Math};
use crate::text::symbol;
use crate::text::tree::Inline;

impl<'s> Scanner<'s> {
    /// Reads `\"o`, `\"{o}` or `\'\i`, unless the backslash is Markdown's before a quotation mark: `\"all\"`.
    pub(super) fn accented_letter(&mut self, at: usize, end: usize) -> Option<(String, usize)> {
        const MAX_QUOTATION: usize = 200;
        let name = &self.source[at + 1..at + 2];
        let mark = accent::combining_mark(name)?;
        let after = at + 2;
        if let Some((inside, after)) = self.braced(after, end) {
            return Some((self.accent_on(mark, name, inside)?, after));
        }
        let rest = &self.source[after..end];
        if rest.starts_with("\\i") || rest.starts_with("\\j") {
            let letter = if rest.starts_with("\\i") { 'ı' } else { 'ȷ' };
            let after = after + 2;
            if !self.after(after, end).is_some_and(|c| c.is_ascii_alphabetic()) {
                return Some((accent::accented(letter, mark), self.after_empty_group(after, end)));
            }
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
        let letter = if is_quotation { None } else { accent::composed(letter, mark) };
        Some((letter?.into(), after + 1))
    }

    /// Puts an accent on the first letter of an argument.
    fn accent_on(&mut self, mark: char, name: &str, inside: Range<usize>) -> Option<String> {
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
        Some(accent::accented(first, mark) + characters.as_str())
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
        let Some(mark) = accent::combining_mark(name) else {
            return self.unknown(at, end, name, masked);
        };
        if let Some((inside, after)) = self.braced(after, end) {
            if let Some(content) = cut_command(name, &self.source[inside.clone()]) {
                masked.punch(at..after, content);
                return after;
            }
            if self.source[inside.clone()].chars().count() <= 4
                && let Some(letter) = self.accent_on(mark, name, inside)
            {
                masked.punch(at..after, vec![Inline::Text(letter)]);
                return after;
            }
        } else if let Some(bare) =
            self.source[after..end].strip_prefix(' ').and_then(|rest| rest.chars().next())
        {
            let is_within_word = self.before(at).is_some_and(char::is_alphabetic);
            if (is_within_word || matches!(name, "c" | "v" | "H"))
                && let Some(letter) = accent::composed(bare, mark)
            {
                let after = after + 1 + bare.len_utf8();
                masked.punch(at..after, vec![Inline::Text(letter.into())]);
                return after;
            }
        }
        self.unknown(at, end, name, masked)
    }
}

/// Returns what a command shows whose first letter arXiv took for an accent: `\b{eta}` was `\beta`. A single letter has an
/// accent: `\v{s}` was no `\vs`.
fn cut_command(accent: &str, rest: &str) -> Option<Vec<Inline>> {
    if rest.chars().nth(1).is_none() {
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
