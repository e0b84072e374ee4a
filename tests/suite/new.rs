//! `offprint new`: a paper's file with a title and a day.

use expect_test::expect;

use crate::site::Site;

#[test]
fn a_paper_is_written_under_its_day_and_named_on_standard_output() {
    let site = Site::new();
    let run = site.run(&["new", "BERT:  what {BERT} reads", "--date", "2025-10-30"]).succeeds();
    assert_eq!(run.stdout, "content/2025-10-30/bert-what-bert-reads.md\n");
    run.says(expect![[r#"
        Fill in what its comments name, and look at it with `offprint serve`.
    "#]]);
    let text = site.read("content/2025-10-30/bert-what-bert-reads.md");
    assert!(text.starts_with("---\ntitle: 'BERT: what {BERT} reads'\n#"), "{text}");
    site.run(&["check", "--strict"]).succeeds();
}

#[test]
fn a_paper_without_a_date_is_listed_today() {
    let site = Site::new();
    let run = site.run(&["new", "A"]).succeeds();
    let path = run.stdout.strip_prefix("content/").and_then(|path| path.strip_suffix("/a.md\n"));
    let day: jiff::civil::Date = path.and_then(|day| day.parse().ok()).expect("the path holds a day");
    let today = jiff::ZonedDateTime::now().date();
    assert!(day == today || day.tomorrow().is_ok_and(|day| day == today), "{day}");
}

#[test]
fn a_draft_says_that_it_is_one() {
    let site = Site::new();
    let run = site.run(&["new", "A", "--date", "2025-10-30", "--slug", "b", "--draft"]).succeeds();
    assert_eq!(run.stdout, "content/2025-10-30/b.md\n");
    run.says(expect![[r#"
        Fill in what its comments name, and look at it with `offprint serve --drafts`.
    "#]]);
    let text = site.read("content/2025-10-30/b.md");
    assert!(text.starts_with("---\ntitle: A\ndraft: true\n"), "{text}");
}

#[test]
fn a_paper_that_is_there_is_kept() {
    let site = Site::new().file("content/2025-10-30/a.md", "mine");
    let run = site.run(&["new", "A", "--date", "2025-10-30"]).refuses(expect![[r#"
        error: content/2025-10-30/a.md is there already; give the new paper a `--slug`
    "#]]);
    assert_eq!(run.stdout, "");
    assert_eq!(site.read("content/2025-10-30/a.md"), "mine");
}

#[test]
fn what_cannot_be_a_paper_is_refused_with_the_fix() {
    let site = Site::new();
    site.run(&["new", " "]).refuses(expect![[r#"
        error: a paper needs a title
    "#]]);
    site.run(&["new", "A", "--date", "2025-02-30"]).refuses(expect![[r#"
        error: `--date 2025-02-30` is no day: February 2025 has 28 days
    "#]]);
    site.run(&["new", "A", "--slug", "A b"]).refuses(expect![[r#"
        error: `--slug A b` cannot name a paper's file: write `--slug a-b`
    "#]]);
    site.run(&["new", "A", "--slug", "index"]).refuses(expect![[r#"
        error: `--slug index` cannot name a paper's file: write `--slug paper-index`
    "#]]);
}

#[test]
fn a_folder_that_is_no_site_is_left_alone() {
    let site = Site::new();
    site.remove("offprint.yaml");
    site.run(&["new", "A"]).refuses(expect![[r#"
        error: there is no offprint.yaml: `offprint init` makes a site, `--root DIR` names one
    "#]]);
    assert!(!site.exists("content"));
}
