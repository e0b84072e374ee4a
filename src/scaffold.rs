//! A scaffold is what a new site, or a new paper, begins with: files whose comments explain them.

use crate::layout;
use crate::paper::{Day, leading_date};
use crate::slug::Slug;
use crate::text::Text;
use crate::yaml;

/// A file of a new site.
#[derive(Clone, Debug)]
pub struct StarterFile {
    /// From the site's root, with `/` on every system.
    pub path: &'static str,
    pub text: String,
}

/// What a new site needs.
pub fn site() -> Vec<StarterFile> {
    vec![
        StarterFile::new("offprint.yaml", include_str!("scaffold/offprint.yaml")),
        StarterFile::new("content/pages/about.md", include_str!("scaffold/about.md")),
        StarterFile::new(".gitignore", include_str!("scaffold/gitignore")),
    ]
}

/// What publishes a site on GitHub Pages. `site` is its folder from the repository's root, empty where
/// they are one; `offprint` is where on GitHub the program comes from, as `OWNER/NAME`, empty for
/// crates.io.
pub fn workflow(site: &str, offprint: &str) -> StarterFile {
    let site = if site.is_empty() { "." } else { site };
    let text = include_str!("scaffold/pages.yml")
        .replace("@VERSION@", env!("CARGO_PKG_VERSION"))
        .replace("@REPOSITORY@", offprint)
        // Within single quotes, YAML doubles them.
        .replace("@SITE@", &site.replace('\'', "''"));
    StarterFile { path: ".github/workflows/pages.yml", text }
}

/// What a new theme begins with: a color, an option, and what shows it, over `parent`.
pub fn theme(name: &str, parent: &str) -> Vec<(String, String)> {
    let files = [
        ("theme.yaml", include_str!("scaffold/theme/theme.yaml")),
        ("styles/@NAME@.css", include_str!("scaffold/theme/style.css")),
        ("templates/hooks/masthead_end.html", include_str!("scaffold/theme/masthead_end.html")),
    ];
    let filled = |text: &str| text.replace("@NAME@", name).replace("@PARENT@", parent);
    files.map(|(path, text)| (format!("themes/{name}/{}", filled(path)), filled(text))).to_vec()
}

/// Papers that show what the front matter can say, for a site that has none yet.
pub fn samples() -> Vec<StarterFile> {
    vec![
        StarterFile::new("content/2025-01-06/sphere-packing.md", include_str!("scaffold/sphere-packing.md")),
        StarterFile::new("content/2025-01-07/mip-re.md", include_str!("scaffold/mip-re.md")),
        StarterFile::new(
            "content/2025-01-07/residual-learning.md",
            include_str!("scaffold/residual-learning.md"),
        ),
    ]
}

impl StarterFile {
    fn new(path: &'static str, text: &str) -> StarterFile {
        StarterFile { path, text: text.to_owned() }
    }
}

/// The text of a paper's file of which only the title is known.
pub fn paper(title: &str) -> String {
    paper_with(title, "")
}

/// The text of a draft's file of which only the title is known.
pub fn draft(title: &str) -> String {
    paper_with(title, "draft: true\n")
}

fn paper_with(title: &str, draft: &str) -> String {
    include_str!("scaffold/paper.md").replace("@DRAFT@", draft).replace("@TITLE@", &yaml::scalar(title))
}

/// Where the file of a paper lies, from the site's root: `content/2025-10-30/pointer-networks.md`.
pub fn paper_path(day: Day, slug: &Slug) -> String {
    format!("{}/{day}/{slug}.md", layout::CONTENT)
}

/// The slug of a title, such that a file named after it is a paper with that key.
pub fn slug(title: &str) -> Slug {
    let slug = Slug::from_text(&Text::inline(title).plain());
    if names_a_paper(&slug) { slug } else { Slug::from_text(&format!("paper-{slug}")) }
}

/// Whether a file named after a slug is a paper with that key: `index` is the key of its folder,
/// `readme` and `_x` are left out, and a date at the beginning is no part of a key.
pub fn names_a_paper(slug: &Slug) -> bool {
    let name = slug.as_str();
    !matches!(name, "index" | "readme") && !name.starts_with('_') && leading_date(name).is_none()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::config::Config;
    use crate::paper::Paper;
    use crate::source::SourceFile;

    fn read_paper(path: &str, text: &str) -> Paper {
        let source = SourceFile { path: path.into(), text: text.to_owned() };
        let (paper, diagnostics) = Paper::from_source(&source, &BTreeSet::new());
        assert_eq!(diagnostics, [], "{text}");
        paper.expect("a file without diagnostics is a paper")
    }

    /// Makes every setting that a commented file shows.
    fn uncommented(text: &str) -> String {
        let lines = text.lines().map(|line| match line.strip_prefix('#') {
            Some(rest) if rest.starts_with(char::is_alphabetic) || rest.starts_with("  - ") => rest,
            _ => line,
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_configuration_shows_every_setting_and_its_default() {
        let text = include_str!("scaffold/offprint.yaml");
        let (examples, defaults) = text.split_at(text.find("# ── Settings at their").expect("two parts"));
        let made = format!("{examples}{}", uncommented(defaults));
        assert!(made.contains("\npage_size: 50\n"));
        let (mut config, diagnostics) = Config::parse("offprint.yaml".into(), &made);
        assert_eq!(diagnostics, []);
        let (plain, _) = Config::parse("offprint.yaml".into(), text);
        config.theme_place = plain.theme_place.clone();
        assert_eq!(format!("{config:?}"), format!("{plain:?}"));

        let (_, diagnostics) = Config::parse("offprint.yaml".into(), &uncommented(text));
        assert_eq!(diagnostics, []);
    }

    #[test]
    fn a_new_paper_is_valid_as_it_is_and_with_every_comment_removed() {
        let paper = read_paper("content/2025-10-30/a.md", &paper("A"));
        assert_eq!((paper.title.text.as_str(), paper.draft), ("A", false));
        assert!(paper.authors.is_empty() && paper.abstract_.is_none());

        let full = read_paper("content/2025-10-30/a.md", &uncommented(&draft("A")));
        assert_eq!((full.authors.len(), full.links.len(), full.draft), (3, 2, true));
    }

    #[test]
    fn a_title_is_read_back_as_it_was_given() {
        for title in [
            "One: two # three",
            r"{PF}$^2$ES and $\mathcal{O}(n)$",
            "'Single' and \"double\"",
            "@TITLE@",
            "@DRAFT@",
            "No",
        ] {
            assert_eq!(read_paper("content/2025-10-30/a.md", &paper(title)).title.text, title);
        }
    }

    #[test]
    fn a_file_named_after_a_title_is_a_paper_with_that_key() {
        for (title, name) in [
            ("Pointer Networks", "pointer-networks"),
            (r"$\mathsf{MIP}^* = \mathsf{RE}$", "mip-re"),
            ("Index", "paper-index"),
            ("README", "paper-readme"),
            ("2025-01-01: a date", "paper-2025-01-01-a-date"),
            ("_init", "paper-_init"),
        ] {
            let slug = slug(title);
            let path = paper_path(jiff::civil::date(2025, 10, 30), &slug);
            assert_eq!(path, format!("content/2025-10-30/{name}.md"));
            let read = read_paper(&path, &paper(title));
            assert_eq!((read.key.as_str(), read.date.to_string().as_str()), (name, "2025-10-30"));
        }
    }
}
