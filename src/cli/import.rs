//! `offprint import`

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use walkdir::WalkDir;

use super::{CliError, Global, Outcome, Terminal};
use crate::diagnostic::{self, Diagnostic, Place, counted, grouped};
use crate::import::capture::{self, Grouping};
use crate::import::{self, AddError, Format, FoundPaper, Reading, arxiv, bibtex, csl, hf, jsonl, pmlr, ris};
use crate::paper::{Day, parse_day};

#[derive(clap::Args)]
#[command(subcommand_negates_reqs = true, subcommand_precedence_over_arg = true)]
#[command(override_usage = USAGE, after_help = EXAMPLES)]
pub struct Arguments {
    #[command(subcommand)]
    source: Option<Source>,
    /// Files in any of these formats but `capture`, which their beginnings tell
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The day under which the papers are listed, as YYYY-MM-DD, instead of the one that each format says
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Write what is new of papers that are in the list into their files; what these say stays
    #[arg(long, global = true)]
    update: bool,
}

#[derive(Subcommand)]
enum Source {
    /// Answers of the arXiv API, which are Atom feeds
    #[command(after_help = ARXIV_EXAMPLES)]
    Arxiv(ArxivArguments),
    /// BibTeX and biblatex, as reference managers export them
    #[command(after_help = BIBTEX_EXAMPLES)]
    Bibtex(FileArguments),
    /// CSL-JSON, as Zotero and Mendeley export it and Crossref and DataCite answer it
    #[command(after_help = CSL_EXAMPLES)]
    Csl(FileArguments),
    /// Answers of the Hugging Face Daily Papers API, a file for each day
    #[command(after_help = HF_EXAMPLES)]
    Hf(HfArguments),
    /// RIS, as reference managers and publishers export it, `.nbib`, `.enw`, and the plain text of Web of Science
    #[command(after_help = RIS_EXAMPLES)]
    Ris(FileArguments),
    /// JSON Lines: a paper on each line, as `docs/import.md` describes
    #[command(after_help = JSONL_EXAMPLES)]
    Jsonl(FileArguments),
    /// A page of Daily Papers that was selected in the browser, copied and saved as text
    #[command(after_help = CAPTURE_EXAMPLES)]
    Capture(CaptureArguments),
    /// Posts of the Proceedings of Machine Learning Research, each under the day it names
    #[command(after_help = PMLR_EXAMPLES)]
    Pmlr {
        /// Posts, or folders of them: a volume's `_posts`; `-` reads one from standard input
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// The day under which the papers are listed, as YYYY-MM-DD, instead of the one that each names
        #[arg(long, value_name = "DAY")]
        date: Option<String>,
    },
}

const USAGE: &str = "\
offprint import [OPTIONS] <FILE>...
       offprint import [OPTIONS] <COMMAND>";

const EXAMPLES: &str = "\
Examples:
  offprint import My-Library.bib
  offprint import search.ris answer.xml --date 2025-10-30
  offprint import bibtex - <My-Library.bib";

const ARXIV_EXAMPLES: &str = "\
Examples:
  offprint import arxiv answer.xml
  curl 'https://export.arxiv.org/api/query?id_list=2305.02265' | offprint import arxiv -";

const BIBTEX_EXAMPLES: &str = "\
Examples:
  offprint import bibtex My-Library.bib
  offprint import bibtex thesis.bib --date 2025-10-30
  offprint import bibtex My-Library.bib --update
  curl 'https://aclanthology.org/P17-1001.bib' | offprint import bibtex -";

const CSL_EXAMPLES: &str = "\
Examples:
  offprint import csl My-Library.json
  offprint import csl items.json --date 2025-10-30";

const RIS_EXAMPLES: &str = "\
Examples:
  offprint import ris My-Library.ris
  offprint import ris pubmed-search.nbib --date 2025-10-30";

const HF_EXAMPLES: &str = "\
Examples:
  offprint import hf 2025-10-30.json
  offprint import hf daily.json --date 2025-10-30";

const JSONL_EXAMPLES: &str = "\
Examples:
  offprint import jsonl papers.jsonl
  xz --decompress --stdout papers.jsonl.xz | offprint import jsonl -";

const CAPTURE_EXAMPLES: &str = "\
Examples:
  offprint import capture listing.txt --captured-on 2025-10-30
  offprint import capture listing.txt --captured-on 2025-10-30 --group-by published --incomplete";

const PMLR_EXAMPLES: &str = "\
Examples:
  offprint import pmlr v37/_posts";

