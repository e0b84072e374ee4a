//! Classes of subjects that arXiv lists beside each other: its own, those of the Mathematics Subject Classification
//! (MSC) and those of the ACM.

/// Whether a word is a class of arXiv: `cs.LG`, `astro-ph.CO`, `hep-th`. <https://arxiv.org/category_taxonomy>
pub fn is_arxiv_class(word: &str) -> bool {
    const WITH_SUBJECTS: [&str; 11] =
        ["astro-ph", "cond-mat", "cs", "econ", "eess", "math", "nlin", "physics", "q-bio", "q-fin", "stat"];
    const WHOLE: [&str; 11] = [
        "astro-ph", "cond-mat", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math-ph", "nucl-ex",
        "nucl-th", "quant-ph",
    ];
    match word.split_once('.') {
        Some((archive, subject)) => {
            let is_subject = |byte: u8| byte.is_ascii_alphabetic() || byte == b'-';
            WITH_SUBJECTS.contains(&archive) && subject.len() > 1 && subject.bytes().all(is_subject)
        }
        None => WHOLE.contains(&word),
    }
}

/// Whether words are classes of the MSC, <https://msc2020.org>, or of the ACM of 1998, as authors type them:
/// `68T10, 62H30`, `I.2.10; H.3`, `68T07 (Primary), 68T50 (Secondary)`, `68T50 (Natural language processing)`.
pub fn is_subject_class(words: &str) -> bool {
    let separators = [',', ';', ':', '(', ')'];
    let mut words = words.split(|char: char| char.is_whitespace() || separators.contains(&char));
    let Some(first) = words.find(|word| !word.is_empty()) else { return false };
    // What follows a class may say in words what it is.
    let is_one = |word: &str| is_msc(word) || is_acm(word);
    is_one(first) || {
        let mut rest =
            std::iter::once(first).chain(words).filter(|word| !word.is_empty() && !is_qualifier(word));
        rest.next().is_some_and(|first| is_chapter(first) || is_one(first))
            && rest.all(|word| is_chapter(word) || is_one(word))
    }
}

/// What stands around classes: how much a paper is of them, and of which edition they are.
fn is_qualifier(word: &str) -> bool {
    const QUALIFIERS: [&str; 6] = ["primary", "secondary", "msc", "acm", "classes", "es"];
    let is_year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    QUALIFIERS.iter().any(|qualifier| word.eq_ignore_ascii_case(qualifier))
        || is_year && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// `68T10`, `68Txx`, `68-04`, `20-XX`, and `05-05C12` with its chapter before it.
fn is_msc(word: &str) -> bool {
    let Some((chapter, rest)) = word.split_at_checked(2) else { return false };
    let is_class = |class: &str| {
        matches!(class.len(), 1 | 2)
            && class.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'x' | b'X'))
    };
    let is_section = |section: char| section.is_ascii_uppercase();
    is_chapter(chapter)
        && match rest.strip_prefix('-') {
            Some(rest) => is_class(rest) || is_msc(rest),
            None => rest.strip_prefix(is_section).is_some_and(is_class),
        }
}

/// `68`.
fn is_chapter(word: &str) -> bool {
    word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// `I.2`, `I.2.10`, `H.4.m`.
fn is_acm(word: &str) -> bool {
    let mut parts = word.split('.');
    let is_chapter = parts.next().is_some_and(|chapter| matches!(chapter.as_bytes(), [b'A'..=b'K']));
    let is_part = |part: &str| {
        part == "m" || matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let rest: Vec<&str> = parts.collect();
    is_chapter && matches!(rest.len(), 1..=3) && rest.into_iter().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_told_from_words() {
        for class in ["cs.LG", "hep-th", "astro-ph.CO", "q-bio.NC"] {
            assert!(is_arxiv_class(class), "{class}");
        }
        for class in [
            "68T10",
            "68",
            "68-04",
            "68T5",
            "68Txx",
            "20-XX",
            "05-05C12",
            "68T10, 62H30",
            "68T10,",
            "68T07 (Primary), 68T50 (Secondary)",
            "68T40(Primary)68T45",
            "Primary 68T50, Secondary: 91F20",
            "MSC 2020: 00A69, 91F20",
            "68T50 (Natural language processing)",
            "68T01 - Artificial Intelligence",
            "I.2.10; I.4.8",
            "I.2.m",
            "I.2",
            "K.6.3 Software Management",
        ] {
            assert!(is_subject_class(class), "{class}");
        }
        for word in [
            "cs",
            "node.js",
            "machine learning",
            "C.S",
            "I.",
            "68T",
            ",",
            "K.1x",
            "2025",
            "primary",
            "3D vision",
            "16-bit floats",
            "10X",
            "24 hours",
        ] {
            assert!(!is_arxiv_class(word) && !is_subject_class(word), "{word}");
        }
    }
}
