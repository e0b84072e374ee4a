//! What `docs/` says is what the program does: every example is run, and nothing is left out.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::site::{Site, paper, picture};

/// A fenced block of a Markdown file.
struct Fence {
    /// What stands after the backticks: `yaml paper`.
    kind: String,
    text: String,
    /// For messages: `docs/guide.md:12`.
    place: String,
}

#[test]
fn every_example_is_accepted() {
    let mut kinds = BTreeSet::new();
    for fence in documents().iter().flat_map(|name| fences(name)) {
        let (language, rest) = fence.kind.split_once(' ').unwrap_or((&fence.kind, ""));
        let site = match (language, rest) {
            ("yaml", "paper") => example_site().file(paper_path(&fence.text), paper_file(&fence.text)),
            ("yaml", "page") => example_site().file("content/pages/example.md", &fence.text),
            ("yaml", "config") => example_site().file("offprint.yaml", &fence.text),
            ("yaml", "theme") => {
                let theme = example_site().file("offprint.yaml", "theme: leaflet\n");
                let styles = ["tokens", "base", "leaflet"];
                let theme = styles.iter().fold(theme, |theme, style| {
                    theme.file(&format!("themes/leaflet/styles/{style}.css"), "")
                });
                theme.file("themes/leaflet/theme.yaml", &fence.text)
            }
            ("yaml", path) if path.starts_with("languages/") => example_site().file(path, &fence.text),
            ("yaml", "authors") => {
                let papers = "authors: [Grace Hopper, G. M. Hopper, A. A. Lovelace]";
                example_site()
                    .file("content/joined.md", paper("Joined", papers))
                    .file("content/authors.yaml", &fence.text)
            }
            ("yaml", "tags") => example_site()
                .file("content/tagged.md", paper("Tagged", "tags: [attention, neural networks]"))
                .file("content/tags.yaml", &fence.text),
            ("jinja", path) => example_site().file(path, &fence.text),
            ("sh" | "text" | "json" | "js" | "yaml", "") => continue,
            // `tests/machines/workflows.mjs` lints it.
            ("yaml", "workflow") => continue,
            _ => panic!("{}: nothing is known of `{}`", fence.place, fence.kind),
        };
        kinds.insert(fence.kind.clone());
        let run = site.run(&["check", "--strict"]);
        assert_eq!(run.code, 0, "{}\n{}", fence.place, run.stderr);
    }
    assert!(kinds.len() > 4, "only {kinds:?} were found");
}

#[test]
fn every_field_of_a_paper_a_page_and_the_configuration_is_in_an_example() {
    for (sources, document, kind) in [
        (&["src/paper"][..], "front-matter.md", "yaml paper"),
        (&["src/page.rs"], "front-matter.md", "yaml page"),
        (&["src/config.rs", "src/config"], "configuration.md", "yaml config"),
    ] {
        let examples = fences(document).into_iter().filter(|fence| fence.kind == kind);
        let shown: BTreeSet<String> = examples.flat_map(|fence| keys(&fence.text)).collect();
        let asked: BTreeSet<String> = sources
            .iter()
            .flat_map(|path| rust_files(path))
            .flat_map(|text| fields_asked_for(&text))
            .collect();
        assert!(asked.contains("title"), "the fields of {sources:?} are not found any more");
        let missing: Vec<&String> = asked.difference(&shown).collect();
        assert!(missing.is_empty(), "no `{kind}` example of docs/{document} has {missing:?}");
    }
}

#[test]
fn every_setting_is_in_the_file_of_a_new_site() {
    let text = include_str!("../../src/scaffold/offprint.yaml");
    let shown = keys(&text.replace("\n#", "\n"));
    let sources = ["src/config.rs", "src/config"].map(rust_files).concat();
    for setting in sources.iter().flat_map(|text| fields_asked_for(text)) {
        assert!(shown.contains(&setting), "`offprint init` does not show `{setting}`");
    }
}

#[test]
fn every_diagnostic_has_a_paragraph() {
    let document = document("diagnostics.md");
    let headings: Vec<&str> = document.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let sorted: BTreeSet<&str> = headings.iter().copied().collect();
    assert_eq!(headings, Vec::from_iter(sorted.iter().copied()), "paragraphs are in order of their codes");

    let sources = rust_files("src");
    let used: BTreeSet<String> = sources.iter().flat_map(|text| codes(text)).collect();
    let undocumented: Vec<&String> = used.iter().filter(|code| !sorted.contains(code.as_str())).collect();
    assert!(undocumented.is_empty(), "docs/diagnostics.md lacks {undocumented:?}");
    let unused: Vec<&str> = sorted.into_iter().filter(|code| !used.contains(*code)).collect();
    assert!(unused.is_empty(), "no diagnostic has the codes {unused:?}");
}

