//! Times whole commands on a large list of invented papers, beside Hugo where it is installed.
//!
//!     cargo bench --bench sites               10,000 papers
//!     cargo bench --bench sites -- 59799
//!     cargo bench --bench sites -- 59799 --into DIR     only writes them there, as a site of offprint's
//!
//! Prints the median time of three runs, with the most memory that one held, and what was written.
//! Sites are written below the folder for temporary files: on a disk, the cost of a new file hides
//! that of its page, so set `TMPDIR` to a folder in memory. Figures are in `docs/benchmarks.md`.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use words::{Random, word};

mod words;

const RUNS: usize = 3;

/// Where `check` remembers what it has seen.
const CHECKED: &str = ".offprint/cache/check";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let count = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(10_000);
    let papers = Papers::new(count);
    if let Some(at) = arguments.iter().position(|argument| argument == "--into") {
        let site = Path::new(arguments.get(at + 1).expect("`--into` is followed by a folder"));
        papers.write(&site.join("content"), Paper::file);
        configure(site, "");
        return;
    }
    println!("{count} papers on {} threads", std::thread::available_parallelism().map_or(1, usize::from));
    println!("{:<36} {:>9} {:>8} {:>9} {:>9}", "", "time", "memory", "files", "size");
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    offprint(&papers, count, &folder.path().join("offprint"));
    if Command::new("hugo").arg("version").stdout(Stdio::null()).status().is_ok() {
        hugo(&papers, &folder.path().join("hugo"));
    }
}

fn offprint(papers: &Papers, count: usize, site: &Path) {
    papers.write(&site.join("content"), Paper::file);
    let program = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_offprint"));
        command.args(arguments).arg("--quiet").current_dir(site);
        command
    };
    let output = site.join("public");
    configure(site, "search: false\nrelated_papers: 0\n");
    let cold = median(|| clear(site), || program(&["build"]));
    report("offprint, from nothing, no index", cold, Some(&output));
    let copy = site.join("copy");
    let copied = median(
        || drop(fs::remove_dir_all(&copy)),
        || {
            let mut command = Command::new("cp");
            command.arg("-r").arg(&output).arg(&copy);
            command
        },
    );
    report("cp -r of that", copied, None);
    let _ = fs::remove_dir_all(&copy);

    configure(site, "");
    clear(site);
    report("offprint, from nothing", median(|| clear(site), || program(&["build"])), Some(&output));
    report("nothing edited", median(|| (), || program(&["build"])), None);
    let paper = papers.get(count / 2);
    let file = site.join(format!("content/{}/{}.md", paper.day, paper.key));
    let mut edits = 0;
    let edit = || {
        edits += 1;
        fs::write(&file, format!("{}Edit {edits}.\n", paper.file())).expect("a file can be written");
    };
    report("one abstract edited", median(edit, || program(&["build"])), None);
    let forget = || {
        // Not there before the first run.
        let _ = fs::remove_file(site.join(CHECKED));
    };
    report("check, every page and link", median(forget, || program(&["check"])), None);
    assert!(site.join(CHECKED).exists(), "each of these was the first");
    report("check again", median(|| (), || program(&["check"])), None);
    let _ = fs::remove_dir_all(site);
}

fn configure(site: &Path, settings: &str) {
    fs::write(site.join("offprint.yaml"), format!("base_url: https://a.example/list/\n{settings}"))
        .expect("a file can be written");
}

/// The same papers in lists by day, author and tag, with BibTeX for each
/// paper, and no feeds but the first. Entries of lists are rendered once, as Hugo's guide advises.
fn hugo(papers: &Papers, site: &Path) {
    papers.write(&site.join("content"), Paper::hugo_file);
    for (name, text) in [
        ("hugo.yaml", include_str!("hugo/hugo.yaml")),
        ("layouts/_default/baseof.html", include_str!("hugo/baseof.html")),
        ("layouts/_default/single.html", include_str!("hugo/single.html")),
        ("layouts/_default/list.html", include_str!("hugo/list.html")),
        ("layouts/partials/entry.html", include_str!("hugo/entry.html")),
    ] {
        let file = site.join(name);
        fs::create_dir_all(file.parent().expect("it lies in the site")).expect("a folder can be made");
        fs::write(file, text).expect("a file can be written");
    }
    let output = site.join("public");
    let build = || {
        let mut command = Command::new("hugo");
        command.args(["--minify", "--quiet"]).current_dir(site);
        command
    };
    let cold = median(|| drop(fs::remove_dir_all(&output)), build);
    report("Hugo, from nothing", cold, Some(&output));
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Cost {
    time: Duration,
    /// The most that the program held, in bytes; 0 where the system does not tell.
    memory: u64,
}

/// The cost of the run of median time.
fn median(mut before: impl FnMut(), command: impl Fn() -> Command) -> Cost {
    let mut costs: Vec<Cost> = (0..RUNS)
        .map(|_| {
            before();
            run(command())
        })
        .collect();
    costs.sort();
    costs[RUNS / 2]
}

fn run(mut command: Command) -> Cost {
    let start = Instant::now();
    let mut process = command.spawn().expect("the program is installed");
    let mut memory = 0;
    let status = loop {
        memory = peak(process.id()).unwrap_or(memory);
        match process.try_wait().expect("it was started") {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(1)),
        }
    };
    assert!(status.success(), "{command:?}: {status}");
    Cost { time: start.elapsed(), memory }
}

