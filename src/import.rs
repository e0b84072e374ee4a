//! An import turns what others list, each a [`FoundPaper`], into content files of this list.
//!
//! A source has a reader in a module of its own, such as [`arxiv`] or [`csl`]. Readers touch no site.
//! [`add`] alone decides what is new, names the files, and writes them.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::paper::{
    ArxivId, Author, Day, Doi, Name, Paper, PartialDate, Publication, Status, is_web_url, parse_day,
};
use crate::placing::{self, Placed};
use crate::scaffold;
use crate::slug::Slug;
use crate::source::SourceFile;

pub mod arxiv;
pub mod capture;
mod content_file;
pub mod csl;
pub mod hf;
mod known;
pub mod pmlr;
mod reading;
mod trace;

pub use reading::Reading;

use known::Known;

/// A paper as a source describes it.
///
/// Texts hold TeX, but no Markdown, save where it says so; they are plain where a paper's are.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundPaper {
    /// One line that is not empty.
    pub title: String,
    /// The day under which it is to be listed.
    pub day: Day,
    pub authors: Vec<Author>,
    /// Where the names are unknown.
    pub author_count: Option<u64>,
    pub published: Option<PartialDate>,
    pub updated: Option<PartialDate>,
    pub version: Option<u32>,
    pub arxiv: Option<ArxivId>,
    /// At arXiv: `cs.LG`.
    pub primary_class: Option<String>,
    pub doi: Option<Doi>,
    /// Where it appeared.
    pub venue: Option<String>,
    pub publication: Publication,
    /// By the usual names of front matter, or by labels of the source's own.
    pub links: Vec<(String, WebUrl)>,
    /// Paragraphs of one line each.
    pub abstract_: Vec<String>,
    pub upvotes: Option<u64>,
    pub comments: Option<u64>,
    pub stars: Option<u64>,
    pub weight: Option<u64>,
    pub submitted_by: Option<String>,
    pub organization: Option<String>,
    pub thumbnail: Option<WebUrl>,
    /// Why, in the source's words; empty where it does not say.
    pub withdrawn: Option<String>,
    /// Whose words they are depends on the source: most say nothing of what a curator would call it.
    pub tags: Vec<String>,
    /// The curator's, in Markdown, as the notes.
    pub summary: Option<String>,
    pub notes: Option<String>,
    pub status: Option<Status>,
    pub draft: bool,
    /// What a paper has no field for, by name.
    pub extra: Vec<(&'static str, Extra)>,
}

impl FoundPaper {
    /// A paper of which only this is known.
    pub fn new(title: impl Into<String>, day: Day) -> FoundPaper {
        FoundPaper {
            title: title.into(),
            day,
            authors: Vec::new(),
            author_count: None,
            published: None,
            updated: None,
            version: None,
            arxiv: None,
            primary_class: None,
            doi: None,
            venue: None,
            publication: Publication::default(),
            links: Vec::new(),
            abstract_: Vec::new(),
            upvotes: None,
            comments: None,
            stars: None,
            weight: None,
            submitted_by: None,
            organization: None,
            thumbnail: None,
            withdrawn: None,
            tags: Vec::new(),
            summary: None,
            notes: None,
            status: None,
            draft: false,
            extra: Vec::new(),
        }
    }
}

/// A value below `extra`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Extra {
    Count(u64),
    Text(String),
    Texts(Vec<String>),
}

/// An address that begins with `http://` or `https://` and can be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebUrl(String);

