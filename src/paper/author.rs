//! An [`Author`] is a person or a group, as printed on one paper.

use std::ops::Range;

use super::identifier::{self, Orcid};
use super::name::{Name, PersonName};
use super::venue::web_url;
use crate::fields::{Fields, Reader};
use crate::yaml::{Node, Value};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    name: Name,
    /// Apart: of most authors only the name is known, and a large list has a million.
    details: Option<Box<Details>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Details {
    orcid: Option<Orcid>,
    affiliation: Option<String>,
    url: Option<String>,
    id: Option<String>,
}

impl Author {
    pub fn new(name: Name) -> Author {
        Author { name, details: None }
    }

    fn with_details(self, change: impl FnOnce(Details) -> Details) -> Author {
        let details = change(self.details.map(|details| *details).unwrap_or_default());
        Author { details: (details != Details::default()).then(|| Box::new(details)), ..self }
    }

    pub fn with_name(self, name: Name) -> Author {
        Author { name, ..self }
    }

    pub fn with_affiliation(self, affiliation: Option<String>) -> Author {
        self.with_details(|details| Details { affiliation, ..details })
    }

    pub fn with_orcid(self, orcid: Option<Orcid>) -> Author {
        self.with_details(|details| Details { orcid, ..details })
    }

    pub fn with_url(self, url: Option<String>) -> Author {
        self.with_details(|details| Details { url, ..details })
    }

    pub fn with_id(self, id: Option<String>) -> Author {
        self.with_details(|details| Details { id, ..details })
    }

    pub fn name(&self) -> &Name {
        &self.name
    }

    pub fn orcid(&self) -> Option<&Orcid> {
        self.details.as_ref()?.orcid.as_ref()
    }

    pub fn affiliation(&self) -> Option<&str> {
        self.details.as_ref()?.affiliation.as_deref()
    }

    pub fn url(&self) -> Option<&str> {
        self.details.as_ref()?.url.as_deref()
    }

    /// What keeps a namesake apart.
    pub fn id(&self) -> Option<&str> {
        self.details.as_ref()?.id.as_deref()
    }
}

/// Reads `authors`: a list of names and maps.
pub fn authors(fields: &mut Fields) -> Vec<Author> {
    let reader = fields.reader();
    let is_text = fields.is_text("authors");
    let nodes = fields.list("authors");
    if is_text
        && let [Node { value: Value::String(text), range, .. }] = nodes.as_slice()
        && looks_like_several(text)
    {
        reader.warning(
            "joined-authors",
            range,
            SEVERAL,
            "write a list: `authors: [First Author, Second Author]`",
        );
    }
    if !is_text {
        nodes.iter().for_each(|node| warn_of_entry(reader, node));
    }
    let mut authors: Vec<Author> = nodes.into_iter().filter_map(|node| author(reader, node)).collect();
    // The list took the place of its nodes, which are larger.
    authors.shrink_to_fit();
    authors
}

const SEVERAL: &str = "this looks like several authors in one name";

/// Warns of an entry of a list that is more than a name, or none: `Ada Lovelace and Charles Babbage`, `et al.`,
/// `{name: et al., literal: true}`.
fn warn_of_entry(reader: &Reader, node: &Node) {
    if let Value::Mapping(entries) = &node.value {
        let name = entries.iter().find(|(key, _)| key.name == "name").map(|(_, name)| name);
        if let Some(Node { value: Value::String(text), range, .. }) = name
            && says_others(text)
        {
            warn_of_others(reader, range);
        }
        return;
    }
    let Value::String(text) = &node.value else { return };
    let are_whole = |(first, second): (&str, &str)| {
        let is_whole = |name: &str| name.trim().contains(' ');
        is_whole(first) && is_whole(second) && Name::parse(text).person().is_some()
    };
    if says_others(text) {
        warn_of_others(reader, &node.range);
    } else if text.split_once(" and ").is_some_and(are_whole) || is_list_with_commas(text) {
        reader.warning(
            "joined-authors",
            &node.range,
            SEVERAL,
            "write an entry for each, or a name in braces",
        );
    }
}

