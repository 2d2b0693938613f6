//! `sandbox`: an ORCID for somebody else's tests.

use rustix::process::Signal;
use serde_json::Value;

use super::support::*;

pub fn start(home: &Home, more: &[&str]) -> (Running, Value) {
    let mut running = home.start(&[&["sandbox", "--addr", "127.0.0.1:0", "--ready-json"], more].concat());
    let ready = serde_json::from_str(&running.stdout_line()).unwrap();
    (running, ready)
}

#[test]
fn the_line_has_everything_that_a_test_needs() {
    let home = Home::new();
    let (running, ready) =
        start(&home, &["--redirect-uri", "http://127.0.0.1:3000/a", "--redirect-uri", "http://127.0.0.1:3000/b"]);
    let issuer = ready["issuer"].as_str().unwrap();
    assert_eq!(ready["token_endpoint"], format!("{issuer}/oauth/token"));
    assert_eq!(ready["public_api"], format!("{issuer}/pub/v3.0"));
    assert_eq!(ready["control"], format!("{issuer}/_sandbox"));
    assert!(ready["certificate"].is_null());
    let client = &ready["clients"][0];
    assert_eq!((&client["client_id"], &client["type"]), (&CLIENT_ID.into(), &"member".into()));
    let redirect_uris = client["redirect_uris"].as_array().unwrap();
    for uri in ["http://127.0.0.1:3000/a", "http://127.0.0.1:3000/b"] {
        assert!(redirect_uris.contains(&uri.into()), "{redirect_uris:?}");
    }
    let told: Value = serde_json::from_slice(get(&format!("{issuer}/_sandbox/ready"), &[]).body()).unwrap();
    assert_eq!(told, ready);
    running.signal(Signal::TERM);
    let ended = running.end();
    assert_eq!((ended.code, ended.stdout.as_str(), ended.stderr.as_str()), (0, "", ""));
}

/// Its discovery document is ORCID's, which leaves the revocation endpoint out.
#[test]
fn what_it_gave_is_revoked_there() {
    let home = Home::new();
    let (_running, ready) = start(&home, &[]);
    let issuer = ready["issuer"].as_str().unwrap();
    let at = |args: &[&str]| {
        let variables = [("ORCID_ENV", issuer), ("ORCID_CLIENT_ID", CLIENT_ID), ("ORCID_CLIENT_SECRET", CLIENT_SECRET)];
        let redirect_uri = ("ORCID_REDIRECT_URI", "http://127.0.0.1:18801/callback");
        home.run_with(&[&variables[..], &[redirect_uri]].concat(), args)
    };
    assert_eq!(at(&["authorize", "--as", SOPHIA]).code, 0);
    let revoke = format!("{issuer}/oauth/revoke");
    assert!(at(&["export", "curl", "revoke"]).stdout.contains(&revoke));
    assert!(at(&["export", "postman"]).stdout.contains(&revoke));
    assert_eq!(at(&["revoke", "--yes"]).code, 0);
    assert_eq!(at(&["userinfo"]).code, 1);
    let doctor = at(&["doctor"]);
    assert!(doctor.stdout.contains("✓ probe tokens"), "{doctor:?}");
    let state: Value = serde_json::from_slice(get(&format!("{issuer}/_sandbox/state"), &[]).body()).unwrap();
    let tokens = state["tokens"].as_array().unwrap();
    assert!(!tokens.is_empty() && tokens.iter().all(|token| token["works"] == false), "{state}");
}

#[test]
fn a_client_of_any_make_dances_with_it() {
    let home = Home::new();
    let state = home.path().join("orcid.journal");
    let keep = ["--state", state.to_str().unwrap(), "--redirect-uri", "http://127.0.0.1:3000/cb"];
    let (running, ready) = start(&home, &keep);
    let endpoint = |ready: &Value, name: &str| ready[name].as_str().unwrap().to_owned();
    let query =
        format!("client_id={CLIENT_ID}&response_type=code&scope=openid&redirect_uri=http://127.0.0.1:3000/cb&state=s");
    let landed = authorize(&format!("{}?{query}", endpoint(&ready, "authorization_endpoint")));
    let (code, state) = landed.strip_prefix("http://127.0.0.1:3000/cb?code=").unwrap().split_once('&').unwrap();
    assert_eq!(state, "state=s");

    let token_endpoint = endpoint(&ready, "token_endpoint");
    let form = format!(
        "client_id={CLIENT_ID}&client_secret={CLIENT_SECRET}&grant_type=authorization_code&code={code}&redirect_uri=http://127.0.0.1:3000/cb"
    );
    let request = http::Request::post(&token_endpoint)
        .header("host", url::Url::parse(&token_endpoint).unwrap().authority())
        .header("user-agent", "test")
        .header("accept", "application/json")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("content-length", form.len())
        .body(form.into())
        .unwrap();
    let token: Value = serde_json::from_slice(send(request).body()).unwrap();
    let bearer = format!("Bearer {}", token["access_token"].as_str().unwrap());
    let userinfo = |ready: &Value| {
        get(&endpoint(ready, "userinfo_endpoint"), &[("authorization", &bearer), ("accept", "application/json")])
    };
    assert_eq!(userinfo(&ready).status(), 200);

    // What happened is still known to the next one.
    running.signal(Signal::INT);
    assert_eq!(running.end().code, 0);
    let (_running, ready) = start(&home, &keep);
    let claims: Value = serde_json::from_slice(userinfo(&ready).body()).unwrap();
    assert_eq!(claims["sub"], SOPHIA);
    let second = home.run(&["sandbox", "--addr", "127.0.0.1:0", "--state", keep[1]]);
    assert!(second.explained(2).contains("in use"), "{second:?}");
}

