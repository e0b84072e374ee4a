use crate::catalog::PaperId;
use crate::site::Site;
pub fn entry(_site: &Site, _id: PaperId) -> String {
    String::new()
}
