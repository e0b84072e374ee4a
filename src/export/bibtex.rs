//! Citations in BibTeX.
//!
//! Fields are those that classic styles and biblatex share; `eprint`, `archivePrefix` and
//! `primaryClass` are as <https://info.arxiv.org/help/hypertex/bibstyles/index.html> says. How styles
//! take names and titles apart is told in <https://ctan.org/pkg/bibtex>, `btxhak` and `bibtex.web`.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use crate::catalog::{Catalog, PaperId};
use crate::paper::{Author, Name, Paper};
use crate::site::Site;
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
        let mut order: Vec<PaperId> = (0..papers.len()).collect();
        // Keys that were given before those that are made, and the oldest paper first, so that a
        // paper keeps its key when younger ones come.
        order.sort_by_key(|id| {
            let paper = &papers[*id];
            (paper.publication.cite_key.is_none(), paper.published_or_listed(), &paper.key)
        });

        let mut keys = vec![String::new(); papers.len()];
        // BibTeX does not tell `A` from `a`.
        let mut taken: HashSet<String> = HashSet::new();
        let mut letters_used: HashMap<String, usize> = HashMap::new();
        for id in order {
            let stem = &stems[id];
            let count = letters_used.entry(stem.to_lowercase()).or_default();
            let mut key = stem.clone();
            while !taken.insert(key.to_lowercase()) {
                *count += 1;
                key = format!("{stem}{}", letters(*count));
            }
            keys[id] = key;
        }
        CiteKeys(keys)
    }

    pub fn of(&self, id: PaperId) -> &str {
        &self.0[id]
    }
}

/// A paper of the site as a BibTeX entry.
pub fn citation(site: &Site, id: PaperId) -> String {
    let paper = site.catalog().paper(id);
    let url = site.config().base_url.absolute(&site.plan().urls().paper(&paper.key));
    entry(paper, site.cite_keys().of(id), url.as_deref())
}

/// A paper as a BibTeX entry, with a line break at its end.
///
/// `url` is the absolute address of its page, used when it has neither a DOI nor an arXiv id.
///
/// The entry's type is the paper's own `type`; else it follows from the venue: a preprint server or
/// none is `misc`, what is called a conference is `inproceedings`, what is called a journal or has
/// a volume or number is an `article`, and any other venue is taken for proceedings.
pub fn entry(paper: &Paper, cite_key: &str, url: Option<&str>) -> String {
    let publication = &paper.publication;
    let kind = kind(paper);
    let mut fields = Fields::default();
    let others = paper.has_unnamed_authors().then(|| "others".to_owned());
    fields.add_names("author", paper.authors.iter().map(|author| name_of(author.name())).chain(others));
    fields.add("title", braced(&protected(&Text::inline(&paper.title.text).latex())));
    if let Some(name) = venue_field(kind, paper) {
        fields.add_text(name, paper.venue.as_ref().map(|venue| venue.name()));
    }
    fields.add("year", paper.year().to_string());
    // A year of the venue's own says nothing of the month.
    if publication.year.is_none_or(|year| year == paper.published_or_listed().year())
        && let Some(month) = paper.published.and_then(|date| date.month())
    {
        fields.add("month", MONTHS[month as usize - 1].to_owned());
    }
    fields.add_text("volume", publication.volume.as_deref());
    fields.add_text("number", publication.number.as_deref());
    fields.add_text("pages", publication.page_range().map(|pages| pages.joined("--")).as_deref());
    fields.add_names("editor", publication.editors.iter().map(name_of));
    fields.add_text("series", publication.series.as_deref());
    fields.add_text("publisher", publication.publisher.as_deref());
    if let Some(arxiv) = &paper.arxiv {
        fields.add("eprint", braced(arxiv.as_str()));
        fields.add("archivePrefix", braced("arXiv"));
        fields.add_text("primaryClass", paper.primary_class.as_deref());
    }
    if let Some(doi) = &paper.doi {
        fields.add("doi", verbatim(doi.as_str()));
    }
    let arxiv_url = paper.arxiv.as_ref().map(|arxiv| arxiv.url());
    if let Some(url) = arxiv_url.as_deref().or(url.filter(|_| paper.doi.is_none())) {
        fields.add("url", verbatim(url));
    }
    if paper.withdrawn.is_some() {
        fields.add("note", braced("Withdrawn"));
    }

    let mut entry = format!("@{kind}{{{cite_key}");
    for (name, value) in fields.0 {
        entry.push_str(&format!(",\n  {name} = {value}"));
    }
    entry.push_str("\n}\n");
    entry
}

