//! Checking looks at everything that would be published, and at what building keeps quiet about:
//! text that could not be understood, links that lead nowhere, names taken for one.

use std::cell::RefCell;
use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::catalog::TermKind;
use crate::diagnostic::{self, Diagnostic, Place, counted};
use crate::paper::{Day, Paper, Passage};
use crate::people;
use crate::percent;
use crate::picture::WIDTHS;
use crate::plan::{Route, Target};
use crate::render;
use crate::site::{Site, SiteOptions, Unusable};
use crate::source;
use crate::text::{HtmlOptions, ProblemKind, Text};
use crate::theme;
use crate::view::{self, Links, Owner};

mod deploy;
mod known;
mod page_links;
mod pages;
mod papers;

pub use deploy::deploy;

/// What a check found.
pub struct Report {
    /// In the order in which they are shown.
    pub diagnostics: Vec<Diagnostic>,
    /// How many papers and pages were looked at, where the site could be planned.
    pub checked: Result<(usize, usize), Unusable>,
}

/// Checks a site's content, its templates, and every link and asset of its pages.
///
/// Papers listed under days after `today` are odd. `progress` is told how many pages of how many were looked at.
pub fn check(options: &SiteOptions, today: Day, progress: impl Fn(usize, usize) + Sync) -> Report {
    let loaded = Site::load(options);
    let mut diagnostics = loaded.diagnostics;
    let checked = loaded.site.map(|mut site| {
        diagnostics.extend(texts(&site));
        diagnostics.extend(merged_terms(&site));
        diagnostics.extend(alike_authors(&site));
        diagnostics.extend(papers::check(&site, today));
        diagnostics.extend(theme::originals(site.root(), site.config()).map_or_else(
            |diagnostics| diagnostics,
            |originals| theme::ejected::check(site.root(), &originals),
        ));
        diagnostics.extend(render::joined(pictures(&site)));
        // Which papers are related changes nothing of what can be wrong with a page, and takes longest.
        site.relate_neighbors();
        let routes: Vec<&Route> =
            site.plan().routes().iter().filter(|route| render::is_html(route)).collect();
        diagnostics.extend(pages::check(&site, &routes, progress));
        diagnostic::locate(&mut diagnostics, |file| crate::source::text_of(site.root(), file));
        diagnostic::sort(&mut diagnostics);
        (site.catalog().papers().len(), routes.len())
    });
    Report { diagnostics, checked }
}

/// Thumbnails that cannot be made smaller.
fn pictures(site: &Site) -> Vec<Diagnostic> {
    let smallest =
        |route: &&Route| matches!(route.target, Target::Picture { width, .. } if width == WIDTHS[0]);
    let routes: Vec<&Route> = site.plan().routes().iter().filter(smallest).collect();
    routes.into_par_iter().filter_map(|route| render::sheet(site, route).render().err()).flatten().collect()
}

/// Problems of titles, abstracts, notes and plain pages.
fn texts(site: &Site) -> Vec<Diagnostic> {
    let of_papers = site.catalog().papers().par_iter().flat_map_iter(|paper| paper_texts(site, paper));
    let mut diagnostics: Vec<Diagnostic> = of_papers.collect();
    for page in site.pages() {
        let owner = Owner::Page(&page.file, &page.body);
        diagnostics.extend(passage(site, owner, &page.title, Text::inline));
        diagnostics.extend(passage(site, owner, &page.body, Text::block));
    }
    for description in site.vocabulary().descriptions() {
        let owner = Owner::Vocabulary(site.vocabulary().file());
        diagnostics.extend(passage(site, owner, description, Text::block));
    }
    diagnostics
}

fn paper_texts(site: &Site, paper: &Paper) -> Vec<Diagnostic> {
    let reason = paper.withdrawn.as_ref().and_then(|withdrawn| withdrawn.reason.as_ref());
    let lines = [Some(&paper.title), paper.summary.as_ref(), reason];
    let blocks = [paper.abstract_.as_ref(), paper.notes.as_ref()];
    let owner = Owner::Paper(paper);
    let lines = lines.into_iter().flatten().flat_map(|line| passage(site, owner, line, Text::inline));
    let blocks = blocks.into_iter().flatten().flat_map(|block| passage(site, owner, block, Text::block));
    lines.chain(blocks).collect()
}

