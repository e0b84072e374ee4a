//! A site after an edit, made of an [`Earlier`] state of it: only what changed is read.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::{Loaded, Site, SiteOptions};
use crate::catalog::PaperId;
use crate::diagnostic::Diagnostic;
use crate::import::pmlr;
use crate::listing::Listing;
use crate::paper::Paper;
use crate::plan;
use crate::source::{self, Sources};

/// What changed of a site's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangedFiles {
    /// Files and whole folders, by path from the site's root, with `/` on every system.
    Paths(BTreeSet<Arc<str>>),
    /// It may have been anything.
    Anything,
}

/// A site as it was read, and what was wrong or odd.
#[derive(Clone, Copy)]
pub struct Earlier<'e> {
    pub site: &'e Site,
    pub diagnostics: &'e [Diagnostic],
}

impl ChangedFiles {
    pub fn nothing() -> ChangedFiles {
        ChangedFiles::Paths(BTreeSet::new())
    }

    /// Files and folders below `root`; what lies elsewhere may be anything.
    pub fn of<'p>(root: &Path, paths: impl IntoIterator<Item = &'p Path>) -> ChangedFiles {
        let below = |path: &Path| {
            let parts = path.strip_prefix(root).ok()?.components().map(|part| part.as_os_str().to_str());
            Some(parts.collect::<Option<Vec<_>>>()?.join("/").into())
        };
        paths
            .into_iter()
            .map(below)
            .collect::<Option<_>>()
            .map_or(ChangedFiles::Anything, ChangedFiles::Paths)
    }

    /// What changed then and now.
    pub fn and(self, other: &ChangedFiles) -> ChangedFiles {
        match (self, other) {
            (ChangedFiles::Paths(mut paths), ChangedFiles::Paths(more)) => {
                paths.extend(more.iter().cloned());
                ChangedFiles::Paths(paths)
            }
            _ => ChangedFiles::Anything,
        }
    }

    /// Whether a file, or a folder that it lies in, changed.
    fn holds(&self, file: &str) -> bool {
        let ChangedFiles::Paths(paths) = self else { return true };
        let folders = file.match_indices('/').map(|(at, _)| &file[..at]);
        folders.chain([file]).any(|path| paths.contains(path))
    }
}

impl Site {
    /// Reads a site whose files changed since an earlier state of it was read. The result is that of
    /// [`Site::load`].
    pub fn load_again(options: &SiteOptions, earlier: Earlier, changed: &ChangedFiles) -> Loaded {
        // A link gives a file a second name, under which no change of it is told.
        if *changed == ChangedFiles::Anything || earlier.site.frame.has_links || earlier.has_posts() {
            return Site::load(options);
        }
        let doubtful = earlier.doubtful_files();
        let kept = |path: &str| {
            let id = earlier.site.plan().paper_of_file(path)?;
            let is_kept = !changed.holds(path) && !doubtful.contains(path);
            is_kept.then(|| earlier.site.catalog.papers()[id.index()].clone())
        };
        let is_same_otherwise = |sources: &Sources| {
            // Papers name other files, and say whether these are there.
            !sources.has_links && sources.files == earlier.site.frame.content_files
        };
        Site::of(options, Listing::load_but(options, kept, is_same_otherwise))
    }

    /// The site with the texts that its changed files have now; none where more changed than abstracts,
    /// summaries and notes of papers that nothing is wrong with.
    pub fn revised(earlier: Earlier, changed: &ChangedFiles) -> Option<Site> {
        let ChangedFiles::Paths(paths) = changed else { return None };
        let Earlier { site, .. } = earlier;
        let doubtful = earlier.doubtful_files();
        if site.frame.has_links || earlier.has_posts() || paths.iter().any(|path| doubtful.contains(&**path))
        {
            return None;
        }
        let papers: Option<Vec<_>> = paths.iter().map(|path| site.paper_with_new_text(path)).collect();
        Some(Site::new(site.frame.clone(), site.catalog.revised(papers?)))
    }

    fn paper_with_new_text(&self, path: &Arc<str>) -> Option<(PaperId, Paper)> {
        let id = self.plan().paper_of_file(path)?;
        let source = source::read_again(self.root(), path)?;
        let files = &self.frame.content_files;
        let (paper, diagnostics) = Paper::from_source(&source, files);
        let paper = paper.filter(|_| diagnostics.is_empty() && !pmlr::is_post(&source.text))?;
        let old = self.catalog.paper(id);
        let is_alike = paper.is_listed_like(old)
            && plan::content_files_in_texts(&paper, files) == plan::content_files_in_texts(old, files);
        is_alike.then_some((id, paper))
    }
}

