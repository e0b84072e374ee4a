//! Renders every page and follows its links.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use rapidhash::RapidHashSet;

use super::known::{self, CheckedPages};
use super::page_links::{self, PageLinks};
use crate::catalog::PaperId;
use crate::diagnostic::{Diagnostic, counted};
use crate::plan::{Route, Target};
use crate::render;
use crate::site::Site;
use crate::view::EntryForm;

/// Faults of templates, and links that lead nowhere. Pages that an earlier check knows to be right are not
/// looked at.
pub fn check(site: &Site, routes: &[&Route], progress: impl Fn(usize, usize) + Sync) -> Vec<Diagnostic> {
    let mut known = CheckedPages::read(site);
    if missing(site, &known.fragments).next().is_some() {
        // Which pages lead there is not known.
        known = CheckedPages::default();
    }
    let walker = Walker::new(site);
    let done = AtomicUsize::new(0);
    let looked = render::each(routes, |route| {
        let page = known::fingerprint(site, route);
        let looked = if known.has(page) { Ok(Followed::default()) } else { walker.page(route) };
        progress(done.fetch_add(1, Ordering::Relaxed) + 1, routes.len());
        (page, looked)
    });

    let mut faults = Vec::new();
    let mut right = Vec::new();
    let mut dead: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut fragments: BTreeMap<(String, String), Vec<&str>> = BTreeMap::new();
    for (route, (page, looked)) in routes.iter().zip(looked) {
        match looked {
            Ok(followed) => {
                right.extend(page.filter(|_| followed.dead.is_empty()));
                for url in followed.dead {
                    dead.entry(url).or_default().push(&route.url);
                }
                for place in followed.fragments {
                    fragments.entry(place).or_default().push(&route.url);
                }
            }
            Err(found) => faults.extend(found),
        }
    }
    let places: BTreeSet<_> = fragments.keys().cloned().collect();
    let mut lead_nowhere = false;
    for place in missing(site, &places) {
        lead_nowhere = true;
        let from = fragments.remove(&place).unwrap_or_default();
        dead.insert(format!("{}#{}", place.0, place.1), from);
    }
    if !lead_nowhere {
        known.fragments.extend(places);
        CheckedPages::new(site, right.into_iter(), known.fragments).write(site.root());
    }
    let mut diagnostics = render::joined(faults);
    diagnostics.extend(dead.into_iter().map(|(url, from)| broken_link(&url, &from)));
    diagnostics
}

/// Those of some places on pages that are not there.
fn missing(site: &Site, places: &BTreeSet<(String, String)>) -> impl Iterator<Item = (String, String)> {
    let mut ids: Option<(&str, RapidHashSet<String>)> = None;
    let mut missing = Vec::new();
    for (page, fragment) in places {
        // Places of one page stand next to each other.
        if ids.as_ref().is_none_or(|(of, _)| of != page) {
            let html = site.plan().find(page).and_then(|route| render::sheet(site, route).html().ok());
            ids = Some((page, html.map(|html| PageLinks::read(&html).ids).unwrap_or_default()));
        }
        if ids.as_ref().is_none_or(|(_, ids)| !ids.contains(fragment)) {
            missing.push((page.clone(), fragment.clone()));
        }
    }
    missing.into_iter()
}

/// An address, or a place on the page itself, that the pages `from` link to in vain.
fn broken_link(address: &str, from: &[&str]) -> Diagnostic {
    let link = match from.len() {
        1 => format!("`{}` links", from[0]),
        count => {
            format!("`{}` and {} link", from[0], counted(count - 1, "more page", "more pages"))
        }
    };
    Diagnostic::error("broken-link", format!("`{address}` is not part of the site, but {link} to it"))
        .help("the link stands in a template, or in raw HTML of a text; links in Markdown are checked apart")
}

/// Where the links of one page lead.
#[derive(Default)]
struct Followed {
    /// Addresses of the site that nothing answers, and fragments that the page itself lacks.
    dead: BTreeSet<String>,
    /// Places on other pages of the site: a URL and a fragment, decoded.
    fragments: BTreeSet<(String, String)>,
}

impl Followed {
    fn extend(&mut self, other: &Followed) {
        self.dead.extend(other.dead.iter().cloned());
        self.fragments.extend(other.fragments.iter().cloned());
    }
}

/// What a paper's entry in a list links to.
enum EntryLinks {
    /// The same from every page.
    Followed(Followed),
    /// Something else from each page.
    OfPage(PageLinks),
}

/// Follows the links of pages, and those of an entry that stands on many pages once.
struct Walker<'s> {
    site: &'s Site,
    entries: Vec<OnceLock<EntryLinks>>,
}

impl<'s> Walker<'s> {
    fn new(site: &'s Site) -> Walker<'s> {
        let count = site.catalog().papers().len();
        Walker { site, entries: std::iter::repeat_with(OnceLock::new).take(count).collect() }
    }

    fn page(&self, route: &Route) -> Result<Followed, Vec<Diagnostic>> {
        let page = render::sheet(self.site, route).parts()?;
        if let Target::Paper(id) = route.target {
            // For all lists, while what templates see of the paper is at hand; they tell what is wrong with it.
            let _ = self.entry(id);
        }
        let mut links = PageLinks::read(&page.html);
        let mut followed = Followed::default();
        for list in &page.lists {
            if list.form != EntryForm::BRIEF {
                links.extend(PageLinks::read(&render::entries(self.site, list)?));
                continue;
            }
            for id in list.papers.iter() {
                match self.entry(*id)? {
                    EntryLinks::Followed(of_entry) => followed.extend(of_entry),
                    EntryLinks::OfPage(of_entry) => links.extend(of_entry.clone()),
                }
            }
        }
        followed.extend(&self.follow(route, &links));
        Ok(followed)
    }

    fn entry(&self, id: PaperId) -> Result<&EntryLinks, Vec<Diagnostic>> {
        let html = self.site.brief_entry(id).map_err(<[_]>::to_vec)?;
        Ok(self.entries[id.index()].get_or_init(|| {
            let links = PageLinks::read(html);
            // An address that begins at the root is the same from the front page.
            match self.site.plan().routes().first().filter(|_| links.stands_alone()) {
                Some(any) => EntryLinks::Followed(self.follow(any, &links)),
                None => EntryLinks::OfPage(links),
            }
        }))
    }

    fn follow(&self, route: &Route, page: &PageLinks) -> Followed {
        let mut followed = Followed::default();
        for link in &page.links {
            let Some((path, fragment)) = page_links::within_origin(&route.url, link) else { continue };
            if self.site.plan().find(&path).is_none() {
                followed.dead.insert(path);
            } else if let Some(fragment) = fragment {
                if path != route.url {
                    followed.fragments.insert((path, fragment));
                } else if !page.ids.contains(&fragment) {
                    followed.dead.insert(format!("#{fragment}"));
                }
            }
        }
        followed
    }
}
