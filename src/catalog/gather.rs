//! Gathering: the names that papers give become [`Terms`], each with its papers, in the order of an index.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rapidhash::v3::rapidhash_v3;
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
    /// What each mention calls it, and the parts that this has.
    called: Vec<(&'p str, Option<&'p Name>)>,
    id: Option<&'p str>,
    papers: Vec<PaperId>,
    website: Option<&'p str>,
    orcid: Option<&'p Orcid>,
    /// The name that was chosen by hand.
    preferred: Option<&'p str>,
    /// The identities of the names that were joined by hand.
    joined: BTreeSet<String>,
}

/// Mentions that are spelled alike.
struct Spelling<'p> {
    name: &'p str,
    count: usize,
    parts: Option<&'p Name>,
}

impl<'p> Spelling<'p> {
    /// All spellings of a term, in code-point order.
    fn all(mut called: Vec<(&'p str, Option<&'p Name>)>) -> Vec<Spelling<'p>> {
        called.sort_by_key(|(name, _)| *name);
        let spelling = |alike: &[(&'p str, Option<&'p Name>)]| {
            // Parts that were given know better than those that a printed name is taken for.
            let is_guess = |name: &Name| Name::parse(name.printed()) == *name;
            let mut parts = alike[0].1;
            for (_, other) in &alike[1..] {
                if *other != parts && parts.is_none_or(is_guess) {
                    parts = *other;
                }
            }
            Spelling { name: alike[0].0, count: alike.len(), parts }
        };
        called.chunk_by(|(one, _), (other, _)| one == other).map(spelling).collect()
    }

    /// The most frequent one; of several the one with most accents, which programs lose and nobody adds, then the first.
    fn most_frequent<'s>(spellings: &'s [Spelling<'p>]) -> Option<&'s Spelling<'p>> {
        let is_accented = |char: &char| char.is_alphabetic() && !char.is_ascii();
        let accents = |spelling: &Spelling| spelling.name.chars().filter(is_accented).count();
        let rank = |spelling: &Spelling| (spelling.count, accents(spelling));
        spellings.iter().reduce(|best, other| if rank(other) > rank(best) { other } else { best })
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
        self.called.push((mention.name, mention.parts));
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

/// Gathers mentions by their identities.
fn drafts<'p>(kind: TermKind, mentions: &[(String, PaperId, Mention<'p>)]) -> Vec<(String, Draft<'p>)> {
    // Numbers are sorted faster than texts.
    let hashed = |(place, (identity, ..)): (usize, &(String, PaperId, Mention))| {
        (rapidhash_v3(identity.as_bytes()), place)
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
    hashes.par_chunk_by(|(one, _), (other, _)| one == other).flat_map_iter(gathered).collect()
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

/// Terms in the order of an index; no two have one slug.
fn in_index_order(kind: TermKind, drafts: Vec<(String, Draft)>) -> Vec<Named> {
    let named = |(identity, mut draft): (String, Draft)| {
        let spellings = Spelling::all(std::mem::take(&mut draft.called));
        let spelling = match draft.preferred {
            Some(name) => spellings.iter().find(|spelling| spelling.name == name),
            None => Spelling::most_frequent(&spellings),
        };
        let name = draft.preferred.or(spelling.map(|spelling| spelling.name)).unwrap_or_default();
        let listed_as = match spelling.and_then(|spelling| spelling.parts) {
            Some(parts) => parts.listed(),
            // A name that was chosen by hand stands on no paper.
            None if kind == TermKind::Author => Name::parse(name).listed(),
            None => name.to_owned(),
        };
        let slug = Slug::from_text(draft.id.unwrap_or(name));
        let letters_of_slug = slug.as_str().chars().filter(|char| !matches!(char, '-' | '_' | '.'));
        // A term whose slug says all of its identity has the first right to it.
        let has_slug = letters_of_slug.eq(identity.chars().filter(|char| *char != BOUNDARY));
        let (places, joined) = (std::mem::take(&mut draft.places), std::mem::take(&mut draft.joined));
        let spellings = spellings.iter().map(|spelling| spelling.name.to_owned()).collect();
        let term = Term {
            initial: initial(&listed_as),
            listed_as,
            name: name.to_owned(),
            slug,
            spellings,
            papers: draft.papers,
            website: draft.website.map(str::to_owned),
            orcid: draft.orcid.cloned(),
            is_joined: draft.preferred.is_some(),
            has_id: draft.id.is_some(),
            has_namesakes: false,
        };
        Named { identity, places, joined, term, has_slug }
    };
    let mut terms: Vec<Named> = drafts.into_par_iter().map(named).collect();
    terms.par_sort_by_cached_key(|Named { term, identity, .. }| {
        (term.initial, sort_key(&term.listed_as, identity))
    });
    tell_slugs_apart(&mut terms);
    terms
}

fn tell_slugs_apart(terms: &mut [Named]) {
    // `tags/index.html` is the page of all tags where `urls: file` is set.
    let mut taken: RapidHashSet<Slug> = [Slug::from_text("index")].into_iter().collect();
    let mut others: Vec<&mut Named> = Vec::new();
    for named in terms {
        if !named.has_slug || !taken.insert(named.term.slug.clone()) {
            others.push(named);
        }
    }
    others.sort_unstable_by(|one, other| one.identity.cmp(&other.identity));
    for Named { identity, term, .. } in others {
        if taken.contains(&term.slug) {
            term.slug = term.slug.distinct(identity, |slug| taken.contains(slug));
        }
        taken.insert(term.slug.clone());
    }
}

/// Terms that [`fold`] does not tell apart. There are few.
fn namesakes(terms: &[Term]) -> HashMap<String, Vec<TermId>> {
    let of_term = |(index, term): (usize, &Term)| -> Vec<(u64, TermId)> {
        let hash = |name: &String| rapidhash_v3(fold(name).as_bytes());
        term.spellings.iter().map(|name| (hash(name), TermId::new(index))).collect()
    };
    // Numbers are sorted faster than texts.
    let mut hashes: Vec<(u64, TermId)> = terms.par_iter().enumerate().flat_map_iter(of_term).collect();
    hashes.par_sort_unstable();
    hashes.dedup();
    let mut namesakes: HashMap<String, Vec<TermId>> = HashMap::new();
    for alike in hashes.chunk_by(|(one, _), (other, _)| one == other).filter(|alike| alike.len() > 1) {
        for (hash, id) in alike {
            let names = terms[id.index()].spellings.iter().map(|name| fold(name));
            for name in names.filter(|name| rapidhash_v3(name.as_bytes()) == *hash) {
                let called = namesakes.entry(name).or_default();
                if called.last() != Some(id) {
                    called.push(*id);
                }
            }
        }
    }
    // Two names of one hash are no namesakes.
    namesakes.retain(|_, called| called.len() > 1);
    namesakes
}

/// Alphabetical order as readers expect it: without case and accents, words apart. Of two that are listed alike, the first
/// by its identity.
fn sort_key(listed_as: &str, identity: &str) -> String {
    let mut key = String::with_capacity(listed_as.len() + 1 + identity.len());
    if listed_as.is_ascii() {
        let letter = |char: char| if char.is_ascii_alphanumeric() { char.to_ascii_lowercase() } else { ' ' };
        key.extend(listed_as.chars().map(letter));
    } else {
        key.extend(sort_letters(listed_as));
    }
    // Before all that a longer name may go on with.
    key.push('\0');
    key.push_str(identity);
    key
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
        for (names, expected) in [
            (["Kurt Godel", "Kurt Gödel"], "Kurt Gödel"),
            // An odd hyphen is no accent.
            (["Ada-Lovelace King", "Ada\u{2010}Lovelace King"], "Ada-Lovelace King"),
        ] {
            assert_eq!(named(TermKind::Author, &names).all()[0].name, expected);
        }
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
