//! Building a site: the whole walk, from files to published pages, on one page.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use crate::diagnostic::{self, Diagnostic};
use crate::output::{Changes, OtherFiles, Output, OutputError, StagedFile};
use crate::plan::{Route, Target};
use crate::render;
use crate::shard::Shard;
use crate::site::{LeftOut, Site, SiteOptions};
use crate::source;
use crate::timings::{FileCost, Timings};

mod index;

/// What to build, and where to.
#[derive(Clone, Debug)]
pub struct BuildOptions {
    pub site: SiteOptions,
    pub output: PathBuf,
    /// Whether warnings stop the build, too.
    pub strict: bool,
    /// Whether the output folder may hold files that no build wrote, and all pages are made anew.
    pub force: bool,
    /// The part of the site to build, where several machines share the work.
    pub shard: Option<Shard>,
}

/// What came of a build.
pub struct Report {
    pub diagnostics: Vec<Diagnostic>,
    pub left_out: LeftOut,
    /// Of the stages of a build that came to its end; none of another.
    pub timings: Timings,
    pub outcome: Outcome,
}

pub enum Outcome {
    Built {
        papers: usize,
        changes: Changes,
        /// Whether the site's address is known; without it there is no feed and no sitemap.
        has_address: bool,
    },
    /// Content or templates have errors; the output is as it was.
    Faulty,
    /// The configuration has errors; the output is as it was.
    Misconfigured,
    /// Files cannot be read; the output is as it was.
    Unreadable,
}

/// Builds a site. `progress` is told how many pages of how many are rendered.
pub fn build(options: &BuildOptions, progress: impl Fn(usize, usize) + Sync) -> Result<Report, OutputError> {
    // Read, check and plan: every fault of the content is known before anything is rendered.
    let loaded = Site::load(&options.site);
    let mut stopwatch = loaded.stopwatch;
    let mut report = Report {
        diagnostics: loaded.diagnostics,
        left_out: loaded.left_out,
        timings: Timings::default(),
        outcome: Outcome::Faulty,
    };
    if loaded.bad_configuration {
        report.outcome = Outcome::Misconfigured;
        return Ok(report);
    }
    if source::has_unreadable(&report.diagnostics) {
        report.outcome = Outcome::Unreadable;
        return Ok(report);
    }
    let Some(mut site) =
        loaded.site.filter(|_| !(options.strict && diagnostic::has_warnings(&report.diagnostics)))
    else {
        return Ok(report);
    };

    // Open the output before rendering, so that a folder that cannot be written to costs no time.
    let others = if options.force { OtherFiles::Kept } else { OtherFiles::Refused };
    let output = Output::open(site.root(), &options.output, options.shard, others)?;

    // Papers' pages name related papers, which the index tells.
    let search_files = index::stage(&mut site, &output, options)?;
    stopwatch.lap("indexing papers");

    // Pages do not depend on each other. All are rendered, so that all errors show.
    let routes = match options.shard {
        Some(shard) => shard.routes(site.plan()),
        None => site.plan().routes().iter().collect(),
    };
    let done = AtomicUsize::new(0);
    let staged = render::each(&routes, |route| {
        let start = Instant::now();
        let staged = stage(&site, route, &output, options.force);
        let time = start.elapsed();
        progress(done.fetch_add(1, Ordering::Relaxed) + 1, routes.len());
        (staged, time)
    });
    let mut ready = search_files;
    let mut faults = Vec::new();
    let mut costs: BTreeMap<&str, FileCost> = BTreeMap::new();
    for (route, (page, time)) in routes.iter().zip(staged) {
        match page? {
            Ok(page) => {
                *costs.entry(route.target.kind()).or_default() += FileCost::new(page.bytes_made(), time);
                ready.push(page);
            }
            Err(found) => faults.extend(found),
        }
    }
    if !faults.is_empty() {
        if source::has_unreadable(&faults) {
            report.outcome = Outcome::Unreadable;
        }
        report.diagnostics.extend(render::joined(faults));
        return Ok(report);
    }

    stopwatch.lap("making files");

    // Every page is ready: only now does the output change.
    let papers = site.catalog().papers().len();
    if options.shard.is_none() {
        // A part of a site has a part of its pictures.
        site.originals().forget_others(site.root());
    }
    // Nobody waits until the last piece of a large site is given up.
    rayon::spawn(move || drop(site));
    let changes = output.publish(ready)?;
    stopwatch.lap("publishing files");
    report.timings = stopwatch.finish(costs);
    report.outcome = Outcome::Built { papers, changes, has_address: loaded.base_url.is_known() };
    Ok(report)
}

/// Renders one page, unless it stands there already, and hands it over; the inner result tells what
/// is wrong with the page.
fn stage(
    site: &Site,
    route: &Route,
    output: &Output,
    force: bool,
) -> Result<Result<StagedFile, Vec<Diagnostic>>, OutputError> {
    let sheet = render::sheet(site, route);
    let made_of = sheet.fingerprint();
    if let Some(current) = made_of.filter(|_| !force).and_then(|made_of| output.current(&route.file, made_of))
    {
        return Ok(Ok(current));
    }
    let rendered = sheet.render();
    if let Target::Paper(id) = route.target {
        // Made for all other lists now, while what templates see of the paper is at hand; they tell what is wrong.
        let _ = site.brief_entry(id);
    }
    match rendered {
        Ok(bytes) => output.stage(&route.file, &bytes, made_of).map(Ok),
        Err(diagnostics) => Ok(Err(diagnostics)),
    }
}
