//! `offprint note`

use std::ffi::OsString;
use std::process::Command;

use super::pick::{self, Picks};
use super::{CliError, Global, Outcome, Terminal};
use crate::listing::Listing;
use crate::site::SiteOptions;

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A paragraph of Markdown for the notes, except with `--edit`
    #[arg(required = true, value_name = "TEXT|PAPER")]
    words: Vec<String>,
    /// Open the papers' files in $VISUAL or $EDITOR instead
    #[arg(long, conflicts_with_all = ["filter", "all", "dry_run"])]
    edit: bool,
    #[command(flatten)]
    picks: Picks,
}

const EXAMPLES: &str = "\
Examples:
  offprint note 'Compare with *Batch Normalization*.' 2305.02265
  offprint note --edit 2305.02265";

pub fn run(arguments: &Arguments, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    if arguments.edit {
        return open(&arguments.words, global);
    }
    let (note, papers) = arguments.words.split_first().expect("clap asks for a word");
    if note.trim().is_empty() {
        return Err(CliError::Usage("the note is empty".to_owned()));
    }
    pick::edit(papers, &arguments.picks, global, terminal, |paper| {
        paper.add_note(note);
        Ok(())
    })
}

fn open(names: &[String], global: &Global) -> Result<Outcome, CliError> {
    super::needs_site(global)?;
    let options = SiteOptions {
        root: global.root.clone(),
        config: global.config.clone(),
        drafts: true,
        ..SiteOptions::default()
    };
    let listing = Listing::load(&options);
    let papers = pick::named(names, &listing, global)?;
    let files: Vec<_> = papers.iter().map(|id| global.root.join(&*listing.catalog.paper(*id).file)).collect();
    let editor = editor()
        .ok_or_else(|| CliError::Usage("no editor is set: `export EDITOR=nano` names one".to_owned()))?;
    let words = editor.to_string_lossy().into_owned();
    // `code --wait` is a program and a flag.
    let mut words = words.split_whitespace();
    let program = words.next().unwrap_or_default();
    let status = Command::new(program).args(words).args(&files).status();
    match status.map_err(|error| CliError::io(program, error))?.success() {
        true => Ok(Outcome::Success),
        false => Err(CliError::Usage(format!("{program} did not end well"))),
    }
}

fn editor() -> Option<OsString> {
    ["VISUAL", "EDITOR"].iter().filter_map(std::env::var_os).find(|editor| !editor.is_empty())
}
