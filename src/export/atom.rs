use crate::site::Site;
pub fn feed(_site: &Site) -> Vec<u8> {
    Vec::new()
}
