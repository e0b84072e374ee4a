//! The search: in the terminal, its files, and related papers.

use std::collections::{BTreeMap, BTreeSet};

use expect_test::expect;

use crate::incremental::{number, random};
use crate::site::{Site, paper};

/// A paper with an abstract.
fn about(title: &str, fields: &str, text: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2025-10-30\n{fields}\n---\n{text}\n")
}

fn list() -> Site {
    Site::new()
        .file(
            "content/a.md",
            about(
                "Sorting in Linear Space",
                "authors: [Ada Lovelace]\ntags: [sorting]\narxiv: '2305.02265'",
                "We sort large tables.",
            ),
        )
        .file(
            "content/b.md",
            about("Tables of Sines", "authors: [Ada Lovelace, Émile Borel]", "Sorting is left to GPT-4."),
        )
        .file(
            "content/c.md",
            about(
                "A Survey of Machines",
                "tags: [C++]\nlinks: {code: 'https://code.example/'}",
                "State of the art.",
            ),
        )
}

/// The keys of what a query finds, best first.
#[track_caller]
fn found(site: &Site, query: &str) -> Vec<String> {
    let run = site.run(&["search", "--json", query]).succeeds();
    let papers: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let papers = papers.as_array().expect("an array").iter();
    papers.map(|paper| paper["slug"].as_str().expect("a key").to_owned()).collect()
}

