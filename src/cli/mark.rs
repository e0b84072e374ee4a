//! `offprint mark` and `offprint rate`: what the curator makes of a paper, in a word or a number.

use super::pick::{self, Picks};
use super::{CliError, Global, Outcome, Terminal};
use crate::edit::NewValue;

#[derive(clap::Args)]
#[command(after_help = MARK_EXAMPLES)]
pub struct MarkArguments {
    status: Mark,
    #[arg(value_name = "PAPER", help = pick::PAPERS_HELP)]
    papers: Vec<String>,
    #[command(flatten)]
    picks: Picks,
}

const MARK_EXAMPLES: &str = "\
Examples:
  offprint mark read 2305.02265
  offprint mark unread --where 'date:2025-10 -has:status' --all";

#[derive(clap::ValueEnum, Clone, Copy)]
enum Mark {
    Unread,
    Reading,
    Read,
    /// Neither: the field is removed
    None,
}

#[derive(clap::Args)]
#[command(after_help = RATE_EXAMPLES)]
pub struct RateArguments {
    /// 1 to 5; 0 removes the rating
    #[arg(value_name = "STARS", value_parser = stars)]
    stars: u8,
    #[arg(value_name = "PAPER", help = pick::PAPERS_HELP)]
    papers: Vec<String>,
    #[command(flatten)]
    picks: Picks,
}

fn stars(typed: &str) -> Result<u8, &'static str> {
    typed.parse().ok().filter(|stars| *stars <= 5).ok_or("a rating is 1 to 5, and 0 removes it")
}

const RATE_EXAMPLES: &str = "\
Examples:
  offprint rate 5 attention-is-all-you-need";

pub fn mark(arguments: &MarkArguments, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    let status = match arguments.status {
        Mark::Unread => Some("unread"),
        Mark::Reading => Some("reading"),
        Mark::Read => Some("read"),
        Mark::None => None,
    };
    let value = status.map(|status| NewValue::Text(status.to_owned()));
    set_or_remove("status", value, &arguments.papers, &arguments.picks, global, terminal)
}

pub fn rate(arguments: &RateArguments, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    let value = (arguments.stars > 0).then(|| NewValue::Plain(arguments.stars.to_string()));
    set_or_remove("rating", value, &arguments.papers, &arguments.picks, global, terminal)
}

fn set_or_remove(
    key: &str,
    value: Option<NewValue>,
    papers: &[String],
    picks: &Picks,
    global: &Global,
    terminal: &Terminal,
) -> Result<Outcome, CliError> {
    pick::edit(papers, picks, global, terminal, |paper| {
        match &value {
            Some(value) => paper.set(key, value)?,
            None => paper.remove(key)?,
        };
        Ok(())
    })
}
