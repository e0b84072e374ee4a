//! `offprint authors`: names of authors, and joining those of one person.

use std::io::IsTerminal;

use super::{CliError, Global, Outcome, Terminal};
use crate::catalog::{Term, TermKind};
use crate::diagnostic::{Diagnostic, counted, printable};
use crate::edit::{changed_meanwhile, differing_lines};
use crate::filter::similar;
use crate::fold::{fold, fold_person};
use crate::layout;
use crate::listing::Listing;
use crate::people;
use crate::placing::{self, Placed, Replaced};
use crate::site::SiteOptions;
use crate::source;
use crate::view::one_line;

#[derive(clap::Args)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Words that a name has, or begin its words; without any all names
    #[arg(value_name = "WORD")]
    words: Vec<String>,
    /// At most so many
    #[arg(long, value_name = "NUMBER")]
    limit: Option<usize>,
}

const EXAMPLES: &str = "\
Examples:
  offprint authors
  offprint authors hopper
  offprint authors alike
  offprint authors merge 'Grace Hopper' 'G. M. Hopper'";

#[derive(clap::Subcommand)]
enum Command {
    /// Show names that look like one person's
    Alike(AlikeArguments),
    /// Join the names of one person, under the first of them: write them into content/authors.yaml
    Merge(Merge),
}

#[derive(clap::Args)]
#[command(after_help = ALIKE_EXAMPLES)]
struct AlikeArguments {
    /// How to write what joins the names
    #[arg(long, value_name = "FORM", default_value = "commands")]
    format: Format,
}

#[derive(clap::ValueEnum, Clone, Copy)]
enum Format {
    /// A command for each person, for a shell
    Commands,
    /// Entries of content/authors.yaml
    Yaml,
}

const ALIKE_EXAMPLES: &str = "\
Examples:
  offprint authors alike
  offprint authors alike --format yaml >> content/authors.yaml";

#[derive(clap::Args)]
#[command(after_help = MERGE_EXAMPLES)]
struct Merge {
    /// Names as papers have them; the first is the one to prefer
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    /// The name to prefer, where no paper has it
    #[arg(long = "as", value_name = "NAME")]
    preferred: Option<String>,
    /// Show the lines that would change, and write nothing
    #[arg(long)]
    dry_run: bool,
}

const MERGE_EXAMPLES: &str = "\
Examples:
  offprint authors merge 'Grace Hopper' 'G. M. Hopper' 'Hopper Grace'
  offprint authors merge 'Grace Hopper' 'G. M. Hopper' --as 'Grace Murray Hopper'";

pub fn run(arguments: &Arguments, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    let options = global.site_options(true);
    let Some(listing) = super::listing(&options, terminal) else { return Ok(Outcome::Misconfigured) };
    match &arguments.command {
        None => list(arguments, &listing, terminal)?,
        Some(Command::Alike(arguments)) => alike(arguments, &listing, terminal)?,
        Some(Command::Merge(arguments)) => {
            let faults = faults_of_the_names(&listing, &options);
            if !faults.is_empty() {
                terminal.diagnostics(&faults);
                terminal.error("nothing was changed: the list of authors has errors");
                return Ok(Outcome::Faulty);
            }
            let outcome = merge(arguments, &listing, global, terminal)?;
            super::partly_read(terminal, listing.unreadable());
            return Ok(outcome);
        }
    }
    super::partly_read(terminal, listing.unreadable());
    Ok(Outcome::Success)
}

/// A line for each author, those with most papers first: name, papers, other names, ORCID iD.
fn list(arguments: &Arguments, listing: &Listing, terminal: &Terminal) -> Result<(), CliError> {
    let terms = listing.catalog.terms(TermKind::Author).all();
    let wanted: Vec<String> = arguments.words.iter().map(|word| fold(word)).collect();
    let is_wanted = |term: &&Term| {
        let has = |name: &String, wanted: &String| {
            name.split_whitespace().any(|word| fold(word).starts_with(wanted))
        };
        wanted
            .iter()
            .all(|wanted| term.spellings.iter().any(|name| has(name, wanted)) || has(&term.name, wanted))
    };
    let mut shown: Vec<&Term> = terms.iter().filter(is_wanted).collect();
    shown.sort_by_key(|term| std::cmp::Reverse(term.papers.len()));
    if shown.is_empty() && !wanted.is_empty() {
        let name = arguments.words.join(" ");
        let meant = similar(&listing.catalog, TermKind::Author, &name);
        let meant = meant.map_or_else(String::new, |name| format!(": did you mean `{name}`?"));
        terminal.status("Found", &format!("no author whose name has `{name}`{meant}"));
    }
    shown.truncate(arguments.limit.unwrap_or(usize::MAX));
    let on_terminal = std::io::stdout().is_terminal();
    let mut text = String::new();
    for term in shown {
        let (papers, also) = (term.papers.len(), also(term).join("; "));
        let orcid = term.orcid.as_ref().map_or("", |orcid| orcid.as_str());
        let line = if on_terminal {
            let also = if also.is_empty() { String::new() } else { format!(" (also {also})") };
            format!("{papers:>6}  {}{also}  {orcid}", term.name)
        } else {
            format!("{}\t{papers}\t{also}\t{orcid}", one_line(&term.name))
        };
        text.push_str(printable_line(&line).trim_end_matches(' '));
        text.push('\n');
    }
    super::print(&text)
}

/// Tabs part fields, and are no control characters here.
fn printable_line(line: &str) -> String {
    line.split('\t').map(printable).collect::<Vec<_>>().join("\t")
}

/// The names beside the preferred one.
fn also(term: &Term) -> Vec<String> {
    term.spellings.iter().filter(|name| **name != term.name).map(|name| one_line(name)).collect()
}

