//! `offprint pictures`: thumbnails that lie on other servers become files of the list.

use std::path::Path;
use std::time::Duration;

use super::filtered::{FilterArguments, Filtered};
use super::{CliError, Global, Outcome, Terminal};
use crate::catalog::PaperId;
use crate::diagnostic::{self, Diagnostic, Place, counted};
use crate::edit::{self, NewValue};
use crate::fetch::{Client, Clock, Limits};
use crate::listing::Listing;
use crate::paper::{Paper, Thumbnail};
use crate::picture;
use crate::placing::{self, CHANGED_MEANWHILE, Placed, Replaced};

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    filter: FilterArguments,
    /// Show which pictures would be fetched, and ask nobody
    #[arg(long)]
    dry_run: bool,
}

const EXAMPLES: &str = "\
Examples:
  offprint pictures --dry-run
  offprint pictures date:2025-10";

/// Between two pictures, which most often are on one server.
const PACE: Duration = Duration::from_millis(200);

pub fn run(arguments: &Arguments, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    super::needs_site(global)?;
    let Some(Filtered { mut listing, ids, mut diagnostics, .. }) = arguments.filter.read(global, terminal)?
    else {
        return Ok(Outcome::Misconfigured);
    };
    let wanted: Vec<(PaperId, String)> =
        ids.into_iter().filter_map(|id| Some((id, remote(listing.catalog.paper(id))?))).collect();
    if arguments.dry_run {
        for (id, url) in &wanted {
            super::print(&format!("{}: {url}\n", listing.catalog.paper(*id).file))?;
        }
        terminal.status("Not fetched", &counted(wanted.len(), "picture", "pictures"));
        return Ok(Outcome::Success);
    }

    let config = listing.config.clone();
    let client = Client::new(&global.root, &config, terminal, Limits::default());
    let progress = terminal.progress("pictures");
    let mut fetched = Vec::new();
    for (done, (id, url)) in wanted.iter().enumerate() {
        if done > 0 {
            terminal.sleep(PACE, "");
        }
        match client.picture(url).and_then(|bytes| keep(&global.root, &mut listing, *id, &bytes)) {
            Ok(path) => fetched.push(path),
            Err(reason) => {
                let message = format!("`{url}` is not fetched: {reason}");
                let place = Place::file(listing.catalog.paper(*id).file.clone());
                diagnostics.push(Diagnostic::error("picture-not-fetched", message).at(place, ""));
            }
        }
        progress.show(done + 1, wanted.len());
    }
    progress.finish();
    for path in &fetched {
        super::print(&format!("{path}\n"))?;
    }
    terminal.diagnostics_in_full(&diagnostics);
    let of = if fetched.len() < wanted.len() { format!(" of {}", wanted.len()) } else { String::new() };
    let pictures = counted(fetched.len(), "picture", "pictures");
    terminal.status("Fetched", &format!("{pictures}{of}"));
    Ok(if diagnostic::has_errors(&diagnostics) { Outcome::Faulty } else { Outcome::Success })
}

fn remote(paper: &Paper) -> Option<String> {
    match paper.thumbnail.as_ref()? {
        Thumbnail::Remote(url) => Some(url.clone()),
        Thumbnail::Local(_) => None,
    }
}

/// Puts a picture beside its paper's file, and names it there; both or neither. Returns its path.
fn keep(root: &Path, listing: &mut Listing, id: PaperId, bytes: &[u8]) -> Result<String, String> {
    let ending = picture::ending(bytes).ok_or("what came is no picture: PNG, JPEG, GIF or WebP")?;
    let file = listing.catalog.paper(id).file.clone();
    let stem = file.rsplit_once('.').map_or(&*file, |(stem, _)| stem);
    let path = format!("{stem}.{ending}");
    match placing::place(root, &path, bytes).map_err(|error| error.to_string())? {
        Placed::Created => {}
        Placed::Kept => return Err(format!("`{path}` is there already")),
    }
    listing.sources.files.insert(path.clone());
    let name = path.rsplit('/').next().unwrap_or(&path).to_owned();
    let named = name_in_paper(root, listing, id, name);
    if named.is_err() {
        // What this very run put there.
        let _ = std::fs::remove_file(root.join(&path));
    }
    named.map(|()| path)
}

fn name_in_paper(root: &Path, listing: &Listing, id: PaperId, name: String) -> Result<(), String> {
    let value = NewValue::Text(name);
    let edits = edit::edits(root, listing, &[id], |paper| paper.set("thumbnail", &value).map(|_| ()));
    if let Some(error) = edits.errors.first() {
        return Err(error.message.clone());
    }
    for edit in &edits.files {
        match edit.write(root).map_err(|error| error.to_string())? {
            Replaced::Replaced => {}
            Replaced::Differs => return Err(format!("its paper's file {CHANGED_MEANWHILE}")),
        }
    }
    Ok(())
}
