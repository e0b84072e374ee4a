//! Percent encoding: what addresses may hold, and what stands for the rest.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// All but what is unreserved: <https://www.rfc-editor.org/rfc/rfc3986#section-2.3>.
const RESERVED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What cannot stand in a path, but for `'`: it would end an attribute.
/// <https://www.rfc-editor.org/rfc/rfc3986#section-3.3>.
const NO_PATH: AsciiSet = RESERVED
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@')
    .remove(b'/');

/// As forms are sent, but for blanks: <https://url.spec.whatwg.org/#application/x-www-form-urlencoded>.
const NO_FORM: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'*');

/// What cannot stand between angle brackets in a header: <https://www.rfc-editor.org/rfc/rfc2369#section-2>.
const NO_HEADER: AsciiSet = CONTROLS.add(b' ').add(b'"').add(b',').add(b'<').add(b'>').add(b'\\');

/// Encodes a path, whose slashes stay.
pub fn path(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, &NO_PATH).into()
}

/// A path as [`path`] encodes it, whatever is encoded in it already.
pub fn canonical_path(encoded: &str) -> String {
    decode(encoded).as_deref().map_or_else(|| path(encoded), path).into_owned()
}

/// Encodes a value of a query.
pub fn query(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, &RESERVED).into()
}

/// Encodes a value of a form.
pub fn form(text: &str) -> String {
    let words: Vec<Cow<str>> =
        text.split(' ').map(|word| utf8_percent_encode(word, &NO_FORM).into()).collect();
    words.join("+")
}

/// Encodes an address for a header of a message.
pub fn in_angles(address: &str) -> String {
    utf8_percent_encode(address, &NO_HEADER).to_string()
}

/// Encodes what people paste into addresses and no IRI may hold; what is encoded stays so.
/// <https://www.rfc-editor.org/rfc/rfc3987#section-2.2>.
pub fn iri(address: &str) -> Cow<'_, str> {
    let is_forbidden = |(at, char): (usize, char)| match char {
        ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | '[' | ']' => true,
        '%' => !begins_encoded(&address[at + 1..]),
        char => char.is_ascii_control(),
    };
    if !address.char_indices().any(is_forbidden) {
        return Cow::Borrowed(address);
    }
    let mut iri = String::with_capacity(address.len() + 8);
    for (at, char) in address.char_indices() {
        if is_forbidden((at, char)) {
            iri.push_str(&format!("%{:02X}", u32::from(char)));
        } else {
            iri.push(char);
        }
    }
    Cow::Owned(iri)
}

/// Whether two hexadecimal digits follow a percent sign.
fn begins_encoded(after: &str) -> bool {
    after.len() >= 2 && after.bytes().take(2).all(|byte| byte.is_ascii_hexdigit())
}

/// The text that was encoded; none where that is broken.
pub fn decode(encoded: &str) -> Option<String> {
    let is_broken = encoded.match_indices('%').any(|(at, _)| !begins_encoded(&encoded[at + 1..]));
    let decoded = percent_decode_str(encoded).decode_utf8().ok()?;
    (!is_broken).then(|| decoded.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_of_an_address_is_encoded_as_it_must_be() {
        assert_eq!(path("a b/c&d?é'"), "a%20b/c&d%3F%C3%A9%27");
        assert_eq!(query("a b/c&d?é"), "a%20b%2Fc%26d%3F%C3%A9");
        assert_eq!(form("a b/c*~"), "a+b%2Fc*%7E");
        assert_eq!(
            iri("https://a.example/é?q=a b|c%20d&100%#[x]"),
            "https://a.example/é?q=a%20b%7Cc%20d&100%25#%5Bx%5D"
        );
        assert_eq!(in_angles("https://a.example/ä,<b>?c=d%20"), "https://a.example/%C3%A4%2C%3Cb%3E?c=d%20");
    }

    #[test]
    fn what_is_encoded_is_decoded() {
        assert_eq!(decode("a%20b%C3%A9").as_deref(), Some("a bé"));
        for broken in ["100%", "%zz", "%C3", "%C"] {
            assert_eq!(decode(broken), None, "{broken}");
        }
        assert_eq!(canonical_path("/%c3%a9t%C3%A9/é b/"), "/%C3%A9t%C3%A9/%C3%A9%20b/");
        assert_eq!(canonical_path("/100%/"), "/100%25/");
    }
}
