//! The command line: what was typed, which command it is, and its exit code.
//!
//! 0 is success, 1 means that content or templates have errors, 2 that the command could not do
//! its work: wrong usage, wrong configuration, files that cannot be read or written.

use std::io::{ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{BaseUrl, Drafts, FILE_NAME, site_above};
use crate::diagnostic::{Diagnostic, Severity, Styling, counted};
use crate::filter::Filter;
use crate::listing::{Configuration, Listing};
use crate::output::OutputError;
use crate::paper::{Day, parse_day};
use crate::site::{LeftOut, Loaded, Site, SiteOptions, Unusable};

#[cfg(feature = "fetch")]
mod add;
mod authors;
mod build;
mod check;
mod clean;
#[cfg(feature = "fetch")]
mod clock;
mod completions;
mod config;
mod digest;
mod editor;
mod export;
mod filtered;
mod hyphens;
mod import;
mod init;
mod list;
mod man;
mod mark;
mod new;
mod note;
mod pick;
#[cfg(feature = "fetch")]
mod pictures;
mod progress;
mod publish;
#[cfg(feature = "fetch")]
mod refresh;
mod search;
#[cfg(feature = "serve")]
mod serve;
mod set;
mod tag;
mod terminal;
mod theme;

pub use terminal::Terminal;

/// Make a static site out of a folder of papers.
#[derive(Parser)]
#[command(name = "offprint", version, propagate_version = true)]
struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Flags that every command takes.
#[derive(clap::Args, Clone, Debug)]
pub struct Global {
    /// The site's folder
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// The configuration, instead of offprint.yaml in the site's folder
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// How many threads work at the same time [default: one for each processor]
    #[arg(long, short, global = true, value_name = "N")]
    pub jobs: Option<std::num::NonZeroUsize>,
    /// Print errors and warnings only
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// When to use colors
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

impl Global {
    /// The site to read, with papers that are drafts or without.
    fn site_options(&self, drafts: Drafts) -> SiteOptions {
        SiteOptions { root: self.root.clone(), config: self.config.clone(), drafts, ..SiteOptions::default() }
    }
}

#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Color {
    Auto,
    Always,
    Never,
}

impl Color {
    /// How what goes to `output` is styled.
    fn styling_of(self, output: &impl IsTerminal) -> Styling {
        match self {
            Color::Always => Styling::Colored,
            Color::Never => Styling::Plain,
            Color::Auto if output.is_terminal() && !no_color() => Styling::Colored,
            Color::Auto => Styling::Plain,
        }
    }
}

#[derive(Subcommand)]
enum Command {
    /// Make a new site
    Init(init::Arguments),
    /// Add papers by their ids or addresses: ask the services that know them
    #[cfg(feature = "fetch")]
    Add(add::Arguments),
    /// Add a paper by hand: write the file that describes it
    New(new::Arguments),
    /// Add papers from lists of others
    Import(import::Arguments),
    /// List papers, all or those that a filter picks
    List(list::Arguments),
    /// Write papers for other programs: BibTeX, RIS, CSL-JSON, JSON Lines, CSV
    Export(export::Arguments),
    /// Write the best papers of a week as a message
    Digest(digest::Arguments),
    /// Set fields of papers, in their files
    Set(set::Arguments),
    /// Add tags to papers and remove them
    Tag(tag::Arguments),
    /// Say which papers were read
    Mark(mark::MarkArguments),
    /// Rate papers
    Rate(mark::RateArguments),
    /// Add to the notes of papers
    Note(note::Arguments),
    /// Names of authors: list them, and join those of one person
    Authors(authors::Arguments),
    /// Ask services what changed of papers in the list, and write it into their files
    #[cfg(feature = "fetch")]
    Refresh(refresh::Arguments),
    /// Fetch thumbnails that lie on other servers, once, and put them beside their papers
    #[cfg(feature = "fetch")]
    Pictures(pictures::Arguments),
    /// Build the site
    Build(build::Arguments),
    /// Show the site in the browser, with every change as you save it
    #[cfg(feature = "serve")]
    Serve(serve::Arguments),
    /// Find papers, ranked as on the site's search page
    Search(search::Arguments),
    /// Check the content, and every link and asset of the site's pages
    Check(check::Arguments),
    /// Publish the site on GitHub Pages after every push
    Publish(publish::Arguments),
    /// Remove what was built
    Clean(clean::Arguments),
    /// Change the theme
    Theme(theme::Arguments),
    /// Check the configuration, and show where each value is from
    Config(config::Arguments),
    /// Write what a shell needs to complete commands and flags
    Completions(completions::Arguments),
    /// Write the manual pages
    Man(man::Arguments),
}

/// Flags of every command that reads a site.
#[derive(clap::Args)]
struct SiteFlags {
    /// The site's address, instead of the configured one
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Publish drafts, too
    #[arg(long)]
    drafts: bool,
}

impl SiteFlags {
    fn options(&self, global: &Global) -> Result<SiteOptions, CliError> {
        let address = |text: &String| {
            BaseUrl::parse(text).map_err(|fix| {
                CliError::Usage(format!("`--base-url {text}` cannot be the site's address: {fix}"))
            })
        };
        let base_url = self.base_url.as_ref().map(address).transpose()?;
        Ok(SiteOptions { base_url, ..global.site_options(drafts(self.drafts)) })
    }
}

/// What a flag `--drafts` says.
fn drafts(flag: bool) -> Drafts {
    if flag { Drafts::Listed } else { Drafts::LeftOut }
}

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    #[error("{0}")]
    Usage(String),
    #[error(transparent)]
    Output(#[from] OutputError),
    #[cfg(feature = "serve")]
    #[error(transparent)]
    Serve(#[from] crate::serve::ServeError),
    #[error("{path}: {error}")]
    Io { path: String, error: std::io::Error },
}

impl CliError {
    pub fn io(path: impl AsRef<Path>, error: std::io::Error) -> CliError {
        CliError::Io { path: path.as_ref().display().to_string(), error }
    }
}

/// What a command that did its work found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Success,
    /// Content or templates have errors.
    Faulty,
    /// The configuration has errors.
    Misconfigured,
    /// Files cannot be read.
    Unreadable,
}

/// The site that a command works with; without one, says why and what was not done.
fn usable(loaded: Loaded, not_done: &str, terminal: &Terminal) -> Result<Site, Outcome> {
    loaded.site.map_err(|unusable| {
        terminal.diagnostics(&loaded.diagnostics);
        terminal.error(&format!("{not_done}: {}", tally(&loaded.diagnostics)));
        match unusable {
            Unusable::Configuration => Outcome::Misconfigured,
            Unusable::Content => Outcome::Faulty,
        }
    })
}

/// Runs the program with the arguments of this process.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse_from(hyphens::as_flags(std::env::args_os()));
    let terminal = Terminal::new(&arguments.global);
    if let Some(jobs) = arguments.global.jobs {
        // Nothing has used a thread yet, so that the pool can still be made.
        let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs.get()).build_global();
        if let Err(error) = pool {
            terminal.error(&format!("`--jobs {jobs}`: so many threads cannot be started: {error}"));
            return ExitCode::from(2);
        }
    }
    match run(&arguments, &terminal) {
        Ok(Outcome::Success) => ExitCode::SUCCESS,
        Ok(Outcome::Faulty) => ExitCode::from(1),
        Ok(Outcome::Misconfigured | Outcome::Unreadable) => ExitCode::from(2),
        Err(error) => {
            terminal.error(&error.to_string());
            if let CliError::Output(error) = &error {
                error.hint().into_iter().for_each(|hint| terminal.hint(hint));
            }
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Outcome, CliError> {
    let global = &arguments.global;
    match &arguments.command {
        Command::Init(arguments) => init::run(arguments, global, terminal),
        #[cfg(feature = "fetch")]
        Command::Add(arguments) => add::run(arguments, global, terminal),
        Command::New(arguments) => new::run(arguments, global, terminal),
        Command::Import(arguments) => import::run(arguments, global, terminal),
        Command::List(arguments) => list::run(arguments, global, terminal),
        Command::Export(arguments) => export::run(arguments, global, terminal),
        Command::Digest(arguments) => digest::run(arguments, global, terminal),
        Command::Set(arguments) => set::run(arguments, global, terminal),
        Command::Tag(arguments) => tag::run(arguments, global, terminal),
        Command::Mark(arguments) => mark::mark(arguments, global, terminal),
        Command::Rate(arguments) => mark::rate(arguments, global, terminal),
        Command::Note(arguments) => note::run(arguments, global, terminal),
        Command::Authors(arguments) => authors::run(arguments, global, terminal),
        #[cfg(feature = "fetch")]
        Command::Refresh(arguments) => refresh::run(arguments, global, terminal),
        #[cfg(feature = "fetch")]
        Command::Pictures(arguments) => pictures::run(arguments, global, terminal),
        Command::Build(arguments) => build::run(arguments, global, terminal),
        #[cfg(feature = "serve")]
        Command::Serve(arguments) => serve::run(arguments, global, terminal),
        Command::Search(arguments) => search::run(arguments, global, terminal),
        Command::Check(arguments) => check::run(arguments, global, terminal),
        Command::Publish(arguments) => publish::run(arguments, global, terminal),
        Command::Clean(arguments) => clean::run(arguments, global, terminal),
        Command::Theme(arguments) => theme::run(arguments, global, terminal),
        Command::Config(arguments) => config::run(arguments, global, terminal),
        Command::Completions(arguments) => completions::run(arguments),
        Command::Man(arguments) => man::run(arguments, terminal),
    }
}

/// Writes data to standard output.
fn print(text: &str) -> Result<(), CliError> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        // Whoever reads has seen enough: `offprint list | head`.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(|error| CliError::io("standard output", error)),
    }
}

