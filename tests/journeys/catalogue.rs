//! Every operation of the catalogue against the simulated ORCID.

use orcid_playground::{
    app::Tone,
    orcid::operations::{self, Operation},
};

use crate::{
    calling::{SOPHIA, body, call, call_operation, for_operation, prepare, status, with_own_token, with_token},
    journey::Journey,
};

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
