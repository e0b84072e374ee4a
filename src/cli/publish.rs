//! `offprint publish`

use std::path::Path;

use clap::Subcommand;

use super::init::{AFTER_THE_PUSH, Repository};
use super::{CliError, Global, Outcome, Terminal};
use crate::placing::{self, Placed};
use crate::scaffold;

#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Write the workflow that publishes the site on GitHub Pages, at the repository's root
    #[command(after_help = INIT_EXAMPLES)]
    Init {
        /// Where on GitHub offprint is installed from: the program of a release, else its source
        /// [default: crates.io]
        #[arg(long, value_name = "OWNER/NAME")]
        offprint: Option<String>,
    },
}

const INIT_EXAMPLES: &str = "\
Examples:
  offprint publish init
  offprint publish init --offprint user/offprint";

pub fn run(arguments: &Arguments, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    let Action::Init { offprint } = &arguments.action;
    super::needs_site(global)?;
    if let Some(name) = offprint.as_ref().filter(|name| !is_repository(name)) {
        let message = format!("`--offprint {name}` is no repository on GitHub: name it as OWNER/NAME");
        return Err(CliError::Usage(message));
    }
    let (folder, site) = match Repository::of(&global.root) {
        Some(repository) => (repository.folder, repository.below),
        None => (global.root.clone(), Path::new("").to_owned()),
    };
    let workflow =
        scaffold::workflow(&site.to_string_lossy().replace('\\', "/"), offprint.as_deref().unwrap_or(""));
    let placed = placing::place(&folder, workflow.path, workflow.text.as_bytes())
        .map_err(|error| CliError::io(folder.join(workflow.path), error))?;
    let shown = super::shown(&folder.join(workflow.path));
    match placed {
        Placed::Created => {
            terminal.status("Created", &shown);
            terminal.plain(&format!("\nCommit it and push.\n{AFTER_THE_PUSH}"));
            Ok(Outcome::Success)
        }
        Placed::Kept => Err(CliError::Usage(format!(
            "{shown} is there already: move it away to have it written anew, or change it by hand"
        ))),
    }
}

/// As GitHub allows names, so that nothing else gets into the workflow.
fn is_repository(name: &str) -> bool {
    let is_name = |part: &str| {
        !part.is_empty() && part.chars().all(|char| char.is_ascii_alphanumeric() || "-_.".contains(char))
    };
    name.split_once('/').is_some_and(|(owner, name)| is_name(owner) && is_name(name))
}
