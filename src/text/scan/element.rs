//! HTML: comments, autolinks and elements.

use std::ops::Range;

use super::{Masked, Scanner};
use crate::text::link::{self, Reach};
use crate::text::problem::ProblemKind;
use crate::text::tag::{self, Meaning};
use crate::text::tree::{Inline, Otherwise, append};

impl<'s> Scanner<'s> {
    pub(super) fn angle(&mut self, at: usize, end: usize, masked: &mut Masked<'s>) -> usize {
        let rest = &self.source[at..end];
        if rest.starts_with("<!--")
            && let Some(after) = self.regions.comment_end(self.source, at).filter(|&after| after <= end)
        {
            masked.punch(at..after, Vec::new());
            return after;
        }
        if let Some(len) = autolink_len(rest) {
            let typed = &rest[1..len - 1];
            let destination = if typed.contains(':') { typed.to_owned() } else { format!("mailto:{typed}") };
            let content = self.link(&destination, vec![Inline::text_of(typed)], at..at + len);
            masked.punch(at..at + len, content);
            return at + len;
        }
        match self.element(at, end) {
            Some((content, after)) => {
                masked.punch(at..after, content);
                after
            }
            None => {
                masked.punch(at..at + 1, vec![Inline::text_of("<")]);
                at + 1
            }
        }
    }

    /// Returns what the tag at `at` shows, with its partner if it needs one, and where that ends.
    fn element(&mut self, at: usize, end: usize) -> Option<(Vec<Inline>, usize)> {
        let tag = tag::at_start(&self.source[at..end])?;
        let after = at + tag.len;
        let raw =
            |range: Range<usize>, otherwise| Inline::Tag { source: self.source[range].to_owned(), otherwise };
        match tag.meaning {
            Meaning::Break => {
                return Some((
                    if self.is_title() { vec![Inline::text_of(" ")] } else { vec![Inline::Break] },
                    after,
                ));
            }
            Meaning::Layout(otherwise) => {
                let otherwise = if tag.is_closing && otherwise == Otherwise::Item {
                    Otherwise::Nothing
                } else {
                    otherwise
                };
                let mut content = vec![raw(at..after, otherwise)];
                if otherwise == Otherwise::Nothing {
                    content.push(Inline::text_of(" "));
                }
                return Some((content, after));
            }
            Meaning::Raw => return Some((vec![raw(at..after, Otherwise::Typed)], after)),
            _ => {}
        }
        let (close, close_end) = self.regions.closing_tag(at).filter(|&(_, close_end)| close_end <= end)?;
        let content = match tag.meaning {
            Meaning::Styled(style) => vec![Inline::Styled(style, self.inlines(after..close))],
            Meaning::Link => {
                let content = self.inlines(after..close);
                match tag.href {
                    Some(href) => self.link(&tag::address(href), content, at..after),
                    None => content,
                }
            }
            Meaning::Script => {
                let message = format!("`<{}>` and what is in it are left out", tag.name.to_ascii_lowercase());
                self.report(ProblemKind::ScriptElement, at..close_end, message);
                Vec::new()
            }
            _ => {
                let mut content = vec![raw(at..after, Otherwise::Nothing)];
                let closing = raw(close..close_end, Otherwise::Nothing);
                append(&mut content, self.inlines(after..close));
                content.push(closing);
                content
            }
        };
        Some((content, close_end))
    }
}

/// Returns the length of `<https://…>` or `<ada@example.org>` at the start.
fn autolink_len(text: &str) -> Option<usize> {
    const MAX_AUTOLINK: usize = 2_000;
    let inside = &text[1..];
    let end = inside
        .bytes()
        .take(MAX_AUTOLINK)
        .position(|byte| matches!(byte, b'>' | b'<' | b' ' | b'\n' | b'\\'))?;
    let inside = &inside[..end];
    let is_closed = text.as_bytes()[end + 1] == b'>';
    let is_url = matches!(link::reach(inside), Some(Reach::Web | Reach::Mail));
    let is_mail = inside.split_once('@').is_some_and(|(name, host)| {
        let is_word = |text: &str| {
            !text.is_empty()
                && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'+'))
        };
        is_word(name) && is_word(host) && host.contains('.')
    });
    (is_closed && (is_url || is_mail)).then_some(end + 2)
}
