//! [`Timings`] say where the time of a build went.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Measures stages that follow each other.
#[derive(Clone, Debug)]
pub struct Stopwatch {
    since: Instant,
    stages: Vec<(&'static str, Duration)>,
}

impl Stopwatch {
    pub fn start() -> Stopwatch {
        Stopwatch { since: Instant::now(), stages: Vec::new() }
    }

    /// The stage that began when the last one ended is over.
    pub fn lap(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.stages.push((stage, now - self.since));
        self.since = now;
    }

    /// With what was measured of files while one of the stages ran.
    pub fn finish(self, files: FileCosts) -> Timings {
        Timings { stages: self.stages, files }
    }
}

/// What files of each kind cost.
pub type FileCosts = BTreeMap<&'static str, FileCost>;

#[derive(Clone, Debug, Default)]
pub struct Timings {
    /// In the order in which they ran.
    pub stages: Vec<(&'static str, Duration)>,
    /// By kind.
    pub files: FileCosts,
}

/// What files of one kind took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileCost {
    /// How many were made; the others stood there already.
    pub made: usize,
    pub unmade: usize,
    /// Of those that were made.
    pub bytes: u64,
    /// Of all threads together.
    pub time: Duration,
}

impl FileCost {
    /// A file of so many bytes; none where it was not made.
    pub fn new(bytes: Option<u64>, time: Duration) -> FileCost {
        FileCost {
            made: usize::from(bytes.is_some()),
            unmade: usize::from(bytes.is_none()),
            bytes: bytes.unwrap_or(0),
            time,
        }
    }
}

impl std::ops::AddAssign for FileCost {
    fn add_assign(&mut self, other: FileCost) {
        self.made += other.made;
        self.unmade += other.unmade;
        self.bytes += other.bytes;
        self.time += other.time;
    }
}
