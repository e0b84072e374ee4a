//! The [`List`] that found papers are added to: what is new is named, written, and known from then on.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::known::{self, Content, Identity, Known};
use super::{FoundPaper, SourceEntry, content_file, merge};
use crate::diagnostic::{self, Diagnostic, Place, Severity};
use crate::paper::{ArxivId, Day, Doi, Paper};
use crate::placing::{self, Placed};
use crate::scaffold;
use crate::slug::Slug;
use crate::source::SourceFile;

/// What became of the papers that were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many were written.
    pub new: usize,
    /// The days under which they are listed.
    pub days: BTreeSet<Day>,
    /// How many are in the list already, or were found twice.
    pub known: usize,
    /// Which these are, for entries that have a name and a place: those that were found twice first.
    pub repeated: Vec<Diagnostic>,
    /// How many files of those were changed.
    pub updated: usize,
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

/// Papers by the file that each has in the list already.
type ByFile<'p> = BTreeMap<Arc<str>, Vec<&'p FoundPaper>>;

/// So many papers are worked on at the same time: enough for all threads, few enough for the memory.
const BATCH: usize = 512;

/// Writes a content file for every paper that is not in the list of the site at `root`; `progress` is told
/// how many of how many are done.
///
/// A paper that is found on several days is listed on the first of them.
pub fn add(
    root: &Path,
    papers: Vec<FoundPaper>,
    progress: impl Fn(usize, usize),
) -> Result<Report, AddError> {
    let papers = by_day(papers);
    let mut list = List::read(root);
    list.report(&papers, progress).map(|(report, _)| report)
}

/// As [`add`]; then merges what is said of papers that are in the list, or were found twice, into their files.
pub fn add_and_update(
    root: &Path,
    papers: Vec<FoundPaper>,
    progress: impl Fn(usize, usize),
) -> Result<Report, AddError> {
    let papers = by_day(papers);
    let mut list = List::read(root);
    let (mut report, known) = list.report(&papers, progress)?;
    let known: Vec<(Arc<str>, Vec<&FoundPaper>)> = known.into_iter().collect();
    let merged: Vec<_> =
        known.par_iter().map(|(file, found)| merge::merge(root, file, found, &list.files)).collect();
    for merged in merged {
        match merged {
            Ok(has_changed) => report.updated += usize::from(has_changed),
            Err(diagnostic) => report.diagnostics.push(*diagnostic),
        }
    }
    Ok(report)
}

fn by_day(mut papers: Vec<FoundPaper>) -> Vec<FoundPaper> {
    // Stable: of two on one day the first one wins.
    papers.sort_by_key(|paper| paper.day);
    papers
}

/// The list that papers are added to.
pub struct List<'r> {
    root: &'r Path,
    known: Known,
    files: BTreeSet<String>,
    /// How many files have errors, so that not all is known of what the list holds.
    pub unreadable: usize,
}

/// What became of a paper. Paths are from the site's root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It was written to this file.
    New(Arc<str>),
    /// It is in the list already, in this file.
    Known(Arc<str>),
    Unusable(Box<Diagnostic>),
}

impl<'r> List<'r> {
    /// Reads the list of the site at `root`.
    pub fn read(root: &'r Path) -> List<'r> {
        let Content { known, unreadable, files } = known::read(root);
        List { root, known, files, unreadable }
    }

    /// Adds papers, and returns those that have a file already, by file.
    fn report<'p>(
        &mut self,
        papers: &'p [FoundPaper],
        progress: impl Fn(usize, usize),
    ) -> Result<(Report, ByFile<'p>), AddError> {
        let mut report = Report { unreadable: self.unreadable, ..Report::default() };
        let mut known = ByFile::new();
        let mut new: HashMap<Arc<str>, &FoundPaper> = HashMap::new();
        for (index, batch) in papers.chunks(BATCH).enumerate() {
            for (found, added) in batch.iter().zip(self.add_all(batch)?) {
                match added {
                    Added::New(path) => {
                        report.diagnostics.extend(missing_files(found, &path, &self.files));
                        new.insert(path, found);
                        report.new += 1;
                        report.days.insert(found.day);
                    }
                    Added::Known(file) => {
                        report.known += 1;
                        report.repeated.extend(repeated(found, &file, new.get(&file).copied()));
                        known.entry(file).or_default().push(found);
                    }
                    Added::Unusable(diagnostic) => report.diagnostics.push(*diagnostic),
                }
            }
            progress(index * BATCH + batch.len(), papers.len());
        }
        diagnostic::sort(&mut report.repeated);
        report.repeated.sort_by_key(|diagnostic| diagnostic.related.is_empty());
        Ok((report, known))
    }

