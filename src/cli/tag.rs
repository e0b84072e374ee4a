//! `offprint tag`

use super::pick::{self, Picks};
use super::{CliError, Global, Outcome, Terminal};
use crate::fold::fold;

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// `+TAG` adds a tag. Then the papers: keys, arXiv ids, DOIs, addresses of these, or files
    #[arg(value_name = "+TAG|PAPER")]
    words: Vec<String>,
    /// Remove a tag, in any spelling; `-TAG` is short for it
    #[arg(long, value_name = "TAG", allow_hyphen_values = true)]
    remove: Vec<String>,
    #[command(flatten)]
    picks: Picks,
}

const EXAMPLES: &str = "\
Examples:
  offprint tag +attention -survey 2305.02265 1706.03762
  offprint tag '+sequence models' --where 'tag:seq2seq'";

pub fn run(arguments: &Arguments, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    let mut added = Vec::new();
    let mut papers = Vec::new();
    for word in &arguments.words {
        match word.strip_prefix('+').map(str::trim) {
            Some("") => return Err(CliError::Usage("a tag needs a name: `+attention`".to_owned())),
            Some(tag) => added.push(tag),
            None => papers.push(word.clone()),
        }
    }
    if added.is_empty() && arguments.remove.is_empty() {
        return Err(CliError::Usage("say which tags: `offprint tag +new -old PAPER`".to_owned()));
    }
    pick::edit(&papers, &arguments.picks, global, terminal, |paper| {
        for tag in &arguments.remove {
            let folded = fold(tag);
            paper.remove_from_list("tags", |known| fold(known) == folded)?;
        }
        for tag in &added {
            // Another spelling of a tag is the tag.
            if !paper.texts("tags").iter().any(|known| fold(known) == fold(tag)) {
                paper.add_to_list("tags", tag)?;
            }
        }
        Ok(())
    })
}
