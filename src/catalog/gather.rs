//! Gathering: the names that papers give become [`Terms`], each with its papers, in the order of an index.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rapidhash::{RapidHashMap, RapidHashSet};
use rayon::prelude::*;

use super::term::identity;
use super::{PaperId, Term, TermId, TermKind, Terms};
use crate::fold::{BOUNDARY, fold, letters};
use crate::paper::{Name, Orcid, Paper};
use crate::people::{People, Person};
use crate::slug::Slug;

pub fn authors(papers: &[Arc<Paper>], people: &People) -> Terms {
    terms(TermKind::Author, papers, |paper| {
        let mentions = paper.authors.iter().map(|author| {
            let name = author.name().printed();
            // An `id` is stronger than a name.
            let person = people.find(name).filter(|_| author.id().is_none());
            let (website, orcid) = (author.url(), author.orcid());
            Mention { name, parts: Some(author.name()), id: author.id(), website, orcid, person }
        });
        mentions.collect()
    })
}

pub fn tags(papers: &[Arc<Paper>]) -> Terms {
    terms(TermKind::Tag, papers, |paper| paper.tags.iter().map(|tag| Mention::plain(tag)).collect())
}

pub fn venues(papers: &[Arc<Paper>]) -> Terms {
    terms(TermKind::Venue, papers, |paper| {
        let mentions =
            paper.venue.iter().map(|venue| Mention { website: venue.url(), ..Mention::plain(venue.name()) });
        mentions.collect()
    })
}

/// A term as one paper names it.
struct Mention<'p> {
    name: &'p str,
    /// Of an author.
    parts: Option<&'p Name>,
    id: Option<&'p str>,
    website: Option<&'p str>,
    orcid: Option<&'p Orcid>,
    /// Who goes by this name and others.
    person: Option<&'p Person>,
}

impl<'p> Mention<'p> {
    fn plain(name: &'p str) -> Mention<'p> {
        Mention { name, parts: None, id: None, website: None, orcid: None, person: None }
    }

    fn identity(&self, kind: TermKind) -> String {
        let name = self.person.map_or(self.name, |person| &person.name);
        identity(kind, name, self.id)
    }
}

/// What papers say of a term, before it has its name.
#[derive(Default)]
struct Draft<'p> {
    /// Of its mentions among those of all papers.
    places: Vec<usize>,
    spellings: BTreeMap<&'p str, Spelling<'p>>,
    id: Option<&'p str>,
    papers: Vec<PaperId>,
    website: Option<&'p str>,
    orcid: Option<&'p Orcid>,
    /// The name that was chosen by hand.
    preferred: Option<&'p str>,
    /// The identities of the names that were joined by hand.
    joined: BTreeSet<String>,
}

/// How many mentions are spelled alike, and the parts that one of them has.
#[derive(Clone, Copy, Default)]
struct Spelling<'p> {
    count: usize,
    parts: Option<&'p Name>,
}

impl<'p> Spelling<'p> {
    fn add(&mut self, mention: &Mention<'p>) {
        self.count += 1;
        // Parts that were given know better than those that a printed name is taken for.
        let is_guess = |name: &&Name| Name::parse(name.printed()) == **name;
        match self.parts {
            Some(parts) if mention.parts == Some(parts) || !is_guess(&parts) => {}
            _ => self.parts = mention.parts,
        }
    }
}

impl<'p> Draft<'p> {
    /// Takes in one mention after the other, in the order of papers.
    fn add(&mut self, kind: TermKind, place: usize, paper: PaperId, mention: &Mention<'p>) {
        if let Some(person) = mention.person {
            self.preferred = Some(&person.name);
            // What the list says of a person comes before what a paper says.
            self.website = person.website.as_deref().or(self.website);
            self.orcid = person.orcid.as_ref().or(self.orcid);
            self.joined.insert(identity(kind, mention.name, None));
        }
        self.places.push(place);
        self.spellings.entry(mention.name).or_default().add(mention);
        self.id = mention.id;
        self.website = self.website.or(mention.website);
        self.orcid = self.orcid.or(mention.orcid);
        // A paper that names a term twice counts once.
        if self.papers.last() != Some(&paper) {
            self.papers.push(paper);
        }
    }
}

