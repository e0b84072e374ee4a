//! The layout of a site: what it is made of, by its names.

/// Papers, plain pages, and what they show.
pub const CONTENT: &str = "content";

/// In the content folder: who goes by several names.
pub const AUTHORS: &str = "authors.yaml";

/// In the content folder: what a list says of its tags.
pub const TAGS: &str = "tags.yaml";

/// The site's own themes, each in a folder of its name.
pub const THEMES: &str = "themes";

/// Files that are published as they are: those of a theme as its assets, the site's own under their own names.
pub const STATIC: &str = "static";

/// The folders of text that a theme has, and that a site may have of its own.
pub const TEXT_FOLDERS: [&str; 3] = ["templates", "styles", "languages"];

/// All folders of a theme.
pub const THEME_FOLDERS: [&str; 4] = {
    let [templates, styles, languages] = TEXT_FOLDERS;
    [templates, styles, languages, STATIC]
};

/// All folders of a site, whether they are there or not.
pub const SITE_FOLDERS: [&str; 6] = {
    let [templates, styles, languages, files] = THEME_FOLDERS;
    [CONTENT, templates, styles, languages, files, THEMES]
};
