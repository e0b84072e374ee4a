//! `offprint import`: lists of others become content files.

use std::path::Path;

use expect_test::expect;

use crate::site::{Site, paper};

const ANSWER: &str = r#"[
  {"paper": {"id": "2510.00010", "title": "Sorting\n  Slowly", "summary": "We sort.",
             "authors": [{"name": "Ada Lovelace"}, {"name": "Nobody", "hidden": true}],
             "publishedAt": "2025-10-28T12:00:00.000Z", "upvotes": 14, "projectPage": "about:blank"}},
  "{'paper': {'id': '2510.00020', 'title': \"Sorting *Fast*\", 'upvotes': 3}}"
]"#;

const LISTING: &str = "Daily Papers

Oct 30

Sorting Slowly

We sort.

  • 4 authors
·
Oct 28 14

Sorting *Fast*

# We hurry.

  • 1 authors
·
May 3, 2023

Sorting Together

We meet.

acme-labs Acme Labs
·
May 3, 2024
";

#[test]
fn answers_become_files_under_the_day_of_their_name() {
    let site = Site::new().file("in/2025-10-30.json", ANSWER);
    let run = site.run(&["import", "hf", "in/2025-10-30.json"]).succeeds();
    run.says(expect![[r#"
        Imported 2 new papers under 1 day; 0 already in the list; 1 hidden author left out; 1 broken link left out
    "#]]);
    assert_eq!(site.listing("content"), "2025-10-30/2510.00010.md\n2025-10-30/2510.00020.md\n");
    expect![[r#"
        ---
        title: Sorting Slowly
        authors:
          - Ada Lovelace
        published: 2025-10-28
        arxiv: '2510.00010'
        upvotes: 14
        ---
        We sort.
    "#]]
    .assert_eq(&site.read("content/2025-10-30/2510.00010.md"));
    site.run(&["check", "--strict"]).succeeds();
}

#[test]
fn a_second_import_adds_nothing() {
    let site = Site::new().file("2025-10-30.json", ANSWER);
    site.run(&["import", "hf", "2025-10-30.json"]).succeeds();
    let before = site.tree("content");
    site.run(&["import", "hf", "2025-10-30.json", "--date", "2025-11-01"]).succeeds().says(expect![[r#"
        Imported 0 new papers under 0 days; 2 already in the list; 1 hidden author left out; 1 broken link left out
    "#]]);
    assert_eq!(site.tree("content"), before);
}

#[test]
fn what_is_broken_in_one_file_does_not_stop_the_others() {
    let site = Site::new()
        .file("2025-10-29.json", "[{\"title\": }]")
        .file("2025-10-30.json", r#"[{"title": "A"}, {}, 1, 2, 3]"#)
        .file("latest.json", r#"[{"title": "B"}]"#);
    site.run(&["import", "hf", "2025-10-29.json", "2025-10-30.json", "latest.json"]).fails(expect![[r#"
        error[bad-json]: this file is not valid JSON: expected value
         --> 2025-10-29.json:1:12
          |
        1 | [{"title": }]
          |            ^
          |
          = help: save the answer again, whole: it begins with `[` and ends with `]`

        error[bad-entry]: entry 2 of this answer is no paper: it has no title
        --> 2025-10-30.json
         = help: it is left out
         --> 2025-10-30.json: entry 3 of this answer is no paper: it is neither an object nor one in Python's notation; it is left out
         --> 2025-10-30.json: entry 4 of this answer is no paper: it is neither an object nor one in Python's notation; it is left out
         --> 2025-10-30.json: entry 5 of this answer is no paper: it is neither an object nor one in Python's notation; it is left out

        error[no-day]: nothing says under which day these papers are listed
        --> latest.json
         = help: name the file after the day, such as `2025-10-30.json`, or give `--date`

        Imported 1 new paper under 1 day; 0 already in the list
    "#]]);
    assert_eq!(site.listing("content"), "2025-10-30/a.md\n");
}

#[test]
fn a_file_that_cannot_be_read_stops_the_import_before_it_begins() {
    let site = Site::new().file("2025-10-30.json", ANSWER);
    site.run(&["import", "hf", "2025-10-30.json", "missing.json"]).refuses(expect![[r#"
        error: missing.json: No such file or directory (os error 2)
    "#]]);
    assert!(!site.exists("content"));
}

#[test]
fn a_type_that_no_citation_has_is_left_out_by_itself() {
    let lines = r#"{"title": "A", "date": "2025-10-30", "type": "journal-article", "venue": "Engines"}
{"title": "B", "date": "2025-10-30", "type": "Podcast"}"#;
    let site = Site::new().file("list.jsonl", lines);
    let run = site.run(&["import", "jsonl", "list.jsonl"]).succeeds();
    expect![[r#"
        warning[unread-value]: `type` of this line cannot be read
         --> list.jsonl:2:38
          |
        2 | {"title": "B", "date": "2025-10-30", "type": "Podcast"}
          |                                      ^^^^^^ it is left out

        Imported 2 new papers under 1 day; 0 already in the list
    "#]]
    .assert_eq(&run.stderr);
    assert!(site.read("content/2025-10-30/a.md").contains("\ntype: article\n"));
    assert!(!site.read("content/2025-10-30/b.md").contains("type:"));
}

#[test]
fn a_value_that_no_file_can_hold_is_left_out_by_itself() {
    let nested = |depth| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    let lines = [
        r#"{"title": "A", "date": "2025-10-30", "aliases": ["old/a", "/old/b/"]}"#.to_owned(),
        format!(r#"{{"title": "B", "date": "2025-10-30", "extra": {{"a": {}}}}}"#, nested(30)),
        format!(r#"{{"title": "C", "date": "2025-10-30", "extra": {{"a": {}, "b": 1}}}}"#, nested(63)),
    ];
    let site = Site::new().file("list.jsonl", lines.join("\n"));
    let run = site.run(&["import", "jsonl", "list.jsonl"]).succeeds();
    expect![[r#"
        warning[unread-value]: `aliases` of this line cannot be read
         --> list.jsonl:1:38
          |
        1 | {"title": "A", "date": "2025-10-30", "aliases": ["old/a", "/old/b/"]}
          |                                      ^^^^^^^^^ it is left out

        warning[unread-value]: `extra` of this line cannot be read
         --> list.jsonl:3:38
          |
        3 | {"title": "C", "date": "2025-10-30", "extra": {"a": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]...
          |                                      ^^^^^^^ it is left out

        Imported 3 new papers under 1 day; 0 already in the list
    "#]].assert_eq(&run.stderr);
    site.run(&["build", "--strict"]).succeeds();
    assert!(site.exists("public/old/b/index.html"));
    assert!(site.read("content/2025-10-30/b.md").contains("[[["));
    assert!(site.read("content/2025-10-30/c.md").ends_with("extra:\n  b: 1\n---\n"));
}

#[test]
fn a_paper_that_no_file_can_hold_is_an_error() {
    let authors = vec![r#"{"name": "A"}"#; 200_000].join(",");
    let answer = format!(r#"[{{"title": "Everybody", "authors": [{authors}]}}]"#);
    let site = Site::new().file("2025-10-30.json", answer);
    site.run(&["import", "hf", "2025-10-30.json"]).fails(expect![[r#"
        error[unusable-paper]: a paper cannot be written such that it can be read: Everybody
         |
         = help: this is not valid YAML: budget breached: Nodes { nodes: 200001 }

        Imported 0 new papers under 0 days; 0 already in the list
    "#]]);
    assert!(!site.exists("content"));
}

#[test]
fn files_of_the_list_that_have_errors_are_counted() {
    let site = Site::new()
        .file("content/a.md", "---\ntitle: A\ndate: 2025-10-30\nauther: Ada\n---\n")
        .file("2025-10-30.json", r#"[{"title": "B"}]"#);
    site.run(&["import", "hf", "2025-10-30.json"]).succeeds().says(expect![[r#"
        Imported 1 new paper under 1 day; 0 already in the list
        Partly read 1 file of the list, which has errors: `offprint check` shows them
    "#]]);
}

#[test]
fn a_listing_keeps_its_order_under_the_day_of_the_capture() {
    let site = Site::new().file("listing.txt", LISTING);
    let run = site.run(&["import", "capture", "listing.txt", "--captured-on", "2025-10-30"]).succeeds();
    run.says(expect![[r#"
        warning[incomplete-entry]: this entry does not say how many authors there are
          --> listing.txt:21:1
           |
        21 | Sorting Together
           | ^^^^^^^^^^^^^^^^ it is left out
           |
           = help: `--incomplete` imports what is there

        Imported 2 new papers under 1 day; 0 already in the list; 1 incomplete entry left out
    "#]]);
    assert_eq!(site.listing("content"), "2025-10-30/sorting-fast.md\n2025-10-30/sorting-slowly.md\n");
    expect![[r#"
        ---
        title: Sorting Slowly
        author_count: 4
        published: 2025-10-28
        weight: 1
        extra:
          listed_count: 14
        ---
        We sort.
    "#]]
    .assert_eq(&site.read("content/2025-10-30/sorting-slowly.md"));
    expect![[r#"
        ---
        title: Sorting \*Fast\*
        author_count: 1
        published: 2023-05-03
        weight: 2
        ---
        \# We hurry.
    "#]]
    .assert_eq(&site.read("content/2025-10-30/sorting-fast.md"));
    site.run(&["check", "--strict"]).succeeds();

    let run = site.run(&["import", "capture", "listing.txt", "--captured-on", "2025-10-30", "--incomplete"]);
    run.succeeds().says(expect![[r#"
        Imported 1 new paper under 1 day; 2 already in the list
    "#]]);
    expect![[r#"
        ---
        title: Sorting Together
        published: 2024-05-03
        weight: 3
        organization: Acme Labs
        ---
        We meet.
    "#]]
    .assert_eq(&site.read("content/2025-10-30/sorting-together.md"));
}

#[test]
fn papers_of_a_listing_may_be_listed_under_their_own_dates() {
    let site = Site::new().file("listing.txt", LISTING);
    let arguments =
        ["import", "capture", "listing.txt", "--captured-on", "2025-10-30", "--group-by", "published"];
    site.run(&arguments).succeeds();
    assert_eq!(site.listing("content"), "2023-05-03/sorting-fast.md\n2025-10-28/sorting-slowly.md\n");
}

#[test]
fn the_day_of_the_capture_is_asked_for() {
    let site = Site::new().file("listing.txt", LISTING);
    site.run(&["import", "capture", "listing.txt"]).refuses(expect![[r#"
        error: the text does not say in which year it was copied: give the day of the copy, `--captured-on YYYY-MM-DD`
    "#]]);
    site.run(&["import", "capture", "listing.txt", "--group-by", "published"]).refuses(expect![[r#"
        error: listing.txt:11:1: the date `Oct 28` has no year: give the day of the copy, `--captured-on YYYY-MM-DD`
    "#]]);
    site.run(&["import", "capture", "listing.txt", "--captured-on", "Oct 30"]).refuses(expect![[r#"
        error: `--captured-on Oct 30` is no day: write the whole date: YYYY-MM-DD
    "#]]);
    assert!(!site.exists("content"));
}

#[test]
fn records_of_ris_and_of_medline_become_papers() {
    let site = Site::new()
        .file("a.ris", "TY  - CONF\r\nAU  - Lovelace, Ada\r\nTI  - Sorting\r\nT2  - Engines\r\nDA  - 2021/06//\r\nSP  - 1\r\nEP  - 9\r\nER  - \r\n\r\nTY  - JOUR\r\nTI  - Undated\r\nER  - \r\n")
        .file("a.nbib", "PMID- 17\nTI  - Sorting twice.\nFAU - Lovelace, Ada\nAU  - Lovelace A\nDP  - 2022 Mar 5\nJT  - Engines\n");
    site.run(&["import", "ris", "a.ris", "a.nbib"]).fails(expect![[r#"
        error[no-day]: nothing says under which day record 2 of this file is listed
          --> a.ris:10:1
           |
        10 | TY  - JOUR
           | ^^^^^^^^^^ it is left out: give it a date, or all that have none `--date YYYY-MM-DD`

        Imported 2 new papers under 2 days; 0 already in the list
    "#]]);
    expect![[r#"
        ---
        title: Sorting
        authors:
          - Ada Lovelace
        published: 2021-06
        venue: Engines
        year: 2021
        type: inproceedings
        pages: '1-9'
        ---
    "#]]
    .assert_eq(&site.read("content/2021-06-01/sorting.md"));
    site.run(&["check", "--strict"]).succeeds();
    let run = site.run(&["import", "ris", "a.ris", "--date", "2025-10-30"]);
    run.succeeds().says(expect![[r#"
        note[known-paper]: the paper of `Sorting` is in the list already
         --> a.ris:1:1
          |
        1 | TY  - CONF
          | ^^^^^^^^^^ it is content/2021-06-01/sorting.md

        Imported 1 new paper under 1 day; 1 already in the list
    "#]]);
    // Each import knows the files of the others.
    site.run(&["import", "bibtex", "a.ris"]).succeeds().says(expect![[r#"
        warning[no-entry]: there is no entry of BibTeX in this file
        --> a.ris
         = help: `offprint import ris` reads files like this

        Imported 0 new papers under 0 days; 0 already in the list
    "#]]);
}

#[test]
fn a_file_is_known_by_its_beginning() {
    let site = Site::new()
        .file("a", "TY  - JOUR\nTI  - A\nPY  - 2021\nER  - \n")
        .file("b", "% mine\n@article{b, title = {B}, year = 2022}\n")
        .file("c", "{\"title\": \"C\", \"date\": \"2023\"}\n")
        .file("d", "Dear reader,\n");
    site.run(&["import", "--quiet", "a", "b", "c"]).succeeds();
    assert_eq!(site.listing("content"), "2021-01-01/a.md\n2022-01-01/b.md\n2023-01-01/c.md\n");
    site.run(&["import", "a", "--date", "2025-10-30", "--update"]).succeeds();
    site.run(&["import", "--update", "bibtex", "b"]).succeeds();
    site.run(&["import", "a", "d"]).refuses(expect![[r#"
        error: the beginning of `d` does not say what it is: name the import that reads it, as `offprint import bibtex FILE` does; `offprint import --help` lists them
    "#]]);
    site.run(&["import", "content"]).refuses(expect![[r#"
        error: `content` is a folder: name the files in it, or read posts of PMLR, which come in folders, with `offprint import pmlr FOLDER`
    "#]]);
    site.run(&["import", "-"]).refuses(expect![[r#"
        error: what comes from standard input is not looked at before it is read: name the import that reads it, as `offprint import bibtex FILE` does; `offprint import --help` lists them
    "#]]);
    site.run(&["import", "a", "bibtex", "b"]).refuses(expect![[r#"
        error: an import that is named comes first: write files and `--date` behind it, as in `offprint import bibtex FILE --date DAY`
    "#]]);
}

#[test]
fn exported_records_are_read_back_as_the_same_papers() {
    let site = Site::new()
        .file("content/2025-10-30/a.md", "---\ntitle: Sorting in $n^2$\nauthors: [Ada Lovelace, Ludwig van der Berg, '{Acme Labs}']\npublished: 2025-10\nvenue: Engines\nvolume: 3\nnumber: 2\npages: 1-9\ntype: article\ndoi: 10.1000/a\ntags: [slow, 'sorting, fast']\n---\nWe sort.\n")
        .file("content/2025-10-30/b.md", "---\ntitle: Halting\nauthors: [Ada Lovelace]\npublished: 2025-09-28\narxiv: '2509.00010'\nwithdrawn: true\n---\n");
    site.run(&["export", "--format", "ris", "--output", "a.ris"]).succeeds();
    let exported = site.read("a.ris");
    let other = Site::new().file("a.ris", &exported);
    other.run(&["import", "ris", "a.ris"]).succeeds();
    other.run(&["export", "--format", "ris", "--output", "b.ris"]).succeeds();
    assert_eq!(other.read("b.ris"), exported);
}

#[test]
fn items_of_a_reference_manager_are_listed_under_their_own_dates() {
    let items = r#"[{"id": "lovelace2021", "type": "article-journal", "title": "Sorting",
        "author": [{"family": "Lovelace", "given": "Ada"}], "issued": {"date-parts": [[2021, 6]]},
        "container-title": "Engines", "DOI": "10.1000/a", "publisher-place": "Turin"},
  {"title": "Undated"}]"#;
    let site = Site::new().file("items.json", items);
    site.run(&["import", "csl", "items.json"]).fails(expect![[r#"
        error[no-day]: nothing says under which day item 2 of this file is listed
         --> items.json:4:3
          |
        4 |   {"title": "Undated"}]
          |   ^^^^^^^^^^^^^^^^^^^^ it is left out: give it a date, or all that have none `--date YYYY-MM-DD`

        Imported 1 new paper under 1 day; 0 already in the list
    "#]]);
    assert_eq!(site.listing("content"), "2021-06-01/lovelace2021.md\n");
    expect![[r#"
        ---
        title: Sorting
        authors:
          - Ada Lovelace
        published: 2021-06
        doi: '10.1000/a'
        venue: Engines
        year: 2021
        type: article
        cite_key: lovelace2021
        extra:
          place: Turin
        ---
    "#]]
    .assert_eq(&site.read("content/2021-06-01/lovelace2021.md"));
    site.run(&["check", "--strict"]).succeeds();
    site.run(&["import", "csl", "items.json", "--date", "2025-10-30"]).succeeds().says(expect![[r#"
        note[known-paper]: the paper of `Sorting` is in the list already
         --> items.json:1:2
          |
        1 | [{"id": "lovelace2021", "type": "article-journal", "title": "Sorting",
          |  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ it is content/2021-06-01/lovelace2021.md

        Imported 1 new paper under 1 day; 1 already in the list
    "#]]);
    assert_eq!(site.listing("content"), "2021-06-01/lovelace2021.md\n2025-10-30/undated.md\n");
}

#[test]
fn lines_become_files_under_their_days() {
    let lines = r#"{"id": "2510.00010", "title": "Sorting", "date": "2025-10-28", "tags": ["cs.DS", "slow"]}
{"id": "lovelace-1", "source": "shelf", "title": "Engines", "authors": ["Ada Lovelace"], "date": "1843-09", "rank": 1}

{"title": "Sorting", "date": "2025-10-29"}
{"title": "Undated", "upvotes": "many"}
"#;
    let site = Site::new().file("papers.jsonl", lines);
    site.run(&["import", "jsonl", "papers.jsonl"]).fails(expect![[r#"
        error[no-day]: nothing says under which day the paper of this line is listed
         --> papers.jsonl:5:1
          |
        5 | {"title": "Undated", "upvotes": "many"}
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ it is left out: give it a date, or all that have none `--date YYYY-MM-DD`

        note[known-paper]: the paper of `Sorting` is there twice
         --> papers.jsonl:4:1
          |
        4 | {"title": "Sorting", "date": "2025-10-29"}
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ it is content/2025-10-28/2510.00010.md, of `Sorting`
          |
         ::: papers.jsonl:1:1
          |
        1 | {"id": "2510.00010", "title": "Sorting", "date": "2025-10-28", "tags": ["cs.DS", "slow"]}
          | ----------------------------------------------------------------------------------------- the other one

        Imported 2 new papers under 2 days; 1 already in the list
    "#]]);
    assert_eq!(site.listing("content"), "1843-09-01/engines.md\n2025-10-28/2510.00010.md\n");
    expect![[r#"
        ---
        title: Sorting
        arxiv: '2510.00010'
        primary_class: cs.DS
        tags:
          - slow
        ---
    "#]]
    .assert_eq(&site.read("content/2025-10-28/2510.00010.md"));
    expect![[r#"
        ---
        title: Engines
        authors:
          - Ada Lovelace
        published: 1843-09
        extra:
          id: lovelace-1
          source: shelf
        ---
    "#]]
    .assert_eq(&site.read("content/1843-09-01/engines.md"));
    site.run(&["check", "--strict"]).succeeds();
    let before = site.tree("content");
    site.run_with_input(&["import", "jsonl", "-", "--date", "2025-11-01"], &lines[..lines.len() - 40]).says(
        expect![[r#"
            note[known-paper]: the paper of `Sorting` is in the list already
             --> standard input:1:1
              |
            1 | {"id": "2510.00010", "title": "Sorting", "date": "2025-10-28", "tags": ["cs.DS", "slow"]}
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ it is content/2025-10-28/2510.00010.md

            note[known-paper]: the paper of `Engines` is in the list already
             --> standard input:2:1
              |
            2 | {"id": "lovelace-1", "source": "shelf", "title": "Engines", "authors": ["Ada Lovelace"], "date": "1843-09", "rank": 1}
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ it is content/1843-09-01/engines.md

            note[known-paper]: the paper of `Sorting` is in the list already
             --> standard input:4:1
              |
            4 | {"title": "Sorting", "date": "2025-10-29"}
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ it is content/2025-10-28/2510.00010.md

            Imported 0 new papers under 0 days; 3 already in the list
        "#]],
    );
    assert_eq!(site.tree("content"), before);
}

#[test]
fn an_entry_of_bibtex_that_may_name_several_authors_is_a_warning() {
    let entries =
        "@misc{a, title = {A}, year = 1843, author = {Ada Lovelace, Charles Babbage and Grace Hopper}}
@misc{b, title = {B}, year = 1843, author = {Lovelace, Ada, Babbage, Charles, Hopper}}
@misc{c, title = {C}, year = 1843, author = {A. Lovelace, C. Babbage and G. Hopper}}
";
    let site = Site::new().file("a.bib", entries);
    site.run(&["import", "bibtex", "a.bib"]).says(expect![[r#"
        warning[joined-authors]: `Ada Lovelace, Charles Babbage` is read as one author
         --> a.bib:1:36
          |
        1 | @misc{a, title = {A}, year = 1843, author = {Ada Lovelace, Charles Babbage and Grace Hopper}}
          |                                    ^^^^^^ write `and` between two, or braces around a family name of several words

        warning[joined-authors]: `Lovelace, Ada, Babbage, Charles, Hopper` is read as 5 authors
         --> a.bib:2:36
          |
        2 | @misc{b, title = {B}, year = 1843, author = {Lovelace, Ada, Babbage, Charles, Hopper}}
          |                                    ^^^^^^ write `and` between two, or braces around a family name of several words

        Imported 3 new papers under 1 day; 0 already in the list
    "#]]);
    expect![[r#"
        ---
        title: C
        authors:
          - A. Lovelace
          - C. Babbage
          - G. Hopper
        published: 1843
        cite_key: c
        ---
    "#]]
    .assert_eq(&site.read("content/1843-01-01/c.md"));
}

#[test]
fn entries_of_a_messy_file_are_imported_one_by_one() {
    // In windows-1252, with a comma too few, an entry too broken and a key given twice.
    let entries = b"@string{eng = {Engines \x96 A Journal}}
@article{babbage, title = {Analytical {{Engines}}}, author = {Babbage, Jr., Charles and de la Cruz, Jos\xE9 and others}
  journal = eng, year = 1837, month = dec # {~12}, pages = {1--9}}
@inproceedings{ada, crossref = {volume}, title = {Notes}, author = {Lovelace, Ada}}
@article{broken, title = {Never {closed},
  year = 1840
}
@proceedings{volume, title = {Proceedings of Engines}, year = 1843, editor = {Menabrea, Luigi}}
@misc{ada, title = {Undated}}
";
    let site = Site::new();
    std::fs::write(site.root().join("a.bib"), entries).expect("a file can be written");
    site.run(&["import", "bibtex", "a.bib"]).fails(expect![[r#"
        error[bibtex-syntax]: a brace of `title` is never closed
         --> a.bib:5:18
          |
        5 | @article{broken, title = {Never {closed},
          |                  ^^^^^ the entry is left out: close it with `}`

        error[no-day]: nothing says under which day `ada` is listed
         --> a.bib:9:1
          |
        9 | @misc{ada, title = {Undated}}
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ it is left out: give it a date, or all that have none `--date YYYY-MM-DD`

        warning[bibtex-syntax]: a comma is missing here
         --> a.bib:3:3
          |
        3 |   journal = eng, year = 1837, month = dec # {~12}, pages = {1--9}}
          |   ^ write one behind the value before

        warning[duplicate-entry]: two entries have the key `ada`
         --> a.bib:9:1
          |
        9 | @misc{ada, title = {Undated}}
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ both are read; in citations one key gets a letter
          |
         ::: a.bib:4:1
          |
        4 | @inproceedings{ada, crossref = {volume}, title = {Notes}, author = {Lovelace, Ada}}
          | ----------------------------------------------------------------------------------- the first one

        Imported 2 new papers under 2 days; 0 already in the list
    "#]]);
    assert_eq!(site.listing("content"), "1837-12-12/babbage.md\n1843-01-01/ada.md\n");
    expect![[r#"
        ---
        title: Analytical {Engines}
        authors:
          - Charles Babbage Jr.
          - José de la Cruz
        published: 1837-12-12
        venue: Engines – A Journal
        year: 1837
        type: article
        pages: '1-9'
        cite_key: babbage
        extra:
          authors_end: and others
        ---
    "#]]
    .assert_eq(&site.read("content/1837-12-12/babbage.md"));
    site.build().succeeds();
    let page = site.page("papers/babbage");
    assert!(page.contains("José de la Cruz\net al."), "{page}");
    assert!(page.contains("Charles Babbage Jr., José de la Cruz et al. Analytical"), "{page}");
    assert!(page.contains("author = {Babbage, Jr., Charles and de la Cruz, José and others},"), "{page}");
    expect![[r#"
        ---
        title: Notes
        authors:
          - Ada Lovelace
        published: 1843
        venue: Proceedings of Engines
        year: 1843
        type: inproceedings
        cite_key: ada
        editors:
          - Luigi Menabrea
        ---
    "#]]
    .assert_eq(&site.read("content/1843-01-01/ada.md"));
    site.run(&["check", "--strict"]).succeeds();
    let run = site.run_with_input(&["import", "bibtex", "-"], "@misc{x, title={Sorting}, date={2015-06}}");
    run.succeeds().says(expect![[r#"
        Imported 1 new paper under 1 day; 0 already in the list
    "#]]);
}

#[test]
fn entries_whose_papers_are_there_are_named() {
    let mut text = "@misc{ada, title={Sorting}, author={Ada Lovelace}, year=1843}\n\
                    @article{bab, title={Engines}, doi={10.1000/a}, year=1837}\n\
                    @misc{ada2, title={{Sorting}}, author={Lovelace, A.}, year=1844}\n"
        .to_owned();
    let site = Site::new()
        .file("content/engines.md", "---\ntitle: On Engines\ndate: 2025-10-30\ndoi: 10.1000/A\n---\n")
        .file("a.bib", &text);
    site.run(&["import", "bibtex", "a.bib"]).succeeds().says(expect![[r#"
        note[known-paper]: the paper of `ada2` is there twice
         --> a.bib:3:1
          |
        3 | @misc{ada2, title={{Sorting}}, author={Lovelace, A.}, year=1844}
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ it is content/1843-01-01/ada.md, of `ada`
          |
         ::: a.bib:1:1
          |
        1 | @misc{ada, title={Sorting}, author={Ada Lovelace}, year=1843}
          | ------------------------------------------------------------- the other one

        note[known-paper]: the paper of `bab` is in the list already
         --> a.bib:2:1
          |
        2 | @article{bab, title={Engines}, doi={10.1000/a}, year=1837}
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ it is content/engines.md

        Imported 1 new paper under 1 day; 2 already in the list
    "#]]);
    site.run(&["import", "bibtex", "a.bib", "--update", "--quiet"]).succeeds().says(expect![[r#""#]]);

    text.extend((0..30).map(|number| format!("@misc{{k{number}, title={{Sorting}}, year=1843}}\n")));
    site.write("a.bib", &text);
    let said = site.run(&["import", "bibtex", "a.bib"]).succeeds().stderr;
    assert!(
        said.ends_with("Imported 0 new papers under 0 days; 33 already in the list, of which 20 are named\n"),
        "{said}"
    );
    assert_eq!(said.matches("is in the list already; it is content/").count(), 19, "one has a frame");
}

#[test]
fn an_update_adds_what_is_new_and_keeps_what_the_curator_wrote() {
    let mine = "---\r\ntitle: Sorting  # slowly\r\narxiv: \"2510.00010\"\r\nvenue: Mine\r\nupvotes: 3\r\n---\r\n## Notes\r\nMine.\r\n";
    let lines = r#"{"id": "2510.00010", "title": "Sorting v2", "authors": ["Ada Lovelace"], "date": "2025-10-28", "doi": "10.1000/a", "venue": "Engines", "year": 2026, "abstract": "We sort.", "upvotes": 14}
{"doi": "10.1000/a", "title": "Sorting, Published", "date": "2025-10-29", "tags": ["slow"], "upvotes": 2}
{"title": "New", "date": "2025-10-30"}
{"title": "NEW", "date": "2025-10-31", "organization": "Acme"}
"#;
    let site = Site::new()
        .file("content/2025-10-30/2510.00010.md", mine)
        .file("content/faulty.md", "---\ntitle: Faulty\n---\n")
        .file("a.jsonl", format!("{lines}{}", r#"{"title": "Faulty", "date": "2025-10-30"}"#));
    site.run(&["import", "jsonl", "a.jsonl", "--update"]).fails(expect![[r#"
        error[not-merged]: nothing is merged into this file: it has errors, which `offprint check` shows
        --> content/faulty.md

        note[known-paper]: the paper of `NEW` is there twice
         --> a.jsonl:4:1
          |
        4 | {"title": "NEW", "date": "2025-10-31", "organization": "Acme"}
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ it is content/2025-10-30/new.md, of `New`
          |
         ::: a.jsonl:3:1
          |
        3 | {"title": "New", "date": "2025-10-30"}
          | -------------------------------------- the other one

        Imported 1 new paper under 1 day; 4 already in the list; 2 files updated
        Partly read 1 file of the list, which has errors: `offprint check` shows them
    "#]]);
    expect![[r#"
        ---⏎
        title: Sorting  # slowly⏎
        arxiv: "2510.00010"⏎
        venue: Mine⏎
        upvotes: 14⏎
        authors:⏎
          - Ada Lovelace⏎
        doi: '10.1000/a'⏎
        tags:⏎
          - slow⏎
        ---⏎
        We sort.⏎
        ⏎
        ## Notes⏎
        Mine.⏎
    "#]]
    .assert_eq(&site.read("content/2025-10-30/2510.00010.md").replace("\r\n", "⏎\n"));
    expect![[r#"
        ---
        title: New
        organization: Acme
        ---
    "#]]
    .assert_eq(&site.read("content/2025-10-30/new.md"));
    site.remove("content/faulty.md");
    site.run(&["check", "--strict"]).succeeds();
    let before = site.tree("content");
    let run = site.run_with_input(&["import", "--update", "jsonl", "-"], lines).succeeds();
    run.says(expect![[r#"
        Imported 0 new papers under 0 days; 4 already in the list; 0 files updated
    "#]]);
    assert_eq!(site.tree("content"), before);
}

#[test]
fn every_reader_of_one_file_reads_standard_input() {
    let item = r#"[{"title": "Sorting", "issued": {"raw": "2015-06-09"}}]"#;
    let post = "---\ntitle: Posted\ndate: 2015-07-01\n---\n";
    for (arguments, input) in [
        (&["csl", "-"][..], item),
        (&["hf", "-", "--date", "2025-10-30"], ANSWER),
        (&["capture", "-", "--captured-on", "2025-10-30", "--incomplete"], LISTING),
        (&["pmlr", "-", "--date", "2025-10-30"], post),
        (&["bibtex", "-"], "@misc{a, title = {A}, year = 2020}"),
        (&["jsonl", "-"], r#"{"title": "A", "date": "2020"}"#),
    ] {
        let site = Site::new();
        let run = site.run_with_input(&[&["import"], arguments].concat(), input).succeeds();
        assert!(!run.stderr.contains("Imported 0") && run.stderr.contains("Imported "), "{}", run.stderr);
    }
    let site = Site::new();
    site.run_with_input(&["import", "csl", "-", "-"], item).refuses(expect![[r#"
        error: standard input can be read only once: write one `-`
    "#]]);
}

#[test]
fn a_folder_that_is_no_site_is_left_alone() {
    let site = Site::new().file("2025-10-30.json", ANSWER);
    site.remove("offprint.yaml");
    site.run(&["import", "hf", "2025-10-30.json"]).refuses(expect![[r#"
        error: there is no offprint.yaml: `offprint init` makes a site, `--root DIR` names one
    "#]]);
    assert!(!site.exists("content"));
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_that_leads_out_of_the_site() {
    let outside = Site::new();
    let site = Site::new().file("2025-10-30.json", ANSWER);
    std::os::unix::fs::symlink(outside.root(), site.root().join("content")).expect("a link can be made");
    site.run(&["import", "hf", "2025-10-30.json"]).refuses(expect![[r#"
        error: content/2025-10-30/2510.00010.md: a link leads out of the site's folder
    "#]]);
    assert_eq!(outside.listing(""), "offprint.yaml\n");
}

/// Two real lists, by their numbers.
#[test]
fn real_lists_are_imported_whole() {
    let Ok(corpus) = std::env::var("OFFPRINT_CORPUS") else {
        eprintln!("OFFPRINT_CORPUS does not name the corpus: not tried");
        return;
    };
    let corpus = Path::new(&corpus).canonicalize().expect("the corpus is there");

    let site = Site::new();
    let listing = corpus.join("daily-papers-capture.txt");
    let listing = listing.to_str().expect("the corpus has a plain path");
    let capture = ["import", "capture", listing, "--captured-on", "2025-10-30"];
    site.run(&capture).succeeds();
    let years: Vec<String> = site.tree("content").into_values().map(|file| published_year(&file)).collect();
    assert_eq!(years.len(), 100);
    assert_eq!(years.iter().min().map(String::as_str), Some("2014"));
    assert_eq!(years.iter().max().map(String::as_str), Some("2025"));
    assert_imported(&site, &capture, "Imported 0 new papers under 0 days; 100 already in the list");
    site.run(&["check"]).succeeds();

    let site = Site::new();
    let answers = std::fs::read_dir(corpus.join("hf")).expect("the corpus holds answers");
    let mut answers: Vec<String> =
        answers.map(|entry| entry.expect("a readable folder").path().display().to_string()).collect();
    answers.sort();
    let mut hf = vec!["import", "hf"];
    hf.extend(answers.iter().map(String::as_str));
    assert_imported(&site, &hf, "Imported 1,509 new papers under 109 days; 0 already in the list");
    assert_eq!(site.tree("content").len(), 1509);
    assert_imported(&site, &hf, "Imported 0 new papers under 0 days; 1,509 already in the list");
    site.run(&["check"]).succeeds();
}

#[track_caller]
fn assert_imported(site: &Site, arguments: &[&str], summary: &str) {
    let run = site.run(arguments).succeeds();
    assert!(run.stderr.lines().any(|line| line.starts_with(summary)), "{}", run.stderr);
}

fn published_year(file: &[u8]) -> String {
    let text = String::from_utf8_lossy(file);
    let date = text.lines().find_map(|line| line.strip_prefix("published: ")).expect("it has a date");
    date[..4].to_owned()
}

#[test]
fn answers_of_arxiv_become_one_file_for_each_paper() {
    let feed = |entries: &str| format!(r#"<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>"#);
    let entry = |id: &str, title: &str| {
        format!(
            "<entry><id>http://arxiv.org/abs/{id}</id><title>{title}</title>\
             <published>2025-10-28T12:00:00Z</published><updated>2025-10-29T12:00:00Z</updated></entry>"
        )
    };
    let site = Site::new()
        .file("a.xml", feed(&(entry("2510.00010v1", "Sorting") + &entry("hep-th/9901001v2", "Strings"))))
        .file("b.xml", feed(&entry("2510.00010v3", "Sorting, Again")))
        .file("c.xml", feed(""))
        .file(
            "d.xml",
            feed(
                "\n<entry>\n<id>http://arxiv.org/api/errors#x</id><title>Error</title>\
                 <summary>incorrect id format for \u{9b}abc</summary></entry>\n",
            ),
        )
        .file("e.xml", "<html>");
    site.run(&["import", "arxiv", "a.xml", "b.xml", "c.xml", "d.xml", "e.xml"]).fails(expect![[r#"
        error[arxiv-error]: arXiv answered with an error: incorrect id format for abc
         --> d.xml:2:1
          |
        2 | <entry>
          | ^^^^^^^ ask again with ids such as `2401.00010` or `hep-th/9901001`

        error[bad-xml]: this is no whole answer of arXiv: it begins with <html>, an answer with <feed>
         --> e.xml:1:1
          |
        1 | <html>
          | ^^^^^^
          |
          = help: save the answer again, whole: it ends with `</feed>`

        warning[empty-answer]: this answer holds no paper: arXiv knows none of what it was asked for
        --> c.xml

        Imported 2 new papers under 1 day; 1 already in the list
    "#]]);
    assert_eq!(site.listing("content"), "2025-10-28/2510.00010.md\n2025-10-28/hep-th-9901001.md\n");
    expect![[r#"
        ---
        title: Sorting, Again
        published: 2025-10-28
        updated: 2025-10-29
        version: 3
        arxiv: '2510.00010'
        ---
    "#]]
    .assert_eq(&site.read("content/2025-10-28/2510.00010.md"));
    site.run(&["check", "--strict"]).succeeds();
}

#[test]
fn a_source_is_read_from_standard_input() {
    let site = Site::new();
    let feed = r#"<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2510.00010v1</id>
        <title>Sorting</title></entry></feed>"#;
    let run = site.run_with_input(&["import", "arxiv", "-", "--date", "2025-10-30"], feed).succeeds();
    run.says(expect![[r#"
        Imported 1 new paper under 1 day; 0 already in the list
    "#]]);
    site.run_with_input(&["import", "arxiv", "-"], "<feed>").fails(expect![[r#"
        error[bad-xml]: this is no whole answer of arXiv: it ends before its last element does
         --> standard input:1:7
          |
        1 | <feed>
          |       ^
          |
          = help: save the answer again, whole: it ends with `</feed>`

        Imported 0 new papers under 0 days; 0 already in the list
    "#]]);
    assert_eq!(site.listing("content"), "2025-10-30/2510.00010.md\n");
}

#[test]
fn a_file_that_another_import_reads_is_told() {
    let site = Site::new().file("content/a.md", paper("A", ""));
    site.write(
        "list.jsonl",
        "{\"title\": \"B\", \"date\": \"2025-10-30\"}\n{\"title\": \"C\", \"date\": \"2025-10-30\"}\n",
    );
    site.write("list.bib", "@article{a,\n  title = {B},\n  year = 2020\n}\n");
    site.write("list.txt", "Some papers:\nA\n");
    site.run(&["import", "csl", "list.jsonl"]).fails(expect![[r#"
        error[bad-json]: this file is not valid JSON: trailing characters
         --> list.jsonl:2:1
          |
        2 | {"title": "C", "date": "2025-10-30"}
          | ^
          |
          = help: `offprint import jsonl` reads files like this

        Imported 0 new papers under 0 days; 0 already in the list
    "#]]);
    site.run(&["import", "jsonl", "list.bib"]).fails(expect![[r#"
        error[bad-json]: this line is not valid JSON: expected value
         --> list.bib:1:1
          |
        1 | @article{a,
          | ^
          |
          = help: `offprint import bibtex` reads files like this

        Imported 0 new papers under 0 days; 0 already in the list
    "#]]);
    site.run(&["import", "bibtex", "list.txt"]).succeeds().says(expect![[r#"
        warning[no-entry]: there is no entry of BibTeX in this file
        --> list.txt
         = help: an entry begins with `@article{key,`

        Imported 0 new papers under 0 days; 0 already in the list
    "#]]);
}
