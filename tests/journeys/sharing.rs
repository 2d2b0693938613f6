//! A client travels from one screen to another as a link.

use orcid_playground::{
    app::{control::Control, dialog::Dialog, msg::Effect},
    orcid::EnvironmentKey,
};

use crate::journey::Journey;

const ELSEWHERE: &str = "orcid-playground:profile?version=1&name=theirs&environment=https://auth.example.org&client_id=APP-2&scope=/authenticate";

#[test]
fn a_client_travels_without_its_secret() {
    let mut mine = Journey::new();
    mine.press("E down enter").type_text("APP-1234567890ABCDEF");
    mine.go_to(Control::ClientSecret).type_text("f0e1d2c3-0000-4000-8000-000000000001");
    mine.go_to(Control::RedirectUri).type_text("https://example.org/cb");
    mine.press("esc y l");
    let link = mine.copied().unwrap().to_owned();
    assert!(link.starts_with("orcid-playground:profile?version=1&environment=sandbox&"), "{link}");
    assert!(!link.contains("f0e1d2c3"), "{link}");

    let mut theirs = Journey::new();
    theirs.press("enter");
    theirs.press("esc").paste(&link);
    let form = theirs.model.form();
    assert_eq!(form.environment, EnvironmentKey::Sandbox);
    assert_eq!(form.client_id.text(), "APP-1234567890ABCDEF");
    assert_eq!(form.redirect_uri.text(), "https://example.org/cb");
    assert!(form.client_secret.is_empty() && form.secret_command.is_none());
    assert_eq!(theirs.model.focus, Control::ClientSecret);
    assert!(theirs.notice().contains("not saved"), "{}", theirs.notice());
    assert!(theirs.model.profiles.is_empty() && theirs.model.profile.is_none());
}

#[test]
fn the_palette_knows_it() {
    let mut journey = Journey::new();
    journey.press("ctrl-p").type_text("profile as a link").press("enter");
    assert!(journey.copied().unwrap().contains("environment=local"), "{}", journey.notice());
}

#[test]
fn a_server_of_its_own_is_asked_about_and_no_is_the_answer_at_hand() {
    let mut journey = Journey::new();
    let before = journey.model.form().profile("");
    journey.paste(ELSEWHERE);
    let Some(Dialog::Confirm(asked)) = journey.model.dialogs.last() else { panic!("{}", journey.notice()) };
    assert_eq!(
        asked.text[1], "token_endpoint: https://auth.example.org/oauth/token",
        "it is seen on small screens too"
    );
    journey.press("enter");
    assert_eq!(journey.model.form().profile(""), before, "nothing was taken");

    journey.paste(ELSEWHERE).press("left enter");
    assert_eq!(journey.model.form().environment, EnvironmentKey::Custom("https://auth.example.org".into()));
    assert_eq!(journey.model.form().client_id.text(), "APP-2");
    assert!(journey.model.dialogs.is_empty());
}

#[test]
fn the_secret_for_a_server_does_not_follow_to_other_endpoints_of_the_same_name() {
    let mut journey = Journey::new();
    journey.paste(ELSEWHERE).press("left enter").type_text("f0e1d2c3-0000-4000-8000-000000000001").press("esc");
    assert!(!journey.model.form().client_secret.is_empty());
    journey.paste("eUeiz2");
    assert!(journey.model.dance.code.is_some());
    let other = "https://evil.example/token";
    journey.press("esc").paste(&format!(
        "{ELSEWHERE}&endpoints.issuer=https://auth.example.org&endpoints.authorization_endpoint=https://auth.example.org/a\
         &endpoints.token_endpoint={other}"
    ));
    let Some(Dialog::Confirm(asked)) = journey.model.dialogs.last() else { panic!("{}", journey.notice()) };
    assert!(asked.text.contains(&format!("token_endpoint: {other}")), "{asked:?}");
    journey.press("left enter");
    assert_eq!(journey.model.environment().metadata.token_endpoint, other);
    assert!(journey.model.form().client_secret.is_empty());
    assert!(journey.model.dance.code.is_none());
}

#[test]
fn a_link_that_is_not_taken_says_why_and_changes_nothing() {
    let mut journey = Journey::new();
    let before = journey.model.form().profile("");
    for (link, says) in [
        ("orcid-playground:profile?version=2&environment=local", "version"),
        ("orcid-playground:profile?version=1&environment=local&client_id=%1B%5B2J", "client_id"),
        ("orcid-playground:profile?version=1&environment=production&endpoints.issuer=https://orcid.org", "endpoints"),
    ] {
        journey.press("esc").paste(link);
        assert!(journey.notice().contains(says) && journey.notice().contains("not taken"), "{}", journey.notice());
        assert_eq!(journey.model.form().profile(""), before);
    }
    journey.press("esc").paste("orcid-playground:profile?version=1&environment=sandbox&client_secret_command=evil");
    assert!(journey.notice().contains("client_secret_command"), "{}", journey.notice());
    assert!(journey.model.form().secret_command.is_none());
}

#[test]
fn a_secret_in_the_place_of_the_client_id_is_not_copied() {
    let mut journey = Journey::new();
    journey.go_to(Control::ClientId).retype("5a0c4d1e-7f3b-4c6a-9d28-1e0b6f7a9c01").press("esc y l");
    assert!(journey.notice().starts_with("Not copied"), "{}", journey.notice());
    assert!(journey.copied().is_none());
    let mut journey = Journey::new();
    journey.go_to(Control::ClientSecret).retype("s3cret-of-mine");
    journey.go_to(Control::RedirectUri).retype("https://example.org/s3cret-of-mine").press("esc y l");
    assert!(journey.notice().starts_with("Not copied"), "{}", journey.notice());
    assert!(!journey.under_way().any(|effect| matches!(effect, Effect::Copy { .. })));
}
