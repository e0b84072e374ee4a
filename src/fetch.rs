//! A [`Client`] asks services of the web, gently: one question at a time, at the pace that each asks
//! for, no question twice within its age.
//!
//! What comes back is untrusted: its size and its time are limited, redirects are followed by hand.

use std::io::Read;
use std::path::Path;
use std::time::Duration;

use ureq::http::Response;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body};
use url::Url;

use crate::config::{Config, Services};
use crate::service::Service;

mod address;
mod cache;
mod pause;
mod picture;
#[cfg(test)]
mod stand_in;
#[cfg(test)]
mod tests;

use address::GuardedResolver;
use cache::Cache;
pub use pause::Clock;

/// What is asked of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub service: Service,
    /// Below the service's address, with the query.
    pub path: String,
    /// The types of answers that can be read, as the header `Accept` has them.
    pub accept: &'static str,
    /// An answer that was given so long ago is as good as a new one.
    pub age: Duration,
}

/// What a client does without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of an answer, decompressed.
    pub largest: u64,
    pub connecting: Duration,
    /// For one question, redirects apart.
    pub answering: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { largest: 32 << 20, connecting: Duration::from_secs(15), answering: Duration::from_secs(60) }
    }
}

pub struct Client<'c> {
    services: &'c Services,
    cache: Cache,
    clock: &'c dyn Clock,
    limits: Limits,
    /// Nothing when offline.
    agent: Option<Agent>,
    /// Machines that the configuration names, as `host:port`.
    trusted: Vec<String>,
}

/// Why a question has no answer. What servers say is in it, and must be shown with care.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    #[error("{} was not asked, and nothing is kept of an earlier answer", service.name())]
    Offline { service: Service },
    #[error("{} cannot be reached: {reason}", service.name())]
    Unreachable { service: Service, reason: String },
    #[error("{} did not answer within {seconds} s", service.name())]
    Slow { service: Service, seconds: u64 },
    #[error("{} has too much to do and asks to come back later", service.name())]
    Busy { service: Service },
    #[error("{} answered with an error, {status}{}", service.name(), said.as_ref().map(|said| format!(": {said}")).unwrap_or_default())]
    Status { service: Service, status: u16, said: Option<String> },
    #[error("the answer of {} is larger than {largest} bytes", service.name())]
    TooLarge { service: Service, largest: u64 },
    #[error("{} sends us to `{to}`, where we do not go: {why}", service.name())]
    Redirect { service: Service, to: String, why: &'static str },
    #[error("{} sends us from one place to the next", service.name())]
    TooManyRedirects { service: Service },
    #[error("the answer of {} is no text", service.name())]
    NoText { service: Service },
}

impl FetchError {
    /// What the user can do.
    pub fn help(&self) -> &'static str {
        match self {
            FetchError::Offline { .. } => "leave out `--offline`",
            FetchError::Unreachable { .. } => {
                "look at the connection, at the variables HTTPS_PROXY and NO_PROXY, and at `services` in offprint.yaml"
            }
            FetchError::Slow { .. } | FetchError::Busy { .. } => "try again in a few minutes",
            FetchError::Status { .. } => {
                "try again later; papers can be described by hand, with `offprint new`"
            }
            FetchError::TooLarge { .. }
            | FetchError::Redirect { .. }
            | FetchError::TooManyRedirects { .. }
            | FetchError::NoText { .. } => {
                "look whether a proxy or a login page is in between, and at `services` in offprint.yaml"
            }
        }
    }
}

/// Longer chains are loops: doi.org takes two steps to its metadata.
const MOST_REDIRECTS: usize = 6;

