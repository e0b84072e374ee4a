//! Names of authors that look like one person's: initials for given names, a middle name less,
//! another order, spelled-out umlauts, one ORCID iD.
//!
//! Such names are many, and most of those of common families belong to several people. So two names
//! need more in common than that: co-authors, or a family name that nobody else has.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::catalog::{Catalog, TermId, TermKind, Terms};
use crate::diagnostic::printable;
use crate::fold::fold;
use crate::paper::{Name, PersonName};
use crate::yaml::{flow_scalar, scalar};

/// Names that look like one person's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alike {
    /// The one to prefer: without initials, else the one of most papers.
    pub preferred: TermId,
    pub others: Vec<TermId>,
    pub evidence: Evidence,
}

/// Why names are taken for one person's, beyond their looks. Weaker evidence is less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// Nobody else has the family name.
    OnlyFamily,
    /// So many co-authors in common.
    CoAuthors(usize),
    SameOrcid,
}

impl std::fmt::Display for Evidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Evidence::OnlyFamily => f.write_str("nobody else has the family name"),
            Evidence::CoAuthors(count) => {
                write!(f, "{} in common", crate::diagnostic::counted(*count, "co-author", "co-authors"))
            }
            Evidence::SameOrcid => f.write_str("they have one ORCID iD"),
        }
    }
}

/// Finds names that look like one person's, those with the strongest evidence first.
///
/// Names that stand in the list of people are settled, and are compared only with names that do not.
pub fn alike(catalog: &Catalog) -> Vec<Alike> {
    let names = Names::new(catalog);
    let mut found: Vec<(Likeness, TermId, TermId)> =
        names.candidates().into_iter().filter_map(|(a, b)| Some((names.likeness(a, b)?, a, b))).collect();
    found.sort_by_key(|(likeness, a, b)| (Reverse(*likeness), *a, *b));
    let mut pairs_of: HashMap<TermId, Vec<(Likeness, TermId)>> = HashMap::new();
    for (likeness, a, b) in &found {
        pairs_of.entry(*a).or_default().push((*likeness, *b));
        pairs_of.entry(*b).or_default().push((*likeness, *a));
    }
    found.retain(|pair| !names.is_ambiguous(pair, &pairs_of));
    names.grouped(&found)
}

/// The command that joins the names, for a shell. `terms` are the authors of the list.
pub fn merge_command(alike: &Alike, terms: &Terms) -> String {
    let names = std::iter::once(&alike.preferred).chain(&alike.others);
    let quoted: Vec<String> =
        names.map(|id| format!("'{}'", printable(&terms[*id].name).replace('\'', r"'\''"))).collect();
    // A name that begins with a hyphen would be read as a flag.
    let end_of_flags = if quoted.iter().any(|name| name.starts_with("'-")) { "-- " } else { "" };
    format!("offprint authors merge {end_of_flags}{}", quoted.join(" "))
}

/// The entry of `authors.yaml` that joins the names. Who has one already is named in a comment: there
/// can be no second.
pub fn entry(alike: &Alike, terms: &Terms) -> String {
    let preferred = &terms[alike.preferred];
    let others: Vec<String> = alike.others.iter().map(|id| flow_scalar(&terms[*id].name, None)).collect();
    let entry = format!("{}: [{}]", scalar(&preferred.name), others.join(", "));
    if preferred.is_joined { format!("# add to the entry that is there: {entry}") } else { entry }
}

/// The names of a list, with what it takes to compare them.
struct Names<'c> {
    terms: &'c Terms,
    /// Each name in up to two spellings; none for what cannot be taken apart.
    spellings: Vec<Vec<Parts>>,
    /// By spelling of the family name.
    families: HashMap<String, Vec<TermId>>,
}

/// A name taken apart: `grace`, `m` and `hopper`.
struct Parts {
    given: Vec<String>,
    family: String,
}

/// How strong the evidence is, the rarer a co-author the stronger, in hundredths.
type Likeness = (Evidence, u32);

/// Whoever signs with more people than these need not know them.
const LARGEST_GROUP: usize = 50;

/// A name on more papers than these is probably several people's.
const MOST_PAPERS: usize = 50;

/// An initial before a family name with more bearers than these says nothing.
const MOST_BEARERS: usize = 1000;

