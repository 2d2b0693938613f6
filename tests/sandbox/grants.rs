//! The other grants, and giving tokens back.

use base64::{Engine, engine::general_purpose::STANDARD};
use http::Method;
use orcid_playground::{
    oauth::{HttpResponse, form},
    sandbox::Era,
};

use crate::support::{MEMBER, PREMIUM, PUBLIC, SOPHIA, World, asking, json, pair, text};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

fn refresh(world: &mut World, token: &str, fields: &[(&str, &str)], bearer: Option<&str>) -> HttpResponse {
    let mut all = vec![
        ("client_id", MEMBER.0),
        ("client_secret", MEMBER.1),
        ("grant_type", "refresh_token"),
        ("refresh_token", token),
    ];
    all.extend(fields);
    let bearer = bearer.map(|token| format!("Bearer {token}")).unwrap_or_default();
    world.send(Method::POST, "/oauth/token", &[FORM, ("authorization", &bearer)], &form::form(all))
}

#[test]
fn a_refresh_gives_a_further_pair() {
    let mut world = World::new();
    let (access, refresh_token) = world.pair("openid /read-limited", SOPHIA);
    world.wait(100);
    let response = refresh(&mut world, &refresh_token, &[], None);
    let (new_access, new_refresh) = pair(&response);
    assert_eq!(
        text(&response),
        format!(
            r#"{{"access_token":"{new_access}","token_type":"bearer","refresh_token":"{new_refresh}","expires_in":631138418,"scope":"/read-limited openid","name":"Sophia Garcia","orcid":"{SOPHIA}"}}"#
        )
    );
    assert!(access != new_access && refresh_token != new_refresh);
    for token in [&access, &new_access] {
        assert_eq!(world.read_record(token), 200, "the earlier pair works on");
    }
    assert_eq!(refresh(&mut world, &refresh_token, &[], None).status(), 200, "more than once");
    assert_eq!(refresh(&mut world, &new_refresh, &[], None).status(), 200);
}

#[test]
fn a_refresh_can_narrow() {
    let mut world = World::new();
    let (_, token) = world.pair("/read-limited /activities/update", SOPHIA);
    let response = refresh(&mut world, &token, &[("scope", "/orcid-works/update  /read-limited")], None);
    assert_eq!(json(&response)["scope"], "/orcid-works/update /read-limited", "what a scope implies counts");
    let (_, narrow) = pair(&response);
    let wider = refresh(&mut world, &narrow, &[("scope", "/activities/update")], None);
    assert_eq!(wider.status(), 400);
}

#[test]
fn revoke_old_acted_on_the_bearer_header_once() {
    for (era, fields, bearer, old_works) in [
        (Era::Classic, None, true, false),
        (Era::Classic, Some(("revoke_old", "true")), true, false),
        (Era::Classic, Some(("revoke_old", "false")), true, true),
        (Era::Classic, Some(("revoke_old", "true")), false, true),
        (Era::Current, Some(("revoke_old", "true")), false, true),
    ] {
        let mut world = World::of(era);
        let (access, token) = world.pair("/read-limited", SOPHIA);
        let fields: Vec<_> = fields.into_iter().collect();
        let response = refresh(&mut world, &token, &fields, bearer.then_some(access.as_str()));
        assert_eq!(response.status(), 200, "{}", text(&response));
        assert_eq!(world.read_record(&access) == 200, old_works, "{era} {fields:?} {bearer}");
        let (new, _) = pair(&response);
        assert_eq!(world.read_record(&new), 200);
        let again = refresh(&mut world, &token, &[], None);
        assert_eq!(again.status() == 200, old_works, "{}", text(&again));
    }
}

#[test]
fn somebody_elses_access_token_is_not_disabled() {
    let mut world = World::of(Era::Classic);
    let mut asked = asking("/authenticate");
    asked[0] = ("client_id", PUBLIC.0);
    let code = world.code_for(&asked, SOPHIA);
    let (foreign, _) = pair(&world.exchange(PUBLIC, &code));
    let (_, token) = world.pair("/read-limited", SOPHIA);
    assert_eq!(refresh(&mut world, &token, &[], Some(&foreign)).status(), 200);
    assert_eq!(world.read("/oauth/userinfo", Some(&foreign)).status(), 200);
}

