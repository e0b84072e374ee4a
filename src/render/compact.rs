//! Makes a page smaller in one pass over its text, without a tree.
//!
//! Blanks that no browser shows, quotes that an attribute does not need, comments and long spellings
//! of characters go; the document is the one that [`minify`](super::minify::minify) leaves. Which
//! blanks show depends on the element around them, and elements are sorted as that minifier sorts
//! them. Markup that a browser would have to mend is copied as it is.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memchr;
use rapidhash::RapidHashMap;

use crate::markup::{Attribute, Bytes, Cursor, Markup, RAW_TEXT, Value, blanks_and, is_blank};

/// Returns a page without what browsers do not need.
pub fn compact(html: &str) -> String {
    let out = String::with_capacity(html.len());
    let mut compactor = Compactor { cursor: Cursor::new(html), copied: 0, out, open: Vec::new() };
    compactor.run();
    compactor.out
}

/// What becomes of blanks within an element, the most careful first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Blanks {
    Kept,
    /// A run of them is one.
    Collapsed,
    /// Those at the start and at the end go, too.
    Trimmed,
    /// Those between elements go, too.
    Dropped,
}

/// Where an element's name is looked up.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    Html,
    Svg,
    MathMl,
}

struct Element<'h> {
    name: &'h str,
    language: Language,
    blanks: Blanks,
    is_in_pre: bool,
    /// Whether a text or an element within it was seen.
    has_children: bool,
}

/// What stays is copied in long runs: most of a page stays as it is.
struct Compactor<'h> {
    cursor: Cursor<'h>,
    /// What is before here was copied, replaced or left out.
    copied: usize,
    out: String,
    open: Vec<Element<'h>>,
}

impl<'h> Compactor<'h> {
    fn run(&mut self) {
        loop {
            let start = self.at();
            let markup = self.cursor.seek();
            if start < self.at() {
                self.text(start..self.at());
            }
            match markup {
                Some(Markup::OpeningTag) => self.opening_tag(),
                Some(Markup::ClosingTag) => self.closing_tag(),
                Some(Markup::Comment) => {
                    let comment = self.at();
                    self.cursor.skip_comment();
                    self.leave_out(comment..self.at());
                }
                Some(Markup::Declaration) => self.cursor.skip_tag(),
                None => break,
            }
        }
        self.copy_until(self.at());
    }

    fn at(&self) -> usize {
        self.cursor.at()
    }

