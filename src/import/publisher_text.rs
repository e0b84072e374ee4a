//! Texts as publishers give them away: with tags of HTML or of JATS, their dialect of XML, and with references of XML, at
//! times escaped twice.

mod formula;
mod mathml;

use formula::with_formulas;

use super::line;

/// Paragraphs of JATS, a publishers' dialect of XML, or of HTML; a heading that only says `Abstract`
/// goes.
pub fn prose(text: &str) -> Vec<String> {
    let broken = text.replace("</jats:p>", "\n\n").replace("</p>", "\n\n").replace("</jats:title>", "\n\n");
    let paragraphs = broken.split("\n\n").filter_map(|paragraph| line(&styled(paragraph)));
    paragraphs.filter(|paragraph| !paragraph.eq_ignore_ascii_case("abstract")).collect()
}

/// Without the tags and entities that publishers leave in texts.
pub fn plain(text: &str) -> String {
    without_tags(text, |_| false)
}

/// Without tags save those that carry meaning: H<sub>2</sub>O is not H2O. Those of JATS become HTML's, and formulas
/// TeX.
pub fn styled(text: &str) -> String {
    const KEPT: [&str; 2] = ["sub", "sup"];
    let mut html = with_formulas(text).into_owned();
    for name in KEPT {
        html = html.replace(&format!("<jats:{name}>"), &format!("<{name}>"));
        html = html.replace(&format!("</jats:{name}>"), &format!("</{name}>"));
    }
    without_tags(&html, |tag| KEPT.contains(&tag.trim_matches(['<', '/', '>'])))
}

/// A text of BibTeX without the tags that databases leave there, save those that carry meaning. What TeX compares, such
/// as `$a<b$ and $c>d$`, is no tag.
pub fn styled_tex(text: &str) -> String {
    let text = &*with_formulas(text);
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tag, after)) = next_tag(rest) {
        read.push_str(before);
        match name_of_tag(tag).filter(|name| text.contains(&format!("</{name}>"))) {
            None => read.push_str(tag),
            Some("sub" | "sup" | "jats:sub" | "jats:sup") => read.push_str(&tag.replace("jats:", "")),
            Some(_) => {}
        }
        rest = after;
    }
    read + rest
}

/// The name of a tag that publishers use for a stretch of text.
fn name_of_tag(tag: &str) -> Option<&str> {
    const KNOWN: [&str; 15] = [
        "b",
        "bold",
        "em",
        "formula",
        "i",
        "inline-formula",
        "italic",
        "p",
        "sc",
        "scp",
        "strong",
        "sub",
        "sup",
        "tex-math",
        "underline",
    ];
    let inner = tag.trim_matches(['<', '/', '>']);
    let (name, attributes) = inner.split_once(' ').unwrap_or((inner, ""));
    let is_known = KNOWN.contains(&name.strip_prefix("jats:").unwrap_or(name));
    (is_known && (attributes.is_empty() || attributes.contains('='))).then_some(name)
}

fn without_tags(text: &str, is_kept: impl Fn(&str) -> bool) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tag, after)) = next_tag(rest) {
        plain.push_str(before);
        if is_kept(tag) {
            plain.push_str(tag);
        }
        rest = after;
    }
    plain.push_str(rest);
    let plain = decoded(&plain);
    // Publishers escape twice: `&amp;gt;`, `&lt;p&gt;`.
    match plain.contains("&lt;")
        || plain.contains("&gt;")
        || plain.contains("&amp;")
        || plain.contains("</p>")
    {
        true => decoded(&plain).replace("<p>", "").replace("</p>", " "),
        false => plain,
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

/// With the characters that references of XML stand for, once.
fn decoded(text: &str) -> String {
    const NAMED: [(&str, char); 6] =
        [("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("amp", '&'), ("nbsp", '\u{A0}')];
    const LONGEST: usize = 8;
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, reference) = rest.split_at(at);
        decoded.push_str(before);
        let end = reference.bytes().take(LONGEST + 2).position(|byte| byte == b';');
        let character = end.and_then(|end| {
            let name = &reference[1..end];
            match name.strip_prefix('#') {
                Some(number) => match number.strip_prefix(['x', 'X']) {
                    Some(number) => u32::from_str_radix(number, 16).ok().and_then(char::from_u32),
                    None => number.parse().ok().and_then(char::from_u32),
                },
                None => NAMED.iter().find(|(known, _)| *known == name).map(|(_, character)| *character),
            }
        });
        match (character, end) {
            (Some(character), Some(end)) => {
                decoded.push(character);
                rest = &reference[end + 1..];
            }
            _ => {
                decoded.push('&');
                rest = &reference[1..];
            }
        }
    }
    decoded + rest
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
        check("AT&T; &unknown; &", "AT&T; &unknown; &");
    }

    #[test]
    fn tags_in_tex_are_told_from_comparisons() {
        let check = |typed: &str, read: &str| assert_eq!(styled_tex(typed), read, "{typed}");
        check("<italic>k</italic>-Means of H<sub>2</sub>O", "k-Means of H<sub>2</sub>O");
        check(
            r#"On <inline-formula><tex-math notation="LaTeX">$k$</tex-math></inline-formula>-Means"#,
            "On $k$-Means",
        );
        check("10<jats:sup>9</jats:sup>", "10<sup>9</sup>");
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
        assert_eq!(prose(jats), ["10<sup>−6</sup> of CO<sub>2</sub>, slowly: $x^2$."]);
        assert_eq!(prose("<p>A</p><p>10<sup>-6</sup></p>"), ["A", "10<sup>-6</sup>"]);
    }
}
