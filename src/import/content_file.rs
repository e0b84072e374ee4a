//! The content file of an imported paper: front matter and abstract, such that reading it gives the
//! paper back.

use std::fmt::Write;

use super::NewPaper;
use crate::paper::{Name, Publication};
use crate::text::{escape_markdown, escape_markdown_line};
use crate::yaml::scalar;

/// Abstracts are wrapped where they come as one long line: changes to them are then seen by the line.
const WIDTH: usize = 110;

/// The title in Markdown.
pub fn title(paper: &NewPaper) -> String {
    escape_markdown_line(&clean_line(&paper.title))
}

/// The text of a paper's file. Its day is the folder's.
pub fn text(paper: &NewPaper) -> String {
    let mut yaml = Yaml(String::from("---\n"));
    yaml.field("title", &title(paper));
    yaml.authors(&paper.authors);
    yaml.number("author_count", paper.author_count);
    yaml.plain("published", paper.published.map(|date| date.iso()));
    yaml.optional("arxiv", paper.arxiv.as_ref().map(|arxiv| arxiv.as_str()));
    yaml.optional("doi", paper.doi.as_ref().map(|doi| doi.as_str()));
    yaml.optional("venue", paper.venue.as_deref());
    yaml.publication(&paper.publication);
    yaml.links(&paper.links);
    yaml.number("upvotes", paper.upvotes);
    yaml.number("comments", paper.comments);
    yaml.number("stars", paper.stars);
    yaml.number("weight", paper.weight);
    yaml.optional("submitted_by", paper.submitted_by.as_deref());
    yaml.optional("organization", paper.organization.as_deref());
    yaml.optional("thumbnail", paper.thumbnail.as_deref());
    yaml.plain("withdrawn", paper.withdrawn.then(|| "true".to_owned()));
    yaml.extra(paper);
    let mut text = yaml.0;
    text.push_str("---\n");
    let body = escape_markdown(&wrapped(&clean(&paper.abstract_)));
    if !body.trim().is_empty() {
        text.push_str(body.trim());
        text.push('\n');
    }
    text
}

struct Yaml(String);

impl Yaml {
    fn field(&mut self, name: &str, value: &str) {
        self.line(&format!("{name}: {}", scalar(value)));
    }

    fn optional(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value.map(clean_line).filter(|value| !value.is_empty()) {
            self.field(name, &value);
        }
    }

    /// A value that needs no quotes.
    fn plain(&mut self, name: &str, value: Option<String>) {
        if let Some(value) = value {
            self.line(&format!("{name}: {value}"));
        }
    }

    fn number(&mut self, name: &str, value: Option<u64>) {
        self.plain(name, value.map(|value| value.to_string()));
    }

    fn authors(&mut self, names: &[Name]) {
        if names.is_empty() {
            return;
        }
        self.line("authors:");
        for name in names {
            let printed = clean_line(&name.printed());
            // A name that is taken apart in the same way needs no parts of its own.
            if Name::parse(&printed) == *name {
                self.line(&format!("  - {}", scalar(&printed)));
                continue;
            }
            match name {
                Name::Literal(_) => {
                    self.line(&format!("  - name: {}", scalar(&printed)));
                    self.line("    literal: true");
                }
                Name::Person { given, prefix, family, suffix } => {
                    self.line(&format!("  - given: {}", scalar(&clean_line(given))));
                    for (part, value) in [("prefix", prefix), ("family", family), ("suffix", suffix)] {
                        if !value.is_empty() {
                            self.line(&format!("    {part}: {}", scalar(&clean_line(value))));
                        }
                    }
                }
            }
        }
    }

    fn publication(&mut self, publication: &Publication) {
        self.plain("year", publication.year.map(|year| year.to_string()));
        self.optional("type", publication.kind.as_deref());
        for (name, value) in [
            ("volume", &publication.volume),
            ("number", &publication.number),
            ("pages", &publication.pages),
            ("publisher", &publication.publisher),
            ("series", &publication.series),
            ("cite_key", &publication.cite_key),
        ] {
            self.optional(name, value.as_deref());
        }
        if !publication.editors.is_empty() {
            self.line("editors:");
            for editor in &publication.editors {
                self.line(&format!("  - {}", scalar(&clean_line(editor))));
            }
        }
    }

    fn links(&mut self, links: &[(String, String)]) {
        if links.is_empty() {
            return;
        }
        self.line("links:");
        for (label, url) in links {
            self.line(&format!("  {}: {}", scalar(&clean_line(label)), scalar(url)));
        }
    }

    fn extra(&mut self, paper: &NewPaper) {
        let keywords: Vec<String> =
            paper.keywords.iter().map(|word| clean_line(word)).filter(|word| !word.is_empty()).collect();
        let summary = paper.machine_summary.as_deref().map(clean_line).filter(|summary| !summary.is_empty());
        if keywords.is_empty() && summary.is_none() && paper.listed_count.is_none() {
            return;
        }
        self.line("extra:");
        if let Some(summary) = summary {
            self.line(&format!("  ai_summary: {}", scalar(&summary)));
        }
        if !keywords.is_empty() {
            self.line("  ai_keywords:");
            for word in keywords {
                self.line(&format!("    - {}", scalar(&word)));
            }
        }
        if let Some(count) = paper.listed_count {
            self.line(&format!("  listed_count: {count}"));
        }
    }

    fn line(&mut self, line: &str) {
        writeln!(self.0, "{line}").expect("a string takes what is written");
    }
}

/// Text on one line, without control characters.
fn clean_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text with line breaks as the only control characters.
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\t', '\u{2028}', '\u{2029}'], " ");
    text.chars().filter(|char| *char == '\n' || !char.is_control()).collect()
}

