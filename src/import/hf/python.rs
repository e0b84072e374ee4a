//! Values in Python's notation, as `repr` writes them: what some archives hold in place of JSON.
//!
//! <https://docs.python.org/3/reference/lexical_analysis.html#string-and-bytes-literals>

use serde_json::{Map, Number, Value};

/// How deep lists and dictionaries may stand in one another.
const DEEPEST: usize = 64;

/// Why a text is not a value in Python's notation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiteralError {
    /// A noun phrase: `a key without a colon`.
    pub what: &'static str,
    /// Counts characters from 1.
    pub position: usize,
}

/// Reads a dictionary, list, tuple, string, number, `True`, `False` or `None`.
///
/// Keys that are no strings are refused; of keys that repeat the last one counts, as in Python.
pub fn parse(text: &str) -> Result<Value, LiteralError> {
    let mut literal = Literal { text, at: 0 };
    let value = literal.value(0);
    let value =
        value.and_then(|value| if literal.is_at_end() { Ok(value) } else { Err("more than one value") });
    value.map_err(|what| LiteralError { what, position: text[..literal.at].chars().count() + 1 })
}

struct Literal<'t> {
    text: &'t str,
    at: usize,
}

type Read<T> = Result<T, &'static str>;

impl Literal<'_> {
    fn value(&mut self, depth: usize) -> Read<Value> {
        if depth > DEEPEST {
            return Err("lists and dictionaries too deep in one another");
        }
        self.skip_blanks();
        match self.peek() {
            None => Err("an end where a value is expected"),
            Some('{') => self.dictionary(depth),
            Some('[') => self.list(']', depth),
            Some('(') => self.list(')', depth),
            Some(quote @ ('\'' | '"')) => self.string(quote).map(Value::String),
            Some('-' | '+' | '.' | '0'..='9') => self.number(),
            Some(_) => self.word(),
        }
    }

    fn dictionary(&mut self, depth: usize) -> Read<Value> {
        self.next();
        let mut map = Map::new();
        loop {
            if self.skip('}') {
                return Ok(Value::Object(map));
            }
            self.skip_blanks();
            let Some(quote @ ('\'' | '"')) = self.peek() else { return Err("a key that is no string") };
            let key = self.string(quote)?;
            if !self.skip(':') {
                return Err("a key without a colon");
            }
            let value = self.value(depth + 1)?;
            map.insert(key, value);
            if !self.skip(',') && !self.is_before('}') {
                return Err("a dictionary that is not closed");
            }
        }
    }

    fn list(&mut self, close: char, depth: usize) -> Read<Value> {
        self.next();
        let mut items = Vec::new();
        loop {
            if self.skip(close) {
                return Ok(Value::Array(items));
            }
            items.push(self.value(depth + 1)?);
            if !self.skip(',') && !self.is_before(close) {
                return Err("a list that is not closed");
            }
        }
    }

    fn string(&mut self, quote: char) -> Read<String> {
        self.next();
        let mut string = String::new();
        loop {
            match self.next() {
                None => return Err("a string that is not closed"),
                Some(char) if char == quote => return Ok(string),
                Some('\\') => self.escape(&mut string)?,
                Some(char) => string.push(char),
            }
        }
    }

    /// What stands behind a backslash.
    fn escape(&mut self, string: &mut String) -> Read<()> {
        let char = match self.next() {
            None => return Err("a string that is not closed"),
            Some('\n') => return Ok(()),
            Some(char @ ('\\' | '\'' | '"')) => char,
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('a') => '\u{7}',
            Some('b') => '\u{8}',
            Some('f') => '\u{C}',
            Some('v') => '\u{B}',
            Some('x') => self.code_point(2)?,
            Some('u') => self.code_point(4)?,
            Some('U') => self.code_point(8)?,
            Some(digit @ '0'..='7') => self.octal(digit),
            // Python, too, keeps what it does not know.
            Some(other) => {
                string.push('\\');
                other
            }
        };
        string.push(char);
        Ok(())
    }

    /// A surrogate, which is no character by itself, becomes U+FFFD.
    fn code_point(&mut self, digits: usize) -> Read<char> {
        let code = self.text.get(self.at..self.at + digits).and_then(|text| {
            let is_hex = text.bytes().all(|byte| byte.is_ascii_hexdigit());
            if is_hex { u32::from_str_radix(text, 16).ok() } else { None }
        });
        let code = code.ok_or("an escape without its digits")?;
        self.at += digits;
        Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn octal(&mut self, first: char) -> char {
        let mut code = first.to_digit(8).unwrap_or_default();
        for _ in 0..2 {
            let Some(digit) = self.peek().and_then(|char| char.to_digit(8)) else { break };
            self.next();
            code = code * 8 + digit;
        }
        char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    /// Numbers that JSON does not have become null.
    fn number(&mut self) -> Read<Value> {
        let rest = &self.text[self.at..];
        let is_part = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '+' | '.' | '_');
        let text = rest.split(|char| !is_part(char)).next().unwrap_or_default();
        let digits = text.replace('_', "");
        let value = match (digits.parse::<i64>(), digits.parse::<f64>()) {
            (Ok(number), _) => Value::Number(number.into()),
            (_, Ok(number)) => Number::from_f64(number).map_or(Value::Null, Value::Number),
            _ => return Err("a number that cannot be read"),
        };
        self.at += text.len();
        Ok(value)
    }

    fn word(&mut self) -> Read<Value> {
        let rest = &self.text[self.at..];
        let word = rest.split(|char: char| !char.is_alphanumeric() && char != '_').next().unwrap_or_default();
        let value = match word {
            "None" | "nan" | "inf" => Value::Null,
            "True" => Value::Bool(true),
            "False" => Value::Bool(false),
            _ => return Err("a value that is no string, number, list or dictionary"),
        };
        self.at += word.len();
        Ok(value)
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let char = self.peek()?;
        self.at += char.len_utf8();
        Some(char)
    }

    /// Passes over blanks and a character, if that comes next.
    fn skip(&mut self, char: char) -> bool {
        let is_next = self.is_before(char);
        if is_next {
            self.next();
        }
        is_next
    }

    /// Passes over blanks; tells whether a character comes next.
    fn is_before(&mut self, char: char) -> bool {
        self.skip_blanks();
        self.peek() == Some(char)
    }

    fn is_at_end(&mut self) -> bool {
        self.skip_blanks();
        self.peek().is_none()
    }

    fn skip_blanks(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(text: &str, value: Value) {
        assert_eq!(parse(text), Ok(value));
    }

    #[track_caller]
    fn check_error(text: &str, position: usize, what: &'static str) {
        assert_eq!(parse(text), Err(LiteralError { what, position }));
    }

    #[test]
    fn what_repr_writes_is_read() {
        check(
            "{'id': '2401.00010', \"it's\": [1, -2, 2.5, 1e3, True, False, None], 'd': {}, 'e': []}",
            json!({"id": "2401.00010", "it's": [1, -2, 2.5, 1000.0, true, false, null], "d": {}, "e": []}),
        );
        check(" [ ( 'a' , ) , ( ) ] ", json!([["a"], []]));
        check("[nan, inf, -1_000]", json!([null, null, -1000]));
        check("{'a': 1, 'a': 2}", json!({"a": 2}));
    }

    #[test]
    fn escapes_are_what_they_are_in_python() {
        check(r#"'it\'s "x"\\ \n\t\r\x41\xe9\u00e9\U0001F600\101\0'"#, json!("it's \"x\"\\ \n\t\rAéé😀A\0"));
        check(r#""$\\alpha$ and \d""#, json!("$\\alpha$ and \\d"));
        check(r"'\ud83d \a\b\f\v'", json!("\u{FFFD} \u{7}\u{8}\u{C}\u{B}"));
        check("'a\\\nb'", json!("ab"));
    }

    #[test]
    fn what_is_no_literal_is_named_with_its_place() {
        check_error("", 1, "an end where a value is expected");
        check_error("'é", 3, "a string that is not closed");
        check_error("['é', ", 7, "an end where a value is expected");
        check_error("['a' 'b']", 6, "a list that is not closed");
        check_error("{'a' 1}", 6, "a key without a colon");
        check_error("{1: 2}", 2, "a key that is no string");
        check_error("{'a': 1 'b': 2}", 9, "a dictionary that is not closed");
        check_error("datetime.now()", 1, "a value that is no string, number, list or dictionary");
        check_error("[1-2]", 2, "a number that cannot be read");
        check_error(r"'\xé'", 4, "an escape without its digits");
        check_error("1 2", 3, "more than one value");
        check_error(&"[".repeat(100_000), 66, "lists and dictionaries too deep in one another");
    }
}
