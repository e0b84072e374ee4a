//! A [`Name`] is taken apart as citations need it: given and family names, and what stands before or behind.

/// A name as printed, which knows where its parts are. They lie in one text, since a large list has a million names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    printed: Box<str>,
    /// None for a group, and for a name that must not be taken apart.
    ends: Option<Ends>,
}

/// Where the parts of a [`Name`] end, as bytes of what is printed. Its suffix goes to the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ends {
    given: u32,
    prefix: u32,
    family: u32,
}

/// The parts of a person's name, for citations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PersonName<'n> {
    pub given: &'n str,
    /// `van der`, `de la`
    pub prefix: &'n str,
    pub family: &'n str,
    /// `Jr.`
    pub suffix: &'n str,
}

impl PersonName<'_> {
    /// In the order of print.
    fn parts(&self) -> [&str; 4] {
        [self.given, self.prefix, self.family, self.suffix]
    }
}

/// Words that stand before a family name and belong to it.
const PARTICLES: [&str; 27] = [
    "af", "al", "bin", "da", "dal", "das", "de", "dei", "del", "della", "den", "der", "des", "di", "do",
    "dos", "du", "el", "ibn", "la", "le", "ten", "ter", "van", "vom", "von", "zu",
];

/// Words between two family names, or two parts of one: `Agüera y Arcas`, `Schulte im Walde`.
const CONNECTORS: [&str; 4] = ["e", "i", "im", "y"];

/// Frequent Chinese, Korean and Vietnamese family names. Before them a word like `Van`, `Bin` or `Do` is a given name.
const WITHOUT_PARTICLES: [&str; 141] = [
    "An", "Bae", "Bai", "Bui", "Cai", "Cao", "Chan", "Chang", "Chen", "Cheng", "Cho", "Choi", "Chu", "Chung",
    "Cui", "Dai", "Dang", "Deng", "Ding", "Dinh", "Do", "Doan", "Dong", "Du", "Duan", "Duong", "Fan", "Fang",
    "Feng", "Fu", "Gao", "Gong", "Gu", "Guo", "Ha", "Han", "He", "Ho", "Hoang", "Hong", "Hou", "Hu", "Huang",
    "Huynh", "Hwang", "Jang", "Jeon", "Jeong", "Jia", "Jiang", "Jin", "Jung", "Kang", "Kim", "Kong", "Kwon",
    "Lai", "Lam", "Le", "Lee", "Lei", "Li", "Liang", "Liao", "Lim", "Lin", "Liu", "Long", "Lu", "Luo",
    "Luong", "Luu", "Lv", "Ly", "Ma", "Mai", "Mao", "Meng", "Nam", "Ngo", "Nguyen", "Nguyễn", "Oh", "Pan",
    "Park", "Peng", "Pham", "Phan", "Phung", "Qian", "Qin", "Qiu", "Ren", "Seo", "Shao", "Shen", "Shi",
    "Shin", "Son", "Song", "Su", "Sun", "Ta", "Tan", "Tang", "Thai", "Tian", "To", "Tran", "Trinh", "Truong",
    "Vo", "Vu", "Wan", "Wang", "Wei", "Wu", "Xia", "Xiao", "Xie", "Xiong", "Xu", "Xue", "Yan", "Yang", "Yao",
    "Ye", "Yi", "Yin", "Yoo", "Yoon", "You", "Yu", "Yuan", "Zeng", "Zhang", "Zhao", "Zheng", "Zhong", "Zhou",
    "Zhu",
];

const SUFFIXES: [&str; 8] = ["Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV", "V"];

/// Words that end the names of groups; one begins some, too.
const TEAM: &str = "Team";
const GROUP_WORDS: [&str; 14] = [
    "Association",
    "Collaboration",
    "Committee",
    "Community",
    "Consortium",
    "Foundation",
    "Group",
    "Inc",
    "Inc.",
    "Initiative",
    "Institute",
    "Labs",
    TEAM,
    "Workshop",
];

/// Endings after a comma that belong to a group, not to a person's given name.
const GROUP_ENDINGS: [&str; 6] = ["Inc", "Inc.", "Ltd", "Ltd.", "LLC", "GmbH"];

/// # Panics
///
/// If the name has more than four gigabytes.
impl From<PersonName<'_>> for Name {
    fn from(person: PersonName) -> Name {
        let mut printed = String::with_capacity(person.parts().iter().map(|part| part.len() + 1).sum());
        let [given, prefix, family, _] = person.parts().map(|part| {
            if !printed.is_empty() && !part.is_empty() {
                printed.push(' ');
            }
            printed.push_str(part);
            u32::try_from(printed.len()).expect("no file is that large")
        });
        Name { printed: printed.into(), ends: Some(Ends { given, prefix, family }) }
    }
}

