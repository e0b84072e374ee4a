//! [`PageLinks`] are the addresses that an HTML page names, and the places on it that others can
//! name.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, ForwardingEmitter, Span, Tokenizer};
use rapidhash::RapidHashSet;

use crate::percent;

#[derive(Clone, Debug, Default)]
pub struct PageLinks {
    pub links: RapidHashSet<String>,
    /// Values of `id`.
    pub ids: RapidHashSet<String>,
}

/// What an attribute names.
#[derive(Clone, Copy)]
enum Names {
    Link,
    Links,
    Id,
}

impl PageLinks {
    /// Reads a page, or a part of one.
    pub fn read(html: &str) -> PageLinks {
        let mut page = PageLinks::default();
        let mut is_start_tag = false;
        let mut names = None;
        let mut emitter = CallbackEmitter::new(|event: CallbackEvent, _: Span<()>| {
            match event {
                CallbackEvent::OpenStartTag { .. } => is_start_tag = true,
                CallbackEvent::CloseStartTag { .. } => is_start_tag = false,
                CallbackEvent::AttributeName { name } => names = named(name).filter(|_| is_start_tag),
                CallbackEvent::AttributeValue { value } => {
                    return names.take().map(|names| (names, text(value)));
                }
                _ => {}
            }
            None
        });
        // Otherwise the text of a script would be read as elements.
        emitter.naively_switch_states(true);
        for Ok((names, value)) in Tokenizer::new_with_emitter(html, TagsOnly(emitter)) {
            match names {
                Names::Link => {
                    page.links.insert(value);
                }
                Names::Links => {
                    let addresses = value.split(',').filter_map(|part| part.split_whitespace().next());
                    page.links.extend(addresses.map(str::to_owned));
                }
                Names::Id => {
                    page.ids.insert(value);
                }
            }
        }
        page
    }

    pub fn extend(&mut self, other: PageLinks) {
        self.links.extend(other.links);
        self.ids.extend(other.ids);
    }

    /// Whether all that it names is the same on whichever page it stands.
    pub fn stands_alone(&self) -> bool {
        // A place is looked for on its page, and may be that page's own.
        let is_absolute = |link: &String| (link.starts_with('/') && !link.contains('#')) || has_scheme(link);
        self.ids.is_empty() && self.links.iter().all(is_absolute)
    }
}

/// Passes over texts, comments and faults of the markup: telling them takes longer than finding links.
struct TagsOnly<E>(E);

impl<E: Emitter> ForwardingEmitter for TagsOnly<E> {
    type Token = E::Token;

    fn inner(&mut self) -> &mut impl Emitter<Token = E::Token> {
        &mut self.0
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn emit_string(&mut self, _: &[u8]) {}

    fn push_comment(&mut self, _: &[u8]) {}
}

fn named(attribute: &[u8]) -> Option<Names> {
    match attribute {
        b"href" | b"src" | b"poster" | b"action" => Some(Names::Link),
        b"srcset" => Some(Names::Links),
        b"id" => Some(Names::Id),
        _ => None,
    }
}

fn text(value: &[u8]) -> String {
    String::from_utf8_lossy(value).into_owned()
}

fn has_scheme(link: &str) -> bool {
    link.find([':', '/', '?', '#']).is_some_and(|at| link[at..].starts_with(':'))
}

/// The path, and the decoded fragment, of an address on the page at `url` that stays on its origin.
///
/// `url` is a path that begins with `/`. Resolved as RFC 3986, section 5.2, says.
pub fn within_origin(url: &str, link: &str) -> Option<(String, Option<String>)> {
    let link = link.trim();
    if has_scheme(link) || link.starts_with("//") {
        return None;
    }
    let (link, fragment) =
        link.split_once('#').map_or((link, None), |(link, fragment)| (link, Some(fragment)));
    let path = link.split_once('?').map_or(link, |(path, _)| path);
    let path = match path {
        "" => url.to_owned(),
        absolute if absolute.starts_with('/') => without_dots(absolute),
        relative => without_dots(&format!("{}{relative}", &url[..=url.rfind('/').unwrap_or(0)])),
    };
    let fragment = fragment.filter(|fragment| !fragment.is_empty());
    let decoded = |fragment: &str| percent::decode(fragment).unwrap_or_else(|| fragment.to_owned());
    Some((path, fragment.map(decoded)))
}

fn without_dots(path: &str) -> String {
    if !path.contains("/.") {
        return path.to_owned();
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').skip(1) {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let is_folder = path.ends_with("/.") || path.ends_with("/..");
    format!("/{}{}", parts.join("/"), if is_folder && !parts.is_empty() { "/" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_stand_in_attributes_only() {
        let html = "<a href=\"/a/?x=1&amp;y#z\">x</a><!-- <a href=/no/> --><script>'<a href=/no/>'</script>\
                    <img src=b.png srcset='c.png 1x, d.png 2x'><h2 id=z>";
        let page = PageLinks::read(html);
        let mut links: Vec<&str> = page.links.iter().map(String::as_str).collect();
        links.sort_unstable();
        assert_eq!(links, ["/a/?x=1&y#z", "b.png", "c.png", "d.png"]);
        assert!(page.ids.contains("z"));
    }

    #[test]
    fn addresses_are_resolved_against_the_page() {
        let path = |link| within_origin("/repo/papers/a/", link).map(|(path, _)| path);
        assert_eq!(path("../b/").as_deref(), Some("/repo/papers/b/"));
        assert_eq!(path("./x.png?v=1").as_deref(), Some("/repo/papers/a/x.png"));
        assert_eq!(path("#top").as_deref(), Some("/repo/papers/a/"));
        assert_eq!(path("/other/..").as_deref(), Some("/"));
        assert_eq!(path("..").as_deref(), Some("/repo/papers/"));
        assert_eq!(path("https://a.example/"), None);
        assert_eq!(path("mailto:a@b.example"), None);
        assert_eq!(path("//a.example/"), None);
    }

    #[test]
    fn fragments_are_decoded() {
        let fragment = |link| within_origin("/a/", link).and_then(|(_, fragment)| fragment);
        assert_eq!(fragment("#letter-%23").as_deref(), Some("letter-#"));
        assert_eq!(fragment("/b/#"), None);
    }
}
