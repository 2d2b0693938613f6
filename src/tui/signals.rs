//! Signals: the end of the terminal or the session, and stopping in the background.

use std::io;

use tokio::sync::mpsc::UnboundedSender;

use super::order::Order;

#[cfg(unix)]
mod system {
    use rustix::process::{Signal as Number, getpgrp, getsid, kill_current_process_group};
    use signal_hook::{consts::signal, iterator};

    use super::{super::order::Ending, Order, UnboundedSender, io};

    /// Signals that have come, or will, and were not heard yet.
    #[derive(Debug)]
    pub struct Signals(iterator::Signals);

    impl Signals {
        /// From now on these signals wait to be heard, instead of ending or stopping the program on the spot.
        ///
        /// # Errors
        /// When the system refuses.
        pub fn register() -> io::Result<Self> {
            let all = [signal::SIGTERM, signal::SIGHUP, signal::SIGINT, signal::SIGCONT, signal::SIGTSTP];
            iterator::Signals::new(all).map(Self)
        }

        /// Passes on what they order, those that wait first, until nobody listens.
        ///
        /// # Errors
        /// When no thread can be had.
        pub fn forward(mut self, orders: UnboundedSender<Order>) -> io::Result<()> {
            let listen = move || {
                for number in self.0.forever() {
                    let order = match number {
                        signal::SIGCONT => Order::Continue,
                        signal::SIGTSTP => Order::Stop,
                        signal::SIGINT => Order::Leave(Ending::Interrupted),
                        signal::SIGHUP => Order::Leave(Ending::HungUp),
                        _ => Order::Leave(Ending::Terminated),
                    };
                    if orders.send(order).is_err() {
                        return;
                    }
                }
            };
            std::thread::Builder::new().name("signals".to_owned()).spawn(listen).map(drop)
        }
    }

    /// Whether somebody could let the program go on after it was stopped: a shell with job control, which gives what it
    /// runs a process group of its own. The first program of a terminal window has no such shell behind it.
    pub fn can_stop() -> bool {
        getsid(None).is_ok_and(|session| session != getpgrp())
    }

    /// Stops this process group as Ctrl-Z does; returns when it goes on.
    pub fn stop() {
        // SIGSTOP, because SIGTSTP has a handler here. The whole group, so that the shell sees its job stopped.
        let _ = kill_current_process_group(Number::STOP);
    }
}

#[cfg(not(unix))]
mod system {
    use super::{Order, UnboundedSender, io};

    /// There are no such signals: Ctrl-C arrives as a key.
    #[derive(Debug)]
    pub struct Signals;

    impl Signals {
        /// Nothing to register.
        ///
        /// # Errors
        /// Never.
        pub fn register() -> io::Result<Self> {
            Ok(Self)
        }

        /// Nothing to forward.
        ///
        /// # Errors
        /// Never.
        pub fn forward(self, _orders: UnboundedSender<Order>) -> io::Result<()> {
            Ok(())
        }
    }

    /// There is no background to stop in.
    pub fn can_stop() -> bool {
        false
    }

    /// There is no background to stop in.
    pub fn stop() {}
}

pub use system::{Signals, can_stop, stop};
