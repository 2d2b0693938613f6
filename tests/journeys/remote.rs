//! Over SSH: the line that brings the ports to the computer where the browser is.

use orcid_playground::app::{
    Command, availability,
    control::Control,
    dialog::Dialog,
    document::Line,
    pane::{self, Row},
    remote::Remote,
};

use crate::journey::Journey;

const LINE: &str = "ssh -L 18801:127.0.0.1:18801 -L 18800:127.0.0.1:18800 mia@192.0.2.1";

/// The program in a session that came by SSH.
fn over_ssh() -> Journey {
    Journey::with(|start| {
        start.remote =
            Some(Remote { user: Some("mia".to_owned()), host: Some("192.0.2.1".to_owned()), port: Some(22) });
    })
}

/// The texts of pane 2.
fn said(journey: &Journey) -> Vec<String> {
    let rows = pane::rows(&journey.model, pane::pane_of(Control::Url), journey.now);
    let text = |row| if let Row::Text(line) = row { Some(Line::text(&line).to_owned()) } else { None };
    rows.into_iter().filter_map(text).collect()
}

fn offered(journey: &Journey) -> bool {
    let rows = pane::rows(&journey.model, pane::pane_of(Control::Url), journey.now);
    rows.iter().any(|row| match row {
        Row::Buttons(buttons) => buttons.iter().any(|it| it.control == Control::Button(Command::CopyTunnel)),
        Row::Field { .. } | Row::Text(_) | Row::Gap => false,
    })
}

#[test]
fn the_line_stands_in_pane_2_while_the_browser_is_waited_for() {
    let mut journey = over_ssh();
    assert!(!said(&journey).contains(&LINE.to_owned()));
    journey.press("b");
    assert!(said(&journey).contains(&LINE.to_owned()), "{:?}", said(&journey));
    let state = journey.model.dance.sent.as_ref().and_then(|sent| sent.request.state.clone()).expect("a state");
    journey.browser_opens(&format!("http://127.0.0.1:18801/callback?code=abcdef&state={state}"));
    assert!(!said(&journey).contains(&LINE.to_owned()));
}

#[test]
fn whoever_plays_the_researcher_needs_no_browser() {
    let mut journey = over_ssh();
    journey.press("a");
    assert!(!said(&journey).contains(&LINE.to_owned()));
}

#[test]
fn a_key_and_a_button_copy_it_and_are_there_only_then() {
    let mut journey = over_ssh();
    assert!(offered(&journey));
    journey.press("y s");
    assert_eq!(journey.copied(), Some(LINE));
    // Nothing of this computer is in the way of the browser.
    journey.press("1 tab tab tab").retype("https://example.org/callback").press("esc E down enter");
    assert!(availability(&journey.model, Command::CopyTunnel).is_err() && !offered(&journey));
    let mut here = Journey::new();
    here.press("b");
    assert!(availability(&here.model, Command::CopyTunnel).is_err() && !offered(&here));
    assert!(!said(&here).iter().any(|line| line.contains("ssh")));
}

#[test]
fn at_a_real_server_only_the_callback_is_brought_over() {
    let mut journey = over_ssh();
    journey.press("E down enter esc 1 tab tab tab").retype("http://127.0.0.1:18801/callback").press("esc y s");
    assert_eq!(journey.copied(), Some("ssh -L 18801:127.0.0.1:18801 mia@192.0.2.1"));
}

#[test]
fn the_qr_code_says_so_too() {
    let mut journey = over_ssh();
    journey.press("Q");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Qr(qr)) if qr.remark.contains(LINE)));
}
