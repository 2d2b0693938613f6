//! The whole screen, drawn into memory: what people see at each step of the dance and at each size of the terminal.

#[path = "../support/journey.rs"]
mod journey;
#[path = "../support/screen.rs"]
mod screen;

use journey::Journey;

#[test]
fn the_dance_goes_to_the_record() {
    let mut journey = Journey::new();
    for keys in ["", "enter", "enter", "enter", "enter"] {
        if !keys.is_empty() {
            journey.press(keys);
        }
        for (w, h) in [(60, 20), (80, 24), (120, 40)] {
            println!("{keys} {w}x{h}\n{}", journey.screen(w, h));
        }
    }
    assert!(journey.model.dance.used, "{}", journey.notice());
    assert_eq!(journey.exchanges().len(), 7);
}
