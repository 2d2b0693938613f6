//! `/signin`, `/signout`, `/userStatus.json` and `/lang.json`. One chooses a researcher; there is no password field and never will be: a page on localhost
//! that looks like a sign-in must not ask for one.

use http::{Method, header};
use jiff::Timestamp;
use serde_json::json;

use super::{
    Sandbox, authorize, discovery, incoming::Incoming, journal::Event, pages, reply::Reply, settings::Era,
    state::Session,
};
use crate::oauth::{Secret, form};

/// The session of the browser, with its id.
pub(super) fn session(sandbox: &Sandbox, request: &Incoming<'_>) -> Option<(Secret, Session)> {
    let id = request.session()?;
    let session = sandbox.state.session(id)?;
    // Who cannot sign in any more is not signed in any more.
    sandbox.lets_in(&session.orcid).then_some(())?;
    Some((Secret::new(id), session.clone()))
}

/// `GET`: the choice. `?oauth&…` carries an authorization request, as at ORCID.
pub(super) fn show(sandbox: &Sandbox, request: &Incoming<'_>, now: Timestamp) -> Reply {
    let query = request.query;
    if let (Era::Classic, Some(query)) = (sandbox.settings.era, query.strip_prefix("oauth&")) {
        return authorize::at_sign_in(sandbox, query, now);
    }
    let query = query.strip_prefix("oauth&").unwrap_or(if query == "oauth" { "" } else { query });
    pages::sign_in(sandbox, query, None)
}

/// `POST`: opens a session and goes on with the authorization request.
pub(super) fn choose(sandbox: &mut Sandbox, request: &Incoming<'_>) -> Reply {
    let fields = request.form();
    let query = form::first(&fields, "request").unwrap_or_default();
    if !request.same_origin {
        return pages::message(403, "Refused", "This form was sent by another site.");
    }
    let chosen = form::first(&fields, "orcid").and_then(|orcid| sandbox.researchers().find(orcid.trim()));
    let Some(orcid) =
        chosen.filter(|researcher| sandbox.is_active(researcher)).map(|researcher| researcher.orcid.clone())
    else {
        return pages::message(400, "No such researcher", "Choose one of the researchers of the simulated ORCID.");
    };
    // A new id for each sign-in: one that somebody planted before is worth nothing.
    let id = sandbox.uuid();
    let csrf_token = sandbox.uuid();
    let target = if query.is_empty() { "/".to_owned() } else { format!("/oauth/authorize?{query}") };
    let secure = sandbox.settings().issuer.starts_with("https:");
    Reply::redirect(&target).header(header::SET_COOKIE, &request.set_cookie(Some(&id), secure)).event(
        Event::SessionOpened {
            session: id.into(),
            orcid,
            csrf_token: csrf_token.into(),
            signed_in_for: Some(query.to_owned()).filter(|query| !query.is_empty()),
        },
    )
}

/// Ends the session.
pub(super) fn out(sandbox: &Sandbox, request: &Incoming<'_>) -> Reply {
    end(sandbox, request, Reply::redirect("/signin"))
}

/// `/userStatus.json`: whether somebody is signed in; `logUserOut=true` ends the session. For pages of other sites, as
/// JSON they may read or as a call of the function that `callback` names (guide `orcid-wire`, "Pages beside the dance").
pub(super) fn status(sandbox: &Sandbox, request: &Incoming<'_>) -> Reply {
    match *request.method {
        Method::OPTIONS => return discovery::preflight(request),
        Method::GET | Method::HEAD | Method::POST => {}
        _ => return Reply::new(405, "", "").header(header::ALLOW, "GET, HEAD, POST, OPTIONS"),
    }
    let parameters = form::parse_form(request.query.as_bytes());
    let leaves = form::first(&parameters, "logUserOut") == Some("true");
    let body = json!({"loggedIn": !leaves && session(sandbox, request).is_some()});
    let reply = match form::first(&parameters, "callback").filter(|name| is_function(name)) {
        Some(function) => Reply::new(200, "application/javascript;charset=UTF-8", format!("{function}({body})")),
        None => Reply::json(200, &body),
    };
    let reply = discovery::cors(request, reply.no_store().header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"));
    if leaves { end(sandbox, request, reply) } else { reply }
}

/// `/lang.json`: the language and texts of ORCID's pages, for pages of other sites. Those of the simulated ORCID are in
/// English, and it gives no texts away (guide `orcid-wire`, "Pages beside the dance").
pub(super) fn language(request: &Incoming<'_>) -> Reply {
    discovery::read_only(request, || Reply::json(200, &json!({"locale": "en", "messages": {}})).no_store())
}

/// A name that a script may call: nothing else gets into a script that other sites run.
fn is_function(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_$.".contains(c);
    !name.is_empty() && name.len() <= 128 && name.chars().all(plain) && !name.starts_with(|c: char| c.is_ascii_digit())
}

/// Forgets the session, at both ends.
fn end(sandbox: &Sandbox, request: &Incoming<'_>, reply: Reply) -> Reply {
    let secure = sandbox.settings().issuer.starts_with("https:");
    let reply = reply.header(header::SET_COOKIE, &request.set_cookie(None, secure));
    match session(sandbox, request) {
        Some((id, _)) => reply.event(Event::SessionClosed { session: id }),
        None => reply,
    }
}
