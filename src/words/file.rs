//! A [`LanguageFile`] is a theme's `languages/LANGUAGE.yaml`: phrases by key.

use std::collections::BTreeMap;

use icu_plurals::{PluralCategory, PluralRules};

use super::phrase::{CATEGORIES, Message, Phrase};
use super::{EVERY_LANGUAGE, FALLBACK, Words, locale};
use crate::diagnostic::{Diagnostic, Place};
use crate::fields::{Reader, nearest};
use crate::yaml::{Key, Node, Value};

/// One layer's file of one language.
#[derive(Clone, Debug)]
pub struct LanguageFile {
    /// The language that it is named after.
    pub language: String,
    /// Whether it is in the program, which says some phrases itself.
    pub is_shipped: bool,
    /// For messages.
    pub path: String,
    pub text: String,
}

/// The languages whose words fit a site's, best first and English last: `zh-Hant-TW`, `zh-Hant`, `zh`, `en`.
pub fn candidates(language: &str) -> Vec<String> {
    let mut candidates = vec![language.to_owned()];
    let mut rest = language;
    while let Some((shorter, _)) = rest.rsplit_once('-') {
        candidates.push(shorter.to_owned());
        rest = shorter;
    }
    if rest != FALLBACK {
        candidates.push(FALLBACK.to_owned());
    }
    candidates
}

