//! [`Urls`] spells every URL of the site. Each carries the base path.

use super::Channel;
use crate::catalog::{Period, Span, TermKind};
use crate::config::{PeriodKind, UrlStyle};
use crate::percent;
use crate::slug::Slug;

/// The folder of the search index, below the output folder.
pub const SEARCH_FOLDER: &str = "search/";

#[derive(Clone, Debug)]
pub struct Urls {
    /// Begins and ends with `/`.
    base: String,
    style: UrlStyle,
}

impl Urls {
    pub fn new(base: &str, style: UrlStyle) -> Urls {
        Urls { base: base.to_owned(), style }
    }

    /// A path from the site's root, which begins with `/`, under the base path.
    pub fn within(&self, path: &str) -> String {
        format!("{}{}", self.base, percent::path(path.trim_start_matches('/')))
    }

    pub fn front(&self) -> String {
        self.base.clone()
    }

    pub fn archive(&self) -> String {
        format!("{}archive/", self.base)
    }

    /// The page of a period, counted from 1.
    pub fn period(&self, period: Period, page: usize) -> String {
        let folder = match period.kind() {
            PeriodKind::Day => "days",
            PeriodKind::Week => "weeks",
            PeriodKind::Month => "months",
            PeriodKind::Year => "years",
        };
        self.paged(folder, &period.iso(), page)
    }

    pub fn paper(&self, key: &Slug) -> String {
        self.leaf("papers", key.as_str())
    }

    /// What stands before and after a paper's key in its address.
    pub fn paper_pattern(&self) -> (String, String) {
        (format!("{}papers/", self.base), self.style.ending().to_owned())
    }

    /// The search page.
    pub fn search(&self) -> String {
        format!("{}search/", self.base)
    }

    pub fn statistics(&self) -> String {
        format!("{}statistics/", self.base)
    }

    /// The papers with most upvotes for their age.
    pub fn trending(&self, span: Span) -> String {
        match span.period() {
            None => format!("{}trending/", self.base),
            Some(kind) => self.leaf("trending", kind.name()),
        }
    }

    /// The papers that a reader saved.
    pub fn saved(&self) -> String {
        format!("{}saved/", self.base)
    }

    /// The search page with a query.
    pub fn search_for(&self, query: &str) -> String {
        format!("{}?q={}", self.search(), percent::query(query))
    }

    /// A file of the search index, by its path there.
    pub fn search_file(&self, path: &str) -> String {
        format!("{}{SEARCH_FOLDER}{path}", self.base)
    }

    /// How browsers learn to search this site.
    pub fn open_search(&self) -> String {
        format!("{}opensearch.xml", self.base)
    }

    /// A term's list, or a later page of it, counted from 1.
    pub fn term(&self, kind: TermKind, slug: &Slug, page: usize) -> String {
        self.paged(kind.plural(), slug.as_str(), page)
    }

    /// The index of all terms of a kind, or a later page of it, counted from 1.
    pub fn terms(&self, kind: TermKind, page: usize) -> String {
        let index = format!("{}{}/", self.base, kind.plural());
        if page == 1 { index } else { format!("{index}page/{page}{}", self.style.ending()) }
    }

    /// A plain page, by its path below `content/pages` without the file's ending.
    pub fn plain(&self, path: &str) -> String {
        format!("{}{path}{}", self.base, self.style.ending())
    }

    /// The Atom feed of the site, or of the term with a slug.
    pub fn feed(&self, channel: Channel, slug: Option<&Slug>) -> String {
        match (channel, slug) {
            (Channel::Term(kind, _), Some(slug)) => format!("{}{}/{slug}/feed.xml", self.base, kind.plural()),
            _ => format!("{}feed.xml", self.base),
        }
    }

    pub fn json_feed(&self) -> String {
        format!("{}feed.json", self.base)
    }

