//! `offprint man`

use std::io::Write;
use std::path::PathBuf;

use clap::CommandFactory;
use clap_mangen::Man;

use super::{CliError, Outcome, Terminal};
use crate::diagnostic::counted;

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Where to write a page for each command; without it the program's own page goes to standard
    /// output
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  offprint man ~/.local/share/man/man1
  offprint man > offprint.1";

pub fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Outcome, CliError> {
    let mut program = super::Arguments::command();
    program.build();
    let Some(folder) = &arguments.folder else {
        return super::print(&page(&program)).map(|()| Outcome::Success);
    };
    std::fs::create_dir_all(folder).map_err(|error| CliError::io(folder, error))?;
    let mut pages = Vec::new();
    collect(&program, "offprint", &mut pages);
    for (name, text) in &pages {
        let file = folder.join(format!("{name}.1"));
        std::fs::write(&file, text).map_err(|error| CliError::io(&file, error))?;
    }
    let written = counted(pages.len(), "page", "pages");
    terminal.status("Wrote", &format!("{written} to {}", super::shown(folder)));
    Ok(Outcome::Success)
}

/// The page of a command and of those below it, by their names: `offprint-theme-eject`.
fn collect(command: &clap::Command, name: &str, pages: &mut Vec<(String, String)>) {
    pages.push((name.to_owned(), page(command)));
    for command in command.get_subcommands().filter(|command| command.get_name() != "help") {
        collect(command, &format!("{name}-{}", command.get_name()), pages);
    }
}

fn page(command: &clap::Command) -> String {
    let examples = command.get_after_help().map(ToString::to_string);
    let man = Man::new(command.clone()).source(concat!("offprint ", env!("CARGO_PKG_VERSION")));
    let mut page = Vec::new();
    let mut render = |section: fn(&Man, &mut dyn Write) -> std::io::Result<()>| {
        section(&man, &mut page).expect("a vector takes what is written");
    };
    render(Man::render_title);
    render(Man::render_name_section);
    render(Man::render_synopsis_section);
    render(Man::render_description_section);
    render(Man::render_options_section);
    if command.has_subcommands() {
        render(Man::render_subcommands_section);
    }
    let mut page = String::from_utf8(page).expect("names and texts of commands are Unicode");
    if let Some(examples) = examples {
        page.push_str(&section("EXAMPLES", examples.trim_start_matches("Examples:\n")));
    }
    page
}

/// Lines as they are, such that they can be copied: roff would make typographic signs of some.
fn section(title: &str, lines: &str) -> String {
    let mut section = format!(".SH {title}\n.nf\n");
    for line in lines.lines().map(str::trim) {
        let line = line.replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\(aq").replace('`', "\\(ga");
        let guard = if line.starts_with('.') { "\\&" } else { "" };
        section.push_str(&format!("{guard}{line}\n"));
    }
    section + ".fi\n"
}
