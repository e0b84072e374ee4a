//! `offprint check`

use std::path::PathBuf;
use std::time::Instant;

use super::{CliError, Global, Outcome, SiteFlags, Terminal};
use crate::check;
use crate::config::Config;
use crate::diagnostic;
use crate::diagnostic::counted;
use crate::site::Unusable;
use crate::source;

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    site: SiteFlags,
    /// How to report what is found
    #[arg(long, value_name = "FORM", default_value = "human")]
    format: Format,
    /// Let warnings fail the check
    #[arg(long)]
    strict: bool,
    /// Look at the built site, too: whether GitHub Pages takes it
    #[arg(long)]
    deploy: bool,
    /// Where the built site is [default: public in the site's folder]
    #[arg(long, short, value_name = "DIR", requires = "deploy")]
    output: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  offprint check
  offprint check --strict --format github
  offprint build && offprint check --deploy";

#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq)]
enum Format {
    /// For people, on standard error
    Human,
    /// For programs, on standard output
    Json,
    /// For GitHub's workflows, on standard output
    Github,
}

pub fn run(arguments: &Arguments, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    let start = Instant::now();
    let options = arguments.site.options(global)?;
    let progress = terminal.progress("pages");
    let mut report = check::check(&options, super::today(), |done, total| progress.show(done, total));
    progress.finish();
    if arguments.deploy {
        let output = arguments.output.clone().unwrap_or_else(|| Config::default_output(&global.root));
        report.diagnostics.extend(check::deploy(&output, &super::shown(&output)));
    }

    match arguments.format {
        Format::Human => terminal.diagnostics(&report.diagnostics),
        Format::Json => super::print(&diagnostic::json(&report.diagnostics))?,
        Format::Github => super::print(&diagnostic::github(&report.diagnostics))?,
    }
    if let Ok((papers, pages)) = report.checked {
        let (papers, pages) = (counted(papers, "paper", "papers"), counted(pages, "page", "pages"));
        let seconds = start.elapsed().as_secs_f64();
        let tally = super::tally(&report.diagnostics);
        terminal.status("Checked", &format!("{papers} and {pages} in {seconds:.2} s: {tally}"));
    } else {
        terminal.error(&super::tally(&report.diagnostics));
    }
    if report.checked == Err(Unusable::Configuration) {
        return Ok(Outcome::Misconfigured);
    }
    if source::has_unreadable(&report.diagnostics) {
        return Ok(Outcome::Unreadable);
    }
    let has_errors = diagnostic::has_errors(&report.diagnostics);
    let strictly = arguments.strict && diagnostic::has_warnings(&report.diagnostics);
    if strictly && !has_errors {
        terminal.error("with `--strict` the warnings fail the check");
    }
    let faulty = strictly || has_errors;
    Ok(if faulty { Outcome::Faulty } else { Outcome::Success })
}
