//! `offprint theme`

use std::collections::BTreeMap;

use clap::Subcommand;

use super::{CliError, Global, Outcome, Terminal};
use crate::config::Config;
use crate::diagnostic;
use crate::placing::{self, Placed};
use crate::scaffold;
use crate::theme::ejected::{FILE_NAME, Remembered};
use crate::theme::{self, Original};

#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// List the themes that a site can choose
    #[command(after_help = LIST_EXAMPLES)]
    List,
    /// Begin a theme of your own, above another one
    #[command(after_help = NEW_EXAMPLES)]
    New {
        /// Lower-case letters, digits and hyphens
        name: String,
        /// The theme below it
        #[arg(long, default_value = "daily", value_name = "THEME")]
        parent: String,
    },
    /// Print a file of the theme as it is below the site's own
    #[command(after_help = SHOW_EXAMPLES)]
    Show {
        /// Such as templates/paper.html, or paper.html
        file: String,
    },
    /// Copy a file of the theme into the site, where the copy takes its place
    #[command(after_help = EJECT_EXAMPLES)]
    Eject {
        /// Such as templates/paper.html, or paper.html; without it, all files are listed
        file: Option<String>,
    },
}

const LIST_EXAMPLES: &str = "\
Examples:
  offprint theme list";

const NEW_EXAMPLES: &str = "\
Examples:
  offprint theme new ours
  offprint theme new leaflet --parent plain";

const SHOW_EXAMPLES: &str = "\
Examples:
  offprint theme show tokens.css
  offprint theme show paper_entry.html";

const EJECT_EXAMPLES: &str = "\
Examples:
  offprint theme eject
  offprint theme eject tokens.css
  offprint theme eject paper_entry.html";

pub fn run(arguments: &Arguments, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    super::needs_site(global)?;
    let (config, diagnostics) = Config::load(&global.root, &super::config_file(global));
    if diagnostic::has_errors(&diagnostics) {
        terminal.diagnostics(&diagnostics);
        return Ok(Outcome::Misconfigured);
    }
    match &arguments.command {
        Command::List => list(&config, global)?,
        Command::New { name, parent } => new(name, parent, global, terminal)?,
        Command::Show { file } => {
            let Some(originals) = originals(&config, global, terminal) else {
                return Ok(Outcome::Misconfigured);
            };
            let (_, original) = find(file, &originals)?;
            super::print(&String::from_utf8_lossy(&original.bytes))?;
        }
        Command::Eject { file } => {
            let Some(originals) = originals(&config, global, terminal) else {
                return Ok(Outcome::Misconfigured);
            };
            match file {
                Some(file) => return eject(file, &originals, global, terminal),
                None => {
                    let list: String = originals.keys().map(|path| format!("{path}\n")).collect();
                    super::print(&list)?;
                    terminal.plain("`offprint theme eject FILE` copies one of them into the site.");
                }
            }
        }
    }
    Ok(Outcome::Success)
}

fn originals(config: &Config, global: &Global, terminal: &Terminal) -> Option<BTreeMap<String, Original>> {
    match theme::originals(&global.root, config) {
        Ok(originals) => Some(originals),
        Err(diagnostics) => {
            terminal.diagnostics(&diagnostics);
            None
        }
    }
}

fn list(config: &Config, global: &Global) -> Result<(), CliError> {
    let choices = theme::choices(&global.root);
    let width = choices.iter().map(|choice| choice.name.chars().count()).max().unwrap_or(0);
    let lines = choices.iter().map(|choice| {
        let place = match (choice.is_shipped, choice.is_in_site) {
            (true, true) => "in the program and in `themes/`",
            (true, false) => "in the program",
            _ => "in `themes/`",
        };
        let mark = if choice.name == config.theme { "*" } else { " " };
        let description = choice.description.as_deref().unwrap_or_default();
        format!("{mark} {:width$}  {description} ({place})\n", choice.name)
    });
    super::print(&lines.collect::<String>())
}

fn new(name: &str, parent: &str, global: &Global, terminal: &Terminal) -> Result<(), CliError> {
    let is_name = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '-';
    if name.is_empty() || !name.chars().all(is_name) || name.starts_with('-') {
        let message = format!("`{name}` is no name of a theme: use lower-case letters, digits and hyphens");
        return Err(CliError::Usage(message));
    }
    let choices = theme::choices(&global.root);
    if choices.iter().any(|choice| choice.name == name) {
        return Err(CliError::Usage(format!("there is a theme `{name}` already")));
    }
    if !choices.iter().any(|choice| choice.name == parent) {
        let known: Vec<&str> = choices.iter().map(|choice| choice.name.as_str()).collect();
        let message = format!("there is no theme `{parent}` to lie below it; there are {}", known.join(", "));
        return Err(CliError::Usage(message));
    }
    for (path, text) in scaffold::theme(name, parent) {
        let file = global.root.join(&path);
        match placing::place(&global.root, &path, text.as_bytes()) {
            Ok(Placed::Created) => super::print(&format!("{}\n", super::shown(&file)))?,
            Ok(Placed::Kept) => {
                return Err(CliError::Usage(format!(
                    "{} is there already, and is kept",
                    super::shown(&file)
                )));
            }
            Err(error) => return Err(CliError::io(file, error)),
        }
    }
    terminal.plain(&format!(
        "Choose it with `theme: {name}` in offprint.yaml; `offprint serve` shows every change."
    ));
    Ok(())
}