/// The fields of an entry in their order, with values as BibTeX reads them.
#[derive(Default)]
struct Fields(Vec<(&'static str, String)>);

impl Fields {
    fn add(&mut self, name: &'static str, value: String) {
        self.0.push((name, value));
    }

    fn add_text(&mut self, name: &'static str, text: Option<&str>) {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            self.add(name, braced(&escaped(text)));
        }
    }

    /// Adds names as [`name_of`] writes them, or `others`.
    fn add_names(&mut self, name: &'static str, names: impl Iterator<Item = String>) {
        let names: Vec<String> = names.collect();
        if !names.is_empty() {
            self.add(name, braced(&names.join(" and ")));
        }
    }
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

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
    let author = match paper.authors.first().map(Author::name) {
        Some(Name::Person { family, .. }) => ascii(family),
        Some(Name::Literal(name)) => telling_word(name),
        None => String::new(),
    };
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
        let romanized = deunicode::deunicode(word);
        ascii(romanized.split_whitespace().next().unwrap_or_default())
    });
    words.into_iter().find(|word| word.len() > 1 && !SMALL.contains(&word.as_str())).unwrap_or_default()
}

/// Letters and digits only, in lower case.
fn ascii(text: &str) -> String {
    let romanized = deunicode::deunicode(text);
    romanized.chars().filter(char::is_ascii_alphanumeric).map(|char| char.to_ascii_lowercase()).collect()
}

/// The type of a paper's entry: `article`, `inproceedings`, …
pub fn kind(paper: &Paper) -> &str {
    let publication = &paper.publication;
    let is_numbered = publication.volume.is_some() || publication.number.is_some();
    match (&publication.kind, &paper.venue) {
        (Some(kind), _) => kind,
        (None, None) => "misc",
        (None, Some(venue)) if is_preprint_server(venue.name()) => "misc",
        (None, Some(venue)) if is_conference(venue.name()) => "inproceedings",
        (None, Some(venue)) if is_numbered || is_journal(venue.name()) => "article",
        (None, Some(_)) => "inproceedings",
    }
}

fn is_preprint_server(name: &str) -> bool {
    const OTHERS: [&str; 4] = ["biorxiv", "medrxiv", "chemrxiv", "ssrn"];
    is_arxiv(name) || OTHERS.iter().any(|server| name.eq_ignore_ascii_case(server))
}

fn is_arxiv(name: &str) -> bool {
    const NAMES: [&str; 4] = ["arxiv", "arxiv.org", "arxiv preprint", "corr"];
    NAMES.iter().any(|server| name.eq_ignore_ascii_case(server))
}

/// Proceedings may have a volume; only those of a series without a conference are a journal.
fn is_conference(name: &str) -> bool {
    holds_one_of(name, &["conference", "workshop", "symposium", "congress", "meeting", "colloquium"])
}

fn is_journal(name: &str) -> bool {
    const ABBREVIATIONS: [&str; 8] = ["JAIR", "JMLR", "Nature", "PNAS", "Science", "TACL", "TMLR", "TPAMI"];
    const WORDS: [&str; 12] = [
        "annals",
        "bulletin",
        "journal",
        "lett",
        "letters",
        "magazine",
        "quarterly",
        "rev",
        "review",
        "reviews",
        "trans",
        "transactions",
    ];
    ABBREVIATIONS.contains(&name) || holds_one_of(name, &WORDS)
}

fn holds_one_of(name: &str, words: &[&str]) -> bool {
    name.split(|char: char| !char.is_alphanumeric()).any(|word| words.contains(&word.to_lowercase().as_str()))
}

/// The field that holds the venue's name in an entry of a type.
fn venue_field(kind: &str, paper: &Paper) -> Option<&'static str> {
    Some(match kind {
        "article" => "journal",
        "inproceedings" | "incollection" | "inbook" => "booktitle",
        "phdthesis" | "mastersthesis" => "school",
        "techreport" => "institution",
        "manual" => "organization",
        // The arXiv id says so already.
        _ if paper.arxiv.is_some() && paper.venue.as_ref().is_some_and(|venue| is_arxiv(venue.name())) => {
            return None;
        }
        _ => "howpublished",
    })
}