impl Names<'_> {
    fn new(catalog: &Catalog) -> Names<'_> {
        let terms = catalog.terms(TermKind::Author);
        // An `id` was given to keep somebody apart.
        let spellings: Vec<Vec<Parts>> = terms
            .all()
            .iter()
            .map(|term| if term.has_id { Vec::new() } else { spellings(&term.name) })
            .collect();
        let mut families: HashMap<String, Vec<TermId>> = HashMap::new();
        for (id, spellings) in terms.ids().zip(&spellings) {
            for parts in spellings {
                families.entry(parts.family.clone()).or_default().push(id);
            }
        }
        Names { terms, spellings, families }
    }

    fn spellings(&self, id: TermId) -> &[Parts] {
        &self.spellings[id.index()]
    }

    /// Pairs of names that may be one person's by their looks, or by their ORCID iDs.
    fn candidates(&self) -> BTreeSet<(TermId, TermId)> {
        let mut groups: BTreeMap<String, Vec<TermId>> = BTreeMap::new();
        let mut initials: BTreeMap<(&str, char), [Vec<TermId>; 2]> = BTreeMap::new();
        for (id, term) in self.terms.numbered() {
            if let Some(orcid) = &term.orcid {
                groups.entry(format!("orcid {}", orcid.as_str())).or_default().push(id);
            }
            for parts in self.spellings(id) {
                let first = &parts.given[0];
                groups.entry(format!("first {first} {}", parts.family)).or_default().push(id);
                groups.entry(format!("words {}", parts.sorted())).or_default().push(id);
                let initial = first.chars().next().expect("words are not empty");
                let of_initial = initials.entry((&parts.family, initial)).or_default();
                of_initial[usize::from(!is_initial(first))].push(id);
            }
        }
        let mut pairs = BTreeSet::new();
        let mut add = |a: TermId, b: TermId| {
            if a != b && !(self.terms[a].is_joined && self.terms[b].is_joined) && self.look_alike(a, b) {
                pairs.insert((a.min(b), a.max(b)));
            }
        };
        for ids in groups.into_values().filter(|ids| ids.len() <= MOST_BEARERS) {
            for (at, a) in ids.iter().enumerate() {
                ids[at + 1..].iter().for_each(|b| add(*a, *b));
            }
        }
        for [short, full] in initials.into_values().filter(|[_, full]| full.len() <= MOST_BEARERS) {
            for a in &short {
                full.iter().for_each(|b| add(*a, *b));
            }
        }
        pairs
    }

    fn look_alike(&self, a: TermId, b: TermId) -> bool {
        self.same_orcid(a, b) || self.are_compatible(a, b) || self.are_reordered(a, b)
    }

    fn same_orcid(&self, a: TermId, b: TermId) -> bool {
        let [a, b] = [a, b].map(|id| self.terms[id].orcid.as_ref());
        a.is_some() && a == b
    }

    /// Whether one person could sign with both.
    fn are_compatible(&self, a: TermId, b: TermId) -> bool {
        self.pairs_of_spellings(a, b).any(|(a, b)| a.family == b.family && given_agree(&a.given, &b.given))
    }

    fn are_reordered(&self, a: TermId, b: TermId) -> bool {
        self.pairs_of_spellings(a, b).any(|(a, b)| a.family != b.family && a.sorted() == b.sorted())
    }

    /// Whether names of one group may be one person's, also where one is in another order and the
    /// other has initials.
    fn could_be_one(&self, a: TermId, b: TermId) -> bool {
        let agree = |a: &Parts, b: &Parts| a.family == b.family && given_agree(&a.given, &b.given);
        self.look_alike(a, b)
            || self.pairs_of_spellings(a, b).any(|(a, b)| agree(&a.swapped(), b) || agree(a, &b.swapped()))
    }

    fn pairs_of_spellings(&self, a: TermId, b: TermId) -> impl Iterator<Item = (&Parts, &Parts)> {
        self.spellings(a).iter().flat_map(move |a| self.spellings(b).iter().map(move |b| (a, b)))
    }

    /// What speaks for one person, if it is enough.
    fn likeness(&self, a: TermId, b: TermId) -> Option<Likeness> {
        if self.same_orcid(a, b) {
            return Some((Evidence::SameOrcid, 0));
        }
        let [of_a, of_b] = [a, b].map(|id| self.co_authors(id));
        // Nobody signs a paper twice.
        if self.are_on_one_paper(a, b) {
            return None;
        }
        let terms = self.terms;
        let shared: Vec<TermId> = of_a.intersection(&of_b).copied().collect();
        // A co-author of many may be several people, too.
        let mut weights: Vec<f64> =
            shared.iter().map(|id| 1.0 / (1.0 + (terms[*id].papers.len() as f64).ln())).collect();
        weights.sort_by(f64::total_cmp);
        let weight: f64 = weights.iter().sum();
        // Those who publish much meet by chance.
        let chances = (1.0 + (terms[a].papers.len() * terms[b].papers.len()) as f64).ln();
        let is_first_name_known = self
            .pairs_of_spellings(a, b)
            .any(|(a, b)| a.family == b.family && a.given[0] == b.given[0] && !is_initial(&a.given[0]));
        let is_crowded = [a, b].iter().any(|id| terms[*id].papers.len() > MOST_PAPERS);
        let factor = if is_first_name_known { 0.1 } else { 0.15 } * if is_crowded { 2.0 } else { 1.0 };
        let needed = factor * chances;
        if weight >= needed && !shared.is_empty() {
            return Some((Evidence::CoAuthors(shared.len()), (weight * 100.0) as u32));
        }
        (self.are_compatible(a, b) && self.is_only_family(a)).then_some((Evidence::OnlyFamily, 0))
    }

    /// Whether all who have a family name could be one person.
    fn is_only_family(&self, id: TermId) -> bool {
        let Some(parts) = self.spellings(id).first() else { return false };
        let bearers = &self.families[&parts.family];
        bearers.len() <= 4
            && bearers.iter().all(|a| bearers.iter().all(|b| a == b || self.are_compatible(*a, *b)))
    }

    fn are_on_one_paper(&self, a: TermId, b: TermId) -> bool {
        let papers = &self.terms[b].papers;
        self.terms[a].papers.iter().any(|paper| papers.binary_search(paper).is_ok())
    }

    fn co_authors(&self, id: TermId) -> HashSet<TermId> {
        let papers = self.terms[id].papers.iter().map(|paper| self.terms.of_paper(*paper));
        let mut others: HashSet<TermId> =
            papers.filter(|authors| authors.len() <= LARGEST_GROUP).flatten().copied().collect();
        others.remove(&id);
        others
    }

    /// Whether a name of the pair could as well be somebody else's: `Y. Zhang` is Yutao or Yinhan,
    /// and one must be much more likely.
    fn is_ambiguous(
        &self,
        pair: &(Likeness, TermId, TermId),
        pairs_of: &HashMap<TermId, Vec<(Likeness, TermId)>>,
    ) -> bool {
        let ((evidence, weight), a, b) = *pair;
        let has_rival = |of: TermId, with: TermId| {
            pairs_of[&of].iter().any(|((_, rival_weight), rival)| {
                *rival != with && rival_weight * 2 > weight && !self.could_be_one(*rival, with)
            })
        };
        evidence != Evidence::SameOrcid && (has_rival(a, b) || has_rival(b, a))
    }

    /// Joins pairs, the strongest first, as long as all names of a group look alike.
    fn grouped(&self, pairs: &[(Likeness, TermId, TermId)]) -> Vec<Alike> {
        let mut groups: Vec<(Evidence, Vec<TermId>)> = Vec::new();
        let mut group_of: HashMap<TermId, usize> = HashMap::new();
        for ((evidence, _), a, b) in pairs {
            let [of_a, of_b] = [a, b].map(|id| group_of.get(id).copied());
            let members = |group: Option<usize>, id: &TermId| {
                group.map_or_else(|| vec![*id], |group| groups[group].1.clone())
            };
            let (left, right) = (members(of_a, a), members(of_b, b));
            let fits = |a: &TermId| {
                right.iter().all(|b| self.could_be_one(*a, *b) && !self.are_on_one_paper(*a, *b))
            };
            if of_a.is_some() && of_a == of_b || !left.iter().all(fits) {
                continue;
            }
            let group = of_a.or(of_b).unwrap_or_else(|| {
                groups.push((*evidence, Vec::new()));
                groups.len() - 1
            });
            if let (Some(_), Some(emptied)) = (of_a, of_b) {
                groups[emptied].1.clear();
            }
            groups[group].1 = [left, right].concat();
            groups[group].1.iter().for_each(|id| {
                group_of.insert(*id, group);
            });
        }
        let whole = groups.into_iter().filter(|(_, names)| names.len() > 1);
        whole.map(|(evidence, names)| self.with_preferred(evidence, names)).collect()
    }

    fn with_preferred(&self, evidence: Evidence, mut names: Vec<TermId>) -> Alike {
        names.sort_by_key(|id| {
            let term = &self.terms[*id];
            let is_short = self.spellings(*id).first().is_some_and(|parts| is_initial(&parts.given[0]));
            let most = Reverse((term.papers.len(), term.name.chars().count()));
            (!term.is_joined, is_short, most, term.name.clone())
        });
        Alike { preferred: names[0], others: names.split_off(1), evidence }
    }
}

