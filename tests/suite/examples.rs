//! Every command's help has examples, and they work: each is run by a shell, in a site of its own.
//!
//! Services are a server on this machine, and programs that examples name besides offprint are
//! scripts that do the least that will do.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::add::{arxiv_answer, services};
use crate::site::{Site, paper};
use crate::stand_in::{Asked, reply};

const PAPERS: [(&str, &str); 2] = [
    (
        "2305.02265",
        "<title>Sorting, slowly</title><summary>We sort.</summary><author><name>Ada Lovelace</name></author>",
    ),
    ("1706.03762", "<title>Sorting, fast</title><author><name>Grace Hopper</name></author>"),
];

const ITEM: &str = r#"{"title": "Engines", "author": [{"given": "Ada", "family": "Lovelace"}],
    "issued": {"date-parts": [[1843, 9]]}, "container-title": "Memoirs"}"#;

/// Commands for everybody who makes a list, one after the other.
const GUIDE: &str = include_str!("../../README.md");

const ANSWER: &str =
    r#"[{"paper": {"id": "2510.00010", "title": "Sorting", "authors": [{"name": "Ada Lovelace"}]}}]"#;

const ROW: &str =
    r#"{"id": "2510.00010", "title": "Sorting", "authors": ["Ada Lovelace"], "date": "2025-10-30"}"#;

const RECORD: &str = "TY  - JOUR\nTI  - Sorting Thrice\nPY  - 2015\nER  - \n";
const ENTRY: &str = "@misc{ada, title = {Sorting}, author = {Ada Lovelace}, year = 1843}\n";

const LISTING: &str = "Sorting, slowly\n\nWe sort.\n\n  • 3 authors\n·\nOct 29\n";

const POST: &str = "---\ntitle: Sorting\nabstract: We sort.\ndate: 2015-07-01\nid: ada15\nauthor:\n- given: Ada\n  family: Lovelace\n---\n";

