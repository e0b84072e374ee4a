//! An import turns what others list, each a [`FoundPaper`], into content files of this list.
//!
//! A source has a reader in a module of its own, such as [`arxiv`] or [`csl`]. Readers touch no site.
//! A [`List`] alone decides what is new, names the files, and writes them.

pub mod arxiv;
pub mod bibtex;
mod byline;
pub mod capture;
mod classes;
mod content_file;
pub mod csl;
mod date;
mod decode;
mod found_paper;
mod guess;
pub mod hf;
mod json;
pub mod jsonl;
mod known;
mod list;
mod merge;
pub mod pmlr;
mod publisher_text;
mod reading;
pub mod ris;
mod source_text;
mod structured_abstract;
mod trace;
mod words;

pub use found_paper::{Extra, FoundPaper, Markup, NamedFile, SourceEntry};
pub use guess::Format;
pub use known::Identity;
pub use list::{AddError, add, add_and_update};
#[cfg(feature = "fetch")]
pub use list::{Added, List};
pub use reading::Reading;
pub use source_text::{read_file, read_text};
pub(crate) use words::{distinct, line, name, paragraphs, with_lost_signs, with_whole_formulas};
