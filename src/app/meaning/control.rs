//! The things that the focused field or button of panes 1 and 2 stands for.

use std::{borrow::Cow, ops::Range};

use jiff::Timestamp;

use super::{Thing, message};
use crate::{
    app::{Command, Model, control::Control, document::rows, keymap::KEYMAP, viewer},
    orcid::terms::{self, Place, Term},
};

/// What a field or a button is, as the help has it too.
pub fn term(about: Control) -> Cow<'static, Term> {
    let of = |place, name: &str| terms::find(place, name);
    let known = match about {
        Control::Parameter(parameter) => of(Place::AuthorizationRequest, parameter.name()),
        Control::Button(command) => return button(command),
        Control::Finding(code) => of(Place::Finding, &code.to_string()),
        other => of(Place::Screen, name(other)),
    };
    // That there is one is held by a test.
    known.map_or_else(|| Cow::Owned(Term::default()), Cow::Borrowed)
}

/// Its name in `assets/explanations/screen.toml`.
fn name(control: Control) -> &'static str {
    match control {
        Control::Environment => "environment",
        Control::ClientId => "client-id",
        Control::ClientSecret => "client-secret",
        Control::RedirectUri => "redirect-uri",
        Control::Scope => "scopes",
        Control::Advanced => "advanced",
        Control::UseState => "use-state",
        Control::UseNonce => "use-nonce",
        Control::Pkce => "pkce",
        Control::AuthMethod => "auth-method",
        Control::ResponseType => "response-type",
        Control::Parameter(parameter) => parameter.name(),
        Control::Url => "url",
        Control::Paste => "paste",
        Control::Finding(_) => "finding",
        Control::Button(command) => command.into(),
        Control::Viewer => "viewer",
    }
}

/// What a button does and sends: the text of its command, unless there is one of its own.
fn button(command: Command) -> Cow<'static, Term> {
    let entry = KEYMAP.entry(command);
    let title = Some(entry.title.clone());
    match terms::find(Place::Screen, command.into()) {
        Some(known) => Cow::Owned(Term { title, ..known.clone() }),
        None => Cow::Owned(Term {
            names: vec![command.to_string()],
            places: vec![Place::Screen],
            title,
            what: entry.help.clone(),
            ..Term::default()
        }),
    }
}

/// The things of a field or a button: itself, then what is sent along.
pub fn things_of(model: &Model, control: Control) -> Vec<Thing> {
    let own = match control {
        Control::Parameter(parameter) => {
            return Thing::with_inner(
                Place::AuthorizationRequest,
                parameter.name(),
                model.form().parameter(parameter).text(),
            );
        }
        Control::Viewer => return in_viewer(model),
        Control::Finding(code) => return Thing::find(Place::Finding, &code.to_string(), "").into_iter().collect(),
        other => {
            Thing { place: Place::Screen, name: name(other).to_owned(), value: String::new(), term: term(other), at: 0 }
        }
    };
    let parts = own.term.parts.clone();
    let mut things = vec![own];
    things.extend(parts.iter().filter_map(|(place, name)| Thing::find(*place, name, &value(model, *place, name))));
    if control == Control::Url {
        things.extend(message::address(&model.authorization_url(), Place::AuthorizationRequest));
    } else if control == Control::Scope {
        let scopes = model.form().scopes();
        things.extend(scopes.iter().filter_map(|scope| Thing::find(Place::Scope, scope.as_str(), "")));
    } else if control == Control::ResponseType {
        let value = model.form().response_type.text();
        things.extend(Thing::with_inner(Place::AuthorizationRequest, "response_type", value).into_iter().skip(1));
    }
    things
}

fn in_viewer(model: &Model) -> Vec<Thing> {
    let viewer = &model.viewer;
    let Some(exchange) = model.exchanges.get(viewer.selected) else { return Vec::new() };
    message::things_at(exchange, &viewer.document, viewer.cursor.line)
}

/// The row of a message that the cursor is at, as a byte range of its line's text; `None` when it is not in a message.
pub fn cursor_row(model: &Model, now: Timestamp) -> Option<Range<usize>> {
    if !model.dialogs.is_empty() || model.focus != Control::Viewer {
        return None;
    }
    let viewer = &model.viewer;
    let line = viewer.document.line(viewer.cursor.line);
    let width = viewer.width(viewer::document_size(model, now));
    rows(&line, width).into_iter().nth(viewer.cursor.row)
}

/// What a parameter would be in the next request, as far as it is known. Never the secret.
fn value(model: &Model, place: Place, name: &str) -> String {
    let of_request = matches!(place, Place::AuthorizationRequest)
        || (place == Place::TokenRequest && matches!(name, "client_id" | "redirect_uri"));
    if place == Place::TokenRequest && name == "code" {
        return model.dance.code.as_ref().map(|code| code.value.clone()).unwrap_or_default();
    }
    let request = model.authorization_request();
    let pairs = request.parameters();
    let found = pairs.iter().find(|(known, _)| of_request && *known == name);
    found.map(|(_, value)| value.to_string()).unwrap_or_default()
}
