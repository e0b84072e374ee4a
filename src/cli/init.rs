//! `offprint init`

use std::path::{Path, PathBuf};

use super::{CliError, Global, Outcome, Terminal};
use crate::config::{FILE_NAME, site_above};
use crate::layout;
use crate::placing::{self, Placed};
use crate::scaffold::{self, StarterFile};

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The folder of the new site; it may hold files already [default: the current folder]
    dir: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  offprint init my-list
  mkdir papers && cd papers && offprint init";

pub fn run(arguments: &Arguments, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    let root = arguments.dir.as_ref().unwrap_or(&global.root);
    if root.exists() && !root.is_dir() {
        return Err(CliError::Usage(format!("{} is a file, not a folder", root.display())));
    }
    if let Some(site) = site_of_content(root) {
        let content = layout::CONTENT;
        return Err(CliError::Usage(format!(
            "that is in `{content}` of a site: `--root {}` names the site, and a new one is made elsewhere",
            site.display()
        )));
    }
    // Who has papers already does not want samples among them.
    let has_content = root.join(layout::CONTENT).read_dir().is_ok_and(|mut entries| entries.next().is_some());
    let mut files = scaffold::site();
    // In a repository of more than the site, the workflow belongs at the repository's root.
    if Repository::of(existing(root)).is_none_or(|repository| repository.is_of_site() && root.exists()) {
        files.push(scaffold::workflow("", ""));
    }
    if !has_content {
        files.extend(scaffold::samples());
    }
    for file in files {
        let placed = placing::place(root, file.path, file.text.as_bytes())
            .map_err(|error| CliError::io(root.join(file.path), error))?;
        report(root, &file, placed, terminal);
    }
    if has_content {
        let content = layout::CONTENT;
        terminal.status("Left out", &format!("the sample papers: `{content}` holds files already"));
    }
    next_steps(root, terminal);
    Ok(Outcome::Success)
}

/// The site in whose content a new one would lie, where its files would be taken for papers.
fn site_of_content(root: &Path) -> Option<PathBuf> {
    let is_site = |folder: &Path| folder.join(FILE_NAME).is_file();
    if is_site(root) {
        return None;
    }
    let there = existing(root);
    let site = if is_site(there) { there.to_owned() } else { site_above(there)? };
    let folder = there.canonicalize().ok()?.join(root.strip_prefix(there).unwrap_or(Path::new("")));
    folder.starts_with(site.canonicalize().ok()?.join(layout::CONTENT)).then_some(site)
}

/// The nearest folder that is there: the new site's own may not be yet.
fn existing(root: &Path) -> &Path {
    let there = root.ancestors().find(|folder| folder.is_dir());
    there.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn report(root: &Path, file: &StarterFile, placed: Placed, terminal: &Terminal) {
    let shown = super::shown(&root.join(file.path));
    match placed {
        Placed::Created => terminal.status("Created", &shown),
        Placed::Kept => match missing_lines(root, file).as_slice() {
            [] => terminal.status("Kept", &format!("{shown}, which was there already")),
            lines => terminal.status("Kept", &format!("{shown}: add {} to it yourself", lines.join(" and "))),
        },
    }
}

/// The lines that a `.gitignore` of the user's own lacks.
fn missing_lines<'f>(root: &Path, file: &'f StarterFile) -> Vec<&'f str> {
    if file.path != ".gitignore" {
        return Vec::new();
    }
    let own = std::fs::read_to_string(root.join(file.path)).unwrap_or_default();
    let ignored = |line: &str| own.lines().any(|own| own.trim().trim_matches('/') == line.trim_matches('/'));
    file.text.lines().filter(|line| !ignored(line)).collect()
}

/// How a paper gets onto the list.
#[cfg(feature = "fetch")]
const ADD: &str = "offprint add 2305.02265";
#[cfg(not(feature = "fetch"))]
const ADD: &str = "offprint new \"Title of the paper\"";

fn next_steps(root: &Path, terminal: &Terminal) {
    let folder = super::shown(root);
    let enter = if folder.is_empty() { String::new() } else { format!("  cd {}\n", quoted(&folder)) };
    terminal.plain(&format!(
        "
See the site, with every change as you save it, and add a paper:
{enter}  offprint serve
  {ADD}"
    ));
    match Repository::of(root) {
        None => terminal.plain(&format!(
            "
Publish it on GitHub Pages:
  git init --initial-branch=main
  git add .
  git commit --message \"Begin the list\"
  git remote add origin https://github.com/USER/REPOSITORY.git
  git push --set-upstream origin main
{AFTER_THE_PUSH}"
        )),
        Some(repository) if repository.is_of_site() => terminal.plain(&format!(
            "
Publish it on GitHub Pages:
  git add .
  git commit --message \"Begin the list\"
  git push
{AFTER_THE_PUSH}"
        )),
        Some(_) => terminal.plain(&format!(
            "
The site lies within a repository, and GitHub looks for workflows at its root. This writes one there that
publishes the site on GitHub Pages:
  offprint --root {} publish init",
            quoted(&folder)
        )),
    }
}

pub const AFTER_THE_PUSH: &str = "\
Then, in the repository on GitHub, choose Settings → Pages → Source: GitHub Actions, and run the workflow again
(Actions → Publish → Run workflow), since its first run came too early. Set `base_url` in offprint.yaml to the
site's address, https://USER.github.io/REPOSITORY/, so that builds on your own computer know it, too.";

/// A git repository that a site lies in.
pub struct Repository {
    pub folder: PathBuf,
    /// The site's folder, from the repository's; empty when they are one.
    pub below: PathBuf,
}

impl Repository {
    pub fn of(site: &Path) -> Option<Repository> {
        let site = site.canonicalize().ok()?;
        let folder = site.ancestors().find(|folder| folder.join(".git").exists())?;
        Some(Repository { folder: folder.to_owned(), below: site.strip_prefix(folder).ok()?.to_owned() })
    }

    /// Whether it is the site's own.
    fn is_of_site(&self) -> bool {
        self.below.as_os_str().is_empty()
    }
}

/// A path as a shell takes it.
fn quoted(path: &str) -> String {
    let plain = |char: char| char.is_alphanumeric() || "/\\._-:~".contains(char);
    if path.chars().all(plain) { path.to_owned() } else { format!("'{}'", path.replace('\'', r"'\''")) }
}
