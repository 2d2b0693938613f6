//! What just happened, in a line above the footer: until something else is done.

use orcid_playground::{
    app::{Command, Msg, availability, control::Control, dialog::Dialog},
    oauth::Purpose,
    orcid::Environment,
};

use crate::journey::Journey;

#[test]
fn good_news_end_with_what_is_done_next_and_stay_while_one_looks_around() {
    let mut journey = Journey::new();
    journey.go_to(Control::RedirectUri).retype("http://127.0.0.1:18801/wrong").press("esc !");
    assert_eq!(journey.notice(), "Put right: redirect URI is now http://127.0.0.1:18801/callback.");
    journey.press("tab shift-tab up down");
    assert!(journey.notice().starts_with("Put right"), "it can be read");
    journey.go_to(Control::RedirectUri).type_text("x");
    assert_eq!(journey.notice(), "");

    let mut journey = Journey::new();
    journey.press("enter enter enter 1");
    assert_eq!(journey.notice(), "", "to go to another pane is to go on");

    // Where no answer names a match, and after another message was chosen.
    let mut journey = Journey::new();
    journey.press("enter enter enter r 3 ctrl-n");
    assert!(journey.notice().contains("nothing was found"), "{}", journey.notice());
    journey.press("/").type_text("orcid");
    assert_eq!(journey.notice(), "");
}

#[test]
fn an_error_page_does_not_stand_above_the_success_before_it() {
    let mut journey = Journey::new();
    journey.press("enter enter enter").go_to(Control::RedirectUri).retype("http://127.0.0.1:18801/wrong");
    journey.press("esc a");
    let screen = journey.screen(120, 40);
    assert!(screen.contains("✗ Error") && !screen.contains("✓ Tokens"), "{screen}");
}

#[test]
fn what_was_put_right_is_said_but_no_secret() {
    let mut journey = Journey::new();
    journey.go_to(Control::ClientSecret).retype("5a0c4d1e-7f3b-4c6a-9d28-1e0b6f7a9c01\u{a0}").press("esc !");
    assert_eq!(journey.notice(), "Put right: client secret.");
    let mut journey = Journey::new();
    let id = journey.model.form().client_id.text().to_owned();
    journey.go_to(Control::ClientId).retype("5a0c4d1e-7f3b-4c6a-9d28-1e0b6f7a9c01");
    journey.go_to(Control::ClientSecret).retype(&id).press("esc !");
    assert_eq!(journey.notice(), "Put right: client ID and secret have changed places.");
}

#[test]
fn what_was_said_can_be_read_again() {
    let mut journey = Journey::new();
    assert_eq!(availability(&journey.model, Command::Notices), Err("nothing was said yet"));
    journey.press("enter enter enter").wait(60).press("y t").press("J");
    let Some(Dialog::Text(open)) = journey.model.dialogs.last() else { panic!("{:?}", journey.model.dialogs) };
    assert!(open.lines[0].contains("Copied the"), "the newest first: {:?}", open.lines);
    assert!(open.lines.iter().any(|line| line.starts_with("✓ ") && line.ends_with("(1 min ago)")), "{:?}", open.lines);
}

#[test]
fn messages_are_cleared_and_the_dance_goes_on() {
    let mut journey = Journey::new();
    journey.press("enter enter enter r 3 w");
    let (last, wrap) = (journey.last_exchange().id, journey.model.viewer.wrap);
    let clear = |journey: &mut Journey| {
        journey.press("ctrl-p").type_text("clear the messages").press("enter");
    };
    clear(&mut journey);
    journey.press("enter");
    assert!(!journey.exchanges().is_empty(), "no has the focus");
    clear(&mut journey);
    journey.press("C");
    assert!(journey.exchanges().is_empty() && journey.model.viewer.document.is_empty());
    journey.screen(80, 24);
    journey.press("r");
    assert!(journey.last_exchange().id > last, "no number is given twice");
    assert_eq!(journey.last_of(Purpose::Api).outcome.response().unwrap().status(), 200);
    assert_eq!(journey.model.viewer.wrap, wrap, "shown as before");
    assert!(availability(&journey.model, Command::ClearMessages).is_ok());
    // What a lesson looks at stays.
    journey.press("L enter");
    assert!(journey.model.course.is_some());
    assert_eq!(
        availability(&journey.model, Command::ClearMessages),
        Err("the lesson looks at the messages; leave it first")
    );
}

