//! The tour: offered once, at the first start, and gone at the first sign that nobody wants it.

use orcid_playground::app::{Effect, dialog::Dialog, strip::strip};

use crate::journey::Journey;

/// The program as somebody finds it who was never here.
fn first() -> Journey {
    Journey::with(|start| start.offer_tour = true)
}

fn is_offered(journey: &Journey) -> bool {
    strip(&journey.model).is_some_and(|strip| strip.title == "New here?")
}

#[test]
fn the_first_start_offers_it_and_keeps_that_at_once() {
    let journey = first();
    assert!(is_offered(&journey));
    assert!(journey.model.dialogs.is_empty(), "it stands in nobody's way");
    assert!(journey.done.iter().any(|effect| matches!(effect, Effect::SaveProgress(it) if it.tour_offered)));
    assert!(!is_offered(&Journey::new()));
}

#[test]
fn three_presses_of_enter_still_walk_the_dance_and_end_the_offer() {
    let mut journey = first();
    journey.press("enter enter");
    assert!(is_offered(&journey));
    journey.press("enter");
    assert!(journey.model.dance.granted.is_some());
    assert!(!is_offered(&journey));
}

#[test]
fn the_first_esc_declines_it_wherever_the_focus_is() {
    for keys in ["esc", "1 tab esc"] {
        let mut journey = first();
        journey.press(keys);
        assert!(!is_offered(&journey), "{keys}");
    }
}

#[test]
fn l_and_enter_begin_the_first_lesson() {
    let mut journey = first();
    journey.press("L");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Lessons(list)) if list.selection.row == 0));
    journey.press("enter");
    assert_eq!(journey.model.course.as_ref().map(|course| course.lesson), Some(0));
    journey.press("L enter");
    assert!(!is_offered(&journey), "whoever left the lesson is not asked again");
}

#[test]
fn an_experiment_ends_the_offer_too() {
    let mut journey = first();
    journey.press("F p enter F p");
    assert!(journey.model.trial.is_none() && !is_offered(&journey));
}
