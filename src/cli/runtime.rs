//! Runs what waits for a network or a person, until it ends or a signal ends it.

use std::{
    future::poll_fn,
    io,
    pin::{Pin, pin},
    task::Poll,
    time::Duration,
};

use super::{args::Global, context::Context, error::CliError, output::note};

/// How long a task that still blocks is waited for at the end.
const FAREWELL: Duration = Duration::from_millis(200);

/// Runs a command that Ctrl-C ends with 130, and SIGTERM and SIGHUP as a shell says it of a program that they ended. An answer
/// that may hold a token is stored first; a second signal waits for nothing.
pub fn interruptible(
    global: &Global,
    command: impl AsyncFnOnce(&Context) -> Result<(), CliError>,
) -> Result<(), CliError> {
    Context::open(global)?.told(|cx| {
        block_on(async {
            let mut signals = Signals::register().map_err(|error| CliError::io("listen for signals", &error))?;
            let mut command = pin!(command(cx));
            let why = tokio::select! {
                ended = &mut command => return ended,
                why = signals.next() => why,
            };
            if cx.is_answer_under_way() {
                note("note: the answer that is under way is still being stored; Ctrl-C again gives it up.");
                until_stored(cx, command.as_mut()).await;
            }
            Err(why)
        })
    })
}

/// Goes on with a command until no answer is under way any more.
async fn until_stored(cx: &Context, mut command: Pin<&mut impl Future<Output = Result<(), CliError>>>) {
    poll_fn(|context| {
        let ended = command.as_mut().poll(context).is_ready();
        if ended || !cx.is_answer_under_way() { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

/// Runs it on this thread.
pub fn block_on<T>(work: impl Future<Output = Result<T, CliError>>) -> Result<T, CliError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::io("start", &error))?;
    let ended = runtime.block_on(work);
    runtime.shutdown_timeout(FAREWELL);
    ended
}

#[cfg(unix)]
mod signals {
    use std::sync::{Arc, atomic::AtomicBool};

    use signal_hook::{consts::signal, flag};
    use tokio::signal::unix::{Signal, SignalKind, signal};

    use super::{CliError, io};
    use crate::cli::error::Exit;

    /// What ends a command from outside.
    pub struct Signals {
        interrupt: Signal,
        terminate: Signal,
        hang_up: Option<Signal>,
    }

    impl Signals {
        /// From now on they wait to be heard; the second one ends the program on the spot, wherever it blocks.
        ///
        /// # Errors
        /// When the system refuses.
        pub fn register() -> io::Result<Self> {
            let again = Arc::new(AtomicBool::new(false));
            let hang_up = !is_ignored(signal::SIGHUP);
            for number in [signal::SIGINT, signal::SIGTERM].into_iter().chain(hang_up.then_some(signal::SIGHUP)) {
                // What a shell says of a program that a signal ended.
                flag::register_conditional_shutdown(number, 128 + number, Arc::clone(&again))?;
                flag::register(number, Arc::clone(&again))?;
            }
            Ok(Self {
                interrupt: signal(SignalKind::interrupt())?,
                terminate: signal(SignalKind::terminate())?,
                hang_up: hang_up.then(|| signal(SignalKind::hangup())).transpose()?,
            })
        }

        /// The next one.
        pub async fn next(&mut self) -> CliError {
            let hung_up = async {
                match &mut self.hang_up {
                    Some(hang_up) => hang_up.recv().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                _ = self.interrupt.recv() => CliError::interrupted(),
                _ = self.terminate.recv() => CliError::silent(Exit::Terminated),
                _ = hung_up => CliError::silent(Exit::HungUp),
            }
        }
    }

    /// Whether whoever started this program had a signal ignored, as `nohup` has. Only Linux tells.
    fn is_ignored(number: i32) -> bool {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default();
        ignored >> (number - 1) & 1 == 1
    }
}

#[cfg(not(unix))]
mod signals {
    use super::{CliError, io};

    /// What ends a command from outside.
    pub struct Signals;

    impl Signals {
        /// Nothing to register.
        ///
        /// # Errors
        /// Never.
        pub fn register() -> io::Result<Self> {
            Ok(Self)
        }

        /// Ctrl-C.
        pub async fn next(&mut self) -> CliError {
            let _ = tokio::signal::ctrl_c().await;
            CliError::interrupted()
        }
    }
}

use signals::Signals;
