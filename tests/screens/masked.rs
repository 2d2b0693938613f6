//! Secrets are on the screen only when they were asked for.

use super::journey::{Journey, demo_client};
use orcid_playground::oauth::Secret;

/// The secrets of a journey so far.
fn secrets(journey: &Journey) -> Vec<String> {
    let mut secrets = vec![demo_client().client_secret.expect("a secret").expose().to_owned()];
    if let Some(granted) = &journey.model.dance.granted {
        secrets.push(granted.response.access_token.expose().to_owned());
        secrets.extend(granted.response.refresh_token.as_ref().map(|token| token.expose().to_owned()));
        secrets.extend(granted.response.id_token.as_ref().map(|token| token.expose().to_owned()));
    }
    secrets.extend(journey.model.session.clone());
    secrets
}

/// Which of the secrets stand on the screen. The terminal is wide, so that none is broken in two.
fn seen(journey: &mut Journey) -> Vec<String> {
    let screen = journey.screen(250, 80);
    let mut seen = secrets(journey);
    seen.retain(|secret| screen.contains(secret.as_str()));
    seen
}

#[test]
fn no_step_shows_a_secret() {
    let mut journey = Journey::new();
    journey.press("1 tab tab tab tab").retype("openid /read-limited").press("esc");
    for keys in "enter enter enter enter t p p p p p p 1 tab tab ctrl-p esc U esc W esc".split(' ') {
        journey.press(keys);
        assert_eq!(seen(&mut journey), [""; 0], "after {keys}");
    }
    assert_eq!(secrets(&journey).len(), 5, "an ID token and a session are among them");
}

#[test]
fn a_secret_is_shown_for_ten_seconds() {
    let mut journey = Journey::new();
    journey.press("1 tab tab ctrl-r");
    assert_eq!(seen(&mut journey).len(), 1);
    journey.wait(10);
    assert!(seen(&mut journey).is_empty());
    journey.press("esc enter enter enter v");
    assert_eq!(seen(&mut journey).len(), 3, "client secret, access token, refresh token");
    journey.wait(10);
    assert!(seen(&mut journey).is_empty());
}

#[test]
fn a_pasted_secret_that_is_left_in_the_box_is_not_shown() {
    const UUID: &str = "d43c92cc-9cdb-442a-8b77-409609bb5e43";
    let left = [
        UUID.to_owned(),
        format!("Authorization: Bearer {UUID}"),
        format!("what is {UUID}, please"),
        format!("{{\"error\":\"invalid_token\",\"error_description\":\"Invalid access token: {UUID}\"}}"),
    ];
    for text in left {
        let mut journey = Journey::new();
        journey.paste(&text);
        for keys in ["down", "esc", "backspace", "left left left delete", "tab", "1", "2"] {
            journey.press(keys);
            let screen = journey.screen(250, 80);
            assert!(!screen.contains("442a") && !screen.contains("5e43"), "{text} after {keys}: {screen}");
        }
    }
    let mut journey = Journey::new();
    journey.paste(UUID).press("esc");
    assert!(journey.screen(80, 24).contains("d43c92cc-••••"));
    journey.press("ctrl-r");
    assert!(journey.screen(80, 24).contains(UUID), "it was asked for");
    journey.wait(10);
    assert!(!journey.screen(80, 24).contains("442a"));
    // Another one is hidden from its first moment.
    journey.press("ctrl-r esc").paste("a0000000-9cdb-442a-8b77-409609bb5e43").press("esc");
    assert!(!journey.screen(80, 24).contains("442a"));
    journey.press("shift-tab");
    let screen = journey.screen(80, 24);
    assert!(screen.contains("a0000000-••••"), "{screen}");
}

#[test]
fn a_typed_secret_is_dots() {
    let mut journey = Journey::new();
    journey.press("1 tab tab").retype("hunter2");
    assert_eq!(journey.model.form().client_secret.secret(), Secret::new("hunter2"));
    assert!(!journey.screen(120, 40).contains("hunter2"));
}
