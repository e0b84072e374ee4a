//! `offprint refresh`

use std::collections::HashMap;
use std::io::IsTerminal;
use std::time::Duration;

use super::filtered::FilterTerms;
use super::{CliError, Global, Outcome, Terminal};
use crate::config::Drafts;
use crate::diagnostic::{self, Diagnostic, Place, Severity, counted, grouped};
use crate::fetch::{Client, Limits};
use crate::listing::Listing;
use crate::look_up::{self, LookUp};
use crate::paper::Paper;
use crate::reference::Reference;
use crate::refresh::{self, Refreshed};
use crate::source::{self, SourceFile};

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    papers: FilterTerms,
    /// Show what changed, and write nothing
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
    /// Write what changed, and do not ask before
    #[arg(long)]
    yes: bool,
    /// How to write what changed, on standard output
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Format,
    /// Ask nobody: use what was answered earlier
    #[arg(long)]
    offline: bool,
}

const EXAMPLES: &str = "\
Examples:
  offprint refresh date:2025-10 --dry-run
  offprint refresh status:unread --yes
  offprint refresh has:arxiv --yes --format markdown > pull-request.md";

#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq)]
enum Format {
    /// For a terminal
    Text,
    /// For a pull request
    Markdown,
}

/// Long enough for a look and then the writing, short enough for news.
const AGE: Duration = Duration::from_secs(3600);

pub fn run(arguments: &Arguments, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    let filter = arguments.papers.filter(terminal)?;
    let asks = !arguments.dry_run && !arguments.yes;
    if asks && !std::io::stdin().is_terminal() {
        let message = "nobody is there to ask: `--dry-run` shows what changed, `--yes` writes it";
        return Err(CliError::Usage(message.to_owned()));
    }
    super::needs_site(global)?;
    let Some(listing) = super::listing(&global.site_options(Drafts::Listed), terminal) else {
        return Ok(Outcome::Misconfigured);
    };

    let papers = filter.papers(&listing.catalog).into_iter().map(|id| listing.catalog.paper(id));
    let papers: Vec<&Paper> = papers.collect();
    let answers = ask(arguments, global, terminal, &listing, &papers);
    terminal.status("Compared", &answers.summary());
    let Answers { changed, problems: mut diagnostics, .. } = answers;
    let errors = listing.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    diagnostics.extend(errors.cloned());
    diagnostic::locate(&mut diagnostics, |file| source::text_of(&global.root, file));
    super::print(&match arguments.format {
        Format::Text => refresh::text(&changed),
        Format::Markdown => refresh::markdown(&changed),
    })?;
    diagnostic::sort(&mut diagnostics);
    terminal.diagnostics_in_full(&diagnostics);

    let to_write: Vec<&Refreshed> = changed.iter().filter(|changed| changed.is_written()).collect();
    let files = counted(to_write.len(), "file", "files");
    if !to_write.is_empty()
        && (arguments.yes || (asks && super::confirmed(&format!("Write this to {files}?"))?))
    {
        let problems = write(global, &listing, &to_write);
        terminal.diagnostics_in_full(&problems);
        let written = counted(to_write.len() - problems.len(), "file", "files");
        terminal.status("Wrote", &written);
        diagnostics.extend(problems);
    } else if !to_write.is_empty() {
        terminal.status("Not written", &files);
    }
    Ok(if diagnostic::has_errors(&diagnostics) { Outcome::Faulty } else { Outcome::Success })
}

/// The papers that services know, and under which names.
#[derive(Default)]
struct Known {
    /// Each once, in the order of the papers.
    references: Vec<Reference>,
    /// The positions of papers by their ids. A paper may be listed twice, with notes of two people.
    by_id: HashMap<String, Vec<usize>>,
    paper_count: usize,
}

impl Known {
    fn of(papers: &[&Paper]) -> Known {
        let mut known = Known::default();
        for (index, paper) in papers.iter().enumerate() {
            let Some(reference) = refresh::reference(paper) else { continue };
            let same = known.by_id.entry(reference.id().to_owned()).or_default();
            if same.is_empty() {
                known.references.push(reference);
            }
            same.push(index);
            known.paper_count += 1;
        }
        known
    }

