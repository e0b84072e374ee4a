//! Which import reads a text: for files that are given without one, and for messages about one that was given to another.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::decode::decode;
use super::ris;

/// What a text is known as by its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    Arxiv,
    Bibtex,
    Csl,
    Hf,
    Jsonl,
    Pmlr,
    Ris,
}

/// So many bytes of a text say what it is.
const BEGINNING: usize = 16_000;

/// Members that a paper on a line has not.
const OF_HF: [&str; 3] = ["paper", "publishedAt", "dailyPapers"];
const OF_CSL: [&str; 6] = ["issued", "container-title", "citation-key", "DOI", "date-parts", "message-type"];

impl Format {
    /// The format of a text, as far as its beginning says.
    pub fn of(text: &str) -> Option<Format> {
        let text = text.trim_start_matches('\u{FEFF}').trim_start();
        let text = &text[..text.floor_char_boundary(BEGINNING)];
        let first_line = text.lines().next().unwrap_or_default().trim_end();
        let has = |texts: &[&str]| texts.iter().any(|part| text.contains(part));
        let is_object =
            first_line.starts_with('{') && (first_line.ends_with('}') || first_line.len() == text.len());
        match text.chars().next()? {
            '{' if is_object && text.lines().nth(1).is_some_and(|line| line.starts_with('{')) => {
                Some(Format::Jsonl)
            }
            '[' | '{' if has_member(text, &OF_HF) || has(&["{'paper'"]) => Some(Format::Hf),
            '[' | '{' if has_member(text, &OF_CSL) => Some(Format::Csl),
            '{' if is_object => Some(Format::Jsonl),
            '[' | '{' if has_member(text, &["type"]) => Some(Format::Csl),
            // Its reader says how an array becomes lines.
            '[' if has_member(text, &["title"]) => Some(Format::Jsonl),
            '<' if has(&["<feed", "<entry"]) => Some(Format::Arxiv),
            // Behind front matter, too: themes for Jekyll have their bibliography so.
            _ if text.lines().any(is_entry_of_bibtex) => Some(Format::Bibtex),
            '-' if first_line == "---" => Some(Format::Pmlr),
            _ if !ris::records(text).is_empty() => Some(Format::Ris),
            _ => None,
        }
    }

    /// The same of a file, of which only the beginning is read; where that does not say, its name may.
    pub fn of_file(path: &Path) -> io::Result<Option<Format>> {
        let mut bytes = Vec::new();
        File::open(path)?.take(BEGINNING as u64).read_to_end(&mut bytes)?;
        Ok(Format::of(&decode(&bytes)).or_else(|| Format::of_name(path)))
    }

    fn of_name(path: &Path) -> Option<Format> {
        match path.extension()?.to_ascii_lowercase().to_str()? {
            "bib" | "bibtex" => Some(Format::Bibtex),
            "ris" | "nbib" | "enw" => Some(Format::Ris),
            "jsonl" => Some(Format::Jsonl),
            _ => None,
        }
    }

    /// Tells that another import is the right one.
    pub fn help(self) -> String {
        format!("`offprint import {}` reads files like this", self.import())
    }

    fn import(self) -> &'static str {
        match self {
            Format::Arxiv => "arxiv",
            Format::Bibtex => "bibtex",
            Format::Csl => "csl",
            Format::Hf => "hf",
            Format::Jsonl => "jsonl",
            Format::Pmlr => "pmlr",
            Format::Ris => "ris",
        }
    }
}

/// Whether an object in a text of JSON has one of these members.
fn has_member(text: &str, names: &[&str]) -> bool {
    names.iter().any(|name| {
        let quoted = format!("\"{name}\"");
        text.match_indices(&quoted).any(|(at, _)| text[at + quoted.len()..].trim_start().starts_with(':'))
    })
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
        for (text, format) in [
            ("{\"title\": \"A\"}\n{\"title\": \"B\"}\n", Some(Format::Jsonl)),
            ("[{\"paper\": {\"id\": \"2401.00010\"}}]", Some(Format::Hf)),
            (r#"{"title": "On a \"paper\": 'paper'", "type": "article"}"#, Some(Format::Jsonl)),
            ("{\"data\":[{\"paper\":{\"id\":\"2401.00010\"}}]}", Some(Format::Hf)),
            ("{\"id\":\"2401.00010\",\"publishedAt\" : \"2024-01-02\"}", Some(Format::Hf)),
            ("[\n  {\"id\": \"a\", \"type\": \"book\"}\n]", Some(Format::Csl)),
            (
                "{\"status\":\"ok\",\"message-type\":\"work\",\"message\":{\"title\":[\"A\"]}}",
                Some(Format::Csl),
            ),
            ("{\"type\":\"article-journal\",\"DOI\":\"10.1000/a\",\"title\":\"A\"}", Some(Format::Csl)),
            ("<?xml version=\"1.0\"?>\n<feed xmlns=\"a\">", Some(Format::Arxiv)),
            ("[\n  {\"title\": \"A\", \"date\": \"2025\"}\n]", Some(Format::Jsonl)),
            ("% ours\n@article{a,\n}", Some(Format::Bibtex)),
            ("Provider: Acme\nTY  - JOUR\nER  - \n", Some(Format::Ris)),
            ("FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Lovelace, A\nER\n", Some(Format::Ris)),
            ("---\ntitle: A\n---\n", Some(Format::Pmlr)),
            ("---\n---\n\n@article{a,\n}", Some(Format::Bibtex)),
            ("bob@example.org {", None),
            ("", None),
        ] {
            assert_eq!(Format::of(text), format, "{text}");
        }
    }
}
