//! A [`Layer`] is one folder of templates, styles and files, on disk or in the program.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use walkdir::{DirEntry, WalkDir};

use super::manifest::{self, Manifest, Named};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place};
use crate::layout;
use crate::source;

static SHIPPED: Dir = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// The theme below every other.
const DEFAULT: &str = "daily";

#[derive(Debug, Default)]
pub struct Layer {
    /// Templates of lower layers reach those of this one by this name; none for the site's own.
    name: Option<String>,
    /// What its files are called in messages, before their path in it.
    shown: String,
    is_shipped: bool,
    /// By path: its `theme.yaml`, and those in the folders of a theme.
    files: BTreeMap<String, Cow<'static, [u8]>>,
    /// Its `theme.yaml`, if it has one.
    manifest: Option<Manifest>,
}

const MANIFEST: &str = "theme.yaml";

/// The layers of a theme, topmost first. Empty, with a diagnostic, when there is no such theme.
pub fn layers(root: &Path, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Vec<Layer> {
    let mut site = Layer::default();
    layout::TEXT_FOLDERS.iter().for_each(|folder| site.read_folder(root, folder, diagnostics));
    let mut layers = vec![site];
    let mut visited: Vec<String> = Vec::new();
    let mut next = Some(Named { name: config.theme.clone(), place: config.theme_place.clone() });
    while let Some(Named { name, place }) = next.take() {
        if visited.contains(&name) {
            let chain = visited.join("` below `");
            let message = format!("the theme `{name}` cannot lie below itself: `{chain}` below `{name}`");
            diagnostics.push(Diagnostic::error("theme-cycle", message).at(place, "name another parent"));
            return Vec::new();
        }
        let found = theme(root, &name, diagnostics);
        if found.is_empty() {
            diagnostics.push(unknown(&name, place));
            return Vec::new();
        }
        next = found.iter().filter_map(Layer::manifest).find_map(|manifest| manifest.parent.clone());
        layers.extend(found);
        visited.push(name);
    }
    if !visited.iter().any(|name| name == DEFAULT) {
        layers.extend(theme(root, DEFAULT, diagnostics));
    }
    layers
}

/// The names of the themes in the program.
pub fn shipped() -> impl Iterator<Item = &'static str> {
    SHIPPED.dirs().filter_map(|dir| dir.path().to_str())
}

/// The names of the themes in the site's `themes/`.
pub fn in_site(root: &Path) -> BTreeSet<String> {
    let folders = std::fs::read_dir(root.join(layout::THEMES)).into_iter().flatten().flatten();
    let themes = folders.filter(|folder| folder.path().join("theme.yaml").is_file());
    themes.filter_map(|folder| folder.file_name().into_string().ok()).collect()
}

/// A theme's folder in the site, and the one in the program, as far as they are there.
pub fn theme(root: &Path, name: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<Layer> {
    let mut layers = Vec::new();
    let is_plain = !name.is_empty() && !name.contains(['/', '\\']) && !name.starts_with('.');
    if is_plain && root.join(layout::THEMES).join(name).is_dir() {
        layers.push(Layer::on_disk(root, name, diagnostics));
    }
    if let Some(dir) = SHIPPED.get_dir(name).filter(|_| is_plain) {
        layers.push(Layer::shipped(name, dir, diagnostics));
    }
    layers
}

fn unknown(name: &str, place: Place) -> Diagnostic {
    let known: Vec<&str> = shipped().collect();
    Diagnostic::error("unknown-theme", format!("there is no theme `{name}`"))
        .at(place, "name one that exists")
        .help(format!("the program holds {}; others live in `themes/NAME/`", known.join(", ")))
}

/// The site's `static` folder: published as it is, by path below it.
pub fn site_static(root: &Path, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, PathBuf> {
    let folder = root.join("static");
    let mut files = BTreeMap::new();
    if !folder.is_dir() {
        return files;
    }
    for entry in WalkDir::new(&folder).sort_by_file_name() {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                if let Some(path) = relative(&folder, entry.path()) {
                    files.insert(path, entry.into_path());
                }
            }
            Ok(entry) if entry.path_is_symlink() => {
                let path = relative(root, entry.path()).unwrap_or_default();
                let message = "links are not followed in `static`, and this one is left out";
                diagnostics.push(
                    Diagnostic::warning("link-in-static", message)
                        .at(Place::file(path), "copy what it leads to"),
                );
            }
            Ok(_) => {}
            Err(error) => {
                let path = error.path().and_then(|path| relative(root, path)).unwrap_or_default();
                let error = error.into_io_error().unwrap_or_else(|| std::io::ErrorKind::Other.into());
                diagnostics.push(source::unreadable(&path, &error));
            }
        }
    }
    files
}

