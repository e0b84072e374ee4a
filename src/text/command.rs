//! The TeX [`Command`]s that are read outside math.

use super::tree::Style;

/// What a TeX command shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Command {
    /// A fixed text: `\LaTeX`, `\ldots`.
    Text(&'static str),
    /// A letter, which eats the blank after it when it stands within a word: `Sm\o rrebr\o d`.
    Letter(&'static str),
    /// A sign, which eats the blank after it where it is typed close: `5\textmu m`.
    Sign(&'static str, Joins),
    /// Its argument in another style: `\emph{…}`.
    Styled(Style),
    /// The rest of its group in another style: `{\bf …}`.
    Switch(Style),
    /// Its argument, as it is: `\mbox{…}`.
    Argument,
    /// The first of two arguments: `\replaced{new}{old}`.
    First,
    /// The second of two arguments: `\textcolor{red}{…}`.
    Second,
    /// Its argument as a chemical formula: `\ce{H2O}`.
    Chemistry,
    /// A number and its unit: `\SI{5}{\kilo\metre}`.
    Quantity,
    /// A unit: `\si{\kilo\metre}`.
    Unit,
    /// A number: `\num{1e5}`.
    Number,
    /// Numbers with something between them, and behind them a unit or none: `\SIrange{1}{2}{\metre}`, `\numlist{1;2}`.
    Numbers(Between, Followed),
    /// Degrees, minutes and seconds: `\ang{10;5}`.
    Angle,
    /// An element and its stage of ionisation: `\ion{H}{ii}`.
    Ion,
    /// Its argument in quotation marks.
    Quoted,
    /// Its argument in parentheses.
    Footnote,
    /// Its argument in brackets.
    Citation,
    /// A link that shows its destination.
    Url,
    /// A link with a text: `\href{…}{…}`.
    Href,
    /// A character by its number: `\char"0986`, `\unicode{x2013}`.
    CodePoint,
    /// A character of the Zapf Dingbats font: `\ding{51}`.
    Dingbat,
    /// An item of a list.
    Item,
    /// A line break.
    Break,
    /// `\begin` and `\end` of an environment that is not math.
    Environment,
    /// Nothing, and nothing of so many arguments: `\noindent`, `\label{…}`.
    Nothing(usize),
}

/// How several numbers are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Between {
    /// As two arguments, the ends of a range.
    Dash,
    /// As one, with semicolons.
    Commas,
}

/// What is behind several numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Followed {
    Unit,
    Nothing,
}

/// What a sign is typed close to. TeX eats the blank behind every command; who forgot it shall have it where it was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joins {
    /// What follows: `~5`, `µm`.
    Next,
    /// What stands on both sides, unless there is a blank before it: `5×6`.
    Both,
    /// A unit of one letter: `25°C`.
    Unit,
}

