//! What is drawn rather than written: the sequence diagram and the QR code.

use orcid_playground::ui::theme::{Background, Colours, Theme};

use super::{SMALL_TO_LARGE, journey::Journey, pictures};

#[test]
fn the_dance_as_a_diagram() {
    let mut journey = Journey::new();
    journey.press("enter enter enter enter D");
    insta::assert_snapshot!(pictures(&mut journey, &SMALL_TO_LARGE));
}

#[test]
fn the_diagram_of_a_browser_and_a_denial() {
    let mut journey = Journey::new();
    journey.press("b");
    let state = journey.model.dance.sent.as_ref().expect("a request").request.state.clone().expect("a state");
    journey.browser_opens(&format!("http://127.0.0.1:18801/callback?error=access_denied&state={state}"));
    journey.press("D down down");
    insta::assert_snapshot!(pictures(&mut journey, &[(80, 24)]));
}

#[test]
fn the_code_needs_room() {
    let mut journey = Journey::new();
    journey.press("Q");
    insta::assert_snapshot!(pictures(&mut journey, &[(40, 12), (80, 24)]));
}

#[test]
fn the_code_holds_the_authorization_url() {
    let mut journey = Journey::new();
    journey.press("Q");
    let theme = Theme::built_in(Colours::None, Background::Dark);
    let (buffer, _) = journey.draw(200, 60, &theme);
    // A cell is two modules high. What is not part of the code is no block, so it counts as light.
    let dark = |x: usize, y: usize| {
        let cell = &buffer[(u16::try_from(x).expect("a column"), u16::try_from(y / 2).expect("a row"))];
        matches!((cell.symbol(), y % 2), ("█", _) | ("▀", 0) | ("▄", 1))
    };
    // Each module as a square of several pixels, as a camera would see it.
    let scale = 4;
    let shade = |x: usize, y: usize| if dark(x / scale, y / scale) { 0 } else { 255 };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(200 * scale, 120 * scale, shade);
    let grids = image.detect_grids();
    let (_, text) = grids.first().expect("a QR code on the screen").decode().expect("a readable one");
    assert_eq!(text, journey.model.dance.sent.as_ref().expect("a request").url);
}
