//! MathML as TeX: <https://www.w3.org/TR/mathml-core/>. Publishers of physics have it in titles and abstracts.

use super::next_tag;
use crate::text::{decode_references, is_function_of_math, name_of_symbol};

/// Deeper elements are read without their tags.
const DEEPEST: usize = 32;

/// The content of a `math` element as TeX, without delimiters. An element that says nothing to TeX is what is in it.
pub fn as_tex(math: &str) -> String {
    row(&parsed(math)).trim().to_owned()
}

enum Node<'t> {
    Element(Element<'t>),
    Text(&'t str),
}

struct Element<'t> {
    /// Without the prefix of its namespace.
    name: &'t str,
    attributes: &'t str,
    children: Vec<Node<'t>>,
}

fn parsed(text: &str) -> Vec<Node<'_>> {
    let open = |name, attributes| Element { name, attributes, children: Vec::new() };
    let mut stack = vec![open("", "")];
    let mut rest = text;
    while let Some((before, tag, after)) = next_tag(rest) {
        add(&mut stack, Node::Text(before));
        rest = after;
        let inner = &tag[1..tag.len() - 1];
        if let Some(name) = inner.strip_prefix('/') {
            let name = local(name.trim());
            if let Some(at) = stack.iter().rposition(|element| element.name == name).filter(|at| *at > 0) {
                close(&mut stack, at);
            }
            continue;
        }
        let inner = inner.trim_end_matches('/');
        let (name, attributes) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        let element = open(local(name), attributes);
        if tag.ends_with("/>") {
            add(&mut stack, Node::Element(element));
        } else if stack.len() < DEEPEST {
            stack.push(element);
        }
    }
    add(&mut stack, Node::Text(rest));
    close(&mut stack, 1);
    stack.pop().map(|root| root.children).unwrap_or_default()
}

/// Closes the elements of a stack from `at` on.
fn close<'t>(stack: &mut Vec<Element<'t>>, at: usize) {
    while stack.len() > at.max(1) {
        if let Some(element) = stack.pop() {
            add(stack, Node::Element(element));
        }
    }
}

fn add<'t>(stack: &mut [Element<'t>], node: Node<'t>) {
    if let Some(element) = stack.last_mut() {
        element.children.push(node);
    }
}

/// `mml:mi` is `mi`.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

