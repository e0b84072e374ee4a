//! Languages: what the theme says, and how the site's texts say what script they are in.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use expect_test::expect;

use crate::site::{Site, paper};

fn site(config: &str) -> Site {
    Site::new()
        .file("offprint.yaml", config)
        .file("content/2025-10-30/a.md", paper("Pointer Networks", "upvotes: 3\nabstract: Arrows."))
        .file("content/2025-10-30/b.md", paper("شبكات المؤشرات", ""))
}

#[test]
fn a_site_in_arabic_reads_from_right_to_left() {
    let site = site("language: ar\n");
    site.build().succeeds().says(expect![[r#"
        Built 2 papers in … s: 38 files written, 0 unchanged, 0 removed, 0 warnings in public
        Left out the feed and the sitemap: set `base_url` to the site's address to get them
    "#]]);
    let front = site.read("public/index.html");
    assert!(front.contains("<html lang=ar dir=rtl>"), "{front}");
    assert!(front.contains("<time datetime=2025-10-30>الخميس، 30 أكتوبر 2025</time>"), "{front}");
    assert!(front.contains("<li>ورقتان</li>"), "{front}");
    assert!(front.contains("<h2 class=paper-entry-title lang=und-Latn dir=auto>"), "{front}");
    assert!(front.contains("<h2 class=paper-entry-title><a href=/papers/b/>"), "{front}");
    assert!(front.contains("<span class=visually-hidden>الملخص: Pointer Networks</span>"), "{front}");
}

#[test]
fn a_title_in_another_script_says_so() {
    let site = site("");
    site.build().succeeds();
    let front = site.read("public/index.html");
    assert!(front.contains("<html lang=en>"), "{front}");
    assert!(front.contains("<h2 class=paper-entry-title lang=und-Arab dir=auto>"), "{front}");
    assert!(site.read("public/papers/b/index.html").contains("<h1 lang=und-Arab dir=auto>"));
}

#[test]
fn scripts_speak_the_language_of_the_site() {
    let site = site("language: zh-CN\nminify: false\n");
    site.build().succeeds();
    let files = site.tree("public");
    let script = |name: &str| {
        let found = files.iter().find(|(path, _)| path.starts_with(name) && path.ends_with(".js"));
        String::from_utf8(found.expect("the script is published").1.clone()).expect("scripts are UTF-8")
    };
    assert!(script("assets/saved.").contains("\"标为已读\""));
    assert!(script("assets/search.").contains("toLocaleDateString(\"zh-CN\""));
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".js")) {
        let text = String::from_utf8_lossy(bytes).replace("STOP_WORDS.", "");
        assert!(!text.contains("WORDS."), "{path} has words that nothing filled in");
    }
}

#[test]
fn a_site_has_words_of_its_own() {
    let site = site("language: de\n").file(
        "languages/de.yaml",
        "papers: {one: '{count} Arbeit', other: '{count} Arbeiten'}\nread: Gelesen\n",
    );
    site.build().succeeds();
    let front = site.read("public/index.html");
    assert!(
        front.contains("Donnerstag, 30. Oktober 2025") && front.contains("<li>2 Arbeiten</li>"),
        "{front}"
    );
    assert!(front.contains("3 upvotes"), "what a language lacks is in English\n{front}");
}

#[test]
fn a_file_of_a_language_that_is_not_found_by_its_name_is_a_warning() {
    let site = site("base_url: https://a.example/\nlanguage: en-GB\n")
        .file("languages/en-GB.yaml", "read: Done\n")
        .file("languages/en_gb.yaml", "read: Done\n")
        .file("languages/eng.yml", "read: Done\n")
        .file("languages/words of mine.yaml", "read: Done\n")
        // Another configuration may be of a site in French.
        .file("languages/fr.yaml", "read: Lu\n");
    site.run(&["build", "--strict"]).fails(expect![[r#"
        warning[unused-language]: no words are taken from this file
        --> languages/en_gb.yaml
         = help: did you mean `en-GB.yaml`?

        warning[unused-language]: no words are taken from this file
        --> languages/eng.yml
         = help: did you mean `en.yaml`?

        warning[unused-language]: no words are taken from this file
        --> languages/words of mine.yaml
         = help: name it after a language tag, such as `pt-BR.yaml`

        error: nothing was built: 0 errors, 3 warnings
    "#]]);
}

#[test]
fn a_fault_of_a_language_is_shown_where_it_is() {
    let site = site("").file(
        "languages/en.yaml",
        "papers: {few: '{count}', other: '{number} papers'}\nabstrakt: Abstract\nsaved_as: '{file'\nrelated_paper: Near\n",
    );
    site.run(&["check"]).fails(expect![[r#"
        error[unknown-blank]: nothing fills the blank `{number}` of `papers`
         --> languages/en.yaml:1:9
          |
        1 | papers: {few: '{count}', other: '{number} papers'}
          |         ^ this phrase has {count}

        error[unknown-blank]: a brace that belongs to no blank
         --> languages/en.yaml:3:11
          |
        3 | saved_as: '{file'
          |           ^^^^^^^ write blanks as `{count}`, and no other braces

        error[unknown-plural]: this language has no plural form `few`
         --> languages/en.yaml:1:10
          |
        1 | papers: {few: '{count}', other: '{number} papers'}
          |          ^^^ it has one, other

        warning[unused-words]: the theme says `abstrakt` nowhere
         --> languages/en.yaml:2:1
          |
        2 | abstrakt: Abstract
          | ^^^^^^^^ did you mean `abstract`?

        warning[unused-words]: the theme says `related_paper` nowhere
         --> languages/en.yaml:4:1
          |
        4 | related_paper: Near
          | ^^^^^^^^^^^^^ did you mean `related_papers`?

        error: 3 errors, 2 warnings
    "#]]);
}

#[test]
fn a_word_that_no_language_has_is_an_error_of_the_script() {
    let site = site("").file("static/keys.js", "alert(WORDS.saev);\n");
    site.run(&["check"]).fails(expect![[r#"
        error[unknown-words]: the theme has no words for `saev`; did you mean `save`?
         --> static/keys.js:1:13
          |
        1 | alert(WORDS.saev);
          |             ^^^^ no words for this

        error: 1 error, 0 warnings
    "#]]);
}

#[test]
fn a_phrase_with_a_blank_wants_a_text_for_it() {
    let wanting = "{{ phrase(key=\"abstract_of\", name=1) }}\n";
    let site = site("")
        .file("templates/404.html", wanting)
        .file("templates/saved.html", "{{ phrase(key=\"sav\") }}");
    site.run(&["check"]).fails(expect![[r#"
        error[template-error]: the phrase `abstract_of` wants `title`: write `title=…`
         --> templates/404.html:1:4
          |
        1 | {{ phrase(key="abstract_of", name=1) }}
          |    ^^^^^^ while rendering /404.html

        error[template-error]: the theme has no words for `sav`; did you mean `save`?
         --> templates/saved.html:1:4
          |
        1 | {{ phrase(key="sav") }}
          |    ^^^^^^ while rendering /saved/

        Checked 2 papers and 16 pages in … s: 2 errors, 0 warnings
    "#]]);
}

/// Every key that a text names after one of some beginnings.
fn named(text: &str, beginnings: &[&str]) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for beginning in beginnings {
        for rest in text.split(beginning).skip(1) {
            let end = rest.find(|char: char| !char.is_ascii_lowercase() && char != '_').unwrap_or(rest.len());
            keys.insert(rest[..end].to_owned());
        }
    }
    keys
}

#[test]
fn every_phrase_is_said_and_everything_that_is_said_is_a_phrase() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let texts = |folder: &str, ending: &str| -> String {
        let files = walkdir::WalkDir::new(root.join(folder)).into_iter().flatten();
        let files = files.filter(|file| file.path().extension().is_some_and(|found| found == ending));
        files.map(|file| fs::read_to_string(file.path()).expect("a text")).collect()
    };
    let english = fs::read_to_string(root.join("themes/daily/languages/en.yaml")).expect("a language");
    let phrases: BTreeSet<String> = english
        .lines()
        .filter(|line| line.starts_with(|char: char| char.is_ascii_lowercase()))
        .filter_map(|line| Some(line.split_once(':')?.0.to_owned()))
        .collect();
    let mut said = named(&texts("themes", "html"), &["words.", "phrase(key=\""]);
    let scripts = texts("themes", "js").replace("STOP_WORDS.", "");
    said.extend(named(&scripts, &["WORDS."]).into_iter().filter(|key| key != "language"));
    let unknown: Vec<&String> = said.difference(&phrases).collect();
    assert!(unknown.is_empty(), "no phrases: {unknown:?}");
    let program = texts("src", "rs");
    let silent: Vec<&String> =
        phrases.difference(&said).filter(|key| !program.contains(&format!("\"{key}\""))).collect();
    assert!(silent.is_empty(), "nothing says {silent:?}");
}
