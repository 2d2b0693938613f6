//! The list of messages, comparing two, sessions in files, transcripts, and copies as code.

use orcid_playground::{
    app::{Effect, dialog::Dialog, keep::Task},
    oauth::{Outcome, Purpose, TransportErrorKind, har},
};

use crate::journey::Journey;

/// The program after a dance and a read of the record.
fn after_the_dance() -> Journey {
    let mut journey = Journey::new();
    journey.press("enter enter enter r");
    journey
}

fn secrets(journey: &Journey) -> Vec<String> {
    let granted = journey.model.dance.granted.as_ref().expect("tokens");
    let code = journey.model.dance.code.as_ref().expect("a code").value.clone();
    let mut all = vec![code, journey.model.form().client_secret.text().to_owned()];
    all.push(granted.response.access_token.expose().to_owned());
    all.extend(granted.response.refresh_token.as_ref().map(|token| token.expose().to_owned()));
    all.extend(journey.model.session.clone());
    all
}

fn difference(journey: &Journey) -> Vec<String> {
    match journey.model.dialogs.last() {
        Some(Dialog::Difference(open)) => open.lines.iter().map(|line| line.text().to_owned()).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_list_is_filtered_and_enter_shows_the_message() {
    let mut journey = after_the_dance();
    journey.press("M").type_text("method:post oauth/token");
    let screen = journey.screen(100, 30);
    assert!(screen.contains("1 of ") && screen.contains("POST /oauth/token"), "{screen}");
    journey.press("enter");
    assert!(journey.model.dialogs.is_empty());
    assert_eq!(journey.model.selected_exchange().unwrap().purpose, Purpose::Token);
    journey.press("M").type_text("nothing-like-this").press("enter");
    assert!(journey.screen(100, 30).contains("No message fits."));
    journey.press("esc");
    assert!(journey.model.dialogs.is_empty());
}

#[test]
fn two_messages_are_compared_without_showing_a_token() {
    let mut journey = after_the_dance();
    journey.press("R r");
    journey.press("M").type_text("/record").press("tab down");
    assert!(journey.screen(100, 30).contains("compare "), "{}", journey.screen(100, 30));
    journey.press("enter");
    let lines = difference(&journey);
    assert!(lines.contains(&"- authorization: Bearer REDACTED_ACCESS_TOKEN_1".to_owned()), "{lines:#?}");
    assert!(lines.contains(&"+ authorization: Bearer REDACTED_ACCESS_TOKEN_2".to_owned()), "{lines:#?}");
    journey.press("enter");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::History(_))), "back in the list");
    // Tab takes the mark away: Enter shows the message again.
    journey.press("up tab enter");
    assert!(journey.model.dialogs.is_empty());
}

#[test]
fn a_session_is_saved_without_secrets_and_opened_again() {
    let mut journey = after_the_dance();
    let before = journey.exchanges().len();
    journey.press("O s ctrl-u").type_text("mine.har").press("enter");
    assert!(journey.notice().starts_with("Saved the session, without secrets: mine.har"), "{}", journey.notice());
    let text = journey.files["mine.har"].clone();
    for secret in secrets(&journey) {
        assert!(!text.contains(&secret), "{secret}");
    }
    let session = har::read(text.as_bytes()).unwrap();
    assert!(session.redacted && session.exchanges.len() == before, "{session:?}");
    assert_eq!(session.context.unwrap().client_id, journey.model.form().client_id.text());

    journey.press("O o").type_text("mine.har").press("enter");
    assert!(journey.notice().contains("messages, marked ⤓"), "{}", journey.notice());
    assert_eq!(journey.exchanges().len(), 2 * before);
    assert_eq!(journey.model.viewer.selected, before);
    assert!(journey.screen(120, 40).contains("⤓"));
    // What was opened is not taken for what happened here.
    assert!(!journey.model.loaded.contains_key(&journey.last_of(Purpose::Token).id));
    // It can be exported like any other.
    journey.press("c v");
    assert!(journey.copied().unwrap().starts_with("curl "));
    // And compared with the one that it was.
    journey.press("M").type_text("method:post oauth/token").press("tab down enter");
    assert!(!difference(&journey).iter().any(|line| line.contains("client_id")), "{:#?}", difference(&journey));
}

