//! The API's refusals, row by row: guide `orcid-wire`, "Record errors".

use http::Method;
use orcid_playground::oauth::HttpResponse;

use crate::support::{ISSUER, SOPHIA, World, json, text};

const UNDATA: &str = "400 Bad Request: There is an issue with your data or the API endpoint. 405 Method Not Allowed: \
                      Endpoint and method mismatch. 415 Unsupported Media Type: data must be in XML or JSON format.";

/// Path, status, code, the beginning of the developer's message.
#[test]
fn rows_of_the_table() {
    let orcid = "https://sandbox.orcid.org/";
    let table: [(&str, u16, u64, String); 11] = [
        ("0000-0000-0000-0000/record", 404, 9016, "404 Not Found: The resource was not found.".to_owned()),
        ("0000-0000-0000-000X/works", 404, 9016, "404 Not Found: The resource was not found.".to_owned()),
        (
            "0000-0099-0000-0083/works",
            301,
            9007,
            format!(
                "301 Moved Permanently: This account is deprecated. Please refer to account: {orcid}{SOPHIA}. ORCID \
                 {orcid}0000-0099-0000-0083"
            ),
        ),
        ("0000-0099-0000-0091/person", 409, 9036, "409 Conflict: This record has not been claimed.".to_owned()),
        (
            "0000-0099-0000-0067/record",
            409,
            9018,
            format!("409 Conflict: The ORCID record is locked and cannot be edited. ORCID {orcid}0000-0099-0000-0067"),
        ),
        (
            "0000-0099-0000-0075/email",
            409,
            9044,
            "409 Conflict: The ORCID record is deactivated and cannot be edited.".to_owned(),
        ),
        (
            "0000-0099-0000-0032/biography",
            403,
            9039,
            "403 Forbidden: The item is not public and cannot be accessed with the Public API.".to_owned(),
        ),
        ("0000-0002-4456-8947/nonsense", 404, 9001, format!("{UNDATA} Full validation error: HTTP 404 Not Found")),
        ("0000-0002-4456-8947/employment", 404, 9001, format!("{UNDATA} Full validation error: HTTP 404 Not Found")),
        ("0000-0002-4456-8947/work/one", 400, 9034, "400 Bad Request: The put code provided is not valid.".to_owned()),
        ("nonsense", 404, 9001, format!("{UNDATA} Full validation error: HTTP 404 Not Found")),
    ];
    let mut world = World::new();
    for (below, status, code, message) in table {
        let response = world.read(&format!("/pub/v3.0/{below}"), None);
        let value = json(&response);
        assert_eq!(response.status(), status, "{below}");
        assert_eq!(value["response-code"], status, "{below}");
        assert_eq!(value["error-code"], code, "{below}");
        assert_eq!(value["developer-message"], message, "{below}");
        assert_eq!(value["more-info"], "https://members.orcid.org/api/resources/troubleshooting");
    }
}

#[test]
fn a_deprecated_record_says_where_the_other_one_is() {
    let response = World::new().read("/pub/v3.0/0000-0099-0000-0083/works", None);
    assert_eq!(response.headers()["location"], format!("{ISSUER}/pub/v3.0/{SOPHIA}/works"));
}

#[test]
fn the_records_state_comes_before_the_token() {
    let mut world = World::new();
    let token = world.token("/read-limited", SOPHIA);
    for (below, code) in [("0000-0099-0000-0067", 9018), ("0000-0099-0000-0091", 9036), ("0000-0000-0000-0000", 9016)] {
        let response = world.read(&format!("/api/v3.0/{below}/record"), Some(&token));
        assert_eq!(json(&response)["error-code"], code, "{below}");
    }
}

