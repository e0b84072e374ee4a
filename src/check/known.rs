//! [`CheckedPages`] is what an earlier check found to be right: pages that are made of the same need not be looked at
//! again, as long as everything is there that they may lead to.

use std::collections::BTreeSet;
use std::path::Path;

use rapidhash::RapidHashSet;
use serde::{Deserialize, Serialize};

use crate::fingerprint::{Fingerprint, Ingredients};
use crate::memory;
use crate::plan::Route;
use crate::render;
use crate::site::Site;

const FORMAT: &str = "offprint checked pages 2\n";

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CheckedPages {
    /// The program that looked.
    program: String,
    /// Of every address that the site had.
    urls: RapidHashSet<Fingerprint>,
    /// Of every page that had no fault.
    pages: RapidHashSet<Fingerprint>,
    /// Places on pages that other pages lead to: a URL and a fragment, decoded.
    pub fragments: BTreeSet<(String, String)>,
}

impl CheckedPages {
    /// What is known and still holds, for all but the places on pages.
    pub fn read(site: &Site) -> CheckedPages {
        let has_all = |known: &CheckedPages| {
            let urls: RapidHashSet<Fingerprint> = urls(site).collect();
            known.urls.is_subset(&urls)
        };
        let known = memory::kept::<CheckedPages>(&site.root().join(memory::CHECKED), FORMAT);
        known.filter(|known| known.program == env!("OFFPRINT_PROGRAM") && has_all(known)).unwrap_or_default()
    }

    pub fn has(&self, page: Option<Fingerprint>) -> bool {
        page.is_some_and(|page| self.pages.contains(&page))
    }

    /// Of pages without faults and the places they lead to.
    pub fn new(
        site: &Site,
        pages: impl Iterator<Item = Fingerprint>,
        fragments: BTreeSet<(String, String)>,
    ) -> CheckedPages {
        CheckedPages {
            program: env!("OFFPRINT_PROGRAM").to_owned(),
            urls: urls(site).collect(),
            pages: pages.collect(),
            fragments,
        }
    }

    /// Keeps it for the next check, which does without where that fails.
    pub fn write(&self, root: &Path) {
        let _ = memory::keep(&root.join(memory::CHECKED), FORMAT, self);
    }
}

/// Of all that a page is made of, and where it stands; none for what is always looked at.
pub fn fingerprint(site: &Site, route: &Route) -> Option<Fingerprint> {
    let mut ingredients = Ingredients::default();
    ingredients.add_bytes(route.url.as_bytes());
    ingredients.add_fingerprint(render::sheet(site, route).fingerprint()?);
    Some(ingredients.finish())
}

fn urls(site: &Site) -> impl Iterator<Item = Fingerprint> {
    site.plan().routes().iter().map(|route| Fingerprint::of_bytes(route.url.as_bytes()))
}
