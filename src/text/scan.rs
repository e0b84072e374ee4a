//! The first pass over a source: TeX, HTML and bare URLs are understood and put out of Markdown's sight.
//!
//! What is understood becomes a *hole* in [`Masked`] Markdown: one private-use character, which Markdown takes for a
//! letter. The argument of a TeX command is a text of its own, read in the same two passes.

mod accented;
mod backslash;
mod brace;
mod dollar;
mod element;
mod hyperlink;
mod typography;

use std::ops::Range;

use super::Text;
use super::accent;
use super::fence::Fences;
use super::markdown;
use super::masked::{HOLE_BYTE, LineBreaks, Masked};
use super::problem::{Problem, ProblemKind};
use super::region::Regions;
use super::tree::{Block, Inline, MAX_DEPTH, append, push_text, trim};

/// How many TeX groups and HTML elements may stand in one another.
const MAX_GROUPS: usize = 12;

/// How deep Markdown may nest within an argument of TeX.
const MAX_DEPTH_IN_GROUP: usize = 4;

/// How long an argument may be that ends with the text for want of a brace.
const MAX_UNCLOSED: usize = 200;

/// Reads one line: no blocks, no links.
pub(super) fn line(source: &str) -> Text {
    if is_plain(source) {
        return as_line(vec![Inline::text_of(source)], Vec::new());
    }
    let mut scanner = Scanner::new(source, Purpose::Read { has_links: false });
    scanner.regions = Regions::of(source, 0..source.len());
    let inlines = scanner.masked_line(0..source.len(), MAX_DEPTH);
    as_line(inlines, scanner.sorted_problems())
}

/// Reads a document.
pub(super) fn document(source: &str) -> Text {
    if let Some(blocks) = plain_paragraphs(source) {
        return Text { blocks, problems: Vec::new() };
    }
    let mut scanner = Scanner::new(source, Purpose::Read { has_links: true });
    let masked = scanner.masked_document();
    let blocks = markdown::blocks(&masked, MAX_DEPTH, &mut scanner.problems);
    Text { blocks, problems: scanner.sorted_problems() }
}

/// Returns which pieces of a document are text that only Markdown would read further: no TeX, no HTML, no URL.
pub(super) fn text_ranges(source: &str) -> Vec<Range<usize>> {
    let mut scanner = Scanner::new(source, Purpose::FindText);
    let _ = scanner.masked_document();
    scanner.text_ranges.sort_by_key(|range| range.start);
    scanner.text_ranges
}

/// Returns which pieces of a line are text that only Markdown would read further.
pub(super) fn line_text_ranges(source: &str) -> Vec<Range<usize>> {
    let mut scanner = Scanner::new(source, Purpose::FindText);
    scanner.regions = Regions::of(source, 0..source.len());
    let _ = scanner.masked_line(0..source.len(), MAX_DEPTH);
    scanner.text_ranges.sort_by_key(|range| range.start);
    scanner.text_ranges
}

/// Reads a line as if there were no Markdown: what [`line_text_ranges`] is to keep.
#[cfg(test)]
pub(super) fn line_without_markdown(source: &str) -> Vec<Inline> {
    let mut scanner = Scanner::new(source, Purpose::FindText);
    scanner.regions = Regions::of(source, 0..source.len());
    scanner.masked_line(0..source.len(), MAX_DEPTH)
}

/// Reads a document as if there were no Markdown: what [`text_ranges`] is to keep.
#[cfg(test)]
pub(super) fn without_markdown(source: &str) -> Vec<Inline> {
    Scanner::new(source, Purpose::FindText).masked_document().without_markdown()
}

fn as_line(mut inlines: Vec<Inline>, problems: Vec<Problem>) -> Text {
    trim(&mut inlines);
    let blocks = if inlines.is_empty() { Vec::new() } else { vec![Block::Line(inlines)] };
    Text { blocks, problems }
}

