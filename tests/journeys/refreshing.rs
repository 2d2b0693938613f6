//! Refreshing with a choice and by itself, and token exchange.

use orcid_playground::{
    app::{Command, dialog::Dialog, next_wake},
    oauth::{Purpose, ScopeSet, TokenResponse, id_token::holds},
};

use crate::journey::Journey;

fn with_tokens() -> Journey {
    let mut journey = Journey::new();
    journey.press("enter enter enter");
    journey
}

fn response(journey: &Journey) -> &TokenResponse {
    &journey.model.dance.granted.as_ref().unwrap_or_else(|| panic!("{}", journey.notice())).response
}

fn remarks(journey: &Journey) -> String {
    match journey.model.dialogs.last() {
        Some(Dialog::Refresh(dialog)) => dialog.remarks(false).join("\n"),
        other => panic!("{other:?}"),
    }
}

fn last_body(journey: &Journey) -> String {
    String::from_utf8_lossy(journey.last_of(Purpose::Token).request.body()).into_owned()
}

#[test]
fn a_refresh_for_less() {
    let mut journey = with_tokens();
    journey.press("<").retype("/authenticate");
    assert_eq!(remarks(&journey), "");
    journey.press("enter");
    assert!(last_body(&journey).ends_with("&scope=%2Fauthenticate"), "{}", last_body(&journey));
    assert_eq!(response(&journey).scopes(), Some(ScopeSet::parse("/authenticate")));
    // The next one is as the old one again, unless it is asked for.
    journey.press("R");
    assert!(!last_body(&journey).contains("scope="), "{}", last_body(&journey));
}

#[test]
fn more_is_remarked_on_and_refused() {
    let mut journey = with_tokens();
    journey.press("<").retype("/read-limited /activities/update");
    assert!(remarks(&journey).contains("/activities/update is not among"), "{}", remarks(&journey));
    journey.press("enter");
    assert!(journey.notice().contains("invalid_scope"), "{}", journey.notice());
}

#[test]
fn what_todays_orcid_ignores_is_sent_and_said() {
    let mut journey = with_tokens();
    journey.press("< tab right tab").type_text("60");
    let said = remarks(&journey);
    assert!(said.contains("revoke_old=true changes nothing") && said.contains("expires_in changes nothing"), "{said}");
    journey.press("enter");
    assert!(last_body(&journey).ends_with("&revoke_old=true&expires_in=60"), "{}", last_body(&journey));
    assert!(response(&journey).expires_in.unwrap() > 60);
    assert!(journey.model.dance.earlier.as_ref().unwrap().revoked.is_none());
    journey.press("< tab right right tab").type_text("soon").press("enter");
    assert!(journey.notice().contains("number of seconds") && remarks(&journey).contains("✗ expires_in"));
}

#[test]
fn by_itself_a_minute_before_the_end_and_once() {
    let mut journey = Journey::new();
    let short = |lives: i64, token: &str| {
        format!(
            r#"{{"access_token":"{token}","token_type":"bearer","refresh_token":"r-{token}","expires_in":{lives},"scope":"/authenticate","orcid":"0000-0002-4456-8947"}}"#
        )
    };
    journey.press("enter enter").answer_next(200, "application/json", short(600, "first")).press("enter");
    journey.press("< tab tab tab space esc").wait(6);
    assert!(journey.model.form().refresh_automatically);
    let due = journey.model.refreshes_at().expect("it is on");
    assert!(journey.screen(120, 40).contains("used automatically at"), "{}", journey.screen(120, 40));
    assert_eq!(due.duration_since(journey.model.dance.granted.as_ref().unwrap().at).as_secs(), 540);
    // It wakes for that at the latest, and does nothing before.
    journey.wait(520);
    assert_eq!(response(&journey).access_token.expose(), "first");
    assert!(next_wake(&journey.model, journey.now).is_some_and(|at| at <= due));
    let sent = journey.exchanges().len();
    journey.answer_next(200, "application/json", short(60, "second")).wait(20);
    assert_eq!(journey.exchanges().len(), sent + 1, "visible in pane 3");
    assert_eq!(response(&journey).access_token.expose(), "second");
    assert!(journey.notice().contains("ends when the old one would have"), "{}", journey.notice());
    assert_eq!(journey.model.refreshes_at(), None, "as the end stays, another one would be of no use");
    journey.wait(600);
    assert_eq!(journey.exchanges().len(), sent + 1);
}