fn terms<'p>(
    kind: TermKind,
    papers: &'p [Arc<Paper>],
    mentions: impl Fn(&'p Paper) -> Vec<Mention<'p>> + Sync,
) -> Terms {
    let identified = |(index, paper): (usize, &'p Arc<Paper>)| {
        let mentions = mentions(paper).into_iter();
        mentions.map(move |mention| (mention.identity(kind), PaperId::new(index), mention))
    };
    let mentions: Vec<(String, PaperId, Mention)> =
        papers.par_iter().enumerate().flat_map_iter(identified).collect();
    let mut starts = vec![0; papers.len() + 1];
    mentions.iter().for_each(|(_, paper, _)| starts[paper.index() + 1] += 1);
    (0..papers.len()).for_each(|index| starts[index + 1] += starts[index]);

    let terms = in_index_order(kind, drafts(kind, &mentions));
    let mut named = vec![TermId::new(0); mentions.len()];
    let mut all = Vec::with_capacity(terms.len());
    let mut by_identity: RapidHashMap<String, TermId> = RapidHashMap::default();
    let mut joined = Vec::new();
    for (id, listed) in TermId::all(terms.len()).zip(terms) {
        listed.places.into_iter().for_each(|place| named[place] = id);
        by_identity.insert(listed.identity, id);
        joined.extend(listed.joined.into_iter().map(|name| (name, id)));
        all.push(listed.term);
    }
    by_identity.extend(joined);
    let namesakes = namesakes(&all);
    for id in namesakes.values().flatten() {
        all[id.index()].has_namesakes = true;
    }
    Terms { kind, namesakes, all, by_identity, named, starts }
}

/// Gathers mentions by their identities, in the order of those.
fn drafts<'p>(kind: TermKind, mentions: &[(String, PaperId, Mention<'p>)]) -> Vec<(String, Draft<'p>)> {
    // Numbers are sorted faster than texts.
    let hashed = |(place, (identity, ..)): (usize, &(String, PaperId, Mention))| {
        (rapidhash::v3::rapidhash_v3(identity.as_bytes()), place)
    };
    let mut hashes: Vec<(u64, usize)> = mentions.par_iter().enumerate().map(hashed).collect();
    hashes.par_sort_unstable();
    let identity = |place: usize| mentions[place].0.as_str();
    let gathered = |same_hash: &[(u64, usize)]| {
        let mut places: Vec<usize> = same_hash.iter().map(|(_, place)| *place).collect();
        let mut drafts = Vec::with_capacity(1);
        // Nearly always of one identity.
        while let Some(first) = places.first().map(|place| identity(*place)) {
            let mut draft = Draft::default();
            places.retain(|place| {
                let (identity, paper, mention) = &mentions[*place];
                let is_same = identity == first;
                if is_same {
                    draft.add(kind, *place, *paper, mention);
                }
                !is_same
            });
            drafts.push((first.to_owned(), draft));
        }
        drafts
    };
    let same_hash = hashes.par_chunk_by(|(one, _), (other, _)| one == other);
    let mut drafts: Vec<(String, Draft)> = same_hash.flat_map_iter(gathered).collect();
    drafts.par_sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    drafts
}

/// A term that has its name, and what its draft says of its mentions.
struct Named {
    identity: String,
    places: Vec<usize>,
    joined: BTreeSet<String>,
    term: Term,
    /// Whether the slug is its own, before those are known that others have a better right to.
    has_slug: bool,
}

/// Terms in the order of an index; no two have one slug. Drafts come in order of identities.
fn in_index_order(kind: TermKind, drafts: Vec<(String, Draft)>) -> Vec<Named> {
    let named = |(identity, mut draft): (String, Draft)| {
        let name = draft.preferred.unwrap_or_else(|| most_frequent(&draft.spellings));
        let listed_as = match draft.spellings.get(name).and_then(|spelling| spelling.parts) {
            Some(parts) => parts.listed(),
            // A name that was chosen by hand stands on no paper.
            None if kind == TermKind::Author => Name::parse(name).listed(),
            None => name.to_owned(),
        };
        let name = name.to_owned();
        let slug = Slug::from_text(draft.id.unwrap_or(&name));
        // A term whose slug says all of its identity has the first right to it.
        let has_slug = slug.as_str().replace(['-', '_', '.'], "") == identity.replace(BOUNDARY, "");
        let (places, joined) = (std::mem::take(&mut draft.places), std::mem::take(&mut draft.joined));
        let term = term(name, listed_as, slug, draft);
        Named { identity, places, joined, term, has_slug }
    };
    let mut terms: Vec<Named> = drafts.into_par_iter().map(named).collect();
    // `tags/index.html` is the page of all tags where `urls: file` is set.
    let mut taken: RapidHashSet<Slug> = [Slug::from_text("index")].into_iter().collect();
    for Named { term, has_slug, .. } in &mut terms {
        *has_slug = *has_slug && taken.insert(term.slug.clone());
    }
    for Named { identity, term, .. } in terms.iter_mut().filter(|named| !named.has_slug) {
        if taken.contains(&term.slug) {
            term.slug = term.slug.distinct(identity, |slug| taken.contains(slug));
        }
        taken.insert(term.slug.clone());
    }
    // Stable: of two that are listed alike, the first by its identity.
    terms.par_sort_by_cached_key(|Named { term, .. }| (term.initial, sort_key(&term.listed_as)));
    terms
}

