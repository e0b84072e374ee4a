//! [`Mailing`] is what the configuration says of digests: whom they are from, and what mail programs
//! learn of the list.

use crate::fields::{Fields, Reader};
use std::ops::Range;

/// Every value is one line without control characters, so that none can begin a header of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailing {
    pub from: Option<Mailbox>,
    pub to: Vec<Mailbox>,
    pub reply_to: Option<Mailbox>,
    pub subject: Subject,
    /// `https:`, `http:` or `mailto:` addresses, in order of preference.
    pub unsubscribe: Vec<String>,
    /// Whether the first `https:` address of these takes a `POST` without a question:
    /// <https://www.rfc-editor.org/rfc/rfc8058>.
    pub one_click: bool,
    /// As in <https://www.rfc-editor.org/rfc/rfc2919>: `papers.example.org`.
    pub list_id: Option<String>,
}

/// Who sends or receives mail: `Ada Lovelace <ada@example.org>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    name: Option<String>,
    address: String,
}

impl Mailbox {
    /// Reads an address with or without a name. The error says what is wrong with it.
    ///
    /// Addresses are those that every mail server takes: ASCII, and nothing in quotes.
    pub fn parse(text: &str) -> Result<Mailbox, &'static str> {
        const FORM: &str = "expected `ada@example.org` or `Ada Lovelace <ada@example.org>`";
        if text.chars().any(char::is_control) {
            return Err("an address has no line breaks and no other control characters");
        }
        let (name, address) = match text.trim().strip_suffix('>') {
            Some(rest) => rest.split_once('<').ok_or(FORM)?,
            None => ("", text.trim()),
        };
        let name = name.trim();
        let quoted = name.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let name = quoted.unwrap_or(name).trim();
        if name.contains(['<', '>', '"']) {
            return Err(FORM);
        }
        if !address.is_ascii() {
            return Err("write the address in ASCII: a domain of other letters begins with `xn--`");
        }
        if !is_address(address) {
            return Err(FORM);
        }
        Ok(Mailbox { name: (!name.is_empty()).then(|| name.to_owned()), address: address.to_owned() })
    }

    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// `ada@example.org`
    pub fn address(&self) -> &str {
        &self.address
    }

    /// As [`Mailbox::parse`] reads it.
    pub fn typed(&self) -> String {
        match &self.name {
            Some(name) => format!("{name} <{}>", self.address),
            None => self.address.clone(),
        }
    }
}

/// A `dot-atom` on both sides: <https://www.rfc-editor.org/rfc/rfc5322#section-3.4.1>.
fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let is_atext = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte);
    let is_atom = |part: &str| !part.is_empty() && part.bytes().all(is_atext);
    local.split('.').all(is_atom) && is_domain(domain) && text.len() <= 254
}

fn is_domain(text: &str) -> bool {
    let is_label = |label: &str| {
        let inner = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        inner && !label.is_empty() && label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-')
    };
    text.split('.').all(is_label)
}

/// The subject of a digest, with [`Blank`]s: `{title}, {period}: {best}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    typed: String,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Blank(Blank),
}

/// What a subject says of each digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blank {
    /// The list's title.
    Title,
    /// `Week 20, 2024`
    Period,
    /// `10 papers`
    Papers,
    /// The title of the first paper.
    Best,
}

const BLANKS: [(&str, Blank); 4] =
    [("title", Blank::Title), ("period", Blank::Period), ("papers", Blank::Papers), ("best", Blank::Best)];

impl Subject {
    /// Reads a subject. The error says what is wrong with it.
    pub fn parse(text: &str) -> Result<Subject, &'static str> {
        const KNOWN: &str = "expected `{title}`, `{period}`, `{papers}` or `{best}`";
        if text.chars().any(char::is_control) {
            return Err("a subject is one line, without control characters");
        }
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or(KNOWN)?;
            let (_, blank) = BLANKS.iter().find(|(known, _)| *known == name).ok_or(KNOWN)?;
            parts.extend([Part::Text(before.to_owned()), Part::Blank(*blank)]);
            rest = after;
        }
        parts.push(Part::Text(rest.to_owned()));
        Ok(Subject { typed: text.to_owned(), parts })
    }

    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// The subject of a digest of which `say` tells.
    pub fn fill(&self, say: impl Fn(Blank) -> String) -> String {
        let parts = self.parts.iter().map(|part| match part {
            Part::Text(text) => text.clone(),
            Part::Blank(blank) => say(*blank),
        });
        parts.collect()
    }
}

impl Default for Subject {
    fn default() -> Subject {
        Subject::parse("{title}, {period}: {best}").expect("all of its blanks are known")
    }
}

