//! A text as HTML.

use std::borrow::Cow;
use std::fmt::Write as _;

use pulldown_cmark::Alignment;

use super::link::{self, Reach};
use super::math::{Display, Math};
use super::tag;
use super::tree::{Block, Inline, Otherwise, Style, clean};
use crate::percent;

/// How a text becomes HTML, and where its links lead.
#[derive(Clone, Copy)]
pub struct HtmlOptions<'a> {
    /// Keep raw HTML, sanitised. Without the feature `raw-html` this does nothing.
    pub raw_html: bool,
    /// The rank of the text's highest heading, whichever was typed; others keep their distance. None is lower
    /// than `h6`.
    pub top_heading: u8,
    /// The `id` of each heading in turn; empty ones and those that are missing are left out.
    pub heading_ids: &'a [String],
    /// Returns what a relative destination becomes, or `None` to drop the link and keep its text.
    ///
    /// Links to the web and mail addresses are not asked about, others (`javascript:`, `//host`) never kept.
    pub link: &'a dyn Fn(&str) -> Option<String>,
    /// Returns the address of a picture, relative or on the web, or `None` to show its alternative text.
    pub image: &'a dyn Fn(&str) -> Option<String>,
}

impl Default for HtmlOptions<'_> {
    /// No raw HTML, headings from `h1` on, relative links as they are, no pictures.
    fn default() -> Self {
        HtmlOptions {
            raw_html: false,
            top_heading: 1,
            heading_ids: &[],
            link: &|destination| Some(destination.to_owned()),
            image: &|_| None,
        }
    }
}

impl std::fmt::Debug for HtmlOptions<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("HtmlOptions")
            .field("raw_html", &self.raw_html)
            .field("top_heading", &self.top_heading)
            .field("heading_ids", &self.heading_ids)
            .finish_non_exhaustive()
    }
}

pub(super) fn write(blocks: &[Block], options: &HtmlOptions<'_>) -> String {
    let raw_html = options.raw_html && cfg!(feature = "raw-html");
    let mut writer = Writer {
        out: String::new(),
        options,
        raw_html,
        highest_heading: highest_heading(blocks),
        heading_count: 0,
        formulas: Vec::new(),
        line_break: LineBreak::Useless,
    };
    writer.blocks(blocks);
    if raw_html { sanitised(&writer.out, &writer.formulas, options.heading_ids) } else { writer.out }
}

/// The rank of a text's highest heading; 1 where there is none.
fn highest_heading(blocks: &[Block]) -> u8 {
    fn ranks(blocks: &[Block]) -> Option<u8> {
        let rank = |block: &Block| match block {
            Block::Heading(rank, _) => Some(*rank),
            Block::Quote(blocks) => ranks(blocks),
            Block::List { items, .. } => items.iter().filter_map(|item| ranks(item)).min(),
            _ => None,
        };
        blocks.iter().filter_map(rank).min()
    }
    ranks(blocks).unwrap_or(1)
}

/// Replaces what HTML reads as markup, in text and in attributes within double quotes.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    let special = |byte: &u8| matches!(byte, b'&' | b'<' | b'>' | b'"');
    if !text.as_bytes().iter().any(special) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    Cow::Owned(escaped)
}

/// Whether a line break that a layout tag asks for is to be written before what comes next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LineBreak {
    /// No: nothing precedes it in its block.
    Useless,
    /// No, but a tag may ask for it.
    Possible,
    Wanted,
}

struct Writer<'o, 't> {
    out: String,
    options: &'o HtmlOptions<'o>,
    raw_html: bool,
    /// The rank of the highest heading that was typed.
    highest_heading: u8,
    /// How many headings are written.
    heading_count: usize,
    /// MathML that the sanitiser shall not see: it stands outside the text, where the text has places for it.
    formulas: Vec<&'t str>,
    line_break: LineBreak,
}

