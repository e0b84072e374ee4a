//! Texts as publishers give them away: with tags of HTML or of JATS, their dialect of XML, and with references of XML, at
//! times escaped twice.

mod copyright;
mod formula;
mod mathml;

use std::borrow::Cow;

use formula::with_formulas;

use super::{line, structured_abstract, with_whole_formulas};
use crate::text::decode_references;

/// Parts paragraphs.
const BREAK: &str = "\n\n";

/// Begins a paragraph that is a heading. No text of anybody has this character of Unicode's private use.
const HEADING: char = '\u{F8F0}';

/// Paragraphs of JATS, a publishers' dialect of XML, or of HTML; a heading begins the paragraph behind it, unless it only
/// says `Abstract`.
pub fn prose(text: &str) -> Vec<String> {
    paragraphs(styled(&with_breaks(&with_whole_formulas(text))))
}

/// The same of an abstract, without what publishers say of their rights.
pub fn abstract_prose(text: &str) -> Vec<String> {
    without_claims(prose(text))
}

/// The same of an abstract in BibTeX.
pub fn abstract_tex(text: &str) -> Vec<String> {
    without_claims(prose_tex(text))
}

fn without_claims(paragraphs: Vec<String>) -> Vec<String> {
    let bare = paragraphs.iter().map(|paragraph| copyright::without_claim(paragraph).to_owned());
    bare.filter(|paragraph| !paragraph.is_empty()).collect()
}

fn prose_tex(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace("\\par ", BREAK);
    paragraphs(styled_tex(&with_breaks(&with_whole_formulas(&with_tags(&text)))))
}

fn with_breaks(text: &str) -> String {
    let text = ["</jats:p>", "</p>"]
        .into_iter()
        .fold(text.to_owned(), |text, end| text.replace(end, &format!("{end}{BREAK}")));
    ["jats:title", "title", "h2", "h3", "h4", "h5"].into_iter().fold(text, |text, name| {
        let (start, end) = (format!("<{name}>"), format!("</{name}>"));
        match text.contains(&end) {
            true => text.replace(&start, &format!("{BREAK}{HEADING}")).replace(&end, BREAK),
            false => text,
        }
    })
}

fn paragraphs(text: String) -> Vec<String> {
    let text = &text[..form_of_server(&text).unwrap_or(text.len())];
    let mut paragraphs: Vec<String> = Vec::new();
    let mut heading = None;
    for text in text.split(BREAK).filter_map(line) {
        let (is_heading, text) = match text.strip_prefix(HEADING) {
            Some(rest) => (true, rest.trim_start()),
            None => (false, text.as_str()),
        };
        if text.is_empty() || text.eq_ignore_ascii_case("abstract") {
            continue;
        }
        if is_heading {
            paragraphs.extend(heading.replace(structured_abstract::heading(text)));
            continue;
        }
        let text = without_heading(text);
        paragraphs.push(heading.take().map_or(text.to_owned(), |heading| format!("{heading} {text}")));
    }
    paragraphs.extend(heading);
    paragraphs
}

/// Where the form begins that preprint servers have behind an abstract; its headings lost the blank behind them.
fn form_of_server(text: &str) -> Option<usize> {
    const HEADING: &str = "Competing Interest Statement";
    let is_heading = |at: &usize| text[at + HEADING.len()..].starts_with(char::is_uppercase);
    text.match_indices(HEADING).map(|(at, _)| at).find(is_heading)
}

/// Without a heading that lost the blank behind it: `ABSTRACTWe sort`.
fn without_heading(paragraph: &str) -> &str {
    let text = ["ABSTRACT", "Abstract"].iter().find_map(|heading| paragraph.strip_prefix(heading));
    let is_capital = |text: &&str| {
        let mut letters = text.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.next().is_some_and(|next| !next.is_uppercase())
    };
    text.filter(is_capital).unwrap_or(paragraph)
}

/// Without the tags and entities that publishers leave in texts.
pub fn plain(text: &str) -> String {
    without_references(&with_each_tag(text, |_| Cow::Borrowed("")))
}

/// Without tags save those that carry meaning: H<sub>2</sub>O is not H2O, and a species is in italics. Those of JATS become
/// HTML's, and formulas TeX.
pub fn styled(text: &str) -> String {
    let text = with_formulas(text);
    let mut ends = Ends::of(&text);
    without_references(&with_each_tag(&text, |tag| {
        let (name, _) = parts_of_tag(tag);
        kept(tag).filter(|_| ends.has(name)).map_or(Cow::Borrowed(""), Cow::Owned)
    }))
}

/// A text of BibTeX without the tags that databases leave there, save those that carry meaning. What TeX compares, such
/// as `$a<b$ and $c>d$`, is no tag.
pub fn styled_tex(text: &str) -> String {
    let text = with_tags(text);
    let text = with_formulas(&text);
    let mut ends = Ends::of(&text);
    without_references(&with_each_tag(&text, |tag| match is_known(tag, &mut ends) {
        false => Cow::Borrowed(tag),
        true => kept(tag).map_or(Cow::Borrowed(""), Cow::Owned),
    }))
}

