//! The ids of headings in texts, and the links that lead to them: `#proofs` to `## Proofs`.
//!
//! Ids stand on a paper's own page and on plain pages, which show each text once. Lists show the texts of many papers;
//! there the links lead to the papers' pages.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use crate::catalog::PaperId;
use crate::paper::{Paper, Passage};
use crate::percent;
use crate::plan::Target;
use crate::site::Site;
use crate::text::Text;

/// Whose text it is.
#[derive(Clone, Copy)]
pub enum Owner<'s> {
    Paper(&'s Paper),
    /// A text that is alone on its page, and its file.
    Page(&'s Arc<str>, &'s Passage),
    /// A text on a page of other things, which has no ids; its file.
    Vocabulary(&'s Arc<str>),
}

impl<'s> Owner<'s> {
    pub fn file(self) -> &'s Arc<str> {
        match self {
            Owner::Paper(paper) => &paper.file,
            Owner::Page(file, _) | Owner::Vocabulary(file) => file,
        }
    }
}

/// Before each id, so that none is one of a theme's own.
const PREFIX: &str = "text-";

/// Returns the ids of the headings of a paper's abstract, and of its notes.
pub fn ids_of_paper(site: &Site, paper: &Paper) -> [Vec<String>; 2] {
    let notes = paper.notes.as_ref().filter(|_| site.config().publish.notes);
    ids([paper.abstract_.as_ref(), notes])
}

/// Returns the ids of the headings of a text that is alone on its page.
pub fn ids_of_page(body: &Passage) -> Vec<String> {
    let [ids] = ids([Some(body)]);
    ids
}

/// Where the links of a text lead.
pub struct Links<'s> {
    site: &'s Site,
    owner: Owner<'s>,
    own_ids: OnceCell<Vec<String>>,
    ids_of_others: RefCell<HashMap<PaperId, Vec<String>>>,
}

impl<'s> Links<'s> {
    pub fn of(site: &'s Site, owner: Owner<'s>) -> Links<'s> {
        Links { site, owner, own_ids: OnceCell::new(), ids_of_others: RefCell::default() }
    }

    /// Where a link leads; none where nothing answers it.
    pub fn resolve(&self, destination: &str) -> Option<String> {
        let (plan, catalog) = (self.site.plan(), self.site.catalog());
        let (path, fragment) = destination.split_once('#').unwrap_or((destination, ""));
        if path.is_empty() {
            return self.within(fragment);
        }
        let url = plan.resolve_link(catalog, self.owner.file(), destination)?;
        // An address from the root may name what a theme has on its pages.
        if fragment.is_empty() || path.starts_with('/') || crate::paper::is_web_url(path) {
            return Some(url);
        }
        let page = url.strip_suffix(fragment).and_then(|url| url.strip_suffix('#'))?;
        match plan.find(page).map(|route| &route.target) {
            Some(Target::Paper(paper)) => {
                let mut known = self.ids_of_others.borrow_mut();
                let read = || ids_of_paper(self.site, catalog.paper(*paper)).concat();
                let ids = known.entry(*paper).or_insert_with(read);
                Some(format!("{page}#{}", find(fragment, ids.iter())?))
            }
            _ => Some(url),
        }
    }

    /// Where a link to a place in the text itself leads.
    fn within(&self, fragment: &str) -> Option<String> {
        if matches!(fragment, "" | "top") {
            return Some("#".to_owned());
        }
        let own_ids = self.own_ids.get_or_init(|| match self.owner {
            Owner::Paper(paper) => ids_of_paper(self.site, paper).concat(),
            Owner::Page(_, body) => ids_of_page(body),
            Owner::Vocabulary(_) => Vec::new(),
        });
        let id = find(fragment, own_ids.iter())?;
        let page = match self.owner {
            Owner::Paper(paper) => self.site.plan().urls().paper(&paper.key),
            Owner::Page(..) | Owner::Vocabulary(_) => String::new(),
        };
        Some(format!("{page}#{id}"))
    }
}

/// The id that a fragment means, in any case of letters.
fn find<'i>(fragment: &str, mut ids: impl Iterator<Item = &'i String>) -> Option<&'i str> {
    let typed = percent::decode(fragment)?.to_lowercase();
    ids.find(|id| id.strip_prefix(PREFIX) == Some(typed.as_str())).map(String::as_str)
}

/// Names the headings of texts that share a page. Those of which nothing stays have an empty id.
fn ids<const COUNT: usize>(texts: [Option<&Passage>; COUNT]) -> [Vec<String>; COUNT] {
    // How many ids begin with a name.
    let mut taken: HashMap<String, usize> = HashMap::new();
    texts.map(|text| {
        let Some(text) = text.filter(|text| may_have_headings(&text.text)) else { return Vec::new() };
        let headings = Text::block(&text.text).headings();
        headings.iter().map(|heading| distinct(name(heading), &mut taken)).collect()
    })
}

/// An id that no heading before has: `proofs`, `proofs-1`.
fn distinct(name: String, taken: &mut HashMap<String, usize>) -> String {
    if name.is_empty() {
        return name;
    }
    let mut id = name.clone();
    while let Some(count) = taken.get(&id).copied() {
        let next = taken.entry(name.clone()).or_insert(count);
        id = format!("{name}-{next}");
        *next += 1;
    }
    taken.insert(id.clone(), 1);
    format!("{PREFIX}{id}")
}

/// A heading's name as GitHub makes it: letters, digits, `-` and `_`, blanks as hyphens.
fn name(heading: &str) -> String {
    let kept = heading.trim().chars().filter_map(|c| match c {
        ' ' | '\n' => Some('-'),
        '-' | '_' => Some(c),
        c => c.is_alphanumeric().then_some(c),
    });
    kept.collect::<String>().to_lowercase()
}

/// Whether a text may have a heading: most have none, and need not be read for it.
fn may_have_headings(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start_matches(|c: char| c.is_ascii_digit() || " \t>*+.)".contains(c)).trim_end();
        let is_underline = |sign| !line.is_empty() && line.bytes().all(|byte| byte == sign);
        line.trim_start_matches(['-', ' ']).starts_with('#') || is_underline(b'=') || is_underline(b'-')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids_in(texts: [&str; 2]) -> [Vec<String>; 2] {
        let passages =
            texts.map(|text| Passage { text: text.to_owned(), range: 0..text.len(), verbatim: true });
        ids([Some(&passages[0]), Some(&passages[1])])
    }

    #[test]
    fn headings_are_named_as_github_names_them() {
        let [of_abstract, of_notes] = ids_in([
            "## Proofs\n\nOn *The* `Best` $x^2$, (really)!\n---\n\n## Proofs\n\n# ?!",
            "> # Proofs 1\n\n1. # Über_uns\n- ## Proofs\n\n# Proofs-1",
        ]);
        assert_eq!(of_abstract, ["text-proofs", "text-on-the-best-x²-really", "text-proofs-1", ""]);
        assert_eq!(of_notes, ["text-proofs-1-1", "text-über_uns", "text-proofs-2", "text-proofs-1-2"]);
    }

    #[test]
    fn a_text_without_headings_is_not_read_for_them() {
        for text in ["A text.\n\n- one\n- two\n\nC# and #1, a --- b", ""] {
            assert!(!may_have_headings(text), "{text}");
        }
        for text in ["# A", "> > ## A", "1. # A", "- - # A", "A\n===", "A\n -- ", "  # A"] {
            assert!(may_have_headings(text), "{text}");
        }
    }
}
