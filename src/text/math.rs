//! [`Math`] is a formula: TeX as it was typed, with the MathML it becomes.

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::LazyLock;

use math_core::{LatexError, LatexToMathML, MathCoreConfig, MathDisplay};

use super::command::{Command, formula_with_lost_braces};
use super::dialect;
use super::html::escape;
use super::symbol;
use super::tree::clean;
use crate::caught::caught;

/// Longer formulas are shown as they were typed, in bytes.
pub(crate) const MAX_LEN: usize = 8_192;

/// How deep a formula may nest. The converter recurses, and a debug build of it overflows a stack of two megabytes
/// (the size of a thread's) at about fifty nested roots.
const MAX_NESTING: usize = 24;

/// More commands of a formula are not looked up by their names where nobody knows them.
const MAX_UNKNOWN: usize = 16;

/// Commands that abstracts use and the converter lacks: of plain TeX, AMS-TeX, amsmath, siunitx, physics, dsfont and the journals of
/// astronomy, and `\eps`, which everyone
/// defines alike.
const MACROS: &[(&str, &str)] = &[
    ("abs", r"\lvert #1\rvert"),
    ("ang", r"#1^\circ"),
    ("arcmin", r"{}^{\prime}"),
    ("arcsec", r"{}^{\prime\prime}"),
    ("Bar", r"\bar{#1}"),
    ("Cal", r"\mathcal{#1}"),
    ("boxed", r"\begin{darray}{|c|}\hline #1\\\hline\end{darray}"),
    ("cases", r"\begin{cases}#1\end{cases}"),
    ("ce", r"\mathrm{#1}"),
    ("degr", r"{}^\circ"),
    ("degree", r"{}^\circ"),
    ("dotsb", r"\cdots"),
    ("dotsc", r"\ldots"),
    ("dotsi", r"\cdots"),
    ("dotsm", r"\cdots"),
    ("ensuremath", "#1"),
    ("eps", r"\varepsilon"),
    ("farcm", r"{}^{\prime}."),
    ("farcs", r"{}^{\prime\prime}."),
    ("fdg", r"{}^\circ."),
    ("ga", r"\gtrsim"),
    ("germ", r"\mathfrak{#1}"),
    ("goth", r"\mathfrak{#1}"),
    ("gsim", r"\gtrsim"),
    ("hdots", r"\ldots"),
    ("ion", r"\mathrm{#1\,#2}"),
    ("la", r"\lesssim"),
    ("lsim", r"\lesssim"),
    ("mathbbm", r"\mathbb{#1}"),
    ("mathds", r"\mathbb{#1}"),
    ("mathnormal", "#1"),
    ("matrix", r"\begin{matrix}#1\end{matrix}"),
    ("nicefrac", r"\frac{#1}{#2}"),
    ("norm", r"\lVert #1\rVert"),
    ("pmatrix", r"\begin{pmatrix}#1\end{pmatrix}"),
    ("pmb", r"\boldsymbol{#1}"),
    ("scr", r"\mathscr{#1}"),
    ("sfrac", r"\frac{#1}{#2}"),
    ("smallsetminus", r"\setminus"),
    ("smash", "#1"),
    ("substack", r"\begin{matrix}#1\end{matrix}"),
    ("sun", r"\odot"),
    ("varinjlim", r"\underrightarrow{\lim}"),
    ("varprojlim", r"\underleftarrow{\lim}"),
    ("varpropto", r"\propto"),
    ("widetilde", r"\tilde{#1}"),
];

/// Whether `\name` is one of the commands that the converter is told of here.
pub(super) fn is_macro(name: &str) -> bool {
    MACROS.iter().any(|&(known, _)| known == name)
}

