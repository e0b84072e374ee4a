//! `offprint list`, and what its filters pick.

use expect_test::{Expect, expect};

use crate::site::{Site, paper};

/// Six papers that differ in what a filter can ask for.
fn site() -> Site {
    Site::new()
        .file(
            "content/pointer.md",
            "---\ntitle: 'Pointer {N}etworks, na\\\"{\\i}vely'\ndate: 2025-10-30\nauthors: [Grace Hopper, Émile Borel]\n\
             arxiv: '1506.03134'\npublished: 2015-06-09\nvenue: {name: Neural Systems 2015, short: NeurIPS}\n\
             tags: [Sequence Models, C++]\nupvotes: 14\nstatus: unread\nrating: 4\norganization: Example Labs\n\
             links: {code: 'https://code.example/a'}\n---\nState-of-the-art \\emph{pointers} for $O(n)$.\n",
        )
        .file(
            "content/sets.md",
            "---\ntitle: On Sets\ndate: 2025-10-29\nauthors: [G. M. Hopper, {name: Wei Wang, id: zurich}]\n\
             doi: 10.1000/Sets.1\nupvotes: 3\nstatus: read\ntags: [C, sequence-models]\n---\nThe art of sets.\n\n## Notes\nMine alone.\n",
        )
        .file("content/wang.md", paper("Other things", "authors: [{name: Wei Wang, id: bern}]\nwithdrawn: true"))
        .file("content/draft.md", paper("A draft", "draft: true"))
        .file("content/plain.md", "---\ntitle: Plain\ndate: 2024-02-29\n---\n")
        .file("content/authors.yaml", "Grace Hopper: [G. M. Hopper]\n")
}

/// The keys of the papers that a filter picks.
#[track_caller]
fn check(site: &Site, filter: &str, keys: &str) {
    let lines = site.run(&["list", "--", filter]).succeeds().stdout;
    let found: Vec<&str> = lines.lines().filter_map(|line| line.split('\t').next()).collect();
    assert_eq!(found.join(" "), keys, "{filter}");
}

#[test]
fn terms_are_compared_whole_without_case_accents_and_punctuation() {
    let site = site();
    check(&site, "tag:\"sequence models\"", "pointer sets");
    check(&site, "tag:SEQUENCE-models", "pointer sets");
    check(&site, "tag:c", "sets");
    check(&site, "tag:c++", "pointer");
    check(&site, "tag:c-plus-plus", "pointer");
    check(&site, "tag:sequence", "");
    check(&site, "tag:c,c++ -tag:c", "pointer");
    check(&site, "author:\"emile borel\"", "pointer");
    check(&site, "author:\"G. M. Hopper\"", "pointer sets");
    check(&site, "author:grace-hopper", "pointer sets");
    check(&site, "author:\"wei wang\"", "wang sets");
    check(&site, "author:bern", "wang");
    check(&site, "venue:neurips", "pointer");
    check(&site, "venue:\"neural systems\"", "pointer");
    check(&site, "organization:example-labs", "pointer");
}

#[test]
fn numbers_and_dates_are_compared_by_value() {
    let site = site();
    check(&site, "year:2015", "pointer");
    check(&site, "year:2016..2024", "plain");
    check(&site, "upvotes:<100", "pointer sets");
    check(&site, "upvotes:>3", "pointer");
    check(&site, "-upvotes:>3", "wang sets plain");
    check(&site, "rating:>=4", "pointer");
    check(&site, "date:2025-10", "pointer wang sets");
    check(&site, "date:2024-02..2025-10-29", "sets plain");
    check(&site, "status:unread,read", "pointer sets");
    check(&site, "-has:status", "wang plain");
    check(&site, "has:code", "pointer");
    check(&site, "has:notes,code", "pointer sets");
    check(&site, "is:withdrawn", "wang");
    check(&site, "arxiv:1506.03134v3", "pointer");
    check(&site, "https://doi.org/10.1000/SETS.1", "sets");
    check(&site, "key:plain,sets", "sets plain");
}

#[test]
fn words_are_found_within_words_and_phrases_as_whole_words() {
    let site = site();
    check(&site, "network naive", "pointer");
    check(&site, "NETWORKS", "pointer");
    check(&site, "stateoftheart", "pointer");
    check(&site, "art", "pointer sets");
    check(&site, "art -state", "sets");
    check(&site, "\"state of the art\"", "pointer");
    check(&site, "\"the art\"", "pointer sets");
    check(&site, "\"he art\"", "");
    check(&site, "\"art pointers\"", "pointer");
    check(&site, "mine", "sets");
    check(&site, "1506.03134", "pointer");
    check(&site, "borel", "pointer");
    check(&site, "\"\" - …", "pointer wang sets plain");
}

