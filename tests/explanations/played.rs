//! What the program sends, played as a person plays it.

use orcid_playground::{
    app::{
        Command, Msg, OperationRow,
        call::Call,
        control::Control,
        dialog::Dialog,
        document::{Document, Mode, Options, Role, SMALL, Secrets, Spot, answer},
        fault::faults,
        form::Parameter,
        meaning::things_at,
        operation_rows,
    },
    orcid::operations::{self, Operation},
    sandbox::demo_clients,
};

use crate::{journey::Journey, names::Names};

pub const SOPHIA: &str = "0000-0002-4456-8947";
pub const EVERYTHING: &str = "openid /read-limited /activities/update /person/update";

/// Every way through the program that sends something.
pub fn all(names: &mut Names) {
    let mut take = |journey: &Journey| {
        shown(journey);
        journey.exchanges().iter().for_each(|exchange| names.exchange(exchange));
    };
    for journey in [every_parameter(), both_authentications(), implicit(), tokens(), custom_server(), doctor()] {
        take(&journey);
    }
    called().iter().for_each(&mut take);
    for fault in faults() {
        take(&with_fault(&fault.name));
    }
}

/// Every line of pane 3 that shows a name is explained there, pretty and raw.
fn shown(journey: &Journey) {
    for exchange in journey.exchanges() {
        for mode in [Mode::Pretty, Mode::Raw] {
            // A body of megabytes says nothing that the walk does not meet elsewhere.
            if answer(exchange).is_some_and(|(answer, _)| answer.body().len() > SMALL) {
                continue;
            }
            let document = Document::new(exchange, Options { mode, secrets: Secrets::Masked });
            for (index, line) in document.lines().enumerate() {
                let named = |role| matches!(role, Role::FormName | Role::HeaderName | Role::JsonKey | Role::Method);
                let has_name = line.spans().any(|(role, _)| named(role)) || line.spot() == Spot::Status;
                let open = has_name && mode == Mode::Pretty;
                let of_head = line.spot() != Spot::Nothing && has_name;
                assert!(
                    !(open || of_head) || !things_at(exchange, &document, index).is_empty(),
                    "nothing is said of {:?} in {}",
                    line.text(),
                    exchange.request.uri()
                );
            }
        }
    }
}

fn with_token(scopes: &str) -> Journey {
    let mut journey = Journey::new();
    journey.go_to(Control::Scope).retype(scopes).press("esc enter enter enter");
    assert!(journey.model.dance.granted.is_some(), "{scopes}: {}", journey.notice());
    journey
}

/// The dance with every parameter that has a field, userinfo and the key set.
pub fn every_parameter() -> Journey {
    let mut journey = Journey::new();
    journey.press("A").go_to(Control::UseNonce).press("enter").go_to(Control::Pkce).press("enter");
    let values = ["login", "3600", "en", "somebody@example.org", SOPHIA, "Sophia", "Garcia", "false"];
    for (parameter, value) in Parameter::ALL.into_iter().zip(values) {
        journey.go_to(Control::Parameter(parameter)).retype(value);
    }
    journey.go_to(Control::Scope).retype(EVERYTHING).press("esc a enter x u I esc");
    assert!(journey.model.dance.granted.is_some(), "{}", journey.notice());
    journey
}

fn both_authentications() -> Journey {
    let mut journey = Journey::new();
    journey.press("A").go_to(Control::AuthMethod).press("enter esc a enter x X R");
    journey
}

fn implicit() -> Journey {
    let mut journey = Journey::new();
    journey.press("A").go_to(Control::ResponseType).retype("id_token token");
    journey.go_to(Control::UseNonce).press("enter");
    journey.go_to(Control::Scope).retype("openid").press("esc a enter");
    let fragment = "access_token=24c11342-f5da-4cf9-94a4-f8a72a30da00&token_type=bearer&state=x&expires_in=599&\
        scope=openid&tokenVersion=1&persistent=false&id_token=eyJhIjoxfQ.eyJiIjoxfQ.c";
    journey.browser_opens(&format!("http://127.0.0.1:18801/callback#{fragment}"));
    journey
}

/// Refreshed, refreshed with a choice, exchanged, probed, revoked; a token of the client's own.
pub fn tokens() -> Journey {
    let mut journey = with_token(EVERYTHING);
    journey.press("R");
    command(&mut journey, Command::RefreshWith);
    journey.press("enter");
    command(&mut journey, Command::TokenShelf);
    journey.press("p esc");
    command(&mut journey, Command::Revoke);
    journey.press("R");
    command(&mut journey, Command::ClientCredentials);
    journey.press("enter");
    command(&mut journey, Command::TokenExchange);
    journey.press("enter esc");
    command(&mut journey, Command::SignOut);
    command(&mut journey, Command::NewRequest);
    command(&mut journey, Command::ActAsResearcher);
    journey.press("enter right enter");
    command(&mut journey, Command::Faults);
    journey.press("enter esc");
    journey
}

