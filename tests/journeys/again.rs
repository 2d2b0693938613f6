//! The second time on `local`: ORCID skips its consent page, and the program says so.

use orcid_playground::app::{Command, control::Control, dialog::Dialog};

use crate::journey::Journey;

#[test]
fn the_second_run_meets_no_consent_page() {
    let mut journey = Journey::new();
    journey.press("enter enter enter");
    let first = journey.model.dance.code.as_ref().unwrap().value.clone();
    journey.press("a");
    assert!(journey.model.dialogs.is_empty(), "no page to press on");
    assert_ne!(journey.model.dance.code.as_ref().unwrap().value, first);
    assert!(journey.model.dance.consent_skipped, "and pane 2 says so");
    // Also before there are tokens, as at the first request of a second start.
    journey.press("N a");
    assert!(journey.model.dance.consent_skipped && journey.model.dance.granted.is_none());
    journey.go_to(Control::Button(Command::AskAgain));
}

#[test]
fn asked_again_it_asks_again() {
    let mut journey = Journey::new();
    journey.press("enter enter enter");
    journey.go_to(Control::Button(Command::AskAgain)).press("enter");
    assert!(journey.model.authorization_url().contains("prompt=login"));
    journey.press("enter");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Researcher(r)) if r.consent.is_some()));
    journey.press("enter");
    assert!(journey.model.dance.code.is_some() && !journey.model.dance.consent_skipped);
    assert!(!journey.model.authorization_url().contains("prompt=login"), "only once");
}

#[test]
fn another_scope_asks_again() {
    let mut journey = Journey::new();
    journey.press("enter enter enter").go_to(Control::Scope).retype("/authenticate").press("esc a");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Researcher(r)) if r.consent.is_some()));
}

#[test]
fn signed_out_one_signs_in_again() {
    let mut journey = Journey::new();
    journey.press("enter enter enter");
    assert!(journey.model.session.is_some());
    journey.go_to(Control::Button(Command::SignOut)).press("enter");
    assert!(journey.model.session.is_none());
    let before = journey.exchanges().len();
    journey.press("a");
    let paths: Vec<&str> = journey.exchanges()[before..].iter().map(|e| e.request.uri().path()).collect();
    assert!(paths.contains(&"/signin"), "{paths:?}");
}

#[test]
fn a_new_request_has_a_new_state() {
    let mut journey = Journey::new();
    journey.press("enter enter enter");
    let before = journey.model.dance.sent.as_ref().unwrap().request.state.clone();
    journey.press("N");
    assert!(journey.model.dance.code.is_none() && journey.model.dance.granted.is_none());
    journey.press("a");
    assert_ne!(journey.model.dance.sent.as_ref().unwrap().request.state, before);
}

#[test]
fn each_answer_gets_a_state_of_its_own() {
    let mut journey = Journey::new();
    let first = journey.model.dance.fresh.state.clone();
    journey.press("enter enter");
    assert_ne!(journey.model.dance.fresh.state, first);
}

#[test]
fn a_refusal_skips_no_consent_page() {
    let mut journey = Journey::new();
    journey.press("enter enter enter");
    journey.redirect_next("http://127.0.0.1:18801/callback?error=server_error&error_code=7").press("a");
    assert!(!journey.model.dance.consent_skipped, "{}", journey.notice());
}
