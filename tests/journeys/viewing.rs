//! Pane 3, palette, help, hints, revealing.

use orcid_playground::app::{
    Command, Tone, availability,
    control::{Control, Pane},
    dialog::{Dialog, Sequence},
    document::Mode,
    hints, layout, next_wake, pane,
};

use crate::journey::{Journey, demo_client};

fn text(journey: &Journey) -> String {
    journey.model.viewer.document.text()
}

#[test]
fn messages_are_walked_through() {
    let mut journey = Journey::new();
    journey.press("enter enter enter");
    let last = journey.exchanges().len() - 1;
    assert_eq!(journey.model.viewer.selected, last);
    journey.press("[");
    assert_eq!(journey.model.viewer.selected, last - 1);
    journey.press("r");
    assert_eq!(journey.model.viewer.selected, journey.exchanges().len() - 1, "one's own request is shown");
}

#[test]
fn secrets_are_masked_until_asked_for_and_again_by_themselves() {
    let secret = demo_client().client_secret.unwrap();
    let mut journey = Journey::new();
    journey.press("enter enter enter");
    let token = journey.model.dance.granted.as_ref().unwrap().response.access_token.clone();
    for mode in [Mode::Pretty, Mode::Raw] {
        if journey.model.viewer.mode != mode {
            journey.press("t");
        }
        assert!(!text(&journey).contains(secret.expose()) && !text(&journey).contains(token.expose()), "{mode}");
        journey.press("v");
        assert!(text(&journey).contains(secret.expose()) && text(&journey).contains(token.expose()), "{mode}");
        journey.wait(11);
        assert!(!text(&journey).contains(secret.expose()), "{mode}");
    }
    journey.go_to(Control::ClientSecret).press("ctrl-r");
    assert!(journey.model.revealed.is_some());
    assert!(next_wake(&journey.model, journey.now).is_some());
    journey.wait(11);
    assert!(journey.model.revealed.is_none());
}

#[test]
fn searching_goes_from_match_to_match() {
    let mut journey = Journey::new();
    journey.press("enter enter enter enter /").type_text("orcid");
    let search = journey.model.viewer.search.as_ref().unwrap();
    assert!(search.hits.len() > 3 && search.current == 0);
    let began = journey.model.viewer.search.as_ref().unwrap().hits.len();
    journey.press("enter n n n N");
    let search = journey.model.viewer.search.as_ref().unwrap();
    assert_eq!((search.needle.text(), search.hits.len(), search.current), ("orcid", began, 2));
    let at = journey.model.viewer.cursor;
    journey.press("esc");
    assert_eq!(journey.model.viewer.cursor, at, "what was found is what one reads");
    assert!(journey.model.viewer.search.is_none());
    assert_eq!(journey.model.focus, Control::Viewer);
}

#[test]
fn whoever_begins_anew_sees_what_comes() {
    let mut journey = Journey::new();
    journey.press("enter enter enter 3 p p p");
    assert!(journey.model.viewer.selected + 1 < journey.model.exchanges.len());
    journey.press("N a");
    assert_eq!(journey.model.viewer.selected + 1, journey.model.exchanges.len());
}

#[test]
fn a_paste_that_no_dialog_takes_is_not_lost_in_silence() {
    let mut journey = Journey::new();
    journey.press("enter").paste("eUeiz2");
    assert!(journey.notice().contains("no place in this dialog"), "{}", journey.notice());
}

#[test]
fn the_palette_finds_and_does() {
    let mut journey = Journey::new();
    journey.press("ctrl-p").type_text("act as").press("enter");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Researcher(_))));
    journey.press("esc ctrl-p").type_text("copy the access").press("enter");
    assert!(journey.notice().contains("no token yet"), "{}", journey.notice());
}

#[test]
fn the_footer_names_what_works() {
    let labels = |journey: &Journey| hints(&journey.model).into_iter().map(|hint| hint.label).collect::<Vec<_>>();
    let mut journey = Journey::new();
    assert_eq!(labels(&journey)[0], "act as researcher");
    assert!(!labels(&journey).contains(&"search".to_owned()), "nothing to search in");
    journey.press("enter");
    assert_eq!(labels(&journey)[0], "authorize");
    journey.press("enter");
    assert_eq!(labels(&journey)[0], "exchange");
    journey.press("y");
    assert!(labels(&journey).contains(&"code".to_owned()) && !labels(&journey).contains(&"access token".to_owned()));
    journey.press("esc enter y");
    assert!(labels(&journey).contains(&"access token".to_owned()));
}

#[test]
fn the_footer_of_a_text_tells_how_to_scroll_it() {
    let keys = |journey: &Journey| hints(&journey.model).into_iter().map(|h| (h.key, h.label)).collect::<Vec<_>>();
    let hint = |key: &str, label: &str| (key.to_owned(), label.to_owned());
    let mut journey = Journey::new();
    journey.press("?");
    assert_eq!(keys(&journey), [hint("↑ ↓", "scroll"), hint("/", "find a command"), hint("Esc", "back")]);
    // A text that is all in sight does not scroll.
    journey.press("esc U");
    assert_eq!(keys(&journey), [hint("y", "copy URL"), hint("^T", "explain"), hint("Esc", "back")]);
}

