//! [`Facts`] are all that is known of a paper, for programs: an object of `offprint list --json`.
//!
//! `docs/filters.md` describes each field.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::listing::Listing;
use crate::paper::{Author, EntryType, LinkTarget, Name, Paper, Passage, PersonName, Thumbnail};
use crate::text::Text;

/// Every field is always there: null, or an empty list or map, where a paper does not say it.
#[derive(Serialize)]
pub struct Facts<'p> {
    key: &'p str,
    /// Of its file, from the site's root.
    path: &'p str,
    url: String,
    date: String,
    /// As plain text.
    title: String,
    title_markdown: &'p str,
    authors: Vec<&'p str>,
    author_details: Vec<AuthorFacts<'p>>,
    author_count: Option<u64>,
    published: Option<String>,
    updated: Option<String>,
    version: Option<u32>,
    arxiv: Option<&'p str>,
    primary_class: Option<&'p str>,
    doi: Option<&'p str>,
    venue: Option<&'p str>,
    venue_short: Option<&'p str>,
    venue_url: Option<&'p str>,
    year: i16,
    r#type: Option<&'p str>,
    volume: Option<&'p str>,
    number: Option<&'p str>,
    pages: Option<&'p str>,
    publisher: Option<&'p str>,
    series: Option<&'p str>,
    editors: Vec<String>,
    cite_key: Option<&'p str>,
    tags: &'p [String],
    links: BTreeMap<&'p str, &'p str>,
    summary: Option<&'p str>,
    r#abstract: Option<&'p str>,
    notes: Option<&'p str>,
    upvotes: Option<u64>,
    comments: Option<u64>,
    stars: Option<u64>,
    weight: Option<i64>,
    submitted_by: Option<&'p str>,
    organization: Option<&'p str>,
    thumbnail: Option<&'p str>,
    status: Option<&'static str>,
    rating: Option<u8>,
    awards: &'p [String],
    withdrawn: bool,
    withdrawn_reason: Option<&'p str>,
    aliases: Vec<&'p str>,
    draft: bool,
    extra: &'p BTreeMap<String, serde_json::Value>,
}

/// Only what a paper says of an author.
#[derive(Serialize)]
#[serde(untagged)]
enum NameFacts<'p> {
    Person {
        given: &'p str,
        #[serde(skip_serializing_if = "str::is_empty")]
        prefix: &'p str,
        family: &'p str,
        #[serde(skip_serializing_if = "str::is_empty")]
        suffix: &'p str,
    },
    Literal {
        literal: &'p str,
    },
}

#[derive(Serialize)]
struct AuthorFacts<'p> {
    #[serde(flatten)]
    name: NameFacts<'p>,
    #[serde(skip_serializing_if = "Option::is_none")]
    orcid: Option<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    affiliation: Option<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'p str>,
}

impl<'p> Facts<'p> {
    pub fn new(listing: &Listing, paper: &'p Paper) -> Facts<'p> {
        let publication = &paper.publication;
        let venue = paper.venue.as_ref();
        Facts {
            key: paper.key.as_str(),
            path: &paper.file,
            url: listing.url(paper),
            date: paper.date.to_string(),
            title: Text::inline(&paper.title.text).plain(),
            title_markdown: &paper.title.text,
            authors: paper.authors.iter().map(|author| author.name().printed()).collect(),
            author_details: paper.authors.iter().map(AuthorFacts::new).collect(),
            author_count: paper.author_count,
            published: paper.published.map(|date| date.iso()),
            updated: paper.updated.map(|date| date.iso()),
            version: paper.version,
            arxiv: paper.arxiv.as_ref().map(|id| id.as_str()),
            primary_class: paper.primary_class.as_deref(),
            doi: paper.doi.as_ref().map(|doi| doi.as_str()),
            venue: venue.map(|venue| venue.dated_name()),
            venue_short: venue.and_then(|venue| venue.short()),
            venue_url: venue.and_then(|venue| venue.url()),
            year: paper.year(),
            r#type: publication.kind.map(EntryType::name),
            volume: publication.volume.as_deref(),
            number: publication.number.as_deref(),
            pages: publication.pages.as_deref(),
            publisher: publication.publisher.as_deref(),
            series: publication.series.as_deref(),
            editors: publication.editors.iter().map(Name::written).collect(),
            cite_key: publication.cite_key.as_deref(),
            tags: &paper.tags,
            links: links(paper),
            summary: typed(paper.summary.as_ref()),
            r#abstract: typed(paper.abstract_.as_ref()),
            notes: typed(paper.notes.as_ref()),
            upvotes: paper.upvotes,
            comments: paper.comments,
            stars: paper.stars,
            weight: paper.weight,
            submitted_by: paper.submitted_by.as_deref(),
            organization: paper.organization.as_deref(),
            thumbnail: paper.thumbnail.as_ref().map(|thumbnail| match thumbnail {
                Thumbnail::Local(path) => path.as_str(),
                Thumbnail::Remote(url) => url,
            }),
            status: paper.status.map(|status| status.name()),
            rating: paper.rating.map(|rating| rating.stars()),
            awards: &paper.awards,
            withdrawn: paper.withdrawn.is_some(),
            withdrawn_reason: paper.withdrawn.as_ref().and_then(|withdrawn| typed(withdrawn.reason.as_ref())),
            aliases: paper.aliases.iter().map(|alias| alias.path.as_str()).collect(),
            draft: paper.draft,
            extra: &paper.extra,
        }
    }
}

impl<'p> AuthorFacts<'p> {
    fn new(author: &'p Author) -> AuthorFacts<'p> {
        let name = match author.name().person() {
            None => NameFacts::Literal { literal: author.name().printed() },
            Some(PersonName { given, prefix, family, suffix }) => {
                NameFacts::Person { given, prefix, family, suffix }
            }
        };
        AuthorFacts {
            name,
            orcid: author.orcid().map(|orcid| orcid.as_str()),
            affiliation: author.affiliation(),
            url: author.url(),
            id: author.id(),
        }
    }
}

/// By the names of front matter: `code`, or a label of the curator's own.
fn links(paper: &Paper) -> BTreeMap<&str, &str> {
    let named = paper.links.iter().map(|link| {
        let name = match link.kind() {
            crate::paper::LinkKind::Other => link.label(),
            kind => kind.name(),
        };
        let target = match link.target() {
            LinkTarget::Web(url) => url.as_str(),
            LinkTarget::Local(path) => path,
        };
        (name, target)
    });
    named.collect()
}

fn typed(passage: Option<&Passage>) -> Option<&str> {
    passage.map(|passage| passage.text.as_str())
}
