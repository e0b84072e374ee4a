//! A text as plain text, for feeds, `meta` tags and search.

use super::linear;
use super::symbol;
use super::tree::{Block, Inline, Otherwise, Style, clean};

/// Writes blocks with an empty line between them.
pub(super) fn write(blocks: &[Block]) -> String {
    let mut out = String::new();
    write_blocks(blocks, "\n\n", &mut out);
    out
}

/// Returns what each heading says.
pub(super) fn headings(blocks: &[Block]) -> Vec<String> {
    fn add(blocks: &[Block], found: &mut Vec<String>) {
        for block in blocks {
            match block {
                Block::Heading(_, inlines) => found.push(write_inlines(inlines)),
                Block::Quote(blocks) => add(blocks, found),
                Block::List { items, .. } => items.iter().for_each(|item| add(item, found)),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    add(blocks, &mut found);
    found
}

/// Writes inlines on one line, but for breaks that were typed.
pub(super) fn write_inlines(inlines: &[Inline]) -> String {
    let mut out = String::new();
    write_line(inlines, &mut out);
    out
}

fn write_blocks(blocks: &[Block], separator: &str, out: &mut String) {
    let mut is_first = true;
    for block in blocks.iter().filter(|block| !matches!(block, Block::Rule)) {
        if !is_first {
            out.push_str(separator);
        }
        is_first = false;
        write_block(block, out);
    }
}

fn write_block(block: &Block, out: &mut String) {
    match block {
        Block::Paragraph(inlines) | Block::Line(inlines) | Block::Heading(_, inlines) => {
            write_line(inlines, out)
        }
        Block::Quote(blocks) => write_blocks(blocks, "\n\n", out),
        Block::List { start, items } => {
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push('\n');
                }
                match start {
                    Some(start) => out.push_str(&format!("{}. ", start.saturating_add(index as u64))),
                    None => out.push_str("• "),
                }
                write_blocks(item, "\n", out);
            }
        }
        Block::Code(code) => out.push_str(code.trim_end_matches('\n')),
        Block::Table { head, rows, .. } => {
            for (index, row) in std::iter::once(head).chain(rows).enumerate() {
                if index > 0 {
                    out.push('\n');
                }
                for (index, cell) in row.iter().enumerate() {
                    if index > 0 {
                        out.push_str(" | ");
                    }
                    write_line(cell, out);
                }
            }
        }
        Block::Rule => {}
    }
}

/// Writes inlines with single blanks and none at the ends of lines.
fn write_line(inlines: &[Inline], out: &mut String) {
    let start = out.len();
    let mut writer = Writer { out, start };
    writer.inlines(inlines);
    let len = out.trim_end_matches([' ', '\n']).len();
    out.truncate(len.max(start));
}

struct Writer<'o> {
    out: &'o mut String,
    start: usize,
}

impl Writer<'_> {
    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.text(text),
                Inline::Code(code) => self.text(code),
                Inline::Styled(Style::Superscript, content) => self.raised(content),
                Inline::Styled(Style::Subscript, content) => {
                    self.text(&linear::script('_', &write_inlines(content)));
                }
                Inline::Styled(_, content) | Inline::Group(content) | Inline::Link { content, .. } => {
                    self.inlines(content)
                }
                Inline::Math(math) => self.text(&linear::write(math.body())),
                Inline::Image { alternative, .. } => self.text(alternative),
                Inline::Break => self.line_break(),
                Inline::Tag { source, otherwise } => match otherwise {
                    Otherwise::Nothing => {}
                    Otherwise::Break => self.line_break(),
                    Otherwise::Item => {
                        self.line_break();
                        self.text("• ");
                    }
                    Otherwise::Typed => self.text(&clean(source)),
                },
            }
        }
    }

    fn text(&mut self, text: &str) {
        let is_fixed = |c| matches!(c, '\u{A0}' | '\u{202F}');
        // Both begin with one of these bytes.
        let may_be_fixed = memchr::memchr2(0xC2, 0xE2, text.as_bytes()).is_some();
        if !(text.starts_with(' ') || may_be_fixed && text.contains(is_fixed)) {
            self.out.push_str(text);
            return;
        }
        for character in text.chars() {
            let is_blank = character == ' ' || is_fixed(character);
            if !is_blank {
                self.out.push(character);
            } else if self.out.len() > self.start && !self.out.ends_with([' ', '\n']) {
                self.out.push(' ');
            }
        }
    }

    /// Raises what Unicode can raise, since 10⁴ must not become 104; ordinals and trademarks stay readable.
    fn raised(&mut self, content: &[Inline]) {
        let text = write_inlines(content);
        let is_word = text.chars().count() > 1 && text.chars().all(char::is_alphabetic);
        let raised: Option<String> = text.chars().map(symbol::superscript).collect();
        match raised {
            Some(raised) if !is_word => self.text(&raised),
            _ if is_word => self.text(&text),
            _ => {
                self.text("^");
                self.text(&if text.chars().count() > 1 { format!("({text})") } else { text });
            }
        }
    }

    fn line_break(&mut self) {
        while self.out.len() > self.start && self.out.ends_with(' ') {
            self.out.pop();
        }
        if self.out.len() > self.start && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }
}
