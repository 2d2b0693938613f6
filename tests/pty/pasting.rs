//! What is pasted is text, never keys.

use crate::{
    dance::{enter_when, to_the_token},
    operations::stored,
    pty::{Home, Program},
};

/// A home whose tokens are of an earlier run, and the token response that they came in.
fn after_a_dance() -> (Home, String) {
    let home = Home::new();
    let mut pty = Program::new().at(&home).start();
    to_the_token(&mut pty);
    pty.send("q");
    assert!(pty.exit_status().success());
    let body = stored(&home)[0]["body"].as_str().expect("a token response").to_owned();
    (home, body)
}

#[test]
fn a_pasted_token_response_is_in_hand_and_reads_the_record() {
    for (columns, rows) in [(120, 40), (80, 24)] {
        let (home, body) = after_a_dance();
        let mut pty = Program::new().at(&home).size(columns, rows).start();
        pty.wait_for_text("⏎ act as researcher");
        // As a terminal pastes what was copied from a file: with the end of its line.
        pty.paste(&format!("{body}\r"));
        pty.wait_for_text("The pasted tokens are in hand");
        let response: serde_json::Value = serde_json::from_str(&body).unwrap();
        for secret in ["access_token", "refresh_token"] {
            let secret = response[secret].as_str().expect("a token");
            assert!(!pty.screen().contains(&secret[9..]), "{}", pty.screen());
        }
        enter_when(&mut pty, "read record");
        pty.wait_for_text("200 OK");
        assert!(pty.screen().contains("/0000-0002-4456-8947/record"), "{}", pty.screen());
        pty.send("q");
        assert!(pty.exit_status().success());
        pty.assert_restored();
        let kinds: Vec<_> = stored(&home).iter().map(|token| token["grant_type"].clone()).collect();
        assert_eq!(kinds, ["authorization_code", "pasted"]);
        assert_eq!(stored(&home)[1]["body"], body.as_str(), "as it was pasted");
    }
}

#[test]
fn a_pasted_token_that_is_left_is_hidden() {
    let mut pty = Program::new().size(80, 24).start();
    pty.wait_for_text("⏎ act as researcher");
    pty.paste("d43c92cc-9cdb-442a-8b77-409609bb5e43");
    pty.wait_for_text("A UUID: what is it?");
    pty.send("esc");
    pty.wait_for("that the question is closed", |screen| !screen.contents().contains("what is it?"));
    pty.wait_for_text("d43c92cc-••••");
    assert!(!pty.screen().contains("442a"), "{}", pty.screen());
    pty.send("enter");
    pty.wait_for_text("A UUID: what is it?");
}

#[test]
fn a_redirect_is_taken_from_anywhere() {
    let mut pty = Program::new().start();
    pty.wait_for_text("1 Configure");
    pty.paste("https://developers.google.com/oauthplayground/?code=s536Z5");
    pty.wait_for_text("s536Z5");
    pty.wait_for_text("exchange");
}

#[test]
fn a_newline_presses_nothing() {
    let mut pty = Program::new().start();
    pty.wait_for("the focused button", |screen| screen.contents().contains("⏎ act as researcher"));
    pty.paste("\r\nq\r\nnothing that is known\r\n");
    pty.wait_for_text("nothing that is known");
    // Neither Enter nor q was pressed: what follows is drawn after that, and the text waits in its box.
    pty.send("ctrl-p");
    pty.wait_for("the palette", |screen| screen.contents().contains("⏎ do it"));
    pty.send("esc");
    pty.wait_for_text("⏎ take it");
    assert!(pty.screen().contains("Nothing was sent yet"), "{}", pty.screen());
}
