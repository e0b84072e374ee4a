//! Faults of other people's code that are known to happen and cost nothing but what was asked of it.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static IS_EXPECTED: Cell<bool> = const { Cell::new(false) };
}

/// Runs what may panic; nothing is told of that where it does.
///
/// What it changes must not matter then.
pub fn caught<T>(run: impl FnOnce() -> T) -> Option<T> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let tell = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !IS_EXPECTED.get() {
                tell(panic);
            }
        }));
    });
    let was_expected = IS_EXPECTED.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(run));
    IS_EXPECTED.set(was_expected);
    result.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_nothing_and_the_next_run_is_as_the_first() {
        assert_eq!(caught(|| 1), Some(1));
        assert_eq!(caught(|| -> u8 { panic!("expected") }), None);
        assert_eq!(caught(|| caught(|| -> u8 { panic!("expected") })), Some(None));
        assert!(!IS_EXPECTED.get());
        assert_eq!(caught(|| 2), Some(2));
    }
}
