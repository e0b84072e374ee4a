//! [`Words`] are what a theme says in the language of the site: phrases out of its `languages/`, with
//! plurals, numbers and dates as Unicode's CLDR has them for that language.

use std::collections::BTreeMap;

use icu_decimal::DecimalFormatter;
use icu_locale::{Direction, Locale, LocaleCanonicalizer, LocaleDirectionality};
use icu_plurals::PluralRules;

mod dates;
mod file;
mod phrase;
mod script;

use dates::Dates;
pub use file::{LanguageFile, candidates};
use phrase::Phrase;
pub use script::UnknownWord;

/// The language that every theme's words are at least in.
pub const FALLBACK: &str = "en";

pub struct Words {
    phrases: BTreeMap<String, Phrase>,
    /// As a language tag: the site's language where the theme has words of it, else English.
    language: String,
    plurals: PluralRules,
    numbers: DecimalFormatter,
    dates: Dates,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Words { phrases, language, .. } = self;
        f.debug_struct("Words").field("language", language).field("phrases", phrases).finish_non_exhaustive()
    }
}

impl Words {
    fn new(language: &str, phrases: BTreeMap<String, Phrase>) -> Words {
        let locale = locale(language);
        Words {
            phrases,
            language: locale.to_string(),
            plurals: PluralRules::try_new_cardinal((&locale).into()).expect(EVERY_LANGUAGE),
            numbers: DecimalFormatter::try_new((&locale).into(), Default::default()).expect(EVERY_LANGUAGE),
            dates: Dates::new(&locale),
        }
    }

    pub fn language(&self) -> &str {
        &self.language
    }

    pub fn dates(&self) -> &Dates {
        &self.dates
    }

    /// The phrases without blanks, for templates.
    pub fn plain(&self) -> BTreeMap<&str, &str> {
        let plain = self.phrases.iter().filter_map(|(key, phrase)| Some((key.as_str(), phrase.plain()?)));
        plain.collect()
    }

    /// A phrase without blanks.
    pub fn text(&self, key: &'static str) -> &str {
        self.phrases.get(key).and_then(Phrase::plain).unwrap_or(key)
    }

    /// A phrase, with the texts for its blanks.
    pub fn fill(&self, key: &'static str, blanks: &[(&str, &str)]) -> String {
        let text = |name: &str| blanks.iter().find(|(blank, _)| *blank == name).map(|(_, text)| *text);
        self.phrase(key).map_or_else(|| key.to_owned(), |phrase| phrase.other().filled(text))
    }

    /// A phrase in the form that a number asks for: `1 paper`, `59,799 papers`.
    pub fn count(&self, key: &'static str, count: usize) -> String {
        self.count_and(key, count, &[])
    }

    /// The same with more blanks than the number's.
    pub fn count_and(&self, key: &'static str, count: usize, blanks: &[(&str, &str)]) -> String {
        let number = self.number(count);
        let Some(phrase) = self.phrase(key) else { return format!("{number} {key}") };
        let text = |name: &str| match name {
            "count" => Some(number.as_str()),
            _ => blanks.iter().find(|(blank, _)| *blank == name).map(|(_, text)| *text),
        };
        phrase.form(self.plurals.category_for(count)).filled(text)
    }

    /// With the language's digits and marks between thousands.
    pub fn number(&self, number: usize) -> String {
        self.numbers.format(&number.into()).to_string()
    }

    /// A script with every `WORDS.key` in it replaced by the phrase: a text, or a function of its blanks.
    pub fn in_script(&self, script: &str) -> Result<String, Vec<UnknownWord>> {
        script::with_words(script, self)
    }

    /// A phrase as templates ask for it; none where there is no such phrase.
    pub fn phrase(&self, key: &str) -> Option<&Phrase> {
        self.phrases.get(key)
    }

    /// The keys of all phrases.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.phrases.keys().map(String::as_str)
    }

    /// What a phrase says of `count` things, the blanks filled by `text`; the error names a blank that
    /// has no text.
    pub fn said(&self, phrase: &Phrase, text: impl Fn(&str) -> Option<String>) -> Result<String, String> {
        let count = text("count").and_then(|count| count.parse::<usize>().ok());
        let form = match count {
            Some(count) => phrase.form(self.plurals.category_for(count)),
            None => phrase.other(),
        };
        if let Some(missing) = form.blanks().find(|name| text(name).is_none()) {
            return Err(missing.to_owned());
        }
        let texts: Vec<(&str, String)> = form
            .blanks()
            .filter_map(|name| match count {
                Some(count) if name == "count" => Some((name, self.number(count))),
                _ => Some((name, text(name)?)),
            })
            .collect();
        Ok(form.filled(|name| texts.iter().find(|(blank, _)| *blank == name).map(|(_, text)| text.as_str())))
    }
}

/// ICU's data falls back to the root locale, which has everything.
const EVERY_LANGUAGE: &str = "the compiled data knows every language, if only by its fallback";

/// `rtl` for languages that are written from right to left, else `ltr`.
pub fn direction(language: &str) -> &'static str {
    match LocaleDirectionality::new_extended().get(&locale(language).id) {
        Some(Direction::RightToLeft) => "rtl",
        _ => "ltr",
    }
}

/// A language tag as CLDR writes it, `en` for `eng` and `de-AT` for `de_at`; none for what is no tag.
pub fn canonical_tag(language: &str) -> Option<String> {
    let mut locale: Locale = language.replace('_', "-").parse().ok()?;
    LocaleCanonicalizer::new_extended().canonicalize(&mut locale);
    Some(locale.to_string())
}

/// A language tag as ICU has it; English for those that no standard knows.
fn locale(language: &str) -> Locale {
    language.parse().unwrap_or(icu_locale::locale!("en"))
}

/// The words of the default theme.
#[cfg(test)]
pub fn english() -> Words {
    tests::words(FALLBACK, include_str!("../themes/daily/languages/en.yaml"))
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Words of one file.
    pub fn words(language: &str, text: &str) -> Words {
        let mut diagnostics = Vec::new();
        let files = [LanguageFile {
            language: language.to_owned(),
            is_shipped: true,
            path: "a.yaml".to_owned(),
            text: text.to_owned(),
        }];
        let words = Words::read(language, &files, |_| true, &mut diagnostics);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        words
    }

    #[test]
    fn a_number_asks_for_the_form_of_its_language() {
        let english = words("en", "papers: {one: '{count} paper', other: '{count} papers'}\n");
        let said = [0, 1, 59_799].map(|count| english.count("papers", count));
        assert_eq!(said, ["0 papers", "1 paper", "59,799 papers"]);

        let forms = "papers: {zero: zero, one: one, two: two, few: few, many: many, other: other}\n";
        let arabic = words("ar", forms);
        let said = [0, 1, 2, 3, 11, 100].map(|count| arabic.count("papers", count));
        assert_eq!(said, ["zero", "one", "two", "few", "many", "other"]);
    }

    #[test]
    fn blanks_stand_where_the_language_puts_them() {
        let words = words("zh", "abstract_of: 《{title}》的摘要\n");
        assert_eq!(words.fill("abstract_of", &[("title", "Pointer {title}")]), "《Pointer {title}》的摘要");
    }

    #[test]
    fn languages_know_where_they_begin() {
        let directions = ["en", "ar", "he", "fa-IR", "zh-Hant-TW", "az-Arab", "abc-1"].map(direction);
        assert_eq!(directions, ["ltr", "rtl", "rtl", "rtl", "ltr", "rtl", "ltr"]);
    }
}
