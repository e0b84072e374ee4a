//! Edits of any kind, on files of any kind: the rest of each file is untouched byte for byte, and what
//! was set is what `list --json` says.
//!
//! Edits are random; the seed is printed and can be set with `OFFPRINT_SEED`, the number of edits
//! with `OFFPRINT_STEPS`.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::incremental::{number, random};
use crate::random::Random;
use crate::site::Site;

/// After so many edits the files are made anew.
const EDITS_OF_A_SITE: u64 = 50;

const EDITS_BETWEEN_LISTS: u64 = 5;

const FILES: usize = 6;

/// A file in stretches, each of which is one field's or nobody's.
#[derive(Clone, Debug)]
struct File {
    path: String,
    /// A byte order mark, and the fence.
    head: String,
    stretches: Vec<Stretch>,
    /// The other fence, and the body.
    tail: String,
}

#[derive(Clone, Debug)]
struct Stretch {
    /// None of a comment or a blank line.
    field: Option<&'static str>,
    text: String,
}

impl File {
    fn text(&self) -> String {
        let stretches: String = self.stretches.iter().map(|stretch| stretch.text.as_str()).collect();
        [&self.head, &stretches, &self.tail].map(String::as_str).concat()
    }

    /// Whether a field has an anchor: an edit of it would change what stands elsewhere, too.
    fn is_anchored(&self, field: &str) -> bool {
        self.stretches.iter().any(|stretch| stretch.field == Some(field) && stretch.text.contains('&'))
    }
}

const FIELDS: [(&str, &[&str]); 12] = [
    (
        "authors",
        &["authors:\n  - Ada Lovelace # first\n  - {name: Lab, literal: true}\n", "authors: [Ada,\n  Bo]\n"],
    ),
    (
        "status",
        &[
            "status: unread\n",
            "status:   'reading'   # soon\n",
            "\"status\": \"read\"\n",
            "status:\n",
            "status: # later\n",
            "status : unread\n",
        ],
    ),
    ("rating", &["rating: 3\n", "rating: 5 # best\n", "rating: ~\n"]),
    (
        "tags",
        &[
            "tags: [a, 'b c'] # flow\n",
            "tags:\n  - a # one\n  # between\n  - \"b c\"\n",
            "tags:\n- a\n\n- No tag\n",
            "tags: [\n    a, # one\n    b c\n  ]\n",
            "tags: a\n",
            "tags: []\n",
            "tags: [\n  a, # first\n  b c,\n]\n",
            "tags:\n",
            "tags: &shared [a, b c]\n",
            "tags:\n-   a\n-   !!str 1984\n",
        ],
    ),
    (
        "summary",
        &[
            "summary: A line.\n",
            "summary: >-\n  Folded: a\n  # line.\n\n  More.\n",
            "summary: '{{ x }}' # braces\n",
            "summary: \"tab\\there\"\n",
            "summary: one\n  two # three\n",
        ],
    ),
    (
        "venue",
        &[
            "venue: {name: Memoirs, short: M} # flow\n",
            "venue: Memoirs\n",
            "venue:\n  name: Memoirs # long\n\n  url: https://m.example/\n",
        ],
    ),
    ("year", &["year: 1843\n"]),
    (
        "links",
        &[
            "links: {code: 'https://a.example/x,y', pdf: https://b.example/}\n",
            "links:\n    pdf: https://b.example/ # print\n",
            "links:\n  # one\n  code: https://a.example/\n",
        ],
    ),
    (
        "extra",
        &[
            "extra: {shelf: 3, a: &x [1, 2], b: *x}\n",
            "extra:\n  deep:\n    - {a: 1}\n    - |\n      text\n  shelf: old # here\n",
            "extra:\n    'odd key': [x, {y: z}]\n",
        ],
    ),
    ("organization", &["organization: \"Example Labs\"\n"]),
    ("upvotes", &["upvotes: 3\n", "upvotes:    0012\n"]),
    ("published", &["published: 2015-06\n"]),
];

