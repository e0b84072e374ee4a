//! `offprint add`

use std::path::PathBuf;
use std::time::Duration;

use super::{CliError, Global, Outcome, Terminal, editor};
use crate::config::Config;
use crate::diagnostic::{self, Diagnostic};
use crate::fetch::{Client, Limits};
use crate::import::{AddError, Added, FoundPaper, List};
use crate::look_up::{LookUp, LookedUp};
use crate::paper::Status;
use crate::reference::Reference;
use crate::view::one_line;

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// arXiv ids, DOIs, or addresses of papers at arXiv, alphaXiv, Hugging Face, OpenReview, the ACL
    /// Anthology, doi.org or a publisher
    #[arg(required = true, value_name = "REF")]
    references: Vec<String>,
    /// The day under which the papers are listed, as YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// A tag, or several with commas; may be repeated
    #[arg(long, value_name = "TAG", value_delimiter = ',')]
    tag: Vec<String>,
    /// How far you are with them
    #[arg(long, value_name = "STATUS")]
    status: Option<StatusName>,
    /// A note of yours, in Markdown
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// One sentence of yours, which lists show
    #[arg(long, value_name = "TEXT")]
    summary: Option<String>,
    /// Leave them unpublished until the line `draft: true` is removed
    #[arg(long)]
    draft: bool,
    /// Open the new files in $VISUAL or $EDITOR
    #[arg(long)]
    edit: bool,
    /// Ask nobody: use what was answered earlier
    #[arg(long)]
    offline: bool,
}

const EXAMPLES: &str = "\
Examples:
  offprint add 2305.02265
  offprint add https://huggingface.co/papers/2305.02265 10.1145/3386569.3392457 --tag graphics
  offprint add 'https://openreview.net/forum?id=aB3' --status reading --note 'For Tuesday.' --edit";

#[derive(clap::ValueEnum, Clone, Copy)]
enum StatusName {
    Unread,
    Reading,
    Read,
}

/// An answer is as good as new for a day: arXiv's own change at midnight.
const AGE: Duration = Duration::from_secs(24 * 3600);

pub fn run(arguments: &Arguments, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    // All that was typed is looked at before anything is asked.
    let references = references(&arguments.references)?;
    let day = super::listing_day(arguments.date.as_deref())?;
    let editor = if arguments.edit { Some(editor::needed()?) } else { None };
    super::needs_site(global)?;
    let (config, problems) = Config::load(&global.root, &super::config_file(global));
    if diagnostic::has_errors(&problems) {
        terminal.diagnostics(&problems);
        return Ok(Outcome::Misconfigured);
    }

    let mut adding = Adding {
        arguments,
        global,
        terminal,
        list: List::read(&global.root),
        paths: Vec::new(),
        missed: Vec::new(),
        diagnostics: Vec::new(),
    };
    let wanted = adding.not_listed(references);
    let limits = Limits::default();
    let client = match arguments.offline {
        true => Client::offline(&global.root, &config, terminal, limits),
        false => Client::new(&global.root, &config, terminal, limits),
    };
    let look_up = LookUp { client: &client, day, age: AGE, needs_venue: &|_| true };
    look_up.look_up(&wanted, |reference, paper| adding.add(reference, paper))?;

    let Adding { paths, mut diagnostics, missed, list, .. } = adding;
    diagnostic::sort(&mut diagnostics);
    terminal.diagnostics_in_full(&diagnostics);
    if !missed.is_empty() {
        terminal.status("Not added", &missed.join(", "));
    }
    super::partly_read(terminal, list.unreadable);
    if let Some(editor) = editor.filter(|_| !paths.is_empty()) {
        editor::open(&editor, &paths)?;
    }
    Ok(if diagnostic::has_errors(&diagnostics) { Outcome::Faulty } else { Outcome::Success })
}

struct Adding<'a> {
    arguments: &'a Arguments,
    global: &'a Global,
    terminal: &'a Terminal,
    list: List<'a>,
    /// Of new files.
    paths: Vec<PathBuf>,
    /// What could not be looked up.
    missed: Vec<String>,
    diagnostics: Vec<Diagnostic>,
}

impl Adding<'_> {
    /// Leaves out the papers that are in the list already, and says where.
    fn not_listed(&self, references: Vec<Reference>) -> Vec<Reference> {
        let is_new = |reference: &Reference| {
            let file = match reference {
                Reference::Arxiv(id) => self.list.file_with(Some(id), None),
                Reference::Doi(doi) => self.list.file_with(None, Some(doi)),
                Reference::OpenReview(_) | Reference::Acl(_) => None,
            };
            if let Some(file) = &file {
                self.known(reference, file);
            }
            file.is_none()
        };
        references.into_iter().filter(is_new).collect()
    }

    fn known(&self, reference: &Reference, file: &str) {
        let file = super::shown(&self.global.root.join(file));
        self.terminal.status("Listed already", &format!("{reference}, in {file}"));
    }

    fn add(
        &mut self,
        reference: &Reference,
        found: Result<LookedUp, Box<Diagnostic>>,
    ) -> Result<(), CliError> {
        let LookedUp { paper, warnings } = match found {
            Ok(found) => found,
            Err(diagnostic) => {
                // One service that cannot be reached is one problem, however many papers it concerns.
                self.missed.push(reference.to_string());
                if !self.diagnostics.contains(&*diagnostic) {
                    self.diagnostics.push(*diagnostic);
                }
                return Ok(());
            }
        };
        let paper = self.with_remarks(paper);
        let added = self.list.add(&paper).map_err(|AddError { path, error }| {
            CliError::io(super::shown(&self.global.root.join(path)), error)
        })?;
        match added {
            Added::New(path) => {
                let path = self.global.root.join(&*path);
                self.terminal.status("Added", &diagnostic::printable(&one_line(&paper.title)));
                super::print(&format!("{}\n", super::shown(&path)))?;
                self.paths.push(path);
                self.diagnostics.extend(warnings);
            }
            Added::Known(file) => self.known(reference, &file),
            Added::Unusable(diagnostic) => self.diagnostics.push(*diagnostic),
        }
        Ok(())
    }

    /// What the curator says of the paper.
    fn with_remarks(&self, mut paper: FoundPaper) -> FoundPaper {
        let tags = self.arguments.tag.iter().map(|tag| tag.trim()).filter(|tag| !tag.is_empty());
        paper.tags.extend(tags.map(str::to_owned));
        paper.status = self.arguments.status.map(|status| match status {
            StatusName::Unread => Status::Unread,
            StatusName::Reading => Status::Reading,
            StatusName::Read => Status::Read,
        });
        paper.summary = self.arguments.summary.clone();
        paper.notes = self.arguments.note.clone();
        paper.draft = self.arguments.draft;
        paper
    }
}

fn references(typed: &[String]) -> Result<Vec<Reference>, CliError> {
    let mut references: Vec<Reference> = Vec::new();
    let mut errors = Vec::new();
    for text in typed {
        match Reference::parse(text) {
            Ok(reference) if references.contains(&reference) => {}
            Ok(reference) => references.push(reference),
            Err(error) => errors.push(format!("{error}: {}", error.help())),
        }
    }
    if errors.is_empty() { Ok(references) } else { Err(CliError::Usage(errors.join("\n       "))) }
}
