//! The site's JSON Feed: <https://www.jsonfeed.org/version/1.1/>.

use serde_json::{Value, json};

use super::feed::{Feed, absolute, content, instant, website};
use super::sitemap::listed_or_updated;
use crate::catalog::PaperId;
use crate::plan::Channel;
use crate::site::Site;
use crate::text::Text;

/// Returns the feed's bytes: the newest papers, in the order of the list.
pub fn feed(site: &Site) -> Vec<u8> {
    let config = site.config();
    let Feed { title, home, papers } = Feed::new(site, Channel::Site);
    let curators = config.curators.iter().map(|curator| person(&curator.name, curator.url.clone()));
    let mut feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": home,
        "feed_url": absolute(site, &site.plan().urls().json_feed()),
        "language": config.language,
        "items": papers.iter().map(|id| item(site, *id)).collect::<Vec<_>>(),
    });
    if !config.description.is_empty() {
        feed["description"] = json!(config.description);
    }
    if !config.curators.is_empty() {
        feed["authors"] = curators.collect();
    }
    bytes(&feed)
}

/// JSON with a line break at its end.
fn bytes(value: &Value) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("values can be written");
    bytes.push(b'\n');
    bytes
}

fn item(site: &Site, id: PaperId) -> Value {
    let paper = site.catalog().paper(id);
    let url = absolute(site, &site.plan().urls().paper(&paper.key));
    let authors = paper.authors.iter().map(|author| person(author.name().printed(), website(author)));
    let mut item = json!({
        "id": url,
        "url": url,
        "title": paper.plain_title(),
        "content_html": content(site, id),
        "date_published": instant(paper.date),
        "date_modified": instant(listed_or_updated(paper)),
    });
    let external = paper.arxiv.as_ref().map(|arxiv| arxiv.url());
    if let Some(external) = external.or_else(|| paper.doi.as_ref().map(|doi| doi.url())) {
        item["external_url"] = json!(external);
    }
    if let Some(summary) = &paper.summary {
        item["summary"] = json!(Text::inline(&summary.text).plain());
    }
    if !paper.authors.is_empty() {
        item["authors"] = authors.collect();
    }
    if !paper.tags.is_empty() {
        item["tags"] = json!(paper.tags);
    }
    item
}

fn person(name: &str, url: Option<String>) -> Value {
    match url {
        Some(url) => json!({"name": name, "url": url}),
        None => json!({"name": name}),
    }
}
