//! Comma-separated values, for spreadsheets: <https://www.rfc-editor.org/rfc/rfc4180>.

use crate::listing::Listing;
use crate::paper::Paper;
use crate::text::Text;

const COLUMNS: [&str; 17] = [
    "key",
    "date",
    "title",
    "authors",
    "year",
    "venue",
    "arxiv",
    "doi",
    "url",
    "tags",
    "status",
    "rating",
    "upvotes",
    "stars",
    "published",
    "summary",
    "abstract",
];

/// The first row: names of columns.
pub fn header() -> String {
    format!("{}\r\n", COLUMNS.join(","))
}

/// A paper's row. Authors and tags are parted by semicolons.
pub fn row(listing: &Listing, paper: &Paper) -> String {
    let number = |number: Option<u64>| number.map_or_else(String::new, |number| number.to_string());
    let authors: Vec<&str> = paper.authors.iter().map(|author| author.name().printed()).collect();
    let cells: [String; COLUMNS.len()] = [
        paper.key.to_string(),
        paper.date.to_string(),
        paper.plain_title(),
        authors.join("; "),
        paper.year().to_string(),
        paper.venue.as_ref().map_or_else(String::new, |venue| venue.name().to_owned()),
        paper.arxiv.as_ref().map_or_else(String::new, ToString::to_string),
        paper.doi.as_ref().map_or_else(String::new, |doi| doi.as_str().to_owned()),
        listing.url(paper),
        paper.tags.join("; "),
        paper.status.map_or_else(String::new, |status| status.name().to_owned()),
        number(paper.rating.map(|rating| rating.stars().into())),
        number(paper.upvotes),
        number(paper.stars),
        paper.published.map_or_else(String::new, |date| date.iso()),
        paper.summary.as_ref().map_or_else(String::new, |text| Text::inline(&text.text).plain()),
        paper.abstract_.as_ref().map_or_else(String::new, |text| Text::block(&text.text).plain()),
    ];
    format!("{}\r\n", cells.map(|cell| quoted(&cell)).join(","))
}

/// A cell as it is written. What a spreadsheet would take for a formula becomes text by an
/// apostrophe: <https://owasp.org/www-community/attacks/CSV_Injection>.
fn quoted(cell: &str) -> String {
    let cell =
        if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        assert_eq!(quoted("plain text"), "plain text");
        assert_eq!(quoted("a, \"b\"\nc"), "\"a, \"\"b\"\"\nc\"");
    }

    #[test]
    fn formulas_are_text() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"] {
            assert_eq!(quoted(formula), format!("'{formula}"));
        }
        assert_eq!(quoted("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
    }
}
