//! A [`Fingerprint`] says whether a page must be rendered again: it is a hash of all that the page
//! is made of.

use std::fmt;

use rapidhash::v3::rapidhash_v3;
use serde::de::{Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Of a fingerprint as text.
const DIGITS: usize = 16;

/// Equal for equal ingredients; not meant to withstand forgery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(u64);

impl Fingerprint {
    pub fn of_bytes(bytes: &[u8]) -> Fingerprint {
        Fingerprint(rapidhash_v3(bytes))
    }

    /// Reads what [`Display`](fmt::Display) writes.
    fn parse(text: &str) -> Option<Fingerprint> {
        u64::from_str_radix(text, 16).ok().map(Fingerprint)
    }
}

/// Sixteen hexadecimal digits: JSON has no whole numbers of 64 bits.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut digits = [0; DIGITS];
        for (digit, shift) in digits.iter_mut().rev().zip((0..).step_by(4)) {
            *digit = b"0123456789abcdef"[(self.0 >> shift) as usize & 0xF];
        }
        serializer.serialize_str(str::from_utf8(&digits).expect("digits are ASCII"))
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Fingerprint, D::Error> {
        deserializer.deserialize_str(Digits)
    }
}

/// Reads a fingerprint where its text stands, without a copy.
struct Digits;

impl Visitor<'_> for Digits {
    type Value = Fingerprint;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{DIGITS} hexadecimal digits")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Fingerprint, E> {
        Fingerprint::parse(text).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }
}

/// What a page is made of, gathered for its fingerprint. The order counts.
#[derive(Default)]
pub struct Ingredients(Vec<u8>);

impl Ingredients {
    pub fn add_bytes(&mut self, bytes: &[u8]) {
        // With its length, so that no two lists of ingredients run into the same bytes.
        self.0.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        self.0.extend_from_slice(bytes);
    }

    pub fn add(&mut self, ingredient: &impl Serialize) {
        let json = serde_json::to_vec(ingredient).expect("ingredients are plain data");
        self.add_bytes(&json);
    }

    pub fn add_fingerprint(&mut self, fingerprint: Fingerprint) {
        self.0.extend_from_slice(&fingerprint.0.to_le_bytes());
    }

    pub fn finish(&self) -> Fingerprint {
        Fingerprint::of_bytes(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ingredients_do_not_run_into_each_other() {
        let fingerprint = |parts: &[&str]| {
            let mut ingredients = Ingredients::default();
            parts.iter().for_each(|part| ingredients.add_bytes(part.as_bytes()));
            ingredients.finish()
        };
        assert_eq!(fingerprint(&["ab", "c"]), fingerprint(&["ab", "c"]));
        assert_ne!(fingerprint(&["ab", "c"]), fingerprint(&["a", "bc"]));
        assert_ne!(fingerprint(&["a", "b"]), fingerprint(&["b", "a"]));
    }

    #[test]
    fn a_fingerprint_is_read_back() {
        let fingerprint = Fingerprint(0x00ab_cdef_0123_4567);
        assert_eq!(Fingerprint::parse(&fingerprint.to_string()), Some(fingerprint));
        let json = serde_json::to_string(&fingerprint).expect("it is plain data");
        assert_eq!(json, "\"00abcdef01234567\"");
        assert_eq!(serde_json::from_str::<Fingerprint>(&json).ok(), Some(fingerprint));
        assert!(serde_json::from_str::<Fingerprint>("\"page\"").is_err());
    }
}
