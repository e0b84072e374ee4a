//! Papers of one list beside each other: what two of them share, and what day they are listed under.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::catalog::PaperId;
use crate::diagnostic::{Diagnostic, Place};
use crate::import::Identity;
use crate::paper::{Day, Paper};
use crate::site::Site;

pub fn check(site: &Site, today: Day) -> Vec<Diagnostic> {
    let mut diagnostics = shared_cite_keys(site);
    diagnostics.extend(same_papers(site));
    diagnostics.extend(listed_after(site, today));
    diagnostics
}

/// Papers that an import would take for one: one title, one first author, and no ids that tell them apart.
fn same_papers(site: &Site) -> Vec<Diagnostic> {
    let papers = site.catalog().papers();
    let identities: Vec<Identity> = papers.par_iter().map(|paper| Identity::of_paper(paper)).collect();
    let mut titled: HashMap<&str, Vec<PaperId>> = HashMap::new();
    for (id, identity) in site.catalog().ids().zip(&identities) {
        titled.entry(identity.title()).or_default().push(id);
    }
    let place = |id: PaperId| {
        let paper = site.catalog().paper(id);
        Place::in_file(paper.file.clone(), paper.title.range.clone())
    };
    let twin_of = |(position, id): (usize, &PaperId), ids: &[PaperId]| {
        let is_twin = |other: &&PaperId| !identities[other.index()].differs_from(&identities[id.index()]);
        ids[..position].iter().find(is_twin).map(|other| (*id, *other))
    };
    let twins = titled
        .values()
        .filter(|ids| ids.len() > 1)
        .flat_map(|ids| ids.iter().enumerate().filter_map(|entry| twin_of(entry, ids)));
    let warning = |(id, other)| {
        let message = "another paper has this title and this first author";
        let fix = "remove one of the two, or tell them apart by `arxiv` or `doi`";
        Diagnostic::warning("same-paper", message).at(place(id), fix).related(place(other), "the other one")
    };
    twins.map(warning).collect()
}

/// Papers of days to come are published all the same. Somewhere it is tomorrow already.
fn listed_after(site: &Site, today: Day) -> Vec<Diagnostic> {
    let latest = today.tomorrow().unwrap_or(today);
    let later = site.catalog().papers().iter().filter(|paper| paper.date > latest);
    let warning = |paper: &Arc<Paper>| {
        let message = format!("this paper is listed under {}, a day to come", paper.date);
        let fix = "correct the day, or keep the paper back with `draft: true`";
        let place = Place::in_file(paper.file.clone(), paper.title.range.clone());
        Diagnostic::warning("future-day", message).at(place, fix)
    };
    later.map(warning).collect()
}

/// Papers that give the same key for citations: it cannot be in use for both.
fn shared_cite_keys(site: &Site) -> Vec<Diagnostic> {
    let catalog = site.catalog();
    // BibTeX does not tell `A` from `a`.
    let mut papers_with: BTreeMap<String, Vec<PaperId>> = BTreeMap::new();
    for (id, paper) in catalog.numbered() {
        if let Some(cite_key) = &paper.publication.cite_key {
            papers_with.entry(cite_key.to_lowercase()).or_default().push(id);
        }
    }
    let place = |id: PaperId| {
        let paper = catalog.paper(id);
        Place::in_file(paper.file.clone(), paper.claims.cite_key.clone())
    };
    let mut diagnostics = Vec::new();
    for papers in papers_with.values().filter(|papers| papers.len() > 1) {
        let given = |id: &PaperId| catalog.paper(*id).publication.cite_key.clone().unwrap_or_default();
        let is_kept = |id: &&PaperId| site.cite_keys().of(**id) == given(id);
        let Some(keeper) = papers.iter().find(is_kept) else { continue };
        for id in papers.iter().filter(|id| *id != keeper) {
            let message = format!("the citation key `{}` is another paper's, too", given(id));
            let fix = format!(
                "citations of this one have `{}`: give it a `cite_key` of its own",
                site.cite_keys().of(*id)
            );
            diagnostics.push(
                Diagnostic::warning("duplicate-cite-key", message)
                    .at(place(*id), fix)
                    .related(place(*keeper), "the other one"),
            );
        }
    }
    diagnostics
}
