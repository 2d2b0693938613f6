//! The token shelf.

use orcid_playground::{
    app::{Effect, Msg, dance::Revoked, dialog::Dialog, shelf::Shelf},
    oauth::{Outcome, Purpose, Standing},
    orcid::EnvironmentKey,
};

use crate::journey::Journey;

/// The program with three stored tokens: one of Sophia's, what it was refreshed to, and the client's own.
fn with_stock() -> Journey {
    let mut journey = Journey::new();
    journey.store_as("stored").press("enter enter enter").wait(60).press("R").wait(60);
    journey.press("ctrl-p").type_text("two-legged").press("enter enter");
    assert_eq!(journey.stock.tokens.len(), 3);
    journey
}

fn shelf(journey: &Journey) -> &Shelf {
    let found = journey.model.dialogs.iter().find_map(|dialog| match dialog {
        Dialog::Shelf(shelf) => Some(shelf),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no shelf: {}", journey.notice()))
}

fn standings(journey: &Journey) -> Vec<Standing> {
    shelf(journey).tokens.iter().flatten().map(|token| token.record.standing(journey.now)).collect()
}

#[test]
fn every_stored_token_is_there_by_place_client_and_person() {
    let mut journey = with_stock();
    journey.press("T");
    let tokens = shelf(&journey).tokens.iter().flatten();
    let whose: Vec<_> = tokens.map(|token| format!("{}, {}", token.whose(), token.grant_type)).collect();
    assert_eq!(
        whose,
        [
            "0000-0002-4456-8947, refresh_token",
            "0000-0002-4456-8947, authorization_code",
            "the client's own, client_credentials"
        ]
    );
    assert_eq!(standings(&journey), [Standing::Unknown; 3]);
    let screen = journey.screen(120, 40);
    for token in &journey.stock.tokens {
        let secret = token.response.as_ref().unwrap().access_token.clone();
        assert!(!screen.contains(secret.expose()));
    }
    assert!(screen.contains("/authenticate /read-limited") && screen.contains("about 20 years"), "{screen}");
}

#[test]
fn a_probe_asks_the_server_and_remembers() {
    let mut journey = with_stock();
    journey.press("T p");
    let probe = journey.last_of(Purpose::TokenProbe);
    assert_eq!(probe.request.uri().path(), "/oauth/userinfo");
    assert_eq!(standings(&journey)[0], Standing::Live);
    journey.press("end p");
    assert_eq!(journey.last_of(Purpose::TokenProbe).request.uri().path(), "/pub/v3.0/search/");
    assert_eq!(standings(&journey), [Standing::Live, Standing::Unknown, Standing::Live]);
    // Asked again after it was revoked elsewhere.
    journey.press("up enter X R").wait(1).press("T down p");
    assert_eq!(standings(&journey), [Standing::Live, Standing::Revoked, Standing::Live]);
    assert!(journey.notice().contains("works no more"), "{}", journey.notice());
    // What says nothing changes nothing.
    journey.answer_next(429, "text/plain", "Too Many Requests").press("home p");
    assert_eq!(standings(&journey)[0], Standing::Live);
    assert!(journey.notice().contains("says nothing"), "{}", journey.notice());
    journey.hold().press("p");
    assert!(shelf(&journey).probing.is_some());
    assert!(journey.screen(80, 24).contains("asking the server"));
    journey.press("esc").release();
    assert!(journey.model.dialogs.is_empty());
}

#[test]
fn one_is_taken_in_hand_with_its_environment_and_client() {
    let mut journey = with_stock();
    journey.press("E down enter esc T enter");
    assert_eq!(journey.model.form().environment, EnvironmentKey::Local);
    let granted = journey.model.dance.granted.as_ref().unwrap();
    assert_eq!(granted.response.orcid(), Some("0000-0002-4456-8947"));
    assert_eq!(granted.at, journey.stock.tokens[1].record.received_at);
    journey.press("r");
    assert_eq!(journey.last_of(Purpose::Api).outcome.response().unwrap().status(), 200);
    journey.press("R");
    assert!(journey.model.dance.earlier.is_some(), "{}", journey.notice());
}

#[test]
fn another_clients_token_brings_no_secret_of_this_one() {
    let mut journey = with_stock();
    journey.stock.tokens[1].client_id = "APP-OTHER00000000001".to_owned();
    journey.press("T home enter");
    assert_eq!(journey.model.form().client_id.text(), "APP-OTHER00000000001");
    assert!(journey.model.form().client_secret.is_empty());
    assert!(journey.notice().contains("type its client's secret"), "{}", journey.notice());
}

#[test]
fn a_spent_code_is_on_record() {
    let mut journey = with_stock();
    journey.press("N a enter x x left enter");
    journey.press("T");
    assert!(standings(&journey).contains(&Standing::SpentCode), "{:?}", standings(&journey));
    let row = standings(&journey).iter().position(|standing| *standing == Standing::SpentCode).unwrap();
    for _ in 0..row {
        journey.press("down");
    }
    assert!(journey.screen(120, 40).contains("its code was used twice"));
    journey.press("enter");
    assert_eq!(journey.model.dance.granted.as_ref().unwrap().revoked, Some(Revoked::CodeReuse));
}

/// Another token may be in hand by then: the pair that the code gave is dead all the same.
#[test]
fn a_spent_code_is_on_record_whatever_is_in_hand() {
    let mut journey = Journey::new();
    journey.store_as("stored").press("enter enter enter").wait(60);
    journey.press("ctrl-p").type_text("two-legged").press("enter enter");
    assert!(journey.model.dance.granted.as_ref().unwrap().response.is_two_legged());
    journey.press("x E T");
    assert_eq!(standings(&journey), [Standing::SpentCode, Standing::Unknown]);
}

#[test]
fn another_environment_that_a_token_brings_is_said() {
    let mut journey = with_stock();
    // What was said of the last dance is none of this token's.
    journey.model.dance.consent_skipped = true;
    let of_issuer = EnvironmentKey::from("http://127.0.0.1:18990");
    journey.stock.tokens[0].environment = of_issuer.clone();
    journey.press("T end");
    let screen = journey.screen(80, 24);
    assert!(screen.contains("127.0.0.1:18990"), "two ports are two servers: {screen}");
    let clients = screen.lines().filter(|line| line.contains("│ · ") && line.contains("APP-PLAYGROUND000001")).count();
    assert_eq!(clients, 3, "no row is blank: {screen}");
    journey.press("enter");
    assert_eq!(journey.model.form().environment, of_issuer);
    assert!(journey.notice().contains("The environment is http://127.0.0.1:18990 now"), "{}", journey.notice());
    journey.press("T home enter");
    assert!(journey.notice().contains("The environment is local (simulated ORCID) now"), "{}", journey.notice());
    journey.press("T home enter");
    assert!(!journey.notice().contains("environment"), "{}", journey.notice());
    assert!(!journey.model.dance.consent_skipped);
}

#[test]
fn one_is_forgotten_after_a_question_and_never_all() {
    let mut journey = with_stock();
    journey.press("T d");
    let Some(Dialog::Confirm(confirm)) = journey.model.dialogs.last() else { panic!("no question") };
    assert!(confirm.on_no && confirm.text.join(" ").contains("revoke it first"), "{confirm:?}");
    journey.press("enter");
    assert_eq!(journey.stock.tokens.len(), 3);
    journey.press("d F");
    assert_eq!((journey.stock.tokens.len(), shelf(&journey).len()), (2, 2));
    assert!(journey.done.iter().any(|effect| matches!(effect, Effect::ForgetToken(_))));
    journey.press("d F d F");
    assert!(shelf(&journey).is_empty());
    journey.press("d p enter");
    assert!(journey.screen(80, 24).contains("No token is stored yet"));
}

#[test]
fn what_cannot_be_read_is_named_and_left() {
    let mut journey = with_stock();
    journey.stock.unreadable.push("/state/tokens/a.json: not as expected at line 3, column 1".to_owned());
    journey.press("T");
    assert!(journey.screen(120, 40).contains("a.json: not as expected"));
    journey.press("esc T").tell(Msg::Stock(Err("Permission denied".to_owned())));
    assert!(journey.notice().contains("Permission denied") && journey.model.dialogs.is_empty());
}

/// What began later, by itself, is not what the dialog waits for.
#[test]
fn closing_it_cancels_its_own_question() {
    let mut journey = with_stock();
    journey.press("T down enter");
    let granted = journey.model.dance.granted.as_mut().unwrap();
    (granted.response.expires_in, granted.at) = (Some(600), journey.now);
    journey.model.form_mut().refresh_automatically = true;
    journey.hold().press("T p").wait(590);
    let exchange = journey.model.dance.exchanging.expect("it refreshes by itself");
    assert!(shelf(&journey).probing.is_some());
    journey.press("esc");
    assert!(journey.model.dialogs.is_empty());
    assert!(matches!(journey.last_of(Purpose::TokenProbe).outcome, Outcome::Cancelled));
    assert_eq!(journey.model.dance.exchanging, Some(exchange));
    journey.release();
    assert!(journey.model.dance.earlier.is_some(), "{}", journey.notice());
}

#[test]
fn one_that_was_refused_is_not_taken_for_good() {
    let mut journey = with_stock();
    let token = journey.stock.tokens[0].clone();
    journey.press("T");
    let row = shelf(&journey).tokens.iter().flatten().position(|known| known.id == token.id).expect("it is there");
    for _ in 0..row {
        journey.press("down");
    }
    // A server that takes it no more.
    journey.answer_next(401, "application/json", r#"{"error":"invalid_token"}"#).press("p d");
    let Some(Dialog::Confirm(asked)) = journey.model.dialogs.last() else { panic!("no question") };
    assert!(!asked.text.join(" ").contains("lives on"), "{:?}", asked.text);
    journey.press("esc enter");
    assert!(journey.notice().contains("did not take it"), "{}", journey.notice());
}
