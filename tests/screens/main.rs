//! The whole screen, drawn into memory: what people see at each step of the dance and at each size of the terminal.

mod answers;
mod calls;
mod diagnosis;
mod dialogs;
mod explaining;
mod hostile;
#[path = "../support/journey.rs"]
mod journey;
mod masked;
mod mouse;
mod operations;
mod pictures;
#[path = "../support/screen.rs"]
mod screen;
mod scrolling;
mod sessions;
mod sizes;
mod steps;
mod teaching;
mod tokens;

use journey::Journey;

/// The sizes at which every step is looked at.
const SIZES: [(u16, u16); 4] = [(60, 20), (80, 24), (120, 40), (200, 60)];

/// The sizes at which dialogs are looked at: the smallest in which anything is drawn, and the largest.
const SMALL_TO_LARGE: [(u16, u16); 4] = [(40, 12), (80, 24), (120, 40), (200, 60)];

/// The screen at several sizes, one picture below the other.
fn pictures(journey: &mut Journey, sizes: &[(u16, u16)]) -> String {
    sizes.iter().map(|&(width, height)| format!("{width}×{height}\n{}\n", journey.screen(width, height))).collect()
}
