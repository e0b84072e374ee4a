//! `offprint clean`

use std::path::PathBuf;

use super::{CliError, Global, Outcome, Terminal};
use crate::config::Config;
use crate::diagnostic::counted;
use crate::output;

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The folder that was built into [default: public in the site's folder]
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  offprint clean
  offprint clean --output ../published";

pub fn run(arguments: &Arguments, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    let folder = arguments.output.clone().unwrap_or_else(|| Config::default_output(&global.root));
    let cleaned = output::clean(&global.root, &folder)?;
    let removed = counted(cleaned.removed, "file", "files");
    terminal.status("Removed", &format!("{removed} from {}", super::shown(&folder)));
    if cleaned.kept > 0 {
        let kept = counted(cleaned.kept, "file", "files");
        terminal.status("Kept", &format!("{kept} that somebody changed since the last build"));
    }
    Ok(Outcome::Success)
}