const TITLES: [&str; 7] = [
    "title: One\n",
    "title: 'It''s: one' # first\n",
    "\"title\":  \"Tab\\there\"\n",
    "title: >\n  Folded\n  title\n",
    "title: |-\n  Literal # title\n",
    "title: One\n  more\n",
    "\"title\": \"\\u00e9t\\u00e9\"   # fr\n",
];

const BODIES: [&str; 8] = [
    "",
    "Text.\n",
    "Text without an end",
    "Text.\n\n## Notes\n\nMine.\n",
    "Notes\n=====\nMine.\n\n\n",
    "# Notes\n",
    "```\n## Notes\n```\n",
    "---\ntitle: no\n---\n",
];

/// Texts that YAML would take for something else.
const TEXTS: [&str; 22] = [
    "plain",
    "a: b",
    "#x",
    "x # y",
    "No",
    "1984",
    "1e3",
    "it's",
    "\"quoted\"",
    "[x]",
    "{a: b}",
    "ends:",
    "~",
    "- x",
    "*x",
    "&x",
    "{{ x }}",
    "深層学習 👩‍🔬",
    "\\alpha and $x_1$",
    "tab\there",
    "C:\\new",
    "שלום",
];

/// Tags that differ in letters: others would be one tag.
const TAGS: [&str; 12] = [
    "plain",
    "p: q",
    "#x",
    "No",
    "1984",
    "it's",
    "[y]",
    "ends:",
    "- z",
    "深層学習",
    "c, d",
    "sequence models",
];

fn file(random: &mut Random, number: usize) -> File {
    let mut stretches =
        vec![stretch("title", random.pick(&TITLES)), stretch("date", "date: 2025-10-30\n   # indented\n")];
    for (field, texts) in FIELDS {
        if random.below(2) == 0 {
            stretches.push(stretch(field, random.pick(texts)));
        }
    }
    for text in ["# a comment\n", "\n", "# summary: no\n"] {
        stretches.push(Stretch { field: None, text: text.to_owned() });
    }
    for last in (1..stretches.len()).rev() {
        let other = random.below(last + 1);
        stretches.swap(last, other);
    }
    if let Some(at) = stretches.iter().position(|stretch| stretch.text.contains("&shared")) {
        stretches.insert(at + 1, Stretch { field: None, text: "awards: *shared\n".to_owned() });
    }
    let body = random.pick(&BODIES);
    let closing = match (body.is_empty(), random.below(4)) {
        (true, 0) => "---",
        (_, 1) => "...\n",
        (_, 2) => "---  \n",
        _ => "---\n",
    };
    let mark = if random.below(3) == 0 { "\u{FEFF}" } else { "" };
    let end = if random.below(3) == 0 { "\r\n" } else { "\n" };
    let lines = |text: &str| text.replace('\n', end);
    stretches.iter_mut().for_each(|stretch| stretch.text = lines(&stretch.text));
    File {
        path: format!("content/p{number}.md"),
        head: format!("{mark}{}", lines("---\n")),
        stretches,
        tail: lines(&format!("{closing}{body}")),
    }
}

fn stretch(field: &'static str, text: &str) -> Stretch {
    Stretch { field: Some(field), text: text.to_owned() }
}

/// A command, and what it does to a paper.
struct Edit {
    arguments: Vec<String>,
    /// None where the body is changed.
    field: Option<&'static str>,
    /// What becomes of the paper as `list --json` shows it.
    effect: Effect,
}

type Effect = Box<dyn Fn(&mut Map<String, Value>)>;

