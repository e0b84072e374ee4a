//! `robots.txt`: everything may be read, and where the sitemap is.
//!
//! <https://www.rfc-editor.org/rfc/rfc9309>, and <https://www.sitemaps.org/protocol.html> for its
//! `Sitemap` line.

use crate::site::Site;

/// Returns the file's bytes.
pub fn robots(site: &Site) -> Vec<u8> {
    let mut text = "User-agent: *\nAllow: /\n".to_owned();
    let sitemap = site.plan().urls().sitemap();
    if let Some(url) = site.config().base_url.absolute(&sitemap) {
        text.push_str(&format!("\nSitemap: {url}\n"));
    }
    text.into_bytes()
}
