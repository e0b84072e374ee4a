//! [`Xml`] writes a document, element by element.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

pub struct Xml {
    writer: Writer<Vec<u8>>,
}

impl Xml {
    pub fn new() -> Xml {
        let mut xml = Xml { writer: Writer::new_with_indent(Vec::new(), b' ', 2) };
        xml.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml
    }

    /// Writes a part of a document, as it stands right within the outermost element.
    pub fn part(write: impl FnOnce(&mut Xml)) -> Vec<u8> {
        let mut xml = Xml { writer: Writer::new_with_indent(Vec::new(), b' ', 2) };
        xml.open("around", &[]);
        let start = xml.writer.get_ref().len();
        write(&mut xml);
        xml.writer.into_inner().split_off(start)
    }

    /// Puts what [`Xml::part`] wrote after an element.
    pub fn put(&mut self, part: &[u8]) {
        self.writer.get_mut().extend_from_slice(part);
    }

    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let element = element(name, attributes);
        self.write(Event::Start(element));
    }

    pub fn close(&mut self, name: &str) {
        self.write(Event::End(BytesEnd::new(name)));
    }

    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let element = element(name, attributes);
        self.write(Event::Empty(element));
    }

    /// An element that holds text only.
    pub fn text(&mut self, name: &str, text: &str) {
        self.text_with(name, &[], text);
    }

    pub fn text_with(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(name, attributes);
        let text = allowed(text);
        self.write(Event::Text(BytesText::new(&text)));
        self.close(name);
    }

    pub fn finish(self) -> Vec<u8> {
        let mut bytes = self.writer.into_inner();
        bytes.push(b'\n');
        bytes
    }

    fn write(&mut self, event: Event) {
        self.writer.write_event(event).expect("memory can be written to");
    }
}

fn element(name: &str, attributes: &[(&str, &str)]) -> BytesStart<'static> {
    let mut element = BytesStart::new(name.to_owned());
    for (name, value) in attributes {
        element.push_attribute((*name, &*allowed(value)));
    }
    element
}

/// Without the characters that XML 1.0 forbids: <https://www.w3.org/TR/xml/#charsets>.
fn allowed(text: &str) -> Cow<'_, str> {
    let forbidden = |char: char| {
        char.is_control() && !matches!(char, '\t' | '\n' | '\r') || matches!(char, '\u{FFFE}' | '\u{FFFF}')
    };
    if text.contains(forbidden) { text.replace(forbidden, "").into() } else { text.into() }
}
