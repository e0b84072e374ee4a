//! Themes: those that are shipped, one's own, and copies of a theme's files, which take their place.

use std::fs;
use std::path::Path;

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
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/daily/static");
    let own: Vec<String> = fs::read_dir(folder)
        .expect("the theme has files")
        .map(|file| file.expect("the folder can be read").file_name().to_string_lossy().into_owned())
        .collect();
    let names = |file: &&str| !own.iter().any(|name| name == file);
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
    let site = Site::new().file("static/cite.js", "mine");
    site.run(&["theme", "eject", "cite.js"]).refuses(expect![[r#"
        error: static/cite.js is there already, and is kept
    "#]]);
    assert_eq!(site.read("static/cite.js"), "mine");
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
          = help: the program holds daily, plain; others live in `themes/NAME/`

    "#]]);
}

/// A site with a theme of its own.
fn site_with(theme: &str) -> Site {
    Site::new()
        .file("offprint.yaml", "base_url: https://a.example/\ntheme: mine\n")
        .file("content/a.md", paper("A", ""))
        .file("themes/mine/theme.yaml", theme)
}

#[test]
fn a_theme_has_parents_and_overrides_them_file_by_file() {
    let site = site_with("name: mine\ncontract: 1\nparent: plain\n")
        .file("themes/plain/theme.yaml", "name: plain\ncontract: 1\nstyles: [plain.css]\n")
        .file("themes/plain/styles/plain.css", "body { color: black }")
        .file("themes/plain/templates/partials/footer.html", "<footer>plain</footer>")
        .file(
            "themes/plain/templates/paper.html",
            "{% extends \"daily/paper.html\" %}{% block title %}plain {{ super() }}{% endblock title %}",
        )
        .file(
            "themes/mine/templates/paper.html",
            "{% extends \"plain/paper.html\" %}{% block title %}mine {{ super() }}{% endblock title %}",
        )
        .file("themes/mine/styles/plain.css", "body { color: blue }");
    site.build().succeeds();
    let page = site.read("public/papers/a/index.html");
    assert!(
        page.contains("<title>mine plain A</title>") && page.contains("<footer>plain</footer>"),
        "{page}"
    );
    let style =
        site.tree("public").into_iter().find(|(name, _)| name.ends_with(".css")).expect("there is a style");
    assert_eq!(String::from_utf8_lossy(&style.1), "body { color: blue }");
    site.check().succeeds();
}

#[test]
fn parents_that_are_missing_or_below_themselves_are_named() {
    site_with("name: mine\ncontract: 1\nparent: plian\n").build().fails(expect![[r#"
        error[unknown-theme]: there is no theme `plian`
         --> themes/mine/theme.yaml:3:9
          |
        3 | parent: plian
          |         ^^^^^ name one that exists
          |
          = help: the program holds daily, plain; others live in `themes/NAME/`

        error: nothing was built: 1 error, 0 warnings
    "#]]);
    site_with("name: mine\ncontract: 1\nparent: plain\n")
        .file("themes/plain/theme.yaml", "name: plain\ncontract: 1\nparent: mine\n")
        .build()
        .fails(expect![[r#"
            error[theme-cycle]: the theme `mine` cannot lie below itself: `mine` below `plain` below `mine`
             --> themes/plain/theme.yaml:3:9
              |
            3 | parent: mine
              |         ^^^^ name another parent

            error: nothing was built: 1 error, 0 warnings
        "#]]);
}

#[test]
fn a_theme_says_its_name_and_contract() {
    site_with("styles: []\n").build().fails(expect![[r#"
        error[theme-contract]: this theme does not say for which template contract it is written
         --> themes/mine/theme.yaml:1:1
          |
        1 | styles: []
          | ^ add `contract: 1`: this offprint speaks version 1

        error[theme-without-name]: this theme has no `name`
         --> themes/mine/theme.yaml:1:1
          |
        1 | styles: []
          | ^ add `name: …`

        error: nothing was built: 2 errors, 0 warnings
    "#]]);
}

#[test]
fn options_have_types_and_defaults() {
    let theme = "name: mine\ncontract: 1\noptions:\n  width: {type: number, default: 40}\n  tone: {type: choice, choices: [warm, cold], default: warm}\n  \
                 ink: {type: color}\n  dense: {type: flag, default: false}\n  motto: {type: text}\n";
    let footer = "<footer>{{ site.theme_options.width }} {{ site.theme_options.tone }} {{ site.theme_options.ink }} \
                  {{ site.theme_options.dense }} {{ site.theme_options.abstracts }}</footer>";
    let site = site_with(theme).file("themes/mine/templates/partials/footer.html", footer);
    site.build().succeeds();
    assert!(site.read("public/index.html").contains("<footer>40 warm false closed</footer>"));
    site.write(
        "offprint.yaml",
        "base_url: https://a.example/\ntheme: mine\ntheme_options: {width: 50, tone: cold, ink: teal, dense: true, abstracts: open}\n",
    );
    site.build().succeeds();
    let page = site.read("public/index.html");
    assert!(
        page.contains("<footer>50 cold teal true open</footer>") && page.contains("data-density=abstracts"),
        "{page}"
    );
    site.write(
        "offprint.yaml",
        "base_url: https://a.example/\ntheme: mine\ntheme_options: {widht: 50, tone: hot, ink: 'url(x)', dense: 1, motto: [a]}\n",
    );
    site.build().fails(expect![[r#"
        error[unknown-option]: `widht` is not an option of the theme
         --> offprint.yaml:3:17
          |
        3 | theme_options: {widht: 50, tone: hot, ink: 'url(x)', dense: 1, motto: [a]}
          |                 ^^^^^ did you mean `width`?

        error[bad-option-value]: the theme's option `tone` cannot be this
         --> offprint.yaml:3:34
          |
        3 | theme_options: {widht: 50, tone: hot, ink: 'url(x)', dense: 1, motto: [a]}
          |                                  ^^^ expected one of warm, cold
         --> offprint.yaml:3:44: the theme's option `ink` cannot be this; expected a color, such as `teal` or `'#00695c'`
         --> offprint.yaml:3:61: the theme's option `dense` cannot be this; expected true or false
         --> offprint.yaml:3:71: the theme's option `motto` cannot be this; expected text

        error: nothing was built: 5 errors, 0 warnings
    "#]]);
}

#[test]
fn options_of_a_theme_must_be_what_they_say() {
    site_with("name: mine\ncontract: 1\noptions: {a: {default: 1}, b: {type: flag, default: maybe}, c: {type: txt}, d: text, e: {type: choice}}\n")
        .build()
        .fails(expect![[r#"
            error[bad-option]: the option `a` has no type
             --> themes/mine/theme.yaml:3:14
              |
            3 | options: {a: {default: 1}, b: {type: flag, default: maybe}, c: {type: txt}, d: text, e: {type: choice}}
              |              ^ add `type: text`, number, flag, color or choice
             --> themes/mine/theme.yaml:3:53: the default of `b` is not what its type says; expected true or false
             --> themes/mine/theme.yaml:3:64: the option `c` has no type; add `type: text`, number, flag, color or choice
             --> themes/mine/theme.yaml:3:89: the option `e` has no choices; add `choices: [first, second]`

            error[unknown-value]: `type` cannot be `txt`
             --> themes/mine/theme.yaml:3:71
              |
            3 | options: {a: {default: 1}, b: {type: flag, default: maybe}, c: {type: txt}, d: text, e: {type: choice}}
              |                                                                       ^^^ did you mean `text`?

            error[wrong-type]: an option must be a map of fields, not text
             --> themes/mine/theme.yaml:3:80
              |
            3 | options: {a: {default: 1}, b: {type: flag, default: maybe}, c: {type: txt}, d: text, e: {type: choice}}
              |                                                                                ^^^^ write `key: value` lines

            error: nothing was built: 6 errors, 0 warnings
        "#]]);
}

#[test]
fn an_own_entry_is_what_every_list_shows() {
    let site = Site::new()
        .file("content/2025-10-30/a.md", "---\ntitle: A\ntags: [t]\n---\nText.\n")
        .file("templates/partials/paper_entry.html", "<p>{{ paper.title }} {{ show_abstracts }}</p>");
    site.run(&["build", "--strict"]).succeeds();
    for (list, entry) in [
        ("index.html", "<p>A true</p>"),
        ("days/2025-10-30/index.html", "<p>A true</p>"),
        ("years/2025/index.html", "<p>A false</p>"),
        ("tags/t/index.html", "<p>A false</p>"),
    ] {
        assert!(site.read(&format!("public/{list}")).contains(entry), "{list}");
    }
}

#[test]
fn an_entry_that_cannot_be_rendered_is_told_once() {
    let site = Site::new()
        .file("content/2025-10-30/a.md", "---\ntitle: A\n---\n")
        .file("content/2025-10-30/b.md", "---\ntitle: B\n---\n")
        .file("templates/partials/paper_entry.html", "<p>\n{{ paper.tittle }}</p>");
    site.build().fails(expect![[r#"
        error[template-error]: Field `tittle` is not defined
         --> templates/partials/paper_entry.html:2:10
          |
        2 | {{ paper.tittle }}</p>
          |          ^^^^^^ while rendering /list/papers/a/ and 4 more pages
          |
          = help: did you mean `title`?

        error: nothing was built: 1 error, 0 warnings
    "#]]);
}

#[test]
fn an_override_that_nothing_uses_is_a_warning() {
    let site = Site::new()
        .file("content/a.md", paper("A", ""))
        .file("templates/papr.html", "")
        .file("templates/partials/mine.html", "")
        .file("templates/partials/used.html", "<p>used</p>")
        .file("templates/partials/footer.html", "<footer>{% include \"partials/used.html\" %}</footer>")
        .file("styles/token.css", "")
        .file("styles/tokens.css", "");
    site.run(&["build", "--strict"]).fails(expect![[r#"
        warning[unused-style]: the theme does not use this style
        --> styles/token.css
         = help: did you mean `tokens.css`?

        warning[unused-template]: no page is made with this template
        --> templates/papr.html
         = help: did you mean `paper.html`?

        warning[unused-template]: no page is made with this template
        --> templates/partials/mine.html
         = help: include it in a template, or remove it

        error: nothing was built: 0 errors, 3 warnings
    "#]]);
    site.build().succeeds();
}

#[test]
fn a_theme_that_is_not_called_as_its_folder_is_a_warning() {
    let site = Site::new()
        .file("offprint.yaml", "base_url: https://a.example/\ntheme: mine\n")
        .file("content/a.md", paper("A", ""))
        .file("themes/mine/theme.yaml", "name: ours\ncontract: 1\n");
    site.run(&["build", "--strict"]).fails(expect![[r#"
        warning[misnamed-theme]: sites choose this theme as `mine`, by the name of its folder
         --> themes/mine/theme.yaml:1:7
          |
        1 | name: ours
          |       ^^^^ write `mine`, or rename the folder

        error: nothing was built: 0 errors, 1 warning
    "#]]);
}

#[test]
fn a_folder_that_is_called_almost_as_one_of_the_theme_is_a_warning() {
    let site = Site::new()
        .file("content/a.md", paper("A", ""))
        .file("template/base.html", "")
        .file("Styles/tokens.css", "")
        .file("state/a", "");
    site.run(&["check", "--strict"]).fails(expect![[r#"
        warning[unused-folder]: nothing is read from the folder `Styles`
        --> Styles
         = help: did you mean `styles`?

        warning[unused-folder]: nothing is read from the folder `template`
        --> template
         = help: did you mean `templates`?

        Checked 1 paper and 11 pages in … s: 0 errors, 2 warnings
        error: with `--strict` the warnings fail the check
    "#]]);
}

#[test]
fn a_style_that_would_take_others_with_it_is_an_error() {
    let site = Site::new().file("content/a.md", paper("A", ""));
    site.run(&["theme", "eject", "tokens.css"]).succeeds();
    let tokens = site.read("styles/tokens.css");
    let site = site.file("styles/tokens.css", "a { color: red }\n.promo { color: #b00\n");
    site.build().fails(expect![[r#"
        error[style-syntax]: this `{` is never closed
         --> styles/tokens.css:2:8
          |
        2 | .promo { color: #b00
          |        ^ close it: all styles behind it are part of it

        error: nothing was built: 1 error, 0 warnings
    "#]]);
    site.file("styles/tokens.css", tokens).run(&["build", "--strict"]).succeeds();
}

#[test]
fn a_file_of_a_theme_that_cannot_be_read_is_an_error() {
    let site = Site::new()
        .file("content/a.md", paper("A", ""))
        .file("templates/partials/footer.html", b"<footer>caf\xE9</footer>")
        .file("styles/tokens.css", b"\xFF\xFE")
        .file("languages/en.yaml", b"saved: caf\xE9");
    site.build().fails(expect![[r#"
        error[not-utf8]: this file is not UTF-8
         --> languages/en.yaml:1:11
          |
        1 | saved: caf�
          |           ^ byte 0xe9 cannot stand here
          |
          = help: save the file as UTF-8; it may be Latin-1 or windows-1252

        error[not-utf8]: this file is not UTF-8
         --> styles/tokens.css:1:1
          |
        1 | ��
          | ^ byte 0xff cannot stand here
          |
          = help: save the file as UTF-8; it looks like UTF-16

        error[not-utf8]: this file is not UTF-8
         --> templates/partials/footer.html:1:12
          |
        1 | <footer>caf�</footer>
          |            ^ byte 0xe9 cannot stand here
          |
          = help: save the file as UTF-8; it may be Latin-1 or windows-1252

        error: nothing was built: 3 errors, 0 warnings
    "#]]);
}

#[cfg(unix)]
#[test]
fn a_link_in_a_folder_of_a_theme_is_followed_or_told() {
    use std::os::unix::fs::symlink;

    let site =
        Site::new().file("content/a.md", paper("A", "")).file("mine/footer.html", "<footer>mine</footer>");
    std::fs::create_dir_all(site.root().join("templates/partials")).expect("a folder that is ours");
    symlink(site.root().join("mine/footer.html"), site.root().join("templates/partials/footer.html"))
        .expect("a folder that is ours");
    site.build().succeeds();
    assert!(site.read("public/papers/a/index.html").contains("<footer>mine</footer>"));
    site.remove("mine/footer.html");
    site.run(&["build", "--strict"]).fails(expect![[r#"
        warning[broken-symlink]: this link leads nowhere, and is left out
        --> templates/partials/footer.html
         = help: remove it

        error: nothing was built: 0 errors, 1 warning
    "#]]);
}

#[test]
fn styles_name_the_files_of_the_theme_and_of_the_site() {
    let style =
        "@font-face { src: url(fonts/a.woff2) }\na { background: url('b.png'), url(/c.png), url(d.png) }\n";
    let site = Site::new()
        .file("offprint.yaml", "base_url: https://a.example/\ntheme: ours\n")
        .file("themes/ours/theme.yaml", "name: ours\ncontract: 1\nadd_styles: [ours.css]\n")
        .file("themes/ours/styles/ours.css", style)
        .file("themes/ours/static/fonts/a.woff2", "font")
        .file("static/b.png", "picture")
        .file("content/a.md", paper("A", ""));
    site.check().says(expect![[r#"
        warning[missing-asset]: the theme has no file `static/d.png`
         --> themes/ours/styles/ours.css:2:48
          |
        2 | a { background: url('b.png'), url(/c.png), url(d.png) }
          |                                                ^^^^^ add it, or begin the address with `/` where the site has it

        Checked 1 paper and 11 pages in … s: 0 errors, 1 warning
    "#]]);
    site.build().succeeds();
    let files = site.tree("public");
    let named = |ending: &str| files.keys().find(|name| name.ends_with(ending)).expect("it is published");
    let font = named(".woff2").strip_prefix("assets/").expect("it is the theme's");
    let style = site.read(&format!("public/{}", named(".css")));
    let expected =
        format!("src: url({font}) }}\na {{ background: url('../b.png'), url(/c.png), url(d.png) }}\n");
    assert!(style.ends_with(&expected), "{style}");
}

#[test]
fn a_template_that_extends_itself_or_nothing_is_told_with_its_place() {
    let site = Site::new()
        .file("templates/paper.html", "{% extends \"paper.html\" %}\n")
        .file("content/a.md", paper("A", ""));
    site.build().fails(expect![[r#"
        error[template-syntax]: this template extends itself, or one that extends it
         --> templates/paper.html:1:4
          |
        1 | {% extends "paper.html" %}
          |    ^^^^^^^ name the one below it: `{% extends "daily/paper.html" %}`

        error: nothing was built: 1 error, 0 warnings
    "#]]);
    site.write("templates/paper.html", "\n{% extends \"daily/base.htm\" %}\n");
    site.build().fails(expect![[r#"
        error[template-syntax]: there is no template `daily/base.htm`
         --> templates/paper.html:2:4
          |
        2 | {% extends "daily/base.htm" %}
          |    ^^^^^^^ did you mean `daily/base.html`?

        error: nothing was built: 1 error, 0 warnings
    "#]]);
}

#[test]
fn a_block_that_a_site_fills_is_on_every_page() {
    let ours = "{% extends \"daily/base.html\" %}{% block head_extra %}<link rel=ours>{% endblock %}\n";
    let site = Site::new()
        .file("offprint.yaml", "base_url: https://a.example/\n")
        .file("templates/base.html", ours)
        .file("content/a.md", paper("A", "authors: [Ada]\ntags: [b]\nvenue: C"));
    site.build().succeeds();
    for (name, page) in site.tree("public").iter().filter(|(name, _)| name.ends_with(".html")) {
        assert!(String::from_utf8_lossy(page).contains("<link rel=ours>"), "{name}");
    }
}

#[test]
fn the_accent_of_the_default_theme_is_a_choice() {
    let site = Site::new()
        .file(
            "offprint.yaml",
            "base_url: https://a.example/\ntheme_options: {accent: '#00695c', accent_dark: aqua}\n",
        )
        .file("content/a.md", paper("A", ""));
    site.build().succeeds();
    assert!(site.read("public/index.html").contains("light-dark(#00695c, aqua)"));
    site.write("offprint.yaml", "base_url: https://a.example/\ntheme_options: {accent: teal}\n");
    site.build().succeeds();
    let lighter = "light-dark(teal, oklch(from teal max(l, 0.72) c h))";
    assert!(site.read("public/index.html").contains(lighter), "it can be read on a dark page");
}

#[test]
fn a_theme_is_begun_chosen_and_changed_in_a_few_lines() {
    let site = Site::new().file("content/a.md", paper("A", "authors: [Ada, Grace]"));
    let run = site.run(&["theme", "new", "ours"]).succeeds();
    assert_eq!(
        run.stdout,
        "themes/ours/theme.yaml\nthemes/ours/styles/ours.css\nthemes/ours/templates/hooks/masthead_end.html\n"
    );
    site.write("offprint.yaml", "theme: ours\ntheme_options: {motto: Read slowly.}\n");
    let entry = "{% if paper.author_count_label %}<p>{{ paper.author_count_label }}</p>{% endif %}\n";
    site.write("themes/ours/templates/hooks/entry_end.html", entry);
    site.run(&["check", "--strict"]).succeeds();
    site.build().succeeds();
    let page = site.read("public/index.html");
    for part in ["<p class=motto>Read slowly.", "<p>2 authors"] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    let style = site.tree("public").into_iter().find(|(name, _)| name.ends_with(".css"));
    let style = String::from_utf8(style.expect("there is a style").1).expect("styles are UTF-8");
    assert!(style.contains("@layer reset") && style.ends_with("font-style: italic;\n}\n"), "{style}");
    let lines: usize =
        site.tree("themes").values().map(|file| file.split(|byte| *byte == b'\n').count() - 1).sum();
    assert!(lines < 30, "{lines} lines");
    assert_eq!(
        site.run(&["theme", "list"]).succeeds().stdout,
        "  daily  A daily list set like a well printed journal; what a site has that names no theme. (in the program)\n\
         * ours   Our own look. (in `themes/`)\n  \
         plain  A white page and its text, to read as it is or to start a theme from. (in the program)\n"
    );
}

#[test]
fn a_theme_that_cannot_be_begun_is_named() {
    let site = Site::new();
    for (arguments, message) in [
        (&["theme", "new", "daily"][..], "error: there is a theme `daily` already\n"),
        (
            &["theme", "new", "../up"],
            "error: `../up` is no name of a theme: use lower-case letters, digits and hyphens\n",
        ),
        (
            &["theme", "new", "ours", "--parent", "plian"],
            "error: there is no theme `plian` to lie below it; there are daily, plain\n",
        ),
    ] {
        let run = site.run(arguments);
        assert_eq!((run.code, run.stderr.as_str()), (2, message));
    }
    assert!(!site.exists("themes"));
}

#[test]
fn the_theme_plain_is_small_and_whole() {
    let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/plain");
    let lines = |folder: &str| -> usize {
        let files = walkdir::WalkDir::new(theme.join(folder)).into_iter().flatten();
        files
            .filter(|file| file.file_type().is_file())
            .map(|file| fs::read_to_string(file.path()).expect("it is text").lines().count())
            .sum()
    };
    assert!(lines("templates") < 200 && lines("styles") < 150);

    let site = Site::new()
        .file("offprint.yaml", "base_url: https://a.example/\ntheme: plain\ntheme_options: {accent: teal}\n")
        .file(
            "content/a.md",
            paper(
                "A <b>",
                "authors: [Ada, Grace]\ntags: [sorting]\nupvotes: 3\nlinks: {pdf: 'https://a.example/a.pdf'}",
            ),
        );
    site.run(&["check", "--strict"]).succeeds();
    site.build().succeeds();
    let page = site.read("public/index.html");
    for part in [
        "style=\"--accent: light-dark(teal, oklch(",
        "<h2><a href=/papers/a/>A &lt;b></a></h2>",
        "3 upvotes",
        "An abstract.",
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    assert!(!page.contains("<script"), "{page}");
}

#[test]
fn a_copy_whose_original_has_changed_is_a_warning() {
    let site = site_with("name: mine\ncontract: 1\n")
        .file("themes/mine/templates/partials/footer.html", "<footer>one</footer>");
    site.run(&["theme", "eject", "footer.html"]).succeeds();
    site.run(&["theme", "eject", "404.html"]).succeeds();
    site.run(&["check", "--strict"]).succeeds();
    site.write("themes/mine/templates/partials/footer.html", "<footer>two</footer>");
    site.check().says(expect![[r#"
        warning[old-copy]: the theme's own file has changed since this copy of it was made
        --> templates/partials/footer.html
         = help: `offprint theme show templates/partials/footer.html` shows the new one: take over what you want, then remove the copy's line from `ejected.yaml`, or remove the copy and eject it again

        Checked 1 paper and 11 pages in … s: 0 errors, 1 warning
    "#]]);
    assert_eq!(site.run(&["theme", "show", "footer.html"]).succeeds().stdout, "<footer>two</footer>");
    // Removed and made again, it is a copy of the new one.
    site.remove("templates/partials/footer.html");
    site.run(&["check", "--strict"]).succeeds();
    site.run(&["theme", "eject", "footer.html"]).succeeds();
    site.run(&["check", "--strict"]).succeeds();
}

#[test]
fn the_list_of_copies_loses_nothing() {
    let site = Site::new();
    site.run(&["theme", "eject", "footer.html"]).succeeds();
    let list = site.read("ejected.yaml");
    site.write("ejected.yaml", format!("{list}# ours\n"));
    site.run(&["theme", "eject", "404.html"]).succeeds();
    let after = site.read("ejected.yaml");
    assert!(after.starts_with(&format!("{list}# ours\ntemplates/404.html: ")), "{after}");

    let damaged = "<<<<<<< HEAD\ntemplates/404.html: '0123456789abcdef'\n";
    site.write("ejected.yaml", damaged);
    site.run(&["theme", "eject", "page.html"]).fails(expect![[r#"
        error[yaml-syntax]: this is not valid YAML: mapping values are not allowed in this context
         --> ejected.yaml:1:1
          |
        1 | <<<<<<< HEAD
          | ^^^^^^^^^^^^
          |
          = help: keep the lines of one side or of both, and remove git's marks `<<<<<<<`, `=======` and `>>>>>>>`

        error: nothing was copied: mend `ejected.yaml`, or remove it to forget the copies made so far
    "#]]);
    assert_eq!(site.read("ejected.yaml"), damaged);
    assert!(!site.exists("templates/page.html"));
}
