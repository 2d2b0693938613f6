//! What goes wrong on purpose: each fault, and that it ends.

use std::{io::Read, time::Duration};

use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use bytes::Bytes;
use http::{Method, header};
use orcid_playground::sandbox::{ActiveFault, Delivery, Settings, faults, respond};
use serde_json::{Value, json as value};

use crate::support::{self, CALLBACK, MEMBER, SOPHIA, World, asking, json, location, pair, parameter, text};

fn always(name: &str) -> ActiveFault {
    ActiveFault { name: name.to_owned(), times: None }
}

fn with(name: &str) -> World {
    let auto_approve = Some(SOPHIA.parse().unwrap());
    World::with(Settings { auto_approve, faults: vec![always(name)], ..support::settings() })
}

fn callback(world: &mut World) -> String {
    let mut asked = asking("openid /read-limited");
    asked.extend([("state", "a b"), ("nonce", "n-1")]);
    location(&world.authorize(&asked))
}

fn tokens(world: &mut World) -> http::Response<Bytes> {
    let code = parameter(&callback(world), "code").unwrap();
    world.exchange(MEMBER, &code)
}

#[test]
fn the_redirect() {
    let denied = format!("{CALLBACK}?error=access_denied&error_description=User%20denied%20access&state=a%20b");
    assert_eq!(callback(&mut with("deny")), denied);
    assert_eq!(callback(&mut with("error-in-fragment")), format!("{CALLBACK}#error=invalid_scope"));
    assert_eq!(parameter(&callback(&mut with("wrong-state")), "state").as_deref(), Some("not-a b"));
    let back = callback(&mut with("missing-state"));
    assert!(parameter(&back, "state").is_none() && parameter(&back, "code").is_some());
    // Through the pages it is the same.
    let settings = Settings { faults: vec![always("deny")], ..support::settings() };
    let mut world = World::with(settings);
    let page = world.sign_in(&asking("/authenticate"), SOPHIA);
    let back = location(&world.submit(&support::block(&page), &[("approved", "true")]));
    assert!(back.starts_with(&format!("{CALLBACK}?error=access_denied")), "{back}");
}

