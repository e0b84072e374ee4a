//! A paper as templates see it: [`PaperView`], made once and shared by every page that shows it.

use tera::Value;

use super::heading::{self, Links, Owner};
use super::label::shortened;
use super::{
    ArxivView, AuthorView, DateView, IdentifierView, LinkView, PaperEntry, PaperLinkView, PaperView,
    RatingView, StatusView, VenueView, WithdrawnView,
};
use crate::catalog::{PaperId, Period, TermKind};
use crate::export::coins;
use crate::paper::{Author, Day, Link, LinkKind, LinkTarget, Paper, PartialDate, Passage, Status, Thumbnail};
use crate::percent;
use crate::picture;
use crate::plan;
use crate::site::Site;
use crate::text::{HtmlOptions, Text};
use crate::words::Words;

/// How many authors a list shows before it says how many more there are.
const AUTHORS_SHOWN: usize = 5;

/// What search engines and link previews show of a description, in characters.
const LONGEST_DESCRIPTION: usize = 200;

/// Enough to know a paper by, in characters: a label for each link would else be a tenth of a large site.
const LONGEST_TITLE_IN_A_LABEL: usize = 40;

/// On a paper's page an abstract stands below a heading of the second rank.
const TOP_HEADING_OF_A_PAPER: u8 = 3;

/// A plain page has a title above its text, and nothing else.
const TOP_HEADING_OF_A_PAGE: u8 = 2;

/// Makes what templates see of a paper.
pub fn entry(site: &Site, id: PaperId) -> PaperEntry {
    let (view, plain_abstract) = view(site, id);
    PaperEntry {
        value: super::value(&view),
        title: view.title,
        description: view.description,
        plain_abstract: plain_abstract.unwrap_or_default(),
    }
}

