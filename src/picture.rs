//! A *picture* of a paper as pages show it: small WebP files of one shape, cut from what the curator gave.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::fingerprint::{Fingerprint, Ingredients};
use crate::memory;

#[cfg(feature = "images")]
mod room;

#[cfg(feature = "images")]
use room::Room;

/// In pixels: what a list shows, what a paper's page shows, and the latter on fine screens. All are half as
/// large again or more as the one before, so that a browser gains by the choice.
pub const WIDTHS: [u32; 3] = [240, 480, 960];

/// Raised when the same picture would come out otherwise.
const VERSION: u32 = 1;

/// Whether smaller ones are made of a file, by its name. Other kinds are drawn, or browsers' own.
pub fn is_made_smaller(path: &str) -> bool {
    let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    cfg!(feature = "images") && ["png", "jpg", "jpeg", "gif", "webp"].contains(&ending.as_str())
}

/// The ending of a file that is a picture, by its first bytes.
#[cfg(feature = "fetch")]
pub fn ending(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("png"),
        [0xFF, 0xD8, 0xFF, ..] => Some("jpg"),
        [b'G', b'I', b'F', b'8', ..] => Some("gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("webp"),
        _ => None,
    }
}

/// The pictures of a site as curators gave them, by path from its root.
///
/// Of each its hash is held, for which it is read once; with their bytes ten thousand would fill the memory.
#[derive(Default)]
pub struct Originals(Mutex<HashMap<String, Arc<Original>>>);

#[derive(Default)]
struct Original {
    /// None where the file cannot be read.
    hash: OnceLock<Option<blake3::Hash>>,
    /// Held by who makes smaller ones: all widths are made at once.
    making: Mutex<()>,
}

/// Why there is no smaller picture.
#[derive(Debug)]
pub enum Fault {
    Unreadable(io::Error),
    /// What is wrong with the original, after "this picture …".
    NoPicture(String),
}

impl Originals {
    /// Of all that a picture is made of; none where the original cannot be read.
    pub fn fingerprint(&self, root: &Path, file: &str, width: u32) -> Option<Fingerprint> {
        let hash = self.original(file).hash(root, file)?;
        let mut ingredients = Ingredients::default();
        ingredients.add(&(VERSION, width));
        ingredients.add_bytes(hash.as_bytes());
        Some(ingredients.finish())
    }

    /// The WebP file of a picture, out of the cache if one was made before of the same bytes.
    pub fn webp(&self, root: &Path, file: &str, width: u32) -> Result<Vec<u8>, Fault> {
        let original = self.original(file);
        let _making = original.making.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = original.hash(root, file).and_then(|hash| fs::read(kept(root, &hash, width)).ok());
        match kept {
            Some(bytes) => Ok(bytes),
            None => make(root, file, width),
        }
    }

    /// Removes what the cache holds of other pictures, and of these as they were before.
    pub fn forget_others(&self, root: &Path) {
        let originals = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let hashes = originals.values().filter_map(|original| *original.hash.get()?);
        let kept: HashSet<PathBuf> =
            hashes.flat_map(|hash| WIDTHS.map(|width| kept(root, &hash, width))).collect();
        let files = fs::read_dir(root.join(memory::PICTURES)).into_iter().flatten().flatten();
        for file in files.map(|file| file.path()).filter(|file| !kept.contains(file)) {
            let _ = fs::remove_file(file);
        }
    }

    fn original(&self, file: &str) -> Arc<Original> {
        let mut originals = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match originals.get(file) {
            Some(original) => original.clone(),
            None => originals.entry(file.to_owned()).or_default().clone(),
        }
    }
}

impl Original {
    fn hash(&self, root: &Path, file: &str) -> Option<blake3::Hash> {
        *self.hash.get_or_init(|| Some(blake3::hash(&fs::read(root.join(file)).ok()?)))
    }
}

/// Where a picture is kept that was made of bytes with a hash.
fn kept(root: &Path, hash: &blake3::Hash, width: u32) -> PathBuf {
    root.join(memory::PICTURES).join(format!("{}-{width}-{VERSION}.webp", &hash.to_hex()[..32]))
}

/// Makes the pictures of all widths, since to read the original takes longest; returns one of them.
fn make(root: &Path, file: &str, wanted: u32) -> Result<Vec<u8>, Fault> {
    let bytes = fs::read(root.join(file)).map_err(Fault::Unreadable)?;
    let hash = blake3::hash(&bytes);
    let original = decode(&bytes).map_err(Fault::NoPicture)?;
    drop(bytes);
    let mut made = Vec::new();
    for width in WIDTHS {
        let smaller = encode(&original, width);
        // A cache that cannot be written to costs time and nothing else.
        let _ = memory::write(&kept(root, &hash, width), &smaller);
        if width == wanted {
            made = smaller;
        }
    }
    Ok(made)
}

/// What two posters for print take in memory, and all pictures together while they are made smaller: a small file may
/// be a large picture, and every thread has one.
#[cfg(feature = "images")]
const MOST_MEMORY: u64 = 512 * 1024 * 1024;

#[cfg(feature = "images")]
static ROOM: Room = Room::new(MOST_MEMORY);

/// A picture in memory, and the room that it takes there.
#[cfg(feature = "images")]
struct Decoded {
    picture: image::DynamicImage,
    _room: room::Taken<'static>,
}

