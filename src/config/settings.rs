//! A [`Setting`] is one value of the configuration and its [`Origin`]: a line of the file, a flag, or
//! the default.

use serde_json::{Value, json};

use super::{BaseUrl, Config, Feeds, FrontPage, Mailbox, Mailing, PeriodKind, Publish, UrlStyle};
use crate::service::Service;
use crate::yaml::{self, Node};

/// A value that is in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// `front_page.periods` is an entry of the map `front_page`.
    pub name: String,
    /// Null where nothing is set.
    pub value: Value,
    pub origin: Origin,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A line of the configuration, which counts from 1.
    Line(usize),
    /// A flag or a variable of the environment, as it is typed.
    Typed(&'static str),
    Default,
}

/// Every setting, in the order of the documentation.
///
/// `text` is the configuration's, whose errors were reported before; `theme_options` are those that
/// the theme takes, each with the value that is chosen or its default.
pub fn settings<'o>(
    config: &Config,
    text: &str,
    theme_options: impl Iterator<Item = (&'o String, &'o Value)>,
) -> Vec<Setting> {
    // Taken apart, so that no setting is forgotten here.
    let Config {
        title,
        description,
        base_url,
        language,
        curators,
        theme,
        theme_place: _,
        theme_options: _,
        menu,
        group_by,
        front_page: FrontPage { periods, papers },
        page_size,
        urls,
        author_pages_from,
        search,
        related_papers,
        feeds: Feeds { site, tags, authors, entries },
        publish: Publish { notes, status, rating },
        remote_images,
        raw_html,
        minify,
        coins,
        api,
        repository,
        subscribe_url,
        subscribe_form,
        license,
        mailing: Mailing { from, to, reply_to, subject, unsubscribe, one_click, list_id },
        services,
        drafts: _,
    } = config;
    let curators = curators.iter().map(|curator| match &curator.url {
        Some(url) => json!({"name": curator.name, "url": url}),
        None => json!(curator.name),
    });
    let group_by = match group_by {
        PeriodKind::Day => "day",
        PeriodKind::Week => "week",
        PeriodKind::Month => "month",
        PeriodKind::Year => "year",
    };
    let urls = match urls {
        UrlStyle::Directory => "directory",
        UrlStyle::File => "file",
    };
    let root = yaml::parse(text.strip_prefix('\u{FEFF}').unwrap_or(text)).ok();
    let mut values = vec![
        ("title".to_owned(), json!(title)),
        ("base_url".to_owned(), json!(base_url.absolute(base_url.path()))),
        ("description".to_owned(), json!(some(description))),
        ("language".to_owned(), json!(language)),
        ("curators".to_owned(), curators.collect()),
        ("menu".to_owned(), menu.iter().map(|entry| json!({"name": entry.name, "url": entry.url})).collect()),
        ("repository".to_owned(), json!(repository)),
        ("subscribe.url".to_owned(), json!(subscribe_url)),
        ("subscribe.form".to_owned(), json!(subscribe_form.as_ref().map(|form| &form.url))),
        ("subscribe.field".to_owned(), json!(subscribe_form.as_ref().map_or("email", |form| &form.field))),
        ("license".to_owned(), json!(license)),
        ("digest.from".to_owned(), json!(from.as_ref().map(Mailbox::typed))),
        ("digest.to".to_owned(), to.iter().map(Mailbox::typed).collect()),
        ("digest.reply_to".to_owned(), json!(reply_to.as_ref().map(Mailbox::typed))),
        ("digest.subject".to_owned(), json!(subject.typed())),
        ("digest.unsubscribe".to_owned(), json!(unsubscribe)),
        ("digest.one_click".to_owned(), json!(one_click)),
        ("digest.list_id".to_owned(), json!(list_id)),
        ("group_by".to_owned(), json!(group_by)),
        ("front_page.periods".to_owned(), json!(periods)),
        ("front_page.papers".to_owned(), json!(papers)),
        ("page_size".to_owned(), json!(page_size)),
        ("urls".to_owned(), json!(urls)),
        ("author_pages_from".to_owned(), json!(author_pages_from)),
        ("search".to_owned(), json!(search)),
        ("related_papers".to_owned(), json!(related_papers)),
        ("feeds.site".to_owned(), json!(site)),
        ("feeds.tags".to_owned(), json!(tags)),
        ("feeds.authors".to_owned(), json!(authors)),
        ("feeds.entries".to_owned(), json!(entries)),
        ("coins".to_owned(), json!(coins)),
        ("api".to_owned(), json!(api)),
        ("publish.notes".to_owned(), json!(notes)),
        ("publish.status".to_owned(), json!(status)),
        ("publish.rating".to_owned(), json!(rating)),
        ("images.remote".to_owned(), json!(remote_images)),
        ("raw_html".to_owned(), json!(raw_html)),
        ("minify".to_owned(), json!(minify)),
        ("theme".to_owned(), json!(theme)),
    ];
    values.extend(theme_options.map(|(name, value)| (format!("theme_options.{name}"), value.clone())));
    values.push(("services.contact".to_owned(), json!(services.contact)));
    values.extend(
        Service::ALL.map(|service| (format!("services.{}", service.key()), json!(services.address(service)))),
    );
    let min_version = root.as_ref().and_then(|root| entry(root, "min_version")).map(|(_, node)| node);
    values.push(("min_version".to_owned(), min_version.map_or(Value::Null, Node::to_json)));
    let line_of = |name: &str| {
        let at = place(root.as_ref()?, name)?;
        Some(text.trim_start_matches('\u{FEFF}')[..at].matches('\n').count() + 1)
    };
    values
        .into_iter()
        .map(|(name, value)| {
            let origin = line_of(&name).map_or(Origin::Default, Origin::Line);
            Setting { name, value, origin }
        })
        .collect()
}

/// The address as a flag gave it.
pub fn base_url_of_flag(base_url: &BaseUrl) -> Setting {
    Setting {
        name: "base_url".to_owned(),
        value: json!(base_url.absolute(base_url.path())),
        origin: Origin::Typed("--base-url"),
    }
}

fn some(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// Where a setting is made, in bytes; a value that says nothing is none.
fn place(root: &Node, name: &str) -> Option<usize> {
    let (map, below) = name.split_once('.').map_or((name, None), |(map, below)| (map, Some(below)));
    let (at, node) = entry(root, map)?;
    match below {
        Some(below) => entry(node, below).map(|(at, _)| at),
        None => Some(at),
    }
}

fn entry<'n>(map: &'n Node, name: &str) -> Option<(usize, &'n Node)> {
    let (key, node) = map.entries().iter().find(|(key, _)| key.name == name)?;
    (!matches!(node.value, yaml::Value::Null)).then_some((key.range.start, node))
}
