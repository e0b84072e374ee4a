//! The symbols and functions of TeX's math, as Unicode.

/// Returns what `\name` shows, if it is a symbol that takes no argument: `alpha` is `α`.
pub(super) fn symbol(name: &str) -> Option<&'static str> {
    SYMBOLS.binary_search_by_key(&name, |&(symbol, _)| symbol).ok().map(|index| SYMBOLS[index].1)
}

/// Whether `\name` is the name of a function, set upright: `log`.
pub(super) fn is_function(name: &str) -> bool {
    FUNCTIONS.binary_search(&name).is_ok()
}

/// Returns how many arguments in braces `\name` takes, if it is a command of TeX's math that takes any.
pub(super) fn argument_count(name: &str) -> Option<usize> {
    match name {
        "frac" | "dfrac" | "tfrac" | "cfrac" | "nicefrac" | "sfrac" | "binom" | "dbinom" | "tbinom"
        | "overset" | "underset" | "stackrel" => Some(2),
        "sqrt"
        | "abs"
        | "norm"
        | "boxed"
        | "smash"
        | "substack"
        | "mathds"
        | "underbrace"
        | "overbrace"
        | "operatorname"
        | "operatornamewithlimits"
        | "frak"
        | "pmod"
        | "mathbb"
        | "mathbf"
        | "mathcal"
        | "mathfrak"
        | "mathit"
        | "mathrm"
        | "mathscr"
        | "mathsf"
        | "mathtt"
        | "boldsymbol"
        | "bm"
        | "bold"
        | "ce"
        | "xrightarrow"
        | "xleftarrow" => Some(1),
        _ => accent(name).map(|_| 1),
    }
}

/// Whether `\name` makes sense in math only, and so is math where it stands outside it.
pub(super) fn is_math(name: &str) -> bool {
    symbol(name).is_some() || is_function(name) || argument_count(name).is_some()
}

/// Returns `character` raised, if Unicode has it and fonts show it.
pub(super) fn superscript(character: char) -> Option<char> {
    find(SUPERSCRIPTS, character)
}

/// Returns `character` lowered, if Unicode has it and fonts show it.
pub(super) fn subscript(character: char) -> Option<char> {
    find(SUBSCRIPTS, character)
}

/// Returns `character` as blackboard bold.
pub(super) fn double_struck(character: char) -> char {
    match character {
        'C' => 'ℂ',
        'H' => 'ℍ',
        'N' => 'ℕ',
        'P' => 'ℙ',
        'Q' => 'ℚ',
        'R' => 'ℝ',
        'Z' => 'ℤ',
        'A'..='Z' => shifted(character, 'A', '𝔸'),
        '0'..='9' => shifted(character, '0', '𝟘'),
        other => other,
    }
}

/// Returns the combining mark of an accent of TeX's math, or of a stroke through a letter.
pub(super) fn accent(name: &str) -> Option<char> {
    let mark = match name {
        "hat" | "widehat" => '\u{302}',
        "bar" | "Bar" | "overline" => '\u{304}',
        "tilde" | "widetilde" => '\u{303}',
        "vec" | "overrightarrow" => '\u{20D7}',
        "overleftarrow" => '\u{20D6}',
        "overleftrightarrow" => '\u{20E1}',
        "overleftharpoon" => '\u{20D0}',
        "overrightharpoon" => '\u{20D1}',
        "dot" => '\u{307}',
        "ddot" => '\u{308}',
        "dddot" => '\u{20DB}',
        "ddddot" => '\u{20DC}',
        "mathring" => '\u{30A}',
        "check" => '\u{30C}',
        "breve" => '\u{306}',
        "acute" => '\u{301}',
        "grave" => '\u{300}',
        "cancel" | "bcancel" | "xcancel" | "slashed" => '\u{338}',
        _ => return None,
    };
    Some(mark)
}

fn find(pairs: &[(char, char)], character: char) -> Option<char> {
    pairs.iter().find(|&&(from, _)| from == character).map(|&(_, to)| to)
}

fn shifted(character: char, from: char, to: char) -> char {
    char::from_u32(character as u32 - from as u32 + to as u32).unwrap_or(character)
}

