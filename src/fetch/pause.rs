//! When to wait, and for how long: the pace of a service, and what it asks for when it is busy.

use std::time::{Duration, SystemTime};

/// The time, and waiting: of this machine, or of a test.
pub trait Clock {
    fn now(&self) -> SystemTime;

    /// Waits; `why` says so to people who wonder.
    fn sleep(&self, duration: Duration, why: &str);
}

/// How often a busy service is asked again.
pub const TRIES: u32 = 4;

/// Longer than this nobody waits at a terminal.
const LONGEST: Duration = Duration::from_secs(120);

/// How long to wait before a busy service is asked again, where `tried` counts from 0; nothing when
/// that is too long, or was done often enough.
///
/// `retry_after` is the header of that name, seconds or a date:
/// <https://www.rfc-editor.org/rfc/rfc9110#field.retry-after>.
pub fn before_retry(tried: u32, retry_after: Option<&str>, now: SystemTime) -> Option<Duration> {
    if tried + 1 >= TRIES {
        return None;
    }
    let asked = retry_after.and_then(|text| parse_retry_after(text, now));
    let wait = asked.unwrap_or_else(|| Duration::from_secs(3 << tried));
    (wait <= LONGEST).then_some(wait)
}

fn parse_retry_after(text: &str, now: SystemTime) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let instant = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
    let seconds = u64::try_from(instant.as_second()).ok()?;
    let instant = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))?;
    Some(instant.duration_since(now).unwrap_or_default())
}

/// How long to wait so that `pace` lies between two questions.
pub fn before_next(last: Option<SystemTime>, pace: Duration, now: SystemTime) -> Duration {
    let Some(last) = last else { return Duration::ZERO };
    match now.duration_since(last) {
        Ok(since) => pace.saturating_sub(since),
        // Clocks of file systems are coarse; one that is far ahead is wrong, and no reason to wait.
        Err(ahead) if ahead.duration() < pace => pace,
        Err(_) => Duration::ZERO,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_service_says_how_long_to_wait() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        let seconds = |tried, header| before_retry(tried, header, now).map(|wait| wait.as_secs());
        assert_eq!(seconds(0, Some("7")), Some(7));
        assert_eq!(seconds(0, Some("Sun, 09 Sep 2001 01:46:50 GMT")), Some(10));
        assert_eq!(seconds(0, Some("Sun, 09 Sep 2001 01:46:30 GMT")), Some(0));
        assert_eq!(seconds(0, Some("3600")), None);
        assert_eq!(seconds(0, Some("99999999999999999999999")), Some(3));
        assert_eq!(seconds(0, Some("soon")), Some(3));
        assert_eq!(seconds(1, None), Some(6));
        assert_eq!(seconds(2, None), Some(12));
        assert_eq!(seconds(3, Some("1")), None);
    }

    #[test]
    fn a_pace_is_kept_between_two_questions() {
        let now = SystemTime::now();
        let pace = Duration::from_secs(3);
        let after = |seconds| before_next(Some(now - Duration::from_secs(seconds)), pace, now).as_secs();
        assert_eq!((after(0), after(1), after(3), after(60)), (3, 2, 0, 0));
        assert_eq!(before_next(None, pace, now), Duration::ZERO);
        assert_eq!(before_next(Some(now + pace / 2), pace, now), pace);
        assert_eq!(before_next(Some(now + pace), pace, now), Duration::ZERO);
    }
}
