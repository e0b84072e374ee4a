//! `offprint build`: what is published, and when.

use std::collections::BTreeMap;

use expect_test::expect;

use crate::site::{Site, paper};

/// Two papers on two days, with an author, a tag, a venue and a picture.
fn small_site() -> Site {
    Site::new()
        .file(
            "content/2025-10-30/ada.md",
            "---\ntitle: A Paper\nauthors: [Ada Lovelace]\ntags: [engines]\nvenue: Journal 2024\nthumbnail: ada.svg\n\
             aliases: [/old/]\n---\nAn abstract.\n",
        )
        .file("content/2025-10-30/ada.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
        .file("content/2025-10-30/unnamed.png", "nobody names this one")
        .file("content/2025-10-29-bob.md", "---\ntitle: Another\n---\n")
        .file("content/pages/about.md", "---\ntitle: About\n---\nText.\n")
        .file("content/README.md", "# not a paper")
        .file("static/CNAME", "a.example")
}

#[test]
fn a_small_site_is_published_whole() {
    let site = small_site();
    site.build().succeeds().says(expect![[r#"
        Built 2 papers in … s: 50 files written, 0 unchanged, 0 removed, 0 warnings in public
        Left out 1 file that is no paper (content/README.md)
    "#]]);
    expect![[r#"
        .nojekyll
        404.html
        CNAME
        about/index.html
        api/daily_papers/2025-10-29.json
        api/daily_papers/2025-10-30.json
        archive/index.html
        assets/cite.….js
        assets/display.….js
        assets/favicon.….svg
        assets/keys.….js
        assets/narrow.….js
        assets/saved-page.….js
        assets/saved.….js
        assets/search-engine.….js
        assets/search.….js
        assets/style.….css
        authors/ada-lovelace/index.html
        authors/index.html
        days/2025-10-29/index.html
        days/2025-10-30/index.html
        feed.json
        feed.xml
        files/2025-10-30/ada.svg
        index.html
        months/2025-10/index.html
        old/index.html
        opensearch.xml
        papers.bib
        papers/ada/index.html
        papers/bob/index.html
        robots.txt
        saved/index.html
        search/columns/40t1s7yz.bin
        search/columns/74pg2ew1.bin
        search/columns/eyy63txa.bin
        search/index.html
        search/manifest.json
        search/positions/vmcmv7cg.bin
        search/records/0-b7pkt.json
        search/terms/zqxcedv3.bin
        sitemap.xml
        statistics/index.html
        tags/engines/feed.xml
        tags/engines/index.html
        tags/index.html
        venues/index.html
        venues/journal/index.html
        weeks/2025-W44/index.html
        years/2025/index.html
    "#]]
    .assert_eq(&site.listing("public"));
}

#[test]
fn a_second_build_writes_nothing() {
    let site = small_site();
    site.build().succeeds();
    site.build().succeeds().says(expect![[r#"
        Built 2 papers in … s: 0 files written, 50 unchanged, 0 removed, 0 warnings in public
        Left out 1 file that is no paper (content/README.md)
    "#]]);
}

#[test]
fn an_edit_changes_the_pages_that_show_it_and_the_rest_stays() {
    let site = small_site();
    site.build().succeeds();
    site.write("content/2025-10-29-bob.md", "---\ntitle: Renamed\n---\n");
    site.build().succeeds().says(expect![[r#"
        Built 2 papers in … s: 15 files written, 35 unchanged, 3 removed, 0 warnings in public
        Left out 1 file that is no paper (content/README.md)
    "#]]);
    let clean = small_site().file("content/2025-10-29-bob.md", "---\ntitle: Renamed\n---\n");
    clean.build().succeeds();
    assert_same(&site.tree("public"), &clean.tree("public"));
}

#[test]
fn a_paper_that_is_gone_takes_its_pages_along() {
    let site = small_site();
    site.build().succeeds();
    site.remove("content/2025-10-29-bob.md");
    site.build().succeeds();
    assert!(!site.exists("public/papers/bob"), "an empty folder stays");
    assert!(!site.exists("public/days/2025-10-29/index.html"));
    assert!(site.exists("public/papers/ada/index.html"));
}

#[test]
fn the_output_depends_on_nothing_but_the_input() {
    let first = small_site().with_env("TZ", "Pacific/Kiritimati");
    first.run(&["build", "--jobs", "1"]).succeeds();
    let second = small_site().with_env("TZ", "America/New_York").with_env("LC_ALL", "tr_TR.UTF-8");
    second.run(&["build", "--jobs", "8"]).succeeds();
    assert_same(&first.tree("public"), &second.tree("public"));
}

#[test]
fn timings_name_stages_and_kinds_of_files() {
    let site = small_site();
    let run = site.run(&["build", "--timings"]).succeeds();
    for line in [" s  checking papers\n", " s  making files\n", " s  papers: 2 made, 0.0 MB; 0 unchanged\n"] {
        assert!(run.stderr.contains(line), "{line}{}", run.stderr);
    }
    let again = site.run(&["build", "--timings"]).succeeds();
    assert!(again.stderr.contains(" s  papers: 0 made, 0.0 MB; 2 unchanged\n"), "{}", again.stderr);
}

#[test]
fn every_link_carries_the_base_path() {
    let site = small_site();
    site.run(&["build", "--base-url", "https://b.example/repo/"]).succeeds();
    for (name, bytes) in site.tree("public") {
        if name.ends_with(".html") {
            let page = String::from_utf8(bytes).expect("pages are UTF-8");
            for address in page.split("href=").skip(1).map(|rest| rest.trim_start_matches('"')) {
                let known = ["/repo/", "#", "https://b.example/repo/", "https://a.example/"];
                assert!(known.iter().any(|start| address.starts_with(start)), "{name}: {}", &address[..40]);
            }
        }
    }
}

#[test]
fn without_an_address_there_is_no_feed_and_a_line_says_so() {
    let site = small_site().file("offprint.yaml", "title: Papers\n");
    site.build().succeeds().says(expect![[r#"
        Built 2 papers in … s: 45 files written, 0 unchanged, 0 removed, 0 warnings in public
        Left out 1 file that is no paper (content/README.md)
        Left out the feed and the sitemap: set `base_url` to the site's address to get them
    "#]]);
    assert!(!site.exists("public/feed.xml"));
    assert!(!site.exists("public/sitemap.xml"));
    assert!(!site.read("public/index.html").contains("canonical"));
}

#[test]
fn the_file_style_has_no_folder_per_page() {
    let site = small_site().file("offprint.yaml", "title: Papers\nurls: file\n");
    site.build().succeeds();
    assert!(site.exists("public/papers/ada.html"));
    assert!(site.read("public/index.html").contains("/papers/ada.html"));
    site.check().succeeds();
}

#[test]
fn both_styles_of_addresses_have_the_same_pages() {
    let pages = |style: &str| {
        let site = small_site().file("offprint.yaml", format!("urls: {style}\n"));
        site.build().succeeds();
        site.check().succeeds();
        let names = site.tree("public").into_keys().filter(|name| name.ends_with(".html"));
        // `papers/ada/index.html` and `papers/ada.html` are the same page.
        let page = |name: String| {
            name.trim_end_matches("index.html").trim_end_matches(".html").trim_matches('/').to_owned()
        };
        names.map(page).collect::<Vec<String>>()
    };
    let sorted = |mut names: Vec<String>| {
        names.sort();
        names
    };
    let (folders, files) = (sorted(pages("directory")), sorted(pages("file")));
    assert!(folders.len() > 20);
    assert_eq!(folders, files);
}

#[test]
fn drafts_are_published_when_asked_for() {
    let site = Site::new()
        .file("content/a.md", paper("A draft", "draft: true"))
        .file("content/pages/later.md", "---\ntitle: Later\ndraft: true\n---\n");
    site.build().succeeds().says(expect![[r#"
        Built 0 papers in … s: 26 files written, 0 unchanged, 0 removed, 0 warnings in public
        Left out 2 drafts (content/a.md, content/pages/later.md); `--drafts` shows drafts
    "#]]);
    assert!(!site.exists("public/papers/a/index.html"));
    site.run(&["build", "--drafts"]).succeeds();
    assert!(site.exists("public/papers/a/index.html"));
    assert!(site.exists("public/later/index.html"));
}

#[test]
fn warnings_stop_a_strict_build_only() {
    let site = Site::new().file("content/a.md", paper("A", "links: {cod: 'https://a.example'}"));
    site.build().succeeds();
    site.remove("public/index.html");
    site.run(&["build", "--strict"]).fails(expect![[r#"
        warning[unusual-link]: `cod` is not one of the usual links
         --> content/a.md:4:9
          |
        4 | links: {cod: 'https://a.example'}
          |         ^^^ did you mean `code`?

        error: nothing was built: 0 errors, 1 warning
    "#]]);
    assert!(!site.exists("public/index.html"));
}

#[test]
fn pages_are_left_as_the_templates_wrote_them_when_asked() {
    let site = small_site();
    site.build().succeeds();
    let minified = site.read("public/index.html");
    site.run(&["build", "--no-minify"]).succeeds();
    let plain = site.read("public/index.html");
    assert!(plain.starts_with("<!DOCTYPE html>\n<html lang=\"en\">\n<head>"));
    assert!(minified.len() < plain.len());
}

#[test]
fn a_broken_template_leaves_the_output_as_it_was() {
    let site = small_site();
    site.build().succeeds();
    let before = site.tree("public");
    site.write("content/2025-10-29-bob.md", "---\ntitle: Renamed\n---\n");
    site.write("templates/paper.html", "{% extends \"daily/paper.html\" %}\n{% block content %}\n<h1>{{ paper.titel }}</h1>\n{% endblock content %}\n");
    site.build().fails(expect![[r#"
        error[template-error]: Field `titel` is not defined
         --> templates/paper.html:3:14
          |
        3 | <h1>{{ paper.titel }}</h1>
          |              ^^^^^ while rendering /list/papers/ada/ and 1 more page
          |
          = help: did you mean `title`?

        error: nothing was built: 1 error, 0 warnings
    "#]]);
    assert_same(&site.tree("public"), &before);
    site.write("templates/paper.html", "{% if %}");
    site.build().fails(expect![[r#"
        error[template-syntax]: Found `%}` but expected one of: integer, float, string, bool, ident, `-`, `not`, `<`, `{`, `[` or `(`
         --> templates/paper.html:1:7
          |
        1 | {% if %}
          |       ^

        error: nothing was built: 1 error, 0 warnings
    "#]]);
    assert_same(&site.tree("public"), &before);
}

#[test]
fn a_site_without_papers_says_what_to_do() {
    let site = Site::new().file("content/README.md", "");
    site.build().succeeds();
    assert!(site.read("public/index.html").contains("No papers yet"));
    site.check().succeeds();
}

#[track_caller]
pub fn assert_same(a: &BTreeMap<String, Vec<u8>>, b: &BTreeMap<String, Vec<u8>>) {
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    for (name, bytes) in a {
        assert!(bytes == &b[name], "{name} differs");
    }
}
