//! The control interface, and answers that are given ahead.

use std::net::SocketAddr;

use bytes::Bytes;
use http::Method;
use orcid_playground::{
    oauth::HttpResponse,
    sandbox::{Settings, respond},
};
use serde_json::{Value, json as value};

use crate::support::{
    self, CALLBACK, MEMBER, ROBIN, SAKURA, SOPHIA, World, asking, block, json, location, parameter, text,
};

fn send(world: &mut World, method: Method, what: &str, body: &Value) -> HttpResponse {
    world.send(method, &format!("/_sandbox/{what}"), &[("content-type", "application/json")], &body.to_string())
}

fn post(world: &mut World, what: &str, body: Value) -> HttpResponse {
    send(world, Method::POST, what, &body)
}

#[test]
fn only_programs_of_this_computer_are_answered() {
    let mut world = World::new();
    for path in ["ready", "state", "exchanges", "faults"] {
        let target = format!("/_sandbox/{path}");
        assert_eq!(world.get(&target).status(), 200, "{path}");
        assert_eq!(world.send(Method::GET, &target, &[("origin", "https://evil.example")], "").status(), 403);
        for (peer, status) in
            [("127.0.0.1:9", 200), ("[::1]:9", 200), ("[::ffff:127.0.0.1]:9", 200), ("192.0.2.7:9", 403)]
        {
            let mut request = http::Request::get(&target).header("host", "127.0.0.1:18800").body(Bytes::new()).unwrap();
            request.extensions_mut().insert(peer.parse::<SocketAddr>().unwrap());
            assert_eq!(respond(&mut world.sandbox, &request, world.now).response.status(), status, "{peer}");
        }
    }
    let head = world.send(Method::HEAD, "/_sandbox/ready", &[], "");
    assert_eq!((head.status().as_u16(), head.body().len()), (200, 0));
    assert_eq!(world.get("/_sandbox/nothing").status(), 404);
    assert_eq!(world.get("/_sandbox/reset").headers()["allow"], "POST");
    assert_eq!(world.send(Method::POST, "/_sandbox/faults", &[], "").headers()["allow"], "GET, PUT, DELETE");
}

#[test]
fn a_standing_approval_needs_no_page() {
    let mut world = World::with(Settings { auto_approve: Some(SAKURA.parse().unwrap()), ..support::settings() });
    let mut asked = asking("openid /read-limited");
    asked.extend([("state", "xyz"), ("prompt", "login none")]);
    let answer = world.authorize(&asked);
    assert!(!answer.headers().contains_key("set-cookie"));
    let back = location(&answer);
    assert_eq!(parameter(&back, "state").as_deref(), Some("xyz"));
    let tokens = json(&world.exchange(MEMBER, &parameter(&back, "code").unwrap()));
    assert_eq!((&tokens["orcid"], &tokens["scope"]), (&SAKURA.into(), &"/read-limited openid".into()));
    assert!(tokens["id_token"].is_string());
    // All checks are made.
    asked[3] = ("redirect_uri", "https://evil.example");
    assert_eq!(block(&world.authorize(&asked))["page"], "error");
    assert_eq!(location(&world.authorize(&asking("/no/such"))), format!("{CALLBACK}#error=invalid_scope"));
    let mut implicit = asking("/authenticate");
    implicit[1] = ("response_type", "token");
    assert!(location(&world.authorize(&implicit)).contains("#access_token="));
}

#[test]
fn answers_given_ahead_are_used_in_order_and_once() {
    let mut world = World::new();
    for consent in [
        value!({"decision": "deny"}),
        value!({"decision": "approve", "orcid": ROBIN, "scopes": ["/authenticate"]}),
        value!({"decision": "approve", "scopes": ["/authenticate", "/activities/update"]}),
    ] {
        assert_eq!(post(&mut world, "next-consent", consent).status(), 200);
    }
    let asked = asking("/read-limited /authenticate");
    world.authorize(&asking("/no/such"));
    let denied = format!("{CALLBACK}?error=access_denied&error_description=User%20denied%20access");
    assert_eq!(location(&world.authorize(&asked)), denied);
    let code = parameter(&location(&world.authorize(&asked)), "code").unwrap();
    let tokens = json(&world.exchange(MEMBER, &code));
    assert_eq!((&tokens["orcid"], &tokens["scope"]), (&ROBIN.into(), &"/authenticate".into()));
    let refused = world.authorize(&asked);
    let says = "The answer that was given ahead grants /activities/update, and the request asks for /read-limited /authenticate.";
    assert_eq!((refused.status().as_u16(), &block(&refused)["message"]), (500, &says.into()), "nobody denied");
    assert_eq!(block(&world.authorize(&asked))["page"], "sign-in");
    for wrong in [
        value!({}),
        value!({"decision": "perhaps"}),
        value!({"decision": "approve", "scopes": []}),
        value!({"decision": "approve", "orcid": "0000-0001-2345-6789"}),
        value!({"decision": "approve", "scope": "x"}),
        value!({"decision": "approve", "scopes": ["/authenticate", "/no/such"]}),
    ] {
        let refused = post(&mut world, "next-consent", wrong);
        assert_eq!((refused.status().as_u16(), &json(&refused)["error"]), (400, &"bad_request".into()));
    }
}