impl Command {
    /// Looks a command up by its name without the backslash.
    pub(super) fn named(name: &str) -> Option<Command> {
        use Command::*;
        use Joins::{Both, Next};
        let command = match name {
            "emph" | "textit" | "textsl" => Styled(Style::Emphasis),
            "textbf" => Styled(Style::Strong),
            "texttt" => Styled(Style::Monospace),
            "textsc" => Styled(Style::SmallCaps),
            "underline" | "uline" | "ul" => Styled(Style::Underline),
            "textsuperscript" => Styled(Style::Superscript),
            "textsubscript" => Styled(Style::Subscript),
            "section" | "subsection" | "subsubsection" | "paragraph" | "subparagraph" => {
                Styled(Style::Strong)
            }

            "it" | "em" | "sl" | "itshape" | "slshape" => Switch(Style::Emphasis),
            "bf" | "bfseries" => Switch(Style::Strong),
            "tt" | "ttfamily" => Switch(Style::Monospace),
            "sc" | "scshape" => Switch(Style::SmallCaps),

            "text" | "textrm" | "textsf" | "textnormal" | "textup" | "textmd" | "mbox" | "hbox" | "fbox"
            | "ensuremath" | "uppercase" | "lowercase" | "path" | "sout" | "hl" | "ac" | "acp" | "acs"
            | "acl" | "acf" | "Ac" | "gls" | "Gls" | "glspl" | "acrshort" | "acrlong" | "acrfull"
            | "acro" | "added" | "rev" | "revise" | "revised" | "revision" => Argument,
            // The other one is for bookmarks, which have no formulas.
            "replaced" | "texorpdfstring" => First,
            "textcolor" | "colorbox" | "foreignlanguage" | "scalebox" | "raisebox" => Second,
            "ce" => Chemistry,
            "SI" | "qty" => Quantity,
            "si" | "unit" => Unit,
            "num" => Number,
            "SIrange" | "qtyrange" => Numbers(Between::Dash, Followed::Unit),
            "numrange" => Numbers(Between::Dash, Followed::Nothing),
            "SIlist" | "qtylist" => Numbers(Between::Commas, Followed::Unit),
            "numlist" => Numbers(Between::Commas, Followed::Nothing),
            "ang" => Angle,
            "ion" => Ion,
            "enquote" | "textquote" | "blockquote" => Quoted,
            "footnote" | "footnotetext" | "tablefootnote" | "thanks" => Footnote,
            "ref" | "eqref" | "autoref" | "cref" | "Cref" | "pageref" => Citation,
            "url" | "nolinkurl" => Url,
            "href" | "hyperlink" | "hyperref" => Href,
            "char" | "symbol" | "unicode" => CodePoint,
            "ding" => Dingbat,
            "item" => Item,
            "newline" | "linebreak" | "par" => Break,
            "begin" | "end" => Environment,

            "noindent" | "indent" | "centering" | "tiny" | "scriptsize" | "footnotesize" | "small"
            | "normalsize" | "large" | "Large" | "LARGE" | "huge" | "Huge" | "rm" | "sf" | "rmfamily"
            | "sffamily" | "upshape" | "mdseries" | "normalfont" | "xspace" | "protect" | "relax"
            | "allowbreak" | "nobreak" | "smallskip" | "medskip" | "bigskip" | "footnotemark"
            | "boldmath" | "hfill" | "vfill" | "leavevmode" | "displaystyle" | "maketitle" => Nothing(0),
            "label" | "vspace" | "hspace" | "index" | "color" | "cellcolor" | "deleted" | "phantom" => {
                Nothing(1)
            }

            "o" => Letter("ø"),
            "O" => Letter("Ø"),
            "l" => Letter("ł"),
            "L" => Letter("Ł"),
            "ss" => Letter("ß"),
            "aa" => Letter("å"),
            "AA" => Letter("Å"),
            "ae" => Letter("æ"),
            "AE" => Letter("Æ"),
            "oe" => Letter("œ"),
            "OE" => Letter("Œ"),
            "i" => Letter("ı"),
            "j" => Letter("ȷ"),
            "dh" => Letter("ð"),
            "DH" => Letter("Ð"),
            "th" => Letter("þ"),
            "TH" => Letter("Þ"),
            "dj" => Letter("đ"),
            "DJ" => Letter("Đ"),
            "ng" => Letter("ŋ"),
            "NG" => Letter("Ŋ"),
            // MathSciNet's: <https://ctan.org/pkg/amsrefs>, the package mathscinet.
            "dbar" => Letter("đ"),
            "Dbar" => Letter("Đ"),
            "cprime" => Letter("ʹ"),
            "cdprime" => Letter("ʺ"),

            "ie" => Text("i.e."),
            "eg" => Text("e.g."),
            "etal" => Text("et al."),
            "etc" => Text("etc."),
            "cf" => Text("cf."),
            "vs" => Text("vs."),
            "wrt" => Text("w.r.t."),
            "iid" => Text("i.i.d."),
            "TeX" => Text("TeX"),
            "LaTeX" => Text("LaTeX"),
            "LaTeXe" => Text("LaTeX2e"),
            "BibTeX" => Text("BibTeX"),
            "LuaTeX" => Text("LuaTeX"),
            "LuaLaTeX" => Text("LuaLaTeX"),
            "XeTeX" => Text("XeTeX"),
            "XeLaTeX" => Text("XeLaTeX"),
            "pdfTeX" => Text("pdfTeX"),
            "pdfLaTeX" => Text("pdfLaTeX"),
            "ConTeXt" => Text("ConTeXt"),
            "MetaPost" | "METAPOST" | "MP" => Text("MetaPost"),
            "METAFONT" | "MF" => Text("METAFONT"),
            "AmS" => Text("AMS"),
            "ldots" | "dots" | "textellipsis" => Text("…"),
            "textasciitilde" | "texttildelow" => Sign("~", Next),
            "textasciicircum" => Sign("^", Both),
            "textbackslash" => Sign("\\", Both),
            "textbardbl" => Text("‖"),
            "textyen" => Text("¥"),
            "textbar" => Sign("|", Both),
            "textless" => Sign("<", Both),
            "textgreater" => Sign(">", Both),
            "textunderscore" => Sign("_", Both),
            "textdollar" => Sign("$", Next),
            "textbraceleft" => Sign("{", Next),
            "textbraceright" => Text("}"),
            "textendash" | "dash" => Sign("–", Both),
            "textemdash" | "Dash" => Sign("—", Both),
            "textquoteleft" | "lq" => Sign("‘", Next),
            "textquoteright" | "rq" => Text("’"),
            "textquotedblleft" => Sign("“", Next),
            "textquotedblright" => Text("”"),
            "textquotesingle" => Text("'"),
            "textquotedbl" => Text("\""),
            "quotedblbase" | "glqq" => Sign("„", Next),
            "grqq" => Text("“"),
            "quotesinglbase" | "glq" => Sign("‚", Next),
            "grq" => Text("‘"),
            "guillemotleft" | "guillemetleft" | "flqq" => Sign("«", Next),
            "guillemotright" | "guillemetright" | "frqq" => Text("»"),
            // French sets them apart from what they quote.
            "og" => Sign("«\u{A0}", Next),
            "fg" => Text("\u{A0}»"),
            "guilsinglleft" | "flq" => Sign("‹", Next),
            "guilsinglright" | "frq" => Text("›"),
            "textexclamdown" => Sign("¡", Next),
            "textquestiondown" => Sign("¿", Next),
            "textordfeminine" => Text("ª"),
            "textordmasculine" => Text("º"),
            "textonesuperior" => Text("¹"),
            "texttwosuperior" => Text("²"),
            "textthreesuperior" => Text("³"),
            "textonehalf" => Text("½"),
            "textonequarter" => Text("¼"),
            "textthreequarters" => Text("¾"),
            "textfractionsolidus" => Sign("⁄", Both),
            "textsection" => Text("§"),
            "textparagraph" => Text("¶"),
            "textcent" => Text("¢"),
            "textcurrency" => Text("¤"),
            "textnumero" => Text("№"),
            "textcelsius" => Text("°C"),
            "textohm" => Text("Ω"),
            "textlangle" => Sign("⟨", Next),
            "textrangle" => Text("⟩"),
            "textasteriskcentered" => Text("∗"),
            "textregistered" => Text("®"),
            "texttrademark" => Text("™"),
            "copyright" | "textcopyright" => Text("©"),
            // In text, arXiv's `{\deg}` is the sign; in math `\deg` is the function.
            "textdegree" | "degree" | "degr" | "deg" => Sign("°", Joins::Unit),
            "arcsec" => Text("″"),
            "arcmin" => Text("′"),
            "farcs" => Text("″."),
            "farcm" => Text("′."),
            "fdg" => Text("°."),
            "celsius" => Text("°C"),
            "textmu" | "micro" => Sign("µ", Next),
            "texteuro" | "euro" => Text("€"),
            "pounds" | "textsterling" => Text("£"),
            "S" => Text("§"),
            "P" => Text("¶"),
            "dag" | "textdagger" => Text("†"),
            "ddag" | "textdaggerdbl" => Text("‡"),
            "textpm" => Sign("±", Both),
            "textperthousand" => Text("‰"),
            "textpertenthousand" => Text("‱"),
            "textrightarrow" => Sign("→", Both),
            "textleftarrow" => Sign("←", Both),
            "textuparrow" => Text("↑"),
            "textdownarrow" => Text("↓"),
            "hyphen" => Sign("-", Both),
            "texttimes" => Sign("×", Both),
            "textbullet" => Text("•"),
            "textperiodcentered" => Text("·"),
            "slash" => Sign("/", Both),
            "cmark" => Text("✓"),
            "xmark" => Text("✗"),
            "quad" | "qquad" | "enspace" | "space" | "thinspace" => Text(" "),
            "nobreakspace" => Text("\u{A0}"),
            // Packages and journals have dozens: `\citep`, `\citeyearpar`, `\Citet`, `\parencite`, `\onlinecite`.
            _ if name.starts_with("cite") || name.starts_with("Cite") || name.ends_with("cite") => Citation,
            _ => return None,
        };
        Some(command)
    }
}

