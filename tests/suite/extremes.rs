//! More of everything than anybody should have.

use crate::site::{Site, paper};

#[test]
fn a_thousand_papers_in_one_day() {
    let mut site = Site::new();
    for number in 0..1_000 {
        site = site
            .file(&format!("content/2025-10-30/{number}.md"), format!("---\ntitle: Paper {number}\n---\n"));
    }
    site.run(&["build", "--strict"]).succeeds();
    assert!(site.page("days/2025-10-30/page/20").contains("Page 20 of 20"));
    assert!(site.page("archive").contains("1,000 papers"));
    site.check().succeeds();
}

#[test]
fn three_thousand_authors_of_one_paper() {
    let authors: Vec<String> = (0..3_303).map(|number| format!("Ada Number{number}")).collect();
    let site = Site::new().file("content/a.md", paper("A", &format!("authors: [{}]", authors.join(", "))));
    site.run(&["build", "--strict"]).succeeds();
    let page = site.page("papers/a");
    assert!(page.contains("All 3,303 authors") && page.contains("Ada Number3302"));
    assert!(site.page("days/2025-10-30").contains("and 3,298 more"));
    assert!(site.page("authors/page/4").contains("Page 4 of 4"));
    assert!(site.read("public/papers.bib").contains("Number3302, Ada"));
}

#[test]
fn a_title_of_eight_hundred_characters() {
    let title = "Long words about $O(n^2)$ ".repeat(32);
    let site = Site::new().file("content/a.md", paper(&format!("'{}'", title.trim()), ""));
    site.run(&["build", "--strict"]).succeeds();
    let page = site.read("public/papers/a/index.html");
    let in_tab =
        page.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).expect("a title");
    assert!(in_tab.chars().count() <= 70, "{in_tab}");
}

#[test]
fn a_body_of_five_megabytes() {
    let site = Site::new().file(
        "content/a.md",
        format!("{}{}", paper("A", ""), "Words of $x_i$ and *more*.\n".repeat(200_000)),
    );
    site.run(&["build", "--strict"]).succeeds();
    assert!(site.read("public/papers/a/index.html").len() > 5_000_000);
}

#[test]
fn twenty_thousand_tags() {
    let mut site = Site::new().file("offprint.yaml", "feeds: {tags: false}\nminify: false\n");
    for number in 0..40 {
        let tags: Vec<String> = (0..500).map(|tag| format!("tag {}", 500 * number + tag)).collect();
        site =
            site.file(&format!("content/{number}.md"), paper("A", &format!("tags: [{}]", tags.join(", "))));
    }
    site.run(&["build", "--strict"]).succeeds();
    assert!(site.page("tags/page/20").contains("Page 20 of 20"));
    assert!(site.exists("public/tags/tag-19999/index.html"));
}

#[test]
fn braces_brackets_and_dollars_without_end() {
    for piece in ["{", "$", "`", "[", "*a_", "\\(", "<b>", "![", "\\frac{"] {
        let text = format!("{piece}q").repeat(20_000);
        let site = Site::new().file("content/a.md", format!("{}{text}\n", paper("A", "")));
        site.build().succeeds();
        // Whatever was understood, nothing of the abstract is lost, or shown twice.
        assert_eq!(site.page("papers/a").matches('q').count(), 20_000, "{piece}");
    }
}

#[test]
fn a_front_matter_of_thirty_thousand_keys_is_refused_with_the_first_of_them() {
    let keys: String = (0..30_000).map(|number| format!("key{number}: 1\n")).collect();
    let twice = "key1: 2\n".repeat(300);
    let run = Site::new()
        .file("content/a.md", format!("---\ntitle: A\ndate: 2025-10-30\n{keys}{twice}---\n"))
        .run(&["check", "--format", "json"]);
    assert_eq!(run.code, 1);
    let count = |code: &str| run.stdout.matches(&format!("\"code\": \"{code}\"")).count();
    assert_eq!((count("unknown-field"), count("duplicate-field")), (100, 100), "{}", run.stderr);
}

#[test]
fn a_bibliography_whose_braces_never_close_is_read_to_its_end() {
    let site = Site::new().file(
        "a.bib",
        format!("@a{{k,\n{}}}\n@misc{{b, title={{Kept}}, year=2020}}\n", "a={\n".repeat(60_000)),
    );
    let run = site.run(&["import", "bibtex", "a.bib", "--date", "2025-10-30"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.starts_with("error[bibtex-syntax]: this brace is never closed\n --> a.bib:2:3\n"),
        "{}",
        run.stderr
    );
    assert!(site.read("content/2025-10-30/b.md").contains("title: Kept\n"));
}
