//! Commands that edit papers' files in place: `set`, `tag`, `mark`, `rate`, `note`.

use std::collections::BTreeMap;

use expect_test::expect;
use serde_json::{Value, json};

use crate::incremental::{Random, number};
use crate::site::{Site, paper};

#[test]
fn fields_are_set_in_the_files_of_papers() {
    let site = Site::new()
        .file("content/a.md", "---\ntitle: A # one\ndate: 2025-10-30\ntags: [x] # two\n---\nText.")
        .file("content/b.md", paper("B", "arxiv: '2401.00010'"));
    let run = site.run(&[
        "set",
        "status=read",
        "year=2015",
        "links.code=https://a.example/",
        "content/a.md",
        "2401.00010v2",
    ]);
    expect![[r#"
        content/a.md
        content/b.md
    "#]]
    .assert_eq(&run.stdout);
    run.succeeds().says(expect![[r#"
        Changed 2 papers
    "#]]);
    assert_eq!(
        site.read("content/a.md"),
        "---\ntitle: A # one\ndate: 2025-10-30\ntags: [x] # two\nstatus: read\nyear: 2015\nlinks: {code: https://a.example/}\n---\nText."
    );
    site.run(&["set", "status=", "tags=w, z", "a"]).succeeds();
    assert_eq!(
        site.read("content/a.md"),
        "---\ntitle: A # one\ndate: 2025-10-30\ntags: [w, z] # two\nyear: 2015\nlinks: {code: https://a.example/}\n---\nText."
    );
    site.run(&["set", "year=2015", "a"]).succeeds().says(expect![[r#"
        Changed 0 papers; 1 had nothing to change
    "#]]);
}

#[test]
fn tags_marks_ratings_and_notes_have_words_of_their_own() {
    let site = Site::new()
        .file("content/a.md", paper("A", "tags: [Sequence Models, b]"))
        .file("content/b.md", paper("B", "doi: 10.1000/X"));
    site.run(&["tag", "+new", "-sequence-models", "a", "https://doi.org/10.1000/x", "-q"]).succeeds();
    site.run(&["mark", "reading", "--where", "tag:new", "--quiet"]).succeeds();
    site.run(&["rate", "4", "https://a.example/list/papers/b/"]).succeeds();
    site.run(&["note", "One *thing*.", "b"]).succeeds();
    assert_eq!(
        site.read("content/a.md"),
        "---\ntitle: A\ndate: 2025-10-30\ntags: [b, new]\nstatus: reading\n---\nAn abstract.\n"
    );
    assert_eq!(
        site.read("content/b.md"),
        "---\ntitle: B\ndate: 2025-10-30\ndoi: 10.1000/X\ntags: [new]\nstatus: reading\nrating: 4\n---\nAn abstract.\n\n## Notes\n\nOne *thing*.\n"
    );
    site.run(&["mark", "none", "a"]).succeeds();
    site.run(&["rate", "0", "b"]).succeeds();
    assert!(!site.read("content/a.md").contains("status") && !site.read("content/b.md").contains("rating"));
}

#[test]
fn an_edit_that_makes_a_paper_invalid_changes_nothing() {
    let site = Site::new()
        .file("content/a.md", paper("A", ""))
        .file("content/b.md", paper("B", "arxiv: '2401.00010'"));
    let before = site.tree("content");
    site.run(&["set", "rating=9", "year=soon", "a", "b"]).fails(expect![[r#"
        error[wrong-type]: `year` must be a whole number, not text
         --> content/a.md:6:7
          |
        6 | year: soon
          |       ^^^^ expected a whole number

        error[wrong-type]: `year` must be a whole number, not text
         --> content/b.md:6:7
          |
        6 | year: soon
          |       ^^^^ expected a whole number

        error[out-of-range]: a rating cannot be 9
         --> content/a.md:5:9
          |
        5 | rating: 9
          |         ^ expected 1 to 5

        error[out-of-range]: a rating cannot be 9
         --> content/b.md:5:9
          |
        5 | rating: 9
          |         ^ expected 1 to 5

        error: nothing was changed: the edit of 2 papers cannot be made
    "#]]);
    site.run(&["set", "arxiv=2401.00010", "a"]).fails(expect![[r#"
        error[duplicate-arxiv]: arXiv 2401.00010 is listed twice
         --> content/b.md:4:8
          |
        4 | arxiv: '2401.00010'
          |        ^^^^^^^^^^^^ remove one of the two
          |
         ::: content/a.md:5:8
          |
        5 | arxiv: '2401.00010'
          |        ------------ the other one

        error: nothing was changed: the edit of 1 paper cannot be made
    "#]]);
    assert!(site.tree("content") == before);
}

#[test]
fn names_and_fields_that_are_unknown_are_all_told() {
    let site = Site::new().file("content/pointer.md", paper("A", ""));
    site.run(&["mark", "read", "ponter", "2401.00010"]).refuses(expect![[r#"
        error: no paper is called `ponter`: did you mean `pointer`?
               no paper is called `2401.00010`: `offprint list` shows the keys, and `--where FILTER` picks by more
    "#]]);
    site.run(&["set", "staus=read", "note=x", "a"]).refuses(expect![[r#"
        error: `staus` cannot be set: did you mean `stars`?
               `note` cannot be set: your own fields are set as `extra.note`
    "#]]);
    site.run(&["mark", "read"]).refuses(expect![[r#"
        error: name papers, or pick them with `--where FILTER`
    "#]]);
    site.run(&["mark", "read", "--where", "staus:x"]).refuses(expect![[r#"
        error[unknown-filter-key]: `staus:` is not a key of a filter
         --> filter:1:1
          |
        1 | staus:x
          | ^^^^^ did you mean `stars:`?

        error: the filter cannot be read
    "#]]);
}

#[test]
fn many_papers_that_a_filter_picks_are_changed_only_when_that_is_meant() {
    let site = (0..11).fold(Site::new(), |site, number| {
        site.file(&format!("content/p{number:02}.md"), paper("P", "tags: [x]"))
    });
    let before = site.tree("content");
    site.run(&["mark", "read", "--where", "tag:x"]).refuses(expect![[r#"
        error: the filter picks 11 papers to change: `--all` does that, `--dry-run` shows it
    "#]]);
    let run = site.run(&["tag", "-x", "--where", "key:p01,p02", "--dry-run"]);
    expect![[r#"
        content/p01.md
        - tags: [x]
        + tags: []
        content/p02.md
        - tags: [x]
        + tags: []
    "#]]
    .assert_eq(&run.stdout);
    run.succeeds().says(expect![[r#"
        Would change 2 papers
    "#]]);
    assert!(site.tree("content") == before);
    site.run(&["mark", "read", "--where", "tag:x", "--all"]).succeeds().says(expect![[r#"
        Changed 11 papers
    "#]]);
    site.run(&["mark", "read", "--where", "", "--all"]).succeeds().says(expect![[r#"
        Changed 0 papers; 11 had nothing to change
    "#]]);
}

#[cfg(unix)]
#[test]
fn a_file_opens_in_the_editor() {
    let site = Site::new()
        .file("content/a.md", paper("A", ""))
        .with_env("VISUAL", "")
        .with_env("EDITOR", "sed -i s/A/B/");
    site.run(&["note", "--edit", "a"]).succeeds();
    assert!(site.read("content/a.md").starts_with("---\ntitle: B\n"));
}

/// A file as the lines of each field, so that an edit may change one field's lines only.
struct Model {
    /// From the fence on, with a byte order mark.
    head: String,
    /// A field's name, and its lines. Comments on lines of their own have no name.
    fields: Vec<(&'static str, String)>,
    /// From the closing fence on.
    tail: String,
    /// What `list --json` must say.
    facts: BTreeMap<&'static str, Value>,
}

impl Model {
    fn new(random: &mut Random, index: usize) -> Model {
        let mut facts = BTreeMap::new();
        let mut fields = Vec::new();
        let (title, says) = random.pick_of(&[
            ("title:  Plain # a title\n", "Plain"),
            ("title: 'It''s: quoted'\n", "It's: quoted"),
            ("\"title\": \"\\u00e9t\\u00e9\"   # fr\n", "été"),
            ("title: >-\n  Folded\n  lines\n", "Folded lines"),
        ]);
        facts.insert("title_markdown", json!(says));
        fields.push(("title", (*title).to_owned()));
        fields.push(("date", "date: 2025-10-30\n".to_owned()));
        for (name, choices) in [
            (
                "status",
                &[
                    ("status:   unread   # soon\n", json!("unread")),
                    ("status: 'reading'\n", json!("reading")),
                    ("status:\n", json!(null)),
                ][..],
            ),
            (
                "tags",
                &[
                    ("tags: [a, 'b, c'] # kept\n", json!(["a", "b, c"])),
                    ("tags:\n  - a # one\n  # between\n  - \"b\"\n\n", json!(["a", "b"])),
                    ("tags:\n-   a\n-   'No'\n", json!(["a", "No"])),
                    ("tags: one\n", json!(["one"])),
                    ("tags: [\n  a, # first\n  b,\n]\n", json!(["a", "b"])),
                ],
            ),
            ("organization", &[("organization: Müller & Co # x\n", json!("Müller & Co"))]),
            (
                "",
                &[
                    ("# a comment: with a colon\n", json!(null)),
                    ("\n", json!(null)),
                    ("# tags: [x]\n", json!(null)),
                ],
            ),
            (
                "links",
                &[
                    ("links:\n    pdf: https://a.example/a # p\n", json!(null)),
                    ("links: {pdf: https://a.example/a}\n", json!(null)),
                ],
            ),
            (
                "extra",
                &[(
                    "extra:\n  list: [1, {a: b}]\n  text: |\n    # no comment\n    status: read\n",
                    json!(null),
                )],
            ),
            ("rating", &[("rating: 3 # stars\n", json!(3))]),
        ] {
            if random.below(3) > 0 {
                let (text, says) = random.pick_of(choices);
                if !matches!(name, "" | "links" | "extra") {
                    facts.insert(name, says.clone());
                }
                fields.push((name, (*text).to_owned()));
            }
        }
        let mut head = "---\n".to_owned();
        let body = ["", "Text.", "Text.\n\n## Notes\n\ntags: [not these]\n", "\n---\n# status: read\n"];
        let mut tail = format!("{}\n{}", random.pick(&["---", "...", "---  "]), random.pick(&body));
        if random.below(3) == 0 {
            head = head.replace('\n', "\r\n");
            tail = tail.replace('\n', "\r\n");
            fields.iter_mut().for_each(|(_, text)| *text = text.replace('\n', "\r\n"));
        }
        if random.below(4) == 0 {
            head.insert(0, '\u{FEFF}');
        }
        facts.insert("key", json!(format!("p{index}")));
        Model { head, fields, tail, facts }
    }

    fn text(&self) -> String {
        let fields: String = self.fields.iter().map(|(_, text)| text.as_str()).collect();
        format!("{}{fields}{}", self.head, self.tail)
    }

    /// Takes over what became of a field; everything else must be as it was.
    fn update(&mut self, field: &'static str, after: &str, edit: &str) {
        let before = self.text();
        let index = self.fields.iter().position(|(name, _)| *name == field).unwrap_or_else(|| {
            self.fields.push((field, String::new()));
            self.fields.len() - 1
        });
        let lines =
            |fields: &[(&str, String)]| fields.iter().map(|(_, text)| text.as_str()).collect::<String>();
        let start = format!("{}{}", self.head, lines(&self.fields[..index]));
        let end = format!("{}{}", lines(&self.fields[index + 1..]), self.tail);
        let middle = after.strip_prefix(&start).and_then(|rest| rest.strip_suffix(&end));
        let middle = middle.unwrap_or_else(|| panic!("{edit} changed more:\n{before:?}\n{after:?}"));
        let old = &self.fields[index].1;
        // Values of one line keep the comment behind them.
        for comment in [" # a title", "   # fr", "   # soon", " # kept", " # x", " # stars"] {
            let has_comment = |lines: &str| lines.trim_end().ends_with(comment);
            assert!(
                !has_comment(old) || has_comment(middle),
                "{edit} lost a comment:\n{before:?}\n{after:?}"
            );
        }
        if middle.is_empty() {
            self.fields.remove(index);
        } else {
            self.fields[index].1 = middle.to_owned();
        }
    }
}

#[test]
fn random_edits_change_what_they_set_and_nothing_else() {
    let mut random = Random::new();
    let site = Site::new();
    let mut models: Vec<Model> = (0..8).map(|index| Model::new(&mut random, index)).collect();
    for (index, model) in models.iter().enumerate() {
        site.write(&format!("content/p{index}.md"), model.text());
    }
    let odd = [
        "A: b",
        "#x, y",
        "No",
        "1984",
        "it's",
        "\"q\"",
        "[x] {y}",
        "x # y",
        "ends:",
        "été \u{85} x",
        "- x",
        "$\\alpha$",
        "深層",
    ];
    for _ in 0..number("OFFPRINT_STEPS").unwrap_or(80) {
        let index = random.below(models.len());
        let key = format!("p{index}");
        let (field, fact, value, words): (&str, &str, Value, Vec<String>) = match random.below(6) {
            0 => {
                let status = random.pick(&["unread", "reading", "read"]);
                ("status", "status", json!(status), vec!["mark".into(), status.into(), key])
            }
            1 => {
                let stars = 1 + random.below(5);
                ("rating", "rating", json!(stars), vec!["rate".into(), stars.to_string(), key])
            }
            2 | 3 => {
                let tag = random.pick(&["a", "b", "x, y", "C++", "No", "one: two", "#7"]).to_owned();
                let mut tags = models[index].facts.get("tags").cloned().unwrap_or(json!([]));
                let list = tags.as_array_mut().expect("tags are a list");
                let is_there = list.contains(&json!(tag));
                let flag = if random.below(2) == 0 {
                    if !is_there {
                        list.push(json!(tag));
                    }
                    format!("+{tag}")
                } else {
                    list.retain(|known| *known != json!(tag));
                    format!("-{tag}")
                };
                ("tags", "tags", tags, vec!["tag".into(), flag, key])
            }
            choice => {
                let (field, fact) =
                    if choice == 4 { ("organization", "organization") } else { ("title", "title_markdown") };
                let text = random.pick(&odd);
                (field, fact, json!(text), vec!["set".into(), format!("{field}={text}"), key])
            }
        };
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        site.run(&words).succeeds();
        let after = site.read(&format!("content/p{index}.md"));
        models[index].update(field, &after, &words.join(" "));
        models[index].facts.insert(fact, value);
    }
    let listed: Vec<Value> =
        serde_json::from_str(&site.run(&["list", "--json"]).succeeds().stdout).expect("it is JSON");
    for model in &models {
        let paper = listed.iter().find(|paper| paper["key"] == model.facts["key"]).expect("it is listed");
        for (fact, value) in &model.facts {
            assert_eq!(paper[*fact], *value, "{fact} of\n{}", model.text());
        }
    }
}
