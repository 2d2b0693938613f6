//! What is said of a call before it goes out, and what it must not do: findings, another server, production.

use http::{StatusCode, header};
use orcid_playground::app::{call::Part, dialog::Dialog, finding::Severity};

use crate::{
    calling::{EVERYTHING, SOPHIA, call, call_operation, errors, prepare, status, with_token},
    journey::Journey,
};

#[test]
fn what_is_wrong_is_said_before_and_explained_after() {
    let mut journey = with_token(EVERYTHING);
    // A broken body: marked where it breaks, and sent all the same.
    prepare(&mut journey, "add-work");
    journey.press("ctrl-e ,");
    let flaw = call(&journey).flaw.clone().expect("a flaw");
    assert_eq!((flaw.line, flaw.column), (1, 2));
    assert!(errors(&journey)[0].contains("Line 1, column 2"), "{:?}", errors(&journey));
    journey.press("ctrl-s");
    assert_eq!(status(&journey), StatusCode::BAD_REQUEST);
    assert!(journey.notice().contains("error 9001"), "{}", journey.notice());
    // A wrong put-code in the body.
    call_operation(&mut journey, "add-keyword");
    prepare(&mut journey, "update-keyword");
    while call(&journey).part != Part::Field(1) {
        journey.press("tab");
    }
    let body_before = call(&journey).body.text();
    journey.press("ctrl-e 7");
    assert_ne!(call(&journey).body.text(), body_before, "the put-code of the body follows the one in the path");
    while call(&journey).part != Part::Url {
        journey.press("tab");
    }
    journey.press("ctrl-e 7");
    assert!(errors(&journey).iter().any(|words| words.contains("9019")), "{:?}", errors(&journey));
    journey.press("ctrl-s");
    assert!(journey.notice().contains("9019"), "{}", journey.notice());
    // A scope that is missing.
    let mut journey = with_token("/authenticate");
    prepare(&mut journey, "add-work");
    assert!(errors(&journey)[0].contains("lacks /activities/update"), "{:?}", errors(&journey));
    journey.press("ctrl-s");
    assert!(status(&journey).is_client_error());
    assert!(journey.notice().contains("Authorize again with /activities/update"), "{}", journey.notice());
    // Another record, another host, plural and singular.
    let mut journey = with_token(EVERYTHING);
    for (url, words) in [
        ("http://127.0.0.1:18800/api/v3.0/0000-0001-2345-6789/work", "9017"),
        ("http://127.0.0.1:18800/pub/v3.0/0000-0002-4456-8947/work", "member API"),
        ("https://api.sandbox.orcid.org/v3.0/0000-0002-4456-8947/work", "http://127.0.0.1:18800/api/v3.0/"),
        ("http://127.0.0.1:18800/api/v3.0/0000-0002-4456-8947/employments", "add-employment is POST"),
        ("http://127.0.0.1:18800/api/v3.0/0000-0002-4456-8947/jobs", "no such path"),
        ("nonsense", "no address"),
    ] {
        prepare(&mut journey, "add-work");
        while call(&journey).part != Part::Url {
            journey.press("shift-tab");
        }
        journey.retype(url);
        assert!(errors(&journey).iter().any(|error| error.contains(words)), "{url}: {:?}", errors(&journey));
        journey.press("esc esc");
    }
}

#[test]
fn a_token_stays_with_its_server() {
    let mut journey = with_token(EVERYTHING);
    let token = journey.model.dance.granted.as_ref().unwrap().response.access_token.clone();
    prepare(&mut journey, "read-record");
    while call(&journey).part != Part::Url {
        journey.press("shift-tab");
    }
    journey.retype("https://api.orcid.org/v3.0/0000-0002-4456-8947/record");
    journey.press("ctrl-s");
    let request = &journey.last_exchange().request;
    assert_eq!(request.uri().host(), Some("api.orcid.org"));
    assert!(!request.headers().contains_key(header::AUTHORIZATION));
    assert!(!format!("{request:?}").contains(token.expose()));
    // It is not on the screen either.
    prepare(&mut journey, "add-work");
    assert!(!format!("{:?}", call(&journey)).contains(token.expose()));
    let screen = journey.screen(200, 60);
    assert!(screen.contains("Bearer {token}") && !screen.contains(token.expose()), "{screen}");
}

