//! Papers as a table for people, and as lines for programs.

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use crate::diagnostic::{Styling, printable};
use crate::paper::{Author, Paper, PersonName, Status};
use crate::text::Text;
use crate::view::one_line;

/// Columns of blanks between two columns of the table.
const GAP: usize = 2;

/// No title is cut to less.
const NARROWEST_TITLE: usize = 16;

struct Row {
    date: String,
    status: &'static str,
    upvotes: String,
    key: String,
    title: String,
    authors: String,
}

/// A line for each paper, at most `width` columns wide where that can be.
pub fn table(papers: &[&Paper], width: usize, styling: Styling) -> String {
    let rows: Vec<Row> = papers.iter().map(|paper| row(paper)).collect();
    let widest = |field: fn(&Row) -> &str| rows.iter().map(|row| field(row).width()).max().unwrap_or(0);
    let date = widest(|row| &row.date);
    let status = widest(|row| row.status);
    let upvotes = widest(|row| &row.upvotes);
    let gap = |column: usize| if column > 0 { column + GAP } else { 0 };
    let left = width.saturating_sub(gap(date) + gap(status) + gap(upvotes));
    // Commands take the beginning of a key, too.
    let key = widest(|row| &row.key).min((left / 3).max(12));
    let left = left.saturating_sub(key + GAP);
    // Authors give way to titles, down to a quarter of what is left for both.
    let longest_title = widest(|row| &row.title);
    let authors = widest(|row| &row.authors).min(left.saturating_sub(longest_title + GAP).max(left / 4));
    // Half a name says nothing.
    let authors = if authors < 8 { 0 } else { authors };
    let title = left.saturating_sub(gap(authors)).max(NARROWEST_TITLE).min(longest_title);

    let [dim, bold] = match styling {
        Styling::Plain => [Style::new(); 2],
        Styling::Colored => [Style::new().dimmed(), Style::new().bold()],
    };
    let mut table = String::new();
    for row in &rows {
        let columns = [
            (pad(&row.date, date), dim),
            (pad(row.status, status), Style::new()),
            (pad_left(&row.upvotes, upvotes), dim),
            (pad(&cut(&row.key, key), key), Style::new()),
            (pad(&cut(&row.title, title), title), bold),
            (cut(&row.authors, authors), dim),
        ];
        let mut line = String::new();
        for (text, style) in columns.iter().filter(|(text, _)| !text.is_empty()) {
            if !line.is_empty() {
                line.push_str(&" ".repeat(GAP));
            }
            let end = text.trim_end().len();
            line.push_str(&format!("{style}{}{style:#}{}", &text[..end], &text[end..]));
        }
        table.push_str(line.trim_end());
        table.push('\n');
    }
    table
}

/// A paper's key, date, title, authors, arXiv id, DOI and file, parted by tabs.
pub fn line(paper: &Paper) -> String {
    let authors: Vec<&str> = paper.authors.iter().map(|author| author.name().printed()).collect();
    let fields = [
        paper.key.as_str(),
        &paper.date.to_string(),
        &Text::inline(&paper.title.text).plain(),
        &authors.join("; "),
        paper.arxiv.as_ref().map_or("", |id| id.as_str()),
        paper.doi.as_ref().map_or("", |doi| doi.as_str()),
        &paper.file,
    ];
    let fields: Vec<String> = fields.iter().map(|field| shown(field)).collect();
    format!("{}\n", fields.join("\t"))
}

fn row(paper: &Paper) -> Row {
    let authors = match paper.authors.as_slice() {
        [] => paper.author_count.map(|count| crate::diagnostic::counted(count as usize, "author", "authors")),
        [one] => Some(family(one)),
        [one, two] => Some(format!("{}, {}", family(one), family(two))),
        [first, ..] => Some(format!("{} et al.", family(first))),
    };
    Row {
        date: paper.date.to_string(),
        status: paper.status.map_or("", Status::name),
        upvotes: paper.upvotes.map_or_else(String::new, |upvotes| format!("▲{upvotes}")),
        key: paper.key.to_string(),
        title: shown(&Text::inline(&paper.title.text).plain()),
        authors: shown(&authors.unwrap_or_default()),
    }
}

fn family(author: &Author) -> String {
    match author.name().person() {
        None => author.name().printed().to_owned(),
        Some(PersonName { prefix, family, .. }) => format!("{prefix} {family}").trim().to_owned(),
    }
}

/// Without line breaks and tabs, which would end a line or a field, and without what could move a terminal's cursor or
/// turn its lines.
fn shown(text: &str) -> String {
    printable(&one_line(text))
}

/// Cuts a text that is wider than `width` columns, and says so by an ellipsis.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    if width == 0 {
        return String::new();
    }
    let ends = text.char_indices().map(|(at, _)| at);
    let end = ends.take_while(|end| text[..*end].width() < width).last().unwrap_or(0);
    format!("{}…", text[..end].trim_end())
}

fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

fn pad_left(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(text.width())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_by_the_columns_they_take() {
        assert_eq!(cut("Pointer Networks", 16), "Pointer Networks");
        assert_eq!(cut("Pointer Networks", 9), "Pointer…");
        assert_eq!(cut("深層学習入門", 12), "深層学習入門");
        assert_eq!(cut("深層学習入門", 11), "深層学習入…");
        assert_eq!(cut("深層学習入門", 10), "深層学習…");
        assert_eq!(cut("e\u{301}e\u{301}e\u{301}e\u{301}", 3), "e\u{301}e\u{301}…");
        assert_eq!(cut("👩‍🔬👩‍🔬👩‍🔬", 5), "👩‍🔬👩‍🔬…");
        assert_eq!(cut("abc", 0), "");
    }

    #[test]
    fn a_line_holds_no_breaks_tabs_or_control_characters() {
        assert_eq!(shown("One\n two\tthree \u{1b}[31m\u{202E}"), "One two three [31m\u{FFFD}");
    }
}