/// Whether a line holds nothing but text. Most titles do.
fn is_plain(source: &str) -> bool {
    let bytes = source.as_bytes();
    bytes.iter().enumerate().all(|(at, &byte)| match byte {
        b'-' | b'\'' => bytes.get(at + 1) != Some(&byte),
        b':' => !bytes[at..].starts_with(b"://"),
        b'\\' | b'$' | b'`' | b'*' | b'_' | b'<' | b'[' | b'&' | b'{' | b'}' | b'~' | b'^' | HOLE_BYTE => {
            false
        }
        _ => true,
    })
}

/// Reads a document that is nothing but paragraphs of plain text.
fn plain_paragraphs(source: &str) -> Option<Vec<Block>> {
    if !is_plain(source) {
        return None;
    }
    let mut blocks = Vec::new();
    let mut paragraph = Vec::new();
    for line in source.split('\n') {
        let text = line.trim_start_matches(' ');
        let indent = line.len() - text.len();
        let first = text.bytes().next();
        let may_be_block =
            matches!(first, Some(b'#' | b'>' | b'-' | b'+' | b'=' | b'|' | b':' | b'0'..=b'9' | b'\t'));
        if may_be_block
            || line.ends_with("  ") && indent < line.len()
            || line.contains('\r')
            || (indent > 3 && first.is_some())
        {
            return None;
        }
        if first.is_none() {
            flush(&mut paragraph, &mut blocks);
        } else {
            push_text(&mut paragraph, text);
            push_text(&mut paragraph, " ");
        }
    }
    flush(&mut paragraph, &mut blocks);
    Some(blocks)
}

fn flush(paragraph: &mut Vec<Inline>, blocks: &mut Vec<Block>) {
    let mut inlines = std::mem::take(paragraph);
    trim(&mut inlines);
    if !inlines.is_empty() {
        blocks.push(Block::Paragraph(inlines));
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Read {
        has_links: bool,
    },
    /// Markdown is not read, since the source is to become Markdown.
    FindText,
}

struct Scanner<'s> {
    source: &'s str,
    /// The source without the blanks around it, if it is one line.
    line: Option<Range<usize>>,
    purpose: Purpose,
    /// How many groups and elements are open.
    depth: usize,
    regions: Regions,
    problems: Vec<Problem>,
    unknown_commands: Vec<&'s str>,
    /// The environments that lay out and are open, each with the number of its last item, where items are numbered.
    lists: Vec<Option<u32>>,
    text_ranges: Vec<Range<usize>>,
}

impl<'s> Scanner<'s> {
    fn new(source: &'s str, purpose: Purpose) -> Scanner<'s> {
        let text = source.trim();
        let start = source.len() - source.trim_start().len();
        Scanner {
            source,
            line: (!text.contains('\n')).then_some(start..start + text.len()),
            purpose,
            depth: 0,
            regions: Regions::default(),
            problems: Vec::new(),
            unknown_commands: Vec::new(),
            lists: Vec::new(),
            text_ranges: Vec::new(),
        }
    }

    fn sorted_problems(&mut self) -> Vec<Problem> {
        let mut problems = std::mem::take(&mut self.problems);
        problems.sort_by_key(|problem| (problem.range.start, problem.range.end));
        problems
    }

    fn report(&mut self, kind: ProblemKind, range: Range<usize>, message: impl Into<String>) {
        self.problems.push(Problem { kind, message: message.into(), range });
    }

    /// Masks a document region by region: TeX and HTML do not reach over an empty line, and fenced code holds none.
    fn masked_document(&mut self) -> Masked<'s> {
        let mut masked = Masked::new(self.source);
        let mut region: Option<Range<usize>> = None;
        let mut fences = Fences::default();
        let mut html_end: Option<&str> = None;
        let mut absent_ends = Vec::new();
        let mut start = 0;
        for line in self.source.split_inclusive('\n') {
            let range = start..start + line.len();
            start = range.end;
            if html_end.is_none() && !fences.is_open() {
                html_end = open_html_end(line, &self.source[range.start..], &mut absent_ends);
            }
            if let Some(end) = html_end {
                if line.contains(end) {
                    html_end = None;
                }
                region = Some(region.map_or(range.start, |region| region.start)..range.end);
                continue;
            }
            let is_code = self.purpose != Purpose::FindText && fences.is_code(line);
            if is_code || line.trim().is_empty() {
                self.region(region.take(), &mut masked);
                self.copy(range, &mut masked);
            } else {
                region = Some(region.map_or(range.start, |region| region.start)..range.end);
            }
        }
        self.region(region, &mut masked);
        masked
    }

