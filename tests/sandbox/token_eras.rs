//! What the token endpoint of each of ORCID's two authorization servers refuses, and how: every row of the guide's tables
//! (`orcid-wire`, "Token errors", "Token errors of the former server").

use base64::{Engine, engine::general_purpose::STANDARD};
use http::Method;
use orcid_playground::{
    oauth::{HttpResponse, form},
    sandbox::Era,
};

use crate::support::{MEMBER, PREMIUM, PUBLIC, SOPHIA, World, json, text};

const LONG: &str = "One of the provided parameters is invalid, or, the provided token/code is invalid or expired";
const NOT_ALLOWED: &str = "One of the provided scopes is not allowed. Please refer to the list of allowed scopes at: https://github.com/ORCID/ORCID-Source/tree/master/orcid-model/src/main/resources/record_2.0#scopes.";
const EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// Status, error, description; `{}` in it stands for what the request returned beside its response.
type Says = (u16, &'static str, &'static str);
type Row = (fn(&mut World) -> (HttpResponse, String), Says, Says);

fn sent(response: HttpResponse) -> (HttpResponse, String) {
    (response, String::new())
}

fn with_code(world: &mut World, client: (&str, &str), fields: &[(&str, &str)]) -> (HttpResponse, String) {
    let code = world.code("/authenticate", SOPHIA);
    let mut all = vec![("code", code.as_str())];
    all.extend(fields);
    (world.ask(client, "authorization_code", &all), code)
}

fn refresh(world: &mut World, client: (&str, &str), fields: &[(&str, &str)]) -> (HttpResponse, String) {
    let (_, refresh) = world.pair("/activities/update", SOPHIA);
    let mut all = vec![("refresh_token", refresh.as_str())];
    all.extend(fields);
    sent(world.ask(client, "refresh_token", &all))
}

