//! A [`Problem`] is a piece of a text that is shown as it was typed because it could not be understood.

use std::ops::Range;

/// A piece of a text that could not be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, for programs.
    pub kind: ProblemKind,
    /// What is wrong, for people: one line, without a full stop.
    pub message: String,
    /// Where, in bytes of the source.
    pub range: Range<usize>,
}

/// What is wrong with a piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// A TeX command that is not known, or has no argument where it needs one.
    UnknownCommand,
    /// A formula that cannot be shown as MathML.
    UnreadableMath,
    /// A brace without its partner.
    UnmatchedBrace,
    /// A link that leads nowhere a reader should go, such as `javascript:`. Its text is kept.
    UnsafeLink,
    /// A `<script>` or `<style>` element, which is left out.
    ScriptElement,
    /// More nesting, or more TeX, than is read.
    TooComplex,
}

impl ProblemKind {
    /// The stable code under which diagnostics report this kind.
    pub fn code(self) -> &'static str {
        match self {
            ProblemKind::UnknownCommand => "unknown-tex-command",
            ProblemKind::UnreadableMath => "unreadable-math",
            ProblemKind::UnmatchedBrace => "unmatched-brace",
            ProblemKind::UnsafeLink => "unsafe-link",
            ProblemKind::ScriptElement => "script-element",
            ProblemKind::TooComplex => "text-too-complex",
        }
    }
}
