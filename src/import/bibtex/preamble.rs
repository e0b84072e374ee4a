//! Commands that a file defines in its `@preamble`, written out where its entries use them.

use std::collections::HashMap;

use super::syntax::Entry;
use crate::text::tex_command;

/// Definitions that use others are followed so far.
const DEEPEST: usize = 4;

/// What a value may become, in bytes.
const LONGEST_VALUE: usize = 1 << 16;

/// TeX that works on the page or on TeX itself says nothing that could be read.
const UNREADABLE: [&str; 12] = [
    "\\if",
    "\\def",
    "\\let",
    "\\csname",
    "\\expandafter",
    "\\catcode",
    "\\font",
    "\\lower",
    "\\raise",
    "\\kern",
    "\\hbox",
    "\\vbox",
];

/// By their names.
struct Macros(HashMap<String, Macro>);

struct Macro {
    arguments: usize,
    /// With `#1` for the first argument.
    body: String,
}

/// Writes out, in every field, the commands that `preamble` defines and that have no meaning of their own here.
pub fn write_out(entries: &mut [Entry], preamble: &str) {
    let macros = Macros::read(preamble);
    let fields = entries.iter_mut().flat_map(|entry| &mut entry.fields);
    for field in fields.filter(|field| field.value.contains('\\')) {
        if let Some(value) = macros.written_out(&field.value) {
            field.value = value;
        }
    }
}

impl Macros {
    fn read(preamble: &str) -> Macros {
        // That of BibTeX's own example, which many copied without its definition.
        let sort_key = || Macro { arguments: 1, body: String::new() };
        let mut macros = HashMap::from(["noopsort", "SortNoop"].map(|name| (name.to_owned(), sort_key())));
        let mut rest = preamble;
        while let Some(at) = rest.find('\\') {
            let (name, behind) = command(&rest[at..]);
            rest = behind;
            let defined = match name {
                "newcommand" | "renewcommand" | "providecommand" | "DeclareRobustCommand" => of_latex(behind),
                "def" | "gdef" => of_tex(behind),
                _ => None,
            };
            if let Some((name, defined, behind)) = defined {
                rest = behind;
                let is_readable = UNREADABLE.iter().all(|command| !defined.body.contains(command));
                if is_readable && tex_command(&format!("\\{name}")).is_none() {
                    macros.insert(name.to_owned(), defined);
                }
            }
        }
        Macros(macros)
    }

    /// None where nothing is to be written out.
    fn written_out(&self, value: &str) -> Option<String> {
        let mut written = self.once(value)?;
        for _ in 1..DEEPEST {
            match self.once(&written).filter(|longer| longer.len() <= LONGEST_VALUE) {
                Some(deeper) => written = deeper,
                None => break,
            }
        }
        // `{\noopsort{a}}1984` leaves nothing in its braces.
        Some(written.replace("{}", ""))
    }

    fn once(&self, value: &str) -> Option<String> {
        let mut written = String::with_capacity(value.len());
        let mut rest = value;
        let mut is_changed = false;
        while let Some(at) = rest.find('\\') {
            written.push_str(&rest[..at]);
            let (name, behind) = command(&rest[at..]);
            let call = self.0.get(name).and_then(|known| known.call(behind));
            rest = match call {
                Some((text, behind)) => {
                    is_changed = true;
                    written.push_str(&text);
                    behind
                }
                None => {
                    let len = 1 + rest[at + 1..].chars().next().map_or(0, char::len_utf8).max(name.len());
                    written.push_str(&rest[at..at + len]);
                    &rest[at + len..]
                }
            };
        }
        is_changed.then(|| written + rest)
    }
}

impl Macro {
    /// The text of a use, and what stands behind its arguments.
    fn call<'t>(&self, behind: &'t str) -> Option<(String, &'t str)> {
        // TeX takes the blank behind a command.
        let mut rest = behind.trim_start_matches(' ');
        let mut text = self.body.clone();
        for number in 1..=self.arguments {
            let (argument, behind) = argument(rest)?;
            text = text.replace(&format!("#{number}"), argument);
            rest = behind;
        }
        (text.len() <= LONGEST_VALUE).then_some((text, rest))
    }
}

