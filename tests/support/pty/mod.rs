//! The program in a pseudo-terminal, as a person has it in front of them: keys go in, a screen comes out.
//!
//! Nothing sleeps: [`Pty::wait_for`] looks at the screen again whenever something was written to it.

#![allow(dead_code)]

mod key;
mod program;
mod seen;

use std::{
    io::Write,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use portable_pty::{Child, ExitStatus, MasterPty};

pub use program::{Home, Program};
use seen::Seen;

/// How long a condition may take. Only a failing test ever waits so long.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A program in a pseudo-terminal. It is killed when this value goes.
pub struct Pty {
    child: Box<dyn Child + Send + Sync>,
    input: Option<Box<dyn Write + Send>>,
    master: Option<Box<dyn MasterPty + Send>>,
    seen: Arc<Seen>,
    modes: String,
    home: Home,
}

impl Pty {
    /// Presses keys, named as on the screen and separated by spaces: `enter`, `ctrl-c`, `shift-tab`, `y u`.
    pub fn send(&mut self, keys: &str) {
        for key in keys.split(' ') {
            self.write(&key::bytes(key));
        }
    }

    /// Pastes a text as a terminal with bracketed paste does.
    pub fn paste(&mut self, text: &str) {
        self.write(format!("\x1b[200~{text}\x1b[201~").as_bytes());
    }

    /// Types bytes as they are.
    pub fn write(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("the terminal is open");
        input.write_all(bytes).unwrap();
        input.flush().unwrap();
    }

    /// The text on the screen.
    pub fn screen(&self) -> String {
        self.seen.state().emulator.screen().contents()
    }

    /// The emulator's screen, with its modes.
    pub fn look<T>(&self, look: impl FnOnce(&vt100::Screen) -> T) -> T {
        look(self.seen.state().emulator.screen())
    }

    /// Waits until the screen is as it should be.
    ///
    /// # Panics
    /// When it is not in time; the message shows the screen.
    #[track_caller]
    pub fn wait_for(&self, what: &str, condition: impl Fn(&vt100::Screen) -> bool) {
        if !self.seen.wait(|state| condition(state.emulator.screen())) {
            panic!("waited in vain for {what}:\n{}", self.screen());
        }
    }

    /// Waits until a text stands on the screen.
    #[track_caller]
    pub fn wait_for_text(&self, text: &str) {
        self.wait_for(&format!("«{text}»"), |screen| screen.contents().contains(text));
    }

    /// How many bytes were written to the terminal so far.
    pub fn bytes_written(&self) -> usize {
        self.seen.state().written.len()
    }

    /// What was written to the terminal since then.
    pub fn written_since(&self, start: usize) -> Vec<u8> {
        self.seen.state().written[start..].to_vec()
    }

    /// Waits until more than so many bytes were written.
    #[track_caller]
    pub fn wait_for_bytes_after(&self, count: usize) {
        assert!(self.seen.wait(|state| state.written.len() > count), "nothing was written");
    }

    /// Waits until a text was written after so many bytes, whether it is to be seen or not.
    #[track_caller]
    pub fn wait_for_written_after(&self, count: usize, text: &str) {
        let written =
            |state: &seen::State| state.written[count..].windows(text.len()).any(|part| part == text.as_bytes());
        assert!(self.seen.wait(written), "«{text}» was not written");
    }

    /// Changes the terminal's size. Nothing happens for a size that it already has.
    pub fn resize(&self, columns: u16, rows: u16) {
        // The emulator first: what is drawn for the new size must not be cut by the old one.
        self.seen.resize((columns, rows));
        self.master.as_ref().expect("the terminal is open").resize(program::pty_size((columns, rows))).unwrap();
    }

    /// The process. (In a shell: the shell.)
    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// The process group that has the terminal now: in a shell, the running program.
    pub fn foreground(&self) -> Option<i32> {
        self.master.as_ref().and_then(|master| master.process_group_leader())
    }

    /// Sends a signal to the process.
    pub fn signal(&self, signal: rustix::process::Signal) {
        signal_to(i32::try_from(self.pid()).unwrap(), signal);
    }

    /// The terminal goes away, as when its window is closed. This takes a key on which the program draws something.
    pub fn hang_up(&mut self, key: &str) {
        // The reading thread lets go of the terminal only after it has read something.
        self.seen.state().closing = true;
        self.send(key);
        self.input = None;
        self.master = None;
    }

    /// Waits for the end of the program.
    #[track_caller]
    pub fn exit_status(&mut self) -> ExitStatus {
        let ended = poll(|| self.child.try_wait().unwrap());
        let Some(status) = ended else { panic!("the program did not end:\n{}", self.screen()) };
        // What it wrote last may still be on its way through the terminal.
        self.seen.wait(|state| state.ended);
        status
    }

    /// Whether the terminal is as it was before the program: no mode is left on.
    #[track_caller]
    pub fn assert_restored(&self) {
        self.look(|screen| {
            assert!(!screen.alternate_screen(), "the alternate screen was not left");
            assert!(!screen.hide_cursor(), "the cursor was not shown again");
            assert!(!screen.bracketed_paste(), "bracketed paste is still on");
            assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None, "the mouse is still captured");
        });
        if let Some(master) = &self.master {
            assert_eq!(program::modes(&**master), self.modes, "the modes of the line are others than before");
        }
    }

    /// Where the program keeps its files.
    pub fn home(&self) -> &Home {
        &self.home
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// Sends a signal to any process.
pub fn signal_to(pid: i32, signal: rustix::process::Signal) {
    rustix::process::kill_process(rustix::process::Pid::from_raw(pid).unwrap(), signal).unwrap();
}

/// Asks until there is an answer, for what the system tells only when asked. `None` when time is up.
pub fn poll<T>(mut question: impl FnMut() -> Option<T>) -> Option<T> {
    let give_up = Instant::now() + PATIENCE;
    loop {
        if let Some(answer) = question() {
            return Some(answer);
        }
        if Instant::now() >= give_up {
            return None;
        }
        thread::park_timeout(Duration::from_millis(5));
    }
}
