//! TeX commands, and Markdown's own backslashes.

use std::ops::Range;

use super::{Masked, Scanner};
use crate::text::accent;
use crate::text::chemistry::{self, Part};
use crate::text::command::{self, Between, Command, Followed, Joins};
use crate::text::formula::{self, Found};
use crate::text::link::{self, Reach};
use crate::text::math::{Display, Math};
use crate::text::problem::ProblemKind;
use crate::text::tree::{Inline, Otherwise, Style, append, push_text};
use crate::text::unit;

/// Deeper lists have bullets.
const MAX_LISTS: usize = 16;

impl<'s> Scanner<'s> {
    pub(super) fn backslash(&mut self, at: usize, end: usize, masked: &mut Masked<'s>) -> usize {
        let Some(next) = self.after(at + 1, end) else {
            self.copy(at..at + 1, masked);
            return at + 1;
        };
        let after = at + 1 + next.len_utf8();
        match next {
            'a'..='z' | 'A'..='Z' => return self.command(at, end, masked),
            '(' | '[' => {
                if let Some(found) = formula::between_brackets(self.source, at, end) {
                    return self.formula(at, found, masked);
                }
            }
            '\\' if self.is_line_break(at, after, end) => {
                let after = self.after_length(after, end);
                let content = if self.is_title() { vec![Inline::text_of(" ")] } else { vec![Inline::Break] };
                masked.punch(at..after, content);
                return after;
            }
            '\'' | '"' | '`' | '^' | '~' | '=' | '.' => {
                if let Some((letter, after)) = self.accented_letter(at, end) {
                    masked.punch(at..after, vec![Inline::Text(letter)]);
                    return after;
                }
            }
            // In a document a backslash before a line break is Markdown's.
            ' ' | ';' | '\n' if next != '\n' || self.depth > 0 => {
                masked.put_blank(at..after);
                return after;
            }
            ',' => {
                masked.put(at, '\u{202F}');
                return after;
            }
            // TeX's italic correction: `{\it Gaia\/}`.
            '/' => return after,
            '-' => {
                let is_within_word = self.before(at).is_some_and(char::is_alphabetic)
                    && self.after(after, end).is_some_and(char::is_alphabetic);
                if is_within_word {
                    return after;
                }
            }
            // A negative space: Markdown's mark has no letters on both sides.
            '!' if self.before(at).is_some_and(char::is_alphanumeric)
                && self.after(after, end).is_some_and(char::is_alphanumeric) =>
            {
                return after;
            }
            '@' if self.before(at) == Some('.') => return after,
            _ => {}
        }
        let taken = if next.is_ascii_punctuation() || next == '\n' { after } else { at + 1 };
        self.copy_understood(at..taken, masked);
        taken
    }

    /// Whether two backslashes from `at` to `after` break a line: before a blank or a length, in a title between words.
    fn is_line_break(&self, at: usize, after: usize, end: usize) -> bool {
        let next = self.after(after, end);
        let is_between_words = || {
            self.before(at).is_some_and(|c| c.is_alphanumeric() || matches!(c, ',' | '.' | '?' | '!' | '}'))
                && next.is_some_and(char::is_alphanumeric)
                && formula::tex_command(&self.source[after - 1..end]).is_none()
        };
        next.is_none_or(char::is_whitespace)
            || self.after_length(after, end) > after
            || self.is_title() && is_between_words()
    }

    /// Passes over a length in brackets: `\\[2pt]`.
    fn after_length(&self, at: usize, end: usize) -> usize {
        const UNITS: [&str; 7] = ["pt", "em", "ex", "mm", "cm", "in", "\\baselineskip"];
        const LONGEST: usize = 40;
        let rest = &self.source[at..end];
        let rest = &rest[..rest.floor_char_boundary(LONGEST)];
        let length = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        let Some((length, _)) = length else { return at };
        let number = UNITS.iter().find_map(|unit| length.trim_end().strip_suffix(unit));
        let is_number =
            |number: &str| number.trim().chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
        if number.is_some_and(is_number) { at + length.len() + 2 } else { at }
    }