#[derive(clap::Args)]
struct ArxivArguments {
    /// Atom feeds; `-` reads standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The day under which the papers are listed, as YYYY-MM-DD, instead of that of each first version
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
}

#[derive(clap::Args)]
struct FileArguments {
    /// Files; `-` reads standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The day under which the papers are listed, as YYYY-MM-DD, instead of their own dates
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
}

#[derive(clap::Args)]
struct HfArguments {
    /// JSON, each file named after its day: 2025-10-30.json; `-` reads standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The day under which the papers are listed, as YYYY-MM-DD, instead of the file's name
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
}

#[derive(clap::Args)]
struct CaptureArguments {
    /// The text; `-` reads standard input
    file: PathBuf,
    /// The day on which it was copied, as YYYY-MM-DD: dates of its year stand without a year
    #[arg(long, value_name = "DAY")]
    captured_on: Option<String>,
    /// The day under which papers are listed
    #[arg(long, value_name = "DAY", default_value = "captured")]
    group_by: GroupBy,
    /// Import papers, too, that the text does not give a date or a number of authors
    #[arg(long)]
    incomplete: bool,
}

#[derive(clap::ValueEnum, Clone, Copy)]
enum GroupBy {
    /// The day on which the page was copied, in the page's order
    Captured,
    /// Each paper's own date
    Published,
}

/// What a source gave.
#[derive(Default)]
struct Gathered {
    papers: Vec<FoundPaper>,
    diagnostics: Vec<Diagnostic>,
    /// What was left out, in words.
    left_out: Vec<String>,
}

/// A library that is imported again has every one of its entries in the list.
const REPEATED_SHOWN: usize = 20;

pub fn run(arguments: &Arguments, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    super::needs_site(global)?;
    let gathered = match &arguments.source {
        Some(_) if !arguments.files.is_empty() || arguments.date.is_some() => {
            let fix = "write files and `--date` behind it, as in `offprint import bibtex FILE --date DAY`";
            return Err(CliError::Usage(format!("an import that is named comes first: {fix}")));
        }
        Some(source) => gather(source)?,
        None => gather_any(&arguments.files, arguments.date.as_deref())?,
    };
    let progress = terminal.progress("papers");
    let show = |done, total| progress.show(done, total);
    let report = match arguments.update {
        true => import::add_and_update(&global.root, gathered.papers, show),
        false => import::add(&global.root, gathered.papers, show),
    };
    progress.finish();
    let report = report
        .map_err(|AddError { path, error }| CliError::io(super::shown(&global.root.join(path)), error))?;

    let mut diagnostics = gathered.diagnostics;
    diagnostics.extend(report.diagnostics);
    diagnostic::sort(&mut diagnostics);
    terminal.diagnostics_in_full(&diagnostics);
    let mut repeated = report.repeated;
    if arguments.update {
        // Those that are in the list are why an update was asked for.
        repeated.retain(|note| !note.related.is_empty());
    }
    terminal.diagnostics_in_full(&repeated[..repeated.len().min(REPEATED_SHOWN)]);
    let mut summary = vec![
        format!(
            "{} under {}",
            counted(report.new, "new paper", "new papers"),
            counted(report.days.len(), "day", "days")
        ),
        match repeated.len() > REPEATED_SHOWN {
            true => {
                format!("{} already in the list, of which {REPEATED_SHOWN} are named", grouped(report.known))
            }
            false => format!("{} already in the list", grouped(report.known)),
        },
    ];
    if arguments.update {
        summary.push(format!("{} updated", counted(report.updated, "file", "files")));
    }
    summary.extend(gathered.left_out);
    terminal.status("Imported", &summary.join("; "));
    super::partly_read(terminal, report.unreadable);
    Ok(if diagnostic::has_errors(&diagnostics) { Outcome::Faulty } else { Outcome::Success })
}

fn gather(source: &Source) -> Result<Gathered, CliError> {
    match source {
        Source::Arxiv(arguments) => arxiv(arguments),
        Source::Bibtex(arguments) => read_with(bibtex::read, arguments),
        Source::Csl(arguments) => read_with(csl::read, arguments),
        Source::Hf(arguments) => hf(arguments),
        Source::Ris(arguments) => read_with(ris::read, arguments),
        Source::Jsonl(arguments) => jsonl(arguments),
        Source::Capture(arguments) => capture(arguments),
        Source::Pmlr { paths, date } => pmlr(paths, date.as_deref()),
    }
}