fn edit(random: &mut Random, key: &str) -> Edit {
    let text = random.pick(&TEXTS);
    let set = |typed: String, field, effect: Effect| Edit {
        arguments: ["set", &typed, key].map(str::to_owned).to_vec(),
        field: Some(field),
        effect,
    };
    let value = |name: &'static str, value: Value| -> Effect {
        Box::new(move |paper| {
            paper.insert(name.to_owned(), value.clone());
        })
    };
    let command = |words: &[&str], field, effect| Edit {
        arguments: words.iter().chain(&[key]).map(|word| (*word).to_owned()).collect(),
        field,
        effect,
    };
    match random.below(13) {
        0 => set(format!("title={text}"), "title", value("title_markdown", json!(text))),
        1 => set(format!("summary={text}"), "summary", value("summary", json!(text))),
        2 => set("summary=".to_owned(), "summary", value("summary", Value::Null)),
        3 => set(format!("organization= {text} "), "organization", value("organization", json!(text))),
        4 => {
            let venue = random.pick(&["Journal: Letters", "NeurIPS", "#venue"]);
            let effect = move |paper: &mut Map<String, Value>| {
                paper.insert("venue".to_owned(), json!(venue));
                paper.insert("venue_short".to_owned(), Value::Null);
                paper.insert("venue_url".to_owned(), Value::Null);
            };
            set(format!("venue={venue}"), "venue", Box::new(effect))
        }
        5 => {
            // A venue without a name is called as its short one.
            let effect = move |paper: &mut Map<String, Value>| {
                if paper["venue"].is_null() || paper["venue"] == paper["venue_short"] {
                    paper.insert("venue".to_owned(), json!(text));
                }
                paper.insert("venue_short".to_owned(), json!(text));
            };
            set(format!("venue.short={text}"), "venue", Box::new(effect))
        }
        6 => {
            let year = 1990 + random.below(30);
            set(format!("year={year}"), "year", value("year", json!(year)))
        }
        7 => {
            let url = random.pick(&["https://c.example/a,b", "https://c.example/#x", "https://c.example/"]);
            set(format!("links.code={url}"), "links", below("links", "code", json!(url)))
        }
        8 => {
            let number = text.parse::<u64>();
            let shelf = number.map_or(json!(text), |number| json!(number));
            set(format!("extra.shelf={text}"), "extra", below("extra", "shelf", shelf))
        }
        9 => {
            let (added, removed) = (random.pick(&TAGS), random.pick(&["a", "B C", "plain"]));
            let effect = move |paper: &mut Map<String, Value>| {
                let tags = paper["tags"].as_array_mut().expect("tags are a list");
                tags.retain(|tag| !tag.as_str().expect("a text").eq_ignore_ascii_case(removed));
                if !tags.contains(&json!(added)) {
                    tags.push(json!(added));
                }
            };
            let (added, removed) = (format!("+{added}"), format!("-{removed}"));
            command(&["tag", &added, &removed], Some("tags"), Box::new(effect))
        }
        10 => {
            let status = random.pick(&["unread", "reading", "read", "none"]);
            let known = if status == "none" { Value::Null } else { json!(status) };
            command(&["mark", status], Some("status"), value("status", known))
        }
        11 => {
            let stars = random.below(6);
            let known = if stars == 0 { Value::Null } else { json!(stars) };
            command(&["rate", &stars.to_string()], Some("rating"), value("rating", known))
        }
        _ => {
            let effect = move |paper: &mut Map<String, Value>| {
                let notes = match paper["notes"].as_str() {
                    Some(notes) => format!("{notes}\n\n{text}"),
                    None => text.to_owned(),
                };
                paper.insert("notes".to_owned(), json!(notes));
            };
            // A text that begins with a hyphen would be a flag.
            Edit {
                arguments: ["note", "--", text, key].map(str::to_owned).to_vec(),
                ..command(&[], None, Box::new(effect))
            }
        }
    }
}

fn below(map: &'static str, name: &'static str, value: Value) -> Effect {
    Box::new(move |paper| {
        paper[map].as_object_mut().expect("a map").insert(name.to_owned(), value.clone());
    })
}

