//! An [`Author`] is a person or a group, as printed on one paper.

use super::identifier::{self, Orcid};
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

/// The parts of a name, for citations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    Person {
        given: String,
        /// `van der`, `de la`
        prefix: String,
        family: String,
        /// `Jr.`
        suffix: String,
    },
    /// A group, or a name that must not be taken apart.
    Literal(String),
}

impl Author {
    pub fn new(name: Name) -> Author {
        Author { name, details: None }
    }

    fn with_details(self, change: impl FnOnce(Details) -> Details) -> Author {
        let details = change(self.details.map(|details| *details).unwrap_or_default());
        Author { details: (details != Details::default()).then(|| Box::new(details)), ..self }
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

/// Words that stand before a family name and belong to it.
const PARTICLES: [&str; 26] = [
    "af", "al", "bin", "da", "dal", "das", "de", "dei", "del", "della", "den", "der", "di", "do", "dos",
    "du", "el", "ibn", "la", "le", "ten", "ter", "van", "vom", "von", "zu",
];

const SUFFIXES: [&str; 8] = ["Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV", "V"];

/// Endings after a comma that belong to a group, not to a person's given name.
const GROUP_ENDINGS: [&str; 6] = ["Inc", "Inc.", "Ltd", "Ltd.", "LLC", "GmbH"];

impl Name {
    /// Takes a printed name apart: `Given prefix Family Suffix`, or `Family, Given`, as BibTeX
    /// reads names, save that particles count in any spelling.
    ///
    /// A single word is literal: nothing says whether it is given or family.
    pub fn parse(text: &str) -> Name {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let parts: Vec<&str> = text.split(',').map(str::trim).collect();
        match parts.as_slice() {
            [_, ending] if GROUP_ENDINGS.contains(ending) => Name::Literal(text),
            [name, suffix] if SUFFIXES.contains(suffix) => match Name::parse_printed(name) {
                Name::Person { given, prefix, family, .. } => {
                    Name::Person { given, prefix, family, suffix: (*suffix).to_owned() }
                }
                literal => literal,
            },
            [family, given] if !family.is_empty() && !given.is_empty() => {
                let (prefix, family) = split_prefix(family);
                Name::Person { given: (*given).to_owned(), prefix, family, suffix: String::new() }
            }
            [family, suffix, given] if SUFFIXES.contains(suffix) => {
                let (prefix, family) = split_prefix(family);
                Name::Person { given: (*given).to_owned(), prefix, family, suffix: (*suffix).to_owned() }
            }
            [_] => Name::parse_printed(&text),
            _ => Name::Literal(text),
        }
    }

    fn parse_printed(text: &str) -> Name {
        let mut words: Vec<&str> = text.split(' ').collect();
        let suffix = match words.last() {
            Some(last) if words.len() > 2 && SUFFIXES.contains(last) && *last != "V" => {
                words.pop().unwrap_or_default()
            }
            _ => "",
        };
        if words.len() < 2 {
            return Name::Literal(text.to_owned());
        }
        let last = words.len() - 1;
        let family_start = match words[1..last].iter().position(|word| is_particle(word)) {
            // Every word from the first particle on belongs to the family name.
            Some(at) => at + 1,
            None => last,
        };
        let (prefix, family) = split_prefix(&words[family_start..].join(" "));
        Name::Person { given: words[..family_start].join(" "), prefix, family, suffix: suffix.to_owned() }
    }

    /// As printed on the paper: `Meire van der Fortunato Jr.`
    pub fn printed(&self) -> String {
        match self {
            Name::Literal(name) => name.clone(),
            Name::Person { given, prefix, family, suffix } => {
                let parts = [given, prefix, family, suffix];
                parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ")
            }
        }
    }
}

fn is_particle(word: &str) -> bool {
    PARTICLES.iter().any(|particle| particle.eq_ignore_ascii_case(word))
}

/// `van der Berg` into `van der` and `Berg`.
fn split_prefix(family: &str) -> (String, String) {
    let words: Vec<&str> = family.split_whitespace().collect();
    let particles =
        words.iter().take(words.len().saturating_sub(1)).take_while(|word| is_particle(word)).count();
    (words[..particles].join(" "), words[particles..].join(" "))
}

/// Reads `authors`: a list of names and maps.
pub fn authors(fields: &mut Fields) -> Vec<Author> {
    let reader = fields.reader();
    let nodes = fields.list("authors");
    if let [Node { value: Value::String(text), range }] = nodes.as_slice()
        && (text.contains(" and ") || text.matches(", ").count() > 1)
    {
        let message = "this looks like several authors in one name";
        let fix = "write a list: `authors: [First Author, Second Author]`";
        reader.warning("joined-authors", range, message, fix);
    }
    let mut authors: Vec<Author> = nodes.into_iter().filter_map(|node| author(reader, node)).collect();
    // The list took the place of its nodes, which are larger.
    authors.shrink_to_fit();
    authors
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
    let name = match (name, family.is_empty(), given.is_empty()) {
        (Some(name), true, true) if literal => Name::Literal(name),
        (Some(name), true, true) => Name::parse(&name),
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
        (None, true, false) => Name::Literal(given),
        (None, false, true) if prefix.is_empty() => Name::Literal(family),
        (None, ..) => Name::Person { given, prefix, family, suffix },
    };
    Some(Author::new(name).with_details(|_| Details { orcid, affiliation, url, id }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, parts: [&str; 4]) {
        let [given, prefix, family, suffix] = parts.map(str::to_owned);
        assert_eq!(Name::parse(text), Name::Person { given, prefix, family, suffix });
    }

    #[test]
    fn printed_names_are_taken_apart() {
        check("Ada Lovelace", ["Ada", "", "Lovelace", ""]);
        check("Juan  de la Cruz", ["Juan", "de la", "Cruz", ""]);
        check("Ludwig van der Berg", ["Ludwig", "van der", "Berg", ""]);
        check("Lovelace, Ada", ["Ada", "", "Lovelace", ""]);
        check("van der Berg, Ludwig", ["Ludwig", "van der", "Berg", ""]);
        check("Sammy Davis Jr.", ["Sammy", "", "Davis", "Jr."]);
        check("Sammy Davis, Jr.", ["Sammy", "", "Davis", "Jr."]);
        check("Davis, Jr., Sammy", ["Sammy", "", "Davis", "Jr."]);
    }

    #[test]
    fn a_single_word_and_a_group_stay_whole() {
        assert_eq!(Name::parse("Supryadi"), Name::Literal("Supryadi".to_owned()));
        assert_eq!(Name::parse("Acme, Inc."), Name::Literal("Acme, Inc.".to_owned()));
    }

    #[test]
    fn a_name_is_printed_in_reading_order() {
        assert_eq!(Name::parse("de la Cruz, Juan").printed(), "Juan de la Cruz");
        assert_eq!(Name::parse("Davis, Jr., Sammy").printed(), "Sammy Davis Jr.");
    }
}
