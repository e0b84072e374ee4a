//! `offprint new`

use super::{CliError, Global, Outcome, Terminal};
use crate::placing::{self, Placed};
use crate::scaffold;
use crate::slug::Slug;

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The paper's title, in which Markdown and TeX may stand
    title: String,
    /// The day under which it is listed, as YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// The name of its file and its page [default: made from the title]
    #[arg(long, value_name = "NAME")]
    slug: Option<String>,
    /// Leave it unpublished until the line `draft: true` is removed
    #[arg(long)]
    draft: bool,
}

const EXAMPLES: &str = "\
Examples:
  offprint new 'Attention: a very short survey'
  $EDITOR \"$(offprint new 'Attention: a very short survey' --date 2025-10-30 --slug attention)\"";

pub fn run(arguments: &Arguments, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    let title = arguments.title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() {
        return Err(CliError::Usage("a paper needs a title".to_owned()));
    }
    super::needs_site(global)?;
    let path =
        scaffold::paper_path(super::listing_day(arguments.date.as_deref())?, &slug(arguments, &title)?);
    let text = if arguments.draft { scaffold::draft(&title) } else { scaffold::paper(&title) };
    let file = global.root.join(&path);
    match placing::place(&global.root, &path, text.as_bytes()) {
        Ok(Placed::Created) => {}
        Ok(Placed::Kept) => {
            let shown = super::shown(&file);
            return Err(CliError::Usage(format!("{shown} is there already; give the new paper a `--slug`")));
        }
        Err(error) => return Err(CliError::io(file, error)),
    }
    super::print(&format!("{}\n", super::shown(&file)))?;
    let serve = if arguments.draft { "offprint serve --drafts" } else { "offprint serve" };
    terminal.plain(&format!("Fill in what its comments name, and look at it with `{serve}`."));
    Ok(Outcome::Success)
}

fn slug(arguments: &Arguments, title: &str) -> Result<Slug, CliError> {
    let Some(text) = &arguments.slug else { return Ok(scaffold::slug(title)) };
    Slug::new(text).filter(scaffold::names_a_paper).ok_or_else(|| {
        let fix = scaffold::slug(text);
        CliError::Usage(format!("`--slug {text}` cannot name a paper's file: write `--slug {fix}`"))
    })
}