/// Reads files of several formats, those of one together. All are known before any is read.
fn gather_any(files: &[PathBuf], date: Option<&str>) -> Result<Gathered, CliError> {
    let mut by_format: BTreeMap<Format, Vec<PathBuf>> = BTreeMap::new();
    for path in files {
        by_format.entry(format(path)?).or_default().push(path.clone());
    }
    let mut gathered = Gathered::default();
    for (format, files) in by_format {
        let date = date.map(str::to_owned);
        let source = match format {
            Format::Arxiv => Source::Arxiv(ArxivArguments { files, date }),
            Format::Bibtex => Source::Bibtex(FileArguments { files, date }),
            Format::Csl => Source::Csl(FileArguments { files, date }),
            Format::Hf => Source::Hf(HfArguments { files, date }),
            Format::Jsonl => Source::Jsonl(FileArguments { files, date }),
            Format::Pmlr => Source::Pmlr { paths: files, date },
            Format::Ris => Source::Ris(FileArguments { files, date }),
        };
        let Gathered { papers, diagnostics, left_out } = gather(&source)?;
        gathered.papers.extend(papers);
        gathered.diagnostics.extend(diagnostics);
        gathered.left_out.extend(left_out);
    }
    Ok(gathered)
}

fn format(path: &Path) -> Result<Format, CliError> {
    let unknown = |what: &str| {
        let fix = "name the import that reads it, as `offprint import bibtex FILE` does; `offprint import --help` lists them";
        CliError::Usage(format!("{what}: {fix}"))
    };
    if path == Path::new("-") {
        return Err(unknown("what comes from standard input is not looked at before it is read"));
    }
    if path.is_dir() {
        let fix = "name the files in it, or read posts of PMLR, which come in folders, with `offprint import pmlr FOLDER`";
        return Err(CliError::Usage(format!("`{}` is a folder: {fix}", shown(path))));
    }
    let format = Format::of_file(path).map_err(|error| CliError::io(shown(path), error))?;
    format.ok_or_else(|| unknown(&format!("the beginning of `{}` does not say what it is", shown(path))))
}

fn arxiv(arguments: &ArxivArguments) -> Result<Gathered, CliError> {
    let date = day("--date", arguments.date.as_deref())?;
    let mut gathered = Gathered::default();
    for (file, text) in read_all(&arguments.files)? {
        let answer = arxiv::read(&file, &text, date);
        gathered.papers.extend(answer.papers);
        gathered.diagnostics.extend(answer.diagnostics);
    }
    // Answers of several days may hold several versions of one paper.
    arxiv::newest_first(&mut gathered.papers);
    Ok(gathered)
}

/// Reads files with a reader that needs nothing but their text.
fn read_with(
    reader: fn(&str, &str, Option<Day>) -> Reading,
    arguments: &FileArguments,
) -> Result<Gathered, CliError> {
    let date = day("--date", arguments.date.as_deref())?;
    let mut reading = Reading::default();
    for (file, text) in read_all(&arguments.files)? {
        let mut read = reader(&file, &text, date);
        if read.papers.is_empty() && read.diagnostics.is_empty() {
            read.diagnostics.push(nothing_found(&file, &text));
        }
        reading.extend(read);
    }
    let Reading { papers, diagnostics } = reading;
    Ok(Gathered { papers, diagnostics, left_out: Vec::new() })
}

/// A file in which an import finds no paper is probably another import's.
fn nothing_found(file: &str, text: &str) -> Diagnostic {
    let warning =
        Diagnostic::warning("no-papers", "no paper was found in this file").at(Place::file(file), "");
    match Format::of(text) {
        Some(format) => warning.help(format.help()),
        None => warning,
    }
}

/// Lines are read one after the other: a large list is no file that is in memory as a whole.
fn jsonl(arguments: &FileArguments) -> Result<Gathered, CliError> {
    let date = day("--date", arguments.date.as_deref())?;
    one_input(&arguments.files)?;
    let mut reading = Reading::default();
    for path in &arguments.files {
        let file = shown(path);
        let read = if path == Path::new("-") {
            jsonl::read(&file, io::stdin().lock(), date)
        } else {
            File::open(path).and_then(|source| jsonl::read(&file, BufReader::new(source), date))
        };
        reading.extend(read.map_err(|error| CliError::io(file, error))?);
    }
    let Reading { papers, diagnostics } = reading;
    Ok(Gathered { papers, diagnostics, left_out: Vec::new() })
}

