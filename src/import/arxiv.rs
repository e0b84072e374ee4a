//! Answers of the arXiv API, old and new: `GET https://export.arxiv.org/api/query?id_list=…`.
//!
//! <https://info.arxiv.org/help/api/user-manual.html>

mod feed;
mod journal_ref;
pub(super) mod snapshot;

use std::cmp::Reverse;

use feed::{Entry, EntryAuthor, Feed};

use super::json::utc_day;
use super::{Extra, Format, FoundPaper, line, name, paragraphs};
use crate::diagnostic::{Diagnostic, Lines, Place};
use crate::paper::{ArxivId, Author, Day, Doi, PartialDate};

/// What an answer says.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// In the order of the answer.
    pub papers: Vec<FoundPaper>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the text of an answer; `file` is its path for messages. Papers are listed under `day`, else
/// under the day of their first version.
pub fn read(file: &str, text: &str, day: Option<Day>) -> Answer {
    let Feed { title, entries, fault } = feed::parse(text);
    let mut answer = Answer::default();
    let lines = Lines::new(file, text);
    if entries.is_empty() && fault.is_none() {
        let asked = line(&repaired(&title)).map(|title| format!("it was asked: {title}"));
        let message = "this answer holds no paper: arXiv knows none of what it was asked for";
        let diagnostic = Diagnostic::warning("empty-answer", message);
        answer.diagnostics.push(diagnostic.at(Place::file(file), asked.unwrap_or_default()));
    }
    for entry in entries {
        if is_error(&entry) {
            let said = line(&entry.summary).unwrap_or_else(|| "it does not say which".to_owned());
            let diagnostic =
                Diagnostic::error("arxiv-error", format!("arXiv answered with an error: {said}"));
            let fix = "ask again with ids such as `2401.00010` or `hep-th/9901001`";
            answer.diagnostics.push(diagnostic.at(lines.place(entry.range), fix));
            continue;
        }
        match paper(&entry, day) {
            Ok(paper) => answer.papers.push(paper),
            Err(reason) => {
                let message = format!("this entry is no paper: {reason}");
                let diagnostic = Diagnostic::error("bad-entry", message);
                answer.diagnostics.push(diagnostic.at(lines.place(entry.range), "it is left out"));
            }
        }
    }
    if let Some(fault) = fault {
        let message = format!("this is no whole answer of arXiv: {}", fault.message);
        let diagnostic = Diagnostic::error("bad-xml", message).at(lines.place(fault.range), "");
        let help = match Format::of(text).filter(|format| *format != Format::Arxiv) {
            Some(other) => other.help(),
            None => "save the answer again, whole: it ends with `</feed>`".to_owned(),
        };
        answer.diagnostics.push(diagnostic.help(help));
    }
    answer
}

/// Puts later versions of papers before earlier ones.
pub fn newest_first(papers: &mut [FoundPaper]) {
    papers.sort_by_key(|paper| Reverse(paper.version));
}

/// An error is a feed with one entry: <https://info.arxiv.org/help/api/user-manual.html#34-errors>.
fn is_error(entry: &Entry) -> bool {
    entry.id.contains("arxiv.org/api/errors")
        || (entry.title.trim() == "Error" && arxiv_id(&entry.id).is_none())
}

fn arxiv_id(url: &str) -> Option<(ArxivId, Option<u32>)> {
    ArxivId::parse(url)
}

fn paper(entry: &Entry, day: Option<Day>) -> Result<FoundPaper, &'static str> {
    let (arxiv, version) = arxiv_id(&entry.id).ok_or("its `id` is no address of a paper at arXiv")?;
    let title = line(&repaired(&entry.title)).ok_or("it has no title")?;
    let [published, updated] = [&entry.published, &entry.updated].map(|instant| utc_day(instant));
    let day = day.or(published).ok_or("its `published` is no date, and no `--date` was given")?;

    let mut found = FoundPaper::new(title, day);
    found.arxiv = Some(arxiv);
    found.published = published.map(PartialDate::from);
    // The first version is what a paper is when nothing is said of it.
    if let Some(version) = version.filter(|version| *version > 1) {
        found.version = Some(version);
        found.updated = updated.map(PartialDate::from);
    }
    add_facts(&mut found, entry);
    Ok(found)
}