/// Breaks long lines between words.
fn wrapped(text: &str) -> String {
    let mut wrapped = String::with_capacity(text.len() + text.len() / 80);
    for line in text.lines() {
        let mut length = 0;
        for word in line.split_whitespace() {
            let word_length = word.chars().count();
            if length > 0 {
                let is_full = length + 1 + word_length > WIDTH;
                wrapped.push(if is_full { '\n' } else { ' ' });
                length = if is_full { 0 } else { length + 1 };
            }
            wrapped.push_str(word);
            length += word_length;
        }
        wrapped.push('\n');
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use expect_test::expect;

    use super::*;
    use crate::paper::{ArxivId, Paper, parse_partial};
    use crate::source::SourceFile;
    use crate::text::Text;

    fn read(text: &str) -> Paper {
        let source = SourceFile { path: "content/2025-10-30/a.md".into(), text: text.to_owned() };
        let (paper, diagnostics) = Paper::from_source(&source, &BTreeSet::new());
        assert_eq!(diagnostics, [], "{text}");
        paper.expect("a file without diagnostics is a paper")
    }

    fn paper(title: &str) -> NewPaper {
        NewPaper::new(jiff::civil::date(2025, 10, 30), title.to_owned())
    }

    #[test]
    fn everything_that_is_known_is_written() {
        let paper = NewPaper {
            authors: vec![
                Name::parse("Ada Lovelace"),
                Name::parse("No"),
                Name::Literal("Li, Ming".to_owned()),
                Name::Person {
                    given: "Ludwig".to_owned(),
                    prefix: String::new(),
                    family: "Berg Sommer".to_owned(),
                    suffix: String::new(),
                },
            ],
            venue: Some("Proceedings: Engines".to_owned()),
            publication: Publication {
                year: Some(2024),
                kind: Some("inproceedings".to_owned()),
                volume: Some("7".to_owned()),
                editors: vec!["Ada Lovelace".to_owned()],
                ..Publication::default()
            },
            published: parse_partial("2025-01-02").ok(),
            arxiv: ArxivId::parse("2501.00010").map(|(id, _)| id),
            links: vec![("code".to_owned(), "https://code.example/x".to_owned())],
            upvotes: Some(3),
            comments: Some(0),
            stars: Some(9),
            submitted_by: Some("@ada".to_owned()),
            organization: Some("Labs: one".to_owned()),
            thumbnail: Some("https://a.example/x.png".to_owned()),
            withdrawn: true,
            machine_summary: Some("It is\nshort.".to_owned()),
            keywords: vec!["a, b".to_owned(), "#c".to_owned()],
            abstract_: "# Not a heading\n1. *Nor* a list.\n".to_owned(),
            ..paper("{A} title: $x_1$ & 100\\%")
        };
        let text = text(&paper);
        expect![[r#"
            ---
            title: '{A} title: $x_1$ & 100\%'
            authors:
              - Ada Lovelace
              - 'No'
              - name: Li, Ming
                literal: true
              - given: Ludwig
                family: Berg Sommer
            published: 2025-01-02
            arxiv: '2501.00010'
            venue: 'Proceedings: Engines'
            year: 2024
            type: inproceedings
            volume: '7'
            editors:
              - Ada Lovelace
            links:
              code: https://code.example/x
            upvotes: 3
            comments: 0
            stars: 9
            submitted_by: '@ada'
            organization: 'Labs: one'
            thumbnail: https://a.example/x.png
            withdrawn: true
            extra:
              ai_summary: It is short.
              ai_keywords:
                - a, b
                - '#c'
            ---
            \# Not a heading
            1\. \*Nor\* a list.
        "#]]
        .assert_eq(&text);
        let read = read(&text);
        let names: Vec<&Name> = read.authors.iter().map(|author| author.name()).collect();
        assert_eq!(names, paper.authors.iter().collect::<Vec<_>>());
    }

    #[test]
    fn titles_are_read_back_as_they_were_found() {
        for title in [
            "Plain",
            "With: a colon",
            "*Stars* and _underscores_ of snake_case_names",
            "1. First",
            "# Hash",
            "<think> and <TextCoop>: 1 + 1 < 1",
            "{PF}$^2$ES",
            "$p*$ and Turki$hTweets",
            "It's \"quoted\"",
            "'Quoted' first",
            "No",
            "2401.00010",
            "[Brackets](and more)",
            "`code` & ampersands &amp; such",
            "Ünïcödé 李明 עברית",
            "- dash",
            "@at",
            "Line\n  break",
            "tab\tand \u{85} control",
            "C:\\path",
        ] {
            let text = text(&paper(title));
            let shown = Text::inline(&read(&text).title.text).plain();
            assert_eq!(shown, words(&crate::text::plain_without_markdown(&clean(title))), "{text}");
        }
    }

    #[test]
    fn abstracts_are_read_back_whole() {
        for abstract_ in [
            "One.\n\nTwo.",
            "---\nnot front matter\n---",
            "# Notes\nnot the curator's",
            "Notes\n-----\nnot the curator's",
            "- no list\n- at all",
            "    no code",
            "~~~\nno fence",
            &"long ".repeat(200),
        ] {
            let text = text(&NewPaper { abstract_: abstract_.to_owned(), ..paper("A") });
            let read = read(&text);
            assert!(read.notes.is_none(), "{text}");
            let shown = Text::block(&read.abstract_.expect("it has an abstract").text).plain();
            assert_eq!(words(&shown), words(&crate::text::plain_without_markdown(abstract_)), "{text}");
        }
    }

    fn words(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
