//! What a field of a paper takes, so that `set year=2015` writes a number and `set volume=12` a text.

use super::NewValue;
use crate::fields::nearest;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    /// A number, a date, `true` or `false`.
    Plain,
    List,
    /// A text, or `true`.
    TextOrFlag,
    /// A map: only what is in it can be set.
    Map,
    /// A map, or a text in its place.
    TextOrMap,
}

const FIELDS: [(&str, Kind); 39] = [
    ("title", Kind::Text),
    ("date", Kind::Plain),
    ("authors", Kind::List),
    ("author_count", Kind::Plain),
    ("published", Kind::Plain),
    ("updated", Kind::Plain),
    ("version", Kind::Plain),
    ("arxiv", Kind::Text),
    ("primary_class", Kind::Text),
    ("doi", Kind::Text),
    ("venue", Kind::TextOrMap),
    ("year", Kind::Plain),
    ("type", Kind::Text),
    ("volume", Kind::Text),
    ("number", Kind::Text),
    ("pages", Kind::Text),
    ("publisher", Kind::Text),
    ("editors", Kind::List),
    ("series", Kind::Text),
    ("cite_key", Kind::Text),
    ("tags", Kind::List),
    ("links", Kind::Map),
    ("summary", Kind::Text),
    ("abstract", Kind::Text),
    ("upvotes", Kind::Plain),
    ("comments", Kind::Plain),
    ("stars", Kind::Plain),
    ("weight", Kind::Plain),
    ("submitted_by", Kind::Text),
    ("organization", Kind::Text),
    ("thumbnail", Kind::Text),
    ("status", Kind::Text),
    ("rating", Kind::Plain),
    ("awards", Kind::List),
    ("withdrawn", Kind::TextOrFlag),
    ("slug", Kind::Text),
    ("aliases", Kind::List),
    ("draft", Kind::Plain),
    ("extra", Kind::Map),
];

/// What a field is set to by a text that somebody typed; none where that removes it. Texts of a list
/// are parted by commas, or by semicolons where there is one.
///
/// The error says what to write instead.
pub fn new_value(key: &str, typed: &str) -> Result<Option<NewValue>, String> {
    let (name, below) = key.split_once('.').map_or((key, None), |(name, below)| (name, Some(below)));
    let Some((_, kind)) = FIELDS.iter().find(|(known, _)| *known == name) else {
        let names: Vec<&str> = FIELDS.iter().map(|(known, _)| *known).collect();
        return Err(match nearest(name, &names) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("your own fields are set as `extra.{name}`"),
        });
    };
    let typed = typed.trim();
    match (kind, below) {
        (Kind::Map, None) => return Err(format!("name what is in it: `{name}.code`")),
        (Kind::Map | Kind::TextOrMap, Some(below)) if below.is_empty() || below.contains('.') => {
            return Err(format!("write one name after the dot: `{name}.code`"));
        }
        (Kind::Map | Kind::TextOrMap, _) | (_, None) => {}
        (_, Some(_)) => return Err(format!("`{name}` is no map: write `{name}=…`")),
    }
    if typed.is_empty() {
        return Ok(None);
    }
    Ok(Some(match kind {
        Kind::Plain if is_plain(typed) => NewValue::Plain(typed.to_owned()),
        Kind::TextOrFlag if matches!(typed, "true" | "false") => NewValue::Plain(typed.to_owned()),
        Kind::Map if name == "extra" && is_plain(typed) => NewValue::Plain(typed.to_owned()),
        Kind::List => {
            let separator = if typed.contains(';') { ';' } else { ',' };
            let items = typed.split(separator).map(str::trim).filter(|item| !item.is_empty());
            NewValue::List(items.map(str::to_owned).collect())
        }
        _ => NewValue::Text(typed.to_owned()),
    }))
}

/// What needs no quotes to be a number, a date or a flag; anything else is left for the reader of the
/// field to complain about.
fn is_plain(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let is_number = !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit());
    is_number
        || matches!(text, "true" | "false")
        || crate::paper::parse_partial(text).is_ok_and(|date| date.iso() == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_becomes_what_the_field_takes() {
        let text = |text: &str| Ok(Some(NewValue::Text(text.to_owned())));
        let plain = |text: &str| Ok(Some(NewValue::Plain(text.to_owned())));
        let list =
            |items: &[&str]| Ok(Some(NewValue::List(items.iter().map(|item| (*item).to_owned()).collect())));
        assert_eq!(new_value("title", " 1984 "), text("1984"));
        assert_eq!(new_value("year", "1984"), plain("1984"));
        assert_eq!(new_value("year", "soon"), text("soon"));
        assert_eq!(new_value("published", "2015-06"), plain("2015-06"));
        assert_eq!(new_value("withdrawn", "true"), plain("true"));
        assert_eq!(new_value("withdrawn", "the proof"), text("the proof"));
        assert_eq!(new_value("tags", "a, b c"), list(&["a", "b c"]));
        assert_eq!(new_value("authors", "Lovelace, Ada; Hopper"), list(&["Lovelace, Ada", "Hopper"]));
        assert_eq!(new_value("links.code", "https://a.example"), text("https://a.example"));
        assert_eq!(new_value("extra.shelf", "3"), plain("3"));
        assert_eq!(new_value("venue.short", "X"), text("X"));
        assert_eq!(new_value("doi", ""), Ok(None));
    }

    #[test]
    fn unknown_fields_and_parts_say_what_to_write() {
        assert_eq!(new_value("auther", "x"), Err("did you mean `authors`?".to_owned()));
        assert_eq!(new_value("shelf", "x"), Err("your own fields are set as `extra.shelf`".to_owned()));
        assert_eq!(new_value("links", "x"), Err("name what is in it: `links.code`".to_owned()));
        assert_eq!(new_value("title.x", "x"), Err("`title` is no map: write `title=…`".to_owned()));
    }
}
