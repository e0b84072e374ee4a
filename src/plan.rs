//! A [`SitePlan`] is every page the site will have, and its URL.
//!
//! It exists so that links can be written before any page is rendered, and so that two pages
//! wanting one URL is an error, not a lost file. No other module makes a URL.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use hashbrown::HashTable;
use rapidhash::RapidHashMap;

use crate::catalog::{Catalog, PaperId, Period, Span, TermId, TermKind, trending};
use crate::config::{Config, PeriodKind, UrlStyle};
use crate::diagnostic::{Diagnostic, Place};
use crate::page::PlainPage;
use crate::paper::{Paper, Thumbnail};
use crate::percent;
use crate::picture;
use crate::search;
use crate::vocabulary::Vocabulary;

mod claims;
mod named_files;
mod paging;
mod urls;

#[cfg(feature = "serve")]
pub use named_files::content_files_in_texts;
pub use paging::{
    left_out, neighbors, page_count, page_of, page_of_term, period_pages, terms_on_page, terms_page_count,
};
pub use urls::{SEARCH_FOLDER, Urls};

use claims::{Claims, Origin};

/// What one sitemap may hold: <https://www.sitemaps.org/protocol.html#index>.
pub const URLS_PER_SITEMAP: usize = 50_000;

/// Overleaf refuses files over 50 MB: five kilobytes a paper, ten times what most take.
pub const PAPERS_PER_BIBLIOGRAPHY: usize = 10_000;

/// A page or file of the site.
#[derive(Clone, Debug)]
pub struct Route {
    /// The base path included, percent-encoded: `/repo/papers/ndcr/`.
    pub url: String,
    /// Below the output folder, with `/` on every system: `papers/ndcr/index.html`.
    pub file: String,
    pub target: Target,
}

/// What is shown at a route.
#[derive(Clone, Debug)]
pub enum Target {
    Front,
    Period {
        kind: PeriodKind,
        index: usize,
        page: usize,
    },
    Paper(PaperId),
    Term {
        kind: TermKind,
        id: TermId,
        page: usize,
    },
    Terms {
        kind: TermKind,
        page: usize,
    },
    Archive,
    Statistics,
    Trending(Span),
    Plain(usize),
    Search,
    Saved,
    NotFound,
    /// An old address that leads to a URL of the site.
    Redirect(String),
    Export(Export),
    /// `.nojekyll`: GitHub Pages publishes the files as they are.
    NoJekyll,
    File(FileSource),
    /// A thumbnail made smaller.
    Picture {
        /// The original, from the site's root.
        file: String,
        /// In pixels.
        width: u32,
    },
}

/// A file for machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    Atom(Channel),
    /// A JSON Feed.
    JsonFeed,
    /// A part of the sitemap, counted from 1; where there is one part only, it is the sitemap.
    Sitemap(usize),
    SitemapIndex,
    Robots,
    /// A part of all papers in BibTeX, counted from 1.
    Bibliography(usize),
    /// The papers of the `index`th day, as the Hugging Face API answers.
    DailyPapers(usize),
    /// What browsers read to add the site to their search engines.
    OpenSearch,
    /// Where everything else of the search index is, see [`crate::search`].
    SearchManifest,
}

/// What a feed tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    Site,
    Term(TermKind, TermId),
}

/// A file that is published as it is.
#[derive(Clone, Debug)]
pub enum FileSource {
    Bytes(Arc<[u8]>),
    Disk(PathBuf),
}

/// A file of the theme, or of the site's `static` folder.
#[derive(Clone, Debug)]
pub struct PlannedFile {
    /// Below the site's root: `assets/style.1f2e3d4c.css`.
    pub path: String,
    pub source: FileSource,
    /// For messages: `static/CNAME`.
    pub origin: String,
}

#[derive(Debug)]
pub struct SitePlan {
    routes: Vec<Route>,
    /// Of each URL the first route, by its place in `routes`, where the URL itself stands.
    by_url: HashTable<usize>,
    urls: Urls,
    author_pages_from: usize,
    paper_by_file: RapidHashMap<Arc<str>, PaperId>,
    content_files: BTreeSet<String>,
}

