//! The second pass: Markdown with holes becomes the tree, and the holes are filled.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, OffsetIter, Options, Parser, Tag};

use super::link;
use super::masked::Masked;
use super::plain;
use super::problem::{Problem, ProblemKind};

use super::tree::{Block, Inline, Otherwise, Style, append, clean, push_text, trim, without_links};

/// Reads a document.
pub(super) fn blocks(masked: &Masked<'_>, max_depth: usize, problems: &mut Vec<Problem>) -> Vec<Block> {
    let events = Parser::new_ext(&masked.markdown, Options::ENABLE_TABLES).into_offset_iter();
    Builder::new(events, masked, max_depth, true, problems).blocks(0)
}

/// Reads a line, which begins with a no-break space that does not show.
pub(super) fn line(
    masked: &Masked<'_>,
    max_depth: usize,
    has_links: bool,
    problems: &mut Vec<Problem>,
) -> Vec<Inline> {
    let events = Parser::new_ext(&masked.markdown, Options::empty()).into_offset_iter();
    let mut builder = Builder::new(events, masked, max_depth, has_links, problems);
    let mut inlines = Vec::new();
    while let Some((event, range)) = builder.events.next() {
        match event {
            Event::Start(Tag::Paragraph) | Event::End(_) => {}
            Event::Text(text) if range.start == 0 => {
                masked.fill(text.strip_prefix('\u{A0}').unwrap_or(&text), &mut inlines);
            }
            other => builder.inline(other, range, 0, &mut inlines),
        }
    }
    inlines
}

struct Builder<'m> {
    events: OffsetIter<'m>,
    masked: &'m Masked<'m>,
    max_depth: usize,
    has_links: bool,
    /// Bytes that destinations of links may still take.
    room: usize,
    problems: &'m mut Vec<Problem>,
}

/// All destinations of a text together may take so much more than the text. Each use of a link's definition takes
/// as much as the definition, which the parser limits; but what is a hole to it may be long.
const MAX_DESTINATIONS: usize = 1 << 20;

