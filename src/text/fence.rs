//! Fenced code of Markdown, followed line by line.

/// Whether the lines of a text are fenced code: <https://spec.commonmark.org/0.31.2/#fenced-code-blocks>.
#[derive(Default)]
pub(crate) struct Fences<'t> {
    open: Option<&'t str>,
}

impl<'t> Fences<'t> {
    pub(crate) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Takes the next line; fences themselves count as code.
    pub(crate) fn is_code(&mut self, line: &'t str) -> bool {
        match (self.open, marker(line)) {
            (None, Some(marker)) => self.open = Some(marker),
            (Some(open), Some(close)) if close.starts_with(open) && line.trim_end().ends_with(close) => {
                self.open = None;
            }
            (open, _) => return open.is_some(),
        }
        true
    }
}

/// Returns the marker of fenced code that a line begins with.
fn marker(line: &str) -> Option<&str> {
    let line = line.trim_start_matches([' ', '>']);
    let marker = line.chars().next().filter(|&c| c == '`' || c == '~')?;
    let len = line.len() - line.trim_start_matches(marker).len();
    let is_fence = len >= 3 && !(marker == '`' && line[len..].contains('`'));
    is_fence.then_some(&line[..len])
}