#[test]
fn all_errors_of_a_filter_are_shown_in_it() {
    site().run(&["list", "tag:a", "auther:\"Ada", "Lovelace\" staus:read upvotes:many \"x"]).refuses(
        expect![[r#"
            error[unknown-filter-key]: `auther:` is not a key of a filter
             --> filter:1:7
              |
            1 | tag:a auther:"Ada Lovelace" staus:read upvotes:many "x
              |       ^^^^^^ did you mean `author:`?

            error[unknown-filter-key]: `staus:` is not a key of a filter
             --> filter:1:29
              |
            1 | tag:a auther:"Ada Lovelace" staus:read upvotes:many "x
              |                             ^^^^^ did you mean `status:`?

            error[bad-filter-value]: `upvotes:` cannot be `many`
             --> filter:1:48
              |
            1 | tag:a auther:"Ada Lovelace" staus:read upvotes:many "x
              |                                                ^^^^ expected a number, `>50`, `<=3` or `10..20`

            error[unclosed-quote]: this quote is not closed
             --> filter:1:53
              |
            1 | tag:a auther:"Ada Lovelace" staus:read upvotes:many "x
              |                                                     ^ write `"` where the phrase ends

            error: the filter cannot be read
        "#]],
    );
}

#[test]
fn a_term_that_no_paper_has_is_named_when_nothing_is_found() {
    site().run(&["list", "author:Borel"]).succeeds().says(expect![[r#"
        note[unknown-term]: no author of this list is called `Borel`
         --> filter:1:8
          |
        1 | author:Borel
          |        ^^^^^ did you mean `"Émile Borel"`?

        Listed 0 papers of 4
    "#]]);
    site().run(&["list", "author:Émile Borel"]).succeeds().says(expect![[r#"
        note[unknown-term]: no author of this list is called `Émile`
         --> filter:1:8
          |
        1 | author:Émile Borel
          |        ^^^^^ did you mean `"Émile Borel"`?

        note[lost-quotes]: `author:` takes one word, and the rest is looked for as text
         |
         = help: quote the value for the filter and the filter for the shell: 'author:"Émile Borel"'

        Listed 0 papers of 4
    "#]]);
}

#[test]
fn papers_stand_in_the_order_asked_for() {
    let site = site();
    let keys = |arguments: &[&str]| {
        let run = site.run(&[&["list"], arguments].concat()).succeeds();
        run.stdout.lines().filter_map(|line| line.split('\t').next()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(keys(&[]), "pointer wang sets plain");
    assert_eq!(keys(&["--reverse"]), "plain sets wang pointer");
    assert_eq!(keys(&["--sort", "upvotes"]), "pointer sets wang plain");
    assert_eq!(keys(&["--sort", "title", "--limit", "2"]), "sets wang");
    assert_eq!(keys(&["--sort", "published"]), "wang sets plain pointer");
    assert_eq!(keys(&["--sort", "key", "--drafts"]), "draft plain pointer sets wang");
    assert_eq!(keys(&["-has:status", "--drafts", "-is:withdrawn"]), "draft plain");
}

#[track_caller]
fn stdout(arguments: &[&str], expected: Expect) {
    expected.assert_eq(&site().run(arguments).succeeds().stdout);
}

#[test]
fn a_pipe_gets_a_line_of_fields_for_each_paper() {
    stdout(
        &["list", "date:2025-10-29.."],
        expect![[r#"
            pointer	2025-10-30	Pointer Networks, naïvely	Grace Hopper; Émile Borel	1506.03134		content/pointer.md
            wang	2025-10-30	Other things	Wei Wang			content/wang.md
            sets	2025-10-29	On Sets	G. M. Hopper; Wei Wang		10.1000/Sets.1	content/sets.md
        "#]],
    );
    stdout(
        &["list", "--format", "urls"],
        expect![[r#"
            https://arxiv.org/abs/1506.03134
            https://a.example/list/papers/wang/
            https://doi.org/10.1000/Sets.1
            https://a.example/list/papers/plain/
        "#]],
    );
    stdout(
        &["list", "--format", "bibtex", "key:sets"],
        expect![[r#"
        @misc{hopper2025sets,
          author = {Hopper, G. M. and Wang, Wei},
          title = {On Sets},
          year = 2025,
          doi = {10.1000/Sets.1}
        }
    "#]],
    );
}

#[test]
fn a_table_is_as_wide_as_the_terminal() {
    stdout(
        &["list", "--format", "table", "--drafts"],
        expect![[r#"
            2025-10-30  unread  ▲14  pointer  Pointer Networks, naïvely  Hopper, Borel
            2025-10-30               draft    A draft
            2025-10-30               wang     Other things               Wang
            2025-10-29  read     ▲3  sets     On Sets                    Hopper, Wang
            2024-02-29               plain    Plain
        "#]],
    );
}

#[test]
fn json_has_all_that_is_known_of_a_paper() {
    stdout(
        &["list", "--json", "key:pointer"],
        expect![[r#"
        [
          {
            "key": "pointer",
            "path": "content/pointer.md",
            "url": "https://a.example/list/papers/pointer/",
            "date": "2025-10-30",
            "title": "Pointer Networks, naïvely",
            "title_markdown": "Pointer {N}etworks, na\\\"{\\i}vely",
            "authors": [
              "Grace Hopper",
              "Émile Borel"
            ],
            "author_details": [
              {
                "given": "Grace",
                "family": "Hopper"
              },
              {
                "given": "Émile",
                "family": "Borel"
              }
            ],
            "author_count": null,
            "published": "2015-06-09",
            "updated": null,
            "version": null,
            "arxiv": "1506.03134",
            "primary_class": null,
            "doi": null,
            "venue": "Neural Systems 2015",
            "venue_short": "NeurIPS",
            "venue_url": null,
            "year": 2015,
            "type": null,
            "volume": null,
            "number": null,
            "pages": null,
            "publisher": null,
            "series": null,
            "editors": [],
            "cite_key": null,
            "tags": [
              "Sequence Models",
              "C++"
            ],
            "links": {
              "code": "https://code.example/a"
            },
            "summary": null,
            "abstract": "State-of-the-art \\emph{pointers} for $O(n)$.",
            "notes": null,
            "upvotes": 14,
            "comments": null,
            "stars": null,
            "weight": null,
            "submitted_by": null,
            "organization": "Example Labs",
            "thumbnail": null,
            "status": "unread",
            "rating": 4,
            "awards": [],
            "withdrawn": false,
            "withdrawn_reason": null,
            "aliases": [],
            "draft": false,
            "extra": {}
          }
        ]
    "#]],
    );
}

#[test]
fn papers_are_listed_beside_a_file_with_errors() {
    let site = site().file("content/bad.md", paper("Bad", "auther: x"));
    let run = site.run(&["list", "--limit", "1"]);
    assert_eq!(run.stdout.lines().count(), 1);
    run.fails(expect![[r#"
        error[unknown-field]: `auther` is not a field of a paper
         --> content/bad.md:4:1
          |
        4 | auther: x
          | ^^^^^^ did you mean `authors`?

    "#]]);
}

#[test]
fn a_filter_that_picks_nothing_says_so_and_what_was_meant() {
    let site = site();
    site.run(&["list", "status=read"]).succeeds().says(expect![[r#"
        note[word-like-term]: `status=read` is looked for as text
         --> filter:1:1
          |
        1 | status=read
          | ^^^^^^^^^^^ did you mean `status:read`?

        Listed 0 papers of 4
    "#]]);
    site.run(&["list", "2025-10-30"]).succeeds().says(expect![[r#"
        note[word-like-term]: `2025-10-30` is looked for as text
         --> filter:1:1
          |
        1 | 2025-10-30
          | ^^^^^^^^^^ did you mean `date:2025-10-30`?

        Listed 0 papers of 4
    "#]]);
    site.run(&["list", "xstatus=read status=read"]).succeeds().says(expect![[r#"
        note[word-like-term]: `status=read` is looked for as text
         --> filter:1:14
          |
        1 | xstatus=read status=read
          |              ^^^^^^^^^^^ did you mean `status:read`?

        Listed 0 papers of 4
    "#]]);
    site.run(&["list", "tag:c", "year:2015"]).succeeds().says(expect![[r#"
        Listed 0 papers of 4
    "#]]);
}
