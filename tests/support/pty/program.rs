//! What is to be started, for whom, and in what terminal.

use std::{
    ffi::{OsStr, OsString},
    io::Read,
    path::Path,
    sync::Arc,
    thread,
};

use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

use super::{Pty, seen::Seen};

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

pub fn pty_size((cols, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

/// The modes of the terminal's line discipline (raw or not, echo, …), to be compared.
pub fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios())
}