impl<'m> Builder<'m> {
    fn new(
        events: OffsetIter<'m>,
        masked: &'m Masked<'m>,
        max_depth: usize,
        has_links: bool,
        problems: &'m mut Vec<Problem>,
    ) -> Builder<'m> {
        let room = masked.source.len() + MAX_DESTINATIONS;
        Builder { events, masked, max_depth, has_links, room, problems }
    }

    /// Reads blocks up to the end of what they stand in.
    fn blocks(&mut self, depth: usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        // The text of a tight list's item stands in no paragraph.
        let mut line = Vec::new();
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::End(_) => break,
                Event::Rule => {
                    flush(&mut line, &mut blocks);
                    blocks.push(Block::Rule);
                }
                Event::Start(tag) if is_block(&tag) => {
                    flush(&mut line, &mut blocks);
                    blocks.extend(self.block(tag, range, depth));
                }
                other => self.inline(other, range, depth, &mut line),
            }
        }
        flush(&mut line, &mut blocks);
        blocks
    }

    fn block(&mut self, tag: Tag<'m>, range: Range<usize>, depth: usize) -> Option<Block> {
        if depth >= self.max_depth {
            let mut inlines = Vec::new();
            self.as_typed(range, &mut inlines);
            return Some(Block::Paragraph(inlines));
        }
        let block = match tag {
            Tag::Heading { level, .. } => Block::Heading(level_number(level), self.inlines(depth + 1)),
            Tag::BlockQuote(_) => Block::Quote(self.blocks(depth + 1)),
            Tag::CodeBlock(_) => Block::Code(self.code()),
            Tag::List(start) => Block::List { start, items: self.parts(|builder| builder.blocks(depth + 1)) },
            Tag::Table(alignments) => {
                // The head is the first row, and is not in a row of its own.
                let mut rows = self.parts(|builder| builder.parts(|builder| builder.inlines(depth + 1)));
                let head = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
                Block::Table { alignments, head, rows }
            }
            _ => {
                let inlines = self.inlines(depth + 1);
                if inlines.iter().all(is_end_of_layout) {
                    return None;
                }
                Block::Paragraph(inlines)
            }
        };
        Some(block)
    }

    /// Reads the parts of a list or a table: for each start, what `read` makes of what follows it.
    fn parts<T>(&mut self, mut read: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let mut parts = Vec::new();
        while let Some((Event::Start(_), _)) = self.events.next() {
            parts.push(read(self));
        }
        parts
    }

    fn code(&mut self) -> String {
        let mut code = String::new();
        for (event, _) in self.events.by_ref() {
            match event {
                Event::End(_) => break,
                Event::Text(text) => code.push_str(&clean(&self.masked.typed(&text))),
                _ => {}
            }
        }
        code
    }

    /// Reads the text of a block.
    fn inlines(&mut self, depth: usize) -> Vec<Inline> {
        let mut inlines = self.span_inlines(depth);
        trim(&mut inlines);
        inlines
    }

    /// Reads inlines up to the end of what they stand in.
    fn span_inlines(&mut self, depth: usize) -> Vec<Inline> {
        let mut inlines = Vec::new();
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::End(_) => break,
                other => self.inline(other, range, depth, &mut inlines),
            }
        }
        inlines
    }

    fn inline(&mut self, event: Event<'m>, range: Range<usize>, depth: usize, inlines: &mut Vec<Inline>) {
        match event {
            Event::Text(text) => self.masked.fill(&text, inlines),
            Event::Code(code) => inlines.push(Inline::Code(clean(&self.masked.typed(&code)).into_owned())),
            Event::SoftBreak => push_text(inlines, " "),
            Event::HardBreak => inlines.push(Inline::Break),
            Event::Start(_) if depth >= self.max_depth => self.as_typed(range, inlines),
            Event::Start(tag) => self.span(tag, range, depth, inlines),
            // The first pass leaves no HTML; were there any, it would be text.
            Event::Html(text) | Event::InlineHtml(text) => push_text(inlines, &self.masked.typed(&text)),
            _ => {}
        }
    }

    fn span(&mut self, tag: Tag<'m>, range: Range<usize>, depth: usize, inlines: &mut Vec<Inline>) {
        let content = self.span_inlines(depth + 1);
        match tag {
            Tag::Emphasis => inlines.push(Inline::Styled(Style::Emphasis, content)),
            Tag::Strong => inlines.push(Inline::Styled(Style::Strong, content)),
            Tag::Link { dest_url, .. } => match self.destination(&dest_url, range) {
                Some(destination) if self.has_links => {
                    inlines.push(Inline::Link { destination, content: without_links(content) });
                }
                _ => append(inlines, content),
            },
            Tag::Image { dest_url, .. } => {
                let alternative = plain::write_inlines(&content);
                match self.destination(&dest_url, range) {
                    Some(destination) if self.has_links => {
                        inlines.push(Inline::Image { destination, alternative })
                    }
                    _ => push_text(inlines, &alternative),
                }
            }
            _ => append(inlines, content),
        }
    }

    fn destination(&mut self, destination: &CowStr<'_>, range: Range<usize>) -> Option<String> {
        let typed = self.masked.typed(destination);
        let Some(room) = self.room.checked_sub(typed.len()) else {
            self.problems.push(Problem {
                kind: ProblemKind::TooComplex,
                message: "more and longer links than are read; this one is its text alone".to_owned(),
                range: self.masked.origin(range),
            });
            return None;
        };
        self.room = room;
        match link::destination(&typed) {
            Some((destination, _)) => Some(destination),
            None => {
                self.problems.push(link::unsafe_link(self.masked.origin(range)));
                None
            }
        }
    }

    /// Shows what is too deep as it was typed, and passes over it.
    fn as_typed(&mut self, range: Range<usize>, inlines: &mut Vec<Inline>) {
        let mut open = 1;
        while open > 0
            && let Some((event, _)) = self.events.next()
        {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                _ => {}
            }
        }
        push_text(inlines, &self.masked.typed(&self.masked.markdown[range.clone()]));
        let message = format!("Markdown more than {} deep is not read", self.max_depth);
        self.problems.push(Problem {
            kind: ProblemKind::TooComplex,
            message,
            range: self.masked.origin(range),
        });
    }
}

fn flush(line: &mut Vec<Inline>, blocks: &mut Vec<Block>) {
    trim(line);
    if !line.is_empty() {
        blocks.push(Block::Line(std::mem::take(line)));
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. })
}

/// Whether it only parts lines, as the `\end` of a list does: by itself it makes no paragraph.
fn is_end_of_layout(inline: &Inline) -> bool {
    matches!(inline, Inline::Tag { source, otherwise: Otherwise::Break } if source.is_empty())
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
