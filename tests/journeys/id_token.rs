//! The ID token: shown in plain words, checked, and every fault of it named.

use orcid_playground::{
    app::{Command, availability, control::Control, dialog::Dialog, id_token::IdTokenCard},
    oauth::{
        Purpose, TransportErrorKind,
        id_token::{Check, Verdict, holds},
    },
    orcid::LOCAL_ISSUER,
};

use crate::journey::Journey;

/// The program with tokens, an ID token among them, and a fault at the simulated ORCID meanwhile.
fn with_id_token(fault: Option<&str>, nonce: bool) -> Journey {
    let mut journey = Journey::new();
    if let Some(fault) = fault {
        set_fault(&mut journey, fault);
    }
    journey.model.form_mut().use_nonce = nonce;
    journey.go_to(Control::Scope).retype("openid /read-limited").press("esc").press("a enter x");
    assert!(journey.model.dance.granted.is_some(), "{}", journey.notice());
    journey
}

fn set_fault(journey: &mut Journey, name: &str) {
    let request = http::Request::put(format!("{LOCAL_ISSUER}/_sandbox/faults"))
        .header("host", LOCAL_ISSUER.trim_start_matches("http://"))
        .header("content-type", "application/json")
        .body(format!(r#"[{{"name":"{name}"}}]"#).into())
        .unwrap();
    let now = journey.now;
    let answer = orcid_playground::sandbox::respond(&mut journey.sandbox, &request, now).response;
    assert!(answer.status().is_success(), "{answer:?}");
}

fn card(journey: &Journey) -> &IdTokenCard {
    match journey.model.dialogs.last() {
        Some(Dialog::IdToken(card)) => card,
        other => panic!("{other:?}"),
    }
}

fn failed(journey: &Journey) -> Vec<Check> {
    let checks = card(journey).checks.iter().filter(|checked| checked.verdict == Verdict::Fails);
    checks.map(|checked| checked.check).collect()
}

fn words(journey: &Journey) -> String {
    card(journey).lines().iter().map(|line| format!("{}\n", line.text())).collect()
}

#[test]
fn a_good_one_is_told_in_plain_words() {
    let mut journey = with_id_token(None, true);
    journey.press("I");
    assert!(holds(&card(&journey).checks), "{}", words(&journey));
    let keys = journey.last_of(Purpose::KeySet);
    assert_eq!(keys.request.uri().path(), "/oauth/jwks");
    let words = words(&journey);
    for expected in [
        "✓ This ID token holds",
        "Sophia Garcia (0000-0002-4456-8947) signed in at 2026-03-01 09:00 UTC, with a password.",
        "http://127.0.0.1:18800 says so to APP-PLAYGROUND000001, until 2026-03-02 09:00 UTC.",
        "✓ nonce",
        "✓ at_hash   belongs to this access token",
        "✓ amr       pwd, as a text: ORCID's way",
        "ties it to the access token that came with it",
    ] {
        assert!(words.contains(expected), "{expected}: {words}");
    }
    journey.press("q");
    assert!(journey.model.dialogs.is_empty());
}

#[test]
fn every_fault_is_found_and_named() {
    for (fault, nonce, check, expected) in [
        ("wrong-issuer", false, Check::Issuer, "https://orcid.org made it, and http://127.0.0.1:18800 was asked"),
        (
            "wrong-audience",
            false,
            Check::Audience,
            "made for APP-SOMEBODYELSES001, and this client is APP-PLAYGROUND000001",
        ),
        ("wrong-nonce", true, Check::Nonce, "another-nonce came back"),
        ("expired-id-token", false, Check::Expiry, "expired at 2026-02-28 09:00:00 UTC, 24h ago"),
        ("clock-skew", false, Check::IssuedAt, "10m from now: the clocks disagree"),
        ("wrong-signature", false, Check::Signature, "not made by that key"),
        ("missing-alg", false, Check::Algorithm, "names no algorithm"),
    ] {
        let mut journey = with_id_token(Some(fault), nonce);
        journey.press("I");
        assert_eq!(failed(&journey), [check], "{fault}: {}", words(&journey));
        let words = words(&journey);
        assert!(words.starts_with("✗ This ID token does not hold") && words.contains(expected), "{fault}: {words}");
        assert!(!holds(&card(&journey).checks), "{fault}");
    }
}

#[test]
fn no_keys_no_promise() {
    let mut journey = with_id_token(None, false);
    journey.fail_next(TransportErrorKind::Timeout, "timed out").press("I");
    assert!(failed(&journey).is_empty() && !holds(&card(&journey).checks));
    assert!(words(&journey).contains("! Not verified, so not to be trusted yet"), "{}", words(&journey));
    assert!(words(&journey).contains("It claims, and nothing proves it: Sophia Garcia"), "{}", words(&journey));
    assert!(!words(&journey).contains(" says so to APP"), "{}", words(&journey));
    journey.press("esc").answer_next(200, "text/html", "<html>").press("I");
    assert!(words(&journey).contains("what came is no key set"), "{}", words(&journey));
    // While it is under way, and given up.
    journey.press("esc").hold().press("I");
    assert!(words(&journey).starts_with("Fetching the server's keys"), "{}", words(&journey));
    journey.press("esc").release();
    assert!(journey.model.dialogs.is_empty());
    // Another server's keys.
    let strange = r#"{"keys":[{"kty":"RSA","e":"AQAB","use":"sig","kid":"production-orcid-org-x","n":"AQAB"}]}"#;
    journey.answer_next(200, "application/json", strange).press("I");
    assert_eq!(failed(&journey), [Check::Key]);
    assert!(words(&journey).contains("another environment"), "{}", words(&journey));
}

#[test]
fn without_one_it_is_said_where_it_comes_from() {
    let mut journey = Journey::new();
    assert_eq!(availability(&journey.model, Command::ShowIdToken), Err("no token yet"));
    journey.press("enter enter enter I");
    assert!(journey.notice().contains("openid"), "{}", journey.notice());
    assert!(journey.model.dialogs.is_empty());
}

#[test]
fn one_from_elsewhere_is_pasted() {
    let mut journey = with_id_token(None, true);
    let text = journey.model.dance.granted.as_ref().unwrap().response.id_token.clone().unwrap();
    let nonce = journey.model.dance.granted.as_ref().unwrap().nonce.clone();
    assert!(matches!(nonce, orcid_playground::oauth::id_token::Nonce::Sent(_)));
    journey.press("N").paste(text.expose());
    assert!(holds(&card(&journey).checks), "{}", words(&journey));
    assert!(words(&journey).contains("compare it yourself"));
    assert!(journey.model.paste.field.is_empty(), "the token does not stay in the box");
    // Of another client, in another environment, and cut off.
    journey.press("esc").go_to(Control::ClientId).retype("APP-PLAYGROUND000002").press("esc 2").paste(text.expose());
    assert_eq!(failed(&journey), [Check::Audience]);
    journey.press("esc").paste(&text.expose()[..text.expose().len() - 40]);
    assert!(journey.notice().contains("cut off"), "{}", journey.notice());
    journey.press("esc E down enter esc 2").paste(text.expose());
    assert!(failed(&journey).contains(&Check::Issuer), "{}", words(&journey));
    journey.press("esc 2").paste("eyJraWQi.e30.x");
    assert!(journey.notice().contains("no ID token"), "{}", journey.notice());
}

#[test]
fn the_implicit_flow_brings_tokens_that_are_stored_and_in_hand() {
    let mut journey = Journey::new();
    journey.model.form_mut().use_nonce = true;
    journey.press("A").go_to(Control::ResponseType).retype("id_token token").press("esc");
    journey.go_to(Control::Scope).retype("openid").press("esc a enter");
    let granted = journey.model.dance.granted.as_ref().unwrap_or_else(|| panic!("{}", journey.notice()));
    assert!(granted.stored.is_ok() && granted.front_channel && granted.response.refresh_token.is_none());
    assert_eq!(granted.response.expires_in, Some(599));
    assert_eq!(journey.stock.tokens[0].grant_type, "implicit");
    // Whose they are stands in the ID token alone (RFC 6749 §4.2.2 knows no iD).
    assert_eq!(granted.response.researcher().as_deref(), Some("0000-0002-4456-8947"));
    assert_eq!(journey.stock.tokens[0].whose(), "0000-0002-4456-8947");
    journey.press("r");
    assert!(journey.last_of(Purpose::Api).request.uri().path().ends_with("/0000-0002-4456-8947/record"));
    journey.press("u");
    assert_eq!(journey.last_of(Purpose::Userinfo).outcome.response().unwrap().status(), 200);
    assert_eq!(availability(&journey.model, Command::Refresh), Err("the response has no refresh token"));
    journey.press("I");
    assert!(holds(&card(&journey).checks), "{}", words(&journey));
    assert!(words(&journey).contains("✓ at_hash   belongs to this access token"));
    // Faults of the fragment are found like any other.
    journey.press("esc N");
    set_fault(&mut journey, "wrong-signature");
    journey.press("a enter I");
    assert_eq!(failed(&journey), [Check::Signature]);
    // A full disk is shouted about, and the tokens are shown all the same.
    journey.press("esc N").break_store("No space left on device (os error 28).").press("a enter");
    assert!(journey.notice().starts_with("TOKEN NOT STORED"), "{}", journey.notice());
    assert!(journey.model.dance.granted.as_ref().unwrap().stored.is_err());
}

#[test]
fn a_pasted_fragment_counts_too() {
    let mut journey = Journey::new();
    journey.paste("http://127.0.0.1:18801/callback#access_token=24c11342-f5da-4cf9-94a4-f8a72a30da00&token_type=bearer&expires_in=599&tokenVersion=1&persistent=false");
    let granted = journey.model.dance.granted.as_ref().unwrap_or_else(|| panic!("{}", journey.notice()));
    assert_eq!(granted.response.access_token.expose(), "24c11342-f5da-4cf9-94a4-f8a72a30da00");
    assert_eq!(journey.stock.tokens.len(), 1);
}

#[test]
fn what_ended_long_ago_is_told_in_days_and_years_and_stays_proven() {
    let mut journey = with_id_token(None, false);
    journey.press("I");
    for (days, ago) in [(40, "39 days ago"), (6 * 365 + 10, "6 years ago")] {
        journey.press("esc").wait(days * 24 * 60 * 60).press("I");
        assert!(words(&journey).contains(ago), "{}", words(&journey));
        assert!(words(&journey).contains("Sophia Garcia (0000-0002-4456-8947) signed in at"), "{}", words(&journey));
        assert!(!words(&journey).contains("nothing proves it"), "signed it is");
    }
}

#[test]
fn it_can_be_copied_in_the_panes_and_on_its_card() {
    let mut journey = with_id_token(None, false);
    let token = journey.model.dance.granted.as_ref().unwrap().response.id_token.clone().unwrap();
    assert!(journey.screen(120, 40).contains("[ Copy ID token ]"), "{}", journey.screen(120, 40));
    journey.press("y i");
    assert_eq!(journey.copied(), Some(token.expose()));
    assert!(journey.notice().contains("the ID token"), "{}", journey.notice());
    journey.press("y a I y");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::IdToken(_))), "the card stays");
    assert_eq!(journey.copied(), Some(token.expose()));
    assert!(journey.screen(120, 40).contains("y copies"));
}
