//! Names are taken apart by rules, lists of words, and the family names before which the rules do not hold.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::{Name, PersonName, is_family_first, is_katakana, suffix};

/// Words that stand before a family name and belong to it.
const PARTICLES: [&str; 52] = [
    "'t", "abou", "abu", "af", "ait", "al", "aït", "ben", "bin", "bou", "da", "dal", "dalla", "dalle", "das",
    "de", "degli", "dei", "del", "della", "dello", "den", "der", "des", "di", "do", "dos", "du", "el", "ibn",
    "la", "le", "mac", "mc", "ní", "ould", "st", "st.", "ten", "ter", "uí", "van", "vanden", "vander", "ver",
    "vom", "von", "zu", "zum", "zur", "ó", "’t",
];

/// Words behind a family name that are a part of it: `Sguarezi Filho`, the son of another of the name.
const OF_THE_FAMILY: [&str; 6] = ["Filho", "Junior", "Júnior", "Neto", "Netto", "Sobrinho"];

/// Words between two family names, or two parts of one: `Agüera y Arcas`, `Schulte im Walde`.
const CONNECTORS: [&str; 4] = ["e", "i", "im", "y"];

/// Frequent Chinese, Korean and Vietnamese family names. Before them a word like `Van`, `Bin` or `Do` is a given name.
const WITHOUT_PARTICLES: [&str; 169] = [
    "An", "Bae", "Bai", "Bui", "Cai", "Cao", "Chan", "Chang", "Chen", "Cheng", "Cheung", "Chin", "Cho",
    "Choi", "Chow", "Chu", "Chua", "Chung", "Cui", "Dai", "Dang", "Deng", "Ding", "Dinh", "Do", "Doan",
    "Dong", "Du", "Duan", "Duong", "Fan", "Fang", "Feng", "Fu", "Fung", "Gao", "Goh", "Gong", "Gu", "Guo",
    "Ha", "Han", "He", "Ho", "Hoang", "Hong", "Hou", "Hsieh", "Hsu", "Hu", "Huang", "Huynh", "Hwang", "Jang",
    "Jeon", "Jeong", "Jia", "Jiang", "Jin", "Jung", "Kang", "Kim", "Koh", "Kong", "Kwok", "Kwon", "Lai",
    "Lam", "Lau", "Le", "Lee", "Lei", "Leung", "Li", "Liang", "Liao", "Lim", "Lin", "Liu", "Long", "Lu",
    "Luo", "Luong", "Luu", "Lv", "Ly", "Ma", "Mai", "Mao", "Meng", "Mok", "Mun", "Nam", "Ng", "Ngo",
    "Nguyen", "Nguyễn", "Oh", "Ong", "Pan", "Park", "Peng", "Pham", "Phan", "Phung", "Poon", "Qian", "Qin",
    "Qiu", "Quang", "Ren", "Seo", "Shao", "Shen", "Shi", "Shin", "Soh", "Son", "Song", "Su", "Sun", "Ta",
    "Tam", "Tan", "Tang", "Teo", "Thai", "Tian", "To", "Tran", "Trinh", "Truong", "Tsai", "Tse", "Vo", "Vu",
    "Wan", "Wang", "Wei", "Wong", "Wu", "Xia", "Xiao", "Xie", "Xiong", "Xu", "Xue", "Yan", "Yang", "Yao",
    "Ye", "Yeh", "Yeo", "Yi", "Yin", "Yip", "Yoo", "Yoon", "You", "Yu", "Yuan", "Yuen", "Zeng", "Zhang",
    "Zhao", "Zheng", "Zhong", "Zhou", "Zhu",
];

/// Words that begin the names of groups.
const GROUP_BEGINNINGS: [&str; 3] = ["Institute", "Team", "University"];

/// Words that end them, in the order of their letters.
const GROUP_WORDS: [&str; 40] = [
    "Academy",
    "Agency",
    "Alliance",
    "Association",
    "Center",
    "Centre",
    "Collab.",
    "Collaboration",
    "Commission",
    "Committee",
    "Community",
    "Consortium",
    "Corp",
    "Corp.",
    "Corporation",
    "DeepMind",
    "Foundation",
    "Group",
    "Hospital",
    "Inc",
    "Inc.",
    "Initiative",
    "Institute",
    "Investigators",
    "Lab",
    "Laboratories",
    "Laboratory",
    "Labs",
    "Ltd",
    "Ltd.",
    "Network",
    "Observatory",
    "Organization",
    "Project",
    "Research",
    "Society",
    "Team",
    "Trust",
    "University",
    "Workshop",
];

