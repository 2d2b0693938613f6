//! What is said to tokens that do not work: guide `orcid-wire`, "Tokens at the API".

use http::Method;
use orcid_playground::{oauth::HttpResponse, sandbox::Era};
use serde_json::json as value;

use crate::support::{MEMBER, SOPHIA, World, json, text};

fn keyword(world: &mut World, token: &str) -> String {
    let added = world.write(Method::POST, &format!("{SOPHIA}/keywords"), token, &value!({"content": "mudflats"}));
    assert_eq!(added.status(), 201, "{}", text(&added));
    added.headers()["location"].to_str().unwrap().rsplit_once("/v3.0/").unwrap().1.to_owned()
}

fn revoke_access(world: &mut World) {
    let body = value!({"client_id": MEMBER.0, "orcid": SOPHIA}).to_string();
    let done = world.send(Method::POST, "/_sandbox/revoke-access", &[("content-type", "application/json")], &body);
    assert_eq!(done.status(), 200, "{}", text(&done));
}

fn complaint(response: &HttpResponse) -> String {
    assert_eq!(response.status(), 401, "{}", text(response));
    let body = json(response);
    assert_eq!(body["error"], "invalid_token");
    body["error_description"].as_str().unwrap().to_owned()
}

#[test]
fn whom_a_researcher_trusts_no_more_still_deletes_its_own() {
    for era in [Era::Current, Era::Classic] {
        let mut world = World::of(era);
        let token = world.token("/person/update", SOPHIA);
        let (own, second) = (keyword(&mut world, &token), {
            let body = value!({"content": "saltmarsh"});
            let added = world.write(Method::POST, &format!("{SOPHIA}/keywords"), &token, &body);
            added.headers()["location"].to_str().unwrap().rsplit_once("/v3.0/").unwrap().1.to_owned()
        });
        revoke_access(&mut world);
        let dead = format!("Invalid access token: {token}");
        assert_eq!(complaint(&world.read(&format!("/api/v3.0/{own}"), Some(&token))), dead);
        assert_eq!(complaint(&world.read(&format!("/pub/v3.0/{own}"), Some(&token))), dead);
        let body = value!({"content": "dunes"});
        assert_eq!(complaint(&world.write(Method::POST, &format!("{SOPHIA}/keywords"), &token, &body)), dead);
        assert_eq!(complaint(&world.write(Method::PUT, &own, &token, &body)), dead);
        let delete = |world: &mut World, below: &str| world.write(Method::DELETE, below, &token, &value!(null));
        assert_eq!(delete(&mut world, &own).status(), 204);
        assert_eq!(delete(&mut world, &second).status(), 204);
        let foreign = delete(&mut world, &format!("{SOPHIA}/keywords/1301"));
        assert_eq!((foreign.status().as_u16(), &json(&foreign)["error-code"]), (403, &9010.into()), "not its own");
        world.wait(700_000_000);
        assert_eq!(delete(&mut world, &own).status(), 401, "no token lives for ever");
    }
}

#[test]
fn of_other_reasons_a_deletion_says_which() {
    let mut world = World::new();
    let token = world.token("/person/update", SOPHIA);
    let own = keyword(&mut world, &token);
    let (id, secret) = MEMBER;
    world.post("/oauth/revoke", &[("client_id", id), ("client_secret", secret), ("token", &token)]);
    let refused = world.write(Method::DELETE, &own, &token, &value!(null));
    assert_eq!(complaint(&refused), format!("Invalid access token: {token}, revoke reason: CLIENT_REVOKED"));
    assert_eq!(
        complaint(&world.read(&format!("/api/v3.0/{own}"), Some(&token))),
        format!("Invalid access token: {token}")
    );
}

#[test]
fn the_former_server_challenges() {
    for (era, challenges) in [(Era::Classic, true), (Era::Current, false)] {
        for host in ["pub", "api"] {
            let mut world = World::of(era);
            let target = format!("/{host}/v3.0/{SOPHIA}/record");
            let challenge = |response: &HttpResponse| {
                let header = response.headers().get("www-authenticate");
                header.map(|header| header.to_str().unwrap().to_owned())
            };
            let bearer = |what: &str| {
                let text = format!(r#"Bearer realm="ORCID T2 API", error="invalid_token", error_description="{what}""#);
                challenges.then_some(text)
            };
            let unknown = world.read(&target, Some("nonsense"));
            assert_eq!(complaint(&unknown), "Invalid access token: nonsense");
            assert_eq!(challenge(&unknown), bearer("Invalid access token: nonsense"), "{era} {host}");
            let quoted = world.read(&target, Some(r#"a"b"#));
            assert_eq!(challenge(&quoted), bearer(r#"Invalid access token: a\"b"#));
            let token = world.token("/read-limited", SOPHIA);
            world.wait(700_000_000);
            let says = if challenges { "Access token expired" } else { "Invalid access token" };
            let expired = world.read(&target, Some(&token));
            assert_eq!(complaint(&expired), format!("{says}: {token}"));
            assert_eq!(challenge(&expired), bearer(&format!("{says}: {token}")));
        }
    }
}
