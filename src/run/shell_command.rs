//! Runs the command of a profile that prints its client secret, like `pass show orcid`.

use zeroize::Zeroizing;

use crate::oauth::Secret;

/// Runs the command in a shell and returns the first line that it prints. Its standard input is empty, so that a command
/// which asks in this terminal ends instead of fighting for the keyboard; agents with windows of their own work.
///
/// # Errors
/// When it cannot be run, fails, or prints nothing. The message holds the exit status, never the output.
pub async fn secret(command: &str) -> Result<Secret, String> {
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut output = tokio::process::Command::new(shell)
        .arg(flag)
        .arg(command)
        .stdin(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .map_err(|error| format!("it could not be run: {error}"))?;
    let printed = Zeroizing::new(std::mem::take(&mut output.stdout));
    if !output.status.success() {
        return Err(format!("it ended with {}", output.status));
    }
    let text = Zeroizing::new(String::from_utf8_lossy(&printed).into_owned());
    let line = text.lines().next().unwrap_or_default().trim();
    if line.is_empty() { Err("it printed nothing".to_owned()) } else { Ok(line.into()) }
}
