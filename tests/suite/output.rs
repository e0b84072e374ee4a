//! The output folder: what is refused, and that nothing of anybody else is lost.

use expect_test::expect;

use crate::build::assert_same;
use crate::site::{Site, paper};

fn site() -> Site {
    Site::new().file("content/a.md", paper("A Paper", ""))
}

#[test]
fn a_folder_with_files_of_somebody_else_is_refused() {
    let site = site().file("public/diary.txt", "mine");
    site.build().refuses(expect![[r#"
        error: `[ROOT]/public` holds files that offprint did not write
          = help: name another folder with `--output DIR`, or write beside what it holds with `--force`
    "#]]);
    assert_eq!(site.listing("public"), "diary.txt\n");
    site.run(&["build", "--force"]).succeeds();
    assert_eq!(site.read("public/diary.txt"), "mine");
    site.build().succeeds();
    assert_eq!(site.read("public/diary.txt"), "mine");
}

#[test]
fn the_site_and_its_sources_are_no_output_folders() {
    let site = site();
    let before = site.tree("content");
    site.run(&["build", "--output", "."]).refuses(expect![[r#"
        error: the output folder cannot be the site's own folder, or one that holds it
          = help: name a folder of its own with `--output DIR`
    "#]]);
    site.run(&["build", "--output", ".."]).refuses(expect![[r#"
        error: the output folder cannot be the site's own folder, or one that holds it
          = help: name a folder of its own with `--output DIR`
    "#]]);
    site.run(&["build", "--output", "content/public", "--force"]).refuses(expect![[r#"
        error: the output folder cannot lie in `content/`, which is part of the site
          = help: name a folder of its own with `--output DIR`
    "#]]);
    site.run(&["build", "--output", "offprint.yaml"]).refuses(expect![[r#"
        error: `[ROOT]/offprint.yaml` is not a folder
          = help: name a folder of its own with `--output DIR`
    "#]]);
    assert_same(&site.tree("content"), &before);
}

#[cfg(unix)]
#[test]
fn a_link_to_the_content_is_no_output_folder() {
    let site = site();
    std::os::unix::fs::symlink(site.root().join("content"), site.root().join("public"))
        .expect("a link can be made");
    site.build().refuses(expect![[r#"
        error: the output folder cannot lie in `content/`, which is part of the site
          = help: name a folder of its own with `--output DIR`
    "#]]);
}

#[cfg(unix)]
#[test]
fn a_link_within_the_output_is_not_followed() {
    let site = site();
    site.build().succeeds();
    std::fs::create_dir(site.root().join("elsewhere")).expect("a folder can be made");
    std::fs::rename(site.root().join("public/papers"), site.root().join("elsewhere/papers"))
        .expect("it can be moved");
    std::os::unix::fs::symlink(site.root().join("elsewhere/papers"), site.root().join("public/papers"))
        .expect("a link can be made");
    site.write("content/a.md", paper("Another Title", ""));
    let run = site.build();
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("is in the way of `papers/a/index.html`"), "{}", run.stderr);
    assert!(!site.read("elsewhere/papers/a/index.html").contains("Another"));
}

#[test]
fn each_output_folder_has_a_memory_of_its_own() {
    let site = site();
    site.build().succeeds();
    site.run(&["build", "--output", "other"]).succeeds();
    site.remove("content/a.md");
    site.write("content/b.md", paper("B", ""));
    site.build().succeeds();
    assert!(site.exists("other/papers/a/index.html"));
    site.run(&["build", "--output", "other"]).succeeds();
    assert!(!site.exists("other/papers/a/index.html"));
    assert_same(&site.tree("public"), &site.tree("other"));
}

#[test]
fn a_site_that_was_moved_knows_its_output() {
    let site = site();
    site.build().succeeds();
    let moved = Site::new();
    for folder in ["content", "public", ".offprint"] {
        site.tree(folder)
            .into_iter()
            .for_each(|(name, bytes)| moved.write(&format!("{folder}/{name}"), bytes));
    }
    let run = moved.build().succeeds();
    assert!(run.stderr.contains(": 0 files written,"), "{}", run.stderr);
    moved.run(&["clean"]).succeeds();
    assert!(!moved.exists("public"));
}

#[test]
fn a_published_file_that_was_changed_by_hand_is_mended_or_kept() {
    let site = site();
    site.build().succeeds();
    site.write("public/index.html", "changed");
    site.write("public/papers/a/index.html", "changed");
    site.remove("content/a.md");
    site.write("content/b.md", paper("B", ""));
    site.build().succeeds().says(expect![[r#"
        Built 1 paper in … s: 16 files written, 20 unchanged, 4 removed, 0 warnings in public
        Kept 1 old file that somebody changed since the last build
    "#]]);
    assert_ne!(site.read("public/index.html"), "changed");
    assert_eq!(site.read("public/papers/a/index.html"), "changed");
}

#[test]
fn cleaning_removes_what_was_built_and_nothing_else() {
    let site = site();
    site.run(&["clean"]).succeeds().says(expect![[r#"
        Removed 0 files from public
    "#]]);
    site.build().succeeds();
    site.write("public/diary.txt", "mine");
    site.run(&["clean"]).succeeds();
    assert_eq!(site.listing("public"), "diary.txt\n");
    site.remove("public/diary.txt");
    site.build().succeeds();
    site.run(&["clean"]).succeeds();
    assert!(!site.exists("public"));
}

#[test]
fn the_published_folder_holds_nothing_that_the_program_remembers() {
    let site = site();
    site.build().succeeds();
    assert!(!site.listing("public").contains("offprint"));
    // A lock, what was written, which papers are related, a block of the index, and what its shards are made of.
    assert_eq!(site.tree(".offprint").len(), 5);
}

#[test]
fn a_build_of_the_same_files_does_not_write_even_what_it_remembers() {
    let site = site();
    let memory = || {
        let folder = std::fs::read_dir(site.root().join(".offprint")).expect("it can be read");
        let files = folder.map(|file| file.expect("it can be read"));
        let mut files: Vec<_> = files
            .filter(|file| file.file_name() != "lock" && file.file_name() != "cache")
            .map(|file| {
                (file.file_name(), file.metadata().expect("it is there").modified().expect("it has one"))
            })
            .collect();
        files.sort();
        files
    };
    site.build().succeeds();
    let first = memory();
    assert_eq!(first.len(), 3);
    site.build().succeeds();
    assert_eq!(memory(), first);
    // A copy has other times, which are remembered once.
    for (name, bytes) in site.tree("public") {
        site.write(&format!("public/{name}"), bytes);
    }
    site.build().succeeds();
    let copied = memory();
    assert_ne!(copied, first);
    site.build().succeeds();
    assert_eq!(memory(), copied);
}

#[test]
fn an_interrupted_build_is_mended_by_the_next() {
    let site = site();
    site.build().succeeds();
    // As if a build had been killed while it staged pages, and after it had put some in place.
    site.write(".offprint/stage/papers/a/index.html", "half a pa");
    site.write("public/papers/a/index.html", "");
    let clean = self::site();
    clean.build().succeeds();
    site.build().succeeds();
    assert_same(&site.tree("public"), &clean.tree("public"));
    assert!(!site.exists(".offprint/stage"));
}

#[cfg(unix)]
#[test]
fn an_empty_folder_that_is_there_stays_as_somebody_made_it() {
    use std::os::unix::fs::PermissionsExt;

    let site = site();
    let folder = site.root().join("public");
    std::fs::create_dir(&folder).expect("there is none");
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o2750)).expect("it is ours");
    site.build().succeeds();
    let mode = std::fs::metadata(&folder).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o7777, 0o2750);
    assert!(site.exists("public/index.html"));
}
