//! An *export* is a file of the site for machines: a feed, a sitemap, a bibliography.

use crate::catalog::PaperId;
use crate::config::PeriodKind;
use crate::fingerprint::{Fingerprint, Ingredients};
use crate::plan::{Channel, Export};
use crate::site::Site;

use feed::Feed;

pub mod atom;
mod bibliography;
pub mod bibtex;
pub mod cite_keys;
pub mod coins;
pub mod csl;
pub mod csv;
mod daily_papers;
mod entry_type;
mod feed;
pub mod highwire;
mod json_feed;
pub mod json_ld;
pub mod json_lines;
mod open_search;
pub mod plain;
mod protected;
pub mod ris;
mod robots;
mod sitemap;
mod xml;

/// Of the papers that a file tells of and what it says of them; none for what costs no more to make
/// than to compare.
pub fn fingerprint(site: &Site, export: Export) -> Option<Fingerprint> {
    let mut ingredients = Ingredients::default();
    let papers = match export {
        Export::Atom(channel) => papers_of_feed(site, channel, &mut ingredients),
        Export::JsonFeed => papers_of_feed(site, Channel::Site, &mut ingredients),
        Export::Bibliography(part) => bibliography::papers(site, part).collect(),
        Export::DailyPapers(index) => site.catalog().groups(PeriodKind::Day)[index].papers.clone(),
        Export::SearchManifest => {
            ingredients.add_fingerprint(site.index_fingerprint());
            Vec::new()
        }
        Export::Sitemap(part) => {
            sitemap::add_ingredients(site, part, &mut ingredients);
            Vec::new()
        }
        Export::SitemapIndex | Export::Robots | Export::OpenSearch => return None,
    };
    papers.into_iter().for_each(|id| ingredients.add_fingerprint(site.paper_fingerprint(id)));
    Some(ingredients.finish())
}

fn papers_of_feed(site: &Site, channel: Channel, ingredients: &mut Ingredients) -> Vec<PaperId> {
    let Feed { title, home, papers } = Feed::new(site, channel);
    ingredients.add(&(title, home));
    papers
}

/// Returns a file's bytes.
pub fn bytes(site: &Site, export: Export) -> Vec<u8> {
    match export {
        Export::Atom(channel) => atom::feed(site, channel),
        Export::JsonFeed => json_feed::feed(site),
        Export::Sitemap(part) => sitemap::sitemap(site, part),
        Export::SitemapIndex => sitemap::index(site),
        Export::Robots => robots::robots(site),
        Export::Bibliography(part) => bibliography::bibliography(site, part),
        Export::DailyPapers(index) => daily_papers::answer(site, index),
        Export::OpenSearch => open_search::description(site),
        Export::SearchManifest => site.search_manifest().to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::paper::Paper;
    use crate::source::SourceFile;

    /// A paper of October 30, 2025, with the key `name`.
    pub(super) fn paper(name: &str, fields: &str) -> Paper {
        let text = format!("---\ndate: 2025-10-30\n{fields}\n---\n");
        let source = SourceFile { path: format!("content/{name}.md").into(), text };
        let (paper, diagnostics) = Paper::from_source(&source, &BTreeSet::new());
        assert_eq!(diagnostics, []);
        paper.expect("a file without errors is a paper")
    }
}
