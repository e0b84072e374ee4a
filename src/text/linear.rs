//! A formula on one line: TeX's math as readable Unicode, for where MathML cannot go.
//!
//! `\frac{a+b}{2}` is `(a+b)/2` and `x^2` is `x²`. A symbol that has no place in [`symbol`] is the text of its MathML; a command that is
//! not known there either is its bare name.

use super::accent;
use super::chemistry;
use super::command::Command;
use super::math;
use super::switch;
use super::symbol;
use super::tree::{MAX_DEPTH, clean};

/// Writes a formula on one line.
pub(super) fn write(tex: &str) -> String {
    let tex = clean(tex);
    let mut writer = Writer {
        rest: &tex,
        out: String::with_capacity(tex.len()),
        depth: 0,
        is_text: false,
        has_infix: INFIXES.iter().any(|name| tex.contains(name)),
    };
    writer.sequence();
    let mut line = String::with_capacity(writer.out.len());
    for word in writer.out.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if line.contains("--") { line.replace("--", "–") } else { line }
}

/// Commands between what others take as two arguments: `n \choose k`.
const INFIXES: [&str; 5] = ["\\over", "\\choose", "\\brack", "\\brace", "\\atop"];

struct Writer<'t> {
    rest: &'t str,
    out: String,
    depth: usize,
    /// Within `\text{…}`, where an apostrophe is no prime.
    is_text: bool,
    /// Whether there may be one of [`INFIXES`], so that groups matter.
    has_infix: bool,
}

impl<'t> Writer<'t> {
    fn sequence(&mut self) {
        while let Some(first) = self.rest.chars().next() {
            match first {
                '\\' => self.command(),
                '^' | '_' => {
                    self.rest = &self.rest[1..];
                    self.script(first);
                }
                '{' if self.has_infix => {
                    let group = self.argument();
                    self.out.push_str(&group);
                }
                _ => {
                    self.rest = &self.rest[first.len_utf8()..];
                    match first {
                        '{' | '}' => {}
                        '$' => self.is_text = !self.is_text,
                        '~' | '&' => self.out.push(' '),
                        '\'' if !self.is_text => self.out.push('′'),
                        _ => self.out.push(first),
                    }
                }
            }
        }
    }

    fn command(&mut self) {
        self.rest = &self.rest[1..];
        let name_len = self.rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        if name_len == 0 {
            self.control_symbol();
            return;
        }
        let (name, rest) = self.rest.split_at(name_len);
        self.rest = rest;
        if let Some(text) = symbol::symbol(name) {
            self.symbol(text);
            return;
        }
        if symbol::is_function(name) {
            self.word(if name == "bmod" { "mod" } else { name });
            if self.rest.starts_with('{') {
                self.out.push(' ');
            }
            return;
        }
        if let Some(mark) = symbol::accent(name) {
            self.accented(mark);
            return;
        }
        self.structure(name);
    }

