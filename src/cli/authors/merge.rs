//! `offprint authors merge`: names become one person's, in `content/authors.yaml`.

use crate::catalog::TermKind;
use crate::cli::{self, CliError, Global, Outcome, Terminal};
use crate::diagnostic::{Diagnostic, Severity};
use crate::edit::{changed_meanwhile, differing_lines};
use crate::filter::similar;
use crate::fold::fold_person;
use crate::layout;
use crate::listing::Listing;
use crate::people;
use crate::placing::{self, Placed, Replaced};
use crate::site::SiteOptions;
use crate::source;

#[derive(clap::Args)]
#[command(after_help = MERGE_EXAMPLES)]
pub struct Arguments {
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

pub fn run(
    arguments: &Arguments,
    options: &SiteOptions,
    listing: &Listing,
    global: &Global,
    terminal: &Terminal,
) -> Result<Outcome, CliError> {
    let faults = faults_of_the_names(listing, options);
    if !faults.is_empty() {
        terminal.diagnostics(&faults);
        terminal.error("nothing was changed: the list of authors has errors");
        return Ok(Outcome::Faulty);
    }
    let outcome = merge(arguments, listing, global, terminal)?;
    cli::partly_read(terminal, listing.unreadable());
    Ok(outcome)
}

fn merge(
    arguments: &Arguments,
    listing: &Listing,
    global: &Global,
    terminal: &Terminal,
) -> Result<Outcome, CliError> {
    cli::needs_site(global)?;
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
    let path = format!("{}/{}", layout::CONTENT, layout::AUTHORS);
    let file = global.root.join(&path);
    let before = match listing.sources.authors {
        Some(_) => source::whole_text_of(&global.root, &path)
            .map_err(|error| CliError::io(cli::shown(&file), error))?,
        None => String::new(),
    };
    let after = people::merge(&before, preferred, &to_join)
        .map_err(|error| CliError::Usage(format!("{}: {error}", cli::shown(&file))))?;
    let names = to_join.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if arguments.dry_run {
        cli::print(&format!("{path}\n{}", differing_lines(&before, &after)))?;
        terminal.status("Would join", &format!("{names} with `{preferred}`"));
        return Ok(Outcome::Success);
    }
    let io_error = |error| CliError::io(cli::shown(&file), error);
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
    cli::print(&format!("{}\n", cli::shown(&file)))?;
    terminal.status("Joined", &format!("{names} with `{preferred}`"));
    Ok(Outcome::Success)
}

/// The names that are not the person's yet; the error says everything that stands against joining.
fn to_join(
    arguments: &Arguments,
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
        is_here && fault.severity == Severity::Error
    });
    faults
}
