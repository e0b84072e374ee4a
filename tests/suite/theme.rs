//! `offprint theme eject`: a copy of a theme's file, which takes its place.

use expect_test::expect;

use crate::site::{Site, paper};

#[test]
fn a_template_is_copied_to_where_the_site_overrides_it() {
    let site = Site::new();
    let run = site.run(&["theme", "eject", "page.html"]).succeeds();
    assert_eq!(run.stdout, "templates/page.html\n");
    run.says(expect![[r#"
        From now on the site uses this copy. Remove it to have the theme's own again.
        To change only a block, let it begin with {% extends "daily/page.html" %} and keep just that block.
    "#]]);
    let shipped = include_str!("../../themes/daily/templates/page.html");
    assert_eq!(site.read("templates/page.html"), shipped);
}

#[test]
fn a_site_with_a_copy_of_every_file_is_the_same_site() {
    let site = Site::new().file("content/a.md", paper("A Paper", ""));
    site.build().succeeds();
    let before = site.tree("public");
    for file in site.run(&["theme", "eject"]).succeeds().stdout.lines() {
        site.run(&["theme", "eject", file]).succeeds();
    }
    // A file of `static/` is published under its own name, too.
    let names = |file: &&str| !file.starts_with("copy.js") && !file.starts_with("favicon.svg");
    site.build().succeeds();
    let after = site.tree("public");
    for name in after.keys().map(String::as_str).filter(names) {
        assert!(before.get(name) == after.get(name), "{name} differs");
    }
}

#[test]
fn an_own_style_is_what_the_site_shows() {
    let site = Site::new().file("content/a.md", paper("A Paper", ""));
    site.run(&["theme", "eject", "tokens.css"]).succeeds();
    site.write("styles/tokens.css", "/* our tokens */\n");
    site.build().succeeds();
    let style = site.tree("public").into_iter().find(|(name, _)| name.starts_with("assets/style."));
    let (_, style) = style.expect("the site has a style");
    let style = String::from_utf8(style).expect("styles are UTF-8");
    assert!(style.contains("/* our tokens */") && style.contains("@layer"), "{style}");
}

#[test]
fn a_file_of_a_theme_in_the_site_comes_before_the_one_below_it() {
    let site = Site::new()
        .file("offprint.yaml", "theme: plain\n")
        .file("themes/plain/theme.yaml", "name: plain\ncontract: 1\nstyles: [base.css]\n")
        .file("themes/plain/styles/base.css", "/* plain */\n");
    assert_eq!(site.run(&["theme", "eject", "base.css"]).succeeds().stdout, "styles/base.css\n");
    assert_eq!(site.read("styles/base.css"), "/* plain */\n");
    // What the theme leaves to the one below it is reached by that one's name.
    let run = site.run(&["theme", "eject", "page.html"]).succeeds();
    assert!(run.stderr.contains(r#"{% extends "daily/page.html" %}"#), "{}", run.stderr);
}

#[test]
fn a_copy_that_is_there_is_kept() {
    let site = Site::new().file("static/copy.js", "mine");
    site.run(&["theme", "eject", "copy.js"]).refuses(expect![[r#"
        error: static/copy.js is there already, and is kept
    "#]]);
    assert_eq!(site.read("static/copy.js"), "mine");
}

#[test]
fn an_unknown_file_or_theme_is_named() {
    let site = Site::new();
    site.run(&["theme", "eject", "page-entry.html"]).refuses(expect![[r#"
        error: the theme has no file `page-entry.html`; did you mean templates/page.html or templates/partials/paper_entry.html or templates/partials/pagination.html?
    "#]]);
    let site = Site::new().file("offprint.yaml", "theme: dayly\n");
    site.run(&["theme", "eject"]).refuses(expect![[r#"
        error[unknown-theme]: there is no theme `dayly`
         --> offprint.yaml:1:8
          |
        1 | theme: dayly
          |        ^^^^^ name one that exists
          |
          = help: the program holds daily; others live in `themes/NAME/`

    "#]]);
}
