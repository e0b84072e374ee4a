//! `offprint search`

use serde_json::json;

use super::{CliError, Global, Outcome, SiteFlags, Terminal};
use crate::diagnostic::counted;
use crate::filter::Filter;
use crate::search::{Answer, Hit, Index};
use crate::site::Site;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  offprint search pointer networks
  offprint search '\"neural turing machines\" -survey year:2014..2016'
  offprint search --json --limit 5 'author:\"Ada Lovelace\" tag:computing'")]
pub struct Arguments {
    /// What to look for: words, "a phrase", -without, and filters such as tag:attention
    #[arg(required_unless_present = "exclude", value_name = "QUERY")]
    query: Vec<String>,
    /// Leave out the papers that have a word, or of which a filter holds; `-TERM` is short for it
    #[arg(long, value_name = "TERM", allow_hyphen_values = true)]
    exclude: Vec<String>,
    /// Print a JSON array of papers, best first
    #[arg(long)]
    json: bool,
    /// How many papers to print, at most
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    #[command(flatten)]
    site: SiteFlags,
}

pub fn run(arguments: &Arguments, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    let loaded = Site::load(&arguments.site.options(global)?);
    let site = match super::usable(loaded, "nothing was searched", terminal) {
        Ok(site) => site,
        Err(outcome) => return Ok(outcome),
    };
    let excluded = arguments.exclude.iter().map(|term| format!("-{term}"));
    let query: Vec<String> = arguments.query.iter().cloned().chain(excluded).collect();
    let index = site.index();
    let query = query.join(" ");
    let answer = index.search(site.catalog(), &query);
    let shown = &answer.hits[..answer.hits.len().min(arguments.limit)];
    if arguments.json {
        let papers: Vec<_> = shown.iter().map(|hit| record(&site, *hit)).collect();
        super::print(&format!("{:#}\n", json!(papers)))?;
    } else {
        let lines: String = shown.iter().map(|hit| line(&site, *hit)).collect();
        super::print(&lines)?;
    }
    terminal.status("Found", &summary(&index, &answer, shown.len()));
    if answer.hits.is_empty() {
        let (filter, _) = Filter::parse_leniently(&query);
        terminal.diagnostics(&filter.unknown_terms(site.catalog()));
    }
    Ok(Outcome::Success)
}

fn record(site: &Site, hit: Hit) -> serde_json::Value {
    let paper = site.catalog().paper(hit.paper);
    let url = site.plan().urls().paper(&paper.key);
    json!({
        "slug": paper.key.as_str(),
        "arxiv": paper.arxiv.as_ref().map(ToString::to_string),
        "title": site.entry(hit.paper).title,
        "url": site.config().base_url.absolute(&url).unwrap_or(url),
        "score": (hit.score * 1000.0).round() / 1000.0,
    })
}

fn line(site: &Site, hit: Hit) -> String {
    let paper = site.catalog().paper(hit.paper);
    format!("{}  {}  {}\n", paper.date, paper.key, site.entry(hit.paper).title)
}

fn summary(index: &Index, answer: &Answer, shown: usize) -> String {
    let mut summary = counted(answer.hits.len(), "paper", "papers");
    if shown < answer.hits.len() {
        summary.push_str(&format!(", the best {shown} shown"));
    }
    if answer.is_partial && !answer.hits.is_empty() {
        summary.push_str("; none has all of the words, these have the most of them");
    }
    if !answer.unknown.is_empty() {
        let told = answer.unknown.iter().map(|word| match index.correction(word) {
            Some(known) => format!("{word} (did you mean {known}?)"),
            None => word.clone(),
        });
        summary.push_str(&format!("; no paper has {}", told.collect::<Vec<_>>().join(", ")));
    }
    summary
}
