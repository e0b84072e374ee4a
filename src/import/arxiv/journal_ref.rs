//! A journal reference, as authors type it at arXiv, taken apart where that is safe.

use crate::paper::{EntryType, Publication};

/// Where a paper appeared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appearance {
    /// Without its year.
    pub venue: String,
    pub publication: Publication,
}

/// Words of references that name no venue, or more than one thing.
const UNSAFE: [&str; 9] =
    ["submitted", "accepted", "appear", "thesis", "arxiv", "http", "eds", "doi", "preprint"];

/// Reads `Name YEAR`, `YEAR Name`, `Name VOLUME (NUMBER), PAGES (YEAR)` and their like. There is no
/// rule to these references: one that does not fit as a whole is nothing.
pub fn read(text: &str) -> Option<Appearance> {
    let text = with_volume_apart(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    let lower = text.to_lowercase();
    if UNSAFE.iter().any(|word| lower.contains(word)) {
        return None;
    }
    let (rest, year) = without_year(text.trim_end_matches('.'))?;
    let (venue, numbers) = split_name(rest);
    let venue = venue.strip_prefix("In ").unwrap_or(venue).trim_end_matches([',', ';', ' ']);
    let mut publication = Publication { year: Some(year), ..Publication::default() };
    numbered(numbers, &mut publication)?;
    is_name(venue).then(|| Appearance { venue: venue.to_owned(), publication })
}

/// `Phys.Rev.D76:013009,2007`, as SPIRES wrote, with a blank before the volume.
fn with_volume_apart(text: &str) -> String {
    let volume = text
        .find(':')
        .map(|colon| (colon, text[..colon].trim_end_matches(|c: char| c.is_ascii_digit()).len()));
    match volume {
        Some((colon, start))
            if start < colon && text[..start].ends_with(|c: char| c.is_alphabetic() || c == '.') =>
        {
            format!("{} {}", &text[..start], &text[start..])
        }
        _ => text.to_owned(),
    }
}

/// The year at the end, in parentheses or not, or at the beginning.
fn without_year(text: &str) -> Option<(&str, i16)> {
    let year = |text: &str| {
        let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|year| is_year && (1900..=2100).contains(year))
    };
    if let Some((rest, last)) = text.rsplit_once([' ', ',', '('])
        && let Some(year) = year(last.trim_end_matches(')'))
        // An opened parenthesis that is not closed belongs to something else.
        && last.ends_with(')') == text[..text.len() - last.len()].ends_with('(')
    {
        return Some((rest.trim_end_matches([' ', ',', ';', '(']), year));
    }
    let (first, rest) = text.split_once(' ')?;
    Some((rest, year(first)?))
}

/// The name, and what begins with its first number.
fn split_name(text: &str) -> (&str, &str) {
    let mut at = 0;
    for word in text.split_inclusive(' ') {
        let bare = word.trim_start_matches(['(', '[']);
        let is_mark = ["vol", "no.", "pp", "pages", "issue"]
            .iter()
            .any(|mark| bare.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark)));
        if bare.starts_with(|char: char| char.is_ascii_digit()) || (is_mark && at > 0) {
            return (&text[..at], &text[at..]);
        }
        at += word.len();
    }
    (text, "")
}

/// Letters and few other characters, such that nothing of it is a number that was overlooked.
fn is_name(text: &str) -> bool {
    let letters = text.chars().filter(|char| char.is_alphabetic()).count();
    let balanced = text.matches('(').count() == text.matches(')').count();
    letters >= 3 && balanced && text.chars().all(|char| char.is_alphabetic() || " ,.:&-()'’/".contains(char))
}

