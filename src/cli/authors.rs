//! `offprint authors`: names of authors, and which of them look like one person's.

use std::io::IsTerminal;

use super::{CliError, Global, Outcome, Terminal};
use crate::catalog::{Term, TermKind};
use crate::config::Drafts;
use crate::diagnostic::{counted, printable};
use crate::filter::similar;
use crate::fold::fold;
use crate::listing::Listing;
use crate::people;
use crate::view::one_line;

mod merge;

#[derive(clap::Args)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Words that a name has, or begin its words; without any all names
    #[arg(value_name = "WORD")]
    words: Vec<String>,
    /// At most so many
    #[arg(long, value_name = "NUMBER")]
    limit: Option<usize>,
}

const EXAMPLES: &str = "\
Examples:
  offprint authors
  offprint authors hopper
  offprint authors alike
  offprint authors merge 'Grace Hopper' 'G. M. Hopper'";

#[derive(clap::Subcommand)]
enum Command {
    /// Show names that look like one person's
    Alike(AlikeArguments),
    /// Join the names of one person, under the first of them: write them into content/authors.yaml
    Merge(merge::Arguments),
}

#[derive(clap::Args)]
#[command(after_help = ALIKE_EXAMPLES)]
struct AlikeArguments {
    /// How to write what joins the names
    #[arg(long, value_name = "FORM", default_value = "commands")]
    format: Format,
}

#[derive(clap::ValueEnum, Clone, Copy)]
enum Format {
    /// A command for each person, for a shell
    Commands,
    /// Entries of content/authors.yaml
    Yaml,
}

const ALIKE_EXAMPLES: &str = "\
Examples:
  offprint authors alike
  offprint authors alike --format yaml >> content/authors.yaml";

pub fn run(arguments: &Arguments, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    let options = global.site_options(Drafts::Listed);
    let Some(listing) = super::listing(&options, terminal) else { return Ok(Outcome::Misconfigured) };
    match &arguments.command {
        None => list(arguments, &listing, terminal)?,
        Some(Command::Alike(arguments)) => alike(arguments, &listing, terminal)?,
        Some(Command::Merge(arguments)) => {
            return merge::run(arguments, &options, &listing, global, terminal);
        }
    }
    super::partly_read(terminal, listing.unreadable());
    Ok(Outcome::Success)
}

/// A line for each author, those with most papers first: name, papers, other names, ORCID iD.
fn list(arguments: &Arguments, listing: &Listing, terminal: &Terminal) -> Result<(), CliError> {
    let terms = listing.catalog.terms(TermKind::Author).all();
    let wanted: Vec<String> = arguments.words.iter().map(|word| fold(word)).collect();
    let is_wanted = |term: &&Term| {
        let has = |name: &String, wanted: &String| {
            name.split_whitespace().any(|word| fold(word).starts_with(wanted))
        };
        wanted
            .iter()
            .all(|wanted| term.spellings.iter().any(|name| has(name, wanted)) || has(&term.name, wanted))
    };
    let mut shown: Vec<&Term> = terms.iter().filter(is_wanted).collect();
    shown.sort_by_key(|term| std::cmp::Reverse(term.papers.len()));
    if shown.is_empty() && !wanted.is_empty() {
        let name = arguments.words.join(" ");
        let meant = similar(&listing.catalog, TermKind::Author, &name);
        let meant = meant.map_or_else(String::new, |name| format!(": did you mean `{name}`?"));
        terminal.status("Found", &format!("no author whose name has `{name}`{meant}"));
    }
    shown.truncate(arguments.limit.unwrap_or(usize::MAX));
    let on_terminal = std::io::stdout().is_terminal();
    let mut text = String::new();
    for term in shown {
        let (papers, also) = (term.papers.len(), also(term).join("; "));
        let orcid = term.orcid.as_ref().map_or("", |orcid| orcid.as_str());
        let line = if on_terminal {
            let also = if also.is_empty() { String::new() } else { format!(" (also {also})") };
            format!("{papers:>6}  {}{also}  {orcid}", term.name)
        } else {
            format!("{}\t{papers}\t{also}\t{orcid}", one_line(&term.name))
        };
        text.push_str(printable_line(&line).trim_end_matches(' '));
        text.push('\n');
    }
    super::print(&text)
}

/// Tabs part fields, and are no control characters here.
fn printable_line(line: &str) -> String {
    line.split('\t').map(printable).collect::<Vec<_>>().join("\t")
}

/// The names beside the preferred one.
fn also(term: &Term) -> Vec<String> {
    term.spellings.iter().filter(|name| **name != term.name).map(|name| one_line(name)).collect()
}

/// A line for each person, which joins the names.
fn alike(arguments: &AlikeArguments, listing: &Listing, terminal: &Terminal) -> Result<(), CliError> {
    let found = people::alike(&listing.catalog);
    let terms = listing.catalog.terms(TermKind::Author);
    let mut text = String::new();
    for alike in &found {
        let line = match arguments.format {
            Format::Commands => people::merge_command(alike, terms),
            Format::Yaml => people::entry(alike, terms),
        };
        text.push_str(&format!("{line}  # {}\n", alike.evidence));
    }
    super::print(&text)?;
    let said = match found.len() {
        0 => "no names that look like one person's".to_owned(),
        many => {
            let people = counted(many, "person", "people");
            format!("names that look like those of {people}: keep the lines that are right")
        }
    };
    terminal.status("Found", &said);
    Ok(())
}
