//! Files for machines: the feed, the sitemap, robots, citations.

use expect_test::expect;

use crate::site::{Site, paper};

fn site() -> Site {
    Site::new()
        .file(
            "offprint.yaml",
            "title: Papers & more\ndescription: A list\nbase_url: https://a.example/list/\ncurators: [{name: Ada, url: 'https://ada.example/'}]\nlicense: CC BY 4.0\n",
        )
        .file(
            "content/2025-10-30/pointer.md",
            "---\ntitle: 'On $x^2$ & <think>'\nauthors: [Ada Lovelace, {name: Charles Babbage, url: 'https://charles.example/'}]\npublished: 2015-06-09\nupdated: 2025-11-02\narxiv: '1506.03134'\nlinks: {data: data.csv}\ntags: [engines, C++]\nsummary: It *points*.\n---\nFirst \\emph{paragraph}, a [link](other.md).\n\nSecond, $O(n)$.\n\n## Notes\nRead it.\n",
        )
        .file("content/2025-10-30/data.csv", "1")
        .file("content/2025-10-30/other.md", "---\ntitle: Other\nauthor_count: 3\n---\n")
}

/// The feed as an outside parser reads it.
fn read(site: &Site) -> atom_syndication::Feed {
    let text = site.read("public/feed.xml");
    atom_syndication::Feed::read_from(text.as_bytes()).expect("the feed is valid Atom")
}

