//! Findings before anything is sent, and their fixes.

use orcid_playground::{
    app::{
        Command, Local,
        control::Control,
        finding::{Code, Finding, findings},
        form::Parameter,
    },
    orcid::EnvironmentKey,
};

use crate::{
    diagnosis::{card, cause},
    journey::Journey,
};

fn found(journey: &Journey) -> Vec<Finding> {
    findings(&journey.model, journey.now)
}

fn codes(journey: &Journey) -> Vec<Code> {
    found(journey).iter().map(|finding| finding.code).collect()
}

/// What is typed, and the finding that it has to bring about; its fix takes it away.
#[test]
fn every_fix_takes_its_finding_away() {
    use Control::{ClientId, ClientSecret, Parameter as P, RedirectUri, Scope};
    let cases: [(EnvironmentKey, Control, &str, Code); 22] = [
        (EnvironmentKey::Sandbox, ClientId, "app-1a2b3c4d5e6f7g8h", Code::ClientIdMalformed),
        (EnvironmentKey::Sandbox, ClientId, "APP-1A2B3C4D 5E6F7G8H", Code::Strays),
        (EnvironmentKey::Sandbox, ClientSecret, "f0e1d2c3-0000-4000-8000-000000000001 ", Code::Strays),
        (EnvironmentKey::Sandbox, ClientId, "APP-PLAYGROUND000001", Code::ForeignClient),
        (EnvironmentKey::Sandbox, RedirectUri, "http://localhost:8000/cb", Code::RedirectLocalhost),
        (EnvironmentKey::Sandbox, RedirectUri, "https://a.example", Code::RedirectSlash),
        (EnvironmentKey::Sandbox, RedirectUri, "https://a.example/x/../cb", Code::RedirectPath),
        (EnvironmentKey::Sandbox, RedirectUri, "https://a.example/cb#x", Code::RedirectFragment),
        (EnvironmentKey::Sandbox, RedirectUri, "https%3A%2F%2Fa.example%2Fcb", Code::RedirectEncoded),
        (EnvironmentKey::Production, RedirectUri, "http://a.example/cb", Code::RedirectHttp),
        (EnvironmentKey::Local, RedirectUri, "http://127.0.0.1:18801/other", Code::RedirectUnregistered),
        (EnvironmentKey::Local, RedirectUri, "", Code::RedirectMissing),
        (EnvironmentKey::Sandbox, Scope, "", Code::ScopeMissing),
        (EnvironmentKey::Sandbox, Scope, "/authenticate,/read-limited", Code::ScopeSeparator),
        (EnvironmentKey::Sandbox, Scope, "authenticate /read-limited", Code::ScopeSlash),
        (EnvironmentKey::Sandbox, Scope, "/read-public", Code::ScopeTwoLegged),
        (EnvironmentKey::Sandbox, Scope, "/authenticate email", Code::ScopeHabit),
        (EnvironmentKey::Sandbox, Scope, "/read-limited", Code::OpenidMissing),
        (EnvironmentKey::Sandbox, Scope, "/authenticate /activities/update", Code::ReadMissing),
        (EnvironmentKey::Sandbox, P(Parameter::Orcid), "0000-0002-1825-0098", Code::OrcidParameter),
        (EnvironmentKey::Sandbox, P(Parameter::MaxAge), "soon", Code::MaxAge),
        (EnvironmentKey::Sandbox, Control::ResponseType, "codes", Code::ResponseType),
    ];
    for (environment, control, text, code) in cases {
        let mut journey = Journey::new();
        journey.press(match environment {
            EnvironmentKey::Sandbox => "E down enter",
            EnvironmentKey::Production => "E down down enter",
            EnvironmentKey::Local | EnvironmentKey::Custom(_) => "esc",
        });
        journey.model.advanced = true;
        journey.go_to(control).retype(text);
        assert!(codes(&journey).contains(&code), "{text}: {:?}", codes(&journey));
        let finding = found(&journey).into_iter().find(|finding| finding.code == code).unwrap();
        assert!(finding.fix.is_some(), "{code}");
        journey.press("esc").go_to(Control::Finding(code)).press("enter");
        assert!(!codes(&journey).contains(&code), "{text}: {:?}", codes(&journey));
    }
}

