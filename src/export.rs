//! An *export* is a file of the site for machines: a feed, a sitemap, a bibliography.

use crate::plan::Export;
use crate::site::Site;

mod atom;
mod bibliography;
pub mod bibtex;
pub mod coins;
mod daily_papers;
mod feed;
pub mod highwire;
mod json_feed;
pub mod json_ld;
mod robots;
mod sitemap;
mod xml;

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
    }
}
