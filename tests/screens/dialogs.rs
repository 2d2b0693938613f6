//! Every dialog, on a low and on a usual screen.

use super::{journey::Journey, pictures};
use orcid_playground::{app::profile::SavedProfile, orcid::EnvironmentKey};

const SIZES: [(u16, u16); 3] = [(40, 12), (60, 20), (120, 40)];

fn after(keys: &str) -> String {
    let mut journey = Journey::new();
    journey.press(keys);
    pictures(&mut journey, &SIZES)
}

#[test]
fn environment() {
    insta::assert_snapshot!(after("E down"));
}

#[test]
fn another_issuer() {
    let mut journey = Journey::new();
    journey.press("E down down down enter").type_text("ftp://orcid.example.org").press("enter");
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}

#[test]
fn scopes() {
    insta::assert_snapshot!(after("S down down"));
}

#[test]
fn scopes_filtered() {
    let mut journey = Journey::new();
    journey.press("S").type_text("webhooks");
    insta::assert_snapshot!(pictures(&mut journey, &[(60, 20)]));
}

#[test]
fn researcher() {
    insta::assert_snapshot!(after("enter"));
}

#[test]
fn researcher_while_the_page_loads() {
    let mut journey = Journey::new();
    journey.hold().press("enter");
    insta::assert_snapshot!(pictures(&mut journey, &[(60, 20)]));
}

#[test]
fn researcher_with_an_error_page() {
    let mut journey = Journey::new();
    journey.press("1 tab").retype("APP-NOSUCHCLIENT0000").press("esc a");
    insta::assert_snapshot!(pictures(&mut journey, &[(60, 20)]));
}

#[test]
fn palette() {
    let mut journey = Journey::new();
    journey.press("ctrl-p").type_text("copy");
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}

#[test]
fn help() {
    insta::assert_snapshot!(after("? down down"));
}

#[test]
fn profiles() {
    let mut journey = Journey::with(|start| {
        let profile = |name: &str, environment| SavedProfile {
            name: name.to_owned(),
            environment,
            client_id: "APP-PLAYGROUND000001".to_owned(),
            ..SavedProfile::default()
        };
        start.profiles = vec![
            profile("demo", EnvironmentKey::Local),
            profile("library", EnvironmentKey::Sandbox),
            profile("a-name-that-is-longer-than-most-names-are", EnvironmentKey::Production),
        ];
    });
    journey.press("P down enter esc P");
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}

#[test]
fn save_profile() {
    let mut journey = Journey::new();
    journey.press("W").type_text("demo").press("down right right down").type_text("pass show orcid");
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}

#[test]
fn confirm() {
    insta::assert_snapshot!(after("enter enter enter x"));
}

#[test]
fn the_whole_url() {
    insta::assert_snapshot!(after("U"));
}
