//! `offprint export`: papers for other programs.

use expect_test::expect;

use crate::site::{Site, paper};

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
        AU  - The CGAL Project
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
        {"abstract":"An *abstract*.\n\nIn two parts.","arxiv":"1506.03134","author_details":[{"family":"Berg","given":"Ludwig","prefix":"van der","suffix":"Jr."},{"literal":"The CGAL Project"}],"authors":["Ludwig van der Berg Jr.","The CGAL Project"],"date":"2025-10-30","doi":"10.1000/xyz","editors":["Grace Hopper"],"id":"1506.03134","key":"pointer","number":"2","pages":"1--9","published":"2015-06-09","publisher":"Example Press","status":"read","tags":["C++","engines"],"title":"{P}ointers in $O(n)$ \\& more","upvotes":14,"venue":"Journal of Engines","volume":"3","year":2016}
        {"abstract":"An abstract.","date":"2025-10-30","id":"formula","key":"formula","tags":["+1","@b"],"title":"=HYPERLINK(\"x\")","year":2025}
        {"date":"2025-10-29","id":"plain","key":"plain","title":"Plain","year":2025}
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
