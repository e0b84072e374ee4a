//! A link's destination: which are safe, and where a bare URL in a sentence ends.

use std::borrow::Cow;
use std::ops::Range;

use super::problem::{Problem, ProblemKind};
use super::tree::clean;

/// Where a destination leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// `http`, `https`.
    Web,
    /// `mailto`.
    Mail,
    /// Within the site.
    Relative,
}

/// Returns the destination as it may be linked, or `None` where no link should lead.
///
/// Blanks and control characters are removed first, because browsers ignore them inside a scheme (the URL standard,
/// "basic URL parser", steps 1 to 3). Destinations relative to the scheme (`//host`) are refused: they look like
/// paths and leave the site.
pub(super) fn destination(typed: &str) -> Option<(String, Reach)> {
    let cleaned: String = clean(typed).trim().chars().filter(|c| !matches!(c, '\t' | '\n')).collect();
    let reach = reach(&cleaned)?;
    Some((cleaned, reach))
}

pub(super) fn reach(destination: &str) -> Option<Reach> {
    if destination.is_empty() {
        return None;
    }
    // Browsers read a backslash as a slash.
    let mut start = destination.chars();
    let is_slash = |character| matches!(character, Some('/' | '\\'));
    if is_slash(start.next()) && is_slash(start.next()) {
        return None;
    }
    let Some(colon) =
        destination.find([':', '/', '\\', '?', '#']).filter(|&at| destination[at..].starts_with(':'))
    else {
        return Some(Reach::Relative);
    };
    match destination[..colon].to_ascii_lowercase().as_str() {
        "http" | "https" => Some(Reach::Web),
        "mailto" => Some(Reach::Mail),
        _ => None,
    }
}

/// The problem of a link that [`destination`] refuses.
pub(super) fn unsafe_link(range: Range<usize>) -> Problem {
    let message =
        "only `http`, `https`, `mailto` and relative links are kept; this one is its text alone".to_owned();
    Problem { kind: ProblemKind::UnsafeLink, message, range }
}

/// Returns the length of the URL that `text` begins with, without the punctuation of the sentence around it.
pub(super) fn bare_url_len(text: &str) -> usize {
    let end = text.find(|c: char| !is_url_character(c)).unwrap_or(text.len());
    let mut url = &text[..end];
    // A character reference follows the URL: no URL holds what one is written for.
    if let Some(reference) = url.find("&#") {
        url = &url[..reference];
    }
    // `\_` and its like are how TeX writes these characters; any other backslash ends the URL.
    let mut from = 0;
    while let Some(at) = url[from..].find('\\').map(|at| from + at) {
        if matches!(url.as_bytes().get(at + 1), Some(b'_' | b'%' | b'#' | b'&' | b'~')) {
            from = at + 2;
        } else {
            url = &url[..at];
            break;
        }
    }
    let (opened, mut closed) = (url.matches('(').count(), url.matches(')').count());
    loop {
        let trimmed = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '"', '*', '_', '~', '\\']);
        let trimmed = match trimmed.as_bytes().last() {
            Some(b')') if closed > opened => {
                closed -= 1;
                &trimmed[..trimmed.len() - 1]
            }
            _ => trimmed,
        };
        if trimmed.len() == url.len() {
            return url.len();
        }
        url = trimmed;
    }
}

/// Writes a URL as it was before TeX or HTML escaped it: `\_` is `_`, `&amp;` is `&`.
pub(super) fn unescaped(url: &str) -> Cow<'_, str> {
    if !url.contains(['\\', '{', '}', '&']) {
        return Cow::Borrowed(url);
    }
    let plain = url
        .replace("{\\textasciitilde}", "~")
        .replace("\\textasciitilde{}", "~")
        .replace("\\textasciitilde", "~");
    Cow::Owned(plain.chars().filter(|c| !matches!(c, '\\' | '{' | '}')).collect())
}

fn is_url_character(character: char) -> bool {
    match character {
        '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`' | '$' | '[' | ']' => false,
        _ if character.is_ascii() => character.is_ascii_graphic(),
        _ => character.is_alphanumeric(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_mail_and_the_site_itself_are_linked() {
        let reaches = |typed| destination(typed).map(|(_, reach)| reach);
        assert_eq!(reaches("https://example.org"), Some(Reach::Web));
        assert_eq!(reaches("HTTP://example.org"), Some(Reach::Web));
        assert_eq!(reaches("mailto:ada@example.org"), Some(Reach::Mail));
        assert_eq!(reaches("../about/?a:b"), Some(Reach::Relative));
        assert_eq!(reaches("#notes"), Some(Reach::Relative));
        for hostile in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "java\tscript:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "//example.org",
            "/\\example.org",
            "\\\\example.org",
            "/\t/example.org",
            "",
        ] {
            assert_eq!(reaches(hostile), None, "{hostile:?}");
        }
    }

    #[test]
    fn a_bare_url_ends_before_the_punctuation_around_it() {
        let url = |text| &text[..bare_url_len(text)];
        assert_eq!(url("https://example.org/x."), "https://example.org/x");
        assert_eq!(url("https://example.org/x), and"), "https://example.org/x");
        assert_eq!(url("https://example.org/x_(y)."), "https://example.org/x_(y)");
        assert_eq!(url("https://example.org/a\\_b}"), "https://example.org/a\\_b");
        assert_eq!(url("https://example.org/\\textbf"), "https://example.org/");
        assert_eq!(url("https://example.org/。次"), "https://example.org/");
    }
}
