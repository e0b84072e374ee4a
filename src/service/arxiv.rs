//! The API of arXiv: <https://info.arxiv.org/help/api/user-manual.html>. [`crate::import::arxiv`]
//! reads its answers.

use std::time::Duration;

use super::Service;
use crate::fetch::Question;
use crate::paper::ArxivId;

/// How many papers one question names at most: addresses must stay short.
pub const MOST: usize = 100;

/// Asks for papers, at most [`MOST`] of them.
pub fn question(ids: &[ArxivId], age: Duration) -> Question {
    let list: Vec<&str> = ids.iter().map(ArxivId::as_str).collect();
    let path = format!("api/query?id_list={}&max_results={}", list.join(","), ids.len());
    Question { service: Service::Arxiv, path, accept: "application/atom+xml", age }
}
