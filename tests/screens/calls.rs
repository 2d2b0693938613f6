//! The dialogs around calls of the API.

use orcid_playground::app::call::Part;
use orcid_playground::app::dialog::Dialog;

use super::{SMALL_TO_LARGE, journey::Journey, pictures};

/// The program with a token that may write.
fn with_token() -> Journey {
    let mut journey = Journey::new();
    journey.go_to(orcid_playground::app::control::Control::Scope);
    journey.retype("/read-limited /activities/update").press("esc enter enter enter");
    journey
}

/// The call of the operation that these words find first.
pub(super) fn prepared(words: &str) -> Journey {
    let mut journey = with_token();
    journey.press("o").type_text(words).press("enter");
    journey
}

fn go_to(journey: &mut Journey, part: Part) {
    while !matches!(journey.model.dialogs.last(), Some(Dialog::Call(call)) if call.part == part) {
        journey.press("tab");
    }
}

#[test]
fn the_operations() {
    let mut journey = with_token();
    journey.press("o").type_text("keyword").press("down down");
    insta::assert_snapshot!(pictures(&mut journey, &SMALL_TO_LARGE));
}

#[test]
fn no_operation_is_called_that() {
    let mut journey = with_token();
    journey.press("o").type_text("nonsense");
    insta::assert_snapshot!(pictures(&mut journey, &[(80, 24)]));
}

#[test]
fn a_call_with_a_body() {
    let mut journey = prepared("add-work");
    insta::assert_snapshot!(pictures(&mut journey, &SMALL_TO_LARGE));
}

#[test]
fn a_call_with_a_broken_body() {
    let mut journey = prepared("add-work");
    journey.press("down down ctrl-e").type_text("oops");
    insta::assert_snapshot!(pictures(&mut journey, &SMALL_TO_LARGE));
}

#[test]
fn a_call_of_a_path_with_words() {
    let mut journey = prepared("read-work-summary");
    go_to(&mut journey, Part::Field(1));
    journey.retype("3001");
    insta::assert_snapshot!(pictures(&mut journey, &SMALL_TO_LARGE));
}

#[test]
fn put_codes_to_choose_from() {
    let mut journey = prepared("read-work-summary");
    go_to(&mut journey, Part::Field(1));
    // Nothing is known yet.
    journey.press("enter");
    let nothing = pictures(&mut journey, &[(80, 24)]);
    journey.press("esc").retype("read-works").press("enter ctrl-s o").type_text("read-work-summary").press("enter");
    go_to(&mut journey, Part::Field(1));
    journey.press("enter down");
    insta::assert_snapshot!(format!("{nothing}\n{}", pictures(&mut journey, &SMALL_TO_LARGE)));
}

#[test]
fn links_to_follow() {
    let mut journey = prepared("read-works");
    journey.press("ctrl-s f down");
    insta::assert_snapshot!(pictures(&mut journey, &SMALL_TO_LARGE));
}

#[test]
fn a_message_to_be_changed() {
    let mut journey = with_token();
    // The token request.
    journey.press("i");
    insta::assert_snapshot!(pictures(&mut journey, &SMALL_TO_LARGE));
}

#[test]
fn production_is_asked_about() {
    use orcid_playground::orcid::{Environment, EnvironmentKey};
    let mut journey = with_token();
    let production = Environment::real(&EnvironmentKey::Production).expect("production").clone();
    journey.model.dance.granted.as_mut().expect("tokens").environment = production;
    journey.press("o").type_text("add-work").press("enter ctrl-s");
    insta::assert_snapshot!(pictures(&mut journey, &SMALL_TO_LARGE));
}

#[test]
fn an_answer_explained() {
    let mut journey = prepared("add-work");
    journey.press("ctrl-s s");
    insta::assert_snapshot!(pictures(&mut journey, &[(80, 24), (120, 40)]));
}

#[test]
fn hostile_bodies_are_harmless() {
    let mut journey = prepared("add-work");
    journey.paste("{\"a\u{1b}[2J\u{202e}\": \"\u{7}\t👩‍🔬\"}\r\nx");
    insta::assert_snapshot!(pictures(&mut journey, &[(80, 24)]));
}
