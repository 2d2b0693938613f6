//! What was typed, chosen or scrolled to is there again on return: drafts of calls, places in messages, edits of a profile.

use orcid_playground::{
    app::{
        Command, StepState,
        control::{Control, Pane},
        dialog::Dialog,
        layout, pane, steps,
    },
    oauth::Purpose,
};

use crate::{
    calling::{EVERYTHING, call, prepare, with_token},
    journey::Journey,
};

fn body(journey: &Journey) -> String {
    call(journey).body.text()
}

#[test]
fn what_was_typed_into_a_call_is_kept_until_it_is_sent_or_begun_anew() {
    let mut journey = with_token(EVERYTHING);
    prepare(&mut journey, "add-work");
    let template = body(&journey);
    journey.press("esc enter");
    assert!(!call(&journey).resumed, "nothing was typed");
    journey.type_text("MYEDIT").press("esc");
    assert!(journey.notice().contains("kept"), "{}", journey.notice());
    journey.press("enter");
    assert_eq!(body(&journey), format!("MYEDIT{template}"));
    assert!(call(&journey).told.is_some() && call(&journey).resumed);
    // Another operation has its own, and a search of its list begins anew.
    journey.press("esc esc");
    prepare(&mut journey, "add-funding");
    assert!(!body(&journey).contains("MYEDIT"));
    journey.press("esc esc");
    prepare(&mut journey, "add-work");
    assert!(body(&journey).contains("MYEDIT"));
    // With the other format and another header.
    journey.press("shift-tab").type_text("x-a: 1").press("enter shift-tab right esc enter");
    assert!(call(&journey).headers.text().contains("x-a: 1") && call(&journey).headers.text().contains("xml"));
    journey.press("tab right right enter");
    assert_eq!((body(&journey), call(&journey).resumed), (template, false));
    journey.type_text(" ").press("ctrl-s");
    prepare(&mut journey, "add-work");
    assert!(!call(&journey).resumed, "it was sent");
}

#[test]
fn a_message_that_is_changed_keeps_what_was_typed_too() {
    let mut journey = with_token(EVERYTHING);
    journey.press("r i");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Call(_))));
    journey.type_text("/more").press("esc i");
    assert!(call(&journey).url.text().ends_with("/record/more"), "{}", call(&journey).url.text());
}

#[test]
fn a_message_is_found_as_it_was_left() {
    let mut journey = Journey::new();
    journey.press("enter enter enter r 3 G up up");
    let (at, top) = (journey.model.viewer.cursor, journey.model.viewer.top);
    assert!(at.line > 20);
    journey.press("p n");
    assert_eq!((journey.model.viewer.cursor, journey.model.viewer.top), (at, top));
    journey.press("t t");
    assert_eq!((journey.model.viewer.cursor, journey.model.viewer.top), (at, top));
    // Folds too: beside another message, another form, a filter.
    journey.press("z M");
    let (folded, at) = (journey.model.viewer.document.text(), journey.model.viewer.cursor);
    for keys in ["p n", "t t"] {
        journey.press(keys);
        assert_eq!((journey.model.viewer.document.text(), journey.model.viewer.cursor), (folded.clone(), at), "{keys}");
    }
    journey.press("|").retype(".person").press("enter esc");
    assert_eq!((journey.model.viewer.document.text(), journey.model.viewer.cursor), (folded, at));
}

#[test]
fn bytes_are_found_as_they_were_left_in_whatever_rows() {
    let mut journey = Journey::new();
    journey.press("enter enter enter r 3 H G up up");
    let row = |journey: &Journey| {
        let viewer = &journey.model.viewer;
        viewer.document.text().lines().nth(viewer.cursor.line).unwrap_or_default().to_owned()
    };
    let here = row(&journey);
    // Rows of eight bytes: in those of sixteen there is no such place.
    assert!(here.starts_with("0000") && here.len() < 60, "{here}");
    journey.press("p n");
    assert_eq!(row(&journey), here);
    journey.press("p p n n");
    assert_eq!(row(&journey), here);
}

#[test]
fn a_search_that_is_given_up_leads_back_and_one_that_was_taken_goes_on() {
    let mut journey = Journey::new();
    journey.press("enter enter enter r 3 G");
    let at = journey.model.viewer.cursor;
    journey.press("/").type_text("family-name");
    assert_ne!(journey.model.viewer.cursor, at);
    journey.press("esc");
    assert_eq!((journey.model.viewer.cursor, journey.model.viewer.search.is_none()), (at, true));
    journey.press("/").type_text("nowhere to be found").press("enter");
    assert_eq!((journey.notice(), journey.model.viewer.cursor), ("Nothing was found in this message.", at));
    journey.press("/").type_text("put-code").press("enter n n");
    let requests = journey.exchanges().len();
    // N begins no new request while something is looked for.
    journey.press("N");
    assert_eq!((journey.exchanges().len(), journey.model.dance.code.is_some()), (requests, true));
    assert_eq!(journey.model.viewer.search.as_ref().map(|search| search.current), Some(1));
    // From where one is on, around the end.
    let at = journey.model.viewer.cursor;
    journey.press("esc down /").type_text("put-code").press("enter");
    assert!(journey.model.viewer.cursor > at);
    journey.press("esc G /").type_text("put-code").press("enter");
    assert!(journey.model.viewer.cursor < at);
    journey.press("esc g ctrl-n");
    assert_eq!(journey.model.viewer.search.as_ref().map(|search| search.needle.text()), Some("put-code"));
    assert!(journey.model.viewer.cursor.line > 0);
}