/// What an entry says beside its id, title and dates.
fn add_facts(found: &mut FoundPaper, entry: &Entry) {
    found.add_authors(entry.authors.iter().filter_map(author));
    found.primary_class =
        line(&entry.primary_class).or_else(|| entry.categories.iter().find_map(|term| line(term)));
    // At times two, for an article and its erratum.
    found.doi = entry.doi.split_whitespace().find_map(Doi::parse);
    found.abstract_ = paragraphs(&repaired(&entry.summary));
    let comment = line(&repaired(&entry.comment));
    found.withdrawn = comment.clone().filter(|comment| tells_of_withdrawal(comment));
    let journal_ref = line(&repaired(&entry.journal_ref));
    match journal_ref.as_deref().and_then(journal_ref::read) {
        Some(appearance) => {
            found.venue = Some(appearance.venue);
            found.publication = appearance.publication;
        }
        None => found.extra.extend(journal_ref.map(|text| ("journal_ref".into(), Extra::Text(text)))),
    }
    if found.withdrawn.is_none() {
        found.extra.extend(comment.map(|text| ("arxiv_comment".into(), Extra::Text(text))));
    }
    // Tags are the curator's own words; one class would hold half of a list.
    let classes: Vec<String> = entry.categories.iter().filter_map(|term| line(term)).collect();
    if classes.len() > 1 {
        found.extra.push(("arxiv_classes".into(), Extra::Texts(classes)));
    }
}

fn author(author: &EntryAuthor) -> Option<Author> {
    let printed = line(&repaired(&author.name))?;
    let affiliations: Vec<String> =
        author.affiliations.iter().filter_map(|affiliation| line(&repaired(affiliation))).collect();
    let affiliation = (!affiliations.is_empty()).then(|| affiliations.join("; "));
    Some(Author::new(name(printed)).with_affiliation(affiliation))
}

/// Some answers hold UTF-8 that was taken for Latin-1: `GÃ¶tz` is `Götz`.
///
/// Only a text that is such throughout is mended; nobody types the like.
fn repaired(text: &str) -> String {
    let bytes: Option<Vec<u8>> = text.chars().map(|char| u8::try_from(char).ok()).collect();
    let repaired = bytes.filter(|_| !text.is_ascii()).and_then(|bytes| String::from_utf8(bytes).ok());
    repaired.unwrap_or_else(|| text.to_owned())
}