fn hf(arguments: &HfArguments) -> Result<Gathered, CliError> {
    let date = day("--date", arguments.date.as_deref())?;
    let mut gathered = Gathered::default();
    let (mut hidden_authors, mut bad_links) = (0, 0);
    for (file, text) in read_all(&arguments.files)? {
        let answer = hf::read(&file, &text, date);
        // A day without papers is an empty list.
        if answer.papers.is_empty() && answer.diagnostics.is_empty() && text.trim() != "[]" {
            gathered.diagnostics.push(nothing_found(&file, &text));
        }
        gathered.papers.extend(answer.papers);
        gathered.diagnostics.extend(answer.diagnostics);
        hidden_authors += answer.hidden_authors;
        bad_links += answer.bad_links;
    }
    for (count, one, many) in
        [(hidden_authors, "hidden author", "hidden authors"), (bad_links, "broken link", "broken links")]
    {
        gathered.left_out.extend((count > 0).then(|| format!("{} left out", counted(count, one, many))));
    }
    Ok(gathered)
}

fn capture(arguments: &CaptureArguments) -> Result<Gathered, CliError> {
    let captured_on = day("--captured-on", arguments.captured_on.as_deref())?;
    let grouping = match arguments.group_by {
        GroupBy::Captured => Grouping::Captured,
        GroupBy::Published => Grouping::Published,
    };
    let file = shown(&arguments.file);
    let text = read(&arguments.file)?;
    let listing = capture::read(&file, &text, captured_on, grouping).map_err(|error| {
        CliError::Usage(format!("{error}: give the day of the copy, `--captured-on YYYY-MM-DD`"))
    })?;
    let is_empty = listing.is_empty();
    let (papers, mut diagnostics) =
        if arguments.incomplete { (listing.all(), Vec::new()) } else { listing.complete() };
    let left_out = diagnostics.len();
    let left_out = (left_out > 0)
        .then(|| format!("{} left out", counted(left_out, "incomplete entry", "incomplete entries")));
    diagnostics.extend(is_empty.then(|| nothing_found(&file, &text)));
    Ok(Gathered { papers, diagnostics, left_out: left_out.into_iter().collect() })
}

fn pmlr(paths: &[PathBuf], date: Option<&str>) -> Result<Gathered, CliError> {
    let date = day("--date", date)?;
    let mut gathered = Gathered::default();
    for path in paths {
        for post in posts(path)? {
            match pmlr::read(Path::new(&shown(&post)), &read(&post)?, date) {
                Ok(paper) => gathered.papers.push(paper),
                Err(diagnostic) => gathered.diagnostics.push(*diagnostic),
            }
        }
    }
    Ok(gathered)
}

fn posts(path: &Path) -> Result<Vec<PathBuf>, CliError> {
    if path == Path::new("-") {
        return Ok(vec![path.to_owned()]);
    }
    let mut posts = Vec::new();
    for entry in WalkDir::new(path).sort_by_file_name() {
        let entry = entry.map_err(|error| CliError::io(super::shown(path), error.into()))?;
        if entry.file_type().is_file() && entry.path().extension().is_some_and(|ending| ending == "md") {
            posts.push(entry.into_path());
        }
    }
    Ok(posts)
}

/// Names for messages, and texts. All are read before anything is written: a name that was mistyped
/// leaves nothing half done.
fn read_all(files: &[PathBuf]) -> Result<Vec<(String, String)>, CliError> {
    one_input(files)?;
    files.iter().map(|file| Ok((shown(file), read(file)?))).collect()
}

/// Standard input ends once.
fn one_input(files: &[PathBuf]) -> Result<(), CliError> {
    match files.iter().filter(|file| *file == Path::new("-")).count() {
        0 | 1 => Ok(()),
        _ => Err(CliError::Usage("standard input can be read only once: write one `-`".to_owned())),
    }
}

fn read(file: &Path) -> Result<String, CliError> {
    let text = if file == Path::new("-") { import::read_text(io::stdin()) } else { import::read_file(file) };
    text.map_err(|error| CliError::io(shown(file), error))
}

fn shown(file: &Path) -> String {
    if file == Path::new("-") { "standard input".to_owned() } else { super::shown(file) }
}

fn day(flag: &str, text: Option<&str>) -> Result<Option<Day>, CliError> {
    let Some(text) = text else { return Ok(None) };
    let day = parse_day(text).map_err(|fix| CliError::Usage(format!("`{flag} {text}` is no day: {fix}")))?;
    Ok(Some(day))
}
