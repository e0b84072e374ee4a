//! Edits of files as people write them.

use super::*;

#[track_caller]
fn check(before: &str, edit: impl Fn(&mut PaperEdit) -> Result<bool, EditError>, after: &str) {
    let mut paper = PaperEdit::new(before).expect("it can be read");
    edit(&mut paper).expect("it can be edited");
    assert_eq!(paper.text(), after);
}

/// Within fences.
#[track_caller]
fn yaml(before: &str, edit: impl Fn(&mut PaperEdit) -> Result<bool, EditError>, after: &str) {
    check(&format!("---\n{before}---\nBody"), edit, &format!("---\n{after}---\nBody"));
}

fn text(text: &str) -> NewValue {
    NewValue::Text(text.to_owned())
}

fn plain(text: &str) -> NewValue {
    NewValue::Plain(text.to_owned())
}

fn texts(items: &[&str]) -> NewValue {
    NewValue::List(items.iter().map(|item| (*item).to_owned()).collect())
}

#[test]
fn a_value_is_replaced_and_nothing_else() {
    let read = |paper: &mut PaperEdit| paper.set("status", &text("read"));
    yaml("title: x\nstatus:   unread   # soon\na: 1\n", read, "title: x\nstatus:   read   # soon\na: 1\n");
    yaml("status: 'unread'\n", read, "status: 'read'\n");
    yaml("status: \"unread\"\n", read, "status: \"read\"\n");
    yaml("status: # soon\na: 1\n", read, "status: read # soon\na: 1\n");
    yaml("status:\na: 1\n", read, "status: read\na: 1\n");
    yaml("status: ~\n", read, "status: read\n");
    yaml("status: |\n  unread\n# below\n", read, "status: read\n# below\n");
    yaml("status: one\n  two # three\n", read, "status: read # three\n");
    yaml("{title: x, status: unread}\n", read, "{title: x, status: read}\n");
    yaml("'status': [a,\n b] # c\n", read, "'status': read # c\n");
    yaml("status: read # as it is\n", read, "status: read # as it is\n");
}

#[test]
fn a_new_field_is_the_last_one() {
    let rate = |paper: &mut PaperEdit| paper.set("rating", &plain("4"));
    yaml("title: x\n# end\n", rate, "title: x\n# end\nrating: 4\n");
    yaml("", rate, "rating: 4\n");
    yaml("a: |\n  x\n\n", rate, "a: |\n  x\n\nrating: 4\n");
    yaml("{title: x}\n", rate, "{title: x, rating: 4}\n");
    yaml("  title: x\n", rate, "  title: x\n  rating: 4\n");
    check("---\r\na: 1\r\n---", rate, "---\r\na: 1\r\nrating: 4\r\n---");
    check("\u{FEFF}---\na: 1\n...\nx", rate, "\u{FEFF}---\na: 1\nrating: 4\n...\nx");
}

#[test]
fn what_is_written_reads_as_it_was_typed() {
    for value in [
        "a: b", "#x", "No", "1984", "it's", "[x]", "a, b", "x # y", "ends:", "", "é\u{85}", "{a}", "- x",
        "a\nb",
    ] {
        for before in ["title: x\n", "title: 'x'\n", "title: \"x\"\n", "{title: x}\n", "title: >\n  x\n"] {
            let mut paper = PaperEdit::new(&format!("---\n{before}---\n")).expect("it can be read");
            paper.set("title", &text(value)).unwrap_or_else(|error| panic!("{before}{value}: {error}"));
            assert_eq!(paper.texts("title"), [value.trim()], "{before}");
        }
    }
}

#[test]
fn a_field_is_removed_with_its_lines() {
    let remove = |paper: &mut PaperEdit| paper.remove("tags");
    yaml("a: 1\ntags: [x] # y\nb: 2\n", remove, "a: 1\nb: 2\n");
    yaml("tags:\n- x # y\n\n- z\n# b\nb: 2\n", remove, "# b\nb: 2\n");
    yaml("a: 1\ntags:\n  - x\n", remove, "a: 1\n");
    yaml("{a: 1, tags: [x], b: 2}\n", remove, "{a: 1, b: 2}\n");
    yaml("{a: 1, tags: [x]}\n", remove, "{a: 1}\n");
    yaml("a: 1\n", remove, "a: 1\n");
}

