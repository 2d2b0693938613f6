//! Pane 1: environments, scopes, profiles, advanced parameters.

use orcid_playground::{
    app::{
        Command, Msg, StepState, control::Control, dialog::Dialog, finding, form::Parameter, profile::SecretSource,
        steps,
    },
    oauth::{Purpose, TransportErrorKind},
    orcid::EnvironmentKey,
};

use crate::journey::{Journey, demo_client};

#[test]
fn tokens_of_another_environment_do_not_make_this_one_look_done() {
    let mut journey = Journey::new();
    journey.press("enter enter enter");
    assert_eq!(steps(&journey.model)[2].1, StepState::Done);
    journey.press("E down enter");
    assert_eq!(steps(&journey.model)[2].1, StepState::Open);
    assert_eq!(journey.model.next_step(), Some(Command::OpenBrowser));
}

#[test]
fn the_demo_client_is_wrong_at_orcid_but_not_at_every_other_issuer() {
    let knows = |key: EnvironmentKey| {
        let mut journey = Journey::new();
        let id = journey.model.demo_client().client_id;
        journey.model.form_mut().environment = key;
        assert_eq!(journey.model.form().client_id.text(), id);
        !finding::findings(&journey.model, journey.now).iter().any(|found| found.message.contains("demo client"))
    };
    assert!(!knows(EnvironmentKey::Sandbox) && !knows(EnvironmentKey::Production));
    assert!(knows(EnvironmentKey::Local));
    // Another copy of this program, for example.
    assert!(knows(EnvironmentKey::Custom("http://127.0.0.1:18999".to_owned())));
}

#[test]
fn a_secret_never_follows_to_another_environment() {
    let mut journey = Journey::new();
    journey.press("E down enter");
    assert_eq!(journey.model.form().environment, EnvironmentKey::Sandbox);
    assert!(journey.model.form().client_id.is_empty() && journey.model.form().client_secret.is_empty());
    assert_eq!(journey.model.focus, Control::ClientId);
    journey.type_text("APP-1234567890ABCDEF").press("esc E up enter");
    assert_eq!(journey.model.form().client_id.text(), demo_client().client_id);
    journey.press("E down enter");
    assert_eq!(journey.model.form().client_id.text(), "APP-1234567890ABCDEF", "what was typed is still there");
}

#[test]
fn a_token_stays_with_its_environment() {
    let mut journey = Journey::new();
    journey.press("enter enter enter E down enter");
    assert!(journey.model.dance.granted.is_none(), "what the simulated ORCID granted is of no use here");
    journey.press("esc E home enter");
    assert!(journey.model.dance.granted.is_some(), "and is there again");
    journey.press("r");
    assert_eq!(journey.last_of(Purpose::Api).outcome.response().unwrap().status(), 200);
}

#[test]
fn scopes_are_ticked_and_typed() {
    let mut journey = Journey::new();
    journey.press("S").type_text("activities/upd").press("enter");
    assert!(journey.model.form().scopes().contains("/activities/update"));
    journey.press("enter");
    assert!(!journey.model.form().scopes().contains("/activities/update"));
    journey.press("ctrl-u").type_text("/no-such-scope").press("enter esc");
    assert!(journey.model.form().scopes().contains("/no-such-scope"), "a playground can ask for anything");
    let messages: Vec<String> = finding::findings(&journey.model, journey.now).into_iter().map(|f| f.message).collect();
    assert!(messages.iter().any(|m| m.contains("/no-such-scope")), "{messages:?}");
}

#[test]
fn advanced_parameters_go_into_the_url_in_order() {
    let mut journey = Journey::new();
    journey.press("A").go_to(Control::UseNonce).press("enter").go_to(Control::Pkce).press("enter");
    journey.go_to(Control::Parameter(Parameter::Lang)).type_text("fr");
    let url = journey.model.authorization_url();
    let names: Vec<&str> =
        url.split_once('?').unwrap().1.split('&').map(|pair| pair.split_once('=').unwrap().0).collect();
    assert_eq!(
        names,
        [
            "client_id",
            "response_type",
            "scope",
            "redirect_uri",
            "state",
            "nonce",
            "code_challenge",
            "code_challenge_method",
            "lang"
        ]
    );
}

#[test]
fn state_can_be_switched_off_with_a_warning() {
    let mut journey = Journey::new();
    journey.press("A").go_to(Control::UseState).press("enter");
    assert!(!journey.model.authorization_url().contains("state="));
    assert!(finding::findings(&journey.model, journey.now).iter().any(|f| f.message.starts_with("state is off")));
}

