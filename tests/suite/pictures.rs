//! Thumbnails: what a curator gives, and the smaller pictures that pages show.

use expect_test::expect;

use crate::build::assert_same;
use crate::site::{Site, paper, picture};

fn site(shade: u8) -> Site {
    Site::new()
        .file("content/2025-10-30/a.md", paper("A", "thumbnail: fig.png"))
        .file("content/2025-10-30/b.md", paper("B", "thumbnail: drawn.svg"))
        .file("content/2025-10-30/fig.png", picture(shade))
        .file("content/2025-10-30/drawn.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
}

#[test]
fn a_page_shows_a_thumbnail_as_large_as_it_needs() {
    let site = site(1);
    site.build().succeeds();
    let page = site.read("public/papers/a/index.html");
    let path = "/list/files/2025-10-30/fig.png";
    let sources = format!("\"{path}-240.webp 240w, {path}-480.webp 480w, {path}-960.webp 960w\"");
    assert!(page.contains(&format!("<img src={path}-480.webp srcset={sources}")), "{page}");
    assert!(page.contains("width=480 height=270"), "nothing moves when it comes\n{page}");
    assert!(
        site.read("public/papers/b/index.html").contains("<img src=/list/files/2025-10-30/drawn.svg alt")
    );
    for width in [240, 480, 960] {
        let bytes = &site.tree("public")[&format!("files/2025-10-30/fig.png-{width}.webp")];
        assert!(bytes.starts_with(b"RIFF") && bytes[8..].starts_with(b"WEBP"));
    }
}

#[test]
fn a_changed_picture_is_made_anew_and_one_that_is_gone_leaves_nothing() {
    let site = site(1);
    site.build().succeeds();
    site.write("content/2025-10-30/fig.png", picture(200));
    site.build().succeeds();
    let clean = self::site(200);
    clean.build().succeeds();
    assert_same(&site.tree("public"), &clean.tree("public"));
    site.write("content/2025-10-30/a.md", paper("A", ""));
    site.build().succeeds();
    assert!(!site.exists("public/files/2025-10-30/fig.png-480.webp"));
    assert!(!site.exists("public/files/2025-10-30/fig.png"));
    assert_eq!(site.tree(".offprint/cache/pictures").len(), 0, "what was made of pictures that are gone");
}

#[test]
fn a_picture_is_made_once_for_all_output_folders() {
    let site = site(1);
    site.build().succeeds();
    let made = site.tree(".offprint/cache/pictures");
    assert_eq!(made.len(), 3);
    site.run(&["build", "--output", "other"]).succeeds();
    assert_same(&site.tree(".offprint/cache/pictures"), &made);
}

#[test]
fn a_broken_picture_is_named() {
    let site = site(1).file("content/2025-10-30/fig.png", "no picture");
    let fault = expect![[r#"
        error[bad-picture]: this picture cannot be read: The image format could not be determined
        --> content/2025-10-30/fig.png
         = help: replace it, or take it out of the paper's `thumbnail`

        Checked 2 papers and 12 pages in … s: 1 error, 0 warnings
    "#]];
    site.run(&["check"]).fails(fault);
}

#[cfg(feature = "fetch")]
#[test]
fn a_picture_of_another_server_is_fetched_once_and_named_in_its_paper() {
    use crate::add::services;
    use crate::stand_in::reply;

    let (server, config) = services(|asked, stream| match asked.path.as_str() {
        "/moved.png" => reply(stream, "302 Found", &[("location", "/here.png")], ""),
        "/here.png" => reply(stream, "200 OK", &[], picture(1)),
        "/page.png" => reply(stream, "200 OK", &[], "<html>Please log in"),
        _ => reply(stream, "404 Not Found", &[], ""),
    });
    let at = |name: &str| format!("thumbnail: '{}{name}'  # theirs", server.url());
    let site = Site::new()
        .file("offprint.yaml", config)
        .file("content/2025-10-30/a.md", paper("A", &at("moved.png")))
        .file("content/2025-10-30/b.md", paper("B", &at("page.png")))
        .file("content/2025-10-30/c.md", paper("C", &at("gone.png")))
        .file("content/2025-10-30/d.md", paper("D", &at("here.png")))
        .file("content/2025-10-30/d.gif", "mine")
        .file("content/2025-10-30/e.md", paper("E", "thumbnail: http://192.168.0.1/e.png"));
    let before = site.tree("content");
    let run = site.run(&["pictures", "--dry-run", "key:a"]).succeeds();
    assert_eq!(run.stdout, format!("content/2025-10-30/a.md: {}moved.png\n", server.url()));
    assert_same(&site.tree("content"), &before);

    let run = site.run(&["pictures"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, "content/2025-10-30/a.gif\n"));
    expect![[r#"
        error[picture-not-fetched]: `http://here/page.png` is not fetched: what came is no picture: PNG, JPEG, GIF or WebP
        --> content/2025-10-30/b.md
         --> content/2025-10-30/c.md: `http://here/gone.png` is not fetched: the server answers with an error, 404
         --> content/2025-10-30/d.md: `http://here/here.png` is not fetched: `content/2025-10-30/d.gif` is there already
         --> content/2025-10-30/e.md: `http://192.168.0.1/e.png` is not fetched: it leads to a private address

        Fetched 1 picture of 5
    "#]].assert_eq(&run.stderr.replace(&server.url(), "http://here/"));
    assert_eq!(site.read("content/2025-10-30/a.md"), paper("A", "thumbnail: 'a.gif'  # theirs"));
    let mut after = site.tree("content");
    assert_eq!(after.remove("2025-10-30/a.gif"), Some(picture(1)));
    after.insert("2025-10-30/a.md".to_owned(), before["2025-10-30/a.md"].clone());
    assert_same(&after, &before);
    assert!(site.run(&["pictures", "key:a"]).succeeds().stdout.is_empty(), "it is fetched once");
}
