//! What is done with tokens: the screens of a refresh, a revocation, a two-legged token.

use super::{journey::Journey, pictures};

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

#[test]
fn refreshed() {
    let mut journey = Journey::new();
    journey.press("enter enter enter R").wait(6);
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}

#[test]
fn a_revocation_is_asked_about() {
    let mut journey = Journey::new();
    journey.press("enter enter enter X");
    insta::assert_snapshot!(pictures(&mut journey, &[(60, 20), (120, 40)]));
}

#[test]
fn revoked_and_not_to_be_refreshed() {
    let mut journey = Journey::new();
    journey.press("enter enter enter X R R");
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}

#[test]
fn a_two_legged_token() {
    let mut journey = Journey::new();
    journey.press("ctrl-p").type_text("two-legged").press("enter").retype("/read-limited");
    insta::assert_snapshot!(
        "a_two_legged_token_is_asked_for",
        pictures(&mut journey, &[(40, 12), (60, 20), (120, 40)])
    );
    journey.retype("/read-public").press("enter").wait(6);
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}
