//! `explain` of several messages at once.

use super::explain::explained;

/// What a terminal showed, and what a browser saved: the request that tells most is judged.
#[test]
fn sessions_and_har_files_are_judged_message_by_message() {
    let session = "$ curl -s https://sandbox.orcid.org/oauth/jwks\n{\"keys\":[]}\n$ curl -s https://sandbox.orcid.org/oauth/token -d grant_type=authorization_code -d code=x7Kp2Q -d client_id=APP-1234567890ABCDEF -d client_secret=x\n{\"error\":\"invalid_grant\",\"error_description\":\"Reused authorization code: x7Kp2Q\"}\n";
    let data = explained(session, &[]);
    assert_eq!(
        (&data["kind"], &data["diagnoses"][0]["causes"][0]["id"]),
        (&"session".into(), &"code-used-twice".into()),
        "{data}"
    );
    let entry = |url: &str, status: u16, text: &str| {
        serde_json::json!({
            "startedDateTime": "2026-12-01T09:00:00Z", "time": 12,
            "request": { "method": "GET", "url": url, "headers": [] },
            "response": { "status": status, "headers": [{ "name": "content-type", "value": "application/json" }], "content": { "text": text } }
        })
    };
    let har = |entries: &[serde_json::Value]| {
        serde_json::json!({ "log": { "version": "1.2", "entries": entries } }).to_string()
    };
    let good = entry("https://orcid.org/oauth/jwks", 200, "{\"keys\":[]}");
    let others = entry("https://statistics.example.org/hit", 404, "gone");
    let data = explained(&har(&[good.clone(), others.clone()]), &[]);
    assert_eq!((&data["kind"], data["diagnoses"].as_array().map(Vec::len)), (&"har".into(), Some(0)), "{data}");
    let bad = entry(
        "https://pub.orcid.org/v3.0/0000-0002-1825-0097/keyword",
        404,
        "{\"response-code\":404,\"developer-message\":\"404 Not Found\",\"error-code\":9016}",
    );
    let data = explained(&har(&[good, bad, others]), &[]);
    assert!(data["what"].as_str().is_some_and(|what| what.contains("Number 2")), "{data}");
    assert!(!data["diagnoses"][0]["causes"].as_array().is_none_or(Vec::is_empty), "{data}");
}
