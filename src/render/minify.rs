//! Makes pages of any markup, and scripts, smaller without changing what they say or do.

use std::sync::LazyLock;

use minify_html::Cfg;

use crate::caught::caught;

/// Only what the HTML standard allows: closing tags stay, and styles and scripts are left alone.
static LIMITS: LazyLock<Cfg> =
    LazyLock::new(|| Cfg { keep_closing_tags: true, keep_html_and_head_opening_tags: true, ..Cfg::new() });

/// Removes blanks and quotes that a page does not need.
///
/// A page that the minifier cannot take stays as it is.
pub fn minify(html: String) -> String {
    // The minifier is known to panic on some input; that must cost the minification, not the page.
    caught(|| minify_html::minify(html.as_bytes(), &LIMITS))
        .map(|bytes| String::from_utf8(bytes).expect("the minifier keeps UTF-8"))
        .unwrap_or(html)
}

/// Writes a script as short as its syntax allows; comments stay.
///
/// A script that the minifier cannot take stays as it is.
pub fn minify_script(script: &str) -> String {
    // Names at the top are seen by others in a classic script, and by nobody in a module.
    let is_module = script.lines().any(|line| line.starts_with("import ") || line.starts_with("export "));
    let opening = if is_module { "<script type=module>" } else { "<script>" };
    let limits = Cfg { minify_js: true, ..LIMITS.clone() };
    let element = format!("{opening}{script}</script>");
    let minified = caught(|| minify_html::minify(element.as_bytes(), &limits));
    let smaller = minified.and_then(|bytes| {
        let text = String::from_utf8(bytes).ok()?;
        Some(text.strip_prefix(opening)?.strip_suffix("</script>")?.to_owned())
    });
    smaller.unwrap_or_else(|| script.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, minified: &str) {
        assert_eq!(minify(html.to_owned()), minified);
    }

    #[test]
    fn blanks_that_show_stay() {
        check("<p>a <em>b</em>  c</p>\n<p>d</p>", "<p>a <em>b</em> c</p><p>d</p>");
        check("<pre><code>a\n  b</code></pre>", "<pre><code>a\n  b</code></pre>");
    }

    #[test]
    fn math_keeps_its_elements() {
        let math = "<p><math><mi>x</mi><mspace width=\"1em\"></mspace><mn>2</mn></math></p>";
        check(math, "<p><math><mi>x</mi><mspace width=1em></mspace><mn>2</mn></math></p>");
    }

    #[test]
    fn a_script_does_what_it_did() {
        let minified = minify_script("function seen() {\n  return `a\n  b`;\n}\n");
        assert_eq!(minified, "function seen(){return`a\n  b`}");
        assert_eq!(minify_script("export const one = 1;\n"), "export const one=1;");
        assert_eq!(minify_script("let = broken ("), "let = broken (");
        let breaking = "const end = '</script>';\n";
        assert_eq!(minify_script(breaking), breaking);
    }

    #[test]
    fn scripts_and_styles_are_left_alone() {
        check("<script>let  a = 1;</script>", "<script>let  a = 1;</script>");
    }
}