    /// The file of the paper with one of these ids, from the site's root.
    pub fn file_with(&self, arxiv: Option<&ArxivId>, doi: Option<&Doi>) -> Option<Arc<str>> {
        self.known.file_with(arxiv, doi).cloned()
    }

    /// Writes the content file of a paper that is not in the list.
    pub fn add(&mut self, found: &FoundPaper) -> Result<Added, AddError> {
        let mut added = self.add_all(std::slice::from_ref(found))?;
        Ok(added.pop().expect("something becomes of every paper"))
    }

    /// Writes the content files of papers that are not in the list, and says of each what became of it.
    pub fn add_all(&mut self, papers: &[FoundPaper]) -> Result<Vec<Added>, AddError> {
        let known = &self.known;
        let files = &self.files;
        let candidates: Vec<Candidate> =
            papers.par_iter().map(|found| candidate(found, known, files)).collect();
        let claimed: Vec<Result<NewFile, Added>> = papers
            .iter()
            .zip(candidates)
            .map(|(found, Candidate { identity, base, text })| {
                let mut text = text.map_err(Added::Unusable)?;
                let path = self.known.claim(identity, &base, found.day).map_err(Added::Known)?;
                let key = found.key.as_ref().filter(|key| !scaffold::names_a_paper(key));
                if key.is_some_and(|key| !self.known.take_key(key)) {
                    // Another paper has the key, which the file must not claim, too.
                    let unnamed = FoundPaper { key: None, ..found.clone() };
                    text = Some(readable_text(&unnamed, &base, &self.files).map_err(Added::Unusable)?);
                }
                let text = text.expect("a paper that was in the list before has a file, and claims none");
                Ok(NewFile { path, text })
            })
            .collect();
        let root = self.root;
        let placed: Vec<Result<Added, AddError>> = claimed
            .into_par_iter()
            .map(|claimed| match claimed {
                Ok(file) => file.place(root),
                Err(added) => Ok(added),
            })
            .collect();
        // Of several errors the first one, whichever thread was faster.
        placed.into_iter().collect()
    }
}

/// A paper that may be new.
struct Candidate {
    identity: Identity,
    base: Slug,
    /// None where the list has it already; an error where it could not be read back.
    text: Result<Option<String>, Box<Diagnostic>>,
}

fn candidate(found: &FoundPaper, known: &Known, files: &BTreeSet<String>) -> Candidate {
    let title = content_file::title(found);
    let identity = Identity::of_found(found, &title);
    let base = base_name(found, &title);
    let is_known = known.file_of(&identity, &base).is_some();
    let text = if is_known { Ok(None) } else { readable_text(found, &base, files).map(Some) };
    Candidate { identity, base, text }
}

/// A paper without the files that it names and the list does not have.
fn with_files_of<'p>(found: &'p FoundPaper, files: &BTreeSet<String>) -> Cow<'p, FoundPaper> {
    if found.files.iter().all(|file| files.contains(&file.path)) {
        return Cow::Borrowed(found);
    }
    let mut found = found.clone();
    found.files.retain(|file| files.contains(&file.path));
    Cow::Owned(found)
}