/// Reads `35(2):e1914`, `76, 013009`, `Vol.3, No.1`, `vol. 12, no. 4, pp. 1-9`.
fn numbered(text: &str, publication: &mut Publication) -> Option<()> {
    let spaced = text.replace(['(', ')', ':', ','], " ").replace("Vol.", " vol ").replace("vol.", " vol ");
    let spaced = spaced.replace("No.", " no ").replace("no.", " no ").replace("pp.", " pages ");
    let mut words = spaced.split_whitespace().peekable();
    let mut volume = None;
    let mut number = None;
    let mut pages = None;
    let has_issue = text.contains('(');
    while let Some(word) = words.next() {
        let slot = match word.to_lowercase().as_str() {
            "vol" | "volume" => &mut volume,
            "no" | "issue" | "number" => &mut number,
            "pp" | "pages" => &mut pages,
            // Said again: `2022 Conference on Engines, 2022, pp. 1-9`.
            again if publication.year.is_some_and(|year| year.to_string() == again) => continue,
            _ => {
                let slot = match (&volume, &number, &pages) {
                    (None, _, None) => &mut volume,
                    (Some(_), None, None) if has_issue => &mut number,
                    (Some(_), _, None) => &mut pages,
                    _ => return None,
                };
                *slot = Some(numeral(word)?);
                continue;
            }
        };
        if slot.is_some() {
            return None;
        }
        *slot = Some(numeral(words.next()?)?);
    }
    publication.kind = (volume.is_some()).then_some(EntryType::Article);
    publication.volume = volume;
    publication.number = number;
    publication.pages = pages;
    Some(())
}

/// `35`, `e1914`, `094001`, `1-9`, `L12`.
fn numeral(word: &str) -> Option<String> {
    let word = word.replace(['–', '—'], "-").replace("--", "-");
    let is_numeral = word.chars().any(|char| char.is_ascii_digit())
        && word.chars().all(|char| char.is_ascii_alphanumeric() || char == '-')
        && word.chars().filter(char::is_ascii_alphabetic).count() <= 2;
    is_numeral.then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Venue, year, volume, number and pages.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let shown = read(text).map(|appearance| {
            let Publication { year, volume, number, pages, .. } = appearance.publication;
            let parts = [year.map(|year| year.to_string()), volume, number, pages];
            let parts = parts.map(Option::unwrap_or_default);
            format!("{} | {}", appearance.venue, parts.join(" | "))
        });
        assert_eq!(shown.as_deref().unwrap_or("nothing"), expected, "{text}");
    }

    #[test]
    fn references_of_usual_forms_are_taken_apart() {
        check("NeurIPS 2024", "NeurIPS | 2024 |  |  | ");
        check("Journal of Engines (2021).", "Journal of Engines | 2021 |  |  | ");
        check(
            "2022 Conference on Engines (CoE), 2022, pp. 26-33",
            "Conference on Engines (CoE) | 2022 |  |  | 26-33",
        );
        check(
            "2021 Conference on Engines, Wheels and Levers (CEWL)",
            "Conference on Engines, Wheels and Levers (CEWL) | 2021 |  |  | ",
        );
        check("Phys. Rev. D 76, 013009 (2007)", "Phys. Rev. D | 2007 | 76 |  | 013009");
        check("Phys.Lett.B573:94-100,2003", "Phys.Lett.B | 2003 | 573 |  | 94-100");
        check("Astrophys.J.665:1489,2007", "Astrophys.J. | 2007 | 665 |  | 1489");
        check("JETP Lett.86:559-561,2008", "JETP Lett. | 2008 | 86 |  | 559-561");
        check("Engines & Wheels, 35(2):e1914, 2025", "Engines & Wheels | 2025 | 35 | 2 | e1914");
        check("J. Eng. 12 (2020) 3", "nothing");
        check("Engines, vol. 12, no. 4, pp. 1--9, 2020", "Engines | 2020 | 12 | 4 | 1-9");
        check("Nature 518, 529–533 (2015)", "Nature | 2015 | 518 |  | 529-533");
        check(
            "In Proc. Symposium on Engines, pages 14-26, 2020",
            "Proc. Symposium on Engines | 2020 |  |  | 14-26",
        );
    }

    #[test]
    fn what_does_not_fit_as_a_whole_is_nothing() {
        for text in [
            "",
            "2020",
            "Submitted to NeurIPS 2024",
            "SBES 2025 39th Symposium on Engines",
            "Engines, Vol.3, No.1, January 2012",
            "Engines 1 2 3 4 5, 2020",
            "PhD thesis, 2020",
            "Engines (Springer 2020",
            "(2020)",
            "é (2020) \u{1F600}",
        ] {
            check(text, "nothing");
        }
    }
}
