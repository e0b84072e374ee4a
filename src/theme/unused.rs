//! Finding overrides that nothing uses, which are most often misspelled.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::TemplateSource;
use super::layer::Layer;
use super::manifest::Named;
use crate::config::is_language_tag;
use crate::diagnostic::{Diagnostic, Place};
use crate::fields::nearest;
use crate::layout;
use crate::words::{candidates, canonical_tag};

/// Templates that the program renders itself.
const ENTRIES: &[&str] = &[
    "index.html",
    "period.html",
    "paper.html",
    "term.html",
    "terms.html",
    "archive.html",
    "statistics.html",
    "trending.html",
    "search.html",
    "saved.html",
    "page.html",
    "404.html",
    "redirect.html",
    "digest.html",
    "partials/paper_entry.html",
];

/// Templates of folders on disk that no page is made with.
pub fn templates(layers: &[Layer], sources: &BTreeMap<String, TemplateSource>) -> Vec<Diagnostic> {
    let used = used(sources);
    let known: Vec<&str> =
        used.iter().map(|name| name.as_str()).filter(|name| sources.contains_key(*name)).collect();
    on_disk(layers, "templates")
        .filter(|(_, name)| !used.contains(*name))
        .map(|(path, name)| {
            // Folders are long, and would make any two files of one near.
            let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
            let beside: Vec<&str> = known
                .iter()
                .filter_map(|known| known.strip_prefix(folder))
                .map(|file| file.trim_start_matches('/'))
                .collect();
            let fix = match nearest(file, &beside) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "include it in a template, or remove it".to_owned(),
            };
            Diagnostic::warning("unused-template", "no page is made with this template")
                .at(Place::file(path), fix)
        })
        .collect()
}

/// Styles of folders on disk that the theme does not list.
pub fn styles(layers: &[Layer], listed: &[Named]) -> Vec<Diagnostic> {
    let names: Vec<&str> = listed.iter().map(|style| style.name.as_str()).collect();
    on_disk(layers, "styles")
        .filter(|(_, name)| !names.contains(name))
        .map(|(path, name)| {
            let fix = match nearest(name, &names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the theme has {}", names.join(", ")),
            };
            Diagnostic::warning("unused-style", "the theme does not use this style")
                .at(Place::file(path), fix)
        })
        .collect()
}

/// Files of languages that are not found by their names, which are no language tags, or write the site's in another way.
/// Those of other languages are left alone: two configurations may share a folder.
pub fn languages(layers: &[Layer], language: &str) -> Vec<Diagnostic> {
    let wanted = candidates(language);
    let is_found = |name: &str| wanted.iter().any(|tag| name.strip_suffix(".yaml") == Some(tag.as_str()));
    on_disk(layers, "languages")
        .filter(|(_, name)| !is_found(name))
        .filter_map(|(path, name)| {
            let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
            let tag = canonical_tag(stem);
            let meant = wanted.iter().find(|wanted| tag.is_some() && canonical_tag(wanted) == tag);
            let fix = match meant {
                Some(meant) => format!("did you mean `{meant}.yaml`?"),
                None if ending == "yaml" && is_language_tag(stem) => return None,
                None => "name it after a language tag, such as `pt-BR.yaml`".to_owned(),
            };
            let message = "no words are taken from this file";
            Some(Diagnostic::warning("unused-language", message).at(Place::file(path), fix))
        })
        .collect()
}

/// The files of one folder in all layers but those in the program, by their paths in messages and their paths there.
fn on_disk<'l>(layers: &'l [Layer], folder: &'l str) -> impl Iterator<Item = (String, &'l str)> {
    let layers = layers.iter().filter(|layer| !layer.is_shipped());
    layers.flat_map(move |layer| {
        layer.files_below(folder).map(move |(name, _)| (layer.shown(&format!("{folder}/{name}")), name))
    })
}

/// Folders of the site's root that are called almost as one that is read.
pub fn folders(root: &Path) -> Vec<Diagnostic> {
    let folders =
        std::fs::read_dir(root).into_iter().flatten().flatten().filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> = folders.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    let meant = |name: &String| {
        let lower = name.to_lowercase();
        let near =
            layout::SITE_FOLDERS.iter().find(|known| strsim::damerau_levenshtein(&lower, known) <= 1)?;
        let fix = format!("did you mean `{near}`?");
        let message = format!("nothing is read from the folder `{name}`");
        Some(Diagnostic::warning("unused-folder", message).at(Place::file(name.as_str()), fix))
    };
    names.iter().filter(|name| !layout::SITE_FOLDERS.contains(&name.as_str())).filter_map(meant).collect()
}

/// The names of all templates that pages are made with, without layers.
fn used(sources: &BTreeMap<String, TemplateSource>) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let mut open: Vec<String> = ENTRIES.iter().map(|name| (*name).to_owned()).collect();
    // Components are called by their own names, so any template may hold one that is used.
    open.extend(
        sources.iter().filter(|(_, source)| source.text.contains("component")).map(|(name, _)| name.clone()),
    );
    while let Some(name) = open.pop() {
        let Some(source) = sources.get(&name).filter(|_| used.insert(name.clone())) else { continue };
        open.extend(references(&source.text));
    }
    used
}

/// The templates that one extends or includes.
fn references(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for tag in text.split("{%").skip(1).filter_map(|rest| rest.split("%}").next()) {
        let mut words = tag.trim_start_matches('-').split_whitespace();
        if matches!(words.next(), Some("extends" | "include" | "import")) {
            let quoted = tag.split(['"', '\'']).skip(1).step_by(2);
            names.extend(quoted.map(str::to_owned));
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::references;

    #[test]
    fn what_a_template_extends_and_includes_is_used() {
        let text = "{% extends \"daily/base.html\" %}{{ \"no.html\" }}{%- include 'a.html' -%}{% if x == \"b.html\" %}";
        assert_eq!(references(text), ["daily/base.html", "a.html"]);
    }
}
