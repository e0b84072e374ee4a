//! The fields of an object that is a paper.

use serde_json::Value;

use crate::import::byline::names;
use crate::import::json::{count_at, text_at, utc_day};
use crate::import::reading::{Lack, listing_day};
use crate::import::{Extra, FoundPaper, Markup, NamedFile, classes, csl, line, name, paragraphs, trace};
use crate::layout;
use crate::paper::{
    Alias, ArxivId, Author, Day, Doi, EntryType, Name, Orcid, PartialDate, PersonName, Publication, Rating,
    Status, WebUrl, parse_partial,
};
use crate::slug::Slug;
use crate::yaml;

/// Front matter and `extra` are two more.
const DEEPEST_EXTRA: usize = yaml::DEEPEST - 2;

/// An object, and the names of what in it is not what its name says.
struct Fields<'v> {
    item: &'v Value,
    /// Markdown where the object is of a list of this program, or as careful: then nothing is tidied.
    markup: Markup,
    unread: Vec<&'static str>,
}

/// Reads an object; also returns the names of what in it is not what its name says.
pub fn paper(item: &Value, day: Option<Day>) -> (Result<FoundPaper, Lack>, Vec<&'static str>) {
    let mut fields = Fields { item, markup: Markup::Tex, unread: Vec::new() };
    let paper = fields.paper(day);
    (paper, fields.unread)
}