    fn html(&self) -> &'h str {
        self.cursor.html()
    }

    fn copy_until(&mut self, end: usize) {
        self.out.push_str(&self.html()[self.copied..end]);
        self.copied = end;
    }

    fn leave_out(&mut self, gone: Range<usize>) {
        if !gone.is_empty() {
            self.copy_until(gone.start);
            self.copied = gone.end;
        }
    }

    fn replace(&mut self, gone: Range<usize>, text: &str) {
        self.copy_until(gone.start);
        self.out.push_str(text);
        self.copied = gone.end;
    }

    fn text(&mut self, place: Range<usize>) {
        let text = &self.html()[place.clone()];
        let (blanks, is_first) = self
            .open
            .last()
            .map_or((Blanks::Dropped, false), |element| (element.blanks, !element.has_children));
        let is_trimmed = blanks >= Blanks::Trimmed;
        let rest = self.cursor.rest();
        let is_last = is_trimmed && (rest.is_empty() || rest.starts_with("</"));
        if blanks == Blanks::Dropped && text.bytes().all(is_blank) {
            return self.leave_out(place);
        }
        if let Some(element) = self.open.last_mut() {
            element.has_children = true;
        }
        let mut shown = place.clone();
        if is_trimmed && is_first {
            shown.start = place.end - text.trim_ascii_start().len();
            self.leave_out(place.start..shown.start);
        }
        if is_last {
            shown.end = shown.start + self.html()[shown.clone()].trim_ascii_end().len();
        }
        self.shorten(shown.clone(), blanks != Blanks::Kept);
        self.leave_out(shown.end..place.end);
    }

    /// Shortens the spelling of characters, and of blanks where they collapse.
    fn shorten(&mut self, place: Range<usize>, collapses: bool) {
        let html = self.html();
        let bytes = &html.as_bytes()[..place.end];
        if is_short(&bytes[place.start..], collapses) {
            return;
        }
        let mut at = place.start;
        while let Some(next) = bytes[at..].iter().position(|byte| IS_SPECIAL[*byte as usize]) {
            at += next;
            if bytes[at] != b'&' {
                let end = at + bytes[at..].iter().take_while(|byte| is_blank(**byte)).count();
                if collapses && &bytes[at..end] != b" " {
                    self.replace(at..end, " ");
                }
                at = end;
                continue;
            }
            let end = match plain_character(&html[at..place.end]) {
                Some((length, character)) if character != '<' => {
                    self.replace(at..at + length, character.encode_utf8(&mut [0; 4]));
                    at + length
                }
                _ => at + 1,
            };
            at = end;
        }
    }

    fn closing_tag(&mut self) {
        let start = self.at();
        self.cursor.skip_tag();
        // Without it, the page ends within the tag.
        let Some(tag) = self.html()[start..self.at()].strip_suffix('>') else { return };
        let name = tag[2..].trim_ascii_end();
        // What was left open within it ends with it; what closes nothing is for the browser to mend.
        if let Some(place) = self.open.iter().rposition(|element| element.name.eq_ignore_ascii_case(name)) {
            self.open.truncate(place);
        }
        self.leave_out(start + 2 + name.len()..start + tag.len());
    }

    fn opening_tag(&mut self) {
        let before = (self.out.len(), self.copied);
        let name = self.cursor.tag_name();
        let outer = self.open.last_mut();
        let is_in_pre = outer.as_ref().is_some_and(|element| element.is_in_pre);
        let outer_language = outer.map_or(Language::Html, |element| {
            element.has_children = true;
            element.inner_language()
        });
        let language = match (outer_language, name) {
            (Language::Html, "svg") => Language::Svg,
            (Language::Html, "math") => Language::MathMl,
            (language, _) => language,
        };
        let mut ends_unquoted = false;
        loop {
            let blanks = self.at();
            self.cursor.skip_blanks();
            match self.cursor.peek() {
                Some(b'>') => {
                    self.leave_out(blanks..self.at());
                    self.cursor.skip();
                    break;
                }
                Some(b'/') => {
                    self.cursor.skip();
                    if language != Language::Html && self.cursor.peek() == Some(b'>') {
                        self.cursor.skip();
                        return self.replace(blanks..self.at(), if ends_unquoted { " />" } else { "/>" });
                    }
                    self.leave_out(blanks..self.at());
                }
                Some(_) => {
                    if &self.html()[blanks..self.at()] != " " {
                        self.replace(blanks..self.at(), " ");
                    }
                    ends_unquoted = self.attribute();
                }
                // The page ends within the tag, which is copied as it is.
                None => {
                    self.out.truncate(before.0);
                    self.copied = before.1;
                    return;
                }
            }
        }
        let blanks = match content(language, name) {
            Content::Nothing => return,
            Content::RawText => return self.raw_text(name),
            Content::Any(blanks) => blanks,
        };
        let is_in_pre = is_in_pre || (language == Language::Html && name.eq_ignore_ascii_case("pre"));
        let blanks = if is_in_pre { Blanks::Kept } else { blanks };
        self.open.push(Element { name, language, blanks, is_in_pre, has_children: false });
    }

    /// Passes over what an element holds that holds no markup.
    fn raw_text(&mut self, name: &str) {
        let start = self.at();
        self.cursor.skip_raw_text(name);
        if name.eq_ignore_ascii_case("title") {
            self.shorten(start..self.at(), false);
        }
    }

    /// Passes over an attribute; says whether it ends without a quote.
    fn attribute(&mut self) -> bool {
        let Attribute { name, value } = self.cursor.attribute();
        let Some(Value { equals, written, text }) = value else { return true };
        if text.is_empty() {
            self.leave_out(name.end..written.end);
            return true;
        }
        self.leave_out(name.end..equals);
        let value = &self.html()[text.clone()];
        if !value.bytes().any(|byte| NEEDS_QUOTES[byte as usize]) {
            self.leave_out(equals + 1..text.start);
            self.leave_out(text.end..written.end);
            return true;
        }
        if self.html()[written.start..].starts_with('"') && !value.contains(['&', '\'']) {
            self.leave_out(equals + 1..written.start);
            return false;
        }
        self.copy_until(equals + 1);
        push_quoted(&mut self.out, value);
        self.copied = written.end;
        false
    }
}

