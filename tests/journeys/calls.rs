//! Calls of the API: every operation of the catalogue against the simulated ORCID, and what is around them.

use http::{Method, StatusCode, header};
use orcid_playground::{
    app::{
        Effect, OperationRow, Tone,
        call::{Call, Part},
        control::Control,
        dialog::{Choosing, Dialog},
        finding::Severity,
        operation_rows,
    },
    oauth::{Outcome, Purpose},
    orcid::operations::{self, Operation},
    sandbox::demo_clients,
};

use crate::journey::Journey;

const SOPHIA: &str = "0000-0002-4456-8947";
const EVERYTHING: &str = "/authenticate /read-limited /activities/update /person/update";

/// The program with a researcher's token for these scopes.
fn with_token(scopes: &str) -> Journey {
    let mut journey = Journey::new();
    journey.go_to(Control::Scope).retype(scopes).press("esc enter enter enter");
    assert!(journey.model.dance.granted.is_some(), "{scopes}: {}", journey.notice());
    journey
}

/// The program with a token of the client's own; the premium client may ask for more.
fn with_own_token(scope: &str, premium: bool) -> Journey {
    let mut journey = Journey::new();
    if premium {
        let client = demo_clients().iter().find(|client| client.client_id.ends_with('3')).expect("the premium client");
        journey.go_to(Control::ClientId).retype(&client.client_id);
        journey.go_to(Control::ClientSecret).retype(client.client_secret.expose());
    }
    journey.press("esc ctrl-p").type_text("two-legged").press("enter").retype(scope).press("enter");
    assert!(journey.model.dance.granted.is_some(), "{scope}: {}", journey.notice());
    journey
}

/// A program that may do an operation.
fn for_operation(operation: &Operation) -> Journey {
    match &operation.scope {
        Some(scope) if operation.two_legged => with_own_token(scope, !scope.contains("group-id")),
        Some(_) | None => with_token(EVERYTHING),
    }
}

/// Opens the call of an operation.
fn prepare(journey: &mut Journey, name: &str) {
    // Where letters are keys: a text field would take them.
    if journey.model.focus.is_text() {
        journey.press("esc");
    }
    journey.press("o").type_text(name);
    for _ in 0..40 {
        let Some(Dialog::Operations(dialog)) = journey.model.dialogs.last() else { panic!("no list") };
        let rows = operation_rows(&journey.model, dialog);
        match rows.get(dialog.selection.row) {
            Some(OperationRow::Operation(operation, _)) if operation.name == name => {
                journey.press("enter");
                return;
            }
            _ => journey.press("down"),
        };
    }
    panic!("{name} is not in the list");
}

fn call(journey: &Journey) -> &Call {
    match journey.model.dialogs.last() {
        Some(Dialog::Call(call)) => call,
        other => panic!("no call: {other:?}"),
    }
}

fn errors(journey: &Journey) -> Vec<&str> {
    let errors = call(journey).findings.iter().filter(|finding| finding.severity == Severity::Error);
    errors.map(|finding| finding.message.as_str()).collect()
}

fn status(journey: &Journey) -> StatusCode {
    match &journey.last_exchange().outcome {
        Outcome::Answered { response, .. } => response.status(),
        other => panic!("{other:?}"),
    }
}

fn body(journey: &Journey) -> &str {
    let response = journey.last_exchange().outcome.response().expect("an answer");
    std::str::from_utf8(response.body()).expect("text")
}

/// Calls an operation as it is offered, and gives its status.
fn call_operation(journey: &mut Journey, name: &str) -> StatusCode {
    prepare(journey, name);
    if call(journey).fields.first().is_some_and(|field| field.text.is_empty()) {
        // A token of the client's own names nobody.
        journey.type_text(SOPHIA);
    }
    assert_eq!(errors(journey), Vec::<&str>::new(), "{name}");
    journey.press("ctrl-s");
    let status = status(journey);
    assert!(status.is_success(), "{name}: {status} {} {}", body(journey), journey.notice());
    status
}

/// What has to be there before an operation can be done.
fn before(operation: &Operation) -> Option<String> {
    let name = operation.name.as_str();
    let item = name.split_once('-')?.1.trim_end_matches("-summary");
    let add = format!("add-{item}");
    match name {
        "read-record-summary" | "add-works" => None,
        "read-several-works" => Some("add-work".to_owned()),
        "delete-webhook" => Some("add-webhook".to_owned()),
        _ if name.starts_with("add-") => None,
        _ => operations::find(&add).map(|add| add.name.clone()),
    }
}

#[test]
fn every_operation_of_the_catalogue_works() {
    for operation in operations::all() {
        let name = operation.name.as_str();
        let mut journey = match operation.scope.as_deref() {
            // What is read was added before, by the same client.
            Some("/group-id-record/read") => with_own_token("/group-id-record/update", false),
            _ => for_operation(operation),
        };
        if let Some(first) = before(operation) {
            call_operation(&mut journey, &first);
        }
        let status = call_operation(&mut journey, name);
        let exchange = journey.last_exchange();
        assert_eq!(*exchange.request.method(), operation.method, "{name}");
        let path = exchange.request.uri().path();
        assert_eq!(operations::recognise(&operation.method, path).map(|it| it.name.as_str()), Some(name), "{path}");
        let expected: &[u16] = match (operation.method.as_str(), name) {
            ("POST", "add-works") => &[200],
            ("POST", _) => &[201],
            ("PUT", "add-webhook") => &[201],
            ("PUT" | "GET", _) => &[200],
            ("DELETE", "delete-notification") => &[200],
            ("DELETE", _) => &[204],
            _ => &[],
        };
        assert!(expected.contains(&status.as_u16()), "{name}: {status}");
        assert_eq!(journey.model.notice.as_ref().map(|notice| notice.tone), Some(Tone::Good), "{name}");
    }
}

#[test]
fn what_the_list_says_of_a_token_is_what_the_server_says() {
    type Start = fn() -> Journey;
    let tokens: [(&str, Start); 5] = [
        ("/authenticate", || with_token("/authenticate")),
        ("/read-limited", || with_token("/read-limited")),
        ("/activities/update", || with_token("/activities/update")),
        ("/person/update", || with_token("/person/update")),
        ("two-legged /read-public", || with_own_token("/read-public", false)),
    ];
    for (token, start) in tokens {
        let mut journey = start();
        for operation in operations::all() {
            let name = operation.name.as_str();
            // Items that nobody has added yet say nothing about the token.
            if operation.fields().iter().any(|field| matches!(*field, "put-code" | "put-codes" | "id")) {
                continue;
            }
            prepare(&mut journey, name);
            let may = {
                let around = orcid_playground::app::call::Surroundings::of(&journey.model);
                around.holder.may(operation).is_yes()
            };
            if call(&journey).fields.iter().any(|field| field.text.is_empty()) {
                journey.retype(SOPHIA);
            }
            journey.press("ctrl-s");
            let status = status(&journey);
            // A review needs its group; that is not the token's fault.
            let grouped = name == "add-peer-review" && body(&journey).contains("9026");
            assert_eq!(may, status.is_success() || grouped, "{token}: {name}: {status} {}", body(&journey));
        }
    }
}

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
