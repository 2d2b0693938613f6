//! Whichever way the program ends, the terminal is as it was before.

use std::{
    fs,
    io::Write,
    net::{TcpListener, TcpStream},
};

use rustix::process::Signal;

use crate::{
    operations::stored,
    pty::{Home, Program, Pty},
};

fn started(program: Program) -> Pty {
    let pty = program.start();
    pty.wait_for_text("1 Configure");
    pty.look(|screen| assert!(screen.alternate_screen() && screen.bracketed_paste() && screen.hide_cursor()));
    pty
}

#[test]
fn by_key() {
    for key in ["q", "ctrl-c"] {
        let mut pty = started(Program::new());
        pty.send(key);
        assert!(pty.exit_status().success(), "{key}");
        pty.assert_restored();
    }
}

#[test]
fn with_the_mouse_on() {
    let mut pty = started(Program::new());
    pty.send("ctrl-p");
    pty.write(b"mouse");
    pty.send("enter");
    pty.wait_for("the mouse", |screen| screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None);
    pty.send("q");
    assert!(pty.exit_status().success());
    pty.assert_restored();
}

#[test]
fn by_signal() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let mut pty = started(Program::new());
        pty.signal(signal);
        assert_eq!(pty.exit_status().exit_code().cast_signed(), 128 + signal.as_raw(), "{signal:?}");
        pty.assert_restored();
    }
}

#[test]
fn by_a_signal_before_the_first_frame() {
    let mut pty = Program::new().start();
    pty.wait_for("the terminal's modes", vt100::Screen::alternate_screen);
    pty.signal(Signal::TERM);
    assert_eq!(pty.exit_status().exit_code().cast_signed(), 128 + Signal::TERM.as_raw());
    pty.assert_restored();
}

#[test]
fn by_losing_the_terminal() {
    let mut pty = started(Program::new());
    pty.hang_up("?");
    assert_eq!(pty.exit_status().exit_code().cast_signed(), 128 + Signal::HUP.as_raw());
}

/// Without a signal, reading from what is not there any more would fail over and over.
#[test]
fn by_losing_the_terminal_without_being_told() {
    let mut pty = started(Program::new().without_session());
    pty.hang_up("?");
    assert_eq!(pty.exit_status().exit_code().cast_signed(), 128 + Signal::HUP.as_raw());
}

#[cfg(debug_assertions)]
#[test]
fn by_a_panic() {
    for place in ["update", "task"] {
        let mut pty = started(Program::new().env("ORCID_PLAYGROUND_TEST_PANIC", place));
        pty.send("tab");
        assert_eq!(pty.exit_status().exit_code(), 101, "{place}");
        pty.assert_restored();
        let screen = pty.screen();
        assert!(screen.contains("as a test asked for"), "the panic's own message is missing:\n{screen}");
        assert!(screen.contains("stopped because of an error of its own"), "what it means is missing:\n{screen}");
    }
}

/// The program, quit while a token request waits for its answer.
fn left_with_tokens_under_way(home: &Home, server: &TcpListener) -> (Pty, TcpStream) {
    let folder = home.path().join("config/orcid-playground");
    fs::create_dir_all(&folder).unwrap();
    let config = format!(
        "[profile.slow]\nenvironment = \"http://{}\"\nclient_id = \"APP-1\"\nclient_secret_command = \"echo s3cret\"\n",
        server.local_addr().unwrap()
    );
    fs::write(folder.join("config.toml"), config).unwrap();
    let mut pty = Program::command([env!("CARGO_BIN_EXE_orcid-playground"), "--profile", "slow"]).at(home).start();
    pty.wait_for_text("1 Configure");
    pty.send("ctrl-p");
    pty.write(b"two-legged");
    pty.send("enter");
    pty.wait_for_text("/read-public");
    pty.send("enter");
    let (client, _) = server.accept().unwrap();
    pty.send("q");
    pty.wait_for("the shell's screen", |screen| !screen.alternate_screen());
    pty.wait_for_text("under way");
    (pty, client)
}

/// Whoever has left looks at their shell, not at a screen that does nothing.
#[test]
fn the_terminal_is_given_back_before_what_is_under_way_has_ended() {
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let home = Home::new();
    let (mut pty, mut client) = left_with_tokens_under_way(&home, &server);
    let body = r#"{"access_token":"first","token_type":"bearer"}"#;
    write!(client, "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len()).unwrap();
    assert!(pty.exit_status().success());
    assert_eq!(stored(&home).len(), 1);
}

#[test]
fn whoever_does_not_want_to_wait_need_not() {
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let home = Home::new();
    let (mut pty, _client) = left_with_tokens_under_way(&home, &server);
    pty.send("ctrl-c");
    assert!(pty.exit_status().success());
    pty.assert_restored();
}
