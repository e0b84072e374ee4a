//! The command line: what was typed, which command it is, and its exit code.
//!
//! 0 is success, 1 means that content or templates have errors, 2 that the command could not do
//! its work: wrong usage, wrong configuration, files that cannot be read or written.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod terminal;

pub use terminal::Terminal;

/// Make a static site out of a folder of papers.
#[derive(Parser)]
#[command(name = "offprint", version, propagate_version = true)]
struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Flags that every command takes.
#[derive(clap::Args, Clone, Debug)]
pub struct Global {
    /// The site's folder
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// The configuration, instead of offprint.yaml in the site's folder
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Print errors and warnings only
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// When to use colors
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Subcommand)]
enum Command {}

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    #[error("{0}")]
    Usage(String),
    #[error("{path}: {error}")]
    Io { path: String, error: std::io::Error },
}

impl CliError {
    pub fn io(path: impl AsRef<std::path::Path>, error: std::io::Error) -> CliError {
        CliError::Io { path: path.as_ref().display().to_string(), error }
    }
}

/// What a command that did its work found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Success,
    /// Content or templates have errors.
    Faulty,
}

/// Runs the program with the arguments of this process.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let terminal = Terminal::new(&arguments.global);
    match run(arguments, &terminal) {
        Ok(Outcome::Success) => ExitCode::SUCCESS,
        Ok(Outcome::Faulty) => ExitCode::from(1),
        Err(error) => {
            terminal.error(&error.to_string());
            ExitCode::from(2)
        }
    }
}

fn run(arguments: Arguments, terminal: &Terminal) -> Result<Outcome, CliError> {
    let global = &arguments.global;
    match arguments.command {}
}
