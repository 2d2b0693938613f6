//! The ladder of copying: the system's clipboard, tmux, the terminal (OSC 52), a file. What it says is what is known.

mod pipe;

use std::{
    process::Command,
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};

use self::pipe::pipe;
use crate::{
    app::{copy::Via, remote::Remote},
    oauth::Secret,
    store::Store,
};

/// How long a clipboard may take: a display server that was stopped says nothing.
pub const PATIENCE: Duration = Duration::from_secs(2);

/// Terminals cut what is longer than this behind an OSC 52; a token must never be cut.
pub const OSC_52_LIMIT: usize = 74_994;

/// What the environment says about where a copy can go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// Over SSH: clipboard and browser of this machine are not those in front of the person.
    pub remote: Option<Remote>,
    /// Inside tmux.
    pub tmux: bool,
    /// A terminal that knows no escape sequences of that kind.
    pub dumb: bool,
}

impl Surroundings {
    /// Reads them from environment variables.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
        Self {
            remote: Remote::read(&variable),
            tmux: set("TMUX"),
            dumb: variable("TERM").is_none_or(|term| matches!(term.as_str(), "" | "dumb" | "linux")),
        }
    }
}

/// One rung.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rung {
    /// The system's clipboard.
    Native,
    /// `tmux load-buffer -w -`.
    Tmux,
    /// OSC 52, written by whoever owns the terminal.
    Osc52,
    /// A file with mode 0600.
    File,
}

/// The rungs to try, in order.
pub fn ladder(surroundings: &Surroundings, length: usize) -> Vec<Rung> {
    let osc_52 = !surroundings.dumb && !surroundings.tmux && encoded_length(length) <= OSC_52_LIMIT;
    let mut rungs = Vec::new();
    let ssh = surroundings.remote.is_some();
    if ssh && osc_52 {
        rungs.push(Rung::Osc52);
    }
    if !ssh {
        rungs.push(Rung::Native);
    }
    if surroundings.tmux {
        rungs.push(Rung::Tmux);
    }
    if !ssh && osc_52 {
        rungs.push(Rung::Osc52);
    }
    rungs.push(Rung::File);
    rungs
}

/// How long a text is in base64 inside its escape sequence.
fn encoded_length(length: usize) -> usize {
    length.div_ceil(3) * 4 + 8
}

/// What the thread is asked for, and where its answer goes.
enum Job {
    /// To hold this text.
    Set(Secret, mpsc::Sender<Result<(), String>>),
    /// Whether this text is what the clipboard holds now.
    IsHeld(Secret, mpsc::Sender<bool>),
}

/// The clipboard. The thread behind it lives as long as the program, because on X11 and Wayland what was copied is
/// served by whoever copied it.
#[derive(Debug, Default)]
pub struct Clipboard {
    owner: Option<mpsc::Sender<Job>>,
    /// What the system's clipboard holds from here, to be handed over on leaving.
    last: Option<Secret>,
}

/// How a copy ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It went this way.
    Gone(Via),
    /// The owner of the terminal has to write it.
    WriteOsc52,
    /// No way was left.
    Failed(String),
}

impl Clipboard {
    /// Copies a text. Blocks for as long as the system's clipboard takes; call it off the loop.
    pub fn copy(&mut self, surroundings: &Surroundings, text: &Secret, store: &Store) -> Outcome {
        // Whichever way this one goes, an earlier one is not to come back.
        self.last = None;
        let mut why = String::new();
        for rung in ladder(surroundings, text.expose().len()) {
            let tried = match rung {
                Rung::Native => self.native(text, PATIENCE).map(|()| Via::Clipboard),
                Rung::Tmux => {
                    pipe(Command::new("tmux").args(["load-buffer", "-w", "-"]), text, PATIENCE).map(|()| Via::Tmux)
                }
                Rung::Osc52 => return Outcome::WriteOsc52,
                Rung::File if store.is_ephemeral() => {
                    Err("there is no clipboard, and nothing may be written to disk".to_owned())
                }
                Rung::File => match store.save_copied(text) {
                    Ok(()) => Ok(Via::File(store.paths().copied().display().to_string())),
                    Err(error) => Err(error.to_string()),
                },
            };
            match tried {
                Ok(via) => return Outcome::Gone(via),
                Err(error) => why = error,
            }
        }
        Outcome::Failed(why)
    }

    fn native(&mut self, text: &Secret, patience: Duration) -> Result<(), String> {
        let owner = self.owner.get_or_insert_with(owner_thread);
        let (answer, answered) = mpsc::channel();
        let told = match owner.send(Job::Set(text.clone(), answer)) {
            Ok(()) => answered.recv_timeout(patience),
            Err(_) => Err(RecvTimeoutError::Disconnected),
        };
        match told {
            Ok(copied) => copied?,
            Err(error) => {
                // The next copy begins anew; a thread that is held fast ends with the program.
                self.owner = None;
                return Err(match error {
                    RecvTimeoutError::Timeout => "the system's clipboard does not answer".to_owned(),
                    RecvTimeoutError::Disconnected => "the clipboard's thread has ended".to_owned(),
                });
            }
        }
        self.last = Some(text.clone());
        Ok(())
    }

    /// On leaving: hands what would vanish with this process to a program that stays. `false` when there is none.
    pub fn hand_over(&mut self) -> bool {
        let Some(text) = self.last.take() else { return true };
        // Somebody may have copied something else since, in whatever program.
        if !self.is_held(&text) {
            return true;
        }
        if cfg!(not(all(unix, not(target_os = "macos")))) {
            // These systems keep what was copied.
            return true;
        }
        pipe(&mut Command::new("wl-copy"), &text, PATIENCE).is_ok()
            || pipe(Command::new("xclip").args(["-selection", "clipboard"]), &text, PATIENCE).is_ok()
            || pipe(Command::new("xsel").args(["--clipboard", "--input"]), &text, PATIENCE).is_ok()
    }