impl Fields<'_> {
    fn paper(&mut self, day: Option<Day>) -> Result<FoundPaper, Lack> {
        self.markup = self.markup();
        let title = self.passage("title").ok_or(Lack::Title)?;
        let listed =
            self.read("date", |text| utc_day(text).map(PartialDate::from).or(parse_partial(text).ok()));
        let published = self
            .read("published", partial_or_instant)
            .or_else(|| self.month_of_id().filter(|_| listed.is_none()))
            .or_else(|| self.year().filter(|_| listed.is_none()));
        let added = listed.and_then(PartialDate::full);
        let mut paper = FoundPaper::new(title, listing_day(day, added, published.or(listed))?);
        paper.markup = self.markup;
        paper.key = self.read("key", Slug::new);
        // A day that is the one of listing needs no field of its own.
        paper.published = published.or(listed.filter(|date| date.full() != Some(paper.day)));
        paper.updated = self.read("updated", partial_or_instant);
        self.add_authors(&mut paper);
        paper.author_count = self.count("author_count").filter(|_| paper.authors.is_empty());
        self.add_identity(&mut paper);
        self.add_links(&mut paper);
        self.add_venue(&mut paper);
        self.add_tags(&mut paper);
        paper.abstract_ = match self.markup {
            Markup::Tex => text_at(self.item, "abstract").map(paragraphs).unwrap_or_default(),
            Markup::Markdown => self.passage("abstract").into_iter().collect(),
        };
        paper.summary = self.passage("summary");
        paper.notes = text_at(self.item, "notes").map(str::to_owned).filter(|notes| !notes.trim().is_empty());
        paper.upvotes = self.count("upvotes");
        paper.comments = self.count("comments");
        paper.stars = self.count("stars");
        paper.weight = self.whole_number("weight");
        paper.submitted_by = self.text("submitted_by");
        paper.organization = self.text("organization");
        self.add_thumbnail(&mut paper);
        paper.withdrawn = match self.item.get("withdrawn") {
            Some(Value::Bool(true)) => Some(self.passage("withdrawn_reason").unwrap_or_default()),
            Some(Value::String(reason)) => Some(line(reason).unwrap_or_default()),
            _ => None,
        };
        paper.status = self.read("status", |text| {
            Status::NAMED.iter().find(|(name, _)| *name == text).map(|(_, status)| *status)
        });
        paper.rating = self.rating();
        paper.awards = self.texts("awards");
        paper.aliases = self.aliases();
        paper.draft = self.item.get("draft") == Some(&Value::Bool(true));
        self.add_extra(&mut paper);
        Ok(paper)
    }

    fn markup(&mut self) -> Markup {
        let named = self.read("markup", |name| match name {
            "markdown" => Some(Markup::Markdown),
            "tex" => Some(Markup::Tex),
            _ => None,
        });
        named.unwrap_or(Markup::Tex)
    }

    /// A text in the object's markup: Markdown as it stands, all else on one line.
    fn passage(&mut self, name: &'static str) -> Option<String> {
        match (self.markup, self.item.get(name)) {
            (Markup::Markdown, Some(Value::String(text))) => {
                // Line breaks apart, what front matter trims.
                let text = text.trim_start_matches(['\n', '\r']).trim_end();
                (!text.trim().is_empty()).then(|| text.to_owned())
            }
            _ => self.text(name),
        }
    }

    /// A text or a number, on one line.
    fn text(&mut self, name: &'static str) -> Option<String> {
        match self.item.get(name)? {
            Value::String(text) => line(text),
            Value::Number(number) => Some(number.to_string()),
            Value::Null => None,
            _ => {
                self.unread.push(name);
                None
            }
        }
    }

    /// A text that means something.
    fn read<T>(&mut self, name: &'static str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(name)?;
        let value = read(&text);
        if value.is_none() {
            self.unread.push(name);
        }
        value
    }

    fn count(&mut self, name: &'static str) -> Option<u64> {
        let count = count_at(self.item, name);
        let is_there = !matches!(self.item.get(name), None | Some(Value::Null));
        if count.is_none() && is_there {
            self.unread.push(name);
        }
        count
    }

    fn whole_number(&mut self, name: &'static str) -> Option<i64> {
        let value = self.item.get(name).filter(|value| !value.is_null())?;
        let number = value.as_i64();
        if number.is_none() {
            self.unread.push(name);
        }
        number
    }

    fn rating(&mut self) -> Option<Rating> {
        let stars = self.count("rating")?;
        let rating = Rating::new(stars);
        if rating.is_none() {
            self.unread.push("rating");
        }
        rating
    }

    /// Texts of a list, or a single one.
    fn texts(&mut self, name: &'static str) -> Vec<String> {
        match self.item.get(name) {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::String(text)) => line(text).into_iter().collect(),
            Some(Value::Array(items)) => {
                items.iter().filter_map(|item| item.as_str().and_then(line)).collect()
            }
            Some(_) => {
                self.unread.push(name);
                Vec::new()
            }
        }
    }

    fn aliases(&mut self) -> Vec<String> {
        let (aliases, others): (Vec<_>, Vec<_>) =
            self.texts("aliases").into_iter().partition(|path| Alias::check(path).is_ok());
        if !others.is_empty() {
            self.unread.push("aliases");
        }
        aliases
    }

    /// Names, maps, or a byline; what `author_details` says is more than what `authors` does.
    fn add_authors(&mut self, paper: &mut FoundPaper) {
        for list in ["author_details", "authors"] {
            match self.item.get(list) {
                None | Some(Value::Null) => {}
                Some(Value::String(byline)) => paper.add_byline(byline),
                Some(Value::Array(entries)) => paper.add_authors(authors(entries)),
                Some(_) => self.unread.push(list),
            }
            if !paper.authors.is_empty() {
                return;
            }
        }
    }

    /// All that is known of some papers.
    fn year(&self) -> Option<PartialDate> {
        let year = self.item.get("year")?;
        parse_partial(&year.as_str().map_or_else(|| year.to_string(), str::to_owned)).ok()
    }

    fn month_of_id(&self) -> Option<PartialDate> {
        let (arxiv, _) = ["arxiv", "id"].iter().find_map(|name| ArxivId::parse(text_at(self.item, name)?))?;
        arxiv.month()
    }

    fn add_identity(&mut self, paper: &mut FoundPaper) {
        let version = self.count("version").and_then(|version| u32::try_from(version).ok());
        if self.markup == Markup::Markdown {
            let arxiv = self.read("arxiv", ArxivId::parse);
            paper.version = version.or(arxiv.as_ref().and_then(|(_, version)| *version));
            paper.arxiv = arxiv.map(|(id, _)| id);
            paper.doi = self.read("doi", Doi::parse);
            if paper.arxiv.is_some() || paper.doi.is_some() {
                return;
            }
        }
        if let Some((id, typed)) = self.read("arxiv", ArxivId::parse) {
            paper.add_arxiv(id, version.or(typed));
        }
        if let Some(doi) = self.read("doi", Doi::parse) {
            paper.add_doi(doi);
        }
        let Some(id) = self.text("id") else { return };
        if paper.key.as_ref().is_some_and(|key| key.as_str() == id) {
            return;
        }
        if let Some((id, typed)) = ArxivId::parse(&id) {
            paper.add_arxiv(id, version.or(typed));
        } else if let Some(doi) = Doi::parse(&id) {
            paper.add_doi(doi);
        } else if let Some(url) = WebUrl::parse(&id) {
            paper.add_address(&url);
        } else {
            paper.extra.push(("id".into(), Extra::Text(id)));
            paper.extra.extend(self.text("source").map(|source| ("source".into(), Extra::Text(source))));
        }
    }

    fn add_links(&mut self, paper: &mut FoundPaper) {
        if let Some(url) = self.read("url", WebUrl::parse) {
            paper.add_address(&url);
        }
        match self.item.get("links") {
            None | Some(Value::Null) => {}
            Some(Value::Object(links)) => {
                for (label, url) in links.iter().filter(|(_, url)| !url.is_null()) {
                    if self.markup == Markup::Markdown {
                        self.add_own_link(paper, label, url);
                        continue;
                    }
                    let Some(url) = url.as_str().and_then(WebUrl::parse) else {
                        self.unread.push("links");
                        continue;
                    };
                    // The addresses that an id has anyway say the id.
                    match (trace::arxiv_in(url.as_str()), line(label)) {
                        (Some((id, version)), _) => paper.add_arxiv(id, version),
                        (None, Some(label)) if label != "abs" => paper.add_link(&label, url),
                        _ => paper.add_address(&url),
                    }
                }
            }
            Some(_) => self.unread.push("links"),
        }
    }

    /// A link as it stands in front matter, to whatever it leads.
    fn add_own_link(&mut self, paper: &mut FoundPaper, label: &str, url: &Value) {
        let Some(url) = url.as_str() else { return self.unread.push("links") };
        match (WebUrl::parse_or_mail(url), content_path(url)) {
            (Some(url), _) => paper.links.push((label.to_owned(), url)),
            (None, Some(path)) => {
                paper.files.push(NamedFile { label: Some(label.to_owned()), path: path.to_owned() });
            }
            (None, None) => self.unread.push("links"),
        }
    }

    fn add_thumbnail(&mut self, paper: &mut FoundPaper) {
        let Some(text) = self.text("thumbnail") else { return };
        paper.thumbnail = WebUrl::parse(&text);
        match content_path(&text) {
            _ if paper.thumbnail.is_some() => {}
            Some(path) => paper.files.push(NamedFile { label: None, path: path.to_owned() }),
            None => self.unread.push("thumbnail"),
        }
    }

    /// The curator's own fields; those that say of another source what became of an id are there, too.
    fn add_extra(&mut self, paper: &mut FoundPaper) {
        match self.item.get("extra") {
            None | Some(Value::Null) => {}
            Some(Value::Object(extra)) => {
                for (name, value) in extra {
                    if depth(value) > DEEPEST_EXTRA {
                        self.unread.push("extra");
                        continue;
                    }
                    paper.extra.retain(|(known, _)| known != name);
                    paper.extra.push((name.clone().into(), Extra::Other(value.clone())));
                }
            }
            Some(_) => self.unread.push("extra"),
        }
    }

    fn add_venue(&mut self, paper: &mut FoundPaper) {
        match (self.markup, self.text("venue")) {
            (_, None) => {}
            (Markup::Tex, Some(venue)) => paper.add_venue(venue),
            (Markup::Markdown, venue) => paper.venue = venue,
        }
        if paper.venue.is_some() {
            paper.venue_short = self.text("venue_short");
            paper.venue_url = self.read("venue_url", WebUrl::parse_or_mail);
        }
        paper.publication = Publication {
            year: self
                .read("year", |year| year.parse().ok())
                .filter(|_| paper.venue.is_some() || self.markup == Markup::Markdown),
            kind: self.read("type", entry_type),
            volume: self.text("volume"),
            number: self.text("number"),
            pages: self.text("pages"),
            publisher: self.text("publisher"),
            editors: self.texts("editors").iter().map(|name| Name::parse(name)).collect(),
            series: self.text("series"),
            cite_key: self.text("cite_key"),
        };
    }

    /// Of a paper at arXiv, tags that are classes are no tags: those are the curator's own words.
    fn add_tags(&mut self, paper: &mut FoundPaper) {
        paper.primary_class = self.text("primary_class");
        let tags = match text_at(self.item, "tags") {
            Some(joined) => joined.split([',', ';']).filter_map(line).collect(),
            None => self.texts("tags"),
        };
        if self.markup == Markup::Markdown || paper.primary_class.is_some() || paper.arxiv.is_none() {
            paper.tags = tags;
            return;
        }
        let (classes, tags): (Vec<String>, Vec<String>) =
            tags.into_iter().partition(|tag| classes::is_arxiv_class(tag) || classes::is_subject_class(tag));
        paper.tags = tags;
        paper.primary_class = classes.iter().find(|class| classes::is_arxiv_class(class)).cloned();
        if classes.len() > 1 {
            paper.extra.push(("arxiv_classes".into(), Extra::Texts(classes)));
        }
    }
}

