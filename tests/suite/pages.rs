//! What readers see on the pages of a site.

use expect_test::expect;

use crate::site::{Site, paper, picture, tokens};

/// A built site.
#[track_caller]
fn built(site: Site) -> Site {
    site.build().succeeds();
    site
}

#[test]
fn a_paper_has_a_page_with_everything_that_is_known() {
    let site = Site::new()
        .file("offprint.yaml", "title: Papers\nrepository: https://code.example/list/\n")
        .file("content/2025-10-30/fig.png", picture(1))
        .file(
            "content/2025-10-30/pointer.md",
            "---
title: 'Sorting in $O(n^2)$ with \\emph{Pointers}'
authors:
  - Ada Lovelace
  - {given: Ludwig, prefix: van der, family: Berg, orcid: 0000-0002-1825-0097, affiliation: Example University}
  - {name: The Engine Project, literal: true, url: https://engine.example/}
published: 2015-06-09
updated: 2017-01
version: 2
arxiv: 1506.03134
primary_class: stat.ML
doi: 10.1000/xyz
venue: {name: Journal of Engines 2016, short: JoE, url: https://joe.example/}
volume: 3
number: 2
pages: 1-9
tags: [C++, engines]
links: {code: https://code.example/pointer, data: fig.png, Annotated: https://notes.example/}
summary: It points at what it *sorts*.
upvotes: 14
comments: 1
stars: 1200
submitted_by: Charles
organization: Example Labs
thumbnail: fig.png
status: reading
rating: 4
awards: [Best paper]
withdrawn: 'A lemma is *wrong*.'
---
Costs 20\\% less than $5 million.

## Notes

Read [the other one](../b.md) first.
",
        )
        .file("content/b.md", paper("Another Paper", ""));
    let site = built(site);
    expect![[r#"
        Sorting in O(n2) with Pointers
        </authors/ada-lovelace/> Ada Lovelace
        ,
        </authors/ludwig-van-der-berg/> Ludwig van der Berg
        (Example University),
        </authors/the-engine-project/> The Engine Project
        </days/2025-10-30/> October 30, 2025
        14 upvotes
        1 comment
        1,200 stars
        Withdrawn. A lemma is wrong.
        <https://arxiv.org/abs/1506.03134> arXiv
        <https://arxiv.org/pdf/1506.03134> PDF
        <https://doi.org/10.1000/xyz> DOI
        <https://code.example/pointer> Code
        </files/2025-10-30/fig.png> Data
        <https://notes.example/> Annotated
        [/files/2025-10-30/fig.png-480.webp]
        It points at what it sorts.
        Abstract
        Costs 20% less than $5 million.
        Notes
        Read
        </papers/b/> the other one
        first.
        Details
        Listed
        </days/2025-10-30/> October 30, 2025
        Published
        June 9, 2015
        Updated
        January 2017 (version 2)
        Venue
        </venues/journal-of-engines/> JoE 2016, volume 3, number 2, pages 1–9
        Awarded
        Best paper
        DOI
        <https://doi.org/10.1000/xyz> 10.1000/xyz
        arXiv
        <https://arxiv.org/abs/1506.03134> 1506.03134
        [stat.ML]
        Organization
        Example Labs
        Submitted by
        Charles
        Response
        14 upvotes
        1 comment
        1,200 stars
        Status
        Reading
        Rating
        4 of 5
        Tags
        </tags/c-plus-plus/> C++
        </tags/engines/> engines
        Cite
        Ada Lovelace, Ludwig van der Berg, and The Engine Project. Sorting in O(n²) with Pointers. Journal of Engines 3(2), 1–9, 2016. https://arxiv.org/abs/1506.03134
        @article{lovelace2016sorting,
        author = {Lovelace, Ada and van der Berg, Ludwig and {The Engine Project}},
        title = {Sorting in {$O(n^2)$} with \emph{Pointers}},
        journal = {Journal of Engines},
        year = 2016,
        volume = {3},
        number = {2},
        pages = {1--9},
        eprint = {1506.03134},
        archivePrefix = {arXiv},
        primaryClass = {stat.ML},
        doi = {10.1000/xyz},
        url = {https://arxiv.org/abs/1506.03134},
        note = {Withdrawn}
        }
        {"DOI":"10.1000/xyz","URL":"https://arxiv.org/abs/1506.03134","archive":"arXiv","author":[{"family":"Lovelace","given":"Ada"},{"family":"Berg","given":"Ludwig","non-dropping-particle":"van der"},{"literal":"The Engine Project"}],"container-title":"Journal of Engines","id":"lovelace2016sorting","issue":"2","issued":{"date-parts":[[2016]]},"note":"Withdrawn","number":"1506.03134","page":"1-9","title":"Sorting in O(n²) with Pointers","type":"article-journal","volume":"3"}
        <https://code.example/list/blob/HEAD/content/2025-10-30/pointer.md> Edit this paper
        </papers/b/> Another Paper
    "#]]
    .assert_eq(&site.page("papers/pointer"));
}

#[test]
fn a_day_lists_its_papers_by_upvotes_then_weight_then_key() {
    let site = Site::new()
        .file("content/a.md", paper("Heavy", "weight: 9"))
        .file("content/b.md", paper("Light", "weight: 1"))
        .file("content/c.md", paper("Unweighed", ""))
        .file("content/d.md", paper("Popular", "upvotes: 3\nauthor_count: 1"))
        .file("content/e.md", paper("Liked", "upvotes: 1\nauthor_count: 1200"));
    let site = built(site);
    expect![[r#"
        Thursday, October 30, 2025
        5 papers
        </list/weeks/2025-W44/> Week 44, 2025
        </list/months/2025-10/> October 2025
        </list/years/2025/> 2025
        Narrow or sort
        </list/papers/d/> Popular
        1 author
        3 upvotes
        AbstractAbstract of Popular
        An abstract.
        </list/papers/e/> Liked
        1,200 authors
        1 upvote
        AbstractAbstract of Liked
        An abstract.
        </list/papers/b/> Light
        AbstractAbstract of Light
        An abstract.
        </list/papers/a/> Heavy
        AbstractAbstract of Heavy
        An abstract.
        </list/papers/c/> Unweighed
        AbstractAbstract of Unweighed
        An abstract.
    "#]]
    .assert_eq(&site.page("days/2025-10-30"));
}

#[test]
fn steps_lead_to_the_periods_that_exist() {
    let dated = |date: &str| format!("---\ntitle: Paper of {date}\ndate: {date}\n---\n");
    let site = Site::new()
        .file("content/a.md", dated("2024-12-30"))
        .file("content/b.md", dated("2025-03-01"))
        .file("content/c.md", dated("2025-10-30"));
    let site = built(site);
    for (page, previous, next) in [
        ("days/2025-03-01", "/list/days/2024-12-30/", "/list/days/2025-10-30/"),
        ("weeks/2025-W09", "/list/weeks/2025-W01/", "/list/weeks/2025-W44/"),
        ("months/2025-03", "/list/months/2024-12/", "/list/months/2025-10/"),
    ] {
        let html = site.read(&format!("public/{page}/index.html"));
        assert!(html.contains(&format!("<link rel=prev href={previous}>")), "{page}: {html}");
        assert!(html.contains(&format!("<link rel=next href={next}>")), "{page}: {html}");
    }
    let newest = site.read("public/days/2025-10-30/index.html");
    assert!(!newest.contains("rel=next"));
}

#[test]
fn the_front_page_shows_the_newest_periods_and_says_what_it_leaves_out() {
    let mut site = Site::new().file("offprint.yaml", "front_page: {periods: 2, papers: 4}\n");
    for number in 1..=3 {
        site = site
            .file(&format!("content/2025-10-30/a{number}.md"), format!("---\ntitle: New {number}\n---\n"));
        site = site
            .file(&format!("content/2025-10-29/b{number}.md"), format!("---\ntitle: Old {number}\n---\n"));
    }
    let site = built(site.file("content/2025-10-28/c.md", "---\ntitle: Oldest\n---\n"));
    expect![[r#"
        Thursday, October 30, 2025
        3 papers
        </weeks/2025-W44/> Week 44, 2025
        </months/2025-10/> October 2025
        </years/2025/> 2025
        </days/2025-10-29/> October 29, 2025
        </papers/a1/> New 1
        </papers/a2/> New 2
        </papers/a3/> New 3
        </days/2025-10-29/> Wednesday, October 29, 2025
        3 papers
        </papers/b1/> Old 1
        </days/2025-10-29/> 2 more papers: Wednesday, October 29, 2025
        </archive/> The archive of 7 papers
    "#]]
    .assert_eq(&site.page("."));
}

#[test]
fn a_weekly_list_is_weekly_on_every_page() {
    let site = Site::new()
        .file("offprint.yaml", "group_by: week\n")
        .file("content/2025-10-30/a.md", "---\ntitle: A\n---\n")
        .file("content/2025-10-29/b.md", "---\ntitle: B\nupvotes: 2\n---\n");
    let site = built(site);
    expect![[r#"
        Week 44, 2025
        2 papers
        </papers/b/> B
        2 upvotes
        </weeks/2025-W44/> October 29, 2025
        </papers/a/> A
        </weeks/2025-W44/> October 30, 2025
        </archive/> The archive of 2 papers
    "#]]
    .assert_eq(&site.page("."));
    assert!(site.page("papers/a").contains("</weeks/2025-W44/>"));
}

#[test]
fn a_long_list_is_split_into_pages() {
    let mut site = Site::new().file("offprint.yaml", "page_size: 2\n");
    for number in 1..=5 {
        site = site.file(&format!("content/{number}.md"), paper(&format!("Number {number}"), "tags: [long]"));
    }
    let site = built(site);
    for folder in ["days/2025-10-30", "tags/long"] {
        let middle = site.page(&format!("{folder}/page/2"));
        assert!(middle.contains("Number 3") && middle.contains("Number 4") && !middle.contains("Number 5"));
        assert!(middle.contains("Page 2 of 3"));
        assert!(
            middle.contains(&format!("</{folder}/>")) && middle.contains(&format!("</{folder}/page/3/>"))
        );
        assert!(!site.exists(&format!("public/{folder}/page/4")));
    }
}

#[test]
fn a_longer_period_lists_its_first_papers_and_where_all_are() {
    let mut site = Site::new().file("offprint.yaml", "page_size: 1\n");
    for day in 1..=6 {
        site = site
            .file(&format!("content/2025-10-0{day}/p{day}.md"), format!("---\ntitle: Number {day}\n---\n"));
    }
    let site = built(site);
    assert!(!site.exists("public/months/2025-10/page/5"));
    expect![[r#"
        October 2025
        6 papers
        </years/2025/> 2025
        Narrow or sort
        </papers/p3/> Number 3
        </days/2025-10-03/> October 3, 2025
        </months/2025-10/page/3/> Previous page
        Page 4 of 4
        2 more papers, day by day
        </days/2025-10-06/> October 6, 2025
        1 paper
        </days/2025-10-05/> October 5, 2025
        1 paper
        </days/2025-10-04/> October 4, 2025
        1 paper
        </days/2025-10-03/> October 3, 2025
        1 paper
        </days/2025-10-02/> October 2, 2025
        1 paper
        </days/2025-10-01/> October 1, 2025
        1 paper
    "#]]
    .assert_eq(&site.page("months/2025-10/page/4"));
    let year = site.page("years/2025");
    assert!(year.contains("</months/2025-10/> October 2025\n6 papers"), "{year}");
    // A day lists all of its papers, so it needs no parts.
    assert!(!site.page("days/2025-10-01").contains("day by day"));
}

#[test]
fn authors_with_fewer_papers_than_asked_have_no_page() {
    let site = Site::new()
        .file("offprint.yaml", "author_pages_from: 2\n")
        .file("content/a.md", paper("A", "authors: [Ada Lovelace, Charles Babbage]"))
        .file("content/b.md", paper("B", "authors: [Ada Lovelace]"));
    let site = built(site);
    assert!(site.exists("public/authors/ada-lovelace/index.html"));
    assert!(!site.exists("public/authors/charles-babbage"));
    expect![[r#"
        Authors
        </authors/#letter-B> B
        </authors/#letter-L> L
        B
        </search/?q=author%3A%22Charles%20Babbage%22> Babbage, Charles
        1 paper
        L
        </authors/ada-lovelace/> Lovelace, Ada
        2 papers
    "#]]
    .assert_eq(&site.page("authors"));
    site.check().succeeds();
}

#[test]
fn c_and_its_relatives_are_three_tags() {
    let site = built(Site::new().file("content/a.md", paper("A", "tags: [C, C++, 'C#', Ćć]")));
    expect![[r#"
        Tags
        C
        </list/tags/c/> C
        1 paper
        </list/tags/c-sharp/> C#
        1 paper
        </list/tags/c-plus-plus/> C++
        1 paper
        </list/tags/cc/> Ćć
        1 paper
    "#]]
    .assert_eq(&site.page("tags"));
}

#[test]
fn an_alias_leads_to_the_paper() {
    let site = built(Site::new().file("content/a.md", paper("A", "aliases: [/2020/old.html, /older/]")));
    for file in ["public/2020/old.html", "public/older/index.html"] {
        assert!(
            site.read(file).contains("<meta http-equiv=refresh content=\"0; url=/list/papers/a/\">"),
            "{file}"
        );
    }
}

#[test]
fn links_from_the_sites_root_lead_to_its_pages() {
    let text = "[tag](/search/?q=tag:survey) [all](/archive) [file](/my%20file.pdf) [none](/none)";
    let site = Site::new()
        .file("content/a.md", format!("---\ntitle: A\ndate: 2025-10-30\n---\n{text}\n"))
        .file("static/my file.pdf", "%PDF");
    let page = built(site).read("public/papers/a/index.html");
    for link in [
        "<a href=\"/list/search/?q=tag:survey\">tag</a>",
        "<a href=/list/archive/>all</a>",
        "<a href=/list/my%20file.pdf>file</a>",
    ] {
        assert!(page.contains(link), "{link} in {page}");
    }
    assert!(page.contains("none</p>") && !page.contains("/none"), "{page}");
}

#[test]
fn the_name_of_a_file_is_no_text() {
    let site = Site::new()
        .file("content/a.md", "---\ntitle: A\ndate: 2025-10-30\n---\n![x](<a -- b_1 $c$.png>)\n")
        .file("content/a -- b_1 $c$.png", picture(1));
    let site = built(site);
    assert!(site.exists("public/files/a -- b_1 $c$.png"));
    let page = site.read("public/papers/a/index.html");
    assert!(page.contains("src=/list/files/a%20--%20b_1%20$c$.png"), "{page}");
}

#[test]
fn people_of_one_name_without_pages_are_found_apart() {
    let site = Site::new()
        .file("offprint.yaml", "author_pages_from: 2\n")
        .file("content/a.md", paper("A", "authors: [{name: Wei Wang, id: one}]"))
        .file("content/b.md", paper("B", "authors: [{name: Wei Wang, id: two}, Ada]"));
    let site = built(site);
    let first = site.read("public/papers/a/index.html");
    let second = site.read("public/papers/b/index.html");
    assert!(first.contains("?q=author%3A%2Fone\""), "{first}");
    assert!(
        second.contains("?q=author%3A%2Ftwo\"") && second.contains("?q=author%3A%22Ada%22\""),
        "{second}"
    );
}

#[test]
fn what_is_not_to_be_published_is_not() {
    let site = Site::new()
        .file("offprint.yaml", "publish: {notes: false, status: false, rating: false}\n")
        .file(
            "content/a.md",
            "---\ntitle: A\ndate: 2025-10-30\nstatus: read\nrating: 5\nthumbnail: https://spy.example/pixel.png\n---\nText.\n\n# Notes\n\nPrivate.\n",
        );
    let site = built(site);
    for name in site.tree("public").keys().filter(|name| name.ends_with(".html")) {
        let page = site.read(&format!("public/{name}"));
        for secret in ["Private", "5 of 5", "spy.example", ">Read<"] {
            assert!(!page.contains(secret), "{name} shows {secret}");
        }
    }
}

#[test]
fn a_problem_is_reported_to_the_repository() {
    let site = Site::new()
        .file("offprint.yaml", "repository: https://github.com/user/list\n")
        .file("content/a.md", paper("'Sorting & more: $n^2$'", ""));
    site.build().succeeds();
    let page = site.page("papers/a");
    let link = "<https://github.com/user/list/issues/new?title=Sorting%20%26%20more%3A%20n%C2%B2&body=content%2Fa.md>";
    assert!(page.contains(&format!("{link} Report a problem")), "{page}");
}

#[test]
fn content_is_never_live() {
    let hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>[x](javascript:alert(1)) {{ 1234 * 1000 }} {% include \"x\" %} <b onclick=alert(1)>b</b>";
    let site = Site::new()
        .file(
            "content/a.md",
            format!(
                "---\ntitle: '{hostile}'\ndate: 2025-10-30\nauthors: ['</title><script>alert(1)</script>']\ntags: ['<img src=x onerror=alert(1)>']\nsummary: '{hostile}'\norganization: '\"><script>alert(1)</script>'\n---\n{hostile}\n\n# Notes\n{hostile}\n"
            ),
        )
        .file("content/pages/p.md", format!("---\ntitle: '{hostile}'\n---\n{hostile}\n"));
    let site = built(site);
    for (name, bytes) in site.tree("public") {
        // The theme's only script within pages.
        let look = r#"<script>try{Object.assign(document.documentElement.dataset,JSON.parse(localStorage["offprint-display"]))}catch{}</script>"#;
        let page = String::from_utf8_lossy(&bytes).replacen(look, "", 1);
        if !name.ends_with(".html") {
            continue;
        }
        for Ok(token) in tokens(&page) {
            let html5gum::Token::StartTag(tag) = token else { continue };
            let handler = tag.attributes.keys().find(|name| name.starts_with(b"on"));
            assert!(handler.is_none(), "{name} has a handler");
            let kind = tag.attributes.get(&b"type"[..]).map(|kind| kind.to_vec());
            let is_script = tag.name.as_slice() == b"script"
                && kind.as_deref().is_none_or(|kind| !kind.ends_with(b"+json"));
            assert!(!is_script || tag.attributes.contains_key(&b"src"[..]), "{name} has a script");
            let href =
                tag.attributes.get(&b"href"[..]).map(|href| String::from_utf8_lossy(href).to_lowercase());
            assert!(!href.is_some_and(|href| href.contains("javascript")), "{name} has a hostile link");
        }
        assert!(!page.contains("1234000"), "{name} ran a template of the content");
    }
}

/// As entries of lists are put into pages, behind marks of control characters.
#[test]
fn texts_have_no_control_characters() {
    let odd = r#""\x010\x02A\e[2J\u202Ez""#;
    let fields = [
        format!("authors: [{{name: {odd}, affiliation: {odd}}}, {odd}]\ntags: [{odd}]\nsummary: {odd}"),
        format!("venue: {{name: {odd}, short: {odd}}}\npublisher: {odd}\nvolume: {odd}\nnumber: {odd}"),
        format!("pages: {odd}\nseries: {odd}\neditors: [{odd}]\norganization: {odd}\nsubmitted_by: {odd}"),
        format!("awards: [{odd}]\nwithdrawn: {odd}\nprimary_class: {odd}"),
        format!("links: {{{odd}: 'https://a.example/{{a}}'}}"),
        format!("extra: {{{odd}: {odd}, list: [{odd}, {{{odd}: {odd}}}]}}\nabstract: {odd}"),
    ];
    let references = "&#1;0&#2;";
    let site = Site::new()
        .file("offprint.yaml", format!("title: {odd}\ndescription: {odd}\nraw_html: true\nminify: false\n"))
        .file(
            "content/a.md",
            format!(
                "{}\n# Notes\n{references} <i title='{references}'>a</i>\n",
                paper(odd, &fields.join("\n"))
            ),
        )
        .file(
            "content/pages/p.md",
            format!("---\ntitle: {odd}\ndescription: {odd}\n---\n<div>{references}</div>\n"),
        );
    let site = built(site);
    assert!(site.read("public/tags/0a-2jz/index.html").contains("<title>0A[2Jz"));
    for (name, bytes) in site.tree("public") {
        if [".html", ".xml", ".json", ".bib", ".ris", ".csv"].iter().any(|ending| name.ends_with(ending)) {
            let text = String::from_utf8(bytes).expect("it is text");
            let is_control = |char: char| char.is_control() && !matches!(char, '\n' | '\t' | '\r');
            let escaped = ["\\u001b", "\\u0001", "\\u202e"];
            assert!(
                !text.contains(is_control) && !escaped.iter().any(|odd| text.contains(odd)),
                "{name}: {text}"
            );
        }
    }
}

#[test]
fn raw_html_that_is_allowed_is_sanitised() {
    let site = Site::new().file("offprint.yaml", "raw_html: true\n").file(
        "content/pages/p.md",
        "---\ntitle: P\n---\n<div onclick=\"x()\"><b>bold</b><script>alert(1)</script></div>\n",
    );
    let site = built(site);
    let page = site.read("public/p/index.html");
    assert!(page.contains("<div><strong>bold</strong></div>"));
    assert!(!page.contains("onclick") && !page.contains("alert"));
}

#[test]
fn readers_subscribe_on_every_page() {
    let site = Site::new().file("content/a.md", paper("A", "")).file(
        "offprint.yaml",
        "base_url: https://a.example/\nsubscribe: {form: 'https://lists.example/join?list=a&b', field: EMAIL}\n",
    );
    site.run(&["build", "--no-minify"]).succeeds();
    for page in ["index.html", "papers/a/index.html", "404.html"] {
        let page = site.read(&format!("public/{page}"));
        assert!(page.contains("<a href=\"#subscribe\">Subscribe</a>"));
        assert!(page.contains("method=\"post\" action=\"https://lists.example/join?list=a&amp;b\">"));
        assert!(page.contains("<input type=\"email\" id=\"subscribe-address\" name=\"EMAIL\""));
        assert!(page.contains("<a href=\"/feed.xml\">Feed</a>"));
    }

    site.write(
        "offprint.yaml",
        "base_url: https://a.example/\nsubscribe: {url: 'mailto:join@lists.example'}\n",
    );
    site.run(&["build", "--no-minify"]).succeeds();
    let page = site.read("public/index.html");
    assert!(page.contains("<a href=\"mailto:join@lists.example\">Subscribe</a>") && !page.contains("<form"));
}
