//! Answers of the Hugging Face `daily_papers` API, as they come and as archives keep them.
//!
//! `GET https://huggingface.co/api/daily_papers?date=2025-03-04` answers an array of items, each
//! with a `paper`. Some archives hold strings in place of items, each the item in Python's
//! notation, or the array as `data` of an object that says its `date`.

mod python;

use std::borrow::Cow;
use std::path::Path;

use serde_json::Value;

use super::byline::names;
use super::json::{count_at, text_at, utc_day};
use super::{Extra, FoundPaper, line, paragraphs, with_lost_signs};
use crate::diagnostic::{Diagnostic, Place};
use crate::paper::{ArxivId, Author, Day, LinkKind, PartialDate, WebUrl, leading_date, parse_day};

/// The field of a paper that says when it was put on the daily list.
const SUBMITTED: &str = "submittedOnDailyAt";

/// What an answer says, and what of it was left out.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// In the order of the answer.
    pub papers: Vec<FoundPaper>,
    /// Authors whom the source does not show.
    pub hidden_authors: usize,
    /// Addresses that lead nowhere on the web.
    pub bad_links: usize,
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the text of a file. Papers are listed under `day`, else under the one that the file's name
/// begins or ends with, else under the one that the answer itself says, of all or of each paper.
pub fn read(file: &str, text: &str, day: Option<Day>) -> Answer {
    let mut answer = Answer::default();
    let mut value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => {
            answer.diagnostics.push(super::json::not_json(file, text, &error));
            return answer;
        }
    };
    let day = day.or_else(|| day_of_name(file)).or_else(|| parse_day(text_at(&value, "date")?).ok());
    if day.is_none() && !text.contains(SUBMITTED) {
        let message = "nothing says under which day these papers are listed";
        let fix = "name the file after the day, such as `2025-10-30.json`, or give `--date`";
        answer.diagnostics.push(Diagnostic::error("no-day", message).at(Place::file(file), fix));
        return answer;
    }
    if let Some(data) = value.get_mut("data") {
        value = data.take();
    }
    let items = match value {
        Value::Array(items) => items,
        item => vec![item],
    };
    for (index, item) in items.into_iter().enumerate() {
        if let Err(reason) = answer.add(item, day) {
            let message = format!("entry {} of this answer is no paper: {reason}", index + 1);
            let place = Place::file(file);
            answer.diagnostics.push(Diagnostic::error("bad-entry", message).at(place, "it is left out"));
        }
    }
    answer
}

/// `2025-03-04.json`, `daily_papers-2025-03-04.json`.
fn day_of_name(file: &str) -> Option<Day> {
    let stem = Path::new(file).file_stem()?.to_str()?;
    let last = || stem.get(stem.len().checked_sub(10)?..);
    let text = leading_date(stem).map(|(date, _)| date).or_else(last)?;
    parse_day(text).ok()
}

impl Answer {
    /// Takes an item in; the error says what is wrong with it.
    fn add(&mut self, item: Value, day: Option<Day>) -> Result<(), String> {
        let item = match item {
            Value::String(text) => python::parse(&text)
                .map_err(|error| format!("it has {} at character {}", error.what, error.position))?,
            item => item,
        };
        if !item.is_object() {
            return Err("it is neither an object nor one in Python's notation".to_owned());
        }
        // `GET /api/papers/ID` answers the inner object alone.
        let paper = item.get("paper").unwrap_or(&item);
        let title = title(&item, paper).ok_or("it has no title")?;
        let day = day.or_else(|| utc_day(text_at(paper, SUBMITTED)?));
        let day = day.ok_or("nothing says under which day it is listed")?;
        let mut found = FoundPaper::new(with_lost_signs(&title), day);
        found.add_authors(self.authors(paper));
        found.published = text_at(paper, "publishedAt").and_then(utc_day).map(PartialDate::from);
        found.arxiv = text_at(paper, "id").and_then(ArxivId::parse).map(|(id, _)| id);
        found.links = self.links(&item, paper);
        found.thumbnail = self.address(text_at(&item, "thumbnail"));
        let summary = text_at(paper, "summary").or_else(|| text_at(&item, "summary"));
        let mended = summary.map(with_lost_signs);
        found.abstract_ = mended.as_deref().map(paragraphs).unwrap_or_default();
        found.upvotes = count_at(paper, "upvotes");
        found.comments = count_at(&item, "numComments");
        found.stars = count_at(paper, "githubStars");
        found.submitted_by = name_at(&item, "submittedBy").or_else(|| name_at(paper, "submittedOnDailyBy"));
        found.organization = name_at(&item, "organization").or_else(|| name_at(paper, "organization"));
        found.withdrawn = paper.get("withdrawnAt").filter(|at| !at.is_null()).map(|_| String::new());
        found.extra.extend(extra(paper));
        self.papers.push(found);
        Ok(())
    }

