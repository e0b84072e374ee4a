//! A text as TeX, for BibTeX fields.

use super::link;
use super::math::{Display, Math};
use super::tree::{Block, Inline, Otherwise, Style, clean};

/// Writes TeX whose braces balance as BibTeX counts them: it does not see that `\{` is escaped.
pub(super) fn write(blocks: &[Block]) -> String {
    let tex = write_with(blocks, Braces::Escaped);
    if is_balanced(&tex) { tex } else { write_with(blocks, Braces::Named) }
}

/// How braces are written that show.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Braces {
    /// `\{`.
    Escaped,
    /// `\textbraceleft{}`, which BibTeX does not count.
    Named,
}

fn write_with(blocks: &[Block], braces: Braces) -> String {
    let mut writer = Writer { out: String::new(), braces };
    writer.blocks(blocks);
    writer.out.truncate(writer.out.trim_end().len());
    writer.out
}

/// Whether every brace, escaped or not, has its partner.
fn is_balanced(tex: &str) -> bool {
    let mut depth = 0_usize;
    for byte in tex.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return false,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}

struct Writer {
    out: String,
    braces: Braces,
}

impl Writer {
    fn blocks(&mut self, blocks: &[Block]) {
        for (index, block) in blocks.iter().filter(|block| !matches!(block, Block::Rule)).enumerate() {
            if index > 0 {
                self.out.push_str("\n\n");
            }
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(inlines) | Block::Line(inlines) => self.inlines(inlines),
            Block::Heading(_, inlines) => self.command("textbf", inlines),
            Block::Quote(blocks) => self.blocks(blocks),
            Block::List { items, .. } => {
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        self.out.push('\n');
                    }
                    self.out.push_str("- ");
                    self.blocks(item);
                }
            }
            Block::Code(code) => {
                self.out.push_str("\\texttt{");
                self.text(code.trim_end());
                self.out.push('}');
            }
            Block::Table { head, rows, .. } => {
                for (index, row) in std::iter::once(head).chain(rows).enumerate() {
                    if index > 0 {
                        self.out.push('\n');
                    }
                    for (index, cell) in row.iter().enumerate() {
                        if index > 0 {
                            self.out.push_str(", ");
                        }
                        self.inlines(cell);
                    }
                }
            }
            Block::Rule => {}
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.text(text),
                Inline::Code(code) => {
                    self.out.push_str("\\texttt{");
                    self.text(code);
                    self.out.push('}');
                }
                Inline::Styled(style, content) => self.command(command(*style), content),
                Inline::Group(content) => {
                    self.out.push('{');
                    self.inlines(content);
                    self.out.push('}');
                }
                Inline::Math(math) => self.math(math),
                Inline::Link { destination, content } => self.link(destination, content),
                Inline::Image { alternative, .. } => self.text(alternative),
                Inline::Break => self.out.push(' '),
                Inline::Tag { source, otherwise } => match otherwise {
                    Otherwise::Nothing => {}
                    Otherwise::Break => self.out.push(' '),
                    Otherwise::Item => self.text(" • "),
                    Otherwise::Typed => self.text(&clean(source)),
                },
            }
        }
    }

    fn command(&mut self, name: &str, content: &[Inline]) {
        self.out.push('\\');
        self.out.push_str(name);
        self.out.push('{');
        self.inlines(content);
        self.out.push('}');
    }

    fn math(&mut self, math: &Math) {
        let body = clean(math.body());
        if !is_readable(&body) {
            self.text(&clean(math.typed()));
            return;
        }
        let (open, close) = match math.display() {
            Display::Inline => ("$", "$"),
            Display::Block if body.starts_with("\\begin{") => ("", ""),
            Display::Block => ("\\[", "\\]"),
        };
        self.out.push_str(open);
        match self.braces {
            Braces::Escaped => self.out.push_str(body.trim()),
            Braces::Named => self.out.push_str(&named_braces(body.trim())),
        }
        self.out.push_str(close);
    }

    fn link(&mut self, destination: &str, content: &[Inline]) {
        let shows_itself = matches!(content, [Inline::Text(text)] if text == destination);
        let is_web = matches!(link::reach(destination), Some(link::Reach::Web | link::Reach::Mail));
        if !is_web {
            self.inlines(content);
            return;
        }
        let mut url = String::with_capacity(destination.len());
        for character in destination.chars() {
            match character {
                '{' => url.push_str("\\%7B"),
                '}' => url.push_str("\\%7D"),
                '\\' => url.push_str("\\%5C"),
                '%' | '#' | '&' => url.extend(['\\', character]),
                other => url.push(other),
            }
        }
        if shows_itself {
            self.out.push_str(&format!("\\url{{{url}}}"));
        } else {
            self.out.push_str(&format!("\\href{{{url}}}{{"));
            self.inlines(content);
            self.out.push('}');
        }
    }

    fn text(&mut self, text: &str) {
        for character in text.chars() {
            let tex = match character {
                '&' => "\\&",
                '%' => "\\%",
                '#' => "\\#",
                '_' => "\\_",
                '$' => "\\$",
                '~' => "\\textasciitilde{}",
                '^' => "\\textasciicircum{}",
                '\\' => "\\textbackslash{}",
                '{' if self.braces == Braces::Escaped => "\\{",
                '}' if self.braces == Braces::Escaped => "\\}",
                '{' => "\\textbraceleft{}",
                '}' => "\\textbraceright{}",
                '<' => "\\textless{}",
                '>' => "\\textgreater{}",
                '|' => "\\textbar{}",
                '–' => "--",
                '—' => "---",
                '"' if self.out.chars().next_back().is_none_or(opens) => "``",
                '"' => "''",
                '“' => "``",
                '”' => "''",
                '\u{A0}' => "~",
                '\u{202F}' => "\\,",
                other => {
                    self.out.push(other);
                    continue;
                }
            };
            self.out.push_str(tex);
        }
    }
}

/// Whether a quotation begins behind a character.
fn opens(before: char) -> bool {
    before.is_whitespace() || matches!(before, '(' | '[' | '{' | '-' | '~' | '`')
}

fn command(style: Style) -> &'static str {
    match style {
        Style::Emphasis => "emph",
        Style::Strong => "textbf",
        Style::Monospace => "texttt",
        Style::SmallCaps => "textsc",
        Style::Underline => "underline",
        Style::Superscript => "textsuperscript",
        Style::Subscript => "textsubscript",
    }
}

/// Whether TeX could read a formula: its groups are closed and it holds no dollar of its own.
fn is_readable(body: &str) -> bool {
    let mut unescaped = String::with_capacity(body.len());
    let mut is_escaped = false;
    for character in body.chars() {
        if !is_escaped {
            unescaped.push(character);
        }
        is_escaped = character == '\\' && !is_escaped;
    }
    is_balanced(&unescaped) && !is_escaped && (!unescaped.contains('$') || body.contains("\\text"))
}

/// Writes `\{` as `\lbrace`, which BibTeX does not count.
fn named_braces(body: &str) -> String {
    let mut named = String::with_capacity(body.len() + 16);
    let mut rest = body;
    while let Some(at) = rest.find('\\') {
        named.push_str(&rest[..at]);
        let command = &rest[at..];
        let len = 1 + command[1..].chars().next().map_or(0, char::len_utf8);
        match &command[..len] {
            "\\{" => named.push_str("\\lbrace "),
            "\\}" => named.push_str("\\rbrace "),
            other => named.push_str(other),
        }
        rest = &command[len..];
    }
    named.push_str(rest);
    named
}