const SUPERSCRIPTS: &[(char, char)] = &[
    ('0', '⁰'),
    ('1', '¹'),
    ('2', '²'),
    ('3', '³'),
    ('4', '⁴'),
    ('5', '⁵'),
    ('6', '⁶'),
    ('7', '⁷'),
    ('8', '⁸'),
    ('9', '⁹'),
    ('+', '⁺'),
    ('-', '⁻'),
    ('−', '⁻'),
    ('=', '⁼'),
    ('(', '⁽'),
    (')', '⁾'),
    ('i', 'ⁱ'),
    ('n', 'ⁿ'),
    ('a', 'ᵃ'),
    ('b', 'ᵇ'),
    ('c', 'ᶜ'),
    ('d', 'ᵈ'),
    ('e', 'ᵉ'),
    ('f', 'ᶠ'),
    ('g', 'ᵍ'),
    ('h', 'ʰ'),
    ('j', 'ʲ'),
    ('k', 'ᵏ'),
    ('l', 'ˡ'),
    ('m', 'ᵐ'),
    ('o', 'ᵒ'),
    ('p', 'ᵖ'),
    ('r', 'ʳ'),
    ('s', 'ˢ'),
    ('t', 'ᵗ'),
    ('u', 'ᵘ'),
    ('v', 'ᵛ'),
    ('w', 'ʷ'),
    ('x', 'ˣ'),
    ('y', 'ʸ'),
    ('z', 'ᶻ'),
    ('T', 'ᵀ'),
    ('⊤', 'ᵀ'),
    ('∘', '°'),
    ('*', '*'),
    ('∗', '*'),
    ('⋆', '⋆'),
    ('′', '′'),
    ('†', '†'),
    ('‡', '‡'),
];

const SUBSCRIPTS: &[(char, char)] = &[
    ('0', '₀'),
    ('1', '₁'),
    ('2', '₂'),
    ('3', '₃'),
    ('4', '₄'),
    ('5', '₅'),
    ('6', '₆'),
    ('7', '₇'),
    ('8', '₈'),
    ('9', '₉'),
    ('+', '₊'),
    ('-', '₋'),
    ('−', '₋'),
    ('=', '₌'),
    ('(', '₍'),
    (')', '₎'),
    ('a', 'ₐ'),
    ('e', 'ₑ'),
    ('h', 'ₕ'),
    ('i', 'ᵢ'),
    ('j', 'ⱼ'),
    ('k', 'ₖ'),
    ('l', 'ₗ'),
    ('m', 'ₘ'),
    ('n', 'ₙ'),
    ('o', 'ₒ'),
    ('p', 'ₚ'),
    ('r', 'ᵣ'),
    ('s', 'ₛ'),
    ('t', 'ₜ'),
    ('u', 'ᵤ'),
    ('v', 'ᵥ'),
    ('x', 'ₓ'),
];

/// Sorted by name.
const FUNCTIONS: &[&str] = &[
    "Pr", "arccos", "arcsin", "arctan", "arg", "argmax", "argmin", "bmod", "cos", "cosh", "cot", "coth",
    "csc", "deg", "det", "dim", "exp", "gcd", "hom", "inf", "injlim", "ker", "lg", "lim", "liminf", "limsup",
    "ln", "log", "max", "min", "mod", "projlim", "sec", "sin", "sinh", "sup", "tan", "tanh",
];

