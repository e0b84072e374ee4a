//! A *view* is what a template may see: the contract between the program and its themes.
//!
//! Everything arrives ready to show. Dates, counts, plurals and URLs are computed here, so that
//! templates only choose and place. A field whose name ends in `_html` is safe markup and the only
//! kind a template marks `safe`; every other string is plain text that the engine escapes.
//! `docs/templates.md` describes each field for authors of themes.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::Value;

use crate::catalog::{Catalog, Span, TermKind};
use crate::config::Config;
use crate::plan::{Channel, SitePlan};
use crate::words::{self, Words};

mod about;
mod calendar;
mod companions;
mod context;
mod digest;
mod heading;
mod label;
mod list;
mod made_of;
mod paper;
mod related;
mod statistics;

pub use context::{EntryForm, EntryList, PageContext, page};
pub use digest::digest;
pub use heading::{Links, Owner};
pub use label::{one_line, shortened};
pub use made_of::{may_link, paper as paper_fingerprint};
pub use paper::entry;

/// A paper, ready for every page that shows it.
pub struct PaperEntry {
    /// A [`PaperView`]; cheap to clone.
    pub value: Value,
    /// As plain text.
    pub title: String,
    pub description: String,
    /// Empty where there is none.
    pub plain_abstract: String,
}

