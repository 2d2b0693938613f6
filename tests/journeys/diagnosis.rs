//! Cards after an answer, the one key for each, and when they are past.

use orcid_playground::{
    app::{
        control::{Control, Pane},
        dialog::Dialog,
        hints, pane,
    },
    oauth::TransportErrorKind,
};

use crate::journey::Journey;

/// The likeliest cause of what the screen speaks of.
pub fn cause(journey: &Journey) -> &'static str {
    journey.model.diagnosis().and_then(|diagnosis| diagnosis.first()).map_or("", |cause| cause.id)
}

/// The card of pane 3 as text.
pub fn card(journey: &Journey) -> String {
    journey.model.card().iter().map(|line| format!("{}\n", line.text())).collect()
}

#[test]
fn a_code_used_twice_tells_when_and_begins_anew() {
    let mut journey = Journey::new();
    journey.press("enter enter enter").wait(41).press("x left enter");
    assert_eq!(cause(&journey), "code-used-twice");
    let card = card(&journey);
    assert!(card.starts_with("✗ 400 invalid_grant · Reused authorization code: "), "{card}");
    assert!(
        card.contains("The first exchange was 41 s before this one") && card.contains("revoked the access token"),
        "{card}"
    );
    journey.press("m");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Researcher(_))), "authorizing begins again");
}

#[test]
fn the_whole_diagnosis_is_a_dialog() {
    let mut journey = Journey::new();
    assert!(journey.press("d").model.dialogs.is_empty(), "nothing went wrong");
    journey.go_to(Control::ClientSecret).retype("f0e1d2c3-0000-4000-8000-000000000001").press("esc a enter enter d");
    let Some(Dialog::Text(text)) = journey.model.dialogs.last() else { panic!() };
    let all = text.lines.join("\n");
    assert!(
        all.contains("Most likely") && all.contains("Also possible") && all.contains("guide «Token errors»"),
        "{all}"
    );
}

#[test]
fn a_wrong_secret_leads_to_its_field() {
    let mut journey = Journey::new();
    journey.go_to(Control::ClientSecret).retype("f0e1d2c3-0000-4000-8000-000000000001").press("esc a enter enter");
    assert_eq!(cause(&journey), "secret-wrong");
    journey.press("m");
    assert_eq!(journey.model.focus, Control::ClientSecret);
}

#[test]
fn failures_without_an_answer_have_their_cause() {
    for (kind, id) in [
        (TransportErrorKind::Dns, "wrong-host"),
        (TransportErrorKind::Refused, "local-ended"),
        (TransportErrorKind::Tls, "untrusted-certificate"),
        (TransportErrorKind::Proxy, "proxy"),
        (TransportErrorKind::Timeout, "timeout"),
        (TransportErrorKind::Reset, "reset"),
        (TransportErrorKind::NotHttp, "not-http"),
    ] {
        let mut journey = Journey::new();
        journey.press("enter enter").fail_next(kind, "as the system says").press("enter");
        assert_eq!(cause(&journey), id);
    }
}

#[test]
fn pages_in_place_of_json_are_told_apart() {
    for (status, kind, body, id) in [
        (403, "text/html", "<title>Just a moment...</title>", "challenge-page"),
        (503, "text/html", "<title>503</title>", "too-fast"),
        (429, "text/plain", "Too Many Requests", "daily-quota"),
        (200, "text/html", "<!doctype html><title>Hello</title>", "wrong-address"),
        (200, "application/json", "{\"access_tok", "answer-cut-off"),
    ] {
        let mut journey = Journey::new();
        journey.press("enter enter").answer_next(status, kind, body).press("enter");
        assert_eq!(cause(&journey), id);
    }
}

#[test]
fn a_success_that_is_odd_has_a_card_too() {
    let mut journey = Journey::new();
    let body = r#"{"access_token":"a0000000-0000-4000-8000-000000000000","token_type":"bearer","expires_in":3599,"scope":"/authenticate","name":null,"orcid":"0000-0002-4456-8947"}"#;
    journey.press("enter enter").answer_next(200, "application/json", body).press("enter");
    let id = journey.last_exchange().id;
    let odd: Vec<_> = journey.model.diagnoses_of(id).iter().map(|diagnosis| diagnosis.symptom).collect();
    assert_eq!(odd, ["fewer-scopes", "name-null", "no-refresh-token", "short-expiry"]);
    assert!(journey.model.diagnoses_of(id).iter().all(|diagnosis| diagnosis.odd));
}

