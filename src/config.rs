//! The site's [`Config`]: `offprint.yaml`, checked, with every default filled in.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::catalog::Drafts;
use crate::diagnostic::{Diagnostic, Place};
use crate::fields::{Fields, Reader};
use crate::paper::is_web_url;
use crate::percent;

mod mailing;
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
            Some(fields) => read(fields),
            None => {
                let empty = Reader::new(file, "", 0..0);
                let fields = empty.root("the configuration").expect("an empty text is an empty map");
                read(fields)
            }
        };
        (config, reader.finish())
    }

    /// Where the site is written when nothing else is said.
    pub fn default_output(root: &Path) -> PathBuf {
        root.join("public")
    }
}

fn read(mut fields: Fields) -> Config {
    let (theme, theme_place) = theme(&mut fields);
    let (subscribe_url, subscribe_form) = subscribe(&mut fields);
    let config = Config {
        title: fields.text("title").unwrap_or_else(|| "Daily Papers".to_owned()),
        description: fields.text("description").unwrap_or_default(),
        base_url: base_url(&mut fields),
        language: language(&mut fields),
        curators: curators(&mut fields),
        theme,
        theme_place,
        theme_options: theme_options(&mut fields),
        menu: menu(&mut fields),
        group_by: group_by(&mut fields),
        front_page: front_page(&mut fields),
        page_size: size(&mut fields, "page_size", 50),
        urls: fields
            .choice("urls", &[("directory", UrlStyle::Directory), ("file", UrlStyle::File)])
            .unwrap_or(UrlStyle::Directory),
        author_pages_from: size(&mut fields, "author_pages_from", 1),
        feeds: feeds(&mut fields),
        publish: publish(&mut fields),
        remote_images: remote_images(&mut fields),
        search: fields.flag("search").unwrap_or(true),
        related_papers: count(&mut fields, "related_papers", 5, 0..=50),
        raw_html: fields.flag("raw_html").unwrap_or(false),
        minify: fields.flag("minify").unwrap_or(true),
        coins: fields.flag("coins").unwrap_or(true),
        api: fields.flag("api").unwrap_or(true),
        repository: crate::paper::web_url(&mut fields, "repository")
            .map(|url| url.trim_end_matches('/').to_owned()),
        subscribe_url,
        subscribe_form,
        license: fields.text("license"),
        mailing: mailing::mailing(&mut fields),
        services: services::services(&mut fields),
        drafts: Drafts::default(),
    };
    min_version(&mut fields);
    fields.finish(foreign_key);
    config
}

fn theme(fields: &mut Fields) -> (String, Place) {
    match fields.text_at("theme") {
        Some((theme, range)) => (theme, fields.reader().place(&range)),
        None => ("daily".to_owned(), fields.reader().place(fields.range())),
    }
}

fn base_url(fields: &mut Fields) -> BaseUrl {
    let Some((text, range)) = fields.text_at("base_url") else { return BaseUrl::unknown() };
    BaseUrl::parse(&text).unwrap_or_else(|fix| {
        fields.reader().error("bad-base-url", &range, format!("`{text}` cannot be the site's address"), fix);
        BaseUrl::unknown()
    })
}

/// Whether a text may be a language tag as HTML takes it: <https://www.rfc-editor.org/info/bcp47>.
pub fn is_language_tag(text: &str) -> bool {
    let is_subtag =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    text.split('-').all(is_subtag)
}

fn language(fields: &mut Fields) -> String {
    let Some((text, range)) = fields.text_at("language") else { return "en".to_owned() };
    if is_language_tag(&text) {
        return text;
    }
    fields.reader().error(
        "bad-language",
        &range,
        format!("`{text}` is not a language tag"),
        "expected `en`, `pt-BR`, …",
    );
    "en".to_owned()
}

fn curators(fields: &mut Fields) -> Vec<Curator> {
    let reader = fields.reader();
    let mut curators = Vec::new();
    for node in fields.list("curators") {
        if !matches!(node.value, crate::yaml::Value::Mapping(_)) {
            curators.extend(reader.text("curators", &node).map(|name| Curator { name, url: None }));
            continue;
        }
        let range = node.range.clone();
        let Some(mut map) = reader.map("a curator", node) else { continue };
        let name = map.text("name");
        let url = crate::paper::web_url(&mut map, "url");
        map.finish(|_| None);
        match name {
            Some(name) => curators.push(Curator { name, url }),
            None => reader.error("missing-name", &range, "this curator has no name", "add `name: …`"),
        }
    }
    curators
}

/// Whatever the site asks of its theme, which knows what it takes.
fn theme_options(fields: &mut Fields) -> Vec<TypedOption> {
    let Some(mut map) = fields.map("theme_options", "`theme_options`") else { return Vec::new() };
    let reader = fields.reader();
    let options = map.take_all().into_iter().map(|(key, node)| TypedOption {
        value: node.to_json(),
        name_place: reader.place(&key.range),
        value_place: reader.place(&node.range),
        name: key.name,
    });
    options.collect()
}

fn menu(fields: &mut Fields) -> Vec<MenuEntry> {
    let reader = fields.reader();
    let mut menu = Vec::new();
    for node in fields.list("menu") {
        let range = node.range.clone();
        let Some(mut map) = reader.map("an entry of the menu", node) else { continue };
        let name = map.text("name");
        let url = map.text_at("url");
        map.finish(|_| None);
        let (Some(name), Some((url, url_range))) = (name, url) else {
            let message = "an entry of the menu needs a name and a URL";
            reader.error("bad-menu", &range, message, "write `{name: About, url: /about/}`");
            continue;
        };
        let is_path = url.starts_with('/') && !url.starts_with("//");
        if !is_path && !is_web_url(&url) {
            let label = "expected a path of the site that begins with `/`, or an address on the web";
            reader.error("bad-menu", &url_range, format!("`{url}` leads nowhere"), label);
            continue;
        }
        menu.push(MenuEntry { name, url, place: reader.place(&url_range) });
    }
    menu
}

