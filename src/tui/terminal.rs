//! The modes of the terminal: switched on in order, off in reverse, whichever way the program ends.

use std::{
    io::{self, IsTerminal, Write, stdout},
    panic,
    sync::{
        Once,
        atomic::{AtomicBool, Ordering},
    },
};

use crossterm::{
    Command, cursor,
    event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture},
    execute,
    terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode},
};

/// Whether the modes are on: what makes leaving twice harmless.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// Why there is no terminal to draw in.
pub const NO_TERMINAL: &str = "this is no terminal: standard input and output must both be one for the three panes. \
In a script, use a command instead: `orcid-playground url`, `authorize`, `exchange` … (--help lists them).";

/// Whether standard input and output are a terminal that can be drawn in.
pub fn is_there() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// The terminal in the program's modes; dropping it gives the terminal back.
#[derive(Debug)]
pub struct Terminal(());

impl Terminal {
    /// Raw mode, alternate screen, bracketed paste; the panic hook gives all of it back before it says anything.
    ///
    /// # Errors
    /// When the terminal refuses.
    pub fn enter() -> io::Result<Self> {
        install_panic_hook();
        enter_modes()?;
        Ok(Self(()))
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        leave();
    }
}

/// Switches the modes on.
pub fn enter_modes() -> io::Result<()> {
    ENTERED.store(true, Ordering::SeqCst);
    enable_raw_mode()?;
    // One write for all: the first frame waits for it.
    execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste, cursor::Hide)
}

/// Gives the terminal back. Harmless when it was given back already; it tries every mode, whatever fails.
pub fn leave() {
    if !ENTERED.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = stdout();
    let _ = execute!(out, DisableMouseCapture, DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
    let _ = disable_raw_mode();
    let _ = out.flush();
}

/// Mouse capture on or off.
pub fn mouse(on: bool) -> io::Result<()> {
    if on { execute!(stdout(), EnableMouseCapture) } else { execute!(stdout(), DisableMouseCapture) }
}

/// Writes an OSC 52 copy, between two frames.
pub fn copy(text: &str) -> io::Result<()> {
    let mut escape = String::new();
    crossterm::clipboard::CopyToClipboard::to_clipboard_from(text).write_ansi(&mut escape).map_err(io::Error::other)?;
    let mut out = stdout();
    out.write_all(escape.as_bytes())?;
    out.flush()
}

/// After a panic anywhere, in a task too: the terminal first, then the message, then the end. What would go on behind a
/// broken part would only show wrong things.
fn install_panic_hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let drawing = ENTERED.load(Ordering::SeqCst);
            leave();
            before(info);
            if drawing {
                eprintln!("orcid-playground has stopped because of an error of its own. Tokens that were received are stored: orcid-playground token list");
                std::process::exit(101);
            }
        }));
    });
}
