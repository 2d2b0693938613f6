//! Leaving the program: one question when something would be lost, and none otherwise.

use orcid_playground::app::{Effect, control::Control, dialog::Dialog, msg::Listening};

use crate::journey::Journey;

fn has_left(journey: &Journey) -> bool {
    journey.done.iter().any(|effect| matches!(effect, Effect::Quit))
}

fn asked(journey: &Journey) -> Option<String> {
    match journey.model.dialogs.last() {
        Some(Dialog::Confirm(asked)) => Some(asked.text.join(" ")),
        _ => None,
    }
}

#[test]
fn nothing_is_asked_where_nothing_is_lost() {
    for before in ["tab", "a enter", "enter enter enter", "L enter", "1 tab", "E down enter"] {
        let mut journey = Journey::new();
        journey.press(before).press("ctrl-c");
        assert!(has_left(&journey), "{before}: {:?}", asked(&journey));
    }
}

#[test]
fn typed_credentials_are_not_lost_without_a_word() {
    let typed = || {
        let mut journey = Journey::new();
        journey
            .press("E down enter esc 1 tab")
            .retype("APP-MINE000000000001")
            .press("tab")
            .type_text("a-secret")
            .press("esc");
        journey
    };
    let mut journey = typed();
    journey.press("q");
    let question = asked(&journey).expect("a question");
    assert!(question.contains("APP-MINE000000000001") && question.contains("W saves it"), "{question}");
    assert!(!question.contains("a-secret"));
    // q leaves the question as it leaves every other dialog; it quits nothing by accident.
    journey.press("q");
    assert!(!has_left(&journey) && asked(&journey).is_none());
    journey.press("q Q");
    assert!(has_left(&journey));
    // Whoever insists is not asked twice, wherever the focus is.
    let mut journey = typed();
    journey.press("ctrl-c");
    assert!(!has_left(&journey));
    journey.press("ctrl-c");
    assert!(has_left(&journey));
    // A secret alone is worth a question, too.
    let mut journey = Journey::new();
    journey.press("E down enter esc 1 tab tab").type_text("a-secret").press("esc q");
    assert!(asked(&journey).is_some_and(|question| question.contains("client secret")));
    // Once it is saved, there is nothing to ask; in another environment it is asked about all the same.
    let mut journey = typed();
    assert!(asked(journey.press("q")).is_some_and(|question| !question.contains("with E")));
    journey.press("n E up enter q");
    // W saves what pane 1 holds, and that is another client now.
    assert!(asked(&journey).is_some_and(|question| question.contains("go to that environment with E")));
    let mut journey = typed();
    journey.press("W").type_text("mine").press("enter q");
    assert!(has_left(&journey), "{:?}", asked(&journey));
}

