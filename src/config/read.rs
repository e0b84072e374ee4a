//! What a [`Config`] is read of: each field, its default, and what is wrong with it.

use std::ops::RangeInclusive;

use super::{
    BaseUrl, Config, Curator, Drafts, Feeds, FrontPage, MenuEntry, PeriodKind, Publish, SubscribeForm,
    TypedOption, UrlStyle, is_language_tag, mailing, services,
};
use crate::diagnostic::Place;
use crate::fields::Fields;
use crate::paper::{WebUrl, is_web_url, web_url};
use crate::yaml::Value;

/// The configuration that the fields of a file say; what is wrong with them is reported, and defaults stand in its place.
pub fn config(mut fields: Fields) -> Config {
    let (theme, theme_place) = theme(&mut fields);
    let (subscribe_url, subscribe_form) = subscribe(&mut fields);
    let config = Config {
        title: fields.text("title").unwrap_or_else(|| "Daily Papers".to_owned()),
        description: fields.text("description").unwrap_or_default(),
        base_url: base_url(&mut fields),
        language: language(&mut fields),
        curators: curators(&mut fields),
        theme,
        theme_place,
        theme_options: theme_options(&mut fields),
        menu: menu(&mut fields),
        group_by: group_by(&mut fields),
        front_page: front_page(&mut fields),
        page_size: size(&mut fields, "page_size", 50),
        urls: fields
            .choice("urls", &[("directory", UrlStyle::Directory), ("file", UrlStyle::File)])
            .unwrap_or(UrlStyle::Directory),
        author_pages_from: size(&mut fields, "author_pages_from", 1),
        feeds: feeds(&mut fields),
        publish: publish(&mut fields),
        remote_images: remote_images(&mut fields),
        search: fields.flag("search").unwrap_or(true),
        related_papers: count(&mut fields, "related_papers", 5, 0..=50),
        raw_html: fields.flag("raw_html").unwrap_or(false),
        minify: fields.flag("minify").unwrap_or(true),
        coins: fields.flag("coins").unwrap_or(true),
        api: fields.flag("api").unwrap_or(true),
        repository: web_url(&mut fields, "repository").map(|url| url.trim_end_matches('/').to_owned()),
        subscribe_url,
        subscribe_form,
        license: fields.text("license"),
        mailing: mailing::mailing(&mut fields),
        services: services::services(&mut fields),
        drafts: Drafts::default(),
    };
    min_version(&mut fields);
    fields.finish(foreign_key);
    config
}

fn theme(fields: &mut Fields) -> (String, Place) {
    match fields.text_at("theme") {
        Some((theme, range)) => (theme, fields.reader().place(&range)),
        None => ("daily".to_owned(), fields.reader().place(fields.range())),
    }
}

fn base_url(fields: &mut Fields) -> BaseUrl {
    let Some((text, range)) = fields.text_at("base_url") else { return BaseUrl::unknown() };
    BaseUrl::parse(&text).unwrap_or_else(|fix| {
        fields.reader().error("bad-base-url", &range, format!("`{text}` cannot be the site's address"), fix);
        BaseUrl::unknown()
    })
}

fn language(fields: &mut Fields) -> String {
    let Some((text, range)) = fields.text_at("language") else { return "en".to_owned() };
    if is_language_tag(&text) {
        return text;
    }
    fields.reader().error(
        "bad-language",
        &range,
        format!("`{text}` is not a language tag"),
        "expected `en`, `pt-BR`, …",
    );
    "en".to_owned()
}

fn curators(fields: &mut Fields) -> Vec<Curator> {
    let reader = fields.reader();
    let mut curators = Vec::new();
    for node in fields.list("curators") {
        if !matches!(node.value, Value::Mapping(_)) {
            curators.extend(reader.text("curators", &node).map(|name| Curator { name, url: None }));
            continue;
        }
        let range = node.range.clone();
        let Some(mut map) = reader.map("a curator", node) else { continue };
        let name = map.text("name");
        let url = web_url(&mut map, "url");
        map.finish(|_| None);
        match name {
            Some(name) => curators.push(Curator { name, url }),
            None => reader.error("missing-name", &range, "this curator has no name", "add `name: …`"),
        }
    }
    curators
}

/// Whatever the site asks of its theme, which knows what it takes.
fn theme_options(fields: &mut Fields) -> Vec<TypedOption> {
    let Some(mut map) = fields.map("theme_options", "`theme_options`") else { return Vec::new() };
    let reader = fields.reader();
    let options = map.take_all().into_iter().map(|(key, node)| TypedOption {
        value: node.to_json(),
        name_place: reader.place(&key.range),
        value_place: reader.place(&node.range),
        name: key.name,
    });
    options.collect()
}

fn menu(fields: &mut Fields) -> Vec<MenuEntry> {
    let reader = fields.reader();
    let mut menu = Vec::new();
    for node in fields.list("menu") {
        let range = node.range.clone();
        let Some(mut map) = reader.map("an entry of the menu", node) else { continue };
        let name = map.text("name");
        let url = map.text_at("url");
        map.finish(|_| None);
        let (Some(name), Some((url, url_range))) = (name, url) else {
            let message = "an entry of the menu needs a name and a URL";
            reader.error("bad-menu", &range, message, "write `{name: About, url: /about/}`");
            continue;
        };
        let is_path = url.starts_with('/') && !url.starts_with("//");
        if !is_path && !is_web_url(&url) {
            let label = "expected a path of the site that begins with `/`, or an address on the web";
            reader.error("bad-menu", &url_range, format!("`{url}` leads nowhere"), label);
            continue;
        }
        menu.push(MenuEntry { name, url, place: reader.place(&url_range) });
    }
    menu
}