/// Words that make a group of every name that holds them: `Engine Collaboration XIII`, `Bank of England`.
const GROUPS_OF_PEOPLE: [&str; 3] = ["Collaboration", "Consortium", "of"];

/// Of them and of those that end names, some that are no family's: `Collaboration, ATLAS`.
const NO_FAMILIES: [&str; 3] = ["Collaboration", "Consortium", "Team"];

/// Endings after a comma that belong to a group, not to a person's given name.
const GROUP_ENDINGS: [&str; 7] = ["Inc", "Inc.", "Ltd", "Ltd.", "LLC", "GmbH", "PBC"];

impl Name {
    /// Takes a printed name apart: `Given prefix Family Suffix`, or `Family, Given`, as BibTeX
    /// reads names, save that particles count in any spelling.
    ///
    /// A single word is literal: nothing says whether it is given or family. So is what stands in braces.
    pub fn parse(text: &str) -> Name {
        let text = &*with_single_blanks(text);
        let in_braces = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
        if let Some(name) = in_braces.filter(|name| !name.is_empty() && !name.contains(['{', '}'])) {
            return Name::literal(name);
        }
        if !text.contains(',') {
            return Name::parse_printed(text);
        }
        let parts: Vec<&str> = text.split(',').map(str::trim).collect();
        let (names, behind) = parts.split_at(suffix::name_count(&parts));
        match names {
            [group, ending] if GROUP_ENDINGS.contains(ending) || is_group(group) => Name::literal(text),
            [name] if name.contains(' ') => {
                Name::parse_printed(name).followed_by(behind).unwrap_or_else(|| Name::literal(text))
            }
            [group, given] if Name::is_no_family(group) && !given.is_empty() => {
                Name::literal(format!("{given} {group}"))
            }
            [family, given] if !family.is_empty() && !given.is_empty() => {
                let (family, of_family) = Name::split_suffix(family);
                let (given, of_given) = Name::split_suffix(given);
                let (prefix, family) = split_prefix(family);
                let name = Name::from(PersonName { given, prefix, family, suffix: "" });
                let suffixes = [&[of_family, of_given], behind].concat();
                name.followed_by(&suffixes).unwrap_or(name)
            }
            [family, suffix, given] if behind.is_empty() && Name::is_between_names(suffix) => {
                let (prefix, family) = split_prefix(family);
                Name::from(PersonName { given, prefix, family, suffix })
            }
            _ => Name::literal(text),
        }
    }

    /// Whether a word that stands where family names do ends the name of a group: `Collaboration, ATLAS`.
    pub fn is_no_family(family: &str) -> bool {
        NO_FAMILIES.contains(&family)
    }

    /// A person's name with more suffixes; none for a name that must not be taken apart.
    fn followed_by(&self, suffixes: &[&str]) -> Option<Name> {
        let person = self.person()?;
        let suffixes: Vec<&str> =
            [&[person.suffix], suffixes].concat().into_iter().filter(|suffix| !suffix.is_empty()).collect();
        Some(PersonName { suffix: &suffixes.join(" "), ..person }.into())
    }

    /// Takes apart a name whose words have a single blank between them.
    fn parse_printed(text: &str) -> Name {
        if !text.is_ascii() && text.split(' ').all(is_family_first) {
            return Name::parse_family_first(text);
        }
        let (name, suffix) = match Name::split_suffix(text) {
            (name, suffix) if name.contains(' ') => (name, suffix),
            _ => (text, ""),
        };
        let words: Vec<&str> = name.split(' ').collect();
        let last = words.len().saturating_sub(1);
        if last == 0 || is_group(text) {
            return Name::literal(text);
        }
        // Every word from the first particle on belongs to the family name.
        let begins_family = |at: &usize| {
            // In `Abu Bakr Rahman` it belongs to a given name.
            let is_given_name = words[*at] == "Abu" && *at + 1 < last;
            is_particle(words[*at], words[last]) && !is_given_name
        };
        let family_start = match (1..last).find(begins_family) {
            Some(at) => at,
            None => connected(&words).or_else(|| of_the_family(&words)).unwrap_or(last),
        };
        let (given, family) = split_before(name, &words, family_start);
        let (prefix, family) = split_prefix(family);
        Name::from(PersonName { given, prefix, family, suffix })
    }

