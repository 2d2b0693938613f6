//! A person at a terminal is asked for the client secret, without an echo.

use std::io::{Read, Write};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use super::support::*;

/// Runs an exchange with nobody at a terminal, types this at the prompt, and gives the exit code and the screen.
fn typed(keys: &str) -> (u32, String) {
    let home = Home::new();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let nobody = format!("http://127.0.0.1:{port}");
    let program = home.command(&[
        "exchange",
        "eUeiz2",
        "--env",
        &nobody,
        "--client-id",
        "APP-1",
        "--redirect-uri",
        "http://127.0.0.1:1/cb",
    ]);
    let mut command = CommandBuilder::new(program.get_program());
    command.args(program.get_args());
    command.env_clear();
    for (name, value) in program.get_envs() {
        command.env(name, value.unwrap());
    }
    let pty = native_pty_system().openpty(PtySize { rows: 24, cols: 200, pixel_width: 0, pixel_height: 0 }).unwrap();
    let mut child = pty.slave.spawn_command(command).unwrap();
    drop(pty.slave);
    let (mut reader, mut writer) = (pty.master.try_clone_reader().unwrap(), pty.master.take_writer().unwrap());
    let mut screen = Vec::new();
    let mut byte = [0];
    while !String::from_utf8_lossy(&screen).contains("Client secret of APP-1: ") {
        assert!(reader.read(&mut byte).unwrap() > 0, "{}", String::from_utf8_lossy(&screen));
        screen.extend(byte);
    }
    writer.write_all(keys.as_bytes()).unwrap();
    let code = child.wait().unwrap().exit_code();
    // On Linux the end of a terminal is an error.
    let _ = reader.read_to_end(&mut screen);
    (code, String::from_utf8_lossy(&screen).into_owned())
}

#[test]
fn what_is_typed_is_not_shown() {
    let (code, screen) = typed(&format!("{CANARY}\r"));
    assert_eq!(code, 3, "{screen}");
    assert!(!screen.contains(CANARY) && !screen.contains(&CANARY[..4]), "{screen}");
    assert!(screen.contains("No answer from"), "{screen}");
}

#[test]
fn it_can_be_left_alone() {
    assert_eq!(typed("abc\u{3}").0, 130);
    let (code, screen) = typed("\r");
    assert_eq!(code, 2, "{screen}");
    assert!(screen.contains("ORCID_CLIENT_SECRET"), "{screen}");
    assert!(screen.contains("No secret was typed") && !screen.contains("no terminal"), "{screen}");
}
