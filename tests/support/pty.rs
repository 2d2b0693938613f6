//! The program in a pseudo-terminal, as a person has it in front of them: keys go in, a screen comes out.
//!
//! Nothing sleeps: [`Pty::wait_for`] looks at the screen again whenever something was written to it.

#![allow(dead_code)]

use std::{
    ffi::{OsStr, OsString},
    io::{Read, Write},
    num::NonZeroU16,
    path::Path,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

/// How long a condition may take. Only a failing test ever waits so long.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// The home of a fictional user: an empty folder that goes with this value.
#[derive(Clone)]
pub struct Home(Arc<TempDir>);

impl Home {
    /// An empty home.
    pub fn new() -> Self {
        Self(Arc::new(tempfile::Builder::new().prefix("home").tempdir().unwrap()))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

/// What is to be started, and in what terminal.
#[derive(Clone)]
pub struct Program {
    command: Vec<OsString>,
    environment: Vec<(String, String)>,
    home: Home,
    size: (u16, u16),
    controlling: bool,
}

impl Program {
    /// orcid-playground at the home of somebody who never used it, in 120×40.
    pub fn new() -> Self {
        Self::command([env!("CARGO_BIN_EXE_orcid-playground")])
    }

    /// Another program with its arguments.
    pub fn command(command: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        let command = command.into_iter().map(|word| word.as_ref().to_owned()).collect();
        Self { command, environment: Vec::new(), home: Home::new(), size: (120, 40), controlling: true }
    }

    /// At a home that somebody else uses too.
    pub fn at(mut self, home: &Home) -> Self {
        self.home = home.clone();
        self
    }

    /// In a terminal of so many columns and rows.
    pub fn size(mut self, columns: u16, rows: u16) -> Self {
        self.size = (columns, rows);
        self
    }

    /// With one more environment variable.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// In a terminal that sends its session no signals, as somebody else's terminal does.
    pub fn without_session(mut self) -> Self {
        self.controlling = false;
        self
    }

    /// Starts it.
    pub fn start(self) -> Pty {
        let pair = native_pty_system().openpty(pty_size(self.size)).unwrap();
        let modes = modes(&*pair.master);
        let mut command = CommandBuilder::from_argv(self.command);
        command.set_controlling_tty(self.controlling);
        command.env_clear();
        command.cwd(self.home.path());
        let home = self.home.path().to_str().unwrap();
        for (name, value) in [
            ("PATH", std::env::var("PATH").unwrap_or_default().as_str()),
            ("HOME", home),
            ("XDG_CONFIG_HOME", &format!("{home}/config")),
            ("XDG_STATE_HOME", &format!("{home}/state")),
            ("TERM", "xterm-256color"),
            ("COLORTERM", "truecolor"),
        ] {
            command.env(name, value);
        }
        for (name, value) in &self.environment {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        let seen = Arc::new(Seen::new(self.size));
        let mut output = pair.master.try_clone_reader().unwrap();
        let sink = Arc::clone(&seen);
        thread::spawn(move || {
            let mut buffer = [0; 65536];
            while let Ok(count @ 1..) = output.read(&mut buffer) {
                sink.take(&buffer[..count]);
                if sink.state().closing {
                    break;
                }
            }
            // The terminal lives as long as one of its ends does, and this is one.
            drop(output);
            sink.end();
        });
        let input = pair.master.take_writer().unwrap();
        Pty { child, input: Some(input), master: Some(pair.master), seen, modes, home: self.home }
    }
}

fn pty_size((cols, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

/// The modes of the terminal's line discipline (raw or not, echo, …), to be compared.
fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios())
}

/// What the terminal has received.
struct Seen {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    emulator: vt100::Parser,
    written: Vec<u8>,
    /// How much of it the emulator has been given.
    shown: usize,
    closing: bool,
    ended: bool,
}

impl Seen {
    fn new(size: (u16, u16)) -> Self {
        let (columns, rows) = emulated(size);
        let emulator = vt100::Parser::new(rows, columns, 0);
        Self {
            state: Mutex::new(State { emulator, written: Vec::new(), shown: 0, closing: false, ended: false }),
            changed: Condvar::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, bytes: &[u8]) {
        let mut state = self.state();
        state.written.extend_from_slice(bytes);
        let whole = state.shown + whole_frames(&state.written[state.shown..]);
        state.show(whole);
        self.changed.notify_all();
    }

    fn end(&self) {
        let mut state = self.state();
        let all = state.written.len();
        state.show(all);
        state.ended = true;
        self.changed.notify_all();
    }
}

impl State {
    /// Gives the emulator what was written up to there.
    fn show(&mut self, end: usize) {
        self.emulator.process(&self.written[self.shown..end]);
        self.shown = end;
    }
}

/// How much of what was written may be shown: as in a terminal that knows synchronized updates (mode 2026), nobody sees
/// a frame before it is whole.
fn whole_frames(bytes: &[u8]) -> usize {
    const BEGIN: &[u8] = b"\x1b[?2026h";
    const END: &[u8] = b"\x1b[?2026l";
    let last = |mark: &[u8]| bytes.windows(mark.len()).rposition(|window| window == mark);
    match (last(BEGIN), last(END)) {
        (Some(begin), end) if end.is_none_or(|end| end < begin) => begin,
        // The mark itself may come in two pieces.
        _ => {
            let half = (1..BEGIN.len()).rev().find(|&length| bytes.ends_with(&BEGIN[..length]));
            bytes.len() - half.unwrap_or(0)
        }
    }
}

/// The emulator has no terminal without rows or columns.
fn emulated((columns, rows): (u16, u16)) -> (NonZeroU16, NonZeroU16) {
    let at_least_one = |n: u16| NonZeroU16::new(n).unwrap_or(NonZeroU16::MIN);
    (at_least_one(columns), at_least_one(rows))
}

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
            self.write(&key_bytes(key));
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
        if !self.wait(|state| condition(state.emulator.screen())) {
            panic!("waited in vain for {what}:\n{}", self.screen());
        }
    }

    /// Waits until a text stands on the screen.
    #[track_caller]
    pub fn wait_for_text(&self, text: &str) {
        self.wait_for(&format!("«{text}»"), |screen| screen.contents().contains(text));
    }

    fn wait(&self, condition: impl Fn(&State) -> bool) -> bool {
        let give_up = Instant::now() + PATIENCE;
        let mut state = self.seen.state();
        loop {
            if condition(&state) {
                return true;
            }
            let left = give_up.saturating_duration_since(Instant::now());
            if left.is_zero() || state.ended {
                return false;
            }
            state = self.seen.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
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
        assert!(self.wait(|state| state.written.len() > count), "nothing was written");
    }

    /// Waits until a text was written after so many bytes, whether it is to be seen or not.
    #[track_caller]
    pub fn wait_for_written_after(&self, count: usize, text: &str) {
        let written = |state: &State| state.written[count..].windows(text.len()).any(|part| part == text.as_bytes());
        assert!(self.wait(written), "«{text}» was not written");
    }

    /// Changes the terminal's size. Nothing happens for a size that it already has.
    pub fn resize(&self, columns: u16, rows: u16) {
        // The emulator first: what is drawn for the new size must not be cut by the old one.
        let (emulated_columns, emulated_rows) = emulated((columns, rows));
        self.seen.state().emulator.set_size(emulated_rows, emulated_columns);
        self.master.as_ref().expect("the terminal is open").resize(pty_size((columns, rows))).unwrap();
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
        self.wait(|state| state.ended);
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
            assert_eq!(modes(&**master), self.modes, "the modes of the line are others than before");
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

/// What a terminal sends for a key.
fn key_bytes(key: &str) -> Vec<u8> {
    let named: &[u8] = match key {
        "enter" => b"\r",
        "tab" => b"\t",
        "shift-tab" => b"\x1b[Z",
        "esc" => b"\x1b",
        "space" => b" ",
        "backspace" => b"\x7f",
        "up" => b"\x1b[A",
        "down" => b"\x1b[B",
        "right" => b"\x1b[C",
        "left" => b"\x1b[D",
        "home" => b"\x1b[H",
        "end" => b"\x1b[F",
        "pageup" => b"\x1b[5~",
        "pagedown" => b"\x1b[6~",
        "delete" => b"\x1b[3~",
        _ => match key.strip_prefix("ctrl-") {
            Some(letter) => return vec![letter.as_bytes()[0] & 0x1f],
            None => key.as_bytes(),
        },
    };
    named.to_vec()
}
