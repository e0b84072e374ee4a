//! The content file of a found paper: front matter and an abstract that read back as what was found.

use std::borrow::Cow;
use std::fmt::{Display, Write};

use super::structured_abstract::with_headings;
use super::{Extra, FoundPaper, Markup, NamedFile};
use crate::layout;
use crate::paper::{Author, EntryType, Name, Orcid, PersonName, Publication, Status, notes_heading};
use crate::scaffold;
use crate::slug::Slug;
use crate::text::{escape_markdown, escape_markdown_line};
use crate::yaml::{flow, scalar};

/// Abstracts are wrapped, so that a change to one is seen by the line.
const WIDTH: usize = 110;

/// The title as Markdown.
pub fn title(found: &FoundPaper) -> String {
    line(found, &found.title)
}

/// The abstract as Markdown.
pub fn abstract_(found: &FoundPaper) -> String {
    match found.markup {
        Markup::Tex => {
            let text = escape_markdown(&wrapped(&with_headings(&found.abstract_).join("\n\n")));
            text.split("\n\n").map(with_bold_beginning).collect::<Vec<_>>().join("\n\n")
        }
        // Lines may be those of code, or of a list.
        Markup::Markdown => found.abstract_.join("\n\n"),
    }
}

/// A paragraph whose bold beginning, a heading, is Markdown's: `**Methods:** We sort.`
fn with_bold_beginning(paragraph: &str) -> Cow<'_, str> {
    let parts = paragraph.strip_prefix("<b>").and_then(|rest| rest.split_once("</b>"));
    let is_simple = |(inner, rest): &(&str, &str)| {
        let is_tight = inner.len() == inner.trim().len() && !inner.is_empty();
        is_tight
            && !inner.contains(['*', '_', '<', '`', '\\'])
            && (rest.is_empty() || rest.starts_with([' ', '\n']))
    };
    match parts.filter(is_simple) {
        Some((inner, rest)) => Cow::Owned(format!("**{inner}**{rest}")),
        None => Cow::Borrowed(paragraph),
    }
}

