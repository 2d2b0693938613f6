//! `explain`: any text, nothing sent, no secret told.

use serde_json::Value;

use super::{explain_addresses::authorization_url, support::Home};

/// What must not turn up anywhere; a UUID, as ORCID's secrets and tokens are.
pub(super) const CANARY: &str = "c4a7a900-5ec7-4e70-8a11-0123456789ab";

/// An ID token with no secret in it; its signature is none.
const ID_TOKEN: &str = "eyJraWQiOiJvcmNpZC1vcmciLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJBUFAtMUEyQjNDNEQ1RTZGN0c4SCIsInN1YiI6IjAwMDAtMDAwMi0xODI1LTAwOTciLCJpc3MiOiJodHRwczovL29yY2lkLm9yZyIsImV4cCI6MTYwMjAwNjQ5MiwiaWF0IjoxNjAxOTIwMDkyfQ.c2lnbmF0dXJl";

pub(super) fn explained(text: &str, options: &[&str]) -> Value {
    let home = Home::new();
    home.run(&[&["explain", text, "--format", "json"], options].concat()).json(0)
}

#[test]
fn every_kind_of_text_is_told_apart() {
    for (text, kind) in [
        ("eUeiz2", "authorization-code"),
        ("http://127.0.0.1:18801/callback?code=eUeiz2&state=x", "redirect"),
        ("#error=invalid_scope", "redirect"),
        ("#access_token=24c11342-f5da-4cf9-94a4-f8a72a30da00&token_type=bearer", "redirect"),
        (
            "https://sandbox.orcid.org/oauth/authorize?client_id=APP-1234567890ABCDEF&response_type=code&scope=/authenticate&redirect_uri=https://a.example/cb",
            "authorization-url",
        ),
        (
            "https://developers.google.com/oauthplayground/#step1&oauthEndpointSelect=Custom&oauthAuthEndpointValue=https%3A//orcid.org/oauth/authorize&oauthClientId=APP-1234567890ABCDEF",
            "playground-link",
        ),
        ("curl -d 'client_id=APP-1234567890ABCDEF&code=eUeiz2' https://orcid.org/oauth/token", "curl"),
        (r#"{"access_token":"24c11342-f5da-4cf9-94a4-f8a72a30da00","token_type":"bearer"}"#, "token-response"),
        (r#"{"error":"invalid_grant","error_description":"Reused authorization code: x"}"#, "oauth-error"),
        (
            r#"{"response-code":409,"developer-message":"409 Conflict: You have already added this activity","error-code":9021}"#,
            "api-error",
        ),
        (
            "<error xmlns=\"http://www.orcid.org/ns/error\"><response-code>404</response-code><error-code>9016</error-code></error>",
            "api-error",
        ),
        ("Error: Incorrect OAuth Link, missing client id parameter.", "error-page"),
        (ID_TOKEN, "id-token"),
        ("24c11342-f5da-4cf9-94a4-f8a72a30da00", "uuid"),
        ("Authorization: Bearer 24c11342-f5da-4cf9-94a4-f8a72a30da00", "uuid"),
        ("bearer 24c11342-f5da-4cf9-94a4-f8a72a30da00", "uuid"),
        ("https://orcid.org/0000-0002-1825-0097", "orcid-id"),
        ("APP-1234567890ABCDEF", "client-id"),
        ("/read-limited", "scope"),
        ("openid /authenticate", "scope"),
        ("HTTP/1.1 401 Unauthorized", "http-response"),
        ("503", "http-response"),
        ("HTTP/1.1 401 \r\ncontent-type: application/json\r\n\r\n{\"error\":\"invalid_client\"}", "http-response"),
        ("Bad client credentials", "error"),
        ("curl: (6) Could not resolve host: sandbox.orcid.orgg", "error"),
        ("invalid_client", "oauth-error"),
        ("401 invalid_client: Client authentication failed", "oauth-error"),
        ("openid email profile", "scope"),
        ("<html><body>Hello</body></html>", "page"),
        ("{\"access_tok", "broken-json"),
    ] {
        assert_eq!(explained(text, &[])["kind"], kind, "{text}");
    }
}

#[test]
fn failures_are_diagnosed_for_the_configuration() {
    let cause = |text: &str, options: &[&str]| explained(text, options)["diagnoses"][0]["causes"][0]["id"].clone();
    let refused = r#"{"error_description":"Client authentication failed","error":"invalid_client"}"#;
    assert_eq!(cause(refused, &["--env", "sandbox", "--client-id", "APP-1234567890ABCDEF"]), "secret-wrong");
    assert_eq!(cause(refused, &["--env", "sandbox", "--client-id", CANARY]), "id-and-secret-swapped");
    let scope = "http://127.0.0.1:18801/callback#error=invalid_scope";
    assert_eq!(cause(scope, &["--scope", "/read-public"]), "two-legged-scope-at-authorization");
    assert_eq!(cause(scope, &["--scope", "read-limited"]), "scope-without-slash");
    let page = "Error: The provided redirect URI http://localhost:8000/cb does not match the redirect URIs registered by X (APP-1).";
    assert_eq!(cause(page, &[]), "redirect-uri-loopback");
}

#[test]
fn standard_input_and_a_whole_response() {
    let home = Home::new();
    let response = "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n\r\n{\"error_description\":\"Reused authorization code: eUeiz2\",\"error\":\"invalid_grant\"}\n";
    let told = home.run_reading(response, &["explain", "-"]);
    assert_eq!((told.code, told.stderr.as_str()), (0, ""), "{told:?}");
    insta::assert_snapshot!(told.stdout);
}

#[test]
fn secrets_are_masked() {
    let home = Home::new();
    for text in [
        CANARY.to_owned(),
        format!("{{\"access_token\":\"{CANARY}\",\"refresh_token\":\"{CANARY}\"}}"),
        format!("http://127.0.0.1:18801/callback#access_token={CANARY}&token_type=bearer"),
        format!("curl -d 'client_id=APP-1&client_secret={CANARY}' https://orcid.org/oauth/token"),
        format!("{{\"error\":\"invalid_token\",\"error_description\":\"Invalid access token: {CANARY}\"}}"),
        format!(
            "HTTP/1.1 401 x\n\n{{\"error\":\"invalid_token\",\"error_description\":\"Invalid access token: {CANARY}\"}}"
        ),
    ] {
        for format in ["text", "json"] {
            let told = home.run(&["explain", &text, "--format", format]);
            assert_eq!(told.code, 0, "{told:?}");
            assert!(!told.stdout.contains(CANARY) && !told.stderr.contains(CANARY), "{told:?}");
        }
    }
    // A secret of another server's, which has no looks of its own, behind its name.
    const PLAIN: &str = "s3cr3tvalue";
    for text in [
        authorization_url(&format!(
            "&client_secret={PLAIN}&access_token={PLAIN}&refresh_token={PLAIN}&id_token_hint={PLAIN}"
        )),
        authorization_url(&format!("&client_secret={PLAIN}&client_secret={PLAIN}")),
        authorization_url("").replace("%2Fcb", &format!("%2Fcb%3Faccess_token={PLAIN}")),
        format!("invalid_client: client_secret={PLAIN}"),
        format!("invalid_client: sent {{\"client_secret\": \"{PLAIN}\"}}"),
        format!("Client authentication failed ['client_secret'=>'{PLAIN}']"),
        format!("Bad client credentials, form was grant_type%3Dx%26client_secret%3D{PLAIN}%26code%3Dy"),
        format!("invalid_client, header was Authorization: Basic {PLAIN}Zz"),
        format!("{{\"client_secret\": \"{PLAIN}\"}}"),
        format!("{{\"error\":\"invalid_client\",\"error_description\":\"got client_secret={PLAIN}\"}}"),
    ] {
        for format in ["text", "json"] {
            let told = home.run(&["explain", &text, "--format", format]);
            assert_eq!(told.code, 0, "{told:?}");
            assert!(!told.stdout.contains(PLAIN) && !told.stderr.contains(PLAIN), "{told:?}");
        }
    }
}

#[test]
fn what_is_odd_is_said() {
    let odd = |text: &str| explained(text, &["--env", "sandbox", "--client-id", "APP-1"])["odd"].to_string();
    assert!(odd("0000-0002-1825-0098").contains("should be 7"));
    let token = odd(ID_TOKEN);
    assert!(token.contains("expired") && token.contains("issuer") && token.contains("was made for"), "{token}");
    assert!(odd("read-limited").contains("/read-limited"), "{}", odd("read-limited"));
    assert!(odd("/read-public").contains("two-legged"));
    assert!(odd("https://orcid.org/oauth/authorize?client_id=APP-1").contains("redirect_uri is missing"));
}

#[test]
fn an_id_is_one_however_it_is_written() {
    for (text, id, says) in [
        ("0000-0002-1825-009", "0000-0002-1825-009", "15 digits, and an iD has 16: one is missing"),
        ("0000-0002-1825-00977", "0000-0002-1825-00977", "one is too many"),
        ("0000000218250097", "0000-0002-1825-0097", "no hyphens"),
        ("orcid.org/0000–0002–1825–0097", "0000-0002-1825-0097", "dashes"),
        ("https://orcid.org/0000%E2%80%930002%E2%80%931825%E2%80%930097", "0000-0002-1825-0097", "dashes"),
        ("0000 0002 1825 0097", "0000-0002-1825-0097", "blanks"),
        ("0000000218250098", "0000-0002-1825-0098", "should be 7"),
        ("http://orcid.org/0000-0002-1825-0097/", "0000-0002-1825-0097", "https since 2017"),
    ] {
        let data = explained(text, &[]);
        assert_eq!((&data["kind"], &data["parts"]["orcid"]), (&"orcid-id".into(), &id.into()), "{text}: {data}");
        assert!(data["odd"].to_string().contains(says), "{text}: {data}");
    }
    assert_eq!(explained("sandbox.orcid.org/0000-0002-1825-0097", &[])["odd"].to_string(), "[]");
}

#[test]
fn scopes_that_are_joined_by_something_else_are_told_apart() {
    for (text, says) in [
        ("/authenticate,openid", "The comma is the fault"),
        ("/authenticate, openid", "The comma is the fault"),
        ("/read-limited|/activities/update", "The vertical bar is the fault"),
        ("/read-limited+/activities/update", "A plus sign is a blank in a URL only"),
        ("%2Fread-limited%20openid", "percent-encoded"),
    ] {
        let data = explained(text, &[]);
        assert_eq!(data["kind"], "scope", "{text}: {data}");
        assert!(data["odd"].to_string().contains(says), "{text}: {data}");
        assert_eq!(data["parts"].as_object().map(serde_json::Map::len), Some(2), "{text}: {data}");
    }
}

#[test]
fn what_is_not_known_is_two() {
    let home = Home::new();
    let told = home.run(&["explain", "how do you do, dear program"]);
    assert_eq!(told.code, 2, "{told:?}");
    assert!(told.stdout.starts_with("Nothing is known here"), "{told:?}");
    let failure = explained(r#"{"error":"teapot","error_description":"short"}"#, &[]);
    assert_eq!(failure["diagnoses"][0]["causes"].as_array().map(Vec::len), Some(0), "{failure}");
}

#[test]
fn a_request_is_judged_before_it_is_sent() {
    const FORM: &str = "client_id=APP-1234567890ABCDEF&client_secret=f0e1d2c3-0000-4000-8000-000000000001";
    let curl = |rest: &str| format!("curl -d '{FORM}' {rest}");
    let token = "https://sandbox.orcid.org/oauth/token";
    for (text, says) in [
        (curl("-d grant_type=client_credentials -d scope=/read-public https://pub.orcid.org/oauth/token"), "307"),
        (curl("-d grant_type=client_credentials -d scope=/read-public https://api.orcid.org/oauth/token"), "passes token requests on"),
        (curl("-d grant_type=client_credentials -d scope=/read-public https://www.orcid.org/oauth/token"), "without www"),
        (curl(&format!("-G {token}")), "It is a GET"),
        (curl(&format!("-H 'Content-Type: application/json' {token}")), "Its Content-Type is application/json"),
        (format!("curl --json '{{\"client_id\":\"APP-1234567890ABCDEF\"}}' {token}"), "Its Content-Type is application/json"),
        (curl(&format!("-F a=b {token}")), "Its Content-Type is multipart/form-data"),
        (curl(&format!("-d grant_type=authorisation_code {token}")), "no grant_type authorisation_code"),
        (curl(token), "grant_type is missing"),
        (curl(&format!("-d grant_type=authorization_code {token}")), "code is missing"),
        (curl(&format!("-d grant_type=authorization_code -d code=eUeiz2 {token}")), "redirect_uri is missing"),
        (curl(&format!("-d grant_type=authorization_code -d code=eUeiz2x {token}")), "The code has 7 characters"),
        (curl(&format!("-d grant_type=refresh_token {token}")), "refresh_token is missing"),
        (curl(&format!("-d grant_type=client_credentials -d scope=/authenticate {token}")), "Invalid scope (none)"),
        (format!("curl -d grant_type=client_credentials -d client_id=APP-1234567890ABCDEF {token}"), "client_secret is missing"),
        (format!("curl -d grant_type=client_credentials -d scope=/read-public {token}"), "client_id is missing"),
        (curl(&format!("-H 'Authorization: Bearer x' -d grant_type=refresh_token -d refresh_token=x {token}")), "does not belong here"),
        (format!("curl -X POST '{token}?{FORM}'"), "client_secret stands in the URL"),
        (format!("POST /oauth/token HTTP/1.1\nHost: pub.orcid.org\nContent-Type: application/x-www-form-urlencoded\n\n{FORM}"), "307"),
        (curl("https://sandbox.orcid.org/oauth/revoke"), "token is missing"),
        ("curl https://orcid.org/oauth/userinfo".to_owned(), "403 access_denied"),
        ("curl http://pub.orcid.org/v3.0/0000-0002-1825-0097/record".to_owned(), "plain http"),
        ("curl https://orcid.org/v3.0/0000-0002-1825-0097/record".to_owned(), "web host"),
        ("curl https://pub.orcid.org/v3.0/0000-0002-1825-0097/record".to_owned(), "answers with XML"),
        ("curl https://api.orcid.org/v3.0/0000-0002-1825-0097/record".to_owned(), "403 without a token"),
        ("curl -H 'Authorization: Bearer x' -d '{}' https://api.orcid.org/v3.0/0000-0002-1825-0097/keyword".to_owned(), "/keywords"),
        ("curl -H 'Authorization: Bearer x' -d '{}' https://api.orcid.org/v3.0/0000-0002-1825-0097/work".to_owned(), "answers 415"),
        (format!("curl -H 'Authorization: Bearer {ID_TOKEN}' https://api.orcid.org/v3.0/0000-0002-1825-0097/record"), "most likely the ID token"),
        ("curl 'https://orcid.org/oauth/authorize?client_id=APP-1234567890ABCDEF'".to_owned(), "page for a browser"),
        ("curl -X PUT -H 'Content-Type: application/json' -d @work.json https://pub.orcid.org/v3.0/0000-0002-1825-0097/work".to_owned(), "needs the put-code"),
    ] {
        let odd = explained(&text, &[])["odd"].to_string();
        assert!(odd.contains(says), "{text}\n{says}\n{odd}");
    }
    let elsewhere = explained(&curl(token), &["--env", "production"])["odd"].to_string();
    assert!(elsewhere.contains("the configuration is of production"), "{elsewhere}");
    // Right ones are left in peace, and what is in a file is not guessed at.
    for right in [
        curl(&format!("-d grant_type=client_credentials -d scope=/read-public {token}")),
        curl(&format!("-d grant_type=authorization_code -d code=eUeiz2 -d redirect_uri=https://a.example/cb {token}")),
        format!(
            "curl -u APP-1234567890ABCDEF:f0e1d2c3-0000-4000-8000-000000000001 -d grant_type=client_credentials -d scope=/read-public {token}"
        ),
        format!("curl -d @form.txt {token}"),
        "curl -H 'Accept: application/json' https://pub.orcid.org/v3.0/0000-0002-1825-0097/record".to_owned(),
    ] {
        assert_eq!(explained(&right, &[])["odd"].to_string(), "[]", "{right}");
    }
}

#[test]
fn names_are_explained_wherever_they_stand() {
    let home = Home::new();
    for (name, place, words) in [
        ("state", "callback", "random value"),
        ("redirect_uri", "token-request", "letter by letter"),
        ("content-type", "request-header", "415"),
        ("put-code", "record", "9024"),
        ("/read-limited", "scope", "trusted parties"),
        ("at_hash", "claim", "access token"),
        ("9016", "value", ""),
        ("9038", "value", "/activities/update for works"),
    ] {
        let data = explained(name, &[]);
        let terms = data["terms"].as_array().expect("terms");
        let places = terms.iter().flat_map(|term| term["places"].as_array().into_iter().flatten());
        assert!(places.into_iter().any(|known| known == place), "{name}: {data}");
        let told = home.run(&["explain", name]);
        assert_eq!(told.code, 0, "{told:?}");
        assert!(told.stdout.contains(words) && told.stdout.contains("Sources"), "{name}: {told:?}");
    }
    // What is no name is still what it was.
    assert_eq!(explained("eUeiz2", &[])["kind"], "authorization-code");
    assert_eq!(explained("/read-limited", &[])["kind"], "scope");
    assert_eq!(explained("state", &[])["kind"], "name");
}
