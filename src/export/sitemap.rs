//! `sitemap.xml`: every page that a search engine should know, later pages of lists among them.
//!
//! <https://www.sitemaps.org/protocol.html>

use crate::catalog::PaperId;
use crate::paper::{Day, Paper, PartialDate};
use crate::plan::{Route, Target};
use crate::site::Site;

use super::xml::Xml;

/// What one file may hold. Its other limit, 50 MB, is ten times what so many addresses take.
const MOST_URLS: usize = 50_000;

/// Returns the file's bytes. A site with more pages than a sitemap may name leaves out the last of
/// them, which are indexes and pages of terms: links lead there.
pub fn sitemap(site: &Site) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open("urlset", &[("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9")]);
    for route in listed(site.plan().routes(), MOST_URLS) {
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

/// The pages that a sitemap of at most `most` addresses names, the least needed last.
fn listed(routes: &[Route], most: usize) -> Vec<&Route> {
    let mut pages: Vec<(Rank, &Route)> =
        routes.iter().filter_map(|route| Some((rank(&route.target)?, route))).collect();
    // Stable: the plan's order within a rank.
    pages.sort_by_key(|(rank, _)| *rank);
    pages.into_iter().map(|(_, route)| route).take(most).collect()
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// Lists by date, papers and plain pages.
    First,
    /// Authors, tags, venues.
    Term,
}

/// None for what is not a page of its own.
fn rank(target: &Target) -> Option<Rank> {
    match target {
        Target::Front | Target::Period { .. } | Target::Paper(_) | Target::Archive | Target::Plain(_) => {
            Some(Rank::First)
        }
        Target::Term { .. } | Target::Terms { .. } => Some(Rank::Term),
        Target::NotFound
        | Target::Redirect(_)
        | Target::Feed
        | Target::Sitemap
        | Target::Robots
        | Target::NoJekyll
        | Target::File(_) => None,
    }
}

/// The last day of which the content says that a page changed, where it says so.
fn last_change(site: &Site, target: &Target) -> Option<Day> {
    let catalog = site.catalog();
    let config = site.config();
    let newest = |papers: &[PaperId]| papers.iter().map(|id| listed_or_updated(catalog.paper(*id))).max();
    match target {
        Target::Front => {
            let shown = catalog.groups(config.group_by).iter().take(config.front_page.periods);
            shown.filter_map(|group| newest(&group.papers)).max()
        }
        // It names days only, so that a new version of a paper does not change it.
        Target::Archive => catalog.papers().first().map(|paper| paper.date),
        Target::Period { kind, index, .. } => newest(&catalog.groups(*kind)[*index].papers),
        Target::Paper(id) => Some(listed_or_updated(catalog.paper(*id))),
        Target::Term { kind, id, .. } => newest(&catalog.terms(*kind).all()[*id].papers),
        _ => None,
    }
}

/// The later of the day a paper was listed and the full date of its newest version.
pub fn listed_or_updated(paper: &Paper) -> Day {
    paper.updated.and_then(PartialDate::full).map_or(paper.date, |updated| updated.max(paper.date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::TermKind;

    #[test]
    fn a_sitemap_that_is_full_names_terms_last_and_no_redirects() {
        let route = |url: &str, target| Route { url: url.into(), file: url.into(), target };
        let routes = [
            route("/", Target::Front),
            route("/tags/", Target::Terms { kind: TermKind::Tag, page: 1 }),
            route("/404.html", Target::NotFound),
            route("/old/", Target::Redirect("/papers/a/".into())),
            route("/papers/a/", Target::Paper(0)),
        ];
        let urls = |most| listed(&routes, most).iter().map(|route| route.url.as_str()).collect::<Vec<_>>();
        assert_eq!(urls(9), ["/", "/papers/a/", "/tags/"]);
        assert_eq!(urls(2), ["/", "/papers/a/"]);
    }
}
