//! Sign-in, consent, refusals: what the browser sees.

use http::Method;
use orcid_playground::sandbox::Era;

use crate::support::{CALLBACK, MEMBER, SAKURA, SOPHIA, World, asking, block, location, parameter, query, text};

#[test]
fn a_researcher_signs_in_and_authorizes() {
    let mut world = World::new();
    let mut asked = asking("/authenticate /read-limited");
    asked.push(("state", "a b+c/ü"));
    let page = world.sign_in(&asked, SOPHIA);
    let consent = block(&page);
    assert_eq!(page.status(), 200);
    assert_eq!(consent["page"], "consent");
    // Sentences and buttons that tests in a browser look for.
    for said in [
        "This organization has asked for the following access to your ORCID record:",
        "If authorized, this organization will have access to your ORCID record, as outlined above",
        "You can manage access permissions for this and other Trusted Organizations",
        "id=\"authorize-button\"",
        "id=\"deny-button\"",
    ] {
        assert!(text(&page).contains(said), "{said}");
    }
    assert_eq!(consent["client_name"], "Playground Demo Client");
    assert_eq!(consent["signed_in_as"], serde_json::json!({"orcid": SOPHIA, "name": "Sophia Garcia"}));
    assert_eq!(
        consent["scopes"],
        serde_json::json!([
            {"scope": "/authenticate", "text": "Get your ORCID iD"},
            {"scope": "/read-limited", "text": "Read your information with visibility set to Trusted parties"},
        ])
    );
    let back = location(&world.submit(&consent, &[("approved", "true")]));
    assert!(back.starts_with(&format!("{CALLBACK}?code=")), "{back}");
    let code = parameter(&back, "code").unwrap();
    assert!(code.len() == 6 && code.bytes().all(|b| b.is_ascii_alphanumeric()), "{code}");
    assert_eq!(parameter(&back, "state").as_deref(), Some("a b+c/ü"));
    assert!(back.find("code=") < back.find("state="));
}

#[test]
fn a_denial_is_told_in_the_query() {
    let mut world = World::new();
    let mut asked = asking("/authenticate");
    asked.push(("state", "xyz"));
    let page = world.sign_in(&asked, SOPHIA);
    let back = location(&world.submit(&block(&page), &[("approved", "false")]));
    assert_eq!(back, format!("{CALLBACK}?error=access_denied&error_description=User%20denied%20access&state=xyz"));
}

#[test]
fn the_query_of_a_redirect_uri_is_kept() {
    let mut world = World::new();
    let uri = format!("{CALLBACK}/x?a=b");
    let mut asked = asking("/authenticate");
    asked[3] = ("redirect_uri", &uri);
    let page = world.sign_in(&asked, SOPHIA);
    let back = location(&world.submit(&block(&page), &[("approved", "true")]));
    assert!(back.starts_with(&format!("{uri}&code=")), "{back}");
}

