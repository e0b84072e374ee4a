//! `offprint completions` and `offprint man`.

use expect_test::expect;

use crate::site::Site;

#[test]
fn every_shell_gets_a_script_that_knows_the_commands() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = Site::new().run(&["completions", shell]).succeeds().stdout;
        assert!(script.contains("import") && script.contains("base-url"), "{shell}\n{script}");
    }
}

#[cfg(unix)]
#[test]
fn bash_completes_commands_and_flags() {
    let site = Site::new();
    let script = site.run(&["completions", "bash"]).succeeds().stdout;
    let typed = format!(
        "{script}\nfor words in 'offprint refr' 'offprint refresh --dry' 'offprint mark rea'; do\n\
         COMP_WORDS=($words); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); COMPREPLY=()\n\
         _offprint offprint \"${{COMP_WORDS[COMP_CWORD]}}\" \"${{COMP_WORDS[COMP_CWORD - 1]}}\"\n\
         echo \"$words: ${{COMPREPLY[*]}}\"\ndone\n"
    );
    site.write("try.bash", typed);
    let Ok(run) = std::process::Command::new("bash").arg(site.root().join("try.bash")).output() else {
        eprintln!("skipped: there is no bash");
        return;
    };
    expect![[r#"
        offprint refr: refresh
        offprint refresh --dry: --dry-run
        offprint mark rea: reading read
    "#]]
    .assert_eq(&String::from_utf8_lossy(&run.stdout));
}

const EXAMPLES: &str = r#"
.SH EXAMPLES
.nf
offprint list status:unread \-\-sort upvotes \-\-limit 10
offprint list \(aqauthor:"Ada Lovelace" year:2024.. \-tag:survey\(aq
"#;

#[test]
fn every_command_gets_a_manual_page() {
    let site = Site::new();
    let page = site.run(&["man"]).succeeds().stdout;
    assert!(page.starts_with(".ie") && page.contains("offprint\\-authors(1)"), "{page}");
    let run = site.run(&["man", "pages/man1"]).succeeds();
    assert_eq!(run.stdout, "");
    let pages = site.listing("pages/man1");
    for name in ["offprint.1", "offprint-theme-eject.1", "offprint-authors-merge.1", "offprint-list.1"] {
        assert!(pages.lines().any(|line| line == name), "{pages}");
    }
    let list = site.read("pages/man1/offprint-list.1");
    assert!(list.contains(EXAMPLES) && list.contains(".TH offprint-list 1"), "{list}");
}
