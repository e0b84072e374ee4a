//! `offprint serve`: the preview shows what a build would publish, and changes as they are saved.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::incremental;
use crate::site::{Site, paper};

/// A running server, stopped when dropped.
struct Server {
    process: Child,
    address: String,
    base: String,
}

/// What came back for a request.
struct Response {
    status: u16,
    head: String,
    body: String,
}

impl Server {
    fn start(site: &Site, arguments: &[&str]) -> Server {
        // Port 0 is any free one, which the first line names.
        let mut process = Command::new(env!("CARGO_BIN_EXE_offprint"))
            .args(["serve", "--port", "0", "--color", "never"])
            .args(arguments)
            .current_dir(site.root())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program was built for this test");
        let mut lines = BufReader::new(process.stderr.take().expect("it was piped")).lines();
        let line = lines.next().expect("the server says where it is").expect("messages are UTF-8");
        // What comes later must be read, or the server would wait.
        std::thread::spawn(move || lines.for_each(drop));
        let url = line
            .split_whitespace()
            .find(|word| word.starts_with("http://"))
            .expect("the line has an address");
        let (address, base) = url["http://".len()..].split_once('/').expect("an address has a path");
        Server { process, address: address.to_owned(), base: format!("/{base}") }
    }

    fn request(&self, head: &str) -> Response {
        let mut stream = TcpStream::connect(&self.address).expect("the server listens");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a time limit can be set");
        stream
            .write_all(format!("{head}\r\nConnection: close\r\n\r\n").as_bytes())
            .expect("the server reads");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("the server answers");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").expect("an answer has a head");
        let status =
            head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("an answer has a status");
        Response { status, head: head.to_lowercase(), body: body.to_owned() }
    }

    fn get(&self, path: &str) -> Response {
        self.request(&format!("GET {path} HTTP/1.1\r\nHost: {}", self.address))
    }

