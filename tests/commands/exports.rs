//! `export`, `transcript`, and what `--transcript` and `--save-session` keep.

use crate::support::{CANARY, CLIENT_SECRET, Home, SOPHIA};

/// A home with a session of the whole dance in it, and what was printed.
fn after_the_dance() -> (Home, String) {
    let home = Home::new();
    let session = home.path().join("session.har");
    let ended = home.run(&["authorize", "--as", SOPHIA, "--save-session", session.to_str().unwrap()]);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(ended.stderr.contains(&format!("session: {}", session.display())), "{ended:?}");
    (home, ended.stdout)
}

/// The tokens of a token response.
fn tokens(body: &str) -> Vec<String> {
    let value: serde_json::Value = serde_json::from_str(body).unwrap();
    ["access_token", "refresh_token"].iter().map(|name| value[name].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_session_becomes_a_transcript_without_secrets() {
    let (home, body) = after_the_dance();
    let session = home.path().join("session.har");
    let ended = home.run(&["transcript", session.to_str().unwrap()]);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(ended.stdout.starts_with("# ORCID OAuth session\n"), "{}", ended.stdout);
    assert!(
        ended.stdout.contains("Token request") && ended.stdout.contains("REDACTED_ACCESS_TOKEN_1"),
        "{}",
        ended.stdout
    );
    // How long the secrets were, only the messages told that are not kept.
    let legend = ended.stdout.split("## Placeholders").nth(1).unwrap();
    assert!(legend.contains("`REDACTED_CODE_1`: code, which was replaced when the session was saved"), "{legend}");
    assert!(!legend.contains("characters"), "{legend}");
    let file = home.path().join("ticket.md");
    assert_eq!(home.run(&["transcript", session.to_str().unwrap(), "-o", file.to_str().unwrap()]).code, 0);
    let written = std::fs::read_to_string(&file).unwrap();
    let kept = std::fs::read_to_string(&session).unwrap();
    for secret in tokens(&body).into_iter().chain([CLIENT_SECRET.to_owned()]) {
        for text in [&ended.stdout, &written, &kept] {
            assert!(!text.contains(&secret), "{secret}");
        }
    }
    #[cfg(unix)]
    for file in [session, file] {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

/// What failed is what tickets are written about.
#[test]
fn a_transcript_tells_what_looked_wrong() {
    let home = Home::new();
    let file = home.path().join("t.md");
    let ended = home.run(&["url", "--scope", "read-limited", "--no-state", "--transcript", file.to_str().unwrap()]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(
        text.contains("(scope-slash)") && text.contains("(state-off)") && !text.contains("Nothing to fix"),
        "{text}"
    );
}

#[test]
fn a_transcript_is_written_of_a_failure_too() {
    let home = Home::new();
    let file = home.path().join("ticket.md");
    let ended = home.run_with(
        &[("ORCID_CLIENT_SECRET", CANARY)],
        &["authorize", "--as", SOPHIA, "--transcript", file.to_str().unwrap()],
    );
    assert_eq!(ended.code, 1, "{ended:?}");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("> invalid_client") && text.contains("REDACTED_CLIENT_SECRET_1"), "{text}");
    assert!(!text.contains(CANARY), "{text}");
}

/// What is read piece by piece is kept like everything else, wherever it goes.
#[test]
fn what_call_sends_and_gets_is_kept_too() {
    let (home, _) = after_the_dance();
    let (session, transcript) = (home.path().join("call.har"), home.path().join("call.md"));
    let keep = ["--save-session", session.to_str().unwrap(), "--transcript", transcript.to_str().unwrap()];
    let file = home.path().join("works.json");
    for (more, code) in [
        (&["call", "read-works"][..], 0),
        (&["call", "read-works", "-o", file.to_str().unwrap()], 0),
        (&["call", "read-works", "--format", "json"], 0),
        (&["call", "read-work", "-f", "put-code=1"], 1),
    ] {
        let ended = home.run(&[more, &keep].concat());
        assert_eq!(ended.code, code, "{ended:?}");
        let har: serde_json::Value = serde_json::from_slice(&std::fs::read(&session).unwrap()).unwrap();
        let entries = har["log"]["entries"].as_array().unwrap();
        assert_eq!(entries.len(), 1, "{more:?}: {har}");
        assert!(entries[0]["request"]["url"].as_str().unwrap().contains("/work"), "{har}");
        assert!(entries[0]["response"]["content"]["text"].as_str().unwrap().starts_with('{'), "{har}");
        let text = std::fs::read_to_string(&transcript).unwrap();
        assert!(text.contains("## 1. API") && text.contains("REDACTED_ACCESS_TOKEN_1"), "{text}");
    }
}

#[test]
fn a_message_of_a_session_becomes_code() {
    let (home, _) = after_the_dance();
    let session = home.path().join("session.har");
    let session = session.to_str().unwrap();
    let last = home.run(&["export", "curl", "--session", session]);
    assert!(last.stdout.contains("/oauth/token'") && last.stdout.contains("$ORCID_CLIENT_SECRET"), "{last:?}");
    // A code works once: the one of the session would be of no use, redacted or not.
    assert!(last.stdout.contains("$ORCID_CODE") && !last.stdout.contains("REDACTED_CODE"), "{last:?}");
    let first = home.run(&["export", "python", "--session", session, "--exchange", "1"]);
    assert!(first.stdout.contains("/oauth/authorize?"), "{first:?}");
    let none = home.run(&["export", "python", "--session", session, "--exchange", "99"]);
    assert!(none.explained(2).contains("The session has "), "{none:?}");
    let set_up = home.run(&["export", "env", "--session", session]);
    assert!(set_up.explained(2).contains("client's set-up"), "{set_up:?}");
}

#[test]
fn requests_become_code_without_being_sent() {
    let home = Home::new();
    let export = |args: &[&str]| {
        let ended = home.run(&[&["export"], args].concat());
        assert_eq!(ended.code, 0, "{ended:?}");
        ended.stdout
    };
    assert!(export(&["curl"]).contains("'&grant_type=authorization_code&code='\"$ORCID_CODE\"'&redirect_uri="));
    assert!(export(&["curl", "token", "--with-secrets"]).contains("$ORCID_CODE"), "there is none to put in yet");
    assert!(export(&["httpie", "token", "--code", "eUeiz2"]).contains("code=eUeiz2"));
    assert!(export(&["js", "refresh"]).contains("process.env.ORCID_REFRESH_TOKEN"));
    assert!(export(&["php", "revoke"]).contains("/oauth/revoke"));
    assert!(export(&["rust", "client-credentials"]).contains("%2Fread-public"));
    assert!(export(&["hurl", "userinfo"]).contains("authorization: Bearer {{ORCID_ACCESS_TOKEN}}"));
    assert!(export(&["curl", "authorization"]).contains("response_type=code"));
    assert!(export(&["r", "get", "/0000-0002-4456-8947/record"]).contains("/api/v3.0/0000-0002-4456-8947/record"));
    let ended = home.run_reading("<work/>", &["export", "curl", "POST", "/0000-0002-4456-8947/work", "--body", "-"]);
    assert!(
        ended.stdout.contains("content-type: application/vnd.orcid+xml") && ended.stdout.contains("'<work/>'"),
        "{ended:?}"
    );
    assert!(ended.stdout.contains("/api/v3.0/0000-0002-4456-8947/work"), "{ended:?}");
    // A call needs a token and no client; without a token its scopes are those that are configured.
    let sandbox = |request: &[&str]| export(&[&["curl"], request, &["--env", "sandbox"]].concat());
    assert!(sandbox(&["GET", "/0000-0002-4456-8947/record"]).contains("https://pub.sandbox.orcid.org/v3.0/0000-"));
    assert!(sandbox(&["POST", "/0000-0002-4456-8947/work"]).contains("https://api.sandbox.orcid.org/v3.0/0000-"));
    for (args, why) in [
        (&["export", "curl", "dance"][..], "There is no request \"dance\""),
        (&["export", "curl", "GET", "{orcid}/record"], "No stored token tells the iD"),
        (&["export", "curl", "GET", "read-record"], "A path begins with /"),
        (&["export", "curl", "read-work"], "What {orcid} is in read-work"),
        (&["export", "env", "token"], "client's set-up"),
        (&["export", "curl", "GET", "/x", "--body", "/no/such/file"], "/no/such/file"),
    ] {
        let ended = home.run(args);
        assert!(ended.explained(2).contains(why), "{ended:?}");
    }
}

#[test]
fn a_call_goes_where_the_stored_token_is_good() {
    let home = Home::new();
    let dance = |scope: &str| home.run(&["authorize", "--as", SOPHIA, "--scope", scope]).json(0);
    dance("/authenticate");
    let export = |request: &[&str]| home.run(&[&["export", "curl"], request].concat());
    assert!(export(&["GET", "{orcid}/works"]).stdout.contains(&format!("/pub/v3.0/{SOPHIA}/works")));
    assert!(export(&["read-works"]).stdout.contains(&format!("/pub/v3.0/{SOPHIA}/works")));
    dance("/authenticate /activities/update");
    assert!(export(&["GET", "{orcid}/works"]).stdout.contains(&format!("/api/v3.0/{SOPHIA}/works")));
    let post = export(&["add-work"]);
    assert!(post.stdout.contains(&format!("/api/v3.0/{SOPHIA}/work")) && post.stderr.contains("--body"), "{post:?}");
    // A token of one server never stands in a request to another.
    let elsewhere = home.run(&["export", "curl", "userinfo", "--with-secrets", "--env", "sandbox"]);
    assert!(elsewhere.explained(2).contains("No token of sandbox"), "{elsewhere:?}");
}

#[test]
fn secrets_are_in_code_only_when_asked_for() {
    let home = Home::new();
    let body = home.run(&["authorize", "--as", SOPHIA]).stdout;
    let token = &tokens(&body)[0];
    let hidden = home.run(&["export", "curl", "GET", "{orcid}/record"]);
    assert!(hidden.stdout.contains(SOPHIA) && !hidden.stdout.contains(token), "{hidden:?}");
    let real = home.run(&["export", "curl", "GET", "{orcid}/record", "--with-secrets"]);
    assert!(real.stdout.contains(token), "{real:?}");
    for format in ["env", "postman", "playground"] {
        let ended = home.run_with(&[("ORCID_CLIENT_SECRET", CANARY)], &["export", format]);
        assert!(ended.code == 0 && !ended.stdout.contains(CANARY), "{ended:?}");
        let ended = home.run_with(&[("ORCID_CLIENT_SECRET", CANARY)], &["export", format, "--with-secrets"]);
        // A link is shared, logged and kept by browsers.
        assert_eq!(ended.stdout.contains(CANARY), format != "playground", "{ended:?}");
    }
    let file = home.path().join(".env");
    let ended = home.run(&["export", "env", "-o", file.to_str().unwrap()]);
    assert_eq!((ended.code, ended.stdout.as_str()), (0, ""), "{ended:?}");
    assert!(std::fs::read_to_string(file).unwrap().contains("\nORCID_CLIENT_ID=APP-PLAYGROUND000001\n"));
}

#[test]
fn a_file_that_is_no_session_is_refused_with_its_place() {
    let home = Home::new();
    let file = home.path().join("bad.har");
    for (text, why) in [
        ("{\"log\":\n  {", "line 2, column 3"),
        ("{\"log\":{\"entries\":[{\"request\":{\"url\":7}}]}}", "log.entries[0].request.url: it should be a text"),
        ("{\"log\":{\"_orcidPlayground\":{\"version\":9},\"entries\":[]}}", "a later version wrote it"),
    ] {
        std::fs::write(&file, text).unwrap();
        let ended = home.run(&["transcript", file.to_str().unwrap()]);
        assert!(ended.explained(2).contains(why), "{ended:?}");
    }
    let ended = home.run(&["transcript", "/no/such.har"]);
    assert!(ended.explained(2).contains("/no/such.har"), "{ended:?}");
}

/// A pipe is written to, and stays one.
#[cfg(unix)]
#[test]
fn what_is_no_regular_file_is_written_to() {
    use rustix::fs::{CWD, FileType, Mode, OFlags, mknodat, open};
    use std::io::Read;
    let home = Home::new();
    let pipe = home.path().join("pipe");
    mknodat(CWD, &pipe, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
    // For reading and writing, so that nobody waits for the other end.
    let reading = open(&pipe, OFlags::RDWR | OFlags::NONBLOCK, Mode::empty()).unwrap();
    for (args, words) in [
        (&["export", "curl", "-o"][..], "curl "),
        (&["url", "--transcript"], "# "),
        (&["call", "GET", "/search?q=*:*", "--anonymous", "-o"], "num-found"),
    ] {
        let ended = home.run(&[args, &[pipe.to_str().unwrap()]].concat());
        assert_eq!(ended.code, 0, "{ended:?}");
        assert!(FileType::from_raw_mode(rustix::fs::stat(&pipe).unwrap().st_mode).is_fifo());
        let mut buffer = [0; 65536];
        let count = std::fs::File::from(reading.try_clone().unwrap()).read(&mut buffer).unwrap();
        assert!(String::from_utf8_lossy(&buffer[..count]).contains(words), "{args:?}");
    }
}

#[test]
fn a_transcript_that_cannot_be_written_costs_no_session() {
    let home = Home::new();
    let (folder, session) = (home.path().join("folder"), home.path().join("ok.har"));
    std::fs::create_dir(&folder).unwrap();
    let (folder, session) = (folder.to_str().unwrap(), session.to_str().unwrap());
    let ended = home.run(&["authorize", "--as", SOPHIA, "--transcript", folder, "--save-session", session]);
    assert_eq!(ended.code, 2, "{ended:?}");
    assert!(ended.stderr.contains("error: ") && ended.stderr.contains("session: "), "{ended:?}");
    assert!(std::fs::read_to_string(session).unwrap().contains("/oauth/token"));
}