#[test]
fn the_best_paper_comes_first() {
    let site = list();
    let run = site.run(&["search", "--json", "--limit", "1", "sorting"]).succeeds();
    expect![[r#"
        [
          {
            "arxiv": "2305.02265",
            "score": 0.932,
            "slug": "a",
            "title": "Sorting in Linear Space",
            "url": "https://a.example/list/papers/a/"
          }
        ]
    "#]]
    .assert_eq(&run.stdout);
    run.says(expect![[r#"
        Found 2 papers, the best 1 shown
    "#]]);
    let run = site.run(&["search", "sorting"]).succeeds();
    expect![[r#"
        2025-10-30  a  Sorting in Linear Space
        2025-10-30  b  Tables of Sines
    "#]]
    .assert_eq(&run.stdout);
}

#[test]
fn words_are_found_as_they_are_typed() {
    let site = list();
    for (query, keys) in [
        ("table", &["b", "a"][..]),
        ("TABLES", &["b", "a"]),
        ("emile", &["b"]),
        ("GPT-4", &["b"]),
        ("gpt4", &["b"]),
        ("c++", &["c"]),
        ("2305.02265", &["a"]),
        ("https://arxiv.org/abs/2305.02265v2", &["a"]),
        ("mach", &["c"]),
        ("mach ", &[]),
        ("\"state of the art\"", &["c"]),
        ("\"art state\"", &[]),
        ("sorting -linear", &["b"]),
        ("author:\"ada lovelace\" -tag:sorting", &["b"]),
        ("has:code", &["c"]),
        ("the", &["c"]),
        ("", &[]),
    ] {
        assert_eq!(found(&site, query), keys, "{query}");
    }
}

#[test]
fn a_rare_word_may_be_the_beginning_of_a_frequent_one() {
    let file = |number: usize| format!("content/{number}.md");
    let text = |number: usize| about(&format!("Paper {number}"), "", "A start of it.");
    let site = (1..=8).fold(Site::new(), |site, number| site.file(&file(number), text(number)));
    let site = site.file("content/sta.md", about("Space", "", "We use sta."));
    let site = site.file("content/st.md", about("Time", "", "We use st."));
    let found = |query: &str| found(&site, query);
    assert_eq!((found("sta").len(), &*found("sta")[0]), (9, "sta"));
    assert_eq!(found("sta "), ["sta"]);
    assert_eq!(found("sta paper").len(), 9, "only the last word is begun, and none has both");
    assert_eq!(found("paper sta").len(), 8);
    assert_eq!(found("st"), ["st"], "two letters begin too many words");
    site.write(&file(8), about("Paper 8", "", "An end."));
    assert_eq!(found("sta"), ["sta"], "it may well be what is meant");
}

#[test]
fn where_no_paper_has_all_words_those_with_the_most_are_found() {
    let site = list();
    let run = site.run(&["search", "linear sorting xylophone"]).succeeds();
    assert_eq!(run.stdout, "2025-10-30  a  Sorting in Linear Space\n");
    run.says(expect![[r#"
        Found 1 paper; none has all of the words, these have the most of them; no paper has xylophone
    "#]]);
}

#[test]
fn authors_are_found_by_every_name_that_is_joined() {
    let site = list().file("content/authors.yaml", "Ada Lovelace: [A. A. Byron]\n");
    site.write("content/d.md", paper("Notes", "authors: [A. A. Byron]"));
    assert_eq!(found(&site, "lovelace notes"), ["d"]);
    assert_eq!(found(&site, "author:\"Ada Lovelace\""), ["d", "b", "a"]);
}

#[test]
fn the_papers_of_an_author_are_no_namesakes() {
    let site = list();
    site.write("content/d.md", paper("Notes", "authors: [Bo Yang]"));
    site.write("content/e.md", paper("Proofs", "authors: [Boyang]"));
    for (query, keys) in [
        ("author:\"Bo Yang\"", ["e", "d"].as_slice()),
        ("author:/bo-yang", &["d"]),
        ("author:/boyang", &["e"]),
        ("author:/ada-lovelace", &["b", "a"]),
    ] {
        assert_eq!(found(&site, query), keys, "{query}");
    }
    site.write("offprint.yaml", "title: A list\nauthor_pages_from: 2\n");
    site.run(&["build"]).succeeds();
    assert!(site.read("public/papers/e/index.html").contains("?q=author%3A%2Fboyang"));
}

#[test]
fn an_edit_changes_the_files_of_its_words_only_and_no_page_of_others() {
    let site = list();
    for number in 0..40 {
        let text: String = (0..60).map(|word| format!(" w{}x{word}", number * 7 % 40)).collect();
        site.write(&format!("content/n{number}.md"), about(&format!("N {number}"), "", &text));
    }
    site.build().succeeds();
    let before = site.tree("public");
    site.write("content/z.md", about("Zebra", "", "A zebra."));
    site.build().succeeds();
    let after = site.tree("public");
    let kept = |folder: &str| {
        let is_kept = |(name, _): &(&String, &Vec<u8>)| name.starts_with(folder) && after.contains_key(*name);
        let all: BTreeMap<_, _> = before.iter().filter(|(name, _)| name.starts_with(folder)).collect();
        (before.iter().filter(is_kept).count(), all.len())
    };
    let (kept_shards, shards) = kept("search/terms/");
    assert!(shards > 3 && kept_shards + 2 >= shards, "{kept_shards} of {shards} shards are kept");
    assert_eq!(before["search/index.html"], after["search/index.html"]);
    assert_eq!(before["papers/n7/index.html"], after["papers/n7/index.html"]);
}

#[test]
fn the_index_holds_nothing_that_is_not_published() {
    let site = list();
    site.write(
        "content/d.md",
        "---\ntitle: D\ndate: 2025-10-30\nstatus: read\n---\nText.\n\n## Notes\nUnspeakable.\n",
    );
    let holds = |site: &Site, word: &str| {
        let holds = |bytes: &Vec<u8>| bytes.windows(word.len()).any(|window| window == word.as_bytes());
        site.tree("public/search").values().any(holds)
    };
    site.build().succeeds();
    assert!(holds(&site, "unspeakable") && holds(&site, "status:read"));
    site.write("offprint.yaml", "title: Papers\npublish: {notes: false, status: false}\n");
    site.build().succeeds();
    assert!(!holds(&site, "unspeakable") && !holds(&site, "status:read"));
}

#[test]
fn a_site_can_do_without_a_search() {
    let site = list();
    site.write("offprint.yaml", "title: Papers\nbase_url: https://a.example/list/\nsearch: false\n");
    site.build().succeeds();
    let names: Vec<String> = site.tree("public").into_keys().collect();
    assert!(!names.iter().any(|name| name.starts_with("search/") || name == "opensearch.xml"), "{names:?}");
    assert!(!site.read("public/index.html").contains("/search/"));
    site.check().succeeds();
}

#[test]
fn browsers_can_add_the_search() {
    let site = list();
    site.build().succeeds();
    expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
          <ShortName>Papers</ShortName>
          <Description>Search the papers of Papers</Description>
          <InputEncoding>UTF-8</InputEncoding>
          <Url type="text/html" template="https://a.example/list/search/?q={searchTerms}"/>
        </OpenSearchDescription>
    "#]]
    .assert_eq(&site.read("public/opensearch.xml"));
}

#[test]
fn a_paper_names_those_that_are_about_the_same() {
    let site = Site::new()
        .file(
            "content/a.md",
            about("Sorting Tables", "authors: [Ada Lovelace]", "Quick sorting of huge tables."),
        )
        .file(
            "content/b.md",
            about("Tables, Sorted", "authors: [Ada Lovelace]", "Sorting huge tables again."),
        )
        .file("content/c.md", about("Huge Whales", "tags: [sea]", "Whales swim."))
        .file("content/d.md", about("Small Whales", "tags: [sea]", "Whales dive."))
        .file("content/e.md", about("Something Else", "", "Nothing in common."));
    site.build().succeeds();
    let related = |key: &str| {
        let page = site.page(&format!("papers/{key}"));
        let (_, list) = page.split_once("Related papers\n").unwrap_or_default();
        list.lines().take(3).map(|line| format!("{line}\n")).collect::<String>()
    };
    assert!(
        related("a").starts_with("</list/papers/b/> Tables, Sorted\nalso by Ada Lovelace\n"),
        "{}",
        related("a")
    );
    assert!(related("c").starts_with("</list/papers/d/> Small Whales\nalso on sea\n"), "{}", related("c"));
    assert_eq!(related("e"), "");
}

#[test]
fn many_shared_words_count_more_than_one_that_is_repeated() {
    let site = Site::new()
        .file(
            "content/a.md",
            about("Counting Cells", "", "Cells under a microscope, counted by pupils. Cells move."),
        )
        .file("content/b.md", about("Pupils", "", "They counted cells with a borrowed microscope."))
        .file("content/c.md", about("Cells", "", "Cells, cells, cells, and again cells: cells divide."));
    site.build().succeeds();
    let page = site.page("papers/a");
    let (_, related) = page.split_once("Related papers\n").expect("a list");
    let titles: Vec<&str> = related.lines().take(2).collect();
    assert_eq!(titles, ["</list/papers/b/> Pupils", "</list/papers/c/> Cells"]);
}

/// The index answers filters from lists of papers by term; `list` looks at every paper. Both find the same.
/// `OFFPRINT_STEPS` says how many combinations of filters are tried.
#[test]
fn filters_find_what_a_look_at_every_paper_finds() {
    let random = &mut random();
    let mut site = Site::new();
    for number in 0..80 {
        let mut fields = format!(
            "date: 202{}-0{}-1{}\nauthors: [{}]\ntags: [{}]\nupvotes: {}\n",
            random.below(6),
            1 + random.below(9),
            random.below(10),
            random.pick(&[
                "Ada Lovelace",
                "Ada Lovelace, Émile Borel",
                "Li Ming",
                "Émile Borel, The Engine Project"
            ]),
            random.pick(&["sorting", "C++", "C", "'point clouds', sorting", "Point-Clouds"]),
            random.below(90),
        );
        fields.push_str(random.pick(&[
            "",
            "venue: NeurIPS\nyear: 2021\n",
            "venue: {name: Notes on Engines, short: NoE}\n",
        ]));
        fields.push_str(random.pick(&["", "status: read\nrating: 4\n", "status: unread\n"]));
        fields.push_str(
            random
                .pick(&["", "links: {code: 'https://a.example/'}\n", "doi: 10.1000/xyz@\n"])
                .replace('@', &number.to_string())
                .as_str(),
        );
        fields.push_str(random.pick(&["", "organization: Example Labs\n", "withdrawn: true\n"]));
        site = site.file(
            &format!("content/p{number}.md"),
            format!("---\ntitle: Paper {number}\n{fields}---\nText.\n"),
        );
    }
    const FILTERS: [&str; 26] = [
        "tag:sorting",
        "tag:c",
        "tag:C++,C",
        "tag:\"point clouds\"",
        "author:\"ada lovelace\"",
        "author:borel",
        "author:emile-borel,\"li ming\"",
        "venue:neurips",
        "venue:NoE",
        "year:2021",
        "year:2022..2024",
        "year:..2021",
        "date:2023",
        "date:>2022-03",
        "date:2021-02..2024-05-13",
        "status:read,unread",
        "status:unread",
        "rating:>=3",
        "upvotes:>50",
        "upvotes:10..40,>80",
        "has:code",
        "has:doi",
        "has:venue",
        "is:withdrawn",
        "organization:\"example labs\"",
        "has:status,rating",
    ];
    for _ in 0..number("OFFPRINT_STEPS").unwrap_or(40) {
        let mut filters: Vec<String> = Vec::new();
        for _ in 0..1 + random.below(3) {
            filters.push(format!("{}{}", random.pick(&["", "", "-"]), random.pick(&FILTERS)));
        }
        let filter = filters.join(" ");
        let searched = site.run(&["search", "--json", "--limit", "1000", "--", &filter]).succeeds().stdout;
        let looked_at = site.run(&["list", "--json", "--", &filter]).succeeds().stdout;
        let keys = |json: &str, name: &str| -> BTreeSet<String> {
            let papers: Vec<serde_json::Value> = serde_json::from_str(json).expect("JSON");
            papers.iter().map(|paper| paper[name].as_str().expect("a key").to_owned()).collect()
        };
        assert_eq!(keys(&searched, "slug"), keys(&looked_at, "key"), "{filter}");
    }
}

#[test]
fn flags_stand_behind_a_query_and_a_word_with_a_typo_is_told() {
    let site = list();
    let found = site.run(&["search", "sorting", "-linear", "--limit", "5"]).succeeds();
    assert_eq!(found.stdout, "2025-10-30  b  Tables of Sines\n");
    site.run(&["search", "sortign"]).succeeds().says(expect![[r#"
        Found 0 papers; no paper has sortign (did you mean sorting?)
    "#]]);
}
