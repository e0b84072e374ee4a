//! A structured abstract: sections, each with a heading such as Methods, which most sources run into the text.
//!
//! A heading becomes the bold beginning of a paragraph of its own: `<b>Methods:</b> We sort.`
//! Its words are those that journals ask authors for: <https://www.nlm.nih.gov/bsd/policy/structured_abstracts.html>.

use std::borrow::Cow;
use std::collections::BTreeSet;

/// Headings in small letters; `and` stands for `&`, too. Those that begin with others come before them.
const KNOWN: [&str; 94] = [
    "aims and methods",
    "aims",
    "aim",
    "approach",
    "availability and implementation",
    "availability",
    "background and aims",
    "background and aim",
    "background and objectives",
    "background and objective",
    "background and purpose",
    "background/aims",
    "background/objectives",
    "background",
    "clinical relevance",
    "conclusions and relevance",
    "conclusion and relevance",
    "conclusions/significance",
    "conclusions",
    "conclusion",
    "contact",
    "context",
    "contributions",
    "contribution",
    "data extraction",
    "data sources",
    "data source",
    "data synthesis",
    "design and methods",
    "design/methodology/approach",
    "design",
    "discussion",
    "exposures",
    "exposure",
    "findings",
    "funding",
    "goals",
    "goal",
    "hypothesis",
    "implications",
    "importance",
    "interpretation",
    "interventions",
    "intervention",
    "introduction",
    "limitations",
    "main outcome measures",
    "main outcome measure",
    "main outcomes and measures",
    "main outcome and measures",
    "main results",
    "material and methods",
    "materials and methods",
    "measurements",
    "methodology/principal findings",
    "methodology",
    "methods and findings",
    "methods and materials",
    "methods and results",
    "methods/design",
    "methods",
    "method",
    "motivation",
    "novelty",
    "objectives",
    "objective",
    "originality/value",
    "outcome measures",
    "participants",
    "patients and methods",
    "patients",
    "practical implications",
    "problem",
    "purpose of review",
    "purpose",
    "rationale",
    "recent findings",
    "research limitations/implications",
    "results and conclusions",
    "results and discussion",
    "results",
    "result",
    "scope",
    "search strategy",
    "setting",
    "significance",
    "social implications",
    "study design",
    "study selection",
    "subjects and methods",
    "subjects",
    "summary",
    "supplementary information",
    "trial registration",
];

/// A heading that is no word of a sentence: `METHODS`, `Methods:` and `Methods.` are `<b>Methods:</b>`. One in capitals
/// keeps them where they may be an abbreviation's.
pub fn heading(typed: &str) -> String {
    let label = typed.trim().trim_end_matches([':', '.']).trim_end();
    let is_known = |label: &str| KNOWN.contains(&label.to_lowercase().replace('&', "and").as_str());
    let is_in_capitals = !label.contains(char::is_lowercase);
    let shown = match is_in_capitals && is_known(label) {
        true => {
            let lower = label.to_lowercase();
            let mut letters = lower.chars();
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
        }
        false => label.to_owned(),
    };
    let end = if shown.ends_with(['?', '!']) { "" } else { ":" };
    format!("<b>{shown}{end}</b>")
}

/// Paragraphs with their headings apart, if it is certain that there are any: the first one begins the abstract, and
/// others begin sentences.
pub fn with_headings(paragraphs: &[String]) -> Cow<'_, [String]> {
    let is_marked = paragraphs.iter().any(|paragraph| paragraph.starts_with("<b>"));
    let begins = paragraphs.first().is_some_and(|first| label_at(first, 0).is_some());
    if is_marked || !begins {
        return Cow::Borrowed(paragraphs);
    }
    let found: Vec<Vec<Label>> = paragraphs.iter().map(|paragraph| labels(paragraph)).collect();
    let all = || found.iter().flatten();
    let names = |is_counted: &dyn Fn(&Label) -> bool| {
        all()
            .filter(|label| is_counted(label))
            .map(|label| label.text.to_lowercase())
            .collect::<BTreeSet<_>>()
    };
    // A colon leaves little doubt; without it, more headings must leave none.
    let has_colons = all().next().is_some_and(|label| label.mark == Mark::Colon)
        && names(&|label| label.mark == Mark::Colon && label.is_known).len() > 1;
    if !has_colons && names(&|label| label.is_known).len() < 3 {
        return Cow::Borrowed(paragraphs);
    }
    let is_one = |label: &&Label| if has_colons { label.mark == Mark::Colon } else { label.is_known };
    let sections = paragraphs.iter().zip(&found).flat_map(|(paragraph, labels)| {
        let labels: Vec<&Label> = labels.iter().filter(is_one).collect();
        sections(paragraph, &labels)
    });
    let mut joined: Vec<String> = Vec::new();
    for section in sections {
        match joined.last_mut().filter(|last| last.ends_with("</b>")) {
            // A heading on a line of its own.
            Some(heading) if !section.starts_with("<b>") => {
                heading.push(' ');
                heading.push_str(&section);
            }
            _ => joined.push(section),
        }
    }
    Cow::Owned(joined)
}

