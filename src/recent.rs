//! [`Recent`] holds values that are costly to make and large to keep: each is made when it is asked
//! for, and those that were asked for last are kept.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

pub struct Recent<T> {
    slots: Vec<Mutex<Weak<T>>>,
    kept: Mutex<VecDeque<Arc<T>>>,
    most: usize,
}

impl<T> Recent<T> {
    /// For `count` values, of which the `most` recent are kept.
    pub fn new(count: usize, most: usize) -> Recent<T> {
        let slots = std::iter::repeat_with(Mutex::default).take(count).collect();
        Recent { slots, kept: Mutex::default(), most }
    }

    /// The value of a number. `make` is called where the value is not kept, by one thread at a time;
    /// it must not ask for the same number.
    pub fn get(&self, number: usize, make: impl FnOnce() -> T) -> Arc<T> {
        let mut slot = lock(&self.slots[number]);
        if let Some(value) = slot.upgrade() {
            return value;
        }
        let value = Arc::new(make());
        *slot = Arc::downgrade(&value);
        let mut kept = lock(&self.kept);
        kept.push_back(value.clone());
        // What falls out is dropped after the lock, since that takes a while.
        let _dropped = (kept.len() > self.most).then(|| kept.pop_front());
        drop(kept);
        value
    }
}

/// A thread that panicked leaves no value half made.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn a_value_is_made_again_only_when_others_took_its_place() {
        let recent = Recent::new(3, 2);
        let made = Cell::new(0);
        let get = |number: usize| {
            let make = || {
                made.set(made.get() + 1);
                number * 10
            };
            (*recent.get(number, make), made.get())
        };
        assert_eq!([get(0), get(0), get(1), get(0)], [(0, 1), (0, 1), (10, 2), (0, 2)]);
        assert_eq!([get(2), get(1), get(0)], [(20, 3), (10, 3), (0, 4)]);
    }

    #[test]
    fn a_value_in_use_is_shared_whatever_was_asked_for_since() {
        let recent = Recent::new(3, 1);
        let first = recent.get(0, || "first");
        recent.get(1, || "second");
        assert_eq!(*recent.get(0, || "again"), "first");
        drop(first);
        assert_eq!(*recent.get(0, || "again"), "again");
    }
}