fn partial_or_instant(text: &str) -> Option<PartialDate> {
    parse_partial(text).ok().or_else(|| utc_day(text).map(PartialDate::from))
}

fn authors(entries: &[Value]) -> Vec<Author> {
    match entries.iter().map(Value::as_str).collect::<Option<Vec<&str>>>() {
        Some(printed) => {
            names(printed.into_iter().filter_map(line).collect()).into_iter().map(Author::new).collect()
        }
        None => entries.iter().filter_map(author).collect(),
    }
}

fn author(author: &Value) -> Option<Author> {
    if let Some(printed) = author.as_str() {
        return line(printed).map(name).map(Author::new);
    }
    let part = |key| text_at(author, key).and_then(line);
    let (given, prefix) = (part("given"), part("prefix").unwrap_or_default());
    let name = match (given, part("family")) {
        (given, Some(family)) if given.is_some() || !prefix.is_empty() => {
            let (given, suffix) = (given.unwrap_or_default(), part("suffix").unwrap_or_default());
            PersonName { given: &given, prefix: &prefix, family: &family, suffix: &suffix }.into()
        }
        (one, other) => match part("literal") {
            Some(literal) => Name::literal(literal),
            None => name(part("name").or(one).or(other)?),
        },
    };
    let url = part("url").and_then(|url| WebUrl::parse_or_mail(&url)).map(|url| url.as_str().to_owned());
    let orcid = part("orcid").and_then(|orcid| Orcid::parse(&orcid));
    let author = Author::new(name).with_affiliation(part("affiliation")).with_orcid(orcid);
    Some(author.with_url(url).with_id(part("id")))
}

/// How many lists and objects a value has in each other.
fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or_default(),
        Value::Object(entries) => 1 + entries.values().map(depth).max().unwrap_or_default(),
        _ => 0,
    }
}

/// A path below the content folder, from the site's root.
fn content_path(text: &str) -> Option<&str> {
    let below = text.strip_prefix(layout::CONTENT)?.strip_prefix('/')?;
    let is_name = |name: &str| !matches!(name, "" | "." | "..") && !name.contains(['\\', ':']);
    below.split('/').all(is_name).then_some(text)
}

/// A type by BibTeX's name, or by that of Crossref, OpenAlex and CSL.
fn entry_type(text: &str) -> Option<EntryType> {
    let text = text.to_lowercase();
    let named = EntryType::NAMES.iter().find(|(name, _)| *name == text).map(|(_, kind)| *kind);
    named.or_else(|| csl::kind(&text, None))
}
