//! The editor that opens files for `--edit`.

use std::path::PathBuf;
use std::process::Command;

use super::CliError;

/// The command that opens files, with its arguments, and the variable that names it.
pub fn command() -> Option<(&'static str, String)> {
    [("VISUAL", "$VISUAL"), ("EDITOR", "$EDITOR")]
        .into_iter()
        .filter_map(|(variable, shown)| Some((shown, std::env::var(variable).ok()?)))
        .find(|(_, command)| !command.trim().is_empty())
}

/// The same, where there must be one.
pub fn needed() -> Result<String, CliError> {
    let command = command().map(|(_, command)| command);
    command.ok_or_else(|| CliError::Usage("`--edit` needs an editor: set $VISUAL or $EDITOR".to_owned()))
}

/// Opens files, and waits until the editor ends.
pub fn open(editor: &str, paths: &[PathBuf]) -> Result<(), CliError> {
    // A shell takes the arguments of `code --wait` apart, as git has it do.
    let mut command = if cfg!(windows) {
        let mut words = editor.split_whitespace();
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words);
        command
    } else {
        let mut command = Command::new("sh");
        command.arg("-c").arg(format!("{editor} \"$@\"")).arg(editor);
        command
    };
    let status = command.args(paths).status().map_err(|error| CliError::io(editor, error))?;
    if status.success() {
        return Ok(());
    }
    Err(CliError::Usage(format!(
        "the editor, `{editor}`, ended with an error; the files are as it left them"
    )))
}
