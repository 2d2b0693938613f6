//! Keeps the reading of the terminal back while another program has it: keys that are typed into an editor are not ours.

use std::{
    io,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// How long the reader may take to come to the gate.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Debug, Default)]
struct State {
    closed: bool,
    waiting: bool,
}

/// The gate that the reader passes before each event.
#[derive(Clone, Debug, Default)]
pub struct Gate(Arc<(Mutex<State>, Condvar)>);

impl Gate {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// For the reader: waits while the gate is closed.
    pub fn pass(&self) {
        let mut state = self.state();
        while state.closed {
            state.waiting = true;
            self.0.1.notify_all();
            state = self.0.1.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.waiting = false;
    }

    /// Closes the gate, and waits until the reader stands before it.
    ///
    /// # Errors
    /// When the reader does not come: then the gate is open again.
    pub fn close(&self) -> io::Result<()> {
        self.state().closed = true;
        wake_reader()?;
        let (state, _) = self
            .0
            .1
            .wait_timeout_while(self.state(), PATIENCE, |state| !state.waiting)
            .unwrap_or_else(PoisonError::into_inner);
        let came = state.waiting;
        drop(state);
        if came {
            return Ok(());
        }
        self.open();
        Err(io::Error::other("the terminal is still being read"))
    }

    /// Lets the reader go on.
    pub fn open(&self) {
        let mut state = self.state();
        state.closed = false;
        state.waiting = false;
        self.0.1.notify_all();
    }
}

/// The reader waits for an event of the terminal; a signal that its size may have changed is one.
#[cfg(unix)]
fn wake_reader() -> io::Result<()> {
    use rustix::process::{Signal, getpid, kill_process};
    kill_process(getpid(), Signal::WINCH).map_err(io::Error::from)
}

#[cfg(not(unix))]
fn wake_reader() -> io::Result<()> {
    Err(io::Error::other("the terminal cannot be lent on this system"))
}
