//! Diagnostics as workflow commands, which GitHub shows beside the lines of a pull request.
//!
//! The syntax and its escapes: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.

use super::{Diagnostic, Severity, printable};

/// Returns one command a line.
pub fn github(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(command).collect()
}

fn command(diagnostic: &Diagnostic) -> String {
    let name = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = Vec::new();
    let mut message = diagnostic.message.clone();
    if let Some(label) = &diagnostic.primary {
        properties.push(format!("file={}", property(&label.place.file)));
        if let Some(span) = &label.place.span {
            properties.push(format!("line={}", span.line));
            properties.push(format!("col={}", span.column));
            properties.push(format!("endColumn={}", span.end_column.max(span.column + 1) - 1));
        }
        if !label.message.is_empty() {
            message = format!("{message}: {}", label.message);
        }
    }
    if let Some(help) = &diagnostic.help {
        message = format!("{message} ({help})");
    }
    properties.push(format!("title={}", property(diagnostic.code)));
    format!("::{name} {}::{}\n", properties.join(","), data(&message))
}

fn data(text: &str) -> String {
    let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    printable(&text)
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;

    #[test]
    fn a_command_cannot_be_forged_by_a_file_name_or_a_message() {
        let diagnostic =
            Diagnostic::error("bad", "100 %\n::error::forged").at(Place::file("content/a,b:c\n.md"), "");
        assert_eq!(
            github(&[diagnostic]),
            "::error file=content/a%2Cb%3Ac%0A.md,title=bad::100 %25%0A::error::forged\n"
        );
    }
}