fn eject(
    typed: &str,
    originals: &BTreeMap<String, Original>,
    global: &Global,
    terminal: &Terminal,
) -> Result<Outcome, CliError> {
    let (path, original) = find(typed, originals)?;
    let file = global.root.join(path);
    let shown = super::shown(&file);
    // Before anything is copied: a copy that is not remembered would never be told to be old.
    let remembered = match Remembered::read(&global.root) {
        Ok(remembered) => remembered,
        Err(problems) => {
            terminal.diagnostics_in_full(&problems);
            let message = format!(
                "nothing was copied: mend `{FILE_NAME}`, or remove it to forget the copies made so far"
            );
            terminal.error(&message);
            return Ok(Outcome::Faulty);
        }
    };
    match placing::place(&global.root, path, &original.bytes) {
        Ok(Placed::Created) => {}
        Ok(Placed::Kept) => return Err(CliError::Usage(format!("{shown} is there already, and is kept"))),
        Err(error) => return Err(CliError::io(file, error)),
    }
    super::print(&format!("{shown}\n"))?;
    if let Err(error) = remembered.add(&global.root, path, original) {
        return Err(CliError::io(global.root.join(FILE_NAME), error));
    }
    terminal.plain("From now on the site uses this copy. Remove it to have the theme's own again.");
    if let Some(template) = path.strip_prefix("templates/").filter(|name| !name.contains('/')) {
        terminal.plain(&format!(
            "To change only a block, let it begin with {{% extends \"{}/{template}\" %}} and keep just that block.",
            original.layer
        ));
    }
    if path.starts_with("languages/") {
        terminal.plain("To change only some phrases, keep just those.");
    }
    Ok(Outcome::Success)
}

/// The file that is meant: by its path, or by the end of it where only one ends so.
fn find<'o>(
    typed: &str,
    originals: &'o BTreeMap<String, Original>,
) -> Result<(&'o str, &'o Original), CliError> {
    let typed = typed.replace('\\', "/");
    let typed = typed.trim_start_matches("./");
    let ending = format!("/{typed}");
    let mut matching: Vec<(&str, &Original)> =
        originals.iter().map(|(path, original)| (path.as_str(), original)).collect();
    match originals.contains_key(typed) {
        true => matching.retain(|(path, _)| *path == typed),
        false => matching.retain(|(path, _)| path.ends_with(&ending)),
    }
    let message = match matching.as_slice() {
        [found] => return Ok(*found),
        [] => {
            let hint = match nearest(typed, originals).as_slice() {
                [] => "`offprint theme eject` lists its files".to_owned(),
                near => format!("did you mean {}?", near.join(" or ")),
            };
            format!("the theme has no file `{typed}`; {hint}")
        }
        several => {
            let paths: Vec<&str> = several.iter().map(|(path, _)| *path).collect();
            format!("`{typed}` could be {}", paths.join(" or "))
        }
    };
    Err(CliError::Usage(message))
}

/// The three files whose names are most like what was typed, if any are.
fn nearest<'o>(typed: &str, originals: &'o BTreeMap<String, Original>) -> Vec<&'o str> {
    const NEAR: f64 = 0.75;
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_lowercase();
    let mut near: Vec<(f64, &str)> = originals
        .keys()
        .map(|path| (strsim::jaro_winkler(&name(typed), &name(path)), path.as_str()))
        .filter(|(likeness, _)| *likeness >= NEAR)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    near.into_iter().take(3).map(|(_, path)| path).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, found: Result<&str, &str>) {
        let paths = [
            "static/cite.js",
            "styles/base.css",
            "templates/base.html",
            "templates/paper.html",
            "templates/partials/paper.html",
            "templates/partials/paper_entry.html",
        ];
        let original = || Original { layer: "daily".to_owned(), bytes: Vec::new() };
        let originals = paths.iter().map(|path| ((*path).to_owned(), original())).collect();
        let result = find(typed, &originals).map_err(|error| error.to_string());
        assert_eq!(result.as_ref().map(|(path, _)| *path).map_err(String::as_str), found);
    }

    #[test]
    fn a_file_is_found_by_any_end_of_its_path_that_is_its_own() {
        check("templates/partials/paper_entry.html", Ok("templates/partials/paper_entry.html"));
        check("partials/paper_entry.html", Ok("templates/partials/paper_entry.html"));
        check("paper_entry.html", Ok("templates/partials/paper_entry.html"));
        check("./templates/paper.html", Ok("templates/paper.html"));
        check(r"styles\base.css", Ok("styles/base.css"));
    }

    #[test]
    fn a_name_of_several_files_or_of_none_is_answered_with_what_could_be_meant() {
        check(
            "paper.html",
            Err("`paper.html` could be templates/paper.html or templates/partials/paper.html"),
        );
        check(
            "paper-entry.html",
            Err("the theme has no file `paper-entry.html`; did you mean \
                templates/partials/paper_entry.html or templates/paper.html or templates/partials/paper.html?"),
        );
        check("zebra", Err("the theme has no file `zebra`; `offprint theme eject` lists its files"));
    }
}
