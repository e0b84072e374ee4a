//! Initials: `A.`, `J.-P.`

use super::Name;

impl Name {
    /// `A.`, `J.-P.`, `A.B.`
    pub fn are_initials(word: &str) -> bool {
        let is_initial = |word: &str| word.chars().count() <= 1 && word.chars().all(char::is_uppercase);
        word.ends_with('.') && word.len() > 1 && word.split(['.', '-']).all(is_initial)
    }

    /// Whether a text is a whole name, and no family name that a given one is to follow: `A. Lovelace`, `J. P. van der Berg`.
    pub fn begins_with_initials(text: &str) -> bool {
        let mut words = text.split_whitespace();
        let family = words.next_back().unwrap_or_default();
        let given = words.next().unwrap_or_default();
        Name::are_initials(given) && !family.contains('.') && family.chars().count() > 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_begins_with_initials_is_whole() {
        for whole in ["A. Lovelace", "J.-P. Berg", "J. P. van der Berg", "É. Ma"] {
            assert!(Name::begins_with_initials(whole), "{whole}");
        }
        for other in ["Ada Lovelace", "Lovelace", "A. B.", "St. John", "A B", "Garcia M.", ". Berg", ""] {
            assert!(!Name::begins_with_initials(other), "{other}");
        }
    }
}