#[test]
fn userinfo_that_refuses_says_which_scope_is_missing() {
    let mut journey = Journey::new();
    journey.go_to(Control::Scope).retype("/read-limited").press("esc a enter enter u");
    assert_eq!(cause(&journey), "userinfo-scope-missing");
    journey.press("m");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Scopes(_))));
    // The picker stands on a scope that would do, so that Enter asks for it too.
    journey.press("enter");
    assert!(
        journey.model.form().scopes().contains("openid") || journey.model.form().scopes().contains("/authenticate")
    );
    assert!(journey.model.form().scopes().contains("/read-limited"));
}

#[test]
fn a_denial_and_a_wrong_scope_come_back_with_their_cause() {
    let mut journey = Journey::new();
    journey.press("enter down enter");
    assert_eq!(cause(&journey), "researcher-denied");
    let mut journey = Journey::new();
    journey.go_to(Control::Scope).retype("/authenticate /read-public").press("esc a");
    assert_eq!(cause(&journey), "two-legged-scope-at-authorization");
    let mut journey = Journey::new();
    journey.go_to(Control::RedirectUri).retype("http://localhost:18801/callback").press("esc a");
    assert_eq!(cause(&journey), "redirect-uri-loopback", "{}", card(&journey));
}

#[test]
fn what_is_pasted_is_explained_as_on_the_command_line() {
    let mut journey = Journey::new();
    for (text, says) in [
        ("/read-limited", "A scope"),
        ("APP-1234567890ABCDEF", "A client id"),
        ("HTTP/1.1 503 Service Unavailable", "503"),
        ("Bad client credentials", "secret"),
        ("0000-0002-1825-0098", "check digit"),
    ] {
        journey.press("esc").paste(text);
        let card =
            journey.model.pasted.as_ref().and_then(|pasted| pasted.found[0].first()).map_or("", |cause| cause.cause);
        // A client id is offered to pane 1, and explained in the question.
        let asked = match journey.model.dialogs.last() {
            Some(Dialog::Confirm(confirm)) => confirm.text.join(" "),
            _ => String::new(),
        };
        let told = format!("{} {card} {asked}", journey.notice());
        assert!(told.contains(says), "{text}: {told}");
    }
}

#[test]
fn a_new_code_puts_the_earlier_failure_behind() {
    let mut journey = Journey::new();
    journey.go_to(Control::ClientSecret).retype("f0e1d2c3-0000-4000-8000-000000000001").press("esc a enter enter");
    assert!(journey.model.diagnosis().is_some());
    journey.press("a enter");
    assert!(journey.model.dance.code.is_some() && journey.model.diagnosis().is_none(), "{}", cause(&journey));
}

#[test]
fn a_card_about_another_request_gives_way_to_a_line() {
    let rows = |journey: &Journey| format!("{:?}", pane::rows(&journey.model, Pane::Authorize, journey.now));
    let mut journey = Journey::new();
    journey.go_to(Control::ClientSecret).retype("f0e1d2c3-0000-4000-8000-000000000001").press("esc a enter enter");
    assert!(rows(&journey).contains("Cause") && !rows(&journey).contains("Pane 1 has changed since"));
    journey.go_to(Control::ClientSecret).retype("f0e1d2c3-0000-4000-8000-000000000002").press("esc");
    assert!(!rows(&journey).contains("Cause") && rows(&journey).contains("Pane 1 has changed since"));
    let mut journey = Journey::new();
    journey.go_to(Control::Scope).retype("read-limited").press("esc a");
    assert!(rows(&journey).contains("Cause"));
    journey.go_to(Control::Scope).retype("/read-limited").press("esc");
    assert!(rows(&journey).contains("The answer was invalid_scope. Pane 1 has changed since"));
}