#[test]
fn production_is_asked_about() {
    let mut journey = with_token(EVERYTHING);
    let environment = orcid_playground::orcid::Environment::real(&orcid_playground::orcid::EnvironmentKey::Production);
    journey.model.dance.granted.as_mut().unwrap().environment = environment.unwrap().clone();
    prepare(&mut journey, "add-keyword");
    assert!(call(&journey).url.text().starts_with("https://api.orcid.org/v3.0/"), "{}", call(&journey).url.text());
    let count = journey.exchanges().len();
    journey.press("ctrl-s");
    let Some(Dialog::Confirm(confirm)) = journey.model.dialogs.last() else { panic!("not asked") };
    let text = confirm.text.join("\n");
    for words in ["api.orcid.org", SOPHIA, "lighthouses", "POST /v3.0/"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(confirm.on_no);
    journey.press("enter");
    assert_eq!(journey.exchanges().len(), count, "nothing was sent");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Call(_))), "the call is still there");
    journey.press("ctrl-s left enter");
    assert_eq!(journey.exchanges().len(), count + 1);
    // Once more is asked about too; reading is not.
    journey.press("s");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Confirm(_))));
    journey.press("esc");
    prepare(&mut journey, "read-keywords");
    journey.press("ctrl-s");
    assert_eq!(journey.exchanges().len(), count + 2);
}

#[test]
fn without_a_token_what_is_public_can_be_read() {
    let mut journey = Journey::new();
    prepare(&mut journey, "search");
    assert_eq!(errors(&journey), Vec::<&str>::new());
    assert!(!call(&journey).headers.text().contains("authorization"));
    journey.press("ctrl-s");
    assert_eq!(status(&journey), StatusCode::OK);
    prepare(&mut journey, "add-work");
    assert!(errors(&journey).iter().any(|words| words.contains("no token")), "{:?}", errors(&journey));
}

#[test]
fn what_was_added_before_is_changed_in_its_place() {
    for xml in [false, true] {
        let mut journey = with_token(EVERYTHING);
        for status in [201, 409] {
            prepare(&mut journey, "add-work");
            if xml {
                journey.press("ctrl-t");
            }
            journey.press("ctrl-s");
            assert_eq!(journey.last_exchange().outcome.response().map(|answer| answer.status().as_u16()), Some(status));
        }
        // The one number that is needed stands in the smallest card, too.
        let words = journey.model.card().iter().map(|line| format!("{}\n", line.text())).collect::<String>();
        let (_, after) = words.split_once("It is put-code ").expect(&words);
        let put_code = after.split('.').next().expect("a number").to_owned();
        let screen = journey.press("3").screen(80, 24);
        assert!(screen.contains(&format!("Do       PUT to put-code {put_code}, with")), "{screen}");
        // One key prepares the PUT.
        journey.press("m");
        let Some(Dialog::Call(call)) = journey.model.dialogs.last() else { panic!("{}", journey.notice()) };
        assert_eq!(call.method.text(), "PUT");
        assert!(call.url.text().ends_with(&format!("/work/{put_code}")), "{}", call.url.text());
        assert!(call.findings.iter().all(|found| found.severity != Severity::Error), "{:?}", call.findings);
        // Nothing was typed, so there is nothing to keep; and what is typed is there again.
        journey.press("esc");
        assert!(!journey.notice().contains("kept"), "{}", journey.notice());
        journey.press("m").type_text(" ").press("esc m");
        let Some(Dialog::Call(call)) = journey.model.dialogs.last() else { panic!("{}", journey.notice()) };
        assert!(call.resumed && call.url.text().ends_with(&format!("/work/{put_code}")), "{}", call.url.text());
        journey.press("ctrl-s");
        let answer = journey.last_exchange().outcome.response().expect("an answer");
        assert_eq!((journey.last_exchange().request.method().as_str(), answer.status().as_u16()), ("PUT", 200));
    }
}
