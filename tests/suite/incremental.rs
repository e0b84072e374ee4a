//! A build after any edits writes what a clean build writes.
//!
//! Edits are random; the seed is printed and can be set with `OFFPRINT_SEED`, the number of steps
//! with `OFFPRINT_STEPS`.

use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::build::assert_same;
use crate::random::Random;
use crate::site::{Site, picture};

/// Numbers whose seed is printed, so that a failure can be repeated.
pub fn random() -> Random {
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_nanos() as u64;
    let seed = number("OFFPRINT_SEED").unwrap_or_else(now);
    eprintln!("OFFPRINT_SEED={seed}");
    Random::new(seed)
}

pub fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().expect("a whole number"))
}

/// The paper of a number. What two papers may not share, an old address or a DOI, is of its own
/// number or of the next, so that it moves between papers and is seldom asked for by two.
fn paper(random: &mut Random, number: usize) -> String {
    let numbered = number + random.below(2);
    let mut fields =
        format!("title: '{} {}'\n", random.pick(&["On", "Of", "$x^2$ and", "The"]), random.below(5));
    for (name, values) in [
        (
            "authors",
            &[
                "[Ada Lovelace]",
                "[Ada Lovelace, Charles Babbage]",
                "[ada lovelace, {name: Ada Lovelace, id: b}]",
                "[Bo Yang, Charles Babbage, Ana Alves dos Reis]",
                "[Boyang, Charles Babbage, Mia Bo]",
                "[{given: Ana, family: Alves dos Reis}, Charles Babbage, Mia Bo]",
            ][..],
        ),
        ("tags", &["[a]", "[a, b]", "[A, 'C++', 'C#']"]),
        ("venue", &["Journal 2024", "{name: Conference, url: 'https://c.example/'}"]),
        ("upvotes", &["1", "2", "30"]),
        ("weight", &["1", "2"]),
        ("status", &["read", "unread"]),
        ("thumbnail", &["fig.png"]),
        ("summary", &["A *line*.", "Another."]),
        ("withdrawn", &["true", "'for a reason'"]),
        ("draft", &["true", "false"]),
        ("published", &["2015", "2015-06-09"]),
        ("aliases", &["[/old/N/]", "[/old/page-N.html, /older/N]"]),
        ("doi", &["10.1000/N"]),
        ("extra", &["{shelf: &shelf 3, row: *shelf}"]),
        ("links", &["{code: 'https://code.example/'}", "{data: fig.png}"]),
    ] {
        if random.below(3) == 0 {
            let value = random.pick(values).replace('N', &numbered.to_string());
            fields.push_str(&format!("{name}: {value}\n"));
        }
    }
    let body =
        random.pick(&["", "Text.\n", "See [one](p1.md) and ![it](fig.png).\n", "Text.\n\n## Notes\nMine.\n"]);
    format!("---\n{fields}---\n{body}")
}

fn config(random: &mut Random) -> String {
    let mut text = "title: Papers\nbase_url: https://a.example/list/\n".to_owned();
    for line in [
        "title: Other Papers",
        "page_size: 2",
        "group_by: week",
        "group_by: year",
        "author_pages_from: 2",
        "front_page: {periods: 1, papers: 2}",
        "publish: {notes: false}",
        "urls: file",
        "search: false",
        "related_papers: 1",
        "related_papers: 0",
        "minify: false",
        "feeds: {entries: 2}",
        "repository: https://code.example/list",
        "theme_options: {accent: red}",
        "theme_options: {abstracts: open}",
        "menu: [{name: Archive, url: /archive/}]",
        "raw_html: true",
        "base_url: https://b.example/",
        "description: A list.",
        "license: CC0",
    ] {
        let name = line.split(':').next().expect("a line has a name");
        if random.below(5) == 0 {
            text = text.lines().filter(|old| !old.starts_with(name)).map(|old| format!("{old}\n")).collect();
            text.push_str(&format!("{line}\n"));
        }
    }
    text
}

/// Makes one random edit.
pub fn edit(site: &Site, random: &mut Random) -> String {
    let day = random.pick(&["2025-10-30", "2025-10-29", "2025-09-01", "2024-12-31"]);
    let number = random.below(6);
    let path = format!("content/{day}/p{number}.md");
    match random.below(16) {
        0..=4 => {
            // A key has one file: a paper moves rather than being twice.
            for other in ["2025-10-30", "2025-10-29", "2025-09-01", "2024-12-31"] {
                remove(site, &path.replace(day, other));
            }
            site.write(&path, paper(random, number));
            site.write(
                &format!("content/{day}/fig.png"),
                picture(u8::try_from(random.below(2)).expect("a small number")),
            );
            path
        }
        5 => {
            let mut papers: Vec<String> = site.tree("content").into_keys().collect();
            papers.retain(|name| name.ends_with(".md") && !name.starts_with("pages/"));
            // The last paper stays: a list of none has little that could go wrong.
            let gone = format!("content/{}", papers[random.below(papers.len())]);
            if papers.len() > 1 {
                remove(site, &gone);
            }
            format!("{gone} removed")
        }
        6 => {
            site.write("offprint.yaml", config(random));
            "the configuration".to_owned()
        }
        7 => {
            let text = random.pick(&["<footer>one</footer>", "<footer>{{ site.title }}</footer>"]);
            change(site, random, "templates/partials/footer.html", text)
        }
        8 => {
            let text =
                "{% extends \"daily/period.html\" %}{% block title %}{{ page.title }}!{% endblock title %}";
            change(site, random, "templates/period.html", text)
        }
        9 => change(site, random, "styles/print.css", "@media print { body { color: black } }"),
        10 => {
            let text = random.pick(&["one", "two"]);
            change(site, random, "static/extra/file.txt", text)
        }
        13 => {
            let text = random.pick(&[
                "Lovelace, Ada: [Ada Lovelace]\n",
                "Ada L.: {also: [ada lovelace, Charles Babbage], url: 'https://a.example/'}\n",
            ]);
            change(site, random, "content/authors.yaml", text)
        }
        11 => change(
            site,
            random,
            "content/pages/about.md",
            "---\ntitle: About\n---\nSee [one](../2025-10-30/p1.md).\n",
        ),
        14 => {
            let text = random.pick(&[
                "a: {description: 'See ![it](2025-10-30/fig.png).', parent: b}\n",
                "b: Of [all](/archive).\nC++: {parent: C#}\n",
            ]);
            change(site, random, "content/tags.yaml", text)
        }
        12 => {
            // Somebody edits what was published.
            if site.exists("public/index.html") {
                site.write("public/index.html", "changed");
            }
            "public/index.html".to_owned()
        }
        _ => {
            // A file is written again as it was: only its time changes.
            let config = site.read("offprint.yaml");
            site.write("offprint.yaml", config);
            "nothing".to_owned()
        }
    }
}

