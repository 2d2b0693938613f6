//! Reading the record.

use http::Method;
use orcid_playground::sandbox::demo_researchers;
use serde_json::Value;

use crate::support::{self, PUBLIC, ROBIN, SAKURA, SOPHIA, World, text};

fn record(host: &str) -> String {
    format!("/{host}/v3.0/{SOPHIA}/record")
}

fn contents(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|item| item["content"].as_str().unwrap()).collect()
}

#[test]
fn the_public_api_shows_what_is_public() {
    let mut world = World::new();
    let response = world.read(&record("pub"), None);
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "application/json;charset=UTF-8");
    let value = support::json(&response);
    assert_eq!(contents(&value["person"]["keywords"]["keyword"]), ["blue carbon", "coastal ecology"]);
    assert_eq!(value["person"]["emails"]["email"].as_array().unwrap().len(), 0);
    assert_eq!(value["person"]["emails"]["last-modified-date"], Value::Null);
    assert_eq!(value["activities-summary"]["works"]["group"].as_array().unwrap().len(), 2);
    assert_eq!(value["orcid-identifier"]["uri"], format!("https://sandbox.orcid.org/{SOPHIA}"));
    let token = world.token("/read-limited", SOPHIA);
    assert_eq!(world.read(&record("pub"), Some(&token)).body(), response.body(), "a token does not open more here");
}

#[test]
fn the_member_api_shows_what_the_scope_opens() {
    let mut world = World::new();
    let counts = |world: &mut World, scope| {
        let token = world.token(scope, SOPHIA);
        let value = support::json(&world.read(&record("api"), Some(&token)));
        let count = |pointer: &str| value.pointer(pointer).unwrap().as_array().unwrap().len();
        [
            count("/person/keywords/keyword"),
            count("/person/emails/email"),
            count("/activities-summary/employments/affiliation-group"),
            count("/activities-summary/works/group"),
        ]
    };
    assert_eq!(counts(&mut world, "/authenticate"), [2, 0, 1, 2]);
    assert_eq!(counts(&mut world, "/read-limited"), [3, 1, 2, 3]);
    assert_eq!(counts(&mut world, "/person/read-limited"), [3, 1, 1, 2]);
    assert_eq!(counts(&mut world, "/activities/update"), [2, 0, 1, 2], "writing is not reading");
}

#[test]
fn keys_stand_in_orcids_order() {
    let value = support::json(&World::new().read(&record("pub"), None));
    let keys = |pointer: &str| -> Vec<String> {
        value.pointer(pointer).and_then(Value::as_object).unwrap().keys().cloned().collect()
    };
    let table: [(&str, &str); 9] = [
        ("", "orcid-identifier preferences history person activities-summary path"),
        (
            "/history",
            "creation-method completion-date submission-date last-modified-date claimed source deactivation-date \
             verified-email verified-primary-email",
        ),
        (
            "/person",
            "last-modified-date name other-names biography researcher-urls emails addresses keywords \
             external-identifiers path",
        ),
        ("/person/name", "created-date last-modified-date given-names family-name credit-name source visibility path"),
        (
            "/person/keywords/keyword/0",
            "created-date last-modified-date source content visibility path put-code display-index",
        ),
        (
            "/person/keywords/keyword/0/source",
            "source-orcid source-client-id source-name assertion-origin-orcid assertion-origin-client-id \
             assertion-origin-name",
        ),
        (
            "/activities-summary",
            "last-modified-date distinctions educations employments fundings invited-positions memberships \
             peer-reviews qualifications research-resources services works path",
        ),
        (
            "/activities-summary/employments/affiliation-group/0/summaries/0/employment-summary",
            "created-date last-modified-date source put-code department-name role-title start-date end-date \
             organization url external-ids display-index visibility path",
        ),
        (
            "/activities-summary/works/group/0/work-summary/0",
            "put-code created-date last-modified-date source title external-ids url type publication-date \
             journal-title visibility path display-index",
        ),
    ];
    for (pointer, expected) in table {
        assert_eq!(keys(pointer).join(" "), expected, "{pointer}");
    }
    assert_eq!(value["person"]["keywords"]["keyword"][0]["display-index"], 3);
    assert_eq!(value["activities-summary"]["works"]["group"][0]["work-summary"][0]["display-index"], "0");
}

