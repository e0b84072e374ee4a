//! What stands behind a name and is no part of it: `Jr.`, `III`, `PhD`.

use super::Name;

/// Words that tell a person from another of the family.
const SUFFIXES: [&str; 20] = [
    "2nd", "3rd", "4th", "5th", "II", "III", "IV", "Jnr", "Jnr.", "Jr", "Jr.", "Snr", "Snr.", "Sr", "Sr.",
    "V", "jr", "jr.", "sr", "sr.",
];

/// Degrees that some write behind a whole name; `Kumar, MD` has initials.
const DEGREES: [&str; 12] =
    ["DPhil", "M.D.", "M.Sc.", "MBBS", "MD", "MPH", "MSc", "Ph.D", "Ph.D.", "PhD", "Sc.D.", "ScD"];

impl Name {
    /// `Jr.`, `III`; a single V is an initial.
    pub fn is_suffix(word: &str) -> bool {
        SUFFIXES.contains(&word) && word != "V"
    }

    /// Whether what stands between commas is no name, but suffixes and degrees: `Jr.`, `MD`, `Jr. PhD`.
    pub fn is_behind_name(part: &str) -> bool {
        part.split(' ').all(|word| Name::is_suffix(word) || DEGREES.contains(&word))
    }

    /// Whether a part between two others is no name, as in `Davis, Jr., Sammy`.
    pub fn is_between_names(part: &str) -> bool {
        SUFFIXES.contains(&part) || Name::is_behind_name(part)
    }

    /// Whether what stands behind the last comma is no part of a name, but a suffix or a degree.
    pub fn is_followed_by_suffix(printed: &str) -> bool {
        printed
            .rsplit_once(", ")
            .is_some_and(|(name, suffix)| name.contains(' ') && Name::is_behind_name(suffix))
    }

    /// Parts a name from what follows without a comma: `Guy L. Jr.`, `Sean 3rd`, `Ada PhD`. Where that may be initials
    /// it is a part of the name: `Kumar MD`, `Smith J IV`.
    pub fn split_suffix(name: &str) -> (&str, &str) {
        let mut end = name.len();
        while let Some((before, word)) = name[..end].rsplit_once(' ') {
            let is_degree = || DEGREES.contains(&word) && word.contains(char::is_lowercase);
            let may_be_initials = word == "IV"
                && !before
                    .rsplit(' ')
                    .next()
                    .is_some_and(|word| word.contains(|c: char| c.is_lowercase() || c == '.'));
            if may_be_initials || !Name::is_suffix(word) && !is_degree() {
                break;
            }
            end = before.len();
        }
        (&name[..end], name[end..].trim_start())
    }
}

/// How many of the parts between commas are names, before those that only stand behind one. In `Kumar, MD` both are.
pub(super) fn name_count(parts: &[&str]) -> usize {
    match parts.iter().rposition(|part| !Name::is_behind_name(part)) {
        Some(0) if parts.len() > 1 && !parts[0].contains(' ') && !Name::is_suffix(parts[1]) => 2,
        last => last.map_or(0, |last| last + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_are_told_from_initials() {
        for (typed, name, suffix) in [
            ("Guy L. Jr.", "Guy L.", "Jr."),
            ("Sean 3rd", "Sean", "3rd"),
            ("Ada II PhD", "Ada", "II PhD"),
            ("John IV", "John", "IV"),
            ("J IV", "J IV", ""),
            ("John V", "John V", ""),
            ("J. I", "J. I", ""),
            ("Anil MD", "Anil MD", ""),
            ("Jr.", "Jr.", ""),
            ("", "", ""),
        ] {
            assert_eq!(Name::split_suffix(typed), (name, suffix), "{typed}");
        }
    }
}
