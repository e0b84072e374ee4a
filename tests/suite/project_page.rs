//! From an empty folder to a project page: `init`, `add`, `build`, and a plain file server below
//! `/repo/`, where every link, asset and feed of every page is asked for.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};

use html5gum::Token;

use crate::add::{arxiv_answer, services};
use crate::site::{Site, tokens};
use crate::stand_in::{Asked, StandIn, reply};

const HOST: &str = "https://user.github.io";

const PAPERS: [(&str, &str); 2] = [
    (
        "2510.00010",
        "<title>Sorting, $O(n)$</title><summary>We sort.</summary><author><name>Ada Lovelace</name></author>\
         <author><name>Zoë Ångström-O'Neill</name></author>",
    ),
    ("hep-th/9901001", "<title>C++ &amp; C#</title><author><name>李明</name></author>"),
];

/// Answers with the files of a folder below `/repo/`, as the simplest of servers does: no redirects,
/// no lists of folders.
fn file_server(folder: PathBuf) -> StandIn {
    StandIn::new(move |asked, stream| match file(&folder, &asked.path) {
        Some(bytes) => reply(stream, "200 OK", &[], bytes),
        None => reply(stream, "404 Not Found", &[], ""),
    })
}

fn file(folder: &Path, url: &str) -> Option<Vec<u8>> {
    let path = decoded(url.split('?').next()?).strip_prefix("/repo/")?.to_owned();
    let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path };
    std::fs::read(folder.join(path)).ok()
}

/// Without percent signs, as RFC 3986 has it.
fn decoded(url: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = url.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let digits =
            behind.get(..2).filter(|_| *first == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            None => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8(bytes).expect("addresses are Unicode")
}

/// Status and body.
fn ask(server: &StandIn, path: &str) -> (u16, String) {
    let url = server.url();
    let address = url.trim_start_matches("http://").trim_end_matches('/');
    let mut stream = TcpStream::connect(address).expect("the server runs");
    write!(stream, "GET {path} HTTP/1.1\r\nhost: {address}\r\n\r\n").expect("the server listens");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("the server answers");
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status =
        answer.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("an answer has a status");
    (status, answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
}

/// What a browser, a feed reader or a crawler would ask of the site next, from the root of the host.
fn links(url: &str, body: &str) -> BTreeSet<String> {
    let mut found: Vec<String> = Vec::new();
    let path = url.split('?').next().unwrap_or_default();
    if path.ends_with('/') || path.ends_with(".html") {
        for Ok(token) in tokens(body) {
            let Token::StartTag(tag) = token else { continue };
            for (name, value) in &tag.attributes {
                let value = String::from_utf8_lossy(value).into_owned();
                match name.as_slice() {
                    b"href" | b"src" | b"action" | b"poster" => found.push(value),
                    b"srcset" => found.extend(
                        value.split(',').filter_map(|part| Some(part.split_whitespace().next()?.to_owned())),
                    ),
                    // What stands around a key in an address.
                    b"data-before" | b"data-after" => {}
                    // Open Graph and Highwire tags.
                    b"content" if value.starts_with(HOST) => found.push(value),
                    name if name.starts_with(b"data-")
                        && (value.starts_with('/') || value.starts_with(HOST)) =>
                    {
                        found.push(value)
                    }
                    _ => {}
                }
            }
        }
    }
    // In feeds, sitemaps, scripts and data every absolute address of the site counts.
    let is_end = |char: char| char.is_whitespace() || "\"'<>\\`)}{".contains(char);
    found.extend(
        body.split(HOST)
            .skip(1)
            .map(|rest| format!("{HOST}{}", rest.split(is_end).next().unwrap_or_default())),
    );
    if path.ends_with(".css") {
        found.extend(
            body.split("url(")
                .skip(1)
                .filter_map(|rest| Some(rest.split(')').next()?.trim_matches(['"', '\'']).to_owned())),
        );
    }
    found.into_iter().filter_map(|link| resolved(path, &link)).collect()
}

/// The path of a link on the same host; none of a link elsewhere.
fn resolved(from: &str, link: &str) -> Option<String> {
    let link = link.split('#').next().unwrap_or_default().replace("&amp;", "&");
    let link = link.strip_prefix(HOST).unwrap_or(&link);
    // OpenSearch has a place for what is searched.
    let link = link.replace("{searchTerms}", "x");
    if link.is_empty() || link.contains(':') || link.starts_with("//") {
        return None;
    }
    if link.starts_with('/') {
        return Some(link);
    }
    let folder = &from[..=from.rfind('/').expect("a path begins with a slash")];
    let mut parts: Vec<&str> = Vec::new();
    let joined = format!("{folder}{link}");
    for part in joined[1..].split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    Some(format!("/{}", parts.join("/")))
}

#[test]
fn every_link_asset_and_feed_of_a_project_page_answers() {
    let (_services, config) = services(|asked: &Asked, stream| match asked.path.split('?').next() {
        Some("/arxiv/api/query") => reply(stream, "200 OK", &[], arxiv_answer(asked, &PAPERS)),
        _ => reply(stream, "404 Not Found", &[], "{}"),
    });
    let site = Site::new();
    site.remove("offprint.yaml");
    site.run(&["init"]).succeeds();
    let services = config.split_once("services:\n").expect("they are configured").1;
    let settings = format!("{}services:\n{services}feeds: {{authors: true}}\n", site.read("offprint.yaml"));
    site.write("offprint.yaml", settings);
    site.run(&["add", "2510.00010", "hep-th/9901001", "--tag", "C++, a/b, 100 %", "--date", "2025-10-30"])
        .succeeds();
    site.run(&["build", "--base-url", &format!("{HOST}/repo/"), "--strict"]).succeeds();

    let server = file_server(site.root().join("public"));
    let mut asked = BTreeSet::new();
    let mut to_ask =
        BTreeSet::from(["/repo/".to_owned(), "/repo/404.html".to_owned(), "/repo/robots.txt".to_owned()]);
    let mut dead = Vec::new();
    while let Some(path) = to_ask.pop_first() {
        if !asked.insert(path.clone()) {
            continue;
        }
        let (status, body) = ask(&server, &path);
        if status != 200 {
            dead.push(path);
            continue;
        }
        to_ask.extend(links(&path, &body).difference(&asked).cloned().collect::<Vec<_>>());
    }
    assert_eq!(dead, Vec::<String>::new());

    // Whatever is published is found from the front page, but what is found by its name alone.
    let published = site.tree("public").into_keys();
    let reached: BTreeSet<String> =
        asked.iter().map(|path| decoded(path.split('?').next().unwrap_or_default())).collect();
    let unreached: Vec<String> = published
        .filter(|name| {
            !reached.contains(&format!("/repo/{name}"))
                && !reached.contains(&format!("/repo/{}", name.trim_end_matches("index.html")))
        })
        .collect();
    expect_test::expect![[r#"
        .nojekyll
        api/daily_papers/2025-01-06.json
        api/daily_papers/2025-01-07.json
        api/daily_papers/2025-10-30.json
        search/columns/0g9zrcsa.bin
        search/columns/9rwk7p9k.bin
        search/columns/eyjqg15m.bin
        search/columns/pk3vyggm.bin
        search/columns/r9td2x2k.bin
        search/positions/nvkdg6k6.bin
        search/records/0-249nm.json
        search/terms/ct132pn7.bin
    "#]]
    .assert_eq(&format!("{}\n", unreached.join("\n")));
    assert!(asked.len() > 40, "{asked:?}");
}