fn group_by(fields: &mut Fields) -> PeriodKind {
    let kinds = [
        ("day", PeriodKind::Day),
        ("week", PeriodKind::Week),
        ("month", PeriodKind::Month),
        ("year", PeriodKind::Year),
    ];
    fields.choice("group_by", &kinds).unwrap_or(PeriodKind::Day)
}

fn front_page(fields: &mut Fields) -> FrontPage {
    let Some(mut map) = fields.map("front_page", "`front_page`") else {
        return FrontPage { periods: 7, papers: 50 };
    };
    let front_page =
        FrontPage { periods: size(&mut map, "periods", 7), papers: size(&mut map, "papers", 50) };
    map.finish(|_| None);
    front_page
}

/// A number of things that must be at least one.
fn size(fields: &mut Fields, name: &'static str, default: usize) -> usize {
    count(fields, name, default, 1..=1_000_000)
}

fn count(fields: &mut Fields, name: &'static str, default: usize, allowed: RangeInclusive<usize>) -> usize {
    match fields.integer(name) {
        None => default,
        Some((number, range)) => match usize::try_from(number).ok().filter(|number| allowed.contains(number))
        {
            Some(number) => number,
            None => {
                let message = format!("`{name}` cannot be {number}");
                let fix = match allowed.start() {
                    1 => "expected 1 or more".to_owned(),
                    start => format!("expected {start} to {}", allowed.end()),
                };
                fields.reader().error("out-of-range", &range, message, fix);
                default
            }
        },
    }
}

fn feeds(fields: &mut Fields) -> Feeds {
    let default = Feeds { site: true, tags: true, authors: false, entries: 50 };
    let Some(mut map) = fields.map("feeds", "`feeds`") else { return default };
    let feeds = Feeds {
        site: map.flag("site").unwrap_or(default.site),
        tags: map.flag("tags").unwrap_or(default.tags),
        authors: map.flag("authors").unwrap_or(default.authors),
        entries: size(&mut map, "entries", default.entries),
    };
    map.finish(|_| None);
    feeds
}

fn publish(fields: &mut Fields) -> Publish {
    let Some(mut map) = fields.map("publish", "`publish`") else {
        return Publish { notes: true, status: true, rating: true };
    };
    let publish = Publish {
        notes: map.flag("notes").unwrap_or(true),
        status: map.flag("status").unwrap_or(true),
        rating: map.flag("rating").unwrap_or(true),
    };
    map.finish(|_| None);
    publish
}

fn remote_images(fields: &mut Fields) -> bool {
    let Some(mut map) = fields.map("images", "`images`") else { return false };
    let remote = map.flag("remote").unwrap_or(false);
    map.finish(|_| None);
    remote
}

/// A page, and a form that readers fill in on every page.
fn subscribe(fields: &mut Fields) -> (Option<String>, Option<SubscribeForm>) {
    let Some(mut map) = fields.map("subscribe", "`subscribe`") else { return (None, None) };
    let reader = map.reader();
    let url = crate::paper::web_url(&mut map, "url");
    let form = map.text_at("form").and_then(|(form, range)| {
        // Browsers would have a mail program send the form, which few have.
        if crate::paper::WebUrl::parse(&form).is_some() {
            return Some(form);
        }
        let label = "expected where the form is sent to, which begins with https:// or http://";
        reader.error("bad-link", &range, format!("`{form}` takes no form"), label);
        None
    });
    let field = map.text("field").unwrap_or_else(|| "email".to_owned());
    map.finish(|_| None);
    (url, form.map(|url| SubscribeForm { url, field }))
}

/// Refuses a configuration that was written for a later version of the program.
fn min_version(fields: &mut Fields) {
    let Some((text, range)) = fields.text_at("min_version") else { return };
    let numbers =
        |text: &str| text.split('.').map(|part| part.parse::<u32>().ok()).collect::<Option<Vec<u32>>>();
    let own = env!("CARGO_PKG_VERSION");
    match (numbers(&text), numbers(own)) {
        (Some(wanted), Some(have)) if wanted <= have => {}
        (Some(_), _) => {
            let message = format!("this site needs offprint {text} or later, and this is {own}");
            fields.reader().error("too-old", &range, message, "install a newer offprint");
        }
        (None, _) => {
            fields.reader().error(
                "bad-version",
                &range,
                format!("`{text}` is not a version"),
                "expected `0.1` or `0.1.0`",
            );
        }
    }
}

/// What users of other tools type.
fn foreign_key(name: &str) -> Option<&'static str> {
    Some(match name {
        "baseURL" | "baseurl" | "url" | "site_url" => "write `base_url:`",
        "languageCode" | "lang" | "default_language" => "write `language:`",
        "paginate" | "paginate_by" | "per_page" => "write `page_size:`",
        "params" => "write `theme_options:`",
        "minify_html" => "write `minify:`",
        "author" | "curator" => "write `curators:` and a list",
        "output_dir" | "output" | "publishDir" => "give `--output DIR` to the command",
        _ => return None,
    })
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
