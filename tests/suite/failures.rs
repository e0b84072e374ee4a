//! What the system refuses: a full disk, a folder that is no folder, files that go away. The error
//! names the path and the fix, the site that was published stays, and the next build mends the rest.
//!
//! Permissions do not bind the administrator, as whom tests may run: then an ordinary user runs the program.

#[cfg(target_os = "linux")]
use std::process::{Command, Stdio};

use expect_test::expect;

use crate::build::assert_same;
use crate::site::{Site, paper};

fn site() -> Site {
    Site::new().file("content/a.md", paper("A Paper", ""))
}

/// Runs the program in a shell that may do less, with the shell's own name for it: `$OFFPRINT`.
#[cfg(target_os = "linux")]
fn shell(site: &Site, script: &str) -> (Option<i32>, String) {
    let output = Command::new("sh")
        .args(["-c", script])
        .current_dir(site.root())
        .env("OFFPRINT", env!("CARGO_BIN_EXE_offprint"))
        .stdin(Stdio::null())
        .output()
        .expect("there is a shell");
    let root = site.root().canonicalize().expect("the folder exists").display().to_string();
    let messages = String::from_utf8(output.stderr).expect("messages are UTF-8");
    (output.status.code(), messages.replace(&root, "[ROOT]"))
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_takes_no_more_leaves_the_site_as_it_was() {
    let site = site();
    site.build().succeeds();
    let before = site.tree("public");
    let text = "An abstract that goes on. ".repeat(50_000);
    site.write("content/b.md", format!("---\ntitle: B\ndate: 2025-10-30\n---\n{text}\n"));
    // A file may have 200 KB, as if that were all the room there is.
    let (code, messages) = shell(&site, "trap '' XFSZ; ulimit -f 400; exec \"$OFFPRINT\" build --jobs 1");
    expect![[r#"
        error: ./.offprint/stage/index.html: File too large (os error 27)
          = help: make room there and build again; what a build cannot finish, the next one mends
    "#]]
    .assert_eq(&messages);
    assert_eq!(code, Some(2));
    assert_same(&site.tree("public"), &before);
    assert!(!site.exists(".offprint/stage"));

    site.build().succeeds();
    site.run(&["build", "--output", "clean"]).succeeds();
    assert_same(&site.tree("public"), &site.tree("clean"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_what_is_printed_is_told() {
    let site = site();
    let (code, messages) = shell(&site, "\"$OFFPRINT\" list > /dev/full");
    expect![[r#"
        error: standard output: No space left on device (os error 28)
    "#]]
    .assert_eq(&messages);
    assert_eq!(code, Some(2));
}

#[test]
fn a_file_where_the_memory_of_builds_must_be_is_told() {
    let site = site().file(".offprint", "");
    let run = site.build();
    assert_eq!(run.code, 2);
    assert!(run.stderr.starts_with("error: ./.offprint: "), "{}", run.stderr);
    assert!(
        run.stderr.ends_with("  = help: move away the file that is where a folder must be\n"),
        "{}",
        run.stderr
    );
    site.remove(".offprint");
    site.build().succeeds();
}

#[test]
fn a_file_on_the_way_to_the_output_is_told() {
    let site = site().file("notes.txt", "mine");
    site.run(&["build", "--output", "notes.txt/site"]).refuses(expect![[r#"
        error: `[ROOT]/notes.txt` is not a folder
          = help: name a folder of its own with `--output DIR`
    "#]]);
    assert_eq!(site.read("notes.txt"), "mine");
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_to_is_told() {
    use std::os::unix::fs::PermissionsExt;

    for (folder, hint) in [
        (".offprint", "let yourself write to `.offprint`, where builds remember what they wrote"),
        ("public", "let yourself write there, or name another folder with `--output DIR`"),
    ] {
        let site = site().of_ordinary_user();
        site.build().succeeds();
        let before = site.tree("public");
        let path = site.root().join(folder);
        let set_mode = |mode| {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).expect("it is ours");
        };
        set_mode(0o555);
        site.write("content/b.md", paper("B", ""));
        let run = site.build();
        set_mode(0o755);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains("Permission denied") && run.stderr.contains(hint), "{}", run.stderr);
        assert_same(&site.tree("public"), &before);
        site.build().succeeds();
        assert!(site.exists("public/papers/b/index.html"));
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_no_error_of_the_content() {
    use std::os::unix::fs::PermissionsExt;

    let site = site().of_ordinary_user();
    site.build().succeeds();
    let before = site.tree("public");
    let path = site.root().join("content/a.md");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).expect("it is ours");
    site.build().refuses(expect![[r#"
        error[unreadable]: this file cannot be read: Permission denied (os error 13)
        --> content/a.md
         = help: let yourself read it, and the folders above it

        error: nothing was built: 1 error, 0 warnings
    "#]]);
    assert_same(&site.tree("public"), &before);
}

/// Somebody checks out branches while the site is built: a build sees the file as it was at one time or not at all, or
/// says that it went away.
#[test]
fn files_that_come_and_go_and_change_during_a_build_are_never_half_read() {
    /// Of builds: more are made while some state of the file was met by none.
    const FEWEST: usize = 40;
    const MOST: usize = 500;

    let site = site();
    let path = site.root().join("content/b.md");
    let long = paper("Long", &format!("summary: {}", "word ".repeat(20_000)));
    let short = paper("Short", "");
    let states = [None, Some(&long), Some(&short)].map(|text| {
        if let Some(text) = text {
            site.write("content/b.md", text);
        }
        site.build().succeeds();
        site.tree("public")
    });
    let (stop, stopped) = std::sync::mpsc::channel::<()>();
    let disturbing = std::thread::spawn({
        let beside = site.root().join("new");
        let versions = [("long", &long), ("short", &short)].map(|(name, text)| {
            site.write(name, text);
            site.root().join(name)
        });
        move || {
            while matches!(stopped.try_recv(), Err(std::sync::mpsc::TryRecvError::Empty)) {
                for version in &versions {
                    // As git and careful editors do: whole or not at all. To write them anew would take so long that
                    // builds met the file absent and little else.
                    std::fs::hard_link(version, &beside).expect("it can be linked");
                    std::fs::rename(&beside, &path).expect("it can be renamed");
                }
                std::fs::remove_file(&path).expect("it is there");
            }
        }
    });
    let mut met = [false; 3];
    for build in 0..MOST {
        if build >= FEWEST && met == [true; 3] {
            break;
        }
        let run = site.build();
        match run.code {
            0 => {
                let built = site.tree("public");
                let state = states.iter().position(|state| *state == built);
                met[state.expect("the site is that of one state of the file")] = true;
            }
            2 => assert!(run.stderr.contains("error[unreadable]"), "{}", run.stderr),
            code => panic!("{code}: {}", run.stderr),
        }
    }
    drop(stop);
    disturbing.join().expect("it does not panic");
    assert_eq!(met, [true; 3], "builds met the file absent, long and short");
}
