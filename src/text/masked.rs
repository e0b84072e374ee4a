//! [`Masked`] Markdown: what was understood already is a hole in it, one private-use character.

use std::borrow::Cow;
use std::ops::Range;

use super::tree::{Inline, append, push_text};

const FIRST_HOLE: char = '\u{F0000}';
const MAX_HOLES: usize = 0xFFFE;

/// The first byte of every hole in UTF-8.
pub(super) const HOLE_BYTE: u8 = 0xF3;

/// Markdown with holes.
pub(super) struct Masked<'s> {
    pub(super) source: &'s str,
    pub(super) markdown: String,
    holes: Vec<Hole>,
    /// Where in the source the text from a position in `markdown` on was copied from.
    origins: Vec<(usize, usize)>,
}

/// What becomes of the line breaks of a piece that is copied.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LineBreaks {
    Kept,
    /// What stands in a group is one line to Markdown.
    AsBlanks,
}

struct Hole {
    content: Vec<Inline>,
    typed: Range<usize>,
}

impl<'s> Masked<'s> {
    pub(super) fn new(source: &'s str) -> Masked<'s> {
        Masked { source, markdown: String::new(), holes: Vec::new(), origins: Vec::new() }
    }

    /// Reads the whole as text without Markdown, but for backslashes, which TeX would read alike.
    pub(super) fn without_markdown(&self) -> Vec<Inline> {
        let mut text = String::with_capacity(self.markdown.len());
        let mut characters = self.markdown.trim_start_matches('\u{A0}').chars().peekable();
        while let Some(character) = characters.next() {
            match characters.peek() {
                Some(next) if character == '\\' && next.is_ascii_punctuation() => {
                    text.extend(characters.next());
                }
                _ => text.push(character),
            }
        }
        let mut inlines = Vec::new();
        self.fill(&text, &mut inlines);
        inlines
    }

    /// Appends `text`, a piece of the Markdown, to `inlines` with its holes filled.
    pub(super) fn fill(&self, text: &str, inlines: &mut Vec<Inline>) {
        let mut from = 0;
        for (at, hole) in self.holes_in(text) {
            push_text(inlines, &text[from..at]);
            append(inlines, hole.content.clone());
            from = at + FIRST_HOLE.len_utf8();
        }
        push_text(inlines, &text[from..]);
    }

    /// Returns `text`, a piece of the Markdown, as it was typed.
    pub(super) fn typed<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if !text.as_bytes().contains(&HOLE_BYTE) {
            return Cow::Borrowed(text);
        }
        let mut typed = String::with_capacity(text.len() * 2);
        let mut from = 0;
        for (at, hole) in self.holes_in(text) {
            typed.push_str(&text[from..at]);
            typed.push_str(&self.source[hole.typed.clone()]);
            from = at + FIRST_HOLE.len_utf8();
        }
        typed.push_str(&text[from..]);
        Cow::Owned(typed)
    }

    /// Returns where in the source a piece of the Markdown comes from.
    pub(super) fn origin(&self, range: Range<usize>) -> Range<usize> {
        let source_position = |position: usize| {
            let after = self.origins.partition_point(|&(markdown, _)| markdown <= position);
            let Some(&(markdown, source)) = after.checked_sub(1).and_then(|last| self.origins.get(last))
            else {
                return 0;
            };
            let next = self.origins.get(after).map_or(self.source.len(), |&(_, source)| source);
            (source + (position - markdown)).min(next)
        };
        source_position(range.start)..source_position(range.end)
    }

    fn holes_in<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, &'t Hole)> {
        let has_holes = text.as_bytes().contains(&HOLE_BYTE);
        let characters = if has_holes { text } else { "" }.char_indices();
        characters.filter_map(|(at, character)| {
            let index = (character as usize).checked_sub(FIRST_HOLE as usize)?;
            Some((at, self.holes.get(index)?))
        })
    }

    /// Copies a piece of the source.
    pub(super) fn copy(&mut self, range: Range<usize>, line_breaks: LineBreaks) {
        let text = &self.source[range.clone()];
        let is_line = line_breaks == LineBreaks::AsBlanks;
        let is_break = |c| is_line && matches!(c, '\n' | '\r');
        let has_breaks = is_line && memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_some();
        if !has_breaks && memchr::memchr(HOLE_BYTE, text.as_bytes()).is_none() {
            self.origins.push((self.markdown.len(), range.start));
            self.markdown.push_str(text);
            return;
        }
        for (at, character) in text.char_indices() {
            let at = range.start + at;
            if is_hole(character) {
                self.punch(at..at + character.len_utf8(), vec![Inline::Text(character.into())]);
            } else {
                self.put(at, if is_break(character) { ' ' } else { character });
            }
        }
    }

    /// Puts a character for what stands at `at` in the source.
    pub(super) fn put(&mut self, at: usize, character: char) {
        self.origins.push((self.markdown.len(), at));
        self.markdown.push(character);
    }

    /// Puts a blank for `typed`, but out of Markdown's sight where it would make a list or code begin.
    pub(super) fn put_blank(&mut self, typed: Range<usize>) {
        const MAX_MARKER: usize = 12;
        // No more of the line than tells: it may be all of a hostile text.
        let start = self.markdown.floor_char_boundary(self.markdown.len().saturating_sub(MAX_MARKER + 1));
        let line = self.markdown[start..].rsplit('\n').next().unwrap_or_default();
        if line.len() > MAX_MARKER || line.contains(char::is_alphabetic) {
            self.put(typed.start, ' ');
        } else {
            self.punch(typed, vec![Inline::Text(" ".to_owned())]);
        }
    }

    /// Puts a hole where `typed` stands in the source.
    pub(super) fn punch(&mut self, typed: Range<usize>, content: Vec<Inline>) {
        let index = self.holes.len();
        let Some(character) =
            (index < MAX_HOLES).then(|| char::from_u32(FIRST_HOLE as u32 + index as u32)).flatten()
        else {
            // A page of 65,000 pieces of TeX goes on as plain text.
            let text = self.source[typed].replace(is_hole, "");
            self.markdown.push_str(&text);
            return;
        };
        self.put(typed.start, character);
        self.holes.push(Hole { content, typed });
    }
}

fn is_hole(character: char) -> bool {
    ('\u{F0000}'..='\u{FFFFF}').contains(&character)
}
