//! `offprint completions`

use clap::CommandFactory;
use clap_complete::Shell;

use super::{CliError, Outcome};

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Which shell completes
    shell: Shell,
}

const EXAMPLES: &str = "\
Examples:
  offprint completions bash > ~/.local/share/bash-completion/completions/offprint
  offprint completions fish > ~/.config/fish/completions/offprint.fish
  offprint completions zsh > ~/.zfunc/_offprint";

pub fn run(arguments: &Arguments) -> Result<Outcome, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut super::Arguments::command(), "offprint", &mut script);
    let script = String::from_utf8(script).expect("names and texts of commands are Unicode");
    super::print(&script).map(|()| Outcome::Success)
}
