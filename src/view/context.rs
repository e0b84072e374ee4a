//! A [`PageContext`] is all that the template of one page sees, besides the global `site`.
//!
//! A page is a pure function of the site: what is put together here decides every byte of it.
//! What costs more to make than to compare, papers first of all, is told by its ingredients, and made
//! only when the page is rendered.

use std::borrow::Cow;

use memchr::memchr_iter;
use serde::Serialize;
use tera::Context;

use super::about::about;
use super::label::shortened;
use super::list::{feed_url, letters, pagination, period, short_title, term, term_groups};
use super::{
    CitationView, CountedView, FeedView, LinkView, MetaView, NarrowView, Owner, PageView, SectionView,
    YearSectionView, calendar, companions, made_of, paper, related, statistics, value,
};
use crate::catalog::{PaperId, Period, Span, TermId, TermKind, trending};
use crate::config::PeriodKind;
use crate::export::{bibtex, csl, highwire, json_ld, plain};
use crate::fingerprint::{Fingerprint, Ingredients};
use crate::plan::{self, Channel, Route, Target};
use crate::search;
use crate::site::Site;
use crate::words::Words;

/// A list of papers on a page. Its entries are rendered apart, and put in place of a mark that the
/// page's template writes: `entries_html`.
pub struct EntryList<'s> {
    pub papers: Cow<'s, [PaperId]>,
    pub form: EntryForm,
    mark: String,
}

/// How a list shows its papers: what `partials/paper_entry.html` gets besides the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct EntryForm {
    pub heading: &'static str,
    pub show_date: bool,
    pub show_abstracts: bool,
}

impl EntryForm {
    /// Of every list but those of the site's own period: with abstracts in each, a large site would
    /// be many times larger.
    pub const BRIEF: EntryForm = EntryForm { heading: "h2", show_date: true, show_abstracts: false };

    /// Of the lists of the site's own period.
    fn full(kind: PeriodKind, heading: &'static str) -> EntryForm {
        EntryForm { heading, show_date: kind != PeriodKind::Day, show_abstracts: true }
    }
}

/// Before and after what a mark says. No text that is read has them: they are control characters.
const MARK: (char, char) = ('\u{1}', '\u{2}');

impl EntryList<'_> {
    /// What stands for a page's list. Texts cannot hold it, and neither do themes by accident: it tells what the
    /// page was made of until then.
    fn mark(number: usize, page: Fingerprint) -> String {
        format!("{}{number}.{page}{}", MARK.0, MARK.1)
    }

    /// The first mark of one of its lists in a page: what is before it, the list's number, and what is after it.
    pub fn find_mark<'p>(page: &'p [u8], lists: &[EntryList]) -> Option<(&'p [u8], usize, &'p [u8])> {
        memchr_iter(MARK.0 as u8, page).find_map(|start| {
            let number = lists.iter().position(|list| page[start..].starts_with(list.mark.as_bytes()))?;
            Some((&page[..start], number, &page[start + lists[number].mark.len()..]))
        })
    }
}

/// Adds to a context what is made only for a page that is rendered.
type Later<'s> = Box<dyn FnOnce(&mut Context) + 's>;

pub struct PageContext<'s> {
    template: &'static str,
    later: Vec<Later<'s>>,
    lists: Vec<EntryList<'s>>,
    ingredients: Ingredients,
}

impl<'s> PageContext<'s> {
    fn new(template: &'static str) -> PageContext<'s> {
        let mut ingredients = Ingredients::default();
        ingredients.add_bytes(template.as_bytes());
        PageContext { template, later: Vec::new(), lists: Vec::new(), ingredients }
    }

    fn add(&mut self, name: &'static str, view: impl Serialize + 's) {
        self.ingredients.add_bytes(name.as_bytes());
        self.ingredients.add(&view);
        self.later.push(Box::new(move |context| context.insert_value(name, value(&view))));
    }

    /// Adds a view that is made only for a page that is rendered, of what is among the ingredients.
    fn add_later<V: Serialize>(&mut self, name: &'static str, view: impl FnOnce() -> V + 's) {
        self.later.push(Box::new(move |context| context.insert_value(name, value(&view()))));
    }

    /// Adds a list of papers; returns the mark of its place.
    fn add_list(&mut self, site: &Site, papers: impl Into<Cow<'s, [PaperId]>>, form: EntryForm) -> String {
        let papers = papers.into();
        self.ingredients.add(&(form, papers.len()));
        papers.iter().for_each(|id| self.ingredients.add_fingerprint(site.paper_fingerprint(*id)));
        let mark = EntryList::mark(self.lists.len(), self.ingredients.finish());
        self.lists.push(EntryList { papers, form, mark: mark.clone() });
        mark
    }

    pub fn template(&self) -> &'static str {
        self.template
    }

