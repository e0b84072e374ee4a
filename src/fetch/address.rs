//! Which [`Url`]s may be asked: where a redirect may lead, and which machines may be reached.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;
use url::{Host, Url};

/// Where a redirect leads, or why nobody should follow it.
///
/// HTTPS stays HTTPS, no redirect carries a name or password, and only services that the
/// configuration names may be at a private address.
pub fn redirected(from: &Url, location: &str, trusted: &[String]) -> Result<Url, &'static str> {
    let to = from.join(location).map_err(|_| "its address cannot be read")?;
    match (from.scheme(), to.scheme()) {
        ("https", "https") | ("http", "http" | "https") => {}
        ("https", "http") => return Err("it leads away from HTTPS"),
        _ => return Err("it leads to something that is no web page"),
    }
    if !to.username().is_empty() || to.password().is_some() {
        return Err("it carries a user name or password");
    }
    // Names are looked at when they are resolved; a proxy may do that in our place.
    if !is_trusted(&to, trusted) && literal_address(&to).is_some_and(|address| !is_public(address)) {
        return Err("it leads to a private address");
    }
    Ok(to)
}

/// Whether a URL is on this machine.
pub fn is_loopback(url: &Url) -> bool {
    literal_address(url).is_some_and(|address| address.is_loopback()) || url.host_str() == Some("localhost")
}

fn literal_address(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(address) => Some(address.into()),
        Host::Ipv6(address) => Some(address.into()),
        Host::Domain(_) => None,
    }
}

/// `host:port` of a URL, as the list of those to be trusted has it.
pub fn authority(url: &Url) -> String {
    format!("{}:{}", url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or_default())
}

fn is_trusted(url: &Url, trusted: &[String]) -> bool {
    trusted.contains(&authority(url))
}

/// Whether an address belongs to the public internet, as far as its registries tell:
/// <https://www.iana.org/assignments/iana-ipv4-special-registry>, and the same for IPv6.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = matches!(
        (a, b, c),
        (0 | 10 | 127 | 224.., ..)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 168, _)
            | (192, 0, 0 | 2)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    );
    !is_special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    let embedded = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match segments {
        // An IPv4 address in another form: mapped, or translated.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => embedded(high, low),
        [0x2002, high, low, ..] => embedded(high, low),
        [0x2001, 0xdb8, ..] => false,
        // Global unicast is all that is left.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

/// Resolves names, and refuses those of private addresses unless they are trusted.
pub struct GuardedResolver {
    trusted: Vec<String>,
    inner: DefaultResolver,
}

impl GuardedResolver {
    pub fn new(trusted: Vec<String>) -> GuardedResolver {
        GuardedResolver { trusted, inner: DefaultResolver::default() }
    }
}

impl fmt::Debug for GuardedResolver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GuardedResolver").field("trusted", &self.trusted).finish_non_exhaustive()
    }
}

/// The text by which a refusal is known again behind the client's own errors.
pub const PRIVATE: &str = "its name belongs to a private address";

impl Resolver for GuardedResolver {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let resolved = self.inner.resolve(uri, config, timeout)?;
        let is_proxy = config.proxy().is_some_and(|proxy| Some(proxy.host()) == uri.host());
        let is_trusted = Url::parse(&uri.to_string()).is_ok_and(|url| is_trusted(&url, &self.trusted));
        if is_proxy || is_trusted || resolved.iter().all(|address| is_public(address.ip())) {
            return Ok(resolved);
        }
        Err(ureq::Error::Other(PRIVATE.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirects_stay_on_the_public_web_and_on_https() {
        let trusted = ["10.0.0.8:443".to_owned(), "127.0.0.1:8080".to_owned()];
        let check = |from: &str, location: &str| {
            let from = Url::parse(from).expect("an address");
            redirected(&from, location, &trusted).map(String::from)
        };
        let service = "https://service.example/a/b";
        for (location, to) in [
            ("/c", "https://service.example/c"),
            ("c?d", "https://service.example/a/c?d"),
            ("//other.example/", "https://other.example/"),
            ("https://10.0.0.8/x", "https://10.0.0.8/x"),
        ] {
            assert_eq!(check(service, location).as_deref(), Ok(to), "{location}");
        }
        for (location, why) in [
            ("http://service.example/", "it leads away from HTTPS"),
            ("file:///etc/passwd", "it leads to something that is no web page"),
            ("javascript:alert(1)", "it leads to something that is no web page"),
            ("https://me:secret@service.example/", "it carries a user name or password"),
            ("https://169.254.169.254/latest", "it leads to a private address"),
            ("https://2852039166/", "it leads to a private address"),
            ("https://[::1]/", "it leads to a private address"),
            ("https://[::ffff:10.0.0.1]/", "it leads to a private address"),
            ("https://10.0.0.8:8443/", "it leads to a private address"),
            ("https://", "its address cannot be read"),
        ] {
            assert_eq!(check(service, location), Err(why), "{location}");
        }
        assert!(check("http://127.0.0.1:8080/", "/next").is_ok());
        assert_eq!(
            check("http://127.0.0.1:8080/", "http://127.0.0.1:22/"),
            Err("it leads to a private address")
        );
    }

    #[test]
    fn public_addresses_are_told_from_others() {
        for text in ["8.8.8.8", "100.63.0.1", "172.32.0.1", "2606:4700::1", "::ffff:8.8.8.8"] {
            assert!(is_public(text.parse().expect("an address")), "{text}");
        }
        for text in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "192.168.1.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fc00::1",
            "fe80::1",
            "ff02::1",
            "2001:db8::1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
        ] {
            assert!(!is_public(text.parse().expect("an address")), "{text}");
        }
    }
}
