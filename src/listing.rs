//! A [`Listing`] is the papers of a site in order, without what it takes to publish them: enough to
//! list, edit and export.

use rayon::prelude::*;

use crate::catalog::Catalog;
use crate::config::{self, Config};
use crate::diagnostic::{self, Diagnostic};
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
    /// Every paper whose file has no errors.
    pub catalog: Catalog,
    /// Those who go by several names.
    pub people: People,
    /// What is wrong with the configuration, files of papers and the list of authors.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the configuration is what is wrong.
    pub bad_configuration: bool,
    pub stopwatch: Stopwatch,
}

impl Listing {
    /// Reads a site's papers; what is wrong becomes diagnostics, and the rest is there. Without a
    /// configuration there are no papers: this is no site.
    pub fn load(options: &SiteOptions) -> Listing {
        Listing::load_some(options, |_| true)
    }

    /// Like [`Listing::load`], with those papers only whose files are wanted by their paths from the
    /// site's root. What papers claim together is not known then.
    pub fn load_some(options: &SiteOptions, is_wanted: impl Fn(&str) -> bool) -> Listing {
        let mut stopwatch = Stopwatch::start();
        let (config, mut diagnostics) = configuration(options);
        let bad_configuration = diagnostic::has_errors(&diagnostics);
        let is_site = !diagnostics.iter().any(|diagnostic| diagnostic.code == config::MISSING);
        let (sources, found) = if is_site {
            source::read_some(&options.root, Config::CONTENT, is_wanted)
        } else {
            Default::default()
        };
        diagnostics.extend(found);
        stopwatch.lap("reading files");
        let (papers, found) = papers(&sources);
        diagnostics.extend(found);
        stopwatch.lap("checking papers");
        let (people, found) = sources.authors.as_ref().map(People::from_source).unwrap_or_default();
        diagnostics.extend(found);
        let (catalog, found) = Catalog::new(papers, config.drafts, &people);
        diagnostics.extend(found);
        stopwatch.lap("ordering papers");
        Listing { config, sources, catalog, people, diagnostics, bad_configuration, stopwatch }
    }

    /// Whether there is a configuration.
    pub fn is_site(&self) -> bool {
        !self.diagnostics.iter().any(|diagnostic| diagnostic.code == config::MISSING)
    }

    /// How many files of papers have errors, so that their papers are missing.
    pub fn unreadable(&self) -> usize {
        let read = self.catalog.papers().len() + self.catalog.drafts_left_out().len();
        self.sources.papers.len() - read
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

fn configuration(options: &SiteOptions) -> (Config, Vec<Diagnostic>) {
    let file = options.config.clone().unwrap_or_else(|| options.root.join(config::FILE_NAME));
    let (mut config, diagnostics) = Config::load(&options.root, &file);
    if let Some(base_url) = &options.base_url {
        config.base_url = base_url.clone();
    }
    config.drafts = options.drafts;
    config.minify &= !options.no_minify;
    (config, diagnostics)
}

fn papers(sources: &Sources) -> (Vec<Paper>, Vec<Diagnostic>) {
    let read: Vec<_> =
        sources.papers.par_iter().map(|source| Paper::from_source(source, &sources.files)).collect();
    separate(read)
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
