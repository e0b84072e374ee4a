//! The [`Terminal`] is where status, warnings and errors go: standard error, so that standard
//! output holds data only.

use std::io::{IsTerminal, Write};

use anstyle::{AnsiColor, Style};

use super::Global;
use super::progress::Progress;
use crate::diagnostic::{self, Diagnostic, Severity, Styling};

#[derive(Clone, Debug)]
pub struct Terminal {
    styling: Styling,
    quiet: bool,
}

impl Terminal {
    pub fn new(global: &Global) -> Terminal {
        Terminal { styling: global.color.styling_of(&std::io::stderr()), quiet: global.quiet }
    }

    /// A line of progress, its first word standing out: `Built 24 papers`.
    pub fn status(&self, verb: &str, message: &str) {
        if !self.quiet {
            self.line(&format!(
                "{} {message}",
                self.styled(verb, Style::new().bold().fg_color(Some(AnsiColor::Green.into())))
            ));
        }
    }

    /// A line without emphasis, such as a further step.
    pub fn plain(&self, message: &str) {
        if !self.quiet {
            self.line(message);
        }
    }

    pub fn error(&self, message: &str) {
        let style = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
        self.line(&format!("{}: {message}", self.styled("error", style)));
    }

    /// What to do about an error, below it.
    pub fn hint(&self, message: &str) {
        self.line(&format!("  = {}: {message}", self.styled("help", Style::new().bold())));
    }

    /// A bar for work that may take long; `what` is counted.
    pub fn progress(&self, what: &'static str) -> Progress {
        Progress::new(self.is_interactive(), what)
    }

    /// Shows a report on a site; notes are left out when quiet.
    pub fn diagnostics(&self, diagnostics: &[Diagnostic]) {
        self.raw(&diagnostic::human(&self.shown(diagnostics), self.styling));
    }

    /// Shows a report on what is no part of a site, which `check` cannot repeat.
    pub fn diagnostics_in_full(&self, diagnostics: &[Diagnostic]) {
        self.raw(&diagnostic::human_in_full(&self.shown(diagnostics), self.styling));
    }

    fn shown(&self, diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
        let is_shown = |diagnostic: &&Diagnostic| !(self.quiet && diagnostic.severity == Severity::Note);
        diagnostics.iter().filter(is_shown).cloned().collect()
    }

    /// Whether a progress bar may be drawn.
    pub fn is_interactive(&self) -> bool {
        !self.quiet && std::io::stderr().is_terminal()
    }

    fn styled(&self, text: &str, style: Style) -> String {
        match self.styling {
            Styling::Plain => text.to_owned(),
            Styling::Colored => format!("{style}{text}{style:#}"),
        }
    }

    fn line(&self, text: &str) {
        self.raw(&format!("{text}\n"));
    }

    fn raw(&self, text: &str) {
        // A closed standard error is no reason to fail.
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }
}
