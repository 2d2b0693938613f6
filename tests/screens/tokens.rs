//! The dialogs about tokens: the ID token, the shelf, refreshing with a choice, token exchange.

use orcid_playground::app::control::Control;

use super::{journey::Journey, pictures};

const SIZES: [(u16, u16); 4] = [(40, 12), (80, 24), (120, 40), (200, 60)];

fn with_id_token() -> Journey {
    let mut journey = Journey::new();
    journey.go_to(Control::Scope).retype("openid /read-limited").press("esc a enter x");
    journey
}

#[test]
fn an_id_token_that_holds() {
    let mut journey = with_id_token();
    journey.press("i").wait(10);
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}

#[test]
fn an_id_token_for_somebody_else() {
    let mut journey = with_id_token();
    journey.model.dance.granted.as_mut().unwrap().client_id = "APP-PLAYGROUND000002".to_owned();
    journey.press("i").wait(10);
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}

#[test]
fn the_shelf() {
    let mut journey = Journey::new();
    journey.store_as("20260301T090000.000Z-local").press("enter enter enter").wait(60).press("R").wait(60);
    journey.press("ctrl-p").type_text("two-legged").press("enter enter").wait(3600);
    journey.press("T p down").wait(10);
    journey.stock.unreadable.push("tokens/a.json: not as expected at line 3, column 1".to_owned());
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
    journey.press("d");
    insta::assert_snapshot!("one_is_to_be_forgotten", pictures(&mut journey, &SIZES));
}

#[test]
fn an_empty_shelf() {
    let mut journey = Journey::new();
    journey.stock.unreadable.push("tokens/a.json: not as expected at line 3, column 1".to_owned());
    journey.press("T");
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}

#[test]
fn refreshing_with_a_choice() {
    let mut journey = Journey::new();
    journey.press("enter enter enter f").retype("/authenticate /activities/update").press("tab right tab");
    journey.type_text("60").press("tab space").wait(10);
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}

#[test]
fn on_behalf_of() {
    let mut journey = with_id_token();
    journey.press("ctrl-p").type_text("on behalf").press("enter").wait(10);
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}
