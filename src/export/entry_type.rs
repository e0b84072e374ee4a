//! What kind of publication a paper is, in BibTeX's words.

use crate::paper::{EntryType, Paper};

/// The type of a paper's entry: its own, else the one that its venue suggests.
pub fn entry_type(paper: &Paper) -> EntryType {
    let publication = &paper.publication;
    let is_numbered = publication.volume.is_some() || publication.number.is_some();
    match (&publication.kind, &paper.venue) {
        (Some(kind), _) => *kind,
        (None, None) => EntryType::Misc,
        (None, Some(venue)) if is_preprint_server(venue.name()) => EntryType::Misc,
        (None, Some(venue)) if is_conference(venue.name()) => EntryType::InProceedings,
        (None, Some(venue)) if is_numbered || is_journal(venue.name()) => EntryType::Article,
        (None, Some(_)) => EntryType::InProceedings,
    }
}

fn is_preprint_server(name: &str) -> bool {
    const OTHERS: [&str; 4] = ["biorxiv", "medrxiv", "chemrxiv", "ssrn"];
    is_arxiv(name) || OTHERS.iter().any(|server| name.eq_ignore_ascii_case(server))
}

pub fn is_arxiv(name: &str) -> bool {
    const NAMES: [&str; 4] = ["arxiv", "arxiv.org", "arxiv preprint", "corr"];
    NAMES.iter().any(|server| name.eq_ignore_ascii_case(server))
}

/// Proceedings may have a volume; only those of a series without a conference are a journal.
fn is_conference(name: &str) -> bool {
    holds_one_of(name, &["conference", "workshop", "symposium", "congress", "meeting", "colloquium"])
}

fn is_journal(name: &str) -> bool {
    const ABBREVIATIONS: [&str; 8] = ["JAIR", "JMLR", "Nature", "PNAS", "Science", "TACL", "TMLR", "TPAMI"];
    const WORDS: [&str; 12] = [
        "annals",
        "bulletin",
        "journal",
        "lett",
        "letters",
        "magazine",
        "quarterly",
        "rev",
        "review",
        "reviews",
        "trans",
        "transactions",
    ];
    ABBREVIATIONS.contains(&name) || holds_one_of(name, &WORDS)
}

fn holds_one_of(name: &str, words: &[&str]) -> bool {
    name.split(|char: char| !char.is_alphanumeric()).any(|word| words.contains(&word.to_lowercase().as_str()))
}
