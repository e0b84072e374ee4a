//! `offprint import`: lists of others become content files, once.

use expect_test::expect;

use crate::site::{Site, paper};

const ANSWER: &str = r#"[
  {"paper": {"id": "2501.00001", "title": "A {New}\n  Paper with *stars*", "summary": "Line one\nof $x_i$ and 100\\%.",
    "authors": [{"name": "Ada Lovelace", "hidden": false}, {"name": "Nobody", "hidden": true}],
    "publishedAt": "2025-01-02T03:04:05.000Z", "upvotes": 7, "ai_keywords": ["engines"]},
   "title": "Another title", "numComments": 2, "submittedBy": {"fullname": "Charles"}},
  {"paper": {"id": "hep-th/9901001", "title": "An Old One", "authors": []}}
]"#;

const LISTING: &str = "Daily Papers\n\nOct 30\n\nFirst Paper\n\nAn abstract of *one* line.\n\n  • 5 authors\n·\nMay 4 1\n\n\
                       A Dateless Paper\n\nIts abstract.\n\nSecond Paper\n\nText.\n\n  • 1 author\n·\nMay 3, 2023\n";

#[test]
fn an_answer_of_the_api_becomes_files() {
    let site = Site::new().file("2025-03-04.json", ANSWER);
    site.run(&["import", "hf", "2025-03-04.json"]).succeeds().says(expect![[r#"
        Imported 2 new papers under 1 day; 0 in the list already
        Left out 1 hidden author
    "#]]);
    expect![[r#"
        2025-03-04/2501.00001.md
        2025-03-04/hep-th-9901001.md
    "#]]
    .assert_eq(&site.listing("content"));
    expect![[r#"
        ---
        title: A {New} Paper with \*stars\*
        authors:
          - Ada Lovelace
        published: 2025-01-02
        arxiv: '2501.00001'
        upvotes: 7
        comments: 2
        submitted_by: Charles
        extra:
          ai_keywords:
            - engines
        ---
        Line one
        of $x_i$ and 100\%.
    "#]]
    .assert_eq(&site.read("content/2025-03-04/2501.00001.md"));
    site.run(&["check", "--strict"]).succeeds();
    site.build().succeeds();
    assert!(site.page("days/2025-03-04").contains("A New Paper with *stars*"));
}

#[test]
fn what_is_in_the_list_is_not_imported_again() {
    let site = Site::new()
        .file("2025-03-04.json", ANSWER)
        .file("2025-03-03.json", ANSWER)
        .file("content/mine.md", paper("An *Old* One", "draft: true"));
    site.run(&["import", "hf", "2025-03-04.json", "2025-03-03.json"]).succeeds().says(expect![[r#"
        Imported 1 new paper under 1 day; 3 in the list already
        Left out 2 hidden authors
    "#]]);
    // Of two days, the first one.
    assert_eq!(site.listing("content"), "2025-03-03/2501.00001.md\nmine.md\n");
    let before = site.tree("content");
    site.run(&["import", "hf", "2025-03-04.json"]).succeeds().says(expect![[r#"
        Imported 0 new papers under 0 days; 2 in the list already
        Left out 1 hidden author
    "#]]);
    crate::build::assert_same(&site.tree("content"), &before);
}

#[test]
fn a_file_that_is_there_is_never_replaced() {
    let site =
        Site::new().file("2025-03-04.json", ANSWER).file("content/2025-03-04/2501.00001.md", "no paper");
    site.run(&["import", "hf", "2025-03-04.json"]).succeeds().says(expect![[r#"
        Imported 1 new paper under 1 day; 1 in the list already
        error: 1 file of the list could not be read, so that papers may be there twice now; `offprint check` says why
        Left out 1 hidden author
    "#]]);
    assert_eq!(site.read("content/2025-03-04/2501.00001.md"), "no paper");
    assert_eq!(site.tree("content").len(), 2);
}

#[test]
fn files_that_cannot_be_read_are_named_and_the_others_imported() {
    let site = Site::new()
        .file("2025-03-04.json", ANSWER)
        .file("2025-03-05.json", "[\n{]")
        .file("latest.json", "[]");
    site.run(&["import", "hf", "2025-03-05.json", "latest.json", "2025-03-04.json"]).fails(expect![[r#"
        error[not-json]: this file is not JSON: key must be a string
         --> 2025-03-05.json:2:2
          |
        2 | {]
          |  ^ download it again

        error[unknown-day]: nothing says which day this answer is of
        --> latest.json
         = help: name the file after its day, such as 2025-10-30.json, or give `--date 2025-10-30`

        Imported 2 new papers under 1 day; 0 in the list already
        Left out 1 hidden author
    "#]]);
    assert!(site.exists("content/2025-03-04/2501.00001.md"));
    site.run(&["import", "hf", "gone.json"]).refuses(expect![[r#"
        error: gone.json: No such file or directory (os error 2)
    "#]]);
    site.run(&["import", "hf", "latest.json", "--date", "2025-03-06"]).succeeds();
}

#[test]
fn a_copied_listing_becomes_files_in_its_order() {
    let site = Site::new().file("listing.txt", LISTING);
    site.run(&["import", "capture", "listing.txt", "--captured-on", "2025-10-30"]).succeeds().says(expect![
        [r#"
            Imported 2 new papers under 1 day; 0 in the list already
            Left out 1 paper without number of authors and date; `--undated` takes them, too:
              A Dateless Paper
        "#]
    ]);
    expect![[r#"
        ---
        title: First Paper
        author_count: 5
        published: 2025-05-04
        weight: 1
        extra:
          listed_count: 1
        ---
        An abstract of \*one\* line.
    "#]]
    .assert_eq(&site.read("content/2025-10-30/first-paper.md"));
    site.build().succeeds();
    let page = site.page("days/2025-10-30");
    assert!(page.find("First Paper") < page.find("Second Paper"));
    assert!(page.contains("5 authors") && page.contains("1 author\n"));
    // What was left out comes to its own place.
    site.run(&["import", "capture", "listing.txt", "--captured-on", "2025-10-30", "--undated"]).succeeds();
    site.build().succeeds();
    let page = site.page("days/2025-10-30");
    assert!(page.find("First Paper") < page.find("A Dateless Paper"));
    assert!(page.find("A Dateless Paper") < page.find("Second Paper"));
}

#[test]
fn papers_of_a_listing_can_go_under_their_own_days() {
    let site = Site::new().file("listing.txt", LISTING);
    let arguments =
        ["import", "capture", "listing.txt", "--captured-on", "2025-10-30", "--group-by", "published"];
    site.run(&arguments).succeeds();
    expect![[r#"
        2023-05-03/second-paper.md
        2025-05-04/first-paper.md
    "#]]
    .assert_eq(&site.listing("content"));
}

#[test]
fn a_listing_without_years_asks_for_its_day() {
    let site = Site::new().file("listing.txt", LISTING);
    site.run(&["import", "capture", "listing.txt"]).refuses(expect![[r#"
        error: listing.txt: `October 30` has no year: give the day on which the page was copied, such as `--captured-on 2025-10-30`
    "#]]);
    site.run(&["import", "capture", "listing.txt", "--captured-on", "30.10.2025"]).refuses(expect![[r#"
        error: invalid value '30.10.2025' for '--captured-on <DAY>': write it as YYYY-MM-DD, YYYY-MM or YYYY

        For more information, try '--help'.
    "#]]);
    site.run(&["import", "capture", "offprint.yaml", "--captured-on", "2025-10-30"]).refuses(expect![[r#"
        error: offprint.yaml holds no paper; a paper is a title, an abstract, and a line such as `5 authors`, with empty lines between them
    "#]]);
    assert!(!site.exists("content"));
}
