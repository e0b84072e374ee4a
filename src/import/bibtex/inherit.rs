//! What entries take from others: `crossref` and `xdata`.
//!
//! The rules are those of BibTeX and, for `title`, of biblatex: <https://ctan.org/pkg/biblatex>,
//! appendix B.

use std::collections::{BTreeSet, HashMap};

use super::syntax::{Entry, Field};
use crate::diagnostic::{Diagnostic, Lines};

/// Entries that one takes from, directly and through others.
const MOST_PARENTS: usize = 50;

/// Fills in what entries inherit, and returns those that are papers: neither data for others, nor
/// sets of entries, nor volumes that others refer to.
pub fn resolve(lines: &Lines, entries: Vec<Entry>) -> (Vec<Entry>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut by_key: HashMap<String, usize> = HashMap::new();
    for (index, entry) in entries.iter().enumerate() {
        let key = entry.key.to_lowercase();
        if key.is_empty() {
            continue;
        }
        if let Some(first) = by_key.get(&key) {
            let message = format!("two entries have the key `{}`", entry.key);
            let place = |entry: &Entry| lines.place(entry.head.clone());
            diagnostics.push(
                Diagnostic::warning("duplicate-entry", message)
                    .at(place(entry), "both are read; in citations one key gets a letter")
                    .related(place(&entries[*first]), "the first one"),
            );
        } else {
            by_key.insert(key, index);
        }
    }
    let mut parents: BTreeSet<usize> = BTreeSet::new();
    let mut resolved = Vec::with_capacity(entries.len());
    for (index, entry) in entries.iter().enumerate() {
        if matches!(entry.kind.as_str(), "xdata" | "set") {
            continue;
        }
        let mut full = entry.clone();
        let mut seen = BTreeSet::new();
        let mut waiting = references(entry);
        while let Some((key, is_data)) = waiting.pop() {
            let Some(&index) = by_key.get(&key.to_lowercase()) else {
                let message = format!("`{}` refers to `{key}`, which is not in this file", entry.key);
                let place = lines.place(entry.head.clone());
                let fix = "add that entry: what it says of both is missing";
                diagnostics.push(Diagnostic::warning("unknown-crossref", message).at(place, fix));
                continue;
            };
            if !seen.insert(index) {
                continue;
            }
            if seen.len() > MOST_PARENTS {
                let message = format!("`{}` refers to more than {MOST_PARENTS} entries", entry.key);
                let place = lines.place(entry.head.clone());
                let fix = "what further ones say is left out: write it in the entry";
                diagnostics.push(Diagnostic::warning("unknown-crossref", message).at(place, fix));
                break;
            }
            let parent = &entries[index];
            waiting.extend(references(parent));
            if is_data {
                take(&mut full, parent, |name| Some(name.to_owned()));
            } else {
                parents.insert(index);
                let kind = full.kind.clone();
                take(&mut full, parent, |name| inherited_name(&kind, name));
            }
        }
        resolved.push((index, full));
    }
    let papers: Vec<Entry> = resolved
        .into_iter()
        .filter(|(index, entry)| match entry.kind.as_str() {
            "proceedings" | "mvproceedings" | "collection" | "mvcollection" | "periodical" => {
                !parents.contains(index)
            }
            _ => true,
        })
        .map(|(_, entry)| entry)
        .collect();
    (papers, diagnostics)
}

/// Keys, and whether what they name is data rather than a volume.
fn references(entry: &Entry) -> Vec<(String, bool)> {
    let of = |name: &str, is_data: bool| {
        let field = entry.fields.iter().find(|field| field.name == name);
        let keys = field.map_or("", |field| field.value.as_str()).split(',').map(str::trim);
        let keys: Vec<(String, bool)> =
            keys.filter(|key| !key.is_empty()).map(|key| (key.to_owned(), is_data)).collect();
        keys
    };
    [of("crossref", false), of("xdata", true)].concat()
}

fn take(entry: &mut Entry, parent: &Entry, name_of: impl Fn(&str) -> Option<String>) {
    let has = |entry: &Entry, name: &str| entry.fields.iter().any(|field| field.name == name);
    // A date is taken as a whole: a paper of 2020 is not of its volume's month.
    let is_dated = has(entry, "date") || has(entry, "year");
    let mut taken = Vec::new();
    for field in &parent.fields {
        let is_date = matches!(field.name.as_str(), "date" | "year" | "month" | "day");
        let Some(name) = name_of(&field.name).filter(|_| !(is_date && is_dated)) else { continue };
        if !has(entry, &name) {
            taken.push(Field { name, value: field.value.clone(), range: field.range.clone() });
        }
    }
    entry.fields.extend(taken);
}

/// What a field of a volume is called in what appeared in it; nothing where it is the volume's alone.
fn inherited_name(kind: &str, name: &str) -> Option<String> {
    Some(match name {
        "title" if kind == "article" => "journaltitle".to_owned(),
        "title" => "booktitle".to_owned(),
        "subtitle" if kind == "article" => return None,
        "subtitle" => "booksubtitle".to_owned(),
        "crossref" | "xdata" | "ids" | "abstract" | "keywords" | "doi" | "url" | "eprint" | "annote"
        | "annotation" | "note" | "shorttitle" | "sorttitle" | "pages" | "author" | "file" | "timestamp"
        | "dateadded" | "date-added" => return None,
        name => name.to_owned(),
    })
}
