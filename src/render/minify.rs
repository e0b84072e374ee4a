//! Makes pages of any markup smaller without changing what they say.

use std::panic;
use std::sync::LazyLock;

use minify_html::Cfg;

/// Only what the HTML standard allows: closing tags stay, and styles and scripts are left alone.
static LIMITS: LazyLock<Cfg> =
    LazyLock::new(|| Cfg { keep_closing_tags: true, keep_html_and_head_opening_tags: true, ..Cfg::new() });

/// Removes blanks and quotes that a page does not need.
///
/// A page that the minifier cannot take stays as it is.
pub fn minify(html: String) -> String {
    // The minifier is known to panic on some input; that must cost the minification, not the page.
    panic::catch_unwind(|| minify_html::minify(html.as_bytes(), &LIMITS))
        .map(|bytes| String::from_utf8(bytes).expect("the minifier keeps UTF-8"))
        .unwrap_or(html)
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
    fn scripts_and_styles_are_left_alone() {
        check("<script>let  a = 1;</script>", "<script>let  a = 1;</script>");
    }
}
