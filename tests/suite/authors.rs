//! `content/authors.yaml`: several names, one person.

use expect_test::expect;

use crate::build::assert_same;
use crate::site::{Site, paper};

/// Three papers by one person under three names, one by a namesake.
fn site() -> Site {
    Site::new()
        .file("content/a.md", paper("A", "authors: [Grace Hopper, Grace Brewster Murray]"))
        .file("content/b.md", paper("B", "authors: [G. M. Hopper, Ada Lovelace]"))
        .file("content/c.md", paper("C", "authors: [grace hopper]"))
        .file("content/d.md", paper("D", "authors: [{name: Grace Hopper, id: other}]"))
}

const JOINED: &str = "Grace M. Hopper:\n  also: [Grace Hopper, G. M. Hopper, Grace Brewster Murray]\n  \
                      orcid: 0000-0002-1825-0097\n  url: https://hopper.example/\n";

#[test]
fn names_of_one_person_share_a_page_and_stay_as_printed() {
    let site = site().file("content/authors.yaml", JOINED);
    site.build().succeeds();
    expect![[r#"
        </list/authors/> Authors
        Grace M. Hopper
        also published as G. M. Hopper, Grace Brewster Murray, Grace Hopper
        3 papers
        <https://hopper.example/> Website
        <https://orcid.org/0000-0002-1825-0097> ORCID
        </list/papers/a/> A
        </list/authors/grace-m-hopper/> Grace Hopper
        ,
        </list/authors/grace-m-hopper/> Grace Brewster Murray
        </list/days/2025-10-30/> October 30, 2025
        </list/papers/b/> B
        </list/authors/grace-m-hopper/> G. M. Hopper
        ,
        </list/authors/ada-lovelace/> Ada Lovelace
        </list/days/2025-10-30/> October 30, 2025
        </list/papers/c/> C
        </list/authors/grace-m-hopper/> grace hopper
        </list/days/2025-10-30/> October 30, 2025
    "#]]
    .assert_eq(&site.page("authors/grace-m-hopper"));
    assert!(!site.exists("public/authors/g-m-hopper"));
    assert!(!site.exists("public/files/authors.yaml"));
    // An `id` is stronger than a name.
    assert!(site.page("authors/other").contains("1 paper\n"));
    let paper = site.page("papers/b");
    assert!(paper.contains("</list/authors/grace-m-hopper/> G. M. Hopper\n"), "{paper}");
    // What was joined by hand is not listed as if it needed a look.
    expect![[r#"
        Checked 4 papers and 15 pages in … s: 0 errors, 0 warnings
    "#]]
    .assert_eq(&site.check().succeeds().stderr);
}

#[test]
fn a_short_form_names_the_other_names_alone() {
    for value in ["[G. M. Hopper, Grace Brewster Murray]", "{also: G. M. Hopper}", "G. M. Hopper"] {
        let site = site().file("content/authors.yaml", format!("Grace Hopper: {value}\n"));
        site.build().succeeds();
        assert!(site.page("authors/grace-hopper").contains("3 papers"), "{value}");
    }
}

#[test]
fn what_is_wrong_with_the_names_is_told_in_one_run() {
    let site = site().file(
        "content/authors.yaml",
        "Grace Hopper: [G. M. Hopper]\nAda Lovelace: {alsoo: [Ada], orcid: 1, also: [G M Hopper]}\nGrace Hopper: []\nX: {also: {a: b}}\n",
    );
    site.build().fails(expect![[r#"
        error[unknown-field]: `alsoo` is not a field of an author
         --> content/authors.yaml:2:16
          |
        2 | Ada Lovelace: {alsoo: [Ada], orcid: 1, also: [G M Hopper]}
          |                ^^^^^ did you mean `also`?

        error[bad-identifier]: `1` is not an ORCID iD
         --> content/authors.yaml:2:37
          |
        2 | Ada Lovelace: {alsoo: [Ada], orcid: 1, also: [G M Hopper]}
          |                                     ^ expected four groups of four digits, the last one a right check digit

        error[duplicate-author]: `G M Hopper` is two persons' name
         --> content/authors.yaml:2:47
          |
        2 | Ada Lovelace: {alsoo: [Ada], orcid: 1, also: [G M Hopper]}
          |                                               ^^^^^^^^^^ `Grace Hopper` has it already: remove one of the two
          |
         ::: content/authors.yaml:1:16
          |
        1 | Grace Hopper: [G. M. Hopper]
          |                ------------ first given here

        error[duplicate-field]: `Grace Hopper` is given twice
         --> content/authors.yaml:3:1
          |
        3 | Grace Hopper: []
          | ^^^^^^^^^^^^ remove one of the two
          |
         ::: content/authors.yaml:1:1
          |
        1 | Grace Hopper: [G. M. Hopper]
          | ------------ first given here

        error[wrong-type]: `also` must be a list, not a map
         --> content/authors.yaml:4:11
          |
        4 | X: {also: {a: b}}
          |           ^ expected a list

        warning[unused-author]: no paper names `X`, under any of the names given
         --> content/authors.yaml:4:1
          |
        4 | X: {also: {a: b}}
          | ^ correct it, or remove it

        error: nothing was built: 5 errors, 1 warning
    "#]]);
}

#[test]
fn an_author_whom_no_paper_names_is_a_warning() {
    let site = site().file("content/authors.yaml", "Charles Babbage: [C. Babbage]\n");
    site.run(&["build", "--strict"]).fails(expect![[r#"
        warning[unused-author]: no paper names `Charles Babbage`, under any of the names given
         --> content/authors.yaml:1:1
          |
        1 | Charles Babbage: [C. Babbage]
          | ^^^^^^^^^^^^^^^ correct it, or remove it

        error: nothing was built: 0 errors, 1 warning
    "#]]);
    site.build().succeeds();
}

#[test]
fn joining_and_parting_names_leaves_what_a_clean_build_leaves() {
    let site = site();
    site.build().succeeds();
    site.write("content/authors.yaml", JOINED);
    site.build().succeeds();
    let clean = self::site().file("content/authors.yaml", JOINED);
    clean.build().succeeds();
    assert_same(&site.tree("public"), &clean.tree("public"));
    site.remove("content/authors.yaml");
    site.build().succeeds();
    let clean = self::site();
    clean.build().succeeds();
    assert_same(&site.tree("public"), &clean.tree("public"));
}