impl Parts {
    /// With the family name first: of `Hopper Grace` nothing says which is which.
    fn swapped(&self) -> Parts {
        let given = self.given[1..].iter().chain([&self.family]).cloned().collect();
        Parts { given, family: self.given[0].clone() }
    }

    fn sorted(&self) -> String {
        let mut words: Vec<&str> =
            self.given.iter().map(String::as_str).chain([self.family.as_str()]).collect();
        words.sort_unstable();
        words.join(" ")
    }
}

/// A name without accents, and with umlauts spelled out where it has some.
fn spellings(name: &str) -> Vec<Parts> {
    let spelled_out: String = name
        .chars()
        .map(|char| match char.to_lowercase().next() {
            Some('ä' | 'æ') => "ae".to_owned(),
            Some('ö' | 'ø') => "oe".to_owned(),
            Some('ü') => "ue".to_owned(),
            Some('å') => "aa".to_owned(),
            _ => char.to_string(),
        })
        .collect();
    let mut spellings: Vec<Parts> = parts(name).into_iter().collect();
    if spelled_out != name {
        spellings.extend(parts(&spelled_out));
    }
    spellings
}

fn parts(name: &str) -> Option<Parts> {
    let name = Name::parse(name);
    let PersonName { given, prefix, family, .. } = name.person()?;
    let given = words(given);
    let family = fold(&format!("{prefix}{family}"));
    (!given.is_empty() && !is_initial(&family)).then_some(Parts { given, family })
}

