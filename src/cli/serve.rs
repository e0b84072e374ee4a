//! `offprint serve`

use std::net::{IpAddr, Ipv4Addr};

use super::{CliError, Global, Outcome, SiteFlags, Terminal};
use crate::diagnostic::{counted, printable};
use crate::serve::{self, Event, ServeOptions};

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    site: SiteFlags,
    /// The port [default: 3000, or the next free one]
    #[arg(long, short, value_name = "PORT")]
    port: Option<u16>,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
    /// The address to listen on; 0.0.0.0 lets other machines in
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    bind: IpAddr,
}

const EXAMPLES: &str = "\
Examples:
  offprint serve --open
  offprint serve --port 4000 --drafts";

pub fn run(arguments: &Arguments, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    let options =
        ServeOptions { site: arguments.site.options(global)?, bind: arguments.bind, port: arguments.port };
    let open = arguments.open;
    let terminal = terminal.clone();
    serve::serve(&options, move |event| match event {
        Event::Ready { url, papers, after } => {
            terminal
                .status("Serving", &format!("{} at {url} after {:.2} s", what(papers), after.as_secs_f64()));
            terminal.plain("Pages show changes as you save them. Press Ctrl-C to stop.");
            if open && let Err(error) = open::that_detached(url) {
                terminal.error(&format!("the browser cannot be opened: {error}"));
            }
        }
        Event::Reloaded { papers, after } => {
            terminal.status("Reloaded", &format!("{} in {:.2} s", what(papers), after.as_secs_f64()));
        }
        Event::Diagnostics(diagnostics) => terminal.diagnostics(diagnostics),
        Event::NotReloaded(fault) => {
            let message = format!(
                "this change is not shown, by a fault of offprint, and will be with the next: {fault}"
            );
            terminal.error(&printable(&message));
        }
        Event::NotWatching(reason) => {
            terminal.error(&format!("changes will not show by themselves: {reason}"));
        }
    })?;
    Ok(Outcome::Success)
}

/// What pages show.
fn what(papers: Option<usize>) -> String {
    papers.map_or_else(|| "what is wrong".to_owned(), |papers| counted(papers, "paper", "papers"))
}
