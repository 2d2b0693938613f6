//! `--plain`, while it waits: for what a line has asked for, and for nothing but the time.

use super::support::*;

/// Else what it was about to send would be waited for for ever, and no line would be taken any more.
#[cfg(debug_assertions)]
#[test]
fn a_panic_in_a_task_ends_the_program() {
    let home = Home::new();
    let mut command = home.command(&["--plain", "--redirect-uri", &free_redirect_uri()]);
    command.env("ORCID_PLAYGROUND_TEST_PANIC", "task").stdin(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    // Its input stays open: nothing else ends it.
    let mut stdin = child.stdin.take().unwrap();
    std::io::Write::write_all(&mut stdin, b"y u\n").unwrap();
    let ended = child.wait_with_output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(101), "{said}");
    assert!(said.contains("as a test asked for") && said.contains("an error of its own"), "{said}");
    drop(stdin);
}

/// Answers what the program is told while no line comes: the server side of one connection, once this is in it.
fn asked(server: &std::net::TcpListener, what: &str) {
    use std::io::Read;
    let (mut client, _) = server.accept().unwrap();
    let mut request = String::new();
    while !request.contains(what) {
        let mut part = [0; 1024];
        let length = client.read(&mut part).unwrap();
        assert!(length > 0, "another request: {request}");
        request.push_str(&String::from_utf8_lossy(&part[..length]));
    }
}

#[test]
fn tokens_are_refreshed_by_themselves_while_no_line_comes() {
    use orcid_playground::store::{NewToken, Paths, Store};
    let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let issuer = format!("http://{}", server.local_addr().unwrap());
    let home = Home::new();
    let state = home.path().join("state/orcid-playground");
    std::fs::create_dir_all(&state).unwrap();
    // It ends in a little more than the minute before which it is refreshed.
    let received_at = jiff::Timestamp::now() - jiff::SignedDuration::from_secs(3600 - 62);
    let body = r#"{"access_token":"first","refresh_token":"again","token_type":"bearer","expires_in":3600}"#;
    let stock = Home::new();
    Store::at(Paths::at(stock.path()))
        .save_token(&NewToken {
            received_at,
            environment: issuer.clone(),
            issuer: issuer.clone(),
            token_endpoint: format!("{issuer}/oauth/token"),
            client_id: "APP-1".into(),
            grant_type: "authorization_code".into(),
            requested_scope: Some("/authenticate".into()),
            nonce: None,
            redirect_uri: None,
            response: http::Response::builder().status(200).body(body.into()).unwrap(),
        })
        .unwrap();
    std::fs::rename(Paths::at(stock.path()).tokens(), state.join("tokens")).unwrap();
    let folder = home.path().join("config/orcid-playground");
    std::fs::create_dir_all(&folder).unwrap();
    let profile = format!(
        "[profile.mine]\nenvironment = \"{issuer}\"\nclient_id = \"APP-1\"\nrefresh_automatically = true\n\
         client_secret_command = \"echo s3cret\"\n"
    );
    std::fs::write(folder.join("config.toml"), profile).unwrap();
    let mut command = home.command(&["--plain", "--profile", "mine"]);
    let mut child = command.stdin(std::process::Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    std::io::Write::write_all(&mut stdin, b"T\n\n").unwrap();
    asked(&server, "grant_type=refresh_token");
    drop((stdin, server));
    assert!(child.wait_with_output().unwrap().status.success());
}

/// The last line of a script begins something; it is done before the program ends.
#[cfg(unix)]
#[test]
fn what_the_last_line_asked_for_is_done_before_the_end() {
    let home = Home::new();
    let pipe = home.path().join("secret");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let folder = home.path().join("config/orcid-playground");
    std::fs::create_dir_all(&folder).unwrap();
    let profile = format!(
        "[profile.mine]\nenvironment = \"local\"\nclient_id = \"{CLIENT_ID}\"\nredirect_uri = \"{}\"\n\
         scope = \"/authenticate\"\nclient_secret_command = \"cat {}\"\n",
        free_redirect_uri(),
        pipe.display()
    );
    std::fs::write(folder.join("config.toml"), profile).unwrap();
    // Whoever opens the pipe waits until the command does.
    std::thread::spawn(move || std::fs::write(pipe, CLIENT_SECRET));
    let ended = home.run_reading("\n\n\n", &["--plain", "--profile", "mine"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(ended.stdout.contains("POST /oauth/token authorization_code: 200"), "{ended:?}");
}
