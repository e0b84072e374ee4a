//! [`Lines`] tell the places of many entries of one text.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

use super::{Place, PlaceSpan, floor_char_boundary};

/// A text whose lines and characters are counted once: [`Place::in_text`] counts them for each place.
pub struct Lines<'t> {
    file: Arc<str>,
    text: &'t str,
    /// The first byte of each line.
    starts: Vec<usize>,
    /// How many characters begin before each stretch of [`STRETCH`] bytes: a line may be the whole text.
    characters: OnceCell<Vec<usize>>,
}

const STRETCH: usize = 1024;

impl<'t> Lines<'t> {
    /// `file` is the path for messages.
    pub fn new(file: impl Into<Arc<str>>, text: &'t str) -> Lines<'t> {
        let behind_breaks = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        let starts = [0].into_iter().chain(behind_breaks).collect();
        Lines { file: file.into(), text, starts, characters: OnceCell::new() }
    }

    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The line that holds a byte, without its end.
    pub fn line_at(&self, at: usize) -> Range<usize> {
        self.bytes(self.line(at))
    }

    /// The place of a byte range, as [`Place::in_text`] has it.
    pub fn place(&self, range: Range<usize>) -> Place {
        let start = floor_char_boundary(self.text, range.start);
        let line = self.line(start);
        let bytes = self.bytes(line);
        let column = self.characters_before(start) - self.characters_before(bytes.start) + 1;
        let in_line = start - bytes.start..range.end.saturating_sub(bytes.start);
        let span = PlaceSpan::new(&self.text[bytes], line, column, in_line);
        Place { file: self.file.clone(), span: Some(span), range: None }
    }

    /// The number of the line that holds a byte, from 1.
    fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }

    fn bytes(&self, line: usize) -> Range<usize> {
        self.starts[line - 1]..self.starts.get(line).map_or(self.text.len(), |next| next - 1)
    }

    fn characters_before(&self, at: usize) -> usize {
        let count = |bytes: &[u8]| bytes.iter().filter(|byte| !matches!(byte, 0x80..=0xBF)).count();
        let bytes = self.text.as_bytes();
        let before = self.characters.get_or_init(|| {
            let sums = bytes.chunks(STRETCH).scan(0, |sum, stretch| {
                *sum += count(stretch);
                Some(*sum)
            });
            [0].into_iter().chain(sums).collect()
        });
        let stretch = at / STRETCH;
        before[stretch] + count(&bytes[stretch * STRETCH..at])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_text() {
        let long = "aé".repeat(STRETCH) + "\nend";
        for text in ["", "a", "\n", "Sorting\r\nin the \u{1D4AA}\n\nend", "é\n", &long] {
            let lines = Lines::new("a", text);
            for start in (0..text.len() + 2).rev() {
                for end in [start, start + 3] {
                    assert_eq!(lines.place(start..end), Place::in_text("a".into(), text, start..end));
                }
            }
        }
    }
}
