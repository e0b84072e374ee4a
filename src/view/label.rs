//! A *label* is a count or a piece of text in the words that readers see.

/// A text without line breaks and other control characters, whatever it holds.
pub fn one_line(text: &str) -> String {
    let words = text.split(|char: char| char.is_whitespace() || char.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// At most `longest` characters of a text on one line, cut between words, with `…` where cut.
pub fn shortened(text: &str, longest: usize) -> String {
    let mut short = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let word_length = word.chars().count();
        let blank = usize::from(length > 0);
        // One place is kept for the ellipsis.
        if length + blank + word_length > longest {
            if length == 0 {
                short.extend(word.chars().take(longest.saturating_sub(1)));
            }
            while length + 1 > longest && short.pop().is_some() {
                length -= 1;
            }
            let trimmed = short.trim_end_matches([' ', ',', ';', ':', '.', '–', '—', '-']).len();
            short.truncate(trimmed);
            short.push('…');
            return short;
        }
        if blank == 1 {
            short.push(' ');
        }
        short.push_str(word);
        length += blank + word_length;
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_text_holds_it_is_one_line() {
        assert_eq!(one_line(" a\r\n.\r\nb\u{2028}c\u{0}\u{85}d "), "a . b c d");
    }

    #[test]
    fn a_text_is_cut_between_words() {
        assert_eq!(shortened("Pointer\n Networks", 20), "Pointer Networks");
        assert_eq!(shortened("Pointer Networks", 16), "Pointer Networks");
        assert_eq!(shortened("Pointer Networks, revisited", 20), "Pointer Networks…");
        assert_eq!(shortened("Pointer Networks", 7), "Pointe…");
        assert_eq!(shortened("Donaudampfschifffahrt", 6), "Donau…");
    }
}