impl<'t> Writer<'_, 't> {
    fn blocks(&mut self, blocks: &'t [Block]) {
        for (index, block) in blocks.iter().enumerate() {
            if index > 0 {
                self.out.push('\n');
            }
            self.block(block);
        }
    }

    fn block(&mut self, block: &'t Block) {
        match block {
            Block::Line(inlines) => self.line(inlines),
            Block::Paragraph(inlines) if self.raw_html && begins_with_tag(inlines) => self.line(inlines),
            Block::Paragraph(inlines) => self.element("p", inlines),
            Block::Heading(level, inlines) => {
                let level = (level - self.highest_heading + self.options.top_heading).clamp(1, 6);
                self.heading(level, inlines);
            }
            Block::Quote(blocks) => {
                self.out.push_str("<blockquote>\n");
                self.blocks(blocks);
                self.out.push_str("\n</blockquote>");
            }
            Block::List { start, items } => self.list(*start, items),
            Block::Code(code) => {
                let _ = write!(self.out, "<pre><code>{}</code></pre>", escape(code));
            }
            Block::Table { alignments, head, rows } => self.table(alignments, head, rows),
            Block::Rule => self.out.push_str("<hr>"),
        }
    }

    fn list(&mut self, start: Option<u64>, items: &'t [Vec<Block>]) {
        let tag = if start.is_some() { "ol" } else { "ul" };
        match start {
            Some(start) if start != 1 => {
                let _ = writeln!(self.out, "<ol start=\"{start}\">");
            }
            _ => {
                let _ = writeln!(self.out, "<{tag}>");
            }
        }
        for item in items {
            self.out.push_str("<li>");
            self.blocks(item);
            self.out.push_str("</li>\n");
        }
        let _ = write!(self.out, "</{tag}>");
    }

    fn table(&mut self, alignments: &[Alignment], head: &'t [Vec<Inline>], rows: &'t [Vec<Vec<Inline>>]) {
        self.out.push_str("<table>\n<thead>");
        self.row("th", alignments, head);
        self.out.push_str("</thead>\n");
        if !rows.is_empty() {
            self.out.push_str("<tbody>\n");
            for row in rows {
                self.row("td", alignments, row);
                self.out.push('\n');
            }
            self.out.push_str("</tbody>\n");
        }
        self.out.push_str("</table>");
    }

    fn row(&mut self, tag: &str, alignments: &[Alignment], cells: &'t [Vec<Inline>]) {
        self.out.push_str("<tr>");
        for (index, cell) in cells.iter().enumerate() {
            let align = match alignments.get(index) {
                Some(Alignment::Left) => " style=\"text-align:left\"",
                Some(Alignment::Center) => " style=\"text-align:center\"",
                Some(Alignment::Right) => " style=\"text-align:right\"",
                _ => "",
            };
            let _ = write!(self.out, "<{tag}{align}>");
            self.line(cell);
            let _ = write!(self.out, "</{tag}>");
        }
        self.out.push_str("</tr>");
    }

    fn element(&mut self, tag: &str, inlines: &'t [Inline]) {
        let _ = write!(self.out, "<{tag}>");
        self.line(inlines);
        let _ = write!(self.out, "</{tag}>");
    }

    fn heading(&mut self, level: u8, inlines: &'t [Inline]) {
        let number = self.heading_count;
        self.heading_count += 1;
        let _ = match self.options.heading_ids.get(number).filter(|id| !id.is_empty()) {
            None => write!(self.out, "<h{level}>"),
            Some(_) if self.raw_html => write!(self.out, "<h{level}>{HEADING_ID}{number}{PLACE_END}"),
            Some(id) => write!(self.out, "<h{level} id=\"{}\">", escape(id)),
        };
        self.line(inlines);
        let _ = write!(self.out, "</h{level}>");
    }

    fn line(&mut self, inlines: &'t [Inline]) {
        self.line_break = LineBreak::Useless;
        self.inlines(inlines);
        self.line_break = LineBreak::Useless;
    }

    fn inlines(&mut self, inlines: &'t [Inline]) {
        // What a formula took of the text behind it, and what of a text waits for the formula that it touches.
        let (mut taken, mut before) = (0, "");
        for (index, inline) in inlines.iter().enumerate() {
            let next = inlines.get(index + 1);
            match inline {
                Inline::Text(text) => {
                    let text = &text[std::mem::take(&mut taken)..];
                    let end = if next.is_some_and(is_inline_math) { glued_end(text) } else { text.len() };
                    self.text(&text[..end]);
                    before = &text[end..];
                }
                Inline::Math(math) if is_inline_math(inline) => {
                    let after = match next {
                        Some(Inline::Text(text)) => &text[..glued_start(text)],
                        _ => "",
                    };
                    taken = after.len();
                    self.break_line();
                    self.unbroken(std::mem::take(&mut before), math, after);
                }
                _ => self.inline(inline),
            }
        }
    }

    /// A formula with the characters that it touches. Browsers break lines on both sides of one, even before a
    /// comma.
    fn unbroken(&mut self, before: &str, math: &'t Math, after: &str) {
        if before.is_empty() && after.is_empty() {
            return self.math(math);
        }
        let _ = write!(self.out, "<span class=\"unbroken\">{}", escape(before));
        self.math(math);
        let _ = write!(self.out, "{}</span>", escape(after));
    }

    fn text(&mut self, text: &str) {
        if self.line_break == LineBreak::Possible {
            self.out.push_str(&escape(text));
            return;
        }
        let text = text.trim_start_matches(' ');
        if !text.is_empty() {
            self.break_line();
            self.out.push_str(&escape(text));
        }
    }

    fn inline(&mut self, inline: &'t Inline) {
        match inline {
            Inline::Text(text) => self.text(text),
            Inline::Code(code) => {
                self.break_line();
                let _ = write!(self.out, "<code>{}</code>", escape(code));
            }
            Inline::Styled(style, content) => {
                self.break_line();
                let (open, close) = tags(*style);
                self.out.push_str(open);
                self.inlines(content);
                self.out.push_str(close);
            }
            Inline::Group(content) => self.inlines(content),
            Inline::Math(math) => {
                self.break_line();
                self.math(math);
            }
            Inline::Link { destination, content } => {
                self.break_line();
                self.link(destination, content);
            }
            Inline::Image { destination, alternative } => {
                self.break_line();
                match (self.options.image)(destination) {
                    Some(address) => {
                        let _ = write!(
                            self.out,
                            "<img src=\"{}\" alt=\"{}\" loading=\"lazy\">",
                            escape(&address),
                            escape(alternative)
                        );
                    }
                    None => self.out.push_str(&escape(alternative)),
                }
            }
            Inline::Break => self.out.push_str("<br>"),
            Inline::Tag { source, .. } if self.raw_html && !source.is_empty() => self.tag(source),
            Inline::Tag { source, otherwise } => match otherwise {
                Otherwise::Nothing => {}
                Otherwise::Break => self.want_break(),
                Otherwise::Item => {
                    self.want_break();
                    self.break_line();
                    self.out.push_str("• ");
                    self.line_break = LineBreak::Useless;
                }
                Otherwise::Typed => {
                    self.break_line();
                    self.out.push_str(&escape(&clean(source)));
                }
            },
        }
    }

    /// A tag as it was typed. A picture's address is one of the text's, as those in Markdown are.
    fn tag(&mut self, source: &str) {
        if !tag::at_start(source).is_some_and(|tag| tag.name.eq_ignore_ascii_case("img")) {
            return self.out.push_str(source);
        }
        let attributes = tag::attributes(source);
        let value = |wanted: &str| {
            let named = attributes.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
            named.and_then(|(_, value)| *value).unwrap_or_default()
        };
        let Some(address) = (self.options.image)(&tag::address(value("src"))) else {
            return self.out.push_str(&value("alt").replace('<', "&lt;"));
        };
        let _ = write!(self.out, "<img src=\"{}\"", escape(&address));
        for (name, value) in attributes.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("src")) {
            let _ = write!(self.out, " {name}=\"{}\"", value.unwrap_or_default().replace('"', "&quot;"));
        }
        self.out.push('>');
    }

    fn want_break(&mut self) {
        if self.line_break == LineBreak::Possible {
            self.line_break = LineBreak::Wanted;
        }
    }

    /// Prepares to write something that shows.
    fn break_line(&mut self) {
        if self.line_break == LineBreak::Wanted {
            self.out.truncate(self.out.trim_end_matches(' ').len());
            self.out.push_str("<br>");
        }
        self.line_break = LineBreak::Possible;
    }

    fn math(&mut self, math: &'t Math) {
        match math.mathml() {
            Some(mathml) if math.display() == Display::Inline && is_wide(mathml) => {
                self.out.push_str("<span class=\"formula\">");
                self.mathml(mathml);
                self.out.push_str("</span>");
            }
            Some(mathml) => self.mathml(mathml),
            None => {
                let _ =
                    write!(self.out, "<code class=\"math-source\">{}</code>", escape(&clean(math.typed())));
            }
        }
    }

    fn mathml(&mut self, mathml: &'t str) {
        match self.raw_html {
            true => {
                let _ = write!(self.out, "{PLACE_START}{}{PLACE_END}", self.formulas.len());
                self.formulas.push(mathml);
            }
            false => self.out.push_str(mathml),
        }
    }

    fn link(&mut self, destination: &str, content: &'t [Inline]) {
        let (address, rel) = match link::reach(destination) {
            Some(Reach::Web) => (Some(Cow::Borrowed(destination)), " rel=\"noopener\""),
            Some(Reach::Mail) => (Some(Cow::Borrowed(destination)), ""),
            Some(Reach::Relative) => ((self.options.link)(destination).map(Cow::Owned), ""),
            None => (None, ""),
        };
        match address {
            Some(address) => {
                let _ = write!(self.out, "<a href=\"{}\"{rel}>", escape(&percent::iri(&address)));
                self.inlines(content);
                self.out.push_str("</a>");
            }
            None => self.inlines(content),
        }
    }
}

