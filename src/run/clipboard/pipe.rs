//! Programs that take a copy on their standard input.

use std::{
    io::Write,
    process::{ChildStdin, Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use crate::oauth::Secret;

/// How long to wait before a program that was started is asked again whether it has ended.
const A_MOMENT: Duration = Duration::from_millis(2);

/// Feeds a text to a program's standard input. One that has not ended in time is ended.
pub fn pipe(command: &mut Command, text: &Secret, patience: Duration) -> Result<(), String> {
    let give_up = Instant::now() + patience;
    let name = command.get_program().to_string_lossy().into_owned();
    let failed = |error: std::io::Error| format!("{name}: {error}");
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().map_err(failed)?;
    let (tell, written) = mpsc::channel();
    let (input, text) = (child.stdin.take(), text.clone());
    // On a thread: a program that does not read takes no more than the pipe holds.
    thread::spawn(move || {
        let write = |mut input: ChildStdin| input.write_all(text.expose().as_bytes());
        tell.send(input.map_or(Ok(()), write))
    });
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break Ok(status),
            Ok(None) if Instant::now() < give_up => thread::sleep(A_MOMENT),
            Ok(None) => break Err(format!("{name} does not answer")),
            Err(error) => break Err(failed(error)),
        }
    };
    let Ok(status) = status else {
        // Nothing is left of it. It may have ended in this moment.
        let _ = child.kill();
        let _ = child.wait();
        return status.map(drop);
    };
    if !status.success() {
        return Err(format!("{name} ended with {status}"));
    }
    match written.recv_timeout(give_up.saturating_duration_since(Instant::now())) {
        Ok(written) => written.map_err(failed),
        Err(_) => Err(format!("{name} did not read it")),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::run::clipboard::PATIENCE;

    #[test]
    fn a_program_that_takes_nothing_is_not_waited_for_for_ever() {
        let moment = Duration::from_millis(50);
        // More than a pipe holds.
        let long: Secret = "x".repeat(1 << 20).into();
        let why = pipe(Command::new("sleep").arg("600"), &long, moment).unwrap_err();
        assert_eq!(why, "sleep does not answer");
        let why = pipe(&mut Command::new("false"), &"secret".into(), PATIENCE).unwrap_err();
        assert!(why.starts_with("false ended with"), "{why}");
        let all = pipe(Command::new("sh").args(["-c", "[ $(wc -c) = 1048576 ]"]), &long, PATIENCE);
        assert_eq!(all, Ok(()));
    }
}
