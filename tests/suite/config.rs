//! `offprint config`: what the settings are, and where each is from.

use expect_test::expect;

use crate::site::Site;

#[test]
fn every_setting_is_shown_with_its_origin() {
    let site = Site::new()
        .file(
            "offprint.yaml",
            "# Ours\ntitle: 'Papers: a list'\nfeeds: {authors: true,\n  entries: 9}\n\
             menu:\n  - {name: About, url: https://about.example/}\nlicense: ~\ntheme_options: {accent: teal}\n",
        )
        .with_env("EDITOR", "nano")
        .with_env("VISUAL", "")
        .with_env("NO_COLOR", "1");
    let flags = ["config", "--show", "--base-url", "https://a.example/list", "--drafts"];
    let run = site.run(&flags).succeeds().says(expect![""]);
    expect![[r#"
        title: 'Papers: a list'                              # offprint.yaml:2
        base_url: https://a.example/list/                    # --base-url
        description: ~                                       # default
        language: en                                         # default
        curators: []                                         # default
        menu: [{name: About, url: https://about.example/}]   # offprint.yaml:5
        repository: ~                                        # default
        subscribe.url: ~                                     # default
        subscribe.form: ~                                    # default
        subscribe.field: email                               # default
        license: ~                                           # default
        digest.from: ~                                       # default
        digest.to: []                                        # default
        digest.reply_to: ~                                   # default
        digest.subject: '{title}, {period}: {best}'          # default
        digest.unsubscribe: []                               # default
        digest.one_click: true                               # default
        digest.list_id: ~                                    # default
        group_by: day                                        # default
        front_page.periods: 7                                # default
        front_page.papers: 50                                # default
        page_size: 50                                        # default
        urls: directory                                      # default
        author_pages_from: 1                                 # default
        search: true                                         # default
        related_papers: 5                                    # default
        feeds.site: true                                     # default
        feeds.tags: true                                     # default
        feeds.authors: true                                  # offprint.yaml:3
        feeds.entries: 9                                     # offprint.yaml:4
        coins: true                                          # default
        api: true                                            # default
        publish.notes: true                                  # default
        publish.status: true                                 # default
        publish.rating: true                                 # default
        images.remote: false                                 # default
        raw_html: false                                      # default
        minify: true                                         # default
        theme: daily                                         # default
        theme_options.abstracts: closed                      # default
        theme_options.accent: teal                           # offprint.yaml:8
        theme_options.accent_dark: ~                         # default
        services.contact: ~                                  # default
        services.arxiv: https://export.arxiv.org/            # default
        services.doi: https://doi.org/                       # default
        services.hugging_face: https://huggingface.co/       # default
        services.openreview: https://api2.openreview.net/    # default
        services.openreview_v1: https://api.openreview.net/  # default
        min_version: ~                                       # default
        drafts: true                                         # --drafts
        root: '.'                                            # default
        config: offprint.yaml                                # default
        color: never                                         # $NO_COLOR
        editor: nano                                         # $EDITOR
    "#]]
    .assert_eq(&run.stdout);
}

#[test]
fn a_configuration_is_valid_or_its_errors_are_shown() {
    let site = Site::new();
    site.run(&["config"]).succeeds().says(expect![[r#"
        Valid offprint.yaml: 2 settings; `offprint config --show` shows all, with the defaults
    "#]]);
    site.write("offprint.yaml", "titel: Papers\ntheme_options: {x: 1}\n");
    site.run(&["config", "--show"]).refuses(expect![[r#"
        error[unknown-field]: `titel` is not a field of the configuration
         --> offprint.yaml:1:1
          |
        1 | titel: Papers
          | ^^^^^ did you mean `title`?

    "#]]);
}

#[test]
fn every_setting_that_can_be_made_is_shown() {
    let shown = Site::new().run(&["config", "--show"]).succeeds().stdout;
    let names: Vec<&str> = shown.lines().filter_map(|line| line.split([':', '.']).next()).collect();
    let file = include_str!("../../src/scaffold/offprint.yaml");
    let settings = file.lines().filter_map(|line| line.trim_start_matches('#').split_once(':'));
    let settings = settings
        .map(|(name, _)| name)
        .filter(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'));
    let mut count = 0;
    // Whatever a theme asks for is shown where it asks.
    for name in settings.filter(|name| *name != "theme_options") {
        assert!(names.contains(&name), "`config --show` lacks {name}");
        count += 1;
    }
    assert!(count > 15, "the settings are not found any more");
}

#[test]
fn mail_programs_take_no_form() {
    let site = Site::new().file("offprint.yaml", "subscribe: {form: 'mailto:join@lists.example'}\n");
    site.run(&["config"]).refuses(expect![[r#"
        error[bad-link]: `mailto:join@lists.example` takes no form
         --> offprint.yaml:1:19
          |
        1 | subscribe: {form: 'mailto:join@lists.example'}
          |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ expected where the form is sent to, which begins with https:// or http://

    "#]]);
}
