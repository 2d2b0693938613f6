//! The implicit flow: tokens in the fragment (guide `orcid-wire`, "Implicit flow").

use orcid_playground::{
    oauth::form,
    sandbox::{Era, Seed, Settings},
};

use crate::support::{self, CALLBACK, SOPHIA, World, asking, block, location};

const ERAS: [Era; 2] = [Era::Current, Era::Classic];

/// What Sophia's browser comes back with: the parameters of the fragment.
fn fragment(world: &mut World, response_type: &str, scope: &str, nonce: &str) -> Vec<(String, String)> {
    let mut asked = asking(scope);
    asked[1] = ("response_type", response_type);
    asked.extend([("nonce", nonce), ("state", "xyz")]);
    let page = world.sign_in(&asked, SOPHIA);
    let back = if page.status() == 302 { page } else { world.submit(&block(&page), &[("approved", "true")]) };
    world.cookie = None;
    let back = location(&back);
    form::parse_form(back.strip_prefix(&format!("{CALLBACK}#")).unwrap_or_else(|| panic!("{back}")).as_bytes())
}

fn names(fields: &[(String, String)]) -> String {
    fields.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_implicit_flow_answers_in_the_fragment() {
    let mut world = World::new();
    let fields = fragment(&mut world, "token id_token", "openid /read-limited", "n-1");
    assert_eq!(names(&fields), "access_token token_type state expires_in scope tokenVersion persistent id_token");
    assert_eq!((fields[3].1.as_str(), fields[4].1.as_str()), ("599", "/authenticate /read-public openid"));
    let token = fields[0].1.clone();
    assert_eq!(world.read("/oauth/userinfo", Some(&token)).status(), 200);
    // Reading what is limited was not granted.
    let record = support::json(&world.read(&format!("/api/v3.0/{SOPHIA}/record"), Some(&token)));
    assert_eq!(record["person"]["keywords"]["keyword"].as_array().unwrap().len(), 2);
    // Such a token does not spare the next consent, and it lives ten minutes.
    assert_eq!(block(&world.sign_in(&asking("openid"), SOPHIA))["page"], "consent");
    world.wait(600);
    assert_eq!(world.read("/oauth/userinfo", Some(&token)).status(), 403);
}

#[test]
fn an_id_token_comes_with_openid_and_never_without() {
    let plain = "access_token token_type state expires_in tokenVersion persistent";
    for era in ERAS {
        let mut world = World::of(era);
        for (response_type, scope, nonce, has_it) in [
            ("token", "/authenticate", "", false),
            ("id_token token", "/authenticate", "n-1", false),
            ("id_token token", "/authenticate", "", false),
            ("token", "openid", "", true),
            ("token", "openid", "n-1", true),
            ("id_token", "openid", "n-1", true),
            ("token id_token", "/authenticate openid", "n-1", true),
        ] {
            let fields = fragment(&mut world, response_type, scope, nonce);
            let expected = if has_it { format!("{plain} id_token") } else { plain.to_owned() };
            assert_eq!(names(&fields), expected, "{era} {response_type} {scope}");
        }
        let mut asked = asking("/authenticate");
        asked[1] = ("response_type", "id_token");
        asked.push(("nonce", "n-1"));
        let mut back = location(&world.authorize(&asked));
        if era == Era::Classic {
            back = location(&world.get(&back));
        }
        assert_eq!(back, format!("{CALLBACK}#error=unsupported_response_type"));
    }
}

#[test]
fn what_survives_is_taken_from_all_that_the_scopes_bring() {
    let mut world = World::new();
    for (asked, granted) in [
        ("/authenticate", None),
        ("openid /authenticate", None),
        ("/read-limited", Some("/read-public")),
        ("/authenticate /activities/update", Some("/authenticate /read-public")),
        ("openid /activities/update", Some("/authenticate /read-public openid")),
    ] {
        let fields = fragment(&mut world, "token", asked, "");
        assert_eq!(form::first(&fields, "scope"), granted, "{asked}");
    }
}

#[test]
fn an_implicit_denial_is_in_the_fragment_too() {
    let mut world = World::new();
    let mut asked = asking("/authenticate");
    asked[1] = ("response_type", "token");
    let page = world.sign_in(&asked, SOPHIA);
    let back = location(&world.submit(&block(&page), &[("approved", "false")]));
    assert_eq!(back, format!("{CALLBACK}#error=access_denied&error_description=User%20denied%20access"));
}

/// A world with one client more, which has these grants.
fn with_grants(era: Era, grant_types: &str) -> World {
    let auto_approve = Some(SOPHIA.parse().unwrap());
    let mut world = World::with(Settings { era, auto_approve, ..support::settings() });
    let seed = format!(
        "[[client]]\nclient_id = \"APP-GRANTS0000000001\"\nclient_secret = \"6f1c9b1e-0f9a-4d3b-8a35-2f1b6a9c1d11\"\n\
         name = \"Grants\"\ntype = \"member\"\ngrant_types = {grant_types}\n"
    );
    world.sandbox.set_seed(Seed::parse(&seed).unwrap());
    world
}

/// Guide `orcid-wire`, "Redirect URI matching", "Implicit flow".
#[test]
fn a_client_asks_for_what_it_has_the_grant_for() {
    let refused = "error=invalid_client&error_description=Unauthorized%20grant%20type:%20implicit&state=xyz";
    for era in ERAS {
        for (grant_types, response_type, begins) in [
            (r#"["authorization_code"]"#, "code", format!("{CALLBACK}?code=")),
            (r#"["authorization_code"]"#, "token", format!("{CALLBACK}#{refused}")),
            (r#"["implicit"]"#, "token", format!("{CALLBACK}#access_token=")),
            (r#"["authorization_code", "implicit"]"#, "token", format!("{CALLBACK}#access_token=")),
        ] {
            let mut asked = asking("/authenticate");
            (asked[0], asked[1]) = (("client_id", "APP-GRANTS0000000001"), ("response_type", response_type));
            asked.push(("state", "xyz"));
            let back = location(&with_grants(era, grant_types).authorize(&asked));
            assert!(back.starts_with(&begins), "{era} {grant_types} {response_type}: {back}");
        }
        for (scope, response_type) in [("/authenticate", "code"), ("/authenticate", "token"), ("/no/such", "code")] {
            let mut asked = asking(scope);
            (asked[0], asked[1]) = (("client_id", "APP-GRANTS0000000001"), ("response_type", response_type));
            let page = with_grants(era, r#"["client_credentials", "refresh_token"]"#).authorize(&asked);
            assert_eq!(page.status(), if era == Era::Classic { 400 } else { 200 });
            let sentence = "Error: A redirect_uri can only be used by implicit or authorization_code grant types.";
            assert_eq!(block(&page)["message"], sentence, "{era} {scope} {response_type}");
        }
    }
}