/// Whether a comment says that the paper, not a part or an earlier version of it, is withdrawn.
/// arXiv has no field for it: <https://info.arxiv.org/help/withdraw.html>.
fn tells_of_withdrawal(comment: &str) -> bool {
    const SAYINGS: [&str; 7] = [
        "been withdrawn",
        "is withdrawn",
        "withdrawn by",
        "withdrawn due",
        "withdrawn because",
        "paper withdrawn",
        "been retracted",
    ];
    const OF_PARTS: [&str; 8] =
        ["version", "theorem", "lemma", "section", "claim", "proof", "appendix", "v1"];
    let comment = comment.to_lowercase();
    if comment.starts_with("withdrawn") || comment.starts_with("retracted") {
        return true;
    }
    SAYINGS.iter().filter_map(|saying| comment.find(saying)).any(|at| {
        let before = &comment[..at];
        let sentence = before.rsplit(['.', ';']).next().unwrap_or_default();
        !OF_PARTS.iter().any(|part| sentence.contains(part))
    })
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use jiff::civil::date;

    use super::*;
    use crate::paper::EntryType;
    use crate::random::Random;

    const NEW: &str =
        r#"<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">"#;

    fn entry(id: &str, fields: &str) -> String {
        format!(
            "<entry><id>{id}</id><title>Sorting,\n  slowly</title>\
             <published>2025-10-28T23:30:00Z</published><updated>2025-11-02T01:00:00Z</updated>{fields}</entry>"
        )
    }

    #[track_caller]
    fn one(entry: &str) -> FoundPaper {
        let mut answer = read("a.xml", &format!("{NEW}{entry}</feed>"), None);
        assert_eq!((answer.diagnostics.as_slice(), answer.papers.len()), (&[][..], 1));
        answer.papers.remove(0)
    }

    #[test]
    fn an_entry_becomes_a_paper() {
        let fields = "<summary>  One &lt; $x$\nline.\n  Another &amp; paragraph.</summary>\
            <author><name>Ada  Lovelace</name><arxiv:affiliation>Engine Works</arxiv:affiliation>\
            <arxiv:affiliation>Turin</arxiv:affiliation></author>\
            <author><name>Sorting Collaboration</name></author><author><name>:</name></author>\
            <arxiv:comment>9 pages</arxiv:comment><arxiv:journal_ref>Engines 7, 1-9 (2026)</arxiv:journal_ref>\
            <arxiv:doi>10.1000/a 10.1000/b</arxiv:doi><arxiv:primary_category term='cs.DS'/>\
            <category term='cs.DS'/><category term='68P10'/>";
        let found = one(&entry("http://arxiv.org/abs/2510.00010v3", fields));
        let expected = FoundPaper {
            authors: vec![
                Author::new(crate::paper::Name::parse("Ada Lovelace"))
                    .with_affiliation(Some("Engine Works; Turin".into())),
                Author::new(crate::paper::Name::literal("Sorting Collaboration")),
            ],
            published: Some(date(2025, 10, 28).into()),
            updated: Some(date(2025, 11, 2).into()),
            version: Some(3),
            arxiv: ArxivId::parse("2510.00010").map(|(id, _)| id),
            primary_class: Some("cs.DS".into()),
            doi: Doi::parse("10.1000/a"),
            venue: Some("Engines".into()),
            publication: crate::paper::Publication {
                year: Some(2026),
                kind: Some(EntryType::Article),
                volume: Some("7".into()),
                pages: Some("1-9".into()),
                ..Default::default()
            },
            abstract_: vec!["One < $x$ line.".into(), "Another & paragraph.".into()],
            extra: vec![
                ("arxiv_comment".into(), Extra::Text("9 pages".into())),
                ("arxiv_classes".into(), Extra::Texts(vec!["cs.DS".into(), "68P10".into()])),
            ],
            ..FoundPaper::new("Sorting, slowly", date(2025, 10, 28))
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn both_forms_of_namespaces_and_ids_are_read() {
        let old = r#"<?xml version="1.0" encoding="UTF-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom"><title type="html">ArXiv Query</title>"#;
        let fields = r#"<arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">9 pages</arxiv:comment>
            <m:title xmlns:m="http://search.yahoo.com/mrss/">Not this</m:title>
            <link title="doi" href="http://dx.doi.org/10.1000/a" rel="related"/>
            <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="hep-th" scheme="x"/>"#;
        let text = format!("{old}{}</feed>", entry("https://arxiv.org/abs/hep-th/9901001v1", fields));
        let answer = read("a.xml", &text, Some(date(2025, 11, 3)));
        assert_eq!(answer.diagnostics, []);
        let paper = &answer.papers[0];
        assert_eq!(paper.arxiv.as_ref().map(ArxivId::as_str), Some("hep-th/9901001"));
        assert_eq!((paper.day, paper.version, paper.updated), (date(2025, 11, 3), None, None));
        assert_eq!(
            (paper.title.as_str(), paper.primary_class.as_deref()),
            ("Sorting, slowly", Some("hep-th"))
        );
        assert_eq!(paper.doi, Doi::parse("10.1000/a"));
        assert_eq!(paper.extra, [("arxiv_comment".into(), Extra::Text("9 pages".into()))]);
    }

    #[test]
    fn a_comment_tells_of_a_withdrawal_of_the_paper_alone() {
        for (comment, withdrawn) in [
            ("This paper has been withdrawn by the author due to an error in Lemma 3", true),
            ("Withdrawn", true),
            ("9 pages. Paper withdrawn, see arXiv:2510.00020", true),
            ("Theorem 2 has been withdrawn", false),
            ("9 pages; an earlier version was withdrawn by arXiv", false),
            ("On how a claim was withdrawn", false),
            ("9 pages", false),
        ] {
            let fields = format!("<arxiv:comment>{comment}</arxiv:comment>");
            let found = one(&entry("http://arxiv.org/abs/2510.00010v1", &fields));
            assert_eq!(found.withdrawn.as_deref() == Some(comment), withdrawn, "{comment}");
            assert_eq!(found.extra.is_empty(), withdrawn, "{comment}");
        }
    }

    #[test]
    fn letters_that_were_taken_for_others_are_mended() {
        assert_eq!(repaired("Katharina GÃ¶tz"), "Katharina Götz");
        assert_eq!(repaired("$\u{CF}\u{89}$"), "$ω$");
        for text in ["Katharina Götz", "Götz, GÃ¶tz", "Łukasz", "plain", "naïve Ã¶ 深"] {
            assert_eq!(repaired(text), text);
        }
    }

    #[track_caller]
    fn check_problems(text: &str, papers: usize, expected: Expect) {
        let answer = read("a.xml", text, None);
        let problems = answer.diagnostics.iter().map(|diagnostic| {
            let place = &diagnostic.primary.as_ref().expect("a place").place;
            format!("{place}: {}: {}\n", diagnostic.code, diagnostic.message)
        });
        expected.assert_eq(&problems.collect::<String>());
        assert_eq!(answer.papers.len(), papers);
    }

    #[test]
    fn what_cannot_be_read_is_named_and_the_rest_is_read() {
        let good = entry("http://arxiv.org/abs/2510.00010v1", "");
        let error = "<entry><id>http://arxiv.org/api/errors#incorrect</id><title>Error</title>\
                     <summary>incorrect id format for a\u{1b}b</summary></entry>";
        check_problems(
            &format!("{NEW}\n{good}\n{error}\n{good}</feed>"),
            2,
            expect![[r#"
            a.xml:4:1: arxiv-error: arXiv answered with an error: incorrect id format for ab
        "#]],
        );
        check_problems(
            &format!("{NEW}<title>arXiv Query: x</title></feed>"),
            0,
            expect![[r#"
            a.xml: empty-answer: this answer holds no paper: arXiv knows none of what it was asked for
        "#]],
        );
        check_problems(
            &format!("{NEW}\n{good}\n<entry><id>"),
            1,
            expect![[r#"
            a.xml:4:12: bad-xml: this is no whole answer of arXiv: it ends before its last element does
        "#]],
        );
        check_problems(
            &format!("{NEW}\n{good}\n</entry></feed>"),
            1,
            expect![[r#"
            a.xml:4:1: bad-xml: this is no whole answer of arXiv: ill-formed document: expected `</feed>`, but `</entry>` was found
        "#]],
        );
        check_problems(
            &format!("{NEW}{}<entry></entry></feed>", entry("http://a.example/", "")),
            0,
            expect![[r#"
                a.xml:1:87: bad-entry: this entry is no paper: its `id` is no address of a paper at arXiv
                a.xml:2:107: bad-entry: this entry is no paper: its `id` is no address of a paper at arXiv
            "#]],
        );
        check_problems(
            "<!DOCTYPE html>\n<html><body>Rate exceeded</body></html>",
            0,
            expect![[r#"
            a.xml:2:1: bad-xml: this is no whole answer of arXiv: it begins with <html>, an answer with <feed>
        "#]],
        );
        check_problems(
            "Rate exceeded.",
            0,
            expect![[r#"
            a.xml:1:1: bad-xml: this is no whole answer of arXiv: there is no element in it
        "#]],
        );
        check_problems(
            "",
            0,
            expect![[r#"
            a.xml:1:1: bad-xml: this is no whole answer of arXiv: there is no element in it
        "#]],
        );
        check_problems(
            &"<feed>".repeat(100_000),
            0,
            expect![[r#"
            a.xml:1:385: bad-xml: this is no whole answer of arXiv: its elements are nested too deeply
        "#]],
        );
    }

    #[test]
    fn no_answer_however_garbled_stops_the_program() {
        let fields = "<summary>a &#x1F600; &unknown; <![CDATA[b]]></summary><author><name>Ada</name></author>\
                      <arxiv:journal_ref>Engines 7, é (2026)</arxiv:journal_ref>";
        let whole = format!("{NEW}{}</feed>", entry("http://arxiv.org/abs/2510.00010v1", fields));
        let mut random = Random::new(7);
        let mut read_papers = 0;
        for _ in 0..3_000 {
            let mut chars: Vec<char> = whole.chars().collect();
            for _ in 0..=random.below(4) {
                let at = random.below(chars.len());
                match random.below(3) {
                    0 => chars[at] = ['<', '>', '&', '"', '\0', '\u{FFFD}', '/', 'é'][random.below(8)],
                    1 => drop(chars.remove(at)),
                    _ => chars.truncate(at.max(8)),
                }
            }
            let text: String = chars.into_iter().collect();
            read_papers += read("a.xml", &text, Some(date(2025, 10, 30))).papers.len();
        }
        assert!((100..3_000).contains(&read_papers), "{read_papers}");
    }

    #[test]
    fn a_file_of_another_import_is_named() {
        let help = |text| read("a.xml", text, None).diagnostics.remove(0).help.unwrap_or_default();
        assert_eq!(help("@article{a, title = {A}}"), "`offprint import bibtex` reads files like this");
        assert_eq!(help("Rate exceeded."), "save the answer again, whole: it ends with `</feed>`");
    }
}