fn sections(paragraph: &str, labels: &[&Label]) -> Vec<String> {
    let starts = labels.iter().map(|label| label.start);
    let ends = starts.clone().skip(1).chain([paragraph.len()]);
    let before = paragraph[..starts.clone().next().unwrap_or(paragraph.len())].trim();
    let sections = labels.iter().zip(ends).map(|(label, end)| {
        let text = paragraph[label.end..end].trim();
        // `(1) Background: …; (2) Methods: …`
        let text = match text.strip_suffix(';') {
            Some(text) => Cow::Owned(format!("{text}.")),
            None => Cow::Borrowed(text),
        };
        format!("{} {text}", heading(label.text)).trim_end().to_owned()
    });
    Some(before).filter(|before| !before.is_empty()).map(str::to_owned).into_iter().chain(sections).collect()
}

/// What may be a heading.
struct Label<'t> {
    text: &'t str,
    /// Where it begins, with its number.
    start: usize,
    /// Where what it heads begins.
    end: usize,
    mark: Mark,
    is_known: bool,
}

/// What parts a heading from its section.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Colon,
    /// A dash, a point, a blank or nothing before a capital, or the end of the paragraph.
    Other,
}

/// What may be headings, at the start of a paragraph and of its sentences.
fn labels(paragraph: &str) -> Vec<Label<'_>> {
    let ends = paragraph.match_indices(['.', '?', '!', ';', ')', '”']).map(|(at, end)| at + end.len());
    let starts = ends.map(|at| at + paragraph[at..].len() - paragraph[at..].trim_start().len());
    let mut labels: Vec<Label> = Vec::new();
    for start in [0].into_iter().chain(starts) {
        if labels.last().is_none_or(|last| last.end <= start) {
            labels.extend(label_at(paragraph, start));
        }
    }
    labels
}

fn label_at(paragraph: &str, start: usize) -> Option<Label<'_>> {
    let numbered = &paragraph[start..];
    let text = without_number(numbered);
    if !text.starts_with(char::is_uppercase) {
        return None;
    }
    let at = start + numbered.len() - text.len();
    let known = KNOWN.iter().find_map(|known| {
        let len = len_of(known, text)?;
        mark(&text[len..]).map(|(mark, behind)| (len, mark, behind))
    });
    let is_known = known.is_some();
    let (len, mark, behind) = known.or_else(|| {
        let len = in_capitals_len(text)?;
        Some((len, Mark::Colon, 1))
    })?;
    Some(Label { text: &text[..len], start, end: at + len + behind, mark, is_known })
}

/// `(1) Background: …`
fn without_number(text: &str) -> &str {
    let numbered = text.strip_prefix('(').and_then(|rest| rest.split_once(") "));
    numbered
        .filter(|(number, _)| number.len() == 1 && number.as_bytes()[0].is_ascii_digit())
        .map_or(text, |(_, rest)| rest)
}

/// The length of a known heading at the start of a text, whose words begin as they like.
fn len_of(known: &str, text: &str) -> Option<usize> {
    let is_spelled =
        |spelled: &str| text.get(..spelled.len()).is_some_and(|start| start.eq_ignore_ascii_case(spelled));
    if is_spelled(known) {
        return Some(known.len());
    }
    let spelled = known.contains(" and ").then(|| known.replace(" and ", " & "))?;
    is_spelled(&spelled).then_some(spelled.len())
}

