//! What clients may take up.

use std::time::Duration;

/// The largest request body, in bytes; more is answered with 413.
pub const BODY_LIMIT: usize = 4 << 20;

/// Bounds of what clients may take up. Whoever exceeds one of them is told by an HTTP status, or the connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Connections at the same time. When there are so many, the one that has kept the server waiting the longest is
    /// closed for a new one: with its request, or with taking its answer. None is whose answer is still being made.
    pub connections: usize,
    /// Bytes of a request line with its headers, of which there are 100 at most; more is answered with 431.
    pub head: usize,
    /// Bytes of a request body; more is answered with 413.
    pub body: usize,
    /// How long a client may take for each step: the TLS handshake, a head (which includes the silence before it), a body
    /// (408), and to go on reading an answer.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connections: 256, head: 64 << 10, body: BODY_LIMIT, time: Duration::from_secs(30) }
    }
}

/// Files that the program itself needs beside its connections.
const OWN_FILES: u64 = 64;
/// More is of no use on one computer.
const MOST: u64 = 65_536;

impl Limits {
    /// As many connections as the system lets this process have, after asking it for all that it may have (`ulimit -n`).
    #[cfg(unix)]
    pub fn of_system() -> Self {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
        // `None` is no limit at all. macOS refuses more than OPEN_MAX, whatever it says before.
        let wanted = maximum.unwrap_or(MOST).min(MOST);
        if current.is_some_and(|current| current < wanted) {
            let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum });
        }
        let files = getrlimit(Resource::Nofile).current.unwrap_or(MOST).min(MOST);
        let connections = files.saturating_sub(OWN_FILES).max(files / 2).max(1);
        Self { connections: usize::try_from(connections).unwrap_or(1), ..Self::default() }
    }

    /// The usual number of connections.
    #[cfg(not(unix))]
    pub fn of_system() -> Self {
        Self { connections: (MOST - OWN_FILES) as usize, ..Self::default() }
    }
}
