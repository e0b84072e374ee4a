//! The tree that a text is parsed into: blocks of inlines.
//!
//! It is never deeper than [`MAX_DEPTH`], so that whatever walks or drops it may recurse.

use std::borrow::Cow;

use pulldown_cmark::Alignment;

use super::math::Math;

/// How many containers, styles and TeX groups may stand in one another. What is deeper is shown as it was typed.
pub(super) const MAX_DEPTH: usize = 32;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Block {
    Paragraph(Vec<Inline>),
    /// A line of text that is no paragraph: a title, or an item of a tight list.
    Line(Vec<Inline>),
    /// A heading of level 1 to 6, before any offset.
    Heading(u8, Vec<Inline>),
    Quote(Vec<Block>),
    List {
        /// The first number of an ordered list.
        start: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    Code(String),
    Table {
        alignments: Vec<Alignment>,
        head: Vec<Vec<Inline>>,
        rows: Vec<Vec<Vec<Inline>>>,
    },
    Rule,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Inline {
    Text(String),
    Code(String),
    Styled(Style, Vec<Inline>),
    /// TeX braces that protect capitals from BibTeX and show nowhere else.
    Group(Vec<Inline>),
    Math(Box<Math>),
    Link {
        destination: String,
        content: Vec<Inline>,
    },
    Image {
        destination: String,
        alternative: String,
    },
    Break,
    /// An HTML tag that only raw HTML keeps.
    Tag {
        source: String,
        otherwise: Otherwise,
    },
}

/// What stands for a tag where raw HTML is not wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Otherwise {
    /// Nothing: the tag only groups.
    Nothing,
    /// A line break, as between two blocks.
    Break,
    /// A line break and a bullet.
    Item,
    /// The tag as it was typed: it may be no HTML at all.
    Typed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Emphasis,
    Strong,
    Monospace,
    SmallCaps,
    Underline,
    Superscript,
    Subscript,
}

impl Inline {
    /// A text, tidied as [`push_text`] does.
    pub(super) fn text_of(text: &str) -> Inline {
        let mut inlines = Vec::with_capacity(1);
        push_text(&mut inlines, text);
        inlines.pop().unwrap_or(Inline::Text(String::new()))
    }
}

/// Appends `text` without what [`clean`] removes and with runs of blanks as one blank, joining it to a text at the end.
pub(super) fn push_text(inlines: &mut Vec<Inline>, text: &str) {
    if text.is_empty() {
        return;
    }
    if !matches!(inlines.last(), Some(Inline::Text(_))) {
        inlines.push(Inline::Text(String::with_capacity(text.len())));
    }
    let Some(Inline::Text(last)) = inlines.last_mut() else {
        return;
    };
    let text = clean(text);
    let mut after_blank = last.ends_with(' ');
    let is_tidy = !text.contains("  ") && !text.contains(['\t', '\n']);
    if is_tidy && !(after_blank && text.starts_with(' ')) {
        last.push_str(&text);
        return;
    }
    for character in text.chars() {
        let is_blank = matches!(character, ' ' | '\t' | '\n');
        if is_blank {
            if !after_blank {
                last.push(' ');
            }
        } else {
            last.push(character);
        }
        after_blank = is_blank;
    }
}

/// Appends `inlines`, joining texts that meet.
pub(super) fn append(target: &mut Vec<Inline>, inlines: Vec<Inline>) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => push_text(target, &text),
            other => target.push(other),
        }
    }
}

/// Removes the blanks at both ends.
pub(super) fn trim(inlines: &mut Vec<Inline>) {
    if let Some(Inline::Text(first)) = inlines.first_mut() {
        let trimmed = first.trim_start_matches(' ');
        if trimmed.len() != first.len() {
            *first = trimmed.to_owned();
        }
    }
    if let Some(Inline::Text(last)) = inlines.last_mut() {
        last.truncate(last.trim_end_matches(' ').len());
    }
    inlines.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
}

/// Puts the text of links in their place: a link holds no link.
pub(super) fn without_links(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut flat = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match inline {
            Inline::Link { content, .. } => append(&mut flat, without_links(content)),
            Inline::Styled(style, content) => flat.push(Inline::Styled(style, without_links(content))),
            Inline::Group(content) => flat.push(Inline::Group(without_links(content))),
            Inline::Text(text) => push_text(&mut flat, &text),
            other => flat.push(other),
        }
    }
    flat
}

/// Removes control characters other than tab and line feed, and bidirectional overrides.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    // Most texts are nothing but these; all bytes are looked at, since then several are at a time.
    let is_ascii_text = |byte: &u8| (b' '..=b'~').contains(byte) || *byte == b'\n' || *byte == b'\t';
    if text.bytes().fold(true, |so_far, byte| so_far & is_ascii_text(&byte)) {
        return Cow::Borrowed(text);
    }
    if text.contains(is_unwanted) { Cow::Owned(text.replace(is_unwanted, "")) } else { Cow::Borrowed(text) }
}

/// Removes what [`clean`] does, in place.
pub(crate) fn clean_up(text: &mut String) {
    if let Cow::Owned(clean) = clean(text) {
        *text = clean;
    }
}

/// Whether a character is no text: C0 and C1 controls, bidirectional overrides and isolates, a byte order mark, and
/// the noncharacters that [`super::html`] marks its places with.
pub(super) fn is_unwanted(character: char) -> bool {
    match character {
        '\t' | '\n' => false,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FDD0}'..='\u{FDEF}' => true,
        _ => character.is_control(),
    }
}
