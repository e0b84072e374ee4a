//! A [`Text`] is a title or an abstract as people type it: Markdown with TeX, parsed once.
//!
//! It is read in two passes. `scan` walks the source first and puts one private-use character, a *hole*,
//! in place of each piece of TeX, HTML or bare URL that it understands, so that Markdown never sees the `_` of a
//! formula. `markdown` then parses what is left and fills the holes. The result is a `tree` that is written as
//! `html`, `plain` text or `latex`.
//!
//! What is not understood is shown as it was typed and is a [`Problem`]; nothing here fails.
//!
//! # What is read as what
//!
//! | typed | read as |
//! |---|---|
//! | `$x_i$`, `$$…$$`, `\(…\)`, `\[…\]`, `\begin{align}…` | math; see `formula` for what keeps `$5 and $7` from being math |
//! | `\emph{…}`, `{\bf …}`, `\"o`, `\cite{…}`, … | TeX; the commands are listed in `command` |
//! | `\ell_1`, `\alpha` outside dollars | math |
//! | ``` ``…'' ```, `--`, `---`, `Fig.~1` | “…”, –, —, a no-break space; not in URLs, code, or `--flag` |
//! | `{BERT}`, `{k}-means` | BERT, k-means; the braces protect capitals in BibTeX and are kept there only |
//! | `{a, b}`, `{{ name }}`, `{name}` | themselves: sets and placeholders keep their braces |
//! | `<em>`, `<sub>`, `<p>`, `<a href>`, … | what they mean; see `tag` |
//! | `<think>`, `a<b>c`, `1 < 2` | themselves |
//! | `<script>…</script>`, `<!-- … -->` | nothing |
//! | `https://example.org/x.` | a link, without the full stop |
//! | anything else | CommonMark with tables; no footnotes, no strikethrough (`~` is TeX's no-break space) |
//!
//! Control characters and bidirectional overrides are removed wherever they stand: they are not text, and they let
//! one thing look like another.

mod accent;
mod character_reference;
mod chemistry;
mod command;
mod dialect;
mod escape;
mod fence;
mod formula;
mod html;
mod language;
mod latex;
mod limits;
mod linear;
mod link;
mod markdown;
mod masked;
mod math;
mod plain;
mod problem;
mod region;
mod scan;
mod switch;
mod symbol;
mod tag;
mod text_in_math;
mod tree;
mod unit;

#[cfg(test)]
pub(crate) mod tests;

pub(crate) use self::character_reference::decode_references;
pub(crate) use self::command::{begins_with_list_part, is_math_environment};
pub use self::escape::{escape_markdown, escape_markdown_line};
pub(crate) use self::fence::Fences;
pub(crate) use self::formula::tex_command;
pub use self::html::HtmlOptions;
pub use self::language::SiteLanguage;
pub(crate) use self::math::MAX_LEN as LONGEST_FORMULA;
pub use self::problem::{Problem, ProblemKind};
pub(crate) use self::symbol::{is_function as is_function_of_math, name_of_symbol};
pub(crate) use self::tree::clean_up;

use self::tree::Block;

/// A title or an abstract as a curator typed it, parsed once: Markdown with TeX.
///
/// ```
/// use offprint::text::Text;
///
/// let title = Text::inline(r#"Sorting in $O(n^2)$ with \emph{na\"{\i}ve} {B}ubbles"#);
/// assert_eq!(title.plain(), "Sorting in O(n²) with naïve Bubbles");
/// assert_eq!(title.latex(), r"Sorting in $O(n^2)$ with \emph{naïve} {B}ubbles");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    blocks: Vec<Block>,
    problems: Vec<Problem>,
}

impl Text {
    /// Reads a title, a summary or another line: emphasis, code and TeX, but nothing that makes a block.
    ///
    /// Line breaks become blanks, `1. Foo`, `# Foo` and `- x` stay as they were typed, and a link is its text, since a
    /// title stands in a link of its own.
    pub fn inline(source: &str) -> Text {
        scan::line(source)
    }

    /// Reads an abstract, notes or a page: all of CommonMark, and tables.
    pub fn block(source: &str) -> Text {
        scan::document(source)
    }

    /// Writes HTML, with math as MathML; safe to put into a page whatever the source was.
    ///
    /// A text read by [`Text::inline`] is phrasing content, one read by [`Text::block`] a run of block elements.
    pub fn html(&self, options: &HtmlOptions<'_>) -> String {
        html::write(&self.blocks, options)
    }

    /// Each heading as plain text, in the order of the source.
    pub fn headings(&self) -> Vec<String> {
        plain::headings(&self.blocks)
    }

    /// Writes plain text for feeds, `meta` tags and search.
    ///
    /// Math is shown as Unicode where that is readable (`$x^2$` is `x²`). Blocks are parted by an empty line.
    pub fn plain(&self) -> String {
        plain::write(&self.blocks)
    }

    /// Writes TeX for a BibTeX field: math as it was typed, what is special to TeX escaped, accents as UTF-8.
    ///
    /// The braces always balance as BibTeX counts them, which is without regard to backslashes.
    pub fn latex(&self) -> String {
        latex::write(&self.blocks)
    }

    /// What could not be understood, in the order of the source.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }
}
