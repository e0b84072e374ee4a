//! What users see of the program: commands run, files in, files and messages out.

#[cfg(feature = "fetch")]
mod add;
mod authors;
mod build;
mod check;
mod config;
mod corpus;
mod diagnostics;
mod digest;
mod docs;
mod edit;
#[cfg(all(unix, feature = "fetch", feature = "serve"))]
mod examples;
mod export;
mod extremes;
mod failures;
mod feed;
mod import;
mod incremental;
mod init;
mod languages;
mod list;
mod machines;
mod new;
mod output;
mod overviews;
mod pages;
#[cfg(feature = "images")]
mod pictures;
#[cfg(feature = "fetch")]
mod project_page;
mod publish;
#[path = "../../src/random.rs"]
mod random;
mod random_edits;
#[cfg(feature = "fetch")]
mod refresh;
mod search;
#[cfg(feature = "serve")]
mod serve;
mod shards;
mod shell;
mod site;
#[cfg(feature = "fetch")]
#[path = "../../src/fetch/stand_in.rs"]
mod stand_in;
mod tags;
mod theme;
