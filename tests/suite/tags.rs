//! `content/tags.yaml`: what a list says of its tags.

use expect_test::expect;

use crate::build::assert_same;
use crate::site::{Site, paper, picture};

const DESCRIBED: &str = "\
neural networks: Layers of $\\tanh$, see [the second paper](2025-10-30/b.md).
attention:
  description: |
    What a model looks at.

    It began with translation.
  parent: neural networks
";

fn site() -> Site {
    Site::new()
        .file("content/2025-10-30/a.md", paper("Heads", "tags: [attention, neural networks]"))
        .file("content/2025-10-30/b.md", paper("Layers", "tags: [Neural Networks]"))
}

#[test]
fn a_tag_says_what_it_is_and_what_is_above_and_below_it() {
    let site = site().file("content/tags.yaml", DESCRIBED);
    site.build().succeeds();
    let wide = site.read("public/tags/neural-networks/index.html");
    assert!(wide.contains("<li><a href=/list/tags/attention/>attention</a>"), "{wide}");
    assert!(wide.contains("<math alttext=\\tanh>"), "{wide}");
    assert!(wide.contains("<a href=/list/papers/b/>the second paper</a>"), "{wide}");
    let narrow = site.read("public/tags/attention/index.html");
    assert!(
        narrow.contains("<p class=page-header-up><a href=/list/tags/neural-networks/>Neural Networks</a>"),
        "{narrow}"
    );
    assert!(narrow.contains("<p>What a model looks at.</p><p>It began with translation.</p>"), "{narrow}");
    assert!(!site.exists("public/files/tags.yaml"));
}

#[test]
fn a_picture_that_only_a_description_names_is_published() {
    let site = site()
        .file("content/tags.yaml", "attention: 'See ![map](<my map.png>).'\n")
        .file("content/my map.png", picture(1));
    site.build().succeeds();
    assert!(site.exists("public/files/my map.png"));
    let page = site.read("public/tags/attention/index.html");
    assert!(page.contains("src=/list/files/my%20map.png"), "{page}");
    let run = site.run(&["check", "--strict"]).succeeds();
    assert!(!run.stderr.contains("lost-link"), "{}", run.stderr);
}

#[test]
fn a_fault_of_the_list_of_tags_is_shown_where_it_is() {
    let site = site().file(
        "content/tags.yaml",
        "attention: {parent: neural networks, about: x}\nNeural Networks: {parent: Attention}\natention: x\n\
         neural-networks: x\n",
    );
    site.run(&["check"]).fails(expect![[r#"
        error[tag-cycle]: `attention` cannot lie below itself
         --> content/tags.yaml:1:21
          |
        1 | attention: {parent: neural networks, about: x}
          |                     ^^^^^^^^^^^^^^^ name a wider tag, or none

        error[tag-cycle]: `Neural Networks` cannot lie below itself
         --> content/tags.yaml:2:27
          |
        2 | Neural Networks: {parent: Attention}
          |                           ^^^^^^^^^ name a wider tag, or none

        error[unknown-field]: `about` is not a field of a tag
         --> content/tags.yaml:1:38
          |
        1 | attention: {parent: neural networks, about: x}
          |                                      ^^^^^ write `description`

        error[duplicate-tag]: `Neural Networks` is described twice
         --> content/tags.yaml:4:1
          |
        4 | neural-networks: x
          | ^^^^^^^^^^^^^^^ remove one of the two

        warning[unused-tag]: no paper has the tag `atention`
         --> content/tags.yaml:3:1
          |
        3 | atention: x
          | ^^^^^^^^ correct it, or remove it

        error: 4 errors, 1 warning
    "#]]);
    site.write("content/tags.yaml", "attention: {parent: statistics, description: '[x](y.md)'}\n");
    site.run(&["check"]).succeeds().says(expect![[r#"
        warning[unused-tag]: no paper has the tag `statistics`, so that it has no page
         --> content/tags.yaml:1:21
          |
        1 | attention: {parent: statistics, description: '[x](y.md)'}
          |                     ^^^^^^^^^^ name a tag of some paper

        warning[lost-link]: `y.md` leads to no page or file of this site
         --> content/tags.yaml:1:51
          |
        1 | attention: {parent: statistics, description: '[x](y.md)'}
          |                                                   ^^^^ name a file by its path from this one's folder, or a page from the site's root

        note[merged-terms]: `Neural Networks`, `neural networks` are one tag, `Neural Networks`

        Checked 2 papers and 15 pages in … s: 0 errors, 2 warnings
    "#]]);
}

#[test]
fn describing_and_forgetting_tags_leaves_what_a_clean_build_leaves() {
    let site = site();
    site.build().succeeds();
    site.write("content/tags.yaml", DESCRIBED);
    site.build().succeeds();
    let clean = self::site().file("content/tags.yaml", DESCRIBED);
    clean.build().succeeds();
    assert_same(&site.tree("public"), &clean.tree("public"));
    site.remove("content/tags.yaml");
    site.build().succeeds();
    let clean = self::site();
    clean.build().succeeds();
    assert_same(&site.tree("public"), &clean.tree("public"));
}
