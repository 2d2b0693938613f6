//! Runs the command of a profile that prints its client secret, like `pass show orcid`.

use std::{io, process::Stdio, time::Duration};

use tokio::{
    io::{AsyncRead, AsyncReadExt},
    process::{Child, Command},
};
use zeroize::Zeroizing;

use crate::oauth::{Secret, redact};

/// The hidden command that runs another one in a session of its own.
pub const APART_COMMAND: &str = "run-apart";

/// A command that runs longer is stopped: somebody may have to find and type a passphrase.
const TIME_LIMIT: Duration = Duration::from_secs(120);

/// So many bytes of its output are looked at.
const MOST: usize = 64 << 10;

/// Runs the command in a shell and returns the first line that it prints. Its standard input is empty; it may ask for a
/// passphrase in the terminal, where nobody else reads.
///
/// # Errors
/// When it cannot be run, fails, takes longer than two minutes, or prints nothing. The message holds the exit status and the
/// first line of standard error without what looks like a secret, never the output.
pub async fn secret(command: &str) -> Result<Secret, String> {
    printed(shell(command).spawn(), None, TIME_LIMIT).await
}

/// The same beside an interface that reads the terminal: the command has none. One that asks there fails at once instead of
/// fighting for the keyboard; agents with windows of their own work. Dropped before its end, it is stopped with all that it
/// has started.
///
/// # Errors
/// As [`secret`].
pub async fn secret_apart(command: &str) -> Result<Secret, String> {
    let child = apart(command).and_then(|mut process| process.spawn());
    let group = Group(child.as_ref().ok().and_then(Child::id));
    printed(child, Some(group), TIME_LIMIT).await
}

fn shell(command: &str) -> Command {
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut process = Command::new(shell);
    process.arg(flag).arg(command);
    with_pipes(process)
}

fn with_pipes(mut process: Command) -> Command {
    process.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    process
}

/// The shell in a session of its own, which no terminal belongs to. A program cannot be started in one without unsafe code,
/// but it can begin one: this program does, and becomes the shell.
#[cfg(unix)]
fn apart(command: &str) -> io::Result<Command> {
    let mut process = Command::new(super::working::this_program()?);
    process.arg(APART_COMMAND).arg("--").arg(command);
    // The agent of GnuPG would ask in the terminal of this name, whatever session it is in.
    process.env_remove("GPG_TTY");
    Ok(with_pipes(process))
}

#[cfg(not(unix))]
fn apart(command: &str) -> io::Result<Command> {
    Ok(shell(command))
}

/// Becomes the shell that runs a command, in a session of its own. Comes back only when that fails.
#[cfg(unix)]
pub fn become_apart(command: &str) -> io::Error {
    use std::os::unix::process::CommandExt;
    // Refused to the leader of a process group, and whoever was started as above is none.
    match rustix::process::setsid() {
        Ok(_) => std::process::Command::new("sh").arg("-c").arg(command).exec(),
        Err(error) => error.into(),
    }
}

/// Nobody asks for it here.
#[cfg(not(unix))]
pub fn become_apart(_command: &str) -> io::Error {
    io::ErrorKind::Unsupported.into()
}

/// A process group; what is in it is asked to end when this value is dropped.
#[cfg_attr(not(unix), allow(dead_code, reason = "elsewhere the process alone is ended"))]
struct Group(Option<u32>);

impl Drop for Group {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(group) = self.0.and_then(|id| rustix::process::Pid::from_raw(id.cast_signed())) {
            // Nothing is there when it has not begun its session yet; then it goes as the process that it is.
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::TERM);
        }
    }
}

/// Waits for what a command prints.
async fn printed(child: io::Result<Child>, group: Option<Group>, limit: Duration) -> Result<Secret, String> {
    let failed = |error: io::Error| format!("it could not be run: {error}");
    let mut child = child.map_err(failed)?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let all = async { tokio::join!(beginning(stdout), beginning(stderr), child.wait()) };
    let (printed, said, status) = tokio::time::timeout(limit, all)
        .await
        .map_err(|_| format!("it did not end within {} s, and was stopped", limit.as_secs_f32()))?;
    if let Some(mut group) = group {
        // It has ended by itself: its number may be another's soon.
        group.0 = None;
    }
    let status = status.map_err(failed)?;
    if !status.success() {
        let said = complaint(&said).map(|line| format!(" («{line}»)")).unwrap_or_default();
        return Err(format!("it ended with {status}{said}"));
    }
    let text = Zeroizing::new(String::from_utf8_lossy(&printed).into_owned());
    let line = text.lines().next().unwrap_or_default().trim();
    if line.is_empty() { Err("it printed nothing".to_owned()) } else { Ok(line.into()) }
}

/// The first bytes that come. The others are read too, so that whoever writes them is not held up, and forgotten.
async fn beginning(pipe: Option<impl AsyncRead + Unpin>) -> Zeroizing<Vec<u8>> {
    // As large as it can become: one that grows leaves copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(MOST + 1024));
    if let Some(pipe) = pipe {
        let mut pipe = pipe.take(MOST as u64);
        // What cannot be read was not printed.
        let _ = pipe.read_to_end(&mut bytes).await;
        let _ = tokio::io::copy(&mut pipe.into_inner(), &mut tokio::io::sink()).await;
    }
    bytes
}

/// The first line of standard error, harmless and short.
fn complaint(stderr: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(stderr);
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    let line = redact::replace(line, &redact::in_any(line), |_, _| "•••••".to_owned());
    Some(line.chars().filter(|c| !c.is_control()).take(120).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[tokio::test]
    async fn what_a_command_says_of_its_failure_is_told_without_secrets() {
        assert_eq!(
            secret("echo s3cret; echo more").await.map(|secret| secret.expose().to_owned()),
            Ok("s3cret".into())
        );
        let why = secret("echo; echo 'no entry «orcid»' >&2; echo more >&2; exit 3").await.unwrap_err();
        assert!(why.contains("exit status: 3 («no entry «orcid»»)"), "{why}");
        let leaky = secret("echo client_secret=53737721-9cdb-442a-8b77-409609bb5e43 >&2; exit 1").await.unwrap_err();
        assert!(!leaky.contains("53737721") && leaky.contains("•"), "{leaky}");
        assert_eq!(secret("exit 7").await.unwrap_err(), "it ended with exit status: 7");
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_command_that_prints_much_or_never_ends_holds_nobody_up() {
        let much = secret("echo s3cret; head -c 3000000 /dev/zero").await;
        assert_eq!(much.map(|secret| secret.expose().to_owned()), Ok("s3cret".into()));
        let why = printed(shell("exec sleep 600").spawn(), None, Duration::from_millis(50)).await.unwrap_err();
        assert_eq!(why, "it did not end within 0.05 s, and was stopped");
    }
}
