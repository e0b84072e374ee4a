//! Building a site: the whole walk, from files to published pages, on one page.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use crate::diagnostic::{self, Diagnostic};
use crate::output::{FileCounts, OtherFiles, Output, OutputError, StagedFile};
use crate::plan::{Route, Target};
use crate::render;
use crate::shard::Shard;
use crate::site::{LeftOut, Loaded, Site, SiteOptions, Unusable};
use crate::source;
use crate::timings::{FileCost, FileCosts, Stopwatch, Timings};

mod index;

/// What to build, and where to.
#[derive(Clone, Debug)]
pub struct BuildOptions {
    pub site: SiteOptions,
    pub output: PathBuf,
    /// Whether warnings stop the build, too.
    pub strict: bool,
    /// What becomes of files in the output folder that no build wrote.
    pub others: OtherFiles,
    pub reuse: Reuse,
    /// The part of the site to build, where several machines share the work.
    pub shard: Option<Shard>,
}

/// What is taken over from an earlier build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reuse {
    /// Whatever is made of the same.
    Unchanged,
    /// Nothing: all is made anew.
    Nothing,
}

/// What came of a build.
pub struct Report {
    pub diagnostics: Vec<Diagnostic>,
    pub left_out: LeftOut,
    pub outcome: Result<Built, Failure>,
}

/// A site that was built.
pub struct Built {
    pub papers: usize,
    pub files: FileCounts,
    /// Whether the site's address is known; without it there is no feed and no sitemap.
    pub has_address: bool,
    pub timings: Timings,
}

/// Why nothing was built: the output is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Content or templates have errors, or warnings that count as such.
    Faulty,
    /// The configuration has errors.
    Misconfigured,
    /// Files cannot be read.
    Unreadable,
}

/// Builds a site. `progress` is told how many pages of how many are rendered.
pub fn build(options: &BuildOptions, progress: impl Fn(usize, usize) + Sync) -> Result<Report, OutputError> {
    // Read, check and plan: every fault of the content is known before anything is rendered.
    let Loaded { site, mut diagnostics, base_url, left_out, mut stopwatch } = Site::load(&options.site);
    let outcome = match site {
        Err(Unusable::Configuration) => Err(Failure::Misconfigured),
        Err(Unusable::Content) if source::has_unreadable(&diagnostics) => Err(Failure::Unreadable),
        Err(Unusable::Content) => Err(Failure::Faulty),
        Ok(_) if options.strict && diagnostic::has_warnings(&diagnostics) => Err(Failure::Faulty),
        Ok(site) => {
            let papers = site.catalog().papers().len();
            match publish(site, options, progress, &mut stopwatch)? {
                Ok((files, costs)) => {
                    let timings = stopwatch.finish(costs);
                    Ok(Built { papers, files, has_address: base_url.is_known(), timings })
                }
                Err(faults) => {
                    let is_readable = !source::has_unreadable(&faults);
                    diagnostics.extend(faults);
                    Err(if is_readable { Failure::Faulty } else { Failure::Unreadable })
                }
            }
        }
    };
    Ok(Report { diagnostics, left_out, outcome })
}

/// Renders a site and puts it into its folder; the inner result tells what is wrong with its pages.
fn publish(
    mut site: Site,
    options: &BuildOptions,
    progress: impl Fn(usize, usize) + Sync,
    stopwatch: &mut Stopwatch,
) -> Result<Result<(FileCounts, FileCosts), Vec<Diagnostic>>, OutputError> {
    // Open the output before rendering, so that a folder that cannot be written to costs no time.
    let output = Output::open(site.root(), &options.output, options.shard, options.others)?;

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
        let staged = stage(&site, route, &output, options.reuse);
        let time = start.elapsed();
        progress(done.fetch_add(1, Ordering::Relaxed) + 1, routes.len());
        (staged, time)
    });
    let mut ready = search_files;
    let mut faults = Vec::new();
    let mut costs = FileCosts::new();
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
        return Ok(Err(render::joined(faults)));
    }
    stopwatch.lap("making files");

    // Every page is ready: only now does the output change.
    if options.shard.is_none() {
        // A part of a site has a part of its pictures.
        site.originals().forget_others(site.root());
    }
    // Nobody waits until the last piece of a large site is given up.
    rayon::spawn(move || drop(site));
    let files = output.publish(ready)?;
    stopwatch.lap("publishing files");
    Ok(Ok((files, costs)))
}

/// Renders one page, unless it stands there already, and hands it over; the inner result tells what
/// is wrong with the page.
fn stage(
    site: &Site,
    route: &Route,
    output: &Output,
    reuse: Reuse,
) -> Result<Result<StagedFile, Vec<Diagnostic>>, OutputError> {
    let sheet = render::sheet(site, route);
    let made_of = sheet.fingerprint();
    if let Some(made_of) = made_of
        && reuse == Reuse::Unchanged
        && let Some(current) = output.current(&route.file, made_of)
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
