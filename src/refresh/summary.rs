//! What a refresh found, for a terminal and for a pull request.

use super::{Refreshed, Update};
use crate::diagnostic::printable;
use crate::reference::Reference;

/// A paragraph for each paper.
pub fn text(changed: &[Refreshed]) -> String {
    let paragraphs = changed.iter().map(|changed| {
        let lines = changed.changes.iter().map(|change| format!("  {}\n", printable(&words(change))));
        format!("{}\n  {}\n{}", printable(&changed.title), changed.file, lines.collect::<String>())
    });
    paragraphs.collect::<Vec<_>>().join("\n")
}

/// A list in GitHub's Markdown, in which titles and reasons are text whatever they hold.
pub fn markdown(changed: &[Refreshed]) -> String {
    let papers = changed.iter().map(|changed| {
        let url = match &changed.reference {
            Reference::Arxiv(id) => id.url(),
            Reference::Doi(doi) => doi.url(),
            Reference::OpenReview(id) => format!("https://openreview.net/forum?id={id}"),
            Reference::Acl(id) => format!("https://aclanthology.org/{id}/"),
        };
        let lines = changed.changes.iter().map(|change| format!("  - {}\n", escaped(&words(change))));
        let (title, reference) = (escaped(&changed.title), escaped(&changed.reference.to_string()));
        // Within angle brackets, an address ends at the closing one.
        format!("- **{title}**, [{reference}](<{url}>), `{}`\n{}", changed.file, lines.collect::<String>())
    });
    papers.collect()
}

fn words(change: &Update) -> String {
    match change {
        Update::Withdrawn { reason } if reason.is_empty() => "withdrawn".to_owned(),
        Update::Withdrawn { reason } => format!("withdrawn: {reason}"),
        Update::Version { before, now, updated } => {
            let before = before.map(|before| format!("{before} → ")).unwrap_or_default();
            let updated = updated.map(|date| format!(", {}", date.iso())).unwrap_or_default();
            format!("version: {before}{now}{updated}")
        }
        Update::Retitled { now } => format!("retitled: {now} (your title is kept)"),
        Update::Published { venue, year, .. } => {
            let year = year.map(|year| format!(", {year}")).unwrap_or_default();
            format!("published: {venue}{year}")
        }
        Update::Doi { now } => format!("doi: {now}"),
        Update::Count { field, before, now } => {
            let before = before.map(|before| format!("{before} → ")).unwrap_or_default();
            format!("{field}: {before}{now}")
        }
    }
}

/// A text such that GitHub shows it, calls nobody by `@name`, and links no issue by `#1`.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let printable = printable(text);
    let mut chars = printable.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|' | '$' | '!' => {
                escaped.push('\\');
                escaped.push(char);
            }
            // An address is no link, since nobody knows where it leads.
            ':' if chars.peek() == Some(&'/') => escaped.push_str("\\:"),
            // A joiner of no width keeps it from being a name or a number.
            '@' | '#' => {
                escaped.push(char);
                escaped.push('\u{2060}');
            }
            char => escaped.push(char),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::paper::ArxivId;

    fn changed(title: &str, changes: Vec<Update>) -> Refreshed {
        let reference = Reference::Arxiv(ArxivId::parse("2510.00010").expect("an id").0);
        Refreshed { file: "content/a.md".into(), title: title.into(), reference, changes }
    }

    #[test]
    fn papers_are_named_with_their_changes() {
        let changes = vec![
            Update::Withdrawn { reason: "An error".into() },
            Update::Version { before: Some(1), now: 3, updated: None },
            Update::Count { field: "upvotes", before: Some(14), now: 20 },
            Update::Published { venue: "Engines".into(), year: Some(2026), fields: Vec::new() },
        ];
        let changed =
            [changed("Sorting", changes), changed("Other", vec![Update::Doi { now: "10.1000/a".into() }])];
        expect![[r#"
            Sorting
              content/a.md
              withdrawn: An error
              version: 1 → 3
              upvotes: 14 → 20
              published: Engines, 2026

            Other
              content/a.md
              doi: 10.1000/a
        "#]]
        .assert_eq(&text(&changed));
        expect![[r#"
            - **Sorting**, [arXiv 2510.00010](<https://arxiv.org/abs/2510.00010>), `content/a.md`
              - withdrawn: An error
              - version: 1 → 3
              - upvotes: 14 → 20
              - published: Engines, 2026
            - **Other**, [arXiv 2510.00010](<https://arxiv.org/abs/2510.00010>), `content/a.md`
              - doi: 10.1000/a
        "#]]
        .assert_eq(&markdown(&changed).replace('\u{2060}', "~"));
    }

    #[test]
    fn what_others_wrote_is_text() {
        let reason = "@everyone #1 <img> \u{1b}[31m **bold**\u{202e} [a](https://a.example)";
        let changed = [changed("`A`\r\n# B", vec![Update::Withdrawn { reason: reason.into() }])];
        expect![[r#"
            `A`��# B
              content/a.md
              withdrawn: @everyone #1 <img> �[31m **bold**� [a](https://a.example)
        "#]]
        .assert_eq(&text(&changed));
        expect![[r#"
            - **\`A\`��#~ B**, [arXiv 2510.00010](<https://arxiv.org/abs/2510.00010>), `content/a.md`
              - withdrawn: @~everyone #~1 \<img\> �\[31m \*\*bold\*\*� \[a\](https\://a.example)
        "#]]
        .assert_eq(&markdown(&changed).replace('\u{2060}', "~"));
    }
}
