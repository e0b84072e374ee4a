//! A [`Name`] is taken apart as citations need it: given and family names, and what stands before or behind.

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

impl Name {
    /// Takes a printed name apart: `Given prefix Family Suffix`, or `Family, Given`, as BibTeX
    /// reads names, save that particles count in any spelling.
    ///
    /// A single word is literal: nothing says whether it is given or family. So is what stands in braces.
    pub fn parse(text: &str) -> Name {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let in_braces = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
        if let Some(name) = in_braces.filter(|name| !name.is_empty() && !name.contains(['{', '}'])) {
            return Name::Literal(name.to_owned());
        }
        let parts: Vec<&str> = text.split(',').map(str::trim).collect();
        match parts.as_slice() {
            [group, ending] if GROUP_ENDINGS.contains(ending) || is_group(group) => Name::Literal(text),
            // `Kumar, V` is a name in which the given one is an initial.
            [name, suffix] if Name::is_suffix(suffix) => match Name::parse_printed(name) {
                Name::Person { given, prefix, family, .. } => {
                    Name::Person { given, prefix, family, suffix: (*suffix).to_owned() }
                }
                Name::Literal(_) => Name::Literal(text),
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
            return Name::Literal(text.to_owned());
        }
        let family_start = match words[1..last].iter().position(|word| is_particle(word, words[last])) {
            // Every word from the first particle on belongs to the family name.
            Some(at) => at + 1,
            None => connected(&words).unwrap_or(last),
        };
        let (prefix, family) = split_prefix(&words[family_start..].join(" "));
        Name::Person { given: words[..family_start].join(" "), prefix, family, suffix: suffix.to_owned() }
    }

    /// As an index lists it: `Lovelace, Ada`, `Berg, Ludwig van der`, `Van Gool, Luc`.
    pub fn listed(&self) -> String {
        match self {
            Name::Literal(name) => name.clone(),
            Name::Person { given, prefix, family, suffix } => {
                let (before, behind) = match prefix.starts_with(char::is_uppercase) {
                    true => (prefix.as_str(), ""),
                    false => ("", prefix.as_str()),
                };
                let joined = |parts: [&str; 2]| {
                    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                    parts.join(" ")
                };
                let parts = [joined([before, family]), suffix.clone(), joined([given, behind])];
                parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
            }
        }
    }

    /// As [`Name::parse`] takes it apart again: printed, if that does.
    pub fn written(&self) -> String {
        let printed = self.printed();
        if Name::parse(&printed) == *self {
            return printed;
        }
        match self {
            Name::Literal(name) => format!("{{{name}}}"),
            Name::Person { given, prefix, family, suffix } => {
                let family = [prefix.as_str(), family].into_iter().filter(|part| !part.is_empty());
                let parts = [&family.collect::<Vec<_>>().join(" "), suffix, given];
                let parts: Vec<&str> =
                    parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
                parts.join(", ")
            }
        }
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
            assert_eq!(Name::parse(name), Name::Literal(name.to_owned()));
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
    fn a_name_is_printed_in_reading_order() {
        assert_eq!(Name::parse("de la Cruz, Juan").printed(), "Juan de la Cruz");
        assert_eq!(Name::parse("Davis, Jr., Sammy").printed(), "Sammy Davis Jr.");
    }
}
