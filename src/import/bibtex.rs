//! BibTeX and biblatex, as reference managers export them and people write them.

mod inherit;
mod journal;
mod people;
mod preamble;
mod syntax;
mod tex;

use std::borrow::Cow;
use syntax::Entry;

use super::publisher_text::abstract_tex;
use super::reading::{self, Lack, Reading, listing_day};
use super::{Extra, Format, FoundPaper, SourceEntry, csl, date, distinct, line, trace};
use crate::diagnostic::{Diagnostic, Lines, Place};
use crate::paper::{
    ArxivId, Author, Day, Doi, EntryType, FIELDS_IN_EXTRA, Name, Orcid, PartialDate, Publication, Rating,
    Status, WebUrl,
};
use crate::text::escape_markdown;

/// Reads a file's text; `file` is its path for messages. Papers are listed under `day`, else under the
/// day on which a reference manager took them in, else under their own dates, else under the day on which
/// somebody looked at their address.
///
/// An entry that is broken is left out, with its place; the others are read.
pub fn read(file: &str, text: &str, day: Option<Day>) -> Reading {
    let lines = Lines::new(file, text);
    let (entries, mut diagnostics) = syntax::parse(&lines);
    if entries.is_empty() {
        let message = "there is no entry of BibTeX in this file";
        let fix = match Format::of(text) {
            Some(other) => other.help(),
            None => "an entry begins with `@article{key,`".to_owned(),
        };
        diagnostics.push(Diagnostic::warning("no-entry", message).at(Place::file(file), fix));
    }
    let (entries, found) = inherit::resolve(&lines, entries);
    diagnostics.extend(found);
    let mut reading = Reading { papers: Vec::new(), diagnostics };
    for entry in &entries {
        // What is wrong with it is reported already; half of it would be imported only once. Settings of IEEE's
        // style are no publication.
        if entry.is_broken || entry.kind == "ieeetranbstctl" {
            continue;
        }
        let source = Source { entry };
        if let Some((field, typed, read)) = source.lost_date() {
            let place = lines.place(field.range.clone());
            reading.diagnostics.push(match read {
                Some(read) => reading::lost_day(&typed, read, place),
                None => {
                    let fix = "write it as YYYY-MM-DD, YYYY-MM or YYYY";
                    Diagnostic::warning("bad-date", format!("`{typed}` is no date")).at(place, fix)
                }
            });
        }
        if let Some(field) = source.field("author")
            && let Some((entry, count)) = people::doubtful(&field.value)
        {
            let message = match count {
                1 => format!("`{entry}` is read as one author"),
                count => format!("`{entry}` is read as {count} authors"),
            };
            let fix = "write `and` between two, or braces around a family name of several words";
            let diagnostic = Diagnostic::warning("joined-authors", message);
            reading.diagnostics.push(diagnostic.at(lines.place(field.range.clone()), fix));
        }
        match source.paper(day) {
            Ok(paper) => {
                let origin = SourceEntry { name: entry.key.clone(), place: lines.place(entry.head.clone()) };
                reading.papers.push(FoundPaper { entry: Some(origin), ..paper });
            }
            Err(lack) => {
                let name = format!("`{}`", entry.key);
                reading.diagnostics.push(lack.diagnostic(&name, lines.place(entry.head.clone())));
            }
        }
    }
    reading
}

/// The first DOI of a field: those of errata stand behind it, with a comma between.
fn doi(typed: &str) -> Option<Doi> {
    let address = tex::address(typed);
    let first = address.split(",10.").next().unwrap_or_default();
    Doi::parse(first)
}

/// An entry with all that it inherits.
struct Source<'e> {
    entry: &'e Entry,
}

/// How Zotero keeps what the authors said of a paper on arXiv: `Comment: 15 pages`.
const COMMENT: &str = "Comment: ";

