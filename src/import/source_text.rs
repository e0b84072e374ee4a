//! The text of a file that is to be imported.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use super::decode::decode;

/// Larger files are no lists that somebody reads: a year of the largest known one is a tenth of it.
const LARGEST: u64 = 256 << 20;

/// Reads a file that is to be imported, whatever its encoding.
pub fn read_file(path: &Path) -> io::Result<String> {
    read_text(File::open(path)?)
}

/// Reads a text that is to be imported, whatever its encoding.
pub fn read_text(source: impl Read) -> io::Result<String> {
    let mut bytes = Vec::new();
    source.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::new(ErrorKind::FileTooLarge, "this file is too large to be a list of papers"));
    }
    Ok(decode(&bytes))
}
