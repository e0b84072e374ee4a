//! What the template engine reports, as diagnostics.
//!
//! The engine gathers several errors into one text, with a frame for each. The texts are taken
//! apart again so that each becomes a diagnostic with its own place.

use std::collections::BTreeMap;

use super::{TemplateSource, place_in_template};
use crate::diagnostic::{Diagnostic, Place};
use crate::fields::nearest;

/// One `error:` of the engine's report, with the template's name in the engine.
#[derive(Debug, Default, PartialEq, Eq)]
struct Frame {
    message: String,
    at: Option<(String, usize, usize)>,
    notes: Vec<(String, (String, usize, usize))>,
}

/// `rendering` is the page that was being rendered.
pub fn diagnostics(
    error: &tera::Error,
    sources: &BTreeMap<String, TemplateSource>,
    code: &'static str,
    rendering: Option<&str>,
) -> Vec<Diagnostic> {
    // Where templates include others, an error is told by each; the innermost comes last.
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text = format!("{text}\ncaused by: {error}");
        cause = error.source();
    }
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    for frame in frames(&text) {
        if let Some(diagnostic) = bad_parent(&frame.message, sources, code) {
            if !diagnostics.contains(&diagnostic) {
                diagnostics.push(diagnostic);
            }
            continue;
        }
        let (message, help) = with_what_was_meant(&frame.message);
        let mut diagnostic = Diagnostic::error(code, message);
        if let Some(place) = frame.at.as_ref().and_then(|at| place(sources, at)) {
            let label = rendering.map_or_else(String::new, |page| format!("while rendering {page}"));
            diagnostic = diagnostic.at(place, label);
        }
        for (label, at) in &frame.notes {
            if let Some(place) = place(sources, at) {
                diagnostic = diagnostic.related(place, label.clone());
            }
        }
        if let Some(help) = help {
            diagnostic = diagnostic.help(help);
        }
        // A template is checked under its own name and under its layer's.
        if !diagnostics.contains(&diagnostic) {
            diagnostics.push(diagnostic);
        }
    }
    diagnostics
}

/// A template that extends itself or one that is not there: the engine names both, and no place.
fn bad_parent(
    message: &str,
    sources: &BTreeMap<String, TemplateSource>,
    code: &'static str,
) -> Option<Diagnostic> {
    let mut quoted = message.split('\'').skip(1).step_by(2);
    let name = quoted.next()?;
    let source = sources.get(name)?;
    let (message, fix) = if message.starts_with("Circular extend") {
        // The layer below has the template that was meant.
        let below = sources.iter().rev().find(|(other, below)| {
            other.strip_suffix(name).is_some_and(|layer| layer.ends_with('/')) && below.path != source.path
        });
        let fix = below.map_or_else(
            || "name another template, or remove this line".to_owned(),
            |(name, _)| format!("name the one below it: `{{% extends \"{name}\" %}}`"),
        );
        ("this template extends itself, or one that extends it".to_owned(), fix)
    } else if message.contains("is inheriting from") {
        let parent = quoted.next()?;
        let names: Vec<&str> = sources.keys().map(String::as_str).collect();
        let fix = match nearest(parent, &names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name a template of the theme".to_owned(),
        };
        (format!("there is no template `{parent}`"), fix)
    } else {
        return None;
    };
    let tag = source.text.find("extends").map_or(0..0, |at| at..at + "extends".len());
    let place = Place::in_text(source.path.clone(), &source.text, tag);
    Some(Diagnostic::error(code, message).at(place, fix))
}

fn place(
    sources: &BTreeMap<String, TemplateSource>,
    (name, line, column): &(String, usize, usize),
) -> Option<Place> {
    sources.get(name).map(|source| place_in_template(source, *line, *column))
}

fn frames(report: &str) -> Vec<Frame> {
    let mut frames: Vec<Frame> = Vec::new();
    for line in report.lines() {
        let trimmed = line.trim_start();
        if let Some(message) = line.strip_prefix("error: ") {
            frames.push(Frame { message: message.to_owned(), ..Frame::default() });
        } else if let Some(place) = trimmed.strip_prefix("--> ") {
            if let Some(frame) = frames.last_mut().filter(|frame| frame.at.is_none()) {
                frame.at = parse_place(place);
            }
        } else if let Some(note) = line.strip_prefix("note: ") {
            if let (Some(frame), Some((label, place))) = (frames.last_mut(), note.rsplit_once(' ')) {
                frame.notes.extend(parse_place(place).map(|place| (label.to_owned(), place)));
            }
        } else if let Some(cause) = line.strip_prefix("caused by: ")
            && let Some(frame) = frames.last_mut()
        {
            frame.message = format!("{}: {}", frame.message, cause.trim_start_matches("error: "));
        }
    }
    if frames.is_empty() {
        frames.push(Frame { message: report.lines().collect::<Vec<_>>().join(" "), ..Frame::default() });
    }
    frames
}

fn parse_place(text: &str) -> Option<(String, usize, usize)> {
    let (rest, column) = text.trim().rsplit_once(':')?;
    let (name, line) = rest.rsplit_once(':')?;
    Some((name.to_owned(), line.parse().ok()?, column.parse().ok()?))
}

/// Parts the names that the engine tells of a map or a context from its message, and says which of them was meant.
fn with_what_was_meant(message: &str) -> (String, Option<String>) {
    let told = message.split_once(" Available ").and_then(|(problem, rest)| {
        let (_, names) = rest.split_once(": ")?;
        Some((problem.trim_end_matches('.'), problem.split('`').nth(1)?, names))
    });
    let Some((problem, name, names)) = told else { return (message.to_owned(), None) };
    let known: Vec<&str> = names.split(", ").collect();
    let help = match nearest(name, &known) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("there are {names}"),
    };
    (problem.to_owned(), Some(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_of_several_errors_is_taken_apart() {
        let report = "error: Unknown filter `shout`\n --> base.html:3:5\n  |\n3 | {{ x | shout }}\n  |        ^^^^^\n\nerror: Unknown test `odd2`\n  --> index.html:10:1\n   |";
        let frames = frames(report);
        assert_eq!(frames[0].message, "Unknown filter `shout`");
        assert_eq!(frames[0].at, Some(("base.html".to_owned(), 3, 5)));
        assert_eq!(frames[1].at, Some(("index.html".to_owned(), 10, 1)));
    }

    #[test]
    fn a_note_names_where_a_template_was_included() {
        let report = "error: no\n --> a.html:1:1\n\nnote: called from b.html:7:9\n |";
        assert_eq!(frames(report)[0].notes, [("called from".to_owned(), ("b.html".to_owned(), 7, 9))]);
    }
}