/// With the characters that references of XML stand for. Publishers escape twice: `&amp;gt;`, `&lt;p&gt;`.
pub fn without_references(text: &str) -> String {
    let read = decode_references(text);
    match ["&lt;", "&gt;", "&amp;", "</p>"].iter().any(|left| read.contains(left)) {
        true => decode_references(&read).replace("<p>", "").replace("</p>", " "),
        false => read.into_owned(),
    }
}

/// A text of BibTeX in which reference managers wrote tags as TeX: `$<$i$>$`, `{\textless}i{\textgreater}`.
fn with_tags(text: &str) -> Cow<'_, str> {
    const SIGNS: [(&str, &str); 6] = [
        ("{\\textless}", "<"),
        ("{\\textgreater}", ">"),
        ("$<$", "<"),
        ("$>$", ">"),
        ("$\\less$", "<"),
        ("$\\greater$", ">"),
    ];
    if !SIGNS.iter().any(|(sign, _)| text.contains(sign)) {
        return Cow::Borrowed(text);
    }
    let read = SIGNS.iter().fold(text.to_owned(), |text, (sign, char)| text.replace(sign, char));
    let mut ends = Ends::of(&read);
    let mut rest = read.as_str();
    while let Some((_, tag, after)) = next_tag(rest) {
        if is_known(tag, &mut ends) || tag.starts_with("<mml:math") {
            return Cow::Owned(read);
        }
        rest = after;
    }
    Cow::Borrowed(text)
}

/// Which elements have an end in a text, each looked for once.
struct Ends<'t> {
    text: &'t str,
    known: Vec<(String, bool)>,
}

impl Ends<'_> {
    fn of(text: &str) -> Ends<'_> {
        Ends { text, known: Vec::new() }
    }

    fn has(&mut self, name: &str) -> bool {
        if let Some((_, has_end)) = self.known.iter().find(|(known, _)| known == name) {
            return *has_end;
        }
        let has_end = self.text.contains(&format!("</{name}>"));
        self.known.push((name.to_owned(), has_end));
        has_end
    }
}

/// The name in a tag, and its attributes.
fn parts_of_tag(tag: &str) -> (&str, &str) {
    let inner = tag.trim_matches(['<', '/', '>']);
    inner.split_once(char::is_whitespace).unwrap_or((inner, ""))
}

/// Whether a tag is one that publishers use for a stretch of text.
fn is_known(tag: &str, ends: &mut Ends) -> bool {
    const KNOWN: [&str; 19] = [
        "b",
        "bold",
        "em",
        "formula",
        "i",
        "inf",
        "inline-formula",
        "italic",
        "p",
        "sc",
        "scp",
        "sec",
        "strong",
        "sub",
        "sup",
        "tex",
        "tex-math",
        "title",
        "underline",
    ];
    let (name, attributes) = parts_of_tag(tag);
    let is_plain = attributes.is_empty() || attributes.contains('=');
    is_plain && (name.starts_with("jats:") || KNOWN.contains(&name) && ends.has(name))
}

/// A tag as HTML has it, if it carries meaning.
fn kept(tag: &str) -> Option<String> {
    let (name, _) = parts_of_tag(tag);
    let name = match name.strip_prefix("jats:").unwrap_or(name) {
        // IEEE's `<inf>` is inferior.
        "sub" | "inf" => "sub",
        "sup" => "sup",
        "i" | "italic" | "em" => "i",
        _ => return None,
    };
    let slash = if tag.starts_with("</") { "/" } else { "" };
    Some(format!("<{slash}{name}>"))
}

/// A text with something in the place of each tag.
fn with_each_tag<'t>(text: &'t str, mut written: impl FnMut(&'t str) -> Cow<'t, str>) -> String {
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tag, after)) = next_tag(rest) {
        read.push_str(before);
        read.push_str(&written(tag));
        rest = after;
    }
    read.push_str(rest);
    // What became of an element of nothing.
    match read.contains("></") {
        true => ["i", "sub", "sup"]
            .iter()
            .fold(read, |read, name| read.replace(&format!("<{name}></{name}>"), "")),
        false => read,
    }
}