/// `van der Berg, Jr., Ludwig`; a group in braces, so that it is not taken apart.
fn name_of(name: &Name) -> String {
    let (given, prefix, family, suffix) = match name {
        Name::Literal(name) => return braced(&escaped(name)),
        Name::Person { given, prefix, family, suffix } => (given, prefix, family, suffix),
    };
    let family = match prefix.as_str() {
        "" => family_name(family),
        prefix => format!("{} {}", name_part(prefix), family_name(family)),
    };
    match (suffix.as_str(), given.as_str()) {
        ("", "") => family,
        ("", given) => format!("{family}, {}", name_part(given)),
        // After a single comma a suffix would be a given name.
        (suffix, "") => format!("{family}, {}, {{}}", name_part(suffix)),
        (suffix, given) => format!("{family}, {}, {}", name_part(suffix), name_part(given)),
    }
}

/// BibTeX takes all before the last small word of a family name for its prefix, which is right for
/// `de la Cruz` and wrong for `Silva e Costa`: that is put in braces.
fn family_name(family: &str) -> String {
    let is_small = |word: &str| word.starts_with(char::is_lowercase);
    let words: Vec<&str> = family.split_whitespace().collect();
    let holds_small_word = match words.as_slice() {
        [first, inner @ .., _] => !is_small(first) && inner.iter().any(|word| is_small(word)),
        _ => false,
    };
    if holds_small_word { braced(&escaped(family)) } else { name_part(family) }
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

/// A title whose capitals survive styles that lower all but its first letter: braces around words
/// with a capital after their first letter, and around formulas, which BibTeX does not tell from
/// words. What stands in braces already stays as it is.
fn protected(title: &str) -> String {
    let mut protected = String::with_capacity(title.len() + 16);
    let mut rest = title;
    while let Some(first) = rest.chars().next() {
        let (piece, after) = rest.split_at(piece_length(rest, first));
        let has_capital = piece.contains(char::is_uppercase);
        let (compound, after_compound) = rest.split_at(compound_length(rest));
        if compound.len() > piece.len() && compound.contains(char::is_uppercase) {
            // BibTeX would take what is behind the formula for a word of its own: `F$^3$Set`.
            protected.push_str(&braced(compound));
            rest = after_compound;
            continue;
        }
        match first {
            // BibTeX lowers letters in `{\`: it takes that for an accented letter.
            '{' if has_capital && piece.starts_with("{\\") => protected.push_str(&braced(piece)),
            '$' if has_capital => protected.push_str(&braced(piece)),
            '\\' if has_capital && is_display_math(piece) => protected.push_str(&braced(&braced(piece))),
            char if char.is_alphanumeric() => push_word(&mut protected, piece),
            _ => protected.push_str(piece),
        }
        rest = after;
    }
    protected
}

/// The length of what a title begins with: a group in braces, a formula, a command, a word with
/// its hyphens, or a single character.
fn piece_length(text: &str, first: char) -> usize {
    match first {
        '{' => group_length(text),
        '$' => formula_length(text),
        '\\' if text.starts_with("\\[") => text.find("\\]").map_or(2, |end| end + 2),
        '\\' if text.starts_with("\\begin{") => match text.rfind("\\end{") {
            Some(end) => end + text[end..].find('}').map_or(0, |brace| brace + 1),
            None => command_length(text),
        },
        '\\' => command_length(text),
        char if char.is_alphanumeric() => word_length(text),
        char => char.len_utf8(),
    }
}

/// The length of words and formulas at the beginning of a title without a blank between them.
fn compound_length(text: &str) -> usize {
    let mut length = 0;
    while let Some(first) =
        text[length..].chars().next().filter(|first| *first == '$' || first.is_alphanumeric())
    {
        length += piece_length(&text[length..], first);
    }
    length
}

fn is_display_math(piece: &str) -> bool {
    piece.starts_with("\\[") || piece.starts_with("\\begin{")
}

fn group_length(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return at + 1,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// To the dollar that closes the formula: not an escaped one, nor one of a text within it.
fn formula_length(text: &str) -> usize {
    let mut depth = 0_i32;
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => {}
            b'{' => depth += 1,
            b'}' => depth -= 1,
            b'$' if depth == 0 => return at + 1,
            _ => {}
        }
        is_escaped = byte == b'\\' && !is_escaped;
    }
    text.len()
}

/// A backslash with letters, or with one other character.
fn command_length(text: &str) -> usize {
    let name = &text[1..];
    let letters = name.find(|char: char| !char.is_ascii_alphabetic()).unwrap_or(name.len());
    let length = if letters > 0 { letters } else { name.chars().next().map_or(0, char::len_utf8) };
    1 + length
}

/// A hyphen belongs to a word when letters stand on both sides: `U-Net`, but not `pages 1--9`.
fn word_length(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let is_hyphen = char == '-' && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        if !char.is_alphanumeric() && !is_hyphen {
            return at;
        }
    }
    text.len()
}

