//! *Ejected* files are copies of a theme's that a site has made its own: `ejected.yaml` remembers what each
//! was copied from, so that a check can say when the original has moved on.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::Original;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::edit::{self, FieldPath, MapEdit, NewValue};
use crate::fields::Reader;
use crate::placing::{self, Placed, Replaced};

/// In the site's root, and in its repository: it maps a copy's path to a hash of its original.
pub const FILE_NAME: &str = "ejected.yaml";

const HEAD: &str = "\
# What `offprint theme eject` copied, each with a hash of what it was copied from. `offprint check` says when a
# theme's own file has changed since. Keep this file beside the copies.
";

/// The list as it was read, to which a copy is added.
pub struct Remembered {
    /// None where there is no file yet.
    text: Option<String>,
}

impl Remembered {
    /// Reads the list before a copy is made.
    ///
    /// # Errors
    ///
    /// Says what is wrong with a list that cannot be read as a whole: written anew, it would lose what it holds.
    pub fn read(root: &Path) -> Result<Remembered, Vec<Diagnostic>> {
        let text = read(root).map_err(|error| vec![crate::source::unreadable(FILE_NAME, &error)])?;
        let mut problems = text.as_deref().map(|text| parse(text).1).unwrap_or_default();
        problems.retain(|problem| problem.severity == Severity::Error);
        if problems.is_empty() { Ok(Remembered { text }) } else { Err(problems) }
    }

    /// Remembers that the file at `path` is a copy of `original`. Comments and other lines stay as they are.
    ///
    /// # Errors
    ///
    /// Also where the file is no longer what was read.
    pub fn add(&self, root: &Path, path: &str, original: &Original) -> io::Result<()> {
        let old = self.text.as_deref();
        let line_end = old.map_or("\n", edit::line_end);
        let new = MapEdit::new(old.unwrap_or(HEAD).to_owned(), line_end).and_then(|mut list| {
            list.set(FieldPath::Top(path), &NewValue::Text(hash(&original.bytes)))?;
            Ok(list.yaml().to_owned())
        });
        let new = new.map_err(io::Error::other)?;
        let is_written = match old {
            Some(old) => {
                placing::replace(root, FILE_NAME, old.as_bytes(), new.as_bytes())? == Replaced::Replaced
            }
            None => placing::place(root, FILE_NAME, new.as_bytes())? == Placed::Created,
        };
        if is_written { Ok(()) } else { Err(io::Error::other("it changed while it was written; try again")) }
    }
}

/// A warning for each copy whose original is not what it was when the copy was made.
pub fn check(root: &Path, originals: &BTreeMap<String, Original>) -> Vec<Diagnostic> {
    let text = match read(root) {
        Ok(Some(text)) => text,
        Ok(None) => return Vec::new(),
        Err(error) => return vec![crate::source::unreadable(FILE_NAME, &error)],
    };
    let (hashes, mut diagnostics) = parse(&text);
    for (path, remembered) in hashes {
        let is_there = || root.join(&path).is_file();
        let Some(original) = originals.get(&path) else { continue };
        if hash(&original.bytes) != remembered && is_there() {
            let message = "the theme's own file has changed since this copy of it was made";
            let fix = format!(
                "`offprint theme show {path}` shows the new one: take over what you want, then remove the copy's \
                 line from `{FILE_NAME}`, or remove the copy and eject it again"
            );
            diagnostics.push(Diagnostic::warning("old-copy", message).at(Place::file(path), "").help(fix));
        }
    }
    diagnostics
}

fn read(root: &Path) -> io::Result<Option<String>> {
    match std::fs::read_to_string(root.join(FILE_NAME)) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Hashes by path.
fn parse(text: &str) -> (BTreeMap<String, String>, Vec<Diagnostic>) {
    let reader = Reader::new(FILE_NAME.into(), text, 0..text.len());
    let entries = reader.root("the list of copies").map(|mut fields| fields.take_all()).unwrap_or_default();
    let hashes = entries
        .into_iter()
        .filter_map(|(key, node)| Some((key.name.clone(), reader.text(&key.name, &node)?)))
        .collect();
    (hashes, reader.finish())
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..16].to_owned()
}
