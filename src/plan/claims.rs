//! [`Claims`] tell which routes want which file: no two may have one.

use std::borrow::Cow;
use std::collections::BTreeMap;

use hashbrown::HashTable;
use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::{Route, Target, hash};
use crate::diagnostic::{Diagnostic, Place};

/// Who wants a URL, for the message when two do.
#[derive(Clone, Debug)]
pub enum Origin {
    Content(Place),
    File(String),
    Program(&'static str),
}

impl Origin {
    /// Where it is written, if not in the program.
    fn place(&self) -> Option<Place> {
        match self {
            Origin::Content(place) => Some(place.clone()),
            Origin::File(file) => Some(Place::file(file.as_str())),
            Origin::Program(_) => None,
        }
    }
}

/// What all file systems in use take, in bytes: <https://en.wikipedia.org/wiki/Comparison_of_file_systems#Limits>.
const LONGEST_NAME: usize = 255;

/// In bytes. macOS takes 1,024 with the folders above the site.
const LONGEST_PATH: usize = 900;

/// Which routes want which file. Some file systems take `A` and `a`, or two spellings of `é`, for
/// one name, so files are compared case-folded and composed.
#[derive(Default)]
pub struct Claims {
    /// Of each route.
    origins: Vec<Origin>,
    /// The first route that wants a file, by the file.
    first: HashTable<usize>,
    /// Routes that want a file that another had, with that other one.
    late: Vec<[usize; 2]>,
}

impl Claims {
    /// Takes the claim of the next route: `routes` are those before it.
    pub fn add(&mut self, routes: &[Route], file: &str, origin: Origin) {
        let (number, file) = (self.origins.len(), folded(file));
        self.origins.push(origin);
        match self.first(routes, &file) {
            Some(first) => self.late.push([number, first]),
            None => {
                let hash_of = |number: &usize| hash(&folded(&routes[*number].file));
                self.first.insert_unique(hash(&file), number, hash_of);
            }
        }
    }

    /// The first route that wants a folded file.
    fn first(&self, routes: &[Route], file: &str) -> Option<usize> {
        self.first.find(hash(file), |number| folded(&routes[*number].file) == file).copied()
    }

    /// Two that want one file become a diagnostic that names both.
    pub fn collisions(self, routes: &[Route]) -> Vec<Diagnostic> {
        // Two papers with one key are reported as that.
        let is_paper = |route: usize| matches!(routes[route].target, Target::Paper(_));
        let late = self.late.iter().copied().filter(|[late, first]| !(is_paper(*late) && is_paper(*first)));
        let mut collisions: Vec<[usize; 2]> = late.collect();
        collisions.extend(self.files_as_folders(routes));
        let told = collisions
            .into_iter()
            .map(|[late, first]| collision(&routes[late].url, &self.origins[late], &self.origins[first]));
        told.collect()
    }

    /// Files that no system can name become a diagnostic each.
    pub fn unnameable(&self, routes: &[Route]) -> Vec<Diagnostic> {
        let is_unnameable = |route: &Route| {
            route.file.len() > LONGEST_PATH || route.file.split('/').any(|name| name.len() > LONGEST_NAME)
        };
        let numbers = (0..routes.len()).into_par_iter().filter(|number| is_unnameable(&routes[*number]));
        let numbers: Vec<usize> = numbers.collect();
        let told = |number: usize| {
            let file = &routes[number].file;
            let start = &file[..file.floor_char_boundary(40)];
            let diagnostic = Diagnostic::error(
                "long-address",
                format!(
                    "the address `/{start}…` is too long for a file: a name takes at most {LONGEST_NAME} bytes, a path {LONGEST_PATH}"
                ),
            );
            match self.origins[number].place() {
                Some(place) => diagnostic.at(place, "shorten it"),
                None => diagnostic,
            }
        };
        numbers.into_iter().map(told).collect()
    }

    /// A file cannot be a folder too: `/a` and `/a/b`. Each with the first that wants a file in it.
    fn files_as_folders(&self, routes: &[Route]) -> Vec<[usize; 2]> {
        let folders = |inside: usize| {
            let file = folded(&routes[inside].file);
            let ends = file.match_indices('/');
            let folders = ends.filter_map(|(end, _)| self.first(routes, &file[..end]));
            folders.map(|folder| (folder, inside)).collect::<Vec<_>>()
        };
        let mut first_in: BTreeMap<usize, usize> = BTreeMap::new();
        for (folder, inside) in (0..routes.len()).into_par_iter().flat_map_iter(folders).collect::<Vec<_>>() {
            first_in.entry(folder).or_insert(inside);
        }
        first_in.into_iter().map(|(folder, inside)| [inside, folder]).collect()
    }
}

/// A file as systems know it that ignore case.
fn folded(file: &str) -> Cow<'_, str> {
    if !file.is_ascii() {
        return file.nfc().flat_map(char::to_lowercase).collect();
    }
    if file.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return file.to_ascii_lowercase().into();
    }
    file.into()
}

fn collision(url: &str, origin: &Origin, first: &Origin) -> Diagnostic {
    let name = |origin: &Origin| match origin {
        Origin::Content(place) => format!("`{}`", place.file),
        Origin::File(file) => format!("`{file}`"),
        Origin::Program(what) => (*what).to_owned(),
    };
    let mut diagnostic = Diagnostic::error(
        "duplicate-url",
        format!("{} and {} both want the address `{url}`", name(origin), name(first)),
    );
    for origin in [origin, first] {
        let Some(place) = origin.place() else {
            continue;
        };
        diagnostic = if diagnostic.primary.is_none() {
            diagnostic.at(place, "rename this one, or give it another address")
        } else {
            diagnostic.related(place, "the other one")
        };
    }
    diagnostic
}