/// With the abstract as plain text, which no template needs.
fn view(site: &Site, id: PaperId) -> (PaperView, Option<String>) {
    let paper = site.catalog().paper(id);
    let (config, words) = (site.config(), site.words());
    let title = Text::inline(&paper.title.text);
    let plain_title = title.plain();
    let summary = paper.summary.as_ref().map(|summary| Text::inline(&summary.text));
    let plain_summary = summary.as_ref().map(Text::plain);
    let abstract_ = paper.abstract_.as_ref().map(|passage| Text::block(&passage.text));
    let plain_abstract = abstract_.as_ref().map(Text::plain);
    let notes = paper.notes.as_ref().filter(|_| config.publish.notes).map(|notes| Text::block(&notes.text));
    let plain_notes = notes.as_ref().map(Text::plain);
    let language = |plain: &Option<String>| site.language().foreign(plain.as_ref()?).map(str::to_owned);
    let description = plain_summary.as_ref().or(plain_abstract.as_ref()).map_or("", String::as_str);
    let view = PaperView {
        key: paper.key.to_string(),
        url: site.plan().urls().paper(&paper.key),
        title_html: title.html(&HtmlOptions::default()),
        title_language: site.language().foreign(&plain_title).map(str::to_owned),
        date: listed(site, paper.date),
        published: paper.published.filter(|date| *date != paper.date.into()).map(|day| date(words, day)),
        updated: paper.updated.map(|day| date(words, day)),
        version: paper.version,
        authors: terms_of(site, TermKind::Author, id)
            .zip(&paper.authors)
            .map(|(url, name)| author(name, url))
            .collect(),
        authors_shown: authors_shown(paper.authors.len()),
        authors_more_label: authors_more_label(words, paper.authors.len()),
        authors_end: paper.has_unnamed_authors().then(|| words.text("authors_end").to_owned()),
        author_count_label: author_count(paper)
            .filter(|_| !paper.has_unnamed_authors())
            .map(|count| words.count("authors", count)),
        organization: paper.organization.clone(),
        submitted_by: paper.submitted_by.clone(),
        summary_language: language(&plain_summary),
        summary_html: summary.map(|summary| summary.html(&HtmlOptions::default())),
        description: shortened(description, LONGEST_DESCRIPTION),
        abstract_language: language(&plain_abstract),
        abstract_html: abstract_.map(|text| html(site, Owner::Paper(paper), &text, &[])),
        notes_language: language(&plain_notes),
        notes_html: notes.map(|notes| html(site, Owner::Paper(paper), &notes, &[])),
        arxiv: paper.arxiv.as_ref().map(|arxiv| ArxivView {
            id: arxiv.to_string(),
            url: arxiv.url(),
            primary_class: paper.primary_class.clone(),
        }),
        doi: paper.doi.as_ref().map(|doi| IdentifierView { id: doi.as_str().to_owned(), url: doi.url() }),
        venue: venue(words, paper, terms_of(site, TermKind::Venue, id).next().flatten()),
        tags: terms_of(site, TermKind::Tag, id)
            .zip(&paper.tags)
            .map(|(url, name)| LinkView { name: name.clone(), url })
            .collect(),
        links: links(site, paper, &plain_title),
        upvotes: paper.upvotes,
        upvotes_label: label(words, "upvotes", paper.upvotes),
        comments_label: label(words, "comments", paper.comments),
        stars_label: label(words, "stars", paper.stars),
        thumbnail: thumbnail(site, paper),
        thumbnail_srcset: thumbnail_srcset(site, paper),
        status: paper.status.filter(|_| config.publish.status).map(|own| status(words, own)),
        rating: paper.rating.filter(|_| config.publish.rating).map(|rating| RatingView {
            stars: rating.stars(),
            label: words.fill("stars_of_five", &[("stars", &words.number(rating.stars().into()))]),
        }),
        awards: paper.awards.clone(),
        withdrawn: paper.withdrawn.as_ref().map(|withdrawn| WithdrawnView {
            reason_html: withdrawn.reason.as_ref().map(|reason| inline_html(&reason.text)),
        }),
        edit_url: edit_url(site, &paper.file),
        report_url: report_url(site, paper),
        coins: config.coins.then(|| {
            let url = config.base_url.absolute(&site.plan().urls().paper(&paper.key));
            coins::coins(paper, &plain_title, url.as_deref())
        }),
        extra: serde_json::to_value(&paper.extra).unwrap_or_default(),
        title: plain_title,
    };
    (view, plain_abstract)
}

/// One of a paper's longer texts as HTML.
pub fn html_of(site: &Site, paper: &Paper, passage: &Passage) -> String {
    html(site, Owner::Paper(paper), &Text::block(&passage.text), &[])
}

/// What templates see of a paper on its own page, where headings have ids.
pub fn on_its_page(site: &Site, id: PaperId) -> Value {
    let paper = site.catalog().paper(id);
    let shared = site.entry(id).value.clone();
    let [of_abstract, of_notes] = heading::ids_of_paper(site, paper);
    if of_abstract.is_empty() && of_notes.is_empty() {
        return shared;
    }
    let mut value = shared.into_map().expect("a view is a map");
    let texts = [("abstract_html", &paper.abstract_, of_abstract), ("notes_html", &paper.notes, of_notes)];
    for (name, passage, ids) in texts {
        if let Some(passage) = passage.as_ref().filter(|_| !ids.is_empty()) {
            let html = html(site, Owner::Paper(paper), &Text::block(&passage.text), &ids);
            value.insert(name.into(), Value::from(html));
        }
    }
    Value::from(value)
}

/// A line of Markdown and TeX as HTML without links.
pub fn inline_html(text: &str) -> String {
    Text::inline(text).html(&HtmlOptions::default())
}

/// A plain page's text as HTML, or what is said of a tag.
pub fn page_html(site: &Site, owner: Owner, text: &Text) -> String {
    let ids = match owner {
        Owner::Page(_, body) => heading::ids_of_page(body),
        Owner::Paper(_) | Owner::Vocabulary(_) => Vec::new(),
    };
    html(site, owner, text, &ids)
}