/// Reads `digest`.
pub fn mailing(fields: &mut Fields) -> Mailing {
    let default = Mailing {
        from: None,
        to: Vec::new(),
        reply_to: None,
        subject: Subject::default(),
        unsubscribe: Vec::new(),
        one_click: true,
        list_id: None,
    };
    let Some(mut map) = fields.map("digest", "`digest`") else { return default };
    let reader = map.reader();
    let mailbox = |(text, range): (String, Range<usize>)| mailbox(reader, &text, &range);
    let mailing = Mailing {
        from: map.text_at("from").and_then(mailbox),
        to: map.texts("to").into_iter().filter_map(mailbox).collect(),
        reply_to: map.text_at("reply_to").and_then(mailbox),
        subject: subject(&mut map).unwrap_or(default.subject),
        unsubscribe: unsubscribe(&mut map),
        one_click: map.flag("one_click").unwrap_or(default.one_click),
        list_id: list_id(&mut map),
    };
    map.finish(|name| match name {
        "sender" | "author" => Some("write `from:`"),
        "recipients" | "list" => Some("write `to:`"),
        "list_unsubscribe" | "unsubscribe_url" => Some("write `unsubscribe:`"),
        _ => None,
    });
    mailing
}

fn mailbox(reader: &Reader, text: &str, range: &Range<usize>) -> Option<Mailbox> {
    let read = Mailbox::parse(text);
    if let Err(fix) = read {
        reader.error("bad-address", range, format!("`{text}` cannot be written to"), fix);
    }
    read.ok()
}

fn subject(map: &mut Fields) -> Option<Subject> {
    let (text, range) = map.text_at("subject")?;
    let read = Subject::parse(&text);
    if let Err(fix) = read {
        map.reader().error("bad-header", &range, format!("`{text}` cannot be the subject of a message"), fix);
    }
    read.ok()
}

fn unsubscribe(map: &mut Fields) -> Vec<String> {
    let reader = map.reader();
    let mut addresses = Vec::new();
    for (url, range) in map.texts("unsubscribe") {
        if crate::paper::is_web_url(&url) {
            addresses.push(url);
            continue;
        }
        let label =
            "expected an address that begins with https:// or mailto:, without blanks and line breaks";
        reader.error("bad-link", &range, format!("nobody can unsubscribe at `{url}`"), label);
    }
    addresses
}

fn list_id(map: &mut Fields) -> Option<String> {
    let (text, range) = map.text_at("list_id")?;
    if is_domain(&text) && text.contains('.') {
        return Some(text);
    }
    let message = format!("`{text}` cannot be the id of a list");
    map.reader().error("bad-header", &range, message, "expected a name such as `papers.example.org`");
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_name_or_none() {
        let read = |text| Mailbox::parse(text).map(|read| (read.name, read.address)).ok();
        let both = |name: &str, address: &str| Some((Some(name.to_owned()), address.to_owned()));
        assert_eq!(read("ada@a.example"), Some((None, "ada@a.example".to_owned())));
        assert_eq!(read("<ada@a.example>"), Some((None, "ada@a.example".to_owned())));
        assert_eq!(read("Ada L. <a.b+c@a.example>"), both("Ada L.", "a.b+c@a.example"));
        assert_eq!(read("\"Łovelace, Ada\" <ada@localhost>"), both("Łovelace, Ada", "ada@localhost"));
    }

    #[test]
    fn what_is_no_address_or_more_than_one_is_refused() {
        for text in [
            "",
            "ada",
            "ada@",
            "@a.example",
            "ada@a..example",
            "a da@a.example",
            "ada@a.example, bob@b.example",
            "Ada <ada@a.example> <bob@b.example>",
            "Ada <ada@a.example",
            "ada@a.example>\r\nBcc: bob@b.example",
            "Ada\r\nBcc: bob@b.example <ada@a.example>",
            "Ada\u{85} <ada@a.example>",
            "ada@ä.example",
            "\"a b\"@a.example",
            "ada@-a.example",
        ] {
            assert!(Mailbox::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_subject_is_filled_in() {
        let filled = |text: &str| {
            let subject = Subject::parse(text).ok()?;
            Some(subject.fill(|blank| format!("<{blank:?}>")))
        };
        assert_eq!(filled("{title}: {best} {papers}!").as_deref(), Some("<Title>: <Best> <Papers>!"));
        assert_eq!(filled("Papers").as_deref(), Some("Papers"));
        for text in ["{titel}", "{title", "a\r\nBcc: b@c.example", "a\u{2}b"] {
            assert_eq!(filled(text), None, "{text}");
        }
    }
}
