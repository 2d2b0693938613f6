//! What is refused whatever the body says of the item, row by row: guide `orcid-wire`, "Record writes" and "Record errors".

use http::{Method, header};
use serde_json::{Value, json};

use crate::{
    bodies::{ALL, put_code, work},
    support::{MEMBER, PUBLIC, SOPHIA, World, asking, json, pair, text},
};

/// Method, path, body, status, code: guide `orcid-wire`, "Record writes".
#[test]
fn paths_methods_and_put_codes() {
    let mut world = World::new();
    let token = world.token(ALL, SOPHIA);
    let code = put_code(&world.write(Method::POST, &format!("{SOPHIA}/work"), &token, &work("10.5/a")));
    let other = put_code(&world.write(Method::POST, &format!("{SOPHIA}/work"), &token, &work("10.5/b")));
    let body = |put_code: Value| {
        let mut body = work("10.5/a");
        body["put-code"] = put_code;
        body
    };
    let mut private = body(code.into());
    private["visibility"] = "private".into();
    let mut as_b = work("10.5/b");
    as_b["put-code"] = code.into();
    let rows: Vec<(Method, String, Value, u16, u64)> = vec![
        (Method::POST, "employments".into(), json!({}), 405, 9001),
        (Method::POST, "keyword".into(), json!({"content": "a"}), 404, 9001),
        (Method::POST, "nonsense".into(), json!({}), 404, 9001),
        (Method::POST, format!("work/{code}"), body(code.into()), 405, 9001),
        (Method::PUT, "work".into(), body(code.into()), 405, 9001),
        (Method::PUT, "works".into(), body(code.into()), 405, 9001),
        (Method::GET, "work".into(), Value::Null, 405, 9001),
        (Method::PATCH, format!("work/{code}"), body(code.into()), 405, 9001),
        (Method::PUT, "work/seven".into(), body(7.into()), 400, 9034),
        (Method::DELETE, "keywords/seven".into(), Value::Null, 400, 9034),
        (Method::POST, "biography".into(), json!({"content": "me"}), 405, 9001),
        (Method::PUT, "email".into(), json!({}), 405, 9001),
        (Method::POST, "work".into(), json!({"bulk": [{"work": work("10.5/c")}]}), 400, 9006),
        (Method::POST, "works".into(), work("10.5/c"), 400, 9006),
        (Method::PUT, format!("work/{code}"), body(Value::Null), 400, 9019),
        (Method::PUT, format!("work/{code}"), body(other.into()), 400, 9019),
        (Method::PUT, "work/99999999".into(), body(99_999_999.into()), 404, 9016),
        (Method::DELETE, "work/99999999".into(), Value::Null, 404, 9016),
        // A put-code of another section.
        (Method::DELETE, format!("funding/{code}"), Value::Null, 404, 9016),
        (Method::PUT, format!("work/{code}"), private, 403, 9035),
        (Method::PUT, format!("work/{code}"), as_b, 409, 9021),
    ];
    for (method, path, body, status, error_code) in rows {
        let response = world.write(method.clone(), &format!("{SOPHIA}/{path}"), &token, &body);
        let error = json(&response);
        let got = (response.status().as_u16(), error["error-code"].as_u64().unwrap_or_default());
        assert_eq!(got, (status, error_code), "{method} {path}: {error}");
        assert_eq!(response.headers().contains_key(header::ALLOW), status == 405);
    }
    let mismatch = world.write(Method::PUT, &format!("{SOPHIA}/work/{code}"), &token, &body(Value::Null));
    let words = format!("400 Bad Request: The put code in the URL was {code} whereas the one in the body was null.");
    assert_eq!(json(&mismatch)["developer-message"], words);
    let client = "please contact Playground Demo Client for assistance.";
    assert!(json(&mismatch)["user-message"].as_str().unwrap().ends_with(client));
}

/// Content type, body, status, code.
#[test]
fn languages_of_a_body() {
    let xml = r#"<keyword:keyword xmlns:keyword="http://www.orcid.org/ns/keyword"><keyword:content>a</keyword:content></keyword:keyword>"#;
    let json_body = r#"{"content":"a"}"#;
    let bulk = r#"<b:bulk xmlns:b="http://www.orcid.org/ns/bulk"/>"#;
    let entity = r#"<!DOCTYPE k [<!ENTITY e SYSTEM "file:///etc/passwd">]><k>&e;</k>"#;
    for (content_type, body, status, code) in [
        ("application/json", json_body, 201, 0),
        ("application/vnd.orcid+json", json_body, 201, 0),
        ("application/orcid+json;charset=UTF-8", json_body, 201, 0),
        ("application/xml", xml, 201, 0),
        ("application/vnd.orcid+xml", xml, 201, 0),
        ("application/orcid+xml", xml, 201, 0),
        ("text/xml", xml, 415, 9001),
        ("text/plain", json_body, 415, 9001),
        ("application/x-www-form-urlencoded", "content=a", 415, 9001),
        ("", json_body, 415, 9001),
        ("application/json", xml, 400, 9001),
        ("application/xml", json_body, 400, 9001),
        ("application/json", "", 400, 9047),
        ("application/json", " null", 400, 9047),
        // Jackson reads one value and no further.
        ("application/json", "{\"content\":\"a\"} x", 201, 0),
        ("application/json", "{'content':'a'}", 400, 9001),
        ("application/xml", "", 400, 9001),
        ("application/json", "{\"content\":", 400, 9001),
        ("application/xml", "<keyword:keyword>", 400, 9001),
        ("application/xml", &xml.replace("content>", "contents>"), 400, 9001),
        ("application/xml", &xml.replace("/ns/keyword", "/ns/work"), 400, 9001),
        ("application/xml", entity, 400, 9001),
        ("application/xml", bulk, 400, 9006),
    ] {
        let mut world = World::new();
        let token = world.token(ALL, SOPHIA);
        let response = world.write_as(Method::POST, &format!("{SOPHIA}/keywords"), &token, content_type, body);
        assert_eq!(response.status(), status, "{content_type} {body}: {}", text(&response));
        if status != 201 {
            assert_eq!(json(&response)["error-code"], code, "{content_type} {body}");
        }
    }
}

