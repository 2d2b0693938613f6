//! What the authorization endpoint of each of ORCID's two authorization servers refuses, and how (guide `orcid-wire`, "The
//! authorization request and its checks").

use orcid_playground::sandbox::Era;

use crate::support::{self, CALLBACK, ISSUER, MEMBER, SOPHIA, World, asking, block, location, query};

/// Each row: what is changed in a valid request, the sentence of the page, its details in both eras.
#[test]
fn pages_of_both_eras() {
    let id = MEMBER.0;
    let link = |what: &str| format!("Error: Incorrect OAuth Link for client id {id}, missing {what}");
    type Page<'a> = (&'a [(&'a str, &'a str)], String, &'a str, Option<&'a str>);
    let table: Vec<Page<'_>> = vec![
        (
            &[("client_id", "")],
            "Error: Incorrect OAuth Link, missing client id parameter.".into(),
            "oauth_error / Please specify a client id",
            Some("invalid_request: Missing parameter: client_id is missing"),
        ),
        (
            &[("client_id", "APP-X"), ("scope", "")],
            "Error: The provided client id APP-X is invalid.".into(),
            "invalid_client / Client not found: APP-X",
            Some("invalid_request: Invalid parameter: client_id"),
        ),
        (
            &[("scope", ""), ("redirect_uri", "")],
            link("scope parameter."),
            "oauth_error / Please specify the desired scopes",
            Some("oauth_error: Please specify the desired scopes"),
        ),
        (
            &[("redirect_uri", ""), ("client_id", MEMBER.0)],
            link("redirect uri parameter"),
            "oauth_error / Please specify a redirect URL",
            Some("oauth_error: Please specify a redirect URL"),
        ),
        (
            &[("response_type", "")],
            link("response type parameter."),
            "oauth_error / Please specify a response type",
            Some("invalid_request: Missing parameter: response_type"),
        ),
        (&[("max_age", "soon")], "Error: Invalid max_age param".into(), "oauth_error / Invalid max_age param", None),
        (
            &[("client_id", "APP-PLAYGROUND000004")],
            "Error: The provided client id APP-PLAYGROUND000004 is locked.".into(),
            "client_locked / The client is locked",
            Some("client_locked: The client is locked"),
        ),
        (
            &[("client_id", "APP-PLAYGROUND000005")],
            "Error: Client APP-PLAYGROUND000005 is deactivated".into(),
            "client_deactivated / Client APP-PLAYGROUND000005 is deactivated",
            Some("client_deactivated: Client APP-PLAYGROUND000005 is deactivated"),
        ),
        (
            &[("response_type", "id_token"), ("scope", "openid")],
            "Error: Implicit id_token requests must have nonce".into(),
            "invalid_request / Implicit id_token requests must have nonce",
            Some("invalid_request: Implicit id_token requests must have nonce"),
        ),
    ];
    for (changes, sentence, former, present) in table {
        let mut asked = asking("/authenticate");
        for (name, value) in changes {
            asked.retain(|(present, _)| present != name);
            asked.push((name, value));
        }
        let mut world = World::of(Era::Classic);
        let moved = location(&world.authorize(&asked));
        assert_eq!(
            moved,
            format!("{ISSUER}/signin?oauth&{}", query(&asked)),
            "signed out, the sign-in page comes first"
        );
        let page = block(&world.get(&moved));
        assert_eq!((&page["message"], &page["details"]), (&sentence.clone().into(), &former.into()));
        let page = block(&World::of(Era::Current).authorize(&asked));
        match present {
            Some(details) => {
                assert_eq!((&page["message"], &page["details"]), (&sentence.into(), &details.into()));
            }
            None => assert_eq!(page["page"], "sign-in", "{changes:?} means nothing today"),
        }
    }
}

/// The first failing check decides; the eras begin differently.
#[test]
fn the_order_of_the_checks() {
    let empty = "/oauth/authorize?scope=";
    assert_eq!(
        block(&World::of(Era::Current).get(empty))["details"],
        "invalid_request: Missing parameter: response_type"
    );
    let mut world = World::of(Era::Classic);
    let moved = location(&world.get(empty));
    assert_eq!(block(&world.get(&moved))["details"], "oauth_error / Please specify a client id");
}

#[test]
fn fragments_of_both_eras() {
    for (scope, response_type, prompt, former, present) in [
        ("/no/such", "code", "", "error=invalid_scope", "error=invalid_scope"),
        ("/authenticate", "nonsense", "", "error=unsupported_response_type", "error=unsupported_response_type"),
        ("openid", "code", "none", "error=login_required", "login_required"),
    ] {
        let mut asked = asking(scope);
        asked[1] = ("response_type", response_type);
        asked.extend([("prompt", prompt), ("state", "xyz")]);
        let mut world = World::of(Era::Classic);
        let moved = location(&world.authorize(&asked));
        assert_eq!(location(&world.get(&moved)), format!("{CALLBACK}#{former}"));
        assert_eq!(location(&World::of(Era::Current).authorize(&asked)), format!("{CALLBACK}#{present}"));
    }
}