/// What is said of an entry whose paper has a file already: one of the list, or of another entry.
fn repeated(found: &FoundPaper, file: &Arc<str>, other: Option<&FoundPaper>) -> Option<Diagnostic> {
    let SourceEntry { name, place } = found.entry.as_ref()?;
    Some(match other {
        None => Diagnostic::note("known-paper", format!("the paper of `{name}` is in the list already"))
            .at(place.clone(), format!("it is {file}")),
        Some(other) => {
            let twin = other.entry.as_ref();
            let named = twin.map_or_else(String::new, |twin| format!(", of `{}`", twin.name));
            let note = Diagnostic::note("known-paper", format!("the paper of `{name}` is there twice"))
                .at(place.clone(), format!("it is {file}{named}"));
            match twin {
                Some(twin) => note.related(twin.place.clone(), "the other one"),
                None => note,
            }
        }
    })
}

/// What is said of a new paper's files that the list does not have.
fn missing_files(found: &FoundPaper, path: &Arc<str>, files: &BTreeSet<String>) -> Vec<Diagnostic> {
    let missing = found.files.iter().filter(|file| !files.contains(&file.path));
    let told = missing.map(|file| {
        let message = format!("this paper names `{}`, which this list does not have", file.path);
        let fix = "it is left out: copy the file there, and import into a list without this paper";
        Diagnostic::warning("missing-file", message).at(Place::file(path.clone()), fix)
    });
    told.collect()
}

/// The text of a content file. Whatever others sent, only what can be read back becomes part of the list.
fn readable_text(
    found: &FoundPaper,
    key: &Slug,
    files: &BTreeSet<String>,
) -> Result<String, Box<Diagnostic>> {
    let path = scaffold::paper_path(found.day, key).into();
    let source = SourceFile { path, text: content_file::text(&with_files_of(found, files)) };
    match Paper::from_source(&source, files) {
        (Some(_), _) => Ok(source.text),
        (None, diagnostics) => Err(Box::new(unusable(found, &diagnostics))),
    }
}

struct NewFile {
    /// From the site's root.
    path: Arc<str>,
    text: String,
}

impl NewFile {
    fn place(self, root: &Path) -> Result<Added, AddError> {
        match placing::place(root, &self.path, self.text.as_bytes()) {
            Ok(Placed::Created) => Ok(Added::New(self.path)),
            Ok(Placed::Kept) => Ok(Added::Known(self.path)),
            Err(error) => Err(AddError { path: self.path.to_string(), error }),
        }
    }
}

/// The name of a paper's file where no other paper has it: the key it had, its arXiv id, else its citation key, else
/// its title.
fn base_name(found: &FoundPaper, title: &str) -> Slug {
    if let Some(key) = &found.key {
        // Then the file says its key itself.
        let is_name = scaffold::names_a_paper(key);
        return if is_name { key.clone() } else { Slug::from_text(&format!("paper-{key}")) };
    }
    match (&found.arxiv, &found.publication.cite_key) {
        (Some(id), _) => Slug::from_text(&id.as_str().replace('/', "-")),
        (None, Some(key)) => scaffold::slug(key),
        (None, None) => scaffold::slug(title),
    }
}

