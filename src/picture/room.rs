//! [`Room`] is memory that threads share: who finds too little left waits for the others.

use std::sync::{Condvar, Mutex, PoisonError};

pub struct Room {
    size: u64,
    taken: Mutex<u64>,
    given_back: Condvar,
}

/// A part of the room, until it is dropped.
pub struct Taken<'r> {
    room: &'r Room,
    size: u64,
}

impl Room {
    /// `size` is in bytes.
    pub const fn new(size: u64) -> Room {
        Room { size, taken: Mutex::new(0), given_back: Condvar::new() }
    }

    /// Takes so many bytes as soon as they are free. Who wants more than there are waits for all of them. A thread that
    /// has a part must not ask for another.
    pub fn take(&self, size: u64) -> Taken<'_> {
        let size = size.min(self.size);
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = |taken: &mut u64| *taken + size > self.size;
        let mut taken = self.given_back.wait_while(taken, is_full).unwrap_or_else(PoisonError::into_inner);
        *taken += size;
        Taken { room: self, size }
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        *self.room.taken.lock().unwrap_or_else(PoisonError::into_inner) -= self.size;
        self.room.given_back.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{self, RecvTimeoutError};
    use std::time::Duration;

    use super::*;

    #[test]
    fn who_finds_too_little_room_waits() {
        static ROOM: Room = Room::new(10);
        for (taken, wanted) in [(6, 5), (1, 100)] {
            let first = ROOM.take(taken);
            drop(ROOM.take(4));
            let (sender, receiver) = mpsc::channel();
            std::thread::spawn(move || {
                let taken = ROOM.take(wanted);
                let _ = sender.send(taken.size);
            });
            assert_eq!(receiver.recv_timeout(Duration::from_millis(50)), Err(RecvTimeoutError::Timeout));
            drop(first);
            assert_eq!(receiver.recv_timeout(Duration::from_secs(20)), Ok(wanted.min(10)));
        }
    }
}
