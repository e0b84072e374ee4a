//! What publishers and databases say of their rights within an abstract: it is no part of what the abstract says.

use crate::import::date;

/// `© 2020 Acme. All rights reserved.` in the ways that it is typed.
const MARKS: [&str; 7] =
    ["© ", "(C) ", "(c) ", "{\\textcopyright} ", "\\textcopyright{} ", "\\textcopyright ", "{\\copyright} "];

/// A paragraph without a claim of rights at its beginning or at its end.
pub fn without_claim(paragraph: &str) -> &str {
    let text = without_leading_claim(paragraph);
    let Some(at) = MARKS.iter().filter_map(|mark| text.rfind(mark)).max() else { return text };
    const LONGEST: usize = 200;
    if text.len() - at > LONGEST || !begins_claim(&text[at..]) {
        return text;
    }
    let before = text[..at].trim_end();
    // `(PsycINFO Database Record (c) 2020 APA, all rights reserved)`
    let named = match before.strip_suffix("Database Record") {
        Some(database) => database.rsplit_once('(').map(|(text, _)| text),
        None => before.strip_suffix("Copyright"),
    };
    // Within a sentence the mark may be the third of a list: `(a) 2018, (b) 2019 and (c) 2020`.
    let is_apart = before.is_empty() || before.ends_with(['.', '!', '?', ')', ']', '>', '$', '"', '”']);
    match named.or(is_apart.then_some(before)) {
        Some(before) => before.trim_end(),
        None => text,
    }
}

fn without_leading_claim(text: &str) -> &str {
    const LONGEST: usize = 120;
    const RESERVED: &str = "All rights reserved.";
    let claim = text.trim_start_matches("Copyright ");
    if !begins_claim(claim) {
        return text;
    }
    // A point behind a single letter ends no sentence.
    let ends_sentence = |at: &usize| {
        let (before, behind) = (&claim[..*at], &claim[*at + 1..]);
        let word = before.rsplit(' ').next().unwrap_or_default();
        word.chars().count() > 1 && behind.trim_start().starts_with(char::is_uppercase)
    };
    let end = claim.match_indices('.').map(|(at, _)| at).find(ends_sentence);
    match end.filter(|end| *end < LONGEST) {
        Some(end) => {
            let rest = claim[end + 1..].trim_start();
            rest.strip_prefix(RESERVED).unwrap_or(rest).trim_start()
        }
        None => text,
    }
}

/// Whether a text begins with a mark and a year.
fn begins_claim(text: &str) -> bool {
    let year = MARKS.iter().find_map(|mark| text.strip_prefix(mark)).and_then(|rest| rest.split(' ').next());
    year.is_some_and(|year| {
        date::four_digits(year).is_some() && year.starts_with(|char: char| char.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_of_rights_is_no_part_of_an_abstract() {
        for (text, kept) in [
            ("We sort. (C) 2019 Acme.", "We sort."),
            ("We sort. Copyright © 2019 Acme Ltd. All rights reserved.", "We sort."),
            ("We sort. (AcmeINFO Database Record (c) 2019 Acme, all rights reserved)", "We sort."),
            ("We sort. {\\textcopyright} 2019, The Author(s).", "We sort."),
            ("© 2019 Acme Ltd. All rights reserved. We sort.", "We sort."),
            ("© 2019 A. Lovelace & Co. We sort.", "We sort."),
            ("© 2019 Acme Ltd.We sort.", "We sort."),
            ("We sort (c) much.", "We sort (c) much."),
            (
                "We sort cogs of (a) 2018, (b) 2019 and (c) 2020 alike.",
                "We sort cogs of (a) 2018, (b) 2019 and (c) 2020 alike.",
            ),
            ("(C) 2019 Acme.", ""),
            (
                "We sort (a) 2018 cogs, (b) 2019 cogs and (c) many.",
                "We sort (a) 2018 cogs, (b) 2019 cogs and (c) many.",
            ),
        ] {
            assert_eq!(without_claim(text), kept, "{text}");
        }
    }
}
