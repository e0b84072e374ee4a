//! Faults of a style that would take others with it: all styles are published as one file.
//!
//! A brace, a string or a comment that is never closed reaches to the file's end, as
//! <https://www.w3.org/TR/css-syntax-3/> has it, and so over all styles behind it.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Place};

/// The first fault of a style; `shown` is its path in messages.
pub fn check(shown: &str, css: &str) -> Option<Diagnostic> {
    let Fault { range, message, fix } = first_fault(css)?;
    let place = Place::in_text(shown.into(), css, range);
    Some(Diagnostic::error("style-syntax", message).at(place, fix))
}

struct Fault {
    range: Range<usize>,
    message: String,
    fix: &'static str,
}

fn first_fault(css: &str) -> Option<Fault> {
    let bytes = css.as_bytes();
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let unclosed = |what: &str, length| Fault {
            range: at..at + length,
            message: format!("this {what} is never closed"),
            fix: "close it: all styles behind it are part of it",
        };
        at = match byte {
            b'/' if css[at..].starts_with("/*") => match css[at + 2..].find("*/") {
                Some(length) => at + 2 + length + 2,
                None => return Some(unclosed("comment", 2)),
            },
            b'"' | b'\'' => match string_end(bytes, at) {
                Some(end) => end,
                None => return Some(unclosed("string", 1)),
            },
            b'\\' => at + 2,
            b'(' if is_plain_url(css, at) => match css[at..].find(')') {
                Some(length) => at + length + 1,
                None => return Some(unclosed("`(`", 1)),
            },
            b'{' | b'(' | b'[' => {
                open.push(at);
                at + 1
            }
            b'}' | b')' | b']' => {
                let partner = open.pop().map(|start| bytes[start]);
                if partner != Some(opening(*byte)) {
                    let message = format!("this `{}` closes nothing", *byte as char);
                    return Some(Fault {
                        range: at..at + 1,
                        message,
                        fix: "remove it, or write its partner",
                    });
                }
                at + 1
            }
            _ => at + 1,
        };
    }
    let at = open.pop()?;
    let message = format!("this `{}` is never closed", bytes[at] as char);
    Some(Fault { range: at..at + 1, message, fix: "close it: all styles behind it are part of it" })
}

fn opening(closing: u8) -> u8 {
    match closing {
        b'}' => b'{',
        b')' => b'(',
        _ => b'[',
    }
}

/// Past the quote that closes a string; none where its line ends first.
fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        match bytes.get(at)? {
            b'\n' => return None,
            b'\\' => at += 2,
            byte if *byte == bytes[start] => return Some(at + 1),
            _ => at += 1,
        }
    }
}

/// Whether a parenthesis begins an address without quotes, in which all else may stand.
fn is_plain_url(css: &str, at: usize) -> bool {
    let is_url = at
        .checked_sub(3)
        .and_then(|start| css.get(start..at))
        .is_some_and(|name| name.eq_ignore_ascii_case("url"));
    is_url && !css[at + 1..].trim_start().starts_with(['"', '\''])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_fault_of_a_style_is_told() {
        let check = |css: &str, expected: Option<(usize, &str)>| {
            let fault = first_fault(css);
            let fault = fault.as_ref().map(|fault| (fault.range.start, fault.message.as_str()));
            assert_eq!(fault, expected, "{css}");
        };
        check("", None);
        check("@media print { a[href]::before { content: '}' \"\\\"{\" } } /* { ' */", None);
        check("a { background: url(data:x;'{/*) } .\\{ { color: red }", None);
        check("a { background: url( 'b)' ) }", None);
        check("a { content: 'b\\\nc' }", None);
        check(".promo { color: red", Some((7, "this `{` is never closed")));
        check("é { a { }", Some((3, "this `{` is never closed")));
        check("a { } }", Some((6, "this `}` closes nothing")));
        check("a { b: c(d }", Some((11, "this `}` closes nothing")));
        check("a { /* }", Some((4, "this comment is never closed")));
        check("a { content: 'b\n}", Some((13, "this string is never closed")));
        check("a { content: 'b\\", Some((13, "this string is never closed")));
        check("a { b: url(c }", Some((10, "this `(` is never closed")));
        check("a \\", None);
    }

    #[test]
    fn shipped_styles_have_no_fault() {
        let themes = concat!(env!("CARGO_MANIFEST_DIR"), "/themes");
        let files = walkdir::WalkDir::new(themes).into_iter().flatten();
        let styles = files.filter(|file| file.path().extension().is_some_and(|ending| ending == "css"));
        let mut count = 0;
        for style in styles {
            let css = std::fs::read_to_string(style.path()).expect("it is in the repository");
            assert_eq!(check(&style.path().to_string_lossy(), &css), None);
            count += 1;
        }
        assert!(count > 2, "{count} styles");
    }
}
