//! A [`Link`] leads from a paper to its PDF, its code, a talk about it.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::fields::{Fields, Reader, nearest};
use crate::source::SourceFile;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    kind: LinkKind,
    label: String,
    target: LinkTarget,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// An `http`, `https` or `mailto` URL.
    Web(String),
    /// A file of the content folder, by path from the site's root.
    Local(String),
}

impl Link {
    pub fn kind(&self) -> LinkKind {
        self.kind
    }

    /// What the link is called: `PDF`, `Code`, or the curator's own label.
    pub fn label(&self) -> &str {
        &self.label
    }

    pub fn target(&self) -> &LinkTarget {
        &self.target
    }
}

/// An address that can be published: one of `http://` or `https://`, save where mail is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebUrl(String);

impl WebUrl {
    pub fn parse(text: &str) -> Option<WebUrl> {
        let text = text.trim();
        let is_mail = text.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:"));
        (is_web_url(text) && !is_mail).then(|| WebUrl(text.to_owned()))
    }

    /// The same, or one that begins with `mailto:`.
    pub fn parse_or_mail(text: &str) -> Option<WebUrl> {
        let text = text.trim();
        is_web_url(text).then(|| WebUrl(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The kinds of links that have a name of their own in front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkKind {
    Pdf,
    Code,
    Project,
    Video,
    Slides,
    Data,
    Model,
    Demo,
    Other,
}

impl LinkKind {
    const NAMED: [(&'static str, LinkKind, &'static str); 8] = [
        ("pdf", LinkKind::Pdf, "PDF"),
        ("code", LinkKind::Code, "Code"),
        ("project", LinkKind::Project, "Project"),
        ("video", LinkKind::Video, "Video"),
        ("slides", LinkKind::Slides, "Slides"),
        ("data", LinkKind::Data, "Data"),
        ("model", LinkKind::Model, "Model"),
        ("demo", LinkKind::Demo, "Demo"),
    ];

    /// As in front matter: `pdf`; `other` for a label of the curator's own.
    pub fn name(self) -> &'static str {
        LinkKind::NAMED.iter().find(|(_, kind, _)| *kind == self).map_or("other", |(name, ..)| name)
    }
}

/// Whether an address leads out of the site in a way that is safe to publish.
pub fn is_web_url(url: &str) -> bool {
    let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    let clean = !url.chars().any(|char| char.is_control() || char.is_whitespace());
    match scheme.as_deref() {
        Some("http" | "https") => clean && url.split_once("://").is_some_and(|(_, rest)| !rest.is_empty()),
        Some("mailto") => clean,
        _ => false,
    }
}

/// Reads `links`, common kinds first in their usual order, then others as they stand.
pub fn links(fields: &mut Fields, source: &SourceFile, files: &BTreeSet<String>) -> Vec<Link> {
    let Some(mut map) = fields.map("links", "`links`") else { return Vec::new() };
    let reader = fields.reader();
    let mut links = Vec::new();
    for (key, node) in map.take_all() {
        let Some(url) = reader.text(&key.name, &node).filter(|url| !url.is_empty()) else { continue };
        let target = if is_web_url(&url) {
            LinkTarget::Web(url)
        } else if url.contains(':') || url.starts_with("//") {
            let label = "expected an address that begins with https://, http:// or mailto:, without blanks";
            reader.error(
                "bad-link",
                &node.range,
                format!("`{url}` is not a link that can be published"),
                label,
            );
            continue;
        } else {
            let Some(path) = local_file(source, files, reader, &url, &node.range) else { continue };
            LinkTarget::Local(path)
        };
        let named = LinkKind::NAMED.iter().find(|(name, ..)| name.eq_ignore_ascii_case(&key.name));
        let link = match named {
            Some((_, kind, label)) => Link { kind: *kind, label: (*label).to_owned(), target },
            None => {
                let names: Vec<&str> = LinkKind::NAMED.iter().map(|(name, ..)| *name).collect();
                if let Some(near) = nearest(&key.name, &names) {
                    let message = format!("`{}` is not one of the usual links", key.name);
                    reader.warning("unusual-link", &key.range, message, format!("did you mean `{near}`?"));
                }
                Link { kind: LinkKind::Other, label: key.name, target }
            }
        };
        links.push(link);
    }
    links.sort_by_key(Link::kind);
    links.shrink_to_fit();
    links
}

/// A file of the content folder that a paper names by its relative path.
pub fn local_file(
    source: &SourceFile,
    files: &BTreeSet<String>,
    reader: &Reader,
    text: &str,
    range: &Range<usize>,
) -> Option<String> {
    match crate::source::resolve(&source.path, text) {
        Some(path) if files.contains(&path) && crate::source::is_script_bearing(&path) => {
            let message = format!("`{text}` is not published: its scripts would run as this site's own");
            let label = "put it into `static/`, and link to its address on the web";
            reader.error("unsafe-file", range, message, label);
        }
        Some(path) if files.contains(&path) => return Some(path),
        Some(path) => {
            let message = format!("there is no file `{path}`");
            let label = match is_like_address(text) {
                true => format!("did you mean `https://{text}`?"),
                false => "name a file by its path from this one's folder".to_owned(),
            };
            reader.error("missing-file", range, message, label);
        }
        None => {
            let message = format!("`{text}` leads out of the content folder");
            reader.error("missing-file", range, message, "name a file beside this one, or a URL");
        }
    }
    None
}

/// Whether a text begins with the name of a host: `www.example.org/x.pdf`, `github.com/a/b`.
fn is_like_address(text: &str) -> bool {
    let host = text.split('/').next().unwrap_or_default();
    let top = host.rsplit('.').next().unwrap_or_default();
    host.starts_with("www.")
        || matches!(top, "com" | "org" | "net" | "edu" | "io") && host.len() > top.len() + 1
}

#[cfg(test)]
mod tests {
    use super::{WebUrl, is_like_address, is_web_url};

    #[test]
    fn only_addresses_of_the_web_are_links() {
        assert_eq!(
            WebUrl::parse(" https://a.example ").map(|url| url.0).as_deref(),
            Some("https://a.example")
        );
        for text in
            ["mailto:a@b.example", "MAILTO:a@b.example", "javascript:x", "a.example", "/a", "https://a b"]
        {
            assert_eq!(WebUrl::parse(text), None, "{text}");
        }
    }

    #[test]
    fn an_address_without_its_scheme_is_no_file() {
        assert!(is_like_address("www.example.org/x.pdf") && is_like_address("github.com/a/b"));
        assert!(!is_like_address("fig.png") && !is_like_address("../a.org/b") && !is_like_address(".org"));
    }

    #[test]
    fn only_web_and_mail_addresses_are_published() {
        for url in ["https://a.example/x", "http://a.example", "HTTPS://a.example", "mailto:a@b.example"] {
            assert!(is_web_url(url), "{url}");
        }
        for url in [
            "javascript:alert(1)",
            "data:text/html,x",
            "https://",
            "ht\ttps://a",
            "//a.example",
            "file:///etc",
        ] {
            assert!(!is_web_url(url), "{url}");
        }
    }
}