    /// Makes what the template sees, and tells the lists that go where it puts their marks.
    pub fn into_context(self) -> (Context, Vec<EntryList<'s>>) {
        let mut context = Context::new();
        self.later.into_iter().for_each(|insert| insert(&mut context));
        (context, self.lists)
    }

    /// Of all that the template sees, but for what is the same on every page.
    pub fn fingerprint(&self) -> Fingerprint {
        self.ingredients.finish()
    }
}

/// Terms that an index names before all others, for their papers; one of twice as many or less names none.
const MOST_USED: usize = 15;

/// What tabs, bookmarks and search engines show of a title, in characters.
const LONGEST_TITLE: usize = 70;

/// Gathers what the template of a route sees; none for files that no template makes.
pub fn page<'s>(site: &'s Site, route: &'s Route) -> Option<PageContext<'s>> {
    let (head, mut context) = match &route.target {
        Target::Front => front(site),
        Target::Period { kind, index, page } => period_page(site, *kind, *index, *page),
        Target::Paper(id) => return Some(paper_page(site, route, *id)),
        Target::Term { kind, id, page } => return Some(term_page(site, route, *kind, *id, *page)),
        Target::Terms { kind, page } => terms_page(site, *kind, *page),
        Target::Archive => archive(site),
        Target::Plain(index) => plain_page(site, *index),
        Target::Statistics => statistics_page(site),
        Target::Trending(span) => trending_page(site, *span),
        Target::Search => search_page(site),
        Target::Saved => saved_page(site),
        Target::NotFound => {
            (Head::new("not-found", site.words().text("not_found"), ""), PageContext::new("404.html"))
        }
        Target::Redirect(url) => redirect(site, url),
        Target::Export(_) | Target::NoJekyll | Target::File(_) | Target::Picture { .. } => return None,
    };
    context.add("page", page_view(site, route, head));
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
    // No address leads to the page for errors: it stands wherever nothing else does.
    let has_address = !matches!(route.target, Target::NotFound);
    PageView {
        kind: head.kind,
        title: shortened(&title, LONGEST_TITLE),
        description: if description.is_empty() { title } else { description },
        url: route.url.clone(),
        canonical_url: config.base_url.absolute(&route.url).filter(|_| has_address),
        image_url: None,
        feeds: feeds(site, route),
        metas: Vec::new(),
        json_ld_html: None,
    }
}

/// The feed of the page's own term, then that of the site; on the front page its JSON feed, too.
fn feeds(site: &Site, route: &Route) -> Vec<FeedView> {
    let mut feeds = Vec::new();
    let mut add = |url: Option<String>, title: String, media_type| {
        feeds.extend(url.map(|url| FeedView { url, title, media_type }));
    };
    let (title, urls) = (&site.config().title, site.plan().urls());
    if let Target::Term { kind, id, .. } = &route.target {
        let name = &site.catalog().terms(*kind)[*id].name;
        add(feed_url(site, *kind, *id), format!("{name} · {title}"), ATOM);
    }
    let planned = |url| site.plan().planned(url);
    add(planned(urls.feed(Channel::Site, None)), title.clone(), ATOM);
    // Once is enough for readers that prefer it.
    if matches!(route.target, Target::Front) {
        add(planned(urls.json_feed()), title.clone(), "application/feed+json");
    }
    feeds
}

const ATOM: &str = "application/atom+xml";

fn front<'s>(site: &'s Site) -> (Head, PageContext<'s>) {
    let config = site.config();
    let kind = config.group_by;
    let mut context = PageContext::new("index.html");
    let mut room = config.front_page.papers;
    let mut sections = Vec::new();
    for (index, group) in site.catalog().groups(kind).iter().enumerate().take(config.front_page.periods) {
        if room == 0 {
            break;
        }
        let shown = &group.papers[..group.papers.len().min(room)];
        room -= shown.len();
        let more = group.papers.len() - shown.len();
        let heading = if index == 0 { "h2" } else { "h3" };
        let section = SectionView {
            period: period(site, kind, index),
            entries_html: context.add_list(site, shown, EntryForm::full(kind, heading)),
            more_label: (more > 0).then(|| site.words().count("more_papers", more)),
        };
        sections.push(section);
    }
    context.add("periods", sections);
    let count = site.catalog().papers().len();
    context.add("count_label", site.words().count("papers", count));
    context.add("archive_label", site.words().count("archive_of", count));
    (Head::new("front", "", ""), context)
}

