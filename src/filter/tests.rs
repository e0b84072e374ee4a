//! The table of cases that every reader of filters agrees on.

use serde_json::{Value, json};

use super::{Clause, Condition, Fact, Filter, Quantity, Span, State};

#[test]
fn filters_are_read_as_the_table_says() {
    let table: Vec<Value> =
        serde_json::from_str(include_str!("../../tests/filters.json")).expect("the table is valid JSON");
    assert!(table.len() > 70);
    for case in table {
        let text = case["filter"].as_str().expect("a case has a filter");
        let (filter, diagnostics) = Filter::parse_leniently(text);
        let clauses: Vec<Value> = filter.clauses().iter().map(clause).collect();
        let errors: Vec<Value> = diagnostics
            .iter()
            .map(|diagnostic| {
                let place = &diagnostic.primary.as_ref().expect("an error has a place").place;
                let span = place.span.as_ref().expect("an error has a span");
                json!({"code": diagnostic.code, "at": [span.column - 1, span.end_column - 1]})
            })
            .collect();
        assert_eq!(json!(clauses), case["clauses"], "{text}");
        assert_eq!(json!(errors), *case.get("errors").unwrap_or(&json!([])), "{text}");
        assert_eq!(Filter::parse(text).is_ok(), errors.is_empty(), "{text}");
    }
}

/// A clause as the table writes it.
fn clause(clause: &Clause) -> Value {
    fn spans<T: std::fmt::Display>(spans: &[Span<T>], show: fn(&T) -> Value) -> Value {
        spans
            .iter()
            .map(|span| json!([span.first.as_ref().map(show), span.last.as_ref().map(show)]))
            .collect()
    }
    let mut shown = match &clause.condition {
        Condition::Word { text, .. } => json!({"word": text}),
        Condition::Phrase(phrase) => json!({"phrase": phrase}),
        Condition::Term(kind, names) => {
            let names: Vec<&str> = names.iter().map(|name| name.name.as_str()).collect();
            json!({"key": kind.name(), "values": names})
        }
        Condition::Organization(names) => json!({"key": "organization", "values": names}),
        Condition::Key(keys) => json!({"key": "key", "values": keys}),
        Condition::Arxiv(ids) => {
            json!({"key": "arxiv", "values": ids.iter().map(|id| id.as_str()).collect::<Vec<_>>()})
        }
        Condition::Doi(dois) => {
            json!({"key": "doi", "values": dois.iter().map(|doi| doi.as_str()).collect::<Vec<_>>()})
        }
        Condition::Status(statuses) => {
            json!({"key": "status", "values": statuses.iter().map(|status| status.name()).collect::<Vec<_>>()})
        }
        Condition::Has(facts) => {
            json!({"key": "has", "values": facts.iter().map(|fact| name(&Fact::NAMED, fact)).collect::<Vec<_>>()})
        }
        Condition::Is(states) => {
            json!({"key": "is", "values": states.iter().map(|state| name(&State::NAMED, state)).collect::<Vec<_>>()})
        }
        Condition::Number(quantity, values) => {
            json!({"key": name(&Quantity::NAMED, quantity), "values": spans(values, |number| json!(number))})
        }
        Condition::Date(values) => {
            json!({"key": "date", "values": spans(values, |day| json!(day.to_string()))})
        }
    };
    if clause.excluded {
        shown["excluded"] = json!(true);
    }
    shown
}

#[test]
fn words_typed_as_keys_may_be_as_many_as_a_shell_takes() {
    let (filter, errors) = Filter::parse_leniently(&("a:".repeat(60_000) + "b"));
    assert_eq!((filter.clauses().len(), errors.len()), (60_001, 100));
}

/// As in a filter.
fn name<T: PartialEq>(named: &[(&'static str, T)], value: &T) -> &'static str {
    named.iter().find(|(_, named)| named == value).expect("each has a name").0
}