fn answer(asked: &Asked, stream: &mut std::net::TcpStream) {
    match asked.path.split('?').next().unwrap_or_default() {
        "/arxiv/api/query" => reply(stream, "200 OK", &[], arxiv_answer(asked, &PAPERS)),
        "/doi/10.1145/3386569.3392457" => reply(stream, "200 OK", &[], ITEM),
        "/openreview/notes" => {
            let note = r#"{"notes": [{"content": {"title": {"value": "Reviewed"}}}]}"#;
            reply(stream, "200 OK", &[], note);
        }
        _ => reply(stream, "404 Not Found", &[], r#"{"error": "not found"}"#),
    }
}

/// A folder `site` as examples take it for granted, and a folder `bin` of programs.
fn prepared(config: &str, command: &[String]) -> Site {
    let mut feed = arxiv_answer(&Asked { path: PAPERS[0].0.to_owned(), header: String::new() }, &PAPERS);
    feed.push('\n');
    let site = Site::new()
        .file("site/offprint.yaml", format!("{config}digest: {{from: papers@a.example}}\n"))
        .file("site/content/pages/about.md", "---\ntitle: About\n---\nText.\n")
        .file("site/answer.xml", &feed)
        .file("site/My-Library.json", format!("[{ITEM}]"))
        .file("site/items.json", format!("[{ITEM}]"))
        .file("site/papers.jsonl", ROW)
        .file("site/My-Library.bib", ENTRY)
        .file("site/thesis.bib", ENTRY)
        .file("site/My-Library.ris", RECORD)
        .file("site/search.ris", RECORD)
        .file("site/pubmed-search.nbib", "PMID- 17\nTI  - Sorting twice.\nDP  - 2022 Mar 5\n")
        .file("site/2025-10-30.json", ANSWER)
        .file("site/daily.json", ANSWER)
        .file("site/listing.txt", LISTING)
        .file("site/v37/_posts/2015-07-01-ada15.md", POST)
        .file("site/.local/share/bash-completion/completions/.keep", "")
        .file("site/.config/fish/completions/.keep", "")
        .file("site/.zfunc/.keep", "")
        .file("bin/xz", "#!/bin/sh\ncat papers.jsonl\n")
        .file("bin/curl", "#!/bin/sh\ncase \"$*\" in *.bib*) cat thesis.bib;; *) cat answer.xml;; esac\n")
        .file("bin/editor", "#!/bin/sh\ntest -f \"$1\"\n")
        .file("bin/git", "#!/bin/sh\n")
        .file("bin/xdg-open", "#!/bin/sh\n");
    for program in ["curl", "editor", "git", "xdg-open", "xz"] {
        let permissions = fs::Permissions::from_mode(0o755);
        fs::set_permissions(site.root().join("bin").join(program), permissions).expect("it is ours");
    }
    // What is to be added is not there yet.
    if !matches!(command[0].as_str(), "add" | "import" | "init") {
        let sorting = "arxiv: '2305.02265'\nauthors: [Grace Hopper, Ada Lovelace]\ntags: [survey, seq2seq]";
        let attention = "arxiv: '1706.03762'\nauthors: [G. M. Hopper, Ada Lovelace]\nstatus: unread";
        site.write("site/content/sorting.md", paper("Sorting", sorting));
        site.write("site/content/attention-is-all-you-need.md", paper("Attention", attention));
        let labs = paper("Names", "authors: [Hopper Grace, Ada Lovelace]\norganization: Example Labs");
        site.write("site/content/2025-10-30/ndcr.md", labs);
    }
    if command == ["clean"] {
        for folder in ["public", "../published"] {
            let built = shell(&site, &format!("offprint build --output {folder}")).output();
            assert!(built.expect("a shell is there").status.success());
        }
    }
    site
}

/// A line of an example, run in the site.
fn shell(site: &Site, line: &str) -> Command {
    let program = Path::new(env!("CARGO_BIN_EXE_offprint")).parent().expect("it is in a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{}:{path}", site.root().join("bin").display(), program.display());
    let mut command = Command::new("sh");
    command.arg("-c").arg(line).current_dir(site.root().join("site")).env("PATH", path);
    command.env("HOME", site.root().join("site")).env("EDITOR", "editor").env_remove("VISUAL");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

#[track_caller]
fn works(site: &Site, line: &str) {
    let output = shell(site, line).output().expect("a shell is there");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{line}\n{said}");
}

/// A server never ends: it works when it says where it is.
#[track_caller]
fn begins(site: &Site, line: &str) {
    // Others may listen on the port of an example.
    let line = format!("exec {}", line.replace("--port 4000", "--port 0"));
    let mut server = shell(site, &line).spawn().expect("a shell is there");
    let said = BufReader::new(server.stderr.take().expect("it was asked for")).lines();
    let is_there =
        said.map_while(Result::ok).any(|said| said.starts_with("Serving 3 papers at http://127.0.0.1:"));
    server.kill().expect("it runs");
    server.wait().expect("it ends");
    assert!(is_there, "{line}");
}

fn help(command: &[String]) -> String {
    let words: Vec<&str> = command.iter().map(String::as_str).chain(["--help"]).collect();
    Site::new().run(&words).succeeds().stdout
}

/// Every command that does something of its own, with its help.
fn commands(above: &[String], all: &mut Vec<(Vec<String>, String)>) {
    let help = help(above);
    let below = help.split_once("\nCommands:\n").map_or("", |(_, list)| list);
    // Descriptions go on in lines that are indented more.
    let names =
        below.lines().take_while(|line| line.starts_with("  ")).filter(|line| !line.starts_with("   "));
    let names: Vec<&str> = names.filter_map(|line| line.split_whitespace().next()).collect();
    for name in names.iter().filter(|name| **name != "help") {
        commands(&[above, &[(*name).to_owned()]].concat(), all);
    }
    if !above.is_empty() && (names.is_empty() || help.contains("\nExamples:\n")) {
        all.push((above.to_vec(), help));
    }
}

#[test]
fn every_example_of_every_command_works() {
    let (_server, config) = services(answer);
    let mut all = Vec::new();
    commands(&[], &mut all);
    assert!(all.len() > 20, "the commands are not found any more: {all:?}");
    let mut count = 0;
    for (command, help) in &all {
        let (_, examples) =
            help.split_once("\nExamples:\n").unwrap_or_else(|| panic!("{command:?} has no examples"));
        let words = format!("offprint {}", command.join(" "));
        for line in examples.lines().map(str::trim).take_while(|line| !line.is_empty()) {
            assert!(line.contains(&words), "`{line}` is no example of `{words}`");
            let site = prepared(&config, command);
            match command[0].as_str() {
                "serve" => begins(&site, line),
                _ => works(&site, line),
            }
            count += 1;
        }
    }
    assert!(count > 40, "only {count} examples were run");
}

#[test]
fn the_guide_of_the_readme_works_from_its_first_line_to_its_last() {
    let (_server, config) = services(answer);
    let services = &config[config.find("services:").expect("they are configured")..];
    let site = prepared(&config, &["init".to_owned()]);
    let (_, guide) = GUIDE.split_once("\n## For whom\n").expect("the README has a guide");
    let (guide, _) = guide.split_once("\n## ").expect("more follows");
    let commands: Vec<&str> = guide.split("```").skip(1).step_by(2).flat_map(str::lines).collect();
    let commands: Vec<&&str> = commands.iter().filter(|line| **line != "sh").collect();
    assert!(commands.len() > 10, "the commands are not found any more");
    let mut script = String::new();
    for (number, line) in commands.into_iter().enumerate() {
        script.push_str(&format!("{line} || exit 1\n"));
        if number == 0 {
            script.push_str(&format!("cat >> offprint.yaml <<'END'\n{services}END\n"));
        }
    }
    works(&site, &script);
}
