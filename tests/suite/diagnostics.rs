//! Every kind of diagnostic, by its whole message.

use expect_test::{Expect, expect};

use crate::site::{Site, paper};

/// Checks what is said of one content file.
#[track_caller]
fn check_file(content: &str, stderr: Expect) {
    Site::new().file("content/a.md", content).build().fails(stderr);
}

/// Checks what is said of a paper with these fields.
#[track_caller]
fn check_fields(fields: &str, stderr: Expect) {
    check_file(&paper("A Paper", fields), stderr);
}

#[track_caller]
fn check_config(config: &str, stderr: Expect) {
    Site::new()
        .file("offprint.yaml", config)
        .file("content/a.md", paper("A Paper", ""))
        .build()
        .refuses(stderr);
}

#[test]
fn every_problem_of_a_file_is_told_in_one_run() {
    check_file(
        "---\nauther: Yunxin Li\ndate: 2025-02-30\nupvotes: many\nurl: https://a.example\n---\n",
        expect![[r#"
            error[missing-title]: this paper has no `title`
             --> content/a.md:2:1
              |
            2 | auther: Yunxin Li
              | ^ a paper needs a title

            error[unknown-field]: `auther` is not a field of a paper
             --> content/a.md:2:1
              |
            2 | auther: Yunxin Li
              | ^^^^^^ did you mean `authors`?

            error[unknown-field]: `url` is not a field of a paper
             --> content/a.md:5:1
              |
            5 | url: https://a.example
              | ^^^ write `links: {project: …}`, `arxiv:` or `doi:`

            error[bad-date]: `2025-02-30` is no date of the calendar
             --> content/a.md:3:7
              |
            3 | date: 2025-02-30
              |       ^^^^^^^^^^ February 2025 has 28 days

            error[wrong-type]: `upvotes` must be a whole number, not text
             --> content/a.md:4:10
              |
            4 | upvotes: many
              |          ^^^^ expected a whole number

            error: nothing was built: 5 errors, 0 warnings
        "#]],
    );
}

#[test]
fn missing_title_and_date() {
    check_file(
        "---\ntags: [a]\n---\n",
        expect![[r#"
        error[missing-date]: this paper has no `date`
         --> content/a.md:2:1
          |
        2 | tags: [a]
          | ^ add the day it is listed under, such as `date: 2025-10-30`

        error[missing-title]: this paper has no `title`
         --> content/a.md:2:1
          |
        2 | tags: [a]
          | ^ a paper needs a title

        error: nothing was built: 2 errors, 0 warnings
    "#]],
    );
    check_file(
        "---\n---\n",
        expect![[r#"
        error[missing-date]: this paper has no `date`
         --> content/a.md:1:1
          |
        1 | ---
          | ^^^ add the day it is listed under, such as `date: 2025-10-30`

        error[missing-title]: this paper has no `title`
         --> content/a.md:1:1
          |
        1 | ---
          | ^^^ a paper needs a title

        error: nothing was built: 2 errors, 0 warnings
    "#]],
    );
}

#[test]
fn front_matter_that_is_missing_open_or_no_yaml() {
    check_file(
        "# A paper\n",
        expect![[r#"
        error[missing-front-matter]: this file has no front matter
         --> content/a.md:1:1
          |
        1 | # A paper
          | ^^^^^^^^^ begin with a line `---`, then `title: …`, then a line `---`
          |
          = help: a file that is not a paper can be named `README.md` or begin with `_`, or live outside the content folder

        error: nothing was built: 1 error, 0 warnings
    "#]],
    );
    check_file(
        "---\ntitle: A\ndate: 2025-10-30\n",
        expect![[r#"
        error[unclosed-front-matter]: the front matter is not closed
         --> content/a.md:1:1
          |
        1 | ---
          | ^^^ opened here; end it with a line `---`

        error: nothing was built: 1 error, 0 warnings
    "#]],
    );
    check_file(
        "---\ntitle: One: two\ndate: 2025-10-30\n---\n",
        expect![[r#"
        error[yaml-syntax]: this is not valid YAML: mapping values are not allowed in this context
         --> content/a.md:2:11
          |
        2 | title: One: two
          |           ^
          |
          = help: a value that holds `: ` must be quoted: `title: 'One: two'`

        error: nothing was built: 1 error, 0 warnings
    "#]],
    );
    check_file(
        "---\ntitle: {A} paper\ndate: 2025-10-30\n---\n",
        expect![[r#"
        error[yaml-syntax]: this is not valid YAML: while parsing a block mapping, did not find expected key
         --> content/a.md:2:12
          |
        2 | title: {A} paper
          |            ^
          |
          = help: a value that begins with one of `{ [ & * ! | > @ % # '` or a backtick must be quoted

        error: nothing was built: 1 error, 0 warnings
    "#]],
    );
    check_file(
        "---\n- title\n---\n",
        expect![[r#"
        error[wrong-type]: a paper must be a map of fields, not a list
         --> content/a.md:2:1
          |
        2 | - title
          | ^ write `key: value` lines

        error: nothing was built: 1 error, 0 warnings
    "#]],
    );
}

#[test]
fn a_file_that_is_not_utf8() {
    Site::new().file("content/a.md", b"---\ntitle: Caf\xE9\n---\n").build().fails(expect![[r#"
        error[not-utf8]: this file is not UTF-8
         --> content/a.md:2:11
          |
        2 | title: Caf�
          |           ^ byte 0xe9 cannot stand here
          |
          = help: save the file as UTF-8; it may be Latin-1 or windows-1252

        error: nothing was built: 1 error, 0 warnings
    "#]]);
}

#[test]
fn duplicate_and_unknown_fields() {
    check_fields(
        "upvotes: 1\nupvotes: 2",
        expect![[r#"
        error[duplicate-field]: `upvotes` is given twice
         --> content/a.md:5:1
          |
        5 | upvotes: 2
          | ^^^^^^^ remove one of the two
          |
         ::: content/a.md:4:1
          |
        4 | upvotes: 1
          | ------- first given here

        error: nothing was built: 1 error, 0 warnings
    "#]],
    );
    check_fields(
        "author: Ada\nkeywords: [a]\npdf: x\ntitel: B",
        expect![[r#"
            error[unknown-field]: `author` is not a field of a paper
             --> content/a.md:4:1
              |
            4 | author: Ada
              | ^^^^^^ write `authors:` and a list
             --> content/a.md:5:1: `keywords` is not a field of a paper; write `tags:`
             --> content/a.md:6:1: `pdf` is not a field of a paper; write `links: {pdf: …}`
             --> content/a.md:7:1: `titel` is not a field of a paper; did you mean `title`?

            error: nothing was built: 4 errors, 0 warnings
        "#]],
    );
}

#[test]
fn dates_that_disagree_or_do_not_exist() {
    Site::new()
        .file("content/2025-10-29/a.md", paper("A", ""))
        .file("content/2025-13-01-b.md", "---\ntitle: B\n---\n")
        .file("content/c.md", "---\ntitle: C\ndate: 30.10.2025\npublished: 2025-1-3\n---\n")
        .build()
        .fails(expect![[r#"
            error[dates-disagree]: the date is 2025-10-30 here and 2025-10-29 in the file's path
             --> content/2025-10-29/a.md:3:7
              |
            3 | date: 2025-10-30
              |       ^^^^^^^^^^ remove one of the two

            error[bad-date]: the name `2025-13-01-b.md` begins with no date of the calendar
            --> content/2025-13-01-b.md
             = help: there is no month 13; write the whole date: YYYY-MM-DD

            error[bad-date]: `30.10.2025` is no date of the calendar
             --> content/c.md:3:7
              |
            3 | date: 30.10.2025
              |       ^^^^^^^^^^ write 2025-10-30

            error[bad-date]: `2025-1-3` is no date of the calendar
             --> content/c.md:4:12
              |
            4 | published: 2025-1-3
              |            ^^^^^^^^ write 2025-01-03

            error[missing-date]: this paper has no `date`
             --> content/2025-13-01-b.md:2:1
              |
            2 | title: B
              | ^ add the day it is listed under, such as `date: 2025-10-30`

            error: nothing was built: 5 errors, 0 warnings
        "#]]);
}

#[test]
fn identifiers_that_cannot_be() {
    check_fields(
        "arxiv: 24010.0010\ndoi: 11.1/x\nauthors: [{name: Ada, orcid: 0000-0002-1825-0098}]",
        expect![[r#"
            error[bad-identifier]: `24010.0010` is not an arXiv id
             --> content/a.md:4:8
              |
            4 | arxiv: 24010.0010
              |        ^^^^^^^^^^ expected `2401.00010`, or `hep-th/9901001` before April 2007

            error[bad-identifier]: `11.1/x` is not a DOI
             --> content/a.md:5:6
              |
            5 | doi: 11.1/x
              |      ^^^^^^ expected `10.1000/xyz`

            error[bad-identifier]: `0000-0002-1825-0098` is not an ORCID iD
             --> content/a.md:6:30
              |
            6 | authors: [{name: Ada, orcid: 0000-0002-1825-0098}]
              |                              ^^^^^^^^^^^^^^^^^^^ expected four groups of four digits, the last one a right check digit

            error: nothing was built: 3 errors, 0 warnings
        "#]],
    );
}

#[test]
fn values_out_of_range_or_unknown() {
    check_fields(
        "rating: 6\nstatus: red\nupvotes: -1\nyear: 12\ntype: artikel",
        expect![[r#"
        error[out-of-range]: a rating cannot be 6
         --> content/a.md:4:9
          |
        4 | rating: 6
          |         ^ expected 1 to 5

        error[out-of-range]: `upvotes` cannot be negative
         --> content/a.md:6:10
          |
        6 | upvotes: -1
          |          ^^ expected 0 or more

        error[out-of-range]: 12 cannot be a year of publication
         --> content/a.md:7:7
          |
        7 | year: 12
          |       ^^ expected four digits

        error[unknown-value]: `status` cannot be `red`
         --> content/a.md:5:9
          |
        5 | status: red
          |         ^^^ did you mean `read`?

        error[unknown-value]: `type` cannot be `artikel`
         --> content/a.md:8:7
          |
        8 | type: artikel
          |       ^^^^^^^ did you mean `article`?

        error: nothing was built: 5 errors, 0 warnings
    "#]],
    );
    check_fields(
        "version: 99999999999",
        expect![[r#"
        error[out-of-range]: a version cannot be 99999999999
         --> content/a.md:4:10
          |
        4 | version: 99999999999
          |          ^^^^^^^^^^^ expected the number of a version on arXiv, such as 2

        error: nothing was built: 1 error, 0 warnings
    "#]],
    );
}

#[test]
fn authors_without_or_with_two_names() {
    check_fields(
        "authors: [{affiliation: X}, {name: Ada, family: Lovelace}, {surname: Y, given: Z}]",
        expect![[r#"
            error[missing-name]: this author has no name
             --> content/a.md:4:11
              |
            4 | authors: [{affiliation: X}, {name: Ada, family: Lovelace}, {surname: Y, given: Z}]
              |           ^ add `name`, or `given` and `family`

            error[two-names]: this author has both `name` and its parts
             --> content/a.md:4:29
              |
            4 | authors: [{affiliation: X}, {name: Ada, family: Lovelace}, {surname: Y, given: Z}]
              |                             ^ keep `name`, or `given` and `family`

            error[unknown-field]: `surname` is not a field of an author
             --> content/a.md:4:61
              |
            4 | authors: [{affiliation: X}, {name: Ada, family: Lovelace}, {surname: Y, given: Z}]
              |                                                             ^^^^^^^ write `family`

            error: nothing was built: 3 errors, 0 warnings
        "#]],
    );
}

#[test]
fn authors_in_one_name_and_a_count_that_differs() {
    Site::new()
        .file("content/a.md", paper("A", "authors: Ada Lovelace and Charles Babbage\nauthor_count: 2"))
        .run(&["build", "--strict"])
        .fails(expect![[r#"
            warning[joined-authors]: this looks like several authors in one name
             --> content/a.md:4:10
              |
            4 | authors: Ada Lovelace and Charles Babbage
              |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write a list: `authors: [First Author, Second Author]`

            warning[author-count]: `author_count` is 2, but 1 is named
             --> content/a.md:5:15
              |
            5 | author_count: 2
              |               ^ remove it: it is for papers whose authors are unknown

            error: nothing was built: 0 errors, 2 warnings
        "#]]);
}

#[test]
fn addresses_that_cannot_be_published() {
    check_fields(
        "links: {pdf: 'javascript:alert(1)', code: gone.zip, data: ../../etc/passwd}\nthumbnail: picture.txt\nslug: A B\naliases: [old, /../x, /papers//a]\ncite_key: 'a b'",
        expect![[r#"
            error[bad-link]: `javascript:alert(1)` is not a link that can be published
             --> content/a.md:4:14
              |
            4 | links: {pdf: 'javascript:alert(1)', code: gone.zip, data: ../../etc/passwd}
              |              ^^^^^^^^^^^^^^^^^^^^^ expected an address that begins with https://, http:// or mailto:, without blanks

            error[missing-file]: there is no file `content/gone.zip`
             --> content/a.md:4:43
              |
            4 | links: {pdf: 'javascript:alert(1)', code: gone.zip, data: ../../etc/passwd}
              |                                           ^^^^^^^^ name a file by its path from this one's folder

            error[missing-file]: `../../etc/passwd` leads out of the content folder
             --> content/a.md:4:59
              |
            4 | links: {pdf: 'javascript:alert(1)', code: gone.zip, data: ../../etc/passwd}
              |                                                           ^^^^^^^^^^^^^^^^ name a file beside this one, or a URL

            error[bad-thumbnail]: `picture.txt` is not a picture
             --> content/a.md:5:12
              |
            5 | thumbnail: picture.txt
              |            ^^^^^^^^^^^ expected a file ending in png, jpg, jpeg, webp, gif, avif, svg, apng

            error[bad-slug]: `A B` cannot stand in a URL as it is
             --> content/a.md:6:7
              |
            6 | slug: A B
              |       ^^^ write `slug: a-b`

            error[bad-alias]: `old` cannot be an old address
             --> content/a.md:7:11
              |
            7 | aliases: [old, /../x, /papers//a]
              |           ^^^ begin it with one `/`, and write none twice: an alias is a path from the site's root

            error[bad-alias]: `/../x` cannot be an old address
             --> content/a.md:7:16
              |
            7 | aliases: [old, /../x, /papers//a]
              |                ^^^^^ leave out `.`, `..` and names of devices

            error[bad-alias]: `/papers//a` cannot be an old address
             --> content/a.md:7:23
              |
            7 | aliases: [old, /../x, /papers//a]
              |                       ^^^^^^^^^^ begin it with one `/`, and write none twice: an alias is a path from the site's root

            error[bad-cite-key]: a citation key cannot hold ` `
             --> content/a.md:8:11
              |
            8 | cite_key: 'a b'
              |           ^^^^^ write letters, digits, `:`, `_` and `-`

            error: nothing was built: 9 errors, 0 warnings
        "#]],
    );
    check_fields(
        "slug: con",
        expect![[r#"
        error[bad-slug]: `con` is the name of a device on Windows
         --> content/a.md:4:7
          |
        4 | slug: con
          |       ^^^ write `slug: con_`

        error: nothing was built: 1 error, 0 warnings
    "#]],
    );
}

#[test]
fn two_papers_with_one_key_arxiv_id_or_doi() {
    Site::new()
        .file("content/a.md", paper("A", "slug: ada"))
        .file("content/b.md", paper("B", "slug: ada"))
        .file("content/c.md", paper("C", "arxiv: '2401.00010'\ndoi: 10.1000/X"))
        .file("content/d.md", paper("D", "arxiv: 2401.00010v2\ndoi: https://doi.org/10.1000/x"))
        .build()
        .fails(expect![[r#"
            error[duplicate-key]: two papers want the page of the key `ada`
             --> content/b.md:4:7
              |
            4 | slug: ada
              |       ^^^ give one of them a `slug` of its own, or remove it
              |
             ::: content/a.md:4:7
              |
            4 | slug: ada
              |       --- the other one

            error[duplicate-arxiv]: arXiv 2401.00010 is listed twice
             --> content/d.md:4:8
              |
            4 | arxiv: 2401.00010v2
              |        ^^^^^^^^^^^^ remove one of the two
              |
             ::: content/c.md:4:8
              |
            4 | arxiv: '2401.00010'
              |        ------------ the other one

            error[duplicate-doi]: the DOI 10.1000/x is listed twice
             --> content/d.md:5:6
              |
            5 | doi: https://doi.org/10.1000/x
              |      ^^^^^^^^^^^^^^^^^^^^^^^^^ remove one of the two
              |
             ::: content/c.md:5:6
              |
            5 | doi: 10.1000/X
              |      --------- the other one

            error: nothing was built: 3 errors, 0 warnings
        "#]]);
}

#[test]
fn addresses_that_no_file_system_takes() {
    let aliases = format!("aliases: [/{}, /{}]", "a".repeat(256), "b/".repeat(500));
    let site = Site::new().file("content/a.md", paper("A", &aliases));
    site.run(&["check"]).fails(expect![[r#"
        error[long-address]: the address `/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…` is too long for a file: a name takes at most 255 bytes, a path 900
         --> content/a.md:4:11
          |
        4 | ...: [/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
          |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ shorten it

        error[long-address]: the address `/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/…` is too long for a file: a name takes at most 255 bytes, a path 900
         --> content/a.md:4:270
          |
        4 | ...a, /b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/b/
          |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ shorten it

        error: 2 errors, 0 warnings
    "#]]);
}

#[test]
fn two_pages_that_want_one_address() {
    Site::new()
        .file("content/a.md", paper("A", "aliases: [/about/, /papers/b/, /Old/, /x]"))
        .file("content/b.md", paper("B", "aliases: [/old/, /x/y/]"))
        .file("content/pages/about.md", "---\ntitle: About\n---\n")
        .file("static/robots.txt", "")
        .build()
        .fails(expect![[r#"
            error[duplicate-url]: `content/a.md` and `content/pages/about.md` both want the address `/list/about/`
             --> content/a.md:4:11
              |
            4 | aliases: [/about/, /papers/b/, /Old/, /x]
              |           ^^^^^^^ rename this one, or give it another address
              |
             ::: content/pages/about.md:2:8
              |
            2 | title: About
              |        ----- the other one
             --> content/a.md:4:20: `content/a.md` and `content/b.md` both want the address `/list/papers/b/`; rename this one, or give it another address
             --> content/b.md:4:11: `content/b.md` and `content/a.md` both want the address `/list/old/`; rename this one, or give it another address
             --> static/robots.txt: a file for machines and `static/robots.txt` both want the address `/list/robots.txt`; rename this one, or give it another address

            error: nothing was built: 4 errors, 0 warnings
        "#]]);
}

#[test]
fn errors_have_a_line_each_and_warnings_of_one_kind_are_counted() {
    let mut site = Site::new();
    for number in 1..=6 {
        site = site.file(&format!("content/{number}.md"), paper("A", "auther: Ada\ntags: a, b"));
    }
    site.build().fails(expect![[r#"
        error[unknown-field]: `auther` is not a field of a paper
         --> content/1.md:4:1
          |
        4 | auther: Ada
          | ^^^^^^ did you mean `authors`?
         --> content/2.md:4:1: `auther` is not a field of a paper; did you mean `authors`?
         --> content/3.md:4:1: `auther` is not a field of a paper; did you mean `authors`?
         --> content/4.md:4:1: `auther` is not a field of a paper; did you mean `authors`?
         --> content/5.md:4:1: `auther` is not a field of a paper; did you mean `authors`?
         --> content/6.md:4:1: `auther` is not a field of a paper; did you mean `authors`?

        warning[joined-tags]: this looks like several tags in one
         --> content/1.md:5:7
          |
        5 | tags: a, b
          |       ^^^^ write a list: `tags: [first tag, second tag]`
         --> content/2.md:5:7: this looks like several tags in one; write a list: `tags: [first tag, second tag]`
         --> content/3.md:5:7: this looks like several tags in one; write a list: `tags: [first tag, second tag]`
         ... and 3 more `joined-tags`; `offprint check --format json` lists them all

        error: nothing was built: 6 errors, 6 warnings
    "#]]);
}

#[test]
fn more_errors_than_anyone_mends_one_by_one_are_counted() {
    let mut site = Site::new();
    for number in 1..=130 {
        site = site.file(&format!("content/{number:03}.md"), paper("A", "auther: Ada"));
    }
    let said = site.run(&["build"]).stderr;
    assert_eq!(said.matches("content/").count(), 3);
    assert!(said.contains("... and 127 more `unknown-field`"), "{said}");
    let run = site.run(&["check", "--format", "json"]);
    assert_eq!(run.code, 1);
    let records: serde_json::Value = serde_json::from_str(&run.stdout).expect("the report is JSON");
    assert_eq!(records.as_array().map(Vec::len), Some(130));
}

#[test]
fn plain_pages_need_a_title() {
    Site::new().file("content/pages/about.md", "---\ntittle: About\n---\n").build().fails(expect![[r#"
        error[missing-title]: this page has no `title`
         --> content/pages/about.md:1:1
          |
        1 | ---
          | ^^^ a page needs a title

        error[unknown-field]: `tittle` is not a field of a page
         --> content/pages/about.md:2:1
          |
        2 | tittle: About
          | ^^^^^^ did you mean `title`?

        error: nothing was built: 2 errors, 0 warnings
    "#]]);
}

#[test]
fn a_configuration_that_is_wrong() {
    check_config(
        "titel: A\nbaseURL: x\nbase_url: a.example\nlanguage: english!\nmenu: [{name: A}, {name: B, url: b}]\npage_size: 0\ngroup_by: decade\ncurators: [{url: 'https://a.example'}]\nmin_version: two",
        expect![[r#"
            error[unknown-field]: `titel` is not a field of the configuration
             --> offprint.yaml:1:1
              |
            1 | titel: A
              | ^^^^^ did you mean `title`?

            error[unknown-field]: `baseURL` is not a field of the configuration
             --> offprint.yaml:2:1
              |
            2 | baseURL: x
              | ^^^^^^^ write `base_url:`

            error[bad-base-url]: `a.example` cannot be the site's address
             --> offprint.yaml:3:11
              |
            3 | base_url: a.example
              |           ^^^^^^^^^ expected an address such as https://user.github.io/list/

            error[bad-language]: `english!` is not a language tag
             --> offprint.yaml:4:11
              |
            4 | language: english!
              |           ^^^^^^^^ expected `en`, `pt-BR`, …

            error[bad-menu]: an entry of the menu needs a name and a URL
             --> offprint.yaml:5:8
              |
            5 | menu: [{name: A}, {name: B, url: b}]
              |        ^ write `{name: About, url: /about/}`

            error[bad-menu]: `b` leads nowhere
             --> offprint.yaml:5:34
              |
            5 | menu: [{name: A}, {name: B, url: b}]
              |                                  ^ expected a path of the site that begins with `/`, or an address on the web

            error[out-of-range]: `page_size` cannot be 0
             --> offprint.yaml:6:12
              |
            6 | page_size: 0
              |            ^ expected 1 or more

            error[unknown-value]: `group_by` cannot be `decade`
             --> offprint.yaml:7:11
              |
            7 | group_by: decade
              |           ^^^^^^ expected one of day, week, month, year

            error[missing-name]: this curator has no name
             --> offprint.yaml:8:12
              |
            8 | curators: [{url: 'https://a.example'}]
              |            ^ add `name: …`

            error[bad-version]: `two` is not a version
             --> offprint.yaml:9:14
              |
            9 | min_version: two
              |              ^^^ expected `0.1` or `0.1.0`

            error: nothing was built: 10 errors, 0 warnings
        "#]],
    );
    check_config(
        "min_version: 99.0\n",
        expect![[r#"
        error[too-old]: this site needs offprint 99.0 or later, and this is 0.1.0
         --> offprint.yaml:1:14
          |
        1 | min_version: 99.0
          |              ^^^^ install a newer offprint

        error: nothing was built: 1 error, 0 warnings
    "#]],
    );
    check_config(
        "title: 'A\n",
        expect![[r#"
        error[yaml-syntax]: this is not valid YAML: unclosed quote
         --> offprint.yaml:1:8
          |
        1 | title: 'A
          |        ^
          |
          = help: close the quote; a quote within single quotes is doubled: 'it''s'

        error: nothing was built: 1 error, 0 warnings
    "#]],
    );
}

#[test]
fn a_menu_that_leads_nowhere() {
    Site::new()
        .file(
            "offprint.yaml",
            "title: A\nbase_url: https://a.example/x/\nmenu: [{name: About, url: /about/}]\n",
        )
        .file("content/a.md", paper("A", ""))
        .build()
        .fails(expect![[r#"
            error[broken-menu]: the menu leads to `/about/`, where there is no page
             --> offprint.yaml:3:27
              |
            3 | menu: [{name: About, url: /about/}]
              |                           ^^^^^^^ name a page of this site, such as `/archive/`, or an address on the web

            error: nothing was built: 1 error, 0 warnings
        "#]]);
}

#[test]
fn a_folder_that_is_no_site() {
    let site = Site::new();
    site.build().fails(expect![[r#"
        error[no-content]: there is no folder `content`
        --> content
         = help: `offprint init` makes a site; `--root DIR` names another one's folder

        error: nothing was built: 1 error, 0 warnings
    "#]]);
    site.remove("offprint.yaml");
    site.build().refuses(expect![[r#"
        error[no-configuration]: there is no `offprint.yaml`
        --> offprint.yaml
         = help: `offprint init` makes a site in this folder; `--root DIR` names another one

        error: nothing was built: 1 error, 0 warnings
    "#]]);
}

#[test]
fn themes_that_cannot_be_used() {
    let site = Site::new().file("content/a.md", paper("A", ""));
    site.write("offprint.yaml", "title: A\nbase_url: https://a.example/\ntheme: dayly\n");
    site.build().fails(expect![[r#"
        error[unknown-theme]: there is no theme `dayly`
         --> offprint.yaml:3:8
          |
        3 | theme: dayly
          |        ^^^^^ name one that exists
          |
          = help: the program holds daily, plain; others live in `themes/NAME/`

        error: nothing was built: 1 error, 0 warnings
    "#]]);
    site.write("offprint.yaml", "title: A\nbase_url: https://a.example/\ntheme: mine\n");
    site.write("themes/mine/theme.yaml", "name: mine\ncontract: 2\nstyles: [mine.css]\n");
    site.build().fails(expect![[r#"
        error[theme-contract]: this theme is written for version 2 of the template contract
         --> themes/mine/theme.yaml:2:11
          |
        2 | contract: 2
          |           ^ this offprint speaks version 1

        error[missing-style]: the theme has no `styles/mine.css`
         --> themes/mine/theme.yaml:3:10
          |
        3 | styles: [mine.css]
          |          ^^^^^^^^ add the file, or remove this entry

        error: nothing was built: 2 errors, 0 warnings
    "#]]);
}

#[cfg(unix)]
#[test]
fn links_that_leave_the_content_folder() {
    use std::os::unix::fs::symlink;
    let site = Site::new().file("content/a.md", paper("A", "")).file("secret.md", paper("Secret", ""));
    site.write("static/CNAME", "a.example");
    symlink(site.root().join("secret.md"), site.root().join("content/b.md")).expect("a link can be made");
    symlink(site.root().join("content"), site.root().join("content/loop")).expect("a link can be made");
    symlink(site.root().join("nowhere"), site.root().join("content/c.md")).expect("a link can be made");
    symlink(site.root().join("secret.md"), site.root().join("static/secret.md")).expect("a link can be made");
    site.run(&["build", "--strict"]).fails(expect![[r#"
        warning[link-out-of-content]: this link leads out of the content folder, and is left out
        --> content/b.md
         = help: copy what it leads to

        warning[broken-symlink]: this link leads nowhere, and is left out
        --> content/c.md
         = help: remove it

        warning[link-loop]: this link leads back to a folder above it, and is left out
        --> content/loop
         = help: remove it

        warning[link-in-static]: links are not followed in `static`, and this one is left out
        --> static/secret.md
         = help: copy what it leads to

        error: nothing was built: 0 errors, 4 warnings
    "#]]);
}

#[cfg(unix)]
#[test]
fn links_to_folders_do_not_multiply_files() {
    use std::os::unix::fs::symlink;
    let site = Site::new().file("content/a.md", paper("A", "links: {figure: y/figures/a.png}"));
    site.write("content/figures/a.png", "a picture");
    site.write("content/x/x.txt", "x");
    site.write("content/y/y.txt", "y");
    symlink("../figures", site.root().join("content/x/figures")).expect("a link can be made");
    symlink("../figures", site.root().join("content/y/figures")).expect("a link can be made");
    symlink("../x", site.root().join("content/y/x")).expect("a link can be made");
    site.build().says(expect![[r#"
        warning[link-in-linked-folder]: this link to a folder stands in a linked folder, and is left out
        --> content/y/x/figures
         = help: link to the folder that it leads to

        Built 1 paper in … s: 37 files written, 0 unchanged, 0 removed, 1 warning in public
    "#]]);
    assert!(site.exists("public/files/y/figures/a.png"));
}

#[test]
fn text_in_a_diagnostic_cannot_drive_the_terminal() {
    check_fields(
        "\"a\\e[31mb\": 1\nrating: \"\\e]0;x\\a\"\nversion: a\u{202E}b",
        expect![[r#"
            error[unknown-field]: `a[31mb` is not a field of a paper
             --> content/a.md:4:1
              |
            4 | "a\e[31mb": 1
              | ^^^^^^^^^^ put it under `extra:`, or remove it

            error[wrong-type]: `rating` must be a whole number, not text
             --> content/a.md:5:9
              |
            5 | rating: "\e]0;x\a"
              |         ^^^^^^^^^^ expected a whole number

            error[wrong-type]: `version` must be a whole number, not text
             --> content/a.md:6:10
              |
            6 | version: a�b
              |          ^^^ expected a whole number

            error: nothing was built: 3 errors, 0 warnings
        "#]],
    );
}

#[test]
fn annotations_for_github_are_escaped() {
    let site = Site::new().file("content/a%,b.md", paper("A", "auther: 1"));
    let run = site.run(&["check", "--format", "github"]);
    assert_eq!(run.code, 1);
    expect![[r#"
        ::error file=content/a%25%2Cb.md,line=4,col=1,endColumn=6,title=unknown-field::`auther` is not a field of a paper: did you mean `authors`?
    "#]].assert_eq(&run.stdout);
}

#[test]
fn tex_in_double_quotes_is_an_error_and_not_another_text() {
    Site::new()
        .file("content/a.md", paper("A", r#"summary: "On $\theta$ and $\nu$, \"quoted\"\nnew line""#))
        .file("content/b.md", paper("B", r#"summary: "It is Poincar\'e""#))
        .file("content/c.md", paper("C", r#"summary: "A \x41 and $\xi$""#))
        .run(&["check"])
        .fails(expect![[r#"
            error[lost-backslash]: in double quotes `\theta` is no TeX: YAML reads its first letter with the backslash
             --> content/a.md:4:15
              |
            4 | summary: "On $\theta$ and $\nu$, \"quoted\"\nnew line"
              |               ^^^^^^ write the text in single quotes, where a backslash is one

            error[yaml-syntax]: this is not valid YAML: while parsing a quoted scalar, found unknown escape character
             --> content/b.md:4:24
              |
            4 | summary: "It is Poincar\'e"
              |                        ^^
              |
              = help: write the text in single quotes, where a backslash is one: 'Poincar\''e'

            error[yaml-syntax]: this is not valid YAML: while parsing a quoted scalar, did not find expected hexadecimal number
             --> content/c.md:4:23
              |
            4 | summary: "A \x41 and $\xi$"
              |                       ^^
              |
              = help: write the text in single quotes, where a backslash is one: 'Poincar\''e'

            error: 3 errors, 0 warnings
        "#]]);
}

#[test]
fn what_looks_like_several_names_or_tags_is_a_warning() {
    Site::new()
        .file("content/a.md", paper("A", "authors: Ada Lovelace, Charles Babbage\ntags: agents, vision"))
        .file(
            "content/b.md",
            paper("B", "authors: [\"Alves Oliveira, Ana Maria\"]\ntags: ['agents, vision']"),
        )
        .file("content/c.md", paper("C", "authors: van der Berg, Ludwig Anton"))
        .run(&["check"])
        .succeeds()
        .says(expect![[r#"
            warning[joined-authors]: this looks like several authors in one name
             --> content/a.md:4:10
              |
            4 | authors: Ada Lovelace, Charles Babbage
              |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write a list: `authors: [First Author, Second Author]`

            warning[joined-tags]: this looks like several tags in one
             --> content/a.md:5:7
              |
            5 | tags: agents, vision
              |       ^^^^^^^^^^^^^^ write a list: `tags: [first tag, second tag]`

            Checked 3 papers and 19 pages in … s: 0 errors, 2 warnings
        "#]]);
}

#[test]
fn an_entry_that_is_two_authors_or_none_is_a_warning() {
    Site::new()
        .file("content/a.md", paper("A", "authors: [Ada Lovelace and Charles Babbage, et al.]"))
        .file(
            "content/b.md",
            paper("B", "authors: ['{Barnes and Noble Press}', Institute of Sort and Search]"),
        )
        .run(&["check"])
        .succeeds()
        .says(expect![[r#"
            warning[joined-authors]: this looks like several authors in one name
             --> content/a.md:4:11
              |
            4 | authors: [Ada Lovelace and Charles Babbage, et al.]
              |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write an entry for each, or a name in braces

            warning[joined-authors]: this says that there are other authors, and is no name
             --> content/a.md:4:45
              |
            4 | authors: [Ada Lovelace and Charles Babbage, et al.]
              |                                             ^^^^^^ remove it, and write `authors_end: and others` under `extra`

            Checked 2 papers and 17 pages in … s: 0 errors, 2 warnings
        "#]]);
}

#[test]
fn an_entry_with_more_commas_than_a_name_is_a_warning() {
    Site::new()
        .file("content/a.md", paper("A", "authors: ['A. Lovelace, C. Babbage', 'Lovelace, A., Babbage, C.']"))
        .file("content/b.md", paper("B", "authors: ['Davis, Sammy, Jr.', 'Ada Lovelace, MD, PhD', 'St. John, Ann B.']"))
        .file(
            "content/c.md",
            paper("C", "authors: ['Acme, Inc.', 'Alves Oliveira, Ana Maria', '{Ada, Bo, Charles, and Partners}']"),
        )
        .run(&["check"])
        .succeeds()
        .says(expect![[r#"
            warning[joined-authors]: this looks like several authors in one name
             --> content/a.md:4:11
              |
            4 | authors: ['A. Lovelace, C. Babbage', 'Lovelace, A., Babbage, C.']
              |           ^^^^^^^^^^^^^^^^^^^^^^^^^ write an entry for each, or a name in braces

            warning[joined-authors]: this looks like several authors in one name
             --> content/a.md:4:38
              |
            4 | authors: ['A. Lovelace, C. Babbage', 'Lovelace, A., Babbage, C.']
              |                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^ write an entry for each, or a name in braces

            Checked 3 papers and 22 pages in … s: 0 errors, 2 warnings
        "#]]);
}

#[test]
fn others_are_no_author_in_braces_or_as_a_group_either() {
    Site::new()
        .file("content/a.md", paper("A", "authors: [Margaret Al, {name: et al., literal: true}, '{et al.}']"))
        .run(&["check"])
        .succeeds()
        .says(expect![[r#"
            warning[joined-authors]: this says that there are other authors, and is no name
             --> content/a.md:4:31
              |
            4 | authors: [Margaret Al, {name: et al., literal: true}, '{et al.}']
              |                               ^^^^^^ remove it, and write `authors_end: and others` under `extra`

            warning[joined-authors]: this says that there are other authors, and is no name
             --> content/a.md:4:55
              |
            4 | authors: [Margaret Al, {name: et al., literal: true}, '{et al.}']
              |                                                       ^^^^^^^^^^ remove it, and write `authors_end: and others` under `extra`

            Checked 1 paper and 14 pages in … s: 0 errors, 2 warnings
        "#]]);
}

#[test]
fn slips_are_told_with_what_was_meant() {
    Site::new().file("offprint.yaml", "title: A\nfeeds:\n\tpapers: 20\n").build().refuses(expect![[r#"
        error[no-content]: there is no folder `content`
        --> content
         = help: `offprint init` makes a site; `--root DIR` names another one's folder

        error[yaml-syntax]: this is not valid YAML: tabs disallowed within this context (block indentation)
         --> offprint.yaml:3:2
          |
        3 |  papers: 20
          |  ^
          |
          = help: indent with blanks, not tabs

        error: nothing was built: 2 errors, 0 warnings
    "#]]);
    Site::new()
        .file("content/a.md", paper("A", "links: {pdf: www.example.org/x.pdf}\nrating: 4.5"))
        .build()
        .fails(expect![[r#"
            error[missing-file]: there is no file `content/www.example.org/x.pdf`
             --> content/a.md:4:14
              |
            4 | links: {pdf: www.example.org/x.pdf}
              |              ^^^^^^^^^^^^^^^^^^^^^ did you mean `https://www.example.org/x.pdf`?

            error[wrong-type]: `rating` must be a whole number, not `4.5`
             --> content/a.md:5:9
              |
            5 | rating: 4.5
              |         ^^^ expected a whole number

            error: nothing was built: 2 errors, 0 warnings
        "#]]);
}
