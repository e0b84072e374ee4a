//! Scripts get their words when they are published, so that a reader's browser fetches none twice and
//! none that it does not need.

use super::Words;
use super::phrase::{Message, Phrase, Piece};

/// How a script names a phrase: `WORDS.papers`.
const NAME: &str = "WORDS.";

/// A word that a script names and no language has.
#[derive(Debug, PartialEq, Eq)]
pub struct UnknownWord {
    pub key: String,
    /// Where the key begins, in bytes.
    pub at: usize,
}

/// Replaces `WORDS.key` by a text or, for a phrase with blanks, by a function that takes them by name;
/// `WORDS.language` by the language's tag.
pub fn with_words(script: &str, words: &Words) -> Result<String, Vec<UnknownWord>> {
    let mut filled = String::with_capacity(script.len());
    let mut unknown = Vec::new();
    let mut rest = script;
    while let Some(found) = rest.find(NAME) {
        let start = found + NAME.len();
        let is_key = |char: char| char.is_ascii_lowercase() || char == '_';
        let end = rest[start..].find(|char| !is_key(char)).map_or(rest.len(), |length| start + length);
        let key = &rest[start..end];
        filled.push_str(&rest[..found]);
        let is_name = |char: char| char.is_alphanumeric() || char == '_' || char == '$';
        match (key, words.phrase(key)) {
            // The end of a longer name.
            _ if filled.ends_with(is_name) => filled.push_str(&rest[found..end]),
            ("language", _) => filled.push_str(&quoted(words.language())),
            (_, Some(phrase)) => filled.push_str(&expression(phrase, words)),
            _ => unknown.push(UnknownWord { key: key.to_owned(), at: script.len() - rest.len() + start }),
        }
        rest = &rest[end..];
    }
    filled.push_str(rest);
    if unknown.is_empty() { Ok(filled) } else { Err(unknown) }
}

fn expression(phrase: &Phrase, words: &Words) -> String {
    if let Some(text) = phrase.plain() {
        return quoted(text);
    }
    let language = quoted(words.language());
    let mut names = phrase.blanks();
    let mut forms = phrase.forms().peekable();
    if forms.peek().is_none() {
        return format!("(({{{}}})=>{})", names.join(","), sum(phrase.other(), &language));
    }
    if !names.contains(&"count") {
        names.push("count");
    }
    let forms: String = forms.map(|(name, form)| format!("{name}:{},", sum(form, &language))).collect();
    let other = sum(phrase.other(), &language);
    format!(
        "(({{{}}})=>({{{forms}}})[new Intl.PluralRules({language}).select(count)]??{other})",
        names.join(",")
    )
}

/// A message as a sum of texts; its number as the language writes it.
fn sum(message: &Message, language: &str) -> String {
    let pieces = message.pieces().iter().map(|piece| match piece {
        Piece::Text(text) => quoted(text),
        Piece::Blank(name) if name == "count" => format!("count.toLocaleString({language})"),
        Piece::Blank(name) => name.clone(),
    });
    // Begun with a text, a sum of two numbers is a text, too.
    std::iter::once("\"\"".to_owned()).chain(pieces).collect::<Vec<_>>().join("+")
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::tests::words;

    #[test]
    fn a_script_says_what_the_language_says() {
        let words = words(
            "en",
            "save: Save \"it\"\nsave_paper: Save {title}\npapers: {one: '{count} paper', other: '{count} papers'}\n",
        );
        let filled = |script| with_words(script, &words);
        assert_eq!(filled("say(WORDS.save)"), Ok(r#"say("Save \"it\"")"#.to_owned()));
        assert_eq!(
            filled("WORDS.save_paper({ title })"),
            Ok(r#"(({title})=>""+"Save "+title)({ title })"#.to_owned())
        );
        assert_eq!(
            filled("WORDS.papers"),
            Ok(concat!(
                r#"(({count})=>({one:""+count.toLocaleString("en")+" paper",})[new Intl.PluralRules("en").select(count)]"#,
                r#"??""+count.toLocaleString("en")+" papers")"#
            )
            .to_owned())
        );
        assert_eq!(filled("STOP_WORDS.has(a)"), Ok("STOP_WORDS.has(a)".to_owned()));
        assert_eq!(filled("WORDS.language"), Ok("\"en\"".to_owned()));
        assert_eq!(filled("a WORDS.sav"), Err(vec![UnknownWord { key: "sav".to_owned(), at: 8 }]));
    }
}