#[test]
fn an_almost_empty_record_has_every_section() {
    let nemo = demo_researchers().last().unwrap().orcid.to_string();
    let response = World::new().read(&format!("/pub/v3.0/{nemo}"), None);
    let body = text(&response);
    assert!(body.contains(r#""biography":null"#));
    assert!(
        body.contains(&format!(r#""keywords":{{"last-modified-date":null,"keyword":[],"path":"/{nemo}/keywords"}}"#))
    );
    assert!(body.contains(r#""activities-summary":{"last-modified-date":null"#));
}

#[test]
fn names_that_are_not_public_are_null() {
    let value = support::json(&World::new().read(&format!("/pub/v3.0/{ROBIN}/record"), None));
    assert_eq!(value["person"]["name"], Value::Null);
    assert_eq!(value["person"]["keywords"]["keyword"][0]["source"]["source-name"], Value::Null);
    let value = support::json(&World::new().read(&format!("/pub/v3.0/{SAKURA}/record"), None));
    assert_eq!(value["person"]["name"]["family-name"]["value"], "架空");
}

#[test]
fn refusals_have_orcids_bodies() {
    let mut world = World::new();
    let own = world.token("/read-limited", SOPHIA);
    let missing = world.read("/pub/v3.0/0000-0000-0000-0000/record", None);
    assert_eq!(missing.status(), 404);
    assert_eq!(
        text(&missing),
        r#"{"response-code":404,"developer-message":"404 Not Found: The resource was not found.","user-message":"The resource was not found.","error-code":9016,"more-info":"https://members.orcid.org/api/resources/troubleshooting"}"#
    );
    for host in ["pub", "api"] {
        let token = "00000000-0000-0000-0000-000000000000";
        let bad = world.read(&record(host), Some(token));
        assert_eq!(bad.status(), 401);
        assert_eq!(
            text(&bad),
            format!(r#"{{"error":"invalid_token","error_description":"Invalid access token: {token}"}}"#)
        );
    }
    let nobody = world.read(&record("api"), None);
    assert_eq!(nobody.status(), 403);
    assert_eq!(
        text(&nobody),
        r#"{"error":"forbidden","error_description":"Forbidden: The server understood the request but refuses to authorize it."}"#
    );
    let foreign = world.read(&format!("/api/v3.0/{ROBIN}/record"), Some(&own));
    assert_eq!((foreign.status().as_u16(), support::json(&foreign)["error-code"].as_u64()), (401, Some(9017)));
    assert!(text(&foreign).contains("Full validation error: Access token is for a different record"));
    assert_eq!(
        world.send(Method::POST, &record("api"), &[("authorization", &format!("Bearer {own}"))], "{}").status(),
        405
    );
    assert_eq!(support::json(&world.read("/pub/v3.0/nonsense", None))["error-code"], 9001);
}

#[test]
fn a_public_client_may_not_use_the_member_api() {
    let mut world = World::new();
    let asked = [
        ("client_id", PUBLIC.0),
        ("response_type", "code"),
        ("scope", "/authenticate"),
        ("redirect_uri", support::CALLBACK),
    ];
    let code = world.code_for(&asked, SOPHIA);
    let token = support::json(&world.exchange(PUBLIC, &code))["access_token"].as_str().unwrap().to_owned();
    let refused = world.read(&record("api"), Some(&token));
    assert_eq!(refused.status(), 401);
    assert!(text(&refused).contains("The client application is forbidden to perform the action."));
    assert_eq!(world.read(&record("pub"), Some(&token)).status(), 200);
    assert_eq!(world.read("/api/v3.0/search?q=*:*", Some(&token)).status(), 401);
    assert_eq!(world.read("/pub/v3.0/search?q=*:*", Some(&token)).status(), 200);
}

#[test]
fn a_token_in_the_query_and_odd_headers_work_as_at_orcid() {
    let mut world = World::new();
    let token = world.token("/read-limited", SOPHIA);
    let target = format!("{}?access_token={token}", record("api"));
    assert_eq!(world.read(&target, None).status(), 200);
    let headers = [("accept", "application/json"), ("authorization", &format!("bearer {token}, Bearer other"))];
    assert_eq!(world.send(Method::GET, &record("api"), &headers, "").status(), 200);
}
