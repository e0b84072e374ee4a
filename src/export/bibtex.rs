//! Citations in BibTeX.
//!
//! Fields are those that classic styles and biblatex share; `eprint`, `archivePrefix` and
//! `primaryClass` are as <https://info.arxiv.org/help/hypertex/bibstyles/index.html> says.

use std::collections::HashMap;

use crate::catalog::{Catalog, PaperId};
use crate::paper::{Author, Name, Paper};
use crate::text::Text;

/// The citation key of every paper of a catalog.
///
/// A paper's own `cite_key` comes first. Others are made of the first author's family name, the
/// year and the title's first long word: `vinyals2015pointer`. Where papers share one, all but the
/// oldest get a letter.
#[derive(Debug, Default)]
pub struct CiteKeys(Vec<String>);

impl CiteKeys {
    pub fn new(catalog: &Catalog) -> CiteKeys {
        let papers = catalog.papers();
        let mut keys = vec![String::new(); papers.len()];
        let mut taken: HashMap<String, usize> = HashMap::new();
        for (id, paper) in papers.iter().enumerate() {
            if let Some(key) = &paper.publication.cite_key {
                keys[id] = key.clone();
                // BibTeX does not tell `A` from `a`.
                taken.entry(key.to_lowercase()).or_default();
            }
        }
        // The oldest first, so that a paper keeps its key when younger ones come.
        let mut order: Vec<PaperId> = (0..papers.len()).filter(|id| keys[*id].is_empty()).collect();
        order.sort_by_key(|id| (papers[*id].published_or_listed(), &papers[*id].key));
        for id in order {
            let stem = stem(&papers[id]);
            let mut key = stem.clone();
            while taken.contains_key(&key) {
                let number = taken.get_mut(&stem).map_or(0, |count| {
                    *count += 1;
                    *count
                });
                key = format!("{stem}{}", letters(number));
            }
            taken.insert(key.clone(), 0);
            keys[id] = key;
        }
        CiteKeys(keys)
    }