/// What a plan is made of.
pub struct Parts<'a> {
    pub config: &'a Config,
    pub catalog: &'a Catalog,
    pub pages: &'a [PlainPage],
    pub vocabulary: &'a Vocabulary,
    /// Of the theme and the site's `static` folder.
    pub files: &'a [PlannedFile],
    /// All files of the content folder that are not Markdown.
    pub content_files: &'a BTreeSet<String>,
    pub root: &'a std::path::Path,
}

impl Target {
    /// What kind of file it is, as `build --timings` shows it.
    pub fn kind(&self) -> &'static str {
        match self {
            Target::Period { kind: PeriodKind::Day, .. } => "days",
            Target::Period { .. } => "weeks, months, years",
            Target::Paper(_) => "papers",
            Target::Term { kind, .. } => kind.plural(),
            Target::Export(Export::Atom(_) | Export::JsonFeed) => "feeds",
            Target::Export(Export::DailyPapers(_)) => "days as JSON",
            Target::Export(_) | Target::NoJekyll => "files for machines",
            Target::File(_) => "files of the theme and the site",
            Target::Picture { .. } => "thumbnails",
            _ => "other pages",
        }
    }

    /// Whether the sitemap names it: pages that stand for themselves.
    pub fn is_listed(&self) -> bool {
        match self {
            Target::Front
            | Target::Period { .. }
            | Target::Paper(_)
            | Target::Term { .. }
            | Target::Terms { .. }
            | Target::Archive
            | Target::Statistics
            | Target::Trending(_)
            | Target::Plain(_) => true,
            Target::NotFound
            | Target::Search
            | Target::Saved
            | Target::Redirect(_)
            | Target::Export(_)
            | Target::NoJekyll
            | Target::File(_)
            | Target::Picture { .. } => false,
        }
    }
}

impl SitePlan {
    /// Plans every page; two that want one URL become a diagnostic that names both.
    pub fn new(parts: &Parts) -> (SitePlan, Vec<Diagnostic>) {
        let mut plan = SitePlan {
            routes: Vec::new(),
            by_url: HashTable::new(),
            urls: Urls::new(parts.config.base_url.path(), parts.config.urls),
            author_pages_from: parts.config.author_pages_from,
            paper_by_file: RapidHashMap::default(),
            content_files: BTreeSet::new(),
        };
        let mut claims = Claims::default();
        for (id, paper) in parts.catalog.numbered() {
            plan.paper_by_file.insert(paper.file.clone(), id);
        }
        plan.add_lists(parts, &mut claims);
        plan.add_terms(parts, &mut claims);
        plan.add_pages(parts, &mut claims);
        plan.add_feeds(parts, &mut claims);
        plan.add_lists_for_machines(parts, &mut claims);
        if parts.config.search {
            plan.add_search(parts, &mut claims);
        }
        plan.add_files(parts, &mut claims);
        plan.add_pictures(parts, &mut claims);
        plan.add_sitemap(parts, &mut claims);
        // Last, so that an alias never takes the place of a page.
        plan.add_aliases(parts, &mut claims);
        let mut diagnostics = claims.unnameable(&plan.routes);
        diagnostics.extend(claims.collisions(&plan.routes));
        (plan, diagnostics)
    }

    /// In a fixed order.
    pub fn routes(&self) -> &[Route] {
        &self.routes
    }

    /// The route at a URL without query and fragment, base path included.
    pub fn find(&self, url: &str) -> Option<&Route> {
        let index = self.by_url.find(hash(url), |index| self.routes[*index].url == url)?;
        Some(&self.routes[*index])
    }

    /// A URL, if something is planned there.
    pub fn planned(&self, url: String) -> Option<String> {
        self.find(&url).is_some().then_some(url)
    }

    pub fn urls(&self) -> &Urls {
        &self.urls
    }

    /// The paper of a content file, by its path from the site's root.
    pub fn paper_of_file(&self, file: &str) -> Option<PaperId> {
        self.paper_by_file.get(file).copied()
    }

    /// A term's page; authors with few papers have none.
    pub fn term_url(&self, catalog: &Catalog, kind: TermKind, id: TermId) -> Option<String> {
        let term = &catalog.terms(kind)[id];
        self.has_page(kind, term.papers.len()).then(|| self.urls.term(kind, &term.slug, 1))
    }

