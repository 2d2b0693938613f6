//! The modes of the terminal: switched on in order, off in reverse, whichever way the program ends.

use std::{
    io::{self, Write, stdout},
    sync::atomic::{AtomicBool, Ordering},
};

use crossterm::{
    Command, cursor,
    event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture},
    execute, queue,
    terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode},
};

use super::panics::{self, EndedByPanics};

/// Whether the modes are on: what makes leaving twice harmless.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// The terminal in the program's modes; dropping it gives the terminal back. A panic gives it back before it says anything.
#[derive(Debug)]
pub struct Terminal {
    _ended_by_panics: EndedByPanics,
}

impl Terminal {
    /// Raw mode, alternate screen, bracketed paste.
    ///
    /// # Errors
    /// When the terminal refuses.
    pub fn enter() -> io::Result<Self> {
        // First the value, so that what was switched on is switched off again when a later mode is refused.
        let terminal = Self { _ended_by_panics: EndedByPanics::begin() };
        enter_modes(false)?;
        Ok(terminal)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        leave();
    }
}

/// Switches the modes on; the mouse too, if it was on.
///
/// # Errors
/// When the terminal refuses.
pub fn enter_modes(mouse: bool) -> io::Result<()> {
    ENTERED.store(true, Ordering::SeqCst);
    // Raw mode is first: the system stops a program there that is not in the foreground, before it writes anything.
    enable_raw_mode()?;
    let mut modes = Vec::new();
    queue!(modes, EnterAlternateScreen, EnableBracketedPaste, cursor::Hide)?;
    if mouse {
        queue!(modes, EnableMouseCapture)?;
    }
    write(&modes)
}

/// Switches the modes on again after somebody else had the terminal without asking: a shell that stopped the program from
/// outside puts its own modes there.
///
/// # Errors
/// When the terminal refuses.
pub fn enter_again(mouse: bool) -> io::Result<()> {
    // Raw mode counts as on and would not be switched on once more.
    disable_raw_mode()?;
    enter_modes(mouse)
}

/// Gives the terminal back. Harmless when it was given back already; it tries every mode, whatever fails.
pub fn leave() {
    if !ENTERED.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut modes = Vec::new();
    let queued = queue!(modes, DisableMouseCapture, DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
    // A terminal that is gone takes nothing; there is nobody to tell.
    let _ = queued.and_then(|()| write(&modes));
    let _ = disable_raw_mode();
}

/// The terminal while another program has it.
#[derive(Debug)]
pub struct Lent {
    /// How its line was set when it was given away.
    #[cfg(unix)]
    line: Option<rustix::termios::Termios>,
}

/// Gives the terminal to another program.
pub fn lend() -> Lent {
    leave();
    panics::wait();
    Lent {
        #[cfg(unix)]
        line: rustix::termios::tcgetattr(io::stdin()).ok(),
    }
}

impl Lent {
    /// Takes the terminal again, in the program's modes. After a panic the program ends here instead.
    ///
    /// # Errors
    /// When the terminal refuses.
    pub fn take_back(self, mouse: bool) -> io::Result<()> {
        panics::wait_no_longer();
        enter_modes(mouse)
    }

    /// Puts back whatever a program has left that was ended in the middle of its work.
    pub fn put_back(self) {
        #[cfg(unix)]
        if let Some(line) = &self.line {
            // As with the modes: where it fails, there is nobody to tell.
            let _ = rustix::termios::tcsetattr(io::stdin(), rustix::termios::OptionalActions::Now, line);
        }
        ENTERED.store(true, Ordering::SeqCst);
        leave();
        panics::wait_no_longer();
    }
}

fn write(bytes: &[u8]) -> io::Result<()> {
    let mut out = stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// Mouse capture on or off.
///
/// # Errors
/// When the terminal refuses.
pub fn mouse(on: bool) -> io::Result<()> {
    if on { execute!(stdout(), EnableMouseCapture) } else { execute!(stdout(), DisableMouseCapture) }
}

/// Writes an OSC 52 copy, between two frames.
///
/// # Errors
/// When the terminal does not take it.
pub fn copy(text: &str) -> io::Result<()> {
    let mut escape = String::new();
    crossterm::clipboard::CopyToClipboard::to_clipboard_from(text).write_ansi(&mut escape).map_err(io::Error::other)?;
    write(escape.as_bytes())
}
