//! The index as files, each named after a hash of its content, and the manifest that names them.
//!
//! Browsers may keep every file but the manifest for ever. `docs/search.md` describes the formats.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use serde::Serialize;
use serde_json::json;

use super::Index;
use super::bits::varint;
use super::inverted::WordId;
use super::known::{KnownShards, ShardNames};
use super::rank::{length_byte, shown_length};
use super::shard::{Encoded, Shard, shards};
use crate::catalog::{Catalog, TermId, TermKind};
use crate::config::Publish;
use crate::filter::Quantity;
use crate::fingerprint::Fingerprint;
use crate::paper::{Paper, Status};
use crate::plan::Urls;

/// Records in one file.
const RECORDS: usize = 16;

/// The most frequent terms that facets count, of each kind.
const FACETS: [(TermKind, usize); 3] =
    [(TermKind::Tag, 500), (TermKind::Venue, 500), (TermKind::Author, 4_000)];

/// Authors' names in a record.
const AUTHORS: usize = 5;

/// Where the files of an index are put, by their paths below its folder: `terms/k5xq0a7c.bin`. Several threads do so.
pub trait Destination: Sync {
    fn put(&self, path: &str, bytes: Vec<u8>);

    /// Leaves a file where an earlier index put it and returns its content; none where it is not there any more. May be
    /// asked for several times.
    fn leave(&self, path: &str) -> Option<Fingerprint>;
}

/// Puts each file there once.
struct Files<'d, D> {
    destination: &'d D,
    /// The contents of those that are named after them, by their paths.
    named: Mutex<HashMap<String, Fingerprint>>,
}

impl<D: Destination> Files<'_, D> {
    /// Adds a file under the hash of its content, which is returned.
    fn add_hashed(&self, folder: &str, bytes: Vec<u8>) -> String {
        let content = Fingerprint::of_bytes(&bytes);
        let mut hash = blake3::hash(&bytes);
        loop {
            let name = short(&hash);
            let path = path_of(folder, &name);
            match self.named.lock().unwrap_or_else(PoisonError::into_inner).entry(path.clone()) {
                // Two shards may have the same positions: none.
                Entry::Occupied(entry) if *entry.get() == content => return name,
                // Names are short: of a hundred thousand, two of different content may be one.
                Entry::Occupied(_) => {
                    hash = blake3::hash(hash.as_bytes());
                    continue;
                }
                Entry::Vacant(entry) => entry.insert(content),
            };
            self.destination.put(&path, bytes);
            return name;
        }
    }

    /// Leaves a shard's files as they are; whether they are there.
    fn leave(&self, names: &ShardNames) -> bool {
        let ShardNames { terms, positions } = names;
        [path_of("terms", terms), path_of("positions", positions)].into_iter().all(|path| {
            let Some(content) = self.destination.leave(&path) else { return false };
            let mut named = self.named.lock().unwrap_or_else(PoisonError::into_inner);
            *named.entry(path).or_insert(content) == content
        })
    }

    fn add_shard(&self, shard: &Shard, before: &KnownShards) -> (Fingerprint, ShardNames) {
        let made_of = shard.made_of();
        if let Some(names) = before.0.get(&made_of).filter(|names| self.leave(names)) {
            return (made_of, names.clone());
        }
        let Encoded { terms, positions } = shard.encoded();
        let terms = self.add_hashed("terms", terms);
        (made_of, ShardNames { terms, positions: self.add_hashed("positions", positions) })
    }
}

fn path_of(folder: &str, name: &str) -> String {
    format!("{folder}/{name}.bin")
}

/// The first file that a browser reads: where everything else is.
#[derive(Serialize)]
struct Manifest {
    /// Of the files' formats.
    version: u32,
    papers: usize,
    /// Of all documents' lengths, as rounded in `lengths`.
    length_sum: u64,
    lengths: String,
    /// Where each shard begins: no term before it is as large as this.
    borders: Vec<String>,
    /// Eight characters of each shard's name.
    terms: String,
    positions: String,
    /// Records in one file.
    record_size: usize,
    /// Five characters of each file's name.
    records: String,
    /// What stands before and after a paper's key in its address.
    paper_url: (String, String),
    /// The years that papers are of, in order.
    years: Vec<i16>,
    columns: serde_json::Map<String, serde_json::Value>,
    /// Terms of facets that are few: `has:code`, `status:read`.
    flags: Vec<String>,
}

/// What came of publishing an index.
pub struct Published {
    /// The file that names all others, which is not there yet.
    pub manifest: Vec<u8>,
    pub shards: KnownShards,
}

