//! `build --shard I/N`: parts of a site, which several machines make.

use std::collections::BTreeMap;

use expect_test::expect;

use crate::build::assert_same;
use crate::site::{Site, paper};

/// More pages than one part takes at a time.
fn site() -> Site {
    let site = Site::new().file("content/pages/about.md", "---\ntitle: About\n---\nText.\n");
    site.write("static/robots-are-welcome.txt", "");
    for number in 0..60 {
        let date = format!("date: 2025-{:02}-{:02}", number % 12 + 1, number % 28 + 1);
        let text = format!(
            "---\ntitle: 'Paper {number}'\n{date}\nauthors: [Author {number}, Ada Lovelace]\ntags: [t{}]\n\
             aliases: [/old/{number}/]\n---\nOf words, and of number {number}.\n",
            number % 7
        );
        site.write(&format!("content/p{number}.md"), text);
    }
    site
}

#[test]
fn parts_laid_over_each_other_are_the_site() {
    let site = site();
    site.build().succeeds();
    let whole = site.tree("public");
    for count in [1, 2, 4] {
        let mut joined = BTreeMap::new();
        for number in 1..=count {
            let folder = format!("part-{number}-of-{count}");
            let shard = format!("{number}/{count}");
            site.run(&["build", "--shard", &shard, "--output", &folder]).succeeds();
            let part = site.tree(&folder);
            // Each machine has something to do.
            assert!(part.len() * count * 4 > whole.len(), "{shard}: {} of {}", part.len(), whole.len());
            for (file, bytes) in part {
                assert!(joined.insert(file.clone(), bytes).is_none(), "{file} is in two parts of {count}");
            }
        }
        assert_same(&joined, &whole);
    }
}

#[test]
fn a_part_is_built_again_like_a_site() {
    let site = site();
    let build = || site.run(&["build", "--shard", "2/3", "--output", "part"]).succeeds().stderr;
    let first = build();
    assert!(first.starts_with("Built part 2/3 of 60 papers in"), "{first}");
    let again = build();
    assert!(again.contains(": 0 files written,"), "{again}");
    site.write("content/p7.md", paper("Another", ""));
    build();
    let edited = site.tree("part");
    site.run(&["build", "--shard", "2/3", "--output", "clean"]).succeeds();
    assert_same(&edited, &site.tree("clean"));
}

#[test]
fn a_part_is_filled_up_by_a_build_of_the_whole() {
    let site = site();
    site.run(&["build", "--shard", "1/2"]).succeeds();
    site.build().succeeds();
    site.run(&["build", "--output", "clean"]).succeeds();
    assert_same(&site.tree("public"), &site.tree("clean"));
}

#[test]
fn a_part_does_not_take_the_place_of_the_whole_or_of_another_part() {
    let site = site();
    site.build().succeeds();
    let whole = site.tree("public");
    site.run(&["build", "--shard", "1/2"]).refuses(expect![[r#"
        error: `[ROOT]/public` holds the whole site, which part 1/2 would take the place of
          = help: name a folder of its own with `--output DIR`
    "#]]);
    assert_same(&site.tree("public"), &whole);
    site.run(&["build", "--shard", "1/2", "--output", "part"]).succeeds();
    site.run(&["build", "--shard", "2/2", "--output", "part"]).refuses(expect![[r#"
        error: `[ROOT]/part` holds part 1/2 of a site, which part 2/2 would take the place of
          = help: name a folder of its own with `--output DIR`
    "#]]);
}

#[test]
fn a_part_that_cannot_be_is_refused() {
    site().run(&["build", "--shard", "3/2"]).refuses(expect![[r#"
        error: invalid value '3/2' for '--shard <I/N>': write 2/5 for the second of five parts

        For more information, try '--help'.
    "#]]);
}
