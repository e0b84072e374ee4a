//! A [`Site`] in a temporary folder, and the [`Run`] of a command in it.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use expect_test::Expect;
use html5gum::emitters::default::DefaultEmitter;

pub struct Site {
    folder: tempfile::TempDir,
    environment: Vec<(&'static str, String)>,
    /// As whom the program runs, if not as the tests do.
    #[cfg(unix)]
    user: Option<u32>,
}

/// The user `nobody`, who is an ordinary one, on nearly every system.
#[cfg(unix)]
const NOBODY: u32 = 65_534;

/// A picture of one pixel, as GIF: <https://www.w3.org/Graphics/GIF/spec-gif89a.txt>. Its kind is told by
/// what is in it, not by its name.
pub fn picture(shade: u8) -> Vec<u8> {
    let mut bytes = b"GIF89a\x01\0\x01\0\x80\0\0".to_vec();
    bytes.extend([shade, 0, 0, 255, 255, 255]);
    bytes.extend(b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3b");
    bytes
}

impl Site {
    /// A site with a configuration and nothing else.
    pub fn new() -> Site {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let site = Site {
            folder,
            environment: Vec::new(),
            #[cfg(unix)]
            user: None,
        };
        site.file("offprint.yaml", "title: Papers\nbase_url: https://a.example/list/\n")
    }

    pub fn file(self, path: &str, content: impl AsRef<[u8]>) -> Site {
        self.write(path, content);
        self
    }

    pub fn with_env(mut self, name: &'static str, value: &str) -> Site {
        self.environment.push((name, value.to_owned()));
        self
    }

    /// Lets an ordinary user own the site and run the program where the administrator runs the tests, whom permissions
    /// do not bind.
    #[cfg(unix)]
    pub fn of_ordinary_user(mut self) -> Site {
        use std::os::unix::fs::{MetadataExt, chown};

        if fs::metadata(self.root()).expect("the folder exists").uid() == 0 {
            self.user = Some(NOBODY);
            for entry in walkdir::WalkDir::new(self.root()) {
                let entry = entry.expect("the folder can be read");
                chown(entry.path(), self.user, self.user).expect("the administrator may give files away");
            }
        }
        self
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
        fs::write(path, content).expect("a file can be written");
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.root().join(path)).expect("the file was there");
    }

    pub fn read(&self, path: &str) -> String {
        let path: PathBuf = self.root().join(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// What a reader sees of a page, by the address of its folder: `papers/a`.
    #[track_caller]
    pub fn page(&self, folder: &str) -> String {
        readable(&self.read(format!("public/{folder}/index.html").as_str()))
    }

    pub fn exists(&self, path: &str) -> bool {
        self.root().join(path).exists()
    }

    /// Runs the program in the site's folder.
    #[track_caller]
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_with_input(arguments, "")
    }

    /// Runs the program, which may read `input` from standard input.
    #[track_caller]
    pub fn run_with_input(&self, arguments: &[&str], input: &str) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_offprint"));
        command.args(arguments).current_dir(self.root()).env_remove("NO_COLOR");
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        #[cfg(unix)]
        if let Some(user) = self.user {
            use std::os::unix::process::CommandExt;
            command.uid(user).gid(user);
        }
        let mut child = command.spawn().expect("the program was built for this test");
        // A program that reads no input closes it.
        let _ = child.stdin.take().expect("it was asked for").write_all(input.as_bytes());
        let output = child.wait_with_output().expect("the program ends by itself");
        Run {
            code: output.status.code().expect("the program ends by itself"),
            stdout: String::from_utf8(output.stdout).expect("output is UTF-8"),
            stderr: untimed(&String::from_utf8(output.stderr).expect("messages are UTF-8"))
                .replace(&self.real_root(), "[ROOT]"),
        }
    }

    fn real_root(&self) -> String {
        self.root().canonicalize().expect("the folder exists").display().to_string()
    }

    #[track_caller]
    pub fn build(&self) -> Run {
        self.run(&["build"])
    }

    #[track_caller]
    pub fn check(&self) -> Run {
        self.run(&["check"])
    }

    /// Every file below a folder of the site, with its bytes.
    pub fn tree(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.root().join(folder), "", &mut files);
        files
    }