static CONVERTER: LazyLock<LatexToMathML> = LazyLock::new(|| {
    let macros = MACROS.iter().map(|&(name, meaning)| (name.to_owned(), meaning.to_owned()));
    let config = MathCoreConfig { macros: macros.collect(), ..MathCoreConfig::default() };
    LatexToMathML::new(config).expect("the macros above are well-formed")
});

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Math {
    typed: String,
    /// The formula itself within `typed`, without its delimiters.
    body: Range<usize>,
    display: Display,
    mathml: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Display {
    Inline,
    Block,
}

impl Math {
    /// Reads a formula. `body` is where it stands in `typed`, between its delimiters.
    ///
    /// One that cannot be converted comes with the reason. Where that is a command that nobody knows, the rest is
    /// converted; otherwise all of it is shown as it was typed.
    pub(super) fn read(typed: &str, body: Range<usize>, display: Display) -> (Math, Option<String>) {
        let (mathml, reason) = match convert(&typed[body.clone()], display) {
            Ok(Converted { mathml, unknown }) => (Some(mathml), unknown),
            Err(reason) => (None, Some(reason)),
        };
        (Math { typed: typed.to_owned(), body, display, mathml }, reason)
    }

    /// The formula without its delimiters.
    pub(super) fn body(&self) -> &str {
        &self.typed[self.body.clone()]
    }

    pub(super) fn typed(&self) -> &str {
        &self.typed
    }

    pub(super) fn display(&self) -> Display {
        self.display
    }

    pub(super) fn mathml(&self) -> Option<&str> {
        self.mathml.as_deref()
    }
}

/// Returns the text of what `\name` shows, if the converter knows it and it needs no argument.
pub(super) fn text_of_command(name: &str) -> Option<String> {
    let Converted { mathml, unknown: None } = convert(&format!("\\{name}"), Display::Inline).ok()? else {
        return None;
    };
    let is_shown = |c: &char| !matches!(c, '\u{2061}'..='\u{2064}' | '\u{FE00}'..='\u{FE0F}');
    let pieces = mathml.split('<').filter_map(|piece| piece.split_once('>'));
    let text: String = pieces.flat_map(|(_, text)| text.chars().filter(is_shown)).collect();
    Some(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
}

struct Converted {
    mathml: String,
    /// What the converter says of the first command that it does not know.
    unknown: Option<String>,
}

fn convert(body: &str, display: Display) -> Result<Converted, String> {
    if body.len() > MAX_LEN {
        return Err(format!("a formula of more than {MAX_LEN} bytes is not read"));
    }
    if nesting(body) > MAX_NESTING {
        return Err(too_deep());
    }
    let mut tex = dialect::rewritten(body);
    if nesting(&tex) > MAX_NESTING {
        return Err(too_deep());
    }
    let mut unknown = None;
    for _ in 0..MAX_UNKNOWN {
        match mathml(&tex, display)? {
            Ok(mathml) => return Ok(Converted { mathml: finish(&mathml, body), unknown }),
            Err(error) => {
                let reason = lowercase_first(&error.to_string());
                let Some((range, name)) = unknown_command(&tex, &error) else { return Err(reason) };
                let has_braces = tex[range.end..].starts_with('{');
                if let Some(meant) = formula_with_lost_braces(&name).filter(|_| !has_braces) {
                    tex.replace_range(range, &meant);
                    continue;
                }
                // Authors' own `\Prob` and `\method` mostly stand for what they are called.
                tex.replace_range(range, &format!("\\text{{{name}}}"));
                unknown.get_or_insert(reason);
            }
        }
    }
    Err(unknown.unwrap_or_default())
}

/// Where a command stands that nobody knows, and its name, where that is letters, and not one that TeX has for texts.
fn unknown_command(tex: &str, error: &LatexError) -> Option<(Range<usize>, String)> {
    let name = tex.get(error.0.clone())?.strip_prefix('\\')?;
    let is_unknown = error.label() == "unknown command"
        && !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphabetic())
        && Command::named(name).is_none()
        && name != "rule";
    is_unknown.then(|| (error.0.clone(), name.to_owned()))
}

fn mathml(tex: &str, display: Display) -> Result<Result<String, Box<LatexError>>, String> {
    let style = match display {
        Display::Inline => MathDisplay::Inline,
        Display::Block => MathDisplay::Block,
    };
    // Debug builds of the converter hold assertions that odd formulas break (`\mathop\middle|`). It keeps no state
    // that could be left half-changed.
    let converted = caught(|| CONVERTER.convert_with_local_state(tex, style));
    let converted = converted.ok_or_else(|| "the converter gave up".to_owned())?;
    Ok(converted.map(|converted| converted.mathml))
}

fn too_deep() -> String {
    format!("a formula that nests deeper than {MAX_NESTING} is not read")
}

/// Estimates from above how deep the converter will recurse.
///
/// Each brace, `\left` and environment is a level, and so is each command that is not a plain symbol and has not yet
/// met its argument: `\hat\hat\hat x`.
fn nesting(tex: &str) -> usize {
    let mut deepest = 0;
    let mut depth = 0_usize;
    let mut waiting = 0;
    let mut levels: Vec<usize> = Vec::new();
    let mut rest = tex;
    while let Some(first) = rest.chars().next() {
        let mut taken = first.len_utf8();
        match first {
            '\\' => {
                let name_len = rest[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
                let name = &rest[1..1 + name_len];
                taken += name_len.max(rest[1..].chars().next().map_or(0, char::len_utf8));
                match name {
                    "left" | "begin" => depth += 1,
                    "right" | "end" => depth = depth.saturating_sub(1),
                    "" => {}
                    _ if symbol::symbol(name).is_some() => waiting = 0,
                    _ => waiting += 1,
                }
            }
            '{' | '[' => {
                let level = waiting.max(1);
                levels.push(level);
                depth += level;
                waiting = 0;
            }
            '}' | ']' => {
                depth = depth.saturating_sub(levels.pop().unwrap_or(0));
                waiting = 0;
            }
            '^' | '_' | ' ' | '\n' | '\t' => {}
            _ => waiting = 0,
        }
        deepest = deepest.max(depth + waiting);
        rest = &rest[taken..];
    }
    deepest
}

/// Writes elements without content as `<mspace></mspace>`: a minifier of HTML takes `<mspace/>` for an open element.
/// Adds the source as the text that screen readers without MathML fall back to.
fn finish(mathml: &str, body: &str) -> String {
    let mut finished = String::with_capacity(mathml.len() + body.len() + 32);
    let rest = mathml.strip_prefix("<math").unwrap_or(mathml);
    let _ = write!(finished, "<math alttext=\"{}\"", escape(&clean(body.trim())));
    let mut rest = rest;
    while let Some(end) = rest.find("/>") {
        let start = rest[..end].rfind('<').unwrap_or(end);
        let name: &str =
            rest[start..end].trim_start_matches('<').split([' ', '/']).next().unwrap_or_default();
        finished.push_str(&rest[..end]);
        let _ = write!(finished, "></{name}>");
        rest = &rest[end + 2..];
    }
    finished.push_str(rest);
    if finished.contains(EMPTY_CELL) { with_flat_rules(&finished) } else { finished }
}

const EMPTY_CELL: &str = ";\"></mtd>";

/// A rule below the last row of a table is one above another row, of empty cells. Those take no room.
fn with_flat_rules(mathml: &str) -> String {
    let mut written = String::with_capacity(mathml.len() + 64);
    let mut rest = mathml;
    while let Some(at) = rest.find(EMPTY_CELL) {
        let (cell, after) = rest.split_at(at + 1);
        written.push_str(cell);
        if cell[cell.rfind('<').unwrap_or(0)..].contains("border-top") {
            written.push_str("padding-top: 0;padding-bottom: 0;");
        }
        rest = after;
    }
    written + rest
}

fn lowercase_first(message: &str) -> String {
    let message = message.trim_end_matches('.');
    let mut characters = message.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    #[track_caller]
    fn check(body: &str, expect: Expect) {
        let (math, reason) = Math::read(body, 0..body.len(), Display::Inline);
        expect.assert_eq(math.mathml().unwrap_or(&reason.unwrap_or_default()));
    }

    #[test]
    fn a_formula_is_mathml_with_its_source_as_alternative_text() {
        check("x<y", expect![[r#"<math alttext="x&lt;y"><mi>x</mi><mo>&lt;</mo><mi>y</mi></math>"#]]);
    }

    #[test]
    fn an_empty_element_has_a_closing_tag() {
        check(
            r"a\,b",
            expect![[
                r#"<math alttext="a\,b"><mi>a</mi><mspace width="0.16666667em"></mspace><mi>b</mi></math>"#
            ]],
        );
    }

    #[test]
    fn macros_take_as_many_arguments_as_other_outputs_think() {
        for (name, meaning) in MACROS {
            let count = (1..=2).filter(|number| meaning.contains(&format!("#{number}"))).count();
            let known = symbol::argument_count(name).unwrap_or(0);
            assert!(known == count || Command::named(name).is_some(), "{name}");
        }
    }

    #[test]
    fn a_bare_percent_sign_is_no_comment() {
        check("5%x", expect![[r#"<math alttext="5%x"><mn>5</mn><mi>%</mi><mi>x</mi></math>"#]]);
    }

    #[test]
    fn a_font_switch_may_be_all_of_an_argument() {
        check(
            r"\widetilde{\cal M}",
            expect![[
                r#"<math alttext="\widetilde{\cal M}"><mover accent="true"><mrow><mspace></mspace><mi>ℳ︀</mi></mrow><mo stretchy="false">˜</mo></mover></math>"#
            ]],
        );
        check(
            r"\abs{\bf x}",
            expect![[
                r#"<math alttext="\abs{\bf x}"><mo stretchy="false" form="prefix">|</mo><mi>𝐱</mi><mo stretchy="false" form="postfix">|</mo></math>"#
            ]],
        );
        check(
            r"\nicefrac{\rm d}{x}",
            expect![[
                r#"<math alttext="\nicefrac{\rm d}{x}"><mfrac><mrow><mspace></mspace><mi mathvariant="normal">d</mi></mrow><mi>x</mi></mfrac></math>"#
            ]],
        );
        check(
            r"T_\rm{eff}^\rm T",
            expect![[
                r#"<math alttext="T_\rm{eff}^\rm T"><msubsup><mi>T</mi><mrow><mspace></mspace><mi>eff</mi></mrow><mrow><mspace></mspace><mi mathvariant="normal">T</mi></mrow></msubsup></math>"#
            ]],
        );
        check(
            r"M_\rm BH",
            expect![[
                r#"<math alttext="M_\rm BH"><msub><mi>M</mi><mrow><mspace></mspace><mi>BH</mi></mrow></msub></math>"#
            ]],
        );
    }

    #[test]
    fn what_the_converter_lacks_is_written_as_what_it_knows() {
        for tex in [
            r"\varprojlim A, \varinjlim_n B",
            r"\pmb{k} + \mathbbm{1} + \mathnormal{x}",
            r"\begin{multline}a\\b\end{multline}",
            r"\matrix{a&b}, \pmatrix{a&b\cr c&d\cr}, f=\cases{a&b\cr c&d}",
            r"a, \hdots, b, \operatorname{\rm Spec} A, \not\!\!D",
            r"0\farcs5, 3\degr, 5\arcsec \la x \gsim y, M_\sun, \ion{H}{ii}",
            r"\begin{align} a &= b \notag \\ c &= d \nonumber \end{align}, \alpha\xspace",
            r"\begin{equation}\begin{split}[t] a &= b \\ c &= d \end{split}\tag{1}\end{equation}",
            r"\bigl(\begin{smallmatrix} a & b \\ c & d \end{smallmatrix}\bigr) \begin{psmallmatrix}a\end{psmallmatrix}",
            r"\begin{alignat}{2} a &= b & c &= d\end{alignat}, \begin{flalign*}a&=b\end{flalign*}",
            r"x \tag{1}, y \tag*{A}, z \tag1",
            r"\begin{align} a &= b \tag{$*$} \\ c &= d \tag{2} \\ e &= f \tag*{A} \end{align}",
            r"\left< x \middle| y\right>, \bigl< x \bigr>, \left\lt x\right\gt",
            r"\mathop{\mathrm{argmin}}\limits_x f, \operatorname*{argmax}\limits_{x}^n, \mathop{\rm argmin}_x",
            r"\ell\sp p, x\sb{ij}\sp{2}, x\sb\alpha",
            r"\mbox{a \textbf{b $c$}}, \textrm{for all $i \in \{1,\text{or $n$}\}$}, \textup{x}",
        ] {
            let (_, reason) = Math::read(tex, 0..tex.len(), Display::Inline);
            assert_eq!(reason, None, "{tex}");
        }
        check(
            r"\pmatrix{a\cr b\cr}",
            expect![[
                r#"<math alttext="\pmatrix{a\cr b\cr}"><mrow><mo>(</mo><mtable displaystyle="false" scriptlevel="0"><mtr><mtd><mi>a</mi></mtd></mtr><mtr><mtd><mi>b</mi></mtd></mtr></mtable><mo>)</mo></mrow></math>"#
            ]],
        );
        check(
            r"0\farcs5",
            expect![[
                r#"<math alttext="0\farcs5"><mn>0</mn><msup><mrow></mrow><mrow><mo>′</mo><mo>′</mo></mrow></msup><mi>.</mi><mn>5</mn></math>"#
            ]],
        );
        check(
            r"\not\!\!D",
            expect![[r#"<math alttext="\not\!\!D"><mrow><mspace></mspace><mi>D̸</mi></mrow></math>"#]],
        );
    }

    #[test]
    fn a_formula_that_is_not_understood_says_why() {
        check(r"\frac{1", expect![[r#"expected closing token "}", but reached end of input"#]]);
    }

    #[test]
    fn a_command_that_nobody_knows_is_shown_by_its_name() {
        check(
            r"\Prob(\x_1)\le\frac12",
            expect![[
                r#"<math alttext="\Prob(\x_1)\le\frac12"><mtext>Prob</mtext><mo stretchy="false">(</mo><msub><mtext>x</mtext><mn>1</mn></msub><mo stretchy="false">)</mo><mo>≤</mo><mfrac><mn>1</mn><mn>2</mn></mfrac></math>"#
            ]],
        );
        let tex = r"\Prob(\x_1)";
        let (_, reason) = Math::read(tex, 0..tex.len(), Display::Inline);
        expect![[r#"unknown command "\Prob""#]].assert_eq(&reason.unwrap_or_default());
        check(r"\href{https://a.example}{\Prob}", expect![[r#"unknown command "\href""#]]);
        check(r"\Prob(\frac{1)", expect![[r#"expected closing token "}", but reached end of input"#]]);
    }

    #[test]
    fn a_command_that_lost_its_braces_is_what_it_was() {
        check(
            r"O(\sqrtn) \in \mathbbR",
            expect![[
                r#"<math alttext="O(\sqrtn) \in \mathbbR"><mi>O</mi><mo stretchy="false">(</mo><msqrt><mi>n</mi></msqrt><mo stretchy="false">)</mo><mo>∈</mo><mi>ℝ</mi></math>"#
            ]],
        );
        let tex = r"\logN \textmax \hatB";
        assert_eq!(Math::read(tex, 0..tex.len(), Display::Inline).1, None);
    }

    #[test]
    fn nesting_that_would_overflow_the_stack_is_not_read() {
        for (open, close) in [
            ("{", "}"),
            (r"\sqrt{", "}"),
            (r"\frac{1}{", "}"),
            (r"\left(", r"\right)"),
            ("x^{", "}"),
            (r"\hat", ""),
            (r"\sqrt[", "]{x}"),
            (r"\boxed{", "}"),
        ] {
            for count in [20, 25, 2_000] {
                let body = format!("{} x{}", open.repeat(count), close.repeat(count));
                let (math, reason) = Math::read(&body, 0..body.len(), Display::Inline);
                assert_eq!(math.mathml().is_some(), count == 20, "{count} × {open}: {reason:?}");
            }
        }
    }

    #[test]
    fn math_within_a_text_is_math() {
        check(
            r"\text{if $x>0$}",
            expect![[
                r#"<math alttext="\text{if $x&gt;0$}"><mrow><mtext>if </mtext><mrow><mi>x</mi><mo>&gt;</mo><mn>0</mn></mrow></mrow></math>"#
            ]],
        );
    }

    #[test]
    fn a_rule_below_a_table_takes_no_room() {
        check(
            r"\boxed{x}",
            expect![[
                r#"<math alttext="\boxed{x}"><mtable style="border-left: 0.05em solid currentcolor;border-top: 0.05em solid currentcolor;" displaystyle="true" scriptlevel="0"><mtr><mtd style="border-right: 0.05em solid currentcolor;"><mi>x</mi></mtd></mtr><mtr><mtd style="border-top: 0.05em solid currentcolor;border-right: 0.05em solid currentcolor;padding-top: 0;padding-bottom: 0;"></mtd></mtr></mtable></math>"#
            ]],
        );
    }

    #[test]
    fn the_number_of_an_equation_stands_behind_it() {
        check(
            r"x \tag{1}",
            expect![[
                r#"<math alttext="x \tag{1}"><mi>x</mi><mspace width="2em"></mspace><mtext>(1)</mtext></math>"#
            ]],
        );
    }

    #[test]
    fn a_reference_within_a_formula_is_no_link() {
        check(
            r"x \eqref{eq:a_1}",
            expect![[r#"<math alttext="x \eqref{eq:a_1}"><mi>x</mi><mtext>[eq:a_1]</mtext></math>"#]],
        );
    }
}