/// The configuration of a command's site.
fn config_file(global: &Global) -> PathBuf {
    global.config.clone().unwrap_or_else(|| global.root.join(FILE_NAME))
}

/// The papers of a site; none where its configuration is wrong, which is told.
fn listing(options: &SiteOptions, terminal: &Terminal) -> Option<Listing> {
    let listing = Listing::load(options);
    if listing.configuration != Configuration::Valid {
        terminal.diagnostics(&listing.located_diagnostics(options));
        return None;
    }
    Some(listing)
}

/// A filter as it was typed; its errors are told.
fn filter(typed: &str, terminal: &Terminal) -> Result<Filter, CliError> {
    Filter::parse(typed).map_err(|errors| {
        terminal.diagnostics_in_full(&errors);
        CliError::Usage("the filter cannot be read".to_owned())
    })
}

/// Refuses to write into a folder that is no site: `--root` may have been forgotten.
fn needs_site(global: &Global) -> Result<(), CliError> {
    let file = config_file(global);
    if file.is_file() {
        return Ok(());
    }
    let fix = match site_above(&global.root) {
        Some(site) => format!("this folder is in a site: `--root {}` names that", site.display()),
        None => "`offprint init` makes a site, `--root DIR` names one".to_owned(),
    };
    Err(CliError::Usage(format!("there is no {}: {fix}", shown(&file))))
}

