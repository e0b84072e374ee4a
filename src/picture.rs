//! A *picture* of a paper as pages show it: small WebP files of one shape, cut from what the curator gave.

use std::fs;
use std::path::Path;

use crate::fingerprint::{Fingerprint, Ingredients};

/// In pixels: what a list shows, what a paper's page shows, and the latter on fine screens. All are half as
/// large again or more as the one before, so that a browser gains by the choice.
pub const WIDTHS: [u32; 3] = [240, 480, 960];

/// Where those made before are kept, from the site's root.
pub const CACHE: &str = ".offprint/cache/pictures";

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

/// Of all that a picture is made of.
pub fn fingerprint(original: &[u8], width: u32) -> Fingerprint {
    let mut ingredients = Ingredients::default();
    ingredients.add(&(VERSION, width));
    ingredients.add_bytes(original);
    ingredients.finish()
}

/// The WebP file of a picture, out of the folder `cache` if one was made before of the same bytes. The
/// error says what is wrong with the original, after "this picture …".
pub fn webp(original: &[u8], width: u32, cache: &Path) -> Result<Vec<u8>, String> {
    let name = format!("{}-{width}-{VERSION}.webp", &blake3::hash(original).to_hex()[..32]);
    let cached = cache.join(name);
    if let Ok(bytes) = fs::read(&cached) {
        return Ok(bytes);
    }
    let bytes = encode(original, width)?;
    keep(&cached, &bytes);
    Ok(bytes)
}

/// Whole or not at all. A cache that cannot be written to costs time and nothing else.
fn keep(file: &Path, bytes: &[u8]) {
    let Some(folder) = file.parent() else { return };
    let new = file.with_extension(format!("{}-{:?}", std::process::id(), std::thread::current().id()));
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(&new, bytes));
    if written.and_then(|()| fs::rename(&new, file)).is_err() {
        let _ = fs::remove_file(&new);
    }
}

#[cfg(feature = "images")]
fn encode(original: &[u8], width: u32) -> Result<Vec<u8>, String> {
    use image::imageops::FilterType;
    use image::{ImageReader, Limits};

    /// More than a poster for print, and what two of them take in memory.
    const LARGEST_SIDE: u32 = 16_384;
    const MOST_MEMORY: u64 = 512 * 1024 * 1024;
    /// Of 100: what is lost is not seen beside text.
    const QUALITY: f32 = 80.0;

    let mut reader = ImageReader::new(std::io::Cursor::new(original))
        .with_guessed_format()
        .map_err(|error| format!("cannot be read: {error}"))?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST_SIDE);
    limits.max_image_height = Some(LARGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let picture = reader.decode().map_err(|error| format!("cannot be read: {error}"))?;
    // Sixteen to nine, and never larger than it is.
    let width = width.min(picture.width()).min(picture.height() * 16 / 9).max(1);
    let smaller = picture.resize_to_fill(width, (width * 9 / 16).max(1), FilterType::CatmullRom);
    let encoded = if smaller.color().has_alpha() {
        let pixels = smaller.into_rgba8();
        webp::Encoder::from_rgba(&pixels, pixels.width(), pixels.height()).encode(QUALITY).to_vec()
    } else {
        let pixels = smaller.into_rgb8();
        webp::Encoder::from_rgb(&pixels, pixels.width(), pixels.height()).encode(QUALITY).to_vec()
    };
    Ok(encoded)
}

#[cfg(not(feature = "images"))]
fn encode(_: &[u8], _: u32) -> Result<Vec<u8>, String> {
    Err("cannot be made smaller: this offprint was built without `images`".to_owned())
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
            let bytes = encode(&png(width, height), wanted).expect("a picture");
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
        assert!(encode(b"<svg>", 240).is_err_and(|error| error.starts_with("cannot be read: ")));
        assert!(encode(&png(20_000, 2), 240).is_err());
    }

    #[test]
    fn a_picture_is_made_once() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let original = png(40, 40);
        let made = webp(&original, 240, folder.path()).expect("a picture");
        let kept =
            folder.path().read_dir().expect("the cache").next().expect("a file").expect("a file").path();
        assert_eq!(fs::read(&kept).expect("a file"), made);
        fs::write(&kept, b"kept").expect("a file can be written");
        assert_eq!(webp(&original, 240, folder.path()).as_deref(), Ok(&b"kept"[..]));
        assert_ne!(webp(&png(41, 40), 240, folder.path()).as_deref(), Ok(&b"kept"[..]));
    }
}