#[test]
fn people_get_a_page_to_read() {
    let home = Home::new();
    let running = home.start(&["sandbox", "--addr", "127.0.0.1:0"]);
    // It is printed once it listens, in one piece that fits into a pipe.
    let mut running = running;
    assert!(running.stdout_line().starts_with("The simulated ORCID listens at http://127.0.0.1:"));
    running.signal(Signal::TERM);
    assert_eq!(running.end().code, 0);
}

#[test]
fn an_address_for_others_needs_a_name_and_a_will() {
    let home = Home::new();
    assert!(home.run(&["sandbox", "--addr", "0.0.0.0:0"]).explained(2).contains("--issuer"));
    let named = ["sandbox", "--addr", "0.0.0.0:0", "--issuer", "http://orcid.test:18800"];
    let words = home.run(&named);
    assert!(words.explained(2).contains("--expose-without-passwords"), "{words:?}");
    assert!(home.run(&["sandbox", "--addr", "127.0.0.1:0", "--issuer", "orcid"]).explained(2).contains("no URL"));
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = taken.local_addr().unwrap().to_string();
    assert!(home.run(&["sandbox", "--addr", &addr]).explained(2).contains("--addr"));
    // With both it serves, under the name that it was given.
    let mut running = home.start(&[&named[..], &["--expose-without-passwords", "--ready-json"]].concat());
    let ready: Value = serde_json::from_str(&running.stdout_line()).unwrap();
    assert_eq!(ready["token_endpoint"], "http://orcid.test:18800/oauth/token");
}

#[test]
fn a_health_check_asks_whether_it_is_ready() {
    let home = Home::new();
    let state = home.path().join("run.journal");
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let nobody = home.run(&["sandbox", "--is-ready", "--addr", &free]);
    assert!(nobody.explained(3).contains("No simulated ORCID answers at"), "{nobody:?}");
    assert!(!nobody.stderr.contains("code"), "nothing is said of a dance that there is not: {nobody:?}");
    assert!(home.run(&["sandbox", "--is-ready", "--tls"]).explained(2).contains("--certificate"));
    let named = home.path().join("named.pem");
    let named = named.to_str().unwrap();
    let (_running, ready) = start(&home, &["--tls", "--certificate", named]);
    let addr = ready["issuer"].as_str().unwrap().trim_start_matches("https://").to_owned();
    let trusting = home.run(&["sandbox", "--is-ready", "--tls", "--addr", &addr, "--ca-file", named]);
    assert_eq!(trusting.code, 0, "{trusting:?}");
    for more in [&["--auto-approve", SOPHIA][..], &["--tls", "--state", state.to_str().unwrap()]] {
        let (_running, ready) = start(&home, more);
        let port = url::Url::parse(ready["issuer"].as_str().unwrap()).unwrap().port().unwrap();
        // As the container was started: at all addresses.
        let addr = format!("0.0.0.0:{port}");
        let ended = home.run(&[&["sandbox", "--is-ready", "--addr", &addr], more].concat());
        assert_eq!((ended.code, ended.stdout.as_str()), (0, ""), "{ended:?}");
    }
}

#[test]
fn another_simulated_orcid_is_an_environment_too() {
    let home = Home::new();
    let (_running, ready) = start(&home, &["--redirect-uri", "http://127.0.0.1:3000/cb"]);
    let ended = home.run_with(
        &[("ORCID_CLIENT_SECRET", CLIENT_SECRET)],
        &[
            "authorize",
            "--env",
            ready["issuer"].as_str().unwrap(),
            "--client-id",
            CLIENT_ID,
            "--as",
            SOPHIA,
            "--redirect-uri",
            "http://127.0.0.1:3000/cb",
            "--pkce",
        ],
    );
    assert_eq!(ended.json(0)["orcid"], SOPHIA);
    let listed = home.run(&["token", "list", "--format", "json"]).json(0);
    assert_eq!(listed[0]["environment"], ready["issuer"]);
}

