//! The site's [`Config`]: `offprint.yaml`, checked, with every default filled in.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place};
use crate::fields::Reader;
use crate::paper::is_web_url;
use crate::percent;

mod mailing;
mod read;
mod services;
mod settings;

pub use mailing::{Blank, Mailbox, Mailing};
pub use services::Services;
pub use settings::{Origin, Setting, base_url_of_flag, settings};

/// The configuration's usual name, in the site's root.
pub const FILE_NAME: &str = "offprint.yaml";

/// The code of the diagnostic that there is no configuration.
pub const MISSING: &str = "no-configuration";

#[derive(Clone, Debug)]
pub struct Config {
    pub title: String,
    pub description: String,
    pub base_url: BaseUrl,
    pub language: String,
    pub curators: Vec<Curator>,
    pub theme: String,
    /// Where the theme is named, for messages.
    pub theme_place: Place,
    /// A map: whatever the theme asks for.
    pub theme_options: Vec<TypedOption>,
    pub menu: Vec<MenuEntry>,
    pub group_by: PeriodKind,
    pub front_page: FrontPage,
    /// Papers a page of a list holds.
    pub page_size: usize,
    pub urls: UrlStyle,
    /// Papers an author needs for a page.
    pub author_pages_from: usize,
    pub feeds: Feeds,
    pub publish: Publish,
    pub remote_images: bool,
    /// Whether there is a search page, with its index.
    pub search: bool,
    /// How many related papers a paper's page names.
    pub related_papers: usize,
    pub raw_html: bool,
    pub minify: bool,
    /// Whether lists tell reference managers of their papers.
    pub coins: bool,
    /// Whether each day is published as JSON, too.
    pub api: bool,
    pub repository: Option<String>,
    /// A page where readers subscribe by mail, or an address to write to.
    pub subscribe_url: Option<String>,
    pub subscribe_form: Option<SubscribeForm>,
    pub license: Option<String>,
    pub mailing: Mailing,
    pub services: Services,
    /// Whether drafts are published too; only a command's flag sets it.
    pub drafts: Drafts,
}

/// An option of the theme as the site chose it.
#[derive(Clone, Debug)]
pub struct TypedOption {
    pub name: String,
    pub value: serde_json::Value,
    pub name_place: Place,
    pub value_place: Place,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Curator {
    pub name: String,
    pub url: Option<String>,
}

/// A path of the site (`/about/`) or an address on the web.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuEntry {
    pub name: String,
    pub url: String,
    pub place: Place,
}

/// Whether drafts are on the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drafts {
    Listed,
    #[default]
    LeftOut,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PeriodKind {
    Day,
    Week,
    Month,
    Year,
}

/// What takes the addresses of those who subscribe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubscribeForm {
    /// Where the form is sent to, by `POST`.
    pub url: String,
    /// The name under which the form's owner expects an address: `email`.
    pub field: String,
}

/// How many periods the front page shows, and how many papers in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrontPage {
    pub periods: usize,
    pub papers: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UrlStyle {
    /// `/papers/KEY/`
    Directory,
    /// `/papers/KEY.html`: half the entries on disk.
    File,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feeds {
    pub site: bool,
    /// One for each tag.
    pub tags: bool,
    /// One for each author who has a page.
    pub authors: bool,
    pub entries: usize,
}

/// What of the curator's own remarks is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Publish {
    pub notes: bool,
    pub status: bool,
    pub rating: bool,
}

/// Where the site will be: an origin, which may be unknown, and the path below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    origin: Option<String>,
    /// Begins and ends with `/`; encoded.
    path: String,
}

impl BaseUrl {
    /// Links from the root of a site whose address is unknown.
    pub fn unknown() -> BaseUrl {
        BaseUrl { origin: None, path: "/".to_owned() }
    }

    /// Reads an absolute URL. The error says what is wrong with it.
    pub fn parse(text: &str) -> Result<BaseUrl, &'static str> {
        const FORM: &str = "expected an address such as https://user.github.io/list/";
        if !is_web_url(text) {
            return Err(FORM);
        }
        let (scheme, rest) = text.split_once("://").ok_or(FORM)?;
        if rest.contains(['?', '#', '"', '\'', '<', '>', '\\', '@']) {
            return Err("leave out queries, fragments, quotes and user names");
        }
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        if host.is_empty() || path.split('/').any(|part| part == "..") {
            return Err(FORM);
        }
        let path = percent::canonical_path(path.trim_matches('/'));
        let path = if path.is_empty() { "/".to_owned() } else { format!("/{path}/") };
        Ok(BaseUrl { origin: Some(format!("{}://{}", scheme.to_lowercase(), host.to_lowercase())), path })
    }

    /// `/`, or `/repo/` for a project page.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether absolute addresses can be written.
    pub fn is_known(&self) -> bool {
        self.origin.is_some()
    }

    /// The absolute form of a path of the site that carries the base path already.
    pub fn absolute(&self, path: &str) -> Option<String> {
        self.origin.as_ref().map(|origin| format!("{origin}{path}"))
    }
}

