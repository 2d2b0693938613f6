//! What a terminal has received, and the screen that came of it.

use std::{
    num::NonZeroU16,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use super::PATIENCE;

/// What the terminal has received.
pub struct Seen {
    state: Mutex<State>,
    changed: Condvar,
}

pub struct State {
    pub emulator: vt100::Parser,
    pub written: Vec<u8>,
    /// How much of it the emulator has been given.
    shown: usize,
    pub closing: bool,
    pub ended: bool,
}

impl Seen {
    pub fn new(size: (u16, u16)) -> Self {
        let (columns, rows) = emulated(size);
        let emulator = vt100::Parser::new(rows, columns, 0);
        Self {
            state: Mutex::new(State { emulator, written: Vec::new(), shown: 0, closing: false, ended: false }),
            changed: Condvar::new(),
        }
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a condition, as long as the program may take.
    pub fn wait(&self, condition: impl Fn(&State) -> bool) -> bool {
        let give_up = Instant::now() + PATIENCE;
        let mut state = self.state();
        loop {
            if condition(&state) {
                return true;
            }
            let left = give_up.saturating_duration_since(Instant::now());
            if left.is_zero() || state.ended {
                return false;
            }
            state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// The terminal has another size.
    pub fn resize(&self, size: (u16, u16)) {
        let (columns, rows) = emulated(size);
        self.state().emulator.set_size(rows, columns);
    }

    /// Takes what the program wrote.
    pub fn take(&self, bytes: &[u8]) {
        let mut state = self.state();
        state.written.extend_from_slice(bytes);
        let whole = state.shown + whole_frames(&state.written[state.shown..]);
        state.show(whole);
        self.changed.notify_all();
    }

    /// Nothing more comes.
    pub fn end(&self) {
        let mut state = self.state();
        let all = state.written.len();
        state.show(all);
        state.ended = true;
        self.changed.notify_all();
    }
}

impl State {
    /// Gives the emulator what was written up to there.
    fn show(&mut self, end: usize) {
        self.emulator.process(&self.written[self.shown..end]);
        self.shown = end;
    }
}

/// How much of what was written may be shown: as in a terminal that knows synchronized updates (mode 2026), nobody sees
/// a frame before it is whole.
fn whole_frames(bytes: &[u8]) -> usize {
    const BEGIN: &[u8] = b"\x1b[?2026h";
    const END: &[u8] = b"\x1b[?2026l";
    let last = |mark: &[u8]| bytes.windows(mark.len()).rposition(|window| window == mark);
    match (last(BEGIN), last(END)) {
        (Some(begin), end) if end.is_none_or(|end| end < begin) => begin,
        // The mark itself may come in two pieces.
        _ => {
            let half = (1..BEGIN.len()).rev().find(|&length| bytes.ends_with(&BEGIN[..length]));
            bytes.len() - half.unwrap_or(0)
        }
    }
}

/// The emulator has no terminal without rows or columns.
fn emulated((columns, rows): (u16, u16)) -> (NonZeroU16, NonZeroU16) {
    let at_least_one = |n: u16| NonZeroU16::new(n).unwrap_or(NonZeroU16::MIN);
    (at_least_one(columns), at_least_one(rows))
}