/// Writes a file, or removes it.
fn change(site: &Site, random: &mut Random, path: &str, text: &str) -> String {
    if random.below(2) == 0 {
        site.write(path, text);
    } else {
        remove(site, path);
    }
    path.to_owned()
}

fn remove(site: &Site, path: &str) {
    if site.exists(path) {
        site.remove(path);
    }
}

/// A site with some papers.
pub fn site(random: &mut Random) -> Site {
    let site = Site::new().file("content/2025-10-30/p1.md", "---\ntitle: One\n---\n");
    site.write("content/2025-10-30/fig.png", picture(1));
    for _ in 0..6 {
        edit(&site, random);
    }
    site
}

/// Compares the published site with a clean build of the same files, where they can be built.
#[track_caller]
fn compare(site: &Site, step: u64, trail: &[String]) {
    let clean = format!("clean-{step}");
    // First, so that it finds what earlier builds remember; the clean build makes all anew.
    let built = site.build();
    let run = site.run(&["build", "--force", "--output", &clean]);
    assert_eq!(built.code, run.code, "{trail:?}\n{}", built.stderr);
    if run.code == 0 {
        eprintln!("{step}: {trail:?}");
        assert_same(&site.tree("public"), &site.tree(&clean));
        std::fs::remove_dir_all(site.root().join(&clean)).expect("it was built");
    }
}

#[test]
fn after_any_edits_a_build_writes_what_a_clean_build_writes() {
    let mut random = self::random();
    let steps = number("OFFPRINT_STEPS").unwrap_or(150);
    let site = site(&mut random);
    let mut built = 0;
    for step in 0..steps {
        let trail: Vec<String> = (0..=random.below(3)).map(|_| edit(&site, &mut random)).collect();
        compare(&site, step, &trail);
        built += u64::from(site.run(&["build", "--quiet"]).code == 0);
    }
    assert!(built * 2 > steps, "most steps must be sites that can be built: {built} of {steps}");
}

#[test]
fn what_a_distant_paper_says_of_names_reaches_all_pages() {
    let paper = |authors: &str| format!("---\ntitle: On Sand\nauthors: [{authors}]\n---\n");
    let site = Site::new().file("offprint.yaml", "author_pages_from: 3\nrelated_papers: 0\n");
    // One who is not alone with a name is searched for by address.
    site.write("content/2025-10-30/one.md", paper("Bo Yang"));
    // Of companions with as many papers, the first by the name that an index lists comes first.
    for (name, companion) in [("b", "Ana Alves dos Reis"), ("c", "Mia Bo"), ("d", "Bo Yang")] {
        site.write(&format!("content/2025-10-29/{name}.md"), paper(&format!("Ada Lovelace, {companion}")));
    }
    // Neighbours of what comes.
    site.write("content/2024-01-02/near.md", paper("Eve"));
    site.build().succeeds();
    site.write("content/2024-01-01/far.md", paper("Boyang, {given: Ana, family: Alves dos Reis}"));
    compare(&site, 0, &[]);
    assert!(site.page("papers/one").contains("author%3A%2Fbo-yang"));
}

#[test]
fn a_build_that_was_killed_is_mended_by_the_next() {
    let mut random = self::random();
    let kills = number("OFFPRINT_STEPS").map_or(25, |steps| steps / 10);
    let site = site(&mut random);
    for step in 0..kills {
        let mut trail = Vec::new();
        // More than one in a row: what stands there may be older than the last build.
        for _ in 0..=random.below(3) {
            trail.extend([edit(&site, &mut random), edit(&site, &mut random)]);
            killed_build(&site, random.below(60_000));
        }
        compare(&site, step, &trail);
    }
}

fn killed_build(site: &Site, microseconds: usize) {
    let mut process = Command::new(env!("CARGO_BIN_EXE_offprint"))
        .args(["build", "--quiet"])
        .current_dir(site.root())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program was built for this test");
    std::thread::sleep(Duration::from_micros(microseconds as u64));
    // It may have ended by itself.
    let _ = process.kill();
    process.wait().expect("a killed process ends");
}

#[test]
fn a_build_of_the_same_files_renders_nothing_even_on_a_copy() {
    let site = Site::new().file("content/2025-10-30/a.md", "---\ntitle: A\n---\nText.\n");
    site.build().succeeds();
    let run = site.build().succeeds();
    assert!(run.stderr.contains(": 0 files written,"), "{}", run.stderr);
    // Other times, as in a fresh checkout.
    for (name, bytes) in site.tree("public") {
        site.write(&format!("public/{name}"), bytes);
    }
    let run = site.build().succeeds();
    assert!(run.stderr.contains(": 0 files written,"), "{}", run.stderr);
}
