//! TeX of BibTeX values: as plain text, and as a title whose braces are no text.

use std::collections::BTreeMap;

use crate::import::line;
use crate::import::publisher_text::{styled_tex, without_references};
use crate::text::{Text, escape_markdown_line};

/// Deeper groups are read without their braces.
const DEEPEST: usize = 32;

/// A value as one line of plain text; nothing if that is empty.
pub fn plain(value: &str) -> Option<String> {
    let text = standard(&without_references(&line(value)?));
    // `Inc.\ ` ends with a blank.
    let slashes = text.len() - text.trim_end_matches('\\').len();
    let text = text[..text.len() - slashes % 2].to_owned();
    if !text.contains(['\\', '{', '}', '$', '~', '`', '\'', '"', '&', '<']) && !text.contains("--") {
        return Some(text);
    }
    let shown = Text::inline(&escape_markdown_line(&without_protection(&text))).plain();
    line(&shown.replace('\u{A0}', " "))
}

/// A title with its TeX. Braces that only protect capitals stay where they are read as such, once;
/// where they would be shown, they go.
pub fn title(value: &str) -> Option<String> {
    let text = standard(&line(&styled_tex(value))?);
    let mut text = text.as_str();
    for _ in 0..DEEPEST {
        let Some(inner) = inner_of_group(text) else { break };
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
    (Braces::of(text).close(0) == Some(text.len() - 1) && !inner.starts_with('\\')).then_some(inner)
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

/// The addresses of a value: Mendeley writes several, with blanks between.
pub fn addresses(value: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for word in value.split_whitespace() {
        let bare = word.trim_start_matches("\\url{");
        let begins = bare.starts_with("http") || bare.starts_with("www.");
        match parts.last_mut().filter(|_| !begins) {
            // An address may be broken over lines.
            Some(part) => part.push_str(word),
            None => parts.push(word.to_owned()),
        }
    }
    parts.iter().map(|part| address(part).trim_end_matches([';', ',']).to_owned()).collect()
}

/// A text with addresses: `\url{a}, last visited in May`, `Code: \href{a}{here}`.
pub struct AddressedText<'t> {
    /// Those that it begins with.
    pub leading: Vec<&'t str>,
    /// Those that commands name further on.
    pub within: Vec<&'t str>,
    /// Without the leading ones.
    pub text: &'t str,
}

impl<'t> AddressedText<'t> {
    pub fn read(value: &'t str) -> AddressedText<'t> {
        let mut leading = Vec::new();
        let mut text = value.trim();
        while let Some((address, rest)) = leading_address(text) {
            leading.push(address);
            let is_between = |char: char| char.is_whitespace() || matches!(char, ',' | ';' | '.' | '}');
            text = rest.trim_start_matches(is_between);
        }
        let named = ["\\url{", "\\href{"].into_iter().flat_map(|command| {
            let behind = text.match_indices(command).map(move |(at, _)| &text[at + command.len()..]);
            behind.filter_map(|rest| Some(rest.split_once('}')?.0))
        });
        AddressedText { leading, within: named.collect(), text }
    }
}

/// An address at the start, in a command or bare, and what stands behind it.
fn leading_address(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches('{');
    if let Some(inside) = text.strip_prefix("\\url{") {
        return inside.split_once('}');
    }
    let is_address = ["http://", "https://", "www."].iter().any(|start| text.starts_with(start));
    let end = text.find([' ', '\n', '\t', ',', ';', '}']).unwrap_or(text.len());
    is_address.then(|| text.split_at(end))
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

/// The braces that belong together.
struct Braces(BTreeMap<usize, usize>);

impl Braces {
    fn of(text: &str) -> Braces {
        let (mut pairs, mut open) = (BTreeMap::new(), Vec::new());
        let mut is_escaped = false;
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'{' if !is_escaped => open.push(at),
                b'}' if !is_escaped => pairs.extend(open.pop().map(|start| (start, at))),
                _ => {}
            }
            is_escaped = byte == b'\\' && !is_escaped;
        }
        Braces(pairs)
    }

    fn close(&self, open: usize) -> Option<usize> {
        self.0.get(&open).copied()
    }
}

/// Without groups that are no argument of a command: names and venues have no capitals to protect.
fn without_protection(text: &str) -> String {
    groups(text, 0, &|inner| inner)
}

/// `{{Operating}}` is `{Operating}`, and what the reader of titles would take for a set or for a
/// placeholder has no braces.
fn with_single_braces(text: &str) -> String {
    groups(text, 0, &|inner| {
        if inner_of_group(&inner).is_some() {
            return inner;
        }
        let protected = format!("{{{inner}}}");
        // Not by itself: a whole line in braces is never a set.
        let shown = Text::inline(&format!("A {protected}")).plain();
        if shown.contains('{') || shown.contains('}') { inner } else { protected }
    })
}

/// Writes anew what stands in groups that are no argument of a command and hold none at their start,
/// outside of formulas. `write` is given what stands in a group, itself written anew.
fn groups(text: &str, depth: usize, write: &dyn Fn(String) -> String) -> String {
    if depth > DEEPEST {
        return text.replace(['{', '}'], "");
    }
    let braces = Braces::of(text);
    let mut written = String::with_capacity(text.len());
    let (mut at, mut in_math) = (0, false);
    while let Some(char) = text[at..].chars().next() {
        let len = match char {
            '\\' => {
                let len = command_len(text, at, &braces);
                written.push_str(&text[at..at + len]);
                len
            }
            '{' if !in_math => match braces.close(at) {
                Some(end) => {
                    let inner = &text[at + 1..end];
                    if inner.starts_with('\\') {
                        written.push_str(&text[at..=end]);
                    } else {
                        written.push_str(&write(groups(inner, depth + 1, write)));
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

/// The length of the command at `start`, with the arguments that follow it at once: `\emph{x}`, `\'{e}`, `\&`.
fn command_len(text: &str, start: usize, braces: &Braces) -> usize {
    let command = &text[start..];
    let letters = command[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
    let len = match letters {
        0 => 1 + command[1..].chars().next().map_or(0, char::len_utf8),
        letters => 1 + letters,
    };
    if matches!(&command[..len], "\\{" | "\\}" | "\\&" | "\\%" | "\\\\") {
        return len;
    }
    let mut end = start + len;
    while let Some(close) = braces.close(end) {
        end = close + 1;
    }
    end - start
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
            ("{T{\\\"}ulu} 3 with n{=}5 is risk\\-sensitive", "{T{\\\"}ulu} 3 with n=5 is risk\\-sensitive"),
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
            ("Proc. of the $24^{th}$ and 1$^{\\textrm{st}}$", "Proc. of the 24th and 1st"),
            ("B{\\\"u}y{\\\"u}kg{\\\"u}ng{\\\"o}r", "Büyükgüngör"),
            ("{\\c{C}}etinkaya", "Çetinkaya"),
            ("Aks{\\i}n", "Aksın"),
        ] {
            assert_eq!(plain(typed).as_deref(), Some(shown), "{typed}");
        }
        let deep = format!("{}x{}", "{a ".repeat(10_000), "}".repeat(10_000));
        assert_eq!(title(&deep).map(|title| title.matches('{').count() <= DEEPEST), Some(true));
        assert!(plain(&deep).is_some_and(|plain| !plain.contains('{')));
        assert_eq!(address("\\url{https://a.example/x\\_y\\%20z}"), "https://a.example/x_y%20z");
    }
}
