//! What citations call papers.

use std::borrow::Cow;

use rapidhash::{RapidHashMap, RapidHashSet};
use rayon::prelude::*;

use crate::catalog::{Catalog, PaperId};
use crate::paper::Paper;
use crate::text::Text;

/// The citation key of every paper of a catalog; no two are the same, in any case of letters.
///
/// A paper's own `cite_key` comes first. Others are made of the first author's family name, the
/// year and the title's first word that says something: `vinyals2015pointer`. Where papers share
/// one, all but the oldest get a letter.
#[derive(Debug)]
pub struct CiteKeys(Vec<String>);

impl CiteKeys {
    pub fn new(catalog: &Catalog) -> CiteKeys {
        let papers = catalog.papers();
        let stems: Vec<String> = papers
            .par_iter()
            .map(|paper| paper.publication.cite_key.clone().unwrap_or_else(|| stem(paper)))
            .collect();
        let mut order: Vec<PaperId> = catalog.ids().collect();
        // Keys that were given before those that are made, and the oldest paper first, so that a
        // paper keeps its key when younger ones come.
        let rank = |id: PaperId| {
            let paper = catalog.paper(id);
            (paper.publication.cite_key.is_none(), paper.published_or_listed(), &paper.key)
        };
        order.par_sort_by(|one, other| rank(*one).cmp(&rank(*other)));

        let mut keys = vec![String::new(); papers.len()];
        // BibTeX does not tell `A` from `a`.
        let mut taken: RapidHashSet<String> = RapidHashSet::default();
        let mut letters_used: RapidHashMap<String, usize> = RapidHashMap::default();
        for id in order {
            let stem = &stems[id.index()];
            let count = letters_used.entry(stem.to_lowercase()).or_default();
            let mut key = stem.clone();
            while !taken.insert(key.to_lowercase()) {
                *count += 1;
                key = format!("{stem}{}", letters(*count));
            }
            keys[id.index()] = key;
        }
        CiteKeys(keys)
    }

    pub fn of(&self, id: PaperId) -> &str {
        &self.0[id.index()]
    }
}

/// 1 is `a`, 26 is `z`, 27 is `aa`.
fn letters(mut number: usize) -> String {
    let mut letters = Vec::new();
    while number > 0 {
        number -= 1;
        letters.push(char::from(b'a' + (number % 26) as u8));
        number /= 26;
    }
    letters.iter().rev().collect()
}

/// A citation key, before others of the same are known.
fn stem(paper: &Paper) -> String {
    let author = paper.authors.first().map(|author| match author.name().person() {
        Some(person) => ascii(person.family),
        None => telling_word(author.name().printed()),
    });
    let author = author.unwrap_or_default();
    let title = telling_word(&Text::inline(&paper.title.text).plain());
    let stem = format!("{author}{}{title}", paper.year());
    // A paper of nobody still needs a key that begins with a letter.
    if stem.starts_with(|char: char| char.is_ascii_alphabetic()) { stem } else { format!("paper{stem}") }
}

/// The first word of a text that is more than an article, a pronoun or the like, in ASCII. Of a script
/// without blanks between words, its first word as romanized.
fn telling_word(text: &str) -> String {
    const SMALL: [&str; 32] = [
        "a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "how", "in",
        "is", "it", "its", "of", "on", "or", "that", "the", "this", "to", "we", "what", "when", "why",
        "with", "you", "your",
    ];
    let words = text.split(|char: char| !char.is_alphanumeric()).map(|word| {
        let romanized = romanized(word);
        ascii(romanized.split_whitespace().next().unwrap_or_default())
    });
    words.into_iter().find(|word| word.len() > 1 && !SMALL.contains(&word.as_str())).unwrap_or_default()
}

/// Letters and digits only, in lower case.
fn ascii(text: &str) -> String {
    let mut letters = romanized(text).into_owned();
    letters.retain(|char| char.is_ascii_alphanumeric());
    letters.make_ascii_lowercase();
    letters
}

fn romanized(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { text.into() } else { deunicode::deunicode(text).into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Drafts;
    use crate::export::tests::paper;

    #[track_caller]
    fn check_keys(papers: &[(&str, &str)], keys: &[&str]) {
        let read = papers.iter().map(|(name, fields)| paper(name, fields).into()).collect();
        let (catalog, _) = Catalog::new(read, Drafts::LeftOut, &Default::default());
        let cite_keys = CiteKeys::new(&catalog);
        let key_of = |(name, _): &(&str, &str)| {
            let found = catalog.numbered().find(|(_, paper)| paper.key.as_str() == *name);
            cite_keys.of(found.expect("the paper is in the catalog").0).to_owned()
        };
        assert_eq!(papers.iter().map(key_of).collect::<Vec<_>>(), keys);
    }

    #[test]
    fn keys_are_unique_and_stay_when_younger_papers_come() {
        let first = ("a", "title: The Pointer\nauthors: [Oriol Vinyals]\npublished: 2015");
        let second = ("b", "title: A Pointer too\nauthors: [Meire Vinyals]\npublished: 2015-07");
        let own = ("c", "title: Own\ncite_key: Vinyals2015Pointer");
        let same = ("d", "title: Same\ncite_key: Vinyals2015Pointer\npublished: 2024");
        check_keys(&[first], &["vinyals2015pointer"]);
        check_keys(&[second, first], &["vinyals2015pointera", "vinyals2015pointer"]);
        check_keys(&[first, own], &["vinyals2015pointera", "Vinyals2015Pointer"]);
        check_keys(&[own, same], &["Vinyals2015Pointera", "Vinyals2015Pointer"]);
    }

    #[test]
    fn a_key_is_made_of_letters_and_digits() {
        check_keys(
            &[
                ("a", "title: 李明的研究"),
                ("b", "title: The 3D Way\nauthors: [{name: The CGAL Project, literal: true}]"),
                ("c", "title: Élan, a Study\nauthors: [Ludwig van der Åkesson-Öst]"),
                ("d", "title: '?'"),
            ],
            &["paper2025li", "cgal20253d", "akessonost2025elan", "paper2025"],
        );
    }

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([1, 26, 27, 702, 703].map(letters), ["a", "z", "aa", "zz", "aaa"]);
    }
}