#[test]
fn the_button_that_was_pressed_has_the_focus_on_return() {
    let mut journey = Journey::new();
    journey.press("enter enter enter r").resize(80, 24).press("2").go_to(Control::Button(Command::ReadRecord));
    journey.press("enter");
    assert_eq!(journey.model.focus, Control::Viewer);
    journey.press("esc");
    assert_eq!(journey.model.focus, Control::Button(Command::ReadRecord));
    journey.press("3 2");
    assert_eq!(journey.model.focus, Control::Button(Command::ReadRecord));
}

#[test]
fn a_field_is_left_within_its_pane_where_one_is_shown_at_a_time() {
    let mut journey = Journey::new();
    journey.resize(80, 24).press("1 tab").type_text("x").press("esc");
    assert_eq!(pane::pane_of(journey.model.focus), Pane::Configure);
    assert!(!journey.model.focus.is_text());
}

#[test]
fn pane_2_stays_where_it_is_wherever_the_focus_is() {
    let mut journey = Journey::new();
    let place = |journey: &Journey| layout::areas(&journey.model, journey.now).unwrap().pane(Pane::Authorize);
    let first = place(&journey);
    journey.press("1");
    for _ in 0..12 {
        journey.press("tab");
        assert_eq!(place(&journey), first, "{:?}", journey.model.focus);
    }
}

#[test]
fn what_looks_wrong_in_pane_1_marks_its_step() {
    let mut journey = Journey::new();
    assert_eq!(steps(&journey.model)[0].1, StepState::Done);
    journey.press("A").go_to(Control::Parameter(orcid_playground::app::form::Parameter::Prompt)).type_text("bogus");
    assert_eq!(steps(&journey.model)[0].1, StepState::Doubtful);
    assert!(journey.screen(120, 40).contains("Configure !") && journey.screen(80, 24).contains("Configure !"));
}

#[test]
fn edits_of_a_profile_are_marked_and_not_dropped_without_a_question() {
    let mut journey = Journey::new();
    journey.press("W").type_text("mine").press("enter");
    assert!(!journey.model.profile_is_edited() && !journey.screen(120, 40).contains("mine, changed"));
    journey.go_to(Control::ClientId).type_text("ZZ").press("esc");
    assert!(journey.screen(120, 40).contains("profile mine, changed"));
    journey.press("P enter");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Confirm(_))));
    journey.press("enter esc");
    assert!(journey.model.form().client_id.text().ends_with("ZZ"));
    journey.press("P enter L");
    assert!(!journey.model.form().client_id.text().ends_with("ZZ") && journey.model.dialogs.is_empty());
    journey.press("P enter");
    assert!(journey.model.dialogs.is_empty(), "nothing is lost");
}

#[test]
fn what_is_asked_of_the_control_interface_leaves_the_message_that_is_studied() {
    let mut journey = Journey::new();
    journey.press("enter enter enter");
    let selected = journey.model.viewer.selected;
    journey.press("F");
    assert_eq!(journey.last_exchange().purpose, Purpose::Control);
    assert_eq!((journey.model.viewer.selected, journey.model.viewer.follow), (selected, true));
    journey.press("esc r");
    assert_eq!(journey.model.viewer.selected + 1, journey.exchanges().len());
}

#[test]
fn what_a_refused_call_held_is_there_again() {
    let mut journey = with_token(EVERYTHING);
    prepare(&mut journey, "add-work");
    journey.type_text("MYEDIT").press("ctrl-s");
    assert!(journey.notice().contains("What you sent is kept"), "{}", journey.notice());
    prepare(&mut journey, "add-work");
    assert!(call(&journey).resumed && body(&journey).contains("MYEDIT"));
    // Taken by the server, it is done with; so is what was sent as it stood.
    journey.press("tab right right enter ctrl-s");
    assert!(!journey.notice().contains("kept"), "{}", journey.notice());
}

#[test]
fn a_deleted_profile_is_said_to_be_gone() {
    let mut journey = Journey::new();
    journey.press("W").type_text("mine").press("enter");
    assert_eq!(journey.notice(), "Profile mine is saved.");
    journey.press("P d D");
    assert_eq!(journey.notice(), "Profile mine is deleted.");
    assert_eq!(journey.model.profile, None);
}