    pub fn of(&self, id: PaperId) -> &str {
        &self.0[id]
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
    /// Words that say nothing of a title.
    const SMALL: [&str; 24] = [
        "a", "an", "and", "are", "as", "at", "by", "can", "do", "does", "for", "from", "how", "in", "is",
        "of", "on", "or", "the", "to", "what", "when", "why", "with",
    ];
    let author = match paper.authors.first().map(Author::name) {
        Some(Name::Person { family, .. }) => family.clone(),
        Some(Name::Literal(name)) => name.split_whitespace().next().unwrap_or_default().to_owned(),
        None => String::new(),
    };
    let title = Text::inline(&paper.title.text).plain();
    let words = title.split(|char: char| !char.is_alphanumeric()).map(ascii);
    let word = words.into_iter().find(|word| word.len() > 1 && !SMALL.contains(&word.as_str()));
    let stem = format!("{}{}{}", ascii(&author), year(paper), word.unwrap_or_default());
    // A title without a Latin letter still needs a key of letters.
    if stem.starts_with(|char: char| char.is_ascii_alphabetic()) { stem } else { format!("paper{stem}") }
}

fn ascii(text: &str) -> String {
    let spelled = deunicode::deunicode(text);
    spelled.chars().filter(char::is_ascii_alphanumeric).map(|char| char.to_ascii_lowercase()).collect()
}

fn year(paper: &Paper) -> i16 {
    paper.publication.year.unwrap_or_else(|| paper.published_or_listed().year())
}

/// A paper as a BibTeX entry, with a line break at its end.
///
/// `url` is where it can be read, when it has neither a DOI nor an arXiv id.
pub fn entry(paper: &Paper, cite_key: &str, url: Option<&str>) -> String {
    let kind = kind(paper);
    let mut fields: Vec<(&str, String)> = Vec::new();
    let mut add = |name, value: String| {
        if !value.is_empty() {
            fields.push((name, value));
        }
    };
    let publication = &paper.publication;
    add("author", names(paper.authors.iter().map(Author::name)));
    add("title", braced(&protected(&Text::inline(&paper.title.text).latex())));
    if let Some(venue) = &paper.venue {
        let name = match kind {
            "article" => "journal",
            "inproceedings" | "incollection" | "inbook" => "booktitle",
            "phdthesis" | "mastersthesis" => "school",
            "techreport" => "institution",
            _ => "howpublished",
        };
        add(name, plain(venue.name()));
    }
    add("year", year(paper).to_string());
    // A year of the venue's own says nothing of the month.
    if publication.year.is_none_or(|year| year == paper.published_or_listed().year())
        && let Some(month) = paper.published.and_then(|date| date.month())
    {
        fields.push(("month", MONTHS[month as usize - 1].to_owned()));
    }
    let mut add = |name, value: &Option<String>| {
        if let Some(value) = value {
            fields.push((name, plain(value)));
        }
    };
    add("volume", &publication.volume);
    add("number", &publication.number);
    if let Some(pages) = &publication.pages {
        fields.push(("pages", plain(&dashed(pages))));
    }
    let editors: Vec<Name> = publication.editors.iter().map(|name| Name::parse(name)).collect();
    if !editors.is_empty() {
        fields.push(("editor", names(editors.iter())));
    }
    let mut add = |name, value: &Option<String>| {
        if let Some(value) = value {
            fields.push((name, plain(value)));
        }
    };
    add("series", &publication.series);
    add("publisher", &publication.publisher);
    if let Some(arxiv) = &paper.arxiv {
        fields.push(("eprint", braced(arxiv.as_str())));
        fields.push(("archivePrefix", braced("arXiv")));
        if let Some(class) = &paper.primary_class {
            fields.push(("primaryClass", plain(class)));
        }
    }
    if let Some(doi) = &paper.doi {
        fields.push(("doi", verbatim(doi.as_str())));
    }
    let arxiv_url = paper.arxiv.as_ref().map(|arxiv| arxiv.url());
    if let Some(url) = arxiv_url.as_deref().or(url.filter(|_| paper.doi.is_none())) {
        fields.push(("url", verbatim(url)));
    }

    let mut entry = format!("@{kind}{{{cite_key}");
    for (name, value) in fields {
        entry.push_str(&format!(",\n  {name} = {value}"));
    }
    entry.push_str("\n}\n");
    entry
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The entry's type: the paper's own; else an article where there is a volume or a number, a
/// contribution to proceedings where there is another venue.
fn kind(paper: &Paper) -> &str {
    let publication = &paper.publication;
    match (&publication.kind, &paper.venue) {
        (Some(kind), _) => kind,
        (None, Some(_)) if publication.volume.is_some() || publication.number.is_some() => "article",
        (None, Some(venue)) if is_journal(venue.name()) => "article",
        (None, Some(_)) => "inproceedings",
        (None, None) => "misc",
    }
}

/// Whether a venue's name says that it is no conference.
fn is_journal(name: &str) -> bool {
    const WORDS: [&str; 8] =
        ["journal", "transactions", "letters", "review", "reviews", "annals", "bulletin", "magazine"];
    name.split(|char: char| !char.is_alphanumeric()).any(|word| WORDS.contains(&word.to_lowercase().as_str()))
}

/// `1-9` and `1–9` become `1--9`.
fn dashed(pages: &str) -> String {
    pages.split(['-', '–']).filter(|part| !part.is_empty()).map(str::trim).collect::<Vec<_>>().join("--")
}

fn names<'n>(names: impl Iterator<Item = &'n Name>) -> String {
    let names: Vec<String> = names.map(name).collect();
    if names.is_empty() { String::new() } else { braced(&names.join(" and ")) }
}

/// `van der Berg, Jr., Ludwig`; a group in braces, so that it is not taken apart.
fn name(name: &Name) -> String {
    match name {
        Name::Literal(name) => braced(&escaped(name)),
        Name::Person { given, prefix, family, suffix } => {
            let family = match prefix.as_str() {
                "" => name_part(family),
                prefix => format!("{} {}", name_part(prefix), name_part(family)),
            };
            let parts = [family, name_part(suffix), name_part(given)];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
        }
    }
}

/// What would end a name's part is put in braces.
fn name_part(part: &str) -> String {
    let escaped = escaped(part);
    let splits = part.contains(',') || part.split_whitespace().any(|word| word.eq_ignore_ascii_case("and"));
    if splits { braced(&escaped) } else { escaped }
}

fn braced(text: &str) -> String {
    format!("{{{text}}}")
}

fn plain(text: &str) -> String {
    braced(&escaped(text))
}

/// A URL or DOI, of which TeX's `\url` takes every character but braces that do not match.
fn verbatim(text: &str) -> String {
    braced(&text.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C"))
}

/// Plain text for TeX.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '%' | '&' | '$' | '#' | '_' => escaped.extend(['\\', char]),
            '{' => escaped.push_str("\\textbraceleft{}"),
            '}' => escaped.push_str("\\textbraceright{}"),
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '\n' | '\r' | '\t' => escaped.push(' '),
            char if char.is_control() => {}
            char => escaped.push(char),
        }
    }
    escaped
}

