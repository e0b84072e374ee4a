//! The guard lets only requests through that somebody at a browser of this site may make.
//!
//! Any website can make a browser ask servers of the same machine. A name that leads here by a trick
//! of DNS is told by `Host`, a page of another origin by `Origin`.

use std::net::IpAddr;

use axum::http::{HeaderMap, Method, header};

/// Why a request is not answered.
#[derive(Debug)]
pub struct Refusal {
    pub status: u16,
    pub text: String,
}

/// Lets only `GET` and `HEAD` through, for hosts that are addresses or this machine's own name, and
/// from pages of the same origin.
pub fn check(method: &Method, headers: &HeaderMap) -> Result<(), Refusal> {
    if method != Method::GET && method != Method::HEAD {
        return Err(Refusal { status: 405, text: "only GET and HEAD are answered".to_owned() });
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if !is_own(host) {
        let text =
            format!("`{}` is no name of this server; use localhost or an address", host.escape_debug());
        return Err(Refusal { status: 403, text });
    }
    let origin = headers.get(header::ORIGIN).map(|origin| origin.to_str().unwrap_or_default());
    if origin.is_some_and(|origin| !origin.eq_ignore_ascii_case(&format!("http://{host}"))) {
        return Err(Refusal { status: 403, text: "pages of other origins are not answered".to_owned() });
    }
    Ok(())
}

/// Whether a `Host` is an IP address or `localhost`, with or without a port.
fn is_own(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) && !name.ends_with(':') => name,
        _ => host,
    };
    let address = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    name.eq_ignore_ascii_case("localhost") || address.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn status(method: Method, host: &str, origin: Option<&str>) -> u16 {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().expect("a header"));
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().expect("a header"));
        }
        check(&method, &headers).map_or_else(|refusal| refusal.status, |()| 200)
    }

    #[test]
    fn only_reading_is_allowed() {
        assert_eq!(status(Method::GET, "localhost", None), 200);
        assert_eq!(status(Method::HEAD, "localhost:3000", None), 200);
        assert_eq!(status(Method::POST, "localhost:3000", None), 405);
    }

    #[test]
    fn names_that_others_can_point_here_are_refused() {
        for host in ["127.0.0.1:3000", "[::1]:3000", "192.168.1.5:80", "LOCALHOST:3000", "[::1]"] {
            assert_eq!(status(Method::GET, host, None), 200, "{host}");
        }
        for host in
            ["evil.example", "evil.example:3000", "localhost.evil.example", "127.0.0.1.evil.example", ""]
        {
            assert_eq!(status(Method::GET, host, None), 403, "{host}");
        }
    }

    #[test]
    fn pages_of_other_origins_are_refused() {
        assert_eq!(status(Method::GET, "localhost:3000", Some("http://localhost:3000")), 200);
        assert_eq!(status(Method::GET, "localhost:3000", Some("http://localhost:4000")), 403);
        assert_eq!(status(Method::GET, "localhost:3000", Some("https://evil.example")), 403);
        assert_eq!(status(Method::GET, "localhost:3000", Some("null")), 403);
    }
}
