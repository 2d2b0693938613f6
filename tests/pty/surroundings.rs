//! No terminal, a poor terminal, no colours.

use std::process::{Command, Stdio};

use crate::{
    dance::to_the_token,
    pty::{Home, Program},
};

/// The parameters of every `CSI … m` in what was written.
fn styles(written: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(written).into_owned();
    text.split("\x1b[")
        .skip(1)
        .filter_map(|sequence| {
            let end = sequence.find(|c: char| c.is_ascii_alphabetic())?;
            sequence[end..].starts_with('m').then(|| sequence[..end].to_owned())
        })
        .collect()
}

/// Whether a `CSI … m` sets a colour; 39 and 49 set the terminal's own.
fn colours(parameters: &str) -> bool {
    let first = parameters.split([';', ':']).next().and_then(|number| number.parse::<u8>().ok());
    matches!(first, Some(30..=38 | 40..=48 | 90..=107))
}

#[test]
fn no_color_means_none() {
    let mut pty = Program::new().env("NO_COLOR", "1").start();
    to_the_token(&mut pty);
    let styles = styles(&pty.written_since(0));
    assert!(!styles.is_empty(), "bold and the like are no colours");
    assert!(styles.iter().all(|parameters| !colours(parameters)), "{styles:?}");
}

#[test]
fn sixteen_colours_are_kept_to() {
    let mut pty = Program::new().env("COLORTERM", "").env("TERM", "xterm").start();
    to_the_token(&mut pty);
    let styles = styles(&pty.written_since(0));
    assert!(styles.iter().any(|parameters| colours(parameters)));
    assert!(styles.iter().all(|parameters| !parameters.starts_with("38;2") && !parameters.starts_with("48;2")));
}

#[test]
fn the_dance_on_the_linux_console() {
    let mut pty = Program::new().env("COLORTERM", "").env("TERM", "linux").size(80, 25).start();
    to_the_token(&mut pty);
    pty.send("q");
    assert!(pty.exit_status().success());
    pty.assert_restored();
}

/// An Emacs shell, say: escape sequences would only litter it.
#[test]
fn a_dumb_terminal_is_left_alone() {
    let mut pty = Program::new().env("TERM", "dumb").start();
    assert_eq!(pty.exit_status().exit_code(), 2);
    let screen = pty.screen();
    assert!(screen.contains("dumb") && screen.contains("--help"), "{screen}");
    assert!(!pty.written_since(0).contains(&0x1b));
}

#[test]
fn without_a_terminal_there_is_advice() {
    let home = Home::new();
    let output = Command::new(env!("CARGO_BIN_EXE_orcid-playground"))
        .env("HOME", home.path())
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .env("XDG_STATE_HOME", home.path().join("state"))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let advice = String::from_utf8_lossy(&output.stderr);
    assert!(advice.contains("terminal") && advice.contains("--help"), "{advice}");
}

#[test]
fn half_a_terminal_is_none() {
    for redirection in [">file", "</dev/null", "| cat"] {
        let program = env!("CARGO_BIN_EXE_orcid-playground");
        let script = format!("{{ '{program}'; echo \"code $?\" >&2; }} {redirection}");
        let mut pty = Program::command(["sh", "-c", &script]).start();
        assert!(pty.exit_status().success());
        let screen = pty.screen();
        assert!(screen.contains("code 2") && screen.contains("terminal"), "{redirection}:\n{screen}");
        pty.assert_restored();
    }
}