#[test]
fn a_refusal_is_not_tried_again_and_off_is_off() {
    let mut journey = with_tokens();
    journey.model.dance.granted.as_mut().unwrap().response.expires_in = Some(600);
    journey.wait(590);
    assert_eq!(journey.exchanges().iter().filter(|e| e.purpose == Purpose::Token).count(), 1);
    journey.answer_next(400, "application/json", r#"{"error":"unauthorized_client"}"#);
    journey.model.form_mut().refresh_automatically = true;
    journey.wait(1).wait(1).wait(30);
    assert_eq!(journey.exchanges().iter().filter(|e| e.purpose == Purpose::Token).count(), 2);
    assert!(journey.notice().contains("unauthorized_client"), "{}", journey.notice());
}

#[test]
fn the_switch_goes_with_the_profile() {
    let mut journey = with_tokens();
    journey.press("< up up up tab tab tab enter esc W").retype("mine").press("enter");
    let saved = journey.model.profiles.iter().find(|profile| profile.name == "mine").expect("a profile");
    assert!(saved.refresh_automatically);
    journey.model.form_mut().refresh_automatically = false;
    journey.press("P enter L");
    assert!(journey.model.form().refresh_automatically);
}

/// The program with an ID token of the demo client's, and the premium client in pane 1.
fn acting() -> Journey {
    let mut journey = Journey::new();
    journey.model.form_mut().scope = orcid_playground::app::field::TextField::new("openid /read-limited");
    journey.press("a enter x");
    assert!(response(&journey).id_token.is_some(), "{}", journey.notice());
    let premium = &orcid_playground::sandbox::demo_clients()[2];
    let form = journey.model.form_mut();
    form.client_id = orcid_playground::app::field::TextField::new(&premium.client_id);
    form.client_secret = orcid_playground::app::field::TextField::new(premium.client_secret.expose());
    journey
}

fn open_exchange(journey: &mut Journey) {
    journey.press("ctrl-p").type_text("on behalf").press("enter");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::TokenExchange(_))), "{}", journey.notice());
}

#[test]
fn another_clients_id_token_becomes_an_access_token() {
    let mut journey = acting();
    open_exchange(&mut journey);
    let screen = journey.screen(120, 40);
    let secret = response(&journey).id_token.clone().unwrap();
    assert!(!screen.contains(&secret.expose()[..40]), "{screen}");
    journey.press("enter");
    let body = last_body(&journey);
    assert!(
        body.contains("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&subject_token=eyJ"),
        "{body}"
    );
    let granted = response(&journey);
    assert_eq!((granted.orcid(), granted.refresh_token.is_none()), (Some("0000-0002-4456-8947"), true));
    assert_eq!(granted.expires_in, Some(3599));
    assert_eq!(journey.stock.tokens.last().unwrap().client_id, "APP-PLAYGROUND000003");
    journey.press("r");
    assert_eq!(journey.last_of(Purpose::Api).outcome.response().unwrap().status(), 200);
}

#[test]
fn an_access_token_becomes_an_id_token() {
    let mut journey = Journey::new();
    let premium = &orcid_playground::sandbox::demo_clients()[2];
    journey.model.form_mut().client_id = orcid_playground::app::field::TextField::new(&premium.client_id);
    journey.model.form_mut().client_secret =
        orcid_playground::app::field::TextField::new(premium.client_secret.expose());
    journey.press("a enter x");
    let before = response(&journey).clone();
    open_exchange(&mut journey);
    journey.press("enter");
    let Some(Dialog::IdToken(card)) = journey.model.dialogs.last() else { panic!("{}", journey.notice()) };
    assert!(holds(&card.checks), "{:?}", card.checks);
    assert_eq!(response(&journey), &before, "what was in hand stays there");
    assert_eq!(journey.stock.tokens.last().unwrap().whose(), "(an ID token)");
}

#[test]
fn what_cannot_be_exchanged_is_remarked_on_and_refused() {
    let mut journey = Journey::new();
    journey.model.form_mut().scope = orcid_playground::app::field::TextField::new("openid");
    journey.press("a enter x");
    open_exchange(&mut journey);
    let Some(Dialog::TokenExchange(dialog)) = journey.model.dialogs.last() else { panic!("no dialog") };
    assert!(dialog.remark("APP-PLAYGROUND000001").unwrap().contains("this very client"));
    journey.press("enter");
    assert!(journey.notice().contains("token-exchange enabled"), "{}", journey.notice());
    assert!(journey.model.dance.granted.is_some(), "what was in hand stays there");
    assert!(orcid_playground::app::availability(&journey.model, Command::TokenExchange).is_ok());
}

/// Time that went by while somebody else had the terminal is found out by whatever comes next.
#[test]
fn what_is_due_is_done_at_any_message() {
    let mut journey = with_tokens();
    journey.model.dance.granted.as_mut().unwrap().response.expires_in = Some(600);
    journey.model.form_mut().refresh_automatically = true;
    journey.now += std::time::Duration::from_secs(590);
    journey.resize(100, 30);
    let tokens = journey.exchanges().iter().filter(|exchange| exchange.purpose == Purpose::Token).count();
    assert_eq!(tokens, 2);
    assert!(journey.model.dance.exchanging.is_none(), "sent and answered");
}