#[test]
fn a_list_is_added_to_in_its_own_style() {
    let add = |paper: &mut PaperEdit| paper.add_to_list("tags", "new");
    yaml("a: 1\n", add, "a: 1\ntags: [new]\n");
    yaml("tags:\n", add, "tags: [new]\n");
    yaml("tags: []\n", add, "tags: [new]\n");
    yaml("tags: [a, 'b, c'] # d\n", add, "tags: [a, 'b, c', new] # d\n");
    yaml("tags: [\n  a, # one\n  b # two\n]\n", add, "tags: [\n  a, # one\n  b, new # two\n]\n");
    yaml("tags: [\n  a, # one\n  'ends:'\n]\n", add, "tags: [\n  a, # one\n  'ends:', new\n]\n");
    yaml("tags: [a,]\n", add, "tags: [a, new,]\n");
    yaml("tags: ['a', 'b c']\n", add, "tags: ['a', 'b c', 'new']\n");
    yaml("tags:\n- \"a\"\n", add, "tags:\n- \"a\"\n- \"new\"\n");
    yaml("tags: ['a', \"b\"]\n", add, "tags: ['a', \"b\", new]\n");
    yaml("tags:\n- a # one\n# end\nb: 1\n", add, "tags:\n- a # one\n- new\n# end\nb: 1\n");
    yaml("tags:\n  -   a\n\nb: 1\n", add, "tags:\n  -   a\n  -   new\n\nb: 1\n");
    yaml("tags: one, two\n", add, "tags: ['one, two', new]\n");
    yaml("tags: [a, new]\n", add, "tags: [a, new]\n");
    check("---\r\ntags:\r\n- a\r\n---\r\n", add, "---\r\ntags:\r\n- a\r\n- new\r\n---\r\n");
    let add = |paper: &mut PaperEdit| paper.add_to_list("tags", "C, or C++");
    yaml("tags: [a]\n", add, "tags: [a, 'C, or C++']\n");
    yaml("tags:\n- a\n", add, "tags:\n- a\n- C, or C++\n");
}

#[test]
fn an_item_is_removed_with_its_comment() {
    let remove = |paper: &mut PaperEdit| paper.remove_from_list("tags", |tag| tag == "x");
    yaml("tags: [x, b]\n", remove, "tags: [b]\n");
    yaml("tags: [a, x, b]\n", remove, "tags: [a, b]\n");
    yaml("tags: [a, x]\n", remove, "tags: [a]\n");
    yaml("tags: [x]\n", remove, "tags: []\n");
    yaml("tags: [x,]\n", remove, "tags: []\n");
    yaml("tags: [\n  x, # y\n]\n", remove, "tags: [\n   # y\n]\n");
    yaml("tags: x\n", remove, "tags: []\n");
    yaml(
        "tags:\n  - a # one\n  - x # two\n  # three\n  - b\n",
        remove,
        "tags:\n  - a # one\n  # three\n  - b\n",
    );
    yaml("tags:\n- x\nb: 1\n", remove, "tags: []\nb: 1\n");
    yaml("tags: [x, a, 'x']\n", remove, "tags: [a]\n");
}

#[test]
fn a_list_that_is_set_keeps_the_items_that_stay() {
    let set = |paper: &mut PaperEdit| paper.set("tags", &texts(&["a", "c"]));
    yaml("tags:\n- a # one\n- b # two\n", set, "tags:\n- a # one\n- c\n");
    yaml("tags: [c, a] # order\n", set, "tags: [a, c] # order\n");
    yaml("tags: x\n", set, "tags: [a, c]\n");
    yaml("tags:\n- {name: y}\nb: 1\n", set, "tags: [a, c]\nb: 1\n");
}

#[test]
fn an_entry_of_a_map_is_a_field_too() {
    let set = |paper: &mut PaperEdit| paper.set("links.code", &text("https://a.example/x,y"));
    yaml("a: 1\n", set, "a: 1\nlinks: {code: 'https://a.example/x,y'}\n");
    yaml("links: {pdf: b}\n", set, "links: {pdf: b, code: 'https://a.example/x,y'}\n");
    yaml(
        "links:\n    pdf: b # c\nd: 1\n",
        set,
        "links:\n    pdf: b # c\n    code: https://a.example/x,y\nd: 1\n",
    );
    yaml("links:\n  code: b # c\n", set, "links:\n  code: https://a.example/x,y # c\n");
    let remove = |paper: &mut PaperEdit| paper.remove("links.code");
    yaml("links:\n  pdf: a\n  code: b\nc: 1\n", remove, "links:\n  pdf: a\nc: 1\n");
    yaml("links: {code: b, pdf: a}\n", remove, "links: {pdf: a}\n");
    yaml("links:\n  code: b\nc: 1\n", remove, "c: 1\n");
}

#[test]
fn what_cannot_be_changed_in_place_is_left_alone() {
    let mut paper = PaperEdit::new("---\na: &x [y]\ntags: *x\n? b\n: c\n---\n").expect("it can be read");
    let before = paper.text();
    assert!(paper.add_to_list("tags", "z").is_err());
    assert_eq!(
        paper.set("b", &text("d")).map_err(|error| error.to_string()),
        Err("`b` cannot be changed in place, since its colon stands apart: edit the file by hand".to_owned())
    );
    assert_eq!(paper.text(), before);
    assert_eq!(
        PaperEdit::new("no fences").err(),
        Some(EditError::Unreadable("this file has no front matter".into()))
    );
}