impl Source<'_> {
    fn paper(&self, day: Option<Day>) -> Result<FoundPaper, Lack> {
        let entry = self.entry;
        let title = self.title().ok_or(Lack::Title)?;
        let published = self.published();
        let mut paper =
            FoundPaper::new(title, listing_day(day, self.added(), published.or_else(|| self.visited()))?);
        paper.published = published;
        let (authors, has_others) = self.authors();
        paper.authors = self.with_orcids(authors);
        self.add_identity(&mut paper);
        self.add_links(&mut paper);
        // A paper of a volume may name the journal that printed the volume.
        let venue = match self.kind() {
            Some(EntryType::InProceedings | EntryType::InCollection | EntryType::InBook) => {
                ["booktitle", "journaltitle", "journal", "school", "institution", "conference", "venue"]
            }
            _ => ["journaltitle", "journal", "booktitle", "school", "institution", "conference", "venue"],
        };
        // Scopus repeats the title of a book.
        let is_title = |venue: &String| self.kind() == Some(EntryType::Book) && *venue == paper.title;
        let site = || self.plain("titleaddon").filter(|_| self.is_of_site());
        let venue = venue.iter().find_map(|name| self.venue(name)).or_else(site);
        if let Some(venue) = venue.filter(|venue| !is_title(venue)) {
            paper.add_venue(venue);
        }
        // `abbr` is what themes of personal pages show beside a paper.
        let short = ["shortjournal", "abbr"].into_iter().find_map(|name| self.plain(name));
        paper.venue_short = short.filter(|short| paper.venue.as_ref().is_some_and(|venue| venue != short));
        paper.awards =
            ["award", "award_name"].into_iter().find_map(|name| self.plain(name)).into_iter().collect();
        let year = self.raw("year").or_else(|| self.raw("date")).and(published).map(PartialDate::year);
        paper.publication = Publication {
            year: paper.venue.as_ref().and(year),
            kind: paper.kind_at_arxiv(self.kind()),
            volume: self.plain("volume").filter(|volume| trace::arxiv_in(volume).is_none()),
            number: self
                .plain("number")
                .filter(|number| !self.is_month_of_issue(number))
                .or_else(|| self.plain("issue")),
            pages: self
                .plain("pages")
                .or_else(|| self.plain("art_number"))
                .or_else(|| self.plain("article-number"))
                .or_else(|| self.plain("articleno"))
                .filter(|pages| trace::arxiv_in(pages).is_none())
                .map(|pages| one_page(pages.replace(['–', '—', '‐', '−'], "-"))),
            publisher: self
                .plain("publisher")
                // Google Scholar's name for it.
                .or_else(|| self.plain("organization").filter(|_| !self.has_issuer()))
                .or_else(|| tex::plain(&trace::line_of_note(self.raw("note")?, "Publisher")?))
                .filter(|name| !(paper.arxiv.is_some() && trace::is_arxiv(name)))
                // Some have the school of a thesis twice.
                .filter(|name| paper.venue.as_ref() != Some(name)),
            editors: self.raw("editor").map_or_else(Vec::new, |editors| people::names(editors).0),
            series: self.plain("series").or_else(|| self.main_title()),
            cite_key: cite_key(&entry.key),
        };
        // Some have braces around all of it.
        let abstracts = self.raw("abstract").map(|text| tex::inner_of_group(text).unwrap_or(text));
        paper.abstract_ = abstracts.map(abstract_tex).unwrap_or_default();
        paper.tags = self.tags();
        let comment = self.arxiv_comment().filter(|_| paper.arxiv.is_some());
        paper.notes = self.notes(comment);
        paper.status = self.raw("readstatus").and_then(|status| match status.to_lowercase().as_str() {
            "read" => Some(Status::Read),
            "skimmed" => Some(Status::Reading),
            _ => None,
        });
        // JabRef's: `rank4`.
        paper.rating = self
            .raw("ranking")
            .and_then(|ranking| ranking.strip_prefix("rank")?.parse().ok())
            .and_then(Rating::new);
        paper.extra = self.extra(comment, has_others);
        Ok(paper)
    }

    fn field(&self, name: &str) -> Option<&syntax::Field> {
        self.entry.fields.iter().find(|field| field.name == name)
    }

    /// A field as it was typed, unless it is blank.
    fn raw(&self, name: &str) -> Option<&str> {
        Some(self.field(name)?.value.trim()).filter(|value| !value.is_empty())
    }

    fn plain(&self, name: &str) -> Option<String> {
        tex::plain(self.raw(name)?)
    }

    /// With its subtitle. A volume may have its title elsewhere.
    fn title(&self) -> Option<String> {
        let (title, subtitle) =
            [("title", "subtitle"), ("maintitle", "mainsubtitle"), ("booktitle", "booksubtitle")]
                .into_iter()
                .find_map(|(name, rest)| Some((tex::title(self.raw(name)?)?, rest)))?;
        let subtitle = self.raw("subtitle").or_else(|| self.raw(subtitle)).and_then(tex::title);
        Some(match subtitle {
            Some(subtitle) if title.ends_with(['?', '!', ':', '.']) => format!("{title} {subtitle}"),
            Some(subtitle) => format!("{title}: {subtitle}"),
            None => title,
        })
    }

    fn published(&self) -> Option<PartialDate> {
        let dated = ["date", "origdate", "eventdate", "issue_date"];
        let year = || {
            let number = || self.plain("number").filter(|number| self.is_month_of_issue(number));
            let month = self.plain("month").or_else(number);
            date::year_and_month(self.raw("year")?, month.as_deref(), self.raw("day"))
        };
        // A date that is no whole one may still say the month.
        let rest = || self.raw("date").and_then(date::typed);
        let whole = self.raw("date").and_then(date::partial);
        whole.or_else(|| rest().filter(|date| date.month().is_some())).or_else(year).or_else(rest).or_else(
            || {
                dated[1..].iter().find_map(|name| {
                    let typed = self.raw(name)?;
                    date::partial(typed).or_else(|| date::year_and_month(typed, Some(typed), None))
                })
            },
        )
    }

    /// Mendeley has the month of an issue without a number in the place of its number.
    fn is_month_of_issue(&self, number: &str) -> bool {
        self.kind() == Some(EntryType::Article)
            && number.chars().all(char::is_alphabetic)
            && date::is_month(number)
    }

    /// A date that is no whole one: the field, what it says, and what is read of it where only the day is lost.
    fn lost_date(&self) -> Option<(&syntax::Field, String, Option<PartialDate>)> {
        if let Some(field) = self.field("date").filter(|field| !field.value.trim().is_empty()) {
            let typed = field.value.trim();
            let Some(read) = date::partial(typed).or_else(|| date::typed(typed)) else {
                return Some((field, typed.to_owned(), None));
            };
            // `2015-06/2015-07` is a span, of which nothing is lost.
            let begun = typed.split('/').next().filter(|begun| date::four_digits(begun).is_some());
            let is_lost = date::has_lost_day(begun.unwrap_or(typed), read);
            return is_lost.then(|| (field, typed.to_owned(), Some(read)));
        }
        let (year, month) = (self.raw("year")?, self.plain("month")?);
        let read = self.published().filter(|read| read.month().is_some() && read.day().is_none())?;
        let is_day = |typed: &&str| typed.parse().is_ok_and(|day: u8| day > 0);
        if let (Some(field), Some(day)) = (self.field("day"), self.raw("day").filter(is_day)) {
            return Some((field, format!("{year}-{month}-{day}"), Some(read)));
        }
        let (field, typed) = (self.field("month")?, format!("{month} {year}"));
        let is_named = month.split(|char: char| !char.is_alphabetic()).any(date::is_month);
        (is_named && date::has_lost_day(&typed, read)).then_some((field, typed, Some(read)))
    }

    /// The day on which a reference manager took it in; that of DBLP is of its own work.
    fn added(&self) -> Option<Day> {
        let names = ["dateadded", "date-added", "date_added", "added-at", "creationdate", "timestamp"];
        // BibSonomy has all of DBLP under a name of its own.
        let is_of_dblp = self.raw("biburl").is_some_and(|url| url.ends_with("/dblp"));
        names.into_iter().filter(|_| !is_of_dblp).find_map(|name| date::added(self.raw(name)?))
    }

    /// The day on which somebody looked at its address: pages of the web often have no date.
    fn visited(&self) -> Option<PartialDate> {
        date::partial(self.raw("urldate")?)
    }

    /// Names, and whether there are others. Where a work has no author, a collaboration is one, or who issued it stands for
    /// one.
    fn authors(&self) -> (Vec<Name>, bool) {
        if let Some(authors) = self.raw("author") {
            return people::names(authors);
        }
        if let Some(collaborations) = self.raw("collaboration") {
            return (people::collaborations(collaborations), false);
        }
        let issuer = ["organization", "institution"].into_iter().find_map(|name| self.plain(name));
        (issuer.filter(|_| self.has_issuer()).map(Name::literal).into_iter().collect(), false)
    }

    /// Whether who issued it stands for an author.
    fn has_issuer(&self) -> bool {
        let has_authors = self.raw("author").or_else(|| self.raw("collaboration")).is_some();
        !has_authors && matches!(self.kind(), Some(EntryType::Manual | EntryType::TechReport) | None)
    }

    /// `orcid-numbers = {Lovelace, Ada/0000-…}` of Web of Science.
    fn with_orcids(&self, names: Vec<Name>) -> Vec<Author> {
        let known: Vec<(Name, Orcid)> = self
            .raw("orcid-numbers")
            .unwrap_or_default()
            .lines()
            .filter_map(|row| {
                let (name, orcid) = row.trim().rsplit_once('/')?;
                Some((Name::parse(&tex::plain(name)?), Orcid::parse(orcid)?))
            })
            .collect();
        let orcid = |name: &Name| {
            let same = known.iter().find(|(of, _)| of.printed() == name.printed());
            same.map(|(_, orcid)| orcid.clone())
        };
        names
            .into_iter()
            .map(|name| {
                let orcid = orcid(&name);
                Author::new(name).with_orcid(orcid)
            })
            .collect()
    }

    fn add_identity(&self, paper: &mut FoundPaper) {
        let is_arxiv = self.archive().is_none_or(|archive| archive.eq_ignore_ascii_case("arxiv"));
        let eprint = ["arxiv", "arxivid", "eprint"].into_iter().find_map(|name| self.raw(name));
        if let Some((id, version)) = eprint.filter(|_| is_arxiv).and_then(ArxivId::parse) {
            paper.add_arxiv(id, version);
        }
        let in_note = || {
            self.raw("note")
                .filter(|note| note.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("doi:")))
        };
        if let Some(doi) = self.raw("doi").and_then(doi).or_else(|| doi(in_note()?)) {
            paper.add_doi(doi);
        }
        // A journal that is none, such as `CoRR, abs/2401.00010`.
        let journal = self.raw("journal").unwrap_or_default();
        let volume = self.raw("volume").unwrap_or_default();
        let traces = [format!("{journal} {volume}"), self.raw("note").unwrap_or_default().to_owned()];
        for (id, version) in traces.iter().filter_map(|trace| trace::arxiv_in(trace)) {
            paper.add_arxiv(id, version);
        }
        if paper.arxiv.is_some() {
            paper.primary_class =
                ["primaryclass", "eprintclass"].into_iter().find_map(|name| self.plain(name));
        }
    }

    fn add_links(&self, paper: &mut FoundPaper) {
        const NAMED: [(&str, &str); 18] = [
            ("pdf", "pdf"),
            ("code", "code"),
            ("github", "code"),
            ("software", "code"),
            ("project", "project"),
            ("website", "project"),
            ("video", "video"),
            ("slides", "slides"),
            ("data", "data"),
            ("dataset", "data"),
            ("demo", "demo"),
            ("openreview", "OpenReview"),
            ("poster", "poster"),
            ("blog", "blog"),
            ("talk", "video"),
            ("supp", "supplement"),
            ("appendix", "appendix"),
            ("model", "model"),
        ];
        let address = |name: &str| self.raw(name).and_then(|value| trace::address(&tex::address(value)));
        for (name, label) in NAMED {
            if let Some(url) = address(name) {
                paper.add_link(label, url);
            }
        }
        // Publishers give the address of the PDF as `eprint`, and `ee` is where DBLP says that the paper is.
        for name in ["ee", "url", "howpublished", "bdsk-url-1", "html", "eprint"] {
            for url in self.addresses(name) {
                paper.add_address(&url);
            }
        }
        if let Some(note) = self.raw("note").map(tex::AddressedText::read) {
            let url = |typed: &&str| trace::address(&tex::address(typed));
            note.leading.iter().filter_map(url).for_each(|url| paper.add_address(&url));
            // Behind words it may be the id of something else: `Data: \url{https://doi.org/…}`.
            note.within.iter().filter_map(url).for_each(|url| paper.add_link(trace::label_of(&url), url));
        }
        let in_note = |name: &str| trace::line_of_note(self.raw("note")?, name);
        let pmid = self
            .plain("pmid")
            .or_else(|| self.plain("pubmed_id"))
            .or_else(|| self.plain("pubmedid"))
            .or_else(|| in_note("PMID"));
        paper.add_pubmed(pmid, self.plain("pmcid").or_else(|| in_note("PMCID")));
        self.add_eprint(paper);
        // Where nothing else leads to a paper, astronomers' database does.
        let is_findable = paper.doi.is_some() || paper.arxiv.is_some() || !paper.links.is_empty();
        if let Some(url) = address("adsurl").filter(|_| !is_findable) {
            paper.add_link("ADS", url);
        }
        // Files of this computer are nobody else's; an address of the web may stand among them.
        let file = self.raw("file").unwrap_or_default().replace("\\:", ":");
        let web = file.find("http").map(|at| file[at..].split([';', '}']).next().unwrap_or_default());
        let web = web.map(|url| url.trim_end_matches(":PDF").trim_end_matches(":pdf"));
        if let Some(url) = web.and_then(|url| WebUrl::parse(&tex::address(url))) {
            paper.add_address(&url);
        }
    }

    /// The addresses in a field, some of which are for nothing else.
    fn addresses(&self, name: &str) -> Vec<WebUrl> {
        let Some(value) = self.raw(name) else { return Vec::new() };
        let is_address = matches!(name, "ee" | "url" | "bdsk-url-1" | "html") || value.contains("\\url{");
        let read = if is_address { trace::address_of_field } else { trace::address };
        tex::addresses(value).iter().filter_map(|typed| read(typed)).collect()
    }

    /// A link to where an archive has a paper: <https://ctan.org/pkg/biblatex>, electronic publishing information.
    fn add_eprint(&self, paper: &mut FoundPaper) {
        let Some(id) = self.raw("eprint").map(tex::address).filter(|id| WebUrl::parse(id).is_none()) else {
            return;
        };
        let (label, address) = match self.archive().unwrap_or_default().to_ascii_lowercase().as_str() {
            "pubmed" => return paper.add_pubmed(Some(id), None),
            "pmc" | "pubmedcentral" => return paper.add_pubmed(None, Some(id)),
            "jstor" => ("JSTOR", "https://www.jstor.org/stable/"),
            "hdl" => ("Handle", "https://hdl.handle.net/"),
            "googlebooks" => ("Google Books", "https://books.google.com/books?id="),
            "ascl" => ("ASCL", "https://ascl.net/"),
            _ => return,
        };
        if let Some(url) = WebUrl::parse(&format!("{address}{id}")) {
            paper.add_link(label, url);
        }
    }

    /// Whether a field says nothing but where a paper is.
    fn is_only_addresses(&self, name: &str) -> bool {
        let words = tex::addresses(self.raw(name).unwrap_or_default());
        !words.is_empty() && words.len() == self.addresses(name).len()
    }

    /// Whose id `eprint` is.
    fn archive(&self) -> Option<&str> {
        ["eprinttype", "archiveprefix"].into_iter().find_map(|name| self.raw(name))
    }

    fn venue(&self, name: &str) -> Option<String> {
        // The title of a volume that has no other is no venue.
        if name == "booktitle" && self.raw("title").is_none() {
            return None;
        }
        if let Some(journal) = self.raw(name).and_then(journal::of_macro) {
            return Some(journal.to_owned());
        }
        let venue = self.plain(name)?;
        let rest = match name {
            "booktitle" => self.plain("booksubtitle"),
            "journaltitle" | "journal" => self.plain("journalsubtitle"),
            _ => None,
        };
        Some(rest.map_or_else(|| venue.clone(), |rest| format!("{venue}: {rest}")))
    }

    /// The title of a work in several volumes, of which the entry's book is one: where BibTeX has no other word for it,
    /// that is a series.
    fn main_title(&self) -> Option<String> {
        let title =
            self.plain("maintitle").filter(|_| self.raw("title").or(self.raw("booktitle")).is_some())?;
        Some(match self.plain("mainsubtitle") {
            Some(subtitle) => format!("{title}: {subtitle}"),
            None => title,
        })
    }

    /// Zotero's name for the site of a page of the web.
    fn is_of_site(&self) -> bool {
        matches!(self.entry.kind.as_str(), "online" | "electronic" | "www")
            && self.raw("titleaddon").is_some()
    }

    /// A type of BibTeX; biblatex has others for the same.
    fn kind(&self) -> Option<EntryType> {
        Some(match self.entry.kind.as_str() {
            "article" | "suppperiodical" => EntryType::Article,
            "inproceedings" | "conference" => EntryType::InProceedings,
            "incollection" | "inreference" | "suppcollection" => EntryType::InCollection,
            "inbook" | "bookinbook" | "suppbook" => EntryType::InBook,
            "book" if self.is_chapter() => EntryType::InCollection,
            "book" | "mvbook" | "collection" | "mvcollection" | "reference" | "mvreference" => {
                EntryType::Book
            }
            "phdthesis" => EntryType::PhdThesis,
            "mastersthesis" | "masterthesis" | "bachelorthesis" => EntryType::MastersThesis,
            "thesis" if self.raw("type").is_some_and(csl::is_masters) => EntryType::MastersThesis,
            "thesis" => EntryType::PhdThesis,
            "techreport" | "report" => EntryType::TechReport,
            "proceedings" | "mvproceedings" | "periodical" => EntryType::Proceedings,
            "unpublished" => EntryType::Unpublished,
            "manual" => EntryType::Manual,
            "booklet" => EntryType::Booklet,
            "online" | "electronic" | "www" => EntryType::Misc,
            _ => return None,
        })
    }

    /// Scopus calls chapters of books books.
    fn is_chapter(&self) -> bool {
        let mut types = ["type", "document_type"].into_iter().filter_map(|name| self.raw(name));
        types.any(|kind| kind.eq_ignore_ascii_case("book chapter"))
    }

    fn tags(&self) -> Vec<String> {
        // Where there are keywords of the authors, the others are a database's.
        let fields: &[&str] = match self.raw("author_keywords") {
            Some(_) => &["author_keywords", "mendeley-tags"],
            None => &["keywords", "keyword", "mendeley-tags"],
        };
        let fields = fields.iter().filter_map(|name| self.raw(name));
        let pieces = fields.flat_map(|words| {
            // Web of Science has braces around all of them. Around a keyword with a comma they hold it together.
            let inner = tex::inner_of_group(words).filter(|inner| {
                inner.contains(';') || inner.matches('\n').count() > inner.matches(',').count()
            });
            let words = inner.unwrap_or(words);
            // A tag of BibSonomy has no blanks.
            if self.is_of_bibsonomy() {
                return tex::split(words, char::is_whitespace);
            }
            // What semicolons part may hold commas; of commas and lines, which may be broken, those that part more.
            let [commas, semicolons, lines] = [&[',', '、', '，'][..], &[';', '；'], &['\n']]
                .map(|separators| tex::split(words, |char| separators.contains(&char)));
            let best = if semicolons.len() > 1 { semicolons } else { commas };
            if lines.len() > best.len() { lines } else { best }
        });
        // A star marks what a paper is mostly about.
        let tags = pieces.filter_map(tex::plain).filter_map(|tag| line(tag.trim_start_matches('*')));
        // How an entry came to BibSonomy is nothing that the paper is about, and the numbers that ADS has beside words are of
        // a thesaurus.
        let is_of_system = |tag: &str| self.is_of_bibsonomy() && matches!(tag, "dblp" | "imported" | "myown");
        let is_number =
            |tag: &str| self.raw("adsurl").is_some() && tag.bytes().all(|byte| byte.is_ascii_digit());
        distinct(tags.filter(|tag| !is_of_system(tag) && !is_number(tag)))
    }

    /// Whether BibSonomy wrote the entry.
    fn is_of_bibsonomy(&self) -> bool {
        self.raw("interhash").is_some() && self.raw("intrahash").is_some()
            || self.raw("biburl").is_some_and(|url| url.contains("bibsonomy.org/"))
    }

    /// What people write about an entry for themselves.
    fn notes(&self, arxiv_comment: Option<&str>) -> Option<String> {
        let named =
            ["annote", "annotation", "review", "comment"].into_iter().filter_map(|name| self.raw(name));
        // JabRef has one for each of its users: `comment-ada`.
        let own = self.entry.fields.iter().filter(|field| field.name.starts_with("comment-"));
        let texts = named.chain(own.map(|field| field.value.as_str()));
        // What the authors said on arXiv is not the curator's.
        let texts = texts.filter(|text| arxiv_comment != Some(*text));
        let notes: Vec<String> = texts.flat_map(paragraphs).collect();
        (!notes.is_empty()).then(|| escape_markdown(&notes.join("\n\n")))
    }

    /// What the authors said of a paper, if it is on arXiv.
    fn arxiv_comment(&self) -> Option<&str> {
        self.raw("annote").filter(|text| text.starts_with(COMMENT))
    }

    fn extra(&self, arxiv_comment: Option<&str>, has_others: bool) -> Vec<(Cow<'static, str>, Extra)> {
        let mut extra: Vec<(Cow<'static, str>, Extra)> = Vec::new();
        let comment = arxiv_comment.and_then(|text| tex::plain(text.strip_prefix(COMMENT)?));
        if let Some(comment) = comment {
            extra.push(("arxiv_comment".into(), Extra::Text(comment)));
        }
        for (name, kept) in FIELDS_IN_EXTRA {
            let value = match name {
                "note" => self.raw("note").and_then(|note| tex::plain(tex::AddressedText::read(note).text)),
                name => self.plain(name),
            };
            let value = value.filter(|value| {
                // What became an author, an id, a link or a type is said already.
                match name {
                    "collaboration" => self.raw("author").is_some(),
                    "edition" => !date::is_month_or_day(value),
                    "eid" => trace::arxiv_in(value).is_none(),
                    "type" => !is_type_of_biblatex(value) && !self.is_chapter() && !is_type_of_endnote(value),
                    "titleaddon" => !self.is_of_site(),
                    // Else it is the title, or stands for the series.
                    "maintitle" => self.raw("series").is_some() && self.main_title().is_some(),
                    "note" => {
                        trace::arxiv_in(value).is_none()
                            && Doi::parse(value).is_none()
                            && !trace::is_note_of_database(value)
                    }
                    "howpublished" => {
                        trace::arxiv_in(value).is_none()
                            && WebUrl::parse(value).is_none()
                            && !self.is_only_addresses(name)
                            && !trace::is_note_of_database(value)
                    }
                    _ => true,
                }
            });
            if let Some(value) = value.filter(|_| extra.iter().all(|(taken, _)| *taken != kept)) {
                extra.push((kept.into(), Extra::Text(value)));
            }
        }
        let is_told = extra.iter().any(|(name, _)| name == "genre");
        if self.entry.kind == "bachelorthesis" && !is_told {
            extra.push(("genre".into(), Extra::Text("Bachelor's thesis".to_owned())));
        }
        if has_others {
            extra.push(("authors_end".into(), Extra::Text("and others".to_owned())));
        }
        extra
    }
}

