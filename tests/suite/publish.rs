//! `offprint publish` and `check --deploy`: from a folder to GitHub Pages.

use expect_test::expect;

use crate::site::{Site, paper};

#[test]
fn the_workflow_is_written_at_the_root_of_the_repository_and_names_the_site() {
    let site = Site::new().file(".git/HEAD", "ref: refs/heads/main\n");
    site.write("it's/offprint.yaml", "");
    let run = site.run(&["--root", "it's", "publish", "init", "--offprint", "owner/offprint"]).succeeds();
    assert!(run.stderr.starts_with("Created "), "{}", run.stderr);
    let workflow = site.read(".github/workflows/pages.yml");
    assert!(workflow.contains("SITE: 'it''s'\n"), "{workflow}");
    assert!(workflow.contains("OFFPRINT_REPOSITORY: 'owner/offprint'\n"), "{workflow}");
    assert!(!site.exists("it's/.github"));
}

#[test]
fn a_workflow_that_is_there_is_kept() {
    let site = Site::new().file(".github/workflows/pages.yml", "mine");
    site.run(&["publish", "init"]).refuses(expect![[r#"
        error: .github/workflows/pages.yml is there already: move it away to have it written anew, or change it by hand
    "#]]);
    assert_eq!(site.read(".github/workflows/pages.yml"), "mine");
}

#[test]
fn a_name_that_is_no_repository_does_not_get_into_the_workflow() {
    let site = Site::new();
    site.run(&["publish", "init", "--offprint", "a/b'; curl x"]).refuses(expect![[r#"
        error: `--offprint a/b'; curl x` is no repository on GitHub: name it as OWNER/NAME
    "#]]);
    assert!(!site.exists(".github"));
}

/// A pull request may come from anybody, so its run gets no right to publish.
#[test]
fn only_the_deployment_may_write() {
    let site = Site::new();
    site.run(&["publish", "init"]).succeeds();
    let workflow = site.read(".github/workflows/pages.yml");
    let (before, deployment) = workflow.split_once("\n  deploy:\n").expect("a job deploys");
    assert!(!before.contains(": write"), "{before}");
    assert!(deployment.contains("if: github.event_name != 'pull_request' && "), "{deployment}");
}

#[test]
fn a_site_that_is_not_built_cannot_be_deployed() {
    let site = Site::new().file("content/a.md", paper("A", ""));
    site.run(&["check", "--deploy"]).fails(expect![[r#"
        error[not-built]: `public` holds no index.html, so there is nothing to deploy
         |
         = help: `offprint build` first, with the same `--output`

        Checked 1 paper and 11 pages in … s: 1 error, 0 warnings
    "#]]);
    site.build().succeeds();
    site.run(&["check", "--deploy"]).succeeds();
}

#[cfg(unix)]
#[test]
fn a_link_in_the_built_site_is_named() {
    let site = Site::new().file("content/a.md", paper("A", ""));
    site.build().succeeds();
    std::os::unix::fs::symlink("index.html", site.root().join("public/other.html"))
        .expect("a link can be made");
    site.run(&["check", "--deploy"]).fails(expect![[r#"
        error[link-in-output]: GitHub Pages publishes no symbolic links
        --> public/other.html
         = help: copy what it leads to

        Checked 1 paper and 11 pages in … s: 1 error, 0 warnings
    "#]]);
}