#[test]
fn the_feed_holds_the_newest_papers() {
    let site = site();
    site.build().succeeds();
    expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
          <id>https://a.example/list/</id>
          <title>Papers &amp; more</title>
          <subtitle>A list</subtitle>
          <updated>2025-11-02T00:00:00Z</updated>
          <link rel="self" type="application/atom+xml" href="https://a.example/list/feed.xml"/>
          <link rel="alternate" type="text/html" href="https://a.example/list/"/>
          <author>
            <name>Ada</name>
            <uri>https://ada.example/</uri>
          </author>
          <rights>CC BY 4.0</rights>
          <generator version="0.1.0">offprint</generator>
          <entry>
            <id>https://a.example/list/papers/other/</id>
            <title>Other</title>
            <updated>2025-10-30T00:00:00Z</updated>
            <published>2025-10-30T00:00:00Z</published>
            <link rel="alternate" type="text/html" href="https://a.example/list/papers/other/"/>
            <content type="html">&lt;pre&gt;@misc{paper2025other,
          title = {Other},
          year = 2025,
          url = {https://a.example/list/papers/other/}
        }&lt;/pre&gt;
        </content>
          </entry>
          <entry>
            <id>https://a.example/list/papers/pointer/</id>
            <title>On x² &amp; &lt;think&gt;</title>
            <updated>2025-11-02T00:00:00Z</updated>
            <published>2025-10-30T00:00:00Z</published>
            <author>
              <name>Ada Lovelace</name>
            </author>
            <author>
              <name>Charles Babbage</name>
              <uri>https://charles.example/</uri>
            </author>
            <link rel="alternate" type="text/html" href="https://a.example/list/papers/pointer/"/>
            <link rel="related" title="arXiv" href="https://arxiv.org/abs/1506.03134"/>
            <link rel="related" title="Data" href="https://a.example/list/files/2025-10-30/data.csv"/>
            <category term="engines" label="engines"/>
            <category term="c-plus-plus" label="C++"/>
            <summary>It points.</summary>
            <content type="html">&lt;p&gt;First paragraph, a link.&lt;/p&gt;
        &lt;p&gt;Second, O(n).&lt;/p&gt;
        &lt;h2&gt;Notes&lt;/h2&gt;
        &lt;p&gt;Read it.&lt;/p&gt;
        &lt;pre&gt;@misc{lovelace2015x2,
          author = {Lovelace, Ada and Babbage, Charles},
          title = {On $x^2$ \&amp;amp; \textless{}think\textgreater{}},
          year = 2015,
          month = jun,
          eprint = {1506.03134},
          archivePrefix = {arXiv},
          url = {https://arxiv.org/abs/1506.03134}
        }&lt;/pre&gt;
        </content>
          </entry>
        </feed>
    "#]]
    .assert_eq(&site.read("public/feed.xml"));
}

#[test]
fn an_outside_reader_understands_the_feed() {
    let site = site();
    site.build().succeeds();
    let feed = read(&site);
    assert_eq!(feed.id(), "https://a.example/list/");
    assert_eq!(feed.entries().len(), 2);
    let entry = &feed.entries()[1];
    assert_eq!(entry.title().as_str(), "On x² & <think>");
    assert_eq!(entry.authors().len(), 2);
    assert_eq!(entry.updated().to_rfc3339(), "2025-11-02T00:00:00+00:00");
    assert_eq!(entry.links()[0].href(), "https://a.example/list/papers/pointer/");
    for link in feed.entries().iter().flat_map(|entry| entry.links()) {
        assert!(link.href().starts_with("https://"), "{}", link.href());
    }
}

#[test]
fn a_feed_without_curators_is_by_the_site_itself() {
    let site = Site::new().file("content/a.md", paper("Nobody's", ""));
    site.build().succeeds();
    let feed = read(&site);
    assert_eq!(feed.authors()[0].name(), "Papers");
    assert_eq!(feed.entries()[0].authors(), []);
}

#[test]
fn an_entry_is_published_when_its_paper_is_listed() {
    let site = Site::new()
        .file("content/a.md", paper("Old", "published: 2015-06-09\nupdated: 2017-01-02"))
        .file("content/b.md", paper("Revised", "published: 2015\nupdated: 2025-12-01"));
    site.build().succeeds();
    let feed = read(&site);
    let day = |date: Option<&atom_syndication::FixedDateTime>| date.map(|date| date.to_rfc3339());
    for (entry, updated) in feed.entries().iter().zip(["2025-10-30", "2025-12-01"]) {
        assert_eq!(day(entry.published()).as_deref(), Some("2025-10-30T00:00:00+00:00"));
        assert_eq!(day(Some(entry.updated())), Some(format!("{updated}T00:00:00+00:00")));
    }
    assert_eq!(day(Some(feed.updated())).as_deref(), Some("2025-12-01T00:00:00+00:00"));
}

#[test]
fn what_xml_forbids_is_left_out_of_feeds() {
    let site = Site::new().file(
        "content/a.md",
        paper(
            r#""A\u0001 <b>]]>\uFFFE""#,
            "authors: [\"A\\u0007da & \\uFFFFco\"]\ntags: [\"x\\u0001y\"]\nlinks: {code: 'https://a.example/{x}?\"'}",
        ),
    );
    site.build().succeeds();
    let text = site.read("public/feed.xml");
    let forbidden = |char: char| char.is_control() && char != '\n' || matches!(char, '\u{FFFE}' | '\u{FFFF}');
    assert_eq!(text.chars().find(|char| forbidden(*char)), None);
    let feed = read(&site);
    let entry = &feed.entries()[0];
    assert_eq!(entry.title().as_str(), "A <b>]]>");
    assert_eq!(entry.authors()[0].name(), "Ada & co");
    assert_eq!(entry.categories()[0].label(), Some("xy"));
    assert_eq!(entry.links()[1].href(), "https://a.example/%7Bx%7D?%22");
}

#[test]
fn a_feed_has_as_many_entries_as_configured() {
    let mut site = Site::new().file("offprint.yaml", "base_url: https://a.example/\nfeeds: {entries: 2}\n");
    for number in 1..=3 {
        site = site.file(&format!("content/{number}.md"), paper(&number.to_string(), ""));
    }
    site.build().succeeds();
    assert_eq!(site.read("public/feed.xml").matches("<entry>").count(), 2);
    site.write("offprint.yaml", "base_url: https://a.example/\nfeeds: {site: false}\n");
    site.build().succeeds();
    assert!(!site.exists("public/feed.xml"));
    assert!(!site.read("public/index.html").contains("feed.xml"));
}

#[test]
fn the_sitemap_names_every_page_by_its_address() {
    let site = site();
    site.build().succeeds();
    expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
          <url>
            <loc>https://a.example/list/</loc>
            <lastmod>2025-11-02</lastmod>
          </url>
          <url>
            <loc>https://a.example/list/days/2025-10-30/</loc>
            <lastmod>2025-11-02</lastmod>
          </url>
          <url>
            <loc>https://a.example/list/papers/other/</loc>
            <lastmod>2025-10-30</lastmod>
          </url>
          <url>
            <loc>https://a.example/list/papers/pointer/</loc>
            <lastmod>2025-11-02</lastmod>
          </url>
          <url>
            <loc>https://a.example/list/weeks/2025-W44/</loc>
            <lastmod>2025-11-02</lastmod>
          </url>
          <url>
            <loc>https://a.example/list/months/2025-10/</loc>
            <lastmod>2025-11-02</lastmod>
          </url>
          <url>
            <loc>https://a.example/list/years/2025/</loc>
            <lastmod>2025-11-02</lastmod>
          </url>
          <url>
            <loc>https://a.example/list/archive/</loc>
            <lastmod>2025-10-30</lastmod>
          </url>
          <url>
            <loc>https://a.example/list/statistics/</loc>
            <lastmod>2025-10-30</lastmod>
          </url>
          <url>
            <loc>https://a.example/list/authors/</loc>
          </url>
          <url>
            <loc>https://a.example/list/authors/charles-babbage/</loc>
            <lastmod>2025-11-02</lastmod>
          </url>
          <url>
            <loc>https://a.example/list/authors/ada-lovelace/</loc>
            <lastmod>2025-11-02</lastmod>
          </url>
          <url>
            <loc>https://a.example/list/tags/</loc>
          </url>
          <url>
            <loc>https://a.example/list/tags/c-plus-plus/</loc>
            <lastmod>2025-11-02</lastmod>
          </url>
          <url>
            <loc>https://a.example/list/tags/engines/</loc>
            <lastmod>2025-11-02</lastmod>
          </url>
        </urlset>
    "#]]
    .assert_eq(&site.read("public/sitemap.xml"));
    expect![[r#"
        User-agent: *
        Allow: /

        Sitemap: https://a.example/list/sitemap.xml
    "#]]
    .assert_eq(&site.read("public/robots.txt"));
}

#[test]
fn a_paper_can_be_cited() {
    let site = site();
    site.build().succeeds();
    let page = site.read("public/papers/pointer/index.html");
    let bibtex = page.split("<code>").nth(1).and_then(|rest| rest.split("</code>").next());
    expect![[r#"
        @misc{lovelace2015x2,
          author = {Lovelace, Ada and Babbage, Charles},
          title = {On $x^2$ \& \textless{}think\textgreater{}},
          year = 2015,
          month = jun,
          eprint = {1506.03134},
          archivePrefix = {arXiv},
          url = {https://arxiv.org/abs/1506.03134}
        }
    "#]]
    .assert_eq(bibtex.expect("the page has a citation"));
}