/// Whether it is a formula that stands in a line, as MathML.
fn is_inline_math(inline: &Inline) -> bool {
    matches!(inline, Inline::Math(math) if math.display() == Display::Inline && math.mathml().is_some())
}

/// Whether a formula may be wider than a phone's screen, as far as the number of its signs tells. Browsers break no
/// lines within formulas, so that such a one has to scroll by itself.
fn is_wide(mathml: &str) -> bool {
    const MOST_SIGNS: usize = 20;
    let texts = mathml.split('<').filter_map(|tag| tag.split_once('>'));
    texts.map(|(_, text)| text.trim().chars().count()).sum::<usize>() > MOST_SIGNS
}

/// Where the last character of a text begins, if no line may end between it and a formula; else the text's end.
fn glued_end(text: &str) -> usize {
    let glued = text.chars().next_back().filter(|last| {
        !last.is_whitespace() && !matches!(last, '-' | '–' | '—' | '‐' | '/') && !is_ideograph(*last)
    });
    text.len() - glued.map_or(0, char::len_utf8)
}

/// Where the first character of a text ends, if no line may begin with it behind a formula; else 0.
fn glued_start(text: &str) -> usize {
    let glued = text.chars().next().filter(|first| !first.is_whitespace() && !is_ideograph(*first));
    glued.map_or(0, char::len_utf8)
}

