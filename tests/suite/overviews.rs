//! Pages that show the list as a whole: the archive, the statistics, what is trending, and what goes with an author.

use expect_test::expect;

use crate::site::Site;

fn dated(title: &str, date: &str, fields: &str) -> String {
    format!("---\ntitle: {title}\ndate: {date}\n{fields}\n---\nAn abstract.\n")
}

#[test]
fn an_author_has_years_and_those_written_with() {
    let site = Site::new()
        .file(
            "content/a.md",
            dated(
                "First",
                "2023-05-01",
                "authors: [Ada Lovelace, Grace Hopper]\ntags: [engines]\nvenue: Notes",
            ),
        )
        .file(
            "content/b.md",
            dated(
                "Second",
                "2024-05-01",
                "authors: [Ada Lovelace, Grace Hopper, Alan Turing]\ntags: [engines]",
            ),
        )
        .file("content/c.md", dated("Third", "2024-06-01", "authors: [Alan Turing]"));
    site.build().succeeds();
    expect![[r#"
        </list/authors/> Authors
        Ada Lovelace
        2 papers
        Narrow or sort
        2024
        </list/papers/b/> Second
        </list/authors/ada-lovelace/> Ada Lovelace
        ,
        </list/authors/grace-hopper/> Grace Hopper
        ,
        </list/authors/alan-turing/> Alan Turing
        </list/days/2024-05-01/> May 1, 2024
        </list/tags/engines/> engines
        2023
        </list/papers/a/> First
        </list/authors/ada-lovelace/> Ada Lovelace
        ,
        </list/authors/grace-hopper/> Grace Hopper
        </list/days/2023-05-01/> May 1, 2023
        Notes
        </list/tags/engines/> engines
        Written with
        </list/authors/grace-hopper/> Grace Hopper
        2
        </list/authors/alan-turing/> Alan Turing
        1
        Tags
        </list/tags/engines/> engines
        2
        Appeared in
        </list/venues/notes/> Notes
        1
    "#]]
    .assert_eq(&site.page("authors/ada-lovelace"));
}

#[test]
fn the_statistics_count_papers_authors_tags_and_venues() {
    let site = Site::new()
        .file("content/a.md", dated("First", "2024-11-01", "authors: [Ada Lovelace]\ntags: [engines]"))
        .file(
            "content/b.md",
            dated("Second", "2025-01-01", "authors: [Ada Lovelace, Alan Turing]\ntags: [engines]"),
        )
        .file("content/c.md", dated("Third", "2025-01-02", "authors: [Alan Turing, Ada Lovelace]"));
    site.build().succeeds();
    expect![[r#"
        Statistics
        3 papers
        2 authors
        1 tag
        November 2024 – January 2025
        Papers per month
        0122025
        The same as a table
        WhenHow many
        </list/months/2025-01/> January 2025
        2 papers
        </list/months/2024-11/> November 2024
        1 paper
        </list/authors/> Authors
        NamePapers over the yearsPapers, drawnPapers
        </list/authors/ada-lovelace/> Ada Lovelace
        3
        </list/authors/alan-turing/> Alan Turing
        2
        </list/tags/> Tags
        NamePapers over the yearsPapers, drawnPapers
        </list/tags/engines/> engines
        2
    "#]]
    .assert_eq(&site.page("statistics"));
    assert!(
        site.read("public/statistics/index.html")
            .contains("aria-label=\"Papers per month: most in January 2025, 2\"")
    );
}

#[test]
fn what_is_trending_needs_upvotes() {
    let site = Site::new()
        .file("content/a.md", dated("Old", "2025-10-01", "upvotes: 90"))
        .file("content/b.md", dated("Young", "2025-10-28", "upvotes: 12"))
        .file("content/c.md", dated("New", "2025-10-30", "upvotes: 9"))
        .file("content/d.md", dated("Unknown", "2025-10-30", ""));
    site.build().succeeds();
    expect![[r#"
        Trending
        </list/trending/> Rising
        </list/trending/week/> Week
        </list/trending/month/> Month
        </list/trending/year/> Year
        Rising
        </list/papers/c/> New
        9 upvotes
        </list/days/2025-10-30/> October 30, 2025
        </list/papers/b/> Young
        12 upvotes
        </list/days/2025-10-28/> October 28, 2025
    "#]]
    .assert_eq(&site.page("trending"));
    expect![[r#"
        Trending
        </list/trending/> Rising
        </list/trending/week/> Week
        </list/trending/month/> Month
        </list/trending/year/> Year
        Month
        </list/papers/a/> Old
        90 upvotes
        </list/days/2025-10-01/> October 1, 2025
        </list/papers/b/> Young
        12 upvotes
        </list/days/2025-10-28/> October 28, 2025
        </list/papers/c/> New
        9 upvotes
        </list/days/2025-10-30/> October 30, 2025
    "#]]
    .assert_eq(&site.page("trending/month"));

    let site = Site::new().file("content/a.md", dated("Alone", "2025-10-30", ""));
    site.build().succeeds();
    assert!(!site.exists("public/trending/index.html"));
}

#[test]
fn the_archive_has_every_month_and_the_days_of_the_newest_years() {
    let site = Site::new()
        .file("content/a.md", dated("First", "2024-11-01", ""))
        .file("content/b.md", dated("Second", "2025-01-01", ""));
    site.build().succeeds();
    let page = site.read("public/archive/index.html");
    for part in [
        "<a class=level-4 href=/list/months/2024-11/ aria-label=\"November 2024: 1 paper\">1</a>",
        "<a class=level-4 href=/list/days/2025-01-01/ aria-label=\"January 1, 2025: 1 paper\" data-count=1>1</a>",
        "<a href=#year-2024>2024</a>",
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    // The year's page has its days, too.
    assert!(site.read("public/years/2024/index.html").contains("aria-label=\"November 1, 2024: 1 paper\""));
}
