//! Commands that edit papers' files in place: `set`, `tag`, `mark`, `rate`, `note`.

use expect_test::expect;

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
fn a_venue_that_is_a_text_becomes_a_map_where_more_is_said_of_it() {
    for (typed, field, edited) in [
        ("venue: NeurIPS # one", "venue.short=NIPS", "venue: {name: NeurIPS, short: NIPS} # one"),
        ("venue: 'Journal: A, B 2015'", "venue.short=J", "venue: {name: 'Journal: A, B 2015', short: J}"),
        (
            "venue: |\n  Letters, B\nyear: 2015",
            "venue.short=L",
            "venue: {name: 'Letters, B', short: L}\nyear: 2015",
        ),
        ("venue: 2015", "venue.url=https://a.example/", "venue: {name: 2015, url: https://a.example/}"),
        ("venue: NeurIPS", "venue.name=NIPS", "venue: {name: NIPS}"),
    ] {
        let site = Site::new().file("content/a.md", paper("A", typed));
        site.run(&["set", field, "a"]).succeeds();
        assert_eq!(site.read("content/a.md"), paper("A", edited));
    }
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
        error: `staus` cannot be set: did you mean `status`?
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
          | ^^^^^ did you mean `status:`?

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

#[test]
fn a_paper_is_found_by_any_of_its_names() {
    let site = Site::new()
        .file("content/2025-10-30-a.md", "---\ntitle: A\nslug: short\narxiv: hep-th/9901001\n---\n")
        .file("content/hep-th-9901002.md", paper("B", "arxiv: hep-th/9901002\ndoi: 10.1000/xyz"))
        .file("content/c/index.md", paper("C", "arxiv: '2510.00010'"))
        .file("content/broken.md", "---\ntitle: D\nauther: x\n---\n");
    for (name, file) in [
        ("short", "content/2025-10-30-a.md"),
        ("hep-th/9901001v2", "content/2025-10-30-a.md"),
        ("content/2025-10-30-a.md", "content/2025-10-30-a.md"),
        ("hep-th/9901002", "content/hep-th-9901002.md"),
        ("https://doi.org/10.1000/XYZ", "content/hep-th-9901002.md"),
        ("https://a.example/list/papers/c/", "content/c/index.md"),
        ("arXiv:2510.00010", "content/c/index.md"),
        ("c", "content/c/index.md"),
    ] {
        let run = site.run(&["rate", "3", name, "--dry-run"]).succeeds();
        assert_eq!(run.stdout, format!("{file}\n+ rating: 3\n"), "{name}");
    }
    // A file's name is no name of a paper that has another.
    assert_eq!(site.run(&["rate", "3", "a"]).code, 2);
}

#[test]
fn what_another_paper_has_is_found_wherever_it_is() {
    let site = Site::new()
        .file("content/a.md", paper("A", ""))
        .file("content/other/b.md", paper("B", "slug: taken\narxiv: '2510.00010'"));
    assert!(site.run(&["set", "slug=taken", "a"]).stderr.contains("error[duplicate-key]"));
    assert!(site.run(&["set", "arxiv=2510.00010", "a"]).stderr.contains("error[duplicate-arxiv]"));
    assert_eq!(site.read("content/a.md"), paper("A", ""));
}

#[test]
fn a_paper_is_picked_by_the_beginning_of_its_key() {
    let site = Site::new()
        .file("content/attention-is-all.md", paper("A", ""))
        .file("content/attention-sinks.md", paper("B", ""));
    site.run(&["mark", "read", "attention-is…"]).succeeds().says(expect![[r#"
        Took `attention-is…` for `attention-is-all`
        Changed 1 paper
    "#]]);
    assert!(site.read("content/attention-is-all.md").contains("status: read"));
    site.run(&["mark", "read", "atten"]).refuses(expect![[r#"
        error: no paper is called `atten`: it begins several keys: `attention-is-all`, `attention-sinks`, …
    "#]]);
}

#[test]
fn an_id_that_lacks_a_digit_is_no_beginning() {
    let site = Site::new()
        .file("content/2305.02265.md", paper("A", "arxiv: '2305.02265'"))
        .file("content/2305.12265.md", paper("B", "arxiv: '2305.12265'"));
    site.run(&["rate", "1", "2305.0226"]).refuses(expect![[r#"
        error: no paper is called `2305.0226`: did you mean `2305.02265`?
    "#]]);
    site.run(&["rate", "1", "2305.022"]).refuses(expect![[r#"
        error: no paper is called `2305.022`: did you mean `2305.02265`?
    "#]]);
    assert!(!site.read("content/2305.02265.md").contains("rating"));
    site.run(&["rate", "1", "2305.022…"]).succeeds().says(expect![[r#"
        Took `2305.022…` for `2305.02265`
        Changed 1 paper
    "#]]);
    assert!(site.read("content/2305.02265.md").contains("rating: 1"));
}

#[test]
fn of_which_keys_a_name_is_the_beginning_the_whole_list_tells() {
    let site = Site::new()
        .file("content/attention.md", paper("A", ""))
        .file("content/attention-sinks.md", paper("B", ""));
    site.run(&["mark", "read", "attention", "attent"]).refuses(expect![[r#"
        error: no paper is called `attent`: it begins several keys: `attention`, `attention-sinks`, …
    "#]]);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_hides_none_of_those_that_were() {
    use std::os::unix::fs::PermissionsExt;

    let site = Site::new()
        .file("content/x/a.md", paper("A", ""))
        .file("content/y/b.md", paper("B", ""))
        .file("content/z/c.md", paper("C", ""))
        .of_ordinary_user();
    let folder = site.root().join("content/y");
    let set_mode = |mode| {
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(mode)).expect("it is ours");
    };
    set_mode(0o555);
    let run = site.run(&["mark", "read", "a", "b", "c"]).refuses(expect![[r#"
        Changed 1 of 3 papers
        error: content/y/b.md: Permission denied (os error 13)
    "#]]);
    set_mode(0o755);
    assert_eq!(run.stdout, "content/x/a.md\n");
    assert_eq!(site.read("content/y/b.md"), paper("B", ""));
}