impl Layer {
    /// The theme of this name in the site's `themes/`. A file that cannot be read is not there, and an error.
    fn on_disk(root: &Path, name: &str, diagnostics: &mut Vec<Diagnostic>) -> Layer {
        let mut layer =
            Layer { name: Some(name.to_owned()), shown: format!("themes/{name}/"), ..Layer::default() };
        if root.join(layer.shown(MANIFEST)).exists() {
            layer.read_file(root, MANIFEST, diagnostics);
        }
        layout::THEME_FOLDERS.iter().for_each(|folder| layer.read_folder(root, folder, diagnostics));
        layer.with_manifest(diagnostics)
    }

    fn shipped(name: &str, dir: &'static Dir<'static>, diagnostics: &mut Vec<Diagnostic>) -> Layer {
        let mut files = BTreeMap::new();
        collect(dir, dir.path(), &mut files);
        let shown = format!("<{name}>/");
        let layer = Layer { name: Some(name.to_owned()), shown, is_shipped: true, files, ..Layer::default() };
        layer.with_manifest(diagnostics)
    }

    /// With what its `theme.yaml` says.
    fn with_manifest(self, diagnostics: &mut Vec<Diagnostic>) -> Layer {
        let folder = self.name.as_deref().unwrap_or_default();
        let manifest =
            self.text(MANIFEST).map(|(path, text)| manifest::read(&path, folder, &text, diagnostics));
        Layer { manifest, ..self }
    }

    fn read_folder(&mut self, root: &Path, folder: &str, diagnostics: &mut Vec<Diagnostic>) {
        let base = root.join(&self.shown);
        if !base.join(folder).is_dir() {
            return;
        }
        for entry in WalkDir::new(base.join(folder)).follow_links(true).sort_by_file_name() {
            match entry {
                Ok(entry) if is_hidden(&entry) || !entry.file_type().is_file() => {}
                Ok(entry) => {
                    if let Some(path) = relative(&base, entry.path()) {
                        self.read_file(root, &path, diagnostics);
                    }
                }
                Err(error) => diagnostics.push(source::walk_error(root, &error)),
            }
        }
    }

    fn read_file(&mut self, root: &Path, path: &str, diagnostics: &mut Vec<Diagnostic>) {
        let shown = self.shown(path);
        let file = root.join(&shown);
        let is_text = !path.starts_with(layout::STATIC) || path.ends_with(".js");
        let bytes = if is_text {
            source::read_file(&shown, &file).map(|source| source.text.into_bytes())
        } else {
            std::fs::read(&file).map_err(|error| Box::new(source::unreadable(&shown, &error)))
        };
        match bytes {
            Ok(bytes) => drop(self.files.insert(path.to_owned(), bytes.into())),
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }

    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    pub fn manifest(&self) -> Option<&Manifest> {
        self.manifest.as_ref()
    }

    /// A file's path as a message names it: from the site's root, where it lies there.
    pub fn shown(&self, path: &str) -> String {
        format!("{}{path}", self.shown)
    }

    /// Whether it is compiled into the program.
    pub fn is_shipped(&self) -> bool {
        self.is_shipped
    }

    /// A text file's shown path and content.
    pub fn text(&self, path: &str) -> Option<(String, String)> {
        let bytes = self.files.get(path)?;
        Some((self.shown(path), String::from_utf8_lossy(bytes).into_owned()))
    }

    /// Every file below one of its folders, by path there.
    pub fn files_below<'l>(&'l self, folder: &'l str) -> impl Iterator<Item = (&'l str, &'l [u8])> {
        self.files.iter().filter_map(move |(path, bytes)| {
            let below = path.strip_prefix(folder)?.strip_prefix('/')?;
            Some((below, &**bytes))
        })
    }
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with('.')
}

fn collect(dir: &Dir<'static>, base: &Path, files: &mut BTreeMap<String, Cow<'static, [u8]>>) {
    for file in dir.files() {
        if let Some(path) = relative(base, file.path()) {
            files.insert(path, file.contents().into());
        }
    }
    for dir in dir.dirs() {
        collect(dir, base, files);
    }
}

fn relative(base: &Path, path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> =
        path.strip_prefix(base).ok()?.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_overrides_styles_one_by_one() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let styles = root.path().join("styles");
        std::fs::create_dir(&styles).expect("a writable folder");
        std::fs::write(styles.join("tokens.css"), "own").expect("a writable folder");
        std::fs::write(root.path().join("theme.yaml"), "name: no theme").expect("a writable folder");

        let (config, _) = Config::parse("offprint.yaml".into(), "");
        let layers = layers(root.path(), &config, &mut Vec::new());
        let topmost = |path: &str| layers.iter().find_map(|layer| layer.text(path));
        assert_eq!(topmost("styles/tokens.css"), Some(("styles/tokens.css".to_owned(), "own".to_owned())));
        assert_eq!(
            topmost("styles/base.css").map(|(path, _)| path).as_deref(),
            Some("<daily>/styles/base.css")
        );
        assert_eq!(topmost("theme.yaml").map(|(path, _)| path).as_deref(), Some("<daily>/theme.yaml"));
    }
}
