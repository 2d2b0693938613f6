//! Production is not a playground.

use orcid_playground::{
    app::{finding, layout},
    orcid::EnvironmentKey,
};

use crate::journey::Journey;

#[test]
fn the_banner_is_there_at_every_size() {
    let mut journey = Journey::new();
    journey.press("E down down enter");
    assert_eq!(journey.model.form().environment, EnvironmentKey::Production);
    for (width, height) in [(60, 20), (80, 24), (120, 40), (200, 60)] {
        journey.resize(width, height);
        assert!(layout::areas(&journey.model, journey.now).unwrap().banner.is_some(), "{width}×{height}");
    }
    journey.press("esc E home enter");
    assert!(layout::areas(&journey.model, journey.now).unwrap().banner.is_none());
}

#[test]
fn no_dialog_hides_it() {
    for keys in ["S", "C", "?", "ctrl-p", "o", "L"] {
        let mut journey = Journey::new();
        journey.press("E down down enter esc").press(keys);
        for (width, height) in [(60, 20), (80, 24), (120, 40)] {
            let screen = journey.screen(width, height);
            assert!(screen.contains("PRODUCTION · real records"), "{keys}\n{screen}");
        }
    }
}

#[test]
fn http_is_warned_of() {
    let mut journey = Journey::new();
    journey.press("E down down enter");
    journey.go_to(orcid_playground::app::control::Control::RedirectUri).type_text("http://127.0.0.1:18801/callback");
    assert!(finding::findings(&journey.model, journey.now).iter().any(|f| f.message.contains("only https")));
}
