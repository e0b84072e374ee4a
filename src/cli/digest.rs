//! `offprint digest`

use std::path::{Path, PathBuf};

use super::filtered::FilterArguments;
use super::{CliError, Global, Outcome, SiteFlags, Terminal, export};
use crate::catalog::Period;
use crate::config::PeriodKind;
use crate::diagnostic::counted;
use crate::digest::{self, Digest, DigestError, Selection};
use crate::site::Site;

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    span: Span,
    #[command(flatten)]
    papers: FilterArguments,
    /// How many papers, at most
    #[arg(long, value_name = "N", default_value = "10")]
    limit: std::num::NonZeroUsize,
    /// Write the HTML alone
    #[arg(long, conflicts_with = "text")]
    html: bool,
    /// Write the plain text alone
    #[arg(long)]
    text: bool,
    /// Where to, instead of standard output; a file that ends in .html or .txt gets that part alone
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace an output file that is there
    #[arg(long, requires = "output")]
    force: bool,
    /// The site's address, instead of the configured one
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
}

/// Without one of these, the newest period by which the site is grouped.
#[derive(clap::Args)]
#[group(multiple = false)]
struct Span {
    /// A day, as YYYY-MM-DD; the newest that has papers if none is named
    #[arg(long, value_name = "DAY", num_args = 0..=1)]
    day: Option<Option<String>>,
    /// A week, as YYYY-Www or a day in it; the newest that has papers if none is named
    #[arg(long, value_name = "WEEK", num_args = 0..=1)]
    week: Option<Option<String>>,
    /// A month, as YYYY-MM; the newest that has papers if none is named
    #[arg(long, value_name = "MONTH", num_args = 0..=1)]
    month: Option<Option<String>>,
    /// A year; the newest that has papers if none is named
    #[arg(long, value_name = "YEAR", num_args = 0..=1)]
    year: Option<Option<String>>,
}

const EXAMPLES: &str = "\
Examples:
  offprint digest --week --output digest.eml
  offprint digest --week 2025-W44 --text
  offprint digest --month 2025-10 --limit 20 --output october.html
  offprint digest tag:survey --week > surveys.eml";

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Message,
    Html,
    Text,
}

struct Written {
    text: String,
    /// Whether its HTML is.
    is_long: bool,
}

/// Gmail shows no more of a message's HTML, and hides the rest behind a link.
const LONGEST_HTML: usize = 102 * 1024;

pub fn run(arguments: &Arguments, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    let filter = arguments.papers.terms().filter(terminal)?;
    let flags = SiteFlags { base_url: arguments.base_url.clone(), drafts: arguments.papers.drafts() };
    let loaded = Site::load(&flags.options(global)?);
    let site = match super::usable(loaded, "no digest was written", terminal) {
        Ok(site) => site,
        Err(outcome) => return Ok(outcome),
    };
    let (kind, period) = arguments.span.period(site.config().group_by)?;
    let limit = arguments.limit.get();
    let Some(selection) = digest::select(&site, kind, period, &filter, limit) else {
        let newest = period.and_then(|_| digest::select(&site, kind, None, &filter, limit));
        return Err(CliError::Usage(nothing(period, newest)));
    };
    let written = Digest::new(&site, &selection).and_then(|digest| write(&digest, arguments.form()));
    let Written { text, is_long } = match written {
        Ok(written) => written,
        Err(DigestError::Template(diagnostics)) => {
            terminal.diagnostics(&diagnostics);
            terminal.error(&format!("no digest was written: {}", super::tally(&diagnostics)));
            return Ok(Outcome::Faulty);
        }
        Err(error) => return Err(CliError::Usage(error.to_string())),
    };
    match &arguments.output {
        None => super::print(&text)?,
        Some(output) => {
            if arguments.force {
                export::save_over(output, &text)?
            } else {
                export::save_new(output, &text)?
            }
            let papers = counted(selection.papers.len(), "paper", "papers");
            let period = selection.period.title();
            terminal.status("Wrote", &format!("{papers} of {period} to {}", super::shown(output)));
        }
    }
    if is_long {
        terminal
            .status("Long", "some mail programs cut HTML of more than 100 KB: `--limit` leaves papers out");
    }
    Ok(Outcome::Success)
}

fn write(digest: &Digest, form: Form) -> Result<Written, DigestError> {
    if form == Form::Text {
        return Ok(Written { text: digest.text(), is_long: false });
    }
    let html = digest.html()?;
    let is_long = html.len() > LONGEST_HTML;
    let text = match form {
        Form::Message => String::from_utf8(digest.message()?).expect("a message is written in ASCII"),
        _ => html,
    };
    Ok(Written { text, is_long })
}

impl Arguments {
    fn form(&self) -> Form {
        let ending = self.output.as_deref().and_then(Path::extension).and_then(|ending| ending.to_str());
        match ending.map(str::to_ascii_lowercase).as_deref() {
            _ if self.html => Form::Html,
            _ if self.text => Form::Text,
            Some("html" | "htm") => Form::Html,
            Some("txt") => Form::Text,
            _ => Form::Message,
        }
    }
}

impl Span {
    /// The kind of period that was asked for, and which one, where that was said.
    fn period(&self, own: PeriodKind) -> Result<(PeriodKind, Option<Period>), CliError> {
        let flags = [
            ("--day", PeriodKind::Day, &self.day),
            ("--week", PeriodKind::Week, &self.week),
            ("--month", PeriodKind::Month, &self.month),
            ("--year", PeriodKind::Year, &self.year),
        ];
        let given = flags.into_iter().find_map(|(flag, kind, typed)| Some((flag, kind, typed.as_ref()?)));
        match given {
            None => Ok((own, None)),
            Some((_, kind, None)) => Ok((kind, None)),
            Some((flag, kind, Some(text))) => match Period::parse(kind, text) {
                Ok(period) => Ok((kind, Some(period))),
                Err(fix) => {
                    let name = kind.name();
                    let message =
                        format!("`{flag} {text}` is no {name}: {fix}; a filter stands before `{flag}`");
                    Err(CliError::Usage(message))
                }
            },
        }
    }
}

fn nothing(period: Option<Period>, newest: Option<Selection>) -> String {
    match (period, newest) {
        (Some(period), Some(newest)) => {
            let papers = format!("there are no such papers in {}", period.title());
            format!("{papers}; the newest are in {}", newest.period.iso())
        }
        _ => "there are no such papers in the list".to_owned(),
    }
}