    /// Whether the system's clipboard holds this text. Where it does not say so, it is not touched.
    fn is_held(&self, text: &Secret) -> bool {
        let (answer, answered) = mpsc::channel();
        let asked = self.owner.as_ref().is_some_and(|owner| owner.send(Job::IsHeld(text.clone(), answer)).is_ok());
        asked && answered.recv_timeout(PATIENCE).unwrap_or(false)
    }
}

/// Whether the system's clipboard is within reach. Blocks for as long as it takes to tell, like [`Clipboard::copy`].
pub fn is_there() -> bool {
    let (answer, answered) = mpsc::channel();
    thread::spawn(move || answer.send(arboard::Clipboard::new().is_ok()));
    answered.recv_timeout(PATIENCE).unwrap_or(false)
}

fn owner_thread() -> mpsc::Sender<Job> {
    let (jobs, received) = mpsc::channel::<Job>();
    thread::spawn(move || {
        let mut clipboard = None;
        for job in received {
            // Nobody waits for an answer any more when the program is about to end.
            let _ = match job {
                Job::Set(text, answer) => answer.send(set(&mut clipboard, text.expose())).is_ok(),
                Job::IsHeld(text, answer) => {
                    let held = clipboard.as_mut().and_then(|open: &mut arboard::Clipboard| open.get_text().ok());
                    answer.send(held.is_some_and(|held| held == text.expose())).is_ok()
                }
            };
        }
    });
    jobs
}

fn set(clipboard: &mut Option<arboard::Clipboard>, text: &str) -> Result<(), String> {
    if clipboard.is_none() {
        *clipboard = Some(arboard::Clipboard::new().map_err(|error| error.to_string())?);
    }
    let Some(open) = clipboard else { return Ok(()) };
    open.set_text(text).map_err(|error| {
        *clipboard = None;
        error.to_string()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Paths;

    fn surroundings(variables: &[(&str, &str)]) -> Surroundings {
        Surroundings::read(|asked| variables.iter().find(|(name, _)| *name == asked).map(|(_, v)| (*v).to_owned()))
    }

    #[test]
    fn the_ladder_depends_on_where_one_is() {
        let here = surroundings(&[("TERM", "xterm-256color")]);
        assert_eq!(ladder(&here, 36), [Rung::Native, Rung::Osc52, Rung::File]);
        let ssh = surroundings(&[("TERM", "xterm"), ("SSH_TTY", "/dev/pts/0")]);
        assert_eq!(ladder(&ssh, 36), [Rung::Osc52, Rung::File]);
        let tmux = surroundings(&[("TERM", "tmux-256color"), ("TMUX", "/tmp/x,1,0"), ("SSH_CONNECTION", "a")]);
        assert_eq!(ladder(&tmux, 36), [Rung::Tmux, Rung::File]);
        assert_eq!(ladder(&surroundings(&[("TERM", "linux")]), 36), [Rung::Native, Rung::File]);
    }

    #[test]
    fn what_a_terminal_would_cut_goes_elsewhere() {
        let ssh = surroundings(&[("TERM", "xterm"), ("SSH_TTY", "x")]);
        assert_eq!(ladder(&ssh, 60_000), [Rung::File]);
    }

    #[test]
    fn the_last_rung_is_a_private_file() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::at(Paths::at(folder.path().join("home")));
        let path = store.paths().copied();
        let nowhere = Surroundings { remote: Some(Remote::default()), tmux: false, dumb: true };
        let outcome = Clipboard::default().copy(&nowhere, &"secret".into(), &store);
        assert_eq!(outcome, Outcome::Gone(Via::File(path.display().to_string())));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "secret");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        }
    }

    #[test]
    fn a_clipboard_that_says_nothing_is_not_waited_for_for_ever() {
        let (jobs, held) = mpsc::channel();
        let mut clipboard = Clipboard { owner: Some(jobs), last: None };
        let why = clipboard.native(&"secret".into(), Duration::from_millis(1)).unwrap_err();
        assert!(why.contains("does not answer") && clipboard.owner.is_none() && clipboard.last.is_none(), "{why}");
        drop(held);
    }

    #[test]
    fn what_somebody_copied_since_is_not_replaced_on_leaving() {
        let (owner, jobs) = mpsc::channel();
        let mut clipboard = Clipboard { owner: Some(owner), last: Some("secret".into()) };
        let asked = thread::spawn(move || match jobs.recv() {
            Ok(Job::IsHeld(text, answer)) => answer.send(false).is_ok() && text.expose() == "secret",
            Ok(Job::Set(..)) | Err(_) => false,
        });
        // Nothing is lost, and no program was given it.
        assert!(clipboard.hand_over() && asked.join().unwrap() && clipboard.last.is_none());
    }

    #[test]
    fn a_copy_that_goes_another_way_ends_the_one_before() {
        let nowhere = Surroundings { remote: Some(Remote::default()), tmux: false, dumb: true };
        let mut clipboard = Clipboard { owner: None, last: Some("secret".into()) };
        let outcome = clipboard.copy(&nowhere, &"other".into(), &Store::ephemeral());
        assert!(matches!(outcome, Outcome::Failed(_)) && clipboard.last.is_none());
    }

    #[test]
    fn nothing_is_written_when_nothing_may_be() {
        let nowhere = Surroundings { remote: Some(Remote::default()), tmux: false, dumb: true };
        let outcome = Clipboard::default().copy(&nowhere, &"secret".into(), &Store::ephemeral());
        assert!(matches!(outcome, Outcome::Failed(why) if why.contains("nothing may be written")));
    }
}