    /// The names of [`Site::tree`], a line each, with `…` for the hash of an asset.
    pub fn listing(&self, folder: &str) -> String {
        self.tree(folder).keys().map(|name| format!("{}\n", without_hash(name))).collect()
    }
}

/// `assets/style.1f2e3d4c.css` without the hash, which each edit of the theme changes.
fn without_hash(name: &str) -> String {
    let parts: Vec<&str> = name.split('.').collect();
    match parts[..] {
        [stem, hash, ending] if hash.len() == 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            format!("{stem}.….{ending}")
        }
        _ => name.to_owned(),
    }
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let entry = entry.expect("the folder can be read");
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(entry.path()).expect("the file can be read"));
        }
    }
}

/// A paper's file: a title, and lines of front matter.
pub fn paper(title: &str, fields: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2025-10-30\n{fields}\n---\nAn abstract.\n")
}

pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    #[track_caller]
    pub fn succeeds(self) -> Run {
        assert_eq!(self.code, 0, "{}", self.stderr);
        self
    }

    /// The program reports errors of content or templates: compares all of standard error.
    #[track_caller]
    pub fn fails(self, stderr: Expect) -> Run {
        stderr.assert_eq(&self.stderr);
        assert_eq!(self.code, 1);
        self
    }

    /// The program could not do its work.
    #[track_caller]
    pub fn refuses(self, stderr: Expect) -> Run {
        stderr.assert_eq(&self.stderr);
        assert_eq!(self.code, 2);
        self
    }

    #[track_caller]
    pub fn says(self, stderr: Expect) -> Run {
        stderr.assert_eq(&self.stderr);
        self
    }
}

/// Messages without the time that was taken: `in 0.12 s` becomes `in … s`.
fn untimed(messages: &str) -> String {
    messages.split_inclusive('\n').map(untimed_line).collect()
}

fn untimed_line(line: &str) -> String {
    let words: Vec<&str> = line.split(' ').collect();
    let mut shown = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let is_seconds = words.get(index + 1).is_some_and(|next| *next == "s:" || next.trim_end() == "s");
        shown.push(if is_seconds && word.parse::<f64>().is_ok() { "…" } else { *word });
    }
    shown.join(" ")
}

/// A page as a browser takes it apart.
pub fn tokens(html: &str) -> html5gum::Tokenizer<html5gum::StringReader<'_>, DefaultEmitter> {
    let mut emitter = DefaultEmitter::default();
    // Otherwise the text of a title or a script would be read as elements.
    emitter.naively_switch_states(true);
    html5gum::Tokenizer::new_with_emitter(html, emitter)
}

/// What a reader sees of a page's main part: a line for each block, links with their addresses.
pub fn readable(html: &str) -> String {
    use html5gum::Token;

    const BLOCKS: [&[u8]; 22] = [
        b"h1",
        b"h2",
        b"h3",
        b"h4",
        b"p",
        b"li",
        b"ul",
        b"ol",
        b"section",
        b"article",
        b"header",
        b"nav",
        b"div",
        b"dt",
        b"dd",
        b"summary",
        b"details",
        b"pre",
        b"tr",
        b"table",
        b"blockquote",
        b"a",
    ];
    let mut text = String::new();
    let mut is_main = false;
    for Ok(token) in tokens(html) {
        match token {
            Token::StartTag(tag) => {
                is_main |= tag.name.as_slice() == b"main";
                if BLOCKS.contains(&tag.name.as_slice()) {
                    text.push('\n');
                }
                if let Some(address) = tag.attributes.get(&b"href"[..]).filter(|_| is_main) {
                    text.push_str(&format!("<{}> ", String::from_utf8_lossy(address)));
                }
                if tag.name.as_slice() == b"img" && is_main {
                    let source = tag.attributes.get(&b"src"[..]).expect("a picture has an address");
                    text.push_str(&format!("[{}]", String::from_utf8_lossy(source)));
                }
            }
            Token::EndTag(tag) => {
                is_main &= tag.name.as_slice() != b"main";
                if BLOCKS.contains(&tag.name.as_slice()) {
                    text.push('\n');
                }
            }
            Token::String(string) if is_main => text.push_str(&String::from_utf8_lossy(&string)),
            _ => {}
        }
    }
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).map(|line| format!("{line}\n")).collect()
}
