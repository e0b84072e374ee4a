//! Picking papers by name: a key or the beginning of one, an arXiv id, a DOI, an address of one of these, or a file.

use std::path::Path;

use crate::catalog::PaperId;
use crate::fields::nearest;
use crate::listing::Listing;
use crate::paper::{ArxivId, Doi, Paper, key_of_path};
use crate::slug::Slug;

/// The paper that a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picked {
    /// It is the paper's own name.
    Named(PaperId),
    /// It is only the beginning of the paper's key, and of no other.
    Begun(PaperId),
}

/// Finds the paper that a name means; the error says what could have been meant.
///
/// `root` is the site's folder: a file may be named from there, or from the folder one is in.
pub fn pick(listing: &Listing, root: &Path, name: &str) -> Result<Picked, String> {
    if let Some(id) = named(listing, root, name) {
        return Ok(Picked::Named(id));
    }
    let papers = listing.catalog.papers();
    let keys: Vec<&str> = papers.iter().map(|paper| paper.key.as_str()).collect();
    let begun: Vec<PaperId> =
        listing.catalog.ids().filter(|id| is_beginning(name, keys[id.index()])).collect();
    match begun.as_slice() {
        [id] if !is_like_id(name) => Ok(Picked::Begun(*id)),
        [first, second, ..] => {
            Err(format!("it begins several keys: `{}`, `{}`, …", keys[first.index()], keys[second.index()]))
        }
        _ => Err(match nearest(name, &keys) {
            Some(key) => format!("did you mean `{key}`?"),
            None => "`offprint list` shows the keys, and `--where FILTER` picks by more".to_owned(),
        }),
    }
}

/// The paper of which a name is a key, a file, an id, or an address.
fn named(listing: &Listing, root: &Path, name: &str) -> Option<PaperId> {
    let find = |is_meant: &dyn Fn(&Paper) -> bool| {
        listing.catalog.numbered().find(|(_, paper)| is_meant(paper)).map(|(id, _)| id)
    };
    if let Some(id) = find(&|paper| paper.key.as_str() == name || &*paper.file == name) {
        return Some(id);
    }
    if let Some((arxiv, _)) = ArxivId::parse(name)
        && let Some(id) = find(&|paper| paper.arxiv.as_ref() == Some(&arxiv))
    {
        return Some(id);
    }
    if let Some(doi) = Doi::parse(name).map(|doi| doi.folded())
        && let Some(id) = find(&|paper| paper.doi.as_ref().is_some_and(|known| known.folded() == doi))
    {
        return Some(id);
    }
    if name.contains("://")
        && let Some(id) =
            find(&|paper| listing.url(paper).trim_end_matches('/') == name.trim_end_matches('/'))
    {
        return Some(id);
    }
    let path = path_from(root, name)?;
    find(&|paper| *paper.file == *path)
}

/// Whether a name is the beginning of a key, as a table cuts it: `attention-is…`. A letter or two may be a slip.
fn is_beginning(name: &str, key: &str) -> bool {
    const SHORTEST: usize = 3;
    let name = name.trim_end_matches('…');
    name.len() >= SHORTEST && key.starts_with(name)
}

/// Whether a name is nothing but digits, dots and hyphens, as ids are: one that lacks a digit is another paper's, not a
/// beginning, unless it is cut as a table cuts it.
fn is_like_id(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-')
}

/// Whether a file may be the one that a name means, by its path from the site's root alone.
pub fn may_be_in(root: &Path, name: &str) -> impl Fn(&str) -> bool + use<> {
    let path = path_from(root, name);
    // Importers name files after arXiv ids.
    let arxiv = ArxivId::parse(name).map(|(id, _)| Slug::from_text(&id.as_str().replace('/', "-")));
    let name = name.to_owned();
    move |file| {
        let is_key = |key: Slug| key.as_str() == name || Some(&key) == arxiv.as_ref();
        file == name || path.as_deref() == Some(file) || key_of_path(file).is_some_and(is_key)
    }
}

/// The path of a file that exists, from the site's root, with `/` on every system.
fn path_from(root: &Path, name: &str) -> Option<String> {
    let file = Path::new(name).canonicalize().ok()?;
    let below = file.strip_prefix(root.canonicalize().ok()?).ok()?.to_owned();
    let parts: Option<Vec<&str>> = below.components().map(|part| part.as_os_str().to_str()).collect();
    parts.map(|parts| parts.join("/"))
}
