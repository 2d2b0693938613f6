//! The whole screen, drawn into memory: what people see at each step of the dance and at each size of the terminal.

#[path = "../support/journey.rs"]
mod journey;
#[path = "../support/screen.rs"]
mod screen;

use journey::Journey;

fn show(journey: &mut Journey, what: &str, sizes: &[(u16,u16)]) {
        for &(w, h) in sizes {
            println!("== {what} {w}x{h}\n{}", journey.screen(w, h));
        }
}
#[test]
fn look() {
    let mut j = Journey::new();
    show(&mut j, "start", &[(80,24),(40,12)]);
    j.press("enter");
    show(&mut j, "researcher", &[(40,12)]);
    j.press("enter");
    j.press("enter");
    j.press("enter");
    show(&mut j, "record", &[(200,60)]);
    j.press("/").type_text("sophia");
    show(&mut j, "search", &[(80,24)]);
    j.press("esc");
    for keys in ["ctrl-p", "?", "S"] {
        j.press(keys);
        show(&mut j, keys, &[(80,24)]);
        j.press("esc");
    }
    j.press("E down down enter");
    show(&mut j, "prod", &[(80,24)]);
    let mut j = Journey::new();
    j.press("E down down down enter");
    show(&mut j, "custom", &[(80,24)]);
    let mut j = Journey::new();
    j.press("enter tab enter");
    show(&mut j, "denied", &[(80,24)]);
}
