//! `offprint export`

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::filtered::FilterArguments;
use super::{CliError, Global, Outcome, Terminal};
use crate::catalog::PaperId;
use crate::diagnostic::{self, Diagnostic, Place, counted};
use crate::export::cite_keys::CiteKeys;
use crate::export::{bibtex, csl, csv, json_lines, ris};
use crate::listing::Listing;
use crate::placing;

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    papers: FilterArguments,
    /// How to write them [default: as the output file's name ends; bibtex on standard output]
    #[arg(long, value_name = "FORM")]
    format: Option<Format>,
    /// Where to, instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace an output file that is there
    #[arg(long, requires = "output")]
    force: bool,
}

const EXAMPLES: &str = "\
Examples:
  offprint export --output papers.bib
  offprint export --format ris tag:attention > attention.ris
  offprint export --format csv --output unread.csv status:unread
  offprint export --format jsonl year:2024..2025 | head -n 3";

#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Citations for LaTeX; parts of at most 50 MB, which is what Overleaf takes
    Bibtex,
    /// Citations for reference managers
    Ris,
    /// Citations for reference managers and processors, as CSL-JSON
    Csl,
    /// All that is known of a paper on each line; `import jsonl` reads it
    Jsonl,
    /// For spreadsheets
    Csv,
}

/// Overleaf takes no larger file: <https://docs.overleaf.com/troubleshooting-and-support/overleaf-limits>.
const LARGEST_BIBTEX: usize = 50_000_000;

pub fn run(arguments: &Arguments, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    let format = format(arguments)?;
    let Some(mut filtered) = arguments.papers.read(global, terminal)? else {
        return Ok(Outcome::Misconfigured);
    };
    let text = |ids: &[PaperId]| written(format, &filtered.listing, ids);
    match &arguments.output {
        None => super::print(&text(&filtered.ids))?,
        Some(output) => {
            let parts = match format {
                Format::Bibtex => parts(&text(&filtered.ids)),
                _ => vec![text(&filtered.ids)],
            };
            let paths: Vec<PathBuf> = (1..=parts.len()).map(|number| part_path(output, number)).collect();
            // All or none.
            if let Some(taken) = paths.iter().find(|path| !arguments.force && path.exists()) {
                return Err(there_already(taken));
            }
            for (path, part) in paths.iter().zip(&parts) {
                if arguments.force {
                    save_over(path, part)?
                } else {
                    save_new(path, part)?
                }
                let papers = counted(filtered.ids.len(), "paper", "papers");
                let what = if parts.len() == 1 { papers } else { format!("a part of {papers}") };
                terminal.status("Exported", &format!("{what} to {}", super::shown(path)));
            }
            if format == Format::Bibtex && arguments.force {
                filtered.diagnostics.extend(older_parts(output, parts.len()));
            }
        }
    }
    terminal.diagnostics(&filtered.diagnostics);
    Ok(if diagnostic::has_errors(&filtered.diagnostics) { Outcome::Faulty } else { Outcome::Success })
}

/// The format that was asked for by name, else by the ending of a file.
fn format(arguments: &Arguments) -> Result<Format, CliError> {
    if let (None, [word]) = (arguments.format, arguments.papers.terms().words())
        && let Ok(format) = <Format as clap::ValueEnum>::from_str(word, true)
    {
        let name = clap::ValueEnum::to_possible_value(&format)
            .map_or_else(String::new, |value| value.get_name().to_owned());
        return Err(CliError::Usage(format!(
            "`{word}` is a word to look for here: `--format {name}` names a format, `'\"{word}\"'` finds the word"
        )));
    }
    match (arguments.format, &arguments.output) {
        (Some(format), _) => Ok(format),
        (None, None) => Ok(Format::Bibtex),
        (None, Some(output)) => ending(output).ok_or_else(|| {
            let output = super::shown(output);
            CliError::Usage(format!(
                "the name {output} says no format: end it with .bib, .ris, .json, .jsonl or .csv, or add `--format`"
            ))
        }),
    }
}

/// Papers of a list in a format, as a whole file.
pub fn written(format: Format, listing: &Listing, ids: &[PaperId]) -> String {
    let keys = CiteKeys::new(&listing.catalog);
    let papers = ids.iter().map(|id| (listing.catalog.paper(*id), keys.of(*id)));
    match format {
        Format::Bibtex => {
            let entry = |(paper, key)| bibtex::entry(paper, key, listing.absolute_url(paper).as_deref());
            papers.map(entry).collect::<Vec<_>>().join("\n")
        }
        Format::Ris => papers
            .map(|(paper, key)| ris::record(paper, key, listing.absolute_url(paper).as_deref()))
            .collect(),
        Format::Csl => {
            let items: Vec<_> = papers
                .map(|(paper, key)| csl::item(paper, key, listing.absolute_url(paper).as_deref()))
                .collect();
            format!("{:#}\n", serde_json::Value::from(items))
        }
        Format::Jsonl => papers.map(|(paper, _)| json_lines::line(listing, paper)).collect(),
        Format::Csv => {
            let rows: String = papers.map(|(paper, _)| csv::row(listing, paper)).collect();
            csv::header() + &rows
        }
    }
}

fn ending(path: &Path) -> Option<Format> {
    Some(match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "bib" => Format::Bibtex,
        "ris" => Format::Ris,
        "json" => Format::Csl,
        "jsonl" | "ndjson" => Format::Jsonl,
        "csv" => Format::Csv,
        _ => return None,
    })
}

/// BibTeX in files that are not too large, each of whole entries.
fn parts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for entry in text.split_inclusive("\n\n") {
        let last = parts.last_mut().expect("there is one from the start");
        if !last.is_empty() && last.len() + entry.len() > LARGEST_BIBTEX {
            parts.push(entry.to_owned());
        } else {
            last.push_str(entry);
        }
    }
    parts
}

/// `papers.bib`, `papers-2.bib`, …
fn part_path(output: &Path, number: usize) -> PathBuf {
    if number == 1 {
        return output.to_owned();
    }
    let stem = output.file_stem().unwrap_or_default().to_string_lossy();
    let ending =
        output.extension().map_or_else(String::new, |ending| format!(".{}", ending.to_string_lossy()));
    output.with_file_name(format!("{stem}-{number}{ending}"))
}

/// Files that look like parts of an earlier export of more papers. Somebody else may have written them, so that they
/// stay.
fn older_parts(output: &Path, part_count: usize) -> impl Iterator<Item = Diagnostic> {
    let older = (part_count + 1..).map(move |number| part_path(output, number));
    older.take_while(|path| path.exists()).map(|path| {
        let message = "this file is no part of what was exported now, and stays as it is";
        let help = "remove it, if an earlier export wrote it: its papers may stand in two files";
        Diagnostic::warning("old-part", message).at(Place::file(super::shown(&path)), "").help(help)
    })
}

/// Writes a file where there is none.
pub fn save_new(path: &Path, text: &str) -> Result<(), CliError> {
    let saved = File::create_new(path).and_then(|mut file| file.write_all(text.as_bytes()));
    saved.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => there_already(path),
        _ => CliError::io(path, error),
    })
}

/// Writes a file, also over one that is there, which is then the old one or the new one.
pub fn save_over(path: &Path, text: &str) -> Result<(), CliError> {
    // A device or a pipe is written to, and no file takes its place.
    let saved =
        if path.is_file() { placing::overwrite(path, text.as_bytes()) } else { fs::write(path, text) };
    saved.map_err(|error| CliError::io(path, error))
}

fn there_already(path: &Path) -> CliError {
    CliError::Usage(format!("{} is there already: `--force` replaces it", super::shown(path)))
}
