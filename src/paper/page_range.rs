//! The pages of a publication, in the ways in which they are typed.

/// `1-9`, `1--9`, `i – ix`, `12-1–12-9`; one page, `e17`; or several ranges, `1-9, 12-15`.
#[derive(Clone, Copy, Debug)]
pub struct PageRange<'t>(&'t str);

impl<'t> PageRange<'t> {
    pub fn parse(typed: &'t str) -> PageRange<'t> {
        PageRange(typed.trim())
    }

    pub fn first(self) -> &'t str {
        ends(self.0.split(',').next().unwrap_or_default()).0
    }

    /// The last page, if there is more than one.
    pub fn last(self) -> Option<&'t str> {
        let (first, last) = ends(self.0.rsplit(',').next().unwrap_or_default());
        last.or_else(|| self.0.contains(',').then_some(first))
    }

    /// The pages with one kind of dash: `--` for BibTeX.
    pub fn joined(self, dash: &str) -> String {
        let ranges = self.0.split(',').map(|range| match ends(range) {
            (first, Some(last)) => format!("{first}{dash}{last}"),
            (page, None) => page.to_owned(),
        });
        ranges.collect::<Vec<_>>().join(", ")
    }
}

/// Takes one range apart. A hyphen belongs to the page numbers where a longer dash, or the middle one of three
/// hyphens, stands between them.
fn ends(range: &str) -> (&str, Option<&str>) {
    let ends = ["--", "–"].into_iter().find_map(|dash| range.split_once(dash)).or_else(|| {
        let hyphens: Vec<_> = range.match_indices('-').collect();
        let &(middle, _) = hyphens.get(hyphens.len() / 2).filter(|_| hyphens.len() % 2 == 1)?;
        Some((&range[..middle], &range[middle + 1..]))
    });
    let (first, last) = ends.unwrap_or((range, ""));
    let last = last.trim_matches([' ', '-', '–']);
    (first.trim(), Some(last).filter(|last| !last.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_read_however_its_dash_is_typed() {
        let check = |typed, joined: &str| assert_eq!(PageRange::parse(typed).joined("~"), joined, "{typed}");
        for typed in ["1-9", "1--9", "1–9", "1 -- 9", "1 – 9", "1---9"] {
            check(typed, "1~9");
        }
        check("i - ix", "i~ix");
        check("12-1--12-9", "12-1~12-9");
        check("12-1–12-9", "12-1~12-9");
        check("12-1-12-9", "12-1~12-9");
        check("1-9, 12--15,17", "1~9, 12~15, 17");
        check("e17", "e17");
        check("7-", "7");
    }

    #[test]
    fn the_first_and_the_last_page_are_those_of_all_ranges() {
        let check = |typed, first, last| {
            let pages = PageRange::parse(typed);
            assert_eq!((pages.first(), pages.last()), (first, last), "{typed}");
        };
        check("12-1–12-9", "12-1", Some("12-9"));
        check("1-9, 12-15", "1", Some("15"));
        check("3, 7", "3", Some("7"));
        check("e17", "e17", None);
    }
}
