//! Odd requests to the API and to the pages: paths, methods, headers.

use http::{Method, Request};
use orcid_playground::sandbox::{Era, respond};
use serde_json::json as value;

use crate::support::{ISSUER, MEMBER, PREMIUM, SOPHIA, World, json, text};

#[test]
fn one_work_and_several_have_paths_of_their_own() {
    let mut world = World::new();
    let token = world.token("/activities/update", SOPHIA);
    let work = value!({"title": {"title": {"value": "A work"}}, "type": "book", "external-ids": {"external-id": [
        {"external-id-type": "doi", "external-id-value": "10.5555/own", "external-id-relationship": "self"}]}});
    let bulk = value!({"bulk": [{"work": work}]});
    for (path, body) in [("work", &bulk), ("works", &work)] {
        let refused = world.write(Method::POST, &format!("{SOPHIA}/{path}"), &token, body);
        let error = json(&refused);
        assert_eq!((refused.status().as_u16(), &error["error-code"]), (400, &9006.into()), "{path}: {error}");
        let says = error["developer-message"].as_str().unwrap();
        assert!(says.ends_with("Full validation error: argument type mismatch"), "{says}");
    }
    for (path, body, status) in [("work", &work, 201), ("works", &bulk, 200)] {
        assert_eq!(world.write(Method::POST, &format!("{SOPHIA}/{path}"), &token, body).status(), status, "{path}");
    }
}

#[test]
fn what_needs_no_percent_sign_may_have_one() {
    let mut world = World::new();
    let plain = world.read(&format!("/pub/v3.0/{SOPHIA}/works/3001,1"), None);
    assert_eq!(plain.status(), 200);
    let encoded = world.read(&format!("/pub/v3%2E0/{}/w%6Frks/3001%2C1", SOPHIA.replace('-', "%2D")), None);
    assert_eq!(text(&encoded), text(&plain));
    assert_eq!(world.get("/%6Fauth/jwks").status(), 200);
    // A slash stays what it is: part of a name.
    let granted = json(&world.ask(PREMIUM, "client_credentials", &[("scope", "/webhook")]));
    let bearer = format!("Bearer {}", granted["access_token"].as_str().unwrap());
    let target = format!("/api/{SOPHIA}/webhook/http%3A%2F%2F127.0.0.1%3A9%2Fa%2Db%252Fc");
    let put = world.send(Method::PUT, &target, &[("authorization", &bearer)], "");
    assert_eq!(put.status(), 201, "{}", text(&put));
    let state = json(&world.get("/_sandbox/state"));
    assert_eq!(state["webhooks"][0]["uri"], "http://127.0.0.1:9/a-b%2Fc");
}

#[test]
fn several_lines_of_accept_are_one_list() {
    let mut world = World::new();
    let request = Request::get(format!("{ISSUER}/pub/v3.0/{SOPHIA}/keywords"))
        .header("accept", "text/html")
        .header("accept", "application/json")
        .body(Default::default())
        .unwrap();
    let answer = respond(&mut world.sandbox, &request, world.now).response;
    assert_eq!(
        (answer.status().as_u16(), answer.headers()["content-type"].to_str().unwrap()),
        (200, "application/json;charset=UTF-8")
    );
}

/// Guide `orcid-wire`, "Formats" and "Linked data".
#[test]
fn the_id_on_the_web_host_leads_programs_on() {
    let mut world = World::new();
    for (accept, place) in [
        ("application/json", "v3.0"),
        ("application/orcid+xml", "v3.0"),
        ("application/ld+json", "v3.0"),
        ("text/turtle, application/json;q=0.1", "v3.0"),
        ("text/turtle", "experimental_rdf_v1"),
        ("text/n3", "experimental_rdf_v1"),
        ("application/rdf+xml", "experimental_rdf_v1"),
        ("application/n-triples, */*;q=0.1", "experimental_rdf_v1"),
    ] {
        let answer = world.send(Method::GET, &format!("/{SOPHIA}"), &[("accept", accept)], "");
        assert_eq!(answer.status(), 302, "{accept}");
        assert_eq!(answer.headers()["location"], format!("{ISSUER}/pub/{place}/{SOPHIA}"), "{accept}");
    }
    for accept in ["text/html, application/xml", "image/png", "text/turtle;q=0", "*/*", "application/*", ""] {
        assert_eq!(world.send(Method::GET, &format!("/{SOPHIA}"), &[("accept", accept)], "").status(), 404, "{accept}");
    }
}

#[test]
fn a_refused_method_says_which_are_not() {
    let mut world = World::new();
    let premium = ("APP-PLAYGROUND000003", "5a0c4d1e-7f3b-4c6a-9d28-1e0b6f7a9c03");
    let webhook = format!("/api/{SOPHIA}/webhook/http%3A%2F%2F127.0.0.1%2F");
    let notifications = format!("/api/v3.0/{SOPHIA}/notification-permission");
    for (scope, path, allowed) in [
        ("/webhook", webhook.as_str(), "PUT, DELETE"),
        ("/premium-notification", &notifications, "GET, HEAD, POST"),
        ("/premium-notification", &format!("{notifications}/7"), "GET, HEAD, DELETE"),
        ("/group-id-record/update", "/api/v3.0/group-id-record", "GET, HEAD, POST"),
        ("/group-id-record/update", "/api/v3.0/group-id-record/7", "GET, HEAD, PUT, DELETE"),
    ] {
        let granted = json(&world.ask(premium, "client_credentials", &[("scope", scope)]));
        let bearer = format!("Bearer {}", granted["access_token"].as_str().unwrap());
        let refused = world.send(Method::PATCH, path, &[("authorization", &bearer)], "");
        assert_eq!(refused.status(), 405, "{path}");
        assert_eq!(refused.headers()["allow"], allowed, "{path}");
    }
    let id = format!("/{SOPHIA}");
    for (path, allowed) in [
        ("/oauth/authorize", "GET, HEAD, POST"),
        ("/signin", "GET, HEAD, POST"),
        ("/signout", "GET, HEAD, POST"),
        ("/register", "GET, HEAD"),
        ("/", "GET, HEAD"),
        ("/lang.json", "GET, HEAD, OPTIONS"),
        (&id, "GET, HEAD"),
        ("/pub/v3.0/status", "GET, HEAD, OPTIONS"),
        ("/api/apiStatus", "GET, HEAD, OPTIONS"),
    ] {
        let refused = world.send(Method::DELETE, path, &[], "");
        assert_eq!(refused.status(), 405, "{path}");
        assert_eq!(refused.headers()["allow"], allowed, "{path}");
    }
    assert_eq!(world.send(Method::POST, "/pub/v3.0/status", &[], "").status(), 405);
    let mut former = World::of(Era::Classic);
    let refused = former.get(&format!("/oauth/token?client_id={}&client_secret={}", MEMBER.0, MEMBER.1));
    assert_eq!((refused.status().as_u16(), &refused.headers()["allow"]), (405, &"POST".parse().unwrap()));
}

#[test]
fn other_sites_may_ask_for_the_language() {
    let answer = World::new().send(Method::GET, "/lang.json", &[("origin", "https://app.example")], "");
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["access-control-allow-origin"], "https://app.example");
    assert_eq!(answer.headers()["access-control-allow-credentials"], "true");
    assert_eq!(text(&answer), r#"{"locale":"en","messages":{}}"#);
}
