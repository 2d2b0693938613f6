//! Calls of the API, one after the other: put-codes, bodies and links go from an answer to the next call.

use http::{Method, StatusCode, header};
use orcid_playground::{
    app::{
        Effect,
        call::Part,
        dialog::{Choosing, Dialog},
    },
    oauth::{Outcome, Purpose},
};

use crate::calling::{EVERYTHING, body, call, call_operation, errors, prepare, status, with_token};

#[test]
fn a_put_code_flows_from_call_to_call() {
    let mut journey = with_token(EVERYTHING);
    assert_eq!(call_operation(&mut journey, "add-work"), StatusCode::CREATED);
    let place = journey.last_exchange().outcome.response().unwrap().headers()[header::LOCATION].to_str().unwrap();
    let code = place.rsplit('/').next().unwrap().to_owned();
    assert!(journey.notice().contains(&format!("put-code {code}")), "{}", journey.notice());
    call_operation(&mut journey, "read-work");
    assert!(body(&journey).contains("lighthouse"), "{}", body(&journey));
    // The item as it was read is the body of the update, put-code and all.
    prepare(&mut journey, "update-work");
    assert_eq!(call(&journey).part, Part::Body);
    let text = call(&journey).body.text();
    assert!(text.contains(&format!("\"put-code\": {code}")) && text.contains("created-date"), "{text}");
    journey.editor_writes(&text.replace("found its keepers", "lost its keepers")).press("ctrl-o");
    assert!(matches!(journey.done.last(), Some(Effect::EditText { extension: "json", .. })));
    journey.press("ctrl-s");
    assert_eq!(status(&journey), StatusCode::OK, "{}", body(&journey));
    call_operation(&mut journey, "read-works");
    assert!(body(&journey).contains("lost its keepers"));
    // A list in between changes nothing about which one is meant.
    prepare(&mut journey, "delete-work");
    assert_eq!(call(&journey).fields[1].text.text(), code);
    journey.press("esc esc");
    assert_eq!(call_operation(&mut journey, "delete-work"), StatusCode::NO_CONTENT);
    // What is deleted is not offered any more.
    prepare(&mut journey, "read-work");
    assert_ne!(call(&journey).fields[1].text.text(), code);
}

#[test]
fn put_codes_are_offered_by_the_list_of_a_section_in_both_formats() {
    for format in ["JSON", "XML"] {
        let mut journey = with_token(EVERYTHING);
        prepare(&mut journey, "read-works");
        if format == "XML" {
            while call(&journey).part != Part::Format {
                journey.press("tab");
            }
            journey.press("right ctrl-s");
            assert!(body(&journey).starts_with("<?xml"));
        } else {
            journey.press("ctrl-s");
        }
        prepare(&mut journey, "read-work");
        while call(&journey).part != Part::Field(1) {
            journey.press("tab");
        }
        journey.press("enter");
        let Some(Dialog::Choice(choice)) = journey.model.dialogs.last() else { panic!("no choice") };
        assert_eq!(choice.what, Choosing::PutCode);
        assert!(choice.rows.len() > 1, "{:?}", choice.rows);
        let second = choice.rows[1].0.clone();
        journey.press("down enter");
        assert!(call(&journey).url.text().ends_with(&format!("/work/{second}")), "{}", call(&journey).url.text());
        journey.press("ctrl-s");
        assert_eq!(status(&journey), StatusCode::OK);
    }
}

#[test]
fn a_template_changes_its_format_until_somebody_changes_it() {
    let mut journey = with_token(EVERYTHING);
    prepare(&mut journey, "add-keyword");
    while call(&journey).part != Part::Format {
        journey.press("shift-tab");
    }
    journey.press("right");
    assert!(call(&journey).body.text().contains("<keyword:content>"));
    assert!(call(&journey).headers.text().contains("content-type: application/xml"));
    journey.press("ctrl-s");
    assert_eq!(status(&journey), StatusCode::CREATED, "{}", body(&journey));
    prepare(&mut journey, "add-keyword");
    journey.press("x");
    while call(&journey).part != Part::Format {
        journey.press("shift-tab");
    }
    journey.press("right");
    assert!(call(&journey).body.text().starts_with("x{"), "what was typed stays");
    assert!(errors(&journey).iter().any(|words| words.contains("column 1")), "{:?}", errors(&journey));
}

