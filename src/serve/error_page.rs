//! What is wrong, in the browser: on a page that stands in for one that cannot be shown, or over one that is as it was.

use quick_xml::escape::partial_escape;

use crate::diagnostic::{self, Diagnostic, Styling};

pub fn error_page(diagnostics: &[Diagnostic]) -> String {
    let report = report(diagnostics);
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

/// Stands over the end of a page, whose theme has no say in how it looks.
pub fn fault_notice(diagnostics: &[Diagnostic]) -> String {
    let report = report(diagnostics);
    format!(
        "<details open role=\"alert\" style=\"all: initial; color-scheme: light dark; position: fixed; inset: auto 0 0; \
         z-index: 2147483647; box-sizing: border-box; max-height: 60vh; overflow: auto; padding: .75rem 1rem; \
         border-top: 4px solid light-dark(#b3261e, #f2b8b5); background: light-dark(#fff, #211f1f); \
         color: light-dark(#1c1b1a, #eee); font: 1rem/1.5 system-ui, sans-serif\">\
         <summary style=\"cursor: pointer\">This page is as it was, until this is corrected</summary>\
         <pre tabindex=\"0\" style=\"all: initial; display: block; overflow-x: auto; white-space: pre; color: inherit; \
         font: .875rem/1.5 ui-monospace, monospace\">{report}</pre></details>"
    )
}

/// The same report as in the terminal, escaped: it quotes content, which is not to be trusted.
fn report(diagnostics: &[Diagnostic]) -> String {
    partial_escape(&*diagnostic::human(diagnostics, Styling::Plain)).into_owned()
}
