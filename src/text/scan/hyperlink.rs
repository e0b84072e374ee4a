//! Links: bare URLs, and what all links have in common.

use std::ops::Range;

use super::{Masked, Purpose, Scanner};
use crate::text::link;
use crate::text::tree::{Inline, without_links};

impl<'s> Scanner<'s> {
    pub(super) fn link(&mut self, typed: &str, content: Vec<Inline>, range: Range<usize>) -> Vec<Inline> {
        match link::destination(typed) {
            Some((destination, _)) if !self.is_title() => {
                vec![Inline::Link { destination, content: without_links(content) }]
            }
            Some(_) => content,
            None => {
                self.problems.push(link::unsafe_link(range));
                content
            }
        }
    }

    /// Returns where `http` or `https` begins before the colon of `://`.
    pub(super) fn scheme_start(&self, from: usize, colon: usize) -> Option<usize> {
        if !self.source[colon..].starts_with("://") {
            return None;
        }
        ["https", "http"].into_iter().find_map(|scheme| {
            let start = colon.checked_sub(scheme.len()).filter(|&start| start >= from)?;
            let is_scheme = self.source.get(start..colon)?.eq_ignore_ascii_case(scheme);
            (is_scheme && !self.before(start).is_some_and(char::is_alphanumeric)).then_some(start)
        })
    }

    pub(super) fn bare_url(&mut self, start: usize, end: usize, masked: &mut Masked<'s>) -> usize {
        let len = link::bare_url_len(&self.source[start..end]);
        let url = link::unescaped(&self.source[start..start + len]).into_owned();
        // `https://…{text}` is a `\href` that lost its command, `https://…}{https://…` one that lost all but this.
        let (content, after) = match self.braced(start + len, end) {
            Some((inside, after)) => (self.inlines(inside), after),
            None => (vec![Inline::text_of(&url)], start + len + self.repeated(start..start + len, end)),
        };
        let content = self.link(&url, content, start..after);
        masked.punch(start..after, content);
        after
    }

    /// How much of the text behind a URL is the same URL between lone braces, with its scheme or without it.
    fn repeated(&self, url: Range<usize>, end: usize) -> usize {
        let typed = &self.source[url.clone()];
        let behind = &self.source[url.end..end];
        let without_scheme = typed.split_once("://").map_or(typed, |(_, rest)| rest);
        let rest = behind.strip_prefix("}{").and_then(|again| {
            let again = again.strip_prefix(typed).or_else(|| again.strip_prefix(without_scheme))?;
            Some(again.strip_prefix('}').unwrap_or(again))
        });
        rest.map_or(0, |rest| behind.len() - rest.len())
    }

    /// Copies the destination of a Markdown link, which is no text.
    pub(super) fn link_destination(&mut self, at: usize, end: usize, masked: &mut Masked<'s>) -> usize {
        const MAX_DESTINATION: usize = 2_000;
        self.copy(at..at + 1, masked);
        let start = at + 1;
        if self.purpose == Purpose::FindText || !self.source[start..end].starts_with('(') {
            return start;
        }
        let text = &self.source.as_bytes()[start..end.min(start + MAX_DESTINATION)];
        let close = if text.starts_with(b"(<") {
            memchr::memchr2(b'>', b'\n', text).filter(|close| text[*close] == b'>')
        } else {
            let mut depth = 0_usize;
            text.iter().position(|byte| {
                match byte {
                    b'(' => depth += 1,
                    b')' => depth -= 1,
                    _ => {}
                }
                depth == 0 || byte.is_ascii_whitespace()
            })
        };
        let after = start + close.unwrap_or(0);
        self.copy(start..after, masked);
        after
    }
}
