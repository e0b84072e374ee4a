//! [`PageLinks`] are the addresses that an HTML page names, and the places on it that others can
//! name.

use rapidhash::RapidHashSet;

use crate::markup::{Attribute, Cursor, Markup, RAW_TEXT};
use crate::percent;
use crate::text::decode_references;

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
        let mut cursor = Cursor::new(html);
        while let Some(markup) = cursor.seek() {
            match markup {
                Markup::OpeningTag => page.read_opening_tag(&mut cursor),
                Markup::Comment => cursor.skip_comment(),
                Markup::ClosingTag | Markup::Declaration => cursor.skip_tag(),
            }
        }
        page
    }

    fn read_opening_tag(&mut self, cursor: &mut Cursor) {
        let element = cursor.tag_name();
        while let Some(Attribute { name, value }) = cursor.next_attribute() {
            let Some((names, value)) = named(&cursor.html()[name]).zip(value) else { continue };
            let value = decode_references(&cursor.html()[value.text]);
            match names {
                Names::Link => add(&mut self.links, &value),
                Names::Links => {
                    let addresses = value.split(',').filter_map(|part| part.split_whitespace().next());
                    addresses.for_each(|address| add(&mut self.links, address));
                }
                Names::Id => add(&mut self.ids, &value),
            }
        }
        if RAW_TEXT.iter().any(|name| name.eq_ignore_ascii_case(element)) {
            cursor.skip_raw_text(element);
        }
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

fn add(values: &mut RapidHashSet<String>, value: &str) {
    // Most stand there already.
    if !values.contains(value) {
        values.insert(value.to_owned());
    }
}

fn named(attribute: &str) -> Option<Names> {
    const NAMED: [(&str, Names); 6] = [
        ("href", Names::Link),
        ("src", Names::Link),
        ("poster", Names::Link),
        ("action", Names::Link),
        ("srcset", Names::Links),
        ("id", Names::Id),
    ];
    NAMED.iter().find(|(name, _)| name.eq_ignore_ascii_case(attribute)).map(|(_, names)| *names)
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