impl WebUrl {
    pub fn parse(text: &str) -> Option<WebUrl> {
        let text = text.trim();
        let is_mail = text.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:"));
        (is_web_url(text) && !is_mail).then(|| WebUrl(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What became of the papers that were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many were written.
    pub new: usize,
    /// The days under which they are listed.
    pub days: BTreeSet<Day>,
    /// How many are in the list already, or were found twice.
    pub known: usize,
    /// How many files of the list have errors, so that not all is known of what it holds.
    pub unreadable: usize,
    pub diagnostics: Vec<Diagnostic>,
}

/// Why papers could not be written. Those before are whole, and known to the next import.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {error}")]
pub struct AddError {
    /// From the site's root.
    pub path: String,
    pub error: io::Error,
}

/// Larger files are no lists that somebody reads: a year of the largest known one is a tenth of it.
const LARGEST: u64 = 256 << 20;

/// Reads a file that is to be imported, without a byte order mark.
pub fn read_file(path: &Path) -> io::Result<String> {
    read_text(File::open(path)?)
}

/// Reads a text that is to be imported, without a byte order mark.
pub fn read_text(source: impl Read) -> io::Result<String> {
    let mut text = String::new();
    source.take(LARGEST + 1).read_to_string(&mut text)?;
    if text.len() as u64 > LARGEST {
        return Err(io::Error::new(ErrorKind::FileTooLarge, "this file is too large to be a list of papers"));
    }
    if text.starts_with('\u{FEFF}') {
        text.drain(..'\u{FEFF}'.len_utf8());
    }
    Ok(text)
}

/// Writes a content file for every paper that is not in the list of the site at `root`.
///
/// A paper that is found on several days is listed on the first of them.
pub fn add(root: &Path, mut papers: Vec<FoundPaper>) -> Result<Report, AddError> {
    // Stable: of two on one day the first one wins.
    papers.sort_by_key(|paper| paper.day);
    let mut list = List::read(root);
    let mut report = Report { unreadable: list.unreadable, ..Report::default() };
    for found in &papers {
        match list.add(found)? {
            Added::New(_) => {
                report.new += 1;
                report.days.insert(found.day);
            }
            Added::Known(_) => report.known += 1,
            Added::Unusable(diagnostic) => report.diagnostics.push(*diagnostic),
        }
    }
    Ok(report)
}

/// The list that papers are added to.
pub struct List<'r> {
    root: &'r Path,
    known: Known,
    /// How many files have errors, so that not all is known of what the list holds.
    pub unreadable: usize,
}

/// What became of a paper. Paths are from the site's root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It was written to this file.
    New(String),
    /// It is in the list already, in this file.
    Known(Arc<str>),
    Unusable(Box<Diagnostic>),
}

impl<'r> List<'r> {
    /// Reads the list of the site at `root`.
    pub fn read(root: &'r Path) -> List<'r> {
        let (known, unreadable) = known::read(root);
        List { root, known, unreadable }
    }

    /// The file of the paper with one of these ids, from the site's root.
    pub fn file_with(&self, arxiv: Option<&ArxivId>, doi: Option<&Doi>) -> Option<Arc<str>> {
        self.known.file_with(arxiv, doi).cloned()
    }

    /// Writes the content file of a paper that is not in the list.
    pub fn add(&mut self, found: &FoundPaper) -> Result<Added, AddError> {
        let title = content_file::title(found);
        let slug = match self.known.new_key(found, &title, &base_name(found, &title)) {
            Ok(slug) => slug,
            Err(file) => return Ok(Added::Known(file)),
        };
        let path = scaffold::paper_path(found.day, &slug);
        let source = SourceFile { path: path.as_str().into(), text: content_file::text(found) };
        // Whatever others sent, only what can be read back becomes part of the list.
        let (paper, diagnostics) = Paper::from_source(&source, &BTreeSet::new());
        let Some(paper) = paper else {
            return Ok(Added::Unusable(Box::new(unusable(found, &diagnostics))));
        };
        match placing::place(self.root, &path, source.text.as_bytes()) {
            Ok(Placed::Created) => {
                self.known.insert(&paper);
                Ok(Added::New(path))
            }
            Ok(Placed::Kept) => Ok(Added::Known(path.into())),
            Err(error) => Err(AddError { path, error }),
        }
    }
}

/// The name of a paper's file where no other paper has it: its arXiv id, else its citation key, else
/// its title.
fn base_name(found: &FoundPaper, title: &str) -> Slug {
    match (&found.arxiv, &found.publication.cite_key) {
        (Some(id), _) => Slug::from_text(&id.as_str().replace('/', "-")),
        (None, Some(key)) => scaffold::slug(key),
        (None, None) => scaffold::slug(title),
    }
}

fn unusable(found: &FoundPaper, diagnostics: &[Diagnostic]) -> Diagnostic {
    let message = format!("a paper cannot be written such that it can be read: {}", found.title);
    let reason = diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error);
    let diagnostic = Diagnostic::error("unusable-paper", message);
    match reason {
        Some(reason) => diagnostic.help(reason.message.clone()),
        None => diagnostic,
    }
}

/// A name such that it is printed as it was found: one that would be turned around, or taken for
/// several, is not taken apart.
pub(crate) fn name(printed: String) -> Name {
    const GROUPS: [&str; 3] = [" Collaboration", " Consortium", " Team"];
    let is_one = !printed.contains(',')
        && !printed.contains(" and ")
        && !GROUPS.iter().any(|ending| printed.ends_with(ending));
    let parsed = Name::parse(&printed);
    if is_one && parsed.printed() == printed { parsed } else { Name::Literal(printed) }
}

/// A text on one line, without control characters; nothing if that is empty.
pub(crate) fn line(text: &str) -> Option<String> {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| word.chars().filter(|char| !char.is_control()).collect())
        .filter(|word: &String| !word.is_empty())
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// arXiv's texts are broken into lines; a paragraph begins with an indented or behind an empty one.
pub(crate) fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut is_new = true;
    for row in text.lines() {
        let Some(words) = line(row) else {
            is_new = true;
            continue;
        };
        match paragraphs.last_mut() {
            Some(paragraph) if !is_new && !row.starts_with([' ', '\t']) => {
                paragraph.push(' ');
                paragraph.push_str(&words);
            }
            _ => paragraphs.push(words),
        }
        is_new = false;
    }
    paragraphs
}

