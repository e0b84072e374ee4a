//! Diagnostics as JSON, for editors and scripts.

use serde::Serialize;

use super::{Diagnostic, Label, Severity};

#[derive(Serialize)]
struct Record<'a> {
    severity: Severity,
    code: &'a str,
    message: &'a str,
    #[serde(flatten)]
    place: Option<PlaceRecord<'a>>,
    help: Option<&'a str>,
    related: Vec<PlaceRecord<'a>>,
}

#[derive(Serialize)]
struct PlaceRecord<'a> {
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    end_column: Option<usize>,
    text: Option<&'a str>,
    label: &'a str,
}

/// Returns an array with one object per diagnostic, none grouped or left out.
pub fn json(diagnostics: &[Diagnostic]) -> String {
    let records: Vec<Record> = diagnostics
        .iter()
        .map(|diagnostic| Record {
            severity: diagnostic.severity,
            code: diagnostic.code,
            message: &diagnostic.message,
            place: diagnostic.primary.as_ref().map(place),
            help: diagnostic.help.as_deref(),
            related: diagnostic.related.iter().map(place).collect(),
        })
        .collect();
    let mut text = serde_json::to_string_pretty(&records).expect("a record holds only strings and numbers");
    text.push('\n');
    text
}

fn place(label: &Label) -> PlaceRecord<'_> {
    let span = label.place.span.as_ref();
    PlaceRecord {
        file: &label.place.file,
        line: span.map(|span| span.line),
        column: span.map(|span| span.column),
        end_column: span.map(|span| span.end_column),
        text: span.map(|span| span.text.as_str()),
        label: &label.message,
    }
}
