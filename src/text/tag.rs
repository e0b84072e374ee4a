//! An HTML [`Tag`] in content, and what it means.
//!
//! Formatting tags are read like their Markdown or TeX equals, as long as they come in pairs; `a<b>c` has no pair and
//! is shown as it was typed, as is every tag that is no HTML. Tags that lay out (`<p>`, `<div>`, `<li>`) part lines.
//! What `<script>` and `<style>` hold is left out.

use super::tree::{Otherwise, Style};

/// A tag in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag<'s> {
    pub(super) meaning: Meaning,
    pub(super) name: &'s str,
    pub(super) is_closing: bool,
    /// Its length in bytes.
    pub(super) len: usize,
    /// The value of `href`, entities and all.
    pub(super) href: Option<&'s str>,
}

/// What a tag means, where raw HTML is not wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// With its partner: a style.
    Styled(Style),
    /// With its partner: a link.
    Link,
    /// With its partner: nothing.
    Group,
    /// A line break, `<br>`.
    Break,
    /// By itself: laid out as this says.
    Layout(Otherwise),
    /// With its partner: left out, with what is in it.
    Script,
    /// Raw HTML only.
    Raw,
}

/// Reads the tag at the start of `html`, if it is one that means something.
pub(super) fn at_start(html: &str) -> Option<Tag<'_>> {
    let mut href = None;
    let tag = read(html, |name, value| {
        if name.eq_ignore_ascii_case("href") {
            href = value;
        }
    })?;
    Some(Tag { href, ..tag })
}

/// The names and values of the attributes of a tag, as they were typed; of one name the first, which browsers heed.
pub(super) fn attributes(tag: &str) -> Vec<(&str, Option<&str>)> {
    let mut attributes: Vec<(&str, Option<&str>)> = Vec::new();
    read(tag, |name, value| {
        if !attributes.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) {
            attributes.push((name, value));
        }
    });
    attributes
}

/// The address that an attribute's value holds.
pub(super) fn address(value: &str) -> String {
    value.replace("&amp;", "&")
}

/// Reads a tag, all but its `href`, and hands over its attributes.
fn read<'s>(html: &'s str, mut visit: impl FnMut(&'s str, Option<&'s str>)) -> Option<Tag<'s>> {
    let mut rest = html.strip_prefix('<')?;
    let is_closing = rest.starts_with('/');
    if is_closing {
        rest = &rest[1..];
    }
    let name_len = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = &rest[..name_len];
    let meaning = meaning(name)?;
    rest = &rest[name_len..];
    loop {
        let trimmed = rest.trim_start_matches([' ', '\t', '\n']);
        if let Some(after) = trimmed.strip_prefix("/>").or_else(|| trimmed.strip_prefix('>')) {
            return Some(Tag { meaning, name, is_closing, len: html.len() - after.len(), href: None });
        }
        if trimmed.len() == rest.len() {
            return None;
        }
        let (name, value, after) = attribute(trimmed)?;
        visit(name, value);
        rest = after;
    }
}

/// Reads `name`, `name=value` or `name="value"`, and returns what follows too.
fn attribute(html: &str) -> Option<(&str, Option<&str>, &str)> {
    let name_len = html
        .bytes()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.'))
        .count();
    if name_len == 0 {
        return None;
    }
    let (name, rest) = html.split_at(name_len);
    let Some(value) = rest.trim_start().strip_prefix('=') else {
        return Some((name, None, rest));
    };
    let value = value.trim_start();
    for quote in ['"', '\''] {
        if let Some(quoted) = value.strip_prefix(quote) {
            let end = quoted.find(quote)?;
            return Some((name, Some(&quoted[..end]), &quoted[end + 1..]));
        }
    }
    let len = value.find([' ', '\t', '\n', '>', '<', '"', '\'', '=', '`'])?;
    (len > 0).then(|| (name, Some(&value[..len]), &value[len..]))
}

fn meaning(name: &str) -> Option<Meaning> {
    use Meaning::*;
    if name.len() > 10 {
        return None;
    }
    let meaning = match name.to_ascii_lowercase().as_str() {
        "em" | "i" | "cite" | "dfn" | "var" => Styled(Style::Emphasis),
        "strong" | "b" => Styled(Style::Strong),
        "code" | "tt" | "kbd" | "samp" => Styled(Style::Monospace),
        "sub" => Styled(Style::Subscript),
        "sup" => Styled(Style::Superscript),
        "u" | "ins" => Styled(Style::Underline),
        "a" => Link,
        "span" | "font" | "small" | "big" | "mark" | "abbr" | "time" | "bdi" => Group,
        "br" => Break,
        "p" | "div" | "ul" | "ol" | "tr" | "table" | "center" | "blockquote" | "hr" | "h1" | "h2" | "h3"
        | "h4" | "h5" | "h6" => Layout(Otherwise::Break),
        "li" => Layout(Otherwise::Item),
        "thead" | "tbody" | "tfoot" | "td" | "th" | "wbr" => Layout(Otherwise::Nothing),
        "script" | "style" => Script,
        "details" | "summary" | "figure" | "figcaption" | "img" | "dl" | "dt" | "dd" | "pre" | "caption"
        | "colgroup" | "col" | "del" | "q" | "ruby" | "rt" | "rp" => Raw,
        _ => return None,
    };
    Some(meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_read_with_its_attributes() {
        let tag = at_start("<A class=x HREF='https://example.org/?a=1&amp;b' >x").expect("it is a tag");
        assert_eq!(
            (tag.meaning, tag.href, tag.len),
            (Meaning::Link, Some("https://example.org/?a=1&amp;b"), 50)
        );
        assert!(at_start("</em>").is_some_and(|tag| tag.is_closing));
        assert!(at_start("<br/>").is_some());
    }

    #[test]
    fn what_is_no_html_is_no_tag() {
        for text in ["<think>", "<TextCoop>:", "< 1", "<b", "<b c", "<b =>", "<a<b>", "<", "</>", "<em\"x\">"]
        {
            assert_eq!(at_start(text), None, "{text}");
        }
    }
}