/// Where a file of the content folder can be edited.
pub fn edit_url(site: &Site, file: &str) -> Option<String> {
    let repository = site.config().repository.as_ref()?;
    // `HEAD` is the default branch, whatever its name.
    Some(format!("{repository}/blob/HEAD{}", percent::path(&format!("/{file}"))))
}

/// A new issue that names the paper and its file:
/// <https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/creating-an-issue#creating-an-issue-from-a-url-query>.
fn report_url(site: &Site, paper: &Paper) -> Option<String> {
    let repository = site.config().repository.as_ref()?.strip_prefix("https://github.com/")?;
    let title = shortened(&paper.plain_title(), 100);
    let title = percent::query(&title);
    let body = percent::query(&paper.file);
    Some(format!("https://github.com/{repository}/issues/new?title={title}&body={body}"))
}

/// A text as HTML, its links leading to pages of the site.
fn html(site: &Site, owner: Owner, text: &Text, heading_ids: &[String]) -> String {
    let links = Links::of(site, owner);
    let link = |destination: &str| links.resolve(destination);
    let image = |destination: &str| match crate::paper::is_web_url(destination) {
        true => site.config().remote_images.then(|| destination.to_owned()),
        false => site.plan().resolve_link(site.catalog(), owner.file(), destination),
    };
    let top_heading = match owner {
        Owner::Paper(_) => TOP_HEADING_OF_A_PAPER,
        Owner::Page(..) | Owner::Vocabulary(_) => TOP_HEADING_OF_A_PAGE,
    };
    let raw_html = site.config().raw_html;
    text.html(&HtmlOptions { raw_html, top_heading, heading_ids, link: &link, image: &image })
}

pub fn authors_shown(count: usize) -> usize {
    // "And 1 more" takes as much room as the name.
    if count == AUTHORS_SHOWN + 1 { count } else { count.min(AUTHORS_SHOWN) }
}

pub fn authors_more_label(words: &Words, count: usize) -> Option<String> {
    let more = count - authors_shown(count);
    (more > 0).then(|| words.count("and_more", more))
}

pub fn author_count(paper: &Paper) -> Option<usize> {
    match paper.authors.len() {
        0 => paper.author_count.and_then(|count| usize::try_from(count).ok()),
        count => Some(count),
    }
}

/// The pages of a paper's authors, tags or venue, in its own order.
fn terms_of(site: &Site, kind: TermKind, id: PaperId) -> impl Iterator<Item = Option<String>> {
    let terms = site.catalog().terms(kind).of_paper(id).iter();
    terms.map(move |term| site.plan().term_url_or_search(site.catalog(), kind, *term))
}

fn author(author: &Author, url: Option<String>) -> AuthorView {
    AuthorView {
        url,
        website: author.url().map(str::to_owned),
        orcid_url: author.orcid().map(|orcid| orcid.url()),
        affiliation: author.affiliation().map(str::to_owned),
        name: author.name().printed().to_owned(),
    }
}

/// The day a paper is listed under leads to the list of the site's period.
fn listed(site: &Site, day: Day) -> DateView {
    let period = Period::of(day, site.config().group_by);
    DateView { url: Some(site.plan().urls().period(period, 1)), ..date(site.words(), day.into()) }
}

fn date(words: &Words, date: PartialDate) -> DateView {
    DateView { iso: date.iso(), label: words.dates().partial(date), url: None }
}

pub fn label(words: &Words, key: &'static str, count: Option<u64>) -> Option<String> {
    count.map(|count| words.count(key, usize::try_from(count).unwrap_or(usize::MAX)))
}

fn status(words: &Words, status: Status) -> StatusView {
    StatusView { key: status.name(), label: words.text(status.name()).to_owned() }
}