/// Whether an entry has more commas than a name, or parts that are names themselves: `Lovelace, A., Babbage, C.`,
/// `A. Lovelace, C. Babbage`. A group may have a comma, too: `Department of Engines, Acme Labs`.
fn is_list_with_commas(text: &str) -> bool {
    if !text.contains(',') {
        return false;
    }
    let parts: Vec<&str> = text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let are_names = || parts.iter().all(|part| part.contains(' '));
    match parts.len() {
        0 | 1 => false,
        2 => parts.iter().all(|part| Name::begins_with_initials(part)),
        count => (count > 3 || are_names()) && !text.starts_with('{') && Name::parse(text).person().is_none(),
    }
}

fn warn_of_others(reader: &Reader, range: &Range<usize>) {
    let message = "this says that there are other authors, and is no name";
    let fix = "remove it, and write `authors_end: and others` under `extra`";
    reader.warning("joined-authors", range, message, fix);
}

/// Whether a text ends as a list does that leaves out others: `et al.`, in braces or not.
fn says_others(text: &str) -> bool {
    let text = text.trim_end_matches('}');
    let is_others = |others: &str| text.trim_start_matches('{').eq_ignore_ascii_case(others);
    let without_dot = text.strip_suffix('.').unwrap_or(text);
    let before = without_dot.len().checked_sub("et al".len()).and_then(|at| without_dot.split_at_checked(at));
    ["others", "and others"].into_iter().any(is_others)
        || before.is_some_and(|(before, end)| {
            end.eq_ignore_ascii_case("et al") && !before.ends_with(char::is_alphanumeric)
        })
}

/// Whether one text names several people: `A. Lovelace and C. Babbage`, `Ada Lovelace, Charles Babbage`.
fn looks_like_several(text: &str) -> bool {
    let names: Vec<&str> = text.split(", ").collect();
    let are_whole = || names.iter().all(|name| name.trim().contains(' '));
    text.contains(" and ")
        || text.contains(';')
        || match names.len() {
            0 | 1 => false,
            2 => {
                are_whole()
                    && matches!(Name::parse(text).person(), Some(PersonName { prefix: "", suffix: "", .. }))
            }
            _ => Name::parse(text).person().is_none(),
        }
}

fn author(reader: &Reader, node: Node) -> Option<Author> {
    if !matches!(node.value, Value::Mapping(_)) {
        let text = reader.text("authors", &node)?;
        if text.is_empty() {
            reader.error(
                "missing-name",
                &node.range,
                "this author has no name",
                "write one, or remove the entry",
            );
            return None;
        }
        return Some(Author::new(Name::parse(&text)));
    }
    let range = node.range.clone();
    let mut map = reader.map("an author", node)?;
    let name = map.text("name");
    let literal = map.flag("literal").unwrap_or(false);
    let [given, family, prefix, suffix] =
        ["given", "family", "prefix", "suffix"].map(|part| map.text(part).unwrap_or_default());
    let orcid = identifier::orcid(&mut map);
    let affiliation = map.text("affiliation");
    let url = web_url(&mut map, "url");
    let id = map.text("id");
    map.finish(|name| match name {
        "first" | "firstname" | "first_name" => Some("write `given`"),
        "last" | "lastname" | "last_name" | "surname" => Some("write `family`"),
        "institution" | "organization" => Some("write `affiliation`"),
        _ => None,
    });
    let has_parts = [&given, &family, &prefix, &suffix].into_iter().any(|part| !part.is_empty());
    let name = match (name, family.is_empty(), given.is_empty()) {
        (Some(name), ..) if !has_parts && literal => Name::literal(name),
        (Some(name), ..) if !has_parts => Name::parse(&name),
        (Some(_), ..) => {
            let message = "this author has both `name` and its parts";
            reader.error("two-names", &range, message, "keep `name`, or `given` and `family`");
            return None;
        }
        (None, true, true) => {
            reader.error(
                "missing-name",
                &range,
                "this author has no name",
                "add `name`, or `given` and `family`",
            );
            return None;
        }
        (None, true, false) if prefix.is_empty() && suffix.is_empty() => Name::literal(given),
        (None, true, false) => {
            PersonName { given: "", prefix: &prefix, family: &given, suffix: &suffix }.into()
        }
        (None, false, true) if prefix.is_empty() && suffix.is_empty() => Name::literal(family),
        (None, ..) => PersonName { given: &given, prefix: &prefix, family: &family, suffix: &suffix }.into(),
    };
    Some(Author::new(name).with_details(|_| Details { orcid, affiliation, url, id }))
}