#[test]
fn what_was_opened_is_diagnosed_by_what_stands_in_it() {
    let mut journey = Journey::new();
    let refusal = r#"{"error":"invalid_grant","error_description":"Reused authorization code: AbC123"}"#;
    journey.press("enter enter").answer_next(400, "application/json", refusal).press("enter");
    journey.press("O s ctrl-u").type_text("mine.har").press("enter");
    let text = journey.files["mine.har"].clone();
    // The callback alone: nothing in there tells which state was sent.
    let mut callback: serde_json::Value = serde_json::from_str(&text).unwrap();
    let entries = callback["log"]["entries"].as_array_mut().unwrap();
    entries.retain(|entry| entry["request"]["url"].as_str().unwrap().contains("/callback?"));
    assert_eq!(entries.len(), 1);

    let mut other = after_the_dance();
    other.files.insert("mine.har".into(), text);
    other.files.insert("callback.har".into(), callback.to_string());
    let mut opened = |file: &str| {
        let before = other.exchanges().len();
        other.press("O o").type_text(file).press("enter");
        let ids: Vec<_> = other.exchanges()[before..].iter().map(|exchange| exchange.id).collect();
        ids.iter().map(|id| other.model.diagnoses_of(*id).to_vec()).collect::<Vec<_>>()
    };
    let found = opened("mine.har");
    let failed: Vec<_> = found.iter().flatten().filter(|diagnosis| !diagnosis.odd).collect();
    assert_eq!(failed.len(), 1, "{failed:#?}");
    assert!(failed[0].headline.contains("Reused authorization code"), "{failed:#?}");
    // The state of the dance here is not that of the one in there.
    assert_eq!(opened("callback.har"), [[]]);
}

#[test]
fn real_secrets_are_written_only_when_asked_for() {
    let mut journey = after_the_dance();
    journey.press("O s ctrl-u").type_text("real.har").press("down right enter");
    assert!(journey.notice().starts_with("Saved the session, with its secrets"), "{}", journey.notice());
    let token = journey.model.dance.granted.as_ref().unwrap().response.access_token.clone();
    assert!(journey.files["real.har"].contains(token.expose()));
}

#[test]
fn a_file_that_is_there_is_replaced_after_a_question_and_the_last_one_is_proposed() {
    let mut journey = after_the_dance();
    journey.files.insert("mine.har".into(), "mine".into());
    journey.press("O s ctrl-u").type_text("mine.har").press("enter");
    assert!(journey.screen(80, 24).contains("Replace the file?"));
    // No leads back to the name.
    journey.press("enter");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Keep(_))) && journey.files["mine.har"] == "mine");
    journey.press("enter R");
    assert!(journey.model.dialogs.is_empty(), "{}", journey.notice());
    assert!(journey.notice().starts_with("Saved the session"), "{}", journey.notice());
    assert!(journey.files["mine.har"].contains("REDACTED_ACCESS_TOKEN_1"));
    // What was saved is what is opened next.
    let before = journey.exchanges().len();
    journey.press("O o enter");
    assert!(journey.exchanges().len() > before, "{}", journey.notice());
    assert!(journey.notice().starts_with("Opened mine.har"), "{}", journey.notice());
}

#[test]
fn what_goes_wrong_with_a_file_is_said_in_the_dialog() {
    let mut journey = after_the_dance();
    journey.files.insert("taken.md".into(), "mine".into());
    journey.files.insert("bad.har".into(), "{\"log\": {".into());
    let error = |journey: &Journey| match journey.model.dialogs.last() {
        Some(Dialog::Keep(dialog)) => dialog.error.clone().unwrap_or_default(),
        other => panic!("{other:?}"),
    };
    journey.press("O t ctrl-u enter");
    assert_eq!(error(&journey), "Type the name of a file.");
    journey.type_text("taken.md").press("enter");
    let Some(Dialog::Confirm(asked)) = journey.model.dialogs.last() else { panic!("a question") };
    assert!(asked.on_no && asked.text[0].contains("is there already"), "{asked:?}");
    journey.press("enter");
    assert_eq!(journey.files["taken.md"], "mine");
    journey.press("ctrl-u enter");
    assert_ne!(error(&journey), "");
    journey.type_text("t");
    assert_eq!(error(&journey), "", "typing takes the complaint away");
    journey.press("esc O o").type_text("bad.har").press("enter");
    assert!(error(&journey).contains("line 1, column 9"), "{}", error(&journey));
    let screen = journey.screen(80, 24);
    assert!(screen.contains("✗ the file is not JSON"), "{screen}");
}

