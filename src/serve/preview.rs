//! A [`Preview`] is a site as it was read last, or what keeps it from being shown.

use std::sync::{Arc, LazyLock};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::diagnostic::Diagnostic;
use crate::search::KeptBlocks;
use crate::site::{ChangedFiles, Earlier, Loaded, Site, SiteOptions};

pub struct Preview {
    site: Option<Arc<Site>>,
    diagnostics: Arc<[Diagnostic]>,
    base_path: String,
    /// How many there were before.
    number: usize,
    /// What the next one may be made of.
    basis: Option<Basis>,
    kept_blocks: Arc<KeptBlocks>,
}

/// The site as it was when it could be shown last.
struct Basis {
    site: Arc<Site>,
    diagnostics: Arc<[Diagnostic]>,
    changed_since: ChangedFiles,
}

impl Preview {
    /// Reads a site for the first time.
    pub fn load(options: &SiteOptions) -> Preview {
        Preview::of(Site::load(options), Arc::new(KeptBlocks::in_memory()))
    }

    /// Reads what changed. Until the index is made anew, papers are related as they were.
    pub fn reload(&self, options: &SiteOptions, changed: &ChangedFiles) -> Preview {
        let number = self.number + 1;
        let Some(basis) = &self.basis else { return Preview { number, ..Preview::load(options) } };
        let changed = changed.clone().and(&basis.changed_since);
        let earlier = Earlier { site: &basis.site, diagnostics: &basis.diagnostics };
        if let Some(mut site) = Site::revised(earlier, &changed) {
            site.stand_in_related(&basis.site);
            let base_path = self.base_path.clone();
            let kept_blocks = self.kept_blocks.clone();
            let preview = Preview::new(Some(site), basis.diagnostics.clone(), base_path, kept_blocks);
            return Preview { number, ..preview };
        }
        let mut loaded = Site::load_again(options, earlier, &changed);
        if let Ok(site) = &mut loaded.site {
            site.stand_in_related(&basis.site);
        }
        let mut preview = Preview { number, ..Preview::of(loaded, self.kept_blocks.clone()) };
        if preview.basis.is_none() {
            let (site, diagnostics) = (basis.site.clone(), basis.diagnostics.clone());
            preview.basis = Some(Basis { site, diagnostics, changed_since: changed });
        }
        preview
    }

    fn of(loaded: Loaded, kept_blocks: Arc<KeptBlocks>) -> Preview {
        let base_path = loaded.base_url.path().to_owned();
        Preview::new(loaded.site.ok(), loaded.diagnostics.into(), base_path, kept_blocks)
    }

    fn new(
        site: Option<Site>,
        diagnostics: Arc<[Diagnostic]>,
        base_path: String,
        kept_blocks: Arc<KeptBlocks>,
    ) -> Preview {
        let site = site.map(|mut site| {
            site.keep_blocks(kept_blocks.clone());
            Arc::new(site)
        });
        let basis = site.clone().map(|site| Basis {
            site,
            diagnostics: diagnostics.clone(),
            changed_since: ChangedFiles::nothing(),
        });
        Preview { site, diagnostics, base_path, number: 0, basis, kept_blocks }
    }

    pub fn site(&self) -> Option<&Site> {
        self.site.as_deref()
    }

    /// Where something is wrong now, the site as it was before.
    pub fn site_before(&self) -> Option<&Site> {
        self.basis.as_ref().filter(|_| self.site.is_none()).map(|basis| &*basis.site)
    }

    /// Makes what takes longest ahead of the pages that need it.
    pub fn make_index(&self) {
        if let Some(site) = &self.site {
            site.make_related();
            site.search_files();
            site.forget_index();
        }
    }

    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Begins and ends with `/`.
    pub fn base_path(&self) -> &str {
        &self.base_path
    }

    /// Tells this preview from earlier and later ones, and from those of an earlier run, which may
    /// have missed changes.
    pub fn version(&self) -> String {
        static START: LazyLock<u128> =
            LazyLock::new(|| SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis());
        format!("{:x}-{}", *START, self.number)
    }

    /// None where something is wrong.
    pub fn paper_count(&self) -> Option<usize> {
        self.site.as_ref().map(|site| site.catalog().papers().len())
    }

    /// The script that reloads pages.
    pub fn script_path(&self) -> String {
        format!("{}_offprint/reload.js", self.base_path)
    }

    /// Where that script hears of changes.
    pub fn changes_path(&self) -> String {
        format!("{}_offprint/changes", self.base_path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::PaperId;

    #[test]
    fn papers_stay_related_until_the_index_is_made_anew() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let content = root.path().join("content");
        std::fs::create_dir(&content).expect("a writable folder");
        std::fs::write(root.path().join("offprint.yaml"), "").expect("a writable folder");
        let write = |key: &str, text: &str| {
            let paper = format!("---\ntitle: {text}\ndate: 2025-10-30\n---\n{text}\n");
            std::fs::write(content.join(format!("{key}.md")), paper).expect("a writable folder");
        };
        write("b", "Counting sand in deserts");
        write("c", "Counting sand in dunes");
        let options = SiteOptions { root: root.path().to_owned(), ..SiteOptions::default() };
        let related = |preview: &Preview| {
            let site = preview.site().expect("a site without faults");
            let key = |id: &PaperId| site.catalog().paper(*id).key.to_string();
            let pairs = site.catalog().ids().zip(site.related());
            let shown =
                pairs.map(|(id, near)| format!("{}: {}", key(&id), near.iter().map(key).collect::<String>()));
            shown.collect::<Vec<_>>()
        };
        let first = Preview::load(&options);
        first.make_index();
        assert_eq!(related(&first), ["b: c", "c: b"]);

        write("a", "Counting sand on beaches");
        let second = first.reload(&options, &ChangedFiles::Paths(["content/a.md".into()].into()));
        assert_eq!(related(&second), ["a: ", "b: c", "c: b"]);
        second.make_index();
        assert_eq!(related(&second), ["a: cb", "b: ca", "c: ba"]);
    }
}
