//! The things that the cursor stands at in an open dialog.

use super::{Thing, control, message};
use crate::{
    app::{
        Command, Model,
        call::{Call, Part},
        control::Control,
        dialog::{Dialog, OperationRow, ScopeRow, operation_rows, scope_rows},
    },
    orcid::{
        operations::ApiHost,
        terms::{self, Place},
    },
};

/// Whether things of the protocol stand on a dialog.
pub fn explains(dialog: &Dialog) -> bool {
    match dialog {
        Dialog::Environment(_)
        | Dialog::Scopes(_)
        | Dialog::Researcher(_)
        | Dialog::ClientCredentials(_)
        | Dialog::Operations(_)
        | Dialog::Call(_)
        | Dialog::IdToken(_)
        | Dialog::Refresh(_)
        | Dialog::TokenExchange(_)
        | Dialog::Qr(_)
        | Dialog::Faults(_)
        | Dialog::Doctor(_)
        | Dialog::Meaning(_) => true,
        Dialog::CustomEnvironment(_)
        | Dialog::Palette(_)
        | Dialog::Help(_)
        | Dialog::Profiles(_)
        | Dialog::SaveProfile(_)
        | Dialog::Choice(_)
        | Dialog::Confirm(_)
        | Dialog::Text(_)
        | Dialog::Shelf(_)
        | Dialog::History(_)
        | Dialog::Difference(_)
        | Dialog::Export(_)
        | Dialog::Keep(_)
        | Dialog::SaveFile(_)
        | Dialog::Sequence(_)
        | Dialog::Lessons(_)
        | Dialog::Asking(_)
        | Dialog::Verdict(_) => false,
    }
}

/// The things of the open dialog, those at its cursor where it has one.
pub fn things_of(model: &Model, dialog: &Dialog) -> Vec<Thing> {
    let button = |command| control::things_of(model, Control::Button(command));
    match dialog {
        Dialog::Environment(_) => control::things_of(model, Control::Environment),
        Dialog::Scopes(open) => match scope_rows(model, open).get(open.selection.row) {
            Some(ScopeRow::Scope { info, .. }) => Thing::find(Place::Scope, &info.value, "").into_iter().collect(),
            Some(ScopeRow::Own { text, .. }) => Thing::find(Place::Scope, text, "").into_iter().collect(),
            Some(ScopeRow::More { .. }) | None => Vec::new(),
        },
        Dialog::Researcher(open) => {
            let consent = open.consent.iter().flat_map(|consent| &consent.scopes);
            let scopes = consent.filter_map(|asked| Thing::find(Place::Scope, &asked.scope, ""));
            scopes.chain(Thing::find(Place::PageForm, "approved", "")).collect()
        }
        Dialog::ClientCredentials(open) => {
            let scopes = Thing::with_inner(Place::TokenRequest, "scope", open.scope.text());
            scopes.into_iter().chain(button(Command::ClientCredentials)).collect()
        }
        Dialog::Operations(open) => match operation_rows(model, open).get(open.selection.row) {
            Some(OperationRow::Operation(operation, _)) => {
                let method = Thing::find(Place::Method, operation.method.as_str(), "");
                let scope = operation.scope.as_deref().and_then(|scope| Thing::find(Place::Scope, scope, ""));
                let path = message::address(&operation.path, Place::ApiQuery);
                method.into_iter().chain(path).chain(scope).collect()
            }
            Some(OperationRow::Group(_)) | None => Vec::new(),
        },
        Dialog::Call(call) => in_call(call),
        Dialog::IdToken(card) => {
            let members = |place, object: &serde_json::Map<String, serde_json::Value>| -> Vec<Thing> {
                let text = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                object.iter().flat_map(|(name, value)| Thing::with_inner(place, name, &text(value))).collect()
            };
            let mut things = members(Place::JoseHeader, &card.token.header);
            things.extend(members(Place::Claim, &card.token.claims));
            things
        }
        Dialog::Refresh(open) => {
            let field = ["scope", "revoke_old", "expires_in"].get(open.row).copied();
            let field = field.and_then(|name| Thing::find(Place::TokenRequest, name, ""));
            field.into_iter().chain(button(Command::RefreshWith)).collect()
        }
        Dialog::TokenExchange(open) => {
            let field = ["requested_token_type", "subject_token", "scope"].get(open.row).copied();
            let field = field.and_then(|name| Thing::find(Place::TokenRequest, name, ""));
            field.into_iter().chain(button(Command::TokenExchange)).collect()
        }
        Dialog::Qr(open) => message::address(&open.url, Place::AuthorizationRequest),
        Dialog::Faults(_) => button(Command::Faults),
        Dialog::Doctor(_) => button(Command::Doctor),
        Dialog::Meaning(open) => open.things.clone(),
        Dialog::CustomEnvironment(_)
        | Dialog::Palette(_)
        | Dialog::Help(_)
        | Dialog::Profiles(_)
        | Dialog::SaveProfile(_)
        | Dialog::Choice(_)
        | Dialog::Confirm(_)
        | Dialog::Text(_)
        | Dialog::Shelf(_)
        | Dialog::History(_)
        | Dialog::Difference(_)
        | Dialog::Export(_)
        | Dialog::Keep(_)
        | Dialog::SaveFile(_)
        | Dialog::Sequence(_)
        | Dialog::Lessons(_)
        | Dialog::Asking(_)
        | Dialog::Verdict(_) => Vec::new(),
    }
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
