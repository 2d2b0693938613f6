//! The end of the terminal. Usually SIGHUP tells it; a program outside the terminal's session gets none, and reading would
//! fail over and over.

use std::io;

use tokio::sync::mpsc::UnboundedSender;

use super::sources::Order;

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

    use super::run::Ending;

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
        if told.is_ok() {
            let _ = orders.send(Order::Leave(Ending::HungUp));
        }
    };
    std::thread::Builder::new().name("hang-up".to_owned()).spawn(wait).map(drop)
}

/// Whether the terminal has gone by now.
#[cfg(unix)]
fn has_come() -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    let terminal = io::stdin();
    let mut watched = [PollFd::new(&terminal, PollFlags::empty())];
    let now = Timespec { tv_sec: 0, tv_nsec: 0 };
    poll(&mut watched, Some(&now)).is_ok_and(|told| told > 0)
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