#[test]
fn only_a_code_that_was_sent_is_called_unspent() {
    let mut journey = Journey::new();
    journey.press("a enter").fail_next(TransportErrorKind::Refused, "connection refused").press("x");
    assert!(card(&journey).contains("A code is not spent."), "{}", card(&journey));
    journey.press("x").fail_next(TransportErrorKind::Refused, "connection refused").press("r");
    assert!(card(&journey).contains("Nothing reached the server."), "{}", card(&journey));
    assert!(!card(&journey).contains("A code"), "{}", card(&journey));
}

#[test]
fn the_footer_of_a_wait_says_how_to_end_it() {
    let mut journey = Journey::new();
    journey.press("a enter").hold().press("x");
    let footer = |journey: &Journey| -> Vec<String> {
        hints(&journey.model).into_iter().map(|hint| format!("{} {}", hint.key, hint.label)).collect()
    };
    assert!(footer(&journey).contains(&"Esc stop waiting".to_owned()), "{:?}", footer(&journey));
    assert!(!footer(&journey).iter().any(|hint| hint.ends_with("exchange")), "{:?}", footer(&journey));
    journey.press("3");
    assert!(footer(&journey).contains(&"Esc stop waiting".to_owned()), "{:?}", footer(&journey));
    journey.press("esc");
    assert!(!footer(&journey).contains(&"Esc stop waiting".to_owned()), "{:?}", footer(&journey));
}

#[test]
fn a_probe_that_failed_is_not_called_well() {
    let mut journey = Journey::new();
    journey.go_to(Control::ClientSecret).retype("wrong").press("esc C esc");
    while journey
        .model
        .selected_exchange()
        .is_some_and(|it| !matches!(it.outcome.response(), Some(r) if r.status() == 401))
    {
        journey.press("p");
    }
    journey.press("d");
    assert!(journey.notice().contains("this was a probe"), "{}", journey.notice());
}

/// Whether the footer offers to mend something, and to show a diagnosis.
fn offers(journey: &Journey) -> (bool, bool) {
    let keys: Vec<String> = hints(&journey.model).into_iter().map(|hint| hint.key).collect();
    (keys.contains(&"m".to_owned()), keys.contains(&"d".to_owned()))
}

#[test]
fn what_failed_in_another_environment_is_not_mended_in_this_one() {
    let mut journey = Journey::new();
    journey.go_to(Control::ClientSecret).retype("wrong").press("esc a enter x");
    assert_eq!(offers(&journey), (true, true));
    journey.press("E down enter").retype("APP-ABCDEFGHIJKLMNO1").press("esc 2").paste("s536Z5");
    assert_eq!(offers(&journey), (false, false), "{}", journey.notice());
    // Where it failed it can be mended, as long as nothing was changed there.
    journey.press("E up enter");
    assert_eq!(offers(&journey), (true, true));
}

#[test]
fn what_failed_is_past_when_pane_1_changes_or_a_new_request_begins() {
    // Put right.
    let mut journey = Journey::new();
    journey.go_to(Control::RedirectUri).retype("http://127.0.0.1:18801/wrong").press("esc a esc");
    assert_eq!(offers(&journey), (true, true));
    journey.press("!");
    assert_eq!(offers(&journey), (false, false), "{}", journey.notice());
    // Another request is under way, as wrong as the one before.
    let mut journey = Journey::new();
    journey.go_to(Control::Scope).retype("/read-public").press("esc a");
    journey.press("esc");
    assert_eq!(offers(&journey), (true, true), "{}", journey.screen(120, 40));
    journey.press("b");
    assert_eq!(offers(&journey), (false, false), "{}", journey.screen(120, 40));
    // Pane 3 speaks of it still.
    journey.press("3");
    while !offers(&journey).1 {
        journey.press("p");
    }
    // A pasted failure is about what pane 1 held then.
    let mut journey = Journey::new();
    journey.paste(r#"{"error":"invalid_client","error_description":"Client authentication failed"}"#);
    assert_eq!(offers(&journey), (true, true), "{}", journey.notice());
    journey.press("1 tab tab").retype("5a0c4d1e-7f3b-4c6a-9d28-1e0b6f7a9c02").press("esc");
    assert_eq!(offers(&journey), (false, false), "{}", journey.notice());
}
