//! Token requests once more, as they were or changed: their answers are filed under what was asked, of whom, and by whom.

use base64::{Engine, engine::general_purpose::STANDARD};
use orcid_playground::{
    app::{Command, Msg, shelf::ShelvedToken},
    oauth::{HttpRequest, Purpose},
    orcid::EnvironmentKey,
};

use crate::journey::Journey;

const GRANTED: &str = r#"{"access_token":"another","token_type":"bearer","expires_in":600}"#;

/// Sends the newest token request again, with something changed.
fn resend(journey: &mut Journey, change: impl FnOnce(&mut HttpRequest)) {
    let at = journey.model.exchanges.iter().rposition(|exchange| exchange.purpose == Purpose::Token).unwrap();
    change(&mut journey.model.exchanges[at].request);
    journey.model.viewer.select(at, &journey.model.exchanges);
    journey.tell(Msg::Command(Command::Resend));
    if !journey.model.dialogs.is_empty() {
        journey.press("y");
    }
}

fn body(text: &str) -> impl FnOnce(&mut HttpRequest) {
    move |request| *request.body_mut() = text.to_owned().into()
}

fn newest(journey: &Journey) -> &ShelvedToken {
    journey.stock.tokens.last().unwrap_or_else(|| panic!("{}", journey.notice()))
}

fn with_tokens() -> Journey {
    let mut journey = Journey::new();
    journey.press("enter enter enter");
    journey
}

#[test]
fn a_token_exchange_is_no_exchange_of_a_code() {
    let mut journey = with_tokens();
    journey.press("a").answer_next(200, "application/json", GRANTED);
    let code = journey.model.dance.code.clone().unwrap();
    assert!(code.spent.is_none(), "a new one");
    resend(
        &mut journey,
        body(
            "client_id=APP-2&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&subject_token=eyJ\
             &subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aid_token",
        ),
    );
    assert!(journey.model.dance.code.as_ref().unwrap().spent.is_none(), "{}", journey.notice());
    let stored = newest(&journey);
    assert_eq!(stored.grant_type, "urn:ietf:params:oauth:grant-type:token-exchange");
    assert_eq!(stored.client_id, "APP-2");
    assert_eq!(journey.model.dance.granted.as_ref().unwrap().client_id, "APP-2");
}

#[test]
fn an_unknown_grant_is_stored_under_its_own_name_and_moves_nothing() {
    let mut journey = with_tokens();
    let before = journey.model.dance.granted.clone();
    journey.answer_next(200, "application/json", GRANTED);
    resend(&mut journey, body("client_id=APP-2&grant_type=urn%3Aexample%3Agrant"));
    assert_eq!(newest(&journey).grant_type, "urn:example:grant");
    assert_eq!(journey.model.dance.granted, before);
    assert!(journey.notice().contains("stored"), "{}", journey.notice());
    journey.break_store("the disk is full.").answer_next(200, "application/json", GRANTED);
    resend(&mut journey, |_| {});
    assert!(journey.notice().contains("NOT STORED: the disk is full."), "{}", journey.notice());
}

#[test]
fn who_asked_stands_in_the_header_too() {
    let mut journey = with_tokens();
    journey.answer_next(200, "application/json", GRANTED);
    resend(&mut journey, |request| {
        let credentials = STANDARD.encode("APP-3:secret");
        request.headers_mut().insert("authorization", format!("Basic {credentials}").parse().unwrap());
        *request.body_mut() = "grant_type=client_credentials&scope=%2Fread-public".into();
    });
    assert_eq!(newest(&journey).client_id, "APP-3");
}

#[test]
fn another_servers_tokens_are_filed_as_its_own_and_not_taken_in_hand() {
    let mut journey = with_tokens();
    let before = journey.model.dance.granted.clone();
    journey.answer_next(200, "application/json", GRANTED);
    resend(&mut journey, |request| {
        *request.uri_mut() = "https://sandbox.orcid.org/oauth/token".parse().unwrap();
        *request.body_mut() = "client_id=APP-4&grant_type=client_credentials&scope=%2Fread-public".into();
    });
    let stored = newest(&journey);
    assert_eq!((&stored.environment, stored.issuer.as_str()), (&EnvironmentKey::Sandbox, "https://sandbox.orcid.org"));
    assert_eq!(journey.model.dance.granted, before, "pane 1 is of another server");
}

#[test]
fn another_code_spends_not_this_one() {
    let mut journey = with_tokens();
    journey.press("a").answer_next(200, "application/json", GRANTED);
    resend(&mut journey, body("client_id=APP-2&grant_type=authorization_code&code=zzz999"));
    assert!(journey.model.dance.code.as_ref().unwrap().spent.is_none());
    assert_eq!(newest(&journey).grant_type, "authorization_code");
}
