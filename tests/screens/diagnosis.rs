//! Cards, findings and the doctor.

use super::{SMALL_TO_LARGE, journey::Journey, pictures};
use orcid_playground::app::control::Control;

#[test]
fn a_card_above_the_bytes() {
    let mut journey = Journey::new();
    journey.press("enter enter enter").wait(41).press("x left enter 3");
    insta::assert_snapshot!(pictures(&mut journey, &SMALL_TO_LARGE));
}

#[test]
fn a_card_in_pane_two() {
    let mut journey = Journey::new();
    journey.go_to(Control::Scope).retype("/authenticate /read-public").press("esc a");
    insta::assert_snapshot!(pictures(&mut journey, &SMALL_TO_LARGE));
}

#[test]
fn the_whole_diagnosis() {
    let mut journey = Journey::new();
    journey.go_to(Control::ClientSecret).retype("f0e1d2c3-0000-4000-8000-000000000001").press("esc a enter enter d");
    insta::assert_snapshot!(pictures(&mut journey, &SMALL_TO_LARGE));
}

#[test]
fn findings_with_their_fixes() {
    let mut journey = Journey::new();
    journey.go_to(Control::Scope).retype("authenticate /read-public");
    journey.go_to(Control::RedirectUri).retype("http://127.0.0.1:18801/other");
    journey.go_to(Control::Scope).retype("authenticate /read-public");
    insta::assert_snapshot!(pictures(&mut journey, &SMALL_TO_LARGE));
}

#[test]
fn a_failure_that_was_pasted() {
    let mut journey = Journey::new();
    journey.paste("HTTP/1.1 401 Unauthorized\ncontent-type: application/json\n\n{\"error\":\"invalid_client\",\"error_description\":\"Bad client credentials\"}");
    insta::assert_snapshot!(pictures(&mut journey, &SMALL_TO_LARGE));
}

#[test]
fn the_whole_diagnosis_of_a_failure_that_was_pasted() {
    let mut journey = Journey::new();
    journey
        .paste("oauthlib.oauth2.rfc6749.errors.InvalidGrantError: (invalid_grant) Reused authorization code: eUeiz2");
    journey.press("d");
    insta::assert_snapshot!(pictures(&mut journey, &SMALL_TO_LARGE));
}

#[test]
fn a_page_in_place_of_an_answer() {
    let mut journey = Journey::new();
    journey.press("enter enter").answer_next(403, "text/html", "<title>Just a moment...</title>").press("enter 3");
    insta::assert_snapshot!(pictures(&mut journey, &SMALL_TO_LARGE));
}

#[test]
fn the_doctor() {
    let mut journey = Journey::new();
    journey.press("1 tab tab").retype("f0e1d2c3-0000-4000-8000-000000000000").press("esc C");
    insta::assert_snapshot!(pictures(&mut journey, &SMALL_TO_LARGE));
}