impl Name {
    pub fn literal(printed: impl Into<Box<str>>) -> Name {
        Name { printed: printed.into(), ends: None }
    }

    /// None for a group, and for a name that must not be taken apart.
    pub fn person(&self) -> Option<PersonName<'_>> {
        let Ends { given, prefix, family } = self.ends?;
        let part = |start: u32, end: u32| {
            let part = &self.printed[start as usize..end as usize];
            if start == 0 { part } else { part.strip_prefix(' ').unwrap_or(part) }
        };
        Some(PersonName {
            given: part(0, given),
            prefix: part(given, prefix),
            family: part(prefix, family),
            suffix: part(family, self.printed.len() as u32),
        })
    }

    /// As printed on the paper: `Meire van der Fortunato Jr.`
    pub fn printed(&self) -> &str {
        &self.printed
    }

    /// Takes a printed name apart: `Given prefix Family Suffix`, or `Family, Given`, as BibTeX
    /// reads names, save that particles count in any spelling.
    ///
    /// A single word is literal: nothing says whether it is given or family. So is what stands in braces.
    pub fn parse(text: &str) -> Name {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let in_braces = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
        if let Some(name) = in_braces.filter(|name| !name.is_empty() && !name.contains(['{', '}'])) {
            return Name::literal(name);
        }
        let parts: Vec<&str> = text.split(',').map(str::trim).collect();
        match parts.as_slice() {
            [group, ending] if GROUP_ENDINGS.contains(ending) || is_group(group) => Name::literal(text),
            // `Kumar, V` is a name in which the given one is an initial.
            [name, suffix] if Name::is_suffix(suffix) => match Name::parse_printed(name).person() {
                Some(person) => Name::from(PersonName { suffix, ..person }),
                None => Name::literal(text),
            },
            [family, given] if !family.is_empty() && !given.is_empty() => {
                let (prefix, family) = split_prefix(family);
                Name::from(PersonName { given, prefix: &prefix, family: &family, suffix: "" })
            }
            [family, suffix, given] if SUFFIXES.contains(suffix) => {
                let (prefix, family) = split_prefix(family);
                Name::from(PersonName { given, prefix: &prefix, family: &family, suffix })
            }
            [_] => Name::parse_printed(&text),
            _ => Name::literal(text),
        }
    }

    /// `Jr.`, `III`; a single V is an initial.
    pub fn is_suffix(word: &str) -> bool {
        SUFFIXES.contains(&word) && word != "V"
    }

    fn parse_printed(text: &str) -> Name {
        let mut words: Vec<&str> = text.split(' ').collect();
        let suffix = match words.last() {
            Some(last) if words.len() > 2 && Name::is_suffix(last) => words.pop().unwrap_or_default(),
            _ => "",
        };
        let last = words.len().saturating_sub(1);
        if last == 0 || is_group(text) {
            return Name::literal(text);
        }
        let family_start = match words[1..last].iter().position(|word| is_particle(word, words[last])) {
            // Every word from the first particle on belongs to the family name.
            Some(at) => at + 1,
            None => connected(&words).unwrap_or(last),
        };
        let (prefix, family) = split_prefix(&words[family_start..].join(" "));
        Name::from(PersonName {
            given: &words[..family_start].join(" "),
            prefix: &prefix,
            family: &family,
            suffix,
        })
    }

    /// As an index lists it: `Lovelace, Ada`, `Berg, Ludwig van der`, `Van Gool, Luc`.
    pub fn listed(&self) -> String {
        let Some(PersonName { given, prefix, family, suffix }) = self.person() else {
            return self.printed().to_owned();
        };
        let (before, behind) =
            if prefix.starts_with(char::is_uppercase) { (prefix, "") } else { ("", prefix) };
        joined(", ", [&joined(" ", [before, family]), suffix, &joined(" ", [given, behind])])
    }

    /// As [`Name::parse`] takes it apart again: printed, if that does.
    pub fn written(&self) -> String {
        if Name::parse(&self.printed) == *self {
            return self.printed().to_owned();
        }
        match self.person() {
            None => format!("{{{}}}", self.printed),
            Some(PersonName { given, prefix, family, suffix }) => {
                joined(", ", [&joined(" ", [prefix, family]), suffix, given])
            }
        }
    }
}

/// The parts that are there.
fn joined<const N: usize>(separator: &str, parts: [&str; N]) -> String {
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(separator)
}

/// Whether a name is that of a group: `ATLAS Collaboration`, `Team Olmo`.
fn is_group(name: &str) -> bool {
    let mut words = name.split(' ');
    let (first, last) = (words.next(), words.next_back());
    let is_group_word = |last: &str| GROUP_WORDS.iter().any(|word| word.eq_ignore_ascii_case(last));
    last.is_some_and(|last| first == Some(TEAM) || is_group_word(last))
}

