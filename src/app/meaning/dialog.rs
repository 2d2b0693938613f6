//! The things that the cursor stands at in an open dialog.

use super::{Thing, control, message};
use crate::{
    app::{
        Command, Model,
        call::{Call, Part},
        control::Control,
        dialog::{Dialog, OperationRow, Operations, ScopeRow, Scopes, Text, operation_rows, scope_rows},
        id_token::IdTokenCard,
        researcher::Researcher,
    },
    orcid::{
        operations::ApiHost,
        terms::{self, Place},
    },
};

/// Finds the things that stand on a dialog, those at its cursor where it has one.
type Find<'a> = Box<dyn FnOnce(&Model) -> Vec<Thing> + 'a>;

/// Whether things of the protocol stand on a dialog.
pub fn explains(dialog: &Dialog) -> bool {
    find(dialog).is_some()
}

/// The things of the open dialog, those at its cursor where it has one.
pub fn things_of(model: &Model, dialog: &Dialog) -> Vec<Thing> {
    find(dialog).map_or_else(Vec::new, |find| find(model))
}

/// How the things of a dialog are found; `None` where nothing of the protocol stands on it.
fn find(dialog: &Dialog) -> Option<Find<'_>> {
    Some(match dialog {
        Dialog::Environment(_) => Box::new(|model| control::things_of(model, Control::Environment)),
        Dialog::Scopes(open) => Box::new(|model| in_scopes(model, open)),
        Dialog::Researcher(open) => Box::new(|_| in_consent(open)),
        Dialog::ClientCredentials(open) => Box::new(|model| {
            let scopes = Thing::with_inner(Place::TokenRequest, "scope", open.scope.text());
            scopes.into_iter().chain(button(model, Command::ClientCredentials)).collect()
        }),
        Dialog::Operations(open) => Box::new(|model| in_operations(model, open)),
        Dialog::Call(call) => Box::new(|_| in_call(call)),
        Dialog::IdToken(card) => Box::new(|_| in_id_token(card)),
        Dialog::Refresh(open) => {
            Box::new(|model| in_form(model, &["scope", "revoke_old", "expires_in"], open.row, Command::RefreshWith))
        }
        Dialog::TokenExchange(open) => {
            let fields = &["requested_token_type", "subject_token", "scope"];
            Box::new(|model| in_form(model, fields, open.row, Command::TokenExchange))
        }
        Dialog::Qr(open) => Box::new(|_| message::address(&open.url, Place::AuthorizationRequest)),
        Dialog::Text(Text { url: Some(url), .. }) => Box::new(|_| message::address(url, Place::AuthorizationRequest)),
        Dialog::Faults(_) => Box::new(|model| button(model, Command::Faults)),
        Dialog::Doctor(_) => Box::new(|model| button(model, Command::Doctor)),
        Dialog::CustomEnvironment(_)
        | Dialog::Meaning(_)
        | Dialog::Palette(_)
        | Dialog::Help(_)
        | Dialog::Profiles(_)
        | Dialog::SaveProfile(_)
        | Dialog::Choice(_)
        | Dialog::Confirm(_)
        | Dialog::Text(Text { url: None, .. })
        | Dialog::Shelf(_)
        | Dialog::History(_)
        | Dialog::Difference(_)
        | Dialog::Export(_)
        | Dialog::Keep(_)
        | Dialog::SaveFile(_)
        | Dialog::Sequence(_)
        | Dialog::Lessons(_)
        | Dialog::Asking(_)
        | Dialog::Verdict(_) => return None,
    })
}

fn button(model: &Model, command: Command) -> Vec<Thing> {
    control::things_of(model, Control::Button(command))
}

/// The chosen scope.
fn in_scopes(model: &Model, open: &Scopes) -> Vec<Thing> {
    let scope = |text: &str| Thing::find(Place::Scope, text, "").into_iter().collect();
    match scope_rows(model, open).get(open.selection.row) {
        Some(ScopeRow::Scope { info, .. }) => scope(&info.value),
        Some(ScopeRow::Own { text, .. }) => scope(text),
        Some(ScopeRow::More { .. }) | None => Vec::new(),
    }
}

