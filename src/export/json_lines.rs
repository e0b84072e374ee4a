//! JSON Lines: all that is known of a paper as an object on a line, which `import jsonl` reads.

use serde_json::{Value, json};

use crate::facts::Facts;
use crate::listing::Listing;
use crate::paper::Paper;

/// A paper's line. What it does not say is left out.
pub fn line(listing: &Listing, paper: &Paper) -> String {
    let mut item = serde_json::to_value(Facts::new(listing, paper)).expect("facts are plain data");
    if let Some(item) = item.as_object_mut() {
        // As it was typed, so that nothing of it is lost.
        item.insert("title".to_owned(), json!(paper.title.text));
        // Of this list, not of the paper.
        for name in ["title_markdown", "path", "url"] {
            item.remove(name);
        }
        if paper.publication.year.is_none() {
            // It follows from the dates.
            item.remove("year");
        }
        item.insert("markup".to_owned(), json!("markdown"));
        let id = paper.arxiv.as_ref().map(ToString::to_string);
        let id = id.or_else(|| paper.doi.as_ref().map(|doi| doi.as_str().to_owned()));
        item.insert("id".to_owned(), json!(id.unwrap_or_else(|| paper.key.to_string())));
        item.retain(|_, value| !is_empty(value));
    }
    format!("{item}\n")
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(items) => items.is_empty(),
        Value::Bool(true) | Value::Number(_) | Value::String(_) => false,
    }
}
