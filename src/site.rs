//! A [`Site`] is everything that pages are made of: configuration, catalog, plan and theme.
//!
//! It is made once, by [`Site::load`]. Every page is a pure function of it, so that `build` renders all of
//! them at once, `serve` the one that was asked for, and `check` looks at what would be published. After an edit,
//! [`Site::load_again`] makes another one of what is the same and what is new.
//!
//! What takes all papers to compute, the search index and related papers, is made when it is first asked for, of
//! what an earlier site or build left where that is still true.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::catalog::{Catalog, PaperId, TermKind};
use crate::config::{BaseUrl, Config, Drafts};
use crate::diagnostic::{self, Diagnostic};
use crate::export::atom;
use crate::export::cite_keys::CiteKeys;
use crate::fingerprint::{Fingerprint, Ingredients};
use crate::import::pmlr;
use crate::listing::{self, Configuration, Listing};
use crate::page::PlainPage;
use crate::picture::Originals;
use crate::plan::{Parts, SitePlan};
use crate::recent::Recent;
use crate::render;
use crate::source::{self, Sources};
use crate::text::SiteLanguage;
use crate::theme::Theme;
use crate::timings::Stopwatch;
use crate::view::{self, PaperEntry};
use crate::vocabulary::Vocabulary;
use crate::words::Words;

#[cfg(feature = "serve")]
mod earlier;
mod indexed;

#[cfg(feature = "serve")]
pub use earlier::{ChangedFiles, Earlier};
use indexed::Indexed;

pub struct Site {
    frame: Arc<Frame>,
    catalog: Catalog,
    paper_fingerprints: Vec<OnceLock<Fingerprint>>,
    /// Shared by the pages that show a paper one after the other: its list and its own page.
    entries: Recent<PaperEntry>,
    /// As Atom. The newest papers of one tag are those of others, too.
    feed_entries: Recent<Vec<u8>>,
    /// Shared by all lists without abstracts.
    brief_entries: Vec<OnceLock<Result<Box<str>, Vec<Diagnostic>>>>,
    indexed: Indexed,
    originals: Originals,
}

/// What the abstracts and notes of papers do not change.
struct Frame {
    root: PathBuf,
    config: Config,
    language: SiteLanguage,
    vocabulary: Vocabulary,
    pages: Vec<PlainPage>,
    plan: SitePlan,
    theme: Theme,
    cite_keys: CiteKeys,
    fingerprint: Fingerprint,
    /// All files of the content folder that are not Markdown.
    content_files: BTreeSet<String>,
    /// Whether the content folder has symbolic links.
    has_links: bool,
}

/// The code of the note on files that were made for another tool.
const FOREIGN_POSTS: &str = "foreign-posts";

/// How many papers are kept as templates see them: more than stand on the pages that are made at one
/// time, and few beside a long list.
const RECENT_ENTRIES: usize = 1_000;

/// How many papers are kept as feeds show them: 10 MB.
const RECENT_FEED_ENTRIES: usize = 4_000;

/// Where a site is, and what a command's flags say over its configuration.
#[derive(Clone, Debug, Default)]
pub struct SiteOptions {
    pub root: PathBuf,
    /// Instead of `offprint.yaml` in the root.
    pub config: Option<PathBuf>,
    pub base_url: Option<BaseUrl>,
    pub drafts: Drafts,
    /// Leave pages as the templates wrote them.
    pub no_minify: bool,
}

/// What keeps a site from being built; diagnostics say more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// The configuration has errors.
    Configuration,
    /// Content, templates or words have.
    Content,
}

/// A site, when nothing stops it from being built, and all that is wrong or odd.
pub struct Loaded {
    pub site: Result<Site, Unusable>,
    /// In the order in which they are shown.
    pub diagnostics: Vec<Diagnostic>,
    /// Where the site will be, as far as the configuration says.
    pub base_url: BaseUrl,
    pub left_out: LeftOut,
    pub stopwatch: Stopwatch,
}