#[test]
fn expires_in_shortened_once() {
    for (era, value, says) in
        [(Era::Classic, "3600", "3599"), (Era::Current, "3600", "631138518"), (Era::Current, "abc", "631138518")]
    {
        let mut world = World::of(era);
        let (_, token) = world.pair("/read-limited", SOPHIA);
        let response = refresh(&mut world, &token, &[("expires_in", value)], None);
        assert_eq!(json(&response)["expires_in"].to_string(), says, "{era} {value}");
        let (access, _) = pair(&response);
        world.wait(3600);
        assert_eq!(world.read_record(&access) == 401, era == Era::Classic);
    }
    let mut world = World::of(Era::Classic);
    let (_, token) = world.pair("/read-limited", SOPHIA);
    let refused = refresh(&mut world, &token, &[("expires_in", "abc")], None);
    assert_eq!(text(&refused), r#"{"error":"invalid_request","error_description":"abc is not a number"}"#);
    let refused = refresh(&mut world, &token, &[("expires_in", "999999999")], None);
    assert_eq!(
        text(&refused),
        r#"{"error":"invalid_request","error_description":"Token expiration can't be after Thu Nov 22 08:15:19 UTC 2046"}"#
    );
}

#[test]
fn a_client_obtains_a_token_for_itself() {
    let mut world = World::new();
    let response = world.ask(MEMBER, "client_credentials", &[("scope", "/read-public /authenticate")]);
    let (access, refresh_token) = pair(&response);
    assert_eq!(
        text(&response),
        format!(
            r#"{{"access_token":"{access}","token_type":"bearer","refresh_token":"{refresh_token}","expires_in":631138518,"scope":"/read-public","orcid":null}}"#
        )
    );
    assert_eq!(world.read_record(&access), 200);
    let limited = json(&world.read(&format!("/api/v3.0/{SOPHIA}/record"), Some(&access)));
    assert_eq!(limited["person"]["keywords"]["keyword"].as_array().unwrap().len(), 2, "public ones only");
    assert_eq!(world.read("/oauth/userinfo", Some(&access)).status(), 403, "it is nobody's");
    let renewed = refresh(&mut world, &refresh_token, &[], None);
    assert!(text(&renewed).ends_with(r#""scope":"/read-public","orcid":null}"#), "{}", text(&renewed));
}

#[test]
fn client_types_decide_what_they_obtain() {
    for (client, scope, status) in [
        (PUBLIC, "/read-public", 200),
        (PUBLIC, "/group-id-record/update", 400),
        (MEMBER, "/group-id-record/update /read-public", 200),
        (MEMBER, "/premium-notification", 400),
        (PREMIUM, "/webhook", 200),
        (PREMIUM, "/premium-notification", 200),
    ] {
        let response = World::new().ask(client, "client_credentials", &[("scope", scope)]);
        assert_eq!(response.status(), status, "{scope}: {}", text(&response));
    }
}

#[test]
fn an_old_name_of_a_scope_was_understood_once() {
    let mut world = World::of(Era::Classic);
    let code = world.code("/funding/update", SOPHIA);
    let fields = [("code", code.as_str()), ("scope", "/orcid-grants/update")];
    assert_eq!(world.ask(MEMBER, "authorization_code", &fields).status(), 200);
}

#[test]
fn revoking_ends_the_pair_and_nothing_else() {
    for era in [Era::Classic, Era::Current] {
        let mut world = World::of(era);
        let (id, secret) = MEMBER;
        let revoke = |world: &mut World, token: &str| {
            world.post("/oauth/revoke", &[("client_id", id), ("client_secret", secret), ("token", token)])
        };
        let (access, refresh_token) = world.pair("/read-limited", SOPHIA);
        let (other, _) = world.pair("/activities/update", SOPHIA);
        let done = revoke(&mut world, &refresh_token);
        assert_eq!((done.status().as_u16(), done.body().len()), (200, 0));
        assert_eq!(done.headers().contains_key("oauth_token_validation"), era == Era::Current);
        assert_eq!(world.read_record(&access), 401);
        assert_eq!(
            json(&refresh(&mut world, &refresh_token, &[], None))["error_description"],
            "Parent token is disabled"
        );
        assert_eq!(world.read_record(&other), 200);
        for unknown in [access.as_str(), "nobody's"] {
            assert_eq!(revoke(&mut world, unknown).status(), 200);
        }
        // Somebody else's token stays.
        let foreign =
            world.post("/oauth/revoke", &[("client_id", PUBLIC.0), ("client_secret", PUBLIC.1), ("token", &other)]);
        assert_eq!(foreign.status(), 200);
        assert_eq!(world.read_record(&other), 200);
        let basic = format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")));
        let headers = [FORM, ("authorization", basic.as_str())];
        let done = world.send(Method::POST, "/oauth/revoke", &headers, &form::form([("token", other.as_str())]));
        assert_eq!(done.status(), 200);
        assert_eq!(world.read_record(&other), 401);
    }
}

#[test]
fn revoking_badly() {
    let mut world = World::new();
    let status = |world: &mut World, fields: &[(&str, &str)]| world.post("/oauth/revoke", fields).status().as_u16();
    let (id, secret) = MEMBER;
    assert_eq!(status(&mut world, &[("client_id", id), ("client_secret", secret)]), 500);
    assert_eq!(status(&mut world, &[("token", "x")]), 500);
    let wrong = world.post("/oauth/revoke", &[("client_id", id), ("client_secret", "x"), ("token", "x")]);
    assert_eq!(
        (wrong.status().as_u16(), text(&wrong)),
        (401, r#"{"error_description":"Client authentication failed","error":"invalid_client"}"#)
    );
    let marked = |name: &str| wrong.headers().contains_key(name);
    assert!(marked("oauth_token_validation") && !marked("oauth_authorization_code_exchange"), "{wrong:?}");
    assert_eq!(world.send(Method::POST, "/oauth/revoke", &[("content-type", "application/json")], "{}").status(), 415);
    assert_eq!(world.get("/oauth/revoke").status(), 415);
    // The type of the content counts, and no method: parameters of a query do as well.
    let is_form = [("content-type", "application/x-www-form-urlencoded")];
    let fields = crate::support::query(&[("client_id", MEMBER.0), ("client_secret", MEMBER.1), ("token", "unknown")]);
    assert_eq!(world.send(Method::GET, &format!("/oauth/revoke?{fields}"), &is_form, "").status(), 200);
    let mut former = World::of(Era::Classic);
    assert_eq!(status(&mut former, &[]), 401, "credentials come first");
    assert_eq!(status(&mut former, &[("client_id", id), ("client_secret", secret)]), 500);
}

/// The half of the rules of reuse that is about refresh tokens.
#[test]
fn a_reused_code_disables_the_refresh_token_but_not_what_came_of_it() {
    let mut world = World::new();
    let code = world.code("/read-limited", SOPHIA);
    let (access, refresh_token) = pair(&world.exchange(MEMBER, &code));
    let (renewed, _) = pair(&refresh(&mut world, &refresh_token, &[], None));
    world.exchange(MEMBER, &code);
    assert_eq!(world.read_record(&access), 401);
    let refused = refresh(&mut world, &refresh_token, &[], None);
    assert_eq!(text(&refused), r#"{"error_description":"Parent token is disabled","error":"unauthorized_client"}"#);
    assert_eq!(world.read_record(&renewed), 200, "a renewed pair does not know the code");
}

#[test]
fn a_code_that_failed_works_again() {
    for era in [Era::Classic, Era::Current] {
        let mut world = World::of(era);
        let code = world.code("/read-limited", SOPHIA);
        let wrong = [("code", code.as_str()), ("redirect_uri", "http://127.0.0.1:18801/other")];
        assert_ne!(world.ask(MEMBER, "authorization_code", &wrong).status(), 200);
        assert_ne!(world.exchange(PUBLIC, &code).status(), 200);
        assert_eq!(world.exchange(MEMBER, &code).status(), 200);
    }
}