/// `Jean-Pierre` is two words, and `JP` two initials.
fn words(given: &str) -> Vec<String> {
    let words =
        given.split(|char: char| char.is_whitespace() || matches!(char, '.' | '-' | '\u{2010}' | '\u{2011}'));
    let are_initials = |word: &&str| word.len() < 4 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let mut all = Vec::new();
    for word in words.filter(|word| word.chars().any(char::is_alphanumeric)) {
        match are_initials(&word) {
            true => all.extend(word.chars().map(|char| char.to_lowercase().to_string())),
            false => all.push(fold(word)),
        }
    }
    all
}

fn is_initial(word: &str) -> bool {
    word.chars().count() == 1
}

/// Whether one person could have both given names: words are the same or one's initial, and what one
/// has more does not stand in place of the other's.
fn given_agree(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if !words_agree(&short[0], &long[0]) {
        return false;
    }
    let mut rest = long[1..].iter();
    let mut unmatched: Vec<&String> = Vec::new();
    for word in &short[1..] {
        loop {
            match rest.next() {
                Some(other) if words_agree(word, other) => break,
                Some(other) => unmatched.push(other),
                None => return false,
            }
        }
    }
    unmatched.extend(rest);
    // `S. Kevin` goes by Kevin, and is no `Shuyan`.
    let goes_by_another = is_initial(&long[0]) && !is_initial(&short[0]);
    !(goes_by_another && unmatched.iter().any(|word| !is_initial(word)))
}

fn words_agree(a: &str, b: &str) -> bool {
    a == b || is_initial(a) && b.starts_with(a) || is_initial(b) && a.starts_with(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn agree(a: &str, b: &str) -> bool {
        let (a, b) = (spellings(a), spellings(b));
        let agrees = |a: &Parts, b: &Parts| a.family == b.family && given_agree(&a.given, &b.given);
        a.iter().any(|a| b.iter().any(|b| agrees(a, b) && agrees(b, a)))
    }

    #[test]
    fn one_person_can_sign_in_several_ways() {
        for (a, b) in [
            ("Grace Hopper", "G. Hopper"),
            ("Grace Murray Hopper", "G. M. Hopper"),
            ("Grace M. Hopper", "Grace Hopper"),
            ("Hopper, Grace", "G Hopper"),
            ("Jean-Pierre Serre", "J.-P. Serre"),
            ("Jean Pierre Serre", "JP Serre"),
            ("Jürgen Müller", "J. Mueller"),
            ("Søren Ångström", "Soeren Aangstroem"),
            ("F. Richard Yu", "Fei Richard Yu"),
            ("Ludwig van der Berg", "L. van der Berg"),
        ] {
            assert!(agree(a, b), "{a} and {b}");
        }
    }

    #[test]
    fn names_that_contradict_each_other_are_two_persons() {
        for (a, b) in [
            ("Grace Hopper", "Ada Hopper"),
            ("Grace A. Hopper", "Grace B. Hopper"),
            ("S. Kevin Zhou", "Shuyan Zhou"),
            ("Grace Hopper", "Grace Lovelace"),
            ("Ludwig van der Berg", "Ludwig Berg"),
            ("Hopper", "G. Hopper"),
            ("V. W.", "Victoria W."),
        ] {
            assert!(!agree(a, b), "{a} and {b}");
        }
    }
}