    fn region(&mut self, range: Option<Range<usize>>, masked: &mut Masked<'s>) {
        if let Some(range) = range {
            self.regions = Regions::of(self.source, range.clone());
            self.mask(range, masked);
        }
    }

    /// Reads a piece of the source in both passes.
    fn masked_line(&mut self, range: Range<usize>, max_depth: usize) -> Vec<Inline> {
        let mut masked = Masked::new(self.source);
        // Behind a no-break space nothing begins a block, and emphasis begins as it does behind a blank.
        masked.markdown.push('\u{A0}');
        self.depth += 1;
        self.mask(range, &mut masked);
        self.depth -= 1;
        let ends_in_blank = masked.markdown.ends_with([' ', '\t']);
        let mut inlines = match self.purpose {
            Purpose::Read { has_links } => markdown::line(&masked, max_depth, has_links, &mut self.problems),
            Purpose::FindText => masked.without_markdown(),
        };
        if ends_in_blank {
            push_text(&mut inlines, " ");
        }
        inlines
    }

    /// Reads what stands in a group, an argument or an element.
    fn inlines(&mut self, range: Range<usize>) -> Vec<Inline> {
        let text = &self.source[range.clone()];
        if self.depth > MAX_GROUPS {
            self.report(
                ProblemKind::TooComplex,
                range,
                format!("groups more than {MAX_GROUPS} deep are not read"),
            );
            return vec![Inline::text_of(text)];
        }
        if self.purpose != Purpose::FindText && is_plain(text) {
            return vec![Inline::text_of(text)];
        }
        self.masked_line(range, MAX_DEPTH_IN_GROUP)
    }

    /// Copies the source in `range` to `masked`, with a hole for each piece that is understood.
    fn mask(&mut self, range: Range<usize>, masked: &mut Masked<'s>) {
        let bytes = self.source.as_bytes();
        let Range { start: mut from, end } = range;
        let mut at = from;
        while at < end {
            let start = match bytes[at] {
                b'\\' | b'$' | b'`' | b'{' | b'}' | b'~' | b'-' | b'<' | b']' | b'\'' | b'^' => at,
                b'_' if matches!(bytes.get(at + 1), Some(b'{' | b'\\')) => at,
                b':' => match self.scheme_start(from, at) {
                    Some(start) => start,
                    None => {
                        at += 1;
                        continue;
                    }
                },
                _ => {
                    at += 1;
                    continue;
                }
            };
            self.copy(from..start, masked);
            at = match bytes[at] {
                b'\\' => self.backslash(at, end, masked),
                b'$' => self.dollar(at, end, masked),
                b'`' => self.backtick(at, end, masked),
                b'{' => self.open_brace(at, end, masked),
                b'}' => self.close_brace(at, masked),
                b'~' => self.tilde(at, end, masked),
                b'-' => self.dashes(at, end, masked),
                b'<' => self.angle(at, end, masked),
                b']' => self.link_destination(at, end, masked),
                b'\'' => self.apostrophes(at, end, masked),
                b'^' => self.caret(at, end, masked),
                b'_' => self.underscore(at, end, masked),
                _ => self.bare_url(start, end, masked),
            };
            from = at;
        }
        self.copy(from..end, masked);
    }

    /// Copies text that is Markdown's to read.
    fn copy(&mut self, range: Range<usize>, masked: &mut Masked<'s>) {
        if range.is_empty() {
            return;
        }
        if self.purpose == Purpose::FindText {
            self.text_ranges.push(range.clone());
        }
        self.copy_understood(range, masked);
    }