impl<'e> Earlier<'e> {
    /// Whether files look as if they were made for another tool, which a note counts.
    fn has_posts(self) -> bool {
        self.diagnostics.iter().any(|found| found.code == super::FOREIGN_POSTS)
    }

    /// Files with which something was wrong or odd: reading them tells so again.
    fn doubtful_files(self) -> BTreeSet<&'e str> {
        let labels = self.diagnostics.iter().flat_map(|found| found.primary.iter().chain(&found.related));
        labels.map(|label| &*label.place.file).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const PAPER: &str = "---\ntitle: Counting sand\ndate: 2025-10-30\ntags: [sand]\n---\nGrain by grain.\n";

    struct Folder(tempfile::TempDir);

    impl Folder {
        fn new() -> Folder {
            let folder = Folder(tempfile::tempdir().expect("a temporary folder can be made"));
            folder.write("offprint.yaml", "");
            folder.write("content/a.md", PAPER);
            folder.write("content/b.md", &PAPER.replace("Counting", "Sieving"));
            folder.write("content/fig.png", "");
            folder
        }

        fn write(&self, path: &str, text: &str) {
            let file = self.0.path().join(path);
            fs::create_dir_all(file.parent().expect("it lies in the folder")).expect("the folder is ours");
            fs::write(file, text).expect("the folder is ours");
        }

        fn options(&self) -> SiteOptions {
            SiteOptions { root: self.0.path().to_owned(), ..SiteOptions::default() }
        }
    }

    /// What a site says of its papers, and what is wrong with it.
    fn told(loaded: &Loaded) -> String {
        let papers = loaded.site.as_ref().map(|site| site.catalog().papers());
        let routes = loaded.site.iter().flat_map(|site| site.plan().routes());
        let urls: Vec<&str> = routes.map(|route| route.url.as_str()).collect();
        format!("{papers:?} {urls:?} {:?}", loaded.diagnostics)
    }

    /// Reads a site again after one of its files is written; whether only texts were read.
    #[track_caller]
    fn check(path: &str, text: &str, is_revised: bool) {
        let folder = Folder::new();
        let before = Site::load(&folder.options());
        let site = before.site.as_ref().expect("nothing is wrong with it");
        folder.write(path, text);
        let earlier = Earlier { site, diagnostics: &before.diagnostics };
        let changed = ChangedFiles::of(folder.0.path(), [folder.0.path().join(path).as_path()]);
        let anew = Site::load(&folder.options());
        let revised = Site::revised(earlier, &changed);
        assert_eq!(revised.is_some(), is_revised, "{path}");
        if let (Some(revised), Ok(anew)) = (revised, &anew.site) {
            let papers = |site: &Site| format!("{:?}", site.catalog().papers());
            assert_eq!(papers(&revised), papers(anew));
        }
        assert_eq!(told(&Site::load_again(&folder.options(), earlier, &changed)), told(&anew));
    }

    #[test]
    fn only_texts_are_read_where_only_texts_changed() {
        check("content/a.md", &PAPER.replace("Grain", "Grains"), true);
        check("content/a.md", &PAPER.replace("Grain", "![Sand](fig.png) grain"), false);
        check("content/a.md", &PAPER.replace("[sand]", "[sand, dunes]"), false);
        check("content/a.md", &PAPER.replace("date", "dates"), false);
        check("content/c.md", PAPER, false);
        check("content/c.png", "", false);
        check("offprint.yaml", "title: Sand\n", false);
    }

    #[test]
    fn a_file_that_something_is_wrong_with_is_read_each_time() {
        let folder = Folder::new();
        folder.write("content/c.md", &PAPER.replace("tags", "authors: Ada Lovelace and Alan Turing\ntags"));
        let before = Site::load(&folder.options());
        assert_ne!(before.diagnostics, []);
        let site = before.site.as_ref().expect("a warning is no error");
        let earlier = Earlier { site, diagnostics: &before.diagnostics };
        let again = Site::load_again(&folder.options(), earlier, &ChangedFiles::nothing());
        assert_eq!(again.diagnostics, before.diagnostics);
    }

    #[test]
    fn a_folder_that_goes_away_takes_its_papers_with_it() {
        let folder = Folder::new();
        folder.write("content/more/c.md", PAPER);
        let before = Site::load(&folder.options());
        let site = before.site.as_ref().expect("nothing is wrong with it");
        fs::remove_dir_all(folder.0.path().join("content/more")).expect("the folder is ours");
        let changed = ChangedFiles::Paths(["content/more".into()].into());
        let earlier = Earlier { site, diagnostics: &before.diagnostics };
        assert!(Site::revised(earlier, &changed).is_none());
        let after = Site::load_again(&folder.options(), earlier, &changed);
        assert_eq!(told(&after), told(&Site::load(&folder.options())));
    }
}
