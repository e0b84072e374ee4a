//! A [`Theme`] is the templates, styles and files that give a site its looks.
//!
//! It has layers, each overriding the one below it file by file: the site's own `templates/`,
//! `styles/`, `static/` and `languages/`, the theme, its parents, and the default theme. Each theme may lie in the
//! site's `themes/`, in the program, or in both, and then the site's folder lies above.
//! A template reaches the one it overrides by the layer's name: `{% extends "daily/base.html" %}`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use tera::{Context, Kwargs, State, Tera};

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place};
use crate::fingerprint::{Fingerprint, Ingredients};
use crate::layout;
use crate::plan::{PlannedFile, Urls};
use crate::words::Words;

mod color;
pub mod ejected;
mod layer;
mod manifest;
mod minified;
mod options;
mod published;
mod script;
mod style;
mod template_error;
mod unused;
mod words;

use layer::Layer;
use manifest::{Manifest, Named};
use published::Published;

/// The version of the contract between templates and the program, which a theme states.
pub const CONTRACT: u64 = 1;

#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    files: Vec<PlannedFile>,
    /// The text and the path, for people, of each template by its name in the engine.
    sources: BTreeMap<String, TemplateSource>,
    options: BTreeMap<String, serde_json::Value>,
    words: Arc<Words>,
}

#[derive(Debug)]
struct TemplateSource {
    path: Arc<str>,
    text: String,
}

impl Theme {
    /// Reads and checks all layers of the configured theme.
    pub fn load(root: &Path, config: &Config) -> (Option<Theme>, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let layers = layer::layers(root, config, &mut diagnostics);
        if layers.is_empty() {
            return (None, diagnostics);
        }
        let manifests: Vec<&Manifest> = layers.iter().filter_map(Layer::manifest).collect();
        let styles = styles(&manifests);
        let declared: Vec<_> = manifests.iter().flat_map(|manifest| manifest.options.clone()).collect();
        let options = options::chosen(&declared, &config.theme_options, &mut diagnostics);
        let sources = template_sources(&layers);
        let words = Arc::new(words::read(&layers, config, &sources, &mut diagnostics));
        let Published { files, assets } =
            Published::gather(&layers, &styles, root, &words, config.minify, &mut diagnostics);
        diagnostics.extend(unused::templates(&layers, &sources));
        diagnostics.extend(unused::styles(&layers, &styles));
        diagnostics.extend(unused::languages(&layers, &config.language));
        diagnostics.extend(unused::folders(root));

        let mut tera = Tera::new();
        let urls = Urls::new(config.base_url.path(), config.urls);
        // Functions before templates: the engine checks the names that templates use.
        register_asset(&mut tera, &assets, &files, &urls);
        words::register(&mut tera, &words);
        let templates = sources.iter().map(|(name, source)| (name.as_str(), source.text.as_str()));
        if let Err(error) = tera.add_raw_templates(templates) {
            diagnostics.extend(template_error::diagnostics(&error, &sources, "template-syntax", None));
            return (None, diagnostics);
        }
        (Some(Theme { tera, files, sources, options, words }), diagnostics)
    }

    /// Adds what every page sees.
    pub fn set_global(&mut self, name: &'static str, value: tera::Value) {
        self.tera.global_context().insert_value(name, value);
    }

    /// Renders a template. `page` names what is being rendered, for the message.
    pub fn render(&self, template: &str, context: &Context, page: &str) -> Result<String, Vec<Diagnostic>> {
        self.tera
            .render(template, context)
            .map_err(|error| template_error::diagnostics(&error, &self.sources, "template-error", Some(page)))
    }

    /// Of all templates, and of the names under which files are published.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut ingredients = Ingredients::default();
        for (name, source) in &self.sources {
            ingredients.add_bytes(name.as_bytes());
            ingredients.add_bytes(source.text.as_bytes());
        }
        ingredients.add_bytes(format!("{:?}", self.words).as_bytes());
        for file in &self.files {
            ingredients.add_bytes(file.path.as_bytes());
        }
        ingredients.finish()
    }

    /// Every option of the theme, with its default where the site chose nothing.
    pub fn options(&self) -> &BTreeMap<String, serde_json::Value> {
        &self.options
    }

    /// What templates, scripts and the program say.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// The files to publish: styles, scripts, pictures, and the site's `static` folder.
    pub fn files(&self) -> &[PlannedFile] {
        &self.files
    }
}

/// The styles of the topmost theme that lists them, then what it and those above it add.
fn styles(manifests: &[&Manifest]) -> Vec<Named> {
    let Some(lowest) = manifests.iter().position(|manifest| manifest.styles.is_some()) else {
        return Vec::new();
    };
    let added = manifests[..=lowest].iter().rev().flat_map(|manifest| manifest.add_styles.clone());
    manifests[lowest].styles.iter().flatten().cloned().chain(added).collect()
}