    fn command(&mut self, at: usize, end: usize, masked: &mut Masked<'s>) -> usize {
        let name = formula::command_name(&self.source[at..end]).unwrap_or_default();
        let mut after = at + 1 + name.len();
        if accent::combining_marks(name).is_some() {
            return self.letter_accent(at, end, name, masked);
        }
        if name == "begin"
            && let Some(found) = formula::in_environment(self.source, at, end)
        {
            return self.formula(at, found, masked);
        }
        if name == "ensuremath"
            && let Some((body, close)) = self.argument(after, end)
            && self.is_formula(&body)
        {
            return self.formula(at, Found { body, end: close, display: Display::Inline }, masked);
        }
        let Some(command) = Command::named(name) else {
            return self.math_or_unknown(at, end, name, masked);
        };
        let takes_star =
            matches!(command, Command::Styled(_) | Command::Quoted | Command::Citation | Command::Nothing(1));
        if takes_star && self.source[after..end].starts_with('*') {
            after += 1;
        }
        match self.shown(command, at, after, end) {
            Some((content, after)) => {
                masked.punch(at..after, content);
                after
            }
            None => self.unknown(at, end, name, masked),
        }
    }

    /// Whether what stands in `\ensuremath{…}` is math, and not a text with math of its own.
    fn is_formula(&self, body: &Range<usize>) -> bool {
        let body = &self.source[body.clone()];
        // What is no formula is read as a text, so that one in another would be read twice at each level.
        !body.trim().is_empty() && !body.contains('$') && !body.contains(r"\ensuremath")
    }

