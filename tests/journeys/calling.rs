//! How a person calls the API: with a token, an operation from the list, and an answer.

use http::StatusCode;
use orcid_playground::{
    app::{OperationRow, call::Call, control::Control, dialog::Dialog, finding::Severity, operation_rows},
    oauth::Outcome,
    orcid::operations::Operation,
    sandbox::demo_clients,
};

use crate::journey::Journey;

/// The researcher of the demo.
pub const SOPHIA: &str = "0000-0002-4456-8947";
/// What a researcher can allow.
pub const EVERYTHING: &str = "/authenticate /read-limited /activities/update /person/update";

/// The program with a researcher's token for these scopes.
pub fn with_token(scopes: &str) -> Journey {
    let mut journey = Journey::new();
    journey.go_to(Control::Scope).retype(scopes).press("esc enter enter enter");
    assert!(journey.model.dance.granted.is_some(), "{scopes}: {}", journey.notice());
    journey
}

/// The program with a token of the client's own; the premium client may ask for more.
pub fn with_own_token(scope: &str, premium: bool) -> Journey {
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
pub fn for_operation(operation: &Operation) -> Journey {
    match &operation.scope {
        Some(scope) if operation.two_legged => with_own_token(scope, !scope.contains("group-id")),
        Some(_) | None => with_token(EVERYTHING),
    }
}

/// Opens the call of an operation.
pub fn prepare(journey: &mut Journey, name: &str) {
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

/// The call that is open.
pub fn call(journey: &Journey) -> &Call {
    match journey.model.dialogs.last() {
        Some(Dialog::Call(call)) => call,
        other => panic!("no call: {other:?}"),
    }
}

/// What is found wrong with the open call.
pub fn errors(journey: &Journey) -> Vec<&str> {
    let errors = call(journey).findings.iter().filter(|finding| finding.severity == Severity::Error);
    errors.map(|finding| finding.message.as_str()).collect()
}

/// The status of the newest answer.
pub fn status(journey: &Journey) -> StatusCode {
    match &journey.last_exchange().outcome {
        Outcome::Answered { response, .. } => response.status(),
        other => panic!("{other:?}"),
    }
}

/// The body of the newest answer.
pub fn body(journey: &Journey) -> &str {
    let response = journey.last_exchange().outcome.response().expect("an answer");
    std::str::from_utf8(response.body()).expect("text")
}

/// Calls an operation as it is offered, and gives its status.
pub fn call_operation(journey: &mut Journey, name: &str) -> StatusCode {
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
