//! Real papers, where `OFFPRINT_CORPUS` names a folder of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use unicode_normalization::UnicodeNormalization;

use crate::site::{Site, readable};

/// The folder, or none with a word about it: a test that needs it has then checked nothing.
fn corpus() -> Option<PathBuf> {
    let folder = std::env::var_os("OFFPRINT_CORPUS").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("OFFPRINT_CORPUS names no folder of real papers: nothing is checked here");
    }
    folder
}

fn path(path: PathBuf) -> String {
    path.into_os_string().into_string().expect("the folder's name is Unicode")
}

#[test]
fn a_copied_page_of_daily_papers_becomes_a_list_of_100() {
    let Some(corpus) = corpus() else { return };
    let site = Site::new();
    let listing = path(corpus.join("daily-papers-capture.txt"));
    site.run(&["import", "capture", &listing, "--captured-on", "2025-10-30"]).succeeds();
    let files = site.tree("content");
    assert_eq!(files.len(), 100);
    let mut years = BTreeSet::new();
    for text in files.values().map(|bytes| String::from_utf8_lossy(bytes)) {
        let published =
            text.lines().find_map(|line| line.strip_prefix("published: ")).expect("each has a date");
        years.insert(published[..4].to_owned());
    }
    assert_eq!(
        (years.first().map(String::as_str), years.last().map(String::as_str)),
        (Some("2014"), Some("2025"))
    );

    site.build().succeeds();
    site.run(&["check", "--strict"]).succeeds();
    // The files' weights are the listing's order; the pages must keep it.
    let mut weighed: Vec<(u32, &str)> = Vec::new();
    for (name, text) in &files {
        let text = String::from_utf8_lossy(text);
        let weight = text.lines().find_map(|line| line.strip_prefix("weight: ")).expect("each has a place");
        let key =
            name.rsplit('/').next().and_then(|name| name.strip_suffix(".md")).expect("a file of a paper");
        weighed.push((weight.parse().expect("a number"), key));
    }
    weighed.sort();
    let first = site.read("public/days/2025-10-30/index.html");
    let second = site.read("public/days/2025-10-30/page/2/index.html");
    let pages = format!("{first}{second}");
    let places: Vec<Option<usize>> =
        weighed.iter().map(|(_, key)| pages.find(&format!("<a href=/list/papers/{key}/>"))).collect();
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "the papers are in the listing's order"
    );
    for (name, bytes) in site.tree("public").iter().filter(|(name, _)| name.ends_with(".html")) {
        let page = String::from_utf8_lossy(bytes);
        let without_citation = page.split("class=citation>").next().expect("a first part");
        assert!(!readable(without_citation).contains('\\'), "{name} shows a backslash");
    }
}

#[test]
fn an_archive_of_the_api_becomes_a_list_of_1509() {
    let Some(corpus) = corpus() else { return };
    let site = Site::new();
    let mut files: Vec<String> = fs::read_dir(corpus.join("hf"))
        .expect("the archive is there")
        .map(|entry| path(entry.expect("the folder can be read").path()))
        .collect();
    files.sort();
    let mut arguments = vec!["import", "hf"];
    arguments.extend(files.iter().map(String::as_str));
    let run = site.run(&arguments).succeeds();
    assert!(
        run.stderr.starts_with("Imported 1,509 new papers under 109 days; 0 already in the list; "),
        "{}",
        run.stderr
    );
    let content = site.tree("content");
    assert_eq!(content.len(), 1_509);
    assert_eq!(content.keys().map(|name| &name[..10]).collect::<BTreeSet<_>>().len(), 109);
    let again = site.run(&arguments).succeeds();
    assert!(again.stderr.starts_with("Imported 0 new papers"), "{}", again.stderr);
    let check = site.check().succeeds();
    assert!(check.stderr.contains(": 0 errors, "), "{}", check.stderr);
    site.run(&["build", "--strict"]).succeeds();
}

