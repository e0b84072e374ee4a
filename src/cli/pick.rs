//! Which papers a command changes, and how it makes changes: shared by all commands that edit.

use std::io::IsTerminal;

use super::{CliError, Global, Outcome, Terminal};
use crate::catalog::PaperId;
use crate::config::Drafts;
use crate::diagnostic::{counted, grouped};
use crate::edit::{self, EditError, Edits, FileEdit, PaperEdit};
use crate::listing::{Configuration, Listing};
use crate::pick::{Picked, may_be_in, pick};
use crate::placing::Replaced;
use crate::site::SiteOptions;

/// More papers than these, picked by a filter, are changed only when that is confirmed.
const UNASKED: usize = 10;

#[derive(clap::Args)]
pub struct Picks {
    /// The papers that a filter picks, in place of names or beside them
    #[arg(long = "where", value_name = "FILTER", allow_hyphen_values = true)]
    filter: Option<String>,
    /// Do not ask before more than ten papers that a filter picks are changed
    #[arg(long)]
    all: bool,
    /// Show the lines that would change, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// What commands say of naming papers.
pub const PAPERS_HELP: &str =
    "Papers: keys or beginnings of keys, arXiv ids, DOIs, addresses of these, or files";

/// Picks papers, edits each, and writes those that changed: none where an edit cannot be made. A file that cannot be
/// written is told, and those before it stay changed.
pub fn edit(
    names: &[String],
    picks: &Picks,
    global: &Global,
    terminal: &Terminal,
    edit: impl Fn(&mut PaperEdit) -> Result<(), EditError>,
) -> Result<Outcome, CliError> {
    super::needs_site(global)?;
    let filter = picks.filter.as_deref().map(|typed| super::filter(typed, terminal)).transpose()?;
    if names.is_empty() && filter.is_none() {
        return Err(CliError::Usage("name papers, or pick them with `--where FILTER`".to_owned()));
    }
    let options = global.site_options(Drafts::Listed);
    // Where the names say which files are meant, the rest of a long list need not be read.
    if filter.is_none()
        && let Some((listing, papers)) = in_files_alone(names, &options)
    {
        let edits = edits_of(papers, &listing, global, &edit);
        if !edits.claims_more {
            return make(&edits, picks, global, terminal);
        }
    }
    let Some(listing) = super::listing(&options, terminal) else { return Ok(Outcome::Misconfigured) };
    let mut papers = named(names, &listing, global, terminal)?;
    if let Some(filter) = &filter {
        papers.extend(filter.papers(&listing.catalog));
        terminal.diagnostics(&filter.unknown_terms(&listing.catalog));
    }
    let edits = edits_of(papers, &listing, global, &edit);
    make(&edits, picks, global, terminal)
}

/// The papers that the names mean, if the names of their files say so, and a listing of them alone.
pub fn in_files_alone(names: &[String], options: &SiteOptions) -> Option<(Listing, Vec<PaperId>)> {
    let may_be: Vec<_> = names.iter().map(|name| may_be_in(&options.root, name)).collect();
    let listing = Listing::load_some(options, |path| may_be.iter().any(|may_be_in| may_be_in(path)));
    let papers = names.iter().map(|name| match pick(&listing, &options.root, name) {
        Ok(Picked::Named(id)) => Some(id),
        // Of which keys it is the beginning, only the whole list tells.
        Ok(Picked::Begun(_)) | Err(_) => None,
    });
    let papers = papers.collect::<Option<Vec<_>>>()?;
    (listing.configuration == Configuration::Valid).then_some((listing, papers))
}

/// What the edit does to each of the papers once, however often they are named.
fn edits_of(
    mut papers: Vec<PaperId>,
    listing: &Listing,
    global: &Global,
    edit: impl Fn(&mut PaperEdit) -> Result<(), EditError>,
) -> Edits {
    papers.sort_unstable();
    papers.dedup();
    edit::edits(&global.root, listing, &papers, edit)
}

/// Writes changes, or shows them, or says why they cannot be made.
fn make(edits: &Edits, picks: &Picks, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    let &Edits { papers: picked, ref files, ref errors, .. } = edits;
    if !errors.is_empty() {
        terminal.diagnostics_in_full(errors);
        let papers = counted(picked, "paper", "papers");
        terminal.error(&format!("nothing was changed: the edit of {papers} cannot be made"));
        return Ok(Outcome::Faulty);
    }
    if picks.dry_run {
        for file in files {
            super::print(&format!("{}\n{}", file.path, file.lines()))?;
        }
        terminal.status("Would change", &tally(files.len(), picked));
        return Ok(Outcome::Success);
    }
    if picks.filter.is_some() && files.len() > UNASKED && !picks.all {
        confirm(files.len())?;
    }
    write(files, global, terminal, picked)
}

/// The papers that names mean. For which papers beginnings are taken, is told.
pub fn named(
    names: &[String],
    listing: &Listing,
    global: &Global,
    terminal: &Terminal,
) -> Result<Vec<PaperId>, CliError> {
    let mut papers = Vec::new();
    let mut unknown = Vec::new();
    for name in names {
        match pick(listing, &global.root, name) {
            Ok(Picked::Named(id)) => papers.push(id),
            Ok(Picked::Begun(id)) => {
                terminal.status("Took", &format!("`{name}` for `{}`", listing.catalog.paper(id).key));
                papers.push(id);
            }
            Err(fix) => unknown.push(format!("no paper is called `{name}`: {fix}")),
        }
    }
    if unknown.is_empty() { Ok(papers) } else { Err(CliError::Usage(unknown.join("\n       "))) }
}

/// Asks on a terminal; elsewhere nobody can answer.
fn confirm(count: usize) -> Result<(), CliError> {
    let papers = counted(count, "paper", "papers");
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        let message = format!("the filter picks {papers} to change: `--all` does that, `--dry-run` shows it");
        return Err(CliError::Usage(message));
    }
    match super::confirmed(&format!("Change {papers}?"))? {
        true => Ok(()),
        false => Err(CliError::Usage("nothing was changed".to_owned())),
    }
}

fn write(
    changes: &[FileEdit],
    global: &Global,
    terminal: &Terminal,
    picked: usize,
) -> Result<Outcome, CliError> {
    let mut differing = Vec::new();
    let mut written = 0;
    let mut failure = None;
    for change in changes {
        let file = global.root.join(&*change.path);
        match change.write(&global.root) {
            Ok(Replaced::Replaced) => {
                written += 1;
                super::print(&format!("{}\n", super::shown(&file)))?;
            }
            // What keeps one file from being written most often keeps the others, too.
            Err(error) => {
                failure = Some(CliError::io(super::shown(&file), error));
                break;
            }
            Ok(Replaced::Differs) => differing.push(edit::changed_meanwhile(change.path.clone())),
        }
    }
    terminal.diagnostics_in_full(&differing);
    if let Some(failure) = failure {
        let papers = counted(changes.len(), "paper", "papers");
        terminal.status("Changed", &format!("{} of {papers}", grouped(written)));
        return Err(failure);
    }
    terminal.status("Changed", &tally(written, picked));
    Ok(if differing.is_empty() { Outcome::Success } else { Outcome::Faulty })
}

fn tally(changed: usize, picked: usize) -> String {
    let papers = counted(changed, "paper", "papers");
    match picked - changed {
        0 => papers,
        same => format!("{papers}; {} had nothing to change", grouped(same)),
    }
}