/// A theme that a site can choose.
#[derive(Debug, PartialEq, Eq)]
pub struct Choice {
    pub name: String,
    /// From its `theme.yaml`.
    pub description: Option<String>,
    /// Whether it is compiled into the program.
    pub is_shipped: bool,
    /// Whether it is, or adds to, a folder of the site's.
    pub is_in_site: bool,
}

/// The themes in the program and in the site's `themes/`, in order of name.
pub fn choices(root: &Path) -> Vec<Choice> {
    let mut names: BTreeSet<String> = layer::shipped().map(str::to_owned).collect();
    let in_site: BTreeSet<String> = layer::in_site(root);
    names.extend(in_site.iter().cloned());
    let choice = |name: String| {
        let mut diagnostics = Vec::new();
        let layers = layer::theme(root, &name, &mut diagnostics);
        let described = |layer: &Layer| layer.manifest().and_then(|manifest| manifest.description.clone());
        Choice {
            description: layers.iter().find_map(described),
            is_shipped: layers.iter().any(Layer::is_shipped),
            is_in_site: in_site.contains(&name),
            name,
        }
    };
    names.into_iter().map(choice).collect()
}

/// A file of a theme as it is below the site's own.
#[derive(Debug)]
pub struct Original {
    /// The name of the layer it is from, by which templates reach it.
    pub layer: String,
    pub bytes: Vec<u8>,
}

/// What a site may override of its theme, by path from the site's root.
///
/// The errors say that there is no such theme.
pub fn originals(root: &Path, config: &Config) -> Result<BTreeMap<String, Original>, Vec<Diagnostic>> {
    let mut diagnostics = Vec::new();
    let layers = layer::layers(root, config, &mut diagnostics);
    let mut originals = BTreeMap::new();
    for layer in &layers {
        let Some(name) = layer.name() else { continue };
        for folder in layout::THEME_FOLDERS {
            for (file, bytes) in layer.files_below(folder) {
                originals
                    .entry(format!("{folder}/{file}"))
                    .or_insert_with(|| Original { layer: name.to_owned(), bytes: bytes.to_vec() });
            }
        }
    }
    if originals.is_empty() { Err(diagnostics) } else { Ok(originals) }
}

/// `asset(path="style.css")`: the URL of one of the theme's files.
fn register_asset(tera: &mut Tera, assets: &BTreeMap<String, String>, files: &[PlannedFile], urls: &Urls) {
    // Published under their own names, in the site's own `static/`.
    let own: BTreeSet<String> = files.iter().map(|file| file.path.clone()).collect();
    let urls: BTreeMap<String, String> =
        assets.iter().map(|(name, path)| (name.clone(), urls.static_file(path))).collect();
    tera.register_function("asset", move |arguments: Kwargs, _: &State| -> tera::TeraResult<String> {
        let path: String = arguments.must_get("path")?;
        urls.get(&path).cloned().ok_or_else(|| {
            let known: Vec<&str> = urls.keys().map(String::as_str).collect();
            let hint = match crate::fields::nearest(&path, &known) {
                _ if own.contains(&path) => {
                    format!("the site's own `static/{path}` is at `{{{{ site.url }}}}{path}`")
                }
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there are {}", known.join(", ")),
            };
            tera::Error::message(format!("the theme has no file `{path}`; {hint}"))
        })
    });
}

/// Every template under its own name, in its topmost version, and under each layer's name.
fn template_sources(layers: &[Layer]) -> BTreeMap<String, TemplateSource> {
    let mut sources = BTreeMap::new();
    for layer in layers {
        for (name, bytes) in layer.files_below("templates") {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let path: Arc<str> = layer.shown(&format!("templates/{name}")).into();
            if let Some(layer_name) = layer.name() {
                let named = TemplateSource { path: path.clone(), text: text.clone() };
                sources.entry(format!("{layer_name}/{name}")).or_insert(named);
            }
            sources.entry(name.to_owned()).or_insert(TemplateSource { path, text });
        }
    }
    sources
}

/// A place in a template by line and column, both from 1.
fn place_in_template(source: &TemplateSource, line: usize, column: usize) -> Place {
    let line_start: usize =
        source.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &source.text[line_start.min(source.text.len())..];
    let at = rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at);
    let start = line_start + at;
    // The engine names where a word begins; the whole word is marked.
    let is_word = |char: char| char.is_alphanumeric() || char == '_';
    let word = source.text[start..].find(|char| !is_word(char)).unwrap_or(source.text.len() - start);
    Place::in_text(source.path.clone(), &source.text, start..start + word.max(1))
}