    /// Returns what a command shows, and where it ends with its arguments; `None` if it lacks one.
    fn shown(
        &mut self,
        command: Command,
        at: usize,
        after: usize,
        end: usize,
    ) -> Option<(Vec<Inline>, usize)> {
        let text = |text: &str| vec![Inline::text_of(text)];
        let after_options = self.after_options(after, end);
        let shown = match command {
            Command::Text(shown) => {
                let mut after = self.after_empty_group(after, end);
                if shown.ends_with('.') && self.after(after, end) == Some('.') {
                    after += 1;
                }
                (text(shown), after)
            }
            Command::Sign(sign, joins) => {
                let after = self.after_empty_group(after, end);
                let is_group = self.source[..after].ends_with('}');
                let eats_blank = !is_group && self.eats_blank(joins, at, after, end);
                (text(sign), if eats_blank { self.after_blank(after, end) } else { after })
            }
            Command::Letter(letter) => {
                let is_ended = self.after_empty_group(after, end) > after;
                let mut after = self.after_empty_group(after, end);
                if !is_ended && self.after(after, end) == Some(' ') {
                    let is_within_word = self.before(at).is_some_and(char::is_alphabetic);
                    let goes_on = self.after(after + 1, end).is_some_and(char::is_lowercase);
                    after += usize::from(is_within_word || goes_on && letter != "ß");
                }
                (text(letter), after)
            }
            Command::Styled(style) => {
                let (inside, after) = self.argument(after, end)?;
                (vec![Inline::Styled(style, self.inlines(inside))], after)
            }
            Command::Switch(style) => {
                let start = self.after_blank(after, end);
                // Outside a group there is no telling where the style was meant to end.
                if self.depth <= usize::from(self.is_title()) {
                    (Vec::new(), start)
                } else {
                    (vec![Inline::Styled(style, self.inlines(start..end))], end)
                }
            }
            Command::Argument => {
                let (inside, after) = self.argument(after_options, end)?;
                (self.inlines(inside), after)
            }
            Command::First => {
                let (inside, after) = self.argument(after, end)?;
                let (_, after) = self.argument(after, end)?;
                (self.inlines(inside), after)
            }
            Command::Second => {
                let (_, after) = self.argument(after_options, end)?;
                match self.argument(self.after_options(after, end), end) {
                    Some((inside, after)) => (self.inlines(inside), after),
                    None => (Vec::new(), after),
                }
            }
            Command::Chemistry => {
                let (inside, after) = self.argument(after, end)?;
                (self.chemistry(inside), after)
            }
            Command::Quantity => {
                let (number, after) = self.argument(after_options, end)?;
                let (unit, after) = self.argument(self.after_options(after, end), end)?;
                let mut content = self.number(number);
                self.push_unit(unit, &mut content);
                (content, after)
            }
            Command::Unit => {
                let (inside, after) = self.argument(after_options, end)?;
                (self.unit(inside), after)
            }
            Command::Number => {
                let (inside, after) = self.argument(after_options, end)?;
                (self.number(inside), after)
            }
            Command::Numbers(between, followed) => {
                let (numbers, after) = self.numbers(between, after_options, end)?;
                let mut content = Vec::new();
                for (index, number) in numbers.into_iter().enumerate() {
                    let separator = if between == Between::Dash { "–" } else { ", " };
                    push_text(&mut content, if index == 0 { "" } else { separator });
                    append(&mut content, self.number(number));
                }
                match followed {
                    Followed::Nothing => (content, after),
                    Followed::Unit => {
                        let (unit, after) = self.argument(self.after_options(after, end), end)?;
                        self.push_unit(unit, &mut content);
                        (content, after)
                    }
                }
            }
            Command::Angle => {
                let (inside, after) = self.argument(after_options, end)?;
                (text(&unit::angle(&self.source[inside])), after)
            }
            Command::Ion => {
                let (element, after) = self.argument(after, end)?;
                let (stage, after) = self.argument(after, end)?;
                let stage = self.source[stage].to_uppercase();
                (self.wrapped("", element, &format!("\u{A0}{stage}")), after)
            }
            Command::Quoted => {
                let (inside, after) = self.argument(after, end)?;
                (self.wrapped("“", inside, "”"), after)
            }
            Command::Footnote => {
                let (inside, after) = self.argument(after_options, end)?;
                let is_after_blank = self.before(at).is_none_or(char::is_whitespace);
                (self.wrapped(if is_after_blank { "(" } else { " (" }, inside, ")"), after)
            }
            Command::Citation => {
                let (inside, after) = self.argument(after_options, end)?;
                let keys: Vec<&str> = self.source[inside].split(',').map(str::trim).collect();
                (text(&format!("[{}]", keys.join(", "))), after)
            }
            Command::Url => {
                let (inside, after) = self.argument(after, end)?;
                let url = link::unescaped(&self.source[inside.clone()]).trim().to_owned();
                (self.link(&url, text(&url), inside), after)
            }
            Command::Href => {
                let (target, after) = self.argument(after_options, end)?;
                let url = link::unescaped(&self.source[target.clone()]).trim().to_owned();
                let is_absolute = matches!(link::reach(&url), Some(Reach::Web | Reach::Mail));
                match self.braced(after, end) {
                    Some((inside, after)) => {
                        let content = self.inlines(inside);
                        // TeX's other targets are labels within the paper.
                        let is_label = link::reach(&url) == Some(Reach::Relative);
                        (if is_label { content } else { self.link(&url, content, target) }, after)
                    }
                    None if is_absolute => (self.link(&url, text(&url), target), after),
                    None => (self.inlines(target), after),
                }
            }
            Command::CodePoint => self.code_point(after, end)?,
            Command::Dingbat => {
                let (inside, after) = self.argument(after, end)?;
                let number = self.source[inside].trim().parse().ok()?;
                (text(&command::dingbat(number)?.to_string()), after)
            }
            Command::Item => {
                let label = &self.source[after..after_options];
                (self.item(label), self.after_blank(after_options, end))
            }
            Command::Break => (
                if self.is_title() { text(" ") } else { vec![Inline::Break] },
                self.after_empty_group(after, end),
            ),
            Command::Environment => {
                let (inside, after) = self.argument(after, end)?;
                let name = &self.source[inside];
                if !command::is_layout_environment(name) {
                    return None;
                }
                match self.source[at..].starts_with("\\begin") {
                    true if self.lists.len() < MAX_LISTS => {
                        self.lists.push((name == "enumerate").then_some(0));
                    }
                    true => {}
                    false => {
                        self.lists.pop();
                    }
                }
                let content = vec![Inline::Tag { source: String::new(), otherwise: Otherwise::Break }];
                (content, self.after_options(after, end))
            }
            Command::Nothing(0) => (Vec::new(), self.after_blank(self.after_empty_group(after, end), end)),
            Command::Nothing(_) => (Vec::new(), self.argument(after_options, end)?.1),
        };
        Some(shown)
    }

