//! The site's Atom feed: <https://www.rfc-editor.org/rfc/rfc4287>.
//!
//! All ids and links are absolute, and times come from the content, never from a clock: a feed
//! changes only when the list does. An entry is published on the day its paper is listed, not when
//! the paper was: readers sort by that time, and a paper of 2015 would be lost among old entries.

use super::sitemap::listed_or_updated;
use super::xml::Xml;
use crate::catalog::{PaperId, TermKind};
use crate::paper::{Author, Day, LinkTarget};
use crate::site::Site;
use crate::text::Text;

/// Returns the feed's bytes: the newest papers, in the order of the list.
pub fn feed(site: &Site) -> Vec<u8> {
    let config = site.config();
    let urls = site.plan().urls();
    let papers: Vec<PaperId> = (0..site.catalog().papers().len()).take(config.feeds.entries).collect();
    let updated = papers.iter().map(|id| listed_or_updated(site.catalog().paper(*id))).max();
    let home = absolute(site, &urls.front());

    let mut xml = Xml::new();
    xml.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", &config.language)]);
    xml.text("id", &home);
    xml.text("title", &config.title);
    if !config.description.is_empty() {
        xml.text("subtitle", &config.description);
    }
    xml.text("updated", &instant(updated.unwrap_or(EMPTY)));
    xml.empty(
        "link",
        &[("rel", "self"), ("type", "application/atom+xml"), ("href", &absolute(site, &urls.feed()))],
    );
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &home)]);
    // Papers without authors need one of the feed's (section 4.1.2).
    for curator in &config.curators {
        author(&mut xml, &curator.name, curator.url.as_deref());
    }
    if config.curators.is_empty() {
        author(&mut xml, &config.title, None);
    }
    if let Some(license) = &config.license {
        xml.text("rights", license);
    }
    xml.text_with("generator", &[("version", env!("CARGO_PKG_VERSION"))], "offprint");
    for id in papers {
        entry(site, id, &mut xml);
    }
    xml.close("feed");
    xml.finish()
}

/// What a feed without entries was updated: it needs some time, and always the same.
const EMPTY: Day = Day::constant(1970, 1, 1);

fn entry(site: &Site, id: PaperId, xml: &mut Xml) {
    let paper = site.catalog().paper(id);
    let url = absolute(site, &site.plan().urls().paper(&paper.key));
    xml.open("entry", &[]);
    xml.text("id", &url);
    xml.text("title", &site.entry(id).title);
    xml.text("updated", &instant(listed_or_updated(paper)));
    xml.text("published", &instant(paper.date));
    for person in &paper.authors {
        author(xml, &person.name().printed(), website(person).as_deref());
    }
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &url)]);
    for (title, href) in related(site, id) {
        xml.empty("link", &[("rel", "related"), ("title", &title), ("href", &iri(&href))]);
    }
    let tags = site.catalog().terms(TermKind::Tag);
    for tag in paper.tags.iter().filter_map(|tag| tags.find(tag, None)) {
        let tag = &tags.all()[tag];
        xml.empty("category", &[("term", tag.slug.as_str()), ("label", &tag.name)]);
    }
    if let Some(summary) = &paper.summary {
        xml.text("summary", &Text::inline(&summary.text).plain());
    }
    if let Some(content) = content(site, id) {
        xml.text_with("content", &[("type", "html")], &content);
    }
    xml.close("entry");
}

fn author(xml: &mut Xml, name: &str, url: Option<&str>) {
    xml.open("author", &[]);
    xml.text("name", name);
    if let Some(url) = url {
        xml.text("uri", &iri(url));
    }
    xml.close("author");
}

fn website(author: &Author) -> Option<String> {
    author.orcid().map(|orcid| orcid.url()).or_else(|| author.url().map(str::to_owned))
}

/// The paper itself, its code, and so on: titles and absolute addresses.
fn related(site: &Site, id: PaperId) -> Vec<(String, String)> {
    let paper = site.catalog().paper(id);
    let arxiv = paper.arxiv.iter().map(|arxiv| ("arXiv".to_owned(), arxiv.url()));
    let doi = paper.doi.iter().map(|doi| ("DOI".to_owned(), doi.url()));
    let links = paper.links.iter().filter_map(|link| {
        let url = match link.target() {
            LinkTarget::Web(url) => url.clone(),
            LinkTarget::Local(path) => absolute(site, &site.plan().content_file_url(path)?),
        };
        Some((link.label().to_owned(), url))
    });
    arxiv.chain(doi).chain(links).collect()
}

/// The abstract and the published notes as simple HTML. Readers of feeds drop MathML and relative
/// links, so formulas are plain text here and links are their text.
fn content(site: &Site, id: PaperId) -> Option<String> {
    let paper = site.catalog().paper(id);
    let mut html = String::new();
    if let Some(abstract_) = &paper.abstract_ {
        paragraphs(&Text::block(&abstract_.text), &mut html);
    }
    if let Some(notes) = paper.notes.as_ref().filter(|_| site.config().publish.notes) {
        html.push_str("<h2>Notes</h2>\n");
        paragraphs(&Text::block(&notes.text), &mut html);
    }
    (!html.is_empty()).then_some(html)
}

fn paragraphs(text: &Text, html: &mut String) {
    for paragraph in text.plain().split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
        let lines: Vec<String> = paragraph.lines().map(escaped).collect();
        html.push_str(&format!("<p>{}</p>\n", lines.join("<br>\n")));
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Encodes what people paste into addresses and no IRI may hold:
/// <https://www.rfc-editor.org/rfc/rfc3987#section-2.2>.
fn iri(url: &str) -> String {
    let mut iri = String::with_capacity(url.len());
    for (at, char) in url.char_indices() {
        match char {
            '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => {
                iri.push_str(&format!("%{:02X}", u32::from(char)));
            }
            '%' if !is_encoded(&url[at + 1..]) => iri.push_str("%25"),
            char => iri.push(char),
        }
    }
    iri
}

/// Whether two hexadecimal digits follow a percent sign.
fn is_encoded(after: &str) -> bool {
    after.len() >= 2 && after.bytes().take(2).all(|byte| byte.is_ascii_hexdigit())
}

fn absolute(site: &Site, path: &str) -> String {
    site.config().base_url.absolute(path).expect("a feed is planned with an address only")
}

/// A day as an instant of RFC 3339. Lists know days only, so the time is midnight, UTC.
fn instant(day: Day) -> String {
    format!("{day}T00:00:00Z")
}

#[cfg(test)]
mod tests {
    use super::iri;

    #[test]
    fn addresses_hold_no_character_that_an_iri_may_not() {
        assert_eq!(iri("https://a.example/{x}|<y>?z=5%#é"), "https://a.example/%7Bx%7D%7C%3Cy%3E?z=5%25#é");
        assert_eq!(iri("https://a.example/a%20b%2"), "https://a.example/a%20b%252");
    }
}
