//! A [`Progress`] bar, for work that takes long enough to wonder about.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Faster work shows no bar: it would only flicker.
const PATIENCE: Duration = Duration::from_millis(500);

pub struct Progress {
    bar: Option<ProgressBar>,
    start: Instant,
}

impl Progress {
    /// A bar that counts `what`; none where nobody would see it.
    pub fn new(is_interactive: bool, what: &'static str) -> Progress {
        let bar = is_interactive.then(|| {
            let style = ProgressStyle::with_template("{bar:40} {human_pos}/{human_len} {msg}")
                .expect("the template names fields that bars have");
            ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden())
                .with_style(style)
                .with_message(what)
        });
        Progress { bar, start: Instant::now() }
    }

    /// Shows that `done` things of `total` are done; may be called from several threads.
    pub fn show(&self, done: usize, total: usize) {
        let Some(bar) = &self.bar else { return };
        if self.start.elapsed() < PATIENCE {
            return;
        }
        if bar.length().is_none() {
            bar.set_length(total as u64);
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        bar.set_position(done as u64);
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
