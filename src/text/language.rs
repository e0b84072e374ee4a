//! The language that a text's letters give away.

use icu_locale::{LanguageIdentifier, LocaleExpander};
use icu_properties::CodePointMapData;
use icu_properties::props::Script;

/// A site's language, and the script in which it is most often written.
#[derive(Clone, Debug)]
pub struct SiteLanguage {
    /// The tag's first part: `zh` of `zh-CN`.
    primary: String,
    script: Option<Script>,
}

impl SiteLanguage {
    /// Of a language tag, such as `zh-CN`.
    pub fn new(tag: &str) -> SiteLanguage {
        SiteLanguage { primary: tag.split('-').next().unwrap_or(tag).to_owned(), script: script_of(tag) }
    }

    /// A tag for `lang`, where most letters of a text are of another script than the site's language is
    /// written in. A script alone does not tell the language: `und-Cyrl` is all that is known of Cyrillic letters.
    pub fn foreign(&self, text: &str) -> Option<&'static str> {
        if self.script == Some(Script::Latin) && text.is_ascii() {
            return None;
        }
        let (most, tag) = language_of(text, self.script)?;
        (Some(most) != self.script && tag != self.primary).then_some(tag)
    }
}

/// The script of most letters, `own` if there are as many of another, and the language that it gives away.
fn language_of(text: &str, own: Option<Script>) -> Option<(Script, &'static str)> {
    let scripts = CodePointMapData::<Script>::new();
    let mut counts: Vec<(Script, usize)> = Vec::new();
    for char in text.chars().filter(|char| char.is_alphabetic()) {
        let script = if char.is_ascii() { Script::Latin } else { scripts.get(char) };
        match counts.iter_mut().find(|(counted, _)| *counted == script) {
            Some((_, count)) => *count += 1,
            None => counts.push((script, 1)),
        }
    }
    let has = |script: Script| counts.iter().any(|(counted, _)| *counted == script);
    let (most, _) = counts.iter().copied().max_by_key(|(script, count)| (*count, Some(*script) == own))?;
    let is_japanese = has(Script::Hiragana) || has(Script::Katakana);
    let tag = match most {
        Script::Han | Script::Hiragana | Script::Katakana if is_japanese => "ja",
        Script::Han => "zh",
        Script::Hangul => "ko",
        Script::Latin => "und-Latn",
        Script::Cyrillic => "und-Cyrl",
        Script::Arabic => "und-Arab",
        Script::Hebrew => "he",
        Script::Greek => "el",
        Script::Devanagari => "und-Deva",
        Script::Bengali => "und-Beng",
        Script::Thai => "th",
        Script::Armenian => "hy",
        Script::Georgian => "ka",
        Script::Tamil => "ta",
        Script::Ethiopic => "und-Ethi",
        _ => return None,
    };
    Some((most, tag))
}

/// The script in which a language is most often written.
fn script_of(language: &str) -> Option<Script> {
    let mut language: LanguageIdentifier = language.parse().ok()?;
    LocaleExpander::new_extended().maximize(&mut language);
    let script = language.script?;
    match script.as_str() {
        "Latn" => Some(Script::Latin),
        "Hans" | "Hant" | "Jpan" | "Hani" => Some(Script::Han),
        "Kore" => Some(Script::Hangul),
        "Cyrl" => Some(Script::Cyrillic),
        "Arab" => Some(Script::Arabic),
        "Hebr" => Some(Script::Hebrew),
        "Grek" => Some(Script::Greek),
        "Deva" => Some(Script::Devanagari),
        "Beng" => Some(Script::Bengali),
        "Thai" => Some(Script::Thai),
        "Armn" => Some(Script::Armenian),
        "Geor" => Some(Script::Georgian),
        "Taml" => Some(Script::Tamil),
        "Ethi" => Some(Script::Ethiopic),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::SiteLanguage;

    fn foreign_language(text: &str, site_language: &str) -> Option<&'static str> {
        SiteLanguage::new(site_language).foreign(text)
    }

    #[test]
    fn letters_of_another_script_are_of_another_language() {
        let english = |text| foreign_language(text, "en");
        assert_eq!(english("Pointer Networks"), None);
        assert_eq!(english("Größere Netze – für α-β-Suche"), None);
        assert_eq!(english("大规模语言模型综述"), Some("zh"));
        assert_eq!(english("大規模言語モデルの調査"), Some("ja"));
        assert_eq!(english("Обзор языковых моделей (LLM)"), Some("und-Cyrl"));
        assert_eq!(english("2305.02265"), None);
    }

    #[test]
    fn what_is_foreign_depends_on_the_site() {
        assert_eq!(foreign_language("Pointer Networks", "ar"), Some("und-Latn"));
        assert_eq!(foreign_language("نماذج اللغة", "ar"), None);
        assert_eq!(foreign_language("大规模语言模型综述", "zh-CN"), None);
        assert_eq!(foreign_language("大規模言語モデルの調査", "ja"), None);
        assert_eq!(foreign_language("Pointer Networks", "de-AT"), None);
    }
}
