//! A command that asks, at a terminal, or tells there how far it is.

use std::io::{Read, Write};

use rustix::process::Signal;

use crate::{
    by_hand::ByHand,
    pty::{Home, Program, Pty},
};

fn command(args: &[&str]) -> Pty {
    Program::command([&[env!("CARGO_BIN_EXE_orcid-playground")], args].concat()).start()
}

const CLIENT: [&str; 4] = ["--client-id", "APP-1", "--redirect-uri", "http://127.0.0.1:1/cb"];

#[test]
fn whatever_ends_a_prompt_gives_the_terminal_back() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        let server = ByHand::new();
        let mut asking = command(&[&["exchange", "code=eUeiz2", "--env", &server.url()], &CLIENT[..]].concat());
        asking.wait_for_text("Client secret of APP-1: ");
        asking.signal(signal);
        assert_eq!(asking.exit_status().exit_code(), code);
        asking.assert_restored();
    }
}

#[test]
fn the_doctor_looks_at_the_rest_when_no_secret_is_typed() {
    let server = ByHand::new();
    let url = server.url();
    drop(server);
    let mut doctor = command(&[&["doctor", "--env", &url], &CLIENT[..]].concat());
    doctor.wait_for_text("Client secret of APP-1: ");
    doctor.send("enter");
    assert_eq!(doctor.exit_status().exit_code(), 3);
    let screen = doctor.screen();
    assert!(screen.contains("thing is wrong: server.") && !screen.contains("no terminal"), "{screen}");
}

/// While it listens, the address can be pasted just as well; and what else was pasted is not left to the shell, which would run it.
#[test]
fn a_listening_command_takes_what_is_pasted_and_leaves_nothing_to_the_shell() {
    let server = ByHand::new();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let uri = format!("http://127.0.0.1:{port}/callback");
    let script = format!(
        "\"$0\" authorize --no-browser --state s1 --env {} --client-id APP-1 --redirect-uri {uri}; echo en''ded; \
         read line; echo \"left: $line\"",
        server.url()
    );
    let mut shell = Program::command(["sh", "-c", &script, env!("CARGO_BIN_EXE_orcid-playground")])
        .env("ORCID_CLIENT_SECRET", "s3cret")
        .start();
    let (discovery, stream) = server.asked();
    assert!(discovery.starts_with("GET /.well-known/"), "{discovery}");
    crate::by_hand::answer(stream, "404 Not Found", "{}");
    shell.wait_for_text(&format!("Waiting at {uri}"));
    shell.wait_for_text("paste that address");
    shell.write(b"hello\r");
    shell.wait_for_text("That is not taken for a code");
    shell.write(format!("{uri}?code=eUeiz2&state=s1\rtouch pwned\rtouch more").as_bytes());
    let (exchange, stream) = server.asked_for_more();
    assert!(exchange.starts_with("POST /oauth/token") && exchange.contains("code=eUeiz2"), "{exchange}");
    crate::by_hand::answer(stream, "400 Bad Request", r#"{"error":"invalid_grant"}"#);
    shell.wait_for_text("ended");
    shell.write(b"mine\r");
    shell.wait_for_text("left: mine");
    assert!(shell.exit_status().success());
}

#[test]
fn ctrl_c_ends_a_command_that_reads_a_body() {
    let server = ByHand::new();
    let read = ["export", "curl", "POST", "/x", "--body", "-", "--env", &server.url()];
    let mut reading = command(&[&read[..], &CLIENT[..]].concat());
    let (_, stream) = server.asked();
    crate::by_hand::answer(stream, "404 Not Found", "{}");
    reading.wait_for_text("guessed");
    reading.send("ctrl-c");
    assert_eq!(reading.exit_status().exit_code(), 130);
}

#[test]
fn the_line_that_tells_how_far_it_is_goes_before_the_error_comes() {
    let server = ByHand::new();
    let call = ["call", "GET", "/search?q=x", "--anonymous", "-o", "hits.json", "--env", &server.url()];
    let mut calling = command(&[&call[..], &CLIENT[..]].concat());
    let (_, mut stream) = server.asked_for_more();
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 90000000\r\n\r\n").unwrap();
    while !calling.screen().contains(" of 90") {
        stream.write_all(b" ").unwrap();
    }
    drop(stream);
    assert_eq!(calling.exit_status().exit_code(), 3);
    let screen = calling.screen();
    assert!(screen.lines().any(|line| line.starts_with("error: ")) && !screen.contains(" of 90"), "{screen}");
}

/// The playground with a profile whose command prints the client secret, at the moment when it has been asked to.
fn playground_asks(home: &Home, command: &str) -> Pty {
    let folder = home.path().join("config/orcid-playground");
    std::fs::create_dir_all(&folder).unwrap();
    let profile = format!(
        "[profile.mine]\nenvironment = \"http://127.0.0.1:1\"\nclient_id = \"APP-1\"\nclient_secret_command = '''{command}'''\n"
    );
    std::fs::write(folder.join("config.toml"), profile).unwrap();
    let program = Program::command([env!("CARGO_BIN_EXE_orcid-playground"), "--profile", "mine"]);
    let mut pty = program.at(home).env("GPG_TTY", "/dev/tty").start();
    pty.wait_for_text("1 Configure");
    pty.paste("AbC123");
    pty.wait_for_text("Exchange code for tokens");
    pty.send("x");
    pty
}

/// It would draw over the screen, and take every other key.
#[test]
fn a_command_for_the_secret_cannot_ask_in_the_terminal_of_the_playground() {
    let home = Home::new();
    let asks = r#"(: </dev/tty) 2>/dev/null && exec cat /dev/tty; echo "none, ${GPG_TTY-none}" >&2; exit 3"#;
    let mut pty = playground_asks(&home, asks);
    pty.wait_for_text("«none, none»");
    pty.send("q");
    pty.send("Q");
    assert!(pty.exit_status().success());
    pty.assert_restored();
}

#[test]
fn a_command_that_is_given_up_ends_with_all_that_it_has_started() {
    let home = Home::new();
    let pipe = home.path().join("alive");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut pty = playground_asks(&home, r#"exec 3>"$HOME/alive"; sleep 600 & wait"#);
    pty.wait_for_text("Esc stops waiting");
    // Opened once the command has opened it, too; it ends with the last of those who have it.
    let mut alive = std::fs::File::open(pipe).unwrap();
    pty.send("esc");
    pty.wait_for_text("the command was stopped");
    assert_eq!(alive.read(&mut [0]).unwrap(), 0);
    pty.send("q");
    pty.send("Q");
    assert!(pty.exit_status().success());
}