#[test]
fn a_profile_is_saved_used_and_deleted() {
    let mut journey = Journey::new();
    journey.press("W").type_text("my-client").press("down right enter");
    assert_eq!(journey.model.profiles.len(), 1);
    assert_eq!(journey.model.profiles[0].secret, SecretSource::Remembered(demo_client().client_secret.unwrap()));
    assert_eq!(journey.model.profile.as_deref(), Some("my-client"));
    journey.go_to(Control::Scope).retype("openid").press("esc P enter L");
    assert_eq!(journey.model.form().scope.text(), "/authenticate /read-limited");
    journey.press("P d");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Confirm(c)) if c.on_no));
    journey.press("D");
    assert!(journey.model.profiles.is_empty());
    assert!(journey.model.dialogs.is_empty());
}

#[test]
fn what_became_of_a_profile_is_told_as_it_happened() {
    let mut journey = Journey::new();
    journey.press("W").type_text("first").press("enter W").type_text("second").press("enter");
    assert_eq!(journey.model.profile.as_deref(), Some("second"));
    // Another program has deleted one meanwhile.
    journey.profile_vanishes("first");
    journey.press("W ctrl-u").type_text("my lab").press("enter");
    assert_eq!(journey.notice(), "Profile my lab is saved.");
    assert_eq!(journey.model.profile.as_deref(), Some("my lab"), "a name that an import may bring");
    // What is not saved is not in use.
    let before = journey.model.form().secret_command.clone();
    let why = "config.toml cannot be written.".to_owned();
    journey.press("W ctrl-u").type_text("other").press("down right right down").type_text("pass show orcid");
    journey.refuse_profiles(&why).press("enter");
    assert_eq!(journey.notice(), format!("Profile other is not saved: {why}"));
    assert_eq!((journey.model.profile.as_deref(), &journey.model.form().secret_command), (Some("my lab"), &before));
    journey.press("P d D");
    assert!(journey.notice().ends_with(" is deleted."), "{}", journey.notice());
}

#[test]
fn a_profile_needs_a_name_and_a_command_its_text() {
    let mut journey = Journey::new();
    journey.press("W enter");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::SaveProfile(d)) if d.error.is_some()));
    journey.type_text("x").press("down right right enter");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::SaveProfile(d)) if d.row == 2));
    journey.type_text("pass show orcid").press("enter");
    assert_eq!(journey.model.profiles[0].secret, SecretSource::Command("pass show orcid".into()));
}

#[test]
fn the_command_of_a_profile_brings_the_secret() {
    let mut journey = Journey::new();
    let secret = demo_client().client_secret.unwrap();
    journey.press("W").type_text("x").press("down right right down").type_text("pass show orcid").press("enter");
    journey.go_to(Control::ClientSecret).press("ctrl-e ctrl-u esc").secret_command_prints(secret.expose());
    journey.press("a enter enter");
    assert!(journey.model.dance.granted.is_some(), "{}", journey.notice());
}

#[test]
fn another_issuer_is_discovered() {
    let mut journey = Journey::new();
    journey.press("E").press("end enter").type_text("http://127.0.0.1:18800/").press("enter");
    assert_eq!(journey.model.form().environment, EnvironmentKey::Custom("http://127.0.0.1:18800".into()));
    assert_eq!(journey.last_of(Purpose::Discovery).request.uri().path(), "/.well-known/openid-configuration");
    assert_eq!(journey.model.environment().metadata.token_endpoint, "http://127.0.0.1:18800/oauth/token");
}

#[test]
fn a_discovery_that_fails_says_why() {
    let mut journey = Journey::new();
    journey.press("E end enter").type_text("nonsense").press("enter");
    let error = |journey: &Journey| match journey.model.dialogs.last() {
        Some(Dialog::CustomEnvironment(dialog)) => dialog.error.clone().unwrap_or_default(),
        other => panic!("{other:?}"),
    };
    assert!(error(&journey).contains("not an http"));
    journey.press("ctrl-u").type_text("https://id.example.org");
    journey.fail_next(TransportErrorKind::Dns, "id.example.org has no address").press("enter");
    assert!(error(&journey).contains("no address"));
    journey.answer_next(404, "text/html", "<html>").press("enter");
    assert!(error(&journey).contains("404"));
    journey.answer_next(200, "application/json", "{").press("enter");
    assert!(error(&journey).contains("line 1"));
}

#[test]
fn an_issuer_needs_no_scheme_and_the_last_one_is_proposed() {
    for (typed, whole) in [
        ("127.0.0.1:18990", "http://127.0.0.1:18990"),
        ("localhost:18990/", "http://localhost:18990"),
        ("id.example.org", "https://id.example.org"),
    ] {
        let mut journey = Journey::new();
        journey.hold().press("E end enter").type_text(typed).press("enter");
        let request = &journey.last_of(Purpose::Discovery).request;
        assert_eq!(request.uri().to_string(), format!("{whole}/.well-known/openid-configuration"));
    }
    let mut journey = Journey::new();
    journey.press("E end enter").type_text("127.0.0.1:18800").press("enter esc E home enter E end enter");
    let Some(Dialog::CustomEnvironment(dialog)) = journey.model.dialogs.last() else { panic!("a dialog") };
    assert_eq!(dialog.fields[0].text(), "http://127.0.0.1:18800");
    // It is a proposal: what is typed takes its place.
    journey.type_text("http://127.0.0.1:9");
    let Some(Dialog::CustomEnvironment(dialog)) = journey.model.dialogs.last() else { panic!("a dialog") };
    assert_eq!(dialog.fields[0].text(), "http://127.0.0.1:9");
}