    fn authors(&mut self, paper: &Value) -> Vec<Author> {
        let authors = paper.get("authors").and_then(Value::as_array).into_iter().flatten();
        let (hidden, shown): (Vec<_>, Vec<_>) =
            authors.partition(|author| author.get("hidden").and_then(Value::as_bool) == Some(true));
        self.hidden_authors += hidden.len();
        let printed = shown.into_iter().filter_map(|author| line(text_at(author, "name")?));
        names(printed.collect()).into_iter().map(Author::new).collect()
    }

    fn links(&mut self, item: &Value, paper: &Value) -> Vec<(String, WebUrl)> {
        let video = [item, paper]
            .into_iter()
            .flat_map(|holder| holder.get("mediaUrls").and_then(Value::as_array).into_iter().flatten())
            .filter_map(Value::as_str)
            .find(|url| is_video(url));
        [
            (LinkKind::Code, text_at(paper, "githubRepo")),
            (LinkKind::Project, text_at(paper, "projectPage")),
            (LinkKind::Video, video),
        ]
        .into_iter()
        .filter_map(|(kind, url)| Some((kind.name().to_owned(), self.address(url)?)))
        .collect()
    }

    fn address(&mut self, text: Option<&str>) -> Option<WebUrl> {
        let text = text.filter(|text| !text.trim().is_empty())?;
        let url = WebUrl::parse(text);
        self.bad_links += usize::from(url.is_none());
        url
    }
}

/// The paper's own title; the item's where that kept its TeX and the paper's did not.
fn title(item: &Value, paper: &Value) -> Option<String> {
    let [listed, own] = [item, paper].map(|holder| text_at(holder, "title").and_then(line));
    let tex = |title: &str| title.matches(['$', '\\']).count();
    match (listed, own) {
        (Some(listed), Some(own)) if tex(&listed) > tex(&own) => Some(listed),
        (listed, own) => own.or(listed),
    }
}

fn extra(paper: &Value) -> Vec<(Cow<'static, str>, Extra)> {
    let summary = text_at(paper, "ai_summary").and_then(line).map(Extra::Text);
    let keywords = paper.get("ai_keywords").and_then(Value::as_array).into_iter().flatten();
    let keywords: Vec<String> = keywords.filter_map(|keyword| line(keyword.as_str()?)).collect();
    let keywords = (!keywords.is_empty()).then_some(Extra::Texts(keywords));
    [("ai_summary", summary), ("ai_keywords", keywords)]
        .into_iter()
        .filter_map(|(name, value)| Some((name.into(), value?)))
        .collect()
}

/// What a person or group calls itself, else its account.
fn name_at(value: &Value, key: &str) -> Option<String> {
    let account = value.get(key)?;
    ["fullname", "name", "user"].iter().find_map(|key| line(text_at(account, key)?))
}