#[test]
fn every_field_that_a_template_sees_is_described_with_its_type() {
    let views = fs::read_to_string(root().join("src/view.rs")).expect("the views are there");
    let document = document("templates.md");
    let mut structs = 0;
    for (name, body) in views.split("pub struct ").skip(1).filter_map(|rest| rest.split_once(" {\n")) {
        let Some(name) = name.strip_suffix("View") else { continue };
        structs += 1;
        let section = document.split("\n### ").find_map(|section| section.strip_prefix(&format!("{name}\n")));
        let section = section.unwrap_or_else(|| panic!("docs/templates.md does not describe {name}"));
        let mut described: Vec<&str> = section.lines().filter(|line| line.starts_with("| `")).collect();
        let fields = body
            .lines()
            .take_while(|line| *line != "}")
            .filter_map(|line| line.trim().strip_prefix("pub ")?.trim_end_matches(',').split_once(": "));
        for (field, rust_type) in fields {
            let row = format!("| `{field}` | `{}` |", documented_type(rust_type));
            assert!(described.iter().any(|line| line.starts_with(&row)), "{name} lacks the row {row}");
            described.retain(|line| !line.starts_with(&row));
        }
        assert!(described.is_empty(), "{name} has no field for {described:?}");
    }
    assert!(structs > 15, "the views are not found any more");
}

#[test]
fn every_template_and_command_is_described() {
    let templates = document("templates.md");
    let shipped = fs::read_dir(root().join("themes/daily/templates")).expect("the theme has templates");
    for template in shipped.map(|entry| entry.expect("the folder can be read").file_name()) {
        let template = template.to_string_lossy();
        let is_made_by_the_program = template.ends_with(".html") && template != "base.html";
        let is_described = templates.contains(&format!("\n| `{template}` |"));
        assert_eq!(is_described, is_made_by_the_program, "docs/templates.md on {template}");
    }

    let guide = document("guide.md");
    let help = Site::new().run(&["--help"]).succeeds().stdout;
    let (_, commands) = help.split_once("Commands:\n").expect("the help lists commands");
    for line in commands.lines().take_while(|line| line.starts_with("  ")) {
        let command = line.split_whitespace().next().expect("a command has a name");
        assert!(
            guide.contains(&format!("\n| `{command}")) || command == "help",
            "docs/guide.md lacks {command}"
        );
    }
}

#[test]
fn every_flag_of_an_example_is_one_that_its_command_takes() {
    let mut checked = 0;
    for fence in documents().iter().flat_map(|name| fences(name)).filter(|fence| fence.kind == "sh") {
        for line in fence.text.lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some(arguments) = line.strip_prefix("offprint ") else { continue };
            let words: Vec<&str> = arguments.split_whitespace().collect();
            let mut commands = words.iter().filter(|word| !word.starts_with('-'));
            let command = *commands.next().expect("an example has a command");
            let mut path = vec![command];
            path.extend(commands.next().filter(|_| matches!(command, "theme" | "import")));
            path.push("--help");
            let help = Site::new().run(&path).succeeds().stdout;
            for flag in words.iter().filter(|word| word.starts_with("--")) {
                assert!(
                    help.contains(&format!("{flag} ")) || help.contains(&format!("{flag}\n")),
                    "{}: {flag}",
                    fence.place
                );
                checked += 1;
            }
        }
    }
    assert!(checked > 5, "the examples are not found any more");
}

#[test]
fn links_between_documents_lead_somewhere() {
    for name in documents() {
        let text = document(&name);
        for link in prose(&text).split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (file, fragment) = link.split_once('#').unwrap_or((link, ""));
            if file.starts_with("http") || file.starts_with("../") {
                continue;
            }
            let target = if file.is_empty() { text.clone() } else { document(file) };
            let headings: Vec<String> =
                target.lines().filter(|line| line.starts_with('#')).map(anchor).collect();
            assert!(
                fragment.is_empty() || headings.iter().any(|heading| heading == fragment),
                "docs/{name}: {link}"
            );
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn document(name: &str) -> String {
    fs::read_to_string(root().join("docs").join(name)).unwrap_or_else(|error| panic!("docs/{name}: {error}"))
}

fn documents() -> Vec<String> {
    let files = fs::read_dir(root().join("docs")).expect("the documents are there");
    let mut names: Vec<String> =
        files.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| name.ends_with(".md"));
    names.sort();
    names
}

fn fences(name: &str) -> Vec<Fence> {
    let mut fences = Vec::new();
    let mut open: Option<Fence> = None;
    for (index, line) in document(name).lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(kind)) => {
                let place = format!("docs/{name}:{}", index + 1);
                open = Some(Fence { kind: kind.to_owned(), text: String::new(), place });
            }
            (Some(_), Some("")) => fences.extend(open.take()),
            (Some(fence), _) => fence.text.extend([line, "\n"]),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "docs/{name}: a fence is not closed");
    fences
}

/// A document without its code.
fn prose(document: &str) -> String {
    let outside_fences = document.split("\n```").step_by(2);
    outside_fences.flat_map(|text| text.split('`').step_by(2)).collect()
}

/// A site on which every example can stand: with the pages and files that examples name.
fn example_site() -> Site {
    Site::new()
        .file("content/pages/about.md", "---\ntitle: About\n---\n")
        .file(
            "content/2025-10-29/other.md",
            "---\ntitle: Another paper\nauthors: [Someone Else]\n---\nText.\n",
        )
        .file("content/2025-10-30/slides.pdf", "")
        .file("content/2025-10-30/pointer.png", picture(1))
        .file("static/ours.css", "")
}

