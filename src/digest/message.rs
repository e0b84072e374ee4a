//! A digest as a message: a header that says what list it is of and how to leave it, and the same text
//! twice, plain and as HTML.

use jiff::tz::TimeZone;
use mail_builder::MessageBuilder;
use mail_builder::headers::HeaderType;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::date::Date;
use mail_builder::headers::message_id::MessageId;
use mail_builder::headers::raw::Raw;
use mail_builder::headers::url::URL;
use mail_builder::mime::{BodyPart, MimePart};

use super::{Digest, DigestError, plain};
use crate::config::{Config, Mailbox};
use crate::fingerprint::Ingredients;
use crate::paper::Day;
use crate::percent;

pub fn message(digest: &Digest) -> Result<Vec<u8>, DigestError> {
    let config = digest.site.config();
    let mailing = &config.mailing;
    let from = mailing.from.as_ref().ok_or(DigestError::NoSender)?;
    let list = List::new(config).ok_or(DigestError::NoBaseUrl)?;
    let (text, html) = (plain::flowed(&digest.view), digest.html()?);
    let mut ingredients = Ingredients::default();
    ingredients.add(&(from.typed(), &digest.view.subject, &text, &html));
    let fingerprint = ingredients.finish();

    let mut message = MessageBuilder::new().from(address(from));
    if !mailing.to.is_empty() {
        message = message.to(Address::new_list(mailing.to.iter().map(address).collect()));
    }
    if let Some(reply_to) = &mailing.reply_to {
        message = message.reply_to(address(reply_to));
    }
    message = message
        .subject(digest.view.subject.as_str())
        .date(noon(digest.day))
        .message_id(MessageId::new(format!("{}.{fingerprint}@{}", digest.view.period, list.host)))
        .header("List-ID", Address::new_address(Some(digest.view.list.as_str()), list.id))
        .header("List-Archive", url(&digest.view.archive_url));
    if let Some(subscribe) = &digest.view.subscribe_url {
        message = message.header("List-Subscribe", url(subscribe));
    }
    if !mailing.unsubscribe.is_empty() {
        let addresses = mailing.unsubscribe.iter().map(|address| percent::in_angles(address));
        message = message.header("List-Unsubscribe", HeaderType::URL(URL::new_list(addresses)));
    }
    let is_secure =
        |address: &String| address.get(..6).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https:"));
    if mailing.one_click && mailing.unsubscribe.iter().any(is_secure) {
        message = message.header("List-Unsubscribe-Post", Raw::new("List-Unsubscribe=One-Click"));
    }
    let boundary = format!("=_{fingerprint}");
    let parts = vec![part("plain", Some(("format", "flowed")), text), part("html", None, html)];
    let body = MimePart::new(
        ContentType::new("multipart/alternative").attribute("boundary", boundary),
        BodyPart::Multipart(parts),
    );
    let mut bytes = Vec::new();
    message
        .header("Content-Language", Raw::new(config.language.as_str()))
        .header("MIME-Version", Raw::new("1.0"))
        .body(body)
        .serialize(&mut bytes);
    Ok(bytes)
}

fn part<'p>(kind: &str, attribute: Option<(&'p str, &'p str)>, text: String) -> MimePart<'p> {
    let mut content_type = ContentType::new(format!("text/{kind}")).attribute("charset", "utf-8");
    if let Some((name, value)) = attribute {
        content_type = content_type.attribute(name, value);
    }
    MimePart::new(content_type, BodyPart::Text(text.into()))
}

fn address(mailbox: &Mailbox) -> Address<'_> {
    Address::new_address(mailbox.name(), mailbox.address())
}

fn url(address: &str) -> HeaderType<'static> {
    HeaderType::URL(URL::new(percent::in_angles(address)))
}

/// At noon the day is the same nearly everywhere.
fn noon(day: Day) -> Date {
    let noon = TimeZone::UTC.to_timestamp(day.at(12, 0, 0, 0));
    Date::new(noon.map_or(0, |noon| noon.as_second()))
}

/// What the site's address says of the list.
struct List {
    host: String,
    /// <https://www.rfc-editor.org/rfc/rfc2919>
    id: String,
}

impl List {
    fn new(config: &Config) -> Option<List> {
        let address = config.base_url.absolute(config.base_url.path())?;
        let (_, rest) = address.split_once("://")?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let host = host.split(':').next().map(domain).filter(|host| !host.is_empty());
        let host = host.unwrap_or_else(|| "localhost".to_owned());
        // Of `user.github.io/list/`, as of a list of that name in the domain.
        let mut labels: Vec<String> =
            path.split('/').rev().map(label).filter(|label| !label.is_empty()).collect();
        if labels.is_empty() {
            labels.push("papers".to_owned());
        }
        let id = config.mailing.list_id.clone().unwrap_or_else(|| format!("{}.{host}", labels.join(".")));
        Some(List { host, id })
    }
}

/// A part of a path as a part of a domain.
fn label(segment: &str) -> String {
    domain(&segment.replace('.', "-"))
}

/// What stands in a domain, and a hyphen for all else: ids are compared, and lead nowhere.
fn domain(host: &str) -> String {
    let allowed = |char: char| {
        let char = char.to_ascii_lowercase();
        if char.is_ascii_alphanumeric() || char == '.' { char } else { '-' }
    };
    host.chars().map(allowed).collect::<String>().trim_matches(['-', '.']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn a_list_is_named_after_its_address() {
        let id = |base_url: &str| {
            let (config, _) = Config::parse("a".into(), &format!("base_url: {base_url}\n"));
            List::new(&config).map(|list| format!("{} at {}", list.id, list.host))
        };
        assert_eq!(
            id("https://user.github.io/list/").as_deref(),
            Some("list.user.github.io at user.github.io")
        );
        assert_eq!(id("http://a.example:8080/a/b_c").as_deref(), Some("b-c.a.a.example at a.example"));
        assert_eq!(id("https://a.example").as_deref(), Some("papers.a.example at a.example"));
    }
}
