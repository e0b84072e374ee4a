//! A [`Listing`] is the papers of a site in order, without what it takes to publish them: enough to
//! list, edit and export.

use std::sync::Arc;

use rayon::prelude::*;

use crate::catalog::Catalog;
use crate::config::{self, Config};
use crate::diagnostic::{self, Diagnostic};
use crate::layout;
use crate::paper::Paper;
use crate::people::People;
use crate::plan::Urls;
use crate::site::SiteOptions;
use crate::source::{self, Sources};
use crate::timings::Stopwatch;

pub struct Listing {
    pub config: Config,
    /// Everything below the content folder, as it was read.
    pub sources: Sources,
    /// How many files of papers there are, read again or not.
    paper_files: usize,
    /// Every paper whose file has no errors.
    pub catalog: Catalog,
    /// Those who go by several names.
    pub people: People,
    /// What is wrong with the configuration, files of papers and the list of authors.
    pub diagnostics: Vec<Diagnostic>,
    pub configuration: Configuration,
    pub stopwatch: Stopwatch,
}

/// What was found of a site's configuration; diagnostics say more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Configuration {
    Valid,
    /// It has errors, and defaults stand in place of what is wrong.
    Faulty,
    /// There is none: this is no site.
    Missing,
}

impl Listing {
    /// Reads a site's papers; what is wrong becomes diagnostics, and the rest is there. Without a
    /// configuration there are no papers: this is no site.
    pub fn load(options: &SiteOptions) -> Listing {
        Listing::load_some(options, |_| true)
    }

    /// Like [`Listing::load`], without reading files again whose papers are `kept`, by their paths from the
    /// site's root. `may_keep` is told what else is in the content folder.
    pub fn load_but(
        options: &SiteOptions,
        kept: impl Fn(&str) -> Option<Arc<Paper>>,
        may_keep: impl FnOnce(&Sources) -> bool,
    ) -> Listing {
        Listing::load_with(
            options,
            |path| kept(path).is_none(),
            |sources| {
                may_keep(sources).then(|| sources.passed_over.iter().filter_map(|path| kept(path)).collect())
            },
        )
    }

    /// Like [`Listing::load`], with those papers only whose files are wanted by their paths from the
    /// site's root. What papers claim together is not known then.
    pub fn load_some(options: &SiteOptions, is_wanted: impl Fn(&str) -> bool) -> Listing {
        Listing::load_with(options, is_wanted, |_| Some(Vec::new()))
    }

    /// `taken_over` are papers of files that were passed over; none where all files must be read.
    fn load_with(
        options: &SiteOptions,
        is_wanted: impl Fn(&str) -> bool,
        taken_over: impl FnOnce(&Sources) -> Option<Vec<Arc<Paper>>>,
    ) -> Listing {
        let mut stopwatch = Stopwatch::start();
        let (config, mut diagnostics) = config(options);
        let configuration = Configuration::of(&diagnostics);
        let (mut sources, mut found) = match configuration {
            Configuration::Missing => Default::default(),
            Configuration::Valid | Configuration::Faulty => {
                source::read_some(&options.root, layout::CONTENT, is_wanted)
            }
        };
        let taken_over = taken_over(&sources).unwrap_or_else(|| {
            (sources, found) = source::read(&options.root, layout::CONTENT);
            Vec::new()
        });
        diagnostics.extend(found);
        stopwatch.lap("reading files");
        let (mut papers, found) = papers(&sources);
        let paper_files = sources.papers.len() + taken_over.len();
        papers.extend(taken_over);
        diagnostics.extend(found);
        stopwatch.lap("checking papers");
        let (people, found) = sources.authors.as_ref().map(People::from_source).unwrap_or_default();
        diagnostics.extend(found);
        let (catalog, found) = Catalog::new(papers, config.drafts, &people);
        diagnostics.extend(found);
        stopwatch.lap("ordering papers");
        Listing { config, sources, paper_files, catalog, people, diagnostics, configuration, stopwatch }
    }

    /// How many files of papers have errors, so that their papers are missing.
    pub fn unreadable(&self) -> usize {
        let read = self.catalog.papers().len() + self.catalog.drafts_left_out().len();
        self.paper_files - read
    }

    /// The diagnostics in the order in which they are shown, each with its line.
    pub fn located_diagnostics(&self, options: &SiteOptions) -> Vec<Diagnostic> {
        let mut diagnostics = self.diagnostics.clone();
        diagnostic::locate(&mut diagnostics, |file| source::text_of(&options.root, file));
        diagnostic::sort(&mut diagnostics);
        diagnostics
    }

    /// The address of a paper's page: absolute where the configuration says where the site is.
    pub fn url(&self, paper: &Paper) -> String {
        let path = self.path(paper);
        self.config.base_url.absolute(&path).unwrap_or(path)
    }

    /// The same, if the configuration says where the site is.
    pub fn absolute_url(&self, paper: &Paper) -> Option<String> {
        self.config.base_url.absolute(&self.path(paper))
    }

    /// The text of a paper's file, as it was read.
    pub fn text(&self, path: &str) -> Option<&str> {
        let mut papers = self.sources.papers.iter();
        papers.find(|source| &*source.path == path).map(|source| source.text.as_str())
    }

    fn path(&self, paper: &Paper) -> String {
        Urls::new(self.config.base_url.path(), self.config.urls).paper(&paper.key)
    }
}

impl Configuration {
    /// By what is wrong with the configuration alone.
    fn of(diagnostics: &[Diagnostic]) -> Configuration {
        if diagnostics.iter().any(|diagnostic| diagnostic.code == config::MISSING) {
            Configuration::Missing
        } else if diagnostic::has_errors(diagnostics) {
            Configuration::Faulty
        } else {
            Configuration::Valid
        }
    }
}

fn config(options: &SiteOptions) -> (Config, Vec<Diagnostic>) {
    let file = options.config.clone().unwrap_or_else(|| options.root.join(config::FILE_NAME));
    let (mut config, diagnostics) = Config::load(&options.root, &file);
    if let Some(base_url) = &options.base_url {
        config.base_url = base_url.clone();
    }
    config.drafts = options.drafts;
    config.minify &= !options.no_minify;
    (config, diagnostics)
}

fn papers(sources: &Sources) -> (Vec<Arc<Paper>>, Vec<Diagnostic>) {
    let read = |source| {
        let (paper, found) = Paper::from_source(source, &sources.files);
        (paper.map(Arc::new), found)
    };
    separate(sources.papers.par_iter().map(read).collect())
}

/// What was read, and what was found wrong.
pub fn separate<T>(read: Vec<(Option<T>, Vec<Diagnostic>)>) -> (Vec<T>, Vec<Diagnostic>) {
    let mut valid = Vec::with_capacity(read.len());
    let mut diagnostics = Vec::new();
    for (thing, found) in read {
        valid.extend(thing);
        diagnostics.extend(found);
    }
    (valid, diagnostics)
}
