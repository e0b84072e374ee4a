//! Rendering turns a route into the bytes that are published there.

use std::collections::HashMap;
use std::path::Path;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Place, counted};
use crate::export;
use crate::fingerprint::{Fingerprint, Ingredients};
use crate::picture::Fault;
use crate::plan::{FileSource, Route, Target};
use crate::site::Site;
use crate::source;
use crate::view::{self, EntryList, PageContext};

pub use entry::{brief_entry, entries};
pub use minify::minify_script;

mod compact;
mod entry;
mod minify;

/// Enough that threads rarely wait for each other.
const ROUTES_AT_A_TIME: usize = 1_000;

/// Does something with each of many routes, by all threads.
///
/// They take a stretch of the plan at a time, since what neighbors show is still at hand: the list of a day, the
/// pages of its papers.
pub fn each<T: Send>(routes: &[&Route], make: impl Fn(&Route) -> T + Sync) -> Vec<T> {
    let mut made = Vec::with_capacity(routes.len());
    for stretch in routes.chunks(ROUTES_AT_A_TIME) {
        made.par_extend(stretch.par_iter().map(|route| make(route)));
    }
    made
}

/// A page with marks where its lists go; see [`EntryList`].
#[derive(Default)]
pub struct PageParts<'s> {
    pub html: String,
    pub lists: Vec<EntryList<'s>>,
}

/// What is published at a route, before it is rendered.
pub struct Sheet<'s> {
    site: &'s Site,
    route: &'s Route,
    /// For a route that a template makes.
    context: Option<PageContext<'s>>,
}

/// Gathers what a route's page is made of.
pub fn sheet<'s>(site: &'s Site, route: &'s Route) -> Sheet<'s> {
    Sheet { site, route, context: view::page(site, route) }
}

impl<'s> Sheet<'s> {
    /// Of all that the page is made of; none for what costs no more to make than to compare.
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        let own = match (&self.context, &self.route.target) {
            (Some(context), _) => context.fingerprint(),
            (None, Target::Export(export)) => export::fingerprint(self.site, *export)?,
            // Made of nothing else: no template and no setting.
            (None, Target::Picture { file, width }) => {
                return self.site.originals().fingerprint(self.site.root(), file, *width);
            }
            (None, _) => return None,
        };
        let mut ingredients = Ingredients::default();
        ingredients.add_fingerprint(self.site.fingerprint());
        ingredients.add_fingerprint(own);
        Some(ingredients.finish())
    }

    /// Returns what is published.
    pub fn render(self) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let Sheet { site, route, context } = self;
        if let Some(page) = context {
            let PageParts { html, lists } = page_without_lists(site, route, page)?;
            let html = match &route.target {
                _ if !site.config().minify => html,
                // What people write is markup of any kind.
                Target::Plain(_) => minify::minify(html),
                _ => compact::compact(&html),
            };
            return with_lists(site, html.into_bytes(), &lists);
        }
        match &route.target {
            Target::Export(export) => Ok(export::bytes(site, *export)),
            Target::File(source) => file(site.root(), source),
            Target::Picture { file, width } => thumbnail(site, file, *width),
            // `.nojekyll` says what it says by being there.
            _ => Ok(Vec::new()),
        }
    }

    /// Returns the page as the template wrote it, with marks where its lists go; empty for a file that
    /// no template makes.
    pub fn parts(self) -> Result<PageParts<'s>, Vec<Diagnostic>> {
        let Some(page) = self.context else { return Ok(PageParts::default()) };
        page_without_lists(self.site, self.route, page)
    }

    /// Returns the page as the template wrote it; empty for a file that no template makes.
    pub fn html(self) -> Result<String, Vec<Diagnostic>> {
        let Some(page) = self.context else { return Ok(String::new()) };
        let PageParts { html, lists } = page_without_lists(self.site, self.route, page)?;
        let html = with_lists(self.site, html.into_bytes(), &lists)?;
        Ok(String::from_utf8(html).expect("templates write UTF-8"))
    }
}

fn page_without_lists<'s>(
    site: &'s Site,
    route: &Route,
    page: PageContext<'s>,
) -> Result<PageParts<'s>, Vec<Diagnostic>> {
    let template = page.template();
    let (context, lists) = page.into_context();
    Ok(PageParts { html: site.theme().render(template, &context, &route.url)?, lists })
}