#[test]
fn answers_of_arxiv_become_a_list_of_105() {
    let Some(corpus) = corpus() else { return };
    let site = Site::new();
    let files = fs::read_dir(corpus.join("arxiv-atom")).expect("the answers are there");
    let mut files: Vec<String> =
        files.map(|file| path(file.expect("the folder can be read").path())).collect();
    files.sort();
    let mut arguments = vec!["import", "arxiv"];
    arguments.extend(files.iter().map(String::as_str));
    let run = site.run(&arguments);
    // One of the answers is an error.
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(
        run.stderr.contains("arXiv answered with an error: incorrect id format for abc"),
        "{}",
        run.stderr
    );
    assert_eq!(run.stderr.matches("this answer holds no paper").count(), 2, "{}", run.stderr);
    assert!(run.stderr.contains("Imported 105 new papers under "), "{}", run.stderr);
    let content = site.tree("content");
    assert_eq!(content.len(), 105);
    assert!(content.keys().any(|name| name == "2006-01-02/astro-ph-0601001.md"));
    assert!(content.values().all(|text| !String::from_utf8_lossy(text).contains('Ã')));
    site.run(&["build", "--strict"]).succeeds();
}

#[test]
fn a_folder_of_foreign_posts_is_reported_whole() {
    let Some(corpus) = corpus() else { return };
    let site = Site::new();
    let posts = fs::read_dir(corpus.join("pmlr/v37/_posts")).expect("the posts are there");
    let mut names = BTreeSet::new();
    for post in posts.map(|entry| entry.expect("the folder can be read")) {
        let name = format!("content/_posts/{}", post.file_name().to_string_lossy());
        site.write(&name, fs::read(post.path()).expect("the post can be read"));
        names.insert(name);
    }
    assert_eq!(names.len(), 270);
    let run = site.run(&["check", "--format", "json"]);
    assert_eq!(run.code, 1);
    let records: serde_json::Value = serde_json::from_str(&run.stdout).expect("the report is JSON");
    let named: BTreeSet<String> = records
        .as_array()
        .expect("an array")
        .iter()
        .filter_map(|record| record["file"].as_str().map(str::to_owned))
        .collect();
    assert!(named.is_superset(&names));
    let build = site.build();
    assert_eq!(build.code, 1);
    assert!(build.stderr.contains("note[foreign-posts]: 270 files look like"), "{}", build.stderr);
    assert!(build.stderr.lines().count() <= 60, "more than a screenful: {}", build.stderr);
}

#[test]
fn volumes_of_proceedings_become_a_list_without_a_diagnostic() {
    let Some(corpus) = corpus() else { return };
    let site = Site::new();
    let volumes = ["v1", "v9", "v37", "v125", "v220"].map(|volume| path(corpus.join("pmlr").join(volume)));
    let mut arguments = vec!["import", "pmlr"];
    arguments.extend(volumes.iter().map(String::as_str));
    let run = site.run(&arguments).succeeds();
    assert!(run.stderr.starts_with("Imported 54"), "{}", run.stderr);
    site.run(&["build", "--strict"]).succeeds();
}

#[test]
fn bibliographies_become_lists_and_what_is_broken_costs_only_itself() {
    let Some(corpus) = corpus() else { return };
    // Entries that are papers, less those that have the title and author of another one.
    for (name, papers, code) in [
        ("biblatex-examples", 84, 0),
        ("typst-valid/case", 1, 0),
        ("typst-valid/comments", 4, 0),
        ("typst-valid/cross", 6, 0),
        ("typst-valid/ds", 14, 0),
        ("typst-valid/editortypes", 3, 0),
        ("typst-valid/extended_name_format", 3, 0),
        ("typst-valid/gral", 83, 0),
        ("typst-valid/libra", 35, 0),
        ("typst-valid/polaritons", 38, 0),
        ("typst-valid/rass", 22, 0),
        ("typst-invalid/gral_rep_key", 83, 0),
        ("typst-invalid/incorrect_data", 2, 0),
        ("typst-invalid/incorrect_syntax", 1, 1),
    ] {
        let site = Site::new();
        let file = path(corpus.join("bibtex").join(name).with_extension("bib"));
        let run = site.run(&["import", "bibtex", &file]);
        let undated = run.stderr.matches("error[no-day]").count();
        let imported = if site.exists("content") { site.tree("content").len() } else { 0 };
        // What has no date at all waits for the curator's word.
        let run = site.run(&["import", "bibtex", &file, "--date", "2025-10-30"]);
        assert_eq!(run.code, code, "{}", run.stderr);
        assert_eq!((imported + undated, site.tree("content").len()), (papers, papers), "{name}");
        site.run(&["build", "--strict"]).succeeds();
    }
}

