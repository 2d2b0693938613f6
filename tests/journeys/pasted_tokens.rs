//! Token responses, tokens and ID tokens that are pasted: in hand like any other, and known to be pasted.

use orcid_playground::{
    app::{
        Command, Msg,
        control::Control,
        dance::Revoked,
        dialog::{Choosing, Dialog},
    },
    oauth::{Purpose, id_token::Nonce},
    orcid::EnvironmentKey,
};

use crate::journey::Journey;

/// A journey whose tokens are no longer in hand, and the token response that they came in.
fn response_of_an_earlier_session() -> (Journey, String) {
    let mut journey = Journey::new();
    journey.go_to(Control::Scope).retype("/read-limited openid").press("esc enter enter enter");
    let body = journey.model.dance.granted.as_ref().expect("tokens").body.expose().to_owned();
    journey.tell(Msg::Command(Command::NewRequest));
    assert!(journey.model.dance.granted.is_none());
    (journey, body)
}

#[test]
fn a_pasted_token_response_is_stored_and_in_hand() {
    let (mut journey, body) = response_of_an_earlier_session();
    let before = journey.exchanges().len();
    journey.paste(&format!("\n  {body}\n"));
    assert_eq!(journey.exchanges().len(), before, "no request is made up");
    let granted = journey.model.dance.granted.as_ref().expect("in hand");
    assert!(granted.pasted && !granted.front_channel && granted.stored.is_ok());
    assert_eq!(granted.body.expose(), body);
    assert_eq!((granted.requested.is_empty(), &granted.nonce), (true, &Nonce::Unknown));
    assert_eq!(journey.model.paste.field.text(), "");
    // It works like any: the record, the ID token, a refresh, a revocation.
    journey.press("r");
    assert_eq!(journey.last_of(Purpose::Api).outcome.response().map(|answer| answer.status().as_u16()), Some(200));
    journey.tell(Msg::Command(Command::ShowIdToken));
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::IdToken(_))));
    journey.press("esc").tell(Msg::Command(Command::Refresh));
    let refreshed = journey.model.dance.granted.as_ref().expect("a new pair");
    assert!(!refreshed.pasted, "that one was asked for");
    journey.press("X R");
    assert_eq!(journey.model.dance.granted.as_ref().and_then(|granted| granted.revoked), Some(Revoked::Request));
}

#[test]
fn a_pasted_token_response_stands_on_the_shelf_as_pasted() {
    let (mut journey, body) = response_of_an_earlier_session();
    journey.paste(&body).tell(Msg::Command(Command::NewRequest)).tell(Msg::Command(Command::TokenShelf));
    let Some(Dialog::Shelf(shelf)) = journey.model.dialogs.last() else { panic!("no shelf") };
    let kinds: Vec<&str> = shelf.tokens.iter().flatten().map(|token| token.grant_type.as_str()).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == "pasted").count(), 1, "{kinds:?}");
    while !matches!(journey.model.dialogs.last(), Some(Dialog::Shelf(shelf)) if shelf.chosen().is_some_and(|token| token.grant_type == "pasted"))
    {
        journey.press("down");
    }
    journey.press("enter");
    let granted = journey.model.dance.granted.as_ref().expect("in hand again");
    assert!(granted.pasted && granted.nonce == Nonce::Unknown);
}

#[test]
fn a_pasted_token_response_is_lost_in_no_field() {
    for control in [Control::ClientId, Control::Paste, Control::Scope] {
        let (mut journey, body) = response_of_an_earlier_session();
        let client = journey.model.form().client_id.text().to_owned();
        journey.go_to(control).paste(&body);
        assert!(journey.model.dance.granted.as_ref().is_some_and(|granted| granted.pasted), "{control:?}");
        assert_eq!(journey.model.form().client_id.text(), client);
    }
}

#[test]
fn a_pasted_token_response_that_cannot_be_stored_is_in_hand_all_the_same() {
    let (mut journey, body) = response_of_an_earlier_session();
    journey.break_store("the disk is full").paste(&body);
    assert!(journey.notice().contains("NOT STORED"), "{}", journey.notice());
    assert!(journey.model.dance.granted.as_ref().is_some_and(|granted| granted.stored.is_err()));
}

#[test]
fn a_token_response_pasted_in_production_belongs_there_and_is_sent_nowhere() {
    let (mut journey, body) = response_of_an_earlier_session();
    journey.press("E down down enter");
    let before = journey.exchanges().len();
    journey.paste(&body);
    let granted = journey.model.dance.granted.as_ref().expect("in hand");
    assert_eq!(granted.environment.key, EnvironmentKey::Production);
    assert_eq!(journey.exchanges().len(), before);
    // What would change something there is asked about first.
    journey.press("X");
    assert!(
        matches!(journey.model.dialogs.last(), Some(Dialog::Confirm(asked)) if asked.text[0].contains("production"))
    );
}

#[test]
fn a_bare_uuid_is_what_the_user_says() {
    const UUID: &str = "53737721-9cdb-442a-8b77-409609bb5e43";
    let asked = || {
        let mut journey = Journey::new();
        journey.paste(UUID);
        assert!(
            matches!(journey.model.dialogs.last(), Some(Dialog::Choice(choice)) if matches!(choice.what, Choosing::Uuid(_)))
        );
        assert!(journey.model.dance.granted.is_none(), "nothing is guessed");
        journey
    };
    let mut journey = asked();
    journey.press("enter");
    let granted = journey.model.dance.granted.as_ref().expect("in hand");
    assert_eq!((granted.response.access_token.expose(), granted.pasted), (UUID, true));
    assert!(granted.response.refresh_token.is_none() && granted.response.orcid().is_none());

    let mut journey = asked();
    journey.press("down enter");
    assert_eq!(journey.model.form().client_secret.text(), UUID);
    assert!(journey.model.dance.granted.is_none());

    let mut journey = asked();
    journey.press("down down enter");
    assert!(journey.notice().contains("refresh token alone"), "{}", journey.notice());
    assert!(journey.model.dance.granted.is_none());

    // Left, it stays in the box, where Enter asks again.
    for keys in ["esc", "down down down enter"] {
        let mut journey = asked();
        journey.press(keys);
        assert!(journey.model.dialogs.is_empty() && journey.model.dance.granted.is_none());
        assert_eq!((journey.model.paste.field.text(), journey.model.focus), (UUID, Control::Paste), "{keys}");
        journey.press("enter");
        assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Choice(_))), "{keys}");
    }
}

