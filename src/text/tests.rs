//! What texts are read as, from source to output.

use expect_test::{Expect, expect};
use unicode_normalization::UnicodeNormalization;

use super::{HtmlOptions, ProblemKind, Text, escape_markdown, escape_markdown_line, plain, scan};

#[track_caller]
fn check_title(source: &str, expect: Expect) {
    expect.assert_eq(&Text::inline(source).html(&HtmlOptions::default()));
}

#[track_caller]
fn check_html(source: &str, expect: Expect) {
    expect.assert_eq(&Text::block(source).html(&HtmlOptions::default()));
}

#[track_caller]
fn check_plain(source: &str, expect: Expect) {
    expect.assert_eq(&Text::block(source).plain());
}

#[track_caller]
fn check_latex(source: &str, expect: Expect) {
    expect.assert_eq(&Text::block(source).latex());
}

#[track_caller]
fn check_problems(source: &str, expect: Expect) {
    let text = Text::block(source);
    let lines = text.problems().iter().map(|problem| {
        let typed = &source[problem.range.clone()];
        format!("{} at {typed:?}: {}\n", problem.kind.code(), problem.message)
    });
    expect.assert_eq(&lines.collect::<String>());
}

#[test]
fn a_title_is_one_line_and_no_block() {
    check_title("1. Foo", expect!["1. Foo"]);
    check_title("# Foo", expect!["# Foo"]);
    check_title("- x", expect!["- x"]);
    check_title("    code", expect!["code"]);
    check_title("Sorting\n  *very* slowly", expect!["Sorting <em>very</em> slowly"]);
    check_title("[a link](https://example.org), https://example.org", expect!["a link, https://example.org"]);
    check_title("A --- b\n---", expect!["A — b —"]);
}

