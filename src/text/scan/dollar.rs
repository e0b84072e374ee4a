//! Formulas.

use super::{Masked, Scanner};
use crate::text::formula::{self, Found};
use crate::text::math::{Display, Math};
use crate::text::plain;
use crate::text::problem::ProblemKind;
use crate::text::tree::Inline;

impl<'s> Scanner<'s> {
    pub(super) fn dollar(&mut self, at: usize, end: usize, masked: &mut Masked<'s>) -> usize {
        match formula::between_dollars(self.source, at, end) {
            Some(found) => self.formula(at, found, masked),
            None => {
                let len = if self.source[at..end].starts_with("$$") { 2 } else { 1 };
                self.copy(at..at + len, masked);
                at + len
            }
        }
    }

    pub(super) fn formula(&mut self, start: usize, found: Found, masked: &mut Masked<'s>) -> usize {
        let is_text = formula::is_text(&self.source[found.body.clone()]);
        if let Some(content) = is_text.then(|| self.formula_as_text(&found, |_| true)).flatten() {
            masked.punch(start..found.end, content);
            return found.end;
        }
        let typed = &self.source[start..found.end];
        let body = found.body.start - start..found.body.end - start;
        let (math, reason) = Math::read(typed, body, found.display);
        if let Some(reason) = reason {
            let has_no_tex = |text: &str| !text.contains(['^', '_', '\\']);
            if let Some(content) = self.formula_as_text(&found, has_no_tex) {
                masked.punch(start..found.end, content);
                return found.end;
            }
            let shown = match math.mathml() {
                Some(_) => "a command in this formula is shown by its name",
                None => "this formula is shown as typed",
            };
            self.report(ProblemKind::UnreadableMath, start..found.end, format!("{shown}: {reason}"));
        }
        masked.punch(start..found.end, vec![Inline::Math(Box::new(math))]);
        found.end
    }

    /// Reads a formula that is none as text, if that goes without a problem: `$\href{…}{…}$`, `$\textbf{A}~B$`.
    /// `may_be` is asked about the plain text.
    fn formula_as_text(&mut self, found: &Found, may_be: impl Fn(&str) -> bool) -> Option<Vec<Inline>> {
        if found.display == Display::Block || !self.source[found.body.clone()].contains('\\') {
            return None;
        }
        let range_count = self.text_ranges.len();
        let (problem_count, command_count) = (self.problems.len(), self.unknown_commands.len());
        let content = self.inlines(found.body.clone());
        let is_text = self.problems.len() == problem_count && may_be(&plain::write_inlines(&content));
        if !is_text {
            self.text_ranges.truncate(range_count);
        }
        self.problems.truncate(problem_count);
        self.unknown_commands.truncate(command_count);
        is_text.then_some(content)
    }
}
