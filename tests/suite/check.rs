//! `offprint check`: what building keeps quiet about.

use expect_test::expect;

use crate::site::{Site, paper};

#[test]
fn text_that_could_not_be_understood_is_a_warning_with_its_place() {
    let site = Site::new().file(
        "content/a.md",
        "---\ntitle: 'A \\unknowncommand{x} title'\ndate: 2025-10-30\n---\nFirst line.\n\nAn open { brace, $\\frac{1$ and\n[a link](javascript:alert(1)).\n",
    );
    site.check().succeeds().says(expect![[r#"
        warning[unknown-tex-command]: the TeX command `\unknowncommand` is not known here and is shown as typed
         --> content/a.md:2:11
          |
        2 | title: 'A \unknowncommand{x} title'
          |           ^^^^^^^^^^^^^^^ write it in Markdown, or in words

        warning[unmatched-brace]: this `{` is never closed
         --> content/a.md:7:9
          |
        7 | An open { brace, $\frac{1$ and
          |         ^ write its partner, or remove it

        warning[unreadable-math]: this formula is shown as typed: expected closing token "}", but reached end of input
         --> content/a.md:7:18
          |
        7 | An open { brace, $\frac{1$ and
          |                  ^^^^^^^^^ correct the formula

        warning[unsafe-link]: only `http`, `https`, `mailto` and relative links are kept; this one is its text alone
         --> content/a.md:8:1
          |
        8 | [a link](javascript:alert(1)).
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ link to https://, http:// or mailto:

        Checked 1 paper and 11 pages in … s: 0 errors, 4 warnings
    "#]]);
    site.run(&["check", "--strict"]).fails(expect![[r#"
        warning[unknown-tex-command]: the TeX command `\unknowncommand` is not known here and is shown as typed
         --> content/a.md:2:11
          |
        2 | title: 'A \unknowncommand{x} title'
          |           ^^^^^^^^^^^^^^^ write it in Markdown, or in words

        warning[unmatched-brace]: this `{` is never closed
         --> content/a.md:7:9
          |
        7 | An open { brace, $\frac{1$ and
          |         ^ write its partner, or remove it

        warning[unreadable-math]: this formula is shown as typed: expected closing token "}", but reached end of input
         --> content/a.md:7:18
          |
        7 | An open { brace, $\frac{1$ and
          |                  ^^^^^^^^^ correct the formula

        warning[unsafe-link]: only `http`, `https`, `mailto` and relative links are kept; this one is its text alone
         --> content/a.md:8:1
          |
        8 | [a link](javascript:alert(1)).
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ link to https://, http:// or mailto:

        Checked 1 paper and 11 pages in … s: 0 errors, 4 warnings
        error: with `--strict` the warnings fail the check
    "#]]);
}

#[test]
fn links_lead_to_headings() {
    let notes = "See [below](#proofs), [more](#Proofs-1), [b](b.md#r%C3%A9sum%C3%A9), [up](#top), [x](#nowhere), [y](b.md#no).";
    let site = Site::new()
        .file(
            "content/a.md",
            format!("---\ntitle: A\ndate: 2025-10-30\n---\n{notes}\n\n## Proofs\n\n## Notes\n\n## Proofs\n"),
        )
        .file("content/b.md", "---\ntitle: B\ndate: 2025-10-30\n---\n## *Résumé*\n\nA text.\n")
        .file(
            "content/pages/about.md",
            "---\ntitle: About\n---\n# Who\n\n[Who](#who), [a](../a.md#proofs).\n",
        );
    site.check().succeeds().says(expect![[r#"
        warning[lost-link]: `#nowhere` leads to no heading of this text
         --> content/a.md:5:86
          |
        5 | ....md#r%C3%A9sum%C3%A9), [up](#top), [x](#nowhere), [y](b.md#no).
          |                                           ^^^^^^^^ write the heading in lower case, its blanks as hyphens, without punctuation: `#related-work`

        warning[lost-link]: `b.md#no` leads to no page, file or heading of this site
         --> content/a.md:5:101
          |
        5 | ...C3%A9), [up](#top), [x](#nowhere), [y](b.md#no).
          |                                           ^^^^^^^ name a file by its path from this one's folder, and a heading of it in lower case, its blanks as hyphens

        Checked 2 papers and 13 pages in … s: 0 errors, 2 warnings
    "#]]);
    site.run(&["build"]).succeeds();
    let of = |file: &str| {
        let html = site.read(&format!("public/{file}/index.html"));
        let mut found = String::new();
        for tag in html.split('<').filter(|tag| tag.contains("text-") && !tag.starts_with("meta")) {
            found.push_str(&format!("{}\n", tag.split('>').next().unwrap_or_default()));
        }
        found
    };
    expect![[r#"
        a href=/list/papers/a/#text-proofs
        a href=/list/papers/a/#text-proofs-1
        a href=/list/papers/b/#text-résumé
        h3 id=text-proofs
        h3 id=text-proofs-1
    "#]]
    .assert_eq(&of("papers/a"));
    expect![[r#"
        h3 id=text-résumé
    "#]]
    .assert_eq(&of("papers/b"));
    expect![[r#"
        a href=/list/papers/a/#text-proofs
        a href=/list/papers/a/#text-proofs-1
        a href=/list/papers/b/#text-résumé
    "#]]
    .assert_eq(&of("days/2025-10-30"));
    expect![[r#"
        h2 id=text-who
        a href=#text-who
        a href=/list/papers/a/#text-proofs
    "#]]
    .assert_eq(&of("about"));
}

#[test]
fn what_is_odd_in_a_folded_or_escaped_value_has_its_place() {
    let site = Site::new()
        .file("content/a.md", "---\ntitle: A\ndate: 2025-10-30\nabstract: |\n  One line.\n  A { brace, \\frob x, and \\frob y.\n---\n")
        .file("content/b.md", "---\ntitle: \"B \\\\frob z\"\ndate: 2025-10-30\nabstract: >\n  One line, an \\odd\n  {name}, and $\\frac{1$.\n---\n");
    site.check().succeeds().says(expect![[r#"
        warning[unmatched-brace]: this `{` is never closed
         --> content/a.md:6:5
          |
        6 |   A { brace, \frob x, and \frob y.
          |     ^ write its partner, or remove it

        warning[unknown-tex-command]: the TeX command `\frob` is not known here and is shown as typed
         --> content/a.md:6:14
          |
        6 |   A { brace, \frob x, and \frob y.
          |              ^^^^^ write it in Markdown, or in words

        warning[unknown-tex-command]: the TeX command `\frob` is not known here and is shown as typed
         --> content/b.md:2:12
          |
        2 | title: "B \\frob z"
          |            ^^^^^ write it in Markdown, or in words

        warning[unknown-tex-command]: the TeX command `\odd` is not known here and is shown as typed
         --> content/b.md:5:16
          |
        5 |   One line, an \odd
          |                ^^^^ write it in Markdown, or in words

        warning[unreadable-math]: this formula is shown as typed: expected closing token "}", but reached end of input
         --> content/b.md:6:15
          |
        6 |   {name}, and $\frac{1$.
          |               ^^^^^^^^^ correct the formula

        Checked 2 papers and 12 pages in … s: 0 errors, 5 warnings
    "#]]);
}

#[test]
fn links_in_texts_that_lead_nowhere_are_warnings() {
    let site = Site::new()
        .file("content/a.md", "---\ntitle: A\ndate: 2025-10-30\n---\nSee [b](b.md), [c](c.md), [the page](/abuot/).\n\n![d](d.png)\n")
        .file("content/b.md", paper("B", ""))
        .file("content/pages/about.md", "---\ntitle: About\n---\nSee [a](../a.md) and [the archive](/archive/#year-2025).\n");
    site.check().succeeds().says(expect![[r#"
        warning[lost-link]: `c.md` leads to no page or file of this site
         --> content/a.md:5:20
          |
        5 | See [b](b.md), [c](c.md), [the page](/abuot/).
          |                    ^^^^ name a file by its path from this one's folder, or a page from the site's root

        warning[lost-link]: `/abuot/` leads to no page or file of this site
         --> content/a.md:5:38
          |
        5 | See [b](b.md), [c](c.md), [the page](/abuot/).
          |                                      ^^^^^^^ name a file by its path from this one's folder, or a page from the site's root

        warning[lost-link]: `d.png` leads to no page or file of this site
         --> content/a.md:7:6
          |
        7 | ![d](d.png)
          |      ^^^^^ name a file by its path from this one's folder, or a page from the site's root

        Checked 2 papers and 13 pages in … s: 0 errors, 3 warnings
    "#]]);
}

#[test]
fn a_file_whose_scripts_would_run_is_not_published() {
    let site = Site::new()
        .file(
            "content/a.md",
            "---\ntitle: A\ndate: 2025-10-30\n---\nSee [it](demo.html#x) and [gone](gone.html).\n",
        )
        .file("content/demo.html", "<script>alert(1)</script>");
    site.check().succeeds().says(expect![[r#"
        warning[unsafe-file]: `demo.html#x` is not published: its scripts would run as this site's own
         --> content/a.md:5:10
          |
        5 | See [it](demo.html#x) and [gone](gone.html).
          |          ^^^^^^^^^^^ put it into `static/`, and link to it from the site's root

        warning[lost-link]: `gone.html` leads to no page or file of this site
         --> content/a.md:5:34
          |
        5 | See [it](demo.html#x) and [gone](gone.html).
          |                                  ^^^^^^^^^ name a file by its path from this one's folder, or a page from the site's root

        Checked 1 paper and 11 pages in … s: 0 errors, 2 warnings
    "#]]);
    site.build().succeeds();
    assert!(!site.exists("public/files"));
    site.write("content/a.md", paper("A", "links: {demo: ./demo.html}"));
    site.build().fails(expect![[r#"
        error[unsafe-file]: `./demo.html` is not published: its scripts would run as this site's own
         --> content/a.md:4:15
          |
        4 | links: {demo: ./demo.html}
          |               ^^^^^^^^^^^ put it into `static/`, and link to its address on the web

        error: nothing was built: 1 error, 0 warnings
    "#]]);
}

#[cfg(feature = "raw-html")]
#[test]
fn pictures_in_raw_html_are_those_in_markdown() {
    let text =
        "See <img src=f/a.png alt='of a'>, <img src=https://t.example/b.png alt='of b'>, <img src=c.png>.";
    let site = Site::new()
        .file("content/a.md", format!("---\ntitle: A\ndate: 2025-10-30\n---\n{text}\n"))
        .file("content/f/a.png", "not looked into")
        .file("offprint.yaml", "title: A\nbase_url: https://a.example/list/\nraw_html: true\n");
    site.check().says(expect![[r#"
        warning[lost-link]: `c.png` leads to no page or file of this site
         --> content/a.md:5:90
          |
        5 | .../t.example/b.png alt='of b'>, <img src=c.png>.
          |                                           ^^^^^ name a file by its path from this one's folder, or a page from the site's root

        Checked 1 paper and 11 pages in … s: 0 errors, 1 warning
    "#]]);
    site.build();
    let page = site.page("papers/a/");
    assert!(page.contains("See [/list/files/f/a.png], of b, .\n"), "{page}");
}

#[test]
fn links_of_templates_must_lead_to_pages_of_the_site() {
    let site = Site::new().file("content/a.md", paper("A", "")).file(
        "templates/partials/footer.html",
        "<footer><a href=\"/list/nowhere/\">x</a> <a href=\"#gone\">y</a> <a href=\"{{ site.archive_url }}#year-1999\">z</a> <img src=\"missing.png\" alt=\"\"></footer>",
    );
    site.check().fails(expect![[r#"
        error[broken-link]: `#gone` is not part of the site, but `/list/` and 10 more pages link to it
         |
         = help: the link stands in a template, or in raw HTML of a text; links in Markdown are checked apart
         --> `#year-1999` is not part of the site, but `/list/archive/` links to it
         --> `/list/archive/#year-1999` is not part of the site, but `/list/` and 9 more pages link to it
         --> `/list/archive/missing.png` is not part of the site, but `/list/archive/` links to it
         --> `/list/days/2025-10-30/missing.png` is not part of the site, but `/list/days/2025-10-30/` links to it
         --> `/list/missing.png` is not part of the site, but `/list/` and 1 more page link to it
         --> `/list/months/2025-10/missing.png` is not part of the site, but `/list/months/2025-10/` links to it
         --> `/list/nowhere/` is not part of the site, but `/list/` and 10 more pages link to it
         --> `/list/papers/a/missing.png` is not part of the site, but `/list/papers/a/` links to it
         --> `/list/saved/missing.png` is not part of the site, but `/list/saved/` links to it
         --> `/list/search/missing.png` is not part of the site, but `/list/search/` links to it
         --> `/list/statistics/missing.png` is not part of the site, but `/list/statistics/` links to it
         --> `/list/weeks/2025-W44/missing.png` is not part of the site, but `/list/weeks/2025-W44/` links to it
         --> `/list/years/2025/missing.png` is not part of the site, but `/list/years/2025/` links to it

        Checked 1 paper and 11 pages in … s: 14 errors, 0 warnings
    "#]]);
}

#[test]
fn a_link_of_a_page_that_was_right_is_missed_when_its_target_goes() {
    let site = Site::new()
        .file("content/a.md", paper("A", ""))
        .file("content/pages/about.md", "---\ntitle: About\n---\nWe.\n")
        .file(
            "templates/partials/footer.html",
            "<footer><a href=\"/list/about/\">x</a> <a href=\"/list/archive/#year-2025\">y</a></footer>",
        );
    site.check().succeeds();
    site.remove("content/pages/about.md");
    misses(&site, "/list/about/");
    // An error is told again.
    misses(&site, "/list/about/");
    site.write("content/pages/about.md", "---\ntitle: About\n---\nWe.\n");
    site.check().succeeds();
    // The page is there, the place on it is not.
    site.write("content/a.md", paper("A", "").replace("2025-", "2024-"));
    misses(&site, "/list/archive/#year-2025");
    site.write("content/a.md", paper("A", ""));
    site.check().succeeds();
}

#[track_caller]
fn misses(site: &Site, what: &str) {
    let report = site.run(&["check", "--format", "json"]);
    assert!(report.stdout.contains(&format!("`{what}` is not part of the site")), "{}", report.stdout);
}

#[test]
fn names_taken_for_one_term_are_listed() {
    let site = Site::new()
        .file("content/a.md", paper("A", "tags: [Deep Learning, C++]\nauthors: [Paul Erdős]"))
        .file("content/b.md", paper("B", "tags: [deep learning, C#]\nauthors: [Paul Erdos]"))
        .file(
            "content/c.md",
            paper("C", "tags: [deep-learning, C]\nauthors: [{name: Paul Erdos, id: other}]"),
        );
    site.check().succeeds().says(expect![[r#"
        note[merged-terms]: `Deep Learning`, `deep learning`, `deep-learning` are one tag, `Deep Learning`

        note[merged-terms]: `Paul Erdos`, `Paul Erdős` are one author, `Paul Erdős`

        Checked 3 papers and 21 pages in … s: 0 errors, 0 warnings
    "#]]);
}

#[test]
fn a_report_for_programs_is_data_on_standard_output() {
    let run = Site::new()
        .file("content/a.md", paper("A", "auther: Ada"))
        .run(&["check", "--format", "json", "--quiet"]);
    assert_eq!(run.code, 1);
    expect![[r#"
        [
          {
            "severity": "error",
            "code": "unknown-field",
            "message": "`auther` is not a field of a paper",
            "file": "content/a.md",
            "line": 4,
            "column": 1,
            "end_column": 7,
            "text": "auther: Ada",
            "label": "did you mean `authors`?",
            "help": null,
            "related": []
          }
        ]
    "#]]
    .assert_eq(&run.stdout);
    expect![[r#"
        error: 1 error, 0 warnings
    "#]]
    .assert_eq(&run.stderr);
}

#[test]
fn a_citation_key_that_two_papers_give_is_a_warning() {
    let site = Site::new()
        .file("content/a.md", paper("A", "published: 2024\ncite_key: Hopper52"))
        .file("content/b.md", paper("B", "published: 1952\ncite_key: hopper52"))
        .file("content/c.md", paper("C", "cite_key: other"));
    site.run(&["check", "--strict"]).fails(expect![[r#"
        warning[duplicate-cite-key]: the citation key `Hopper52` is another paper's, too
         --> content/a.md:5:11
          |
        5 | cite_key: Hopper52
          |           ^^^^^^^^ citations of this one have `Hopper52a`: give it a `cite_key` of its own
          |
         ::: content/b.md:5:11
          |
        5 | cite_key: hopper52
          |           -------- the other one

        Checked 3 papers and 13 pages in … s: 0 errors, 1 warning
        error: with `--strict` the warnings fail the check
    "#]]);
}

#[test]
fn one_paper_in_two_files_and_a_day_to_come_are_warnings() {
    Site::new()
        .file("content/a.md", "---\ntitle: One Paper\ndate: 2025-10-30\nauthors: [Ada Lovelace]\n---\n")
        .file("content/b.md", "---\ntitle: One paper.\ndate: 2025-10-31\nauthors: [A. Lovelace]\n---\n")
        .file("content/c.md", "---\ntitle: One Paper\ndate: 2025-10-31\nauthors: [Charles Babbage]\n---\n")
        .file("content/d.md", "---\ntitle: Soon\ndate: 2999-01-01\n---\n")
        .check()
        .succeeds()
        .says(expect![[r#"
            warning[same-paper]: another paper has this title and this first author
             --> content/a.md:2:8
              |
            2 | title: One Paper
              |        ^^^^^^^^^ remove one of the two, or tell them apart by `arxiv` or `doi`
              |
             ::: content/b.md:2:8
              |
            2 | title: One paper.
              |        ---------- the other one

            warning[future-day]: this paper is listed under 2999-01-01, a day to come
             --> content/d.md:2:8
              |
            2 | title: Soon
              |        ^^^^ correct the day, or keep the paper back with `draft: true`

            note[alike-authors]: `Ada Lovelace` and `A. Lovelace` look like one person
             |
             = help: `offprint authors alike` says why, and how to join them; two entries in `authors.yaml` keep two people apart

            Checked 4 papers and 23 pages in … s: 0 errors, 2 warnings
        "#]]);
}

#[test]
fn a_doi_of_arxiv_is_the_id_it_holds() {
    Site::new()
        .file("content/a.md", paper("A", "doi: 10.48550/arXiv.2305.02265"))
        .file("content/b.md", paper("B", "arxiv: '2305.02265'"))
        .check()
        .fails(expect![[r#"
            error[duplicate-arxiv]: arXiv 2305.02265 is listed twice
             --> content/b.md:4:8
              |
            4 | arxiv: '2305.02265'
              |        ^^^^^^^^^^^^ remove one of the two
              |
             ::: content/a.md:4:6
              |
            4 | doi: 10.48550/arXiv.2305.02265
              |      ------------------------- the other one

            error: 1 error, 0 warnings
        "#]]);
}