impl Words {
    /// Joins files, of the [`candidates`] and of the topmost layers first: a phrase is taken from the
    /// first that has it. `is_used` tells whether a template or script uses a key, so that a theme may
    /// have words of its own in one language only.
    pub fn read(
        language: &str,
        files: &[LanguageFile],
        is_used: impl Fn(&str) -> bool,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Words {
        let is_english = |file: &&LanguageFile| file.language == FALLBACK;
        // What the lowest layer says tells what the others may say.
        let (mut originals, mut phrases) = (BTreeMap::new(), BTreeMap::new());
        for file in files.iter().rev().filter(is_english) {
            for (key, phrase) in read(file, &originals, &is_used, diagnostics) {
                originals.entry(key.clone()).or_insert_with(|| phrase.clone());
                phrases.insert(key, phrase);
            }
        }
        let own: Vec<&LanguageFile> = files.iter().filter(|file| !is_english(file)).collect();
        if own.is_empty() {
            let language = if is_variety_of_english(language) { language } else { FALLBACK };
            return Words::new(language, phrases);
        }
        let mut translated = BTreeMap::new();
        for file in &own {
            for (key, phrase) in read(file, &originals, &is_used, diagnostics) {
                translated.entry(key).or_insert(phrase);
            }
        }
        let lacking: Vec<&str> =
            phrases.keys().filter(|key| !translated.contains_key(*key)).map(String::as_str).collect();
        if let Some(first) = lacking.first().filter(|_| !is_variety_of_english(language)) {
            let count = crate::diagnostic::counted(lacking.len(), "phrase", "phrases");
            let message = format!("{count} of the theme have no words in `{language}`, and are in English");
            let fix = format!(
                "add `{first}:` and the others; `offprint theme eject languages/en.yaml` shows them all"
            );
            diagnostics
                .push(Diagnostic::note("missing-words", message).at(Place::file(own[0].path.clone()), fix));
        }
        for (key, phrase) in phrases {
            translated.entry(key).or_insert(phrase);
        }
        Words::new(language, translated)
    }
}

fn is_variety_of_english(language: &str) -> bool {
    language.split('-').next() == Some(FALLBACK)
}

/// The phrases of one file that can be used, checked against those of English.
fn read(
    file: &LanguageFile,
    english: &BTreeMap<String, Phrase>,
    is_used: &impl Fn(&str) -> bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(String, Phrase)> {
    let reader = Reader::new(file.path.as_str().into(), &file.text, 0..file.text.len());
    let rules = PluralRules::try_new_cardinal((&locale(&file.language)).into()).expect(EVERY_LANGUAGE);
    let categories: Vec<PluralCategory> = rules.categories().collect();
    let mut phrases = Vec::new();
    if let Some(mut fields) = reader.root("a language") {
        for (key, node) in fields.take_all() {
            let known = english.get(&key.name);
            if !file.is_shipped && known.is_none() && !is_used(&key.name) {
                unknown(&reader, &key, english);
                continue;
            }
            let Some(phrase) = phrase(&reader, &key, &node, &categories) else { continue };
            if let Some(known) = known {
                let blanks = known.blanks();
                if let Some(blank) = phrase.blanks().into_iter().find(|blank| !blanks.contains(blank)) {
                    let hint = match blanks.as_slice() {
                        [] => "this phrase has no blanks".to_owned(),
                        blanks => format!("this phrase has {{{}}}", blanks.join("}, {")),
                    };
                    let message = format!("nothing fills the blank `{{{blank}}}` of `{}`", key.name);
                    reader.error("unknown-blank", &node.range, message, hint);
                    continue;
                }
            }
            phrases.push((key.name, phrase));
        }
        fields.finish(|_| None);
    }
    diagnostics.extend(reader.finish());
    phrases
}

fn unknown(reader: &Reader, key: &Key, english: &BTreeMap<String, Phrase>) {
    let names: Vec<&str> = english.keys().map(String::as_str).collect();
    let fix = match nearest(&key.name, &names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "say it in a template, or remove it".to_owned(),
    };
    reader.warning("unused-words", &key.range, format!("the theme says `{}` nowhere", key.name), fix);
}

fn phrase(reader: &Reader, key: &Key, node: &Node, categories: &[PluralCategory]) -> Option<Phrase> {
    let Value::Mapping(forms) = &node.value else {
        return Some(Phrase::new(message(reader, &key.name, node)?, BTreeMap::new()));
    };
    let expected: Vec<&str> = CATEGORIES
        .iter()
        .filter(|(_, category)| categories.contains(category))
        .map(|(name, _)| *name)
        .collect();
    let mut messages = BTreeMap::new();
    for (form, node) in forms {
        let category = CATEGORIES.iter().find(|(name, _)| *name == form.name).map(|(_, category)| *category);
        match category.filter(|category| categories.contains(category)) {
            Some(category) => {
                messages.insert(category, message(reader, &key.name, node)?);
            }
            None => {
                let message = format!("this language has no plural form `{}`", form.name);
                reader.error(
                    "unknown-plural",
                    &form.range,
                    message,
                    format!("it has {}", expected.join(", ")),
                );
            }
        }
    }
    match messages.remove(&PluralCategory::Other) {
        Some(other) => Some(Phrase::new(other, messages)),
        None => {
            let message = format!("`{}` has no form `other`", key.name);
            reader.error("unknown-plural", &key.range, message, "add `other: …`, for all other numbers");
            None
        }
    }
}

fn message(reader: &Reader, name: &str, node: &Node) -> Option<Message> {
    // As it is written: a comma between names has a blank at its end.
    let Value::String(text) = &node.value else {
        reader.wrong_type(name, "text", node);
        return None;
    };
    match Message::parse(text) {
        Ok(message) => Some(message),
        Err(_) => {
            let fix = "write blanks as `{count}`, and no other braces";
            reader.error("unknown-blank", &node.range, "a brace that belongs to no blank", fix);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(language: &str, text: &str) -> LanguageFile {
        LanguageFile {
            language: language.to_owned(),
            is_shipped: language == "en",
            path: format!("languages/{language}.yaml"),
            text: text.to_owned(),
        }
    }

    fn found(language: &str, text: &str) -> Vec<String> {
        let english = file("en", "papers: {one: '{count} paper', other: '{count} papers'}\nsave: Save\n");
        let mut diagnostics = Vec::new();
        Words::read(language, &[file(language, text), english], |key| key == "own", &mut diagnostics);
        diagnostics
            .into_iter()
            .map(|diagnostic| format!("{}: {}", diagnostic.code, diagnostic.message))
            .collect()
    }

    #[test]
    fn the_nearest_language_has_the_word() {
        assert_eq!(candidates("zh-Hant-TW"), ["zh-Hant-TW", "zh-Hant", "zh", "en"]);
        assert_eq!(candidates("en-GB"), ["en-GB", "en"]);

        let mut diagnostics = Vec::new();
        let files = [file("de", "save: Merken\n"), file("en", "save: Save\n")];
        let language = |site: &str, files: &[LanguageFile]| {
            Words::read(site, files, |_| true, &mut Vec::new()).language().to_owned()
        };
        assert_eq!(Words::read("de-AT", &files, |_| true, &mut diagnostics).text("save"), "Merken");
        assert_eq!(language("de-AT", &files), "de-AT");
        assert_eq!(language("fr", &files[1..]), "en", "dates are in the language of the words");
        assert_eq!(language("en-GB", &files[1..]), "en-GB");
    }

    #[test]
    fn what_a_language_lacks_is_in_english() {
        let lacking = "missing-words: 1 phrase of the theme have no words in `de`, and are in English";
        assert_eq!(found("de", "papers: {one: '{count} Artikel', other: '{count} Artikel'}\n"), [lacking]);
        assert!(found("en-GB", "save: Save it\n").is_empty());
    }

    #[test]
    fn a_fault_of_a_language_is_told() {
        let all = "papers: {other: '{count} Artikel'}\nsave: Merken\n";
        assert!(found("de", all).is_empty());
        assert!(found("de", &format!("{all}own: Eigenes\n")).is_empty());
        let first = |text: &str| found("de", text).remove(0);
        assert_eq!(first(&format!("{all}sav: Merken\n")), "unused-words: the theme says `sav` nowhere");
        assert_eq!(
            first("papers: {few: '{count}', other: '{count}'}\nsave: a\n"),
            "unknown-plural: this language has no plural form `few`"
        );
        assert_eq!(
            first("papers: {one: '{count}'}\nsave: a\n"),
            "unknown-plural: `papers` has no form `other`"
        );
        assert_eq!(
            first("papers: '{number}'\nsave: a\n"),
            "unknown-blank: nothing fills the blank `{number}` of `papers`"
        );
        assert_eq!(first("papers: '{count'\nsave: a\n"), "unknown-blank: a brace that belongs to no blank");
    }

    #[test]
    fn every_language_of_the_default_theme_says_all_of_it_in_all_forms() {
        let english = include_str!("../../themes/daily/languages/en.yaml");
        let chinese = include_str!("../../themes/daily/languages/zh.yaml");
        let arabic = include_str!("../../themes/daily/languages/ar.yaml");
        let phrases = |language, text| {
            let mut diagnostics = Vec::new();
            let phrases = read(&file(language, text), &BTreeMap::new(), &|_| true, &mut diagnostics);
            assert!(diagnostics.is_empty(), "{diagnostics:?}");
            phrases.into_iter().collect::<BTreeMap<_, _>>()
        };
        let originals = phrases("en", english);
        for (language, text) in [("zh", chinese), ("ar", arabic)] {
            let rules = PluralRules::try_new_cardinal((&locale(language)).into()).expect("a language");
            let translated = phrases(language, text);
            assert!(translated.keys().eq(originals.keys()), "{language}");
            for (key, phrase) in &translated {
                let original = &originals[key];
                let is_plural = original.forms().next().is_some();
                let forms = if is_plural { rules.categories().count() - 1 } else { 0 };
                assert_eq!(phrase.forms().count(), forms, "{language}: {key}");
                assert!(is_plural || phrase.blanks() == original.blanks(), "{language}: {key}");
            }
        }
    }
}