/// A title whose capitals survive styles that lower them: each word with a capital after its first
/// letter is put in braces, unless it is within braces or math already.
fn protected(title: &str) -> String {
    let mut protected = String::with_capacity(title.len() + 16);
    let mut depth = 0_usize;
    let mut is_math = false;
    let mut is_first = true;
    let mut rest = title;
    while let Some(char) = rest.chars().next() {
        let is_word = char.is_alphanumeric() && depth == 0 && !is_math;
        let length = match char {
            '\\' => command_length(rest),
            _ if is_word => rest.find(|char: char| !char.is_alphanumeric()).unwrap_or(rest.len()),
            char => char.len_utf8(),
        };
        let (piece, after) = rest.split_at(length);
        match char {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '$' => is_math = !is_math,
            _ => {}
        }
        if is_word {
            push_word(&mut protected, piece, is_first);
            is_first = false;
        } else {
            protected.push_str(piece);
        }
        rest = after;
    }
    protected
}

/// The length of the TeX command that a text begins with: a backslash with letters, or with one
/// other character.
fn command_length(text: &str) -> usize {
    let name = &text[1..];
    let letters = name.find(|char: char| !char.is_ascii_alphabetic()).unwrap_or(name.len());
    let length = if letters > 0 { letters } else { name.chars().next().map_or(0, char::len_utf8) };
    1 + length
}

