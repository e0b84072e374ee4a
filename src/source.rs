//! A [`SourceFile`] is a file of the content folder, read and decoded. This module is the only
//! reader of content.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use walkdir::WalkDir;

use crate::diagnostic::{Diagnostic, Place};
use crate::layout;
use crate::paper::without_markdown_ending;

/// The code of a file that cannot be read: no fault of what it says.
const UNREADABLE: &str = "unreadable";

/// How often a file that changes under the reader's eyes is read again.
const ATTEMPTS: usize = 3;

/// A Markdown file's path and text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Relative to the site's root, with `/` on every system: `content/2025-10-30/ndcr.md`.
    pub path: Arc<str>,
    /// Without a byte order mark.
    pub text: String,
}

/// Everything below the content folder, in order of path.
#[derive(Debug, Default)]
pub struct Sources {
    /// `content/pages/*.md`.
    pub pages: Vec<SourceFile>,
    /// Every other Markdown file that is not left out.
    pub papers: Vec<SourceFile>,
    /// The file that joins names of authors, if there is one.
    pub authors: Option<SourceFile>,
    /// The file that describes tags, if there is one.
    pub tags: Option<SourceFile>,
    /// All other files, by path from the site's root; papers may name them.
    pub files: BTreeSet<String>,
    /// `_index.md`, `README.md` and the like: left out on purpose.
    pub left_out: Vec<Arc<str>>,
    /// Markdown files that were not wanted, and so not read.
    pub passed_over: Vec<String>,
    /// Whether something in the folder is a symbolic link: then a file can change under two names.
    pub has_links: bool,
}

/// How many files a thread reads before it looks for others.
const BATCH: usize = 128;

/// A file's path from the site's root, and where it is.
type Found = (String, PathBuf);

/// What a walk over the content folder found, before anything is read.
#[derive(Default)]
struct Walked {
    authors: Option<Found>,
    tags: Option<Found>,
    sources: Sources,
    diagnostics: Vec<Diagnostic>,
}

/// Reads the content folder. Unreadable and undecodable files become diagnostics.
///
/// `root` is the site's folder, `content` the content folder's name in it.
pub fn read(root: &Path, content: &str) -> (Sources, Vec<Diagnostic>) {
    read_some(root, content, |_| true)
}

/// Like [`read`], of those Markdown files that are wanted by their paths from the site's root.
pub fn read_some(root: &Path, content: &str, is_wanted: impl Fn(&str) -> bool) -> (Sources, Vec<Diagnostic>) {
    let folder = root.join(content);
    if !folder.is_dir() {
        let missing = Diagnostic::error("no-content", format!("there is no folder `{content}`"))
            .at(Place::file(content), "")
            .help("`offprint init` makes a site; `--root DIR` names another one's folder");
        return (Sources::default(), vec![missing]);
    }
    let mut passed_over = Vec::new();
    let (walked, read) = while_reading(|read| {
        let markdown = |file: Found| if is_wanted(&file.0) { read(file) } else { passed_over.push(file.0) };
        walk(root, &folder, markdown)
    });
    let Walked { authors, tags, mut sources, mut diagnostics } = walked;
    sources.passed_over = passed_over;
    for (listed, source) in [(authors, &mut sources.authors), (tags, &mut sources.tags)] {
        match listed.map(|(path, file)| read_file(&path, &file)) {
            Some(Ok(text)) => *source = Some(text),
            Some(Err(diagnostic)) => diagnostics.push(*diagnostic),
            None => {}
        }
    }

    let pages_folder = format!("{content}/pages/");
    for result in read {
        match result {
            Ok(source) if source.path.starts_with(&pages_folder) => sources.pages.push(source),
            Ok(source) => sources.papers.push(source),
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    (sources, diagnostics)
}

type ReadFile = Result<SourceFile, Box<Diagnostic>>;

/// Lets other threads read the files that `find` hands over while it looks for more. What they read is in the order in
/// which it was found.
fn while_reading<T>(find: impl FnOnce(&mut dyn FnMut(Found)) -> T) -> (T, Vec<ReadFile>) {
    let read: Mutex<BTreeMap<usize, Vec<ReadFile>>> = Mutex::default();
    let read_batch = |number: usize, batch: Vec<Found>| {
        let files = batch.iter().map(|(path, file)| read_file(path, file)).collect();
        read.lock().unwrap_or_else(PoisonError::into_inner).insert(number, files);
    };
    let found = rayon::in_place_scope(|scope| {
        let read_batch = &read_batch;
        let (mut number, mut batch) = (0, Vec::new());
        let found = find(&mut |file| {
            batch.push(file);
            if batch.len() == BATCH {
                let batch = std::mem::take(&mut batch);
                scope.spawn(move |_| read_batch(number, batch));
                number += 1;
            }
        });
        read_batch(number, batch);
        found
    });
    let read = read.into_inner().unwrap_or_else(PoisonError::into_inner);
    (found, read.into_values().flatten().collect())
}

/// Reads one Markdown file again, by its path from the site's root; none where that fails.
pub fn read_again(root: &Path, path: &Arc<str>) -> Option<SourceFile> {
    let file = root.join(&**path);
    // What became a link may lead out of the folder.
    let is_file = fs::symlink_metadata(&file).is_ok_and(|metadata| metadata.is_file());
    if is_file { read_file(path, &file).ok() } else { None }
}

/// Whether files could not be read: then it is not what they say that is wrong.
pub fn has_unreadable(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.code == UNREADABLE)
}

/// The error of a file that cannot be read, by its path from the site's root.
pub fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    let message = format!("this file cannot be read: {error}");
    let fix = match error.kind() {
        io::ErrorKind::NotFound => "it went away while the site was read: run the command again",
        io::ErrorKind::PermissionDenied => "let yourself read it, and the folders above it",
        io::ErrorKind::ResourceBusy => "run the command again when nothing writes to it",
        _ => "",
    };
    Diagnostic::error(UNREADABLE, message).at(Place::file(path), fix)
}

