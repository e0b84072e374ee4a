//! `offprint note`

use super::pick::{self, Picks};
use super::{CliError, Global, Outcome, Terminal, editor};
use crate::config::Drafts;
use crate::listing::Listing;

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A paragraph of Markdown for the notes, except with `--edit`, then the papers: keys or beginnings of keys, arXiv ids,
    /// DOIs, addresses of these, or files
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
        return open(&arguments.words, global, terminal);
    }
    let (note, papers) = arguments.words.split_first().expect("clap asks for a word");
    if note.trim().is_empty() {
        return Err(CliError::Usage("the note is empty".to_owned()));
    }
    pick::edit(papers, &arguments.picks, global, terminal, |paper| paper.add_note(note))
}

fn open(names: &[String], global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    super::needs_site(global)?;
    let options = global.site_options(Drafts::Listed);
    let (listing, papers) = match pick::in_files_alone(names, &options) {
        Some(found) => found,
        None => {
            let listing = Listing::load(&options);
            let papers = pick::named(names, &listing, global, terminal)?;
            (listing, papers)
        }
    };
    let files: Vec<_> = papers.iter().map(|id| global.root.join(&*listing.catalog.paper(*id).file)).collect();
    editor::open(&editor::needed()?, &files).map(|()| Outcome::Success)
}
