//! What `tags.yaml` says of a tag, as templates see it.

use super::{AboutView, LinkView, Owner, paper};
use crate::catalog::{TermId, TermKind};
use crate::site::Site;
use crate::text::Text;

/// `page` counts from 1. None where nothing is said.
pub fn about(site: &Site, kind: TermKind, id: TermId, page: usize) -> Option<AboutView> {
    let topic = site.vocabulary().topic(id).filter(|_| kind == TermKind::Tag)?;
    let link = |id: TermId| LinkView {
        name: site.catalog().terms(kind)[id].name.clone(),
        url: site.plan().term_url_or_search(site.catalog(), kind, id),
    };
    let description = topic.description.as_ref().filter(|_| page == 1);
    let text = description.map(|description| Text::block(&description.text));
    let language = text.as_ref().and_then(|text| site.language().foreign(&text.plain()));
    let owner = Owner::Vocabulary(site.vocabulary().file());
    Some(AboutView {
        description_html: text.as_ref().map(|text| paper::page_html(site, owner, text)),
        description_language: language.map(str::to_owned),
        parent: topic.parent.map(link),
        narrower: topic.narrower.iter().copied().map(link).collect(),
    })
}
