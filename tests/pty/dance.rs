//! The dance as a person dances it: what the footer says Enter does is done.

use crate::pty::{Program, Pty};

/// The footer: the last line of the screen.
fn footer(screen: &vt100::Screen) -> String {
    screen.rows(0, screen.size().1.get()).last().unwrap_or_default()
}

/// Does what the footer says, once it says so.
fn enter_when(pty: &mut Pty, says: &str) {
    pty.wait_for(&format!("the footer to say ⏎ {says}"), |screen| {
        let footer = footer(screen).to_lowercase();
        footer.contains(&format!("⏎ {says}")) || footer.contains(&format!("enter {says}"))
    });
    pty.send("enter");
}

/// From nothing to an access token; gives the number of keys.
fn to_the_token(pty: &mut Pty) -> usize {
    let steps = ["act as researcher", "authorize", "exchange"];
    for says in steps {
        enter_when(pty, says);
    }
    pty.wait_for_text("Access token");
    steps.len()
}

#[test]
fn a_stranger_gets_a_token_in_at_most_eight_keys() {
    for (columns, rows) in [(120, 40), (80, 24)] {
        let mut pty = Program::new().size(columns, rows).start();
        let keys = to_the_token(&mut pty);
        assert!(keys <= 8, "{keys} keys at {columns}×{rows}");
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
