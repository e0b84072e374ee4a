//! A [`Phrase`] is what a theme says in one place: a [`Message`], or one for each form of a number.

use std::collections::BTreeMap;

use icu_plurals::PluralCategory;

/// The names of the categories: <https://unicode.org/reports/tr35/tr35-numbers.html#Language_Plural_Rules>.
pub const CATEGORIES: [(&str, PluralCategory); 6] = [
    ("zero", PluralCategory::Zero),
    ("one", PluralCategory::One),
    ("two", PluralCategory::Two),
    ("few", PluralCategory::Few),
    ("many", PluralCategory::Many),
    ("other", PluralCategory::Other),
];

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    other: Message,
    /// The other forms, by category; none of what depends on no number.
    forms: BTreeMap<PluralCategory, Message>,
}

impl Phrase {
    pub fn new(other: Message, forms: BTreeMap<PluralCategory, Message>) -> Phrase {
        Phrase { other, forms }
    }

    /// The only form, or the one that stands for those that the phrase has not.
    pub fn other(&self) -> &Message {
        &self.other
    }

    pub fn form(&self, category: PluralCategory) -> &Message {
        self.forms.get(&category).unwrap_or(&self.other)
    }

    /// The forms other than `other`, by the names of their categories.
    pub fn forms(&self) -> impl Iterator<Item = (&'static str, &Message)> {
        CATEGORIES.into_iter().filter_map(|(name, category)| Some((name, self.forms.get(&category)?)))
    }

    /// The text of a phrase that has no blanks and one form.
    pub fn plain(&self) -> Option<&str> {
        match (self.other.pieces.as_slice(), self.forms.is_empty()) {
            ([], true) => Some(""),
            ([Piece::Text(text)], true) => Some(text),
            _ => None,
        }
    }

    /// The names of all blanks, each once.
    pub fn blanks(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.other.blanks().collect();
        names.extend(self.forms.values().flat_map(Message::blanks));
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// A text with blanks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    Blank(String),
}

impl Message {
    /// Reads `{count} papers`. The error is the byte of a brace that opens or closes no blank.
    pub fn parse(text: &str) -> Result<Message, usize> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find(['{', '}']) {
            let at = text.len() - rest.len() + open;
            let close = rest[open..].find('}').ok_or(at)? + open;
            let name = rest[open..close].strip_prefix('{').ok_or(at)?;
            if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
                return Err(at);
            }
            if open > 0 {
                pieces.push(Piece::Text(rest[..open].to_owned()));
            }
            pieces.push(Piece::Blank(name.to_owned()));
            rest = &rest[close + 1..];
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        Ok(Message { pieces })
    }

    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    pub fn blanks(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Blank(name) => Some(name.as_str()),
            Piece::Text(_) => None,
        })
    }

    /// With a text for each blank; one that has none stays as it is written.
    pub fn filled<'t>(&self, text: impl Fn(&str) -> Option<&'t str>) -> String {
        let mut filled = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Blank(name) => match text(name) {
                    Some(text) => filled.push_str(text),
                    None => filled.extend(["{", name, "}"]),
                },
            }
        }
        filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brace_is_a_blanks() {
        let blanks =
            |text: &str| Message::parse(text).map(|message| message.blanks().collect::<Vec<_>>().join(" "));
        assert_eq!(blanks("{first} and {second}"), Ok("first second".to_owned()));
        assert_eq!(blanks("none"), Ok(String::new()));
        assert_eq!(blanks("a {b"), Err(2));
        assert_eq!(blanks("a b} {c}"), Err(3));
        assert_eq!(blanks("{A b}"), Err(0));
    }
}