/// The first tag of a text, what stands before it, and what behind.
fn next_tag(text: &str) -> Option<(&str, &str, &str)> {
    text.match_indices('<').find_map(|(start, _)| {
        let inner = &text[start + 1..];
        let is_tag = inner.starts_with(|char: char| char.is_ascii_alphabetic() || char == '/');
        // What ends behind the next `<` is no tag.
        let end = inner.find(['<', '>']).filter(|end| is_tag && inner[*end..].starts_with('>'))?;
        let end = start + 1 + end + 1;
        Some((&text[..start], &text[start..end], &text[end..]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_of_xml_are_read_though_they_are_escaped_twice() {
        let check = |typed: &str, shown: &str| assert_eq!(plain(typed), shown, "{typed}");
        check("a &lt; b &amp; c&#39;s &#177; &#x3b1;", "a < b & c's ± α");
        check("all γ &amp;gt; 1", "all γ > 1");
        check("&lt;p&gt;One.&lt;/p&gt;", "One. ");
        check("caf&eacute; &ndash; &Auml;rzte", "café – Ärzte");
        check("AT&T; &unknown; &", "AT&T; &unknown; &");
    }

    #[test]
    fn what_servers_put_around_an_abstract_is_left_out() {
        for (text, kept) in [
            ("ABSTRACTWe sort.", "We sort."),
            ("Abstract algebra sorts.", "Abstract algebra sorts."),
            ("ABSTRACTION sorts.", "ABSTRACTION sorts."),
            ("We sort.Competing Interest StatementThe authors have declared none.", "We sort."),
            ("Each Competing Interest Statement was read.", "Each Competing Interest Statement was read."),
        ] {
            assert_eq!(prose(text), [kept]);
        }
    }

    #[test]
    fn tags_in_tex_are_told_from_comparisons() {
        let check = |typed: &str, read: &str| assert_eq!(styled_tex(typed), read, "{typed}");
        check("<italic>k</italic>-Means of H<sub>2</sub>O", "<i>k</i>-Means of H<sub>2</sub>O");
        check("<scp>A</scp> &amp; <i class=\"x\">b</i> {\\&amp;} <i>c", "A & <i>b</i> {\\&} <i>c");
        check("$<$i$>$In vivo$<$/i$>$", "<i>In vivo</i>");
        check("{\\textless}sub{\\textgreater}2{\\textless}/sub{\\textgreater}", "<sub>2</sub>");
        check("If a $<$ b $>$ c and $a<b>c$", "If a $<$ b $>$ c and $a<b>c$");
        check(
            "A <mml:math><mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup></mml:math>",
            "A $x^{2}$",
        );
        check(
            r#"On <inline-formula><tex-math notation="LaTeX">$k$</tex-math></inline-formula>-Means"#,
            "On $k$-Means",
        );
        check("10<jats:sup>9</jats:sup>", "10<sup>9</sup>");
        check(r#"CO<inf>2</inf> for <tex Notation="TeX">$N$</tex>"#, "CO<sub>2</sub> for $N$");
        check("If $a<b$ and $c>d$", "If $a<b$ and $c>d$");
        check("If $a<i$ and $j>k$", "If $a<i$ and $j>k$");
        check("If $a<i and j>k$", "If $a<i and j>k$");
        check("If $a<i>k$", "If $a<i>k$");
        check("The <unknown> tag of C<T>", "The <unknown> tag of C<T>");
    }

    #[test]
    fn an_abstract_keeps_its_powers_and_each_formula_once() {
        let jats = "<jats:p>10<jats:sup>−6</jats:sup> of CO<jats:sub>2</jats:sub>, <jats:italic>slowly</jats:italic>: \
                    <jats:tex-math>$x^2$</jats:tex-math><mml:math><mml:mi>x</mml:mi></mml:math>.</jats:p>";
        assert_eq!(prose(jats), ["10<sup>−6</sup> of CO<sub>2</sub>, <i>slowly</i>: $x^2$."]);
        assert_eq!(prose_tex(jats), prose(jats));
        let parts = "<jats:title>Abstract</jats:title><jats:p>One &amp; two.</jats:p><jats:p>Three.</jats:p>";
        assert_eq!(prose(parts), ["One & two.", "Three."]);
        assert_eq!(prose_tex(parts), ["One & two.", "Three."]);
        assert_eq!(prose("<p>A</p><p>10<sup>-6</sup></p>"), ["A", "10<sup>-6</sup>"]);
        assert_eq!(prose_tex("Of\n$$\n\nx = 1\n\n$$"), ["Of $$x = 1$$"]);
        let sections = "<jats:title>Abstract</jats:title><jats:sec><jats:title>AIM</jats:title> <jats:p>To sort.</jats:p></jats:sec>\
                        <jats:sec><jats:title>What we <jats:italic>did</jats:italic></jats:title><jats:p>One.</jats:p><jats:p>Two.</jats:p>\
                        <jats:title>End</jats:title></jats:sec>";
        let read = ["<b>Aim:</b> To sort.", "<b>What we <i>did</i>:</b> One.", "Two.", "<b>End:</b>"]
            .map(str::to_owned);
        assert_eq!(prose(sections), read);
        assert_eq!(prose_tex(sections), read);
        assert_eq!(prose_tex("<sec><title>Aim</title><p>To sort.</p></sec>"), ["<b>Aim:</b> To sort."]);
    }
}
