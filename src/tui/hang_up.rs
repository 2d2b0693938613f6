//! The end of the terminal. Usually SIGHUP tells it; a program outside the terminal's session gets none, and reading would
//! fail over and over.

use std::io;

use tokio::sync::mpsc::UnboundedSender;

use super::order::Order;

/// Gives the order to leave when the terminal has gone.
///
/// # Errors
/// When no thread can be had.
#[cfg(unix)]
pub fn watch(orders: UnboundedSender<Order>) -> io::Result<()> {
    use rustix::{
        event::{PollFd, PollFlags, poll},
        io::Errno,
    };

    use super::order::Ending;

    let wait = move || {
        let terminal = io::stdin();
        // No event is asked for; the end of the terminal is told all the same.
        let mut watched = [PollFd::new(&terminal, PollFlags::empty())];
        let told = loop {
            match poll(&mut watched, None) {
                Err(Errno::INTR) => {}
                told => break told,
            }
        };
        // A system that cannot watch terminals so still has SIGHUP.
        if told.is_ok() && is_end(watched[0].revents()) {
            let _ = orders.send(Order::Leave(Ending::HungUp));
        }
    };
    std::thread::Builder::new().name("hang-up".to_owned()).spawn(wait).map(drop)
}

/// Whether these events are the end of what is watched. `POLLNVAL` is not: it says that this file cannot be watched, as macOS
/// says of terminals.
#[cfg(unix)]
fn is_end(events: rustix::event::PollFlags) -> bool {
    use rustix::event::PollFlags;

    events.intersects(PollFlags::HUP | PollFlags::ERR)
}

/// Whether the terminal has gone by now.
#[cfg(unix)]
fn has_come() -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    let terminal = io::stdin();
    let mut watched = [PollFd::new(&terminal, PollFlags::empty())];
    let now = Timespec { tv_sec: 0, tv_nsec: 0 };
    poll(&mut watched, Some(&now)).is_ok() && is_end(watched[0].revents())
}

/// Elsewhere only errors tell.
#[cfg(not(unix))]
fn has_come() -> bool {
    false
}

/// Elsewhere the terminal's events end with it.
///
/// # Errors
/// Never.
#[cfg(not(unix))]
pub fn watch(_orders: UnboundedSender<Order>) -> io::Result<()> {
    Ok(())
}

/// Whether this is what drawing says on a terminal that has gone. Asking such a terminal for its size fails in ways that say
/// nothing, so the terminal itself is looked at too.
pub fn is_told_by(error: &io::Error) -> bool {
    if has_come() {
        return true;
    }
    #[cfg(unix)]
    if rustix::io::Errno::from_io_error(error) == Some(rustix::io::Errno::IO) {
        return true;
    }
    error.kind() == io::ErrorKind::BrokenPipe
}

#[cfg(all(test, unix))]
mod tests {
    use rustix::event::{PollFd, PollFlags, poll};

    use super::*;

    #[test]
    fn only_an_end_is_an_end() {
        let (reader, writer) = io::pipe().unwrap();
        drop(writer);
        let mut watched = [PollFd::new(&reader, PollFlags::empty())];
        poll(&mut watched, None).unwrap();
        assert!(is_end(watched[0].revents()));
        assert!(is_end(PollFlags::HUP | PollFlags::ERR));
        assert!(!is_end(PollFlags::NVAL), "it cannot be watched");
        assert!(!is_end(PollFlags::empty()));
    }
}