fn period_page<'s>(site: &'s Site, kind: PeriodKind, index: usize, page: usize) -> (Head, PageContext<'s>) {
    let group = &site.catalog().groups(kind)[index];
    let size = site.config().page_size;
    let view = period(site, kind, index);
    let pages =
        pagination(site.words(), page, plan::period_pages(site.config(), kind, group.papers.len()), |page| {
            site.plan().urls().period(group.period, page)
        });
    let words = site.words();
    let description = words.fill("listed_on", &[("papers", &view.count_label), ("period", &view.title)]);
    let head = Head::new(view.kind, numbered(words, &short_title(words, group.period), page), description);

    let mut context = PageContext::new("period.html");
    context.add("period", view);
    let own = kind == site.config().group_by;
    let form = if own { EntryForm::full(kind, "h2") } else { EntryForm::BRIEF };
    let entries = context.add_list(site, plan::page_of(&group.papers, size, page), form);
    context.add("entries_html", entries);
    context
        .add("narrow", narrow(site, group.papers.len(), search::filter_of_period(group.period), "upvotes"));
    // On the first page only: the others are for reading on.
    let calendar = if page == 1 { calendar::months(site, group.period) } else { Vec::new() };
    context.add("calendar", calendar);
    context.add("pagination", pages);
    (head, context)
}

fn paper_page<'s>(site: &'s Site, route: &'s Route, id: PaperId) -> PageContext<'s> {
    let neighbors = site.catalog().neighbors(id);
    let mut context = PageContext::new("paper.html");
    context.ingredients.add_fingerprint(site.paper_fingerprint(id));
    let related = related::papers(site, id);
    context.ingredients.add(&related);
    for neighbor in neighbors {
        let neighbor = neighbor.map(|id| site.catalog().paper(id));
        context.ingredients.add(&neighbor.map(|paper| (&paper.title.text, paper.key.as_str())));
    }
    context.later.push(Box::new(move |context| {
        let [previous, next] = neighbors.map(|id| id.map(|id| neighbor(site, id)));
        let entry = site.entry(id);
        context.insert_value("paper", paper::on_its_page(site, id));
        context.insert_value("related", value(&related::views(site, related)));
        context.insert_value("citation", value(&citation(site, id)));
        context.insert_value("previous", value(&previous));
        context.insert_value("next", value(&next));
        let head = Head {
            with_site_title: false,
            ..Head::new("paper", entry.title.clone(), entry.description.clone())
        };
        let tags = highwire::tags(site, id).into_iter();
        let page = PageView {
            image_url: paper::absolute_thumbnail(site, site.catalog().paper(id)),
            metas: tags.map(|(name, content)| MetaView { name, content }).collect(),
            json_ld_html: Some(json_ld::article(site, id)),
            ..page_view(site, route, head)
        };
        context.insert_value("page", value(&page));
    }));
    context
}

/// A paper's citation in the forms that others are made of.
fn citation(site: &Site, id: PaperId) -> CitationView {
    let paper = site.catalog().paper(id);
    let url = site.config().base_url.absolute(&site.plan().urls().paper(&paper.key));
    let item = csl::citation(paper, site.cite_keys().of(id), url.as_deref());
    CitationView {
        text: plain::citation(paper, url.as_deref()),
        bibtex: bibtex::citation(site, id),
        csl_html: json_ld::within_script(&item),
    }
}

/// A link to the paper before or after another one.
fn neighbor(site: &Site, id: PaperId) -> LinkView {
    let paper = site.catalog().paper(id);
    LinkView { name: paper.plain_title(), url: Some(site.plan().urls().paper(&paper.key)) }
}