#[test]
fn any_message_is_sent_again_or_changed() {
    let mut journey = with_token(EVERYTHING);
    call_operation(&mut journey, "add-keyword");
    journey.press("s");
    assert_eq!(journey.last_exchange().request.method(), Method::POST);
    assert_eq!(status(&journey), StatusCode::CONFLICT, "{}", body(&journey));
    journey.press("i");
    assert!(call(&journey).headers.text().contains("Bearer {token}"), "{}", call(&journey).headers.text());
    let text = call(&journey).body.text().replace("lighthouses", "beacons");
    journey.editor_writes(&text).press("ctrl-o ctrl-s");
    assert_eq!(status(&journey), StatusCode::CREATED, "{}", body(&journey));
    // A token request: its secret is a word in braces, its answer is stored.
    let exchange = journey.last_of(Purpose::Token).id;
    while journey.model.selected_exchange().map(|selected| selected.id) != Some(exchange) {
        journey.press("[");
    }
    journey.press("s");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Confirm(_))), "a code is asked about");
    journey.press("esc i");
    let form = call(&journey).body.text();
    assert!(form.contains("client_secret={client_secret}"), "{form}");
    journey.editor_writes("client_id=APP-PLAYGROUND000001&client_secret={client_secret}&grant_type=client_credentials&scope=/read-public\n");
    journey.press("ctrl-o ctrl-s");
    let granted = journey.model.dance.granted.as_ref().expect("tokens");
    assert!(granted.response.is_two_legged() && granted.stored.is_ok(), "{}", journey.notice());
    // The browser carries the callback.
    let callback = journey.last_of(Purpose::Callback).id;
    while journey.model.selected_exchange().map(|selected| selected.id) != Some(callback) {
        journey.press("[");
    }
    journey.press("s");
    assert!(journey.notice().contains("the browser carried this message"), "{}", journey.notice());
}

#[test]
fn calls_are_cancelled() {
    let mut journey = with_token(EVERYTHING);
    journey.hold();
    prepare(&mut journey, "read-record");
    journey.press("ctrl-s");
    assert_eq!(journey.model.calls.len(), 1);
    journey.press("esc");
    assert!(matches!(journey.last_exchange().outcome, Outcome::Cancelled));
    assert!(journey.model.calls.is_empty() && matches!(journey.done.last(), Some(Effect::Cancel(_))));
}

#[test]
fn links_are_followed_within_the_simulation() {
    let mut journey = with_token(EVERYTHING);
    call_operation(&mut journey, "read-works");
    journey.press("f");
    let Some(Dialog::Choice(choice)) = journey.model.dialogs.last() else { panic!("no links: {}", journey.notice()) };
    let doi = choice.rows.iter().position(|(link, _)| link.contains("doi.org")).expect("a DOI");
    assert_eq!(choice.rows[doi].1, "not followed");
    let item = choice.rows.iter().position(|(link, _)| link.contains("/work/")).expect("an item");
    for _ in 0..choice.rows.len() {
        journey.press("up");
    }
    for _ in 0..item {
        journey.press("down");
    }
    journey.press("enter");
    assert_eq!(status(&journey), StatusCode::OK, "{}", body(&journey));
    assert!(journey.last_exchange().request.uri().path().contains("/work/"));
    assert!(journey.last_exchange().request.headers().contains_key(header::AUTHORIZATION));
    // What leads out is told, not followed.
    let count = journey.exchanges().len();
    journey.press("[ f");
    for _ in 0..doi + 40 {
        journey.press("up");
    }
    for _ in 0..doi {
        journey.press("down");
    }
    journey.press("enter");
    assert_eq!(journey.exchanges().len(), count);
    assert!(journey.notice().contains("nothing leaves"), "{}", journey.notice());
}
