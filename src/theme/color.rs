//! Colors as CSS takes them: <https://www.w3.org/TR/css-color-4/>.

/// Whether a text is a color: `#` and three, four, six or eight hexadecimal digits, a name, or one of the functions
/// with numbers, such as `oklch(40% 0.1 200)`.
pub fn is_color(text: &str) -> bool {
    if let Some(digits) = text.strip_prefix('#') {
        return matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    let text = text.to_ascii_lowercase();
    match text.split_once('(') {
        Some((name, rest)) => FUNCTIONS.contains(&name) && rest.strip_suffix(')').is_some_and(are_numbers),
        None => NAMES.split_ascii_whitespace().any(|name| name == text),
    }
}

/// Numbers with units, and what parts them.
fn are_numbers(text: &str) -> bool {
    let is_allowed = |char: char| char.is_ascii_alphanumeric() || " .,%/+-".contains(char);
    text.chars().all(is_allowed) && text.contains(|char: char| char.is_ascii_digit())
}

const FUNCTIONS: [&str; 9] = ["rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch"];

/// Named colors, then those of the reader's system.
const NAMES: &str = "
    aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood
    cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray
    darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen
    darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue
    firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew
    hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan
    lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray
    lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine mediumblue
    mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise mediumvioletred
    midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid
    palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple
    rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue
    slateblue slategray slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet wheat white
    whitesmoke yellow yellowgreen
    currentcolor transparent
    accentcolor accentcolortext activetext buttonborder buttonface buttontext canvas canvastext field fieldtext graytext
    highlight highlighttext linktext mark marktext selecteditem selecteditemtext visitedtext";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colors_are_names_digits_or_functions() {
        for color in [
            "teal",
            "#fff",
            "#00695c",
            "#00695cff",
            "RebeccaPurple",
            "LinkText",
            "rgb(1 2 3)",
            "RGBA(1, 2, 3, 0.5)",
            "oklch(40% 0.1 200deg / 50%)",
        ] {
            assert!(is_color(color), "{color}");
        }
        for other in [
            "",
            "nocolor",
            "tea",
            "#ff",
            "#00695g",
            "red; background: url(x)",
            "var(--x)",
            "rgb()",
            "rgb(1 2 3",
            "rgb(1 2 3) x",
            "rgb(calc(1) 2 3)",
            "url(1)",
            "rgb(1;2)",
        ] {
            assert!(!is_color(other), "{other}");
        }
    }
}
