//! The dance as a person dances it: what the footer says that Enter does is done.

use crate::pty::{Program, Pty};

/// The footer: the last line of the screen.
fn footer(screen: &vt100::Screen) -> String {
    screen.rows(0, screen.size().1.get()).last().unwrap_or_default()
}

/// Whether the footer says that Enter does this.
fn offers(screen: &vt100::Screen, what: &str) -> bool {
    footer(screen).contains(&format!("⏎ {what} "))
}

/// Does what the footer says, once it says so.
pub fn enter_when(pty: &mut Pty, says: &str) {
    pty.wait_for(&format!("the footer to say «⏎ {says}»"), |screen| offers(screen, says));
    pty.send("enter");
}

/// The steps of the dance, as the footer names them.
const STEPS: [&str; 3] = ["act as researcher", "authorize", "exchange"];

/// Presses Enter at each step of the dance that the footer offers, until there is a token; the consent page may be missing.
/// Gives the number of keys.
pub fn to_the_token(pty: &mut Pty) -> usize {
    let mut keys = 0;
    let mut ahead = &STEPS[..];
    loop {
        pty.wait_for(&format!("one of {ahead:?}, or the token"), |screen| {
            offers(screen, "read record") || ahead.iter().any(|step| offers(screen, step))
        });
        let Some(at) = pty.look(|screen| ahead.iter().position(|step| offers(screen, step))) else { return keys };
        pty.send("enter");
        keys += 1;
        ahead = &ahead[at + 1..];
    }
}

#[test]
fn a_stranger_gets_a_token_in_at_most_eight_keys() {
    for (columns, rows) in [(120, 40), (80, 24)] {
        let mut pty = Program::new().size(columns, rows).start();
        let keys = to_the_token(&mut pty);
        assert!((3..=8).contains(&keys), "{keys} keys at {columns}×{rows}");
        pty.wait_for_text("Access token");
    }
}

#[test]
fn the_record_is_read_with_the_token() {
    let mut pty = Program::new().start();
    to_the_token(&mut pty);
    enter_when(&mut pty, "read record");
    pty.wait_for_text("/record");
    pty.wait_for_text("orcid-identifier");
    pty.send("q");
    assert!(pty.exit_status().success());
    pty.assert_restored();
}

#[test]
fn the_researcher_denies() {
    let mut pty = Program::new().start();
    enter_when(&mut pty, "act as researcher");
    pty.wait_for("the consent page", |screen| offers(screen, "authorize"));
    pty.send("tab");
    enter_when(&mut pty, "deny");
    pty.wait_for_text("✗ access_denied");
    pty.send("q");
    assert!(pty.exit_status().success());
    pty.assert_restored();
}
