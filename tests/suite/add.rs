//! `offprint add`: references become content files, by what services answer.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;

use expect_test::expect;

use crate::site::{Site, tokens};
use crate::stand_in::{Asked, StandIn, reply};

/// An answer of arXiv with the papers that it was asked for, of those that it has.
pub fn arxiv_answer(asked: &Asked, entries: &[(&str, &str)]) -> String {
    let entries = entries.iter().filter(|(id, _)| asked.path.contains(id));
    let entries: String = entries
        .map(|(id, fields)| {
            format!(
                "<entry><id>http://arxiv.org/abs/{id}v1</id><published>2025-10-28T12:00:00Z</published>\
                 <updated>2025-10-28T12:00:00Z</updated>{fields}</entry>"
            )
        })
        .collect();
    format!(
        r#"<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">{entries}</feed>"#
    )
}

/// A server that stands in for all services, each below a folder of its own.
pub fn services(answer: impl Fn(&Asked, &mut TcpStream) + Send + Sync + 'static) -> (StandIn, String) {
    let server = StandIn::new(answer);
    let keys = ["arxiv", "doi", "hugging_face", "openreview", "openreview_v1"];
    let services = keys.map(|key| format!("  {key}: {}{key}/\n", server.url()));
    let config =
        format!("title: Papers\nbase_url: https://a.example/list/\nservices:\n{}", services.concat());
    (server, config)
}

const ENTRIES: [(&str, &str); 3] = [
    (
        "2510.00010",
        "<title>Sorting,\n slowly</title><summary>We *sort* $x_i$.</summary>\
         <author><name>Ada Lovelace</name></author><arxiv:primary_category term='cs.DS'/>",
    ),
    ("2510.00020", "<title>Sorting, Fast</title><author><name>Grace Hopper</name></author>"),
    (
        "hep-th/9901001",
        "<title>\u{9b}31mStrings\u{202e}: {{ 7 }} # ---\n&lt;script&gt;</title><author><name>- &amp;x</name></author>\
         <summary>---\n# Notes\n</summary>",
    ),
];