fn not_json(file: &str, text: &str, error: &serde_json::Error) -> Diagnostic {
    let line_start: usize =
        text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let at = line_start + error.column().saturating_sub(1);
    let message = error.to_string();
    // The place is shown by the diagnostic's frame.
    let what = message.split(" at line ").next().unwrap_or_default();
    Diagnostic::error("bad-json", format!("this file is not valid JSON: {what}"))
        .at(Place::in_text(file.into(), text, at..at + 1), "")
        .help("save the answer again, whole: it begins with `[` and ends with `]`")
}

/// The day of an instant in UTC: `2024-05-27T23:30:00.000Z`.
fn utc_day(text: &str) -> Option<Day> {
    match text.trim().parse::<Timestamp>() {
        Ok(instant) => Some(TimeZone::UTC.to_datetime(instant).date()),
        Err(_) => parse_day(text.trim()).ok(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use jiff::civil::date;

    use super::*;
    use crate::catalog::Catalog;
    use crate::config::Config;
    use crate::source;
    use crate::text::tests::{check_escape_keeps, check_line_escape_keeps};
    use crate::text::{Text, escape_markdown};

    const DAY: Day = date(2025, 10, 30);

    struct Folder(tempfile::TempDir);

    impl Folder {
        fn new() -> Folder {
            Folder(tempfile::tempdir().expect("a temporary folder"))
        }

        fn write(&self, path: &str, text: &str) {
            let path = self.0.path().join(path);
            fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
            fs::write(path, text).expect("a file can be written");
        }

        /// The number of new papers, and of known ones.
        #[track_caller]
        fn add(&self, papers: &[FoundPaper]) -> (usize, usize) {
            let report = add(self.0.path(), papers.to_vec()).expect("the folder can be written to");
            assert_eq!(report.diagnostics, []);
            (report.new, report.known)
        }

        /// The content folder's files, in order.
        fn files(&self) -> Vec<String> {
            let walk = walkdir::WalkDir::new(self.0.path().join("content")).sort_by_file_name();
            let files =
                walk.into_iter().filter_map(|entry| entry.ok().filter(|entry| entry.file_type().is_file()));
            let content = self.0.path().join("content");
            files
                .map(|file| file.path().strip_prefix(&content).expect("below").display().to_string())
                .collect()
        }
    }

    fn titled(title: &str) -> FoundPaper {
        FoundPaper::new(title, DAY)
    }

    fn with_arxiv(title: &str, id: &str) -> FoundPaper {
        FoundPaper { arxiv: ArxivId::parse(id).map(|(id, _)| id), ..titled(title) }
    }

    #[test]
    fn files_are_named_by_arxiv_id_else_by_title() {
        let folder = Folder::new();
        let papers = [
            with_arxiv("A", "2510.00010"),
            with_arxiv("B", "hep-th/9901001"),
            titled("Who & what?"),
            titled("Index"),
        ];
        assert_eq!(folder.add(&papers), (4, 0));
        assert_eq!(
            folder.files(),
            [
                "2025-10-30/2510.00010.md",
                "2025-10-30/hep-th-9901001.md",
                "2025-10-30/paper-index.md",
                "2025-10-30/who-and-what.md"
            ]
        );
    }

    #[test]
    fn papers_of_one_name_are_told_apart_by_a_number() {
        let folder = Folder::new();
        folder.write("content/2024-01-01/Sets.md", "---\ntitle: Sets!\narxiv: '2401.00010'\n---\n");
        let long = "word ".repeat(60);
        let papers = [
            FoundPaper { doi: Doi::parse("10.1000/a"), ..titled("C++") },
            FoundPaper { doi: Doi::parse("10.1000/b"), ..titled("C++") },
            titled("Sets?"),
            titled("Sets to"),
            titled(&format!("{long}one")),
            titled(&format!("{long}two")),
        ];
        // `Sets?` is `Sets!` for all that is known.
        assert_eq!(folder.add(&papers), (5, 1));
        let words = |count: usize| vec!["word"; count].join("-");
        assert_eq!(
            folder.files(),
            [
                "2024-01-01/Sets.md".to_owned(),
                "2025-10-30/c-plus-plus-2.md".to_owned(),
                "2025-10-30/c-plus-plus.md".to_owned(),
                "2025-10-30/sets-to.md".to_owned(),
                format!("2025-10-30/{}-2.md", words(16)),
                format!("2025-10-30/{}.md", words(20)),
            ]
        );
    }

    #[test]
    fn a_paper_in_the_list_is_known_by_its_ids_else_its_title() {
        let folder = Folder::new();
        folder.write("content/a.md", "---\ntitle: 'On *Sets*'\ndate: 2024-01-01\narxiv: '2401.00010'\n---\n");
        folder.write("content/b.md", "---\ntitle: B\ndate: 2024-01-01\ndoi: 10.1000/XYZ\ndraft: true\n---\n");
        let known = [
            with_arxiv("Another title", "2401.00010v2"),
            FoundPaper { doi: Doi::parse("10.1000/xyz"), ..titled("Another title") },
            titled("ON SETS"),
            FoundPaper { doi: Doi::parse("10.1000/c"), ..titled("On Sets") },
        ];
        assert_eq!(folder.add(&known), (0, 4));
        let new = [with_arxiv("On Sets", "2401.00020"), with_arxiv("C", "2401.00030"), titled("On Set")];
        assert_eq!(folder.add(&new), (3, 0));
        assert_eq!(folder.add(&new), (0, 3));
    }

    #[test]
    fn a_paper_that_is_found_twice_is_listed_on_the_first_day() {
        let folder = Folder::new();
        let later = with_arxiv("A", "2510.00010");
        let earlier = FoundPaper { day: date(2025, 10, 29), ..later.clone() };
        assert_eq!(folder.add(&[later.clone(), earlier, later]), (1, 2));
        assert_eq!(folder.files(), ["2025-10-29/2510.00010.md"]);
    }

    #[test]
    fn files_with_errors_are_counted_and_known_by_name_and_by_what_can_be_read() {
        let folder = Folder::new();
        folder.write("content/named.md", "no front matter");
        folder.write("content/b.md", "---\ntitle: B\ndate: 2024-01-01\narxiv: 2401.00010\nauther: x\n---\n");
        folder.write("content/c.md", "---\ntitle: One Title\n---\n");
        folder.write("content/2025-10-30/2510.00010.md", "---\ntitle: 'x\n---\n");
        let papers = [
            titled("Named"),
            with_arxiv("Another", "2401.00010"),
            titled("One title"),
            with_arxiv("D", "2510.00010"),
            titled("New"),
        ];
        let report = add(folder.0.path(), papers.to_vec()).expect("the folder can be written to");
        assert_eq!((report.new, report.known, report.unreadable), (1, 4, 4));
        assert_eq!(report.diagnostics, []);
    }

    #[test]
    fn what_could_not_be_read_back_is_not_written() {
        let folder = Folder::new();
        let mut paper = titled("Everybody");
        paper.authors = vec![Author::new(Name::Literal("A".to_owned())); 200_000];
        let report = add(folder.0.path(), vec![paper, titled("B")]).expect("the folder can be written to");
        let messages: Vec<_> =
            report.diagnostics.iter().map(|found| (found.message.as_str(), found.help.as_deref())).collect();
        assert_eq!(
            messages,
            [(
                "a paper cannot be written such that it can be read: Everybody",
                Some("this is not valid YAML: budget breached: Nodes { nodes: 200001 }")
            )]
        );
        assert_eq!(folder.files(), ["2025-10-30/b.md"]);
    }

    #[test]
    fn a_line_has_no_breaks_and_no_control_characters() {
        assert_eq!(line(" One\n  two\u{A0}three\u{7}\u{85} \u{0} ").as_deref(), Some("One two three"));
        assert_eq!(line("\u{7} \n"), None);
    }

    #[test]
    fn only_addresses_of_the_web_are_links() {
        assert_eq!(
            WebUrl::parse(" https://a.example ").map(|url| url.0).as_deref(),
            Some("https://a.example")
        );
        for text in
            ["mailto:a@b.example", "MAILTO:a@b.example", "javascript:x", "a.example", "/a", "https://a b"]
        {
            assert_eq!(WebUrl::parse(text), None, "{text}");
        }
    }

    /// Real lists: what was found is written, and read as what was found.
    #[test]
    fn real_lists_are_read_back_as_they_were_found() {
        let Ok(corpus) = std::env::var("OFFPRINT_CORPUS") else {
            eprintln!("OFFPRINT_CORPUS does not name the corpus: not tried");
            return;
        };
        let corpus = Path::new(&corpus);
        let listing =
            read_file(&corpus.join("daily-papers-capture.txt")).expect("the corpus holds the listing");
        let listing = capture::read("a.txt", &listing, Some(DAY), capture::Grouping::Published);
        check_read_back(listing.expect("the day is given").all());

        let answers = fs::read_dir(corpus.join("hf")).expect("the corpus holds answers");
        let mut found = Vec::new();
        for path in answers.map(|entry| entry.expect("a readable folder").path()) {
            let answer = hf::read(&path.to_string_lossy(), &read_file(&path).expect("a readable file"), None);
            assert_eq!(answer.diagnostics, []);
            found.extend(answer.papers);
        }
        check_read_back(found);
    }

    fn check_read_back(mut found: Vec<FoundPaper>) {
        let folder = Folder::new();
        assert_eq!(folder.add(&found), (found.len(), 0));
        let (sources, diagnostics) = source::read(folder.0.path(), Config::CONTENT);
        assert_eq!(diagnostics, []);
        let mut papers = Vec::new();
        for source in &sources.papers {
            let (paper, diagnostics) = Paper::from_source(source, &sources.files);
            assert_eq!(diagnostics, []);
            papers.extend(paper);
        }
        let (catalog, diagnostics) = Catalog::new(papers, false, &Default::default());
        assert_eq!(diagnostics, []);

        let mut papers: Vec<&Paper> = catalog.papers().iter().collect();
        papers.sort_by_key(|paper| (paper.date, paper.title.text.clone()));
        found.sort_by_key(|found| (found.day, content_file::title(found)));
        assert_eq!(papers.len(), found.len());
        for (paper, found) in papers.into_iter().zip(&found) {
            check_same(paper, found);
        }
    }

    /// Titles and abstracts are compared as the Markdown they were written as; what that Markdown
    /// means is checked beside it.
    fn check_same(paper: &Paper, found: &FoundPaper) {
        assert_eq!(paper.title.text, content_file::title(found));
        check_line_escape_keeps(&found.title);
        let abstract_ = found.abstract_.join("\n\n");
        let read = paper.abstract_.as_ref().map(|passage| passage.text.as_str()).unwrap_or_default();
        assert_eq!(read, content_file::abstract_(found));
        check_escape_keeps(&abstract_);
        let words = |text: &str| {
            let plain = Text::block(text).plain();
            plain.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(words(read), words(&escape_markdown(&abstract_)), "wrapping changes nothing");
        assert!(paper.notes.is_none(), "{}", paper.file);

        let names: Vec<String> = paper.authors.iter().map(|author| author.name().printed()).collect();
        assert_eq!(names, found.authors.iter().map(|author| author.name().printed()).collect::<Vec<_>>());
        assert_eq!(paper.author_count, found.author_count);
        assert_eq!((paper.date, paper.published), (found.day, found.published));
        assert_eq!(paper.arxiv, found.arxiv);
        assert_eq!(
            (paper.upvotes, paper.comments, paper.stars),
            (found.upvotes, found.comments, found.stars)
        );
        assert_eq!(paper.weight, found.weight.map(|weight| i64::try_from(weight).expect("a small number")));
        assert_eq!((&paper.submitted_by, &paper.organization), (&found.submitted_by, &found.organization));
        assert_eq!(paper.links.len(), found.links.len());
        assert_eq!(paper.thumbnail.is_some(), found.thumbnail.is_some());
        assert_eq!(paper.extra.len(), found.extra.len());
    }
}
