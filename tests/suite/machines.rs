//! What pages and files tell machines: reference managers, search engines, scripts.

use expect_test::expect;
use serde_json::Value;

use crate::site::{Site, paper, picture, tokens};

fn site() -> Site {
    let site = Site::new()
        .file("offprint.yaml", "title: Papers\nbase_url: https://a.example/list/\nfeeds: {authors: true}\n")
        .file(
            "content/2025-10-30/pointer.md",
            "---\ntitle: 'On $x^2$ & </script> </title>'\nauthors: [Ada Lovelace, {given: Ludwig, prefix: van der, family: Berg, \
             orcid: 0000-0002-1825-0097}, {name: The CGAL Project, literal: true}]\npublished: 2015-06-09\n\
             arxiv: '1506.03134'\ndoi: 10.1000/xyz\nvenue: Journal of Engines\nyear: 2016\nvolume: 3\nnumber: 2\npages: 1-9\n\
             tags: [engines, C++]\nupvotes: 14\ncomments: 2\nstars: 7\nlinks: {code: 'https://code.example/'}\n\
             thumbnail: fig.png\nsubmitted_by: Charles\nwithdrawn: true\n---\nCosts 20\\% of $n^2$.\n",
        )
        .file("content/2025-10-30/fig.png", picture(1))
        .file("content/2025-10-30/other.md", "---\ntitle: Other\nauthor_count: 3\n---\n");
    site.build().succeeds();
    site
}

/// The contents of a page's tags of a name that begins so, a line each.
fn metas(page: &str, start: &str) -> String {
    let mut metas = String::new();
    for Ok(token) in tokens(page) {
        let html5gum::Token::StartTag(tag) = token else { continue };
        let attribute =
            |name: &[u8]| tag.attributes.get(name).map(|value| String::from_utf8_lossy(value).into_owned());
        let name = attribute(b"name").or_else(|| attribute(b"property"));
        if let (Some(name), Some(content)) =
            (name.filter(|name| name.starts_with(start)), attribute(b"content"))
        {
            metas.push_str(&format!("{name}: {content}\n"));
        }
    }
    metas
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}

