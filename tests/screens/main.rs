//! The whole screen, drawn into memory: what people see at each step of the dance and at each size of the terminal.

#[path = "../support/journey.rs"]
mod journey;

use journey::Journey;

#[test]
fn the_dance_goes_to_the_record() {
    let mut journey = Journey::new();
    journey.press("enter enter enter enter");
    assert!(journey.model.dance.used, "{}", journey.notice());
    assert_eq!(journey.exchanges().len(), 7);
}