/// The keys by which biblatex knows types of theses and reports, which its styles print in words:
/// <https://ctan.org/pkg/biblatex>, localization keys.
fn is_type_of_biblatex(value: &str) -> bool {
    const KEYS: [&str; 11] = [
        "audiocd",
        "bathesis",
        "candthesis",
        "datacd",
        "mathesis",
        "phdthesis",
        "resreport",
        "software",
        "techreport",
        "patent",
        "patreq",
    ];
    KEYS.contains(&value)
}

/// Names of EndNote for its types of references, which it writes into BibTeX, too.
fn is_type_of_endnote(value: &str) -> bool {
    const NAMES: [&str; 9] = [
        "Journal Article",
        "Electronic Article",
        "Conference Paper",
        "Conference Proceedings",
        "Book",
        "Book Section",
        "Edited Book",
        "Generic",
        "Web Page",
    ];
    NAMES.contains(&value)
}

/// `1-1` is the page of what has none yet, or has only one.
fn one_page(pages: String) -> String {
    match pages.split_once('-').map(|(first, last)| (first.trim(), last.trim_matches(['-', ' ']))) {
        Some((first, last)) if first == last => first.to_owned(),
        _ => pages,
    }
}

/// A key as content files may have it.
fn cite_key(key: &str) -> Option<String> {
    let is_allowed =
        |char: &char| !char.is_whitespace() && !char.is_control() && !"{}(),=\\\"#%~'".contains(*char);
    Some(key.chars().filter(is_allowed).collect::<String>()).filter(|key| !key.is_empty())
}

