//! `sitemap.xml`: every page that a search engine should know, later pages of lists among them.
//!
//! <https://www.sitemaps.org/protocol.html>

use std::collections::HashMap;

use rayon::prelude::*;

use super::feed::absolute;
use super::xml::Xml;
use crate::catalog::{Catalog, PaperId, TermId, TermKind};
use crate::config::PeriodKind;
use crate::fingerprint::Ingredients;
use crate::paper::{Day, Paper, PartialDate};
use crate::plan::{Route, Target, URLS_PER_SITEMAP, page_count, page_of};
use crate::site::Site;

/// Returns the bytes of a part, counted from 1.
pub fn sitemap(site: &Site, part: usize) -> Vec<u8> {
    let listed = listed(site);
    let routes = page_of(&listed, URLS_PER_SITEMAP, part);
    let mut xml = Xml::new();
    xml.open("urlset", &[NAMESPACE]);
    for (route, changed) in routes.iter().zip(changes(site, routes)) {
        xml.open("url", &[]);
        xml.text("loc", &absolute(site, &route.url));
        if let Some(day) = changed {
            xml.text("lastmod", &day.to_string());
        }
        xml.close("url");
    }
    xml.close("urlset");
    xml.finish()
}

/// Adds what a part is made of to a fingerprint's ingredients: to compare it takes a fraction of the time that
/// writing it does.
pub fn add_ingredients(site: &Site, part: usize, ingredients: &mut Ingredients) {
    let listed = listed(site);
    let routes = page_of(&listed, URLS_PER_SITEMAP, part);
    for (route, changed) in routes.iter().zip(changes(site, routes)) {
        ingredients.add_bytes(route.url.as_bytes());
        ingredients.add(&changed.map(|day| (day.year(), day.month(), day.day())));
    }
}

/// Returns the bytes of the index of all parts.
pub fn index(site: &Site) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open("sitemapindex", &[NAMESPACE]);
    for part in 1..=page_count(listed(site).len(), URLS_PER_SITEMAP) {
        xml.open("sitemap", &[]);
        xml.text("loc", &absolute(site, &site.plan().urls().sitemap_part(part)));
        xml.close("sitemap");
    }
    xml.close("sitemapindex");
    xml.finish()
}

const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");

fn listed(site: &Site) -> Vec<&Route> {
    site.plan().routes().iter().filter(|route| route.target.is_listed()).collect()
}

/// When each of some pages changed.
fn changes(site: &Site, routes: &[&Route]) -> Vec<Option<Day>> {
    let stretches = routes.par_chunks(STRETCH);
    let changes = stretches.flat_map_iter(|routes| {
        let mut last_modified = LastModified::new(site);
        routes.iter().map(move |route| last_modified.of(&route.target))
    });
    changes.collect()
}

/// Pages that one thread looks up at once. Those of one list stand next to each other.
const STRETCH: usize = 1_024;

/// When pages changed. What all pages of a list have in common is looked up once.
struct LastModified<'s> {
    site: &'s Site,
    periods: HashMap<(PeriodKind, usize), Option<Day>>,
    terms: HashMap<(TermKind, TermId), Option<Day>>,
}

impl<'s> LastModified<'s> {
    fn new(site: &'s Site) -> LastModified<'s> {
        LastModified { site, periods: HashMap::new(), terms: HashMap::new() }
    }

    /// The last day of which the content says that a page changed, where it says so.
    fn of(&mut self, target: &Target) -> Option<Day> {
        let catalog = self.site.catalog();
        match *target {
            Target::Front => {
                let config = self.site.config();
                (0..catalog.groups(config.group_by).len().min(config.front_page.periods))
                    .filter_map(|index| self.of_period(config.group_by, index))
                    .max()
            }
            // It names days only, so that a new version of a paper does not change it.
            Target::Archive | Target::Statistics | Target::Trending(_) => {
                catalog.papers().first().map(|paper| paper.date)
            }
            Target::Period { kind, index, .. } => self.of_period(kind, index),
            Target::Paper(id) => Some(listed_or_updated(catalog.paper(id))),
            Target::Term { kind, id, .. } => self.of_term(kind, id),
            _ => None,
        }
    }

    fn of_period(&mut self, kind: PeriodKind, index: usize) -> Option<Day> {
        let catalog = self.site.catalog();
        let group = self.periods.entry((kind, index));
        *group.or_insert_with(|| newest(catalog, &catalog.groups(kind)[index].papers))
    }

    fn of_term(&mut self, kind: TermKind, id: TermId) -> Option<Day> {
        let catalog = self.site.catalog();
        let term = self.terms.entry((kind, id));
        *term.or_insert_with(|| newest(catalog, &catalog.terms(kind)[id].papers))
    }
}

fn newest(catalog: &Catalog, papers: &[PaperId]) -> Option<Day> {
    papers.iter().map(|id| listed_or_updated(catalog.paper(*id))).max()
}

/// The later of the day a paper was listed and the full date of its newest version.
pub fn listed_or_updated(paper: &Paper) -> Day {
    paper.updated.and_then(PartialDate::full).map_or(paper.date, |updated| updated.max(paper.date))
}
