//! `opensearch.xml`: what a browser reads to add the site to its search engines.
//!
//! <https://github.com/dewitt/opensearch/blob/master/opensearch-1-1-draft-6.md>

use super::feed::absolute;
use super::xml::Xml;
use crate::site::Site;
use crate::view::shortened;

/// What the format allows a name to be long, in characters.
const LONGEST_NAME: usize = 16;

/// And a description.
const LONGEST_DESCRIPTION: usize = 1024;

/// Returns the file's bytes.
pub fn description(site: &Site) -> Vec<u8> {
    let config = site.config();
    let urls = site.plan().urls();
    let mut xml = Xml::new();
    xml.open("OpenSearchDescription", &[("xmlns", "http://a9.com/-/spec/opensearch/1.1/")]);
    xml.text("ShortName", &shortened(&config.title, LONGEST_NAME));
    let description = format!("Search the papers of {}", config.title);
    xml.text("Description", &shortened(&description, LONGEST_DESCRIPTION));
    xml.text("InputEncoding", "UTF-8");
    let template = format!("{}?q={{searchTerms}}", absolute(site, &urls.search()));
    xml.empty("Url", &[("type", "text/html"), ("template", &template)]);
    xml.close("OpenSearchDescription");
    xml.finish()
}
