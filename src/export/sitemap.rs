use crate::site::Site;
pub fn sitemap(_site: &Site) -> Vec<u8> {
    Vec::new()
}