    /// Writes what a command makes of its arguments; what is none of these is a symbol, or its name.
    fn structure(&mut self, name: &str) {
        match name {
            "frac" | "dfrac" | "tfrac" | "cfrac" | "nicefrac" | "sfrac" => self.fraction(),
            "binom" | "dbinom" | "tbinom" => self.binomial(),
            "over" | "choose" | "atop" | "brack" | "brace" => self.infix(name),
            "sqrt" => self.root(),
            "mathbb" | "mathds" | "mathbbm" | "Bbb" => {
                let argument = self.argument();
                self.out.extend(argument.chars().map(symbol::double_struck));
            }
            "operatorname" | "operatornamewithlimits" => self.operator(),
            "text" | "textrm" | "textnormal" | "mbox" | "textit" | "textbf" | "textsc" | "texttt"
            | "textsf" | "textsl" | "textmd" | "textup" | "hbox" => self.text(),
            "overset" | "underset" | "stackrel" | "textcolor" => {
                let _ = self.argument();
                self.plain_argument();
            }
            "bra" | "Bra" => self.between('⟨', '|'),
            "ket" | "Ket" => self.between('|', '⟩'),
            "braket" => self.between('⟨', '⟩'),
            "abs" => self.between('|', '|'),
            "norm" => self.between('‖', '‖'),
            "varprojlim" | "varinjlim" => self.word(&name[3..]),
            "cr" => self.out.push_str("; "),
            "ion" => {
                let (element, stage) = (self.argument(), self.argument());
                self.word(&format!("{element} {}", stage.to_uppercase()));
            }
            "ce" => {
                let formula = chemistry::tex(self.raw_argument());
                let formula = self.line_of(&formula);
                self.out.push_str(&formula);
            }
            "pmod" => {
                let modulus = self.argument();
                self.out.push_str(&format!(" (mod {modulus})"));
            }
            "begin" => self.environment(),
            "end" => {
                let _ = self.argument();
                self.out.push(' ');
            }
            "label" | "tag" | "hspace" | "vspace" | "phantom" | "vphantom" | "hphantom" | "color" => {
                let _ = self.argument();
            }
            "eps" => self.symbol("ε"),
            "left" | "right" | "middle" | "big" | "Big" | "bigg" | "Bigg" | "bigl" | "bigr" | "Bigl"
            | "Bigr" | "biggl" | "biggr" | "Biggl" | "Biggr" | "bigm" | "Bigm" | "biggm" | "Biggm" => {
                self.fence()
            }
            "sp" => self.script('^'),
            "sb" => self.script('_'),
            "eqref" | "ref" | "cref" | "Cref" | "autoref" => {
                let label = self.raw_argument();
                self.out.push_str(&format!("[{label}]"));
            }
            "kern" | "hskip" | "mkern" | "mskip" => self.skip_length(),
            "not" => self.negated(),
            "quad" | "qquad" | "thinspace" | "enspace" => self.out.push(' '),
            "displaystyle" | "textstyle" | "scriptstyle" | "scriptscriptstyle" | "limits" | "nolimits"
            | "displaylimits" | "mathstrut" | "nonumber" | "notag" | "xspace" | "rm" | "bf" | "it"
            | "cal" | "sf" | "tt" => self.rest = self.rest.trim_start_matches(' '),
            "ang" => {
                let angle = self.argument();
                self.out.push_str(&format!("{angle}°"));
            }
            "mathbf" | "mathcal" | "Cal" | "mathfrak" | "frak" | "germ" | "goth" | "scr" | "mathit"
            | "mathrm" | "mathscr" | "mathsf" | "mathtt" | "boldsymbol" | "bm" | "bold" | "symbf"
            | "ensuremath" | "mathop" | "mathbin" | "mathrel" | "mathord" | "mathopen" | "mathclose"
            | "mathinner" | "cramped" | "emph" | "boxed" | "smash" | "substack" | "pmb" | "mathnormal"
            | "matrix" | "pmatrix" | "cases" => self.plain_argument(),
            // Braces, brackets and arrows above and below.
            _ if name.starts_with("over") || name.starts_with("under") => self.plain_argument(),
            other => self.other(other),
        }
    }

    fn accented(&mut self, mark: char) {
        let argument = self.argument();
        let mut characters = argument.chars();
        match (characters.next(), characters.next()) {
            (Some(letter), None) => {
                self.out.push_str(&accent::accented(letter, mark.encode_utf8(&mut [0; 4])));
            }
            _ => self.out.push_str(&argument),
        }
    }

    fn fraction(&mut self) {
        let (numerator, denominator) = (self.argument(), self.argument());
        self.out.push_str(&grouped(&numerator));
        self.out.push('/');
        self.word(&grouped(&denominator));
    }

    fn binomial(&mut self) {
        let (upper, lower) = (self.argument(), self.argument());
        let gap = if self.out.ends_with(char::is_alphanumeric) { " " } else { "" };
        self.out.push_str(&format!("{gap}binom({upper}, {lower})"));
    }

    fn operator(&mut self) {
        self.rest = self.rest.strip_prefix('*').unwrap_or(self.rest);
        let name = self.argument();
        self.rest = self.rest.trim_start().strip_prefix("\\limits").unwrap_or(self.rest);
        self.word(&name);
    }

    fn between(&mut self, open: char, close: char) {
        let argument = self.argument();
        self.out.push(open);
        self.out.push_str(&argument);
        self.out.push(close);
    }