fn group_by(fields: &mut Fields) -> PeriodKind {
    let kinds = [
        ("day", PeriodKind::Day),
        ("week", PeriodKind::Week),
        ("month", PeriodKind::Month),
        ("year", PeriodKind::Year),
    ];
    fields.choice("group_by", &kinds).unwrap_or(PeriodKind::Day)
}

fn front_page(fields: &mut Fields) -> FrontPage {
    let Some(mut map) = fields.map("front_page", "`front_page`") else {
        return FrontPage { periods: 7, papers: 50 };
    };
    let front_page =
        FrontPage { periods: size(&mut map, "periods", 7), papers: size(&mut map, "papers", 50) };
    map.finish(|_| None);
    front_page
}

/// A number of things that must be at least one.
fn size(fields: &mut Fields, name: &'static str, default: usize) -> usize {
    count(fields, name, default, 1..=1_000_000)
}

fn count(fields: &mut Fields, name: &'static str, default: usize, allowed: RangeInclusive<usize>) -> usize {
    match fields.integer(name) {
        None => default,
        Some((number, range)) => match usize::try_from(number).ok().filter(|number| allowed.contains(number))
        {
            Some(number) => number,
            None => {
                let message = format!("`{name}` cannot be {number}");
                let fix = match allowed.start() {
                    1 => "expected 1 or more".to_owned(),
                    start => format!("expected {start} to {}", allowed.end()),
                };
                fields.reader().error("out-of-range", &range, message, fix);
                default
            }
        },
    }
}

fn feeds(fields: &mut Fields) -> Feeds {
    let default = Feeds { site: true, tags: true, authors: false, entries: 50 };
    let Some(mut map) = fields.map("feeds", "`feeds`") else { return default };
    let feeds = Feeds {
        site: map.flag("site").unwrap_or(default.site),
        tags: map.flag("tags").unwrap_or(default.tags),
        authors: map.flag("authors").unwrap_or(default.authors),
        entries: size(&mut map, "entries", default.entries),
    };
    map.finish(|_| None);
    feeds
}

fn publish(fields: &mut Fields) -> Publish {
    let Some(mut map) = fields.map("publish", "`publish`") else {
        return Publish { notes: true, status: true, rating: true };
    };
    let publish = Publish {
        notes: map.flag("notes").unwrap_or(true),
        status: map.flag("status").unwrap_or(true),
        rating: map.flag("rating").unwrap_or(true),
    };
    map.finish(|_| None);
    publish
}

fn remote_images(fields: &mut Fields) -> bool {
    let Some(mut map) = fields.map("images", "`images`") else { return false };
    let remote = map.flag("remote").unwrap_or(false);
    map.finish(|_| None);
    remote
}

/// A page, and a form that readers fill in on every page.
fn subscribe(fields: &mut Fields) -> (Option<String>, Option<SubscribeForm>) {
    let Some(mut map) = fields.map("subscribe", "`subscribe`") else { return (None, None) };
    let reader = map.reader();
    let url = web_url(&mut map, "url");
    let form = map.text_at("form").and_then(|(form, range)| {
        // Browsers would have a mail program send the form, which few have.
        if WebUrl::parse(&form).is_some() {
            return Some(form);
        }
        let label = "expected where the form is sent to, which begins with https:// or http://";
        reader.error("bad-link", &range, format!("`{form}` takes no form"), label);
        None
    });
    let field = map.text("field").unwrap_or_else(|| "email".to_owned());
    map.finish(|_| None);
    (url, form.map(|url| SubscribeForm { url, field }))
}

/// Refuses a configuration that was written for a later version of the program.
fn min_version(fields: &mut Fields) {
    let Some((text, range)) = fields.text_at("min_version") else { return };
    let numbers =
        |text: &str| text.split('.').map(|part| part.parse::<u32>().ok()).collect::<Option<Vec<u32>>>();
    let own = env!("CARGO_PKG_VERSION");
    match (numbers(&text), numbers(own)) {
        (Some(wanted), Some(have)) if wanted <= have => {}
        (Some(_), _) => {
            let message = format!("this site needs offprint {text} or later, and this is {own}");
            fields.reader().error("too-old", &range, message, "install a newer offprint");
        }
        (None, _) => {
            fields.reader().error(
                "bad-version",
                &range,
                format!("`{text}` is not a version"),
                "expected `0.1` or `0.1.0`",
            );
        }
    }
}

/// What users of other tools type.
fn foreign_key(name: &str) -> Option<&'static str> {
    Some(match name {
        "baseURL" | "baseurl" | "url" | "site_url" => "write `base_url:`",
        "languageCode" | "lang" | "default_language" => "write `language:`",
        "paginate" | "paginate_by" | "per_page" => "write `page_size:`",
        "params" => "write `theme_options:`",
        "minify_html" => "write `minify:`",
        "author" | "curator" => "write `curators:` and a list",
        "output_dir" | "output" | "publishDir" => "give `--output DIR` to the command",
        _ => return None,
    })
}
