use crate::site::Site;
pub fn robots(_site: &Site) -> Vec<u8> {
    Vec::new()
}