/// What lies in the content folder and is not published, on purpose.
#[derive(Clone, Debug, Default)]
pub struct LeftOut {
    /// Files of drafts, in order of path.
    pub drafts: Vec<Arc<str>>,
    /// Files such as `README.md` and `_index.md`.
    pub others: Vec<Arc<str>>,
}

impl Site {
    /// Reads, checks and plans a site; reports everything that is wrong with it.
    pub fn load(options: &SiteOptions) -> Loaded {
        Site::of(options, Listing::load(options))
    }

    fn of(options: &SiteOptions, listing: Listing) -> Loaded {
        let Listing { config, sources, catalog, mut diagnostics, configuration, mut stopwatch, .. } = listing;
        let base_url = config.base_url.clone();
        let unusable = match configuration {
            Configuration::Valid => Unusable::Content,
            Configuration::Faulty | Configuration::Missing => Unusable::Configuration,
        };
        if configuration == Configuration::Missing {
            // Whatever else is missing would only confuse.
            let left_out = LeftOut::default();
            return Loaded { site: Err(unusable), diagnostics, base_url, left_out, stopwatch };
        }
        diagnostics.extend(foreign_posts(&sources));
        let tags = catalog.terms(TermKind::Tag);
        let (vocabulary, found) =
            sources.tags.as_ref().map(|file| Vocabulary::from_source(file, tags)).unwrap_or_default();
        diagnostics.extend(found);
        let (pages, found) = pages(&sources);
        diagnostics.extend(found);
        let (pages, page_drafts): (Vec<_>, Vec<_>) =
            pages.into_iter().partition(|page| config.drafts == Drafts::Listed || !page.draft);
        let (theme, found) = Theme::load(&options.root, &config);
        diagnostics.extend(found);
        stopwatch.lap("loading the theme");

        let files = theme.as_ref().map_or(&[][..], Theme::files);
        let parts = Parts {
            config: &config,
            catalog: &catalog,
            pages: &pages,
            vocabulary: &vocabulary,
            files,
            content_files: &sources.files,
            root: &options.root,
        };
        // Neither waits for the other, and each keeps one thread busy.
        let ((plan, found), cite_keys) = rayon::join(|| SitePlan::new(&parts), || CiteKeys::new(&catalog));
        diagnostics.extend(found);
        diagnostics.extend(menu(&config, &plan));

        let mut drafts = catalog.drafts_left_out().to_vec();
        drafts.extend(page_drafts.iter().map(|page| page.file.clone()));
        let left_out = LeftOut { drafts, others: sources.left_out };
        diagnostic::locate(&mut diagnostics, |file| source::text_of(&options.root, file));
        diagnostic::sort(&mut diagnostics);
        let theme = theme.filter(|_| !diagnostic::has_errors(&diagnostics));
        let site = theme.map(|mut theme| {
            let fingerprint = introduce(&mut theme, &config, &catalog, &plan);
            let frame = Frame {
                root: options.root.clone(),
                language: SiteLanguage::new(&config.language),
                config,
                vocabulary,
                pages,
                plan,
                theme,
                cite_keys,
                fingerprint,
                content_files: sources.files,
                has_links: sources.has_links,
            };
            Site::new(Arc::new(frame), catalog)
        });
        stopwatch.lap("planning pages");
        Loaded { site: site.ok_or(unusable), diagnostics, base_url, left_out, stopwatch }
    }

    fn new(frame: Arc<Frame>, catalog: Catalog) -> Site {
        let count = catalog.papers().len();
        Site {
            frame,
            catalog,
            paper_fingerprints: vec![OnceLock::new(); count],
            entries: Recent::new(count, RECENT_ENTRIES),
            feed_entries: Recent::new(count, RECENT_FEED_ENTRIES),
            brief_entries: std::iter::repeat_with(OnceLock::new).take(count).collect(),
            indexed: Indexed::default(),
            originals: Originals::default(),
        }
    }

    pub fn root(&self) -> &Path {
        &self.frame.root
    }