/// Whether colors are refused, by <https://no-color.org/>.
fn no_color() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// A path as messages show it: without the `./` of the folder one is in.
fn shown(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).display().to_string()
}

/// Says that not all is known of what the list holds.
fn partly_read(terminal: &Terminal, unreadable: usize) {
    if unreadable > 0 {
        let files = counted(unreadable, "file of the list, which has", "files of the list, which have");
        terminal.status("Partly read", &format!("{files} errors: `offprint check` shows them"));
    }
}

/// The day under which new papers are listed: what was typed, else today.
fn listing_day(typed: Option<&str>) -> Result<Day, CliError> {
    let Some(text) = typed else { return Ok(today()) };
    parse_day(text).map_err(|fix| CliError::Usage(format!("`--date {text}` is no day: {fix}")))
}

/// The only place that reads the calendar: a page never does.
fn today() -> Day {
    jiff::ZonedDateTime::now().date()
}

/// Asks on standard error, since standard output may go elsewhere; only a yes is one.
fn confirmed(question: &str) -> Result<bool, CliError> {
    let ask = || {
        let mut terminal = std::io::stderr().lock();
        write!(terminal, "{question} [y/N] ")?;
        terminal.flush()?;
        let mut answer = String::new();
        std::io::stdin().read_line(&mut answer)?;
        Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
    };
    ask().map_err(|error| CliError::io("standard input", error))
}

/// How many errors and warnings there are, in words.
fn tally(diagnostics: &[Diagnostic]) -> String {
    let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let errors = counted(count(Severity::Error), "error", "errors");
    format!("{errors}, {}", counted(count(Severity::Warning), "warning", "warnings"))
}

/// Names and counts what was not published on purpose.
fn left_out(terminal: &Terminal, left_out: &LeftOut) {
    for (files, one, many, note) in [
        (&left_out.drafts, "draft", "drafts", "; `--drafts` shows drafts"),
        (&left_out.others, "file that is no paper", "files that are no papers", ""),
    ] {
        if files.is_empty() {
            continue;
        }
        let named: Vec<&str> = files.iter().take(3).map(AsRef::as_ref).collect();
        let more = if files.len() > named.len() { ", …" } else { "" };
        let names = named.join(", ");
        terminal.status("Left out", &format!("{} ({names}{more}){note}", counted(files.len(), one, many)));
    }
}