#[test]
fn refusals_are_in_words_of_json() {
    let mut world = World::new();
    for (method, what, body, says) in [
        (Method::PUT, "faults", value!([7]), "invalid type: integer `7`, expected an object at line 1 column 2"),
        (Method::PUT, "faults", value!([{"name": "slow", "times": "2"}]), "expected a whole number from 0 at"),
        (Method::POST, "clock", value!({"advance": "2"}), "expected a whole number at"),
    ] {
        let message = json(&send(&mut world, method, what, &body))["message"].as_str().unwrap().to_owned();
        assert!(message.contains(says), "{message}");
    }
}

#[test]
fn the_clock_can_be_moved() {
    let mut world = World::new();
    let code = world.code("/authenticate", SOPHIA);
    let moved = post(&mut world, "clock", value!({"advance": 86_400}));
    assert_eq!(text(&moved), r#"{"now":"2026-11-23T12:00:00Z","ahead_seconds":86400}"#);
    assert_eq!(world.exchange(MEMBER, &code).status(), 400, "the code has expired");
    let moved = post(&mut world, "clock", value!({"set": "2030-01-01T00:00:00Z"}));
    assert_eq!(json(&moved)["now"], "2030-01-01T00:00:00Z");
    world.wait(5);
    assert_eq!(json(&world.get("/_sandbox/state"))["now"], "2030-01-01T00:00:05Z", "it goes on");
    post(&mut world, "clock", value!({"set": null}));
    assert_eq!(json(&world.get("/_sandbox/state"))["now"], "2026-11-22T12:00:05Z");
    for wrong in [
        value!({}),
        value!({"advance": 1, "set": null}),
        value!({"advance": i64::MAX}),
        value!({"advance": -9_999_999_999_i64}),
        value!({"set": "9999-01-01T00:00:00Z"}),
        value!({"set": "soon"}),
    ] {
        assert_eq!(post(&mut world, "clock", wrong.clone()).status(), 400, "{wrong}");
    }
}

#[test]
fn the_state_tells_what_a_test_wants_to_know() {
    let mut world = World::new();
    let open = world.code("/read-limited", ROBIN);
    let (access, refresh) = world.pair("/authenticate", SOPHIA);
    world.sign_in(&asking("/read-limited"), SAKURA);
    let state = json(&world.get("/_sandbox/state"));
    assert_eq!((&state["era"], &state["token_count"], &state["code_count"]), (&"current".into(), &1.into(), &1.into()));
    assert_eq!(state["codes"][0]["code"], open.as_str());
    assert_eq!(
        (&state["tokens"][0]["access_token"], &state["tokens"][0]["refresh_token"]),
        (&access.into(), &refresh.into())
    );
    assert_eq!((&state["tokens"][0]["works"], &state["tokens"][0]["revoke_reason"]), (&true.into(), &Value::Null));
    assert_eq!(state["sessions"].as_array().unwrap().len(), 3);
    let reset = post(&mut world, "reset", Value::Null);
    assert_eq!(reset.status(), 200);
    let state = json(&world.get("/_sandbox/state"));
    assert_eq!((&state["token_count"], &state["sessions"]), (&0.into(), &value!([])));
    assert_eq!(text(&world.get("/_sandbox/exchanges")), "[]");
    assert_eq!(block(&world.authorize(&asking("/read-limited")))["page"], "sign-in");
}

#[test]
fn exchanges_are_kept_as_they_were() {
    let mut world = World::new();
    let response = world.ask(MEMBER, "client_credentials", &[("scope", "/read-public")]);
    world.get("/_sandbox/state");
    world.send(Method::POST, "/oauth/token", &[("content-type", "application/x-www-form-urlencoded")], "a=b");
    let exchanges = json(&world.get("/_sandbox/exchanges"));
    assert_eq!(exchanges.as_array().unwrap().len(), 2, "the control interface is not among them");
    let first = &exchanges[0];
    assert_eq!((&first["request"]["method"], &first["request"]["uri"]), (&"POST".into(), &"/oauth/token".into()));
    assert!(first["request"]["body"].as_str().unwrap().contains(MEMBER.1));
    assert_eq!(first["response"]["status"], 200);
    assert_eq!(first["response"]["body"], text(&response));
    assert!(first["response"]["headers"].as_array().unwrap().contains(&value!(["cache-control", "no-store"])));
    for _ in 0..1100 {
        world.get("/nothing");
    }
    let size = |world: &mut World| json(&world.get("/_sandbox/exchanges")).as_array().unwrap().len();
    let kept = size(&mut world);
    assert!(kept <= 1000, "{kept}");
    for _ in 0..3 {
        world.send(Method::POST, "/nothing", &[], &"x".repeat(600_000));
    }
    assert_eq!(size(&mut world), 1, "a mebibyte at most");
}

#[test]
fn a_researcher_can_take_trust_back() {
    let mut world = World::new();
    let (one, refresh) = world.pair("/read-limited", SOPHIA);
    let other = world.token("/read-limited", ROBIN);
    let done = post(&mut world, "revoke-access", value!({"client_id": MEMBER.0, "orcid": SOPHIA}));
    assert_eq!(done.status(), 200);
    assert_eq!(world.read(&format!("/api/v3.0/{SOPHIA}/record"), Some(&one)).status(), 401);
    assert_eq!(world.read(&format!("/api/v3.0/{ROBIN}/record"), Some(&other)).status(), 200);
    let refused = world.ask(MEMBER, "refresh_token", &[("refresh_token", &refresh)]);
    assert_eq!(json(&refused)["error_description"], "Parent token is disabled");
    assert_eq!(json(&world.get("/_sandbox/state"))["tokens"][1]["revoke_reason"], "USER_REVOKED");
    assert_eq!(block(&world.sign_in(&asking("/read-limited"), SOPHIA))["page"], "consent");
    for wrong in [value!({"client_id": "APP-X", "orcid": SOPHIA}), value!({"client_id": MEMBER.0, "orcid": "x"})] {
        assert_eq!(post(&mut world, "revoke-access", wrong).status(), 400);
    }
}

/// What was set through the interface survives a restart.
#[test]
fn the_journal_knows_all_of_it() {
    let mut world = World::new();
    let (access, refresh) = world.pair("/read-limited", SOPHIA);
    world.ask(MEMBER, "refresh_token", &[("refresh_token", &refresh)]);
    world.ask(MEMBER, "client_credentials", &[("scope", "/read-public")]);
    let (id, secret) = MEMBER;
    world.post("/oauth/revoke", &[("client_id", id), ("client_secret", secret), ("token", &access)]);
    post(&mut world, "clock", value!({"advance": 60}));
    post(&mut world, "next-consent", value!({"decision": "approve"}));
    post(&mut world, "next-consent", value!({"decision": "deny", "orcid": SOPHIA, "scopes": ["openid"]}));
    world.authorize(&asking("/authenticate"));
    post(&mut world, "revoke-access", value!({"client_id": id, "orcid": SOPHIA}));
    send(&mut world, Method::PUT, "faults", &value!([{"name": "slow", "times": 2}, {"name": "deny"}]));
    world.get("/oauth/jwks");
    let mut again = support::sandbox();
    for entry in &world.journal {
        let read = orcid_playground::sandbox::JournalEntry::parse(&entry.line()).unwrap();
        assert_eq!(read, *entry);
        again.replay(&read).unwrap();
    }
    assert!(again.same_state(&world.sandbox));
    world.sandbox = again;
    assert_eq!(text(&world.get("/_sandbox/faults")), r#"[{"name":"slow","times":1},{"name":"deny","times":null}]"#);
    post(&mut world, "reset", Value::Null);
    let mut fresh = support::sandbox();
    for entry in &world.journal {
        fresh.replay(entry).unwrap();
    }
    assert!(fresh.same_state(&support::sandbox()));
}

/// Lines that earlier versions wrote.
#[test]
fn old_journals_are_read() {
    let mut sandbox = support::sandbox();
    for line in [
        r#"{"version":1,"at":"2026-11-22T12:00:00Z","event":"session_opened","session":"s","orcid":"0000-0002-4456-8947","csrf_token":"c","signed_in_for":"client_id=x"}"#,
        r#"{"version":1,"at":"2026-11-22T12:00:00Z","event":"code_issued","session":"s","code":"abc123","grant":{"client_id":"APP-PLAYGROUND000001","orcid":"0000-0002-4456-8947","scope":["/authenticate"],"auth_time":"2026-11-22T12:00:00Z"},"redirect_uri":"http://127.0.0.1:18801/callback","expires_at":"2026-11-23T12:00:00Z"}"#,
        r#"{"version":1,"at":"2026-11-22T12:00:00Z","event":"consent_denied","session":"s","client_id":"APP-PLAYGROUND000001"}"#,
        r#"{"version":1,"at":"2026-11-22T12:00:00Z","event":"pair_disabled","code":"abc123","reason":"AUTH_CODE_REUSED"}"#,
    ] {
        sandbox.replay(&orcid_playground::sandbox::JournalEntry::parse(line).unwrap()).unwrap();
    }
    let mut world = World { sandbox, ..World::new() };
    assert_eq!(world.exchange(MEMBER, "abc123").status(), 200);
}
