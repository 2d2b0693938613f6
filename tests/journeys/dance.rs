//! The dance as it should go, both ways of being the researcher.

use std::time::Duration;

use bytes::Bytes;
use orcid_playground::{
    app::{
        Command, Effect, Local, Msg,
        control::Control,
        dance::{Capture, Intent},
        dialog::{Confirmed, Dialog},
        msg::{ListenFailure, Listening, LocalServing},
        update,
    },
    oauth::{Outcome, Purpose, StateCheck, TransportErrorKind, form},
    orcid::Environment,
};

use crate::journey::{Journey, demo_client};

#[test]
fn the_researcher_in_the_terminal_reaches_an_https_redirect_uri() {
    let mut journey = Journey::new();
    journey.go_to(Control::RedirectUri).retype("https://127.0.0.1:18801/callback").press("esc a enter");
    assert!(journey.model.dialogs.is_empty());
    let arrived = journey.model.dance.arrived.as_ref().expect("an answer");
    assert_eq!(arrived.check, StateCheck::Matches);
    journey.press("x");
    assert!(journey.model.dance.granted.is_some());
}

#[test]
fn four_times_enter_from_the_start_to_the_record() {
    let mut journey = Journey::new();
    journey.press("enter enter");
    let code = journey.model.dance.code.clone().expect("a code");
    assert_eq!(code.value.len(), 6);
    assert_eq!(journey.model.focus, Control::Button(Command::Exchange));
    journey.press("enter");
    let granted = journey.model.dance.granted.as_ref().expect("tokens");
    assert_eq!(granted.response.orcid(), Some("0000-0002-4456-8947"));
    assert_eq!(granted.response.name(), Some("Sophia Garcia"));
    assert_eq!(granted.response.scopes().unwrap(), granted.requested);
    journey.press("enter");
    let record = journey.last_of(Purpose::Api).outcome.response().expect("an answer");
    assert_eq!(record.status(), 200);
    let record: serde_json::Value = serde_json::from_slice(record.body()).unwrap();
    assert_eq!(record["orcid-identifier"]["path"], "0000-0002-4456-8947");
}

#[test]
fn who_is_quicker_than_the_simulated_orcid_does_not_press_twice() {
    let mut journey = Journey::new();
    journey.model.local = Local::Starting;
    journey.press("enter");
    assert!(journey.exchanges().is_empty());
    let serving = LocalServing { issuer: "http://127.0.0.1:18800".into(), own: true, clients: Vec::new() };
    journey.tell(Msg::Local(Ok(serving))).press("enter enter");
    assert!(journey.model.dance.granted.is_some());
}

/// The usual address may be a stranger's until it is known that it is ours, and again after the simulated ORCID has moved.
#[test]
fn what_is_for_the_simulated_orcid_says_so() {
    let for_local = |journey: &Journey| {
        journey.under_way().find_map(|effect| match effect {
            Effect::Send { local, request, .. } => Some((*local, request.uri().authority().unwrap().to_string())),
            _ => None,
        })
    };
    let usual = "127.0.0.1:18800".to_owned();
    let mut journey = Journey::new();
    journey.model.local = Local::Starting;
    journey.hold().press("F");
    assert_eq!(for_local(&journey), Some((true, usual.clone())));

    // The token was issued before it moved.
    let mut journey = Journey::new();
    journey.press("enter enter enter").hold();
    let serving = LocalServing { issuer: "http://127.0.0.1:41234".into(), own: true, clients: Vec::new() };
    journey.tell(Msg::Local(Ok(serving))).press("u");
    assert_eq!(for_local(&journey), Some((true, usual)));

    // Somebody who types that address means whoever is there.
    journey.model.customs.push(Environment::custom("http://127.0.0.1:18800"));
    assert!(!journey.model.is_at_local("http://127.0.0.1:18800/oauth/token"));
    assert!(journey.model.is_at_local("http://127.0.0.1:41234/oauth/token"));
}

/// The process that served has ended, which is found out while the listener starts.
#[test]
fn a_browser_is_sent_to_where_the_simulated_orcid_is_by_then() {
    let mut journey = Journey::new();
    let listening = Listening {
        redirect_uri: journey.model.form().redirect_uri.text().to_owned(),
        addresses: Vec::new(),
        fingerprint: None,
    };
    journey.model.dance.capture = Capture::Starting(Intent::OpenBrowser);
    journey.model.dance.sent = Some(journey.model.to_send(journey.now));
    let serving = LocalServing { issuer: "http://127.0.0.1:41234".into(), own: true, clients: Vec::new() };
    journey.tell(Msg::Local(Ok(serving))).tell(Msg::Listening(Ok(listening)));
    let opened = journey.opened().expect("a browser");
    assert!(opened.starts_with("http://127.0.0.1:41234/oauth/authorize?"), "{opened}");
}

