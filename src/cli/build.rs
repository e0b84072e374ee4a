//! `offprint build`

use std::path::PathBuf;
use std::time::Instant;

use super::{CliError, Global, Outcome, SiteFlags, Terminal};
use crate::build::{self, BuildOptions, Built, Failure, Reuse};
use crate::config::Config;
use crate::diagnostic::{Severity, counted, grouped};
use crate::output::{FileCounts, OtherFiles};
use crate::shard::Shard;
use crate::timings::Timings;

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Where the site is written [default: public in the site's folder]
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    site: SiteFlags,
    /// Let warnings fail the build
    #[arg(long)]
    strict: bool,
    /// Leave the pages as the templates wrote them
    #[arg(long)]
    no_minify: bool,
    /// Make every page anew, also into a folder that holds other files; they are kept
    #[arg(long)]
    force: bool,
    /// Build one of N parts, as one of N machines: laid over each other, the parts are the site
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,
    /// Say where the time went
    #[arg(long)]
    timings: bool,
}

const EXAMPLES: &str = "\
Examples:
  offprint build
  offprint build --base-url https://user.github.io/list/ --strict
  offprint build --output ../published
  offprint build --shard 1/4 --output part-1";

pub fn run(arguments: &Arguments, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    let start = Instant::now();
    let output = arguments.output.clone().unwrap_or_else(|| Config::default_output(&global.root));
    let mut site = arguments.site.options(global)?;
    site.no_minify = arguments.no_minify;
    let options = BuildOptions {
        site,
        output: output.clone(),
        strict: arguments.strict,
        others: if arguments.force { OtherFiles::Kept } else { OtherFiles::Refused },
        reuse: if arguments.force { Reuse::Nothing } else { Reuse::Unchanged },
        shard: arguments.shard,
    };

    let progress = terminal.progress("pages");
    let report = build::build(&options, |done, total| progress.show(done, total))?;
    progress.finish();

    terminal.diagnostics(&report.diagnostics);
    let warnings =
        report.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Warning).count();
    match report.outcome {
        Ok(Built { papers, files, has_address, timings }) => {
            let part = arguments.shard.map_or_else(String::new, |shard| format!("part {shard} of "));
            let papers = counted(papers, "paper", "papers");
            let seconds = start.elapsed().as_secs_f64();
            let warnings = counted(warnings, "warning", "warnings");
            let (tally, output) = (tally(&files), super::shown(&output));
            terminal.status(
                "Built",
                &format!("{part}{papers} in {seconds:.2} s: {tally}, {warnings} in {output}"),
            );
            if files.kept > 0 {
                let kept = counted(files.kept, "old file", "old files");
                terminal.status("Kept", &format!("{kept} that somebody changed since the last build"));
            }
            if arguments.timings {
                show_timings(&timings, terminal);
            }
            super::left_out(terminal, &report.left_out);
            if !has_address {
                terminal.status(
                    "Left out",
                    "the feed and the sitemap: set `base_url` to the site's address to get them",
                );
            }
            Ok(Outcome::Success)
        }
        Err(failure) => {
            terminal.error(&format!("nothing was built: {}", super::tally(&report.diagnostics)));
            Ok(match failure {
                Failure::Faulty => Outcome::Faulty,
                Failure::Misconfigured => Outcome::Misconfigured,
                Failure::Unreadable => Outcome::Unreadable,
            })
        }
    }
}

/// `3 files written, 41 unchanged, 0 removed`.
fn tally(files: &FileCounts) -> String {
    let written = counted(files.written, "file", "files");
    format!("{written} written, {} unchanged, {} removed", grouped(files.unchanged), grouped(files.removed))
}

/// Stages one after the other, then the files that were made, by kind.
fn show_timings(timings: &Timings, terminal: &Terminal) {
    for (stage, time) in &timings.stages {
        terminal.plain(&format!("{:>9.3} s  {stage}", time.as_secs_f64()));
    }
    terminal.plain("of which all threads together took");
    let mut files: Vec<_> = timings.files.iter().collect();
    files.sort_by_key(|(_, cost)| std::cmp::Reverse(cost.time));
    for (kind, cost) in files {
        terminal.plain(&format!(
            "{:>9.3} s  {kind}: {} made, {:.1} MB; {} unchanged",
            cost.time.as_secs_f64(),
            grouped(cost.made),
            cost.bytes as f64 / 1e6,
            grouped(cost.unmade),
        ));
    }
}
