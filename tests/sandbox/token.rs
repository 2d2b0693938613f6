//! The token endpoint, to the byte.

use base64::{Engine, engine::general_purpose::STANDARD};
use http::Method;
use orcid_playground::oauth::form;

use crate::support::{CALLBACK, MEMBER, PUBLIC, ROBIN, SOPHIA, World, asking, json, location, text};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

#[test]
fn a_code_becomes_tokens() {
    let mut world = World::new();
    let code = world.code("/read-limited /authenticate", SOPHIA);
    let response = world.exchange(MEMBER, &code);
    let tokens = json(&response);
    let (access, refresh) = (tokens["access_token"].as_str().unwrap(), tokens["refresh_token"].as_str().unwrap());
    for token in [access, refresh] {
        assert_eq!(uuid::Uuid::parse_str(token).unwrap().get_version_num(), 4);
    }
    assert_eq!(
        text(&response),
        format!(
            r#"{{"access_token":"{access}","token_type":"bearer","refresh_token":"{refresh}","expires_in":631138518,"scope":"/authenticate /read-limited","name":"Sophia Garcia","orcid":"{SOPHIA}"}}"#
        )
    );
    let headers = response.headers();
    assert_eq!(response.status(), 200);
    assert_eq!(headers["content-type"], "application/json;charset=UTF-8");
    assert_eq!(headers["cache-control"], "no-store");
    assert_eq!(headers["pragma"], "no-cache");
    assert_eq!(headers["oauth_authorization_code_exchange"], "ON");
    assert!(!headers.contains_key("access-control-allow-origin"));
}