#[test]
fn a_researcher_whose_page_moved_goes_on_where_it_is() {
    let mut journey = Journey::new();
    journey.hold().press("a");
    let asked = journey.last_exchange().clone();
    let mut moved = asked.request.clone();
    let there = |path: &str| format!("http://127.0.0.1:41234{path}");
    *moved.uri_mut() = there(asked.request.uri().path_and_query().unwrap().as_str()).parse().unwrap();
    let serving = LocalServing { issuer: there(""), own: true, clients: Vec::new() };
    journey.tell(Msg::Local(Ok(serving))).tell(Msg::Readdressed(asked.id, moved));
    let redirect = http::Response::builder().status(302).header("location", "/signin?next").body(Bytes::new()).unwrap();
    let outcome = Outcome::Answered { response: redirect, head_after: Duration::ZERO, done_after: Duration::ZERO };
    journey.tell(Msg::Received(asked.id, outcome, None));
    assert_eq!(journey.last_exchange().request.uri().to_string(), there("/signin?next"));
    assert!(!journey.model.dialogs.is_empty(), "their part is not over");
}

#[test]
fn what_is_sent_elsewhere_is_shown_where_it_went() {
    let mut journey = Journey::new();
    journey.press("enter enter").hold().press("enter");
    let sent = journey.last_exchange().clone();
    let there = format!("http://127.0.0.1:41234{}", sent.request.uri().path());
    let mut moved = sent.request.clone();
    *moved.uri_mut() = there.parse().unwrap();
    let serving = LocalServing { issuer: "http://127.0.0.1:41234".into(), own: true, clients: Vec::new() };
    journey.tell(Msg::Local(Ok(serving))).tell(Msg::Readdressed(sent.id, moved));
    assert_eq!(journey.last_exchange().request.uri(), there.as_str());
    journey.release();
    assert!(journey.model.dance.granted.is_some(), "its answer belongs to it all the same");
}

#[test]
fn every_message_stands_in_order() {
    let mut journey = Journey::new();
    journey.press("enter enter enter enter");
    let seen: Vec<String> = journey
        .exchanges()
        .iter()
        .map(|e| format!("{} {} {}", e.purpose, e.request.method(), e.request.uri().path()))
        .collect();
    assert_eq!(
        seen,
        [
            "researcher GET /oauth/authorize",
            "researcher POST /signin",
            "researcher GET /oauth/authorize",
            "researcher POST /oauth/authorize",
            "callback GET /callback",
            "token POST /oauth/token",
            "api GET /api/v3.0/0000-0002-4456-8947/record",
        ]
    );
}

#[test]
fn the_token_request_is_what_orcid_documents() {
    let mut journey = Journey::new();
    journey.press("enter enter enter");
    let request = &journey.last_of(Purpose::Token).request;
    let fields = form::parse_form(request.body());
    let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["client_id", "client_secret", "grant_type", "code", "redirect_uri"]);
    assert_eq!(form::first(&fields, "client_id"), Some(demo_client().client_id.as_str()));
    assert_eq!(form::first(&fields, "redirect_uri"), Some("http://127.0.0.1:18801/callback"));
}

#[test]
fn basic_authentication_works_too() {
    let mut journey = Journey::new();
    journey.press("A").go_to(Control::AuthMethod).press("enter");
    journey.model.focus = Control::Button(Command::ActAsResearcher);
    journey.press("enter enter enter");
    let request = &journey.last_of(Purpose::Token).request;
    assert!(request.headers().contains_key("authorization"));
    assert!(!String::from_utf8_lossy(request.body()).contains("client_secret"));
    assert!(journey.model.dance.granted.is_some(), "{}", journey.notice());
}

#[test]
fn the_browser_carries_what_it_carries() {
    let mut journey = Journey::new();
    journey.press("b");
    let url = journey.opened().expect("the browser was opened").to_owned();
    assert!(url.starts_with(
        "http://127.0.0.1:18800/oauth/authorize?client_id=APP-PLAYGROUND000001&response_type=code&scope="
    ));
    assert!(matches!(journey.model.dance.capture, Capture::On(_)), "it listens before the browser opens");
    let state = journey.model.dance.sent.as_ref().unwrap().request.state.clone().unwrap();
    journey.browser_opens(&format!("http://127.0.0.1:18801/callback?code=abc123&state={state}"));
    assert_eq!(journey.model.dance.code.as_ref().unwrap().value, "abc123");
    assert_eq!(journey.exchanges().len(), 2);
    assert!(journey.exchanges().iter().all(|exchange| exchange.purpose.is_front_channel()));
}

