//! The papers that a filter picks, for commands that show them.

use super::{CliError, Global, Terminal};
use crate::catalog::PaperId;
use crate::diagnostic::{Diagnostic, Severity};
use crate::filter::Filter;
use crate::listing::Listing;

/// A filter as it is typed.
#[derive(clap::Args)]
pub struct FilterTerms {
    /// Which papers: words, "phrases", tag:, author:, venue:, year:2024.., date:, status:, has:, upvotes:>50, and -tag: to
    /// leave out; without a filter all of them
    #[arg(value_name = "FILTER")]
    filter: Vec<String>,
    /// Leave out the papers of which a term of the filter holds; `-TERM` is short for it
    #[arg(long, value_name = "TERM", allow_hyphen_values = true)]
    exclude: Vec<String>,
}

#[derive(clap::Args)]
pub struct FilterArguments {
    #[command(flatten)]
    terms: FilterTerms,
    /// Drafts, too
    #[arg(long)]
    drafts: bool,
}

pub struct Filtered {
    pub listing: Listing,
    /// What the filter picks, newest first.
    pub ids: Vec<PaperId>,
    /// Whether all papers were asked for.
    pub is_all: bool,
    /// What is to be told after the papers: files whose papers are missing, and what the filter may
    /// have meant.
    pub diagnostics: Vec<Diagnostic>,
}

impl FilterArguments {
    /// Reads the list; none where its configuration is wrong, which was told then.
    pub fn read(&self, global: &Global, terminal: &Terminal) -> Result<Option<Filtered>, CliError> {
        let filter = self.terms.filter(terminal)?;
        let options = global.site_options(super::drafts(self.drafts));
        let Some(listing) = super::listing(&options, terminal) else { return Ok(None) };
        let mut diagnostics = listing.located_diagnostics(&options);
        let ids = filter.papers(&listing.catalog);
        // What is odd is for `check` to say; a file with errors is missing from the list.
        diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
        if ids.is_empty() {
            diagnostics.extend(filter.unknown_terms(&listing.catalog));
            diagnostics.extend(filter.words_like_terms());
            diagnostics.extend(lost_quotes(&self.terms.typed()));
        }
        Ok(Some(Filtered { listing, ids, is_all: filter.is_empty(), diagnostics }))
    }

    /// Whether drafts were asked for.
    pub fn drafts(&self) -> bool {
        self.drafts
    }

    pub fn terms(&self) -> &FilterTerms {
        &self.terms
    }
}

impl FilterTerms {
    /// The filter as it was typed; its errors were told then.
    pub fn filter(&self, terminal: &Terminal) -> Result<Filter, CliError> {
        super::filter(&self.typed().join(" "), terminal)
    }

    /// The filter's parts as they were typed, but for what is excluded.
    pub fn words(&self) -> &[String] {
        &self.filter
    }

    fn typed(&self) -> Vec<String> {
        let excluded = self.exclude.iter().map(|term| format!("-{term}"));
        self.filter.iter().cloned().chain(excluded).collect()
    }
}

/// A shell takes quotes away: of `author:"Ada Lovelace"` it leaves one argument with a blank in it.
fn lost_quotes(arguments: &[String]) -> Option<Diagnostic> {
    let has_lost = |argument: &&String| {
        let after_key = argument.split_once(':').map(|(_, value)| value);
        after_key.is_some_and(|value| value.contains(' ') && !value.contains([':', '"', '-']))
    };
    let argument = arguments.iter().find(has_lost)?;
    let (key, value) = argument.split_once(':')?;
    let message = format!("`{key}:` takes one word, and the rest is looked for as text");
    let fix = format!("quote the value for the filter and the filter for the shell: '{key}:\"{value}\"'");
    Some(Diagnostic::note("lost-quotes", message).help(fix))
}