#[test]
fn what_a_command_printed_is_no_loss() {
    let mut journey = Journey::new();
    journey.press("E down enter esc 1 tab").retype("APP-MINE000000000001").press("esc W").type_text("mine");
    journey.press("tab right right tab").type_text("pass show orcid").press("enter");
    journey
        .secret_command_prints("s3cret")
        .paste("AbC123")
        .answer_next(400, "application/json", r#"{"error":"invalid_grant"}"#)
        .press("x");
    assert_eq!(journey.model.form().client_secret.text(), "s3cret", "{}", journey.notice());
    journey.press("q");
    assert!(has_left(&journey), "{:?}", asked(&journey));
}

#[test]
fn a_code_that_was_not_exchanged_is_not_lost_without_a_word() {
    let mut journey = Journey::new();
    journey.press("E down enter esc").paste("AbC123");
    assert!(journey.model.dance.code.is_some());
    journey.press("esc q");
    let question = asked(&journey).expect("a question");
    assert!(question.contains("AbC123") && question.contains("x does it"), "{question}");
}

#[test]
fn what_a_lesson_put_into_pane_1_is_nobodys_and_what_it_covers_is_asked_about() {
    let mut journey = Journey::new();
    journey.press("L enter 1 tab").retype("APP-NONSENSE").press("esc q");
    assert!(has_left(&journey), "{:?}", asked(&journey));
    let mut journey = Journey::new();
    journey.press("1 tab").retype("APP-MINE000000000001").press("esc L enter q");
    assert!(asked(&journey).is_some_and(|question| question.contains("APP-MINE000000000001")));
}

/// The port that was free today is nobody's choice: it makes no profile another one, and is kept in none.
#[test]
fn a_port_that_the_listener_took_is_no_change() {
    let mut journey = Journey::new();
    journey.press("W").type_text("mine").press("enter");
    let chosen = journey.model.form().redirect_uri.text().to_owned();
    let moved = Listening {
        redirect_uri: "http://127.0.0.1:40404/callback".into(),
        addresses: vec![([127, 0, 0, 1], 40404).into()],
        fingerprint: None,
    };
    journey.listen_next(Ok(moved)).press("a esc");
    assert_eq!(journey.model.form().redirect_uri.text(), "http://127.0.0.1:40404/callback");
    assert!(!journey.model.profile_is_edited());
    assert_eq!(journey.model.form().profile("").redirect_uri, chosen);
    journey.press("q");
    assert!(has_left(&journey), "{:?}", asked(&journey));
    // Whoever types one chooses it.
    journey.go_to(Control::RedirectUri).retype("http://127.0.0.1:40404/other").press("esc");
    assert!(journey.model.profile_is_edited());
}

#[test]
fn a_code_of_a_real_orcid_is_not_dropped_without_a_word() {
    let landed = || {
        let mut journey = Journey::new();
        journey.press("E down enter esc 1 tab").retype("APP-MINE000000000001").press("esc b");
        let state = journey.model.dance.newest().and_then(|sent| sent.request.state.clone()).expect("a state");
        journey.paste(&format!("http://127.0.0.1:18801/callback?code=x7Kp2Q&state={state}"));
        assert!(journey.model.dance.code.is_some(), "{}", journey.notice());
        journey
    };
    for again in ["N", "b"] {
        let mut journey = landed();
        journey.press(again);
        assert!(asked(&journey).is_some_and(|text| text.contains("x7Kp2Q")), "{again}: {:?}", asked(&journey));
        journey.press("enter");
        assert!(journey.model.dance.code.is_some(), "no has the focus");
        journey.press(again).press("D");
        assert!(journey.model.dance.code.is_none() && journey.model.dialogs.is_empty());
    }
    // One that was exchanged, or that the simulated ORCID gave to its demo client, is nobody's loss.
    let mut journey = Journey::new();
    journey.press("a enter N");
    assert!(journey.model.dance.code.is_none() && asked(&journey).is_none());
}

/// What takes its place without a question says which code it was: pasted, it is here again.
#[test]
fn a_code_that_makes_room_is_named() {
    let named = "The code x7Kp2Q of ORCID Sandbox was not exchanged; pasted, it is here again.";
    for other in
        ["AbC123", "https://sandbox.orcid.org/oauth/authorize?client_id=APP-OTHER00000000001&response_type=code"]
    {
        let mut journey = Journey::new();
        journey.press("E down enter esc 1 tab").retype("APP-MINE000000000001").press("esc").paste("x7Kp2Q");
        journey.press("esc").paste(other);
        assert!(journey.notice().ends_with(named), "{}", journey.notice());
        assert!(journey.model.said.back().is_some_and(|said| said.text == journey.notice()));
        journey.press("esc").paste("x7Kp2Q");
        assert!(journey.model.dance.code.as_ref().is_some_and(|code| code.value == "x7Kp2Q"));
    }
    // The one that waits while another environment is used is nowhere lost, and the demo clients' can be had again.
    let mut journey = Journey::new();
    journey.press("E down enter esc").paste("x7Kp2Q").press("E up enter");
    assert!(!journey.notice().contains("x7Kp2Q"), "{}", journey.notice());
    let mut journey = Journey::new();
    journey.press("enter enter").press("esc").paste("AbC123");
    assert!(!journey.notice().contains("not exchanged"), "{}", journey.notice());
}
