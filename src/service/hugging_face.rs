//! What Hugging Face knows of papers at arXiv: `GET https://huggingface.co/api/papers/2305.02265`.

use std::time::Duration;

use serde_json::Value;

use super::Service;
use crate::fetch::Question;
use crate::import::{FoundPaper, hf};
use crate::paper::{ArxivId, LinkKind, WebUrl};

/// Asks for a paper; nothing where it cannot be known there.
pub fn question(id: &ArxivId, age: Duration) -> Option<Question> {
    // Papers before 2007 have no page there.
    let is_known = !id.as_str().contains('/');
    let path = format!("api/papers/{id}");
    is_known.then_some(Question { service: Service::HuggingFace, path, accept: "application/json", age })
}

/// Adds to a paper what the answer says and the paper does not: upvotes, stars, code, a project's
/// page, a model, data, a demo. Returns whether the answer could be read.
pub fn enrich(paper: &mut FoundPaper, answer: &str) -> bool {
    let read = hf::read("the answer", answer, Some(paper.day)).papers.pop();
    let (Some(found), Ok(value)) = (read, serde_json::from_str::<Value>(answer)) else { return false };
    // A service that answers another question than it was asked is no help.
    if found.arxiv != paper.arxiv {
        return false;
    }
    paper.upvotes = paper.upvotes.or(found.upvotes);
    paper.comments = paper.comments.or(found.comments);
    paper.stars = paper.stars.or(found.stars);
    if paper.organization.is_none() {
        paper.organization = found.organization;
    }
    let linked = [
        (LinkKind::Model, "linkedModels", ""),
        (LinkKind::Data, "linkedDatasets", "datasets/"),
        (LinkKind::Demo, "linkedSpaces", "spaces/"),
    ];
    let linked = linked.into_iter().filter_map(|(kind, key, folder)| {
        // The first one is the most liked.
        let id = value.get(key)?.as_array()?.first()?.get("id")?.as_str()?;
        let is_plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte));
        let url = is_plain.then(|| WebUrl::parse(&format!("https://huggingface.co/{folder}{id}")))??;
        Some((kind.name().to_owned(), url))
    });
    for (label, url) in found.links.into_iter().chain(linked) {
        if paper.links.iter().all(|(taken, _)| *taken != label) {
            paper.links.push((label, url));
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn paper() -> FoundPaper {
        let arxiv = ArxivId::parse("2510.00010").map(|(id, _)| id);
        FoundPaper { arxiv, ..FoundPaper::new("Sorting", date(2025, 10, 30)) }
    }

    #[test]
    fn a_paper_gains_what_it_lacks() {
        let mut paper = paper();
        paper.stars = Some(1);
        let answer = r#"{"id": "2510.00010", "title": "Other", "upvotes": 14, "githubStars": 9,
            "githubRepo": "https://code.example/a", "projectPage": "javascript:alert(1)",
            "organization": {"fullname": "Engine Works"},
            "linkedModels": [{"id": "ada/sorter", "likes": 3}, {"id": "b/c"}],
            "linkedDatasets": [{"id": "ada/\u001bnumbers"}], "linkedSpaces": [{}]}"#;
        assert!(enrich(&mut paper, answer));
        assert_eq!((paper.title.as_str(), paper.upvotes, paper.stars), ("Sorting", Some(14), Some(1)));
        assert_eq!(paper.organization.as_deref(), Some("Engine Works"));
        let links: Vec<(&str, &str)> =
            paper.links.iter().map(|(label, url)| (label.as_str(), url.as_str())).collect();
        assert_eq!(
            links,
            [("code", "https://code.example/a"), ("model", "https://huggingface.co/ada/sorter")]
        );
    }

    #[test]
    fn other_answers_add_nothing() {
        let other = r#"{"id": "2510.00020", "title": "Other", "upvotes": 14}"#;
        for answer in [other, "", "{}", "[", "null", "<html>", r#"{"error": "Paper not found"}"#] {
            let mut paper = paper();
            assert!(!enrich(&mut paper, answer), "{answer}");
            assert_eq!(paper, self::paper());
        }
        let old = ArxivId::parse("hep-th/9901001").expect("an id").0;
        assert_eq!(question(&old, Duration::ZERO), None);
    }
}
