//! [`Cursor`] walks over the markup of a page without a tree, as a browser's tokenizer does:
//! <https://html.spec.whatwg.org/multipage/parsing.html#tokenization>.

use std::ops::Range;

use memchr::{memchr, memchr_iter};

/// A set of bytes.
pub type Bytes = [bool; 256];

static ENDS_TAG_NAME: Bytes = blanks_and(b"/>");
static ENDS_ATTRIBUTE_NAME: Bytes = blanks_and(b"/>=");
static ENDS_UNQUOTED_VALUE: Bytes = blanks_and(b">");

/// Elements of HTML that hold text in which `<` begins no tag.
pub const RAW_TEXT: [&str; 8] =
    ["script", "style", "textarea", "title", "iframe", "xmp", "noembed", "noframes"];

/// What begins at a `<`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    OpeningTag,
    ClosingTag,
    Comment,
    /// Or what a browser takes for one, and passes over.
    Declaration,
}

/// An attribute, and where its parts stand in the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    pub name: Range<usize>,
    pub value: Option<Value>,
}

/// The value of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The place of `=`.
    pub equals: usize,
    /// With its quotes.
    pub written: Range<usize>,
    /// Without them.
    pub text: Range<usize>,
}

/// A place in a page.
#[derive(Clone, Debug)]
pub struct Cursor<'h> {
    html: &'h str,
    at: usize,
}

impl<'h> Cursor<'h> {
    /// At the start of a page, or of a part of one.
    pub fn new(html: &'h str) -> Cursor<'h> {
        Cursor { html, at: 0 }
    }

    pub fn html(&self) -> &'h str {
        self.html
    }

    /// How many bytes of the page are before it.
    pub fn at(&self) -> usize {
        self.at
    }

    pub fn rest(&self) -> &'h str {
        &self.html[self.at..]
    }

    /// The next byte.
    pub fn peek(&self) -> Option<u8> {
        self.html.as_bytes().get(self.at).copied()
    }

    /// Goes to the next markup and says what it is; where there is none, to the end.
    pub fn seek(&mut self) -> Option<Markup> {
        let bytes = self.rest().as_bytes();
        let kind = |at: usize| match bytes.get(at + 1)? {
            b'a'..=b'z' | b'A'..=b'Z' => Some((at, Markup::OpeningTag)),
            b'/' => Some((at, Markup::ClosingTag)),
            b'!' if bytes[at..].starts_with(b"<!--") => Some((at, Markup::Comment)),
            b'!' | b'?' => Some((at, Markup::Declaration)),
            _ => None,
        };
        let found = memchr_iter(b'<', bytes).find_map(kind);
        self.at += found.map_or(bytes.len(), |(at, _)| at);
        found.map(|(_, markup)| markup)
    }

    /// Skips the comment that begins here.
    pub fn skip_comment(&mut self) {
        let rest = self.rest();
        self.at += rest.find("-->").map_or(rest.len(), |at| at + "-->".len());
    }

    /// Skips the closing tag or declaration that begins here.
    pub fn skip_tag(&mut self) {
        let rest = self.rest().as_bytes();
        self.at += memchr(b'>', rest).map_or(rest.len(), |at| at + 1);
    }

    /// Skips the text of an element that holds [`RAW_TEXT`].
    pub fn skip_raw_text(&mut self, element: &str) {
        let rest = self.rest();
        let closes = |at: &usize| {
            let name = rest.as_bytes().get(at + 2..at + 2 + element.len());
            name.is_some_and(|name| name.eq_ignore_ascii_case(element.as_bytes()))
        };
        let end = rest.match_indices("</").map(|(at, _)| at).find(closes);
        self.at += end.unwrap_or(rest.len());
    }

    /// Skips `<` and the name of the opening tag that begins here; returns the name.
    pub fn tag_name(&mut self) -> &'h str {
        let start = self.at + 1;
        self.at = start;
        self.skip_to(&ENDS_TAG_NAME);
        &self.html[start..self.at]
    }

    /// Skips the attribute that begins here, which is neither a blank nor `>` nor `/`.
    pub fn attribute(&mut self) -> Attribute {
        let start = self.at;
        // A name that begins with `=` is what the standard calls it.
        self.at += self.rest().chars().next().map_or(0, char::len_utf8);
        self.skip_to(&ENDS_ATTRIBUTE_NAME);
        let name = start..self.at;
        self.skip_blanks();
        if self.peek() != Some(b'=') {
            self.at = name.end;
            return Attribute { name, value: None };
        }
        let equals = self.at;
        self.at += 1;
        self.skip_blanks();
        let start = self.at;
        let text = match self.peek() {
            Some(quote @ (b'"' | b'\'')) => {
                let length = memchr(quote, &self.html.as_bytes()[start + 1..]);
                let end = length.map_or(self.html.len(), |length| start + 1 + length);
                self.at = self.html.len().min(end + 1);
                start + 1..end
            }
            _ => {
                self.skip_to(&ENDS_UNQUOTED_VALUE);
                start..self.at
            }
        };
        Attribute { name, value: Some(Value { equals, written: start..self.at, text }) }
    }

    /// Skips the next attribute of an opening tag whose name is behind; where there is none, the end of the tag.
    pub fn next_attribute(&mut self) -> Option<Attribute> {
        while self.peek().is_some_and(|byte| is_blank(byte) || byte == b'/') {
            self.skip();
        }
        match self.peek()? {
            b'>' => {
                self.skip();
                None
            }
            _ => Some(self.attribute()),
        }
    }

    /// Skips one byte, which is ASCII.
    pub fn skip(&mut self) {
        self.at += 1;
    }

    pub fn skip_blanks(&mut self) {
        while self.peek().is_some_and(is_blank) {
            self.at += 1;
        }
    }

    /// Skips the bytes up to the first one that is set, all of which are ASCII.
    fn skip_to(&mut self, ends: &Bytes) {
        let rest = self.rest().as_bytes();
        self.at += rest.iter().position(|byte| ends[*byte as usize]).unwrap_or(rest.len());
    }
}