/// Guide `orcid-wire`, "Errors of the front channel".
#[test]
fn a_uri_that_does_not_match_is_told_in_other_places_too() {
    let mut asked = asking("openid");
    asked[3] = ("redirect_uri", "https://evil.example/cb");
    asked.push(("prompt", "none"));
    let mut world = World::of(Era::Current);
    let moved = location(&world.authorize(&asked));
    assert_eq!(moved, "/404");
    assert_eq!(world.get(&moved).status(), 404);
    let mut former = World::of(Era::Classic);
    let moved = location(&former.authorize(&asked));
    assert_eq!(block(&former.get(&moved))["page"], "error");
    let own = format!("/oauth/error/redirect-uri-mismatch?client_id={}", MEMBER.0);
    let page = block(&former.get(&own));
    let sentence = format!(
        "Error: The provided redirect URI does not match the redirect URIs registered by Playground Demo Client ({}).",
        MEMBER.0
    );
    assert_eq!((&page["page"], &page["message"]), (&"error".into(), &sentence.into()));
    assert_eq!(world.get(&own).status(), 404);
}

#[test]
fn the_former_server_matched_the_uri_when_it_knew_who_is_asked() {
    let mut asked = asking("/authenticate");
    asked[3] = ("redirect_uri", "https://evil.example/cb");
    let mut world = World::of(Era::Classic);
    let page = world.sign_in(&asked, SOPHIA);
    assert!(block(&page)["message"].as_str().unwrap().contains("does not match the redirect URIs"));
    assert_eq!(block(&page)["details"], "invalid_grant / Redirect URI doesn't match your registered redirect URIs.");
    // An error that would send the browser there does not wait for that.
    asked[2] = ("scope", "/no/such");
    let mut world = World::of(Era::Classic);
    let moved = location(&world.authorize(&asked));
    assert_eq!(block(&world.get(&moved))["page"], "error");
}

#[test]
fn max_age_and_confirm_acted_once() {
    for era in [Era::Classic, Era::Current] {
        let mut world = World::of(era);
        for scope in ["openid", "/authenticate"] {
            world.token(scope, SOPHIA);
        }
        world.sign_in(&asking("/read-limited"), SOPHIA);
        world.wait(60);
        let with = |name, value| {
            let mut asked = asking("openid");
            asked.push((name, value));
            asked
        };
        let skipped = |world: &mut World, asked: &[(&str, &str)]| world.authorize(asked).status() == 302;
        assert!(skipped(&mut world, &asking("openid")));
        assert!(skipped(&mut world, &with("max_age", "60")));
        assert_eq!(skipped(&mut world, &with("prompt", "confirm")), era == Era::Current);
        assert_eq!(skipped(&mut world, &with("max_age", "59")), era == Era::Current);
        // Both counted together with openid only.
        for (name, value) in [("max_age", "0"), ("max_age", "-1"), ("prompt", "confirm")] {
            let mut plain = asking("/authenticate");
            plain.push((name, value));
            assert!(skipped(&mut world, &plain), "{name}={value}");
        }
        if era == Era::Classic {
            assert_eq!(block(&world.authorize(&with("max_age", "-1")))["page"], "sign-in", "-1 is a number, too");
            let asked = with("max_age", "0");
            let page = world.authorize(&asked);
            assert_eq!(block(&page)["page"], "sign-in");
            let moved = location(&world.submit(&block(&page), &[("orcid", SOPHIA)]));
            world.wait(5);
            assert!(location(&world.get(&moved)).contains("code="), "a sign-in for this request is young enough");
        }
    }
}

#[test]
fn eras_have_names() {
    assert_eq!("classic".parse(), Ok(Era::Classic));
    assert_eq!(Era::default().to_string(), "current");
    assert!("former".parse::<Era>().is_err());
    assert_eq!(support::settings().era, Era::Current);
}

#[test]
fn the_former_server_took_tags_out() {
    let asked = |client_id, scope| {
        [("client_id", client_id), ("response_type", "code"), ("scope", scope), ("redirect_uri", CALLBACK)]
    };
    let mut former = World::of(Era::Classic);
    let page = former.sign_in(&asked(MEMBER.0, "<i>/authenticate</i>"), SOPHIA);
    assert_eq!(block(&page)["page"], "consent");
    former.cookie = None;
    let moved = former.authorize(&asked("<b>APP-1</b>", "/authenticate"));
    let unknown = former.get(&location(&moved));
    assert_eq!(block(&unknown)["message"], "Error: The provided client id APP-1 is invalid.");
    let mut present = World::of(Era::Current);
    let refused = present.authorize(&asked(MEMBER.0, "<i>/authenticate</i>"));
    assert!(location(&refused).ends_with("#error=invalid_scope"));
}