#[test]
fn a_paper_tells_scholar_and_zotero_what_it_is() {
    let site = site();
    let page = site.read("public/papers/pointer/index.html");
    // One element is both, and shown as the first.
    assert!(page.contains("name=description property=og:description"), "{page}");
    expect![[r#"
        citation_title: On x² & </script> </title>
        citation_author: Lovelace, Ada
        citation_author: van der Berg, Ludwig
        citation_author: The CGAL Project
        citation_publication_date: 2015/06/09
        citation_journal_title: Journal of Engines
        citation_volume: 3
        citation_issue: 2
        citation_firstpage: 1
        citation_lastpage: 9
        citation_doi: 10.1000/xyz
        citation_arxiv_id: 1506.03134
        citation_abstract_html_url: https://a.example/list/papers/pointer/
        citation_pdf_url: https://arxiv.org/pdf/1506.03134
        citation_keywords: engines; C++
        citation_language: en
    "#]]
    .assert_eq(&metas(&page, "citation_"));
    expect![[r#"
        og:url: https://a.example/list/papers/pointer/
        og:site_name: Papers
        og:title: On x² & </script> </title>
        og:type: article
        og:image: https://a.example/list/files/2025-10-30/fig.png
    "#]]
    .assert_eq(&metas(&page, "og:"));
    // Without authors Scholar ignores all of it.
    assert_eq!(metas(&site.read("public/papers/other/index.html"), "citation_"), "");
}

#[test]
fn a_paper_tells_search_engines_what_it_is() {
    let site = site();
    let page = site.read("public/papers/pointer/index.html");
    let script = page
        .split("<script type=application/ld+json>")
        .nth(1)
        .and_then(|rest| rest.split("</script>").next());
    let article = json(script.expect("the page has JSON-LD"));
    expect![[r#"
        {
          "@context": "https://schema.org",
          "@id": "https://a.example/list/papers/pointer/",
          "@type": "ScholarlyArticle",
          "author": [
            {
              "@type": "Person",
              "familyName": "Lovelace",
              "givenName": "Ada",
              "name": "Ada Lovelace"
            },
            {
              "@id": "https://orcid.org/0000-0002-1825-0097",
              "@type": "Person",
              "familyName": "van der Berg",
              "givenName": "Ludwig",
              "name": "Ludwig van der Berg"
            },
            {
              "@type": "Organization",
              "name": "The CGAL Project"
            }
          ],
          "datePublished": "2015-06-09",
          "headline": "On x² & </script> </title>",
          "inLanguage": "en",
          "isPartOf": {
            "@type": "PublicationVolume",
            "isPartOf": {
              "@type": "Periodical",
              "name": "Journal of Engines"
            },
            "volumeNumber": "3"
          },
          "keywords": [
            "engines",
            "C++"
          ],
          "pageEnd": "9",
          "pageStart": "1",
          "sameAs": [
            "https://doi.org/10.1000/xyz",
            "https://arxiv.org/abs/1506.03134"
          ],
          "url": "https://a.example/list/papers/pointer/"
        }
    "#]]
    .assert_eq(&format!("{article:#}\n"));
}

#[test]
fn lists_tell_reference_managers_of_every_paper() {
    let site = site();
    let spans = |page: &str| -> Vec<String> {
        tokens(page)
            .filter_map(|token| match token {
                Ok(html5gum::Token::StartTag(tag))
                    if tag
                        .attributes
                        .get(&b"class"[..])
                        .is_some_and(|class| class.as_slice() == b"Z3988") =>
                {
                    tag.attributes.get(&b"title"[..]).map(|title| String::from_utf8_lossy(title).into_owned())
                }
                _ => None,
            })
            .collect()
    };
    let found = spans(&site.read("public/days/2025-10-30/index.html"));
    expect![[r#"
        ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Ajournal&rft.genre=article&rft.atitle=On+x%C2%B2+%26+%3C%2Fscript%3E+%3C%2Ftitle%3E&rft.date=2016&rft.jtitle=Journal+of+Engines&rft.volume=3&rft.issue=2&rft.spage=1&rft.epage=9&rft.aulast=Lovelace&rft.aufirst=Ada&rft.au=Ada+Lovelace&rft.au=Ludwig+van+der+Berg&rft.au=The+CGAL+Project&rft_id=info%3Adoi%2F10.1000%2Fxyz&rft_id=https%3A%2F%2Farxiv.org%2Fabs%2F1506.03134
        ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Ajournal&rft.genre=preprint&rft.atitle=Other&rft.date=2025-10-30&rft_id=https%3A%2F%2Fa.example%2Flist%2Fpapers%2Fother%2F"#]].assert_eq(&found.join("\n"));
    site.write("offprint.yaml", "base_url: https://a.example/list/\ncoins: false\n");
    site.build().succeeds();
    assert_eq!(spans(&site.read("public/days/2025-10-30/index.html")), [""; 0]);
}

#[test]
fn a_day_answers_like_the_hugging_face_api() {
    let site = site();
    expect![[r#"
        [
          {
            "numComments": 2,
            "paper": {
              "authors": [
                {
                  "hidden": false,
                  "name": "Ada Lovelace"
                },
                {
                  "hidden": false,
                  "name": "Ludwig van der Berg"
                },
                {
                  "hidden": false,
                  "name": "The CGAL Project"
                }
              ],
              "githubRepo": "https://code.example/",
              "githubStars": 7,
              "id": "1506.03134",
              "publishedAt": "2015-06-09T00:00:00.000Z",
              "submittedOnDailyAt": "2025-10-30T00:00:00.000Z",
              "summary": "Costs 20% of n².",
              "title": "On x² & </script> </title>",
              "upvotes": 14,
              "withdrawnAt": "2025-10-30T00:00:00.000Z"
            },
            "publishedAt": "2025-10-30T00:00:00.000Z",
            "submittedBy": {
              "fullname": "Charles",
              "name": "Charles"
            },
            "thumbnail": "https://a.example/list/files/2025-10-30/fig.png",
            "title": "On x² & </script> </title>"
          },
          {
            "numComments": 0,
            "paper": {
              "authors": [],
              "id": "other",
              "publishedAt": "2025-10-30T00:00:00.000Z",
              "submittedOnDailyAt": "2025-10-30T00:00:00.000Z",
              "summary": "",
              "title": "Other",
              "upvotes": 0
            },
            "publishedAt": "2025-10-30T00:00:00.000Z",
            "title": "Other"
          }
        ]
    "#]]
    .assert_eq(&format!("{:#}\n", json(&site.read("public/api/daily_papers/2025-10-30.json"))));
    // What the importer of such answers makes of it is the same list again.
    let copy = Site::new();
    copy.write("2025-10-30.json", site.read("public/api/daily_papers/2025-10-30.json"));
    copy.run(&["import", "hf", "2025-10-30.json"]).succeeds();
    copy.build().succeeds();
    let again = json(&copy.read("public/api/daily_papers/2025-10-30.json"));
    let first = json(&site.read("public/api/daily_papers/2025-10-30.json"));
    for (again, first) in again.as_array().expect("an array").iter().zip(first.as_array().expect("an array"))
    {
        assert_eq!(again["paper"]["title"], first["paper"]["title"]);
        assert_eq!(again["paper"]["authors"], first["paper"]["authors"]);
        assert_eq!(again["paper"]["summary"], first["paper"]["summary"]);
    }
}

#[test]
fn every_day_is_there_as_json_whatever_lists_are_grouped_by_unless_it_is_not_wanted() {
    let days = ["2024-12-30", "2025-01-05", "2025-01-06", "2025-10-30"];
    let site = days.iter().fold(Site::new(), |site, day| {
        site.file(&format!("content/{day}/p{day}.md"), "---\ntitle: P\n---\n")
    });
    let all = days.map(|day| format!("{day}.json\n")).concat();
    for period in ["day", "week", "month", "year"] {
        site.write("offprint.yaml", format!("group_by: {period}\n"));
        site.build().succeeds();
        assert_eq!(site.listing("public/api/daily_papers"), all, "{period}");
    }
    site.write("offprint.yaml", "api: false\n");
    site.build().succeeds();
    assert!(!site.exists("public/api"));
}

#[test]
fn a_json_feed_holds_the_newest_papers() {
    expect![[r#"
        {
          "feed_url": "https://a.example/list/feed.json",
          "home_page_url": "https://a.example/list/",
          "items": [
            {
              "authors": [
                {
                  "name": "Ada Lovelace"
                },
                {
                  "name": "Ludwig van der Berg",
                  "url": "https://orcid.org/0000-0002-1825-0097"
                },
                {
                  "name": "The CGAL Project"
                }
              ],
              "content_html": "<p>Costs 20% of n².</p>\n<pre>@article{lovelace2016x2,\n  author = {Lovelace, Ada and van der Berg, Ludwig and {The CGAL Project}},\n  title = {On $x^2$ \\&amp; \\textless{}/script\\textgreater{} \\textless{}/title\\textgreater{}},\n  journal = {Journal of Engines},\n  year = 2016,\n  volume = {3},\n  number = {2},\n  pages = {1--9},\n  eprint = {1506.03134},\n  archivePrefix = {arXiv},\n  doi = {10.1000/xyz},\n  url = {https://arxiv.org/abs/1506.03134},\n  note = {Withdrawn}\n}</pre>\n",
              "date_modified": "2025-10-30T00:00:00Z",
              "date_published": "2025-10-30T00:00:00Z",
              "external_url": "https://arxiv.org/abs/1506.03134",
              "id": "https://a.example/list/papers/pointer/",
              "tags": [
                "engines",
                "C++"
              ],
              "title": "On x² & </script> </title>",
              "url": "https://a.example/list/papers/pointer/"
            },
            {
              "content_html": "<pre>@misc{paper2025other,\n  title = {Other},\n  year = 2025,\n  url = {https://a.example/list/papers/other/}\n}</pre>\n",
              "date_modified": "2025-10-30T00:00:00Z",
              "date_published": "2025-10-30T00:00:00Z",
              "id": "https://a.example/list/papers/other/",
              "title": "Other",
              "url": "https://a.example/list/papers/other/"
            }
          ],
          "language": "en",
          "title": "Papers",
          "version": "https://jsonfeed.org/version/1.1"
        }
    "#]].assert_eq(&site().read("public/feed.json"));
}

#[test]
fn tags_and_authors_have_feeds_that_their_pages_name() {
    let site = site();
    for (folder, title) in
        [("tags/c-plus-plus", "C++ · Papers"), ("authors/ada-lovelace", "Ada Lovelace · Papers")]
    {
        let text = site.read(&format!("public/{folder}/feed.xml"));
        let feed = atom_syndication::Feed::read_from(text.as_bytes()).expect("the feed is valid Atom");
        assert_eq!((feed.title().as_str(), feed.entries().len()), (title, 1));
        assert_eq!(feed.id(), format!("https://a.example/list/{folder}/"));
        let page = site.read(&format!("public/{folder}/index.html"));
        assert!(page.contains(&format!(" href=/list/{folder}/feed.xml ")), "{page}");
    }
    site.write("offprint.yaml", "base_url: https://a.example/list/\nfeeds: {tags: false}\n");
    site.build().succeeds();
    assert!(!site.exists("public/tags/c-plus-plus/feed.xml"));
}

#[test]
fn all_papers_can_be_cited_from_one_file() {
    let text = site().read("public/papers.bib");
    assert_eq!(text.matches("\n}\n").count(), 2);
    assert!(text.starts_with("@article{lovelace2016x2,"), "{text}");
}

#[test]
fn a_list_of_many_papers_is_split_into_files_that_tools_take() {
    let mut site = Site::new().file(
        "offprint.yaml",
        "base_url: https://a.example/\nfeeds: {site: false, tags: false}\nminify: false\nsearch: false\nrelated_papers: 0\napi: false\n",
    );
    for number in 0..10_001 {
        site = site.file(&format!("content/{number}.md"), paper("A", ""));
    }
    site.build().succeeds();
    assert_eq!(site.read("public/papers.bib").matches("\n}\n").count(), 10_000);
    assert_eq!(site.read("public/papers-2.bib").matches("\n}\n").count(), 1);
}
