//! `sitemap.xml`: every page that a search engine should know.
//!
//! <https://www.sitemaps.org/protocol.html>

use crate::config::PeriodKind;
use crate::paper::{Day, Paper};
use crate::plan::{Route, Target};
use crate::site::Site;

use super::xml::Xml;

/// What one file may hold.
const MOST_URLS: usize = 50_000;

/// Returns the file's bytes. A site with more pages than a sitemap may name leaves out the last of
/// them, which are indexes and pages of terms: links lead there.
pub fn sitemap(site: &Site) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open("urlset", &[("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9")]);
    let routes = site.plan().routes();
    let mut pages: Vec<&Route> = routes.iter().filter(|route| is_listed(&route.target)).collect();
    // Stable: the plan's order within a rank.
    pages.sort_by_key(|route| matches!(route.target, Target::Term { .. } | Target::Terms { .. }));
    for route in pages.into_iter().take(MOST_URLS) {
        let url =
            site.config().base_url.absolute(&route.url).expect("a sitemap is planned with an address only");
        xml.open("url", &[]);
        xml.text("loc", &url);
        if let Some(day) = last_change(site, &route.target) {
            xml.text("lastmod", &day.to_string());
        }
        xml.close("url");
    }
    xml.close("urlset");
    xml.finish()
}

fn is_listed(target: &Target) -> bool {
    match target {
        Target::Front
        | Target::Period { .. }
        | Target::Paper(_)
        | Target::Term { .. }
        | Target::Terms { .. }
        | Target::Archive
        | Target::Plain(_) => true,
        Target::NotFound
        | Target::Redirect(_)
        | Target::Feed
        | Target::Sitemap
        | Target::Robots
        | Target::NoJekyll
        | Target::File(_) => false,
    }
}

/// The last day of which the content says that a page changed, where it says so.
fn last_change(site: &Site, target: &Target) -> Option<Day> {
    let catalog = site.catalog();
    let newest = |papers: &[usize]| papers.iter().map(|id| listed_or_updated(catalog.paper(*id))).max();
    match target {
        Target::Front | Target::Archive => newest(catalog.groups(PeriodKind::Day).first()?.papers.as_slice()),
        Target::Period { kind, index, .. } => newest(&catalog.groups(*kind)[*index].papers),
        Target::Paper(id) => Some(listed_or_updated(catalog.paper(*id))),
        Target::Term { kind, id, .. } => newest(&catalog.terms(*kind).all()[*id].papers),
        _ => None,
    }
}

/// The later of the day a paper was listed and the full date of its newest version.
pub fn listed_or_updated(paper: &Paper) -> Day {
    paper
        .updated
        .and_then(crate::paper::PartialDate::full)
        .map_or(paper.date, |updated| updated.max(paper.date))
}
