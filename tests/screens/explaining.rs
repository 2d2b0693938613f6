//! The dialog that explains what is at the cursor.

use orcid_playground::app::{control::Control, document::Place};

use crate::{journey::Journey, pictures};

const SIZES: [(u16, u16); 4] = [(40, 12), (60, 20), (80, 24), (120, 40)];

#[test]
fn a_parameter_of_the_token_request() {
    let mut journey = Journey::new();
    journey.press("a enter x 3");
    let line = journey.model.viewer.document.lines().position(|line| line.text().contains("redirect_uri = "));
    journey.model.viewer.cursor = Place { line: line.expect("the parameter"), row: 0 };
    journey.press("e");
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}

#[test]
fn a_whole_authorization_url() {
    let mut journey = Journey::new();
    journey.go_to(Control::Url).press("e right right right right right right");
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}

#[test]
fn what_a_button_sends() {
    let mut journey = Journey::new();
    journey.press("a enter e");
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}
