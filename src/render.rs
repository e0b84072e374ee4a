//! Rendering turns a route into the bytes that are published there.

use std::path::Path;

use crate::diagnostic::{Diagnostic, Place};
use crate::export::{atom, robots, sitemap};
use crate::plan::{FileSource, Route, Target};
use crate::site::Site;
use crate::view;

mod minify;

/// Returns what is published at a route of the site.
pub fn page(site: &Site, route: &Route) -> Result<Vec<u8>, Vec<Diagnostic>> {
    match &route.target {
        Target::Feed => Ok(atom::feed(site)),
        Target::Sitemap => Ok(sitemap::sitemap(site)),
        Target::Robots => Ok(robots::robots(site)),
        Target::NoJekyll => Ok(Vec::new()),
        Target::File(source) => file(site.root(), source),
        _ => {
            let html = html(site, route)?;
            Ok(if site.config().minify { minify::minify(html) } else { html.into_bytes() })
        }
    }
}

/// Returns the page of a route that a template makes, as the template wrote it.
///
/// # Panics
///
/// For a route that is a file: see [`is_html`].
pub fn html(site: &Site, route: &Route) -> Result<String, Vec<Diagnostic>> {
    let page = view::page(site, route).expect("only routes to files have no template");
    site.theme().render(page.template, &page.context, &route.url)
}

/// Whether a template makes what is published at a route.
pub fn is_html(route: &Route) -> bool {
    !matches!(
        route.target,
        Target::Feed | Target::Sitemap | Target::Robots | Target::NoJekyll | Target::File(_)
    )
}

/// Joins the errors of many pages: a fault of one template is told once, with the number of pages
/// that show it.
pub fn joined(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut joined: Vec<(Diagnostic, usize)> = Vec::new();
    for diagnostic in diagnostics {
        let same = |(other, _): &&mut (Diagnostic, usize)| {
            let place =
                |diagnostic: &Diagnostic| diagnostic.primary.as_ref().map(|label| label.place.clone());
            other.code == diagnostic.code
                && other.message == diagnostic.message
                && place(other) == place(&diagnostic)
        };
        match joined.iter_mut().find(same) {
            Some((_, pages)) => *pages += 1,
            None => joined.push((diagnostic, 1)),
        }
    }
    let named = joined.into_iter().map(|(mut diagnostic, pages)| {
        if let Some(label) = diagnostic.primary.as_mut().filter(|_| pages > 1) {
            label.message.push_str(&format!(" and {}", view::counted(pages - 1, "more page", "more pages")));
        }
        diagnostic
    });
    named.collect()
}

fn file(root: &Path, source: &FileSource) -> Result<Vec<u8>, Vec<Diagnostic>> {
    match source {
        FileSource::Bytes(bytes) => Ok(bytes.to_vec()),
        FileSource::Disk(path) => std::fs::read(path).map_err(|error| {
            let shown = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
            let message = format!("this file cannot be read: {error}");
            vec![Diagnostic::error("unreadable", message).at(Place::file(shown), "")]
        }),
    }
}
