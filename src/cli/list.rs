//! `offprint list`

use std::cmp::Reverse;
use std::io::IsTerminal;

use super::filtered::{FilterArguments, Filtered};
use super::{CliError, Global, Outcome, Terminal, export};
use crate::catalog::{Catalog, PaperId};
use crate::diagnostic;
use crate::diagnostic::{counted, grouped};
use crate::facts::Facts;
use crate::fold::fold;
use crate::listing::Listing;
use crate::paper::{LinkTarget, Paper};
use crate::text::Text;

mod table;

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    papers: FilterArguments,
    /// Write all that is known of the papers, as JSON
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// How to write the papers [default: a table on a terminal, else lines of fields that tabs part]
    #[arg(long, value_name = "FORM")]
    format: Option<Format>,
    /// In which order, newest first if not given
    #[arg(long, value_name = "BY", default_value = "date")]
    sort: Order,
    /// The other way around
    #[arg(long)]
    reverse: bool,
    /// At most so many
    #[arg(long, value_name = "NUMBER")]
    limit: Option<usize>,
}

const EXAMPLES: &str = "\
Examples:
  offprint list status:unread --sort upvotes --limit 10
  offprint list 'author:\"Ada Lovelace\" year:2024.. -tag:survey'
  offprint list has:code --format bibtex
  offprint list --json \"point cloud\"";

#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq)]
enum Format {
    /// Columns as wide as the terminal
    Table,
    /// A line each: key, date, title, authors, arXiv id, DOI and file, parted by tabs
    Tsv,
    /// An array of objects
    Json,
    /// Citations for LaTeX
    Bibtex,
    /// Citations for reference managers
    Ris,
    /// Citations as CSL-JSON
    Csl,
    /// The address of each paper: arXiv, its DOI, its first link, else its page
    Urls,
}

#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// Newest day first, within a day as the site has it
    Date,
    /// Most first
    Upvotes,
    /// Most first
    Stars,
    /// Best first
    Rating,
    /// Newest first, by the papers' own dates
    Published,
    /// Alphabetically
    Title,
    /// Alphabetically
    Key,
}

pub fn run(arguments: &Arguments, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    let Some(filtered) = arguments.papers.read(global, terminal)? else { return Ok(Outcome::Misconfigured) };
    let Filtered { listing, mut ids, is_all, diagnostics } = filtered;
    let found = ids.len();
    sort(&mut ids, &listing.catalog, arguments.sort);
    if arguments.reverse {
        ids.reverse();
    }
    ids.truncate(arguments.limit.unwrap_or(usize::MAX));
    write(arguments, global, &listing, &ids)?;

    terminal.diagnostics(&diagnostics);
    let of = if is_all { String::new() } else { format!(" of {}", grouped(listing.catalog.papers().len())) };
    let first = if ids.len() < found { format!("{} of ", grouped(ids.len())) } else { String::new() };
    let found = counted(found, "paper", "papers");
    // Lines count themselves, but none tells nothing.
    if std::io::stdout().is_terminal() || ids.is_empty() {
        terminal.status("Listed", &format!("{first}{found}{of}"));
    }
    Ok(if diagnostic::has_errors(&diagnostics) { Outcome::Faulty } else { Outcome::Success })
}

/// Papers that are equal stay newest first.
fn sort(ids: &mut [PaperId], catalog: &Catalog, order: Order) {
    let paper = |id: &PaperId| catalog.paper(*id);
    match order {
        Order::Date => {}
        Order::Upvotes => ids.sort_by_key(|id| Reverse(paper(id).upvotes)),
        Order::Stars => ids.sort_by_key(|id| Reverse(paper(id).stars)),
        Order::Rating => ids.sort_by_key(|id| Reverse(paper(id).rating.map(|rating| rating.stars()))),
        Order::Published => ids.sort_by_key(|id| Reverse(paper(id).published_or_listed())),
        Order::Title => ids.sort_by_cached_key(|id| fold(&Text::inline(&paper(id).title.text).plain())),
        Order::Key => ids.sort_by_key(|id| &paper(id).key),
    }
}

fn write(arguments: &Arguments, global: &Global, listing: &Listing, ids: &[PaperId]) -> Result<(), CliError> {
    let on_terminal = std::io::stdout().is_terminal();
    let automatic = if on_terminal { Format::Table } else { Format::Tsv };
    let format = if arguments.json { Format::Json } else { arguments.format.unwrap_or(automatic) };
    let papers = ids.iter().map(|id| listing.catalog.paper(*id));
    let text = match format {
        Format::Table => {
            let papers: Vec<&Paper> = papers.collect();
            table::table(&papers, width(), global.color.styling_of(&std::io::stdout()))
        }
        Format::Tsv => papers.map(table::line).collect(),
        Format::Json => {
            let facts: Vec<Facts> = papers.map(|paper| Facts::new(listing, paper)).collect();
            let json = serde_json::to_string_pretty(&facts).expect("facts are texts, numbers and lists");
            format!("{json}\n")
        }
        Format::Bibtex => export::written(export::Format::Bibtex, listing, ids),
        Format::Ris => export::written(export::Format::Ris, listing, ids),
        Format::Csl => export::written(export::Format::Csl, listing, ids),
        Format::Urls => papers.map(|paper| format!("{}\n", address(listing, paper))).collect(),
    };
    super::print(&text)
}

/// Where the paper itself can be read.
fn address(listing: &Listing, paper: &Paper) -> String {
    let arxiv = paper.arxiv.as_ref().map(|id| id.url());
    let doi = || paper.doi.as_ref().map(|doi| doi.url());
    let link = || {
        paper.links.iter().find_map(|link| match link.target() {
            LinkTarget::Web(url) => Some(url.clone()),
            LinkTarget::Local(_) => None,
        })
    };
    arxiv.or_else(doi).or_else(link).unwrap_or_else(|| listing.url(paper))
}

/// Of the terminal, in columns.
fn width() -> usize {
    terminal_size::terminal_size().map_or(80, |(width, _)| width.0.into())
}