    /// `山田 太郎`. Of two names in katakana the first is a given one where the person is from elsewhere, as most are.
    fn parse_family_first(text: &str) -> Name {
        match text.split_once(' ') {
            Some((family, given)) if !given.contains(' ') && !is_katakana(family) => {
                PersonName { given, family, ..PersonName::default() }.into()
            }
            _ => Name::literal(text),
        }
    }
}

/// Whether a name is that of a group: `ATLAS Collaboration`, `Team Olmo`.
fn is_group(name: &str) -> bool {
    let mut words = name.split(' ');
    let (Some(first), Some(last)) = (words.next(), words.next_back()) else { return false };
    GROUP_BEGINNINGS.contains(&first)
        // The family name `Ai` is not written in capitals.
        || last == "AI"
        || GROUP_WORDS.binary_search_by(|word| compared_in_any_case(word, last)).is_ok()
        || words.any(|word| GROUPS_OF_PEOPLE.iter().any(|group| group.eq_ignore_ascii_case(word)))
}

fn compared_in_any_case(one: &str, other: &str) -> Ordering {
    let lower = |byte: u8| byte.to_ascii_lowercase();
    one.bytes().map(lower).cmp(other.bytes().map(lower))
}

/// Whether a word belongs to the family name that it stands before.
fn is_particle(word: &str, family: &str) -> bool {
    let is_capital = word.starts_with(char::is_uppercase);
    // `AF` are initials.
    let is_given_name = || WITHOUT_PARTICLES.binary_search(&family).is_ok() || word == "AF";
    is_known_particle(word) && !(is_capital && is_given_name())
}

fn is_known_particle(word: &str) -> bool {
    const LONGEST: usize = 6;
    word.len() <= LONGEST && PARTICLES.contains(&word.to_lowercase().as_str())
}

/// Where a family name begins that ends in a word such as `Filho`, which no given name goes without.
fn of_the_family(words: &[&str]) -> Option<usize> {
    let last = words.len() - 1;
    let is_word = |word: &str| word.chars().nth(1).is_some_and(char::is_alphabetic);
    (last > 1 && OF_THE_FAMILY.contains(&words[last]) && is_word(words[last - 1])).then(|| last - 1)
}

/// Where a family name begins that is two, with a word between.
fn connected(words: &[&str]) -> Option<usize> {
    let is_connector = |at: &usize| {
        CONNECTORS.contains(&words[*at]) && words[at - 1].chars().nth(1).is_some_and(char::is_lowercase)
    };
    (2..words.len() - 1).find(is_connector).map(|at| at - 1)
}

/// `van der Berg` into `van der` and `Berg`.
fn split_prefix(family: &str) -> (&str, &str) {
    let Some((_, last)) = family.rsplit_once(' ') else { return ("", family) };
    let words: Vec<&str> = family.split(' ').collect();
    let particles = words.iter().take(words.len() - 1).take_while(|word| is_particle(word, last)).count();
    split_before(family, &words, particles)
}

/// Parts a name before one of its words, which have a single blank between them.
fn split_before<'n>(name: &'n str, words: &[&str], word: usize) -> (&'n str, &'n str) {
    let start: usize = words[..word].iter().map(|word| word.len() + 1).sum();
    (name[..start].trim_end(), &name[start..])
}

