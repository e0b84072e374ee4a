//! Text within math, and the math within that: `\text{if $x > 0$}`.
//!
//! The converter has no math in texts, where a dollar is a dollar to it. So a text that holds math is parted:
//! `{\text{if }{x > 0}}`. Nor does it take `_`, `&` and `#` in texts, which MathJax, and so arXiv, shows as they are.

use super::formula;

/// Writes each text of a formula as the converter reads it, with its math apart.
pub(super) fn with_math_apart(tex: &str) -> String {
    let mut written = String::with_capacity(tex.len() + 16);
    let mut rest = tex;
    while let Some(at) = rest.find('\\') {
        written.push_str(&rest[..at]);
        let command = &rest[at..];
        rest = match text_command(command) {
            Some((name, group)) => {
                let len = formula::group_len(group).expect("it was found to be a group");
                push_text(name, &group[1..len - 1], &mut written);
                &group[len..]
            }
            None => {
                let (command, after) = command.split_at(formula::token_len(command));
                written.push_str(command);
                after
            }
        };
    }
    written + rest
}

/// Returns the name by which the converter knows the command of text at the start of `tex`, and the group behind it.
fn text_command(tex: &str) -> Option<(&'static str, &str)> {
    let name = formula::command_name(tex)?;
    let known = match name {
        "text" | "mbox" | "hbox" | "textmd" | "textnormal" | "textup" => "text",
        "emph" => "emph",
        "textbf" => "textbf",
        "textit" | "textsl" => "textit",
        "textrm" => "textrm",
        "textsc" => "textsc",
        "textsf" => "textsf",
        "texttt" => "texttt",
        _ => return None,
    };
    let group = tex[1 + name.len()..].trim_start_matches(' ');
    formula::group_len(group).map(|_| (known, group))
}

fn push_text(name: &'static str, inside: &str, written: &mut String) {
    // In a table `&` parts cells.
    let is_plain = |sign: char| matches!(sign, '_' | '&' | '#') && !inside.contains(r"\begin");
    if !inside.contains('$') && !inside.contains(r"\(") && !inside.chars().any(is_plain) {
        written.extend(["\\", name, "{", inside, "}"]);
        return;
    }
    written.push('{');
    let mut text = Run { open: vec![Some(name)], bold_from: None, written, has_begun: false };
    let mut rest = inside;
    while let Some(first) = rest.chars().next() {
        if let Some((math, after)) = math(rest) {
            text.end();
            let opening = if text.bold_from.is_some() { r"{\boldsymbol{" } else { "{" };
            let closing = if text.bold_from.is_some() { "}}" } else { "}" };
            text.written.extend([opening, &with_math_apart(math), closing]);
            rest = after;
            continue;
        }
        let mut taken = first.len_utf8();
        match first {
            '\\' => match text_command(rest) {
                Some((name, group)) => {
                    text.open(Some(name));
                    taken = rest.len() - group.len() + 1;
                }
                None => {
                    taken = formula::token_len(rest);
                    match &rest[..taken] {
                        r"\boldmath" => {
                            text.bold_from = Some(text.open.len());
                            taken = rest.len() - rest[taken..].trim_start().len();
                        }
                        token => text.push(token),
                    }
                }
            },
            '{' => text.open(None),
            '}' => text.close(),
            // One that no other closes.
            '$' => text.push(r"\$"),
            sign if is_plain(sign) => {
                text.push("\\");
                text.push(&rest[..taken]);
            }
            _ => text.push(&rest[..taken]),
        }
        rest = &rest[taken..];
    }
    text.end();
    written.push('}');
}

/// Returns the formula at the start of a text, and what follows it.
fn math(text: &str) -> Option<(&str, &str)> {
    if let Some(math) = text.strip_prefix(r"\(") {
        return math.split_once(r"\)");
    }
    let math = text.strip_prefix('$')?;
    let mut depth = 0_usize;
    let mut is_escaped = false;
    for (at, byte) in math.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'{' => depth += 1,
            b'}' => depth = depth.checked_sub(1)?,
            b'$' if depth == 0 => return Some((&math[..at], &math[at + 1..])),
            _ => {}
        }
    }
    None
}

/// Text between formulas. Groups and styles that are open end before a formula, and begin again with what is shown
/// behind it.
struct Run<'w> {
    /// The commands whose groups are open, and `None` for a group by itself.
    open: Vec<Option<&'static str>>,
    /// How many groups are open where math becomes bold, until the last of them closes.
    bold_from: Option<usize>,
    written: &'w mut String,
    has_begun: bool,
}

impl Run<'_> {
    fn push(&mut self, shown: &str) {
        if !self.has_begun {
            self.has_begun = true;
            for index in 0..self.open.len() {
                self.push_opening(self.open[index]);
            }
        }
        self.written.push_str(shown);
    }

    fn open(&mut self, name: Option<&'static str>) {
        self.open.push(name);
        if self.has_begun {
            self.push_opening(name);
        }
    }

    fn push_opening(&mut self, name: Option<&'static str>) {
        if let Some(name) = name {
            self.written.extend(["\\", name]);
        }
        self.written.push('{');
    }

    fn close(&mut self) {
        self.open.pop();
        self.bold_from = self.bold_from.filter(|from| *from <= self.open.len());
        if self.has_begun {
            self.written.push('}');
        }
    }

    fn end(&mut self) {
        if std::mem::take(&mut self.has_begun) {
            self.written.extend(self.open.iter().map(|_| '}'));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn math_in_a_text_stands_apart() {
        for (tex, apart) in [
            (r"1 & \text{if $x>0$}\\", r"1 & {\text{if }{x>0}}\\"),
            (r"x_\mbox{a $b$ c} \hbox {d}", r"x_{\text{a }{b}\text{ c}} \text{d}"),
            (r"\text{a \textbf{b $c$ d} e} {f}", r"{\text{a \textbf{b }}{c}\text{\textbf{ d} e}} {f}"),
            (r"\textbf{$k$}", r"{{k}}"),
            (r"\text{{a} \(b\)}", r"{\text{{a} }{b}}"),
            (r"\text{all $i \in \{1,\text{or $n$}\}$}", r"{\text{all }{i \in \{1,{\text{or }{n}}\}}}"),
            (r"\text{\$5, {$a} and é$}", r"{\text{\$5, {\$a} and é\$}}"),
            (r"\hat{\mbox{\boldmath $u$}}", r"\hat{{{\boldsymbol{u}}}}"),
            (r"\mbox{{\boldmath$u$} is $v$}", r"{{\boldsymbol{u}}\text{ is }{v}}"),
            (r"\text{no math}, \text", r"\text{no math}, \text"),
            (r"\text{set_A \_ \&} \text{R&D #1, $a_i$}", r"{\text{set\_A \_ \&}} {\text{R\&D \#1, }{a_i}}"),
        ] {
            assert_eq!(with_math_apart(tex), apart);
        }
    }
}