/// Encodes an index, but for the shards that are known from `before` and still there. Each file is put there as soon as it
/// is made.
pub fn publish(
    index: &Index,
    catalog: &Catalog,
    publish: Publish,
    urls: &Urls,
    before: &KnownShards,
    destination: &impl Destination,
) -> Published {
    let files = Files { destination, named: Mutex::default() };
    let shards = shards(&index.inverted);
    let borders = shards.iter().map(|shard| border(index, shard.first_term())).collect();
    let shards: Vec<(Fingerprint, ShardNames)> =
        shards.into_par_iter().map(|shard| files.add_shard(&shard, before)).collect();
    let chunks = (0..index.papers.len().div_ceil(RECORDS)).into_par_iter();
    let records = chunks.map(|chunk| {
        let bytes = record_chunk(index, catalog, publish, chunk);
        // Numbered, so that a short hash is enough to tell a file from its earlier contents.
        let hash = short(&blake3::hash(&bytes))[..5].to_owned();
        destination.put(&format!("records/{chunk}-{hash}.json"), bytes);
        hash
    });
    let records: Vec<String> = records.collect();

    let lengths = index.inverted.lengths();
    let mut columns = serde_json::Map::new();
    for (kind, most) in FACETS {
        let name = files.add_hashed("columns", term_column(index, catalog, kind, most));
        columns.insert(kind.name().to_owned(), json!(name));
    }
    for (name, quantity) in Quantity::NAMED {
        let is_published = match quantity {
            // Years are terms.
            Quantity::Year => false,
            Quantity::Rating => publish.rating,
            _ => true,
        };
        if is_published && catalog.papers().iter().any(|paper| quantity.of(paper).is_some()) {
            let name_of_file = files.add_hashed("columns", number_column(index, catalog, quantity));
            columns.insert(name.to_owned(), json!(name_of_file));
        }
    }
    columns.insert("date".to_owned(), json!(files.add_hashed("columns", days(index, catalog))));
    let (before, after) = urls.paper_pattern();
    let manifest = Manifest {
        version: 1,
        papers: index.papers.len(),
        length_sum: lengths.iter().map(|length| u64::from(shown_length(*length))).sum(),
        lengths: files.add_hashed("columns", lengths.iter().map(|length| length_byte(*length)).collect()),
        borders,
        terms: shards.iter().map(|(_, names)| names.terms.as_str()).collect(),
        positions: shards.iter().map(|(_, names)| names.positions.as_str()).collect(),
        record_size: RECORDS,
        records: records.concat(),
        paper_url: (before, after),
        years: years(index),
        columns,
        flags: flags(index),
    };
    let mut bytes = serde_json::to_vec(&manifest).expect("a manifest is plain data");
    bytes.push(b'\n');
    Published { manifest: bytes, shards: KnownShards(shards.into_iter().collect()) }
}

/// Eight characters that stand in a file's name on every system: 40 bits.
fn short(hash: &blake3::Hash) -> String {
    const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let number = hash.as_bytes()[..5].iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    (0..8).rev().map(|place| char::from(DIGITS[(number >> (5 * place) & 31) as usize])).collect()
}

/// The shortest text that parts a shard, whose first term is given, from the one before.
fn border(index: &Index, first_term: WordId) -> String {
    let Some(before) = first_term.checked_sub(1) else { return String::new() };
    let (before, first_term) = (index.inverted.term(before), index.inverted.term(first_term));
    let mut ends = first_term.char_indices().map(|(at, char)| at + char.len_utf8());
    let end = ends.find(|end| &first_term[..*end] > before);
    first_term[..end.expect("terms ascend")].to_owned()
}

/// Terms of facets that a reader may narrow down by and that not every paper has.
fn flags(index: &Index) -> Vec<String> {
    let inverted = &index.inverted;
    let named = ["has:code", "has:data", "has:demo", "has:model", "has:project", "has:slides", "has:video"];
    let ids = named.iter().filter_map(|name| inverted.find(name)).chain(inverted.with_prefix("status:"));
    ids.map(|id| inverted.term(id).to_owned()).collect()
}

fn years(index: &Index) -> Vec<i16> {
    let terms = index.inverted.with_prefix("year:").map(|id| index.inverted.term(id));
    let mut years: Vec<i16> = terms.filter_map(|term| term.strip_prefix("year:")?.parse().ok()).collect();
    years.sort_unstable();
    years
}

/// An array of records, a line each.
fn record_chunk(index: &Index, catalog: &Catalog, publish: Publish, chunk: usize) -> Vec<u8> {
    let first = chunk * RECORDS;
    let last = (first + RECORDS).min(index.papers.len());
    let records = (first..last).map(|id| record(catalog.paper(index.papers[id]), &index.titles[id], publish));
    format!("[\n{}\n]\n", records.collect::<Vec<_>>().join(",\n")).into_bytes()
}

