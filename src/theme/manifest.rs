//! A [`Manifest`] is a theme's `theme.yaml`, checked.

use std::ops::Range;

use super::CONTRACT;
use super::options::{self, ThemeOption};
use crate::diagnostic::{Diagnostic, Place};
use crate::fields::{Fields, Reader};

/// A name, and where it stands.
#[derive(Clone, Debug)]
pub struct Named {
    pub name: String,
    pub place: Place,
}

#[derive(Debug, Default)]
pub struct Manifest {
    /// A line for those who choose.
    pub description: Option<String>,
    /// The theme below this one; none for those right above the default.
    pub parent: Option<Named>,
    /// Joined in this order; none where those of the theme below are meant.
    pub styles: Option<Vec<Named>>,
    /// Joined after them, and after those that the themes below add.
    pub add_styles: Vec<Named>,
    pub options: Vec<ThemeOption>,
}

/// Reads the text of the `theme.yaml` of the theme in a `folder`; `path` names it in messages.
pub fn read(path: &str, folder: &str, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Manifest {
    let reader = Reader::new(path.into(), text, 0..text.len());
    let manifest = reader.root("a theme").map(|mut fields| {
        let start = fields.range().start;
        match fields.text_at("name") {
            None => {
                let message = "this theme has no `name`";
                reader.error("theme-without-name", &(start..start), message, "add `name: …`");
            }
            Some((name, range)) if name != folder => {
                let message = format!("sites choose this theme as `{folder}`, by the name of its folder");
                let fix = format!("write `{folder}`, or rename the folder");
                reader.warning("misnamed-theme", &range, message, fix);
            }
            Some(_) => {}
        }
        contract(&mut fields, start..start);
        let description = fields.text("description");
        let named = |(name, range): (String, Range<usize>)| Named { name, place: reader.place(&range) };
        let parent = fields.text_at("parent").map(named);
        let styles: Vec<Named> = fields.texts("styles").into_iter().map(named).collect();
        let add_styles = fields.texts("add_styles").into_iter().map(named).collect();
        let options = options::read(&mut fields);
        fields.finish(|_| None);
        let styles = Some(styles).filter(|styles| !styles.is_empty());
        Manifest { description, parent, styles, add_styles, options }
    });
    diagnostics.extend(reader.finish());
    manifest.unwrap_or_default()
}

fn contract(fields: &mut Fields, start: Range<usize>) {
    let reader = fields.reader();
    let speaks = format!("this offprint speaks version {CONTRACT}");
    match fields.integer("contract") {
        Some((contract, _)) if u64::try_from(contract) == Ok(CONTRACT) => {}
        Some((contract, range)) => {
            let message = format!("this theme is written for version {contract} of the template contract");
            reader.error("theme-contract", &range, message, speaks);
        }
        None => {
            let message = "this theme does not say for which template contract it is written";
            reader.error("theme-contract", &start, message, format!("add `contract: {CONTRACT}`: {speaks}"));
        }
    }
}
