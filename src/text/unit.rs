//! Units and numbers as the package siunitx reads them: `\SI{5}{\kilo\metre\per\second}`, `\num{1e5}`.

/// Writes a unit that is spelled in commands, `\kilo\metre\per\second\squared`: km/s². A name that is not known is an
/// abbreviation: `\GHz`.
pub(super) fn symbols(unit: &str) -> String {
    let mut written = String::new();
    let mut joins = true;
    for word in unit.split('\\').map(str::trim).filter(|word| !word.is_empty()) {
        let (name, letters) = word.split_once(' ').unwrap_or((word, ""));
        match name {
            "per" => {
                written.push('/');
                joins = true;
            }
            "squared" => written.push('²'),
            "cubed" => written.push('³'),
            _ => {
                if !joins {
                    written.push('\u{202F}');
                }
                let prefix = prefix(name);
                joins = prefix.is_some();
                written.push_str(prefix.or_else(|| symbol(name)).unwrap_or(name));
            }
        }
        written.push_str(letters);
    }
    written
}

/// Writes an angle, whose degrees, minutes and seconds have semicolons between: `10;5;3`.
pub(super) fn angle(parts: &str) -> String {
    let signs = ["°", "′", "″"];
    let parts = parts.split(';').map(str::trim).zip(signs).filter(|(number, _)| !number.is_empty());
    parts.map(|(number, sign)| format!("{number}{sign}")).collect()
}

/// Splits a number with a power of ten: `1e5`, `2.5E-3`.
pub(super) fn with_exponent(number: &str) -> Option<(&str, &str)> {
    let (factor, exponent) = number.split_once(['e', 'E'])?;
    let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let is_number = |text: &str| text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-'));
    let is_integer = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_integer && is_number(factor)).then_some((factor, exponent))
}

fn prefix(name: &str) -> Option<&'static str> {
    Some(match name {
        "femto" => "f",
        "pico" => "p",
        "nano" => "n",
        "micro" => "µ",
        "milli" => "m",
        "centi" => "c",
        "deci" => "d",
        "hecto" => "h",
        "kilo" => "k",
        "mega" => "M",
        "giga" => "G",
        "tera" => "T",
        "peta" => "P",
        _ => return None,
    })
}

fn symbol(name: &str) -> Option<&'static str> {
    Some(match name {
        "ampere" => "A",
        "angstrom" => "Å",
        "arcminute" => "′",
        "arcsecond" => "″",
        "bel" => "B",
        "byte" => "B",
        "candela" => "cd",
        "celsius" | "degreeCelsius" => "°C",
        "coulomb" => "C",
        "day" => "d",
        "decibel" => "dB",
        "degree" => "°",
        "electronvolt" | "eV" => "eV",
        "farad" => "F",
        "gram" => "g",
        "henry" => "H",
        "hertz" => "Hz",
        "hour" => "h",
        "joule" => "J",
        "kelvin" => "K",
        "kilogram" => "kg",
        "liter" | "litre" => "L",
        "meter" | "metre" => "m",
        "minute" => "min",
        "mole" => "mol",
        "newton" => "N",
        "ohm" => "Ω",
        "pascal" => "Pa",
        "percent" => "%",
        "radian" => "rad",
        "second" => "s",
        "tesla" => "T",
        "tonne" => "t",
        "volt" => "V",
        "watt" => "W",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_in_words_are_their_symbols() {
        for (unit, written) in [
            (r"\kilo\metre", "km"),
            (r"\meter\per\second\squared", "m/s²"),
            (r"\newton \metre", "N\u{202F}m"),
            (r"\micro m", "µm"),
            (r"\GHz", "GHz"),
            (r"\degreeCelsius", "°C"),
        ] {
            assert_eq!(symbols(unit), written);
        }
    }

    #[test]
    fn angles_have_up_to_three_parts() {
        for (typed, written) in [("10", "10°"), ("1;2;3", "1°2′3″"), (";;3.5", "3.5″")] {
            assert_eq!(angle(typed), written);
        }
    }

    #[test]
    fn a_number_may_have_a_power_of_ten() {
        assert_eq!(with_exponent("1e5"), Some(("1", "5")));
        assert_eq!(with_exponent("2.5E-3"), Some(("2.5", "-3")));
        assert_eq!(with_exponent("e"), None);
        assert_eq!(with_exponent("1000"), None);
    }
}
