//! A digest as plain text.

use unicode_width::UnicodeWidthStr;

use crate::view::{DigestPaperView, DigestView};

/// So that a line that is quoted twice still fits into 80 columns:
/// <https://www.rfc-editor.org/rfc/rfc3676#section-4.2>.
const WIDTH: usize = 76;

/// Returns the text with lines broken for good.
pub fn text(digest: &DigestView) -> String {
    let mut text = String::new();
    for line in lines(digest) {
        for part in broken(&line) {
            text.push_str(part.trim_end());
            text.push('\n');
        }
    }
    text
}

/// Returns the text for `format=flowed`: a line that ends with a blank goes on in the next one, so that
/// a phone breaks it where it likes. <https://www.rfc-editor.org/rfc/rfc3676>
pub fn flowed(digest: &DigestView) -> String {
    let mut text = String::new();
    for line in lines(digest) {
        // The mark of a signature is a line of its own, though it ends with a blank.
        let parts = if line == SIGNATURE { vec![SIGNATURE] } else { broken(&line) };
        for (index, part) in parts.iter().enumerate() {
            // What begins so would be taken for a quotation, or for the next message of a mailbox.
            if part.starts_with([' ', '>']) || part.starts_with("From ") {
                text.push(' ');
            }
            text.push_str(part);
            text.push_str(if index + 1 < parts.len() { " \n" } else { "\n" });
        }
    }
    text
}

const SIGNATURE: &str = "-- ";

/// The paragraphs, each on one line, and the empty lines between.
fn lines(digest: &DigestView) -> Vec<String> {
    let mut lines = vec![digest.list.clone(), digest.title.clone()];
    lines.extend(digest.span_label.clone());
    lines.extend([digest.count_label.clone(), digest.url.clone()]);
    for (index, paper) in digest.papers.iter().enumerate() {
        lines.extend([String::new(), String::new()]);
        lines.extend(entry(index + 1, paper));
    }
    lines.extend([String::new(), SIGNATURE.to_owned(), format!("{}: {}", digest.list, digest.site_url)]);
    lines.extend(digest.unsubscribe_url.iter().map(|url| format!("Unsubscribe: {url}")));
    lines
}

fn entry(number: usize, paper: &DigestPaperView) -> Vec<String> {
    let mut lines = vec![format!("{number}. {}", paper.title)];
    lines.extend(paper.authors_label.clone());
    let facts: Vec<&str> = paper.upvotes_label.iter().chain(&paper.facts).map(String::as_str).collect();
    if !facts.is_empty() {
        lines.push(facts.join(" · "));
    }
    if let Some(summary) = &paper.summary {
        lines.extend([String::new(), summary.clone(), String::new()]);
    }
    lines.push(paper.url.clone());
    lines.extend(paper.links.iter().map(|link| format!("{}: {}", link.label, link.url)));
    lines
}

/// Breaks a line between words; a word that is too long, such as an address, stays whole.
fn broken(line: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut end, mut width) = (0, 0, 0);
    for word in line.split(' ') {
        // Both are parts of one text, so that their distance is where the word stands.
        let at = word.as_ptr().addr() - line.as_ptr().addr();
        let word_width = word.width();
        if at > start && width + 1 + word_width > WIDTH {
            parts.push(&line[start..end]);
            (start, width) = (at, word_width);
        } else {
            width += usize::from(at > start) + word_width;
        }
        end = at + word.len();
    }
    parts.push(&line[start..end]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_broken_between_words() {
        let words = ["word"; 20].join(" ");
        assert_eq!(broken(&words), [["word"; 15].join(" "), ["word"; 5].join(" ")]);
        assert_eq!(broken(""), [""]);
        let address = format!("https://a.example/{}", "a".repeat(100));
        assert_eq!(broken(&format!("See {address} there")), ["See", &address, "there"]);
        // Each takes two columns.
        assert_eq!(broken(&["深層"; 20].join(" ")).iter().map(|line| line.width()).max(), Some(74));
    }
}
