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
        Narrow or sort
        2025
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
        Written with
        </list/authors/ada-lovelace/> Ada Lovelace
        1
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
        Checked 4 papers and 18 pages in … s: 0 errors, 0 warnings
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

#[test]
fn names_are_joined_in_the_file_which_keeps_the_rest() {
    let site = site();
    let merge = |names: &[&str]| site.run(&[&["authors", "merge"], names].concat());
    let first = merge(&["Grace Hopper", "G. M. Hopper"]).succeeds().says(expect![[r#"
        Joined `G. M. Hopper` with `Grace Hopper`
    "#]]);
    assert_eq!(first.stdout, "content/authors.yaml\n");
    assert_eq!(site.read("content/authors.yaml"), "Grace Hopper: [G. M. Hopper]\n");
    site.write("content/authors.yaml", "# Ours\r\nGrace Hopper:\r\n  - G. M. Hopper # in B\r\n");
    let shown =
        merge(&["--dry-run", "Grace Hopper", "Grace Brewster Murray"]).succeeds().says(expect![[r#"
        Would join `Grace Brewster Murray` with `Grace Hopper`
    "#]]);
    assert_eq!(shown.stdout, "content/authors.yaml\n+   - Grace Brewster Murray\n");
    merge(&["grace hopper", "Grace Brewster Murray", "G. M. Hopper"]).succeeds();
    assert_eq!(
        site.read("content/authors.yaml"),
        "# Ours\r\nGrace Hopper:\r\n  - G. M. Hopper # in B\r\n  - Grace Brewster Murray\r\n"
    );
    merge(&["Grace Hopper", "G. M. Hopper"]).succeeds().says(expect![[r#"
        Unchanged these are names of `Grace Hopper` already
    "#]]);
    let listed = site.run(&["authors"]).succeeds();
    assert_eq!(
        listed.stdout,
        "Grace Hopper\t3\tG. M. Hopper; Grace Brewster Murray; grace hopper\t\nGrace Hopper\t1\t\t\nAda Lovelace\t1\t\t\n"
    );
    site.run(&["authors", "ada", "lovelade"]).succeeds().says(expect![[r#"
        Found no author whose name has `ada lovelade`: did you mean `Ada Lovelace`?
    "#]]);
    assert_eq!(
        site.run(&["authors", "lovel", "ada", "--limit", "1"]).succeeds().stdout,
        "Ada Lovelace\t1\t\t\n"
    );
}

#[test]
fn a_person_may_be_preferred_by_a_name_that_no_paper_has() {
    let site = site();
    let names = ["authors", "merge", "Grace Hopper", "G. M. Hopper", "--as", "Grace Murray Hopper"];
    site.run(&names).succeeds();
    assert_eq!(site.read("content/authors.yaml"), "Grace Murray Hopper: [Grace Hopper, G. M. Hopper]\n");
}

#[test]
fn everything_that_stands_against_joining_is_told_and_nothing_is_written() {
    let site = site().file("content/authors.yaml", "Grace Hopper: [G. M. Hopper]\n");
    site.run(&[
        "authors",
        "merge",
        "Ada Lovelace",
        "G. M. Hopper",
        "ada lovelace",
        "Grace Brewstre Murray",
        "Nobody",
    ])
    .refuses(expect![[r#"
        error: no paper has an author `Grace Brewstre Murray`: did you mean `Grace Brewster Murray`?
               no paper has an author `Nobody`: `offprint authors` lists all names
               `G. M. Hopper` is claimed by `Grace Hopper` already (content/authors.yaml:1:1): remove it there first
               `ada lovelace` and `Ada Lovelace` are one name already: case, accents, punctuation and blanks in given names do not count
    "#]]);
    site.run(&["authors", "merge", "G. M. Hopper", "Ada Lovelace"]).refuses(expect![[r#"
        error: `G. M. Hopper` is a name of `Grace Hopper` already (content/authors.yaml:1:1): name `Grace Hopper` first to join more with it
    "#]]);
    site.run(&["authors", "merge", "Ada Lovelace"]).refuses(expect![[r#"
        error: name another name of `Ada Lovelace`: `offprint authors alike` suggests some
    "#]]);
    assert_eq!(site.read("content/authors.yaml"), "Grace Hopper: [G. M. Hopper]\n");
    site.write("content/authors.yaml", "Grace Hopper: {alsoo: x}\n");
    site.run(&["authors", "merge", "Grace Hopper", "Ada Lovelace"]).fails(expect![[r#"
        error[unknown-field]: `alsoo` is not a field of an author
         --> content/authors.yaml:1:16
          |
        1 | Grace Hopper: {alsoo: x}
          |                ^^^^^ did you mean `also`?

        error: nothing was changed: the list of authors has errors
    "#]]);
    let elsewhere = Site::new();
    elsewhere.remove("offprint.yaml");
    elsewhere.run(&["authors"]).refuses(expect![[r#"
        error[no-configuration]: there is no `offprint.yaml`
        --> offprint.yaml
         = help: `offprint init` makes a site in this folder; `--root DIR` names another one

    "#]]);
}

#[test]
fn names_that_look_like_one_persons_are_suggested() {
    let site = Site::new()
        .file("content/a.md", paper("A", "authors: [Grace Hopper, Ada Lovelace, Li Ming]"))
        .file("content/b.md", paper("B", "authors: [G. M. Hopper, Ada Lovelace, Ming Li]"))
        .file("content/h.md", paper("H", "authors: [Hopper Grace, Ada Lovelace]"))
        // One who could be either is neither's.
        .file("content/c.md", paper("C", "authors: [Wei Wang, Wen Wang, Jürgen Müller]"))
        .file("content/d.md", paper("D", "authors: [W. Wang, J. Mueller, {name: A. Lovelace, id: other}]"))
        // Who is on one paper is two people.
        .file("content/e.md", paper("E", "authors: [Jane Smith, J. Smith]"))
        .file("content/f.md", paper("F", "authors: [{name: Ana O'Neill, orcid: 0000-0002-1825-0097}]"))
        .file("content/g.md", paper("G", "authors: [{name: Ana Silva, orcid: 0000-0002-1825-0097}]"));
    let alike = site.run(&["authors", "alike"]).succeeds().says(expect![[r#"
        Found names that look like those of 4 people: keep the lines that are right
    "#]]);
    expect![[r#"
        offprint authors merge 'Ana O'\''Neill' 'Ana Silva'  # they have one ORCID iD
        offprint authors merge 'Grace Hopper' 'Hopper Grace' 'G. M. Hopper'  # 1 co-author in common
        offprint authors merge 'Li Ming' 'Ming Li'  # 1 co-author in common
        offprint authors merge 'Jürgen Müller' 'J. Mueller'  # nobody else has the family name
    "#]]
    .assert_eq(&alike.stdout);
    // A guess never fails a check.
    site.run(&["check", "--strict"]).succeeds().says(expect![[r#"
        note[alike-authors]: `Ana O'Neill` and `Ana Silva`, `Grace Hopper` and `Hopper Grace` and `G. M. Hopper`, `Li Ming` and `Ming Li`, and the names of 1 more person, look like one person each
         |
         = help: `offprint authors alike` says why, and how to join them; two entries in `authors.yaml` keep two people apart

        Checked 8 papers and 35 pages in … s: 0 errors, 0 warnings
    "#]]);
    // Two entries say that they are two people.
    site.write(
        "content/authors.yaml",
        "Ana O'Neill:\nAna Silva:\nJürgen Müller: J. Mueller\nLi Ming:\nMing Li:\n",
    );
    let alike = site.run(&["authors", "alike"]).succeeds();
    expect![[r#"
        offprint authors merge 'Grace Hopper' 'Hopper Grace' 'G. M. Hopper'  # 1 co-author in common
    "#]]
    .assert_eq(&alike.stdout);
    // The same as entries of the file, which are read as they are meant.
    site.remove("content/authors.yaml");
    let entries = site.run(&["authors", "alike", "--format", "yaml"]).succeeds().stdout;
    expect![[r#"
        Ana O'Neill: [Ana Silva]  # they have one ORCID iD
        Grace Hopper: [Hopper Grace, G. M. Hopper]  # 1 co-author in common
        Li Ming: [Ming Li]  # 1 co-author in common
        Jürgen Müller: [J. Mueller]  # nobody else has the family name
    "#]]
    .assert_eq(&entries);
    site.write("content/authors.yaml", &entries);
    assert_eq!(site.run(&["authors", "alike"]).succeeds().stdout, "");
    site.write("content/authors.yaml", "Grace Hopper: [G. M. Hopper]\n");
    let entries = site.run(&["authors", "alike", "--format", "yaml"]).succeeds().stdout;
    expect![[r#"
        Ana O'Neill: [Ana Silva]  # they have one ORCID iD
        Li Ming: [Ming Li]  # 2 co-authors in common
        # add to the entry that is there: Grace Hopper: [Hopper Grace]  # 1 co-author in common
        Jürgen Müller: [J. Mueller]  # nobody else has the family name
    "#]]
    .assert_eq(&entries);
}