/// `site`: the same on every page, part of the engine's global context.
#[derive(Clone, Debug, Serialize)]
pub struct SiteView {
    pub title: String,
    pub description: String,
    pub language: String,
    /// `ltr`, or `rtl` for languages that are written from right to left.
    pub direction: &'static str,
    /// What the days of the week are called, Monday first.
    pub weekdays: Vec<WeekdayView>,
    /// The front page, base path included: `/` or `/repo/`.
    pub url: String,
    /// The front page's absolute address; absent without `base_url`.
    pub absolute_url: Option<String>,
    pub curators: Vec<CuratorView>,
    pub menu: Vec<LinkView>,
    pub archive_url: String,
    /// Numbers and plots of the whole list; absent while it is empty.
    pub statistics_url: Option<String>,
    /// The papers with most upvotes for their age; absent where none has upvotes.
    pub trending_url: Option<String>,
    /// The papers that a reader saved, where a script runs.
    pub saved_url: String,
    pub authors_url: Option<String>,
    pub tags_url: Option<String>,
    pub venues_url: Option<String>,
    /// The search page.
    pub search_url: Option<String>,
    /// For `<link rel="search">`.
    pub open_search_url: Option<String>,
    pub feed_url: Option<String>,
    pub json_feed_url: Option<String>,
    /// All papers in BibTeX.
    pub bibliography_url: String,
    /// Where readers subscribe by mail: the configured page, else the form on the same page.
    pub subscribe_url: Option<String>,
    pub subscribe_form: Option<SubscribeFormView>,
    pub repository: Option<String>,
    pub license: Option<String>,
    /// As in the configuration; an empty map where it says nothing.
    pub theme_options: serde_json::Value,
    /// Name and version of the program, for `<meta name="generator">`.
    pub generator: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct CuratorView {
    pub name: String,
    pub url: Option<String>,
}

/// A day of the week.
#[derive(Clone, Debug, Serialize)]
pub struct WeekdayView {
    /// `Monday`
    pub name: String,
    /// `M`
    pub initial: String,
}

/// What takes the addresses of those who subscribe.
#[derive(Clone, Debug, Serialize)]
pub struct SubscribeFormView {
    pub url: String,
    pub field: String,
}

/// A name and where it leads. `url` is absent where there is no page to lead to.
#[derive(Clone, Debug, Serialize)]
pub struct LinkView {
    pub name: String,
    pub url: Option<String>,
}

/// `page`: what every page says of itself.
#[derive(Clone, Debug, Serialize)]
pub struct PageView {
    /// `front`, `day`, `week`, `month`, `year`, `paper`, `author`, `tag`, `venue`, `authors`,
    /// `tags`, `venues`, `archive`, `statistics`, `trending`,
    /// `search`, `saved`, `plain` or `not-found`.
    pub kind: &'static str,
    /// For `<title>`, the site's title included where that helps.
    pub title: String,
    pub description: String,
    pub url: String,
    pub canonical_url: Option<String>,
    /// A picture for previews of links, by its absolute address.
    pub image_url: Option<String>,
    /// Feeds that tell of this page's papers, the page's own first.
    pub feeds: Vec<FeedView>,
    /// For `<meta name content>`: what Google Scholar and reference managers read of a paper.
    pub metas: Vec<MetaView>,
    /// A paper as JSON-LD, for a script element.
    pub json_ld_html: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct FeedView {
    pub url: String,
    pub title: String,
    /// `application/atom+xml` or `application/feed+json`.
    pub media_type: &'static str,
}

#[derive(Clone, Debug, Serialize)]
pub struct MetaView {
    pub name: &'static str,
    pub content: String,
}

/// A calendar date, ready for `<time datetime="{{ iso }}">{{ label }}</time>`.
#[derive(Clone, Debug, Serialize)]
pub struct DateView {
    /// `2025-10-30`, `2025-10` or `2025`.
    pub iso: String,
    /// `October 30, 2025`; always with its year.
    pub label: String,
    /// The page that lists this date, where there is one.
    pub url: Option<String>,
}

/// `paper`, and each of `papers`: all that is known of one paper.
#[derive(Clone, Debug, Serialize)]
pub struct PaperView {
    pub key: String,
    pub url: String,
    pub title_html: String,
    pub title: String,
    /// A language tag, for `lang`: where the title is written in another script than the site's language.
    pub title_language: Option<String>,
    pub date: DateView,
    /// The paper's own first date; absent when it is the listed date.
    pub published: Option<DateView>,
    pub updated: Option<DateView>,
    pub version: Option<u32>,
    /// Everyone, in the paper's order.
    pub authors: Vec<AuthorView>,
    /// How many authors a list shows before "and 12 more".
    pub authors_shown: usize,
    /// `and 12 more`, present when there are more authors than `authors_shown`.
    pub authors_more_label: Option<String>,
    /// `et al.`, present when there are more authors than are named.
    pub authors_end: Option<String>,
    /// `1 author`, `5 authors`; also present where only the number is known.
    pub author_count_label: Option<String>,
    pub organization: Option<String>,
    pub submitted_by: Option<String>,
    pub summary_html: Option<String>,
    /// As `title_language`.
    pub summary_language: Option<String>,
    /// The same, or the beginning of the abstract, as plain text.
    pub description: String,
    pub abstract_html: Option<String>,
    /// As `title_language`.
    pub abstract_language: Option<String>,
    pub notes_html: Option<String>,
    /// As `title_language`.
    pub notes_language: Option<String>,
    pub arxiv: Option<ArxivView>,
    pub doi: Option<IdentifierView>,
    pub venue: Option<VenueView>,
    pub tags: Vec<LinkView>,
    pub links: Vec<PaperLinkView>,
    pub upvotes: Option<u64>,
    /// `1 upvote`, `14 upvotes`
    pub upvotes_label: Option<String>,
    pub comments_label: Option<String>,
    pub stars_label: Option<String>,
    pub thumbnail: Option<String>,
    /// The same in several widths, for `srcset`; absent where there is one only.
    pub thumbnail_srcset: Option<String>,
    pub status: Option<StatusView>,
    pub rating: Option<RatingView>,
    pub awards: Vec<String>,
    pub withdrawn: Option<WithdrawnView>,
    /// Where to edit the paper's file, with `repository` configured.
    pub edit_url: Option<String>,
    /// Where to report a problem with the paper, where `repository` is on GitHub.
    pub report_url: Option<String>,
    /// For the title of an empty element of the class `Z3988`, by which reference managers know the
    /// papers of a list; absent where the configuration says so.
    pub coins: Option<String>,
    pub extra: serde_json::Value,
}

#[derive(Clone, Debug, Serialize)]
pub struct AuthorView {
    /// As printed on the paper.
    pub name: String,
    /// The author's page on this site, where there is one.
    pub url: Option<String>,
    pub website: Option<String>,
    pub orcid_url: Option<String>,
    pub affiliation: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ArxivView {
    pub id: String,
    pub url: String,
    pub primary_class: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct IdentifierView {
    pub id: String,
    pub url: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct VenueView {
    pub name: String,
    /// `NeurIPS 2015, pages 1–9`: everything known of where it appeared.
    pub label: String,
    pub url: Option<String>,
    pub website: Option<String>,
}

/// A link that leaves the site: to the PDF, the code, and so on.
#[derive(Clone, Debug, Serialize)]
pub struct PaperLinkView {
    /// `arxiv`, `doi`, `pdf`, `code`, `project`, `video`, `slides`, `data`, `model`, `demo` or `other`.
    pub kind: &'static str,
    /// `PDF`, `Code`, or the curator's own label.
    pub label: String,
    /// `PDF of Pointer Networks`: a name that makes sense on its own.
    pub full_label: String,
    pub url: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct StatusView {
    /// `unread`, `reading` or `read`.
    pub key: &'static str,
    /// `To read`
    pub label: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct RatingView {
    pub stars: u8,
    /// `4 of 5`
    pub label: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct WithdrawnView {
    pub reason_html: Option<String>,
}

/// How to cite a paper.
#[derive(Clone, Debug, Serialize)]
pub struct CitationView {
    /// A line of text.
    pub text: String,
    pub bibtex: String,
    /// CSL-JSON, for a script element.
    pub csl_html: String,
}

/// One of `related`: a paper that is about the same, nearest first.
#[derive(Clone, Debug, Serialize)]
pub struct RelatedView {
    pub url: String,
    pub title: String,
    /// `also by Ada Lovelace` or `also on attention`: what both have in common besides words.
    pub reason: Option<String>,
}

/// One of `periods` on the front page; its `papers` are added as values that pages share.
#[derive(Clone, Debug, Serialize)]
pub struct SectionView {
    pub period: PeriodView,
    /// Its papers, as far as the front page shows them; see [`EntryList`].
    pub entries_html: String,
    /// `12 more papers`, when the front page does not show them all.
    pub more_label: Option<String>,
}

/// `period`: a day, week, month or year of the list.
#[derive(Clone, Debug, Serialize)]
pub struct PeriodView {
    /// `day`, `week`, `month` or `year`.
    pub kind: &'static str,
    /// `Thursday, October 30, 2025` · `Week 44, 2025` · `October 2025` · `2025`
    pub title: String,
    /// For `<time datetime>`: `2025-10-30`, `2025-W44`, `2025-10`, `2025`.
    pub iso: String,
    pub url: String,
    pub count: usize,
    /// `1 paper`, `20 papers`
    pub count_label: String,
    /// The nearest earlier period that has papers.
    pub previous: Option<LinkView>,
    /// The nearest later period that has papers.
    pub next: Option<LinkView>,
    /// `Previous and next day`: what links to these two are for.
    pub neighbors_label: String,
    /// The longer periods it lies in, shortest first: its week, month and year.
    pub within: Vec<LinkView>,
    /// The shorter periods in which its papers are listed whole, newest first; none where its own
    /// list is whole.
    pub parts: Vec<PartView>,
    /// What is there: `All papers, month by month`, or `1,309 more papers, day by day` where the
    /// period's own list holds the first ones only. Present where `parts` are.
    pub parts_label: Option<String>,
    /// Whether its papers stand in order of upvotes.
    pub ranked: bool,
}

/// One of a longer period's shorter ones.
#[derive(Clone, Debug, Serialize)]
pub struct PartView {
    /// `October 30, 2025`
    pub name: String,
    pub url: String,
    /// `20 papers`: how many of the longer period's.
    pub count_label: String,
}

/// `term`: an author, a tag or a venue.
#[derive(Clone, Debug, Serialize)]
pub struct TermView {
    /// `author`, `tag` or `venue`.
    pub kind: &'static str,
    pub name: String,
    /// Other names under which an author published, where `authors.yaml` joins them.
    pub also: Vec<String>,
    pub url: Option<String>,
    pub count: usize,
    pub count_label: String,
    pub website: Option<String>,
    pub orcid_url: Option<String>,
    /// Its Atom feed, where there is one.
    pub feed_url: Option<String>,
}

/// `about`: what `tags.yaml` says of a tag.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AboutView {
    /// On the first page only.
    pub description_html: Option<String>,
    /// As the `title_language` of a paper.
    pub description_language: Option<String>,
    /// The wider tag.
    pub parent: Option<LinkView>,
    /// The tags that name this one as their parent.
    pub narrower: Vec<LinkView>,
}

/// One of `groups` on a page of terms: those that begin with the same letter.
#[derive(Clone, Debug, Serialize)]
pub struct TermGroupView {
    /// `A`, or `#` for what begins with no letter.
    pub letter: String,
    /// For the element that `letters` lead to: `letter-A`, `letter-other`.
    pub id: String,
    pub terms: Vec<TermView>,
}

/// `pagination`: present where a list is split over several pages.
#[derive(Clone, Debug, Serialize)]
pub struct PaginationView {
    pub number: usize,
    pub count: usize,
    /// `Page 2 of 5`
    pub label: String,
    pub previous_url: Option<String>,
    pub next_url: Option<String>,
    pub first_url: String,
    pub last_url: String,
}

/// `narrow`: how the search finds the papers of a list, so that it can be narrowed in place.
#[derive(Clone, Debug, Serialize)]
pub struct NarrowView {
    /// A filter that picks them: `tag:"attention"`, `date:2025-10`.
    pub scope: String,
    /// The order in which they stand: `date`, newest first, or `upvotes`.
    pub order: &'static str,
}

/// One of `companions` of a term: those that its papers name most often besides it.
#[derive(Clone, Debug, Serialize)]
pub struct CompanionsView {
    /// `author`, `tag` or `venue`.
    pub kind: &'static str,
    /// `Written with`, `Tags`, `Appeared in`: what they are to the term.
    pub heading: String,
    /// The most frequent first.
    pub terms: Vec<CountedView>,
    /// `and 12 others`, where there are more than `terms`.
    pub more_label: Option<String>,
}

/// A name, where it leads, and a number of papers.
#[derive(Clone, Debug, Serialize)]
pub struct CountedView {
    pub name: String,
    pub url: Option<String>,
    pub count: usize,
    /// `3 papers`
    pub count_label: String,
}

/// One of `sections` on a term's page: its papers of one year.
#[derive(Clone, Debug, Serialize)]
pub struct YearSectionView {
    /// `2025`
    pub title: String,
    /// See [`EntryList`].
    pub entries_html: String,
}

/// One of `rankings` in the statistics: the terms of one kind with most papers.
#[derive(Clone, Debug, Serialize)]
pub struct RankingView {
    /// `Authors`, `Tags`, `Venues`
    pub heading: String,
    /// The index of all.
    pub url: Option<String>,
    pub rows: Vec<RankingRowView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct RankingRowView {
    pub term: CountedView,
    /// Its share of the first one's papers, as SVG.
    pub bar_html: String,
    /// Its papers over the years that the timeline shows, as SVG.
    pub line_html: String,
}

/// One of `years` in the archive, newest first.
#[derive(Clone, Debug, Serialize)]
pub struct CalendarYearView {
    pub title: String,
    pub url: String,
    pub count_label: String,
    /// Its months that have papers, newest first; none for a year whose days only its own page shows.
    pub months: Vec<CalendarMonthView>,
    /// All twelve months, January first.
    pub overview: Vec<CalendarCellView>,
}

/// A month in an overview of a year.
#[derive(Clone, Debug, Serialize)]
pub struct CalendarCellView {
    /// `October`
    pub name: String,
    /// `O`
    pub initial: String,
    pub count: usize,
    /// `20`, `1.3k`: as it fits a small cell.
    pub short_count: String,
    /// `October 2025: 20 papers`
    pub label: String,
    /// Absent for months without papers.
    pub url: Option<String>,
    /// 0 for no papers, then 1 to 4: from the least busy month to the busiest, in steps of equal ratio.
    pub level: u8,
}

#[derive(Clone, Debug, Serialize)]
pub struct CalendarMonthView {
    /// `October 2025`
    pub title: String,
    pub url: String,
    pub count_label: String,
    /// Rows of seven cells, Monday first; `null` where the month does not reach.
    pub weeks: Vec<[Option<CalendarDayView>; 7]>,
}

#[derive(Clone, Debug, Serialize)]
pub struct CalendarDayView {
    pub day: i8,
    pub count: usize,
    /// `October 30, 2025: 20 papers`
    pub label: String,
    /// Absent on days without papers.
    pub url: Option<String>,
    /// 0 for no papers, then 1 to 4: from the least busy day to the busiest, in steps of equal ratio.
    pub level: u8,
}

/// `digest`: the best papers of a day, week, month or year, as a message. Texts are plain and on one line,
/// addresses absolute.
#[derive(Clone, Debug, Serialize)]
pub struct DigestView {
    pub subject: String,
    /// The titles after the first, for what programs show behind the subject.
    pub preview: String,
    /// The site's title.
    pub list: String,
    /// `Thursday, October 30, 2025` · `Week 44, 2025` · `October 2025` · `2025`
    pub title: String,
    /// `2025-10-30`, `2025-W44`, `2025-10`, `2025`
    pub period: String,
    /// `October 27, 2025 – November 2, 2025`: of a week.
    pub span_label: Option<String>,
    /// `The 10 best of 87 papers`, or `3 papers` where these are all.
    pub count_label: String,
    /// `All 87 papers`, where the period's page shows more.
    pub more_label: Option<String>,
    /// The period's page.
    pub url: String,
    /// The front page.
    pub site_url: String,
    pub archive_url: String,
    pub feed_url: Option<String>,
    pub subscribe_url: Option<String>,
    pub unsubscribe_url: Option<String>,
    /// Whether any of the papers has upvotes.
    pub has_upvotes: bool,
    /// Best first.
    pub papers: Vec<DigestPaperView>,
}

/// One of `digest.papers`.
#[derive(Clone, Debug, Serialize)]
pub struct DigestPaperView {
    pub title: String,
    pub url: String,
    /// `Ada Lovelace, Grace Hopper`, with `and 12 more` where there are; or their number alone.
    pub authors_label: Option<String>,
    pub upvotes: Option<u64>,
    /// `1 upvote`, `14 upvotes`
    pub upvotes_label: Option<String>,
    /// `Withdrawn`, awards, `NeurIPS 2015, pages 1–9`, the organization, the day: what is known of these.
    pub facts: Vec<String>,
    /// The curator's summary, or the beginning of the abstract.
    pub summary: Option<String>,
    pub links: Vec<PaperLinkView>,
    /// Only where remote images are shown.
    pub thumbnail: Option<String>,
}

/// What every page of a site sees.
pub fn site(
    config: &Config,
    catalog: &Catalog,
    plan: &SitePlan,
    options: &BTreeMap<String, serde_json::Value>,
    words: &Words,
) -> SiteView {
    let urls = plan.urls();
    SiteView {
        title: config.title.clone(),
        description: config.description.clone(),
        language: config.language.clone(),
        direction: words::direction(&config.language),
        weekdays: words
            .dates()
            .weekdays()
            .iter()
            .map(|day| WeekdayView { name: day.long.clone(), initial: day.narrow.clone() })
            .collect(),
        url: urls.front(),
        absolute_url: config.base_url.absolute(&urls.front()),
        curators: config
            .curators
            .iter()
            .map(|curator| CuratorView { name: curator.name.clone(), url: curator.url.clone() })
            .collect(),
        menu: config
            .menu
            .iter()
            .map(|entry| LinkView { name: entry.name.clone(), url: plan.menu_url(&entry.url) })
            .collect(),
        archive_url: urls.archive(),
        statistics_url: plan.planned(urls.statistics()),
        trending_url: plan.planned(urls.trending(Span::Rising)),
        saved_url: urls.saved(),
        authors_url: plan.terms_url(catalog, TermKind::Author),
        tags_url: plan.terms_url(catalog, TermKind::Tag),
        venues_url: plan.terms_url(catalog, TermKind::Venue),
        search_url: plan.search_url(),
        open_search_url: plan.planned(urls.open_search()),
        feed_url: plan.planned(urls.feed(Channel::Site, None)),
        json_feed_url: plan.planned(urls.json_feed()),
        bibliography_url: urls.bibliography(1),
        subscribe_url: subscribe_url(config),
        subscribe_form: config
            .subscribe_form
            .as_ref()
            .map(|form| SubscribeFormView { url: form.url.clone(), field: form.field.clone() }),
        repository: config.repository.clone(),
        license: config.license.clone(),
        theme_options: serde_json::json!(options),
        generator: concat!("offprint ", env!("CARGO_PKG_VERSION")).to_owned(),
    }
}

fn subscribe_url(config: &Config) -> Option<String> {
    // The form stands at the foot of every page.
    let form = || config.subscribe_form.as_ref().map(|_| "#subscribe".to_owned());
    config.subscribe_url.clone().or_else(form)
}

/// A view as the template engine holds it.
pub fn value(view: &impl Serialize) -> Value {
    Value::try_from_serializable(view).expect("views hold only what templates can hold")
}
