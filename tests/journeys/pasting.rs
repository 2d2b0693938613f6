//! Everything that can be pasted.

use orcid_playground::{
    app::{Command, control::Control, document::Document},
    oauth::{AuthorizationResponse, Purpose, StateCheck},
    orcid::EnvironmentKey,
};

use crate::journey::Journey;

#[test]
fn a_code_of_another_client_goes_when_a_configuration_is_imported() {
    let mut journey = Journey::new();
    journey.paste("abc123");
    assert!(journey.model.dance.code.is_some());
    journey.paste("http://127.0.0.1:18800/oauth/authorize?client_id=APP-OTHER&response_type=code&scope=/authenticate&redirect_uri=http://127.0.0.1:18801/callback");
    assert!(journey.model.dance.code.is_none());
}

#[test]
fn the_url_of_the_tutorial_holds_a_placeholder() {
    let mut journey = Journey::new();
    journey.paste("https://sandbox.orcid.org/oauth/authorize?client_id=[APP-****************]&response_type=code&scope=/read-limited%20/activities/update%20/person/update&redirect_uri=https://developers.google.com/oauthplayground");
    let found = orcid_playground::app::finding::findings(&journey.model, journey.now);
    assert!(found.iter().any(|finding| finding.message.contains("placeholder")), "{found:?}");
}

#[test]
fn googles_playground_as_redirect_uri() {
    let mut journey = Journey::new();
    journey.go_to(Control::RedirectUri).retype("https://developers.google.com/oauthplayground").press("esc a enter");
    // The simulated researcher lands on Google's page: what stands in the address bar is what came back.
    assert!(journey.model.dance.code.is_some(), "{}", journey.notice());
    assert_eq!(journey.last_of(Purpose::Callback).request.uri().host(), Some("developers.google.com"));
    journey.press("enter");
    assert!(journey.model.dance.granted.is_some());
}

#[test]
fn the_whole_address_with_its_state() {
    let mut journey = Journey::new();
    journey.go_to(Control::RedirectUri).retype("https://developers.google.com/oauthplayground").press("esc b");
    let state = journey.model.dance.sent.as_ref().unwrap().request.state.clone().unwrap();
    journey.paste(&format!("https://developers.google.com/oauthplayground/?code=s536Z5&state={state}\n"));
    assert_eq!(journey.model.dance.arrived.as_ref().unwrap().check, StateCheck::Matches);
    assert_eq!(journey.model.dance.code.as_ref().unwrap().value, "s536Z5");
}

#[test]
fn a_foreign_state_is_refused_when_pasted_too() {
    let mut journey = Journey::new();
    journey.press("b").paste("http://127.0.0.1:18801/callback?code=s536Z5&state=forged");
    assert_eq!(journey.model.dance.arrived.as_ref().unwrap().check, StateCheck::Differs);
    assert!(journey.model.dance.code.is_none());
}

#[test]
fn a_bare_code_the_mistyped_address_and_a_fragment() {
    for (text, code) in [("eUeiz2", "eUeiz2"), ("https://developers.google.com/oauthplayground/code=s536Z5", "s536Z5")]
    {
        let mut journey = Journey::new();
        journey.paste(text);
        assert_eq!(journey.model.dance.code.as_ref().map(|c| c.value.as_str()), Some(code), "{text}");
        assert_eq!(journey.model.focus, Control::Button(Command::Exchange));
        assert!(journey.model.paste.is_empty());
    }
    let mut journey = Journey::new();
    journey.press("b").paste("#error=invalid_scope");
    let arrived = journey.model.dance.arrived.as_ref().unwrap();
    assert!(matches!(&arrived.response, AuthorizationResponse::Error { error, .. } if error.error == "invalid_scope"));
}

#[test]
fn an_authorization_url_sets_pane_one() {
    let mut journey = Journey::new();
    journey.paste("https://sandbox.orcid.org/oauth/authorize?client_id=APP-1234567890ABCDEF&response_type=code&scope=/read-limited%20/activities/update&redirect_uri=https://developers.google.com/oauthplayground");
    let form = journey.model.form();
    assert_eq!(form.environment, EnvironmentKey::Sandbox);
    assert_eq!(form.client_id.text(), "APP-1234567890ABCDEF");
    assert_eq!(form.scope.text(), "/read-limited /activities/update");
    assert!(form.client_secret.is_empty(), "the demo secret stays at home");
    assert_eq!(journey.model.focus, Control::ClientSecret);
}

#[test]
fn a_playground_link_and_a_curl_set_it_too() {
    let mut journey = Journey::new();
    journey.paste("https://developers.google.com/oauthplayground/#step1&oauthEndpointSelect=Custom&oauthAuthEndpointValue=https%3A//sandbox.orcid.org/oauth/authorize&oauthTokenEndpointValue=https%3A//sandbox.orcid.org/oauth/token&oauthClientId=APP-1234567890ABCDEF&oauthClientSecret=f0e1d2c3-0000-4000-8000-000000000001&scopes=/authenticate");
    assert_eq!(journey.model.form().environment, EnvironmentKey::Sandbox);
    assert_eq!(journey.model.form().client_secret.text(), "f0e1d2c3-0000-4000-8000-000000000001");
    let mut journey = Journey::new();
    journey.paste("curl -i -L -H 'Accept: application/json' --data 'client_id=APP-1234567890ABCDEF&client_secret=f0e1d2c3-0000-4000-8000-000000000001&grant_type=authorization_code&code=eUeiz2&redirect_uri=http://127.0.0.1:8000' 'https://orcid.org/oauth/token'");
    assert_eq!(journey.model.form().environment, EnvironmentKey::Production);
    assert_eq!(journey.model.dance.code.as_ref().unwrap().value, "eUeiz2");
}

#[test]
fn what_is_not_known_is_said_and_kept() {
    let mut journey = Journey::new();
    journey.paste("hello there");
    assert!(journey.notice().starts_with("Not recognised"), "{}", journey.notice());
    assert_eq!(journey.model.paste.text(), "hello there");
    for (text, says) in [
        ("53737721-9cdb-442a-8b77-409609bb5e43", "A UUID"),
        ("0000-0002-1825-0097", "An ORCID iD"),
        (r#"{"error":"invalid_grant"}"#, "An OAuth error"),
    ] {
        journey.press("esc").paste(text);
        assert!(journey.notice().starts_with(says), "{text}: {}", journey.notice());
    }
}

#[test]
fn a_paste_goes_into_the_field_that_has_the_focus() {
    let mut journey = Journey::new();
    journey.go_to(Control::ClientId).press("ctrl-e ctrl-u").paste("APP-1234567890ABCDEF\n");
    assert_eq!(journey.model.form().client_id.text(), "APP-1234567890ABCDEF");
    assert!(journey.model.dance.code.is_none());
}

#[test]
fn hostile_text_is_shown_as_what_it_is() {
    let mut journey = Journey::new();
    journey.press("b").paste("http://127.0.0.1:18801/callback?error=x&error_description=%1B%5B2J%E2%80%AEevil");
    let exchange = journey.last_of(Purpose::Callback);
    let text = Document::new(exchange, Default::default()).text();
    assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text:?}");
}