/// Terms that [`fold`] does not tell apart. There are few.
fn namesakes(terms: &[Term]) -> HashMap<String, Vec<TermId>> {
    let of_term = |(index, term): (usize, &Term)| -> Vec<(String, TermId)> {
        term.spellings.iter().map(|name| (fold(name), TermId::new(index))).collect()
    };
    let mut called: Vec<(String, TermId)> = terms.par_iter().enumerate().flat_map_iter(of_term).collect();
    called.par_sort_unstable();
    called.dedup();
    let alike = called.chunk_by(|(one, _), (other, _)| one == other).filter(|alike| alike.len() > 1);
    alike.map(|alike| (alike[0].0.clone(), alike.iter().map(|(_, id)| *id).collect())).collect()
}

/// A term as it is before it has its place in an index.
fn term(name: String, listed_as: String, slug: Slug, draft: Draft) -> Term {
    Term {
        initial: initial(&listed_as),
        listed_as,
        name,
        slug,
        spellings: draft.spellings.into_keys().map(str::to_owned).collect(),
        papers: draft.papers,
        website: draft.website.map(str::to_owned),
        orcid: draft.orcid.cloned(),
        is_joined: draft.preferred.is_some(),
        has_id: draft.id.is_some(),
        has_namesakes: false,
    }
}

/// Ties go to the first in code-point order, which is the map's.
fn most_frequent<'p>(spellings: &BTreeMap<&'p str, Spelling>) -> &'p str {
    let mut best: Option<(&str, usize)> = None;
    for (spelling, Spelling { count, .. }) in spellings {
        if best.is_none_or(|(_, most)| *count > most) {
            best = Some((spelling, *count));
        }
    }
    best.map(|(spelling, _)| spelling).unwrap_or_default()
}

/// Alphabetical order as readers expect it: without case and accents, words apart.
fn sort_key(name: &str) -> String {
    let letter =
        |byte: u8| if byte.is_ascii_alphanumeric() { char::from(byte.to_ascii_lowercase()) } else { ' ' };
    if name.is_ascii() { name.bytes().map(letter).collect() } else { sort_letters(name).collect() }
}

fn sort_letters(name: &str) -> impl Iterator<Item = char> {
    letters(name).map(|char| if char.is_alphanumeric() { char } else { ' ' })
}

/// Stands for every name that begins with no letter.
const NO_LETTER: char = '#';

/// Stands for every name that begins with a Chinese character: there are too many for an index.
const HAN: char = '漢';

