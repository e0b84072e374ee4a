//! TeX of BibTeX values: as plain text, and as a title whose braces are no text.

use crate::import::line;
use crate::text::{Text, escape_markdown_line};

/// A value as one line of plain text; nothing if that is empty.
pub fn plain(value: &str) -> Option<String> {
    let text = standard(&line(value)?);
    if !text.contains(['\\', '{', '}', '$', '~', '`', '\'', '"', '&', '<']) && !text.contains("--") {
        return Some(text);
    }
    let shown = Text::inline(&escape_markdown_line(&without_protection(&text))).plain();
    line(&shown.replace('\u{A0}', " "))
}

/// A title with its TeX. Braces that only protect capitals stay where they are read as such, once;
/// where they would be shown, they go.
pub fn title(value: &str) -> Option<String> {
    let text = standard(&line(value)?);
    let mut text = text.as_str();
    while let Some(inner) = inner_of_group(text) {
        text = inner.trim();
    }
    line(&with_single_braces(text))
}

/// With the commands of LaTeX in place of those that only biblatex has.
fn standard(text: &str) -> String {
    let commands =
        [("\\mkbibemph{", "\\emph{"), ("\\mkbibitalic{", "\\emph{"), ("\\mkbibquote{", "\\enquote{")];
    commands.into_iter().fold(text.to_owned(), |text, (own, usual)| text.replace(own, usual))
}

/// What stands in a group that is all there is: `{A title}`.
pub fn inner_of_group(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    (close(text, 0) == Some(text.len() - 1) && !inner.starts_with('\\')).then_some(inner)
}

/// Parts between separators that stand in no group.
pub fn split(text: &str, is_separator: impl Fn(char) -> bool) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for (at, char) in text.char_indices() {
        match char {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            char if depth == 0 && is_separator(char) => {
                parts.push(&text[start..at]);
                start = at + char.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// An address without the escapes of TeX: `a\_b`, `\url{a}`.
pub fn address(value: &str) -> String {
    let value = value.trim();
    let value = value.find("\\url{").map_or(value, |at| {
        let rest = &value[at + 5..];
        &rest[..rest.find('}').unwrap_or(rest.len())]
    });
    let mut value = value.replace("\\%", "%").replace("\\_", "_").replace("\\&", "&").replace("\\#", "#");
    value = value.replace("{\\textasciitilde}", "~").replace("\\~{}", "~").replace("\\textasciitilde ", "~");
    value.retain(|char| !matches!(char, '{' | '}' | '\\') && !char.is_whitespace());
    value
}

fn close(text: &str, open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(open) {
        match byte {
            b'{' if !is_escaped => depth += 1,
            b'}' if !is_escaped && depth == 1 => return Some(at),
            b'}' if !is_escaped => depth = depth.saturating_sub(1),
            _ => {}
        }
        is_escaped = byte == b'\\' && !is_escaped;
    }
    None
}

/// Without groups that are no argument of a command: names and venues have no capitals to protect.
fn without_protection(text: &str) -> String {
    groups(text, &|inner| without_protection(inner))
}

/// `{{Operating}}` is `{Operating}`, and what the reader of titles would take for a set or for a
/// placeholder has no braces.
fn with_single_braces(text: &str) -> String {
    groups(text, &|inner| {
        let mut inner = inner;
        while let Some(deeper) = inner_of_group(inner) {
            inner = deeper;
        }
        let protected = format!("{{{}}}", with_single_braces(inner));
        // Not by itself: a whole line in braces is never a set.
        let shown = Text::inline(&format!("A {protected}")).plain();
        if shown.contains('{') || shown.contains('}') { with_single_braces(inner) } else { protected }
    })
}

/// Writes anew what stands in groups that are no argument of a command and hold none at their start,
/// outside of formulas.
fn groups(text: &str, write: &dyn Fn(&str) -> String) -> String {
    let mut written = String::with_capacity(text.len());
    let (mut at, mut in_math) = (0, false);
    while let Some(char) = text[at..].chars().next() {
        let rest = &text[at..];
        let len = match char {
            '\\' => {
                let len = command_len(rest);
                written.push_str(&rest[..len]);
                len
            }
            '{' if !in_math => match close(text, at) {
                Some(end) => {
                    let inner = &text[at + 1..end];
                    if inner.starts_with('\\') {
                        written.push_str(&text[at..=end]);
                    } else {
                        written.push_str(&write(inner));
                    }
                    end + 1 - at
                }
                // Without its partner it is nothing.
                None => 1,
            },
            '}' if !in_math => 1,
            char => {
                in_math ^= char == '$';
                written.push(char);
                char.len_utf8()
            }
        };
        at += len;
    }
    written
}

/// A command with the arguments that follow it at once: `\emph{x}`, `\'{e}`, `\&`.
fn command_len(text: &str) -> usize {
    let letters = text[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
    let mut len = match letters {
        0 => 1 + text[1..].chars().next().map_or(0, char::len_utf8),
        letters => 1 + letters,
    };
    while text[len..].starts_with('{') && !matches!(&text[..len], "\\{" | "\\}" | "\\&" | "\\%" | "\\\\") {
        match close(text, len) {
            Some(end) => len = end + 1,
            None => break,
        }
    }
    len
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_keep_their_tex_and_lose_doubled_braces() {
        for (typed, title_) in [
            ("{{Whole} title}", "{Whole} title"),
            ("On \\mkbibquote{{A} B} and \\mkbibemph{c}", "On \\enquote{{A} B} and \\emph{c}"),
            ("This {{Is}} the\n  {{Difference}}", "This {Is} the {Difference}"),
            ("{K}-means in $O(n^{2})$ and {\\it x}", "{K}-means in $O(n^{2})$ and {\\it x}"),
            ("On {C--C} and Mar{\\'i}a's \\emph{{x}}", "On {C--C} and Mar{\\'i}a's \\emph{{x}}"),
        ] {
            assert_eq!(title(typed).as_deref(), Some(title_), "{typed}");
        }
        for typed in ["{{template}} of {name}", "The {fast} {{lwIP TCP/IP Stack}}", "{a, b} and {unclosed"] {
            let title = title(typed).expect("it is a title");
            assert!(!Text::inline(&title).plain().contains(['{', '}']), "{title}");
        }
    }

    #[test]
    fn other_values_are_plain() {
        for (typed, shown) in [
            ("{American Chemical Society}", "American Chemical Society"),
            ("Science \\& {{Technology}}", "Science & Technology"),
            ("Angew.~Chem.", "Angew. Chem."),
            ("B{\\\"u}y{\\\"u}kg{\\\"u}ng{\\\"o}r", "Büyükgüngör"),
            ("{\\c{C}}etinkaya", "Çetinkaya"),
            ("Aks{\\i}n", "Aksın"),
        ] {
            assert_eq!(plain(typed).as_deref(), Some(shown), "{typed}");
        }
        assert_eq!(address("\\url{https://a.example/x\\_y\\%20z}"), "https://a.example/x_y%20z");
    }
}
