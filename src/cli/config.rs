//! `offprint config`

use serde_json::{Value, json};

use super::{CliError, Color, Global, Outcome, SiteFlags, Terminal, editor};
use crate::config::{Config, Origin, Setting, base_url_of_flag, settings};
use crate::diagnostic::{self, Severity, printable};
use crate::theme::Theme;
use crate::yaml::{flow, scalar};

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Show every setting with its value, and where that is from; without it, say whether the
    /// configuration is valid
    #[arg(long)]
    show: bool,
    #[command(flatten)]
    site: SiteFlags,
}

const EXAMPLES: &str = "\
Examples:
  offprint config
  offprint config --show
  offprint config --show --base-url https://user.github.io/list/ | grep base_url";

pub fn run(arguments: &Arguments, global: &Global, terminal: &Terminal) -> Result<Outcome, CliError> {
    let file = super::config_file(global);
    let (config, mut diagnostics) = Config::load(&global.root, &file);
    let options = arguments.site.options(global)?;
    let mut theme_options = Default::default();
    if !diagnostic::has_errors(&diagnostics) {
        let (theme, found) = Theme::load(&global.root, &config);
        diagnostics.extend(found);
        theme_options = theme.map(|theme| theme.options().clone()).unwrap_or_default();
    }
    diagnostic::sort(&mut diagnostics);
    let faulty = diagnostic::has_errors(&diagnostics);
    diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error || !arguments.show);
    terminal.diagnostics(&diagnostics);
    if faulty {
        return Ok(Outcome::Misconfigured);
    }
    let text = std::fs::read_to_string(&file).map_err(|error| CliError::io(super::shown(&file), error))?;
    let mut settings = settings(&config, &text, theme_options.iter());
    if let Some(base_url) = &options.base_url {
        let flag = base_url_of_flag(base_url);
        settings.iter_mut().filter(|setting| setting.name == flag.name).for_each(|old| *old = flag.clone());
    }
    settings.extend(of_the_program(arguments, global));
    let shown = super::shown(&file);
    if arguments.show {
        return super::print(&listing(&settings, &shown)).map(|()| Outcome::Success);
    }
    let is_made = |setting: &&Setting| matches!(setting.origin, Origin::Line(_));
    let made = settings.iter().filter(is_made).count();
    let made = crate::diagnostic::counted(made, "setting", "settings");
    terminal
        .status("Valid", &format!("{shown}: {made}; `offprint config --show` shows all, with the defaults"));
    Ok(Outcome::Success)
}

/// What flags and the environment say, and no file.
fn of_the_program(arguments: &Arguments, global: &Global) -> Vec<Setting> {
    let setting = |name: &str, value: Value, typed: Option<&'static str>| Setting {
        name: name.to_owned(),
        value,
        origin: typed.map_or(Origin::Default, Origin::Typed),
    };
    let root = global.root.display().to_string();
    let (color, color_origin) = match global.color {
        Color::Always => ("always", Some("--color")),
        Color::Never => ("never", Some("--color")),
        Color::Auto if super::no_color() => ("never", Some("$NO_COLOR")),
        Color::Auto => ("auto", None),
    };
    let editor = editor::command();
    vec![
        setting("drafts", json!(arguments.site.drafts), arguments.site.drafts.then_some("--drafts")),
        setting("root", json!(root), (root != ".").then_some("--root")),
        setting(
            "config",
            json!(super::shown(&super::config_file(global))),
            global.config.is_some().then_some("--config"),
        ),
        setting("color", json!(color), color_origin),
        setting("editor", json!(editor.as_ref().map(|(_, command)| command)), editor.map(|(name, _)| name)),
    ]
}

/// YAML, a line for each setting, with its origin behind it.
fn listing(settings: &[Setting], file: &str) -> String {
    let lines: Vec<(String, String)> = settings
        .iter()
        .map(|setting| {
            let origin = match setting.origin {
                Origin::Line(line) => format!("{file}:{line}"),
                Origin::Typed(name) => name.to_owned(),
                Origin::Default => "default".to_owned(),
            };
            (format!("{}: {}", setting.name, block(&setting.value)), origin)
        })
        .collect();
    // One long value must not push all others' origins out of sight.
    let width =
        lines.iter().map(|(line, _)| line.chars().count()).filter(|width| *width <= 60).max().unwrap_or(0);
    lines.iter().map(|(line, origin)| format!("{:width$}  # {origin}\n", printable(line))).collect()
}

fn block(value: &Value) -> String {
    match value {
        Value::String(text) => scalar(text),
        value => flow(value),
    }
}
