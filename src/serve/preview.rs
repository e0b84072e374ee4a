//! A [`Preview`] is a site as it was read last, or what keeps it from being shown.

use std::sync::LazyLock;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::diagnostic::Diagnostic;
use crate::site::{Site, SiteOptions};

pub struct Preview {
    site: Option<Site>,
    diagnostics: Vec<Diagnostic>,
    base_path: String,
    number: usize,
}

impl Preview {
    /// Reads a site. `number` is how many previews there were before.
    pub fn load(options: &SiteOptions, number: usize) -> Preview {
        let loaded = Site::load(options);
        Preview {
            site: loaded.site.filter(|_| !loaded.bad_configuration),
            diagnostics: loaded.diagnostics,
            base_path: loaded.base_url.path().to_owned(),
            number,
        }
    }

    pub fn site(&self) -> Option<&Site> {
        self.site.as_ref()
    }

    /// Makes what takes longest ahead of the pages that need it.
    pub fn make_index(&self) {
        if let Some(site) = &self.site {
            site.related();
            site.search_files();
        }
    }

    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Begins and ends with `/`.
    pub fn base_path(&self) -> &str {
        &self.base_path
    }

    pub fn number(&self) -> usize {
        self.number
    }

    /// Tells this preview from earlier and later ones, and from those of an earlier run, which may
    /// have missed changes.
    pub fn version(&self) -> String {
        static START: LazyLock<u128> =
            LazyLock::new(|| SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis());
        format!("{:x}-{}", *START, self.number)
    }

    pub fn paper_count(&self) -> usize {
        self.site.as_ref().map_or(0, |site| site.catalog().papers().len())
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