/// Paragraphs of TeX, apart from each other by an empty line.
fn paragraphs(value: &str) -> Vec<String> {
    let value = value.replace("\r\n", "\n").replace("\\par ", "\n\n");
    value.split("\n\n").filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::paper::parse_partial;

    #[track_caller]
    fn one(text: &str) -> FoundPaper {
        let mut reading = read("a.bib", text, None);
        assert_eq!((reading.diagnostics.as_slice(), reading.papers.len()), (&[][..], 1));
        reading.papers.remove(0)
    }

    #[test]
    fn an_entry_becomes_a_paper() {
        let found = one(r#"@string{eng = "Engines"}
            @inproceedings{lovelace:2021,
              title = {{Sorting} in {$O(n^2)$}}, subtitle = {A {{Report}}},
              author = {Lovelace, Ada and others}, booktitle = "Proc.\ of " # eng, year = 2021, month = jun,
              volume = 7, pages = {1--9}, publisher = {ACM {\&} Co}, address = {Turin}, eprint = {2106.00010v2},
              archivePrefix = {arXiv}, primaryClass = {cs.DS}, doi = {10.1000/a\_b}, url = {https://a.example/a.pdf},
              keywords = {sorting, slow {and, steady}}, annote = {For *Tuesday*.}, abstract = {We sort.

              And stop.}, date-added = {2021-07-09 10:00:00 +0200}}"#);
        let expected = FoundPaper {
            entry: found.entry.clone(),
            authors: vec![Author::new(Name::parse("Ada Lovelace"))],
            published: parse_partial("2021-06").ok(),
            version: Some(2),
            arxiv: ArxivId::parse("2106.00010").map(|(id, _)| id),
            primary_class: Some("cs.DS".into()),
            doi: Doi::parse("10.1000/a_b"),
            venue: Some("Proc. of Engines".into()),
            publication: Publication {
                year: Some(2021),
                kind: Some(EntryType::InProceedings),
                volume: Some("7".into()),
                pages: Some("1-9".into()),
                publisher: Some("ACM & Co".into()),
                cite_key: Some("lovelace:2021".into()),
                ..Publication::default()
            },
            tags: vec!["sorting".into(), "slow and, steady".into()],
            links: vec![("pdf".into(), WebUrl::parse("https://a.example/a.pdf").expect("an address"))],
            abstract_: vec!["We sort.".into(), "And stop.".into()],
            notes: Some(r"For \*Tuesday\*.".into()),
            extra: vec![
                ("place".into(), Extra::Text("Turin".into())),
                ("authors_end".into(), Extra::Text("and others".into())),
            ],
            ..FoundPaper::new("{Sorting} in $O(n^2)$: A {Report}", date(2021, 7, 9))
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn a_long_chain_of_entries_is_followed_for_a_while() {
        let chain: String = (0..3_000)
            .map(|at| format!("@xdata{{x{at}, note{at} = {{N}}, xdata = {{x{}}}}}\n", at + 1))
            .collect();
        let reading =
            read("a.bib", &format!("@misc{{a, title={{A}}, year=2020, xdata={{x0}}}}\n{chain}"), None);
        let messages: Vec<&str> = reading.diagnostics.iter().map(|found| found.message.as_str()).collect();
        assert_eq!(messages, ["`a` refers to more than 50 entries"]);
    }

    #[test]
    fn a_note_that_begins_with_an_address_is_a_link_and_the_rest() {
        for (note, address, rest) in [
            (
                "\\url{https://a.example/c}, Last accessed on 2020-01-02",
                "https://a.example/c",
                Some("Last accessed on 2020-01-02"),
            ),
            ("https://a.example/c6", "https://a.example/c6", None),
            ("{\\url{https://a.example/p\\_1.pdf}}", "https://a.example/p_1.pdf", None),
            ("Code: \\href{https://a.example/c8}{here}", "https://a.example/c8", Some("Code: here")),
            (
                "Data: \\url{https://doi.org/10.1000/d}",
                "https://doi.org/10.1000/d",
                Some("Data: https://doi.org/10.1000/d"),
            ),
            ("See \\url{https://a.example/c9}.", "https://a.example/c9", Some("See https://a.example/c9.")),
        ] {
            let found = one(&format!("@misc{{a, title={{A}}, year=2021, note={{{note}}}}}"));
            let urls: Vec<&str> = found.links.iter().map(|(_, url)| url.as_str()).collect();
            let expected = rest.map(|rest| ("note".into(), Extra::Text(rest.to_owned())));
            assert_eq!((urls, found.extra), (vec![address], expected.into_iter().collect()), "{note}");
            assert_eq!(found.doi, None, "{note}");
        }
    }

    #[test]
    fn what_pages_of_authors_keep_of_a_paper_is_read() {
        let found = one("@inproceedings{a, title={A}, author={Ada Lovelace}, year=2021, abbr={EACL}, html={https://a.example/h},
            booktitle={Proc. of Engines}, journal={Engine Notes}, organization={ACM}, poster={https://a.example/p.pdf},
            supp={https://a.example/s.pdf}, blog={https://b.example}, talk={https://t.example}, award={Best Paper}}");
        let links: Vec<&str> = found.links.iter().map(|(label, _)| label.as_str()).collect();
        assert_eq!(links, ["poster", "blog", "video", "supplement", "Website"]);
        assert_eq!(
            (found.venue.as_deref(), found.venue_short.as_deref()),
            (Some("Proc. of Engines"), Some("EACL"))
        );
        assert_eq!(
            (found.awards, found.publication.publisher.as_deref()),
            (vec!["Best Paper".to_owned()], Some("ACM"))
        );
    }

    #[test]
    fn types_that_databases_write_are_read_as_they_are_meant() {
        let found =
            one("@book{a, title={A}, year=2021, journal={Big Book}, type={Book chapter}, source={Scopus}}");
        assert_eq!((found.publication.kind, found.extra), (Some(EntryType::InCollection), vec![]));
        let found = one("@thesis{a, title={A}, year=2021, institution={School}, type={mathesis}}");
        assert_eq!((found.publication.kind, found.extra), (Some(EntryType::MastersThesis), vec![]));
    }

    #[test]
    fn entries_take_from_those_they_refer_to() {
        let text = "@inproceedings{a, title={A}, crossref={v}, xdata={p}}
            @proceedings{v, title={Engines}, year=2021, editor={Babbage, Charles}, pages={1--300}}
            @xdata{p, publisher={Press}, xdata={q}}\n@xdata{q, location={Turin}, xdata={p}}";
        let found = one(text);
        assert_eq!(found.venue.as_deref(), Some("Engines"));
        assert_eq!((found.day, found.publication.pages), (date(2021, 1, 1), None));
        assert_eq!(found.publication.publisher.as_deref(), Some("Press"));
        assert_eq!(found.publication.editors, [Name::parse("Charles Babbage")]);
        assert_eq!(found.extra, [("place".into(), Extra::Text("Turin".into()))]);
    }

    #[test]
    fn what_physicists_export_is_read() {
        let found =
            one(r"@article{a, title={A}, year=2012, author={Aad, Georges and others}, collaboration={ATLAS},
            journal={\mnras}, doi={10.1000/a, 10.1000/b}, reportNumber={CERN-1}}");
        assert_eq!(found.venue.as_deref(), Some("Monthly Notices of the Royal Astronomical Society"));
        assert_eq!(found.doi, Doi::parse("10.1000/a"));
        let extra = |name: &str, value: &str| (name.to_owned().into(), Extra::Text(value.to_owned()));
        assert_eq!(
            found.extra,
            [
                extra("collaboration", "ATLAS"),
                extra("report number", "CERN-1"),
                extra("authors_end", "and others")
            ]
        );
    }

    #[test]
    fn a_collaboration_alone_is_the_author() {
        for (fields, names, extra) in [
            ("collaboration={CMS}", &["CMS Collaboration"][..], 0),
            (
                "collaboration={LIGO Scientific, Virgo}",
                &["LIGO Scientific Collaboration", "Virgo Collaboration"],
                0,
            ),
            ("collaboration={ATLAS and {CMS}}", &["ATLAS Collaboration", "CMS Collaboration"], 0),
            ("collaboration={The Particle Data Group}", &["The Particle Data Group"], 0),
            ("collaboration={CMS collaboration}, institution={CERN}", &["CMS collaboration"], 0),
            ("collaboration={CMS}, author={Lovelace, Ada}", &["Ada Lovelace"], 1),
        ] {
            let found = one(&format!("@article{{a, title={{A}}, year=2022, {fields}}}"));
            let found_names: Vec<&str> = found.authors.iter().map(|author| author.name().printed()).collect();
            assert_eq!((found_names.as_slice(), found.extra.len()), (names, extra), "{fields}");
        }
        let found = one("@article{a, title={A}, year=2022, collaboration={CMS}}");
        assert_eq!(found.authors[0].name(), &Name::literal("CMS Collaboration"));
    }

    #[test]
    fn settings_of_a_style_are_no_paper() {
        let reading =
            read("a.bib", "@IEEEtranBSTCTL{IEEEexample:BSTcontrol, CTLuse_article_number = {yes}}", None);
        assert_eq!((reading.papers.len(), reading.diagnostics.len()), (0, 0));
    }

    #[test]
    fn what_databases_add_is_left_out() {
        let found = one(
            "@article{a, author={Lovelace, A.}, title={Sorting}, journal={Engines}, year=2020, doi={10.1000/a}, art_number={104501},\n\
             url={https://www.scopus.com/inward/record.uri?eid=1}, note={cited By 12}, keywords={article; human}, pubmed_id={17},\n\
             author_keywords={Sorting; Slow}, abstract={{We sort.}}, references={Babbage (1837)}}",
        );
        let pubmed = WebUrl::parse("https://pubmed.ncbi.nlm.nih.gov/17/").expect("an address");
        assert_eq!(found.links, [("PubMed".into(), pubmed)]);
        assert_eq!(
            (found.publication.pages.as_deref(), found.tags.as_slice()),
            (Some("104501"), &["Sorting".to_owned(), "Slow".into()][..])
        );
        assert_eq!(
            (found.abstract_.as_slice(), found.extra.as_slice()),
            (&["We sort.".to_owned()][..], &[][..])
        );
    }

    #[test]
    fn what_authors_say_on_arxiv_is_not_the_curators() {
        let found = one(
            "@misc{a, title = {A}, year = 2021, eprint = {2106.00010}, annote = {Comment: 15 pages, in Rust}, note = {PMID: 17}}",
        );
        assert_eq!(found.notes, None);
        assert_eq!(found.extra, [("arxiv_comment".into(), Extra::Text("15 pages, in Rust".into()))]);
        assert!(found.links.iter().any(|(label, _)| label == "PubMed"), "{:?}", found.links);
    }

    #[test]
    fn what_stands_in_a_note_for_want_of_a_field_is_read() {
        let found = one(
            "@article{a, title = {A}, year = 2021, annote = {Comment: I doubt it}, note = {Publisher: Acme Group}}",
        );
        assert_eq!(found.publication.publisher.as_deref(), Some("Acme Group"));
        assert_eq!((found.notes.as_deref(), found.extra), (Some("Comment: I doubt it"), vec![]));
    }

    #[test]
    fn a_book_does_not_appear_in_itself() {
        let found = one("@book{a, title = {Engines}, journal = {Engines}, year = 2021}");
        assert_eq!(found.venue, None);
    }

    #[test]
    fn the_number_of_an_article_stands_for_its_pages() {
        let pages =
            |fields: &str| one(&format!("@article{{a, title={{A}}, year=2020, {fields}}}")).publication.pages;
        assert_eq!(pages("articleno={72}, numpages={14}").as_deref(), Some("72"));
        assert_eq!(pages("articleno={72}, pages={72:1--72:14}").as_deref(), Some("72:1-72:14"));
    }

    #[test]
    fn several_addresses_in_one_field_are_several_links() {
        for (fields, links) in [
            (
                "url={http://a.example/stable/123 http://b.example/b.pdf}",
                &["http://a.example/stable/123", "http://b.example/b.pdf"][..],
            ),
            (
                "howpublished={\\url{https://a.example/x}, \\url{https://github.com/x/y}}",
                &["https://a.example/x", "https://github.com/x/y"],
            ),
            ("url={https://a.example/on-\n engines}", &["https://a.example/on-engines"]),
            ("howpublished={At \\url{https://a.example}}", &["https://a.example"]),
            ("url={www.a.example/x}", &["https://www.a.example/x"]),
            ("url={a.example/x}", &["https://a.example/x"]),
            ("howpublished={\\url{www.a.example/x}}", &["https://www.a.example/x"]),
            ("howpublished={\\url{a.example/x}}", &["https://a.example/x"]),
            ("howpublished={Proc.Acme/Labs}", &[]),
            ("eprint={12345678}, eprinttype={pubmed}", &["https://pubmed.ncbi.nlm.nih.gov/12345678/"]),
            ("eprint={123}, eprinttype={JSTOR}", &["https://www.jstor.org/stable/123"]),
            ("eprint={123}, eprinttype={unknown}", &[]),
            (
                "url={https://a.example/1}, eprint={https://a.example/article-pdf/1/2/1.pdf}",
                &["https://a.example/1", "https://a.example/article-pdf/1/2/1.pdf"],
            ),
        ] {
            let found = one(&format!("@misc{{a, title={{A}}, year=2021, {fields}}}"));
            let found: Vec<&str> = found.links.iter().map(|(_, url)| url.as_str()).collect();
            assert_eq!(found, links, "{fields}");
        }
    }

    #[test]
    fn what_is_a_link_is_not_kept_beside() {
        for (fields, kept) in [
            ("howpublished={\\url{www.a.example/x}}", 0),
            ("howpublished={\\url{a.example/x}}", 0),
            ("howpublished={www.a.example}", 0),
            ("howpublished={Proc.Acme/Labs}", 1),
            ("howpublished={At \\url{www.a.example}}", 1),
            ("version={1.2.3}, holder={Acme Labs}", 2),
        ] {
            assert_eq!(
                one(&format!("@software{{a, title={{A}}, year=2021, {fields}}}")).extra.len(),
                kept,
                "{fields}"
            );
        }
    }

    #[test]
    fn what_jabref_keeps_of_its_users_is_theirs() {
        let found =
            one("@misc{a, title={A}, year=2021, ranking={rank4}, comment={One.}, comment-ada={Two.}}");
        assert_eq!((found.rating, found.notes.as_deref()), (Rating::new(4), Some("One.\n\nTwo.")));
        assert_eq!(one("@misc{a, title={A}, year=2021, ranking={high}}").rating, None);
    }

    #[test]
    fn tags_of_databases_are_read() {
        let found = one("@article{a, title={{On <italic>k</italic>-Means of H<sub>2</sub>O}}, year=2021,\n\
             abstract={We run <inline-formula><tex-math notation=\"LaTeX\">$k$</tex-math></inline-formula> of them.}}");
        assert_eq!(found.title, "On <i>k</i>-Means of H<sub>2</sub>O");
        assert_eq!(found.abstract_, ["We run $k$ of them."]);
    }

    #[test]
    fn references_of_xml_and_paragraphs_of_jats_are_read() {
        let found = one(
            "@article{a, title={Theory &amp; Practice: &lt; 3 &#x2013; caf&eacute; {\\&amp;} <i>E. coli</i>}, year=2021,\n\
             journal={Astronomy &amp; Astrophysics}, publisher={Taylor &amp;amp; Francis},\n\
             abstract={<jats:title>Abstract</jats:title><jats:p>One &amp; two.</jats:p><jats:p>Three.</jats:p>}}",
        );
        assert_eq!(found.title, "Theory & Practice: < 3 – café {\\&} <i>E. coli</i>");
        assert_eq!(found.venue.as_deref(), Some("Astronomy & Astrophysics"));
        assert_eq!(found.publication.publisher.as_deref(), Some("Taylor & Francis"));
        assert_eq!(found.abstract_, ["One & two.", "Three."]);
    }

    #[test]
    fn keywords_are_split_at_semicolons_else_where_they_split_most() {
        for (keywords, tags) in [
            ("a, b; c, d", vec!["a, b", "c, d"]),
            ("甲、乙，丙", vec!["甲", "乙", "丙"]),
            ("甲；*Gene, small", vec!["甲", "Gene, small"]),
            ("a, b; c; d", vec!["a, b", "c", "d"]),
            ("a, b", vec!["a", "b"]),
            ("{Alpha; Beta, Gamma; Delta}", vec!["Alpha", "Beta, Gamma", "Delta"]),
            ("{Alpha, Beta}", vec!["Alpha, Beta"]),
            ("{Alpha,\nBeta}", vec!["Alpha, Beta"]),
            ("{Alpha; Beta}; Gamma", vec!["Alpha; Beta", "Gamma"]),
            ("Alpha\nBeta gamma\nDelta, small\n", vec!["Alpha", "Beta gamma", "Delta, small"]),
            ("{Alpha\r\nBeta gamma}", vec!["Alpha", "Beta gamma"]),
            ("alpha beta, gamma,\ndelta epsilon, zeta", vec!["alpha beta", "gamma", "delta epsilon", "zeta"]),
            ("alpha, beta\ngamma", vec!["alpha", "beta gamma"]),
        ] {
            assert_eq!(
                one(&format!("@misc{{a, title={{A}}, year=2021, keywords={{{keywords}}}}}")).tags,
                tags
            );
        }
    }

    #[test]
    fn what_bibsonomy_exports_is_read() {
        let found = one(
            "@misc{a, title={A}, year=2021, ee={https://doi.org/10.1000/a}, url={http://a.example/db#a}}",
        );
        assert_eq!((found.doi, found.links.len()), (Doi::parse("10.1000/a"), 1));
        let entry = |fields: &str| {
            one(&format!(
                "@misc{{a, title={{A}}, year=2021, keywords={{imported slow_sorting engines}}, {fields}}}"
            ))
        };
        let found = entry("interhash={0a}, intrahash={1b}, added-at={2021-03-04T00:00:00.000+0100}");
        assert_eq!(found.tags, ["slow_sorting", "engines"]);
        assert_eq!(found.day, date(2021, 3, 4));
        let found = entry("biburl={https://www.bibsonomy.org/bibtex/2a/ada}");
        assert_eq!(found.tags, ["slow_sorting", "engines"]);
        assert_eq!(entry("biburl={https://dblp.org/rec/a.bib}").tags, ["imported slow_sorting engines"]);
    }

    #[test]
    fn what_stands_in_the_place_of_something_else_is_read_as_what_it_is() {
        let article = |fields: &str| {
            one(&format!("@article{{a, title={{A}}, year=2017, journal={{Engines}}, {fields}}}"))
        };
        let found = article("number={April}, edition={2009/05/22}");
        assert_eq!((found.published, found.publication.number), (parse_partial("2017-04").ok(), None));
        assert_eq!(found.extra, []);
        assert_eq!(article("number={April}, month={5}").published, parse_partial("2017-05").ok());
        let found = article("note={doi: 10.1000/a}");
        assert_eq!((found.doi, found.extra), (Doi::parse("10.1000/a"), vec![]));
        let found =
            article("biburl={https://www.bibsonomy.org/bibtex/2a/dblp}, added-at={2018-10-09T00:00:00}");
        assert_eq!(found.day, date(2017, 1, 1));
    }

    #[test]
    fn types_of_theses_and_of_endnote_are_known() {
        let found = one("@bachelorthesis{a, title={A}, year=2013, school={Acme}, publisher={Acme}}");
        assert_eq!(
            (found.publication.kind, found.publication.publisher),
            (Some(EntryType::MastersThesis), None)
        );
        assert_eq!(found.extra, [("genre".into(), Extra::Text("Bachelor's thesis".into()))]);
        assert_eq!(
            one("@masterthesis{a, title={A}, year=2013}").publication.kind,
            Some(EntryType::MastersThesis)
        );
        let found =
            one("@article{a, title={A}, year=2013, journal={E}, pages={441--441}, type={Journal Article}}");
        assert_eq!((found.publication.pages.as_deref(), found.extra), (Some("441"), vec![]));
    }

    #[test]
    fn what_astronomers_export_is_read() {
        let found = one(
            "@misc{a, title={A}, year=2015, archivePrefix={ascl}, eprint={1505.000}, adsurl={https://a.example/b},\n\
             keywords={Software, 1684}}",
        );
        let links: Vec<&str> = found.links.iter().map(|(_, url)| url.as_str()).collect();
        assert_eq!((links, found.tags), (vec!["https://ascl.net/1505.000"], vec!["Software".to_owned()]));
        let found =
            one("@article{a, title={A}, year=2012, journal={\\apj}, adsurl = {https://a.example/\\#b}}");
        assert_eq!(found.links[0].1.as_str(), "https://a.example/#b");
        let found =
            one("@article{a, title={A}, year=2020, journal={arXiv e-prints}, eid={arXiv:2009.00010},\n\
             eprint={2009.00010}, adsurl = {https://a.example/b}}");
        assert_eq!((found.publication.kind, found.links.len(), found.extra.len()), (None, 0, 0));
    }

    #[test]
    fn a_volume_names_the_work_that_it_is_part_of() {
        let of = |kind: &str, fields: &str| {
            let found = one(&format!(
                "@{kind}{{a, maintitle={{Engines}}, mainsubtitle={{All}}, volume=2, year=2020, {fields}}}"
            ));
            (found.title, found.venue, found.publication.series, found.extra)
        };
        let some = |text: &str| Some(text.to_owned());
        let extra = |name: &'static str, text: &str| vec![(Cow::from(name), Extra::Text(text.to_owned()))];
        assert_eq!(
            of("book", "title={Cogs}, titleaddon={Abridged}"),
            ("Cogs".to_owned(), None, some("Engines: All"), extra("title addition", "Abridged"))
        );
        assert_eq!(
            of("inbook", "title={Teeth}, booktitle={Cogs}, series={Notes}"),
            ("Teeth".to_owned(), some("Cogs"), some("Notes"), extra("main title", "Engines"))
        );
        assert_eq!(
            of("mvbook", "volumes={3}"),
            ("Engines: All".to_owned(), None, None, extra("volumes", "3"))
        );
        let found = one("@online{a, title={Post}, titleaddon={Ada's Blog}, year=2020}");
        assert_eq!((found.venue, found.extra.len()), (some("Ada's Blog"), 0));
    }

    #[test]
    fn arxiv_is_recognized_wherever_it_is_named() {
        for fields in [
            "eprint={2106.00010}",
            "journal={CoRR}, volume={abs/2106.00010}",
            "journal={ArXiv}, volume={abs/2106.00010}",
            "journal={arXiv preprint arXiv:2106.00010}",
            "doi={10.48550/arXiv.2106.00010}",
            "howpublished={\\url{https://arxiv.org/abs/2106.00010}}",
            "note={arXiv:2106.00010 [cs]}",
        ] {
            let found = one(&format!("@article{{a, title={{A}}, year={{2021}}, {fields}}}"));
            assert_eq!(found.arxiv.as_ref().map(ArxivId::as_str), Some("2106.00010"), "{fields}");
            assert_eq!(
                (found.venue, found.doi, found.links.len(), found.extra.len(), found.publication.volume),
                (None, None, 0, 0, None),
                "{fields}"
            );
        }
    }

    #[test]
    fn a_volume_that_is_no_id_stays() {
        let found = one("@article{a, title={A}, year={2021}, journal={Engines}, volume={abs/12}}");
        assert_eq!(found.publication.volume.as_deref(), Some("abs/12"));
    }

    #[test]
    fn the_day_is_never_made_up() {
        let day = |fields: &str| one(&format!("@misc{{a, title={{A}}, {fields}}}")).day.to_string();
        assert_eq!(day("timestamp={2020.01.02}, year={1999}"), "2020-01-02");
        assert_eq!(day("timestamp={Thu, 14 Oct 2021 09:16:20 +0200}, year={1999}"), "1999-01-01");
        assert_eq!(day("timestamp={04.03.2019}, year={1999}"), "2019-03-04");
        assert_eq!(day("year=2015, month={M{\\\"a}rz}"), "2015-03-01");
        assert_eq!(day("year=2015, month={Okt.}"), "2015-10-01");
        assert_eq!(day("date={2015-06/2015-07}"), "2015-06-01");
        assert_eq!(day("urldate={2020-08-19}"), "2020-08-19");
        assert_eq!(day("urldate={2020-08-19}, year=1999"), "1999-01-01");
        let reading = read("a.bib", "@misc{a, title={A}, date={19XX}}\n@misc{b, year=1999}\nrest", None);
        let codes: Vec<_> = reading.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
        assert_eq!((codes, reading.papers.len()), (vec!["bad-date", "no-day", "bad-entry"], 0));
        assert_eq!(read("a.bib", "no entry", None).diagnostics[0].code, "no-entry");
    }

    #[test]
    fn a_day_that_is_none_is_told_and_the_month_kept() {
        for (fields, published, told) in [
            ("date={2020-02-30}", "2020-02", Some("`2020-02-30` is no certain day of the calendar")),
            ("date={2020-13-01}", "2020", Some("`2020-13-01` is no certain day of the calendar")),
            ("date={04/05/2018}", "2018", Some("`04/05/2018` is no certain day of the calendar")),
            (
                "year=2020, month=feb, day=30",
                "2020-02",
                Some("`2020-feb-30` is no certain day of the calendar"),
            ),
            (
                "year=2020, month={Feb. 30}",
                "2020-02",
                Some("`Feb. 30 2020` is no certain day of the calendar"),
            ),
            ("year=2020, date={soon}", "2020", Some("`soon` is no date")),
            ("date={9 June 2020}", "2020-06-09", None),
            ("date={June 2020}, year=2020", "2020-06", None),
            ("date={2015-06/2015-07}", "2015-06", None),
            ("year=2020, month={1--2}", "2020-01", None),
            ("year=2020, month=feb, day={0}", "2020-02", None),
        ] {
            let reading = read("a.bib", &format!("@misc{{a, title={{A}}, {fields}}}"), None);
            let messages: Vec<&str> =
                reading.diagnostics.iter().map(|found| found.message.as_str()).collect();
            assert_eq!(messages, told.into_iter().collect::<Vec<_>>(), "{fields}");
            assert_eq!(reading.papers[0].published, parse_partial(published).ok(), "{fields}");
        }
    }

    #[test]
    fn a_file_that_is_cut_anywhere_keeps_the_entries_before() {
        let entries = [
            "@string{e = {É}}\n@a{x, title = {A {É} \\'{e}}, year = 2020, journal = e # \" ü\"}\n",
            "@b(y, title = \"B {\"}\", author = {family=Ö, given=Ü and {É, Ö}}, date = {2020-01/..})\n",
            "@c{z, title = {$é$ \\textbf{C}}, year = {2020}, month = 1 # {é}, crossref = {x}}\n",
        ];
        let text = entries.concat();
        for cut in (0..=text.len()).filter(|cut| text.is_char_boundary(*cut)) {
            let whole = (0..=3).rev().find(|count| entries[..*count].concat().trim_end().len() <= cut);
            let reading = read("a.bib", &text[..cut], None);
            assert!(Some(reading.papers.len()) >= whole, "{}", &text[..cut]);
        }
    }
}
