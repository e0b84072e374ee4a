//! The site's Atom feed: <https://www.rfc-editor.org/rfc/rfc4287>.
//!
//! All ids and links are absolute, and times come from the content, never from a clock: a feed
//! changes only when the list does. An entry is published on the day its paper is listed, not when
//! the paper was: readers sort by that time, and a paper of 2015 would be lost among old entries.

use super::feed::{Feed, absolute, content, instant, related, website};
use super::sitemap::listed_or_updated;
use super::xml::Xml;
use crate::catalog::{PaperId, TermKind};
use crate::paper::Day;
use crate::percent;
use crate::plan::Channel;
use crate::site::Site;
use crate::text::Text;

/// Returns the feed's bytes: the newest papers, in the order of the list.
pub fn feed(site: &Site, channel: Channel) -> Vec<u8> {
    let config = site.config();
    let Feed { title, home, papers } = Feed::new(site, channel);
    let slug = match channel {
        Channel::Site => None,
        Channel::Term(kind, id) => Some(&site.catalog().terms(kind)[id].slug),
    };
    let own = absolute(site, &site.plan().urls().feed(channel, slug));
    let updated = papers.iter().map(|id| listed_or_updated(site.catalog().paper(*id))).max();

    let mut xml = Xml::new();
    xml.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", &config.language)]);
    xml.text("id", &home);
    xml.text("title", &title);
    if !config.description.is_empty() {
        xml.text("subtitle", &config.description);
    }
    xml.text("updated", &instant(updated.unwrap_or(EMPTY)));
    xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &own)]);
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
        xml.put(&site.feed_entry(id));
    }
    xml.close("feed");
    xml.finish()
}

/// What a feed without entries was updated: it needs some time, and always the same.
const EMPTY: Day = Day::constant(1970, 1, 1);

/// A paper's entry, which is the same in every feed.
pub fn entry(site: &Site, id: PaperId) -> Vec<u8> {
    Xml::part(|xml| write_entry(site, id, xml))
}

fn write_entry(site: &Site, id: PaperId, xml: &mut Xml) {
    let paper = site.catalog().paper(id);
    let url = absolute(site, &site.plan().urls().paper(&paper.key));
    xml.open("entry", &[]);
    xml.text("id", &url);
    xml.text("title", &paper.plain_title());
    xml.text("updated", &instant(listed_or_updated(paper)));
    xml.text("published", &instant(paper.date));
    for person in &paper.authors {
        author(xml, person.name().printed(), website(person).as_deref());
    }
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &url)]);
    for (title, href) in related(site, id) {
        xml.empty("link", &[("rel", "related"), ("title", &title), ("href", &percent::iri(&href))]);
    }
    let tags = site.catalog().terms(TermKind::Tag);
    for tag in paper.tags.iter().filter_map(|tag| tags.find(tag, None)) {
        let tag = &tags[tag];
        xml.empty("category", &[("term", tag.slug.as_str()), ("label", &tag.name)]);
    }
    if let Some(summary) = &paper.summary {
        xml.text("summary", &Text::inline(&summary.text).plain());
    }
    xml.text_with("content", &[("type", "html")], &content(site, id));
    xml.close("entry");
}

fn author(xml: &mut Xml, name: &str, url: Option<&str>) {
    xml.open("author", &[]);
    xml.text("name", name);
    if let Some(url) = url {
        xml.text("uri", &percent::iri(url));
    }
    xml.close("author");
}
