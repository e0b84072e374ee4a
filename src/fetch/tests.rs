use std::cell::RefCell;
use std::io::Write;
use std::time::SystemTime;

use super::stand_in::{StandIn, reply};
use super::*;

/// A clock whose waiting takes no time.
struct Quick {
    now: RefCell<SystemTime>,
    slept: RefCell<Vec<u64>>,
}

impl Quick {
    fn new() -> Quick {
        Quick { now: RefCell::new(SystemTime::now()), slept: RefCell::default() }
    }
}

impl Clock for Quick {
    fn now(&self) -> SystemTime {
        *self.now.borrow()
    }

    fn sleep(&self, duration: Duration, _: &str) {
        *self.now.borrow_mut() += duration;
        self.slept.borrow_mut().push(duration.as_secs());
    }
}

const LIMITS: Limits =
    Limits { largest: 1000, connecting: Duration::from_secs(2), answering: Duration::from_millis(700) };

struct Asking {
    folder: tempfile::TempDir,
    config: Config,
    clock: Quick,
}

impl Asking {
    /// Of a server that stands in for Hugging Face.
    fn of(server: &StandIn) -> Asking {
        let yaml = format!("services: {{hugging_face: '{}', contact: ada@a.example}}", server.url());
        let (config, diagnostics) = Config::parse("offprint.yaml".into(), &yaml);
        assert_eq!(diagnostics, []);
        Asking { folder: tempfile::tempdir().expect("a temporary folder"), config, clock: Quick::new() }
    }

    fn client(&self) -> Client<'_> {
        Client::new(self.folder.path(), &self.config, &self.clock, LIMITS)
    }

    /// The answer to one question, or the words of the error.
    fn ask(&self, path: &str) -> Result<Option<String>, String> {
        self.client().ask(&question(path)).map_err(|error| error.to_string())
    }
}

fn question(path: &str) -> Question {
    let age = Duration::from_secs(3600);
    Question { service: Service::HuggingFace, path: path.to_owned(), accept: "application/json", age }
}

#[test]
fn a_question_is_asked_once_and_says_who_asks() {
    let server = StandIn::new(|asked, stream| match asked.path.as_str() {
        "/api/papers/a" => reply(stream, "200 OK", &[], "é"),
        _ => reply(stream, "404 Not Found", &[], "no"),
    });
    let asking = Asking::of(&server);
    for _ in 0..2 {
        assert_eq!(asking.ask("api/papers/a"), Ok(Some("é".to_owned())));
    }
    assert_eq!(asking.ask("api/papers/b"), Ok(None));
    assert_eq!(server.paths(), ["/api/papers/a", "/api/papers/b"]);
    let header = &server.asked()[0].header;
    let agent = format!("user-agent: offprint/{} (mailto:ada@a.example)\r\n", env!("CARGO_PKG_VERSION"));
    assert!(header.contains(&agent) && header.contains("accept: application/json\r\n"), "{header}");
    assert!(!header.contains("cookie") && !header.contains("authorization"), "{header}");

    // When it is too old, an answer serves only those who cannot ask.
    *asking.clock.now.borrow_mut() += Duration::from_secs(7200);
    assert_eq!(asking.ask("api/papers/a"), Ok(Some("é".to_owned())));
    assert_eq!(server.paths().len(), 3);
    let offline = Client::offline(asking.folder.path(), &asking.config, &asking.clock, LIMITS);
    assert_eq!(offline.ask(&question("api/papers/a")).ok(), Some(Some("é".to_owned())));
    let error = offline.ask(&question("api/papers/b")).expect_err("it was never answered");
    assert_eq!(error.to_string(), "Hugging Face was not asked, and nothing is kept of an earlier answer");
    assert_eq!(server.paths().len(), 3);
}

#[test]
fn a_busy_service_is_asked_again_as_it_says() {
    let server = StandIn::new(|asked, stream| match asked.path.as_str() {
        "/late" => reply(stream, "429 Too Many Requests", &[("retry-after", "4000")], ""),
        "/never" => reply(stream, "503 Service Unavailable", &[], ""),
        _ => reply(stream, "429 Too Many Requests", &[("retry-after", "7")], ""),
    });
    let busy = Err("Hugging Face has too much to do and asks to come back later".to_owned());
    for (path, slept) in [("late", &[][..]), ("never", &[3, 6, 12]), ("often", &[7, 7, 7])] {
        let asking = Asking::of(&server);
        assert_eq!(asking.ask(path), busy);
        assert_eq!(*asking.clock.slept.borrow(), slept, "{path}");
    }
    assert_eq!(server.paths().len(), 9);

    let times = std::sync::atomic::AtomicU32::new(0);
    let server =
        StandIn::new(move |_, stream| match times.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
            0 => reply(stream, "503 Service Unavailable", &[("retry-after", "1")], ""),
            _ => reply(stream, "200 OK", &[], "there"),
        });
    assert_eq!(Asking::of(&server).ask("a"), Ok(Some("there".to_owned())));
}