impl<'c> Client<'c> {
    pub fn new(root: &Path, config: &'c Config, clock: &'c dyn Clock, limits: Limits) -> Client<'c> {
        let mut client = Client::offline(root, config, clock, limits);
        client.cache.prune(clock.now());
        let settings = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(user_agent(config))
            .timeout_connect(Some(limits.connecting))
            .timeout_global(Some(limits.answering))
            // The system's certificates: those of a company's proxy are among them.
            .tls_config(TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build())
            .build();
        let resolver = GuardedResolver::new(client.trusted.clone());
        client.agent = Some(Agent::with_parts(settings, DefaultConnector::default(), resolver));
        client
    }

    /// A client that only knows what was answered earlier.
    pub fn offline(root: &Path, config: &'c Config, clock: &'c dyn Clock, limits: Limits) -> Client<'c> {
        let services = &config.services;
        let addresses = Service::ALL.iter().filter_map(|service| Url::parse(services.address(*service)).ok());
        let trusted = addresses.map(|url| address::authority(&url)).collect();
        Client { services, cache: Cache::of_site(root), clock, limits, agent: None, trusted }
    }

    /// Asks, or finds the answer of an earlier question. Nothing when the service says that there is
    /// no such thing.
    pub fn ask(&self, question: &Question) -> Result<Option<String>, FetchError> {
        let service = question.service;
        let url = format!("{}{}", self.services.address(service), question.path);
        let key = format!("{} {url}", question.accept);
        let age = self.agent.as_ref().map(|_| question.age);
        if let Some(answer) = self.cache.get(&key, age, self.clock.now()) {
            return Ok(Some(answer));
        }
        let Some(agent) = &self.agent else { return Err(FetchError::Offline { service }) };
        let url = Url::parse(&url)
            .map_err(|error| FetchError::Unreachable { service, reason: error.to_string() })?;
        let answer = self.fetch(agent, question, url)?;
        if let Some(answer) = &answer {
            // An answer that cannot be kept is still an answer.
            let _ = self.cache.put(&key, answer);
        }
        Ok(answer)
    }

    fn fetch(&self, agent: &Agent, question: &Question, start: Url) -> Result<Option<String>, FetchError> {
        let service = question.service;
        let mut url = start;
        let mut tried = 0;
        let mut redirects = 0;
        loop {
            self.keep_pace(service, &url);
            let mut response = self.request(agent, question, &url)?;
            let status = response.status().as_u16();
            match status {
                200 => return self.text(service, &mut response).map(Some),
                404 | 410 => return Ok(None),
                301 | 302 | 303 | 307 | 308 => {
                    redirects += 1;
                    if redirects > MOST_REDIRECTS {
                        return Err(FetchError::TooManyRedirects { service });
                    }
                    let location = header(&response, "location").unwrap_or_default();
                    url = address::redirected(&url, &location, &self.trusted)
                        .map_err(|why| FetchError::Redirect { service, to: shortened(&location), why })?;
                }
                429 | 503 => {
                    let header = header(&response, "retry-after");
                    let wait = pause::before_retry(tried, header.as_deref(), self.clock.now());
                    let Some(wait) = wait else { return Err(FetchError::Busy { service }) };
                    tried += 1;
                    self.clock
                        .sleep(wait, &format!("{} is busy: waiting {} s", service.name(), wait.as_secs()));
                }
                status => {
                    let said = self.text(service, &mut response).ok().and_then(|text| first_words(&text));
                    return Err(FetchError::Status { service, status, said });
                }
            }
        }
    }

    /// Waits until a service may be asked. This machine's own need no care.
    fn keep_pace(&self, service: Service, url: &Url) {
        if address::is_loopback(url) {
            return;
        }
        let last = self.cache.last_asked(service.key());
        let wait = pause::before_next(last, service.pace(), self.clock.now());
        if !wait.is_zero() {
            self.clock.sleep(wait, "");
        }
        self.cache.note_asked(service.key());
    }

    fn request(&self, agent: &Agent, question: &Question, url: &Url) -> Result<Response<Body>, FetchError> {
        let service = question.service;
        let mut request = agent.get(url.as_str()).header("accept", question.accept);
        if address::is_loopback(url) {
            request = request.config().proxy(None).build();
        }
        request.call().map_err(|error| self.failure(service, url.as_str(), error))
    }

    fn failure(&self, service: Service, url: &str, error: ureq::Error) -> FetchError {
        match error {
            ureq::Error::Timeout(_) => FetchError::Slow { service, seconds: self.limits.answering.as_secs() },
            ureq::Error::Other(reason) if reason.to_string() == address::PRIVATE => {
                FetchError::Redirect { service, to: shortened(url), why: address::PRIVATE }
            }
            error => {
                let reason = error.to_string();
                let reason = reason.strip_prefix("io: ").unwrap_or(&reason).to_owned();
                FetchError::Unreachable { service, reason }
            }
        }
    }

    fn text(&self, service: Service, response: &mut Response<Body>) -> Result<String, FetchError> {
        let largest = self.limits.largest;
        let mut bytes = Vec::new();
        // Counted behind the decompression, so that a small answer cannot become a large one.
        let read = response.body_mut().as_reader().take(largest + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > largest {
            return Err(FetchError::TooLarge { service, largest });
        }
        // The client's own errors come wrapped.
        read.map_err(|error| self.failure(service, "", error.into()))?;
        String::from_utf8(bytes).map_err(|_| FetchError::NoText { service })
    }
}

/// Who asks, and where to complain: `offprint/1.2.3 (mailto:ada@example.org)`.
fn user_agent(config: &Config) -> String {
    let contact = match (&config.services.contact, &config.repository) {
        (Some(contact), _) if contact.contains('@') && !contact.contains(':') => {
            format!(" (mailto:{contact})")
        }
        (Some(contact), _) => format!(" ({contact})"),
        (None, Some(repository)) => format!(" (+{repository})"),
        (None, None) => String::new(),
    };
    let agent = format!("offprint/{}{contact}", env!("CARGO_PKG_VERSION"));
    // A header holds no other characters.
    agent.chars().filter(|char| char.is_ascii_graphic() || *char == ' ').collect()
}

fn header(response: &Response<Body>, name: &str) -> Option<String> {
    response.headers().get(name)?.to_str().ok().map(str::to_owned)
}

/// What a server says of an error, unless that is a whole page.
fn first_words(text: &str) -> Option<String> {
    let text = text.trim();
    let is_said = !text.is_empty() && !text.starts_with(['<', '{', '[']);
    is_said.then(|| shortened(&text.split_whitespace().collect::<Vec<_>>().join(" ")))
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 120;
    let mut short: String = text.chars().take(LONGEST).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}
