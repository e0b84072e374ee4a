//! A [`Document`] is what of a paper can be searched for: its words, and what it can be filtered by.

use super::token::{Word, words};
use crate::catalog::{Catalog, PaperId, TermKind};
use crate::config::Publish;
use crate::filter::Fact;
use crate::fingerprint::{Fingerprint, Ingredients};
use crate::fold::fold;
use crate::text::Text;

/// Where words stand.
#[derive(Clone, Copy)]
struct Field {
    /// What a word counts there: as many times as if it stood in the abstract so often.
    weight: u16,
    is_topic: bool,
}

const TITLE: Field = Field { weight: 8, is_topic: true };
const TAG: Field = Field { weight: 3, is_topic: true };
const NAME: Field = Field { weight: 3, is_topic: false };
const PLACE: Field = Field { weight: 2, is_topic: false };
const TEXT: Field = Field { weight: 1, is_topic: true };
const NOTES: Field = Field { weight: 1, is_topic: false };

/// Keeps phrases from running from one field into the next.
const GAP_BETWEEN_FIELDS: usize = 8;

#[derive(Default)]
pub struct Document {
    pub occurrences: Vec<Occurrence>,
    /// Terms such as `tag:attention`, each with what follows the colon folded.
    pub facets: Vec<String>,
    position: usize,
}

pub struct Occurrence {
    pub token: String,
    /// None for what phrases are not looked for in: a word that others are part of, and whatever
    /// stands past 65,535 words.
    pub position: Option<u16>,
    pub weight: u16,
    /// Whether it tells what the paper is about: by these words papers are near each other.
    pub is_topic: bool,
}

/// Of all that the documents of some papers are made of.
pub fn fingerprint(papers: &[PaperId], catalog: &Catalog, publish: Publish) -> Fingerprint {
    let mut ingredients = Ingredients::default();
    ingredients.add(&(env!("OFFPRINT_PROGRAM"), format!("{publish:?}")));
    for id in papers {
        let paper = catalog.paper(*id);
        ingredients.add_fingerprint(paper.text);
        ingredients.add_bytes(paper.file.as_bytes());
        for terms in TermKind::ALL.map(|kind| catalog.terms(kind)) {
            for term in terms.of_paper(*id).iter().map(|term| &terms[*term]) {
                ingredients.add(&(
                    &term.name,
                    &term.spellings,
                    term.slug.as_str(),
                    term.is_joined,
                    term.has_namesakes,
                ));
            }
        }
    }
    ingredients.finish()
}

impl Document {
    /// What is published of a paper; `title` is its title as plain text.
    pub fn new(id: PaperId, title: &str, catalog: &Catalog, publish: Publish) -> Document {
        let paper = catalog.paper(id);
        let mut document = Document::default();
        document.add(title, TITLE);
        for author in &paper.authors {
            document.add(author.name().printed(), NAME);
        }
        document.add_other_names(id, catalog);
        for tag in &paper.tags {
            document.add(tag, TAG);
        }
        let venue = paper.venue.iter();
        let places = venue.flat_map(|venue| [Some(venue.name()), venue.short()]).flatten();
        for place in places.chain(paper.organization.as_deref()) {
            document.add(place, PLACE);
        }
        let arxiv = paper.arxiv.as_ref().map(|id| id.as_str());
        let doi = paper.doi.as_ref().map(|doi| doi.as_str());
        for id in [Some(paper.key.as_str()), arxiv, doi].into_iter().flatten() {
            document.add(id, NAME);
        }
        let year = paper.publication.year;
        let year_of_venue =
            paper.venue.as_ref().and_then(|venue| venue.year()).filter(|own| Some(*own) != year);
        for year in year.into_iter().chain(year_of_venue) {
            document.add(&year.to_string(), PLACE);
        }
        if let Some(summary) = &paper.summary {
            document.add(&Text::inline(&summary.text).plain(), TEXT);
        }
        let notes = paper.notes.as_ref().filter(|_| publish.notes);
        for (passage, field) in [(paper.abstract_.as_ref(), TEXT), (notes, NOTES)] {
            if let Some(passage) = passage {
                document.add(&Text::block(&passage.text).plain(), field);
            }
        }
        document.add_facets(id, catalog, publish);
        document
    }

    fn add(&mut self, text: &str, field: Field) {
        for Word { parts, whole } in words(text) {
            let first = self.position;
            let mut add = |token, position: Option<usize>| {
                let position = position.and_then(|position| u16::try_from(position).ok());
                let Field { weight, is_topic } = field;
                // The parts tell the topic already.
                let is_topic = is_topic && position.is_some();
                self.occurrences.push(Occurrence { token, position, weight, is_topic });
            };
            let count = parts.len();
            for (index, part) in parts.into_iter().enumerate() {
                add(part, Some(first + index));
            }
            if let Some(whole) = whole {
                add(whole, None);
            }
            self.position += count;
        }
        self.position += GAP_BETWEEN_FIELDS;
    }

    /// An author is found by every name that `authors.yaml` joins.
    fn add_other_names(&mut self, id: PaperId, catalog: &Catalog) {
        let authors = catalog.terms(TermKind::Author);
        let mut added: Vec<String> =
            catalog.paper(id).authors.iter().map(|author| fold(author.name().printed())).collect();
        let joined = authors.of_paper(id).iter().map(|term| &authors[*term]);
        for term in joined.filter(|term| term.is_joined) {
            for name in std::iter::once(&term.name).chain(&term.spellings) {
                let folded = fold(name);
                if !added.contains(&folded) {
                    self.add(name, NAME);
                    added.push(folded);
                }
            }
        }
    }

    fn add_facets(&mut self, id: PaperId, catalog: &Catalog, publish: Publish) {
        let paper = catalog.paper(id);
        for kind in TermKind::ALL {
            let terms = catalog.terms(kind);
            for term in terms.of_paper(id).iter().map(|term| &terms[*term]) {
                // By any of its spellings, and by its slug.
                let names = std::iter::once(&term.name).chain(&term.spellings).map(String::as_str);
                let folded = names.chain([term.slug.as_str()]).map(fold);
                self.facets.extend(folded.map(|name| format!("{}:{name}", kind.name())));
                if term.has_namesakes {
                    self.facets.push(format!("{}:/{}", kind.name(), term.slug));
                }
            }
        }
        let venue = paper.venue.as_ref().and_then(|venue| venue.short());
        self.facets.extend(venue.map(|short| format!("venue:{}", fold(short))));
        let organization = paper.organization.as_deref();
        self.facets.extend(organization.map(|name| format!("organization:{}", fold(name))));
        self.facets.push(format!("year:{}", paper.year()));
        if let Some(status) = paper.status.filter(|_| publish.status) {
            self.facets.push(format!("status:{}", status.name()));
        }
        let states = [("draft", paper.draft), ("withdrawn", paper.withdrawn.is_some())];
        self.facets.extend(states.iter().filter(|(_, is)| *is).map(|(name, _)| format!("is:{name}")));
        let is_published = |fact: Fact| match fact {
            Fact::Notes => publish.notes,
            Fact::Status => publish.status,
            Fact::Rating => publish.rating,
            _ => true,
        };
        let facts = Fact::NAMED.iter().filter(|(_, fact)| is_published(*fact) && fact.holds(paper));
        self.facets.extend(facts.map(|(name, _)| format!("has:{name}")));
        self.facets.sort_unstable();
        self.facets.dedup();
    }
}