/// A text with one blank wherever it has any, and none at its ends.
fn with_single_blanks(text: &str) -> Cow<'_, str> {
    let mut follows_blank = true;
    let is_single = |char: char| {
        let is_blank = char.is_whitespace();
        let is_single = !is_blank || char == ' ' && !follows_blank;
        follows_blank = is_blank;
        is_single
    };
    if text.chars().all(is_single) && !text.ends_with(' ') {
        return text.into();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, [given, prefix, family, suffix]: [&str; 4]) {
        assert_eq!(Name::parse(text).person(), Some(PersonName { given, prefix, family, suffix }));
    }

    #[test]
    fn a_group_is_known_by_its_words() {
        for (typed, printed) in [
            ("Collaboration, ATLAS", "ATLAS Collaboration"),
            ("Collaboration, LIGO Scientific", "LIGO Scientific Collaboration"),
            ("Google Research", "Google Research"),
            ("Google DeepMind", "Google DeepMind"),
            ("Bank of England", "Bank of England"),
            ("European Commission", "European Commission"),
        ] {
            assert_eq!(Name::parse(typed), Name::literal(printed));
        }
        check("Randolph Bank", ["Randolph", "", "Bank", ""]);
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
        assert!(GROUP_WORDS.is_sorted_by(|one, next| compared_in_any_case(one, next).is_lt()));
    }

    #[test]
    fn a_family_name_may_be_two_with_a_word_between() {
        check("Blaise Agüera y Arcas", ["Blaise", "", "Agüera y Arcas", ""]);
        check("Sabine Schulte im Walde", ["Sabine", "", "Schulte im Walde", ""]);
        check("Ana Costa e Silva", ["Ana", "", "Costa e Silva", ""]);
        check("J. y Arcas", ["J. y", "", "Arcas", ""]);
    }

    #[test]
    fn particles_of_many_languages_belong_to_the_family() {
        check("Asma Ben Abana", ["Asma", "Ben", "Abana", ""]);
        check("Haitham Bou Amran", ["Haitham", "Bou", "Amran", ""]);
        check("Yazan Abu Faran", ["Yazan", "Abu", "Faran", ""]);
        check("Omar Abu Bakr Rahman", ["Omar Abu Bakr", "", "Rahman", ""]);
        check("Diarmuid Ó Séana", ["Diarmuid", "Ó", "Séana", ""]);
        check("Oisin Mac Aona", ["Oisin", "Mac", "Aona", ""]);
        check("Davide Dalle Pezzi", ["Davide", "Dalle", "Pezzi", ""]);
        check("Jennifer St. Jones", ["Jennifer", "St.", "Jones", ""]);
        check("Gerda 't Hoen", ["Gerda", "'t", "Hoen", ""]);
        check("Marco AF Piment", ["Marco AF", "", "Piment", ""]);
        check("Ben Shneier", ["Ben", "", "Shneier", ""]);
    }

    #[test]
    fn a_word_such_as_filho_belongs_to_the_family_before_it() {
        check("Alfeu J. Sguare Filho", ["Alfeu J.", "", "Sguare Filho", ""]);
        check("Ana de Oliveira Neto", ["Ana", "de", "Oliveira Neto", ""]);
        check("Francisco Filho", ["Francisco", "", "Filho", ""]);
        check("Pedro C. Neto", ["Pedro C.", "", "Neto", ""]);
    }

    #[test]
    fn suffixes_and_degrees_are_no_given_names() {
        check("Davis Jr., Sammy", ["Sammy", "", "Davis", "Jr."]);
        check("Davis, Sammy, Jr.", ["Sammy", "", "Davis", "Jr."]);
        check("Davis, Sammy B. Jr.", ["Sammy B.", "", "Davis", "Jr."]);
        check("van der Berg, Ludwig 3rd", ["Ludwig", "van der", "Berg", "3rd"]);
        check("Davis, S.B., III", ["S.B.", "", "Davis", "III"]);
        check("Sammy Davis Jr., MD", ["Sammy", "", "Davis", "Jr. MD"]);
        check("Ada Lovelace, PhD", ["Ada", "", "Lovelace", "PhD"]);
        check("Ada Lovelace PhD", ["Ada", "", "Lovelace", "PhD"]);
        check("Ada Lovelace, MD, PhD", ["Ada", "", "Lovelace", "MD PhD"]);
        check("Lovelace, Ada, PhD", ["Ada", "", "Lovelace", "PhD"]);
        check("Lovelace, PhD, Ada", ["Ada", "", "Lovelace", "PhD"]);
        check("Kumar, MD", ["MD", "", "Kumar", ""]);
        check("Kumar, M.D., PhD", ["M.D.", "", "Kumar", "PhD"]);
        check("Kumar, Anil MD", ["Anil MD", "", "Kumar", ""]);
        check("Smith, John V", ["John V", "", "Smith", ""]);
        check("Smith, J I", ["J I", "", "Smith", ""]);
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
            "Engine Collaboration XIII",
            "The SORT-IT Investigators",
            "University Hospital Acme",
            "Engine AI",
        ] {
            assert_eq!(Name::parse(name), Name::literal(name));
        }
    }
}