#[cfg(feature = "images")]
fn decode(original: &[u8]) -> Result<Decoded, String> {
    use image::{DynamicImage, ImageDecoder, ImageReader, Limits};

    /// More than a poster for print.
    const LARGEST_SIDE: u32 = 16_384;

    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST_SIDE);
    limits.max_image_height = Some(LARGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    let decoded = || -> image::ImageResult<Decoded> {
        let mut reader = ImageReader::new(std::io::Cursor::new(original)).with_guessed_format()?;
        reader.limits(limits.clone());
        let mut decoder = reader.into_decoder()?;
        let size = decoder.total_bytes();
        limits.reserve(size)?;
        decoder.set_limits(limits)?;
        let room = ROOM.take(size);
        Ok(Decoded { picture: DynamicImage::from_decoder(decoder)?, _room: room })
    };
    decoded().map_err(|error| format!("cannot be read: {error}"))
}

#[cfg(feature = "images")]
fn encode(Decoded { picture, .. }: &Decoded, width: u32) -> Vec<u8> {
    use image::imageops::FilterType;

    /// Of 100: what is lost is not seen beside text.
    const QUALITY: f32 = 80.0;

    // Sixteen to nine, and never larger than it is.
    let width = width.min(picture.width()).min(picture.height() * 16 / 9).max(1);
    let smaller = picture.resize_to_fill(width, (width * 9 / 16).max(1), FilterType::CatmullRom);
    if smaller.color().has_alpha() {
        let pixels = smaller.into_rgba8();
        webp::Encoder::from_rgba(&pixels, pixels.width(), pixels.height()).encode(QUALITY).to_vec()
    } else {
        let pixels = smaller.into_rgb8();
        webp::Encoder::from_rgb(&pixels, pixels.width(), pixels.height()).encode(QUALITY).to_vec()
    }
}

#[cfg(not(feature = "images"))]
fn decode(_: &[u8]) -> Result<std::convert::Infallible, String> {
    Err("cannot be made smaller: this offprint was built without `images`".to_owned())
}

#[cfg(not(feature = "images"))]
fn encode(picture: &std::convert::Infallible, _: u32) -> Vec<u8> {
    match *picture {}
}

#[cfg(all(test, feature = "images"))]
mod tests {
    use super::*;

    /// A red picture, as PNG.
    pub fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = std::io::Cursor::new(Vec::new());
        let picture = image::RgbImage::from_pixel(width, height, image::Rgb([200, 0, 0]));
        picture.write_to(&mut bytes, image::ImageFormat::Png).expect("memory can be written to");
        bytes.into_inner()
    }

    #[test]
    fn a_picture_is_cut_to_one_shape_and_never_made_larger() {
        let size = |width, height, wanted| {
            let original = decode(&png(width, height)).expect("a picture");
            let bytes = encode(&original, wanted);
            let picture = image::load_from_memory(&bytes).expect("a picture");
            (picture.width(), picture.height())
        };
        assert_eq!(size(2000, 2000, 480), (480, 270));
        assert_eq!(size(300, 1000, 480), (300, 168));
        assert_eq!(size(1000, 90, 480), (160, 90));
        assert_eq!(size(1, 1, 960), (1, 1));
    }

    #[test]
    fn what_is_no_picture_says_so() {
        assert!(decode(b"<svg>").is_err_and(|error| error.starts_with("cannot be read: ")));
        assert!(decode(&png(20_000, 2)).is_err());
    }

    /// A folder with a picture `a.png`.
    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("a.png"), png(40, 40)).expect("the folder is ours");
        folder
    }

    fn webp(root: &Path) -> Vec<u8> {
        Originals::default().webp(root, "a.png", 240).expect("a picture")
    }

    #[test]
    fn a_picture_is_made_once_in_all_widths() {
        let folder = folder();
        let made = webp(folder.path());
        let cache: Vec<PathBuf> = fs::read_dir(folder.path().join(memory::PICTURES))
            .expect("the cache")
            .map(|entry| entry.expect("a file").path())
            .collect();
        assert_eq!(cache.len(), WIDTHS.len());
        let is_wanted = |file: &&PathBuf| file.to_string_lossy().contains("-240-");
        let kept = cache.iter().find(is_wanted).expect("a file");
        assert_eq!(fs::read(kept).expect("a file"), made);
        fs::write(kept, b"kept").expect("a file can be written");
        assert_eq!(webp(folder.path()), b"kept");
        fs::write(folder.path().join("a.png"), png(41, 40)).expect("the folder is ours");
        assert_ne!(webp(folder.path()), b"kept");
    }

    #[test]
    fn an_original_is_read_once_for_all_widths() {
        let folder = folder();
        let fingerprint = |originals: &Originals, width| {
            originals.fingerprint(folder.path(), "a.png", width).expect("a file")
        };
        let originals = Originals::default();
        let smallest = fingerprint(&originals, 240);
        let larger = fingerprint(&Originals::default(), 480);
        fs::write(folder.path().join("a.png"), png(41, 40)).expect("the folder is ours");
        assert_eq!(fingerprint(&originals, 480), larger);
        assert_ne!(fingerprint(&Originals::default(), 480), larger);
        assert_ne!(smallest, larger);
    }
}