fn is_video(url: &str) -> bool {
    const VIDEOS: [&str; 5] = ["mp4", "webm", "mov", "qt", "m4v"];
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let extension = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    VIDEOS.contains(&extension.as_str())
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use jiff::civil::date;
    use serde_json::json;

    use super::*;

    /// The papers of an answer that is read without a word.
    #[track_caller]
    fn papers(answer: &Value) -> Vec<FoundPaper> {
        let answer = read("2025-10-30.json", &answer.to_string(), None);
        assert_eq!(answer.diagnostics, []);
        answer.papers
    }

    #[track_caller]
    fn paper(item: Value) -> FoundPaper {
        let mut papers = papers(&json!([item]));
        assert_eq!(papers.len(), 1);
        papers.remove(0)
    }

    #[test]
    fn an_item_becomes_a_paper_of_the_day() {
        let mut answer = read(
            "archive/2025-10-30.json",
            &json!([{
                "paper": {
                    "id": "2510.00010v2",
                    "title": "Sorting,\n  slowly",
                    "summary": "One\nline.\n  Another paragraph.\n\nA third.\n",
                    "authors": [
                        {"name": "Ada  Lovelace", "hidden": false},
                        {"name": "Nobody", "hidden": true},
                        {"name": " "},
                    ],
                    "publishedAt": "2025-10-28T23:30:00.000Z",
                    "upvotes": 14,
                    "githubRepo": " https://code.example/sort",
                    "githubStars": 120,
                    "projectPage": "javascript:alert(1)",
                    "ai_summary": "It sorts.",
                    "ai_keywords": ["sorting", "time"],
                    "withdrawnAt": "2025-11-01T00:00:00.000Z",
                },
                "publishedAt": "2025-10-29T01:00:00.000Z",
                "title": "Sorting, slowly",
                "mediaUrls": ["https://media.example/a.png", "https://media.example/b.mp4"],
                "thumbnail": "https://media.example/c.png",
                "numComments": 3,
                "submittedBy": {"name": "ada", "fullname": "Ada L."},
                "organization": {"name": "acme", "fullname": ""},
            }])
            .to_string(),
            None,
        );
        let url = |text| WebUrl::parse(text).expect("an address");
        let expected = FoundPaper {
            authors: vec![Author::new(crate::paper::Name::parse("Ada Lovelace"))],
            published: Some(date(2025, 10, 28).into()),
            arxiv: ArxivId::parse("2510.00010").map(|(id, _)| id),
            links: vec![
                ("code".to_owned(), url("https://code.example/sort")),
                ("video".to_owned(), url("https://media.example/b.mp4")),
            ],
            abstract_: vec!["One line.".into(), "Another paragraph.".into(), "A third.".into()],
            upvotes: Some(14),
            comments: Some(3),
            stars: Some(120),
            submitted_by: Some("Ada L.".into()),
            organization: Some("acme".into()),
            thumbnail: Some(url("https://media.example/c.png")),
            withdrawn: Some(String::new()),
            extra: vec![
                ("ai_summary".into(), Extra::Text("It sorts.".into())),
                ("ai_keywords".into(), Extra::Texts(vec!["sorting".into(), "time".into()])),
            ],
            ..FoundPaper::new("Sorting, slowly", date(2025, 10, 30))
        };
        assert_eq!(answer.papers.pop(), Some(expected));
        assert_eq!((answer.papers.len(), answer.hidden_authors, answer.bad_links), (0, 1, 1));
        assert_eq!(answer.diagnostics, []);
    }

    #[test]
    fn archives_wrap_items_as_strings_and_in_objects() {
        let plain = papers(&json!([{"paper": {"title": "Don't"}}]));
        assert_eq!(papers(&json!([r#"{'paper': {'title': "Don't", 'withdrawnAt': None}}"#])), plain);
        assert_eq!(papers(&json!({"count": 1, "data": [{"paper": {"title": "Don't"}}]})), plain);
        assert_eq!(papers(&json!({"title": "Don't"})), plain);
    }

    #[test]
    fn the_day_is_given_or_named_by_the_file_or_the_answer() {
        let day = |file, given| {
            let answer = read(file, r#"{"date": "2025-03-03", "data": [{"title": "A"}]}"#, given);
            answer.papers[0].day
        };
        assert_eq!(day("2025-03-04.json", Some(date(2025, 3, 5))), date(2025, 3, 5));
        assert_eq!(day("a/daily_papers-2025-03-04.json", None), date(2025, 3, 4));
        assert_eq!(day("2025-03-04-late.json", None), date(2025, 3, 4));
        assert_eq!(day("2025-02-30.json", None), date(2025, 3, 3));
        assert_eq!(day("é.json", None), date(2025, 3, 3));
        let items = r#"[{"paper": {"title": "A", "submittedOnDailyAt": "2025-03-03T23:30:00.000Z"}}, {"title": "B"}]"#;
        let answer = read("papers.json", items, None);
        let days: Vec<Day> = answer.papers.iter().map(|paper| paper.day).collect();
        assert_eq!((days.as_slice(), answer.diagnostics.len()), ([date(2025, 3, 3)].as_slice(), 1));
    }

    #[test]
    fn a_title_keeps_its_tex() {
        let title = |listed, own| paper(json!({"title": listed, "paper": {"title": own}})).title;
        assert_eq!(title("$L_2$ norms", "L_2 norms"), "$L_2$ norms");
        assert_eq!(title("Other words", "Its own"), "Its own");
        assert_eq!(title("\n", "Its own"), "Its own");
        assert_eq!(paper(json!({"title": "Listed", "paper": {}})).title, "Listed");
    }

    #[test]
    fn a_submitter_may_stand_in_the_item_or_the_paper() {
        let paper = paper(json!({
            "submittedBy": null,
            "paper": {"title": "A", "submittedOnDailyBy": {"user": "ada"}, "organization": {"fullname": "Acme"}},
        }));
        assert_eq!(paper.submitted_by.as_deref(), Some("ada"));
        assert_eq!(paper.organization.as_deref(), Some("Acme"));
    }

    #[test]
    fn what_is_no_arxiv_id_or_count_is_left_out() {
        let paper =
            paper(json!({"title": "A", "paper": {"id": "../../etc", "upvotes": -1, "githubStars": 1e30}}));
        assert_eq!(paper, FoundPaper::new("A", date(2025, 10, 30)));
    }

    #[test]
    fn an_instant_is_a_day_in_utc() {
        assert_eq!(utc_day("2025-10-30T23:30:00.000Z"), Some(date(2025, 10, 30)));
        assert_eq!(utc_day("2025-10-30T23:30:00-02:00"), Some(date(2025, 10, 31)));
        assert_eq!(utc_day("2025-10-30"), Some(date(2025, 10, 30)));
        assert_eq!(utc_day("yesterday"), None);
    }

    #[track_caller]
    fn check_problems(text: &str, papers: usize, expected: Expect) {
        let answer = read("2025-10-30.json", text, None);
        let problems = answer.diagnostics.iter().map(|diagnostic| {
            let place = &diagnostic.primary.as_ref().expect("a place").place;
            format!("{place}: {}: {}\n", diagnostic.code, diagnostic.message)
        });
        expected.assert_eq(&problems.collect::<String>());
        assert_eq!(answer.papers.len(), papers);
    }

    #[test]
    fn what_cannot_be_read_is_named_and_the_rest_is_read() {
        check_problems(
            r#"[1, "{'paper': }", {"paper": {"title": " "}}, {"title": "A"}, null]"#,
            1,
            expect![[r#"
                2025-10-30.json: bad-entry: entry 1 of this answer is no paper: it is neither an object nor one in Python's notation
                2025-10-30.json: bad-entry: entry 2 of this answer is no paper: it has a value that is no string, number, list or dictionary at character 11
                2025-10-30.json: bad-entry: entry 3 of this answer is no paper: it has no title
                2025-10-30.json: bad-entry: entry 5 of this answer is no paper: it is neither an object nor one in Python's notation
            "#]],
        );
        check_problems(
            "[\n {\"title\": }]",
            0,
            expect![[r#"
                2025-10-30.json:2:12: bad-json: this file is not valid JSON: expected value
            "#]],
        );
        check_problems(
            "",
            0,
            expect![[r#"
            2025-10-30.json:1:1: bad-json: this file is not valid JSON: EOF while parsing a value
        "#]],
        );
        check_problems(
            &"[".repeat(100_000),
            0,
            expect![[r#"
                2025-10-30.json:1:128: bad-json: this file is not valid JSON: recursion limit exceeded
            "#]],
        );
    }
}