    /// The numbers of a range or of a list, and where its arguments end.
    fn numbers(&self, between: Between, at: usize, end: usize) -> Option<(Vec<Range<usize>>, usize)> {
        let (first, after) = self.argument(at, end)?;
        if between == Between::Dash {
            let (last, after) = self.argument(after, end)?;
            return Some((vec![first, last], after));
        }
        let mut start = first.start;
        let parts = self.source[first].split(';').map(|part| {
            let range = start..start + part.len();
            start = range.end + 1;
            range
        });
        Some((parts.collect(), after))
    }

    /// Writes a unit behind a number.
    fn push_unit(&mut self, unit: Range<usize>, content: &mut Vec<Inline>) {
        let is_close = matches!(&self.source[unit.clone()], "\\degree" | "\\percent" | "\\%");
        push_text(content, if is_close { "" } else { "\u{A0}" });
        append(content, self.unit(unit));
    }

    fn number(&mut self, inside: Range<usize>) -> Vec<Inline> {
        let Some((factor, exponent)) = unit::with_exponent(&self.source[inside.clone()]) else {
            return self.inlines(inside);
        };
        let times = if factor.is_empty() { "" } else { "×" };
        let power = Inline::Styled(Style::Superscript, vec![Inline::text_of(exponent)]);
        vec![Inline::text_of(&format!("{factor}{times}10")), power]
    }

