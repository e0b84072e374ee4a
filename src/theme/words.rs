//! A theme's [`Words`], as its templates get them.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Kwargs, State, Tera, Value};

use super::TemplateSource;
use super::layer::Layer;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::fields::nearest;
use crate::words::{LanguageFile, Words, candidates};

/// Reads the layers' files of the site's language and of English.
pub fn read(
    layers: &[Layer],
    config: &Config,
    sources: &BTreeMap<String, TemplateSource>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Words {
    let mut files = Vec::new();
    for language in candidates(&config.language) {
        files.extend(layers.iter().filter_map(|layer| {
            let (path, text) = layer.text(&format!("languages/{language}.yaml"))?;
            Some(LanguageFile { language: language.clone(), is_shipped: layer.is_shipped(), path, text })
        }));
    }
    let scripts: Vec<String> = layers
        .iter()
        .flat_map(|layer| layer.files_below("static"))
        .filter(|(name, _)| name.ends_with(".js"))
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    let is_used = |key: &str| {
        let names = [format!("words.{key}"), format!("\"{key}\"")];
        sources.values().any(|source| names.iter().any(|name| says(&source.text, name)))
            || scripts.iter().any(|script| says(script, &format!("WORDS.{key}")))
    };
    Words::read(&config.language, &files, is_used, diagnostics)
}

/// Whether a text has a name that does not go on behind it.
fn says(text: &str, name: &str) -> bool {
    let goes_on = |rest: &str| rest.starts_with(|next: char| next.is_alphanumeric() || next == '_');
    text.match_indices(name).any(|(at, _)| !goes_on(&text[at + name.len()..]))
}

/// `words.search_heading`, and `phrase(key="abstract_of", title=paper.title)` for what has blanks.
pub fn register(tera: &mut Tera, words: &Arc<Words>) {
    let plain: BTreeMap<&str, &str> = words.plain();
    let plain = Value::try_from_serializable(&plain).expect("texts by their keys are a map");
    tera.global_context().insert_value("words", plain);
    let words = words.clone();
    tera.register_function("phrase", move |arguments: Kwargs, _: &State| -> tera::TeraResult<String> {
        let key: String = arguments.must_get("key")?;
        let Some(phrase) = words.phrase(&key) else {
            return Err(tera::Error::message(no_such_words(&words, &key)));
        };
        let text = |name: &str| {
            let value: Option<Value> = arguments.get(name).ok().flatten();
            value.map(|value| value.to_string())
        };
        words.said(phrase, text).map_err(|missing| {
            tera::Error::message(format!("the phrase `{key}` wants `{missing}`: write `{missing}=…`"))
        })
    });
}

/// What is wrong where a phrase is named that no language has.
pub fn no_such_words(words: &Words, key: &str) -> String {
    let known: Vec<&str> = words.keys().collect();
    let hint = match nearest(key, &known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("add `{key}: …` to `languages/{}.yaml`", words.language()),
    };
    format!("the theme has no words for `{key}`; {hint}")
}
