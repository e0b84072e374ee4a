//! The page that stands in for one that cannot be shown.

use quick_xml::escape::partial_escape;

use crate::diagnostic::{self, Diagnostic};

/// The same report as in the terminal, escaped: it quotes content, which is not to be trusted.
pub fn error_page(diagnostics: &[Diagnostic]) -> String {
    let report = diagnostic::human(diagnostics, false);
    let report = partial_escape(&*report);
    format!(
        "<!DOCTYPE html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<meta name=\"color-scheme\" content=\"light dark\">
<title>This page cannot be shown yet</title>
<style>
body {{ margin: 2rem auto; max-width: 75rem; padding: 0 1rem; font-family: system-ui, sans-serif; line-height: 1.5 }}
pre {{ overflow-x: auto; padding: 1rem; border-left: 4px solid light-dark(#b3261e, #f2b8b5); background: light-dark(#f6f4f2, #211f1f) }}
</style>
</head>
<body>
<main>
<h1>This page cannot be shown yet</h1>
<p>It appears here as soon as this is corrected:</p>
<pre tabindex=\"0\">{report}</pre>
</main>
</body>
</html>
"
    )
}