fn term_page<'s>(
    site: &'s Site,
    route: &'s Route,
    kind: TermKind,
    id: TermId,
    page: usize,
) -> PageContext<'s> {
    let listed = &site.catalog().terms(kind)[id];
    let size = site.config().page_size;
    let mut context = PageContext::new("term.html");
    context.ingredients.add_fingerprint(made_of::term(site, kind, id));
    context.ingredients.add(&page);
    context.add("about", about(site, kind, id, page));
    let year = |id: &PaperId| Period::of(site.catalog().date(*id), PeriodKind::Year);
    let years = plan::page_of(&listed.papers, size, page).chunk_by(|a, b| year(a) == year(b));
    let sections: Vec<(Period, String)> =
        years.map(|papers| (year(&papers[0]), context.add_list(site, papers, EntryForm::BRIEF))).collect();
    context.add_later("sections", move || {
        let section =
            |(year, entries_html)| YearSectionView { title: short_title(site.words(), year), entries_html };
        sections.into_iter().map(section).collect::<Vec<_>>()
    });
    context.add_later("narrow", move || {
        narrow(site, listed.papers.len(), search::filter_of_term(kind, listed), "date")
    });
    context.add_later("pagination", move || {
        let count = plan::page_count(listed.papers.len(), size);
        pagination(site.words(), page, count, |page| site.plan().urls().term(kind, &listed.slug, page))
    });
    // On the first page only: from all papers of the term.
    if page == 1 {
        listed.papers.iter().for_each(|id| context.ingredients.add_fingerprint(site.paper_fingerprint(*id)));
    }
    context.add_later("companions", move || {
        if page == 1 { companions::companions(site, kind, id) } else { Vec::new() }
    });
    context.later.push(Box::new(move |context| {
        let view = term(site, kind, id);
        let key = match kind {
            TermKind::Author => "papers_by",
            TermKind::Tag => "papers_on",
            TermKind::Venue => "papers_from",
        };
        let description = site.words().fill(key, &[("papers", &view.count_label), ("name", &view.name)]);
        let head = Head::new(view.kind, numbered(site.words(), &view.name, page), description);
        context.insert_value("term", value(&view));
        context.insert_value("page", value(&page_view(site, route, head)));
    }));
    context
}

/// How a list is narrowed in place; none without a search, or where there is nothing to narrow.
fn narrow(site: &Site, papers: usize, scope: String, order: &'static str) -> Option<NarrowView> {
    (papers > 1 && site.plan().search_url().is_some()).then_some(NarrowView { scope, order })
}

fn terms_page<'s>(site: &'s Site, kind: TermKind, page: usize) -> (Head, PageContext<'s>) {
    let count = site.catalog().terms(kind).all().len();
    let words = site.words();
    let heading = words.text(kind.heading_key());
    let pages =
        pagination(words, page, plan::terms_page_count(count), |page| site.plan().urls().terms(kind, page));
    let by_letter = words.text(match kind {
        TermKind::Author => "authors_by_letter",
        TermKind::Tag => "tags_by_letter",
        TermKind::Venue => "venues_by_letter",
    });
    let description = words.fill("by_letter", &[("terms", &words.count(kind.plural(), count))]);

    let mut context = PageContext::new("terms.html");
    context.add("heading", heading);
    context.add("by_letter_label", by_letter);
    context.add("term_kind", kind.name());
    context.add("most_used", if page == 1 { most_used(site, kind) } else { Vec::new() });
    for id in plan::terms_on_page(site.catalog().terms(kind), page) {
        context.ingredients.add_fingerprint(made_of::term(site, kind, id));
    }
    context.add_later("groups", move || term_groups(site, kind, page));
    context.add("letters", letters(site, kind));
    context.add("pagination", pages);
    (Head::new(kind.plural(), numbered(words, heading, page), description), context)
}

fn most_used(site: &Site, kind: TermKind) -> Vec<CountedView> {
    let terms = site.catalog().terms(kind);
    if terms.all().len() <= 2 * MOST_USED {
        return Vec::new();
    }
    let ids = statistics::most_used(site.catalog(), kind, MOST_USED).into_iter();
    ids.map(|id| companions::term_of(site, kind, id, terms[id].papers.len())).collect()
}

fn statistics_page<'s>(site: &'s Site) -> (Head, PageContext<'s>) {
    let timeline = statistics::timeline(site);
    let mut context = PageContext::new("statistics.html");
    context.add("facts", statistics::facts(site));
    context.add("timeline_heading", timeline.heading);
    context.add("timeline_html", timeline.plot_html);
    context.add("timeline_note", timeline.note);
    context.add("timeline_rows", timeline.rows);
    context.add("rankings", statistics::rankings(site));
    let words = site.words();
    let head =
        Head::new("statistics", words.text("statistics_heading"), words.text("statistics_description"));
    (head, context)
}

