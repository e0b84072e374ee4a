//! Which import reads a text, for messages about one that was given to another.

use super::ris;

/// The name of the import that reads texts like this, as far as its beginning says.
pub fn import_for(text: &str) -> Option<&'static str> {
    const BEGINNING: usize = 4_000;
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    let text = &text[..text.floor_char_boundary(BEGINNING)];
    let first_line = text.lines().next().unwrap_or_default().trim_end();
    let has = |names: &[&str]| names.iter().any(|name| text.contains(name));
    let is_object = first_line.starts_with('{') && first_line.ends_with('}');
    match text.chars().next()? {
        '{' if is_object && text.lines().nth(1).is_none_or(|line| line.starts_with('{')) => Some("jsonl"),
        '[' | '{' if has(&["\"paper\"", "\"publishedAt\"", "\"dailyPapers\""]) => Some("hf"),
        '[' | '{' if has(&["\"container-title\"", "\"citation-key\"", "\"issued\"", "\"type\""]) => {
            Some("csl")
        }
        '<' if has(&["<feed", "<entry"]) => Some("arxiv"),
        '-' if first_line == "---" => Some("pmlr"),
        _ if text.lines().any(is_entry_of_bibtex) => Some("bibtex"),
        _ if !ris::records(text).is_empty() => Some("ris"),
        _ => None,
    }
}

fn is_entry_of_bibtex(line: &str) -> bool {
    let kind = line.trim_start().strip_prefix('@').and_then(|entry| entry.split_once(['{', '(']));
    kind.is_some_and(|(kind, _)| {
        !kind.is_empty() && kind.trim().bytes().all(|byte| byte.is_ascii_alphabetic())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_known_by_its_beginning() {
        for (text, import) in [
            ("{\"title\": \"A\"}\n{\"title\": \"B\"}\n", Some("jsonl")),
            ("[{\"paper\": {\"id\": \"2401.00010\"}}]", Some("hf")),
            ("[\n  {\"id\": \"a\", \"type\": \"book\"}\n]", Some("csl")),
            ("<?xml version=\"1.0\"?>\n<feed xmlns=\"a\">", Some("arxiv")),
            ("% ours\n@article{a,\n}", Some("bibtex")),
            ("Provider: Acme\nTY  - JOUR\nER  - \n", Some("ris")),
            ("---\ntitle: A\n---\n", Some("pmlr")),
            ("bob@example.org {", None),
            ("", None),
        ] {
            assert_eq!(import_for(text), import, "{text}");
        }
    }
}