fn push_word(title: &mut String, word: &str, is_first: bool) {
    let has_inner_capital = word.chars().skip(1).any(char::is_uppercase);
    // A single capital after the first word is a name, or half of one: the vitamin in `vitamin C`.
    let is_lone_capital =
        !is_first && word.chars().count() == 1 && word.chars().all(char::is_uppercase) && word != "A";
    if has_inner_capital || is_lone_capital {
        title.push('{');
        title.push_str(word);
        title.push('}');
    } else {
        title.push_str(word);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use expect_test::{Expect, expect};

    use super::*;
    use crate::source::SourceFile;

    fn paper(name: &str, fields: &str) -> Paper {
        let text = format!("---\ndate: 2025-10-30\n{fields}\n---\n");
        let source = SourceFile { path: format!("content/{name}.md").into(), text };
        let (paper, diagnostics) = Paper::from_source(&source, &BTreeSet::new());
        assert_eq!(diagnostics, []);
        paper.expect("a file without errors is a paper")
    }

    #[track_caller]
    fn check(fields: &str, entry_of_it: Expect) {
        let paper = paper("a", fields);
        entry_of_it.assert_eq(&entry(&paper, "key", Some("https://a.example/papers/a/")));
    }

    #[test]
    fn a_paper_in_proceedings() {
        check(
            "title: 'Sorting in $O(n^2)$ with \\emph{BERT} & {GPT}'\nauthors: [Ada Lovelace, 'van der Berg, Ludwig', 'Davis, Jr., Sammy', {name: The CGAL Project, literal: true}]\npublished: 2015-06-09\nvenue: NeurIPS 2015\npages: 1-9\neditors: [Meire de la Cruz]\npublisher: Curran & Sons\nseries: Engines\ndoi: 10.1000/a_b",
            expect![[r#"
                @inproceedings{key,
                  author = {Lovelace, Ada and van der Berg, Ludwig and Davis, Jr., Sammy and {The CGAL Project}},
                  title = {Sorting in $O(n^2)$ with \emph{BERT} \& {GPT}},
                  booktitle = {NeurIPS},
                  year = 2015,
                  month = jun,
                  pages = {1--9},
                  editor = {de la Cruz, Meire},
                  series = {Engines},
                  publisher = {Curran \& Sons},
                  doi = {10.1000/a_b}
                }
            "#]],
        );
    }

    #[test]
    fn a_preprint_and_an_article() {
        check(
            "title: A Preprint of GPUs and Vitamin C\nauthors: [OpenAI]\npublished: 2025-01\narxiv: 2501.00001\nprimary_class: cs.CL",
            expect![[r#"
                @misc{key,
                  author = {{OpenAI}},
                  title = {A Preprint of {GPUs} and Vitamin {C}},
                  year = 2025,
                  month = jan,
                  eprint = {2501.00001},
                  archivePrefix = {arXiv},
                  primaryClass = {cs.CL},
                  url = {https://arxiv.org/abs/2501.00001}
                }
            "#]],
        );
        check(
            "title: An Article\nvenue: Example Letters\nyear: 1953\nvolume: 171\nnumber: 4356",
            expect![[r#"
                @article{key,
                  title = {An Article},
                  journal = {Example Letters},
                  year = 1953,
                  volume = {171},
                  number = {4356},
                  url = {https://a.example/papers/a/}
                }
            "#]],
        );
    }

    #[test]
    fn a_paper_of_which_little_is_known() {
        check(
            "title: 'Broken {brace and 100\\%'\nauthor_count: 5",
            expect![[r#"
            @misc{key,
              title = {Broken \textbraceleft{}brace and 100\%},
              year = 2025,
              url = {https://a.example/papers/a/}
            }
        "#]],
        );
    }

    #[test]
    fn keys_are_unique_and_stay_when_younger_papers_come() {
        let papers = |names: &[(&str, &str)]| -> HashMap<String, String> {
            let (catalog, _) =
                Catalog::new(names.iter().map(|(name, fields)| paper(name, fields)).collect(), false);
            let keys = CiteKeys::new(&catalog);
            let papers = catalog.papers().iter().enumerate();
            papers.map(|(id, paper)| (paper.title.text.clone(), keys.of(id).to_owned())).collect()
        };
        let first = ("a", "title: The Pointer\nauthors: [Oriol Vinyals]\npublished: 2015");
        let second = ("b", "title: A Pointer too\nauthors: [Meire Vinyals]\npublished: 2015-07");
        let own = ("c", "title: Own\ncite_key: Vinyals2015Pointer");
        let nameless = ("d", "title: 李明");
        let keys = papers(&[second, first, nameless]);
        assert_eq!(keys["The Pointer"], "vinyals2015pointer");
        assert_eq!(keys["A Pointer too"], "vinyals2015pointera");
        assert_eq!(keys["李明"], "paper2025liming");
        assert_eq!(papers(&[first])["The Pointer"], "vinyals2015pointer");
        assert_eq!(papers(&[first, own])["The Pointer"], "vinyals2015pointera");
    }

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([1, 26, 27, 702, 703].map(letters), ["a", "z", "aa", "zz", "aaa"]);
    }
}
