//! A theme's script as it is published: with its words in the site's language, and smaller.

use super::minified::Minified;
use super::words::no_such_words;
use crate::diagnostic::{Diagnostic, Place};
use crate::words::{UnknownWord, Words};

/// `shown` is the script's path in messages; without `minified` it stays as large as it is. A script that is not UTF-8
/// stays as it is.
pub fn published(
    bytes: Vec<u8>,
    shown: &str,
    words: &Words,
    minified: Option<&Minified>,
) -> (Vec<u8>, Vec<Diagnostic>) {
    let Ok(script) = std::str::from_utf8(&bytes) else { return (bytes, Vec::new()) };
    match words.in_script(script) {
        Ok(script) => {
            let script = match minified {
                Some(minified) => minified.script(&script),
                None => script,
            };
            (script.into_bytes(), Vec::new())
        }
        Err(unknown) => {
            let diagnostic = |UnknownWord { key, at }: UnknownWord| {
                let place = Place::in_text(shown.into(), script, at..at + key.len().max(1));
                Diagnostic::error("unknown-words", no_such_words(words, &key)).at(place, "no words for this")
            };
            let diagnostics = unknown.into_iter().map(diagnostic).collect();
            (bytes, diagnostics)
        }
    }
}
