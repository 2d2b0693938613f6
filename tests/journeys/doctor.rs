//! The doctor, asked at the simulated ORCID: every kind of client, both eras, faults, and what becomes of its tokens.

use orcid_playground::{
    app::{
        dialog::Dialog,
        doctor::{Line, Verdict},
    },
    oauth::{Purpose, TransportErrorKind},
    orcid::{EnvironmentKey, scopes::ClientType},
};

use crate::journey::Journey;

fn line(journey: &Journey, what: &str) -> Line {
    let lines = journey.model.doctor.as_ref().expect("an examination").checkup.lines();
    lines.iter().rfind(|line| line.what == what).unwrap_or_else(|| panic!("nothing about {what}: {lines:?}")).clone()
}

fn verdict(journey: &Journey, what: &str) -> Verdict {
    line(journey, what).verdict
}

fn as_client(id: &str) -> Journey {
    let mut journey = Journey::new();
    let known = orcid_playground::sandbox::demo_clients().iter().find(|client| client.client_id == id);
    let secret = known.map_or_else(String::new, |client| client.client_secret.expose().to_owned());
    journey.press("1 tab").retype(id).press("tab").retype(&secret).press("esc C");
    journey
}

#[test]
fn a_good_client_is_well_and_no_token_stays_alive() {
    let mut journey = Journey::new();
    journey.press("C");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Doctor { .. })));
    assert!(!journey.model.doctor.as_ref().expect("an examination").checkup.has_failed());
    assert!(line(&journey, "kind of client").found.starts_with("A member's"));
    assert_eq!(verdict(&journey, "redirect URI"), Verdict::Passed);
    assert_eq!(verdict(&journey, "callback"), Verdict::Passed);
    // What it did is in pane 3, and what it got is dead.
    let tokens: Vec<String> = journey
        .exchanges()
        .iter()
        .filter(|exchange| exchange.purpose == Purpose::Probe)
        .filter_map(|exchange| {
            let body: serde_json::Value = serde_json::from_slice(exchange.outcome.response()?.body()).ok()?;
            Some(body["access_token"].as_str()?.to_owned())
        })
        .collect();
    assert_eq!(tokens.len(), 2);
    for token in tokens {
        let request = http::Request::get("http://127.0.0.1:18800/pub/v3.0/0000-0002-4456-8947/person")
            .header("host", "127.0.0.1:18800")
            .header("authorization", format!("Bearer {token}"))
            .body(bytes::Bytes::new())
            .expect("a request");
        let now = journey.now;
        let answer = orcid_playground::sandbox::respond(&mut journey.sandbox, &request, now).response;
        assert_eq!(answer.status(), 401);
    }
    // The dance is untouched.
    assert!(journey.model.dance.granted.is_none() && journey.model.dance.exchanging.is_none());
}

#[test]
fn each_kind_of_client_is_told() {
    assert!(line(&as_client("APP-PLAYGROUND000002"), "kind of client").found.starts_with("A public one"));
    assert!(line(&as_client("APP-PLAYGROUND000004"), "client id and secret").found.contains("locked"));
    assert!(line(&as_client("APP-PLAYGROUND000005"), "client id and secret").found.contains("deactivated"));
}

#[test]
fn id_or_secret() {
    let mut journey = Journey::new();
    journey.press("1 tab tab").retype("f0e1d2c3-0000-4000-8000-000000000000").press("esc C");
    assert_eq!(verdict(&journey, "client id and secret"), Verdict::Failed);
    assert!(line(&journey, "client id").found.contains("it is the secret that is wrong"));
    let journey = as_client("APP-NOSUCHCLIENT0000");
    // Without a secret the id alone is asked about.
    assert_eq!(verdict(&journey, "client id and secret"), Verdict::NotTestable);
    assert_eq!(verdict(&journey, "client id"), Verdict::Failed);
}

#[test]
fn a_redirect_uri_that_is_not_registered() {
    let mut journey = Journey::new();
    journey.press("1 tab tab tab").retype("https://example.org/callback").press("esc C");
    assert_eq!(verdict(&journey, "redirect URI"), Verdict::Failed);
}

#[test]
fn a_pasted_sentence_is_what_the_doctor_goes_by() {
    let mut journey = Journey::new();
    journey.paste("Error: The provided redirect URI http://127.0.0.1:18801/call does not match the redirect URIs registered by Playground Demo Client (APP-PLAYGROUND000001).");
    journey.press("esc C");
    assert!(line(&journey, "redirect URI").found.contains("it has nothing where yours has «back»"));
}

#[test]
fn closing_the_dialog_does_not_leave_a_token_behind() {
    let mut journey = Journey::new();
    journey.hold().press("C esc");
    assert!(journey.model.dialogs.is_empty());
    journey.release();
    assert_eq!(verdict(&journey, "probe tokens"), Verdict::Passed);
    // Asked again, it looks again.
    journey.press("C");
    assert_eq!(verdict(&journey, "probe tokens"), Verdict::Passed);
}

#[test]
fn nobody_is_there() {
    let mut journey = Journey::new();
    journey.hold().press("C").fail_next(TransportErrorKind::Refused, "connection refused").release();
    assert_eq!(verdict(&journey, "server"), Verdict::Failed);
    assert!(!journey.model.is_busy());
}