/// The site that a folder lies in, by its path from where `folder` is named from: `../..`.
pub fn site_above(folder: &Path) -> Option<PathBuf> {
    let whole = folder.canonicalize().ok()?;
    let steps = whole.ancestors().skip(1).position(|above| above.join(FILE_NAME).is_file())? + 1;
    let mut path = folder.strip_prefix(".").unwrap_or(folder).to_owned();
    for _ in 0..steps {
        if path.file_name().is_some() {
            path.pop();
        } else {
            path.push("..");
        }
    }
    Some(if path.as_os_str().is_empty() { PathBuf::from(".") } else { path })
}

impl Config {
    /// Reads a configuration file; `root` is the site's folder, `file` the configuration's path.
    ///
    /// The configuration is there even with diagnostics, with defaults in place of what is wrong.
    pub fn load(root: &Path, file: &Path) -> (Config, Vec<Diagnostic>) {
        let shown: Arc<str> =
            file.strip_prefix(root).unwrap_or(file).to_string_lossy().replace('\\', "/").into();
        match std::fs::read_to_string(file) {
            Ok(text) => Config::parse(shown, &text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let help = match site_above(root) {
                    Some(site) => format!("this folder is in a site: `--root {}` names that", site.display()),
                    None => "`offprint init` makes a site in this folder; `--root DIR` names another one"
                        .to_owned(),
                };
                let missing = Diagnostic::error(MISSING, format!("there is no `{shown}`"))
                    .at(Place::file(shown), "")
                    .help(help);
                (Config::parse("".into(), "").0, vec![missing])
            }
            Err(error) => {
                let unreadable =
                    Diagnostic::error("unreadable", format!("`{shown}` cannot be read: {error}"));
                (Config::parse("".into(), "").0, vec![unreadable.at(Place::file(shown), "")])
            }
        }
    }

    pub fn parse(file: Arc<str>, text: &str) -> (Config, Vec<Diagnostic>) {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let reader = Reader::new(file.clone(), text, 0..text.len());
        let config = match reader.root("the configuration") {
            Some(fields) => read::config(fields),
            None => {
                let empty = Reader::new(file, "", 0..0);
                let fields = empty.root("the configuration").expect("an empty text is an empty map");
                read::config(fields)
            }
        };
        (config, reader.finish())
    }

    /// Where the site is written when nothing else is said.
    pub fn default_output(root: &Path) -> PathBuf {
        root.join("public")
    }
}

/// Whether a text may be a language tag as HTML takes it: <https://www.rfc-editor.org/info/bcp47>.
pub fn is_language_tag(text: &str) -> bool {
    let is_subtag =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    text.split('-').all(is_subtag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_gives_every_link_its_path() {
        let base = BaseUrl::parse("https://User.github.io/list").expect("a valid address");
        assert_eq!(base.path(), "/list/");
        assert_eq!(base.absolute("/list/feed.xml").as_deref(), Some("https://user.github.io/list/feed.xml"));
        assert_eq!(
            BaseUrl::parse("https://a.example").map(|base| base.path().to_owned()),
            Ok("/".to_owned())
        );
        assert!(BaseUrl::parse("user.github.io").is_err());
        assert!(BaseUrl::parse("https://a.example/?x=1").is_err());
    }

    #[test]
    fn an_empty_configuration_is_all_defaults() {
        let (config, diagnostics) = Config::parse("offprint.yaml".into(), "");
        assert!(diagnostics.is_empty());
        assert_eq!((config.title.as_str(), config.page_size, config.minify), ("Daily Papers", 50, true));
    }

    #[test]
    fn a_key_of_another_tool_is_named_in_ours() {
        let (_, diagnostics) = Config::parse("offprint.yaml".into(), "baseURL: https://a.example/\n");
        let label = diagnostics[0].primary.as_ref().map(|label| label.message.as_str());
        assert_eq!((diagnostics[0].code, label), ("unknown-field", Some("write `base_url:`")));
    }
}