    /// Passes over what describes the columns of an environment.
    fn environment(&mut self) {
        let environment = self.argument();
        if matches!(
            environment.as_str(),
            "array" | "darray" | "subarray" | "alignat" | "alignat*" | "alignedat"
        ) {
            let _ = self.optional_argument();
            let _ = self.argument();
        }
        self.out.push(' ');
    }

    /// Writes what a fence is made of where it is not itself: nothing for a dot, a bracket for a sign of inequality.
    fn fence(&mut self) {
        let fence = self.rest.trim_start();
        let bracket = match fence.chars().next() {
            Some('.') => "",
            Some('<') => "⟨",
            Some('>') => "⟩",
            _ => return,
        };
        self.out.push_str(bracket);
        self.rest = &fence[1..];
    }

    /// Passes over a length without braces: `-3mu`.
    fn skip_length(&mut self) {
        let rest = self.rest.trim_start();
        let unit = rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | ' '));
        let has_unit =
            unit.len() < rest.len() && unit.bytes().take(2).filter(u8::is_ascii_lowercase).count() == 2;
        self.rest = if has_unit { &unit[2..] } else { rest };
    }

    fn plain_argument(&mut self) {
        let argument = self.argument();
        self.out.push_str(&argument);
    }

    /// Writes an arrow with a label, a letter or a sign of texts, a symbol that the converter knows, or a bare name.
    fn other(&mut self, name: &str) {
        if let Some(arrow) = name.strip_prefix('x').and_then(arrow) {
            let _ = self.optional_argument();
            self.out.push_str(&arrow);
            let label = self.argument();
            self.out.push_str(&label);
            return;
        }
        if let Some(Command::Letter(shown) | Command::Text(shown) | Command::Sign(shown, _)) =
            Command::named(name)
        {
            self.symbol(shown);
            return;
        }
        match math::text_of_command(name) {
            Some(shown) if shown.chars().count() > 1 && shown.chars().all(char::is_alphabetic) => {
                self.word(&shown);
            }
            Some(shown) => self.symbol(&shown),
            None => {
                self.word(name);
                self.rest = self.rest.strip_prefix("{}").unwrap_or(self.rest);
            }
        }
    }

    /// Writes what stands on both sides of `\over` and its kin within a group.
    fn infix(&mut self, name: &str) {
        let upper = std::mem::take(&mut self.out);
        let upper = upper.trim();
        let lower = self.line_of(self.rest);
        self.rest = "";
        let lower = lower.trim();
        self.out = match name {
            "over" => format!("{}/{}", grouped(upper), grouped(lower)),
            "choose" => format!("binom({upper}, {lower})"),
            "brack" => format!("[{upper}, {lower}]"),
            "brace" => format!("{{{upper}, {lower}}}"),
            _ => format!("{upper}, {lower}"),
        };
    }

    fn control_symbol(&mut self) {
        let Some(character) = self.rest.chars().next() else {
            return;
        };
        self.rest = &self.rest[character.len_utf8()..];
        match character {
            '!' | '(' | ')' | '[' | ']' | '/' => {}
            '|' => self.out.push('‖'),
            ',' | ';' | ':' | '>' | ' ' | '\n' => self.out.push(' '),
            '\\' => self.out.push_str("; "),
            other => self.out.push(other),
        }
    }

    /// `∛x`, `ⁿ√x`. An index that cannot be raised makes the root a power, since without it another number would stand
    /// there.
    fn root(&mut self) {
        let index = self.optional_argument().map(|index| self.line_of(index)).unwrap_or_default();
        let radicand = self.argument();
        let sign = match index.trim() {
            "" | "2" => "√".to_owned(),
            "3" => "∛".to_owned(),
            "4" => "∜".to_owned(),
            index => match index.chars().map(symbol::superscript).collect::<Option<String>>() {
                Some(raised) => {
                    // `2 ⁿ√x` is no power of two.
                    let is_behind_base = self.out.ends_with(|c: char| c.is_alphanumeric() || c == ')');
                    format!("{}{raised}√", if is_behind_base { " " } else { "" })
                }
                None => {
                    self.out.push_str(&format!("{}^(1/{})", grouped(&radicand), grouped(index)));
                    return;
                }
            },
        };
        self.out.push_str(&sign);
        let is_number = radicand.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        match is_number || radicand.chars().count() == 1 || radicand.starts_with('(') {
            true => self.out.push_str(&grouped(&radicand)),
            false => self.out.push_str(&format!("({radicand})")),
        }
    }

    /// TeX drops the blanks after a command; they are kept where the author seems to have meant them.
    fn symbol(&mut self, text: &str) {
        let after = self.rest.trim_start();
        let has_blank_after = after.len() != self.rest.len();
        let has_blank_before = self.out.ends_with([' ', '\n']);
        self.out.push_str(text);
        if has_blank_after && (has_blank_before || !after.starts_with(|c: char| c.is_alphanumeric())) {
            self.out.push(' ');
        }
        self.rest = after;
    }

    /// Writes a word with blanks between it and other words.
    fn word(&mut self, word: &str) {
        if self.out.ends_with(char::is_alphanumeric) {
            self.out.push(' ');
        }
        self.out.push_str(word);
        self.rest = self.rest.trim_start();
        if self.rest.starts_with(|c: char| c.is_alphanumeric() || c == '\\') {
            self.out.push(' ');
        }
    }

    fn negated(&mut self) {
        while let Some(rest) = self.rest.strip_prefix("\\!") {
            self.rest = rest;
        }
        let operand = self.argument();
        let mut characters = operand.chars();
        if let (Some(operator), None) = (characters.next(), characters.next()) {
            self.out.push_str(&accent::accented(operator, "\u{338}"));
        } else {
            self.out.push_str(&operand);
        }
    }

    /// Text within math keeps its blanks.
    fn text(&mut self) {
        let was_text = std::mem::replace(&mut self.is_text, true);
        let argument = self.argument();
        self.is_text = was_text;
        let is_word_before = self.out.ends_with(char::is_alphanumeric);
        if is_word_before && argument.starts_with(char::is_alphanumeric) && argument.chars().count() > 1 {
            self.out.push(' ');
        }
        self.out.push_str(&argument);
    }

    fn script(&mut self, kind: char) {
        let argument = self.argument();
        self.out.push_str(&script(kind, argument.trim()));
    }

    /// Takes the next argument, a group in braces or one token, and returns it on one line.
    fn argument(&mut self) -> String {
        let argument = self.raw_argument();
        self.line_of(argument)
    }

    /// Takes the next argument and returns it as it was typed, without its braces.
    fn raw_argument(&mut self) -> &'t str {
        self.rest = self.rest.trim_start();
        let Some(first) = self.rest.chars().next() else {
            return "";
        };
        let (argument, rest) = match first {
            '{' => match group_len(self.rest) {
                Some(len) => (&self.rest[1..len - 1], &self.rest[len..]),
                None => (&self.rest[1..], ""),
            },
            '\\' => {
                self.rest.split_at(switch::argument_len(self.rest).unwrap_or_else(|| command_len(self.rest)))
            }
            '}' => return "",
            _ => self.rest.split_at(first.len_utf8()),
        };
        self.rest = rest;
        argument
    }

    /// Returns what stands within this formula, on one line.
    fn line_of(&self, tex: &str) -> String {
        if self.depth == MAX_DEPTH {
            return tex.replace(['{', '}', '\\'], "");
        }
        let mut writer = Writer {
            rest: tex,
            out: String::new(),
            depth: self.depth + 1,
            is_text: self.is_text,
            has_infix: self.has_infix,
        };
        writer.sequence();
        writer.out
    }

    fn optional_argument(&mut self) -> Option<&'t str> {
        let inner = self.rest.strip_prefix('[')?;
        let end = inner.find(']')?;
        self.rest = &inner[end + 1..];
        Some(&inner[..end])
    }
}