#[test]
fn redirects_are_followed_where_they_may_lead() {
    let server = StandIn::new(|asked, stream| {
        let to = match asked.path.as_str() {
            "/a" => "/b/c",
            "/b/c" => "../d",
            "/loop" => "/loop",
            "/file" => "file:///etc/passwd",
            "/cloud" => "http://169.254.169.254/latest/meta-data",
            "/name" => "http://localhost:1/",
            "/secret" => "http://me:secret@example.org/",
            _ => return reply(stream, "200 OK", &[], "there"),
        };
        reply(stream, "302 Found", &[("location", to)], "");
    });
    let asking = Asking::of(&server);
    assert_eq!(asking.ask("a"), Ok(Some("there".to_owned())));
    for (path, why) in [
        ("loop", "Hugging Face sends us from one place to the next"),
        (
            "file",
            "Hugging Face sends us to `file:///etc/passwd`, where we do not go: it leads to something that is no web page",
        ),
        (
            "cloud",
            "Hugging Face sends us to `http://169.254.169.254/latest/meta-data`, where we do not go: it leads to a private address",
        ),
        (
            "name",
            "Hugging Face sends us to `http://localhost:1/`, where we do not go: its name belongs to a private address",
        ),
        (
            "secret",
            "Hugging Face sends us to `http://me:secret@example.org/`, where we do not go: it carries a user name or password",
        ),
    ] {
        assert_eq!(asking.ask(path), Err(why.to_owned()));
    }
}

#[test]
fn answers_that_are_too_large_too_slow_or_garbage_are_errors() {
    let zeros = |stream: &mut std::net::TcpStream| while stream.write_all(&[b'0'; 4096]).is_ok() {};
    // 20,000 zeros, compressed: `gzip` of a file of them.
    const BOMB: [u8; 55] = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 237, 193, 49, 1, 0, 0, 0, 194, 160, 74, 235, 159, 206, 26, 30, 64,
        1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 240, 96, 189, 15, 27, 140, 32, 78, 0, 0,
    ];
    let server = StandIn::new(move |asked, stream| match asked.path.as_str() {
        "/endless" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n");
            zeros(stream);
        }
        "/huge" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n");
            zeros(stream);
        }
        "/bomb" => reply(stream, "200 OK", &[("content-encoding", "gzip")], BOMB),
        "/drip" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n");
            while stream.write_all(b"0").is_ok() {
                std::thread::sleep(Duration::from_millis(50));
            }
        }
        "/mute" => std::thread::sleep(Duration::from_secs(2)),
        "/bytes" => reply(stream, "200 OK", &[], [0xff, 0xfe]),
        "/garbage" => drop(stream.write_all(b"\x00\x01SSH-2.0 hello\r\n\r\n")),
        "/cut" => drop(stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\nhalf")),
        "/page" => reply(stream, "500 Internal Server Error", &[], "<html>"),
        _ => reply(stream, "403 Forbidden", &[], format!("\x1b[31mgo\n away {}", "!".repeat(500))),
    });
    let asking = Asking::of(&server);
    let error = |path: &str| asking.ask(path).expect_err(path);
    for path in ["endless", "huge", "bomb"] {
        assert_eq!(error(path), "the answer of Hugging Face is larger than 1000 bytes", "{path}");
    }
    for path in ["drip", "mute"] {
        assert_eq!(error(path), "Hugging Face did not answer within 0 s", "{path}");
    }
    assert_eq!(error("bytes"), "the answer of Hugging Face is no text");
    for path in ["garbage", "cut"] {
        assert!(error(path).starts_with("Hugging Face cannot be reached: "), "{path}: {}", error(path));
    }
    assert_eq!(error("page"), "Hugging Face answered with an error, 500");
    let refused = error("no");
    assert!(
        refused.starts_with("Hugging Face answered with an error, 403: \x1b[31mgo away !!!"),
        "{refused}"
    );
    assert!(refused.ends_with("!…") && refused.chars().count() < 200, "{refused}");
    // Nothing of it is kept.
    let offline = Client::offline(asking.folder.path(), &asking.config, &asking.clock, LIMITS);
    assert!(offline.ask(&question("endless")).is_err());
}

#[test]
fn a_server_that_is_not_there_cannot_be_reached() {
    let (config, _) =
        Config::parse("offprint.yaml".into(), "services: {hugging_face: 'http://127.0.0.1:1/'}");
    let asking = Asking { folder: tempfile::tempdir().expect("a folder"), config, clock: Quick::new() };
    let error = asking.ask("a").expect_err("nobody listens there");
    assert!(error.starts_with("Hugging Face cannot be reached: "), "{error}");
}

#[test]
fn arxiv_is_asked_every_three_seconds_by_all_programs_together() {
    let (config, _) = Config::parse("offprint.yaml".into(), "");
    let asking = Asking { folder: tempfile::tempdir().expect("a folder"), config, clock: Quick::new() };
    let url = Url::parse(Service::Arxiv.usual_address()).expect("an address");
    asking.client().keep_pace(Service::Arxiv, &url);
    assert_eq!(*asking.clock.slept.borrow(), [0; 0]);
    // The mark that the first one left is younger than the clock says it is.
    asking.client().keep_pace(Service::Arxiv, &url);
    assert!(matches!(asking.clock.slept.borrow().as_slice(), [2..=3]));
    let server = StandIn::new(|_, stream| reply(stream, "200 OK", &[], ""));
    let near = Url::parse(&server.url()).expect("an address");
    asking.client().keep_pace(Service::Arxiv, &near);
    assert_eq!(asking.clock.slept.borrow().len(), 1);
}