fn passage(site: &Site, owner: Owner, passage: &Passage, read: fn(&str) -> Text) -> Vec<Diagnostic> {
    let file = owner.file();
    let text = read(&passage.text);
    let place = |range: std::ops::Range<usize>| {
        Place::in_file(file.clone(), passage.place(range, || source::text_of(site.root(), file)))
    };
    let problems = text.problems().iter().map(|problem| {
        Diagnostic::warning(problem.kind.code(), problem.message.clone())
            .at(place(problem.range.clone()), fix(problem.kind))
    });
    let mut diagnostics: Vec<Diagnostic> = problems.collect();
    for destination in lost_links(site, owner, &passage.text, &text) {
        let in_parentheses = passage.text.find(&format!("({destination}")).map(|at| at + 1);
        let at = in_parentheses.or_else(|| passage.text.find(&destination));
        // Entities and escapes are typed otherwise.
        let typed = at.map_or(0..0, |at| at..at + destination.len());
        if is_unsafe_file(site, file, &destination) {
            let message =
                format!("`{destination}` is not published: its scripts would run as this site's own");
            let fix = "put it into `static/`, and link to it from the site's root";
            diagnostics.push(Diagnostic::warning("unsafe-file", message).at(place(typed), fix));
            continue;
        }
        let (message, fix) = match destination.starts_with('#') {
            true => (
                format!("`{destination}` leads to no heading of this text"),
                "write the heading in lower case, its blanks as hyphens, without punctuation: `#related-work`",
            ),
            false if destination.contains('#') => (
                format!("`{destination}` leads to no page, file or heading of this site"),
                "name a file by its path from this one's folder, and a heading of it in lower case, its blanks as hyphens",
            ),
            false => (
                format!("`{destination}` leads to no page or file of this site"),
                "name a file by its path from this one's folder, or a page from the site's root",
            ),
        };
        diagnostics.push(Diagnostic::warning("lost-link", message).at(place(typed), fix));
    }
    diagnostics
}

/// Whether a destination is a file of the content folder that is not published for the scripts that it may hold.
fn is_unsafe_file(site: &Site, from: &str, destination: &str) -> bool {
    let path = destination.split('#').next().unwrap_or_default();
    let path = percent::decode(path).and_then(|path| source::resolve(from, &path));
    path.is_some_and(|path| source::is_script_bearing(&path) && site.root().join(path).is_file())
}

/// What to do about a problem of a text.
fn fix(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::UnknownCommand => "write it in Markdown, or in words",
        ProblemKind::UnreadableMath => "correct the formula",
        ProblemKind::UnmatchedBrace => "write its partner, or remove it",
        ProblemKind::UnsafeLink => "link to https://, http:// or mailto:",
        ProblemKind::ScriptElement => "remove it: it is not published",
        ProblemKind::TooComplex => "write it more simply",
    }
}

/// Relative links and pictures of a text that lead nowhere, and are published without the link.
fn lost_links(site: &Site, owner: Owner, source: &str, text: &Text) -> BTreeSet<String> {
    if !view::may_link(source) {
        return BTreeSet::new();
    }
    let lost = RefCell::new(BTreeSet::new());
    let links = Links::of(site, owner);
    let resolve = |destination: &str| {
        let resolved = links.resolve(destination);
        if resolved.is_none() {
            lost.borrow_mut().insert(destination.to_owned());
        }
        resolved
    };
    let raw_html = site.config().raw_html;
    text.html(&HtmlOptions { raw_html, link: &resolve, image: &resolve, ..HtmlOptions::default() });
    lost.into_inner()
}

/// Names that were taken for one term.
fn merged_terms(site: &Site) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for kind in TermKind::ALL {
        for term in site.catalog().terms(kind).all() {
            // What was joined by hand needs no word.
            if term.spellings.len() > 1 && !term.is_joined {
                let spellings: Vec<String> = term.spellings.iter().map(|name| format!("`{name}`")).collect();
                let message = format!("{} are one {}, `{}`", spellings.join(", "), kind.name(), term.name);
                diagnostics.push(Diagnostic::note("merged-terms", message));
            }
        }
    }
    diagnostics
}

/// Names of authors that are probably one person's. One note for all: it is a guess, and
/// `offprint authors alike` shows each.
fn alike_authors(site: &Site) -> Option<Diagnostic> {
    const SHOWN: usize = 3;
    let found = people::alike(site.catalog());
    let terms = site.catalog().terms(TermKind::Author);
    let named = found.iter().take(SHOWN).map(|alike| {
        let names = std::iter::once(&alike.preferred).chain(&alike.others);
        let names: Vec<String> = names.map(|id| format!("`{}`", terms[*id].name)).collect();
        names.join(" and ")
    });
    let named = named.collect::<Vec<_>>().join(", ");
    let message = match found.len() {
        0 => return None,
        1 => format!("{named} look like one person"),
        many if many > SHOWN => {
            let more = counted(many - SHOWN, "more person", "more people");
            format!("{named}, and the names of {more}, look like one person each")
        }
        _ => format!("{named} look like one person each"),
    };
    let help = "`offprint authors alike` says why, and how to join them; two entries in `authors.yaml` keep two people apart";
    Some(Diagnostic::note("alike-authors", message).help(help))
}
