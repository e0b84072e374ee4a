//! An [`Answer`] is what a browser gets for a path: a page of the site, rendered now.

use super::error_page::{error_page, fault_notice};
use super::preview::Preview;
use crate::diagnostic::Diagnostic;
use crate::percent;
use crate::plan::{Route, Target};
use crate::render;
use crate::site::Site;

/// What is sent.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub content_type: &'static str,
    pub location: Option<String>,
    /// Whether what is sent may run no scripts.
    pub is_sandboxed: bool,
    pub body: Vec<u8>,
    /// What is wrong with the page.
    pub diagnostics: Vec<Diagnostic>,
}

const HTML: &str = "text/html; charset=utf-8";
const SVG: &str = "image/svg+xml";

/// Answers a request for a path, as it stands in the request.
pub fn answer(preview: &Preview, path: &str) -> Answer {
    // Browsers and plans may encode different characters.
    let path = percent::canonical_path(path);
    let path = path.as_str();
    if path == preview.script_path() {
        return Answer::new(200, "text/javascript; charset=utf-8", include_bytes!("reload.js").to_vec());
    }
    // Whoever reads another page than the faulty one reads on.
    let Some(site) = preview.site().or(preview.site_before()) else {
        return faulty(preview, preview.diagnostics().to_vec());
    };
    let base = site.config().base_url.path();
    if !path.starts_with(base) {
        // `/` and, where the base path is `/list/`, `/list`.
        if path == "/" || format!("{path}/") == base {
            return redirect(base.to_owned());
        }
        let text = format!("This site is at {base}, as it will be where it is published.\n");
        return Answer::new(404, "text/plain; charset=utf-8", text.into_bytes());
    }
    let urls = site.plan().urls();
    if let Some(file) = path.strip_prefix(urls.search_file("").as_str()).filter(|path| path.contains('/'))
        && let Some(bytes) = site.search_file(file)
    {
        return Answer::new(200, content_type(file), bytes.to_vec());
    }
    match find(site, path) {
        Found::Route(route) => rendered(preview, site, route, 200),
        Found::Elsewhere(url) => redirect(url),
        Found::Nothing => {
            let not_found =
                site.plan().routes().iter().find(|route| matches!(route.target, Target::NotFound));
            rendered(preview, site, not_found.expect("every site has a page for errors"), 404)
        }
    }
}

impl Answer {
    fn new(status: u16, content_type: &'static str, body: Vec<u8>) -> Answer {
        Answer { status, content_type, location: None, is_sandboxed: false, body, diagnostics: Vec::new() }
    }
}

enum Found<'s> {
    Route(&'s Route),
    /// The same page under its own address.
    Elsewhere(String),
    Nothing,
}

fn find<'s>(site: &'s Site, path: &str) -> Found<'s> {
    let plan = site.plan();
    if let Some(route) = plan.find(path) {
        return Found::Route(route);
    }
    // As GitHub Pages finds them.
    let alternatives = [
        path.strip_suffix("index.html").map(str::to_owned),
        Some(format!("{path}/")),
        Some(format!("{path}.html")),
    ];
    match alternatives.into_iter().flatten().find(|path| plan.find(path).is_some()) {
        Some(url) => Found::Elsewhere(url),
        None => Found::Nothing,
    }
}

fn rendered(preview: &Preview, site: &Site, route: &Route, status: u16) -> Answer {
    match render::sheet(site, route).render() {
        Ok(page) if render::is_html(route) => {
            let page = match preview.site() {
                Some(_) => page,
                None => before_end(page, &fault_notice(preview.diagnostics())),
            };
            Answer::new(status, HTML, with_script(preview, page))
        }
        Ok(bytes) => {
            let content_type = content_type(&route.file);
            // One of content may have been opened by itself, where it is no picture but a document.
            let is_sandboxed = content_type == SVG && site.plan().urls().is_content_file(&route.url);
            Answer { is_sandboxed, ..Answer::new(status, content_type, bytes) }
        }
        Err(diagnostics) => faulty(preview, diagnostics),
    }
}

fn faulty(preview: &Preview, diagnostics: Vec<Diagnostic>) -> Answer {
    let page = with_script(preview, error_page(&diagnostics).into_bytes());
    Answer { diagnostics, ..Answer::new(500, HTML, page) }
}

/// Not permanent: browsers would remember it for other sites on this port.
fn redirect(url: String) -> Answer {
    Answer { location: Some(url), ..Answer::new(307, HTML, Vec::new()) }
}

/// Adds the script that reloads the page at the end of its body.
fn with_script(preview: &Preview, page: Vec<u8>) -> Vec<u8> {
    let script = format!(
        "<script type=\"module\" src=\"{}?version={}\"></script>",
        preview.script_path(),
        preview.version()
    );
    before_end(page, &script)
}

/// Adds something at the end of a page's body.
fn before_end(page: Vec<u8>, element: &str) -> Vec<u8> {
    let end =
        page.windows(7).rposition(|window| window.eq_ignore_ascii_case(b"</body>")).unwrap_or(page.len());
    [&page[..end], element.as_bytes(), &page[end..]].concat()
}

/// By the file's ending, as servers of static sites do.
fn content_type(file: &str) -> &'static str {
    match file.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase().as_str() {
        "html" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/xml",
        "txt" | "bib" | "md" | "csv" => "text/plain; charset=utf-8",
        "svg" => SVG,
        "png" | "apng" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        "woff2" => "font/woff2",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        _ => "application/octet-stream",
    }
}