/// A line for each person, which joins the names.
fn alike(arguments: &AlikeArguments, listing: &Listing, terminal: &Terminal) -> Result<(), CliError> {
    let found = people::alike(&listing.catalog);
    let terms = listing.catalog.terms(TermKind::Author);
    let mut text = String::new();
    for alike in &found {
        let line = match arguments.format {
            Format::Commands => people::merge_command(alike, terms),
            Format::Yaml => people::entry(alike, terms),
        };
        text.push_str(&format!("{line}  # {}\n", alike.evidence));
    }
    super::print(&text)?;
    let said = match found.len() {
        0 => "no names that look like one person's".to_owned(),
        many => {
            let people = counted(many, "person", "people");
            format!("names that look like those of {people}: keep the lines that are right")
        }
    };
    terminal.status("Found", &said);
    Ok(())
}

fn merge(
    arguments: &Merge,
    listing: &Listing,
    global: &Global,
    terminal: &Terminal,
) -> Result<Outcome, CliError> {
    super::needs_site(global)?;
    let (preferred, others) = match &arguments.preferred {
        Some(preferred) => (preferred, arguments.names.as_slice()),
        None => arguments.names.split_first().expect("clap asks for a name"),
    };
    let to_join = to_join(arguments, preferred, others, listing)?;
    if to_join.is_empty() {
        terminal.status("Unchanged", &format!("these are names of `{preferred}` already"));
        return Ok(Outcome::Success);
    }
    // As it is spelled in the file, if it is there.
    let preferred = listing.people.find(preferred).map_or(preferred, |person| &person.name);
    let path = format!("{}/{}", layout::CONTENT, people::FILE_NAME);
    let file = global.root.join(&path);
    let before = match listing.sources.authors {
        Some(_) => source::whole_text_of(&global.root, &path)
            .map_err(|error| CliError::io(super::shown(&file), error))?,
        None => String::new(),
    };
    let after = people::merge(&before, preferred, &to_join)
        .map_err(|error| CliError::Usage(format!("{}: {error}", super::shown(&file))))?;
    let names = to_join.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if arguments.dry_run {
        super::print(&format!("{path}\n{}", differing_lines(&before, &after)))?;
        terminal.status("Would join", &format!("{names} with `{preferred}`"));
        return Ok(Outcome::Success);
    }
    let io_error = |error| CliError::io(super::shown(&file), error);
    let is_written = match listing.sources.authors {
        Some(_) => {
            let replaced = placing::replace(&global.root, &path, before.as_bytes(), after.as_bytes());
            replaced.map_err(io_error)? == Replaced::Replaced
        }
        None => placing::place(&global.root, &path, after.as_bytes()).map_err(io_error)? == Placed::Created,
    };
    if !is_written {
        terminal.diagnostics_in_full(&[changed_meanwhile(path)]);
        return Ok(Outcome::Faulty);
    }
    super::print(&format!("{}\n", super::shown(&file)))?;
    terminal.status("Joined", &format!("{names} with `{preferred}`"));
    Ok(Outcome::Success)
}

/// The names that are not the person's yet; the error says everything that stands against joining.
fn to_join(
    arguments: &Merge,
    preferred: &str,
    others: &[String],
    listing: &Listing,
) -> Result<Vec<String>, CliError> {
    let terms = listing.catalog.terms(TermKind::Author);
    let mut problems = Vec::new();
    for name in &arguments.names {
        if terms.called(name).is_empty() {
            problems.push(match similar(&listing.catalog, TermKind::Author, name) {
                Some(similar) => format!("no paper has an author `{name}`: did you mean `{similar}`?"),
                None => format!("no paper has an author `{name}`: `offprint authors` lists all names"),
            });
        }
    }
    let person = listing.people.find(preferred);
    if let Some(person) = person.filter(|person| fold_person(&person.name) != fold_person(preferred)) {
        let (name, place) = (&person.name, place(listing, person));
        problems.push(format!(
            "`{preferred}` is a name of `{name}` already ({place}): name `{name}` first to join more with it"
        ));
    }
    let mut to_join: Vec<String> = Vec::new();
    for name in others {
        let owner = listing.people.find(name);
        if fold_person(name) == fold_person(preferred) {
            problems.push(format!(
                "`{name}` and `{preferred}` are one name already: case, accents, punctuation and blanks in given names do not count"
            ));
        } else if let Some(owner) = owner {
            if person.is_none_or(|person| person.name != owner.name) {
                let (owner, place) = (&owner.name, place(listing, owner));
                problems.push(format!(
                    "`{name}` is claimed by `{owner}` already ({place}): remove it there first"
                ));
            }
        } else if !to_join.iter().any(|known| fold_person(known) == fold_person(name)) {
            to_join.push(name.clone());
        }
    }
    if others.is_empty() {
        problems.push(format!("name another name of `{preferred}`: `offprint authors alike` suggests some"));
    }
    if problems.is_empty() { Ok(to_join) } else { Err(CliError::Usage(problems.join("\n       "))) }
}

/// Where a person's entry begins: `content/authors.yaml:3:1`.
fn place(listing: &Listing, person: &people::Person) -> String {
    let file = listing.sources.authors.as_ref().expect("people are read from a file");
    person.place_in(file).to_string()
}

/// Errors of the file that joins names, which would be lost in an edit.
fn faults_of_the_names(listing: &Listing, options: &SiteOptions) -> Vec<Diagnostic> {
    let Some(file) = &listing.sources.authors else { return Vec::new() };
    let mut faults = listing.located_diagnostics(options);
    faults.retain(|fault| {
        let is_here = fault.primary.as_ref().is_some_and(|label| label.place.file == file.path);
        is_here && fault.severity == crate::diagnostic::Severity::Error
    });
    faults
}