#[test]
fn the_code() {
    let refused = tokens(&mut with("expired-code"));
    assert_eq!((refused.status().as_u16(), &json(&refused)["error"]), (400, &"invalid_grant".into()));
    assert_eq!(json(&tokens(&mut with("fewer-scopes")))["scope"], "openid");
    let mut world = with("code-used-before");
    let refused = tokens(&mut world);
    assert!(json(&refused)["error_description"].as_str().unwrap().starts_with("Reused authorization code: "));
    let mut world = with("double-redirect");
    let (access, refresh) = pair(&tokens(&mut world));
    assert_eq!(world.read("/oauth/userinfo", Some(&access)).status(), 403);
    let refused = world.ask(MEMBER, "refresh_token", &[("refresh_token", &refresh)]);
    assert_eq!(json(&refused)["error_description"], "Parent token is disabled");
    let body = tokens(&mut with("missing-refresh-token"));
    assert!(text(&body).starts_with(r#"{"access_token":""#) && !text(&body).contains("refresh_token"));
}

/// Header, claims, and whether the published key verifies it.
fn read(world: &mut World, token: &str) -> (Value, Value, bool) {
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).unwrap();
    let keys = json(&world.get("/oauth/jwks"));
    let part = |name: &str| decode(keys["keys"][0][name].as_str().unwrap());
    let (input, signature) = token.rsplit_once('.').unwrap();
    let (header, claims) = input.split_once('.').unwrap();
    let public = RsaPublicKeyComponents { n: part("n"), e: part("e") };
    let good = public.verify(&RSA_PKCS1_2048_8192_SHA256, input.as_bytes(), &decode(signature)).is_ok();
    let object = |part: &str| serde_json::from_slice(&decode(part)).unwrap();
    (object(header), object(claims), good)
}

#[test]
fn the_id_token() {
    let claims = |name: &str| {
        let mut world = with(name);
        let body = json(&tokens(&mut world));
        let now = world.now.as_second();
        let (header, claims, good) = read(&mut world, body["id_token"].as_str().unwrap());
        assert_eq!(good, name != "wrong-signature", "{name}");
        assert_eq!(header.get("alg").is_some(), name != "missing-alg", "{name}");
        let wrong = [
            ("wrong-issuer", claims["iss"] != support::ISSUER),
            ("wrong-audience", claims["aud"] != MEMBER.0),
            ("wrong-nonce", claims["nonce"] != "n-1"),
            ("expired-id-token", claims["exp"].as_i64().unwrap() < now),
            ("clock-skew", claims["iat"].as_i64().unwrap() == now + 600),
        ];
        for (of, is_wrong) in wrong {
            assert_eq!(is_wrong, of == name, "{of} with {name}");
        }
        assert_eq!(claims["sub"], SOPHIA);
    };
    for name in [
        "wrong-issuer",
        "wrong-audience",
        "wrong-nonce",
        "expired-id-token",
        "clock-skew",
        "wrong-signature",
        "missing-alg",
    ] {
        claims(name);
    }
    let mut world = with("wrong-issuer");
    let mut asked = asking("openid");
    asked[1] = ("response_type", "id_token");
    asked.push(("nonce", "n-1"));
    let back = location(&world.authorize(&asked));
    let (_, claims, good) = read(&mut world, back.split_once("&id_token=").unwrap().1);
    assert!(good && claims["iss"] == "https://orcid.org", "in the fragment too");
}

/// Guide `orcid-wire`, "Rate limits".
#[test]
fn the_daily_quota_can_be_over_for_a_number_of_requests() {
    let mut world = World::new();
    let json_body = [("content-type", "application/json")];
    let set = r#"[{"name":"too-many-requests","times":2}]"#;
    assert_eq!(world.send(Method::PUT, "/_sandbox/faults", &json_body, set).status(), 200);
    let record = format!("/pub/v3.0/{SOPHIA}/record");
    let statuses: Vec<u16> = (0..4).map(|_| world.read(&record, None).status().as_u16()).collect();
    assert_eq!(statuses, [429, 429, 200, 200]);
}

#[test]
fn answers_of_somebody_else() {
    for (name, status, content_type) in [
        ("too-many-requests", 429, Some("text/plain;charset=UTF-8")),
        ("unavailable", 503, Some("text/html")),
        ("challenge", 403, Some("text/html; charset=UTF-8")),
        ("token-redirect", 302, None),
    ] {
        let mut world = with(name);
        let code = parameter(&callback(&mut world), "code").unwrap();
        let response = world.exchange(MEMBER, &code);
        assert_eq!(response.status(), status, "{name}");
        assert_eq!(response.headers().get("content-type").map(|v| v.to_str().unwrap()), content_type);
        assert!(!response.headers().contains_key("retry-after"));
        world.send(Method::DELETE, "/_sandbox/faults", &[], "");
        assert_eq!(world.exchange(MEMBER, &code).status(), 200, "{name}: the endpoint did nothing");
    }
    let mut world = with("too-many-requests");
    let response = world.read(&format!("/pub/v3.0/{SOPHIA}/record"), None);
    assert!(
        text(&response)
            .starts_with("Too Many Requests. You have exceeded the daily quota for anonymous usage of this API. \nYou")
    );
    assert_eq!(world.get("/oauth/jwks").status(), 200, "not everywhere");
}

#[test]
fn bodies() {
    let mut world = with("invalid-json");
    let body = tokens(&mut world);
    assert!(serde_json::from_slice::<Value>(body.body()).is_err() && text(&body).starts_with(r#"{"access_token":"#));
    let html = tokens(&mut with("wrong-content-type"));
    assert_eq!(html.headers()[header::CONTENT_TYPE], "text/html;charset=UTF-8");
    assert!(json(&html)["access_token"].is_string());
    assert!(tokens(&mut with("huge-body")).body().len() > 16 << 20);
    let packed = tokens(&mut with("gzip"));
    assert_eq!(packed.headers()[header::CONTENT_ENCODING], "gzip");
    let mut unpacked = String::new();
    // Ten bytes of header, five of the block, eight at the end.
    let inner = &packed.body()[15..packed.body().len() - 8];
    (&*inner).read_to_string(&mut unpacked).unwrap();
    assert!(serde_json::from_str::<Value>(&unpacked).unwrap()["access_token"].is_string());
}

#[test]
fn deliveries() {
    for (name, delivery) in [
        ("slow", Delivery::Late(Duration::from_secs(5))),
        ("in-pieces", Delivery::Pieces { bytes: 8, pause: Duration::from_millis(100) }),
        ("cut-off", Delivery::Cut { after: 20 }),
    ] {
        let mut world = with(name);
        let mut ask = |path: &str| {
            let request = http::Request::get(path).header("host", "127.0.0.1:18800").body(Bytes::new()).unwrap();
            respond(&mut world.sandbox, &request, world.now).delivery
        };
        assert_eq!(ask("/oauth/jwks"), delivery);
        assert_eq!(ask("/"), Delivery::Immediate);
        assert_eq!(ask("/_sandbox/faults"), Delivery::Immediate);
    }
}

#[test]
fn faults_are_counted_where_they_act() {
    let mut world = World::new();
    let set = |world: &mut World, list: Value| {
        world.send(Method::PUT, "/_sandbox/faults", &[("content-type", "application/json")], &list.to_string())
    };
    let listed = |world: &mut World| text(&world.get("/_sandbox/faults")).to_owned();
    assert_eq!(listed(&mut world), "[]");
    set(&mut world, value!([{"name": "unavailable", "times": 2}, {"name": "deny", "times": 1}]));
    world.get("/");
    world.authorize(&asking("/no/such"));
    assert_eq!(listed(&mut world), r#"[{"name":"unavailable","times":2},{"name":"deny","times":1}]"#);
    assert_eq!(world.get("/oauth/jwks").status(), 503);
    assert_eq!(listed(&mut world), r#"[{"name":"unavailable","times":1},{"name":"deny","times":1}]"#);
    assert_eq!(world.get("/oauth/jwks").status(), 503);
    assert_eq!(world.get("/oauth/jwks").status(), 200);
    let exchanges = json(&world.get("/_sandbox/exchanges"));
    assert_eq!(exchanges.as_array().unwrap().last().unwrap()["faults"], value!([]));
    assert_eq!(exchanges[2]["faults"], value!(["unavailable"]));
    for wrong in [
        value!([{"name": "no-such-fault"}]),
        value!([{"name": "slow", "times": 0}]),
        value!([{"name": "slow"}, {"name": "slow"}]),
        value!({"name": "slow"}),
    ] {
        assert_eq!(set(&mut world, wrong).status(), 400);
    }
    assert!(text(&set(&mut world, value!([{"name": "x"}]))).contains("expired-code"), "it says which there are");
    // What the sandbox was made with ends as well.
    let mut world = with("unavailable");
    assert_eq!(world.get("/oauth/jwks").status(), 503);
    world.send(Method::DELETE, "/_sandbox/faults", &[], "");
    assert_eq!(world.get("/oauth/jwks").status(), 200);
}

/// Whatever acts, a whole dance gets an answer to each request.
#[test]
fn every_fault_lets_the_sandbox_answer() {
    for fault in faults() {
        let mut world = with(&fault.name);
        let back = callback(&mut world);
        if let Some(code) = parameter(&back, "code") {
            let response = world.exchange(MEMBER, &code);
            assert!(response.status().as_u16() >= 200, "{}", fault.name);
        }
        world.read(&format!("/api/v3.0/{SOPHIA}/record"), Some("x"));
    }
}

#[test]
fn what_was_chosen_at_the_start_can_be_counted() {
    let faults = vec![ActiveFault { name: "unavailable".to_owned(), times: Some(2) }, always("gzip")];
    let mut world = World::with(Settings { faults, ..support::settings() });
    let mut statuses = || -> Vec<u16> {
        (0..3)
            .map(|_| world.ask(MEMBER, "client_credentials", &[("scope", "/read-public")]).status().as_u16())
            .collect()
    };
    assert_eq!(statuses(), [503, 503, 200]);
    let left = json(&world.get("/_sandbox/faults"));
    assert_eq!(left, value!([{"name": "gzip", "times": null}]));
    world.send(Method::POST, "/_sandbox/reset", &[], "");
    let status = world.ask(MEMBER, "client_credentials", &[("scope", "/read-public")]).status();
    assert_eq!(status, 503, "a reset forgets what happened, the options stay");
}
