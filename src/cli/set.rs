//! `offprint set`

use super::pick::{self, Picks};
use super::{CliError, Global, Outcome, Terminal};
use crate::edit::{NewValue, new_value};

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Fields of front matter, `links.code=…` and `extra.shelf=…` for those in maps; without a value
    /// a field is removed. Lists are parted by commas, or by semicolons. Then the papers: keys, arXiv
    /// ids, DOIs, addresses of these, or files
    #[arg(required = true, value_name = "FIELD=VALUE|PAPER")]
    words: Vec<String>,
    #[command(flatten)]
    picks: Picks,
}

const EXAMPLES: &str = "\
Examples:
  offprint set venue=NeurIPS year=2025 2305.02265
  offprint set links.code=https://github.com/user/code content/2025-10-30/ndcr.md
  offprint set organization= --where 'organization:\"Example Labs\"'";

pub fn run(arguments: &Arguments, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    let mut fields: Vec<(&str, Option<NewValue>)> = Vec::new();
    let mut papers = Vec::new();
    let mut faults = Vec::new();
    for word in &arguments.words {
        let Some((key, typed)) = word.split_once('=').filter(|(key, _)| is_name(key)) else {
            papers.push(word.clone());
            continue;
        };
        match new_value(key, typed) {
            Ok(value) => fields.push((key, value)),
            Err(fix) => faults.push(format!("`{key}` cannot be set: {fix}")),
        }
    }
    if !faults.is_empty() {
        return Err(CliError::Usage(faults.join("\n       ")));
    }
    if fields.is_empty() {
        return Err(CliError::Usage("say what to set: `offprint set status=read PAPER`".to_owned()));
    }
    pick::edit(&papers, &arguments.picks, global, terminal, |paper| {
        for (key, value) in &fields {
            match value {
                Some(value) => paper.set(key, value)?,
                None => paper.remove(key)?,
            };
        }
        Ok(())
    })
}

/// Whether a word before `=` is a field's, not part of a path or a DOI.
fn is_name(text: &str) -> bool {
    let is_part = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-' | '.' | ' ');
    !text.is_empty() && text.starts_with(char::is_alphabetic) && text.chars().all(is_part)
}
