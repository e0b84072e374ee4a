//! Numbers and nouns of messages, which are English.

/// `1 paper`, `20 papers`, `1,509 papers`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

/// With commas between thousands: `59,799`.
pub fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_is_never_in_the_plural() {
        assert_eq!(counted(1, "author", "authors"), "1 author");
        assert_eq!(counted(0, "author", "authors"), "0 authors");
        assert_eq!(counted(59_799, "paper", "papers"), "59,799 papers");
        assert_eq!(grouped(1_000_000), "1,000,000");
        assert_eq!(grouped(999), "999");
    }
}
