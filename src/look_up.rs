//! Looking up asks the services of the web for the papers that references name.

use std::collections::HashMap;
use std::time::Duration;

use crate::diagnostic::{Diagnostic, Severity};
use crate::fetch::{Client, FetchError, Question};
use crate::import::{self, FoundPaper};
use crate::paper::{ArxivId, Day, Doi, WebUrl};
use crate::reference::Reference;
use crate::service::{Service, arxiv, doi, hugging_face, openreview};

/// A paper, and what could not be learned of it.
#[derive(Clone, Debug)]
pub struct LookedUp {
    pub paper: FoundPaper,
    pub warnings: Vec<Diagnostic>,
}

/// How papers are looked up.
pub struct LookUp<'a> {
    pub client: &'a Client<'a>,
    /// Under which they are to be listed.
    pub day: Day,
    /// Answers may be so old.
    pub age: Duration,
    /// Whether to ask where a paper appeared when arXiv only knows its DOI.
    pub needs_venue: &'a dyn Fn(&Reference) -> bool,
}

impl LookUp<'_> {
    /// Looks papers up, and gives each to `each` as soon as it is whole.
    ///
    /// Papers at arXiv come first, many with one question, since that service wants few.
    pub fn look_up<E>(
        &self,
        references: &[Reference],
        mut each: impl FnMut(&Reference, Result<LookedUp, Box<Diagnostic>>) -> Result<(), E>,
    ) -> Result<(), E> {
        let at_arxiv: Vec<&Reference> =
            references.iter().filter(|reference| matches!(reference, Reference::Arxiv(_))).collect();
        for batch in at_arxiv.chunks(arxiv::MOST) {
            let ids: Vec<ArxivId> =
                batch.iter().filter_map(|reference| arxiv_id(reference).cloned()).collect();
            let papers = self.arxiv(&ids);
            for reference in batch {
                let paper = arxiv_id(reference).and_then(|id| papers.get(id).cloned());
                let paper = paper.unwrap_or_else(|| Err(unknown(reference, Service::Arxiv)));
                each(reference, paper.map(|paper| self.enriched(reference, paper)))?;
            }
        }
        for reference in references {
            let paper = match reference {
                Reference::Arxiv(_) => continue,
                Reference::Doi(doi) => self.doi(reference, doi),
                Reference::OpenReview(forum) => self.openreview(reference, forum),
                Reference::Acl(id) => self.acl(reference, id),
            };
            each(reference, paper.map(|paper| LookedUp { paper, warnings: Vec::new() }))?;
        }
        Ok(())
    }

    /// What arXiv says of each id; those of which it says nothing are left out.
    fn arxiv(&self, ids: &[ArxivId]) -> HashMap<ArxivId, Result<FoundPaper, Box<Diagnostic>>> {
        let answer = match self.client.ask(&arxiv::question(ids, self.age)) {
            Ok(Some(answer)) => import::arxiv::read("answer of arXiv", &answer, Some(self.day)),
            Ok(None) => import::arxiv::Answer::default(),
            Err(error) => {
                let failure = not_fetched(&error);
                return ids.iter().map(|id| (id.clone(), Err(failure.clone()))).collect();
            }
        };
        // One that is wrong spoils the answer for all. That there is none is only warned of.
        let mut diagnostics = answer.diagnostics.into_iter();
        let problem = diagnostics.find(|diagnostic| diagnostic.severity == Severity::Error).map(Box::new);
        let mut papers: HashMap<_, _> =
            answer.papers.into_iter().filter_map(|paper| Some((paper.arxiv.clone()?, Ok(paper)))).collect();
        if let Some(problem) = problem {
            for id in ids {
                papers.entry(id.clone()).or_insert_with(|| Err(problem.clone()));
            }
        }
        papers
    }

    /// With what others know of it, which nobody needs in order to list a paper.
    fn enriched(&self, reference: &Reference, mut paper: FoundPaper) -> LookedUp {
        let mut warnings = Vec::new();
        let mut lacks = |what: &str, reason: String| {
            let message = format!("{what} of `{}` are left out: {reason}", reference.id());
            warnings.push(Diagnostic::warning("not-enriched", message).help("`offprint refresh` asks again"));
        };
        let question = arxiv_id(reference).and_then(|id| hugging_face::question(id, self.age));
        match question.map(|question| self.client.ask(&question)) {
            None | Some(Ok(None)) => {}
            Some(Ok(Some(answer))) => {
                if !hugging_face::enrich(&mut paper, &answer) {
                    lacks("upvotes and links", "the answer of Hugging Face cannot be read".to_owned());
                }
            }
            Some(Err(error)) => lacks("upvotes and links", error.to_string()),
        }
        let doi = paper.doi.clone().filter(|_| paper.venue.is_none() && (self.needs_venue)(reference));
        let question = doi.as_ref().map(|doi| doi::question(doi, self.age));
        match (doi, question.map(|question| self.client.ask(&question))) {
            (Some(doi), Some(Ok(Some(answer)))) => {
                if let Some(work) = doi::read(&answer, &doi, self.day) {
                    paper.venue = work.venue;
                    paper.publication = work.publication;
                }
            }
            (_, Some(Err(error))) => lacks("venue and pages", error.to_string()),
            _ => {}
        }
        LookedUp { paper, warnings }
    }

    fn doi(&self, reference: &Reference, doi: &Doi) -> Result<FoundPaper, Box<Diagnostic>> {
        let answer = self.ask(&doi::question(doi, self.age))?;
        let answer = answer.ok_or_else(|| unknown(reference, Service::Doi))?;
        doi::read(&answer, doi, self.day).ok_or_else(|| unread(reference, Service::Doi))
    }

    fn openreview(&self, reference: &Reference, forum: &str) -> Result<FoundPaper, Box<Diagnostic>> {
        let mut is_answered = false;
        let mut failure = None;
        for service in [Service::OpenReview, Service::OpenReviewOld] {
            match self.client.ask(&openreview::question(service, forum, self.age)) {
                Ok(answer) => {
                    let paper =
                        answer.as_deref().and_then(|answer| openreview::read(answer, forum, self.day));
                    if let Some(paper) = paper {
                        return Ok(paper);
                    }
                    is_answered |= answer.is_some();
                }
                Err(error) => failure = failure.or(Some(not_fetched(&error))),
            }
        }
        match failure {
            Some(failure) if !is_answered => Err(failure),
            _ => Err(unknown(reference, Service::OpenReview)),
        }
    }

    /// The Anthology registers a DOI for most of its papers.
    fn acl(&self, reference: &Reference, id: &str) -> Result<FoundPaper, Box<Diagnostic>> {
        let doi = Doi::parse(&format!("10.18653/v1/{id}")).ok_or_else(|| unknown(reference, Service::Doi))?;
        let answer = self.ask(&doi::question(&doi, self.age))?.ok_or_else(|| {
            let message = format!("the ACL Anthology registered no DOI for `{id}`");
            let help = format!("save https://aclanthology.org/{id}.bib, and use `offprint import bibtex`");
            Box::new(Diagnostic::error("no-doi", message).help(help))
        })?;
        let mut paper = doi::read(&answer, &doi, self.day).ok_or_else(|| unread(reference, Service::Doi))?;
        if paper.links.iter().all(|(label, _)| label != "pdf") {
            let pdf = WebUrl::parse(&format!("https://aclanthology.org/{id}.pdf"));
            paper.links.extend(pdf.map(|url| ("pdf".to_owned(), url)));
        }
        Ok(paper)
    }

    fn ask(&self, question: &Question) -> Result<Option<String>, Box<Diagnostic>> {
        self.client.ask(question).map_err(|error| not_fetched(&error))
    }
}

fn arxiv_id(reference: &Reference) -> Option<&ArxivId> {
    match reference {
        Reference::Arxiv(id) => Some(id),
        _ => None,
    }
}

/// The code of a service that cannot be asked, whatever it is asked for.
pub const NOT_FETCHED: &str = "not-fetched";

fn not_fetched(error: &FetchError) -> Box<Diagnostic> {
    Box::new(Diagnostic::error(NOT_FETCHED, error.to_string()).help(error.help()))
}

fn unknown(reference: &Reference, service: Service) -> Box<Diagnostic> {
    let message = format!("{} knows no paper `{}`", service.name(), reference.id());
    Box::new(Diagnostic::error("unknown-paper", message).help("look for a mistyped id"))
}

fn unread(reference: &Reference, service: Service) -> Box<Diagnostic> {
    let message =
        format!("what {} answers of `{}` cannot be read as a paper", service.name(), reference.id());
    Box::new(Diagnostic::error("unreadable-answer", message).help("describe it by hand, with `offprint new`"))
}
