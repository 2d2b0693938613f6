//! What is pasted is text, never keys.

use crate::pty::Program;

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
