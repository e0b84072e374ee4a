//! Services are waited for in front of somebody, who is told why.

use std::time::{Duration, SystemTime};

use super::Terminal;
use crate::fetch::Clock;

impl Clock for Terminal {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration, why: &str) {
        if !why.is_empty() {
            self.plain(why);
        }
        std::thread::sleep(duration);
    }
}
