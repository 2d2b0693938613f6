//! Ctrl-C and SIGTERM while something is under way.

use std::{io::Write, process::Stdio};

use rustix::process::Signal;

use super::{
    by_hand::{ByHand, answer},
    support::*,
};

const ANSWER: &str = r#"{"access_token":"0b2f7c1e-53a4-4d0c-8a5e-2f1d7b9c6e01","token_type":"bearer"}"#;

fn tokens(home: &Home) -> usize {
    home.run(&["token", "list", "--format", "json"]).json(0).as_array().unwrap().len()
}

/// An exchange of a code whose answer is waited for.
fn exchanging(home: &Home, server: &ByHand) -> (Running, std::net::TcpStream) {
    let redirect_uri = ["--redirect-uri", "http://127.0.0.1:1/cb"];
    let mut command = home.command(&["exchange", "code=eUeiz2", "--env", &server.url(), "--client-id", "APP-1"]);
    let running = Home::started({
        command.args(redirect_uri).env("ORCID_CLIENT_SECRET", CANARY);
        command
    });
    let (request, waiting) = server.asked_for_more();
    assert!(request.starts_with("POST /oauth/token "), "{request}");
    (running, waiting)
}

#[test]
fn tokens_that_are_under_way_are_stored_before_a_command_ends() {
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        let (home, server) = (Home::new(), ByHand::new());
        let (mut running, waiting) = exchanging(&home, &server);
        running.signal(signal);
        running.stderr_line("note: the answer that is under way is still being stored");
        answer(waiting, "200 OK", ANSWER);
        running.stderr_line("stored: ");
        assert_eq!(running.end().code, code);
        assert_eq!(tokens(&home), 1);
    }
}

#[test]
fn a_second_ctrl_c_waits_for_nothing() {
    let (home, server) = (Home::new(), ByHand::new());
    let (mut running, _waiting) = exchanging(&home, &server);
    running.signal(Signal::INT);
    running.stderr_line("note: the answer that is under way is still being stored");
    running.signal(Signal::INT);
    assert_eq!(running.end().code, 130);
}

#[test]
fn the_playground_as_lines_stores_them_too() {
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        let (home, server) = (Home::new(), ByHand::new());
        let redirect_uri = free_redirect_uri();
        let mut command =
            home.command(&["--plain", "--env", &server.url(), "--client-id", "APP-1", "--redirect-uri", &redirect_uri]);
        command.env("ORCID_CLIENT_SECRET", CANARY).stdin(Stdio::piped());
        let mut running = Home::started(command);
        let mut stdin = running.child.stdin.take().unwrap();
        stdin.write_all(b"code=eUeiz2\nexchange\n").unwrap();
        let (request, waiting) = server.asked_for_more();
        assert!(request.starts_with("POST /oauth/token "), "{request}");
        running.signal(signal);
        running.stderr_line("What is under way is still being stored");
        answer(waiting, "200 OK", ANSWER);
        assert_eq!(running.end().code, code);
        assert_eq!(tokens(&home), 1);
    }
}