#[test]
fn a_name_that_is_not_public_is_null() {
    let mut world = World::new();
    let code = world.code("/authenticate", ROBIN);
    assert!(text(&world.exchange(MEMBER, &code)).ends_with(&format!(r#""name":null,"orcid":"{ROBIN}"}}"#)));
}

#[test]
fn basic_authentication_works_and_wins() {
    let mut world = World::new();
    let code = world.code("/authenticate", SOPHIA);
    let basic = format!("Basic {}", STANDARD.encode(format!("{}:{}", MEMBER.0, MEMBER.1)));
    let body = format!("grant_type=authorization_code&code={code}&client_id=x&client_secret=y");
    let response = world.send(Method::POST, "/oauth/token", &[FORM, ("authorization", &basic)], &body);
    assert_eq!(response.status(), 200, "{}", text(&response));
}

#[test]
fn the_redirect_uri_may_be_left_out() {
    let mut world = World::new();
    let code = world.code("/authenticate", SOPHIA);
    let fields =
        [("client_id", MEMBER.0), ("client_secret", MEMBER.1), ("grant_type", "authorization_code"), ("code", &code)];
    assert_eq!(world.post("/oauth/token", &fields).status(), 200);
}

/// Each row: the form, the status, the body.
#[test]
fn every_refusal_has_its_status_and_text() {
    const SECRET: (&str, &str) = ("client_secret", MEMBER.1);
    const ID: (&str, &str) = ("client_id", MEMBER.0);
    const CODE_GRANT: (&str, &str) = ("grant_type", "authorization_code");
    let registry = |error: &str, text: &str| format!(r#"{{"error":"{error}","error_description":"{text}"}}"#);
    let server = |error: &str, text: &str| format!(r#"{{"error_description":"{text}","error":"{error}"}}"#);
    let failed = server("invalid_client", "Client authentication failed");
    let exchange = ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
    type Row<'a> = (Vec<(&'a str, &'a str)>, u16, String);
    let table: Vec<Row<'_>> = vec![
        (vec![ID, SECRET], 400, registry("unsupported_grant_type", "grant_type is missing")),
        (vec![CODE_GRANT], 401, registry("invalid_request", "client_id is required")),
        (vec![CODE_GRANT, ID], 401, registry("invalid_request", "client_secret is required")),
        (
            vec![("grant_type", "refresh_token"), ID, SECRET],
            401,
            registry("invalid_request", "refresh_token is required"),
        ),
        (vec![exchange, ID, SECRET], 401, registry("invalid_request", "subject_token is required")),
        (
            vec![exchange, ID, SECRET, ("subject_token", "x")],
            401,
            registry("invalid_request", "subject_token_type is required"),
        ),
        (vec![CODE_GRANT, ("client_id", "APP-NOBODY0000000000"), SECRET], 401, failed.clone()),
        (vec![CODE_GRANT, ID, ("client_secret", "wrong")], 401, failed),
        (
            vec![
                CODE_GRANT,
                ("client_id", "APP-PLAYGROUND000004"),
                ("client_secret", "5a0c4d1e-7f3b-4c6a-9d28-1e0b6f7a9c04"),
            ],
            400,
            server("unauthorized_client", "The client is locked"),
        ),
        (
            vec![
                CODE_GRANT,
                ("client_id", "APP-PLAYGROUND000005"),
                ("client_secret", "5a0c4d1e-7f3b-4c6a-9d28-1e0b6f7a9c05"),
            ],
            401,
            server("unauthorized_client", "Client (APP-PLAYGROUND000005) is deactivated"),
        ),
        (
            vec![("grant_type", "password"), ID, SECRET],
            400,
            server("unsupported_grant_type", "Unsupported grant type: password"),
        ),
        (vec![CODE_GRANT, ID, SECRET], 400, server("server_error", "An authorization code must be supplied.")),
        (
            vec![CODE_GRANT, ID, SECRET, ("code", "abc123")],
            400,
            server("invalid_grant", "Invalid authorization code: abc123"),
        ),
    ];
    for (fields, status, body) in table {
        let response = World::new().post("/oauth/token", &fields);
        assert_eq!(text(&response), body, "{fields:?}");
        assert_eq!(response.status(), status, "{fields:?}");
        assert_eq!(response.headers()["content-type"], "application/json;charset=UTF-8");
        assert!(!response.headers().contains_key("www-authenticate"));
        assert_eq!(
            response.headers().contains_key("oauth_authorization_code_exchange"),
            body.starts_with(r#"{"error_description""#)
        );
    }
}

#[test]
fn a_header_of_any_scheme_wins_over_the_form() {
    let body = form::form([("client_id", MEMBER.0), ("client_secret", MEMBER.1), ("grant_type", "authorization_code")]);
    for authorization in ["Bearer 53737721-9cdb-442a-8b77-409609bb5e43", "Basic !!!", "Basic eDp5", "nonsense"] {
        let response =
            World::new().send(Method::POST, "/oauth/token", &[FORM, ("authorization", authorization)], &body);
        assert_eq!(response.status(), 401, "{authorization}");
        assert_eq!(json(&response)["error"], "invalid_client");
    }
}

#[test]
fn what_is_not_a_form_is_answered_with_a_page() {
    let table = [
        (Method::POST, Some("application/json"), "Content-Type &#39;application/json&#39; is not supported."),
        (Method::POST, None, "Content-Type &#39;null&#39; is not supported."),
        (Method::GET, None, "Content-Type &#39;null&#39; is not supported."),
        (Method::POST, Some("a/<b>"), "Content-Type &#39;a/&lt;b&gt;&#39; is not supported."),
    ];
    for (method, content_type, says) in table {
        let headers: Vec<_> = content_type.map(|value| ("content-type", value)).into_iter().collect();
        let response = World::new().send(method, "/oauth/token", &headers, "{}");
        assert_eq!(response.status(), 415);
        assert_eq!(response.headers()["content-type"], "text/html;charset=utf-8");
        assert_eq!(response.headers()["accept"], "application/x-www-form-urlencoded");
        assert!(text(&response).contains(says), "{}", text(&response));
    }
}

const LONG: &str = "One of the provided parameters is invalid, or, the provided token/code is invalid or expired";

#[test]
fn a_code_lives_a_day() {
    let mut world = World::new();
    let (young, old) = (world.code("/authenticate", SOPHIA), world.code("/read-limited", SOPHIA));
    world.wait(24 * 3600 - 1);
    assert_eq!(world.exchange(MEMBER, &young).status(), 200);
    world.wait(1);
    let late = world.exchange(MEMBER, &old);
    assert_eq!(text(&late), format!(r#"{{"error_description":"{LONG}","error":"invalid_grant"}}"#));
    assert_eq!(late.status(), 400);
}

#[test]
fn a_failed_exchange_spends_nothing() {
    let mut world = World::new();
    let code = world.code("/authenticate", SOPHIA);
    let with = |name: &'static str, value: &'static str| {
        vec![
            ("client_id", MEMBER.0),
            ("client_secret", MEMBER.1),
            ("grant_type", "authorization_code"),
            ("code", ""),
            (name, value),
        ]
    };
    for (name, value, error, description) in [
        ("redirect_uri", "http://127.0.0.1:18801/callback/", "invalid_grant", LONG),
        ("scope", "/read-limited", "invalid_scope", "Invalid scope: /read-limited"),
    ] {
        let mut fields = with(name, value);
        fields[3] = ("code", &code);
        let response = world.post("/oauth/token", &fields);
        assert_eq!(response.status(), 400);
        assert_eq!(json(&response)["error"], error);
        assert_eq!(json(&response)["error_description"], description);
    }
    let foreign = world.exchange(PUBLIC, &code);
    assert_eq!(json(&foreign)["error_description"], format!("Invalid authorization code: {code}"));
    let mut fields = with("scope", "/webhook /authenticate");
    fields[3] = ("code", &code);
    assert_eq!(world.post("/oauth/token", &fields).status(), 200, "a two-legged scope falls away without a word");
}

/// The rules of reuse, one after the other.
#[test]
fn a_code_works_once() {
    let mut world = World::new();
    let code = world.code("/authenticate", SOPHIA);
    let other_code = world.code("/read-limited", SOPHIA);
    let first = json(&world.exchange(MEMBER, &code))["access_token"].as_str().unwrap().to_owned();
    let other = json(&world.exchange(MEMBER, &other_code))["access_token"].as_str().unwrap().to_owned();
    let userinfo = |world: &mut World, token: &str| world.read("/oauth/userinfo", Some(token)).status().as_u16();
    let record = |world: &mut World, token: &str| {
        world.read(&format!("/api/v3.0/{SOPHIA}/record"), Some(token)).status().as_u16()
    };
    assert_eq!(userinfo(&mut world, &first), 200);

    // Another client that tries a spent code learns nothing and breaks nothing.
    let stranger = world.exchange(PUBLIC, &code);
    assert_eq!(json(&stranger)["error_description"], format!("Invalid authorization code: {code}"));
    assert_eq!(userinfo(&mut world, &first), 200);

    // The second use fails and disables what the first one gave.
    let reused = format!(r#"{{"error_description":"Reused authorization code: {code}","error":"invalid_grant"}}"#);
    let second = world.exchange(MEMBER, &code);
    assert_eq!((second.status().as_u16(), text(&second)), (400, reused.as_str()));
    assert_eq!(userinfo(&mut world, &first), 403);
    let refused = world.read(&format!("/pub/v3.0/{SOPHIA}/record"), Some(&first));
    assert_eq!(refused.status(), 401);
    assert_eq!(
        text(&refused),
        format!(r#"{{"error":"invalid_token","error_description":"Invalid access token: {first}"}}"#)
    );

    // The third use says the same; tokens of other codes live on.
    assert_eq!(text(&world.exchange(MEMBER, &code)), reused);
    assert_eq!(record(&mut world, &other), 200);
}

#[test]
fn a_query_counts_too() {
    let mut world = World::new();
    let code = world.code("/authenticate", SOPHIA);
    let target = format!("/oauth/token?client_id={}&client_secret={}", MEMBER.0, MEMBER.1);
    let response = world.post(&target, &[("grant_type", "authorization_code"), ("code", &code)]);
    assert_eq!(response.status(), 200);
}

#[test]
fn googles_playground_is_registered() {
    let mut asked = asking("/authenticate");
    asked[3] = ("redirect_uri", "https://developers.google.com/oauthplayground");
    let mut world = World::new();
    let page = world.sign_in(&asked, SOPHIA);
    let consent = crate::support::block(&page);
    let back = location(&world.submit(&consent, &[("approved", "true")]));
    assert!(back.starts_with("https://developers.google.com/oauthplayground?code="));
    assert_ne!(back, CALLBACK);
}