/// Sorted by name.
const SYMBOLS: &[(&str, &str)] = &[
    ("Box", "□"),
    ("Delta", "Δ"),
    ("Diamond", "◇"),
    ("Downarrow", "⇓"),
    ("Gamma", "Γ"),
    ("Im", "ℑ"),
    ("Lambda", "Λ"),
    ("Leftarrow", "⇐"),
    ("Leftrightarrow", "⇔"),
    ("Longleftarrow", "⟸"),
    ("Longleftrightarrow", "⟺"),
    ("Longrightarrow", "⟹"),
    ("Omega", "Ω"),
    ("Phi", "Φ"),
    ("Pi", "Π"),
    ("Psi", "Ψ"),
    ("Re", "ℜ"),
    ("Rightarrow", "⇒"),
    ("Sigma", "Σ"),
    ("Theta", "Θ"),
    ("Uparrow", "⇑"),
    ("Upsilon", "Υ"),
    ("Vdash", "⊩"),
    ("Vert", "‖"),
    ("Xi", "Ξ"),
    ("aleph", "ℵ"),
    ("alpha", "α"),
    ("amalg", "⨿"),
    ("angle", "∠"),
    ("approx", "≈"),
    ("approxeq", "≊"),
    ("ast", "∗"),
    ("asymp", "≍"),
    ("backprime", "‵"),
    ("backslash", "∖"),
    ("because", "∵"),
    ("beta", "β"),
    ("beth", "ℶ"),
    ("between", "≬"),
    ("bigcap", "⋂"),
    ("bigcirc", "◯"),
    ("bigcup", "⋃"),
    ("bigodot", "⨀"),
    ("bigoplus", "⨁"),
    ("bigotimes", "⨂"),
    ("bigsqcup", "⨆"),
    ("bigstar", "★"),
    ("bigtriangledown", "▽"),
    ("bigtriangleup", "△"),
    ("biguplus", "⨄"),
    ("bigvee", "⋁"),
    ("bigwedge", "⋀"),
    ("blacklozenge", "⧫"),
    ("blacksquare", "■"),
    ("blacktriangle", "▲"),
    ("blacktriangledown", "▼"),
    ("blacktriangleleft", "◀"),
    ("blacktriangleright", "▶"),
    ("bot", "⊥"),
    ("bowtie", "⋈"),
    ("boxplus", "⊞"),
    ("boxtimes", "⊠"),
    ("bullet", "•"),
    ("cap", "∩"),
    ("cdot", "·"),
    ("cdotp", "·"),
    ("cdots", "⋯"),
    ("checkmark", "✓"),
    ("chi", "χ"),
    ("circ", "∘"),
    ("circlearrowleft", "↺"),
    ("circlearrowright", "↻"),
    ("clubsuit", "♣"),
    ("colon", ":"),
    ("coloneq", "≔"),
    ("coloneqq", "≔"),
    ("complement", "∁"),
    ("cong", "≅"),
    ("coprod", "∐"),
    ("cup", "∪"),
    ("curvearrowright", "↷"),
    ("dagger", "†"),
    ("dashrightarrow", "⇢"),
    ("dashv", "⊣"),
    ("ddagger", "‡"),
    ("ddots", "⋱"),
    ("degree", "°"),
    ("delta", "δ"),
    ("diamond", "⋄"),
    ("diamondsuit", "♢"),
    ("digamma", "ϝ"),
    ("div", "÷"),
    ("doteq", "≐"),
    ("dots", "…"),
    ("dotsb", "⋯"),
    ("dotsc", "…"),
    ("dotsi", "⋯"),
    ("dotsm", "⋯"),
    ("downarrow", "↓"),
    ("ell", "ℓ"),
    ("emptyset", "∅"),
    ("epsilon", "ϵ"),
    ("eqqcolon", "≕"),
    ("equiv", "≡"),
    ("eta", "η"),
    ("eth", "ð"),
    ("exists", "∃"),
    ("flat", "♭"),
    ("forall", "∀"),
    ("gamma", "γ"),
    ("ge", "≥"),
    ("geq", "≥"),
    ("geqq", "≧"),
    ("geqslant", "⩾"),
    ("gets", "←"),
    ("gg", "≫"),
    ("ggg", "⋙"),
    ("gt", ">"),
    ("gtrapprox", "⪆"),
    ("gtrsim", "≳"),
    ("hbar", "ℏ"),
    ("heartsuit", "♡"),
    ("hookleftarrow", "↩"),
    ("hookrightarrow", "↪"),
    ("hslash", "ℏ"),
    ("iff", "⟺"),
    ("iiint", "∭"),
    ("iint", "∬"),
    ("imath", "ı"),
    ("impliedby", "⟸"),
    ("implies", "⟹"),
    ("in", "∈"),
    ("infty", "∞"),
    ("int", "∫"),
    ("iota", "ι"),
    ("jmath", "ȷ"),
    ("kappa", "κ"),
    ("lVert", "‖"),
    ("lambda", "λ"),
    ("land", "∧"),
    ("langle", "⟨"),
    ("lbrace", "{"),
    ("lbrack", "["),
    ("lceil", "⌈"),
    ("ldots", "…"),
    ("le", "≤"),
    ("leadsto", "⇝"),
    ("leftarrow", "←"),
    ("leftharpoonup", "↼"),
    ("leftrightarrow", "↔"),
    ("leftrightarrows", "⇆"),
    ("leq", "≤"),
    ("leqq", "≦"),
    ("leqslant", "⩽"),
    ("lessapprox", "⪅"),
    ("lessgtr", "≶"),
    ("lesssim", "≲"),
    ("lfloor", "⌊"),
    ("ll", "≪"),
    ("lll", "⋘"),
    ("lnot", "¬"),
    ("longleftarrow", "⟵"),
    ("longleftrightarrow", "⟷"),
    ("longmapsto", "⟼"),
    ("longrightarrow", "⟶"),
    ("lor", "∨"),
    ("lozenge", "◊"),
    ("lt", "<"),
    ("ltimes", "⋉"),
    ("lvert", "|"),
    ("maltese", "✠"),
    ("mapsto", "↦"),
    ("mho", "℧"),
    ("mid", "∣"),
    ("models", "⊨"),
    ("mp", "∓"),
    ("mu", "μ"),
    ("nRightarrow", "⇏"),
    ("nabla", "∇"),
    ("natural", "♮"),
    ("ncong", "≇"),
    ("ne", "≠"),
    ("nearrow", "↗"),
    ("neg", "¬"),
    ("neq", "≠"),
    ("nexists", "∄"),
    ("ngeq", "≱"),
    ("ngtr", "≯"),
    ("ni", "∋"),
    ("nleq", "≰"),
    ("nless", "≮"),
    ("nmid", "∤"),
    ("notin", "∉"),
    ("nparallel", "∦"),
    ("nrightarrow", "↛"),
    ("nsubseteq", "⊈"),
    ("nu", "ν"),
    ("nwarrow", "↖"),
    ("odot", "⊙"),
    ("oint", "∮"),
    ("omega", "ω"),
    ("omicron", "ο"),
    ("ominus", "⊖"),
    ("oplus", "⊕"),
    ("oslash", "⊘"),
    ("otimes", "⊗"),
    ("parallel", "∥"),
    ("partial", "∂"),
    ("perp", "⊥"),
    ("phi", "ϕ"),
    ("pi", "π"),
    ("pm", "±"),
    ("prec", "≺"),
    ("preceq", "⪯"),
    ("prime", "′"),
    ("prod", "∏"),
    ("propto", "∝"),
    ("psi", "ψ"),
    ("rVert", "‖"),
    ("rangle", "⟩"),
    ("rbrace", "}"),
    ("rbrack", "]"),
    ("rceil", "⌉"),
    ("rfloor", "⌋"),
    ("rho", "ρ"),
    ("rightarrow", "→"),
    ("rightharpoondown", "⇁"),
    ("rightharpoonup", "⇀"),
    ("rightleftarrows", "⇄"),
    ("rightleftharpoons", "⇌"),
    ("rightrightarrows", "⇉"),
    ("rightsquigarrow", "⇝"),
    ("rtimes", "⋊"),
    ("rvert", "|"),
    ("searrow", "↘"),
    ("setminus", "∖"),
    ("sharp", "♯"),
    ("sigma", "σ"),
    ("sim", "∼"),
    ("simeq", "≃"),
    ("smallsetminus", "∖"),
    ("spadesuit", "♠"),
    ("sqcap", "⊓"),
    ("sqcup", "⊔"),
    ("sqsubset", "⊏"),
    ("sqsubseteq", "⊑"),
    ("sqsupseteq", "⊒"),
    ("square", "□"),
    ("star", "⋆"),
    ("subset", "⊂"),
    ("subseteq", "⊆"),
    ("subsetneq", "⊊"),
    ("succ", "≻"),
    ("succeq", "⪰"),
    ("sum", "∑"),
    ("supset", "⊃"),
    ("supseteq", "⊇"),
    ("supsetneq", "⊋"),
    ("surd", "√"),
    ("swarrow", "↙"),
    ("tau", "τ"),
    ("therefore", "∴"),
    ("theta", "θ"),
    ("times", "×"),
    ("to", "→"),
    ("top", "⊤"),
    ("triangle", "△"),
    ("triangledown", "▽"),
    ("triangleleft", "◁"),
    ("triangleq", "≜"),
    ("triangleright", "▷"),
    ("twoheadrightarrow", "↠"),
    ("uparrow", "↑"),
    ("updownarrow", "↕"),
    ("uplus", "⊎"),
    ("upsilon", "υ"),
    ("vDash", "⊨"),
    ("varepsilon", "ε"),
    ("varkappa", "ϰ"),
    ("varnothing", "∅"),
    ("varphi", "φ"),
    ("varpi", "ϖ"),
    ("varpropto", "∝"),
    ("varrho", "ϱ"),
    ("varsigma", "ς"),
    ("vartheta", "ϑ"),
    ("vartriangle", "△"),
    ("vdash", "⊢"),
    ("vdots", "⋮"),
    ("vee", "∨"),
    ("vert", "|"),
    ("wedge", "∧"),
    ("wp", "℘"),
    ("wr", "≀"),
    ("xi", "ξ"),
    ("zeta", "ζ"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted() {
        assert!(SYMBOLS.is_sorted_by(|left, right| left.0 < right.0));
        assert!(FUNCTIONS.is_sorted_by(|left, right| left < right));
    }

    #[test]
    fn blackboard_bold_has_its_holes_filled() {
        let text: String = "ARZ1x".chars().map(double_struck).collect();
        assert_eq!(text, "𝔸ℝℤ𝟙x");
    }
}