fn push_word(title: &mut String, word: &str) {
    let is_first = !title.contains(char::is_alphanumeric);
    let parts: Vec<&str> = word.split('-').collect();
    // In `U-Net` the hyphen joins a name; in `Self-Supervised` it joins words that a style may lower.
    let is_name = |pair: &[&str]| is_capital(pair[0]) && pair[1].starts_with(char::is_uppercase);
    if parts.windows(2).any(is_name) {
        title.push_str(&braced(word));
        return;
    }
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            title.push('-');
        }
        let has_inner_capital = part.chars().skip(1).any(char::is_uppercase);
        // A single capital after the first word is a name, or half of one: the vitamin in `vitamin C`.
        let is_lone_capital = is_capital(part) && word != "A" && (!is_first || index > 0);
        if has_inner_capital || is_lone_capital {
            title.push_str(&braced(part));
        } else {
            title.push_str(part);
        }
    }
}

fn is_capital(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
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

    fn cited(fields: &str) -> String {
        entry(&paper("a", fields), "key", Some("https://a.example/papers/a/"))
    }

    #[track_caller]
    fn check(fields: &str, entry_of_it: Expect) {
        entry_of_it.assert_eq(&cited(fields));
    }

    /// The entry's line of a field.
    #[track_caller]
    fn check_field(fields: &str, line: &str) {
        let entry = cited(fields);
        let name = line.split(' ').next().unwrap();
        let found = entry.lines().find(|line| line.trim_start().starts_with(&format!("{name} =")));
        assert_eq!(found.map(|line| line.trim().trim_end_matches(',')), Some(line), "{entry}");
    }

    #[track_caller]
    fn check_title(title: &str, written: &str) {
        check_field(&format!("title: '{title}'"), &format!("title = {{{written}}}"));
    }

    #[track_caller]
    fn check_kind(fields: &str, kind: &str) {
        let entry = cited(&format!("title: T\n{fields}"));
        assert_eq!(entry.split_once('{').unwrap().0, kind, "{entry}");
    }

    #[test]
    fn a_paper_in_proceedings() {
        check(
            "title: 'Sorting in $O(n^2)$ with \\emph{BERT} & {GPT}'\nauthors: [Ada Lovelace, 'van der Berg, Ludwig', 'Davis, Jr., Sammy', {name: The CGAL Project, literal: true}]\npublished: 2015-06-09\nvenue: NeurIPS 2015\npages: 1-9\neditors: [Meire de la Cruz]\npublisher: Curran & Sons\nseries: Engines\ndoi: 10.1000/a_b",
            expect![[r#"
                @inproceedings{key,
                  author = {Lovelace, Ada and van der Berg, Ludwig and Davis, Jr., Sammy and {The CGAL Project}},
                  title = {Sorting in {$O(n^2)$} with \emph{BERT} \& {GPT}},
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
            "title: A Preprint of GPUs and Vitamin C\nauthors: [OpenAI]\npublished: 2025-01\nvenue: arXiv\narxiv: 2501.00001\nprimary_class: cs.CL\nwithdrawn: true",
            expect![[r#"
                @misc{key,
                  author = {{OpenAI}},
                  title = {A Preprint of {GPUs} and Vitamin {C}},
                  year = 2025,
                  month = jan,
                  eprint = {2501.00001},
                  archivePrefix = {arXiv},
                  primaryClass = {cs.CL},
                  url = {https://arxiv.org/abs/2501.00001},
                  note = {Withdrawn}
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
    fn the_venue_decides_the_type_where_none_is_given() {
        check_kind("", "@misc");
        check_kind("venue: bioRxiv", "@misc");
        check_kind("venue: NeurIPS", "@inproceedings");
        check_kind("venue: Conference on Engines\nvolume: 125", "@inproceedings");
        check_kind("venue: Proceedings of an Academy\nvolume: 3\nnumber: 1", "@article");
        check_kind("venue: IEEE Trans. Engines", "@article");
        check_kind("venue: TMLR", "@article");
        check_kind("venue: NeurIPS\ntype: phdthesis", "@phdthesis");
        check_field("title: T\nvenue: bioRxiv", "howpublished = {bioRxiv}");
        check_field("title: T\nvenue: A University\ntype: phdthesis", "school = {A University}");
    }

    #[test]
    fn a_month_is_of_the_year_that_is_cited() {
        check_field("title: T\npublished: 2016-02-01\nyear: 2016", "month = feb");
        assert!(!cited("title: T\npublished: 2015-12-01\nyear: 2016").contains("month"));
        assert!(!cited("title: T").contains("month"));
    }

    #[test]
    fn page_ranges_have_two_hyphens() {
        check_field("title: T\npages: 1–9", "pages = {1--9}");
        check_field("title: T\npages: i - ix", "pages = {i--ix}");
        check_field("title: T\npages: 12-1--12-9", "pages = {12-1--12-9}");
        check_field("title: T\npages: '7'", "pages = {7}");
    }

    #[test]
    fn capitals_survive_styles_that_lower_titles() {
        check_title("Pre-Training of BERT, GPT-4 and mRNA", "Pre-Training of {BERT}, {GPT}-4 and {mRNA}");
        check_title("On U-Net and T-few: A Survey", "On {U-Net} and {T}-few: A Survey");
        check_title("X-ray Imaging", "X-ray Imaging");
        check_title("{Big} Vitamin C", "{Big} Vitamin {C}");
        check_title("C and $n$ with C", "C and $n$ with {C}");
        check_title("{BERT} and {B}ubbles", "{BERT} and {B}ubbles");
        check_title("F$^3$Set and A$^*$ in $k$-ary trees", "{F$^3$Set} and {A$^*$} in $k$-ary trees");
        check_title("Sorting $n$ in $\\Delta$", "Sorting $n$ in {$\\Delta$}");
        check_title("With $x \\text{ if $Y$}$ after", "With {$x \\text{ if $Y$}$} after");
        check_title("With $$O(n)$$", "With {{\\[O(n)\\]}}");
        // `{\` would be an accented letter, which is lowered.
        check_title("On \\emph{\\textbf{BERT}}", "On \\emph{{\\textbf{BERT}}}");
        check_title("Of Élan and ÉCLAT", "Of Élan and {ÉCLAT}");
    }

    #[test]
    fn broken_tex_and_braces_stay_within_their_field() {
        check_title("A } brace", "A \\textbraceright{} brace");
        check_title("Costs $5 {", "Costs \\$5 \\textbraceleft{}");
        check_title("A trailing \\", "A trailing \\textbackslash{}");
        check_field(
            "title: T\nvenue: 'A } b_c \\'",
            "booktitle = {A \\textbraceright{} b\\_c \\textbackslash{}}",
        );
        check_field(
            "title: T\nauthors: ['{A} B}']",
            "author = {B\\textbraceright{}, \\textbraceleft{}A\\textbraceright{}}",
        );
        check_field("title: T\ndoi: '10.1000/a{b'", "doi = {10.1000/a%7Bb}");
    }

    #[test]
    fn names_are_written_so_that_bibtex_reads_their_parts() {
        check_field("title: T\nauthors: [Supryadi]", "author = {{Supryadi}}");
        check_field("title: T\nauthors: ['Acme, Inc.']", "author = {{Acme, Inc.}}");
        check_field(
            "title: T\nauthors: [{given: Ana, family: Silva e Costa}]",
            "author = {{Silva e Costa}, Ana}",
        );
        check_field("title: T\nauthors: [{given: Ana, family: von Au}]", "author = {von Au, Ana}");
        check_field(
            "title: T\nauthors: [{given: Ana, family: 'Au, and Co'}]",
            "author = {{Au, and Co}, Ana}",
        );
        check_field(
            "title: T\nauthors: [{prefix: de, family: Au, suffix: Jr.}]",
            "author = {de Au, Jr., {}}",
        );
        check_field("title: T\nauthors: [Jörg_1 Müller & Co]", "author = {Co, Jörg\\_1 Müller \\&}");
    }

    #[test]
    fn every_author_is_cited() {
        let names: Vec<String> = (0..3_000).map(|number| format!("A B{number}")).collect();
        let entry = cited(&format!("title: T\nauthors: [{}]", names.join(", ")));
        assert_eq!(entry.matches(" and ").count(), 2_999);
    }

    #[track_caller]
    fn check_keys(papers: &[(&str, &str)], keys: &[&str]) {
        let read = papers.iter().map(|(name, fields)| paper(name, fields).into()).collect();
        let (catalog, _) = Catalog::new(read, false, &Default::default());
        let cite_keys = CiteKeys::new(&catalog);
        let key_of = |(name, _): &(&str, &str)| {
            let id = catalog.papers().iter().position(|paper| paper.key.as_str() == *name);
            cite_keys.of(id.expect("the paper is in the catalog")).to_owned()
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