    /// The search page, if there is one.
    pub fn search_url(&self) -> Option<String> {
        self.planned(self.urls.search())
    }

    /// A term's page, else the search for its papers, if there is one.
    pub fn term_url_or_search(&self, catalog: &Catalog, kind: TermKind, id: TermId) -> Option<String> {
        self.term_url(catalog, kind, id).or_else(|| {
            let term = &catalog.terms(kind)[id];
            self.search_url().map(|_| self.urls.search_for(&search::filter_of_term(kind, term)))
        })
    }

    /// The index of all terms of a kind, if there are any.
    pub fn terms_url(&self, catalog: &Catalog, kind: TermKind) -> Option<String> {
        (!catalog.terms(kind).all().is_empty()).then(|| self.urls.terms(kind, 1))
    }

    /// The URL of a content file that some paper or page names.
    pub fn content_file_url(&self, path: &str) -> Option<String> {
        self.content_files.contains(path).then(|| self.urls.content_file(path))
    }

    /// Where a link in a content file leads, if it may and can be followed from the site.
    ///
    /// Links to other content files lead to their pages; links to nothing are dropped.
    pub fn resolve_link(&self, catalog: &Catalog, from: &str, destination: &str) -> Option<String> {
        if crate::paper::is_web_url(destination) || destination.starts_with('#') {
            return Some(destination.to_owned());
        }
        if destination.starts_with('/') && !destination.starts_with("//") {
            return self.url_from_root(destination);
        }
        let (path, fragment) = destination.find('#').map_or((destination, ""), |at| destination.split_at(at));
        let path = crate::source::resolve(from, &percent::decode(path)?)?;
        let url = match self.paper_by_file.get(path.as_str()) {
            Some(id) => self.urls.paper(&catalog.paper(*id).key),
            None => self.content_file_url(&path)?,
        };
        Some(format!("{url}{fragment}"))
    }

    /// Where an entry of the menu leads: a page or file of the site, or an address on the web.
    pub fn menu_url(&self, url: &str) -> Option<String> {
        if crate::paper::is_web_url(url) {
            return Some(url.to_owned());
        }
        self.url_from_root(url)
    }

    /// What stands at a path from the site's root, which keeps its query and its fragment. Ends of addresses are
    /// forgiven, since `urls` changes them: `/archive` and `/archive/` lead to `/archive.html`, too.
    fn url_from_root(&self, path: &str) -> Option<String> {
        let (path, rest) = path.find(['#', '?']).map_or((path, ""), |at| path.split_at(at));
        let path = percent::decode(path)?;
        let found = |path: &str| self.find(&self.urls.within(path));
        let name = path.trim_end_matches('/');
        let route = found(&path)
            .or_else(|| found(&format!("{name}/")))
            .or_else(|| found(&format!("{name}.html")).filter(|_| !name.is_empty()))?;
        Some(format!("{}{rest}", route.url))
    }

    /// Whether a term of so many papers has a page of its own.
    pub fn has_page(&self, kind: TermKind, papers: usize) -> bool {
        kind != TermKind::Author || papers >= self.author_pages_from
    }

    fn add(&mut self, claims: &mut Claims, url: String, target: Target, origin: Origin) {
        let file = self.urls.file(&url);
        claims.add(&self.routes, &file, origin);
        if self.find(&url).is_none() {
            let hash_of = |index: &usize| hash(&self.routes[*index].url);
            self.by_url.insert_unique(hash(&url), self.routes.len(), hash_of);
        }
        self.routes.push(Route { url, file, target });
    }

