//! A [`PageContext`] is all that the template of one page sees, besides the global `site`.
//!
//! A page is a pure function of the site: what is put together here decides every byte of it.

use serde::Serialize;
use tera::{Context, Value};

use super::label::{counted, shortened};
use super::list::{feed_url, letters, pagination, period, term, term_groups};
use super::{FeedView, LinkView, MetaView, PageView, SectionView, calendar, paper, value};
use crate::catalog::{PaperId, TermId, TermKind};
use crate::config::PeriodKind;
use crate::export::{bibtex, highwire, json_ld};
use crate::fingerprint::{Fingerprint, Ingredients};
use crate::plan::{self, Channel, Route, Target};
use crate::site::Site;

pub struct PageContext {
    template: &'static str,
    context: Context,
    ingredients: Ingredients,
}

impl PageContext {
    fn new(template: &'static str) -> PageContext {
        let mut ingredients = Ingredients::default();
        ingredients.add_bytes(template.as_bytes());
        PageContext { template, context: Context::new(), ingredients }
    }

    fn add(&mut self, name: &'static str, view: &impl Serialize) {
        self.ingredients.add_bytes(name.as_bytes());
        self.ingredients.add(view);
        self.context.insert_value(name, value(view));
    }

    /// Adds papers as values that all pages share.
    fn add_papers(&mut self, name: &'static str, site: &Site, ids: &[PaperId]) {
        self.ingredients.add_bytes(name.as_bytes());
        let papers = self.papers(site, ids);
        self.context.insert_value(name, papers);
    }

    fn papers(&mut self, site: &Site, ids: &[PaperId]) -> Value {
        self.ingredients.add(&ids.len());
        let entries = ids.iter().map(|id| site.entry(*id));
        let values: Vec<Value> = entries
            .map(|entry| {
                self.ingredients.add_fingerprint(entry.fingerprint);
                entry.value.clone()
            })
            .collect();
        Value::from(values)
    }

    pub fn template(&self) -> &'static str {
        self.template
    }

    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Of all that the template sees, but for what is the same on every page.
    pub fn fingerprint(&self) -> Fingerprint {
        self.ingredients.finish()
    }
}

/// What tabs, bookmarks and search engines show of a title, in characters.
const LONGEST_TITLE: usize = 70;

/// Gathers what the template of a route sees; none for files that no template makes.
pub fn page(site: &Site, route: &Route) -> Option<PageContext> {
    let (head, mut context) = match &route.target {
        Target::Front => front(site),
        Target::Period { kind, index, page } => period_page(site, *kind, *index, *page),
        Target::Paper(id) => paper_page(site, *id),
        Target::Term { kind, id, page } => term_page(site, *kind, *id, *page),
        Target::Terms { kind, page } => terms_page(site, *kind, *page),
        Target::Archive => archive(site),
        Target::Plain(index) => plain_page(site, *index),
        Target::NotFound => (Head::new("not-found", "Page not found", ""), PageContext::new("404.html")),
        Target::Redirect(url) => redirect(url),
        Target::Export(_) | Target::NoJekyll | Target::File(_) => return None,
    };
    context.add("page", &page_view(site, route, head));
    Some(context)
}

/// What a page says of itself.
struct Head {
    kind: &'static str,
    /// Without the site's title; empty on the front page.
    title: String,
    description: String,
    /// Whether the title needs the site's beside it to make sense.
    with_site_title: bool,
}

impl Head {
    fn new(kind: &'static str, title: impl Into<String>, description: impl Into<String>) -> Head {
        Head { kind, title: title.into(), description: description.into(), with_site_title: true }
    }
}

