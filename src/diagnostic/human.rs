//! Diagnostics for people: a frame with the line, and many of one kind as one.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Label, Severity, printable};

/// Of one kind, more than these are shown in a line each behind the first, warnings only so many; the rest is
/// counted.
const PLACES_SHOWN: usize = 3;

/// Errors are to be mended, so that each is shown unless there are more than anyone mends one by one.
const MOST_ERRORS: usize = 100;

/// Whether text for people has the colors and weights of a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Styling {
    Plain,
    Colored,
}

/// Returns the report. Its last line ends with a line break.
///
/// It is for what `offprint check` finds, too, and sends there those who want to see every place.
pub fn human(diagnostics: &[Diagnostic], styling: Styling) -> String {
    let is_error = |severity| severity == Severity::Error;
    let count = diagnostics.iter().filter(|diagnostic| is_error(diagnostic.severity)).count();
    report(diagnostics, styling, |severity| match is_error(severity) && count <= MOST_ERRORS {
        true => usize::MAX,
        false => PLACES_SHOWN,
    })
}

/// Like [`human`], with every place: for what no other command finds again.
pub fn human_in_full(diagnostics: &[Diagnostic], styling: Styling) -> String {
    report(diagnostics, styling, |_| usize::MAX)
}

fn report(diagnostics: &[Diagnostic], styling: Styling, places: impl Fn(Severity) -> usize) -> String {
    let renderer = match styling {
        Styling::Plain => Renderer::plain(),
        Styling::Colored => Renderer::styled(),
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii);

    let mut report = String::new();
    for group in groups(diagnostics) {
        let (first, others) = group.split_first().expect("a group is made with its first member");
        let mut footer = String::new();
        if others.len() >= PLACES_SHOWN {
            let (shown, rest) = others.split_at(others.len().min(places(first.severity) - 1));
            footer.extend(shown.iter().map(|diagnostic| also(diagnostic, first)));
            if !rest.is_empty() {
                footer.push_str(&format!(
                    " ... and {} more `{}`; `offprint check --format json` lists them all\n",
                    rest.len(),
                    first.code
                ));
            }
        }
        report.push_str(&frame(first, &renderer));
        report.push_str(&footer);
        report.push('\n');
        if footer.is_empty() {
            for diagnostic in others {
                report.push_str(&frame(diagnostic, &renderer));
                report.push('\n');
            }
        }
    }
    report
}

/// Diagnostics of one severity and code, in the order of their first members.
fn groups(diagnostics: &[Diagnostic]) -> Vec<Vec<&Diagnostic>> {
    let mut groups: Vec<Vec<&Diagnostic>> = Vec::new();
    for diagnostic in diagnostics {
        let same = |group: &&mut Vec<&Diagnostic>| {
            group[0].code == diagnostic.code && group[0].severity == diagnostic.severity
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(diagnostic),
            None => groups.push(vec![diagnostic]),
        }
    }
    groups
}

/// What one more of a kind says, and the first one does not.
fn also(diagnostic: &Diagnostic, first: &Diagnostic) -> String {
    let label = diagnostic.primary.as_ref();
    let place = label.map_or_else(String::new, |label| format!("{}: ", label.place));
    let help = diagnostic.help.as_deref().filter(|_| diagnostic.help != first.help);
    let fix = label.map(|label| label.message.as_str()).filter(|fix| !fix.is_empty());
    let parts = [Some(diagnostic.message.as_str()), fix, help];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    format!(" --> {}\n", printable(&(place + &parts.join("; "))))
}