/// The whole file. It does not say its `date`: the folder's name does.
pub fn text(found: &FoundPaper) -> String {
    let mut text = "---\n".to_owned();
    field(&mut text, "title", scalar(&title(found)));
    text.push_str(&fields(found));
    let abstract_ = abstract_(found);
    let notes = found.notes.as_deref().unwrap_or_default().trim_start_matches(['\n', '\r']).trim_end();
    if is_told_from_notes(&abstract_, notes) {
        text.push_str("---\n");
        text.push_str(&with_notes(&abstract_, notes));
    } else {
        // With the abstract in a field, the whole body is notes.
        field(&mut text, "abstract", scalar(&abstract_));
        text.push_str("---\n");
        text.push_str(notes);
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

/// An abstract, and notes below their heading.
fn with_notes(abstract_: &str, notes: &str) -> String {
    match (abstract_, notes) {
        (abstract_, "") => abstract_.to_owned(),
        ("", notes) => format!("## Notes\n\n{notes}"),
        (abstract_, notes) => format!("{abstract_}\n\n## Notes\n\n{notes}"),
    }
}

/// Whether the heading of the notes is the first of its kind: an abstract may have one of its own, or
/// leave a block of code open.
fn is_told_from_notes(abstract_: &str, notes: &str) -> bool {
    let heading = notes_heading(&with_notes(abstract_, notes)).map(|range| range.start);
    let expected = match (abstract_, notes) {
        (_, "") => None,
        ("", _) => Some(0),
        (abstract_, _) => Some(abstract_.len() + 2),
    };
    heading == expected
}

/// A line of a source's words as Markdown.
fn line(found: &FoundPaper, text: &str) -> String {
    match found.markup {
        Markup::Tex => escape_markdown_line(text),
        Markup::Markdown => text.to_owned(),
    }
}

/// The lines of the front matter, but for the title.
pub fn fields(found: &FoundPaper) -> String {
    let mut text = String::new();
    optional(&mut text, "draft", found.draft.then_some(true));
    authors(&mut text, &found.authors);
    optional(&mut text, "author_count", found.author_count);
    optional(&mut text, "published", found.published.map(|date| date.iso()));
    optional(&mut text, "updated", found.updated.map(|date| date.iso()));
    optional(&mut text, "version", found.version);
    optional(&mut text, "arxiv", found.arxiv.as_ref().map(|id| scalar(id.as_str())));
    optional(&mut text, "primary_class", found.primary_class.as_deref().map(scalar));
    optional(&mut text, "doi", found.doi.as_ref().map(|doi| scalar(doi.as_str())));
    venue(&mut text, found);
    publication(&mut text, &found.publication);
    list(&mut text, "tags", &found.tags);
    links(&mut text, found);
    optional(&mut text, "summary", found.summary.as_deref().map(scalar));
    optional(&mut text, "status", found.status.map(Status::name));
    optional(&mut text, "rating", found.rating.map(|rating| rating.stars()));
    optional(&mut text, "upvotes", found.upvotes);
    optional(&mut text, "comments", found.comments);
    optional(&mut text, "stars", found.stars);
    optional(&mut text, "weight", found.weight);
    optional(&mut text, "submitted_by", found.submitted_by.as_deref().map(scalar));
    optional(&mut text, "organization", found.organization.as_deref().map(scalar));
    let picture =
        found.files.iter().find(|file| file.label.is_none()).map(|file| scalar(&beside(found, file)));
    let picture = picture.or_else(|| found.thumbnail.as_ref().map(|url| scalar(url.as_str())));
    optional(&mut text, "thumbnail", picture);
    list(&mut text, "awards", &found.awards);
    optional(&mut text, "withdrawn", found.withdrawn.as_deref().map(|reason| withdrawn(found, reason)));
    list(&mut text, "aliases", &found.aliases);
    let is_named_by_file = |key: &&Slug| scaffold::names_a_paper(key);
    optional(&mut text, "slug", found.key.as_ref().filter(|key| !is_named_by_file(key)));
    extra(&mut text, &found.extra);
    text
}

fn field(text: &mut String, name: &str, value: impl Display) {
    writeln!(text, "{name}: {value}").expect("a string takes what is written");
}

fn optional(text: &mut String, name: &str, value: Option<impl Display>) {
    if let Some(value) = value {
        field(text, name, value);
    }
}

fn authors(text: &mut String, authors: &[Author]) {
    // Some lists have the colon behind the name of a group among the names.
    let is_named = |author: &&Author| author.name().printed().trim() != ":";
    let mut authors = authors.iter().filter(is_named).peekable();
    if authors.peek().is_none() {
        return;
    }
    text.push_str("authors:\n");
    for author in authors {
        let name = author.name();
        let printed = name.printed();
        let is_plain =
            [author.orcid().map(Orcid::as_str), author.affiliation(), author.url(), author.id()] == [None; 4];
        match name.person() {
            _ if reads_as(printed, name) && is_plain => {
                writeln!(text, "  - {}", scalar(printed)).expect("a string takes what is written");
            }
            _ if reads_as(printed, name) => field(text, "  - name", scalar(printed)),
            None => {
                field(text, "  - name", scalar(printed));
                text.push_str("    literal: true\n");
            }
            Some(PersonName { given, prefix, family, suffix }) => {
                field(text, "  - given", scalar(given));
                for (part, value) in [("    prefix", prefix), ("    family", family), ("    suffix", suffix)]
                {
                    let value = Some(value).filter(|value| !value.is_empty());
                    optional(text, part, value.map(scalar));
                }
            }
        }
        optional(text, "    orcid", author.orcid().map(|orcid| scalar(orcid.as_str())));
        for (part, value) in
            [("    affiliation", author.affiliation()), ("    url", author.url()), ("    id", author.id())]
        {
            optional(text, part, value.map(scalar));
        }
    }
}

fn venue(text: &mut String, found: &FoundPaper) {
    let Some(name) = &found.venue else { return };
    if found.venue_short.is_none() && found.venue_url.is_none() {
        return field(text, "venue", scalar(name));
    }
    text.push_str("venue:\n");
    field(text, "  name", scalar(name));
    optional(text, "  short", found.venue_short.as_deref().map(scalar));
    optional(text, "  url", found.venue_url.as_ref().map(|url| scalar(url.as_str())));
}

fn links(text: &mut String, found: &FoundPaper) {
    let web = found.links.iter().map(|(label, url)| (label, url.as_str().to_owned()));
    let files = found.files.iter().filter_map(|file| Some((file.label.as_ref()?, beside(found, file))));
    for (index, (label, target)) in web.chain(files).enumerate() {
        if index == 0 {
            text.push_str("links:\n");
        }
        field(text, &format!("  {}", scalar(label)), scalar(&target));
    }
}

/// The path of a file from the paper's own.
fn beside(found: &FoundPaper, file: &NamedFile) -> String {
    let below = file.path.strip_prefix(layout::CONTENT).unwrap_or(&file.path).trim_start_matches('/');
    match below.strip_prefix(&format!("{}/", found.day)) {
        Some(name) => name.to_owned(),
        None => format!("../{below}"),
    }
}

fn withdrawn(found: &FoundPaper, reason: &str) -> String {
    if reason.is_empty() { "true".to_owned() } else { scalar(&line(found, reason)) }
}

/// Whether a name without its parts is read as the same parts.
fn reads_as(printed: &str, name: &Name) -> bool {
    // With commas or an `and` one name may be taken for several.
    !printed.contains(',') && !printed.contains(" and ") && Name::parse(printed) == *name
}

/// Where a paper appeared, for citations.
fn publication(text: &mut String, publication: &Publication) {
    optional(text, "year", publication.year);
    optional(text, "type", publication.kind.map(EntryType::name));
    for (name, value) in [
        ("volume", &publication.volume),
        ("number", &publication.number),
        ("pages", &publication.pages),
        ("publisher", &publication.publisher),
        ("series", &publication.series),
        ("cite_key", &publication.cite_key),
    ] {
        optional(text, name, value.as_deref().map(scalar));
    }
    list(text, "editors", &publication.editors.iter().map(Name::written).collect::<Vec<_>>());
}

fn list(text: &mut String, name: &str, items: &[String]) {
    if items.is_empty() {
        return;
    }
    writeln!(text, "{name}:").expect("a string takes what is written");
    for item in items {
        writeln!(text, "  - {}", scalar(item)).expect("a string takes what is written");
    }
}

fn extra(text: &mut String, entries: &[(Cow<'static, str>, Extra)]) {
    if entries.is_empty() {
        return;
    }
    text.push_str("extra:\n");
    for (name, value) in entries {
        let name = scalar(name);
        match value {
            Extra::Count(count) => field(text, &format!("  {name}"), count),
            Extra::Text(value) => field(text, &format!("  {name}"), scalar(value)),
            Extra::Texts(values) => {
                writeln!(text, "  {name}:").expect("a string takes what is written");
                for value in values {
                    writeln!(text, "    - {}", scalar(value)).expect("a string takes what is written");
                }
            }
            Extra::Other(value) => field(text, &format!("  {name}"), flow(value)),
        }
    }
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
    wrapped.truncate(wrapped.trim_end().len());
    wrapped
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use expect_test::{Expect, expect};

    use super::*;
    use crate::paper::WebUrl;
    use crate::paper::{ArxivId, Orcid, Paper, Thumbnail, parse_partial};
    use crate::source::SourceFile;
    use crate::text::Text;

    fn found(title: &str) -> FoundPaper {
        FoundPaper::new(title, jiff::civil::date(2025, 10, 30))
    }

    #[track_caller]
    fn check(found: &FoundPaper, expected: Expect) {
        expected.assert_eq(&text(found));
        read(found);
    }

    /// What a build reads, which must be without a word about it.
    #[track_caller]
    fn read(found: &FoundPaper) -> Paper {
        let source = SourceFile { path: "content/2025-10-30/a.md".into(), text: text(found) };
        let (paper, diagnostics) = Paper::from_source(&source, &BTreeSet::new());
        assert_eq!(diagnostics, [], "{}", source.text);
        paper.expect("a file without diagnostics is a paper")
    }

    #[test]
    fn what_is_known_stands_in_the_file_and_nothing_else() {
        check(
            &found("A Paper"),
            expect![[r#"
            ---
            title: A Paper
            ---
        "#]],
        );
        let mut full = found("Sorting: fast # and slow");
        full.authors = ["Ada Lovelace", "No", "Acme, Berlin"]
            .map(|name| Author::new(crate::import::name(name.into())))
            .to_vec();
        full.published = parse_partial("2025-10-28").ok();
        full.arxiv = ArxivId::parse("2510.00010").map(|(id, _)| id);
        full.doi = crate::paper::Doi::parse("10.1000/xyz");
        full.links = vec![("code".into(), WebUrl::parse("https://code.example/a").expect("an address"))];
        full.abstract_ = vec!["One $x_i$.".into(), "# Notes".into()];
        full.upvotes = Some(14);
        full.comments = Some(3);
        full.stars = Some(120);
        full.weight = Some(2);
        full.submitted_by = Some("null".into());
        full.organization = Some("Acme".into());
        full.thumbnail = WebUrl::parse("https://pictures.example/a.png");
        full.withdrawn = Some(String::new());
        full.extra = vec![
            ("ai_summary".into(), Extra::Text("It sorts: fast.".into())),
            ("ai_keywords".into(), Extra::Texts(vec!["sorting".into(), "[x]".into()])),
            ("listed_count".into(), Extra::Count(4)),
        ];
        check(
            &full,
            expect![[r#"
                ---
                title: 'Sorting: fast # and slow'
                authors:
                  - Ada Lovelace
                  - 'No'
                  - name: Acme, Berlin
                    literal: true
                published: 2025-10-28
                arxiv: '2510.00010'
                doi: '10.1000/xyz'
                links:
                  code: https://code.example/a
                upvotes: 14
                comments: 3
                stars: 120
                weight: 2
                submitted_by: 'null'
                organization: Acme
                thumbnail: https://pictures.example/a.png
                withdrawn: true
                extra:
                  ai_summary: 'It sorts: fast.'
                  ai_keywords:
                    - sorting
                    - '[x]'
                  listed_count: 4
                ---
                One $x_i$.

                \# Notes
            "#]],
        );
        let paper = read(&full);
        let names: Vec<&str> = paper.authors.iter().map(|author| author.name().printed()).collect();
        assert_eq!(names, full.authors.iter().map(|author| author.name().printed()).collect::<Vec<_>>());
        assert_eq!(paper.thumbnail, Some(Thumbnail::Remote("https://pictures.example/a.png".into())));
        assert_eq!(paper.submitted_by.as_deref(), Some("null"));
        assert_eq!(paper.extra["ai_keywords"], serde_json::json!(["sorting", "[x]"]));
        assert_eq!(paper.extra["listed_count"], 4);
        assert!(paper.withdrawn.is_some() && paper.notes.is_none());
    }

    #[test]
    fn an_author_keeps_what_is_known_besides_the_name() {
        let author = |name: Name| {
            Author::new(name)
                .with_affiliation(Some("Engine: Works".into()))
                .with_orcid(Orcid::parse("0000-0002-1825-0097"))
        };
        let person = PersonName { given: "Li", family: "Ada Bo", ..PersonName::default() }.into();
        let mut paper = found("A");
        paper.version = Some(2);
        paper.updated = parse_partial("2025-10-29").ok();
        paper.primary_class = Some("cs.LG".into());
        paper.withdrawn = Some("An error: *all* of it".into());
        paper.authors =
            [Name::parse("Ada Lovelace"), Name::literal("Acme, Inc"), person].map(author).to_vec();
        check(
            &paper,
            expect![[r#"
            ---
            title: A
            authors:
              - name: Ada Lovelace
                orcid: '0000-0002-1825-0097'
                affiliation: 'Engine: Works'
              - name: Acme, Inc
                literal: true
                orcid: '0000-0002-1825-0097'
                affiliation: 'Engine: Works'
              - given: Li
                family: Ada Bo
                orcid: '0000-0002-1825-0097'
                affiliation: 'Engine: Works'
            updated: 2025-10-29
            version: 2
            primary_class: cs.LG
            withdrawn: 'An error: \*all\* of it'
            ---
        "#]],
        );
        let read = read(&paper);
        assert_eq!(read.authors, paper.authors);
        assert!(read.withdrawn.is_some_and(|withdrawn| withdrawn.reason.is_some()));
    }

    #[test]
    fn titles_and_abstracts_of_every_kind_are_read_back() {
        for (typed, shown) in [
            ("<think>: a * b * c", "<think>: a * b * c"),
            ("*S*: `cat.n.01` to you?", "*S*: `cat.n.01` to you?"),
            ("1 + 1 < 1, 2401.00010", "1 + 1 < 1, 2401.00010"),
            ("{PF}$^2$ES", "PF²ES"),
            ("It's \"quoted\" & 'not", "It's \"quoted\" & 'not"),
            ("2024", "2024"),
            ("--- fences ---", "— fences —"),
            ("@user: {{ name }} %", "@user: {{ name }} %"),
            ("深層学習 שלום e\u{301}", "深層学習 שלום e\u{301}"),
            ("$x_1$ and _y_ and [a](b)", "x₁ and _y_ and [a](b)"),
        ] {
            let mut paper = found(typed);
            paper.abstract_ = vec![typed.to_owned()];
            let read = read(&paper);
            assert_eq!(Text::inline(&read.title.text).plain(), shown);
            let abstract_ = read.abstract_.expect("it was given").text;
            assert_eq!(Text::block(&abstract_).plain(), shown, "{abstract_}");
        }
    }

    #[test]
    fn headings_of_a_structured_abstract_are_bold() {
        let mut paper = found("A Paper");
        paper.abstract_ = vec!["BACKGROUND: Of *p*. METHODS: We sort 3 * 4.".into()];
        check(
            &paper,
            expect![[r#"
            ---
            title: A Paper
            ---
            **Background:** Of \*p\*.

            **Methods:** We sort 3 * 4.
        "#]],
        );
    }

    #[test]
    fn an_abstract_never_ends_at_its_own_words() {
        for paragraph in ["# Notes", "---", "```", "~~~", "- - -", "Notes", "===", "...", "> # Notes"] {
            let mut paper = found("A");
            paper.abstract_ = vec!["One.".into(), paragraph.into(), "Three.".into()];
            let read = read(&paper);
            let abstract_ = Text::block(&read.abstract_.expect("it was given").text).plain();
            assert_eq!(abstract_, format!("One.\n\n{paragraph}\n\nThree."));
            assert!(read.notes.is_none());
        }
    }

    #[test]
    fn names_are_printed_as_they_were_found() {
        for name in [
            "Lovelace, Ada",
            "OpenAI",
            "Juan de la Cruz",
            "Sammy Davis Jr.",
            "Ada and Charles",
            "A, B, C",
            "~",
        ] {
            let mut paper = found("A");
            paper.authors = vec![Author::new(crate::import::name(name.to_owned()))];
            let paper = read(&paper);
            let names: Vec<&str> = paper.authors.iter().map(Author::name).map(Name::printed).collect();
            assert_eq!(names, [name]);
        }
    }
}