/// Walks over the content folder in order, and hands over its Markdown files.
fn walk(root: &Path, folder: &Path, mut markdown: impl FnMut(Found)) -> Walked {
    let mut walked = Walked::default();
    let inside = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    // The folder that was walked last by way of a link.
    let mut linked: Option<PathBuf> = None;
    let mut walk = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                walked.diagnostics.push(walk_error(root, &error));
                continue;
            }
        };
        let skip = |walk: &mut walkdir::IntoIter| {
            if entry.file_type().is_dir() {
                walk.skip_current_dir();
            }
        };
        if entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.') {
            skip(&mut walk);
            continue;
        }
        let Some(path) = relative(root, entry.path()) else {
            let message = "this file's name is not Unicode, so no URL can name it";
            let place = Place::file(entry.path().to_string_lossy().into_owned());
            walked.diagnostics.push(Diagnostic::error("bad-file-name", message).at(place, "rename it"));
            continue;
        };
        if entry.path_is_symlink() {
            walked.sources.has_links = true;
            let target = entry.path().canonicalize();
            if !target.is_ok_and(|target| target.starts_with(&inside)) {
                walked.diagnostics.push(
                    Diagnostic::warning(
                        "link-out-of-content",
                        "this link leads out of the content folder, and is left out",
                    )
                    .at(Place::file(path), "copy what it leads to"),
                );
                skip(&mut walk);
                continue;
            }
            if entry.file_type().is_dir() {
                // Links within linked folders would show one file at ever more places.
                if linked.as_ref().is_some_and(|linked| entry.path().starts_with(linked)) {
                    let message = "this link to a folder stands in a linked folder, and is left out";
                    let fix = "link to the folder that it leads to";
                    walked.diagnostics.push(
                        Diagnostic::warning("link-in-linked-folder", message).at(Place::file(path), fix),
                    );
                    skip(&mut walk);
                    continue;
                }
                linked = Some(entry.path().to_owned());
            }
        }
        if entry.file_type().is_file() {
            walked.add((path, entry.into_path()), &mut markdown);
        }
    }
    walked
}

impl Walked {
    fn add(&mut self, (path, file): Found, markdown: &mut impl FnMut(Found)) {
        let name = path.rsplit('/').next().unwrap_or(&path);
        let is_markdown = without_markdown_ending(name).is_some();
        let is_on_top = path.split('/').count() == 2;
        if is_on_top && name == layout::AUTHORS {
            self.authors = Some((path, file));
        } else if is_on_top && name == layout::TAGS {
            self.tags = Some((path, file));
        } else if !is_markdown {
            self.sources.files.insert(path);
        } else if name.starts_with('_') || name.eq_ignore_ascii_case("README.md") {
            self.sources.left_out.push(path.into());
        } else {
            markdown((path, file));
        }
    }
}

/// What is said of an entry of a folder that cannot be walked.
pub fn walk_error(root: &Path, error: &walkdir::Error) -> Diagnostic {
    let path = error.path().and_then(|path| relative(root, path)).unwrap_or_default();
    if error.loop_ancestor().is_some() {
        return Diagnostic::warning(
            "link-loop",
            "this link leads back to a folder above it, and is left out",
        )
        .at(Place::file(path), "remove it");
    }
    let broken_link = error.path().is_some_and(|path| path.is_symlink());
    if broken_link {
        return Diagnostic::warning("broken-symlink", "this link leads nowhere, and is left out")
            .at(Place::file(path), "remove it");
    }
    // Only a loop, which was told above, is no error of the system.
    error.io_error().map_or_else(
        || unreadable(&path, &io::Error::other(error.to_string())),
        |error| unreadable(&path, error),
    )
}

/// The text of a file by its path from the site's root, as diagnostics count its bytes.
pub fn text_of(root: &Path, path: &str) -> Option<String> {
    let text = fs::read_to_string(root.join(path)).ok()?;
    Some(without_mark(text))
}

