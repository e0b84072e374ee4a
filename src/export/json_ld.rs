//! A paper as JSON-LD: <https://schema.org/ScholarlyArticle>.

use serde_json::{Value, json};

use super::csl;
use crate::catalog::PaperId;
use crate::paper::{Author, PageRange, PersonName};
use crate::site::Site;

/// Returns the text of a script element. It holds no `<`, so nothing in it can end the element.
pub fn article(site: &Site, id: PaperId) -> String {
    let paper = site.catalog().paper(id);
    let entry = site.entry(id);
    let title = &entry.title;
    let url = site.plan().urls().paper(&paper.key);
    let url = site.config().base_url.absolute(&url).unwrap_or(url);
    let pages = paper.publication.page_range();
    let same: Vec<String> =
        [paper.doi.as_ref().map(|doi| doi.url()), paper.arxiv.as_ref().map(|arxiv| arxiv.url())]
            .into_iter()
            .flatten()
            .collect();
    let mut article = json!({
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "@id": url,
        "url": url,
        "headline": title,
        "datePublished": paper.published_or_listed().iso(),
        "inLanguage": site.config().language,
    });
    if !paper.authors.is_empty() {
        article["author"] = paper.authors.iter().map(person).collect();
    }
    if !paper.tags.is_empty() {
        article["keywords"] = json!(paper.tags);
    }
    if !same.is_empty() {
        article["sameAs"] = json!(same);
    }
    if let Some(updated) = paper.updated {
        article["dateModified"] = json!(updated.iso());
    }
    if let Some(venue) = csl::venue_name(paper) {
        article["isPartOf"] = match &paper.publication.volume {
            Some(volume) => json!({
                "@type": "PublicationVolume",
                "volumeNumber": volume,
                "isPartOf": {"@type": "Periodical", "name": venue},
            }),
            None => json!({"@type": "PublicationIssue", "name": venue}),
        };
    }
    for (key, page) in
        [("pageStart", pages.map(PageRange::first)), ("pageEnd", pages.and_then(PageRange::last))]
    {
        if let Some(page) = page {
            article[key] = json!(page);
        }
    }
    within_script(&article)
}

/// JSON as the text of a script element: `\u003c` is `<` to every reader of JSON.
pub fn within_script(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

fn person(author: &Author) -> Value {
    let name = author.name().printed();
    let mut person = match author.name().person() {
        None => json!({"@type": "Organization", "name": name}),
        Some(PersonName { given, prefix, family, .. }) => json!({
            "@type": "Person",
            "name": name,
            "givenName": given,
            "familyName": format!("{prefix} {family}").trim_start(),
        }),
    };
    if let Some(orcid) = author.orcid() {
        person["@id"] = json!(orcid.url());
    }
    if let Some(affiliation) = author.affiliation() {
        person["affiliation"] = json!({"@type": "Organization", "name": affiliation});
    }
    if let Some(url) = author.url() {
        person["url"] = json!(url);
    }
    person
}