fn frame(diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let message = printable(&diagnostic.message);
    let labels: Vec<ShownLabel> =
        diagnostic.primary.iter().chain(&diagnostic.related).map(ShownLabel::from).collect();

    let mut group = Group::with_title(level.primary_title(message.as_str()).id(diagnostic.code));
    for (index, label) in labels.iter().enumerate() {
        let kind = if index == 0 && diagnostic.primary.is_some() {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        group = label.add_to(group, kind);
    }
    let help = diagnostic.help.as_deref().map(printable);
    if let Some(help) = &help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let mut text = renderer.render(&[group]);
    text.push('\n');
    labels.iter().fold(text, |text, label| label.with_column_of_file(text))
}

/// Where a line was cut, as the renderer shows it.
const DOTS: &str = "...";

struct ShownLabel {
    file: String,
    line: Option<ShownLine>,
    message: String,
}

struct ShownLine {
    number: usize,
    column: usize,
    /// The column in `text`, which begins later where the line was cut.
    shown_column: usize,
    /// With dots where its beginning was cut; the renderer cuts the end.
    text: String,
    range: std::ops::Range<usize>,
}

impl From<&Label> for ShownLabel {
    fn from(label: &Label) -> ShownLabel {
        let line = label.place.span.as_ref().map(|span| {
            let shown = printable(&span.text);
            let before = if span.cut > 0 { DOTS } else { "" };
            let byte_at = |column: usize| {
                let index = column.saturating_sub(1 + span.cut);
                before.len() + shown.char_indices().nth(index).map_or(shown.len(), |(at, _)| at)
            };
            let range = byte_at(span.column)..byte_at(span.end_column);
            let text = format!("{before}{shown}");
            let shown_column = text[..range.start].chars().count() + 1;
            ShownLine { number: span.line, column: span.column, shown_column, text, range }
        });
        ShownLabel { file: printable(&label.place.file), line, message: printable(&label.message) }
    }
}

impl ShownLabel {
    /// The renderer counts columns in the text that it is given.
    fn with_column_of_file(&self, text: String) -> String {
        let Some(line) = self.line.as_ref().filter(|line| line.column != line.shown_column) else {
            return text;
        };
        let head = |column: usize| format!("{}:{}:{column}", self.file, line.number);
        text.replacen(&head(line.shown_column), &head(line.column), 1)
    }

    fn add_to<'a>(&'a self, group: Group<'a>, kind: AnnotationKind) -> Group<'a> {
        match &self.line {
            Some(line) => group.element(
                Snippet::source(line.text.as_str())
                    .path(self.file.as_str())
                    .line_start(line.number)
                    .annotation(kind.span(line.range.clone()).label(self.message.as_str())),
            ),
            None => {
                let group = group.element(Origin::path(self.file.as_str()));
                if self.message.is_empty() {
                    group
                } else {
                    group.element(Level::HELP.message(self.message.as_str()))
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::diagnostic::Place;

    #[track_caller]
    fn check(line: &str, word: &str, frame: Expect) {
        let start = line.find(word).expect("the word stands in the line");
        let place = Place::in_text("a.md".into(), line, start..start + word.len());
        frame.assert_eq(&human(
            &[Diagnostic::error("a-code", "a message").at(place, "a fix")],
            Styling::Plain,
        ));
    }

    #[test]
    fn a_line_is_shown_with_its_place() {
        check(
            "title: wrong",
            "wrong",
            expect![[r#"
            error[a-code]: a message
             --> a.md:1:8
              |
            1 | title: wrong
              |        ^^^^^ a fix

        "#]],
        );
    }

    #[test]
    fn a_long_line_is_cut_around_the_place_which_stays_the_files() {
        let filler = "word ".repeat(40);
        check(
            &format!("{filler}wrong"),
            "wrong",
            expect![[r#"
            error[a-code]: a message
             --> a.md:1:201
              |
            1 | ...ord word word word word word word word wrong
              |                                           ^^^^^ a fix

        "#]],
        );
        check(
            &format!("wrong {filler}"),
            "wrong",
            expect![[r#"
            error[a-code]: a message
             --> a.md:1:1
              |
            1 | wrong word word word word word word word word word word word word word word word word word word word word word word word word word wo...
              | ^^^^^ a fix

        "#]],
        );
        check(
            &format!("{filler}wrong {filler}"),
            "wrong",
            expect![[r#"
            error[a-code]: a message
             --> a.md:1:201
              |
            1 | ...ord word word word word word word word wrong word word word word word word word word word word word word word word word word word ...
              |                                           ^^^^^ a fix

        "#]],
        );
    }
}
