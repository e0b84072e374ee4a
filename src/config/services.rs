//! The [`Services`] on the web that are asked about papers, and where they are.

use std::collections::BTreeMap;

use crate::fields::Fields;
use crate::service::Service;

/// Addresses end with `/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Services {
    /// Where services write to when a program of theirs is asked too much: an address of mail or of
    /// a page.
    pub contact: Option<String>,
    moved: BTreeMap<Service, String>,
}

impl Services {
    /// Where a service is.
    pub fn address(&self, service: Service) -> &str {
        self.moved.get(&service).map_or(service.usual_address(), String::as_str)
    }
}

/// Reads `services`.
pub fn services(fields: &mut Fields) -> Services {
    let Some(mut map) = fields.map("services", "`services`") else { return Services::default() };
    let mut services = Services { contact: map.text("contact"), moved: BTreeMap::new() };
    // It becomes part of a header, which ends with its line.
    services.contact =
        services.contact.map(|contact| contact.split_whitespace().collect::<Vec<_>>().join(" "));
    for service in Service::ALL {
        let Some((text, range)) = map.text_at(service.key()) else { continue };
        let scheme = text.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        let is_web = matches!(scheme.as_deref(), Some("http" | "https")) && crate::paper::is_web_url(&text);
        if is_web && !text.contains(['@', '?', '#']) {
            services.moved.insert(service, format!("{}/", text.trim_end_matches('/')));
            continue;
        }
        let message = format!("`{text}` cannot be the address of a service");
        let fix = format!("expected an address such as {}", service.usual_address());
        map.reader().error("bad-service", &range, message, fix);
    }
    map.finish(|_| None);
    services
}