/// Every paper as `list --json` shows it, by path.
fn listed(site: &Site) -> BTreeMap<String, Map<String, Value>> {
    // Line ends within texts are those of the file.
    let json = site.run(&["list", "--json"]).succeeds().stdout.replace("\\r\\n", "\\n");
    let papers: Vec<Map<String, Value>> = serde_json::from_str(&json).expect("it is JSON");
    let path = |paper: &Map<String, Value>| paper["path"].as_str().expect("a path").to_owned();
    papers.into_iter().map(|paper| (path(&paper), paper)).collect()
}

/// Takes over what an edit made of a file, if it changed nothing but what it is about.
fn take_over(file: &mut File, field: Option<&'static str>, after: &str) -> Result<(), String> {
    let Some(field) = field else {
        let added = after.strip_prefix(&file.text()).ok_or("the note is not at the end")?;
        file.tail.push_str(added);
        return Ok(());
    };
    let known = file.stretches.iter().position(|stretch| stretch.field == Some(field));
    let (before, behind) = file.stretches.split_at(known.unwrap_or(file.stretches.len()));
    let join =
        |stretches: &[Stretch]| stretches.iter().map(|stretch| stretch.text.as_str()).collect::<String>();
    let before = format!("{}{}", file.head, join(before));
    let behind = format!("{}{}", join(behind.get(1..).unwrap_or_default()), file.tail);
    let text = after.strip_prefix(&before).ok_or("something before the field is changed")?;
    let text = text.strip_suffix(&behind).ok_or("something behind the field is changed")?.to_owned();
    let line_end = if file.head.ends_with("\r\n") { "\r\n" } else { "\n" };
    let is_crlf_whole = !text.replace("\r\n", "").contains(['\r'])
        && (line_end == "\n" || !text.replace("\r\n", "").contains('\n'));
    if !is_crlf_whole {
        return Err("line ends are mixed".to_owned());
    }
    match known {
        Some(at) => file.stretches[at].text = text,
        None => file.stretches.push(Stretch { field: Some(field), text }),
    }
    file.stretches.retain(|stretch| !stretch.text.is_empty());
    Ok(())
}

#[test]
fn a_thousand_edits_change_what_they_are_about_and_nothing_else() {
    let mut random = random();
    let steps = number("OFFPRINT_STEPS").unwrap_or(1000);
    let mut made = 0;
    while made < steps {
        let mut files: Vec<File> = (0..FILES).map(|number| file(&mut random, number)).collect();
        let site = files.iter().fold(Site::new(), |site, file| site.file(&file.path, file.text()));
        let mut papers = listed(&site);
        assert_eq!(papers.len(), FILES);
        for _ in 0..EDITS_OF_A_SITE.min(steps - made) {
            made += 1;
            let number = random.below(FILES);
            let file = &mut files[number];
            let edit = edit(&mut random, &format!("p{number}"));
            let arguments: Vec<&str> = edit.arguments.iter().map(String::as_str).collect();
            let run = site.run(&arguments);
            let context = || format!("edit {made}: {arguments:?}\n{}\n{}", file.text(), run.stderr);
            let may_be_refused = edit.field.is_some_and(|field| file.is_anchored(field));
            assert!(run.code == 0 || run.code == 1 && may_be_refused, "{}", context());
            if run.code == 0 {
                let after = site.read(&file.path);
                let mut changed = file.clone();
                take_over(&mut changed, edit.field, &after)
                    .unwrap_or_else(|fault| panic!("{fault}: {}\n{after}", context()));
                let paper = papers.get_mut(&file.path).expect("it is listed");
                (edit.effect)(paper);
                *file = changed;
            }
            for file in &files {
                assert_eq!(site.read(&file.path), file.text(), "edit {made}: {arguments:?}");
            }
            if !made.is_multiple_of(EDITS_BETWEEN_LISTS) && made < steps {
                continue;
            }
            let listed = listed(&site);
            for (path, expected) in &mut papers {
                // The title as plain text is for others to test.
                expected.insert("title".to_owned(), listed[path]["title"].clone());
                assert_eq!(&listed[path], expected, "up to edit {made}: {arguments:?}");
            }
        }
    }
}
