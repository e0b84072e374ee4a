//! Citations in BibTeX.
//!
//! Fields are those that classic styles and biblatex share; `eprint`, `archivePrefix` and
//! `primaryClass` are as <https://info.arxiv.org/help/hypertex/bibstyles/index.html> says. How styles
//! take names and titles apart is told in <https://ctan.org/pkg/bibtex>, `btxhak` and `bibtex.web`.

use serde_json::Value;

use super::csl;
use super::entry_type::{entry_type, is_arxiv};
use super::protected::protected;
use crate::catalog::PaperId;
use crate::paper::{EntryType, FIELDS_IN_EXTRA, Name, Paper, PersonName};
use crate::site::Site;
use crate::text::Text;

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
    let kind = entry_type(paper);
    let mut fields = Fields::default();
    let others = paper.has_unnamed_authors().then(|| "others".to_owned());
    fields.add_names("author", paper.authors.iter().map(|author| name_of(author.name())).chain(others));
    fields.add("title", braced(&protected(&Text::inline(&paper.title.text).latex())));
    if let Some(name) = venue_field(kind, paper) {
        fields.add_text(name, csl::venue_name(paper));
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
    // A DOI of its own is an address already.
    if let Some(url) = csl::address(paper, url).filter(|_| paper.doi.is_none() || paper.arxiv.is_some()) {
        fields.add("url", verbatim(&url));
    }
    if paper.withdrawn.is_some() {
        fields.add("note", braced("Withdrawn"));
    }
    fields.add_from_extra(paper);

    let mut entry = format!("@{}{{{cite_key}", kind.name());
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

    /// What an import kept of an entry besides, each once, unless the field has a value already.
    fn add_from_extra(&mut self, paper: &Paper) {
        let mut told: Vec<&str> = Vec::new();
        for (name, extra) in FIELDS_IN_EXTRA {
            let value = match paper.extra.get(extra) {
                Some(Value::String(text)) => text.clone(),
                Some(Value::Number(number)) => number.to_string(),
                _ => continue,
            };
            if !told.contains(&extra) && self.0.iter().all(|(known, _)| *known != name) {
                told.push(extra);
                self.add_text(name, Some(&value));
            }
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

/// The field that holds the venue's name in an entry of a type.
fn venue_field(kind: EntryType, paper: &Paper) -> Option<&'static str> {
    Some(match kind {
        EntryType::Article => "journal",
        EntryType::InProceedings | EntryType::InCollection | EntryType::InBook => "booktitle",
        EntryType::PhdThesis | EntryType::MastersThesis => "school",
        EntryType::TechReport => "institution",
        EntryType::Manual => "organization",
        // The arXiv id says so already.
        _ if paper.arxiv.is_some() && paper.venue.as_ref().is_some_and(|venue| is_arxiv(venue.name())) => {
            return None;
        }
        _ => "howpublished",
    })
}

/// `van der Berg, Jr., Ludwig`; a group in braces, so that it is not taken apart.
fn name_of(name: &Name) -> String {
    let Some(PersonName { given, prefix, family, suffix }) = name.person() else {
        return braced(&escaped(name.printed()));
    };
    let family = match prefix {
        "" => family_name(family),
        prefix => format!("{} {}", name_part(prefix), family_name(family)),
    };
    match (suffix, given) {
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

pub(super) fn braced(text: &str) -> String {
    format!("{{{text}}}")
}

/// A URL or DOI, of which TeX's `\url` takes every character but braces that do not match.
fn verbatim(text: &str) -> String {
    braced(&text.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C"))
}

/// Plain text for TeX.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let are_paired = text.matches('"').count().is_multiple_of(2);
    let mut is_quoted = false;
    for char in text.chars() {
        match char {
            // TeX sets straight marks as closing ones.
            '"' if are_paired => {
                is_quoted = !is_quoted;
                escaped.push_str(if is_quoted { "``" } else { "''" });
            }
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

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::export::tests::paper;

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
                  booktitle = {NeurIPS 2015},
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
        check_field(
            "title: T\nauthors: ['Ada \"Countess\" Lovelace']",
            "author = {Lovelace, Ada ``Countess''}",
        );
    }

    #[test]
    fn what_an_import_kept_besides_is_written_again() {
        let extra = "extra: {edition: Second, place: Turin, chapter: 8, genre: Habilitation, note: In press}";
        check_field(&format!("title: T\n{extra}"), "edition = {Second}");
        check_field(&format!("title: T\n{extra}"), "address = {Turin}");
        check_field(&format!("title: T\n{extra}"), "chapter = {8}");
        check_field(&format!("title: T\nwithdrawn: true\n{extra}"), "note = {Withdrawn}");
        assert_eq!(cited(&format!("title: T\n{extra}")).matches("Turin").count(), 1);
    }

    #[test]
    fn every_author_is_cited() {
        let names: Vec<String> = (0..3_000).map(|number| format!("A B{number}")).collect();
        let entry = cited(&format!("title: T\nauthors: [{}]", names.join(", ")));
        assert_eq!(entry.matches(" and ").count(), 2_999);
    }
}