#[test]
fn notes_are_added_below_their_heading() {
    let add = |paper: &mut PaperEdit| {
        paper.add_note(" One.\nTwo. ")?;
        Ok(true)
    };
    check("---\na: 1\n---\nText.\n", add, "---\na: 1\n---\nText.\n\n## Notes\n\nOne.\nTwo.\n");
    check("---\na: 1\n---\n", add, "---\na: 1\n---\n## Notes\n\nOne.\nTwo.\n");
    check("---\na: 1\n---", add, "---\na: 1\n---\n## Notes\n\nOne.\nTwo.");
    check("---\na: 1\n---\nT.\n\n# Notes\nMine.", add, "---\na: 1\n---\nT.\n\n# Notes\nMine.\n\nOne.\nTwo.");
    check("---\nabstract: x\n---\nMine.\n", add, "---\nabstract: x\n---\nMine.\n\nOne.\nTwo.\n");
    check(
        "---\r\na: 1\r\n---\r\nText.\r\n",
        add,
        "---\r\na: 1\r\n---\r\nText.\r\n\r\n## Notes\r\n\r\nOne.\r\nTwo.\r\n",
    );
}

#[test]
fn a_note_is_never_published_as_code() {
    let error = "`Notes` cannot be changed in place, since a block of code or HTML above them has no end: edit the file by hand";
    for before in [
        "---\na: 1\n---\nText.\n\n```\nsort(x)\n",
        "---\na: 1\n---\nText.\n\n## Notes\n\n~~~~\nsort(x)\n~~~\n",
        "---\nabstract: x\n---\nMine.\n\n```\nsort(x)\n",
        "---\nabstract: x\n---\nMine.\n\n<!-- sort(x)\n",
    ] {
        let mut paper = PaperEdit::new(before).expect("it can be read");
        let said = paper.add_note("Yours.").map_err(|error| error.to_string());
        assert_eq!((said, paper.text()), (Err(error.to_owned()), before.to_owned()));
    }
    for before in [
        "---\nabstract: x\n---\n```\nsort(x)\n```\n",
        "---\nabstract: x\n---\n- ```\n  sort(x)\n  ```\n",
        "---\nabstract: x\n---\n    sort(x)\n",
        "---\nabstract: x\n---\n> ```\n> sort(x)\n",
    ] {
        let mut paper = PaperEdit::new(before).expect("it can be read");
        assert_eq!(paper.add_note("Mine."), Ok(()), "{before}");
        assert_eq!(paper.text(), format!("{before}\nMine.\n"));
    }
}

#[test]
fn any_value_is_set_and_read_back() {
    let set = |paper: &mut PaperEdit| {
        paper.set("extra.note", &NewValue::Any(serde_json::json!("See: there")))?;
        paper.set("extra.year", &NewValue::Any(serde_json::json!("2024")))?;
        paper.set("extra.parts", &NewValue::Any(serde_json::json!([1, 2.0, null, {"a, b": [true, "- x"]}])))
    };
    let after =
        "extra: {shelf: 3, note: 'See: there', year: '2024', parts: [1, 2.0, ~, {'a, b': [true, '- x']}]}\n";
    yaml("extra: {shelf: 3}\n", set, after);
}

#[test]
fn empty_maps_and_lists_are_filled_where_they_are() {
    let append = |paper: &mut PaperEdit| {
        paper
            .append("links:\n  code: https://a.example/\nauthors:\n  - {given: Ada, family: Lovelace}\n")
            .map(|()| true)
    };
    yaml(
        "links: {}\nauthors: # who?\ntitle: x\n",
        append,
        "links: {code: https://a.example/}\nauthors: [{family: Lovelace, given: Ada}] # who?\ntitle: x\n",
    );
}

#[test]
fn new_fields_are_appended_in_the_style_of_the_file() {
    let append = |paper: &mut PaperEdit| paper.append("doi: '10.1000/a'\nlinks:\n  code: b\n").map(|()| true);
    yaml("title: x\n# end\n", append, "title: x\n# end\ndoi: '10.1000/a'\nlinks:\n  code: b\n");
    yaml("  title: x\n", append, "  title: x\n  doi: '10.1000/a'\n  links:\n    code: b\n");
    yaml("doi: # which?\ntitle: x\n", append, "doi: '10.1000/a' # which?\ntitle: x\nlinks:\n  code: b\n");
    check(
        "---\r\ntitle: x\r\n---\r\n",
        append,
        "---\r\ntitle: x\r\ndoi: '10.1000/a'\r\nlinks:\r\n  code: b\r\n---\r\n",
    );
    let mut braces = PaperEdit::new("---\n{title: x}\n---\n").expect("it can be read");
    assert!(braces.append("doi: a\n").is_err());
    assert_eq!(braces.text(), "---\n{title: x}\n---\n");
}

#[test]
fn an_abstract_comes_before_the_notes() {
    let add = |paper: &mut PaperEdit| {
        paper.add_abstract("We\nsort.\n");
        Ok(true)
    };
    check("---\na: 1\n---\n", add, "---\na: 1\n---\nWe\nsort.\n");
    check("---\na: 1\n---", add, "---\na: 1\n---\nWe\nsort.\n");
    check("---\na: 1\n---\n\n## Notes\nMine.", add, "---\na: 1\n---\nWe\nsort.\n\n## Notes\nMine.");
    check("---\r\na: 1\r\n---\r\n", add, "---\r\na: 1\r\n---\r\nWe\r\nsort.\r\n");
}