fn usual(asked: &Asked, stream: &mut TcpStream) {
    let json = |stream: &mut TcpStream, body: &str| reply(stream, "200 OK", &[], body);
    match asked.path.split('?').next().unwrap_or_default() {
        "/arxiv/api/query" => reply(stream, "200 OK", &[], arxiv_answer(asked, &ENTRIES)),
        "/hugging_face/api/papers/2510.00010" => json(
            stream,
            r#"{"id": "2510.00010", "title": "Sorting", "upvotes": 14, "githubRepo": "https://code.example/a"}"#,
        ),
        "/doi/10.1000/xyz" => reply(stream, "302 Found", &[("location", "/crossref/xyz")], ""),
        "/crossref/xyz" => json(
            stream,
            r#"{"title": "Engines", "author": [{"given": "Ada", "family": "Lovelace"}],
                "issued": {"date-parts": [[1843, 9]]}, "container-title": "Memoirs", "volume": "3"}"#,
        ),
        "/openreview/notes" => json(stream, r#"{"notes": []}"#),
        "/openreview_v1/notes" => {
            json(stream, r#"{"notes": [{"content": {"title": "Reviewed", "authors": ["Ada Lovelace"]}}]}"#);
        }
        _ => reply(stream, "404 Not Found", &[], r#"{"error": "not found"}"#),
    }
}

#[test]
fn references_of_all_kinds_become_files() {
    let (server, config) = services(usual);
    let site = Site::new().file("offprint.yaml", config);
    let run = site.run(&[
        "add",
        "https://huggingface.co/papers/2510.00010",
        "2510.00020v1",
        "arXiv:2510.00010",
        "https://doi.org/10.1000/xyz",
        "https://openreview.net/forum?id=aB3",
        "--date",
        "2025-10-30",
        "--tag",
        "sorting, slow",
        "--status",
        "reading",
        "--note",
        "For *Tuesday*.",
        "--summary",
        "It sorts: slowly.",
    ]);
    let run = run.succeeds().says(expect![[r#"
        Added Sorting, slowly
        Added Sorting, Fast
        Added Engines
        Added Reviewed
    "#]]);
    expect![[r#"
        content/2025-10-30/2510.00010.md
        content/2025-10-30/2510.00020.md
        content/2025-10-30/engines.md
        content/2025-10-30/reviewed.md
    "#]]
    .assert_eq(&run.stdout);
    expect![[r#"
        ---
        title: Sorting, slowly
        authors:
          - Ada Lovelace
        published: 2025-10-28
        arxiv: '2510.00010'
        primary_class: cs.DS
        tags:
          - sorting
          - slow
        links:
          code: https://code.example/a
        summary: 'It sorts: slowly.'
        status: reading
        upvotes: 14
        ---
        We \*sort\* $x_i$.

        ## Notes

        For *Tuesday*.
    "#]]
    .assert_eq(&site.read("content/2025-10-30/2510.00010.md"));
    expect![[r#"
        ---
        title: Engines
        authors:
          - Ada Lovelace
        published: 1843-09
        doi: '10.1000/xyz'
        venue: Memoirs
        year: 1843
        volume: '3'
        tags:
          - sorting
          - slow
        summary: 'It sorts: slowly.'
        status: reading
        ---
        ## Notes

        For *Tuesday*.
    "#]]
    .assert_eq(&site.read("content/2025-10-30/engines.md"));
    assert_eq!(
        server.paths(),
        [
            "/arxiv/api/query?id_list=2510.00010,2510.00020&max_results=2",
            "/hugging_face/api/papers/2510.00010",
            "/hugging_face/api/papers/2510.00020",
            "/doi/10.1000/xyz",
            "/crossref/xyz",
            "/openreview/notes?id=aB3",
            "/openreview_v1/notes?id=aB3",
        ]
    );
    site.run(&["check", "--strict"]).succeeds();
}

#[test]
fn a_paper_is_listed_today_when_nothing_else_is_said() {
    let (_server, config) = services(usual);
    let site = Site::new().file("offprint.yaml", config);
    let run = site.run(&["add", "2510.00010", "--draft"]).succeeds();
    let listed: Option<jiff::civil::Date> = run.stdout["content/".len()..][..10].parse().ok();
    let today = jiff::ZonedDateTime::now().date();
    // The test may run at midnight.
    assert!(listed == Some(today) || listed == today.yesterday().ok(), "{}", run.stdout);
    assert!(site.read(run.stdout.trim()).contains("\ndraft: true\n"));
}

#[test]
fn a_paper_that_is_listed_already_is_not_asked_for() {
    let (server, config) = services(usual);
    let site = Site::new()
        .file("offprint.yaml", config)
        .file("content/a.md", "---\ntitle: A\ndate: 2025-10-01\narxiv: '2510.00010'\n---\n")
        .file("content/b.md", "---\ntitle: B\ndate: 2025-10-01\ndoi: 10.1000/XYZ\n---\n")
        .file("content/c.md", "---\ntitle: Reviewed\ndate: 2025-10-01\n---\n");
    let before = site.tree("content");
    let run = site.run(&["add", "2510.00010", "10.1000/xyz", "openreview.net/forum?id=aB3"]).succeeds();
    let run = run.says(expect![[r#"
        Listed already arXiv 2510.00010, in content/a.md
        Listed already DOI 10.1000/xyz, in content/b.md
        Listed already OpenReview aB3, in content/c.md
    "#]]);
    assert_eq!((run.stdout.as_str(), site.tree("content")), ("", before));
    assert_eq!(server.paths(), ["/openreview/notes?id=aB3", "/openreview_v1/notes?id=aB3"]);
}

#[test]
fn what_cannot_be_found_is_told_and_the_rest_is_listed() {
    let (_server, config) = services(|asked, stream| match asked.path.as_str() {
        path if path.starts_with("/hugging_face") => {
            reply(stream, "500 Oh", &[], "\u{1b}[31mbroken\u{7}\u{202e}")
        }
        "/doi/10.1000/garbage" => reply(stream, "200 OK", &[], "<html>"),
        "/doi/10.1000/private" => reply(stream, "302 Found", &[("location", "http://10.0.0.1/")], ""),
        _ => usual(asked, stream),
    });
    let site = Site::new().file("offprint.yaml", config);
    let references =
        ["2510.99999", "2510.00020", "10.1000/abc", "10.1000/garbage", "10.1000/private", "2023.acl-long.1"];
    let mut arguments = vec!["add", "--date", "2025-10-30"];
    arguments.extend(references);
    let run = site.run(&arguments).fails(expect![[r#"
        Added Sorting, Fast
        error[no-doi]: the ACL Anthology registered no DOI for `2023.acl-long.1`
         |
         = help: save https://aclanthology.org/2023.acl-long.1.bib, and use `offprint import bibtex`

        error[not-fetched]: doi.org sends us to `http://10.0.0.1/`, where we do not go: it leads to a private address
         |
         = help: look whether a proxy or a login page is in between, and at `services` in offprint.yaml

        error[unknown-paper]: arXiv knows no paper `2510.99999`
         |
         = help: look for a mistyped id

        error[unknown-paper]: doi.org knows no paper `10.1000/abc`
         |
         = help: look for a mistyped id

        error[unreadable-answer]: what doi.org answers of `10.1000/garbage` cannot be read as a paper
         |
         = help: describe it by hand, with `offprint new`

        warning[not-enriched]: upvotes and links of `2510.00020` are left out: Hugging Face answered with an error, 500: �[31mbroken��
         |
         = help: `offprint refresh` asks again

        Not added arXiv 2510.99999, DOI 10.1000/abc, DOI 10.1000/garbage, DOI 10.1000/private, ACL Anthology 2023.acl-long.1
    "#]]);
    assert_eq!(run.stdout, "content/2025-10-30/2510.00020.md\n");
    assert_eq!(site.listing("content"), "2025-10-30/2510.00020.md\n");
}

#[test]
fn what_others_wrote_stays_text() {
    let (_server, config) = services(usual);
    let site = Site::new().file("offprint.yaml", config);
    let run = site.run(&["add", "hep-th/9901001", "--date", "2025-10-30"]).succeeds();
    run.says(expect![[r#"
        Added 31mStrings�: {{ 7 }} # --- <script>
    "#]]);
    site.build().succeeds();
    expect![[r#"
        31mStrings: {{ 7 }} # — <script>
        </list/authors/and-x/> - &x
        </list/days/2025-10-30/> October 30, 2025
        <https://arxiv.org/abs/hep-th/9901001> arXiv"#]]
    .assert_eq(&site.page("papers/hep-th-9901001").lines().take(4).collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_reference_that_names_no_paper_stops_before_anything_is_asked() {
    let (server, config) = services(usual);
    let site = Site::new().file("offprint.yaml", config);
    site.run(&["add", "2510.00010", "Sorting, Slowly", "https://arxiv.org/list/cs"])
        .refuses(expect![[r#"
            error: `Sorting, Slowly` looks like a title: `offprint new` takes titles
                   `https://arxiv.org/list/cs` is an address, but not of one paper: addresses of arXiv, alphaXiv, Hugging Face papers, OpenReview, the ACL Anthology, doi.org, and those that hold a DOI are known
        "#]]);
    site.run(&["add", "2510.00010", "--date", "soon"]).refuses(expect![[r#"
        error: `--date soon` is no day: write the whole date: YYYY-MM-DD
    "#]]);
    site.run(&["add", "2510.00010", "--root", "elsewhere"]).refuses(expect![[r#"
        error: there is no elsewhere/offprint.yaml: `offprint init` makes a site, `--root DIR` names one
    "#]]);
    assert!(server.paths().is_empty() && !site.exists("content"));
}

#[test]
fn without_a_network_only_earlier_answers_are_used() {
    let (server, config) = services(usual);
    let site = Site::new().file("offprint.yaml", config);
    let offline = ["add", "2510.00010", "--date", "2025-10-30", "--offline"];
    site.run(&offline).fails(expect![[r#"
        error[not-fetched]: arXiv was not asked, and nothing is kept of an earlier answer
         |
         = help: leave out `--offline`

        Not added arXiv 2510.00010
    "#]]);
    assert!(server.paths().is_empty());

    site.run(&offline[..4]).succeeds();
    site.remove("content/2025-10-30/2510.00010.md");
    let asked = server.paths().len();
    assert!(server.asked().iter().all(|asked| asked.header.contains("user-agent: offprint/")));
    site.run(&offline).succeeds();
    assert_eq!(
        (server.paths().len(), site.listing("content").as_str()),
        (asked, "2025-10-30/2510.00010.md\n")
    );

    let nowhere = Site::new()
        .file("offprint.yaml", "services: {arxiv: 'http://127.0.0.1:1/', doi: 'http://127.0.0.1:1/'}\n");
    let run = nowhere.run(&["add", "2510.00010", "2510.00020", "10.1000/xyz"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.starts_with("error[not-fetched]: arXiv cannot be reached: "), "{}", run.stderr);
    assert_eq!(run.stderr.matches("arXiv cannot be reached").count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("doi.org cannot be reached: "), "{}", run.stderr);
    assert!(run.stderr.contains("look at the connection"), "{}", run.stderr);
    assert!(!nowhere.exists("content"));
}

#[cfg(unix)]
#[test]
fn new_files_open_in_an_editor_with_its_arguments() {
    let (_server, config) = services(usual);
    let site = Site::new()
        .file("offprint.yaml", config)
        .file("editor.sh", "#!/bin/sh\nprintf '%s\\n' \"$@\" > opened\n")
        .with_env("VISUAL", "sh editor.sh --wait");
    site.run(&["add", "2510.00010", "--date", "2025-10-30", "--edit"]).succeeds();
    assert_eq!(site.read("opened"), "--wait\n./content/2025-10-30/2510.00010.md\n");

    let site = site.with_env("VISUAL", "false");
    site.run(&["add", "2510.00020", "--date", "2025-10-30", "--edit"]).refuses(expect![[r#"
        Added Sorting, Fast
        error: the editor, `false`, ended with an error; the files are as it left them
    "#]]);
    let site = site.with_env("VISUAL", " ").with_env("EDITOR", "");
    site.run(&["add", "2510.00020", "--edit"]).refuses(expect![[r#"
        error: `--edit` needs an editor: set $VISUAL or $EDITOR
    "#]]);
}

#[test]
fn addresses_of_services_are_checked() {
    Site::new()
        .file("offprint.yaml", "services: {arxiv: ftp://a.example, arxive: x, doi: 'https://me@a.example'}\n")
        .run(&["add", "2510.00010"])
        .refuses(expect![[r#"
            error[bad-service]: `ftp://a.example` cannot be the address of a service
             --> offprint.yaml:1:19
              |
            1 | services: {arxiv: ftp://a.example, arxive: x, doi: 'https://me@a.example'}
              |                   ^^^^^^^^^^^^^^^ expected an address such as https://export.arxiv.org/

            error[bad-service]: `https://me@a.example` cannot be the address of a service
             --> offprint.yaml:1:52
              |
            1 | services: {arxiv: ftp://a.example, arxive: x, doi: 'https://me@a.example'}
              |                                                    ^^^^^^^^^^^^^^^^^^^^^^ expected an address such as https://doi.org/

            error[unknown-field]: `arxive` is not a field of `services`
             --> offprint.yaml:1:36
              |
            1 | services: {arxiv: ftp://a.example, arxive: x, doi: 'https://me@a.example'}
              |                                    ^^^^^^ did you mean `arxiv`?

        "#]]);
}

#[test]
fn a_new_site_with_added_papers_works_below_its_folder() {
    let (_server, config) = services(usual);
    let site = Site::new();
    site.remove("offprint.yaml");
    site.run(&["init"]).succeeds();
    let services = config.split_once("services:").expect("it has them").1;
    site.write("offprint.yaml", format!("{}\nservices:{services}", site.read("offprint.yaml")));
    site.run(&["add", "2510.00010", "2510.00020", "10.1000/xyz", "--tag", "sorting"]).succeeds();
    site.run(&["build", "--base-url", "https://user.github.io/repo/"]).succeeds();

    let root = site.root().join("public");
    let server = StandIn::new(move |asked, stream| serve_file(&root, asked, stream));
    let mut seen = BTreeSet::from(["/repo/", "/repo/sitemap.xml"].map(str::to_owned));
    let mut waiting: Vec<String> = seen.iter().cloned().collect();
    while let Some(path) = waiting.pop() {
        let (status, body) = get(&server, &path);
        assert_eq!(status, 200, "{path}");
        for link in links_in(&path, &body) {
            let link = link.split('#').next().unwrap_or_default().to_owned();
            assert!(link.starts_with("/repo/"), "{path} leads out of the site: {link}");
            if seen.insert(link.clone()) {
                waiting.push(link);
            }
        }
    }
    for ending in ["feed.xml", "feed.json", "papers.bib", ".css", ".js", "papers/2510.00010/"] {
        assert!(seen.iter().any(|path| path.ends_with(ending)), "nothing leads to {ending}: {seen:?}");
    }
    assert_eq!(get(&server, "/repo/nothing/").0, 404);
    assert_eq!(get(&server, "/feed.xml").0, 404);
}

/// As GitHub Pages does for a project's site.
fn serve_file(root: &Path, asked: &Asked, stream: &mut TcpStream) {
    let path = asked.path.split('?').next().unwrap_or_default();
    let file = path.strip_prefix("/repo/").map(|path| root.join(path));
    let file = file.map(|file| if file.is_dir() { file.join("index.html") } else { file });
    match file.and_then(|file| fs::read(file).ok()) {
        Some(bytes) => reply(stream, "200 OK", &[], bytes),
        None => reply(stream, "404 Not Found", &[], ""),
    }
}

fn get(server: &StandIn, path: &str) -> (u16, String) {
    let address = server.url().replace("http://", "").replace('/', "");
    let mut stream = TcpStream::connect(address).expect("the server listens");
    write!(stream, "GET {path} HTTP/1.1\r\nhost: a\r\n\r\n").expect("the server reads");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("the server answers");
    let answer = String::from_utf8_lossy(&answer);
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    (status, body.to_owned())
}

/// Paths on the site's own server that a page, feed, style or sitemap leads to.
fn links_in(path: &str, body: &str) -> Vec<String> {
    const SITE: &str = "https://user.github.io";
    let mut links: Vec<String> = Vec::new();
    // Absolute addresses are found in anything.
    for rest in body.split(SITE).skip(1) {
        let end = rest.find(|char: char| char.is_whitespace() || "\"'<>\\&;,".contains(char) || char == ')');
        links.push(rest[..end.unwrap_or(rest.len())].to_owned());
    }
    if path.ends_with('/') || path.ends_with(".html") {
        for token in tokens(body) {
            let Ok(html5gum::Token::StartTag(tag)) = token else { continue };
            for name in ["href", "src", "action"] {
                let value = tag.attributes.get(name.as_bytes());
                links.extend(value.map(|value| String::from_utf8_lossy(value).into_owned()));
            }
        }
    }
    if path.ends_with(".css") {
        for rest in body.split("url(").skip(1) {
            let name = rest.split(')').next().unwrap_or_default().trim_matches(['"', '\'']);
            links.push(format!("{}/{name}", path.rsplit_once('/').expect("an absolute path").0));
        }
    }
    links.retain(|link| !link.contains("://") && !link.starts_with("mailto:") && !link.starts_with("data:"));
    let relative =
        |link: String| if link.starts_with(['#', '?']) || link.is_empty() { path.to_owned() } else { link };
    links.into_iter().map(relative).filter(|link| !link.contains("/data:")).collect()
}
