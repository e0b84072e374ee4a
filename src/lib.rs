//! `offprint` makes a static site out of a folder of papers.
//!
//! `ARCHITECTURE.md` shows how data walks through the modules; [`build`] is that walk on one page.

pub mod catalog;
pub mod cli;
pub mod config;
pub mod diagnostic;
mod fields;
mod front_matter;
mod page;
pub mod paper;
mod plan;
mod slug;
mod source;
pub mod text;
mod theme;
mod view;
mod yaml;
