//! Times whole builds of a large list of invented papers: from nothing, with nothing edited, and with
//! one paper edited.
//!
//!     cargo bench --bench large_site            10,000 papers
//!     cargo bench --bench large_site -- 59799
//!
//! Prints the median of three runs each. Figures are in `docs/benchmarks.md`.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

fn main() {
    let count = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(10_000);
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    write_site(folder.path(), count);

    let clean = median(|| {
        for gone in ["public", ".offprint"] {
            let _ = fs::remove_dir_all(folder.path().join(gone));
        }
        time(folder.path(), &["build", "--quiet"])
    });
    let unchanged = median(|| time(folder.path(), &["build", "--quiet"]));
    let mut edits = 0;
    let edited = median(|| {
        edits += 1;
        write_paper(folder.path(), count / 2, &format!("Edit {edits}."));
        time(folder.path(), &["build", "--quiet"])
    });
    let checked = median(|| time(folder.path(), &["check", "--quiet"]));
    println!("{count} papers on {} threads", std::thread::available_parallelism().map_or(1, usize::from));
    for (what, time) in [
        ("built from nothing", clean),
        ("nothing edited", unchanged),
        ("one paper edited", edited),
        ("checked", checked),
    ] {
        println!("{what:<20} {:>8.2} s", time.as_secs_f64());
    }
}

fn median(mut run: impl FnMut() -> Duration) -> Duration {
    let mut times = [run(), run(), run()];
    times.sort();
    times[1]
}

fn time(site: &Path, arguments: &[&str]) -> Duration {
    let start = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_offprint")).args(arguments).current_dir(site).status();
    assert!(status.expect("the program was built for this benchmark").success());
    start.elapsed()
}

fn write_site(root: &Path, count: usize) {
    fs::write(root.join("offprint.yaml"), "base_url: https://a.example/list/\nauthor_pages_from: 3\n")
        .expect("a file can be written");
    for number in 0..count {
        write_paper(root, number, "");
    }
}

/// A paper like those of a daily list: five authors, three tags, an abstract of 170 words with a formula.
fn write_paper(root: &Path, number: usize, addition: &str) {
    const WORDS: [&str; 24] = [
        "model", "learns", "from", "few", "examples", "and", "the", "proof", "of", "this", "bound", "holds",
        "for", "every", "graph", "whose", "edges", "are", "sparse", "which", "improves", "earlier",
        "results", "greatly",
    ];
    // A step that visits all words, so that neighbors differ.
    let word = |at: usize| WORDS[(at * 7 + number * 5) % WORDS.len()];
    let words = |from: usize, count: usize| (from..from + count).map(word).collect::<Vec<_>>().join(" ");
    let authors: Vec<String> = (0..5)
        .map(|at| format!("Given{} Family{}", (number * 3 + at) % 700, (number * 11 + at * 13) % 900))
        .collect();
    let day = number / 30;
    let text = format!(
        "---\ntitle: On {} {number}\nauthors: [{}]\ntags: [tag {}, tag {}, tag {}]\nupvotes: {}\n---\nA {} in $O(n^{{{}}} \\log n)$ time. {} {addition}\n",
        words(0, 7),
        authors.join(", "),
        number % 40,
        number % 41 + 40,
        number % 43 + 90,
        number % 60,
        words(3, 80),
        number % 5 + 1,
        words(11, 80),
    );
    let folder = format!("content/{:04}-{:02}-{:02}", 2000 + day / 336, day / 28 % 12 + 1, day % 28 + 1);
    fs::create_dir_all(root.join(&folder)).expect("a folder can be made");
    fs::write(root.join(format!("{folder}/{number}.md")), text).expect("a file can be written");
}