/// The whole text of a file by its path from the site's root, with its byte order mark.
pub fn whole_text_of(root: &Path, path: &str) -> std::io::Result<String> {
    fs::read_to_string(root.join(path))
}

/// Reads one file of text; `path` is what messages call it.
pub fn read_file(path: &str, file: &Path) -> Result<SourceFile, Box<Diagnostic>> {
    let bytes = read_whole(file).map_err(|error| Box::new(unreadable(path, &error)))?;
    let text = String::from_utf8(bytes).map_err(|error| Box::new(not_utf8(path, &error)))?;
    Ok(SourceFile { path: path.into(), text: without_mark(text) })
}

/// Reads a file as it was at one time: what an editor writes meanwhile is read again from its start.
fn read_whole(file: &Path) -> io::Result<Vec<u8>> {
    for _ in 0..ATTEMPTS {
        let mut file = File::open(file)?;
        let before = file.metadata()?;
        let mut bytes = Vec::with_capacity(usize::try_from(before.len()).unwrap_or_default() + 1);
        // By itself, a file asks for its length once more.
        file.by_ref().take(u64::MAX).read_to_end(&mut bytes)?;
        let after = file.metadata()?;
        if bytes.len() as u64 == after.len() && before.modified().ok() == after.modified().ok() {
            return Ok(bytes);
        }
    }
    Err(io::Error::new(io::ErrorKind::ResourceBusy, "it changes while it is read"))
}

/// Without the byte order mark that some editors put before UTF-8.
fn without_mark(text: String) -> String {
    match text.strip_prefix('\u{FEFF}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

fn not_utf8(path: &str, error: &std::string::FromUtf8Error) -> Diagnostic {
    let bytes = error.as_bytes();
    let valid = error.utf8_error().valid_up_to();
    let shown = String::from_utf8_lossy(bytes);
    // Up to the fault, the lossy text and the bytes agree.
    let place = Place::in_text(path.into(), &shown, valid..valid + '\u{FFFD}'.len_utf8());
    let encoding = match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => "it looks like UTF-16",
        _ => "it may be Latin-1 or windows-1252",
    };
    Diagnostic::error("not-utf8", "this file is not UTF-8")
        .at(place, format!("byte {:#04x} cannot stand here", bytes[valid]))
        .help(format!("save the file as UTF-8; {encoding}"))
}

/// A path from the site's root, with `/` on every system.
fn relative(root: &Path, path: &Path) -> Option<String> {
    let path = path.strip_prefix(root).ok()?.to_str()?;
    Some(if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() })
}

/// Whether a browser that opens a file runs the scripts in it, by the file's name. SVG is none of these, though its
/// scripts run where it is opened by itself: as a picture, which it is for, it runs none.
pub fn is_script_bearing(path: &str) -> bool {
    const ENDINGS: [&str; 17] = [
        "htm", "html", "shtml", "xht", "xhtml", "mht", "mhtml", "xml", "xsl", "xslt", "xsd", "rdf", "rss",
        "atom", "mml", "mathml", "svgz",
    ];
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    ENDINGS.contains(&ending.as_str())
}

/// The path from the site's root that a relative path in `from` leads to, if it stays within the
/// content folder. The file need not exist.
pub fn resolve(from: &str, relative: &str) -> Option<String> {
    if relative.is_empty() || relative.starts_with('/') || relative.contains('\\') || relative.contains(':') {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    let content = *parts.first()?;
    parts.pop();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
        // Not even on the way: `../content/x` would name the folder from outside.
        if parts.first() != Some(&content) {
            return None;
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn relative_paths_stay_within_the_content_folder() {
        let from = "content/2025/ndcr.md";
        assert_eq!(resolve(from, "fig.png").as_deref(), Some("content/2025/fig.png"));
        assert_eq!(resolve(from, "../fig.png").as_deref(), Some("content/fig.png"));
        assert_eq!(resolve(from, "../../fig.png"), None);
        assert_eq!(resolve(from, "../../content/fig.png"), None);
        assert_eq!(resolve(from, "/etc/passwd"), None);
    }

    #[test]
    fn a_file_that_goes_away_between_walking_and_reading_is_named_with_what_to_do() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        fs::create_dir(folder.path().join("content")).expect("it is ours");
        fs::write(folder.path().join("content/a.md"), "---\ntitle: A\n---\n").expect("it is ours");
        let mut found = Vec::new();
        walk(folder.path(), &folder.path().join("content"), |file| found.push(file));
        let (path, file) = &found[0];
        assert_eq!(read_file(path, file).expect("it is there").text, "---\ntitle: A\n---\n");
        fs::remove_file(file).expect("it is ours");
        let gone = read_file(path, file).expect_err("it is not there any more");
        expect![[r#"
            error[unreadable]: this file cannot be read: No such file or directory (os error 2)
            --> content/a.md
             = help: it went away while the site was read: run the command again

        "#]]
        .assert_eq(&crate::diagnostic::human(&[*gone], crate::diagnostic::Styling::Plain));
    }
}
