//! Runs the command of a profile that prints its client secret, like `pass show orcid`.

use zeroize::Zeroizing;

use crate::oauth::{Secret, redact};

/// Runs the command in a shell and returns the first line that it prints. Its standard input is empty, so that a command
/// which asks in this terminal ends instead of fighting for the keyboard; agents with windows of their own work.
///
/// # Errors
/// When it cannot be run, fails, or prints nothing. The message holds the exit status and the first line of standard error
/// without what looks like a secret, never the output.
pub async fn secret(command: &str) -> Result<Secret, String> {
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut output = tokio::process::Command::new(shell)
        .arg(flag)
        .arg(command)
        .stdin(std::process::Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .map_err(|error| format!("it could not be run: {error}"))?;
    let printed = Zeroizing::new(std::mem::take(&mut output.stdout));
    if !output.status.success() {
        let said = complaint(&output.stderr).map(|line| format!(" («{line}»)")).unwrap_or_default();
        return Err(format!("it ended with {}{said}", output.status));
    }
    let text = Zeroizing::new(String::from_utf8_lossy(&printed).into_owned());
    let line = text.lines().next().unwrap_or_default().trim();
    if line.is_empty() { Err("it printed nothing".to_owned()) } else { Ok(line.into()) }
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
}
