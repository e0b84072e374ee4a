//! Joining names of one person in the text of `authors.yaml`, which keeps every other byte.

use super::People;
use crate::edit::{EditError, FieldPath, MapEdit, NewValue, line_end};
use crate::layout;
use crate::source::SourceFile;

/// Returns the text in which `others` are names of `preferred`, too.
///
/// `text` is the whole file, empty where there is none. `preferred` may have an entry in it, spelled
/// in any way that counts as the same; nobody may have the others.
pub fn merge(text: &str, preferred: &str, others: &[String]) -> Result<String, EditError> {
    let yaml = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mark = &text[..text.len() - yaml.len()];
    let people = read(yaml);
    // The entry's own spelling is its key.
    let key = people.find(preferred).map_or(preferred, |person| &person.name);
    let mut edit = MapEdit::new(yaml.to_owned(), line_end(yaml))?;
    let entry = FieldPath::Top(key);
    if edit.is_map(entry) {
        for name in others {
            edit.add_to_list(FieldPath::Below(key, "also"), name)?;
        }
    } else if edit.has(entry) {
        for name in others {
            edit.add_to_list(entry, name)?;
        }
    } else {
        edit.set(entry, &NewValue::List(others.to_vec()))?;
    }
    let joined = read(edit.yaml());
    let is_joined = |name: &String| joined.find(name).is_some_and(|person| person.name == key) || name == key;
    if !others.iter().all(is_joined) {
        return Err(EditError::NotInPlace { key: key.to_owned(), why: "" });
    }
    Ok(format!("{mark}{}", edit.yaml()))
}

fn read(yaml: &str) -> People {
    People::from_source(&SourceFile { path: layout::AUTHORS.into(), text: yaml.to_owned() }).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(before: &str, after: &str) {
        let others = ["G. M. Hopper".to_owned(), "Hopper: Grace".to_owned()];
        assert_eq!(merge(before, "Grace Hopper", &others), Ok(after.to_owned()));
    }

    #[test]
    fn a_person_gets_an_entry() {
        check("", "Grace Hopper: [G. M. Hopper, 'Hopper: Grace']\n");
        check("# People\n", "# People\nGrace Hopper: [G. M. Hopper, 'Hopper: Grace']\n");
        check(
            "\u{FEFF}Ada: A # first\r\n",
            "\u{FEFF}Ada: A # first\r\nGrace Hopper: [G. M. Hopper, 'Hopper: Grace']\r\n",
        );
        check("Ada: A", "Ada: A\nGrace Hopper: [G. M. Hopper, 'Hopper: Grace']");
        check("{Ada: A}\n", "{Ada: A, Grace Hopper: [G. M. Hopper, 'Hopper: Grace']}\n");
    }

    #[test]
    fn an_entry_is_added_to_in_its_own_form() {
        check(
            "grace HOPPER: [Grace Murray] # one\nAda: A\n",
            "grace HOPPER: [Grace Murray, G. M. Hopper, 'Hopper: Grace'] # one\nAda: A\n",
        );
        check("Grace Hopper:\nAda: A\n", "Grace Hopper: [G. M. Hopper, 'Hopper: Grace']\nAda: A\n");
        check("Grace Hopper: G. Hopper\n", "Grace Hopper: [G. Hopper, G. M. Hopper, 'Hopper: Grace']\n");
        check(
            "Grace Hopper:\n  - G. Hopper # two\n  # three\nAda: A",
            "Grace Hopper:\n  - G. Hopper # two\n  - G. M. Hopper\n  - 'Hopper: Grace'\n  # three\nAda: A",
        );
        check(
            "Grace Hopper:\n  - G. Hopper",
            "Grace Hopper:\n  - G. Hopper\n  - G. M. Hopper\n  - 'Hopper: Grace'",
        );
        check(
            "Grace Hopper:\n  url: https://a.example/ # page\nAda: A\n",
            "Grace Hopper:\n  url: https://a.example/ # page\n  also: [G. M. Hopper, 'Hopper: Grace']\nAda: A\n",
        );
        check(
            "Grace Hopper: {also: G. Hopper, url: 'https://a.example/'}\n",
            "Grace Hopper: {also: [G. Hopper, G. M. Hopper, 'Hopper: Grace'], url: 'https://a.example/'}\n",
        );
    }

    #[test]
    fn what_cannot_be_added_in_place_is_left_alone() {
        assert!(merge("A: &x [B]\nGrace Hopper: *x\n", "Grace Hopper", &["G. Hopper".to_owned()]).is_err());
    }
}