/// Every row: what is asked, what the page says. The browser goes nowhere.
#[test]
fn refusals_that_orcid_shows_itself() {
    let with = |changes: &[(&'static str, &'static str)]| {
        let mut asked = asking("/authenticate");
        for (name, value) in changes {
            asked.retain(|(present, _)| present != name);
            asked.push((name, value));
        }
        query(&asked)
    };
    let id = MEMBER.0;
    let unknown = "Error: The provided client id APP-NOBODY0000000000 is invalid.".to_owned();
    let mismatch = |uri: &str| {
        format!(
            "Error: The provided redirect URI {uri} does not match the redirect URIs registered by Playground Demo \
             Client ({id})."
        )
    };
    let link = |what: &str| format!("Error: Incorrect OAuth Link for client id {id}, missing {what}");
    let table = [
        (with(&[("response_type", "")]), link("response type parameter.")),
        (with(&[("client_id", "")]), "Error: Incorrect OAuth Link, missing client id parameter.".to_owned()),
        (with(&[("client_id", "APP-NOBODY0000000000")]), unknown.clone()),
        // Nobody is sent to the URI of an unknown client, whatever else is wrong.
        (with(&[("client_id", "APP-NOBODY0000000000"), ("scope", "/no/such")]), unknown),
        (with(&[("scope", " ")]), link("scope parameter.")),
        (with(&[("redirect_uri", "")]), link("redirect uri parameter")),
        (
            with(&[("client_id", "APP-PLAYGROUND000004")]),
            "Error: The provided client id APP-PLAYGROUND000004 is locked.".to_owned(),
        ),
        (
            with(&[("client_id", "APP-PLAYGROUND000005")]),
            "Error: Client APP-PLAYGROUND000005 is deactivated".to_owned(),
        ),
        (
            with(&[("response_type", "id_token"), ("scope", "openid")]),
            "Error: Implicit id_token requests must have nonce".to_owned(),
        ),
        (with(&[("redirect_uri", "https://evil.example/cb")]), mismatch("https://evil.example/cb")),
        // An error that would redirect does not, when the URI is not registered.
        (
            with(&[("redirect_uri", "https://evil.example/cb"), ("scope", "/no/such")]),
            mismatch("https://evil.example/cb"),
        ),
        (
            with(&[("redirect_uri", "https://evil.example/cb"), ("response_type", "nonsense")]),
            mismatch("https://evil.example/cb"),
        ),
        // Checked first of all in today's ORCID.
        (
            with(&[("response_type", ""), ("client_id", "")]),
            "Error: Incorrect OAuth Link for client id , missing response type parameter.".to_owned(),
        ),
    ];
    for (query, message) in table {
        let page = World::new().get(&format!("/oauth/authorize?{query}"));
        assert_eq!(page.status(), 200, "{query}");
        assert_eq!(block(&page)["message"], message, "{query}");
        assert_eq!(block(&page)["page"], "error");
    }
}

#[test]
fn refusals_that_go_to_the_client_stand_in_the_fragment() {
    let table = [
        ("/no/such", "code", "", "error=invalid_scope"),
        ("/read-public", "code", "", "error=invalid_scope"),
        ("/webhook", "code", "", "error=invalid_scope"),
        ("/authenticate /email/read-private", "code", "", "error=invalid_scope"),
        ("profile email", "code", "", "error=invalid_scope"),
        ("/authenticate", "nonsense", "", "error=unsupported_response_type"),
        ("openid", "code", "none", "login_required"),
    ];
    for (scope, response_type, prompt, fragment) in table {
        let mut asked = asking(scope);
        asked[1] = ("response_type", response_type);
        asked.extend([("prompt", prompt), ("state", "xyz")]);
        let back = location(&World::new().authorize(&asked));
        assert_eq!(back, format!("{CALLBACK}#{fragment}"), "{scope} {response_type}");
    }
}

#[test]
fn a_public_client_may_not_ask_for_more() {
    let mut asked = asking("/read-limited");
    asked[0] = ("client_id", "APP-PLAYGROUND000002");
    assert_eq!(location(&World::new().authorize(&asked)), format!("{CALLBACK}#error=invalid_scope"));
    asked[2] = ("scope", "openid profile email /authenticate");
    assert_eq!(block(&World::new().authorize(&asked))["page"], "sign-in");
}

#[test]
fn prompt_none_asks_nobody() {
    let mut world = World::new();
    let mut asked = asking("openid");
    world.sign_in(&asked, SOPHIA);
    asked.push(("prompt", "none"));
    assert_eq!(location(&world.authorize(&asked)), format!("{CALLBACK}#error=interaction_required"));
    world.cookie = None;
    world.token("openid", SOPHIA);
    world.sign_in(&asking("/authenticate"), SOPHIA);
    assert!(location(&world.authorize(&asked)).starts_with(&format!("{CALLBACK}?code=")));
}

