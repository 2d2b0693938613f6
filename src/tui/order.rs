//! What concerns the program as a whole, and not its model: to leave, to stop, to go on.

/// What concerns the program as a whole, and not its model.
#[cfg_attr(not(unix), allow(dead_code, reason = "where there are no job control signals, nobody stops or goes on"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Leave.
    Leave(Ending),
    /// Stop, as Ctrl-Z does.
    Stop,
    /// Go on after a stop.
    Continue,
}

/// Why the interface ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The user left.
    Quit,
    /// Somebody interrupted it from outside: SIGINT.
    Interrupted,
    /// Somebody ended it from outside: SIGTERM.
    Terminated,
    /// The terminal is gone: SIGHUP, or not even that.
    HungUp,
}

impl Ending {
    /// The exit code: 0, or what a shell says of a program that a signal ended, which is 128 and the signal's number.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Quit => 0,
            Self::HungUp => 129,
            Self::Interrupted => 130,
            Self::Terminated => 143,
        }
    }
}
