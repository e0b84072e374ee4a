//! RIS, which reference managers read:
//! <https://en.wikipedia.org/wiki/RIS_(file_format)>.

use super::csl;
use super::entry_type::entry_type;
use crate::paper::{Author, EntryType, Name, Paper, PersonName};
use crate::text::Text;

/// A paper as a record, lines ended as the format has it, with an empty line behind it. `url` is the
/// absolute address of its page, used when it has no other.
pub fn record(paper: &Paper, cite_key: &str, url: Option<&str>) -> String {
    let publication = &paper.publication;
    let mut record = Record(String::new());
    record.add("TY", kind(paper));
    record.add("ID", cite_key);
    for author in &paper.authors {
        record.add("AU", &name(Author::name(author)));
    }
    record.add_some("AU", paper.has_unnamed_authors().then_some(csl::OTHERS));
    record.add("TI", &paper.plain_title());
    let is_of_institution = entry_type(paper).is_of_institution();
    record.add_some("T2", csl::container(paper).filter(|_| !is_of_institution));
    let date = csl::issued(paper);
    record.add("PY", &date.year().to_string());
    let part = |part: Option<i8>| part.map_or_else(String::new, |part| format!("{part:02}"));
    record.add("DA", &format!("{:04}/{}/{}/", date.year(), part(date.month()), part(date.day())));
    record.add_some("VL", publication.volume.as_deref());
    // Reference managers have the number of a report where others have that of a book.
    let number = if entry_type(paper) == EntryType::TechReport { "SN" } else { "IS" };
    record.add_some(number, publication.number.as_deref());
    if let Some(pages) = publication.page_range() {
        record.add("SP", pages.first());
        record.add_some("EP", pages.last());
    }
    for editor in &publication.editors {
        record.add("ED", &name(editor));
    }
    record.add_some("T3", publication.series.as_deref());
    record.add_some("PB", csl::publisher(paper));
    record.add_some("M3", csl::genre(paper).filter(|_| is_of_institution));
    record.add_some("AN", paper.arxiv.as_ref().map(|arxiv| format!("arXiv:{}", arxiv.as_str())).as_deref());
    record.add_some("DO", paper.doi.as_ref().map(|doi| doi.as_str()));
    record.add_some("UR", csl::address(paper, url).as_deref());
    record.add_some("AB", paper.abstract_.as_ref().map(|text| Text::block(&text.text).plain()).as_deref());
    for tag in &paper.tags {
        record.add("KW", tag);
    }
    record.add_some("N1", paper.withdrawn.as_ref().map(|_| "Withdrawn"));
    record.0.push_str("ER  - \r\n\r\n");
    record.0
}

struct Record(String);

impl Record {
    fn add(&mut self, tag: &str, value: &str) {
        // A value is one line.
        let value: Vec<&str> = value.split_whitespace().collect();
        self.0.push_str(&format!("{tag}  - {}\r\n", value.join(" ")));
    }

    fn add_some(&mut self, tag: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.add(tag, value);
        }
    }
}

fn kind(paper: &Paper) -> &'static str {
    match entry_type(paper) {
        EntryType::Article => "JOUR",
        EntryType::InProceedings => "CPAPER",
        EntryType::InCollection | EntryType::InBook => "CHAP",
        EntryType::Book | EntryType::Proceedings | EntryType::Manual | EntryType::Booklet => "BOOK",
        EntryType::PhdThesis | EntryType::MastersThesis => "THES",
        EntryType::TechReport => "RPRT",
        EntryType::Unpublished | EntryType::Misc if paper.arxiv.is_some() => "UNPB",
        EntryType::Unpublished | EntryType::Misc => "GEN",
    }
}

/// `van der Berg, Ludwig, Jr.`, `Engine Group,`
fn name(name: &Name) -> String {
    let Some(PersonName { given, prefix, family, suffix }) = name.person() else {
        // Behind a comma that closes it, as EndNote has it, nothing of a group's name is turned around.
        let is_several_words = name.printed().contains(' ') && !name.printed().contains(',');
        return name.printed().to_owned() + if is_several_words { "," } else { "" };
    };
    let family = format!("{prefix} {family}");
    let parts = [family.trim_start(), given, suffix];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
