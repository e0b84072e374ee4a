//! Whether a built site can be deployed on GitHub Pages:
//! <https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits>.

use std::collections::BTreeMap;
use std::path::Path;

use walkdir::WalkDir;

use crate::diagnostic::{Diagnostic, Place, counted};

/// What a published site may weigh, in bytes.
const LIMIT: u64 = 1_000_000_000;

/// A site that grows by a paper a day should hear of the limit long before it is reached.
const NEAR: u64 = LIMIT / 5 * 4;

/// Looks at the folder of a built site; `shown` is its path for messages.
pub fn deploy(folder: &Path, shown: &str) -> Vec<Diagnostic> {
    if !folder.join("index.html").is_file() {
        let message = format!("`{shown}` holds no index.html, so there is nothing to deploy");
        return vec![
            Diagnostic::error("not-built", message).help("`offprint build` first, with the same `--output`"),
        ];
    }
    let mut diagnostics = Vec::new();
    let mut parts: BTreeMap<String, u64> = BTreeMap::new();
    for entry in WalkDir::new(folder).min_depth(1).sort_by_file_name() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                diagnostics.push(Diagnostic::error("unreadable", format!("{shown} cannot be read: {error}")));
                continue;
            }
        };
        let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        if entry.path_is_symlink() {
            let place = Place::file(format!("{shown}/{}", below.to_string_lossy().replace('\\', "/")));
            let message = "GitHub Pages publishes no symbolic links";
            diagnostics.push(Diagnostic::error("link-in-output", message).at(place, "copy what it leads to"));
        } else if let Ok(metadata) = entry.metadata()
            && metadata.is_file()
        {
            let part = below.components().next().map(|part| part.as_os_str().to_string_lossy().into_owned());
            *parts.entry(part.unwrap_or_default()).or_default() += metadata.len();
        }
    }
    diagnostics.extend(size(&parts, shown));
    diagnostics
}

fn size(parts: &BTreeMap<String, u64>, shown: &str) -> Option<Diagnostic> {
    let total: u64 = parts.values().sum();
    if total <= NEAR {
        return None;
    }
    let mut heaviest: Vec<(&String, &u64)> = parts.iter().collect();
    heaviest.sort_by_key(|(_, bytes)| std::cmp::Reverse(**bytes));
    let heaviest: Vec<String> =
        heaviest.into_iter().take(4).map(|(part, bytes)| format!("{part} {}", megabytes(*bytes))).collect();
    let message = format!(
        "`{shown}` holds {} ({}); a site on GitHub Pages may hold {}",
        megabytes(total),
        heaviest.join(", "),
        megabytes(LIMIT)
    );
    let diagnostic = if total > LIMIT {
        Diagnostic::error("site-too-large", message)
    } else {
        Diagnostic::warning("site-nearly-too-large", message)
    };
    Some(diagnostic.help(
        "raise `author_pages_from`, so that authors of few papers have no pages; `api: false` leaves out each day's JSON, \
         and `coins: false` makes lists smaller",
    ))
}

fn megabytes(bytes: u64) -> String {
    counted(usize::try_from(bytes.div_ceil(1_000_000)).unwrap_or(usize::MAX), "MB", "MB")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_told_of_the_limit_before_it_is_reached() {
        let size_of = |papers: u64| {
            let parts = BTreeMap::from([("papers".to_owned(), papers), ("index.html".to_owned(), 1)]);
            size(&parts, "public").map(|found| (found.code, found.message))
        };
        assert_eq!(size_of(NEAR - 1), None);
        let (code, message) = size_of(NEAR).expect("it is near");
        assert_eq!(code, "site-nearly-too-large");
        let expected = "`public` holds 801 MB (papers 800 MB, index.html 1 MB); a site on GitHub Pages may hold 1,000 MB";
        assert_eq!(message, expected);
        assert_eq!(size_of(LIMIT).map(|(code, _)| code), Some("site-too-large"));
    }
}