/// Whether lines may break on both sides of a letter.
fn is_ideograph(letter: char) -> bool {
    letter >= '\u{2E80}' && letter.is_alphanumeric()
}

fn tags(style: Style) -> (&'static str, &'static str) {
    match style {
        Style::Emphasis => ("<em>", "</em>"),
        Style::Strong => ("<strong>", "</strong>"),
        Style::Monospace => ("<code>", "</code>"),
        Style::SmallCaps => ("<span class=\"small-caps\">", "</span>"),
        Style::Underline => ("<u>", "</u>"),
        Style::Superscript => ("<sup>", "</sup>"),
        Style::Subscript => ("<sub>", "</sub>"),
    }
}

/// Whether a paragraph is raw HTML of its own: within `<p>` it would not be valid.
fn begins_with_tag(inlines: &[Inline]) -> bool {
    matches!(inlines.first(), Some(Inline::Tag { source, .. }) if !source.is_empty())
}

/// Noncharacters, which [`clean`] lets no text hold.
const PLACE_START: char = '\u{FDD0}';
const PLACE_END: char = '\u{FDD1}';
/// Right behind the tag of a heading that has an id.
const HEADING_ID: char = '\u{FDD2}';

/// Gives headings their ids, which the sanitiser would take: those of raw HTML might be a theme's own.
#[cfg(feature = "raw-html")]
fn with_heading_ids(html: &str, ids: &[String]) -> String {
    let mut parts = html.split(HEADING_ID);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (number, after) = part.split_once(PLACE_END).unwrap_or(("", part));
        let id = number.parse().ok().and_then(|number: usize| ids.get(number));
        if let (Some(id), true) = (id, out.ends_with('>')) {
            out.truncate(out.len() - 1);
            let _ = write!(out, " id=\"{}\">", escape(id));
        }
        out.push_str(after);
    }
    out
}

#[cfg(feature = "raw-html")]
fn sanitised(html: &str, formulas: &[&str], heading_ids: &[String]) -> String {
    use std::sync::LazyLock;

    static SANITISER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
        let mut builder = ammonia::Builder::default();
        builder
            .url_schemes(["http", "https", "mailto"].into())
            .link_rel(None)
            .rm_tags(["iframe"])
            .add_tag_attributes("a", ["rel"])
            .add_tag_attributes("img", ["loading"])
            .add_tag_attributes("th", ["style"])
            .add_tag_attributes("td", ["style"])
            .filter_style_properties(["text-align"].into())
            .add_allowed_classes("code", ["math-source"])
            .add_allowed_classes("span", ["formula", "small-caps", "unbroken"]);
        builder
    });

    let clean = SANITISER.clean(html).to_string();
    let clean = with_heading_ids(&clean, heading_ids);
    let mut out = String::with_capacity(clean.len());
    let mut rest = clean.as_str();
    while let Some((before, after)) = rest.split_once(PLACE_START) {
        out.push_str(before);
        let (number, after) = after.split_once(PLACE_END).unwrap_or((after, ""));
        out.push_str(
            number.parse().ok().and_then(|index: usize| formulas.get(index)).copied().unwrap_or_default(),
        );
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(not(feature = "raw-html"))]
fn sanitised(html: &str, _formulas: &[&str], _heading_ids: &[String]) -> String {
    html.to_owned()
}
