//! Predictions: what decided them is what is told.

use super::played::{act, begin, step, up_to};
use crate::journey::Journey;

fn told(journey: &Journey) -> String {
    let course = journey.model.course.as_ref().expect("a lesson");
    course.told.as_ref().map(|line| line.text().to_owned()).unwrap_or_default()
}

#[test]
fn the_message_that_decided_is_named() {
    // One's own good code comes first, then the attacker's.
    let mut journey = begin(4);
    journey.press("a enter 2");
    act(&mut journey, "paste:http://127.0.0.1:18801/callback?code=stolen&state=guessed");
    assert_eq!(step(&journey), 2);
    let number = journey.exchanges().len();
    assert!(told(&journey).contains(&format!("it is not taken (message {number})")), "{}", told(&journey));
    // The first try of two does not decide.
    let mut journey = up_to("state-and-the-attack-it-stops", 3);
    journey.press("esc a esc");
    act(&mut journey, "paste:http://127.0.0.1:18801/callback?code=stolen&state=guessed");
    act(&mut journey, "paste:http://127.0.0.1:18801/callback?code=stolen");
    let number = journey.exchanges().len();
    assert!(told(&journey).contains(&format!("the attacker's code is taken (message {number})")), "{}", told(&journey));
}

#[test]
fn a_work_that_was_deleted_before_is_not_called_a_second_one() {
    let mut journey = up_to("writing-a-work", 4);
    journey.press("V down enter 2 o").type_text("delete-work").press("enter ctrl-s");
    let add = |journey: &mut Journey| {
        journey.press("2 o").type_text("add-work").press("enter ctrl-s");
    };
    add(&mut journey);
    assert_eq!(step(&journey), 4, "it was added anew, and the step waits");
    add(&mut journey);
    assert_eq!(step(&journey), 5);
    assert!(told(&journey).starts_with("✓ As you predicted: it refuses: 409"), "{}", told(&journey));
}