    pub fn config(&self) -> &Config {
        &self.frame.config
    }

    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// What most of its texts are in.
    pub fn language(&self) -> &SiteLanguage {
        &self.frame.language
    }

    /// What the list says of its tags.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.frame.vocabulary
    }

    pub fn pages(&self) -> &[PlainPage] {
        &self.frame.pages
    }

    pub fn plan(&self) -> &SitePlan {
        &self.frame.plan
    }

    pub fn theme(&self) -> &Theme {
        &self.frame.theme
    }

    /// What the theme says, in the site's language.
    pub fn words(&self) -> &Words {
        self.frame.theme.words()
    }

    /// Of all that every page is made of: the program, the theme, what the configuration decides for
    /// all pages.
    pub fn fingerprint(&self) -> Fingerprint {
        self.frame.fingerprint
    }

    /// Pictures of papers that are made smaller.
    pub fn originals(&self) -> &Originals {
        &self.originals
    }

    pub fn cite_keys(&self) -> &CiteKeys {
        &self.frame.cite_keys
    }

    /// Of all that a paper's views are made of; see [`view::paper_fingerprint`].
    pub fn paper_fingerprint(&self, id: PaperId) -> Fingerprint {
        *self.paper_fingerprints[id.index()].get_or_init(|| view::paper_fingerprint(self, id))
    }

    /// A paper as templates see it.
    pub fn entry(&self, id: PaperId) -> Arc<PaperEntry> {
        self.entries.get(id.index(), || view::entry(self, id))
    }

    /// A paper in an Atom feed.
    pub fn feed_entry(&self, id: PaperId) -> Arc<Vec<u8>> {
        self.feed_entries.get(id.index(), || atom::entry(self, id))
    }

    /// A paper's entry in lists without abstracts, ready for pages; the error tells what is wrong
    /// with its template.
    pub fn brief_entry(&self, id: PaperId) -> Result<&str, &[Diagnostic]> {
        let entry =
            self.brief_entries[id.index()].get_or_init(|| render::brief_entry(self, id).map(Into::into));
        entry.as_deref().map_err(Vec::as_slice)
    }
}

/// Lets templates know of the site, and takes a fingerprint of all that every page is made of.
fn introduce(theme: &mut Theme, config: &Config, catalog: &Catalog, plan: &SitePlan) -> Fingerprint {
    let view = view::site(config, catalog, plan, theme.options(), theme.words());
    let mut ingredients = Ingredients::default();
    // The configuration as it is debugged, which leaves no setting out.
    ingredients.add(&(env!("OFFPRINT_PROGRAM"), format!("{config:?}"), &view));
    ingredients.add_fingerprint(theme.fingerprint());
    theme.set_global("site", view::value(&view));
    ingredients.finish()
}

fn pages(sources: &Sources) -> (Vec<PlainPage>, Vec<Diagnostic>) {
    listing::separate(sources.pages.iter().map(PlainPage::from_source).collect())
}

/// A word on whole folders that were made for another tool and can be imported.
fn foreign_posts(sources: &Sources) -> Option<Diagnostic> {
    let posts = sources.papers.par_iter().filter(|source| pmlr::is_post(&source.text)).count();
    let files = diagnostic::counted(posts, "file looks", "files look");
    let message = format!("{files} like posts of the Proceedings of Machine Learning Research");
    let fix = "move their folder out of the content folder, then `offprint import pmlr FOLDER`";
    (posts > 0).then(|| Diagnostic::note(FOREIGN_POSTS, message).help(fix))
}

/// Entries of the menu that lead to no page of the site.
fn menu(config: &Config, plan: &SitePlan) -> Vec<Diagnostic> {
    let lost = config.menu.iter().filter(|entry| plan.menu_url(&entry.url).is_none());
    lost.map(|entry| {
        let message = format!("the menu leads to `{}`, where there is no page", entry.url);
        let fix = "name a page of this site, such as `/archive/`, or an address on the web";
        Diagnostic::error("broken-menu", message).at(entry.place.clone(), fix)
    })
    .collect()
}
