//! The files that a theme publishes: one style sheet, scripts, pictures, and the site's own `static` folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::layer::{self, Layer};
use super::manifest::Named;
use super::minified::Minified;
use super::{script, style};
use crate::diagnostic::Diagnostic;
use crate::layout;
use crate::plan::{FileSource, PlannedFile};
use crate::source;
use crate::words::Words;

/// The name of all styles together.
const STYLE_SHEET: &str = "style.css";

/// Where the theme's files are published.
const ASSETS: &str = "assets/";

#[derive(Default)]
pub struct Published {
    pub files: Vec<PlannedFile>,
    /// The published paths of the theme's files by the names that templates use.
    pub assets: BTreeMap<String, String>,
}

impl Published {
    /// Gathers what the layers of a theme, topmost first, and the site at `root` publish.
    pub fn gather(
        layers: &[Layer],
        styles: &[Named],
        root: &Path,
        words: &Words,
        minify: bool,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Published {
        let own = layer::site_static(root, diagnostics);
        let minified = minify.then(|| Minified::open(root));
        let prepared: Vec<(String, ThemeFile, Vec<Diagnostic>)> = theme_files(layers, &own, diagnostics)
            .into_par_iter()
            .map(|(name, file)| {
                let (bytes, found) = if name.ends_with(".js") {
                    script::published(file.bytes, &file.origin, words, minified.as_ref())
                } else {
                    (file.bytes, Vec::new())
                };
                (name, ThemeFile { bytes, ..file }, found)
            })
            .collect();
        if let Some(minified) = minified {
            minified.keep();
        }
        let mut published = Published::default();
        for (name, ThemeFile { bytes, origin }, found) in prepared {
            published.add(&name, bytes, origin);
            diagnostics.extend(found);
        }
        if !styles.is_empty() {
            let css = style_sheet(layers, styles, |path| published.seen_from_styles(path, &own), diagnostics);
            published.add(STYLE_SHEET, css.into_bytes(), "styles".to_owned());
        }
        for (path, file) in own {
            let origin = format!("static/{path}");
            published.files.push(PlannedFile { path, source: FileSource::Disk(file), origin });
        }
        published
    }

    /// The address of a file, by its path below `static/`, from where the style sheet is.
    fn seen_from_styles(&self, path: &str, own: &BTreeMap<String, PathBuf>) -> Option<String> {
        let asset = self.assets.get(path).and_then(|asset| asset.strip_prefix(ASSETS));
        asset.map(str::to_owned).or_else(|| own.contains_key(path).then(|| format!("../{path}")))
    }

    /// Adds a file of the theme, which templates know by its name.
    fn add(&mut self, name: &str, bytes: Vec<u8>, origin: String) {
        let path = hashed_path(name, &bytes);
        self.assets.insert(name.to_owned(), path.clone());
        self.files.push(PlannedFile { path, source: FileSource::Bytes(bytes.into()), origin });
    }
}

/// All styles, one after the other, each in its topmost version; `address` says where a file is that they name.
fn style_sheet(
    layers: &[Layer],
    styles: &[Named],
    address: impl Fn(&str) -> Option<String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    let mut css = String::new();
    for Named { name, place } in styles {
        let path = format!("styles/{name}");
        match layers.iter().find_map(|layer| Some((layer, layer.text(&path)?))) {
            Some((layer, (shown, text))) => {
                if !layer.is_shipped() {
                    diagnostics.extend(style::check(&shown, &text));
                }
                let (text, found) = style::with_addresses(&shown, &text, &address);
                diagnostics.extend(found);
                css.push_str(&text);
            }
            None => diagnostics.push(
                Diagnostic::error("missing-style", format!("the theme has no `styles/{name}`"))
                    .at(place.clone(), "add the file, or remove this entry"),
            ),
        }
    }
    css
}

struct ThemeFile {
    bytes: Vec<u8>,
    /// What it is called in messages.
    origin: String,
}

/// The static files of a theme, by name; one that the site has, too, is the site's.
fn theme_files(
    layers: &[Layer],
    own: &BTreeMap<String, PathBuf>,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, ThemeFile> {
    let mut files: BTreeMap<String, ThemeFile> = BTreeMap::new();
    // Higher layers come first and hide what lies below them.
    for layer in layers {
        for (name, bytes) in layer.files_below(layout::STATIC) {
            files.entry(name.to_owned()).or_insert_with(|| ThemeFile {
                bytes: bytes.to_vec(),
                origin: layer.shown(&format!("static/{name}")),
            });
        }
    }
    for (name, file) in &mut files {
        let Some(path) = own.get(name) else { continue };
        let origin = format!("static/{name}");
        match std::fs::read(path) {
            Ok(bytes) => *file = ThemeFile { bytes, origin },
            Err(error) => diagnostics.push(source::unreadable(&origin, &error)),
        }
    }
    files
}

/// `style.css` becomes `assets/style.1f2e3d4c.css`: browsers may keep it forever.
fn hashed_path(name: &str, bytes: &[u8]) -> String {
    let hash = &blake3::hash(bytes).to_hex()[..8];
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{ASSETS}{stem}.{hash}.{extension}"),
        None => format!("{ASSETS}{name}.{hash}"),
    }
}
