//! [`Claims`] tell which routes want which file: no two may have one.

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::{Route, Target};
use crate::diagnostic::{Diagnostic, Place};

/// Who wants a URL, for the message when two do.
#[derive(Clone, Debug)]
pub enum Origin {
    Content(Place),
    File(String),
    Program(&'static str),
}

/// Which routes want which file. Some file systems take `A` and `a`, or two spellings of `é`, for
/// one name, so files are compared case-folded and composed.
#[derive(Default)]
pub struct Claims(Vec<Claim>);

struct Claim {
    /// Folded.
    file: String,
    route: usize,
    origin: Origin,
}

impl Claims {
    pub fn add(&mut self, file: &str, route: usize, origin: Origin) {
        let file = if file.is_ascii() {
            file.to_ascii_lowercase()
        } else {
            file.nfc().flat_map(char::to_lowercase).collect()
        };
        self.0.push(Claim { file, route, origin });
    }

    /// Two that want one file become a diagnostic that names both.
    pub fn collisions(mut self, routes: &[Route]) -> Vec<Diagnostic> {
        // Stable: who claimed a file first stays the first.
        self.0.par_sort_by(|a, b| a.file.cmp(&b.file));
        let mut diagnostics = Vec::new();
        for claims in self.0.chunk_by(|a, b| a.file == b.file) {
            let [first, others @ ..] = claims else { continue };
            for other in others {
                // Two papers with one key are reported as that.
                let is_paper = |claim: &Claim| matches!(routes[claim.route].target, Target::Paper(_));
                if !(is_paper(other) && is_paper(first)) {
                    diagnostics.push(collision(&routes[other.route].url, &other.origin, &first.origin));
                }
            }
        }
        diagnostics.extend(self.files_as_folders(routes));
        diagnostics
    }

    /// A file cannot be a folder too: `/a` and `/a/b`. The claims are in order of files.
    fn files_as_folders(&self, routes: &[Route]) -> Vec<Diagnostic> {
        let inside = |(at, claim): (usize, &Claim)| {
            let is_first = at == 0 || self.0[at - 1].file != claim.file;
            let below = || claim.file.bytes().chain([b'/']);
            let next = self.0.partition_point(|other| other.file.bytes().lt(below()));
            let inside =
                self.0.get(next).filter(|other| other.file.bytes().zip(below()).all(|(a, b)| a == b));
            let inside = inside.filter(|other| is_first && other.file.len() > claim.file.len())?;
            Some(collision(&routes[inside.route].url, &inside.origin, &claim.origin))
        };
        self.0.par_iter().enumerate().filter_map(inside).collect()
    }
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
        let place = match origin {
            Origin::Content(place) => place.clone(),
            Origin::File(file) => Place::file(file.as_str()),
            Origin::Program(_) => continue,
        };
        diagnostic = if diagnostic.primary.is_none() {
            diagnostic.at(place, "rename this one, or give it another address")
        } else {
            diagnostic.related(place, "the other one")
        };
    }
    diagnostic
}