    /// Waits until a page says something.
    #[track_caller]
    fn shows(&self, path: &str, text: &str) {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(20) {
            if self.get(path).body.contains(text) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("{path} never shows {text}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().expect("the server runs until it is stopped");
        self.process.wait().expect("a killed process ends");
    }
}

fn site() -> Site {
    Site::new()
        .file("content/2025-10-30/a.md", "---\ntitle: First\ntags: [x]\nthumbnail: a.svg\n---\nText.\n")
        .file("content/2025-10-30/a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
        .file("content/pages/about.md", "---\ntitle: About\n---\nText.\n")
}

/// A page without the script that the preview adds.
fn without_script(page: &str) -> String {
    let script = page.find("_offprint/reload.js").expect("previewed pages reload");
    let start = page[..script].rfind("<script ").expect("it is the address of a script");
    let end = start + page[start..].find("</script>").expect("the element ends") + "</script>".len();
    format!("{}{}", &page[..start], &page[end..])
}

#[test]
fn the_preview_equals_the_built_site() {
    let site = site();
    site.build().succeeds();
    let server = Server::start(&site, &[]);
    assert_eq!(server.base, "/list/");
    for (name, bytes) in site.tree("public") {
        let built = String::from_utf8_lossy(&bytes).into_owned();
        let response = server.get(&format!("/list/{}", name.strip_suffix("index.html").unwrap_or(&name)));
        assert_eq!(response.status, 200, "{name}");
        let page = if name.ends_with(".html") { without_script(&response.body) } else { response.body };
        assert!(page == built, "{name} differs");
    }
}

#[test]
fn the_preview_equals_the_built_site_after_any_edits() {
    let mut random = incremental::random();
    let site = incremental::site(&mut random);
    let server = Server::start(&site, &[]);
    for step in 0..12 {
        let edited = incremental::edit(&site, &mut random);
        if site.build().code != 0 {
            continue;
        }
        // An edit of the configuration may move the site.
        let base = if site.read("offprint.yaml").contains("b.example") { "/" } else { "/list/" };
        let start = Instant::now();
        while let Some(name) = first_difference(&site, &server, base) {
            assert!(start.elapsed() < Duration::from_secs(20), "step {step}, {edited}: {name} differs");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// The first file that the server shows otherwise than it was built.
fn first_difference(site: &Site, server: &Server, base: &str) -> Option<String> {
    site.tree("public").into_iter().find_map(|(name, built)| {
        let address =
            name.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/'));
        let shown = server.get(&format!("{base}{}", address.unwrap_or(&name))).body;
        let is_page = name.ends_with(".html") && shown.contains("_offprint/reload.js");
        let shown = if is_page { without_script(&shown) } else { shown };
        (shown != String::from_utf8_lossy(&built)).then_some(name)
    })
}

#[test]
fn changes_show_as_they_are_saved() {
    let site = site();
    let server = Server::start(&site, &[]);
    site.write("content/2025-10-30/a.md", "---\ntitle: Renamed\n---\n");
    server.shows("/list/", "Renamed");
    site.write("content/2025-10-30/b.md", "---\ntitle: Added\n---\n");
    server.shows("/list/days/2025-10-30/", "Added");
    site.remove("content/2025-10-30/b.md");
    server.shows("/list/papers/b/", "Page not found");
    assert_eq!(server.get("/list/papers/b/").status, 404);
    // A folder that was not there when the server started.
    site.write(
        "templates/404.html",
        "{% extends \"daily/404.html\" %}{% block content %}Gone fishing{% endblock content %}",
    );
    server.shows("/list/nothing/", "Gone fishing");
    site.write("offprint.yaml", "title: Retitled\nbase_url: https://a.example/list/\n");
    server.shows("/list/", "Retitled");
    assert!(!site.exists("public"), "the preview writes nothing");
}

#[test]
fn errors_show_in_the_browser_and_go_away() {
    let site = site();
    let server = Server::start(&site, &[]);
    site.write("content/2025-10-30/a.md", "---\ntitle: A\n\"<script>alert(1)</script>\": 1\n---\n");
    server.shows("/list/", "is not a field of a paper");
    let page = server.get("/list/");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("content/2025-10-30/a.md:3:1") && !page.body.contains("<script>alert"));
    assert!(without_script(&page.body).contains("First"), "the page is as it was");
    assert!(server.get("/list/papers/a/").body.contains("is not a field of a paper"));
    assert_eq!(server.get("/list/files/2025-10-30/a.svg").body, "<svg xmlns='http://www.w3.org/2000/svg'/>");
    site.write("offprint.yaml", "title: [\n");
    server.shows("/list/papers/a/", "offprint.yaml:");
    site.write("offprint.yaml", "base_url: https://a.example/list/\n");
    site.write("content/2025-10-30/a.md", "---\ntitle: Corrected\n---\n");
    server.shows("/list/", "Corrected");
    site.write("templates/paper.html", "{{ paper.titel }}");
    server.shows("/list/papers/a/", "Field `titel` is not defined");
    assert_eq!(server.get("/list/").status, 200);
}

#[test]
fn a_browser_hears_of_changes() {
    let site = site();
    let server = Server::start(&site, &[]);
    let mut stream = TcpStream::connect(&server.address).expect("the server listens");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a time limit can be set");
    let request = format!("GET /list/_offprint/changes HTTP/1.1\r\nHost: {}\r\n\r\n", server.address);
    stream.write_all(request.as_bytes()).expect("the server reads");
    let mut versions = BufReader::new(stream).lines().filter_map(|line| {
        let line = line.expect("the server goes on answering");
        line.strip_prefix("data: ").map(str::to_owned)
    });
    let first = versions.next().expect("the version comes at once");
    assert!(server.get("/list/").body.contains(&format!("reload.js?version={first}")));
    site.write("content/2025-10-30/a.md", "---\ntitle: Renamed\n---\n");
    let second = versions.next().expect("a change has a version of its own");
    assert_ne!(first, second);
    assert!(server.get("/list/").body.contains("Renamed"));
}

#[test]
fn a_page_that_is_a_file_is_found_without_its_ending() {
    let site = site();
    let config = format!("{}urls: file\n", site.read("offprint.yaml"));
    site.write("offprint.yaml", &config);
    let server = Server::start(&site, &[]);
    assert_eq!(server.get("/list/papers/a.html").status, 200);
    let response = server.get("/list/papers/a");
    assert_eq!(response.status, 307);
    assert!(response.head.contains("location: /list/papers/a.html\r\n"), "{}", response.head);
}

#[test]
fn a_drawing_of_a_paper_runs_no_scripts_when_it_is_opened() {
    let site = site().file("static/ours.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
    let server = Server::start(&site, &[]);
    let is_sandboxed = |path: &str| {
        let response = server.get(path);
        assert_eq!(response.status, 200, "{path}");
        response.head.contains("content-security-policy: sandbox\r\n")
    };
    assert!(is_sandboxed("/list/files/2025-10-30/a.svg"));
    assert!(!is_sandboxed("/list/ours.svg"));
    assert!(!is_sandboxed("/list/papers/a/"));
}

#[test]
fn a_base_path_is_found_however_it_is_encoded() {
    let site = site();
    site.write("offprint.yaml", "base_url: https://a.example/été/\n");
    let server = Server::start(&site, &[]);
    assert_eq!(server.base, "/%C3%A9t%C3%A9/");
    for path in ["/%C3%A9t%C3%A9/papers/a/", "/%c3%a9t%c3%a9/%70apers/a/"] {
        let page = server.get(path);
        assert_eq!(page.status, 200, "{path}");
        assert!(page.body.contains("href=/%C3%A9t%C3%A9/archive/"), "{}", page.body);
    }
}

#[test]
fn addresses_lead_where_they_would_on_the_published_site() {
    let site = site();
    let server = Server::start(&site, &[]);
    let location = |path: &str| {
        let response = server.get(path);
        let location =
            response.head.lines().find_map(|line| line.strip_prefix("location: ")).map(str::to_owned);
        (response.status, location)
    };
    assert_eq!(location("/"), (307, Some("/list/".to_owned())));
    assert_eq!(location("/list"), (307, Some("/list/".to_owned())));
    assert_eq!(location("/list/papers/a"), (307, Some("/list/papers/a/".to_owned())));
    assert_eq!(location("/list/papers/a/index.html"), (307, Some("/list/papers/a/".to_owned())));
    assert_eq!(location("/list/papers/a.html"), (404, None));
    assert_eq!(location("/list/?x=1"), (200, None));
    assert_eq!(location("/other/"), (404, None));
    assert_eq!(location("/list/../../etc/passwd"), (404, None));
    assert_eq!(location("/list/%2e%2e/%2e%2e/etc/passwd"), (404, None));
    let head = server.request(&format!("HEAD /list/ HTTP/1.1\r\nHost: {}", server.address));
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    let stranger = server.request("GET /list/ HTTP/1.1\r\nHost: evil.example");
    assert_eq!(stranger.status, 403);
    let change =
        server.request(&format!("POST /list/ HTTP/1.1\r\nHost: {}\r\nContent-Length: 0", server.address));
    assert_eq!(change.status, 405);
}

#[test]
fn a_faulty_site_is_served_until_it_is_corrected() {
    let site = Site::new().file("content/a.md", "no front matter");
    let server = Server::start(&site, &["--drafts"]);
    server.shows("/list/", "this file has no front matter");
    assert_eq!(server.get("/list/").status, 500);
    site.write("content/a.md", paper("A Draft", "draft: true"));
    server.shows("/list/", "A Draft");
}