/// The letter under which an index lists a name: `A` to `Z`, a letter of another alphabet, `漢`
/// for all Chinese characters, `#` for what is no letter.
fn initial(name: &str) -> char {
    match sort_letters(name).find(|char| *char != ' ') {
        Some('\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}') => HAN,
        Some(char) if char.is_alphabetic() => {
            let mut upper = char.to_uppercase();
            upper.next().filter(|_| upper.next().is_none()).unwrap_or(char)
        }
        _ => NO_LETTER,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::source::SourceFile;

    /// The terms of papers that name one each.
    fn named(kind: TermKind, names: &[&str]) -> Terms {
        let paper = |(number, name): (usize, &&str)| {
            let name = if name.starts_with('{') { (*name).to_owned() } else { format!("'{name}'") };
            let text = format!("---\ntitle: A\ndate: 2025-10-30\n{}: [{name}]\n---\n", kind.plural());
            let source = SourceFile { path: format!("content/{number}.md").into(), text };
            Arc::new(Paper::from_source(&source, &BTreeSet::new()).0.expect("it is a paper"))
        };
        let papers: Vec<Arc<Paper>> = names.iter().enumerate().map(paper).collect();
        match kind {
            TermKind::Author => authors(&papers, &People::default()),
            TermKind::Tag => tags(&papers),
            TermKind::Venue => venues(&papers),
        }
    }

    #[test]
    fn a_person_is_called_by_a_name_in_any_spacing() {
        let terms = named(TermKind::Author, &["Ada Lovelace", "Bo Yang", "Boyang"]);
        let called = |text: &str| -> Vec<&str> {
            terms.called(text).into_iter().map(|id| terms[id].name.as_str()).collect()
        };
        assert_eq!(called("ada lovelace"), ["Ada Lovelace"]);
        assert_eq!(called("adalovelace"), ["Ada Lovelace"]);
        assert_eq!(called("boyang"), ["Boyang", "Bo Yang"]);
        assert_eq!(called("bo-yang"), ["Boyang", "Bo Yang"]);
        assert_eq!(called("/bo-yang"), ["Bo Yang"]);
        assert_eq!(called("/boyang"), ["Boyang"]);
    }

    #[test]
    fn an_index_lists_people_by_family_name() {
        let names = ["Ada Lovelace", "Luc Van Gool", "Zoe Adams", "Ludwig van der Berg", "Supryadi"];
        let terms = named(TermKind::Author, &names);
        let listed: Vec<&str> = terms.all().iter().map(|term| term.listed_as.as_str()).collect();
        assert_eq!(
            listed,
            ["Adams, Zoe", "Berg, Ludwig van der", "Lovelace, Ada", "Supryadi", "Van Gool, Luc"]
        );
    }

    #[test]
    fn an_index_lists_names_by_the_parts_that_were_given() {
        for names in [
            &["{given: Ana, family: Alves dos Reis}"][..],
            &["Ana Alves dos Reis", "{given: Ana, family: Alves dos Reis}", "Ana Alves dos Reis"],
            &["Alves dos Reis, Ana"],
        ] {
            let terms = named(TermKind::Author, names);
            assert_eq!(terms.all().len(), 1);
            assert_eq!(
                (terms.all()[0].listed_as.as_str(), terms.all()[0].initial),
                ("Alves dos Reis, Ana", 'A')
            );
        }
        let group = "{name: Sorters Without Borders, literal: true}";
        for names in [&[group][..], &["Sorters Without Borders", group]] {
            let terms = named(TermKind::Author, names);
            assert_eq!(
                (terms.all()[0].listed_as.as_str(), terms.all()[0].initial),
                ("Sorters Without Borders", 'S')
            );
        }
        assert_eq!(named(TermKind::Author, &["山田 太郎"]).all()[0].listed_as, "山田, 太郎");
    }

    #[test]
    fn the_most_frequent_spelling_names_the_term() {
        let names = ["Deep learning", "deep learning", "deep learning", "Deep Learning"];
        let terms = named(TermKind::Tag, &names);
        assert_eq!(terms.all()[0].name, "deep learning");
        assert_eq!(terms.all()[0].spellings.len(), 3);
        let tie = named(TermKind::Tag, &["b c", "B C"]);
        assert_eq!(tie.all()[0].name, "B C");
    }

    #[test]
    fn an_index_lists_names_by_their_first_letter() {
        let initials: String = ["ada", "Łukasz", "Émile", "3D", "«Quoted»", "Ωmega", "李明", "김"]
            .map(initial)
            .into_iter()
            .collect();
        assert_eq!(initials, "ALE#QΩ漢ᄀ");
        let terms = named(TermKind::Tag, &["李明", "zeta", "→", "Ada"]);
        let names: Vec<&str> = terms.all().iter().map(|term| term.name.as_str()).collect();
        assert_eq!(names, ["→", "Ada", "zeta", "李明"]);
    }

    #[test]
    fn different_terms_never_share_a_slug() {
        let terms = named(TermKind::Tag, &["Li Ming", "李明", "黎明"]);
        let slugs: HashSet<&str> = terms.all().iter().map(|term| term.slug.as_str()).collect();
        assert_eq!(slugs.len(), 3);
        let plain = terms.find("Li Ming", None).expect("it is a term");
        assert_eq!(terms[plain].slug.as_str(), "li-ming");
        let index = named(TermKind::Tag, &["Index"]);
        assert_ne!(index.all()[0].slug.as_str(), "index", "it is the page of all tags");
    }
}