impl<'t> Element<'t> {
    fn attribute(&self, name: &str) -> Option<&'t str> {
        let mut rest = self.attributes;
        while let Some((key, after)) = rest.split_once('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|char| matches!(char, '"' | '\''))?;
            let (value, next) = after[1..].split_once(quote)?;
            if key.trim() == name {
                return Some(value);
            }
            rest = next;
        }
        None
    }

    /// What it is about, where elements have their places: the base, the index.
    fn arguments(&self) -> Vec<&Element<'t>> {
        let elements = self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        });
        elements.collect()
    }

    /// The characters of a token, such as `mi`.
    fn token(&self) -> String {
        let texts = self.children.iter().map(|child| match child {
            Node::Text(text) => decode_references(text).into_owned(),
            Node::Element(element) => element.token(),
        });
        texts.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The only thing in it, where it lays out nothing.
    fn only(&self) -> &Element<'t> {
        let mut element = self;
        while let ("mrow" | "mstyle" | "mpadded", [one]) = (element.name, element.arguments().as_slice()) {
            element = one;
        }
        element
    }

    fn tex(&self) -> String {
        let arguments = self.arguments();
        match (self.name, arguments.as_slice()) {
            ("mi" | "mn", _) => self.identifier(),
            ("mo", _) => operator(&self.token()),
            ("mtext" | "ms", _) => text(&self.token()),
            ("mspace", _) => self.space().to_owned(),
            ("annotation" | "annotation-xml" | "none" | "mprescripts", _) => String::new(),
            ("semantics" | "maction", [first, rest @ ..]) => {
                let is_tex = |note: &&&Element| {
                    note.name == "annotation"
                        && note.attribute("encoding").is_some_and(|kind| kind.to_lowercase().contains("tex"))
                };
                match rest.iter().find(is_tex).map(|note| note.token()).filter(|tex| !tex.contains('$')) {
                    // Its own references are read with those of the text around it.
                    Some(tex) => tex.replace('&', "&amp;").replace('<', "&lt;"),
                    None => first.tex(),
                }
            }
            ("mfrac", [over, under]) => match self.attribute("linethickness") {
                Some(thickness) if thickness.starts_with('0') => {
                    format!("{{{} \\atop {}}}", over.tex(), under.tex())
                }
                _ => format!("\\frac{{{}}}{{{}}}", over.tex(), under.tex()),
            },
            ("msqrt", _) => format!("\\sqrt{{{}}}", row(&self.children)),
            ("mroot", [base, index]) => format!("\\sqrt[{}]{{{}}}", index.tex(), base.tex()),
            ("msub", [base, below]) => scripts(base, Some(below), None),
            ("msup", [base, above]) => scripts(base, None, Some(above)),
            ("msubsup", [base, below, above]) => scripts(base, Some(below), Some(above)),
            ("munder", [base, below]) => limits(base, Some(below), None),
            ("mover", [base, above]) => limits(base, None, Some(above)),
            ("munderover", [base, below, above]) => limits(base, Some(below), Some(above)),
            ("mmultiscripts", [base, rest @ ..]) => multiscripts(base, rest),
            ("mfenced", _) => self.fenced(&arguments),
            ("mtable", rows) => {
                let rows: Vec<String> = rows.iter().map(|row| joined(&row.arguments(), " & ")).collect();
                format!("\\begin{{matrix}}{}\\end{{matrix}}", rows.join(" \\\\ "))
            }
            _ => row(&self.children),
        }
    }

    /// A variable, a function's name, a number.
    fn identifier(&self) -> String {
        let name = self.token();
        let letters = name.chars().filter(|char| char.is_alphabetic()).count();
        if is_function_of_math(&name) {
            return format!("\\{name}");
        }
        let tex = signs(&name);
        let style = match self.attribute("mathvariant") {
            Some("bold") => "\\mathbf",
            Some("bold-italic") => "\\boldsymbol",
            Some("script") => "\\mathcal",
            Some("double-struck") => "\\mathbb",
            Some("fraktur") => "\\mathfrak",
            Some("sans-serif") => "\\mathsf",
            Some("monospace") => "\\mathtt",
            Some("normal") if self.name == "mi" => "\\mathrm",
            None if letters > 1 => "\\mathrm",
            _ => return tex,
        };
        if letters > 0 { format!("{style}{{{tex}}}") } else { tex }
    }

    fn space(&self) -> &'static str {
        let width = self.attribute("width").unwrap_or_default();
        let is_wide = width.bytes().any(|byte| matches!(byte, b'1'..=b'9')) && !width.starts_with('-');
        let is_named = width.ends_with("mathspace") && !width.starts_with("negative");
        if is_wide || is_named { "\\," } else { "" }
    }

    fn fenced(&self, arguments: &[&Element]) -> String {
        let fence = |name, usual: &str| {
            let fence = signs(&decode_references(self.attribute(name).unwrap_or(usual)));
            if fence.is_empty() { ".".to_owned() } else { fence }
        };
        let separator = self.attribute("separators").map_or(Some(','), |typed| typed.trim().chars().next());
        let separator = separator.map_or_else(String::new, |sign| signs(&sign.to_string()));
        let inner = joined(arguments, &separator);
        let mut tex = Row::default();
        for part in ["\\left", &fence("open", "("), &inner, "\\right", &fence("close", ")")] {
            tex.add(part);
        }
        tex.tex
    }
}

/// Parts beside each other. A command is told from a letter behind it by a blank.
#[derive(Default)]
struct Row {
    tex: String,
    ends_with_command: bool,
}

impl Row {
    fn add(&mut self, part: &str) {
        if self.ends_with_command && part.starts_with(|char: char| char.is_ascii_alphabetic()) {
            self.tex.push(' ');
        }
        self.tex.push_str(part);
        if !part.is_empty() {
            let rest = part.trim_end_matches(|char: char| char.is_ascii_alphabetic());
            self.ends_with_command = rest.len() < part.len() && rest.ends_with('\\');
        }
    }
}

fn row(children: &[Node]) -> String {
    let mut row = Row::default();
    for child in children {
        match child {
            Node::Element(element) => row.add(&element.tex()),
            Node::Text(text) if text.trim().is_empty() => {}
            Node::Text(stray) => row.add(&text(decode_references(stray).trim())),
        }
    }
    row.tex
}

fn joined(elements: &[&Element], separator: &str) -> String {
    let mut row = Row::default();
    for (index, element) in elements.iter().enumerate() {
        if index > 0 {
            row.add(separator);
        }
        row.add(&element.tex());
    }
    row.tex
}

fn scripts(base: &Element, below: Option<&Element>, above: Option<&Element>) -> String {
    let mut tex = whole(base);
    add_scripts(&mut tex, below.map(Element::tex), above.map(Element::tex));
    tex
}

fn add_scripts(tex: &mut String, below: Option<String>, above: Option<String>) {
    for (mark, script) in [('_', below), ('^', above)] {
        if let Some(script) = script.filter(|script| !script.is_empty()) {
            tex.push_str(&format!("{mark}{{{script}}}"));
        }
    }
}