/// Puts lists where a page has their marks.
fn with_lists(site: &Site, html: Vec<u8>, lists: &[EntryList]) -> Result<Vec<u8>, Vec<Diagnostic>> {
    if lists.is_empty() {
        return Ok(html);
    }
    let entries = lists.iter().map(|list| entry::entries(site, list)).collect::<Result<Vec<_>, _>>()?;
    let mut page = Vec::with_capacity(html.len() + entries.iter().map(String::len).sum::<usize>());
    let mut rest = html.as_slice();
    while let Some((before, number, after)) = EntryList::find_mark(rest, lists) {
        page.extend_from_slice(before);
        page.extend_from_slice(entries[number].as_bytes());
        rest = after;
    }
    page.extend_from_slice(rest);
    Ok(page)
}

/// Whether a template makes what is published at a route.
pub fn is_html(route: &Route) -> bool {
    !matches!(route.target, Target::Export(_) | Target::NoJekyll | Target::File(_) | Target::Picture { .. })
}

/// Joins the errors of many pages: a fault of one template is told once, with the number of pages
/// that show it.
pub fn joined(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut firsts = HashMap::new();
    // How many pages have the same; counted at the first of them.
    let mut pages = vec![0; diagnostics.len()];
    for (index, diagnostic) in diagnostics.iter().enumerate() {
        let place = diagnostic.primary.as_ref().map(|label| &label.place);
        let first = *firsts.entry((diagnostic.code, &diagnostic.message, place)).or_insert(index);
        pages[first] += 1;
    }
    let joined = diagnostics.into_iter().zip(pages).filter(|(_, pages)| *pages > 0);
    let named = joined.map(|(mut diagnostic, pages)| {
        if let Some(label) =
            diagnostic.primary.as_mut().filter(|_| pages > 1 && diagnostic.code.starts_with("template"))
        {
            label.message.push_str(&format!(" and {}", counted(pages - 1, "more page", "more pages")));
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
            vec![source::unreadable(&shown, &error)]
        }),
    }
}

fn thumbnail(site: &Site, file: &str, width: u32) -> Result<Vec<u8>, Vec<Diagnostic>> {
    site.originals().webp(site.root(), file, width).map_err(|fault| match fault {
        Fault::Unreadable(error) => vec![source::unreadable(file, &error)],
        Fault::NoPicture(fault) => {
            let fix = "replace it, or take it out of the paper's `thumbnail`";
            vec![Diagnostic::error("bad-picture", format!("this picture {fault}")).at(Place::file(file), fix)]
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::SiteOptions;

    #[test]
    fn a_fault_of_one_template_is_told_once() {
        let fault = |code, message: &str, file: &str, page: &str| {
            Diagnostic::error(code, message).at(Place::file(file), format!("on {page}"))
        };
        let told = joined(vec![
            fault("template-error", "no `a`", "a.html", "/1/"),
            fault("template-error", "no `a`", "b.html", "/1/"),
            fault("template-error", "no `a`", "a.html", "/2/"),
            fault("bad-picture", "broken", "a.png", "/1/"),
            fault("template-error", "no `a`", "a.html", "/3/"),
            fault("bad-picture", "broken", "a.png", "/2/"),
        ]);
        let told = told.into_iter().filter_map(|diagnostic| {
            let label = diagnostic.primary?;
            Some(format!("{}: {}", label.place, label.message))
        });
        assert_eq!(
            told.collect::<Vec<_>>(),
            ["a.html: on /1/ and 2 more pages", "b.html: on /1/", "a.png: on /1/"]
        );
    }

    /// On the repository's own list.
    #[test]
    fn smaller_pages_are_the_same_documents() {
        let options = SiteOptions { root: env!("CARGO_MANIFEST_DIR").into(), ..SiteOptions::default() };
        let site = Site::load(&options).site.expect("the list has no errors");
        let (mut bytes, mut fewest) = (0, 0);
        for route in site.plan().routes().iter().filter(|route| is_html(route)) {
            let plain = sheet(&site, route).html().expect("templates have no errors");
            let smaller = sheet(&site, route).render().expect("templates have no errors");
            let smaller = String::from_utf8(smaller).expect("templates write UTF-8");
            // A page that the minifier made tells which document it read.
            let document = minify::minify(plain);
            bytes += smaller.len();
            fewest += document.len();
            assert_eq!(minify::minify(smaller), document, "{}", route.url);
        }
        assert!(fewest > 500_000 && bytes * 100 < fewest * 101, "{bytes} bytes, {fewest} at best");
    }
}