/// The most memory that a process has held, as Linux tells it.
fn peak(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse::<u64>().ok().map(|kibibytes| kibibytes * 1024)
}

fn clear(site: &Path) {
    for gone in ["public", ".offprint"] {
        let _ = fs::remove_dir_all(site.join(gone));
    }
}

fn report(what: &str, cost: Cost, output: Option<&Path>) {
    let (files, bytes) = output.map(measure).unwrap_or_default();
    let written = output.map_or_else(String::new, |_| format!("{files:>9} {:>6} MB", bytes / 1_000_000));
    println!("{what:<36} {:>7.2} s {:>5} MB {written}", cost.time.as_secs_f64(), cost.memory / 1_000_000);
}

/// How many files a folder holds, and their bytes.
fn measure(folder: &Path) -> (usize, u64) {
    let files = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files = files.filter(|entry| entry.file_type().is_file());
    files.fold((0, 0), |(count, bytes), entry| {
        (count + 1, bytes + entry.metadata().map_or(0, |metadata| metadata.len()))
    })
}

/// The papers of a list, 30 a day.
pub struct Papers {
    count: usize,
}

pub struct Paper {
    pub key: String,
    pub title: String,
    pub authors: Vec<String>,
    pub tags: Vec<String>,
    /// `2025-10-30`.
    pub day: String,
    pub upvotes: u64,
    /// 170 words with a formula.
    pub text: String,
}

impl Papers {
    pub fn new(count: usize) -> Papers {
        Papers { count }
    }

    pub fn get(&self, number: usize) -> Paper {
        let mut random = Random(number as u64);
        let authors = 1 + random.next() as usize % 9;
        let tags = 1 + random.next() as usize % 3;
        let mut authors: Vec<String> =
            (0..authors).map(|_| author(random.rank(self.count * 2 + 10))).collect();
        let mut tags: Vec<String> = (0..tags).map(|_| format!("topic {}", random.rank(300) + 1)).collect();
        authors.dedup();
        tags.sort();
        tags.dedup();
        let day = number / 30;
        Paper {
            key: format!("paper-{number}"),
            title: format!("On {} {number}", random.words(8)),
            authors,
            tags,
            day: format!("{:04}-{:02}-{:02}", 2000 + day / 336, day / 28 % 12 + 1, day % 28 + 1),
            upvotes: random.next() % 200,
            text: random.text(),
        }
    }

    /// Writes a file for each into a folder for each day.
    pub fn write(&self, content: &Path, file: impl Fn(&Paper) -> String) {
        for number in 0..self.count {
            let paper = self.get(number);
            let folder = content.join(&paper.day);
            fs::create_dir_all(&folder).expect("a folder can be made");
            fs::write(folder.join(format!("{}.md", paper.key)), file(&paper)).expect("a file can be written");
        }
    }
}

impl Paper {
    /// As offprint reads it.
    pub fn file(&self) -> String {
        format!(
            "---\ntitle: {}\nauthors: [{}]\ntags: [{}]\nupvotes: {}\n---\n{}",
            self.title,
            self.authors.join(", "),
            self.tags.join(", "),
            self.upvotes,
            self.text
        )
    }

    /// As Hugo reads it.
    pub fn hugo_file(&self) -> String {
        format!(
            "---\ntitle: {}\ndate: {}\nurl: /papers/{}/\nauthors: [{}]\ntags: [{}]\ndays: ['{}']\nupvotes: {}\n---\n{}",
            self.title,
            self.day,
            self.key,
            self.authors.join(", "),
            self.tags.join(", "),
            self.day,
            self.upvotes,
            self.text
        )
    }
}

fn author(rank: usize) -> String {
    let given = ["Ada", "Bao", "Chi", "Dov", "Eva", "Fay", "Gus", "Hal", "Ida", "Jun", "Kim"];
    format!("{} {}", given[rank % given.len()], capitalized(&word(rank + 31)))
}

fn capitalized(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}