/// Writes an exponent (`^`) or an index (`_`): raised or lowered where Unicode can and it is no word, else behind `kind`.
pub(super) fn script(kind: char, argument: &str) -> String {
    // `24^{th}` is no power.
    if kind == '^' && matches!(argument, "st" | "nd" | "rd" | "th" | "ème") {
        return argument.to_owned();
    }
    let shift = if kind == '^' { symbol::superscript } else { symbol::subscript };
    let is_short = argument.chars().count() == 1 || !argument.contains(char::is_alphabetic);
    match argument.chars().map(shift).collect() {
        Some(shifted) if is_short => shifted,
        _ if argument.contains(is_script) => format!("{kind}({argument})"),
        _ => format!("{kind}{}", grouped(argument)),
    }
}

/// Returns the arrow that `\xname` draws below its label.
fn arrow(name: &str) -> Option<String> {
    match name {
        "longequal" => Some("=".to_owned()),
        "tofrom" => Some("⇄".to_owned()),
        _ if name.ends_with("arrow") || name.contains("harpoon") || name == "mapsto" => {
            symbol::symbol(name).map(str::to_owned).or_else(|| math::text_of_command(name))
        }
        _ => None,
    }
}

/// Whether a character stands higher or lower than others.
fn is_script(character: char) -> bool {
    matches!(character, '²' | '³' | '¹' | '\u{1D2C}'..='\u{1D6A}' | '\u{1D9C}'..='\u{1DBF}' | '\u{2070}'..='\u{209F}' | 'ⱼ')
}

