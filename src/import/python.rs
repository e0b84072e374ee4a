//! Reading what Python's `repr` writes for dictionaries, lists and plain values, as JSON.
//!
//! Some archives of the Hugging Face API hold such texts. The grammar is that of literals:
//! <https://docs.python.org/3/reference/lexical_analysis.html#literals>.

use serde_json::{Map, Number, Value};

/// Deeper data is refused: reading recurses.
const DEEPEST: usize = 64;

/// Reads a whole text; none where it is no literal.
pub fn parse(text: &str) -> Option<Value> {
    let mut reader = Reader { rest: text };
    let value = reader.value(0)?;
    reader.skip_blanks();
    reader.rest.is_empty().then_some(value)
}

struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Takes a token if it comes next, blanks aside.
    fn takes(&mut self, token: &str) -> bool {
        self.skip_blanks();
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        if depth > DEEPEST {
            return None;
        }
        self.skip_blanks();
        match self.rest.chars().next()? {
            '{' => self.dictionary(depth),
            '[' => self.list("[", "]", depth),
            '(' => self.list("(", ")", depth),
            '\'' | '"' => self.string().map(Value::String),
            _ => self.word(),
        }
    }

    fn dictionary(&mut self, depth: usize) -> Option<Value> {
        self.takes("{");
        let mut map = Map::new();
        while !self.takes("}") {
            let key = match self.value(depth + 1)? {
                Value::String(key) => key,
                key => key.to_string(),
            };
            if !self.takes(":") {
                return None;
            }
            let value = self.value(depth + 1)?;
            map.insert(key, value);
            if !self.takes(",") && !self.rest.starts_with('}') {
                return None;
            }
        }
        Some(Value::Object(map))
    }

    fn list(&mut self, open: &str, close: &str, depth: usize) -> Option<Value> {
        self.takes(open);
        let mut list = Vec::new();
        while !self.takes(close) {
            list.push(self.value(depth + 1)?);
            if !self.takes(",") && !self.rest.starts_with(close) {
                return None;
            }
        }
        Some(Value::Array(list))
    }

    fn string(&mut self) -> Option<String> {
        let quote = self.rest.chars().next()?;
        let mut text = String::new();
        let mut chars = self.rest[1..].chars();
        loop {
            match chars.next()? {
                char if char == quote => break,
                '\\' => match chars.next()? {
                    'n' => text.push('\n'),
                    'r' => text.push('\r'),
                    't' => text.push('\t'),
                    'x' => text.push(code_point(&mut chars, 2)?),
                    'u' => text.push(code_point(&mut chars, 4)?),
                    'U' => text.push(code_point(&mut chars, 8)?),
                    char @ ('\\' | '\'' | '"') => text.push(char),
                    // Python keeps a backslash that escapes nothing.
                    char => text.extend(['\\', char]),
                },
                char => text.push(char),
            }
        }
        self.rest = chars.as_str();
        Some(text)
    }

    fn word(&mut self) -> Option<Value> {
        let end = self.rest.find([',', '}', ']', ')', ':', ' ', '\n']).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        match word {
            "None" => Some(Value::Null),
            "True" => Some(Value::Bool(true)),
            "False" => Some(Value::Bool(false)),
            number => number
                .parse::<i64>()
                .map(Number::from)
                .ok()
                .or_else(|| number.parse().ok().and_then(Number::from_f64))
                .map(Value::Number),
        }
    }
}

/// The character of so many hexadecimal digits. Half of a pair, which Python may hold and Rust may
/// not, is shown as what cannot be shown.
fn code_point(chars: &mut std::str::Chars, digits: usize) -> Option<char> {
    let number: String = chars.take(digits).collect();
    let code = u32::from_str_radix(&number, 16).ok().filter(|_| number.len() == digits)?;
    Some(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn literals_become_json() {
        let text = r#"{'a': 'it\'s', "b": "it's \"x\"", 'c': [1, -2.5, True, False, None], 'd': {}, 'e': (), 'f': '\x41\u00e9\U0001F600\n\d'}"#;
        assert_eq!(
            parse(text),
            Some(json!({
                "a": "it's", "b": "it's \"x\"", "c": [1, -2.5, true, false, null], "d": {}, "e": [], "f": "Aé😀\n\\d"
            }))
        );
    }

    #[test]
    fn what_is_no_literal_is_refused() {
        for text in ["", "{", "{'a'}", "{'a': 1", "[1 2]", "'open", "datetime.now()", "{'a': 1} x", "'\\x4'"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(parse(&"[".repeat(100_000)), None);
    }
}