/// A page of another site may read what needs no token, and learns before it sends one that it may not.
#[test]
fn browsers_ask_first() {
    let mut world = World::new();
    let asks = [("origin", "https://app.example"), ("access-control-request-method", "GET")];
    let path = format!("v3.0/{SOPHIA}/record");
    let public = world.send(Method::OPTIONS, &format!("/pub/{path}"), &asks, "");
    assert_eq!((public.status().as_u16(), &public.headers()["allow"]), (200, &"GET, HEAD".parse().unwrap()));
    let member = world.send(Method::OPTIONS, &format!("/api/{path}"), &asks, "");
    assert_eq!(member.status(), 403, "who asks first sends no token");
    for answer in [public, member] {
        assert_eq!(answer.headers()["access-control-allow-origin"], "*");
        assert_eq!(answer.headers()["access-control-allow-methods"], "GET, POST, PUT, DELETE");
        assert_eq!(answer.headers()["access-control-allow-headers"], "X-Requested-With,Origin,Content-Type, Accept");
    }
    assert_eq!(world.send(Method::OPTIONS, "/pub/v3.0/nonsense", &asks, "").status(), 404);
    let plain = world.send(Method::OPTIONS, &format!("/pub/{path}"), &[], "");
    assert!(!plain.headers().contains_key("access-control-allow-methods"));
}

#[test]
fn methods_that_read_nothing_are_refused() {
    let mut world = World::new();
    for method in [Method::POST, Method::PUT, Method::DELETE] {
        let target = format!("/pub/v3.0/{SOPHIA}/record");
        let response = world.send(method.clone(), &target, &[("accept", "application/json")], "{}");
        assert_eq!(response.status(), 405, "{method}");
        assert!(
            text(&response).ends_with(
                r#""error-code":9001,"more-info":"https://members.orcid.org/api/resources/troubleshooting"}"#
            )
        );
    }
}

#[test]
fn refusals_come_in_the_format_asked_for() {
    let read = |accept: &str| -> HttpResponse {
        World::new().send(Method::GET, "/pub/v3.0/0000-0000-0000-0000/record", &[("accept", accept)], "")
    };
    let expected = concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
        "<error:error xmlns:error=\"http://www.orcid.org/ns/error\">\n",
        "    <error:response-code>404</error:response-code>\n",
        "    <error:developer-message>404 Not Found: The resource was not found.</error:developer-message>\n",
        "    <error:user-message>The resource was not found.</error:user-message>\n",
        "    <error:error-code>9016</error:error-code>\n",
        "    <error:more-info>https://members.orcid.org/api/resources/troubleshooting</error:more-info>\n",
        "</error:error>"
    );
    assert_eq!(text(&read("application/xml")), expected);
    assert!(text(&read("application/orcid+json")).starts_with("{\n  \"response-code\" : 404,"));
}

#[test]
fn there_is_a_code_for_no_biography() {
    let seed = "[[researcher]]\norcid = \"0000-0099-0000-0112\"\nlocale = \"en\"\ncreated = \"2026-01-01T00:00:00Z\"\n\
                modified = \"2026-01-01T00:00:00Z\"\ngiven_names = \"Test\"\n";
    let seed = orcid_playground::sandbox::Seed::parse(seed).unwrap();
    let mut world = World::new();
    world.sandbox.set_seed(seed);
    let response = world.read("/pub/v3.0/0000-0099-0000-0112/biography", None);
    assert_eq!(response.status(), 404);
    assert_eq!(json(&response)["error-code"], 9041);
    assert_eq!(json(&response)["developer-message"], "404 Not Found: Biography for the given record is null.");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]

    /// Whatever is asked for, there is an answer, and it is what it says it is.
    #[test]
    fn nothing_that_is_asked_brings_it_down(
        below in "(record|works?|keywords|search|csv-search|client|summary|[0-9]{1,22}|[a-z%,.:+-]{0,6}|/){0,6}",
        query in "((q|rows|start|fl)=[a-z0-9:*?()+\\\\\"%\\[\\]-]{0,12}&){0,3}",
        accept in "([a-z*]{0,12}/?[a-z*+.]{0,16}(;q=[0-9.]{0,4})?,?){0,3}",
    ) {
        let mut world = World::new();
        for base in [String::new(), format!("{SOPHIA}/")] {
            let target = format!("/pub/v3.0/{base}{below}?{query}");
            let Ok(uri) = target.parse::<http::Uri>() else { continue };
            let response = world.send(Method::GET, &uri.to_string(), &[("accept", &accept)], "");
            let kind = response.headers().get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
            if kind.contains("json") {
                json(&response);
            }
            proptest::prop_assert!((200..500).contains(&response.status().as_u16()), "{target}: {}", response.status());
        }
    }
}
