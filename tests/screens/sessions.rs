//! The dialogs of messages, files and code, at four sizes.

use super::{journey::Journey, pictures};

const SIZES: [(u16, u16); 4] = [(40, 12), (80, 24), (120, 40), (200, 60)];

fn after_the_dance(keys: &str) -> Journey {
    let mut journey = Journey::new();
    journey.press("enter enter enter r").press(keys);
    journey
}

#[test]
fn messages() {
    insta::assert_snapshot!(pictures(&mut after_the_dance("M tab down"), &SIZES));
}

#[test]
fn a_difference() {
    let mut journey = after_the_dance("R r M");
    journey.type_text("/record").press("tab down enter");
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}

#[test]
fn code() {
    insta::assert_snapshot!(pictures(&mut after_the_dance("c a down down"), &SIZES));
}

#[test]
fn a_session_to_save() {
    insta::assert_snapshot!(pictures(&mut after_the_dance("O s down right"), &SIZES));
}

#[test]
fn a_session_that_cannot_be_opened() {
    let mut journey = after_the_dance("O o");
    journey.files.insert("x.har".into(), r#"{"log":{"entries":[{"request":{"url":7}}]}}"#.into());
    journey.type_text("x.har").press("enter");
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}

#[test]
fn the_choice_behind_a_key() {
    insta::assert_snapshot!(pictures(&mut after_the_dance("O"), &[(80, 24)]));
}
