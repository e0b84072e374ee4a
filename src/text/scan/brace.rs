//! Braces, which group for TeX or are text.

use super::{Masked, Scanner};
use crate::text::problem::ProblemKind;
use crate::text::tree::Inline;

impl<'s> Scanner<'s> {
    pub(super) fn open_brace(&mut self, at: usize, end: usize, masked: &mut Masked<'s>) -> usize {
        let Some(close) = self.regions.closing_brace(at).filter(|&close| close < end) else {
            if self.regions.closing_brace(at).is_none() {
                self.report(ProblemKind::UnmatchedBrace, at..at + 1, "this `{` is never closed");
            }
            self.copy(at..at + 1, masked);
            return at + 1;
        };
        if let Some(sign) = punctuation(&self.source[at + 1..close]) {
            masked.punch(at..close + 1, vec![Inline::text_of(sign)]);
            return close + 1;
        }
        if let Some((letter, after)) = self.letter_behind_accent(at, close, end) {
            masked.punch(at..after, vec![Inline::Text(letter)]);
            return after;
        }
        if self.is_relation_in_word(at, close) {
            masked.punch(at..close + 1, vec![Inline::text_of(&self.source[at + 1..close])]);
            return close + 1;
        }
        if !self.is_group(at, close) {
            self.copy(at..at + 1, masked);
            return at + 1;
        }
        let content = self.inlines(at + 1..close);
        masked.punch(at..close + 1, vec![Inline::Group(content)]);
        close + 1
    }

    pub(super) fn close_brace(&mut self, at: usize, masked: &mut Masked<'s>) -> usize {
        if !self.regions.is_closing_brace(at) {
            self.report(ProblemKind::UnmatchedBrace, at..at + 1, "this `}` closes nothing");
        }
        self.copy(at..at + 1, masked);
        at + 1
    }

    /// Whether braces keep TeX from setting blanks around a sign: `n{=}5`.
    fn is_relation_in_word(&self, open: usize, close: usize) -> bool {
        let touches = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '$' | ')'));
        matches!(&self.source[open + 1..close], "=" | "<" | ">" | "+" | ":" | "/")
            && touches(self.before(open))
            && self
                .after(close + 1, self.source.len())
                .is_some_and(|c| c.is_alphanumeric() || "$-(\\".contains(c))
    }

    /// Whether braces group for TeX. Those of a set, a placeholder or a template are text.
    fn is_group(&self, open: usize, close: usize) -> bool {
        const MAX_GROUP: usize = 1_000;
        let inside = &self.source[open + 1..close];
        // A title as BibTeX has it: `{Do {LLM}s Know?}`.
        if self.line == Some(open..close + 1) && !inside.is_empty() {
            return true;
        }
        let joins_word = |c: Option<char>| {
            c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '$' | '\\' | '{' | '}'))
        };
        let next = self.shown_after(close + 1, self.source.len());
        let is_attached = joins_word(self.before(open)) || joins_word(next);
        if inside.len() > MAX_GROUP {
            return inside.starts_with('\\');
        }
        if holds_command(inside) {
            return true;
        }
        // `5{,}495` keeps TeX from a blank, `{https://…}` is all that is left of a command.
        if matches!(inside, "," | ".") && is_attached
            || matches!(inside, "\\%" | "\\&" | "\\#" | "\\$" | "\\\"")
            || is_url(inside)
        {
            return true;
        }
        let core = inside.trim_start_matches('{').trim_end_matches('}');
        if core.is_empty() {
            return is_attached && inside.is_empty();
        }
        let is_words = core.chars().all(|c| {
            c.is_alphanumeric()
                || matches!(c, ' ' | '\n' | '-' | '\'' | '/' | '.' | '+' | '$' | '^' | '*' | '#' | '\\')
        });
        let is_tight = !core.starts_with(char::is_whitespace) && !core.ends_with(char::is_whitespace);
        let has_capitals = core.split_whitespace().any(|word| word.contains(char::is_uppercase));
        let is_one_word = !core.contains(char::is_whitespace);
        is_words && is_tight && (has_capitals || is_one_word && is_attached && self.before(open) != Some('{'))
    }
}

/// The sign that stands in braces in titles of the ACL Anthology: `{``}A{''} {--} B`.
fn punctuation(inside: &str) -> Option<&'static str> {
    Some(match inside {
        "--" => "–",
        "---" => "—",
        "``" => "“",
        "''" => "”",
        "`" => "‘",
        "'" => "’",
        "\"" => "\"",
        "-" => "-",
        // As Mendeley writes them.
        "\\_" => "_",
        "\\{" => "{",
        "\\}" => "}",
        // Where a word may be broken.
        "\\-" => "",
        _ => return None,
    })
}

/// Whether there is a TeX command or an accent, not only a backslash before a character that shows.
fn holds_command(tex: &str) -> bool {
    tex.split('\\').skip(1).any(|name| {
        let mut characters = name.chars();
        let joins_letter = |c: char| c.is_alphabetic() || matches!(c, '{' | '\\');
        match characters.next() {
            Some('a'..='z' | 'A'..='Z') => true,
            Some('\'' | '"' | '`' | '^' | '~' | '=' | '.') => {
                // `{\' e}`
                let is_letter =
                    |rest: &str| rest.chars().count() == 1 && rest.chars().all(char::is_alphabetic);
                let rest = characters.as_str();
                // `T{\"}ulu`
                let is_misplaced = rest.strip_prefix('}').is_some_and(|rest| rest.starts_with(joins_letter));
                is_letter(rest.trim()) || is_misplaced || characters.next().is_some_and(joins_letter)
            }
            _ => false,
        }
    })
}

fn is_url(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://")) && !text.contains(char::is_whitespace)
}