/// Guide `orcid-wire`, "The authorization request and its checks".
#[test]
fn prompt_none_without_openid_counts_for_who_is_signed_out() {
    let mut asked = asking("/authenticate");
    asked.push(("prompt", "none"));
    assert_eq!(location(&World::new().authorize(&asked)), format!("{CALLBACK}#login_required"));
    let mut world = World::new();
    world.sign_in(&asking("/read-limited"), SOPHIA);
    assert_eq!(block(&world.authorize(&asked))["page"], "consent");
    asked[3] = ("redirect_uri", "https://evil.example/cb");
    assert_eq!(location(&World::new().authorize(&asked)), "/404");
    // The former server looked at the parameter together with openid only.
    let mut former = World::of(Era::Classic);
    asked[3] = ("redirect_uri", CALLBACK);
    let moved = location(&former.authorize(&asked));
    assert_eq!(block(&former.get(&moved))["page"], "sign-in");
}

#[test]
fn a_head_request_changes_nothing() {
    let target = format!("/oauth/authorize?{}", query(&asking("/authenticate")));
    let mut world = World::new();
    let json = [("content-type", "application/json")];
    world.send(Method::POST, "/_sandbox/next-consent", &json, r#"{"decision": "approve"}"#);
    assert_eq!(world.send(Method::HEAD, &target, &[], "").status(), 200);
    let back = location(&world.get(&target));
    assert!(back.contains("?code="), "the answer was still there: {back}");
    let code = parameter(&back, "code").unwrap();
    world.exchange(MEMBER, &code);
    world.sign_in(&asking("/read-limited"), SOPHIA);
    assert_eq!(world.send(Method::HEAD, &target, &[], "").status(), 200, "no code is made");
    assert!(location(&world.get(&target)).contains("?code="));
}

#[test]
fn consent_is_skipped_for_exactly_what_was_granted() {
    let mut world = World::new();
    world.token("/authenticate /read-limited", SOPHIA);
    world.sign_in(&asking("/activities/update"), SOPHIA);
    let skipped = |world: &mut World, scope| world.authorize(&asking(scope)).status() == 302;
    assert!(skipped(&mut world, "/read-limited /authenticate"), "order does not matter");
    assert!(!skipped(&mut world, "/read-limited"), "a part of it is another question");
    assert!(!skipped(&mut world, "/authenticate /read-limited openid"), "so is more");
    let mut login = asking("/authenticate /read-limited");
    login.push(("prompt", "login"));
    assert_eq!(block(&world.authorize(&login))["page"], "consent", "prompt=login asks again");
    // The grant was Sophia's.
    world.cookie = None;
    let page = world.sign_in(&asking("/authenticate /read-limited"), SAKURA);
    assert_eq!(block(&page)["page"], "consent");
}

#[test]
fn consent_is_asked_again_when_the_tokens_no_longer_work() {
    let mut world = World::new();
    let code = world.code("/authenticate", SOPHIA);
    world.exchange(MEMBER, &code);
    world.exchange(MEMBER, &code);
    assert_eq!(block(&world.sign_in(&asking("/authenticate"), SOPHIA))["page"], "consent");
}

#[test]
fn prompt_login_wants_a_sign_in_for_each_request() {
    let mut world = World::new();
    let mut asked = asking("openid");
    asked.extend([("prompt", "login"), ("state", "with <odd> \"signs\"")]);
    let consent = world.sign_in(&asked, SOPHIA);
    assert_eq!(block(&consent)["page"], "consent");
    world.submit(&block(&consent), &[("approved", "false")]);
    assert_eq!(block(&world.authorize(&asked))["page"], "sign-in");
    // Without openid, today's front end asks nobody to sign in again; the former server did.
    let mut asked = asking("/authenticate");
    asked.push(("prompt", "login"));
    for (era, expected) in [(Era::Current, "consent"), (Era::Classic, "sign-in")] {
        let mut world = World::of(era);
        world.token("/authenticate", SOPHIA);
        world.sign_in(&asking("/read-limited"), SOPHIA);
        assert_eq!(block(&world.authorize(&asked))["page"], expected, "{era}");
    }
}

/// Guide `orcid-wire`, "The authorization request and its checks".
#[test]
fn only_the_former_server_takes_blanks_from_a_redirect_uri() {
    let blank = format!(" {CALLBACK} ");
    let mut asked = asking("/authenticate");
    asked[3] = ("redirect_uri", &blank);
    let page = World::of(Era::Current).authorize(&asked);
    assert!(block(&page)["message"].as_str().unwrap().contains("does not match"), "{}", text(&page));
    let mut former = World::of(Era::Classic);
    assert_eq!(block(&former.sign_in(&asked, SOPHIA))["page"], "consent");
}

#[test]
fn the_researcher_can_be_another_one() {
    let mut world = World::new();
    let asked = asking("/authenticate");
    let first = world.sign_in(&asked, SOPHIA);
    let html = text(&first);
    let link = html.split_once(r#"<a href="/signin?"#).unwrap().1.split_once('"').unwrap().0.replace("&amp;", "&");
    let link = link.replace("&#x2f;", "/");
    let choice = world.get(&format!("/signin?{link}"));
    assert_eq!(block(&choice)["client_name"], "Playground Demo Client");
    let moved = world.submit(&block(&choice), &[("orcid", SAKURA)]);
    let consent = world.get(&location(&moved));
    assert_eq!(block(&consent)["signed_in_as"]["orcid"], SAKURA);
}

#[test]
fn a_consent_needs_the_session_that_saw_the_page() {
    let mut world = World::new();
    let page = world.sign_in(&asking("/authenticate"), SOPHIA);
    let consent = block(&page);
    let request = consent["fields"]["request"].as_str().unwrap().to_owned();
    let forged = world.post(
        "/oauth/authorize",
        &[("request", &request), ("csrf_token", "00000000-0000-4000-8000-000000000000"), ("approved", "true")],
    );
    assert_eq!(forged.status(), 403);
    let token = consent["fields"]["csrf_token"].as_str().unwrap().to_owned();
    let body = query(&[("request", &request), ("csrf_token", &token), ("approved", "true")]);
    let foreign = [("content-type", "application/x-www-form-urlencoded"), ("origin", "https://evil.example")];
    assert_eq!(world.send(Method::POST, "/oauth/authorize", &foreign, &body).status(), 403);
    assert_eq!(world.send(Method::POST, "/signin", &foreign, &format!("orcid={SOPHIA}")).status(), 403);
    world.get("/signout");
    assert_eq!(world.submit(&consent, &[("approved", "true")]).status(), 403);
}

#[test]
fn what_a_form_repeats_is_checked_again() {
    let mut world = World::new();
    let page = world.sign_in(&asking("/authenticate"), SOPHIA);
    let mut consent = block(&page);
    let mut asked = asking("/authenticate");
    asked[3] = ("redirect_uri", "https://evil.example/cb");
    consent["fields"]["request"] = query(&asked).into();
    let answer = world.submit(&consent, &[("approved", "true")]);
    assert_eq!(answer.status(), 200);
    assert_eq!(block(&answer)["page"], "error");
}

#[test]
fn texts_from_outside_stay_texts() {
    let mut asked = asking("/authenticate");
    asked[0] = ("client_id", "<script>alert(1)</script>\"'");
    let page = World::new().authorize(&asked);
    assert!(!text(&page).contains("<script>alert"), "{}", text(&page));
    assert!(block(&page)["message"].as_str().unwrap().contains("<script>alert(1)</script>"));
    // A line break in a redirect URI does not become a header.
    let uri = format!("{CALLBACK}?x=\r\nset-cookie: a=b");
    let mut asked = asking("/no/such");
    asked[3] = ("redirect_uri", &uri);
    let response = World::new().authorize(&asked);
    assert_eq!(location(&response), format!("{CALLBACK}?x=%0D%0Aset-cookie:%20a=b#error=invalid_scope"));
    assert!(!response.headers().contains_key("set-cookie"));
}