fn custom_server() -> Journey {
    let mut journey = Journey::new();
    journey.go_to(Control::Environment).press("enter end enter").type_text("http://127.0.0.1:18800").press("enter");
    journey
}

fn doctor() -> Journey {
    let mut journey = Journey::new();
    command(&mut journey, Command::Doctor);
    journey
}

fn command(journey: &mut Journey, command: Command) {
    journey.tell(Msg::Command(command));
}

/// Every operation of the catalogue, with what has to be there before; one program for each kind of token.
fn called() -> Vec<Journey> {
    let mut programs: Vec<(String, Journey)> = Vec::new();
    for operation in operations::all() {
        let token = token_for(operation);
        let at = programs.iter().position(|(of, _)| *of == token).unwrap_or_else(|| {
            let own = operation.two_legged && operation.scope.is_some();
            let journey =
                if own { with_own_token(&token, !token.contains("group-id")) } else { with_token(EVERYTHING) };
            programs.push((token, journey));
            programs.len() - 1
        });
        let journey = &mut programs[at].1;
        let name = operation.name.as_str();
        let item = name.split_once('-').map_or("", |(_, item)| item).trim_end_matches("-summary");
        let first = match name {
            "read-several-works" => Some("add-work".to_owned()),
            "delete-webhook" => Some("add-webhook".to_owned()),
            _ if name.starts_with("add-") => None,
            _ => operations::find(&format!("add-{item}")).map(|add| add.name.clone()),
        };
        for name in first.iter().map(String::as_str).chain([name]) {
            call(journey, name);
        }
    }
    programs.into_iter().map(|(_, journey)| journey).collect()
}

fn token_for(operation: &Operation) -> String {
    match operation.scope.as_deref() {
        Some("/group-id-record/read") => "/group-id-record/update".to_owned(),
        Some(scope) if operation.two_legged => scope.to_owned(),
        Some(_) | None => EVERYTHING.to_owned(),
    }
}

fn with_own_token(scope: &str, premium: bool) -> Journey {
    let mut journey = Journey::new();
    if premium {
        let client = demo_clients().iter().find(|client| client.client_id.ends_with('3')).expect("the premium client");
        journey.go_to(Control::ClientId).retype(&client.client_id);
        journey.go_to(Control::ClientSecret).retype(client.client_secret.expose());
    }
    journey.press("esc ctrl-p").type_text("two-legged").press("enter").retype(scope).press("enter");
    journey
}

pub fn call(journey: &mut Journey, name: &str) {
    prepare(journey, name);
    let Some(Dialog::Call(call)) = journey.model.dialogs.last() else { panic!("{name}: no call") };
    if lacks_field(call) {
        journey.type_text(SOPHIA);
    }
    journey.press("ctrl-s");
}

fn lacks_field(call: &Call) -> bool {
    call.fields.first().is_some_and(|field| field.text.is_empty())
}

pub fn prepare(journey: &mut Journey, name: &str) {
    if journey.model.focus.is_text() {
        journey.press("esc");
    }
    journey.press("o").type_text(name);
    for _ in 0..40 {
        let Some(Dialog::Operations(dialog)) = journey.model.dialogs.last() else { panic!("no list") };
        match operation_rows(&journey.model, dialog).get(dialog.selection.row) {
            Some(OperationRow::Operation(operation, _)) if operation.name == name => {
                journey.press("enter");
                return;
            }
            _ => journey.press("down"),
        };
    }
    panic!("{name} is not in the list");
}

/// The dance with a fault switched on.
fn with_fault(name: &str) -> Journey {
    let mut journey = Journey::new();
    journey.go_to(Control::Scope).retype("openid /read-limited").press("esc F");
    let row = faults().iter().position(|fault| fault.name == name).expect("a fault");
    for _ in 0..row {
        journey.press("down");
    }
    journey.press("enter enter esc a");
    if !journey.model.dialogs.is_empty() {
        journey.press("enter");
    }
    for keys in ["x", "r", "u", "I"] {
        journey.press(keys);
        if !journey.model.dialogs.is_empty() {
            journey.press("esc");
        }
    }
    journey
}
