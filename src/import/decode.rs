//! The text of a file in an unknown encoding: UTF-8, UTF-16 with a byte order mark, or what its first
//! lines name (`% Encoding: Cp1250`), else windows-1252, of which Latin-1 is a part.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Decodes bytes, without a byte order mark.
pub fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned();
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let encoding = named(bytes).filter(|encoding| *encoding != UTF_8).unwrap_or(WINDOWS_1252);
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// As JabRef writes it at the top.
fn named(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(400)];
    let head: String = head.iter().map(|byte| char::from(*byte)).collect();
    let name = head.split_once("Encoding:")?.1.lines().next()?.trim().to_lowercase();
    Encoding::for_label(name.as_bytes()).or_else(|| Encoding::for_label(name.replace('_', "-").as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_recognized() {
        assert_eq!(decode("\u{FEFF}é".as_bytes()), "é");
        assert_eq!(decode(b"G\xF6tz \x96 \x80"), "Götz – €");
        assert_eq!(decode(b"% Encoding: Cp1250\n\xE8"), "% Encoding: Cp1250\nč");
        assert_eq!(decode(b"\xFF\xFEa\0"), "a");
    }
}