    /// A day's papers as JSON, where Hugging Face's API would have them.
    pub fn daily_papers(&self, day: Period) -> String {
        format!("{}api/daily_papers/{}.json", self.base, day.iso())
    }

    /// All papers in BibTeX, or a later part of them, counted from 1.
    pub fn bibliography(&self, part: usize) -> String {
        if part == 1 { format!("{}papers.bib", self.base) } else { format!("{}papers-{part}.bib", self.base) }
    }

    pub fn sitemap(&self) -> String {
        format!("{}sitemap.xml", self.base)
    }

    /// A part of a sitemap that is in several, counted from 1.
    pub fn sitemap_part(&self, part: usize) -> String {
        format!("{}sitemap-{part}.xml", self.base)
    }

    /// A file of the theme or of the site's `static` folder, by its path there.
    pub fn static_file(&self, path: &str) -> String {
        self.within(path)
    }

    /// A file of the content folder, by its path from the site's root: below `/files/`.
    pub fn content_file(&self, path: &str) -> String {
        let below = path.split_once('/').map_or(path, |(_, below)| below);
        self.within(&format!("files/{below}"))
    }

    #[cfg(feature = "serve")]
    pub fn is_content_file(&self, url: &str) -> bool {
        url.starts_with(&self.within("files/"))
    }

    /// A thumbnail made smaller, of the original's path from the site's root; `width` in pixels.
    pub fn picture(&self, path: &str, width: u32) -> String {
        format!("{}-{width}.webp", self.content_file(path))
    }

    /// An old address that leads to a new one.
    pub fn alias(&self, path: &str) -> String {
        let url = self.within(path);
        let name = url.rsplit('/').next().unwrap_or_default();
        if name.is_empty() || name.ends_with(".html") { url } else { format!("{url}/") }
    }

    /// The file below the output folder that answers a URL of this site.
    pub fn file(&self, url: &str) -> String {
        let path = url.strip_prefix(&self.base).unwrap_or(url);
        let path = percent::decode(path).unwrap_or_else(|| path.to_owned());
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path }
    }

    fn leaf(&self, folder: &str, name: &str) -> String {
        format!("{}{folder}/{name}{}", self.base, self.style.ending())
    }

    fn paged(&self, folder: &str, name: &str, page: usize) -> String {
        if page == 1 {
            self.leaf(folder, name)
        } else {
            format!("{}{folder}/{name}/page/{page}{}", self.base, self.style.ending())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_url_carries_the_base_path() {
        let urls = Urls::new("/repo/", UrlStyle::Directory);
        assert_eq!(urls.front(), "/repo/");
        assert_eq!(urls.paper(&Slug::from_text("ndcr")), "/repo/papers/ndcr/");
        assert_eq!(urls.period(Period::Day(date(2025, 10, 30)), 2), "/repo/days/2025-10-30/page/2/");
        assert_eq!(urls.terms(TermKind::Tag, 1), "/repo/tags/");
        assert_eq!(urls.content_file("content/a b/é.png"), "/repo/files/a%20b/%C3%A9.png");
    }

    #[test]
    fn the_file_style_needs_no_folder_per_page() {
        let urls = Urls::new("/", UrlStyle::File);
        assert_eq!(urls.paper(&Slug::from_text("ndcr")), "/papers/ndcr.html");
        assert_eq!(urls.file("/papers/ndcr.html"), "papers/ndcr.html");
        assert_eq!(urls.plain("about"), "/about.html");
    }

    #[test]
    fn a_url_names_its_file() {
        let urls = Urls::new("/repo/", UrlStyle::Directory);
        assert_eq!(urls.file("/repo/"), "index.html");
        assert_eq!(urls.file("/repo/papers/ndcr/"), "papers/ndcr/index.html");
        assert_eq!(urls.file("/repo/files/a%20b.png"), "files/a b.png");
        assert_eq!(urls.file(&urls.alias("/old/url")), "old/url/index.html");
    }
}
