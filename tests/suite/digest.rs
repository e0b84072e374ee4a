//! `offprint digest`: the best papers of a span, as a message.

use expect_test::expect;

use crate::site::{Run, Site, paper, picture};

const CONFIG: &str = "title: Größere Papers
base_url: https://user.github.io/list/
digest:
  from: Łukasz <papers@example.org>
  to: [list@example.org, Ada <ada@example.org>]
  unsubscribe: [https://example.org/leave?list=papers, 'mailto:leave@example.org']
";

fn site() -> Site {
    Site::new()
        .file("offprint.yaml", CONFIG)
        .file(
            "content/2025-10-30/engines.md",
            "---\ntitle: 'Engines in $O(n^2)$ <em>fast</em>'\nauthors: [Ada Lovelace, Grace Hopper]\narxiv: '2510.00010'\n\
             venue: Memoirs\nyear: 2025\nupvotes: 14\ntags: [engines]\n---\nWe *count* & sort.\n",
        )
        .file("content/2025-10-28/looms.md", "---\ntitle: Looms\nupvotes: 3\n---\nThreads.\n")
        .file("content/2025-10-27/cards.md", "---\ntitle: Cards\nsummary: Punched, of course.\n---\nHoles.\n")
        .file("content/2025-09-01/old.md", "---\ntitle: Old\ntags: [engines]\n---\nText.\n")
}

fn digest(arguments: &[&str]) -> Run {
    site().run(&[&["digest"], arguments].concat())
}

/// The header of a message, with its lines joined, and `…` for the hash of what it says.
fn header(message: &str) -> String {
    let (header, _) = message.split_once("\r\n\r\n").expect("a message has a header");
    let (_, hash) = header.split_once("boundary=\"=_").expect("the parts have a boundary");
    let hash = hash.trim_end_matches('"');
    header.replace(hash, "…").replace("\r\n ", " ").replace("\r\n", "\n") + "\n"
}

#[test]
fn a_message_says_of_which_list_it_is_and_how_to_leave_it() {
    let run = digest(&["--week"]).succeeds().says(expect![""]);
    expect![[r#"
        From: =?utf-8?Q?=C5=81ukasz?= <papers@example.org>
        To: <list@example.org>, "Ada" <ada@example.org>
        Subject: =?utf-8?Q?Gr=C3=B6=C3=9Fere_Papers,_Week_44,_2025:_Engines_in_O(n?= =?utf-8?Q?=C2=B2)_fast?=
        Date: Thu, 30 Oct 2025 12:00:00 +0000
        Message-ID: <2025-W44.…@user.github.io>
        List-ID: =?utf-8?B?R3LDtsOfZXJlIFBhcGVycw==?= <list.user.github.io>
        List-Archive: <https://user.github.io/list/archive/>
        List-Unsubscribe: <https://example.org/leave?list=papers>, <mailto:leave@example.org>
        List-Unsubscribe-Post: List-Unsubscribe=One-Click
        Content-Language: en
        MIME-Version: 1.0
        Content-Type: multipart/alternative; boundary="=_…"
    "#]]
    .assert_eq(&header(&run.stdout));
    assert_eq!(run.stdout, digest(&["--week", "2025-10-29"]).succeeds().stdout, "it reads no clock");
}

#[test]
fn the_text_is_plain_and_has_whole_addresses() {
    expect![[r#"
        Größere Papers
        Week 44, 2025
        October 27, 2025 – November 2, 2025
        The 2 best of 3 papers
        https://user.github.io/list/weeks/2025-W44/


        1. Engines in O(n²) fast
        Ada Lovelace, Grace Hopper
        14 upvotes · Memoirs 2025 · October 30, 2025

        We count & sort.

        https://user.github.io/list/papers/engines/
        arXiv: https://arxiv.org/abs/2510.00010
        PDF: https://arxiv.org/pdf/2510.00010


        2. Looms
        3 upvotes · October 28, 2025

        Threads.

        https://user.github.io/list/papers/looms/

        --
        Größere Papers: https://user.github.io/list/
        Unsubscribe: https://example.org/leave?list=papers
    "#]]
    .assert_eq(&digest(&["--week", "--limit", "2", "--text"]).succeeds().stdout);
}

#[test]
fn the_html_is_escaped_and_fetches_nothing() {
    let html = digest(&["--week", "--html"]).succeeds().stdout;
    assert!(html.contains(">Engines in O(n²) fast</a></h2>"), "{html}");
    assert!(html.contains(">We count &amp; sort.</p>"));
    assert!(html.contains("<a href=\"https://user.github.io/list/papers/engines/\""));
    assert!(html.contains("<a class=\"soft\" href=\"https://example.org/leave?list=papers\""));
    assert_eq!(
        html.matches("table-layout: fixed").count(),
        html.matches("<table").count() - 1,
        "a long word is broken"
    );
    for unfit in ["<script", "<link", "<img", "url(", "@import", "href=\"/", "<math"] {
        assert!(!html.contains(unfit), "{unfit}");
    }
}

#[test]
fn pictures_are_shown_where_remote_ones_are() {
    let pictured = |config: &str| {
        let site = Site::new()
            .file("offprint.yaml", format!("base_url: https://a.example/\n{config}"))
            .file("content/a.png", picture(1))
            .file("content/a.md", paper("A", "thumbnail: a.png"));
        site.run(&["digest", "--html"])
            .succeeds()
            .stdout
            .contains("<img src=\"https://a.example/files/a.png\"")
    };
    assert_eq!((pictured(""), pictured("images: {remote: true}\n")), (false, true));
}

#[test]
fn a_span_is_the_newest_or_the_one_that_is_named() {
    for (arguments, beginning) in [
        (&["--day"][..], "Thursday, October 30, 2025\n1 paper\n"),
        (&["--day", "2025-10-28"], "Tuesday, October 28, 2025\n1 paper\n"),
        (&["--week", "2025-W44"], "Week 44, 2025\nOctober 27, 2025 – November 2, 2025\n3 papers\n"),
        (&["--month"], "October 2025\n3 papers\n"),
        (&["--month", "2025-09"], "September 2025\n1 paper\n"),
        (&["--year", "2025", "--limit", "1"], "2025\nThe best of 4 papers\n"),
        (&[], "Thursday, October 30, 2025\n1 paper\n"),
        (&["--exclude", "tag:engines", "--month"], "October 2025\n2 papers\n"),
        (&["key:old", "--week"], "Week 36, 2025\nSeptember 1, 2025 – September 7, 2025\n1 paper\n"),
    ] {
        let text = digest(&[arguments, &["--text"]].concat()).succeeds().stdout;
        assert!(text.starts_with(&format!("Größere Papers\n{beginning}")), "{arguments:?}\n{text}");
    }
}

#[test]
fn what_cannot_be_a_digest_says_why() {
    digest(&["--week", "2025-W45"]).refuses(expect![[r#"
        error: there are no such papers in Week 45, 2025; the newest are in 2025-W44
    "#]]);
    digest(&["tag:gone"]).refuses(expect![[r#"
        error: there are no such papers in the list
    "#]]);
    digest(&["--week", "tag:engines"]).refuses(expect![[r#"
        error: `--week tag:engines` is no week: write it as YYYY-Www, such as 2025-W44, or as a day in it, YYYY-MM-DD; a filter stands before `--week`
    "#]]);
    digest(&["--week", "--month"]).refuses(expect![[r#"
        error: the argument '--week [<WEEK>]' cannot be used with '--month [<MONTH>]'

        Usage: offprint digest --week [<WEEK>] [FILTER]...

        For more information, try '--help'.
    "#]]);
    let bare = site();
    bare.write("offprint.yaml", "title: Papers\n");
    bare.run(&["digest", "--html"]).refuses(expect![[r#"
        error: a digest links to the site, whose address is unknown: set `base_url` in the configuration, or give `--base-url URL`
    "#]]);
    bare.run(&["digest", "--base-url", "https://a.example"]).refuses(expect![[r#"
        error: a message needs a sender: set `digest: {from: Ada Lovelace <ada@example.org>}` in the configuration; `--html` and `--text` need none
    "#]]);
    bare.run(&["digest", "--base-url", "https://a.example", "--html"]).succeeds();
}

#[test]
fn a_file_is_written_once_and_by_its_name() {
    let site = site();
    site.run(&["digest", "--week", "--output", "week.eml"]).succeeds().says(expect![[r#"
        Wrote 3 papers of Week 44, 2025 to week.eml
    "#]]);
    site.run(&["digest", "--week", "--output", "week.eml"]).refuses(expect![[r#"
        error: week.eml is there already: `--force` replaces it
    "#]]);
    site.run(&["digest", "--week", "--output", "week.eml", "--force"]).succeeds();
    site.run(&["digest", "--week", "--output", "week.html"]).succeeds();
    site.run(&["digest", "--week", "--output", "week.txt"]).succeeds();
    assert!(site.read("week.eml").starts_with("From: "));
    assert!(site.read("week.html").starts_with("<!DOCTYPE html>"));
    assert!(site.read("week.txt").starts_with("Größere Papers\n"));
}

/// A title is whatever somebody else wrote.
#[test]
fn a_title_is_never_more_than_a_title() {
    let harm = "a\\r\\nBcc: b@c.example\\r\\n\\r\\n<script>\\u2028\\x85--=_ {best}";
    let site = Site::new()
        .file("offprint.yaml", CONFIG.replace("Größere Papers", "\"P\\r\\nBcc: d@e.example\""))
        .file("content/a.md", format!("---\ntitle: \"{harm}\"\nauthors: [{{name: \"{harm}\", literal: true}}]\ndate: 2025-10-30\n---\n"));
    let message = site.run(&["digest"]).succeeds().stdout;
    let header = header(&message);
    let names: Vec<&str> = header.lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(
        names,
        [
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "List-ID",
            "List-Archive",
            "List-Unsubscribe",
            "List-Unsubscribe-Post",
            "Content-Language",
            "MIME-Version",
            "Content-Type"
        ]
    );
    assert!(header.contains("Subject: P Bcc: d@e.example"), "{header}");
    assert_eq!(message.matches("\r\n--=_").count(), 3, "two parts, and the end");
}

#[test]
fn lines_are_as_long_as_mail_allows() {
    let long = "深".repeat(2_000);
    let fields =
        format!("authors: ['{}']\nsummary: '{long}'\nvenue: '{}'", "A".repeat(3_000), "V".repeat(1_500));
    let site = Site::new()
        .file("offprint.yaml", CONFIG)
        .file("content/a.md", paper(&long, &fields))
        .file("content/b.md", paper(&"word ".repeat(300), "tags: []"));
    let message = site.run(&["digest"]).succeeds().stdout;
    assert!(message.split("\r\n").all(|line| line.len() <= 998 && !line.contains(['\r', '\n'])));
}

#[test]
fn one_click_is_promised_where_it_can_be_kept() {
    let promised = |digest: &str| {
        let site = Site::new()
            .file(
                "offprint.yaml",
                format!("base_url: https://a.example/\ndigest: {{from: a@b.example, {digest}}}\n"),
            )
            .file("content/a.md", paper("A", ""));
        let message = site.run(&["digest"]).succeeds().stdout;
        let lines: Vec<&str> = message.lines().filter(|line| line.starts_with("List-Unsubscribe")).collect();
        lines.join(" ")
    };
    assert_eq!(
        promised("unsubscribe: https://a.example/x"),
        "List-Unsubscribe: <https://a.example/x> List-Unsubscribe-Post: List-Unsubscribe=One-Click"
    );
    assert_eq!(
        promised("unsubscribe: https://a.example/x, one_click: false"),
        "List-Unsubscribe: <https://a.example/x>"
    );
    assert_eq!(promised("unsubscribe: 'mailto:x@a.example'"), "List-Unsubscribe: <mailto:x@a.example>");
    assert_eq!(promised("subject: x"), "");
}

#[test]
fn headers_refuse_what_could_begin_another_one() {
    let site = Site::new().file("content/a.md", paper("A", "")).file(
        "offprint.yaml",
        "base_url: https://a.example/\ndigest:\n  from: \"Ada\\r\\nBcc: b@c.example <a@b.example>\"\n  to: [a@b.example, \"b@c.example\\n\\nText\", 7]\n  \
         reply_to: Ada <ada@>\n  subject: \"Papers\\r\\nBcc: b@c.example\"\n  unsubscribe: \"https://a.example/\\r\\nBcc: b@c.example\"\n  \
         list_id: \"a.b>\\nX: y\"\n  sender: x\n",
    );
    site.run(&["digest"]).refuses(expect![[r#"
        error[bad-address]: `Ada�Bcc: b@c.example <a@b.example>` cannot be written to
         --> offprint.yaml:3:9
          |
        3 |   from: "Ada\r\nBcc: b@c.example <a@b.example>"
          |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ an address has no line breaks and no other control characters
         --> offprint.yaml:4:21: `b@c.example��Text` cannot be written to; an address has no line breaks and no other control characters
         --> offprint.yaml:4:44: `7` cannot be written to; expected `ada@example.org` or `Ada Lovelace <ada@example.org>`
         --> offprint.yaml:5:13: `Ada <ada@>` cannot be written to; expected `ada@example.org` or `Ada Lovelace <ada@example.org>`

        error[bad-header]: `Papers�Bcc: b@c.example` cannot be the subject of a message
         --> offprint.yaml:6:12
          |
        6 |   subject: "Papers\r\nBcc: b@c.example"
          |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a subject is one line, without control characters

        error[bad-header]: `a.b>�X: y` cannot be the id of a list
         --> offprint.yaml:8:12
          |
        8 |   list_id: "a.b>\nX: y"
          |            ^^^^^^^^^^^^ expected a name such as `papers.example.org`

        error[bad-link]: nobody can unsubscribe at `https://a.example/�Bcc: b@c.example`
         --> offprint.yaml:7:16
          |
        7 |   unsubscribe: "https://a.example/\r\nBcc: b@c.example"
          |                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expected an address that begins with https:// or mailto:, without blanks and line breaks

        error[unknown-field]: `sender` is not a field of `digest`
         --> offprint.yaml:9:3
          |
        9 |   sender: x
          |   ^^^^^^ write `from:`

        error: no digest was written: 8 errors, 0 warnings
    "#]]);
}

#[test]
fn an_own_template_is_what_is_sent() {
    let site =
        site().file("templates/digest.html", "<p>{{ digest.title }} {{ digest.papers[0].title }}</p>\n");
    assert_eq!(
        site.run(&["digest", "--html"]).succeeds().stdout,
        "<p>Thursday, October 30, 2025 Engines in O(n²) fast</p>\n"
    );
    site.run(&["build", "--strict"]).succeeds();
    site.write("templates/digest.html", "{{ digest.titel }}");
    site.run(&["digest", "--html"]).fails(expect![[r#"
        error[template-error]: Field `titel` is not defined
         --> templates/digest.html:1:11
          |
        1 | {{ digest.titel }}
          |           ^^^^^ while rendering the digest
          |
          = help: did you mean `title`?

        error: no digest was written: 1 error, 0 warnings
    "#]]);
}

#[test]
fn links_have_the_accent_of_the_site() {
    let site = site();
    site.write("offprint.yaml", format!("{CONFIG}theme_options: {{accent: '#00695c', accent_dark: aqua}}\n"));
    let html = site.run(&["digest", "--html"]).succeeds().stdout;
    assert!(html.contains("style=\"color: #00695c; text-decoration: underline;\""));
    assert!(html.contains(".accent { color: aqua !important; }"));
}

#[test]
fn a_digest_that_mail_programs_cut_is_told() {
    let papers = |site: Site, number| {
        site.file(&format!("content/{number}.md"), paper(&format!("Number {number}"), ""))
    };
    let site = (0..150).fold(site(), papers);
    site.run(&["digest", "--limit", "40", "--output", "a.eml"]).succeeds().says(expect![[r#"
        Wrote 40 papers of Thursday, October 30, 2025 to a.eml
    "#]]);
    site.run(&["digest", "--limit", "150", "--output", "b.eml"]).succeeds().says(expect![[r#"
        Wrote 150 papers of Thursday, October 30, 2025 to b.eml
        Long some mail programs cut HTML of more than 100 KB: `--limit` leaves papers out
    "#]]);
}