/// Splits a command that lost the braces of its argument: `\emphlinear` was `\emph{linear}`.
///
/// The sources of PMLR's early volumes are full of them.
pub(super) fn with_lost_braces(name: &str) -> Option<(Style, &str)> {
    const STYLED: [(&str, Style); 5] = [
        ("emph", Style::Emphasis),
        ("textit", Style::Emphasis),
        ("textbf", Style::Strong),
        ("textsc", Style::SmallCaps),
        ("texttt", Style::Monospace),
    ];
    STYLED.iter().find_map(|&(command, style)| {
        let word = name.strip_prefix(command)?;
        (word.len() > 1).then_some((style, word))
    })
}

/// The scheme of a URL in a command that lost the braces of its argument: `\urlhttps` was `\url{https`.
pub(super) fn scheme_with_lost_braces(name: &str) -> Option<&str> {
    let command = ["url", "emph", "textit", "textbf", "texttt"]
        .into_iter()
        .find_map(|command| name.strip_prefix(command));
    command.filter(|rest| matches!(*rest, "http" | "https"))
}

/// The formula that a command was before it lost the braces of its argument: `\sqrtn` was `\sqrt{n}`, `\mathbbR` was
/// `\mathbb{R}`, `\textmax` was `\text{max}`.
pub(super) fn formula_with_lost_braces(name: &str) -> Option<String> {
    const OF_A_LETTER: [&str; 15] = [
        "bar",
        "boldsymbol",
        "dot",
        "hat",
        "mathbb",
        "mathbf",
        "mathcal",
        "mathfrak",
        "mathscr",
        "overline",
        "sqrt",
        "tilde",
        "vec",
        "widehat",
        "widetilde",
    ];
    const OF_A_WORD: [&str; 5] = ["mathrm", "mathsf", "operatorname", "text", "textrm"];
    const OPERATORS: [&str; 5] = ["exp", "ln", "log", "max", "min"];
    let argument = |commands: &[&'static str], lengths: std::ops::RangeInclusive<usize>| {
        commands.iter().find_map(|&command| {
            let rest = name.strip_prefix(command).filter(|rest| lengths.contains(&rest.len()))?;
            Some((command, rest))
        })
    };
    if let Some((command, letter)) = argument(&OF_A_LETTER, 1..=1) {
        return Some(format!("\\{command}{{{letter}}}"));
    }
    if let Some((command, word)) = argument(&OF_A_WORD, 2..=usize::MAX) {
        return Some(format!("\\{command}{{{word}}}"));
    }
    // `\minf` may be anybody's.
    let operator = argument(&OPERATORS, 1..=1).filter(|(_, letter)| letter.chars().all(char::is_uppercase));
    operator.map(|(operator, letter)| format!("\\{operator} {letter}"))
}

