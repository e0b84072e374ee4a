//! A [`Fingerprint`] says whether a page must be rendered again: it is a hash of all that the page
//! is made of.

use std::fmt;

use postcard::ser_flavors::Flavor;
use rapidhash::v3::rapidhash_v3;
use serde::{Deserialize, Serialize};

/// Equal for equal ingredients; not meant to withstand forgery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Fingerprint(u64);

impl Fingerprint {
    pub fn of_bytes(bytes: &[u8]) -> Fingerprint {
        Fingerprint(rapidhash_v3(bytes))
    }

    pub fn to_le_bytes(self) -> [u8; 8] {
        self.0.to_le_bytes()
    }
}

/// Sixteen hexadecimal digits.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// What a page is made of, gathered for its fingerprint. The order counts.
pub struct Ingredients(Vec<u8>);

impl Default for Ingredients {
    fn default() -> Ingredients {
        // Room for those of most things.
        Ingredients(Vec::with_capacity(256))
    }
}

impl Ingredients {
    pub fn add_bytes(&mut self, bytes: &[u8]) {
        // With its length, so that no two lists of ingredients run into the same bytes.
        self.0.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        self.0.extend_from_slice(bytes);
    }

    pub fn add(&mut self, ingredient: &impl Serialize) {
        // Tells itself where it ends.
        let added = postcard::serialize_with_flavor(ingredient, Append(&mut self.0));
        added.expect("ingredients are plain data");
    }

    pub fn add_fingerprint(&mut self, fingerprint: Fingerprint) {
        self.0.extend_from_slice(&fingerprint.to_le_bytes());
    }

    pub fn finish(&self) -> Fingerprint {
        Fingerprint::of_bytes(&self.0)
    }
}

/// Writes behind what is there.
struct Append<'i>(&'i mut Vec<u8>);

impl Flavor for Append<'_> {
    type Output = ();

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.push(byte);
        Ok(())
    }

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
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
}
