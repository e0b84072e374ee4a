//! `offprint import`

use std::path::{Path, PathBuf};

use clap::Subcommand;
use walkdir::WalkDir;

use super::{CliError, Global, Outcome, Terminal};
use crate::diagnostic::{self, Diagnostic};
use crate::import::capture::{self, ListedUnder, Listing};
use crate::import::{self, Added, LeftOut, NewPaper, hf, pmlr};
use crate::paper::{Day, parse_day};
use crate::view::{counted, grouped};

#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    source: Source,
}

#[derive(Subcommand)]
enum Source {
    /// Answers of the Hugging Face daily_papers API, and archives of them
    ///
    /// A file's name begins with the day that was asked for: 2025-10-30.json.
    Hf {
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// The day of the answers, whatever the files are called
        #[arg(long, value_name = "DAY", value_parser = parse_day)]
        date: Option<Day>,
    },
    /// Posts of the Proceedings of Machine Learning Research
    ///
    /// Each paper goes under the day that its post names.
    Pmlr {
        /// Posts, or folders of them: a volume's `_posts`
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
    /// A Daily Papers page that was selected, copied and saved as text
    Capture {
        file: PathBuf,
        /// The day on which the page was copied: dates on it lack the current year
        #[arg(long, value_name = "DAY", value_parser = parse_day)]
        captured_on: Option<Day>,
        /// The days that papers go under
        #[arg(long, value_name = "DAYS", default_value = "listed")]
        group_by: GroupBy,
        /// Take papers without number of authors and date, too
        #[arg(long)]
        undated: bool,
    },
}

#[derive(clap::ValueEnum, Clone, Copy)]
enum GroupBy {
    /// The day of the page, in its order
    Listed,
    /// Each paper's own day
    Published,
}

pub fn run(arguments: &Arguments, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    super::needs_site(global)?;
    match &arguments.source {
        Source::Hf { files, date } => hf(files, *date, global, terminal),
        Source::Pmlr { paths } => pmlr(paths, global, terminal),
        Source::Capture { file, captured_on, group_by, undated } => {
            let under = match group_by {
                GroupBy::Listed => ListedUnder::PageDay,
                GroupBy::Published => ListedUnder::Published,
            };
            let mut listing = capture::read(&read(file)?, *captured_on, under)
                .map_err(|error| CliError::Usage(format!("{}: {error}", super::shown(file))))?;
            if *undated {
                listing.papers.append(&mut listing.undated);
            }
            capture(file, listing, global, terminal)
        }
    }
}

fn hf(
    files: &[PathBuf],
    date: Option<Day>,
    global: &Global,
    terminal: &Terminal,
) -> Result<Outcome, CliError> {
    let mut papers: Vec<NewPaper> = Vec::new();
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let mut left_out = LeftOut::default();
    for file in files {
        let answer = hf::read(file, &read(file)?, date);
        papers.extend(answer.papers);
        diagnostics.extend(answer.diagnostics);
        left_out.hidden_authors += answer.left_out.hidden_authors;
        left_out.addresses += answer.left_out.addresses;
    }
    let added = import::add(&global.root, papers)?;
    diagnostics.extend(added.diagnostics.iter().cloned());
    terminal.diagnostics(&diagnostics);
    report(&added, terminal);
    for (count, one, many) in [
        (left_out.hidden_authors, "hidden author", "hidden authors"),
        (left_out.addresses, "address that cannot be published", "addresses that cannot be published"),
    ] {
        if count > 0 {
            terminal.status("Left out", &counted(count, one, many));
        }
    }
    Ok(if diagnostic::has_errors(&diagnostics) { Outcome::Faulty } else { Outcome::Success })
}

fn pmlr(paths: &[PathBuf], global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    let mut papers: Vec<NewPaper> = Vec::new();
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    for path in paths {
        for entry in WalkDir::new(path).sort_by_file_name() {
            let entry = entry.map_err(|error| CliError::io(path, error.into()))?;
            if entry.file_type().is_file() && entry.path().extension().is_some_and(|ending| ending == "md") {
                match pmlr::read(entry.path(), &read(entry.path())?) {
                    Ok(paper) => papers.push(paper),
                    Err(diagnostic) => diagnostics.push(*diagnostic),
                }
            }
        }
    }
    let added = import::add(&global.root, papers)?;
    diagnostics.extend(added.diagnostics.iter().cloned());
    terminal.diagnostics(&diagnostics);
    report(&added, terminal);
    Ok(if diagnostic::has_errors(&diagnostics) { Outcome::Faulty } else { Outcome::Success })
}

fn capture(file: &Path, listing: Listing, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    if listing.papers.is_empty() {
        let shown = super::shown(file);
        let fix =
            "a paper is a title, an abstract, and a line such as `5 authors`, with empty lines between them";
        return Err(CliError::Usage(format!("{shown} holds no paper; {fix}")));
    }
    let added = import::add(&global.root, listing.papers)?;
    terminal.diagnostics(&added.diagnostics);
    report(&added, terminal);
    if !listing.undated.is_empty() {
        let papers = counted(listing.undated.len(), "paper", "papers");
        let note = "without number of authors and date; `--undated` takes them, too:";
        terminal.status("Left out", &format!("{papers} {note}"));
        for paper in &listing.undated {
            terminal.plain(&format!("  {}", paper.title));
        }
    }
    if listing.stray > 0 {
        let pieces = counted(listing.stray, "piece of text", "pieces of text");
        terminal.status("Left out", &format!("{pieces} that belong to no paper"));
    }
    Ok(if diagnostic::has_errors(&added.diagnostics) { Outcome::Faulty } else { Outcome::Success })
}

fn report(added: &Added, terminal: &Terminal) {
    let papers = counted(added.new, "new paper", "new papers");
    let days = counted(added.days.len(), "day", "days");
    let known = grouped(added.known);
    terminal.status("Imported", &format!("{papers} under {days}; {known} in the list already"));
    if added.unreadable > 0 {
        let files = counted(added.unreadable, "file", "files");
        let message = format!("{files} of the list could not be read, so that papers may be there twice now");
        terminal.error(&format!("{message}; `offprint check` says why"));
    }
}

fn read(file: &Path) -> Result<String, CliError> {
    import::read_file(file).map_err(|error| CliError::io(file, error))
}
