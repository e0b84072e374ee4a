//! `offprint` makes a static site out of a folder of papers.
//!
//! `ARCHITECTURE.md` shows how data walks through the modules; `src/build.rs` is that walk on one page.

// Reading a site again after an edit is asked for by the preview alone, and answers of services by what fetches them;
// both are spread over several modules.
#![cfg_attr(not(all(feature = "fetch", feature = "serve")), allow(dead_code))]

mod build;
mod catalog;
mod caught;
mod check;
pub mod cli;
mod config;
mod diagnostic;
mod digest;
mod edit;
mod export;
mod facts;
#[cfg(feature = "fetch")]
mod fetch;
mod fields;
mod filter;
mod fingerprint;
mod fold;
mod front_matter;
mod import;
mod layout;
mod listing;
#[cfg(feature = "fetch")]
mod look_up;
mod markup;
mod memory;
mod output;
mod page;
mod paper;
mod people;
mod percent;
mod pick;
mod picture;
mod placing;
mod plan;
mod plot;
#[cfg(test)]
mod random;
mod recent;
#[cfg(feature = "fetch")]
mod reference;
#[cfg(feature = "fetch")]
mod refresh;
mod render;
mod scaffold;
mod search;
#[cfg(feature = "serve")]
mod serve;
mod service;
mod shard;
mod site;
mod slug;
mod source;
pub mod text;
mod theme;
mod timings;
mod view;
mod vocabulary;
mod words;
mod yaml;