impl Element<'_> {
    /// The language of elements within it.
    fn inner_language(&self) -> Language {
        match self.name {
            "foreignObject" | "annotation-xml" => Language::Html,
            _ => self.language,
        }
    }
}

/// In a value without quotes.
static NEEDS_QUOTES: Bytes = blanks_and(b"\"'=<>`");
/// In a text that is made smaller.
static IS_SPECIAL: Bytes = blanks_and(b"&");

/// Whether there is nothing to shorten in a text, as far as can be told at once.
fn is_short(text: &[u8], collapses: bool) -> bool {
    if !collapses {
        return memchr(b'&', text).is_none();
    }
    // Without a branch, many bytes are compared by one instruction.
    let is_special = |found: bool, byte: &u8| found | (*byte < b' ') | (*byte == b'&');
    let next = text.get(1..).unwrap_or_default();
    let is_doubled =
        |found: bool, (first, second): (&u8, &u8)| found | ((*first == b' ') & (*second == b' '));
    !text.iter().fold(false, is_special) && !text.iter().zip(next).fold(false, is_doubled)
}

fn push_quoted(out: &mut String, value: &str) {
    let (mut double, mut single) = (0, 0);
    for (_, character) in characters(value) {
        double += usize::from(character == Some('"'));
        single += usize::from(character == Some('\''));
    }
    let quote = if double > single { '\'' } else { '"' };
    out.push(quote);
    for (written, character) in characters(value) {
        match character {
            Some('"') if quote == '"' => out.push_str("&#34;"),
            Some('\'') if quote == '\'' => out.push_str("&#39;"),
            Some(character) => out.push(character),
            None => out.push_str(written),
        }
    }
    out.push(quote);
}

/// The parts of a value: characters that have a shorter spelling, quotes, and the text between them.
fn characters(value: &str) -> impl Iterator<Item = (&str, Option<char>)> {
    let mut rest = value;
    std::iter::from_fn(move || {
        let special = |text: &str| match text.as_bytes().first()? {
            b'&' => plain_character(text),
            b'"' => Some((1, '"')),
            b'\'' => Some((1, '\'')),
            _ => None,
        };
        let first = rest.chars().next()?.len_utf8();
        if let Some((length, character)) = special(rest) {
            let (written, after) = rest.split_at(length);
            rest = after;
            return Some((written, Some(character)));
        }
        let next = rest[first..].find(['&', '"', '\'']).map_or(rest.len(), |at| at + first);
        let (written, after) = rest.split_at(next);
        rest = after;
        Some((written, None))
    })
}

/// The character that a text begins with by reference, where it can stand for itself, and the
/// length of the reference.
fn plain_character(text: &str) -> Option<(usize, char)> {
    let (reference, character) = match text.as_bytes().get(1..4)? {
        b"amp" => ("&amp;", '&'),
        b"lt;" => ("&lt;", '<'),
        b"gt;" => ("&gt;", '>'),
        b"quo" => ("&quot;", '"'),
        b"#34" => ("&#34;", '"'),
        b"#39" => ("&#39;", '\''),
        b"#x2" if text.starts_with("&#x27;") => ("&#x27;", '\''),
        b"#x2" => ("&#x2F;", '/'),
        _ => return None,
    };
    if !text.starts_with(reference) {
        return None;
    }
    let begins_another = character == '&' && begins_reference(&text[reference.len()..]);
    (!begins_another).then_some((reference.len(), character))
}

/// Whether an ampersand before this text might be read as a reference.
fn begins_reference(text: &str) -> bool {
    let name = &text[..text.bytes().take_while(u8::is_ascii_alphanumeric).count()];
    let next = text.as_bytes().get(name.len());
    match next {
        Some(b'#') if name.is_empty() => true,
        Some(b';') => !name.is_empty(),
        // Names that need no semicolon begin words of text, too, such as `&copyright`.
        _ => (2..=name.len().min(6)).any(|end| UNENDED_REFERENCES.binary_search(&&name[..end]).is_ok()),
    }
}

