//! References to characters, as HTML and XML have them: `&amp;`, `&eacute;`, `&#8211;`.

use std::borrow::Cow;

use super::Text;

/// The longest reference that is read, without `&` and `;`.
const LONGEST: usize = 10;

/// With the characters that references stand for, once. What ends without a semicolon, or is unknown, stays as it is.
pub(crate) fn decode_references(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, reference) = rest.split_at(at);
        decoded.push_str(before);
        let end = reference.bytes().take(LONGEST + 2).position(|byte| byte == b';');
        match end.and_then(|end| Some((character(&reference[1..end])?, end))) {
            Some((character, end)) => {
                decoded.push(character);
                rest = &reference[end + 1..];
            }
            None => {
                decoded.push('&');
                rest = &reference[1..];
            }
        }
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// What a reference stands for: `amp`, `eacute`, `#8211`, `#x2013`.
fn character(reference: &str) -> Option<char> {
    const NAMED: [(&str, char); 6] =
        [("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("amp", '&'), ("nbsp", '\u{A0}')];
    if let Some(number) = reference.strip_prefix('#') {
        return match number.strip_prefix(['x', 'X']) {
            Some(number) => u32::from_str_radix(number, 16).ok().and_then(char::from_u32),
            None => number.parse().ok().and_then(char::from_u32),
        };
    }
    if let Some((_, character)) = NAMED.iter().find(|(known, _)| *known == reference) {
        return Some(*character);
    }
    // The names of HTML are those of Markdown.
    let is_name = !reference.is_empty() && reference.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let shown = is_name.then(|| Text::inline(&format!("&{reference};")).plain())?;
    let mut characters = shown.chars();
    characters.next().filter(|_| characters.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_are_characters() {
        let check = |text: &str, decoded: &str| assert_eq!(decode_references(text), decoded, "{text}");
        check("/a/?x=1&amp;y#z", "/a/?x=1&y#z");
        check("caf&eacute; &#8211; &#x2F;", "café – /");
        check("&amp;lt;", "&lt;");
        check("AT&T; &unknown; &copy=1 &", "AT&T; &unknown; &copy=1 &");
    }
}
