//! `offprint refresh`: what services say today, compared with what the list says.

use std::net::TcpStream;

use expect_test::expect;

use crate::add::{arxiv_answer, services};
use crate::site::Site;
use crate::stand_in::{Asked, reply};

const ENTRIES: [(&str, &str); 3] = [
    ("2510.00010", "<title>Sorting, Quickly</title><arxiv:doi>10.1000/sort</arxiv:doi>"),
    (
        "2510.00020",
        "<title>Sorting, Fast</title><arxiv:comment>Withdrawn: @all *errors* in # 3</arxiv:comment>",
    ),
    ("2510.00030", "<title>As It Was</title>"),
];

fn news(asked: &Asked, stream: &mut TcpStream) {
    match asked.path.split('?').next().unwrap_or_default() {
        "/arxiv/api/query" => {
            let answer = arxiv_answer(asked, &ENTRIES);
            let answer = answer.replace("2510.00010v1</id>", "2510.00010v3</id>");
            reply(stream, "200 OK", &[], answer);
        }
        "/hugging_face/api/papers/2510.00010" => reply(
            stream,
            "200 OK",
            &[],
            r#"{"id": "2510.00010", "title": "Sorting", "upvotes": 20, "githubStars": 7}"#,
        ),
        "/doi/10.1000/sort" => {
            let work = r#"{"title": "Sorting, Quickly", "container-title": "Journal: of Engines", "volume": "7",
                "type": "journal-article", "issued": {"date-parts": [[2026, 2]]}}"#;
            reply(stream, "200 OK", &[], work);
        }
        _ => reply(stream, "404 Not Found", &[], ""),
    }
}

/// Written by hand, with all that a program must leave alone.
const BY_HAND: &str = "---\r\n# mine\r\ntitle:   \"Sorting, *Slowly*\"  # as I call it\r\ndate: 2025-10-30\r\narxiv: 2510.00010\r\nupvotes: 14 # then\r\ntags: [ a,b ]\r\n---\r\nText.  \r\n\r\n## Notes\r\nNo end";

fn site() -> (crate::stand_in::StandIn, Site) {
    let (server, config) = services(news);
    let paper = |title: &str, id: &str| format!("---\ntitle: {title}\ndate: 2025-10-29\n{id}\n---\n");
    let site = Site::new()
        .file("offprint.yaml", config)
        .file("content/a.md", BY_HAND)
        .file("content/b.md", paper("Sorting, Fast", "arxiv: '2510.00020'"))
        .file("content/c.md", paper("As It Was", "arxiv: '2510.00030'\ndraft: true"))
        .file("content/d.md", paper("Unknown Everywhere", ""));
    (server, site)
}