pub fn is_blank(byte: u8) -> bool {
    byte.is_ascii_whitespace()
}

/// Blanks, and some more.
pub const fn blanks_and(more: &[u8]) -> Bytes {
    let mut set = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        set[byte as usize] = byte.is_ascii_whitespace();
        byte += 1;
    }
    let mut at = 0;
    while at < more.len() {
        set[more[at] as usize] = true;
        at += 1;
    }
    set
}

#[cfg(test)]
mod tests {
    use html5gum::{DefaultEmitter, Token, Tokenizer};

    use super::*;
    use crate::text::decode_references;

    /// Opening tags and their attributes, in order of their names.
    fn tags(html: &str) -> Vec<(String, Vec<(String, String)>)> {
        let mut tags = Vec::new();
        let mut cursor = Cursor::new(html);
        while let Some(markup) = cursor.seek() {
            match markup {
                Markup::OpeningTag => {
                    let name = cursor.tag_name().to_ascii_lowercase();
                    let attributes = std::iter::from_fn(|| cursor.next_attribute());
                    let named = attributes.map(|Attribute { name, value }| {
                        let value = value.map(|value| decode_references(&html[value.text]).into_owned());
                        (html[name].to_ascii_lowercase(), value.unwrap_or_default())
                    });
                    let mut attributes: Vec<_> = named.collect();
                    attributes.sort_unstable();
                    if RAW_TEXT.contains(&name.as_str()) {
                        cursor.skip_raw_text(&name);
                    }
                    tags.push((name, attributes));
                }
                Markup::Comment => cursor.skip_comment(),
                Markup::ClosingTag | Markup::Declaration => cursor.skip_tag(),
            }
        }
        tags
    }

    /// The same, as a tokenizer of the standard finds them.
    fn tags_by_the_standard(html: &str) -> Vec<(String, Vec<(String, String)>)> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        let tags = Tokenizer::new_with_emitter(html, emitter).filter_map(|Ok(token)| match token {
            Token::StartTag(tag) => {
                let attributes = tag.attributes.iter();
                let attributes = attributes.map(|(name, value)| (text(name), text(value)));
                Some((text(&tag.name), attributes.collect()))
            }
            _ => None,
        });
        tags.collect()
    }

    #[test]
    fn tags_are_those_of_the_standard() {
        for html in [
            "<!doctype html><html lang=en><p class='a b' id = \"c\" hidden>d</p>",
            "<a href=/a/?x=1&amp;y title=\"<b> &quot;\">x</a><br/><img src=a.png />",
            "<!-- <a href=/no/> --><?no <b?><!no><i>",
            "<script>'<a href=/no/>'</script><title><b></title><SCRIPT><b></SCRIPT><i>",
            "1 < 2 <3 <é> </ a> <a\tb\n=\rc\n>",
            "<svg viewBox=\"0 0 1 1\"><path d=M0 /></svg><textarea><b>",
            "<a b=c/d e=\"f\"g=h>",
            "<style>a > b {}</style><p>",
        ] {
            assert_eq!(tags(html), tags_by_the_standard(html), "{html}");
        }
    }
}
