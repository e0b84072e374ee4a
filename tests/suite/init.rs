//! `offprint init`: what a new site begins with.

use expect_test::expect;

use crate::site::Site;

#[test]
fn a_new_site_is_made_and_what_to_do_next_is_said() {
    let run = Site::new().run(&["init", "list"]).succeeds();
    assert_eq!(run.stdout, "");
    run.says(expect![[r#"
        Created list/offprint.yaml
        Created list/content/pages/about.md
        Created list/.gitignore
        Created list/.github/workflows/pages.yml
        Created list/content/2025-01-06/sphere-packing.md
        Created list/content/2025-01-07/mip-re.md
        Created list/content/2025-01-07/residual-learning.md

        See the site, with every change as you save it, and add a paper:
          cd list
          offprint serve
          offprint add 2305.02265

        Publish it on GitHub Pages:
          git init --initial-branch=main
          git add .
          git commit --message "Begin the list"
          git remote add origin https://github.com/USER/REPOSITORY.git
          git push --set-upstream origin main
        Then, in the repository on GitHub, choose Settings → Pages → Source: GitHub Actions, and run the workflow again
        (Actions → Publish → Run workflow), since its first run came too early. Set `base_url` in offprint.yaml to the
        site's address, https://USER.github.io/REPOSITORY/, so that builds on your own computer know it, too.
    "#]]);
}

#[test]
fn a_new_site_is_published_without_a_complaint() {
    let site = Site::new();
    site.run(&["init", "list"]).succeeds();
    site.run(&["--root", "list", "check", "--strict"]).succeeds().says(expect![[r#"
        Checked 3 papers and 37 pages in … s: 0 errors, 0 warnings
    "#]]);
    site.run(&["--root", "list", "build", "--base-url", "https://a.example/list"]).succeeds();
    assert!(site.read("list/public/papers/mip-re/index.html").contains("<math"));
}

#[test]
fn what_is_there_is_kept_and_named() {
    let site = Site::new()
        .file("README.md", "mine")
        .file("offprint.yaml", "title: Mine\n")
        .file("content/a.md", "mine")
        .file(".gitignore", "target\n/public\n");
    let run = site.run(&["init"]).succeeds();
    let kept: Vec<&str> =
        run.stderr.lines().filter(|line| line.starts_with("Kept") || line.starts_with("Left")).collect();
    assert_eq!(
        kept,
        [
            "Kept offprint.yaml, which was there already",
            "Kept .gitignore: add /.offprint/ to it yourself",
            "Left out the sample papers: `content` holds files already",
        ]
    );
    assert_eq!(site.read("offprint.yaml"), "title: Mine\n");
    assert!(!site.exists("content/2025-01-07/mip-re.md"));
    assert!(site.exists("content/pages/about.md"));
}

#[test]
fn a_site_within_a_repository_is_told_where_workflows_belong() {
    let site = Site::new().file(".git/HEAD", "ref: refs/heads/main\n");
    let stderr = site.run(&["init", "our site"]).succeeds().stderr;
    assert!(!stderr.contains("git init"), "{stderr}");
    let advice = stderr.split("\n\n").last().expect("there is a last paragraph");
    expect![[r#"
        The site lies within a repository, and GitHub looks for workflows at its root. This writes one there that
        publishes the site on GitHub Pages:
          offprint --root 'our site' publish init
    "#]].assert_eq(advice);

    let stderr = site.run(&["init"]).succeeds().stderr;
    assert!(stderr.contains("  git push\n") && !stderr.contains("git init"), "{stderr}");
}

#[test]
fn a_file_is_no_folder_for_a_site() {
    let site = Site::new().file("list", "");
    site.run(&["init", "list"]).refuses(expect![[r#"
        error: list is a file, not a folder
    "#]]);
}

#[test]
fn a_quiet_start_says_nothing() {
    let site = Site::new();
    let run = site.run(&["init", "list", "--quiet"]).succeeds();
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""));
    assert!(site.exists("list/offprint.yaml"));
}

#[test]
fn a_folder_of_a_site_is_told_where_the_site_is() {
    let site = Site::new().file("offprint.yaml", "title: Mine\n").file("content/2025-01-07/a.md", "mine");
    site.run(&["--root", "content/2025-01-07", "mark", "read", "a"]).refuses(expect![[r#"
        error: there is no content/2025-01-07/offprint.yaml: this folder is in a site: `--root .` names that
    "#]]);
    site.run(&["--root", "content/2025-01-07", "build"]).refuses(expect![[r#"
        error[no-configuration]: there is no `offprint.yaml`
        --> offprint.yaml
         = help: this folder is in a site: `--root .` names that

        error: nothing was built: 1 error, 0 warnings
    "#]]);
}

#[test]
fn no_site_is_made_in_the_content_of_another() {
    let site = Site::new().file("offprint.yaml", "title: Mine\n").file("content/new/a.md", "mine");
    for folder in ["content", "content/new", "content/a/b"] {
        site.run(&["init", folder]).refuses(expect![[r#"
            error: that is in `content` of a site: `--root .` names the site, and a new one is made elsewhere
        "#]]);
    }
    assert!(!site.exists("content/offprint.yaml") && !site.exists("content/new/offprint.yaml"));
    site.run(&["init", "sites/other"]).succeeds();
    site.run(&["init"]).succeeds();
}
