//! An *export* is a file of the site for machines: a feed, a sitemap, a citation.

pub mod atom;
pub mod bibtex;
pub mod robots;
pub mod sitemap;
mod xml;