/// Secrets everywhere: in the form and never sent, in requests, answers, cookies, a failure.
#[test]
fn no_secret_is_in_a_transcript() {
    let mut journey = after_the_dance();
    journey.press("R").fail_next(TransportErrorKind::Reset, "the connection of token-in-an-error-1 broke").press("u");
    let canary = "c4na7y00-5ec7-4e70-8a11-0123456789ab";
    journey.answer_next(500, "text/html", format!("<p>Cannot read Bearer {canary}</p>")).press("u");
    journey.press("O t ctrl-u").type_text("ticket.md").press("enter");
    let text = journey.files["ticket.md"].clone();
    for secret in secrets(&journey).into_iter().chain([canary.to_owned()]) {
        assert!(!text.contains(&secret), "{secret}");
    }
    for exchange in journey.exchanges() {
        for (name, value) in exchange.request.headers() {
            let value = String::from_utf8_lossy(value.as_bytes());
            if name == "authorization" || name == "cookie" {
                assert!(!text.contains(value.as_ref()), "{value}");
            }
        }
    }
    assert!(text.contains("REDACTED_ACCESS_TOKEN_2") && text.contains("## Findings before sending"), "{text}");
    journey.press("y t");
    assert_eq!(journey.notice(), "Copied the transcript to the clipboard.");
}

#[test]
fn a_message_is_copied_as_code_of_every_kind() {
    let mut journey = after_the_dance();
    journey.press("c a");
    let token = journey.model.dance.granted.as_ref().unwrap().response.access_token.clone();
    let mut seen = Vec::new();
    for step in 0..11 {
        journey.press("enter");
        let text = journey.copied().unwrap().to_owned();
        assert!(!text.contains(token.expose()) && !text.contains("5a0c4d1e"), "{text}");
        seen.push(text);
        journey.press("c a");
        for _ in 0..=step {
            journey.press("down");
        }
    }
    for (text, mark) in seen.iter().zip([
        "curl -i",
        "http ",
        "import requests",
        "library(httr2)",
        "await fetch(",
        "reqwest::",
        "<?php",
        "\nGET ",
        "ORCID_CLIENT_ID=",
        "_postman_variable_scope",
        "https://developers.google.com/oauthplayground/#step1",
    ]) {
        assert!(text.contains(mark), "{mark}: {text}");
    }
}

#[test]
fn real_secrets_are_copied_when_asked_for_and_never_shown() {
    let mut journey = after_the_dance();
    let token = journey.model.dance.granted.as_ref().unwrap().response.access_token.clone();
    journey.press("c a right");
    let screen = journey.screen(120, 40);
    assert!(screen.contains("real ones") && !screen.contains(token.expose()), "{screen}");
    journey.press("enter");
    assert!(journey.copied().unwrap().contains(token.expose()));
    journey.press("c a s enter");
    let path = journey.done.iter().rev().find_map(|effect| match effect {
        Effect::SaveContent { path, .. } => Some(path.clone()),
        _ => None,
    });
    assert_eq!(path.as_deref(), Some("request.sh"));
    assert!(journey.files["request.sh"].contains("$ORCID_ACCESS_TOKEN"));
}

#[test]
fn without_a_message_there_is_the_client() {
    let mut journey = Journey::new();
    journey.press("c a enter");
    assert!(journey.copied().unwrap().contains("ORCID_CLIENT_SECRET=\n"));
    journey.press("M");
    assert!(journey.notice().contains("no message yet"), "{}", journey.notice());
    // A session can be opened first of all.
    journey.press("O o");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Keep(dialog)) if dialog.task == Task::OpenSession));
}

#[test]
fn an_opened_message_waits_for_nothing() {
    let mut journey = Journey::new();
    journey.press("enter enter").hold().press("enter");
    assert!(journey.exchanges().iter().any(|exchange| matches!(exchange.outcome, Outcome::Pending)));
    journey.press("O s ctrl-u").type_text("a.har").press("enter");
    journey.release().press("O o").type_text("a.har").press("enter");
    assert!(!journey.exchanges().iter().any(|exchange| matches!(exchange.outcome, Outcome::Pending)));
}

#[test]
fn a_message_is_not_compared_with_itself() {
    let mut journey = Journey::new();
    journey.press("a enter M tab enter");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::History(_))));
    assert!(journey.notice().contains("the marked message itself"), "{}", journey.notice());
}