/// Names of characters that are read without a semicolon:
/// <https://html.spec.whatwg.org/multipage/named-characters.html>. Sorted, and of six letters at most.
const UNENDED_REFERENCES: [&str; 106] = [
    "AElig", "AMP", "Aacute", "Acirc", "Agrave", "Aring", "Atilde", "Auml", "COPY", "Ccedil", "ETH",
    "Eacute", "Ecirc", "Egrave", "Euml", "GT", "Iacute", "Icirc", "Igrave", "Iuml", "LT", "Ntilde", "Oacute",
    "Ocirc", "Ograve", "Oslash", "Otilde", "Ouml", "QUOT", "REG", "THORN", "Uacute", "Ucirc", "Ugrave",
    "Uuml", "Yacute", "aacute", "acirc", "acute", "aelig", "agrave", "amp", "aring", "atilde", "auml",
    "brvbar", "ccedil", "cedil", "cent", "copy", "curren", "deg", "divide", "eacute", "ecirc", "egrave",
    "eth", "euml", "frac12", "frac14", "frac34", "gt", "iacute", "icirc", "iexcl", "igrave", "iquest",
    "iuml", "laquo", "lt", "macr", "micro", "middot", "nbsp", "not", "ntilde", "oacute", "ocirc", "ograve",
    "ordf", "ordm", "oslash", "otilde", "ouml", "para", "plusmn", "pound", "quot", "raquo", "reg", "sect",
    "shy", "sup1", "sup2", "sup3", "szlig", "thorn", "times", "uacute", "ucirc", "ugrave", "uml", "uuml",
    "yacute", "yen", "yuml",
];

/// What an element of HTML may hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Nothing,
    /// Text in which `<` begins no tag.
    RawText,
    /// Text and elements.
    Any(Blanks),
}

fn content(language: Language, name: &str) -> Content {
    match language {
        Language::Html => {
            let in_lowercase = || {
                let is_other = name.bytes().any(|byte| byte.is_ascii_uppercase());
                is_other.then(|| ELEMENTS.get(&*name.to_ascii_lowercase())).flatten()
            };
            let known = ELEMENTS.get(name).or_else(in_lowercase);
            known.copied().unwrap_or(Content::Any(Blanks::Collapsed))
        }
        Language::MathMl => Content::Any(Blanks::Collapsed),
        Language::Svg => Content::Any(match name {
            "desc" | "text" | "title" => Blanks::Trimmed,
            "a" | "tspan" | "textPath" => Blanks::Collapsed,
            _ => Blanks::Dropped,
        }),
    }
}

