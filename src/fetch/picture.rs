//! Pictures on other servers, each fetched once.

use std::io::Read;

use ureq::Body;
use ureq::http::Response;
use url::Url;

use super::{Client, MOST_REDIRECTS, address, header};

/// Bytes of a picture: more than a thumbnail ever has.
const LARGEST: u64 = 16 << 20;

impl Client<'_> {
    /// The bytes at an address of the web, whatever they are. The error says what is wrong with it.
    ///
    /// HTTPS alone, at first and after redirects, and no private addresses; machines that the configuration
    /// names apart.
    pub fn picture(&self, address: &str) -> Result<Vec<u8>, String> {
        let Some(agent) = &self.agent else { return Err("nothing is fetched offline".to_owned()) };
        let mut url = Url::parse(address).map_err(|error| error.to_string())?;
        // As if the address itself had sent us there, so that the same is forbidden.
        url = address::redirected(&url, url.as_str(), &self.trusted).map_err(str::to_owned)?;
        if url.scheme() != "https" && !self.trusted.contains(&address::authority(&url)) {
            return Err("it is not at an address of HTTPS".to_owned());
        }
        for _ in 0..=MOST_REDIRECTS {
            let mut request = agent.get(url.as_str()).header("accept", "image/*");
            if address::is_loopback(&url) {
                request = request.config().proxy(None).build();
            }
            let mut response = request.call().map_err(|error| error.to_string())?;
            match response.status().as_u16() {
                200 => return bytes(&mut response),
                301 | 302 | 303 | 307 | 308 => {
                    let location = header(&response, "location").unwrap_or_default();
                    url = address::redirected(&url, &location, &self.trusted).map_err(str::to_owned)?;
                }
                status => return Err(format!("the server answers with an error, {status}")),
            }
        }
        Err("the server sends us from one place to the next".to_owned())
    }
}

fn bytes(response: &mut Response<Body>) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = response.body_mut().as_reader().take(LARGEST + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > LARGEST {
        return Err(format!("it is larger than {} MB", LARGEST >> 20));
    }
    read.map_err(|error| error.to_string())?;
    Ok(bytes)
}