/// As wide as a paper's page shows it; the original where none is made smaller.
fn thumbnail(site: &Site, paper: &Paper) -> Option<String> {
    match plan::thumbnail_made_smaller(paper) {
        Some(path) => Some(site.plan().urls().picture(path, picture::WIDTHS[1])),
        None => original_thumbnail(site, paper),
    }
}

fn thumbnail_srcset(site: &Site, paper: &Paper) -> Option<String> {
    let path = plan::thumbnail_made_smaller(paper)?;
    let source = |width| format!("{} {width}w", site.plan().urls().picture(path, width));
    Some(picture::WIDTHS.map(source).join(", "))
}

fn original_thumbnail(site: &Site, paper: &Paper) -> Option<String> {
    match paper.thumbnail.as_ref()? {
        Thumbnail::Local(path) => site.plan().content_file_url(path),
        Thumbnail::Remote(url) => site.config().remote_images.then(|| url.clone()),
    }
}

/// The paper's picture as it was given, which every program shows, by its absolute address.
pub fn absolute_thumbnail(site: &Site, paper: &Paper) -> Option<String> {
    let url = original_thumbnail(site, paper)?;
    if crate::paper::is_web_url(&url) { Some(url) } else { site.config().base_url.absolute(&url) }
}

pub fn venue(words: &Words, paper: &Paper, url: Option<String>) -> Option<VenueView> {
    let venue = paper.venue.as_ref()?;
    let publication = &paper.publication;
    let mut parts = vec![venue.label(publication.year)];
    if let Some(volume) = &publication.volume {
        parts.push(words.fill("volume", &[("volume", volume)]));
    }
    if let Some(number) = &publication.number {
        parts.push(words.fill("number", &[("number", number)]));
    }
    if let Some(pages) = publication.page_range() {
        parts.push(match pages.last() {
            None => words.fill("page", &[("page", pages.first())]),
            Some(_) => words.fill("page_range", &[("pages", &pages.joined("–"))]),
        });
    }
    let label = parts.join(words.text("comma"));
    Some(VenueView { name: venue.name().to_owned(), label, url, website: venue.url().map(str::to_owned) })
}

/// The paper itself first, then what goes with it.
pub fn links(site: &Site, paper: &Paper, title: &str) -> Vec<PaperLinkView> {
    let (words, title) = (site.words(), shortened(title, LONGEST_TITLE_IN_A_LABEL));
    let mut links = Vec::new();
    let mut add = |kind, label: &str, url: String| {
        links.push(PaperLinkView {
            kind,
            label: label.to_owned(),
            full_label: words.fill("link_of", &[("link", label), ("title", &title)]),
            url,
        });
    };
    let has_pdf = paper.links.iter().any(|link| link.kind() == LinkKind::Pdf);
    if let Some(arxiv) = &paper.arxiv {
        add("arxiv", "arXiv", arxiv.url());
        if !has_pdf {
            add("pdf", words.text("link_pdf"), arxiv.pdf_url());
        }
    }
    if let Some(doi) = &paper.doi {
        add("doi", "DOI", doi.url());
    }
    for link in &paper.links {
        let url = match link.target() {
            LinkTarget::Web(url) => Some(url.clone()),
            LinkTarget::Local(path) => site.plan().content_file_url(path),
        };
        if let Some(url) = url {
            add(link.kind().name(), link_label(words, link), url);
        }
    }
    links
}

/// The curator's own label, else what the theme calls links of its kind.
fn link_label<'l>(words: &'l Words, link: &'l Link) -> &'l str {
    match link.kind() {
        LinkKind::Pdf => words.text("link_pdf"),
        LinkKind::Code => words.text("link_code"),
        LinkKind::Project => words.text("link_project"),
        LinkKind::Video => words.text("link_video"),
        LinkKind::Slides => words.text("link_slides"),
        LinkKind::Data => words.text("link_data"),
        LinkKind::Model => words.text("link_model"),
        LinkKind::Demo => words.text("link_demo"),
        LinkKind::Other => link.label(),
    }
}