/// The elements of HTML other than those that stand in a line of text.
static ELEMENTS: LazyLock<RapidHashMap<&str, Content>> = LazyLock::new(|| {
    let nothing = "area base br col embed hr img input link meta source track wbr";
    let kept = "pre code";
    let trimmed = "address audio button canvas caption figcaption h1 h2 h3 h4 h5 h6 legend meter object option \
                   p summary video dd details dt label li noscript output progress slot td template th";
    let dropped = "article aside blockquote body colgroup datalist dialog div dl fieldset figure footer form \
                   head header hgroup html main map menu nav ol optgroup picture section select table tbody \
                   tfoot thead tr ul";
    let kinds = [
        (nothing, Content::Nothing),
        (kept, Content::Any(Blanks::Kept)),
        (trimmed, Content::Any(Blanks::Trimmed)),
        (dropped, Content::Any(Blanks::Dropped)),
    ];
    let named =
        kinds.into_iter().flat_map(|(names, kind)| names.split_whitespace().map(move |name| (name, kind)));
    named.chain(RAW_TEXT.map(|name| (name, Content::RawText))).collect()
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::minify::minify;

    /// The minifier finds the same document in what is left.
    #[track_caller]
    fn check(html: &str, compacted: &str) {
        assert_eq!(compact(html), compacted);
        assert_eq!(minify(compacted.to_owned()), minify(html.to_owned()));
    }

    #[test]
    fn blanks_that_do_not_show_go() {
        check("<ul>\n  <li> a\n b </li>\n  <li>c</li>\n</ul>\n", "<ul><li>a b</li><li>c</li></ul>");
        check("<div>\n <a>x</a>\n <a>y</a>\n</div>", "<div><a>x</a><a>y</a></div>");
    }

    #[test]
    fn blanks_between_words_stay() {
        check("<p>a <em>b </em>  c\n<b>d</b> <i>e</i></p>", "<p>a <em>b </em> c <b>d</b> <i>e</i></p>");
        check("<p><span> </span>a</p>", "<p><span> </span>a</p>");
    }

    #[test]
    fn what_was_laid_out_by_hand_stays() {
        check("<pre>\n a\n  <b> c </b>\n</pre>", "<pre>\n a\n  <b> c </b>\n</pre>");
        check("<p><code>a  b</code>  c</p>", "<p><code>a  b</code> c</p>");
        check("<textarea>\n a <b> </textarea>", "<textarea>\n a <b> </textarea>");
    }

    #[test]
    fn scripts_and_styles_are_left_alone() {
        check("<script>if (a <b)  { '</p>' }</script> ", "<script>if (a <b)  { '</p>' }</script>");
        check("<style>a  > b {}</style>", "<style>a  > b {}</style>");
    }

    #[test]
    fn a_title_has_shorter_characters() {
        check(
            "<head>\n<title>A &amp; B  &#x27;c&#x27;</title>\n</head>",
            "<head><title>A & B  'c'</title></head>",
        );
    }

    #[test]
    fn attributes_lose_quotes_that_they_do_not_need() {
        check("<a  class=\"b\"\n href='/c/'>d</a>", "<a class=b href=/c/>d</a>");
        check("<img alt=\"\" src=\"a.png\" />", "<img alt src=a.png>");
        check("<input disabled value = \"a b\">", "<input disabled value=\"a b\">");
        check("<p title=\"a=b\">c</p>", "<p title=\"a=b\">c</p>");
    }

    #[test]
    fn quotes_are_those_that_a_value_has_fewer_of() {
        check("<p title=\"it&#x27;s &amp; that\">a</p>", "<p title=\"it's & that\">a</p>");
        check("<p title=\"&quot;a&quot; b's\">a</p>", "<p title='\"a\" b&#39;s'>a</p>");
        check("<p title=\"Öz, Şule & é\">a</p>", "<p title=\"Öz, Şule & é\">a</p>");
        check("<p title=\"a &quot; b &#x27; c\">a</p>", "<p title=\"a &#34; b ' c\">a</p>");
    }

    #[test]
    fn references_stay_where_the_character_would_be_markup() {
        check("<p>a &lt; b &gt; c &amp; d &amp;lt; e</p>", "<p>a &lt; b > c & d &amp;lt; e</p>");
        check(
            "<p title=\"a b?c&amp;rft.d=&amp;regs&amp;lt;&amp;e;\">f</p>",
            "<p title=\"a b?c&rft.d=&amp;regs&amp;lt;&amp;e;\">f</p>",
        );
        check("<p>1 < 2 &copy; &amp;#60;</p>", "<p>1 < 2 &copy; &amp;#60;</p>");
    }

    #[test]
    fn names_of_characters_can_be_looked_up() {
        assert!(UNENDED_REFERENCES.is_sorted() && UNENDED_REFERENCES.iter().all(|name| name.len() <= 6));
    }

    #[test]
    fn comments_go() {
        check("<div><!-- a > b --><p>c</p></div>", "<div><p>c</p></div>");
    }

    #[test]
    fn drawings_and_formulas_keep_their_closed_tags() {
        check(
            "<p><svg viewBox=\"0 0 1 1\">\n <path d=\"M0\"/>\n <g><circle r=\"1\" /></g> </svg></p>",
            "<p><svg viewBox=\"0 0 1 1\"><path d=M0 /><g><circle r=1 /></g></svg></p>",
        );
        check(
            "<p><math><mspace width=\"1em\"/> <mi>x</mi></math></p>",
            "<p><math><mspace width=1em /> <mi>x</mi></math></p>",
        );
    }

    #[test]
    fn broken_markup_ends_with_the_page() {
        for (html, expected) in [
            ("<", "<"),
            ("<a", "<a"),
            ("<a b", "<a b"),
            ("<a b=", "<a b="),
            ("<a b='c", "<a b='c"),
            ("<!--", ""),
            ("</", "</"),
            ("</a", "</a"),
            ("<script>", "<script>"),
            ("<title>a", "<title>a"),
            ("a &amp", "a &amp"),
            ("<a =b>", "<a =b>"),
            ("é<é>", "é<é>"),
            ("<p>a</b> <i>c</p> <p>d", "<p>a</b> <i>c</p><p>d"),
        ] {
            assert_eq!(compact(html), expected, "{html}");
        }
    }

    #[test]
    fn names_in_capitals_are_names() {
        check("<PRE> a  b </PRE>", "<PRE> a  b </PRE>");
    }
}