/// What has scripts: in braces, unless it is one token.
fn whole(base: &Element) -> String {
    let base = base.only();
    let tex = base.tex();
    let is_token = matches!(base.name, "mi" | "mn" | "mo" | "mtext");
    if is_token && !tex.is_empty() { tex } else { format!("{{{tex}}}") }
}

/// What stands above and below: an accent, the limits of a sum, or something else.
fn limits(base: &Element, below: Option<&Element>, above: Option<&Element>) -> String {
    let sign = |element: Option<&Element>| element.map(|element| element.only().token()).unwrap_or_default();
    if let (Some(accent), None) = (accent(&sign(above)), below) {
        return format!("\\{accent}{{{}}}", base.tex());
    }
    if let ("_" | "\u{332}" | "¯" | "‾", None) = (sign(below).as_str(), above) {
        return format!("\\underline{{{}}}", base.tex());
    }
    let token = base.only().token();
    let has_limits = matches!(token.as_str(), "∑" | "∏" | "∐" | "⋃" | "⋂" | "⨁" | "⨂" | "∫" | "∮")
        || is_function_of_math(&token);
    if has_limits {
        return scripts(base, below, above);
    }
    let mut tex = base.tex();
    for (command, script) in [("underset", below), ("overset", above)] {
        if let Some(script) = script {
            tex = format!("\\{command}{{{}}}{{{tex}}}", script.tex());
        }
    }
    tex
}

fn accent(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "¯" | "‾" | "―" | "_" | "\u{304}" | "\u{305}" | "ˉ" => "overline",
        "^" | "ˆ" | "\u{302}" => "hat",
        "~" | "˜" | "\u{303}" | "∼" => "tilde",
        "→" | "⃗" | "⇀" => "vec",
        "." | "˙" | "\u{307}" => "dot",
        "¨" | "\u{308}" => "ddot",
        "ˇ" | "\u{30C}" => "check",
        "˘" | "\u{306}" => "breve",
        "⏞" => "overbrace",
        _ => return None,
    })
}

/// Pairs of what stands below and above: first those behind the base, then those before it.
fn multiscripts(base: &Element, scripts: &[&Element]) -> String {
    let at = scripts.iter().position(|element| element.name == "mprescripts").unwrap_or(scripts.len());
    let (behind, before) = scripts.split_at(at);
    let add_pairs = |tex: &mut String, scripts: &[&Element]| {
        for (index, pair) in scripts.chunks(2).enumerate() {
            if index > 0 {
                tex.push_str("{}");
            }
            add_scripts(tex, Some(pair[0].tex()), pair.get(1).map(|above| above.tex()));
        }
    };
    let mut tex = String::new();
    if let [_, before @ ..] = before {
        tex.push_str("{}");
        add_pairs(&mut tex, before);
    }
    tex.push_str(&whole(base));
    add_pairs(&mut tex, behind);
    tex
}

fn operator(token: &str) -> String {
    let is_word = token.chars().count() > 1 && token.chars().all(|char| char.is_alphabetic());
    match is_word {
        true if is_function_of_math(token) => format!("\\{token}"),
        true => format!("\\mathrm{{{}}}", signs(token)),
        false => signs(token),
    }
}

/// Words within a formula.
fn text(words: &str) -> String {
    if words.is_empty() {
        return "\\ ".to_owned();
    }
    if words.chars().all(|char| char.is_ascii_alphanumeric()) {
        return format!("\\mathrm{{{words}}}");
    }
    let mut escaped = String::with_capacity(words.len());
    for char in words.chars() {
        match char {
            '%' | '#' | '&' | '$' | '_' | '{' | '}' => escaped.extend(['\\', char]),
            '\\' | '^' | '~' => {}
            // Read with the references of the text around it.
            '<' => escaped.push_str("&lt;"),
            char => escaped.push(char),
        }
    }
    format!("\\text{{{escaped}}}")
}