#[test]
fn endpoints_can_be_typed_where_there_is_no_discovery() {
    let mut journey = Journey::new();
    journey.press("E end enter").type_text("http://127.0.0.1:18800").press("down down").type_text("not a URL");
    journey.press("enter");
    assert!(
        matches!(journey.model.dialogs.last(), Some(Dialog::CustomEnvironment(d)) if d.row == 2 && d.error.is_some())
    );
    journey.press("ctrl-u").type_text("http://127.0.0.1:18800/elsewhere/token").press("enter");
    assert!(journey.model.dialogs.is_empty() && journey.exchanges().is_empty(), "nothing is fetched");
    let environment = journey.model.environment();
    assert_eq!(environment.metadata.token_endpoint, "http://127.0.0.1:18800/elsewhere/token");
    assert_eq!(environment.metadata.authorization_endpoint, "http://127.0.0.1:18800/oauth/authorize");
    // A profile remembers them.
    journey.type_text("APP-1234567890ABCDEF").press("esc W").type_text("other").press("enter");
    journey.press("E home enter P enter");
    assert_eq!(journey.model.environment().metadata.token_endpoint, "http://127.0.0.1:18800/elsewhere/token");
}

#[test]
fn findings_name_what_is_wrong() {
    let messages = |journey: &Journey| {
        finding::findings(&journey.model, journey.now).into_iter().map(|f| f.message).collect::<Vec<_>>().join("\n")
    };
    let mut journey = Journey::new();
    assert_eq!(messages(&journey), "");
    journey.go_to(Control::ClientId).retype("f0e1d2c3-0000-4000-8000-000000000001");
    journey.go_to(Control::ClientSecret).retype("APP-PLAYGROUND000001");
    assert!(messages(&journey).contains("are the two swapped"));
    journey.go_to(Control::Scope).retype("read-limited /read-public");
    let found = messages(&journey);
    assert!(found.contains("lacks its slash") && found.contains("two-legged"), "{found}");
    journey.go_to(Control::RedirectUri).retype("");
    assert!(messages(&journey).contains("Redirect URI is empty"));
}

#[test]
fn a_button_is_there_only_when_it_works() {
    let mut journey = Journey::new();
    journey.press("E down enter");
    journey.type_text("APP-1234567890ABCDEF").press("esc");
    assert_eq!(journey.model.focus, Control::Button(Command::OpenBrowser));
    journey.press("a");
    assert!(journey.notice().contains("only in the local environment"), "{}", journey.notice());
}

#[test]
fn the_secret_of_a_demo_client_is_known_wherever_it_comes_from() {
    let mut journey = Journey::new();
    journey.press("W").type_text("demo1").press("enter").press("P enter");
    let secret = demo_client().client_secret.unwrap();
    assert_eq!(journey.model.form().client_secret.text(), secret.expose());
    assert_eq!(journey.model.focus, Control::Button(Command::ActAsResearcher));
    // Elsewhere the same id is another client, of which nothing is known.
    journey.model.profiles[0].environment = EnvironmentKey::Custom("http://127.0.0.1:9".into());
    journey.press("P enter");
    assert_eq!(journey.model.form().client_secret.text(), "");
}

#[test]
fn each_demo_client_can_be_chosen_and_its_secret_comes_back() {
    let mut journey = Journey::new();
    let choose = |journey: &mut Journey, keys: &str| {
        journey.tell(Msg::Command(Command::DemoClients)).press(keys);
    };
    journey.press("1 tab tab").retype("typed over").press("esc");
    choose(&mut journey, "enter");
    assert_eq!(journey.model.form().client().client_secret, demo_client().client_secret);
    choose(&mut journey, "down enter");
    assert_eq!(journey.model.form().client_id.text(), "APP-PLAYGROUND000002");
    assert!(journey.notice().contains("Playground Public Client (public)"), "{}", journey.notice());
    // The list opens where one is.
    choose(&mut journey, "down down enter a enter");
    assert!(journey.last_exchange().outcome.response().is_some(), "a locked client is told so");
    assert_eq!(journey.model.form().client_id.text(), "APP-PLAYGROUND000004");
    journey.press("esc E down enter");
    choose(&mut journey, "esc");
    assert!(journey.model.dialogs.is_empty());
}

#[test]
fn a_mistyped_scope_is_put_right_with_a_key() {
    let mut journey = Journey::new();
    journey.go_to(Control::Scope).retype("/authenticate /read-limitd").press("esc !");
    assert_eq!(journey.model.form().scope.text(), "/authenticate /read-limited", "{}", journey.notice());
}
