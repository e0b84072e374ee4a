//! A day's papers in the shape of the Hugging Face API: `GET /api/daily_papers?date=DAY`.
//!
//! What the list does not know is left out; instants are midnight, UTC.

use serde_json::{Value, json};

use crate::catalog::PaperId;
use crate::config::PeriodKind;
use crate::paper::{Author, Day, LinkKind, LinkTarget, PartialDate, Thumbnail};
use crate::site::Site;

/// Returns the answer for the catalog's `index`th day.
pub fn answer(site: &Site, index: usize) -> Vec<u8> {
    let day = &site.catalog().groups(PeriodKind::Day)[index];
    let items: Vec<Value> = day.papers.iter().map(|id| item(site, *id)).collect();
    serde_json::to_vec(&items).expect("values can be written")
}

fn item(site: &Site, id: PaperId) -> Value {
    let paper = site.catalog().paper(id);
    let entry = site.entry(id);
    let title = &entry.title;
    let listed = instant(paper.date.into());
    let mut inner = json!({
        // A paper that is not on arXiv goes by its key.
        "id": paper.arxiv.as_ref().map_or_else(|| paper.key.to_string(), ToString::to_string),
        "authors": paper.authors.iter().map(author).collect::<Vec<_>>(),
        "publishedAt": instant(paper.published_or_listed()),
        "submittedOnDailyAt": listed,
        "title": title,
        "summary": entry.plain_abstract,
        "upvotes": paper.upvotes.unwrap_or(0),
    });
    for (kind, key) in [(LinkKind::Code, "githubRepo"), (LinkKind::Project, "projectPage")] {
        let links = paper.links.iter().filter(|link| link.kind() == kind);
        for link in links.take(1) {
            if let LinkTarget::Web(url) = link.target() {
                inner[key] = json!(url);
            }
        }
    }
    if let Some(stars) = paper.stars {
        inner["githubStars"] = json!(stars);
    }
    for key in ["ai_summary", "ai_keywords"] {
        if let Some(value) = paper.extra.get(key) {
            inner[key] = value.clone();
        }
    }
    if paper.withdrawn.is_some() {
        inner["withdrawnAt"] = json!(paper.updated.map_or_else(|| listed.clone(), instant));
    }
    let mut item = json!({
        "paper": inner,
        "publishedAt": listed,
        "title": title,
        "numComments": paper.comments.unwrap_or(0),
    });
    if let Some(thumbnail) = thumbnail(site, paper.thumbnail.as_ref()) {
        item["thumbnail"] = json!(thumbnail);
    }
    if let Some(name) = &paper.submitted_by {
        item["submittedBy"] = json!({"fullname": name, "name": name});
    }
    if let Some(name) = &paper.organization {
        item["organization"] = json!({"fullname": name, "name": name});
    }
    item
}

fn author(author: &Author) -> Value {
    json!({"name": author.name().printed(), "hidden": false})
}

fn thumbnail(site: &Site, thumbnail: Option<&Thumbnail>) -> Option<String> {
    match thumbnail? {
        Thumbnail::Remote(url) => Some(url.clone()),
        Thumbnail::Local(path) => {
            let url = site.plan().content_file_url(path)?;
            Some(site.config().base_url.absolute(&url).unwrap_or(url))
        }
    }
}

/// As JavaScript writes instants. A date that lacks its day begins with its first one.
fn instant(date: PartialDate) -> String {
    let (month, day) = (date.month().unwrap_or(1), date.day().unwrap_or(1));
    let day = Day::new(date.year(), month, day).expect("partial dates are dates of the calendar");
    format!("{day}T00:00:00.000Z")
}