/// What the researcher is asked to allow.
fn in_consent(open: &Researcher) -> Vec<Thing> {
    let consent = open.consent.iter().flat_map(|consent| &consent.scopes);
    let scopes = consent.filter_map(|asked| Thing::find(Place::Scope, &asked.scope, ""));
    scopes.chain(Thing::find(Place::PageForm, "approved", "")).collect()
}

/// Method, path and scope of the chosen operation.
fn in_operations(model: &Model, open: &Operations) -> Vec<Thing> {
    match operation_rows(model, open).get(open.selection.row) {
        Some(OperationRow::Operation(operation, _)) => {
            let method = Thing::find(Place::Method, operation.method.as_str(), "");
            let scope = operation.scope.as_deref().and_then(|scope| Thing::find(Place::Scope, scope, ""));
            let path = message::address(&operation.path, Place::ApiQuery);
            method.into_iter().chain(path).chain(scope).collect()
        }
        Some(OperationRow::Group(_)) | None => Vec::new(),
    }
}

/// The header and the claims of an ID token.
fn in_id_token(card: &IdTokenCard) -> Vec<Thing> {
    let members = |place, object: &serde_json::Map<String, serde_json::Value>| -> Vec<Thing> {
        let text = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        object.iter().flat_map(|(name, value)| Thing::with_inner(place, name, &text(value))).collect()
    };
    let mut things = members(Place::JoseHeader, &card.token.header);
    things.extend(members(Place::Claim, &card.token.claims));
    things
}

/// The field of a token request at a row of a dialog, then what its button sends.
fn in_form(model: &Model, fields: &[&str], row: usize, command: Command) -> Vec<Thing> {
    let field = fields.get(row).and_then(|name| Thing::find(Place::TokenRequest, name, ""));
    field.into_iter().chain(button(model, command)).collect()
}

/// The part of the call that has the focus; in headers and body the line of the cursor.
fn in_call(call: &Call) -> Vec<Thing> {
    let url = call.url.text();
    let below = url.find("://").and_then(|at| url[at + 3..].find('/').map(|slash| at + 3 + slash)).unwrap_or(0);
    match call.part {
        Part::Field(index) => {
            let named = call.fields.get(index).and_then(|field| {
                Thing::find(Place::Url, &format!("{{{}}}", field.info.name), field.text.text())
                    .or_else(|| Thing::find(Place::ApiQuery, field.info.name.as_str(), field.text.text()))
            });
            named.into_iter().collect()
        }
        Part::Host => {
            let name = if call.host == ApiHost::Member { "api." } else { "pub." };
            Thing::find(Place::Url, name, "").into_iter().collect()
        }
        Part::Method => Thing::find(Place::Method, call.method.text(), "").into_iter().collect(),
        Part::Url => message::address(url, terms::query_place(url)),
        Part::Format => Thing::with_inner(Place::RequestHeader, "accept", call.format.media_type()),
        Part::Headers => {
            let line = call.headers.lines().get(call.headers.cursor().0).map_or("", String::as_str);
            let (name, value) = line.split_once(':').unwrap_or((line, ""));
            Thing::with_inner(Place::RequestHeader, name.trim(), value.trim())
        }
        Part::Body => {
            let kind = call.headers.lines().iter().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.trim().eq_ignore_ascii_case("content-type").then(|| value.trim().to_owned())
            });
            let kind = kind.unwrap_or_else(|| call.format.media_type().to_owned());
            message::in_text(&call.body.text(), call.body.cursor().0, &kind, &url[below..])
        }
        Part::Buttons => {
            let method = Thing::find(Place::Method, call.method.text(), "");
            method.into_iter().chain(message::address(url, terms::query_place(url))).collect()
        }
    }
}