fn page_view(site: &Site, route: &Route, head: Head) -> PageView {
    let config = site.config();
    let title = match (head.title.as_str(), head.with_site_title) {
        ("", _) => config.title.clone(),
        (title, true) if title.chars().count() + config.title.chars().count() + 3 <= LONGEST_TITLE => {
            format!("{title} · {}", config.title)
        }
        (title, _) => title.to_owned(),
    };
    let description = if head.description.is_empty() { config.description.clone() } else { head.description };
    let paper = match route.target {
        Target::Paper(id) => Some(id),
        _ => None,
    };
    // No address leads to the page for errors: it stands wherever nothing else does.
    let has_address = !matches!(route.target, Target::NotFound);
    PageView {
        kind: head.kind,
        title: shortened(&title, LONGEST_TITLE),
        description: if description.is_empty() { title } else { description },
        url: route.url.clone(),
        canonical_url: config.base_url.absolute(&route.url).filter(|_| has_address),
        image_url: paper.and_then(|id| paper::absolute_thumbnail(site, site.catalog().paper(id))),
        feeds: feeds(site, route),
        metas: paper.map_or_else(Vec::new, |id| {
            let tags = highwire::tags(site, id).into_iter();
            tags.map(|(name, content)| MetaView { name, content }).collect()
        }),
        json_ld_html: paper.map(|id| json_ld::article(site, id)),
    }
}

/// The feed of the page's own term, then those of the site.
fn feeds(site: &Site, route: &Route) -> Vec<FeedView> {
    let mut feeds = Vec::new();
    let mut add = |url: Option<String>, title: String, media_type| {
        feeds.extend(url.map(|url| FeedView { url, title, media_type }));
    };
    let (title, urls) = (&site.config().title, site.plan().urls());
    if let Target::Term { kind, id, .. } = &route.target {
        let name = &site.catalog().terms(*kind).all()[*id].name;
        add(feed_url(site, *kind, *id), format!("{name} · {title}"), ATOM);
    }
    let planned = |url: String| site.plan().find(&url).map(|route| route.url.clone());
    add(planned(urls.feed(Channel::Site, None)), title.clone(), ATOM);
    add(planned(urls.json_feed()), title.clone(), "application/feed+json");
    feeds
}

const ATOM: &str = "application/atom+xml";

fn front(site: &Site) -> (Head, PageContext) {
    let config = site.config();
    let kind = config.group_by;
    let mut context = PageContext::new("index.html");
    let mut room = config.front_page.papers;
    let mut periods = Vec::new();
    for (index, group) in site.catalog().groups(kind).iter().enumerate().take(config.front_page.periods) {
        if room == 0 {
            break;
        }
        let shown = &group.papers[..group.papers.len().min(room)];
        room -= shown.len();
        let more = group.papers.len() - shown.len();
        let section = SectionView {
            period: period(site, kind, index),
            more_label: (more > 0).then(|| counted(more, "more paper", "more papers")),
        };
        context.ingredients.add(&section);
        let mut section = value(&section).into_map().expect("a view is a map");
        section.insert("papers".into(), context.papers(site, shown));
        periods.push(Value::from(section));
    }
    context.context.insert_value("periods", Value::from(periods));
    (Head::new("front", "", ""), context)
}

fn period_page(site: &Site, kind: PeriodKind, index: usize, page: usize) -> (Head, PageContext) {
    let group = &site.catalog().groups(kind)[index];
    let size = site.config().page_size;
    let view = period(site, kind, index);
    let pages = pagination(page, plan::page_count(group.papers.len(), size), |page| {
        site.plan().urls().period(group.period, page)
    });
    let description = format!("{} listed on {}", view.count_label, view.title);
    let head = Head::new(view.kind, numbered(&group.period.short_title(), page), description);

    let mut context = PageContext::new("period.html");
    context.add("period", &view);
    context.add_papers("papers", site, plan::page_of(&group.papers, size, page));
    context.add("pagination", &pages);
    // Abstracts stand in one kind of list only: in each they would make a large site many times larger.
    context.add("show_abstracts", &(kind == site.config().group_by));
    (head, context)
}