fn trending_page<'s>(site: &'s Site, span: Span) -> (Head, PageContext<'s>) {
    let words = site.words();
    let heading = |span: Span| {
        words.text(match span {
            Span::Rising => "trending_rising",
            Span::Week => "trending_week",
            Span::Month => "trending_month",
            Span::Year => "trending_year",
        })
    };
    let papers = trending(site.catalog(), span, site.config().page_size);
    let spans = Span::ALL.map(|span| LinkView {
        name: heading(span).to_owned(),
        url: site.plan().planned(site.plan().urls().trending(span)),
    });
    let mut context = PageContext::new("trending.html");
    context.add("heading", heading(span));
    context.add("spans", spans.into_iter().filter(|link| link.url.is_some()).collect::<Vec<_>>());
    let entries = context.add_list(site, papers, EntryForm::BRIEF);
    context.add("entries_html", entries);
    let head = Head::new(
        "trending",
        words.fill("trending_title", &[("span", heading(span))]),
        words.text("trending_description"),
    );
    (head, context)
}

fn archive<'s>(site: &'s Site) -> (Head, PageContext<'s>) {
    let mut context = PageContext::new("archive.html");
    let words = site.words();
    let count = words.count("papers", site.catalog().papers().len());
    context.add("years", calendar::years(site));
    let description = words.fill("archive_description", &[("papers", &count)]);
    context.add("count_label", count);
    (Head::new("archive", words.text("archive_heading"), description), context)
}

fn plain_page<'s>(site: &'s Site, index: usize) -> (Head, PageContext<'s>) {
    let page = &site.pages()[index];
    let title = crate::text::Text::inline(&page.title.text);
    let mut context = PageContext::new("page.html");
    context.add("heading_html", paper::inline_html(&page.title.text));
    let text = crate::text::Text::block(&page.body.text);
    context.add("content_html", paper::page_html(site, Owner::Page(&page.file, &page.body), &text));
    context.add("edit_url", paper::edit_url(site, &page.file));
    let description = page.description.clone().unwrap_or_default();
    (Head::new("plain", title.plain(), description), context)
}

fn search_page<'s>(site: &'s Site) -> (Head, PageContext<'s>) {
    let mut context = PageContext::new("search.html");
    // The manifest's address, never those of the files that it names: they change with every paper.
    context.add("manifest_url", site.plan().urls().search_file(crate::search::MANIFEST));
    let words = site.words();
    (Head::new("search", words.text("search_heading"), words.text("search_description")), context)
}

fn saved_page<'s>(site: &'s Site) -> (Head, PageContext<'s>) {
    let mut context = PageContext::new("saved.html");
    let (before, after) = site.plan().urls().paper_pattern();
    context.add("paper_url_before", before);
    context.add("paper_url_after", after);
    let words = site.words();
    (Head::new("saved", words.text("saved_heading"), words.text("saved_description")), context)
}

fn redirect<'s>(site: &'s Site, url: &'s str) -> (Head, PageContext<'s>) {
    let mut context = PageContext::new("redirect.html");
    context.add("target_url", url);
    (Head::new("redirect", site.words().text("moved"), ""), context)
}

fn numbered(words: &Words, title: &str, page: usize) -> String {
    if page == 1 {
        return title.to_owned();
    }
    words.fill("page_description", &[("title", title), ("number", &words.number(page))])
}

impl TermKind {
    /// The phrase that names all of them.
    pub fn heading_key(self) -> &'static str {
        match self {
            TermKind::Author => "authors_heading",
            TermKind::Tag => "tags_heading",
            TermKind::Venue => "venues_heading",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_marks_that_the_page_was_given_are_marks() {
        let list = |number, page: &[u8]| EntryList {
            papers: Cow::Borrowed(&[]),
            form: EntryForm::BRIEF,
            mark: EntryList::mark(number, Fingerprint::of_bytes(page)),
        };
        let lists = [list(0, b"a"), list(1, b"a")];
        let forged = format!("\u{1}0\u{2}{}\u{1}", list(1, b"b").mark);
        let page = format!("{forged}{}end", lists[1].mark);
        let found = EntryList::find_mark(page.as_bytes(), &lists);
        assert_eq!(found, Some((forged.as_bytes(), 1, &b"end"[..])));
        assert_eq!(EntryList::find_mark(forged.as_bytes(), &lists), None);
    }
}