#[test]
fn what_changed_is_shown_and_nothing_is_written() {
    let (server, site) = site();
    let before = site.tree("content");
    let run = site.run(&["refresh", "--dry-run"]).succeeds().says(expect![[r#"
        Compared 4 papers: 2 changed, 1 without an arXiv id or DOI
        Not written 2 files
    "#]]);
    expect![[r#"
        Sorting, Slowly
          content/a.md
          version: 3, 2025-10-28
          retitled: Sorting, Quickly (your title is kept)
          published: Journal: of Engines, 2026
          doi: 10.1000/sort
          upvotes: 14 → 20
          stars: 7

        Sorting, Fast
          content/b.md
          withdrawn: Withdrawn: @all *errors* in # 3
    "#]]
    .assert_eq(&run.stdout);
    assert_eq!(site.tree("content"), before);
    assert_eq!(
        server.paths(),
        [
            "/arxiv/api/query?id_list=2510.00010,2510.00020,2510.00030&max_results=3",
            "/hugging_face/api/papers/2510.00010",
            "/doi/10.1000/sort",
            "/hugging_face/api/papers/2510.00020",
            "/hugging_face/api/papers/2510.00030",
        ]
    );
}

#[test]
fn only_what_changed_is_written() {
    let (_server, site) = site();
    let run = site.run(&["refresh", "--yes", "--format", "markdown"]).succeeds().says(expect![[r#"
        Compared 4 papers: 2 changed, 1 without an arXiv id or DOI
        Wrote 2 files
    "#]]);
    expect![[r#"
        - **Sorting, Slowly**, [arXiv 2510.00010](<https://arxiv.org/abs/2510.00010>), `content/a.md`
          - version: 3, 2025-10-28
          - retitled: Sorting, Quickly (your title is kept)
          - published: Journal: of Engines, 2026
          - doi: 10.1000/sort
          - upvotes: 14 → 20
          - stars: 7
        - **Sorting, Fast**, [arXiv 2510.00020](<https://arxiv.org/abs/2510.00020>), `content/b.md`
          - withdrawn: Withdrawn: @~all \*errors\* in #~ 3
    "#]]
    .assert_eq(&run.stdout.replace('\u{2060}', "~"));
    let after = site.read("content/a.md");
    expect![[r#"
        ---␍
        # mine␍
        title:   "Sorting, *Slowly*"  # as I call it␍
        date: 2025-10-30␍
        arxiv: 2510.00010␍
        upvotes: 20 # then␍
        tags: [ a,b ]␍
        updated: 2025-10-28␍
        version: 3␍
        venue: 'Journal: of Engines'␍
        year: 2026␍
        type: article␍
        volume: '7'␍
        doi: '10.1000/sort'␍
        stars: 7␍
        ---␍
        Text.  ␍
        ␍
        ## Notes␍
        No end"#]]
    .assert_eq(&after.replace('\r', "␍"));
    expect![[r#"
        ---
        title: Sorting, Fast
        date: 2025-10-29
        arxiv: '2510.00020'
        withdrawn: 'Withdrawn: @all \*errors\* in # 3'
        ---
    "#]]
    .assert_eq(&site.read("content/b.md"));
    site.run(&["check", "--strict", "--drafts"]).succeeds();

    let before = site.tree("content");
    let again = site.run(&["refresh", "--yes"]).succeeds().says(expect![[r#"
        Compared 4 papers: 0 changed, 1 without an arXiv id or DOI
    "#]]);
    assert_eq!((again.stdout.as_str(), site.tree("content")), ("", before));
}

#[test]
fn a_filter_picks_whom_to_ask_about() {
    let (server, site) = site();
    site.run(&["refresh", "--dry-run", "is:draft"]).succeeds().says(expect![[r#"
        Compared 1 paper: 0 changed
    "#]]);
    assert_eq!(server.paths()[0], "/arxiv/api/query?id_list=2510.00030&max_results=1");
    site.run(&["refresh", "--dry-run", "tagg:a"]).refuses(expect![[r#"
        error[unknown-filter-key]: `tagg:` is not a key of a filter
         --> filter:1:1
          |
        1 | tagg:a
          | ^^^^ did you mean `tag:`?

        error: the filter cannot be read
    "#]]);
}

#[test]
fn two_papers_of_one_id_are_both_compared() {
    let (server, site) = site();
    let again = "---\ntitle: Sorting, Fast, Again\ndate: 2025-10-28\narxiv: '2510.00020'\n---\n";
    site.write("content/e.md", again);
    let run = site.run(&["refresh", "--dry-run", "Fast"]).fails(expect![[r#"
        Compared 2 papers: 2 changed
        error[duplicate-arxiv]: arXiv 2510.00020 is listed twice
         --> content/e.md:4:8
          |
        4 | arxiv: '2510.00020'
          |        ^^^^^^^^^^^^ remove one of the two
          |
         ::: content/b.md:4:8
          |
        4 | arxiv: '2510.00020'
          |        ------------ the other one

        Not written 2 files
    "#]]);
    expect![[r#"
        Sorting, Fast
          content/b.md
          withdrawn: Withdrawn: @all *errors* in # 3

        Sorting, Fast, Again
          content/e.md
          withdrawn: Withdrawn: @all *errors* in # 3
    "#]]
    .assert_eq(&run.stdout);
    assert_eq!(server.paths()[0], "/arxiv/api/query?id_list=2510.00020&max_results=1");
}

#[test]
fn nothing_is_written_when_nobody_can_be_asked_or_no_service_answers() {
    let (server, site) = site();
    site.run(&["refresh"]).refuses(expect![[r#"
        error: nobody is there to ask: `--dry-run` shows what changed, `--yes` writes it
    "#]]);
    assert!(server.paths().is_empty());
    site.run(&["refresh", "--yes", "--offline"]).fails(expect![[r#"
        Compared 0 of 4 papers: 0 changed, 1 without an arXiv id or DOI
        error[not-fetched]: arXiv was not asked, and nothing is kept of an earlier answer
         |
         = help: leave out `--offline`

    "#]]);

    let (_server, config) = services(|asked, stream| match asked.path.contains("2510.00010") {
        true => reply(stream, "200 OK", &[], arxiv_answer(asked, &[])),
        false => reply(stream, "500 Oh", &[], ""),
    });
    site.write("offprint.yaml", config);
    site.remove("content/b.md");
    site.remove("content/c.md");
    let before = site.tree("content");
    site.run(&["refresh", "--yes"]).fails(expect![[r#"
        Compared 0 of 2 papers: 0 changed, 1 without an arXiv id or DOI
        error[unknown-paper]: arXiv knows no paper `2510.00010`
        --> content/a.md
         = help: look for a mistyped id

    "#]]);
    assert_eq!(site.tree("content"), before);
}

#[test]
fn a_file_that_cannot_be_changed_in_place_stays_as_it_is() {
    let (_server, site) = site();
    let odd =
        "---\ntitle: Sorting\ndate: 2025-10-30\narxiv: '2510.00010'\nupvotes: &n 14\nextra: {n: *n}\n---\n";
    site.write("content/a.md", odd);
    let run = site.run(&["refresh", "--yes"]).fails(expect![[r#"
        Compared 4 papers: 2 changed, 1 without an arXiv id or DOI
        error[not-written]: this file stays as it is: `upvotes` cannot be changed in place: edit the file by hand
        --> content/a.md

        Wrote 1 file
    "#]]);
    assert!(run.stdout.contains("upvotes: 14 → 20"), "{}", run.stdout);
    assert_eq!(site.read("content/a.md"), odd);
    assert!(site.read("content/b.md").contains("withdrawn: "));
}
