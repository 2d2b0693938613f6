//! Signals: the end of the terminal or the session, and stopping in the background.

use tokio::sync::mpsc::UnboundedSender;

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Leave: SIGTERM, SIGHUP, SIGINT.
    Leave,
    /// Back in the foreground: SIGCONT.
    Continue,
    /// Stopped from outside: SIGTSTP.
    Stop,
}

/// Listens for signals until the receiver is gone.
#[cfg(unix)]
pub fn listen(signals: UnboundedSender<Signal>) -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let of = |raw: i32| signal(SignalKind::from_raw(raw));
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hangup = signal(SignalKind::hangup())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut proceed = of(rustix::process::Signal::CONT.as_raw())?;
    let mut stop = of(rustix::process::Signal::TSTP.as_raw())?;
    tokio::spawn(async move {
        loop {
            let signal = tokio::select! {
                _ = terminate.recv() => Signal::Leave,
                _ = hangup.recv() => Signal::Leave,
                _ = interrupt.recv() => Signal::Leave,
                _ = proceed.recv() => Signal::Continue,
                _ = stop.recv() => Signal::Stop,
            };
            if signals.send(signal).is_err() {
                return;
            }
        }
    });
    Ok(())
}

/// Without such signals there is nothing to listen for but Ctrl-C, which arrives as a key in raw mode.
#[cfg(not(unix))]
pub fn listen(_signals: UnboundedSender<Signal>) -> std::io::Result<()> {
    Ok(())
}

/// Stops this process group as Ctrl-Z does; returns when it goes on.
#[cfg(unix)]
pub fn stop() {
    // SIGSTOP, because SIGTSTP has a handler here.
    let _ = rustix::process::kill_current_process_group(rustix::process::Signal::STOP);
}

/// There is no background to stop in.
#[cfg(not(unix))]
pub fn stop() {}
