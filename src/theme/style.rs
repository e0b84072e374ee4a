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
    while at < bytes.len() {
        let piece = match piece(css, at) {
            Ok(piece) => piece,
            Err(fault) => return Some(fault),
        };
        match bytes[at] {
            _ if piece.is_whole => {}
            b'{' | b'(' | b'[' => open.push(at),
            byte @ (b'}' | b')' | b']') => {
                let partner = open.pop().map(|start| bytes[start]);
                if partner != Some(opening(byte)) {
                    let message = format!("this `{}` closes nothing", byte as char);
                    return Some(Fault {
                        range: at..at + 1,
                        message,
                        fix: "remove it, or write its partner",
                    });
                }
            }
            _ => {}
        }
        at = piece.end;
    }
    let at = open.pop()?;
    let message = format!("this `{}` is never closed", bytes[at] as char);
    Some(Fault { range: at..at + 1, message, fix: "close it: all styles behind it are part of it" })
}

/// What a style has at one place.
struct Piece {
    end: usize,
    /// Whether it is a comment, a string, an escape or an address: braces in it are none.
    is_whole: bool,
    /// What stands between the parentheses of `url()`.
    address: Option<Range<usize>>,
}

fn piece(css: &str, at: usize) -> Result<Piece, Fault> {
    let bytes = css.as_bytes();
    let unclosed = |what: &str, length| Fault {
        range: at..at + length,
        message: format!("this {what} is never closed"),
        fix: "close it: all styles behind it are part of it",
    };
    let whole = |end| Piece { end, is_whole: true, address: None };
    Ok(match bytes[at] {
        b'/' if css[at..].starts_with("/*") => {
            let length = css[at + 2..].find("*/").ok_or_else(|| unclosed("comment", 2))?;
            whole(at + 2 + length + 2)
        }
        b'"' | b'\'' => {
            let end = string_end(bytes, at).ok_or_else(|| unclosed("string", 1))?;
            let address = is_url(css[..at].trim_end()).then(|| at + 1..end - 1);
            Piece { address, ..whole(end) }
        }
        b'\\' => whole(at + 2),
        b'(' if is_plain_url(css, at) => {
            let length = css[at..].find(')').ok_or_else(|| unclosed("`(`", 1))?;
            let inside = &css[at + 1..at + length];
            let start = at + length - inside.trim_start().len();
            Piece { address: Some(start..start + inside.trim().len()), ..whole(at + length + 1) }
        }
        _ => Piece { end: at + 1, is_whole: false, address: None },
    })
}

/// A style whose addresses lead from where it is published: `url(fonts/a.woff2)` to the file that the theme has below
/// `static/`. `published` says where a file is; none where there is none, which is a warning. Addresses of other places,
/// `/a.png`, `../a.png`, `#a`, `data:…`, stay.
pub fn with_addresses(
    shown: &str,
    css: &str,
    published: impl Fn(&str) -> Option<String>,
) -> (String, Vec<Diagnostic>) {
    let (mut out, mut copied, mut diagnostics) = (String::with_capacity(css.len()), 0, Vec::new());
    let mut at = 0;
    while at < css.len() {
        // What is wrong with it, `check` says.
        let Ok(piece) = piece(css, at) else { break };
        at = piece.end;
        let Some(range) = piece.address.filter(|range| is_of_theme(&css[range.clone()])) else { continue };
        let address = &css[range.clone()];
        let path = &address[..address.find(['?', '#']).unwrap_or(address.len())];
        match published(path.trim_start_matches("./")) {
            Some(path_from_style) => {
                out.push_str(&css[copied..range.start]);
                out.push_str(&path_from_style);
                copied = range.start + path.len();
            }
            None => {
                let message = format!("the theme has no file `static/{path}`");
                let place = Place::in_text(shown.into(), css, range);
                let fix = "add it, or begin the address with `/` where the site has it";
                diagnostics.push(Diagnostic::warning("missing-asset", message).at(place, fix));
            }
        }
    }
    out.push_str(&css[copied..]);
    (out, diagnostics)
}

/// Whether an address leads from the folder of the theme's files, and not to elsewhere.
fn is_of_theme(address: &str) -> bool {
    let has_scheme = address.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':'));
    !address.is_empty()
        && !has_scheme
        && !address.starts_with(['/', '#', '?', '\\'])
        && !address.starts_with("../")
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
    is_url(&css[..=at]) && !css[at + 1..].trim_start().starts_with(['"', '\''])
}

/// Whether a text ends in `url(`.
fn is_url(css: &str) -> bool {
    let name = css.len().checked_sub("url(".len()).and_then(|start| css.get(start..));
    name.is_some_and(|name| name.eq_ignore_ascii_case("url("))
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
    fn addresses_lead_to_what_the_theme_publishes() {
        let published = |path: &str| (path == "fonts/a.woff2").then(|| "fonts/a.1f2e.woff2".to_owned());
        let check = |css: &str, expected: &str, missing: &[&str]| {
            let (css, found) = with_addresses("styles/a.css", css, published);
            assert_eq!(css, expected);
            let named: Vec<&str> = found.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
            let missing: Vec<String> =
                missing.iter().map(|path| format!("the theme has no file `static/{path}`")).collect();
            assert_eq!(named, missing);
        };
        check("a { b: url(fonts/a.woff2) }", "a { b: url(fonts/a.1f2e.woff2) }", &[]);
        check(
            "a { b: URL( './fonts/a.woff2?#x' ), url( fonts/a.woff2 ) }",
            "a { b: URL( 'fonts/a.1f2e.woff2?#x' ), url( fonts/a.1f2e.woff2 ) }",
            &[],
        );
        for other in [
            "/a.png",
            "../a.png",
            "#a",
            "data:image/png;base64,a/b",
            "https://a.example/a.png",
            "//a.example/b",
            "",
        ] {
            let css = format!("a {{ b: url({other}) url(\"{other}\") }}");
            check(&css, &css, &[]);
        }
        check(
            "/* url(a) */ a::before { content: 'url(a)'; b: curl }",
            "/* url(a) */ a::before { content: 'url(a)'; b: curl }",
            &[],
        );
        check(
            "a { b: url(none.png) } c { d: url(fonts/a.woff2",
            "a { b: url(none.png) } c { d: url(fonts/a.woff2",
            &["none.png"],
        );
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