#[test]
fn one_researcher_can_authorize_everything() {
    let home = Home::new();
    let (_running, ready) = start(&home, &["--auto-approve", SOPHIA, "--redirect-uri", "http://127.0.0.1:3000/cb"]);
    let endpoint = ready["authorization_endpoint"].as_str().unwrap();
    let query =
        format!("client_id={CLIENT_ID}&response_type=code&scope=openid&redirect_uri=http://127.0.0.1:3000/cb&state=s");
    let answer = get(&format!("{endpoint}?{query}"), &[]);
    assert_eq!(answer.status(), 302);
    let location = answer.headers()["location"].to_str().unwrap();
    assert!(location.starts_with("http://127.0.0.1:3000/cb?code=") && location.ends_with("&state=s"), "{location}");
    let unknown = home.run(&["sandbox", "--addr", "127.0.0.1:0", "--auto-approve", "0000-0001-2345-6789"]);
    assert!(unknown.explained(2).contains("nobody here has that iD"), "{unknown:?}");
    let locked = home.run(&["sandbox", "--addr", "127.0.0.1:0", "--auto-approve", "0000-0099-0000-0067"]);
    assert!(locked.explained(2).contains("that record is not active"), "{locked:?}");
}

#[test]
fn the_former_server_can_be_imitated() {
    let home = Home::new();
    for (era, words) in [("classic", "Bad client credentials"), ("current", "Client authentication failed")] {
        let (_running, ready) = start(&home, &["--era", era]);
        let endpoint = ready["token_endpoint"].as_str().unwrap();
        let form = format!("client_id={CLIENT_ID}&client_secret=wrong&grant_type=authorization_code&code=x");
        let request = http::Request::post(endpoint)
            .header("host", url::Url::parse(endpoint).unwrap().authority())
            .header("user-agent", "test")
            .header("accept", "application/json")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("content-length", form.len())
            .body(form.into())
            .unwrap();
        let body = String::from_utf8(send(request).body().to_vec()).unwrap();
        assert!(body.contains(words), "{era}: {body}");
    }
}

#[test]
fn it_misbehaves_when_told_to() {
    let home = Home::new();
    let unknown = home.run(&["sandbox", "--addr", "127.0.0.1:0", "--fault", "no-such-fault"]);
    let words = unknown.explained(2);
    assert!(words.contains("no fault has that name"), "{words}");
    let known = orcid_playground::sandbox::faults();
    assert!(known.iter().all(|fault| words.contains(&fault.name)), "all of them are listed: {words}");
    let (_running, ready) = start(&home, &["--fault", "unavailable=1"]);
    let status = || get(ready["userinfo_endpoint"].as_str().unwrap(), &[]).status().as_u16();
    assert_eq!((status(), status()), (503, 403));
}

/// What is typed wrong, and what the answer has to name.
#[test]
fn mistakes_are_told_with_what_would_be_right() {
    let home = Home::new();
    for (arguments, words) in [
        (["--addr", "localhost:0"], "like 127.0.0.1:18800"),
        (["--era", "modern"], "[possible values: current, classic]"),
        (["--redirect-uri", "callback"], "http://127.0.0.1:3000/auth/callback"),
        (["--redirect-uri", "myapp:/cb"], "http:// or https://"),
        (["--redirect-uri", "http://127.0.0.1:3000/cb#x"], "a fragment"),
        (["--issuer", "http://orcid.test:18800?x=1"], "a query"),
        (["--issuer", "http://orcid.test#x"], "a fragment"),
        (["--issuer", "http://orcid.test:18800/base"], "a path"),
        (["--issuer", "http://me:pass@orcid.test"], "a name or password"),
        (["--fault", "slow=often"], "--fault slow=1"),
        (["--fault", "slow=0"], "a number from 1"),
    ] {
        let addr: &[&str] = if arguments[0] == "--addr" { &[] } else { &["--addr", "127.0.0.1:0"] };
        let refused = home.run(&[&["sandbox"], addr, &arguments].concat());
        assert!(refused.stderr.contains(words) && refused.code == 2, "{arguments:?}: {refused:?}");
    }
}

#[test]
fn a_wrong_option_is_told_before_a_port_that_is_taken() {
    let home = Home::new();
    let (_running, ready) = start(&home, &[]);
    let taken = ready["issuer"].as_str().unwrap().trim_start_matches("http://");
    for (wrong, told) in [
        (["--fault", "no-such-fault"], "no fault has that name"),
        (["--seed", "no-such-file.toml"], "no-such-file.toml"),
        (["--issuer", "somewhere"], "is no URL"),
        (["--era", "golden"], "possible values: current, classic"),
    ] {
        let ended = home.run(&[&["sandbox", "--addr", taken], &wrong[..]].concat());
        assert!(ended.explained(2).contains(told), "{ended:?}");
    }
}
