//! A [`Feed`] is what the XML of an answer says, before anything in it is understood.
//!
//! arXiv answers in Atom (RFC 4287) with elements of its own in a second namespace, which older
//! answers declare on each element and newer ones once: <https://info.arxiv.org/help/api/user-manual.html>.

use std::ops::Range;

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{QName, ResolveResult};
use quick_xml::reader::NsReader;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// What was asked, in the service's words.
    pub title: String,
    pub entries: Vec<Entry>,
    /// Why the text could not be read to its end.
    pub fault: Option<Fault>,
}

/// Texts are as they stand, blanks and all; what is absent is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Bytes of its first tag.
    pub range: Range<usize>,
    pub id: String,
    pub title: String,
    pub summary: String,
    pub published: String,
    pub updated: String,
    pub comment: String,
    pub journal_ref: String,
    pub doi: String,
    pub primary_class: String,
    pub categories: Vec<String>,
    pub authors: Vec<EntryAuthor>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntryAuthor {
    pub name: String,
    pub affiliations: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub message: String,
    pub range: Range<usize>,
}

/// Far deeper than any answer, and shallow enough for every stack.
const DEEPEST: usize = 64;

/// Entries before a fault are whole.
pub fn parse(text: &str) -> Feed {
    let mut reader = NsReader::from_str(text);
    let mut walk = Walk::default();
    loop {
        let start = reader.buffer_position() as usize;
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let at = reader.error_position() as usize;
                return walk.broken(error.to_string(), at..at + 1);
            }
        };
        let range = start..reader.buffer_position() as usize;
        match event {
            Event::Start(tag) => {
                let name = known_name(&reader, tag.name());
                if walk.path.is_empty() && name.as_deref() != Some("feed") {
                    let name = tag.name();
                    let found = String::from_utf8_lossy(name.as_ref().as_bytes());
                    return walk.broken(format!("it begins with <{found}>, an answer with <feed>"), range);
                }
                if walk.path.len() == DEEPEST {
                    return walk.broken("its elements are nested too deeply".to_owned(), range);
                }
                walk.open(name.unwrap_or_default(), &tag, range);
            }
            Event::Empty(tag) => {
                let name = known_name(&reader, tag.name()).unwrap_or_default();
                if walk.path.is_empty() && name != "feed" {
                    return walk.broken("an answer begins with <feed>".to_owned(), range);
                }
                walk.open(name, &tag, range);
                walk.close();
            }
            Event::End(_) => walk.close(),
            Event::Text(content) => walk.text.push_str(&content.xml10_content()),
            Event::CData(content) => walk.text.push_str(&content.xml10_content()),
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(char)) => walk.text.push(char),
                _ => {
                    let name = reference.xml10_content();
                    match quick_xml::escape::resolve_predefined_entity(&name) {
                        Some(text) => walk.text.push_str(text),
                        // Shown as it was typed, since nobody says what it means.
                        None => walk.text.push_str(&format!("&{name};")),
                    }
                }
            },
            Event::Eof if walk.path.is_empty() && walk.is_feed => return walk.feed,
            Event::Eof if walk.is_feed => {
                return walk.broken("it ends before its last element does".to_owned(), range);
            }
            Event::Eof => return walk.broken("there is no element in it".to_owned(), 0..0),
            Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Comment(_) => {}
        }
    }
}

/// The local name of an element of Atom or of arXiv; those of others say nothing here.
fn known_name(reader: &NsReader<&[u8]>, name: QName) -> Option<String> {
    let (namespace, local) = reader.resolver().resolve_element(name);
    let is_known = match namespace {
        ResolveResult::Bound(namespace) => {
            let address = namespace.as_ref();
            address == "http://www.w3.org/2005/Atom"
                || address.trim_end_matches('/').ends_with("://arxiv.org/schemas/atom")
        }
        // A part of an answer may have lost what its beginning declared.
        ResolveResult::Unbound | ResolveResult::Unknown(_) => true,
    };
    is_known.then(|| local.as_ref().to_owned())
}

#[derive(Default)]
struct Walk {
    feed: Feed,
    is_feed: bool,
    /// Local names of the open elements; empty for those of others.
    path: Vec<String>,
    entry: Option<Entry>,
    /// Of the innermost element, so far.
    text: String,
}

impl Walk {
    fn broken(mut self, message: String, range: Range<usize>) -> Feed {
        self.feed.fault = Some(Fault { message, range });
        self.feed
    }

    fn open(&mut self, name: String, tag: &BytesStart, range: Range<usize>) {
        self.is_feed = true;
        self.path.push(name);
        self.text.clear();
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        match (path.as_slice(), &mut self.entry) {
            (["feed", "entry"], entry) => *entry = Some(Entry { range, ..Entry::default() }),
            (["feed", "entry", "author"], Some(entry)) => entry.authors.push(EntryAuthor::default()),
            (["feed", "entry", "category"], Some(entry)) => entry.categories.extend(attribute(tag, "term")),
            (["feed", "entry", "primary_category"], Some(entry)) => {
                entry.primary_class = attribute(tag, "term").unwrap_or_default();
            }
            (["feed", "entry", "link"], Some(entry))
                if entry.doi.is_empty() && attribute(tag, "title").as_deref() == Some("doi") =>
            {
                entry.doi = attribute(tag, "href").unwrap_or_default();
            }
            _ => {}
        }
    }

    fn close(&mut self) {
        let text = std::mem::take(&mut self.text);
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        match (path.as_slice(), &mut self.entry) {
            (["feed", "title"], _) => self.feed.title = text,
            (["feed", "entry"], entry) => self.feed.entries.extend(entry.take()),
            (["feed", "entry", field], Some(entry)) => match *field {
                "id" => entry.id = text,
                "title" => entry.title = text,
                "summary" => entry.summary = text,
                "published" => entry.published = text,
                "updated" => entry.updated = text,
                "comment" => entry.comment = text,
                "journal_ref" => entry.journal_ref = text,
                "doi" => entry.doi = text,
                _ => {}
            },
            (["feed", "entry", "author", field], Some(entry)) => {
                let author = entry.authors.last_mut();
                match (*field, author) {
                    ("name", Some(author)) => author.name = text,
                    ("affiliation", Some(author)) => author.affiliations.push(text),
                    _ => {}
                }
            }
            _ => {}
        }
        self.path.pop();
    }
}

fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let attribute = tag.try_get_attribute(name).ok()??;
    let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
}