#[test]
fn a_token_response_is_shown_with_a_loud_notice_when_it_cannot_be_stored() {
    let mut journey = Journey::new();
    journey.break_store("the disk is full.").press("enter enter enter");
    assert!(journey.model.dance.granted.is_some());
    assert!(journey.notice().contains("NOT STORED"), "{}", journey.notice());
}

#[test]
fn userinfo_is_read_with_the_token() {
    let mut journey = Journey::new();
    journey.press("enter enter enter u");
    let answer = journey.last_of(Purpose::Userinfo).outcome.response().unwrap();
    assert_eq!(answer.status(), 200);
    let body: serde_json::Value = serde_json::from_slice(answer.body()).unwrap();
    assert_eq!(body["sub"], "0000-0002-4456-8947");
}

#[test]
fn an_id_token_comes_with_openid() {
    let mut journey = Journey::new();
    journey.go_to(Control::Scope).retype("openid").press("esc");
    journey.model.focus = Control::Button(Command::ActAsResearcher);
    journey.press("enter enter enter");
    let granted = journey.model.dance.granted.as_ref().expect("tokens");
    assert!(granted.response.id_token.is_some());
}

#[test]
fn another_researcher_can_sign_in() {
    let mut journey = Journey::new();
    journey.press("enter up right down enter enter");
    let granted = journey.model.dance.granted.as_ref().expect("tokens");
    assert_ne!(granted.response.orcid(), Some("0000-0002-4456-8947"));
}

#[test]
fn an_answer_that_is_awaited_can_be_cancelled() {
    let mut journey = Journey::new();
    journey.press("enter enter").hold().press("enter");
    assert!(journey.model.dance.exchanging.is_some());
    assert!(journey.model.is_busy());
    journey.press("esc");
    assert!(journey.model.dance.exchanging.is_none() && !journey.model.is_busy());
    // Whoever sends the code once more may revoke what it brought.
    journey.press("x");
    assert!(asks_to_exchange_again(&journey), "{:?}", journey.model.dialogs);
    journey.press("esc");
    journey.release();
    // The answer may have been on its way already.
    let late = late_answer(&journey, Ok("tokens/20260301T090000Z-local.json".into()));
    journey.tell(late);
    assert!(journey.model.dance.granted.is_none(), "what comes late is not shown");
    assert!(journey.notice().contains("its tokens are stored"), "{}", journey.notice());
    assert!(journey.model.dance.code.as_ref().is_some_and(|code| code.spent.is_some()));
}

/// Tokens for the newest token request.
fn late_answer(journey: &Journey, stored: Result<String, String>) -> Msg {
    let body = r#"{"access_token":"5a0c4d1e-7f3b-4c6a-9d28-1e0b6f7a9c01","token_type":"bearer"}"#;
    let response = http::Response::builder().body(Bytes::from_static(body.as_bytes())).expect("a response");
    let took = Duration::from_millis(12);
    let outcome = Outcome::Answered { response, head_after: took, done_after: took };
    Msg::Received(journey.last_of(Purpose::Token).id, outcome, Some(stored))
}

fn asks_to_exchange_again(journey: &Journey) -> bool {
    matches!(journey.model.dialogs.last(), Some(Dialog::Confirm(open)) if open.then == Confirmed::ExchangeAgain && open.on_no)
}

#[test]
fn a_code_that_was_sent_is_sent_once_more_only_when_it_is_known_to_be_good_or_after_a_question() {
    for (kind, asks) in [
        (TransportErrorKind::Refused, false),
        (TransportErrorKind::Dns, false),
        (TransportErrorKind::Timeout, true),
        (TransportErrorKind::Reset, true),
    ] {
        let mut journey = Journey::new();
        journey.press("enter enter").fail_next(kind, "no answer").press("enter").press("x");
        assert_eq!(asks_to_exchange_again(&journey), asks, "{kind:?}");
    }
    // An answer tells that it was not taken.
    let mut journey = Journey::new();
    journey.press("enter enter").answer_next(503, "text/html", "<html>down</html>").press("enter").press("x");
    assert!(!asks_to_exchange_again(&journey) && journey.model.dance.granted.is_some(), "{}", journey.notice());
}