/// Guide `orcid-wire`, "Checks of what is written".
#[test]
fn what_cannot_be_read_is_told_where() {
    let mut world = World::new();
    let token = world.token(ALL, SOPHIA);
    for (content_type, body, says) in [
        ("application/json", "{'content':'a'}", "Unexpected character at [line: 1, column: 2]"),
        ("application/json", "{\n\"content\":", "Unexpected end-of-input at [line: 2, column: 10]"),
        ("application/json", "", "invalid JSON - Couldn't read object, data seems to be empty or invalid"),
        ("application/xml", "<a><b></a>", "The document is not well-formed behind its byte "),
        ("application/xml", "<keyword", "The document is not well-formed behind its byte "),
    ] {
        let response = world.write_as(Method::POST, &format!("{SOPHIA}/keywords"), &token, content_type, body);
        let said = json(&response)["developer-message"].as_str().unwrap().to_owned();
        assert!(said.contains(says), "{body}: {said}");
    }
}

/// iD, status, code: guide `orcid-wire`, "Record errors". The record's state comes before the token.
#[test]
fn records_that_cannot_be_written() {
    for (orcid, status, code) in [
        ("0000-0000-0000-0000", 404, 9016),
        ("0000-0099-0000-0083", 409, 9007),
        ("0000-0099-0000-0091", 409, 9036),
        ("0000-0099-0000-0067", 409, 9018),
        ("0000-0099-0000-0075", 409, 9044),
        ("0000-0099-0000-0016", 401, 9017),
    ] {
        let mut world = World::new();
        let token = world.token(ALL, SOPHIA);
        for (method, path, body) in [
            (Method::POST, "keywords", json!({"content": "a"})),
            (Method::PUT, "keywords/1", json!({"content": "a", "put-code": 1})),
            (Method::DELETE, "keywords/1", Value::Null),
            (Method::POST, "works", json!({"bulk": []})),
        ] {
            let response = world.write(method, &format!("{orcid}/{path}"), &token, &body);
            let error = json(&response);
            assert_eq!((response.status().as_u16(), &error["error-code"]), (status, &json!(code)), "{orcid} {error}");
            assert!(!response.headers().contains_key(header::LOCATION));
        }
    }
}

#[test]
fn tokens_that_do_not_write() {
    let mut world = World::new();
    let body = json!({"content": "a"});
    let below = format!("{SOPHIA}/keywords");
    // A public client's, and one that a client has for itself.
    let mut asked = asking("/authenticate");
    asked[0] = ("client_id", PUBLIC.0);
    let code = world.code_for(&asked, SOPHIA);
    let public = pair(&world.exchange(PUBLIC, &code)).0;
    let response = world.write(Method::POST, &below, &public, &body);
    assert_eq!(response.status(), 401);
    assert!(text(&response).contains("The client application is forbidden to perform the action."));
    let own = pair(&world.ask(MEMBER, "client_credentials", &[("scope", "/read-public")])).0;
    let response = world.write(Method::POST, &below, &own, &body);
    assert_eq!((response.status().as_u16(), &json(&response)["error-code"]), (401, &json!(9017)));
    // None, a made-up one, a revoked one.
    let response = world.send(Method::POST, &format!("/api/v3.0/{below}"), &[], "{}");
    assert_eq!(response.status(), 403);
    assert_eq!(world.write(Method::POST, &below, "nonsense", &body).status(), 401);
    let token = world.token(ALL, SOPHIA);
    assert_eq!(world.write(Method::POST, &below, &token, &body).status(), 201);
    let client = [("client_id", MEMBER.0), ("client_secret", MEMBER.1)];
    world.post("/oauth/revoke", &[client[0], client[1], ("token", &token)]);
    let response = world.write(Method::POST, &below, &token, &json!({"content": "b"}));
    assert_eq!(json(&response)["error"], "invalid_token");
}

#[test]
fn the_public_host_is_for_reading() {
    let mut world = World::new();
    let token = world.token(ALL, SOPHIA);
    let bearer = format!("Bearer {token}");
    let entries = world.journal.len();
    let headers = [("accept", "application/json"), ("authorization", &*bearer), ("content-type", "application/json")];
    for (method, path, status) in [
        (Method::POST, "keywords", 405),
        (Method::POST, "works", 405),
        (Method::POST, "work", 404),
        (Method::PUT, "work/3001", 405),
        (Method::DELETE, "work/3001", 405),
    ] {
        let body = json!({"content": "a"}).to_string();
        let response = world.send(method.clone(), &format!("/pub/v3.0/{SOPHIA}/{path}"), &headers, &body);
        assert_eq!(response.status(), status, "{method} {path}");
        assert_eq!(json(&response)["error-code"], 9001);
    }
    assert_eq!(world.journal.len(), entries);
}