/// Puts parentheses around what is more than one word.
fn grouped(argument: &str) -> String {
    let argument = argument.trim();
    let is_word = argument.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '′'));
    let is_parenthesised = argument.starts_with('(') && argument.find(')') == Some(argument.len() - 1);
    if is_word || argument.chars().count() == 1 || is_parenthesised {
        argument.to_owned()
    } else {
        format!("({argument})")
    }
}

/// Returns the length of the group in braces at the start, braces included.
fn group_len(tex: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut is_escaped = false;
    for (at, byte) in tex.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'{' => depth += 1,
            b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// Returns the length of the command at the start, with the arguments it takes.
fn command_len(tex: &str) -> usize {
    let name_len = tex[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
    if name_len == 0 {
        return 1 + tex[1..].chars().next().map_or(0, char::len_utf8);
    }
    let mut len = 1 + name_len;
    let takes_text = tex[1..len].starts_with("text") || &tex[1..len] == "mbox";
    let count = symbol::argument_count(&tex[1..len]).unwrap_or(usize::from(takes_text));
    for _ in 0..count {
        let Some(group) = tex[len..].starts_with('{').then(|| group_len(&tex[len..])).flatten() else {
            break;
        };
        len += group;
    }
    len
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(tex: &str, line: &str) {
        assert_eq!(write(tex), line, "{tex}");
    }

    #[test]
    fn powers_and_indices_are_raised_and_lowered_where_unicode_can() {
        check("x^2", "x²");
        check("x^{-10}_i", "x⁻¹⁰ᵢ");
        check("x_{max}", "x_max");
        check(r"\bra{\psi}, \ket{0}", "⟨ψ|, |0⟩");
        check(r"x^\nicefrac{1}{2}", "x^(1/2)");
        check(r"\text{Kendall's } \tau'", "Kendall's τ′");
        check(r"\mathcal{O}(n^{k+1})", "O(n^(k+1))");
        check("p^*", "p*");
        check(r"T_\rm{eff} + M_\rm BH + x^\bf n", "T_eff + M_BH + xⁿ");
        check(r"90^\circ, X^\circledR", "90°, X®");
        check(r"A^\top", "Aᵀ");
        check("^2", "²");
        check("x_q^a", "x_qᵃ");
        check(r"\mathbb{F}_{p^m}", "𝔽_(pᵐ)");
    }

    #[test]
    fn fractions_and_roots_are_on_one_line() {
        check(r"\frac{1}{2}", "1/2");
        check(r"\frac{a+b}{\sqrt{n}}", "(a+b)/(√n)");
        check(r"\sqrt[3]{x+1}, \sqrt[4]{2}, \sqrt[2]{2}", "∛(x+1), ∜2, √2");
        check(r"\frac{1}{\sqrt[6]{2}}", "1/(⁶√2)");
        check(r"2\sqrt[n-1]{x}", "2 ⁿ⁻¹√x");
        check(r"\sqrt[\alpha]{x+1}", "(x+1)^(1/α)");
        check(r"\frac12", "1/2");
        check(r"\frac{d}{dt}h", "d/dt h");
        check(r"\sqrt{MNT} + \sqrt{10}", "√(MNT) + √10");
    }

    #[test]
    fn symbols_keep_the_blanks_that_were_meant() {
        check(r"\alpha x", "αx");
        check(r"\alpha + 1", "α + 1");
        check(r"n \leq m", "n ≤ m");
        check(r"n\leq m", "n≤m");
        check(r"O(n \log n)", "O(n log n)");
        check(r"n\log n, \log{n}, \log{}n, \sup_{x}", "n log n, log n, log n, supₓ");
        check(r"a\kern-1.5pt b \mskip 3mu c", "a b c");
        check(r"\sim", "∼");
        check(r"\not\in, \not\!\!D", "∉, D\u{338}");
        check(r"3\times3", "3×3");
    }

    #[test]
    fn what_stands_between_its_arguments_takes_the_group() {
        check(r"1\over 2", "1/2");
        check(r"x = {a+b \over 2}c", "x = (a+b)/2c");
        check(r"{n\choose k}, {n\brack k}_q", "binom(n, k), [n, k]_q");
        check(r"q\binom{n}{3} - 1", "q binom(n, 3) - 1");
        check(r"\overline{x} {y}", "x\u{304} y");
    }

    #[test]
    fn what_the_page_knows_is_known() {
        check(r"\mathring{A}, \dddot{x}, \overleftarrow{h}, \cancel{x}", "Å, x\u{20DB}, h\u{20D6}, x\u{338}");
        check(r"\frak{g}, \widehat{\frak g}", "g, ĝ");
        check(r"A \xmapsto{f} B \xRightarrow[a]{} C", "A ↦f B ⇒ C");
        check(r"\operatornamewithlimits{argmax}_x", "argmaxₓ");
        check(r"a\bmod b, \erf x", "a mod b, erf x");
        check(r"\llbracket e\rrbracket, N \trianglelefteq G, x \nvdash y", "⟦e⟧, N ⊴ G, x ⊬ y");
        check(r"\varGamma\restriction\multimap\gtrless\measuredangle", "Γ↾⊸≷∡");
        check(r"5\text{\AA}, 3 \AA, \circledR", "5Å, 3 Å, Ⓡ");
        check(r"\varprojlim A_n, \pmb{k}, \mathbbm{1}", "projlim Aₙ, k, 𝟙");
        check(r"f=\cases{a&b\cr c&d}, \pmatrix{a&b}", "f=a b; c d, a b");
        check(r"0\farcs5 \la x, 5\degr, \ion{H}{ii}", "0″.5 ≲ x, 5°, H II");
        check(r"\begin{array}{cc}a&b\\c&d\end{array}", "a b; c d");
        check(r"\left< x \right>, \bigl<y\bigr>, \ell\sp p, x\sb{i}\sp 2", "⟨ x ⟩, ⟨y⟩, ℓᵖ, xᵢ²");
        check(r"\operatorname*{argmin}\limits_x, \mathop{\rm argmin}\limits_x f", "argminₓ, argminₓ f");
        check(
            r"\text{Kendall's $x'$ isn't}, \textup{if $x$}, \eqref{a_1}",
            "Kendall's x′ isn't, if x, [a_1]",
        );
    }

    #[test]
    fn fonts_and_text_leave_their_letters() {
        check(r"\mathbb{R}^d", "ℝᵈ");
        check(r"\text{if } x", "if x");
        check(r"\mathbf{\hat{x}}", "x\u{302}");
        check(r"\tilde{O}(n)", "Õ(n)");
        check(r"\operatorname{argmin}_x f", "argminₓ f");
        check(r"28.5\%", "28.5%");
    }

    #[test]
    fn what_is_not_known_is_its_name() {
        check(r"\foo{x}", "foox");
        check(r"\left\{ 1 \right.", "{ 1");
        check("{{{", "");
        check(r"\", "");
        check(r"\frac", "/");
    }
}