#[test]
fn the_footer_of_a_text_field_tells_the_way_out() {
    let mut journey = Journey::new();
    journey.go_to(Control::ClientId);
    let labels: Vec<_> = hints(&journey.model).into_iter().map(|hint| hint.label).collect();
    assert_eq!(labels, ["next", "explain", "leave the field", "commands", "quit"]);
    journey.press("esc");
    assert!(!journey.model.focus.is_text());
}

#[test]
fn help_speaks_of_what_has_the_focus() {
    let mut journey = Journey::new();
    journey.press("?");
    assert!(
        matches!(journey.model.dialogs.last(), Some(Dialog::Help(h)) if h.about == Control::Button(Command::ActAsResearcher))
    );
    journey.press("esc");
    assert!(journey.model.dialogs.is_empty());
}

#[test]
fn every_field_can_be_reached_with_tab_and_arrows() {
    let mut journey = Journey::new();
    journey.press("A");
    let rows = pane::controls(&pane::rows(&journey.model, Pane::Configure, journey.now));
    for control in rows.into_iter().flatten() {
        journey.go_to(control);
    }
    for _ in 0..40 {
        journey.press("up");
    }
    assert_eq!(journey.model.focus, Control::Environment);
}

#[test]
fn at_rest_nothing_wakes() {
    let mut journey = Journey::new();
    assert_eq!(next_wake(&journey.model, journey.now), None);
    journey.press("enter enter enter");
    journey.wait(24 * 3600);
    assert_eq!(journey.model.notice, None);
    assert!(next_wake(&journey.model, journey.now).is_none_or(|at| at.duration_since(journey.now).as_hours() >= 1));
    journey.press("ctrl-p");
    assert!(journey.model.notice.as_ref().is_none_or(|notice| notice.tone != Tone::Bad));
}

#[test]
fn an_arrow_of_the_diagram_leads_to_its_bytes() {
    let mut journey = Journey::new();
    journey.press("enter enter enter D");
    let Some(Dialog::Sequence(Sequence { selection })) = journey.model.dialogs.last() else { panic!("no diagram") };
    assert!(selection.row > 0, "it begins at the message that pane 3 shows");
    journey.press("home enter");
    assert!(journey.model.dialogs.is_empty());
    assert_eq!((journey.model.viewer.selected, journey.model.focus), (0, Control::Viewer));
}

#[test]
fn a_code_for_another_device_is_a_request_like_any_other() {
    let mut journey = Journey::new();
    journey.press("Q");
    let sent = journey.model.dance.sent.clone().expect("a request");
    let Some(Dialog::Qr(qr)) = journey.model.dialogs.last() else { panic!("no QR code") };
    assert_eq!(qr.url, sent.url);
    journey.press("esc");
    let state = sent.request.state.expect("a state");
    journey.paste(&format!("http://127.0.0.1:18801/callback?code=abcdef&state={state}"));
    assert_eq!(journey.model.dance.code.as_ref().expect("a code").value, "abcdef");
}

#[test]
fn the_newest_message_has_none_behind_it() {
    let mut journey = Journey::new();
    journey.press("a enter 3");
    assert!(availability(&journey.model, Command::NextMessage).is_err());
    assert!(availability(&journey.model, Command::PreviousMessage).is_ok());
    journey.press("p");
    assert!(availability(&journey.model, Command::NextMessage).is_ok());
}

#[test]
fn the_focused_button_is_in_sight_at_every_size() {
    let mut journey = Journey::new();
    journey.press("enter enter enter enter");
    for (width, height) in [(40, 12), (60, 16), (80, 24)] {
        journey.resize(width, height).press("2");
        for _ in 0..20 {
            journey.press("tab");
            let Control::Button(_) = journey.model.focus else { continue };
            let areas = layout::areas(&journey.model, journey.now).expect("room");
            let Some((pane, frame)) = areas.panes.iter().find(|(pane, _)| *pane == pane::pane_of(journey.model.focus))
            else {
                continue;
            };
            let inside = layout::inside(*frame);
            let rows = pane::rows(&journey.model, *pane, journey.now);
            let placement = pane::place(&rows, inside.width, inside.height, journey.model.focus);
            let seen = placement.rows.iter().any(|placed| match &rows[placed.row] {
                pane::Row::Buttons(buttons) => {
                    let area = ratatui::layout::Rect { x: 0, y: 0, width: inside.width, height: placed.height };
                    let index = buttons.iter().position(|button| button.control == journey.model.focus);
                    index.is_some_and(|index| {
                        let y = i32::from(pane::button_areas(buttons, area)[index].y) + placed.y;
                        (0..i32::from(inside.height)).contains(&y)
                    })
                }
                _ => false,
            });
            assert!(seen, "{:?} at {width}×{height}", journey.model.focus);
        }
    }
}

#[test]
fn what_does_not_work_is_said_until_it_works() {
    let mut journey = Journey::new();
    journey.press("a enter x 3 n");
    assert_eq!(journey.notice(), "Next message: this is the newest message.");
    journey.press("down");
    assert_eq!(journey.notice(), "Next message: this is the newest message.", "it is true still");
    journey.press("p");
    assert!(journey.model.notice.is_none(), "it is true no more: {}", journey.notice());
}