/// What an entry of the results shows. Its last items are left out where they say nothing.
fn record(paper: &Paper, title: &str, publish: Publish) -> String {
    let authors: Vec<&str> =
        paper.authors.iter().take(AUTHORS).map(|author| author.name().printed()).collect();
    let author_count = match paper.authors.len() {
        0 => paper.author_count.unwrap_or(0),
        count => count as u64,
    };
    let venue = paper.venue.as_ref().map(|venue| venue.label(paper.publication.year));
    let status = paper.status.filter(|_| publish.status).map(Status::name);
    let json_of_rest = [to_json(&venue), to_json(&paper.upvotes), to_json(&status)];
    let says = json_of_rest.iter().rposition(|item| item != "null").map_or(0, |last| last + 1);
    let mut record =
        to_json(&(&paper.key, title, paper.date.to_string(), authors, author_count, &paper.tags));
    record.pop();
    for item in &json_of_rest[..says] {
        record.push(',');
        record.push_str(item);
    }
    record.push(']');
    record
}

fn to_json(item: &impl Serialize) -> String {
    serde_json::to_string(item).expect("a record is plain data")
}

/// A line of JSON with the names of terms, the most frequent first; then for every document how
/// many of them it has, and their places in that line.
fn term_column(index: &Index, catalog: &Catalog, kind: TermKind, most: usize) -> Vec<u8> {
    let terms = catalog.terms(kind);
    let mut frequent: Vec<TermId> = terms.ids().filter(|id| terms[*id].papers.len() > 1).collect();
    // Stable: of two that are as frequent, the first in the index of terms.
    frequent.sort_by_key(|id| std::cmp::Reverse(terms[*id].papers.len()));
    frequent.truncate(most);
    let mut of_papers: Vec<Vec<u32>> = vec![Vec::new(); catalog.papers().len()];
    for (place, id) in frequent.iter().enumerate() {
        terms[*id].papers.iter().for_each(|paper| of_papers[paper.index()].push(place as u32));
    }
    let names: Vec<&str> = frequent.iter().map(|id| terms[*id].name.as_str()).collect();
    let mut bytes = serde_json::to_vec(&names).expect("names are plain data");
    bytes.push(b'\n');
    for paper in &index.papers {
        varint(of_papers[paper.index()].len() as u32, &mut bytes);
        of_papers[paper.index()].iter().for_each(|place| varint(*place, &mut bytes));
    }
    bytes
}

/// For every document its number and one; 0 where it has none.
fn number_column(index: &Index, catalog: &Catalog, quantity: Quantity) -> Vec<u8> {
    let mut bytes = Vec::new();
    for paper in &index.papers {
        let number = quantity.of(catalog.paper(*paper)).map_or(0, |number| number.saturating_add(1));
        varint(u32::try_from(number).unwrap_or(u32::MAX), &mut bytes);
    }
    bytes
}

/// A line of JSON with every day of listing and its first document, in order.
fn days(index: &Index, catalog: &Catalog) -> Vec<u8> {
    let mut days: Vec<(String, usize)> = Vec::new();
    for (id, paper) in index.papers.iter().enumerate() {
        let day = catalog.date(*paper).to_string();
        if days.last().is_none_or(|(last, _)| *last != day) {
            days.push((day, id));
        }
    }
    serde_json::to_vec(&days).expect("days are plain data")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keeps what it is given; an earlier index left nothing.
    #[derive(Default)]
    struct Given(Mutex<Vec<(String, Vec<u8>)>>);

    impl Destination for Given {
        fn put(&self, path: &str, bytes: Vec<u8>) {
            self.0.lock().expect("no panic").push((path.to_owned(), bytes));
        }

        fn leave(&self, _: &str) -> Option<Fingerprint> {
            None
        }
    }

    #[test]
    fn files_of_one_short_name_are_told_apart() {
        let given = Given::default();
        let files = Files { destination: &given, named: Mutex::default() };
        let name = files.add_hashed("terms", b"a".to_vec());
        let path = path_of("terms", &name);
        assert_eq!(files.add_hashed("terms", b"a".to_vec()), name);
        files.named.lock().expect("no panic").insert(path.clone(), Fingerprint::of_bytes(b"b"));
        let other = files.add_hashed("terms", b"a".to_vec());
        assert_ne!(other, name);
        assert_eq!(files.add_hashed("terms", b"a".to_vec()), other);
        let given = given.0.into_inner().expect("no panic");
        assert_eq!(given, [(path, b"a".to_vec()), (path_of("terms", &other), b"a".to_vec())]);
    }
}