const ROWS: &[Row] = &[
    // Credentials.
    (
        |w| sent(w.post("/oauth/token", &[("grant_type", "authorization_code")])),
        (401, "invalid_client", "Bad client credentials"),
        (401, "invalid_request", "client_id is required"),
    ),
    (
        |w| sent(w.ask((MEMBER.0, "wrong"), "authorization_code", &[])),
        (401, "invalid_client", "Bad client credentials"),
        (401, "invalid_client", "Client authentication failed"),
    ),
    (
        |w| sent(w.ask(("APP-NOBODY0000000000", "x"), "authorization_code", &[])),
        (401, "invalid_client", "Client not found: APP-NOBODY0000000000"),
        (401, "invalid_client", "Client authentication failed"),
    ),
    (
        |w| {
            let locked = ("APP-PLAYGROUND000004", "5a0c4d1e-7f3b-4c6a-9d28-1e0b6f7a9c04");
            sent(w.ask(locked, "client_credentials", &[("scope", "/read-public")]))
        },
        (400, "unauthorized_client", "The client is locked"),
        (400, "unauthorized_client", "The client is locked"),
    ),
    (
        |w| {
            let deactivated = ("APP-PLAYGROUND000005", "5a0c4d1e-7f3b-4c6a-9d28-1e0b6f7a9c05");
            sent(w.ask(deactivated, "client_credentials", &[("scope", "/read-public")]))
        },
        (400, "unauthorized_client", "Client APP-PLAYGROUND000005 is deactivated"),
        (401, "unauthorized_client", "Client (APP-PLAYGROUND000005) is deactivated"),
    ),
    // Grant types.
    (
        |w| sent(w.post("/oauth/token", &[("client_id", MEMBER.0), ("client_secret", MEMBER.1)])),
        (400, "unsupported_grant_type", "Unsupported grant type: null"),
        (400, "unsupported_grant_type", "grant_type is missing"),
    ),
    (
        |w| sent(w.ask(MEMBER, "password", &[])),
        (400, "unsupported_grant_type", "Unsupported grant type: password"),
        (400, "unsupported_grant_type", "Unsupported grant type: password"),
    ),
    (
        |w| sent(w.ask(MEMBER, "implicit", &[])),
        (400, "unsupported_grant_type", "Unsupported grant type: implicit"),
        (400, "unsupported_grant_type", "Unsupported grant type: implicit"),
    ),
    // Codes.
    (
        |w| sent(w.ask(MEMBER, "authorization_code", &[])),
        (500, "server_error", "An authorization code must be supplied."),
        (400, "server_error", "An authorization code must be supplied."),
    ),
    (
        |w| sent(w.ask(MEMBER, "authorization_code", &[("code", "nobody")])),
        (400, "invalid_grant", "Invalid authorization code: nobody"),
        (400, "invalid_grant", "Invalid authorization code: nobody"),
    ),
    (
        |w| {
            let code = w.code("/authenticate", SOPHIA);
            w.exchange(MEMBER, &code);
            (w.exchange(MEMBER, &code), code)
        },
        (400, "invalid_grant", "Reused authorization code: {}"),
        (400, "invalid_grant", "Reused authorization code: {}"),
    ),
    (
        |w| {
            let code = w.code("/authenticate", SOPHIA);
            w.wait(24 * 3600);
            sent(w.exchange(MEMBER, &code))
        },
        (400, "invalid_request", "Authorization code has expired"),
        (400, "invalid_grant", LONG),
    ),
    (
        |w| with_code(w, MEMBER, &[("redirect_uri", "http://127.0.0.1:18801/callback/")]),
        (500, "server_error", "Redirect URI mismatch."),
        (400, "invalid_grant", LONG),
    ),
    (
        |w| with_code(w, PUBLIC, &[]),
        (500, "server_error", "Client ID mismatch"),
        (400, "invalid_grant", "Invalid authorization code: {}"),
    ),
    (
        |w| with_code(w, MEMBER, &[("scope", "/read-limited")]),
        (400, "invalid_scope", "Invalid scopes: /read-limited available scopes for this code are: [/authenticate]"),
        (400, "invalid_scope", "Invalid scope: /read-limited"),
    ),
    (
        |w| with_code(w, MEMBER, &[("scope", "/read-limits")]),
        (401, "invalid_scope", NOT_ALLOWED),
        (400, "invalid_scope", "Invalid scope: /read-limits"),
    ),
    (
        |w| with_code(w, MEMBER, &[("scope", "/orcid-internal/person/last_modified")]),
        (401, "invalid_scope", NOT_ALLOWED),
        (400, "invalid_scope", "Invalid scope: /orcid-internal/person/last_modified"),
    ),
    // Two-legged.
    (
        |w| sent(w.ask(MEMBER, "client_credentials", &[])),
        (400, "invalid_scope", "Invalid scope (none)"),
        (400, "invalid_scope", "Invalid scope (none)"),
    ),
    (
        |w| sent(w.ask(PUBLIC, "client_credentials", &[("scope", "/authenticate /read-limited")])),
        (400, "invalid_scope", "Invalid scope (none)"),
        (400, "invalid_scope", "Invalid scope (none)"),
    ),
    (
        |w| sent(w.ask(MEMBER, "client_credentials", &[("scope", "/read-public /webhook")])),
        (400, "invalid_scope", "Invalid scope: /webhook"),
        (400, "invalid_scope", "Invalid scope: /webhook"),
    ),
    (
        |w| sent(w.ask(MEMBER, "client_credentials", &[("scope", "/orcid-profile/create")])),
        (400, "invalid_scope", "Invalid scope: /orcid-profile/create"),
        (400, "invalid_scope", "Invalid scope: /orcid-profile/create"),
    ),
    (
        |w| sent(w.ask(PREMIUM, "client_credentials", &[("scope", "/web-hook")])),
        (401, "invalid_scope", NOT_ALLOWED),
        (400, "invalid_scope", "Invalid scope: /web-hook"),
    ),
    // Refreshing.
    (
        |w| sent(w.ask(MEMBER, "refresh_token", &[("refresh_token", "nobody")])),
        (400, "unauthorized_client", "Unable to find refresh token"),
        (400, "unauthorized_client", "Unable to find refresh token"),
    ),
    (
        |w| sent(w.ask(MEMBER, "refresh_token", &[])),
        (400, "unauthorized_client", "Unable to find refresh token"),
        (401, "invalid_request", "refresh_token is required"),
    ),
    (
        |w| refresh(w, PUBLIC, &[]),
        (400, "invalid_request", "This token does not belong to the given client"),
        (400, "invalid_request", "This token does not belong to the given client"),
    ),
    (
        |w| {
            let (access, refresh) = w.pair("/authenticate", SOPHIA);
            let (id, secret) = MEMBER;
            w.post("/oauth/revoke", &[("client_id", id), ("client_secret", secret), ("token", &access)]);
            sent(w.ask(MEMBER, "refresh_token", &[("refresh_token", &refresh)]))
        },
        (400, "unauthorized_client", "Parent token is disabled"),
        (400, "unauthorized_client", "Parent token is disabled"),
    ),
    (
        |w| {
            let (_, refresh) = w.pair("/authenticate", SOPHIA);
            w.wait(631_138_519);
            sent(w.ask(MEMBER, "refresh_token", &[("refresh_token", &refresh)]))
        },
        (400, "unauthorized_client", "Access token expired: null"),
        (400, "unauthorized_client", "Access token expired: null"),
    ),
    (
        |w| refresh(w, MEMBER, &[("scope", "/activities/update /read-limited")]),
        (400, "invalid_scope", "The given scope '/read-limited' is not allowed for the parent token"),
        (400, "invalid_scope", "The given scope '/read-limited' is not allowed for the parent token"),
    ),
    // Token exchange.
    (
        |w| sent(w.ask(PREMIUM, EXCHANGE, &[])),
        (
            400,
            "invalid_request",
            "Missing IETF Token exchange request parameter(s).  Required: subject_token subject_token_type requested_token_type",
        ),
        (401, "invalid_request", "subject_token is required"),
    ),
    (
        |w| {
            let fields = [("subject_token", "x"), ("subject_token_type", "y"), ("requested_token_type", "z")];
            sent(w.ask(PREMIUM, EXCHANGE, &fields))
        },
        (
            400,
            "invalid_request",
            "Invalid IETF token exchange token type(s) supported tokens types are urn:ietf:params:oauth:token-type:id_token urn:ietf:params:oauth:token-type:access_token",
        ),
        (
            400,
            "invalid_request",
            "Invalid IETF token exchange token type(s) supported tokens types are urn:ietf:params:oauth:token-type:id_token urn:ietf:params:oauth:token-type:access_token",
        ),
    ),
];