fn unusable(found: &FoundPaper, diagnostics: &[Diagnostic]) -> Diagnostic {
    let message = format!("a paper cannot be written such that it can be read: {}", found.title);
    let reason = diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error);
    let mut diagnostic = Diagnostic::error("unusable-paper", message);
    if let Some(SourceEntry { place, .. }) = &found.entry {
        diagnostic = diagnostic.at(place.clone(), "it is left out");
    }
    match reason {
        Some(reason) => diagnostic.help(reason.message.clone()),
        None => diagnostic,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use jiff::civil::date;

    use super::*;
    use crate::catalog::Catalog;
    use crate::config::Drafts;
    use crate::import::{capture, hf, read_file};
    use crate::layout;
    use crate::paper::{Author, EntryType, Name, Publication, parse_partial};
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
            let report =
                add(self.0.path(), papers.to_vec(), |_, _| ()).expect("the folder can be written to");
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
    fn papers_of_one_title_are_two_when_their_first_authors_are() {
        let by =
            |name: &str| FoundPaper { authors: vec![Author::new(Name::parse(name))], ..titled("Preface") };
        let folder = Folder::new();
        assert_eq!(folder.add(&[by("Ada Lovelace"), by("Grace Hopper"), by("Lovelace, A.")]), (2, 1));
        // Nothing says that this is a third one.
        assert_eq!(folder.add(&[titled("Preface"), by("Hopper Grace"), by("José Gómez")]), (1, 2));
        assert_eq!(folder.add(&[by("Jose Gomez")]), (0, 1));
    }

    #[test]
    fn a_paper_is_known_by_each_id_that_a_source_gave_it() {
        let doi = Doi::parse("10.1000/a");
        let preprint = with_arxiv("On Sets", "2510.00010");
        let both = FoundPaper { doi: doi.clone(), ..with_arxiv("On Sets", "2510.00010") };
        let published = FoundPaper { doi, ..titled("Sets, Revised") };
        assert_eq!(Folder::new().add(&[preprint, both, published]), (1, 2));
    }

    #[test]
    fn editions_of_a_book_are_books() {
        let book = |year: &str, kind: EntryType| {
            let publication = Publication { kind: Some(kind), ..Publication::default() };
            FoundPaper { published: parse_partial(year).ok(), publication, ..titled("Sorting") }
        };
        let (first, third) = (book("1973", EntryType::Book), book("1997-02", EntryType::Book));
        assert_eq!(Folder::new().add(&[first.clone(), third, first]), (2, 1));
        // A talk and the article on it may be of two years.
        let (talk, article) = (book("2019", EntryType::InProceedings), book("2020", EntryType::Article));
        assert_eq!(Folder::new().add(&[talk, article]), (1, 1));
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
        let report = add(folder.0.path(), papers.to_vec(), |_, _| ()).expect("the folder can be written to");
        assert_eq!((report.new, report.known, report.unreadable), (1, 4, 4));
        assert_eq!(report.diagnostics, []);
    }

    #[test]
    fn what_could_not_be_read_back_is_not_written() {
        let folder = Folder::new();
        let mut paper = titled("Everybody");
        paper.authors = vec![Author::new(Name::literal("A")); 200_000];
        let report =
            add(folder.0.path(), vec![paper, titled("B")], |_, _| ()).expect("the folder can be written to");
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
        let (sources, diagnostics) = source::read(folder.0.path(), layout::CONTENT);
        assert_eq!(diagnostics, []);
        let mut papers = Vec::new();
        for source in &sources.papers {
            let (paper, diagnostics) = Paper::from_source(source, &sources.files);
            assert_eq!(diagnostics, []);
            papers.extend(paper.map(Arc::new));
        }
        let (catalog, diagnostics) = Catalog::new(papers, Drafts::LeftOut, &Default::default());
        assert_eq!(diagnostics, []);

        let mut papers: Vec<&Paper> = catalog.papers().iter().map(Arc::as_ref).collect();
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

        let names: Vec<&str> = paper.authors.iter().map(|author| author.name().printed()).collect();
        assert_eq!(names, found.authors.iter().map(|author| author.name().printed()).collect::<Vec<_>>());
        assert_eq!(paper.author_count, found.author_count);
        assert_eq!((paper.date, paper.published), (found.day, found.published));
        assert_eq!(paper.arxiv, found.arxiv);
        assert_eq!(
            (paper.upvotes, paper.comments, paper.stars),
            (found.upvotes, found.comments, found.stars)
        );
        assert_eq!(paper.weight, found.weight);
        assert_eq!((&paper.submitted_by, &paper.organization), (&found.submitted_by, &found.organization));
        assert_eq!(paper.links.len(), found.links.len());
        assert_eq!(paper.thumbnail.is_some(), found.thumbnail.is_some());
        assert_eq!(paper.extra.len(), found.extra.len());
    }
}