    fn add_lists(&mut self, parts: &Parts, claims: &mut Claims) {
        self.add(claims, self.urls.front(), Target::Front, Origin::Program("the front page"));
        for kind in [PeriodKind::Day, PeriodKind::Week, PeriodKind::Month, PeriodKind::Year] {
            for (index, group) in parts.catalog.groups(kind).iter().enumerate() {
                for page in 1..=period_pages(parts.config, kind, group.papers.len()) {
                    let url = self.urls.period(group.period, page);
                    self.add(claims, url, Target::Period { kind, index, page }, Origin::Program("a list"));
                    // Right after the list that shows them whole, so that what both are made of is
                    // still at hand.
                    if kind == parts.config.group_by {
                        self.add_papers(parts, page_of(&group.papers, parts.config.page_size, page), claims);
                    }
                }
                if kind == parts.config.group_by && parts.config.api {
                    self.add_days_for_machines(parts, group.period, claims);
                }
            }
        }
        self.add(claims, self.urls.archive(), Target::Archive, Origin::Program("the archive"));
        if !parts.catalog.papers().is_empty() {
            let origin = Origin::Program("the statistics");
            self.add(claims, self.urls.statistics(), Target::Statistics, origin);
        }
        for span in Span::ALL {
            // Where nobody votes, nothing trends.
            if !trending(parts.catalog, span, 1).is_empty() {
                let origin = Origin::Program("what is trending");
                self.add(claims, self.urls.trending(span), Target::Trending(span), origin);
            }
        }
        self.add(claims, self.urls.saved(), Target::Saved, Origin::Program("the page of saved papers"));
    }

    fn add_papers(&mut self, parts: &Parts, ids: &[PaperId], claims: &mut Claims) {
        for id in ids {
            let paper = parts.catalog.paper(*id);
            let origin = Origin::Content(Place::in_file(paper.file.clone(), paper.claims.key.clone()));
            self.add(claims, self.urls.paper(&paper.key), Target::Paper(*id), origin);
        }
    }

    /// The days of a period.
    fn add_days_for_machines(&mut self, parts: &Parts, period: Period, claims: &mut Claims) {
        let days = parts.catalog.groups(PeriodKind::Day);
        for index in parts.catalog.days_within(period) {
            self.add_export(claims, self.urls.daily_papers(days[index].period), Export::DailyPapers(index));
        }
    }

    fn add_terms(&mut self, parts: &Parts, claims: &mut Claims) {
        for kind in TermKind::ALL {
            let terms = parts.catalog.terms(kind);
            let count = terms.all().len();
            if count == 0 {
                continue;
            }
            for page in 1..=terms_page_count(count) {
                let origin = Origin::Program("an index");
                self.add(claims, self.urls.terms(kind, page), Target::Terms { kind, page }, origin);
            }
            for (id, term) in terms.numbered() {
                if !self.has_page(kind, term.papers.len()) {
                    continue;
                }
                for page in 1..=page_count(term.papers.len(), parts.config.page_size) {
                    let url = self.urls.term(kind, &term.slug, page);
                    self.add(claims, url, Target::Term { kind, id, page }, Origin::Program("a list"));
                }
            }
        }
    }

    fn add_pages(&mut self, parts: &Parts, claims: &mut Claims) {
        for (index, page) in parts.pages.iter().enumerate() {
            let url = self.urls.plain(&page.path);
            let origin = Origin::Content(Place::in_file(page.file.clone(), page.title.range.clone()));
            self.add(claims, url, Target::Plain(index), origin);
        }
        self.add(
            claims,
            self.urls.within("/404.html"),
            Target::NotFound,
            Origin::Program("the page for errors"),
        );
        self.add(
            claims,
            self.urls.within("/.nojekyll"),
            Target::NoJekyll,
            Origin::Program("a file for GitHub"),
        );
    }

    /// Feeds hold absolute addresses, so they need the site's own.
    fn add_feeds(&mut self, parts: &Parts, claims: &mut Claims) {
        let feeds = parts.config.feeds;
        if !parts.config.base_url.is_known() {
            return;
        }
        if feeds.site {
            self.add_export(claims, self.urls.feed(Channel::Site, None), Export::Atom(Channel::Site));
            self.add_export(claims, self.urls.json_feed(), Export::JsonFeed);
        }
        for (kind, wanted) in [(TermKind::Tag, feeds.tags), (TermKind::Author, feeds.authors)] {
            for (id, term) in parts.catalog.terms(kind).numbered().filter(|_| wanted) {
                if self.has_page(kind, term.papers.len()) {
                    let channel = Channel::Term(kind, id);
                    self.add_export(claims, self.urls.feed(channel, Some(&term.slug)), Export::Atom(channel));
                }
            }
        }
    }