/// Whether a word belongs to the family name that it stands before.
fn is_particle(word: &str, family: &str) -> bool {
    let is_given_name = || word.starts_with(char::is_uppercase) && WITHOUT_PARTICLES.contains(&family);
    PARTICLES.iter().any(|particle| particle.eq_ignore_ascii_case(word)) && !is_given_name()
}

/// Where a family name begins that is two, with a word between.
fn connected(words: &[&str]) -> Option<usize> {
    let is_connector = |at: &usize| {
        CONNECTORS.contains(&words[*at]) && words[at - 1].chars().nth(1).is_some_and(char::is_lowercase)
    };
    (2..words.len() - 1).find(is_connector).map(|at| at - 1)
}

/// `van der Berg` into `van der` and `Berg`.
fn split_prefix(family: &str) -> (String, String) {
    let words: Vec<&str> = family.split_whitespace().collect();
    let last = words.len().saturating_sub(1);
    let particles = words[..last].iter().take_while(|word| is_particle(word, words[last])).count();
    (words[..particles].join(" "), words[particles..].join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, [given, prefix, family, suffix]: [&str; 4]) {
        assert_eq!(Name::parse(text).person(), Some(PersonName { given, prefix, family, suffix }));
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
        check("Kumar, V", ["V", "", "Kumar", ""]);
        check("van der Berg, V", ["V", "van der", "Berg", ""]);
    }

    #[test]
    fn before_some_family_names_a_particle_in_capitals_is_a_given_name() {
        check("Luc Van Gool", ["Luc", "Van", "Gool", ""]);
        check("Kiet Van Nguyen", ["Kiet Van", "", "Nguyen", ""]);
        check("Xue Bin Peng", ["Xue Bin", "", "Peng", ""]);
        check("Ludwig van Nguyen", ["Ludwig", "van", "Nguyen", ""]);
        check("Quoc Le", ["Quoc", "", "Le", ""]);
        assert!(WITHOUT_PARTICLES.is_sorted());
    }

    #[test]
    fn a_family_name_may_be_two_with_a_word_between() {
        check("Blaise Agüera y Arcas", ["Blaise", "", "Agüera y Arcas", ""]);
        check("Sabine Schulte im Walde", ["Sabine", "", "Schulte im Walde", ""]);
        check("Ana Costa e Silva", ["Ana", "", "Costa e Silva", ""]);
        check("J. y Arcas", ["J. y", "", "Arcas", ""]);
    }

    #[test]
    fn a_single_word_and_a_group_stay_whole() {
        for name in [
            "Supryadi",
            "Acme, Inc.",
            "ATLAS Collaboration",
            "Team Olmo",
            "EAES Working Group",
            "Li Auto Inc",
            "LHCb collaboration",
            "BigScience Workshop",
            "Gemini Team, Google",
            "Prince, Jr.",
        ] {
            assert_eq!(Name::parse(name), Name::literal(name));
        }
    }

    #[test]
    fn a_name_is_written_such_that_it_is_read_back() {
        for (typed, written) in [
            ("Ada Lovelace", "Ada Lovelace"),
            ("Alves Oliveira, Catarina", "Alves Oliveira, Catarina"),
            ("Alves Oliveira, Jr., Catarina", "Alves Oliveira, Jr., Catarina"),
            ("van der Berg, Ludwig", "Ludwig van der Berg"),
            ("{The CGAL Project}", "{The CGAL Project}"),
            ("ATLAS Collaboration", "ATLAS Collaboration"),
        ] {
            let name = Name::parse(typed);
            assert_eq!(name.written(), written);
            assert_eq!(Name::parse(&name.written()), name);
        }
        assert_eq!(Name::parse("{The CGAL Project}").printed(), "The CGAL Project");
    }

    #[test]
    fn parts_are_given_back_as_they_were() {
        for parts in [
            ["", "", "", ""],
            ["A", "", "", ""],
            ["", "b", "", "d"],
            [" A", "", " ", "d "],
            ["A", "b", "c", "d"],
        ] {
            let [given, prefix, family, suffix] = parts;
            let person = PersonName { given, prefix, family, suffix };
            assert_eq!(Name::from(person).person(), Some(person));
        }
    }

    #[test]
    fn a_name_is_printed_in_reading_order() {
        assert_eq!(Name::parse("de la Cruz, Juan").printed(), "Juan de la Cruz");
        assert_eq!(Name::parse("Davis, Jr., Sammy").printed(), "Sammy Davis Jr.");
    }
}
