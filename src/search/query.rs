//! A [`Query`] is what somebody looks for: a filter, whose words are ranked.

use super::token::{Word, is_stop_word, words};
use crate::filter::{Condition, Filter};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// All of them are looked for.
    pub words: Vec<Word>,
    /// Tokens that stand in this order, without others between them.
    pub phrases: Vec<Vec<String>>,
    /// None of these, each the tokens of a phrase or a word.
    pub excluded: Vec<Vec<String>>,
    /// What else a paper must be.
    pub filter: Filter,
    /// Whether the last word may go on: no blank was typed after it.
    pub is_open: bool,
}

impl Query {
    /// Reads a query as filters are read, but leniently: every query means something.
    pub fn parse(text: &str) -> Query {
        let (filter, _) = Filter::parse_leniently(text);
        let mut query = Query { filter: filter.without_texts(), ..Query::default() };
        for clause in filter.clauses() {
            let (Condition::Word { text, .. } | Condition::Phrase(text)) = &clause.condition else {
                continue;
            };
            let found = words(text);
            let parts: Vec<String> = found.iter().flat_map(|word| word.parts.clone()).collect();
            match &clause.condition {
                _ if parts.is_empty() => {}
                _ if clause.excluded => query.excluded.push(parts),
                Condition::Phrase(_) => query.phrases.push(parts),
                _ => query.words.extend(found),
            }
        }
        let last = filter.clauses().last();
        query.is_open = !text.ends_with(char::is_whitespace)
            && last.is_some_and(|last| !last.excluded && matches!(last.condition, Condition::Word { .. }));
        query.leave_out_stop_words();
        query
    }

    /// Words that say nothing are left out, unless there are no others.
    fn leave_out_stop_words(&mut self) {
        let says = |word: &Word| word.whole.is_some() || !is_stop_word(&word.parts[0]);
        if self.phrases.is_empty() && !self.words.iter().any(says) {
            return;
        }
        // The last one may be the beginning of another word.
        let begins = |word: &Word| word.parts[0].chars().count() == 1;
        let last = self.words.pop();
        self.words.retain(says);
        self.words.extend(last.filter(|last| says(last) || (self.is_open && begins(last))));
    }

    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty() && self.excluded.is_empty() && self.filter.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(query: &Query) -> Vec<&str> {
        query.words.iter().flat_map(Word::tokens).collect()
    }

    #[test]
    fn words_phrases_and_filters_are_told_apart() {
        let query = Query::parse("Pointer networks -survey \"neural Turing\" tag:x");
        assert_eq!(tokens(&query), ["pointer", "network"]);
        assert_eq!(query.phrases, [["neural", "turing"]]);
        assert_eq!(query.excluded, [["survey"]]);
        assert_eq!((query.filter.clauses().len(), query.is_open), (1, false));
    }

    #[test]
    fn stop_words_count_where_there_are_no_others() {
        assert_eq!(tokens(&Query::parse("the art of it")), ["art"]);
        assert_eq!(tokens(&Query::parse("to be or")), ["to", "be", "or"]);
    }

    #[test]
    fn only_the_last_word_goes_on() {
        assert!(Query::parse("point").is_open);
        assert!(!Query::parse("point ").is_open);
        assert!(!Query::parse("point tag:x").is_open);
        assert!(!Query::parse("-point").is_open);
    }
}