/// Returns the character of the Zapf Dingbats font with this number, as the package pifont counts.
pub(super) fn dingbat(number: u32) -> Option<char> {
    let code_point = match number {
        33..=126 => 0x2701 + number - 33,
        172..=181 => 0x2460 + number - 172,
        182..=191 => 0x2776 + number - 182,
        192..=201 => 0x2780 + number - 192,
        202..=211 => 0x278A + number - 202,
        _ => return None,
    };
    char::from_u32(code_point)
}

/// Whether the environment is math.
pub(crate) fn is_math_environment(name: &str) -> bool {
    matches!(
        name.trim_end_matches('*'),
        "equation"
            | "align"
            | "gather"
            | "multline"
            | "eqnarray"
            | "displaymath"
            | "math"
            | "aligned"
            | "gathered"
            | "cases"
            | "matrix"
            | "pmatrix"
            | "bmatrix"
            | "vmatrix"
            | "array"
            | "split"
            | "alignat"
            | "flalign"
            | "dcases"
            | "rcases"
            | "smallmatrix"
            | "Bmatrix"
            | "Vmatrix"
    )
}

/// Whether a line of TeX begins with a part of a list, and so belongs to what stands before it.
pub(crate) fn begins_with_list_part(line: &str) -> bool {
    let rest = line.trim_start();
    let environment = ["\\begin{", "\\end{"].iter().find_map(|begin| rest.strip_prefix(begin));
    match environment.and_then(|rest| rest.split_once('}')) {
        Some((name, _)) => is_layout_environment(name),
        None => rest.strip_prefix("\\item").is_some_and(|rest| !rest.starts_with(char::is_alphabetic)),
    }
}

/// Whether the environment only lays out the text in it.
pub(super) fn is_layout_environment(name: &str) -> bool {
    matches!(
        name,
        "itemize"
            | "enumerate"
            | "description"
            | "center"
            | "quote"
            | "quotation"
            | "abstract"
            | "flushleft"
            | "document"
    )
}
