//! What may have arrived is not sent again.

use std::net::TcpListener;

use orcid_playground::{
    orcid::LOCAL_REDIRECT_URIS,
    store::{Claim, Paths, Serving, Store},
};

use super::{
    by_hand::{ByHand, answer},
    support::*,
};

/// Starts a process that serves the simulated ORCID of `local`, and gives where.
fn serving(home: &Home) -> (Running, String) {
    let mut serving = home.start(&["authorize", "--no-browser", "--redirect-uri", &free_redirect_uri()]);
    serving.stderr_line("http");
    let address = home.path().join("state/orcid-playground/sandbox.address");
    (serving, std::fs::read_to_string(address).unwrap().trim().to_owned())
}

#[test]
fn a_code_whose_answer_is_cut_off_is_sent_once_to_a_server_that_lives() {
    let home = Home::new();
    let (_serving, issuer) = serving(&home);
    let body = r#"[{"name": "cut-off"}]"#;
    let request = http::Request::put(format!("{issuer}/_sandbox/faults"))
        .header("host", url::Url::parse(&issuer).unwrap().authority())
        .header("user-agent", "test")
        .header("accept", "*/*")
        .header("content-type", "application/json")
        .header("content-length", body.len());
    assert!(send(request.body(body.into()).unwrap()).status().is_success());
    let session = home.path().join("session.har");
    let redirect_uri = free_redirect_uri();
    let ended = home.run(&[
        "authorize",
        "--as",
        SOPHIA,
        "--redirect-uri",
        &redirect_uri,
        "--save-session",
        session.to_str().unwrap(),
    ]);
    assert_eq!(ended.code, 3, "{ended:?}");
    let session: serde_json::Value = serde_json::from_slice(&std::fs::read(session).unwrap()).unwrap();
    let sent = session["log"]["entries"].as_array().unwrap().iter().filter(|entry| {
        let request = &entry["request"];
        request["method"] == "POST" && request["url"].as_str().unwrap().ends_with("/oauth/token")
    });
    assert_eq!(sent.count(), 1, "{session}");
}

/// The simulated ORCID of `local`, served by hand: its lock is held here, and its answers are written here.
struct LocalByHand {
    server: ByHand,
    _serving: Serving,
}

impl LocalByHand {
    fn at(home: &Home) -> Self {
        let state = home.path().join("state/orcid-playground");
        let root = home.path().join("by-hand");
        std::fs::create_dir_all(&state).unwrap();
        std::fs::create_dir_all(&root).unwrap();
        std::os::unix::fs::symlink(state, root.join("state")).unwrap();
        let server = ByHand::new();
        let Ok(Claim::Serving(serving)) = Store::at(Paths::at(root)).try_serve() else { panic!("there is a rival") };
        serving.announce(&server.url()).unwrap();
        Self { server, _serving: serving }
    }

    /// The next request that is more than finding out who serves here.
    fn asked(&self) -> (String, std::net::TcpStream) {
        loop {
            let (request, stream) = self.server.asked();
            if !request.contains(" /_sandbox/") {
                return (request, stream);
            }
            answer(stream, "200 OK", "{}");
        }
    }
}

#[test]
fn an_answer_that_never_comes_is_not_asked_for_again_while_its_server_lives() {
    let home = Home::new();
    let local = LocalByHand::at(&home);
    let running = home.start(&["exchange", "code=eUeiz2"]);
    let (request, stream) = local.asked();
    assert!(request.starts_with("POST /oauth/token "), "{request}");
    drop(stream);
    let ended = running.end();
    assert_eq!(ended.code, 3, "{ended:?}");
    // Whoever asked once more would stand in line.
    local.server.is_left_alone();
}

#[test]
fn what_reached_nobody_is_sent_to_whoever_serves_now() {
    let home = Home::new();
    let local = LocalByHand::at(&home);
    let running = home.start(&["exchange", "code=eUeiz2"]);
    let mut registered = 0;
    loop {
        let (request, stream) = local.server.asked();
        registered += usize::from(request.starts_with("POST /_sandbox/redirect-uris "));
        if registered == LOCAL_REDIRECT_URIS.len() {
            // It ends before the code is sent.
            drop(local);
            answer(stream, "200 OK", "{}");
            break;
        }
        answer(stream, "200 OK", "{}");
    }
    assert_eq!(running.end().json(1)["error"], "invalid_grant");
}

/// The process that served it has ended between two pages.
#[test]
fn pages_that_were_written_are_not_written_again() {
    let home = Home::new();
    let local = LocalByHand::at(&home);
    let running = home.start(&["call", "GET", "/group-id-record", "--all", "--anonymous"]);
    let (_, page) = local.asked();
    let records = vec![r#"{"put-code":1}"#; 100].join(",");
    drop(local);
    answer(page, "200 OK", &format!(r#"{{"total":100,"group-id-record":[{records}]}}"#));
    let ended = running.end();
    assert_eq!(ended.code, 3, "{ended:?}");
    assert_eq!(ended.stdout.matches("group-id-record").count(), 1, "{ended:?}");
}

/// Nobody listens there, and nobody did.
#[test]
fn a_connection_that_is_refused_is_told() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let home = Home::new();
    let env = format!("http://{nobody}");
    let more = ["--env", &env, "--client-id", "APP-1", "--redirect-uri", "http://127.0.0.1:1/cb"];
    let ended = home.run_with(&[("ORCID_CLIENT_SECRET", CANARY)], &[&["exchange", "code=eUeiz2"], &more[..]].concat());
    assert!(ended.explained(3).contains("refused"), "{ended:?}");
}
