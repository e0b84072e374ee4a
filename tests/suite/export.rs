//! `offprint export`: papers for other programs.

use expect_test::expect;

use crate::site::{Site, paper, picture};

/// A paper with much to say, one that says little, and one that means harm.
fn site() -> Site {
    Site::new()
        .file("offprint.yaml", "base_url: https://a.example/list/\n")
        .file(
            "content/pointer.md",
            "---\ntitle: '{P}ointers in $O(n)$ \\& more'\ndate: 2025-10-30\n\
             authors: [Ludwig van der Berg Jr., {name: The CGAL Project, literal: true}]\narxiv: '1506.03134'\n\
             published: 2015-06-09\nvenue: Journal of Engines\nyear: 2016\nvolume: 3\nnumber: 2\npages: 1--9\n\
             publisher: Example Press\neditors: [Grace Hopper]\ndoi: 10.1000/xyz\ntags: [C++, engines]\nupvotes: 14\n\
             status: read\n---\nAn *abstract*.\n\nIn two parts.\n",
        )
        .file("content/plain.md", "---\ntitle: Plain\ndate: 2025-10-29\n---\n")
        .file("content/formula.md", paper("'=HYPERLINK(\"x\")'", "tags: ['+1', '@b']"))
}

fn exported(format: &str, filter: &str) -> String {
    site().run(&["export", "--format", format, filter]).succeeds().stdout
}