    fn add_lists_for_machines(&mut self, parts: &Parts, claims: &mut Claims) {
        for part in 1..=page_count(parts.catalog.papers().len(), PAPERS_PER_BIBLIOGRAPHY) {
            self.add_export(claims, self.urls.bibliography(part), Export::Bibliography(part));
        }
    }

    fn add_search(&mut self, parts: &Parts, claims: &mut Claims) {
        self.add(claims, self.urls.search(), Target::Search, Origin::Program("the search"));
        let manifest = self.urls.search_file(crate::search::MANIFEST);
        self.add_export(claims, manifest, Export::SearchManifest);
        // It holds absolute addresses.
        if parts.config.base_url.is_known() {
            self.add_export(claims, self.urls.open_search(), Export::OpenSearch);
        }
    }

    /// The sitemap names all other pages, so it is planned when they are.
    fn add_sitemap(&mut self, parts: &Parts, claims: &mut Claims) {
        self.add_export(claims, self.urls.within("/robots.txt"), Export::Robots);
        if !parts.config.base_url.is_known() {
            return;
        }
        let count = self.routes.iter().filter(|route| route.target.is_listed()).count();
        match page_count(count, URLS_PER_SITEMAP) {
            1 => self.add_export(claims, self.urls.sitemap(), Export::Sitemap(1)),
            parts => {
                self.add_export(claims, self.urls.sitemap(), Export::SitemapIndex);
                for part in 1..=parts {
                    self.add_export(claims, self.urls.sitemap_part(part), Export::Sitemap(part));
                }
            }
        }
    }

    fn add_export(&mut self, claims: &mut Claims, url: String, export: Export) {
        self.add(claims, url, Target::Export(export), Origin::Program("a file for machines"));
    }

    fn add_files(&mut self, parts: &Parts, claims: &mut Claims) {
        for file in parts.files {
            let url = self.urls.static_file(&file.path);
            self.add(claims, url, Target::File(file.source.clone()), Origin::File(file.origin.clone()));
        }
        for path in named_files::named_content_files(parts) {
            let source = FileSource::Disk(parts.root.join(&path));
            let url = self.urls.content_file(&path);
            self.add(claims, url, Target::File(source), Origin::File(path.clone()));
            self.content_files.insert(path);
        }
    }

    fn add_pictures(&mut self, parts: &Parts, claims: &mut Claims) {
        for path in parts
            .catalog
            .papers()
            .iter()
            .filter_map(|paper| thumbnail_made_smaller(paper))
            .collect::<BTreeSet<_>>()
        {
            for width in picture::WIDTHS {
                let url = self.urls.picture(path, width);
                let target = Target::Picture { file: path.to_owned(), width };
                self.add(claims, url, target, Origin::File(path.to_owned()));
            }
        }
    }

    fn add_aliases(&mut self, parts: &Parts, claims: &mut Claims) {
        for paper in parts.catalog.papers() {
            let target = self.urls.paper(&paper.key);
            for alias in &paper.aliases {
                let origin = Origin::Content(Place::in_file(paper.file.clone(), alias.range.clone()));
                self.add(claims, self.urls.alias(&alias.path), Target::Redirect(target.clone()), origin);
            }
        }
    }
}

/// The thumbnail of a paper, by its path from the site's root, if smaller ones are made of it.
pub fn thumbnail_made_smaller(paper: &Paper) -> Option<&str> {
    match paper.thumbnail.as_ref()? {
        Thumbnail::Local(path) if picture::is_made_smaller(path) => Some(path),
        _ => None,
    }
}

fn hash(url: &str) -> u64 {
    rapidhash::v3::rapidhash_v3(url.as_bytes())
}

impl UrlStyle {
    /// How a page's URL ends.
    fn ending(self) -> &'static str {
        match self {
            UrlStyle::Directory => "/",
            UrlStyle::File => ".html",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_that_stand_for_themselves_are_listed() {
        for target in
            [Target::Front, Target::Terms { kind: TermKind::Tag, page: 1 }, Target::Paper(PaperId::new(0))]
        {
            assert!(target.is_listed(), "{target:?}");
        }
        for target in
            [Target::NotFound, Target::Redirect("/papers/a/".into()), Target::Export(Export::Robots)]
        {
            assert!(!target.is_listed(), "{target:?}");
        }
    }
}