#[test]
fn an_id_of_another_shape_is_told_where_the_simulated_orcid_knows_no_such_client() {
    let mut journey = Journey::new();
    assert!(codes(&journey).is_empty());
    journey.go_to(Control::ClientId).press("end").type_text("X");
    assert_eq!(codes(&journey), [Code::ClientIdMalformed]);
    // A seed may bring clients with ids of any shape.
    let Local::Serving(serving) = &mut journey.model.local else { panic!() };
    serving.clients.push("APP-PLAYGROUND000001X".to_owned());
    assert!(codes(&journey).is_empty());
    journey.type_text("Y");
    assert_eq!(codes(&journey), [Code::ClientIdMalformed]);
    let uuid = "0b7ef5ad-9f5a-4f7a-8f55-0d9a2f6a6f10";
    journey.retype(uuid);
    assert_eq!(codes(&journey), [Code::Swapped]);
    let Local::Serving(serving) = &mut journey.model.local else { panic!() };
    serving.clients.push(uuid.to_owned());
    assert!(codes(&journey).is_empty(), "{:?}", codes(&journey));
    // Nothing is said of one that has not told its clients yet.
    journey.retype("APP-PLAYGROUND000001XY");
    journey.model.local = Local::Starting;
    assert!(codes(&journey).is_empty());
}

#[test]
fn swapped_values_are_swapped_back_with_one_key() {
    let mut journey = Journey::new();
    let client = crate::journey::demo_client();
    let secret = client.client_secret.unwrap();
    journey.go_to(Control::ClientId).retype(secret.expose());
    journey.go_to(Control::ClientSecret).retype(&client.client_id).press("esc");
    assert!(codes(&journey).contains(&Code::Swapped));
    journey.press("!");
    assert_eq!(journey.model.form().client_id.text(), client.client_id);
    assert_eq!(journey.model.form().client_secret.text(), secret.expose());
    assert!(codes(&journey).is_empty(), "{:?}", found(&journey));
}

#[test]
fn state_nonce_and_the_age_of_a_code() {
    let mut journey = Journey::new();
    journey.press("A").go_to(Control::UseState).press("enter");
    assert!(codes(&journey).contains(&Code::StateOff));
    journey.press("!");
    assert!(journey.model.form().use_state);
    journey.go_to(Control::ResponseType).retype("id_token").press("esc");
    assert!(codes(&journey).contains(&Code::NonceMissing));
    journey.press("!");
    assert!(journey.model.form().use_nonce);
    let mut journey = Journey::new();
    journey.press("enter enter").wait(601);
    assert!(codes(&journey).contains(&Code::CodeOld));
    assert_eq!(journey.model.next_step(), Some(Command::Exchange), "it may work all the same");
}

#[test]
fn endpoints_of_orcid_under_another_name() {
    let mut journey = Journey::new();
    journey.paste("https://sandbox.orcid.org/oauth/authorize?client_id=APP-1A2B3C4D5E6F7G8H&response_type=code&scope=/authenticate&redirect_uri=https://a.example/cb");
    journey.press("esc E down down enter").press("esc");
    journey.model.form_mut().environment = EnvironmentKey::Custom("https://api.sandbox.orcid.org".into());
    assert!(codes(&journey).contains(&Code::TokenHost), "{:?}", codes(&journey));
}

#[test]
fn a_clock_that_is_wrong_is_noticed() {
    let mut journey = Journey::new();
    journey.press("enter enter enter");
    let exchange = journey.model.exchanges.last_mut().unwrap();
    if let orcid_playground::oauth::Outcome::Answered { response, .. } = &mut exchange.outcome {
        response.headers_mut().insert("date", "Sun, 01 Mar 2026 08:00:00 GMT".parse().unwrap());
    }
    assert!(codes(&journey).contains(&Code::ClockSkew));
}

#[test]
fn local_has_demo_clients_and_no_developer_tools() {
    let mut journey = Journey::new();
    journey.go_to(Control::ClientSecret).retype("5a0c4d1e-7f3b-4c6a-9d28-1e0b6f7a9c011").press("esc");
    assert!(codes(&journey).contains(&Code::DemoSecret), "{:?}", codes(&journey));
    journey.press("a enter x");
    assert_eq!(cause(&journey), "secret-wrong");
    assert!(!card(&journey).contains("developer tools"), "{}", card(&journey));
    journey.press("m esc");
    assert!(codes(&journey).is_empty(), "{:?}", codes(&journey));
    assert_eq!(journey.model.form().client().client_secret, crate::journey::demo_client().client_secret);
    // An id that nobody registered there, and none.
    journey.go_to(Control::ClientId).retype("APP-ABCDEFGHIJKLMNO1");
    assert!(!journey.screen(120, 40).contains("developer tools"));
    journey.press("esc");
    assert!(codes(&journey).contains(&Code::ClientIdUnknown), "{:?}", codes(&journey));
    journey.press("a esc");
    assert_eq!(cause(&journey), "client-of-other-environment");
    assert!(!card(&journey).contains("developer tools"), "{}", card(&journey));
    journey.go_to(Control::ClientId).retype("").press("esc");
    assert!(found(&journey).iter().all(|finding| !finding.message.contains("developer tools")));
    assert!(codes(&journey).contains(&Code::ClientIdMissing));
    // At ORCID they are where credentials come from.
    journey.press("E down enter").retype("").press("esc");
    assert!(found(&journey).iter().any(|finding| finding.message.contains("developer tools")));
}