    fn unit(&mut self, inside: Range<usize>) -> Vec<Inline> {
        let typed = &self.source[inside.clone()];
        let is_in_words = typed.starts_with('\\')
            && typed.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'\\' | b' '));
        if is_in_words { vec![Inline::text_of(&unit::symbols(typed))] } else { self.inlines(inside) }
    }

    /// Reads a chemical formula. One with commands or formulas of its own is a text.
    fn chemistry(&mut self, inside: Range<usize>) -> Vec<Inline> {
        let formula = &self.source[inside.clone()];
        if formula.contains(['\\', '$']) {
            return self.inlines(inside);
        }
        let mut content = Vec::new();
        for part in chemistry::parts(formula) {
            match part {
                Part::Text(text) => push_text(&mut content, text),
                Part::Lowered(text) => {
                    content.push(Inline::Styled(Style::Subscript, vec![Inline::text_of(text)]));
                }
                Part::Raised(text) => {
                    content.push(Inline::Styled(Style::Superscript, vec![Inline::text_of(text)]));
                }
            }
        }
        content
    }

    /// Begins an item of a list with its label, its number or a bullet.
    fn item(&mut self, label: &str) -> Vec<Inline> {
        let tag = |otherwise| Inline::Tag { source: String::new(), otherwise };
        let label = label.trim_start_matches('[').trim_end_matches(']');
        match self.lists.last_mut() {
            Some(Some(number)) if label.is_empty() => {
                *number += 1;
                vec![tag(Otherwise::Break), Inline::text_of(&format!("{number}. "))]
            }
            Some(Some(_)) => vec![tag(Otherwise::Break), Inline::text_of(&format!("{label} "))],
            _ if label.is_empty() => vec![tag(Otherwise::Item)],
            _ => vec![tag(Otherwise::Item), Inline::text_of(&format!("{label} "))],
        }
    }

    /// Whether a sign from `at` to `after` is typed close to what a blank parts it from.
    fn eats_blank(&self, joins: Joins, at: usize, after: usize, end: usize) -> bool {
        match joins {
            Joins::Next => true,
            Joins::Both => !self.before(at).is_none_or(char::is_whitespace),
            Joins::Unit => {
                let mut next = self.source[after..end].chars().skip(1);
                next.next().is_some_and(char::is_uppercase) && !next.next().is_some_and(char::is_alphanumeric)
            }
        }
    }

    pub(super) fn after_blank(&self, at: usize, end: usize) -> usize {
        at + usize::from(matches!(self.after(at, end), Some(' ' | '\n')))
    }

    /// Reads the number after `\char`: `"0986` is hexadecimal, `'101` octal.
    fn code_point(&self, at: usize, end: usize) -> Option<(Vec<Inline>, usize)> {
        let (inside, after) = self.braced(at, end).unwrap_or((at..end, 0));
        let rest = &self.source[inside.clone()];
        let (radix, prefix) = match rest.chars().next()? {
            '"' => (16, 1),
            '\'' => (8, 1),
            'x' => (16, 1),
            _ => (10, 0),
        };
        let digits =
            rest[prefix..].bytes().take(6).take_while(|&byte| char::from(byte).is_digit(radix)).count();
        let number = u32::from_str_radix(&rest[prefix..prefix + digits], radix).ok()?;
        let character = char::from_u32(number)?;
        let after = if after == 0 { inside.start + prefix + digits } else { after };
        Some((vec![Inline::text_of(&character.to_string())], after))
    }

    fn math_or_unknown(&mut self, at: usize, end: usize, name: &'s str, masked: &mut Masked<'s>) -> usize {
        let len = formula::undelimited_len(&self.source[at..end]);
        if len == 0 {
            if let Some(after) = self.without_its_braces(at, end, name, masked) {
                return after;
            }
            let after = at + 1 + name.len();
            // `{\cal N}=4`.
            let letters = self.source[after..end].trim();
            if name == "cal" && self.depth > 0 && letters.len() == 1 {
                let found = Found { body: at..end, end, display: Display::Inline };
                return self.formula(at, found, masked);
            }
            if name == "sqrt" {
                masked.punch(at..after, vec![Inline::text_of("√")]);
                return after;
            }
            return self.unknown(at, end, name, masked);
        }
        let found = Found { body: at..at + len, end: at + len, display: Display::Inline };
        let after = self.formula(at, found, masked);
        self.after_empty_group(after, end)
    }

    /// Reads a command that lost the braces of its argument, as many have in early volumes of PMLR.
    fn without_its_braces(
        &mut self,
        at: usize,
        end: usize,
        name: &str,
        masked: &mut Masked<'s>,
    ) -> Option<usize> {
        let after = at + 1 + name.len();
        if let Some(scheme) = command::scheme_with_lost_braces(name) {
            return Some(self.bare_url(after - scheme.len(), end, masked));
        }
        if let Some((style, word)) = command::with_lost_braces(name) {
            masked.punch(at..after, vec![Inline::Styled(style, vec![Inline::text_of(word)])]);
            return Some(after);
        }
        // It has braces.
        if self.after(after, end) == Some('{') {
            return None;
        }
        let spaced = self.letter_behind(after, end);
        let with_letter = spaced.map(|letter| (format!("{name}{letter}"), after + 1 + letter.len_utf8()));
        let readings = with_letter.into_iter().chain([(name.to_owned(), after)]);
        let (tex, after) = readings
            .filter_map(|(name, after)| Some((command::formula_with_lost_braces(&name)?, after)))
            .next()?;
        let (math, _) = Math::read(&tex, 0..tex.len(), Display::Inline);
        masked.punch(at..after, vec![Inline::Math(Box::new(math))]);
        Some(after)
    }

    /// The letter that stands alone behind a blank: that of `\mathbb R^n`.
    fn letter_behind(&self, at: usize, end: usize) -> Option<char> {
        let mut rest = self.source[at..end].strip_prefix(' ')?.chars();
        let letter = rest.next().filter(char::is_ascii_alphabetic)?;
        (!rest.next().is_some_and(char::is_alphanumeric)).then_some(letter)
    }

    /// Shows a command as it was typed, but for `{}` behind it; what is in its braces is read.
    pub(super) fn unknown(&mut self, at: usize, end: usize, name: &'s str, masked: &mut Masked<'s>) -> usize {
        // A text with more of them is no text; nobody reads the hundredth report.
        const MAX_REPORTED: usize = 100;
        if self.unknown_commands.len() < MAX_REPORTED && !self.unknown_commands.contains(&name) {
            self.unknown_commands.push(name);
            let message = format!("the TeX command `\\{name}` is not known here and is shown as typed");
            self.report(ProblemKind::UnknownCommand, at..at + 1 + name.len(), message);
        }
        let after = at + 1 + name.len();
        match self.braced(after, end) {
            Some((inside, after)) if inside.is_empty() => {
                masked.punch(at..after, vec![Inline::text_of(&self.source[at..inside.start - 1])]);
                after
            }
            Some((inside, after)) => {
                let content = self.wrapped(&self.source[at..inside.start], inside, "}");
                masked.punch(at..after, content);
                after
            }
            None => {
                masked.punch(at..after, vec![Inline::text_of(&self.source[at..after])]);
                after
            }
        }
    }
}