#[test]
fn a_secret_that_is_left_in_the_box_is_known_as_one_until_the_box_is_empty() {
    let mut journey = Journey::new();
    journey.paste("53737721-9cdb-442a-8b77-409609bb5e43").press("esc");
    assert!(journey.model.paste.is_secret);
    journey.press("backspace");
    assert!(journey.model.paste.is_secret, "what is left of it is no less secret");
    journey.press("ctrl-u").type_text("eUeiz2");
    assert!(!journey.model.paste.is_secret);
}

/// The causes of what the screen speaks of, the likeliest first.
fn causes(journey: &Journey) -> Vec<&'static str> {
    journey.model.diagnosis().map(|told| told.causes.iter().map(|cause| cause.id).collect()).unwrap_or_default()
}

#[test]
fn a_pasted_token_that_is_refused_may_be_of_elsewhere_or_none() {
    let (mut journey, body) = response_of_an_earlier_session();
    let mut response: serde_json::Value = serde_json::from_str(&body).unwrap();
    response["access_token"] = "53737721-9cdb-442a-8b77-409609bb5e43".into();
    journey.paste(&response.to_string()).press("r");
    assert_eq!(journey.last_of(Purpose::Api).outcome.response().map(|answer| answer.status().as_u16()), Some(401));
    assert_eq!(causes(&journey), ["token-of-other-environment", "token-mistyped", "token-revoked"]);
    let card: String = journey.model.card().iter().map(|line| line.text().to_owned()).collect();
    assert!(card.contains("This token was pasted"), "{card}");
    // One that was revoked from here is known as such, wherever it came from.
    let (mut journey, body) = response_of_an_earlier_session();
    journey.paste(&body).press("X R r");
    assert_eq!(causes(&journey)[0], "token-revoked");
    // Of one that the program got itself, the environment is known.
    let mut journey = Journey::new();
    journey.press("enter enter enter X R r");
    assert_eq!(causes(&journey)[0], "token-revoked");
    assert!(!causes(&journey).contains(&"token-mistyped"));
}

#[test]
fn a_pasted_id_token_is_checked() {
    let (mut journey, body) = response_of_an_earlier_session();
    let response: serde_json::Value = serde_json::from_str(&body).unwrap();
    journey.paste(response["id_token"].as_str().expect("an ID token"));
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::IdToken(_))));
    assert!(journey.model.dance.granted.is_none());
}

#[test]
fn the_record_is_read_where_the_granted_scopes_are_answered_as_an_api_call_would() {
    let answer = |scope: &str| {
        format!(
            r#"{{"access_token":"53737721-6c2a-4a5b-8e3d-1f0a9b7c2d11","token_type":"bearer","expires_in":631138518,{scope}"orcid":"0000-0001-2345-6789"}}"#
        )
    };
    let cases = [
        (r#""scope":"/authenticate /read-limited","#, "https://api.sandbox.orcid.org/v3.0/"),
        (r#""scope":"/authenticate","#, "https://pub.sandbox.orcid.org/v3.0/"),
        // What is not known is tried where more can be seen.
        ("", "https://api.sandbox.orcid.org/v3.0/"),
    ];
    for (scope, base) in cases {
        let mut journey = Journey::new();
        journey.hold().press("E down enter").paste(&answer(scope)).press("r");
        let read = journey.last_of(Purpose::Api).request.uri().to_string();
        assert!(read.starts_with(base), "{scope:?}: {read}");
        journey.press("esc o").type_text("read-record").press("enter");
        let Some(Dialog::Call(call)) = journey.model.dialogs.last() else { panic!("no call for {scope:?}") };
        assert_eq!(call.url.text(), read, "{scope:?}");
    }
}

#[test]
fn tokens_that_no_fragment_brought_are_not_said_to_come_from_one() {
    let says = |journey: &mut Journey| journey.screen(120, 60).contains("in the fragment");
    let implicit = || {
        let mut journey = Journey::new();
        journey.paste(
            "https://example.org/cb#access_token=53737721-6c2a-4a5b-8e3d-1f0a9b7c2d11&token_type=bearer&expires_in=599",
        );
        assert!(says(&mut journey), "{}", journey.screen(120, 60));
        journey
    };
    let mut journey = implicit();
    journey.paste(
        r#"{"access_token":"73737721-6c2a-4a5b-8e3d-1f0a9b7c2d11","refresh_token":"63737721-6c2a-4a5b-8e3d-1f0a9b7c2d11","expires_in":631138518,"orcid":"0000-0001-2345-6789"}"#,
    );
    assert!(!says(&mut journey), "{}", journey.screen(120, 60));
    assert!(!journey.screen(120, 60).contains("no state came back"), "{}", journey.screen(120, 60));
    // Neither are those that the client has for itself.
    let mut journey = implicit();
    journey.tell(Msg::Command(Command::ClientCredentials)).press("enter");
    assert!(journey.model.dance.granted.as_ref().is_some_and(|granted| granted.response.is_two_legged()));
    assert!(!says(&mut journey), "{}", journey.screen(120, 60));
}