#[test]
fn text_without_markup_is_itself() {
    check_title("Café: 100% of 3 > 2 (see p. 4)", expect!["Café: 100% of 3 &gt; 2 (see p. 4)"]);
    check_html(
        "One line,\nanother.\n\nA paragraph.",
        expect![[r#"
        <p>One line, another.</p>
        <p>A paragraph.</p>"#]],
    );
    assert!(Text::inline("  ").is_empty());
    assert!(Text::block("\n\n").is_empty());
}

#[test]
fn markdown_is_markdown() {
    check_html(
        "# Notes\n\n- *a*\n- `b`\n\n3. c",
        expect![[r#"
        <h1>Notes</h1>
        <ul>
        <li><em>a</em></li>
        <li><code>b</code></li>
        </ul>
        <ol start="3">
        <li>c</li>
        </ol>"#]],
    );
    check_html(
        "| a | b |\n|---|--:|\n| $|x|$ | y |",
        expect![[r#"
        <table>
        <thead><tr><th>a</th><th style="text-align:right">b</th></tr></thead>
        <tbody>
        <tr><td><math alttext="|x|"><mo stretchy="false" lspace="0" rspace="0">|</mo><mi>x</mi><mo stretchy="false" lspace="0" rspace="0">|</mo></math></td><td style="text-align:right">y</td></tr>
        </tbody>
        </table>"#]],
    );
    check_html(
        "```\n$x$ \\emph{y} <b> -- ~\n```\n\n    \\alpha $x$",
        expect![[r#"
            <pre><code>$x$ \emph{y} &lt;b&gt; -- ~
            </code></pre>
            <pre><code>\alpha $x$</code></pre>"#]],
    );
    check_html(
        "snake_case_name and 2 * 3 * 4 and ~~no~~",
        expect!["<p>snake_case_name and 2 * 3 * 4 and ~~no~~</p>"],
    );
    check_html(
        "> quoted\n\n***",
        expect![[r#"
        <blockquote>
        <p>quoted</p>
        </blockquote>
        <hr>"#]],
    );
}

#[test]
fn the_highest_heading_has_the_rank_that_was_asked_for() {
    let options = HtmlOptions { top_heading: 3, ..HtmlOptions::default() };
    expect![[r#"
        <h3>a</h3>
        <h4>b</h4>"#]]
    .assert_eq(&Text::block("## a\n\n### b").html(&options));
}

#[test]
fn headings_have_the_ids_that_are_given_them() {
    let ids = ["a", "", "c"].map(str::to_owned);
    let text = Text::block("# A\n\n> ## B\n\n<b>x</b>\n\n- ## *C*\n\n## D");
    assert_eq!(text.headings(), ["A", "B", "C", "D"]);
    for raw_html in [false, true] {
        let html = text.html(&HtmlOptions { raw_html, heading_ids: &ids, ..HtmlOptions::default() });
        let headings: Vec<&str> = html.split('<').filter(|tag| tag.starts_with('h')).collect();
        assert_eq!(headings, ["h1 id=\"a\">A", "h2>B", "h2 id=\"c\">", "h2>D"], "{html}");
    }
}

#[test]
fn no_line_ends_between_a_formula_and_what_it_touches() {
    check_html(
        "S$^2$T, ($x$), $a$,$b$ non-$k$-ary 中$x$文",
        expect![[
            r#"<p><span class="unbroken">S<math alttext="^2"><msup><mrow></mrow><mn>2</mn></msup></math>T</span>, <span class="unbroken">(<math alttext="x"><mi>x</mi></math>)</span>, <span class="unbroken"><math alttext="a"><mi>a</mi></math>,</span><math alttext="b"><mi>b</mi></math> non-<span class="unbroken"><math alttext="k"><mi>k</mi></math>-</span>ary 中<math alttext="x"><mi>x</mi></math>文</p>"#
        ]],
    );
}

#[test]
fn a_formula_that_may_be_too_wide_for_a_phone_can_scroll() {
    check_html(
        "See $a + b + c + d + e + f + g + h + i + j + k$, and $a$.",
        expect![[
            r#"<p>See <span class="unbroken"><span class="formula"><math alttext="a + b + c + d + e + f + g + h + i + j + k"><mi>a</mi><mo>+</mo><mi>b</mi><mo>+</mo><mi>c</mi><mo>+</mo><mi>d</mi><mo>+</mo><mi>e</mi><mo>+</mo><mi>f</mi><mo>+</mo><mi>g</mi><mo>+</mo><mi>h</mi><mo>+</mo><mi>i</mi><mo>+</mo><mi>j</mi><mo>+</mo><mi>k</mi></math></span>,</span> and <span class="unbroken"><math alttext="a"><mi>a</mi></math>.</span></p>"#
        ]],
    );
    check_html(
        "$$a + b + c + d + e + f + g + h + i + j + k$$",
        expect![[
            r#"<p><math alttext="a + b + c + d + e + f + g + h + i + j + k" display="block"><mi>a</mi><mo>+</mo><mi>b</mi><mo>+</mo><mi>c</mi><mo>+</mo><mi>d</mi><mo>+</mo><mi>e</mi><mo>+</mo><mi>f</mi><mo>+</mo><mi>g</mi><mo>+</mo><mi>h</mi><mo>+</mo><mi>i</mi><mo>+</mo><mi>j</mi><mo>+</mo><mi>k</mi></math></p>"#
        ]],
    );
}

#[test]
fn a_title_in_braces_shows_none_of_them() {
    for (title, shown) in [
        ("{Good Enough: Variants, of Margin}", "Good Enough: Variants, of Margin"),
        ("{Do {LLM}s Know?}", "Do LLMs Know?"),
        ("On {a, b} and {c, d}", "On {a, b} and {c, d}"),
        ("{a, b} and {c, d}", "{a, b} and {c, d}"),
    ] {
        assert_eq!(Text::inline(title).plain(), shown);
    }
}

#[test]
fn a_letter_of_tex_takes_the_blank_before_the_rest_of_its_word() {
    for (typed, shown) in
        [(r"\L ukasz", "Łukasz"), (r"\ae ther", "æther"), (r"\O A", "Ø A"), (r"Gro\ss e", "Große")]
    {
        assert_eq!(Text::inline(typed).plain(), shown);
    }
}

#[test]
fn a_formula_of_styled_words_is_text() {
    check_html(
        r"$\textbf{D}$ata and $\textit{Trans-LoRA}$: $\texttt{a\_b}$",
        expect!["<p><strong>D</strong>ata and <em>Trans-LoRA</em>: <code>a_b</code></p>"],
    );
}

#[test]
fn tex_styles_are_styles() {
    check_html(
        r"\emph{a} \textbf{L}azy \textsc{b} \texttt{c\_d} \underline{e} x\textsuperscript{2}",
        expect![[
            r#"<p><em>a</em> <strong>L</strong>azy <span class="small-caps">b</span> <code>c_d</code> <u>e</u> x<sup>2</sup></p>"#
        ]],
    );
    check_html(
        r"{\it short-term} {\bf x} {{\large {\textbf{F}}}}aster {\sc x}",
        expect![[
            r#"<p><em>short-term</em> <strong>x</strong> <strong>F</strong>aster <span class="small-caps">x</span></p>"#
        ]],
    );
    check_html(
        r"\textbf{\emph{a *b*}} \textcolor{red}{c} \mbox{d} \href{https://example.org/a\_b}{e}",
        expect![[
            r#"<p><strong><em>a <em>b</em></em></strong> c d <a href="https://example.org/a_b" rel="noopener">e</a></p>"#
        ]],
    );
    check_html(
        r"\emphlost and \textbf{cut at the end",
        expect!["<p><em>lost</em> and <strong>cut at the end</strong></p>"],
    );
}

#[test]
fn ensured_math_is_math() {
    check_html(
        r"20\ensuremath{^{\circ}}C, 6{\ensuremath{''}}, \ensuremath{$x$}",
        expect![[
            r#"<p>2<span class="unbroken">0<math alttext="^{\circ}"><msup><mrow></mrow><mo>∘</mo></msup></math>C</span>, 6<math alttext="''"><msup><mrow></mrow><mo>″</mo></msup></math>, <math alttext="x"><mi>x</mi></math></p>"#
        ]],
    );
    check_plain(
        r"20\ensuremath{^{\circ}}C, 5{\ensuremath{^{\prime\prime}}}, 6{\ensuremath{''}}, \ensuremath{\alpha}-\ensuremath{\textbf{x}}",
        expect!["20°C, 5′′, 6′′, α-x"],
    );
    let nested = r"\ensuremath{\textbf{".repeat(40) + r"\nonsense" + &"}}".repeat(40);
    assert!(Text::block(&nested).plain().contains("nonsense"));
    check_latex(r"20\ensuremath{^{\circ}}C {\ensuremath{<}}5", expect![[r#"20$^{\circ}$C {$<$}5"#]]);
}

#[test]
fn math_in_a_text_in_a_formula_does_not_end_it() {
    check_plain(
        r"Let $f(x)=\begin{cases}1 & \text{if $x>0$}\\0&\mbox{else}\end{cases}$ and $y$.",
        expect!["Let f(x)= 1 if x>0; 0 else and y."],
    );
    check_plain(
        "$$x \\text{ for $y$}$$ and $$z \\mbox{ if $w$ or $v$}.$$",
        expect!["x for y and z if w or v."],
    );
    check_plain(
        r"\(x \text{ for $y$}\) and \begin{align}a &= b & \text{if $c$}\end{align}",
        expect!["x for y and a = b if c"],
    );
}

#[test]
fn commands_of_astronomers_are_known() {
    check_plain(
        r"3\farcs2, 5\degr, 5\arcsec, 2\fdg5, $x\la y$, \ion{H}{ii} regions, {\cal N}=4",
        expect!["3″.2, 5°, 5″, 2°.5, x≲y, H II regions, N=4"],
    );
}

#[test]
fn quantities_have_numbers_and_units() {
    check_html(
        r"\SI{5}{\kilo\metre\per\second}, \qty{10}{GHz}, \num{1e5}, \num{1000}, \si{\micro m}, \SI{45}{\degree}, $\SI{2}{m^2}$",
        expect!["<p>5 km/s, 10 GHz, 1×10<sup>5</sup>, 1000, µm, 45°, 2 m<sup>2</sup></p>"],
    );
    check_html(
        r"\SIrange{1}{2e3}{\metre}, \numrange{1}{2}, \SIlist{1;2;3}{\%}, \numlist{1;2}, \ang{10;5}, $\SIrange{1}{2}{m}$",
        expect!["<p>1–2×10<sup>3</sup> m, 1–2, 1, 2, 3%, 1, 2, 10°5′, 1–2 m</p>"],
    );
}

#[test]
fn chemical_formulas_are_lowered_and_raised() {
    check_html(
        r"\ce{H2SO4}, \ce{Fe^3+}, \ce{2H2 + O2 -> 2H2O}",
        expect![
            "<p>H<sub>2</sub>SO<sub>4</sub>, Fe<sup>3+</sup>, 2H<sub>2</sub> + O<sub>2</sub> → 2H<sub>2</sub>O</p>"
        ],
    );
    check_html(
        r"$\ce{CO2}$",
        expect![[
            r#"<p><math alttext="\ce{CO2}"><msub><mrow><mspace></mspace><mi>CO</mi></mrow><mn>2</mn></msub></math></p>"#
        ]],
    );
    check_plain(
        r"\ce{H2SO4}, \ce{Fe^3+}, $\ce{CO2}$, $\ce{SO4^2-}$, \ce{$x$Li}",
        expect!["H₂SO₄, Fe³⁺, CO₂, SO₄²⁻, xLi"],
    );
}

#[test]
fn accents_are_composed() {
    check_plain(
        r#"na\"{\i}ve {\"o} \"o \v{n} \c{c} {\O} Sm\o rrebr\o d \'e \'{\i} \H{o} \k{a} \u{g} \={a} \.{z} \d{s} Fran\c cois \ss"#,
        expect!["naïve ö ö ň ç Ø Smørrebrød é í ő ą ğ ā ż ṣ François ß"],
    );
    check_plain(r#"a \"quoted\" word, \'another\'"#, expect![[r#"a "quoted" word, 'another'"#]]);
    check_plain(
        r"today\'s \'Swiat, Wi\'sniewski, \enquote*{a} 5\textperthousand",
        expect!["today's Świat, Wiśniewski, “a” 5‰"],
    );
    check_plain(
        r"5\textmu m, 25\textdegree C, 5\texttimes 6 \texttimes 7, \textquotedblleft q\textquotedblright x, \textasciitilde 5",
        expect!["5µm, 25°C, 5×6 × 7, “q” x, ~5"],
    );
    check_plain(r"a 25\textdegree angle, at \LaTeX and", expect!["a 25° angle, at LaTeX and"]);
    check_plain(r"L\v ü and x\d ơ", expect!["Lǚ and xợ"]);
    check_plain(r"\b{eta}, \r{ho}, \c{opyright}, 360{\deg}", expect!["β, ρ, ©, 360°"]);
}

/// Every accent of TeX, with the mark that it puts on a letter.
const ACCENTS: [(&str, char); 16] = [
    ("`", '\u{300}'),
    ("'", '\u{301}'),
    ("^", '\u{302}'),
    ("~", '\u{303}'),
    ("=", '\u{304}'),
    ("u", '\u{306}'),
    (".", '\u{307}'),
    ("\"", '\u{308}'),
    ("r", '\u{30A}'),
    ("H", '\u{30B}'),
    ("v", '\u{30C}'),
    ("d", '\u{323}'),
    ("c", '\u{327}'),
    ("k", '\u{328}'),
    ("b", '\u{331}'),
    ("t", '\u{361}'),
];

/// No letter makes of an accent another command, as `s` would make of `\v` the one for `vs.`.
#[test]
fn every_accent_stands_on_every_letter() {
    let letters = || ('A'..='Z').chain('a'..='z');
    for ((accent, mark), letter) in
        ACCENTS.into_iter().flat_map(|accent| letters().map(move |letter| (accent, letter)))
    {
        let shown: String = [letter, mark].into_iter().nfc().collect();
        for (typed, shown) in [
            (format!("\\{accent}{{{letter}}}x"), format!("{shown}x")),
            (format!("Mo\\{accent}{{{letter}}} B."), format!("Mo{shown} B.")),
            (format!("Mo{{\\{accent}{{{letter}}}}}, B."), format!("Mo{shown}, B.")),
        ] {
            assert_eq!(Text::inline(&typed).plain(), shown, "{typed}");
            assert_eq!(Text::inline(&typed).problems(), [], "{typed}");
        }
    }
    check_plain(
        r"Milo\v s, Milo{\v s}, Milo\v{s}, \v{S}, \v S, {\v S} \vs A, \vs{} A",
        expect!["Miloš, Miloš, Miloš, Š, Š, Š vs. A, vs. A"],
    );
}

/// TeX's own commands end at a blank; those of MathSciNet and zbMATH name letters and accents that TeX lacks.
#[test]
fn accents_are_read_where_no_braces_say_what_is_accented() {
    for (typed, shown) in [
        (r#"{\r A}str{\"o}m, {\k E}, {\d s}en, {\b t}, {\H o}, {\u a}"#, "Åström, Ę, ṣen, ṯ, ő, ă"),
        (r"\r Ast, \d Sen, Nu\d s, Hru{\u s}", "Åst, Ṣen, Nuṣ, Hrus\u{306}"),
        (
            r"Hru{\u\i}, Bernste\u\i n, {\v\i}, \v{\i}, Mart\'\i nez, \v \j x",
            "Hruĭ, Bernsteĭn, ǐ, ǐ, Martínez, ǰx",
        ),
        (r#"Garc\'\i a B\'\i{} c, {\' e}t{\' e}, {\" O}"#, "García Bí c, été, Ö"),
        (r"{\'\ae}, \'\o x, \=\AE", "ǽ, ǿx, Ǣ"),
        (r"\d{\^o}, \d{\^{o}}, \~{\^e}, \u{\d{a}}", "ộ, ộ, ễ, ặ"),
        (r"S\o{} x, S\o rb, \ss{} x", "Sø x, Sørb, ß x"),
        (
            r"Gel\cprime fand, Gel{\cprime}fand, Gel\cprime{}fand, Kol\cprime{} x, Pod\cdprime ezd",
            "Gelʹfand, Gelʹfand, Gelʹfand, Kolʹ x, Podʺezd",
        ),
        (
            r"\Dbar okovi\'c, \dbar a, W\polhk{a}s, Nguy\cftil{e}n, Pa\soft{t}, H\udot{a}",
            "Đoković, đa, Wąs, Nguyễn, Pať, Hạ",
        ),
        (r"\cfac{a} \cfgrv{o} \cfudot{e} \ocirc{u} \ubar{k}", "ấ ồ ệ ů ḵ"),
        // Braces that were meant for the letter, too.
        (r#"T{\"}ulu, caf{\'}e, Erd{\H}os, Universit{\`}a"#, "Tülu, café, Erdős, Università"),
        (r#"{\"}Alice{\"}, O{\'}Brien, l{\'}eau, qu{\'}il"#, r#""Alice", O'Brien, l'eau, qu'il"#),
        // Nobody means an accent there.
        (r"\soft{ware}, a \d regex, \r and, {\b old}", r"\soft{ware}, a \d regex, \r and, \b old"),
    ] {
        assert_eq!(Text::inline(typed).plain(), shown, "{typed}");
    }
}

#[test]
fn tex_punctuation_is_typographic_where_it_is_prose() {
    check_plain(
        "``quoted'' ''too'' and``this'' `single' -- Kullback--Leibler --- 1--2",
        expect!["“quoted” “too” and“this” ‘single’ – Kullback–Leibler — 1–2"],
    );
    check_plain(
        "--flag, a --b, `--c`, https://example.org/a--b, rules --Ours is one",
        expect!["--flag, a --b, --c, https://example.org/a--b, rules –Ours is one"],
    );
    check_html("Fig.~1, ~50%, 5~10, z~2, S&P~500", expect!["<p>Fig. 1, ~50%, 5~10, z~2, S&amp;P 500</p>"]);
    check_plain(r"5~\% of \texorpdfstring{$x^2$}{x2}", expect!["5 % of x²"]);
    check_plain(r"{\it Gaia\/} and $i$\/-band, shelf\/ful", expect!["Gaia and i-band, shelfful"]);
    check_plain("{``}A{''} {--} don{'}t", expect!["“A” – don’t"]);
    check_html("^{136}Xe, ^{ab}C", expect!["<p><sup>136</sup>Xe, ^abC</p>"]);
    check_plain(
        r"50\% \& \$5 \#1 a\_b \{x\} e.g.\ this 5\,GB under\-stand",
        expect!["50% & $5 #1 a_b {x} e.g. this 5 GB understand"],
    );
    check_html(
        "R^2, 10^{-4}, x^n, 5^th, 360^\\circ, foo^bar",
        expect!["<p>R<sup>2</sup>, 10<sup>-4</sup>, x<sup>n</sup>, 5<sup>th</sup>, 360°, foo^bar</p>"],
    );
    check_html(
        "O(n^{-1/2}), AP_{50}, TriLiteNet_{base}, R^{n-1}, snake_{an id}, p^{f(n)}",
        expect![[
            r#"<p>O(n<sup>-1/2</sup>), AP<sub>50</sub>, TriLiteNet<sub>base</sub>, R<sup>n-1</sup>, snake_{an id}, <span class="unbroken">p<math alttext="^{f(n)}"><msup><mrow></mrow><mrow><mi>f</mi><mo stretchy="false">(</mo><mi>n</mi><mo stretchy="false">)</mo></mrow></msup></math></span></p>"#
        ]],
    );
    check_plain(
        "x_{1}^{2}, AdS_{5}, M_{sun}, a_{i}, H<sub>2</sub>O, snake_case",
        expect!["x₁², AdS₅, M_sun, aᵢ, H₂O, snake_case"],
    );
    check_plain(
        "|x|^2, |U_{e3}|^2, ||x||^2, e^+e^-, H^+. | a |^2 :^-), x^-y",
        expect!["|x|², |U_e3|², ||x||², e⁺e⁻, H⁺. | a |^2 :^-), x^-y"],
    );
    check_plain(r"a\,--\,b, 5\,--\,10, 1\,---\,2, a\!b, Wow\!", expect!["a – b, 5 – 10, 1 — 2, ab, Wow!"]);
    check_html(r"Foo\\[2pt]Bar, a\\b, \\[x]", expect![r"<p>Foo<br>Bar, a\b, \[x]</p>"]);
    check_title(r"Foo\\[2pt]Bar: a\\b, C:\\x, \\alpha", expect![[r#"Foo Bar: a b, C:\x, \alpha"#]]);
    check_html(
        r"10^5 M_\odot, a_\_b",
        expect![[
            r#"<p>10<sup>5</sup> <span class="unbroken">M<math alttext="_\odot"><msub><mrow></mrow><mo>⊙</mo></msub></math>,</span> a__b</p>"#
        ]],
    );
    check_html("one \\\\ two", expect!["<p>one <br> two</p>"]);
}

#[test]
fn braces_group_or_are_text() {
    check_plain(
        "{BERT}, {k}-means, {Deep Nets}, 5{,}495, AT{\\&}T",
        expect!["BERT, k-means, Deep Nets, 5,495, AT&T"],
    );
    check_plain(
        "{a, b}, {name}, {{ name }}, {{name}}, {% raw %}, {}",
        expect!["{a, b}, {name}, {{ name }}, {{name}}, {% raw %}, {}"],
    );
    check_plain("n{=}5, p{<}0.05, $n${=}-5, {=}, a {=} b", expect!["n=5, p<0.05, n=-5, {=}, a {=} b"]);
    check_plain("a { b } c } d {", expect!["a { b } c } d {"]);
}

#[test]
fn math_is_mathml() {
    check_html(
        "$x_i$ and \\(y\\)",
        expect![[
            r#"<p><math alttext="x_i"><msub><mi>x</mi><mi>i</mi></msub></math> and <math alttext="y"><mi>y</mi></math></p>"#
        ]],
    );
    check_html(
        "$$a*b$$",
        expect![[
            r#"<p><math alttext="a*b" display="block"><mi>a</mi><mo lspace="0.2222em" rspace="0.2222em">∗</mo><mi>b</mi></math></p>"#
        ]],
    );
    check_html(
        "\\begin{align}a&=b\\end{align}",
        expect![[
            r#"<p><math alttext="\begin{align}a&amp;=b\end{align}" display="block"><mtable displaystyle="true" scriptlevel="0" style="width: 100%"><mtr><mtd style="width: 50%"></mtd><mtd style="text-align: right;justify-items: end;padding-right: 0;"><mi>a</mi></mtd><mtd style="text-align: left;justify-items: start;padding-left: 0;"><mo>=</mo><mi>b</mi></mtd><mtd style="width: 50%"></mtd></mtr></mtable></math></p>"#
        ]],
    );
    check_html(
        r"\ell_1 and {\alpha}",
        expect![[
            r#"<p><math alttext="\ell_1"><msub><mi>ℓ</mi><mn>1</mn></msub></math> and <math alttext="\alpha"><mi>α</mi></math></p>"#
        ]],
    );
    check_html(r"\[see there\] and \(or here\)", expect!["<p>[see there] and (or here)</p>"]);
    check_html(
        r"$\href{https://example.org}{a}$, $\unicode{x2013}$",
        expect![[r#"<p><a href="https://example.org" rel="noopener">a</a>, –</p>"#]],
    );
}

/// <https://ctan.org/pkg/amstex>
#[test]
fn old_fonts_of_math_are_known() {
    for (typed, shown) in [
        (r"$\germ g$, ${\germ g}$, $\germ{gl}$", "g, g, gl"),
        (r"$\Cal O$, $\scr L$, $\goth{H}$", "O, L, H"),
        (r"$\bar\bf x$, $\hat\cal H_0$", "x\u{304}, Ĥ₀"),
        (r"$\theta = \ang{10}$", "θ = 10°"),
    ] {
        let text = Text::block(typed);
        assert_eq!(text.plain(), shown, "{typed}");
        assert!(text.problems().is_empty(), "{typed}");
    }
}

#[test]
fn math_that_is_not_understood_is_shown_as_typed() {
    check_html("a $\\frac{1$ b", expect![[r#"<p>a <code class="math-source">$\frac{1$</code> b</p>"#]]);
    check_html(
        "a $\\nope_1$ b",
        expect![[r#"<p>a <math alttext="\nope_1"><msub><mtext>nope</mtext><mn>1</mn></msub></math> b</p>"#]],
    );
    check_problems(
        "a $\\nope_1$ b",
        expect![[r#"
            unreadable-math at "$\\nope_1$": a command in this formula is shown by its name: unknown command "\nope"
        "#]],
    );
    check_plain("a $\\nope_1$ b", expect!["a nope₁ b"]);
}

#[test]
fn money_is_not_math() {
    check_html(
        "$5 million and $7 million, US$3, Turki$hTweets",
        expect!["<p>$5 million and $7 million, US$3, Turki$hTweets</p>"],
    );
}

#[test]
fn references_are_shown_in_brackets_and_footnotes_in_parentheses() {
    check_plain(
        r"As in~\citep[p.~3]{ada, bob}, \ref{x}.\footnote{Or \emph{not}.}",
        expect!["As in [ada, bob], [x]. (Or not.)"],
    );
    check_plain(
        r"\citeyang{ada}, \Citet*{ada}, \onlinecite{bob}, \textcite[5]{bob}, \cite",
        expect![[r"[ada], [ada], [bob], [bob], \cite"]],
    );
}

#[test]
fn commands_that_nobody_knows_are_shown_as_typed() {
    check_plain(
        r"\ours{} beats \theirs{with $x^2$}, \eg\ \ours",
        expect![[r#"\ours beats \theirs{with x²}, e.g. \ours"#]],
    );
    check_problems(
        r"\ours{} beats \theirs{with $x^2$}, \eg\ \ours",
        expect![[r#"
            unknown-tex-command at "\\ours": the TeX command `\ours` is not known here and is shown as typed
            unknown-tex-command at "\\theirs": the TeX command `\theirs` is not known here and is shown as typed
        "#]],
    );
    check_problems(
        r"a } b { c",
        expect![[r#"
        unmatched-brace at "}": this `}` closes nothing
        unmatched-brace at "{": this `{` is never closed
    "#]],
    );
}

#[test]
fn lists_of_tex_are_lines() {
    check_html(r"\begin{itemize} \item a \item b \end{itemize}", expect!["<p>• a<br>• b </p>"]);
    check_html(r"\begin{enumerate}\item One \item Two\end{enumerate}", expect!["<p>1. One<br>2. Two</p>"]);
    check_plain(
        "We list:\n\n\\begin{enumerate}\n\n\\item One.\n\n\\item[(b)] Two.\n\n\\item \\begin{itemize}\\item[x] a\\end{itemize}\n\\item Last.\n\n\\end{enumerate}\n\nEnd.",
        expect![[r#"
            We list:

            1. One.

            (b) Two.

            2.
            • x a
            3. Last.

            End."#]],
    );
    check_problems(
        r"\begin{theorem} a \end{theorem}",
        expect![[r#"
        unknown-tex-command at "\\begin": the TeX command `\begin` is not known here and is shown as typed
        unknown-tex-command at "\\end": the TeX command `\end` is not known here and is shown as typed
    "#]],
    );
}

#[test]
fn formatting_html_is_what_it_means() {
    check_html(
        "<em>a</em> <i>b</i> H<sub>2</sub>O <b>c</b> <code>d</code> <a href='https://example.org'>e</a>",
        expect![[
            r#"<p><em>a</em> <em>b</em> H<sub>2</sub>O <strong>c</strong> <code>d</code> <a href="https://example.org" rel="noopener">e</a></p>"#
        ]],
    );
    check_html(
        "<p>a</p><p>b</p><ul><li>c</li><li>d</li></ul> <span class=x>e</span>",
        expect!["<p>a<br>b<br>• c<br>• d<br>e</p>"],
    );
    check_html(
        "a<!-- b --> c\n\n<!--\n\nd\n\n-->\n\ne",
        expect![[r#"
        <p>a c</p>
        <p>e</p>"#]],
    );
    check_html(
        "<https://example.org> <ada@example.org>",
        expect![[
            r#"<p><a href="https://example.org" rel="noopener">https://example.org</a> <a href="mailto:ada@example.org">ada@example.org</a></p>"#
        ]],
    );
}

#[test]
fn what_is_no_html_is_text() {
    check_html(
        "<think> a<b>c 1 < 2 <TextCoop>: &lt;b&gt; <s> <search>",
        expect![
            "<p>&lt;think&gt; a&lt;b&gt;c 1 &lt; 2 &lt;TextCoop&gt;: &lt;b&gt; &lt;s&gt; &lt;search&gt;</p>"
        ],
    );
}

#[test]
fn scripts_are_left_out_and_never_live() {
    check_html(
        "a <script>alert('$x$')</script> b <script>alert(1)",
        expect!["<p>a b &lt;script&gt;alert(1)</p>"],
    );
    check_html(
        "<img src=x onerror=alert(1)> <svg onload=alert(1)> <iframe src=x>",
        expect!["<p>&lt;img src=x onerror=alert(1)&gt; &lt;svg onload=alert(1)&gt; &lt;iframe src=x&gt;</p>"],
    );
    check_problems(
        "a <STYLE>b</STYLE>",
        expect![[r#"
        script-element at "<STYLE>b</STYLE>": `<style>` and what is in it are left out
    "#]],
    );
}

#[test]
fn only_safe_links_are_links() {
    check_html(
        "[a](javascript:alert(1)) [b](JaVaScRiPt&#58;x) [c](//example.org) [d](data:text/html,x)",
        expect!["<p>a b c d</p>"],
    );
    check_html(
        "[a](../b/) [c](mailto:ada@example.org) [d](#e) [f](<https://example.org/\"g>)",
        expect![[
            r##"<p><a href="../b/">a</a> <a href="mailto:ada@example.org">c</a> <a href="#e">d</a> <a href="https://example.org/%22g" rel="noopener">f</a></p>"##
        ]],
    );
    check_html(
        "<a href=\"java\tscript:x\">a</a> \\href{javascript:x}{b} \\url{vbscript:x}",
        expect!["<p>a b vbscript:x</p>"],
    );
    check_problems(
        "a [b](javascript:c) d",
        expect![[r#"
        unsafe-link at "[b](javascript:c)": only `http`, `https`, `mailto` and relative links are kept; this one is its text alone
    "#]],
    );
}

#[test]
fn commands_that_lost_their_braces_are_what_they_were() {
    check_html(
        r"a rate of 1/\sqrtT in \mathbb R^n, \logN and \textmax, see \urlhttps://a.example/x.",
        expect![[
            r#"<p>a rate of 1/<math alttext="\sqrt{T}"><msqrt><mi>T</mi></msqrt></math> in <math alttext="\mathbb{R}"><mi>ℝ</mi></math><sup>n</sup>, <math alttext="\log N"><mo lspace="0" rspace="0.1667em">log</mo><mi>N</mi></math> and <span class="unbroken"><math alttext="\text{max}"><mtext>max</mtext></math>,</span> see <a href="https://a.example/x" rel="noopener">https://a.example/x</a>.</p>"#
        ]],
    );
    check_problems(r"\sqrtn \mathbbS \texttildelow", expect![[r""]]);
    check_plain(r"\sqrtn \mathbbS of \nonsensen", expect![[r#"√n 𝕊 of \nonsensen"#]]);
}

#[test]
fn signs_in_braces_of_their_own_are_signs() {
    check_plain(
        "snake{\\_}case, {\\{}CNN{\\}}s, Soft{\\-}ware, CHI~'03",
        expect!["snake_case, {CNN}s, Software, CHI '03"],
    );
    check_plain(
        "{\\textquestiondown}Qu{\\'e}? n{\\textordmasculine} 3, \\glqq Zitat\\grqq{}, \\og mot\\fg{}, {\\cb{S}}tefan",
        expect!["¿Qué? nº 3, „Zitat“, « mot », Ștefan"],
    );
}

#[test]
fn bare_urls_are_links() {
    check_html(
        "At https://example.org/a_b_c. (https://example.org/x) \\url{https://example.org/d\\_e}",
        expect![[
            r#"<p>At <a href="https://example.org/a_b_c" rel="noopener">https://example.org/a_b_c</a>. (<a href="https://example.org/x" rel="noopener">https://example.org/x</a>) <a href="https://example.org/d_e" rel="noopener">https://example.org/d_e</a></p>"#
        ]],
    );
    check_html(
        "At https://example.org/a}{https://example.org/a. Or http://example.org/b}{example.org/b}, not x}{y.",
        expect![[
            r#"<p>At <a href="https://example.org/a" rel="noopener">https://example.org/a</a>. Or <a href="http://example.org/b" rel="noopener">http://example.org/b</a>, not x}{y.</p>"#
        ]],
    );
    check_html(
        "[https://example.org/a](https://example.org/b) and x://y",
        expect![[
            r#"<p><a href="https://example.org/b" rel="noopener">https://example.org/a</a> and x://y</p>"#
        ]],
    );
}

#[test]
fn relative_links_and_pictures_are_asked_about() {
    let link = |destination: &str| (destination != "gone").then(|| format!("/base/{destination}"));
    let image = |destination: &str| destination.ends_with(".png").then(|| destination.to_owned());
    let options = HtmlOptions { link: &link, image: &image, ..HtmlOptions::default() };
    let text = Text::block("[a](b) [c](gone) ![d *e*](f.png) ![g](h.svg)");
    expect![[r#"<p><a href="/base/b">a</a> c <img src="f.png" alt="d e" loading="lazy"> g</p>"#]]
        .assert_eq(&text.html(&options));
}

#[cfg(feature = "raw-html")]
#[test]
fn raw_html_is_kept_and_sanitised_where_it_is_wanted() {
    let options = HtmlOptions { raw_html: true, ..HtmlOptions::default() };
    let text = Text::block(
        "<details open onclick=x>\n<summary>a $x$</summary>\n\n*b* <think>\n\n</details>\n\n\
         c <span onclick=x title=t>d</span> <img src=javascript:x alt=y><svg onload=x>\n\n$\\nope$ \\textsc{e}",
    );
    expect![[r#"
        <details><summary>a <math alttext="x"><mi>x</mi></math></summary>
        <p><em>b</em> &lt;think&gt;</p>
        </details>
        <p>c <span title="t">d</span> y&lt;svg onload=x&gt;</p>
        <p><math alttext="\nope"><mtext>nope</mtext></math> <span class="small-caps">e</span></p>"#]]
    .assert_eq(&text.html(&options));
}

#[cfg(feature = "raw-html")]
#[test]
fn a_picture_in_raw_html_is_asked_about_as_one_in_markdown() {
    let image = |to: &str| (!to.starts_with("https:")).then(|| format!("/files/{to}"));
    let options = HtmlOptions { raw_html: true, image: &image, ..HtmlOptions::default() };
    let text = Text::block(
        "a <img src='f.png?a=1&amp;b' alt='of \"f\"' width=20> b <IMG SRC=g.png src=https://t.example/g.png>\n\n\
         <img src=https://t.example/h.png alt='of h &lt;b'> <img alt=none src=&#104;ttps://t.example/h.png> <img>",
    );
    expect![[r#"
        <p>a <img src="/files/f.png?a=1&amp;b" alt="of &quot;f&quot;" width="20"> b <img src="/files/g.png"></p>
        of h &lt;b<img src="/files/&amp;#104;ttps://t.example/h.png" alt="none"><img src="/files/">"#]]
    .assert_eq(&text.html(&options));
}

#[test]
fn plain_text_has_an_empty_line_between_blocks() {
    check_plain(
        "# a\n\nb\\\nc\n\n- d\n- e\n\n| f | g |\n|---|---|\n| h | i |\n\n---\n\n1. j",
        expect![[r#"
            a

            b
            c

            • d
            • e

            f | g
            h | i

            1. j"#]],
    );
    check_plain(
        "$x^2 + \\alpha$, $\\mathcal{O}(n \\log n)$, 10\\textsuperscript{4}",
        expect!["x² + α, O(n log n), 10⁴"],
    );
}

#[test]
fn tex_keeps_math_and_groups_and_escapes_the_rest() {
    check_latex(
        r"{BERT} in $\mathcal{O}(n)$: 5% & #1_a ~ ^ C:\\x *b* \LaTeX",
        expect![[
            r#"{BERT} in $\mathcal{O}(n)$: 5\% \& \#1\_a \textasciitilde{} \textasciicircum{} C:\textbackslash{}x \emph{b} LaTeX"#
        ]],
    );
    check_latex(
        "na\\\"{\\i}ve ``a'' b--c d~e <f>",
        expect![[r#"naïve ``a'' b--c d~e \textless{}f\textgreater{}"#]],
    );
    check_latex(
        "https://example.org/a_b%20c [d](https://example.org/#e) [f](g)",
        expect![[r#"\url{https://example.org/a_b\%20c} \href{https://example.org/\#e}{d} f"#]],
    );
    check_latex("$$x$$ and `a_b`", expect![[r#"\[x\] and \texttt{a\_b}"#]]);
}

#[test]
fn braces_in_tex_balance_as_bibtex_counts_them() {
    check_latex("a { b", expect![[r#"a \textbraceleft{} b"#]]);
    check_latex("The {a, b}", expect![[r#"The \{a, b\}"#]]);
    check_latex("A \"funny\" (\"odd\") one", expect![["A ``funny'' (``odd'') one"]]);
    check_latex(
        r"$\left\{ x \right.$ and {a, b}",
        expect![[r#"$\left\lbrace  x \right.$ and \textbraceleft{}a, b\textbraceright{}"#]],
    );
    check_latex(r"$x_{$", expect![[r#"\$x\_\textbraceleft{}\$"#]]);
}

#[test]
fn control_characters_and_overrides_are_removed() {
    check_html(
        "a\u{0}b\u{8}c\u{85}d\u{202E}e\u{2066}f\u{FEFF} `g\u{1}` $h\u{202E}$",
        expect![[r#"<p>abcdef <code>g</code> <math alttext="h"><mi>h</mi></math></p>"#]],
    );
    check_html(
        "private \u{F0000} use \u{10FFFD}, `\u{F0001}`",
        expect!["<p>private 󰀀 use 􏿽, <code>󰀁</code></p>"],
    );
}

#[test]
fn markdown_is_escaped_only_where_it_would_be_read() {
    #[track_caller]
    fn check(text: &str, escaped: &str) {
        assert_eq!(escape_markdown(text), escaped);
    }
    check("2 * 3, snake_case, a - b, #1, 1.5, [x], *", "2 * 3, snake_case, a - b, #1, 1.5, [x], *");
    check("*a* _b_ `1`", r"\*a\* \_b\_ \`1\`");
    check("such as `gpt-4o`. Our clients' x", r"such as &#96;gpt-4o\`. Our clients' x");
    // With a backslash the first would be an accent on the c.
    check("`c`", r"&#96;c\`");
    check("## Notes\n- a\n+ b\n> c\n1. d\n===\n---", "\\## Notes\n\\- a\n\\+ b\n\\> c\n1\\. d\n\\===\n\\---");
    check("in\n2020. A list?", "in\n2020. A list?");
    check("    code\n\tor  ", "code\nor");
    check("[a](b) [c]: d", r"[a\](b) [c\]: d");
    check("&amp; and & and AT&T;", r"\&amp; and & and AT&T;");
    check("$a*b*c$ \\emph{d} https://example.org/_e_", "$a*b*c$ \\emph{d} https://example.org/_e_");
}

#[test]
fn a_title_is_escaped_for_lines() {
    #[track_caller]
    fn check(text: &str, escaped: &str) {
        assert_eq!(escape_markdown_line(text), escaped);
        let meant = plain::write_inlines(&scan::line_without_markdown(&words(text)));
        assert_eq!(words(&Text::inline(escaped).plain()), words(&meant));
    }
    check("1. # of\n  *p*-values", r"1. # of \*p\*-values");
    check("# A title", "# A title");
    check("- `1` and `2`", r"- \`1\` and \`2\`");
    check("S*: one star", "S*: one star");
    check("<think> $p*$ [a](b) {PF}$^2$ES", r"<think> $p*$ [a\](b) {PF}$^2$ES");
    check("ends with a slash \\", "ends with a slash \\");
}

/// Xorshift: random enough, and the same on every run.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below as u64) as usize
    }

    fn text(&mut self, pieces: &[&str], max_len: usize) -> String {
        let len = self.next(max_len);
        (0..len).map(|_| pieces[self.next(pieces.len())]).collect()
    }
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Checks that a text without Markdown is the same text as a title.
#[track_caller]
pub(crate) fn check_line_escape_keeps(text: &str) {
    let text = words(text);
    let escaped = escape_markdown_line(&text);
    let kept = Text::inline(&escaped).plain();
    let meant = plain::write_inlines(&scan::line_without_markdown(&text));
    assert_eq!(words(&kept), words(&meant), "{text:?} was escaped as {escaped:?}");
}

/// Checks that a text without Markdown is the same text as an abstract.
#[track_caller]
pub(crate) fn check_escape_keeps(text: &str) {
    let escaped = escape_markdown(text);
    let kept = Text::block(&escaped).plain();
    let meant = plain::write_inlines(&scan::without_markdown(text));
    assert_eq!(words(&kept), words(&meant), "{text:?} was escaped as {escaped:?}");
}

#[test]
fn any_text_is_read_back_after_it_was_escaped() {
    const PIECES: &[&str] = &[
        "a", "b", "Ab", "1", "23", " ", " ", " ", ".", ")", "(", "*", "_", "**", "__", "#", "##", ">", "-",
        "+", "[", "]", "!", "&", "&amp;", ";", "=", "|", "`", "~", "\n", "\n", "\n\n", "\"", "/", ":",
        "    ", "\t", "é", "–",
    ];
    let mut random = Random(42);
    for _ in 0..10_000 {
        let text = random.text(PIECES, 24);
        check_escape_keeps(&text);
        check_line_escape_keeps(&text);
    }
}

#[test]
fn tex_and_html_live_on_in_escaped_text() {
    const PIECES: &[&str] = &[
        "a",
        "b ",
        " ",
        "*",
        "_",
        "# ",
        "- ",
        "1. ",
        "> ",
        "\n",
        "\n\n",
        "$x_i$",
        "$a*b$",
        "\\emph{",
        "\\textbf{a_b}",
        "}",
        "{",
        "{B}",
        "--",
        "---",
        "~",
        "\\%",
        "\\_",
        "\\\"o",
        "\\ours ",
        "<em>",
        "</em>",
        "<p>",
        "<think>",
        "< ",
        "``",
        "''",
        "'",
        "`",
        "^2",
        "https://example.org/a_b_c",
        "\\url{https://example.org/a_b}",
        "\\ell_1",
        "[a](b)",
    ];
    let mut random = Random(7);
    for _ in 0..10_000 {
        let text = random.text(PIECES, 16);
        check_escape_keeps(&text);
        check_line_escape_keeps(&text);
    }
}

/// Real abstracts: the lines of the captured listing that are long.
#[test]
fn real_abstracts_are_read_back_after_they_were_escaped() {
    let Ok(corpus) = std::env::var("OFFPRINT_CORPUS") else {
        eprintln!("OFFPRINT_CORPUS does not name the corpus: not tried");
        return;
    };
    let path = std::path::Path::new(&corpus).join("daily-papers-capture.txt");
    let listing = std::fs::read_to_string(path).expect("the corpus holds the captured listing");
    let abstracts: Vec<&str> = listing.lines().filter(|line| line.len() > 300).collect();
    assert!(abstracts.len() > 90, "{} abstracts", abstracts.len());
    for text in abstracts {
        check_escape_keeps(text);
        assert_eq!(Text::block(&escape_markdown(text)).problems(), []);
    }
}

/// Every output of any input is safe to use: HTML whose elements close, TeX whose braces balance.
#[test]
fn any_source_becomes_well_formed_output() {
    const PIECES: &[&str] = &[
        "a",
        " ",
        "\n",
        "\n\n",
        "*",
        "**",
        "_",
        "`",
        "```\n",
        "[",
        "](",
        ")",
        "![",
        "<",
        ">",
        "<b>",
        "</b>",
        "<p>",
        "<script>",
        "</script>",
        "<a href=",
        "\"",
        "<!--",
        "-->",
        "&",
        "&lt;",
        "$",
        "$$",
        "\\",
        "\\(",
        "\\)",
        "\\[",
        "\\]",
        "{",
        "}",
        "\\emph{",
        "\\textbf",
        "\\begin{align}",
        "\\end{align}",
        "\\frac",
        "\\'",
        "\\v",
        "^",
        "~",
        "--",
        "https://example.org",
        "- ",
        "1. ",
        "> ",
        "# ",
        "| a |\n|---|\n",
        "    ",
        "\u{0}",
        "\u{F0000}",
        "\u{FDD0}",
        "é",
        "\\href{",
        "\\item ",
        "\\bf ",
        "\\\\",
        "\\left(",
    ];
    let options = HtmlOptions { raw_html: false, image: &|to| Some(to.to_owned()), ..HtmlOptions::default() };
    let mut random = Random(3);
    for _ in 0..20_000 {
        let source = random.text(PIECES, 24);
        for text in [Text::block(&source), Text::inline(&source)] {
            let html = text.html(&options);
            assert_eq!(unclosed_elements(&html), Vec::<&str>::new(), "{source:?} is {html}");
            assert!(!html.contains("<script") && !html.contains("<!--"), "{source:?} is {html}");
            let latex = text.latex();
            assert_eq!(latex.matches('{').count(), latex.matches('}').count(), "{source:?} is {latex}");
            for problem in text.problems() {
                assert!(source.get(problem.range.clone()).is_some(), "{problem:?} of {source:?}");
            }
            let plain = text.plain();
            assert!(!plain.contains(|c: char| c.is_control() && c != '\n'), "{source:?} is {plain:?}");
        }
    }
}

/// Returns the elements that are open at the end, or at a closing tag that is not theirs.
fn unclosed_elements(html: &str) -> Vec<&str> {
    let mut open = Vec::new();
    for tag in html.split('<').skip(1) {
        let name = tag.split(['>', ' ']).next().unwrap_or_default();
        if let Some(name) = name.strip_prefix('/') {
            if open.pop() != Some(name) {
                open.push(name);
                return open;
            }
        } else if !matches!(name, "br" | "hr" | "img") {
            open.push(name);
        }
    }
    open
}

#[test]
fn nothing_is_too_long_or_too_deep() {
    for piece in [
        "{",
        "}",
        "$",
        "${",
        "*",
        "_",
        "[",
        "![",
        "](",
        "\\textbf{",
        "\\emph{\\textbf{",
        "{\\bf ",
        "> ",
        "- ",
        "`",
        "<b>",
        "<",
        "<!--",
        "\\(",
        "\\begin{align}",
        "\\'{",
        "x^{",
        "x_{",
        "a--",
        "\\begin{",
        "https://a.example/)))))",
        "--",
        "''",
        "``a ",
        "$x$ ",
        "\\frac",
        "\\alpha",
        "https://",
        "&",
        "| ",
        "\\",
        "~",
        "\\\\[",
        "--~",
    ] {
        let source = piece.repeat(5_000);
        for source in [source.clone(), source + &"}".repeat(5_000)] {
            for text in [Text::block(&source), Text::inline(&source)] {
                let options = HtmlOptions::default();
                assert!(text.html(&options).len() < 200 * source.len());
                assert!(text.plain().len() + text.latex().len() < 200 * source.len());
            }
            assert!(escape_markdown(&source).len() <= 6 * source.len());
        }
    }
}

#[test]
fn what_is_too_deep_is_shown_as_typed() {
    let text = Text::block(&format!("{}x{}", "> ".repeat(40), ""));
    assert_eq!(text.plain(), "> > > > > > > > x");
    assert_eq!(text.problems()[0].kind, ProblemKind::TooComplex);
    let text = Text::inline(&format!("{}x{}", "\\emph{".repeat(20), "}".repeat(20)));
    assert!(text.plain().contains("\\emph{x}"), "{}", text.plain());
    assert_eq!(text.problems()[0].kind, ProblemKind::TooComplex);
}

#[test]
fn uses_of_a_long_definition_take_no_room_without_end() {
    let source = format!("[a]: https://a.example/{}\n\n{}", "q".repeat(20_000), "[a] ".repeat(5_000));
    let text = Text::block(&source);
    assert!(text.html(&HtmlOptions::default()).len() < 3 << 20);
    assert_eq!(text.problems()[0].kind, ProblemKind::TooComplex);
    let text = Text::block(&format!("[a]: https://a.example/\n\n{}", "[a] ".repeat(5_000)));
    assert_eq!(text.problems(), []);
}
