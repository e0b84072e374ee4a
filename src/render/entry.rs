//! A paper's entry in a list: `partials/paper_entry.html`, rendered apart from the pages it stands on.
//!
//! A paper is on the lists of a day, a week, a month, a year, of each author and tag. Rendered and
//! made smaller once for most of these, it costs a tenth of what it would on each of them.

use tera::{Context, Value};

use super::compact::compact;
use crate::catalog::PaperId;
use crate::diagnostic::Diagnostic;
use crate::site::Site;
use crate::view::{EntryForm, EntryList};

const TEMPLATE: &str = "partials/paper_entry.html";

/// The entries of a list, one after the other.
pub fn entries(site: &Site, list: &EntryList) -> Result<String, Vec<Diagnostic>> {
    let mut entries = String::new();
    for (position, id) in list.papers.iter().enumerate() {
        if list.form == EntryForm::BRIEF {
            match site.brief_entry(*id) {
                Ok(entry) => entries.push_str(entry),
                Err(diagnostics) => return Err(diagnostics.to_vec()),
            }
        } else {
            entries.push_str(&entry(site, *id, list.form, position)?);
        }
    }
    Ok(entries)
}

/// A paper's entry in lists without abstracts, ready for pages. It is the same wherever it stands.
pub fn brief_entry(site: &Site, id: PaperId) -> Result<String, Vec<Diagnostic>> {
    entry(site, id, EntryForm::BRIEF, 0)
}

/// A paper's entry at a position of its list, from 0.
fn entry(site: &Site, id: PaperId, form: EntryForm, position: usize) -> Result<String, Vec<Diagnostic>> {
    let paper = site.entry(id);
    let mut context = Context::new();
    context.insert_value("paper", paper.value.clone());
    context.insert_value("heading", Value::from(form.heading));
    context.insert_value("show_date", Value::from(form.show_date));
    context.insert_value("show_abstracts", Value::from(form.show_abstracts));
    context.insert_value("first_entry", Value::from(position == 0 && form.show_abstracts));
    // Named by the paper's own page, whichever list comes first.
    let url = site.plan().urls().paper(&site.catalog().paper(id).key);
    let html = site.theme().render(TEMPLATE, &context, &url)?;
    Ok(if site.config().minify { compact(&html) } else { html })
}
