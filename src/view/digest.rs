//! A digest as its template sees it, and as its plain text is made of: everything is one line of plain
//! text, and every address is absolute, since a message is read elsewhere.

use super::label::{one_line, shortened};
use super::list::{period_title, short_title};
use super::paper::{
    absolute_thumbnail, author_count, authors_more_label, authors_shown, label, links, venue,
};
use super::{DigestPaperView, DigestView, PaperLinkView};
use crate::catalog::{Group, PaperId, Period};
use crate::config::{Blank, PeriodKind};
use crate::digest::Selection;
use crate::paper::Paper;
use crate::plan::Channel;
use crate::site::Site;
use crate::text::Text;
use crate::words::Words;

/// What a list of messages shows of a subject, and then some.
const LONGEST_SUBJECT: usize = 150;

/// What a list of messages shows behind the subject.
const LONGEST_PREVIEW: usize = 140;

/// A few lines on a phone.
const LONGEST_SUMMARY: usize = 260;

/// None without the site's address.
pub fn digest(site: &Site, selection: &Selection) -> Option<DigestView> {
    let config = site.config();
    let urls = site.plan().urls();
    let absolute = |path: String| config.base_url.absolute(&path);
    let feed = site.plan().find(&urls.feed(Channel::Site, None));
    let period = selection.period;
    let papers: Vec<DigestPaperView> =
        selection.papers.iter().map(|id| paper(site, period, *id)).collect::<Option<_>>()?;
    let words = site.words();
    let title = period_title(words, period);
    let list = one_line(&config.title);
    let count_label = count_label(site, selection);
    let subject = config.mailing.subject.fill(|blank| match blank {
        Blank::Title => list.clone(),
        Blank::Period => short_title(words, period),
        Blank::Papers => words.count("papers", papers.len()),
        Blank::Best => papers.first().map(|paper| paper.title.clone()).unwrap_or_default(),
    });
    let others = papers.iter().skip(1).map(|paper| paper.title.as_str());
    let preview = others.collect::<Vec<_>>().join(" · ");
    Some(DigestView {
        subject: shortened(&one_line(&subject), LONGEST_SUBJECT),
        preview: shortened(if preview.is_empty() { &count_label } else { &preview }, LONGEST_PREVIEW),
        list,
        title,
        period: period.iso(),
        span_label: span_label(words, period),
        count_label,
        more_label: more_label(site, selection),
        url: absolute(urls.period(period, 1))?,
        site_url: absolute(urls.front())?,
        archive_url: absolute(urls.archive())?,
        feed_url: feed.and_then(|route| absolute(route.url.clone())),
        subscribe_url: match (&config.subscribe_url, &config.subscribe_form) {
            (Some(url), _) => Some(url.clone()),
            (None, Some(_)) => Some(format!("{}#subscribe", absolute(urls.front())?)),
            (None, None) => None,
        },
        unsubscribe_url: config.mailing.unsubscribe.first().cloned(),
        has_upvotes: papers.iter().any(|paper| paper.upvotes.is_some_and(|upvotes| upvotes > 0)),
        papers,
    })
}

fn paper(site: &Site, period: Period, id: PaperId) -> Option<DigestPaperView> {
    let paper = site.catalog().paper(id);
    let title = one_line(&paper.plain_title());
    let links = links(site, paper, &title).into_iter().filter_map(|link| {
        let url = if crate::paper::is_web_url(&link.url) {
            link.url
        } else {
            site.config().base_url.absolute(&link.url)?
        };
        Some(PaperLinkView {
            label: one_line(&link.label),
            full_label: one_line(&link.full_label),
            url,
            ..link
        })
    });
    Some(DigestPaperView {
        url: site.config().base_url.absolute(&site.plan().urls().paper(&paper.key))?,
        authors_label: authors_label(site.words(), paper),
        upvotes: paper.upvotes,
        upvotes_label: label(site.words(), "upvotes", paper.upvotes),
        facts: facts(site.words(), period, paper),
        summary: summary(paper),
        links: links.collect(),
        // A picture tells its server who opens the message.
        thumbnail: absolute_thumbnail(site, paper).filter(|_| site.config().remote_images),
        title,
    })
}

fn authors_label(words: &Words, paper: &Paper) -> Option<String> {
    if paper.authors.is_empty() {
        return author_count(paper).map(|count| words.count("authors", count));
    }
    let shown = paper.authors.iter().take(authors_shown(paper.authors.len()));
    let mut label =
        shown.map(|author| one_line(author.name().printed())).collect::<Vec<_>>().join(words.text("comma"));
    if let Some(more) = authors_more_label(words, paper.authors.len()) {
        label.push_str(&format!(" {more}"));
    } else if paper.has_unnamed_authors() {
        label.push_str(&format!(" {}", words.text("authors_end")));
    }
    Some(label)
}

/// What is worth knowing besides, in the order in which it is shown.
fn facts(words: &Words, period: Period, paper: &Paper) -> Vec<String> {
    let withdrawn = paper.withdrawn.as_ref().map(|_| words.text("withdrawn").to_owned());
    let awards = paper.awards.iter().map(|award| one_line(award));
    let venue = venue(words, paper, None).map(|venue| one_line(&venue.label));
    let organization = paper.organization.as_deref().map(one_line);
    // Of a day, all papers have the same.
    let day = (period.kind() != PeriodKind::Day).then(|| words.dates().partial(paper.date.into()));
    withdrawn.into_iter().chain(awards).chain(venue).chain(organization).chain(day).collect()
}

fn summary(paper: &Paper) -> Option<String> {
    let summary = paper.summary.as_ref().map(|summary| Text::inline(&summary.text));
    let text = summary.or_else(|| paper.abstract_.as_ref().map(|passage| Text::block(&passage.text)))?;
    Some(shortened(&one_line(&text.plain()), LONGEST_SUMMARY)).filter(|text| !text.is_empty())
}

/// `The 10 best of 87 papers`, or `3 papers` where these are all.
fn count_label(site: &Site, selection: &Selection) -> String {
    let shown = selection.papers.len();
    if shown == selection.count {
        return site.words().count("papers", shown);
    }
    let is_ranked = selection.papers.iter().any(|id| site.catalog().paper(*id).upvotes.is_some());
    let key = match (shown, is_ranked) {
        (1, true) => "only_best_of",
        (1, false) => "only_first_of",
        (_, true) => "best_of",
        (_, false) => "first_of",
    };
    site.words().count_and(key, selection.count, &[("shown", &site.words().number(shown))])
}

/// `All 87 papers`, where the period's page shows more than the digest.
fn more_label(site: &Site, selection: &Selection) -> Option<String> {
    let mut groups = site.catalog().groups(selection.period.kind()).iter();
    let Group { papers, .. } = groups.find(|group| group.period == selection.period)?;
    (papers.len() > selection.papers.len()).then(|| site.words().count("all_papers", papers.len()))
}

/// The days of a week, which its number does not tell.
fn span_label(words: &Words, period: Period) -> Option<String> {
    let Period::Week { .. } = period else { return None };
    let [from, to] = [period.first_day(), period.last_day()].map(|day| words.dates().partial(day.into()));
    Some(words.fill("span", &[("from", &from), ("to", &to)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_tells_its_days() {
        let span = |period| span_label(&crate::words::english(), period);
        let week = Period::Week { year: 2025, week: 1 };
        assert_eq!(span(week).as_deref(), Some("December 30, 2024 – January 5, 2025"));
        assert_eq!(span(Period::Year(2025)), None);
    }
}
