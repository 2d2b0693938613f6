//! Asks at the terminal for what nobody else shall see there.

use std::io::{self, Write};

use super::error::CliError;
use crate::{oauth::Secret, text::sanitize};

/// What came of asking.
pub enum Asked {
    /// What was typed, or was known.
    Secret(Secret),
    /// Enter alone.
    Nothing,
    /// There is nobody to ask.
    NoTerminal,
}

/// Asks, without an echo. The terminal is given back as it was, however the asking ends: by a signal too, which drops it.
///
/// # Errors
/// When the input ends, or cannot be read.
pub async fn secret(question: &str) -> Result<Asked, CliError> {
    let Some(terminal) = terminal::Quiet::new() else { return Ok(Asked::NoTerminal) };
    let mut stderr = io::stderr();
    let _ = write!(stderr, "{}", sanitize(question));
    let _ = stderr.flush();
    let typed = terminal.line().await;
    drop(terminal);
    match typed.map_err(|error| CliError::io("read the client secret", &error))? {
        None => Err(CliError::interrupted()),
        Some(line) => {
            let secret: Secret = line.trim().into();
            Ok(if secret.is_empty() { Asked::Nothing } else { Asked::Secret(secret) })
        }
    }
}

/// The end of the line that nobody sees typed.
fn end_line() {
    let _ = writeln!(io::stderr());
}

#[cfg(unix)]
mod terminal {
    use std::{
        cell::Cell,
        fs::File,
        io::{self, BufRead, BufReader, IsTerminal},
        os::fd::AsFd,
    };

    use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};
    use zeroize::Zeroizing;

    use super::end_line;
    use crate::cli::input::aside;

    /// What stands for no character at all among the special ones (POSIX `_POSIX_VDISABLE`).
    const NONE: u8 = if cfg!(any(target_os = "linux", target_os = "android")) { 0 } else { 0xff };

    /// A terminal without an echo. Lines are edited, and Ctrl-C is a signal, as ever; only Ctrl-Z is nothing, because whoever
    /// comes back from the shell would have the echo again.
    pub struct Quiet {
        terminal: File,
        before: Termios,
        /// Whether a whole line was read.
        read: Cell<bool>,
    }

    impl Quiet {
        /// The terminal of the person, if there is one.
        pub fn new() -> Option<Self> {
            let stdin =
                || io::stdin().as_fd().try_clone_to_owned().ok().filter(IsTerminal::is_terminal).map(File::from);
            let terminal = File::options().read(true).write(true).open("/dev/tty").ok().or_else(stdin)?;
            let before = tcgetattr(&terminal).ok()?;
            let mut quiet = before.clone();
            quiet.local_modes.remove(LocalModes::ECHO);
            quiet.local_modes.insert(LocalModes::ICANON | LocalModes::ISIG);
            quiet.special_codes[SpecialCodeIndex::VSUSP] = NONE;
            tcsetattr(&terminal, OptionalActions::Now, &quiet).ok()?;
            Some(Self { terminal, before, read: Cell::new(false) })
        }

        /// A line; `None` at the end of the input.
        pub async fn line(&self) -> io::Result<Option<Zeroizing<String>>> {
            let terminal = self.terminal.try_clone()?;
            let line = aside(move || {
                let mut line = Zeroizing::new(String::new());
                BufReader::new(terminal).read_line(&mut line).map(|count| (count > 0).then_some(line))
            })
            .await;
            self.read.set(true);
            line
        }
    }

    impl Drop for Quiet {
        fn drop(&mut self) {
            // Half a secret is not left to the shell, which would read it next, and show it.
            let how = if self.read.get() { OptionalActions::Now } else { OptionalActions::Flush };
            let _ = tcsetattr(&self.terminal, how, &self.before);
            end_line();
        }
    }
}

#[cfg(not(unix))]
mod terminal {
    use std::io;

    use crossterm::{
        event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers},
        terminal,
    };
    use zeroize::Zeroizing;

    use super::end_line;
    use crate::cli::input::aside;

    /// A terminal that shows nothing of what is typed.
    pub struct Quiet;

    impl Quiet {
        /// The terminal of the person, if there is one.
        pub fn new() -> Option<Self> {
            terminal::enable_raw_mode().ok().map(|()| Self)
        }

        /// A line; `None` when it was left.
        pub async fn line(&self) -> io::Result<Option<Zeroizing<String>>> {
            aside(read).await
        }
    }

    impl Drop for Quiet {
        fn drop(&mut self) {
            let _ = terminal::disable_raw_mode();
            end_line();
        }
    }

    fn read() -> io::Result<Option<Zeroizing<String>>> {
        let mut line = Zeroizing::new(String::new());
        loop {
            let Event::Key(KeyEvent { code, modifiers, kind: KeyEventKind::Press, .. }) = event::read()? else {
                continue;
            };
            match (code, modifiers.contains(KeyModifiers::CONTROL)) {
                (KeyCode::Enter, _) => return Ok(Some(line)),
                (KeyCode::Esc, _) | (KeyCode::Char('c' | 'd'), true) => return Ok(None),
                (KeyCode::Char('u'), true) => line.clear(),
                (KeyCode::Backspace, _) => drop(line.pop()),
                (KeyCode::Char(c), false) => line.push(c),
                _ => {}
            }
        }
    }
}