#[test]
fn reference_managers_get_ris() {
    let text = exported("ris", "key:pointer,plain");
    assert_eq!(text.matches("\r\n").count(), text.lines().count(), "lines end as the format has it");
    expect![[r#"
        TY  - JOUR
        ID  - berg2016pointers
        AU  - van der Berg, Ludwig, Jr.
        AU  - The CGAL Project,
        TI  - Pointers in O(n) & more
        T2  - Journal of Engines
        PY  - 2016
        DA  - 2016///
        VL  - 3
        IS  - 2
        SP  - 1
        EP  - 9
        ED  - Hopper, Grace
        PB  - Example Press
        AN  - arXiv:1506.03134
        DO  - 10.1000/xyz
        UR  - https://arxiv.org/abs/1506.03134
        AB  - An abstract. In two parts.
        KW  - C++
        KW  - engines
        ER  - 

        TY  - GEN
        ID  - paper2025plain
        TI  - Plain
        PY  - 2025
        DA  - 2025/10/29/
        UR  - https://a.example/list/papers/plain/
        ER  - 

    "#]]
    .assert_eq(&text.replace("\r\n", "\n"));
}

#[test]
fn citation_processors_get_csl_json() {
    expect![[r#"
        [
          {
            "DOI": "10.1000/xyz",
            "URL": "https://arxiv.org/abs/1506.03134",
            "abstract": "An abstract.\n\nIn two parts.",
            "archive": "arXiv",
            "author": [
              {
                "family": "Berg",
                "given": "Ludwig",
                "non-dropping-particle": "van der",
                "suffix": "Jr."
              },
              {
                "literal": "The CGAL Project"
              }
            ],
            "container-title": "Journal of Engines",
            "editor": [
              {
                "family": "Hopper",
                "given": "Grace"
              }
            ],
            "id": "berg2016pointers",
            "issue": "2",
            "issued": {
              "date-parts": [
                [
                  2016
                ]
              ]
            },
            "keyword": "C++, engines",
            "number": "1506.03134",
            "page": "1-9",
            "publisher": "Example Press",
            "title": "Pointers in O(n) & more",
            "type": "article-journal",
            "volume": "3"
          }
        ]
    "#]]
    .assert_eq(&exported("csl", "key:pointer"));
}

#[test]
fn a_line_holds_all_that_a_paper_says() {
    expect![[r#"
        {"abstract":"An *abstract*.\n\nIn two parts.","arxiv":"1506.03134","author_details":[{"family":"Berg","given":"Ludwig","prefix":"van der","suffix":"Jr."},{"literal":"The CGAL Project"}],"authors":["Ludwig van der Berg Jr.","The CGAL Project"],"date":"2025-10-30","doi":"10.1000/xyz","editors":["Grace Hopper"],"id":"1506.03134","key":"pointer","markup":"markdown","number":"2","pages":"1--9","published":"2015-06-09","publisher":"Example Press","status":"read","tags":["C++","engines"],"title":"{P}ointers in $O(n)$ \\& more","upvotes":14,"venue":"Journal of Engines","volume":"3","year":2016}
        {"abstract":"An abstract.","date":"2025-10-30","id":"formula","key":"formula","markup":"markdown","tags":["+1","@b"],"title":"=HYPERLINK(\"x\")"}
        {"date":"2025-10-29","id":"plain","key":"plain","markup":"markdown","title":"Plain"}
    "#]].assert_eq(&exported("jsonl", ""));
}

#[test]
fn spreadsheets_get_rows_without_formulas() {
    expect![[r#"
        key,date,title,authors,year,venue,arxiv,doi,url,tags,status,rating,upvotes,stars,published,summary,abstract
        pointer,2025-10-30,Pointers in O(n) & more,Ludwig van der Berg Jr.; The CGAL Project,2016,Journal of Engines,1506.03134,10.1000/xyz,https://a.example/list/papers/pointer/,C++; engines,read,,14,,2015-06-09,,"An abstract.

        In two parts."
        formula,2025-10-30,"'=HYPERLINK(""x"")",,2025,,,,https://a.example/list/papers/formula/,'+1; @b,,,,,,,An abstract.
        plain,2025-10-29,Plain,,2025,,,,https://a.example/list/papers/plain/,,,,,,,,
    "#]].assert_eq(&exported("csv", "").replace("\r\n", "\n"));
}

#[test]
fn csl_json_is_imported_as_it_was_exported() {
    let site = site();
    let before = site.run(&["export", "--format", "csl"]).succeeds().stdout;
    let other = Site::new()
        .file("offprint.yaml", "base_url: https://a.example/list/\n")
        .file("papers.json", &*before);
    other.run(&["import", "csl", "papers.json"]).succeeds();
    let after = other.run(&["export", "--format", "csl"]).succeeds().stdout;
    let items = |text: &str| -> Vec<serde_json::Value> {
        let items: Vec<serde_json::Value> = serde_json::from_str(text).expect("the export is JSON");
        let parts = ["title", "author", "container-title", "volume", "issue", "page", "DOI", "abstract"];
        let mut items: Vec<_> = items
            .into_iter()
            .map(|item| parts.map(|part| item[part].clone()).into_iter().collect())
            .collect();
        items.sort_by_key(|item: &serde_json::Value| item[0].to_string());
        items
    };
    assert_eq!(items(&after), items(&before));
}

/// Proceedings may come out in the year after, or before; what a page and a citation say of the venue is what it is called.
#[test]
fn a_year_in_the_name_of_a_venue_is_never_another() {
    for (entry, label, name) in [
        ("inproceedings{a, booktitle={Computer Vision -- {ECCV} 2020}", "Computer Vision – ECCV 2020", None),
        ("inproceedings{a, booktitle={Findings: EMNLP 2021}", "Findings: EMNLP 2021", None),
        ("article{a, journal={Forum 2000}", "Forum 2000", None),
        ("article{a, journal={Forum 2021}", "Forum 2021", Some("Forum")),
        ("inproceedings{a, booktitle={Engines}", "Engines 2021", Some("Engines")),
    ] {
        let site = Site::new()
            .file("a.bib", format!("@{entry}, title={{A}}, author={{Lovelace, Ada}}, year=2021}}\n"));
        site.run(&["import", "bibtex", "a.bib"]).succeeds();
        site.run(&["build"]).succeeds();
        let page = site.page("papers/a");
        assert!(
            page.contains(&format!("{label}\n")) || page.contains(&format!("{label}<")),
            "{label}: {page}"
        );
        let name = name.unwrap_or(label);
        let exported = |format| site.run(&["export", "--format", format]).succeeds().stdout;
        let tex = name.replace('–', "--");
        assert!(exported("bibtex").replace('–', "--").contains(&format!("= {{{tex}}},\n")), "{entry}");
        assert!(exported("ris").contains(&format!("T2  - {name}\r\n")), "{entry}");
        assert!(exported("csl").contains(&format!("\"container-title\": \"{name}\"")), "{entry}");
    }
}

/// Exports papers in a format, imports them into an empty site, exports these, and compares.
#[track_caller]
fn comes_back_in(format: &str, import: &str, papers: &[&str]) -> String {
    let mut site = Site::new();
    for (index, fields) in papers.iter().enumerate() {
        site = site.file(
            &format!("content/2025-10-30/p{index}.md"),
            format!("---\ntitle: Paper {index}\npublished: 2020\n{fields}\n---\n"),
        );
    }
    let before = site.run(&["export", "--format", format]).succeeds().stdout;
    let other = Site::new().file("papers", &before);
    other.run(&["import", import, "papers"]).succeeds();
    let after = other.run(&["export", "--format", format]).succeeds().stdout;
    assert_eq!(after, before);
    before
}

/// In the fields in which reference managers look for them.
#[test]
fn theses_and_reports_come_back() {
    let papers = [
        "type: techreport\nvenue: Acme Labs\nnumber: AIM-124\narxiv: '2001.00010'\nseries: Notes",
        "type: mastersthesis\nvenue: ETH Turin\nextra: {genre: Diplomarbeit}",
        "type: mastersthesis\nvenue: Acme University",
        "type: phdthesis\nvenue: Acme University",
        "type: techreport\nvenue: Acme Labs\nnumber: AIM-123\nextra: {genre: Technical memo}",
    ];
    for part in
        ["PB  - ETH Turin", "M3  - Diplomarbeit", "M3  - Master's thesis", "PB  - Acme Labs", "SN  - AIM-123"]
    {
        assert!(comes_back_in("ris", "ris", &papers).contains(&format!("{part}\r\n")), "{part}");
    }
    assert!(!comes_back_in("ris", "ris", &papers).contains("T2  - "));
    let csl = comes_back_in("csl", "csl", &papers);
    for part in [
        r#""publisher": "ETH Turin""#,
        r#""genre": "Diplomarbeit""#,
        r#""genre": "Master's thesis""#,
        r#""number": "AIM-123""#,
        r#""archive_location": "arXiv:2001.00010""#,
    ] {
        assert!(csl.contains(part), "{part}: {csl}");
    }
    assert!(!csl.contains("container-title") && !csl.contains("issue\""), "{csl}");
}

#[test]
fn that_there_are_other_authors_comes_back() {
    let paper = ["authors: [Ada Lovelace, Acme Labs]\nextra: {authors_end: and others}"];
    let ris = comes_back_in("ris", "ris", &paper);
    assert!(ris.contains("AU  - Lovelace, Ada\r\nAU  - Acme Labs,\r\nAU  - others\r\n"), "{ris}");
    // One that stands alone is not turned around.
    comes_back_in("ris", "ris", &["authors: [{name: Type Directors Club, literal: true}]"]);
    let csl = comes_back_in("csl", "csl", &paper);
    assert!(csl.contains("\"literal\": \"others\""), "{csl}");
    comes_back_in("bibtex", "bibtex", &paper);
}

#[test]
fn a_file_is_written_in_the_format_of_its_name() {
    let site = site();
    site.run(&["export", "--output", "papers.ris", "key:plain"]).succeeds().says(expect![[r#"
        Exported 1 paper to papers.ris
    "#]]);
    assert!(site.read("papers.ris").starts_with("TY  - GEN\r\n"));
    site.run(&["export", "--output", "papers.bib"]).succeeds();
    assert_eq!(site.read("papers.bib").matches("\n@").count() + 1, 3);
}

#[test]
fn a_file_that_is_there_is_kept() {
    let site = site().file("papers.bib", "mine");
    site.run(&["export", "--output", "papers.bib"]).refuses(expect![[r#"
        error: papers.bib is there already: `--force` replaces it
    "#]]);
    assert_eq!(site.read("papers.bib"), "mine");
    site.run(&["export", "--output", "papers.bib", "--force"]).succeeds();
    assert!(site.read("papers.bib").starts_with("@"));
}

#[test]
fn parts_of_a_larger_export_are_named_and_stay() {
    let site = site();
    for file in ["papers.bib", "papers-2.bib", "papers-3.bib", "papers-5.bib"] {
        site.write(file, "old");
    }
    site.run(&["export", "--output", "papers.bib", "--force"]).succeeds().says(expect![[r#"
        Exported 3 papers to papers.bib
        warning[old-part]: this file is no part of what was exported now, and stays as it is
        --> papers-2.bib
         = help: remove it, if an earlier export wrote it: its papers may stand in two files

        warning[old-part]: this file is no part of what was exported now, and stays as it is
        --> papers-3.bib
         = help: remove it, if an earlier export wrote it: its papers may stand in two files

    "#]]);
    assert_eq!(site.read("papers-2.bib"), "old");
}

#[test]
fn an_error_of_the_filter_is_shown_in_it() {
    site().run(&["export", "yeer:2015"]).refuses(expect![[r#"
        error[unknown-filter-key]: `yeer:` is not a key of a filter
         --> filter:1:1
          |
        1 | yeer:2015
          | ^^^^ did you mean `year:`?

        error: the filter cannot be read
    "#]]);
}

/// Exports a list, imports it into an empty site, exports that, and compares.
#[track_caller]
fn comes_back(site: &Site) -> Site {
    let export = |site: &Site| site.run(&["export", "--format", "jsonl", "--drafts"]).succeeds().stdout;
    let before = export(site);
    let other = Site::new().file("offprint.yaml", site.read("offprint.yaml")).file("papers.jsonl", &before);
    for (path, bytes) in site.tree("content") {
        if !path.ends_with(".md") {
            other.write(&format!("content/{path}"), bytes);
        }
    }
    let papers = before.lines().count();
    let said = other.run(&["import", "jsonl", "papers.jsonl"]).succeeds().stderr;
    assert!(said.starts_with("Imported ") && said.contains(&format!(" {papers} new paper")), "{said}");
    let after = export(&other);
    let difference = before.lines().zip(after.lines()).find(|(before, after)| before != after);
    assert_eq!(difference, None);
    assert_eq!(before.lines().count(), after.lines().count());
    other
}

#[test]
fn a_real_list_comes_back_from_json_lines() {
    let own = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let site = Site::new();
    for entry in walk(&own.join("content")) {
        let path = entry.strip_prefix(own).expect("below").to_str().expect("a name in Unicode").to_owned();
        site.write(&path, std::fs::read(&entry).expect("the list can be read"));
    }
    comes_back(&site);
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries =
        std::fs::read_dir(folder).expect("a readable folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

#[test]
fn everything_that_a_paper_can_say_comes_back_from_json_lines() {
    let site = Site::new()
        .file("content/2025-10-29/slides.pdf", "")
        .file("content/2025-10-30/a.png", picture(1))
        .file(
            "content/2025-10-30/full.md",
            "---\ntitle: |\n  All *of*\n  it\nauthors:\n  - {given: Ada, family: Lovelace, url: https://ada.example, id: first, \
             orcid: 0000-0002-1825-0097, affiliation: Engines}\n  - {given: '', prefix: van, family: Berg}\n  - No\nversion: 2\nslug: full-one\n\
             arxiv: '2510.00010'\ndoi: 10.1000/xyz\nvenue: {name: arXiv, short: X, url: https://x.example}\nyear: 2025\ntags: [cs.LG, b]\n\
             links: {pdf: https://arxiv.org/pdf/2510.00010, slides: ../2025-10-29/slides.pdf, Mail: 'mailto:a@b.example'}\nsummary: A *line*.\n\
             thumbnail: a.png\nstatus: reading\nrating: 4\nawards: [Best paper, '']\nweight: -3\nwithdrawn: 'An *error*'\naliases: [/old/, /x/y]\n\
             draft: true\nextra: {shelf: '3', n: 3, x: 0.5, yes: true, deep: {a: [1, {b: ~}, 'c, d'], 'k: l': ''}}\n---\n\
             1. One\n2. Two\n\n   ```\n   # code\n   ```\n\n## Notes\n\n    indented\n\n# Notes\n",
        )
        .file("content/2025-10-30/field.md", "---\ntitle: Field\nabstract: |\n  One.\n\n  ## Notes\n\n  Two.\n---\nMine.\n")
        .file("content/2025-10-30/open.md", "---\ntitle: Open\nabstract: \"```\\ncode\"\n---\nMine.\n")
        .file("content/c.md", "---\ntitle: Readme\ndate: 2025-10-30\nslug: readme\n---\n")
        .file("content/d.md", "---\ntitle: Dated\ndate: 2025-10-30\nslug: 2025-10-30-d\nwithdrawn: true\nyear: 2025\n---\n")
        .file("content/e.md", "---\r\ntitle: Windows\r\ndate: 2025-10-30\r\n---\r\nOne\r\ntwo.\r\n\r\n## Notes\r\n\r\nMine.\r\n");
    let other = comes_back(&site);
    let files = "2025-10-29/slides.pdf 2025-10-30/2025-10-30-d.md";
    assert!(!other.listing("content").replace('\n', " ").contains(files), "a date is no part of a key");
    other.run(&["check", "--drafts"]).succeeds();
}

/// Texts that one of the steps might take for something else.
#[test]
fn hard_titles_and_abstracts_come_back_from_json_lines() {
    const PARTS: [&str; 30] = [
        "*",
        "_",
        "**",
        "\\",
        "\\\\",
        "$x_i$",
        "$",
        "\\$5",
        "{PF}$^2$ES",
        "<think>",
        "<em>a</em>",
        "&amp;",
        "#",
        "# ",
        "-",
        "--",
        "- ",
        "---",
        "1. ",
        "> ",
        "`",
        "```",
        "~~~",
        "[a](b)",
        "'",
        "\"",
        ": ",
        " #",
        "深層 שלום",
        "\\emph{a}",
    ];
    let site = Site::new();
    let mut state = 7_u64;
    let mut next = |count: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % count
    };
    for number in 0..150 {
        let mut text = |separators: &[&str]| {
            let parts: Vec<String> = (0..1 + next(6))
                .map(|_| format!("{}{}", PARTS[next(PARTS.len())], separators[next(separators.len())]))
                .collect();
            format!("{}{number}", parts.concat())
        };
        let (title, abstract_) = (text(&["", " ", "a"]), text(&["", " ", "\n", "\n\n", "\n\n## Notes\n"]));
        let [title, abstract_] = [title, abstract_].map(|text| serde_json::Value::from(text).to_string());
        site.write(
            &format!("content/2025-10-30/p{number}.md"),
            format!("---\ntitle: {title}\nabstract: {abstract_}\n---\nNotes {number}.\n"),
        );
    }
    comes_back(&site);
}

#[test]
fn a_file_that_the_list_lacks_is_named_and_left_out() {
    let line = r#"{"markup": "markdown", "title": "A", "date": "2025-10-30", "key": "a", "thumbnail": "content/x/a.png", "links": {"slides": "content/../../etc/passwd"}}"#;
    let site = Site::new().file("papers.jsonl", line);
    site.run(&["import", "jsonl", "papers.jsonl"]).succeeds().says(expect![[r#"
        warning[missing-file]: this paper names `content/x/a.png`, which this list does not have
        --> content/2025-10-30/a.md
         = help: it is left out: copy the file there, and import into a list without this paper

        warning[unread-value]: `links` of this line cannot be read
         --> papers.jsonl:1:104
          |
        1 | ...: "a", "thumbnail": "content/x/a.png", "links": {"slides": "content/../../etc/passwd"}}
          |                                           ^^^^^^^ it is left out

        Imported 1 new paper under 1 day; 0 already in the list
    "#]]);
    assert_eq!(site.read("content/2025-10-30/a.md"), "---\ntitle: A\n---\n");
}

#[test]
fn a_name_without_a_known_ending_needs_a_format() {
    let site = Site::new().file("content/a.md", paper("A", ""));
    site.run(&["export", "--output", "papers.xyz"]).refuses(expect![[r#"
        error: the name papers.xyz says no format: end it with .bib, .ris, .json, .jsonl or .csv, or add `--format`
    "#]]);
    site.run(&["export", "--output", "papers.xyz", "--format", "ris"]).succeeds();
    assert!(site.read("papers.xyz").starts_with("TY  - "));
}
