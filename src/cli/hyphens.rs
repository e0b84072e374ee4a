//! What begins with a hyphen and is no flag: `-tag:survey` in a filter, `-survey` among tags.
//!
//! The parser of flags would either refuse it or take every flag behind it for one more of the kind,
//! so such words are spelled as flags before it reads them.

use std::ffi::OsString;

/// Commands, and the flag that a word with a hyphen stands for.
const FLAGS: [(&str, &str); 7] = [
    ("digest", "--exclude"),
    ("export", "--exclude"),
    ("list", "--exclude"),
    ("pictures", "--exclude"),
    ("refresh", "--exclude"),
    ("search", "--exclude"),
    ("tag", "--remove"),
];

/// Of them, those that write to a file: `-o all.bib`.
const WITH_OUTPUT: [&str; 2] = ["digest", "export"];

/// Flags that may stand before a command and take the word behind them.
const WITH_VALUE: [&str; 5] = ["--root", "--config", "--color", "--jobs", "-j"];

/// Short flags of every command.
const SHORT: [&str; 4] = ["-q", "-h", "-V", "-j"];

/// Returns the words that were typed with `-word` as `--exclude=word`, where a command takes that.
pub fn as_flags(typed: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut words: Vec<OsString> = typed.collect();
    let Some((command, flag)) = command(&words) else { return words };
    for index in command + 1..words.len() {
        let Some(word) = words[index].to_str() else { continue };
        if word == "--" {
            break;
        }
        let is_flag =
            word.starts_with("--") || SHORT.contains(&word) || word == "-" || is_count_of_jobs(word);
        let is_output = WITH_OUTPUT.iter().any(|name| words[command] == *name) && names_output(word);
        let is_value = words[index - 1] == "--where";
        if let Some(rest) = word.strip_prefix('-').filter(|_| !is_flag && !is_output && !is_value) {
            words[index] = format!("{flag}={rest}").into();
        }
    }
    words
}

/// `-o`, `-o=all.bib` and `-oall.bib`, but not `-organization:acme`.
fn names_output(word: &str) -> bool {
    word.starts_with("-o") && !word.contains(':')
}

/// `-j4` and `-j=4`.
fn is_count_of_jobs(word: &str) -> bool {
    let count = word.strip_prefix("-j").map(|count| count.strip_prefix('=').unwrap_or(count));
    count.is_some_and(|count| !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The command that was typed, and what a hyphen means to it.
fn command(words: &[OsString]) -> Option<(usize, &'static str)> {
    let mut index = 1;
    while words.get(index)?.to_str()?.starts_with('-') {
        index += if WITH_VALUE.iter().any(|flag| words[index] == *flag) { 2 } else { 1 };
    }
    FLAGS.iter().find(|(name, _)| words[index] == *name).map(|(_, flag)| (index, *flag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, read: &str) {
        let words = as_flags(typed.split(' ').map(OsString::from));
        let words: Vec<&str> = words.iter().map(|word| word.to_str().expect("it was Unicode")).collect();
        assert_eq!(words.join(" "), read);
    }

    #[test]
    fn a_word_with_a_hyphen_is_left_out_of_a_list() {
        check("offprint list a -tag:b --json -q", "offprint list a --exclude=tag:b --json -q");
        check("offprint --root list -q list -b", "offprint --root list -q list --exclude=b");
        check("offprint list -- -b", "offprint list -- -b");
        check("offprint search a -b --limit 3", "offprint search a --exclude=b --limit 3");
        check("offprint -j 2 list -j4 -b -j 3", "offprint -j 2 list -j4 --exclude=b -j 3");
        check("offprint tag +a -b --where -c", "offprint tag +a --remove=b --where -c");
        check("offprint export -o a.bib -oa.bib -tag:b", "offprint export -o a.bib -oa.bib --exclude=tag:b");
        check("offprint digest -organization:a", "offprint digest --exclude=organization:a");
        check("offprint refresh a -b --yes", "offprint refresh a --exclude=b --yes");
    }

    #[test]
    fn every_flag_of_all_commands_is_known() {
        let mut program = <super::super::Arguments as clap::CommandFactory>::command();
        program.build();
        for flag in program.get_arguments() {
            let short = flag.get_short().map(|short| format!("-{short}"));
            assert!(short.iter().all(|short| SHORT.contains(&short.as_str())), "{short:?}");
            let long = flag.get_long().map(|long| format!("--{long}"));
            let takes_value = flag.get_action().takes_values();
            for name in short.iter().chain(&long).filter(|_| takes_value) {
                assert!(WITH_VALUE.contains(&name.as_str()), "{name}");
            }
        }
    }

    #[test]
    fn other_commands_keep_their_short_flags() {
        check("offprint build -o list", "offprint build -o list");
        check("offprint", "offprint");
        check("offprint -V", "offprint -V");
    }
}