    /// The positions of the papers that a reference names.
    fn listed(&self, reference: &Reference) -> &[usize] {
        self.by_id.get(reference.id()).map_or(&[], Vec::as_slice)
    }
}

/// What the services answered.
#[derive(Default)]
struct Answers {
    /// In the order of the list.
    changed: Vec<Refreshed>,
    /// What could not be asked, and what is odd.
    problems: Vec<Diagnostic>,
    papers: usize,
    asked: usize,
    answered: usize,
}

/// Asks about each paper that has an id.
fn ask(
    arguments: &Arguments,
    global: &Global,
    terminal: &Terminal,
    listing: &Listing,
    papers: &[&Paper],
) -> Answers {
    let known = Known::of(papers);
    let limits = Limits::default();
    let client = match arguments.offline {
        true => Client::offline(&global.root, &listing.config, terminal, limits),
        false => Client::new(&global.root, &listing.config, terminal, limits),
    };
    let needs_venue =
        |reference: &Reference| known.listed(reference).iter().any(|index| papers[*index].venue.is_none());
    // The day under which a new paper would be listed plays no part.
    let day = jiff::civil::Date::ZERO;
    let asking = LookUp { client: &client, day, age: AGE, needs_venue: &needs_venue };

    let progress = terminal.progress("papers");
    let mut done = 0;
    let mut changed: Vec<(usize, Refreshed)> = Vec::new();
    let mut answers = Answers { papers: papers.len(), asked: known.paper_count, ..Answers::default() };
    let Ok(()) = asking.look_up(&known.references, |reference, found| {
        let same = known.listed(reference);
        done += same.len();
        progress.show(done, known.paper_count);
        match found {
            Ok(found) => {
                answers.answered += same.len();
                for &index in same {
                    let difference = refresh::compare(papers[index], reference, &found.paper);
                    changed.extend(difference.map(|changed| (index, changed)));
                }
                found.warnings.into_iter().for_each(|warning| answers.report(warning));
            }
            // One service that cannot be reached is one problem, however many papers it concerns.
            Err(problem) if problem.code == look_up::NOT_FETCHED => answers.report(*problem),
            Err(problem) => {
                for &index in same {
                    answers.report(problem.clone().at(Place::file(papers[index].file.clone()), ""));
                }
            }
        }
        Ok::<(), std::convert::Infallible>(())
    });
    progress.finish();
    changed.sort_by_key(|(index, _)| *index);
    Answers { changed: changed.into_iter().map(|(_, changed)| changed).collect(), ..answers }
}

impl Answers {
    fn report(&mut self, problem: Diagnostic) {
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    /// `9 of 10 papers: 2 changed, 1 without an arXiv id or DOI`.
    fn summary(&self) -> String {
        let of = match self.answered < self.asked {
            true => format!("{} of ", grouped(self.answered)),
            false => String::new(),
        };
        let papers = counted(self.papers, "paper", "papers");
        let mut summary = format!("{of}{papers}: {} changed", grouped(self.changed.len()));
        let without_id = self.papers - self.asked;
        if without_id > 0 {
            summary.push_str(&format!(", {} without an arXiv id or DOI", grouped(without_id)));
        }
        summary
    }
}

fn write(global: &Global, listing: &Listing, changed: &[&Refreshed]) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let sources: HashMap<&str, &SourceFile> =
        listing.sources.papers.iter().map(|source| (&*source.path, source)).collect();
    for changed in changed {
        let source = sources.get(&*changed.file).expect("every paper of the catalog was read from a source");
        if let Err(error) = refresh::write(&global.root, source, changed, &listing.sources.files) {
            let message = format!("this file stays as it is: {error}");
            let place = Place::file(changed.file.as_str());
            problems.push(Diagnostic::error("not-written", message).at(place, ""));
        }
    }
    problems
}
