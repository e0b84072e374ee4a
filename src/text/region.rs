//! The [`Regions`] of a source: which braces, tags and backticks belong together.

use std::collections::BTreeMap;
use std::ops::Range;

use super::tag::{self, Meaning};

/// What belongs together in a region of the source: braces, tags, backticks. Found once, so that looking is cheap.
#[derive(Default)]
pub(super) struct Regions {
    braces: BTreeMap<usize, usize>,
    closing_braces: Vec<usize>,
    tags: BTreeMap<usize, (usize, usize)>,
    last_comment_end: Option<usize>,
    /// Runs of backticks: where, and how many.
    backticks: Vec<(usize, usize)>,
}

impl Regions {
    pub(super) fn of(source: &str, range: Range<usize>) -> Regions {
        let mut regions = Regions::default();
        let text = &source[range.clone()];
        if memchr::memchr2(b'{', b'}', text.as_bytes()).is_some() {
            regions.find_braces(source, range.clone());
        }
        if text.contains('<') {
            regions.find_tags(source, range.clone());
            regions.last_comment_end = text.rfind("-->").map(|at| range.start + at + "-->".len());
        }
        if text.contains('`') {
            regions.find_backticks(source, range);
        }
        regions
    }

    pub(super) fn closing_brace(&self, open: usize) -> Option<usize> {
        self.braces.get(&open).copied()
    }

    pub(super) fn is_closing_brace(&self, at: usize) -> bool {
        self.closing_braces.binary_search(&at).is_ok()
    }

    pub(super) fn closing_tag(&self, open: usize) -> Option<(usize, usize)> {
        self.tags.get(&open).copied()
    }

    /// Returns where the code ends that begins at `open`.
    pub(super) fn closing_backticks(&self, open: usize, end: usize) -> Option<usize> {
        let index = self.backticks.binary_search_by_key(&open, |&(at, _)| at).ok()?;
        let (_, len) = self.backticks[index];
        let (at, _) = self.backticks[index + 1..].iter().find(|&&(_, other)| other == len)?;
        Some(at + len).filter(|&close| close <= end)
    }

    /// Returns where the comment ends that begins at `open`.
    pub(super) fn comment_end(&self, source: &str, open: usize) -> Option<usize> {
        let last = self.last_comment_end.filter(|&last| last > open)?;
        let len = source[open..last].find("-->")?;
        Some(open + len + "-->".len())
    }

    fn find_braces(&mut self, source: &str, range: Range<usize>) {
        let mut open = Vec::new();
        let mut is_escaped = false;
        for (at, byte) in range.clone().zip(source.as_bytes()[range].iter()) {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'{' => open.push(at),
                b'}' => {
                    if let Some(start) = open.pop() {
                        self.braces.insert(start, at);
                        self.closing_braces.push(at);
                    }
                }
                _ => {}
            }
        }
    }

    fn find_tags(&mut self, source: &str, range: Range<usize>) {
        const MAX_OPEN: usize = 32;
        let mut open: Vec<(usize, &str)> = Vec::new();
        let mut at = range.start;
        while let Some(found) = source[at..range.end].find('<') {
            at += found;
            let Some(tag) = tag::at_start(&source[at..range.end]) else {
                at += 1;
                continue;
            };
            let needs_partner = !matches!(tag.meaning, Meaning::Break | Meaning::Layout(_) | Meaning::Raw);
            if needs_partner && !tag.is_closing {
                open.push((at, tag.name));
            } else if needs_partner {
                let nearest = open
                    .iter()
                    .rev()
                    .take(MAX_OPEN)
                    .position(|(_, name)| name.eq_ignore_ascii_case(tag.name));
                if let Some(depth) = nearest {
                    let index = open.len() - 1 - depth;
                    self.tags.insert(open[index].0, (at, at + tag.len));
                    open.truncate(index);
                }
            }
            at += tag.len;
        }
    }

    fn find_backticks(&mut self, source: &str, range: Range<usize>) {
        let bytes = source.as_bytes();
        let mut at = range.start;
        while at < range.end {
            match bytes[at] {
                b'\\' => at += 2,
                b'`' => {
                    let len = bytes[at..range.end].iter().take_while(|&&byte| byte == b'`').count();
                    self.backticks.push((at, len));
                    at += len;
                }
                _ => at += 1,
            }
        }
    }
}