fn paper_page(site: &Site, id: PaperId) -> (Head, PageContext) {
    let entry = site.entry(id);
    let neighbor = |id: PaperId| LinkView {
        name: site.entry(id).title.clone(),
        url: Some(site.plan().urls().paper(&site.catalog().paper(id).key)),
    };
    let previous = id.checked_sub(1).map(neighbor);
    let next = (id + 1 < site.catalog().papers().len()).then(|| neighbor(id + 1));
    let mut head = Head::new("paper", entry.title.clone(), entry.description.clone());
    head.with_site_title = false;

    let mut context = PageContext::new("paper.html");
    context.ingredients.add_fingerprint(entry.fingerprint);
    context.context.insert_value("paper", entry.value.clone());
    context.add("bibtex", &bibtex::citation(site, id));
    context.add("previous", &previous);
    context.add("next", &next);
    (head, context)
}

fn term_page(site: &Site, kind: TermKind, id: TermId, page: usize) -> (Head, PageContext) {
    let listed = &site.catalog().terms(kind).all()[id];
    let size = site.config().page_size;
    let view = term(site, kind, id);
    let pages = pagination(page, plan::page_count(listed.papers.len(), size), |page| {
        site.plan().urls().term(kind, &listed.slug, page)
    });
    let description = match kind {
        TermKind::Author => format!("{} by {}", view.count_label, view.name),
        TermKind::Tag => format!("{} on {}", view.count_label, view.name),
        TermKind::Venue => format!("{} from {}", view.count_label, view.name),
    };
    let head = Head::new(view.kind, numbered(&view.name, page), description);

    let mut context = PageContext::new("term.html");
    context.add("term", &view);
    context.add_papers("papers", site, plan::page_of(&listed.papers, size, page));
    context.add("pagination", &pages);
    context.add("show_abstracts", &false);
    (head, context)
}

fn terms_page(site: &Site, kind: TermKind, page: usize) -> (Head, PageContext) {
    let count = site.catalog().terms(kind).all().len();
    let heading = kind.heading();
    let pages = pagination(page, plan::terms_page_count(count), |page| site.plan().urls().terms(kind, page));
    let description = format!("{}, by letter", counted(count, kind.name(), kind.plural()));

    let mut context = PageContext::new("terms.html");
    context.add("heading", &heading);
    context.add("term_kind", &kind.name());
    context.add("groups", &term_groups(site, kind, page));
    context.add("letters", &letters(site, kind));
    context.add("pagination", &pages);
    (Head::new(kind.plural(), numbered(heading, page), description), context)
}

fn archive(site: &Site) -> (Head, PageContext) {
    let mut context = PageContext::new("archive.html");
    context.add("years", &calendar::years(site));
    let count = counted(site.catalog().papers().len(), "paper", "papers");
    (Head::new("archive", "Archive", format!("{count}, day by day")), context)
}

fn plain_page(site: &Site, index: usize) -> (Head, PageContext) {
    let page = &site.pages()[index];
    let title = crate::text::Text::inline(&page.title.text);
    let mut context = PageContext::new("page.html");
    context.add("heading_html", &paper::inline_html(&page.title.text));
    context.add("content_html", &paper::page_html(site, &page.file, &page.body));
    context.add("edit_url", &paper::edit_url(site, &page.file));
    let description = page.description.clone().unwrap_or_default();
    (Head::new("plain", title.plain(), description), context)
}

fn redirect(url: &str) -> (Head, PageContext) {
    let mut context = PageContext::new("redirect.html");
    context.add("target_url", &url);
    (Head::new("redirect", "This page has moved", ""), context)
}

fn numbered(title: &str, page: usize) -> String {
    if page == 1 { title.to_owned() } else { format!("{title}, page {page}") }
}

impl TermKind {
    fn heading(self) -> &'static str {
        match self {
            TermKind::Author => "Authors",
            TermKind::Tag => "Tags",
            TermKind::Venue => "Venues",
        }
    }
}