/// What parts a heading from the text behind it, and its length.
fn mark(behind: &str) -> Option<(Mark, usize)> {
    if behind.starts_with(':') {
        return Some((Mark::Colon, 1));
    }
    let dash = [" – ", " — ", " - ", ". ", ".", " "].into_iter().find_map(|mark| {
        let rest = behind.strip_prefix(mark)?;
        rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            .then_some((Mark::Other, mark.len()))
    });
    let is_sentence = || {
        let mut letters = behind.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(|c| !c.is_uppercase())
    };
    dash.or_else(|| (behind.is_empty() || is_sentence()).then_some((Mark::Other, 0)))
}

/// The length of a heading in capitals that a colon ends: `LEVEL OF EVIDENCE: `.
fn in_capitals_len(text: &str) -> Option<usize> {
    const LONGEST: usize = 60;
    const SHORTEST: usize = 4;
    let len = text.bytes().take(LONGEST).position(|byte| byte == b':')?;
    let is_heading = text[..len].chars().all(|c| c.is_uppercase() || " &/,-()".contains(c))
        && len >= SHORTEST
        && text[len + 1..].starts_with(' ');
    is_heading.then_some(len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &[&str], sections: &[&str]) {
        let typed: Vec<String> = typed.iter().map(|paragraph| (*paragraph).to_owned()).collect();
        assert_eq!(*with_headings(&typed), *sections);
    }

    #[test]
    fn headings_with_colons_begin_paragraphs() {
        let sections =
            ["<b>Background:</b> Sorting is slow.", "<b>Methods:</b> We sort.", "<b>Results:</b> It was."];
        check(&["BACKGROUND: Sorting is slow. METHODS: We sort. RESULTS: It was."], &sections);
        check(&["Background: Sorting is slow. Methods: We sort. Results: It was."], &sections);
        check(&["Background: Sorting is slow.", "Methods: We sort. Results:It was."], &sections);
        check(&["(1) Background: Sorting is slow; (2) Methods: We sort; (3) Results: It was."], &sections);
        check(
            &[
                "BACKGROUND & AIMS: Sorting (slow). MATERIALS AND METHODS: We sort. USE OF DNA: None. RESULTS: It was.",
            ],
            &[
                "<b>Background & aims:</b> Sorting (slow).",
                "<b>Materials and methods:</b> We sort.",
                "<b>USE OF DNA:</b> None.",
                "<b>Results:</b> It was.",
            ],
        );
    }

    #[test]
    fn headings_that_ran_into_sentences_are_found_where_there_are_several() {
        let sections =
            ["<b>Purpose:</b> Sorting is slow.", "<b>Methods:</b> We sort.", "<b>Results:</b> It was."];
        check(&["Purpose Sorting is slow. Methods We sort. Results It was."], &sections);
        check(&["PurposeSorting is slow.MethodsWe sort.ResultsIt was."], &sections);
        check(&["Purpose – Sorting is slow. Methods – We sort. Results – It was."], &sections);
        check(&["Purpose. Sorting is slow. Methods. We sort. Results. It was."], &sections);
        check(&["Purpose", "Sorting is slow.", "Methods", "We sort.", "Results", "It was."], &sections);
    }

    #[test]
    fn sentences_are_no_headings() {
        for typed in [
            "Background: all of it is slow.",
            "Methods that sort are slow. Results: none. Conclusion: none.",
            "Results We sort. Methods Are Slow.",
            "NOTE: We sort. URL: https://a.example.",
            "We sort. BACKGROUND: Slow. METHODS: We sort.",
            "Résumé: é. 1",
            "",
        ] {
            check(&[typed], &[typed]);
        }
        check(&[], &[]);
    }

    #[test]
    fn what_has_headings_already_stays() {
        let marked = ["<b>Aim:</b> To sort.", "Methods: We sort. Results: It was."];
        check(&marked, &marked);
        assert_eq!(heading("Who sorts?"), "<b>Who sorts?</b>");
        assert_eq!(heading("EEG"), "<b>EEG:</b>");
    }
}
