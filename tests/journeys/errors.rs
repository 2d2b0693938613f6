//! Everything that goes wrong, and what the program makes of it.

use orcid_playground::{
    app::{
        Command, Effect, Local, Msg, StepState, browser,
        control::Control,
        dance::{Capture, Refused},
        dialog::Dialog,
        msg::{ListenFailure, Listening},
        steps,
    },
    oauth::{AuthorizationResponse, Outcome, Purpose, StateCheck, TokenAnswer, TransportErrorKind},
    sandbox::respond,
    ui::plain,
};

use crate::journey::Journey;

fn refusal(journey: &Journey) -> (String, String) {
    match journey.model.dance.refused.as_ref().expect("a refusal") {
        Refused::Answer(TokenAnswer::Refused(error), status) => {
            (format!("{status} {}", error.error), error.error_description.clone().unwrap_or_default())
        }
        other => panic!("{other:?}"),
    }
}

fn arrived_error(journey: &Journey) -> String {
    match &journey.model.dance.arrived.as_ref().expect("an answer").response {
        AuthorizationResponse::Error { error, .. } => error.error.clone(),
        other => panic!("{other:?}"),
    }
}

fn researcher_error(journey: &Journey) -> String {
    match journey.model.dialogs.last() {
        Some(Dialog::Researcher(researcher)) => researcher.error.clone().expect("an error page"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn denied() {
    let mut journey = Journey::new();
    journey.press("enter down enter");
    assert_eq!(arrived_error(&journey), "access_denied");
    assert_eq!(journey.model.dance.arrived.as_ref().unwrap().check, StateCheck::Matches);
    assert!(journey.model.dance.code.is_none());
    // And on from there.
    journey.press("a enter enter");
    assert!(journey.model.dance.granted.is_some());
}

#[test]
fn a_state_that_differs_is_shown_and_not_used() {
    let mut journey = Journey::new();
    journey.press("b").browser_opens("http://127.0.0.1:18801/callback?code=evil66&state=forged");
    assert_eq!(journey.model.dance.arrived.as_ref().unwrap().check, StateCheck::Differs);
    assert!(journey.model.dance.code.is_none());
    assert!(matches!(journey.model.dance.capture, Capture::On(_)), "it goes on listening");
    let state = journey.model.dance.sent.as_ref().unwrap().request.state.clone().unwrap();
    journey.browser_opens(&format!("http://127.0.0.1:18801/callback?code=good66&state={state}"));
    assert_eq!(journey.model.dance.code.as_ref().unwrap().value, "good66");
    // A second callback changes nothing.
    journey.browser_opens(&format!("http://127.0.0.1:18801/callback?code=again6&state={state}"));
    assert_eq!(journey.model.dance.code.as_ref().unwrap().value, "good66");
    journey.browser_opens("http://127.0.0.1:18801/callback?code=evil66&state=forged");
    assert_eq!(journey.model.dance.code.as_ref().unwrap().value, "good66");
    assert_eq!(journey.exchanges().len(), 5, "each of them is in pane 3");
}

#[test]
fn an_error_in_the_query() {
    let mut journey = Journey::new();
    journey.press("b");
    let state = journey.model.dance.sent.as_ref().unwrap().request.state.clone().unwrap();
    journey.browser_opens(&format!(
        "http://127.0.0.1:18801/callback?error=access_denied&error_description=User%20denied%20access&state={state}"
    ));
    assert_eq!(arrived_error(&journey), "access_denied");
}

#[test]
fn an_error_in_the_fragment() {
    let mut journey = Journey::new();
    journey.go_to(Control::Scope).retype("/authenticate /read-public").press("esc a");
    assert_eq!(arrived_error(&journey), "invalid_scope");
    let arrived = journey.model.dance.arrived.as_ref().unwrap();
    assert_eq!(arrived.check, StateCheck::Missing);
    let callback = journey.last_of(Purpose::Callback);
    assert_eq!(callback.fragment.as_deref(), Some("error=invalid_scope"));
}

#[test]
fn a_fragment_that_the_page_relayed() {
    let mut journey = Journey::new();
    journey.press("b").browser_opens("http://127.0.0.1:18801/callback#login_required");
    assert_eq!(arrived_error(&journey), "login_required");
}

#[test]
fn without_a_redirect_uri_the_request_goes_out_all_the_same() {
    let mut journey = Journey::new();
    journey.go_to(Control::RedirectUri).retype("").press("esc b");
    assert!(matches!(journey.model.dance.capture, Capture::Off), "{:?}", journey.model.dance.capture);
    assert!(journey.last_of(Purpose::AuthorizationRequest).request.uri().query().is_some());
    assert!(journey.notice().contains("paste here"), "{}", journey.notice());
}

#[test]
fn nothing_is_sent_to_the_usual_address_when_the_simulated_orcid_did_not_start() {
    let mut journey = Journey::new();
    journey.tell(Msg::Local(Err("The port is taken.".to_owned())));
    for keys in ["enter", "esc a", "esc b"] {
        journey.press(keys);
        assert!(journey.exchanges().is_empty(), "{keys}: another program may listen there");
        journey.model.dialogs.clear();
    }
    assert!(journey.notice().contains("did not start"), "{}", journey.notice());
    // Choosing the environment once more tries again.
    journey.press("E enter");
    assert!(matches!(journey.model.local, Local::Serving(_)));
    journey.press("a enter enter");
    assert!(journey.model.dance.granted.is_some());
}

#[test]
fn after_a_code_that_the_server_does_not_know_the_next_step_is_a_new_one() {
    let mut journey = Journey::new();
    journey.paste("abc123");
    assert_eq!(journey.model.next_step(), Some(Command::Exchange));
    journey.press("x");
    assert_eq!(refusal(&journey).0, "400 invalid_grant");
    assert_eq!(journey.model.next_step(), Some(Command::ActAsResearcher));
    assert_eq!(journey.model.focus, Control::Button(Command::ActAsResearcher));
}

#[test]
fn a_wrong_secret() {
    let mut journey = Journey::new();
    journey.go_to(Control::ClientSecret).retype("f0e1d2c3-0000-4000-8000-000000000001").press("esc");
    journey.press("a enter enter");
    assert_eq!(refusal(&journey), ("401 invalid_client".into(), "Client authentication failed".into()));
    let code = journey.model.dance.code.as_ref().unwrap();
    assert!(code.spent.is_none(), "a refused client spends no code");
    // The same code, with the right secret.
    let secret = crate::journey::demo_client().client_secret.unwrap();
    journey.go_to(Control::ClientSecret).retype(secret.expose()).press("esc x");
    assert!(journey.model.dance.granted.is_some());
}

#[test]
fn a_wrong_redirect_uri_stays_on_orcids_page() {
    let mut journey = Journey::new();
    journey.go_to(Control::RedirectUri).retype("http://127.0.0.1:18801/other").press("esc a");
    let message = researcher_error(&journey);
    assert!(
        message.starts_with("Error: The provided redirect URI http://127.0.0.1:18801/other does not match"),
        "{message}"
    );
    assert!(journey.model.dance.arrived.is_none());
}

#[test]
fn an_unknown_client_stays_on_orcids_page() {
    let mut journey = Journey::new();
    journey.go_to(Control::ClientId).retype("APP-0000000000000000").press("esc a");
    let message = researcher_error(&journey);
    assert!(message.starts_with("Error: The provided client id APP-0000000000000000 is invalid."), "{message}");
}

#[test]
fn an_expired_code() {
    let mut journey = Journey::new();
    journey.press("enter enter").wait(24 * 3600 + 1).press("x");
    let (error, description) = refusal(&journey);
    assert_eq!(error, "400 invalid_grant");
    assert!(description.starts_with("One of the provided parameters is invalid"), "{description}");
}

#[test]
fn a_reused_code_asks_first_and_kills_the_tokens() {
    let mut journey = Journey::new();
    journey.press("enter enter enter");
    let token = journey.model.dance.granted.as_ref().unwrap().response.access_token.clone();
    journey.press("x");
    let Some(Dialog::Confirm(confirm)) = journey.model.dialogs.last() else { panic!("no question") };
    assert!(confirm.on_no, "Enter alone does not do it");
    let before = journey.exchanges().len();
    journey.press("enter");
    assert_eq!(journey.exchanges().len(), before);
    journey.press("x left enter");
    let (error, description) = refusal(&journey);
    assert_eq!(error, "400 invalid_grant");
    assert!(description.starts_with("Reused authorization code: "), "{description}");
    assert!(journey.model.dance.granted.as_ref().unwrap().revoked.is_some());
    // The server means it.
    journey.press("r");
    let answer = journey.last_of(Purpose::Api).outcome.response().unwrap();
    assert_eq!(answer.status(), 401);
    assert!(String::from_utf8_lossy(answer.body()).contains(token.expose()));
}

#[test]
fn the_network_is_down() {
    let mut journey = Journey::new();
    journey.press("enter enter").fail_next(TransportErrorKind::Refused, "connection refused").press("enter");
    assert!(matches!(journey.model.dance.refused, Some(Refused::Transport(_))));
    assert!(matches!(journey.last_exchange().outcome, Outcome::Failed { .. }), "failed connections are shown too");
    assert!(journey.model.dance.code.as_ref().unwrap().spent.is_none());
    journey.press("x");
    assert!(journey.model.dance.granted.is_some());
}

#[test]
fn malformed_token_responses() {
    for body in ["<html>Oops an error happened!</html>", r#"{"access_token":"9d6f"#, "{}", ""] {
        let mut journey = Journey::new();
        journey.press("enter enter").answer_next(200, "text/html", body).press("enter");
        assert!(
            matches!(journey.model.dance.refused, Some(Refused::Answer(TokenAnswer::Malformed(_), 200))),
            "{body}: {:?}",
            journey.model.dance.refused
        );
        assert!(!journey.notice().contains("9d6f"), "no part of the answer is quoted");
    }
}

#[test]
fn a_port_in_use_is_said_and_pasting_remains() {
    let mut journey = Journey::new();
    journey.go_to(Control::RedirectUri).retype("http://127.0.0.1:9/mine").press("esc");
    let failure = ListenFailure { message: "Port 9 is taken.".into(), paste_instead: false, port_in_use: true };
    journey.listen_next(Err(failure)).press("b");
    let Capture::Failed { message, .. } = &journey.model.dance.capture else { panic!() };
    assert!(message.contains("Port 9 is taken.") && message.contains("without listening"), "{message}");
    assert!(journey.opened().is_none());
    journey.press("b");
    assert!(journey.opened().is_some(), "the second press goes on without listening");
    let state = journey.model.dance.sent.as_ref().unwrap().request.state.clone().unwrap();
    journey.paste(&format!("http://127.0.0.1:9/mine?code=s536Z5&state={state}"));
    assert_eq!(journey.model.dance.code.as_ref().unwrap().value, "s536Z5");
}

#[test]
fn a_free_port_is_offered() {
    let mut journey = Journey::new();
    journey.go_to(Control::RedirectUri).retype("http://127.0.0.1:9/mine").press("esc");
    let failure = ListenFailure { message: "Port 9 is taken.".into(), paste_instead: false, port_in_use: true };
    journey.listen_next(Err(failure)).press("b");
    let free = Listening {
        redirect_uri: "http://127.0.0.1:40404/mine".into(),
        addresses: vec![([127, 0, 0, 1], 40404).into()],
        fingerprint: None,
    };
    journey.listen_next(Ok(free)).go_to(Control::Button(Command::UseFreePort)).press("enter");
    assert!(matches!(
        journey.done.iter().rev().find(|e| matches!(e, Effect::Listen { .. })),
        Some(Effect::Listen { any_port: true, .. })
    ));
    assert_eq!(journey.model.form().redirect_uri.text(), "http://127.0.0.1:40404/mine");
    assert!(journey.opened().unwrap().contains("redirect_uri=http://127.0.0.1:40404/mine"));
}

#[test]
fn no_browser_is_said_with_what_to_do() {
    let mut journey = Journey::new();
    journey.press("b").tell(Msg::BrowserOpened(Err("there is no graphical session here".into())));
    assert!(journey.notice().contains("y u"), "{}", journey.notice());
}

#[test]
fn a_locked_client_is_told_so() {
    let locked = orcid_playground::sandbox::demo_clients()
        .iter()
        .find(|client| client.kind() == "locked")
        .expect("a locked demo client");
    let mut journey = Journey::new();
    journey.go_to(Control::ClientId).retype(&locked.client_id).press("esc a");
    assert!(researcher_error(&journey).contains("is locked"), "{}", researcher_error(&journey));
}

#[test]
fn no_scope_at_all() {
    let mut journey = Journey::new();
    journey.go_to(Control::Scope).press("ctrl-e ctrl-u esc a");
    assert!(researcher_error(&journey).contains("missing scope parameter"), "{}", researcher_error(&journey));
    journey.press("esc");
    assert_eq!(journey.model.focus, Control::Button(Command::ActAsResearcher));
}

#[test]
fn a_fault_is_switched_from_the_screen_once_and_always() {
    let mut journey = Journey::new();
    journey.press("F down enter esc");
    assert_eq!(journey.model.faults.len(), 1);
    assert_eq!((journey.model.faults[0].name.as_str(), journey.model.faults[0].times), ("wrong-state", Some(1)));
    journey.press("enter enter");
    assert!(journey.notice().contains("State mismatch"), "{}", journey.notice());
    // Once is over.
    journey.press("F");
    assert!(journey.model.faults.is_empty());
    journey.press("esc N a enter");
    assert!(journey.model.dance.code.is_some(), "{}", journey.notice());
    journey.press("F down enter enter");
    assert_eq!(journey.model.faults[0].times, None);
    journey.press("enter esc");
    assert!(journey.model.faults.is_empty());
}

#[test]
fn an_error_page_leaves_its_card_in_pane_2() {
    let mut journey = Journey::new();
    journey.go_to(Control::ClientId).retype("APP-XYZ").press("esc a");
    assert!(!journey.model.dialogs.is_empty());
    journey.press("esc");
    stands_at_the_error_page(&mut journey);
    // Another client, another request: what was wrong with the former is past, and then over.
    journey.go_to(Control::ClientId).retype("APP-PLAYGROUND000001").press("esc");
    let said = pane_2(&journey);
    assert!(said.contains("Pane 1 has changed since") && !said.contains("Cause"), "{said}");
    journey.press("a enter");
    assert!(journey.model.dance.code.is_some() && !pane_2(&journey).contains("error page"));
}

#[test]
fn so_does_the_one_that_a_browser_was_shown() {
    let mut journey = Journey::new();
    journey.go_to(Control::ClientId).retype("APP-XYZ").press("esc b");
    let url = journey.model.dance.sent.as_ref().unwrap().url.clone();
    let request = browser::get(&url, None).unwrap();
    let response = respond(&mut journey.sandbox, &request, journey.now).response;
    // A page that an earlier request led to is another matter.
    let other = browser::get(&url.replace("state=", "state=x"), None).unwrap();
    journey.tell(Msg::BrowserShown(Box::new((other, response.clone()))));
    assert_eq!(journey.model.dance.dead_end, None);
    journey.tell(Msg::BrowserShown(Box::new((request, response))));
    assert!(journey.notice().contains("sends nobody back"), "{}", journey.notice());
    stands_at_the_error_page(&mut journey);
}

/// Header and pane 2 say that the error page was the end, and what to do.
fn stands_at_the_error_page(journey: &mut Journey) {
    assert_eq!(steps(&journey.model)[1].1, StepState::Failed);
    let said = pane_2(journey);
    for part in ["The provided client id APP-XYZ is invalid.", "Cause", "[Correct the client ID]", "sends nobody back"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!said.contains("Waiting for the callback"), "{said}");
    journey.press("m");
    assert_eq!(journey.model.focus, Control::ClientId);
    journey.press("esc");
}

fn pane_2(journey: &Journey) -> String {
    let lines = plain::panes(&journey.model, &mut plain::Numbers::default(), journey.now).join("\n");
    lines.split_once("Authorize:").unwrap().1.to_owned()
}

#[test]
fn an_answer_at_another_path_of_the_port_is_told_with_what_to_change() {
    for path in ["/", "/callback/"] {
        let mut journey = Journey::new();
        journey.press("b").browser_opens(&format!("http://127.0.0.1:18801{path}?code=ABCDEF&state=zzz"));
        assert!(journey.notice().contains("not to the redirect URI"), "{}", journey.notice());
        assert_eq!(journey.last_exchange().purpose, Purpose::Callback);
        assert!(journey.model.dance.arrived.is_none() && journey.model.dance.code.is_none());
        let screen = journey.screen(100, 40).replace('│', "").split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(screen.contains(&format!("An answer came to http://127.0.0.1:18801{path}, not to")), "{screen}");
        assert!(screen.contains("Waiting for the callback"), "{screen}");
        // What is waited for comes after all.
        let state = journey.model.dance.sent.as_ref().and_then(|sent| sent.request.state.clone()).expect("a state");
        journey.browser_opens(&format!("http://127.0.0.1:18801/callback?code=ABCDEF&state={state}"));
        assert!(journey.model.dance.code.is_some() && journey.model.dance.astray.is_none());
    }
}

#[test]
fn the_dialog_with_an_error_page_is_short_and_leads_to_its_card() {
    let mut journey = Journey::new();
    journey.go_to(Control::RedirectUri).retype("http://127.0.0.1:18801/wrong").press("esc a");
    let Some(Dialog::Researcher(researcher)) = journey.model.dialogs.last() else { panic!("no dialog") };
    let said = researcher.error.clone().expect("an error page");
    assert!(said.contains("does not match the redirect URIs") && said.contains("pane 2 says why"), "{said}");
    journey.press("esc");
    let screen = journey.screen(80, 24);
    assert!(
        screen.contains("Cause ") && screen.contains("Do  ") && screen.contains("[ Correct the redirect"),
        "{screen}"
    );
}