#[test]
fn the_secret_of_a_command_is_asked_for_and_examined() {
    let with_command = || {
        let mut journey = Journey::new();
        journey.model.form_mut().secret_command = Some("pass show orcid".to_owned());
        journey.model.form_mut().client_secret = Default::default();
        journey
    };
    let mut journey = with_command();
    journey.secret_command_prints("wrong").press("C");
    assert_eq!(verdict(&journey, "client id and secret"), Verdict::Failed);
    assert!(!line(&journey, "client id and secret").found.contains("command"));
    let mut journey = with_command();
    let secret = crate::journey::demo_client().client_secret.expect("a secret");
    journey.secret_command_prints(secret.expose()).press("C");
    assert_eq!(verdict(&journey, "client id and secret"), Verdict::Passed);
    // A command that fails is the finding.
    let mut journey = with_command();
    journey.press("C");
    let told = line(&journey, "client id and secret");
    assert_eq!(told.verdict, Verdict::Failed);
    assert!(told.found.contains("command") && told.found.contains("exit status 1"), "{told:?}");
    assert!(told.remedy.is_some_and(|remedy| remedy.contains("in a shell")));
    assert!(journey.screen(120, 40).contains("1 failed"));
    // It can be looked again.
    journey.secret_command_prints(secret.expose()).press("enter");
    assert_eq!(verdict(&journey, "client id and secret"), Verdict::Passed);
}

#[test]
fn the_secret_of_another_command_is_not_sent_by_the_doctor() {
    let mut journey = Journey::new();
    journey.model.form_mut().secret_command = Some("pass show orcid".to_owned());
    journey.model.form_mut().client_secret = Default::default();
    let effects = orcid_playground::app::update(
        &mut journey.model,
        orcid_playground::app::Msg::Command(orcid_playground::app::Command::Doctor),
        journey.now,
    );
    assert!(effects.iter().any(|effect| matches!(effect, orcid_playground::app::Effect::RunSecretCommand(_))));
    let before = journey.exchanges().len();
    journey.tell(orcid_playground::app::Msg::SecretCommand("pass show other".to_owned(), Ok("s3cret".into())));
    assert_eq!(journey.exchanges().len(), before, "it is still waited for");
}

/// Everything that went out on the doctor's behalf.
fn asked(journey: &Journey) -> Vec<String> {
    let probes = journey.exchanges().iter().filter(|exchange| exchange.purpose == Purpose::Probe);
    probes.map(|exchange| exchange.request.uri().to_string()).collect()
}

#[test]
fn a_secret_in_the_place_of_the_id_goes_nowhere() {
    let mut journey = Journey::new();
    let demo = orcid_playground::sandbox::demo_clients().iter().next().expect("a client");
    let secret = demo.client_secret.expose().to_owned();
    journey.press("1 tab").retype(&secret).press("tab").retype("APP-PLAYGROUND000001").press("esc C");
    let swapped = line(&journey, "client id and secret");
    assert_eq!(swapped.verdict, Verdict::NotTestable);
    let lines = journey.model.doctor.as_ref().expect("an examination").checkup.lines();
    assert!(lines.iter().any(|line| line.verdict == Verdict::Failed && line.found.contains("(swapped)")), "{lines:?}");
    assert!(
        !asked(&journey).is_empty() && asked(&journey).iter().all(|uri| !uri.contains(&secret)),
        "{:?}",
        asked(&journey)
    );
}

#[test]
fn what_came_along_with_a_copy_is_said_before_anybody_is_blamed() {
    let mut journey = Journey::new();
    journey.press("1 tab").retype("APP-PLAYGROUND000001\u{200b}").press("esc C");
    assert!(line(&journey, "client id").found.contains("(strays)"), "{:?}", line(&journey, "client id"));
    assert_eq!(verdict(&journey, "client id and secret"), Verdict::NotTestable);
    assert!(asked(&journey).iter().all(|uri| !uri.contains("client_id=")), "{:?}", asked(&journey));
}

#[test]
fn scopes_of_members_are_not_for_a_public_client() {
    let mut journey = Journey::new();
    let public = orcid_playground::sandbox::demo_clients().iter().find(|it| it.client_id == "APP-PLAYGROUND000002");
    let secret = public.expect("a public client").client_secret.expose().to_owned();
    journey.press("1 tab").retype("APP-PLAYGROUND000002").press("tab").retype(&secret).press("tab tab");
    journey.retype("/authenticate /read-limited").press("esc C");
    let scopes = line(&journey, "scopes");
    assert!(scopes.verdict == Verdict::Failed && scopes.found.starts_with("/read-limited is asked for"), "{scopes:?}");
}

#[test]
fn a_refusal_without_an_error_is_told_with_what_to_do() {
    let mut journey = Journey::new();
    journey.press("F");
    let row = orcid_playground::app::fault::faults().iter().position(|it| it.name == "too-many-requests").expect("one");
    for _ in 0..row {
        journey.press("down");
    }
    journey.press("enter enter esc C");
    let told = line(&journey, "client id and secret");
    assert!(told.verdict == Verdict::Failed && told.remedy.is_some(), "{told:?}");
    assert!(told.found.starts_with("HTTP 429: "), "{told:?}");
}

#[test]
fn what_it_finds_out_about_the_client_counts_in_pane_1() {
    let mut journey = Journey::new();
    let public = orcid_playground::sandbox::demo_clients().iter().find(|it| it.client_id == "APP-PLAYGROUND000002");
    let secret = public.expect("a public client").client_secret.expose().to_owned();
    journey.press("1 tab").retype("APP-PLAYGROUND000002").press("tab").retype(&secret).press("esc C");
    let checkup = &journey.model.doctor.as_ref().expect("an examination").checkup;
    assert_eq!(checkup.kind_of(&EnvironmentKey::Local, "APP-PLAYGROUND000002"), Some(ClientType::Public));
    assert_eq!(checkup.kind_of(&EnvironmentKey::Sandbox, "APP-PLAYGROUND000002"), None);
    assert_eq!(checkup.kind_of(&EnvironmentKey::Local, "APP-PLAYGROUND000001"), None);
}
