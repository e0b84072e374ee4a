//! A [`Service`] on the web that knows papers: where it is, and how often it may be asked.
//!
//! Each has a module that makes addresses and reads answers, and neither asks nor writes.

use std::time::Duration;

#[cfg(feature = "fetch")]
pub mod arxiv;
#[cfg(feature = "fetch")]
pub mod doi;
#[cfg(feature = "fetch")]
pub mod hugging_face;
#[cfg(feature = "fetch")]
pub mod openreview;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    Arxiv,
    /// The resolver of DOIs, which sends those who want metadata to Crossref, DataCite and others.
    Doi,
    HuggingFace,
    OpenReview,
    /// Papers before 2024.
    OpenReviewOld,
}

impl Service {
    pub const ALL: [Service; 5] =
        [Service::Arxiv, Service::Doi, Service::HuggingFace, Service::OpenReview, Service::OpenReviewOld];

    /// As messages call it.
    pub fn name(self) -> &'static str {
        match self {
            Service::Arxiv => "arXiv",
            Service::Doi => "doi.org",
            Service::HuggingFace => "Hugging Face",
            Service::OpenReview | Service::OpenReviewOld => "OpenReview",
        }
    }

    /// As the configuration calls it.
    pub fn key(self) -> &'static str {
        match self {
            Service::Arxiv => "arxiv",
            Service::Doi => "doi",
            Service::HuggingFace => "hugging_face",
            Service::OpenReview => "openreview",
            Service::OpenReviewOld => "openreview_v1",
        }
    }

    pub fn usual_address(self) -> &'static str {
        match self {
            Service::Arxiv => "https://export.arxiv.org/",
            Service::Doi => "https://doi.org/",
            Service::HuggingFace => "https://huggingface.co/",
            Service::OpenReview => "https://api2.openreview.net/",
            Service::OpenReviewOld => "https://api.openreview.net/",
        }
    }

    /// What must lie between two questions. arXiv asks for three seconds
    /// (<https://info.arxiv.org/help/api/tou.html>); to others we are as polite as they are patient.
    pub fn pace(self) -> Duration {
        match self {
            Service::Arxiv => Duration::from_secs(3),
            _ => Duration::from_millis(200),
        }
    }
}

#[cfg(all(test, feature = "fetch"))]
mod tests {
    use jiff::civil::date;

    use super::{doi, hugging_face, openreview};
    use crate::import::FoundPaper;
    use crate::paper::{ArxivId, Doi};
    use crate::random::Random;
    use crate::reference::Reference;

    #[test]
    fn no_answer_however_garbled_stops_the_program() {
        let day = date(2025, 10, 30);
        let doi = Doi::parse("10.1000/xyz").expect("a DOI");
        let arxiv = ArxivId::parse("2510.00010").map(|(id, _)| id);
        let whole = r#"{"notes": [{"cdate": 1700000000000, "content": {"title": {"value": "A"}, "authors":
            {"value": ["Ada"]}, "venue": {"value": "ICLR 2024"}}}], "id": "2510.00010", "title": "A <i>é</i>",
            "upvotes": 3, "linkedModels": [{"id": "a/b"}], "author": [{"given": "Ada", "family": "B"}],
            "issued": {"date-parts": [[2021, 6, 31]]}, "abstract": "<p>a &amp; b</p>"}"#;
        let mut random = Random::new(7);
        let mut read = 0;
        for _ in 0..3_000 {
            let mut chars: Vec<char> = whole.chars().collect();
            for _ in 0..=random.below(3) {
                let at = random.below(chars.len());
                match random.below(8) {
                    0 => chars.truncate(at.max(8)),
                    1 => drop(chars.remove(at)),
                    _ => chars[at] = ['<', '9', '&', '"', '\0', 'é', '[', '-'][random.below(8)],
                }
            }
            let text: String = chars.into_iter().collect();
            let mut paper = FoundPaper { arxiv: arxiv.clone(), ..FoundPaper::new("A", day) };
            read += usize::from(hugging_face::enrich(&mut paper, &text));
            read += usize::from(openreview::read(&text, "aB3", day).is_some());
            read += usize::from(doi::read(&text, &doi, day).is_some());
            read += usize::from(Reference::parse(&text).is_ok());
        }
        assert!((300..9_000).contains(&read), "{read}");
    }
}