/// The signs of a token, each as TeX has it.
fn signs(token: &str) -> String {
    let mut row = Row::default();
    for char in token.chars() {
        let mut buffer = [0; 4];
        match char {
            '−' | '‐' | '‑' => row.add("-"),
            '∗' => row.add("*"),
            '{' => row.add("\\{"),
            '}' => row.add("\\}"),
            '%' => row.add("\\%"),
            '#' => row.add("\\#"),
            '&' => row.add("\\&"),
            '$' => row.add("\\$"),
            '_' => row.add("\\_"),
            '\\' => row.add("\\backslash"),
            '~' => row.add("\\sim"),
            '^' => row.add("\\wedge"),
            '<' => row.add("\\lt"),
            '>' => row.add("\\gt"),
            '°' => row.add("^{\\circ}"),
            // Signs that are not seen, such as that a function is applied.
            '\u{2061}'..='\u{2064}' | '\u{200B}' | '\u{FEFF}' => {}
            char if char.is_whitespace() => row.add("\\,"),
            char => match name_of_symbol(char).filter(|_| !char.is_ascii()) {
                Some(name) => row.add(&format!("\\{name}")),
                None => row.add(char.encode_utf8(&mut buffer)),
            },
        }
    }
    row.tex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(math: &str, tex: &str) {
        assert_eq!(as_tex(math), tex, "{math}");
        let prefixed = math.replace("</", "</\u{0}").replace('<', "<mml:").replace("<mml:/\u{0}", "</mml:");
        assert_eq!(as_tex(&prefixed), tex, "{prefixed}");
    }

    #[test]
    fn scripts_fractions_and_roots() {
        check("<msup><mi>x</mi><mn>2</mn></msup>", "x^{2}");
        check("<mfrac><mn>1</mn><mn>2</mn></mfrac>", "\\frac{1}{2}");
        check(
            "<msub><mi mathvariant=\"normal\">H</mi><mn>2</mn></msub><mi mathvariant='normal'>O</mi>",
            "\\mathrm{H}_{2}\\mathrm{O}",
        );
        check("<msubsup><mi>B</mi><mi>s</mi><mn>0</mn></msubsup>", "B_{s}^{0}");
        check("<msup><msup><mi>a</mi><mi>b</mi></msup><mi>c</mi></msup>", "{a^{b}}^{c}");
        check("<msup><mi>f</mi><mo>′</mo></msup>", "f^{\\prime}");
        check("<msqrt><mi>s</mi><mo>+</mo><mn>1</mn></msqrt>", "\\sqrt{s+1}");
        check("<mroot><mi>s</mi><mn>3</mn></mroot>", "\\sqrt[3]{s}");
        check(
            "<mmultiscripts><mi>C</mi><none/><mo>+</mo><mprescripts/><mn>6</mn><mn>13</mn></mmultiscripts>",
            "{}_{6}^{13}C^{+}",
        );
    }

    #[test]
    fn signs_and_words() {
        check("<mi>α</mi><mi>x</mi>", "\\alpha x");
        check("<mi>&#x3B1;</mi><mo>&#8722;</mo><mn>1</mn>", "\\alpha-1");
        check("<mn>13</mn><mtext> </mtext><mi>TeV</mi>", "13\\ \\mathrm{TeV}");
        check("<mn>13</mn><mspace width=\"0.3em\"/><mtext>per day</mtext>", "13\\,\\text{per day}");
        check("<mi>sin</mi><mo>&#x2061;</mo><mi>x</mi>", "\\sin x");
        check("<mi>a</mi><mo>&lt;</mo><mi>b</mi>", "a\\lt b");
        check("<mn>5</mn><mo>%</mo>", "5\\%");
        check("<mi mathvariant=\"script\">O</mi><mo>(</mo><mi>n</mi><mo>)</mo>", "\\mathcal{O}(n)");
    }

    #[test]
    fn accents_limits_and_fences() {
        check("<mover accent=\"true\"><mi>p</mi><mo>¯</mo></mover>", "\\overline{p}");
        check("<mover><mi>p</mi><mo>→</mo></mover>", "\\vec{p}");
        check(
            "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>",
            "\\sum_{i=1}^{n}",
        );
        check("<munder><mi>x</mi><mi>y</mi></munder>", "\\underset{y}{x}");
        check("<mfenced open=\"[\" close=\"]\"><mi>a</mi><mi>b</mi></mfenced>", "\\left[a,b\\right]");
        check(
            "<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr><mtr><mtd><mn>1</mn></mtd></mtr></mtable>",
            "\\begin{matrix}a & b \\\\ 1\\end{matrix}",
        );
    }

    #[test]
    fn what_is_unknown_is_what_is_in_it() {
        check("<mstyle><menclose><mi>x</mi></menclose></mstyle>", "x");
        check(
            "<semantics><mi>x</mi><annotation encoding=\"application/x-tex\">x_1</annotation></semantics>",
            "x_1",
        );
        check("<semantics><mi>x</mi><annotation encoding=\"Maple\">y</annotation></semantics>", "x");
        check("<mfrac><mn>1</mn></mfrac>", "1");
        check("<mrow><mi>x</mrow></mi>", "x");
        let deep = format!("{}<mi>x</mi>", "<msqrt>".repeat(100_000));
        assert_eq!(as_tex(&deep).matches("\\sqrt").count(), DEEPEST - 1);
    }
}