/// Where an example's paper lies, so that its day agrees with the path.
fn paper_path(text: &str) -> &'static str {
    if text.contains("\ndate:") || text.starts_with("date:") {
        "content/pointer-networks.md"
    } else {
        "content/2025-10-30/pointer-networks.md"
    }
}

/// An example may be a whole file, or some fields.
fn paper_file(text: &str) -> String {
    if text.starts_with("---\n") {
        return text.to_owned();
    }
    let title = if text.starts_with("title:") { "" } else { "title: An example\n" };
    format!("---\n{title}{text}---\nText.\n")
}

/// The names before colons, in block and flow maps.
fn keys(yaml: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for (at, _) in yaml.match_indices(':') {
        let name = yaml[..at].rsplit(|char: char| !(char.is_ascii_lowercase() || char == '_')).next();
        keys.extend(name.filter(|name| !name.is_empty()).map(str::to_owned));
    }
    keys
}

/// The texts of Rust files, without their tests.
fn rust_files(path: &str) -> Vec<String> {
    fn collect(path: &Path, texts: &mut Vec<String>) {
        if path.is_dir() {
            for entry in fs::read_dir(path).expect("a readable folder") {
                collect(&entry.expect("a readable entry").path(), texts);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            let text = fs::read_to_string(path).expect("a readable file");
            texts.push(text.split("\nmod tests {").next().unwrap_or_default().to_owned());
        }
    }
    let mut texts = Vec::new();
    collect(&root().join(path), &mut texts);
    texts
}

/// What stands between quotes, where no quote is escaped.
fn literals(code: &str) -> Vec<&str> {
    code.split('"').skip(1).step_by(2).collect()
}

/// The names that a module asks its maps of fields for.
fn fields_asked_for(code: &str) -> BTreeSet<String> {
    const CALLS: [&str; 12] = [
        ".text(",
        ".text_at(",
        ".texts(",
        ".flag(",
        ".count(",
        ".integer(",
        ".choice(",
        ".list(",
        ".take(",
        ".map(",
        "fields, ",
        "map, ",
    ];
    let mut names = BTreeSet::new();
    for call in CALLS {
        for rest in code.split(call).skip(1) {
            let Some(rest) = rest.trim_start().strip_prefix('"') else { continue };
            let name = rest.split('"').next().unwrap_or_default();
            if name.chars().all(|char| char.is_ascii_lowercase() || char == '_') {
                names.insert(name.to_owned());
            }
        }
    }
    names
}

/// The codes of diagnostics in a module: the first argument of what makes one, and what is handed
/// to functions that make several kinds.
fn codes(code: &str) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    let is_code = |text: &str| {
        text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && !text.is_empty()
    };
    for call in ["Diagnostic::error(", "Diagnostic::warning(", "Diagnostic::note(", ".error(", ".warning("] {
        for rest in code.split(call).skip(1) {
            let literal = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
            codes.extend(literal.filter(|text| is_code(text)).map(str::to_owned));
        }
    }
    let carriers = [
        " missing(",
        ".told(",
        "template_error::diagnostics(",
        "ProblemKind::",
        "const MISSING: &str = ",
        "const FOREIGN_POSTS: &str = ",
        "const NOT_FETCHED: &str = ",
    ];
    for carrier in carriers {
        for rest in code.split(carrier).skip(1) {
            let statement = rest.split([';', '\n']).next().unwrap_or_default();
            let hyphened = literals(statement).into_iter().filter(|text| text.contains('-') && is_code(text));
            codes.extend(hyphened.map(str::to_owned));
        }
    }
    codes
}

/// A type of a view as the documentation writes it: `Option<Vec<LinkView>>` is `[Link]?`.
fn documented_type(rust_type: &str) -> String {
    let within = |start: &str| rust_type.strip_prefix(start).and_then(|rest| rest.strip_suffix('>'));
    if let Some(inner) = within("Option<") {
        return format!("{}?", documented_type(inner));
    }
    if let Some(inner) = within("Vec<") {
        return format!("[{}]", documented_type(inner));
    }
    if let Some((inner, _)) = rust_type.strip_prefix('[').and_then(|rest| rest.split_once("; ")) {
        return format!("[{}]", documented_type(inner));
    }
    match rust_type {
        "String" | "&'static str" => "text".to_owned(),
        "bool" => "boolean".to_owned(),
        "serde_json::Value" => "map".to_owned(),
        "usize" | "u64" | "u32" | "u8" | "i8" => "number".to_owned(),
        view => view.strip_suffix("View").expect("a field of a view is a plain type or a view").to_owned(),
    }
}

/// The fragment that GitHub gives a heading.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = text.chars().filter(|char| char.is_alphanumeric() || matches!(char, ' ' | '-' | '_'));
    kept.map(|char| if char == ' ' { '-' } else { char }).collect()
}