    /// Copies text that Markdown reads as TeX does: `\%`.
    fn copy_understood(&mut self, range: Range<usize>, masked: &mut Masked<'s>) {
        masked.copy(range, if self.depth > 0 { LineBreaks::AsBlanks } else { LineBreaks::Kept });
    }

    fn before(&self, at: usize) -> Option<char> {
        self.source[..at].chars().next_back()
    }

    fn after(&self, at: usize, end: usize) -> Option<char> {
        self.source[at..end].chars().next()
    }

    /// Returns the character that shows at `at`: what a backslash escapes, but the backslash of a command or an accent.
    fn shown_after(&self, at: usize, end: usize) -> Option<char> {
        if let Some(reference) = self.source[at..end].strip_prefix("&#") {
            let digits = reference.bytes().take_while(u8::is_ascii_digit).take(7).count();
            let shown = reference[..digits].parse().ok().and_then(char::from_u32);
            return shown.or(Some('&'));
        }
        let mut characters = self.source[at..end].chars();
        let first = characters.next()?;
        match characters.next() {
            Some(second) if first == '\\' && second.is_ascii_punctuation() => {
                let is_accent = accent::combining_marks(second.encode_utf8(&mut [0; 4])).is_some()
                    && characters.next().is_some_and(|c| c.is_alphabetic() || c == '{');
                Some(if is_accent { first } else { second })
            }
            _ => Some(first),
        }
    }

    /// Returns the group in braces at `at`, blanks before it allowed: its inside, and where it ends.
    ///
    /// A group that is never closed ends with the text, if it begins near its end.
    fn argument(&self, at: usize, end: usize) -> Option<(Range<usize>, usize)> {
        let rest = &self.source[at..end];
        let open = at + (rest.len() - rest.trim_start_matches([' ', '\n']).len());
        let Some(close) = self.regions.closing_brace(open) else {
            // Abstracts that were cut or cleaned lose the last brace.
            let is_last = rest.len() <= MAX_UNCLOSED && self.source[end..].trim().is_empty();
            let is_open = open < end && self.source.as_bytes().get(open) == Some(&b'{');
            return (is_last && is_open).then_some((open + 1..end, end));
        };
        (close < end).then_some((open + 1..close, close + 1))
    }

    /// Passes over optional arguments in brackets.
    fn after_options(&self, mut at: usize, end: usize) -> usize {
        const MAX_OPTIONS: usize = 200;
        while self.source[at..end].starts_with('[') {
            match self.source.as_bytes()[at..end].iter().take(MAX_OPTIONS).position(|&byte| byte == b']') {
                Some(len) => at += len + 1,
                None => break,
            }
        }
        at
    }

    fn after_empty_group(&self, at: usize, end: usize) -> usize {
        if self.source[at..end].starts_with("{}") { at + 2 } else { at }
    }

    fn is_title(&self) -> bool {
        self.purpose == Purpose::Read { has_links: false }
    }

    /// Returns the group in braces right at `at`.
    fn braced(&self, at: usize, end: usize) -> Option<(Range<usize>, usize)> {
        if self.source.as_bytes().get(at) == Some(&b'{') { self.argument(at, end) } else { None }
    }

    fn wrapped(&mut self, open: &str, inside: Range<usize>, close: &str) -> Vec<Inline> {
        let mut content = vec![Inline::text_of(open)];
        append(&mut content, self.inlines(inside));
        push_text(&mut content, close);
        content
    }
}

/// Returns what ends the comment, script or style sheet that a line begins with; they may hold empty lines.
///
/// Ends that `rest`, the source from the line on, does not hold are kept in `absent`, and not looked for again.
fn open_html_end(line: &str, rest: &str, absent: &mut Vec<&'static str>) -> Option<&'static str> {
    const ELEMENTS: [(&str, &str); 3] = [("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>")];
    let line = line.trim_start();
    let (_, end) = ELEMENTS.into_iter().find(|(start, _)| line.starts_with(start))?;
    if absent.contains(&end) {
        return None;
    }
    let is_present = rest.contains(end);
    if !is_present {
        absent.push(end);
    }
    is_present.then_some(end)
}