/// The editors' own bibliography is a check from outside on what was made of the posts.
#[test]
fn volumes_of_proceedings_are_exported_as_their_editors_have_them() {
    let Some(corpus) = corpus() else { return };
    for (volume, bibliography) in [("v125", "colt2020.bib"), ("v220", "neurips_2022_competitions.bib")] {
        let site = Site::new();
        let folder = corpus.join("pmlr").join(volume);
        site.run(&["import", "pmlr", &path(folder.clone())]).succeeds();
        let exported = titles_and_authors(&site.run(&["list", "--format", "bibtex"]).succeeds().stdout);
        let expected = fs::read_to_string(folder.join(bibliography)).expect("the volume has a bibliography");
        let expected = titles_and_authors(&expected);
        let missing: Vec<_> = expected.difference(&exported).collect();
        assert!(missing.len() * 50 <= expected.len(), "{volume}: {missing:#?}");
        assert!(expected.len() >= 20, "{volume}: {expected:#?}");
    }
}

/// Of the entries that have authors.
fn titles_and_authors(bibliography: &str) -> BTreeSet<(String, Vec<String>)> {
    let field = |entry: &str, name: &str| {
        let fields = entry.lines().enumerate().filter_map(|(index, line)| {
            let (typed, _) = line.split_once('=')?;
            typed.trim().eq_ignore_ascii_case(name).then_some(index)
        });
        let rest: Vec<&str> = entry.lines().skip(fields.min()?).collect();
        let value = rest.join("\n");
        let value = value.split_once('=')?.1.trim_start();
        let is_quoted = value.starts_with('"');
        let mut depth = i32::from(is_quoted);
        let end = value.char_indices().skip(1).find(|(_, char)| {
            depth += i32::from(*char == '{') - i32::from(*char == '}');
            if is_quoted { *char == '"' && depth == 1 } else { depth == -1 }
        })?;
        Some(value[1..end.0].to_owned())
    };
    // One side has initials where the other has names.
    let person = |name: &str| {
        let printed = match name.split(',').collect::<Vec<_>>().as_slice() {
            [family, given] | [family, _, given] => format!("{} {family}", given.trim()),
            _ => name.to_owned(),
        };
        let initial: String = letters(&printed).chars().take(1).collect();
        let family = printed.split_whitespace().last().map(letters).unwrap_or_default();
        format!("{initial} {family}")
    };
    let entries = bibliography.split("\n@").filter_map(|entry| {
        let authors = field(entry, "author")?;
        let words: Vec<&str> = authors.split_whitespace().collect();
        let authors = words.join(" ").split(" and ").map(person).collect();
        Some((letters(&field(entry, "title")?), authors))
    });
    entries.collect()
}

/// Letters and digits without accents, which one side has as signs and the other as TeX; `\alpha` and `alpha` are the same, which hurts nobody here.
fn letters(text: &str) -> String {
    let base = |char: char| match char {
        'ø' => 'o',
        'ł' => 'l',
        'ı' => 'i',
        char => char,
    };
    // `\v{s}` and `\c c` are accents, too.
    let mut text = text.to_owned();
    for accent in ["v", "c", "u", "H", "k", "r", "d"] {
        for end in ["{", " "] {
            text = text.replace(&format!("\\{accent}{end}"), "");
        }
    }
    text.nfkd().map(base).filter(|char| char.is_alphanumeric()).collect()
}