#[test]
fn every_refusal_of_the_former_server() {
    for (i, (request, (status, error, description), _)) in ROWS.iter().enumerate() {
        let mut world = World::of(Era::Classic);
        let (response, quoted) = request(&mut world);
        let description = description.replace("{}", &quoted);
        assert_eq!(text(&response), format!(r#"{{"error":"{error}","error_description":"{description}"}}"#), "row {i}");
        assert_eq!(response.status(), *status, "row {i}");
        let challenge = response.headers().get("www-authenticate").map(|value| value.to_str().unwrap().to_owned());
        let expected = (*error == "invalid_client")
            .then(|| format!(r#"Form realm="ORCID", error="{error}", error_description="{description}""#));
        assert_eq!(challenge, expected, "row {i}");
        assert_eq!(response.headers()["cache-control"], "no-store");
        assert_eq!(response.headers()["pragma"], "no-cache");
        assert!(!response.headers().contains_key("oauth_authorization_code_exchange"));
    }
}

#[test]
fn every_refusal_of_the_present_server() {
    for (i, (request, _, (status, error, description))) in ROWS.iter().enumerate() {
        let mut world = World::of(Era::Current);
        let (response, quoted) = request(&mut world);
        let description = description.replace("{}", &quoted);
        let registry = description.ends_with("is required") || description.ends_with("is missing");
        let expected = if registry {
            format!(r#"{{"error":"{error}","error_description":"{description}"}}"#)
        } else {
            format!(r#"{{"error_description":"{description}","error":"{error}"}}"#)
        };
        assert_eq!(text(&response), expected, "row {i}");
        assert_eq!(response.status(), *status, "row {i}");
        assert!(!response.headers().contains_key("www-authenticate"), "row {i}");
        assert_eq!(response.headers().contains_key("oauth_authorization_code_exchange"), !registry, "row {i}");
    }
}

#[test]
fn what_is_no_form_or_no_post() {
    let basic = format!("Basic {}", STANDARD.encode(format!("{}:{}", MEMBER.0, MEMBER.1)));
    let mut world = World::of(Era::Classic);
    let json_type = ("content-type", "application/json");
    let blind = world.send(Method::POST, "/oauth/token", &[json_type], r#"{"client_id":"x"}"#);
    assert_eq!((blind.status().as_u16(), &json(&blind)["error"]), (401, &"invalid_client".into()));
    let page = world.send(Method::POST, "/oauth/token", &[json_type, ("authorization", &basic)], "{}");
    assert_eq!(
        (page.status().as_u16(), &page.headers()["content-type"]),
        (415, &"text/html;charset=utf-8".parse().unwrap())
    );
    let get = world.send(Method::GET, "/oauth/token", &[("authorization", &basic)], "");
    assert_eq!(get.status(), 405);
    assert!(text(&get).contains("Method GET is not supported for token requests. POST IS supported, but BASIC"));
    assert_eq!(world.get("/oauth/token").status(), 401);
}

/// The former server used the header for something else; the present one takes it for credentials.
#[test]
fn a_bearer_header_harms_today_only() {
    for (era, status) in [(Era::Classic, 200), (Era::Current, 401)] {
        let mut world = World::of(era);
        let code = world.code("/authenticate", SOPHIA);
        let fields = [
            ("client_id", MEMBER.0),
            ("client_secret", MEMBER.1),
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
        ];
        let body = form::form(fields);
        let response = world.send(Method::POST, "/oauth/token", &[FORM, ("authorization", "Bearer x")], &body);
        assert_eq!(response.status(), status, "{era}");
    }
}

#[test]
fn a_success_looks_the_same_but_for_a_header() {
    let bodies = [Era::Classic, Era::Current].map(|era| {
        let mut world = World::of(era);
        let code = world.code("/authenticate", SOPHIA);
        let response = world.exchange(MEMBER, &code);
        assert_eq!(response.headers().contains_key("oauth_authorization_code_exchange"), era == Era::Current);
        text(&response).to_owned()
    });
    assert_eq!(bodies[0], bodies[1]);
}

#[test]
fn the_hosts_of_the_api_treat_token_requests_in_their_own_way() {
    let mut world = World::new();
    let moved = world.post("/pub/oauth/token?a=b", &[("grant_type", "x")]);
    assert_eq!(moved.status(), 307);
    assert_eq!(moved.headers()["location"], "http://127.0.0.1:18800/oauth/token?a=b");
    let own = |world: &mut World, client: (&str, &str)| {
        let fields = [
            ("client_id", client.0),
            ("client_secret", client.1),
            ("grant_type", "client_credentials"),
            ("scope", "/read-public"),
        ];
        world.post("/api/oauth/token", &fields)
    };
    assert_eq!(own(&mut world, PUBLIC).status(), 200, "the present host forwards");
    for (client, says) in [
        (("", "x"), "client_id is missing or invalid"),
        ((&*"x".repeat(51), "x"), "client_id is missing or invalid"),
        ((MEMBER.0, &*"x".repeat(101)), "client_secret is missing or invalid"),
    ] {
        let refused = own(&mut world, client);
        assert_eq!(refused.status(), 400);
        assert_eq!(text(&refused), format!(r#"{{"error":"invalid_request","error_description":"{says}"}}"#));
    }
    assert_eq!(json(&world.post("/api/oauth/token", &[]))["error_description"], "grant_type is missing");
    let mut former = World::of(Era::Classic);
    let refused = own(&mut former, PUBLIC);
    assert_eq!(
        (refused.status().as_u16(), text(&refused)),
        (
            400,
            r#"{"error":"invalid_request","error_description":"Public members are not allowed to use the Members API"}"#
        )
    );
    assert_eq!(own(&mut former, MEMBER).status(), 200);
}