#[test]
fn what_a_server_repeats_of_a_token_is_masked_in_the_notice_too() {
    let mut journey = Journey::new();
    let token = "53737721-9cdb-442a-8b77-409609bb5e43";
    let body = format!(r#"{{"error":"invalid_grant","error_description":"Invalid refresh token: {token}"}}"#);
    journey.press("enter enter").answer_next(400, "application/json", body).press("enter J");
    let Some(Dialog::Text(open)) = journey.model.dialogs.last() else { panic!("{:?}", journey.model.dialogs) };
    assert!(open.lines.iter().any(|line| line.contains("Invalid refresh token")), "{:?}", open.lines);
    assert!(!open.lines.iter().any(|line| line.contains(token)), "{:?}", open.lines);
}

#[test]
fn clearing_takes_what_the_messages_told_out_of_pane_2() {
    let mut journey = Journey::new();
    let body = r#"{"error":"invalid_grant","error_description":"Invalid authorization code: eUeiz2"}"#;
    journey.press("enter enter").answer_next(400, "application/json", body).press("enter");
    assert!(journey.model.dance.refused.is_some());
    journey.press("ctrl-p").type_text("clear the messages").press("enter C");
    assert!(journey.model.dance.refused.is_none());
    assert_eq!(journey.model.said.len(), 1, "what was said went with them");
}

#[test]
fn what_can_be_read_again_is_what_was_said() {
    let mut journey = Journey::new();
    journey.press("u").paste("http://127.0.0.1:18801/callback/code=Ab12Cd");
    assert!(journey.notice().starts_with("An address with a code in its path"), "{}", journey.notice());
    assert!(journey.model.said.back().is_some_and(|said| said.text == journey.notice()), "{:?}", journey.model.said);
    let mut journey = Journey::new();
    journey.paste("curl -d client_id=APP-MINE000000000001 -d code=Ab12Cd -d grant_type=authorization_code https://sandbox.orcid.org/oauth/token");
    assert!(journey.notice().starts_with("Imported from") && journey.notice().contains("authorization code"));
    let imported = journey.model.said.iter().filter(|said| said.text.contains("Imported")).count();
    assert_eq!(imported, 1, "{:?}", journey.model.said);
}

/// After earlier messages were cleared, pane 3 counts anew; what names a message names it as pane 3 does.
#[test]
fn messages_have_the_numbers_that_pane_3_shows() {
    let mut journey = Journey::new();
    journey.press("enter enter enter r").tell(Msg::Command(Command::ClearMessages)).press("C");
    assert!(journey.exchanges().is_empty(), "{:?}", journey.model.dialogs.last());
    journey.press("r r").tell(Msg::Command(Command::History)).press("up tab down enter");
    let Some(Dialog::Difference(difference)) = journey.model.dialogs.last() else {
        panic!("{:?} {}", journey.model.dialogs.last(), journey.notice())
    };
    assert_eq!(difference.title, "Message 1 and message 2");
}

/// Two servers of one's own: each keeps its endpoints.
#[test]
fn an_own_server_keeps_its_endpoints_while_another_is_used() {
    let mut journey = Journey::new();
    let endpoint = |issuer: &str| {
        let mut environment = Environment::custom(issuer);
        environment.metadata.token_endpoint = format!("{issuer}/special/token");
        environment
    };
    let (one, other) = (endpoint("https://one.example.org"), endpoint("https://two.example.org"));
    journey.model.customs.extend([one.clone(), other]);
    assert_eq!(journey.model.environment_of(&one.key).metadata.token_endpoint, "https://one.example.org/special/token");
}
