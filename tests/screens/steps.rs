//! The dance, step by step.

use orcid_playground::{
    app::{Msg, control::Pane, pane::pane_of},
    oauth::TransportErrorKind,
};

use super::{SIZES, journey::Journey, pictures};

#[test]
fn the_start() {
    insta::assert_snapshot!(pictures(&mut Journey::new(), &SIZES));
}

#[test]
fn a_code_is_there() {
    let mut journey = Journey::new();
    journey.press("enter enter").wait(42);
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}

#[test]
fn tokens() {
    let mut journey = Journey::new();
    journey.press("enter enter enter").wait(6);
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}

#[test]
fn the_record_pretty() {
    let mut journey = Journey::new();
    journey.press("enter enter enter enter 3");
    assert!(journey.model.dance.used);
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}

#[test]
fn the_record_raw_and_not_wrapped() {
    let mut journey = Journey::new();
    journey.press("enter enter enter enter 3 t w").wait(6);
    insta::assert_snapshot!(pictures(&mut journey, &[(80, 24), (120, 40)]));
}

#[test]
fn a_search() {
    let mut journey = Journey::new();
    journey.press("enter enter enter enter 3").resize(120, 40).press("/").type_text("given-names").press("enter");
    insta::assert_snapshot!(pictures(&mut journey, &[(120, 40)]));
}

#[test]
fn denied() {
    let mut journey = Journey::new();
    journey.press("enter tab enter");
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}

#[test]
fn a_state_that_differs() {
    let mut journey = Journey::new();
    journey.press("b").browser_opens("http://127.0.0.1:18801/callback?code=abc123&state=forged");
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}

#[test]
fn an_answer_is_waited_for() {
    let mut journey = Journey::new();
    journey.press("enter enter").hold().press("enter");
    insta::assert_snapshot!(pictures(&mut journey, &[(80, 24), (120, 40)]));
}

#[test]
fn no_answer() {
    let mut journey = Journey::new();
    journey.press("enter enter").fail_next(TransportErrorKind::Refused, "connection refused").press("enter");
    insta::assert_snapshot!(pictures(&mut journey, &[(80, 24), (120, 40)]));
}

#[test]
fn a_token_that_could_not_be_stored() {
    let mut journey = Journey::new();
    journey.break_store("No space left on device (os error 28).").press("enter enter enter");
    insta::assert_snapshot!(pictures(&mut journey, &[(60, 20), (80, 24)]));
}

#[test]
fn a_code_that_was_used_before() {
    let mut journey = Journey::new();
    journey.press("enter enter enter x tab shift-tab E");
    insta::assert_snapshot!(pictures(&mut journey, &[(80, 24), (120, 40)]));
}

#[test]
fn the_first_of_two_keys() {
    let mut journey = Journey::new();
    journey.press("enter enter enter y");
    insta::assert_snapshot!(pictures(&mut journey, &[(80, 24), (120, 40)]));
}

#[test]
fn a_field_is_typed_into() {
    let mut journey = Journey::new();
    journey.press("1 tab tab tab").retype("http://127.0.0.1:18801/callback/deeper");
    insta::assert_snapshot!(pictures(&mut journey, &[(60, 20), (120, 40)]));
}

#[test]
fn advanced_parameters() {
    let mut journey = Journey::new();
    journey.press("A down down down");
    insta::assert_snapshot!(pictures(&mut journey, &[(80, 24), (120, 40)]));
}

#[test]
fn production() {
    let mut journey = Journey::new();
    journey.press("E down down enter").wait(10);
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}

#[test]
fn too_small() {
    let mut journey = Journey::new();
    insta::assert_snapshot!(pictures(&mut journey, &[(39, 11), (40, 12), (10, 2)]));
}

#[test]
fn a_click_on_a_tab_shows_its_pane() {
    let mut journey = Journey::new();
    let bar = journey.screen(80, 24).lines().nth(1).expect("the tab bar").to_owned();
    let column =
        |title: &str| u16::try_from(bar[..bar.find(title).expect("the tab")].chars().count()).expect("a column");
    for (title, pane) in [("1 Configure", Pane::Configure), ("2 Authorize", Pane::Authorize)] {
        journey.tell(Msg::Click(column(title), 1));
        assert_eq!(pane_of(journey.model.focus), pane);
    }
}