#[test]
fn tokens_that_come_late_and_cannot_be_stored_are_not_lost_in_silence() {
    let mut journey = Journey::new();
    journey.press("enter enter").hold().press("enter").press("esc").release();
    let late = late_answer(&journey, Err("the disk is full.".into()));
    journey.tell(late);
    assert!(journey.notice().starts_with("TOKEN NOT STORED: the disk is full."), "{}", journey.notice());
    assert!(journey.last_of(Purpose::Token).outcome.response().is_some(), "pane 3 has them");
}

#[test]
fn copies_are_what_they_say() {
    let mut journey = Journey::new();
    journey.press("y u");
    let url = journey.copied().unwrap().to_owned();
    assert_eq!(url, journey.model.dance.sent.as_ref().unwrap().url);
    journey.press("a enter enter");
    let token = journey.model.dance.granted.as_ref().unwrap().clone();
    journey.press("y a");
    assert_eq!(journey.copied(), Some(token.response.access_token.expose()));
    journey.press("y r");
    assert_eq!(journey.copied(), Some(token.response.refresh_token.as_ref().unwrap().expose()));
    journey.press("y j");
    assert!(serde_json::from_str::<serde_json::Value>(journey.copied().unwrap()).is_ok());
    journey.press("y o");
    assert_eq!(journey.copied(), Some("https://sandbox.orcid.org/0000-0002-4456-8947"));
    journey.press("c v");
    let curl = journey.copied().unwrap().to_owned();
    assert!(curl.contains("$ORCID_CLIENT_SECRET") && !curl.contains(demo_client().client_secret.unwrap().expose()));
    journey.press("c r");
    assert!(journey.copied().unwrap().contains(demo_client().client_secret.unwrap().expose()));
}

/// A profile is of another client: what the one before was given is of no use to it.
#[test]
fn the_code_of_one_client_is_not_exchanged_with_another_ones_secret() {
    let mut journey = Journey::new();
    let demo = demo_client().client_id;
    journey.go_to(Control::ClientId).retype("APP-OTHER00000000001").press("esc W").type_text("other").press("enter");
    journey.go_to(Control::ClientId).retype(&demo).press("esc W").type_text("demo").press("enter a enter");
    assert!(journey.model.dance.code.is_some(), "{}", journey.notice());
    journey.press("P").type_text("other").press("enter");
    assert_eq!(journey.model.form().client_id.text(), "APP-OTHER00000000001");
    assert!(journey.model.dance.code.is_none());
}

#[test]
fn a_listener_that_only_begins_to_listen_ends_with_its_request() {
    let mut journey = Journey::new();
    let now = journey.now;
    let wished = update(&mut journey.model, Msg::Command(Command::OpenBrowser), now);
    assert!(wished.iter().any(|effect| matches!(effect, Effect::Listen { .. })), "{wished:?}");
    assert!(matches!(journey.model.dance.capture, Capture::Starting(_)), "{:?}", journey.model.dance.capture);
    let then = update(&mut journey.model, Msg::Command(Command::NewRequest), now);
    assert!(then.iter().any(|effect| matches!(effect, Effect::StopListening)), "{then:?}");
}

#[test]
fn that_nothing_listens_is_said_also_where_pane_2_is_out_of_sight() {
    let mut journey = Journey::new();
    let taken =
        ListenFailure { message: "Another program listens there.".into(), paste_instead: false, port_in_use: true };
    journey.resize(80, 24).press("1").listen_next(Err(taken)).press("b");
    assert_eq!(journey.notice(), "Nothing listens for the callback: Another program listens there.");
}

/// A code that is pasted once more is what it was.
#[test]
fn a_spent_code_is_spent_also_when_it_is_pasted_again() {
    let mut journey = Journey::new();
    journey.press("a enter x");
    let code = journey.model.dance.code.as_ref().expect("a code").value.clone();
    journey.press("2 esc").paste(&format!("code={code}"));
    assert!(journey.model.dance.code.as_ref().is_some_and(|code| code.spent.is_some()), "{}", journey.notice());
    journey.press("esc x");
    assert!(asks_to_exchange_again(&journey), "{:?}", journey.model.dialogs);
}

/// A code that the server did not take is no fresh one.
#[test]
fn a_code_that_was_refused_is_called_so() {
    let mut journey = Journey::new();
    journey.press("a enter").paste("code=wrong1").press("esc x");
    let screen = journey.screen(120, 40);
    assert!(screen.contains("wrong1   refused") && !screen.contains("not used yet"), "{screen}");
}