/// The letters of the command at the start, and what stands behind them.
fn command(tex: &str) -> (&str, &str) {
    let letters = tex[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
    (&tex[1..1 + letters], &tex[1 + letters..])
}

/// `{\name}[1]{body}`, `*\name{body}`
fn of_latex(tex: &str) -> Option<(&str, Macro, &str)> {
    let tex = tex.trim_start_matches('*').trim_start();
    let (defined, rest) = argument(tex)?;
    let (name, _) = command(defined.trim().strip_prefix('\\').map(|_| defined.trim())?);
    let rest = rest.trim_start();
    let (arguments, rest) = match rest.strip_prefix('[') {
        Some(count) => {
            let (count, rest) = count.split_once(']')?;
            (count.trim().parse().ok().filter(|count| *count <= 9)?, rest.trim_start())
        }
        None => (0, rest),
    };
    // One whose first argument may be left out begins with a bracket.
    let (body, rest) = argument(rest).filter(|_| rest.starts_with('{'))?;
    Some((name, Macro { arguments, body: body.to_owned() }, rest))
}

/// `\name#1#2{body}`
fn of_tex(tex: &str) -> Option<(&str, Macro, &str)> {
    let tex = tex.trim_start();
    let (name, mut rest) = tex.starts_with('\\').then(|| command(tex))?;
    let mut arguments = 0;
    while let Some(behind) = rest.strip_prefix(&format!("#{}", arguments + 1)) {
        arguments += 1;
        rest = behind;
    }
    let (body, rest) = argument(rest).filter(|_| rest.starts_with('{'))?;
    Some((name, Macro { arguments, body: body.to_owned() }, rest))
}

/// A group without its braces, a command, or a character; and what stands behind it.
fn argument(tex: &str) -> Option<(&str, &str)> {
    let tex = tex.trim_start();
    let first = tex.chars().next()?;
    match first {
        '{' => {
            let mut depth = 0_usize;
            for (at, byte) in tex.bytes().enumerate() {
                match byte {
                    b'{' => depth += 1,
                    b'}' if depth == 1 => return Some((&tex[1..at], &tex[at + 1..])),
                    b'}' => depth -= 1,
                    _ => {}
                }
            }
            None
        }
        '}' => None,
        '\\' => {
            let (name, behind) = command(tex);
            let len = tex.len() - behind.len() + usize::from(name.is_empty() && !behind.is_empty());
            Some(tex.split_at(tex.ceil_char_boundary(len)))
        }
        _ => Some(tex.split_at(first.len_utf8())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(preamble: &str, value: &str, expected: Option<&str>) {
        assert_eq!(Macros::read(preamble).written_out(value).as_deref(), expected, "{value}");
    }

    #[test]
    fn commands_of_a_preamble_are_written_out() {
        let preamble = r"\newcommand{\noopsort}[1]{} \providecommand*\pkg[1]{\textsf{#1}} \def\TUB{TUGboat}
            \newcommand{\singleletter}[1]{#1} \newcommand{\both}[2]{#2, #1} \def\pair#1#2{#1--#2}";
        check(preamble, r"{\noopsort{1973a}}1984", Some("1984"));
        check(
            preamble,
            r"{\noopsort{Team}}{Team: Riley, J.} and \singleletter V",
            Some("{Team: Riley, J.} and V"),
        );
        check(
            preamble,
            r"The \pkg{x{y}} of \TUB{} and \TUB\ 3",
            Some(r"The \textsf{x{y}} of TUGboat and TUGboat\ 3"),
        );
        check(preamble, r"\both{a}{b} \pair1{2}", Some("b, a 1--2"));
        check(
            preamble,
            r"\emph{x} \& \unknown{y} \\TUB",
            Some(r"\emph{x} \& \unknown{y} \\TUB").filter(|_| false),
        );
        check("", r"{\noopsort{a}}1984", Some("1984"));
    }

    #[test]
    fn what_works_on_the_page_or_has_a_meaning_stays() {
        check(r"\def\bigA{\raise1ex\hbox{A}} \def\emph#1{(#1)}", r"\bigA \emph{x}", None);
        check(r"\newcommand{\opt}[1][x]{#1} \newcommand{\open}[1]{", r"\opt \open{x}", None);
        check(r"\def\a{\b} \def\b{\a}", r"\a", Some(r"\a"));
        check(r"\def\long#1{#1#1#1#1}", &format!("\\long{{{}}}", "q".repeat(30_000)), None);
        check(r"\newcommand{\one}[1]{#1}", r"\one", None);
    }
}
